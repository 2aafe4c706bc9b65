package assemble

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/papersetter/papersetter/assemble/shuffle"
	"github.com/papersetter/papersetter/bank"
)

// Set is one printing of a form: the order of everything that is shuffled.
type Set struct {
	Letter   string // A, B, C …; with several forms 1A, 1B …, 2A …
	Form     int
	Achieved []Achieved // of the form: its requirements, then its wishes
	Sections []SetSection
	Others   []Likeness      // to the other sets of the form; nil where they are more than 26
	Shared   *shuffle.Report // what all sets of the form share, beside what they must
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

// Sets returns the shuffled printings of a form, chosen together so that they
// share as few key letters as can be at the same place. What is shuffled and how
// many sets there are is in the blueprint; the seed decides the orders.
func Sets(bp *bank.Blueprint, form *Form, seed uint64) []Set {
	b := newBlocks(bp, form)
	chosen, report := shuffle.Choose(b.form, bp.Sets, newStream(seed, fmt.Sprintf("form %d sets", form.Number)))
	sets := make([]Set, bp.Sets)
	for i := range sets {
		letter := setLetter(i)
		if bp.Forms > 1 {
			letter = fmt.Sprint(form.Number) + letter
		}
		sets[i] = b.set(&chosen[i], letter, newStream(seed, fmt.Sprintf("form %d set %d", form.Number, i)))
		sets[i].Shared = &report
	}
	if len(sets) <= 26 {
		for i := range sets {
			for j := range sets {
				if i != j {
					sets[i].Others = append(sets[i].Others, Compare(&sets[i], &sets[j]))
				}
			}
		}
	}
	return sets
}

// Copies returns so many printings of a form for candidates of their own. Like
// sets they are chosen together; those that follow one another share least, and
// what a copy shows of any three consecutive choice questions differs from the
// others where numbers allow. Their letters are empty.
func Copies(bp *bank.Blueprint, form *Form, n int, seed uint64) []Set {
	b := newBlocks(bp, form)
	chosen, report := shuffle.Choose(b.form, n, newStream(seed, fmt.Sprintf("form %d copies", form.Number)))
	copies := make([]Set, n)
	for i := range copies {
		copies[i] = b.set(&chosen[i], "", newStream(seed, fmt.Sprintf("form %d copy %d", form.Number, i)))
		copies[i].Shared = &report
	}
	return copies
}

// Master returns a form in the bank's order, to which all copies can be held.
// What is never printed in the bank's order, because that is the answer, has
// the order that the seed gives.
func Master(bp *bank.Blueprint, form *Form, seed uint64) Set {
	b := newBlocks(bp, form)
	same := shuffle.Set{Options: make([][]int, len(b.tasks))}
	for at := range b.tasks {
		same.Order = append(same.Order, at)
		if n := b.form.Questions[at].Options; n > 0 {
			same.Options[at] = identity(n)
		}
	}
	letter := "M"
	if bp.Forms > 1 {
		letter = fmt.Sprint(form.Number) + letter
	}
	return b.set(&same, letter, newStream(seed, fmt.Sprintf("form %d master", form.Number)))
}

// identity is the order in which n things stay as they are.
func identity(n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	return order
}

// setLetter names the i-th set, from 0: A to Z, then by number.
func setLetter(i int) string {
	if i < 26 {
		return Letter(i)
	}
	return strconv.Itoa(i + 1)
}

// Blocks are a form as the shuffle knows it: every task by itself, those of one
// question and of one group together.
type blocks struct {
	of    *Form
	form  shuffle.Form
	tasks []task
}

type task struct {
	question *bank.Question
	part     int
}

func newBlocks(bp *bank.Blueprint, form *Form) *blocks {
	b := &blocks{of: form}
	for i := range form.Sections {
		section := shuffle.Section{Fixed: !bp.Shuffle.Questions}
		for _, group := range together(&form.Sections[i]) {
			var tasks []int
			for _, q := range group {
				for part := range q.Tasks {
					tasks = append(tasks, len(b.tasks))
					b.tasks = append(b.tasks, task{q, part})
					b.form.Questions = append(b.form.Questions, shuffled(q.Tasks[part].Response, bp.Shuffle))
				}
			}
			section.Groups = append(section.Groups, tasks)
		}
		b.form.Sections = append(b.form.Sections, section)
	}
	return b
}

// shuffled says what of a response can be shuffled and what is the key. True
// and false keep their order, and are not printed as letters.
func shuffled(response bank.Response, how bank.Shuffle) shuffle.Question {
	choice, ok := response.(*bank.Choice)
	if !ok {
		return shuffle.Question{}
	}
	q := shuffle.Question{Options: len(choice.Options)}
	if how.Options {
		q.Movable = choice.Movable(how.Numbers)
	}
	for i, o := range choice.Options {
		if o.Key {
			q.Keys = append(q.Keys, i)
		}
	}
	return q
}

// set builds the set of an order.
func (b *blocks) set(chosen *shuffle.Set, letter string, rng *stream) Set {
	set := Set{Letter: letter, Form: b.of.Number, Achieved: slices.Concat(b.of.Achieved, b.of.Wishes)}
	order, number := chosen.Order, 0
	for i, s := range b.of.Sections {
		section := SetSection{Title: s.Title, Marks: s.Marks, Any: s.Any, Of: s.Of, Groups: s.Groups}
		n := 0
		for _, group := range b.form.Sections[i].Groups {
			n += len(group)
		}
		for _, at := range order[:n] {
			t := b.tasks[at]
			if t.part == 0 {
				number++
				section.Questions = append(section.Questions, SetQuestion{Question: t.question, Number: number})
			}
			q := &section.Questions[len(section.Questions)-1]
			q.Orders = append(q.Orders, arranged(t.question.Tasks[t.part].Response, chosen.Options[at], rng))
		}
		order = order[n:]
		set.Sections = append(set.Sections, section)
	}
	return set
}

// arranged returns the printed order of a response's parts. The right column of a
// matching and the items of an ordering are always shuffled, since their order
// in the bank is the answer.
func arranged(response bank.Response, options []int, rng *stream) []int {
	switch r := response.(type) {
	case *bank.Choice:
		return options
	case *bank.Pairs:
		return disorder(len(r.Right), rng)
	case *bank.Order:
		return disorder(len(r.Items), rng)
	}
	return nil
}

// Likeness is what two sets of a form have in common that a neighbour could use.
type Likeness struct {
	A, B    string // the letters of the sets
	Letters int    // places with a question with options in both, and the same letters of the key
	Of      int    // places with a question with options in both
	Places  int    // numbers with the same question in both
}

// Compare counts what two sets of a form have in common.
func Compare(a, b *Set) Likeness {
	l := Likeness{A: a.Letter, B: b.Letter}
	for i := range a.Sections {
		for j := range a.Sections[i].Questions {
			p, q := &a.Sections[i].Questions[j], &b.Sections[i].Questions[j]
			if p.Question == q.Question {
				l.Places++
			}
			for part := range min(len(p.Orders), len(q.Orders)) {
				x, _ := p.Question.Tasks[part].Response.(*bank.Choice)
				y, _ := q.Question.Tasks[part].Response.(*bank.Choice)
				if x == nil || y == nil {
					continue
				}
				l.Of++
				if Key(x, p.Orders[part]) == Key(y, q.Orders[part]) {
					l.Letters++
				}
			}
		}
	}
	return l
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

// disorder returns a random order of n things that is not the given one.
func disorder(n int, rng *stream) []int {
	order := identity(n)
	for {
		mix(rng, order)
		if n < 2 || !slices.IsSorted(order) {
			return order
		}
	}
}
