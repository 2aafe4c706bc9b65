package typeset

// Join puts documents of one size one behind the other, each below a bookmark
// with its title: many copies in one file for a print shop. The result shares
// the documents' pages. It has no structure: nobody listens to a file of a
// thousand copies, and elements that copies share cannot stand in it twice.
// With even set, each document begins on a sheet of its own when both sides are
// printed.
func Join(title string, docs []*Document, even bool) *Document {
	if len(docs) == 0 {
		return &Document{Title: title}
	}
	joined := *docs[0]
	joined.Title, joined.Structure, joined.Pages, joined.Bookmarks = title, nil, nil, nil
	for _, doc := range docs {
		first := len(joined.Pages)
		joined.Bookmarks = append(joined.Bookmarks, Bookmark{Title: doc.Title, Page: first})
		for _, b := range doc.Bookmarks {
			b.Level, b.Page = b.Level+1, b.Page+first
			joined.Bookmarks = append(joined.Bookmarks, b)
		}
		joined.Pages = append(joined.Pages, doc.Pages...)
		if even && len(doc.Pages)%2 == 1 {
			joined.Pages = append(joined.Pages, Page{})
		}
	}
	return &joined
}
