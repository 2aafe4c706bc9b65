package shuffle

import "slices"

// A dealer hands out orders of groups and answers set after set, so that sets
// dealt one after another share as little as possible in the common cases: no
// place among as many sets as a section has groups, and no letter among as
// many as the questions have options, when all of them move.
type dealer struct {
	*plan
	src   Source
	turns []turn // by section
}

// A turn is a family of orders of a section's groups of which no two have the
// same group at the same place.
type turn struct {
	groups []int // in random order
	slots  []int // in random order
	shifts []int // what is left of the family, in random order
}

func newDealer(p *plan, src Source) *dealer {
	return &dealer{plan: p, src: src, turns: make([]turn, len(p.Sections))}
}

// orders returns the orders of groups, by section, of the next sets.
func (d *dealer) orders(sets int) [][][]int {
	orders := make([][][]int, sets)
	for s := range orders {
		for i := range d.Sections {
			orders[s] = append(orders[s], d.order(i))
		}
	}
	return orders
}

// order returns the next order of a section's groups. Groups of one length
// form a Latin square with shuffled rows, columns and symbols. Groups of
// different lengths are turned around a circle: all questions then move by the
// same number of positions, which differs from set to set.
func (d *dealer) order(section int) []int {
	s := d.Sections[section]
	n := len(s.Groups)
	order := make([]int, n)
	if s.Fixed || n < 2 {
		for i := range order {
			order[i] = i
		}
		return order
	}
	t := &d.turns[section]
	if len(t.shifts) == 0 {
		t.groups, t.slots, t.shifts = sequence(n, d.src), sequence(n, d.src), sequence(n, d.src)
		if !sameLength(s.Groups) {
			slices.Sort(t.slots)
		}
	}
	shift := t.shifts[0]
	t.shifts = t.shifts[1:]
	for i := range order {
		order[i] = t.groups[(t.slots[i]+shift)%n]
	}
	return order
}

func sameLength(groups [][]int) bool {
	for _, group := range groups {
		if len(group) != len(groups[0]) {
			return false
		}
	}
	return true
}

// cycle is how many sets are dealt answers together: the number of answers
// that most questions have, at least 2.
func (p *plan) cycle() int {
	questions := map[int]int{}
	best := 2
	for _, c := range p.class {
		if c == none || p.part[c] {
			continue
		}
		n := len(p.domains[c])
		questions[n]++
		if n > 1 && (questions[n] > questions[best] || questions[n] == questions[best] && n > best) {
			best = n
		}
	}
	return best
}

// answers gives all sets of a table answers: a random even sequence without
// long runs for the first set of each cycle, and for those after it the
// answers that follow in the domains.
func (d *dealer) answers(t *table) {
	cycle := d.cycle()
	for s := 0; s < len(t.rows); s += cycle {
		offsets := d.offsets(&t.rows[s])
		for i := range min(cycle, len(t.rows)-s) {
			t.put(d.turned(&t.rows[s+i], s+i, offsets, i))
		}
	}
}

// turned returns the cells of a set with the answers at the offsets, moved by
// some more.
func (p *plan) turned(r *row, set int, offsets []int, by int) []cell {
	var cells []cell
	for at, q := range r.question {
		if c := p.class[q]; c != none {
			domain := p.domains[c]
			cells = append(cells, cell{set, at, q, domain[(offsets[at]+by)%len(domain)]})
		}
	}
	return cells
}

// attempts is how often a random sequence is drawn to be without long runs.
const attempts = 20

// offsets returns for each position an index into the domain of its question,
// evenly spread over the questions of each class.
func (d *dealer) offsets(r *row) []int {
	var best []int
	fewest := 0
	for range attempts {
		offsets := d.evenOffsets(r)
		answers := make([]int, d.size)
		for at, q := range r.question {
			answers[at] = none
			if c := d.class[q]; c != none {
				answers[at] = d.domains[c][offsets[at]]
			}
		}
		if over := d.excess(answers); best == nil || over < fewest {
			best, fewest = offsets, over
		}
		if fewest == 0 {
			break
		}
	}
	return best
}

func (d *dealer) evenOffsets(r *row) []int {
	offsets := make([]int, d.size)
	for c, domain := range d.domains {
		var positions []int
		for at, q := range r.question {
			if d.class[q] == c {
				positions = append(positions, at)
			}
		}
		shuffle(positions, d.src)
		first := d.src.Below(len(domain))
		for i, at := range positions {
			offsets[at] = (first + i) % len(domain)
		}
	}
	return offsets
}
