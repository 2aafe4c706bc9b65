package svg

import (
	"math"
	"strings"
)

// axis says what a percentage is of.
type axis uint8

const (
	horizontal axis = iota
	vertical
	diagonal
)

// units are the units of CSS in px.
var units = map[string]float64{"": 1, "px": 1, "pt": 4.0 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 960 / 25.4, "in": 96, "q": 24 / 25.4}

// length reads a length in user units; em is the font size there.
func (sc *scope) length(text string, along axis, em float64) (float64, bool) {
	s := scanner{s: strings.TrimSpace(text)}
	v, ok := s.number()
	if !ok {
		return 0, false
	}
	unit := strings.ToLower(s.s[s.pos:])
	switch unit {
	case "%":
		return float64(v / 100 * sc.extent(along)), true
	case "em":
		return float64(v * em), true
	case "ex", "ch":
		return float64(v * em / 2), true
	case "rem":
		return float64(v * 16), true
	}
	factor, ok := units[unit]
	return float64(v * factor), ok
}

// extent is what 100% mean in the nearest viewport.
func (sc *scope) extent(along axis) float64 {
	switch along {
	case horizontal:
		return sc.view.x
	case vertical:
		return sc.view.y
	}
	return length(sc.view.x, sc.view.y) / math.Sqrt2
}

// coordinate reads a length attribute, or otherwise if it is not given.
func (r *renderer) coordinate(n *node, sc *scope, name string, along axis, otherwise float64) float64 {
	text := strings.TrimSpace(n.attr(name))
	if text == "" || text == "auto" {
		return otherwise
	}
	v, ok := sc.length(text, along, sc.style.font.size)
	if !ok {
		r.problemAt(n, name, 0, "%s: %q is not a length: want a number such as 12.5, or one with px, pt, mm, em or %%", name, clipped(text))
		return otherwise
	}
	return v
}

// viewBox is a viewBox attribute.
type viewBox struct{ x, y, w, h float64 }

// viewBoxOf reads the viewBox of an element; false if it has none to use.
func (r *renderer) viewBoxOf(n *node) (viewBox, bool) {
	text := n.attr("viewBox")
	if strings.TrimSpace(text) == "" {
		return viewBox{}, false
	}
	v, ok := parseNumbers(text)
	if !ok || len(v) != 4 || v[2] < 0 || v[3] < 0 {
		r.problemAt(n, "viewBox", 0, "viewBox: want four numbers (left, top, width, height), not %q", clipped(text))
		return viewBox{}, false
	}
	return viewBox{v[0], v[1], v[2], v[3]}, true
}

// fit returns the matrix that puts the view box into a rectangle of width w and
// height h at 0, 0, the way preserveAspectRatio asks.
func (r *renderer) fit(n *node, v viewBox, w, h float64) matrix {
	sx, sy := w/v.w, h/v.h
	align, slice := r.aspect(n)
	if align == "none" {
		return scaling(sx, sy).times(translation(-v.x, -v.y))
	}
	s := min(sx, sy)
	if slice {
		s = max(sx, sy)
	}
	dx := float64((w - float64(v.w*s)) * share(align[1:4]))
	dy := float64((h - float64(v.h*s)) * share(align[5:8]))
	return translation(dx, dy).times(scaling(s, s)).times(translation(-v.x, -v.y))
}

// aspect reads preserveAspectRatio.
func (r *renderer) aspect(n *node) (align string, slice bool) {
	align = "xMidYMid"
	fields := strings.Fields(n.attr("preserveAspectRatio"))
	if len(fields) > 0 && fields[0] == "defer" {
		fields = fields[1:]
	}
	if len(fields) == 0 {
		return align, false
	}
	if !alignments[fields[0]] {
		r.problemAt(n, "preserveAspectRatio", 0, "preserveAspectRatio: want a value such as xMidYMid or none, not %q", clipped(fields[0]))
		return align, false
	}
	return fields[0], len(fields) > 1 && fields[1] == "slice"
}

var alignments = words(`none xMinYMin xMidYMin xMaxYMin xMinYMid xMidYMid xMaxYMid xMinYMax xMidYMax xMaxYMax`)

// share says how much of the free space goes before the drawing.
func share(align string) float64 {
	switch align {
	case "Min":
		return 0
	case "Mid":
		return 0.5
	}
	return 1
}
