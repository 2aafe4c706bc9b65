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
	wishes  bool
	tries   int // local searches on each size of pool
}

// Options of a search. The zero value is ready for use.
type Options struct {
	Left   []int       // how many of each kind may be taken; nil for their sizes
	Share  []Pick      // from [Solver.Plan]: what to take first; nil for anything
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
	s.tries = 1
	for r := range p.Rows {
		if p.Rows[r].Soft > 0 {
			s.wishes, s.tries = true, polished
		}
	}
	sizes := make([]int, len(p.Places))
	for k := range p.Kinds {
		for _, place := range p.Kinds[k].Places {
			sizes[place] += p.Kinds[k].Size
		}
	}
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

// polished is how many selections are bettered for wishes, of which the best is
// taken.
const polished = 6

// guided is how many local searches the relaxation guides.
const guided = 8

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
	try := func(pool []Pick, steps int) bool {
		st := newState(p, rng, left, pool)
		filled := st.begin()
		if filled && st.improve(steps) {
			if s.wishes {
				st.polish(60)
				if wanted++; wanted == 1 || st.wish < missed {
					missed, answer = st.wish, Answer{Found: true, Picks: st.picks()}
				}
				return wanted == polished || missed == 0
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
	for _, a := range attempts {
		if stopped() {
			answer.Stopped = true
			return answer
		}
		for range s.tries {
			if try(s.pool(rng, left, a.pool, o.Share), a.steps) {
				return answer
			}
		}
	}
	if answer.Found {
		return answer
	}

	rest := p.with(left)
	if proof := rest.sums(); proof != nil {
		answer.Proof = proof
		return answer
	}
	effort := cmp.Or(o.Effort, DefaultEffort)
	x := newRelaxation(rest, 1, nil)
	costs := func(pick Pick) float64 { return 1 + float64(rng.Below(1000))/250 }
	for _, pick := range s.pool(rng, left, 700, o.Share) {
		x.add(pick, costs(pick))
	}
	x.lp.restart()
	met, ok := x.solve(nil)
	if ok && !met {
		if answer.Proof = certify(x); answer.Proof != nil {
			return answer
		}
	}
	for round := 0; ok && met && round < guided; round++ {
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
		if try(x.cheapest(80+20*round), 250) {
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

// Plan shares out what is left among so many selections that have nothing in
// common, as far as fractions tell: it returns what they take, a pick for each
// question, or nil where there is too little for so many.
func (s *Solver) Plan(left []int, times int) []Pick {
	x := newRelaxation(s.Problem.with(left), times, nil)
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

// cheapest returns the columns of a solved program that are in use and so many
// of those next to it.
func (x *relaxation) cheapest(more int) []Pick {
	solution := x.lp.solution()
	type priced struct {
		pick Pick
		cost float64
	}
	var list []priced
	for j, pick := range x.columns {
		d := x.lp.cost[j]
		for _, e := range x.lp.cols[j] {
			d -= float64(x.lp.y[e.row] * e.value)
		}
		if solution[j] > 1e-7 {
			d = -1e9
		}
		list = append(list, priced{pick, d})
	}
	slices.SortStableFunc(list, func(a, b priced) int { return cmp.Compare(a.cost, b.cost) })
	used := 0
	for used < len(list) && list[used].cost == -1e9 {
		used++
	}
	picks := make([]Pick, min(used+more, len(list)))
	for i := range picks {
		picks[i] = list[i].pick
	}
	return picks
}
