package solve

import (
	"maps"
	"math"
	"slices"
)

// A brancher settles a problem by branch and bound: it divides the selections
// until the relaxation of each part is met by whole numbers or by nothing. What
// it returns as proof has been verified leaf by leaf.
type brancher struct {
	p      *Problem
	effort int // arithmetic left, in multiplications
	nodes  int // left
	stop   func() bool
}

// settle returns a selection within a node, or a proof that there is none, or
// neither where effort ran out. Start has columns that are worth having.
func (b *brancher) settle(n *node, start []Pick) ([]Pick, *Proof) {
	if b.effort <= 0 || b.nodes <= 0 || b.stop != nil && b.stop() {
		return nil, nil
	}
	b.nodes--
	if n.empty(b.p) {
		return nil, &Proof{Weights: map[int]int{}}
	}
	x := newRelaxation(b.p, 1, n)
	x.lp.effort = b.effort
	for _, pick := range start {
		x.add(pick, 0)
	}
	for pick := range n.low {
		x.add(pick, 0)
	}
	if r := x.crossed(); r >= 0 {
		return nil, &Proof{Weights: map[int]int{r: 1}}
	}
	x.lp.restart()
	met, ok := x.solve(nil)
	b.effort -= x.lp.work
	if !ok {
		return nil, nil
	}
	if !met {
		return nil, certify(x)
	}
	solution := x.lp.solution()
	if place, found := b.mixed(x, solution); found {
		return b.choose(n, place, x.columns)
	}
	if j := b.fractional(x, solution); j >= 0 {
		return b.divide(n, x.columns[j], int(math.Floor(solution[j])), solution[j], x.columns)
	}
	picks := whole(x, solution)
	rows, unfit := b.p.Broken(picks)
	if len(rows) == 0 && !unfit {
		return picks, nil
	}
	if pick, at, found := b.open(x, solution); found {
		return b.divide(n, pick, at, float64(at), x.columns)
	}
	return nil, nil
}

// mixed returns a choice whose alternatives do not agree in a solution.
func (b *brancher) mixed(x *relaxation, solution []float64) (place int, found bool) {
	alike := map[int]int{}
	place = len(b.p.Places)
	for j, pick := range x.columns {
		if solution[j] < 1e-6 || b.p.Places[pick.Place].Of == 0 {
			continue
		}
		first, seen := alike[pick.Place]
		if seen && first != b.p.Kinds[pick.Kind].alike(pick.Place) {
			place, found = min(place, pick.Place), true
		}
		alike[pick.Place] = b.p.Kinds[pick.Kind].alike(pick.Place)
	}
	return place, found
}

// choose goes through all that the alternatives of a choice can agree on.
func (b *brancher) choose(n *node, place int, start []Pick) ([]Pick, *Proof) {
	var values []int
	for k := range b.p.Kinds {
		if kind := &b.p.Kinds[k]; kind.Size > 0 && slices.Contains(kind.Places, place) {
			values = append(values, kind.alike(place))
		}
	}
	slices.Sort(values)
	proof := &Proof{Choice: &place, Alike: map[int]*Proof{}}
	for _, alike := range slices.Compact(values) {
		child := &node{n.low, n.high, maps.Clone(n.alike)}
		if child.alike == nil {
			child.alike = map[int]int{}
		}
		child.alike[place] = alike
		picks, part := b.settle(child, start)
		if part == nil {
			return picks, nil
		}
		proof.Alike[alike] = part
	}
	return nil, proof
}

// fractional returns the column that is furthest from a whole number, those of
// choices before others; -1 if all are whole.
func (b *brancher) fractional(x *relaxation, solution []float64) int {
	best, far := -1, 1e-6
	for j, v := range solution {
		d := math.Abs(v - math.Round(v))
		if d > 1e-6 && b.p.Places[x.columns[j].Place].Of > 0 {
			d++
		}
		if d > far {
			best, far = j, d
		}
	}
	return best
}

// divide divides by the number of a kind in a place, the nearer part first.
func (b *brancher) divide(n *node, pick Pick, at int, value float64, start []Pick) ([]Pick, *Proof) {
	below := &node{n.low, maps.Clone(n.high), n.alike}
	above := &node{maps.Clone(n.low), n.high, n.alike}
	if below.high == nil {
		below.high = map[Pick]int{}
	}
	if above.low == nil {
		above.low = map[Pick]int{}
	}
	below.high[pick], above.low[pick] = at, at+1
	proof := &Proof{Split: &Split{pick, at}}
	var picks []Pick
	sides := []func() bool{
		func() bool { picks, proof.Below = b.settle(below, start); return proof.Below != nil },
		func() bool { picks, proof.Above = b.settle(above, start); return proof.Above != nil },
	}
	if value-float64(at) > 0.5 {
		slices.Reverse(sides)
	}
	for _, side := range sides {
		if !side() {
			return picks, nil
		}
	}
	return nil, proof
}

// open returns a column of a choice that is not settled yet, where whole
// numbers meet the mean of choices but not their least or most.
func (b *brancher) open(x *relaxation, solution []float64) (pick Pick, at int, found bool) {
	for j, c := range x.columns {
		if b.p.Places[c.Place].Of == 0 {
			continue
		}
		low, high := x.node.bounds(b.p, 1, c)
		v := int(math.Round(solution[j]))
		switch {
		case low >= high:
		case v > low: // first what stands there: without one, or with all of them
			return c, v - 1, true
		case !found && v < high:
			pick, at, found = c, v, true
		}
	}
	return pick, at, found
}

func whole(x *relaxation, solution []float64) []Pick {
	var picks []Pick
	for j, pick := range x.columns {
		for range int(math.Round(solution[j])) {
			picks = append(picks, pick)
		}
	}
	return picks
}

// certify rounds the multipliers of an unmet program to a proof that exact
// arithmetic accepts; nil if none of the roundings does.
func certify(x *relaxation) *Proof {
	v := verifier{p: x.problem, times: x.times, scale: x.scale, low: map[Pick]int{}, high: map[Pick]int{}, alike: map[int]int{}}
	if x.node != nil {
		v.low, v.high, v.alike = x.node.low, x.node.high, x.node.alike
	}
	y := x.multipliers()
	most, least := 0.0, math.Inf(1)
	for _, w := range y {
		most = max(most, math.Abs(w))
	}
	for _, w := range y {
		if a := math.Abs(w); a > most*1e-7 {
			least = min(least, a)
		}
	}
	if most == 0 { // no row is needed: the branch itself asks for too much
		if v.leaf(nil) == nil {
			return &Proof{Weights: map[int]int{}}
		}
		return nil
	}
	for _, unit := range []float64{least, least / 2, least / 3, least / 6, least / 60, most / 1e5, most / 1e7, most / 1e9} {
		weights := map[int]int{}
		for r, w := range y {
			if rounded := int(math.Round(w / unit)); rounded != 0 && math.Abs(w/unit) < 1e12 {
				weights[r] = rounded
			}
		}
		if v.leaf(weights) == nil {
			return &Proof{Weights: weights}
		}
	}
	return nil
}

// sums looks for a row that no sum of what there is can meet.
func (p *Problem) sums() *Proof {
	for r := range p.Rows {
		if p.Rows[r].Soft > 0 || p.Rows[r].Min == NoMin || p.Rows[r].Max == NoMax {
			continue
		}
		proof := &Proof{Weights: map[int]int{r: 1}}
		if p.Verify(proof, 1) == nil {
			return proof
		}
	}
	return nil
}
