package assemble

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/papersetter/papersetter/bank"
)

// TestCases goes through testdata/cases.txt, whose head explains its language.
func TestCases(t *testing.T) {
	src, err := os.ReadFile("testdata/cases.txt")
	if err != nil {
		t.Fatal(err)
	}
	cases := 0
	for _, text := range strings.Split(string(src), "\n\n") {
		if !strings.HasPrefix(text, "case ") {
			continue
		}
		cases++
		name, rest, _ := strings.Cut(strings.TrimPrefix(text, "case "), "\n")
		t.Run(name, func(t *testing.T) { runCase(t, rest) })
	}
	if cases < 15 {
		t.Errorf("only %d cases were read", cases)
	}
}

func runCase(t *testing.T, text string) {
	files := fstest.MapFS{"course.yaml": {Data: []byte(testCourse)}}
	var lines []string
	ids := map[string]string{}
	var printed []string
	wants := map[string][]string{}
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		word, rest, _ := strings.Cut(line, " ")
		switch word {
		case "q":
			f := strings.Fields(rest)
			ids[f[0]] = testID(len(lines))
			tags := map[string]string{"lecture": "1", "topics": "[a]", "minutes": "2", "status": "approved"}
			for _, tag := range f[3:] {
				key, value, _ := strings.Cut(tag, "=")
				tags[key] = strings.ReplaceAll(value, ":", ": ")
			}
			q := fmt.Sprintf("  - {id: %s, name: %s, difficulty: %s, marks: %s, type: short-answer, stem: Explain, solution: So.", ids[f[0]], f[0], f[1], f[2])
			for key, value := range tags {
				q += fmt.Sprintf(", %s: %s", key, value)
			}
			lines = append(lines, q+"}")
		case "printed":
			printed = append(printed, rest)
		case "blueprint":
			files["blueprint.yaml"] = &fstest.MapFile{Data: []byte("blueprint: " + rest)}
		case "want", "conflict", "has", "repair":
			wants[word] = append(wants[word], rest)
		default:
			t.Fatalf("what is %s?", word)
		}
	}
	files["questions.yaml"] = &fstest.MapFile{Data: []byte("questions:\n" + strings.Join(lines, "\n"))}
	for i, p := range printed {
		f := strings.Fields(p)
		files[fmt.Sprintf("p%d.json", i)] = &fstest.MapFile{Data: fmt.Appendf(nil,
			`{"paper": {"version": 1, "tool": "t", "title": "P", "date": "%s", "course": {"title": "C"}, "marks": 1, "seed": 1, "blueprint": {"file": "x.yaml", "sha256": "%[2]s"}, "questions": [{"id": "%[3]s", "file": "q.yaml", "sha256": "%[2]s", "marks": 1}], "forms": []}}`,
			f[0], strings.Repeat("0", 64), ids[f[1]])}
	}
	b, problems, err := bank.Load(files)
	if err != nil || problems.Errors() > 0 {
		t.Fatal(err, problems)
	}
	bp := b.Blueprint("blueprint.yaml")
	for seed := range uint64(5) {
		forms, err := Forms(b, bp, seed, Options{})
		if want := wants["want"]; want != nil {
			if err != nil {
				t.Fatal(err)
			}
			if got := names(&forms[0]); got != want[0] {
				t.Errorf("got %s, want %s", got, want[0])
			}
			continue
		}
		var why *Infeasible
		if !errors.As(err, &why) {
			t.Fatalf("got %v, want a conflict", err)
		}
		var reasons []string
		for _, r := range why.Reasons {
			reasons = append(reasons, short(r))
		}
		if got := strings.Join(reasons, "; "); got != wants["conflict"][0] || !why.Proved || !why.Minimal {
			t.Errorf("got %s (proved %v, minimal %v), want %s\n%v", got, why.Proved, why.Minimal, wants["conflict"][0], err)
		}
		for _, want := range append(wants["repair"], wants["has"]...) {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%q is not in\n%v", want, err)
			}
		}
	}
}

// short names a requirement as the cases do.
func short(r Reason) string {
	switch r.Kind {
	case "rule":
		return "all of " + r.Requirement
	case "must", "never":
		return r.Kind + " " + r.Question.Name
	case "enemies":
		return "enemies " + r.Question.Name + " " + r.Other.Name
	}
	return r.Requirement
}
