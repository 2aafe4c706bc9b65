package schema

import (
	"strconv"
	"strings"
)

// maxDepth bounds how deep lists and maps lie within each other.
const maxDepth = 100

// maxDigits bounds a number as written: exact arithmetic on 1e999999999 would
// never end.
const maxDigits = 40

// unboundNumber says what is wrong with a number that is too long or too
// large, "" if nothing is.
func unboundNumber(text string) string {
	if len(text) > maxDigits {
		return "the number has " + itoa(len(text)) + " characters: write it shorter, or put it in quotes if it is text"
	}
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		if exponent, err := strconv.Atoi(text[i+1:]); err != nil || abs(exponent) > 300 {
			return "the exponent of " + text + " is out of range: from -300 to 300"
		}
	}
	return ""
}
