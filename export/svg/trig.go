package svg

import "math"

// The functions of this file do what package math does, in degrees and without
// the fused multiply-add that compilers use on some processors only: a drawing
// must have the same coordinates everywhere. Multiples of 90 degrees are exact.

// sincos returns the sine and the cosine of an angle in degrees.
func sincos(degrees float64) (sin, cos float64) {
	d := math.Mod(degrees, 360)
	quarter := math.Round(d / 90)
	x := float64((d - float64(quarter*90)) * (math.Pi / 180)) // at most 45 degrees
	s, c := taylor(x)
	switch (int(quarter) + 8) % 4 {
	case 0:
		return s, c
	case 1:
		return c, -s
	case 2:
		return -s, -c
	default:
		return -c, s
	}
}

// taylor sums the series of sine and cosine, exact to the last bits for |x| < 1.
func taylor(x float64) (sin, cos float64) {
	xx := float64(x * x)
	sin, cos = 1, 1
	for k := 10.0; k >= 1; k-- {
		even := float64(2*k) * (2*k - 1)
		odd := float64(2*k) * (2*k + 1)
		cos = 1 - float64(xx/even*cos)
		sin = 1 - float64(xx/odd*sin)
	}
	return float64(x * sin), cos
}

// tangent returns the tangent of an angle in degrees; it is infinite at 90.
func tangent(degrees float64) float64 {
	sin, cos := sincos(degrees)
	return sin / cos
}

// angleOf returns the direction of x, y in degrees, above -180 up to 180; that
// of 0, 0 is 0.
func angleOf(x, y float64) float64 {
	ax, ay := math.Abs(x), math.Abs(y)
	if ax == 0 && ay == 0 {
		return 0
	}
	var a float64
	if ay <= ax {
		a = arctan(ay / ax)
	} else {
		a = 90 - arctan(ax/ay)
	}
	if x < 0 {
		a = 180 - a
	}
	if y < 0 {
		a = -a
	}
	return a
}

// arctan returns the angle in degrees whose tangent is t, 0 to 1.
func arctan(t float64) float64 {
	base := 0.0
	if t > 0.4142135623730951 { // tan 22.5°
		base = 45
		t = (t - 1) / (t + 1)
	}
	tt := float64(t * t)
	sum := 0.0
	for k := 45; k >= 1; k -= 2 {
		sum = 1/float64(k) - float64(tt*sum)
	}
	return base + float64(float64(t*sum)*(180/math.Pi))
}

// length returns the length of the vector x, y.
func length(x, y float64) float64 {
	return math.Sqrt(float64(x*x) + float64(y*y))
}

// cross and dot are the products of two vectors.
func cross(a, b point) float64 { return float64(a.x*b.y) - float64(a.y*b.x) }
func dot(a, b point) float64   { return float64(a.x*b.x) + float64(a.y*b.y) }
