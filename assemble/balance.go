package assemble

import (
	"cmp"
	"slices"

	"github.com/papersetter/papersetter/bank"
)

// Forms are equally hard when candidates can expect the same score in each. A
// question's expected score is its marks times its facility index, the mean
// share of its marks that candidates got; where that is not known, the mean of
// its level in the bank or, without any statistics, what is usual for the level.

// usual is the facility expected of a level without statistics, in millionths.
var usual = map[string]int{"basic": 750_000, "intermediate": 550_000, "advanced": 350_000}

// facilities returns the facility expected of a question.
func facilities(b *bank.Bank) func(*bank.Question) int {
	sum, n := map[string]int{}, map[string]int{}
	for _, q := range b.Questions {
		if q.Statistics.HasFacility {
			sum[q.Difficulty] += q.Statistics.Facility
			n[q.Difficulty]++
		}
	}
	return func(q *bank.Question) int {
		switch {
		case q.Statistics.HasFacility:
			return q.Statistics.Facility
		case n[q.Difficulty] > 0:
			return sum[q.Difficulty] / n[q.Difficulty]
		}
		return usual[q.Difficulty]
	}
}

// expect sets what candidates can expect of a form: facility, and the minutes it
// takes. Where candidates choose, it is the mean of what they can choose.
func (form *Form) expect(of func(*bank.Question) int) {
	score, marks, time := 0, 0, 0
	for _, s := range form.Sections {
		any, all := 1, 1
		if s.Of > 0 {
			any, all = s.Any, s.Of
		}
		part, halves := 0, 0
		for _, q := range s.Questions {
			part += int(q.Marks) * of(q)
			halves += int(q.Minutes)
		}
		score, time = score+part*any/all, time+halves*any/all
		marks += int(s.Marks)
	}
	form.Facility, form.Minutes = score/max(marks, 1), bank.Minutes(time)
}

// A scale weighs forms: what each unit adds to the expected score and to the
// time at each place, in whole numbers.
type scale struct {
	m       *model
	score   []int // of units: quarter-marks × millionths
	minutes []int // half-minutes
	factor  []int // of places: makes means of choices whole numbers
}

func (m *model) newScale() *scale {
	s := &scale{m: m, score: make([]int, len(m.units)), minutes: make([]int, len(m.units)), factor: make([]int, len(m.places))}
	of := facilities(m.bank)
	for u := range m.units {
		for _, q := range m.units[u].questions {
			s.score[u] += int(q.Marks) * of(q)
			s.minutes[u] += int(q.Minutes)
		}
	}
	whole := 1
	for _, place := range m.places {
		if place.Of > 0 {
			whole = whole / gcd(whole, place.Of) * place.Of
		}
	}
	for i, place := range m.places {
		s.factor[i] = whole
		if place.Of > 0 {
			s.factor[i] = whole / place.Of * place.Any
		}
	}
	return s
}

// minuteWeight is what half a minute counts against the expected score: a
// millionth of a mark, so that minutes decide only between equal scores.
const minuteWeight = 4

// value is what a unit counts at a place.
func (s *scale) value(u int32, place int) int {
	return s.factor[place] * (s.score[u] + minuteWeight*s.minutes[u])
}

// Balancing goes through the forms whose value is furthest from the mean and
// exchanges questions of theirs for others that are free, or for those of
// another form, so long as that brings the two ends together.

// balanceRounds bounds the exchanges for each form.
const balanceRounds = 40

// balance makes the forms equally hard, as far as exchanges allow that break no
// requirement.
func (m *model) balance(drafts []draft) {
	if len(drafts) < 2 {
		return
	}
	b := newBalance(m, drafts)
	for range balanceRounds * len(drafts) {
		low, high := b.ends()
		if b.total[high]-b.total[low] <= b.enough {
			return
		}
		target := b.mean()
		worst, other := high, low
		if target-b.total[low] > b.total[high]-target {
			worst, other = low, high
		}
		if !b.mend(worst, target) && !b.mend(other, target) && !b.swap(high, low) && !b.mendTwo(worst, target) && !b.mendTwo(other, target) {
			return
		}
	}
}

// A balance is a series of forms that are being made equally hard.
type balance struct {
	*scale
	rng     *stream
	drafts  []draft
	total   []int              // value of each form
	enough  int                // difference that is as good as none
	used    []int              // in how many forms each unit stands
	buckets map[uint64][]int32 // units that add the same to all exact rows at a place, by value
	stand   [][]int32          // units that may stand in each place, but for those of every form
	hash    [][]uint64         // bucket of each unit at each of its places
	salt    []uint64           // of every row that is exact, a random multiplier; 0 for others
	low     [][]int            // least and most of every row, by form
	high    [][]int
}

func newBalance(m *model, drafts []draft) *balance {
	b := &balance{scale: m.newScale(), drafts: drafts, used: make([]int, len(m.units)), buckets: map[uint64][]int32{}, salt: make([]uint64, len(m.rows)), stand: make([][]int32, len(m.places)), hash: make([][]uint64, len(m.units))}
	b.rng = newStream(0, "balance")
	for _, d := range drafts {
		total := 0
		for place, units := range d.at {
			for _, u := range units {
				total += b.value(u, place)
				b.used[u]++
			}
		}
		b.total = append(b.total, total)
		low, high := m.sums(&d)
		b.low, b.high = append(b.low, low), append(b.high, high)
	}
	for r := range m.rows {
		if row := &m.rows[r]; row.Soft == 0 && row.Min == row.Max {
			b.salt[r] = b.rng.next() | 1
		}
	}
	// A difference of a hundred-thousandth of the mean facility.
	b.enough = 10 * int(m.blueprint.Marks) * slices.Max(b.factor)
	for u := range m.units {
		if un := &m.units[u]; !un.barred && !un.always {
			for _, place := range un.kind.Places {
				key := b.number(int32(u), place)
				b.hash[u] = append(b.hash[u], key)
				b.buckets[key] = append(b.buckets[key], int32(u))
				b.stand[place] = append(b.stand[place], int32(u))
			}
		}
	}
	for _, list := range b.buckets {
		slices.SortFunc(list, func(x, y int32) int {
			return cmp.Or(cmp.Compare(b.score[x]+minuteWeight*b.minutes[x], b.score[y]+minuteWeight*b.minutes[y]), cmp.Compare(x, y))
		})
	}
	return b
}

// bucket returns the number of a unit at a place.
func (b *balance) bucket(u int32, place int) uint64 {
	return b.hash[u][slices.Index(b.m.units[u].kind.Places, place)]
}

// number computes a number that units share which add the same to every exact row
// when they stand in a place, so that one for the other changes none of these.
// It is linear in what they add: two units may be exchanged for two others
// where the sums of their numbers are the same.
func (b *balance) number(u int32, place int) uint64 {
	un := &b.m.units[u]
	h := uint64(place+1) * 0x9e3779b97f4a7c15
	if un.kind.Alike != nil {
		h += uint64(un.kind.Alike[slices.Index(un.kind.Places, place)]) * 0xbf58476d1ce4e5b9
	}
	for _, c := range un.kind.Cells {
		if row := &b.m.rows[c.Row]; row.To == 0 || place >= row.From && place < row.To {
			h += b.salt[c.Row] * uint64(c.Amount)
		}
	}
	return h
}

func (b *balance) ends() (low, high int) {
	for f := range b.total {
		if b.total[f] < b.total[low] {
			low = f
		}
		if b.total[f] > b.total[high] {
			high = f
		}
	}
	return low, high
}

func (b *balance) mean() int {
	sum := 0
	for _, t := range b.total {
		sum += t
	}
	return sum / len(b.total)
}

// near is how many units on either side of the wanted value are tried.
const near = 12

// mend exchanges one question of a form for a free one so that its value comes
// as near to the target as can be. It reports whether that helped.
func (b *balance) mend(f, target int) bool {
	best := abs(b.total[f] - target)
	start := best
	var place, slot int
	var in int32 = -1
	for at, units := range b.drafts[f].at {
		for i, out := range units {
			if b.m.units[out].always {
				continue
			}
			b.around(out, at, target-b.total[f], func(u int32) bool {
				if b.used[u] > 0 {
					return false
				}
				d := abs(b.total[f] - b.value(out, at) + b.value(u, at) - target)
				if d >= best {
					return true // further on it only gets worse
				}
				if b.fits(f, at, out, u) {
					best, place, slot, in = d, at, i, u
					return true
				}
				return false
			})
		}
	}
	if in < 0 || best >= start {
		return false
	}
	b.exchange(f, place, slot, in)
	return true
}

// around visits units that could stand in place of out and differ from it by
// about the change that is wanted, the nearest first on either side, until
// visit says that it is enough.
func (b *balance) around(out int32, place, change int, visit func(int32) bool) {
	list := b.buckets[b.bucket(out, place)]
	wanted := b.value(out, place) + change
	i, _ := slices.BinarySearchFunc(list, wanted, func(u int32, v int) int { return cmp.Compare(b.value(u, place), v) })
	for j := i; j < min(len(list), i+near); j++ {
		if visit(list[j]) {
			break
		}
	}
	for j := i - 1; j >= max(0, i-near); j-- {
		if visit(list[j]) {
			break
		}
	}
}

// pairsTried bounds the units that are tried as one of two.
const pairsTried = 1500

// mendTwo exchanges two questions of a form at once for two free ones that add
// the same to the exact rows together.
func (b *balance) mendTwo(f, target int) bool {
	best := abs(b.total[f] - target)
	d := &b.drafts[f]
	type slot struct {
		place, i int
		u        int32
	}
	var slots []slot
	for place, units := range d.at {
		for i, u := range units {
			if !b.m.units[u].always && b.m.places[place].Of == 0 {
				slots = append(slots, slot{place, i, u})
			}
		}
	}
	for i, x := range slots {
		for _, y := range slots[i+1:] {
			sum := b.bucket(x.u, x.place) + b.bucket(y.u, y.place)
			base := b.total[f] - b.value(x.u, x.place) - b.value(y.u, y.place)
			stand := b.stand[x.place]
			for range min(pairsTried, len(stand)) {
				c := stand[b.rng.Below(len(stand))]
				if b.used[c] > 0 {
					continue
				}
				list := b.buckets[sum-b.bucket(c, x.place)]
				if len(list) == 0 {
					continue
				}
				wanted := target - base - b.value(c, x.place)
				at, _ := slices.BinarySearchFunc(list, wanted, func(u int32, v int) int { return cmp.Compare(b.value(u, y.place), v) })
				for _, e := range list[max(0, at-2):min(len(list), at+2)] {
					off := abs(base + b.value(c, x.place) + b.value(e, y.place) - target)
					if off >= best || e == c || b.used[e] > 0 || !slices.Contains(b.m.units[e].kind.Places, y.place) {
						continue
					}
					if b.fitsTwo(f, x.place, x.i, c, y.place, y.i, e) {
						b.exchange(f, x.place, x.i, c)
						b.exchange(f, y.place, y.i, e)
						return true
					}
				}
			}
		}
	}
	return false
}

// fitsTwo judges two exchanges at once by counting anew.
func (b *balance) fitsTwo(f, p, i int, c int32, q, j int, e int32) bool {
	d := draft{slices.Clone(b.drafts[f].at)}
	d.at[p] = slices.Clone(d.at[p])
	d.at[p][i] = c
	if q != p {
		d.at[q] = slices.Clone(d.at[q])
	}
	d.at[q][j] = e
	low, high := b.m.sums(&d)
	for r := range low {
		if !b.holds(f, r, low[r], high[r]) {
			return false
		}
	}
	return true
}

// swap exchanges a question of one form for one of another so that the two
// values come together.
func (b *balance) swap(high, low int) bool {
	half := (b.total[high] - b.total[low]) / 2
	best := half
	var place, i, j int
	found := false
	for at := range b.drafts[high].at {
		for x, out := range b.drafts[high].at[at] {
			for y, in := range b.drafts[low].at[at] {
				change := b.value(out, at) - b.value(in, at)
				d := abs(change - half)
				if d >= best || b.used[out] > 1 || b.used[in] > 1 || b.bucket(out, at) != b.bucket(in, at) {
					continue
				}
				if b.fits(high, at, out, in) && b.fits(low, at, in, out) {
					best, place, i, j, found = d, at, x, y, true
				}
			}
		}
	}
	if !found {
		return false
	}
	out, in := b.drafts[high].at[place][i], b.drafts[low].at[place][j]
	b.exchange(high, place, i, in)
	b.exchange(low, place, j, out)
	return true
}

// exchange puts a unit in place of another and brings sums up to date.
func (b *balance) exchange(f, place, slot int, in int32) {
	out := b.drafts[f].at[place][slot]
	b.used[out]--
	b.used[in]++
	b.total[f] += b.value(in, place) - b.value(out, place)
	b.drafts[f].at[place][slot] = in
	b.low[f], b.high[f] = b.m.sums(&b.drafts[f])
}

// fits reports whether a form keeps every requirement, and no wish gets worse,
// when a unit is exchanged for another.
func (b *balance) fits(f, place int, out, in int32) bool {
	m := b.m
	if m.places[place].Of > 0 {
		return b.fitsAnew(f, place, out, in)
	}
	x, y := m.units[out].kind.Cells, m.units[in].kind.Cells
	for len(x) > 0 || len(y) > 0 {
		var r, change int
		switch {
		case len(y) == 0 || len(x) > 0 && x[0].Row < y[0].Row:
			r, change, x = x[0].Row, -x[0].Amount, x[1:]
		case len(x) == 0 || y[0].Row < x[0].Row:
			r, change, y = y[0].Row, y[0].Amount, y[1:]
		default:
			r, change, x, y = x[0].Row, y[0].Amount-x[0].Amount, x[1:], y[1:]
		}
		row := &m.rows[r]
		if change == 0 || row.To > 0 && (place < row.From || place >= row.To) {
			continue
		}
		if !b.holds(f, r, b.low[f][r]+change, b.high[f][r]+change) {
			return false
		}
	}
	return true
}

func (b *balance) holds(f, r, low, high int) bool {
	row := &b.m.rows[r]
	if row.Soft > 0 {
		return low >= min(row.Min, b.low[f][r]) && high <= max(row.Max, b.high[f][r])
	}
	return low >= row.Min && high <= row.Max
}

// fitsAnew judges an exchange where candidates choose by counting anew.
func (b *balance) fitsAnew(f, place int, out, in int32) bool {
	d := draft{slices.Clone(b.drafts[f].at)}
	d.at[place] = slices.Clone(d.at[place])
	d.at[place][slices.Index(d.at[place], out)] = in
	low, high := b.m.sums(&d)
	for r := range low {
		if !b.holds(f, r, low[r], high[r]) {
			return false
		}
	}
	return true
}

// sums returns the least and the most of every row for a draft.
func (m *model) sums(d *draft) (low, high []int) {
	low, high = make([]int, len(m.rows)), make([]int, len(m.rows))
	amounts := make([]int, 0, 8)
	for place, units := range d.at {
		choice := m.places[place]
		if choice.Of == 0 {
			for _, u := range units {
				for _, c := range m.units[u].kind.Cells {
					if row := &m.rows[c.Row]; row.To == 0 || place >= row.From && place < row.To {
						low[c.Row], high[c.Row] = low[c.Row]+c.Amount, high[c.Row]+c.Amount
					}
				}
			}
			continue
		}
		for r := range m.rows {
			row := &m.rows[r]
			if row.To > 0 && (place < row.From || place >= row.To) {
				continue
			}
			amounts = amounts[:0]
			for _, u := range units {
				amounts = append(amounts, amountOf(&m.units[u], r))
			}
			l, h := choice.Sum(amounts, row.Printed)
			low[r], high[r] = low[r]+l, high[r]+h
		}
	}
	return low, high
}

func amountOf(u *unit, r int) int {
	for _, c := range u.kind.Cells {
		if c.Row == r {
			return c.Amount
		}
	}
	return 0
}

func abs(v int) int {
	if v < 0 {
		return -v
	}
	return v
}
