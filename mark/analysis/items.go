package analysis

import (
	"math"
	"slices"
)

// item works out the figures of an item.
func item(e *Exam, k int, lower, upper []bool) ItemReport {
	it := &e.Items[k]
	r := ItemReport{Item: it, Guess: 100 * it.Guess}
	who := there(e, k)
	r.Candidates = len(who)
	marks, rest := make([]float64, len(who)), make([]float64, len(who))
	for at, i := range who {
		c := &e.Candidates[i]
		marks[at] = c.Scores[k].Marks
		rest[at] = c.Total - marks[at]
	}
	if len(who) > 0 && it.Max > 0 {
		r.Facility = known(100 * mean(marks) / it.Max)
	}
	if len(who) > 1 && it.Max > 0 {
		r.SD = known(100 * math.Sqrt(covariance(marks, marks)) / it.Max)
	}
	r.Discrimination = correlation(marks, rest)
	r.Efficiency = efficiency(marks, rest)
	r.Difference = difference(e, k, who, lower, upper)
	for p := range it.Parts {
		r.Parts = append(r.Parts, part(e, k, p, who, rest, lower, upper))
	}
	return r
}

// efficiency is the covariance over the greatest that the same marks could have:
// that of the sorted series.
func efficiency(marks, rest []float64) Figure {
	if len(marks) < 2 || covariance(marks, marks) < tiny || covariance(rest, rest) < tiny {
		return Figure{}
	}
	most := covariance(slices.Sorted(slices.Values(marks)), slices.Sorted(slices.Values(rest)))
	if most < tiny {
		return Figure{}
	}
	return known(100 * covariance(marks, rest) / most)
}

// difference is the mean share of the marks among the best less that among the
// worst.
func difference(e *Exam, k int, who []int, lower, upper []bool) Figure {
	sum, n := [2]float64{}, [2]float64{}
	for _, i := range who {
		for g, in := range [2]bool{lower[i], upper[i]} {
			if in {
				sum[g] += e.Candidates[i].Scores[k].Marks
				n[g]++
			}
		}
	}
	if n[0] == 0 || n[1] == 0 || e.Items[k].Max == 0 {
		return Figure{}
	}
	return known(100 * (sum[1]/n[1] - sum[0]/n[0]) / e.Items[k].Max)
}

// part works out the figures of a part, and who chose which option.
func part(e *Exam, k, p int, who []int, rest []float64, lower, upper []bool) PartReport {
	of := &e.Items[k].Parts[p]
	r := PartReport{Part: of}
	marks := make([]float64, len(who))
	chosen := make([][]float64, len(of.Options)) // by option and candidate: 1 or 0
	for o := range chosen {
		chosen[o] = make([]float64, len(who))
		r.Options = append(r.Options, OptionReport{Option: &of.Options[o]})
	}
	for at, i := range who {
		s := &e.Candidates[i].Scores[k]
		if p < len(s.Parts) {
			marks[at] = s.Parts[p]
		}
		if len(of.Options) == 0 {
			continue
		}
		var picks []int
		if p < len(s.Chosen) {
			picks = s.Chosen[p]
		}
		if picks == nil {
			r.Blank++
		} else if len(picks) == 0 {
			r.Spoilt++
		}
		for _, o := range picks {
			chosen[o][at] = 1
			report := &r.Options[o]
			report.Chosen++
			switch {
			case lower[i]:
				report.Lower++
			case upper[i]:
				report.High++
			default:
				report.Middle++
			}
		}
	}
	if len(who) > 0 && of.Max > 0 {
		r.Facility = known(100 * mean(marks) / of.Max)
	}
	for o := range r.Options {
		report := &r.Options[o]
		if len(who) > 0 {
			report.Share = known(100 * float64(report.Chosen) / float64(len(who)))
		}
		if report.Chosen > 0 {
			sum := 0.0
			for at := range who {
				sum += float64(chosen[o][at] * rest[at])
			}
			report.Rest = known(sum / float64(report.Chosen))
		}
		report.Correlation = correlation(chosen[o], rest)
	}
	return r
}

// weights works out what items were meant to weigh and did weigh, and how
// consistent the paper is without each.
func weights(e *Exam, r *Report) {
	whole := 0.0
	for k := range e.Items {
		whole += e.Items[k].Max
	}
	roots, sum := make([]float64, len(e.Items)), 0.0
	for k := range e.Items {
		if whole > 0 {
			r.Items[k].Intended = 100 * e.Items[k].Max / whole
		}
		who := there(e, k)
		marks, totals := make([]float64, len(who)), make([]float64, len(who))
		for at, i := range who {
			marks[at], totals[at] = e.Candidates[i].Scores[k].Marks, e.Candidates[i].Total
		}
		if c := covariance(marks, totals); len(who) > 1 && c >= 0 {
			roots[k] = math.Sqrt(c)
			sum += roots[k]
			r.Items[k].Effective.OK = true
		}
		if e.Forms <= 1 && !e.Items[k].Optional {
			r.Items[k].Without = without(&r.Test, covariance(marks, marks), covariance(marks, totals))
		}
	}
	for k := range e.Items {
		if f := &r.Items[k].Effective; sum < tiny {
			*f = Figure{}
		} else if f.OK {
			f.Value = 100 * roots[k] / sum
		}
	}
}

// without is the consistency of a paper without an item of such variance and
// covariance with the total.
func without(t *Test, variance, withTotal float64) Figure {
	left := Test{Components: t.Components - 1, ItemVariance: t.ItemVariance - variance, Total: t.Total + variance - 2*withTotal}
	derive(&left)
	return left.Consistency
}
