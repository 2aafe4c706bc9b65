package page

import (
	"fmt"
	"strings"

	"github.com/papersetter/papersetter/bank/markup"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/typeset"
)

// verdict lays out what a moderator must know of a question beyond its tags,
// the boxes for the verdict, and a line for remarks.
func (c *composer) verdict(q *export.Question) []line {
	src := q.Source
	said := []string{"status " + string(src.Status)}
	if src.Author != "" {
		said = append(said, "author "+src.Author)
	}
	said = append(said, "type "+string(src.Type), "marks "+src.Marks.String())
	if src.Minutes > 0 {
		said = append(said, "minutes "+src.Minutes.String())
	}
	if len(src.Topics) > 0 {
		said = append(said, "topics "+strings.Join(src.Topics, ", "))
	}
	said = append(said, fmt.Sprintf("%s:%d", src.Pos.File, src.Pos.Line), src.ID)
	lines := c.small(strings.Join(said, " · "))
	small := c.plain(c.smallSize)
	side := c.square()
	l := c.textLine(c.smallSize)
	l.above = 4 * typeset.Point
	x := typeset.Length(0)
	for _, word := range []string{"Keep", "Revise", "Replace"} {
		l.items = append(l.items, furnishes(outline(x, -side, side, side, thin)...)...)
		items, w := c.run(word, small)
		l.items = append(l.items, c.said(typeset.RoleParagraph, at(items, x+side+typeset.MM))...)
		x += side + w + 6*typeset.MM
	}
	items, w := c.run("Remarks", small)
	l.items = append(l.items, c.said(typeset.RoleParagraph, at(items, x))...)
	x += w + 2*typeset.MM
	if rest := c.stemWidth - x; rest > 0 {
		l.items = append(l.items, furnishes(&typeset.Box{X: x, Y: 2 * typeset.Point, W: rest, H: thin, Gray: soft})...)
	}
	return append(lines, l)
}

// achieved lays out the proof that the paper is as the blueprint asks: each
// requirement with what is asked and what the paper has.
func (c *composer) achieved(list [][3]string) []line {
	cell := func(text string) []markup.Inline { return []markup.Inline{&markup.Text{Value: text}} }
	t := &markup.Table{
		Align:  []markup.Align{markup.AlignLeft, markup.AlignLeft, markup.AlignLeft},
		Header: [][]markup.Inline{cell("Requirement"), cell("Asked"), cell("This paper has")},
	}
	for _, a := range list {
		t.Rows = append(t.Rows, [][]markup.Inline{cell(a[0]), cell(a[1]), cell(a[2])})
	}
	heading := c.textLine(c.bodySize, c.said(typeset.RoleHeading2, c.leftText("What the blueprint asks and what this paper has", c.bold(c.bodySize), 0)))
	heading.above, heading.keep, heading.row = c.sectionSkip, true, rowSpan
	table := c.table(t, setting{style: c.plain(c.smallSize), width: c.columnWidth, ragged: true})
	for i := range table {
		table[i].row = spanRest
	}
	if len(table) > 0 {
		table[0].row = rowSpan
		table[0].above += c.paragraphSkip
	}
	return append([]line{heading}, table...)
}
