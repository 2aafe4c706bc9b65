// Package pdf spells a laid-out document as a PDF.
//
// Faces are subset once for all documents of a run, then each document is
// written, side by side if wanted:
//
//	fonts, err := pdf.NewFonts(setA, setB, setC, setD)
//	err = pdf.Write(w, setA, fonts, time.Time{})
//
// The same document with the same fonts and date gives the same bytes,
// whatever runs at the same time. All text, formulas as their TeX source
// included, can be searched and copied. The package decides nothing about the
// page: no measuring, no breaking, no choice of fonts.
//
// The file itself (objects, pages, fonts, images, outline) is written by
// gofpdf; the contents of pages and the font programs are spelt here, and what
// gofpdf cannot say about a document is added at the end.
package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/jung-kurt/gofpdf"

	"github.com/papersetter/papersetter/export/typeset"
)

// Write writes a document as a PDF. The fonts must have been made with the
// document, perhaps with others. Date is the day the file says it was made
// and changed; the zero value stands for 1 January 1970, never for the clock.
// Nothing is written if there is an error, unless it is w's own.
func Write(w io.Writer, doc *typeset.Document, fonts *Fonts, date time.Time) error {
	if len(doc.Pages) == 0 {
		return errors.New("the document has no pages")
	}
	if date.IsZero() {
		date = time.Unix(0, 0) // gofpdf takes the zero value for the clock
	}
	date = date.UTC()
	d := newDocument(doc, fonts)
	d.tagged = doc.Structure != nil
	describe(d.pdf, doc, date)
	for i := range doc.Pages {
		d.pdf.AddPage()
		if err := d.page(&doc.Pages[i]); err != nil {
			return fmt.Errorf("page %d: %w", i+1, err)
		}
	}
	if err := bookmarks(d.pdf, doc); err != nil {
		return err
	}
	var file taken
	if err := d.pdf.Output(&file); err != nil {
		return err
	}
	whole, err := finish(file, doc, d)
	if err != nil {
		return err
	}
	_, err = w.Write(whole)
	return err
}

// taken takes over what is written, without a copy if it comes in one piece, as
// gofpdf's file does: one for a thousand candidates is large.
type taken []byte

func (t *taken) Write(p []byte) (int, error) {
	if *t == nil {
		*t = p[:len(p):len(p)]
	} else {
		*t = append(*t, p...)
	}
	return len(p), nil
}

// A document is the state of writing one document.
type document struct {
	pdf    *gofpdf.Fpdf
	fonts  *Fonts
	height typeset.Length // of the page: PDF counts from its bottom

	used     map[*subset]bool
	embedded map[string]bool // formulas that gofpdf knows of
	alone    *spelt          // set while a form is spelt, which belongs to no document
	widths   map[int]int     // how many pictures of a width there are
	pictures map[string]bool // by key

	content []byte   // of the page, as far as it is not with gofpdf yet
	mixed   bool     // gofpdf has some of the page
	pages   [][]byte // compressed, those that gofpdf has nothing of

	tagged bool
	owner  *typeset.Element
	marked bool                 // within a marked piece
	marks  [][]*typeset.Element // owners of the marked pieces, by page and number
	text   textState
	gray   typeset.Gray // for filling
}

func newDocument(doc *typeset.Document, fonts *Fonts) *document {
	size := gofpdf.SizeType{Wd: points(doc.Width), Ht: points(doc.Height)}
	f := gofpdf.NewCustom(&gofpdf.InitType{OrientationStr: "P", UnitStr: "pt", Size: size})
	f.SetMargins(0, 0, 0)
	f.SetAutoPageBreak(false, 0)
	f.SetCompression(false) // see finish
	f.SetCatalogSort(true)
	return &document{
		pdf:      f,
		fonts:    fonts,
		height:   doc.Height,
		used:     map[*subset]bool{},
		embedded: map[string]bool{},
		widths:   map[int]int{},
		pictures: map[string]bool{},
	}
}

// page writes the items of a page in their order. A page begins with gofpdf's
// settings: black, no font.
func (d *document) page(p *typeset.Page) error {
	d.text = textState{}
	d.gray = 0
	d.owner = nil
	d.marks = append(d.marks, nil)
	for _, it := range p.Items {
		if err := d.item(it); err != nil {
			return err
		}
	}
	d.endMarked()
	d.endText()
	return d.endPage()
}

// endPage compresses the content of the page. gofpdf gets a number for it, which
// finish replaces, unless gofpdf has added to the page itself.
func (d *document) endPage() error {
	if d.mixed {
		d.flush()
		d.mixed = false
		return d.pdf.Error()
	}
	packed, err := d.fonts.shared.packPage(d.content)
	if err != nil {
		return err
	}
	d.content = d.content[:0]
	d.pdf.RawWriteStr(fmt.Sprintf("\n%%\x01%d\n", len(d.pages)))
	d.pages = append(d.pages, packed)
	return d.pdf.Error()
}

func (d *document) item(it typeset.Item) error {
	switch it := it.(type) {
	case *typeset.Group:
		return d.group(it)
	case *typeset.Owner:
		d.own(it.Of)
		return nil
	}
	d.beginMarked()
	switch it := it.(type) {
	case *typeset.Glyphs:
		return d.glyphs(it)
	case *typeset.Box:
		d.box(it)
	case *typeset.Path:
		d.path(it)
	case *typeset.Formula:
		return d.formula(it)
	case *typeset.Picture:
		return d.picture(it)
	default:
		return fmt.Errorf("a PDF cannot draw %T", it)
	}
	return nil
}

// flush hands the content over to gofpdf, before gofpdf adds to it itself and
// at the end of a page that gofpdf has added to.
func (d *document) flush() {
	d.mixed = true
	if len(d.content) > 0 {
		d.pdf.RawWriteBuf(bytes.NewReader(d.content))
		d.content = d.content[:0]
	}
}

// setGray makes g the shade of fillings and glyphs.
func (d *document) setGray(g typeset.Gray) {
	if g == d.gray {
		return
	}
	d.gray = g
	d.content = appendShade(d.content, uint8(g))
	d.content = append(d.content, " g\n"...)
}
