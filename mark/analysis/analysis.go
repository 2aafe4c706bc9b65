// Package analysis works out how a paper and its questions did: classical test
// theory as Moodle's quiz statistics define it, what options attracted whom,
// whether sets were equally hard, and whether neighbours answered too much alike.
//
//	report := analysis.Analyse(&exam)
//
// It is pure arithmetic: it reads no files and changes nothing.
package analysis

import (
	"math"
	"slices"
)

// Exam is what candidates got.
type Exam struct {
	Items      []Item      // questions, in the order of the paper
	Candidates []Candidate // those who sat the exam
	Forms      int
}

// Item is a question with all of its parts.
type Item struct {
	ID, Name, Label string // Label: its number, such as "7"
	Section         string
	Max             float64 // marks
	Optional        bool    // candidates choose among questions: only those who answered it count
	Guess           float64 // expected share of the marks by guessing at random, 0 to 1
	Parts           []Part  // one without label, or (a), (b) …
}

// Part is a part of an item.
type Part struct {
	Label    string
	Max      float64
	Multiple bool
	Options  []Option // in the bank's order; nil where there are none
}

// Option is one of the options of a part.
type Option struct {
	Letter string // in the bank
	Text   string
	Key    bool
}

// Candidate is what a candidate answered and got.
type Candidate struct {
	Roll, Name, Set string
	Form            int
	Scores          []Score // by item
	Total           float64 // as marked, which with a choice of questions may be less than the sum
}

// Score is what a candidate got for an item.
type Score struct {
	On       bool // the item is on the candidate's paper
	Answered bool
	Marks    float64
	Parts    []float64 // marks by part
	Chosen   [][]int   // by part: indices of the options chosen; nil if none
}

// Figure is a number that may not be known: what rests on too few candidates, or
// on marks that are all the same, cannot be worked out.
type Figure struct {
	Value float64
	OK    bool
}

func known(v float64) Figure {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return Figure{}
	}
	return Figure{v, true}
}

// Report is what Analyse finds.
type Report struct {
	Test  Test
	Forms []Test // of each form, where there are several
	Items []ItemReport
	Sets  SetReport
	Flags []Flag // the gravest first
}

// Test is how candidates did in the paper as a whole. Sums are over candidates,
// V is the variance with n−1 below.
type Test struct {
	Candidates          int
	Mean, Median, SD    Figure // marks
	Lowest, Highest     Figure
	Quartile1           Figure
	Quartile3           Figure
	Skewness, Kurtosis  Figure // of k-statistics, as Moodle has them
	Consistency         Figure // coefficient of internal consistency in per cent: 100 k/(k−1) (1 − ΣV(x)/V(T)), which is Cronbach's α, and KR-20 where all items are right or wrong
	ErrorRatio          Figure // per cent of the standard deviation that is chance: 100 √(1 − consistency)
	StandardError       Figure // marks
	Components          int    // k: items that all must answer and, with a choice among questions, what the rest came to
	ItemVariance, Total float64
}

// ItemReport is how an item did. Shares and indices are in per cent, as Moodle
// shows them.
type ItemReport struct {
	Item           *Item
	Candidates     int // whose paper has it; of an optional item those who answered
	Facility       Figure
	SD             Figure // of marks over the maximum
	Guess          float64
	Intended       float64 // weight: its maximum over that of all
	Effective      Figure  // weight: root of its covariance with the total, over the sum of these
	Discrimination Figure  // correlation with the rest of the paper
	Efficiency     Figure  // covariance with the rest over the greatest that the same marks could have
	Difference     Figure  // mean share of the marks in the upper 27 % of candidates less that in the lower
	Without        Figure  // consistency of the paper without the item
	Parts          []PartReport
}

// PartReport is how a part did.
type PartReport struct {
	Part     *Part
	Facility Figure // per cent
	Options  []OptionReport
	Blank    int // candidates without an answer
	Spoilt   int // with an answer that is none of the options
}

// OptionReport is who chose an option.
type OptionReport struct {
	Option              *Option
	Chosen              int
	Share               Figure // per cent
	Rest                Figure // mean of the rest of the paper among those who chose it, marks
	Correlation         Figure // of choosing it with the rest of the paper, per cent
	Lower, Middle, High int    // choosers in the lower 27 %, between, and in the upper 27 % by total
}

// Analyse works out a report.
func Analyse(e *Exam) *Report {
	r := &Report{Items: make([]ItemReport, len(e.Items))}
	everybody := make([]int, len(e.Candidates))
	for i := range everybody {
		everybody[i] = i
	}
	r.Test = test(e, everybody)
	if e.Forms > 1 {
		for form := 1; form <= e.Forms; form++ {
			r.Forms = append(r.Forms, test(e, slices.DeleteFunc(slices.Clone(everybody), func(i int) bool { return e.Candidates[i].Form != form })))
		}
		pool(&r.Test, r.Forms)
	}
	lower, upper := extremes(e)
	for i := range e.Items {
		r.Items[i] = item(e, i, lower, upper)
	}
	weights(e, r)
	r.Sets = sets(e)
	r.Flags = flags(e, r)
	return r
}

// there lists the candidates who count for an item.
func there(e *Exam, item int) []int {
	var list []int
	for i := range e.Candidates {
		s := &e.Candidates[i].Scores[item]
		if s.On && (s.Answered || !e.Items[item].Optional) {
			list = append(list, i)
		}
	}
	return list
}

// extremes are the lower and upper 27 % of candidates by total, as flags; those
// at the border with the same total are all in or all out.
func extremes(e *Exam) (lower, upper []bool) {
	n := len(e.Candidates)
	lower, upper = make([]bool, n), make([]bool, n)
	k := int(math.Round(0.27 * float64(n)))
	if k == 0 {
		return lower, upper
	}
	totals := make([]float64, n)
	for i := range totals {
		totals[i] = e.Candidates[i].Total
	}
	slices.Sort(totals)
	low, high := totals[k-1], totals[n-k]
	for i := range e.Candidates {
		t := e.Candidates[i].Total
		lower[i], upper[i] = t <= low && low < high, t >= high && low < high
	}
	return lower, upper
}
