package page

import (
	"fmt"
	"strings"

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
