package html

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

const (
	svgSpace   = "http://www.w3.org/2000/svg"
	xlinkSpace = "http://www.w3.org/1999/xlink"
	xmlSpace   = "http://www.w3.org/XML/1998/namespace"
)

// What drawings consist of. Scripts, pages within drawings, movements and the
// notes of drawing programs are left out; links only lose their target.
var drawingElements = set(`svg g defs symbol use a switch path rect circle ellipse line polyline polygon text tspan textPath
	title desc linearGradient radialGradient stop clipPath mask marker pattern style image
	filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
	feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology
	feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence`)

// newDrawing reads an SVG drawing and writes again what of it is a drawing.
// Browsers run nothing in images in any case; this is for whoever saves the
// picture and opens it by itself.
func newDrawing(data []byte) (*picture, error) {
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	d.CharsetReader = func(charset string, input io.Reader) (io.Reader, error) {
		if strings.EqualFold(charset, "us-ascii") || strings.EqualFold(charset, "ascii") {
			return input, nil
		}
		return nil, fmt.Errorf("the file is in %s: save it as UTF-8", charset)
	}
	s := &drawingWriter{}
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		s.token(token)
		if s.err != nil {
			return nil, s.err
		}
	}
	if !s.begun {
		return nil, errors.New("it holds no drawing")
	}
	return &picture{uri: dataURI("image/svg+xml", s.w.bytes()), width: s.width, height: s.height, said: s.said()}, nil
}

// A drawingWriter writes the tokens of a drawing again.
type drawingWriter struct {
	w             writer
	begun         bool
	skipped       int // depth within an element that is left out
	width, height float64
	title, desc   strings.Builder
	err           error
}

func (s *drawingWriter) token(token xml.Token) {
	switch t := token.(type) {
	case xml.StartElement:
		s.start(t)
	case xml.EndElement:
		if s.skipped > 0 {
			s.skipped--
		} else {
			s.w.close(t.Name.Local)
		}
	case xml.CharData:
		s.text(string(t))
	}
}

func (s *drawingWriter) start(t xml.StartElement) {
	if !s.begun && (t.Name.Space != svgSpace || t.Name.Local != "svg") {
		s.err = fmt.Errorf("it begins with <%s>, not with <svg xmlns=%q>", t.Name.Local, svgSpace)
		return
	}
	if s.skipped > 0 || t.Name.Space != svgSpace || !drawingElements[t.Name.Local] {
		s.skipped++
		return
	}
	var pairs []string
	if !s.begun {
		s.begun = true
		s.measure(t)
		if s.width <= 0 || s.height <= 0 {
			s.err = errors.New("it has no size: give it a viewBox")
			return
		}
		pairs = append(pairs, "xmlns", svgSpace, "width", number(s.width), "height", number(s.height))
		if attribute(t, "viewBox") == "" {
			pairs = append(pairs, "viewBox", "0 0 "+number(s.width)+" "+number(s.height))
		}
		t.Attr = without(t.Attr, "width", "height")
	}
	for _, a := range t.Attr {
		if name := harmlessAttribute(t.Name.Local, a); name != "" {
			pairs = append(pairs, name, a.Value)
		}
	}
	s.w.open(t.Name.Local, pairs...)
}

// harmlessAttribute returns the name under which an attribute is kept, or "".
func harmlessAttribute(element string, a xml.Attr) string {
	name := a.Name.Local
	switch {
	case name == "href" && (a.Name.Space == xlinkSpace || a.Name.Space == ""):
		if strings.HasPrefix(a.Value, "#") && element != "a" || element == "image" && embedded(a.Value) {
			return name
		}
		return ""
	case a.Name.Space == xmlSpace && (name == "space" || name == "lang"):
		return "xml:" + name
	case a.Name.Space != "" || name == "xmlns" || strings.HasPrefix(strings.ToLower(name), "on"):
		return ""
	case strings.ContainsRune(a.Value, '\\') || !harmlessStyle(a.Value):
		return ""
	}
	return name
}

// embedded reports whether an address is that of a picture of pixels within
// the drawing.
func embedded(address string) bool {
	for _, kind := range []string{"png", "jpeg", "jpg", "webp"} {
		if strings.HasPrefix(address, "data:image/"+kind+";base64,") {
			return true
		}
	}
	return false
}

func (s *drawingWriter) text(text string) {
	if s.skipped > 0 || len(s.w.stack) == 0 {
		return
	}
	switch s.w.stack[len(s.w.stack)-1] {
	case "style":
		if strings.ContainsRune(text, '\\') || !harmlessStyle(text) {
			return
		}
	case "title", "desc":
		if len(s.w.stack) == 2 && s.w.stack[1] == "title" {
			s.title.WriteString(text)
		} else if len(s.w.stack) == 2 {
			s.desc.WriteString(text)
		}
	}
	s.w.text(text)
}

// said is what the drawing says of itself as a whole.
func (s *drawingWriter) said() string {
	title := strings.Join(strings.Fields(s.title.String()), " ")
	desc := strings.Join(strings.Fields(s.desc.String()), " ")
	if title != "" && desc != "" {
		return strings.TrimSuffix(title, ".") + ". " + desc
	}
	return title + desc
}

// measure finds the natural size: as given, else that of the viewBox.
func (s *drawingWriter) measure(root xml.StartElement) {
	s.width, s.height = pixels(attribute(root, "width")), pixels(attribute(root, "height"))
	box := strings.FieldsFunc(attribute(root, "viewBox"), func(r rune) bool { return r == ' ' || r == ',' || r == '\n' || r == '\t' })
	if len(box) != 4 {
		return
	}
	w, h := pixels(box[2]), pixels(box[3])
	switch {
	case w <= 0 || h <= 0:
	case s.width <= 0 && s.height <= 0:
		s.width, s.height = w, h
	case s.width <= 0:
		s.width = s.height * w / h
	case s.height <= 0:
		s.height = s.width * h / w
	}
}

var units = map[string]float64{"": 1, "px": 1, "pt": 96.0 / 72, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96, "em": 16, "ex": 8}

// pixels reads a length of SVG; 0 if it is none, or a share of something.
func pixels(length string) float64 {
	length = strings.TrimSpace(length)
	n := strings.TrimRight(length, "abcdefghijklmnopqrstuvwxyz%")
	unit, ok := units[length[len(n):]]
	value, err := strconv.ParseFloat(n, 64)
	if err != nil || !ok || !(value > 0 && value < 1e6) {
		return 0
	}
	return value * unit
}

func number(v float64) string {
	return strconv.FormatFloat(float64(int(v*1000+.5))/1000, 'f', -1, 64)
}

func without(list []xml.Attr, names ...string) []xml.Attr {
	var kept []xml.Attr
next:
	for _, a := range list {
		for _, name := range names {
			if a.Name.Space == "" && a.Name.Local == name {
				continue next
			}
		}
		kept = append(kept, a)
	}
	return kept
}
