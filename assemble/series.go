package assemble

import (
	"slices"

	"github.com/papersetter/papersetter/assemble/solve"
)

// A draft is a form on its way: the units at each place.
type draft struct{ at [][]int32 }

// sorted returns the units at a place in the bank's order.
func (d *draft) sorted(place int) []int32 { return slices.Sorted(slices.Values(d.at[place])) }

// A series is a number of forms that share nothing but what each must have.
type series struct {
	m      *model
	p      *problem
	solver *solve.Solver
	rng    *stream
	opts   Options
	most   int   // forms that stood beside each other
	left   []int // of each kind, how many no form has taken
	free   [][]int32
	drafts []draft
	picked [][]solve.Pick // of each draft, with the units of the draft in the same order
	units  [][]int32
}

// series chooses the forms one after another. Where one finds too little left,
// earlier ones are given back and chosen anew.
func (m *model) series(rng *stream, opts Options) ([]draft, error) {
	p := m.problem(nil, false)
	s := &series{m: m, p: p, solver: solve.New(p.Problem), rng: rng, opts: opts, left: make([]int, len(p.Kinds)), free: make([][]int32, len(p.Kinds))}
	for k := range p.Kinds {
		s.left[k] = p.Kinds[k].Size
		s.free[k] = slices.Clone(p.members[k])
	}
	wanted := m.blueprint.Forms
	first := s.solver.Find(rng, s.options())
	if !first.Found {
		return nil, m.explain(p, first, opts)
	}
	s.take(first.Picks)
	if len(s.drafts) == wanted {
		return s.drafts, nil
	}
	if m.blueprint.Overlap > 0 {
		one := s.drafts[0]
		if s.rest(wanted, 2) {
			return s.drafts, nil
		}
		most := 1
		for range beginnings {
			drafts := m.overlapping(one, rng, opts)
			if len(drafts) == wanted {
				return drafts, nil
			}
			if most = max(most, len(drafts)); opts.stop() {
				break
			}
			again := s.solver.Find(rng, solve.Options{Effort: laterEffort, Stop: opts.stop})
			if !again.Found {
				break
			}
			one = m.draft(p, again.Picks, rng)
		}
		return nil, m.explainForms(most, opts)
	}
	if s.rest(wanted, 15) {
		return s.drafts, nil
	}
	return nil, m.explainForms(max(1, s.most), opts)
}

func (s *series) options() solve.Options { return solve.Options{Left: s.left, Stop: s.opts.stop} }

// rest chooses forms until there are as many as wanted, giving back others at
// most so many times.
func (s *series) rest(wanted, patience int) bool {
	options := s.options()
	options.Effort = laterEffort
	for len(s.drafts) < wanted {
		answer := s.solver.Find(s.rng, options)
		if answer.Found {
			s.take(answer.Picks)
			s.most = max(s.most, len(s.drafts))
			continue
		}
		if patience--; patience < 0 || s.opts.stop() {
			return false
		}
		for range min(len(s.drafts), 1+s.rng.Below(3)) { // one alone may hold what all others need
			s.giveBack(s.rng.Below(len(s.drafts)))
		}
		if wanted <= mostPlanned {
			options.Share = s.solver.Plan(s.left, wanted-len(s.drafts))
			for options.Share == nil && len(s.drafts) > 0 { // the others have taken what these need
				for range (len(s.drafts) + 1) / 2 {
					s.giveBack(s.rng.Below(len(s.drafts)))
				}
				options.Share = s.solver.Plan(s.left, wanted-len(s.drafts))
			}
		}
	}
	return true
}

// mostPlanned bounds the forms whose questions are shared out all at once.
const mostPlanned = 100

// beginnings is how many first forms are tried before forms that may share
// questions are given up: one may hold what all others need.
const beginnings = 10

// laterEffort bounds the search for each form but the first: a form that is
// hard to find beside the others is better sought with others given back.
const laterEffort = 20_000_000

// take makes a draft of picks: of each kind, questions that no form has,
// every one equally likely.
func (s *series) take(picks []solve.Pick) {
	d := draft{make([][]int32, len(s.m.places))}
	units := make([]int32, len(picks))
	for i, pick := range picks {
		free := s.free[pick.Kind]
		j := s.rng.Below(len(free))
		units[i] = free[j]
		d.at[pick.Place] = append(d.at[pick.Place], free[j])
		if !s.m.units[units[i]].always {
			free[j] = free[len(free)-1]
			s.free[pick.Kind] = free[:len(free)-1]
			s.left[pick.Kind]--
		}
	}
	s.drafts = append(s.drafts, d)
	s.picked, s.units = append(s.picked, picks), append(s.units, units)
}

// giveBack undoes a draft.
func (s *series) giveBack(i int) {
	for j, pick := range s.picked[i] {
		if u := s.units[i][j]; !s.m.units[u].always {
			s.free[pick.Kind] = append(s.free[pick.Kind], u)
			s.left[pick.Kind]++
		}
	}
	s.drafts = slices.Delete(s.drafts, i, i+1)
	s.picked = slices.Delete(s.picked, i, i+1)
	s.units = slices.Delete(s.units, i, i+1)
}

// draft makes a draft of picks, where nothing else takes any.
func (m *model) draft(p *problem, picks []solve.Pick, rng *stream) draft {
	one := &series{m: m, p: p, rng: rng, left: make([]int, len(p.Kinds)), free: make([][]int32, len(p.Kinds))}
	for k := range p.Kinds {
		one.free[k] = slices.Clone(p.members[k])
	}
	one.take(picks)
	return one.drafts[0]
}

// overlapping chooses forms after the first, of which any two may share some
// questions: each has a row more for every form before it. It returns as many as
// it finds.
func (m *model) overlapping(first draft, rng *stream, opts Options) []draft {
	rows, cells := len(m.rows), make([][]solve.Cell, len(m.units))
	for u := range m.units {
		cells[u] = m.units[u].kind.Cells
	}
	defer func() {
		m.rows = m.rows[:rows]
		for u := range m.units {
			m.units[u].kind.Cells = cells[u]
		}
	}()
	drafts := []draft{first}
	for len(drafts) < m.blueprint.Forms {
		latest := &drafts[len(drafts)-1]
		r := m.addRow(solve.Row{Printed: true, Min: solve.NoMin, Max: m.blueprint.Overlap}, 0, false)
		for _, units := range latest.at {
			for _, u := range units {
				if un := &m.units[u]; !un.always {
					un.kind.Cells = append(slices.Clip(un.kind.Cells), solve.Cell{Row: r, Amount: len(un.questions)})
				}
			}
		}
		p := m.problem(nil, false)
		answer := solve.New(p.Problem).Find(rng, solve.Options{Stop: opts.stop})
		if !answer.Found {
			break
		}
		drafts = append(drafts, m.draft(p, answer.Picks, rng))
	}
	return drafts
}
