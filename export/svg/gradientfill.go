package svg

import (
	"math"
	"slices"
)

// fillGradient fills the outline with a gradient, in bands.
func (p *painter) fillGradient() {
	g := p.r.gradientOf(p.fill.gradient)
	b := p.user.bounds()
	if g == nil || b.empty() {
		return
	}
	region := p.px
	if p.sc.style.evenOdd {
		var ok bool
		if region, ok = p.r.nonZero(p.n, region); !ok {
			return
		}
	}
	if !p.r.work(p.n, p.sc.clip.cost(region)) {
		return
	}
	within := p.sc.clip.withRegion(region)
	if within == nil {
		p.r.problem(p.n, "a gradient on a shape with a clip path is supported only when one of them is convex: use a plain colour")
		return
	}
	sc := *p.sc
	m := sc.m
	if _, units := g.attr("gradientUnits"); units != "userSpaceOnUse" {
		if b.width() == 0 || b.height() == 0 {
			return // as SVG asks
		}
		m = m.times(boxMatrix(b))
		sc.view = point{1, 1}
	}
	if n, text := g.attr("gradientTransform"); text != "" {
		t, offset, err := parseTransform(text)
		if err != nil {
			p.r.problemAt(n, "gradientTransform", offset, "gradientTransform: %v", err)
		}
		m = m.times(t)
	}
	f := gradientFill{painter: p, gradient: g, m: m, within: within, area: region.bounds().grow(1)}
	inverse, ok := m.invert()
	switch {
	case !ok || len(g.stops) == 1:
		f.whole(g.stops[len(g.stops)-1].colour)
	case g.chain[0].name == "linearGradient":
		f.linear(&sc, inverse)
	default:
		f.radial(&sc, inverse)
	}
}

// gradientFill paints the bands of a gradient into one shape.
type gradientFill struct {
	*painter
	gradient *gradient
	m        matrix // of the gradient to px
	within   *clip
	area     box // of the shape in px
}

// whole paints the shape with one colour.
func (f *gradientFill) whole(c colour) {
	c.alpha = float64(c.alpha * f.fill.colour.alpha)
	f.polygon(f.area.polygon(), c)
}

func (f *gradientFill) polygon(poly polygon, c colour) {
	if f.within.convex != nil {
		if !f.r.work(f.n, len(poly)*len(f.within.convex)) {
			return
		}
		poly = poly.intersect(f.within.convex)
	}
	if len(poly) > 2 {
		f.put(fromPolygons([][]point{poly}), c)
	}
}

func (f *gradientFill) put(o outline, c colour) {
	if c.alpha == 0 || !f.r.near(f.n, o) {
		return
	}
	k := ink{colour: c}
	f.r.emit(f.n, f.within, &pathShape{outline: o, fill: k.rgb(), fillFade: k.fade()})
}

// linear paints bands between parallel lines.
func (f *gradientFill) linear(sc *scope, inverse matrix) {
	g := f.gradient
	from := point{g.place(sc, "x1", horizontal, "0%"), g.place(sc, "y1", vertical, "0%")}
	to := point{g.place(sc, "x2", horizontal, "100%"), g.place(sc, "y2", vertical, "0%")}
	along := to.minus(from)
	square := dot(along, along)
	if square == 0 {
		f.whole(g.stops[len(g.stops)-1].colour)
		return
	}
	// t grows linearly over the page: t = n·p + d.
	t := func(p point) float64 { return dot(inverse.apply(p).minus(from), along) / square }
	d := t(point{})
	n := point{t(point{1, 0}) - d, t(point{0, 1}) - d}
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, c := range f.area.corners() {
		lo, hi = min(lo, t(c)), max(hi, t(c))
	}
	bands := g.spread(lo, hi)
	if bands == nil {
		f.whole(g.average())
		return
	}
	f.paint(bands, lo, hi, func(b band, above, below bool) {
		poly := f.area.polygon()
		if above {
			poly = halfPlane{n, b.from - d}.cut(poly)
		}
		if below {
			poly = halfPlane{n.times(-1), d - b.to}.cut(poly)
		}
		f.polygon(poly, b.colour)
	})
}

// radial paints bands between circles, from the outermost inwards.
func (f *gradientFill) radial(sc *scope, inverse matrix) {
	g := f.gradient
	center := point{g.place(sc, "cx", horizontal, "50%"), g.place(sc, "cy", vertical, "50%")}
	radius := g.place(sc, "r", diagonal, "50%")
	focus := center
	if _, v := g.attr("fx"); v != "" {
		focus.x = g.place(sc, "fx", horizontal, "")
	}
	if _, v := g.attr("fy"); v != "" {
		focus.y = g.place(sc, "fy", vertical, "")
	}
	if radius <= 0 {
		f.whole(g.stops[len(g.stops)-1].colour)
		return
	}
	// The focus must lie inside.
	if off := focus.minus(center); length(off.x, off.y) > 0.99*radius {
		focus = center.plus(off.times(0.99 * radius / length(off.x, off.y)))
	}
	inner := g.place(sc, "fr", diagonal, "0")
	far := 0.0
	for _, c := range f.area.corners() {
		v := inverse.apply(c).minus(focus)
		far = max(far, length(v.x, v.y))
	}
	// The circles move with their centres, which is slower than their radii grow.
	off := center.minus(focus)
	hi := far / max(radius-length(off.x, off.y)-inner, radius/100)
	bands := g.spread(0, hi)
	if bands == nil {
		f.whole(g.average())
		return
	}
	circle := func(t float64) outline {
		at := between(focus, center, t)
		size := inner + float64(t*(radius-inner))
		return ellipseUnder(f.m.times(translation(at.x, at.y)).times(scaling(size, size)))
	}
	f.paint(bands, 0, hi, func(b band, above, below bool) {
		o := fromPolygons([][]point{f.area.polygon()})
		if below {
			o = circle(b.to)
		}
		if above {
			o = append(o, circle(b.from).reversed()...)
		}
		f.put(o, b.colour)
	})
}

// paint paints those bands that show between lo and hi. draw paints one of them
// with its colour: where t is at least from if above is set, and where it is at
// most to if below is.
//
// Bands side by side show hairs of what lies behind them in many viewers. So
// they are laid one over the other where that comes to the same: when they are
// opaque, and when only their opacity grows or falls.
func (f *gradientFill) paint(bands []band, lo, hi float64, draw func(b band, above, below bool)) {
	bands = slices.DeleteFunc(bands, func(b band) bool { return b.to <= lo || b.from >= hi })
	for i := range bands {
		bands[i].alpha = float64(bands[i].alpha * f.fill.colour.alpha)
	}
	growing, falling := layers(bands)
	covered := 0.0 // opacity of the layers so far
	layer := func(b band, above, below bool) {
		if b.alpha < 1 {
			// Opacities of paths have 255 steps: what one layer lacks the next adds.
			b.alpha = float64(byteOf(max(b.alpha-covered, 0)/(1-covered))) / 255
			covered += float64((1 - covered) * b.alpha)
		}
		draw(b, above, below)
	}
	switch {
	case falling:
		for _, b := range slices.Backward(bands) {
			layer(b, false, b.to < hi)
		}
	case growing:
		for _, b := range bands {
			layer(b, b.from > lo, false)
		}
	default:
		for _, b := range bands {
			draw(b, b.from > lo, b.to < hi)
		}
	}
}

// layers says whether bands may be laid one over the other from the first to
// the last (growing) or the other way round (falling).
func layers(bands []band) (growing, falling bool) {
	opaque, even := true, true
	growing, falling = true, true
	for i, b := range bands {
		opaque = opaque && b.alpha == 1
		if i > 0 {
			last := bands[i-1]
			even = even && b.RGB == last.RGB
			growing = growing && b.alpha >= last.alpha
			falling = falling && b.alpha <= last.alpha
		}
	}
	return opaque || even && growing, opaque || even && falling
}
