package assemble

import (
	"fmt"
	"strings"

	"github.com/papersetter/papersetter/bank"
)

// Letter is the letter of the i-th option, from 0: A, B, C …
func Letter(i int) string { return string(rune('A' + i)) }

// PartLabel is the letter of the i-th part, from 0: a, b, c …
func PartLabel(i int) string { return string(rune('a' + i)) }

// BankOrder is the bank's own order of what a task has to order: options, the
// right column of a matching, items. It is empty for tasks that have nothing to
// order.
func BankOrder(response bank.Response) []int {
	n := 0
	switch r := response.(type) {
	case *bank.Choice:
		n = len(r.Options)
	case *bank.Pairs:
		n = len(r.Right)
	case *bank.Order:
		n = len(r.Items)
	}
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	return order
}

// Key is the right answer to a task as it is printed in an order, in the words
// of the key sheet: "B" or "A, C" for a choice, "True", a number with its
// tolerance and unit, "1-C, 2-A" for a matching, "C, A, B" for an ordering,
// the model answers of blanks. It is "" for written answers.
func Key(response bank.Response, order []int) string {
	switch r := response.(type) {
	case *bank.Choice:
		var letters []string
		for place, option := range order {
			if r.Options[option].Key {
				letters = append(letters, Letter(place))
			}
		}
		return strings.Join(letters, ", ")
	case *bank.Truth:
		if r.Key {
			return "True"
		}
		return "False"
	case *bank.Number:
		key := r.Value
		if r.Tolerance != "" {
			key += " ± " + r.Tolerance
		}
		if !r.Unit.Empty() {
			key += " " + strings.TrimSpace(r.Unit.Source)
		}
		return key
	case *bank.Blanks:
		var answers []string
		for _, accept := range r.Accept {
			answers = append(answers, strings.TrimSpace(accept[0].Source))
		}
		return strings.Join(answers, "; ")
	case *bank.Pairs:
		place := inverse(order)
		var pairs []string
		for i := range r.Left {
			pairs = append(pairs, fmt.Sprintf("%d-%s", i+1, Letter(place[i])))
		}
		return strings.Join(pairs, ", ")
	case *bank.Order:
		var letters []string
		for _, place := range inverse(order) {
			letters = append(letters, Letter(place))
		}
		return strings.Join(letters, ", ")
	}
	return ""
}

// TaskKey is the key of a task as it is printed in an order, with what an erratum
// says of it: "B or D" where either counts, "void: marks for all".
func TaskKey(t *bank.Task, order []int) string {
	key := Key(t.Response, order)
	switch c := t.Correction; {
	case c == nil:
		return key
	case c.Void:
		return "void: marks for all"
	case c.Accept != nil:
		return strings.Join(c.Accept, " or ")
	case c.Any:
		return strings.ReplaceAll(key, ", ", " or ")
	}
	return key
}

// Key is the key of a question as it is printed, with all of its parts: "B", or
// "(a) B; (b) written", where written answers are left to the scheme of
// valuation; "written" where all are.
func (q *SetQuestion) Key() string {
	var keys []string
	closed := false
	for i := range q.Question.Tasks {
		key := TaskKey(&q.Question.Tasks[i], q.Orders[i])
		closed = closed || key != ""
		if key == "" {
			key = "written"
		}
		if q.Question.HasParts {
			key = "(" + PartLabel(i) + ") " + key
		}
		keys = append(keys, key)
	}
	if !closed {
		return "written"
	}
	return strings.Join(keys, "; ")
}

// inverse returns where each thing stands in an order.
func inverse(order []int) []int {
	place := make([]int, len(order))
	for i, thing := range order {
		place[thing] = i
	}
	return place
}
