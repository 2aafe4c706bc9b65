package seating

import (
	"fmt"
	"strings"
	"testing"

	"github.com/papersetter/papersetter/schema"
)

func spell(rooms []Room) string {
	var b strings.Builder
	for _, r := range rooms {
		fmt.Fprintf(&b, "%s:", r.Name)
		for _, p := range r.Places {
			fmt.Fprintf(&b, " %d,%d=%s", p.Row, p.Column, p.Label)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestReadRooms(t *testing.T) {
	for _, c := range []struct{ name, give, want string }{
		{"grid", "room: LH-101\nA1,A2,,A3\n*,x,-,O\n", "LH-101: 1,1=A1 1,2=A2 1,4=A3 2,1=R2C1 2,4=R2C4\n"},
		{"name of the file", "1,2\n3,4\n", "ROOM: 1,1=1 1,2=2 2,1=3 2,2=4\n"},
		{"several", "# LH-1\r\n*,*\r\n\r\n*,gap\r\n\r\nRoom: LH 2,,\r\nseat,.,\r\n", "LH-1: 1,1=R1C1 1,2=R1C2 3,1=R3C1\nLH 2: 1,1=R1C1\n"},
		{"empty lines above", "room: A\n\n,,\n*,*\n", "A: 1,1=R1C1 1,2=R1C2\n"},
		{"short", "LH-102: 2 x 3\nroom: B: 1×4 gaps 2 3\n", "LH-102: 1,1=R1C1 1,2=R1C2 1,3=R1C3 2,1=R2C1 2,2=R2C2 2,3=R2C3\nB: 1,1=R1C1 1,4=R1C4\n"},
		{"short in cells", "A: 1 x 3,gaps,2,,\n", "A: 1,1=R1C1 1,3=R1C3\n"},
		{"semicolons", "room: A\n*;;*\n", "A: 1,1=R1C1 1,3=R1C3\n"},
		{"tabs", "room: A\n*\t\t*\n", "A: 1,1=R1C1 1,3=R1C3\n"},
		{"labels in quotes", "room: A\n\"1, left\",\" 2 \"\n", "A: 1,1=1, left 1,2=2\n"},
		{"utf16", "\xff\xfe*\x00,\x00*\x00", "ROOM: 1,1=R1C1 1,2=R1C2\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			rooms, ps := ReadRooms("plans/ROOM.csv", []byte(c.give))
			for i := range ps {
				t.Error(ps[i].String())
			}
			if got := spell(rooms); got != c.want {
				t.Errorf("got  %swant %s", got, c.want)
			}
			if err := checkRooms(rooms); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestRoomProblems(t *testing.T) {
	for _, c := range []struct{ name, give, want, left string }{
		{"empty", "", "ROOM.csv: no seat was found", ""},
		{"no seats", "room: A\n,,\nroom: B\n*\n", "ROOM.csv:1:1: the room A has no seat", "B: 1,1=R1C1\n"},
		{"label twice", "room: A\na1,b\nc,A1\n", "ROOM.csv:3:3: the seat A1 is there twice, first in line 2", ""},
		{"room twice", "room: A\n*\nroom: a\n*\n", "ROOM.csv:3:1: the room a is there twice, first in line 1", "A: 1,1=R1C1\n"},
		{"no name", "room:\n*\n", "ROOM.csv:1:1: the room has no name", ""},
		{"no commas", "room: A\n* * * *\n", "ROOM.csv:2:1: “* * * *” is one cell", ""},
		{"no commas or spaces", "room: A\n****\n", "ROOM.csv:2:1: “****” is one cell", ""},
		{"colon", "LH-1: 20 by 10\n", "ROOM.csv:1:1: “LH-1: 20 by 10” is neither a room nor a seat", ""},
		{"two colons", "room: LH: 1\n*\n", "ROOM.csv:1:1: “room: LH: 1” is neither a room nor a seat", ""},
		{"colon in a label", "room: A\n*,b:c\n", "ROOM.csv:2:3: “b:c” is no label", ""},
		{"size", "LH-1: 0 x 10\nB: 1x1", "ROOM.csv:1:1: a room of 0 rows and 10 columns", "B: 1,1=R1C1\n"},
		{"too large", "LH-1: 20000000000000000000 x 10\n", "want 1 to 1000 of each", ""},
		{"too many", "LH-1: 1000 x 1000\n", "there are more than 200000 seats", ""},
		{"gap", "LH-1: 2 x 3 gaps 4\n", "gaps are columns of the room, from 1 to 3, each once: 4 is none", ""},
		{"quote", "room: A\n\"*,*\n", "ROOM.csv:2:1: the quote is never closed", ""},
		{"latin", "\xe9", "ROOM.csv: is not in UTF-8", ""},
		{"long", "room: A\n" + strings.Repeat("a", 30), "too long for the label", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			rooms, ps := ReadRooms("ROOM.csv", []byte(c.give))
			if len(ps) != 1 || !strings.Contains(ps[0].String(), c.want) {
				t.Errorf("got %v, want %q", ps, c.want)
			}
			if got := spell(rooms); got != c.left {
				t.Errorf("got %q, want %q", got, c.left)
			}
		})
	}
}

func FuzzReadRooms(f *testing.F) {
	f.Add([]byte("room: LH-101\nA1,A2,,A3\n*,x,-,O\n\n*\n# B\n1;2\n"))
	f.Add([]byte("LH-102: 2 x 3 gaps 1\nB: 1×4 gaps 2 3\n\"a\"\"\nb\",c: d"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rooms, ps := ReadRooms("ROOM.csv", data)
		if err := checkRooms(rooms); err != nil {
			t.Fatal(err)
		}
		for i := range rooms {
			if len(rooms[i].Places) == 0 || rooms[i].Name == "" {
				t.Fatal("a room without seats or name")
			}
		}
		if len(rooms) == 0 && len(ps) == 0 {
			t.Fatal("no rooms, and no problem")
		}
		for i := range ps {
			if strings.ContainsAny(ps[i].String(), "\n\x1b") {
				t.Fatalf("problem %q", ps[i].String())
			}
		}
		// What was read can be written and read again.
		if len(rooms) == 0 {
			return
		}
		again, more := ReadRooms("ROOM.csv", write(rooms))
		if spell(again) != spell(rooms) {
			t.Fatalf("%q: read %q, and again %q: %v", data, spell(rooms), spell(again), schema.Problems(more))
		}
	})
}

// write writes rooms as grids.
func write(rooms []Room) []byte {
	var b strings.Builder
	for _, r := range rooms {
		fmt.Fprintf(&b, "%s\n", quote("room: "+r.Name))
		row, column := 1, 1
		for _, p := range r.Places {
			for row < p.Row {
				b.WriteString("\n")
				row++
				column = 1
			}
			for column < p.Column {
				b.WriteString(",")
				column++
			}
			b.WriteString(quote(p.Label))
		}
		b.WriteString(strings.Repeat(",", 1000) + "\n")
	}
	return []byte(b.String())
}

func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
