package pdf

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/adler32"
	"strconv"
	"sync"

	"github.com/jung-kurt/gofpdf"

	"github.com/papersetter/papersetter/export/typeset"
)

// Lines that many documents share are spelt and compressed once. The content
// of a page is then put together from compressed pieces, as the format of
// Deflate allows (RFC 1951: a stream is a row of blocks, and one that refers to
// nothing before it may stand anywhere).

// A shared holds what the documents of a group of fonts have in common. It is
// safe for concurrent use.
type shared struct {
	uses map[*typeset.Form]int // how often the documents use a form; not changed

	mu     sync.RWMutex
	forms  map[formKey]*spelt
	pieces []*fragment // by number
}

type formKey struct {
	form   *typeset.Form
	height typeset.Length // of the page
}

// A spelt is a form in the operators of a page, for the place 0, 0, in pieces by
// their owners; without pieces it cannot be shared.
type spelt struct {
	pieces   []*fragment
	fonts    []*subset
	formulas []*drawnFormula
}

// A fragment is content of a page with one owner.
type fragment struct {
	number  int
	owner   *typeset.Element
	content []byte
	packed  []byte // blocks of Deflate, at the end on the boundary of a byte
	sum     uint32 // Adler-32 of the content
}

func newShared(uses map[*typeset.Form]int) *shared {
	return &shared{uses: uses, forms: map[formKey]*spelt{}}
}

// group draws a form that is shared, or else item by item. Whether a form is
// shared is known beforehand, so that the file does not depend on the order in
// which documents are written.
func (d *document) group(g *typeset.Group) error {
	if d.fonts.shared.uses[g.Form] < 2 {
		return d.items(g)
	}
	s, err := d.speltForm(g.Form)
	if err != nil {
		return err
	}
	if len(s.pieces) == 0 {
		return d.items(g)
	}
	d.endMarked()
	d.endText()
	d.setGray(0)
	for _, f := range s.fonts {
		d.embed(f)
	}
	for _, f := range s.formulas {
		d.note(f)
	}
	d.content = append(d.content, "q 1 0 0 1 "...)
	d.content = appendPoints(d.content, g.X, -g.Y)
	d.content = append(d.content, "cm\n"...)
	for _, p := range s.pieces {
		d.own(p.owner)
		d.beginMarked()
		d.content = append(d.content, "%\x00"...)
		d.content = strconv.AppendInt(d.content, int64(p.number), 10)
		d.content = append(d.content, '\n')
	}
	d.endMarked()
	d.content = append(d.content, "Q\n"...)
	return nil
}

// items draws a group item by item.
func (d *document) items(g *typeset.Group) error {
	for _, it := range g.Form.Items {
		if err := d.item(typeset.Translate(it, g.X, g.Y)); err != nil {
			return err
		}
	}
	return nil
}

// speltForm spells a form unless it has been.
func (d *document) speltForm(form *typeset.Form) (*spelt, error) {
	all := d.fonts.shared
	key := formKey{form, d.height}
	all.mu.RLock()
	s := all.forms[key]
	all.mu.RUnlock()
	if s != nil {
		return s, nil
	}
	s = &spelt{}
	if sharable(form) {
		if err := d.spell(form, s); err != nil {
			return nil, err
		}
	}
	all.mu.Lock()
	defer all.mu.Unlock()
	if first := all.forms[key]; first != nil {
		return first, nil
	}
	for _, p := range s.pieces {
		p.number = len(all.pieces)
		all.pieces = append(all.pieces, p)
	}
	all.forms[key] = s
	return s, nil
}

// sharable reports whether a form needs nothing of a document but fonts and
// formulas. Pictures and what is see-through have names that each document
// gives itself.
func sharable(form *typeset.Form) bool {
	for _, it := range form.Items {
		switch it := it.(type) {
		case *typeset.Picture:
			return false
		case *typeset.Path:
			if it.FillFade > 0 || it.StrokeFade > 0 {
				return false
			}
		}
	}
	return true
}

// spell spells a form as if it stood alone on a page.
func (d *document) spell(form *typeset.Form, s *spelt) error {
	alone := &document{fonts: d.fonts, height: d.height, used: map[*subset]bool{}, embedded: map[string]bool{}, alone: s}
	cut := func() error {
		alone.endText()
		if len(alone.content) == 0 {
			return nil
		}
		p := &fragment{owner: alone.owner, content: bytes.Clone(alone.content), sum: adler32.Checksum(alone.content)}
		alone.content = alone.content[:0]
		s.pieces = append(s.pieces, p)
		var err error
		p.packed, err = packPiece(p.content, thorough)
		return err
	}
	for _, it := range form.Items {
		if owner, ok := it.(*typeset.Owner); ok {
			if owner.Of == alone.owner {
				continue
			}
			if err := cut(); err != nil {
				return err
			}
		}
		if err := alone.item(it); err != nil {
			return err
		}
	}
	return cut()
}

// note makes gofpdf write a formula into the file. What gofpdf draws of it, with
// a scale of but four decimals, is clipped away.
func (d *document) note(f *drawnFormula) {
	if d.embedded[f.id] {
		return
	}
	d.embedded[f.id] = true
	d.pdf.RawWriteStr("q 0 0 0 0 re W n\n")
	d.pdf.UseTemplateScaled(f, gofpdf.PointType{}, gofpdf.SizeType{Wd: 1, Ht: 1})
	d.pdf.RawWriteStr("Q\n")
}

// pieceCompressors are kept as compressors are: thorough ones for what many
// documents share, fast ones for the little that a page has of its own.
var thorough, fast = pieceCompressors(flate.DefaultCompression), pieceCompressors(flate.BestSpeed)

func pieceCompressors(level int) *sync.Pool {
	return &sync.Pool{New: func() any {
		w, err := flate.NewWriter(nil, level)
		if err != nil {
			panic(err) // the level is one that exists
		}
		return w
	}}
}

// storedBelow is the length up to which content is not worth compressing.
const storedBelow = 200

// packPiece writes content as blocks of Deflate that refer to nothing outside
// of it and end on the boundary of a byte.
func packPiece(content []byte, compressors *sync.Pool) ([]byte, error) {
	if len(content) < storedBelow {
		return appendStored(nil, content, false), nil
	}
	var b bytes.Buffer
	w := compressors.Get().(*flate.Writer)
	defer compressors.Put(w)
	w.Reset(&b)
	if _, err := w.Write(content); err != nil {
		return nil, err
	}
	if err := w.Flush(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// appendStored appends content as a block that is not compressed; it is
// shorter than 64 kB.
func appendStored(b, content []byte, last bool) []byte {
	first := byte(0)
	if last {
		first = 1
	}
	b = append(b, first)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(content)))
	b = binary.LittleEndian.AppendUint16(b, ^uint16(len(content)))
	return append(b, content...)
}

// startPage is what gofpdf begins the content of a page with.
const startPage = "0 J\n"

// packPage compresses the content of a page, with the pieces that it names in
// their place.
func (s *shared) packPage(content []byte) ([]byte, error) {
	z := []byte{0x78, 0x9c} // RFC 1950: Deflate, the default window and level
	sum, length := uint32(1), 0
	add := func(packed []byte, adler uint32, n int) {
		z = append(z, packed...)
		sum = combine(sum, adler, n)
		length += n
	}
	for len(content) > 0 {
		own, number, rest := nextPiece(content)
		content = rest
		if len(own) > 0 {
			packed, err := packPiece(own, fast)
			if err != nil {
				return nil, err
			}
			add(packed, adler32.Checksum(own), len(own))
		}
		if number < 0 {
			continue
		}
		s.mu.RLock()
		known := number < len(s.pieces)
		var p *fragment
		if known {
			p = s.pieces[number]
		}
		s.mu.RUnlock()
		if !known {
			return nil, fmt.Errorf("the page names a piece %d that nobody has spelt", number)
		}
		add(p.packed, p.sum, len(p.content))
	}
	z = appendStored(z, nil, true)
	return binary.BigEndian.AppendUint32(z, sum), nil
}

// nextPiece splits content before the next piece that it names; the number is
// -1 if there is none. No other content has a byte 0: codes of fonts begin at
// 32, and names and numbers are letters and digits.
func nextPiece(content []byte) (own []byte, named int, rest []byte) {
	i := bytes.Index(content, []byte("\n%\x00"))
	if i < 0 {
		return content, -1, nil
	}
	digits, after := number(content[i+3:])
	n, err := strconv.Atoi(string(digits))
	if err != nil {
		return content, -1, nil
	}
	return content[:i+1], n, after
}

// combine is the Adler-32 of two pieces of data one behind the other, from those
// of each and the length of the second (RFC 1950, section 8).
func combine(first, second uint32, length int) uint32 {
	const base = 65521
	n := uint64(length % base)
	a1, b1 := uint64(first&0xffff), uint64(first>>16)
	a2, b2 := uint64(second&0xffff), uint64(second>>16)
	a := (a1 + a2 + base - 1) % base
	b := (b1 + b2 + n*a1 + base - n) % base
	return uint32(b<<16 | a)
}
