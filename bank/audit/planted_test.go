package audit_test

import (
	"io/fs"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/audit"
	"github.com/papersetter/papersetter/questions"
)

// shipped are the files of the shipped bank without its papers, to be changed.
func shipped(t testing.TB) fstest.MapFS {
	t.Helper()
	root, err := fs.Sub(questions.FS, "deep-learning")
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	err = fs.WalkDir(root, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasPrefix(name, "papers/") {
			return err
		}
		data, err := fs.ReadFile(root, name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func load(t testing.TB, files fs.FS) *bank.Bank {
	t.Helper()
	b, problems, err := bank.Load(files)
	if err != nil || problems.Errors() > 0 {
		t.Fatal(err, problems)
	}
	return b
}

// edit changes a file by a function.
func edit(t testing.TB, files fstest.MapFS, name string, change func(string) string) {
	t.Helper()
	before := string(files[name].Data)
	after := change(before)
	if before == after {
		t.Fatalf("%s was not changed", name)
	}
	files[name] = &fstest.MapFile{Data: []byte(after)}
}

// planted is the shipped bank with gaps, and with what looks like gaps.
func planted(t testing.TB) *bank.Bank {
	t.Helper()
	files := shipped(t)
	archive, err := txtar.ParseFile("testdata/planted.txtar")
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range archive.Files {
		parts[f.Name] = string(f.Data)
	}
	edit(t, files, "course.yaml", func(s string) string {
		return strings.Replace(s, "  topics:\n", parts["lectures"]+"  topics:\n"+parts["topics"], 1)
	})
	// The questions on the second half of lecture 7 are all put on slide 12.
	edit(t, files, "lecture-07.yaml", func(s string) string {
		return regexp.MustCompile(`slides: \[[^]]*\]`).ReplaceAllStringFunc(s, func(list string) string {
			for _, n := range regexp.MustCompile(`\d+`).FindAllString(list, -1) {
				if v, _ := strconv.Atoi(n); v >= 21 {
					return "slides: [12]"
				}
			}
			return list
		})
	})
	for _, name := range []string{"gaps.yaml", "sound.yaml"} {
		files[name] = &fstest.MapFile{Data: []byte(parts[name])}
	}
	return load(t, files)
}

// TestPlanted looks for five planted gaps among forty things that are none, and
// finds nothing else.
func TestPlanted(t *testing.T) {
	r := audit.Audit(planted(t), audit.Subject{})
	want := []struct {
		kind audit.Kind
		says []string
	}{
		{audit.NoQuestion, []string{"lecture 16 (Reinforcement learning)", "write", "slides 1–30 are untouched"}},
		{audit.SlidesBare, []string{"lecture 7 ", "slides 21–48", "write"}},
		{audit.Duplicate, []string{"adaptive-adam-first-step", "planted-duplicate"}},
		{audit.Cueing, []string{"planted-cue gives away the answer of optimisation-batch-noise: It is halved."}},
		{audit.Untaught, []string{"1 question is on the topic quantum", "planted-untaught"}},
	}
	left := append([]audit.Finding{}, r.Findings...)
	for _, w := range want {
		found := -1
		for i, f := range left {
			all := f.Kind == w.kind
			for _, text := range w.says {
				all = all && strings.Contains(f.What+" "+f.Do, text)
			}
			if all {
				found = i
			}
		}
		if found < 0 {
			t.Errorf("not found: %s %q", w.kind, w.says)
			continue
		}
		left = append(left[:found], left[found+1:]...)
	}
	for _, f := range left {
		t.Errorf("false alarm: %s: %s", f.Kind, f.What)
	}
}

// TestShipped finds nothing in the shipped bank.
func TestShipped(t *testing.T) {
	for _, f := range audit.Audit(load(t, shipped(t)), audit.Subject{}).Findings {
		t.Errorf("%s: %s", f.Kind, f.What)
	}
}
