package solve

import "slices"

// The local search begins with a selection at random and changes it until no
// row is broken, giving more weight to rows that stay broken (the breakout
// method of Morris, AAAI 1993). It looks at a pool of the kinds, so that its
// time depends on the problem asked and not on how many questions there are.

// A state is a selection on the way to one that meets every row.
type state struct {
	p      *Problem
	rng    Source
	left   []int   // of each kind, how many are not in the selection
	at     [][]int // kinds that stand in each place
	pool   [][]int // kinds that may come to stand in each place
	adding [][]Pick
	// Least and most of each row, and by how much it weighs to break it.
	low, high, weight []int
	unit              []int // what weight is counted in
	salt              []uint64
	pooled            []Pick // the pool once more, as one list
	hash              []uint64
	index             map[uint64][]int32
	tried             int   // candidates for an end
	broken            []int // rows that are, while changes are looked at
	cost              int   // sum of weight × distance from the bounds
	wish              int   // by how much wishes are missed, weighted
	wishAfter         int   // after the changes of the last try

	// Scratch for the effect of a change.
	touched           []int
	mark              []bool
	lowAfter, hiAfter []int
	amounts           []int
}

func newState(p *Problem, rng Source, left, unit []int, salt []uint64, pool []Pick) *state {
	s := &state{
		p: p, rng: rng, unit: unit, salt: salt, pooled: pool, left: slices.Clone(left),
		at: make([][]int, len(p.Places)), pool: make([][]int, len(p.Places)), adding: make([][]Pick, len(p.Rows)),
		low: make([]int, len(p.Rows)), high: make([]int, len(p.Rows)), weight: make([]int, len(p.Rows)),
		mark: make([]bool, len(p.Rows)), lowAfter: make([]int, len(p.Rows)), hiAfter: make([]int, len(p.Rows)),
	}
	for _, pick := range pool {
		s.pool[pick.Place] = append(s.pool[pick.Place], pick.Kind)
		for _, c := range p.Kinds[pick.Kind].Cells {
			if c.Amount > 0 && p.Rows[c.Row].counts(pick.Place) {
				s.adding[c.Row] = append(s.adding[c.Row], pick)
			}
		}
	}
	for r := range s.weight {
		if soft := p.Rows[r].Soft; soft > 0 {
			s.wish += soft * s.distance(r, 0, 0)
			continue
		}
		s.weight[r] = unit[r]
		s.cost += unit[r] * s.distance(r, 0, 0)
	}
	return s
}

// distance is by how much a row is broken with these sums.
func (s *state) distance(r, low, high int) int {
	row := &s.p.Rows[r]
	d := 0
	if low < row.Min {
		d = row.Min - low
	}
	if high > row.Max {
		return d + high - row.Max
	}
	return d
}

// A change puts kind In in place of kind Out at Place; either may be -1.
type change struct{ place, out, in int }

// try computes the cost after changes, and keeps the sums for commit.
func (s *state) try(changes ...change) int {
	for _, r := range s.touched {
		s.mark[r] = false
	}
	s.touched = s.touched[:0]
	for _, c := range changes {
		if s.p.Places[c.place].Of > 0 {
			s.tryChoice(c)
			continue
		}
		if c.out >= 0 {
			s.shift(c.out, c.place, -1)
		}
		if c.in >= 0 {
			s.shift(c.in, c.place, 1)
		}
	}
	cost := s.cost
	s.wishAfter = s.wish
	for _, r := range s.touched {
		change := s.distance(r, s.lowAfter[r], s.hiAfter[r]) - s.distance(r, s.low[r], s.high[r])
		cost += s.weight[r] * change
		s.wishAfter += s.p.Rows[r].Soft * change
	}
	return cost
}

func (s *state) touch(r int) {
	if !s.mark[r] {
		s.mark[r] = true
		s.touched = append(s.touched, r)
		s.lowAfter[r], s.hiAfter[r] = s.low[r], s.high[r]
	}
}

func (s *state) shift(kind, place, sign int) {
	for _, c := range s.p.Kinds[kind].Cells {
		if s.p.Rows[c.Row].counts(place) {
			s.touch(c.Row)
			s.lowAfter[c.Row] += sign * c.Amount
			s.hiAfter[c.Row] += sign * c.Amount
		}
	}
}

// tryChoice computes the effect of an exchange where candidates choose. Two
// changes of one try are never at the same choice.
func (s *state) tryChoice(c change) {
	if c.out < 0 || c.in < 0 { // the number changes, and with it what is least and most in every row
		for r := range s.p.Rows {
			s.settle(c, r)
		}
		return
	}
	for _, cell := range s.p.Kinds[c.out].Cells {
		s.settle(c, cell.Row)
	}
	for _, cell := range s.p.Kinds[c.in].Cells {
		if s.p.Kinds[c.out].amount(cell.Row) == 0 {
			s.settle(c, cell.Row)
		}
	}
}

func (s *state) settle(c change, r int) {
	row, place := &s.p.Rows[r], &s.p.Places[c.place]
	if !row.counts(c.place) {
		return
	}
	s.touch(r)
	low, high := place.Sum(s.gather(c.place, r, -1, -1), row.Printed)
	s.lowAfter[r], s.hiAfter[r] = s.lowAfter[r]-low, s.hiAfter[r]-high
	low, high = place.Sum(s.gather(c.place, r, c.out, c.in), row.Printed)
	s.lowAfter[r], s.hiAfter[r] = s.lowAfter[r]+low, s.hiAfter[r]+high
}

// gather lists what the kinds at a place add to a row, after an exchange.
func (s *state) gather(place, r, out, in int) []int {
	s.amounts = s.amounts[:0]
	for _, k := range s.at[place] {
		if k == out {
			out = -1
			continue
		}
		s.amounts = append(s.amounts, s.p.Kinds[k].amount(r))
	}
	if in >= 0 {
		s.amounts = append(s.amounts, s.p.Kinds[in].amount(r))
	}
	return s.amounts
}

// do makes changes and brings sums and cost up to date.
func (s *state) do(changes ...change) {
	s.cost = s.try(changes...)
	s.wish = s.wishAfter
	for _, r := range s.touched {
		s.low[r], s.high[r] = s.lowAfter[r], s.hiAfter[r]
	}
	for _, c := range changes {
		if c.out >= 0 {
			list := s.at[c.place]
			i := slices.Index(list, c.out)
			list[i] = list[len(list)-1]
			s.at[c.place] = list[:len(list)-1]
			s.left[c.out]++
		}
		if c.in >= 0 {
			s.at[c.place] = append(s.at[c.place], c.in)
			s.left[c.in]--
		}
	}
}

// beginAt fills the places as a fractional solution has it, as nearly as whole
// numbers can.
func (s *state) beginAt(columns []Pick, solution []float64) bool {
	for j := range solution {
		pick := columns[j]
		if s.p.Places[pick.Place].Of == 0 {
			for range min(int(solution[j]+0.5), s.left[pick.Kind]) {
				s.do(change{pick.Place, -1, pick.Kind})
			}
		}
	}
	return s.begin()
}

// begin fills the places at random. It reports false where a choice cannot be
// filled from the pool.
func (s *state) begin() bool {
	for place := range s.p.Places {
		if s.p.Places[place].Of > 0 && !s.fill(place) {
			return false
		}
	}
	for place := range s.p.Places {
		if s.p.Places[place].Of > 0 || len(s.pool[place]) == 0 {
			continue
		}
		for misses := 0; misses < 25; misses++ {
			in := s.pool[place][s.rng.Below(len(s.pool[place]))]
			if s.left[in] > 0 && s.try(change{place, -1, in}) < s.cost {
				s.do(change{place, -1, in})
				misses = 0
			}
		}
	}
	return true
}

// fill fills a choice anew with kinds that are alike.
func (s *state) fill(place int) bool {
	for len(s.at[place]) > 0 {
		s.do(change{place, s.at[place][0], -1})
	}
	pool, of := s.pool[place], s.p.Places[place].Of
	for range 20 {
		if len(pool) == 0 {
			return false
		}
		alike := s.p.Kinds[pool[s.rng.Below(len(pool))]].alike(place)
		for range 8 * of {
			in := s.another(place, alike)
			if in >= 0 {
				s.do(change{place, -1, in})
			}
			if len(s.at[place]) == of {
				return true
			}
		}
		for len(s.at[place]) > 0 {
			s.do(change{place, s.at[place][0], -1})
		}
	}
	return false
}

// another draws a kind of the pool that is alike and not used up, or -1.
func (s *state) another(place, alike int) int {
	pool := s.pool[place]
	start := s.rng.Below(len(pool))
	for i := range pool {
		k := pool[(start+i)%len(pool)]
		if s.p.Kinds[k].alike(place) == alike && s.left[k] > 0 {
			return k
		}
	}
	return -1
}

const (
	neighbourhood = 3000 // changes that are all looked at; of more, a sample
	sampled       = 120
)

// improve changes the selection until every row holds, at most so many times,
// and reports whether it came so far.
func (s *state) improve(steps int) bool {
	endings := mostEndings
	for range steps {
		if s.cost == 0 {
			return true
		}
		best, ok := s.best()
		if ok {
			s.do(best...)
			continue
		}
		if endings > 0 && s.missing() <= nearEnd {
			if endings--; s.finish() {
				return true
			}
		}
		if s.rng.Below(4) == 0 {
			s.refill()
		}
		for r := range s.weight { // a local minimum: what is broken becomes dearer
			if d := s.distance(r, s.low[r], s.high[r]); d > 0 && s.p.Rows[r].Soft == 0 {
				s.weight[r] += s.unit[r]
				s.cost += s.unit[r] * d
			}
		}
	}
	return s.cost == 0
}

// refill fills one choice with alternatives that agree on something else.
func (s *state) refill() {
	var choices []int
	for i, place := range s.p.Places {
		if place.Of > 0 {
			choices = append(choices, i)
		}
	}
	if len(choices) > 0 {
		s.fill(choices[s.rng.Below(len(choices))])
	}
}

// polish exchanges questions of a selection that meets every row so that
// wishes are missed by less, until so many exchanges brought nothing.
func (s *state) polish(patience int) {
	best, picks := s.wish, s.picks()
	for idle := 0; idle < patience && best > 0; idle++ {
		changes, ok := s.kinder()
		if !ok {
			break
		}
		if s.do(changes...); s.wish < best {
			best, picks, idle = s.wish, s.picks(), 0
		}
	}
	for place := range s.at {
		for len(s.at[place]) > 0 {
			s.do(change{place, s.at[place][0], -1})
		}
	}
	for _, pick := range picks {
		s.do(change{pick.Place, -1, pick.Kind})
	}
}

// kinder returns the changes that break no row and miss the wishes least; they
// may be as bad as what is there.
func (s *state) kinder() ([]change, bool) {
	var best [2]change
	n, ties, wish := 0, 0, s.wish
	s.look(func(cost, missed int, a, b change) {
		if cost > 0 || missed > wish {
			return
		}
		if missed < wish {
			ties, wish = 0, missed
		}
		if ties++; s.rng.Below(ties) == 0 {
			best, n = [2]change{a, b}, 1
			if b != (change{}) {
				n = 2
			}
		}
	})
	return best[:n], n > 0
}

// best returns the changes that lower the cost most; of those that are equal,
// one that misses the wishes least.
func (s *state) best() ([]change, bool) {
	var best [2]change
	n, ties, cost, wish := 0, 0, s.cost, 0
	s.look(func(c, missed int, a, b change) {
		switch {
		case c > cost || c == cost && n == 0:
			return
		case c < cost || missed < wish:
			ties, cost, wish = 1, c, missed
		case missed > wish:
			return
		default:
			if ties++; s.rng.Below(ties) > 0 {
				return
			}
		}
		best, n = [2]change{a, b}, 1
		if b != (change{}) {
			n = 2
		}
	})
	return best[:n], n > 0
}

// A judge weighs what a selection costs and misses after one change or two; the
// second is the zero change where there is one.
type judge func(cost, wish int, a, b change)

// look shows a judge all changes or, where they are many, a sample.
func (s *state) look(consider judge) {
	s.broken = s.broken[:0]
	for r := range s.low {
		if s.p.Rows[r].Soft == 0 && s.distance(r, s.low[r], s.high[r]) > 0 {
			s.broken = append(s.broken, r)
		}
	}
	size := 0
	for place := range s.at {
		size += (len(s.at[place]) + 1) * (len(s.pool[place]) + 1)
	}
	if size <= neighbourhood {
		s.all(consider)
	} else {
		for range sampled {
			s.sample(consider)
		}
	}
	for range 10 {
		s.between(consider)
	}
}

// all shows every exchange, and every question more or less.
func (s *state) all(consider judge) {
	for place := range s.at {
		if s.p.Places[place].Of > 0 {
			s.allAlternatives(place, consider)
			continue
		}
		for _, in := range s.pool[place] {
			if s.left[in] > 0 {
				cost, wish := s.with(in, place)
				consider(cost, wish, change{place, -1, in}, change{})
			}
		}
		for i, out := range s.at[place] {
			if slices.Index(s.at[place], out) < i {
				continue
			}
			s.lift(out, place, -1)
			consider(s.cost, s.wish, change{place, out, -1}, change{})
			for _, in := range s.pool[place] {
				if in != out && s.left[in] > 0 {
					cost, wish := s.with(in, place)
					consider(cost, wish, change{place, out, in}, change{})
				}
			}
			s.lift(out, place, 1)
		}
	}
}

// allAlternatives shows every exchange at a choice.
func (s *state) allAlternatives(place int, consider judge) {
	for i, out := range s.at[place] {
		if slices.Index(s.at[place], out) < i {
			continue
		}
		for _, in := range s.pool[place] {
			if in != out && s.left[in] > 0 && s.p.Kinds[in].alike(place) == s.p.Kinds[out].alike(place) {
				c := change{place, out, in}
				cost := s.try(c)
				consider(cost, s.wishAfter, c, change{})
			}
		}
	}
}

// with returns the cost, and what wishes miss, with one question more.
func (s *state) with(kind, place int) (cost, wish int) {
	cost, wish = s.cost, s.wish
	for _, c := range s.p.Kinds[kind].Cells {
		row := &s.p.Rows[c.Row]
		if !row.counts(place) {
			continue
		}
		d := s.distance(c.Row, s.low[c.Row]+c.Amount, s.high[c.Row]+c.Amount) - s.distance(c.Row, s.low[c.Row], s.high[c.Row])
		cost += s.weight[c.Row] * d
		wish += row.Soft * d
	}
	return cost, wish
}

// lift takes a question out of the sums for a while, or puts it back.
func (s *state) lift(kind, place, sign int) {
	for _, c := range s.p.Kinds[kind].Cells {
		row := &s.p.Rows[c.Row]
		if !row.counts(place) {
			continue
		}
		before := s.distance(c.Row, s.low[c.Row], s.high[c.Row])
		s.low[c.Row] += sign * c.Amount
		s.high[c.Row] += sign * c.Amount
		d := s.distance(c.Row, s.low[c.Row], s.high[c.Row]) - before
		s.cost += s.weight[c.Row] * d
		s.wish += row.Soft * d
	}
}

// sample shows one change, half of the time one that mends a broken row.
func (s *state) sample(consider judge) {
	place := s.rng.Below(len(s.at))
	in, out := -1, -1
	if len(s.pool[place]) > 0 {
		in = s.pool[place][s.rng.Below(len(s.pool[place]))]
	}
	if i := s.rng.Below(2*len(s.broken) + 1); i < len(s.broken) {
		r := s.broken[i]
		if s.low[r] < s.p.Rows[r].Min && len(s.adding[r]) > 0 {
			pick := s.adding[r][s.rng.Below(len(s.adding[r]))]
			place, in = pick.Place, pick.Kind
		}
	}
	if n := len(s.at[place]); n > 0 && s.rng.Below(5) > 0 {
		out = s.at[place][s.rng.Below(n)]
	}
	if out >= 0 && s.rng.Below(8) == 0 {
		in = -1
	}
	if in >= 0 && s.left[in] == 0 || in == out {
		return
	}
	if s.p.Places[place].Of > 0 && (in < 0 || out < 0 || s.p.Kinds[in].alike(place) != s.p.Kinds[out].alike(place)) {
		return
	}
	if in < 0 && out < 0 {
		return
	}
	c := change{place, out, in}
	cost := s.try(c)
	consider(cost, s.wishAfter, c, change{})
}

// between shows a question that moves to another place, or two that change
// places.
func (s *state) between(consider judge) {
	from := s.rng.Below(len(s.at))
	if len(s.at[from]) == 0 || s.p.Places[from].Of > 0 {
		return
	}
	a := s.at[from][s.rng.Below(len(s.at[from]))]
	places := s.p.Kinds[a].Places
	to := places[s.rng.Below(len(places))]
	if to == from || s.p.Places[to].Of > 0 {
		return
	}
	b := -1
	if n := len(s.at[to]); n > 0 && s.rng.Below(3) > 0 {
		b = s.at[to][s.rng.Below(n)]
		if !slices.Contains(s.p.Kinds[b].Places, from) {
			return
		}
	}
	if b != a {
		x, y := change{from, a, b}, change{to, b, a}
		cost := s.try(x, y)
		consider(cost, s.wishAfter, x, y)
	}
}

// picks returns the selection, by place.
func (s *state) picks() []Pick {
	var picks []Pick
	for place, kinds := range s.at {
		for _, k := range kinds {
			picks = append(picks, Pick{k, place})
		}
	}
	return picks
}
