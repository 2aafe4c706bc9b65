package pdf

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/jung-kurt/gofpdf"

	"github.com/papersetter/papersetter/export/math"
	"github.com/papersetter/papersetter/export/typeset"
)

// A drawnFormula is a formula as a form XObject, drawn at any size and place.
// Its unit is a thousandth of an em; its lower left corner is that of its ink. It
// is shared by the documents of a group.
type drawnFormula struct {
	id      string // after what it draws: formulas that draw the same share a form
	ink     [4]int // in the formula's coordinates; nothing is drawn if it is empty
	content []byte
}

// A drawnFormula is a gofpdf.Template. gofpdf's own templates are documents of
// their own with all its state, named by hashing their content at each use.
var _ gofpdf.Template = (*drawnFormula)(nil)

func (f *drawnFormula) ID() string                               { return f.id }
func (f *drawnFormula) Bytes() []byte                            { return f.content }
func (f *drawnFormula) Images() map[string]*gofpdf.ImageInfoType { return nil }
func (f *drawnFormula) Templates() []gofpdf.Template             { return nil }
func (f *drawnFormula) NumPages() int                            { return 1 }
func (f *drawnFormula) FromPage(int) (gofpdf.Template, error)    { return f, nil }
func (f *drawnFormula) FromPages() []gofpdf.Template             { return []gofpdf.Template{f} }
func (f *drawnFormula) Serialize() ([]byte, error)               { return nil, errNotStored }
func (f *drawnFormula) GobEncode() ([]byte, error)               { return nil, errNotStored }
func (f *drawnFormula) GobDecode([]byte) error                   { return errNotStored }
func (f *drawnFormula) Size() (gofpdf.PointType, gofpdf.SizeType) {
	return gofpdf.PointType{}, gofpdf.SizeType{Wd: float64(f.ink[2] - f.ink[0]), Ht: float64(f.ink[3] - f.ink[1])}
}

var errNotStored = errors.New("a formula is not stored")

// formula draws a formula and writes its source invisibly over it.
func (d *document) formula(f *typeset.Formula) error {
	if f.Math == nil || f.Size <= 0 {
		return nil
	}
	d.endText()
	d.setGray(f.Gray)
	drawn := drawn(f.Math)
	if !empty(drawn.ink) {
		d.drawFormula(f, drawn)
	}
	return d.source(f)
}

// drawnFormulas are the formulas that the process has drawn lately: a paper has
// those of its question bank over and over. packedFormulas are their contents,
// compressed, by content.
var (
	drawnFormulas  recent[*math.Formula, *drawnFormula]
	packedFormulas recent[string, []byte]
)

// drawn returns the form XObject of a formula.
func drawn(m *math.Formula) *drawnFormula {
	return drawnFormulas.get(m, func() *drawnFormula {
		f := &drawnFormula{ink: inkOf(m)}
		if !empty(f.ink) {
			f.content = appendFormula(nil, m, f.ink)
			sum := sha256.Sum256(fmt.Append(nil, f.ink, string(f.content)))
			f.id = hex.EncodeToString(sum[:10])
		}
		return f
	})
}

// A recent keeps some thousand values that always come out the same. It is safe
// for concurrent use; the zero value is ready.
type recent[K comparable, V any] struct {
	mu     sync.RWMutex
	values map[K]V
}

// mostRecent bounds the values; when there are more, all are forgotten.
const mostRecent = 8192

func (r *recent[K, V]) get(k K, build func() V) V {
	r.mu.RLock()
	v, ok := r.values[k]
	r.mu.RUnlock()
	if ok {
		return v
	}
	v = build()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.values == nil || len(r.values) >= mostRecent {
		r.values = map[K]V{}
	}
	r.values[k] = v
	return v
}

// drawFormula places the form, clipped to the piece of a broken formula.
func (d *document) drawFormula(f *typeset.Formula, drawn *drawnFormula) {
	at := func(em int) typeset.Length { return typeset.Length(divide(int64(em)*int64(f.Size), 1000)) }
	d.content = append(d.content, "q\n"...)
	if from, to := piece(f); from > 0 || to < f.Math.Width {
		left, right := clipRange(f)
		bottom, top := drawn.ink[1]-1, drawn.ink[3]+1
		d.content = appendPoints(d.content,
			f.X+at(left-from), d.height-f.Y+at(bottom), at(right-left), at(top-bottom))
		d.content = append(d.content, "re W n\n"...)
	}
	d.content = appendScale(d.content, f.Size)
	d.content = appendPoints(d.content, f.X+at(drawn.ink[0]-f.From), d.height-f.Y+at(drawn.ink[1]))
	d.content = append(d.content, "cm\n"...)
	d.useTemplate(drawn)
	d.content = append(d.content, "Q\n"...)
}

// useTemplate draws the form.
func (d *document) useTemplate(f *drawnFormula) {
	if d.alone != nil {
		if !d.embedded[f.id] {
			d.embedded[f.id] = true
			d.alone.formulas = append(d.alone.formulas, f)
		}
	} else {
		d.note(f)
	}
	d.content = append(d.content, "/TPL"...)
	d.content = append(d.content, f.id...)
	d.content = append(d.content, " Do\n"...)
}

// piece returns the range of the formula that is drawn.
func piece(f *typeset.Formula) (from, to int) {
	if f.From == 0 && f.To == 0 {
		return 0, f.Math.Width
	}
	return f.From, f.To
}

// Ink may stand out of a formula's ends (overhang), and a little at a break,
// where the space between the pieces is at least twice breakSlack wide.
const (
	overhang   = 1000
	breakSlack = 100
)

// clipRange returns what of the formula may be seen of a piece.
func clipRange(f *typeset.Formula) (left, right int) {
	left, right = piece(f)
	if left == 0 {
		left -= overhang
	} else {
		left -= breakSlack
	}
	if right >= f.Math.Width {
		return left, right + overhang
	}
	return left, right + breakSlack
}

// source writes the TeX of a formula as invisible text as wide as the
// formula, once as characters and once as the text that they mean together:
// readers that know only one of the two exist. Of a broken formula the first
// piece carries all of it.
func (d *document) source(f *typeset.Formula) error {
	chars := appendSource(nil, f)
	if len(chars) == 0 {
		return nil
	}
	from, to := piece(f)
	width := int64(to-from) * int64(f.Size) / 1000
	size, stretch := sourceScale(f.Size, width, len(chars))
	d.content = append(d.content, "/Span <</ActualText ("...)
	for _, c := range []byte(actualText(chars)) {
		d.content = appendEscaped(d.content, c)
	}
	d.content = append(d.content, ")>> BDC\nq\nBT\n3 Tr\n"...)
	d.content = appendDecimal(d.content, stretch, 2)
	d.content = append(d.content, " Tz\n1 0 0 1 "...)
	d.content = appendPoints(d.content, f.X, d.height-f.Y)
	d.content = append(d.content, "Tm\n"...)
	var font *subset
	for _, ch := range chars {
		c, ok := d.fonts.codes[ch]
		if !ok {
			return fmt.Errorf("the fonts were made without this document: %q of a formula is missing", ch.r)
		}
		if c.subset != font {
			if font != nil {
				d.content = append(d.content, ")Tj\n"...)
			}
			font = c.subset
			d.content = d.appendFont(d.content, font, size)
			d.content = append(d.content, '(')
		}
		d.content = appendEscaped(d.content, c.code)
	}
	d.content = append(d.content, ")Tj\nET\nQ\nEMC\n"...)
	return nil
}

// actualText returns the text of characters as a PDF string.
func actualText(chars []char) string {
	var b strings.Builder
	ascii := true
	for _, c := range chars {
		b.WriteRune(c.r)
		ascii = ascii && c.r <= '~'
	}
	if ascii {
		return b.String()
	}
	return textString(b.String())
}

// leastAdvance is the least advance of an invisible character in thousandths
// of its size: readers take characters that stand closer for doubled ones and
// do not see narrower spaces.
const leastAdvance = 200

// sourceScale returns the size of the invisible text and its horizontal scale
// in hundredths of a per cent, so that n characters are width wide.
func sourceScale(size typeset.Length, width int64, n int) (typeset.Length, int64) {
	advance := max(width/int64(n), 1)
	if narrow := typeset.Length(advance * 1000 / leastAdvance); narrow < size {
		size = max(narrow, typeset.Point/100)
	}
	return size, divide(advance*1000*10000, int64(size)*emptyWidth)
}

// appendSource appends the characters of the invisible source of a formula.
func appendSource(chars []char, f *typeset.Formula) []char {
	if f.Math == nil || f.Size <= 0 || f.From > 0 {
		return chars
	}
	for i, word := range strings.Fields(f.Math.TeX) {
		if i > 0 {
			chars = append(chars, char{r: ' ', of: 1})
		}
		for _, r := range word {
			chars = append(chars, char{r: printable(r), of: 1})
		}
	}
	return chars
}
