package pdf

import (
	"github.com/papersetter/papersetter/export/math"
)

// appendOutline appends the path of an outline.
func appendOutline(b []byte, outline []math.Segment) []byte {
	return appendScaled(b, outline, frame{scaleX: 1000, scaleY: 1000})
}

// A frame places an outline: scaled by thousandths, then moved.
type frame struct{ scaleX, scaleY, x, y int }

func (f frame) point(p math.Point) (x, y int) {
	return f.x + int(divide(int64(p.X)*int64(f.scaleX), 1000)), f.y + int(divide(int64(p.Y)*int64(f.scaleY), 1000))
}

func appendScaled(b []byte, outline []math.Segment, f frame) []byte {
	for _, s := range outline {
		for _, p := range ends(s) {
			x, y := f.point(p)
			b = appendInts(b, x, y)
		}
		b = append(b, "mlch"[s.Op], '\n')
	}
	return b
}

// appendFormula appends what a formula draws, moved so that the lower left
// corner of its ink is the origin.
func appendFormula(b []byte, m *math.Formula, ink [4]int) []byte {
	for i := range m.Shapes {
		s := &m.Shapes[i]
		place := shapeFrame(s)
		place.x -= ink[0]
		place.y -= ink[1]
		if s.Clip != nil {
			b = append(b, "q\n"...)
			b = appendInts(b, s.Clip.X-ink[0], s.Clip.Y-ink[1], s.Clip.W, s.Clip.H)
			b = append(b, "re W n\n"...)
		}
		b = appendScaled(b, m.Glyphs[s.Glyph].Path, place)
		b = append(b, "f\n"...)
		if s.Clip != nil {
			b = append(b, "Q\n"...)
		}
	}
	for _, r := range m.Rules {
		b = appendInts(b, r.X-ink[0], r.Y-ink[1], r.W, r.H)
		b = append(b, "re\n"...)
	}
	if len(m.Rules) > 0 {
		b = append(b, "f\n"...)
	}
	return b
}

func shapeFrame(s *math.Shape) frame { return frame{s.ScaleX, s.ScaleY, s.X, s.Y} }

// inkOf returns a box around all that a formula draws: left, bottom, right,
// top.
func inkOf(m *math.Formula) [4]int {
	ink := noInk
	boxes := map[int][4]int{} // of glyphs
	for i := range m.Shapes {
		s := &m.Shapes[i]
		box, ok := boxes[s.Glyph]
		if !ok {
			box = noInk
			extend(&box, m.Glyphs[s.Glyph].Path)
			boxes[s.Glyph] = box
		}
		if empty(box) {
			continue
		}
		x1, y1 := shapeFrame(s).point(math.Point{X: box[0], Y: box[1]})
		x2, y2 := shapeFrame(s).point(math.Point{X: box[2], Y: box[3]})
		placed := [4]int{min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)}
		if c := s.Clip; c != nil {
			placed = [4]int{max(placed[0], c.X), max(placed[1], c.Y), min(placed[2], c.X+c.W), min(placed[3], c.Y+c.H)}
		}
		ink = union(ink, placed)
	}
	for _, r := range m.Rules {
		ink = union(ink, [4]int{r.X, r.Y, r.X + r.W, r.Y + r.H})
	}
	return ink
}

// noInk is the box around nothing, ready for union and extend.
var noInk = [4]int{1 << 30, 1 << 30, -1 << 30, -1 << 30}

func empty(box [4]int) bool { return box[0] >= box[2] || box[1] >= box[3] }

func union(a, b [4]int) [4]int {
	if empty(b) {
		return a
	}
	return [4]int{min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])}
}
