package schema

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// verdict gathers what is wrong with one value.
type verdict struct {
	*judge
	file     string
	root     *Node // a copy that repairs change
	path     *datapath
	leaves   []leaf
	problems Problems
	reported map[string]bool // pointers of values that need no further word
}

func unescapeToken(t string) string {
	if s, err := url.PathUnescape(t); err == nil {
		t = s
	}
	return strings.NewReplacer("~1", "/", "~0", "~").Replace(t)
}

// repair reports unknown keys and types, and takes them for what was meant. It
// returns whether anything has changed, so that the value is to be judged again.
func (v *verdict) repair() bool {
	changed := false
	slices.SortStableFunc(v.leaves, func(a, b leaf) int { return cmp.Compare(a.at, b.at) })
	for _, l := range v.leaves {
		switch {
		case l.keyword == "additionalProperties":
			changed = v.unknownKeys(l) || changed
		case l.keyword == "enum" && strings.HasSuffix(l.at, "/type"):
			changed = v.unknownType(l) || changed
		case l.keyword == "false":
			changed = v.misplacedKey(l) || changed
		}
	}
	return changed
}

// unknownType replaces a misspelt type by the one that was meant.
func (v *verdict) unknownType(l leaf) bool {
	n := v.root.resolve(l.at)
	if n == nil || n.Kind != String || v.reported[l.at] {
		return false
	}
	near := v.meant(n.Text, v.enum(l), typeWords)
	if near == "" {
		return false
	}
	v.leaf(l)
	v.mark(l.at)
	n.Text = near
	return true
}

// misplacedKey reports a key that the type of the question has no use for, and
// drops it. An answer in the wrong place stands for the one that is missing.
func (v *verdict) misplacedKey(l leaf) bool {
	at, key := l.at[:strings.LastIndexByte(l.at, '/')], l.way[len(l.way)-1]
	n := v.root.resolve(at)
	if n.member(key) == nil {
		return false
	}
	v.leaf(l)
	if key == "answer" {
		v.mark(at + "/key")
		v.mark(at + "/options")
	}
	n.Members = slices.DeleteFunc(n.Members, func(m Member) bool { return m.Key == key })
	return true
}

func (v *verdict) mark(at string) {
	if v.reported == nil {
		v.reported = map[string]bool{}
	}
	v.reported[at] = true
}

// maxUnknown bounds the unknown keys of one map that are told one by one.
const maxUnknown = 20

// unknownKeys reports the keys that a map may not have, and renames or drops
// them.
func (v *verdict) unknownKeys(l leaf) bool {
	n, place, path := v.locate(l.at)
	schema := v.text.resolve(l.schema)
	allowed := keysOf(schema)
	if n == nil {
		return false
	}
	if takesText(schema) {
		return v.notLanguages(l, n, place, path)
	}
	kept := n.Members[:0:0]
	told := 0
	missing := slices.DeleteFunc(slices.Clone(allowed), func(key string) bool { return n.member(key) != nil || v.useless(n, key) })
	for _, m := range n.Members {
		if slices.Contains(allowed, m.Key) || matches(schema, m.Key) {
			kept = append(kept, m)
			continue
		}
		v.mark(l.at)
		if told++; told > maxUnknown {
			continue
		}
		place.Line, place.Column = m.Line, m.Column
		near := v.groupKey(l, n, m)
		if near == "" {
			near = v.meant(m.Key, missing, keyWords)
		}
		v.problem(place, path, "%s", unknownKey(m, n, near, allowed, missing))
		if near != "" {
			m.Key = near
			kept = append(kept, m)
			missing = slices.DeleteFunc(missing, func(key string) bool { return key == near })
		}
	}
	changed := len(kept) < len(n.Members) || !slices.EqualFunc(kept, n.Members, func(a, b Member) bool { return a.Key == b.Key })
	n.Members = kept
	return changed
}

// matches reports whether a schema allows a key by its pattern.
func matches(schema *Node, key string) bool {
	patterns := schema.Get("patternProperties")
	return patterns != nil && slices.ContainsFunc(patterns.Members, func(m Member) bool {
		fits, err := regexp.MatchString(m.Key, key)
		return err == nil && fits
	})
}

// takesText reports whether a schema also takes a single text, so that the keys
// of a map are languages.
func takesText(schema *Node) bool {
	types := schema.Get("type")
	return types != nil && slices.ContainsFunc(types.Items, func(t *Node) bool { return t.Text == "string" }) && !isShare(schema)
}

// isShare reports whether a schema takes a number or a share such as 30%.
func isShare(schema *Node) bool {
	message := schema.Get("patternErrorMessage")
	return message != nil && strings.Contains(message.Text, "share")
}

// notLanguages reports a text that is a map without meaning to be: the colon in
// it was taken for that of a key. Where some keys are languages, the others are
// misspelt ones. The map becomes a text, so that nothing more is said of it.
func (v *verdict) notLanguages(l leaf, n *Node, place Pos, path *datapath) bool {
	v.mark(l.at)
	odd := slices.IndexFunc(n.Members, func(m Member) bool { return !isLanguage(m.Key) })
	if odd < 0 || odd == 0 && !slices.ContainsFunc(n.Members, func(m Member) bool { return isLanguage(m.Key) }) {
		v.problem(place, path, "%s", notText(n))
	} else {
		m := n.Members[odd]
		v.problem(Pos{v.file, m.Line, m.Column}, path, "unknown language %s: write its code, such as en, hi or ta", quoteKey(m.Key))
	}
	n.Kind, n.Text, n.Members = String, "x", nil
	return true
}

// isLanguage reports whether a key looks like the code of a language.
func isLanguage(key string) bool {
	tag, _, _ := strings.Cut(key, "-")
	return (len(tag) == 2 || len(tag) == 3) && strings.Trim(tag, "abcdefghijklmnopqrstuvwxyz") == ""
}

// groupKey returns the key that makes a group of an entry, if a key of an entry
// that was taken for a question nearly is one.
func (v *verdict) groupKey(l leaf, n *Node, m Member) string {
	if l.at != "" || v.text.Get("$defs").Get("group") == nil {
		return ""
	}
	near := v.meant(m.Key, []string{"stimulus", "questions"}, keyWords)
	if near == "" || n.member(near) != nil || near == "questions" && m.Value.Kind != List {
		return ""
	}
	return near
}

// useless reports whether the type of a question has no use for a key.
func (v *verdict) useless(n *Node, key string) bool {
	kind := n.Get("type")
	if kind == nil || kind.Kind != String {
		return false
	}
	rule := v.text.Get("$defs").Get(kind.Text).Get("properties").Get(key)
	return rule != nil && rule.Kind == Bool
}

// unknownKey words that a map may not have a key.
func unknownKey(m Member, n *Node, near string, allowed, missing []string) string {
	key := quoteKey(m.Key)
	switch {
	case near != "":
		return fmt.Sprintf("unknown key %s: did you mean %s?", key, near)
	case n.style == flow && m.Value.Kind == Null && m.Value.Text == "":
		return fmt.Sprintf("unknown key %s: within { } text that contains a comma must be in quotes", key)
	}
	if twin := Nearest(m.Key, allowed); twin != "" {
		return fmt.Sprintf("unknown key %s: %s is there already, so delete one", key, twin)
	}
	if len(missing) == 0 {
		return fmt.Sprintf("unknown key %s: delete it", key)
	}
	return fmt.Sprintf("unknown key %s: what can be added here is %s", key, join(missing, "and"))
}

// meant returns the word that was meant, by its spelling or because other
// programs call it so.
func (v *verdict) meant(word string, words []string, others map[string]string) string {
	if near := Nearest(word, words); near != "" {
		return near
	}
	if other := others[string(fold(word))]; slices.Contains(words, other) {
		return other
	}
	return ""
}

// keysOf lists the properties of a schema object.
func keysOf(schema *Node) []string {
	var keys []string
	if properties := schema.Get("properties"); properties != nil {
		for _, m := range properties.Members {
			keys = append(keys, m.Key)
		}
	}
	return keys
}

// locate returns the value that a pointer leads to, with its place and path.
// The place of a list or map is that of its key, where it has one.
func (v *verdict) locate(pointer string) (*Node, Pos, *datapath) {
	n, path := v.root, v.path
	place := Pos{v.file, n.Line, n.Column}
	for _, token := range pointerTokens(pointer) {
		next := n.step(token)
		if next == nil {
			break
		}
		place = Pos{v.file, next.Line, next.Column}
		if n.Kind == List {
			path = path.entry(slices.Index(n.Items, next))
		} else {
			path = path.under(token)
			if m := n.member(token); next.Kind >= List || next.Kind == Null {
				place = Pos{v.file, m.Line, m.Column}
			}
		}
		n = next
	}
	return n, place, path
}

func (v *verdict) problem(place Pos, path *datapath, format string, args ...any) {
	v.problems = append(v.problems, Problem{Pos: place, Path: path.String(), Message: fmt.Sprintf(format, args...)})
}

// rank orders keywords by how much they explain: of several that one value
// does not meet, the first is told.
var rank = []string{"false", "type", "not", "const", "enum", "minProperties", "required", "dependentRequired", "anyOf", "pattern",
	"exclusiveMinimum", "minimum", "maximum", "multipleOf", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems",
	"maxContains", "minContains"}

// report words the leaves that are left when nothing can be repaired, one for
// each value.
func (v *verdict) report() {
	slices.SortStableFunc(v.leaves, func(a, b leaf) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(ranked(a.keyword), ranked(b.keyword)), slices.Compare(a.way, b.way))
	})
	var below []string // values with a problem, so far
	for _, l := range v.leaves {
		below = append(below, l.at)
	}
	for at := range v.reported {
		below = append(below, at)
	}
	slices.Sort(below)
	last := ""
	for i, l := range v.leaves {
		switch {
		case l.keyword == "additionalProperties":
		case v.reported[l.at] && l.keyword == "enum":
		case l.keyword == "required":
			if i == 0 || v.leaves[i-1].at != l.at || v.leaves[i-1].keyword != "required" {
				v.required(l.at)
			}
			last = l.at + "\x00"
		case i > 0 && last == l.at+"\x00":
		case slices.Contains(whole, l.keyword) && (v.reported[l.at] || hasBelow(below, l.at)):
		case v.reported[l.at] && l.keyword == "minProperties":
		default:
			v.leaf(l)
			last = l.at + "\x00"
		}
	}
}

func ranked(keyword string) int {
	if i := slices.Index(rank, keyword); i >= 0 {
		return i
	}
	return len(rank)
}

// hasBelow reports whether one of the sorted pointers lies below another.
func hasBelow(sorted []string, at string) bool {
	i, _ := slices.BinarySearch(sorted, at+"/")
	return i < len(sorted) && strings.HasPrefix(sorted[i], at+"/")
}
