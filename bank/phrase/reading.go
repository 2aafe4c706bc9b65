package phrase

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A reading is what a text says by itself.
type reading struct {
	kind     Kind
	refs     []Ref
	count    int   // of the others that it speaks of, as in "both"; 0 if it does not say
	short    bool  // could as well be a value, as "none"
	lone     bool  // nothing but a letter
	vague    bool  // Position because of a letter or number
	mentions []int // options whose letters it holds, whatever they mean
}

// read reads a text that is one of several options.
func read(text string, options int) reading {
	tokens := scan(text)
	words := said().ReplaceAllLiteralString(words(tokens), " ~")
	shape := said().ReplaceAllLiteralString(shape(tokens), " ~")
	r := reading{mentions: mentions(text, tokens, options)}
	switch {
	case closing.matches(words):
		r.kind, r.short = Closing, short.matches(words)
	case both.matches(words), three.matches(words):
		r.count = count(tokens)
		if saysOthers.matches(words) {
			r.kind = Position // unless there are so many
		}
	case closingBut.matches(shape), closingOf.matches(shape):
		r.refs = named(text, shape, refTokens(tokens), options)
		if r.refs != nil || closingOn.matches(words) || closingOf.matches(shape) {
			r.kind = Closing
		}
	case closingOn.matches(words) && !place.matches(words):
		r.kind = Closing
	default:
		r.readNames(text, tokens, shape, options)
	}
	if r.kind == Plain && r.count == 0 && place.matches(words) {
		r.kind = Position
	}
	return r
}

// readNames reads a text that may name options.
func (r *reading) readNames(text string, tokens []token, shape string, options int) {
	refs := named(text, shape, refTokens(tokens), options)
	switch {
	case nothingElse.matches(shape):
		r.lone = refs != nil && (shape != " #" || unicode.IsUpper(firstRune(text[refs[0].Start:])))
		return
	case refs == nil:
	case several.matches(shape) && isList(text, shape, refs, options), single.matches(shape), alike.matches(shape):
		r.setRefs(text, refs)
		return
	}
	if enclosedOn.matches(shape) && !joined.matches(shape) {
		enclosed := slices.DeleteFunc(refTokens(tokens), func(t token) bool { return !t.enclosed })
		if refs := named(text, shape, enclosed, options); refs != nil {
			r.setRefs(text, refs)
			return
		}
	}
	r.vague = vague.matches(shape) && afterOption(text, tokens, options)
	if r.vague {
		r.kind = Position
	}
}

func (r *reading) setRefs(text string, refs []Ref) {
	r.refs, r.kind = refs, seriesOf(text, refs).kind
}

// isList reports whether a list can be one of options: it is of two or more,
// but not of all, since one of them is the list; nor is it logic or a sequence.
func isList(text, shape string, refs []Ref, options int) bool {
	ascending := slices.IsSortedFunc(refs, func(a, b Ref) int { return a.Option - b.Option })
	switch {
	case len(refs) < 2 || len(refs) >= options:
		return false
	case gate.matches(shape) && text == strings.ToUpper(text):
		return false
	case sequence.matches(shape) && !ascending:
		return false
	}
	return true
}

// judge settles what depends on the other options: how many of them are plain,
// and whether nothing but closing options follows.
func (r *reading) judge(plain int, last bool) Phrase {
	switch {
	case r.short && !last:
		return Phrase{}
	case r.count > 0 && r.count == plain:
		return Phrase{Kind: Closing}
	}
	return Phrase{r.kind, r.refs}
}

// settleLetters takes back what was read into letters that may be labels of the
// stem, as in a question on statements A and B.
func settleLetters(readings []reading) {
	if labelled(readings) {
		for i := range readings {
			r := &readings[i]
			if r.kind != Closing && (r.refs != nil || r.vague) {
				r.kind = Plain
			}
			r.refs = nil
		}
		return
	}
	mentioned := map[int]bool{}
	for _, r := range readings {
		if r.kind == Plain {
			for _, option := range r.mentions {
				mentioned[option] = true
			}
		}
	}
	for i := range readings {
		r := &readings[i]
		if slices.ContainsFunc(r.refs, func(ref Ref) bool { return mentioned[ref.Option] }) {
			r.kind, r.refs = Position, nil
		}
	}
}

// labelled reports whether the letters are labels of the stem for certain: an
// option is nothing but a letter, one that is not understood speaks of several,
// or one that names options is named itself.
func labelled(readings []reading) bool {
	named := map[int]bool{}
	for _, r := range readings {
		if r.kind == Closing {
			continue
		}
		for _, ref := range r.refs {
			named[ref.Option] = true
		}
	}
	for i, r := range readings {
		several := (r.kind == Plain || r.vague) && len(r.mentions) > 1
		if r.lone || several || named[i] && r.refs != nil {
			return true
		}
	}
	return false
}

// named resolves names as letters, or as numbers where the text says "option".
func named(text, shape string, names []token, options int) []Ref {
	if refs := resolve(text, names, Letters, options); refs != nil || !saysOption.matches(shape) {
		return refs
	}
	return resolve(text, names, Numbers, options)
}

func refTokens(tokens []token) []token {
	return slices.DeleteFunc(slices.Clone(tokens), func(t token) bool { return !t.ref })
}

// afterOption reports whether "option" stands before the name of one.
func afterOption(text string, tokens []token, options int) bool {
	for i := 1; i < len(tokens); i++ {
		if tokens[i].ref && saysOption.matches(" "+tokens[i-1].word) && named(text, " option", tokens[i:i+1], options) != nil {
			return true
		}
	}
	return false
}

// mentions returns the options whose capital or enclosed letters a text holds.
func mentions(text string, tokens []token, options int) []int {
	var found []int
	for i, t := range tokens {
		if !t.ref || !t.enclosed && !unicode.IsUpper(firstRune(text[t.start:])) {
			continue
		}
		refs := resolve(text, tokens[i:i+1], Letters, options)
		if refs != nil && !slices.Contains(found, refs[0].Option) {
			found = append(found, refs[0].Option)
		}
	}
	return found
}

var counts = map[string]int{
	"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
	"2": 2, "3": 3, "4": 4, "5": 5, "6": 6, "7": 7,
}

// count returns the number that a text says, or 2, for both.
func count(tokens []token) int {
	for _, t := range tokens {
		if n := counts[t.word]; n > 0 {
			return n
		}
	}
	return 2
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
