package schema

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// word reads a number, true, false or null.
func (r *jsonReader) word(path *datapath) *Node {
	n := r.node(Null)
	end := r.pos
	for end < len(r.src.text) && !strings.ContainsRune(" \t\r\n,:[]{}\"", rune(r.src.text[end])) {
		end++
	}
	n.Text = string(r.src.text[r.pos:end])
	switch {
	case n.Text == "null":
	case n.Text == "true", n.Text == "false":
		n.Kind = Bool
	case isJSONNumber(n.Text):
		n.Kind = Number
		if message := unboundNumber(n.Text); message != "" {
			r.problems = append(r.problems, Problem{Pos: Pos{r.file, n.Line, n.Column}, Path: path.String(), Message: message})
			n.bad = true
		}
	default:
		r.badWord(n.Text)
	}
	r.pos = end
	return n
}

func (r *jsonReader) badWord(word string) {
	lower := strings.ToLower(word)
	switch {
	case word == "" && r.pos == len(r.src.text):
		r.fail(r.pos, "the file ends where a value is missing")
	case word == "":
		r.fail(r.pos, "a value is missing before %c", r.peek())
	case word[0] == '\'':
		r.fail(r.pos, "JSON puts text in double quotes, not in single ones")
	case lower == "true" || lower == "false" || lower == "null":
		r.fail(r.pos, "JSON writes %s in small letters", lower)
	case lower == "none" || lower == "undefined":
		r.fail(r.pos, "JSON has no %s: write null, or put text in double quotes", shorten(word))
	case isNumber(word):
		r.fail(r.pos, "JSON writes numbers like 12, -0.5 or 1e3, without a leading + or 0 and with digits on both sides of the point: not %s", shorten(word))
	default:
		r.fail(r.pos, "JSON puts text in double quotes: %s", shorten(word))
	}
}

// isJSONNumber narrows isNumber to the spelling of JSON.
func isJSONNumber(s string) bool {
	if !isNumber(s) || s[0] == '+' {
		return false
	}
	s = strings.TrimPrefix(s, "-")
	whole := digits(s)
	switch {
	case whole == 0, whole > 1 && s[0] == '0':
		return false
	case whole < len(s) && s[whole] == '.':
		return digits(s[whole+1:]) > 0
	}
	return true
}

// text reads a string; the next byte is its opening quote.
func (r *jsonReader) text() string {
	open := r.pos
	r.pos++
	start := r.pos
	for r.pos < len(r.src.text) && r.src.text[r.pos] != '"' && r.src.text[r.pos] != '\\' && r.src.text[r.pos] >= ' ' {
		r.pos++
	}
	if r.peek() == '"' { // most strings have no escapes
		r.pos++
		return string(r.src.text[start : r.pos-1])
	}
	var b strings.Builder
	b.Write(r.src.text[start:r.pos])
	for r.failed == nil {
		switch c := r.peek(); {
		case c == '"':
			r.pos++
			return b.String()
		case c == '\\':
			r.escape(&b)
		case r.pos >= len(r.src.text), c == '\n', c == '\r':
			r.fail(open, "the text that begins here is not closed: write \" at its end (within text a line break is written \\n)")
		case c == '\t':
			r.fail(r.pos, "a tab within text is written \\t")
		default:
			b.WriteByte(c)
			r.pos++
		}
	}
	return ""
}

// escape reads what begins with a backslash.
func (r *jsonReader) escape(b *strings.Builder) {
	if r.pos+1 >= len(r.src.text) {
		r.fail(r.pos, "the file ends within text")
		return
	}
	c := r.src.text[r.pos+1]
	if i := strings.IndexByte(`"\/bfnrt`, c); i >= 0 {
		b.WriteByte("\"\\/\b\f\n\r\t"[i])
		r.pos += 2
		return
	}
	if c == 'u' {
		r.unicode(b)
		return
	}
	word := string(r.src.text[r.pos+1 : r.pos+1+letters(r.src.text[r.pos+1:])])
	if word == "" && c >= ' ' && c < utf8.RuneSelf {
		word = string(c)
	}
	r.fail(r.pos, `JSON has no escape \%s: write \\%s`, word, word)
}

// unicode reads \uXXXX, and two of them where they are one character.
func (r *jsonReader) unicode(b *strings.Builder) {
	first, ok := r.hex(r.pos)
	if !ok {
		word := string(r.src.text[r.pos+1 : r.pos+1+letters(r.src.text[r.pos+1:])])
		r.fail(r.pos, `\u wants four hexadecimal digits: for a backslash before %s write \\%s`, word, word)
		return
	}
	if !utf16.IsSurrogate(first) {
		b.WriteRune(first)
		r.pos += 6
		return
	}
	second, ok := r.hex(r.pos + 6)
	full := utf16.DecodeRune(first, second)
	if !ok || full == utf8.RuneError {
		r.fail(r.pos, `%s is half a character: write the character itself`, r.src.text[r.pos:r.pos+6])
		return
	}
	b.WriteRune(full)
	r.pos += 12
}

// hex reads the \uXXXX at a byte offset.
func (r *jsonReader) hex(at int) (rune, bool) {
	text := r.src.text
	if at+6 > len(text) || text[at] != '\\' || text[at+1] != 'u' {
		return 0, false
	}
	var v rune
	for _, c := range text[at+2 : at+6] {
		switch {
		case c >= '0' && c <= '9':
			v = v<<4 | rune(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			v = v<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	return v, true
}
