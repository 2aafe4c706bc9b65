package typeset

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// prepared returns the text as lines are made of it: its words split where the
// direction changes, and with the places where lines may break among Chinese
// and Japanese characters. The text itself, if it has neither.
func (t *Text) prepared() *Text {
	if !t.mixed && !t.wide && t.Direction != RightToLeft {
		return t
	}
	if t.ready != nil && t.ready.Direction == t.Direction {
		return t.ready
	}
	p := &Text{Direction: t.Direction, fonts: t.fonts, tokens: t.tokens, mixed: t.mixed, wide: t.wide}
	if t.mixed || t.Direction == RightToLeft {
		p.direct()
	}
	if t.wide {
		p.breakWide()
	}
	t.ready = p
	return p
}

// RTL reports whether the text as a whole runs from right to left.
func (t *Text) RTL() bool { return t.prepared().rtl }

// content is what the text says, in characters: a neutral one for each formula,
// gap and drawing, and U+2028 for the end of a line.
func (t *Text) content() []rune {
	var runes []rune
	for i := range t.tokens {
		switch tok := &t.tokens[i]; tok.kind {
		case wordToken, spaceToken:
			runes = append(runes, []rune(tok.text)...)
		case breakToken:
			runes = append(runes, '\u2028')
		default:
			runes = append(runes, neutral)
		}
	}
	return runes
}

// direct finds the level of every token, splitting words of several.
func (t *Text) direct() {
	levels := levelsOf(t.content(), t.Direction)
	t.rtl, t.directed = left(levels.base), true
	tokens := make([]token, 0, len(t.tokens))
	at := 0
	for i := range t.tokens {
		tok := t.tokens[i]
		if tok.kind != wordToken {
			tok.level = levels.of[at]
			tokens = append(tokens, tok)
			at++
			continue
		}
		for text, level := range byLevel(tok.text, levels.of[at:]) {
			part := tok
			part.text, part.level = text, level
			part.word = t.fonts.word(directed(tok.style.variant(), level), text)
			tokens = append(tokens, part)
		}
		at += utf8.RuneCountInString(tok.text)
	}
	t.tokens = tokens
}

// waiting is a part that is to be printed, and the width of a space.
type waiting struct {
	part  *part
	width Length
}

// begin sets where the line of a width is to begin.
func (l *lineSetter) begin(m Measure, width, column Length) {
	l.x = m.Indent
	if l.text.rtl {
		l.line.RTL = true
		l.x = column - m.Indent - width
	}
	l.line.Start = l.x
}

// add prints a part, or keeps it for [lineSetter.reorder].
func (l *lineSetter) add(p *part, width Length) {
	if l.text.directed {
		l.waiting = append(l.waiting, waiting{p, width})
		return
	}
	l.print(p, width)
}

func (l *lineSetter) print(p *part, width Length) {
	switch p.kind {
	case boxPart:
		l.box(p)
	case gluePart:
		l.space(p, width)
	case penaltyPart:
		tok := &l.text.tokens[p.token]
		hyphen := l.text.hyphen(tok.style)
		hyphen.level = tok.level
		l.glyphs(hyphen, 0, 1, 0)
	}
}

// reorder prints what waits from left to right, and puts the items into reading
// order again. The pieces of a formula stay in their order.
func (l *lineSetter) reorder() {
	if len(l.waiting) == 0 {
		return
	}
	var starts []int // of what is moved as one
	var levels []uint8
	for i, w := range l.waiting {
		tok := &l.text.tokens[w.part.token]
		if i > 0 && tok.kind == formulaToken && w.part.token == l.waiting[i-1].part.token {
			continue
		}
		starts, levels = append(starts, i), append(levels, tok.level)
	}
	var reading []readingPlace // of the items
	for _, k := range visualOrder(levels) {
		end := len(l.waiting)
		if k+1 < len(starts) {
			end = starts[k+1]
		}
		for _, w := range l.waiting[starts[k]:end] {
			l.print(w.part, w.width)
		}
		tok := &l.text.tokens[l.waiting[starts[k]].part.token]
		reading = read(reading, len(l.line.Items), k, left(tok.level) && tok.word != nil)
	}
	sortByReading(l.line.Items, reading)
}

// A readingPlace is where an item stands in reading order: with which of the
// parts it begins, and where among the items of that part.
type readingPlace struct{ part, item int }

// read appends the places of the items, now n, that part k was printed as, from
// right to left if leftwards is set.
func read(places []readingPlace, n, k int, leftwards bool) []readingPlace {
	for i := len(places); i < n; i++ {
		place := readingPlace{k, i}
		if leftwards {
			place.item = -i
		}
		places = append(places, place)
	}
	return places
}

// sortByReading puts items into reading order.
func sortByReading[T any](items []T, reading []readingPlace) {
	order := make([]int, len(items))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(reading[a].part, reading[b].part), cmp.Compare(reading[a].item, reading[b].item))
	})
	sorted := make([]T, len(items))
	for i, k := range order {
		sorted[i] = items[k]
	}
	copy(items, sorted)
}

// word prints some glyphs of a word in the direction of its text.
func (l *lineSetter) word(tok *token, from, to int) {
	if !left(tok.level) {
		l.glyphs(tok, from, to, 0)
		return
	}
	for start, end := range tok.word.leftwards(from, to) {
		l.glyphs(tok, start, end, 0)
	}
}
