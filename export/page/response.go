package page

import (
	"fmt"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/markup"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/typeset"
)

// response lays out what a candidate answers in or with.
func (c *composer) response(p *export.Part, s setting) []line {
	switch r := p.Response.(type) {
	case *bank.Choice:
		return c.options(p, s)
	case *bank.Truth:
		return c.truth(r, s)
	case *bank.Number:
		return c.numeric(r, s)
	case *bank.Pairs:
		return c.pairs(p, s)
	case *bank.Order:
		return c.order(p, s)
	case *bank.Written:
		if c.kind == Questions {
			return c.space(p, s)
		}
	case *bank.Blanks:
	}
	return nil
}

// An entry is a labelled text of a list: an option, an item to order.
type entry struct {
	label string
	text  bank.Text
	box   bool // a square to tick stands before the label
	right bool // to be marked as the right answer
}

// options sets options in four, two or one columns, as their widths allow.
func (c *composer) options(p *export.Part, s setting) []line {
	entries := make([]entry, len(p.Options))
	for i, o := range p.Options {
		entries[i] = entry{c.optionLabel(i), o.Text, p.Multiple(), o.Key && c.kind.marker()}
	}
	return c.list4(entries, s)
}

// optionLabel is the label of the i-th option, from 0.
func (c *composer) optionLabel(i int) string { return bank.Numbered(c.style.OptionLabel, i+1) }

// list4 sets labelled texts in as many columns, up to four, as they fit into on
// one line each.
func (c *composer) list4(entries []entry, s setting) []line {
	s.ragged, s.snug = true, true
	indent := c.labelWidth
	if len(entries) > 0 && entries[0].box {
		indent += c.square() + 2*typeset.MM
	}
	columns := 1
	for _, n := range []int{4, 2} {
		room := s.width/typeset.Length(n) - indent - c.optionGap
		if n <= c.style.OptionColumns && len(entries) >= n && len(entries)%n == 0 && c.fitOneLine(entries, s, room) {
			columns = n
			break
		}
	}
	step := s.width / typeset.Length(columns)
	cell := s
	cell.width = step - indent
	if columns > 1 {
		cell.width -= c.optionGap
	}
	var lines []line
	c.within(typeset.RoleList, func() {
		for i := 0; i < len(entries); i += columns {
			row := c.listRow(entries[i:min(i+columns, len(entries))], cell, indent, step, columns > 1)
			if i > 0 && len(row) > 0 {
				row[0].above += c.grown(2 * typeset.Point)
			}
			lines = append(lines, row...)
		}
	})
	return c.loosen(lines)
}

// listRow sets the entries of one row.
func (c *composer) listRow(entries []entry, cell setting, indent, step typeset.Length, several bool) []line {
	var row []line
	for j, e := range entries {
		c.within(typeset.RoleItem, func() {
			mark := c.said(typeset.RoleLabel, c.entryLabel(e, cell))
			var set []line
			c.within(typeset.RoleBody, func() { set = c.text(e.text, cell) })
			if len(set) == 0 {
				return
			}
			set = label(shift(set, indent), mark)
			if several {
				set = []line{stack(set)}
			}
			row = append(row, shift(set, step*typeset.Length(j))...)
		})
	}
	if several {
		return []line{beside(row)}
	}
	return keepTogether(row)
}

// fitOneLine reports whether every text is a single paragraph that fits.
func (c *composer) fitOneLine(entries []entry, s setting, room typeset.Length) bool {
	for _, e := range entries {
		for _, t := range c.versions(e.text) {
			if t.Empty() || len(t.Doc.Blocks) != 1 {
				return false
			}
			p, ok := t.Doc.Blocks[0].(*markup.Paragraph)
			if !ok {
				return false
			}
			if c.naturalOf(t, p, s) > room {
				return false
			}
		}
	}
	return true
}

// square is the side of a box to tick.
func (c *composer) square() typeset.Length { return c.grown(3*typeset.MM + typeset.MM/2) }

// entryLabel is a label, with a square before it to tick; that of a right
// answer stands white in a black box.
func (c *composer) entryLabel(e entry, s setting) []typeset.Item {
	var items []typeset.Item
	x := typeset.Length(0)
	if e.box {
		side := c.square()
		items = outline(0, -side+thin, side, side, thin)
		if e.right {
			items = append(items, &typeset.Box{X: 0, Y: -side + thin, W: side, H: side})
		}
		x = side + 2*typeset.MM
	}
	if !e.right {
		return append(items, c.leftText(e.label, s.style, x)...)
	}
	style := s.style
	style.Bold, style.Gray = true, 255
	letters, w := c.run(e.label, style)
	size := s.style.Size
	items = append(items, &typeset.Box{X: x - typeset.Point, Y: -size * 85 / 100, W: w + 2*typeset.Point, H: size * 115 / 100})
	return append(items, at(letters, x)...)
}

// truth offers True and False to tick.
func (c *composer) truth(r *bank.Truth, s setting) []line {
	side := c.square()
	l := c.textLine(s.style.Size)
	x := typeset.Length(0)
	c.within(typeset.RoleList, func() {
		for _, value := range []bool{true, false} {
			word := map[bool]string{true: "true", false: "false"}[value]
			style := s.style
			l.items = append(l.items, furnishes(outline(x, -side, side, side, thin)...)...)
			if c.kind.marker() && r.Key == value {
				style.Bold = true
				l.items = append(l.items, &typeset.Box{X: x, Y: -side, W: side, H: side})
			}
			items, w := c.run(c.words.Say(word), style)
			l.items = append(l.items, c.said(typeset.RoleItem, at(items, x+side+2*typeset.MM))...)
			x += max(side+2*typeset.MM+w+10*typeset.MM, 28*typeset.MM)
		}
	})
	l.text = false
	return []line{l}
}

// answerWord is the word before a gap for an answer, and its width.
func (c *composer) answerWord(s setting) ([]typeset.Item, typeset.Length) {
	items, w := c.run(c.words.Say("answer")+":", s.style)
	return c.said(typeset.RoleParagraph, items), w
}

// numeric leaves a line for a number before its unit.
func (c *composer) numeric(r *bank.Number, s setting) []line {
	if c.kind != Questions {
		return nil
	}
	word, w := c.answerWord(s)
	l := c.textLine(s.style.Size+4*typeset.Point, word)
	x := w + 2*typeset.MM
	needed := typeset.Length(0) // by the unit
	if !r.Unit.Empty() {
		needed = s.width / 3
		if one, ok := r.Unit.Doc.Blocks[0].(*markup.Paragraph); ok {
			needed = c.naturalOf(r.Unit, one, s) + typeset.MM
		}
	}
	gap := max(12*typeset.MM, min(40*typeset.MM, s.width-x-needed-2*typeset.MM))
	l.items = append(l.items, furnishes(&typeset.Box{X: x, Y: 2 * typeset.Point, W: gap, H: thin})...)
	if !r.Unit.Empty() {
		unit := s
		unit.width, unit.ragged = max(needed, s.width-x-gap-2*typeset.MM), true
		set := shift(c.text(r.Unit, unit), x+gap+2*typeset.MM)
		if len(set) > 0 {
			l.items = append(l.items, set[0].items...)
			l.height, l.depth = max(l.height, set[0].height), max(l.depth, set[0].depth)
		}
	}
	l.text = false
	return []line{l}
}

// pairs sets the two columns of a matching side by side.
func (c *composer) pairs(p *export.Part, s setting) []line {
	left, right := s, s
	left.ragged, right.ragged = true, true
	left.snug, right.snug = true, true
	left.width, right.width = c.pairWidths(p, s)
	x := c.labelWidth + left.width + 2*c.optionGap // of the right column
	var lines []line
	c.within(typeset.RoleTable, func() {
		for i := range max(len(p.Left), len(p.Right)) {
			c.within(typeset.RoleRow, func() {
				var row []line
				if i < len(p.Left) {
					row = append(row, c.cell(p.Left[i].Label+".", p.Left[i].Text, left, 0))
				}
				if i < len(p.Right) {
					row = append(row, c.cell(c.optionLabel(i), p.Right[i].Text, right, x))
				}
				one := besideTops(row)
				if i > 0 {
					one.above = c.grown(3 * typeset.Point)
				}
				lines = append(lines, one)
			})
		}
	})
	lines = c.loosen(lines)
	if c.kind == Questions {
		lines[len(lines)-1].keep = true
		lines = append(lines, c.answerGaps(len(p.Left), func(i int) string { return fmt.Sprintf("%d –", i+1) }, s)...)
	}
	return lines
}

// pairWidths shares the width between the columns of a matching by what they
// need on one line: short names need not be given half of it.
func (c *composer) pairWidths(p *export.Part, s setting) (left, right typeset.Length) {
	room := s.width - 2*c.labelWidth - 2*c.optionGap
	need := func(entries []export.Entry) typeset.Length {
		most := typeset.Length(0)
		for _, e := range entries {
			for _, t := range c.versions(e.Text) {
				one, ok := t.Doc.Blocks[0].(*markup.Paragraph)
				if !ok || len(t.Doc.Blocks) > 1 {
					return room // a formula or a figure: as much as there is
				}
				most = max(most, c.naturalOf(t, one, s))
			}
		}
		return most + typeset.Point
	}
	l, r := need(p.Left), need(p.Right)
	switch {
	case l+r <= room:
		return max(l, room/3), room - max(l, room/3)
	case l <= room/2:
		return max(l, room/4), room - max(l, room/4)
	case r <= room/2:
		return room - max(r, room/4), max(r, room/4)
	}
	return room / 2, room - room/2
}

// cell is an entry of a column, at x.
func (c *composer) cell(labelText string, t bank.Text, s setting, x typeset.Length) line {
	var set []line
	c.within(typeset.RoleCell, func() {
		mark := c.said(typeset.RoleParagraph, c.leftText(labelText, s.style, 0))
		set = label(shift(c.text(t, s), c.labelWidth), mark)
	})
	return stack(shift(set, x))
}

// order sets the items of an ordering and the gaps for their letters.
func (c *composer) order(p *export.Part, s setting) []line {
	entries := make([]entry, len(p.Right))
	for i, e := range p.Right {
		entries[i] = entry{label: c.optionLabel(i), text: e.Text}
	}
	lines := c.list4(entries, s)
	if c.kind == Questions && len(lines) > 0 {
		lines[len(lines)-1].keep = true
		lines = append(lines, c.answerGaps(len(p.Right), func(i int) string { return fmt.Sprintf("%d.", i+1) }, s)...)
	}
	return lines
}

// answerGaps are short numbered gaps for letters, on as many lines as it takes.
func (c *composer) answerGaps(n int, name func(int) string, s setting) []line {
	word, w := c.answerWord(s)
	from := w + c.grown(4*typeset.MM)
	_, widest := c.run(name(n-1), s.style)
	gap := c.grown(10 * typeset.MM)
	step := widest + gap + c.grown(6*typeset.MM)
	perLine := max(1, int((s.width-from+c.grown(6*typeset.MM))/step))
	var lines []line
	for i := 0; i < n; i += perLine {
		l := c.textLine(s.style.Size)
		l.above, l.text = 6*typeset.Point, false
		if i == 0 {
			l.items = word
		}
		for j := i; j < min(n, i+perLine); j++ {
			x := from + typeset.Length(j-i)*step
			items, w := c.run(name(j), s.style)
			l.items = append(l.items, c.said(typeset.RoleParagraph, at(items, x))...)
			l.items = append(l.items, furnishes(&typeset.Box{X: x + w + typeset.MM, Y: 2 * typeset.Point, W: gap, H: thin})...)
		}
		lines = append(lines, l)
	}
	return keepTogether(lines)
}
