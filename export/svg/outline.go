package svg

import (
	"math"

	"github.com/papersetter/papersetter/export/typeset"
)

// step is one step of an outline, like typeset.PathStep.
type step struct {
	op typeset.PathOp
	p  [3]point
}

// outline is a path in floating point, in user space or in px of the drawing.
type outline []step

func (o *outline) moveTo(p point) { *o = append(*o, step{op: typeset.MoveTo, p: [3]point{p}}) }
func (o *outline) lineTo(p point) { *o = append(*o, step{op: typeset.LineTo, p: [3]point{p}}) }
func (o *outline) close()         { *o = append(*o, step{op: typeset.ClosePath}) }
func (o *outline) curveTo(p, q, r point) {
	*o = append(*o, step{op: typeset.CurveTo, p: [3]point{p, q, r}})
}

// points says how many points of the step count.
func (s *step) points() int {
	switch s.op {
	case typeset.CurveTo:
		return 3
	case typeset.ClosePath:
		return 0
	}
	return 1
}

// end is where the step leads; not for ClosePath.
func (s *step) end() point { return s.p[s.points()-1] }

// transform returns the outline under a matrix.
func (o outline) transform(m matrix) outline {
	out := make(outline, len(o))
	for i := range o {
		out[i].op = o[i].op
		for k := range o[i].points() {
			out[i].p[k] = m.apply(o[i].p[k])
		}
	}
	return out
}

// box is a rectangle with sides along the axes; empty if max is below min.
type box struct{ min, max point }

var emptyBox = box{point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}}

func (b box) empty() bool     { return !(b.min.x <= b.max.x && b.min.y <= b.max.y) }
func (b box) width() float64  { return b.max.x - b.min.x }
func (b box) height() float64 { return b.max.y - b.min.y }

func (b box) add(p point) box {
	return box{point{min(b.min.x, p.x), min(b.min.y, p.y)}, point{max(b.max.x, p.x), max(b.max.y, p.y)}}
}

func (b box) grow(by float64) box {
	return box{point{b.min.x - by, b.min.y - by}, point{b.max.x + by, b.max.y + by}}
}

func (b box) overlaps(c box) bool {
	return b.min.x <= c.max.x && c.min.x <= b.max.x && b.min.y <= c.max.y && c.min.y <= b.max.y
}

func (b box) corners() [4]point {
	return [4]point{b.min, {b.max.x, b.min.y}, b.max, {b.min.x, b.max.y}}
}

// bounds returns the box of what the outline fills: tight around curves.
func (o outline) bounds() box {
	b := emptyBox
	var at, start point
	for i := range o {
		s := &o[i]
		switch s.op {
		case typeset.MoveTo:
			// A move alone draws nothing.
			if i+1 < len(o) && o[i+1].op != typeset.MoveTo {
				b = b.add(s.p[0])
			}
			at, start = s.p[0], s.p[0]
		case typeset.LineTo:
			b = b.add(s.p[0])
			at = s.p[0]
		case typeset.CurveTo:
			b = b.add(s.p[2])
			for _, t := range extremes(at, s.p) {
				b = b.add(onCurve(at, s.p, t))
			}
			at = s.p[2]
		case typeset.ClosePath:
			at = start
		}
	}
	return b
}

// extremes returns where x or y of a curve may be greatest or least.
func extremes(from point, p [3]point) []float64 {
	var ts []float64
	axis := func(a, b, c, d float64) {
		// The derivative is proportional to k·t² + l·t + m.
		k := d - a + float64(3*(b-c))
		l := float64(2 * (a - float64(2*b) + c))
		m := b - a
		if math.Abs(k) < 1e-12 {
			if l != 0 {
				ts = append(ts, -m/l)
			}
			return
		}
		root := float64(l*l) - float64(4*float64(k*m))
		if root < 0 {
			return
		}
		root = math.Sqrt(root)
		ts = append(ts, (-l+root)/(2*k), (-l-root)/(2*k))
	}
	axis(from.x, p[0].x, p[1].x, p[2].x)
	axis(from.y, p[0].y, p[1].y, p[2].y)
	inside := ts[:0]
	for _, t := range ts {
		if t > 0 && t < 1 {
			inside = append(inside, t)
		}
	}
	return inside
}

// onCurve returns the point of a curve at t, 0 to 1.
func onCurve(from point, p [3]point, t float64) point {
	ab, bc, cd := between(from, p[0], t), between(p[0], p[1], t), between(p[1], p[2], t)
	return between(between(ab, bc, t), between(bc, cd, t), t)
}

// flatten returns the subpaths as polygons, curves replaced by chords that are
// at most about 0.02 away. Meant for outlines in px.
func (o outline) flatten() [][]point {
	var out [][]point
	var at, start point
	open := false
	add := func(p point) {
		if !open {
			out = append(out, []point{at})
			open = true
		}
		out[len(out)-1] = append(out[len(out)-1], p)
		at = p
	}
	for i := range o {
		s := &o[i]
		switch s.op {
		case typeset.MoveTo:
			at, start, open = s.p[0], s.p[0], false
		case typeset.LineTo:
			add(s.p[0])
		case typeset.CurveTo:
			from, n := at, chords(at, s.p)
			for k := 1; k < n; k++ {
				add(onCurve(from, s.p, float64(k)/float64(n)))
			}
			add(s.p[2])
		case typeset.ClosePath:
			at, open = start, false
		}
	}
	return out
}

// chords says by how many chords a curve is replaced.
func chords(from point, p [3]point) int {
	bend := func(a, b, c point) float64 { return length(a.x-float64(2*b.x)+c.x, a.y-float64(2*b.y)+c.y) }
	d := max(bend(from, p[0], p[1]), bend(p[0], p[1], p[2]))
	return int(min(max(math.Ceil(math.Sqrt(d*0.75/0.02)), 1), 64))
}

// fromPolygons makes an outline of closed polygons.
func fromPolygons(polygons [][]point) outline {
	var o outline
	for _, poly := range polygons {
		for i, p := range poly {
			if i == 0 {
				o.moveTo(p)
			} else {
				o.lineTo(p)
			}
		}
		o.close()
	}
	return o
}

// reversed returns the outline run through backwards, every subpath closed.
func (o outline) reversed() outline {
	var out outline
	for _, sub := range o.subpaths() {
		n := len(sub)
		out.moveTo(sub[n-1].end())
		for i := n - 1; i > 0; i-- {
			to := sub[i-1].end()
			if sub[i].op == typeset.CurveTo {
				out.curveTo(sub[i].p[1], sub[i].p[0], to)
			} else {
				out.lineTo(to)
			}
		}
		out.close()
	}
	return out
}

// subpaths splits the outline; ClosePath is left out, every piece begins with
// MoveTo.
func (o outline) subpaths() []outline {
	var out []outline
	for _, s := range o {
		switch {
		case s.op == typeset.MoveTo:
			out = append(out, outline{s})
		case s.op != typeset.ClosePath && len(out) > 0:
			out[len(out)-1] = append(out[len(out)-1], s)
		}
	}
	return out
}

// straight says whether the outline has no curves.
func (o outline) straight() bool {
	for i := range o {
		if o[i].op == typeset.CurveTo {
			return false
		}
	}
	return true
}

// finite says whether all coordinates lie within maxCoord.
func (o outline) finite() bool {
	for i := range o {
		for k := range o[i].points() {
			p := o[i].p[k]
			if !(math.Abs(p.x) <= maxCoord && math.Abs(p.y) <= maxCoord) {
				return false
			}
		}
	}
	return true
}
