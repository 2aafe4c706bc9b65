package html

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

const mathSpace = "http://www.w3.org/1998/Math/MathML"

// What formulas consist of. Links, actions and annotations in other languages
// than TeX are not among it: those could hold markup of a page.
var (
	mathElements = set(`math semantics annotation mrow mstyle mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup
		munder mover munderover mmultiscripts mprescripts none mtable mtr mtd mpadded mphantom menclose merror`)
	mathAttributes = set(`display alttext displaystyle scriptlevel stretchy fence separator symmetric largeop movablelimits
		accent accentunder lspace rspace minsize maxsize form width height depth voffset linethickness bevelled numalign
		denomalign align notation rowspan columnspan mathsize mathvariant columnalign rowalign dir encoding style`)
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, word := range strings.Fields(words) {
		m[word] = true
	}
	return m
}

// cleanMathML takes the markup of a formula apart and writes it again. Whoever
// spelt it, no text of a formula becomes markup of the page that way. The width
// is a guess, in em.
func cleanMathML(markup string) (clean string, width float64, err error) {
	d := xml.NewDecoder(strings.NewReader(markup))
	var w writer
	var r ruler
	for roots := 0; ; {
		token, err := d.Token()
		if err == io.EOF {
			if roots != 1 {
				return "", 0, errors.New("its MathML is not one element")
			}
			return string(w.bytes()), r.width, nil
		}
		if err != nil {
			return "", 0, fmt.Errorf("its MathML is damaged: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if len(w.stack) == 0 {
				roots++
			}
			if err := mathStart(&w, t); err != nil {
				return "", 0, err
			}
			r.open(t.Name.Local)
		case xml.EndElement:
			w.close(t.Name.Local)
			r.close()
		case xml.CharData:
			if len(w.stack) > 0 {
				w.mathText(string(t))
				r.say(string(t))
			}
		default:
			return "", 0, errors.New("its MathML holds more than elements and text")
		}
	}
}

func mathStart(w *writer, t xml.StartElement) error {
	top := len(w.stack) == 0
	if t.Name.Space != mathSpace && t.Name.Space != "" || !mathElements[t.Name.Local] || top != (t.Name.Local == "math") {
		return fmt.Errorf("its MathML holds <%s>", t.Name.Local)
	}
	var pairs []string
	if top {
		pairs = append(pairs, "xmlns", mathSpace)
	}
	for _, a := range t.Attr {
		if a.Name.Space != "" || !mathAttributes[a.Name.Local] || !harmlessStyle(a.Value) {
			continue
		}
		pairs = append(pairs, a.Name.Local, a.Value)
	}
	if t.Name.Local == "annotation" && attribute(t, "encoding") != "application/x-tex" {
		return errors.New("its MathML is annotated with more than TeX")
	}
	w.open(t.Name.Local, pairs...)
	return nil
}

// mathText keeps signs that are not seen, such as the invisible times, legible
// to who reads the source.
func (w *writer) mathText(s string) {
	for _, r := range s {
		if r >= 0x2000 && r <= 0x206f && (r <= 0x200f || r >= 0x2028 && r <= 0x202f || r >= 0x205f) || r == 0xa0 || r == 0xfeff {
			fmt.Fprintf(&w.b, "&#x%X;", r)
			continue
		}
		w.text(string(r))
	}
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Space == "" && a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// harmlessStyle reports whether a value may stand in a style or a presentation
// attribute: it refers to nothing outside of its own drawing. An escape in it
// could hide that.
func harmlessStyle(value string) bool {
	lower := strings.ToLower(value)
	for rest := lower; ; {
		_, after, found := strings.Cut(rest, "url(")
		if !found {
			break
		}
		if !strings.HasPrefix(strings.TrimLeft(after, ` '"`), "#") {
			return false
		}
		rest = after
	}
	for _, word := range []string{"@import", "@font-face", "expression(", "javascript:", "image(", "image-set(", "src("} {
		if strings.Contains(lower, word) {
			return false
		}
	}
	return true
}

var tagged = regexp.MustCompile(`\\tag(\*?)\{([^{}\\$]*)\}`)

// lostTags are the tags of a display that its MathML does not hold: MathML has
// a place for them only in tables, and questions refer to them.
func lostTags(tex, markup string) []string {
	shown, _, _ := strings.Cut(markup, "<annotation")
	if _, after, found := strings.Cut(shown, ">"); found {
		shown = after // behind <math>, whose alttext is the TeX
	}
	var lost []string
	for _, m := range tagged.FindAllStringSubmatch(tex, -1) {
		tag := m[2]
		if m[1] == "" {
			tag = "(" + tag + ")"
		}
		if !strings.Contains(shown, escape(tag)) {
			lost = append(lost, tag)
		}
	}
	return lost
}
