package seating

import "slices"

// targets returns the numbers of letters that two different sets share, rising,
// from the least that the worst pair must share: where two, three or four seats
// are all neighbours, as many sets are needed.
func (c *chooser) targets() []int {
	list := []int{0}
	for a := range c.sets {
		list = append(list, c.shared[a][:a]...)
	}
	slices.Sort(list)
	list = slices.Compact(list)
	least := 0
	for _, p := range c.parts {
		least = max(least, c.leastLetters(p))
	}
	at, _ := slices.BinarySearch(list, least)
	return list[at:]
}

// leastLetters is what the worst pair of different sets shares at least in a
// part.
func (c *chooser) leastLetters(p *part) int {
	size := 0
	for _, square := range p.squares {
		if len(square) > size && c.clique(square) {
			size = len(square)
		}
	}
	switch {
	case c.sets < 2 || len(p.seats) == 1:
		return 0
	case p.given || size > c.sets || size < 2:
		size = 2
	}
	return c.closest(size)
}

// closest is the least that the worst pair among so many sets shares.
func (c *chooser) closest(size int) int {
	best := -1
	var now []int
	var try func(from, worst int)
	try = func(from, worst int) {
		if best >= 0 && worst >= best {
			return
		}
		if len(now) == size {
			best = worst
			return
		}
		for set := from; set < c.sets; set++ {
			w := worst
			for _, other := range now {
				w = max(w, c.shared[set][other])
			}
			now = append(now, set)
			try(set+1, w)
			now = now[:len(now)-1]
		}
	}
	try(0, 0)
	return best
}

// leastEqual is a bound for the pairs of neighbours with the same set. Each
// square of two by two places has some at least; a pair in one row or column
// lies in two squares, a diagonal one in one, so that half the weighted sum of
// the squares is a bound.
func (c *chooser) leastEqual(p *part) int {
	if c.sets >= 4 {
		return 0
	}
	n := 0
	for _, square := range p.squares {
		n += c.leastInSquare(square)
	}
	return (n + 1) / 2
}

func (c *chooser) leastInSquare(square []int32) int {
	best := -1
	sets := make([]int, len(square))
	var try func(n, cost int)
	try = func(n, cost int) {
		if best >= 0 && cost >= best {
			return
		}
		if n == len(square) {
			best = cost
			return
		}
		for set := range c.sets {
			more := 0
			for m := range n {
				if sets[m] == set {
					more += c.weight(square[m], square[n])
				}
			}
			sets[n] = set
			try(n+1, cost+more)
		}
	}
	try(0, 0)
	return best
}

// weight is 2 for diagonal neighbours, 1 for others, 0 for no neighbours.
func (c *chooser) weight(a, b int32) int {
	p, q := c.place[c.seat[a]], c.place[c.seat[b]]
	switch {
	case !slices.Contains(c.beside[a], b):
		return 0
	case p.Row != q.Row && p.Column != q.Column:
		return 2
	}
	return 1
}
