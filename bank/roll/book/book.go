// Package book reads the cells of XLSX workbooks, strictly and within limits:
//
//	b, err := book.Open(data)
//	rows, err := b.Rows(b.Sheets[0], 0)
//
// All values are text, as a spreadsheet shows them. What a spreadsheet may have
// spoilt, such as a roll number that became a date, is said with the cell.
package book

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"unicode"

	"github.com/xuri/excelize/v2"
)

// The parts of a workbook are read here one by one and as a stream, not by
// excelize, which holds all of them in memory many times over and passes over
// what is damaged in silence. It spells numbers, see number.go.
//
// Names and meanings are those of ECMA-376, part 1, 18.2 to 18.8.

// NoResult is said of a formula that no spreadsheet has worked out.
const NoResult = "the formula has no result in the file: open the file in a spreadsheet and save it again"

// The limits of a workbook beyond those of a list.
const (
	maxPart    = 256 << 20 // bytes of all parts that are read, unzipped
	maxToken   = 1 << 20   // bytes of an element's tag, or of its text
	maxSheets  = 255
	maxCells   = 4 << 20
	maxStrings = 2 << 20
	maxStyles  = 1 << 16
	maxFormats = 500 // that numbers are shown in
	maxCode    = 255 // bytes of a format
	maxMerged  = 1000
	maxColumns = 2048

	MaxRows = 200_050
)

var errTooLarge = errors.New("the workbook is too large: keep only what is needed")

// A Book is an open workbook.
type Book struct {
	Sheets []Sheet // in their order; charts are left out

	files   map[string]*zip.File
	left    int64 // bytes that may be unzipped yet
	shared  []string
	numbers *numbers
}

// A sheetEntry is a sheet as the workbook lists it.
type sheetEntry struct {
	Name  string `xml:"name,attr"`
	State string `xml:"state,attr"`
	ID    string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
	// The relationships of the strict variant of the format.
	StrictID string `xml:"http://purl.oclc.org/ooxml/officeDocument/relationships id,attr"`
}

// A Sheet is a sheet of a workbook.
type Sheet struct {
	Name   string
	Hidden bool
	part   string
}

// A Cell is a cell of a table.
type Cell struct {
	Text         string // as displayed, without spaces at the ends
	Line, Column int    // from 1
	Bad          string // why the text is not what was meant; "" if it is
	BadRoll      string // the same, if it is a roll number
	Formula      bool   // the text is what a formula came to
	Raw          string // of a number all of its digits, whatever its format shows; else ""
}

// Exact is the text of a cell, of a number with all of its digits.
func (c *Cell) Exact() string {
	if c.Raw != "" {
		return c.Raw
	}
	return c.Text
}

// A Table is what a sheet holds.
type Table struct {
	Rows   [][]Cell // those that are not empty; cells are there from the first column on
	Merged []Merge
	Hidden []int // lines that are hidden
}

// A Merge is a range of merged cells.
type Merge struct {
	First Cell
	Last  int // line
}

// Open reads all of a workbook but its sheets.
func Open(data []byte) (*Book, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	b := &Book{files: make(map[string]*zip.File, len(z.File)), left: maxPart}
	for _, f := range z.File {
		name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))
		if b.files[name] != nil {
			return nil, fmt.Errorf("it holds %q twice", f.Name)
		}
		b.files[name] = f
	}
	if b.files["content.xml"] != nil && b.files["xl/workbook.xml"] == nil {
		return nil, errors.New("it is an OpenDocument file: save it as .xlsx")
	}
	main, err := b.target("", "officeDocument")
	if err != nil {
		return nil, err
	}
	if main == nil {
		return nil, errors.New("it has no workbook")
	}
	where := main[""]
	list, date1904, err := b.sheets(where)
	if err != nil {
		return nil, err
	}
	parts, err := b.target(where, "worksheet")
	if err != nil {
		return nil, err
	}
	for _, s := range list {
		id := s.ID
		if id == "" {
			id = s.StrictID
		}
		if part, found := parts[id]; found && id != "" { // what is not found is a chart
			b.Sheets = append(b.Sheets, Sheet{Name: s.Name, Hidden: s.State != "" && s.State != "visible", part: part})
		}
	}
	for _, kind := range []string{"sharedStrings", "styles"} {
		to, err := b.target(where, kind)
		if err != nil {
			return nil, err
		}
		if to == nil {
			continue
		}
		if kind == "styles" {
			b.numbers, err = b.formats(to[""], date1904)
		} else {
			err = b.strings(to[""])
		}
		if err != nil {
			return nil, err
		}
	}
	if b.numbers == nil {
		b.numbers = newNumbers(date1904)
	}
	return b, nil
}

// part opens a part for reading.
func (b *Book) part(name string) (*xml.Decoder, io.Closer, error) {
	f := b.files[strings.ToLower(name)]
	if f == nil {
		return nil, nil, fmt.Errorf("%q is missing", name)
	}
	in, err := f.Open()
	if err != nil {
		return nil, nil, err
	}
	return xml.NewTokenDecoder(newScanner(&limited{in, b})), in, nil
}

// limited reads a part as long as the workbook is not too large. The scanner sees to
// single tokens, such as an element with all its attributes.
type limited struct {
	io.Reader
	book *Book
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.Reader.Read(p)
	if l.book.left -= int64(n); l.book.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}

// each calls f for the elements of a part. What f reads of an element is not
// visited any more.
func (b *Book) each(name string, f func(*xml.Decoder, *xml.StartElement) error) error {
	d, in, err := b.part(name)
	if err != nil {
		return err
	}
	defer in.Close()
	for {
		token, err := d.Token()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
		if e, ok := token.(xml.StartElement); ok {
			if err := f(d, &e); err != nil {
				return err
			}
		}
	}
}

// target returns the parts that a part refers to under a kind of relationship,
// by identifier, and one of them by ""; nil if there are none. The part "" is
// the package.
func (b *Book) target(from, kind string) (map[string]string, error) {
	dir, file := path.Split(from)
	name := dir + "_rels/" + file + ".rels"
	if b.files[strings.ToLower(name)] == nil {
		return nil, nil
	}
	var to map[string]string
	err := b.each(name, func(d *xml.Decoder, e *xml.StartElement) error {
		if e.Name.Local != "Relationship" || path.Base(attr(e, "Type")) != kind {
			return nil
		}
		t := attr(e, "Target")
		if t, found := strings.CutPrefix(t, "/"); found {
			return put(&to, attr(e, "Id"), t)
		}
		return put(&to, attr(e, "Id"), path.Join(dir, t))
	})
	return to, err
}

func put(m *map[string]string, key, value string) error {
	if *m == nil {
		*m = make(map[string]string)
	}
	if len(*m) > 2*maxSheets {
		return errTooLarge
	}
	(*m)[key] = value
	if (*m)[""] == "" {
		(*m)[""] = value
	}
	return nil
}

func attr(e *xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// sheets lists the sheets, and whether days are counted from 1904.
func (b *Book) sheets(workbook string) (list []sheetEntry, date1904 bool, err error) {
	err = b.each(workbook, func(d *xml.Decoder, e *xml.StartElement) error {
		switch e.Name.Local {
		case "workbookPr":
			v := attr(e, "date1904")
			date1904 = v == "1" || v == "true"
		case "sheet":
			var s sheetEntry
			if err := d.DecodeElement(&s, e); err != nil {
				return err
			}
			if list = append(list, s); len(list) > maxSheets {
				return errTooLarge
			}
			return nil
		}
		return nil
	})
	return list, date1904, err
}

// strings reads the texts that sheets refer to.
func (b *Book) strings(name string) error {
	return b.each(name, func(d *xml.Decoder, e *xml.StartElement) error {
		if e.Name.Local != "si" {
			return nil
		}
		s, err := richText(d)
		if b.shared = append(b.shared, s); len(b.shared) > maxStrings {
			return errTooLarge
		}
		return err
	})
}

// plainText reads the text of an element without others within, to its end.
func plainText(d *xml.Decoder) (string, error) {
	text := ""
	for depth := 1; depth > 0; {
		token, err := d.Token()
		if err != nil {
			return "", unexpected(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		case xml.CharData:
			if depth == 1 {
				text += string(t)
			}
		}
		if len(text) > maxToken {
			return "", errTooLarge
		}
	}
	return text, nil
}

// richText reads the text of an element, in one piece or in runs, to its end.
// How Japanese is pronounced is no part of it.
func richText(d *xml.Decoder) (string, error) {
	var b strings.Builder
	for depth, text, spoken := 1, 0, 0; depth > 0; {
		token, err := d.Token()
		if err != nil {
			return "", unexpected(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth++
			if t.Name.Local == "rPh" && spoken == 0 {
				spoken = depth
			}
			if t.Name.Local == "t" && spoken == 0 {
				text = depth
			}
		case xml.EndElement:
			if depth == text {
				text = 0
			}
			if depth == spoken {
				spoken = 0
			}
			depth--
		case xml.CharData:
			if text > 0 {
				b.Write(t)
			}
			if b.Len() > maxToken {
				return "", errTooLarge
			}
		}
	}
	return unescape(b.String()), nil
}

func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// unescape replaces _x000D_ and its like, by which texts hold characters that
// XML cannot (ST_Xstring, 22.9.2.19).
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || len(s) < i+7 {
			return b.String() + s
		}
		b.WriteString(s[:i])
		v, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
		if s[i+6] != '_' || err != nil {
			b.WriteString("_x")
			s = s[i+2:]
			continue
		}
		b.WriteRune(rune(v))
		s = s[i+7:]
	}
}

// Read reads a sheet; with most above 0, no more than so many of its rows.
func (b *Book) Read(sheet Sheet, most int) (*Table, error) {
	t := &Table{}
	var err error
	total := 0
	var row []Cell
	line := 0
	next := func() {
		if len(row) > 0 {
			t.Rows = append(t.Rows, row)
			row = nil
		}
	}
	errBrief := errors.New("enough")
	err = b.each(sheet.part, func(d *xml.Decoder, e *xml.StartElement) error {
		switch e.Name.Local {
		case "row":
			next()
			if most > 0 && len(t.Rows) == most {
				return errBrief
			}
			if len(t.Rows) > MaxRows {
				return fmt.Errorf("there are more than %d rows: split the list", MaxRows)
			}
			at := line + 1
			if a := attr(e, "r"); a != "" {
				if at, err = strconv.Atoi(a); err != nil || at <= line || at > excelize.TotalRows {
					return fmt.Errorf("row %q follows row %d: the file is damaged", a, line)
				}
			}
			line = at
			if h := attr(e, "hidden"); h == "1" || h == "true" {
				t.Hidden = append(t.Hidden, at)
			}
		case "c":
			c, err := b.cell(d, e)
			if err != nil {
				return err
			}
			last := 0
			if len(row) > 0 {
				last = row[len(row)-1].Column
			}
			c.Line, c.Column = line, last+1
			if a := attr(e, "r"); a != "" {
				column, r, err := excelize.CellNameToCoordinates(a)
				if err != nil || r != line || column <= last {
					return fmt.Errorf("cell %q is not at its place: the file is damaged", a)
				}
				c.Column = column
			}
			if c.Column > maxColumns {
				if c.Text == "" && c.Bad == "" {
					return nil
				}
				return fmt.Errorf("there are more than %d columns: keep only what is needed", maxColumns)
			}
			if total += c.Column - last; total > maxCells {
				return errTooLarge
			}
			for i := last + 1; i < c.Column; i++ {
				row = append(row, Cell{Line: line, Column: i})
			}
			row = append(row, c)
			return nil
		case "mergeCell":
			if m, ok := parseMerge(attr(e, "ref")); ok && len(t.Merged) < maxMerged {
				t.Merged = append(t.Merged, m)
			}
		}
		return nil
	})
	next()
	if err != nil && err != errBrief {
		return nil, err
	}
	return t, nil
}

// parseMerge reads a range such as "A2:A31".
func parseMerge(ref string) (Merge, bool) {
	from, to, _ := strings.Cut(ref, ":")
	column, row, err := excelize.CellNameToCoordinates(from)
	if err != nil {
		return Merge{}, false
	}
	_, last, err := excelize.CellNameToCoordinates(to)
	return Merge{Cell{Line: row, Column: column}, last}, err == nil
}

// cell reads a cell to its end.
func (b *Book) cell(d *xml.Decoder, e *xml.StartElement) (Cell, error) {
	var value, inline string
	formula, result := false, false
	for {
		token, err := d.Token()
		if err != nil {
			return Cell{}, unexpected(err)
		}
		switch t := token.(type) {
		case xml.EndElement:
			kind := attr(e, "t")
			if formula && (!result || value == "" && kind != "str") {
				return Cell{Bad: NoResult, Formula: true}, nil
			}
			c, err := b.read(kind, attr(e, "s"), value, inline)
			c.Formula = formula
			return c, err
		case xml.StartElement:
			switch t.Name.Local {
			case "v":
				value, err = plainText(d)
				result = true
			case "is":
				inline, err = richText(d)
			case "f":
				formula = true
				err = d.Skip()
			default:
				err = d.Skip()
			}
			if err != nil {
				return Cell{}, unexpected(err)
			}
		}
	}
}

// read says what a cell shows. Kinds are those of ST_CellType (18.18.11).
func (b *Book) read(kind, style, value, inline string) (Cell, error) {
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || i < 0 || i >= len(b.shared) {
			return Cell{}, fmt.Errorf("there is no text %q: the file is damaged", value)
		}
		return Cell{Text: Trim(b.shared[i])}, nil
	case "inlineStr":
		return Cell{Text: Trim(inline)}, nil
	case "str":
		return Cell{Text: Trim(unescape(value))}, nil
	case "b":
		if strings.TrimSpace(value) == "1" || value == "true" {
			return Cell{Text: "TRUE"}, nil
		}
		return Cell{Text: "FALSE"}, nil
	case "e":
		return Cell{Bad: fmt.Sprintf("%s is an error of the spreadsheet: write what is meant", Cut(value))}, nil
	case "d":
		return Cell{Text: Trim(value), BadRoll: dateRoll}, nil
	case "", "n":
		if value = strings.TrimSpace(value); value == "" {
			return Cell{}, nil
		}
		return b.numbers.cell(value, style)
	}
	return Cell{}, fmt.Errorf("cells of type %q are not known", kind)
}

// Reference names a cell as spreadsheets do: "Sheet1!B7", "'Section A'!B7".
func Reference(sheet string, row, column int) string {
	if column == 0 {
		return sheet
	}
	name, err := excelize.CoordinatesToCellName(column, max(row, 1))
	if err != nil {
		return sheet
	}
	plain := !strings.ContainsFunc(sheet, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' })
	if !plain {
		sheet = "'" + strings.ReplaceAll(sheet, "'", "''") + "'"
	}
	return sheet + "!" + name
}

// Trim drops spaces at the ends, what is invisible there, and the apostrophe that
// keeps a spreadsheet from taking the text behind it for a formula.
func Trim(s string) string {
	s = strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b' || r == '\u2060'
	})
	if len(s) > 1 && s[0] == '\'' && strings.IndexByte("=+-@", s[1]) >= 0 {
		return s[1:]
	}
	return s
}

// Cut shortens a text for a message.
func Cut(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// AsText is how roll numbers are kept from spreadsheets.
const AsText = "format the column as text, enter the roll numbers anew, and save again"
