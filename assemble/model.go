package assemble

import (
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/papersetter/papersetter/assemble/solve"
	"github.com/papersetter/papersetter/bank"
)

// A model is a blueprint and a bank in integers: units that are chosen as a
// whole, places where they stand, and requirements, each of one or more rows
// that bound sums over what is chosen.
type model struct {
	bank         *bank.Bank
	blueprint    *bank.Blueprint
	places       []solve.Place
	first        []int // place of each section's first choice, and the number of places
	requirements []requirement
	rows         []row
	units        []unit
	unit         map[*bank.Question]int
	refused      map[*bank.Question]string // why a question is never used
	agreed       map[string]int            // a number for all that alternatives agree on
	amounts      *amounts
	opts         Options
}

// A unit is what is chosen as a whole: a question, or a stimulus with its questions.
type unit struct {
	questions []*bank.Question
	kind      solve.Kind // of the unit alone; Size is 1
	barred    bool       // by never or fresh
	always    bool       // must stand in every form
}

// A row is a bound on a sum, and whose it is.
type row struct {
	solve.Row
	owner int // requirement, or -1 for a wish
	bars  bool
}

func newModel(b *bank.Bank, bp *bank.Blueprint, opts Options) *model {
	m := &model{bank: b, blueprint: bp, opts: opts, unit: map[*bank.Question]int{}, agreed: map[string]int{}, refused: map[*bank.Question]string{}}
	for i := range bp.Sections {
		s := &bp.Sections[i]
		m.first = append(m.first, len(m.places))
		for range max(1, s.Groups) {
			m.places = append(m.places, solve.Place{Any: s.Any, Of: s.Of})
		}
	}
	m.first = append(m.first, len(m.places))
	m.collect()
	m.amounts = m.newAmounts(opts)
	m.measure(m.units)
	return m
}

// collect lists the units: all questions but drafts and retired ones, and what
// shares a stimulus with one of these.
func (m *model) collect() {
	for _, q := range m.bank.Questions {
		switch q.Status {
		case bank.Draft:
			m.refused[q] = "it is a draft"
		case bank.Retired:
			m.refused[q] = "it is retired"
		}
	}
	done := map[*bank.Stimulus]bool{}
	m.units = make([]unit, 0, len(m.bank.Questions))
	for i, q := range m.bank.Questions {
		questions := m.bank.Questions[i : i+1 : i+1]
		if q.Stimulus != nil {
			if done[q.Stimulus] {
				continue
			}
			done[q.Stimulus] = true
			questions = q.Stimulus.Questions
			if i := slices.IndexFunc(questions, func(q *bank.Question) bool { return m.refused[q] != "" }); i >= 0 {
				for _, other := range questions {
					if m.refused[other] == "" {
						m.refused[other] = "it shares a stimulus with " + questions[i].String() + ", and " + m.refused[questions[i]]
					}
				}
			}
		}
		if len(m.refused) > 0 && m.refused[questions[0]] != "" {
			continue
		}
		m.units = append(m.units, unit{questions: questions})
	}
	for u := range m.units {
		for _, q := range m.units[u].questions {
			m.unit[q] = u
		}
	}
}

// measure computes where each unit may stand and what it adds to every row.
func (m *model) measure(units []unit) {
	workers := runtime.GOMAXPROCS(0)
	if len(units) < 2000 {
		workers = 1
	}
	var wg sync.WaitGroup
	for w := range workers {
		part := units[len(units)*w/workers : len(units)*(w+1)/workers]
		wg.Go(func() {
			meter := m.amounts.meter()
			for u := range part {
				meter.measure(&part[u])
			}
		})
	}
	wg.Wait()
	m.agree(units)
}

// agree numbers what the alternatives of choices agree on, so that alternatives
// that agree have the same number.
func (m *model) agree(units []unit) {
	for u := range units {
		k := &units[u].kind
		choice := false
		for _, place := range k.Places {
			choice = choice || m.places[place].Of > 0
		}
		if !choice {
			continue
		}
		k.Alike = make([]int, len(k.Places))
		for i, place := range k.Places {
			if m.places[place].Of == 0 {
				continue
			}
			key := signature(units[u].questions[0], m.blueprint.Sections[m.section(place)].Alike)
			if m.agreed[key] == 0 {
				m.agreed[key] = len(m.agreed) + 1
			}
			k.Alike[i] = m.agreed[key]
		}
	}
}

// signature spells what a question has of some attributes.
func signature(q *bank.Question, attributes []bank.Attribute) string {
	var b strings.Builder
	for _, a := range attributes {
		for _, v := range slices.Sorted(slices.Values(q.Values(a))) {
			b.WriteString(v)
			b.WriteByte(0)
		}
		b.WriteByte(1)
	}
	return b.String()
}

// section returns the section of a place.
func (m *model) section(place int) int {
	i, found := slices.BinarySearch(m.first, place)
	if !found {
		i--
	}
	return i
}

// A choice of requirements makes a problem of the model, with the units that
// are interchangeable merged to kinds.
type problem struct {
	*solve.Problem
	members [][]int32 // units of each kind
	row     []int     // of the model, for each row of the problem
}

// problem returns the problem of some of the requirements; all where active is
// nil. Units that may not be used are left out, unless bars asks for rows that
// keep them out.
func (m *model) problem(active []bool, bars bool) *problem {
	p := &problem{Problem: &solve.Problem{Places: slices.Clone(m.places)}}
	index := make([]int, len(m.rows))
	for r := range m.rows {
		index[r] = -1
		owner := m.rows[r].owner
		if active != nil && (owner < 0 || !active[owner]) || m.rows[r].bars && !bars {
			continue
		}
		index[r] = len(p.row)
		p.row = append(p.row, r)
		p.Rows = append(p.Rows, m.rows[r].Row)
	}
	if active != nil {
		for i := range m.requirements {
			if req := &m.requirements[i]; req.kind == ofSection && !active[i] {
				m.free(p, req)
			}
		}
	}
	m.merge(p, index, bars)
	return p
}

// free lets any number stand in a section that nothing is asked of.
func (m *model) free(p *problem, req *requirement) {
	for place := m.first[req.section]; place < m.first[req.section+1]; place++ {
		p.Places[place] = solve.Place{}
	}
}

// merge makes kinds of the units that add the same to the rows of a problem.
func (m *model) merge(p *problem, index []int, bars bool) {
	type slot struct{ kind, next int32 }
	heads := make(map[uint64]int32, 1024)
	var slots []slot
	cells := make([]solve.Cell, 0, 64)
	alike := make([]int, 0, 8)
	for u := range m.units {
		un := &m.units[u]
		if un.barred && !bars || len(un.kind.Places) == 0 {
			continue
		}
		cells = cells[:0]
		for _, c := range un.kind.Cells {
			if r := index[c.Row]; r >= 0 {
				cells = append(cells, solve.Cell{Row: r, Amount: c.Amount})
			}
		}
		alike = alike[:0]
		for i, place := range un.kind.Places {
			if un.kind.Alike != nil && p.Places[place].Of > 0 {
				alike = append(alike, un.kind.Alike[i])
			} else {
				alike = append(alike, 0)
			}
		}
		h := uint64(14695981039346656037)
		mix := func(v int) { h = (h ^ uint64(v)) * 1099511628211; h ^= h >> 29 }
		for _, place := range un.kind.Places {
			mix(place)
		}
		for _, a := range alike {
			mix(a)
		}
		for _, c := range cells {
			mix(c.Row)
			mix(c.Amount)
		}
		at, seen := heads[h]
		if !seen {
			at = -1
		}
		found := int32(-1)
		for i := at; i >= 0; i = slots[i].next {
			k := &p.Kinds[slots[i].kind]
			if slices.Equal(k.Places, un.kind.Places) && slices.Equal(k.Cells, cells) && sameAlike(k.Alike, alike) {
				found = slots[i].kind
				break
			}
		}
		if found < 0 {
			found = int32(len(p.Kinds))
			k := solve.Kind{Places: un.kind.Places, Cells: slices.Clone(cells)}
			if slices.ContainsFunc(alike, func(a int) bool { return a != 0 }) {
				k.Alike = slices.Clone(alike)
			}
			p.Kinds = append(p.Kinds, k)
			p.members = append(p.members, nil)
			slots = append(slots, slot{found, at})
			heads[h] = int32(len(slots) - 1)
		}
		p.Kinds[found].Size++
		p.members[found] = append(p.members[found], int32(u))
	}
}

func sameAlike(a, b []int) bool {
	if a == nil {
		return !slices.ContainsFunc(b, func(v int) bool { return v != 0 })
	}
	return slices.Equal(a, b)
}
