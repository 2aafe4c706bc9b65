package pdf

import (
	"bytes"
	"cmp"
	"compress/zlib"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"

	"github.com/papersetter/papersetter/export/typeset"
)

// errUnknownFile is a file of another gofpdf than finish knows.
var errUnknownFile = errors.New("gofpdf wrote a file of an unknown form")

// finish goes through the objects of gofpdf's file once more: it compresses
// what is drawn, which costs gofpdf a compressor of a megabyte for every
// formula, takes the list of all fonts from formulas, which use none, and
// completes the catalogue and the trailer.
func finish(file []byte, doc *typeset.Document, d *document) ([]byte, error) {
	offsets, err := objectOffsets(file)
	if err != nil {
		return nil, err
	}
	root := len(offsets) - 1 // gofpdf's last object is the catalogue
	size := len(file)
	for _, page := range d.pages {
		size += len(page)
	}
	b := bytes.NewBuffer(make([]byte, 0, size))
	b.WriteString("%PDF-1.4\n%\xb5\xb5\xb5\xb5\n") // the bytes say that the file is not text
	places := make([]int, len(offsets))
	all := objects(file, offsets)
	var added [][]byte
	structure := 0 // object number of the structure's root
	pages := pageNumbers(all)
	if d.tagged {
		structure = len(offsets)
		added = d.newTree(doc.Structure, structure).objects(d, pages)
	}
	for _, o := range all {
		places[o.number] = b.Len()
		switch {
		case o.number == root:
			o.body, err = catalogue(o.body, root, structure, doc.Language)
		case isStream(o.body):
			o.body, err = d.compressed(o.body)
		case d.tagged && isPage(o.body):
			o.body = taggedPage(o.body, slices.Index(pages, o.number))
		}
		if err != nil {
			return nil, err
		}
		b.Write(o.body)
	}
	for _, body := range added {
		places = append(places, b.Len())
		b.Write(body)
	}
	start := b.Len()
	sum := sha256.Sum256(b.Bytes())
	fmt.Fprintf(b, "xref\n0 %d\n0000000000 65535 f \n", len(places))
	for _, at := range places[1:] {
		fmt.Fprintf(b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(b, "trailer\n<<\n/Size %d\n/Root %d 0 R\n/Info %d 0 R\n/ID [<%x> <%x>]\n>>\nstartxref\n%d\n%%%%EOF\n",
		len(places), root, root-1, sum[:16], sum[:16], start)
	return b.Bytes(), nil
}

// pageNumbers returns the object numbers of the pages in their order, which is
// that of the file.
func pageNumbers(all []object) []int {
	var pages []int
	for _, o := range all {
		if isPage(o.body) {
			pages = append(pages, o.number)
		}
	}
	return pages
}

// objectOffsets reads the table of objects. Object 0 is none; after the last
// object comes the table itself.
func objectOffsets(file []byte) ([]int, error) {
	const line = len("0000000000 00000 n \n")
	_, table, ok := bytes.Cut(file[max(0, bytes.LastIndex(file, []byte("\nxref\n0 "))):], []byte("\nxref\n0 "))
	count, rows, ok2 := bytes.Cut(table, []byte("\n"))
	n, err := strconv.Atoi(string(count))
	if !ok || !ok2 || err != nil || n < 5 || len(rows) < n*line {
		return nil, errUnknownFile
	}
	offsets := make([]int, n)
	for i := 1; i < n; i++ {
		if offsets[i], err = strconv.Atoi(string(rows[i*line : i*line+10])); err != nil || offsets[i] <= 0 || offsets[i] >= len(file) {
			return nil, errUnknownFile
		}
	}
	return offsets, nil
}

// An object is a numbered object, from its number to endobj.
type object struct {
	number int
	body   []byte
}

// objects returns the objects in the order of the file.
func objects(file []byte, offsets []int) []object {
	all := make([]object, 0, len(offsets))
	for i := 1; i < len(offsets); i++ {
		all = append(all, object{number: i})
	}
	slices.SortFunc(all, func(a, b object) int { return cmp.Compare(offsets[a.number], offsets[b.number]) })
	end := bytes.LastIndex(file, []byte("\nxref\n")) + 1
	for i := len(all) - 1; i >= 0; i-- {
		at := offsets[all[i].number]
		all[i].body = file[at:end]
		end = at
	}
	return all
}

const (
	startObject = " 0 obj\n"
	startForm   = "<</Type /XObject\n/Subtype /Form\n"
	startStream = ">>\nstream\n"
	endStream   = "\nendstream\nendobj\n"
)

// isStream reports whether an object is the content of a page, a palette or a
// formula.
func isStream(body []byte) bool {
	_, dictionary, _ := bytes.Cut(body, []byte(startObject))
	if bytes.HasPrefix(dictionary, []byte(startForm)) {
		return true
	}
	length, ok := bytes.CutPrefix(dictionary, []byte("<</Length "))
	_, after := number(length)
	return ok && bytes.HasPrefix(after, []byte(startStream))
}

// number splits a decimal number off.
func number(b []byte) (digits, rest []byte) {
	n := 0
	for n < len(b) && '0' <= b[n] && b[n] <= '9' {
		n++
	}
	return b[:n], b[n:]
}

// compressed writes a stream object anew with its stream compressed.
func (d *document) compressed(body []byte) ([]byte, error) {
	head, content, ok := bytes.Cut(body, []byte(startStream))
	content, ok2 := bytes.CutSuffix(content, []byte(endStream))
	id, dictionary, ok3 := bytes.Cut(head, []byte(startObject))
	if !ok || !ok2 || !ok3 {
		return nil, errUnknownFile
	}
	form := bytes.HasPrefix(dictionary, []byte(startForm))
	packed, err := d.pack(content, form)
	if err != nil {
		return nil, err
	}
	b := append(bytes.Clone(id), startObject+"<<"...)
	if form {
		_, after, _ := bytes.Cut(dictionary, []byte("/BBox ["))
		box, _, ok := bytes.Cut(after, []byte("]"))
		if !ok {
			return nil, errUnknownFile
		}
		b = fmt.Appendf(b, "/Type /XObject /Subtype /Form /BBox [%s] /Resources <<>> ", box)
	}
	b = fmt.Appendf(b, "/Filter /FlateDecode /Length %d%s", len(packed), startStream)
	b = append(b, packed...)
	return append(b, endStream...), nil
}

// packedPage returns the content of a page that was compressed when it was
// written. What gofpdf has on it are its settings, and formulas that it noted.
func (d *document) packedPage(content []byte) ([]byte, bool) {
	_, after, ok := bytes.Cut(content, []byte("\n%\x01"))
	digits, _ := number(after)
	n, err := strconv.Atoi(string(digits))
	if !ok || err != nil || n >= len(d.pages) {
		return nil, false
	}
	return d.pages[n], true
}

// pack compresses a stream. Those of formulas are kept, since the other
// documents of the group have the same.
func (d *document) pack(content []byte, form bool) ([]byte, error) {
	if !form {
		if bytes.HasPrefix(content, []byte(startPage)) {
			if page, ok := d.packedPage(content); ok {
				return page, nil
			}
			return d.fonts.shared.packPage(content)
		}
		return deflate(content)
	}
	var err error
	packed := packedFormulas.get(string(content), func() (packed []byte) {
		packed, err = deflate(content)
		return packed
	})
	return packed, err
}

// compressors are kept: a new one costs more than most of what it compresses.
var compressors = sync.Pool{New: func() any { return zlib.NewWriter(nil) }}

// deflate compresses data.
func deflate(data []byte) ([]byte, error) {
	var b bytes.Buffer
	z := compressors.Get().(*zlib.Writer)
	defer compressors.Put(z)
	z.Reset(&b)
	if _, err := z.Write(data); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
