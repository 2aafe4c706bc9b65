package assemble

import (
	"fmt"
	"slices"
	"strings"

	"github.com/papersetter/papersetter/assemble/solve"
	"github.com/papersetter/papersetter/bank"
)

// Why there is no paper is told by a conflict: a few requirements that cannot
// all be met, none of which can be left out of that statement. It is found from
// a proof by leaving out one requirement after another and proving anew (a
// deletion filter: Chinneck and Dravnieks, ORSA Journal on Computing 3, 1991).

// explain explains why a single form was not found.
func (m *model) explain(p *problem, answer solve.Answer, opts Options) error {
	e := &explainer{m: m, opts: opts, rng: newStream(0, "why"), left: mostLeftOut}
	conflict, proved, minimal := e.conflict()
	if !proved {
		return e.closest(p, answer)
	}
	why := &Infeasible{Form: 1, Forms: m.blueprint.Forms, Proved: true, Minimal: minimal}
	for _, i := range conflict {
		why.Reasons = append(why.Reasons, e.reason(i, conflict))
	}
	why.Repairs = e.repairs(conflict)
	if len(why.Repairs) == 0 && minimal { // there is more than one conflict
		e.scope = make([]bool, len(m.requirements))
		for _, i := range conflict {
			e.scope[i] = true
		}
		why.Partial, why.Repairs = true, e.repairs(conflict)
	}
	return why
}

type explainer struct {
	m    *model
	opts Options
	rng  *stream
	left int // requirements that may still be tried to be left out
	// scope are the requirements that a repair must meet; nil for all. Repairs
	// of some may not be repairs of the blueprint.
	scope []bool
}

// mostLeftOut bounds the proofs that a conflict is looked for with.
const mostLeftOut = 400

// orders is how many orders of leaving out are tried: conflicts are not unique,
// and the shortest is the one to show.
const orders = 4

// conflict returns requirements that cannot all be met, in the blueprint's
// order; minimal says that each of them is needed.
func (e *explainer) conflict() (list []int, proved, minimal bool) {
	active := make([]bool, len(e.m.requirements))
	for i := range active {
		active[i] = true
	}
	first, answer := e.prove(active, 0)
	if answer.Proof == nil {
		return nil, false, false
	}
	for round := range orders {
		order := slices.Clone(first)
		if round > 0 {
			mix(e.rng, order)
		}
		core, sure := e.filter(order)
		if list == nil || len(core) < len(list) || len(core) == len(list) && sure && !minimal {
			list, minimal = core, sure
		}
		if len(list) == 1 || len(first) > 40 || e.opts.stop() {
			break
		}
	}
	slices.Sort(list)
	return list, true, minimal
}

// filter leaves out of a conflict what it does not need.
func (e *explainer) filter(order []int) (core []int, sure bool) {
	active := make([]bool, len(e.m.requirements))
	for _, i := range order {
		active[i] = true
	}
	sure = true
	for _, i := range order {
		if !active[i] {
			continue
		}
		if e.left--; e.left < 0 {
			sure = false
			break
		}
		active[i] = false
		rest, answer := e.prove(active, proofEffort)
		switch {
		case answer.Proof != nil:
			clear(active)
			for _, j := range rest {
				active[j] = true
			}
		default:
			active[i] = true
			sure = sure && answer.Found
		}
	}
	for i, in := range active {
		if in {
			core = append(core, i)
		}
	}
	return core, sure
}

// proofEffort bounds each question that an explanation asks of the solver.
const proofEffort = 60_000_000

// prove asks whether some requirements can be met. With a proof that they
// cannot, it returns those that the proof rests on.
func (e *explainer) prove(active []bool, effort int) ([]int, solve.Answer) {
	p := e.m.problem(active, true)
	answer := solve.New(p.Problem).Prove(e.rng, solve.Options{Guided: true, Effort: effort, Stop: e.opts.stop})
	if answer.Proof == nil {
		return nil, answer
	}
	var owners []int
	for _, r := range answer.Proof.Rows() {
		owners = append(owners, e.m.rows[p.row[r]].owner)
	}
	for i := range e.m.requirements { // a proof takes for granted how candidates choose
		if req := &e.m.requirements[i]; active[i] && req.kind == ofSection && req.quantity == ofQuestions {
			owners = append(owners, i)
		}
	}
	slices.Sort(owners)
	return slices.Compact(owners), answer
}

// line names a requirement.
func (req *requirement) line() Line {
	l := Line{Section: req.section, Rule: req.rule, Value: req.value, Question: req.question, Other: req.other}
	switch req.kind {
	case ofSection:
		l.Kind = "section"
	case ofRule:
		l.Kind = "rule"
		l.Quantity = []string{"count", "marks", "minutes"}[req.quantity]
	case ofMust:
		l.Kind = "must"
	case ofNever:
		l.Kind = "never"
	case ofFresh:
		l.Kind = "fresh"
	case ofEnemies:
		l.Kind = "enemies"
	}
	return l
}

// reason says what the bank has against what a requirement of a conflict asks.
func (e *explainer) reason(i int, conflict []int) Reason {
	req := &e.m.requirements[i]
	r := Reason{Line: req.line(), Pos: req.pos, Requirement: req.words, Asked: req.asked}
	switch {
	case req.kind == ofMust:
		r.Has = e.question(req.question)
		if u, ok := e.m.unit[req.question]; ok && len(e.m.units[u].kind.Places) == 0 {
			r.Has = "it fits into no section: " + r.Has
		}
	case req.kind == ofNever || req.kind == ofEnemies || req.kind == ofFresh:
		r.Has = "without this, the others can be met"
	case len(conflict) == 1:
		r.Has = "the bank has " + e.available(req)
	default:
		r.Has = e.nearest(i, conflict)
	}
	return r
}

// question says what stands against the use of a question that must be in.
func (e *explainer) question(q *bank.Question) string {
	if why := e.m.refused[q]; why != "" {
		return "it cannot be used: " + why
	}
	return "it is " + describe(q)
}

func describe(q *bank.Question) string {
	said := []string{q.Difficulty, string(q.Type), ofMarks.say(int(q.Marks))}
	if q.Lecture != 0 {
		said = append(said, fmt.Sprintf("lecture %d", q.Lecture))
	}
	if q.Stimulus != nil && len(q.Stimulus.Questions) > 1 {
		said = append(said, fmt.Sprintf("with the %d questions that share its stimulus", len(q.Stimulus.Questions)))
	}
	return strings.Join(said, ", ")
}

// available says what the bank has of what a requirement counts, naming a few.
func (e *explainer) available(req *requirement) string {
	sum, n := 0, 0
	var names []string
	for u := range e.m.units {
		un := &e.m.units[u]
		if len(un.kind.Places) == 0 || req.section >= 0 && !slices.ContainsFunc(un.kind.Places, func(p int) bool { return e.m.section(p) == req.section }) {
			continue
		}
		for _, q := range un.questions {
			if req.match != nil && !req.match(q) {
				continue
			}
			n++
			sum += req.quantity.of(q)
			if len(names) < 4 {
				names = append(names, named(q))
			}
		}
	}
	if n == 0 {
		return "no question that fits"
	}
	if n > len(names) {
		names = append(names, fmt.Sprintf("%d more", n-len(names)))
	}
	if req.kind == ofSection && req.quantity == ofQuestions {
		if s := &e.m.blueprint.Sections[req.section]; n >= s.Of*s.Groups && len(s.Alike) > 0 {
			return fmt.Sprintf("too few that are alike in %s: %s", sayAttributes(s.Alike), strings.Join(names, ", "))
		}
	}
	if req.kind == ofSection && req.quantity == ofMarks && sum >= int(e.m.blueprint.Sections[req.section].Marks) {
		return "no questions whose marks add up to that: " + strings.Join(names, ", ")
	}
	return req.quantity.say(sum) + ": " + strings.Join(names, ", ")
}

// named names a question with its marks and lecture.
func named(q *bank.Question) string {
	if q.Lecture == 0 {
		return fmt.Sprintf("%s (%s)", q, ofMarks.say(int(q.Marks)))
	}
	return fmt.Sprintf("%s (%s, lecture %d)", q, ofMarks.say(int(q.Marks)), q.Lecture)
}

// sayAttributes lists attributes: "outcomes and bloom".
func sayAttributes(list []bank.Attribute) string {
	var said []string
	for _, a := range list {
		said = append(said, string(a))
	}
	return strings.Join(said, " and ")
}

// nearest says how near to a requirement the others of the conflict let one
// come.
func (e *explainer) nearest(i int, conflict []int) string {
	active := make([]bool, len(e.m.requirements))
	for _, j := range conflict {
		active[j] = true
	}
	got, found := e.soften(active, i)
	if !found {
		return "it conflicts with the others"
	}
	return "beside the others the nearest is " + got
}

// soften meets the active requirements but one, and that one as nearly as it
// can, and says what the nearest is.
func (e *explainer) soften(active []bool, i int) (string, bool) {
	picks, p, found := e.near(active, i)
	if !found {
		return "", false
	}
	low, high := e.sums(p, picks, i)
	req := &e.m.requirements[i]
	if low == high {
		return req.quantity.say(low), true
	}
	return req.quantity.number(low) + " to " + req.quantity.say(high) + ", as the candidate chooses", true
}

// near finds a selection that meets the active requirements but one, and that
// one as nearly as can be found.
func (e *explainer) near(active []bool, i int) ([]solve.Pick, *problem, bool) {
	req := &e.m.requirements[i]
	if req.kind == ofSection && req.quantity == ofQuestions {
		return nil, nil, false
	}
	p := e.m.problem(active, true)
	for r := range p.Rows {
		if e.m.rows[p.row[r]].owner == i {
			p.Rows[r].Soft = 1
		}
	}
	answer := solve.New(p.Problem).Find(e.rng, solve.Options{Guided: true, Effort: proofEffort, Stop: e.opts.stop})
	return answer.Picks, p, answer.Found
}

// sums returns the least and the most that a selection has of what a
// requirement counts.
func (e *explainer) sums(p *problem, picks []solve.Pick, i int) (low, high int) {
	req := &e.m.requirements[i]
	byPlace := make([][]int, len(p.Places))
	for _, pick := range picks {
		sum := 0
		for _, q := range e.m.units[p.members[pick.Kind][0]].questions {
			if req.match == nil || req.match(q) {
				sum += req.quantity.of(q)
			}
		}
		byPlace[pick.Place] = append(byPlace[pick.Place], sum)
	}
	for place, amounts := range byPlace {
		if req.section >= 0 && e.m.section(place) != req.section {
			continue
		}
		l, h := p.Places[place].Sum(amounts, req.kind == ofSection)
		low, high = low+l, high+h
	}
	return low, high
}

// closest lists the requirements that the closest selection misses, where
// nothing was proved.
func (e *explainer) closest(p *problem, answer solve.Answer) error {
	why := &Infeasible{Form: 1, Forms: e.m.blueprint.Forms}
	rows, _ := p.Broken(answer.Picks)
	for _, r := range rows {
		owner := e.m.rows[p.row[r]].owner
		req := &e.m.requirements[owner]
		if len(why.Reasons) > 0 && why.Reasons[len(why.Reasons)-1].Line == req.line() {
			continue
		}
		reason := Reason{Line: req.line(), Pos: req.pos, Requirement: req.words, Asked: req.asked, Has: "the closest paper does not have it"}
		if req.kind == ofSection || req.kind == ofRule {
			low, high := e.sums(p, answer.Picks, owner)
			reason.Has = "the closest paper has " + req.quantity.say(low)
			if low != high {
				reason.Has = "the closest paper has " + req.quantity.number(low) + " to " + req.quantity.say(high) + ", as the candidate chooses"
			}
		}
		why.Reasons = append(why.Reasons, reason)
	}
	return why
}
