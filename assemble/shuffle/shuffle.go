// Package shuffle chooses the orders of several sets of one form together, so
// that copying from a neighbour who has another set is of no use:
//
//	sets, report := shuffle.Choose(form, 4, source)
//
// What is chosen is the place of each question and of each option. In order of
// importance:
//
//  1. in every set no letter is the key more than four times in a row;
//  2. in every set the keys are spread over the letters as evenly as the fixed
//     options allow, among questions with one key and as many options;
//  3. the two sets most alike have the same key letter at the same question
//     number as rarely as possible (shared letters);
//  4. the two sets most alike have the same question at the same number as
//     rarely as possible (shared places).
//
// Up to 60 sets are searched as a whole. More sets, such as a copy for each
// candidate, are chosen a few at a time, in time about linear in their number
// but for comparing each with those before it; copies that follow one another
// share least. The report says how far 3 and 4 were met, beside bounds that no
// choice can beat.
//
// Distractors are put on the places left with equal chances. But what a set
// shows of any three consecutive choice questions differs from what other sets
// show where numbers allow, so that a copy is known by a part of it.
//
// Everything is done in integers and every random choice is drawn from the
// caller's source: the same source gives the same sets on any machine. The
// package knows nothing of banks and blueprints, files or letters on paper.
package shuffle

// Source is a reproducible source of random numbers.
type Source interface {
	Below(n int) int // 0 to n-1, every one equally likely; n > 0
}

// Form is what all sets print: sections of groups of questions.
type Form struct {
	Sections  []Section
	Questions []Question // in any order; each is in one group
}

// Section is a part of a form; its questions stay in it.
type Section struct {
	// Groups are the questions, as indices into Form.Questions. The questions
	// of a group stay together in their order; groups change places.
	Groups [][]int
	Fixed  bool // the groups stay in their order
}

// Question is what matters of a question for its shuffling.
type Question struct {
	// Options is their number, 0 to 64; 0 for a question without options.
	Options int
	// Keys are the indices of the right options. A question without keys is
	// compared with nothing: it shares no letters.
	Keys []int
	// Movable says which options change places among themselves; the others
	// keep theirs. Nil stands for none, otherwise its length is Options.
	Movable []bool
}

// Set is one printing of a form.
type Set struct {
	// Order has indices into Form.Questions in print order.
	Order []int
	// Options has for each of Form.Questions, in their order there, the option
	// at each place; nil for a question without options.
	Options [][]int
}

// together is the largest number of sets that are searched as a whole. It
// could be larger; the search of 60 sets of 30 questions takes two seconds, and
// the worst pair shares 10 letters instead of 12.
const together = 60

// Choose returns the orders of the sets of a form, and what they share. The
// slices of the sets are the caller's to keep; those of the form are not
// changed. A form without sets, sections or questions is no mistake, but
// Choose panics if the form is not well made: a question in no group or in
// two, a key or a length of Movable that does not fit Options, more than 64
// options.
func Choose(form Form, sets int, src Source) ([]Set, Report) {
	return choose(form, sets, effort, src)
}

func choose(form Form, sets, effort int, src Source) ([]Set, Report) {
	p := newPlan(form, src)
	var tables []*table
	if sets <= together {
		tables = []*table{p.search(sets, effort, src)}
	} else {
		tables = p.copies(sets, src)
	}
	chosen := make([]Set, 0, sets)
	printed := newTraces(form)
	for _, t := range tables {
		for s := range t.rows {
			chosen = append(chosen, printed.set(&t.rows[s], p, src))
		}
	}
	return chosen, p.report(tables, sets, printed)
}

// shuffle brings a list into random order (Fisher and Yates).
func shuffle[T any](list []T, src Source) {
	for i := len(list) - 1; i > 0; i-- {
		j := src.Below(i + 1)
		list[i], list[j] = list[j], list[i]
	}
}

// sequence returns 0 to n-1 in random order.
func sequence(n int, src Source) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	shuffle(list, src)
	return list
}
