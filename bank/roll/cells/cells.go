// Package cells splits text tables, CSV and the like, into cells that know
// their places:
//
//	text, err := cells.Decode(data)
//	rows, mistakes := cells.Split(text, ',')
//
// It takes what spreadsheets write: UTF-8 and UTF-16, quoted cells that hold
// separators, quotes and line ends, and line ends of Windows and of old Macs.
// What a cell means is for the caller.
package cells

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Cell is one cell of a table. Text is as written, spaces at its ends included,
// but for quotes around it and line ends in it, which are "\n".
type Cell struct {
	Text         string
	Line, Column int // where it begins, from 1; Column in characters
}

// Mistake is a place at which the text is not a table.
type Mistake struct {
	Line, Column int
	Message      string
}

// Decode returns a file as text: UTF-8, or UTF-16 if it begins with a byte
// order mark. The mark is not part of the text. For any other file the error
// says what to do.
func Decode(data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return decode16(data[2:], false)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return decode16(data[2:], true)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if bytes.IndexByte(data, 0) >= 0 {
		return "", errors.New("is not a text file: save it as “CSV UTF-8”")
	}
	if line := badLine(data); line > 0 {
		return "", fmt.Errorf("is not in UTF-8 (line %d has other bytes): save it as “CSV UTF-8”", line)
	}
	return string(data), nil
}

// badLine returns the first line that is not UTF-8, 0 if all are.
func badLine(data []byte) int {
	line := 1
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && n == 1:
			return line
		case r == '\n', r == '\r' && !bytes.HasPrefix(data, []byte("\r\n")):
			line++
		}
		data = data[n:]
	}
	return 0
}

func decode16(data []byte, big bool) (string, error) {
	bad := errors.New("begins as UTF-16, but is damaged: save it as “CSV UTF-8”")
	if len(data)%2 != 0 {
		return "", bad
	}
	var b strings.Builder
	b.Grow(len(data) / 2)
	unit := func(i int) rune {
		if big {
			return rune(data[i])<<8 | rune(data[i+1])
		}
		return rune(data[i+1])<<8 | rune(data[i])
	}
	for i := 0; i < len(data); i += 2 {
		r := unit(i)
		if utf16.IsSurrogate(r) {
			if i += 2; i == len(data) {
				return "", bad
			}
			if r = utf16.DecodeRune(r, unit(i)); r == utf8.RuneError {
				return "", bad
			}
		}
		if r == 0 {
			return "", bad
		}
		b.WriteRune(r)
	}
	return b.String(), nil
}

// Split splits text into rows of cells. Every line has a row, so that an empty
// one has a row of one empty cell; a line end at the end of the text begins no
// further row. A cell in quotes may go over several lines. Rows that hold a
// mistake are left out.
func Split(text string, separator rune) ([][]Cell, []Mistake) {
	s := splitter{text: text, separator: separator, line: 1, column: 1}
	var rows [][]Cell
	for s.text != "" {
		row, ok := s.row()
		if ok {
			rows = append(rows, row)
		}
	}
	return rows, s.mistakes
}

type splitter struct {
	text         string // what is left
	separator    rune
	line, column int
	mistakes     []Mistake
}

// row takes the next row; it is false for one with a mistake.
func (s *splitter) row() (row []Cell, ok bool) {
	ok = true
	for {
		c := Cell{Line: s.line, Column: s.column}
		if strings.HasPrefix(s.text, `"`) {
			var mistake string
			if c.Text, mistake = s.quoted(); mistake != "" {
				s.mistakes = append(s.mistakes, Mistake{c.Line, c.Column, mistake})
				ok = false
			}
		} else {
			c.Text = s.plain()
		}
		row = append(row, c)
		r, n := utf8.DecodeRuneInString(s.text)
		if n == 0 {
			return row, ok
		}
		if r != s.separator {
			s.newline()
			return row, ok
		}
		s.text = s.text[n:]
		s.column++
	}
}

// plain takes the text up to the next separator or line end.
func (s *splitter) plain() string {
	end := strings.IndexFunc(s.text, func(r rune) bool { return r == s.separator || r == '\n' || r == '\r' })
	if end < 0 {
		end = len(s.text)
	}
	t := s.text[:end]
	s.text = s.text[end:]
	s.column += utf8.RuneCountInString(t)
	return t
}

// quoted takes a cell in quotes.
func (s *splitter) quoted() (text, mistake string) {
	var b strings.Builder
	for s.skip(1); ; {
		end := strings.IndexAny(s.text, "\"\r\n")
		if end < 0 {
			s.skip(len(s.text))
			return "", "the quote is never closed: write a second quote after the text, and a quote within it twice"
		}
		b.WriteString(s.text[:end])
		s.skip(end)
		if s.text[0] != '"' {
			b.WriteByte('\n')
			s.newline()
			continue
		}
		s.skip(1)
		if !strings.HasPrefix(s.text, `"`) {
			break
		}
		b.WriteByte('"')
		s.skip(1)
	}
	if after := s.plain(); strings.Trim(after, " ") != "" {
		return "", fmt.Sprintf("%q follows the closing quote: write a quote within a text twice, as in \"the \"\"best\"\" ten\"", cut(after))
	}
	return b.String(), ""
}

// cut shortens a text for a message.
func cut(s string) string {
	if r := []rune(s); len(r) > 20 {
		return string(r[:20]) + "…"
	}
	return s
}

// skip takes n bytes, which hold no line end.
func (s *splitter) skip(n int) {
	s.column += utf8.RuneCountInString(s.text[:n])
	s.text = s.text[n:]
}

// newline takes a line end.
func (s *splitter) newline() {
	if !strings.HasPrefix(s.text, "\r\n") {
		s.text = s.text[1:]
	} else {
		s.text = s.text[2:]
	}
	s.line++
	s.column = 1
}
