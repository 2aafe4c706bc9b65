package schema

import (
	"fmt"
	"strings"
)

// texWords are commands of TeX that begin with an escape which quietly makes
// white space of itself: \t a tab, \n a line break.
var texWords = map[string]bool{
	"nabla": true, "natural": true, "ne": true, "nearrow": true, "neg": true, "neq": true, "ngeq": true, "ni": true, "nleq": true,
	"nmid": true, "nolimits": true, "nonumber": true, "norm": true, "not": true, "notin": true, "nu": true, "nwarrow": true,
	"tag": true, "tan": true, "tanh": true, "tau": true, "text": true, "textbf": true, "textit": true, "textrm": true,
	"texttt": true, "tfrac": true, "therefore": true, "theta": true, "tilde": true, "times": true, "to": true, "top": true,
	"triangle": true, "triangleq": true,
}

// texEscapes finds escapes in double quotes that were meant as commands of
// TeX: "\frac" is a form feed and "rac". The places lack their file.
func texEscapes(n *Node) Problems {
	if !strings.ContainsFunc(n.Text, isControl) {
		return nil
	}
	var problems Problems
	raw := n.src.text[n.offset+1:]
	math := false
	report := func(at int, warning bool, format string, args ...any) {
		line, column := n.src.place(n.offset + 1 + at)
		problems = append(problems, Problem{Pos: Pos{"", line, column}, Message: fmt.Sprintf(format, args...), Warning: warning})
	}
	for i, made := 0, 0; made < len(n.Text) && i < len(raw); {
		switch {
		case raw[i] == '$':
			math = !math
			if i+1 < len(raw) && raw[i+1] == '$' {
				made, i = made+1, i+1
			}
			made, i = made+1, i+1
		case raw[i] == '\\' && i+1 < len(raw):
			m, taken := n.escape(raw[i:])
			word := string(raw[i+1 : i+1+letters(raw[i+1:])])
			text := n.Text[made:min(made+m, len(n.Text))]
			switch {
			case text == "\n" || text == "\t":
				display := i >= 2 && raw[i-1] == '$' && raw[i-2] == '$' && text == "\n"
				if math && texWords[word] && !display {
					report(i, true, `in double quotes \%c is white space: for TeX's \%s write \\%s%s`, raw[i+1], word, word, n.orElse())
				}
			case text == "\r" && strings.HasPrefix(n.Text[made+1:], "\n"):
			case strings.ContainsFunc(text, isControl) && len(word) > 1:
				report(i, false, `in double quotes \%c is a control character: for TeX's \%s write \\%s%s`, raw[i+1], word, word, n.orElse())
			case strings.ContainsFunc(text, isControl):
				report(i, false, `the escape %s makes a control character, which is no text: delete it`, raw[i:i+taken])
			case text == `\` && i+2 < len(raw) && raw[i+2] == '$': // \$ is a dollar sign, no mathematics
				m, taken = m+1, taken+1
			}
			made, i = made+m, i+taken
		default:
			// Folding in YAML makes fewer bytes than are written.
			m, taken := 1, 1
			if n.style == doubleQuoted && (raw[i] == ' ' || raw[i] == '\t' || raw[i] == '\r' || raw[i] == '\n') {
				m, taken = foldAt(raw[i:])
			}
			made, i = made+m, i+taken
		}
	}
	return problems
}

func (n *Node) escape(raw []byte) (made, taken int) {
	if n.style == jsonString {
		return jsonEscape(raw)
	}
	return yamlEscape(raw)
}

// orElse is the way out that YAML has besides doubling the backslash.
func (n *Node) orElse() string {
	if n.style == jsonString {
		return ""
	}
	return ", or put the text in single quotes"
}

func isControl(r rune) bool { return r < 0x20 || r >= 0x7F && r < 0xA0 }

func letters(b []byte) int {
	n := 0
	for n < len(b) && n < 32 && (b[n]|0x20 >= 'a' && b[n]|0x20 <= 'z') {
		n++
	}
	return n
}
