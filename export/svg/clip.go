package svg

import "strings"

// clip is where drawing shows: the common part of a convex polygon and one
// region of any form. Both are in px. A clip does not change once made.
type clip struct {
	convex polygon   // nil: everywhere
	region outline   // by non-zero winding; nil: everywhere
	subs   [][]point // region, flattened
	bounds box       // of region
	edge   outline   // convex as an outline; nil until first asked for
	both   outline   // convex and region; nil until first asked for
}

// withConvex returns the clip cut to a convex polygon.
func (c *clip) withConvex(p polygon) *clip {
	out := &clip{convex: p, region: c.region, subs: c.subs, bounds: c.bounds}
	if c.convex != nil {
		out.convex = c.convex.intersect(p)
	}
	if out.convex == nil {
		out.convex = polygon{}
	}
	return out
}

// withRegion returns the clip cut to a region. It is nil if neither the region
// nor the one there is convex: paths cannot be intersected in general.
func (c *clip) withRegion(o outline) *clip {
	subs := o.flatten()
	one, isConvex := polygon{}, len(subs) == 0
	if len(subs) == 1 {
		one, isConvex = convex(subs[0])
	}
	if isConvex && (o.straight() || c.region != nil) {
		return c.withConvex(one)
	}
	rest := c
	if c.region != nil {
		if len(c.subs) != 1 {
			return nil
		}
		old, ok := convex(c.subs[0])
		if !ok {
			return nil
		}
		rest = c.withConvex(old)
	}
	return &clip{convex: rest.convex, region: o, subs: subs, bounds: o.bounds()}
}

// cost is about how many operations it takes to cut the clip to a region.
// Cutting one convex polygon by another holds all corners of the one against
// the sides of the other.
func (c *clip) cost(o outline) int {
	few, many := len(c.convex)+corners(c.subs), len(o)
	if !o.straight() {
		many *= 8 // chords of a curve, more or less
	}
	return 50*len(o) + min(few, many)*(few+many)
}

// look says what of a box shows: nothing (seen is false), all of it (a nil
// outline) or what lies within the outline. Outlines are shared between calls.
func (r *renderer) look(n *node, c *clip, b box) (within *outline, seen bool) {
	if b.empty() || !r.work(n, len(c.convex)) {
		return nil, false
	}
	cutConvex := c.convex != nil && !c.convex.contains(b)
	if cutConvex && (len(c.convex) < 3 || !c.convex.bounds().overlaps(b)) {
		return nil, false
	}
	cutRegion := c.region != nil && !r.holds(n, c, b)
	if cutRegion && !c.bounds.overlaps(b) {
		return nil, false
	}
	switch {
	case cutConvex && cutRegion:
		return r.cutBoth(n, c)
	case cutRegion:
		return &c.region, true
	case cutConvex:
		if c.edge == nil {
			c.edge = fromPolygons([][]point{c.convex})
		}
		return &c.edge, true
	}
	return nil, true
}

// cutBoth returns the common part of both parts of a clip.
func (r *renderer) cutBoth(n *node, c *clip) (*outline, bool) {
	if c.convex.contains(c.bounds) {
		return &c.region, true
	}
	if c.both == nil {
		if !r.work(n, len(c.convex)*corners(c.subs)) {
			return nil, false
		}
		c.both = fromPolygons(c.convex.cutAll(c.subs))
	}
	return &c.both, len(c.both) > 0
}

func corners(subs [][]point) int {
	n := 0
	for _, sub := range subs {
		n += len(sub)
	}
	return n
}

// holds says whether a box lies inside of the region. Regions with many corners
// are not looked at: cutting is always right.
func (r *renderer) holds(n *node, c *clip, b box) bool {
	count := corners(c.subs)
	if count > 500 || !r.work(n, 8*count) {
		return false
	}
	corners := b.corners()
	for _, sub := range c.subs {
		for i, p := range sub {
			q := sub[(i+1)%len(sub)]
			for k := range corners {
				if meets(p, q, corners[k], corners[(k+1)%4]) {
					return false
				}
			}
		}
		if p := sub[0]; p.x > b.min.x && p.x < b.max.x && p.y > b.min.y && p.y < b.max.y {
			return false // the whole subpath lies inside of the box
		}
	}
	return winding(c.subs, b.min) != 0
}

// clipWith cuts the scope of an element to its clip-path property.
func (r *renderer) clipWith(n *node, sc *scope, value string) {
	id, _, ok := r.reference(n, "clip-path", value)
	if !ok {
		if !strings.HasPrefix(value, "url(") {
			r.problem(n, "clip-path: %q is not supported: use url(#id) of a <clipPath>", clipped(value))
		}
		return
	}
	target := r.ids[id]
	if target == nil || target.name != "clipPath" {
		r.problemAt(n, "clip-path", 0, "clip-path: no <clipPath> has the id %q", clipped(id))
		return
	}
	inner, ok := r.inside(n, sc, target)
	if !ok {
		return
	}
	inner.m = sc.m
	if target.attr("clipPathUnits") == "objectBoundingBox" {
		b := r.shapeOf(n, sc).bounds()
		if b.empty() {
			r.problem(n, "clip-path with clipPathUnits=\"objectBoundingBox\" is supported on plain shapes only")
			return
		}
		inner.m = inner.m.times(boxMatrix(b))
	}
	inner.m = inner.m.times(r.transformOf(target))
	r.cutTo(n, sc, target, &inner)
}

// cutTo cuts a scope to the shapes of a <clipPath>.
func (r *renderer) cutTo(n *node, sc *scope, target *node, inner *scope) {
	if v := r.value(target, "clip-path"); v != "" && v != "none" {
		r.clipWith(target, inner, v)
		sc.clip = inner.clip
	}
	region, ok := r.clipShapes(target, inner)
	if !ok {
		return
	}
	if !r.work(n, sc.clip.cost(region)) {
		return
	}
	if cut := sc.clip.withRegion(region); cut != nil {
		sc.clip = cut
	} else {
		r.problem(n, "clip paths inside of each other are supported only when all but one are convex: intersect them in the drawing program")
	}
}

// boxMatrix maps the unit square to a box.
func boxMatrix(b box) matrix {
	return matrix{b.width(), 0, 0, b.height(), b.min.x, b.min.y}
}

// clipShapes joins the shapes in a <clipPath> to one region.
func (r *renderer) clipShapes(target *node, inner *scope) (outline, bool) {
	var all []outline
	if !r.work(target, len(target.children)) {
		return nil, false
	}
	for _, c := range target.children {
		if c.name == "" || !c.isSVG() || ignored[c.name] {
			continue
		}
		o, ok := r.clipShape(c, inner)
		if !ok {
			return nil, false
		}
		if len(o) > 0 {
			all = append(all, o)
		}
	}
	var region outline
	for _, o := range all {
		// Shapes that overlap must wind the same way to add up.
		if len(all) > 1 && totalArea(o.flatten()) < 0 {
			o = o.reversed()
		}
		region = append(region, o...)
	}
	return region, true
}

func totalArea(subs [][]point) float64 {
	sum := 0.0
	for _, sub := range subs {
		sum += area(sub)
	}
	return sum
}

// clipShape returns one shape in a <clipPath> as an outline in px that is
// filled by non-zero winding.
func (r *renderer) clipShape(n *node, inner *scope) (outline, bool) {
	if !r.visit(n) {
		return nil, false
	}
	if n.name == "use" {
		return r.clipUse(n, inner)
	}
	if r.value(n, "display") == "none" {
		return nil, true
	}
	if !basicShapes[n.name] {
		r.problem(n, "<%s> in a clip path is not supported: use plain shapes", n.name)
		return nil, false
	}
	sc := *inner
	sc.style = r.compute(n, inner)
	if sc.style.hidden {
		return nil, true
	}
	if v := r.value(n, "clip-path"); v != "" && v != "none" {
		r.problem(n, "a clip path on a shape in a clip path is not supported: intersect them in the drawing program")
	}
	sc.m = inner.m.times(r.transformOf(n))
	o := r.shapeOf(n, &sc).transform(sc.m)
	if !r.spend(n, len(o)) || !r.near(n, o) {
		return nil, false
	}
	if sc.style.clipEvenOdd {
		return r.nonZero(n, o)
	}
	return o, true
}

func (r *renderer) clipUse(n *node, inner *scope) (outline, bool) {
	target, ok := r.target(n)
	if !ok {
		return nil, false
	}
	sc, ok := r.inside(n, inner, target)
	if !ok {
		return nil, false
	}
	sc.style = r.compute(n, inner)
	x, y := r.coordinate(n, inner, "x", horizontal, 0), r.coordinate(n, inner, "y", vertical, 0)
	sc.m = inner.m.times(r.transformOf(n)).times(translation(x, y))
	return r.clipShape(target, &sc)
}

// maxCrossings bounds the sides that are compared with each other.
const maxCrossings = 1500

// nonZero turns an outline meant for the even-odd rule into one that fills the
// same by non-zero winding: subpaths at even depth run one way, the others the
// other way. Outlines that cross themselves cannot be turned.
func (r *renderer) nonZero(n *node, o outline) (outline, bool) {
	subs := o.flatten()
	if len(subs) == 1 {
		if _, ok := convex(subs[0]); ok {
			return o, true
		}
	}
	if count := corners(subs); !r.work(n, count*min(count, maxCrossings)) {
		return nil, false
	}
	if crosses(subs) {
		r.problem(n, "a shape with the even-odd rule that crosses itself cannot clip or carry a gradient: split it in the drawing program")
		return nil, false
	}
	var out outline
	k := 0
	for _, sub := range o.subpaths() {
		if len(sub) < 2 {
			continue
		}
		depth := around(subs, k)
		if (area(subs[k]) < 0) == (depth%2 == 0) {
			out = append(out, sub.reversed()...)
		} else {
			out = append(out, sub...)
			out.close()
		}
		k++
	}
	return out, true
}

// around counts the other subpaths around the k-th.
func around(subs [][]point, k int) int {
	depth := 0
	for i := range subs {
		if i != k && winding(subs[i:i+1], subs[k][0]) != 0 {
			depth++
		}
	}
	return depth
}

// crosses says whether sides of the polygons that are not neighbours meet. Too
// many sides to look at count as crossing.
func crosses(subs [][]point) bool {
	type side struct {
		a, b      point
		sub, i, n int
	}
	var sides []side
	for k, sub := range subs {
		sub = distinct(sub)
		for i := range sub {
			sides = append(sides, side{sub[i], sub[(i+1)%len(sub)], k, i, len(sub)})
		}
	}
	if len(sides) > maxCrossings {
		return true
	}
	for i, s := range sides {
		for _, t := range sides[i+1:] {
			if s.sub == t.sub && (t.i == s.i+1 || s.i == 0 && t.i == t.n-1) {
				continue
			}
			if meets(s.a, s.b, t.a, t.b) {
				return true
			}
		}
	}
	return false
}
