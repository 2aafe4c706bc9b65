package seating

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

type source struct{ *rand.Rand }

func (s source) Below(n int) int { return s.IntN(n) }

func newSource(seed int) source { return source{rand.New(rand.NewPCG(uint64(seed), 1))} }

// grid makes a full room.
func grid(name string, rows, columns int) Room {
	r := Room{Name: name}
	for i := 1; i <= rows; i++ {
		for j := 1; j <= columns; j++ {
			r.Places = append(r.Places, Place{i, j, fmt.Sprintf("R%dC%d", i, j)})
		}
	}
	return r
}

func grids(n, rows, columns int) []Room {
	var list []Room
	for i := range n {
		list = append(list, grid(fmt.Sprint("LH-", i+1), rows, columns))
	}
	return list
}

// ragged makes a room with gaps.
func ragged(src source, name string, rows, columns, most int) Room {
	full := grid(name, rows, columns)
	gaps := src.Below(60)
	full.Places = slices.DeleteFunc(full.Places, func(Place) bool { return src.Below(100) < gaps })
	if len(full.Places) > most {
		full.Places = full.Places[:most]
	}
	return full
}

// keys makes random key letters, a few of them missing.
func keys(src source, copies, positions, options int) [][]byte {
	list := make([][]byte, copies)
	for i := range list {
		list[i] = make([]byte, positions)
		for j := range list[i] {
			if src.Below(12) > 0 {
				list[i][j] = byte('A' + src.Below(options))
			}
		}
	}
	return list
}

func seat(t testing.TB, rooms []Room, candidates int, copies Copies, o Options, src Source) *Plan {
	t.Helper()
	p, err := Seat(rooms, candidates, copies, o, src)
	if err != nil {
		t.Fatal(err)
	}
	if err := Verify(p, rooms, candidates, copies, o); err != nil {
		t.Fatal(err)
	}
	if p.Least.Equal > p.Equal || p.Equal == p.Least.Equal && p.Least.Letters > p.Different.Letters {
		t.Fatalf("bounds %v, but %d equal pairs and %d letters", p.Least, p.Equal, p.Different.Letters)
	}
	return p
}

// layout spells a plan of a room.
func layout(p *Plan, cell func(Taken) string) string {
	var b strings.Builder
	for i, s := range p.Seats {
		switch {
		case i == 0:
		case s.Room != p.Seats[i-1].Room:
			b.WriteString("\n\n")
		case s.Row != p.Seats[i-1].Row:
			b.WriteString("\n")
		default:
			b.WriteString(" ")
		}
		b.WriteString(cell(s))
	}
	return b.String()
}

func setLetter(s Taken) string {
	if s.Copy < 0 {
		return "."
	}
	return string(rune('A' + s.Copy))
}

func number(s Taken) string {
	if s.Candidate < 0 {
		return "."
	}
	return fmt.Sprint(s.Candidate)
}

func TestFourSets(t *testing.T) {
	rooms := grids(1, 4, 5)
	copies := Copies{Letters: [][]byte{[]byte("ABCD"), []byte("BADC"), []byte("CDAB"), []byte("DCBA")}}
	p := seat(t, rooms, 20, copies, Options{}, newSource(1))
	want := "A B A B A\nC D C D C\nA B A B A\nC D C D C"
	if got := layout(p, setLetter); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if p.Equal != 0 || p.Sum != 0 || p.Worst.Percent() != 0 || p.Least.Blocks != 12 {
		t.Errorf("%d equal pairs, %d letters, %d blocks", p.Equal, p.Sum, p.Least.Blocks)
	}
	if got, want := layout(p, number), "0 7 8 15 16\n1 6 9 14 17\n2 5 10 13 18\n3 4 11 12 19"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Fewer than four sets cannot keep all neighbours apart.
func TestFewSets(t *testing.T) {
	for _, c := range []struct{ sets, rows, columns, equal int }{
		{1, 3, 3, 20}, {2, 20, 10, 180}, {3, 20, 10, 86}, {3, 2, 2, 1}, {2, 2, 2, 2}, {2, 1, 9, 0}, {3, 20, 1, 0},
	} {
		if c.rows*c.columns > 100 && testing.Short() {
			continue
		}
		src := newSource(c.sets)
		copies := Copies{Letters: keys(src, c.sets, 20, 4)}
		p := seat(t, grids(1, c.rows, c.columns), c.rows*c.columns, copies, Options{}, src)
		if p.Equal != c.equal || p.Least.Equal != c.equal {
			t.Errorf("%d sets in %d x %d: %d equal pairs, at least %d, want %d", c.sets, c.rows, c.columns, p.Equal, p.Least.Equal, c.equal)
		}
	}
}

func TestNote(t *testing.T) {
	copies := Copies{Letters: [][]byte{[]byte("AB"), []byte("BA"), []byte("CC")}}
	p := seat(t, grids(1, 2, 3), 6, copies, Options{}, newSource(1))
	want := "1 pair of neighbours has the same set, and with 3 sets no plan has fewer: four seats that are all neighbours need 4 sets"
	if p.Note() != want {
		t.Errorf("got  %s\nwant %s", p.Note(), want)
	}
	copies.Letters = append(copies.Letters, []byte("DD"))
	if p := seat(t, grids(1, 2, 3), 6, copies, Options{}, newSource(1)); p.Note() != "" {
		t.Error(p.Note())
	}
}

func TestGiven(t *testing.T) {
	rooms := []Room{{"A", []Place{{1, 1, "1"}, {1, 2, "2"}}}, {"B", []Place{{1, 1, "3"}, {1, 2, "4"}}}}
	copies := Copies{Letters: [][]byte{{1}, {2}, {3}}, Own: true}
	for _, keep := range []bool{false, true} {
		p := seat(t, rooms, 3, copies, Options{Keep: keep, Given: []Given{{0, "", "4"}, {1, "b", ""}}}, newSource(1))
		if got := layout(p, number); got != "2 .\n\n1 0" {
			t.Errorf("got %q", got)
		}
	}
}

func TestSideAndFront(t *testing.T) {
	copies := Copies{Letters: [][]byte{[]byte("AAAA"), []byte("AAAB"), []byte("BBBB")}}
	p := seat(t, grids(1, 8, 8), 64, copies, Options{Neighbours: Side | Front}, newSource(1))
	if p.Equal != 0 || p.Sum != 0 {
		t.Errorf("%d equal pairs, %d letters; the first and the third set are enough", p.Equal, p.Sum)
	}
}

// What is asked of own copies in an ordinary hall.
func TestOwnCopies(t *testing.T) {
	for seed := range 5 {
		if seed > 0 && testing.Short() {
			break
		}
		src := newSource(seed)
		copies := Copies{Letters: permuted(src, 200, 20, 4), Own: true}
		for _, o := range []Options{{}, {Keep: true}} {
			p := seat(t, grids(1, 20, 10), 200, copies, o, src)
			if p.Worst.Percent() > 30 {
				t.Errorf("neighbours share %d %% of the letters", p.Worst.Percent())
			}
		}
	}
}

// permuted makes the key letters of copies of one form, with questions and
// options in random order.
func permuted(src source, copies, positions, options int) [][]byte {
	list := make([][]byte, copies)
	for i := range list {
		list[i] = make([]byte, positions)
		for j := range list[i] {
			list[i][j] = byte('A' + src.Below(options))
		}
	}
	return list
}

func TestAllSeatings(t *testing.T) {
	for seed := range 300 {
		src := newSource(seed)
		var rooms []Room
		total := 0
		for i := range 1 + src.Below(3) {
			rooms = append(rooms, ragged(src, fmt.Sprint("LH-", i), 1+src.Below(7), 1+src.Below(7), 60))
			total += len(rooms[i].Places)
		}
		if total == 0 {
			continue
		}
		candidates := src.Below(total + 1)
		o := Options{
			Neighbours: Neighbours(src.Below(8)),
			Rows:       src.Below(2) == 0,
			Mixed:      src.Below(2) == 0,
			Spread:     src.Below(2) == 0,
		}
		copies := Copies{Own: src.Below(4) == 0}
		n := 1 + src.Below(6)
		if copies.Own {
			n = candidates + src.Below(5)
			o.Keep = src.Below(2) == 0
		}
		copies.Letters = keys(src, n, src.Below(12), 2+src.Below(4))
		if len(copies.Letters) == 0 {
			continue
		}
		give(src, rooms, candidates, n, copies.Own, &o)
		a := seat(t, rooms, candidates, copies, o, newSource(seed))
		b := seat(t, rooms, candidates, copies, o, newSource(seed))
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("seed %d: the same source gives two plans", seed)
		}
		if !o.Mixed && !o.Keep && len(o.Given) == 0 {
			ordered(t, newHall(rooms, All), a, o.Rows)
		}
	}
}

// give gives a few candidates seats, rooms and copies.
func give(src source, rooms []Room, candidates, copies int, own bool, o *Options) {
	seats := newHall(rooms, All)
	free := src.Perm(len(seats.place))
	papers := src.Perm(copies)
	for i, c := range src.Perm(candidates) {
		if i >= 3 {
			break
		}
		switch s := free[i]; {
		case src.Below(2) == 0:
			label := seats.place[s].Label
			o.Given = append(o.Given, Given{c, rooms[seats.room[s]].Name, strings.ToLower(label)})
		case !o.Keep:
			o.Sets = append(o.Sets, GivenSet{c, papers[i%len(papers)]})
			if own && i >= len(papers) {
				o.Sets = o.Sets[:len(o.Sets)-1]
			}
		}
	}
}

// ordered checks that candidates sit in their order.
func ordered(t *testing.T, h *hall, p *Plan, rows bool) {
	t.Helper()
	used := make([]bool, len(p.Seats))
	for i := range used {
		used[i] = p.Seats[i].Candidate >= 0
	}
	next := 0
	for room := range h.rooms {
		for _, s := range h.path(room, rows, used) {
			if c := p.Seats[s].Candidate; c != next {
				t.Fatalf("candidate %d sits where %d should", c, next)
			}
			next++
		}
	}
}

// better compares arrangements by what counts first.
func better(a, b [3]int) bool { return slices.Compare(a[:], b[:]) < 0 }

// value is what an arrangement of a task is worth.
func value(t *task) [3]int {
	var v [3]int
	for a, beside := range t.beside {
		for _, b := range beside {
			if int(b) < a {
				continue
			}
			x, y := t.copy[a], t.copy[b]
			n := t.letters.shared(x, y)
			if x == y {
				v[0]++
			} else {
				v[1] = max(v[1], n)
			}
			v[2] += n
		}
	}
	return v
}

// Small halls are compared with every possible choice of sets.
func TestSetsExhaustively(t *testing.T) {
	for seed := range 200 {
		src := newSource(seed)
		rooms := []Room{ragged(src, "A", 1+src.Below(4), 1+src.Below(3), 7), ragged(src, "B", 1+src.Below(2), 1+src.Below(2), 2)}
		candidates := len(rooms[0].Places) + len(rooms[1].Places)
		copies := Copies{Letters: keys(src, 1+src.Below(4), 5, 3)}
		o := Options{Neighbours: Neighbours(1 + src.Below(7))}
		if seed%3 == 0 {
			for c := range min(candidates, 2) {
				o.Sets = append(o.Sets, GivenSet{c, src.Below(len(copies.Letters))})
			}
		}
		p := seat(t, rooms, candidates, copies, o, src)
		h := newHall(rooms, o.Neighbours)
		who, err := h.seat(candidates, &o, src)
		if err != nil {
			t.Fatal(err)
		}
		all := newTask(h, who, copies, &o)
		best := [3]int{1 << 30}
		var try func(s int)
		try = func(s int) {
			if s == len(all.copy) {
				if v := value(all); better(v, best) {
					best = v
				}
				return
			}
			for set := range copies.Letters {
				if all.given[s] < 0 || all.given[s] == int32(set) {
					all.copy[s] = int32(set)
					try(s + 1)
				}
			}
		}
		try(0)
		got := [3]int{p.Equal, p.Different.Letters, p.Sum}
		if got != best {
			t.Fatalf("seed %d: equal, worst, sum %v, best %v\n%s", seed, got, best, layout(p, setLetter))
		}
		if p.Least.Equal != best[0] || p.Least.Letters != best[1] {
			t.Fatalf("seed %d: bounds %v, best %v", seed, p.Least, best)
		}
	}
}

// Small halls are compared with every order of own copies.
func TestOwnExhaustively(t *testing.T) {
	for seed := range 60 {
		src := newSource(seed)
		rooms := []Room{ragged(src, "A", 1+src.Below(3), 1+src.Below(3), 7)}
		candidates := len(rooms[0].Places)
		copies := Copies{Letters: keys(src, candidates+src.Below(2), 8, 3), Own: true}
		if candidates == 0 {
			continue
		}
		o := Options{Neighbours: Neighbours(1 + src.Below(7))}
		p := seat(t, rooms, candidates, copies, o, src)
		h := newHall(rooms, o.Neighbours)
		who, err := h.seat(candidates, &o, src)
		if err != nil {
			t.Fatal(err)
		}
		all := newTask(h, who, copies, &o)
		best := 1 << 30
		used := make([]bool, len(copies.Letters))
		var try func(s int)
		try = func(s int) {
			if s == len(all.copy) {
				best = min(best, value(all)[1])
				return
			}
			for c := range used {
				if !used[c] {
					used[c] = true
					all.copy[s] = int32(c)
					try(s + 1)
					used[c] = false
				}
			}
		}
		try(0)
		if p.Different.Letters != best || p.Least.Letters != best {
			t.Fatalf("seed %d: the worst pair shares %d letters, at least %d, best %d", seed, p.Different.Letters, p.Least.Letters, best)
		}
	}
}

func TestSpread(t *testing.T) {
	copies := Copies{Letters: [][]byte{[]byte("A")}}
	for _, c := range []struct {
		candidates, pairs int
	}{{50, 0}, {100, 90 + 5}, {200, 712}} {
		p := seat(t, grids(1, 20, 10), c.candidates, copies, Options{Spread: true}, newSource(1))
		if p.Pairs > c.pairs {
			t.Errorf("%d candidates have %d pairs of neighbours, want %d", c.candidates, p.Pairs, c.pairs)
		}
	}
	p := seat(t, grids(2, 3, 3), 8, copies, Options{Spread: true}, newSource(1))
	if got, want := layout(p, number), "0 . 3\n. . .\n1 . 2\n\n4 . 7\n. . .\n5 . 6"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestErrors(t *testing.T) {
	two := Copies{Letters: [][]byte{[]byte("AB"), []byte("BA")}}
	own := Copies{Letters: two.Letters, Own: true}
	rooms := grids(2, 1, 2)
	for _, c := range []struct {
		rooms      []Room
		candidates int
		copies     Copies
		o          Options
		want       string
	}{
		{rooms, 5, two, Options{}, "5 candidates, but 4 seats: 1 too few"},
		{rooms, 3, two, Options{Given: []Given{{0, "LH-1", ""}, {1, "lh-1", ""}, {2, "LH-1", "R1C1"}}}, "room LH-1 is given to 3 candidates, but has 2 seats: 1 too few"},
		{rooms, 2, two, Options{Given: []Given{{0, "LH-1", "R1C1"}, {1, "LH-1", "R1C1"}}}, "candidates 1 and 2 have the same seat"},
		{rooms, 2, two, Options{Given: []Given{{0, "LH-9", ""}}}, "room \"LH-9\", which does not exist"},
		{rooms, 2, two, Options{Given: []Given{{0, "LH-1", "Z"}}}, "seat \"Z\" in room LH-1, which does not exist"},
		{rooms, 2, two, Options{Given: []Given{{0, "", "R1C1"}}}, "candidate 1 has seat \"R1C1\", which is in two rooms"},
		{rooms, 2, two, Options{Given: []Given{{0, "", "Z"}}}, "candidate 1 has seat \"Z\", which does not exist"},
		{rooms, 2, two, Options{Given: []Given{{0, "", ""}}}, "which does not exist"},
		{rooms, 2, two, Options{Given: []Given{{2, "LH-1", ""}}}, "there is no candidate 3"},
		{rooms, 3, own, Options{}, "3 candidates, but 2 copies"},
		{rooms, 2, two, Options{Keep: true}, "only if each has an own one"},
		{rooms, 2, own, Options{Sets: []GivenSet{{0, 1}, {1, 1}}}, "copy 2 is given to two candidates"},
		{rooms, 1, Copies{}, Options{}, "no sets"},
		{rooms, 1, Copies{Letters: [][]byte{{1}, {}}}, Options{}, "copy 2 has 0 letters, copy 1 has 1"},
		{append(rooms, grid("lh-1", 1, 1)), 1, two, Options{}, "two rooms"},
	} {
		_, err := Seat(c.rooms, c.candidates, c.copies, c.o, newSource(1))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
	_, err := Seat(rooms, 5, two, Options{}, newSource(1))
	if full := new(Full); !errors.As(err, &full) || full.Candidates != 5 || full.Seats != 4 {
		t.Errorf("got %v", err)
	}
}

// Verify must see whatever is changed of a plan.
func TestVerify(t *testing.T) {
	rooms := grids(2, 3, 3)
	copies := Copies{Letters: permuted(newSource(1), 16, 10, 4), Own: true}
	o := Options{Given: []Given{{3, "LH-2", "R1C1"}}}
	for name, spoil := range map[string]func(p *Plan){
		"candidates": func(p *Plan) { p.Seats[0].Candidate, p.Seats[9].Candidate = p.Seats[9].Candidate, p.Seats[0].Candidate },
		"copies":     func(p *Plan) { p.Seats[0].Copy, p.Seats[16].Copy = p.Seats[16].Copy, p.Seats[0].Copy },
		"twice":      func(p *Plan) { p.Seats[0].Copy = p.Seats[1].Copy },
		"missing":    func(p *Plan) { p.Seats[0].Candidate, p.Seats[0].Copy = -1, -1 },
		"seat":       func(p *Plan) { p.Seats = p.Seats[1:] },
		"label":      func(p *Plan) { p.Seats[4].Label = "x" },
		"sum":        func(p *Plan) { p.Sum++ },
		"worst":      func(p *Plan) { p.Worst.Letters-- },
		"histogram":  func(p *Plan) { p.Histogram[0]++ },
	} {
		p := seat(t, rooms, 16, copies, o, newSource(2))
		spoil(p)
		if Verify(p, rooms, 16, copies, o) == nil {
			t.Errorf("%s: nothing was seen", name)
		}
	}
}

func BenchmarkSeat(b *testing.B) {
	for _, c := range []struct {
		name          string
		rooms, copies int
	}{
		{"sets=2/candidates=2000", 10, 2},
		{"sets=3/candidates=2000", 10, 3},
		{"sets=4/candidates=2000", 10, 4},
		{"sets=8/candidates=2000", 10, 8},
		{"own/candidates=200", 1, 200},
		{"own/candidates=2000", 10, 2000},
		{"own/candidates=10000", 50, 10000},
	} {
		b.Run(c.name, func(b *testing.B) {
			rooms := grids(c.rooms, 20, 10)
			var p *Plan
			for i := range b.N {
				src := newSource(i)
				copies := Copies{Letters: permuted(src, c.copies, 20, 4), Own: c.copies > 8}
				p = seat(b, rooms, 200*c.rooms, copies, Options{}, src)
			}
			b.ReportMetric(float64(p.Different.Letters), "letters")
			b.ReportMetric(float64(p.Least.Letters), "letters-bound")
			b.ReportMetric(float64(p.Equal), "equal")
		})
	}
}
