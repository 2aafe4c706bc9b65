package schema

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"
)

// parseYAML reads the part of YAML that documents are written in: maps, lists
// and scalars, without anchors, aliases, tags and merge keys.
func parseYAML(file string, src *source) (*Node, Problems) {
	tree, problem := decodeYAML(file, src)
	if problem != nil {
		return nil, Problems{*problem}
	}
	if tree == nil {
		return &Node{Line: 1, Column: 1, src: src, bad: true}, nil
	}
	w := &yamlWalk{file: file, src: src, at: newCursor(src)}
	root := w.node(tree, nil, 0)
	return root, w.problems
}

// decodeYAML has the library read the file; the tree is nil if it is empty.
func decodeYAML(file string, src *source) (*yaml.Node, *Problem) {
	decoder := yaml.NewDecoder(bytes.NewReader(src.text))
	var first, second yaml.Node
	err := decodeNode(decoder, &first)
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	if err == nil {
		err = decodeNode(decoder, &second)
		if err == nil {
			return nil, &Problem{Pos: Pos{file, second.Line, second.Column}, Message: secondDocument}
		}
	}
	if !errors.Is(err, io.EOF) {
		return nil, explainYAML(file, src, err)
	}
	if first.Kind != yaml.DocumentNode || len(first.Content) == 0 {
		return nil, nil
	}
	tree := first.Content[0]
	if tree.Kind == yaml.ScalarNode && tree.Value == "" && tree.Style&^yaml.TaggedStyle == 0 {
		return nil, nil
	}
	return tree, nil
}

// decodeNode decodes the next document of a stream. The library has panicked
// on odd input before, and a teacher's other files must not suffer from that.
func decodeNode(d *yaml.Decoder, n *yaml.Node) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: internal error: %v", r)
		}
	}()
	return d.Decode(n)
}

// yamlWalk turns the library's tree into nodes.
type yamlWalk struct {
	file     string
	src      *source
	at       *cursor
	problems Problems
}

func (w *yamlWalk) problem(n *Node, path *datapath, format string, args ...any) {
	n.bad = true
	w.problems = append(w.problems, Problem{Pos: Pos{w.file, n.Line, n.Column}, Path: path.String(), Message: fmt.Sprintf(format, args...)})
}

func (w *yamlWalk) node(y *yaml.Node, path *datapath, depth int) *Node {
	n := &Node{Line: y.Line, Column: y.Column, src: w.src, offset: w.at.find(y.Line, y.Column)}
	if y.Line > len(w.src.starts) { // an empty value that the library sees behind the end of the file
		n.Line, n.Column = w.src.place(len(w.src.text))
	}
	if depth > maxDepth {
		w.problem(n, path.top(), "lists and maps lie more than %d deep within each other", maxDepth)
		return n
	}
	if message := foreignYAML(y, n); message != "" {
		w.problem(n, path, "%s", message)
		return n
	}
	switch y.Kind {
	case yaml.SequenceNode:
		n.Kind = List
		n.style = flowStyle(y)
		n.Items = make([]*Node, len(y.Content))
		for i, item := range y.Content {
			n.Items[i] = w.node(item, path.entry(i), depth+1)
		}
	case yaml.MappingNode:
		n.Kind = Map
		n.style = flowStyle(y)
		w.members(n, y, path, depth)
	default:
		w.scalar(n, y, path)
	}
	return n
}

func flowStyle(y *yaml.Node) style {
	if y.Style&yaml.FlowStyle != 0 {
		return flow
	}
	return plain
}

// foreignYAML says that a value uses what documents do without.
func foreignYAML(y *yaml.Node, n *Node) string {
	var mark byte
	if n.offset < len(n.src.text) {
		mark = n.src.text[n.offset]
	}
	switch {
	case y.Kind == yaml.AliasNode, y.Anchor != "":
		return "text that begins with * or & must be in quotes (YAML's anchors and aliases are not used here)"
	case y.Style&yaml.TaggedStyle != 0, mark == '!':
		return "text that begins with ! must be in quotes (YAML's tags are not used here)"
	}
	return ""
}

func (w *yamlWalk) members(n *Node, y *yaml.Node, path *datapath, depth int) {
	n.Members = make([]Member, 0, len(y.Content)/2)
	first := make(map[string]int, len(y.Content)/2)
	for i := 0; i+1 < len(y.Content); i += 2 {
		key, value := y.Content[i], y.Content[i+1]
		k := &Node{Line: key.Line, Column: key.Column, src: w.src, offset: w.at.find(key.Line, key.Column)}
		if message := badKey(key, k); message != "" {
			w.problem(k, path, "%s", message)
			n.bad = true
			continue
		}
		under := path.under(key.Value)
		if at, ok := first[key.Value]; ok {
			w.problem(k, under, "key %s is written twice, here and in line %d: delete one", quoteKey(key.Value), n.Members[at].Line)
			continue
		}
		first[key.Value] = len(n.Members)
		n.Members = append(n.Members, Member{key.Value, key.Line, key.Column, w.node(value, under, depth+1)})
	}
}

// badKey says why a key cannot be one.
func badKey(key *yaml.Node, k *Node) string {
	if key.Kind == yaml.MappingNode || key.Kind == yaml.SequenceNode {
		return "text that begins with { or [ must be in quotes"
	}
	if message := foreignYAML(key, k); message != "" {
		return message
	}
	if key.Value == "<<" && key.Style == 0 {
		return "YAML's merge key << is not used here: write the keys out"
	}
	if key.Value == "" {
		return "there is no key before the colon: text that begins with : must be in quotes"
	}
	return ""
}

func (w *yamlWalk) scalar(n *Node, y *yaml.Node, path *datapath) {
	n.Kind, n.Text = String, y.Value
	switch {
	case y.Style&yaml.LiteralStyle != 0:
		n.style = literal
	case y.Style&yaml.FoldedStyle != 0:
		n.style = folded
	case y.Style&yaml.SingleQuotedStyle != 0:
		n.style = singleQuoted
	case y.Style&yaml.DoubleQuotedStyle != 0:
		n.style = doubleQuoted
		w.escapes(n, path)
	default:
		n.Kind = plainKind(y.Value)
		if n.Kind == Number {
			if message := unboundNumber(y.Value); message != "" {
				w.problem(n, path, "%s", message)
			}
		}
	}
}

func (w *yamlWalk) escapes(n *Node, path *datapath) {
	found := texEscapes(n)
	for _, p := range found {
		p.Pos.File, p.Path = w.file, path.String()
		w.problems = append(w.problems, p)
		n.bad = n.bad || !p.Warning
	}
}

// plainKind tells what a scalar without quotes is, by the core schema of
// YAML 1.2 restricted to decimal numbers: dates, yes, no, 0x1F, 1_000 and .inf
// are text.
func plainKind(s string) Kind {
	switch s {
	case "", "~", "null", "Null", "NULL":
		return Null
	case "true", "True", "TRUE", "false", "False", "FALSE":
		return Bool
	}
	if isNumber(s) {
		return Number
	}
	return String
}

// isNumber matches [-+]? ( [0-9]+ (\.[0-9]*)? | \.[0-9]+ ) ([eE][-+]?[0-9]+)?
func isNumber(s string) bool {
	if s != "" && (s[0] == '-' || s[0] == '+') {
		s = s[1:]
	}
	whole := digits(s)
	s = s[whole:]
	fraction := 0
	if strings.HasPrefix(s, ".") {
		fraction = digits(s[1:])
		s = s[1+fraction:]
	}
	if whole+fraction == 0 {
		return false
	}
	if s == "" {
		return true
	}
	if s[0] != 'e' && s[0] != 'E' {
		return false
	}
	s = s[1:]
	if s != "" && (s[0] == '-' || s[0] == '+') {
		s = s[1:]
	}
	return s != "" && digits(s) == len(s)
}

// digits counts the decimal digits that a text begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// quoteKey spells a key for a message, short and on one line.
func quoteKey(key string) string {
	plain := key != "" && len(key) <= 40 && !strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r == '"' || r == ':' })
	if plain {
		return key
	}
	return `"` + shorten(key) + `"`
}

// shorten brings a text onto one line of at most 40 characters.
func shorten(s string) string {
	if len(s) > 400 {
		s = s[:400]
	}
	runes := []rune(strings.ToValidUTF8(strings.Join(strings.Fields(s), " "), ""))
	if len(runes) > 40 {
		return string(runes[:39]) + "…"
	}
	return string(runes)
}
