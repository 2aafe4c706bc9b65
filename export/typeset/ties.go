package typeset

import (
	"strings"
	"unicode"
)

// tied reports whether no line may end at the space token i: before a unit,
// before the number of what it counts, before a dash and before punctuation.
func (t *Text) tied(i int) bool {
	if i == 0 || i+1 == len(t.tokens) || t.tokens[i].style.Mono {
		return false
	}
	before, next := &t.tokens[i-1], &t.tokens[i+1]
	if next.kind == formulaToken {
		return before.kind == wordToken && counted[before.text] && isNumber(next.formula.TeX)
	}
	if next.kind != wordToken || next.style.Mono {
		return false
	}
	if next.text == "–" || next.text == "—" || strings.IndexFunc(next.text, notClosing) < 0 {
		return true
	}
	switch before.kind {
	case wordToken:
		return endsInDigit(before.text) && strings.Contains(" × ± · ", " "+next.text+" ") ||
			strings.Contains(" × ± · ", " "+before.text+" ") && beginsWithDigit(next.text) ||
			endsInDigit(before.text) && isUnit(next.text) ||
			counted[before.text] && beginsWithDigit(next.text)
	case formulaToken:
		return isNumber(before.formula.TeX) && isUnit(next.text)
	}
	return false
}

// notClosing reports whether r can begin a line: it is no punctuation that
// ends what went before.
func notClosing(r rune) bool {
	return !strings.ContainsRune(".,;:!?)]}%’”…‰°।॥،؛؟۔", r)
}

func endsInDigit(s string) bool {
	return s != "" && '0' <= s[len(s)-1] && s[len(s)-1] <= '9'
}

func beginsWithDigit(s string) bool {
	s = strings.TrimLeft(s, "([")
	return s != "" && '0' <= s[0] && s[0] <= '9'
}

// isNumber reports whether a formula is a plain number: 5, −0.5, 1{,}000.
func isNumber(tex string) bool {
	return strings.ContainsAny(tex, "0123456789") && strings.Trim(tex, `0123456789.,{}\+-−– `) == ""
}

func isUnit(word string) bool {
	word = strings.TrimRightFunc(word, func(r rune) bool { return !notClosing(r) && r != '%' && r != '°' && r != '‰' })
	if i := strings.IndexAny(word, "/·²³⁻"); i > 0 {
		word = word[:i] // m/s, m²
	}
	return units[word]
}

// units are what a number is not parted from.
var units = set(`% ‰ ° °C °F K m km cm mm µm μm nm m² m³ g kg mg t s ms µs μs ns min h d Hz kHz MHz GHz THz
	N Pa kPa MPa bar J kJ MJ eV W kW MW V mV kV A mA C F Ω kΩ mol l ml L mL dB rad px pt dpi ppm
	bit bits byte bytes B kB KB MB GB TB KiB MiB GiB FLOP FLOPs FLOPS GFLOPS TFLOPS fps
	mark marks € £ $ ₹`)

// counted are words that are not parted from the number that follows.
var counted = set(`Fig. Figs. Figure Figures Table Tables Eq. Eqs. Equation Equations Section Sections Sec. Chapter
	Lecture Slide Slides Part Question Questions Step Case Theorem Lemma Algorithm Listing No. Nos. p. pp.
	figure table equation section chapter lecture slide part question questions step case`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.FieldsFunc(words, unicode.IsSpace) {
		m[w] = true
	}
	return m
}
