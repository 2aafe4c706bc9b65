package xlsx

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"github.com/papersetter/papersetter/export"
)

// Seat is a seat of a room with who sits there; without a set it is empty.
type Seat struct {
	Room        string
	Row, Column int // from 1
	Label       string
	Roll, Name  string
	Set         string
}

// WriteSeating writes the workbook of a seating plan: the list with a column for
// signatures, a picture of each room in cells, and facts (each a name and a
// value). Seats are in the order of rooms, rows and columns.
func WriteSeating(w io.Writer, p *export.Paper, seats []Seat, facts [][2]any) error {
	f := excelize.NewFile()
	defer f.Close()
	b := &book{Book: &Book{}, file: f, papers: []*export.Paper{p}}
	for _, step := range []func() error{
		b.styles,
		func() error { return b.seats(seats) },
		func() error { return b.rooms(seats) },
		func() error { return b.facts(facts) },
		b.properties,
	} {
		if err := step(); err != nil {
			return fmt.Errorf("workbook: %w", err)
		}
	}
	return repack(w, f)
}

// seats lists those who sit somewhere.
func (b *book) seats(seats []Seat) error {
	if err := b.file.SetSheetName("Sheet1", "Seating"); err != nil {
		return err
	}
	columns := []column{
		{"Roll number", 16, b.text}, {"Name", 30, b.wrap}, {"Room", 14, b.text}, {"Seat", 9, b.center}, {"Set", 8, b.center},
		{"Signature", 26, b.text},
	}
	var rows [][]any
	for _, s := range seats {
		if s.Set != "" {
			rows = append(rows, []any{s.Roll, s.Name, s.Room, s.Label, s.Set, nil})
		}
	}
	return b.sheet(sheet{name: "Seating", title: b.titleOf("Seating"), columns: columns, printed: len(columns), rows: rows, landscape: false})
}

// rooms draws each room on a sheet of its own: a cell for each place.
func (b *book) rooms(seats []Seat) error {
	for from := 0; from < len(seats); {
		to, last := from, 0
		for to < len(seats) && seats[to].Room == seats[from].Room {
			last = max(last, seats[to].Column)
			to++
		}
		columns := make([]column, 1+last)
		columns[0] = column{"Row", 6, b.number}
		for c := range last {
			columns[1+c] = column{fmt.Sprint(c + 1), 14, b.center}
		}
		var rows [][]any
		for _, s := range seats[from:to] {
			for len(rows) < s.Row {
				row := make([]any, len(columns))
				row[0] = len(rows) + 1
				rows = append(rows, row)
			}
			text := s.Label
			if s.Set != "" {
				text = s.Label + "\n" + s.Set + "\n" + s.Roll
			}
			rows[s.Row-1][s.Column] = text
		}
		name := b.sheetName(seats[from].Room)
		if err := b.sheet(sheet{name: name, title: b.titleOf(seats[from].Room + ", the front is above"), columns: columns, printed: len(columns), rows: rows, landscape: true}); err != nil {
			return err
		}
		from = to
	}
	return nil
}

// sheetName is a name that a sheet may have and no other has.
func (b *book) sheetName(room string) string {
	const most = 24
	var runes []rune
	for _, r := range room {
		switch r {
		case ':', '\\', '/', '?', '*', '[', ']', '\'':
			r = '-'
		}
		if len(runes) < most && r >= ' ' {
			runes = append(runes, r)
		}
	}
	name := "Room " + string(runes)
	for n := 2; ; n++ {
		if index, err := b.file.GetSheetIndex(name); err == nil && index < 0 {
			return name
		}
		name = fmt.Sprintf("Room %s %d", string(runes[:min(len(runes), most-6)]), n)
	}
}

// facts lists figures of the plan.
func (b *book) facts(facts [][2]any) error {
	columns := []column{{"What", 60, b.wrap}, {"Figure", 24, b.center}}
	var rows [][]any
	for _, f := range facts {
		rows = append(rows, []any{f[0], f[1]})
	}
	return b.sheet(sheet{name: "Summary", title: b.titleOf("Seating"), columns: columns, printed: len(columns), rows: rows, landscape: false})
}
