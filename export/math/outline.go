package math

import (
	"fmt"
	"math"
	"strconv"
)

// formula turns the engine's answer into a Formula, rounding to thousandths of
// an em.
func (a *answer) formula(tex string, display bool) (*Formula, error) {
	f := &Formula{TeX: tex, Display: display, Width: round(a.W), Height: max(0, round(a.H)), Depth: max(0, round(a.D))}
	if len(a.Shapes) > maxShapes || len(a.Rules) > maxShapes {
		return nil, &Error{Message: "the formula has too many parts"}
	}
	for _, d := range a.Glyphs {
		path, err := parsePath(d)
		if err != nil {
			return nil, &Error{Message: "the formula could not be drawn: " + err.Error()}
		}
		f.Glyphs = append(f.Glyphs, Glyph{Path: path})
	}
	for _, s := range a.Shapes {
		if err := f.addShape(s); err != nil {
			return nil, &Error{Message: "the formula could not be drawn: " + err.Error()}
		}
	}
	for _, r := range a.Rules {
		f.Rules = append(f.Rules, newRule(r))
	}
	for _, b := range a.Breaks {
		end, ok1 := b[0].(float64)
		start, ok2 := b[1].(float64)
		relation, ok3 := b[2].(bool)
		if ok1 && ok2 && ok3 && end > 0 && start > end {
			f.Breaks = append(f.Breaks, Break{EndX: round(end), StartX: round(start), Relation: relation})
		}
	}
	return f, f.bounded()
}

func round(v float64) int { return int(math.Round(v)) }

// newRule rounds a rule so that it keeps its weight and is never lost.
func newRule(r [4]float64) Rule {
	return Rule{X: round(r[0]), Y: round(r[1]), W: max(1, round(r[2])), H: max(1, round(r[3]))}
}

// addShape places a glyph. A matrix that turns or slants gives the glyph an
// outline of its own.
func (f *Formula) addShape(s []any) error {
	if len(s) != 8 {
		return errShape
	}
	var v [7]float64
	for i := range v {
		n, ok := s[i].(float64)
		if !ok || math.IsNaN(n) || math.IsInf(n, 0) {
			return errShape
		}
		v[i] = n
	}
	g := int(v[0])
	if g < 0 || g >= len(f.Glyphs) {
		return errShape
	}
	shape := Shape{Glyph: g, X: round(v[5]), Y: round(v[6]), ScaleX: round(v[1] * 1000), ScaleY: round(v[4] * 1000)}
	if clip, ok := s[7].([]any); ok && len(clip) == 4 {
		var c [4]float64
		for i := range c {
			c[i], _ = clip[i].(float64)
		}
		r := newRule(c)
		shape.Clip = &r
	}
	if math.Abs(v[2]) > 1e-9 || math.Abs(v[3]) > 1e-9 {
		turned := make([]Segment, len(f.Glyphs[g].Path))
		for i, seg := range f.Glyphs[g].Path {
			for j, p := range seg.P {
				x, y := float64(p.X), float64(p.Y)
				seg.P[j] = Point{round(float64(v[1]*x) + float64(v[3]*y)), round(float64(v[2]*x) + float64(v[4]*y))}
			}
			turned[i] = seg
		}
		shape.Glyph, shape.ScaleX, shape.ScaleY = len(f.Glyphs), 1000, 1000
		f.Glyphs = append(f.Glyphs, Glyph{Path: turned})
	}
	f.Shapes = append(f.Shapes, shape)
	return nil
}

// bounded refuses formulas that reach beyond any page.
func (f *Formula) bounded() error {
	inside := func(values ...int) bool {
		for _, v := range values {
			if v > maxLength || v < -maxLength {
				return false
			}
		}
		return true
	}
	ok := inside(f.Width, f.Height, f.Depth) && f.Width >= 0
	for _, s := range f.Shapes {
		ok = ok && inside(s.X, s.Y, s.ScaleX, s.ScaleY)
	}
	for _, r := range f.Rules {
		ok = ok && inside(r.X, r.Y, r.W, r.H)
	}
	if !ok {
		return &Error{Message: "the formula is larger than a page"}
	}
	return nil
}

// parsePath reads the path data of MathJax's fonts: absolute commands
// M L H V C S Q T Z. Quadratic curves become cubic ones.
func parsePath(d string) ([]Segment, error) {
	p := &pathReader{text: d}
	var path []Segment
	var pen, start, control [2]float64 // control: the last control point, for S and T
	var command, last byte
	emit := func(op Op, points ...[2]float64) {
		seg := Segment{Op: op}
		for i, pt := range points {
			seg.P[i] = Point{round(pt[0]), round(pt[1])}
		}
		path = append(path, seg)
	}
	reflect := func() [2]float64 { return [2]float64{2*pen[0] - control[0], 2*pen[1] - control[1]} }
	quad := func(c, end [2]float64) {
		third := func(a, b [2]float64) [2]float64 {
			return [2]float64{a[0] + float64(float64(2*(b[0]-a[0]))/3), a[1] + float64(float64(2*(b[1]-a[1]))/3)}
		}
		emit(CubicTo, third(pen, c), third(end, c), end)
		control, pen = c, end
	}
	open := false
	for !p.done() {
		if c, ok := p.command(); ok {
			command = c
		} else if command == 0 {
			return nil, fmt.Errorf("path data begins with %q", d[:min(8, len(d))])
		}
		switch command {
		case 'M':
			if open {
				emit(Close)
			}
			pen = p.point()
			start, open = pen, true
			emit(MoveTo, pen)
			last, command = 'M', 'L'
			if p.err != nil {
				return nil, p.err
			}
			continue
		case 'L':
			pen = p.point()
			emit(LineTo, pen)
		case 'H':
			pen[0] = p.number()
			emit(LineTo, pen)
		case 'V':
			pen[1] = p.number()
			emit(LineTo, pen)
		case 'C':
			c1, c2, end := p.point(), p.point(), p.point()
			emit(CubicTo, c1, c2, end)
			control, pen = c2, end
		case 'S':
			c1 := pen
			if last == 'C' || last == 'S' {
				c1 = reflect()
			}
			c2, end := p.point(), p.point()
			emit(CubicTo, c1, c2, end)
			control, pen = c2, end
		case 'Q':
			c, end := p.point(), p.point()
			quad(c, end)
		case 'T':
			c := pen
			if last == 'Q' || last == 'T' {
				c = reflect()
			}
			quad(c, p.point())
		case 'Z', 'z':
			if open {
				emit(Close)
			}
			pen, open = start, false
			last, command = 'Z', 0
			if p.err != nil {
				return nil, p.err
			}
			continue
		default:
			return nil, fmt.Errorf("path command %q", command)
		}
		last = command
		if p.err != nil {
			return nil, p.err
		}
	}
	if open {
		emit(Close)
	}
	return path, nil
}

// A pathReader reads the numbers and letters of path data.
type pathReader struct {
	text string
	at   int
	err  error
}

func (p *pathReader) skip() {
	for p.at < len(p.text) && (p.text[p.at] == ' ' || p.text[p.at] == ',') {
		p.at++
	}
}

func (p *pathReader) done() bool { p.skip(); return p.at >= len(p.text) }

func (p *pathReader) command() (byte, bool) {
	c := p.text[p.at]
	if c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
		p.at++
		return c, true
	}
	return 0, false
}

func (p *pathReader) number() float64 {
	p.skip()
	start := p.at
	for p.at < len(p.text) {
		c := p.text[p.at]
		if c >= '0' && c <= '9' || c == '.' || (c == '-' || c == '+') && p.at == start {
			p.at++
			continue
		}
		break
	}
	v, err := strconv.ParseFloat(p.text[start:p.at], 64)
	if err != nil && p.err == nil {
		p.err = fmt.Errorf("a number is missing in path data")
	}
	return v
}

func (p *pathReader) point() [2]float64 { return [2]float64{p.number(), p.number()} }
