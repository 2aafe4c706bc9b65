package svg

import (
	"image"
	"image/color"
	"math"
	"slices"
	"testing"

	tex "github.com/papersetter/papersetter/export/math"
	"github.com/papersetter/papersetter/export/typeset"
)

// samples is how many samples a pixel has in each direction.
const samples = 4

// canvas draws display items into pixels, simply and slowly, to look at them
// and to compare them with what another program draws.
type canvas struct {
	t     testing.TB
	scale float64 // samples in a unit of typeset.Length
	w, h  int     // samples
	img   *image.RGBA
}

// drawnOver draws items of a drawing whose width is given onto w×h white pixels.
func drawnOver(t testing.TB, items []typeset.Item, width typeset.Length, w, h int) *image.RGBA {
	c := &canvas{t: t, scale: float64(w*samples) / float64(width), w: w * samples, h: h * samples}
	c.img = image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range c.img.Pix {
		c.img.Pix[i] = 255
	}
	for _, item := range items {
		switch item := item.(type) {
		case *typeset.Path:
			c.path(item)
		case *typeset.Glyphs:
			c.glyphs(item)
		default:
			t.Fatalf("unexpected item %T", item)
		}
	}
	return c.img
}

func (c *canvas) at(p typeset.XY) point {
	return point{float64(p.X) * c.scale, float64(p.Y) * c.scale}
}

func (c *canvas) outline(steps []typeset.PathStep) outline {
	var o outline
	for _, s := range steps {
		one := step{op: s.Op}
		for k := range one.points() {
			one.p[k] = c.at(s.P[k])
		}
		o = append(o, one)
	}
	return o
}

// mask is a bitmap of samples.
type mask struct {
	w, h int
	on   []bool
}

func (c *canvas) mask() *mask { return &mask{c.w, c.h, make([]bool, c.w*c.h)} }

// fill sets the samples inside of the polygons.
func (m *mask) fill(polygons [][]point, evenOdd bool) {
	type hit struct {
		x   float64
		dir int
	}
	rows := make([][]hit, m.h)
	for _, poly := range polygons {
		for i, p := range poly {
			q := poly[(i+1)%len(poly)]
			dir := 1
			if p.y > q.y {
				p, q, dir = q, p, -1
			}
			for y := max(0, int(math.Ceil(p.y-0.5))); y < m.h && float64(y)+0.5 < q.y; y++ {
				rows[y] = append(rows[y], hit{p.x + (q.x-p.x)*(float64(y)+0.5-p.y)/(q.y-p.y), dir})
			}
		}
	}
	for y, hits := range rows {
		slices.SortFunc(hits, func(a, b hit) int { return int(math.Copysign(1, a.x-b.x)) })
		n := 0
		for i, h := range hits {
			n += h.dir
			if i+1 == len(hits) || evenOdd && i%2 == 1 || !evenOdd && n == 0 {
				continue
			}
			for x := max(0, int(math.Ceil(h.x-0.5))); x < m.w && float64(x)+0.5 < hits[i+1].x; x++ {
				m.on[y*m.w+x] = true
			}
		}
	}
}

// paint blends a colour into the image where the masks are set.
func (c *canvas) paint(m, clip *mask, rgb typeset.RGB, fade uint8) {
	for y := range c.h / samples {
		for x := range c.w / samples {
			n := 0
			for k := range samples * samples {
				i := (y*samples+k/samples)*c.w + x*samples + k%samples
				if m.on[i] && (clip == nil || clip.on[i]) {
					n++
				}
			}
			if n == 0 {
				continue
			}
			a := float64(n) / (samples * samples) * float64(255-fade) / 255
			old := c.img.RGBAAt(x, y)
			blend := func(o, n uint8) uint8 { return uint8(math.Round(float64(o)*(1-a) + float64(n)*a)) }
			c.img.SetRGBA(x, y, color.RGBA{blend(old.R, rgb.R), blend(old.G, rgb.G), blend(old.B, rgb.B), 255})
		}
	}
}

func (c *canvas) path(p *typeset.Path) {
	var clip *mask
	if p.Clip != nil {
		clip = c.mask()
		clip.fill(c.outline(p.Clip).flatten(), false)
	}
	o := c.outline(p.Steps)
	if p.Fill != nil {
		m := c.mask()
		m.fill(o.flatten(), p.EvenOdd)
		c.paint(m, clip, *p.Fill, p.FillFade)
	}
	if p.Stroke != nil {
		m := c.mask()
		c.stroke(m, p, o)
		c.paint(m, clip, *p.Stroke, p.StrokeFade)
	}
}

// stroke sets the samples of the stroke of an outline.
func (c *canvas) stroke(m *mask, p *typeset.Path, o outline) {
	s := stroker{mask: m, half: float64(p.Width) * c.scale / 2, cap: p.Cap, join: p.Join, miter: float64(p.MiterLimit) / 1000}
	for i, sub := range o.subpaths() {
		closed := false
		k := -1
		for _, st := range o {
			if st.op == typeset.MoveTo {
				k++
			}
			closed = closed || st.op == typeset.ClosePath && k == i
		}
		pts := []point{sub[0].p[0]}
		if flat := sub.flatten(); len(flat) > 0 {
			pts = flat[0]
		}
		pts = distinct0(pts)
		if closed && len(pts) > 1 && pts[0] != pts[len(pts)-1] {
			pts = append(pts, pts[0])
		}
		if len(p.Dash) == 0 {
			s.line(pts, closed)
			continue
		}
		var dash []float64
		for _, d := range p.Dash {
			dash = append(dash, float64(d)*c.scale)
		}
		for _, piece := range dashed(pts, dash, float64(p.DashPhase)*c.scale) {
			s.line(piece, false)
		}
	}
}

func distinct0(pts []point) []point {
	return slices.CompactFunc(slices.Clone(pts), func(a, b point) bool { return a == b })
}

// dashed cuts a line into its dashes.
func dashed(pts []point, dash []float64, phase float64) [][]point {
	i, on := 0, true
	left := dash[0]
	for phase >= left {
		phase -= left
		i = (i + 1) % len(dash)
		left, on = dash[i], !on
	}
	left -= phase
	var out [][]point
	piece := []point{pts[0]}
	for k := 1; k < len(pts); k++ {
		a, b := pts[k-1], pts[k]
		for {
			d := length(b.x-a.x, b.y-a.y)
			if d <= left {
				left -= d
				piece = append(piece, b)
				break
			}
			a = between(a, b, left/d)
			if on {
				out = append(out, append(piece, a))
			}
			piece = []point{a}
			i = (i + 1) % len(dash)
			left, on = dash[i], !on
		}
	}
	if on {
		out = append(out, piece)
	}
	return out
}

// stroker draws strokes as the union of simple polygons.
type stroker struct {
	mask      *mask
	half      float64
	cap, join uint8
	miter     float64
}

func (s *stroker) put(poly ...point) { s.mask.fill([][]point{poly}, false) }

func (s *stroker) disc(p point) {
	o := ellipseUnder(matrix{s.half, 0, 0, s.half, p.x, p.y})
	s.mask.fill(o.flatten(), false)
}

func (s *stroker) line(pts []point, closed bool) {
	n := len(pts)
	if n == 1 {
		switch s.cap {
		case 1:
			s.disc(pts[0])
		case 2:
			h := s.half
			p := pts[0]
			s.put(point{p.x - h, p.y - h}, point{p.x + h, p.y - h}, point{p.x + h, p.y + h}, point{p.x - h, p.y + h})
		}
		return
	}
	unit := func(i int) point {
		d := pts[i+1].minus(pts[i])
		return d.times(1 / length(d.x, d.y))
	}
	for i := range n - 1 {
		a, b, d := pts[i], pts[i+1], unit(i).times(s.half)
		if !closed && s.cap == 2 {
			if i == 0 {
				a = a.minus(d)
			}
			if i == n-2 {
				b = b.plus(d)
			}
		}
		v := point{-d.y, d.x}
		s.put(a.plus(v), b.plus(v), b.minus(v), a.minus(v))
		if i > 0 {
			s.corner(pts[i], unit(i-1), unit(i))
		}
	}
	if closed {
		s.corner(pts[0], unit(n-2), unit(0))
	} else if s.cap == 1 {
		s.disc(pts[0])
		s.disc(pts[n-1])
	}
}

func (s *stroker) corner(p, in, out point) {
	if s.join == 1 {
		s.disc(p)
		return
	}
	side := s.half
	if cross(in, out) > 0 {
		side = -side
	}
	a := p.plus(point{-in.y, in.x}.times(side))
	b := p.plus(point{-out.y, out.x}.times(side))
	sinHalf := math.Sqrt(max(0, (1-(-dot(in, out)))/2)) // of the angle between the sides
	if s.join == 0 && sinHalf > 1e-6 && 1/sinHalf <= s.miter {
		mid := between(a, b, 0.5).minus(p)
		if l := length(mid.x, mid.y); l > 1e-9 {
			s.put(p, a, p.plus(mid.times(s.half/sinHalf/l)), b)
			return
		}
	}
	s.put(p, a, b)
}

func (c *canvas) glyphs(g *typeset.Glyphs) {
	x := 0.0
	unit := float64(g.Size) * c.scale / float64(g.Face.UnitsPerEm())
	turn := translation(float64(g.X)*c.scale, float64(g.Y)*c.scale).times(rotation(float64(-g.Angle)))
	m := c.mask()
	for _, one := range g.Run {
		var o outline
		at := turn.times(translation((x+float64(one.DX))*c.scale, -float64(one.DY)*c.scale)).times(scaling(unit, -unit))
		for _, s := range g.Face.Outline(one.ID) {
			p := func(q tex.Point) point { return at.apply(point{float64(q.X), float64(q.Y)}) }
			switch s.Op {
			case tex.MoveTo:
				o.moveTo(p(s.P[0]))
			case tex.LineTo:
				o.lineTo(p(s.P[0]))
			case tex.CubicTo:
				o.curveTo(p(s.P[0]), p(s.P[1]), p(s.P[2]))
			}
		}
		m.fill(o.flatten(), false)
		x += float64(one.Advance)
	}
	c.paint(m, nil, typeset.RGB{R: uint8(g.Gray), G: uint8(g.Gray), B: uint8(g.Gray)}, 0)
}
