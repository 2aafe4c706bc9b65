package schema

import "fmt"

// parseJSON reads JSON with the place of every value. The root is nil after a
// mistake of syntax.
func parseJSON(file string, src *source) (root *Node, problems Problems) {
	r := &jsonReader{file: file, src: src, at: newCursor(src)}
	r.space()
	if r.pos == len(src.text) && r.failed == nil {
		return &Node{Line: 1, Column: 1, src: src, bad: true}, nil
	}
	root = r.value(nil, 0)
	if r.failed == nil {
		r.space()
		if r.pos < len(src.text) {
			r.fail(r.pos, "there is text after the end of the document: delete it, or the bracket that closes too early")
		}
	}
	if r.failed != nil {
		return nil, Problems{*r.failed}
	}
	return root, r.problems
}

// jsonReader is a recursive-descent reader. After a mistake of syntax every
// method returns at once.
type jsonReader struct {
	file     string
	src      *source
	at       *cursor
	pos      int
	problems Problems
	failed   *Problem
}

func (r *jsonReader) fail(at int, format string, args ...any) {
	if r.failed == nil {
		line, column := r.src.place(at)
		r.failed = &Problem{Pos: Pos{r.file, line, column}, Message: fmt.Sprintf(format, args...)}
	}
}

// peek returns the next byte, 0 at the end of the text.
func (r *jsonReader) peek() byte {
	if r.pos < len(r.src.text) {
		return r.src.text[r.pos]
	}
	return 0
}

func (r *jsonReader) space() {
	for r.pos < len(r.src.text) {
		switch r.src.text[r.pos] {
		case ' ', '\t', '\r', '\n':
			r.pos++
		case '/', '#':
			r.fail(r.pos, "JSON has no comments: delete it, or write the document in YAML")
			return
		default:
			return
		}
	}
}

func (r *jsonReader) node(kind Kind) *Node {
	line, column := r.at.place(r.pos)
	return &Node{Kind: kind, Line: line, Column: column, offset: r.pos, src: r.src}
}

func (r *jsonReader) value(path *datapath, depth int) *Node {
	if r.failed != nil {
		return nil
	}
	if depth > maxDepth {
		r.fail(r.pos, "lists and maps lie more than %d deep within each other", maxDepth)
		return nil
	}
	switch c := r.peek(); {
	case c == '{':
		return r.object(path, depth)
	case c == '[':
		return r.array(path, depth)
	case c == '"':
		n := r.node(String)
		n.style = jsonString
		n.Text = r.text()
		if r.failed == nil {
			r.escapes(n, path)
		}
		return n
	default:
		return r.word(path)
	}
}

func (r *jsonReader) escapes(n *Node, path *datapath) {
	for _, p := range texEscapes(n) {
		p.Pos.File, p.Path = r.file, path.String()
		r.problems = append(r.problems, p)
		n.bad = n.bad || !p.Warning
	}
}

func (r *jsonReader) object(path *datapath, depth int) *Node {
	n := r.node(Map)
	n.style = flow
	open := r.pos
	first := map[string]int{}
	for r.more('}', open) {
		if r.peek() != '"' {
			r.badKey()
			return n
		}
		k := r.node(String)
		key := r.text()
		r.space()
		if r.failed != nil {
			return n
		}
		if r.peek() != ':' {
			r.fail(r.pos, "a colon is missing after the key %s", quoteKey(key))
			return n
		}
		r.pos++
		r.space()
		under := path.under(key)
		value := r.value(under, depth+1)
		if r.failed != nil {
			return n
		}
		if at, ok := first[key]; ok {
			r.problems = append(r.problems, Problem{Pos: Pos{r.file, k.Line, k.Column}, Path: under.String(),
				Message: fmt.Sprintf("key %s is written twice, here and in line %d: delete one", quoteKey(key), n.Members[at].Line)})
			continue
		}
		first[key] = len(n.Members)
		n.Members = append(n.Members, Member{key, k.Line, k.Column, value})
	}
	return n
}

func (r *jsonReader) badKey() {
	switch c := r.peek(); {
	case c == '\'':
		r.fail(r.pos, "JSON puts keys in double quotes, not in single ones")
	case c == 0:
		r.fail(r.pos, "the file ends within a map: close it with }")
	default:
		r.fail(r.pos, "JSON puts keys in double quotes")
	}
}

func (r *jsonReader) array(path *datapath, depth int) *Node {
	n := r.node(List)
	n.style = flow
	open := r.pos
	for r.more(']', open) {
		item := r.value(path.entry(len(n.Items)), depth+1)
		if r.failed != nil {
			return n
		}
		n.Items = append(n.Items, item)
	}
	return n
}

// more moves to the next entry of a list or map that was opened at open and
// reports whether there is one.
func (r *jsonReader) more(closing byte, open int) bool {
	if r.failed != nil {
		return false
	}
	if r.pos == open {
		r.pos++
		r.space()
		if r.peek() == closing {
			r.pos++
			return false
		}
		if r.peek() == ',' {
			r.fail(r.pos, "there is nothing before the comma: delete it")
		}
		return r.failed == nil && !r.ended(closing, open)
	}
	r.space()
	if r.failed != nil {
		return false
	}
	switch r.peek() {
	case closing:
		r.pos++
		return false
	case ',':
		comma := r.pos
		r.pos++
		r.space()
		switch r.peek() {
		case closing:
			r.fail(comma, "there is nothing after the comma: delete it")
		case ',':
			r.fail(r.pos, "there are two commas: delete one")
		}
		return r.failed == nil && !r.ended(closing, open)
	case '}', ']':
		r.fail(r.pos, "%c closes what was opened with %c: write %c", r.peek(), r.src.text[open], closing)
	default:
		if !r.ended(closing, open) {
			r.fail(r.pos, "a comma or %c is missing before this", closing)
		}
	}
	return false
}

// ended reports and says whether the text ends within a list or map.
func (r *jsonReader) ended(closing byte, open int) bool {
	if r.pos < len(r.src.text) {
		return false
	}
	r.fail(open, "this %c is never closed: write %c where it ends", r.src.text[open], closing)
	return true
}

// ReadJSON reads any JSON with the place of every value, for files that are no
// documents of a bank. The node is nil where it cannot be read.
func ReadJSON(file string, src []byte) (*Node, Problems) {
	text, problem := readable(file, src)
	if problem != nil {
		return nil, Problems{*problem}
	}
	return parseJSON(file, newSource(text))
}
