package phrase

import "slices"

// NumbersInOrder reports whether the options are at least three numbers that
// ascend or descend, which many standards of item writing want them to do in
// print. Closing options at the end do not count.
//
// Numbers may be decimals, fractions, powers, roots, multiples of π or, up to
// twelve, words; plain, in TeX, or with the same words and units around them:
// "5 ms", "$\frac{1}{2}$", "Article 14". Units are not converted.
func NumbersInOrder(texts []string) bool {
	if len(texts) == 0 {
		return false
	}
	if _, ok := parseQuantity(texts[0]); !ok {
		return false // most options are not numbers, and need no more reading
	}
	phrases := RecogniseAll(texts)
	for n := len(texts); n > 0 && phrases[n-1].Kind == Closing; n-- {
		texts = texts[:n-1]
	}
	values := make([]float64, len(texts))
	unit := ""
	for i, text := range texts {
		q, ok := parseQuantity(text)
		if !ok || i > 0 && q.unit != unit {
			return false
		}
		values[i], unit = q.value, q.unit
	}
	return len(values) >= 3 && (ascend(values) || ascend(reversed(values)))
}

func ascend(values []float64) bool {
	for i := 1; i < len(values); i++ {
		if !(values[i-1] < values[i]) {
			return false
		}
	}
	return true
}

func reversed(values []float64) []float64 {
	values = slices.Clone(values)
	slices.Reverse(values)
	return values
}

// contraries are the pairs of options that are one question of true or false.
var contraries = [][2]string{
	{" true", " false"}, {" yes", " no"}, {" t", " f"},
	{" correct", " incorrect"}, {" right", " wrong"},
	{" सही", " गलत"}, {" सही", " ग़लत"}, {" सही", " ग़लत"}, {" सत्य", " असत्य"},
	{" हाँ", " नहीं"}, {" हां", " नहीं"},
}

// Truth reports whether the options are true and false, yes and no, or the same
// in other words, which keep the order that candidates are used to.
func Truth(texts []string) bool {
	if len(texts) != 2 {
		return false
	}
	a, b := words(scan(texts[0])), words(scan(texts[1]))
	return slices.Contains(contraries, [2]string{a, b}) || slices.Contains(contraries, [2]string{b, a})
}
