package analysis

import "math"

// The distributions follow the continued fractions of Lentz as in the Digital
// Library of Mathematical Functions, 8.9 and 8.17.

// chiSquareTail is the probability that χ² with so many degrees of freedom is x or
// more.
func chiSquareTail(x float64, df int) float64 {
	if x <= 0 || df < 1 {
		return 1
	}
	return gammaTail(float64(df)/2, x/2)
}

// gammaTail is the upper regularised incomplete gamma function Q(a, x).
func gammaTail(a, x float64) float64 {
	lg, _ := math.Lgamma(a)
	front := math.Exp(float64(a*math.Log(x)) - x - lg)
	if x < a+1 {
		sum, term := 1/a, 1/a
		for n := 1; n < 10_000; n++ {
			term *= x / (a + float64(n))
			sum += term
			if math.Abs(term) < 1e-16*math.Abs(sum) {
				break
			}
		}
		return max(0, 1-float64(front*sum))
	}
	const small = 1e-300
	b := x + 1 - a
	c, d := 1/small, 1/b
	h := d
	for n := 1; n < 10_000; n++ {
		an := -float64(n) * (float64(n) - a)
		b += 2
		d = 1 / nonzero(float64(an*d)+b)
		c = nonzero(b + an/c)
		delta := d * c
		h *= delta
		if math.Abs(delta-1) < 1e-15 {
			break
		}
	}
	return min(1, front*h)
}

func nonzero(v float64) float64 {
	if math.Abs(v) < 1e-300 {
		return 1e-300
	}
	return v
}

// fTail is the probability that F with so many degrees of freedom above and below
// is x or more.
func fTail(x float64, above, below int) float64 {
	if x <= 0 || above < 1 || below < 1 {
		return 1
	}
	a, b := float64(above), float64(below)
	return beta(b/2, a/2, b/(b+float64(a*x)))
}

// tTail is the probability that Student's t, of either sign, is as far from 0 as x.
func tTail(x, df float64) float64 {
	return beta(df/2, 0.5, df/(df+float64(x*x)))
}

// beta is the regularised incomplete beta function I_x(a, b).
func beta(a, b, x float64) float64 {
	if x <= 0 {
		return 0
	}
	if x >= 1 {
		return 1
	}
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	lab, _ := math.Lgamma(a + b)
	front := math.Exp(lab - la - lb + float64(a*math.Log(x)) + float64(b*math.Log1p(-x)))
	if x > (a+1)/(a+b+2) {
		return 1 - front*betaFraction(b, a, 1-x)/b
	}
	return front * betaFraction(a, b, x) / a
}

func betaFraction(a, b, x float64) float64 {
	c, d := 1.0, 1/nonzero(1-float64((a+b)*x/(a+1)))
	h := d
	for n := 1; n < 10_000; n++ {
		m := float64(n)
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		d = 1 / nonzero(1+float64(even*d))
		c = nonzero(1 + even/c)
		h *= d * c
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		d = 1 / nonzero(1+float64(odd*d))
		c = nonzero(1 + odd/c)
		delta := d * c
		h *= delta
		if math.Abs(delta-1) < 1e-15 {
			break
		}
	}
	return h
}
