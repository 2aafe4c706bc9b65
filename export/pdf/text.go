package pdf

import (
	"fmt"
	stdmath "math"

	"github.com/papersetter/papersetter/export/typeset"
)

// A textState is what the text operators written so far have set. Glyph runs
// that follow one another on a baseline are shown by one operator, with the
// gaps between them.
type textState struct {
	open bool // between BT and ET
	font *subset
	size typeset.Length

	// The line: its start, and the pen in thousandths of size from there, as
	// widths and moves put it. Moves are rounded from the layout's places, not
	// from each other, so that nothing drifts.
	lined bool
	x, y  typeset.Length
	pen   int64
	array bool // within [ … ] TJ
	chars bool // within ( … ) of it
}

// glyphs writes a run of glyphs. The codes of one that is read from right to
// left stand from left to right all the same, which ISO 32000-1, 14.8.2.3.3
// wants to be said, and which readers that know nothing of that expect.
func (d *document) glyphs(g *typeset.Glyphs) error {
	if g.Size <= 0 || len(g.Run) == 0 {
		return nil
	}
	t := &d.text
	if g.Gray != d.gray {
		d.endArray()
		d.setGray(g.Gray)
	}
	if g.Angle != 0 || !t.lined || t.size != g.Size || t.y != g.Y {
		d.startLine(g)
	}
	x := g.X
	if g.Angle != 0 {
		x = t.x
	}
	var c cluster
	var chars []char
	reversed := false
	for run := g.Run; len(run) > 0; x += c.advance() {
		if c, run = nextCluster(run); c.text == "" {
			d.drawUnsaid(c, g, x) // only the first can be
			continue
		}
		if g.RTL && !reversed && len(run) > 0 {
			d.endArray()
			d.content = append(d.content, "/ReversedChars BMC\n"...)
			reversed = true
		}
		chars = c.appendChars(chars[:0], g)
		if err := d.show(chars, x); err != nil {
			return err
		}
	}
	if reversed {
		d.endArray()
		d.content = append(d.content, "EMC\n"...)
	}
	if g.Angle != 0 {
		d.endArray()
		t.lined = false
	}
	return nil
}

// startLine puts the pen at the start of a run.
func (d *document) startLine(g *typeset.Glyphs) {
	t := &d.text
	d.beginText()
	t.lined, t.x, t.y, t.pen = true, g.X, g.Y, 0
	if t.size != g.Size {
		t.size, t.font = g.Size, nil
	}
	d.content = appendRotation(d.content, g.Angle)
	d.content = appendPoints(d.content, g.X, d.height-g.Y)
	d.content = append(d.content, "Tm\n"...)
}

// appendRotation appends the first four numbers of a matrix.
func appendRotation(b []byte, degrees int) []byte {
	if degrees%360 == 0 {
		return append(b, "1 0 0 1 "...)
	}
	sin, cos := stdmath.Sincos(float64(degrees%360) * (stdmath.Pi / 180))
	for _, v := range [4]float64{cos, sin, -sin, cos} {
		b = appendDecimal(b, int64(stdmath.Round(v*1e6)), 6)
		b = append(b, ' ')
	}
	return b
}

// show writes the codes of a cluster that the layout puts at x.
func (d *document) show(chars []char, x typeset.Length) error {
	t := &d.text
	want := divide(int64(x-t.x)*1000, int64(t.size))
	for _, ch := range chars {
		c, ok := d.fonts.codes[ch]
		if !ok {
			return fmt.Errorf("the fonts were made without this document: %q in %s is missing", ch.r, faceName(ch.face))
		}
		d.setFont(c.subset)
		if !t.array {
			d.content = append(d.content, '[')
			t.array = true
		}
		if want != t.pen {
			d.endString()
			d.content = appendDecimal(d.content, t.pen-want, 0)
			t.pen = want
		}
		if !t.chars {
			d.content = append(d.content, '(')
			t.chars = true
		}
		d.content = appendEscaped(d.content, c.code)
		t.pen += int64(c.width)
		want = t.pen
	}
	return nil
}

// setFont selects a font for the codes that follow.
func (d *document) setFont(s *subset) {
	t := &d.text
	if t.font == s {
		return
	}
	d.endArray()
	t.font = s
	d.content = d.appendFont(d.content, s, t.size)
}

// appendFont appends the choice of a font and makes gofpdf embed it.
func (d *document) appendFont(b []byte, s *subset, size typeset.Length) []byte {
	d.embed(s)
	b = append(b, '/')
	b = append(b, s.resource...)
	b = append(b, ' ')
	b = appendDecimal(b, divide(int64(size)*100000, int64(typeset.Point)), 5)
	return append(b, " Tf\n"...)
}

// embed makes gofpdf write a font into the file.
func (d *document) embed(s *subset) {
	switch {
	case d.used[s]:
		return
	case d.alone != nil:
		d.alone.fonts = append(d.alone.fonts, s)
	default:
		d.pdf.AddFontFromBytes(s.key, "", s.definition, s.program)
	}
	d.used[s] = true
}

// appendEscaped appends a byte of a string. A carriage return would be read as
// a line feed.
func appendEscaped(b []byte, c byte) []byte {
	switch c {
	case '(', ')', '\\':
		return append(b, '\\', c)
	case '\r':
		return append(b, `\r`...)
	}
	return append(b, c)
}

func (d *document) endString() {
	if d.text.chars {
		d.content = append(d.content, ')')
		d.text.chars = false
	}
}

func (d *document) endArray() {
	d.endString()
	if d.text.array {
		d.content = append(d.content, "]TJ\n"...)
		d.text.array = false
	}
}

func (d *document) beginText() {
	d.endArray()
	if !d.text.open {
		d.content = append(d.content, "BT\n"...)
		d.text.open = true
	}
}

// endText ends the text object, as all that is not text needs. The font stays.
func (d *document) endText() {
	d.endArray()
	if d.text.open {
		d.content = append(d.content, "ET\n"...)
		d.text.open = false
	}
	d.text.lined = false
}

// drawUnsaid draws glyphs that stand for no text as plain shapes: as glyphs
// they would be extracted as something.
func (d *document) drawUnsaid(c cluster, g *typeset.Glyphs, x typeset.Length) {
	drawn := char{face: g.Face, id: c.glyphs[0].ID, more: c.placements(g.Size), of: 1}
	outline := drawn.outline()
	if outline == nil {
		return
	}
	d.endText()
	d.content = append(d.content, "q\n"...)
	d.content = appendRotation(d.content, g.Angle)
	d.content = appendPoints(d.content, g.X, d.height-g.Y)
	d.content = append(d.content, "cm\n"...)
	d.content = appendScale(d.content, g.Size)
	d.content = appendPoints(d.content, x-g.X, 0)
	d.content = append(d.content, "cm\n"...)
	d.content = appendOutline(d.content, outline)
	d.content = append(d.content, "f\nQ\n"...)
	d.startLine(g)
}

// appendScale appends the first four numbers of the matrix that makes
// thousandths of an em of a size.
func appendScale(b []byte, size typeset.Length) []byte {
	scale := divide(int64(size)*100000, int64(typeset.Point)) // 10⁻⁸ points
	b = appendDecimal(b, scale, 8)
	b = append(b, " 0 0 "...)
	b = appendDecimal(b, scale, 8)
	return append(b, ' ')
}
