package seating

import "slices"

// The exact choice is dynamic programming over a path decomposition: seats are
// taken up in an order, and a seat is put down once all its neighbours have been
// taken up. For each choice of sets for the seats in hand the cheapest choice
// for all before is known.

// order returns the cheaper of two orders of a part, along rows and along
// columns, and the steps that an exact choice takes in it.
func (c *chooser) order(p *part) ([]int32, int) {
	columns := slices.Clone(p.seats)
	slices.SortStableFunc(columns, func(a, b int32) int {
		return c.place[c.seat[a]].Column - c.place[c.seat[b]].Column
	})
	a, b := c.steps(p.seats), c.steps(columns)
	if b < a {
		return columns, b
	}
	return p.seats, a
}

const never = 1 << 62

// steps counts the choices that are looked at; it is never if they are too many
// for the memory.
func (c *chooser) steps(order []int32) int {
	steps, kept := 0, 0
	c.walk(order, func(s int32, hand []int32) {
		n := power(c.sets, len(hand)+1)
		steps += n
		kept += n
		if kept > workExact {
			kept = workExact
		}
	}, func(at int, hand []int32) {
		steps += power(c.sets, len(hand))
	})
	if steps >= workExact {
		return never
	}
	return steps
}

// power is sets^n, or something too large.
func power(sets, n int) int {
	p := 1
	for range n {
		if p *= sets; p > workExact {
			return workExact
		}
	}
	return p
}

// walk goes through seats. It calls up before a seat is taken up, and down
// before the seat at a place in hand is put down, with what is in hand.
func (c *chooser) walk(order []int32, up func(s int32, hand []int32), down func(at int, hand []int32)) {
	left := make(map[int32]int) // neighbours that were not taken up yet
	for _, s := range order {
		left[s] = len(c.beside[s])
	}
	var hand []int32
	for _, s := range order {
		up(s, hand)
		hand = append(hand, s)
		for _, v := range c.beside[s] {
			left[v]--
		}
		for at := len(hand) - 1; at >= 0; at-- {
			if left[hand[at]] == 0 {
				down(at, hand)
				hand = slices.Delete(hand, at, at+1)
			}
		}
	}
}

// impossible is the price of a choice against what is given.
const impossible = 1 << 62

// exact returns a cheapest choice for a part.
func (c *chooser) exact(p *part, order []int32) ([]int32, int) {
	k := c.sets
	best := []int{0} // by choice for the seats in hand, the first the lowest digit
	// What was put down, in order, with the best set for each choice for the
	// rest in hand.
	type down struct {
		seat int32
		at   int
		sets []uint8
	}
	var put []down
	c.walk(order, func(s int32, hand []int32) {
		best = c.takeUp(best, s, hand)
	}, func(at int, hand []int32) {
		next, sets := putDown(best, power(k, at), k)
		best = next
		put = append(put, down{hand[at], at, sets})
	})
	// Backwards, the seats in hand are known, and so is the one put down.
	number := make(map[int32]int, len(p.seats))
	for i, s := range p.seats {
		number[s] = i
	}
	chosen := make([]int32, len(p.seats))
	var hands [][]int32
	c.walk(order, func(int32, []int32) {}, func(at int, hand []int32) { hands = append(hands, slices.Clone(hand)) })
	for i := len(put) - 1; i >= 0; i-- {
		choice, digit := 0, 1
		for at, s := range hands[i] {
			if at != put[i].at {
				choice += int(chosen[number[s]]) * digit
				digit *= k
			}
		}
		chosen[number[put[i].seat]] = int32(put[i].sets[choice])
	}
	return chosen, best[0]
}

// takeUp extends the choices for the seats in hand by one for a further seat,
// which becomes the highest digit.
func (c *chooser) takeUp(best []int, s int32, hand []int32) []int {
	next := make([]int, len(best)*c.sets)
	var beside []int // places in hand
	for at, v := range hand {
		if slices.Contains(c.beside[s], v) {
			beside = append(beside, at)
		}
	}
	digits := make([]int, len(hand)+1)
	for set := range c.sets {
		out := next[set*len(best):][:len(best)]
		if c.given[s] >= 0 && int(c.given[s]) != set {
			for i := range out {
				out[i] = impossible
			}
			continue
		}
		price := c.price[set]
		clear(digits)
		more := 0
		for _, at := range beside {
			more += price[digits[at]]
		}
		for i, n := range best {
			out[i] = min(n+more, impossible)
			// Count on. Only the price of what changes is counted anew.
			at := 0
			for digits[at]++; digits[at] == c.sets && at < len(hand); digits[at]++ {
				digits[at] = 0
				at++
			}
			if len(beside) > 0 && beside[0] <= at {
				more = 0
				for _, at := range beside {
					more += price[digits[at]]
				}
			}
		}
	}
	return next
}

// putDown takes the best set for the seat whose digit counts low, for each
// choice for the rest.
func putDown(best []int, low, k int) (next []int, sets []uint8) {
	next = make([]int, len(best)/k)
	sets = make([]uint8, len(next))
	for from := 0; from < len(best); from += low * k {
		out, chosen := next[from/k:][:low], sets[from/k:][:low]
		copy(out, best[from:])
		for set := 1; set < k; set++ {
			for i, n := range best[from+set*low:][:low] {
				if n < out[i] {
					out[i], chosen[i] = n, uint8(set)
				}
			}
		}
	}
	return next, sets
}
