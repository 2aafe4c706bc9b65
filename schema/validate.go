package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// judge is a compiled schema together with its text, in which titles, examples
// and messages are looked up.
type judge struct {
	schema *jsonschema.Schema
	text   *Node // the whole schema
	root   *Node // the part of it that judges
}

// judges compiles the schemas when they are first needed. Questions are judged
// one by one.
var judges = map[string]func() *judge{
	"course":    compile("course", "/properties/course"),
	"questions": compile("questions", "/$defs/entry"),
	"blueprint": compile("blueprint", "/properties/blueprint"),
	"style":     compile("style", "/properties/style"),
	"paper":     compile("paper", "/properties/paper"),
	"results":   compile("results", "/properties/results"),
}

func compile(name, pointer string) func() *judge {
	return sync.OnceValue(func() *judge {
		file, _ := Text(name)
		text, problems := parseJSON(name, newSource(file))
		if len(problems) > 0 {
			panic(fmt.Sprintf("schema %s: %v", name, problems))
		}
		return &judge{compiler(name)(pointer), text, text.resolve(pointer)}
	})
}

// compiler returns a function that compiles the part of a schema that a JSON
// pointer leads to.
func compiler(name string) func(pointer string) *jsonschema.Schema {
	file, _ := Text(name)
	url := "papersetter:" + name
	c := jsonschema.NewCompiler()
	c.Draft = jsonschema.Draft2020
	// The compiler wants a schema under the name it is given, not under its
	// $id; with all references inside the file nothing is ever fetched.
	if err := c.AddResource(url, bytes.NewReader(withoutID(file))); err != nil {
		panic(fmt.Sprintf("schema %s: %v", name, err))
	}
	return func(pointer string) *jsonschema.Schema { return c.MustCompile(url + "#" + pointer) }
}

// withoutID leaves out the $id.
func withoutID(file []byte) []byte {
	var schema map[string]json.RawMessage
	if err := json.Unmarshal(file, &schema); err != nil {
		return file
	}
	delete(schema, "$id")
	out, err := json.Marshal(schema)
	if err != nil {
		return file
	}
	return out
}

// Validate judges the document by its JSON Schema. Values that Parse has
// complained about are passed over.
func (d *Document) Validate() Problems {
	j := judges[d.Name]()
	path := (*datapath)(nil).under(d.Name)
	if d.Name != "questions" {
		return j.check(d.File, d.Root, path)
	}
	if d.Root.bad {
		return nil
	}
	if d.Root.Kind != List {
		return Problems{{Pos: Pos{d.File, d.Root.Line, d.Root.Column}, Path: path.String(), Message: notAList(d.Root, "questions", "")}}
	}
	return j.entries(d.File, d.Root.Items, path)
}

// maxRepairs bounds how often a value is judged again after a misspelt key has
// been read as what was meant.
const maxRepairs = 16

// check judges one value. A misspelt key, or type of question, is reported and
// then taken for what was meant, so that one mistake gives one problem.
func (j *judge) check(file string, n *Node, path *datapath) Problems {
	value, ok := n.value()
	if !ok {
		return nil
	}
	return j.explain(file, n, path, j.schema.Validate(value))
}

// explain words why the validator has refused a value.
func (j *judge) explain(file string, n *Node, path *datapath, err error) Problems {
	if err == nil {
		return nil
	}
	v := &verdict{judge: j, file: file, root: n.clone(), path: path}
	for range maxRepairs {
		v.leaves = flatten(err)
		if !v.repair() {
			break
		}
		value, _ := v.root.value()
		if err = j.schema.Validate(value); err == nil {
			return v.problems
		}
	}
	v.report()
	return v.problems
}

// value turns a node into what the validator reads; false if a part of it is
// unusable.
func (n *Node) value() (any, bool) {
	if n.bad {
		return nil, false
	}
	switch n.Kind {
	case Null:
		return nil, true
	case Bool:
		return strings.EqualFold(n.Text, "true"), true
	case Number:
		return json.Number(n.Text), true
	case String:
		return n.Text, true
	case List:
		list := make([]any, len(n.Items))
		for i, item := range n.Items {
			v, ok := item.value()
			if !ok {
				return nil, false
			}
			list[i] = v
		}
		return list, true
	default:
		m := make(map[string]any, len(n.Members))
		for i := range n.Members {
			v, ok := n.Members[i].Value.value()
			if !ok {
				return nil, false
			}
			m[n.Members[i].Key] = v
		}
		return m, true
	}
}

// A leaf is a keyword of the schema that a value does not meet.
type leaf struct {
	keyword string   // "false" for a schema that nothing meets
	at      string   // of the value: a JSON pointer
	schema  string   // of the object that holds the keyword: a JSON pointer into the schema file
	way     []string // tokens that lead to the keyword from where judging began, through $ref
}

// whole are keywords whose causes say nothing that a person wants to know.
var whole = []string{"contains", "minContains", "maxContains", "anyOf", "oneOf", "not"}

// flatten returns the leaves of the validator's tree.
func flatten(err error) []leaf {
	var invalid *jsonschema.ValidationError
	switch e := err.(type) {
	case *jsonschema.ValidationError:
		invalid = e
	default:
		return nil
	}
	var leaves []leaf
	var walk func(e *jsonschema.ValidationError)
	walk = func(e *jsonschema.ValidationError) {
		way := pointerTokens(e.KeywordLocation)
		if len(e.Causes) > 0 && (len(way) == 0 || !slices.Contains(whole, way[len(way)-1]) || isName(way)) {
			for _, cause := range e.Causes {
				walk(cause)
			}
			return
		}
		leaves = append(leaves, newLeaf(e, way))
	}
	walk(invalid)
	return leaves
}

// isName reports whether the last token of a way names a property or
// definition and is no keyword.
func isName(way []string) bool {
	return len(way) > 1 && (way[len(way)-2] == "properties" || way[len(way)-2] == "$defs") && !(len(way) > 2 && way[len(way)-3] == "properties")
}

func newLeaf(e *jsonschema.ValidationError, way []string) leaf {
	_, schema, _ := strings.Cut(e.AbsoluteKeywordLocation, "#")
	l := leaf{at: e.InstanceLocation, schema: schema, way: way}
	if isName(way) || len(way) == 0 {
		l.keyword = "false"
		return l
	}
	l.keyword = way[len(way)-1]
	l.schema = schema[:max(0, strings.LastIndexByte(schema, '/'))]
	if i := slices.Index(way, "dependentRequired"); i >= 0 {
		l.keyword = "dependentRequired"
	}
	return l
}

// pointerTokens divides a JSON pointer as the validator spells it.
func pointerTokens(pointer string) []string {
	if pointer == "" {
		return nil
	}
	tokens := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, t := range tokens {
		tokens[i] = unescapeToken(t)
	}
	return tokens
}

// resolve follows a JSON pointer; nil if it leads nowhere.
func (n *Node) resolve(pointer string) *Node {
	for _, token := range pointerTokens(pointer) {
		n = n.step(token)
	}
	return n
}

func (n *Node) step(token string) *Node {
	if n == nil || n.Kind != List {
		return n.Get(token)
	}
	i, err := strconv.Atoi(token)
	if err != nil || i < 0 || i >= len(n.Items) {
		return nil
	}
	return n.Items[i]
}

// number returns a number of a schema.
func (n *Node) number() float64 {
	if n == nil {
		return math.NaN()
	}
	f, err := strconv.ParseFloat(n.Text, 64)
	if err != nil {
		return math.NaN()
	}
	return f
}
