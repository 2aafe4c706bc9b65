package page

import (
	"strings"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/markup"
	"github.com/papersetter/papersetter/export/typeset"
)

// table sets a table as wide as its contents need, centred in the column; with
// more text than that, columns share what there is.
func (c *composer) table(t *markup.Table, s setting) []line {
	s.ragged = true
	body, head, pad, widths := c.tableColumnsOf(t, s, 2*typeset.MM+typeset.MM/2)
	total := typeset.Length(0)
	for _, w := range widths {
		total += w + 2*pad
	}
	var lines []line
	c.within(typeset.RoleTable, func() {
		for i, row := range append([][][]markup.Inline{t.Header}, t.Rows...) {
			set, role := body, typeset.RoleCell
			if i == 0 {
				set, role = head, typeset.RoleHeader
			}
			l := c.tableRow(t, i, row, widths, pad, set, role)
			rule := &typeset.Box{X: 0, Y: l.depth - thin, W: total, H: thin, Gray: soft}
			before := furnishes(rule)
			if i == 0 {
				before = furnishes(
					&typeset.Box{X: 0, Y: -l.height, W: total, H: l.height + l.depth, Gray: tableFill},
					&typeset.Box{X: 0, Y: -l.height, W: total, H: thick, Gray: black},
					&typeset.Box{X: 0, Y: l.depth - thick, W: total, H: thick, Gray: black},
				)
			}
			if i == len(t.Rows) {
				rule.H, rule.Y, rule.Gray = thick, l.depth-thick, black
			}
			l.items = append(before, l.items...)
			lines = append(lines, l)
		}
	})
	return c.overPages(shift(lines, max(0, (s.width-total)/2)))
}

// overPages lets a long table break between its rows, with the header again at
// the top of the next page.
func (c *composer) overPages(lines []line) []line {
	if tall(lines) <= c.textDepth/3 || len(lines) < 6 {
		return keepTogether(lines)
	}
	header := lines[0]
	header.items = nil
	for _, item := range lines[0].items {
		if _, owner := item.(*typeset.Owner); !owner {
			header.items = append(header.items, item) // read out once
		}
	}
	last := len(lines) - 1
	for i := range lines[:last] {
		lines[i].keep = i < 2 || i >= last-2
		lines[i].penalty = typeset.Discourage
	}
	for i := 3; i <= last-1; i++ {
		again := header
		lines[i].repeat = &again
	}
	return lines
}

// natural is the width of inlines on one line.
func (c *composer) natural(inlines []markup.Inline, s setting) typeset.Length {
	t := typeset.NewText(c.Fonts)
	c.inlines(t, inlines, s, s.style)
	return t.Natural()
}

// naturalOf is the width of a paragraph of a text on one line; it is kept.
func (c *composer) naturalOf(t bank.Text, p *markup.Paragraph, s setting) typeset.Length {
	key := memoKey{t.Doc, c.style, c.question, s.style, -1, false, 0, false}
	if laid := c.memo.get(key); laid != nil {
		return laid.width
	}
	s.text = t
	width := c.natural(p.Inlines, s)
	if c.err == nil {
		c.memo.put(key, &laidOut{width: width})
	}
	return width
}

// tableColumnsOf measures the columns of a table. One whose longest words do not
// fit side by side is set smaller, down to three fifths.
func (c *composer) tableColumnsOf(t *markup.Table, s setting, pad typeset.Length) (body, head setting, padding typeset.Length, widths []typeset.Length) {
	rows := append([][][]markup.Inline{t.Header}, t.Rows...)
	n := typeset.Length(len(t.Align))
	for attempt := 0; ; attempt++ {
		body, head = s, s
		head.style.Bold = true
		widths = make([]typeset.Length, n)
		least := make([]typeset.Length, n)
		for r, row := range rows {
			for i, cell := range row {
				if t.Span(r, i) != 1 {
					continue
				}
				widths[i] = max(widths[i], c.natural(cell, head))
				least[i] = max(least[i], c.longest(cell, head))
			}
		}
		for r, row := range rows {
			for i, cell := range row {
				if n := t.Span(r, i); n > 1 {
					widen(widths[i:i+n], c.natural(cell, head)-2*pad*typeset.Length(n-1))
					widen(least[i:i+n], c.longest(cell, head)-2*pad*typeset.Length(n-1))
				}
			}
		}
		sum := typeset.Length(0)
		for _, w := range least {
			sum += w
		}
		room := s.width - 2*pad*n
		if sum <= room || attempt == 4 || room <= 0 && attempt > 0 {
			fitColumns(widths, least, room)
			return body, head, pad, widths
		}
		share := max(60, min(95, s.width*97/(sum+2*pad*n)))
		s.style.Size, pad = max(s.style.Size*share/100, 5*typeset.Point), pad*share/100
	}
}

// widen makes columns as wide together as a cell over all of them needs.
func widen(widths []typeset.Length, needed typeset.Length) {
	for _, w := range widths {
		needed -= w
	}
	n := typeset.Length(len(widths))
	for i := range widths {
		widths[i] += max(0, needed+n-1) / n
	}
}

// longest is the width of the longest word or formula.
func (c *composer) longest(inlines []markup.Inline, s setting) typeset.Length {
	most := typeset.Length(0)
	for _, in := range inlines {
		one := []markup.Inline{in}
		switch in := in.(type) {
		case *markup.Text:
			for _, word := range strings.Fields(in.Value) {
				most = max(most, c.natural([]markup.Inline{&markup.Text{Value: word}}, s))
			}
		case *markup.Emphasis:
			most = max(most, c.longest(in.Inlines, s))
		case *markup.Blank, *markup.Break:
		default:
			most = max(most, c.natural(one, s))
		}
	}
	return most + typeset.Point/4 // widths are rounded
}

// fitColumns shrinks the widest columns until all of them fit into room, none
// below its least width while there is room for that.
func fitColumns(widths, least []typeset.Length, room typeset.Length) {
	sum := func(limit typeset.Length) (sum typeset.Length) {
		for i, w := range widths {
			sum += min(w, max(limit, least[i]))
		}
		return sum
	}
	if len(widths) == 0 || sum(1<<40) <= room {
		return
	}
	if needed := sum(0); needed > room { // not even the least widths fit: all suffer alike
		for i := range widths {
			widths[i] = max(typeset.Point, min(widths[i], least[i])*room/max(needed, 1))
		}
		return
	}
	// The limit above which columns are cut is the largest at which all fit.
	low, high := typeset.Length(0), room
	for low < high {
		limit := (low + high + 1) / 2
		if sum(limit) <= room {
			low = limit
		} else {
			high = limit - 1
		}
	}
	for i, w := range widths {
		widths[i] = min(w, max(low, least[i]))
	}
}

func (c *composer) tableRow(t *markup.Table, r int, row [][]markup.Inline, widths []typeset.Length, pad typeset.Length, s setting, role typeset.Role) line {
	var cells []line
	x := typeset.Length(0)
	c.within(typeset.RoleRow, func() {
		for i, cell := range row {
			set := s
			set.width, set.align = widths[i], t.Align[i]
			for k := 1; k < t.Span(r, i); k++ {
				set.width += widths[i+k] + 2*pad
				set.align = markup.AlignCenter
			}
			if t.Span(r, i) > 0 {
				cells = append(cells, stack(shift(c.lines(c.element(role), cell, set), x+pad)))
			}
			x += widths[i] + 2*pad
		}
	})
	l := beside(cells)
	l.text = false // marks stand beside the text above
	height, depth := c.strut(s.style.Size)
	l.height = max(l.height, height) + typeset.MM/2
	l.depth = max(l.depth, depth) + typeset.MM
	return l
}
