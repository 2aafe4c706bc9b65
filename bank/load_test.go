package bank

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/uuid"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the wanted problems")

// TestProblems loads the banks of testdata/problems and compares what is found
// with the file "want" of each.
func TestProblems(t *testing.T) {
	names, err := filepath.Glob("testdata/problems/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no cases", err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files, want := fstest.MapFS{}, -1
			for i, f := range archive.Files {
				if f.Name == "want" {
					want = i
					continue
				}
				files[f.Name] = &fstest.MapFile{Data: f.Data}
			}
			_, problems, err := Load(files)
			var got strings.Builder
			for _, p := range problems {
				fmt.Fprintln(&got, p)
			}
			if err != nil {
				fmt.Fprintln(&got, "error:", err)
			}
			if *update {
				archive.Files[want].Data = []byte(got.String())
				if err := os.WriteFile(name, txtar.Format(archive), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if w := string(archive.Files[want].Data); got.String() != w {
				t.Errorf("got\n%s\nwant\n%s", got.String(), w)
			}
		})
	}
}

func TestNoCourse(t *testing.T) {
	_, _, err := Load(fstest.MapFS{"package.json": {Data: []byte(`{"name": "x"}`)}})
	if !errors.Is(err, ErrNoCourse) {
		t.Errorf("got %v", err)
	}
}

// TestFormat reads testdata/format/*.txtar: give and want.
func TestFormat(t *testing.T) {
	names, err := filepath.Glob("testdata/format/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no cases", err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			give, want := archive.Files[0], archive.Files[1]
			// In the archive \r stands for a carriage return, \s for a space at a line's end, \b for a byte-order mark.
			src := strings.NewReplacer(`\r`, "\r", `\s`, " ", `\b`, "\ufeff").Replace(string(give.Data))
			expect := strings.ReplaceAll(string(want.Data), `\s`, " ")
			got, problems, err := Format(give.Name, []byte(src), counter())
			if err != nil || len(problems) > 0 {
				t.Fatal(err, problems)
			}
			if string(got) != expect {
				t.Errorf("got\n%s\nwant\n%s", got, expect)
			}
			again, _, err := Format(give.Name, got, counter())
			if err != nil || string(again) != string(got) {
				t.Errorf("formatting again changes the file: %v\n%s", err, again)
			}
		})
	}
}

// counter gives the ids 1, 2, 3 …
func counter() func() (uuid.UUID, error) {
	n := 0
	return func() (uuid.UUID, error) {
		n++
		return uuid.Parse(fmt.Sprintf("00000000-0000-7000-8000-%012d", n))
	}
}

func FuzzFormat(f *testing.F) {
	names, _ := filepath.Glob("testdata/format/*.txtar")
	for _, name := range names {
		if archive, err := txtar.ParseFile(name); err == nil {
			f.Add(string(archive.Files[0].Data), strings.HasSuffix(archive.Files[0].Name, ".json"))
		}
	}
	f.Fuzz(func(t *testing.T, src string, json bool) {
		file := "q.yaml"
		if json {
			file = "q.json"
		}
		out, problems, err := Format(file, []byte(src), counter())
		if err != nil {
			t.Fatalf("%v\n%q", err, src)
		}
		if out == nil && len(problems) == 0 {
			t.Fatal("neither a file nor a problem")
		}
		if out != nil {
			again, _, err := Format(file, out, counter())
			if err != nil || string(again) != string(out) {
				t.Fatalf("not stable: %v\n%q\n%q", err, out, again)
			}
		}
	})
}

func FuzzLoad(f *testing.F) {
	course := []byte("course: {code: A, title: B, lectures: [{number: 1, title: C, hours: 1}], topics: [{id: x, title: X}], outcomes: [{id: CO1, text: t}]}\n")
	shipped, _ := filepath.Glob("../questions/deep-learning/*.yaml")
	for _, name := range shipped[:min(3, len(shipped))] {
		if src, err := os.ReadFile(name); err == nil {
			f.Add(string(src[:min(len(src), 3000)]))
		}
	}
	f.Add("blueprint: {title: T, marks: 1, sections: [{title: A, marks: 1}]}")
	f.Fuzz(func(t *testing.T, src string) {
		b, problems, err := Load(fstest.MapFS{"course.yaml": {Data: course}, "x.yaml": {Data: []byte(src)}})
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range b.Questions {
			if _, err := b.Hash(q); err != nil && !errors.Is(err, fs.ErrNotExist) && len(problems) == 0 {
				t.Fatal(err)
			}
		}
	})
}
