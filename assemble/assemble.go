// Package assemble chooses the questions of a paper and shuffles them.
//
// [Forms] takes a bank and a blueprint and returns forms: selections that meet
// every requirement of the blueprint, with the proof beside each (asked against
// achieved). Where it cannot, the error is *[Infeasible] and says what is
// short. [Sets] turns a form into its shuffled printings, and [NewRecord] keeps
// all of it. Everything follows from bank, blueprint and seed; the package
// reads no files and no clock.
package assemble

import (
	"fmt"

	"github.com/papersetter/papersetter/bank"
)

// Form is one selection of questions.
type Form struct {
	Number   int // from 1
	Sections []Section
	Achieved []Achieved // one for each requirement, in the blueprint's order
}

// Section is a section of a form with the questions chosen for it, in the
// bank's order; those that share a stimulus stand together.
type Section struct {
	Title     string
	Marks     bank.Marks // what a candidate who answers as told can get
	Any, Of   int        // answer any Any of Of questions; Of is 0 where all are answered
	Questions []*bank.Question
}

// Achieved sets a requirement against what the form has. Where the candidate
// chooses, Low and High are the least and the most that a choice can give.
type Achieved struct {
	Requirement string // in the words of the blueprint
	Asked       string
	Got         string
	Holds       bool
}

// Options of Forms. The zero value is ready for use.
type Options struct {
	// Ignore names a paper of the bank that does not count as printed: the one
	// that is about to be replaced. A slash-separated path within the bank.
	Ignore string
}

// formAttempts bounds how often a series of forms is begun anew when a later
// form finds too little left.
const formAttempts = 20

// Forms chooses the forms of a blueprint, which has no problems. The seed
// decides among the papers that are possible.
func Forms(b *bank.Bank, bp *bank.Blueprint, seed uint64, opts Options) ([]Form, error) {
	m, err := newModel(b, bp, opts)
	if err != nil {
		return nil, err
	}
	if why := m.obstacles(); why != nil {
		return nil, why
	}
	var lastErr error
	for attempt := range formAttempts {
		forms, err := m.series(newStream(seed, fmt.Sprintf("forms %d", attempt)))
		if err == nil {
			return forms, nil
		}
		lastErr = err
		if bp.Forms == 1 {
			break // one form was searched for with all there is
		}
	}
	return nil, lastErr
}

// series chooses the forms one after another, none sharing a question with
// those before it but for those that must be in each.
func (m *model) series(rng *stream) ([]Form, error) {
	used := make([]bool, len(m.units))
	var forms []Form
	for number := 1; number <= m.blueprint.Forms; number++ {
		chosen, err := m.search(rng, used)
		if err != nil {
			err.Form, err.Forms = number, m.blueprint.Forms
			return nil, err
		}
		form := m.form(number, chosen)
		form.Achieved = Check(m.bank, m.blueprint, &form)
		for _, a := range form.Achieved {
			if !a.Holds {
				panic(fmt.Sprintf("assemble: internal error: form %d breaks %s: asked %s, got %s", number, a.Requirement, a.Asked, a.Got))
			}
		}
		forms = append(forms, form)
		for u, s := range chosen {
			if s >= 0 && !m.units[u].must {
				used[u] = true
			}
		}
	}
	return forms, nil
}

// form builds a form from the section of each unit, -1 for those not chosen.
func (m *model) form(number int, chosen []int) Form {
	form := Form{Number: number}
	for _, s := range m.blueprint.Sections {
		form.Sections = append(form.Sections, Section{Title: s.Title, Marks: s.Marks, Any: s.Any, Of: s.Of})
	}
	for u, s := range chosen {
		if s >= 0 {
			form.Sections[s].Questions = append(form.Sections[s].Questions, m.units[u].questions...)
		}
	}
	return form
}
