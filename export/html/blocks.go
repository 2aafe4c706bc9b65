package html

import (
	"fmt"
	"strconv"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/markup"
)

// writeText writes a text of the bank in the languages of the paper: one below
// the other, or side by side where the style wants it.
func (c *composer) writeText(t bank.Text) {
	versions := c.versions(t)
	if len(versions) == 2 && c.style.Beside {
		// Each language stays whole, so that it is read aloud in one piece.
		c.w.open("div", "class", "beside")
		for _, version := range versions {
			c.inLanguage(version, true)
		}
		c.w.close("div")
		c.w.line()
		return
	}
	for _, version := range versions {
		c.inLanguage(version, version.Language != "" && version.Language != c.style.Languages[0])
	}
}

// inLanguage writes a text; marked is one that says its language, as it is not
// that of the whole file.
func (c *composer) inLanguage(t bank.Text, marked bool) {
	before := c.text
	c.text = t
	if marked {
		dir := direction(t.Language)
		if dir == "" {
			dir = "ltr"
		}
		c.w.open("div", "lang", t.Language, "dir", dir)
	}
	c.blocks(t.Doc.Blocks)
	if marked {
		c.w.close("div")
		c.w.line()
	}
	c.text = before
}

// versions are a text in the languages of the paper; at least one if there is
// any text.
func (c *composer) versions(t bank.Text) []bank.Text {
	if t.Empty() {
		return nil
	}
	if len(t.Also) == 0 {
		return []bank.Text{t}
	}
	var list []bank.Text
	for i, language := range c.languages {
		version := t.In(language)
		last := i == len(c.languages)-1
		if version.Language == language || len(list) == 0 && last {
			list = append(list, version)
		}
	}
	return list
}

// countBlanks numbers the blanks of a text that has several, so that those who
// hear the page can tell which one they fill in.
func (c *composer) countBlanks(t bank.Text) {
	c.blanks = map[*markup.Blank]int{}
	for _, version := range c.versions(t) {
		var all []*markup.Blank
		for in := range version.Doc.Inlines() {
			if b, ok := in.(*markup.Blank); ok {
				all = append(all, b)
			}
		}
		if len(all) < 2 {
			continue
		}
		for _, b := range all {
			c.blanks[b] = b.Index + 1
		}
	}
}

func (c *composer) blocks(blocks []markup.Block) {
	for _, b := range blocks {
		c.block(b)
		c.w.line()
	}
}

func (c *composer) block(b markup.Block) {
	w := &c.w
	switch b := b.(type) {
	case *markup.Paragraph:
		class := ""
		if b.Heading {
			class = "headline"
		}
		w.open("p", "class", class)
		c.inlines(b.Inlines)
		w.close("p")
	case *markup.Math:
		spelt, width := c.formula(b.TeX, true, b.Offset)
		w.open("div", "class", "display", "style", c.shrunk(width))
		w.raw(spelt)
		for _, tag := range lostTags(b.TeX, spelt) {
			w.element("span", tag, "class", "tag")
		}
		w.close("div")
	case *markup.Code:
		c.code(b)
	case *markup.List:
		c.list(b)
	case *markup.Quote:
		w.open("blockquote")
		c.blocks(b.Blocks)
		w.close("blockquote")
	case *markup.Table:
		c.table(b)
	case *markup.Figures:
		c.figures(b)
	case *markup.Separator:
		w.void("hr")
	default:
		panic(fmt.Sprintf("html: unknown block %T", b))
	}
}

func (c *composer) inlines(list []markup.Inline) {
	w := &c.w
	for _, in := range list {
		switch in := in.(type) {
		case *markup.Text:
			w.text(in.Value)
		case *markup.Emphasis:
			name := "em"
			if in.Strong {
				name = "strong"
			}
			w.open(name)
			c.inlines(in.Inlines)
			w.close(name)
		case *markup.CodeSpan:
			w.element("code", in.Value)
		case *markup.InlineMath:
			spelt, _ := c.formula(in.TeX, false, in.Offset)
			w.raw(spelt)
		case *markup.Blank:
			c.blank(in)
		case *markup.Break:
			w.void("br")
		default:
			panic(fmt.Sprintf("html: unknown inline %T", in))
		}
	}
}

// blank is a gap to fill in, all of one width: one that followed its answer
// would give it away.
func (c *composer) blank(b *markup.Blank) {
	said := c.spoken["blank"]
	if n := c.blanks[b]; n > 0 {
		said = c.spoken.Say("blank-n", "n", n)
	}
	c.w.open("span", "class", "blank")
	c.hidden(said)
	c.w.close("span")
}

// formula returns MathML, or TeX where there is nothing that makes MathML, and
// its width.
func (c *composer) formula(tex string, display bool, offset int) (string, float64) {
	if c.mathML == nil {
		var w writer
		w.element("code", tex, "class", "tex")
		return string(w.bytes()), 0
	}
	spelt, err := c.mathML(tex, display)
	var width float64
	if err == nil {
		spelt, width, err = cleanMathML(spelt)
	}
	if err != nil {
		c.failAt(offset, fmt.Errorf("formula: %w", err))
		return "", 0
	}
	return spelt, width
}

// list writes a list of the bank as the browser's own.
func (c *composer) list(l *markup.List) {
	w := &c.w
	name, class, start := "ul", "", ""
	if l.Ordered {
		name = "ol"
		if l.Start != 1 {
			start = strconv.Itoa(l.Start)
		}
	}
	if l.Tight {
		class = "tight"
	}
	w.open(name, "class", class, "start", start)
	w.line()
	for _, item := range l.Items {
		w.open("li")
		c.blocks(item)
		w.close("li")
		w.line()
	}
	w.close(name)
}

var alignments = map[markup.Align]string{markup.AlignLeft: "left", markup.AlignCenter: "centre", markup.AlignRight: "right"}

// table writes a table with its header row; a table wider than the screen is
// scrolled by itself.
func (c *composer) table(t *markup.Table) {
	w := &c.w
	w.open("div", "class", "table")
	w.open("table")
	w.line()
	row := func(r int, name, scope string, cells [][]markup.Inline) {
		w.open("tr")
		for i, cell := range cells {
			columns, align := "", alignments[t.Align[i]]
			switch n := t.Span(r, i); {
			case n == 0:
				continue // the cell before goes over it
			case n > 1:
				columns, align = strconv.Itoa(n), alignments[markup.AlignCenter]
			}
			w.open(name, "scope", scope, "colspan", columns, "class", align)
			c.inlines(cell)
			w.close(name)
		}
		w.close("tr")
		w.line()
	}
	w.open("thead")
	row(0, "th", "col", t.Header)
	w.close("thead")
	w.line()
	w.open("tbody")
	w.line()
	for r, cells := range t.Rows {
		row(r+1, "td", "", cells)
	}
	w.close("tbody")
	w.close("table")
	w.close("div")
}
