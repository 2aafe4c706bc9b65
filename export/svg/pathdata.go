package svg

import (
	"fmt"
	"math"
)

// pathReader reads path data: commands, each with any number of argument sets.
type pathReader struct {
	scanner
	out         outline
	at, start   point // current point and beginning of the subpath
	curve, quad point // last control points, for S and T
	last        byte  // last command in capitals, 0 after ClosePath
	closed      bool  // the last command closed the subpath
}

// parsePath reads path data. What stands before a mistake is returned with the
// mistake and its offset.
func parsePath(d string) (o outline, offset int, err error) {
	r := pathReader{scanner: scanner{s: d}}
	r.space()
	for !r.done() {
		at := r.pos
		command := r.peek()
		if !isLetter(command) {
			return r.out, at, fmt.Errorf("want a path command such as M or L, not %q", clipped(d[at:]))
		}
		r.pos++
		if len(r.out) == 0 && command != 'M' && command != 'm' {
			return nil, at, fmt.Errorf("a path begins with M, not %c", command)
		}
		if err := r.run(command); err != nil {
			return r.out, r.pos, err
		}
		r.space()
	}
	return r.out, 0, nil
}

// argumentsOf is how many numbers each command takes.
var argumentsOf = map[byte]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'C': 6, 'S': 4, 'Q': 4, 'T': 2, 'A': 7, 'Z': 0}

// run reads the arguments of one command and repeats it as long as more come.
func (r *pathReader) run(command byte) error {
	relative := command >= 'a'
	upper := command &^ 0x20
	count, ok := argumentsOf[upper]
	if !ok {
		r.pos--
		return fmt.Errorf("%q is not a path command", string(command))
	}
	if upper == 'Z' {
		if !r.closed {
			r.out.close()
		}
		r.at, r.last, r.closed = r.start, 0, true
		return nil
	}
	for first := true; ; first = false {
		if first {
			r.space()
		}
		var a [7]float64
		if err := r.arguments(upper, a[:count]); err != nil {
			return err
		}
		if len(r.out) >= maxSteps {
			return fmt.Errorf("the path has more than %d steps", maxSteps)
		}
		r.draw(upper, relative, a)
		if upper == 'M' {
			upper = 'L' // further points of a move are lines
			count = 2
		}
		mark := r.pos
		r.comma()
		if b := r.peek(); !isDigit(b) && b != '-' && b != '+' && b != '.' {
			if b := r.s[mark:r.pos]; len(b) > 0 && r.done() && containsComma(b) {
				return fmt.Errorf("want a number after the comma")
			}
			return nil
		}
	}
}

func containsComma(s string) bool {
	for i := range len(s) {
		if s[i] == ',' {
			return true
		}
	}
	return false
}

// arguments fills a with numbers; the fourth and fifth of an arc are flags,
// which may stand without space before the next number.
func (r *pathReader) arguments(command byte, a []float64) error {
	for i := range a {
		if i > 0 {
			r.comma()
		}
		if command == 'A' && (i == 3 || i == 4) {
			on, ok := r.flag()
			if !ok {
				return fmt.Errorf("want 0 or 1 as flag %d of an arc", i-2)
			}
			if on {
				a[i] = 1
			}
			continue
		}
		v, ok := r.number()
		if !ok {
			return fmt.Errorf("want number %d of %d for command %c", i+1, len(a), command)
		}
		a[i] = v
	}
	return nil
}

// draw appends one command with its arguments.
func (r *pathReader) draw(command byte, relative bool, a [7]float64) {
	var base point
	if relative {
		base = r.at
	}
	at := func(i int) point { return point{base.x + a[i], base.y + a[i+1]} }
	if command != 'M' && r.closed {
		r.out.moveTo(r.start) // the subpath after Z begins where the last one began
	}
	r.closed = false
	switch command {
	case 'M':
		r.at = at(0)
		r.start = r.at
		r.out.moveTo(r.at)
	case 'L':
		r.line(at(0))
	case 'H':
		r.line(point{base.x + a[0], r.at.y})
	case 'V':
		r.line(point{r.at.x, base.y + a[0]})
	case 'C':
		r.cubic(at(0), at(2), at(4))
	case 'S':
		control := r.at
		if r.last == 'C' || r.last == 'S' {
			control = r.at.plus(r.at.minus(r.curve))
		}
		r.cubic(control, at(0), at(2))
	case 'Q':
		r.quadratic(at(0), at(2))
	case 'T':
		control := r.at
		if r.last == 'Q' || r.last == 'T' {
			control = r.at.plus(r.at.minus(r.quad))
		}
		r.quadratic(control, at(0))
	case 'A':
		r.arc(math.Abs(a[0]), math.Abs(a[1]), a[2], a[3] != 0, a[4] != 0, at(5))
	}
	r.last = command
}

func (r *pathReader) line(p point) {
	r.out.lineTo(p)
	r.at = p
}

func (r *pathReader) cubic(p, q, end point) {
	r.out.curveTo(p, q, end)
	r.curve, r.at = q, end
}

// quadratic raises a quadratic curve to a cubic one.
func (r *pathReader) quadratic(control, end point) {
	r.out.curveTo(between(r.at, control, 2.0/3), between(end, control, 2.0/3), end)
	r.quad, r.at = control, end
}

func (r *pathReader) arc(rx, ry, turn float64, large, sweep bool, end point) {
	switch {
	case r.at == end: // draws nothing
	case rx == 0 || ry == 0:
		r.out.lineTo(end)
	default:
		arc(&r.out, r.at, end, rx, ry, turn, large, sweep)
	}
	r.at = end
}
