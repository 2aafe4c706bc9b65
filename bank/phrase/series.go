package phrase

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A series is a way to name options, from the first.
type series struct {
	kind  Kind
	names []string
	words bool // may begin with a capital letter
}

// allSeries are the series in the order in which a name is tried: "c" is a
// letter before it is a Roman hundred.
var allSeries = []series{
	{Letters, strings.Split("ABCDEFGHIJKLMNOPQRSTUVWXYZ", ""), false},
	{Letters, strings.Split("abcdefghijklmnopqrstuvwxyz", ""), false},
	{Letters, strings.Split("कखगघ", ""), false},
	{Numbers, numerals(), false},
	{Numbers, strings.Fields("1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th"), false},
	{Numbers, strings.Fields("first second third fourth fifth sixth seventh eighth ninth tenth"), true},
	{Numbers, strings.Fields("I II III IV V VI VII VIII IX X"), false},
	{Numbers, strings.Fields("i ii iii iv v vi vii viii ix x"), false},
}

func numerals() []string {
	var names []string
	for i := range 26 {
		names = append(names, strconv.Itoa(i+1))
	}
	return names
}

// known holds the names of all series in lower case.
var known = func() map[string]bool {
	names := map[string]bool{}
	for _, s := range allSeries {
		for _, name := range s.names {
			names[strings.ToLower(name)] = true
		}
	}
	return names
}()

// namesOption reports whether a word in lower case could name an option.
func namesOption(word string) bool { return known[word] }

// index returns the number of a name from 0, or -1.
func (s *series) index(name string) int {
	if s.words {
		name = strings.ToLower(name)
	}
	return slices.Index(s.names, name)
}

// name returns the name of option i as it stands in the place of another.
func (s *series) name(i int, instead string) string {
	name := s.names[i]
	if first, _ := utf8.DecodeRuneInString(instead); s.words && unicode.IsUpper(first) {
		return strings.ToUpper(name[:1]) + name[1:]
	}
	return name
}

// resolve reads names of the text as options of one series of the wanted kind.
// It returns nil if some do not belong, or there are too few options.
func resolve(text string, tokens []token, kind Kind, options int) []Ref {
	for i := range allSeries {
		s := &allSeries[i]
		if s.kind != kind || len(s.names) < options {
			continue
		}
		if refs := s.resolve(text, tokens, options); refs != nil {
			return refs
		}
	}
	return nil
}

func (s *series) resolve(text string, tokens []token, options int) []Ref {
	var refs []Ref
	for _, t := range tokens {
		option := s.index(text[t.start:t.end])
		if option < 0 || option >= options {
			return nil
		}
		refs = append(refs, Ref{option, t.start, t.end})
	}
	return refs
}

// seriesOf returns the series in which the text names the options, or nil.
func seriesOf(text string, refs []Ref) *series {
	for i := range allSeries {
		s := &allSeries[i]
		wrong := func(r Ref) bool {
			return r.Option < 0 || r.Start < 0 || r.End > len(text) || r.Start >= r.End || s.index(text[r.Start:r.End]) != r.Option
		}
		if !slices.ContainsFunc(refs, wrong) {
			return s
		}
	}
	return nil
}
