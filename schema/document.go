package schema

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// Document is the contents of one file, before anything of it is believed.
type Document struct {
	File   string
	Name   string // course, questions, blueprint, style or paper: the top-level key
	Root   *Node  // the value under the key
	Source []byte // without byte-order mark
}

// Parse reads a document of YAML (.yaml, .yml) or JSON (.json). The document
// is nil if the file cannot be read at all; problems that leave the rest
// usable, such as a repeated key, come with the document.
func Parse(file string, src []byte) (*Document, Problems) {
	text, problem := readable(file, src)
	if problem != nil {
		return nil, Problems{*problem}
	}
	var root *Node
	var problems Problems
	switch strings.ToLower(path.Ext(file)) {
	case ".yaml", ".yml":
		root, problems = parseYAML(file, newSource(text))
	case ".json":
		root, problems = parseJSON(file, newSource(text))
	default:
		return nil, Problems{{Pos: Pos{File: file}, Message: "the name of a document ends in .yaml, .yml or .json"}}
	}
	if root == nil {
		return nil, problems
	}
	name, value, problem := topLevel(file, root)
	if problem != nil {
		return nil, append(problems, *problem)
	}
	if name == "questions" && len(value.Items) > maxEntries {
		return nil, append(problems, Problem{Pos: Pos{File: file}, Path: name,
			Message: fmt.Sprintf("the file has %d entries and at most %d are read: divide it into several files", len(value.Items), maxEntries)})
	}
	return &Document{file, name, value, text}, problems
}

// topLevel returns the one key of a document and its value.
func topLevel(file string, root *Node) (string, *Node, *Problem) {
	fail := func(line, column int, format string, args ...any) (string, *Node, *Problem) {
		return "", nil, &Problem{Pos: Pos{file, line, column}, Message: fmt.Sprintf(format, args...)}
	}
	top := strings.Join(names, ", ")
	switch {
	case root.Kind == Null && root.bad:
		return fail(0, 0, "the file is empty: write one of %s at its top", top)
	case root.Kind == List:
		return fail(root.Line, root.Column, "a list stands at the top of the file: write questions: above it and indent the list")
	case root.Kind != Map:
		return fail(root.Line, root.Column, "the file holds a lone text: a document begins with one of %s and a colon", top)
	case len(root.Members) == 0:
		return fail(root.Line, root.Column, "the file is empty: write one of %s at its top", top)
	}
	own := slices.IndexFunc(root.Members, func(m Member) bool { return slices.Contains(names, m.Key) })
	if own < 0 {
		m := root.Members[0]
		if near := Nearest(m.Key, names); near != "" {
			return fail(m.Line, m.Column, "unknown key %s at the top of the file: did you mean %s?", quoteKey(m.Key), near)
		}
		if root.Get("stem") != nil {
			return fail(m.Line, m.Column, "a question stands at the top of the file: write questions: above it, put a dash before it and indent it")
		}
		return fail(m.Line, m.Column, "unknown key %s at the top of the file: a document has one of %s", quoteKey(m.Key), top)
	}
	if len(root.Members) > 1 {
		other := root.Members[0]
		if own == 0 {
			other = root.Members[1]
		}
		name := root.Members[own].Key
		if slices.Contains(names, other.Key) {
			return fail(other.Line, other.Column, "%s and %s cannot stand in one file: move one into a file of its own", name, other.Key)
		}
		return fail(other.Line, other.Column, "key %s stands beside %s at the top of the file: indent it to put it under %s, or delete it", quoteKey(other.Key), name, name)
	}
	m := root.Members[own]
	if m.Value.Kind == Null {
		m.Value.Line, m.Value.Column = m.Line, m.Column // where nothing stands, the key is what can be pointed at
	}
	return m.Key, m.Value, nil
}
