package seating

import "slices"

// Sets are chosen for parts of the hall that hang together, in three ways:
//
//   - by a pattern of two by two seats, which every room can have: with four
//     sets no neighbours have the same one;
//   - by moving single seats to another set, from there;
//   - exactly, by going through the seats of a part line by line and keeping the
//     best beginning for each choice at its border (path.go), if the part is
//     narrow enough or the sets are few.
//
// What counts first is spelt by the price of a pair of neighbours. A target for
// the worst pair of different sets is raised until it is met.

// The price of a pair: its shared letters, more if they are over the target,
// and still more if the sets are the same. The fields do not run into one
// another in parts of up to maxExact pairs; in larger ones too many pairs over
// the target would count as one with the same set.
const (
	overPrice  = 1 << 30
	equalPrice = 1 << 43
	maxExact   = 1 << 13
)

func equals(price int) int { return price / equalPrice }
func overs(price int) int  { return price % equalPrice / overPrice }

type chooser struct {
	*task
	sets   int
	shared [][]int // letters, by two sets
	price  [][]int // of neighbours, by their sets
	parts  []*part
	work   int // steps that may be spent on exact choices yet
	src    Source
}

// A part is a part of the hall, and what is known of it.
type part struct {
	seats   []int32
	squares [][]int32 // of two by two places, with at least two seats
	given   bool      // a seat has its set already
	shape   string    // the same for parts that are alike; "" if given
	sets    []int32   // by place in seats: what was chosen last
	price   int       // of that
	exact   bool      // and nothing is cheaper
	least   int       // bound for the pairs with the same set
}

// The number of steps, each a few nanoseconds, that exact choices take in all,
// and for a part of which only the sum may get better.
const (
	workExact = 600 << 20
	workPart  = 4 << 20
)

func (t *task) choose(src Source) {
	c := &chooser{task: t, sets: len(t.copies.Letters), work: workExact, src: src}
	c.shared = make([][]int, c.sets)
	c.price = make([][]int, c.sets)
	for a := range c.sets {
		c.shared[a] = make([]int, c.sets)
		c.price[a] = make([]int, c.sets)
		for b := range c.sets {
			c.shared[a][b] = t.letters.shared(int32(a), int32(b))
		}
	}
	c.divide()
	for _, p := range c.parts {
		p.least = c.leastEqual(p)
	}
	c.chooseAll()
	for _, p := range c.parts {
		for i, s := range p.seats {
			t.copy[s] = p.sets[i]
		}
	}
}

// divide finds the parts.
func (c *chooser) divide() {
	of := make([]*part, len(c.seat))
	for _, seats := range c.components() {
		p := &part{seats: seats}
		for _, s := range seats {
			of[s] = p
			p.given = p.given || c.given[s] >= 0
		}
		if !p.given {
			p.shape = c.shape(seats)
		}
		c.parts = append(c.parts, p)
	}
	for _, square := range c.squares() {
		for len(square) > 1 {
			p := of[square[0]]
			var inside, rest []int32
			for _, s := range square {
				if of[s] == p {
					inside = append(inside, s)
				} else {
					rest = append(rest, s)
				}
			}
			if len(inside) > 1 {
				p.squares = append(p.squares, inside)
			}
			square = rest
		}
	}
}

// shape spells the places of seats relative to the first one; the parity of
// that counts too, since patterns go by it.
func (c *chooser) shape(seats []int32) string {
	first := c.place[c.seat[seats[0]]]
	b := []byte{byte(first.Row % 2), byte(first.Column % 2)}
	for _, s := range seats {
		p := c.place[c.seat[s]]
		row, column := p.Row-first.Row, p.Column-first.Column+maxGrid
		b = append(b, byte(row), byte(row>>8), byte(column), byte(column>>8))
	}
	return string(b)
}

// chooseAll chooses for all parts, for the lowest target that is met.
func (c *chooser) chooseAll() {
	targets := c.targets()
	c.bound.letters = targets[0]
	for i, target := range targets {
		for a := range c.sets {
			for b := range c.sets {
				c.price[a][b] = c.shared[a][b]
				switch {
				case a == b:
					c.price[a][b] += equalPrice
				case c.shared[a][b] > target:
					c.price[a][b] += overPrice
				}
			}
		}
		failed := c.attempt()
		if failed == nil {
			break
		}
		if failed.exact && c.bound.letters == target {
			c.bound.letters = targets[i+1] // the last one cannot fail
		}
	}
	for _, p := range c.parts {
		c.bound.equal += p.least
	}
	if !slices.ContainsFunc(c.parts, c.different) {
		c.bound.letters = 0
	}
}

// different tells whether neighbours have different sets.
func (c *chooser) different(p *part) bool {
	return slices.ContainsFunc(p.sets, func(set int32) bool { return set != p.sets[0] })
}

// attempt chooses for all parts. It returns one in which a pair is over the
// target, if possible one for which that is proved.
func (c *chooser) attempt() *part {
	var failed *part
	like := make(map[string]*part)
	for _, p := range c.parts {
		if q := like[p.shape]; q != nil && p.shape != "" {
			p.sets, p.price, p.exact, p.least = q.sets, q.price, q.exact, q.least
			continue
		}
		c.choosePart(p)
		like[p.shape] = p
		if overs(p.price) > 0 && (failed == nil || p.exact) {
			if failed = p; p.exact {
				break
			}
		}
	}
	return failed
}

// choosePart chooses for one part. What was chosen for a lower target may still
// be the best.
func (c *chooser) choosePart(p *part) {
	p.exact = false
	before := p.sets
	p.sets = c.pattern(p)
	c.descend(p)
	p.price = c.total(p)
	c.prefer(p, before)
	if !c.settled(p) {
		c.wander(p)
	}
	order, work := c.order(p)
	if work > c.work || c.settled(p) && work > workPart || c.pairsOf(p) >= maxExact {
		return
	}
	c.work -= work
	sets, price := c.exact(p, order)
	if price < p.price {
		p.sets, p.price = sets, price
	}
	p.exact = true
	p.least = equals(p.price)
}

// settled tells whether only the sum of letters may get better.
func (c *chooser) settled(p *part) bool {
	return equals(p.price) == p.least && overs(p.price) == 0
}

// prefer takes other sets if they are cheaper.
func (c *chooser) prefer(p *part, sets []int32) {
	if sets == nil {
		return
	}
	other := part{seats: p.seats, sets: sets}
	if price := c.total(&other); price < p.price {
		p.sets, p.price = sets, price
	}
}

func (c *chooser) pairsOf(p *part) int {
	n := 0
	for _, s := range p.seats {
		n += len(c.beside[s])
	}
	return n / 2
}

// total is the price of what was chosen for a part.
func (c *chooser) total(p *part) int {
	for i, s := range p.seats {
		c.copy[s] = p.sets[i]
	}
	n := 0
	for _, s := range p.seats {
		for _, v := range c.beside[s] {
			if v > s {
				n += c.price[c.copy[s]][c.copy[v]]
			}
		}
	}
	return n
}

// pattern chooses a set for each parity of row and column: the cheapest choice,
// the first of equals.
func (c *chooser) pattern(p *part) []int32 {
	class := func(s int32) int {
		place := c.place[c.seat[s]]
		return place.Row%2*2 + place.Column%2
	}
	var count [4][4]int // of pairs
	for _, s := range p.seats {
		for _, v := range c.beside[s] {
			count[class(s)][class(v)]++
		}
	}
	// Begin with the parity of the first seat, so that it has the first set.
	first := class(p.seats[0])
	var now, best [4]int
	least := -1
	var try func(n, price int)
	try = func(n, price int) {
		if least >= 0 && price >= least {
			return
		}
		if n == 4 {
			least, best = price, now
			return
		}
		x := n ^ first
		for set := range c.sets {
			more := 0
			for m := range n {
				more += count[x][m^first] * c.price[set][now[m^first]]
			}
			now[x] = set
			try(n+1, price+more)
		}
	}
	try(0, 0)
	sets := make([]int32, len(p.seats))
	for i, s := range p.seats {
		sets[i] = int32(best[class(s)])
		if c.given[s] >= 0 {
			sets[i] = c.given[s]
		}
	}
	return sets
}

// around is the price of the pairs of a seat, if it had a set.
func (c *chooser) around(s, set int32) int {
	n := 0
	for _, v := range c.beside[s] {
		n += c.price[set][c.copy[v]]
	}
	return n
}

// descend moves seats to other sets as long as that is cheaper.
func (c *chooser) descend(p *part) {
	for i, s := range p.seats {
		c.copy[s] = p.sets[i]
	}
	for again := true; again; {
		again = false
		for i, s := range p.seats {
			if c.given[s] >= 0 {
				continue
			}
			least := c.around(s, c.copy[s])
			for set := range int32(c.sets) {
				if n := c.around(s, set); n < least {
					least, c.copy[s] = n, set
					again = true
				}
			}
			p.sets[i] = c.copy[s]
		}
	}
}

// wander moves random seats to random sets where that is no dearer, so as to
// get away from where descend ends, and back if nothing was gained.
func (c *chooser) wander(p *part) {
	for i, s := range p.seats {
		c.copy[s] = p.sets[i]
	}
	for range 300 * len(p.seats) {
		s := p.seats[c.src.Below(len(p.seats))]
		set := int32(c.src.Below(c.sets))
		if c.given[s] < 0 && c.around(s, set) <= c.around(s, c.copy[s]) {
			c.copy[s] = set
		}
	}
	moved := part{seats: p.seats, sets: make([]int32, len(p.seats))}
	for i, s := range p.seats {
		moved.sets[i] = c.copy[s]
	}
	c.descend(&moved)
	c.prefer(p, moved.sets)
}
