package mark

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"unicode"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
)

// Answer is what a candidate answered to a task, free of the order in which it
// was printed. The zero value is no answer.
type Answer struct {
	Chosen []int  // of a choice: indices into the bank's options, ascending; of true-false: 0 for True, 1 for False
	Spoilt bool   // several options are marked where one was asked for; counts as wrong
	Given  []int  // of a matching: for each left entry the index of the right one, -1 for none; of an ordering: the items in their order
	Text   string // of numbers and blanks, as written
}

// Blank reports whether there is no answer.
func (a *Answer) Blank() bool {
	return len(a.Chosen) == 0 && !a.Spoilt && len(a.Given) == 0 && a.Text == ""
}

// Several is written for an answer that has several options marked where one
// was asked for.
const Several = "*"

// An errAnswer says why an answer cannot be read, so that the name of the
// question can stand in the middle.
type errAnswer struct{ what, more string }

func (e *errAnswer) Error() string { return e.about("the question") }

func (e *errAnswer) about(question string) string {
	text := e.what + " " + question
	if e.more != "" {
		text += ": " + e.more
	}
	return text
}

func lettersTo(n int) string { return "A to " + assemble.Letter(n-1) }

// ReadAnswer reads an answer to a task that was printed in an order: letters of
// options ("B", "a,c"), True or False, a number, words, "1-C 2-A" for a matching,
// "C A B" for an ordering, words with semicolons between them for several
// blanks. An error says what cannot be read; nothing is guessed.
func ReadAnswer(t *bank.Task, order []int, text string) (Answer, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return Answer{}, nil
	}
	switch r := t.Response.(type) {
	case *bank.Choice:
		return readLetters(r, order, text)
	case *bank.Truth:
		switch strings.ToLower(text) {
		case "true", "t":
			return Answer{Chosen: []int{0}}, nil
		case "false", "f":
			return Answer{Chosen: []int{1}}, nil
		case Several:
			return Answer{Spoilt: true}, nil
		}
		return Answer{}, &errAnswer{"is neither T nor F, for", ""}
	case *bank.Number, *bank.Blanks:
		return Answer{Text: text}, nil
	case *bank.Pairs:
		return readPairs(r, order, text)
	case *bank.Order:
		return readOrder(order, text)
	}
	return Answer{}, &errAnswer{"cannot be valued, for", "it is a written question; enter its marks"}
}

// readLetters reads the letters of options as printed.
func readLetters(c *bank.Choice, order []int, text string) (Answer, error) {
	if text == Several && !c.Multiple {
		return Answer{Spoilt: true}, nil
	}
	var a Answer
	for _, l := range text {
		switch {
		case l == ',' || l == ';' || unicode.IsSpace(l):
			continue
		case l >= 'a' && l <= 'z':
			l -= 'a' - 'A'
		}
		place := int(l - 'A')
		if place < 0 || place >= len(order) {
			return Answer{}, &errAnswer{"is not an option of", "its options are " + lettersTo(len(order))}
		}
		if slices.Contains(a.Chosen, order[place]) {
			return Answer{}, &errAnswer{fmt.Sprintf("has %c twice, for", l), ""}
		}
		a.Chosen = append(a.Chosen, order[place])
	}
	if len(a.Chosen) > 1 && !c.Multiple {
		return Answer{}, &errAnswer{"has several letters for", "one is right; write " + Several + " if the candidate marked several"}
	}
	slices.Sort(a.Chosen)
	return a, nil
}

// readPairs reads "1-C 2-A", in any spelling: each number once with a letter.
func readPairs(p *bank.Pairs, order []int, text string) (Answer, error) {
	a := Answer{Given: make([]int, len(p.Left))}
	for i := range a.Given {
		a.Given[i] = -1
	}
	number, some := 0, false
	for _, l := range strings.ToUpper(text) {
		switch {
		case l >= '0' && l <= '9' && number < 1000:
			number = 10*number + int(l-'0')
		case l >= 'A' && l <= 'Z':
			place := int(l - 'A')
			if number < 1 || number > len(a.Given) || place >= len(order) || a.Given[number-1] >= 0 {
				return Answer{}, &errAnswer{"is no matching for", fmt.Sprintf("give each of 1 to %d one of %s", len(a.Given), lettersTo(len(order)))}
			}
			a.Given[number-1], number, some = order[place], 0, true
		case unicode.IsLetter(l) || unicode.IsDigit(l):
			return Answer{}, &errAnswer{"is no matching such as 1-C 2-A, for", ""}
		}
	}
	if number != 0 || !some {
		return Answer{}, &errAnswer{"is no matching such as 1-C 2-A, for", ""}
	}
	return a, nil
}

// readOrder reads the letters of an ordering, each once.
func readOrder(order []int, text string) (Answer, error) {
	var a Answer
	for _, l := range symbols(text) {
		place := int(l - 'A')
		if place < 0 || place >= len(order) || slices.Contains(a.Given, order[place]) {
			return Answer{}, &errAnswer{"is no order for", "give each of " + lettersTo(len(order)) + " once"}
		}
		a.Given = append(a.Given, order[place])
	}
	if len(a.Given) != len(order) {
		return Answer{}, &errAnswer{"is no order for", "give each of " + lettersTo(len(order)) + " once"}
	}
	return a, nil
}

// Award returns what an answer to a task earns. It reports false where only a
// person can tell.
func Award(t *bank.Task, marking bank.Marking, a *Answer) (bank.Marks, bool) {
	if t.Correction != nil && t.Correction.Void {
		return t.Marks, true
	}
	if _, written := t.Response.(*bank.Written); written || t.Response == nil {
		return 0, false
	}
	lettered := Lettered(t)
	if a.Blank() {
		if lettered {
			return marking.Blank, true
		}
		return 0, true
	}
	right, wrong, of := judged(t, a)
	switch {
	case right == of && wrong == 0:
		return t.Marks, true
	case marking.Partial == bank.ShareOfRight && right > 0 && (wrong == 0 || !lettered):
		return share(t.Marks, right, of), true
	case marking.Partial == bank.NetShare && of > 1:
		if !lettered {
			wrong = 0 // a wrong pair is a right one less
		}
		return share(t.Marks, max(0, right-wrong), of), true
	case lettered:
		return marking.Wrong, true
	}
	return 0, true
}

// share is a part of marks, rounded down to a quarter-mark.
func share(m bank.Marks, right, of int) bank.Marks { return m * bank.Marks(right) / bank.Marks(of) }

// judged counts what of an answer is right and wrong, and how much there is to
// get right.
func judged(t *bank.Task, a *Answer) (right, wrong, of int) {
	one := func(ok bool) (int, int, int) {
		if ok {
			return 1, 0, 1
		}
		return 0, 1, 1
	}
	var accepted []string
	if t.Correction != nil {
		accepted = t.Correction.Accept
	}
	switch r := t.Response.(type) {
	case *bank.Choice:
		if !r.Multiple {
			return one(!a.Spoilt && r.Options[a.Chosen[0]].Key)
		}
		for i := range r.Options {
			chosen := slices.Contains(a.Chosen, i)
			switch {
			case r.Options[i].Key && chosen:
				right, of = right+1, of+1
			case r.Options[i].Key:
				of++
			case chosen:
				wrong++
			}
		}
		return right, wrong, of
	case *bank.Truth:
		return one(!a.Spoilt && r.Key == (a.Chosen[0] == 0))
	case *bank.Number:
		if accepted == nil {
			accepted = []string{r.Value}
		}
		return one(slices.ContainsFunc(accepted, func(value string) bool { return near(a.Text, value, r.Tolerance) }))
	case *bank.Blanks:
		if accepted != nil {
			return one(slices.ContainsFunc(accepted, func(text string) bool { return folded(text) == folded(a.Text) }))
		}
		return judgedBlanks(r, a.Text)
	case *bank.Pairs:
		for i, given := range a.Given {
			if given == i {
				right++
			} else if given >= 0 {
				wrong++
			}
		}
		return right, wrong, len(r.Left)
	case *bank.Order:
		return one(slices.IsSorted(a.Given))
	}
	return 0, 0, 1
}

// judgedBlanks compares the answers to blanks, which have semicolons between
// them where there are several.
func judgedBlanks(b *bank.Blanks, text string) (right, wrong, of int) {
	given := []string{text}
	if len(b.Accept) > 1 {
		given = strings.Split(text, ";")
	}
	for i, accept := range b.Accept {
		if i < len(given) && slices.ContainsFunc(accept, func(t bank.Text) bool { return folded(t.Doc.Plain()) == folded(given[i]) }) {
			right++
		} else {
			wrong++
		}
	}
	return right, wrong, len(b.Accept)
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
