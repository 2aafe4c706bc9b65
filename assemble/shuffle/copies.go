package shuffle

import (
	"math"
	"slices"
)

// Copies for all candidates are chosen a cycle at a time: as many sets as the
// questions have answers, among which most questions share no letter. Of
// several cycles the one is taken that shares least with the copies before.
const (
	candidates  = 12   // cycles to choose from when nothing has to be repaired
	repairSteps = 300  // changes looked at in a repair
	repairLimit = 6000 // changes looked at to reach even letters without runs
	changes     = 100  // so many stand for one candidate
	firstSteps  = 9000 // changes looked at to see what can be reached
)

// copies returns tables of one cycle each.
func (p *plan) copies(sets int, src Source) []*table {
	c := copier{dealer: newDealer(p, src), earlier: newPlanes(p.size, len(p.answers)), aims: map[int]aim{}}
	var tables []*table
	cycle := p.cycle()
	for c.done < sets {
		t := c.next(min(cycle, sets-c.done))
		for s := range t.rows {
			c.earlier.add(t.rows[s].answer)
			c.done++
		}
		tables = append(tables, t)
	}
	return tables
}

type copier struct {
	*dealer
	earlier *planes     // answers of the copies so far
	done    int         // copies so far
	aims    map[int]aim // by number of sets
	// What is wrong within the set of the first cycle that is worst, after a
	// long search: in some forms the fixed options leave no set without runs.
	reachable *[2]int
}

// next returns the next cycle of n sets.
func (c *copier) next(n int) *table {
	if _, ok := c.aims[n]; !ok {
		c.aims[n] = c.newAim(n)
	}
	var best *table
	least := math.MaxInt
	orders := c.orders(n)
	for tried := 0; tried < candidates; tried++ {
		t := c.newTable(cloneAll(orders), c.aims[n])
		c.answers(t)
		judged := 1
		if !t.perfect(c.aims[n]) {
			judged = n
			tried += c.repair(t) / changes
		}
		if shared := c.shared(t.rows[:judged], least); shared < least {
			best, least = t, shared
		}
		if least == 0 {
			break
		}
	}
	c.turn(best)
	return best
}

// perfect tells whether nothing is wrong with a cycle but that places are
// shared. Then every pair of sets out of two such cycles shares as many
// letters as some pair with the first set, if all options move.
func (t *table) perfect(a aim) bool {
	s := t.score()
	s.places = a.places
	return s == a.perfect()
}

// repair improves a cycle until its sets are as good as those of the first,
// and then a little more. It returns how many changes it looked at.
func (c *copier) repair(t *table) int {
	a, n := c.aims[len(t.rows)], len(t.rows)
	if c.reachable == nil {
		t.improve(&mover{}, a.perfect(), firstSteps, letterHeat, c.src)
		c.reachable = &[2]int{ceilDiv(t.runs, n), ceilDiv(t.uneven, n)}
		return firstSteps
	}
	m := mover{faulty: true}
	steps := 0
	for steps < repairLimit && (t.runs > c.reachable[0]*n || t.uneven > c.reachable[1]*n) {
		steps++
		runs, uneven := t.runs, t.uneven
		if m.change(t, c.src) && (t.runs > runs || t.runs == runs && t.uneven > uneven) {
			m.undo(t)
		}
	}
	for range repairSteps {
		steps++
		before := t.score()
		if m.change(t, c.src) && before.less(t.score()) {
			m.undo(t)
		}
	}
	return steps
}

// shared returns the most letters that any of some rows shares with a copy
// before, or some number of at least limit.
func (c *copier) shared(rows []row, limit int) int {
	earlier := c.earlier.last(apart, c.done)
	worst := 0
	for i := range rows {
		worst = max(worst, c.earlier.worst(c.earlier.row(rows[i].answer), earlier, limit))
		if worst >= limit {
			break
		}
	}
	return worst
}

// turn begins a cycle with the set that shares fewest letters with the copy
// before, since copies that follow one another are given to neighbours.
func (c *copier) turn(t *table) {
	if c.done == 0 {
		return
	}
	before := c.earlier.last(1, c.done)
	first, least := 0, 0
	for s := range t.rows {
		shared := c.earlier.equal(c.earlier.row(t.rows[s].answer), before)
		if s == 0 || shared < least {
			first, least = s, shared
		}
	}
	t.rows = slices.Concat(t.rows[first:], t.rows[:first])
}

func cloneAll(orders [][][]int) [][][]int {
	var copies [][][]int
	for _, groups := range orders {
		copies = append(copies, clone(groups))
	}
	return copies
}
