package schema

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// At returns the place in the file of a byte offset of Text. It follows line
// breaks, quotes and escapes, so that a mistake within a text can be pointed
// at; in texts folded over several lines of YAML the column may be that of a
// neighbouring space.
func (n *Node) At(offset int) (line, column int) {
	if n.src == nil || n.Kind >= List {
		return n.Line, n.Column
	}
	offset = min(max(offset, 0), len(n.Text))
	switch n.style {
	case literal:
		return n.src.place(n.literalOffset(offset))
	case folded:
		return n.src.place(n.foldedOffset(offset))
	case singleQuoted, doubleQuoted, jsonString:
		return n.src.place(n.flowOffset(n.offset+1, offset))
	default:
		return n.src.place(n.flowOffset(n.offset, offset))
	}
}

// block returns the first line of a block scalar's text and its indentation,
// which is what the first line that is not blank has more in the file than in
// the text.
func (n *Node) block() (first, indent int) {
	header, _ := n.src.place(n.offset)
	for line := header + 1; line <= len(n.src.starts); line++ {
		written := n.src.line(line)
		if spaces := leadingSpaces(written); spaces < len(written) {
			return header + 1, max(0, spaces-firstIndent(n.Text))
		}
	}
	return header + 1, 0
}

// firstIndent counts the spaces before the first line of a text that is not blank.
func firstIndent(text string) int {
	body := strings.TrimLeft(text, " \n")
	lead := text[:len(text)-len(body)]
	return len(lead) - (strings.LastIndexByte(lead, '\n') + 1)
}

func leadingSpaces(line []byte) int { return len(line) - len(bytes.TrimLeft(line, " ")) }

func (n *Node) literalOffset(offset int) int {
	first, indent := n.block()
	before := n.Text[:offset]
	line := first + strings.Count(before, "\n")
	if line > len(n.src.starts) {
		return len(n.src.text)
	}
	column := indent + offset - (strings.LastIndexByte(before, '\n') + 1)
	return n.src.starts[line-1] + min(column, len(n.src.line(line)))
}

// foldedOffset walks the text and the file side by side; where the file breaks
// a line, the text has a space or line breaks.
func (n *Node) foldedOffset(offset int) int {
	line, indent := n.block()
	at := 0
	for ; line <= len(n.src.starts); line++ {
		written := n.src.line(line)
		body := written[min(indent, leadingSpaces(written)):]
		if len(body) == 0 {
			continue
		}
		for at < offset && at < len(n.Text) && n.Text[at] == '\n' {
			at++
		}
		start := n.src.starts[line-1] + len(written) - len(body)
		if offset <= at+len(body) {
			return start + max(0, offset-at)
		}
		at += len(body)
		if at < len(n.Text) && n.Text[at] == ' ' {
			at++
			if offset < at {
				return start + len(body)
			}
		}
	}
	return len(n.src.text)
}

// flowOffset walks a text and its spelling from the byte offset s of the file
// until it has passed offset bytes of the text.
func (n *Node) flowOffset(s, offset int) int {
	text := n.src.text
	for t := 0; t < offset && s < len(text); {
		made, taken := 1, 1 // bytes of the text made by bytes of the file
		switch c := text[s]; {
		case c == '\\' && n.style == doubleQuoted:
			made, taken = yamlEscape(text[s:])
		case c == '\\' && n.style == jsonString:
			made, taken = jsonEscape(text[s:])
		case c == '\'' && n.style == singleQuoted:
			taken = 2
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			made, taken = foldAt(text[s:])
		}
		if t+made > offset {
			break
		}
		t += made
		s += taken
	}
	return min(s, len(text))
}

// foldAt measures white space that may contain a line break: one break reads
// as a space, each further one as a line break.
func foldAt(b []byte) (made, taken int) {
	space := len(b) - len(bytes.TrimLeft(b, " \t\r\n"))
	switch breaks := bytes.Count(b[:space], []byte{'\n'}); breaks {
	case 0:
		return 1, 1
	case 1:
		return 1, space
	default:
		return breaks - 1, space
	}
}

// yamlEscape measures an escape in double quotes.
func yamlEscape(b []byte) (made, taken int) {
	if len(b) < 2 {
		return 1, 1
	}
	switch b[1] {
	case 'N', '_':
		return 2, 2
	case 'L', 'P':
		return 3, 2
	case 'x':
		return hexEscape(b, 4)
	case 'u':
		return hexEscape(b, 6)
	case 'U':
		return hexEscape(b, 10)
	case '\n', '\r':
		return 0, 1 + len(b[1:]) - len(bytes.TrimLeft(b[1:], " \t\r\n"))
	}
	return 1, 2
}

func hexEscape(b []byte, length int) (made, taken int) {
	length = min(length, len(b))
	code, err := strconv.ParseUint(string(b[2:length]), 16, 32)
	if err != nil || !utf8.ValidRune(rune(code)) {
		return 1, length
	}
	return utf8.RuneLen(rune(code)), length
}

// jsonEscape measures an escape of JSON; characters beyond U+FFFF are two.
func jsonEscape(b []byte) (made, taken int) {
	if len(b) < 6 || b[1] != 'u' {
		return 1, min(2, len(b))
	}
	if high, err := strconv.ParseUint(string(b[2:6]), 16, 16); err == nil && utf16.IsSurrogate(rune(high)) {
		return 4, min(12, len(b))
	}
	return hexEscape(b, 6)
}
