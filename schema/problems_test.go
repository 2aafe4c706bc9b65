package schema

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the wanted problems")

// problemsOf reads and judges a document and spells its problems.
func problemsOf(file, src string) string {
	doc, problems := Parse(file, []byte(src))
	if doc != nil {
		problems = append(problems, doc.Validate()...)
	}
	problems.Sort()
	var b strings.Builder
	for _, p := range problems {
		fmt.Fprintln(&b, p)
	}
	return b.String()
}

// TestProblems goes through testdata/problems: in each archive a document is
// followed by the problems that it has. In the archives \t at the beginning of
// a line stands for a tab.
func TestProblems(t *testing.T) {
	names, err := filepath.Glob("testdata/problems/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no cases", err)
	}
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i+1 < len(archive.Files); i += 2 {
			give, want := archive.Files[i], &archive.Files[i+1]
			t.Run(filepath.Base(name)+"/"+give.Name, func(t *testing.T) {
				got := problemsOf(give.Name, strings.ReplaceAll(string(give.Data), "\n\\t", "\n\t"))
				if *update {
					want.Data = []byte(got)
				} else if got != string(want.Data) {
					t.Errorf("got\n%s\nwant\n%s", got, want.Data)
				}
			})
		}
		if *update {
			if err := os.WriteFile(name, txtar.Format(archive), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// entriesOf returns the entries of all questions documents of archives.
func entriesOf(t *testing.T, names []string) []*Node {
	var entries []*Node
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(archive.Files); i += 2 {
			if d, _ := Parse(archive.Files[i].Name, archive.Files[i].Data); d != nil && d.Name == "questions" {
				entries = append(entries, d.Root.Items...)
			}
		}
	}
	return entries
}
