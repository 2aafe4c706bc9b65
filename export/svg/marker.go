package svg

import (
	"strings"

	"github.com/papersetter/papersetter/export/typeset"
)

// vertex is a corner of a path with the directions in which the path comes in
// and goes out; a zero direction is not known.
type vertex struct {
	at, in, out point
}

// vertices returns the corners of an outline, as markers need them.
func vertices(o outline) []vertex {
	var vs []vertex
	start := 0 // vertex where the subpath began
	arrive := func(at, leave, in point) {
		vs[len(vs)-1].out = leave
		vs = append(vs, vertex{at: at, in: in})
	}
	for i := range o {
		s := &o[i]
		switch s.op {
		case typeset.MoveTo:
			start = len(vs)
			vs = append(vs, vertex{at: s.p[0]})
		case typeset.LineTo:
			d := s.p[0].minus(vs[len(vs)-1].at)
			arrive(s.p[0], d, d)
		case typeset.CurveTo:
			leave, in := tangents(vs[len(vs)-1].at, s.p)
			arrive(s.p[2], leave, in)
		case typeset.ClosePath:
			d := vs[start].at.minus(vs[len(vs)-1].at)
			if d == (point{}) {
				// The last step came back already: it is the corner.
				vs[start].in = vs[len(vs)-1].in
				vs[len(vs)-1].out = vs[start].out
				continue
			}
			arrive(vs[start].at, d, d)
			vs[start].in = d
			vs[len(vs)-1].out = vs[start].out
		}
	}
	return vs
}

// tangents returns the directions at both ends of a curve.
func tangents(from point, p [3]point) (leave, arrive point) {
	for _, q := range p {
		if leave = q.minus(from); leave != (point{}) {
			break
		}
	}
	for _, q := range []point{p[1], p[0], from} {
		if arrive = p[2].minus(q); arrive != (point{}) {
			break
		}
	}
	return leave, arrive
}

// angle is the direction of a marker that follows the path, in degrees.
func (v vertex) angle() float64 {
	switch zero := (point{}); {
	case v.in == zero:
		return angleOf(v.out.x, v.out.y)
	case v.out == zero:
		return angleOf(v.in.x, v.in.y)
	}
	in, out := angleOf(v.in.x, v.in.y), angleOf(v.out.x, v.out.y)
	turn := out - in
	if turn > 180 {
		turn -= 360
	} else if turn < -180 {
		turn += 360
	}
	return in + float64(turn/2)
}

// markers sets the markers of the outline.
func (p *painter) markers() {
	if p.n.name == "rect" || p.n.name == "circle" || p.n.name == "ellipse" {
		return
	}
	var marks [3]*node
	any := false
	for i, v := range p.sc.style.markers {
		marks[i] = p.r.markerOf(p.n, v)
		any = any || marks[i] != nil
	}
	if !any {
		return
	}
	vs := vertices(p.user)
	last := len(vs) - 1
	for i, v := range vs {
		if i == 0 && marks[0] != nil {
			p.mark(marks[0], v, true)
		}
		if i > 0 && i < last && marks[1] != nil {
			p.mark(marks[1], v, false)
		}
		if i == last && marks[2] != nil {
			p.mark(marks[2], v, false)
		}
	}
}

// markerOf returns the <marker> that a value of a marker property names.
func (r *renderer) markerOf(n *node, value string) *node {
	if value == "" || value == "none" {
		return nil
	}
	id, _, ok := r.reference(n, "marker", value)
	if !ok {
		return nil
	}
	m := r.ids[id]
	if m == nil || m.name != "marker" {
		r.problem(n, "no <marker> has the id %q", clipped(id))
		return nil
	}
	return m
}

// mark draws a marker at a corner.
func (p *painter) mark(m *node, v vertex, first bool) {
	r := p.r
	if !r.visit(m) {
		return
	}
	sc, ok := r.inside(p.n, p.sc, m)
	if !ok {
		return
	}
	sc.context.fill, sc.context.stroke = p.fill, p.stroke
	sc.style = r.styleWhereItStands(m)
	w, h := r.coordinate(m, &sc, "markerWidth", horizontal, 3), r.coordinate(m, &sc, "markerHeight", vertical, 3)
	if w <= 0 || h <= 0 {
		return
	}
	sc.m = p.sc.m.times(translation(v.at.x, v.at.y)).times(rotation(r.orientation(m, v, first)))
	if m.attr("markerUnits") != "userSpaceOnUse" {
		sc.m = sc.m.times(scaling(p.sc.style.width, p.sc.style.width))
	}
	fit := identity
	view := point{w, h}
	if b, ok := r.viewBoxOf(m); ok {
		if b.w == 0 || b.h == 0 {
			return
		}
		fit = r.fit(m, b, w, h)
		view = point{b.w, b.h}
	}
	sc.view = view
	ref := fit.apply(r.markerReference(m, &sc))
	sc.m = sc.m.times(translation(-ref.x, -ref.y))
	r.clipViewport(m, &sc, w, h)
	sc.m = sc.m.times(fit)
	r.children(m, &sc)
}

// orientation returns by how many degrees a marker is turned.
func (r *renderer) orientation(m *node, v vertex, first bool) float64 {
	switch text := strings.TrimSpace(m.attr("orient")); text {
	case "":
		return 0
	case "auto":
		return v.angle()
	case "auto-start-reverse":
		if first {
			return v.angle() + 180
		}
		return v.angle()
	default:
		s := scanner{s: text}
		degrees, ok := s.number()
		factor, known := transformUnits[s.unit()]
		if !ok || !known || !s.done() {
			r.problemAt(m, "orient", 0, "orient: want auto, auto-start-reverse or degrees, not %q", clipped(text))
		}
		return float64(degrees * factor)
	}
}

// markerReference returns refX and refY, which may be words.
func (r *renderer) markerReference(m *node, sc *scope) point {
	b, ok := r.viewBoxOf(m)
	if !ok {
		b = viewBox{w: sc.view.x, h: sc.view.y}
	}
	one := func(name string, along axis, from, size float64) float64 {
		switch m.attr(name) {
		case "left", "top":
			return from
		case "center":
			return from + float64(size/2)
		case "right", "bottom":
			return from + size
		}
		return r.coordinate(m, sc, name, along, 0)
	}
	return point{one("refX", horizontal, b.x, b.w), one("refY", vertical, b.y, b.h)}
}

// styleWhereItStands returns the style that an element has from its own place
// in the file: markers do not take over that of the path.
func (r *renderer) styleWhereItStands(n *node) style {
	if s, ok := r.placed[n]; ok {
		return s
	}
	outer := r.base
	if n.parent != nil {
		outer.style = r.styleWhereItStands(n.parent)
	}
	if r.placed == nil {
		r.placed = map[*node]style{}
	}
	r.placed[n] = r.compute(n, &outer)
	return r.placed[n]
}
