package solve

import (
	"cmp"
	"math"
	"slices"
)

// A relaxation is the linear program of a problem: how many of each kind stand
// in each place, fractions allowed. Where candidates choose, a choice counts
// with its mean, which lies between the least and the most: what the relaxation
// cannot meet, no selection can. Columns enter it as they are needed.
type relaxation struct {
	problem *Problem
	times   int     // selections that share no question but of unlimited kinds; bounds count so often
	scale   int     // makes the factors whole numbers
	factor  [][]int // of a row and a place: what an amount there counts
	norm    []float64
	lp      *program
	columns []Pick
	column  map[Pick]int
	row     []int       // of the program, for each row of the problem; -1 if it is lazy and not in it
	share   map[int]int // the row of the program that keeps a kind within its size
	node    *node
}

// A node is a part of all selections: bounds on the number of a kind in a
// place, and what the alternatives of a choice agree on.
type node struct {
	low, high map[Pick]int
	alike     map[int]int
}

func (n *node) bounds(p *Problem, times int, pick Pick) (low, high int) {
	k := &p.Kinds[pick.Kind]
	high = k.Size
	if of := p.Places[pick.Place].Of; of > 0 {
		high = min(high, of*times)
	}
	if n == nil {
		return 0, high
	}
	if alike, ok := n.alike[pick.Place]; ok && alike != k.alike(pick.Place) {
		high = 0
	}
	if h, ok := n.high[pick]; ok {
		high = min(high, h)
	}
	return n.low[pick], high
}

// empty reports whether a node asks for more of a kind than it allows.
func (n *node) empty(p *Problem) bool {
	asked := map[int]int{}
	for pick := range n.low {
		low, high := n.bounds(p, 1, pick)
		asked[pick.Kind] += low
		if low > high || asked[pick.Kind] > p.Kinds[pick.Kind].Size {
			return true
		}
	}
	return false
}

// factors returns the scale of a problem's relaxation and what an amount counts
// in each row and place.
func (p *Problem) factors() (scale int, factor [][]int) {
	scale = 1
	for _, place := range p.Places {
		if place.Of > 0 {
			scale = scale / gcd(scale, place.Of) * place.Of
		}
	}
	factor = make([][]int, len(p.Rows))
	for r := range p.Rows {
		factor[r] = make([]int, len(p.Places))
		for i, place := range p.Places {
			switch {
			case !p.Rows[r].counts(i):
			case place.Of > 0 && !p.Rows[r].Printed:
				factor[r][i] = scale / place.Of * place.Any
			default:
				factor[r][i] = scale
			}
		}
	}
	return scale, factor
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func newRelaxation(p *Problem, times int, n *node) *relaxation {
	x := &relaxation{problem: p, times: times, column: map[Pick]int{}, share: map[int]int{}, node: n}
	x.scale, x.factor = p.factors()
	x.norm = make([]float64, len(p.Rows))
	for k := range p.Kinds {
		for _, c := range p.Kinds[k].Cells {
			x.norm[c.Row] = max(x.norm[c.Row], math.Abs(float64(c.Amount)))
		}
	}
	var low, high []float64
	x.row = make([]int, len(p.Rows))
	for r := range p.Rows {
		x.norm[r] = float64(max(x.norm[r], 1) * float64(x.scale))
		x.row[r] = -1
		if !p.Rows[r].Lazy && p.Rows[r].Soft == 0 {
			x.row[r] = len(low)
			l, h := x.ends(r)
			low, high = append(low, l), append(high, h)
		}
	}
	x.lp = newProgram(low, high)
	return x
}

// ends returns the bounds of a row in the program. Where a choice is settled
// by the node, its least and most take the place of its mean.
func (x *relaxation) ends(r int) (low, high float64) {
	row := &x.problem.Rows[r]
	low, high = math.Inf(-1), math.Inf(1)
	below, above := x.problem.spread(x.node, r, x.scale, x.factor[r])
	if row.Min != NoMin {
		low = float64(row.Min*x.times*x.scale+below) / x.norm[r]
	}
	if row.Max != NoMax {
		high = float64(row.Max*x.times*x.scale-above) / x.norm[r]
	}
	return low, high
}

// crossed returns a row whose bounds exclude each other, or -1. Settled choices
// bring that about, when their least and most lie further apart than the bounds.
func (x *relaxation) crossed() int {
	for r := range x.problem.Rows {
		if x.problem.Rows[r].Soft > 0 {
			continue
		}
		if low, high := x.ends(r); low > high+feasible {
			return r
		}
	}
	return -1
}

// spread returns by how much the mean of the choices that a node has settled
// lies above their least, and below their most, in a row.
func (p *Problem) spread(n *node, r, scale int, factor []int) (below, above int) {
	if n == nil {
		return 0, 0
	}
	for place, settled := range n.settled(p) {
		if factor[place] == 0 || p.Rows[r].Printed {
			continue
		}
		var amounts []int
		mean := 0
		for _, pick := range settled {
			a := p.Kinds[pick.Kind].amount(r)
			amounts = append(amounts, a)
			mean += a * factor[place]
		}
		low, high := p.Places[place].Sum(amounts, false)
		below += mean - low*scale
		above += high*scale - mean
	}
	return below, above
}

// settled returns the choices that a node leaves no freedom, with what stands
// there.
func (n *node) settled(p *Problem) map[int][]Pick {
	settled := map[int][]Pick{}
	for pick, low := range n.low {
		if p.Places[pick.Place].Of > 0 {
			for range low {
				settled[pick.Place] = append(settled[pick.Place], pick)
			}
		}
	}
	for place, picks := range settled {
		if len(picks) != p.Places[place].Of {
			delete(settled, place)
		}
	}
	return settled
}

// add takes a column into the program.
func (x *relaxation) add(pick Pick, cost float64) {
	if _, ok := x.column[pick]; ok {
		return
	}
	low, high := x.node.bounds(x.problem, x.times, pick)
	var entries []entry
	for _, c := range x.problem.Kinds[pick.Kind].Cells {
		if f := x.factor[c.Row][pick.Place]; f != 0 && x.row[c.Row] >= 0 {
			entries = append(entries, entry{x.row[c.Row], float64(c.Amount*f) / x.norm[c.Row]})
		}
	}
	if r, ok := x.share[pick.Kind]; ok {
		entries = append(entries, entry{r, 1})
	}
	x.column[pick] = x.lp.addColumn(entries, cost, float64(low), float64(max(low, high)))
	x.columns = append(x.columns, pick)
}

// unlazy takes in the lazy rows and the sizes of kinds that a solution breaks,
// and reports whether there are any.
func (x *relaxation) unlazy(solution []float64) bool {
	p := x.problem
	sums := map[int]float64{}
	used := map[int]float64{}
	for j, pick := range x.columns {
		if solution[j] < 1e-7 {
			continue
		}
		if len(p.Kinds[pick.Kind].Places) > 1 {
			used[pick.Kind] += solution[j]
		}
		for _, c := range p.Kinds[pick.Kind].Cells {
			if x.row[c.Row] < 0 {
				sums[c.Row] += float64(float64(c.Amount*x.factor[c.Row][pick.Place])*solution[j]) / x.norm[c.Row]
			}
		}
	}
	added, news := false, 0
	for r := range p.Rows {
		if x.row[r] >= 0 || p.Rows[r].Soft > 0 || news == rowsPerRound {
			continue
		}
		low, high := x.ends(r)
		if sums[r] < low-1e-7 || sums[r] > high+1e-7 {
			x.row[r] = x.lp.addRow(low, high)
			for j, pick := range x.columns {
				if f := x.factor[r][pick.Place]; f != 0 {
					if a := p.Kinds[pick.Kind].amount(r); a != 0 {
						x.lp.cols[j] = append(slices.Clip(x.lp.cols[j]), entry{x.row[r], float64(a*f) / x.norm[r]})
					}
				}
			}
			added = true
			news++
		}
	}
	for j, pick := range x.columns {
		k := pick.Kind
		if used[k] <= float64(p.Kinds[k].Size)+1e-7 {
			continue
		}
		r, ok := x.share[k]
		if !ok {
			r = x.lp.addRow(math.Inf(-1), float64(p.Kinds[k].Size))
			x.share[k] = r
			added = true
		}
		if !slices.ContainsFunc(x.lp.cols[j], func(e entry) bool { return e.row == r }) {
			x.lp.cols[j] = append(slices.Clip(x.lp.cols[j]), entry{r, 1})
		}
	}
	if added {
		for j, pick := range x.columns { // columns of those kinds that the solution does not use
			if r, ok := x.share[pick.Kind]; ok && !slices.ContainsFunc(x.lp.cols[j], func(e entry) bool { return e.row == r }) {
				x.lp.cols[j] = append(slices.Clip(x.lp.cols[j]), entry{r, 1})
			}
		}
		x.lp.grow()
	}
	return added
}

// rowsPerRound is how many lazy rows are taken in at once.
const rowsPerRound = 40

// columnsPerRound is how many columns are taken in at once where the program
// does without most of them.
const columnsPerRound = 200

// enter takes in columns that would better the program, those that do most
// first, and reports whether there are any. Costs of columns outside are cost's.
func (x *relaxation) enter(broken bool, cost func(Pick) float64) bool {
	return x.enterBelow(-improving, broken, cost, func(Pick) bool { return true })
}

// enterBelow takes in columns of less than a reduced cost.
func (x *relaxation) enterBelow(limit float64, broken bool, cost func(Pick) float64, wanted func(Pick) bool) bool {
	p := x.problem
	type candidate struct {
		pick Pick
		gain float64
	}
	var list []candidate
	for k := range p.Kinds {
		kind := &p.Kinds[k]
		if kind.Size == 0 {
			continue
		}
		for _, place := range kind.Places {
			pick := Pick{k, place}
			if _, ok := x.column[pick]; ok {
				continue
			}
			d := 0.0
			if !broken && cost != nil {
				d = cost(pick)
			}
			for _, c := range kind.Cells {
				if r := x.row[c.Row]; r >= 0 {
					if f := x.factor[c.Row][place]; f != 0 {
						d -= float64(x.lp.y[r]*float64(c.Amount*f)) / x.norm[c.Row]
					}
				}
			}
			if r, ok := x.share[k]; ok {
				d -= x.lp.y[r]
			}
			if d < limit && wanted(pick) {
				if _, high := x.node.bounds(p, x.times, pick); high > 0 {
					list = append(list, candidate{pick, d})
				}
			}
		}
	}
	x.lp.work += 8 * len(p.Kinds)
	slices.SortFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.gain, b.gain), a.pick.Kind-b.pick.Kind, a.pick.Place-b.pick.Place)
	})
	for _, c := range list[:min(columnsPerRound, len(list))] {
		price := 0.0
		if cost != nil {
			price = cost(c.pick)
		}
		x.add(c.pick, price)
	}
	return len(list) > 0
}

// solve solves the program with all columns and rows that matter. met says
// whether there is a fractional selection; ok is false where the arithmetic
// came to no end.
func (x *relaxation) solve(cost func(Pick) float64) (met, ok bool) {
	if len(x.columns) == 0 { // what a node asks for at least is there from the start
		for pick := range x.must() {
			price := 0.0
			if cost != nil {
				price = cost(pick)
			}
			x.add(pick, price)
		}
		x.lp.restart()
	}
	for range 500 {
		if x.lp.work > x.lp.effort {
			return false, false
		}
		met, ok = x.lp.solve()
		if !ok {
			return false, false
		}
		if (!met || cost != nil) && x.enter(!met, cost) {
			continue
		}
		if met && x.unlazy(x.lp.solution()) {
			continue
		}
		return met, true
	}
	return false, false
}

func (x *relaxation) must() map[Pick]int {
	if x.node == nil {
		return nil
	}
	return x.node.low
}

// multipliers returns the row multipliers of an unmet program for the rows of
// the problem.
func (x *relaxation) multipliers() []float64 {
	y := make([]float64, len(x.problem.Rows))
	for r, i := range x.row {
		if i >= 0 {
			y[r] = x.lp.y[i] / x.norm[r]
		}
	}
	return y
}
