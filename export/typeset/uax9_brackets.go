package typeset

import (
	"cmp"
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// A bracketPair is a pair of brackets, as places in a sequence.
type bracketPair struct{ open, closing int }

// pairs is rule BD16.
func (s *sequence) pairs() []bracketPair {
	type opened struct {
		with rune // the bracket that closes it
		at   int
	}
	var stack []opened
	var list []bracketPair
	for k, i := range s.at {
		if s.types[i] != bidi.ON {
			continue
		}
		p, _ := bidi.LookupRune(s.runes[i])
		switch {
		case !p.IsBracket():
		case p.IsOpeningBracket():
			if len(stack) == 63 {
				return nil
			}
			stack = append(stack, opened{canonical([]rune(bidi.ReverseString(string(s.runes[i])))[0]), k})
		default:
			for n := len(stack) - 1; n >= 0; n-- {
				if stack[n].with == canonical(s.runes[i]) {
					list = append(list, bracketPair{stack[n].at, k})
					stack = stack[:n]
					break
				}
			}
		}
	}
	slices.SortFunc(list, func(a, b bracketPair) int { return cmp.Compare(a.open, b.open) })
	return list
}

// canonical returns the same bracket for two spellings of it.
func canonical(r rune) rune {
	if r == '\u232a' {
		return '\u3009'
	}
	return r
}

// brackets is rule N0.
func (s *sequence) brackets() {
	own := classOf(s.level)
	before, seen := s.sos, 0 // the last strong class in front of place seen
	for _, p := range s.pairs() {
		for ; seen < p.open; seen++ {
			if c := s.strongAt(seen); c != bidi.ON {
				before = c
			}
		}
		inside := bidi.ON
		for k := p.open + 1; k < p.closing && inside != own; k++ {
			if c := s.strongAt(k); c != bidi.ON {
				inside = c
			}
		}
		switch {
		case inside == bidi.ON:
			continue
		case inside != own && before == own:
			inside = own
		}
		s.setBracket(p.open, inside)
		s.setBracket(p.closing, inside)
	}
}

// strongAt is the class at a place for the rules that count numbers as R, ON if
// it is not strong.
func (s *sequence) strongAt(k int) bidi.Class {
	switch s.types[s.at[k]] {
	case bidi.L:
		return bidi.L
	case bidi.R, bidi.EN, bidi.AN:
		return bidi.R
	}
	return bidi.ON
}

// setBracket gives a bracket a class, and the marks on it.
func (s *sequence) setBracket(k int, c bidi.Class) {
	s.types[s.at[k]] = c
	for k++; k < len(s.at) && s.original[s.at[k]] == bidi.NSM; k++ {
		s.types[s.at[k]] = c
	}
}
