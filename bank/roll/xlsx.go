package roll

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
)

var errTooLarge = errors.New("the workbook is too large: keep only the list of candidates")

// A book is an open workbook.
type book struct {
	files   map[string]*zip.File
	left    int64 // bytes that may be unzipped yet
	shared  []string
	numbers *numbers
}

// A sheetEntry is a sheet as the workbook lists it.
type sheetEntry struct {
	Name string `xml:"name,attr"`
	ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
	// The relationships of the strict variant of the format.
	StrictID string `xml:"http://purl.oclc.org/ooxml/officeDocument/relationships id,attr"`
}

// workbook reads XLSX: the first sheet that has the headings.
func (r *reader) workbook(data []byte) {
	b, sheets, err := open(data)
	if err != nil {
		r.fail("cannot be read as .xlsx: %v", err)
		return
	}
	found := false
	for _, s := range sheets {
		rows, merged, err := b.sheet(s.part, found)
		if err != nil {
			r.fail("cannot be read as .xlsx: sheet %q: %v", s.name, err)
			return
		}
		at := findHeading(rows)
		if at < 0 {
			continue
		}
		c := rows[at][0]
		if found {
			r.list.Sheet, s.name = s.name, r.list.Sheet
			r.warn(c, "this sheet has a list of candidates too, but only the sheet %q is read", s.name)
			r.list.Sheet = s.name
			continue
		}
		found = true
		r.list.Sheet = s.name
		for _, m := range merged {
			if m.first.line > c.line && m.last > m.first.line {
				r.report(m.first, "the cells down to row %d are merged, so that only one row has their text: unmerge them and fill every row", m.last)
			}
		}
		r.table(rows)
	}
	if !found {
		r.fail("%s", headingsWanted)
	}
}

// A sheetPart is the file of a sheet.
type sheetPart struct{ name, part string }

// open reads all of a workbook but its sheets.
func open(data []byte) (*book, []sheetPart, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, nil, err
	}
	b := &book{files: make(map[string]*zip.File, len(z.File)), left: maxPart}
	for _, f := range z.File {
		name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))
		if b.files[name] != nil {
			return nil, nil, fmt.Errorf("it holds %q twice", f.Name)
		}
		b.files[name] = f
	}
	if b.files["content.xml"] != nil && b.files["xl/workbook.xml"] == nil {
		return nil, nil, errors.New("it is an OpenDocument file: save it as .xlsx")
	}
	main, err := b.target("", "officeDocument")
	if err != nil {
		return nil, nil, err
	}
	if main == nil {
		return nil, nil, errors.New("it has no workbook")
	}
	where := main[""]
	list, date1904, err := b.sheets(where)
	if err != nil {
		return nil, nil, err
	}
	parts, err := b.target(where, "worksheet")
	if err != nil {
		return nil, nil, err
	}
	var sheets []sheetPart
	for _, s := range list {
		id := s.ID
		if id == "" {
			id = s.StrictID
		}
		if part, found := parts[id]; found && id != "" { // what is not found is a chart
			sheets = append(sheets, sheetPart{s.Name, part})
		}
	}
	for _, kind := range []string{"sharedStrings", "styles"} {
		to, err := b.target(where, kind)
		if err != nil {
			return nil, nil, err
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
			return nil, nil, err
		}
	}
	if b.numbers == nil {
		b.numbers = newNumbers(date1904)
	}
	return b, sheets, nil
}

// part opens a part for reading.
func (b *book) part(name string) (*xml.Decoder, io.Closer, error) {
	f := b.files[strings.ToLower(name)]
	if f == nil {
		return nil, nil, fmt.Errorf("%q is missing", name)
	}
	in, err := f.Open()
	if err != nil {
		return nil, nil, err
	}
	l := &limited{Reader: in, book: b}
	l.raw = xml.NewDecoder(l)
	return xml.NewTokenDecoder(l), in, nil
}

// limited reads a part as long as neither the workbook nor a token, such as an
// element with all its attributes, is too large.
type limited struct {
	io.Reader
	book  *book
	raw   *xml.Decoder
	token int // bytes
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.Reader.Read(p)
	l.token += n
	if l.book.left -= int64(n); l.book.left < 0 || l.token > maxToken {
		return 0, errTooLarge
	}
	return n, err
}

// Token returns the next token, as an [xml.TokenReader] does.
func (l *limited) Token() (xml.Token, error) {
	l.token = 0
	return l.raw.RawToken()
}

// each calls f for the elements of a part. What f reads of an element is not
// visited any more.
func (b *book) each(name string, f func(*xml.Decoder, *xml.StartElement) error) error {
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
func (b *book) target(from, kind string) (map[string]string, error) {
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
func (b *book) sheets(workbook string) (list []sheetEntry, date1904 bool, err error) {
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
func (b *book) strings(name string) error {
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

// merge is a range of merged cells.
type merge struct {
	first cell
	last  int // row
}

// sheet reads the rows that are not empty; brief is to read no more than may
// be headings.
func (b *book) sheet(name string, brief bool) (rows [][]cell, merged []merge, err error) {
	total := 0
	var row []cell
	line := 0
	next := func() {
		if len(row) > 0 {
			rows = append(rows, row)
			row = nil
		}
	}
	errBrief := errors.New("enough")
	err = b.each(name, func(d *xml.Decoder, e *xml.StartElement) error {
		switch e.Name.Local {
		case "row":
			next()
			if brief && len(rows) == maxTitles {
				return errBrief
			}
			if len(rows) > MaxCandidates+maxTitles {
				return fmt.Errorf("there are more than %d rows: split the list", MaxCandidates)
			}
			at := line + 1
			if a := attr(e, "r"); a != "" {
				if at, err = strconv.Atoi(a); err != nil || at <= line || at > excelize.TotalRows {
					return fmt.Errorf("row %q follows row %d: the file is damaged", a, line)
				}
			}
			line = at
		case "c":
			c, err := b.cell(d, e)
			if err != nil {
				return err
			}
			last := 0
			if len(row) > 0 {
				last = row[len(row)-1].column
			}
			c.line, c.column = line, last+1
			if a := attr(e, "r"); a != "" {
				column, r, err := excelize.CellNameToCoordinates(a)
				if err != nil || r != line || column <= last {
					return fmt.Errorf("cell %q is not at its place: the file is damaged", a)
				}
				c.column = column
			}
			if c.column > maxColumns {
				if c.text == "" && c.bad == "" {
					return nil
				}
				return fmt.Errorf("there are more than %d columns: keep only the list of candidates", maxColumns)
			}
			if total += c.column - last; total > maxCells {
				return errTooLarge
			}
			for i := last + 1; i < c.column; i++ {
				row = append(row, cell{line: line, column: i})
			}
			row = append(row, c)
			return nil
		case "mergeCell":
			if m, ok := parseMerge(attr(e, "ref")); ok && len(merged) < maxProblems {
				merged = append(merged, m)
			}
		}
		return nil
	})
	next()
	if err == errBrief {
		err = nil
	}
	return rows, merged, err
}

// parseMerge reads a range such as "A2:A31".
func parseMerge(ref string) (merge, bool) {
	from, to, _ := strings.Cut(ref, ":")
	column, row, err := excelize.CellNameToCoordinates(from)
	if err != nil {
		return merge{}, false
	}
	_, last, err := excelize.CellNameToCoordinates(to)
	return merge{cell{line: row, column: column}, last}, err == nil
}

// cell reads a cell to its end.
func (b *book) cell(d *xml.Decoder, e *xml.StartElement) (cell, error) {
	var value, inline string
	formula, result := false, false
	for {
		token, err := d.Token()
		if err != nil {
			return cell{}, unexpected(err)
		}
		switch t := token.(type) {
		case xml.EndElement:
			kind := attr(e, "t")
			if formula && (!result || value == "" && kind != "str") {
				return cell{bad: "the formula has no result in the file: open the file in a spreadsheet and save it again"}, nil
			}
			return b.read(kind, attr(e, "s"), value, inline)
		case xml.StartElement:
			switch t.Name.Local {
			case "v":
				err = d.DecodeElement(&value, &t)
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
				return cell{}, unexpected(err)
			}
		}
	}
}

// read says what a cell shows. Kinds are those of ST_CellType (18.18.11).
func (b *book) read(kind, style, value, inline string) (cell, error) {
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || i < 0 || i >= len(b.shared) {
			return cell{}, fmt.Errorf("there is no text %q: the file is damaged", value)
		}
		return cell{text: trim(b.shared[i])}, nil
	case "inlineStr":
		return cell{text: trim(inline)}, nil
	case "str":
		return cell{text: trim(unescape(value))}, nil
	case "b":
		if strings.TrimSpace(value) == "1" || value == "true" {
			return cell{text: "TRUE"}, nil
		}
		return cell{text: "FALSE"}, nil
	case "e":
		return cell{bad: fmt.Sprintf("%s is an error of the spreadsheet: write what is meant", cut(value))}, nil
	case "d":
		return cell{text: trim(value), badRoll: dateRoll}, nil
	case "", "n":
		if value = strings.TrimSpace(value); value == "" {
			return cell{}, nil
		}
		return b.numbers.cell(value, style)
	}
	return cell{}, fmt.Errorf("cells of type %q are not known", kind)
}

// reference names a cell as spreadsheets do: "Sheet1!B7", "'Section A'!B7".
func reference(sheet string, row, column int) string {
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
