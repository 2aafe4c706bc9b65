package solve

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// Proof shows that a problem cannot be met. It is a tree: a node without
// branches shows by arithmetic on a weighted sum of rows that its part of the
// selections is empty; one with branches divides its part among them.
type Proof struct {
	// Weights of rows, by row: the sum of weighted rows is, for every selection
	// that meets them, at least what their bounds say (a positive weight takes
	// the least, a negative one the most) and at most what the kinds can add.
	// Without branches these exclude each other, or no sum lies between them.
	Weights map[int]int

	// Split divides by the number of a kind in a place: at most At, and more.
	Split        *Split
	Below, Above *Proof

	// Choice divides by what the alternatives at a place agree on.
	Choice *int
	Alike  map[int]*Proof
}

// Split is a kind in a place and a number.
type Split struct {
	Pick
	At int
}

// Rows returns the rows that a proof rests on, ascending.
func (proof *Proof) Rows() []int {
	seen := map[int]bool{}
	proof.walk(func(p *Proof) {
		for r := range p.Weights {
			seen[r] = true
		}
	})
	var rows []int
	for r := range seen {
		rows = append(rows, r)
	}
	slices.Sort(rows)
	return rows
}

func (proof *Proof) walk(visit func(*Proof)) {
	visit(proof)
	if proof.Split != nil {
		proof.Below.walk(visit)
		proof.Above.walk(visit)
	}
	for _, part := range proof.Alike {
		part.walk(visit)
	}
}

// Verify checks a proof that no times selections exist that share no question,
// in exact arithmetic. It shares nothing with the search but the problem's
// definition.
func (p *Problem) Verify(proof *Proof, times int) error {
	v := verifier{p: p, times: times, low: map[Pick]int{}, high: map[Pick]int{}, alike: map[int]int{}}
	v.scale = 1
	for _, place := range p.Places {
		if place.Of > 0 {
			v.scale *= place.Of / int(new(big.Int).GCD(nil, nil, big.NewInt(int64(v.scale)), big.NewInt(int64(place.Of))).Int64())
		}
	}
	return v.check(proof)
}

type verifier struct {
	p         *Problem
	times     int
	scale     int
	low, high map[Pick]int
	alike     map[int]int
}

var errNoContradiction = errors.New("a part of the proof contradicts nothing")

func (v *verifier) check(proof *Proof) error {
	switch {
	case proof == nil:
		return errors.New("a part of the proof is missing")
	case proof.Split != nil:
		return v.split(proof)
	case proof.Choice != nil:
		return v.choice(proof)
	}
	return v.leaf(proof.Weights)
}

func (v *verifier) split(proof *Proof) error {
	pick := proof.Split.Pick
	if v.times != 1 {
		return errors.New("a proof for several selections has branches")
	}
	oldLow, hadLow := v.low[pick]
	oldHigh, hadHigh := v.high[pick]
	if !hadHigh || proof.Split.At < oldHigh {
		v.high[pick] = proof.Split.At
	}
	if err := v.check(proof.Below); err != nil {
		return err
	}
	delete(v.high, pick)
	if hadHigh {
		v.high[pick] = oldHigh
	}
	v.low[pick] = max(oldLow, proof.Split.At+1)
	if err := v.check(proof.Above); err != nil {
		return err
	}
	delete(v.low, pick)
	if hadLow {
		v.low[pick] = oldLow
	}
	return nil
}

func (v *verifier) choice(proof *Proof) error {
	place := *proof.Choice
	if _, ok := v.alike[place]; ok || v.p.Places[place].Of == 0 || v.times != 1 {
		return errors.New("a proof divides a place that is no open choice")
	}
	for k := range v.p.Kinds {
		kind := &v.p.Kinds[k]
		if i := slices.Index(kind.Places, place); i >= 0 && kind.Size > 0 && proof.Alike[v.agree(kind, i)] == nil {
			return fmt.Errorf("a proof leaves out alternatives that agree on %d", v.agree(kind, i))
		}
	}
	for alike, part := range proof.Alike {
		v.alike[place] = alike
		if err := v.check(part); err != nil {
			return err
		}
	}
	delete(v.alike, place)
	return nil
}

// agree returns what a kind agrees on with others at the i-th of its places.
func (v *verifier) agree(kind *Kind, i int) int {
	if len(kind.Alike) == 0 {
		return 0
	}
	return kind.Alike[i]
}

// within reports whether a place counts for a row.
func within(row *Row, place int) bool { return row.To <= 0 || row.From <= place && place < row.To }

// leaf checks that the weighted sum of rows cannot be.
func (v *verifier) leaf(weights map[int]int) error {
	least, most := new(big.Int), new(big.Int)
	steps, fits := v.steps(weights)
	if !fits {
		return errors.New("the amounts of a proof are too large")
	}
	// What the bounds of the rows ask for.
	for r, w := range weights {
		bound := v.p.Rows[r].Min
		if w < 0 {
			bound = v.p.Rows[r].Max
		}
		if w == 0 {
			continue
		}
		if bound == NoMin || bound == NoMax {
			return fmt.Errorf("row %d has no bound on the side that a proof uses", r)
		}
		if v.p.Rows[r].Soft != 0 {
			return fmt.Errorf("row %d is a wish", r)
		}
		asked := new(big.Int).Mul(big.NewInt(int64(bound)), big.NewInt(int64(v.scale*v.times)))
		asked.Add(asked, big.NewInt(int64(v.correction(r, w > 0))))
		least.Add(least, asked.Mul(asked, big.NewInt(int64(w))))
	}
	// What the kinds can add.
	for _, s := range steps {
		if s.most == nil {
			return nil // the branch asks for more of a kind than there is
		}
		most.Add(most, s.most)
	}
	if most.Cmp(least) < 0 {
		return nil
	}
	if v.unreachable(weights, steps, least) {
		return nil
	}
	return errNoContradiction
}

// correction returns what the mean of settled choices lies off their least
// (above) or their most (below), for a row.
func (v *verifier) correction(r int, least bool) int {
	row := &v.p.Rows[r]
	sum := 0
	for place := range v.p.Places {
		of, any := v.p.Places[place].Of, v.p.Places[place].Any
		if of == 0 || row.Printed || !within(row, place) || v.times != 1 {
			continue
		}
		var amounts []int
		for pick, n := range v.low {
			if pick.Place == place {
				for range n {
					amounts = append(amounts, v.amount(pick.Kind, r))
				}
			}
		}
		if len(amounts) != of {
			continue
		}
		slices.Sort(amounts)
		if !least {
			slices.Reverse(amounts)
		}
		for i, a := range amounts {
			sum += a * (v.scale / of * any)
			if i < any {
				sum -= a * v.scale
			}
		}
	}
	return sum
}

func (v *verifier) amount(kind, row int) int {
	for _, c := range v.p.Kinds[kind].Cells {
		if c.Row == row {
			return c.Amount
		}
	}
	return 0
}

// A step is what a kind can add to a weighted sum.
type step struct {
	each []int // what one adds at each of its places
	free []int // how many may stand there beyond those that must
	size int   // how many may stand anywhere beyond those that must
	base int   // what those that must stand add
	most *big.Int
}

// steps computes what each kind can add; fits is false where a number is too
// large to compute with.
func (v *verifier) steps(weights map[int]int) (list []step, fits bool) {
	const limit = 1 << 40
	weight := make([]int, len(v.p.Rows))
	for r, w := range weights {
		weight[r] = w
	}
	for k := range v.p.Kinds {
		kind := &v.p.Kinds[k]
		s := step{size: kind.Size}
		touched := false
		for i, place := range kind.Places {
			sum := 0
			for _, c := range kind.Cells {
				w := weight[c.Row]
				row := &v.p.Rows[c.Row]
				if w == 0 || !within(row, place) {
					continue
				}
				f := v.scale
				if p := v.p.Places[place]; p.Of > 0 && !row.Printed {
					f = v.scale / p.Of * p.Any
				}
				if abs(w) > limit/(abs(c.Amount)*f+1) {
					return nil, false
				}
				sum += w * c.Amount * f
			}
			pick := Pick{k, place}
			low, high := v.low[pick], kind.Size
			if of := v.p.Places[place].Of; of > 0 {
				high = min(high, of*v.times)
			}
			if h, ok := v.high[pick]; ok {
				high = min(high, h)
			}
			if alike, ok := v.alike[place]; ok && alike != v.agree(kind, i) {
				high = 0
			}
			touched = touched || sum != 0 || low > 0
			s.each, s.free = append(s.each, sum), append(s.free, high-low)
			s.size -= low
			s.base += low * sum
		}
		if touched {
			s.fill()
			list = append(list, s)
		}
	}
	return list, true
}

// fill computes the most that a kind adds: its best places first.
func (s *step) fill() {
	if s.size < 0 || slices.ContainsFunc(s.free, func(n int) bool { return n < 0 }) {
		return
	}
	s.most = big.NewInt(int64(s.base))
	order := make([]int, len(s.each))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return s.each[b] - s.each[a] })
	left := s.size
	for _, i := range order {
		if n := min(left, s.free[i]); n > 0 && s.each[i] > 0 {
			s.most.Add(s.most, new(big.Int).Mul(big.NewInt(int64(n)), big.NewInt(int64(s.each[i]))))
			left -= n
		}
	}
}

// reach bounds the sums that are tried one by one.
const reach = 1 << 18

// unreachable reports whether no sum that the kinds can come to lies between
// the bounds of the only row of the proof: the marks of questions are multiples
// of two, say, and an odd sum is asked for.
func (v *verifier) unreachable(weights map[int]int, steps []step, least *big.Int) bool {
	if len(weights) != 1 || v.times != 1 {
		return false
	}
	for r, w := range weights {
		row := &v.p.Rows[r]
		if w < 0 || row.Min == NoMin || row.Max == NoMax {
			return false
		}
		top := (row.Max*v.scale + v.correction(r, false)) * w
		if least.Cmp(big.NewInt(int64(top))) > 0 {
			return true // the bounds exclude each other
		}
		if !least.IsInt64() || least.Int64() < 0 || top >= reach {
			return false
		}
		bottom := int(least.Int64())
		sums := make([]bool, max(top+1, 1))
		start := 0
		for _, s := range steps {
			start += s.base
			if slices.ContainsFunc(s.each, func(a int) bool { return a < 0 }) {
				return false
			}
		}
		if start > top {
			return true
		}
		if start < 0 {
			return false
		}
		sums[start] = true
		for _, s := range steps {
			s.extend(sums)
		}
		for sum := max(bottom, 0); sum <= top; sum++ {
			if sums[sum] {
				return false
			}
		}
	}
	return true
}

// extend adds to the sums that are reachable those that a kind makes so.
func (s *step) extend(sums []bool) {
	adds := slices.Clone(s.each)
	slices.Sort(adds)
	adds = slices.Compact(adds)
	if len(adds) > 0 && adds[0] == 0 {
		adds = adds[1:]
	}
	switch len(adds) {
	case 0:
		return
	case 1:
		// used[v]: how many of the kind the cheapest way to v takes.
		used := make([]int, len(sums))
		for v := range sums {
			if sums[v] {
				continue
			}
			used[v] = s.size + 1
			if w := v - adds[0]; w >= 0 && used[w] < s.size {
				used[v] = used[w] + 1
				sums[v] = true
			}
		}
		return
	}
	for range min(s.size, len(sums)) { // each of them at one of its places
		grown := false
		for v := len(sums) - 1; v >= 0; v-- {
			if sums[v] {
				continue
			}
			for _, a := range adds {
				if v >= a && sums[v-a] {
					sums[v], grown = true, true
					break
				}
			}
		}
		if !grown {
			return
		}
	}
}

func abs(v int) int {
	if v < 0 {
		return -v
	}
	return v
}
