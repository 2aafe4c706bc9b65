package page

import (
	"github.com/papersetter/papersetter/bank/markup"
	"github.com/papersetter/papersetter/export/typeset"
)

// table sets a table as wide as its contents need, centred in the column; with
// more text than that, columns share what there is.
func (c *composer) table(t *markup.Table, s setting) []line {
	pad := 2*typeset.MM + typeset.MM/2
	s.ragged = true
	body := s
	head := s
	head.style.Bold = true
	widths := make([]typeset.Length, len(t.Align))
	for _, row := range append([][][]markup.Inline{t.Header}, t.Rows...) {
		for i, cell := range row {
			widths[i] = max(widths[i], c.natural(cell, head))
		}
	}
	fitColumns(widths, s.width-2*pad*typeset.Length(len(widths)))
	total := typeset.Length(0)
	for _, w := range widths {
		total += w + 2*pad
	}
	var lines []line
	for i, row := range append([][][]markup.Inline{t.Header}, t.Rows...) {
		set := body
		if i == 0 {
			set = head
		}
		l := c.tableRow(row, widths, t.Align, pad, set)
		rule := &typeset.Box{X: 0, Y: l.depth - thin, W: total, H: thin, Gray: soft}
		before := []typeset.Item{rule}
		if i == 0 {
			before = []typeset.Item{
				&typeset.Box{X: 0, Y: -l.height, W: total, H: l.height + l.depth, Gray: tableFill},
				&typeset.Box{X: 0, Y: -l.height, W: total, H: thick, Gray: black},
				&typeset.Box{X: 0, Y: l.depth - thick, W: total, H: thick, Gray: black},
			}
		}
		if i == len(t.Rows) {
			rule.H, rule.Y, rule.Gray = thick, l.depth-thick, black
		}
		l.items = append(before, l.items...)
		lines = append(lines, l)
	}
	return keepTogether(shift(lines, max(0, (s.width-total)/2)))
}

// natural is the width of inlines on one line.
func (c *composer) natural(inlines []markup.Inline, s setting) typeset.Length {
	t := typeset.NewText(c.Fonts)
	c.inlines(t, inlines, s, s.style)
	return t.Natural()
}

// fitColumns shrinks the widest columns until all of them fit into room.
func fitColumns(widths []typeset.Length, room typeset.Length) {
	sum := typeset.Length(0)
	for _, w := range widths {
		sum += w
	}
	if sum <= room || len(widths) == 0 {
		return
	}
	// The limit above which columns are cut is the largest at which all fit.
	low, high := typeset.Length(0), room
	for low < high {
		limit := (low + high + 1) / 2
		sum = 0
		for _, w := range widths {
			sum += min(w, limit)
		}
		if sum <= room {
			low = limit
		} else {
			high = limit - 1
		}
	}
	for i, w := range widths {
		widths[i] = min(w, low)
	}
}

func (c *composer) tableRow(row [][]markup.Inline, widths []typeset.Length, align []markup.Align, pad typeset.Length, s setting) line {
	var cells []line
	x := typeset.Length(0)
	for i, cell := range row {
		set := s
		set.width, set.align = widths[i], align[i]
		cells = append(cells, stack(shift(c.paragraph(cell, set), x+pad)))
		x += widths[i] + 2*pad
	}
	l := beside(cells)
	l.text = false // marks stand beside the text above
	height, depth := strut(s.style.Size)
	l.height = max(l.height, height) + typeset.MM/2
	l.depth = max(l.depth, depth) + typeset.MM
	return l
}
