package seating

import (
	"errors"
	"fmt"
	"slices"
)

// Plan says who sits where with which copy, and how alike neighbours are.
type Plan struct {
	Sets  int     // 0 for own copies
	Seats []Taken // all seats of all rooms, in the order of the rooms
	// Pairs is the number of pairs of neighbours, Equal of those that have the
	// same set or copy.
	Pairs, Equal int
	Sum          int  // shared letters of all pairs together
	Worst        Pair // that shares most; A and B are -1 if there is no pair
	// Different is the worst pair of those that have different sets.
	Different Pair
	Histogram []int // by shared letters: pairs of neighbours
	Least     Least
}

// Taken is a seat and who has it.
type Taken struct {
	Room int // index into the rooms
	Place
	Candidate int // from 0; -1 for an empty seat
	Copy      int // index into the letters; -1 for an empty seat
}

// Pair is what two neighbours share.
type Pair struct {
	A, B    int // indices into Plan.Seats, A before B
	Letters int // positions at which both have the same key letter
	Of      int // positions at which both have a key letter
}

// Percent is the share of letters, rounded up.
func (p Pair) Percent() int {
	if p.Of == 0 {
		return 0
	}
	return (100*p.Letters + p.Of - 1) / p.Of
}

// Note says in a sentence that neighbours have the same set, and whether that
// must be; it is "" if none have.
func (p *Plan) Note() string {
	if p.Equal == 0 {
		return ""
	}
	s := fmt.Sprintf("%d pairs of neighbours have the same set", p.Equal)
	if p.Equal == 1 {
		s = "1 pair of neighbours has the same set"
	}
	switch {
	case p.Equal == p.Least.Equal:
		s += fmt.Sprintf(", and with %s no plan has fewer", plural(p.Sets, "set"))
	case p.Least.Equal > 0:
		s += fmt.Sprintf(", and with %s every plan has at least %d", plural(p.Sets, "set"), p.Least.Equal)
	}
	if p.Sets < 4 && p.Least.Blocks > 0 {
		s += ": four seats that are all neighbours need 4 sets"
	}
	return s
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Least has bounds that are proved for the seats that are taken, and candidates
// who stay where they are unless they keep their copies. Whether they can be
// met is not known in all cases.
type Least struct {
	Equal   int // pairs of neighbours with the same set
	Letters int // that Plan.Different shares, with so few equal pairs
	// Blocks is the number of blocks of two by two taken seats whose four
	// candidates are all neighbours, so that they need four sets.
	Blocks int
}

// A bound is what was proved while choosing.
type bound struct{ equal, letters int }

func (t *task) plan() *Plan {
	p := &Plan{}
	if !t.copies.Own {
		p.Sets = len(t.copies.Letters)
	}
	for s := range t.place {
		p.Seats = append(p.Seats, Taken{t.room[s], t.place[s], -1, -1})
	}
	for v, s := range t.seat {
		p.Seats[s].Candidate, p.Seats[s].Copy = t.who[s], int(t.copy[v])
		if t.options.Keep {
			p.Seats[s].Candidate = int(t.copy[v])
		}
	}
	p.Worst, p.Different = Pair{A: -1, B: -1}, Pair{A: -1, B: -1}
	if len(t.copies.Letters) > 0 {
		p.Histogram = make([]int, len(t.copies.Letters[0])+1)
	}
	for a, beside := range t.beside {
		for _, b := range beside {
			if int(b) > a {
				p.count(t, a, int(b))
			}
		}
	}
	p.Least = Least{t.bound.equal, t.bound.letters, t.blocks()}
	return p
}

// count adds a pair of neighbours.
func (p *Plan) count(t *task, a, b int) {
	x, y := t.copy[a], t.copy[b]
	pair := Pair{t.seat[a], t.seat[b], t.letters.shared(x, y), t.letters.both(x, y)}
	p.Pairs++
	p.Sum += pair.Letters
	p.Histogram[pair.Letters]++
	if p.Worst.A < 0 || pair.Letters > p.Worst.Letters {
		p.Worst = pair
	}
	if x == y {
		p.Equal++
		return
	}
	if p.Different.A < 0 || pair.Letters > p.Different.Letters {
		p.Different = pair
	}
}

// blocks counts the blocks of four seats that are all neighbours.
func (t *task) blocks() int {
	n := 0
	for _, block := range t.squares() {
		if len(block) == 4 && t.clique(block) {
			n++
		}
	}
	return n
}

// squares returns the taken seats in all squares of two by two places that
// have at least two, each as its upper left, upper right, lower left, lower
// right one.
func (t *task) squares() [][]int32 {
	at := make(map[[3]int]int32, len(t.seat))
	for v, s := range t.seat {
		at[[3]int{t.room[s], t.place[s].Row, t.place[s].Column}] = int32(v)
	}
	var list [][]int32
	seen := make(map[[3]int]bool)
	for _, s := range t.seat {
		for corner := range 4 {
			p := [3]int{t.room[s], t.place[s].Row - corner/2, t.place[s].Column - corner%2}
			if seen[p] {
				continue
			}
			seen[p] = true
			var square []int32
			for c := range 4 {
				if v, found := at[[3]int{p[0], p[1] + c/2, p[2] + c%2}]; found {
					square = append(square, v)
				}
			}
			if len(square) > 1 {
				list = append(list, square)
			}
		}
	}
	return list
}

// clique tells whether seats are all neighbours of one another.
func (t *task) clique(seats []int32) bool {
	for i, a := range seats {
		for _, b := range seats[:i] {
			if !slices.Contains(t.beside[a], b) {
				return false
			}
		}
	}
	return true
}

// Verify checks a plan against what it was made from, without the code that
// made it: that every candidate has one seat and every copy that is given out
// once one candidate, that what was given is kept, and that all figures but the
// bounds are right.
func Verify(p *Plan, rooms []Room, candidates int, copies Copies, o Options) error {
	if err := check(rooms, candidates, copies, &o); err != nil {
		return err
	}
	v := verifier{p, rooms, copies, &o, make(map[int]int)}
	for _, step := range []func() error{v.seats, v.given, v.pairs} {
		if err := step(); err != nil {
			return err
		}
	}
	for c := range candidates {
		if _, found := v.of[c]; !found {
			return fmt.Errorf("candidate %d has no seat", c+1)
		}
	}
	if len(v.of) != candidates {
		return fmt.Errorf("%d candidates have seats, want %d", len(v.of), candidates)
	}
	return nil
}

type verifier struct {
	*Plan
	rooms   []Room
	copies  Copies
	options *Options
	of      map[int]int // by candidate: index of the seat
}

func (v *verifier) seats() error {
	i := 0
	used := make(map[int]bool)
	for room := range v.rooms {
		for _, place := range v.rooms[room].Places {
			if i == len(v.Seats) {
				return errors.New("seats are missing")
			}
			s := v.Seats[i]
			if s.Room != room || s.Place != place {
				return fmt.Errorf("seat %d is not seat %s of room %s", i, place.Label, v.rooms[room].Name)
			}
			if (s.Candidate < 0) != (s.Copy < 0) || s.Candidate < -1 || s.Copy < -1 || s.Copy >= len(v.copies.Letters) {
				return fmt.Errorf("seat %d has candidate %d with copy %d", i, s.Candidate, s.Copy)
			}
			if s.Candidate >= 0 {
				if _, found := v.of[s.Candidate]; found {
					return fmt.Errorf("candidate %d has two seats", s.Candidate+1)
				}
				v.of[s.Candidate] = i
				if v.copies.Own && used[s.Copy] {
					return fmt.Errorf("copy %d is given out twice", s.Copy+1)
				}
				used[s.Copy] = true
				if v.options.Keep && s.Copy != s.Candidate {
					return fmt.Errorf("candidate %d has not kept the copy", s.Candidate+1)
				}
			}
			i++
		}
	}
	if i != len(v.Seats) {
		return errors.New("there are more seats than in the rooms")
	}
	return nil
}

func (v *verifier) given() error {
	for _, g := range v.options.Given {
		s := v.Seats[v.of[g.Candidate]]
		if fold(g.Room) != "" && fold(v.rooms[s.Room].Name) != fold(g.Room) || fold(g.Label) != "" && fold(s.Label) != fold(g.Label) {
			return fmt.Errorf("candidate %d has not the given seat", g.Candidate+1)
		}
	}
	for _, g := range v.options.Sets {
		if v.Seats[v.of[g.Candidate]].Copy != g.Copy {
			return fmt.Errorf("candidate %d has not the given copy", g.Candidate+1)
		}
	}
	return nil
}

// neighbours tells whether two seats are neighbours.
func (v *verifier) neighbours(a, b Taken) bool {
	r, c := abs(a.Row-b.Row), abs(a.Column-b.Column)
	switch {
	case a.Room != b.Room || r > 1 || c > 1:
		return false
	case r == 0:
		return v.options.Neighbours&Side != 0
	case c == 0:
		return v.options.Neighbours&Front != 0
	}
	return v.options.Neighbours&Diagonal != 0
}

func abs(n int) int { return max(n, -n) }

// pairs compares all seats with those of the rows around theirs.
func (v *verifier) pairs() error {
	want := Plan{Worst: Pair{A: -1, B: -1}, Different: Pair{A: -1, B: -1}, Histogram: make([]int, len(v.Histogram))}
	for i, a := range v.Seats {
		for j := i + 1; j < len(v.Seats); j++ {
			b := v.Seats[j]
			if b.Room != a.Room || b.Row > a.Row+1 {
				break
			}
			if a.Candidate < 0 || b.Candidate < 0 || !v.neighbours(a, b) {
				continue
			}
			pair := Pair{A: i, B: j}
			for at, x := range v.copies.Letters[a.Copy] {
				y := v.copies.Letters[b.Copy][at]
				if x != 0 && y != 0 {
					pair.Of++
					if x == y {
						pair.Letters++
					}
				}
			}
			want.Pairs++
			want.Sum += pair.Letters
			if pair.Letters >= len(want.Histogram) {
				return errors.New("the histogram is too short")
			}
			want.Histogram[pair.Letters]++
			if want.Worst.A < 0 || pair.Letters > want.Worst.Letters {
				want.Worst = pair
			}
			if a.Copy == b.Copy {
				want.Equal++
			} else if want.Different.A < 0 || pair.Letters > want.Different.Letters {
				want.Different = pair
			}
		}
	}
	if !v.copies.Own {
		want.Sets = len(v.copies.Letters)
	}
	switch {
	case want.Sets != v.Sets:
		return fmt.Errorf("%d sets; the plan says %d", want.Sets, v.Sets)
	case want.Pairs != v.Pairs || want.Equal != v.Equal || want.Sum != v.Sum:
		return fmt.Errorf("%d pairs of neighbours, %d of them equal, share %d letters; the plan says %d, %d and %d", want.Pairs, want.Equal, want.Sum, v.Pairs, v.Equal, v.Sum)
	case want.Worst != v.Worst || want.Different != v.Different:
		return fmt.Errorf("the worst pairs are %v and %v; the plan says %v and %v", want.Worst, want.Different, v.Worst, v.Different)
	case !slices.Equal(want.Histogram, v.Histogram):
		return fmt.Errorf("the histogram is %v; the plan says %v", want.Histogram, v.Histogram)
	}
	return nil
}
