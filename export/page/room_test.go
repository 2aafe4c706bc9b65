package page

import (
	"fmt"
	"strings"
	"testing"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/typeset"
)

// TestRooms draws rooms of many sizes and makes sure that every candidate is on
// a chart and on the list, and nothing outside of its page.
func TestRooms(t *testing.T) {
	_, r := shipped()
	style := bank.ReadyStyle("classic")
	p := &export.Paper{Title: "Quiz", CourseTitle: strings.Repeat("A long title ", 9), Date: "2026-02-27", Style: style, Words: export.WordsOf(style)}
	for _, size := range [][2]int{{1, 1}, {3, 4}, {10, 20}, {10, 21}, {40, 3}, {31, 45}} {
		room := Room{Name: fmt.Sprintf("Hall %d", size[0]), Rows: size[0], Columns: size[1]}
		var rolls []string
		for row := 1; row <= size[0]; row++ {
			for column := 1; column <= size[1]; column++ {
				s := Seat{Row: row, Column: column, Label: fmt.Sprintf("R%dC%d", row, column)}
				if (row+column)%5 > 0 {
					s.Roll, s.Name = fmt.Sprintf("2026-%03d-%03d", row, column), strings.Repeat("Longname ", column%7)
					s.Mark = (row + column) % 4
					s.Set = string(rune('A' + s.Mark))
					rolls = append(rolls, s.Roll)
				}
				room.Seats = append(room.Seats, s)
			}
		}
		charts, err := ComposeCharts(p, []Room{room}, "A note on how alike neighbours are. "+strings.Repeat("More of it. ", 20), r)
		if err != nil {
			t.Fatal(err)
		}
		lists, err := ComposeAttendance(p, []Room{room}, r)
		if err != nil {
			t.Fatal(err)
		}
		for _, doc := range []*typeset.Document{charts, lists} {
			text := strings.Builder{}
			for n := range doc.Pages {
				for _, it := range doc.Pages[n].Items {
					checkInside(t, doc, n, it, &text)
				}
			}
			for _, roll := range rolls {
				if strings.Count(text.String(), roll) != 1 {
					t.Fatalf("%v: %s is there %d times", size, roll, strings.Count(text.String(), roll))
				}
			}
		}
	}
}

func checkInside(t *testing.T, doc *typeset.Document, page int, it typeset.Item, text *strings.Builder) {
	t.Helper()
	switch it := it.(type) {
	case *typeset.Box:
		if it.X < 0 || it.Y < 0 || it.X+it.W > doc.Width || it.Y+it.H > doc.Height {
			t.Errorf("page %d of %d × %d: a box lies outside: %+v", page+1, doc.Width, doc.Height, it)
		}
	case *typeset.Glyphs:
		x := it.X
		for i := range it.Run {
			x += it.Run[i].Advance
			text.WriteString(it.Run[i].Text)
		}
		text.WriteByte(' ')
		if it.X < 0 || it.Y < 0 || x > doc.Width || it.Y > doc.Height {
			t.Errorf("page %d: text lies outside", page+1)
		}
	}
}
