package roll

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/papersetter/papersetter/bank/roll/book"
)

// A cell is a cell of either kind of file.
type cell = book.Cell

// maxTitles is how many rows are searched for headings.
const maxTitles = 50

const headingsWanted = "no heading of roll numbers was found: write headings above the columns, " +
	"one of them “Roll No” (or Enrolment No, Registration No, USN, PRN, Hall Ticket No, Seat Number, Student ID), " +
	"and, where there are such, Name, Email, Section, Room, Seat, Set, Extra Time, Language, Style"

// findHeading returns the row of the headings, -1 if there is none.
func findHeading(rows [][]cell) int {
	for i, row := range rows[:min(len(rows), maxTitles)] {
		if fields, _ := fieldsOf(texts(row)); known(fields) > 0 {
			return i
		}
	}
	return -1
}

func texts(row []cell) []string {
	list := make([]string, len(row))
	for i := range row {
		list[i] = row[i].Text
	}
	return list
}

// table reads the rows of a file.
func (r *reader) table(rows [][]cell) {
	at := findHeading(rows)
	if at < 0 {
		r.fail("%s", headingsWanted)
		return
	}
	heading := rows[at]
	fields, clash := fieldsOf(texts(heading))
	if clash[0] >= 0 {
		a, b := heading[clash[0]], heading[clash[1]]
		r.report(b, "the column “%s” is there twice, first at %s: give one of them another heading", b.Text, r.place(a))
		return
	}
	t := &table{reader: r, heading: heading, fields: fields, seen: make(map[string]cell)}
	for i, c := range heading {
		switch {
		case c.Text == "":
			continue
		case fields[i] == "":
			r.list.Extra = append(r.list.Extra, c.Text)
		}
		r.list.Columns = append(r.list.Columns, Column{c.Text, fields[i], r.pos(c), r.path(c)})
	}
	for _, row := range rows[at+1:] {
		if blank(row) {
			continue
		}
		if len(r.list.Candidates) == MaxCandidates {
			r.report(row[0], "there are more than %d candidates: split the list", MaxCandidates)
			return
		}
		t.row(row)
	}
	if len(r.list.Candidates) == 0 && len(r.problems) == 0 {
		r.report(heading[0], "no candidate is below the headings")
	}
}

func blank(row []cell) bool {
	for i := range row {
		if row[i].Text != "" || row[i].Bad != "" {
			return false
		}
	}
	return true
}

type table struct {
	*reader
	heading []cell
	fields  []Field
	seen    map[string]cell // by roll number in lower case
}

// row reads one candidate.
func (t *table) row(row []cell) {
	var c Candidate
	var roll cell
	var parts [3]string // of the name
	sound := true
	for i, from := range row {
		if message := t.fault(i, from); message != "" {
			t.report(from, "%s", message)
			sound = false
			continue
		}
		if i >= len(t.heading) {
			continue
		}
		switch t.fields[i] {
		case Roll:
			roll = from
			c.Roll = from.Text
		case Name:
			c.Name = from.Text
		case First:
			parts[0] = from.Text
		case Middle:
			parts[1] = from.Text
		case Last:
			parts[2] = from.Text
		case Email:
			c.Email = from.Text
		case Section:
			c.Section = from.Text
		case Room:
			c.Room = from.Text
		case Seat:
			c.Seat = from.Text
		case Set:
			c.Set = from.Text
		case ExtraTime:
			c.ExtraTime = from.Text
		case Language:
			c.Language = from.Text
		case Style:
			c.Style = from.Text
		default:
			if t.heading[i].Text != "" {
				c.Extra = append(c.Extra, from.Text)
			}
		}
	}
	if !sound {
		return
	}
	if len(c.Extra) < len(t.list.Extra) { // the row is shorter than the headings
		c.Extra = append(c.Extra, make([]string, len(t.list.Extra)-len(c.Extra))...)
	}
	if c.Name == "" {
		c.Name = joined(parts[:])
	}
	if c.Roll == "" {
		t.noRoll(row, &c, roll)
		return
	}
	if normal(c.Roll) == normal(t.headingOf(Roll)) {
		t.report(roll, "the headings are there again: delete the row")
		return
	}
	if strings.HasPrefix(c.Roll, "=") {
		t.warn(roll, "the roll number is read as it is written, with the equals sign: %s", book.Cut(c.Roll))
	}
	key := strings.ToLower(c.Roll)
	if first, found := t.seen[key]; found {
		t.report(roll, "the roll number %s is there twice, first at %s", c.Roll, t.place(first))
		return
	}
	t.seen[key] = roll
	c.Pos, c.Cell = t.pos(roll), t.path(roll)
	t.list.Candidates = append(t.list.Candidates, c)
}

func (t *table) headingOf(f Field) string {
	return t.heading[slices.Index(t.fields, f)].Text
}

// joined joins the parts of a name that are there.
func joined(parts []string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
}

// noRoll reports a row without a roll number.
func (t *table) noRoll(row []cell, c *Candidate, roll cell) {
	if roll.Line == 0 {
		roll = row[0]
	}
	if c.Name != "" {
		t.report(roll, "%s has no roll number", c.Name)
		return
	}
	t.report(roll, "the row has no roll number: delete the row if it is no candidate")
}

// fault says what is wrong with a cell in column i.
func (t *table) fault(i int, c cell) string {
	switch {
	case c.Bad != "":
		return c.Bad
	case c.Text == "":
		return ""
	case i >= len(t.heading) || t.heading[i].Text == "":
		return fmt.Sprintf("“%s” has no heading above it: write a heading, or put a text that holds the separator in quotes", book.Cut(c.Text))
	case strings.ContainsFunc(c.Text, unicode.IsControl):
		return fmt.Sprintf("“%s” goes over several lines or holds control characters: write it on one line", book.Cut(clean(c.Text)))
	case t.fields[i] == Roll && c.BadRoll != "":
		return c.BadRoll
	case t.fields[i] == Roll:
		return rollFault(c.Text)
	}
	return ""
}

var (
	scientific = regexp.MustCompile(`^[0-9]([.,][0-9]+)?[Ee]\+?[0-9]+$`)
	decimal    = regexp.MustCompile(`^[0-9]+\.0+$`)
	hashes     = regexp.MustCompile(`^#+$`)
)

// rollFault says why a text is no roll number: what spreadsheets make of them.
func rollFault(s string) string {
	switch {
	case scientific.MatchString(s) && strings.ContainsAny(s, ".,+"):
		return fmt.Sprintf("the spreadsheet has shortened a roll number to %s, and its digits are lost: %s", s, book.AsText)
	case decimal.MatchString(s):
		return fmt.Sprintf("the roll number %s was saved as a number with decimals: %s", s, book.AsText)
	case hashes.MatchString(s):
		return "the column was too narrow to show the roll number: make it wider and save again"
	case strings.HasPrefix(s, "#") && strings.ContainsAny(s, "!?/"):
		return fmt.Sprintf("%s is an error of the spreadsheet: write the roll number", book.Cut(s))
	}
	return ""
}

func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
}
