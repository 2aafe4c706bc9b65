package assemble

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/papersetter/papersetter/bank"
)

// Set is one printing of a form: the order of everything that is shuffled.
type Set struct {
	Letter   string // A, B, C …; with several forms 1A, 1B …, 2A …
	Form     int
	Achieved []Achieved // of the form: its requirements, then its wishes
	Sections []SetSection
}

// SetSection is a section of a set in print order.
type SetSection struct {
	Title     string
	Marks     bank.Marks
	Any, Of   int
	Groups    int
	Questions []SetQuestion
}

// SetQuestion is a question as a set prints it.
type SetQuestion struct {
	Question *bank.Question
	Number   int // in the paper, from 1
	// Orders has the printed order for each task: of the options of a choice,
	// of the right column of a matching, of the items of an ordering, as
	// indices into the bank's. It is nil for tasks that have nothing to order.
	Orders [][]int
}

// Sets returns the shuffled printings of a form. What is shuffled and how many
// sets there are is in the blueprint; the seed decides the orders.
func Sets(bp *bank.Blueprint, form *Form, seed uint64) []Set {
	sets := make([]Set, bp.Sets)
	for i := range sets {
		letter := setLetter(i)
		if bp.Forms > 1 {
			letter = fmt.Sprint(form.Number) + letter
		}
		sets[i] = newSet(bp, form, letter, newStream(seed, fmt.Sprintf("form %d set %d", form.Number, i)))
	}
	return sets
}

// setLetter names the i-th set, from 0: A to Z, then by number.
func setLetter(i int) string {
	if i < 26 {
		return Letter(i)
	}
	return strconv.Itoa(i + 1)
}

func newSet(bp *bank.Blueprint, form *Form, letter string, rng *stream) Set {
	set := Set{Letter: letter, Form: form.Number, Achieved: slices.Concat(form.Achieved, form.Wishes)}
	number := 0
	for _, s := range form.Sections {
		groups := together(&s)
		if bp.Shuffle.Questions {
			shuffle(rng, groups)
			if s.Of > 0 {
				for _, alternatives := range groups {
					shuffle(rng, alternatives)
				}
			}
		}
		section := SetSection{Title: s.Title, Marks: s.Marks, Any: s.Any, Of: s.Of, Groups: s.Groups}
		for _, q := range slices.Concat(groups...) {
			number++
			printed := SetQuestion{Question: q, Number: number}
			for i := range q.Tasks {
				printed.Orders = append(printed.Orders, order(q.Tasks[i].Response, bp.Shuffle.Options, rng))
			}
			section.Questions = append(section.Questions, printed)
		}
		set.Sections = append(set.Sections, section)
	}
	return set
}

// together groups the questions that stay together: those that share a
// stimulus, and the alternatives of a choice. Each other question is a group of
// its own.
func together(s *Section) [][]*bank.Question {
	questions := slices.Clone(s.Questions)
	if s.Of > 0 {
		return slices.Collect(slices.Chunk(questions, s.Of))
	}
	var groups [][]*bank.Question
	for i, q := range questions {
		if i > 0 && q.Stimulus != nil && q.Stimulus == questions[i-1].Stimulus {
			groups[len(groups)-1] = append(groups[len(groups)-1], q)
			continue
		}
		groups = append(groups, []*bank.Question{q})
	}
	return groups
}

// order returns the printed order of a response's parts. The right column of a
// matching and the items of an ordering are always shuffled, since their order
// in the bank is the answer.
func order(response bank.Response, options bool, rng *stream) []int {
	switch r := response.(type) {
	case *bank.Choice:
		movable := make([]bool, len(r.Options))
		for i, o := range r.Options {
			movable[i] = options && !o.Fixed
		}
		return permutation(movable, rng)
	case *bank.Pairs:
		return disorder(len(r.Right), rng)
	case *bank.Order:
		return disorder(len(r.Items), rng)
	}
	return nil
}

// permutation shuffles the places that are movable among themselves.
func permutation(movable []bool, rng *stream) []int {
	order := make([]int, len(movable))
	var places []int
	for i := range order {
		order[i] = i
		if movable[i] {
			places = append(places, i)
		}
	}
	moved := slices.Clone(places)
	shuffle(rng, moved)
	for i, place := range places {
		order[place] = moved[i]
	}
	return order
}

// disorder returns a random order of n things that is not the given one.
func disorder(n int, rng *stream) []int {
	all := make([]bool, n)
	for i := range all {
		all[i] = true
	}
	for {
		order := permutation(all, rng)
		if n < 2 || !slices.IsSorted(order) {
			return order
		}
	}
}
