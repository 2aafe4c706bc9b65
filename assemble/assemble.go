// Package assemble chooses the questions of a paper and shuffles them.
//
// [Forms] takes a bank and a blueprint and returns forms: selections that meet
// every requirement of the blueprint, with the proof beside each (asked against
// achieved). Where it cannot, the error is *[Infeasible] and says which few
// requirements conflict and what would mend it. [Sets] turns a form into its
// shuffled printings, and [NewRecord] keeps all of it. Everything follows from
// bank, blueprint and seed; the package reads no files and no clock.
package assemble

import (
	"context"
	"fmt"

	"github.com/papersetter/papersetter/bank"
)

// Form is one selection of questions.
type Form struct {
	Number   int // from 1
	Sections []Section
	Achieved []Achieved // one for each requirement, in the blueprint's order
	Wishes   []Achieved // the same of what is preferred

	Facility int          // share of the marks that candidates can expect, in millionths
	Minutes  bank.Minutes // that the questions take
}

// Section is a section of a form with the questions chosen for it, in the
// bank's order; those that share a stimulus stand together, and so do the
// alternatives of a choice.
type Section struct {
	Title     string
	Marks     bank.Marks // what a candidate who answers as told can get
	Any, Of   int        // answer any Any of each Of questions; Of is 0 where all are answered
	Groups    int        // how many such choices there are, one after another
	Questions []*bank.Question
}

// Achieved sets a requirement against what the form has.
type Achieved struct {
	Requirement string // in the words of the blueprint
	Asked       string
	Got         string
	Holds       bool
}

// Options of Forms. The zero value is ready for use.
type Options struct {
	// Ignore names papers of the bank that do not count as printed: those that
	// are about to be replaced. Slash-separated paths within the bank.
	Ignore []string

	// Context ends the search early, with the best it has; nil for never.
	// Where it does, the result is not one that another run gives again.
	Context context.Context
}

func (o *Options) stop() bool { return o.Context != nil && o.Context.Err() != nil }

// Forms chooses the forms of a blueprint, which has no problems. The seed
// decides among the papers that are possible.
func Forms(b *bank.Bank, bp *bank.Blueprint, seed uint64, opts Options) ([]Form, error) {
	m := newModel(b, bp, opts)
	drafts, err := m.series(newStream(seed, "forms"), opts)
	if err != nil {
		return nil, err
	}
	m.balance(drafts)
	forms := make([]Form, len(drafts))
	facility := facilities(b)
	for i := range drafts {
		forms[i] = m.form(i+1, &drafts[i])
		forms[i].expect(facility)
		forms[i].Achieved, forms[i].Wishes = Check(b, bp, &forms[i], opts)
		for _, a := range forms[i].Achieved {
			if !a.Holds {
				panic(fmt.Sprintf("assemble: internal error: form %d breaks %s: asked %s, got %s", i+1, a.Requirement, a.Asked, a.Got))
			}
		}
	}
	if err := checkShared(bp, forms); err != nil {
		panic("assemble: internal error: " + err.Error())
	}
	return forms, nil
}

// Difference returns how far the hardest and the easiest form lie apart: in the
// share of the marks that candidates can expect, in millionths, and in the
// minutes that the questions take.
func Difference(forms []Form) (facility int, minutes bank.Minutes) {
	if len(forms) == 0 {
		return 0, 0
	}
	easiest, hardest := forms[0].Facility, forms[0].Facility
	longest, shortest := forms[0].Minutes, forms[0].Minutes
	for i := range forms {
		easiest, hardest = max(easiest, forms[i].Facility), min(hardest, forms[i].Facility)
		longest, shortest = max(longest, forms[i].Minutes), min(shortest, forms[i].Minutes)
	}
	return easiest - hardest, longest - shortest
}

// form builds a form of the units at each place.
func (m *model) form(number int, d *draft) Form {
	form := Form{Number: number}
	for i := range m.blueprint.Sections {
		s := &m.blueprint.Sections[i]
		section := Section{Title: s.Title, Marks: s.Marks, Any: s.Any, Of: s.Of, Groups: s.Groups}
		for place := m.first[i]; place < m.first[i+1]; place++ {
			for _, u := range d.sorted(place) {
				section.Questions = append(section.Questions, m.units[u].questions...)
			}
		}
		form.Sections = append(form.Sections, section)
	}
	return form
}
