package html

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// A writer spells elements, text and attributes. Names are constants of this
// package; whatever comes from a bank passes through escape. Elements without
// content are closed as XML wants it, so that a strict parser reads the file
// too.
type writer struct {
	b     bytes.Buffer
	stack []string
}

func (w *writer) bytes() []byte { return w.b.Bytes() }

// raw writes what is markup already: constants of this package, and what has
// been through its sanitisers.
func (w *writer) raw(s string) { w.b.WriteString(s) }

// line ends a line where white space means nothing.
func (w *writer) line() { w.b.WriteByte('\n') }

// open begins an element. Pairs are names and values of attributes; one with an
// empty value is left out.
func (w *writer) open(name string, pairs ...string) {
	w.tag(name, pairs)
	w.b.WriteByte('>')
	w.stack = append(w.stack, name)
}

// close ends the innermost element, which the caller names.
func (w *writer) close(name string) {
	last := len(w.stack) - 1
	if last < 0 || w.stack[last] != name {
		panic("html: " + name + " is not the innermost element")
	}
	w.stack = w.stack[:last]
	w.b.WriteString("</" + name + ">")
}

// element writes an element that holds only text.
func (w *writer) element(name, text string, pairs ...string) {
	w.open(name, pairs...)
	w.text(text)
	w.close(name)
}

// void writes an element that never has content.
func (w *writer) void(name string, pairs ...string) {
	w.tag(name, pairs)
	w.b.WriteString(" />")
}

// metas writes what every page says of itself, and what it forbids.
func (w *writer) metas(policy string) {
	for _, pairs := range [][]string{
		{"charset", "utf-8"},
		{"http-equiv", "Content-Security-Policy", "content", policy},
		{"name", "viewport", "content", "width=device-width, initial-scale=1"},
		{"name", "color-scheme", "content", "light dark"},
	} {
		w.void("meta", pairs...)
		w.line()
	}
}

func (w *writer) tag(name string, pairs []string) {
	w.b.WriteString("<" + name)
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" || pairs[i] == "alt" { // a picture that says nothing has to say so
			w.attribute(pairs[i], pairs[i+1])
		}
	}
}

func (w *writer) attribute(name, value string) {
	w.b.WriteString(" " + name + `="` + escape(value) + `"`)
}

func (w *writer) text(s string) { w.b.WriteString(escape(s)) }

var escapes = map[rune]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '"': "&quot;", '\'': "&#39;"}

// escape spells text for content and for attributes in quotation marks.
// Characters that neither HTML nor XML may hold become the replacement
// character; a carriage return would be read as a line end.
func escape(s string) string {
	var b strings.Builder
	for i, r := range s {
		if r == utf8.RuneError {
			_, size := utf8.DecodeRuneInString(s[i:])
			if size == 1 {
				r = '\uFFFD'
			}
		}
		switch {
		case escapes[r] != "":
			b.WriteString(escapes[r])
		case r == '\r':
			b.WriteByte('\n')
		case r < ' ' && r != '\t' && r != '\n', 0x7f <= r && r < 0xa0, r&0xfffe == 0xfffe:
			b.WriteRune('\uFFFD')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
