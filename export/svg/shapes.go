package svg

import (
	"math"
)

// basicShapes are the elements that have an outline.
var basicShapes = words("path rect circle ellipse line polyline polygon")

// shapeOf returns the outline of a basic shape in user space.
func (r *renderer) shapeOf(n *node, sc *scope) outline {
	at := func(name string, along axis) float64 { return r.coordinate(n, sc, name, along, 0) }
	switch n.name {
	case "path":
		return r.pathOf(n)
	case "rect":
		return r.rectOf(n, sc)
	case "circle":
		d := at("r", diagonal)
		return r.ellipse(n, at("cx", horizontal), at("cy", vertical), d, d)
	case "ellipse":
		rx := r.coordinate(n, sc, "rx", horizontal, -1)
		ry := r.coordinate(n, sc, "ry", vertical, rx)
		if rx == -1 {
			rx = ry
		}
		return r.ellipse(n, at("cx", horizontal), at("cy", vertical), max(rx, 0), max(ry, 0))
	case "line":
		var o outline
		o.moveTo(point{at("x1", horizontal), at("y1", vertical)})
		o.lineTo(point{at("x2", horizontal), at("y2", vertical)})
		return o
	case "polyline", "polygon":
		return r.pointsOf(n)
	}
	return nil
}

func (r *renderer) pathOf(n *node) outline {
	d := n.attr("d")
	if d == "" || d == "none" || !r.work(n, len(d)) {
		return nil
	}
	o, offset, err := parsePath(d)
	if err != nil {
		r.problemAt(n, "d", offset, "path: %v", err)
	}
	return o
}

func (r *renderer) pointsOf(n *node) outline {
	if !r.work(n, len(n.attr("points"))) {
		return nil
	}
	v, ok := parseNumbers(n.attr("points"))
	if !ok || len(v)%2 == 1 {
		r.problemAt(n, "points", 0, "points: want pairs of numbers")
	}
	var o outline
	for i := 0; i+1 < len(v); i += 2 {
		p := point{v[i], v[i+1]}
		if i == 0 {
			o.moveTo(p)
		} else {
			o.lineTo(p)
		}
	}
	if n.name == "polygon" && len(o) > 0 {
		o.close()
	}
	return o
}

// rectOf makes a rectangle, with round corners if it has rx or ry.
func (r *renderer) rectOf(n *node, sc *scope) outline {
	x, y := r.coordinate(n, sc, "x", horizontal, 0), r.coordinate(n, sc, "y", vertical, 0)
	w, h := r.coordinate(n, sc, "width", horizontal, 0), r.coordinate(n, sc, "height", vertical, 0)
	if w < 0 || h < 0 {
		r.problem(n, "the width and height of a <rect> must not be negative")
	}
	if w <= 0 || h <= 0 {
		return nil
	}
	rx := r.coordinate(n, sc, "rx", horizontal, -1)
	ry := r.coordinate(n, sc, "ry", vertical, rx)
	if rx < 0 {
		rx = ry
	}
	rx, ry = min(max(rx, 0), w/2), min(max(ry, 0), h/2)
	if rx == 0 || ry == 0 {
		return fromPolygons([][]point{{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}})
	}
	var o outline
	o.moveTo(point{x + rx, y})
	corner := func(cx, cy, begin float64, end point) {
		circleArc(&o, matrix{rx, 0, 0, ry, cx, cy}, begin, 90, end)
	}
	o.lineTo(point{x + w - rx, y})
	corner(x+w-rx, y+ry, -90, point{x + w, y + ry})
	o.lineTo(point{x + w, y + h - ry})
	corner(x+w-rx, y+h-ry, 0, point{x + w - rx, y + h})
	o.lineTo(point{x + rx, y + h})
	corner(x+rx, y+h-ry, 90, point{x, y + h - ry})
	o.lineTo(point{x, y + ry})
	corner(x+rx, y+ry, 180, point{x + rx, y})
	o.close()
	return o
}

// ellipse makes an ellipse that starts at the right and runs clockwise.
func (r *renderer) ellipse(n *node, cx, cy, rx, ry float64) outline {
	if rx < 0 || ry < 0 {
		r.problem(n, "the radius of a <%s> must not be negative", n.name)
	}
	if rx <= 0 || ry <= 0 {
		return nil
	}
	return ellipseUnder(matrix{rx, 0, 0, ry, cx, cy})
}

// ellipseUnder returns the unit circle under a matrix.
func ellipseUnder(m matrix) outline {
	var o outline
	start := m.apply(point{1, 0})
	o.moveTo(start)
	circleArc(&o, m, 0, 360, start)
	o.close()
	return o
}

// near says whether an outline in px lies within reach of paper, and reports it
// if not.
func (r *renderer) near(n *node, o outline) bool {
	if o.finite() {
		return true
	}
	r.problem(n, "<%s> reaches more than %d pixels from the drawing: check its coordinates and transforms", n.name, int(math.Round(maxCoord)))
	return false
}
