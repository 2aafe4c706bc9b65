// Package trace finds the printed sets or candidates' copies that a photo or a
// message shows. Every copy has its own order of questions and options, so
// that a few of them in their order tell which copy was seen.
//
// The usual call is
//
//		paper, warnings, err := trace.NewPaper(bank, record)
//		result, err := paper.Trace(text)
//
//	 1. read.go takes the text apart: numbers of questions, letters of options,
//	    quotations, lists and lines.
//	 2. normal.go and align.go compare what is left with the questions as they
//	    were printed, and forgive what a camera, a typist or TeX does to letters.
//	 3. match.go says which question each piece belongs to; what it tells of the
//	    number and of the order of the options is an observation.
//	 4. judge.go holds the observations against every copy.
//
// All scores are integers: the same text gives the same answer on every
// machine. The package does not read pictures, and knows of candidates only
// their labels.
package trace

import (
	"fmt"
	"slices"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
)

// MaxText is the longest text that is read, in bytes.
const MaxText = 64 << 10

// Paper is what was printed: the questions, and the copies with their orders.
type Paper struct {
	Questions []Question
	Copies    []Copy
}

// Question is a question with its words in all its languages. The zero value
// is a question that is not known any more; it still has its place in copies.
type Question struct {
	Name  string   // for a person
	Texts []string // that stand above its tasks
	Tasks []Task
}

// Task is a question or a part of one.
type Task struct {
	Texts   []string   // stems, and the left column of a matching
	Options [][]string // in the bank's order, each in all its languages
}

// Copy is one printing: a set or the copy of a candidate.
type Copy struct {
	Label     string // for a person, such as "set C"
	Questions []Placed
}

// Placed is a question in a copy.
type Placed struct {
	Question int     // index into Paper.Questions
	Number   int     // as printed
	Orders   [][]int // for each task the printed order, as indices into Options; nil where there is none
}

// NewPaper builds the paper of a record with the words of its bank. Warnings
// name questions that are not what they were when the paper was printed. An
// error is a record that contradicts itself.
func NewPaper(b *bank.Bank, r *assemble.Record) (*Paper, []string, error) {
	p := &Paper{}
	var warnings []string
	index := map[string]int{}
	for _, rq := range r.Questions {
		index[rq.ID] = len(p.Questions)
		q := b.Find(rq.ID)
		if q == nil {
			name := rq.Name
			if name == "" {
				name = rq.ID
			}
			warnings = append(warnings, fmt.Sprintf("question %s is not in the bank any more: what was seen of it does not count", name))
			p.Questions = append(p.Questions, Question{Name: name})
			continue
		}
		if hash, err := b.Hash(q); err != nil || hash != rq.SHA256 {
			warnings = append(warnings, fmt.Sprintf("question %s has been changed since the paper was printed: what was seen of it may mislead", q))
		}
		p.Questions = append(p.Questions, newQuestion(q))
	}
	printings, err := r.Printings()
	if err != nil {
		return nil, nil, err
	}
	for i := range printings {
		c := p.newCopy(&printings[i].Set, index)
		c.Label = printings[i].Label
		p.Copies = append(p.Copies, c)
	}
	return p, warnings, nil
}

func newQuestion(q *bank.Question) Question {
	question := Question{Name: q.String(), Texts: versions(q.Stem)}
	if q.Stimulus != nil {
		question.Texts = append(question.Texts, versions(q.Stimulus.Text)...)
	}
	for i := range q.Tasks {
		task := Task{Texts: versions(q.Tasks[i].Stem)}
		var options []bank.Text
		switch r := q.Tasks[i].Response.(type) {
		case *bank.Choice:
			for _, o := range r.Options {
				options = append(options, o.Text)
			}
		case *bank.Pairs:
			for _, left := range r.Left {
				task.Texts = append(task.Texts, versions(left)...)
			}
			options = r.Right
		case *bank.Order:
			options = r.Items
		}
		for _, o := range options {
			task.Options = append(task.Options, versions(o))
		}
		question.Tasks = append(question.Tasks, task)
	}
	return question
}

// versions spells a text in all its languages.
func versions(t bank.Text) []string {
	var list []string
	for v := range t.Versions() {
		list = append(list, v.Doc.Plain())
	}
	return list
}

func (p *Paper) newCopy(set *assemble.RecordSet, index map[string]int) Copy {
	c := Copy{}
	for i := range set.Sections {
		for _, rq := range set.Sections[i].Questions {
			at, ok := index[rq.ID]
			if !ok {
				continue
			}
			orders := [][]int{rq.Options}
			if rq.Parts != nil {
				orders = nil
				for _, part := range rq.Parts {
					orders = append(orders, part.Options)
				}
			}
			for t, order := range orders {
				if t >= len(p.Questions[at].Tasks) || !fits(order, len(p.Questions[at].Tasks[t].Options)) {
					orders[t] = nil // the question has been changed
				}
			}
			c.Questions = append(c.Questions, Placed{Question: at, Number: rq.Number, Orders: orders})
		}
	}
	return c
}

// fits reports whether an order is one of n things.
func fits(order []int, n int) bool {
	if len(order) != n {
		return false
	}
	for i, thing := range slices.Sorted(slices.Values(order)) {
		if i != thing {
			return false
		}
	}
	return true
}
