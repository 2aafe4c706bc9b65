// Package solve chooses questions so that every bound on a sum holds.
//
// A [Problem] is integers alone: kinds of questions that add amounts to rows,
// places where they stand, and bounds on the rows. [Problem.Find] returns a
// selection that meets all of it, or a [Proof] that there is none, or says that
// neither was found within its effort. A selection is judged by integer
// arithmetic; a proof is what [Problem.Verify], which shares no code with the
// search, accepts. What the amounts stand for is the caller's business.
package solve

import (
	"math"
	"slices"
)

// Open ends of a row's bounds.
const (
	NoMin = math.MinInt
	NoMax = math.MaxInt
)

// Problem asks for a selection: how many questions of each kind stand in which
// place, so that every row holds. The zero Problem is met by nothing chosen.
type Problem struct {
	Places []Place
	Kinds  []Kind
	Rows   []Row
}

// Place is where questions stand: a section, or one choice of a section. With
// Of > 0 exactly Of questions stand there, all with the same Alike, of which
// candidates answer any Any; else any number, and all of them count.
type Place struct{ Any, Of int }

// Kind is a number of questions that are interchangeable: each adds the same
// amounts and may stand in the same places.
type Kind struct {
	Size   int    // how many there are
	Places []int  // where they may stand, ascending
	Alike  []int  // for each of Places, what alternatives of a choice agree on; nil if that is always 0
	Cells  []Cell // what one adds, ascending by row, without zeros
}

// Cell is what a question adds to a row.
type Cell struct{ Row, Amount int }

// Row bounds a sum over what is chosen. Where candidates choose, the bounds
// hold for every choice: the least sum is not below Min, the largest not above
// Max.
type Row struct {
	From, To int  // only the places from From to To-1 count; all if To is 0
	Printed  bool // all that is printed counts, not what is answered
	Min, Max int
	// Soft rows are wishes: a selection may break them, and each unit that it
	// misses them by costs Soft. 0 for rows that must hold.
	Soft int
	// Lazy rows are many and seldom decide, such as those of enemies: the
	// relaxation takes them in when its solution breaks them.
	Lazy bool
}

// Pick says that one question of a kind stands in a place.
type Pick struct{ Kind, Place int }

// Source is a reproducible source of randomness.
type Source interface {
	Below(n int) int // a number from 0 to n-1, every one equally likely
}

// counts reports whether what stands in a place adds to a row.
func (r *Row) counts(place int) bool { return r.To == 0 || place >= r.From && place < r.To }

// alike returns what a question of the kind agrees on with the others of a
// choice.
func (k *Kind) alike(place int) int {
	if k.Alike == nil {
		return 0
	}
	return k.Alike[slices.Index(k.Places, place)]
}

// amount returns what one question of the kind adds to a row.
func (k *Kind) amount(row int) int {
	i, ok := slices.BinarySearchFunc(k.Cells, row, func(c Cell, row int) int { return c.Row - row })
	if !ok {
		return 0
	}
	return k.Cells[i].Amount
}

// Sum returns the least and the most that amounts at a place come to, as
// candidates choose. It sorts the amounts.
func (p *Place) Sum(amounts []int, printed bool) (low, high int) {
	if p.Of == 0 || printed || len(amounts) <= p.Any {
		for _, a := range amounts {
			low += a
		}
		return low, low
	}
	slices.Sort(amounts)
	for i := range p.Any {
		low += amounts[i]
		high += amounts[len(amounts)-1-i]
	}
	return low, high
}

// Sums returns the least and the most of every row for a selection.
func (p *Problem) Sums(picks []Pick) (low, high []int) {
	low, high = make([]int, len(p.Rows)), make([]int, len(p.Rows))
	for place := range p.Places {
		for r := range p.Rows {
			if !p.Rows[r].counts(place) {
				continue
			}
			var amounts []int
			for _, pick := range picks {
				if pick.Place == place {
					amounts = append(amounts, p.Kinds[pick.Kind].amount(r))
				}
			}
			l, h := p.Places[place].Sum(amounts, p.Rows[r].Printed)
			low[r], high[r] = low[r]+l, high[r]+h
		}
	}
	return low, high
}

// Broken returns the rows that a selection breaks, and whether it breaks what
// is asked of places and sizes.
func (p *Problem) Broken(picks []Pick) (rows []int, unfit bool) {
	low, high := p.Sums(picks)
	for r := range p.Rows {
		if row := &p.Rows[r]; row.Soft == 0 && (low[r] < row.Min || high[r] > row.Max) {
			rows = append(rows, r)
		}
	}
	used := make([]int, len(p.Kinds))
	alike := make([][]int, len(p.Places))
	for _, pick := range picks {
		k := &p.Kinds[pick.Kind]
		used[pick.Kind]++
		if used[pick.Kind] > k.Size || !slices.Contains(k.Places, pick.Place) {
			return rows, true
		}
		alike[pick.Place] = append(alike[pick.Place], k.alike(pick.Place))
	}
	for i, place := range p.Places {
		if place.Of > 0 {
			list := alike[i]
			unfit = unfit || len(list) != place.Of || len(list) > 0 && slices.Min(list) != slices.Max(list)
		}
	}
	return rows, unfit
}
