package shuffle

import "slices"

// An aim is the best that the pairs of some sets can do, and what they pay for
// falling short.
type aim struct {
	letters, places           tally
	letterPrices, placePrices []int
}

// The prices that make one cost of all that a score has. They are no strict
// ranks, or the search could never pass from one good table to another; which
// table is kept is decided by scores.
const (
	runPrice    = 400 // for each key beyond the longest run
	unevenPrice = 100 // for each pair of equal letters in a set beyond the least
	strictest   = 4   // times more these two are at the end of a search
	letterPrice = 20  // for each letter that a pair shares
	placePrice  = 2   // for each place that a pair shares
	overPrice   = 1   // times the square of what is beyond the aim, besides
)

func (p *plan) newAim(sets int) aim {
	var a aim
	a.letters, a.places = p.leastTallies(sets, true)
	a.letterPrices = prices(letterPrice, a.letters.worst, p.size)
	a.placePrices = prices(placePrice, a.places.worst, p.size)
	return a
}

// prices returns the costs of a pair by the number it shares.
func prices(each, aim, size int) []int {
	prices := make([]int, size+2)
	for n := range prices {
		over := max(0, n-aim)
		prices[n] = each * (n + overPrice*over*over)
	}
	return prices
}

func (t *table) cost() int {
	return t.letters.cost + t.places.cost + t.strict*(runPrice*t.runs+unevenPrice*t.uneven)
}

// perfect is the score of sets that could not be better.
func (a aim) perfect() score { return score{letters: a.letters, places: a.places} }

const (
	rounds = 4       // searches from different beginnings
	effort = 1000    // changes looked at in a round for each question of each set,
	most   = 250_000 // but no more in all

	orderHeat  = 15  // what a change of orders may cost at the beginning
	letterHeat = 150 // and any change when letters are searched
)

// search returns the best table of several rounds. Orders of questions are
// searched first; then letters, and the orders with them where letters depend
// on orders.
func (p *plan) search(sets, effort int, src Source) *table {
	aim := p.newAim(sets)
	steps := min(effort*sets*p.size, most)
	d := newDealer(p, src)
	orders := p.newTable(d.orders(sets), aim)
	goal := orders.score()
	goal.places = aim.places
	orders.improve(&mover{orders: true}, goal, steps, orderHeat, src)
	var best *table
	for range rounds {
		t := p.newTable(orders.orders(), aim)
		d.answers(t)
		t.improve(&mover{}, aim.perfect(), steps, letterHeat, src)
		if best == nil || t.score().less(best.score()) {
			best = t
		}
		if best.score() == aim.perfect() {
			break
		}
	}
	return best
}

// orders returns copies of the orders of groups, by set and section.
func (t *table) orders() [][][]int {
	var orders [][][]int
	for _, r := range t.rows {
		orders = append(orders, clone(r.groups))
	}
	return orders
}

// improve changes a table at random and keeps what does not cost more than a
// random limit that falls from heat to nothing (threshold accepting: Dueck and
// Scheuer, J. Computational Physics 1990). It leaves the best table that it
// came upon, and ends early if that reaches the goal.
func (t *table) improve(m *mover, goal score, steps, heat int, src Source) {
	best, rows := t.score(), t.copyRows()
	for step := 0; step < steps && best != goal; step++ {
		t.strict = 1 + strictest*step/steps
		limit := heat * (steps - step) / steps * (steps - step) / steps
		before := t.cost()
		if !m.change(t, src) {
			continue
		}
		if t.cost()-before > src.Below(limit+1) {
			m.undo(t)
			continue
		}
		if s := t.score(); s.less(best) {
			best, rows = s, t.copyRows()
		}
	}
	t.restore(rows)
}

// restore brings back rows copied before.
func (t *table) restore(rows []row) {
	for s, r := range rows {
		t.rows[s].groups = r.groups
		var cells []cell
		for at := range r.question {
			cells = append(cells, cell{s, at, r.question[at], r.answer[at]})
		}
		t.put(cells)
	}
}

// A mover makes random changes to a table.
type mover struct {
	orders        bool   // only changes of orders
	faulty        bool   // rather changes of sets in which something is wrong
	cells         []cell // to change, then to change back
	order         []int  // of groups, changed at i and j; or nil
	i, j          int
	before, after []int // scratch
}

// change makes a random change, and tells whether there was something to
// change.
func (m *mover) change(t *table, src Source) bool {
	m.cells, m.order = m.cells[:0], nil
	if t.size == 0 || len(t.rows) == 0 {
		return false
	}
	s := src.Below(len(t.rows))
	if m.faulty && t.rows[s].runs == 0 && t.rows[s].uneven == 0 {
		s = src.Below(len(t.rows))
	}
	at, at2, other := src.Below(t.size), src.Below(t.size), src.Below(len(t.rows))
	kind := src.Below(5)
	switch {
	case kind == 0 || m.orders:
		m.groups(t, s, src)
	case kind == 1:
		m.answer(t, s, at, src)
	case kind == 2:
		m.exchange(t, s, at, s, at2)
	case kind == 3:
		m.exchange(t, s, at, other, at)
	case kind == 4:
		m.trade(t, s, at, other, at2)
	}
	t.put(m.cells)
	return len(m.cells) > 0
}

// undo takes the last change back.
func (m *mover) undo(t *table) {
	t.put(m.cells)
	m.swap()
}

func (m *mover) swap() {
	if m.order != nil {
		m.order[m.i], m.order[m.j] = m.order[m.j], m.order[m.i]
	}
}

// answer gives a question another answer.
func (m *mover) answer(t *table, s, at int, src Source) {
	r := &t.rows[s]
	q := r.question[at]
	if t.class[q] == none {
		return
	}
	domain := t.domains[t.class[q]]
	if a := domain[src.Below(len(domain))]; a != r.answer[at] {
		m.cells = append(m.cells, cell{s, at, q, a})
	}
}

// exchange exchanges the answers of two questions, at two positions of a set
// or at a position of two sets.
func (m *mover) exchange(t *table, s, at, s2, at2 int) {
	q, a := t.rows[s].question[at], t.rows[s].answer[at]
	q2, a2 := t.rows[s2].question[at2], t.rows[s2].answer[at2]
	if a != a2 && t.possible(q, a2) && t.possible(q2, a) {
		m.cells = append(m.cells, cell{s, at, q, a2}, cell{s2, at2, q2, a})
	}
}

// trade exchanges the answers of two sets at two positions, of which one has
// the answers of the other the other way round: every set and every position
// keeps its letters. It begins to look for the second position at from.
func (m *mover) trade(t *table, s, at, other, from int) {
	a, b := t.rows[s].answer, t.rows[other].answer
	if a[at] == b[at] {
		return
	}
	for i := range t.size {
		at2 := (from + i) % t.size
		if a[at2] == b[at] && b[at2] == a[at] {
			m.exchange(t, s, at, other, at)
			m.exchange(t, s, at2, other, at2)
			if len(m.cells) < 4 {
				m.cells = m.cells[:0]
				return
			}
			m.cells[1], m.cells[2] = m.cells[2], m.cells[1]
			return
		}
	}
}

// possible tells whether a question can have an answer.
func (p *plan) possible(q, answer int) bool {
	c := p.class[q]
	if c == none || answer == none {
		return c == none && answer == none
	}
	return p.allowed[c][answer]
}

// groups exchanges two groups of a section. Answers stay at their positions
// when the questions that come there can have them, otherwise they move along.
// Where no question differs from another but in its text, letters do not
// depend on orders.
func (m *mover) groups(t *table, s int, src Source) {
	i := src.Below(len(t.Sections))
	section := t.Sections[i]
	if section.Fixed || len(section.Groups) < 2 || t.uniform[i] && !m.orders {
		return
	}
	r := &t.rows[s]
	m.order = r.groups[i]
	a, b := src.Below(len(m.order)), src.Below(len(m.order))
	m.i, m.j = min(a, b), max(a, b)
	from := t.spans[i].from
	for _, g := range m.order[:m.i] {
		from += len(section.Groups[g])
	}
	m.before = section.questions(m.before[:0], m.order[m.i:m.j+1])
	m.swap()
	m.after = section.questions(m.after[:0], m.order[m.i:m.j+1])
	stay := true
	for k, q := range m.after {
		stay = stay && t.possible(q, r.answer[from+k])
	}
	for k, q := range m.after {
		c := cell{s, from + k, q, r.answer[from+k]}
		if !stay {
			c.answer = r.answer[from+slices.Index(m.before, q)]
		}
		if q != m.before[k] || c.answer != r.answer[c.at] {
			m.cells = append(m.cells, c)
		}
	}
}

// questions appends the questions of groups one after another.
func (s *Section) questions(list, groups []int) []int {
	for _, g := range groups {
		list = append(list, s.Groups[g]...)
	}
	return list
}
