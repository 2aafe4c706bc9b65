package diff

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/bank"
)

// change says what differs within a pair; it has no kind if nothing does. Ids
// are those of the newer state by those of the older.
func (p pair) change(ids map[string]string) Change {
	switch {
	case p.older == nil:
		return begin(p.newer, Added)
	case p.newer == nil:
		return begin(p.older, Removed)
	}
	c := begin(p.newer)
	if p.older.ID != p.newer.ID {
		c.WasID = p.older.ID
	}
	if p.older.Name != p.newer.Name {
		c.WasName = p.older.String()
	}
	if p.older.Pos.File != p.newer.Pos.File {
		c.WasFile = p.older.Pos.File
	}
	keys, orders := p.keys()
	c.Values = slices.Concat(keys, p.marks(), p.tags(ids))
	c.Facets = p.rest(keys, orders)
	c.Texts = p.texts(c.Facets)
	if len(orders) > 0 {
		c.Facets = append(orders, c.Facets...)
	}
	c.Kinds = p.kinds(&c, len(orders) > 0)
	return c
}

func begin(q *question, kinds ...Kind) Change {
	return Change{ID: q.ID, Name: q.Name, File: q.Pos.File, Line: q.Pos.Line, Column: q.Pos.Column, Kinds: kinds}
}

// kinds lists the kinds of a change that says all else already.
func (p pair) kinds(c *Change, ordered bool) []Kind {
	kind := func(k Kind) bool {
		return slices.ContainsFunc(c.Values, func(v Value) bool { return v.Kind == k })
	}
	was, is := p.older.Status == bank.Retired, p.newer.Status == bank.Retired
	// That a status became retired is told as such, and is no tag beside.
	tags := slices.ContainsFunc(c.Values, func(v Value) bool {
		return v.Kind == Tags && (v.Name != string(bank.ByStatus) || was == is)
	})
	holds := map[Kind]bool{
		Retired: is && !was, Restored: was && !is,
		NewID: c.WasID != "", Renamed: p.older.Name != p.newer.Name, Moved: c.WasFile != "",
		Key: kind(Key), Marks: kind(Marks), Order: ordered || kind(Order),
		Content: slices.ContainsFunc(c.Facets, func(f string) bool { return !strings.HasSuffix(f, orderOfOptions) }),
		Tags:    tags,
	}
	var kinds []Kind
	for _, k := range Kinds {
		if holds[k] {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// label begins the facets of the i-th task.
func (q *question) label(i int) string {
	if !q.HasParts {
		return ""
	}
	return "(" + string(rune('a'+i)) + ") "
}

// common calls f for the tasks that both states have.
func (p pair) common(f func(label string, older, newer *bank.Task)) {
	if p.older.HasParts != p.newer.HasParts {
		return
	}
	for i := range min(len(p.older.Tasks), len(p.newer.Tasks)) {
		f(p.newer.label(i), &p.older.Tasks[i], &p.newer.Tasks[i])
	}
}

// marks lists the marks that differ: of the whole, and of parts.
func (p pair) marks() []Value {
	var list []Value
	add := func(name string, a, b bank.Marks) {
		if a != b {
			list = append(list, Value{Marks, name, a.String(), b.String()})
		}
	}
	add("marks", p.older.Marks, p.newer.Marks)
	p.common(func(label string, a, b *bank.Task) {
		if label != "" {
			add(label+"marks", a.Marks, b.Marks)
		}
	})
	return list
}

// tags lists the tags that differ.
func (p pair) tags(ids map[string]string) []Value {
	var list []Value
	add := func(name, a, b string) {
		if a != b {
			list = append(list, Value{Tags, name, a, b})
		}
	}
	for _, t := range tagged {
		add(t.name, t.of(p.older.Question), t.of(p.newer.Question))
	}
	p.common(func(label string, a, b *bank.Task) {
		if label != "" {
			add(label+"type", string(a.Type), string(b.Type))
			add(label+"Bloom", a.Bloom, b.Bloom)
		}
	})
	if !sameEnemies(p.older.Enemies, p.newer.Enemies, ids) {
		add("enemies", enemies(p.older.Question), enemies(p.newer.Question))
	}
	return list
}

// tagged are the tags of a question, as words.
var tagged = []struct {
	name string
	of   func(*bank.Question) string
}{
	{"type", func(q *bank.Question) string { return string(q.Type) }},
	{"difficulty", func(q *bank.Question) string { return q.Difficulty }},
	{"Bloom", func(q *bank.Question) string { return q.Bloom }},
	{"outcomes", func(q *bank.Question) string { return strings.Join(q.Outcomes, ", ") }},
	{"lecture", func(q *bank.Question) string { return strings.Join(q.Values(bank.ByLecture), "") }},
	{"slides", func(q *bank.Question) string { return joined(q.Slides, strconv.Itoa) }},
	{"topics", func(q *bank.Question) string { return strings.Join(q.Topics, ", ") }},
	{"minutes", func(q *bank.Question) string {
		if q.Minutes == 0 {
			return ""
		}
		return q.Minutes.String()
	}},
	{"status", func(q *bank.Question) string { return string(q.Status) }},
	{"author", func(q *bank.Question) string { return q.Author }},
	{"statistics", statistics},
}

func joined[T any](list []T, say func(T) string) string {
	words := make([]string, len(list))
	for i, v := range list {
		words[i] = say(v)
	}
	return strings.Join(words, ", ")
}

// statistics spells what candidates did with a question.
func statistics(q *bank.Question) string {
	var said []string
	s := q.Statistics
	index := func(has bool, name string, v int) {
		if has {
			said = append(said, fmt.Sprintf("%s %s", name, strconv.FormatFloat(float64(v)/bank.Index, 'f', -1, 64)))
		}
	}
	index(s.HasFacility, "facility", s.Facility)
	index(s.HasDiscrimination, "discrimination", s.Discrimination)
	if s.Candidates > 0 {
		said = append(said, fmt.Sprintf("%d candidates", s.Candidates))
	}
	return strings.Join(said, ", ")
}

// sameEnemies reports whether two lists name the same questions, in any order;
// one that was only renamed, or has another id, is the same.
func sameEnemies(older, newer []*bank.Question, ids map[string]string) bool {
	var a, b []string
	for _, q := range older {
		id := q.ID
		if now, ok := ids[id]; ok {
			id = now
		}
		a = append(a, id)
	}
	for _, q := range newer {
		b = append(b, q.ID)
	}
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

func enemies(q *bank.Question) string {
	var names []string
	for _, e := range q.Enemies {
		names = append(names, e.String())
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// rest names the facets that differ beside keys, marks and tags. Parts that
// only one state has are named as a whole, and what an order of options
// explains is left out.
func (p pair) rest(keys []Value, orders []string) []string {
	a, b := p.labels(), pair{p.newer, p.older}.labels()
	var names []string
	for _, name := range p.withoutCarried(bank.Differing(p.older.facets, p.newer.facets)) {
		label, what := cut(name)
		switch {
		case a[label] != b[label]:
			if label == "" {
				break // it became a question with parts, or has them no more
			}
			name = "part " + strings.TrimSuffix(label, " ")
		case what == "marks" || what == "tags":
			continue
		case what == "key" && slices.ContainsFunc(keys, func(v Value) bool { return v.Name == name }):
			continue
		case slices.Contains(orders, label+orderOfOptions) && ofOptions(what):
			continue
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// labels are those of the older state's tasks.
func (p pair) labels() map[string]bool {
	labels := map[string]bool{"": true}
	for i := range p.older.Tasks {
		labels[p.older.label(i)] = true
	}
	return labels
}

// cut divides the name of a facet into the label of a part and the rest.
func cut(name string) (label, what string) {
	if strings.HasPrefix(name, "(") {
		if label, what, ok := strings.Cut(name, " "); ok {
			return label + " ", what
		}
	}
	return "", name
}

// ofOptions reports whether a facet is about options by their letters.
func ofOptions(what string) bool {
	return what == "key" || what == "fixed options" || what == "feedback" || strings.HasPrefix(what, "option ")
}

// withoutCarried leaves out figures that have but another path.
func (p pair) withoutCarried(names []string) []string {
	figures := func(q *question) (name, digests []string) {
		for _, f := range q.facets {
			if strings.HasPrefix(f.Name, figure) {
				name, digests = append(name, f.Name), append(digests, f.Digest)
			}
		}
		return name, digests
	}
	oldNames, old := figures(p.older)
	newNames, now := figures(p.newer)
	return slices.DeleteFunc(names, func(name string) bool {
		i, k := slices.Index(oldNames, name), slices.Index(newNames, name)
		return i < 0 && k >= 0 && slices.Contains(old, now[k]) || k < 0 && i >= 0 && slices.Contains(now, old[i])
	})
}

// texts shows what changed in those facets that candidates read as text.
func (p pair) texts(names []string) []Words {
	before, after := readable(p.older), readable(p.newer)
	var list []Words
	for _, name := range names {
		a, inA := before[name]
		b, inB := after[name]
		if inA || inB {
			list = append(list, compareTexts(name, a, b)...)
		}
	}
	return list
}

// readable are the texts that candidates read, by the names of their facets.
func readable(q *question) map[string]bank.Text {
	texts := map[string]bank.Text{}
	if q.Stimulus != nil {
		texts["stimulus"] = q.Stimulus.Text
	}
	if q.HasParts {
		texts["stem"] = q.Stem
	}
	for i := range q.Tasks {
		label := q.label(i)
		texts[label+"stem"] = q.Tasks[i].Stem
		switch r := q.Tasks[i].Response.(type) {
		case *bank.Choice:
			for k, o := range r.Options {
				texts[label+"option "+letter(k)] = o.Text
			}
		case *bank.Number:
			texts[label+"unit"] = r.Unit
		}
	}
	return texts
}

func letter(i int) string { return string(rune('A' + i)) }
