package html

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/markup"
	"github.com/papersetter/papersetter/export"
)

// response writes what a candidate answers in or with.
func (c *composer) response(p *export.Part) {
	switch r := p.Response.(type) {
	case *bank.Choice:
		c.options(p)
	case *bank.Truth:
		c.truth(r)
	case *bank.Number:
		c.numeric(r)
	case *bank.Pairs:
		c.pairs(p)
	case *bank.Order:
		c.order(p)
	case *bank.Written:
		if !c.answers {
			c.space(p)
		}
	case *bank.Blanks:
	}
}

// optionLabel is the label of the i-th option, from 0.
func (c *composer) optionLabel(i int) string { return bank.Numbered(c.style.OptionLabel, i+1) }

// options writes the options of a choice. Their labels are text: an exam that
// says (B) must not depend on how a browser numbers lists.
func (c *composer) options(p *export.Part) {
	w := &c.w
	texts := make([]bank.Text, len(p.Options))
	for i, o := range p.Options {
		texts[i] = o.Text
	}
	class := "options"
	if p.Multiple() {
		class += " several"
	}
	w.open("ol", "class", class+c.columns(texts), "role", "list")
	w.line()
	for i, o := range p.Options {
		key := o.Key && c.answers
		class := ""
		if key {
			class = "key"
		}
		w.open("li", "class", strings.TrimSpace(class+c.tall(o.Text)))
		if p.Multiple() {
			w.element("span", "", "class", "box")
		}
		w.element("span", c.optionLabel(i), "class", "label")
		if key {
			c.hidden(c.spoken["key"])
		}
		w.open("div", "class", "text")
		c.writeText(o.Text)
		w.close("div")
		w.close("li")
		w.line()
	}
	w.close("ol")
	w.line()
}

// tall is the class of an entry that begins with a figure or the like, on
// whose first line no label can stand.
func (c *composer) tall(t bank.Text) string {
	for _, version := range c.versions(t) {
		switch version.Doc.Blocks[0].(type) {
		case *markup.Paragraph, *markup.List:
		default:
			return " tall"
		}
	}
	return ""
}

// columns is the class of a list that stands in four or two columns, if its
// entries are short enough for that. What is short is guessed by the letters:
// the reader's fonts are not known.
func (c *composer) columns(texts []bank.Text) string {
	longest := 0
	for _, t := range texts {
		for _, version := range c.versions(t) {
			longest = max(longest, roughLength(version.Doc))
		}
	}
	for _, n := range []int{4, 2} {
		if n <= c.style.OptionColumns && len(texts) >= n && len(texts)%n == 0 && longest <= 66/n-6 {
			return fmt.Sprintf(" columns-%d", n)
		}
	}
	return ""
}

// roughLength guesses how many letters wide a text is that is a single line.
func roughLength(doc *markup.Doc) int {
	const long = 1000
	if len(doc.Blocks) != 1 {
		return long
	}
	if _, ok := doc.Blocks[0].(*markup.Paragraph); !ok {
		return long
	}
	n := 0
	for in := range doc.Inlines() {
		switch in := in.(type) {
		case *markup.Text:
			n += utf8.RuneCountInString(in.Value)
		case *markup.CodeSpan:
			n += utf8.RuneCountInString(in.Value) * 5 / 4
		case *markup.InlineMath:
			n += roughWidth(in.TeX)
		case *markup.Blank, *markup.Break:
			return long
		}
	}
	return n
}

// roughWidth guesses how many letters wide a formula is: a command counts for
// one sign.
func roughWidth(tex string) int {
	n := 0
	for i := 0; i < len(tex); i++ {
		switch b := tex[i]; {
		case b == '\\':
			n++
			for i+1 < len(tex) && (tex[i+1]|0x20) >= 'a' && (tex[i+1]|0x20) <= 'z' {
				i++
			}
		case strings.IndexByte("{}^_ ", b) < 0 && b < utf8.RuneSelf:
			n++
		}
	}
	return n
}

// truth offers True and False to tick.
func (c *composer) truth(r *bank.Truth) {
	w := &c.w
	w.open("ul", "class", "truth", "role", "list")
	for _, value := range []bool{true, false} {
		key := c.answers && r.Key == value
		class := ""
		if key {
			class = "key"
		}
		w.open("li", "class", class)
		w.element("span", "", "class", "box")
		w.element("span", c.words.Say(map[bool]string{true: "true", false: "false"}[value]))
		if key {
			c.hidden(" " + c.spoken["key"])
		}
		w.close("li")
	}
	w.close("ul")
	w.line()
}

// numeric leaves a line for a number before its unit.
func (c *composer) numeric(r *bank.Number) {
	if c.answers {
		return
	}
	w := &c.w
	w.open("div", "class", "gaps")
	w.element("span", c.words.Say("answer")+":")
	w.text(" ")
	c.gap("rule")
	if !r.Unit.Empty() {
		w.text(" ")
		w.open("div", "class", "unit")
		c.writeText(r.Unit)
		w.close("div")
	}
	w.close("div")
	w.line()
}

// gap is a line to write on.
func (c *composer) gap(class string) {
	c.w.open("span", "class", class)
	c.hidden(c.spoken["write"])
	c.w.close("span")
}

// pairs writes the two columns of a matching. A row of the table holds what
// merely stands side by side, so its caption says so.
func (c *composer) pairs(p *export.Part) {
	w := &c.w
	w.open("table", "class", "pairs")
	w.element("caption", c.spoken["columns"], "class", "hidden")
	w.open("thead", "class", "hidden")
	w.open("tr")
	for i := range 2 {
		w.element("th", c.spoken.Say("column", "n", i+1), "scope", "col")
	}
	w.close("tr")
	w.close("thead")
	w.line()
	w.open("tbody")
	w.line()
	for i := range max(len(p.Left), len(p.Right)) {
		w.open("tr")
		if i < len(p.Left) {
			c.cell(p.Left[i].Label+".", p.Left[i].Text)
		} else {
			w.element("td", "")
		}
		if i < len(p.Right) {
			c.cell(c.optionLabel(i), p.Right[i].Text)
		} else {
			w.element("td", "")
		}
		w.close("tr")
		w.line()
	}
	w.close("tbody")
	w.close("table")
	w.line()
	c.answerGaps(len(p.Left), func(i int) string { return fmt.Sprintf("%d –", i+1) })
}

// cell is an entry of a column.
func (c *composer) cell(label string, t bank.Text) {
	w := &c.w
	w.open("td")
	w.open("div", "class", "entry")
	w.element("span", label, "class", "label")
	w.open("div", "class", "text")
	c.writeText(t)
	w.close("div")
	w.close("div")
	w.close("td")
}

// order writes the items of an ordering and the gaps for their letters.
func (c *composer) order(p *export.Part) {
	w := &c.w
	texts := make([]bank.Text, len(p.Right))
	for i, e := range p.Right {
		texts[i] = e.Text
	}
	w.open("ol", "class", "options"+c.columns(texts), "role", "list")
	w.line()
	for i, t := range texts {
		w.open("li", "class", strings.TrimSpace(c.tall(t)))
		w.element("span", c.optionLabel(i), "class", "label")
		w.open("div", "class", "text")
		c.writeText(t)
		w.close("div")
		w.close("li")
		w.line()
	}
	w.close("ol")
	w.line()
	c.answerGaps(len(p.Right), func(i int) string { return fmt.Sprintf("%d.", i+1) })
}

// answerGaps are short numbered gaps for letters; none in the answers.
func (c *composer) answerGaps(n int, name func(int) string) {
	if c.answers {
		return
	}
	w := &c.w
	w.open("div", "class", "gaps")
	w.element("span", c.words.Say("answer")+":")
	for i := range n {
		w.text(" ")
		w.open("span", "class", "gap")
		w.text(name(i) + " ")
		c.gap("short rule")
		w.close("span")
	}
	w.close("div")
	w.line()
}
