package assemble

import (
	"fmt"
	"slices"

	"github.com/papersetter/papersetter/assemble/solve"
)

// explainForms explains why there are fewer forms than asked for; made is how
// many were.
func (m *model) explainForms(made int, opts Options) error {
	forms := m.blueprint.Forms
	why := &Infeasible{Form: made + 1, Forms: forms}
	e := &explainer{m: m, opts: opts, rng: newStream(0, "why")}
	active := e.all()
	if m.blueprint.Overlap == 0 {
		conflict, proved := e.manyConflict(active, forms)
		why.Proved = proved
		for _, i := range conflict {
			req := &m.requirements[i]
			r := Reason{Line: req.line(), Pos: req.pos, Requirement: req.words, Asked: fmt.Sprintf("%s, %d times", req.asked, forms)}
			r.Has = "the bank has " + e.available(req)
			why.Reasons = append(why.Reasons, r)
		}
	}
	line := Reason{Line: Line{Kind: "forms", Section: -1}, Pos: m.blueprint.At("forms", -1), Requirement: "forms", Asked: fmt.Sprint(forms)}
	line.Has = fmt.Sprintf("%d were found", made)
	why.Reasons = append(why.Reasons, line)
	if made > 0 {
		bp := *m.blueprint
		bp.Forms = made
		why.Repairs = append(why.Repairs, Repair{Pos: line.Pos, Blueprint: &bp, Words: fmt.Sprintf("forms: %d instead of %d", made, forms)})
	}
	return why
}

// manyConflict returns requirements that cannot be met so many times from
// different questions; each that the proof can do without is left out.
func (e *explainer) manyConflict(active []bool, times int) (conflict []int, proved bool) {
	prove := func() []int {
		p := e.m.problem(active, false)
		e.m.repeat(p, times)
		proof := solve.New(p.Problem).ProveMany(times)
		if proof == nil {
			return nil
		}
		var owners []int
		for _, r := range proof.Rows() {
			owners = append(owners, e.m.rows[p.row[r]].owner)
		}
		slices.Sort(owners)
		return slices.Compact(owners)
	}
	conflict = prove()
	if conflict == nil {
		return nil, false
	}
	for _, i := range slices.Clone(conflict) {
		if !slices.Contains(conflict, i) || len(conflict) == 1 {
			continue
		}
		clear(active)
		for _, j := range conflict {
			active[j] = j != i
		}
		if rest := prove(); rest != nil {
			conflict = rest
		}
	}
	return conflict, true
}

// repeat lets the questions that every form must have be used so many times.
func (m *model) repeat(p *problem, times int) {
	for k, members := range p.members {
		always := 0
		for _, u := range members {
			if m.units[u].always {
				always++
			}
		}
		p.Kinds[k].Size += always * (times - 1)
	}
}
