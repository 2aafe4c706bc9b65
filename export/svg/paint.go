package svg

import (
	"slices"
	"strings"
)

// paint fills and strokes an outline in user space and sets its markers, in the
// order that paint-order asks for.
func (r *renderer) paint(n *node, sc *scope, o outline) {
	px := o.transform(sc.m)
	if !r.near(n, px) {
		return
	}
	s := &sc.style
	fill := r.resolve(n, sc, s.fill, float64(s.fillOpacity*sc.opacity))
	if n.name == "line" {
		fill.none = true
	}
	stroke := r.resolve(n, sc, s.stroke, float64(s.strokeOpacity*sc.opacity))
	if s.width == 0 {
		stroke.none = true
	}
	p := painter{r, n, sc, o, px, fill, stroke}
	order := paintOrder(s.order)
	if together := []string{"fill", "stroke"}; fill.plain() && stroke.plain() && slices.Equal(order[:2], together) {
		p.fillAndStroke()
		order = order[2:]
	} else if fill.plain() && stroke.plain() && slices.Equal(order[1:], together) {
		p.markers()
		p.fillAndStroke()
		return
	}
	for _, what := range order {
		switch what {
		case "fill":
			p.fillOnly()
		case "stroke":
			p.strokeOnly()
		case "markers":
			p.markers()
		}
	}
}

// paintOrder returns fill, stroke and markers in the order asked for.
func paintOrder(v string) []string {
	var order []string
	for _, w := range append(strings.Fields(v), "fill", "stroke", "markers") {
		if !slices.Contains(order, w) && (w == "fill" || w == "stroke" || w == "markers") {
			order = append(order, w)
		}
	}
	return order
}

// plain says whether the ink is one colour.
func (k ink) plain() bool { return !k.none && k.gradient == nil && k.pattern == nil }

// painter paints one outline.
type painter struct {
	r            *renderer
	n            *node
	sc           *scope
	user, px     outline // the same outline in user space and in px
	fill, stroke ink
}

func (p *painter) fillAndStroke() {
	s := p.stroked(p.stroke)
	p.addFill(s)
	p.r.emit(p.n, p.sc.clip, s)
}

func (p *painter) fillOnly() {
	switch {
	case p.fill.none:
	case p.fill.gradient != nil:
		p.fillGradient()
	case p.fill.pattern != nil:
		p.fillPattern()
	default:
		s := &pathShape{outline: p.px}
		p.addFill(s)
		p.r.emit(p.n, p.sc.clip, s)
	}
}

func (p *painter) addFill(s *pathShape) {
	s.fill, s.fillFade, s.evenOdd = p.fill.rgb(), p.fill.fade(), p.sc.style.evenOdd
}

func (p *painter) strokeOnly() {
	if p.stroke.none {
		return
	}
	p.r.emit(p.n, p.sc.clip, p.stroked(p.r.flat(p.stroke, p.sc)))
}

// stroked returns the outline with its stroke. Widths and dashes are scaled
// with the drawing, by the mean factor if the transform stretches unevenly.
func (p *painter) stroked(k ink) *pathShape {
	st := &p.sc.style
	scale := p.sc.m.scale()
	if p.r.value(p.n, "vector-effect") == "non-scaling-stroke" {
		scale = 1
	}
	s := &pathShape{
		outline:    p.px,
		stroke:     k.rgb(),
		strokeFade: k.fade(),
		width:      float64(st.width * scale),
		cap:        st.cap,
		join:       st.join,
		miter:      st.miter,
		dashOffset: float64(st.dashOffset * scale),
	}
	for _, d := range st.dash {
		s.dash = append(s.dash, float64(d*scale))
	}
	return s
}

// emit adds a shape as far as the clip shows it.
func (r *renderer) emit(n *node, c *clip, s *pathShape) {
	within, seen := r.look(n, c, s.reach())
	if !seen {
		return
	}
	steps := len(s.outline)
	if within != nil {
		steps += len(*within)
	}
	if r.spend(n, steps) {
		s.clip = within
		r.add(s)
	}
}

// reach returns the box of all that the shape may paint.
func (s *pathShape) reach() box {
	b := s.outline.bounds()
	if s.stroke == nil || b.empty() {
		return b
	}
	factor := 1.5                          // square caps reach a diagonal far
	if s.join == 0 && len(s.outline) > 2 { // a single line has no corner
		factor = max(factor, s.miter)
	}
	return b.grow(float64(s.width / 2 * factor))
}
