package assemble

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/assemble/solve"
	"github.com/papersetter/papersetter/bank"
)

// Which questions to write is found by offering the search questions that do
// not exist: one for every combination of tags that the blueprint can tell
// apart. It takes as few of them as it can.

const (
	mostShapes  = 3000 // combinations that are offered
	mostWritten = 6    // more questions than that are no repair
)

// write returns the fewest questions, as far as the search can tell, with which
// there is a paper.
func (e *explainer) write() (Repair, bool) {
	m := e.m
	shapes := m.shapes(e.rng)
	units, rows, requirements := m.units, m.rows, m.requirements
	defer func() { m.units, m.rows, m.requirements = units, rows, requirements }()
	active := e.all()
	row := m.addRow(solve.Row{Printed: true, Min: solve.NoMin, Max: 0, Soft: 1}, m.require(requirement{kind: ofRule, section: -1}), false)
	m.units = slices.Grow(slices.Clone(units), len(shapes))
	first := len(m.units)
	for _, q := range shapes {
		m.units = append(m.units, unit{questions: []*bank.Question{q}})
	}
	m.amounts.m = m
	m.measure(m.units[first:])
	for u := first; u < len(m.units); u++ {
		k := &m.units[u].kind
		k.Cells = append(k.Cells, solve.Cell{Row: row, Amount: 1})
	}
	p := m.problem(append(active, true), false)
	written := func(k int) bool { return int(p.members[k][0]) >= first }
	for k := range p.Kinds {
		if written(k) {
			p.Kinds[k].Size = mostWritten
		}
	}
	answer := solve.New(p.Problem).Find(e.rng, solve.Options{Guided: true, Effort: proofEffort, Stop: e.opts.stop})
	if !answer.Found {
		return Repair{}, false
	}
	r := Repair{Blueprint: m.blueprint}
	for _, pick := range answer.Picks {
		if written(pick.Kind) {
			r.Write = append(r.Write, m.units[p.members[pick.Kind][0]].questions[0])
		}
	}
	if n := len(r.Write); n == 0 || n > mostWritten {
		return Repair{}, false
	}
	slices.SortStableFunc(r.Write, func(a, b *bank.Question) int { return cmp.Compare(say(a), say(b)) })
	r.Words = "write " + sayAll(r.Write)
	return r, true
}

// say describes a question to write by what the blueprint asks of it.
func say(q *bank.Question) string {
	said := []string{fmt.Sprintf("a question of %s", ofMarks.say(int(q.Marks)))}
	if q.Minutes != 0 {
		said[0] += " for " + ofMinutes.say(int(q.Minutes))
	}
	add := func(name, value string) {
		if value != "" {
			said = append(said, strings.TrimSpace(name+" "+value))
		}
	}
	add("", q.Difficulty)
	add("", string(q.Type))
	if q.Lecture != 0 {
		add("lecture", fmt.Sprint(q.Lecture))
	}
	add("topic", strings.Join(q.Topics, ", "))
	add("level", q.Bloom)
	add("outcome", strings.Join(q.Outcomes, ", "))
	add("by", q.Author)
	return strings.Join(said, ", ")
}

// sayAll lists questions to write, equal ones together.
func sayAll(list []*bank.Question) string {
	var said []string
	for i := 0; i < len(list); {
		j := i
		for j < len(list) && say(list[j]) == say(list[i]) {
			j++
		}
		one := say(list[i])
		if j-i > 1 {
			one = fmt.Sprintf("%d times %s", j-i, one)
		}
		said = append(said, one)
		i = j
	}
	return strings.Join(said, "; and ")
}

// shapes returns questions without text, one for every combination of tags that
// the blueprint tells apart and that some section takes; a random part of them
// where they are too many.
func (m *model) shapes(rng *stream) []*bank.Question {
	v := m.vocabulary()
	attributes := slices.Sorted(maps.Keys(v))
	minutes := m.usualMinutes()
	var shapes []*bank.Question
	for i := range m.blueprint.Sections {
		s := &m.blueprint.Sections[i]
		values, combinations := map[bank.Attribute][]string{}, 1
		for _, a := range attributes {
			values[a] = m.taken(s, a, v[a])
			combinations = min(combinations*len(values[a]), 1<<40)
		}
		build := func(n int) *bank.Question {
			q := &bank.Question{Name: "to be written", Status: bank.Approved}
			for _, a := range attributes {
				m.tag(q, a, values[a][n%len(values[a])])
				n /= len(values[a])
			}
			q.Tasks = []bank.Task{{Type: q.Type, Marks: q.Marks}}
			q.Minutes = minutes(q.Marks)
			return q
		}
		share := mostShapes / len(m.blueprint.Sections)
		switch {
		case combinations == 0:
		case combinations <= share:
			for n := range combinations {
				shapes = append(shapes, build(n))
			}
		default:
			for range share {
				shapes = append(shapes, build(rng.Below(combinations)))
			}
		}
	}
	return shapes
}

// taken returns the values of an attribute that questions of a section can have.
func (m *model) taken(s *bank.Section, a bank.Attribute, values []string) []string {
	fits := func(value string) bool {
		q := &bank.Question{}
		m.tag(q, a, value)
		if a == bank.ByMarks && (s.Of > 0 && q.Marks != s.Each() || q.Marks > s.Marks) {
			return false
		}
		if s.Where == nil {
			return true
		}
		for i := range s.Where.Tests {
			if t := s.Where.Tests[i]; t.Attribute == a && !(&bank.Where{Tests: []bank.Test{t}}).Match(q) {
				return false
			}
		}
		return true
	}
	return slices.DeleteFunc(slices.Clone(values), func(v string) bool { return !fits(v) })
}

// vocabulary lists the values of each attribute that the blueprint tells apart.
func (m *model) vocabulary() map[bank.Attribute][]string {
	tests := map[bank.Attribute][]*bank.Test{}
	each, alike := map[bank.Attribute]bool{}, map[bank.Attribute]bool{}
	var collect func(w *bank.Where)
	collect = func(w *bank.Where) {
		if w == nil {
			return
		}
		for i := range w.Tests {
			tests[w.Tests[i].Attribute] = append(tests[w.Tests[i].Attribute], &w.Tests[i])
		}
		collect(w.Not)
	}
	rules := func(list []bank.Rule) {
		for i := range list {
			collect(list[i].Where)
			if list[i].Each != "" {
				each[list[i].Each] = true
			}
		}
	}
	for i := range m.blueprint.Sections {
		collect(m.blueprint.Sections[i].Where)
		rules(m.blueprint.Sections[i].Rules)
		for _, a := range m.blueprint.Sections[i].Alike {
			each[a], alike[a] = true, true
		}
	}
	rules(m.blueprint.Rules)
	v := map[bank.Attribute][]string{bank.ByMarks: m.usualMarks()}
	for _, a := range []bank.Attribute{bank.ByType, bank.ByDifficulty, bank.ByBloom, bank.ByOutcome, bank.ByLecture, bank.ByTopic, bank.ByAuthor} {
		if len(tests[a]) == 0 && !each[a] {
			continue
		}
		known := m.bank.Values(a)
		if a == bank.ByTopic {
			known = nil
			for _, t := range m.bank.Course.Topics {
				known = append(known, t.ID)
			}
		}
		if alike[a] { // what is written must agree with what there is
			for _, q := range m.bank.Questions {
				known = append(known, strings.Join(q.Values(a), ","))
			}
		}
		if v[a] = m.distinct(a, known, tests[a], each[a]); len(v[a]) == 0 {
			delete(v, a)
		}
	}
	return v
}

// distinct keeps one of the values that no test tells apart.
func (m *model) distinct(a bank.Attribute, known []string, tests []*bank.Test, each bool) []string {
	seen := map[string]bool{}
	var values []string
	for _, value := range known {
		q := &bank.Question{}
		m.tag(q, a, value)
		var key strings.Builder
		for _, t := range tests {
			if (&bank.Where{Tests: []bank.Test{*t}}).Match(q) {
				key.WriteByte('1')
			} else {
				key.WriteByte('0')
			}
		}
		if each {
			key.WriteString(" " + value)
		}
		if !seen[key.String()] {
			seen[key.String()] = true
			values = append(values, value)
		}
	}
	return values
}

// tag gives a question a value of an attribute.
func (m *model) tag(q *bank.Question, a bank.Attribute, value string) {
	number, _ := strconv.Atoi(value)
	var list []string
	if value != "" {
		list = strings.Split(value, ",")
	}
	switch a {
	case bank.ByType:
		q.Type = bank.Type(value)
	case bank.ByDifficulty:
		q.Difficulty = value
	case bank.ByBloom:
		q.Bloom = value
	case bank.ByOutcome:
		q.Outcomes = list
	case bank.ByLecture:
		q.Lecture = number
	case bank.ByTopic:
		q.Topics = list
	case bank.ByAuthor:
		q.Author = value
	case bank.ByMarks:
		q.Marks = bank.Marks(number)
	}
}

// usualMarks lists the marks that questions of the bank have and that choices
// ask for, in quarter-marks, and a quarter where the paper cannot do without.
func (m *model) usualMarks() []string {
	seen := map[int]bool{}
	for _, q := range m.bank.Questions {
		seen[int(q.Marks)] = true
	}
	for i := range m.blueprint.Sections {
		s := &m.blueprint.Sections[i]
		if s.Of > 0 {
			seen[int(s.Each())] = true
		}
		if odd := int(s.Marks) % int(bank.Mark); odd != 0 {
			seen[odd] = true
		}
	}
	for _, usual := range []bank.Marks{1, 2, 3, 5, 10} {
		seen[int(usual*bank.Mark)] = true
	}
	var marks []string
	for _, v := range slices.Sorted(maps.Keys(seen)) {
		if v > 0 && v <= int(m.blueprint.Marks) {
			marks = append(marks, fmt.Sprint(v))
		}
	}
	return marks
}

// usualMinutes returns the time that questions of the bank take for their
// marks: the median.
func (m *model) usualMinutes() func(bank.Marks) bank.Minutes {
	of := map[bank.Marks][]int{}
	var perMark []int // half-minutes × 1000 a quarter-mark
	for _, q := range m.bank.Questions {
		if q.Minutes > 0 && q.Marks > 0 {
			of[q.Marks] = append(of[q.Marks], int(q.Minutes))
			perMark = append(perMark, int(q.Minutes)*1000/int(q.Marks))
		}
	}
	median := func(list []int) int {
		slices.Sort(list)
		return list[(len(list)-1)/2]
	}
	for marks := range of {
		of[marks] = []int{median(of[marks])}
	}
	rate := 0
	if len(perMark) > 0 {
		rate = median(perMark)
	}
	return func(marks bank.Marks) bank.Minutes {
		if list := of[marks]; len(list) > 0 {
			return bank.Minutes(list[0])
		}
		return bank.Minutes((rate*int(marks) + 999) / 1000)
	}
}
