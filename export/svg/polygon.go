package svg

import (
	"math"
	"slices"
)

// polygon is a convex polygon in px whose corners run clockwise as seen on the
// page (positive area with y downwards). Less than three corners are nothing.
type polygon []point

// area is twice the signed area of a closed polygon of any form.
func area(poly []point) float64 {
	sum := 0.0
	for i, p := range poly {
		sum += cross(p, poly[(i+1)%len(poly)])
	}
	return sum
}

// convex returns a polygon as a convex one, or false if it is not.
func convex(poly []point) (polygon, bool) {
	poly = distinct(poly)
	if len(poly) < 3 {
		return nil, true // flat: clips everything away
	}
	turn, flips, last := 0.0, 0, 0.0
	for i := range poly {
		a, b, c := poly[i], poly[(i+1)%len(poly)], poly[(i+2)%len(poly)]
		z := cross(b.minus(a), c.minus(b))
		if z != 0 {
			if float64(turn*z) < 0 {
				return nil, false
			}
			turn = z
		}
		// A polygon that winds more than once goes left and right more than once.
		if dx := b.x - a.x; dx != 0 {
			if float64(last*dx) < 0 {
				flips++
			}
			last = dx
		}
	}
	if flips > 2 {
		return nil, false
	}
	if turn < 0 {
		slices.Reverse(poly)
	}
	return poly, true
}

// distinct copies a polygon without points that repeat the one before.
func distinct(poly []point) []point {
	var out []point
	for _, p := range poly {
		if len(out) == 0 || near(out[len(out)-1], p) {
			if len(out) == 0 {
				out = append(out, p)
			}
			continue
		}
		out = append(out, p)
	}
	for len(out) > 1 && near(out[0], out[len(out)-1]) {
		out = out[:len(out)-1]
	}
	return out
}

func near(p, q point) bool {
	return math.Abs(p.x-q.x) < 1e-9 && math.Abs(p.y-q.y) < 1e-9
}

// halfPlane is where n·p is at least d.
type halfPlane struct {
	n point
	d float64
}

func (h halfPlane) over(p point) float64 { return dot(h.n, p) - h.d }

// cut returns the part of a polygon of any form in the half plane. Pieces of a
// concave polygon stay joined along the border, which fills the same.
func (h halfPlane) cut(poly []point) []point {
	var out []point
	for i, p := range poly {
		q := poly[(i+1)%len(poly)]
		a, b := h.over(p), h.over(q)
		if a >= 0 {
			out = append(out, p)
		}
		if a > 0 && b < 0 || a < 0 && b > 0 {
			out = append(out, between(p, q, a/(a-b)))
		}
	}
	return out
}

// sides returns the half planes whose common part is the polygon.
func (p polygon) sides() []halfPlane {
	var out []halfPlane
	for i, a := range p {
		e := p[(i+1)%len(p)].minus(a)
		n := point{-e.y, e.x}
		out = append(out, halfPlane{n, dot(n, a)})
	}
	return out
}

// intersect returns the common part of two convex polygons.
func (p polygon) intersect(q polygon) polygon {
	if len(p) < 3 || len(q) < 3 {
		return polygon{}
	}
	if len(p) < len(q) { // every side is held against every corner: few sides are quicker
		p, q = q, p
	}
	out := []point(p)
	for _, side := range q.sides() {
		out = side.cut(out)
	}
	out = distinct(out)
	if len(out) < 3 {
		return polygon{}
	}
	return out
}

// cutAll cuts every subpath of a flattened outline to the polygon.
func (p polygon) cutAll(subs [][]point) [][]point {
	var out [][]point
	for _, sub := range subs {
		for _, side := range p.sides() {
			sub = side.cut(sub)
		}
		if len(sub) > 2 {
			out = append(out, sub)
		}
	}
	return out
}

// contains says whether a box lies inside; a hair's breadth is forgiven.
func (p polygon) contains(b box) bool {
	if len(p) < 3 {
		return false
	}
	for _, side := range p.sides() {
		slack := float64(1e-6 * length(side.n.x, side.n.y))
		for _, c := range b.corners() {
			if side.over(c) < -slack {
				return false
			}
		}
	}
	return true
}

func (p polygon) bounds() box {
	b := emptyBox
	for _, q := range p {
		b = b.add(q)
	}
	return b
}

func (b box) polygon() polygon {
	c := b.corners()
	return c[:]
}

// winding counts how often the subpaths run around a point.
func winding(subs [][]point, at point) int {
	n := 0
	for _, sub := range subs {
		for i, p := range sub {
			q := sub[(i+1)%len(sub)]
			left := cross(q.minus(p), at.minus(p))
			if p.y <= at.y && q.y > at.y && left > 0 {
				n++
			} else if p.y > at.y && q.y <= at.y && left < 0 {
				n--
			}
		}
	}
	return n
}

// meets says whether two line segments have a point in common, ends included.
func meets(a, b, c, d point) bool {
	ab, cd := b.minus(a), d.minus(c)
	p, q := cross(ab, c.minus(a)), cross(ab, d.minus(a))
	u, v := cross(cd, a.minus(c)), cross(cd, b.minus(c))
	if p == 0 && q == 0 && u == 0 && v == 0 { // on one line
		return min(a.x, b.x) <= max(c.x, d.x) && min(c.x, d.x) <= max(a.x, b.x) &&
			min(a.y, b.y) <= max(c.y, d.y) && min(c.y, d.y) <= max(a.y, b.y)
	}
	return (p <= 0 && q >= 0 || p >= 0 && q <= 0) && (u <= 0 && v >= 0 || u >= 0 && v <= 0)
}
