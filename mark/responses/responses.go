// Package responses reads what candidates answered and what markers gave, from
// the files that a lecturer has: the workbook of a paper, a table, JSON, and
// exports of Moodle and Google Forms.
//
//	sheet, problems := responses.Read("workbook.xlsx", data)
//
// It knows nothing of the paper: whether an answer is one of the options is for
// package mark. Whatever cannot be read as it was meant is a problem with its
// cell; values are never changed but for spaces at their ends.
package responses

import (
	"bytes"
	"fmt"

	"github.com/papersetter/papersetter/bank/roll/book"
	"github.com/papersetter/papersetter/bank/roll/cells"
	"github.com/papersetter/papersetter/schema"
)

// MaxBytes is the size of the largest file that is read.
const MaxBytes = 64 << 20

// Kind is the kind of a file.
type Kind string

// The kinds of files.
const (
	Workbook    Kind = "workbook" // of a paper
	Table       Kind = "table"    // CSV or XLSX with headings
	JSON        Kind = "JSON"
	Moodle      Kind = "Moodle"
	GoogleForms Kind = "Google Forms"
)

// Sheet is what a file says.
type Sheet struct {
	Name  string
	Kind  Kind
	Paper string // code of the paper that a workbook is of; "" if the file does not say
	Rows  []Row  // in the order of the file

	Settings []Setting // of a workbook
	Grades   []Setting // its table of grades, in the order of the file
}

// Row is what is known of a candidate.
type Row struct {
	Roll, Name, Set string
	Status          string // "", "present" or "absent"
	Place           Place  // of the roll number
	SetPlace        Place
	Answers         []Entry // what the candidate answered, by printed number
	Marks           []Entry // what a marker gave
}

// Entry is a cell that is not empty.
type Entry struct {
	Number   int    // printed number, from 1; 0 where the column goes by question
	Part     string // "a", "b" …; "" for a whole question
	Question string // id, name or text of a question, where the column goes by question
	Text     string
	Place    Place
}

// Setting is a row of the sheet Settings.
type Setting struct {
	Name, Value string
	Place       Place
}

// Place is where something stands.
type Place struct {
	Pos  schema.Pos
	Cell string // such as "Responses!F17"; "" in text files
}

// Read reads a file. Where there are problems other than warnings the sheet has
// what could be read, so that more can be said of it, and is not to be used; it
// is nil if nothing could be.
func Read(name string, data []byte) (*Sheet, schema.Problems) {
	r := &reader{name: name, sheet: &Sheet{Name: name}}
	r.read(data)
	if r.more > 0 {
		r.problems = append(r.problems, schema.Problem{Pos: schema.Pos{File: name}, Message: fmt.Sprintf("there are %d more problems", r.more)})
	}
	if len(r.sheet.Rows) == 0 && r.problems.Errors() > 0 {
		return nil, r.problems
	}
	return r.sheet, r.problems
}

type reader struct {
	name     string
	sheet    *Sheet
	problems schema.Problems
	more     int // problems beyond the limit
}

const maxProblems = 1000

func (r *reader) add(p schema.Problem) {
	if len(r.problems) == maxProblems {
		r.more++
		return
	}
	r.problems = append(r.problems, p)
}

// fail reports a problem of the file as a whole.
func (r *reader) fail(format string, args ...any) {
	r.add(schema.Problem{Pos: schema.Pos{File: r.name}, Message: fmt.Sprintf(format, args...)})
}

func (r *reader) report(at Place, format string, args ...any) {
	r.add(schema.Problem{Pos: at.Pos, Path: at.Cell, Message: fmt.Sprintf(format, args...)})
}

func (r *reader) warn(at Place, format string, args ...any) {
	r.add(schema.Problem{Pos: at.Pos, Path: at.Cell, Message: fmt.Sprintf(format, args...), Warning: true})
}

func (p Place) String() string {
	if p.Cell != "" {
		return p.Cell
	}
	return p.Pos.String()
}

func (r *reader) read(data []byte) {
	trimmed := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), " \t\r\n")
	switch {
	case len(data) > MaxBytes:
		r.fail("is larger than %d MB", MaxBytes>>20)
	case len(trimmed) == 0:
		r.fail("is empty")
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		r.workbook(data)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		r.fail("is a workbook of an old format, or has a password: save it as .xlsx without a password")
	case bytes.HasPrefix(data, []byte("%PDF")):
		r.fail("is a PDF: save the answers as .xlsx or CSV")
	case trimmed[0] == '{' || trimmed[0] == '[' && !bytes.HasPrefix(trimmed, []byte("[[")) && bytes.HasPrefix(bytes.TrimLeft(trimmed[1:], " \t\r\n"), []byte("{")):
		r.json(data)
	default:
		r.text(data)
	}
}

// workbook reads XLSX: the workbook of a paper, or any other with a table.
func (r *reader) workbook(data []byte) {
	b, err := book.Open(data)
	if err != nil {
		r.fail("cannot be read as .xlsx: %v", err)
		return
	}
	ours := 0
	for _, s := range b.Sheets {
		for _, name := range sheetNames {
			if s.Name == name {
				ours++
			}
		}
	}
	if ours > 1 {
		r.paper(b)
		return
	}
	for _, s := range b.Sheets {
		t, err := b.Read(s, 0)
		if err != nil {
			r.fail("cannot be read as .xlsx: sheet %q: %v", s.Name, err)
			return
		}
		if len(t.Rows) == 0 {
			continue
		}
		r.table(&source{sheet: s.Name, rows: t.Rows, merged: t.Merged, hidden: t.Hidden, file: r.name})
		return
	}
	r.fail("has no sheet with anything in it")
}

// text reads CSV.
func (r *reader) text(data []byte) {
	text, err := cells.Decode(data)
	if err != nil {
		r.fail("%v", err)
		return
	}
	separator, skip := separatorOf(text)
	split, mistakes := cells.Split(text, separator)
	for _, m := range mistakes {
		r.report(Place{Pos: schema.Pos{File: r.name, Line: m.Line, Column: m.Column}}, "%s", m.Message)
	}
	if skip && len(split) > 0 {
		split = split[1:]
	}
	rows := make([][]book.Cell, 0, len(split))
	for _, from := range split {
		row := make([]book.Cell, len(from))
		for i, c := range from {
			row[i] = book.Cell{Text: book.Trim(c.Text), Line: c.Line, Column: c.Column}
		}
		rows = append(rows, row)
	}
	r.table(&source{rows: rows, file: r.name})
}

// A source is a table of either kind of file.
type source struct {
	file, sheet string
	rows        [][]book.Cell
	merged      []book.Merge
	hidden      []int
}

// place says where a cell is.
func (s *source) place(c book.Cell) Place {
	if s.sheet != "" {
		return Place{Pos: schema.Pos{File: s.file}, Cell: book.Reference(s.sheet, c.Line, c.Column)}
	}
	return Place{Pos: schema.Pos{File: s.file, Line: c.Line, Column: c.Column}}
}

// at returns a cell of a row, which may be shorter.
func at(row []book.Cell, column int) book.Cell {
	if column >= 0 && column < len(row) {
		return row[column]
	}
	c := book.Cell{Column: column + 1}
	if len(row) > 0 {
		c.Line = row[0].Line
	}
	return c
}
