package responses

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/bank/roll/book"
)

// sheetNames are the sheets of the workbook of a paper that are read.
var sheetNames = []string{"Candidates", "Responses", "Marks", "Settings"}

// marker begins the text of the row below all candidates.
const marker = "▲"

// paper reads the workbook of a paper. Its sheets are joined by roll number.
func (r *reader) paper(b *book.Book) {
	r.sheet.Kind = Workbook
	tables := map[string]*source{}
	var names []string
	for _, s := range b.Sheets {
		if !s.Hidden {
			names = append(names, s.Name)
		}
		if !slices.Contains(sheetNames, s.Name) {
			continue
		}
		t, err := b.Read(s, 0)
		if err != nil {
			r.fail("cannot be read as .xlsx: sheet %q: %v", s.Name, err)
			return
		}
		tables[s.Name] = &source{file: r.name, sheet: s.Name, rows: t.Rows, merged: t.Merged, hidden: t.Hidden}
	}
	for _, name := range sheetNames {
		if tables[name] == nil {
			r.fail("there is no sheet %s: if it was renamed, give it its name back; the workbook has %s", name, strings.Join(names, ", "))
		}
	}
	if len(r.problems) > 0 {
		return
	}
	r.settings(tables["Settings"])
	j := &joined{reader: r, byRoll: map[string]int{}}
	j.candidates(tables["Candidates"])
	j.responses(tables["Responses"])
	j.marks(tables["Marks"])
}

// settings reads names and values, and the grades below their heading.
func (r *reader) settings(s *source) {
	grades := false
	for _, row := range s.rows {
		name, value := at(row, 0), at(row, 1)
		if name.Text == "" {
			continue
		}
		if value.Bad != "" {
			r.report(s.place(value), "%s", value.Bad)
			continue
		}
		setting := Setting{name.Text, value.Exact(), s.place(value)}
		switch {
		case name.Text == "Paper":
			r.sheet.Paper = value.Text // a code of digits alone is text
		case name.Text == "Grade":
			grades = true
			continue
		}
		if grades {
			r.sheet.Grades = append(r.sheet.Grades, setting)
		} else {
			r.sheet.Settings = append(r.sheet.Settings, setting)
		}
	}
	if r.sheet.Paper == "" {
		r.fail("the sheet Settings has no row Paper with the code of the paper: was it changed?")
	}
}

// joined joins sheets by roll number.
type joined struct {
	*reader
	byRoll map[string]int // index of the row, by roll number in lower case
}

// A block is the part of a sheet that has a row for each candidate.
type block struct {
	*source
	heading []book.Cell
	rows    [][]book.Cell
	roll    int // column of the roll number
}

// block finds the rows of candidates on a sheet: those below the heading with the
// roll number.
func (j *joined) block(s *source) *block {
	for i, row := range s.rows {
		for k, c := range row {
			if c.Text == "Roll number" {
				b := &block{source: s, heading: row, rows: s.rows[i+1:], roll: k}
				j.spoilt(b)
				return b
			}
		}
	}
	j.fail("the sheet %s has no heading “Roll number”: write it above the roll numbers again", s.sheet)
	return nil
}

// spoilt reports merged cells and warns of hidden rows among the candidates.
func (j *joined) spoilt(b *block) {
	first := b.heading[0].Line
	for _, m := range b.merged {
		if m.Last > first {
			j.report(b.place(m.First), "cells are merged here, so that what they say of each candidate is lost: unmerge them and fill each cell")
		}
	}
	hidden := map[int]bool{}
	for _, line := range b.hidden {
		hidden[line] = true
	}
	n, example := 0, book.Cell{}
	for _, row := range b.rows {
		if len(row) > 0 && hidden[row[0].Line] && at(row, b.roll).Text != "" && !strings.HasPrefix(row[0].Text, marker) {
			if n == 0 {
				example = at(row, b.roll)
			}
			n++
		}
	}
	if n > 0 {
		j.warn(b.place(example), "rows are hidden on this sheet, %d with candidates, first %s: they are read like the others", n, example.Text)
	}
}

// column finds a column by its heading; -1 if there is none.
func (b *block) column(heading string) int {
	return slices.IndexFunc(b.heading, func(c book.Cell) bool { return strings.EqualFold(c.Text, heading) })
}

// each calls f for every row with a roll number. A row with values but without
// one is a problem.
func (j *joined) each(b *block, f func(roll book.Cell, row []book.Cell)) {
	seen := map[string]book.Cell{}
	for _, row := range b.rows {
		roll := at(row, b.roll)
		if len(row) > 0 && strings.HasPrefix(row[0].Text, marker) {
			return
		}
		if roll.Text == "" && roll.Bad == "" {
			if i := slices.IndexFunc(row, func(c book.Cell) bool { return !c.Formula && (c.Text != "" || c.Bad != "") }); i >= 0 {
				j.report(b.place(row[i]), "the row has no roll number, so that nobody has what stands here: write it, or clear the row")
			}
			continue
		}
		switch {
		case roll.Bad != "":
			j.report(b.place(roll), "%s", roll.Bad)
			continue
		case roll.BadRoll != "":
			j.report(b.place(roll), "%s", roll.BadRoll)
			continue
		}
		key := strings.ToLower(roll.Text)
		if first, twice := seen[key]; twice {
			j.report(b.place(roll), "the roll number %s is there twice, first at %s", roll.Text, b.place(first).Cell)
			continue
		}
		seen[key] = roll
		f(roll, row)
	}
}

func (j *joined) candidates(s *source) {
	b := j.block(s)
	if b == nil {
		return
	}
	name, set, status := b.column("Name"), b.column("Set"), b.column("Status")
	if set < 0 {
		j.fail("the sheet Candidates has no heading “Set”: write it above the sets again")
	}
	j.each(b, func(roll book.Cell, row []book.Cell) {
		c := Row{Roll: roll.Text, Place: b.place(roll)}
		for _, field := range []struct {
			column int
			to     *string
		}{{name, &c.Name}, {set, &c.Set}, {status, &c.Status}} {
			if cell := at(row, field.column); field.column >= 0 {
				if cell.Bad != "" {
					j.report(b.place(cell), "%s", cell.Bad)
				}
				*field.to = cell.Text
			}
		}
		c.SetPlace = b.place(at(row, set))
		c.Status = j.status(c.Status, b.place(at(row, status)))
		j.byRoll[strings.ToLower(c.Roll)] = len(j.sheet.Rows)
		j.sheet.Rows = append(j.sheet.Rows, c)
	})
}

// status reads whether a candidate was there.
func (r *reader) status(text string, place Place) string {
	switch strings.ToLower(text) {
	case "":
		return ""
	case "present", "p":
		return "present"
	case "absent", "ab", "a":
		return "absent"
	}
	r.report(place, "%q is neither present nor absent", book.Cut(text))
	return ""
}

// row returns the row of a roll number; nil, with a problem, for one that is not
// on the list.
func (j *joined) row(b *block, roll book.Cell) *Row {
	i, known := j.byRoll[strings.ToLower(roll.Text)]
	if !known {
		j.report(b.place(roll), "the roll number %s is not on the sheet Candidates: add it there, or correct it here", roll.Text)
		return nil
	}
	return &j.sheet.Rows[i]
}

// numbered is a heading such as 3, 3a or 3(a).
var numbered = regexp.MustCompile(`^([0-9]{1,4})\s*\(?([a-z]?)\)?$`)

func (j *joined) responses(s *source) {
	b := j.block(s)
	if b == nil {
		return
	}
	columns := make([]Entry, len(b.heading))
	for i, c := range b.heading {
		if m := numbered.FindStringSubmatch(c.Text); m != nil {
			columns[i].Number, _ = strconv.Atoi(m[1])
			columns[i].Part = m[2]
		}
	}
	j.each(b, func(roll book.Cell, row []book.Cell) {
		to := j.row(b, roll)
		if to == nil {
			return
		}
		for i, c := range row {
			switch {
			case i == b.roll || c.Formula || c.Text == "" && c.Bad == "":
				continue
			case c.Bad != "":
				j.report(b.place(c), "%s", c.Bad)
			case i >= len(columns) || columns[i].Number == 0:
				if !strings.EqualFold(at(b.heading, i).Text, "Name") && !strings.EqualFold(at(b.heading, i).Text, "Set") {
					j.report(b.place(c), "%q stands in no column of a question", book.Cut(c.Text))
				}
			default:
				to.Answers = append(to.Answers, Entry{Number: columns[i].Number, Part: columns[i].Part, Text: truth(c.Text), Place: b.place(c)})
			}
		}
	})
}

// truth is what spreadsheets show of True and False that were typed.
func truth(text string) string {
	switch text {
	case "TRUE":
		return "T"
	case "FALSE":
		return "F"
	}
	return text
}

func (j *joined) marks(s *source) {
	ids := slices.IndexFunc(s.rows, func(row []book.Cell) bool { return at(row, 0).Text == "Question id" })
	b := j.block(s)
	if b == nil {
		return
	}
	if ids < 0 {
		j.fail("the sheet Marks has no row “Question id” above the marks, without which nobody knows what they are for: take it from a new copy of the workbook")
		return
	}
	columns := make([]Entry, len(b.heading))
	for i := range columns {
		id, part, _ := strings.Cut(at(s.rows[ids], i).Text, "/")
		if i != b.roll && i > 0 {
			columns[i].Question, columns[i].Part = id, part
		}
	}
	j.each(b, func(roll book.Cell, row []book.Cell) {
		to := j.row(b, roll)
		if to == nil {
			return
		}
		for i, c := range row {
			switch {
			case i == b.roll || c.Formula || c.Text == "" && c.Bad == "":
				continue
			case c.Bad != "":
				j.report(b.place(c), "%s", c.Bad)
			case i >= len(columns):
				j.report(b.place(c), "%q stands in no column of a question", book.Cut(c.Text))
			case columns[i].Question == "":
				if i > 2 {
					j.warn(b.place(c), "%s was written over a formula, under %q: it does not count", book.Cut(c.Text), at(b.heading, i).Text)
				}
			default:
				to.Marks = append(to.Marks, Entry{Question: columns[i].Question, Part: columns[i].Part, Text: c.Exact(), Place: b.place(c)})
			}
		}
	})
}
