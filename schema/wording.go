package schema

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// leaf words one leaf and adds it to the problems.
func (v *verdict) leaf(l leaf) {
	n, place, path := v.locate(l.at)
	v.problem(place, path, "%s", v.message(l, n))
}

// message says what is wrong with a value and what to write instead.
func (v *verdict) message(l leaf, n *Node) string {
	schema := v.text.resolve(l.schema)
	custom := schema.Get("errorMessage")
	limit := schema.Get(l.keyword)
	not := ", not " + show(n)
	switch l.keyword {
	case "type":
		return v.wrongType(l, n, limit)
	case "false":
		return v.misplaced(l)
	case "contains", "minContains", "maxContains", "anyOf", "not", "oneOf":
		if custom != nil {
			return custom.Text
		}
	case "const":
		if custom != nil {
			return custom.Text + not
		}
		return "must be " + show(limit) + not
	case "enum":
		return v.notListed(l, n)
	case "pattern":
		if strings.TrimSpace(n.Text) == "" {
			return v.empty(l)
		}
		return schema.Get("patternErrorMessage").Text + not
	case "exclusiveMinimum":
		return "must be more than " + show(limit) + not
	case "minimum":
		return "must be at least " + show(limit) + not
	case "maximum":
		return "must be at most " + show(limit) + not
	case "multipleOf":
		return multiple(limit, n)
	case "minLength":
		return v.empty(l)
	case "maxLength":
		return "is longer than " + limit.Text + " characters: shorten it"
	case "minProperties":
		if l.schema != "" && takesText(v.text.resolve(l.schema)) {
			return notText(n)
		}
		return v.empty(l)
	case "minItems":
		if len(n.Items) == 0 {
			return v.empty(l)
		}
		return "needs at least " + limit.Text + " entries and has " + itoa(len(n.Items))
	case "maxItems":
		return "has " + itoa(len(n.Items)) + " entries, and at most " + limit.Text + " can be printed"
	case "uniqueItems":
		return "lists " + repeated(n) + " twice: delete one"
	case "dependentRequired":
		if n.Get("in") == nil {
			return "proportional and within belong together: write {proportional: hours, within: 1}"
		}
		return "in belongs to each: add each (for example each: lecture), or write where instead"
	}
	return "is not as the schema wants it: " + v.example(l)
}

// empty words a value without contents.
func (v *verdict) empty(l leaf) string { return "is empty: write " + v.example(l) + ", or delete it" }

// multiple words a number that lies between the steps.
func multiple(step, n *Node) string {
	what := map[string]string{"0.25": "quarter marks", "0.5": "half minutes"}[step.Text]
	f, size := n.number(), step.number()
	low := strconv.FormatFloat(float64(int(f/size))*size, 'f', -1, 64)
	high := strconv.FormatFloat(float64(int(f/size)+1)*size, 'f', -1, 64)
	if f > 0 && f < size {
		return fmt.Sprintf("counts in %s: write %s, not %s", what, high, show(n))
	}
	if what == "" || f < 0 {
		return "must be a multiple of " + step.Text + ", not " + show(n)
	}
	return fmt.Sprintf("counts in %s: write %s or %s, not %s", what, low, high, show(n))
}

// repeated returns the first entry that stands in a list twice.
func repeated(n *Node) string {
	for i, item := range n.Items {
		if slices.ContainsFunc(n.Items[:i], func(o *Node) bool { return o.Kind == item.Kind && o.Text == item.Text }) {
			return show(item)
		}
	}
	return "an entry"
}

// required names the keys that a map lacks, in the order of the schema.
func (v *verdict) required(at string) {
	n, place, path := v.locate(at)
	var keys []string
	var known []string
	var last leaf
	for _, l := range v.leaves {
		if l.at != at || l.keyword != "required" {
			continue
		}
		last = l
		for _, key := range v.text.resolve(l.schema).Get("required").Items {
			if n.member(key.Text) == nil && !v.reported[at+"/"+key.Text] && !slices.Contains(keys, key.Text) {
				keys = append(keys, key.Text)
			}
		}
		chain, _ := v.chain(l)
		for _, schema := range chain {
			if k := keysOf(schema); len(k) > len(known) {
				known = k
			}
		}
	}
	slices.SortStableFunc(keys, func(a, b string) int { return slices.Index(known, a) - slices.Index(known, b) })
	switch len(keys) {
	case 0:
		return // something was in the wrong place, and has been told
	case 1:
		v.problem(place, path, "add %s: (for example %s: %s)", keys[0], keys[0], v.exampleOf(last, keys[0]))
		return
	}
	v.problem(place, path, "add %s", join(keys, "and"))
}

// misplaced words a key that the type of the question has no use for.
func (v *verdict) misplaced(l leaf) string {
	key := l.way[len(l.way)-1]
	holder := pointerTokens(l.schema)
	owner := ""
	if len(holder) >= 2 && holder[0] == "$defs" {
		owner = holder[1]
	}
	if owner == "with-parts" {
		return fmt.Sprintf("a question with parts has no %s of its own: write it in the part it belongs to", key)
	}
	var types []string
	for _, t := range v.text.resolve("/$defs/type/enum").Items {
		p := v.text.Get("$defs").Get(t.Text).Get("properties").Get(key)
		if p == nil || p.Kind != Bool {
			types = append(types, t.Text)
		}
	}
	verb := "belong"
	if key == "key" || key == "answer" {
		verb = "belongs"
	}
	message := fmt.Sprintf("%s %s to %s questions, this one is %s", key, verb, join(types, "and"), owner)
	switch {
	case key == "key" && strings.HasSuffix(owner, "-choice"):
		message += ": write key: true in the option that is right"
	case key == "answer" && strings.HasSuffix(owner, "-choice"):
		message += ": mark the right option with key: true"
	case key == "answer" && owner == "true-false":
		message += ": write key: true or key: false"
	case key == "answer" && strings.HasSuffix(owner, "-answer"):
		message += ": write the model answer as solution"
	}
	return message
}

// notListed words a value that is not one of a few.
func (v *verdict) notListed(l leaf, n *Node) string {
	values := v.enum(l)
	if n.Kind == Null {
		return "is empty: write " + join(values, "or")
	}
	message := "must be " + join(values, "or") + ", not " + show(n)
	if strings.Contains(l.schema, "/bloom") {
		message = "must be remember, understand, apply, analyse, evaluate or create (or K1 to K6, L1 to L6), not " + show(n)
	}
	var others map[string]string
	if strings.HasSuffix(l.at, "/type") {
		others = typeWords
	}
	if near := v.meant(n.Text, values, others); near != "" {
		message += ": did you mean " + near + "?"
	}
	return message
}

func (v *verdict) enum(l leaf) []string {
	var values []string
	for _, item := range v.text.resolve(l.schema).Get("enum").Items {
		values = append(values, item.Text)
	}
	return values
}

// join lists words: "a, b or c".
func join(words []string, conjunction string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " " + conjunction + " " + words[len(words)-1]
}
