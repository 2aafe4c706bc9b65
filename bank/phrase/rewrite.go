package phrase

import (
	"slices"
	"strings"
)

// Rewrite returns the text of an option with the names of others replaced, so
// that it names the same options where they now stand; order[place] is the
// option that stands there, from 0. All else stays as it was written.
//
// A list that was in order stays so: where "both A and C" would become "both C
// and B" it is "both B and C". "A but not B" is no list.
//
// The text is returned as it is if the phrase is not of it, or the order lacks
// an option that it names.
func Rewrite(text string, p Phrase, order []int) string {
	s := seriesOf(text, p.Refs)
	if s == nil {
		return text
	}
	places := make([]int, len(p.Refs))
	for i, ref := range p.Refs {
		places[i] = slices.Index(order, ref.Option)
		if places[i] < 0 || places[i] >= len(s.names) {
			return text
		}
	}
	for _, list := range lists(text, p.Refs) {
		slices.Sort(places[list.from:list.to])
	}
	var b strings.Builder
	end := 0
	for i, ref := range p.Refs {
		b.WriteString(text[end:ref.Start])
		b.WriteString(s.name(places[i], text[ref.Start:ref.End]))
		end = ref.End
	}
	return b.String() + text[end:]
}

// A run is a range of refs.
type run struct{ from, to int }

// lists returns the runs whose order does not matter, where they are in
// ascending order.
func lists(text string, refs []Ref) []run {
	var found []run
	from, words := 0, map[string]bool{}
	for i := range refs {
		if i+1 < len(refs) {
			word, ok := joint(text[refs[i].End:refs[i+1].Start])
			words[word] = true
			if ok {
				continue
			}
		}
		ascending := slices.IsSortedFunc(refs[from:i+1], func(a, b Ref) int { return a.Option - b.Option })
		// Who knows what "A and B or C" means.
		if ascending && !(words["and"] && words["or"]) {
			found = append(found, run{from, i + 1})
		}
		from, words = i+1, map[string]bool{}
	}
	return found
}

// joint returns the word that joins two members of a list, "and", "or" or "",
// and whether what stands between them joins them at all.
func joint(between string) (word string, ok bool) {
	for _, t := range scan(between) {
		switch t.word {
		case ",", ";", "/", "(", ")", "[", "]", "the", "option", "choice", "answer", "alternative", "विकल्प", "न", "ना", "ही", "तो":
		case "and", "&", "+", "और", "तथा", "एवं", "व":
			word += "and"
		case "or", "nor", "या", "अथवा":
			word += "or"
		default:
			return "", false
		}
	}
	return word, true
}
