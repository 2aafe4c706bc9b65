package page

import (
	"fmt"

	"github.com/papersetter/papersetter/bank/markup"
	"github.com/papersetter/papersetter/export/math"
	"github.com/papersetter/papersetter/export/typeset"
)

// displayMath centres a formula, with its number at the right edge. One that is
// wider than the column is broken or made smaller.
func (c *composer) displayMath(m *markup.Math, s setting) []line {
	f := c.formula(m.TeX, true, s.text.Pos(m.Offset).String())
	if f == nil {
		return nil
	}
	e := c.element(typeset.RoleFormula)
	e.Alt = m.TeX
	tags, beside := c.equationTags(f, s)
	room := s.width
	if beside > 0 {
		room -= beside + s.style.Size
	}
	size := s.style.Size
	em := func(v int) typeset.Length { return size * typeset.Length(v) / 1000 }
	if w := em(f.Width); w > room {
		if within := c.breakable(m); within != nil && len(tags) == 0 && w > s.width*5/4 {
			return c.brokenDisplay(within, e, s)
		}
		size = size * room / w
	}
	x := max(0, min((s.width-em(f.Width))/2, room-em(f.Width)))
	l := line{
		height: em(f.Height) + minLineGap,
		depth:  em(f.Depth) + minLineGap,
		items:  owned(e, []typeset.Item{&typeset.Formula{X: x, Size: size, Math: f, Gray: s.style.Gray}}),
	}
	height, depth := c.strut(s.style.Size)
	for _, t := range tags {
		down := -em(t.Y)
		for _, it := range c.rightText(t.Text, s.style, s.width) {
			l.items = append(l.items, typeset.Translate(it, 0, down))
		}
		l.height, l.depth = max(l.height, height-down), max(l.depth, depth+down)
	}
	return []line{l}
}

// equationTags are the numbers of a formula and its rows, and the width of the
// widest.
func (c *composer) equationTags(f *math.Formula, s setting) ([]math.RowTag, typeset.Length) {
	tags := f.RowTags
	if f.Tag != "" {
		tags = append([]math.RowTag{{Text: f.Tag}}, tags...)
	}
	widest := typeset.Length(0)
	for _, t := range tags {
		_, w := c.run(t.Text, s.style)
		widest = max(widest, w)
	}
	return tags, widest
}

// breakable is a display as a formula of a line, which may be broken; nil if it
// has no place for that.
func (c *composer) breakable(m *markup.Math) *math.Formula {
	f, err := c.formulas.Typeset(`\displaystyle `+m.TeX, false)
	if err != nil || len(f.Breaks) == 0 {
		return nil
	}
	same := *f
	same.TeX = m.TeX
	return &same
}

// brokenDisplay breaks a formula that would become too small to read at its
// relations and operations; the lines after the first are indented.
func (c *composer) brokenDisplay(f *math.Formula, e *typeset.Element, s setting) []line {
	indent := 2 * s.style.Size
	t := typeset.NewText(c.Fonts)
	t.AddFormula(f, s.style.Size)
	set, err := t.Lines(s.width, typeset.LineOptions{Shape: []typeset.Measure{{Width: s.width}, {Indent: indent, Width: s.width - indent}}})
	if err != nil {
		c.fail(fmt.Errorf("%s: %w", s.text.Pos(0), err))
		return nil
	}
	lines := make([]line, len(set))
	for i, l := range set {
		lines[i] = line{height: l.Height + minLineGap, depth: l.Depth + minLineGap, items: owned(e, l.Items)}
		if i > 0 {
			lines[i].above = c.paragraphSkip / 2
		}
	}
	return keepTogether(lines)
}
