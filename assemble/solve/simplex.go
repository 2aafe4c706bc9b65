package solve

import "math"

// A program is a linear program with bounds on variables and on rows:
//
//	minimise  cost·x  with  low ≤ x ≤ high  and  rowLow ≤ A·x ≤ rowHigh
//
// solved by the revised primal simplex method with an explicit inverse, which
// suits few rows and many sparse columns (Chvátal, Linear Programming, 1983,
// chapters 7 and 8). Columns and rows may be added between solves. Products are
// converted before they are added, so that no processor fuses the two: the same
// program takes the same steps everywhere. Nothing rests on its numbers: they
// only guide searches, and proofs are rounded and checked in integers.
type program struct {
	cols            [][]entry
	cost            []float64
	low, high       []float64 // of columns
	rowLow, rowHigh []float64

	basis   []int     // variable of each row; column j, or len(cols)+i … see logical
	inBasis []bool    // of columns
	atHigh  []bool    // of columns that are not in the basis
	rowIn   []bool    // of logicals: in the basis
	rowHi   []bool    // of logicals that are not: at their upper end
	inverse []float64 // of the basis, row by row
	value   []float64 // of the basic variables
	y       []float64 // the last multipliers of the rows
	pivots  int
	work    int // arithmetic done, in multiplications
	effort  int // how much may be done; solve gives up beyond it
}

type entry struct {
	row   int
	value float64
}

const (
	feasible  = 1e-9 // by how much a bound may be overstepped
	improving = 1e-9 // least reduced cost that counts
	smallest  = 1e-8 // least pivot
	refactor  = 60   // pivots between fresh inverses
)

// A basic variable v is a column where v >= 0 and the logical of row ^v else:
// the logical of a row is its sum, bounded as the row is.

func newProgram(rowLow, rowHigh []float64) *program {
	lp := &program{effort: math.MaxInt}
	for i := range rowLow {
		lp.addRow(rowLow[i], rowHigh[i])
	}
	lp.restart()
	return lp
}

// addRow adds a row that no column enters yet, and invalidates the basis.
func (lp *program) addRow(low, high float64) int {
	lp.rowLow, lp.rowHigh = append(lp.rowLow, low), append(lp.rowHigh, high)
	return len(lp.rowLow) - 1
}

// addColumn adds a variable at its lower bound.
func (lp *program) addColumn(col []entry, cost, low, high float64) int {
	lp.cols = append(lp.cols, col)
	lp.cost = append(lp.cost, cost)
	lp.low, lp.high = append(lp.low, low), append(lp.high, high)
	lp.inBasis, lp.atHigh = append(lp.inBasis, false), append(lp.atHigh, false)
	return len(lp.cols) - 1
}

// restart begins from the basis of all logicals.
func (lp *program) restart() {
	m := len(lp.rowLow)
	lp.basis = make([]int, m)
	lp.rowIn, lp.rowHi = make([]bool, m), make([]bool, m)
	for i := range lp.basis {
		lp.basis[i] = ^i
		lp.rowIn[i] = true
	}
	clear(lp.inBasis)
	lp.y = make([]float64, m)
	lp.refresh()
}

// refresh computes the inverse of the basis and the values anew. It reports
// false where the basis has become singular, and begins anew then.
func (lp *program) refresh() bool {
	m := len(lp.basis)
	width := 2 * m
	a := make([]float64, m*width)
	for k, v := range lp.basis {
		if v < 0 {
			a[^v*width+k] = -1
		} else {
			for _, e := range lp.cols[v] {
				a[e.row*width+k] = e.value
			}
		}
		a[k*width+m+k] = 1
	}
	for k := range m {
		best := k
		for i := k + 1; i < m; i++ {
			if math.Abs(a[i*width+k]) > math.Abs(a[best*width+k]) {
				best = i
			}
		}
		if math.Abs(a[best*width+k]) < 1e-11 {
			lp.restart()
			return false
		}
		if best != k {
			for j := range width {
				a[k*width+j], a[best*width+j] = a[best*width+j], a[k*width+j]
			}
		}
		pivot := 1 / a[k*width+k]
		for j := range width {
			a[k*width+j] *= pivot
		}
		for i := range m {
			if f := a[i*width+k]; i != k && f != 0 {
				for j := k; j < width; j++ {
					a[i*width+j] -= float64(f * a[k*width+j])
				}
			}
		}
	}
	lp.work += m * m * m
	lp.inverse = make([]float64, m*m)
	for i := range m {
		copy(lp.inverse[i*m:(i+1)*m], a[i*width+m:(i+1)*width])
	}
	lp.evaluate()
	return true
}

// evaluate computes the basic variables from those that are not basic.
func (lp *program) evaluate() {
	m := len(lp.basis)
	right := make([]float64, m)
	for j, col := range lp.cols {
		if v := lp.at(j); !lp.inBasis[j] && v != 0 {
			for _, e := range col {
				right[e.row] -= float64(e.value * v)
			}
		}
	}
	for i := range m {
		if !lp.rowIn[i] {
			right[i] += lp.atLogical(i)
		}
	}
	lp.value = make([]float64, m)
	for i := range m {
		sum := 0.0
		for k := range m {
			sum += float64(lp.inverse[i*m+k] * right[k])
		}
		lp.value[i] = sum
	}
}

// at is the value of a column that is not basic.
func (lp *program) at(j int) float64 {
	if lp.atHigh[j] {
		return lp.high[j]
	}
	return lp.low[j]
}

// atLogical is the value of a logical that is not basic: the end at which it
// left, or the finite one.
func (lp *program) atLogical(i int) float64 {
	switch {
	case lp.rowHi[i] && !math.IsInf(lp.rowHigh[i], 1):
		return lp.rowHigh[i]
	case !math.IsInf(lp.rowLow[i], -1):
		return lp.rowLow[i]
	case !math.IsInf(lp.rowHigh[i], 1):
		return lp.rowHigh[i]
	}
	return 0
}

func (lp *program) bounds(v int) (low, high float64) {
	if v < 0 {
		return lp.rowLow[^v], lp.rowHigh[^v]
	}
	return lp.low[v], lp.high[v]
}

// solution returns the value of every column.
func (lp *program) solution() []float64 {
	x := make([]float64, len(lp.cols))
	for j := range x {
		if !lp.inBasis[j] {
			x[j] = lp.at(j)
		}
	}
	for i, v := range lp.basis {
		if v >= 0 {
			x[v] = lp.value[i]
		}
	}
	return x
}

// solve finds a solution within the bounds, then one of least cost. It reports
// false if there is none; y then has multipliers that show it. It gives up
// with ok false after so many pivots as no real program needs.
func (lp *program) solve() (met, ok bool) {
	limit := 200 + 20*(len(lp.basis)+len(lp.cols))
	stalled, before := 0, math.Inf(1)
	fresh := true
	for steps := 0; steps < limit; steps++ {
		if lp.work > lp.effort {
			return false, false
		}
		if lp.pivots >= refactor {
			lp.pivots, fresh = 0, true
			lp.refresh()
		}
		excess := lp.multipliers()
		broken := excess > feasible
		if excess < before-1e-10 {
			stalled = 0
		} else {
			stalled++
		}
		before = excess
		entering, sign := lp.price(broken, stalled > 60)
		if entering == none {
			if !fresh { // judged on fresh numbers only
				lp.pivots, fresh = 0, true
				lp.refresh()
				continue
			}
			return !broken, true
		}
		if lp.pivot(entering, sign) {
			fresh = false
		}
	}
	return false, false
}

const none = math.MinInt

// multipliers sets y for the present costs: those of the infeasibilities while
// there are any, else those of the columns. It returns the sum of
// infeasibilities.
func (lp *program) multipliers() float64 {
	m := len(lp.basis)
	price := make([]float64, m)
	excess := 0.0
	for i, v := range lp.basis {
		low, high := lp.bounds(v)
		switch {
		case lp.value[i] < low-feasible:
			price[i] = -1
			excess += low - lp.value[i]
		case lp.value[i] > high+feasible:
			price[i] = 1
			excess += lp.value[i] - high
		}
	}
	if excess <= feasible {
		for i, v := range lp.basis {
			price[i] = 0
			if v >= 0 {
				price[i] = lp.cost[v]
			}
		}
	}
	clear(lp.y)
	for i := range m {
		if price[i] != 0 {
			for k := range m {
				lp.y[k] += float64(price[i] * lp.inverse[i*m+k])
			}
		}
	}
	lp.work += m * m
	return excess
}

// price returns a variable whose change lowers the cost, and the direction of
// the change; none if there is none. Careful takes the first that does, which
// cannot go in circles (Bland).
func (lp *program) price(broken, careful bool) (entering int, sign float64) {
	entering, best := none, improving
	for i := range lp.rowIn {
		if lp.rowIn[i] || lp.rowLow[i] == lp.rowHigh[i] {
			continue
		}
		d := lp.y[i] // the column of a logical is -1 in its row
		up := lp.atLogical(i) != lp.rowHigh[i]
		if up && -d > best || !up && d > best {
			entering, best, sign = ^i, math.Abs(d), 1
			if !up {
				sign = -1
			}
			if careful {
				return entering, sign
			}
		}
	}
	for j, col := range lp.cols {
		if lp.inBasis[j] || lp.low[j] == lp.high[j] {
			continue
		}
		d := 0.0
		if !broken {
			d = lp.cost[j]
		}
		for _, e := range col {
			d -= float64(lp.y[e.row] * e.value)
		}
		if !lp.atHigh[j] && -d > best || lp.atHigh[j] && d > best {
			entering, best, sign = j, math.Abs(d), 1
			if lp.atHigh[j] {
				sign = -1
			}
			if careful {
				return entering, sign
			}
		}
	}
	lp.work += 4 * len(lp.cols)
	return entering, sign
}

// pivot changes the entering variable as far as bounds allow, and the basis
// with it. It reports whether the basis changed.
func (lp *program) pivot(entering int, sign float64) bool {
	m := len(lp.basis)
	// How the basic variables answer to one more of the entering one.
	answer := make([]float64, m)
	if entering < 0 {
		for i := range m {
			answer[i] = lp.inverse[i*m+^entering]
		}
	} else {
		for _, e := range lp.cols[entering] {
			for i := range m {
				answer[i] -= float64(lp.inverse[i*m+e.row] * e.value)
			}
		}
	}
	lp.work += m * 8
	low, high := lp.bounds(entering)
	step, leaving, toHigh := high-low, -1, false
	for i, v := range lp.basis {
		rate := sign * answer[i]
		if math.Abs(rate) < smallest {
			continue
		}
		l, h := lp.bounds(v)
		x := lp.value[i]
		var limit float64
		var up bool
		switch {
		case rate > 0 && x < l-feasible:
			limit, up = (l-x)/rate, false
		case rate > 0 && x <= h+feasible:
			limit, up = (h-x)/rate, true
		case rate < 0 && x > h+feasible:
			limit, up = (h-x)/rate, true
		case rate < 0 && x >= l-feasible:
			limit, up = (l-x)/rate, false
		default:
			continue // moves further out of its bounds: the cost has counted it
		}
		limit = max(limit, 0)
		if limit < step-1e-12 || limit <= step && leaving >= 0 && math.Abs(rate) > math.Abs(sign*answer[leaving]) {
			step, leaving, toHigh = limit, i, up
		}
	}
	if leaving < 0 {
		if math.IsInf(step, 1) {
			step = 0 // cannot be: costs and bounds are finite
		}
		for i := range m {
			lp.value[i] += float64(float64(sign*step) * answer[i])
		}
		lp.flip(entering)
		lp.pivots++ // errors add up here as well
		return false
	}
	start := lp.start(entering)
	for i := range m {
		lp.value[i] += float64(float64(sign*step) * answer[i])
	}
	lp.leave(lp.basis[leaving], toHigh)
	lp.basis[leaving] = entering
	lp.enter(entering)
	lp.value[leaving] = start + float64(sign*step)
	pivot := -1 / answer[leaving]
	row := lp.inverse[leaving*m : (leaving+1)*m]
	for k := range row {
		row[k] *= pivot
	}
	for i := range m {
		if f := answer[i]; i != leaving && f != 0 {
			other := lp.inverse[i*m : (i+1)*m]
			for k := range row {
				other[k] += float64(f * row[k])
			}
		}
	}
	lp.work += m * m
	lp.pivots++
	return true
}

func (lp *program) start(v int) float64 {
	if v < 0 {
		return lp.atLogical(^v)
	}
	return lp.at(v)
}

func (lp *program) flip(v int) {
	if v < 0 {
		lp.rowHi[^v] = !lp.rowHi[^v]
		return
	}
	lp.atHigh[v] = !lp.atHigh[v]
}

func (lp *program) enter(v int) {
	if v < 0 {
		lp.rowIn[^v] = true
		return
	}
	lp.inBasis[v] = true
}

func (lp *program) leave(v int, toHigh bool) {
	if v < 0 {
		lp.rowIn[^v], lp.rowHi[^v] = false, toHigh
		return
	}
	lp.inBasis[v], lp.atHigh[v] = false, toHigh
}

// grow makes room for rows that were added since the basis was made: their
// logicals enter it.
func (lp *program) grow() {
	for i := len(lp.basis); i < len(lp.rowLow); i++ {
		lp.basis = append(lp.basis, ^i)
		lp.rowIn, lp.rowHi = append(lp.rowIn, true), append(lp.rowHi, false)
		lp.y = append(lp.y, 0)
	}
	lp.refresh()
}
