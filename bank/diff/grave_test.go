package diff

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/papersetter/papersetter/bank"
)

const numeric = `{"questions": [{"id": "ID", "name": "mass", "type": "numeric", "stem": "How heavy is it?", "marks": 2, "difficulty": "basic", "lecture": 1, "topics": ["a"],
 "answer": {"value": 3, "unit": "kg"}}]}`

const inParts = `{"questions": [{"id": "ID", "name": "mass", "type": "numeric", "stem": "It is weighed.", "difficulty": "basic", "lecture": 1, "topics": ["a"],
 "parts": [{"type": "numeric", "stem": "How heavy is it?", "marks": 1, "answer": {"value": 4, "unit": "g"}}, {"type": "short-answer", "stem": "Why?", "marks": 1}]}]}`

func single(t *testing.T, text, id string) *bank.Bank {
	t.Helper()
	return load(t, fstest.MapFS{"course.json": {Data: []byte(course)}, "q.json": {Data: []byte(strings.Replace(text, "ID", id, 1))}})
}

// printedAs is the record of a paper with the question of a bank.
func printedAs(t *testing.T, b *bank.Bank) *bank.Printed {
	t.Helper()
	q := b.Questions[0]
	facets, err := b.Facets(q)
	if err != nil {
		t.Fatal(err)
	}
	p := &bank.Printed{Title: "Quiz", Date: "2026-02-27", IDs: []string{q.ID}}
	for _, f := range facets {
		p.Add(q.ID, f)
	}
	return p
}

// TestGrave makes sure that what candidates were given with another key is told
// as such, and nothing else.
func TestGrave(t *testing.T) {
	other := strings.Replace(numeric, `"value": 3`, `"value": 5`, 1)
	for _, c := range []struct {
		name         string
		older, newer string
		printed      string // "" for the older
		newID        string // of the newer; "" for the same
		grave        bool
	}{
		{"another key", numeric, other, "", "", true},
		{"printed with the new key", numeric, other, other, "", false},
		{"a whole question becomes one with parts and another key", numeric, inParts, "", "", true},
		{"another id and another key", numeric, other, "", id(7), true},
		{"another lecture", numeric, strings.Replace(numeric, `"lecture": 1`, `"lecture": 2`, 1), "", "", false},
	} {
		older := single(t, c.older, id(1))
		newer := single(t, c.newer, id(1))
		if c.newID != "" {
			newer = single(t, c.newer, c.newID)
		}
		printed := older
		if c.printed != "" {
			printed = single(t, c.printed, id(1))
		}
		r := compare(t, older, newer, printedAs(t, printed))
		if len(r.Questions) != 1 || r.Questions[0].Grave() != c.grave {
			t.Errorf("%s: %+v, want grave %v", c.name, r.Questions, c.grave)
		}
	}
}
