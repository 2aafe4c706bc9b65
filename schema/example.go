package schema

import (
	"strings"
)

// chain returns the objects of the schema that a leaf was reached through, and
// those that they refer to, the outermost first; those from own on judge the
// very value that the leaf is about.
func (v *verdict) chain(l leaf) (chain []*Node, own int) {
	n := v.judge.root
	add := func(n *Node) {
		for ; n != nil && n.Kind == Map; n = v.text.resolve(strings.TrimPrefix(n.Get("$ref").Text, "#")) {
			chain = append(chain, n)
			if ref := n.Get("$ref"); ref == nil || ref.Kind != String {
				return
			}
		}
	}
	add(n)
	for i, token := range l.way {
		n = n.step(token)
		if token == "$ref" && n != nil {
			n = v.text.resolve(strings.TrimPrefix(n.Text, "#"))
		}
		if n == nil {
			break
		}
		if entersValue(l.way, i) {
			own = len(chain)
		}
		if schemaAt(l.way, i) {
			add(n)
		}
	}
	return chain, own
}

// entersValue reports whether the token of a way leads from a value to one
// inside it.
func entersValue(way []string, i int) bool {
	return way[i] == "items" && !schemaName(way, i) || way[i] == "additionalProperties" && i+1 < len(way) && !schemaName(way, i) || schemaName(way, i)
}

// schemaName reports whether the token is the name of a property.
func schemaName(way []string, i int) bool {
	return i > 0 && way[i-1] == "properties" && !schemaName(way, i-1)
}

// schemaAt reports whether the token leads to an object that is a schema.
func schemaAt(way []string, i int) bool {
	switch way[i] {
	case "properties", "allOf", "anyOf", "dependentRequired":
		return schemaName(way, i)
	}
	return true
}

// examples lists values that would be right, the most telling first.
func (v *verdict) examples(l leaf) []*Node {
	chain, own := v.chain(l)
	var list []*Node
	for _, schema := range chain[min(own, len(chain)):] {
		if examples := schema.Get("examples"); examples != nil {
			list = append(list, examples.Items...)
		}
	}
	return list
}

// example spells a value that would be right.
func (v *verdict) example(l leaf) string {
	if list := v.examples(l); len(list) > 0 {
		return spell(list[0])
	}
	return "a value"
}

// exampleOf spells a value for a key that is missing.
func (v *verdict) exampleOf(l leaf, key string) string {
	chain, _ := v.chain(l)
	for i := len(chain) - 1; i >= 0; i-- {
		examples := chain[i].Get("properties").Get(key).Get("examples")
		if examples != nil && len(examples.Items) > 0 {
			return spell(examples.Items[0])
		}
	}
	return "…"
}

// spell writes a value as YAML on one line.
func spell(n *Node) string {
	var b strings.Builder
	switch n.Kind {
	case List:
		b.WriteString("[")
		for i, item := range n.Items {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(spell(item))
		}
		b.WriteString("]")
	case Map:
		b.WriteString("{")
		for i, m := range n.Members {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(m.Key + ": " + spell(m.Value))
		}
		b.WriteString("}")
	case String:
		if plainKind(n.Text) == String && !strings.ContainsAny(n.Text, ",[]{}#'\":\n") {
			return n.Text
		}
		return "'" + strings.ReplaceAll(n.Text, "'", "''") + "'"
	default:
		return n.Text
	}
	return b.String()
}

// show spells a value for a message, short.
func show(n *Node) string {
	switch {
	case n.Kind == List:
		return "a list"
	case n.Kind == Map:
		return "a map"
	case n.Kind == Null:
		return "empty"
	case strings.TrimSpace(n.Text) == "":
		return "empty text"
	}
	return shorten(n.Text)
}
