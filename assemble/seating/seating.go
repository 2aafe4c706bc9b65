// Package seating seats candidates in rooms, and gives every seat a set or a
// copy of its own, so that neighbours share as few key letters as possible:
//
//	rooms, problems := seating.ReadRooms("ROOM.csv", data)
//	plan, err := seating.Seat(rooms, len(list.Candidates), copies, seating.Options{}, source)
//
// Candidates sit in their order, down the first column of the first room, up
// the next and so on, and only what they are given is chosen; options change
// that. Neighbours are seats beside, in front of, behind and diagonal to one
// another; across a gap nobody is a neighbour.
//
// With a few sets, in order of importance, as few neighbours as possible have
// the same set, the two neighbours with different sets that are most alike
// share as few letters as possible, and all neighbours together share as few as
// possible. With copies of their own the same holds, no copy being used twice.
// A plan says how far that was met, beside bounds that no plan can beat.
//
// Everything is done in integers, and every random choice is drawn from the
// caller's source: the same source gives the same plan on any machine. The
// package knows nothing of questions and pages.
package seating

import (
	"errors"
	"fmt"
	"strings"
)

// Source is a reproducible source of random numbers.
type Source interface {
	Below(n int) int // 0 to n-1, every one equally likely; n > 0
}

// Room is a room with its seats.
type Room struct {
	Name string
	// Places are the seats by row, from the front, and column.
	Places []Place
}

// Place is a seat of a room.
type Place struct {
	Row, Column int    // from 1, gaps counted too
	Label       string // no other seat of the room has it
}

// Copies are the papers to be given out.
type Copies struct {
	// Letters has for each set, or each copy, the key letter at each choice
	// position, 0 where there is none. All are of one length.
	Letters [][]byte
	// Own is for copies that are given out once: there are at least as many
	// as candidates. Otherwise they are sets, and printed as often as needed.
	Own bool
}

// Neighbours says which seats are neighbours; combine them with |.
type Neighbours uint8

// The kinds of neighbours. None of them stands for All.
const (
	Side  Neighbours = 1 << iota // in one row
	Front                        // in front and behind
	Diagonal
	All = Side | Front | Diagonal
)

// Options say how candidates are seated. The zero value is what most want.
type Options struct {
	Neighbours Neighbours
	// Rows has candidates sit along rows, not columns.
	Rows bool
	// Mixed has candidates sit in random order.
	Mixed bool
	// Spread leaves seats between candidates empty where there are more seats
	// than candidates, instead of the last seats.
	Spread bool
	// Keep has every candidate keep the copy of the same number, since names
	// are printed already, and chooses where they sit. Only for own copies.
	Keep bool
	// Given are seats and rooms that candidates have already.
	Given []Given
	// Sets are the sets or copies that candidates have already.
	Sets []GivenSet
}

// Given is a candidate's seat. An empty label stands for any seat of the room,
// and an empty room for the only one with that label. Names and labels are
// compared without regard to case.
type Given struct {
	Candidate   int // from 0
	Room, Label string
}

// GivenSet is a candidate's set or copy.
type GivenSet struct {
	Candidate, Copy int // from 0
}

// Full is the error when there are more candidates than seats.
type Full struct {
	Room       string // "" for all rooms together
	Candidates int
	Seats      int
}

func (e *Full) Error() string {
	if e.Room == "" {
		return fmt.Sprintf("%d candidates, but %d seats: %d too few", e.Candidates, e.Seats, e.Candidates-e.Seats)
	}
	return fmt.Sprintf("room %s is given to %d candidates, but has %d seats: %d too few", e.Room, e.Candidates, e.Seats, e.Candidates-e.Seats)
}

// Seat seats candidates, numbered from 0 in the order of their roll, and gives
// out copies. It returns *Full if there are too few seats. Other errors are
// options that contradict each other, and copies or rooms that are not well
// made.
func Seat(rooms []Room, candidates int, copies Copies, o Options, src Source) (*Plan, error) {
	if err := check(rooms, candidates, copies, &o); err != nil {
		return nil, err
	}
	h := newHall(rooms, o.Neighbours)
	at, err := h.seat(candidates, &o, src)
	if err != nil {
		return nil, err
	}
	t := newTask(h, at, copies, &o)
	if copies.Own {
		t.deal(src)
	} else {
		t.choose(src)
	}
	return t.plan(), nil
}

// check says what of the arguments cannot be.
func check(rooms []Room, candidates int, copies Copies, o *Options) error {
	if candidates < 0 {
		return errors.New("the number of candidates is negative")
	}
	if err := checkRooms(rooms); err != nil {
		return err
	}
	n := len(copies.Letters)
	switch {
	case n == 0 && candidates > 0:
		return errors.New("there are no sets to be given out")
	case n > maxSets && !copies.Own:
		return fmt.Errorf("there are %d sets, but at most %d can be given out", n, maxSets)
	case copies.Own && n < candidates:
		return fmt.Errorf("%d candidates, but %d copies", candidates, n)
	case o.Keep && !copies.Own:
		return errors.New("candidates can keep their copies only if each has an own one")
	case o.Keep && len(o.Sets) > 0:
		return errors.New("candidates keep the copies of their numbers, so that no others can be given to them")
	case o.Neighbours > All:
		return fmt.Errorf("neighbours %d are not known", o.Neighbours)
	}
	for i, l := range copies.Letters {
		if len(l) != len(copies.Letters[0]) {
			return fmt.Errorf("copy %d has %d letters, copy 1 has %d", i+1, len(l), len(copies.Letters[0]))
		}
	}
	given := make(map[int]bool)
	used := make(map[int]bool)
	for _, g := range o.Sets {
		switch {
		case g.Candidate < 0 || g.Candidate >= candidates:
			return fmt.Errorf("there is no candidate %d", g.Candidate+1)
		case g.Copy < 0 || g.Copy >= n:
			return fmt.Errorf("candidate %d has copy %d, which does not exist", g.Candidate+1, g.Copy+1)
		case given[g.Candidate]:
			return fmt.Errorf("candidate %d has two copies", g.Candidate+1)
		case copies.Own && used[g.Copy]:
			return fmt.Errorf("copy %d is given to two candidates", g.Copy+1)
		}
		given[g.Candidate], used[g.Copy] = true, true
	}
	if o.Neighbours == 0 {
		o.Neighbours = All
	}
	return nil
}

// maxSets is the largest number of sets, beyond which they are copies.
const maxSets = 64

func checkRooms(rooms []Room) error {
	names := make(map[string]bool)
	for i := range rooms {
		r := &rooms[i]
		if names[fold(r.Name)] {
			return fmt.Errorf("there are two rooms %q", r.Name)
		}
		names[fold(r.Name)] = true
		labels := make(map[string]bool)
		for j, p := range r.Places {
			switch {
			case labels[fold(p.Label)]:
				return fmt.Errorf("room %s has two seats %q", r.Name, p.Label)
			case p.Row < 1 || p.Column < 1 || p.Row > maxGrid || p.Column > maxGrid:
				return fmt.Errorf("room %s, seat %s: row %d, column %d is out of range", r.Name, p.Label, p.Row, p.Column)
			case j > 0 && (p.Row < r.Places[j-1].Row || p.Row == r.Places[j-1].Row && p.Column <= r.Places[j-1].Column):
				return fmt.Errorf("room %s: seat %s is not in the order of rows and columns", r.Name, p.Label)
			}
			labels[fold(p.Label)] = true
		}
	}
	return nil
}

// fold is a name as it is compared.
func fold(s string) string { return strings.ToLower(strings.TrimSpace(s)) }
