package schema

import (
	"slices"
	"strings"
)

// kindWords say what a type of JSON Schema is to a person.
var kindWords = map[string]string{
	"array": "a list", "boolean": "true or false", "integer": "a whole number", "number": "a number", "object": "keys with values", "string": "text",
}

// wrongType words a value of the wrong kind.
func (v *verdict) wrongType(l leaf, n *Node, limit *Node) string {
	var types []string
	if limit.Kind == List {
		for _, item := range limit.Items {
			types = append(types, item.Text)
		}
	} else {
		types = []string{limit.Text}
	}
	example := v.example(l)
	switch {
	case n.Kind == Null:
		return v.nothing(l)
	case slices.Contains(types, "string") && !isShare(v.text.resolve(l.schema)):
		return notText(n)
	case slices.Equal(types, []string{"array"}):
		return notAList(n, "", example)
	case slices.Equal(types, []string{"boolean"}):
		return notBool(n)
	case slices.Contains(types, "integer") && n.Kind == Number:
		if slices.Contains(types, "string") {
			return "must be a whole number or a share such as 30%, not " + n.Text
		}
		return "must be a whole number, not " + n.Text
	}
	var wanted []string
	for _, t := range types {
		wanted = append(wanted, v.wanted(l, t))
	}
	message := "must be " + join(wanted, "or") + ", not " + kindOf(n)
	if n.Kind == String && slices.Contains(types, "number") {
		message += numberHint(n)
	}
	return message
}

// wanted says what a type is to a person, with an example.
func (v *verdict) wanted(l leaf, kind string) string {
	fits := map[string]Kind{"array": List, "boolean": Bool, "integer": Number, "number": Number, "object": Map, "string": String}[kind]
	for _, example := range v.examples(l) {
		if example.Kind == fits {
			if kind == "string" && isShare(v.text.resolve(l.schema)) {
				return "a share such as " + example.Text
			}
			return kindWords[kind] + " such as " + spell(example)
		}
	}
	return kindWords[kind]
}

// numberHint says how a text would be a number.
func numberHint(n *Node) string {
	whole := digits(n.Text)
	switch {
	case plainKind(n.Text) == Number:
		return ": take the quotes off"
	case whole > 0 && whole < len(n.Text) && n.Text[whole] == ',' && digits(n.Text[whole+1:]) == len(n.Text)-whole-1:
		return ": write " + strings.Replace(n.Text, ",", ".", 1)
	}
	return ""
}

// nothing words a key without a value.
func (v *verdict) nothing(l leaf) string {
	n, place, _ := v.locate(l.at)
	if n.src != nil {
		line := readLine(n.src.line(place.Line))
		if at := strings.Index(line.text[line.at:], "#"); n.Text == "" && line.key != "" && line.value == "" && at == 0 {
			return "is empty: text that begins with # must be in quotes (it begins a comment)"
		}
	}
	chain, own := v.chain(l)
	for _, schema := range chain[min(own, len(chain)):] {
		if custom := schema.Get("errorMessage"); custom != nil {
			return custom.Text
		}
	}
	return v.empty(l)
}

func notText(n *Node) string {
	switch n.Kind {
	case List:
		if n.style == flow {
			return "must be one text, not a list: text that begins with [ must be in quotes"
		}
		return "must be one text, not a list"
	case Map:
		if n.style == flow {
			return "must be one text, not a map: text that begins with { must be in quotes"
		}
		return "must be one text, not a map: text that contains a colon and a space must be in quotes"
	}
	return `must be text: put it in quotes, "` + n.Text + `"`
}

// notAList words a value that stands where a list is wanted. The name is that
// of a whole document, "" for others.
func notAList(n *Node, name, example string) string {
	switch {
	case name != "" && n.Kind == Null:
		return "is empty: write the first question below it, with a dash (- ) before its first key"
	case name != "":
		return "must be a list: begin each question with a dash (- )"
	case n.Kind == Map && n.style != flow:
		return "must be a list: begin each entry with a dash (- )"
	case n.Kind == Map:
		return "must be a list: put [ ] around it"
	case strings.HasPrefix(example, "[{"):
		return "must be a list such as " + example + ", not " + kindOf(n)
	}
	return "must be a list: write [" + shorten(n.Text) + "]"
}

func notBool(n *Node) string {
	switch strings.ToLower(n.Text) {
	case "yes", "y", "on", "1", "t", "correct", "right", "true":
		return "must be true or false: write true, not " + spell(n)
	case "no", "n", "off", "0", "f", "wrong", "false":
		return "must be true or false: write false, not " + spell(n)
	}
	return "must be true or false, not " + show(n)
}

// kindOf names the kind of a value.
func kindOf(n *Node) string {
	switch n.Kind {
	case Bool:
		return n.Text
	case Number:
		return "the number " + n.Text
	case String:
		return "text (" + show(n) + ")"
	}
	return show(n)
}
