package diff

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/bank"
)

// A property is a thing of the course or of a blueprint, as words.
type property struct{ name, value string }

// told says one line for each property that was added, removed or changed, in
// the order of the newer, then what was removed.
func told(older, newer []property) []string {
	values := func(list []property) map[string]string {
		m := map[string]string{}
		for _, p := range list {
			m[p.name] = p.value
		}
		return m
	}
	before, after := values(older), values(newer)
	var lines []string
	for _, p := range newer {
		was, ok := before[p.name]
		switch {
		case !ok:
			lines = append(lines, p.name+" added: "+brief(p.value))
		case was != p.value:
			lines = append(lines, p.name+": "+arrow(was, p.value))
		}
	}
	for _, p := range older {
		if _, ok := after[p.name]; !ok {
			lines = append(lines, p.name+" removed: "+brief(p.value))
		}
	}
	return lines
}

// arrow says what a value was and is, of long ones the words that differ.
func arrow(was, is string) string {
	const most = 40
	a, b, spaces := compareWords(was, is)
	if spaces {
		return "spaces or line breaks alone"
	}
	if len(was) > most || len(is) > most {
		was, is = clip(a, 2*most), clip(b, 2*most)
	}
	return orNone(was) + " → " + orNone(is)
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func brief(s string) string { return orNone(clip(strings.Join(strings.Fields(s), " "), 80)) }

// courses says what changed of the course.
func courses(older, newer *bank.Course) []string {
	if older == nil || newer == nil {
		return nil // such a bank has problems, and is not to be compared
	}
	return told(courseProperties(older), courseProperties(newer))
}

func courseProperties(c *bank.Course) []property {
	list := []property{{"code", c.Code}, {"title", c.Title}, {"institution", c.Institution}, {"term", c.Term}}
	for _, o := range c.Outcomes {
		value := o.Text
		for _, po := range o.PO {
			value += fmt.Sprintf(", %s %d", po.PO, po.Level)
		}
		list = append(list, property{"outcome " + o.ID, value})
	}
	for _, l := range c.Lectures {
		list = append(list, property{fmt.Sprintf("lecture %d", l.Number), lectureValue(&l)})
	}
	for _, t := range c.Topics {
		list = append(list, property{"topic " + t.ID, t.Title})
	}
	for _, m := range c.Macros {
		list = append(list, property{`macro \` + m.Name, m.TeX})
	}
	return append(list, auditProperties(&c.Audit)...)
}

func auditProperties(a *bank.Audit) []property {
	var list []property
	for i, r := range a.Rules {
		list = append(list, property{fmt.Sprintf("audit rule %d", i+1), r.Text})
	}
	for _, limit := range []struct {
		name  string
		value int
	}{{"slides", a.Slides}, {"terms", a.Terms}, {"repeat", a.Repeat}} {
		if limit.value > 0 {
			list = append(list, property{"audit " + limit.name, strconv.Itoa(limit.value)})
		}
	}
	if len(a.Fail) > 0 {
		list = append(list, property{"audit fails on", strings.Join(a.Fail, ", ")})
	}
	return list
}

func lectureValue(l *bank.Lecture) string {
	said := []string{l.Title}
	if l.Hours != "" {
		said = append(said, "hours "+l.Hours)
	}
	if l.Date != "" {
		said = append(said, "on "+l.Date)
	}
	if l.Slides > 0 {
		said = append(said, fmt.Sprintf("%d slides", l.Slides))
	}
	if len(l.Topics) > 0 {
		said = append(said, "topics "+strings.Join(l.Topics, " "))
	}
	return strings.Join(said, ", ")
}

// A document is a file of the bank, with the digest of its bytes.
type document struct {
	file, hash string
	properties []property
}

// documents says one line for each document that was added, removed, moved or
// changed, by file. Nothing named is a change of comments or layout.
func documents(older, newer []document, nothing string) []string {
	at := func(list []document, file string) *document {
		return first(list, func(d document) bool { return d.file == file })
	}
	// Moved is what has the same bytes where there was nothing, and is not any
	// more where it was.
	moved := func(d document, from, to []document) *document {
		return first(from, func(x document) bool { return x.hash == d.hash && at(to, x.file) == nil })
	}
	var lines []string
	for _, d := range newer {
		was := at(older, d.file)
		switch {
		case was != nil && was.hash == d.hash:
		case was != nil:
			said := strings.Join(told(was.properties, d.properties), "; ")
			if said == "" {
				said = nothing
			}
			lines = append(lines, d.file+": "+said)
		default:
			if from := moved(d, older, newer); from != nil {
				lines = append(lines, d.file+": moved from "+from.file)
			} else {
				lines = append(lines, d.file+": added")
			}
		}
	}
	for _, d := range older {
		if at(newer, d.file) == nil && moved(d, newer, older) == nil {
			lines = append(lines, d.file+": removed")
		}
	}
	slices.Sort(lines)
	return lines
}

func first(list []document, holds func(document) bool) *document {
	if i := slices.IndexFunc(list, holds); i >= 0 {
		return &list[i]
	}
	return nil
}

func blueprints(older, newer []*bank.Blueprint) []string {
	list := func(blueprints []*bank.Blueprint) (docs []document) {
		for _, bp := range blueprints {
			docs = append(docs, document{bp.Pos.File, bp.Hash, blueprintProperties(bp)})
		}
		return docs
	}
	return documents(list(older), list(newer), "comments or layout alone")
}

// styles tells of style documents which changed; they have fifty keys, and
// their files say what these are.
func styles(older, newer []*bank.Style) []string {
	list := func(styles []*bank.Style) (docs []document) {
		for _, s := range styles {
			docs = append(docs, document{file: s.Pos.File, hash: s.Hash})
		}
		return docs
	}
	return documents(list(older), list(newer), "changed")
}

func blueprintProperties(bp *bank.Blueprint) []property {
	name := func(q *bank.Question) string { return q.String() }
	rule := func(r bank.Rule) string {
		if r.Weight > 0 {
			return fmt.Sprintf("%s (weight %d)", r.String(), r.Weight)
		}
		return r.String()
	}
	section := func(s bank.Section) string {
		said := fmt.Sprintf("%s %s marks, %s", s.Title, s.Marks, s.Where)
		if s.Of > 0 {
			said += fmt.Sprintf(", any %d of %d, %d times, alike %v", s.Any, s.Of, s.Groups, s.Alike)
		}
		if len(s.Rules) > 0 {
			said += ", " + joined(s.Rules, rule)
		}
		return said
	}
	minutes := ""
	if bp.Minutes > 0 {
		minutes = bp.Minutes.String()
	}
	return []property{
		{"title", bp.Title}, {"date", bp.Date}, {"marks", bp.Marks.String()}, {"minutes", minutes},
		{"instructions", exact(bp.Instructions)},
		{"sections", joined(bp.Sections, section)},
		{"rules", joined(bp.Rules, rule)},
		{"must", joined(bp.Must, name)}, {"never", joined(bp.Never, name)},
		{"prefer", joined(bp.Prefer, rule)},
		{"fresh", fmt.Sprint(bp.Fresh)}, {"forms", fmt.Sprint(bp.Forms)}, {"overlap", fmt.Sprint(bp.Overlap)},
		{"sets", fmt.Sprint(bp.Sets)},
		{"shuffle", fmt.Sprintf("questions %t, options %t, numbers %t", bp.Shuffle.Questions, bp.Shuffle.Options, bp.Shuffle.Numbers)},
		{"marking", fmt.Sprintf("wrong %s, blank %s, partial %s", bp.Marking.Wrong, bp.Marking.Blank, cmp.Or(bp.Marking.Partial, "none"))},
		{"seed", fmt.Sprint(bp.Seed)}, {"style", bp.Look},
	}
}
