package svg

import (
	"encoding/xml"
	"slices"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/export/typeset"
)

// draw.io writes every label twice: as HTML, and behind it as one line of plain
// text, cut short if it is too long. Programs that do not know HTML draw the
// latter. We set the HTML ourselves as far as it is text in lines: the plain
// text says where the first line would stand, and the HTML what it says.

// labelWord is a word of a label, or a forced line end when text is empty.
type labelWord struct {
	text  string
	style string // declarations of the elements around the word, outermost first
	glued bool   // no space before it
}

// label draws the HTML of a <switch> with its plain form as guide. It is false
// if the plain form is all there is to draw.
func (r *renderer) label(html, plain *node, sc *scope) bool {
	if plain.name != "text" || r.fonts == nil {
		return false
	}
	reader := labelReader{r: r}
	reader.read(html, "")
	if r.stopped {
		return true
	}
	if reader.unknown != nil {
		r.problem(reader.unknown, "<%s> in a label is not supported: in draw.io turn off formatted text for this label", reader.unknown.name)
		return true
	}
	if len(reader.words) == 0 {
		return false
	}
	st := r.compute(plain, sc)
	lines := r.labelLines(reader.words, labelWidth(html), &st)
	if len(lines) == 1 && lines[0].plain() && reader.background == "" && lines[0].text() == strings.Join(strings.Fields(plain.content()), " ") {
		return false
	}
	l := labelDrawing{r: r, plain: plain, sc: sc, st: &st, lines: lines}
	l.draw(html, reader.background)
	return true
}

// labelReader collects the words of a label.
type labelReader struct {
	r          *renderer
	words      []labelWord
	background string // colour behind the label, "" for none
	unknown    *node  // an element that is more than text in lines
	space      bool   // white space since the last word
}

// inlineTags are the HTML elements that change how text looks, and how.
var inlineTags = map[string]string{
	"b": "font-weight:bold", "strong": "font-weight:bold", "i": "font-style:italic", "em": "font-style:italic",
	"u": "text-decoration:underline", "s": "text-decoration:line-through", "strike": "text-decoration:line-through",
	"sub": "baseline-shift:sub;font-size:70%", "sup": "baseline-shift:super;font-size:70%",
	"code": "font-family:monospace", "tt": "font-family:monospace", "span": "", "font": "", "a": "", "foreignObject": "",
}

func (l *labelReader) read(n *node, style string) {
	if !l.r.visit(n) || !l.r.work(n, len(n.children)+len(style)) || l.unknown != nil {
		return
	}
	add, inline := inlineTags[n.name]
	block := n.name == "div" || n.name == "p" || strings.HasPrefix(n.name, "h") && len(n.name) == 2
	switch {
	case n.name == "br":
		l.end()
		return
	case block:
		l.endLine()
	case !inline:
		l.unknown = n
		return
	}
	style = joinStyles(style, add, l.styleOf(n))
	for _, c := range n.children {
		if c.name != "" {
			l.read(c, style)
		} else if l.r.work(n, len(c.text)) {
			l.text(c.text, style)
		}
	}
	if block {
		l.endLine()
	}
}

func joinStyles(styles ...string) string {
	return strings.Join(slices.DeleteFunc(styles, func(s string) bool { return s == "" }), ";")
}

// styleOf translates what the style of an HTML element says of its text.
func (l *labelReader) styleOf(n *node) string {
	var out []string
	if c := n.attr("color"); c != "" && n.name == "font" {
		out = append(out, "fill:"+c)
	}
	div := n.name == "div" || n.name == "foreignObject"
	for _, d := range parseDeclarations(n.attr("style")) {
		switch d.name {
		case "background-color", "background":
			v, _ := l.r.unwrap(n, d.value)
			if c, err := parseColour(v); err == nil && c.alpha > 0 {
				l.background = v
			}
		case "color":
			out = append(out, "fill:"+d.value)
		case "font-size":
			// The plain form has the size of the whole label; the blocks around
			// it are set to size 0 to hide the space between them.
			if !div {
				out = append(out, "font-size:"+d.value)
			}
		case "font-weight", "font-style", "font-family", "text-decoration":
			out = append(out, d.name+":"+d.value)
		}
	}
	return strings.Join(out, ";")
}

func (l *labelReader) text(text, style string) {
	rest := text
	for rest != "" {
		word := strings.TrimLeft(rest, " \t\r\n")
		if word != rest {
			l.space = true
		}
		if word == "" {
			return
		}
		end := strings.IndexAny(word, " \t\r\n")
		if end < 0 {
			end = len(word)
		}
		l.words = append(l.words, labelWord{text: word[:end], style: style, glued: !l.space})
		l.space = false
		rest = word[end:]
	}
}

// end forces a line end, endLine only where a line has begun.
func (l *labelReader) end() {
	l.words = append(l.words, labelWord{})
	l.space = true
}

func (l *labelReader) endLine() {
	if n := len(l.words); n > 0 && l.words[n-1].text != "" {
		l.end()
	}
}

// labelWidth returns the width in user units at which the lines of a label are
// broken, 0 for never. It stands in the outermost <div>; whether to break, in
// the innermost one.
func labelWidth(html *node) float64 {
	width, breaks := 0.0, false
	for n := html; n != nil; n = firstElement(n) {
		for _, d := range parseDeclarations(n.attr("style")) {
			v, ok := parseNumber(strings.TrimSuffix(d.value, "px"))
			switch {
			case d.name == "width" && ok && width == 0:
				width = v
			case d.name == "white-space":
				breaks = d.value == "normal"
			}
		}
	}
	if !breaks {
		return 0
	}
	return width
}

func firstElement(n *node) *node {
	for _, c := range n.children {
		if c.name != "" {
			return c
		}
	}
	return nil
}

// labelLine is a line of a label.
type labelLine struct {
	words []labelWord
	width float64 // user units
}

// plain says whether the line looks the same throughout.
func (l *labelLine) plain() bool {
	return !slices.ContainsFunc(l.words, func(w labelWord) bool { return w.style != l.words[0].style }) &&
		!strings.Contains(l.words[0].style, "baseline-shift")
}

func (l *labelLine) text() string {
	var b strings.Builder
	for i, w := range l.words {
		if i > 0 && !w.glued {
			b.WriteByte(' ')
		}
		b.WriteString(w.text)
	}
	return b.String()
}

// labelLines breaks words into lines of at most a width; 0 breaks only where
// the label does. Words that are glued to the one before stay with it.
func (r *renderer) labelLines(words []labelWord, width float64, st *style) []labelLine {
	for n := len(words); n > 0 && words[n-1].text == ""; n-- {
		words = words[:n-1]
	}
	space := r.widthOf(" ", "", st)
	var lines []labelLine
	var line labelLine
	flush := func() { lines, line = append(lines, line), labelLine{} }
	for len(words) > 0 {
		if words[0].text == "" {
			flush()
			words = words[1:]
			continue
		}
		n, w := 0, 0.0
		for n == 0 || n < len(words) && words[n].text != "" && words[n].glued {
			w += r.widthOf(words[n].text, words[n].style, st)
			n++
		}
		gap := space
		if len(line.words) == 0 || words[0].glued {
			gap = 0
		}
		// A hair of room, so that words which just fit do.
		if width > 0 && len(line.words) > 0 && line.width+gap+w > float64(width*1.001) {
			flush()
			gap = 0
		}
		line.words = append(line.words, words[:n]...)
		line.width += gap + w
		words = words[n:]
	}
	flush()
	return lines
}

// widthOf returns the width of a word in user units.
func (r *renderer) widthOf(text, style string, st *style) float64 {
	bold := st.font.bold || strings.Contains(style, "font-weight:bold")
	italic := st.font.italic || strings.Contains(style, "font-style:italic")
	size := st.font.size
	if strings.Contains(style, "baseline-shift") {
		size = float64(size * 0.7)
	}
	// Characters in no font are reported when the word is drawn.
	_, width, _ := r.fonts.Shape(text, typeset.Style{Bold: bold, Italic: italic, Mono: st.font.mono, Size: referenceSize})
	return float64(size / float64(referenceSize) * float64(width))
}

// labelDrawing draws the lines of a label.
type labelDrawing struct {
	r     *renderer
	plain *node
	sc    *scope // around the plain form
	st    *style // of the plain form
	lines []labelLine
}

func spellNumber(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// draw draws the lines as a <text> element like the plain form.
func (l *labelDrawing) draw(html *node, background string) {
	leading := float64(l.st.font.size * 1.2)
	x := l.r.coordinate(l.plain, l.sc, "x", horizontal, 0)
	y := l.r.coordinate(l.plain, l.sc, "y", vertical, 0) - float64(float64(len(l.lines)-1)*leading*above(html))
	text := copyOf(l.plain, "text")
	for i, line := range l.lines {
		row := text.add("tspan", "x", spellNumber(x), "y", spellNumber(y+float64(float64(i)*leading)))
		line.fill(row)
	}
	if background != "" {
		l.cover(background, x, y-float64(0.95*l.st.font.size), leading)
	}
	l.r.element(text, l.sc)
}

// fill adds the words of a line to its element, those of one style together.
func (l *labelLine) fill(row *node) {
	var last *node
	for i, w := range l.words {
		if i > 0 && !w.glued {
			w.text = " " + w.text
		}
		if i > 0 && w.style == l.words[i-1].style {
			last.children[0].text += w.text
			continue
		}
		last = row.add("tspan", "style", w.style)
		last.children = append(last.children, &node{text: w.text, parent: last, start: row.start, end: row.start})
	}
}

// above is the share of the further lines that stands above the plain form's
// line: labels are set from the top, around the middle or from the bottom.
func above(html *node) float64 {
	if div := firstElement(html); div != nil {
		for _, d := range parseDeclarations(div.attr("style")) {
			if d.name == "align-items" {
				switch {
				case strings.HasSuffix(d.value, "start"):
					return 0
				case strings.HasSuffix(d.value, "end"):
					return 1
				}
			}
		}
	}
	return 0.5
}

// cover hides what lies behind a label, such as the line that it names. x, y is
// where its first line is anchored, at the top.
func (l *labelDrawing) cover(colour string, x, y, leading float64) {
	width := 0.0
	for _, line := range l.lines {
		width = max(width, line.width)
	}
	switch l.st.anchor {
	case "middle":
		x -= float64(width / 2)
	case "end":
		x -= width
	}
	rect := copyOf(l.plain, "rect")
	rect.attrs = append(rect.attrs, attributes("x", spellNumber(x), "y", spellNumber(y), "width", spellNumber(width),
		"height", spellNumber(float64(float64(len(l.lines))*leading)), "style", "stroke:none;fill:"+colour)...)
	l.r.element(rect, l.sc)
}

// copyOf returns an element that stands where another one does, with its
// attributes but for its place and what only text has.
func copyOf(n *node, name string) *node {
	out := &node{space: n.space, name: name, parent: n.parent, start: n.start, end: n.end}
	for _, a := range n.attrs {
		switch a.Name.Local {
		case "x", "y", "dx", "dy", "id":
		case "style":
			if name == "text" {
				out.attrs = append(out.attrs, a)
			}
		default:
			out.attrs = append(out.attrs, a)
		}
	}
	return out
}

// add appends a child with attributes, given as names and values.
func (n *node) add(name string, attrs ...string) *node {
	c := &node{space: n.space, name: name, attrs: attributes(attrs...), parent: n, start: n.start, end: n.start}
	n.children = append(n.children, c)
	return c
}

func attributes(pairs ...string) []xml.Attr {
	var out []xml.Attr
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, xml.Attr{Name: xml.Name{Local: pairs[i]}, Value: pairs[i+1]})
	}
	return out
}
