package book

import (
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// A format is how a spreadsheet shows numbers: one of those built in, or a code
// such as "00000".
type format struct {
	id   int
	code string // "" for those built in
}

// numbers spells numbers as a spreadsheet shows them. Formats other than the
// general one are spelt by excelize, in a workbook of one cell.
type numbers struct {
	styles []format // by number of style
	file   *excelize.File
	made   map[format]int // styles of that workbook
}

func newNumbers(date1904 bool) *numbers {
	n := &numbers{file: excelize.NewFile(), made: make(map[format]int)}
	if date1904 {
		// The file is new, so that this cannot fail.
		_ = n.file.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &date1904})
	}
	return n
}

// formats reads the styles of a workbook.
func (b *Book) formats(name string, date1904 bool) (*numbers, error) {
	n := newNumbers(date1904)
	codes := make(map[int]string)
	cells := false // within cellXfs
	err := b.each(name, func(d *xml.Decoder, e *xml.StartElement) error {
		switch e.Name.Local {
		case "numFmt":
			id, err := strconv.Atoi(attr(e, "numFmtId"))
			if err != nil {
				return fmt.Errorf("the number format %q has no number", attr(e, "formatCode"))
			}
			if _, found := codes[id]; !found {
				codes[id] = attr(e, "formatCode")
			}
		case "cellXfs":
			cells = true
		case "cellStyleXfs", "cellStyles", "dxfs":
			cells = false
		case "xf":
			if cells {
				id, _ := strconv.Atoi(attr(e, "numFmtId")) // none is the general one
				n.styles = append(n.styles, format{id: id})
			}
		}
		if len(codes) > maxStyles || len(n.styles) > maxStyles {
			return errTooLarge
		}
		return nil
	})
	for i, f := range n.styles {
		n.styles[i].code = codes[f.id]
	}
	return n, err
}

const (
	dateRoll = "the spreadsheet has turned the roll number into a date: " + AsText
	longRoll = "the roll number has more digits than a spreadsheet keeps of a number, the last ones are lost: " + AsText
)

// cell spells a number.
func (n *numbers) cell(value, style string) (Cell, error) {
	v, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return Cell{}, fmt.Errorf("%q is no number: the file is damaged", Cut(value))
	}
	var f format
	if style != "" {
		i, err := strconv.Atoi(style)
		if err != nil || i < 0 || i >= max(1, len(n.styles)) {
			return Cell{}, fmt.Errorf("there is no style %q: the file is damaged", Cut(style))
		}
		if i < len(n.styles) {
			f = n.styles[i]
		}
	}
	c := Cell{Raw: plainNumber(value, v)}
	if math.Abs(v) >= 1e15 {
		c.BadRoll = longRoll
	}
	if general(f) {
		c.Text = plainNumber(value, v)
		if c.BadRoll == "" && v != math.Trunc(v) {
			c.BadRoll = fmt.Sprintf("the spreadsheet has the roll number %s as a number with decimals: %s", c.Text, AsText)
		}
		return c, nil
	}
	if c.Text, err = n.show(v, f); err != nil {
		c.Bad = fmt.Sprintf("the number %s has a format that is not known: format the cell as text", Cut(value))
		return c, nil
	}
	c.Text = Trim(c.Text)
	switch {
	case c.BadRoll != "":
	case date(f):
		c.BadRoll = dateRoll
	case strings.Contains(c.Text, "E+") || strings.Contains(c.Text, "E-"):
		c.BadRoll = fmt.Sprintf("the spreadsheet shows the roll number as %s: %s", c.Text, AsText)
	}
	return c, nil
}

func general(f format) bool {
	return f.code == "" && (f.id == 0 || f.id == 49) || strings.EqualFold(f.code, "general") || f.code == "@"
}

// plainNumber spells a number without a format of its own. All digits are
// spelt that the spreadsheet keeps, though it may show fewer in a narrow cell;
// numbers very large or small stay as the file has them.
func plainNumber(value string, v float64) string {
	if a := math.Abs(v); a >= 1e15 || a != 0 && a < 1e-9 {
		return value
	}
	r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64) // 0.1 may be 0.10000000000000001
	if err != nil {
		return value
	}
	return strconv.FormatFloat(r, 'f', -1, 64)
}

// date tells formats that show dates and times.
func date(f format) bool {
	if f.code == "" {
		return f.id >= 14 && f.id <= 36 && f.id != 23 && f.id != 24 && f.id != 25 && f.id != 26 || f.id >= 45 && f.id <= 47 || f.id >= 50 && f.id <= 58
	}
	quoted, bracket := false, false
	for i, r := range f.code {
		switch {
		case i > 0 && f.code[i-1] == '\\':
		case r == '"':
			quoted = !quoted
		case r == '[' || r == ']':
			bracket = r == '['
		case !quoted && !bracket && strings.ContainsRune("yYdDhHmMsS", r):
			return true
		}
	}
	return false
}

// show spells a number in a format.
func (n *numbers) show(v float64, f format) (string, error) {
	const sheet, at = "Sheet1", "A1"
	id, found := n.made[f]
	if !found {
		if len(n.made) == maxFormats || len(f.code) > maxCode {
			return "", errTooLarge
		}
		style := &excelize.Style{NumFmt: f.id}
		if f.code != "" {
			style = &excelize.Style{CustomNumFmt: &f.code}
		}
		var err error
		if id, err = n.file.NewStyle(style); err != nil {
			return "", err
		}
		n.made[f] = id
	}
	if err := n.file.SetCellStyle(sheet, at, at, id); err != nil {
		return "", err
	}
	if err := n.file.SetCellValue(sheet, at, v); err != nil {
		return "", err
	}
	return n.file.GetCellValue(sheet, at)
}
