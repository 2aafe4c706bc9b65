package mark

import (
	"slices"
	"strings"

	"github.com/papersetter/papersetter/bank"
)

// ReadWords reads an answer as a learning platform writes it: the words of the
// options, several with semicolons or commas or on lines of their own, "left ->
// right" for a matching. An answer that is the words of no option is an error.
func ReadWords(t *bank.Task, text string) (Answer, error) {
	text = strings.TrimSpace(text)
	if text == "" || text == "-" {
		return Answer{}, nil
	}
	switch r := t.Response.(type) {
	case *bank.Choice:
		var texts []bank.Text
		for _, o := range r.Options {
			texts = append(texts, o.Text)
		}
		chosen, ok := wordsOf(texts, text)
		if !ok || len(chosen) > 1 && !r.Multiple {
			return Answer{}, &errAnswer{"is not the text of an option of", ""}
		}
		slices.Sort(chosen)
		return Answer{Chosen: chosen}, nil
	case *bank.Pairs:
		a := Answer{Given: make([]int, len(r.Left))}
		for i := range a.Given {
			a.Given[i] = -1
		}
		for _, pair := range strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == '\n' }) {
			left, right, ok := strings.Cut(pair, "->")
			l, ok2 := wordsOf(r.Left, left)
			g, ok3 := wordsOf(r.Right, right)
			if !ok || !ok2 || !ok3 || len(l) != 1 || len(g) != 1 {
				return Answer{}, &errAnswer{"has no pair such as “left -> right”, for", ""}
			}
			a.Given[l[0]] = g[0]
		}
		return a, nil
	case *bank.Order:
		items, ok := wordsOf(r.Items, text)
		if !ok || len(items) != len(r.Items) {
			return Answer{}, &errAnswer{"has not each item once, for", ""}
		}
		return Answer{Given: items}, nil
	}
	return ReadAnswer(t, nil, text)
}

// wordsOf reads texts with something between them. Where one text is the
// beginning of another, the longer one is meant.
func wordsOf(texts []bank.Text, answer string) ([]int, bool) {
	var spelt []string
	for _, t := range texts {
		spelt = append(spelt, bare(t.Doc.Plain()))
	}
	rest := bare(answer)
	var found []int
	for rest != "" {
		best := -1
		for i, s := range spelt {
			if s != "" && strings.HasPrefix(rest, s) && ends(rest[len(s):]) && !slices.Contains(found, i) && (best < 0 || len(s) > len(spelt[best])) {
				best = i
			}
		}
		if best < 0 {
			return nil, false
		}
		found = append(found, best)
		rest = strings.TrimLeft(rest[len(spelt[best]):], " ;,")
	}
	return found, len(found) > 0
}

// ends reports whether a text may end where this follows.
func ends(rest string) bool { return rest == "" || strings.ContainsRune(" ;,", rune(rest[0])) }

// bare is a text without the signs that platforms and authors spell formulas
// with, in lower case.
func bare(text string) string {
	text = strings.NewReplacer("$", "", `\(`, "", `\)`, "", "**", "", "`", "").Replace(text)
	return strings.TrimRight(folded(text), " ;,.")
}

// asks reports whether a heading is what a question asks: its number before it
// is not looked at.
func asks(q *bank.Question, heading string) bool {
	stem := q.Tasks[0].Stem
	if q.HasParts {
		stem = q.Stem
	}
	if stem.Empty() {
		return false
	}
	want, got := bare(stem.Doc.Plain()), bare(heading)
	return want == got || want == strings.TrimLeft(got, "0123456789.) q:")
}
