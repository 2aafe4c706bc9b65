package seating

import "slices"

// workExhaust is the number of copies that are looked at for seats.
const workExhaust = 4 << 20

// exhaust tries all arrangements without a pair over the target. It is found if
// there is one, which is then the dealer's; proved, if there is none. Both are
// false if they are too many.
func (d *dealer) exhaust(target int) (found, proved bool) {
	e := &exhauster{dealer: d, target: target, work: workExhaust, was: slices.Clone(d.at)}
	for _, s := range d.free {
		d.at[s] = -1
	}
	for _, s := range d.free {
		e.left = append(e.left, e.was[s])
	}
	if e.try(0) {
		for _, s := range d.free { // copies left over
			if d.at[s] < 0 {
				i := slices.IndexFunc(e.left, func(c int32) bool { return c >= 0 })
				d.at[s], e.left[i] = e.left[i], -1
			}
		}
		return true, false
	}
	copy(d.at, e.was)
	return false, e.work > 0
}

type exhauster struct {
	*dealer
	target int
	work   int
	was    []int32
	left   []int32 // copies not given out, -1 for those that are
}

// try fills the free seats from the nth.
func (e *exhauster) try(n int) bool {
	if n == len(e.free) || int(e.free[n]) >= len(e.seat) {
		return e.fits()
	}
	s := e.free[n]
	for i, c := range e.left {
		if e.work--; e.work <= 0 {
			return false
		}
		if c < 0 || !e.welcome(c, s) || !e.allowed(c, s) {
			continue
		}
		e.at[s], e.left[i] = c, -1
		if e.try(n + 1) {
			return true
		}
		e.at[s], e.left[i] = -1, c
	}
	return false
}

// allowed tells whether a copy fits with the neighbours that have one.
func (e *exhauster) allowed(c, s int32) bool {
	for _, v := range e.neighbours(s) {
		if e.at[v] >= 0 && e.letters.shared(c, e.at[v]) > e.target {
			return false
		}
	}
	return true
}

// fits checks the seats whose copies are given, with one another.
func (e *exhauster) fits() bool { return e.worst() <= e.target }

// maxCompared is the number of copies that are all compared for a bound.
const maxCompared = 10_000

// least is a bound for the worst pair: for a target, a copy can have as many
// neighbours as there are copies with which it shares no more, and the seats
// with most neighbours need copies that can have as many.
func (d *dealer) least() int {
	n := len(d.copies.Letters)
	if d.edges == 0 || n > maxCompared {
		return 0
	}
	count := make([][]int, n) // by copy and letters: other copies
	for a := range count {
		count[a] = make([]int, d.positions()+1)
		for b := range a {
			s := d.letters.shared(int32(a), int32(b))
			count[a][s]++
			count[b][s]++
		}
	}
	seats := make([]int, 0, len(d.seat))
	for _, beside := range d.beside {
		seats = append(seats, len(beside))
	}
	slices.Sort(seats)
	fits := make([]int, n)
	for target := range d.positions() {
		for a := range fits {
			fits[a] += count[a][target]
		}
		sorted := slices.Sorted(slices.Values(fits))
		if dominates(sorted[n-len(seats):], seats) {
			return target
		}
	}
	return d.positions()
}

// dominates tells whether each number of a is at least that of b.
func dominates(a, b []int) bool {
	for i := range b {
		if a[i] < b[i] {
			return false
		}
	}
	return true
}
