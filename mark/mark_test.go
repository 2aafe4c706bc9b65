package mark

import (
	"testing"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/markup"
)

func text(s string) bank.Text {
	doc, _ := markup.Parse(s)
	return bank.Text{Source: s, Doc: doc}
}

func choice(multiple bool, keys ...int) *bank.Choice {
	c := &bank.Choice{Multiple: multiple, Options: make([]bank.Option, 4)}
	for _, k := range keys {
		c.Options[k].Key = true
	}
	return c
}

func TestAward(t *testing.T) {
	order := []int{2, 0, 3, 1} // A is option 2, B is option 0 …
	accept := func(list ...string) *bank.Correction { return &bank.Correction{Accept: list} }
	for _, c := range []struct {
		name       string
		response   bank.Response
		correction *bank.Correction
		answer     string
		partial    bank.Partial
		want       string // marks, or why the answer cannot be read; "" where a person must tell
	}{
		{"the key", choice(false, 0), nil, "B", "", "2"},
		{"in a small letter", choice(false, 0), nil, " b ", "", "2"},
		{"another", choice(false, 0), nil, "A", "", "-0.5"},
		{"two marked where one is right", choice(false, 0), nil, "BA", "", "has several letters for the question: one is right; write * if the candidate marked several"},
		{"several marked", choice(false, 0), nil, "*", "", "-0.5"},
		{"no option", choice(false, 0), nil, "E", "", "is not an option of the question: its options are A to D"},
		{"a bracket", choice(false, 0), nil, "(b)", "", "is not an option of the question: its options are A to D"},
		{"none", choice(false, 0), nil, "  ", "", "0.25"},
		{"both of two", choice(true, 0, 3), nil, "c, b", "", "2"},
		{"one of two", choice(true, 0, 3), nil, "b", "", "-0.5"},
		{"one too many", choice(true, 0, 3), nil, "abc", "", "-0.5"},
		{"either counts, the first", choice(false, 0, 3), &bank.Correction{Any: true}, "B", "", "2"},
		{"either counts, the second", choice(false, 0, 3), &bank.Correction{Any: true}, "C", "", "2"},
		{"either counts, both marked", choice(false, 0, 3), &bank.Correction{Any: true}, "*", "", "-0.5"},
		{"either counts, another", choice(false, 0, 3), &bank.Correction{Any: true}, "D", "", "-0.5"},
		{"void, wrong", choice(false, 0), &bank.Correction{Void: true}, "A", "", "2"},
		{"void, blank", choice(false, 0), &bank.Correction{Void: true}, "", "", "2"},
		{"void, written", &bank.Written{}, &bank.Correction{Void: true}, "", "", "2"},
		{"written", &bank.Written{}, nil, "because", "", "cannot be valued, for the question: it is a written question; enter its marks"},
		{"written, blank", &bank.Written{}, nil, "", "", ""},
		{"true", &bank.Truth{Key: true}, nil, "T", "", "2"},
		{"false", &bank.Truth{Key: true}, nil, "False", "", "-0.5"},
		{"truth is no letter", &bank.Truth{Key: true}, nil, "A", "", "is neither T nor F, for the question"},
		{"a number", &bank.Number{Value: "0.1", Tolerance: "0.02"}, nil, "0.12", "", "2"},
		{"just outside", &bank.Number{Value: "0.1", Tolerance: "0.02"}, nil, "0.1200001", "", "0"},
		{"exactly, with a unit", &bank.Number{Value: "33920"}, nil, "33920 weights", "", "2"},
		{"other spelling", &bank.Number{Value: "2"}, nil, "2.0", "", "2"},
		{"a real minus", &bank.Number{Value: "-2"}, nil, "−2", "", "2"},
		{"no number", &bank.Number{Value: "2"}, nil, "two", "", "0"},
		{"a huge exponent", &bank.Number{Value: "2"}, nil, "1e999999999", "", "0"},
		{"one of two numbers", &bank.Number{Value: "2"}, accept("3", "4"), "4", "", "2"},
		{"the number before", &bank.Number{Value: "2"}, accept("3", "4"), "2", "", "0"},
		{"a word", &bank.Blanks{Accept: [][]bank.Text{{text("Adam"), text("adam optimiser")}}}, nil, " adam  Optimiser", "", "2"},
		{"another word", &bank.Blanks{Accept: [][]bank.Text{{text("Adam")}}}, nil, "SGD", "", "0"},
		{"a matching", &bank.Pairs{Left: make([]bank.Text, 4), Right: make([]bank.Text, 4)}, nil, "1-B 2-D 3-A 4-C", "", "2"},
		{"a matching with a fault", &bank.Pairs{Left: make([]bank.Text, 4), Right: make([]bank.Text, 4)}, nil, "1-B 2-D 3-C 4-A", "", "0"},
		{"an ordering", &bank.Order{Items: make([]bank.Text, 4)}, nil, "bdac", "", "2"},
		{"an ordering with a letter twice", &bank.Order{Items: make([]bank.Text, 4)}, nil, "bdaa", "", "is no order for the question: give each of A to D once"},
		{"an ordering with a fault", &bank.Order{Items: make([]bank.Text, 4)}, nil, "bdca", "", "0"},
		{"two of four pairs", &bank.Pairs{Left: make([]bank.Text, 4), Right: make([]bank.Text, 4)}, nil, "1-B 2-D 3-C 4-A", "right", "1"},
		{"a pair left out", &bank.Pairs{Left: make([]bank.Text, 4), Right: make([]bank.Text, 4)}, nil, "1B", "net", "0.5"},
		{"a matching with a number too many", &bank.Pairs{Left: make([]bank.Text, 4), Right: make([]bank.Text, 4)}, nil, "5-A", "", "is no matching for the question: give each of 1 to 4 one of A to D"},
		{"half of the right options", choice(true, 0, 3), nil, "B", "right", "1"},
		{"a right and a wrong option", choice(true, 0, 3), nil, "AB", "right", "-0.5"},
		{"a right and a wrong option, net", choice(true, 0, 3), nil, "AB", "net", "0"},
		{"two right and a wrong option, net", choice(true, 0, 3), nil, "ABC", "net", "1"},
		{"a third of two marks", choice(true, 0, 1, 3), nil, "B", "right", "0.5"},
		{"nothing right", choice(true, 0, 3), nil, "A", "right", "-0.5"},
		{"one of two blanks", &bank.Blanks{Accept: [][]bank.Text{{text("Adam")}, {text("Eve")}}}, nil, "adam; Cain", "right", "1"},
		{"both blanks", &bank.Blanks{Accept: [][]bank.Text{{text("Adam")}, {text("Eve")}}}, nil, "Adam;eve", "", "2"},
	} {
		task := &bank.Task{Response: c.response, Marks: 2 * bank.Mark, Correction: c.correction}
		got := ""
		a, err := ReadAnswer(task, order, c.answer)
		if err != nil {
			got = err.Error()
		} else if marks, ok := Award(task, bank.Marking{Wrong: -bank.Mark / 2, Blank: bank.Mark / 4, Partial: c.partial}, &a); ok {
			got = marks.String()
		}
		if got != c.want {
			t.Errorf("%s: %q gets %q, want %q", c.name, c.answer, got, c.want)
		}
	}
}
