package svg

import (
	"fmt"
	"math"
	"strings"
)

// point is a point or vector; in drawings y goes downwards.
type point struct{ x, y float64 }

func (p point) plus(q point) point        { return point{p.x + q.x, p.y + q.y} }
func (p point) minus(q point) point       { return point{p.x - q.x, p.y - q.y} }
func (p point) times(k float64) point     { return point{float64(p.x * k), float64(p.y * k)} }
func between(p, q point, t float64) point { return p.plus(q.minus(p).times(t)) }

// matrix maps x, y to a·x+c·y+e, b·x+d·y+f.
type matrix struct{ a, b, c, d, e, f float64 }

var identity = matrix{a: 1, d: 1}

func translation(x, y float64) matrix { return matrix{1, 0, 0, 1, x, y} }
func scaling(x, y float64) matrix     { return matrix{x, 0, 0, y, 0, 0} }

// rotation turns clockwise as seen on the page, since y goes downwards.
func rotation(degrees float64) matrix {
	s, c := sincos(degrees)
	return matrix{c, s, -s, c, 0, 0}
}

// times returns the matrix that applies n first and then m.
func (m matrix) times(n matrix) matrix {
	return matrix{
		a: float64(m.a*n.a) + float64(m.c*n.b),
		b: float64(m.b*n.a) + float64(m.d*n.b),
		c: float64(m.a*n.c) + float64(m.c*n.d),
		d: float64(m.b*n.c) + float64(m.d*n.d),
		e: float64(m.a*n.e) + float64(m.c*n.f) + m.e,
		f: float64(m.b*n.e) + float64(m.d*n.f) + m.f,
	}
}

func (m matrix) apply(p point) point {
	return point{
		float64(m.a*p.x) + float64(m.c*p.y) + m.e,
		float64(m.b*p.x) + float64(m.d*p.y) + m.f,
	}
}

func (m matrix) det() float64 { return float64(m.a*m.d) - float64(m.b*m.c) }

// scale is the factor for lengths: exact for similarities, else the mean.
func (m matrix) scale() float64 { return math.Sqrt(math.Abs(m.det())) }

// invert returns the inverse, or false for a matrix that flattens everything.
func (m matrix) invert() (matrix, bool) {
	det := m.det()
	if math.Abs(det) < 1e-18 {
		return matrix{}, false
	}
	return matrix{
		a: m.d / det,
		b: -m.b / det,
		c: -m.c / det,
		d: m.a / det,
		e: (float64(m.c*m.f) - float64(m.d*m.e)) / det,
		f: (float64(m.b*m.e) - float64(m.a*m.f)) / det,
	}, true
}

// turn returns the angle of a matrix that only turns, moves and scales evenly,
// anticlockwise as seen on the page, in degrees; false for any other matrix.
func (m matrix) turn() (float64, bool) {
	size := length(m.a, m.b)
	if size == 0 || math.Abs(m.a-m.d) > 1e-6*size || math.Abs(m.b+m.c) > 1e-6*size {
		return 0, false
	}
	return -angleOf(m.a, m.b), true
}

// parseTransform reads a transform attribute, or the CSS property when units
// stand behind the numbers. The offset is that of what is wrong.
func parseTransform(text string) (m matrix, offset int, err error) {
	m = identity
	s := scanner{s: text}
	s.space()
	if text[s.pos:] == "none" {
		return m, 0, nil
	}
	for !s.done() {
		at := s.pos
		name := s.word()
		s.space()
		if !s.accept('(') {
			return m, at, fmt.Errorf("want a transform such as rotate(30), not %q", clipped(text[at:]))
		}
		args, ok := s.arguments()
		if !ok {
			return m, s.pos, fmt.Errorf("want a number or ) in %s(…)", name)
		}
		one, err := oneTransform(name, args)
		if err != nil {
			return m, at, err
		}
		m = m.times(one)
		s.comma()
	}
	return m, 0, nil
}

// arguments reads numbers up to a closing parenthesis. Units of CSS are taken:
// px and deg are what plain numbers mean, others are converted.
func (s *scanner) arguments() ([]float64, bool) {
	var args []float64
	s.space()
	for !s.accept(')') {
		v, ok := s.number()
		if !ok || len(args) == 6 {
			return nil, false
		}
		factor, ok := transformUnits[strings.ToLower(s.unit())]
		if !ok {
			return nil, false
		}
		args = append(args, float64(v*factor))
		s.comma()
	}
	return args, true
}

var transformUnits = map[string]float64{
	"": 1, "px": 1, "pt": 4.0 / 3, "mm": 96 / 25.4, "cm": 960 / 25.4, "in": 96,
	"deg": 1, "rad": 180 / math.Pi, "turn": 360, "grad": 0.9,
}

func oneTransform(name string, a []float64) (matrix, error) {
	switch n := len(a); {
	case name == "matrix" && n == 6:
		return matrix{a[0], a[1], a[2], a[3], a[4], a[5]}, nil
	case name == "translate" && n == 1, name == "translateX" && n == 1:
		return translation(a[0], 0), nil
	case name == "translateY" && n == 1:
		return translation(0, a[0]), nil
	case name == "translate" && n == 2:
		return translation(a[0], a[1]), nil
	case name == "scale" && n == 1:
		return scaling(a[0], a[0]), nil
	case name == "scale" && n == 2:
		return scaling(a[0], a[1]), nil
	case name == "scaleX" && n == 1:
		return scaling(a[0], 1), nil
	case name == "scaleY" && n == 1:
		return scaling(1, a[0]), nil
	case name == "rotate" && n == 1:
		return rotation(a[0]), nil
	case name == "rotate" && n == 3:
		return translation(a[1], a[2]).times(rotation(a[0])).times(translation(-a[1], -a[2])), nil
	case name == "skewX" && n == 1:
		return matrix{1, 0, tangent(a[0]), 1, 0, 0}, nil
	case name == "skewY" && n == 1:
		return matrix{1, tangent(a[0]), 0, 1, 0, 0}, nil
	case transformNames[name]:
		return matrix{}, fmt.Errorf("%s(…) does not take %d numbers", name, n)
	}
	return matrix{}, fmt.Errorf("%q is not a transform: want matrix, translate, scale, rotate, skewX or skewY", name)
}

var transformNames = map[string]bool{
	"matrix": true, "translate": true, "translateX": true, "translateY": true, "scale": true,
	"scaleX": true, "scaleY": true, "rotate": true, "skewX": true, "skewY": true,
}

// clipped shortens text that is quoted in a message.
func clipped(text string) string {
	const limit = 24
	for i := range text {
		if i >= limit {
			return text[:i] + "…"
		}
	}
	return text
}
