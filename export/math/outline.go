package math

import "math"

// placed is a glyph with its matrix [a b c d e f], as in SVG, and the window
// through which it is seen, nil for all of it.
type placed struct {
	G int
	M [6]float64
	C *[4]float64
}

// straight reports that the matrix neither turns nor slants.
func (p placed) straight() bool { return math.Abs(p.M[1]) < 1e-9 && math.Abs(p.M[2]) < 1e-9 }

// formula turns the engine's answer into a Formula, rounding to thousandths of
// an em.
func (a *answer) formula(tex string, display bool) (*Formula, error) {
	if len(a.Shapes) > maxShapes || len(a.Rules) > maxShapes {
		return nil, errTooLarge
	}
	f := &Formula{TeX: tex, Display: display, Width: round(a.W), Height: max(0, round(a.H)), Depth: max(0, round(a.D)), Tag: a.Tag}
	if err := f.addShapes(a.Glyphs, a.Shapes); err != nil {
		return nil, &Error{Message: "the formula cannot be drawn: " + err.Error()}
	}
	for _, r := range a.Rules {
		f.Rules = append(f.Rules, newRule(r))
	}
	for _, tag := range a.RowTags {
		f.RowTags = append(f.RowTags, RowTag{Text: tag.Text, Y: round(tag.Y)})
	}
	for _, b := range a.Breaks {
		end, _ := b[0].(float64)
		start, _ := b[1].(float64)
		relation, _ := b[2].(bool)
		if end > 0 && start >= end {
			f.Breaks = append(f.Breaks, Break{EndX: round(end), StartX: round(start), Relation: relation})
		}
	}
	if err := f.bounded(); err != nil {
		return nil, err
	}
	return f, nil
}

// newRule rounds a rule so that it keeps its weight and is never lost.
func newRule(r [4]float64) Rule {
	return Rule{X: round(r[0]), Y: round(r[1]), W: max(1, round(r[2])), H: max(1, round(r[3]))}
}

// newClip rounds a window outwards, so that the pieces of a stretched sign
// leave no gap.
func newClip(c [4]float64) *Rule {
	x, y := int(math.Floor(c[0])), int(math.Floor(c[1]))
	return &Rule{X: x, Y: y, W: int(math.Ceil(c[0]+c[2])) - x, H: int(math.Ceil(c[1]+c[3])) - y}
}

// An outlineKey tells outlines apart: what was turned has one of its own.
type outlineKey struct {
	path string
	turn [4]float64
}

// addShapes places glyphs, each distinct outline kept once.
func (f *Formula) addShapes(paths []string, shapes []placed) error {
	index := map[outlineKey]int{}
	for _, s := range shapes {
		if s.G < 0 || s.G >= len(paths) {
			return errPath
		}
		key := outlineKey{path: paths[s.G]}
		shape := Shape{X: round(s.M[4]), Y: round(s.M[5]), ScaleX: round(s.M[0] * 1000), ScaleY: round(s.M[3] * 1000)}
		if !s.straight() {
			key.turn = [4]float64(s.M[:4])
			shape.ScaleX, shape.ScaleY = 1000, 1000
		}
		g, ok := index[key]
		if !ok {
			path, err := parsePath(key.path)
			if err != nil {
				return err
			}
			if !s.straight() {
				turn(path, key.turn)
			}
			g = len(f.Glyphs)
			f.Glyphs = append(f.Glyphs, Glyph{Path: path})
			index[key] = g
		}
		shape.Glyph = g
		if s.C != nil {
			shape.Clip = newClip(*s.C)
		}
		f.Shapes = append(f.Shapes, shape)
	}
	return nil
}

// turn maps the points of a path.
func turn(path []Segment, m [4]float64) {
	for i := range path {
		for j, p := range path[i].P {
			x, y := float64(p.X), float64(p.Y)
			path[i].P[j] = Point{round(float64(m[0]*x) + float64(m[2]*y)), round(float64(m[1]*x) + float64(m[3]*y))}
		}
	}
}
