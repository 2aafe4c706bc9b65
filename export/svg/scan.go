package svg

import (
	"math"
	"strconv"
	"strings"
)

// maxNumber bounds the numbers of a figure, so that sums and products of a few
// stay finite.
const maxNumber = 1e9

// scanner reads the small languages inside of attributes.
type scanner struct {
	s   string
	pos int
}

func (s *scanner) done() bool { return s.pos >= len(s.s) }

func (s *scanner) peek() byte {
	if s.done() {
		return 0
	}
	return s.s[s.pos]
}

func isSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\r' || b == '\f' }
func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' }

func (s *scanner) space() {
	for !s.done() && isSpace(s.s[s.pos]) {
		s.pos++
	}
}

// comma skips white space with at most one comma in it.
func (s *scanner) comma() {
	s.space()
	if s.peek() == ',' {
		s.pos++
		s.space()
	}
}

func (s *scanner) accept(b byte) bool {
	if s.peek() == b {
		s.pos++
		return true
	}
	return false
}

// number reads a number as short as SVG allows it to be written: "1.5.5-2" is
// three. It takes nothing when there is none or when it exceeds maxNumber.
func (s *scanner) number() (float64, bool) {
	from := s.pos
	if !s.accept('-') {
		s.accept('+')
	}
	digits := s.digits()
	if s.accept('.') {
		digits += s.digits()
	}
	if digits == 0 {
		s.pos = from
		return 0, false
	}
	s.exponent()
	v, err := strconv.ParseFloat(s.s[from:s.pos], 64)
	if err != nil || math.Abs(v) > maxNumber {
		s.pos = from
		return 0, false
	}
	return v, true
}

func (s *scanner) digits() int {
	from := s.pos
	for isDigit(s.peek()) {
		s.pos++
	}
	return s.pos - from
}

// exponent reads an exponent, but leaves the unit of 2em alone.
func (s *scanner) exponent() {
	from := s.pos
	if !s.accept('e') && !s.accept('E') {
		return
	}
	if !s.accept('-') {
		s.accept('+')
	}
	if s.digits() == 0 {
		s.pos = from
	}
}

// flag reads a 0 or 1, which needs nothing behind it.
func (s *scanner) flag() (bool, bool) {
	if b := s.peek(); b == '0' || b == '1' {
		s.pos++
		return b == '1', true
	}
	return false, false
}

// word reads letters, digits, - and _.
func (s *scanner) word() string {
	from := s.pos
	for b := s.peek(); isLetter(b) || isDigit(b) || b == '-' || b == '_'; b = s.peek() {
		s.pos++
	}
	return s.s[from:s.pos]
}

// unit reads letters.
func (s *scanner) unit() string {
	from := s.pos
	for isLetter(s.peek()) {
		s.pos++
	}
	return s.s[from:s.pos]
}

// parseNumber reads a string that is one number.
func parseNumber(text string) (float64, bool) {
	s := scanner{s: strings.TrimSpace(text)}
	v, ok := s.number()
	return v, ok && s.done()
}

// parseNumbers reads numbers separated by spaces or commas.
func parseNumbers(text string) ([]float64, bool) {
	s := scanner{s: text}
	s.space()
	var out []float64
	for !s.done() {
		v, ok := s.number()
		if !ok {
			return out, false
		}
		out = append(out, v)
		s.comma()
	}
	return out, true
}

// parseFraction reads a number or percentage and bounds it to 0 … 1.
func parseFraction(text string) (float64, bool) {
	text = strings.TrimSpace(text)
	number, percent := strings.CutSuffix(text, "%")
	v, ok := parseNumber(number)
	if percent {
		v /= 100
	}
	return min(max(v, 0), 1), ok
}
