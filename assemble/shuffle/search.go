package shuffle

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
	runPrice    = 400
	unevenPrice = 100
	letterPrice = 20
	placePrice  = 2
	overPrice   = 8 // times the square of what is beyond the aim
)

func (p *plan) newAim(sets int) aim {
	a := aim{
		letters: least(p.leastLetters(sets), sets),
		places:  least(p.leastPlaces(sets), sets),
	}
	a.letterPrices = prices(letterPrice, a.letters.worst, p.size)
	a.placePrices = prices(placePrice, a.places.worst, p.size)
	return a
}

// least returns the tally of pairs that share a total as evenly as possible.
func least(total, sets int) tally { return tally{ceilDiv(total, pairs(sets)), total} }

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
	return t.letters.cost + t.places.cost + runPrice*t.runs + unevenPrice*t.uneven
}

// reached tells whether nothing can be better.
func (s score) reached(a aim) bool {
	return s == score{letters: a.letters, places: a.places}
}

const (
	rounds = 4       // searches from different beginnings
	steps  = 250_000 // changes looked at in a round
	heat   = 200     // a change may cost so much at the beginning of a round
)

// search returns the best table of several rounds.
func (p *plan) search(sets int, src Source) *table {
	aim := p.newAim(sets)
	var best *table
	for range rounds {
		d := newDealer(p, src)
		t := p.newTable(d.orders(sets), aim)
		d.answers(t)
		t.improve(aim, steps, src)
		if best == nil || t.score().less(best.score()) {
			best = t
		}
		if best.score().reached(aim) {
			break
		}
	}
	return best
}

// improve changes a table at random and keeps what does not cost more than a
// limit, which falls to nothing (threshold accepting: Dueck and Scheuer, J.
// Computational Physics 1990). It leaves the best table that it came upon.
func (t *table) improve(a aim, steps int, src Source) {
	if len(t.rows) == 0 {
		return
	}
	best, rows := t.score(), t.copyRows()
	var m mover
	for step := range steps {
		if best.reached(a) {
			break
		}
		cells := m.propose(t, src)
		if len(cells) == 0 {
			continue
		}
		before := t.cost()
		limit := heat * (steps - step) / steps
		t.put(cells)
		if t.cost()-before > src.Below(limit+1) {
			t.put(cells)
			m.undo()
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

// A mover proposes changes to a table.
type mover struct {
	cells []cell
	order []int // of groups, changed by the last proposal at i and j; or nil
	i, j  int
}

// propose returns the cells of a random change, valid until the next one;
// none if it would change nothing.
func (m *mover) propose(t *table, src Source) []cell {
	m.cells, m.order = m.cells[:0], nil
	if t.size == 0 {
		return nil
	}
	s, at := src.Below(len(t.rows)), src.Below(t.size)
	switch src.Below(4) {
	case 0:
		m.answer(t, s, at, src)
	case 1:
		m.along(t, s, at, src.Below(t.size))
	case 2:
		m.across(t, s, src.Below(len(t.rows)), at)
	case 3:
		m.groups(t, s, src)
	}
	return m.cells
}

func (m *mover) undo() {
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

// along exchanges the answers at two positions of a set.
func (m *mover) along(t *table, s, at, other int) {
	m.exchange(t, s, at, s, other)
}

// across exchanges the answers at a position of two sets.
func (m *mover) across(t *table, s, other, at int) {
	m.exchange(t, s, at, other, at)
}

func (m *mover) exchange(t *table, s, at, s2, at2 int) {
	q, a := t.rows[s].question[at], t.rows[s].answer[at]
	q2, a2 := t.rows[s2].question[at2], t.rows[s2].answer[at2]
	if a != a2 && t.possible(q, a2) && t.possible(q2, a) {
		m.cells = append(m.cells, cell{s, at, q, a2}, cell{s2, at2, q2, a})
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
func (m *mover) groups(t *table, s int, src Source) {
	i := src.Below(len(t.Sections))
	section := t.Sections[i]
	if section.Fixed || len(section.Groups) < 2 {
		return
	}
	r := &t.rows[s]
	m.order = r.groups[i]
	m.i, m.j = src.Below(len(m.order)), src.Below(len(m.order))
	if m.i > m.j {
		m.i, m.j = m.j, m.i
	}
	answer := make([]int, len(t.Questions))
	from := t.spans[i].from
	for g, group := range m.order {
		if g < m.i {
			from += len(section.Groups[group])
		}
	}
	at := from
	for _, g := range m.order[m.i : m.j+1] {
		for _, q := range section.Groups[g] {
			answer[q] = r.answer[at]
			at++
		}
	}
	m.order[m.i], m.order[m.j] = m.order[m.j], m.order[m.i]
	stay := true
	at = from
	for _, g := range m.order[m.i : m.j+1] {
		for _, q := range section.Groups[g] {
			stay = stay && t.possible(q, r.answer[at])
			at++
		}
	}
	at = from
	for _, g := range m.order[m.i : m.j+1] {
		for _, q := range section.Groups[g] {
			c := cell{s, at, q, answer[q]}
			if stay {
				c.answer = r.answer[at]
			}
			if c.question != r.question[at] || c.answer != r.answer[at] {
				m.cells = append(m.cells, c)
			}
			at++
		}
	}
}
