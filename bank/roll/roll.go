// Package roll reads lists of candidates, as an examination office exports
// them from a spreadsheet:
//
//	list, problems := roll.Read("roll.xlsx", data)
//
// A file is CSV, with commas, semicolons or tabs, or XLSX. Columns are known by
// their headings in any case and spelling; titles may stand above the headings.
// What has no heading that is known is kept in [Candidate.Extra].
//
// All values are text. Spaces at the ends are dropped, and the apostrophe before = + - @, and nothing else is
// changed: leading zeros stay, and a cell beginning with = is that text. What
// cannot be read as the office meant it, such as 1.23E+11 for a roll number, is
// a problem that names the place.
package roll

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/papersetter/papersetter/bank/roll/book"
	"github.com/papersetter/papersetter/bank/roll/cells"
	"github.com/papersetter/papersetter/schema"
)

// The limits of a list.
const (
	MaxBytes      = 64 << 20
	MaxCandidates = 200_000
	maxProblems   = 1000
)

// List is a list of candidates in the order of the file.
type List struct {
	Name       string // of the file
	Sheet      string // of the workbook; "" for CSV
	Columns    []Column
	Extra      []string // headings of the columns that have no field
	Candidates []Candidate
}

// Column says what a column was read as. Columns without a heading are left
// out.
type Column struct {
	Heading string
	Field   Field // "" for one that is kept in Extra
	Pos     schema.Pos
	Cell    string // in a workbook, such as "Sheet1!B7"
}

// Candidate is who sits an exam.
type Candidate struct {
	Roll      string // never empty, and no other candidate's, whatever the case
	Name      string
	Email     string
	Section   string
	Room      string
	Seat      string
	Set       string
	ExtraTime string
	Language  string
	Style     string   // of the paper, for example "large-print"
	Extra     []string // by List.Extra
	Pos       schema.Pos
	Cell      string // in a workbook, such as "Sheet1!B7"
}

// Read reads a list of candidates. A row with a problem is left out, so that
// the list is complete only if no problem but warnings is returned; it is nil
// if no list was found at all.
//
// The places of problems are lines and columns in CSV. In a workbook
// Problem.Path is the cell, such as "Sheet1!B7".
func Read(name string, data []byte) (*List, schema.Problems) {
	r := &reader{name: name, list: &List{Name: name}}
	if len(data) > MaxBytes {
		r.fail("is larger than %d MB: keep only the list of candidates", MaxBytes>>20)
		return nil, r.problems
	}
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		r.workbook(data)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		r.fail("is a workbook of an old format, or has a password: save it as .xlsx without a password")
	case bytes.HasPrefix(data, []byte("%PDF")):
		r.fail("is a PDF: save the list as .xlsx or CSV")
	default:
		r.text(data)
	}
	if r.more > 0 {
		r.problems = append(r.problems, schema.Problem{
			Pos:     schema.Pos{File: name},
			Message: fmt.Sprintf("there are %d more problems", r.more),
		})
	}
	if r.list.Columns == nil {
		return nil, r.problems
	}
	return r.list, r.problems
}

type reader struct {
	name     string
	list     *List
	problems schema.Problems
	more     int // problems beyond the limit
}

// fail reports a problem of the file as a whole.
func (r *reader) fail(format string, a ...any) {
	r.add(schema.Problem{Pos: schema.Pos{File: r.name}, Message: fmt.Sprintf(format, a...)})
}

// report reports a problem of a cell.
func (r *reader) report(c cell, format string, a ...any) {
	r.add(r.problem(c, format, a...))
}

// warn reports what is likely to be a mistake.
func (r *reader) warn(c cell, format string, a ...any) {
	p := r.problem(c, format, a...)
	p.Warning = true
	r.add(p)
}

func (r *reader) problem(c cell, format string, a ...any) schema.Problem {
	return schema.Problem{Pos: r.pos(c), Path: r.path(c), Message: fmt.Sprintf(format, a...)}
}

func (r *reader) add(p schema.Problem) {
	if len(r.problems) == maxProblems {
		r.more++
		return
	}
	r.problems = append(r.problems, p)
}

// pos and path say where a cell is: one of them in CSV, the other in a
// workbook.
func (r *reader) pos(c cell) schema.Pos {
	if r.list.Sheet != "" {
		return schema.Pos{File: r.name}
	}
	return schema.Pos{File: r.name, Line: c.Line, Column: c.Column}
}

func (r *reader) path(c cell) string {
	if r.list.Sheet == "" {
		return ""
	}
	return book.Reference(r.list.Sheet, c.Line, c.Column)
}

// place names a cell in a message about another.
func (r *reader) place(c cell) string {
	if r.list.Sheet == "" {
		return r.pos(c).String()
	}
	return r.path(c)
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
		r.report(cell{Line: m.Line, Column: m.Column}, "%s", m.Message)
	}
	if skip && len(split) > 0 {
		split = split[1:]
	}
	rows := make([][]cell, len(split))
	for i, from := range split {
		rows[i] = make([]cell, len(from))
		for j, c := range from {
			rows[i][j] = cell{Text: book.Trim(c.Text), Line: c.Line, Column: c.Column}
		}
	}
	r.table(rows)
}

// separatorOf returns what separates the cells: the character by which most
// headings are known. A first line such as "sep=;", as spreadsheets understand
// it, decides; it is no row, and skip is true.
func separatorOf(text string) (separator rune, skip bool) {
	head := text
	for n, i := 0, 0; i < len(text); i++ {
		if text[i] == '\n' || text[i] == '\r' {
			if n++; n == 2*maxTitles {
				head = text[:i]
				break
			}
		}
	}
	first, _, _ := strings.Cut(head, "\n")
	if s, found := strings.CutPrefix(strings.ToLower(strings.TrimRight(first, "\r")), "sep="); found && len(s) == 1 {
		return rune(s[0]), true
	}
	separator = ','
	most := 0
	for _, s := range []rune{',', ';', '\t'} {
		rows, _ := cells.Split(head, s)
		for _, row := range rows[:min(len(rows), maxTitles)] {
			texts := make([]string, len(row))
			for i := range row {
				texts[i] = book.Trim(row[i].Text)
			}
			if fields, _ := fieldsOf(texts); known(fields) > most {
				separator, most = s, known(fields)
			}
		}
	}
	return separator, false
}

// workbook reads XLSX: the first sheet that has the headings.
func (r *reader) workbook(data []byte) {
	b, err := book.Open(data)
	if err != nil {
		r.fail("cannot be read as .xlsx: %v", err)
		return
	}
	found := false
	for _, s := range b.Sheets {
		most := 0
		if found {
			most = maxTitles
		}
		table, err := b.Read(s, most)
		if err != nil {
			r.fail("cannot be read as .xlsx: sheet %q: %v", s.Name, err)
			return
		}
		at := findHeading(table.Rows)
		if at < 0 {
			continue
		}
		c := table.Rows[at][0]
		if found {
			r.list.Sheet, s.Name = s.Name, r.list.Sheet
			r.warn(c, "this sheet has a list of candidates too, but only the sheet %q is read", s.Name)
			r.list.Sheet = s.Name
			continue
		}
		found = true
		r.list.Sheet = s.Name
		for _, m := range table.Merged {
			if m.First.Line > c.Line && m.Last > m.First.Line {
				r.report(m.First, "the cells down to row %d are merged, so that only one row has their text: unmerge them and fill every row", m.Last)
			}
		}
		r.table(table.Rows)
	}
	if !found {
		r.fail("%s", headingsWanted)
	}
}
