package assemble

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/papersetter/papersetter/assemble/solve"
	"github.com/papersetter/papersetter/bank"
)

// A conflict is mended where one of its requirements gives way, or where the
// bank gets questions that it lacks. Each repair below has been tried: there is
// a paper after it.

// mostRepairs is how many changes of the blueprint are shown.
const mostRepairs = 4

// repairs returns what would mend a conflict, the cheapest changes of the
// blueprint first, then questions to write.
func (e *explainer) repairs(conflict []int) []Repair {
	type priced struct {
		Repair
		cost int
	}
	var list []priced
	for _, i := range conflict {
		if r, cost, ok := e.relax(i); ok {
			list = append(list, priced{r, cost})
		}
	}
	slices.SortStableFunc(list, func(a, b priced) int { return cmp.Compare(a.cost, b.cost) })
	var repairs []Repair
	for _, r := range list[:min(mostRepairs, len(list))] {
		repairs = append(repairs, r.Repair)
	}
	if r, ok := e.write(); ok {
		repairs = append(repairs, r)
	}
	return repairs
}

// relax finds the smallest change of one requirement that mends the blueprint,
// as far as the search can tell, and what it costs: a mark, a question and a
// minute cost 4 each.
func (e *explainer) relax(i int) (r Repair, cost int, ok bool) {
	req := &e.m.requirements[i]
	switch req.kind {
	case ofSection:
		return e.relaxSection(i)
	case ofRule:
		return e.relaxRule(i)
	}
	active := e.all()
	active[i] = false
	if req.kind != ofFresh {
		if _, answer := e.prove(active, proofEffort); !answer.Found {
			return r, 0, false
		}
	}
	bp := *e.m.blueprint
	r = Repair{Pos: req.pos, Blueprint: &bp}
	without := func(list []*bank.Question) []*bank.Question {
		return slices.DeleteFunc(slices.Clone(list), func(q *bank.Question) bool { return q == req.question })
	}
	switch req.kind {
	case ofMust:
		bp.Must = without(bp.Must)
		r.Words = fmt.Sprintf("take %s off the list of must", req.question)
	case ofNever:
		bp.Never = without(bp.Never)
		r.Words = fmt.Sprintf("take %s off the list of never", req.question)
	case ofEnemies:
		r.Apart = []*bank.Question{req.question, req.other}
		r.Words = fmt.Sprintf("let %s and %s stand in one paper: take one off the other's enemies", req.question, req.other)
	case ofFresh:
		for bp.Fresh--; bp.Fresh >= 0; bp.Fresh-- {
			if e.feasible(&bp) {
				r.Words = fmt.Sprintf("fresh: %d instead of %d", bp.Fresh, e.m.blueprint.Fresh)
				return r, 4, true
			}
		}
		return r, 0, false
	}
	return r, 4, true
}

// all marks the requirements that a repair must meet.
func (e *explainer) all() []bool {
	if e.scope != nil {
		return slices.Clone(e.scope)
	}
	active := make([]bool, len(e.m.requirements))
	for i := range active {
		active[i] = true
	}
	return active
}

// feasible reports whether there is a paper for another blueprint.
func (e *explainer) feasible(bp *bank.Blueprint) bool {
	if e.scope != nil {
		return false
	}
	m := newModel(e.m.bank, bp, e.m.opts)
	p := m.problem(nil, false)
	return solve.New(p.Problem).Prove(e.rng, solve.Options{Guided: true, Effort: proofEffort, Stop: e.opts.stop}).Found
}

// relaxSection gives a section other marks, or a choice fewer alternatives.
func (e *explainer) relaxSection(i int) (r Repair, cost int, ok bool) {
	req := &e.m.requirements[i]
	bp := *e.m.blueprint
	bp.Sections = slices.Clone(bp.Sections)
	s := &bp.Sections[req.section]
	r = Repair{Pos: req.pos, Blueprint: &bp}
	if s.Of > 0 {
		if s.Alike != nil {
			if s.Alike = nil; e.feasible(&bp) {
				r.Words = fmt.Sprintf("let the alternatives of section %s differ in %s: alike: []", s.Title, sayAttributes(e.m.blueprint.Sections[req.section].Alike))
				return r, 4, true
			}
			s.Alike = e.m.blueprint.Sections[req.section].Alike
		}
		for s.Of--; s.Of >= s.Any; s.Of-- {
			if e.feasible(&bp) {
				r.Words = fmt.Sprintf("let section %s offer any %d of %d, not of %d", s.Title, s.Any, s.Of, s.Of+1)
				return r, 4 * (e.m.blueprint.Sections[req.section].Of - s.Of), true
			}
		}
		return r, 0, false
	}
	picks, p, found := e.near(e.all(), i)
	if !found {
		return r, 0, false
	}
	marks, _ := e.sums(p, picks, i)
	if marks <= 0 {
		return r, 0, false
	}
	old := s.Marks
	s.Marks = bank.Marks(marks)
	bp.Marks += s.Marks - old
	if e.scope == nil && e.shares() && !e.feasible(&bp) {
		return r, 0, false // shares of the paper's marks have changed with it
	}
	r.Words = fmt.Sprintf("give section %s %s instead of %s, and the paper %s", s.Title, ofMarks.say(marks), ofMarks.number(int(old)), ofMarks.number(int(bp.Marks)))
	return r, abs(marks - int(old)), true
}

// shares reports whether some rule speaks of shares or proportions of marks.
func (e *explainer) shares() bool {
	return slices.ContainsFunc(e.m.requirements, func(req requirement) bool {
		return req.kind == ofRule && (req.bound.Proportional || req.bound.Min.Share || req.bound.Max.Share)
	})
}

// relaxRule gives a rule other bounds.
func (e *explainer) relaxRule(i int) (r Repair, cost int, ok bool) {
	req := &e.m.requirements[i]
	picks, p, found := e.near(e.all(), i)
	if !found {
		return r, 0, false
	}
	bound, cost := e.widened(req, p, picks)
	for range 4 { // the search may not have come as near as can be
		better, found := e.nearer(i, bound)
		if !found {
			break
		}
		bound, cost = better, e.cost(req, better)
	}
	noun, per := req.quantity.noun()
	r = Repair{Pos: req.pos, Blueprint: e.rewritten(req, bound)}
	r.Words = fmt.Sprintf("ask for %s instead of %s (%s)", bound.Say(per, noun), req.asked, req.words)
	if !bound.Max.Set && !bound.Proportional && bound.Min.Value == 0 {
		r.Words = fmt.Sprintf("drop the rule of %s (%s)", req.asked, req.words)
	}
	return r, cost, true
}

// widened returns the bound of a rule, widened so far that a selection meets it.
func (e *explainer) widened(req *requirement, p *problem, picks []solve.Pick) (bank.Bound, int) {
	m := e.m
	extremes := func(times, less int) (low, high int) {
		byPlace := make([][]int, len(p.Places))
		for _, pick := range picks {
			sum := 0
			for _, q := range m.units[p.members[pick.Kind][0]].questions {
				if req.match(q) {
					sum += times * req.quantity.of(q)
				}
				sum -= less * req.quantity.of(q)
			}
			byPlace[pick.Place] = append(byPlace[pick.Place], sum)
		}
		for place, amounts := range byPlace {
			if req.section < 0 || m.section(place) == req.section {
				l, h := p.Places[place].Sum(amounts, false)
				low, high = low+l, high+h
			}
		}
		return low, high
	}
	bound := req.bound
	low, high := extremes(1, 0)
	whole := int(m.blueprint.Marks)
	if req.section >= 0 {
		whole = int(m.blueprint.Sections[req.section].Marks)
	}
	met := func(share int, least bool) bool {
		switch {
		case req.quantity == ofMarks && least:
			return low*bank.Whole >= share*whole
		case req.quantity == ofMarks:
			return high*bank.Whole <= share*whole
		}
		l, h := extremes(bank.Whole, share)
		return least && l >= 0 || !least && h <= 0
	}
	const step = bank.Whole / 100
	switch {
	case bound.Min.Set && bound.Min.Share:
		for bound.Min.Value > 0 && !met(bound.Min.Value, true) {
			bound.Min.Value = (bound.Min.Value - 1) / step * step
		}
	case bound.Min.Set:
		bound.Min.Value = min(bound.Min.Value, low)
	}
	switch {
	case bound.Max.Set && bound.Max.Share:
		for bound.Max.Value < bank.Whole && !met(bound.Max.Value, false) {
			bound.Max.Value = (bound.Max.Value + step) / step * step
		}
	case bound.Max.Set:
		bound.Max.Value = max(bound.Max.Value, high)
	}
	if bound.Proportional {
		hours, total := m.bank.Hours(req.rule)
		h := hours[slices.Index(m.bank.Spoken(req.rule), req.value)]
		for range 10_000 {
			w := bound.Within.Value
			var inside bool
			switch {
			case req.quantity == ofMarks && bound.Within.Share:
				inside = (low*total-h*whole)*bank.Whole >= -w*whole*total && (high*total-h*whole)*bank.Whole <= w*whole*total
			case req.quantity == ofMarks:
				inside = low*total-h*whole >= -w*total && high*total-h*whole <= w*total
			case bound.Within.Share:
				l, _ := extremes(total*bank.Whole, h*bank.Whole-w*total)
				_, u := extremes(total*bank.Whole, h*bank.Whole+w*total)
				inside = l >= 0 && u <= 0
			default:
				l, u := extremes(total, h)
				inside = l >= -w*total && u <= w*total
			}
			if inside {
				break
			}
			if bound.Within.Share {
				bound.Within.Value += step
			} else {
				bound.Within.Value++
			}
		}
	}
	return bound, e.cost(req, bound)
}

// cost says how far a bound was widened: 4 for a mark, a question, a minute or
// a twentieth of the whole.
func (e *explainer) cost(req *requirement, bound bank.Bound) int {
	one := func(old, new bank.Limit) int {
		d := abs(old.Value - new.Value)
		if old.Share {
			return 4 * d / (bank.Whole / 20)
		}
		return d * req.quantity.weight()
	}
	return max(1, one(req.bound.Min, bound.Min)+one(req.bound.Max, bound.Max)+one(req.bound.Within, bound.Within))
}

// nearer looks for a paper with a bound that is widened by less.
func (e *explainer) nearer(i int, bound bank.Bound) (bank.Bound, bool) {
	req := &e.m.requirements[i]
	tight := bound
	switch {
	case bound.Proportional || bound.Min.Share || bound.Max.Share:
		return bound, false
	case bound.Min.Value < req.bound.Min.Value && bound.Max.Value == req.bound.Max.Value:
		tight.Min.Value++
	case bound.Max.Value > req.bound.Max.Value && bound.Min.Value == req.bound.Min.Value:
		tight.Max.Value--
	default:
		return bound, false
	}
	if tight == req.bound {
		return bound, false // that is what could not be met
	}
	p := e.m.problem(e.all(), true)
	for r := range p.Rows {
		if e.m.rows[p.row[r]].owner == i {
			if tight.Min.Set {
				p.Rows[r].Min = tight.Min.Value
			}
			if tight.Max.Set {
				p.Rows[r].Max = tight.Max.Value
			}
		}
	}
	answer := solve.New(p.Problem).Prove(e.rng, solve.Options{Guided: true, Effort: proofEffort / 4, Stop: e.opts.stop})
	if !answer.Found {
		return bound, false
	}
	found, _ := e.widened(req, p, answer.Picks)
	return found, true
}

// rewritten returns the blueprint with another bound in a rule; one with each is
// split, so that its other values keep theirs.
func (e *explainer) rewritten(req *requirement, bound bank.Bound) *bank.Blueprint {
	bp := *e.m.blueprint
	rules := &bp.Rules
	if req.section >= 0 {
		bp.Sections = slices.Clone(bp.Sections)
		rules = &bp.Sections[req.section].Rules
	}
	var list []bank.Rule
	for i := range *rules {
		rule := (*rules)[i]
		if &(*rules)[i] != req.rule {
			list = append(list, rule)
			continue
		}
		switch req.quantity {
		case ofQuestions:
			rule.Count = bound
		case ofMarks:
			rule.Marks = bound
		case ofMinutes:
			rule.Minutes = bound
		}
		if rule.Each == "" || proportional(&rule) { // a proportion is one among all values
			list = append(list, rule)
			continue
		}
		list = append(list, e.split(req, rule)...)
	}
	*rules = list
	return &bp
}

// split divides a rule with each into the rule for one value, which is changed,
// and the rule for the others.
func (e *explainer) split(req *requirement, changed bank.Rule) []bank.Rule {
	others := *req.rule
	others.In = slices.DeleteFunc(slices.Clone(e.m.bank.Spoken(req.rule)), func(v string) bool { return v == req.value })
	changed.In = []string{req.value}
	if len(others.In) == 0 {
		return []bank.Rule{changed}
	}
	return []bank.Rule{others, changed}
}

func proportional(r *bank.Rule) bool {
	return r.Count.Proportional || r.Marks.Proportional || r.Minutes.Proportional
}
