package html

import (
	"fmt"
	"strings"

	"github.com/papersetter/papersetter/export"
)

// space leaves room for a written answer: dotted lines, a blank box or graph
// paper. The lines are borders and the graph paper is a picture, as browsers
// do not print backgrounds.
func (c *composer) space(p *export.Part) {
	w, sp := &c.w, p.Space
	switch {
	case sp.None:
		return
	case sp.Booklet:
		w.element("p", c.words.Say("booklet"), "class", "hint")
		w.line()
		return
	case c.style.Booklet:
		return
	case sp.Millimetres > 0 && sp.Grid:
		width, height := 150, max(10, sp.Millimetres/10*10)
		w.void("img", "class", "graph", "alt", c.spoken["graph"], "src", graphPaper(width, height), "style", fmt.Sprintf("width:%dmm", width))
		w.line()
		return
	case sp.Millimetres > 0:
		w.open("div", "class", "room", "style", fmt.Sprintf("height:%dmm", sp.Millimetres))
		c.hidden(c.spoken.Say("box", "n", sp.Millimetres))
		w.close("div")
		w.line()
		return
	}
	n := p.Lines()
	class := "lines"
	if n <= 12 {
		class += " together"
	}
	w.open("div", "class", class)
	c.hidden(c.spoken.Say("lines", "n", n))
	w.raw(strings.Repeat("<i></i>", n))
	w.close("div")
	w.line()
}

// graphPaper is a picture of squares of 2 mm, every fifth line stronger.
func graphPaper(width, height int) string {
	rules := func(every int, colour, weight string) string {
		var d strings.Builder
		for x := 0; x <= width; x += every {
			fmt.Fprintf(&d, "M%d 0V%d", x, height)
		}
		for y := 0; y <= height; y += every {
			fmt.Fprintf(&d, "M0 %dH%d", y, width)
		}
		return fmt.Sprintf(`<path d="%s" stroke="%s" stroke-width="%s"/>`, d.String(), colour, weight)
	}
	svg := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%dmm" height="%dmm" viewBox="-.2 -.2 %d.4 %d.4">`, width, height, width, height) +
		rules(2, "#cdcdcd", ".1") + rules(10, "#969696", ".2") + `</svg>`
	return dataURI("image/svg+xml", []byte(svg))
}
