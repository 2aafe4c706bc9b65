package svg

import (
	"fmt"
	"math"
	"strings"

	"github.com/papersetter/papersetter/export/typeset"
)

// renderer walks the tree and collects shapes and problems.
type renderer struct {
	fonts  *typeset.Fonts
	source source
	found  []found

	root     *node
	ids      map[string]*node
	rules    []rule
	compared int // selector parts compared with elements

	shapes  []shape
	drawn   int  // elements visited
	steps   int  // of paths and clip paths
	chars   int  // of text
	effort  int  // rough count of operations
	stopped bool // a limit was exceeded
	page    *clip
	base    scope           // of the root, before its own style
	placed  map[*node]style // of markers, where they stand in the file
}

// scope is what an element inherits from where it stands.
type scope struct {
	m       matrix // user space to px of the drawing
	style   style
	view    point // size of the nearest viewport in user units
	clip    *clip
	opacity float64 // of the groups around
	context struct{ fill, stroke ink }
	chain   *link // elements that are being drawn from elsewhere
}

// link is an element that is drawn because something refers to it.
type link struct {
	node  *node
	up    *link
	depth int
}

// maxNatural bounds the natural size, in px.
const maxNatural = 100_000

// drawing draws the whole figure.
func (r *renderer) drawing(root *node) *Drawing {
	sc := scope{m: identity, style: defaultStyle(), opacity: 1, clip: &clip{}}
	sc.context.fill.none, sc.context.stroke.none = true, true
	v, hasBox := r.viewBoxOf(root)
	w, h := r.naturalSize(root, &sc, v)
	if !(w > 0 && h > 0 && w <= maxNatural && h <= maxNatural) || hasBox && (v.w == 0 || v.h == 0) {
		r.report(root.start, fmt.Sprintf("the drawing has no usable size: give <svg> a viewBox, or width and height, above 0 and up to %d pixels", maxNatural))
		return nil
	}
	sc.view = point{w, h}
	r.base = sc
	page := box{max: sc.view}
	r.page = &clip{convex: page.polygon()}
	sc.clip = r.page
	if hasBox {
		sc.m = r.fit(root, v, w, h)
		sc.view = point{v.w, v.h}
	}
	sc.style = r.compute(root, &sc)
	if r.value(root, "display") != "none" && r.enter(root, &sc) {
		r.background(root, &sc, page)
		r.children(root, &sc)
	}
	k := float64(typeset.Point) * 3 / 4
	return &Drawing{
		Width:  typeset.Length(math.Round(float64(w * k))),
		Height: typeset.Length(math.Round(float64(h * k))),
		width:  w,
		shapes: r.shapes,
	}
}

// naturalSize returns the size in px that width and height ask for; percentages
// and missing ones follow from the viewBox. 0 if nothing says it.
func (r *renderer) naturalSize(root *node, sc *scope, v viewBox) (w, h float64) {
	size := func(name string) float64 {
		text := root.attr(name)
		if strings.HasSuffix(strings.TrimSpace(text), "%") {
			return 0
		}
		return r.coordinate(root, sc, name, horizontal, 0)
	}
	w, h = size("width"), size("height")
	switch {
	case w == 0 && h == 0:
		return v.w, v.h
	case w == 0 && v.h > 0:
		return float64(h * v.w / v.h), h
	case h == 0 && v.w > 0:
		return w, float64(w * v.h / v.w)
	}
	return w, h
}

// background fills the page with the colour that the style of <svg> asks for,
// as draw.io does. White is the paper.
func (r *renderer) background(root *node, sc *scope, page box) {
	for _, name := range []string{"background-color", "background"} {
		v := r.value(root, name)
		if v == "" || v == "none" || v == "initial" {
			continue
		}
		c, err := parseColour(v)
		if err != nil {
			r.problemAt(root, "style", 0, "%s: %v", name, err)
			return
		}
		if c.alpha > 0 && c.RGB != (typeset.RGB{R: 255, G: 255, B: 255}) {
			k := ink{colour: c}
			r.add(&pathShape{outline: fromPolygons([][]point{page.polygon()}), fill: k.rgb(), fillFade: k.fade()})
		}
		return
	}
}

// visit counts an element that is drawn; false when there were too many.
func (r *renderer) visit(n *node) bool {
	if r.drawn++; r.drawn > maxDrawn && !r.stopped {
		r.stopped = true
		r.problem(n, "the figure draws more than %d elements, those drawn again by <use> included: simplify it or use a PNG", maxDrawn)
	}
	return r.work(n, (n.end-n.start)/8) // attributes are read again with every visit
}

// spend counts steps of paths; false when there were too many.
func (r *renderer) spend(n *node, steps int) bool {
	if r.steps += steps; r.steps > maxSteps && !r.stopped {
		r.stopped = true
		r.problem(n, "the figure has paths of more than %d steps together: simplify it or use a PNG", maxSteps)
	}
	return !r.stopped
}

// work counts operations that can be many though little is drawn; false when
// there were too many.
func (r *renderer) work(n *node, operations int) bool {
	if r.effort += operations; r.effort > maxWork && !r.stopped {
		r.stopped = true
		r.problem(n, "the figure takes too long to draw, with what <use>, clip paths and gradients repeat: simplify it or use a PNG")
	}
	return !r.stopped
}

func (r *renderer) children(n *node, sc *scope) {
	if !r.work(n, len(n.children)) {
		return
	}
	for _, c := range n.children {
		r.element(c, sc)
	}
}

// ignored are the elements that draw nothing where they stand.
var ignored = words(`defs metadata title desc symbol marker clipPath linearGradient radialGradient pattern
	filter mask style font font-face view cursor color-profile solidColor hatch mesh`)

// element draws an element and what is in it.
func (r *renderer) element(n *node, outer *scope) {
	if n.name == "" || !n.isSVG() || ignored[n.name] || !r.visit(n) {
		return
	}
	if r.value(n, "display") == "none" {
		return
	}
	sc := *outer
	sc.style = r.compute(n, outer)
	if !r.enter(n, &sc) {
		return
	}
	switch n.name {
	case "g", "a":
		r.children(n, &sc)
	case "svg":
		r.nested(n, &sc)
	case "use":
		r.use(n, &sc)
	case "switch":
		r.choose(n, &sc)
	case "text":
		r.text(n, &sc)
	case "image":
		r.image(n, &sc)
	default:
		if basicShapes[n.name] {
			r.shape(n, &sc)
		} else {
			r.refuse(n)
		}
	}
}

// refuse names an element that cannot be drawn.
func (r *renderer) refuse(n *node) {
	switch n.name {
	case "script", "handler":
		r.problem(n, "scripts are not run: remove <%s>", n.name)
	case "foreignObject":
		r.problem(n, "HTML in <foreignObject> is not supported: export text as plain SVG text (draw.io: turn off word wrap and formatted text)")
	case "animate", "animateTransform", "animateMotion", "animateColor", "set":
		r.problem(n, "paper does not move: remove <%s>", n.name)
	case "flowRoot":
		r.problem(n, "flowed text is not supported: in Inkscape choose Text > Convert to Text")
	default:
		r.problem(n, "<%s> is not supported", n.name)
	}
}

// enter applies what stands on any element: its transform, its opacity and its
// clip path. It is false when nothing of the element can show.
func (r *renderer) enter(n *node, sc *scope) bool {
	sc.m = sc.m.times(r.transformOf(n))
	props := r.propsOf(n)
	if v := r.value(n, "opacity"); v != "" && v != "inherit" && v != "initial" {
		opacity, ok := parseFraction(v)
		if !ok {
			r.problemAt(n, "opacity", 0, "opacity: want a number from 0 to 1, not %q", clipped(v))
			opacity = 1
		}
		sc.opacity = float64(sc.opacity * opacity)
	}
	for _, name := range []string{"filter", "mask", "mix-blend-mode"} {
		if v := r.value(n, name); props[name] != "" && v != "none" && v != "normal" && v != "initial" {
			r.problemAt(n, name, 0, "%s is not supported: remove it, or give the figure as a PNG", name)
		}
	}
	if v := r.value(n, "clip-path"); v != "" && v != "none" {
		r.clipWith(n, sc, v)
	}
	return sc.opacity > 0 && !r.stopped
}

// transformOf returns the transform of an element; the property wins over the
// attribute.
func (r *renderer) transformOf(n *node) matrix {
	name, text := "transform", n.attr("transform")
	if v := r.value(n, "transform"); v != "" {
		name, text = "style", v
		if origin := r.value(n, "transform-origin"); origin != "" && strings.Trim(origin, "0px% ") != "" {
			r.problem(n, "transform-origin is not supported: write translate(x y) before and translate(-x -y) behind the transform")
		}
	}
	if !r.work(n, len(text)) {
		return identity
	}
	m, offset, err := parseTransform(text)
	if err != nil {
		if name == "style" {
			offset = 0
		}
		r.problemAt(n, name, offset, "transform: %v", err)
	}
	return m
}

// nested draws an <svg> inside of the drawing, or a <symbol> that is used.
func (r *renderer) nested(n *node, sc *scope) {
	x, y := r.coordinate(n, sc, "x", horizontal, 0), r.coordinate(n, sc, "y", vertical, 0)
	w, h := r.coordinate(n, sc, "width", horizontal, sc.view.x), r.coordinate(n, sc, "height", vertical, sc.view.y)
	r.viewport(n, sc, x, y, w, h)
}

// viewport draws the children of an element in a viewport of their own.
func (r *renderer) viewport(n *node, sc *scope, x, y, w, h float64) {
	if w <= 0 || h <= 0 {
		return
	}
	sc.m = sc.m.times(translation(x, y))
	r.clipViewport(n, sc, w, h)
	sc.view = point{w, h}
	if v, ok := r.viewBoxOf(n); ok {
		if v.w == 0 || v.h == 0 {
			return
		}
		sc.m = sc.m.times(r.fit(n, v, w, h))
		sc.view = point{v.w, v.h}
	}
	r.children(n, sc)
}

// clipViewport cuts a scope to the rectangle of its viewport.
func (r *renderer) clipViewport(n *node, sc *scope, w, h float64) {
	if v := r.value(n, "overflow"); v == "visible" || v == "auto" {
		return
	}
	corners := box{max: point{w, h}}.polygon()
	for i, c := range corners {
		corners[i] = sc.m.apply(c)
	}
	if p, ok := convex(corners); ok {
		sc.clip = sc.clip.withConvex(p)
	}
}

// target returns the element that a <use> refers to.
func (r *renderer) target(n *node) (*node, bool) {
	href := n.href()
	id, ok := strings.CutPrefix(href, "#")
	if href == "" {
		return nil, false // refers to nothing, draws nothing
	}
	if !ok {
		r.problem(n, "<%s> refers to %q outside of the file: put it into the file and refer to it as #id", n.name, clipped(href))
		return nil, false
	}
	target := r.ids[id]
	if target == nil {
		r.problem(n, "<%s> refers to the id %q, which no element has", n.name, clipped(id))
	}
	return target, target != nil
}

// inside returns the scope for drawing an element that n refers to, or false if
// it would be drawn inside of itself.
func (r *renderer) inside(n *node, sc *scope, target *node) (scope, bool) {
	out := *sc
	out.chain = &link{node: target, up: sc.chain}
	if sc.chain != nil {
		out.chain.depth = sc.chain.depth + 1
	}
	for l := sc.chain; l != nil; l = l.up {
		if l.node == target {
			r.problem(n, "%q is drawn inside of itself", clipped(target.attr("id")))
			return out, false
		}
	}
	for up := n; up != nil; up = up.parent {
		if up == target {
			r.problem(n, "%q is drawn inside of itself", clipped(target.attr("id")))
			return out, false
		}
	}
	if out.chain.depth >= maxUse {
		r.problem(n, "references are nested more than %d deep", maxUse)
		return out, false
	}
	return out, true
}

func (r *renderer) use(n *node, sc *scope) {
	target, ok := r.target(n)
	if !ok {
		return
	}
	inner, ok := r.inside(n, sc, target)
	if !ok {
		return
	}
	x, y := r.coordinate(n, sc, "x", horizontal, 0), r.coordinate(n, sc, "y", vertical, 0)
	inner.m = sc.m.times(translation(x, y))
	if target.name != "symbol" && target.name != "svg" {
		r.element(target, &inner)
		return
	}
	if !r.visit(target) || r.value(target, "display") == "none" {
		return
	}
	outer := inner
	inner.style = r.compute(target, &outer)
	if !r.enter(target, &inner) {
		return
	}
	tx, ty := 0.0, 0.0
	w, h := inner.view.x, inner.view.y
	if target.name == "svg" {
		tx, ty = r.coordinate(target, sc, "x", horizontal, 0), r.coordinate(target, sc, "y", vertical, 0)
	}
	w, h = r.coordinate(target, sc, "width", horizontal, w), r.coordinate(target, sc, "height", vertical, h)
	w, h = r.coordinate(n, sc, "width", horizontal, w), r.coordinate(n, sc, "height", vertical, h)
	r.viewport(target, &inner, tx, ty, w, h)
}

// choose draws the first child of a <switch> that can be drawn. Programs put
// HTML there with a simpler form for everybody else behind it.
func (r *renderer) choose(n *node, sc *scope) {
	if !r.work(n, len(n.children)) {
		return
	}
	var html *node
	for _, c := range n.children {
		switch {
		case c.name == "" || !c.isSVG():
		case c.name == "foreignObject":
			html = c
		case c.attr("requiredExtensions") != "", !readsLanguage(c.attr("systemLanguage")):
		default:
			if html != nil && r.label(html, c, sc) {
				return
			}
			r.element(c, sc)
			return
		}
	}
	if html != nil {
		r.refuse(html)
	}
}

// readsLanguage says whether a systemLanguage attribute asks for English.
func readsLanguage(list string) bool {
	if list == "" {
		return true
	}
	for l := range strings.SplitSeq(list, ",") {
		if l = strings.ToLower(strings.TrimSpace(l)); l == "en" || strings.HasPrefix(l, "en-") {
			return true
		}
	}
	return false
}

// shape draws a basic shape with its markers.
func (r *renderer) shape(n *node, sc *scope) {
	if sc.style.hidden {
		return
	}
	o := r.shapeOf(n, sc)
	if len(o) == 0 || !r.spend(n, len(o)) {
		return
	}
	r.paint(n, sc, o)
}
