package analysis

import (
	"math"
	"slices"
)

// tiny is a variance below which marks are taken to be all the same.
const tiny = 1e-9

// mean returns the mean of values; there must be some.
func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

// covariance is that of two series of the same length with n−1 below.
func covariance(x, y []float64) float64 {
	if len(x) < 2 {
		return 0
	}
	mx, my := mean(x), mean(y)
	sum := 0.0
	for i := range x {
		sum += float64((x[i] - mx) * (y[i] - my))
	}
	return sum / float64(len(x)-1)
}

// correlation of two series in per cent.
func correlation(x, y []float64) Figure {
	vx, vy := covariance(x, x), covariance(y, y)
	if len(x) < 2 || vx < tiny || vy < tiny {
		return Figure{}
	}
	return known(100 * covariance(x, y) / math.Sqrt(float64(vx*vy)))
}

// quantile is the p-quantile of sorted values, between neighbours in proportion.
func quantile(sorted []float64, p float64) float64 {
	at := p * float64(len(sorted)-1)
	i := int(at)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + float64((at-float64(i))*(sorted[i+1]-sorted[i]))
}

// test works out the figures of a paper for some of the candidates.
func test(e *Exam, who []int) Test {
	t := Test{Candidates: len(who)}
	if len(who) == 0 {
		return t
	}
	totals := make([]float64, len(who))
	for k, i := range who {
		totals[k] = e.Candidates[i].Total
	}
	sorted := slices.Sorted(slices.Values(totals))
	t.Mean, t.Median = known(mean(totals)), known(quantile(sorted, 0.5))
	t.Lowest, t.Highest = known(sorted[0]), known(sorted[len(sorted)-1])
	t.Quartile1, t.Quartile3 = known(quantile(sorted, 0.25)), known(quantile(sorted, 0.75))
	if len(who) < 2 {
		return t
	}
	t.Total = covariance(totals, totals)
	t.SD = known(math.Sqrt(t.Total))
	moments(&t, totals)
	consistency(e, who, totals, &t)
	return t
}

// moments works out skewness and kurtosis from the k-statistics of the totals.
func moments(t *Test, totals []float64) {
	n, m := float64(len(totals)), mean(totals)
	m2, m3, m4 := 0.0, 0.0, 0.0
	for _, v := range totals {
		d := v - m
		m2 += float64(d * d)
		m3 += float64(d * d * d)
		m4 += float64(d * d * d * d)
	}
	m2, m3, m4 = m2/n, m3/n, m4/n
	k2 := n / (n - 1) * m2
	if k2 < tiny {
		return
	}
	if n > 2 {
		k3 := n * n / ((n - 1) * (n - 2)) * m3
		t.Skewness = known(k3 / math.Pow(k2, 1.5))
	}
	if n > 3 {
		k4 := n * n / ((n - 1) * (n - 2) * (n - 3)) * (float64((n+1)*m4) - float64(3*(n-1)*m2*m2))
		t.Kurtosis = known(k4 / (k2 * k2))
	}
}

// consistency works out what the total's variance owes to its parts. With a choice
// among questions what was chosen makes one part, since what a candidate left
// out is not known.
func consistency(e *Exam, who []int, totals []float64, t *Test) {
	left := slices.Clone(totals)
	optional := false
	for k := range e.Items {
		if e.Items[k].Optional {
			optional = optional || slices.ContainsFunc(who, func(i int) bool { return e.Candidates[i].Scores[k].On })
			continue
		}
		marks := make([]float64, len(who))
		on := false
		for at, i := range who {
			s := &e.Candidates[i].Scores[k]
			on = on || s.On
			marks[at] = s.Marks
			left[at] -= s.Marks
		}
		if on {
			t.Components++
			t.ItemVariance += covariance(marks, marks)
		}
	}
	if optional {
		t.Components++
		t.ItemVariance += covariance(left, left)
	}
	derive(t)
}

// derive works out the coefficients from the variances.
func derive(t *Test) {
	if t.Components < 2 || t.Total < tiny {
		return
	}
	k := float64(t.Components)
	c := 100 * k / (k - 1) * (1 - t.ItemVariance/t.Total)
	t.Consistency = known(c)
	if c <= 100 {
		t.ErrorRatio = known(100 * math.Sqrt(1-c/100))
		t.StandardError = known(math.Sqrt(t.Total) * math.Sqrt(1-c/100))
	}
}

// pool gives the whole of several forms the coefficients of their mean, weighted
// by candidates: items differ between forms, so that a sum over all would take
// differences between papers for differences between candidates.
func pool(t *Test, forms []Test) {
	t.Consistency, t.ErrorRatio, t.StandardError = Figure{}, Figure{}, Figure{}
	n, c, se := 0.0, 0.0, 0.0
	for i := range forms {
		if f := &forms[i]; f.Consistency.OK && f.StandardError.OK {
			w := float64(f.Candidates)
			n += w
			c += float64(w * f.Consistency.Value)
			se += float64(w * f.StandardError.Value * f.StandardError.Value)
		}
	}
	if n > 0 {
		t.Consistency, t.StandardError = known(c/n), known(math.Sqrt(se/n))
		if c/n <= 100 {
			t.ErrorRatio = known(100 * math.Sqrt(1-c/n/100))
		}
	}
}
