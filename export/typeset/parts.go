package typeset

import (
	"slices"
	"strings"
	"unicode"
)

// A part is what line breaking works on: a box that is printed, glue that
// vanishes at the end of a line, or a penalty for ending a line there.
type part struct {
	kind            partKind
	width           Length // of a penalty: of the hyphen that it prints
	stretch, shrink Length
	penalty         int
	hyphen          bool   // the penalty prints a hyphen
	token           int    // what is printed
	from, to        int    // which of its glyphs, or thousandths of an em of the formula
	size            Length // em of the formula
}

type partKind uint8

const (
	boxPart partKind = iota
	gluePart
	penaltyPart
)

// Penalties, in the order of how much the place is disliked.
const (
	forced        = -10000 // the line ends here
	hyphenPenalty = 50     // at a hyphen, printed or to be printed
	slashPenalty  = 100
	codePenalty   = 500 // within program text
	relPenalty    = 500 // behind a relation of a formula
	binPenalty    = 700 // behind a binary operator of a formula
	lastResort    = 5000
	forbidden     = 10000
)

func (p *part) forced() bool { return p.kind == penaltyPart && p.penalty <= forced }

// material says what parts a text is made of.
type material struct {
	hyphenate bool   // by rule
	narrowest Length // of the lines; 0 if lines are not broken
}

// compile turns a text into parts that end with a forced break, if there are
// any.
func (t *Text) compile(m material) []part {
	parts := make([]part, 0, 2*len(t.tokens)+1)
	for i := range t.tokens {
		switch tok := &t.tokens[i]; tok.kind {
		case wordToken:
			parts = t.wordParts(parts, i, m)
		case spaceToken:
			parts = t.spaceParts(parts, i)
		case formulaToken:
			parts = t.formulaParts(parts, i, m)
		case objectToken:
			w := tok.width
			if tok.blank && m.narrowest > 0 {
				w = min(w, m.narrowest)
			}
			parts = append(parts, part{kind: boxPart, width: w, token: i})
		case breakToken:
			parts = endLine(parts, i)
		}
	}
	if len(parts) > 0 && !parts[len(parts)-1].forced() {
		parts = endLine(parts, len(t.tokens))
	}
	return parts
}

// endLine ends a line; the spaces before its end vanish.
func endLine(parts []part, token int) []part {
	for n := len(parts); n > 0 && (parts[n-1].kind == gluePart || parts[n-1].kind == penaltyPart && !parts[n-1].forced()); n-- {
		parts = parts[:n-1]
	}
	return append(parts, part{kind: penaltyPart, penalty: forced, token: token})
}

func (t *Text) spaceParts(parts []part, i int) []part {
	tok := &t.tokens[i]
	p := part{kind: gluePart, width: tok.natural(), token: i}
	if !tok.style.Mono && (tok.text == " " || tok.text == "\u00a0") {
		p.stretch, p.shrink = p.width/2, p.width/3
	}
	if tok.text == "\u00a0" || t.tied(i) {
		parts = append(parts, part{kind: penaltyPart, penalty: forbidden, token: i})
	}
	return append(parts, p)
}

// natural is the width of the glyphs of a word or space.
func (tok *token) natural() Length { return tok.span(0, len(tok.word.glyphs)) }

// span is the width of some glyphs.
func (tok *token) span(from, to int) Length {
	w := Length(0)
	for i := from; i < to; i++ {
		w += tok.style.advance(&tok.word.glyphs[i])
	}
	return w
}

// wordParts splits a word at the places where it may be broken.
func (t *Text) wordParts(parts []part, i int, m material) []part {
	tok := &t.tokens[i]
	from := 0
	for _, c := range tok.chances(m.hyphenate) {
		if c.glyph == len(tok.word.glyphs) && !t.goesOn(i) {
			break
		}
		if c.glyph > from {
			parts = append(parts, part{kind: boxPart, width: tok.span(from, c.glyph), token: i, from: from, to: c.glyph})
			from = c.glyph
		}
		if n := len(parts); n == 0 || parts[n-1].kind != boxPart {
			continue
		}
		if c.gap {
			parts = tok.gap(parts, i, c.penalty)
			continue
		}
		p := part{kind: penaltyPart, penalty: c.penalty, token: i, hyphen: c.hyphen}
		if c.hyphen {
			p.width = t.hyphen(tok.style).advance()
		}
		parts = append(parts, p)
	}
	if n := len(tok.word.glyphs); from < n {
		parts = append(parts, part{kind: boxPart, width: tok.span(from, n), token: i, from: from, to: n})
	}
	return parts
}

// goesOn reports whether something follows token i without a space.
func (t *Text) goesOn(i int) bool {
	if i+1 == len(t.tokens) {
		return false
	}
	k := t.tokens[i+1].kind
	return k != spaceToken && k != breakToken
}

// hyphen is the hyphen that is printed in a style.
func (t *Text) hyphen(st Style) *token {
	return &token{kind: wordToken, text: "-", style: st, word: t.fonts.word(st.variant(), "-")}
}

func (tok *token) advance() Length { return tok.natural() }

// A chance is a place where a word may be broken: before the glyph.
type chance struct {
	glyph   int
	penalty int
	hyphen  bool
	gap     bool // between Chinese or Japanese characters, which may move apart
}

// chances returns where a word may be broken, in order, at most one for each
// glyph. A ligature is never broken.
func (tok *token) chances(hyphenate bool) []chance {
	at := append(tok.breaks[:len(tok.breaks):len(tok.breaks)], tok.marked()...)
	if !tok.style.Mono && hyphenate {
		for _, offset := range tok.word.hyphenated() {
			at = append(at, offsetChance{offset, hyphenPenalty, true, false})
		}
	}
	if len(at) == 0 {
		return nil
	}
	slices.SortStableFunc(at, func(a, b offsetChance) int { return a.offset - b.offset })
	at = slices.CompactFunc(at, func(a, b offsetChance) bool { return a.offset == b.offset })
	return tok.glyphChances(at)
}

// An offsetChance is a chance before a byte of the printed word.
type offsetChance struct {
	offset  int
	penalty int
	hyphen  bool
	gap     bool
}

// marked finds the chances that the characters of a word offer.
func (tok *token) marked() []offsetChance {
	if strings.IndexFunc(tok.text, breaks) < 0 {
		return nil
	}
	printed := tok.word.printed
	var at []offsetChance
	offset := 0
	var before, last rune // the two characters printed last
	glued := false        // by a word joiner
	unit := isUnit(tok.text)
	for _, r := range tok.text {
		next := firstRune(printed[offset:])
		if r == next && offset < len(printed) {
			if p := penaltyBetween(before, last, r, tok.style.Mono); p < forbidden && !glued && !unit {
				at = append(at, offsetChance{offset, p, false, false})
			}
			before, last, glued = last, r, false
			offset += len(string(r))
			continue
		}
		switch r {
		case '\u200b':
			at = append(at, offsetChance{offset, 0, false, false})
		case '\u00ad':
			if offset > 0 {
				at = append(at, offsetChance{offset, hyphenPenalty, true, false})
			}
		case '\u2060':
			glued = true
		}
	}
	if p := penaltyBetween(before, last, 'x', tok.style.Mono); p < forbidden && !glued {
		at = append(at, offsetChance{offset, p, false, false})
	}
	return at
}

// breaks reports whether a character may offer a chance to break.
func breaks(r rune) bool {
	return r >= 0x80 || strings.ContainsRune(codeMarks, r)
}

// codeMarks are the characters of program text behind which it may be broken.
// All ASCII characters that matter in other text are among them.
const codeMarks = "._/,;(=-+|:"

// penaltyBetween rates a break between the characters last and next, where
// before stands before last.
func penaltyBetween(before, last, next rune, mono bool) int {
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }
	switch {
	case mono:
		if strings.ContainsRune(codeMarks, last) && word(before) && word(next) {
			return codePenalty
		}
	case last == '-' || last == '‐' || last == '–' || last == '\u05be': // the hyphen of Hebrew
		// Not a minus sign, a range of numbers or an option like -x.
		if word(before) && unicode.IsLetter(next) {
			return hyphenPenalty
		}
	case last == '—':
		if before != 0 && word(next) {
			return hyphenPenalty
		}
	case last == '/':
		if unicode.IsLetter(before) && unicode.IsLetter(next) {
			return slashPenalty
		}
	}
	return forbidden
}

// glyphChances finds the glyphs that begin at the offsets.
func (tok *token) glyphChances(at []offsetChance) []chance {
	var list []chance
	offset, k := 0, 0
	for i, g := range tok.word.glyphs {
		for k < len(at) && at[k].offset < offset {
			k++ // within a ligature
		}
		if k < len(at) && at[k].offset == offset && g.text != "" {
			list = append(list, chance{i, at[k].penalty, at[k].hyphen, at[k].gap})
			k++
		}
		offset += len(g.text)
	}
	if k < len(at) && at[len(at)-1].offset == offset {
		c := at[len(at)-1]
		list = append(list, chance{len(tok.word.glyphs), c.penalty, c.hyphen, c.gap})
	}
	return list
}

// formulaParts splits a formula at its breaks. One with a piece that is wider
// than the narrowest line is scaled down until the piece fits.
func (t *Text) formulaParts(parts []part, i int, m material) []part {
	f := t.tokens[i].formula
	size := t.tokens[i].size
	pieces := t.tokens[i].pieces()
	if m.narrowest > 0 {
		for _, p := range pieces {
			if span := Length(p.to - p.from); emOf(size, p.to)-emOf(size, p.from) > m.narrowest {
				size = min(size, m.narrowest*1000/(span+1)) // +1: both ends are rounded
			}
		}
	}
	for k, p := range pieces {
		if k > 0 {
			gap := emOf(size, p.from) - emOf(size, pieces[k-1].to)
			penalty := binPenalty
			if f.Breaks[p.index].Relation {
				penalty = relPenalty
			}
			parts = append(parts,
				part{kind: penaltyPart, penalty: penalty, token: i},
				part{kind: gluePart, width: gap, token: i})
		}
		parts = append(parts, part{kind: boxPart, width: emOf(size, p.to) - emOf(size, p.from), token: i, from: p.from, to: p.to, size: size})
	}
	return parts
}

// emOf returns thousandths of an em, rounded.
func emOf(size Length, thousandths int) Length { return divide(size*Length(thousandths), 1000) }

// A formulaPiece is what stands between two breaks of a formula.
type formulaPiece struct {
	from, to int
	index    int // of the break before it
}

// pieces cuts a formula at its breaks, leaving out breaks that are not in
// order.
func (tok *token) pieces() []formulaPiece {
	f := tok.formula
	list := []formulaPiece{{to: max(f.Width, 0)}}
	for i, b := range f.Breaks {
		last := &list[len(list)-1]
		if b.EndX <= last.from || b.StartX < b.EndX || b.StartX >= last.to {
			continue
		}
		next := formulaPiece{b.StartX, last.to, i}
		last.to = b.EndX
		list = append(list, next)
	}
	return list
}
