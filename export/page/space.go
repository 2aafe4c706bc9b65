package page

import (
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/typeset"
)

// space leaves room for a written answer: dotted lines, a blank box or graph
// paper.
func (c *composer) space(p *export.Part, s setting) []line {
	sp := p.Space
	switch {
	case sp.None:
		return nil
	case sp.Booklet:
		return c.hint(c.words.Say("booklet"), s)
	case c.style.Booklet:
		return nil
	case sp.Millimetres > 0 && sp.Grid:
		return c.graph(typeset.Length(sp.Millimetres)*typeset.MM, s.width)
	case sp.Millimetres > 0:
		h := min(typeset.Length(sp.Millimetres)*typeset.MM, c.textDepth*8/10)
		return []line{{above: 2 * typeset.Point, height: h, items: furnishes(outline(0, -h, s.width, h, thin)...)}}
	}
	lines := make([]line, p.Lines())
	for i := range lines {
		lines[i] = line{height: c.answerLineGap, items: furnishes(dotted(s.width))}
	}
	if len(lines) <= 12 {
		return keepTogether(lines)
	}
	lines[0].keep, lines[len(lines)-2].keep = true, true
	return lines
}

// dotted is the line to write on.
func dotted(width typeset.Length) typeset.Item {
	gray := typeset.RGB{R: byte(soft), G: byte(soft), B: byte(soft)}
	return &typeset.Path{
		Steps:  []typeset.PathStep{{Op: typeset.MoveTo}, {Op: typeset.LineTo, P: [3]typeset.XY{{X: width}}}},
		Stroke: &gray,
		Width:  thin,
		Cap:    1,
		Dash:   []typeset.Length{0, 2 * typeset.Point},
	}
}

// graph is graph paper: squares of 2 mm, every fifth line stronger, in whole
// centimetres.
func (c *composer) graph(height, width typeset.Length) []line {
	const small, large = 2 * typeset.MM, 10 * typeset.MM
	height = max(large, min(height, c.textDepth*8/10)/large*large)
	width = max(large, width/large*large)
	rules := func(every typeset.Length, gray, weight int) typeset.Item {
		shade := typeset.RGB{R: byte(gray), G: byte(gray), B: byte(gray)}
		path := &typeset.Path{Stroke: &shade, Width: typeset.Length(weight) * typeset.Point / 100}
		rule := func(x1, y1, x2, y2 typeset.Length) {
			path.Steps = append(path.Steps,
				typeset.PathStep{Op: typeset.MoveTo, P: [3]typeset.XY{{X: x1, Y: y1}}},
				typeset.PathStep{Op: typeset.LineTo, P: [3]typeset.XY{{X: x2, Y: y2}}})
		}
		for x := typeset.Length(0); x <= width; x += every {
			rule(x, -height, x, 0)
		}
		for y := typeset.Length(0); y <= height; y += every {
			rule(0, -y, width, -y)
		}
		return path
	}
	return []line{{above: 3 * typeset.Point, height: height, depth: typeset.Point, items: furnishes(rules(small, 205, 25), rules(large, 150, 50))}}
}
