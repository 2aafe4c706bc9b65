package assemble

import (
	"fmt"
	"slices"
)

// exhaustUnits bounds the complete search: with more units it comes to no end.
const exhaustUnits = 2000

// exhaust tries every selection of the free units, units with the same
// amounts counting as one kind. It returns a selection or nil, and whether
// the search was complete: then nil proves that there is none. Steps bounds the
// work; a million take about half a second.
func (m *model) exhaust(rng *stream, free []int, steps int) (chosen []int, complete bool) {
	if len(free) > exhaustUnits {
		return nil, false
	}
	order := slices.Clone(free)
	shuffle(rng, order)
	e := &exhaustion{state: newState(m, free), steps: steps}
	var rest []int
	for _, u := range order { // what must be in comes first: it leaves no choice but its section
		if m.units[u].must {
			e.order = append(e.order, u)
		} else {
			rest = append(rest, u)
		}
	}
	e.order = append(e.order, rest...)
	e.classes(m)
	e.remaining(m)
	if e.from(0) {
		return e.state.chosen, true
	}
	return nil, e.steps > 0
}

// An exhaustion is a depth-first search over the units in order, each left
// out or put into one of its sections.
type exhaustion struct {
	*state
	order []int
	// twin[i] is the position of the unit before i in order that has the same
	// amounts, sections and no enemies, or -1. If it was left out, so is i:
	// any selection can be brought into that shape by exchanging the two.
	twin []int
	// rest[i][r] is the most that the units from i on can add to requirement r.
	rest  [][]int
	steps int
}

func (e *exhaustion) classes(m *model) {
	e.twin = make([]int, len(e.order))
	last := map[string]int{}
	for i, u := range e.order {
		e.twin[i] = -1
		unit := &m.units[u]
		if len(unit.enemies) > 0 || unit.must {
			continue
		}
		kind := fmt.Sprint(unit.marks, unit.sections, unit.amounts)
		if j, ok := last[kind]; ok {
			e.twin[i] = j
		}
		last[kind] = i
	}
}

func (e *exhaustion) remaining(m *model) {
	e.rest = make([][]int, len(e.order)+1)
	e.rest[len(e.order)] = make([]int, len(m.requirements))
	for i := len(e.order) - 1; i >= 0; i-- {
		e.rest[i] = slices.Clone(e.rest[i+1])
		for _, t := range m.units[e.order[i]].amounts {
			e.rest[i][t.requirement] += t.amount
		}
	}
}

// hopeless reports whether some requirement cannot hold any more. Amounts are
// never negative, so sums only grow: except that where candidates choose, the
// most of a sum counts too few questions as yet, which only makes it smaller.
func (e *exhaustion) hopeless(i int) bool {
	for r := range e.m.requirements {
		b := e.m.requirements[r].bounds
		if b.HasMax && e.low[r] > b.Max && !e.choosing(r) || b.HasMin && e.high[r]+e.rest[i][r] < b.Min {
			return true
		}
	}
	return false
}

// choosing reports whether the requirement counts a section where candidates
// choose; its least sum may shrink when a question is added.
func (e *exhaustion) choosing(r int) bool {
	req := &e.m.requirements[r]
	if req.printed {
		return false
	}
	for i := range e.m.blueprint.Sections {
		if e.m.blueprint.Sections[i].Of > 0 && (req.section < 0 || req.section == i) {
			return true
		}
	}
	return false
}

func (e *exhaustion) from(i int) bool {
	if e.steps--; e.steps <= 0 || e.hopeless(i) {
		return false
	}
	if i == len(e.order) {
		return e.broken() == 0
	}
	u := e.order[i]
	unit := &e.m.units[u]
	if e.compatible(u, -1) && !(e.twin[i] >= 0 && e.chosen[e.order[e.twin[i]]] < 0) {
		for _, section := range unit.sections {
			e.put(u, section)
			if e.from(i + 1) {
				return true
			}
			e.take(u)
		}
	}
	return !unit.must && e.from(i+1)
}
