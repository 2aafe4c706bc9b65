package schema

import (
	"bytes"
	"sort"
	"strconv"
	"unicode/utf8"
)

func itoa(i int) string { return strconv.Itoa(i) }

// source is the text of a file, without byte-order mark, and where its lines
// begin.
type source struct {
	text   []byte
	starts []int // byte offset of each line
}

func newSource(text []byte) *source {
	starts := make([]int, 1, 1+bytes.Count(text, []byte{'\n'}))
	for i := 0; ; {
		n := bytes.IndexByte(text[i:], '\n')
		if n < 0 {
			return &source{text, starts}
		}
		i += n + 1
		starts = append(starts, i)
	}
}

// place returns line and column of a byte offset; one within a character has
// the character's place.
func (s *source) place(offset int) (line, column int) {
	offset = min(max(offset, 0), len(s.text))
	for back := 0; back < utf8.UTFMax && offset > 0 && offset < len(s.text) && !utf8.RuneStart(s.text[offset]); back++ {
		offset--
	}
	line = sort.SearchInts(s.starts, offset+1)
	return line, utf8.RuneCount(s.text[s.starts[line-1]:offset]) + 1
}

// line returns a line, counted from 1, without its line end; empty beyond the
// last.
func (s *source) line(n int) []byte {
	if n < 1 || n > len(s.starts) {
		return nil
	}
	end := len(s.text)
	if n < len(s.starts) {
		end = s.starts[n] - 1
	}
	return bytes.TrimSuffix(s.text[s.starts[n-1]:end], []byte{'\r'})
}

// cursor turns places into byte offsets and back. It is meant for places that
// come in the order of the text, which then takes time in its length only.
type cursor struct {
	src          *source
	line, column int
	offset       int
}

func newCursor(s *source) *cursor { return &cursor{s, 1, 1, 0} }

// find returns the byte offset of a place.
func (c *cursor) find(line, column int) int {
	if line < 1 || line > len(c.src.starts) {
		return len(c.src.text)
	}
	if line != c.line || column < c.column {
		c.line, c.column, c.offset = line, 1, c.src.starts[line-1]
	}
	for c.column < column && c.offset < len(c.src.text) {
		c.offset += runeLen(c.src.text[c.offset:])
		c.column++
	}
	return c.offset
}

// place returns line and column of a byte offset.
func (c *cursor) place(offset int) (line, column int) {
	if offset < c.offset {
		c.line, c.column = c.src.place(offset)
		c.offset = offset
		return c.line, c.column
	}
	for c.line < len(c.src.starts) && c.src.starts[c.line] <= offset {
		c.offset = c.src.starts[c.line]
		c.line++
		c.column = 1
	}
	c.column += utf8.RuneCount(c.src.text[c.offset:offset])
	c.offset = offset
	return c.line, c.column
}

func runeLen(b []byte) int {
	if b[0] < utf8.RuneSelf {
		return 1
	}
	_, size := utf8.DecodeRune(b)
	return size
}
