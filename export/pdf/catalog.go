package pdf

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/jung-kurt/gofpdf"

	"github.com/papersetter/papersetter/export/typeset"
)

const producer = "Papersetter"

// describe gives gofpdf what the file says about itself.
func describe(f *gofpdf.Fpdf, doc *typeset.Document, date time.Time) {
	f.SetProducer(producer, false)
	for _, s := range []struct {
		text string
		set  func(string, bool)
	}{{doc.Title, f.SetTitle}, {doc.Author, f.SetAuthor}, {doc.Subject, f.SetSubject}} {
		if s.text != "" {
			s.set(textString(s.text), false)
		}
	}
	f.SetCreationDate(date)
	f.SetModificationDate(date)
	f.SetXmpMetadata(xmp(doc, date))
}

// textString returns a text as UTF-16 with its mark. gofpdf's own conversion
// knows no characters above U+FFFF and reads past the end of damaged ones.
func textString(s string) string {
	b := []byte{0xfe, 0xff}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return string(b)
}

// xmp returns the metadata in XML, which unlike the rest say the language.
func xmp(doc *typeset.Document, date time.Time) []byte {
	var b bytes.Buffer
	b.WriteString("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"` +
		` xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">` + "\n")
	element := func(before, text, after string) {
		if text != "" {
			b.WriteString(before)
			xml.EscapeText(&b, []byte(text)) // a Buffer does not fail
			b.WriteString(after + "\n")
		}
	}
	element(`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">`, doc.Title, `</rdf:li></rdf:Alt></dc:title>`)
	element(`<dc:creator><rdf:Seq><rdf:li>`, doc.Author, `</rdf:li></rdf:Seq></dc:creator>`)
	element(`<dc:description><rdf:Alt><rdf:li xml:lang="x-default">`, doc.Subject, `</rdf:li></rdf:Alt></dc:description>`)
	element(`<dc:language><rdf:Bag><rdf:li>`, doc.Language, `</rdf:li></rdf:Bag></dc:language>`)
	element(`<pdf:Producer>`, producer, `</pdf:Producer>`)
	element(`<xmp:CreateDate>`, date.Format(time.RFC3339), `</xmp:CreateDate>`)
	element(`<xmp:ModifyDate>`, date.Format(time.RFC3339), `</xmp:ModifyDate>`)
	b.WriteString("</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>")
	return b.Bytes()
}

// bookmarks writes the outline. gofpdf takes bookmarks for the page it stands
// at, and the last page it stands at for the end of the document; a level may
// be at most one deeper than the one before.
func bookmarks(f *gofpdf.Fpdf, doc *typeset.Document) error {
	deepest := 0
	for _, b := range doc.Bookmarks {
		if b.Page < 0 || b.Page >= len(doc.Pages) {
			return fmt.Errorf("bookmark %q is for page %d of %d", b.Title, b.Page+1, len(doc.Pages))
		}
		level := max(0, min(b.Level, deepest))
		deepest = level + 1
		f.SetPage(b.Page + 1)
		f.Bookmark(textString(b.Title), level, points(b.Y))
	}
	f.SetPage(len(doc.Pages))
	return f.Error()
}

// catalogue returns gofpdf's catalogue with what gofpdf does not write: the
// language, the metadata's place and that the title is to be shown. The list
// of attachments goes.
func catalogue(object []byte, root, structure int, language string) ([]byte, error) {
	kept, _, ok := bytes.Cut(object, []byte("/Names <<\n"))
	if !ok || !bytes.Contains(kept, []byte("/Type /Catalog\n")) {
		return nil, errUnknownFile
	}
	b := bytes.Clone(kept)
	if language = languageTag(language); language != "" {
		b = fmt.Appendf(b, "/Lang (%s)\n", language)
	}
	if structure > 0 {
		b = fmt.Appendf(b, "/MarkInfo <</Marked true>>\n/StructTreeRoot %d 0 R\n", structure)
	}
	// The metadata stand two before the catalogue, then comes the Info.
	return fmt.Appendf(b, "/Metadata %d 0 R\n/ViewerPreferences <</DisplayDocTitle true>>\n>>\nendobj\n", root-2), nil
}

// languageTag returns a BCP 47 tag with all else left out.
func languageTag(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' {
			return r
		}
		return -1
	}, s)
}
