package pdf

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"

	"github.com/papersetter/papersetter/export/typeset"
)

// Tagged PDF (ISO 32000-1, 14.7 and 14.8). The content of a page is a row of
// marked pieces: each belongs to an element of the structure, by a number
// (MCID) that counts from 0 on each page, or is an artifact. The elements
// themselves are objects that finish adds to gofpdf's.

// own makes an element the owner of what is drawn next; nil owns nothing.
func (d *document) own(e *typeset.Element) {
	if e == d.owner {
		return
	}
	d.endMarked()
	d.owner = e
}

// beginMarked opens a marked piece for the owner, before something is drawn.
func (d *document) beginMarked() {
	if !d.tagged || d.marked {
		return
	}
	d.marked = true
	d.endText()
	if d.owner == nil {
		d.content = append(d.content, "/Artifact BMC\n"...)
		return
	}
	page := len(d.marks) - 1
	d.content = append(d.content, '/')
	d.content = append(d.content, d.owner.Role...)
	d.content = append(d.content, " <</MCID "...)
	d.content = strconv.AppendInt(d.content, int64(len(d.marks[page])), 10)
	d.content = append(d.content, ">> BDC\n"...)
	d.marks[page] = append(d.marks[page], d.owner)
}

// endMarked closes the marked piece.
func (d *document) endMarked() {
	if d.marked {
		d.endText()
		d.content = append(d.content, "EMC\n"...)
		d.marked = false
	}
}

// A tree is the structure as objects of the file.
type tree struct {
	roots    []*typeset.Element
	numbers  map[*typeset.Element]int     // of the objects; elements without content have none
	contents map[*typeset.Element][]place // in reading order
	order    []*typeset.Element           // by number
	parents  map[*typeset.Element]int     // object numbers of the parents
	first    int                          // object number of the root
}

// A place is a marked piece.
type place struct{ page, mcid int }

// newTree numbers the elements that have content or children that have, from
// the object number first on: the root, the table of parents, the elements.
func (d *document) newTree(roots []*typeset.Element, first int) *tree {
	t := &tree{
		roots:    roots,
		numbers:  map[*typeset.Element]int{},
		contents: map[*typeset.Element][]place{},
		parents:  map[*typeset.Element]int{},
		first:    first,
	}
	for page, marks := range d.marks {
		for mcid, e := range marks {
			t.contents[e] = append(t.contents[e], place{page, mcid})
		}
	}
	kept := map[*typeset.Element]bool{}
	for _, e := range roots {
		t.keep(e, kept, map[*typeset.Element]bool{})
	}
	for _, e := range roots {
		t.number(e, first, kept)
	}
	return t
}

// keep notes whether an element has content.
func (t *tree) keep(e *typeset.Element, kept, seen map[*typeset.Element]bool) bool {
	if seen[e] {
		return false
	}
	seen[e] = true
	has := len(t.contents[e]) > 0
	for _, child := range e.Children {
		if t.keep(child, kept, seen) {
			has = true
		}
	}
	kept[e] = has
	return has
}

// number gives an element and its descendants object numbers. An element that
// comes up twice stands where it came up first.
func (t *tree) number(e *typeset.Element, parent int, kept map[*typeset.Element]bool) {
	if t.numbers[e] > 0 || !kept[e] {
		return
	}
	n := t.first + 2 + len(t.order)
	t.numbers[e], t.parents[e] = n, parent
	t.order = append(t.order, e)
	for _, child := range e.Children {
		t.number(child, n, kept)
	}
}

// objects returns the objects of the tree in the order of their numbers; pages
// are the object numbers of the pages.
func (t *tree) objects(d *document, pages []int) [][]byte {
	list := make([][]byte, 0, 2+len(t.order))
	root := fmt.Appendf(nil, "%d 0 obj\n<</Type /StructTreeRoot /ParentTree %d 0 R /ParentTreeNextKey %d /K [", t.first, t.first+1, len(d.marks))
	list = append(list, t.refs(root, t.roots, t.first, "]>>\nendobj\n"))
	table := fmt.Appendf(nil, "%d 0 obj\n<</Nums [", t.first+1)
	for page, marks := range d.marks {
		table = fmt.Appendf(table, "%d [", page)
		for _, e := range marks {
			if n := t.numbers[e]; n > 0 {
				table = fmt.Appendf(table, "%d 0 R ", n)
			} else {
				table = append(table, "null "...) // not in the structure
			}
		}
		table = append(table, "]\n"...)
	}
	list = append(list, append(table, "]>>\nendobj\n"...))
	for _, e := range t.order {
		list = append(list, t.object(e, pages))
	}
	return list
}

// refs appends references to those elements that have the parent.
func (t *tree) refs(b []byte, elements []*typeset.Element, parent int, end string) []byte {
	for i, e := range elements {
		n := t.numbers[e]
		if n == 0 || t.parents[e] != parent || slices.Contains(elements[:i], e) {
			continue
		}
		b = strconv.AppendInt(b, int64(n), 10)
		b = append(b, " 0 R "...)
	}
	return append(b, end...)
}

// object spells an element.
func (t *tree) object(e *typeset.Element, pages []int) []byte {
	n := t.numbers[e]
	b := fmt.Appendf(nil, "%d 0 obj\n<</Type /StructElem /S /%s /P %d 0 R", n, e.Role, t.parents[e])
	if e.Alt != "" {
		b = append(b, " /Alt "...)
		b = appendTextString(b, e.Alt)
	}
	if tag := languageTag(e.Language); tag != "" {
		b = fmt.Appendf(b, " /Lang (%s)", tag)
	}
	if e.Role == typeset.RoleHeader {
		b = append(b, " /A <</O /Table /Scope /Column>>"...)
	}
	places := t.contents[e]
	if len(places) > 0 {
		b = fmt.Appendf(b, " /Pg %d 0 R", pages[places[0].page])
	}
	b = append(b, " /K ["...)
	for _, p := range places {
		if p.page == places[0].page {
			b = fmt.Appendf(b, "%d ", p.mcid)
			continue
		}
		b = fmt.Appendf(b, "<</Type /MCR /Pg %d 0 R /MCID %d>> ", pages[p.page], p.mcid)
	}
	return t.refs(b, e.Children, n, "]>>\nendobj\n")
}

// appendTextString appends a text as a string of the file.
func appendTextString(b []byte, s string) []byte {
	b = append(b, '(')
	for _, c := range []byte(textString(s)) {
		b = appendEscaped(b, c)
	}
	return append(b, ')')
}

const startPageObject = "<</Type /Page\n"

// taggedPage gives a page object its number in the table of parents.
func taggedPage(body []byte, page int) []byte {
	head, rest, _ := bytes.Cut(body, []byte(startPageObject))
	b := append(bytes.Clone(head), startPageObject...)
	b = fmt.Appendf(b, "/StructParents %d\n/Tabs /S\n", page)
	return append(b, rest...)
}

func isPage(body []byte) bool {
	_, dictionary, _ := bytes.Cut(body, []byte(startObject))
	return bytes.HasPrefix(dictionary, []byte(startPageObject))
}
