package diff

import (
	"slices"
	"strings"

	"github.com/papersetter/papersetter/bank"
)

// Words is a text before and after: the words that differ, with a few around
// them and … for those left out.
type Words struct {
	Facet    string `json:"facet"`
	Language string `json:"language,omitempty"`
	Before   string `json:"before"`
	After    string `json:"after"`
	Spaces   bool   `json:"spaces,omitempty"` // spaces or line breaks alone differ
}

const (
	around    = 3       // words shown beside those that differ
	mostWords = 60      // shown of a text
	mostCells = 1 << 20 // of the table that compares words; where it had more, all count as different
)

// compareTexts compares two texts in each language in which they differ.
func compareTexts(facet string, older, newer bank.Text) []Words {
	before, after := byLanguage(older), byLanguage(newer)
	if older.Language != newer.Language && !older.Empty() && !newer.Empty() && (older.Language == "" || newer.Language == "") {
		// A text in one language that is not named is that of the first.
		before, after = renamed(before, newer.Language), renamed(after, older.Language)
	}
	var languages []string
	for _, t := range []bank.Text{newer, older} {
		for v := range t.Versions() {
			if !slices.Contains(languages, v.Language) {
				languages = append(languages, v.Language)
			}
		}
	}
	var list []Words
	for _, l := range languages {
		if before[l] == after[l] {
			continue
		}
		w := Words{Facet: facet, Language: l}
		w.Before, w.After, w.Spaces = compareWords(before[l], after[l])
		list = append(list, w)
	}
	return list
}

func byLanguage(t bank.Text) map[string]string {
	m := map[string]string{}
	for v := range t.Versions() {
		m[v.Language] = v.Source
	}
	return m
}

// renamed gives the text of no named language the name of one.
func renamed(m map[string]string, language string) map[string]string {
	if source, ok := m[""]; ok {
		delete(m, "")
		m[language] = source
	}
	return m
}

// compareWords shows where two texts differ. Nothing but spaces differs if
// their words are the same.
func compareWords(before, after string) (was, is string, spaces bool) {
	if before > after {
		// Of several ways to compare the same is taken in both directions.
		is, was, spaces = compareWords(after, before)
		return was, is, spaces
	}
	a, b := strings.Fields(before), strings.Fields(after)
	if slices.Equal(a, b) {
		return "", "", true
	}
	steps := align(a, b)
	return excerpt(steps, -1), excerpt(steps, +1), false
}

// A step is a word of one text (side -1 or +1) or of both (0).
type step struct {
	word string
	side int
}

// align writes two texts as one: a longest common subsequence, and the words
// that only one has.
func align(a, b []string) []step {
	var head, tail []step
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		head = append(head, step{a[0], 0})
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		tail = append(tail, step{a[len(a)-1], 0})
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	slices.Reverse(tail)
	return slices.Concat(head, middle(a, b), tail)
}

func middle(a, b []string) []step {
	common := table(a, b)
	var steps []step
	i, k := 0, 0
	for i < len(a) || k < len(b) {
		switch {
		case common != nil && i < len(a) && k < len(b) && a[i] == b[k]:
			steps = append(steps, step{a[i], 0})
			i, k = i+1, k+1
		case k == len(b) || i < len(a) && (common == nil || common[i+1][k] >= common[i][k+1]):
			steps = append(steps, step{a[i], -1})
			i++
		default:
			steps = append(steps, step{b[k], +1})
			k++
		}
	}
	return steps
}

// table holds at [i][k] how many words a[i:] and b[k:] have in common; nil
// where it would be too large.
func table(a, b []string) [][]int32 {
	if len(a) >= mostCells || len(b) >= mostCells || (len(a)+1)*(len(b)+1) > mostCells {
		return nil
	}
	rows := make([][]int32, len(a)+1)
	for i := range rows {
		rows[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for k := len(b) - 1; k >= 0; k-- {
			if a[i] == b[k] {
				rows[i][k] = rows[i+1][k+1] + 1
			} else {
				rows[i][k] = max(rows[i+1][k], rows[i][k+1])
			}
		}
	}
	return rows
}

// excerpt shows the words of a side that differ, and a few around them.
func excerpt(steps []step, side int) string {
	near := nearby(steps)
	var shown []string
	for i, s := range steps {
		switch {
		case len(shown) >= mostWords:
			return strings.Join(append(shown, "…"), " ")
		case !near[i]:
			if len(shown) == 0 || shown[len(shown)-1] != "…" {
				shown = append(shown, "…")
			}
		case s.side == 0 || s.side == side:
			shown = append(shown, clip(s.word, 80))
		}
	}
	return strings.Join(shown, " ")
}

// nearby marks the words that differ and those around them.
func nearby(steps []step) []bool {
	near := make([]bool, len(steps))
	left := 0 // common words that may still be shown
	visit := func(i int) {
		if steps[i].side != 0 {
			left = around + 1
		}
		if left > 0 {
			near[i] = true
			left--
		}
	}
	for i := range steps {
		visit(i)
	}
	left = 0
	for i := len(steps) - 1; i >= 0; i-- {
		visit(i)
	}
	return near
}
