package assemble

import (
	"fmt"
	"slices"
	"strings"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/schema"
)

// Infeasible says that no form was found, and what is short.
type Infeasible struct {
	Form, Forms int  // the form that could not be made, of how many; 0 if none was tried
	Proved      bool // there is no such paper; else none was found
	Reasons     []Reason
}

// Reason is a requirement that cannot be met, or that the closest paper misses.
type Reason struct {
	Pos         schema.Pos
	Requirement string
	Asked       string
	Has         string // what the bank or the closest paper has instead
}

func (r Reason) String() string {
	return fmt.Sprintf("%s: %s: asked %s; %s", r.Pos, r.Requirement, r.Asked, r.Has)
}

func (e *Infeasible) Error() string {
	var b strings.Builder
	switch {
	case e.Forms > 1 && e.Form > 0 && e.Proved:
		fmt.Fprintf(&b, "no form %d of %d exists beside those before it", e.Form, e.Forms)
	case e.Forms > 1 && e.Form > 0:
		fmt.Fprintf(&b, "no form %d of %d was found beside those before it; the closest misses", e.Form, e.Forms)
	case e.Proved:
		b.WriteString("no paper can meet this blueprint")
	default:
		b.WriteString("no paper was found that meets this blueprint; the closest misses")
	}
	for _, r := range e.Reasons {
		b.WriteString("\n  " + r.String())
	}
	return b.String()
}

// obstacles looks for requirements that no paper can meet whatever the others
// say, by arithmetic on one requirement at a time. Each is proof in itself.
func (m *model) obstacles() error {
	why := &Infeasible{Proved: true}
	m.mustObstacles(why)
	for i := range m.blueprint.Sections {
		m.sectionObstacle(why, i)
	}
	if len(why.Reasons) == 0 {
		for r := range m.requirements {
			m.ruleObstacle(why, r)
		}
	}
	if len(why.Reasons) == 0 {
		return nil
	}
	return why
}

func (m *model) mustObstacles(why *Infeasible) {
	for _, q := range m.blueprint.Must {
		reason := Reason{Pos: m.blueprint.Pos, Requirement: "must", Asked: q.String()}
		if m.rejected[q] != "" {
			reason.Has = "it cannot be used: " + m.rejected[q]
			why.Reasons = append(why.Reasons, reason)
			continue
		}
		i := slices.IndexFunc(m.units, func(u unit) bool { return slices.Contains(u.questions, q) })
		if len(m.units[i].sections) == 0 {
			reason.Has = fmt.Sprintf("it fits into no section: it is %s of %s (%s)", describe(q), ofMarks.say(m.units[i].marks), q.Pos)
			why.Reasons = append(why.Reasons, reason)
		}
	}
}

func describe(q *bank.Question) string {
	said := fmt.Sprintf("%s, %s", q.Difficulty, q.Type)
	if q.Lecture != 0 {
		said += fmt.Sprintf(", lecture %d", q.Lecture)
	}
	if q.Stimulus != nil {
		said += fmt.Sprintf(", with the %d questions that share its stimulus", len(q.Stimulus.Questions))
	}
	return said
}

// sectionObstacle finds out whether a section can be filled at all: whether
// there are enough questions, and whether their marks can add up.
func (m *model) sectionObstacle(why *Infeasible, section int) {
	s := &m.blueprint.Sections[section]
	reason := Reason{Pos: s.Pos, Requirement: "section " + s.Title}
	var fitting []int
	available := 0
	for u := range m.units {
		if slices.Contains(m.units[u].sections, section) {
			fitting = append(fitting, u)
			available += m.units[u].marks
		}
	}
	if s.Of > 0 {
		if len(fitting) < s.Of {
			reason.Asked = fmt.Sprintf("%d questions of %s (%s)", s.Of, ofMarks.say(int(s.Marks)/s.Any), s.Where)
			reason.Has = "the bank has " + m.list(fitting)
			why.Reasons = append(why.Reasons, reason)
		}
		return
	}
	reason.Asked = fmt.Sprintf("%s (%s)", ofMarks.say(int(s.Marks)), s.Where)
	if available < int(s.Marks) {
		reason.Has = fmt.Sprintf("the bank has %s: %s", ofMarks.say(available), m.list(fitting))
		why.Reasons = append(why.Reasons, reason)
		return
	}
	if below := m.reachable(fitting, int(s.Marks)); below != int(s.Marks) {
		reason.Has = fmt.Sprintf("the marks of the %d questions that fit never add up to that: the nearest sum below is %s", len(fitting), bank.Marks(below))
		why.Reasons = append(why.Reasons, reason)
	}
}

// reachable returns the largest sum of marks of some of the units that is at
// most target.
func (m *model) reachable(units []int, target int) int {
	sums := make([]bool, target+1)
	sums[0] = true
	for _, u := range units {
		for v := target; v >= m.units[u].marks; v-- {
			sums[v] = sums[v] || sums[v-m.units[u].marks]
		}
	}
	for v := target; ; v-- {
		if sums[v] {
			return v
		}
	}
}

// list names a few questions of a list.
func (m *model) list(units []int) string {
	if len(units) == 0 {
		return "no question that fits"
	}
	var names []string
	for _, u := range units[:min(4, len(units))] {
		q := m.units[u].questions[0]
		names = append(names, fmt.Sprintf("%s (%s)", q, ofMarks.say(m.units[u].marks)))
	}
	if more := len(units) - len(names); more > 0 {
		names = append(names, fmt.Sprintf("%d more", more))
	}
	return strings.Join(names, ", ")
}

// ruleObstacle compares a rule with the least and the most that its sum can
// come to when the sections are filled in the rule's favour.
func (m *model) ruleObstacle(why *Infeasible, r int) {
	req := &m.requirements[r]
	if req.rule == nil {
		return
	}
	most := 0
	for i := range m.blueprint.Sections {
		if req.section < 0 || req.section == i {
			most += m.mostOf(r, i)
		}
	}
	if req.bounds.HasMin && most < req.bounds.Min {
		why.Reasons = append(why.Reasons, Reason{
			Pos: req.pos, Requirement: req.words, Asked: asked(req),
			Has: "the sections can hold at most " + req.kind.say(most) + " of it, from " + m.list(m.counting(r)),
		})
	}
}

// counting lists the units that add to a requirement.
func (m *model) counting(r int) []int {
	var list []int
	for u := range m.units {
		if len(m.units[u].sections) > 0 && m.units[u].amount(r) > 0 {
			list = append(list, u)
		}
	}
	return list
}

// mostOf bounds from above what a section can add to a requirement: all that
// counts there and, for marks, not more than the section has.
func (m *model) mostOf(r, section int) int {
	req, s := &m.requirements[r], &m.blueprint.Sections[section]
	var amounts []int
	for u := range m.units {
		if slices.Contains(m.units[u].sections, section) {
			amounts = append(amounts, m.units[u].amount(r))
		}
	}
	slices.Sort(amounts)
	slices.Reverse(amounts)
	if s.Of > 0 {
		amounts = amounts[:min(s.Any, len(amounts))]
	}
	sum := 0
	for _, a := range amounts {
		sum += a
	}
	if req.kind == ofMarks {
		sum = min(sum, int(s.Marks))
	}
	return sum
}

// closest describes the best paper that the search came to.
func (m *model) closest(s *state, complete bool) *Infeasible {
	why := &Infeasible{Proved: complete}
	for r := range m.requirements {
		if s.distance(r) == 0 {
			continue
		}
		req := &m.requirements[r]
		why.Reasons = append(why.Reasons, Reason{
			Pos: req.pos, Requirement: req.words, Asked: asked(req),
			Has: "the closest paper has " + got(req, s.low[r], s.high[r]),
		})
	}
	return why
}

func asked(req *requirement) string {
	b, say := req.bounds, req.kind.say
	switch {
	case b.HasMin && b.HasMax && b.Min == b.Max:
		return say(b.Min)
	case b.HasMin && b.HasMax:
		return strings.Fields(say(b.Min))[0] + " to " + say(b.Max)
	case b.HasMin:
		return "at least " + say(b.Min)
	default:
		return "at most " + say(b.Max)
	}
}

func got(req *requirement, low, high int) string {
	if low == high {
		return req.kind.say(low)
	}
	return strings.Fields(req.kind.say(low))[0] + " to " + req.kind.say(high) + ", as the candidate chooses"
}
