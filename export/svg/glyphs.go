package svg

import (
	"math"
	"strings"

	tex "github.com/papersetter/papersetter/export/math"
	"github.com/papersetter/papersetter/export/typeset"
)

// setText is shaped text at referenceSize.
type setText struct {
	glyphs []*typeset.Glyphs
	width  typeset.Length
}

// measure shapes a run and sets its advance.
func (r *renderer) measure(one *run) {
	st := &one.span.sc.style
	if family, ok := coded(st.font.family, one.text); ok {
		r.problem(one.span.n, "the font %s has signs in place of letters: write the characters themselves, such as α, or export text as paths", clipped(family))
	}
	glyphs, width, err := r.fonts.Shape(one.text, typeset.Style{
		Bold: st.font.bold, Italic: st.font.italic, Mono: st.font.mono, Size: referenceSize,
	})
	if err != nil {
		r.problem(one.span.n, "text %q: %v", clipped(one.text), err)
	}
	one.set = &setText{glyphs, width}
	one.advance = float64(one.em() * float64(width))
	if one.text != "" {
		one.advance += st.letterSpacing
	}
	if strings.HasSuffix(one.text, " ") {
		one.advance += st.wordSpacing
	}
}

// em is the size in user units of one unit of length at referenceSize.
func (one *run) em() float64 { return one.span.sc.style.font.size / float64(referenceSize) }

// raise is how far the baseline stands above the place that the text is given.
func (r *renderer) raise(st *style) float64 {
	face := r.faceOf(st)
	m := face.Metrics()
	up := 0.0
	switch st.baseline {
	case "middle":
		up = float64(m.XHeight) / 2
	case "central", "center":
		up = float64(m.Ascent+m.Descent) / 2
	case "hanging":
		up = float64(m.Ascent) * 0.8
	case "mathematical":
		up = float64(m.Ascent) / 2
	case "text-before-edge", "before-edge", "text-top", "top":
		up = float64(m.Ascent)
	case "text-after-edge", "after-edge", "text-bottom", "bottom", "ideographic":
		up = float64(m.Descent)
	}
	return st.shift - float64(up*st.font.size)/float64(face.UnitsPerEm())
}

// faceOf is the first face that a style asks for.
func (r *renderer) faceOf(st *style) *typeset.Face {
	i := 0
	if st.font.bold {
		i = 1
	}
	if st.font.mono {
		return r.fonts.Mono[i]
	}
	if st.font.italic {
		i += 2
	}
	return r.fonts.Text[i]
}

// draw draws a run where the layout has placed it: as text if typeset can print
// it so, else as outlines of its glyphs.
func (r *renderer) draw(one *run) {
	sc := one.span.sc
	st := &sc.style
	if st.hidden || len(one.set.glyphs) == 0 || st.font.size == 0 {
		return
	}
	fill := r.flat(r.resolve(one.span.n, &sc, st.fill, float64(st.fillOpacity*sc.opacity)), &sc)
	stroke := r.flat(r.resolve(one.span.n, &sc, st.stroke, float64(st.strokeOpacity*sc.opacity)), &sc)
	if st.width == 0 {
		stroke.none = true
	}
	if fill.none && stroke.none {
		return
	}
	m := sc.m.times(translation(one.at.x, one.at.y-r.raise(st)))
	b := r.textBox(one, m)
	if !(b.min.x >= -maxCoord && b.min.y >= -maxCoord && b.max.x <= maxCoord && b.max.y <= maxCoord) {
		r.problem(one.span.n, "text %q stands more than %d pixels from the drawing", clipped(one.text), int(maxCoord))
		return
	}
	clip := sc.clip
	within, seen := r.look(one.span.n, clip, b)
	if !seen {
		return
	}
	if clip == r.page {
		within = nil // our fonts may be wider than those of the author: better over the edge than cut
	}
	angle, ok := wholeAngle(m)
	gray := fill.colour.R == fill.colour.G && fill.colour.G == fill.colour.B
	if ok && gray && !fill.none && fill.fade() == 0 && stroke.none && within == nil {
		r.asText(one, m, typeset.Gray(fill.colour.R), angle)
	} else {
		r.asOutlines(one, m, within, fill, stroke)
	}
	r.decorate(one, m, fill)
}

// wholeAngle returns the angle of text that is turned by whole degrees and
// neither mirrored nor stretched unevenly.
func wholeAngle(m matrix) (int, bool) {
	angle, ok := m.turn()
	whole := math.Round(angle)
	return int(whole), ok && math.Abs(angle-whole) < 0.005
}

// textBox returns the box around a run in px, from the measures of its face.
func (r *renderer) textBox(one *run, m matrix) box {
	b := emptyBox
	size := one.span.sc.style.font.size
	width := float64(one.em() * float64(one.set.width))
	for _, p := range []point{{0, -size}, {width, -size}, {width, size / 4}, {0, size / 4}} {
		b = b.add(m.apply(p))
	}
	return b
}

// asText adds a run as text.
func (r *renderer) asText(one *run, m matrix, gray typeset.Gray, angle int) {
	for _, g := range one.set.glyphs {
		at := m.apply(point{float64(one.em() * float64(g.X)), float64(one.em() * float64(g.Y))})
		r.add(&textShape{glyphs: g, at: at, size: float64(one.span.sc.style.font.size * m.scale()), gray: gray, angle: angle})
	}
}

// asOutlines adds a run as one path.
func (r *renderer) asOutlines(one *run, m matrix, within *outline, fill, stroke ink) {
	em := one.em()
	var o outline
	for _, g := range one.set.glyphs {
		x := float64(g.X)
		unit := one.span.sc.style.font.size / float64(g.Face.UnitsPerEm())
		for _, one := range g.Run {
			at := point{float64(em * (x + float64(one.DX))), float64(em * float64(g.Y-one.DY))}
			glyph := m.times(translation(at.x, at.y)).times(scaling(unit, -unit))
			appendGlyph(&o, g.Face.Outline(one.ID), glyph)
			x += float64(one.Advance)
		}
	}
	if len(o) == 0 {
		return
	}
	p := painter{r: r, n: one.span.n, sc: &one.span.sc, px: o, fill: fill, stroke: stroke}
	s := &pathShape{outline: o}
	if !stroke.none {
		s = p.stroked(stroke)
	}
	if !fill.none {
		s.fill, s.fillFade = fill.rgb(), fill.fade()
	}
	steps := len(o)
	if within != nil {
		steps += len(*within)
	}
	if r.spend(one.span.n, steps) {
		s.clip = within
		r.add(s)
	}
}

// appendGlyph appends the outline of a glyph under a matrix.
func appendGlyph(o *outline, segments []tex.Segment, m matrix) {
	at := func(p tex.Point) point { return m.apply(point{float64(p.X), float64(p.Y)}) }
	for _, s := range segments {
		switch s.Op {
		case tex.MoveTo:
			o.moveTo(at(s.P[0]))
		case tex.LineTo:
			o.lineTo(at(s.P[0]))
		case tex.CubicTo:
			o.curveTo(at(s.P[0]), at(s.P[1]), at(s.P[2]))
		case tex.Close:
			o.close()
		}
	}
}

// decorate draws lines under, over and through a run.
func (r *renderer) decorate(one *run, m matrix, fill ink) {
	st := &one.span.sc.style
	if fill.none {
		return
	}
	line := func(on bool, up float64) {
		if !on {
			return
		}
		size := st.font.size
		y := -float64(up * size)
		b := box{point{0, y}, point{one.advance, y + size/18}}
		o := fromPolygons([][]point{b.polygon()}).transform(m)
		r.emit(one.span.n, one.span.sc.clip, &pathShape{outline: o, fill: fill.rgb(), fillFade: fill.fade()})
	}
	line(st.underline, -0.1)
	line(st.overline, 0.85)
	line(st.lineThrough, 0.28)
}
