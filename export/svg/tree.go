package svg

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

const (
	svgSpace   = "http://www.w3.org/2000/svg"
	xlinkSpace = "http://www.w3.org/1999/xlink"
	xmlSpace   = "http://www.w3.org/XML/1998/namespace"
)

// node is an element, or a piece of text when its name is empty.
type node struct {
	space, name string
	attrs       []xml.Attr
	text        string
	parent      *node
	children    []*node
	start, end  int // bytes of the start tag

	props properties // nil until first asked for
}

// isSVG says whether the element is one of SVG. Files without any namespace
// are read as if they had the right one.
func (n *node) isSVG() bool { return n.space == svgSpace || n.space == "" }

// attr returns an attribute without namespace, or "".
func (n *node) attr(name string) string {
	v, _ := n.lookup("", name)
	return v
}

func (n *node) lookup(space, name string) (string, bool) {
	for _, a := range n.attrs {
		if a.Name.Local == name && a.Name.Space == space {
			return a.Value, true
		}
	}
	return "", false
}

// href returns what the element refers to; href wins over xlink:href.
func (n *node) href() string {
	for _, space := range []string{"", xlinkSpace, "xlink"} {
		if v, ok := n.lookup(space, "href"); ok {
			return strings.TrimSpace(v)
		}
	}
	return ""
}

// content returns all text below the element.
func (n *node) content() string {
	var b strings.Builder
	n.writeContent(&b)
	return b.String()
}

func (n *node) writeContent(b *strings.Builder) {
	b.WriteString(n.text)
	for _, c := range n.children {
		c.writeContent(b)
	}
}

// problem reports something about an element.
func (r *renderer) problem(n *node, format string, args ...any) {
	r.report(n.start, fmt.Sprintf(format, args...))
}

// problemAt reports something about an attribute; skip is how many bytes of
// its value are fine.
func (r *renderer) problemAt(n *node, attr string, skip int, format string, args ...any) {
	place := r.source.attribute(n.start, n.end, attr)
	if place != n.start {
		place += skip
	}
	r.report(place, fmt.Sprintf(format, args...))
}

// readTree reads the file into a tree, or returns nil after a problem that
// leaves nothing to read.
func (r *renderer) readTree() *node {
	if i := bytes.IndexByte(r.source.text, 0); i >= 0 {
		r.report(0, "the file is not UTF-8 text: save it as UTF-8")
		return nil
	}
	skip := 0
	if bytes.HasPrefix(r.source.text, []byte("\xef\xbb\xbf")) {
		skip = 3
	}
	d := xml.NewDecoder(bytes.NewReader(r.source.text[skip:]))
	d.CharsetReader = func(charset string, input io.Reader) (io.Reader, error) {
		if strings.EqualFold(charset, "us-ascii") || strings.EqualFold(charset, "ascii") {
			return input, nil
		}
		return nil, fmt.Errorf("the file is in %s: save it as UTF-8", charset)
	}
	t := tree{r: r}
	for {
		start := int(d.InputOffset()) + skip
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			r.report(int(d.InputOffset())+skip, xmlMessage(err))
			return nil
		}
		if !t.add(token, start, int(d.InputOffset())+skip) {
			return nil
		}
	}
	if t.root == nil {
		r.report(0, "the file has no <svg> element")
	}
	return t.root
}

// xmlMessage words what encoding/xml says.
func xmlMessage(err error) string {
	if syntax, ok := errors.AsType[*xml.SyntaxError](err); ok {
		if strings.Contains(syntax.Msg, "entity") {
			return fmt.Sprintf("not well-formed XML: %s: only &lt; &gt; &amp; &quot; &apos; and numbers such as &#160; are known", syntax.Msg)
		}
		return "not well-formed XML: " + syntax.Msg
	}
	return strings.TrimPrefix(err.Error(), "xml: ")
}

// tree builds the tree from the tokens of a file.
type tree struct {
	r           *renderer
	root, open  *node
	count, deep int
}

// add takes one token, which stands from start to end; false stops reading.
func (t *tree) add(token xml.Token, start, end int) bool {
	switch token := token.(type) {
	case xml.StartElement:
		return t.element(token, start, end)
	case xml.EndElement:
		t.open = t.open.parent
		t.deep--
	case xml.CharData:
		if t.open != nil {
			t.open.children = append(t.open.children, &node{text: string(token), parent: t.open, start: start, end: end})
		}
	case xml.Directive:
		// A document type is allowed as long as it defines nothing: entities
		// can grow a small file without bound.
		if bytes.ContainsAny(token, "[%") || bytes.Contains(bytes.ToUpper(token), []byte("ENTITY")) {
			t.r.report(start, "definitions in <!DOCTYPE …> are not read: remove what stands in square brackets and save as plain SVG")
			return false
		}
	case xml.ProcInst:
		if token.Target == "xml-stylesheet" {
			t.r.report(start, "style sheets in other files are not read: put the rules into a <style> element")
		}
	}
	return true
}

func (t *tree) element(e xml.StartElement, start, end int) bool {
	if t.count++; t.count > maxElements {
		t.r.report(start, fmt.Sprintf("the file has more than %d elements: simplify the figure or use a PNG", maxElements))
		return false
	}
	if t.deep++; t.deep > maxDepth {
		t.r.report(start, fmt.Sprintf("elements are nested more than %d deep", maxDepth))
		return false
	}
	if len(e.Attr) > maxAttributes {
		t.r.report(start, fmt.Sprintf("<%s> has more than %d attributes", e.Name.Local, maxAttributes))
		return false
	}
	n := &node{space: e.Name.Space, name: e.Name.Local, attrs: e.Attr, parent: t.open, start: start, end: end}
	switch {
	case t.open != nil:
		t.open.children = append(t.open.children, n)
	case t.root == nil:
		t.root = n
	default:
		t.r.report(start, "a second outermost element: want one <svg>")
		return false
	}
	t.open = n
	return true
}

// index notes the elements that have an id, the first of each, and reads the
// style sheets.
func (r *renderer) index(n *node) {
	if n.name == "" {
		return
	}
	if id := n.attr("id"); id != "" {
		if r.ids == nil {
			r.ids = map[string]*node{}
		}
		if r.ids[id] == nil {
			r.ids[id] = n
		}
	}
	if n.name == "style" && n.isSVG() {
		r.readSheet(n)
		return
	}
	for _, c := range n.children {
		r.index(c)
	}
}
