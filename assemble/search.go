package assemble

import (
	"slices"

	"github.com/papersetter/papersetter/bank"
)

// The search is local: it begins with a random paper and exchanges questions
// until no requirement is broken, giving more weight to those that stay broken
// (the breakout method of Morris, AAAI 1993). It looks at a random part of the
// bank first, so that its time depends on the blueprint and not on the bank's
// size, and at all of it in the end. All amounts are integers: what it returns
// meets every requirement exactly. Small cases that it cannot solve are then
// settled by trying everything (see exhaust.go).

const (
	firstPool     = 400 // units in the first attempt, beside those that must be in
	searchSteps   = 400 // exchanges made before beginning anew
	moveSample    = 120 // exchanges looked at in one step
	stuckIncrease = 1   // weight added to a requirement that stays broken
)

// efforts are the rounds of a search: beginnings of the local search with all
// of the bank, then steps of the complete one. A small blueprint that cannot
// be met is known as such after the first.
var efforts = []struct{ starts, steps int }{{3, 50_000}, {20, 3_000_000}}

// search returns the section of each unit, -1 for those not chosen. Units
// that are used may not be chosen.
func (m *model) search(rng *stream, used []bool) ([]int, *Infeasible) {
	var free []int
	for u := range m.units {
		if !used[u] && len(m.units[u].sections) > 0 {
			free = append(free, u)
		}
	}
	var best *state
	attempt := func(size int) []int {
		s := newState(m, m.pool(rng, free, size))
		s.begin(rng)
		if s.improve(rng) {
			return s.chosen
		}
		if best == nil || s.broken() < best.broken() {
			best = s
		}
		return nil
	}
	for size := firstPool; size < len(free); size *= 2 {
		if chosen := attempt(size); chosen != nil {
			return chosen, nil
		}
	}
	for _, effort := range efforts {
		for range effort.starts {
			if chosen := attempt(len(free)); chosen != nil {
				return chosen, nil
			}
		}
		if chosen, complete := m.exhaust(rng, free, effort.steps); chosen != nil || complete {
			if chosen != nil {
				return chosen, nil
			}
			return nil, m.closest(best, true)
		}
	}
	return nil, m.closest(best, false)
}

// pool returns the units that one attempt may choose: those that must be in
// and a random part of the others, at most size.
func (m *model) pool(rng *stream, free []int, size int) []int {
	others := slices.DeleteFunc(slices.Clone(free), func(u int) bool { return m.units[u].must })
	shuffle(rng, others)
	others = others[:min(size, len(others))]
	for _, u := range free {
		if m.units[u].must {
			others = append(others, u)
		}
	}
	slices.Sort(others)
	return others
}

// A state is a paper on the way to one that meets every requirement.
type state struct {
	m       *model
	pool    []int
	byPlace [][]int // units of the pool that may stand in each section
	chosen  []int   // section of every unit of the model, -1 if not chosen
	members [][]int // units chosen for each section

	low, high []int // least and most that each requirement's sum can come to
	weight    []int // of breaking each requirement
	cost      int   // sum of weight × distance from the bounds
}

func newState(m *model, pool []int) *state {
	s := &state{
		m:       m,
		pool:    pool,
		byPlace: make([][]int, len(m.blueprint.Sections)),
		chosen:  make([]int, len(m.units)),
		members: make([][]int, len(m.blueprint.Sections)),
		low:     make([]int, len(m.requirements)),
		high:    make([]int, len(m.requirements)),
		weight:  make([]int, len(m.requirements)),
	}
	for i := range s.chosen {
		s.chosen[i] = -1
	}
	for _, u := range pool {
		for _, sec := range m.units[u].sections {
			s.byPlace[sec] = append(s.byPlace[sec], u)
		}
	}
	for r := range s.weight {
		s.weight[r] = 1
		s.cost += s.distance(r)
	}
	return s
}

// distance is by how much a requirement is broken, 0 if it holds.
func (s *state) distance(r int) int {
	b := s.m.requirements[r].bounds
	d := 0
	if b.HasMin && s.low[r] < b.Min {
		d += b.Min - s.low[r]
	}
	if b.HasMax && s.high[r] > b.Max {
		d += s.high[r] - b.Max
	}
	return d
}

// broken is the sum of all distances.
func (s *state) broken() int {
	sum := 0
	for r := range s.m.requirements {
		sum += s.distance(r)
	}
	return sum
}

// put chooses a unit for a section; take gives it back.
func (s *state) put(u, section int) {
	s.chosen[u] = section
	s.members[section] = append(s.members[section], u)
	s.account(u, section, 1)
}

func (s *state) take(u int) {
	section := s.chosen[u]
	s.chosen[u] = -1
	list := s.members[section]
	i := slices.Index(list, u)
	list[i] = list[len(list)-1]
	s.members[section] = list[:len(list)-1]
	s.account(u, section, -1)
}

// account brings the sums and the cost up to date after unit u was put into a
// section (sign 1) or taken from it (sign -1).
func (s *state) account(u, section, sign int) {
	choice := s.m.blueprint.Sections[section].Of > 0
	for _, t := range s.m.units[u].amounts {
		r := &s.m.requirements[t.requirement]
		if r.section >= 0 && r.section != section {
			continue
		}
		before := s.distance(t.requirement)
		if choice && !r.printed {
			s.sum(t.requirement)
		} else {
			s.low[t.requirement] += sign * t.amount
			s.high[t.requirement] += sign * t.amount
		}
		s.cost += s.weight[t.requirement] * (s.distance(t.requirement) - before)
	}
}

// sum computes a requirement's sum anew, as is needed where candidates choose.
func (s *state) sum(r int) {
	req := &s.m.requirements[r]
	s.low[r], s.high[r] = 0, 0
	for section, members := range s.members {
		if req.section >= 0 && req.section != section {
			continue
		}
		amounts := make([]int, 0, len(members))
		for _, u := range members {
			amounts = append(amounts, s.m.units[u].amount(r))
		}
		low, high := chosenSum(amounts, &s.m.blueprint.Sections[section], req.printed)
		s.low[r] += low
		s.high[r] += high
	}
}

// amount returns what a unit adds to a requirement.
func (u *unit) amount(r int) int {
	i, ok := slices.BinarySearchFunc(u.amounts, r, func(t term, r int) int { return t.requirement - r })
	if !ok {
		return 0
	}
	return u.amounts[i].amount
}

// begin fills the sections at random: first what must be in, then others as
// long as the section has marks left.
func (s *state) begin(rng *stream) {
	for _, u := range s.pool {
		if unit := &s.m.units[u]; unit.must {
			s.put(u, unit.sections[rng.below(len(unit.sections))])
		}
	}
	for section := range s.byPlace {
		order := slices.Clone(s.byPlace[section])
		shuffle(rng, order)
		left, count := s.room(section)
		for _, u := range order {
			marks := s.m.units[u].marks
			if left <= 0 && count <= 0 {
				break
			}
			if s.chosen[u] >= 0 || !s.compatible(u, -1) {
				continue
			}
			if s.m.blueprint.Sections[section].Of > 0 {
				count--
			} else if marks > left {
				continue
			} else {
				left -= marks
			}
			s.put(u, section)
		}
	}
}

// room returns the marks left in a section or, where candidates choose, the
// number of questions.
func (s *state) room(section int) (marks, count int) {
	bp := &s.m.blueprint.Sections[section]
	if bp.Of > 0 {
		return 0, bp.Of - len(s.members[section])
	}
	marks = int(bp.Marks)
	for _, u := range s.members[section] {
		marks -= s.m.units[u].marks
	}
	return marks, 0
}

// compatible reports whether no enemy of u is chosen, but for the one that is
// about to leave.
func (s *state) compatible(u, leaving int) bool {
	for _, e := range s.m.units[u].enemies {
		if s.chosen[e] >= 0 && e != leaving {
			return false
		}
	}
	return true
}

// A move takes unit out (or none, -1) and puts unit in (or none) into section.
// A unit that moves between sections is both.
type move struct{ out, in, section int }

func (s *state) apply(mv move) {
	if mv.out >= 0 {
		s.take(mv.out)
	}
	if mv.in >= 0 {
		s.put(mv.in, mv.section)
	}
}

func (s *state) undo(mv move, from int) {
	if mv.in >= 0 {
		s.take(mv.in)
	}
	if mv.out >= 0 {
		s.put(mv.out, from)
	}
}

// improve exchanges questions until every requirement holds, and reports
// whether it came so far.
func (s *state) improve(rng *stream) bool {
	for range searchSteps {
		if s.cost == 0 {
			return true
		}
		best, bestCost, ties := move{-1, -1, 0}, s.cost, 0
		for range moveSample {
			mv, ok := s.draw(rng)
			if !ok {
				continue
			}
			from := -1
			if mv.out >= 0 {
				from = s.chosen[mv.out]
			}
			s.apply(mv)
			cost := s.cost
			s.undo(mv, from)
			switch {
			case cost < bestCost:
				best, bestCost, ties = mv, cost, 1
			case cost == bestCost && ties > 0:
				if ties++; rng.below(ties) == 0 {
					best = mv
				}
			}
		}
		if ties > 0 {
			s.apply(best)
			continue
		}
		for r := range s.weight { // a local minimum: what is broken becomes dearer
			if d := s.distance(r); d > 0 {
				s.weight[r] += stuckIncrease
				s.cost += stuckIncrease * d
			}
		}
	}
	return s.cost == 0
}

// draw returns a random move that is allowed.
func (s *state) draw(rng *stream) (move, bool) {
	section := rng.below(len(s.members))
	members, places := s.members[section], s.byPlace[section]
	if len(places) == 0 {
		return move{}, false
	}
	mv := move{out: -1, in: places[rng.below(len(places))], section: section}
	switch kind := rng.below(8); {
	case kind == 0 && len(members) > 0: // drop
		mv.out, mv.in = members[rng.below(len(members))], -1
	case kind == 1: // add, or move from another section
	default: // exchange
		if len(members) > 0 {
			mv.out = members[rng.below(len(members))]
		}
	}
	if mv.in >= 0 && s.chosen[mv.in] >= 0 {
		if s.chosen[mv.in] == section {
			return move{}, false
		}
		mv.out = mv.in // it moves here from its section
	}
	if mv.out >= 0 && mv.out != mv.in && s.m.units[mv.out].must {
		return move{}, false
	}
	if mv.in >= 0 && mv.out != mv.in && !s.compatible(mv.in, mv.out) {
		return move{}, false
	}
	return mv, true
}

// chosenSum returns the least and the most that amounts of one section come to.
// All of a section's questions count unless candidates choose; then any of the
// choices may be the one.
func chosenSum(amounts []int, section *bank.Section, printed bool) (low, high int) {
	if section.Of == 0 || printed || len(amounts) <= section.Any {
		for _, a := range amounts {
			low += a
		}
		return low, low
	}
	slices.Sort(amounts)
	for i := range section.Any {
		low += amounts[i]
		high += amounts[len(amounts)-1-i]
	}
	return low, high
}
