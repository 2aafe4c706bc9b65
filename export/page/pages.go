package page

import (
	"github.com/papersetter/papersetter/export/typeset"
)

// paginate breaks lines into pages and places their items.
func paginate(doc *typeset.Document, lines []line) error {
	rows := make([]typeset.Row, len(lines))
	name := "the heading of the paper"
	for i := range lines {
		if lines[i].bookmark != "" {
			name = lines[i].bookmark
		}
		rows[i] = typeset.Row{Above: lines[i].above, Height: lines[i].total(), Keep: lines[i].keep, Name: name}
	}
	starts, err := typeset.BreakPages(rows, columnDepth)
	if err != nil {
		return err
	}
	for p, start := range starts {
		end := len(lines)
		if p+1 < len(starts) {
			end = starts[p+1]
		}
		page := typeset.Page{}
		y := marginTop
		for i := start; i < end; i++ {
			l := &lines[i]
			if i > start {
				y += l.above
			}
			y += l.height
			for _, item := range l.items {
				page.Items = append(page.Items, typeset.Translate(item, marginLeft, y))
			}
			if l.bookmark != "" {
				doc.Bookmarks = append(doc.Bookmarks, typeset.Bookmark{Title: l.bookmark, Level: l.level, Page: p, Y: y - l.height})
			}
			y += l.depth
		}
		doc.Pages = append(doc.Pages, page)
	}
	return nil
}
