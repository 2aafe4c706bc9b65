package svg

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"
)

// source is the text of a file and finds places in it.
type source struct {
	text  []byte
	lines []int // offsets of the beginnings of lines, found when first asked for
}

// position returns line and column (in characters) of a byte offset, from 1.
func (s *source) position(offset int) (line, column int) {
	if s.lines == nil {
		s.lines = []int{0}
		for i, b := range s.text {
			if b == '\n' {
				s.lines = append(s.lines, i+1)
			}
		}
	}
	offset = min(max(offset, 0), len(s.text))
	line, exact := slices.BinarySearch(s.lines, offset)
	if !exact {
		line--
	}
	from := s.lines[line]
	return line + 1, utf8.RuneCount(s.text[from:offset]) + 1
}

// attribute returns the offset of an attribute's value inside of a start tag
// that stands from start to end, or start if the tag has no such attribute.
// The name is as written, or without its prefix.
func (s *source) attribute(start, end int, name string) int {
	tag := s.text[start:min(end, len(s.text))]
	i := bytes.IndexAny(tag, " \t\r\n")
	for i >= 0 && i < len(tag) {
		from := i
		for i < len(tag) && tag[i] != '=' {
			i++
		}
		word := strings.TrimSpace(string(tag[from:min(i, len(tag))]))
		for i < len(tag) && tag[i] != '"' && tag[i] != '\'' {
			i++
		}
		if i >= len(tag) {
			break
		}
		value := i + 1
		n := bytes.IndexByte(tag[value:], tag[i])
		if n < 0 {
			break
		}
		if _, local, ok := strings.Cut(word, ":"); word == name || ok && local == name {
			return start + value
		}
		i = value + n + 1
	}
	return start
}
