package pdf

import (
	"strconv"

	"github.com/papersetter/papersetter/export/typeset"
)

// divide rounds a/b to the nearest integer, halves away from zero; b > 0.
func divide(a, b int64) int64 {
	if a < 0 {
		return -((-a + b/2) / b)
	}
	return (a + b/2) / b
}

// appendDecimal appends n/10^decimals as PDF writes numbers: no exponent, no
// needless zeros.
func appendDecimal(b []byte, n int64, decimals int) []byte {
	if n < 0 {
		b = append(b, '-')
		n = -n
	}
	unit := int64(1)
	for range decimals {
		unit *= 10
	}
	whole, fraction := n/unit, n%unit
	if whole != 0 || fraction == 0 {
		b = strconv.AppendInt(b, whole, 10)
	}
	if fraction == 0 {
		return b
	}
	b = append(b, '.')
	for unit /= 10; fraction > 0; unit /= 10 {
		b = append(b, '0'+byte(fraction/unit))
		fraction %= unit
	}
	return b
}

// appendPoints appends lengths in points, to a thousandth of a point, each
// followed by a space.
func appendPoints(b []byte, lengths ...typeset.Length) []byte {
	for _, l := range lengths {
		b = appendDecimal(b, divide(int64(l)*1000, int64(typeset.Point)), 3)
		b = append(b, ' ')
	}
	return b
}

// appendInts appends integers, each followed by a space.
func appendInts(b []byte, ints ...int) []byte {
	for _, n := range ints {
		b = strconv.AppendInt(b, int64(n), 10)
		b = append(b, ' ')
	}
	return b
}

// appendShade appends a part of 255 as a part of 1.
func appendShade(b []byte, v uint8) []byte {
	return appendDecimal(b, divide(int64(v)*1000, 255), 3)
}

// points converts exactly: a float64 holds all lengths below 2⁵³ units.
func points(l typeset.Length) float64 {
	return float64(l) / float64(typeset.Point)
}
