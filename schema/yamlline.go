package schema

import (
	"bytes"
	"strings"
)

// yamlLine is one line of YAML as far as it can be understood without the
// others. Offsets are in bytes from the line's beginning.
type yamlLine struct {
	text   string
	blank  bool  // nothing, or a comment
	dashes []int // offsets of the dashes of list entries
	key    string
	start  int    // offset of the key, or of the entry's value where there is no key
	value  string // without a comment behind it
	at     int    // offset of the value
}

func readLine(line []byte) yamlLine {
	l := yamlLine{text: string(line)}
	i := leadingSpaces(line)
	for i < len(line) && line[i] == '-' && (i+1 == len(line) || line[i+1] == ' ') {
		l.dashes = append(l.dashes, i)
		i++
		i += leadingSpaces(line[i:])
	}
	l.start = i
	rest := string(line[i:])
	l.blank = len(l.dashes) == 0 && (strings.TrimSpace(rest) == "" || rest[0] == '#')
	if n := keyLength(rest); n > 0 {
		l.key = strings.Trim(rest[:n], `"' `)
		i += n + 1
		i += leadingSpaces(line[i:])
	}
	l.at = i
	l.value = strings.TrimRight(string(line[i:]), " \t")
	if !strings.HasPrefix(l.value, `"`) && !strings.HasPrefix(l.value, "'") {
		if comment := strings.Index(" "+l.value, " #"); comment >= 0 {
			l.value = strings.TrimRight(l.value[:comment], " \t")
		}
	}
	return l
}

// keyLength returns the offset of the colon behind a key, 0 if there is none.
func keyLength(s string) int {
	if s == "" || strings.IndexByte("[{#", s[0]) >= 0 {
		return 0
	}
	from := 0
	if s[0] == '"' || s[0] == '\'' {
		from = closingQuote(s)
		if from < 0 {
			return 0
		}
	}
	for i := from; i < len(s); i++ {
		if s[i] == ':' && (i+1 == len(s) || s[i+1] == ' ' || s[i+1] == '\t') {
			return i
		}
		if s[i] == ' ' && i+1 < len(s) && s[i+1] == '#' {
			return 0
		}
	}
	return 0
}

// closingQuote returns the offset behind the quote that closes the text s
// begins with, -1 if it is not closed.
func closingQuote(s string) int {
	quote := s[0]
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && quote == '"':
			i++
		case s[i] == quote && quote == '\'' && i+1 < len(s) && s[i+1] == quote:
			i++
		case s[i] == quote:
			return i + 1
		}
	}
	return -1
}

// A fault is what is wrong with a line: the byte offset in it and a message.
type fault struct {
	at      int
	message string
}

// fault finds what is wrong with the line whatever stands around it; nil if
// nothing is.
func (l *yamlLine) fault() *fault {
	lead := l.text[:len(l.text)-len(strings.TrimLeft(l.text, " \t"))]
	if tab := strings.IndexByte(lead, '\t'); tab >= 0 {
		return &fault{tab, "a tab in the indentation: use spaces, not a tab"}
	}
	if l.blank {
		return nil
	}
	if l.key != "" {
		if f := badStart(l.text[l.start:], l.start, true); f != nil {
			return f
		}
	}
	entry := l.text[l.start:]
	if len(l.dashes) == 0 && len(entry) > 1 && entry[0] == '-' && letters([]byte(entry[1:])) > 0 && l.key != "" {
		return &fault{l.start, "a space is missing after the dash"}
	}
	return valueFault(l.value, l.at)
}

// valueFault finds what is wrong with a value on one line.
func valueFault(value string, at int) *fault {
	if value == "" {
		return nil
	}
	switch value[0] {
	case '"', '\'':
		end := closingQuote(value)
		if end < 0 {
			return nil
		}
		if rest := strings.TrimLeft(value[end:], " \t"); rest != "" && rest[0] != '#' {
			return &fault{at + end - 1, "the text goes on after its closing quote: " + otherQuotes(value[0])}
		}
		return nil
	case '[', '{':
		return flowFault(value, at)
	}
	if f := badStart(value, at, false); f != nil {
		return f
	}
	if strings.Contains(value, ": ") || strings.HasSuffix(value, ":") {
		return &fault{at, `text that contains ": " must be in quotes`}
	}
	return nil
}

func otherQuotes(quote byte) string {
	if quote == '\'' {
		return "write an apostrophe within single quotes twice (''), or put the text in double quotes"
	}
	return `write a quote within double quotes as \", or put the text in single quotes`
}

// badStart recognises text that must be in quotes because of its first character.
func badStart(s string, at int, key bool) *fault {
	quotes := func() *fault { return &fault{at, "text that begins with " + s[:1] + " must be in quotes"} }
	switch s[0] {
	case '@', '`', '%', '*', '&', '!':
		return quotes()
	case '|', '>':
		header := strings.TrimLeft(s[1:], "+-0123456789")
		if key || header != "" && header[0] != ' ' || strings.TrimLeft(header, " ") != "" {
			return quotes()
		}
	case '?', '-':
		if !key && (len(s) == 1 || s[1] == ' ') {
			return quotes()
		}
	case ',', ']', '}':
		return quotes()
	}
	return nil
}

// flowFault finds what is wrong within [ ] or { } on one line.
func flowFault(s string, at int) *fault {
	var open []int // offsets of brackets that are not closed
	item := 0      // where the present entry begins
	value := -1    // where its value begins; -1 before the colon
	for i := 0; i < len(s); i++ {
		fresh := strings.TrimSpace(s[item:i]) == "" || value >= 0 && strings.TrimSpace(s[value:i]) == ""
		switch c := s[i]; {
		case (c == '"' || c == '\'') && fresh:
			end := closingQuote(s[i:])
			if end < 0 {
				return &fault{at + i, "the quote that opens here is not closed in this line: " + otherQuotes(c)}
			}
			rest := strings.TrimLeft(s[i+end:], " ")
			if rest != "" && strings.IndexByte(",]}:#", rest[0]) < 0 {
				return &fault{at + i + end - 1, "the text goes on after its closing quote: " + otherQuotes(c)}
			}
			i += end - 1
		case strings.IndexByte("[{?", c) >= 0 && !fresh:
			start := max(item, value)
			start += leadingSpaces([]byte(s[start:]))
			return &fault{at + start, "within { } and [ ] text that contains " + string(c) + " must be in quotes"}
		case c == '[' || c == '{':
			open = append(open, i)
			item, value = i+1, -1
		case c == ']' || c == '}':
			if len(open) == 0 {
				return nil
			}
			opened := open[len(open)-1]
			if (s[opened] == '[') != (c == ']') {
				return &fault{at + opened, "this " + s[opened:opened+1] + " is not closed: text that begins with it must be in quotes"}
			}
			open = open[:len(open)-1]
			if len(open) == 0 {
				if rest := strings.TrimLeft(s[i+1:], " "); rest != "" && rest[0] != '#' {
					return &fault{at, "text that begins with " + s[:1] + " must be in quotes"}
				}
				return nil
			}
			item, value = i+1, i+1 // nothing but a comma or bracket may follow
		case c == ',':
			if strings.TrimSpace(s[item:i]) == "" && value < 0 {
				return &fault{at + i, "there is nothing before the comma: delete it"}
			}
			item, value = i+1, -1
		case c == ':' && i+1 < len(s) && s[i+1] == ' ':
			if value >= 0 {
				start := value + leadingSpaces([]byte(s[value:]))
				return &fault{at + start, `text that contains ": " must be in quotes (or a comma is missing before the next key)`}
			}
			value = i + 1
		case strings.IndexByte("@`%*&!|>", c) >= 0 && fresh:
			return &fault{at + i, "text that begins with " + s[i:i+1] + " must be in quotes"}
		}
	}
	return nil
}

// unclosed returns the offset of a quote or bracket that the line opens and
// does not close, -1 if there is none.
func (l *yamlLine) unclosed() int {
	v := l.value
	if v == "" {
		return -1
	}
	if v[0] == '"' || v[0] == '\'' {
		if closingQuote(v) < 0 {
			return l.at
		}
		return -1
	}
	if v[0] != '[' && v[0] != '{' {
		return -1
	}
	var open []int
	for i := 0; i < len(v); i++ {
		switch v[i] {
		case '"', '\'':
			if i > 0 && strings.IndexByte(" [{,:", v[i-1]) < 0 {
				continue
			}
			end := closingQuote(v[i:])
			if end < 0 {
				return l.at + i
			}
			i += end - 1
		case '[', '{':
			open = append(open, i)
		case ']', '}':
			open = open[:max(0, len(open)-1)]
		}
	}
	if len(open) == 0 {
		return -1
	}
	return l.at + open[len(open)-1]
}

// column turns a byte offset in a line into a column.
func column(line []byte, offset int) int {
	return len(bytes.Runes(line[:min(offset, len(line))])) + 1
}
