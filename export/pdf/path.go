package pdf

import (
	"github.com/papersetter/papersetter/export/typeset"
)

// box fills a rectangle.
func (d *document) box(b *typeset.Box) {
	if b.W == 0 || b.H == 0 {
		return
	}
	d.endText()
	d.setGray(b.Gray)
	d.content = appendPoints(d.content, b.X, d.height-b.Y-b.H, b.W, b.H)
	d.content = append(d.content, "re f\n"...)
}

// path fills and strokes a path. Where either is see-through both are painted
// on their own, since the file has one setting for both.
func (d *document) path(p *typeset.Path) {
	fill := p.Fill != nil && p.FillFade < 255
	stroke := p.Stroke != nil && p.StrokeFade < 255 && p.Width > 0
	if len(p.Steps) == 0 || !fill && !stroke || p.Clip != nil && len(p.Clip) == 0 {
		return
	}
	d.endText()
	d.content = append(d.content, "q\n"...)
	if p.Clip != nil {
		d.content = d.appendSteps(d.content, p.Clip)
		d.content = append(d.content, "W n\n"...)
	}
	if fill {
		d.content = appendColour(d.content, *p.Fill, "g", "rg")
	}
	if stroke {
		d.content = appendPen(d.content, p)
	}
	fade := fill && p.FillFade > 0 || stroke && p.StrokeFade > 0
	if fill && stroke && !fade {
		d.paint(p, "B", 0)
	} else {
		if fill {
			d.paint(p, "f", p.FillFade)
		}
		if stroke {
			d.paint(p, "S", p.StrokeFade)
		}
	}
	d.content = append(d.content, "Q\n"...)
}

// paint writes the path and the operator that paints it.
func (d *document) paint(p *typeset.Path, op string, fade uint8) {
	if fade > 0 {
		d.flush()
		d.pdf.SetAlpha(float64(255-fade)/255, "Normal")
	}
	d.content = d.appendSteps(d.content, p.Steps)
	d.content = append(d.content, op...)
	if p.EvenOdd && op != "S" {
		d.content = append(d.content, '*')
	}
	d.content = append(d.content, '\n')
}

// appendSteps appends a path. A path that does not begin with a move begins
// where its first step ends.
func (d *document) appendSteps(b []byte, steps []typeset.PathStep) []byte {
	pen := false // there is a current point
	for i := range steps {
		s := &steps[i]
		op, n := "mlch"[s.Op&3], [4]int{1, 1, 3, 0}[s.Op&3]
		if !pen {
			if n == 0 {
				continue
			}
			end := s.P[n-1]
			b = appendPoints(b, end.X, d.height-end.Y)
			b = append(b, "m\n"...)
			pen = true
			if s.Op == typeset.MoveTo {
				continue
			}
		}
		for _, p := range s.P[:n] {
			b = appendPoints(b, p.X, d.height-p.Y)
		}
		b = append(b, op, '\n')
	}
	return b
}

// appendPen appends how the path is stroked.
func appendPen(b []byte, p *typeset.Path) []byte {
	b = appendColour(b, *p.Stroke, "G", "RG")
	b = appendPoints(b, p.Width)
	b = append(b, "w "...)
	b = appendInts(b, int(min(p.Cap, 2)))
	b = append(b, "J "...)
	b = appendInts(b, int(min(p.Join, 2)))
	b = append(b, "j "...)
	miter := p.MiterLimit
	if miter < 1000 {
		miter = 10000
	}
	b = appendDecimal(b, int64(miter), 3)
	b = append(b, " M\n"...)
	if dashed(p.Dash) {
		b = append(b, '[')
		b = appendPoints(b, p.Dash...)
		b = append(b, "] "...)
		b = appendPoints(b, p.DashPhase)
		b = append(b, "d\n"...)
	}
	return b
}

// dashed reports whether a dash pattern is one: lengths, not all of them zero.
func dashed(dash []typeset.Length) bool {
	var sum typeset.Length
	for _, l := range dash {
		if l < 0 {
			return false
		}
		sum += l
	}
	// What rounds to nothing would never end.
	return sum > typeset.Point/100
}

// appendColour appends the choice of a colour; greys print with black ink only.
func appendColour(b []byte, c typeset.RGB, grayOp, colourOp string) []byte {
	if c.R == c.G && c.G == c.B {
		b = appendShade(b, c.R)
		b = append(b, ' ')
		b = append(b, grayOp...)
		return append(b, '\n')
	}
	for _, v := range [3]uint8{c.R, c.G, c.B} {
		b = appendShade(b, v)
		b = append(b, ' ')
	}
	b = append(b, colourOp...)
	return append(b, '\n')
}
