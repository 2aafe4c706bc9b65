package schema

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// maxSize bounds a document, in bytes.
const maxSize = 64 << 20

// readable takes off a byte-order mark and makes sure that the rest is text:
// UTF-8 without control characters. The problem is nil if it is.
func readable(file string, src []byte) ([]byte, *Problem) {
	whole := func(message string) *Problem { return &Problem{Pos: Pos{File: file}, Message: message} }
	if len(src) > maxSize {
		return nil, whole(fmt.Sprintf("the file has %d MB and at most %d are read: divide it into several files", len(src)>>20, maxSize>>20))
	}
	if order := utf16Order(src); order != "" {
		return nil, whole("the file is UTF-16 (" + order + "): save it as UTF-8")
	}
	text := bytes.TrimPrefix(src, []byte("\ufeff"))
	at, message := unreadable(text)
	if message == "" {
		return text, nil
	}
	line, column := newSource(text[:at]).place(at)
	return nil, &Problem{Pos: Pos{file, line, column}, Message: message}
}

// utf16Order recognises UTF-16 by its byte-order mark, or by the zero bytes
// that it puts beside the ASCII characters a document begins with.
func utf16Order(src []byte) string {
	if len(src) < 4 {
		return ""
	}
	zero := [4]bool{src[0] == 0, src[1] == 0, src[2] == 0, src[3] == 0}
	switch {
	case src[0] == 0xFF && src[1] == 0xFE, zero == [4]bool{false, true, false, true}:
		return "little-endian"
	case src[0] == 0xFE && src[1] == 0xFF, zero == [4]bool{true, false, true, false}:
		return "big-endian"
	}
	return ""
}

// unreadable finds the first byte that is no text and says what is wrong with
// it; the message is empty if there is none.
func unreadable(text []byte) (at int, message string) {
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c >= 0x20 && c < 0x7F, c == '\n', c == '\t', c == '\r' && i+1 < len(text) && text[i+1] == '\n':
			i++
		case c == '\r':
			return i, "a carriage return without a line feed (the line end of old Macintosh files): save the file with the line ends of Unix or Windows"
		case c < utf8.RuneSelf:
			return i, fmt.Sprintf("the control character U+%04X is no text: delete it", c)
		default:
			r, size := utf8.DecodeRune(text[i:])
			if message := oddRune(r, size, c); message != "" {
				return i, message
			}
			i += size
		}
	}
	return 0, ""
}

func oddRune(r rune, size int, first byte) string {
	switch {
	case r == utf8.RuneError && size == 1:
		return fmt.Sprintf("the byte 0x%02X is not UTF-8: save the file as UTF-8 (it may be in an older Windows encoding)", first)
	case r == 0x2028 || r == 0x2029:
		return fmt.Sprintf("the invisible line separator U+%04X: delete it and put an ordinary line break", r)
	case r == 0xFEFF:
		return "the invisible character U+FEFF (a byte-order mark) within the text: delete it"
	case r < 0xA0, r == 0xFFFE, r == 0xFFFF:
		return fmt.Sprintf("the control character U+%04X is no text: delete it", r)
	}
	return ""
}
