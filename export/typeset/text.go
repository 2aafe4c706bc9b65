package typeset

import (
	"strings"
	"unicode"

	"github.com/papersetter/papersetter/export/math"
)

// Text is a paragraph: words, formulas, gaps and small drawings in reading
// order. Build it with [NewText] and the Add methods, then break it with
// [Text.Lines] as often as needed. It is not safe for concurrent use.
type Text struct {
	// Direction is how the text as a whole runs. Words, numbers, formulas and
	// drawings are ordered by the Unicode Bidirectional Algorithm; formulas,
	// gaps and drawings count as neutral and are not turned around.
	Direction Direction

	fonts  *Fonts
	tokens []token
	mixed  bool // it has letters that run from right to left
	wide   bool // it has Chinese or Japanese characters
	// ready is the text as prepared returns it, which rtl and directed are of.
	ready    *Text
	rtl      bool // the base direction
	directed bool // levels are set
}

// NewText returns an empty paragraph.
func NewText(f *Fonts) *Text { return &Text{fonts: f} }

// A token is a piece of a paragraph as it was added.
type token struct {
	kind   tokenKind
	text   string // of a word or space
	style  Style  // of a word or space
	word   *shapedWord
	level  uint8          // of the direction, see levels
	breaks []offsetChance // between Chinese or Japanese characters

	formula *math.Formula
	size    Length // em of the formula

	width, height, depth Length // of an object
	items                []Item // of an object
	blank                bool   // an object that may be narrowed
}

type tokenKind uint8

const (
	wordToken tokenKind = iota
	spaceToken
	formulaToken
	objectToken
	breakToken
)

// Add adds text. White space becomes one space, but that of program text
// (mono) is kept, and a line end between Chinese or Japanese characters
// vanishes. The lines may break at spaces, hyphens and dashes, at soft
// hyphens (U+00AD) and zero-width spaces (U+200B), and by the rules of British
// hyphenation; not at non-breaking spaces (U+00A0, U+202F), between a number
// and its unit, or before punctuation. Among Chinese and Japanese characters
// they may break as UAX #14 says.
// Characters in no face are left out and the first is reported as a
// *MissingGlyphError.
func (t *Text) Add(text string, st Style) error {
	var err error
	for text != "" {
		r := firstRune(text)
		n := strings.IndexFunc(text, func(r rune) bool { return !separates(r) })
		if separates(r) {
			if n < 0 {
				n = len(text)
			}
			if !t.joins(text[:n], text[n:]) {
				t.addSpaces(text[:n], st)
			}
			text = text[n:]
			continue
		}
		if n = strings.IndexFunc(text, separates); n < 0 {
			n = len(text)
		}
		if missing := t.addWord(text[:n], st); err == nil {
			err = missing
		}
		text = text[n:]
	}
	return err
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

// separates reports whether r is a space of its own between words. The narrow
// spaces that never break are part of words.
func separates(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\r', '\u00a0':
		return true
	case '\u202f', '\u2007':
		return false
	}
	return unicode.Is(unicode.Zs, r)
}

func (t *Text) addSpaces(text string, st Style) {
	t.ready = nil
	for _, r := range text {
		s := string(r)
		if strings.ContainsRune("\t\n\r", r) {
			s = " "
		}
		if n := len(t.tokens); s == " " && !st.Mono && n > 0 && t.tokens[n-1].kind == spaceToken && !t.tokens[n-1].style.Mono {
			continue
		}
		t.tokens = append(t.tokens, token{kind: spaceToken, text: s, style: st, word: t.fonts.word(st.variant(), s)})
	}
}

func (t *Text) addWord(text string, st Style) error {
	t.ready = nil
	variant := st.variant()
	if mayRunLeft(text) {
		t.mixed = true
		if DirectionOf(text) == RightToLeft {
			variant |= leftVariant // most likely
		}
	}
	t.wide = t.wide || hasWide(text)
	w := t.fonts.word(variant, text)
	t.tokens = append(t.tokens, token{kind: wordToken, text: text, style: st, word: w})
	return w.missing
}

// AddFormula adds a formula whose em is size. It may be broken at its breaks;
// one that does not fit into a line is made smaller.
func (t *Text) AddFormula(f *math.Formula, size Length) {
	t.ready = nil
	t.tokens = append(t.tokens, token{kind: formulaToken, formula: f, size: size})
}

// The rule of a blank.
const (
	blankDrop = Point     // below the baseline
	blankRule = Point / 2 // thickness
)

// AddBlank adds a ruled gap of the width w. It becomes narrower where w does
// not fit into a line.
func (t *Text) AddBlank(w Length) {
	t.ready = nil
	t.tokens = append(t.tokens, token{kind: objectToken, width: max(w, 0), depth: blankDrop + blankRule, blank: true})
}

// AddBreak ends the line. Two of them leave an empty one.
func (t *Text) AddBreak() {
	t.ready = nil
	t.tokens = append(t.tokens, token{kind: breakToken})
}

// AddItems adds a drawing of the width w that reaches h above and d below the
// baseline. The origin of its items is on the baseline at the left edge.
func (t *Text) AddItems(items []Item, w, h, d Length) {
	t.ready = nil
	t.tokens = append(t.tokens, token{kind: objectToken, items: items, width: max(w, 0), height: h, depth: d})
}

// Natural returns the width that the text needs on lines that end only at the
// breaks added.
func (t *Text) Natural() Length {
	widest, line := Length(0), Length(0)
	for _, p := range t.prepared().compile(material{}) {
		switch {
		case p.forced():
			widest, line = max(widest, line), 0
		case p.kind == gluePart && line == 0: // a space at the edge
		case p.kind != penaltyPart:
			line += p.width
		}
	}
	return widest
}
