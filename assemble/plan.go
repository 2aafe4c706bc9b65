package assemble

import (
	"fmt"
	"slices"
	"strings"

	"github.com/papersetter/papersetter/assemble/solve"
	"github.com/papersetter/papersetter/bank"
)

// Plan says what a bank could give for a blueprint, before anything is printed.
type Plan struct {
	// Papers that share no question: so many were put together, and no more than
	// Most exist. Capped says that more were not tried.
	Papers, Most int
	Capped       bool
	Limits       []string // what keeps them from being more, in the words of the blueprint
	Room         []Room   // of each section and rule, in the blueprint's order
	Lectures     []Stock  // what the bank has on each lecture
	Topics       []string // without any question that can be used
}

// Room says how much room a requirement leaves.
type Room struct {
	Requirement string
	Asked       string
	Possible    string // what a paper could have of it that meets everything else
	Tight       Tightness
}

// Tightness is how much of what is possible a requirement allows.
type Tightness string

// The degrees of tightness.
const (
	Free  Tightness = "free"      // whatever else is asked implies it
	Some  Tightness = "some room" // it keeps out some of what is possible
	Tight Tightness = "tight"     // it keeps out nearly all
	Never Tightness = "impossible"
)

// Stock is what the bank has on a lecture.
type Stock struct {
	Lecture   int
	Title     string
	Hours     string
	Questions int // that some section can take
	Marks     bank.Marks
	Levels    []int // questions of each of bank.Difficulties
	Papers    int   // that these marks feed, by the lecture's share of the hours; -1 where hours are not given
	Thin      bool  // less than half of what is usual, or nothing
}

// mostPapers is how many papers are put together at most.
const mostPapers = 50

// NewPlan finds out what a bank could give for a blueprint, which has no
// problems. Where there is no paper at all the error is *[Infeasible].
func NewPlan(b *bank.Bank, bp *bank.Blueprint, seed uint64, opts Options) (*Plan, error) {
	one := *bp
	one.Forms, one.Overlap = 1, 0
	m := newModel(b, &one, opts)
	rng := newStream(seed, "plan")
	drafts, err := m.series(rng, opts)
	if err != nil {
		return nil, err
	}
	plan := &Plan{}
	m.countPapers(plan, drafts[0], rng, opts)
	plan.Room = m.rooms(opts)
	plan.Lectures = m.stocks()
	plan.Topics = m.bareTopics()
	return plan, nil
}

// countPapers puts together papers that share no question, as many as it can,
// and proves how many there cannot be.
func (m *model) countPapers(plan *Plan, first draft, rng *stream, opts Options) {
	p := m.problem(nil, false)
	if slices.ContainsFunc(m.units, func(u unit) bool { return u.always }) {
		p = m.withoutMust()
	}
	s := &series{m: m, p: p, solver: solve.New(p.Problem), rng: rng, opts: opts, left: make([]int, len(p.Kinds)), free: make([][]int32, len(p.Kinds))}
	for k := range p.Kinds {
		s.left[k] = p.Kinds[k].Size
		s.free[k] = slices.Clone(p.members[k])
	}
	if answer := s.solver.Find(rng, s.options()); answer.Found {
		s.take(answer.Picks)
		s.most = 1
		s.rest(mostPapers, 3)
	}
	plan.Papers = max(1, s.most)
	if plan.Capped = plan.Papers == mostPapers; plan.Capped {
		return
	}
	low, high := plan.Papers, 2*plan.Papers+2
	for s.solver.ProveMany(high) == nil && high < 4096 {
		low, high = high, 2*high
	}
	for low < high-1 {
		if mid := (low + high) / 2; s.solver.ProveMany(mid) == nil {
			low = mid
		} else {
			high = mid
		}
	}
	plan.Most = max(plan.Papers, high-1)
	proof := s.solver.ProveMany(plan.Most + 1)
	if proof == nil {
		return
	}
	for _, r := range proof.Rows() {
		if owner := m.rows[p.row[r]].owner; owner >= 0 {
			req := &m.requirements[owner]
			if said := req.words + " (" + req.asked + ")"; !slices.Contains(plan.Limits, said) {
				plan.Limits = append(plan.Limits, said)
			}
		}
	}
}

// withoutMust returns the problem without what must be in every paper, which
// only one of several could have.
func (m *model) withoutMust() *problem {
	active := make([]bool, len(m.requirements))
	for i := range active {
		active[i] = m.requirements[i].kind != ofMust
	}
	return m.problem(active, false)
}

// rooms finds for each section and rule what a paper could have of it that
// meets everything else.
func (m *model) rooms(opts Options) []Room {
	var rooms []Room
	for i := range m.requirements {
		req := &m.requirements[i]
		if opts.stop() || req.kind != ofSection && req.kind != ofRule {
			continue
		}
		r := Room{Requirement: req.words, Asked: req.asked}
		if req.kind == ofSection {
			r.Possible, r.Tight = m.sectionRoom(req)
		} else {
			r.Possible, r.Tight = m.ruleRoom(i)
		}
		rooms = append(rooms, r)
	}
	return rooms
}

// sectionRoom says how often the bank could fill a section.
func (m *model) sectionRoom(req *requirement) (string, Tightness) {
	s := &m.blueprint.Sections[req.section]
	marks := 0
	for u := range m.units {
		un := &m.units[u]
		if un.barred || !slices.ContainsFunc(un.kind.Places, func(p int) bool { return m.section(p) == req.section }) {
			continue
		}
		for _, q := range un.questions {
			marks += int(q.Marks)
		}
	}
	asked := int(s.Marks)
	if s.Of > 0 {
		asked = int(s.Each()) * s.Of * s.Groups
	}
	times := marks / max(asked, 1)
	tight := Some
	switch {
	case times < 2:
		tight = Tight
	case times > 9:
		tight = Free
	}
	return fmt.Sprintf("%s in the bank, %d times", ofMarks.say(marks), times), tight
}

// ruleRoom bounds what a paper could have of what a rule counts when it meets
// everything but the rule.
func (m *model) ruleRoom(i int) (string, Tightness) {
	req := &m.requirements[i]
	p := m.problem(nil, false)
	for r := range p.Rows { // kept, so that kinds still differ in what is counted
		if m.rows[p.row[r]].owner == i {
			p.Rows[r].Min, p.Rows[r].Max = solve.NoMin, solve.NoMax
		}
	}
	low, high, ok := solve.New(p.Problem).Range(func(pick solve.Pick) int {
		if req.section >= 0 && m.section(pick.Place) != req.section {
			return 0
		}
		sum := 0
		for _, q := range m.units[p.members[pick.Kind][0]].questions {
			if req.match(q) {
				sum += req.quantity.of(q)
			}
		}
		return sum
	})
	if !ok {
		return "not known", Some
	}
	possible := req.quantity.number(low) + " to " + req.quantity.say(high)
	if low == high {
		possible = req.quantity.say(low)
	}
	if req.bound.Proportional || req.bound.Min.Share || req.bound.Max.Share {
		return possible, Some
	}
	from, to := low, high
	if req.bound.Min.Set {
		from = max(from, req.bound.Min.Value)
	}
	if req.bound.Max.Set {
		to = min(to, req.bound.Max.Value)
	}
	switch {
	case from > to:
		return possible, Never
	case from == low && to == high:
		return possible, Free
	case (to-from)*5 <= high-low:
		return possible, Tight
	}
	return possible, Some
}

// stocks counts what the bank has on each lecture.
func (m *model) stocks() []Stock {
	hours := 0
	for i := range m.bank.Course.Lectures {
		hours += m.bank.Course.Lectures[i].Thousandths()
	}
	var list []Stock
	for i := range m.bank.Course.Lectures {
		l := &m.bank.Course.Lectures[i]
		s := Stock{Lecture: l.Number, Title: l.Title, Hours: l.Hours, Levels: make([]int, len(bank.Difficulties)), Papers: -1}
		for u := range m.units {
			un := &m.units[u]
			if un.barred || len(un.kind.Places) == 0 {
				continue
			}
			for _, q := range un.questions {
				if q.Lecture == l.Number {
					s.Questions++
					s.Marks += q.Marks
					if level := slices.Index(bank.Difficulties, q.Difficulty); level >= 0 {
						s.Levels[level]++
					}
				}
			}
		}
		if h := l.Thousandths(); h > 0 {
			s.Papers = int(s.Marks) * hours / (int(m.blueprint.Marks) * h)
		}
		list = append(list, s)
	}
	var sizes []int
	for _, s := range list {
		sizes = append(sizes, s.measure())
	}
	slices.Sort(sizes)
	for i := range list {
		list[i].Thin = list[i].Questions == 0 || 2*list[i].measure() < sizes[len(sizes)/2]
	}
	return list
}

// measure is what lectures are compared by: papers, or marks where hours are
// not given.
func (s *Stock) measure() int {
	if s.Papers >= 0 {
		return s.Papers
	}
	return int(s.Marks)
}

// bareTopics lists the topics that no question that can be used is on, without
// those above which that is so as well.
func (m *model) bareTopics() []string {
	has := map[string]bool{}
	for u := range m.units {
		if un := &m.units[u]; !un.barred && len(un.kind.Places) > 0 {
			for _, q := range un.questions {
				for _, topic := range q.Topics {
					for ; ; topic = topic[:strings.LastIndexByte(topic, '/')] {
						has[topic] = true
						if !strings.Contains(topic, "/") {
							break
						}
					}
				}
			}
		}
	}
	var bare []string
	for _, t := range m.bank.Course.Topics {
		above := t.ID
		if i := strings.LastIndexByte(t.ID, '/'); i > 0 {
			above = t.ID[:i]
		}
		if !has[t.ID] && (above == t.ID || has[above]) {
			bare = append(bare, t.ID)
		}
	}
	return bare
}
