package svg

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/papersetter/papersetter/export/typeset"
)

// Bounds of gradients.
const (
	maxStops  = 64
	maxCycles = 64 // of a gradient that repeats
	bandStep  = 4  // of 255: bands this close cannot be told apart in print
)

// stop is a colour at a place, 0 to 1.
type stop struct {
	at float64
	colour
}

// gradient is a gradient element with what it takes over from others.
type gradient struct {
	r     *renderer
	chain []*node // the element and those that it refers to
	stops []stop
}

// gradientOf reads a gradient; nil if it cannot be used.
func (r *renderer) gradientOf(n *node) *gradient {
	g := &gradient{r: r}
	for at := n; at != nil && !slices.Contains(g.chain, at) && len(g.chain) < maxUse; {
		g.chain = append(g.chain, at)
		if at.href() == "" {
			break
		}
		next, ok := r.target(at)
		if !ok {
			break
		}
		at = next
	}
	for _, c := range g.chain {
		if g.readStops(c); len(g.stops) > 0 {
			return g
		}
	}
	r.problem(n, "the gradient has no <stop>")
	return nil
}

func (g *gradient) readStops(n *node) {
	last := 0.0
	if !g.r.work(n, len(n.children)) {
		return
	}
	for _, c := range n.children {
		if c.name != "stop" || !g.r.visit(c) {
			continue
		}
		if len(g.stops) == maxStops {
			g.r.problem(c, "the gradient has more than %d stops", maxStops)
			return
		}
		at, ok := parseFraction(c.attr("offset"))
		if !ok && c.attr("offset") != "" {
			g.r.problemAt(c, "offset", 0, "offset: want a number from 0 to 1 or a percentage, not %q", clipped(c.attr("offset")))
		}
		last = max(last, at)
		g.stops = append(g.stops, stop{last, g.r.stopColour(c)})
	}
}

func (r *renderer) stopColour(n *node) colour {
	c := black
	if v := r.value(n, "stop-color"); v != "" {
		otherwise := black
		if strings.EqualFold(v, "currentcolor") {
			otherwise = r.plainColour(n, "color", cmp.Or(r.value(n, "color"), "black"), black)
		}
		c = r.plainColour(n, "stop-color", v, otherwise)
	}
	if v := r.value(n, "stop-opacity"); v != "" {
		if opacity, ok := parseFraction(v); ok {
			c.alpha = float64(c.alpha * opacity)
		}
	}
	return c
}

// attr returns an attribute of the gradient. Places come only from elements of
// its own kind.
func (g *gradient) attr(name string) (*node, string) {
	for _, n := range g.chain {
		if v := strings.TrimSpace(n.attr(name)); v != "" && (n.name == g.chain[0].name || common[name]) {
			return n, v
		}
	}
	return nil, ""
}

var common = words("gradientUnits gradientTransform spreadMethod")

// place reads a coordinate of the gradient.
func (g *gradient) place(sc *scope, name string, along axis, otherwise string) float64 {
	n, v := g.attr(name)
	if v == "" {
		v = otherwise
	}
	x, ok := sc.length(v, along, sc.style.font.size)
	if !ok && n != nil {
		g.r.problemAt(n, name, 0, "%s: %q is not a length", name, clipped(v))
	}
	return x
}

func mix(a, b colour, t float64) colour {
	channel := func(x, y uint8) uint8 {
		return uint8(math.Round(float64(x) + float64(t*(float64(y)-float64(x)))))
	}
	return colour{
		typeset.RGB{R: channel(a.R, b.R), G: channel(a.G, b.G), B: channel(a.B, b.B)},
		a.alpha + float64(t*(b.alpha-a.alpha)),
	}
}

// average returns the mean colour from 0 to 1.
func (g *gradient) average() colour {
	var red, green, blue, alpha float64
	add := func(a, b colour, share float64) {
		half := share / 2
		red += float64(half * (float64(a.R) + float64(b.R)))
		green += float64(half * (float64(a.G) + float64(b.G)))
		blue += float64(half * (float64(a.B) + float64(b.B)))
		alpha += float64(half * (a.alpha + b.alpha))
	}
	first, last := g.stops[0], g.stops[len(g.stops)-1]
	add(first.colour, first.colour, first.at)
	for i := range g.stops[1:] {
		add(g.stops[i].colour, g.stops[i+1].colour, g.stops[i+1].at-g.stops[i].at)
	}
	add(last.colour, last.colour, 1-last.at)
	b := func(v float64) uint8 { return uint8(math.Round(min(max(v, 0), 255))) }
	return colour{typeset.RGB{R: b(red), G: b(green), B: b(blue)}, alpha}
}

// flat replaces a gradient by its average colour; a pattern has none.
func (r *renderer) flat(k ink, sc *scope) ink {
	if k.pattern != nil {
		r.problem(k.pattern, "a pattern can fill shapes only, not text and lines: use a plain colour there")
		return ink{none: true}
	}
	if k.gradient == nil {
		return k
	}
	g := r.gradientOf(k.gradient)
	if g == nil {
		return ink{none: true}
	}
	c := g.average()
	c.alpha = float64(c.alpha * k.colour.alpha)
	return ink{colour: c, none: c.alpha == 0}
}

// band is a range of t in one colour.
type band struct {
	from, to float64
	colour
}

// bands divides 0 … 1 into bands.
func (g *gradient) bands() []band {
	out := []band{{0, g.stops[0].at, g.stops[0].colour}}
	for i := range g.stops[1:] {
		a, b := g.stops[i], g.stops[i+1]
		n := 1 + int(contrast(a.colour, b.colour))/bandStep
		for k := range n {
			out = append(out, band{
				from:   a.at + float64((b.at-a.at)*float64(k))/float64(n),
				to:     a.at + float64((b.at-a.at)*float64(k+1))/float64(n),
				colour: mix(a.colour, b.colour, (float64(k)+0.5)/float64(n)),
			})
		}
	}
	last := g.stops[len(g.stops)-1]
	out = append(out, band{last.at, 1, last.colour})
	return slices.DeleteFunc(out, func(b band) bool { return b.from >= b.to })
}

// contrast is how far two colours are apart, 0 to 255.
func contrast(a, b colour) float64 {
	apart := func(x, y uint8) float64 { return math.Abs(float64(x) - float64(y)) }
	return max(apart(a.R, b.R), apart(a.G, b.G), apart(a.B, b.B), float64(math.Abs(a.alpha-b.alpha)*255))
}

// spread extends the bands to lo … hi; nil if they would repeat too often.
func (g *gradient) spread(lo, hi float64) []band {
	one := g.bands()
	_, method := g.attr("spreadMethod")
	if method != "reflect" && method != "repeat" {
		first, last := g.stops[0].colour, g.stops[len(g.stops)-1].colour
		out := append([]band{{min(lo, 0) - 1, 0, first}}, one...)
		return append(out, band{1, max(hi, 1) + 1, last})
	}
	if hi-lo > maxCycles {
		return nil
	}
	var out []band
	for c := math.Floor(lo); c < hi; c++ {
		if method == "reflect" && math.Mod(c, 2) != 0 {
			for _, b := range slices.Backward(one) {
				out = append(out, band{c + 1 - b.to, c + 1 - b.from, b.colour})
			}
			continue
		}
		for _, b := range one {
			out = append(out, band{c + b.from, c + b.to, b.colour})
		}
	}
	return out
}
