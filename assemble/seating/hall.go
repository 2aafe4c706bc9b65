package seating

import (
	"fmt"
	"slices"
)

// A hall is all rooms together, with their seats numbered through.
type hall struct {
	rooms []Room
	kinds Neighbours
	room  []int     // by seat
	place []Place   // by seat
	first []int     // by room: its first seat, and the end
	near  [][]int32 // by seat: its neighbours, rising
}

func newHall(rooms []Room, kinds Neighbours) *hall {
	h := &hall{rooms: rooms, kinds: kinds}
	for i := range rooms {
		h.first = append(h.first, len(h.place))
		for _, p := range rooms[i].Places {
			h.room = append(h.room, i)
			h.place = append(h.place, p)
		}
	}
	h.first = append(h.first, len(h.place))
	h.near = make([][]int32, len(h.place))
	for i := range rooms {
		h.join(h.first[i], h.first[i+1])
	}
	return h
}

// steps are the ways to the neighbours.
var steps = []struct {
	kind        Neighbours
	row, column int
}{
	{Diagonal, -1, -1}, {Front, -1, 0}, {Diagonal, -1, 1}, {Side, 0, -1},
	{Side, 0, 1}, {Diagonal, 1, -1}, {Front, 1, 0}, {Diagonal, 1, 1},
}

// join finds the neighbours in a room.
func (h *hall) join(from, to int) {
	at := make(map[[2]int]int32, to-from)
	for s := from; s < to; s++ {
		at[[2]int{h.place[s].Row, h.place[s].Column}] = int32(s)
	}
	for s := from; s < to; s++ {
		p := h.place[s]
		for _, step := range steps {
			if h.kinds&step.kind == 0 {
				continue
			}
			if n, found := at[[2]int{p.Row + step.row, p.Column + step.column}]; found {
				h.near[s] = append(h.near[s], n)
			}
		}
	}
}

// path returns the seats of a room that are used, or all for nil, in the order
// in which candidates sit: to and fro, along columns or along rows.
func (h *hall) path(room int, rows bool, used []bool) []int {
	var list []int
	for s := h.first[room]; s < h.first[room+1]; s++ {
		if used == nil || used[s] {
			list = append(list, s)
		}
	}
	line := func(s int) int {
		if rows {
			return h.place[s].Row
		}
		return h.place[s].Column
	}
	slices.SortStableFunc(list, func(a, b int) int { return line(a) - line(b) })
	for i, back := 0, false; i < len(list); back = !back {
		j := i
		for j < len(list) && line(list[j]) == line(list[i]) {
			j++
		}
		if back {
			slices.Reverse(list[i:j])
		}
		i = j
	}
	return list
}

const nobody = -1

// seat decides who sits where: the candidate by seat, nobody for none.
func (h *hall) seat(candidates int, o *Options, src Source) ([]int, error) {
	at := make([]int, len(h.place))
	for i := range at {
		at[i] = nobody
	}
	home, err := h.given(at, candidates, o)
	if err != nil {
		return nil, err
	}
	wanted := make([]int, len(h.rooms)) // candidates that must sit in a room
	for _, room := range home {
		if room >= 0 {
			wanted[room]++
		}
	}
	for room, n := range wanted {
		if seats := len(h.rooms[room].Places); n > seats {
			return nil, &Full{h.rooms[room].Name, n, seats}
		}
	}
	if candidates > len(h.place) {
		return nil, &Full{"", candidates, len(h.place)}
	}
	used := h.fill(at, candidates, wanted, o)
	if o.Spread && candidates < len(h.place) {
		used = h.spread(at, candidates, wanted, o)
	}
	var order []int // of the candidates without a seat
	seated := make([]bool, candidates)
	for _, c := range at {
		if c != nobody {
			seated[c] = true
		}
	}
	for c := range candidates {
		if !seated[c] {
			order = append(order, c)
		}
	}
	if o.Mixed {
		shuffle(order, src)
	}
	h.put(at, used, order, home, o)
	return at, nil
}

// given puts candidates on the seats that they have already, and returns the
// room that each must sit in, nobody's room being -1.
func (h *hall) given(at []int, candidates int, o *Options) ([]int, error) {
	index := h.finder()
	home := make([]int, candidates)
	for i := range home {
		home[i] = -1
	}
	for _, g := range o.Given {
		if g.Candidate < 0 || g.Candidate >= candidates {
			return nil, fmt.Errorf("there is no candidate %d", g.Candidate+1)
		}
		if home[g.Candidate] >= 0 {
			return nil, fmt.Errorf("candidate %d has two seats", g.Candidate+1)
		}
		room, s, err := index.find(g)
		if err != nil {
			return nil, err
		}
		home[g.Candidate] = room
		if s < 0 {
			continue
		}
		if at[s] != nobody {
			return nil, fmt.Errorf("candidates %d and %d have the same seat, %s in room %s", at[s]+1, g.Candidate+1, g.Label, h.rooms[room].Name)
		}
		at[s] = g.Candidate
	}
	return home, nil
}

// A finder finds rooms and seats by their names.
type finder struct {
	*hall
	rooms map[string]int
	seats map[string][]int
}

func (h *hall) finder() *finder {
	f := &finder{h, make(map[string]int), make(map[string][]int)}
	for i := range h.rooms {
		f.rooms[fold(h.rooms[i].Name)] = i
	}
	for s, p := range h.place {
		f.seats[fold(p.Label)] = append(f.seats[fold(p.Label)], s)
	}
	return f
}

// find returns the room, and the seat or -1 for any.
func (f *finder) find(g Given) (room, seat int, err error) {
	all := f.seats[fold(g.Label)]
	if fold(g.Room) == "" {
		switch len(all) {
		case 0:
			return 0, 0, fmt.Errorf("candidate %d has seat %q, which does not exist", g.Candidate+1, g.Label)
		case 1:
			return f.room[all[0]], all[0], nil
		}
		return 0, 0, fmt.Errorf("candidate %d has seat %q, which is in two rooms: name the room", g.Candidate+1, g.Label)
	}
	room, found := f.rooms[fold(g.Room)]
	if !found {
		return 0, 0, fmt.Errorf("candidate %d has a seat in room %q, which does not exist", g.Candidate+1, g.Room)
	}
	if fold(g.Label) == "" {
		return room, -1, nil
	}
	for _, s := range all {
		if f.room[s] == room {
			return room, s, nil
		}
	}
	return 0, 0, fmt.Errorf("candidate %d has seat %q in room %s, which does not exist", g.Candidate+1, g.Label, g.Room)
}

// fill chooses the first seats of the first rooms.
func (h *hall) fill(at []int, candidates int, wanted []int, o *Options) []bool {
	used := make([]bool, len(at))
	free := candidates
	for _, n := range wanted {
		free -= n
	}
	for room := range h.rooms {
		more := min(free, len(h.rooms[room].Places)-wanted[room])
		free -= more
		n := wanted[room] + more
		path := h.path(room, o.Rows, nil)
		for _, s := range path {
			if at[s] != nobody {
				used[s] = true
				n--
			}
		}
		for _, s := range path {
			if n > 0 && !used[s] {
				used[s] = true
				n--
			}
		}
	}
	return used
}

// put puts candidates on the seats that were chosen, in their order.
func (h *hall) put(at []int, used []bool, order, home []int, o *Options) {
	bound := make([]int, len(h.rooms)) // of order, to be seated in a room
	for _, c := range order {
		if home[c] >= 0 {
			bound[home[c]]++
		}
	}
	taken := make([]bool, len(home))
	for room := range h.rooms {
		var seats []int
		for _, s := range h.path(room, o.Rows, used) {
			if at[s] == nobody {
				seats = append(seats, s)
			}
		}
		free := len(seats) - bound[room]
		for _, c := range order {
			if len(seats) == 0 {
				break
			}
			switch {
			case taken[c] || home[c] >= 0 && home[c] != room:
				continue
			case home[c] < 0 && free == 0:
				continue
			case home[c] < 0:
				free--
			}
			taken[c] = true
			at[seats[0]] = c
			seats = seats[1:]
		}
	}
}

// shuffle brings a list into random order (Fisher and Yates).
func shuffle[T any](list []T, src Source) {
	for i := len(list) - 1; i > 0; i-- {
		j := src.Below(i + 1)
		list[i], list[j] = list[j], list[i]
	}
}
