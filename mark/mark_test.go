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
		want       string // marks; "" where a person must tell
	}{
		{"the key", choice(false, 0), nil, "B", "2"},
		{"in a small letter with brackets", choice(false, 0), nil, " (b) ", "2"},
		{"another", choice(false, 0), nil, "A", "-0.5"},
		{"two marked where one is right", choice(false, 0), nil, "BA", "-0.5"},
		{"none", choice(false, 0), nil, "  ", "0.25"},
		{"both of two", choice(true, 0, 3), nil, "c, b", "2"},
		{"one of two", choice(true, 0, 3), nil, "b", "-0.5"},
		{"one too many", choice(true, 0, 3), nil, "abc", "-0.5"},
		{"either counts, the first", choice(false, 0, 3), &bank.Correction{Any: true}, "B", "2"},
		{"either counts, the second", choice(false, 0, 3), &bank.Correction{Any: true}, "C", "2"},
		{"either counts, both marked", choice(false, 0, 3), &bank.Correction{Any: true}, "BC", "-0.5"},
		{"either counts, another", choice(false, 0, 3), &bank.Correction{Any: true}, "D", "-0.5"},
		{"void, wrong", choice(false, 0), &bank.Correction{Void: true}, "A", "2"},
		{"void, blank", choice(false, 0), &bank.Correction{Void: true}, "", "2"},
		{"void, written", &bank.Written{}, &bank.Correction{Void: true}, "", "2"},
		{"written", &bank.Written{}, nil, "because", ""},
		{"true", &bank.Truth{Key: true}, nil, "T", "2"},
		{"false", &bank.Truth{Key: true}, nil, "False", "-0.5"},
		{"truth is no letter", &bank.Truth{Key: true}, nil, "A", "-0.5"},
		{"a number", &bank.Number{Value: "0.1", Tolerance: "0.02"}, nil, "0.12", "2"},
		{"just outside", &bank.Number{Value: "0.1", Tolerance: "0.02"}, nil, "0.1200001", "-0.5"},
		{"exactly, with a unit", &bank.Number{Value: "33920"}, nil, "33920 weights", "2"},
		{"other spelling", &bank.Number{Value: "2"}, nil, "2.0", "2"},
		{"a real minus", &bank.Number{Value: "-2"}, nil, "−2", "2"},
		{"no number", &bank.Number{Value: "2"}, nil, "two", "-0.5"},
		{"a huge exponent", &bank.Number{Value: "2"}, nil, "1e999999999", "-0.5"},
		{"one of two numbers", &bank.Number{Value: "2"}, accept("3", "4"), "4", "2"},
		{"the number before", &bank.Number{Value: "2"}, accept("3", "4"), "2", "-0.5"},
		{"a word", &bank.Blanks{Accept: [][]bank.Text{{text("Adam"), text("adam optimiser")}}}, nil, " adam  Optimiser", "2"},
		{"another word", &bank.Blanks{Accept: [][]bank.Text{{text("Adam")}}}, nil, "SGD", "-0.5"},
		{"a matching", &bank.Pairs{Left: make([]bank.Text, 4), Right: make([]bank.Text, 4)}, nil, "1-B 2-D 3-A 4-C", "2"},
		{"a matching with a fault", &bank.Pairs{Left: make([]bank.Text, 4), Right: make([]bank.Text, 4)}, nil, "1-B 2-D 3-C 4-A", "-0.5"},
		{"an ordering", &bank.Order{Items: make([]bank.Text, 4)}, nil, "bdac", "2"},
	} {
		task := &bank.Task{Response: c.response, Marks: 2 * bank.Mark, Correction: c.correction}
		marks, ok := Award(task, order, bank.Marking{Wrong: -bank.Mark / 2, Blank: bank.Mark / 4}, c.answer)
		got := ""
		if ok {
			got = marks.String()
		}
		if got != c.want {
			t.Errorf("%s: %q gets %q, want %q", c.name, c.answer, got, c.want)
		}
	}
}
