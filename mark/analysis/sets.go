package analysis

import (
	"math"
	"slices"
	"sort"
)

// SetReport compares the sets. Sets are given out by seat, not by merit, so that
// their means differ by chance alone where they are equally hard.
type SetReport struct {
	Sets []SetFigures // in the order of their names; nil where there is one, or each candidate has its own

	// One-way analysis of variance of the totals, and Kruskal and Wallis's test by
	// ranks, which needs no normal totals.
	F             Figure
	Above, Below  int // degrees of freedom
	P             Figure
	H             Figure
	PRanks        Figure
	Items         []SetItem // items whose marks differ between sets, p below 5 % by Holm
	ItemsCompared int
}

// SetFigures is how the candidates of a set did.
type SetFigures struct {
	Name       string
	Candidates int
	Mean, SD   Figure // marks
	Difference Figure // of the mean from that of all others, marks
	P          Figure // of this difference by Welch's t, corrected by Holm for the number of sets
}

// SetItem is an item that candidates of one set found harder than others.
type SetItem struct {
	Item  int
	P     float64 // by Kruskal and Wallis, corrected by Holm
	Means []Figure
}

// sets compares the sets of an exam.
func sets(e *Exam) SetReport {
	var r SetReport
	groups := map[string][]int{}
	var names []string
	for i := range e.Candidates {
		name := e.Candidates[i].Set
		if groups[name] == nil {
			names = append(names, name)
		}
		groups[name] = append(groups[name], i)
	}
	if len(names) < 2 || 2*len(names) > len(e.Candidates) {
		return r
	}
	sort.Strings(names)
	totals := make([][]float64, len(names))
	for g, name := range names {
		for _, i := range groups[name] {
			totals[g] = append(totals[g], e.Candidates[i].Total)
		}
	}
	for g, name := range names {
		f := SetFigures{Name: name, Candidates: len(totals[g]), Mean: known(mean(totals[g]))}
		if len(totals[g]) > 1 {
			f.SD = known(math.Sqrt(covariance(totals[g], totals[g])))
		}
		var others []float64
		for h := range totals {
			if h != g {
				others = append(others, totals[h]...)
			}
		}
		f.Difference, f.P = welch(totals[g], others)
		r.Sets = append(r.Sets, f)
	}
	ps := make([]*Figure, len(r.Sets))
	for g := range r.Sets {
		ps[g] = &r.Sets[g].P
	}
	holm(ps)
	r.F, r.P, r.Above, r.Below = anova(totals)
	r.H, r.PRanks = kruskal(totals)
	r.compareItems(e, names, groups)
	return r
}

func (r *SetReport) compareItems(e *Exam, names []string, groups map[string][]int) {
	var list []SetItem
	var ps []Figure
	for k := range e.Items {
		if e.Items[k].Optional {
			continue
		}
		marks := make([][]float64, 0, len(names))
		si := SetItem{Item: k}
		for _, name := range names {
			var m []float64
			for _, i := range groups[name] {
				if s := &e.Candidates[i].Scores[k]; s.On {
					m = append(m, s.Marks)
				}
			}
			mean0 := Figure{}
			if len(m) > 0 {
				mean0 = known(mean(m))
				marks = append(marks, m)
			}
			si.Means = append(si.Means, mean0)
		}
		if len(marks) < 2 {
			continue
		}
		_, p := kruskal(marks)
		if p.OK {
			list, ps = append(list, si), append(ps, p)
		}
	}
	r.ItemsCompared = len(list)
	pointers := make([]*Figure, len(ps))
	for i := range ps {
		pointers[i] = &ps[i]
	}
	holm(pointers)
	for i := range list {
		if list[i].P = ps[i].Value; list[i].P < 0.05 {
			r.Items = append(r.Items, list[i])
		}
	}
}

// welch compares two means whose variances may differ.
func welch(x, y []float64) (difference, p Figure) {
	if len(x) == 0 || len(y) == 0 {
		return
	}
	difference = known(mean(x) - mean(y))
	if len(x) < 2 || len(y) < 2 {
		return
	}
	vx, vy := covariance(x, x)/float64(len(x)), covariance(y, y)/float64(len(y))
	if vx+vy < tiny {
		return
	}
	df := (vx + vy) * (vx + vy) / (float64(vx*vx)/float64(len(x)-1) + float64(vy*vy)/float64(len(y)-1))
	return difference, known(tTail(difference.Value/math.Sqrt(vx+vy), df))
}

// holm corrects p-values for their number: the smallest is multiplied by how many
// there are, the next by one less, and none is below the one before.
func holm(ps []*Figure) {
	var list []*Figure
	for _, p := range ps {
		if p.OK {
			list = append(list, p)
		}
	}
	slices.SortStableFunc(list, func(a, b *Figure) int {
		switch {
		case a.Value < b.Value:
			return -1
		case a.Value > b.Value:
			return 1
		}
		return 0
	})
	least := 0.0
	for i, p := range list {
		least = max(least, min(1, p.Value*float64(len(list)-i)))
		p.Value = least
	}
}

// anova is the one-way analysis of variance.
func anova(groups [][]float64) (f, p Figure, above, below int) {
	var all []float64
	for _, g := range groups {
		all = append(all, g...)
	}
	above, below = len(groups)-1, len(all)-len(groups)
	if below < 1 {
		return
	}
	grand := mean(all)
	between, within := 0.0, 0.0
	for _, g := range groups {
		m := mean(g)
		between += float64(len(g)) * float64((m-grand)*(m-grand))
		for _, v := range g {
			within += float64((v - m) * (v - m))
		}
	}
	if within < tiny {
		return
	}
	f = known(between / float64(above) / (within / float64(below)))
	return f, known(fTail(f.Value, above, below)), above, below
}

// kruskal is the test of Kruskal and Wallis, with its correction for ties.
func kruskal(groups [][]float64) (h, p Figure) {
	type value struct {
		v     float64
		group int
	}
	var all []value
	for g, list := range groups {
		for _, v := range list {
			all = append(all, value{v, g})
		}
	}
	n := float64(len(all))
	slices.SortStableFunc(all, func(a, b value) int {
		switch {
		case a.v < b.v:
			return -1
		case a.v > b.v:
			return 1
		}
		return 0
	})
	sums := make([]float64, len(groups))
	ties := 0.0
	for i := 0; i < len(all); {
		j := i
		for j < len(all) && all[j].v == all[i].v {
			j++
		}
		t := float64(j - i)
		ties += t*t*t - t
		for k := i; k < j; k++ {
			sums[all[k].group] += float64(i+j+1) / 2
		}
		i = j
	}
	correction := 1 - ties/(n*n*n-n)
	if n < 3 || correction < 1e-12 {
		return
	}
	stat := 0.0
	for g := range groups {
		stat += float64(sums[g]*sums[g]) / float64(len(groups[g]))
	}
	stat = (12/(n*(n+1))*stat - 3*(n+1)) / correction
	h = known(max(0, stat))
	return h, known(chiSquareTail(h.Value, len(groups)-1))
}
