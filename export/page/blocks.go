package page

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/markup"
	"github.com/papersetter/papersetter/export/math"
	"github.com/papersetter/papersetter/export/typeset"
)

// A setting is how text is set: its style and the column it fills.
type setting struct {
	style  typeset.Style
	width  typeset.Length
	ragged bool
	align  markup.Align
	snug   bool      // text from right to left stands at the left, beside its label
	text   bank.Text // whose formulas and figures these are, for their places
}

func (s setting) size(size typeset.Length) setting { s.style.Size = size; return s }
func (s setting) narrow(by typeset.Length) setting { s.width -= by; return s }

// text lays out a text of the bank in the languages of the paper: one below the
// other, or side by side where the style wants it and there is room.
func (c *composer) text(t bank.Text, s setting) []line {
	versions := c.versions(t)
	if len(versions) == 2 && c.style.Beside && s.width >= 16*s.style.Size {
		return c.sideBySide(versions, s)
	}
	var lines []line
	for i, version := range versions {
		set := c.oneText(version, s)
		if i > 0 && len(set) > 0 && len(lines) > 0 {
			set[0].above += c.paragraphSkip
			lines[len(lines)-1].keep = true
		}
		lines = append(lines, set...)
	}
	return lines
}

// versions are a text in the languages of the paper; at least one if there is
// any text.
func (c *composer) versions(t bank.Text) []bank.Text {
	if t.Empty() {
		return nil
	}
	if len(t.Also) == 0 {
		return []bank.Text{t}
	}
	var list []bank.Text
	for _, language := range c.style.Languages {
		version := t.In(language)
		if version.Language == language || len(list) == 0 && language == c.style.Languages[len(c.style.Languages)-1] {
			list = append(list, version)
		}
	}
	return list
}

// sideBySide sets two languages in columns, block by block where both have as
// many, so that a page may end between blocks.
func (c *composer) sideBySide(versions []bank.Text, s setting) []line {
	gap := c.grown(6 * typeset.MM)
	half := s
	half.width = (s.width - gap) / 2
	left, right := versions[0].Doc.Blocks, versions[1].Doc.Blocks
	if len(left) != len(right) {
		cells := []line{stack(c.oneText(versions[0], half)), stack(shift(c.oneText(versions[1], half), half.width+gap))}
		return []line{besideTops(cells)}
	}
	var lines []line
	for i := range left {
		var cells []line
		for n, version := range versions {
			half.text = version
			var set []line
			before := len(c.parent.Children)
			set = c.blocks(version.Doc.Blocks[i:i+1], half)
			speak(c.parent.Children[before:], version.Language)
			cells = append(cells, stack(shift(set, typeset.Length(n)*(half.width+gap))))
		}
		row := besideTops(cells)
		if i > 0 {
			row.above = max(row.above, c.blockSkip)
		}
		lines = append(lines, row)
	}
	return lines
}

// speak notes the language of elements.
func speak(elements []*typeset.Element, language string) {
	for _, e := range elements {
		e.Language = language
	}
}

// oneText lays out a text in one language, or takes it from the memo.
func (c *composer) oneText(t bank.Text, s setting) []line {
	// Han characters have other shapes in Japan.
	s.style.Japanese = strings.HasPrefix(cmp.Or(t.Language, c.style.Languages[0]), "ja")
	key := memoKey{t.Doc, c.style, c.question, s.style, s.width, s.ragged, s.align, s.snug}
	laid := c.memo.get(key)
	if laid == nil {
		s.text = t
		before := c.parent
		c.parent = &typeset.Element{}
		lines := c.blocks(t.Doc.Blocks, s)
		elements := c.parent.Children
		c.parent = before
		if c.err != nil {
			return nil
		}
		speak(elements, t.Language)
		laid = c.memo.put(key, &laidOut{lines: lines, elements: elements})
	}
	c.parent.Children = append(c.parent.Children, laid.elements...)
	return laid.use()
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
			skip := c.paragraphSkip
			if apart(blocks[i-1]) || apart(b) {
				skip = c.blockSkip
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
		return []line{{height: 3 * typeset.Point, depth: 3 * typeset.Point, items: furnishes(&typeset.Box{X: (s.width - w) / 2, Y: 0, W: w, H: thin, Gray: faint})}}
	}
	panic(fmt.Sprintf("page: unknown block %T", b))
}

// paragraph breaks text into lines.
func (c *composer) paragraph(inlines []markup.Inline, s setting) []line {
	return c.lines(c.element(typeset.RoleParagraph), inlines, s)
}

// lines breaks text into lines that belong to an element.
func (c *composer) lines(e *typeset.Element, inlines []markup.Inline, s setting) []line {
	t := typeset.NewText(c.Fonts)
	c.inlines(t, inlines, s, s.style)
	set, err := t.Lines(s.width, typeset.LineOptions{Justify: !s.ragged, NoHyphens: !c.style.Hyphens})
	if err != nil {
		c.fail(fmt.Errorf("%s: %w", s.text.Pos(0), err))
		return nil
	}
	height, depth := c.strut(s.style.Size)
	lines := make([]line, len(set))
	start := s.width // of the longest line
	for _, l := range set {
		start = min(start, l.Start)
	}
	for i, l := range set {
		lines[i] = line{height: max(height, l.Height+minLineGap), depth: max(depth, l.Depth+minLineGap), items: owned(e, l.Items), text: true}
		switch {
		case s.align == markup.AlignRight:
			shift(lines[i:i+1], s.width-l.Width)
		case s.align == markup.AlignCenter:
			shift(lines[i:i+1], (s.width-l.Width-l.Start)/2)
		case s.snug:
			shift(lines[i:i+1], -start)
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
			} else if c.style.Italics {
				inner.Italic = !inner.Italic
			} else {
				inner.Bold = true
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
			t.AddBlank(min(c.grown(blankWidth), s.width*2/3))
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
	f, err := c.formulas.Typeset(tex, display)
	if err != nil {
		c.fail(fmt.Errorf("%s: formula: %w", place, err))
		return nil
	}
	return f
}

func (c *composer) list(l *markup.List, s setting) []line {
	indent := c.grown(6 * typeset.MM)
	if l.Ordered && l.Start+len(l.Items) > 10 {
		indent = c.grown(8 * typeset.MM)
	}
	var lines []line
	c.within(typeset.RoleList, func() {
		for i, item := range l.Items {
			set := c.listItem(l, i, item, s, indent)
			if i > 0 {
				set[0].above += c.paragraphSkip / 2
				if !l.Tight {
					set[0].above += c.paragraphSkip / 2
				}
			}
			lines = append(lines, set...)
		}
	})
	return lines
}

func (c *composer) listItem(l *markup.List, i int, item []markup.Block, s setting, indent typeset.Length) []line {
	mark := "•"
	if l.Ordered {
		mark = strconv.Itoa(l.Start+i) + "."
	}
	var set []line
	c.within(typeset.RoleItem, func() {
		items := c.said(typeset.RoleLabel, c.rightText(mark, s.style, indent-c.grown(2*typeset.MM)))
		c.within(typeset.RoleBody, func() { set = shift(c.blocks(item, s.narrow(indent)), indent) })
		if len(set) == 0 {
			height, depth := c.strut(s.style.Size)
			set = []line{{height: height, depth: depth}}
		}
		set = label(set, items)
	})
	return set
}

func (c *composer) quote(q *markup.Quote, s setting) []line {
	indent := c.grown(6 * typeset.MM)
	var lines []line
	c.within(typeset.RoleQuote, func() { lines = shift(c.blocks(q.Blocks, s.narrow(2*indent)), indent) })
	return sideRule(lines, indent/3, faint)
}

// sideRule draws a rule at x along the left of lines.
func sideRule(lines []line, x typeset.Length, gray typeset.Gray) []line {
	for i := range lines {
		top := -lines[i].height
		if i > 0 {
			top -= lines[i].above
		}
		bar := &typeset.Box{X: x, Y: top, W: thick, H: lines[i].depth - top, Gray: gray}
		lines[i].items = append(furnishes(bar), lines[i].items...)
	}
	return lines
}
