package svg

import (
	"fmt"
	"slices"
	"strings"
)

// Bounds of style sheets.
const (
	maxRules = 2000
	maxMatch = 20_000_000 // selector parts compared with elements
	maxValue = 4096       // bytes of a value
)

// declaration is one "name: value".
type declaration struct {
	name, value string
	important   bool
}

// properties are the values of an element before inheritance.
type properties map[string]string

// rule is a selector with what it sets.
type rule struct {
	parts       []part // outermost first
	specificity int
	set         []declaration
}

// part is a compound selector such as g.axis, and how it hangs on the one before.
type part struct {
	element string // "" for any
	id      string
	classes []string
	root    bool // :root
	child   bool // joined by >, not by a space
	never   bool // a state such as :hover, which paper does not have
}

// readSheet reads a <style> element.
func (r *renderer) readSheet(n *node) {
	if t := n.attr("type"); t != "" && t != "text/css" {
		return
	}
	if !onPaper(n.attr("media")) {
		return
	}
	r.rulesOf(n, dropComments(n.content()), 0)
}

// onPaper says whether a media query may hold for print.
func onPaper(query string) bool {
	query = strings.ToLower(query)
	return query == "" || strings.Contains(query, "all") || strings.Contains(query, "print") && !strings.Contains(query, "not print")
}

func dropComments(css string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(css, "/*")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteByte(' ')
		_, css, _ = strings.Cut(after, "*/")
	}
}

// rulesOf reads the rules of a sheet or of a block inside of it.
func (r *renderer) rulesOf(n *node, css string, depth int) {
	for {
		css = strings.TrimSpace(css)
		css = strings.TrimPrefix(strings.TrimPrefix(css, "<!--"), "-->")
		if css = strings.TrimSpace(css); css == "" {
			return
		}
		end := cssEnd(css, "{;")
		if end == len(css) || css[end] == ';' {
			r.statement(n, strings.TrimSpace(css[:end]))
			css = css[min(end+1, len(css)):]
			continue
		}
		head := strings.TrimSpace(css[:end])
		body := css[end+1:]
		stop := cssEnd(body, "}")
		if strings.HasPrefix(head, "@") {
			r.block(n, head, body[:stop], depth)
		} else {
			r.addRules(n, head, parseDeclarations(body[:stop]))
		}
		css = body[min(stop+1, len(body)):]
	}
}

// statement is what ends in a semicolon outside of all rules.
func (r *renderer) statement(n *node, text string) {
	switch {
	case text == "", strings.HasPrefix(text, "@charset"), strings.HasPrefix(text, "@namespace"):
	case strings.HasPrefix(text, "@import"):
		r.problem(n, "style sheets in other files are not read: put the rules into the <style> element instead of @import")
	default:
		r.problem(n, "the style sheet has %q where a rule such as .axis { stroke: black } should stand", clipped(text))
	}
}

// block is an at-rule with a body.
func (r *renderer) block(n *node, head, body string, depth int) {
	name, query, _ := strings.Cut(head, " ")
	switch {
	case name == "@font-face", name == "@page", strings.HasSuffix(name, "keyframes"):
		// Fonts are those of the paper, and nothing moves on it.
	case name == "@media" && depth < 4:
		if onPaper(query) {
			r.rulesOf(n, body, depth+1)
		}
	default:
		r.problem(n, "%s in a style sheet is not supported", clipped(name))
	}
}

// cssEnd returns the offset of the first of the marks that stands outside of
// strings, parentheses and braces, or the length of the text.
func cssEnd(css, marks string) int {
	deep := 0
	for i := 0; i < len(css); i++ {
		c := css[i]
		switch {
		case deep == 0 && strings.IndexByte(marks, c) >= 0:
			return i
		case c == '"' || c == '\'':
			n := strings.IndexByte(css[i+1:], c)
			if n < 0 {
				return len(css)
			}
			i += n + 1
		case c == '(' || c == '{':
			deep++
		case (c == ')' || c == '}') && deep > 0:
			deep--
		}
	}
	return len(css)
}

// parseDeclarations reads "name: value; …".
func parseDeclarations(css string) []declaration {
	var out []declaration
	for css != "" {
		end := cssEnd(css, ";")
		name, value, ok := strings.Cut(css[:end], ":")
		css = css[min(end+1, len(css)):]
		if !ok {
			continue
		}
		d := declaration{name: strings.TrimSpace(name), value: strings.TrimSpace(value)}
		if !strings.HasPrefix(d.name, "--") {
			d.name = strings.ToLower(d.name)
		}
		if i := strings.LastIndexByte(d.value, '!'); i >= 0 && strings.EqualFold(strings.TrimSpace(d.value[i+1:]), "important") {
			d.value, d.important = strings.TrimSpace(d.value[:i]), true
		}
		if d.value != "" {
			out = append(out, d)
		}
	}
	return out
}

// addRules adds one rule for each selector of a list.
func (r *renderer) addRules(n *node, selectors string, set []declaration) {
	for text := range strings.SplitSeq(selectors, ",") {
		if len(r.rules) == maxRules {
			r.problem(n, "the style sheets have more than %d rules", maxRules)
			return
		}
		rule, ok := parseSelector(strings.TrimSpace(text))
		if !ok {
			r.problem(n, "selector %q is not supported: use elements, .class, #id and descendants", clipped(text))
			continue
		}
		rule.set = set
		r.rules = append(r.rules, rule)
	}
}

func parseSelector(text string) (rule, bool) {
	var out rule
	s := scanner{s: text}
	child := false
	for !s.done() {
		p, ok := s.compound()
		if !ok {
			return rule{}, false
		}
		p.child = child
		out.parts = append(out.parts, p)
		out.specificity += p.specificity()
		s.space()
		if child = s.accept('>'); child {
			s.space()
		}
	}
	return out, len(out.parts) > 0 && !child
}

func (p *part) specificity() int {
	n := 1000 * len(p.classes)
	if p.id != "" {
		n += 1_000_000
	}
	if p.root {
		n += 1000
	}
	if p.element != "" {
		n++
	}
	return n
}

// compound reads a selector without spaces.
func (s *scanner) compound() (part, bool) {
	var p part
	from := s.pos
	if !s.accept('*') {
		p.element = s.word()
	}
	for {
		switch {
		case s.accept('.'):
			p.classes = append(p.classes, s.word())
		case s.accept('#'):
			p.id = s.word()
		case s.accept(':'):
			switch s.word() {
			case "root":
				p.root = true
			case "hover", "active", "focus", "visited", "target":
				p.never = true
			default:
				return p, false
			}
		default:
			return p, s.pos > from && (s.done() || isSpace(s.peek()) || s.peek() == '>')
		}
	}
}

// matches says whether a rule holds for an element.
func (r *renderer) matches(parts []part, n *node) bool {
	last := &parts[len(parts)-1]
	r.compared++
	if len(last.classes) > 0 {
		r.compared += len(n.attr("class")) / 16
	}
	if r.compared > maxMatch {
		return false
	}
	if !last.fits(n) {
		return false
	}
	rest := parts[:len(parts)-1]
	if len(rest) == 0 {
		return true
	}
	for up := n.parent; up != nil; up = up.parent {
		if r.matches(rest, up) {
			return true
		}
		if last.child {
			return false
		}
	}
	return false
}

func (p *part) fits(n *node) bool {
	if p.never || p.element != "" && p.element != n.name || p.root && n.parent != nil {
		return false
	}
	if p.id != "" && p.id != n.attr("id") {
		return false
	}
	for _, class := range p.classes {
		if !hasWord(n.attr("class"), class) {
			return false
		}
	}
	return true
}

func hasWord(list, word string) bool {
	for w := range strings.FieldsSeq(list) {
		if w == word {
			return true
		}
	}
	return false
}

// propsOf returns what is set on an element by its attributes, the style sheets
// and its style attribute, in this order of weight.
func (r *renderer) propsOf(n *node) properties {
	if n.props != nil {
		return n.props
	}
	n.props = properties{}
	for _, a := range n.attrs {
		if a.Name.Space == "" && presentation[a.Name.Local] {
			n.props.set(declaration{name: a.Name.Local, value: strings.TrimSpace(a.Value)})
		}
	}
	declared := r.declared(n)
	for _, important := range []bool{false, true} {
		for _, d := range declared {
			if d.important == important {
				n.props.set(d)
			}
		}
	}
	return n.props
}

func (p properties) set(d declaration) {
	if d.value != "" {
		// What is cut off of a value this long leaves one that is not understood.
		p[d.name] = d.value[:min(len(d.value), maxValue)]
	}
}

// declared returns the declarations of an element, lightest first.
func (r *renderer) declared(n *node) []declaration {
	var hits []*rule
	for i := range r.rules {
		if r.matches(r.rules[i].parts, n) {
			hits = append(hits, &r.rules[i])
		}
	}
	if r.compared > maxMatch {
		r.report(0, "the style sheets take too long: use fewer rules or simpler selectors")
	}
	slices.SortStableFunc(hits, func(a, b *rule) int { return a.specificity - b.specificity })
	var out []declaration
	for _, h := range hits {
		out = append(out, h.set...)
	}
	return append(out, parseDeclarations(dropComments(n.attr("style")))...)
}

// value resolves var(…) and light-dark(…) in a property of an element.
func (r *renderer) value(n *node, name string) string {
	v := r.propsOf(n)[name]
	for range 8 {
		next, err := r.unwrap(n, v)
		if err != nil {
			r.problem(n, "%s: %v", name, err)
			return ""
		}
		if next == v {
			return v
		}
		if v = next; !r.work(n, len(v)) {
			return ""
		}
	}
	return v
}

// unwrap replaces the first light-dark(…), by its light colour, or var(…).
func (r *renderer) unwrap(n *node, v string) (string, error) {
	if before, args, after, ok := call(v, "light-dark"); ok {
		return strings.TrimSpace(before + args[:cssEnd(args, ",")] + after), nil
	}
	before, args, after, ok := call(v, "var")
	if !ok {
		return v, nil
	}
	end := cssEnd(args, ",")
	name := strings.TrimSpace(args[:end])
	for up := n; up != nil; up = up.parent {
		if set, ok := r.propsOf(up)[name]; ok {
			return strings.TrimSpace(before + set + after), nil
		}
	}
	if end == len(args) {
		return "", fmt.Errorf("%s is not defined", clipped(name))
	}
	return strings.TrimSpace(before + args[end+1:] + after), nil
}

// call finds name(args) in a value.
func call(v, name string) (before, args, after string, ok bool) {
	i := strings.Index(v, name+"(")
	if i < 0 || i > 0 && (isLetter(v[i-1]) || v[i-1] == '-') {
		return "", "", "", false
	}
	body := v[i+len(name)+1:]
	end := cssEnd(body, ")")
	return v[:i], body[:end], body[min(end+1, len(body)):], true
}

// presentation are the attributes that are properties.
var presentation = words(`clip-path clip-rule color display dominant-baseline alignment-baseline baseline-shift
	direction fill fill-opacity fill-rule filter font font-family font-size font-style font-weight
	letter-spacing marker marker-end marker-mid marker-start mask opacity overflow paint-order
	stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap
	stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration
	vector-effect visibility white-space word-spacing writing-mode`)

func words(list string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		out[w] = true
	}
	return out
}
