// Package mark says what answers are worth.
package mark

import (
	"math/big"
	"strings"
	"unicode"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
)

// Award returns the marks of an answer to a task that was printed in an order.
// The answer is what a candidate wrote or marked: letters of options ("B", "a,c"),
// True or False, a number, a word, "1-C 2-A" for a matching, "C A B" for an
// ordering; an empty one is none. A choice of several options earns its marks
// where all right options are marked and no other. It reports false where only a
// person can tell.
func Award(t *bank.Task, order []int, marking bank.Marking, answer string) (bank.Marks, bool) {
	if t.Correction != nil && t.Correction.Void {
		return t.Marks, true
	}
	if _, written := t.Response.(*bank.Written); written || t.Response == nil {
		return 0, false
	}
	if strings.TrimSpace(answer) == "" {
		return marking.Blank, true
	}
	if right(t, order, answer) {
		return t.Marks, true
	}
	return marking.Wrong, true
}

// right compares an answer with the key.
func right(t *bank.Task, order []int, answer string) bool {
	var accepted []string
	if t.Correction != nil {
		accepted = t.Correction.Accept
	}
	switch r := t.Response.(type) {
	case *bank.Choice:
		return rightChoice(r, order, answer, t.Correction != nil && t.Correction.Any)
	case *bank.Truth:
		said := strings.ToLower(strings.TrimSpace(answer))
		if r.Key {
			return said == "true" || said == "t"
		}
		return said == "false" || said == "f"
	case *bank.Number:
		if accepted == nil {
			accepted = []string{r.Value}
		}
		for _, value := range accepted {
			if near(answer, value, r.Tolerance) {
				return true
			}
		}
		return false
	case *bank.Blanks:
		if accepted == nil && len(r.Accept) == 1 {
			for _, text := range r.Accept[0] {
				accepted = append(accepted, text.Doc.Plain())
			}
		}
		for _, text := range accepted {
			if folded(text) == folded(answer) {
				return true
			}
		}
		return false
	}
	return symbols(assemble.Key(t.Response, order)) == symbols(answer)
}

// rightChoice compares the marked letters with those of the key. With any, one
// right letter is enough.
func rightChoice(c *bank.Choice, order []int, answer string, any bool) bool {
	marked := symbols(answer)
	key := ""
	for place, option := range order {
		if c.Options[option].Key {
			key += assemble.Letter(place)
		}
	}
	if any && !c.Multiple {
		return len(marked) == 1 && strings.Contains(key, marked)
	}
	for _, l := range marked {
		if !strings.ContainsRune(key, l) {
			return false
		}
	}
	for _, l := range key {
		if !strings.ContainsRune(marked, l) {
			return false
		}
	}
	return true
}

// near reports whether a number is another, or within a tolerance of it. Numbers
// are compared exactly, as they are written.
func near(answer, value, tolerance string) bool {
	x, ok := decimal(answer)
	v, ok2 := decimal(value)
	if !ok || !ok2 {
		return folded(answer) == folded(value)
	}
	limit := new(big.Rat)
	if t, ok := decimal(tolerance); ok {
		limit = t
	}
	d := new(big.Rat).Sub(x, v)
	return d.Abs(d).Cmp(limit) <= 0
}

// decimal reads a decimal number of reasonable length; what stands behind it,
// such as a unit, does not count.
func decimal(text string) (*big.Rat, bool) {
	const most = 40
	text = strings.TrimSpace(strings.ReplaceAll(text, "−", "-"))
	if head, _, found := strings.Cut(text, " "); found {
		text = head
	}
	if len(text) > most || strings.ContainsAny(text, "eEpPxX/_") {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

// folded is a text without regard to case and the room between words.
func folded(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }

// symbols are the letters and figures of an answer, in capitals.
func symbols(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, text)
}
