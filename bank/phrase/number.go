package phrase

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// A quantity is a number and what stands around it.
type quantity struct {
	value float64
	unit  string // words before and after, without spaces
}

// plainTeX turns TeX and the signs of print into what the parser knows. Dollars
// around formulas go; one that is escaped is money.
var plainTeX = strings.NewReplacer(
	`\$`, "USD ", "$", "", "**", "", "{,}", ",",
	`\,`, " ", `\;`, " ", `\:`, " ", `\!`, "", `\ `, " ", "~", " ", "\u00a0", " ", "\u202f", " ", "\u2009", " ",
	`\left`, "", `\right`, "", `\displaystyle`, "", `\dfrac`, `\frac`, `\tfrac`, `\frac`, `\%`, "%",
	`\times`, "*", "×", "*", `\cdot`, "*", "·", "*", "−", "-",
	`\pi`, "π", `\infty`, "∞", `\sqrt`, "√",
	"½", "1/2", "¼", "1/4", "¾", "3/4",
)

var (
	superscript  = regexp.MustCompile(`[⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+`)
	superscripts = strings.NewReplacer("⁺", "", "⁻", "-", "⁰", "0", "¹", "1", "²", "2", "³", "3", "⁴", "4", "⁵", "5", "⁶", "6", "⁷", "7", "⁸", "8", "⁹", "9")
	// before is what may stand before a number, as in "Rs. 500" or "x = 5", but
	// not in "sp3".
	before  = regexp.MustCompile(`^\pL[\pL .=:]*[ .=:]|^[₹€£]`)
	figures = regexp.MustCompile(`^(\d{1,3}(,\d{2,3})*,\d{3}|\d{1,3}( \d{3})+|\d+)?(\.\d+)?([eE][+-]?\d+)?`)
	byTen   = regexp.MustCompile(`^ ?[xX] ?10 ?\^`)
	command = regexp.MustCompile(`\\(text|mathrm|mathsf|operatorname|rm)\b`)
)

var numberWords = strings.Fields("zero one two three four five six seven eight nine ten eleven twelve")

// parseQuantity reads a text that is a number, with words or a unit.
func parseQuantity(text string) (quantity, bool) {
	text = strings.Map(latinDigit, plainTeX.Replace(strings.TrimRight(strings.TrimSpace(text), ".")))
	text = superscript.ReplaceAllStringFunc(text, func(s string) string { return "^{" + superscripts.Replace(s) + "}" })
	text = strings.Trim(text, " *")
	if word, rest, _ := strings.Cut(text, " "); word != "" {
		for i, name := range numberWords {
			if strings.EqualFold(word, name) {
				return quantity{float64(i), unit(rest)}, true
			}
		}
	}
	words := before.FindString(text)
	p := parser{rest: strings.TrimSpace(text[len(words):])}
	value, ok := p.signed()
	return quantity{value, unit(words) + unit(p.rest)}, ok
}

func latinDigit(r rune) rune {
	if r > unicode.MaxASCII && '०' <= r && r <= '९' {
		return '0' + r - '०'
	}
	return r
}

// unit spells a unit for comparison: "\text{ years}" and "year" are the same.
func unit(s string) string {
	s = strings.NewReplacer("{", "", "}", "", " ", "").Replace(command.ReplaceAllString(s, ""))
	if len(s) > 2 {
		s = strings.TrimSuffix(s, "s")
	}
	return s
}

// A parser reads a product of powers from the start of rest. There are no sums:
// what looks like one is more often a range.
type parser struct{ rest string }

func (p *parser) signed() (float64, bool) {
	sign := 1.0
	if p.take("-") {
		sign = -1
	} else {
		p.take("+")
	}
	value, ok := p.product()
	return sign * value, ok
}

func (p *parser) product() (float64, bool) {
	value, ok := p.power()
	for ok {
		rest := p.rest
		divide := p.take("/")
		if !divide && !p.times() {
			break
		}
		next, more := p.power()
		switch {
		case !more:
			p.rest = rest
			return value, true
		case divide:
			value /= next
		default:
			value *= next
		}
	}
	return value, ok
}

// times takes a sign of multiplication, and reports whether a factor follows
// with or without one. The x of "5 x 10^3" is a sign, that of "5 x" is not.
func (p *parser) times() bool {
	if byTen.MatchString(p.rest) {
		return p.take("x") || p.take("X")
	}
	for _, factor := range []string{"π", "√", `\frac`} {
		if strings.HasPrefix(strings.TrimLeft(p.rest, " "), factor) {
			return true
		}
	}
	return p.take("*")
}

func (p *parser) power() (float64, bool) {
	base, ok := p.atom()
	if !ok || !p.take("^") {
		return base, ok
	}
	if p.take("{") {
		exponent, ok := p.closed("}")
		return math.Pow(base, exponent), ok
	}
	sign := 1.0
	if p.take("-") {
		sign = -1
	}
	exponent, ok := p.figures()
	return math.Pow(base, sign*exponent), ok
}

func (p *parser) atom() (float64, bool) {
	switch {
	case p.take("π"):
		return math.Pi, true
	case p.take("∞"):
		return math.Inf(1), true
	case p.take("√"):
		value, ok := p.radicand()
		return math.Sqrt(value), ok
	case p.take(`\frac`):
		over, ok1 := p.argument()
		under, ok2 := p.argument()
		return over / under, ok1 && ok2
	case p.take("("):
		return p.closed(")")
	}
	return p.figures()
}

func (p *parser) radicand() (float64, bool) {
	if p.take("{") {
		return p.closed("}")
	}
	return p.atom()
}

// argument reads {…}, or a single digit or sign as TeX does.
func (p *parser) argument() (float64, bool) {
	if p.take("{") {
		return p.closed("}")
	}
	p.rest = strings.TrimLeft(p.rest, " ")
	if p.rest != "" && '0' <= p.rest[0] && p.rest[0] <= '9' {
		digit := float64(p.rest[0] - '0')
		p.rest = p.rest[1:]
		return digit, true
	}
	return math.Pi, p.take("π")
}

// closed reads a number that a sign closes.
func (p *parser) closed(sign string) (float64, bool) {
	value, ok := p.signed()
	return value, ok && p.take(sign)
}

// figures reads a decimal number.
func (p *parser) figures() (float64, bool) {
	p.rest = strings.TrimLeft(p.rest, " ")
	number := figures.FindString(p.rest)
	p.rest = p.rest[len(number):]
	value, err := strconv.ParseFloat(strings.NewReplacer(",", "", " ", "").Replace(number), 64)
	return value, err == nil
}

// take takes a sign from the start of the rest, and the spaces before it.
func (p *parser) take(sign string) bool {
	rest, ok := strings.CutPrefix(strings.TrimLeft(p.rest, " "), sign)
	if ok {
		p.rest = rest
	}
	return ok
}
