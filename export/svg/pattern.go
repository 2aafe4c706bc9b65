package svg

import (
	"math"
	"slices"
	"strings"
)

// maxTiles bounds how often a pattern is repeated in one shape.
const maxTiles = 4000

// A pattern is a tile that fills a shape over and over. The chain begins with
// the element itself; what it leaves out is that of the next, which it refers
// to.
type pattern struct {
	r     *renderer
	chain []*node
}

// patternOf reads a pattern; nil if it draws nothing.
func (r *renderer) patternOf(n *node) *pattern {
	p := &pattern{r: r}
	for at := n; at != nil && at.name == "pattern" && !slices.Contains(p.chain, at) && len(p.chain) < maxUse; {
		p.chain = append(p.chain, at)
		if at.href() == "" {
			break
		}
		next, ok := r.target(at)
		if !ok {
			break
		}
		at = next
	}
	return p
}

// attr returns an attribute of the nearest element of the chain that has it.
func (p *pattern) attr(name string) (*node, string) {
	for _, n := range p.chain {
		if v := strings.TrimSpace(n.attr(name)); v != "" {
			return n, v
		}
	}
	return p.chain[0], ""
}

// tile returns the element whose children are drawn, or nil.
func (p *pattern) tile() *node {
	for _, n := range p.chain {
		if len(n.children) > 0 {
			return n
		}
	}
	return nil
}

// fillPattern repeats the tile over the shape, within it.
func (p *painter) fillPattern() {
	pattern := p.r.patternOf(p.fill.pattern)
	tile, b := pattern.tile(), p.user.bounds()
	if tile == nil || b.empty() {
		return
	}
	if n, v := pattern.attr("viewBox"); v != "" {
		p.r.problem(n, "a pattern with a viewBox is not supported: draw its tile in the units of the figure")
		return
	}
	within, ok := p.within()
	if !ok {
		return
	}
	sc := *p.sc
	sc.style, sc.opacity = defaultStyle(), p.fill.colour.alpha
	inner, ok := p.r.inside(p.n, &sc, tile)
	if !ok {
		return
	}
	area, ok := pattern.area(&inner, b)
	if !ok {
		return
	}
	if n, text := pattern.attr("patternTransform"); text != "" {
		t, offset, err := parseTransform(text)
		if err != nil {
			p.r.problemAt(n, "patternTransform", offset, "patternTransform: %v", err)
		}
		inner.m = inner.m.times(t)
	}
	inner.clip = within
	p.repeat(tile, &inner, area, pattern.content(b))
}

// within is the clip that only lets the shape show.
func (p *painter) within() (*clip, bool) {
	region := p.px
	if p.sc.style.evenOdd {
		var ok bool
		if region, ok = p.r.nonZero(p.n, region); !ok {
			return nil, false
		}
	}
	if !p.r.work(p.n, p.sc.clip.cost(region)) {
		return nil, false
	}
	within := p.sc.clip.withRegion(region)
	if within == nil {
		p.r.problem(p.n, "a pattern on a shape with a clip path is supported only when one of them is convex: use a plain colour")
	}
	return within, within != nil
}

// area is the first tile in user space.
func (p *pattern) area(sc *scope, bounds box) (box, bool) {
	view := *sc
	n, units := p.attr("patternUnits")
	relative := units != "userSpaceOnUse"
	if relative {
		view.view = point{1, 1}
	}
	at := func(name string, along axis) float64 {
		n, v := p.attr(name)
		if v == "" {
			return 0
		}
		x, ok := view.length(v, along, sc.style.font.size)
		if !ok {
			p.r.problemAt(n, name, 0, "%s: %q is not a length", name, clipped(v))
		}
		return x
	}
	x, y, w, h := at("x", horizontal), at("y", vertical), at("width", horizontal), at("height", vertical)
	if relative {
		x, w = bounds.min.x+float64(x*bounds.width()), float64(w*bounds.width())
		y, h = bounds.min.y+float64(y*bounds.height()), float64(h*bounds.height())
	}
	if w < 0 || h < 0 {
		p.r.problem(n, "the size of a pattern is negative")
	}
	return box{min: point{x, y}, max: point{x + w, y + h}}, w > 0 && h > 0
}

// content is the scale of what the tile holds.
func (p *pattern) content(bounds box) matrix {
	if _, units := p.attr("patternContentUnits"); units == "objectBoundingBox" {
		return scaling(bounds.width(), bounds.height())
	}
	return identity
}

// repeat draws the tiles that reach the shape, each within its own edges.
func (p *painter) repeat(tile *node, sc *scope, first box, content matrix) {
	inverse, ok := sc.m.invert()
	if !ok {
		return
	}
	reach := box{min: point{math.Inf(1), math.Inf(1)}, max: point{math.Inf(-1), math.Inf(-1)}}
	for _, corner := range p.px.bounds().corners() {
		reach = reach.add(inverse.apply(corner))
	}
	w, h := first.width(), first.height()
	from := point{math.Floor((reach.min.x - first.min.x) / w), math.Floor((reach.min.y - first.min.y) / h)}
	to := point{math.Ceil((reach.max.x - first.min.x) / w), math.Ceil((reach.max.y - first.min.y) / h)}
	if count := float64((to.x - from.x) * (to.y - from.y)); !(count <= maxTiles) {
		p.r.problem(p.n, "the pattern is repeated more than %d times: make its tile larger", maxTiles)
		return
	}
	m := sc.m
	for j := from.y; j < to.y; j++ {
		for i := from.x; i < to.x && !p.r.stopped; i++ {
			corner := point{first.min.x + float64(i*w), first.min.y + float64(j*h)}
			edge, ok := convex([]point{
				m.apply(corner), m.apply(corner.plus(point{w, 0})), m.apply(corner.plus(point{w, h})), m.apply(corner.plus(point{0, h})),
			})
			if !ok || !p.r.work(p.n, 100) {
				return
			}
			one := *sc
			one.m = m.times(translation(corner.x, corner.y)).times(content)
			one.clip = sc.clip.withConvex(edge)
			p.r.children(tile, &one)
		}
	}
}
