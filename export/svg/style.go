package svg

import (
	"strings"

	"github.com/papersetter/papersetter/export/typeset"
)

// style holds the properties that children inherit, computed for one element.
// Lengths are in user units.
type style struct {
	color        colour
	fill, stroke paint

	fillOpacity, strokeOpacity float64

	evenOdd, clipEvenOdd bool

	width      float64
	cap, join  uint8 // as in typeset.Path
	miter      float64
	dash       []float64
	dashOffset float64

	markers [3]string // values of marker-start, -mid and -end
	hidden  bool
	order   string // paint-order

	font struct {
		size               float64
		mono, bold, italic bool
		family             string // as written, to name fonts with codes of their own
	}
	anchor        string
	baseline      string
	shift         float64 // baseline-shift, upwards
	letterSpacing float64
	wordSpacing   float64
	pre           bool // white space is kept
	underline     bool
	overline      bool
	lineThrough   bool
}

func defaultStyle() style {
	s := style{
		color:         black,
		fill:          paint{kind: solid, colour: black},
		fillOpacity:   1,
		strokeOpacity: 1,
		width:         1,
		miter:         4,
		anchor:        "start",
		baseline:      "auto",
	}
	s.font.size = 16
	return s
}

// inherited are the properties in the order in which they are computed: font
// sizes come before the lengths that are measured with them.
var inherited = strings.Fields(`color font font-size font-family font-weight font-style
	fill stroke fill-opacity stroke-opacity fill-rule clip-rule
	stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset
	marker marker-start marker-mid marker-end visibility paint-order
	text-anchor dominant-baseline alignment-baseline baseline-shift
	letter-spacing word-spacing white-space text-decoration text-decoration-line direction writing-mode`)

// initial are values that stand for the word initial where it matters.
var initial = map[string]string{
	"color": "black", "fill": "black", "stroke": "none", "fill-opacity": "1", "stroke-opacity": "1",
	"stroke-width": "1", "stroke-dasharray": "none", "stroke-dashoffset": "0", "font-size": "medium",
	"font-weight": "normal", "font-style": "normal", "text-anchor": "start", "visibility": "visible",
}

// compute returns the style of an element.
func (r *renderer) compute(n *node, sc *scope) style {
	s := sc.style
	if s.baseline == "" {
		s.baseline = "auto"
	}
	if v, ok := n.lookup(xmlSpace, "space"); ok {
		s.pre = v == "preserve"
	}
	props := r.propsOf(n)
	if len(props) == 0 {
		return s
	}
	long := 0 // values are read anew for every element that has them
	for _, v := range props {
		long += len(v)
	}
	if !r.work(n, long/4) {
		return s
	}
	for _, name := range inherited {
		if _, set := props[name]; !set {
			continue
		}
		v := r.value(n, name)
		switch v {
		case "", "inherit", "unset", "revert":
			continue
		case "initial":
			if v = initial[name]; v == "" {
				continue
			}
		}
		if !r.apply(n, sc, &s, name, v) {
			r.problemAt(n, name, 0, "%s: %q is not supported", name, clipped(v))
		}
	}
	return s
}

// apply sets one property; false means that the value is not understood.
func (r *renderer) apply(n *node, sc *scope, s *style, name, v string) (ok bool) {
	ok = true
	switch name {
	case "color":
		s.color = r.plainColour(n, name, v, s.color)
	case "fill":
		s.fill = r.parsePaint(n, name, v)
	case "stroke":
		s.stroke = r.parsePaint(n, name, v)
	case "fill-opacity":
		s.fillOpacity, ok = parseFraction(v)
	case "stroke-opacity":
		s.strokeOpacity, ok = parseFraction(v)
	case "fill-rule":
		s.evenOdd, ok = v == "evenodd", v == "evenodd" || v == "nonzero"
	case "clip-rule":
		s.clipEvenOdd, ok = v == "evenodd", v == "evenodd" || v == "nonzero"
	case "visibility":
		s.hidden = v != "visible"
	case "paint-order":
		s.order = v
	case "marker":
		s.markers = [3]string{v, v, v}
	case "marker-start":
		s.markers[0] = v
	case "marker-mid":
		s.markers[1] = v
	case "marker-end":
		s.markers[2] = v
	default:
		if strings.HasPrefix(name, "stroke-") {
			return r.applyStroke(sc, s, name, v)
		}
		return r.applyText(n, sc, s, name, v)
	}
	return ok
}

func (r *renderer) applyStroke(sc *scope, s *style, name, v string) (ok bool) {
	ok = true
	switch name {
	case "stroke-width":
		s.width, ok = sc.length(v, diagonal, s.font.size)
		ok = ok && s.width >= 0
		s.width = max(s.width, 0)
	case "stroke-linecap":
		s.cap, ok = choose(v, "butt", "round", "square")
	case "stroke-linejoin":
		s.join, ok = choose(v, "miter", "round", "bevel")
		if v == "miter-clip" || v == "arcs" {
			s.join, ok = 0, true
		}
	case "stroke-miterlimit":
		s.miter, ok = parseNumber(v)
		ok = ok && s.miter >= 1
		s.miter = min(max(s.miter, 1), 1000)
	case "stroke-dashoffset":
		s.dashOffset, ok = sc.length(v, diagonal, s.font.size)
	case "stroke-dasharray":
		s.dash, ok = sc.dashes(v, s.font.size)
	}
	return ok
}

// choose returns the index of a word.
func choose(v string, words ...string) (uint8, bool) {
	for i, w := range words {
		if v == w {
			return uint8(i), true
		}
	}
	return 0, false
}

// maxDashes bounds the entries of a dash pattern.
const maxDashes = 64

// dashes reads a dash pattern; nil means a solid line.
func (sc *scope) dashes(v string, em float64) ([]float64, bool) {
	if v == "none" {
		return nil, true
	}
	var out []float64
	sum := 0.0
	for field := range strings.FieldsFuncSeq(v, func(c rune) bool { return c == ',' || c < 128 && isSpace(byte(c)) }) {
		d, ok := sc.length(field, diagonal, em)
		if !ok || d < 0 || len(out) == maxDashes {
			return nil, false
		}
		out = append(out, d)
		sum += d
	}
	if sum == 0 {
		return nil, true
	}
	if len(out)%2 == 1 {
		out = append(out, out...)
	}
	return out, true
}

// paintKind says what a shape is painted with.
type paintKind uint8

const (
	noPaint paintKind = iota
	solid
	current       // the colour of the property color
	server        // a gradient, by its id
	contextFill   // in a marker: the fill of the line that carries it
	contextStroke // likewise its stroke
)

type paint struct {
	kind   paintKind
	colour colour
	id     string
	// fallback is used when there is no element of that id.
	fallback *paint
}

// parsePaint reads a value of fill or stroke.
func (r *renderer) parsePaint(n *node, name, v string) paint {
	switch strings.ToLower(v) {
	case "none":
		return paint{}
	case "currentcolor":
		return paint{kind: current}
	case "context-fill":
		return paint{kind: contextFill}
	case "context-stroke":
		return paint{kind: contextStroke}
	}
	if strings.HasPrefix(v, "url(") {
		id, rest, ok := r.reference(n, name, v)
		if !ok {
			return paint{}
		}
		p := paint{kind: server, id: id}
		if rest != "" {
			fallback := r.parsePaint(n, name, rest)
			p.fallback = &fallback
		}
		return p
	}
	// Old files put a colour profile behind the colour that everybody reads.
	v, _, _ = strings.Cut(v, " icc-color(")
	return paint{kind: solid, colour: r.plainColour(n, name, v, black)}
}

func (r *renderer) plainColour(n *node, name, v string, otherwise colour) colour {
	if strings.EqualFold(v, "currentcolor") {
		return otherwise
	}
	c, err := parseColour(v)
	if err != nil {
		r.problemAt(n, name, 0, "%s: %v", name, err)
		return otherwise
	}
	return c
}

// reference reads url(#id) with what follows it.
func (r *renderer) reference(n *node, name, v string) (id, rest string, ok bool) {
	_, args, rest, _ := call(v, "url")
	target := strings.Trim(strings.TrimSpace(args), `"'`)
	id, ok = strings.CutPrefix(target, "#")
	if !ok {
		r.problemAt(n, name, 0, "%s refers to %q outside of the file: put it into the file and refer to it as url(#id)", name, clipped(target))
	}
	return id, strings.TrimSpace(rest), ok
}

// ink is a paint with all references to colours followed: a colour or a
// gradient, or nothing.
type ink struct {
	colour   colour // alpha holds all opacities
	gradient *node
	pattern  *node
	none     bool
}

func (k ink) rgb() *typeset.RGB {
	rgb := k.colour.RGB
	return &rgb
}

// fade is the opacity as typeset counts it: 0 opaque, 255 invisible.
func (k ink) fade() uint8 { return 255 - byteOf(min(max(k.colour.alpha, 0), 1)) }

// resolve follows a paint. The opacity is that of the property and the groups.
func (r *renderer) resolve(n *node, sc *scope, p paint, opacity float64) ink {
	switch p.kind {
	case noPaint:
		return ink{none: true}
	case current:
		p.colour = sc.style.color
	case contextFill:
		return sc.context.fill
	case contextStroke:
		return sc.context.stroke
	case server:
		target := r.ids[p.id]
		switch {
		case target != nil && (target.name == "linearGradient" || target.name == "radialGradient"):
			return ink{gradient: target, colour: colour{alpha: opacity}}
		case target != nil && target.name == "pattern":
			return ink{pattern: target, colour: colour{alpha: opacity}}
		case p.fallback != nil:
			return r.resolve(n, sc, *p.fallback, opacity)
		case target != nil:
			r.problem(n, "painting with <%s> is not supported: use a plain colour or a gradient", target.name)
		default:
			r.problem(n, "no gradient has the id %q", clipped(p.id))
		}
		return ink{none: true}
	}
	k := ink{colour: p.colour}
	k.colour.alpha = float64(k.colour.alpha * opacity)
	k.none = k.colour.alpha == 0
	return k
}
