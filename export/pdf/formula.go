package pdf

import (
	"errors"
	"fmt"
	"strings"

	"github.com/jung-kurt/gofpdf"

	"github.com/papersetter/papersetter/export/math"
	"github.com/papersetter/papersetter/export/typeset"
)

// A drawnFormula is a formula as a form XObject of one document, drawn at any
// size and place. Its unit is a thousandth of an em; its lower left corner is
// that of its ink.
type drawnFormula struct {
	id       string // numbered by first use, so that sorting by id keeps that order
	ink      [4]int // in the formula's coordinates; nothing is drawn if it is empty
	content  []byte
	embedded bool
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
	drawn := d.drawn(f.Math)
	if !empty(drawn.ink) {
		d.drawFormula(f, drawn)
	}
	return d.source(f)
}

// drawn returns the form XObject of a formula. Formulas that draw the same
// share one.
func (d *document) drawn(m *math.Formula) *drawnFormula {
	if f := d.formulas[m]; f != nil {
		return f
	}
	f := &drawnFormula{ink: inkOf(m)}
	if !empty(f.ink) {
		f.content = appendFormula(nil, m, f.ink)
		same := fmt.Sprint(f.ink, string(f.content))
		if other := d.contents[same]; other != nil {
			f = other
		} else {
			f.id = fmt.Sprintf("%06d", len(d.contents)+1)
			d.contents[same] = f
		}
	}
	d.formulas[m] = f
	return f
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

// useTemplate draws the form. Only the first use goes through gofpdf, which
// notes the form for the file; its scale has but four decimals.
func (d *document) useTemplate(f *drawnFormula) {
	if f.embedded {
		d.content = append(d.content, "/TPL"...)
		d.content = append(d.content, f.id...)
		d.content = append(d.content, " Do\n"...)
		return
	}
	f.embedded = true
	_, size := f.Size()
	_, page := d.pdf.GetPageSize()
	d.flush()
	d.pdf.UseTemplateScaled(f, gofpdf.PointType{Y: page - size.Ht}, size)
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
