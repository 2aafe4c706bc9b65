package phrase

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A token is a word, a sign, or a formula or code as a whole.
type token struct {
	start, end int    // bytes in the text
	word       string // in lower case; "$" for a formula or code
	ref        bool   // could be the letter or number of an option
	enclosed   bool   // in parentheses of its own, which are then no tokens
}

// scan splits a text into tokens. Spaces, quotes, emphasis and signs at the end
// of a sentence are passed over.
func scan(text string) []token {
	s := scanner{text: text}
	for s.at < len(text) {
		s.next()
	}
	tokens := s.tokens
	for len(tokens) > 0 && strings.Contains(".,;:!?।", tokens[len(tokens)-1].word) {
		tokens = tokens[:len(tokens)-1]
	}
	return enclose(text, tokens)
}

type scanner struct {
	text   string
	at     int
	open   string // marks of emphasis that are not closed yet
	tokens []token
}

func (s *scanner) next() {
	r, size := utf8.DecodeRuneInString(s.text[s.at:])
	rest := s.text[s.at+size:]
	switch {
	case unicode.IsSpace(r) || strings.ContainsRune("\"“”\\\u200b\ufeff", r):
		s.at += size
	case inWord(r):
		n := wordLength(s.text[s.at:])
		s.add(n, strings.ToLower(joiners.Replace(s.text[s.at:s.at+n])))
	case r == '$' || r == '`':
		if end := strings.IndexRune(rest, r); end > 0 {
			size += end + 1
		}
		s.add(size, "$")
	case (r == '*' || r == '_') && s.emphasis(r, rest):
		s.at += size
	case strings.ContainsRune("'‘’", r) && (s.at == 0 || rest == ""):
		s.at += size
	case strings.ContainsRune("@#~", r): // they have a meaning in patterns
		s.add(size, "?")
	default:
		s.add(size, string(r))
	}
}

func (s *scanner) add(size int, word string) {
	s.tokens = append(s.tokens, token{start: s.at, end: s.at + size, word: word})
	s.at += size
}

// emphasis reports whether a mark opens or closes emphasis, which the star of
// "A* and B*" does not.
func (s *scanner) emphasis(mark rune, rest string) bool {
	if strings.HasSuffix(s.open, string(mark)) {
		s.open = s.open[:len(s.open)-1]
		return true
	}
	if rest == "" || strings.HasPrefix(rest, " ") || !strings.ContainsRune(rest, mark) {
		return false
	}
	s.open += string(mark)
	return true
}

// joiners changes the hyphens to one, and drops what joins Devanagari letters.
var joiners = strings.NewReplacer("‐", "-", "‑", "-", "\u200c", "", "\u200d", "")

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) || r == '\u200c' || r == '\u200d'
}

// wordLength returns the length of the word at the start of a text, in bytes.
// Hyphens, underscores and apostrophes within it belong to it, and the points
// and commas of a number.
func wordLength(text string) int {
	n, before := 0, rune(0)
	for n < len(text) {
		r, size := utf8.DecodeRuneInString(text[n:])
		after, _ := utf8.DecodeRuneInString(text[n+size:])
		switch {
		case inWord(r):
		case strings.ContainsRune("-‐‑_'’", r) && inWord(after):
		case (r == '.' || r == ',') && unicode.IsDigit(before) && unicode.IsDigit(after):
		case r == '.' && unicode.IsLetter(before) && unicode.IsLetter(after): // "i.e."
		default:
			return n
		}
		n, before = n+size, r
	}
	return n
}

// enclose marks the tokens that could name an option, and takes away the
// parentheses of those that have some: (a), [a] or a).
func enclose(text string, tokens []token) []token {
	out := tokens[:0]
	depth := 0
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		after := ""
		if i+1 < len(tokens) {
			after = tokens[i+1].word
		}
		t.ref = namesOption(t.word) && !(t.word == "a" && (i == 0 || text[t.start] == 'a') && article(after))
		before := ""
		if len(out) > 0 {
			before = out[len(out)-1].word
		}
		switch {
		case t.ref && (before == "(" && after == ")" || before == "[" && after == "]"):
			out = out[:len(out)-1]
			depth--
			t.enclosed = true
			i++
		case t.ref && after == ")" && depth == 0:
			t.enclosed = true
			i++
		case t.word == "(" || t.word == "[":
			depth++
		case t.word == ")" || t.word == "]":
			depth = max(depth-1, 0)
		}
		out = append(out, t)
	}
	return out
}

// article reports whether "a" is the article before a word.
func article(word string) bool {
	switch word {
	case "", "and", "or", "nor", "but", "only", "alone", "both", "is", "are", "was", "not", "implies", "then", "if", "as":
		return false
	}
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.Is(unicode.Latin, r) && !namesOption(word)
}

// words joins tokens as the patterns want them: a space before each.
func words(tokens []token) string {
	var b strings.Builder
	for _, t := range tokens {
		b.WriteByte(' ')
		b.WriteString(t.word)
	}
	return b.String()
}

// shape is like words, with @ for what may name an option in parentheses and
// # for what may name one without.
func shape(tokens []token) string {
	var b strings.Builder
	for _, t := range tokens {
		switch {
		case t.enclosed:
			b.WriteString(" @")
		case t.ref:
			b.WriteString(" #")
		default:
			b.WriteString(" " + t.word)
		}
	}
	return b.String()
}
