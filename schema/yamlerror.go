package schema

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// The library tells the line of the construct that it was in, sometimes the
// one before, and no column. We read the file again line by line to learn how
// far it came, and look in the lines around for what people get wrong.

var yamlMessage = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`)

// explainYAML words a syntax error of the library for a teacher and finds the
// best place for it.
func explainYAML(file string, src *source, err error) *Problem {
	told, message := 1, err.Error()
	if m := yamlMessage.FindStringSubmatch(message); m != nil {
		message = m[2]
		if m[1] != "" {
			told, _ = strconv.Atoi(m[1])
		}
	}
	e := &yamlError{src: src, told: min(told, len(src.starts)), message: message}
	line, offset, text := e.explain()
	return &Problem{Pos: Pos{file, line, column(src.line(line), offset)}, Message: text}
}

// yamlError is a syntax error with what is known of its place.
type yamlError struct {
	src     *source
	told    int // line that the library names
	reached int // last line that it has read
	message string
}

// explain returns a line, a byte offset in it, and what is wrong there.
func (e *yamlError) explain() (line, offset int, text string) {
	switch {
	case strings.Contains(e.message, "exceeded max depth"):
		return e.told, 0, fmt.Sprintf("lists and maps lie more than %d deep within each other", maxDepth)
	case strings.HasPrefix(e.message, "unknown anchor '"):
		return e.alias(strings.TrimSuffix(strings.TrimPrefix(e.message, "unknown anchor '"), "' referenced"))
	case e.says("unknown escape", "hexdecimal number", "Unicode character escape"):
		return e.escape()
	case e.says("end of stream", "document indicator"):
		return e.openQuote()
	}
	e.reached = linesRead(e.src)
	if e.says("tab character") {
		for n := e.told; n <= e.reached; n++ {
			if at := bytes.IndexByte(e.src.line(n), '\t'); at >= 0 && len(bytes.TrimLeft(e.src.line(n)[:at], " ")) == 0 {
				return n, at, "a tab in the indentation: use spaces, not a tab"
			}
		}
	}
	if e.says("could not find expected ':'") {
		return e.noColon(e.told)
	}
	exact := e.says("mapping values", "cannot start any token", "alphabetic or numeric", "not allowed in this context", "comment or line break", "tag", "directive")
	return e.search(exact)
}

func (e *yamlError) says(phrases ...string) bool {
	for _, p := range phrases {
		if strings.Contains(e.message, p) {
			return true
		}
	}
	return false
}

// search looks for a fault in the lines where the error may lie.
func (e *yamlError) search(exact bool) (line, offset int, text string) {
	last := e.reached
	if exact {
		last = e.told
	}
	before := e.before(last)
	lines := []int{before, last}
	if exact {
		lines = []int{last, before}
	}
	for _, n := range lines {
		l := e.read(n)
		if f := l.fault(); f != nil {
			return n, f.at, f.message
		}
	}
	if e.says("mapping values") {
		if n, at, text := e.strayColon(before, last); text != "" {
			return n, at, text
		}
	}
	if n, at := e.open(last); n > 0 {
		return n, at, "the " + name(e.src.line(n)[at]) + " that opens here is not closed"
	}
	for _, n := range []int{before, last} {
		if l := e.read(n); !l.blank && l.key == "" && len(l.dashes) == 0 || unspaced(&l) {
			return e.noColon(n)
		}
		if at, text := e.crooked(n); text != "" {
			return n, at, text
		}
	}
	return e.fallback(last)
}

const secondDocument = "a line of --- begins a second document: a file holds one; move the rest into a file of its own"

// strayColon words a colon after text that began in the line before.
func (e *yamlError) strayColon(before, n int) (line, at int, text string) {
	above, l := e.read(before), e.read(n)
	switch {
	case strings.HasPrefix(l.text, "---"):
		return n, 0, secondDocument
	case before < n && above.key == "" && len(above.dashes) > 0 && above.start == l.start && letters([]byte(above.value)) > 0:
		return e.noColon(before)
	case strings.Contains(l.key, " "):
		return n, l.start, `text that contains ": " must be in quotes, or indented below a | at the end of the key's line`
	}
	return 0, 0, ""
}

func name(c byte) string {
	switch c {
	case '"', '\'':
		return "quote " + string(c)
	}
	return "bracket " + string(c)
}

func (e *yamlError) fallback(line int) (int, int, string) {
	line = min(max(line, 1), len(e.src.starts))
	l := e.read(line)
	if l.blank {
		line = e.before(line)
		l = e.read(line)
	}
	if e.says("node content") {
		return line, l.at, "a value is missing, or a bracket is closed that was not opened"
	}
	return line, l.start, "the line cannot be read: check its quotes, brackets and indentation and those of the line above"
}

// before returns the last line before n that is not blank, or n.
func (e *yamlError) before(n int) int {
	for i := n - 1; i > 0; i-- {
		if l := e.read(i); !l.blank {
			return i
		}
	}
	return max(n, 1)
}

// read reads a line; of one that no person writes, the beginning.
func (e *yamlError) read(n int) yamlLine {
	line := e.src.line(n)
	return readLine(line[:min(len(line), 1<<14)])
}

// far is how many lines are looked back for what a later line stumbles over.
const far = 400

// open looks back for a quote or bracket that is not closed in its line
// although the next begins with a key or a dash.
func (e *yamlError) open(from int) (line, offset int) {
	for n := from; n > 0 && n > from-far; n-- {
		l := e.read(n)
		at := l.unclosed()
		if at < 0 {
			continue
		}
		next := e.read(n + 1)
		if n == len(e.src.starts) || next.key != "" || len(next.dashes) > 0 || next.blank {
			return n, at
		}
	}
	return 0, 0
}

// openQuote finds the quote that is not closed up to the end of the file.
func (e *yamlError) openQuote() (int, int, string) {
	message := "the text that begins here is not closed: write the same quote at its end"
	for _, n := range []int{e.told, e.told - 1, 1} {
		l := e.read(n)
		if at := l.unclosed(); at >= 0 {
			return n, at, message
		}
	}
	return e.told, 0, message
}

// noColon words a line that is no key with a value.
func (e *yamlError) noColon(n int) (int, int, string) {
	l := e.read(n)
	if unspaced(&l) {
		return n, l.start, "a space is missing after the colon"
	}
	if f := l.fault(); f != nil {
		return n, f.at, f.message
	}
	if above, at := e.open(n - 1); above > 0 {
		return above, at, "the " + name(e.src.line(above)[at]) + " that opens here is not closed"
	}
	return n, l.start, "this is no key with a value: write a colon and a space after the key, or indent the line if it goes on with the text above"
}

var colonWithoutSpace = regexp.MustCompile(`^[A-Za-z_]+:[^\s:/]`)

func unspaced(l *yamlLine) bool {
	return l.key == "" && colonWithoutSpace.MatchString(l.text[l.start:])
}

// crooked says with which line a line should line up, "" if it stands right.
func (e *yamlError) crooked(n int) (at int, text string) {
	l := e.read(n)
	dash := len(l.dashes) > 0
	own := l.start
	if dash {
		own = l.dashes[0]
	}
	if l.blank || l.key == "" && !dash {
		return 0, ""
	}
	above := e.read(e.before(n))
	if above.start < own && above.key != "" && above.value == "" {
		return 0, "" // begins what belongs to the key above
	}
	best, where, what := -1, 0, ""
	for i := n - 1; i > 0 && i > n-far; i-- {
		o := e.read(i)
		stand, label := o.start, o.key
		if dash {
			if len(o.dashes) == 0 {
				continue
			}
			stand, label = o.dashes[0], "the dash"
		}
		if o.blank || label == "" {
			continue
		}
		if stand == own {
			return 0, ""
		}
		if best < 0 || abs(stand-own) < abs(best-own) {
			best, where, what = stand, i, label
		}
		if stand < own {
			break
		}
	}
	if best < 0 {
		return 0, ""
	}
	return own, fmt.Sprintf("the indentation is wrong: begin the line in column %d, as %s in line %d does", best+1, what, where)
}

// alias finds the text that was read as the name of an anchor.
func (e *yamlError) alias(word string) (int, int, string) {
	at := 0
	for {
		i := bytes.Index(e.src.text[at:], []byte("*"+word))
		if i < 0 {
			return 1, 0, "text that begins with * must be in quotes"
		}
		at += i
		line, _ := e.src.place(at)
		before := bytes.TrimRight(e.src.text[e.src.starts[line-1]:at], " ")
		if len(before) == 0 || strings.IndexByte(":-,[{?", before[len(before)-1]) >= 0 {
			return line, at - e.src.starts[line-1], "text that begins with * must be in quotes"
		}
		at++
	}
}

// escape finds the first escape in the text of double quotes that there is not.
func (e *yamlError) escape() (int, int, string) {
	start := e.src.starts[e.told-1]
	text := e.src.text[start:]
	quote := bytes.IndexByte(text, '"')
	for i := max(quote, 0); i+1 < len(text); i++ {
		if text[i] != '\\' {
			continue
		}
		if !goodEscape(text[i+1:]) {
			line, _ := e.src.place(start + i)
			word := string(text[i+1 : i+1+letters(text[i+1:])])
			if word == "" {
				size := runeLen(text[i+1:])
				word = string(text[i+1 : i+1+size])
			}
			return line, start + i - e.src.starts[line-1], fmt.Sprintf(`in double quotes \%s is no escape: write \\%s, or put the text in single quotes`, word, word)
		}
		i++
	}
	return e.told, max(quote, 0), `there is an escape in this text that is none: write \\ for a backslash, or put the text in single quotes`
}

// goodEscape reports whether what follows a backslash is an escape of YAML.
func goodEscape(b []byte) bool {
	width := 0
	switch b[0] {
	case 'x':
		width = 2
	case 'u':
		width = 4
	case 'U':
		width = 8
	default:
		return strings.IndexByte("0abt\tnvfre \"/\\N_LP\n\r", b[0]) >= 0
	}
	if len(b) <= width {
		return false
	}
	code, err := strconv.ParseUint(string(b[1:1+width]), 16, 32)
	return err == nil && (code < 0xD800 || code > 0xDFFF) && code <= 0x10FFFF
}

// linesRead returns the number of the line that the library was reading when
// it gave up.
func linesRead(src *source) int {
	r := &lineReader{text: src.text}
	var tree yaml.Node
	decoder := yaml.NewDecoder(r)
	for decodeNode(decoder, &tree) == nil {
	}
	return min(max(r.lines, 1), len(src.starts))
}

// lineReader hands out a text line by line.
type lineReader struct {
	text  []byte
	lines int // handed out
}

func (r *lineReader) Read(p []byte) (int, error) {
	if len(r.text) == 0 {
		r.lines++
		return 0, io.EOF
	}
	n := copy(p, r.text)
	if end := bytes.IndexByte(p[:n], '\n'); end >= 0 {
		n = end + 1
	}
	if n == len(r.text) || r.text[n-1] == '\n' {
		r.lines++
	}
	r.text = r.text[n:]
	return n, nil
}
