package solve

import (
	"cmp"
	"math"
	"slices"
)

// Solver finds selections for one problem.
type Solver struct {
	Problem *Problem
	// tickets has a kind for every question that may stand in a place, so that
	// a draw takes each question equally often; adding those that add to a row
	// that asks for some.
	tickets [][]int32
	adding  [][]Pick
	wishes  bool     // some rows are
	salt    []uint64 // of each row that is exact, a multiplier for hashes; 0 for others
	tight   bool     // local search alone has failed before
	unit    []int    // of each row, what a broken one weighs, so that rows of all kinds of amounts weigh the same
}

// Options of a search. The zero value is ready for use.
type Options struct {
	Left   []int       // how many of each kind may be taken; nil for their sizes
	Share  []Pick      // from [Solver.Plan]: what to take first; nil for anything
	Guided bool        // begin with the relaxation, as is best where little fits
	Effort int         // multiplications spent on what local search does not find; 0 for DefaultEffort
	Stop   func() bool // ends the search early, with what it has; nil for never
}

// DefaultEffort takes a second or two.
const DefaultEffort = 1_000_000_000

// Answer is what a search came to: a selection, or a proof that there is none,
// or neither.
type Answer struct {
	Found   bool
	Picks   []Pick // by place; where nothing was found, the closest selection
	Proof   *Proof // that there is no selection
	Stopped bool   // the search was told to end
}

// New prepares a problem. The solver keeps it; it must not change.
func New(p *Problem) *Solver {
	s := &Solver{Problem: p, tickets: make([][]int32, len(p.Places)), adding: make([][]Pick, len(p.Rows))}
	for r := range p.Rows {
		if p.Rows[r].Soft > 0 {
			s.wishes = true
		}
	}
	sizes := make([]int, len(p.Places))
	for k := range p.Kinds {
		for _, place := range p.Kinds[k].Places {
			sizes[place] += p.Kinds[k].Size
		}
	}
	s.unit, s.salt = p.units(), p.salts()
	for place, n := range sizes {
		s.tickets[place] = make([]int32, 0, n)
	}
	for k := range p.Kinds {
		kind := &p.Kinds[k]
		if kind.Size == 0 {
			continue
		}
		for _, place := range kind.Places {
			for range kind.Size {
				s.tickets[place] = append(s.tickets[place], int32(k))
			}
			for _, c := range kind.Cells {
				if row := &p.Rows[c.Row]; row.Min > 0 && c.Amount > 0 && row.To == 0 && !row.Lazy {
					s.adding[c.Row] = append(s.adding[c.Row], Pick{k, place})
				}
			}
		}
	}
	return s
}

// attempts are the sizes of the pools of the first local searches, and the
// changes that each may make.
var attempts = []struct{ pool, steps int }{{200, 150}, {400, 250}, {1000, 400}}

// manyRows is when each local search takes so long that fewer are made.
const manyRows = 1000

// polished is how many selections are bettered for wishes, of which the best is
// taken.
const polished = 5

// fewKinds is when a problem is small enough for four times as many.
const fewKinds = 400

// guidedEffort is what the relaxation may take besides, which guides local
// searches and costs little for each.
const guidedEffort = 200_000_000

// guided is how many local searches the relaxation guides.
const guided = 40

// Find looks for a selection.
func (s *Solver) Find(rng Source, o Options) Answer {
	p := s.Problem
	left := o.Left
	if left == nil {
		left = sizes(p)
	}
	var answer Answer
	closest := -1
	missed, wanted := 0, 0
	try := func(pool []Pick, steps int, solution []float64) bool {
		st := newState(p, rng, left, s.unit, s.salt, pool)
		filled := st.beginAt(pool, solution)
		if filled && st.improve(steps) {
			if s.wishes {
				st.polish(60)
				if wanted++; wanted == 1 || st.wish < missed {
					missed, answer = st.wish, Answer{Found: true, Picks: st.picks()}
				}
				return missed == 0
			}
			answer = Answer{Found: true, Picks: st.picks()}
			return true
		}
		if answer.Found {
			return false
		}
		if missed := st.missed(); filled && (closest < 0 || missed < closest) {
			closest, answer.Picks = missed, st.picks()
		}
		return false
	}
	stopped := func() bool { return o.Stop != nil && o.Stop() }
	for i, a := range attempts {
		if i > 0 && s.tight || o.Guided {
			break
		}
		if stopped() {
			answer.Stopped = true
			return answer
		}
		if try(s.pool(rng, left, a.pool, o.Share), a.steps, nil) {
			return answer
		}
	}

	rest := p.with(left)
	if !s.tight { // sums that cannot be reached were looked for when this was first found hard
		if proof := rest.sums(); proof != nil {
			answer.Proof = proof
			return answer
		}
	}
	s.tight = true
	effort := cmp.Or(o.Effort, DefaultEffort)
	x := newRelaxation(rest, 1, nil)
	x.lp.effort = effort/2 + guidedEffort
	costs := func(pick Pick) float64 { return s.wished(pick) + 1 + float64(rng.Below(1000))/250 }
	for _, pick := range s.pool(rng, left, 700, o.Share) {
		x.add(pick, costs(pick))
	}
	x.lp.restart()
	enough := polished
	if len(p.Kinds) < fewKinds {
		enough *= 4
	}
	var pricing func(Pick) float64
	if s.wishes {
		pricing = s.wished // the best columns may lie outside of the pool
	}
	met, ok := x.solve(pricing)
	if ok && !met {
		if answer.Proof = certify(x); answer.Proof != nil {
			return answer
		}
	}
	if ok && met && s.wishes { // whole numbers may take what fractions do not
		x.enterBelow(dear, false, s.wished, func(pick Pick) bool { return s.wished(pick) >= wished })
	}
	rounds := guided
	if len(p.Rows) > manyRows {
		rounds /= 4
	}
	for round := 0; ok && met && round < rounds && wanted < enough; round++ {
		if stopped() {
			answer.Stopped = true
			return answer
		}
		for j, pick := range x.columns {
			x.lp.cost[j] = costs(pick)
		}
		if met, ok = x.lp.solve(); !ok || !met {
			break
		}
		pool, solution := x.cheapest(60 + 15*(round%6))
		if try(pool, 150, solution) {
			return answer
		}
	}
	if answer.Found {
		return answer
	}
	effort -= x.lp.work
	b := &brancher{p: rest, effort: effort, nodes: 20_000, stop: o.Stop}
	picks, proof := b.settle(&node{}, x.columns)
	switch {
	case picks != nil:
		return Answer{Found: true, Picks: byPlace(picks)}
	case proof != nil:
		answer.Proof = proof
	default:
		answer.Stopped = stopped()
	}
	return answer
}

func byPlace(picks []Pick) []Pick {
	slices.SortStableFunc(picks, func(a, b Pick) int { return cmp.Compare(a.Place, b.Place) })
	return picks
}

func sizes(p *Problem) []int {
	left := make([]int, len(p.Kinds))
	for k := range left {
		left[k] = p.Kinds[k].Size
	}
	return left
}

// with returns the problem with other sizes of its kinds.
func (p *Problem) with(left []int) *Problem {
	other := &Problem{Places: p.Places, Rows: p.Rows, Kinds: slices.Clone(p.Kinds)}
	for k := range other.Kinds {
		other.Kinds[k].Size = left[k]
	}
	return other
}

// units returns what a row's distance is multiplied by: the inverse of what
// questions add to it, in 65536ths.
func (p *Problem) units() []int {
	sum, n := make([]int, len(p.Rows)), make([]int, len(p.Rows))
	for k := range p.Kinds {
		for _, c := range p.Kinds[k].Cells {
			sum[c.Row] += abs(c.Amount)
			n[c.Row]++
		}
	}
	for r := range sum {
		sum[r] = max(1, 65536*n[r]/max(1, sum[r]))
	}
	return sum
}

// wished is what a column costs by the wishes: those that bound a sum from
// above make what adds to it dear, those from below cheap.
func (s *Solver) wished(pick Pick) float64 {
	if !s.wishes {
		return 0
	}
	cost := 0.0
	for _, c := range s.Problem.Kinds[pick.Kind].Cells {
		row := &s.Problem.Rows[c.Row]
		if row.Soft == 0 || !row.counts(pick.Place) {
			continue
		}
		if row.Min == NoMin {
			cost += float64(wished * row.Soft * c.Amount)
		}
		if row.Max == NoMax {
			cost -= float64(wished * row.Soft * c.Amount)
		}
	}
	return cost
}

// Prove looks for a proof alone that there is no selection, or comes upon one.
func (s *Solver) Prove(rng Source, o Options) Answer {
	p := s.Problem
	if proof := p.sums(); proof != nil {
		return Answer{Proof: proof}
	}
	x := newRelaxation(p, 1, nil)
	x.lp.effort = cmp.Or(o.Effort, DefaultEffort) / 2
	for _, pick := range s.pool(rng, sizes(p), 400, nil) {
		x.add(pick, 0)
	}
	x.lp.restart()
	if met, ok := x.solve(nil); ok && !met {
		if proof := certify(x); proof != nil {
			return Answer{Proof: proof}
		}
	}
	return s.Find(rng, o)
}

// ProveMany looks for a proof that there are no times selections that have
// nothing in common.
func (s *Solver) ProveMany(times int) *Proof {
	x := newRelaxation(s.Problem, times, nil)
	x.lp.effort = DefaultEffort
	if met, ok := x.solve(nil); ok && !met {
		return certify(x)
	}
	return nil
}

// Range bounds a sum over what is chosen: no selection has less than low or more
// than high of it. Amount is what one question of a kind adds at a place; where
// candidates choose, the mean of what they can choose counts. It reports false
// where there is no selection, or where that is not known.
func (s *Solver) Range(amount func(Pick) int) (low, high int, ok bool) {
	ends := [2]float64{}
	for i, sign := range []float64{1, -1} {
		x := newRelaxation(s.Problem, 1, nil)
		x.lp.effort = DefaultEffort / 10
		cost := func(pick Pick) float64 {
			v := float64(amount(pick))
			if place := s.Problem.Places[pick.Place]; place.Of > 0 {
				v = float64(v*float64(place.Any)) / float64(place.Of)
			}
			return float64(sign * v)
		}
		met, fine := x.solve(cost)
		if !met || !fine {
			return 0, 0, false
		}
		sum := 0.0
		for j, v := range x.lp.solution() {
			sum += float64(x.lp.cost[j] * v)
		}
		ends[i] = sum
	}
	return int(math.Ceil(ends[0] - 1e-6)), int(math.Floor(-ends[1] + 1e-6)), true
}

// Plan shares out what is left among so many selections that have nothing in
// common, as far as fractions tell: it returns what they take, a pick for each
// question, or nil where there is too little for so many.
func (s *Solver) Plan(left []int, times int) []Pick {
	x := newRelaxation(s.Problem.with(left), times, nil)
	x.lp.effort = DefaultEffort / 10
	met, ok := x.solve(nil)
	if !ok || !met {
		return nil
	}
	var share []Pick
	for j, v := range x.lp.solution() {
		for range int(math.Ceil(v - 1e-6)) {
			share = append(share, x.columns[j])
		}
	}
	return share
}

// pool draws kinds for a local search, about so many in all: some for every
// place, and some for every row that asks for any. Where a share is given, most
// come of that.
func (s *Solver) pool(rng Source, left []int, size int, share []Pick) []Pick {
	seen := map[Pick]bool{}
	var pool []Pick
	take := func(pick Pick) {
		if left[pick.Kind] > 0 && !seen[pick] {
			seen[pick] = true
			pool = append(pool, pick)
		}
	}
	if share != nil {
		for range min(3*size, 3*len(share)) {
			take(share[rng.Below(len(share))])
		}
		size /= 4
	}
	for place, tickets := range s.tickets {
		n := size/len(s.tickets) + 20
		if n >= len(tickets) {
			for _, k := range tickets {
				take(Pick{int(k), place})
			}
			continue
		}
		for range n {
			take(Pick{int(tickets[rng.Below(len(tickets))]), place})
		}
	}
	for _, picks := range s.adding {
		if len(picks) > 0 {
			for range min(size/40+2, 4*len(picks)) {
				take(picks[rng.Below(len(picks))])
			}
		}
	}
	return pool
}

// missed is the sum of all distances from the bounds, unweighted.
func (s *state) missed() int {
	sum := 0
	for r := range s.low {
		sum += s.distance(r, s.low[r], s.high[r])
	}
	return sum
}

// wished is what it costs to miss a wish by one, beside which the costs that make
// selections differ are small.
const wished = 1000

// dear is a reduced cost that only wishes come to: what misses them by nearly a
// unit more, where others would do, is not worth trying.
const dear = 900

// cheapest returns the columns of a solved program that are in use and so many
// of those next to it.
func (x *relaxation) cheapest(more int) (picks []Pick, values []float64) {
	solution := x.lp.solution()
	type priced struct {
		pick        Pick
		cost, value float64
	}
	var list []priced
	for j, pick := range x.columns {
		d := x.lp.cost[j]
		for _, e := range x.lp.cols[j] {
			d -= float64(x.lp.y[e.row] * e.value)
		}
		if solution[j] > 1e-7 {
			d = -1e9
		} else if d > dear {
			continue
		}
		list = append(list, priced{pick, d, solution[j]})
	}
	slices.SortStableFunc(list, func(a, b priced) int { return cmp.Compare(a.cost, b.cost) })
	used := 0
	for used < len(list) && list[used].cost == -1e9 {
		used++
	}
	for i, c := range list {
		if i < used+more || c.cost > wished/4 && len(picks) < used+2*more { // the latter for wishes
			picks, values = append(picks, c.pick), append(values, c.value)
		}
	}
	return picks, values
}
