package schema

// Kind is the kind of a value.
type Kind uint8

// The kinds of values.
const (
	Null Kind = iota
	Bool
	Number
	String
	List
	Map
)

// Node is a value of a document with its place.
type Node struct {
	Kind    Kind
	Text    string   // of String the text; of Number, Bool and Null what is written
	Items   []*Node  // of List
	Members []Member // of Map, in the order of the file; no key occurs twice

	Line, Column int // of the first character; both count from 1

	style  style
	offset int // of the first byte in src
	src    *source
	bad    bool // a problem has been reported that makes the value unusable
}

// Member is a key of a map with its value and the place of the key.
type Member struct {
	Key          string
	Line, Column int
	Value        *Node
}

// style is how a value is spelt.
type style uint8

const (
	plain        style = iota // YAML without quotes; numbers and words of JSON
	singleQuoted              // YAML
	doubleQuoted              // YAML
	literal                   // YAML |
	folded                    // YAML >
	jsonString
	flow // a list in [ ] or a map in { }
)

// Get returns the value under a key, or nil if it is absent, if n is nil or no
// map.
func (n *Node) Get(key string) *Node {
	if m := n.member(key); m != nil {
		return m.Value
	}
	return nil
}

func (n *Node) member(key string) *Member {
	if n == nil {
		return nil
	}
	for i := range n.Members {
		if n.Members[i].Key == key {
			return &n.Members[i]
		}
	}
	return nil
}

// clone copies the tree, so that members may be renamed.
func (n *Node) clone() *Node {
	c := *n
	c.Items = make([]*Node, len(n.Items))
	for i, item := range n.Items {
		c.Items[i] = item.clone()
	}
	c.Members = make([]Member, len(n.Members))
	for i, m := range n.Members {
		m.Value = m.Value.clone()
		c.Members[i] = m
	}
	return &c
}

// datapath is the way from the root of a document to a value. It is spelt only
// when there is a problem to report.
type datapath struct {
	parent *datapath
	key    string
	index  int // used where key is ""
}

func (p *datapath) under(key string) *datapath { return &datapath{parent: p, key: key} }
func (p *datapath) entry(index int) *datapath  { return &datapath{parent: p, index: index} }

// top returns the first two steps of the path.
func (p *datapath) top() *datapath {
	for p != nil && p.parent != nil && p.parent.parent != nil {
		p = p.parent
	}
	return p
}

func (p *datapath) String() string {
	switch {
	case p == nil:
		return ""
	case p.key == "":
		return p.parent.String() + "[" + itoa(p.index) + "]"
	case p.parent == nil:
		return p.key
	}
	return p.parent.String() + "." + p.key
}
