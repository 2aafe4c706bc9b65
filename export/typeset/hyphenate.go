package typeset

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// British patterns under the MIT licence, which the file carries.
//
//go:embed hyphens/en-gb.txt
var britishPatterns string

// A hyphenator finds the places of a word where it may be broken, by Liang's
// method: patterns vote for (odd) and against (even) each place, and the
// highest number wins.
type hyphenator struct {
	// votes holds for the letters of a pattern its numbers: the i-th one
	// stands before the i-th letter, the last one behind the last letter.
	votes      map[string]string
	longest    int // letters of the longest pattern
	exceptions map[string][]int
}

// Fewest letters before and behind a hyphen. The patterns are made for these.
const (
	minBefore = 2
	minBehind = 3
)

var british = sync.OnceValue(func() *hyphenator { return newHyphenator(britishPatterns) })

// newHyphenator reads patterns like .ab3ol and exceptions like how-ever, one a
// line. Lines that begin with % are comments.
func newHyphenator(source string) *hyphenator {
	h := &hyphenator{votes: make(map[string]string, strings.Count(source, "\n")), exceptions: map[string][]int{}}
	for line := range strings.Lines(source) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '%':
		case strings.Contains(line, "-"):
			h.addException(line)
		default:
			h.addPattern(line)
		}
	}
	return h
}

func (h *hyphenator) addException(line string) {
	var places []int
	for part := range strings.SplitSeq(line, "-") {
		last := 0
		if len(places) > 0 {
			last = places[len(places)-1]
		}
		places = append(places, last+len(part))
	}
	h.exceptions[strings.ReplaceAll(line, "-", "")] = places[:len(places)-1]
}

func (h *hyphenator) addPattern(line string) {
	letters := make([]byte, 0, len(line))
	votes := make([]byte, 1, len(line)+1)
	for _, c := range []byte(line) {
		if '0' <= c && c <= '9' {
			votes[len(votes)-1] = c - '0'
			continue
		}
		letters = append(letters, c)
		votes = append(votes, 0)
	}
	h.votes[string(letters)] = string(votes)
	h.longest = max(h.longest, len(letters))
}

// maxHyphenated bounds the length of words that are hyphenated, in bytes.
const maxHyphenated = 64

// points returns the byte offsets at which a word of plain letters may be
// broken, ascending. Words with other letters than a to z are left whole.
func (h *hyphenator) points(word string) []int {
	if len(word) < minBefore+minBehind || len(word) > maxHyphenated {
		return nil
	}
	lower := strings.ToLower(word)
	if places, ok := h.exceptions[lower]; ok {
		return places
	}
	dotted := "." + lower + "."
	var votes [maxHyphenated + 3]byte
	for from := range len(dotted) {
		for to := from + 1; to <= min(from+h.longest, len(dotted)); to++ {
			for i, v := range []byte(h.votes[dotted[from:to]]) {
				votes[from+i] = max(votes[from+i], v)
			}
		}
	}
	var places []int
	for i := minBefore; i <= len(lower)-minBehind; i++ {
		if votes[i+1]%2 == 1 { // one more for the dot
			places = append(places, i)
		}
	}
	return places
}

// hyphens returns the byte offsets at which the letters of a printed word may
// be broken. Names of things stay whole: words with digits, hyphens or signs
// inside, and words in capitals.
func hyphens(word string) []int {
	from := strings.IndexFunc(word, asciiLetter)
	if from < 0 {
		return nil
	}
	letters := word[from:]
	n := strings.IndexFunc(letters, func(r rune) bool { return !asciiLetter(r) })
	if n < 0 {
		n = len(letters)
	}
	rest := letters[n:]
	letters = letters[:n]
	// Quotation marks and parentheses may stand around the letters, a
	// genitive's or contraction's end may follow.
	if strings.IndexFunc(word[:from], notQuote) >= 0 || strings.IndexFunc(strings.TrimLeftFunc(rest, asciiLetterOrApostrophe), notQuote) >= 0 {
		return nil
	}
	if _, size := utf8.DecodeRuneInString(letters); strings.IndexFunc(letters[size:], unicode.IsUpper) >= 0 {
		return nil
	}
	places := british().points(letters)
	moved := make([]int, len(places))
	for i, p := range places {
		moved[i] = from + p
	}
	return moved
}

func asciiLetter(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }

func asciiLetterOrApostrophe(r rune) bool { return asciiLetter(r) || r == '’' || r == '\'' }

func notQuote(r rune) bool {
	return !unicode.IsPunct(r) || strings.ContainsRune("-‐–—_/\\@#&%*", r)
}
