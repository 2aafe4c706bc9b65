package typeset

// A setter turns parts between breaks into printed lines.
type setter struct {
	text    *Text
	parts   []part
	justify bool
	column  Length // where the column ends
}

func (s *setter) lines(breaks []int, shape []Measure) []Line {
	lines := make([]Line, len(breaks))
	from := 0
	for i, to := range breaks {
		for from < to && s.parts[from].kind != boxPart {
			from++
		}
		lines[i] = s.line(from, to, shape[min(i, len(shape)-1)])
		from = to + 1
	}
	return lines
}

// maxStretch is how many times its stretch a space may grow. A line that needs
// more is left ragged: holes would be worse.
const maxStretch = 5

// line sets the parts from up to the break to.
func (s *setter) line(from, to int, m Measure) Line {
	end := &s.parts[to]
	l := lineSetter{text: s.text, x: m.Indent, left: to - from + 1}
	natural, stretch, shrink := hyphenWidth(end), Length(0), Length(0)
	for i := from; i < to; i++ {
		p := &s.parts[i]
		natural += boxWidth(p)
		if s.text.tokens[p.token].kind == wordToken && p.kind == boxPart {
			l.left += p.to - p.from
		}
		if p.kind == gluePart {
			stretch += p.stretch
			shrink += p.shrink
		}
	}
	excess, room := Length(0), Length(0)
	switch gap := m.Width - natural; {
	case !s.justify:
	case gap < 0 && shrink > 0:
		excess, room = gap, shrink
	case gap > 0 && !end.forced() && stretch > 0 && gap <= maxStretch*stretch:
		excess, room = gap, stretch
	}
	l.begin(m, natural+excess, s.column)
	glue := Length(0) // stretch or shrink of the glue so far
	for i := from; i < to; i++ {
		p := &s.parts[i]
		switch p.kind {
		case boxPart:
			l.add(p, 0)
		case gluePart:
			share := p.stretch
			if excess < 0 {
				share = p.shrink
			}
			more := Length(0)
			if room > 0 {
				// Of running sums, so that the shares add up to the excess.
				more = excess*(glue+share)/room - excess*glue/room
			}
			glue += share
			l.add(p, p.width+more)
		}
	}
	if hyphenWidth(end) > 0 {
		l.add(end, 0)
	}
	l.reorder()
	l.line.Width = l.x
	return l.line
}

// A lineSetter puts items on a line.
type lineSetter struct {
	text *Text
	x    Length // where the next item begins
	line Line
	last formulaEnd
	// open is the run that the line ends with so far, or nil, and openEnd
	// where it ends.
	open      *Glyphs
	openEnd   Length
	openToken *token // what it began with; runs are of one level, and to the left of one word
	left      int    // glyphs that are still to come, for making room
	// waiting are the parts of a line of mixed directions, in reading order.
	waiting []waiting
}

// formulaEnd is the formula that the line ends with so far, if item is set.
type formulaEnd struct {
	token int
	item  *Formula
}

// box prints a box.
func (l *lineSetter) box(p *part) {
	tok := &l.text.tokens[p.token]
	switch tok.kind {
	case wordToken:
		l.word(tok, p.from, p.to)
	case formulaToken:
		l.formula(p)
	case objectToken:
		l.object(tok, p)
	}
}

// space prints a space of a width.
func (l *lineSetter) space(p *part, width Length) {
	tok := &l.text.tokens[p.token]
	if tok.kind == wordToken && l.open != nil && l.openEnd == l.x {
		// A gap between characters that need no space: it goes to the one before.
		l.open.Run[len(l.open.Run)-1].Advance += width
		l.x += width
		l.openEnd = l.x
		return
	}
	if tok.kind != spaceToken || len(tok.word.glyphs) == 0 {
		l.x += width // a gap within a formula, or a space that no face has
		return
	}
	l.glyphs(tok, 0, len(tok.word.glyphs), width-tok.natural())
}

// glyphs prints some glyphs of a word; more is added to the advance of the
// last one. Glyphs that continue the run before join it.
func (l *lineSetter) glyphs(tok *token, from, to int, more Length) {
	l.last = formulaEnd{}
	for i := from; i < to; i++ {
		g := &tok.word.glyphs[i]
		glyph := tok.style.scaled(g)
		if i == to-1 {
			glyph.Advance += more
		}
		run := l.run(g, tok)
		run.Run = append(run.Run, glyph)
		l.left--
		l.x += glyph.Advance
		l.openEnd = l.x
		l.reach(tok.style.Size.units(g.top, g.face), -tok.style.Size.units(g.bottom, g.face))
	}
}

// run returns the run that a glyph at x belongs to. Only runs of this line are
// continued: those of drawings are not ours.
func (l *lineSetter) run(g *unitGlyph, tok *token) *Glyphs {
	st, spacing, rtl := &tok.style, tok.style.spacing(g), left(tok.level)
	if r := l.open; r != nil && l.openEnd == l.x && r.Face == g.face && r.Size == st.Size && r.Gray == st.Gray &&
		r.Spacing == spacing && l.openToken.level == tok.level && (!rtl || tok == l.openToken) {
		return r
	}
	l.openToken = tok
	l.open = &Glyphs{Face: g.face, Size: st.Size, X: l.x, Gray: st.Gray, Spacing: spacing, RTL: rtl, Run: make([]Glyph, 0, max(l.left, 1))}
	l.line.Items = append(l.line.Items, l.open)
	return l.open
}

// formula prints a piece of a formula; pieces that follow each other on a line
// become one again.
func (l *lineSetter) formula(p *part) {
	tok := &l.text.tokens[p.token]
	l.reach(emOf(p.size, tok.formula.Height), emOf(p.size, tok.formula.Depth))
	l.x += p.width
	if l.last.item != nil && l.last.token == p.token {
		l.last.item.To = p.to
		l.last.item.whole()
		return
	}
	l.open = nil
	f := &Formula{X: l.x - p.width, Size: p.size, Math: tok.formula, From: p.from, To: p.to}
	f.whole()
	l.last = formulaEnd{p.token, f}
	l.line.Items = append(l.line.Items, f)
}

// whole says of a piece that it is all of the formula, if it is.
func (f *Formula) whole() {
	if f.From == 0 && f.To == max(f.Math.Width, 0) {
		f.To = 0
	}
}

// object prints a blank or a drawing.
func (l *lineSetter) object(tok *token, p *part) {
	l.last, l.open = formulaEnd{}, nil
	if tok.blank {
		l.line.Items = append(l.line.Items, &Box{X: l.x, Y: blankDrop, W: p.width, H: blankRule})
	}
	for _, it := range tok.items {
		l.line.Items = append(l.line.Items, Translate(it, l.x, 0))
	}
	l.reach(tok.height, tok.depth)
	l.x += p.width
}

// reach makes the line as high and deep as what is printed.
func (l *lineSetter) reach(height, depth Length) {
	l.line.Height = max(l.line.Height, height)
	l.line.Depth = max(l.line.Depth, depth)
}
