package page

import (
	"fmt"
	stdmath "math"
	"strings"

	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/typeset"
)

// furnish draws what every page has: the watermark behind the text, the head
// and the foot.
func (c *composer) furnish(doc *typeset.Document, i int, p *export.Paper) {
	page := &doc.Pages[i]
	page.Items = append(c.watermark(), page.Items...)
	if i > 0 {
		page.Items = append(page.Items, c.header(p)...)
	}
	page.Items = append(page.Items, c.footer(doc, i, p)...)
}

// watermark sets the style's word across the page, pale and behind the text:
// what is printed over it stays legible.
func (c *composer) watermark() []typeset.Item {
	text := c.style.Watermark
	switch c.style.Status {
	case "draft":
		text = c.words.Say("draft")
	case "specimen":
		text = c.words.Say("specimen")
	}
	if text == "" {
		return nil
	}
	style := c.bold(100 * typeset.Point)
	style.Gray = pale
	_, w := c.run(text, style)
	if w == 0 {
		return nil
	}
	const angle = 52 // degrees; about the diagonal of the page
	sin, cos := stdmath.Sincos(angle * stdmath.Pi / 180)
	room := min(typeset.Length(float64(c.pageWidth)*0.8/cos), typeset.Length(float64(c.pageHeight)*0.8/sin))
	style.Size = min(style.Size*room/w, 140*typeset.Point)
	items, w := c.run(text, style)
	// Half of the word's length and of its letters' height before the middle.
	x := c.pageWidth/2 - typeset.Length(float64(w)*cos/2) + typeset.Length(float64(style.Size)*sin*0.33)
	y := c.pageHeight/2 + typeset.Length(float64(w)*sin/2) + typeset.Length(float64(style.Size)*cos*0.33)
	marks := furnishes()
	for _, it := range items {
		run := *it.(*typeset.Glyphs)
		along := run.X
		run.X = x + typeset.Length(float64(along)*cos)
		run.Y = y - typeset.Length(float64(along)*sin)
		run.Angle = angle
		marks = append(marks, &run)
	}
	return marks
}

// header is the line at the head of the pages after the first.
func (c *composer) header(p *export.Paper) []typeset.Item {
	style := c.plain(c.smallSize)
	y := c.marginTop - 4*typeset.MM
	items := furnishes()
	put := func(list []typeset.Item) {
		for _, it := range list {
			items = append(items, typeset.Translate(it, c.marginLeft, y))
		}
	}
	if c.style.Header != "" {
		put(c.leftText(c.style.Header, style, 0))
	}
	if p.Candidate != nil {
		put(c.rightText(strings.TrimSpace(p.Candidate.Roll+"  "+p.Candidate.Name), style, c.textWidth))
	}
	return items
}

// footer draws the foot of a page: what it belongs to, its number, and whether
// there is more.
func (c *composer) footer(doc *typeset.Document, i int, p *export.Paper) []typeset.Item {
	style := c.plain(min(c.smallSize, 11*typeset.Point))
	y := c.pageHeight - c.marginBottom + 7*typeset.MM
	left := p.CourseCode
	if p.Set != "" {
		left = strings.TrimPrefix(left+" / "+c.words.Say("set-of", "set", p.Set), " / ")
	}
	if p.Copy > 0 {
		left = strings.TrimPrefix(left+" / "+c.words.Say("copy-of", "copy", p.Copy), " / ")
	}
	if c.kind != Questions {
		left = strings.TrimPrefix(left+" / "+c.kindName(), " / ")
	}
	right := c.words.Say("over")
	if i == len(doc.Pages)-1 {
		right = c.words.Say("end")
	}
	if c.name != "" {
		right = "" // a notice is no paper that ends
	}
	italic := style
	italic.Italic = c.style.Italics
	items := furnishes(&typeset.Box{X: c.marginLeft, Y: y - 12*typeset.Point, W: c.textWidth, H: thin})
	third := c.textWidth * 2 / 5
	for _, list := range [][]typeset.Item{
		c.fitted(left, style, third),
		c.centreText(c.words.Say("page", "page", i+1, "pages", len(doc.Pages)), style, c.textWidth/2),
		c.rightText(right, italic, c.textWidth),
	} {
		for _, it := range list {
			items = append(items, typeset.Translate(it, c.marginLeft, y))
		}
	}
	return items
}

// roughPages adds the pages for rough work.
func (c *composer) roughPages(doc *typeset.Document) {
	for range c.style.Rough {
		e := c.element(typeset.RoleParagraph)
		items := owned(e, c.centreText(c.words.Say("rough"), c.bold(c.bodySize), c.textWidth/2))
		page := typeset.Page{}
		for _, it := range items {
			page.Items = append(page.Items, typeset.Translate(it, c.marginLeft, c.marginTop+c.bodySize))
		}
		doc.Bookmarks = append(doc.Bookmarks, typeset.Bookmark{Title: fmt.Sprint(c.words.Say("rough")), Page: len(doc.Pages), Y: c.marginTop})
		doc.Pages = append(doc.Pages, page)
	}
}
