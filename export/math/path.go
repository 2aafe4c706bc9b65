package math

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

func round(v float64) int { return int(math.Round(v)) }

var errPath = errors.New("an outline is damaged")

// parsePath reads path data as MathJax writes it: M L H V C S Q T Z and the
// relative l. Quadratic curves become cubic ones.
func parsePath(d string) ([]Segment, error) {
	p := pathReader{text: d}
	for {
		command := p.command()
		if command == 0 {
			break
		}
		first := true
		for first || p.more() && command != 'Z' {
			if err := p.step(command); err != nil {
				return nil, err
			}
			if command == 'M' {
				command = 'L' // further points of a move are lines
			}
			first = false
		}
	}
	p.close()
	return p.path, p.err
}

// A pathReader reads path data and gathers segments.
type pathReader struct {
	text string
	err  error // the first number that is missing

	path    []Segment
	open    bool
	pen     point
	start   point
	control point // the last control point, for S and T
	last    byte
}

// A point of path data, before it is rounded.
type point [2]float64

// step reads the numbers of one command and draws.
func (p *pathReader) step(command byte) error {
	if command != 'M' && command != 'Z' && !p.open {
		return errPath
	}
	switch command {
	case 'M':
		p.close()
		p.pen = p.point()
		p.start, p.open = p.pen, true
		p.emit(MoveTo, p.pen)
	case 'L':
		p.line(p.point())
	case 'l':
		d := p.point()
		p.line(point{p.pen[0] + d[0], p.pen[1] + d[1]})
	case 'H':
		p.line(point{p.number(), p.pen[1]})
	case 'V':
		p.line(point{p.pen[0], p.number()})
	case 'C':
		c1, c2, end := p.point(), p.point(), p.point()
		p.cubic(c1, c2, end)
	case 'S':
		c1 := p.reflection("CS")
		c2, end := p.point(), p.point()
		p.cubic(c1, c2, end)
	case 'Q':
		c, end := p.point(), p.point()
		p.quadratic(c, end)
	case 'T':
		p.quadratic(p.reflection("QT"), p.point())
	case 'Z':
		p.close()
	default:
		return fmt.Errorf("path command %q", command)
	}
	p.last = command
	return p.err
}

func (p *pathReader) emit(op Op, points ...point) {
	seg := Segment{Op: op}
	for i, pt := range points {
		seg.P[i] = Point{round(pt[0]), round(pt[1])}
	}
	p.path = append(p.path, seg)
}

func (p *pathReader) close() {
	if p.open {
		p.emit(Close)
	}
	p.open, p.pen = false, p.start
}

func (p *pathReader) line(to point) {
	p.emit(LineTo, to)
	p.pen = to
}

func (p *pathReader) cubic(c1, c2, end point) {
	p.emit(CubicTo, c1, c2, end)
	p.control, p.pen = c2, end
}

func (p *pathReader) quadratic(c, end point) {
	// The control points lie at two thirds of the way to that of the quadratic.
	third := func(a float64, b float64) float64 { return a + 2*(b-a)/3 }
	c1 := point{third(p.pen[0], c[0]), third(p.pen[1], c[1])}
	c2 := point{third(end[0], c[0]), third(end[1], c[1])}
	p.emit(CubicTo, c1, c2, end)
	p.control, p.pen = c, end
}

// reflection mirrors the last control point at the pen, if the last command was
// a curve of the same kind.
func (p *pathReader) reflection(kind string) point {
	if strings.IndexByte(kind, p.last) < 0 {
		return p.pen
	}
	return point{2*p.pen[0] - p.control[0], 2*p.pen[1] - p.control[1]}
}

func (p *pathReader) skip() { p.text = strings.TrimLeft(p.text, " ,\t\n") }

// command reads a letter, or returns 0 at the end.
func (p *pathReader) command() byte {
	p.skip()
	if p.text == "" {
		return 0
	}
	c := p.text[0]
	p.text = p.text[1:]
	return c
}

// more reports that a number follows.
func (p *pathReader) more() bool {
	p.skip()
	return p.text != "" && (p.text[0] >= '0' && p.text[0] <= '9' || p.text[0] == '-' || p.text[0] == '.')
}

func (p *pathReader) number() float64 {
	p.skip()
	n := 0
	for n < len(p.text) && (p.text[n] >= '0' && p.text[n] <= '9' || p.text[n] == '.' || p.text[n] == '-' && n == 0) {
		n++
	}
	v, err := strconv.ParseFloat(p.text[:n], 64)
	if err != nil {
		p.err = errPath
	}
	p.text = p.text[n:]
	return v
}

func (p *pathReader) point() point { return point{p.number(), p.number()} }
