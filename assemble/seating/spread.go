package seating

import "slices"

// Seats are taken by the parity of their rows and columns: with every other of
// both nobody has a neighbour, with every other column only in front and
// behind. Such patterns are tried in all positions, the one with the fewest
// neighbours is taken, and candidates move from crowded seats to freer ones.

// classes are orders in which the four kinds of seats are taken, by
// 2*(row parity) + column parity.
var classes = [][4]int{
	{0, 2, 1, 3}, // every other column
	{0, 1, 2, 3}, // every other row
	{0, 2, 3, 1}, // as a chess board
}

// spread chooses seats for candidates far from one another, beginning with
// those that are taken; wanted is the least number by room.
func (h *hall) spread(at []int, candidates int, wanted []int, o *Options) []bool {
	var order []int
	for room := range h.rooms {
		order = append(order, h.path(room, o.Rows, nil)...)
	}
	var best []bool
	least := 0
	for _, class := range classes {
		for shift := range 4 {
			used := h.pattern(at, order, candidates, wanted, func(p Place) int {
				return class[((p.Row+shift/2)%2)*2+(p.Column+shift)%2]
			})
			h.loosen(at, used, wanted)
			if n := h.pairs(used); best == nil || n < least {
				best, least = used, n
			}
		}
	}
	return best
}

// pattern chooses seats by their class, the lowest first.
func (h *hall) pattern(at, order []int, candidates int, wanted []int, class func(Place) int) []bool {
	list := slices.Clone(order)
	rank := func(s int) int {
		if at[s] != nobody {
			return -1
		}
		return class(h.place[s])
	}
	slices.SortStableFunc(list, func(a, b int) int { return rank(a) - rank(b) })
	used := make([]bool, len(at))
	left := slices.Clone(wanted)
	n := 0
	for _, s := range list {
		if left[h.room[s]] > 0 {
			left[h.room[s]]--
			used[s] = true
			n++
		}
	}
	for _, s := range list {
		if n < candidates && !used[s] {
			used[s] = true
			n++
		}
	}
	return used
}

// crowd counts the neighbours of a seat that are taken.
func (h *hall) crowd(used []bool, s int) int {
	n := 0
	for _, t := range h.near[s] {
		if used[t] {
			n++
		}
	}
	return n
}

// pairs counts the neighbours.
func (h *hall) pairs(used []bool) int {
	n := 0
	for s := range used {
		if used[s] {
			n += h.crowd(used, s)
		}
	}
	return n / 2
}

// loosen moves from crowded seats to freer ones as long as that leaves fewer
// neighbours.
func (h *hall) loosen(at []int, used []bool, wanted []int) {
	count := make([]int, len(h.rooms))
	for s, u := range used {
		if u {
			count[h.room[s]]++
		}
	}
	for again := true; again; {
		again = false
		var free [9][]int // by crowd
		for s, u := range used {
			if !u {
				n := h.crowd(used, s)
				free[n] = append(free[n], s)
			}
		}
		for s, u := range used {
			if !u || at[s] != nobody {
				continue
			}
			to := h.freer(used, free[:], s, count[h.room[s]] > wanted[h.room[s]])
			if to < 0 {
				continue
			}
			used[s], used[to] = false, true
			count[h.room[s]]--
			count[h.room[to]]++
			again = true
		}
	}
}

// freer returns an empty seat with fewer neighbours than the one at s has, once
// s is empty; -1 if none is found. free is by crowd, and may be out of date.
func (h *hall) freer(used []bool, free [][]int, s int, leave bool) int {
	now := h.crowd(used, s)
	used[s] = false
	defer func() { used[s] = true }()
	for n := range min(now+1, len(free)) { // a neighbour of s counts one too many
		for _, t := range free[n] {
			if !used[t] && (leave || h.room[t] == h.room[s]) && h.crowd(used, t) < now {
				return t
			}
		}
	}
	return -1
}
