package assemble

import (
	"fmt"
	"slices"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/schema"
)

// A model is a blueprint and a bank in the form that the search works on:
// units that are chosen or not, and requirements on sums over those chosen.
type model struct {
	bank         *bank.Bank
	blueprint    *bank.Blueprint
	units        []unit
	requirements []requirement
	rejected     map[*bank.Question]string // why a question cannot be used
}

// A unit is what is chosen as a whole: a question, or a stimulus with its questions.
type unit struct {
	questions []*bank.Question
	marks     int    // quarter-marks
	sections  []int  // where it may stand
	amounts   []term // what it adds to each requirement, sorted by requirement; no zeros
	enemies   []int  // units that may not be chosen with it
	must      bool
}

// A term says that a unit adds an amount to a requirement.
type term struct{ requirement, amount int }

// A requirement bounds a sum over the chosen units.
type requirement struct {
	section int // counts units of this section only; -1 for the whole paper
	// printed sums over all that is printed; else only what the candidate
	// answers counts, whatever that is: the bounds hold for every choice.
	printed bool
	bounds  bank.Range
	amount  func(*bank.Question) int
	words   string
	kind    quantity
	pos     schema.Pos
	rule    *bank.Rule // nil for the marks of a section
}

// A quantity is what a requirement counts.
type quantity int

const (
	ofQuestions quantity = iota // questions
	ofMarks                     // quarter-marks
	ofMinutes                   // half-minutes
)

// say spells an amount of the quantity with its noun.
func (k quantity) say(v int) string {
	number, noun := fmt.Sprint(v), "question"
	switch k {
	case ofMarks:
		number, noun = bank.Marks(v).String(), "mark"
	case ofMinutes:
		number, noun = bank.Minutes(v).String(), "minute"
	}
	if number == "1" {
		return number + " " + noun
	}
	return number + " " + noun + "s"
}

func (k quantity) of(q *bank.Question) int {
	switch k {
	case ofMarks:
		return int(q.Marks)
	case ofMinutes:
		return int(q.Minutes)
	}
	return 1
}

func newModel(b *bank.Bank, bp *bank.Blueprint, opts Options) (*model, error) {
	m := &model{bank: b, blueprint: bp, rejected: map[*bank.Question]string{}}
	m.requirements = requirements(b, bp)
	m.reject(opts)
	m.buildUnits()
	return m, nil
}

// reject notes the questions that may not be used, and why.
func (m *model) reject(opts Options) {
	for _, q := range m.bank.Questions {
		switch {
		case slices.Contains(m.blueprint.Never, q):
			m.rejected[q] = "it stands under never"
		case q.Status == bank.Draft:
			m.rejected[q] = "it is a draft"
		case q.Status == bank.Retired:
			m.rejected[q] = "it is retired"
		}
	}
	for _, p := range recent(m.bank.Printed, m.blueprint, opts.Ignore) {
		for _, id := range p.IDs {
			if q := m.bank.Find(id); q != nil && m.rejected[q] == "" {
				m.rejected[q] = fmt.Sprintf("it was printed in %s (%s)", p.Title, p.Pos.File)
			}
		}
	}
	// One question that cannot be used keeps back all that share its stimulus.
	for _, q := range m.bank.Questions {
		if q.Stimulus == nil || m.rejected[q] == "" {
			continue
		}
		for _, other := range q.Stimulus.Questions {
			if m.rejected[other] == "" {
				m.rejected[other] = fmt.Sprintf("it shares a stimulus with %s, and of that: %s", q, m.rejected[q])
			}
		}
	}
}

// recent returns the papers that a fresh paper shares nothing with: the last
// Fresh of those printed before it. A paper of the same day or a later one is
// not before it.
func recent(printed []*bank.Printed, bp *bank.Blueprint, ignore string) []*bank.Printed {
	var before []*bank.Printed
	for _, p := range printed {
		if p.Pos.File == ignore || bp.Date != "" && p.Date >= bp.Date {
			continue
		}
		before = append(before, p)
	}
	return before[max(0, len(before)-bp.Fresh):]
}

// requirements spells out a blueprint: the marks of each section, its rules,
// and the rules of the paper, with each: resolved to one requirement a value.
func requirements(b *bank.Bank, bp *bank.Blueprint) []requirement {
	var list []requirement
	for i := range bp.Sections {
		s := &bp.Sections[i]
		r := requirement{section: i, printed: true, amount: ofMarks.of, kind: ofMarks, pos: s.Pos,
			words: "section " + s.Title, bounds: exactly(int(s.Marks))}
		if s.Of > 0 {
			r.kind, r.amount, r.bounds = ofQuestions, ofQuestions.of, exactly(s.Of)
		}
		list = append(list, r)
		for j := range s.Rules {
			list = append(list, spell(b, &s.Rules[j], i, "section "+s.Title+", ")...)
		}
	}
	for i := range bp.Rules {
		list = append(list, spell(b, &bp.Rules[i], -1, "")...)
	}
	return list
}

func exactly(v int) bank.Range { return bank.Range{Min: v, Max: v, HasMin: true, HasMax: true} }

// spell turns a rule into one requirement for each value and each quantity.
func spell(b *bank.Bank, rule *bank.Rule, section int, prefix string) []requirement {
	type subject struct {
		words string
		match func(*bank.Question) bool
	}
	subjects := []subject{{rule.Where.String(), rule.Where.Match}}
	if rule.Each != "" {
		subjects = nil
		values := rule.In
		if values == nil {
			values = b.Values(rule.Each)
		}
		for _, v := range values {
			one := bank.Only(rule.Each, v)
			words := one.String()
			if rule.Where != nil {
				words += ", " + rule.Where.String()
			}
			subjects = append(subjects, subject{words, func(q *bank.Question) bool { return one.Match(q) && rule.Where.Match(q) }})
		}
	}
	var list []requirement
	for _, s := range subjects {
		for kind, bounds := range []bank.Range{rule.Count, rule.Marks, rule.Minutes} {
			if !bounds.Bounded() {
				continue
			}
			kind := quantity(kind)
			list = append(list, requirement{
				section: section, bounds: bounds, kind: kind, pos: rule.Pos, words: prefix + s.words, rule: rule,
				amount: func(q *bank.Question) int {
					if !s.match(q) {
						return 0
					}
					return kind.of(q)
				},
			})
		}
	}
	return list
}

// buildUnits groups the questions that can be used and says where they may
// stand and what they add.
func (m *model) buildUnits() {
	index := map[*bank.Question]int{}
	done := map[*bank.Stimulus]bool{}
	for _, q := range m.bank.Questions {
		if m.rejected[q] != "" {
			continue
		}
		questions := []*bank.Question{q}
		if q.Stimulus != nil {
			if done[q.Stimulus] {
				continue
			}
			done[q.Stimulus] = true
			questions = q.Stimulus.Questions
		}
		for _, member := range questions {
			index[member] = len(m.units)
		}
		m.units = append(m.units, m.newUnit(questions))
	}
	for i := range m.units {
		for _, q := range m.units[i].questions {
			for _, e := range q.Enemies {
				if j, ok := index[e]; ok && j != i {
					m.units[i].enemies = append(m.units[i].enemies, j)
				}
			}
		}
	}
}

func (m *model) newUnit(questions []*bank.Question) unit {
	u := unit{questions: questions}
	for _, q := range questions {
		u.marks += int(q.Marks)
		u.must = u.must || slices.Contains(m.blueprint.Must, q)
	}
	for i := range m.blueprint.Sections {
		if fits(&m.blueprint.Sections[i], u.questions, u.marks) {
			u.sections = append(u.sections, i)
		}
	}
	for r := range m.requirements {
		sum := 0
		for _, q := range questions {
			sum += m.requirements[r].amount(q)
		}
		if sum != 0 {
			u.amounts = append(u.amounts, term{r, sum})
		}
	}
	return u
}

// fits reports whether questions that come together may stand in the section.
// Where the candidate chooses, every choice is a single question and all carry
// the same marks.
func fits(s *bank.Section, questions []*bank.Question, marks int) bool {
	if s.Of > 0 && (len(questions) > 1 || marks*s.Any != int(s.Marks)) || marks > int(s.Marks) {
		return false
	}
	for _, q := range questions {
		if !s.Where.Match(q) {
			return false
		}
	}
	return true
}
