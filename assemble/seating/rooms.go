package seating

import (
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/papersetter/papersetter/bank/roll/cells"
	"github.com/papersetter/papersetter/schema"
)

// The limits of rooms.
const (
	maxBytes = 16 << 20
	maxGrid  = 1000 // rows, and columns
	maxSeats = 200_000
	maxLabel = 20 // characters
)

// ReadRooms reads rooms from CSV with commas, semicolons or tabs. A room is a
// line with its name and a grid of its seats, seen from above, a line for each
// row from the front:
//
//	room: LH-101
//	A1,A2,,A3,A4
//	*,*,-,*,*
//
// An empty cell, -, x, . or gap is a place without a seat; *, o or seat is a
// seat, to be known by its row and column as R2C5; anything else is the label
// of a seat. "# LH-101" names a room too, and without a line of its name it is
// that of the file. A room of one size may be written on one line, with the
// columns that are aisles:
//
//	LH-102: 20 x 10 gaps 4 7
//
// Rooms with a problem are left out.
func ReadRooms(name string, data []byte) ([]Room, schema.Problems) {
	r := &roomReader{name: name, rooms: make(map[string]place)}
	r.read(data)
	return r.list, r.problems
}

// A place is where something was read.
type place struct{ line, column int }

type roomReader struct {
	name     string
	list     []Room
	rooms    map[string]place
	seats    int
	problems schema.Problems

	// The room that is being read.
	room   *Room
	start  place
	labels map[string]place
	first  int // line of its first row with a seat; 0 if there was none
	bad    bool
}

func (r *roomReader) report(at place, format string, a ...any) {
	r.bad = true
	r.problems = append(r.problems, schema.Problem{
		Pos:     schema.Pos{File: r.name, Line: at.line, Column: at.column},
		Message: fmt.Sprintf(format, a...),
	})
}

func (r *roomReader) read(data []byte) {
	if len(data) > maxBytes {
		r.report(place{}, "is larger than %d MB, which no plan of rooms is", maxBytes>>20)
		return
	}
	text, err := cells.Decode(data)
	if err != nil {
		r.report(place{}, "%v", err)
		return
	}
	rows, mistakes := cells.Split(text, separatorOf(text))
	for _, m := range mistakes {
		r.report(place{m.Line, m.Column}, "%s", m.Message)
	}
	if len(mistakes) > 0 {
		return // rows are missing
	}
	for i, row := range rows {
		r.row(i+1, row)
		if len(r.problems) >= maxGrid {
			return
		}
	}
	r.end()
	if len(r.list) == 0 && len(r.problems) == 0 {
		r.report(place{}, "no seat was found: write a line for each row of a room, with * for each seat")
	}
}

// separatorOf returns the separator that occurs most.
func separatorOf(text string) rune {
	best := ','
	for _, s := range []rune{';', '\t'} {
		if strings.Count(text, string(s)) > strings.Count(text, string(best)) {
			best = s
		}
	}
	return best
}

var (
	named = regexp.MustCompile(`^(?:#|(?i:room)\s*:)\s*([^:]*)$`)
	size  = regexp.MustCompile(`^\d+\s*[xX×*]\s*\d+(\s|$)`)
	sized = regexp.MustCompile(`^(?:#\s*|(?i:room)\s*:\s*)?([^:#][^:]*?)\s*:\s*(\d+)\s*[xX×*]\s*(\d+)(?:\s+(?i:gaps?|aisles?)\s*:?((?:\s+\d+)+))?$`)
)

// row reads a row; line counts rows, since labels have no line ends.
func (r *roomReader) row(line int, row []cells.Cell) {
	var full []string
	at := place{row[0].Line, row[0].Column}
	for _, c := range row {
		if t := strings.TrimSpace(c.Text); t != "" {
			if full == nil {
				at = place{c.Line, c.Column}
			}
			full = append(full, t)
		}
	}
	joined := strings.Join(strings.Fields(strings.Join(full, " ")), " ")
	colon := len(full) > 0 && strings.Contains(full[0], ":")
	if m := sized.FindStringSubmatch(joined); m != nil && colon {
		r.begin(at, m[1])
		r.size(at, m[2], m[3], strings.Fields(m[4]))
		r.end()
		return
	}
	if m := named.FindStringSubmatch(joined); m != nil {
		r.begin(at, m[1])
		return
	}
	if colon { // whether it was meant to end the room above is not known
		r.bad = true
		r.begin(at, joined)
		r.report(at, "“%s” is neither a room nor a seat: write “room: LH-101” above a grid, or “LH-102: 20 x 10 gaps 4 7” for a room without one", cut(joined))
		return
	}
	if len(full) == 0 && (r.room == nil || r.first == 0) {
		return // above the room
	}
	if r.room == nil {
		base := path.Base(strings.ReplaceAll(r.name, `\`, "/"))
		r.begin(at, strings.TrimSuffix(base, path.Ext(base)))
	}
	r.grid(line, row)
}

// begin begins a room.
func (r *roomReader) begin(at place, name string) {
	r.end()
	r.room, r.start, r.labels, r.first, r.bad = &Room{Name: name}, at, make(map[string]place), 0, false
	switch first, found := r.rooms[fold(name)]; {
	case name == "":
		r.report(at, "the room has no name: write it after the colon")
	case strings.ContainsFunc(name, unicode.IsControl):
		r.report(at, "the name of the room holds control characters")
	case size.MatchString(name): // "room: 2x3" would be read as a size again
		r.report(at, "a room cannot be called %s, which is a size: write another name before the colon", name)
	case found:
		r.report(at, "the room %s is there twice, first in line %d", name, first.line)
	}
	r.rooms[fold(name)] = at
}

// end ends the room that is being read, if any.
func (r *roomReader) end() {
	if r.room == nil {
		return
	}
	if len(r.room.Places) == 0 && !r.bad {
		r.report(r.start, "the room %s has no seat: write a line for each of its rows, with * for each seat", r.room.Name)
	}
	if !r.bad {
		r.list = append(r.list, *r.room)
	}
	r.room = nil
}

// size makes a room of one size.
func (r *roomReader) size(at place, rows, columns string, gaps []string) {
	n, errRows := strconv.Atoi(rows)
	m, errColumns := strconv.Atoi(columns)
	if errRows != nil || errColumns != nil || n < 1 || m < 1 || n > maxGrid || m > maxGrid {
		r.report(at, "a room of %s rows and %s columns: want 1 to %d of each", cut(rows), cut(columns), maxGrid)
		return
	}
	aisle := make(map[int]bool)
	for _, g := range gaps {
		c, err := strconv.Atoi(g)
		if err != nil || c < 1 || c > m || aisle[c] {
			r.report(at, "gaps are columns of the room, from 1 to %d, each once: %s is none", m, cut(g))
			return
		}
		aisle[c] = true
	}
	for i := 1; i <= n; i++ {
		for j := 1; j <= m; j++ {
			if !aisle[j] && !r.add(at, i, j, "") {
				return
			}
		}
	}
}

// grid reads a row of a grid.
func (r *roomReader) grid(line int, row []cells.Cell) {
	for i, c := range row {
		label := strings.TrimSpace(c.Text)
		at := place{c.Line, c.Column}
		switch strings.ToLower(label) {
		case "", "-", "–", "x", ".", "gap", "aisle":
			continue
		case "*", "o", "seat":
			label = ""
		}
		if r.first == 0 {
			r.first = line
		}
		if i >= maxGrid || line-r.first >= maxGrid {
			r.report(at, "a room has at most %d rows and columns", maxGrid)
			return
		}
		if message := labelFault(label); message != "" {
			r.report(at, "%s", message)
			continue
		}
		if !r.add(at, line-r.first+1, i+1, label) {
			return
		}
	}
}

// labelFault says why a text is no label.
func labelFault(label string) string {
	marks := strings.Fields(label)
	seats := 0
	for _, m := range marks {
		if strings.ContainsAny(m, "*-.") && len(m) == 1 {
			seats++
		}
	}
	switch {
	case seats > 1 && seats == len(marks), len(label) > 1 && strings.Trim(label, "*-.") == "":
		return fmt.Sprintf("“%s” is one cell: write a comma between seats", cut(label))
	case len([]rune(label)) > maxLabel:
		return fmt.Sprintf("“%s” is too long for the label of a seat: at most %d characters", cut(label), maxLabel)
	case strings.Contains(label, ":"), strings.HasPrefix(label, "#"):
		return fmt.Sprintf("“%s” is no label of a seat, since rooms begin with # or have a colon: write the label without", cut(label))
	case strings.ContainsFunc(label, unicode.IsControl):
		return fmt.Sprintf("the label “%s” goes over several lines or holds control characters", cut(strings.Join(marks, " ")))
	}
	return ""
}

// add adds a seat to the room; it is false if no more can be added.
func (r *roomReader) add(at place, row, column int, label string) bool {
	if r.seats++; r.seats > maxSeats {
		r.report(at, "there are more than %d seats", maxSeats)
		return false
	}
	if label == "" {
		label = fmt.Sprintf("R%dC%d", row, column)
	}
	if first, found := r.labels[fold(label)]; found {
		r.report(at, "the seat %s is there twice, first in line %d", label, first.line)
		return true
	}
	r.labels[fold(label)] = at
	r.room.Places = append(r.room.Places, Place{row, column, label})
	return true
}

// cut shortens a text for a message.
func cut(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
