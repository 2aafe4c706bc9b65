package html

import (
	"strconv"

	"github.com/papersetter/papersetter/bank/markup"
	"github.com/papersetter/papersetter/export"
)

// code writes program text. Highlighting is by weight and slant, so that it
// survives black-and-white printing: keywords bold, comments slanted. Long
// lines go on below instead of being scrolled: paper cannot be. Line numbers
// are text, as questions refer to them.
func (c *composer) code(b *markup.Code) {
	w := &c.w
	class := ""
	if b.Numbered {
		class = "numbered"
	}
	w.open("pre", "class", class, "dir", "ltr", "translate", "no")
	w.open("code")
	for i, tokens := range export.Highlight(b) {
		w.open("span", "class", "line")
		if b.Numbered {
			w.element("span", strconv.Itoa(i+1), "class", "n")
			w.text(" ")
		}
		for _, t := range tokens {
			switch {
			case t.Keyword:
				w.element("b", t.Text)
			case t.Comment:
				w.element("i", t.Text)
			default:
				w.text(t.Text)
			}
		}
		w.text("\n") // ends the line where styles are not understood
		w.close("span")
	}
	w.close("code")
	w.close("pre")
}
