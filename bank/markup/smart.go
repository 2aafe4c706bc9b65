package markup

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// smart sets typewriter quotation marks and dashes as a printer would. The
// rune before is what the text so far ends in, 0 at the beginning of a
// paragraph; the last rune of the result is returned for the next call.
func smart(before rune, s string) (string, rune) {
	if !strings.ContainsAny(s, `"'-`) {
		last, _ := utf8.DecodeLastRuneInString(s)
		return s, last
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '"':
			r = quote(before, '“', '”')
		case r == '\'':
			r = quote(before, '‘', '’')
		case r == '-' && before != '-':
			r, size = dash(before, s[i:])
		}
		b.WriteRune(r)
		before = r
		i += size
	}
	return b.String(), before
}

// quote opens at the beginning and behind spaces and opening brackets.
func quote(before, open, closed rune) rune {
	if before == 0 || unicode.IsSpace(before) || strings.ContainsRune("([{“‘—–", before) {
		return open
	}
	return closed
}

// dash turns --- between anything into an em dash and -- into an en dash where
// it joins numbers or stands between spaces; an option of a program (--help)
// and a decrement (i--) keep their hyphens. It returns how many bytes it used.
func dash(before rune, s string) (rune, int) {
	n := len(s) - len(strings.TrimLeft(s, "-"))
	after, _ := utf8.DecodeRuneInString(s[n:])
	between := func(ok func(rune) bool) bool { return before != 0 && ok(before) && n < len(s) && ok(after) }
	switch {
	case n == 3 && before != 0:
		return '—', 3
	case n == 2 && (between(unicode.IsDigit) || between(unicode.IsSpace)):
		return '–', 2
	}
	return '-', 1
}
