package page

import (
	"strings"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/markup"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/typeset"
)

// ComposeNotice lays out a sheet about a paper that is no paper itself: below
// the heading of the examination its name, then text and tables. Formulas have
// the macros of a question, which may be nil.
func ComposeNotice(p *export.Paper, name string, blocks []markup.Block, q *bank.Question, r *Resources) (*typeset.Document, error) {
	style := *p.Style
	style.Columns, style.Table, style.Rough, style.Watermark, style.Status = 1, false, 0, "", "final"
	about := *p
	about.Style, about.Set, about.Candidate, about.Code = &style, "", nil, ""
	look, err := newLook(&about, r.Fonts)
	if err != nil {
		return nil, err
	}
	root := &typeset.Element{Role: typeset.RoleDocument}
	c := &composer{Resources: r, look: look, kind: Answers, name: name, parent: root, question: q, formulas: r.mathOf(q)}
	doc := &typeset.Document{
		Title:    c.title(&about),
		Author:   p.Institution,
		Subject:  strings.TrimSpace(p.CourseCode + " " + p.CourseTitle),
		Language: style.Languages[0],
		Width:    c.pageWidth,
		Height:   c.pageHeight,
	}
	front := c.heading(&about)
	rule := c.ruleLine(c.textWidth)
	rule.above = 4 * typeset.Point
	front = append(front, rule)
	body := c.blocks(blocks, setting{style: c.plain(c.bodySize), width: c.textWidth, ragged: true})
	if len(body) > 0 {
		body[0].above += 3 * typeset.MM
	}
	if c.err != nil {
		return nil, c.err
	}
	if err := c.paginate(doc, front, body); err != nil {
		return nil, err
	}
	for i := range doc.Pages {
		c.furnish(doc, i, &about)
	}
	doc.Structure = []*typeset.Element{root}
	return doc, c.err
}
