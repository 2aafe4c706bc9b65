package math

import (
	"strings"
	"unicode/utf16"
)

// locate finds where in the TeX the cause of a message stands: the byte offset
// of the brace, environment or command it names, else of what was read last.
// At is how far MathJax had read, in UTF-16 units; 0 is not known.
func locate(tex, message string, at int) int {
	read := byteOffset(tex, at)
	lower := strings.ToLower(message)
	switch {
	case strings.Contains(lower, "missing close brace"):
		if i := unmatched(tex, '{', '}'); i >= 0 {
			return i
		}
	case strings.Contains(lower, "extra close brace"):
		if i := extraClose(tex); i >= 0 {
			return i
		}
	}
	if name, ok := strings.CutPrefix(lower, "unknown environment '"); ok {
		name = message[len(message)-len(name):]
		name, _, _ = strings.Cut(name, "'")
		return max(0, strings.Index(tex, `\begin{`+name+`}`))
	}
	for rest := message; ; {
		i := strings.IndexByte(rest, '\\')
		if i < 0 {
			break
		}
		name := commandAt(rest[i:])
		rest = rest[i+len(name):]
		if env, ok := environmentAt(name, rest); ok { // Missing \end{matrix}: where it began
			if i := strings.LastIndex(tex, `\begin{`+env+`}`); i >= 0 {
				return i
			}
			continue
		}
		if name == `\right` && strings.HasPrefix(lower, "extra") {
			name = `\left`
		}
		if i := indexCommand(tex, name, read); i >= 0 {
			return i
		}
	}
	if c := lastRune(tex[:read]); at > 0 && c >= 0 {
		return c
	}
	return 0
}

// byteOffset converts an offset in UTF-16 units.
func byteOffset(tex string, units int) int {
	for i, r := range tex {
		if units <= 0 {
			return i
		}
		units -= utf16.RuneLen(r)
	}
	return len(tex)
}

// commandAt returns the control sequence that a text begins with.
func commandAt(s string) string {
	n := 1
	for n < len(s) && isLetter(s[n]) {
		n++
	}
	if n == 1 && len(s) > 1 {
		n = 2
	}
	return s[:n]
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// environmentAt returns the name after \begin or \end.
func environmentAt(command, rest string) (string, bool) {
	if command != `\end` && command != `\begin` || !strings.HasPrefix(rest, "{") {
		return "", false
	}
	name, _, ok := strings.Cut(rest[1:], "}")
	return name, ok
}

// indexCommand finds a control sequence: the last one that ends within what
// was read, else the first, else -1.
func indexCommand(tex, name string, read int) int {
	found := -1
	for i := 0; i < len(tex); {
		if tex[i] != '\\' {
			i++
			continue
		}
		command := commandAt(tex[i:])
		if command == name && (found < 0 || i+len(command) <= read) {
			found = i
		}
		i += len(command)
	}
	return found
}

// unmatched returns the offset of the innermost opening sign that is never
// closed, or -1. Escaped signs do not count.
func unmatched(tex string, open, close byte) int {
	var stack []int
	for i := 0; i < len(tex); i++ {
		switch tex[i] {
		case '\\':
			i++
		case open:
			stack = append(stack, i)
		case close:
			if len(stack) > 0 {
				stack = stack[:len(stack)-1]
			}
		}
	}
	if len(stack) == 0 {
		return -1
	}
	return stack[len(stack)-1]
}

// extraClose returns the offset of the first brace that closes nothing, or -1.
func extraClose(tex string) int {
	depth := 0
	for i := 0; i < len(tex); i++ {
		switch tex[i] {
		case '\\':
			i++
		case '{':
			depth++
		case '}':
			if depth--; depth < 0 {
				return i
			}
		}
	}
	return -1
}

// lastRune returns the offset at which the last sign of s begins, white space
// left out, or -1.
func lastRune(s string) int {
	s = strings.TrimRight(s, " \t\r\n")
	last := -1
	for i := range s {
		last = i
	}
	return last
}
