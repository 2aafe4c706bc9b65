package seating

import "slices"

// Copies of their own are dealt by search: neighbours that share more letters
// than a target are moved apart by exchanging copies, each exchange being
// evaluated exactly from the at most 16 pairs that it changes. When no pair is
// over the target, the target is lowered by one; when the search gives up, the
// last arrangement that met its target is kept, and exchanges that lower the
// sum follow. In small halls all arrangements are tried in the end, so that
// the worst pair is the least possible, or proved to be.

// A dealer is a search. Copies that nobody has lie at places without
// neighbours, behind the seats.
type dealer struct {
	*task
	at    []int32 // by seat: its copy
	free  []int32 // seats whose copies may be exchanged
	home  []int   // by copy: the room that it must stay in, or -1
	cost  []int   // by seat: penalties of its pairs
	price []int   // by shared letters: the penalty
	total int     // penalties of all pairs
	bad   []int32 // seats with penalties, in any order
	where []int   // by seat: its index in bad
	loose []bool  // by seat: whether it is in free
	src   Source
}

// The number of exchanges that are evaluated, for each target and for the sum:
// so many for a seat, and at most so many.
const (
	workSeat   = 20_000
	workTarget = 4 << 20
	workSum    = 2 << 20
	tries      = 32 // exchanges of a seat, of which the best is made
	often      = 16 // a loss of 1 is accepted once in so many times
)

func (t *task) deal(src Source) {
	d := t.newDealer(src)
	d.search()
	copy(t.copy, d.at)
}

func (t *task) newDealer(src Source) *dealer {
	d := &dealer{task: t, src: src, price: make([]int, t.positions()+1)}
	n := len(t.copies.Letters)
	d.home = make([]int, n)
	for i := range d.home {
		d.home[i] = -1
	}
	taken := make([]bool, n)
	fixed := make([]bool, max(n, len(t.seat)))
	d.at = t.start(taken, fixed)
	for c := range n {
		if !taken[c] && !t.options.Keep {
			d.at = append(d.at, int32(c))
		}
	}
	for s := range d.at {
		if !fixed[s] {
			d.free = append(d.free, int32(s))
		}
	}
	if t.options.Keep {
		for _, g := range t.options.Given {
			for i := range t.rooms {
				if fold(t.rooms[i].Name) == fold(g.Room) {
					d.home[g.Candidate] = i
				}
			}
		}
	}
	d.cost = make([]int, len(d.at))
	d.where = make([]int, len(d.at))
	d.loose = make([]bool, len(d.at))
	for _, s := range d.free {
		d.loose[s] = true
	}
	return d
}

func (t *task) positions() int {
	if len(t.copies.Letters) == 0 {
		return 0
	}
	return len(t.copies.Letters[0])
}

// start gives every candidate the copy of the same number as far as that is
// free, and says which copies are taken and which seats keep theirs.
func (t *task) start(taken, fixed []bool) []int32 {
	at := make([]int32, len(t.seat))
	for s := range at {
		at[s] = t.given[s]
		if at[s] >= 0 {
			taken[at[s]], fixed[s] = true, true
		}
	}
	for s := range at {
		if c := t.who[t.seat[s]]; at[s] < 0 && !taken[c] {
			at[s], taken[c] = int32(c), true
		}
	}
	next := 0
	for s := range at {
		if at[s] < 0 {
			for taken[next] {
				next++
			}
			at[s], taken[next] = int32(next), true
		}
	}
	if t.options.Keep {
		for _, g := range t.options.Given {
			if fold(g.Label) != "" {
				fixed[slices.Index(at, int32(g.Candidate))] = true
			}
		}
	}
	return at
}

// neighbours returns the neighbours of a seat.
func (d *dealer) neighbours(s int32) []int32 {
	if int(s) < len(d.beside) {
		return d.beside[s]
	}
	return nil
}

// aim sets the prices, and counts all penalties anew.
func (d *dealer) aim(price func(letters int) int) {
	for i := range d.price {
		d.price[i] = price(i)
	}
	d.total, d.bad = 0, d.bad[:0]
	for s := range d.at {
		d.cost[s] = 0
		if n := d.penalty(int32(s)); n > 0 {
			d.charge(int32(s), n)
			d.total += n
		}
	}
	d.total /= 2
}

// penalty is that of the pairs of a seat.
func (d *dealer) penalty(s int32) int {
	n := 0
	for _, v := range d.neighbours(s) {
		n += d.price[d.letters.shared(d.at[s], d.at[v])]
	}
	return n
}

// change is what exchanging the copies of two seats adds to the total. Only
// changes below limit are exact; others are at least limit.
func (d *dealer) change(a, b int32, limit int) int {
	x, y := d.at[a], d.at[b]
	n := -d.cost[a] - d.cost[b]
	without := int32(-1)
	if slices.Contains(d.neighbours(a), b) {
		n += 2 * d.price[d.letters.shared(x, y)] // the pair of both stays
		without = b
	}
	for _, v := range d.neighbours(a) {
		if v != without {
			if n += d.price[d.letters.shared(y, d.at[v])]; n >= limit {
				return n
			}
		}
	}
	if without >= 0 {
		without = a
	}
	for _, v := range d.neighbours(b) {
		if v != without {
			if n += d.price[d.letters.shared(x, d.at[v])]; n >= limit {
				return n
			}
		}
	}
	return n
}

// exchange exchanges the copies of two seats.
func (d *dealer) exchange(a, b int32) {
	x, y := d.at[a], d.at[b]
	d.put(a, y)
	d.put(b, x)
}

// put puts a copy on a seat.
func (d *dealer) put(s, copy int32) {
	was := d.at[s]
	d.at[s] = copy
	for _, v := range d.neighbours(s) {
		n := d.price[d.letters.shared(copy, d.at[v])] - d.price[d.letters.shared(was, d.at[v])]
		if n != 0 {
			d.charge(v, n)
			d.charge(s, n)
			d.total += n
		}
	}
}

// charge adds to the penalties of a seat, and keeps the list of those that have
// some.
func (d *dealer) charge(s int32, n int) {
	was := d.cost[s]
	d.cost[s] += n
	switch {
	case was == 0:
		d.where[s] = len(d.bad)
		d.bad = append(d.bad, s)
	case d.cost[s] == 0:
		last := d.bad[len(d.bad)-1]
		d.bad[d.where[s]] = last
		d.where[last] = d.where[s]
		d.bad = d.bad[:len(d.bad)-1]
	}
}

// may tells whether two seats may exchange their copies.
func (d *dealer) may(a, b int32) bool {
	return a != b && d.welcome(d.at[a], b) && d.welcome(d.at[b], a)
}

func (d *dealer) welcome(copy, s int32) bool {
	home := d.home[copy]
	return home < 0 || home == d.room[d.seat[s]]
}

// worst returns the largest number of letters that neighbours share.
func (d *dealer) worst() int {
	n := 0
	for s, beside := range d.beside {
		for _, v := range beside {
			n = max(n, d.letters.shared(d.at[s], d.at[v]))
		}
	}
	return n
}

// search lowers the worst pair, then the sum.
func (d *dealer) search() {
	d.bound.letters = d.least()
	best := slices.Clone(d.at)
	target := d.worst()
	for target > d.bound.letters {
		if !d.meet(target - 1) {
			copy(d.at, best)
			found, proved := d.exhaust(target - 1)
			if proved {
				d.bound.letters = target
			}
			if !found {
				break
			}
		}
		target = d.worst()
		copy(best, d.at)
	}
	copy(d.at, best)
	d.relax(target)
}

// meet looks for an arrangement without a pair over the target; it is false if
// it gave up.
func (d *dealer) meet(target int) bool {
	d.aim(func(n int) int { over := max(0, n-target); return over * over })
	if len(d.free) < 2 {
		return d.total == 0
	}
	for work := min(workTarget, workSeat*len(d.free)); work > 0 && d.total > 0; {
		s := d.bad[d.src.Below(len(d.bad))]
		if !d.loose[s] {
			work--
			continue
		}
		to, least := int32(-1), 1<<30
		for range tries {
			u := d.free[d.src.Below(len(d.free))]
			if !d.may(s, u) {
				continue
			}
			if n := d.change(s, u, least); n < least {
				to, least = u, n
				if n < 0 {
					break
				}
			}
		}
		work -= tries
		if to >= 0 && (least <= 0 || least == 1 && d.src.Below(often) == 0) {
			d.exchange(s, to)
		}
	}
	return d.total == 0
}

// relax lowers the sum, with no pair over the target.
func (d *dealer) relax(target int) {
	if len(d.free) < 2 {
		return
	}
	d.aim(func(n int) int {
		if n > target {
			return 1 << 20
		}
		return n
	})
	for range min(workSum, workSeat*len(d.free)) {
		a, b := d.free[d.src.Below(len(d.free))], d.free[d.src.Below(len(d.free))]
		if d.may(a, b) && d.change(a, b, 1) <= 0 {
			d.exchange(a, b)
		}
	}
}
