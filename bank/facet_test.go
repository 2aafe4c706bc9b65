package bank

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// TestFacets changes one thing of a question after another and makes sure that
// just this is named.
func TestFacets(t *testing.T) {
	const choice = `questions:
  - {id: 00000000-0000-4000-8000-000000000001, name: q, type: single-choice, difficulty: basic, marks: 1, lecture: 1, topics: [t],
     author: A. Rao, stem: "Which?\n\n![figure](f.png)", options: [{text: one}, {text: two, key: true}, {text: three}, {text: none of these, fixed: true}],
     solution: because, statistics: {facility: 0.5, candidates: 10}}
`
	const parts = `questions:
  - {id: 00000000-0000-4000-8000-000000000001, name: q, type: long-answer, difficulty: basic, lecture: 1, topics: [t], stem: Above., parts: [
     {type: numeric, stem: "How many?", marks: 2, answer: {value: 3, tolerance: 0.1, unit: kg}, solution: three},
     {type: short-answer, stem: "Why?", marks: 2, answer_space: 3 lines, rubric: [{marks: 1, for: first}, {marks: 1, for: second}]}]}
`
	for _, c := range []struct {
		text, from, to string
		want           []string
	}{
		{choice, "Which?", "What?", []string{"stem"}},
		{choice, "one}", "uno}", []string{"option A"}},
		{choice, "{text: three},", "{text: three}, {text: four},", []string{"option D", "option E", "fixed options"}},
		{choice, "{text: one}, {text: two, key: true}", "{text: one, key: true}, {text: two}", []string{"key"}},
		{choice, "marks: 1", "marks: 2", []string{"marks"}},
		{choice, "because", "since", []string{"solution"}},
		{choice, "solution: because, ", "", []string{"solution"}},
		{choice, "lecture: 1", "lecture: 2", []string{"tags"}},
		{choice, "A. Rao", "B. Rao", nil},
		{choice, "facility: 0.5", "facility: 0.6", nil},
		{choice, "type: single-choice", "# a comment\n     type: single-choice", nil},
		{choice, "f.png", "g.png", []string{"stem", "figure g.png", "figure f.png"}},
		{parts, "Above", "Over", []string{"stem"}},
		{parts, "How many", "How much", []string{"(a) stem"}},
		{parts, "tolerance: 0.1", "tolerance: 0.2", []string{"(a) key"}},
		{parts, "kg", "g", []string{"(a) unit"}},
		{parts, "first", "1st", []string{"(b) rubric"}},
		{parts, "3 lines", "4 lines", []string{"(b) room for the answer"}},
	} {
		facets := func(text string) []Facet {
			b, problems, err := Load(fstest.MapFS{
				"course.yaml":    {Data: []byte("course: {title: T, topics: [{id: t, title: T}], lectures: [{number: 1, title: L}, {number: 2, title: M}]}")},
				"questions.yaml": {Data: []byte(text)},
				"f.png":          {Data: []byte("f")},
				"g.png":          {Data: []byte("g")},
			})
			if err != nil {
				t.Fatal(err)
			}
			if len(b.Questions) != 1 {
				t.Fatal(problems)
			}
			list, err := b.Facets(b.Questions[0])
			if err != nil {
				t.Fatal(err)
			}
			return list
		}
		changed := strings.Replace(c.text, c.from, c.to, 1)
		if changed == c.text {
			t.Fatalf("%q is not there", c.from)
		}
		if got := Differing(facets(c.text), facets(changed)); !slices.Equal(got, c.want) {
			t.Errorf("%q to %q: %s, want %s", c.from, c.to, fmt.Sprintf("%q", got), fmt.Sprintf("%q", c.want))
		}
	}
}
