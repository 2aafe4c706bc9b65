package report

import (
	"fmt"
	"html"
	"strings"
	"unicode/utf8"
)

// pageWidth is the width of a page's text in units of drawings: letters of 13
// units are then as large as small print.
const pageWidth = 760

// What drawings are made of, in their units. Greys and outlines tell apart what
// they must, so that black and white print shows it all.
const (
	rowHeight = 22
	letter    = 7.0 // mean width of a letter of 13 units
	ink       = "#808080"
)

// A drawing is SVG in the making.
type drawing struct {
	strings.Builder
}

func newDrawing(width, height int, title string) *drawing {
	d := &drawing{}
	fmt.Fprintf(d, `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 %d %d" width="%d" height="%d" font-family="serif" font-size="13"><title>%s</title>`,
		width, height, width, height, html.EscapeString(title))
	return d
}

func (d *drawing) text(x float64, y int, anchor, text string) {
	fmt.Fprintf(d, `<text x="%.1f" y="%d" text-anchor="%s" fill="currentColor">%s</text>`, x, y, anchor, html.EscapeString(text))
}

// box draws a rectangle; an outlined one is white within.
func (d *drawing) box(x, y, width, height float64, fill string, outlined bool) {
	stroke := ""
	if outlined {
		fill, stroke = "none", fmt.Sprintf(` stroke="%s"`, "#444444")
		x, y, width, height = x+.5, y+.5, max(0, width-1), height-1
	}
	fmt.Fprintf(d, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s"%s/>`, x, y, width, height, fill, stroke)
}

func (d *drawing) end() string {
	d.WriteString("</svg>")
	return d.String()
}

// room is the width that the longest of some labels needs, within bounds.
func room(labels []string, least, most int) int {
	n := 0
	for _, l := range labels {
		n = max(n, utf8.RuneCountInString(l))
	}
	return max(least, min(most, int(float64(n)*letter)+12))
}

// clip shortens a label to a width.
func clip(label string, width int) string {
	most := int(float64(width-12) / letter)
	if r := []rune(label); len(r) > most && most > 1 {
		return string(r[:most-1]) + "…"
	}
	return label
}

func (c *Bars) left() int  { return room(c.Labels, 142, 300) }
func (c *Bars) width() int { return c.left() + 400 }

// SVG draws the bars, each with its value: those of the first series grey, of
// the second outlined.
func (c *Bars) SVG() string {
	const length = 340
	most := 0.0
	for _, s := range c.Series {
		for _, v := range s.Values {
			most = max(most, v)
		}
	}
	left := c.left()
	each := rowHeight
	if len(c.Series) > 1 {
		each = 2*rowHeight - 8
	}
	top := 4
	if c.Series[0].Name != "" {
		top += rowHeight
	}
	d := newDrawing(c.width(), top+each*len(c.Labels)+4, c.Title)
	x := float64(left)
	for k, s := range c.Series {
		if s.Name != "" {
			d.box(x, 6, 14, 12, ink, k > 0)
			d.text(x+20, 17, "start", s.Name)
			x += 40 + letter*float64(utf8.RuneCountInString(s.Name))
		}
	}
	for i, label := range c.Labels {
		y := top + i*each
		d.text(float64(left-8), y+each/2+4, "end", clip(label, left))
		for k, s := range c.Series {
			size := 0.0
			if most > 0 {
				size = length * s.Values[i] / most
			}
			thick := float64(rowHeight - 6)
			if len(c.Series) > 1 {
				thick = rowHeight - 9
			}
			at := float64(y+3) + float64(k)*(thick+2)
			d.box(float64(left), at, size, thick, ink, k > 0)
			d.text(float64(left)+size+6, int(at+thick)-2, "start", Number(s.Values[i]))
		}
	}
	return d.end()
}

// Number spells a value with one decimal at the most.
func Number(v float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.1f", v), "0"), ".")
}

// Table is the heat map as a plain table.
func (h *Heat) Table() *Table {
	t := &Table{Head: append([]string{h.Corner}, h.Columns...), Numbers: make([]bool, len(h.Columns)+1)}
	for i, row := range h.Rows {
		cells := []string{row}
		for k, v := range h.Values[i] {
			cells = append(cells, Number(v))
			t.Numbers[k+1] = true
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

func (h *Heat) left() int { return room(append([]string{h.Corner}, h.Rows...), 100, 320) }

// cell is the width of a cell: enough for the longest head, while the page can
// take it.
func (h *Heat) cell() int {
	return max(34, min(room(h.Columns, 52, 110), (pageWidth-h.left())/max(1, len(h.Columns))))
}
func (h *Heat) width() int { return h.left() + h.cell()*len(h.Columns) + 4 }

// Greatest is the largest value.
func (h *Heat) Greatest() float64 {
	most := 0.0
	for _, row := range h.Values {
		for _, v := range row {
			most = max(most, v)
		}
	}
	return most
}

// SVG draws the table in greys on which black can be read; what is nothing is
// outlined.
func (h *Heat) SVG() string {
	left, cell, most := h.left(), h.cell(), h.Greatest()
	d := newDrawing(h.width(), rowHeight*(len(h.Rows)+1)+6, h.Title)
	d.text(float64(left-8), 16, "end", h.Corner)
	for k, column := range h.Columns {
		d.text(float64(left+k*cell)+float64(cell)/2, 16, "middle", clip(column, cell+10))
	}
	for i, row := range h.Rows {
		y := rowHeight*(i+1) + 2
		d.text(float64(left-8), y+15, "end", clip(row, left))
		for k, v := range h.Values[i] {
			x := float64(left + k*cell)
			if v == 0 {
				d.box(x+1, float64(y+1), float64(cell-2), rowHeight-2, "", true)
			} else {
				grey := 240 - int(110*v/most)
				d.box(x+1, float64(y+1), float64(cell-2), rowHeight-2, fmt.Sprintf("#%02x%02x%02x", grey, grey, grey), false)
			}
			d.text(x+float64(cell)/2, y+15, "middle", Number(v))
		}
	}
	return d.end()
}

func (s *Strip) longest() int {
	n := 0
	for _, row := range s.Values {
		n = max(n, len(row))
	}
	return n
}
func (s *Strip) left() int  { return room(s.Rows, 100, 300) }
func (s *Strip) cell() int  { return max(3, min(12, (pageWidth-s.left())/max(1, s.longest()))) }
func (s *Strip) width() int { return s.left() + s.cell()*s.longest() + 14 }

// SVG draws a square for each place: the darker, the more stands there, and
// outlined where nothing does. Every tenth place is named.
func (s *Strip) SVG() string {
	const row, dark = 18, 3 // as many or more are darkest
	left, cell := s.left(), s.cell()
	d := newDrawing(s.width(), row*(len(s.Rows)+1)+8, s.Title)
	for n := 10; n <= s.longest(); n += 10 {
		d.text(float64(left+n*cell)-float64(cell)/2, 14, "middle", fmt.Sprint(n))
	}
	for i, label := range s.Rows {
		y := float64(row*(i+1) + 3)
		d.text(float64(left-8), int(y)+12, "end", clip(label, left))
		for k, n := range s.Values[i] {
			x := float64(left + k*cell)
			if n == 0 {
				d.box(x, y, float64(cell-1), row-4, "", true)
				continue
			}
			grey := 215 - 55*min(n, dark)
			d.box(x, y, float64(cell-1), row-4, fmt.Sprintf("#%02x%02x%02x", grey, grey, grey), false)
		}
	}
	return d.end()
}

// line draws a thin line.
func (d *drawing) line(x1, y1, x2, y2 float64) {
	fmt.Fprintf(d, `<path d="M%.1f %.1fL%.1f %.1f" stroke="#444444" stroke-width="0.7" fill="none"/>`, x1, y1, x2, y2)
}

// The files of what is written on by hand.
const signFile = "signatures.svg"

func roomFile(lines int) string { return fmt.Sprintf("room-%d.svg", lines) }

// roomSVG draws lines to write on.
func roomSVG(lines int) string {
	const apart = 34
	d := newDrawing(pageWidth, lines*apart+6, "lines to write on")
	for i := range lines {
		y := float64((i + 1) * apart)
		d.line(0, y, pageWidth, y)
	}
	return d.end()
}

// signSVG draws a row for each who signs: what they are, and room for name,
// signature and date.
func signSVG(who []string) string {
	const row, head = 48, 24
	columns := []int{0, 170, 410, 640, pageWidth}
	d := newDrawing(pageWidth, head+row*len(who)+2, "to be signed by "+strings.Join(who, ", "))
	for i, name := range []string{"", "Name", "Signature", "Date"} {
		d.text(float64(columns[i]+8), 16, "start", name)
	}
	for i := range len(who) + 1 {
		y := float64(head + i*row)
		d.line(0, y, pageWidth, y)
	}
	for _, x := range columns {
		d.line(min(pageWidth-.5, max(.5, float64(x))), head, min(pageWidth-.5, max(.5, float64(x))), float64(head+row*len(who)))
	}
	for i, name := range who {
		d.text(8, head+i*row+row/2+4, "start", name)
	}
	return d.end()
}
