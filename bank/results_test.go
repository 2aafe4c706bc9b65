package bank

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// withResults is a bank of two questions, with the documents that are given as
// files of the folder results.
func withResults(t *testing.T, stem string, documents ...string) (*Bank, string) {
	t.Helper()
	files := fstest.MapFS{
		"course.yaml": {Data: []byte("course:\n  title: C\n  lectures: [{number: 1, title: L, topics: [t]}]\n  topics: [{id: t, title: T}]\n")},
		"q.yaml": {Data: []byte(fmt.Sprintf(`questions:
  - id: 0190d3a4-7c1e-7b52-9a31-5f2c8e0d4b01
    name: one
    type: single-choice
    stem: %s
    options: [{text: a, key: true}, {text: b}]
    marks: 1
    difficulty: basic
    lecture: 1
    topics: [t]
    solution: So.
    statistics: {facility: 0.5}
  - id: 0190d3a4-7c1e-7b52-9a31-5f2c8e0d4b02
    name: two
    type: true-false
    stem: Is it?
    key: true
    marks: 1
    difficulty: basic
    lecture: 1
    topics: [t]
    solution: So.
`, stem))},
	}
	for i, text := range documents {
		files[fmt.Sprintf("results/%d.json", i)] = &fstest.MapFile{Data: []byte(text)}
	}
	b, problems, err := Load(files)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, p := range problems {
		lines = append(lines, p.String())
	}
	return b, strings.Join(lines, "\n")
}

func results(paper, date string, candidates int, facility, discrimination string, facets string) string {
	if facets != "" {
		facets = `, "facets": ` + facets
	}
	return fmt.Sprintf(`{"results": {"version": 1, "title": "T", "date": %q, "paper": %q, "candidates": %d, "questions": [
  {"id": "0190d3a4-7c1e-7b52-9a31-5f2c8e0d4b01", "candidates": %d, "facility": %s, "discrimination": %s%s,
   "parts": [{"options": [{"letter": "A", "chosen": 5}, {"letter": "B", "chosen": 1}], "blank": 2}]}]}}`, date, paper, candidates, candidates, facility, discrimination, facets)
}

func TestHistory(t *testing.T) {
	old, young := results("p1", "2025-02-01", 60, "0.8", "0.2", ""), results("p2", "2026-02-01", 20, "0.6", "-0.2", "")
	b, problems := withResults(t, "Which?", young, old)
	if problems != "" {
		t.Fatal(problems)
	}
	q := b.Find("one")
	if len(q.History) != 2 || q.History[0].Results.Paper != "p1" || q.History[1].Result.Parts[0].Options[0].Chosen != 5 {
		t.Fatalf("history %+v", q.History)
	}
	// (60·0.8 + 20·0.6 + 20·0.5)/100 with the author's figure as of 20; the
	// author says nothing of discrimination.
	if s := q.Statistics; s.Facility != 700_000 || s.Discrimination != 100_000 || s.Candidates != 100 {
		t.Errorf("together %+v", s)
	}
	if s := b.Find("two").Statistics; s.HasFacility || len(b.Find("two").History) != 0 {
		t.Errorf("a question without results has %+v", s)
	}
	// The order of files is nothing to the figures.
	other, _ := withResults(t, "Which?", old, young)
	if other.Find("one").Statistics != q.Statistics {
		t.Errorf("in another order %+v", other.Find("one").Statistics)
	}
	// The text of results read back is the same.
	text, err := b.Results[0].Marshal()
	if err != nil {
		t.Fatal(err)
	}
	again, problems := withResults(t, "Which?", string(text))
	text2, err := again.Results[0].Marshal()
	if err != nil || problems != "" || !bytes.Equal(text, text2) {
		t.Errorf("%v %s\n%s\n%s", err, problems, text, text2)
	}
}

// TestHistoryOfEdits lets a question be edited after it was printed.
func TestHistoryOfEdits(t *testing.T) {
	b, _ := withResults(t, "Which?")
	facets, err := b.Facets(b.Find("one"))
	if err != nil {
		t.Fatal(err)
	}
	asPrinted := map[string]string{}
	for _, f := range facets {
		asPrinted[f.Name] = f.Digest
	}
	asPrinted["tags"] = "0000000000000000" // tags may change
	text, err := json.Marshal(asPrinted)
	if err != nil {
		t.Fatal(err)
	}
	doc := results("p1", "2025-02-01", 60, "0.8", "0.2", string(text))
	if b, _ = withResults(t, "Which?", doc); b.Find("one").History[0].Edited || b.Find("one").Statistics.Candidates != 80 {
		t.Errorf("a question that was not edited: %+v", b.Find("one").History)
	}
	b, _ = withResults(t, "Which one?", doc)
	if q := b.Find("one"); !q.History[0].Edited || q.Statistics.Facility != 500_000 || q.Statistics.HasDiscrimination {
		t.Errorf("an edited question: %+v, %+v", q.History, q.Statistics)
	}
}

func TestResultsProblems(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"few candidates", results("p1", "2025-02-01", 3, "0.8", "0.2", ""), ""},
		{"a facility above 1", results("p1", "2025-02-01", 30, "1.5", "0.2", ""), "results/0.json:2:80: results.questions[0].facility: must be at most 1, not 1.5"},
		{"no paper", `{"results": {"version": 1, "title": "T", "candidates": 1, "questions": []}}`, "results/0.json:1:13: results: add paper: (for example paper: 3f9a01c2d4)"},
		{"an unknown key", `{"results": {"version": 1, "title": "T", "paper": "p", "candidates": 1, "questions": [], "colour": 1}}`, "results/0.json:1:90: results: unknown key colour"},
	} {
		_, problems := withResults(t, "Which?", c.text)
		if !strings.HasPrefix(problems, c.want) || c.want == "" && problems != "" {
			t.Errorf("%s: %q, want %q", c.name, problems, c.want)
		}
	}
	one := results("p1", "2025-02-01", 30, "0.5", "0.2", "")
	if _, problems := withResults(t, "Which?", one, one); !strings.Contains(problems, "results/1.json:1:13: results.paper: the results of this paper are in results/0.json as well: delete one of the files") {
		t.Errorf("two documents of one paper: %q", problems)
	}
}
