package svg

import "math"

// arc appends an elliptical arc as curves of at most 90 degrees. Radii that are
// too small to reach the end are enlarged, as SVG asks (appendix B.2 of SVG 2).
func arc(o *outline, from, to point, rx, ry, turn float64, large, sweep bool) {
	sin, cos := sincos(turn)
	// Half the chord, seen along the axes of the ellipse.
	dx, dy := (from.x-to.x)/2, (from.y-to.y)/2
	u := point{float64(cos*dx) + float64(sin*dy), float64(cos*dy) - float64(sin*dx)}

	p, q := u.x/rx, u.y/ry
	reach := float64(p*p) + float64(q*q)
	if reach > 1 {
		k := math.Sqrt(reach)
		rx, ry = float64(rx*k), float64(ry*k)
		p, q, reach = p/k, q/k, 1
	}
	// On the unit circle the ends are at ±(p, q); the centre is at right angles.
	k := 0.0
	if reach > 0 {
		k = math.Sqrt(max(0, (1-reach)/reach))
	}
	if large == sweep {
		k = -k
	}
	center := point{float64(k * q), -float64(k * p)}
	begin := angleOf(p-center.x, q-center.y)
	sweepBy := angleOf(-p-center.x, -q-center.y) - begin
	if sweep && sweepBy <= 0 {
		sweepBy += 360
	} else if !sweep && sweepBy >= 0 {
		sweepBy -= 360
	}

	middle := between(from, to, 0.5)
	m := matrix{cos, sin, -sin, cos, middle.x, middle.y}.times(scaling(rx, ry)).times(translation(center.x, center.y))
	circleArc(o, m, begin, sweepBy, to)
}

// circleArc appends an arc of the unit circle under a matrix. The end is given
// so that it is met exactly.
func circleArc(o *outline, m matrix, begin, by float64, end point) {
	n := max(1, int(math.Ceil(math.Abs(by)/90-1e-9)))
	each := by / float64(n)
	// The control points are 4/3·tan(θ/4) from the ends, along the tangents.
	k := float64(tangent(each/4) * 4 / 3)
	s0, c0 := sincos(begin)
	for i := 1; i <= n; i++ {
		s1, c1 := sincos(begin + float64(each*float64(i)))
		p := m.apply(point{c0 - float64(k*s0), s0 + float64(k*c0)})
		q := m.apply(point{c1 + float64(k*s1), s1 - float64(k*c1)})
		to := m.apply(point{c1, s1})
		if i == n {
			to = end
		}
		o.curveTo(p, q, to)
		s0, c0 = s1, c1
	}
}
