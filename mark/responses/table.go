package responses

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/bank/roll"
	"github.com/papersetter/papersetter/bank/roll/book"
	"github.com/papersetter/papersetter/bank/roll/cells"
	"github.com/papersetter/papersetter/schema"
)

// maxTitles is how many rows are searched for headings.
const maxTitles = 50

var (
	answerHeading = regexp.MustCompile(`(?i)^(?:q|question|ans|answer|response|resp)?\.?\s*([0-9]{1,4})\s*\(?([a-z]?)\)?$`)
	marksHeading  = regexp.MustCompile(`(?i)^(?:m|marks?)\.?\s*(?:q\.?\s*)?([0-9]{1,4})\s*\(?([a-z]?)\)?$|^(?:q\.?\s*)?([0-9]{1,4})\s*\(?([a-z]?)\)?\s*marks?$`)
	gradeHeading  = regexp.MustCompile(`(?i)^q\.\s*([0-9]{1,4})\s*/[0-9.,]+$`) // of Moodle's list of grades
)

// A role is what a column of a table has.
type role int

const (
	ignored role = iota
	rollColumn
	nameColumn
	firstNameColumn
	lastNameColumn
	setColumn
	statusColumn
	stateColumn // Moodle's
	answerColumn
	marksColumn
	unknown
)

// A columnRole is a column with what it has; the entry says of which question.
type columnRole struct {
	role
	entry Entry
}

// table reads a table with headings: a list of our own, or an export.
func (r *reader) table(s *source) {
	for i, row := range s.rows[:min(len(s.rows), maxTitles)] {
		texts := make([]string, len(row))
		for k := range row {
			texts[k] = row[k].Text
		}
		kind, columns := columnsOf(texts)
		if columns == nil {
			continue
		}
		r.sheet.Kind = kind
		r.rows(s, row, s.rows[i+1:], columns)
		return
	}
	r.fail("no heading of roll numbers was found: write headings above the columns, one of them “Roll No” (or Enrolment No, USN, PRN, ID number …), one Set where there are several, and the numbers of the questions: 1, 2, 3 …")
}

// columnsOf says what columns are by their headings; nil if the row is none of
// headings.
func columnsOf(texts []string) (Kind, []columnRole) {
	has := func(names ...string) bool {
		return slices.ContainsFunc(texts, func(t string) bool {
			return slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(strings.TrimSpace(t), n) })
		})
	}
	kind := Table
	switch {
	case has("Timestamp") && !strings.EqualFold(texts[0], ""):
		kind = GoogleForms
	case has("State", "Status") && has("Started on", "Started", "Completed", "Time taken"):
		kind = Moodle
	}
	fields := roll.Fields(texts)
	columns := make([]columnRole, len(texts))
	found := false
	for i, text := range texts {
		c := &columns[i]
		switch fields[i] {
		case roll.Roll:
			c.role = rollColumn
		case roll.Name:
			c.role = nameColumn
		case roll.First:
			c.role = firstNameColumn
		case roll.Last:
			c.role = lastNameColumn
		case roll.Set:
			c.role = setColumn
		case "":
			*c = columnOf(kind, strings.TrimSpace(text))
		}
		found = found || c.role == rollColumn
	}
	if !found {
		found = platformRoll(kind, texts, columns)
	}
	if !found {
		return kind, nil
	}
	return kind, columns
}

// platformRoll finds the roll number where it has a platform's name.
func platformRoll(kind Kind, texts []string, columns []columnRole) bool {
	for i, text := range texts {
		// "Enter your roll number", "Your USN"
		words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r < 'a' || r > 'z' })
		if kind == GoogleForms && slices.ContainsFunc(words, func(w string) bool {
			return slices.Contains([]string{"roll", "usn", "prn", "enrolment", "enrollment", "registration"}, w)
		}) && len(words) <= 8 {
			columns[i] = columnRole{role: rollColumn}
			return true
		}
	}
	for _, name := range []string{"ID number", "Username", "Email address"} {
		for i, text := range texts {
			if kind != Table && strings.EqualFold(strings.TrimSpace(text), name) {
				columns[i] = columnRole{role: rollColumn}
				return true
			}
		}
	}
	return false
}

// columnOf is what a column has that is no field of a candidate.
func columnOf(kind Kind, heading string) columnRole {
	number := func(text, part string) Entry {
		n, _ := strconv.Atoi(text)
		return Entry{Number: n, Part: strings.ToLower(part)}
	}
	lower := strings.ToLower(heading)
	switch {
	case heading == "":
		return columnRole{}
	case kind == Moodle && (lower == "state" || lower == "status"):
		return columnRole{role: stateColumn}
	case lower == "set":
		return columnRole{role: setColumn}
	case lower == "status" || lower == "attendance":
		return columnRole{role: statusColumn}
	case kind == Moodle && slices.Contains([]string{"surname", "last name"}, lower):
		return columnRole{role: lastNameColumn}
	case kind == Moodle && lower == "first name":
		return columnRole{role: firstNameColumn}
	}
	if m := gradeHeading.FindStringSubmatch(heading); m != nil {
		return columnRole{marksColumn, number(m[1], "")}
	}
	if m := answerHeading.FindStringSubmatch(heading); m != nil {
		return columnRole{answerColumn, number(m[1], m[2])}
	}
	if m := marksHeading.FindStringSubmatch(heading); m != nil {
		return columnRole{marksColumn, number(m[1]+m[3], m[2]+m[4])}
	}
	switch kind {
	case Moodle:
		return columnRole{} // institution, time taken, grade …
	case GoogleForms:
		if slices.Contains([]string{"timestamp", "email address", "username", "score", "email", "name"}, lower) || strings.HasSuffix(lower, "[score]") || strings.HasSuffix(lower, "[feedback]") {
			return columnRole{}
		}
		return columnRole{answerColumn, Entry{Question: heading}}
	}
	return columnRole{role: unknown}
}

// rows reads the rows below the headings.
func (r *reader) rows(s *source, heading []book.Cell, rows [][]book.Cell, columns []columnRole) {
	r.judge(s, heading, columns)
	for _, m := range s.merged {
		if m.Last > heading[0].Line {
			r.report(s.place(m.First), "cells are merged here, so that what they say of each candidate is lost: unmerge them and fill each cell")
		}
	}
	hidden := 0
	seen := map[string]Place{}
	for _, row := range rows {
		if !slices.ContainsFunc(row, func(c book.Cell) bool { return c.Text != "" || c.Bad != "" }) {
			continue
		}
		if r.sheet.Kind == Moodle && strings.HasPrefix(row[0].Text, "Overall average") {
			continue
		}
		if slices.Contains(s.hidden, row[0].Line) {
			hidden++
		}
		r.row(s, row, columns, seen)
	}
	if hidden > 0 {
		r.warn(Place{Pos: schema.Pos{File: s.file}, Cell: s.sheet}, "%d rows are hidden: they are read like the others", hidden)
	}
	if len(r.sheet.Rows) == 0 && len(r.problems) == 0 {
		r.report(s.place(heading[0]), "no candidate is below the headings")
	}
}

// judge reports headings that are there twice and warns of those not known.
func (r *reader) judge(s *source, heading []book.Cell, columns []columnRole) {
	known := map[columnRole]book.Cell{}
	var odd []string
	for i, c := range columns {
		switch c.role {
		case ignored:
			continue
		case unknown:
			odd = append(odd, book.Cut(heading[i].Text))
			continue
		}
		if first, twice := known[c]; twice {
			r.report(s.place(heading[i]), "the column “%s” is there twice, first at %s: give one of them another heading", book.Cut(heading[i].Text), s.place(first))
		}
		known[c] = heading[i]
	}
	if len(odd) > 0 {
		const most = 12
		if len(odd) > most {
			odd = append(odd[:most], "…")
		}
		r.warn(s.place(heading[0]), "these columns are not read: %s", strings.Join(odd, ", "))
	}
	if i := slices.IndexFunc(columns, func(c columnRole) bool { return c.role == rollColumn }); r.sheet.Kind != Table {
		switch strings.ToLower(heading[i].Text) {
		case "username", "email address":
			r.warn(s.place(heading[i]), "there is no column with roll numbers (ID number): “%s” is taken for it", heading[i].Text)
		}
	}
	if !slices.ContainsFunc(columns, func(c columnRole) bool { return c.role == answerColumn || c.role == marksColumn }) {
		r.report(s.place(heading[0]), "there is no column with answers or marks: head them with the numbers of the questions (1, 2, 3a), marks with M1, M2 …")
	}
}

// row reads one candidate.
func (r *reader) row(s *source, row []book.Cell, columns []columnRole, seen map[string]Place) {
	c := Row{Place: s.place(row[0])}
	first, last := "", ""
	rollCell := book.Cell{}
	for i, cell := range row {
		if i >= len(columns) {
			if cell.Text != "" {
				r.report(s.place(cell), "%q has no heading above it: write one, or put a text that holds the separator in quotes", book.Cut(cell.Text))
			}
			continue
		}
		if cell.Bad != "" && columns[i].role != ignored && columns[i].role != unknown {
			r.report(s.place(cell), "%s", cell.Bad)
			continue
		}
		switch columns[i].role {
		case rollColumn:
			rollCell, c.Roll, c.Place = cell, cell.Text, s.place(cell)
		case nameColumn:
			c.Name = cell.Text
		case firstNameColumn:
			first = cell.Text
		case lastNameColumn:
			last = cell.Text
		case setColumn:
			c.Set, c.SetPlace = cell.Text, s.place(cell)
		case statusColumn:
			c.Status = r.status(cell.Text, s.place(cell))
		case answerColumn, marksColumn:
			entry := columns[i].entry
			entry.Text, entry.Place = truth(cell.Exact()), s.place(cell)
			switch {
			case cell.Text == "" || r.sheet.Kind == Moodle && cell.Text == "-":
			case columns[i].role == answerColumn:
				c.Answers = append(c.Answers, entry)
			default:
				c.Marks = append(c.Marks, entry)
			}
		}
	}
	if c.Name == "" {
		c.Name = strings.TrimSpace(first + " " + last)
	}
	switch {
	case c.Roll == "":
		r.report(c.Place, "the row has no roll number: write it, or delete the row")
		return
	case rollCell.BadRoll != "":
		r.report(c.Place, "%s", rollCell.BadRoll)
		return
	case shortened.MatchString(c.Roll):
		r.report(c.Place, "the spreadsheet has shortened a roll number to %s, and its digits are lost: %s", c.Roll, book.AsText)
		return
	}
	key := strings.ToLower(c.Roll)
	if before, twice := seen[key]; twice {
		r.report(c.Place, "the roll number %s is there twice, first at %s", c.Roll, before)
		return
	}
	seen[key] = c.Place
	r.sheet.Rows = append(r.sheet.Rows, c)
}

// shortened is what a spreadsheet makes of a long number.
var shortened = regexp.MustCompile(`^[0-9][.,][0-9]+[Ee]\+?[0-9]+$`)

// separatorOf returns what separates the cells: the character by which the
// first rows have most cells that are headings. A first line such as "sep=;"
// decides; it is no row.
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
			if _, columns := columnsOf(texts); len(columns) > most {
				separator, most = s, len(columns)
			}
		}
	}
	return separator, false
}
