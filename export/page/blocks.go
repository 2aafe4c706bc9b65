package page

import (
	"fmt"
	"strconv"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/markup"
	"github.com/papersetter/papersetter/export/math"
	"github.com/papersetter/papersetter/export/typeset"
)

// A composer lays out one paper. The first error stops it; what is laid out
// after that is not used.
type composer struct {
	*Resources
	opts Options
	err  error
}

func (c *composer) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

// A setting is how text is set: its style and the column it fills.
type setting struct {
	style  typeset.Style
	width  typeset.Length
	ragged bool
	align  markup.Align
	text   bank.Text // whose formulas and figures these are, for their places
}

func (s setting) size(size typeset.Length) setting { s.style.Size = size; return s }
func (s setting) narrow(by typeset.Length) setting { s.width -= by; return s }

// text lays out a text of the bank.
func (c *composer) text(t bank.Text, s setting) []line {
	if t.Empty() {
		return nil
	}
	s.text = t
	return c.blocks(t.Doc.Blocks, s)
}

// blocks lays out blocks one below the other.
func (c *composer) blocks(blocks []markup.Block, s setting) []line {
	var lines []line
	for i, b := range blocks {
		set := c.block(b, s)
		if len(set) == 0 {
			continue
		}
		if len(lines) > 0 {
			skip := paragraphSkip
			if apart(blocks[i-1]) || apart(b) {
				skip = blockSkip
			}
			set[0].above += skip
			if leads(b) {
				lines[len(lines)-1].keep = true
			}
		}
		lines = append(lines, set...)
	}
	return lines
}

// apart reports whether a block stands apart from text by more than a line.
func apart(b markup.Block) bool {
	switch b.(type) {
	case *markup.Paragraph, *markup.List:
		return false
	}
	return true
}

// leads reports whether a block belongs to the text that leads to it.
func leads(b markup.Block) bool {
	switch b.(type) {
	case *markup.Paragraph, *markup.Separator:
		return false
	}
	return true
}

func (c *composer) block(b markup.Block, s setting) []line {
	switch b := b.(type) {
	case *markup.Paragraph:
		if b.Heading {
			s.style.Bold = true
		}
		return c.paragraph(b.Inlines, s)
	case *markup.Math:
		return c.displayMath(b, s)
	case *markup.Code:
		return c.code(b, s)
	case *markup.List:
		return c.list(b, s)
	case *markup.Quote:
		return c.quote(b, s)
	case *markup.Table:
		return c.table(b, s)
	case *markup.Figures:
		return c.figureRow(b, s)
	case *markup.Separator:
		w := s.width / 4
		return []line{{height: 3 * typeset.Point, depth: 3 * typeset.Point, items: []typeset.Item{&typeset.Box{X: (s.width - w) / 2, Y: 0, W: w, H: thin, Gray: faint}}}}
	}
	panic(fmt.Sprintf("page: unknown block %T", b))
}

// paragraph breaks text into lines.
func (c *composer) paragraph(inlines []markup.Inline, s setting) []line {
	t := typeset.NewText(c.Fonts)
	c.inlines(t, inlines, s, s.style)
	set, err := t.Lines(s.width, typeset.LineOptions{Justify: !s.ragged})
	if err != nil {
		c.fail(fmt.Errorf("%s: %w", s.text.Pos(0), err))
		return nil
	}
	height, depth := strut(s.style.Size)
	lines := make([]line, len(set))
	for i, l := range set {
		lines[i] = line{height: max(height, l.Height+minLineGap), depth: max(depth, l.Depth+minLineGap), items: l.Items, text: true}
		switch dx := s.width - l.Width; {
		case s.align == markup.AlignRight:
			shift(lines[i:i+1], dx)
		case s.align == markup.AlignCenter:
			shift(lines[i:i+1], dx/2)
		}
	}
	// No widow and no orphan: the first two lines and the last two stay together.
	if n := len(lines); n > 1 {
		lines[0].keep, lines[n-2].keep = true, true
	}
	return lines
}

// inlines adds inlines to a paragraph.
func (c *composer) inlines(t *typeset.Text, inlines []markup.Inline, s setting, style typeset.Style) {
	for _, in := range inlines {
		switch in := in.(type) {
		case *markup.Text:
			c.addText(t, in.Value, s, style)
		case *markup.Emphasis:
			inner := style
			if in.Strong {
				inner.Bold = true
			} else {
				inner.Italic = !inner.Italic
			}
			c.inlines(t, in.Inlines, s, inner)
		case *markup.CodeSpan:
			mono := style
			mono.Mono, mono.Italic, mono.Size = true, false, style.Size*codeShare/100
			c.addText(t, in.Value, s, mono)
		case *markup.InlineMath:
			if f := c.formula(in.TeX, false, s.text.Pos(in.Offset).String()); f != nil {
				t.AddFormula(f, style.Size)
			}
		case *markup.Blank:
			t.AddBlank(blankWidth)
		case *markup.Break:
			t.AddBreak()
		}
	}
}

// blankWidth is the width of every gap to fill in: one that followed its
// answer would give it away.
const blankWidth = 30 * typeset.MM

func (c *composer) addText(t *typeset.Text, value string, s setting, style typeset.Style) {
	if err := t.Add(value, style); err != nil {
		c.fail(fmt.Errorf("%s: %w", s.text.Pos(0), err))
	}
}

func (c *composer) formula(tex string, display bool, place string) *math.Formula {
	f, err := c.Math.Typeset(tex, display)
	if err != nil {
		c.fail(fmt.Errorf("%s: formula: %w", place, err))
		return nil
	}
	return f
}

// displayMath centres a formula and shrinks one that is wider than the column.
func (c *composer) displayMath(m *markup.Math, s setting) []line {
	f := c.formula(m.TeX, true, s.text.Pos(m.Offset).String())
	if f == nil {
		return nil
	}
	size := s.style.Size
	em := func(v int) typeset.Length { return size * typeset.Length(v) / 1000 }
	if w := em(f.Width); w > s.width {
		size = size * s.width / w
	}
	x := max(0, (s.width-em(f.Width))/2)
	return []line{{
		height: em(f.Height) + minLineGap,
		depth:  em(f.Depth) + minLineGap,
		items:  []typeset.Item{&typeset.Formula{X: x, Size: size, Math: f, Gray: s.style.Gray}},
	}}
}

func (c *composer) list(l *markup.List, s setting) []line {
	indent := 6 * typeset.MM
	if l.Ordered && l.Start+len(l.Items) > 10 {
		indent = 8 * typeset.MM
	}
	var lines []line
	for i, item := range l.Items {
		set := shift(c.blocks(item, s.narrow(indent)), indent)
		mark := "•"
		if l.Ordered {
			mark = strconv.Itoa(l.Start+i) + "."
		}
		if len(set) == 0 {
			height, depth := strut(s.style.Size)
			set = []line{{height: height, depth: depth}}
		}
		set = label(set, c.rightText(mark, s.style, indent-2*typeset.MM))
		if i > 0 {
			set[0].above += paragraphSkip / 2
			if !l.Tight {
				set[0].above += paragraphSkip / 2
			}
		}
		lines = append(lines, set...)
	}
	return lines
}

func (c *composer) quote(q *markup.Quote, s setting) []line {
	indent := 6 * typeset.MM
	lines := shift(c.blocks(q.Blocks, s.narrow(2*indent)), indent)
	return sideRule(lines, 2*typeset.MM, faint)
}

// sideRule draws a rule at x along the left of lines.
func sideRule(lines []line, x typeset.Length, gray typeset.Gray) []line {
	for i := range lines {
		top := -lines[i].height
		if i > 0 {
			top -= lines[i].above
		}
		bar := &typeset.Box{X: x, Y: top, W: thick, H: lines[i].depth - top, Gray: gray}
		lines[i].items = append([]typeset.Item{bar}, lines[i].items...)
	}
	return lines
}

// run sets a few words on one line from x = 0 and returns their width.
func (c *composer) run(text string, style typeset.Style) ([]typeset.Item, typeset.Length) {
	runs, width, err := c.Fonts.Shape(text, style)
	if err != nil {
		c.fail(fmt.Errorf("%q: %w", text, err))
		return nil, 0
	}
	items := make([]typeset.Item, len(runs))
	for i, r := range runs {
		items[i] = r
	}
	return items, width
}

// at moves items to x on the same baseline.
func at(items []typeset.Item, x typeset.Length) []typeset.Item {
	moved := make([]typeset.Item, len(items))
	for i, item := range items {
		moved[i] = typeset.Translate(item, x, 0)
	}
	return moved
}

// leftText, rightText and centreText set words that begin at, end at or stand
// around x.
func (c *composer) leftText(text string, style typeset.Style, x typeset.Length) []typeset.Item {
	items, _ := c.run(text, style)
	return at(items, x)
}

func (c *composer) rightText(text string, style typeset.Style, x typeset.Length) []typeset.Item {
	items, w := c.run(text, style)
	return at(items, x-w)
}

func (c *composer) centreText(text string, style typeset.Style, x typeset.Length) []typeset.Item {
	items, w := c.run(text, style)
	return at(items, x-w/2)
}

// textLine is a line of its own with items on it.
func textLine(size typeset.Length, items ...[]typeset.Item) line {
	height, depth := strut(size)
	l := line{height: height, depth: depth, text: true}
	for _, list := range items {
		l.items = append(l.items, list...)
	}
	return l
}
