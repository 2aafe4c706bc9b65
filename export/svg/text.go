package svg

import (
	"math"
	"slices"
	"strings"
)

// character is one character of a <text> element with its place, if it has
// one of its own.
type character struct {
	text   string
	span   *span
	x, y   float64 // NaN: where the pen is
	dx, dy float64
}

// placed says whether the character does not simply follow the one before.
func (c *character) placed() bool {
	return !math.IsNaN(c.x) || !math.IsNaN(c.y) || c.dx != 0 || c.dy != 0
}

// span is an element that holds characters directly.
type span struct {
	n  *node
	sc scope
}

// positions are the lists x, y, dx and dy of an element and how many characters
// have been counted in it.
type positions struct {
	x, y, dx, dy []float64
	count        int
	up           *positions
}

// collector gathers the characters of a <text> element.
type collector struct {
	r     *renderer
	chars []character
	space bool // the last character was a space that swallows others
}

// text draws a <text> element.
func (r *renderer) text(n *node, sc *scope) {
	c := collector{r: r, space: true}
	c.gather(n, sc, nil, true)
	if len(c.chars) == 0 {
		return
	}
	if r.fonts == nil {
		r.problem(n, "there are no fonts to set text with")
		return
	}
	if !r.stopped {
		r.layOut(c.chars)
	}
}

// gather collects the characters of an element and its children.
func (c *collector) gather(n *node, sc *scope, up *positions, outermost bool) {
	at := c.r.positionsOf(n, sc, up)
	s := &span{n: n, sc: *sc}
	if !c.r.work(n, len(n.children)) {
		return
	}
	for _, child := range n.children {
		if child.name == "" {
			c.add(child.text, s, at)
			continue
		}
		if !child.isSVG() || ignored[child.name] || !c.r.visit(child) {
			continue
		}
		c.child(child, sc, at)
	}
	if outermost {
		c.trim()
	}
}

func (c *collector) child(n *node, outer *scope, at *positions) {
	if c.r.value(n, "display") == "none" {
		return
	}
	if n.name != "tspan" && n.name != "a" {
		c.r.problem(n, "<%s> in text is not supported: use <tspan>", n.name)
		return
	}
	sc := *outer
	sc.style = c.r.compute(n, outer)
	if v := c.r.value(n, "opacity"); v != "" {
		if opacity, ok := parseFraction(v); ok {
			sc.opacity = float64(sc.opacity * opacity)
		}
	}
	c.gather(n, &sc, at, false)
}

// add appends text. White space collapses unless it is to be kept; a line end
// is a space, as in browsers.
func (c *collector) add(text string, s *span, at *positions) {
	if !c.r.work(s.n, len(text)) {
		return
	}
	for _, ch := range text {
		if ch == '\n' || ch == '\t' || ch == '\r' {
			ch = ' '
		}
		if ch == ' ' && c.space && !s.sc.style.pre {
			continue
		}
		c.space = ch == ' '
		if c.r.chars++; c.r.chars > maxChars {
			c.r.stopped = true
			c.r.problem(s.n, "the figure has more than %d characters of text", maxChars)
			return
		}
		one := character{text: string(ch), span: s, x: math.NaN(), y: math.NaN()}
		at.take(&one)
		c.chars = append(c.chars, one)
	}
}

// trim drops a space at the end.
func (c *collector) trim() {
	for n := len(c.chars); n > 0 && c.chars[n-1].text == " " && !c.chars[n-1].span.sc.style.pre; n-- {
		c.chars = c.chars[:n-1]
	}
}

// take gives a character its place from the innermost element that has one.
func (p *positions) take(c *character) {
	for at := p; at != nil; at = at.up {
		i := at.count
		at.count++
		if i < len(at.x) && math.IsNaN(c.x) {
			c.x = at.x[i]
		}
		if i < len(at.y) && math.IsNaN(c.y) {
			c.y = at.y[i]
		}
		if i < len(at.dx) && c.dx == 0 {
			c.dx = at.dx[i]
		}
		if i < len(at.dy) && c.dy == 0 {
			c.dy = at.dy[i]
		}
	}
}

// positionsOf reads the lists of an element. Lists longer than the text do no
// harm.
func (r *renderer) positionsOf(n *node, sc *scope, up *positions) *positions {
	list := func(name string, along axis) []float64 {
		var out []float64
		for field := range strings.FieldsFuncSeq(n.attr(name), func(c rune) bool { return c == ',' || c < 128 && isSpace(byte(c)) }) {
			v, ok := sc.length(field, along, sc.style.font.size)
			if !ok {
				r.problemAt(n, name, 0, "%s: want lengths, not %q", name, clipped(field))
				return out
			}
			out = append(out, v)
		}
		return out
	}
	p := &positions{x: list("x", horizontal), y: list("y", vertical), dx: list("dx", horizontal), dy: list("dy", vertical), up: up}
	if v, ok := parseNumbers(n.attr("rotate")); !ok || slices.ContainsFunc(v, func(a float64) bool { return a != 0 }) {
		r.problemAt(n, "rotate", 0, "turning single characters is not supported: use transform=\"rotate(…)\" on the <text>")
	}
	if n.attr("textLength") != "" && n.attr("lengthAdjust") == "spacingAndGlyphs" {
		r.problemAt(n, "textLength", 0, "stretching text to a length is not supported: remove textLength")
	}
	return p
}

// run is characters that are shaped together.
type run struct {
	text    string
	span    *span
	at      point // of the baseline's start, in user space
	advance float64
	set     *setText
}

// layOut places the characters of a <text> element and draws them.
func (r *renderer) layOut(chars []character) {
	var pen point
	var chunk []*run
	begin := 0.0
	flush := func() {
		r.align(chunk, begin, pen.x)
		for _, one := range chunk {
			r.draw(one)
		}
		chunk = nil
	}
	for len(chars) > 0 {
		first := &chars[0]
		n := runLength(chars)
		if !math.IsNaN(first.x) || !math.IsNaN(first.y) {
			flush()
			if !math.IsNaN(first.x) {
				pen.x = first.x
			}
			if !math.IsNaN(first.y) {
				pen.y = first.y
			}
			begin = pen.x
		}
		pen = pen.plus(point{first.dx, first.dy})
		var b strings.Builder
		for i := range chars[:n] {
			b.WriteString(chars[i].text)
		}
		one := &run{text: b.String(), span: first.span, at: pen}
		r.measure(one)
		chunk = append(chunk, one)
		pen.x += one.advance
		chars = chars[n:]
	}
	flush()
}

// runLength says how many characters are shaped together: up to the next one
// with a place or style of its own. Spaced out text goes one by one.
func runLength(chars []character) int {
	st := &chars[0].span.sc.style
	n := 1
	for n < len(chars) && chars[n].span == chars[0].span && !chars[n].placed() {
		if st.letterSpacing != 0 || st.wordSpacing != 0 && chars[n-1].text == " " {
			break
		}
		n++
	}
	return n
}

// align moves the runs of a chunk to where text-anchor wants them. A space at
// its end, left from the way the file is laid out, does not count.
func (r *renderer) align(chunk []*run, begin, end float64) {
	if len(chunk) == 0 {
		return
	}
	st := &chunk[0].span.sc.style
	if last := chunk[len(chunk)-1]; strings.HasSuffix(last.text, " ") && !last.span.sc.style.pre {
		trimmed := &run{text: strings.TrimSuffix(last.text, " "), span: last.span}
		r.measure(trimmed)
		end -= last.advance - trimmed.advance
	}
	shift := 0.0
	switch st.anchor {
	case "middle":
		shift = (begin - end) / 2
	case "end":
		shift = begin - end
	}
	for _, one := range chunk {
		one.at.x += shift
	}
}
