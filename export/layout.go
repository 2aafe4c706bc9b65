package export

import (
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
)

// Layout turns a set into the paper that is printed.
func Layout(b *bank.Bank, bp *bank.Blueprint, set *assemble.Set) *Paper {
	p := &Paper{
		Institution:  b.Course.Institution,
		CourseCode:   b.Course.Code,
		CourseTitle:  b.Course.Title,
		Term:         b.Course.Term,
		Title:        bp.Title,
		Date:         bp.Date,
		Minutes:      bp.Minutes,
		Marks:        bp.Marks,
		Instructions: bp.Instructions,
		Marking:      bp.Marking,
		Style:        bp.Style,
	}
	for _, l := range set.Others {
		p.Others = append(p.Others, Other{l.B, l.Letters, l.Of, l.Places})
	}
	for _, a := range set.Achieved {
		p.Achieved = append(p.Achieved, [3]string{a.Requirement, a.Asked, a.Got})
	}
	if p.Style == nil {
		p.Style = bank.ReadyStyle(bank.ReadyStyles[0])
	}
	p.Words = WordsOf(p.Style)
	if bp.Sets > 1 || bp.Forms > 1 {
		p.Set = set.Letter
	}
	for _, s := range set.Sections {
		section := Section{Title: s.Title, Marks: s.Marks, Any: s.Any, Of: s.Of, Groups: s.Groups}
		for i := range s.Questions {
			q := question(b, s.Questions, i)
			p.Words.correct(&q, s.Questions[i].Orders)
			section.Questions = append(section.Questions, q)
		}
		p.Sections = append(p.Sections, section)
	}
	return p
}

// OfBank lays out a question as the bank has it: by itself, with its options in
// their own order.
func OfBank(b *bank.Bank, q *bank.Question) Question {
	printed := assemble.SetQuestion{Question: q, Number: 1}
	for i := range q.Tasks {
		printed.Orders = append(printed.Orders, assemble.BankOrder(q.Tasks[i].Response))
	}
	return question(b, []assemble.SetQuestion{printed}, 0)
}

// question lays out the i-th question of a section.
func question(b *bank.Bank, questions []assemble.SetQuestion, i int) Question {
	printed := &questions[i]
	source := printed.Question
	q := Question{
		Number:  printed.Number,
		Stem:    source.Stem,
		Marks:   source.Marks,
		Source:  source,
		Lecture: b.Course.Lecture(source.Lecture),
	}
	if s := source.Stimulus; s != nil && (i == 0 || questions[i-1].Question.Stimulus != s) {
		q.Stimulus, q.First, q.Last = s.Text, printed.Number, printed.Number
		for j := i; j < len(questions) && questions[j].Question.Stimulus == s; j++ {
			q.Last = questions[j].Number
		}
	}
	for t := range source.Tasks {
		part := newPart(&source.Tasks[t], printed.Orders[t])
		if source.HasParts {
			part.Label = assemble.PartLabel(t)
		}
		q.Parts = append(q.Parts, part)
	}
	return q
}

func newPart(t *bank.Task, order []int) Part {
	p := Part{
		Type:     t.Type,
		Stem:     t.Stem,
		Marks:    t.Marks,
		Space:    t.Space,
		Key:      assemble.TaskKey(t, order),
		Solution: t.Solution,
		Rubric:   t.Rubric,
		Response: t.Response,
	}
	switch r := t.Response.(type) {
	case *bank.Choice:
		for place, i := range order {
			o := r.Options[i]
			p.Options = append(p.Options, Option{Letter: assemble.Letter(place), Text: r.TextIn(i, order), Key: o.Key, Feedback: o.Feedback})
		}
	case *bank.Pairs:
		for i, text := range r.Left {
			p.Left = append(p.Left, Entry{strconv.Itoa(i + 1), text})
		}
		p.Right = lettered(r.Right, order)
	case *bank.Order:
		p.Right = lettered(r.Items, order)
	}
	return p
}

// correct says of the parts of a question what an erratum has changed.
func (w Words) correct(q *Question, orders [][]int) {
	for i := range q.Parts {
		if c := q.Source.Tasks[i].Correction; c != nil {
			q.Parts[i].Corrected = strings.TrimSpace(w.Say("corrected", "key", assemble.Key(c.Before, orders[i])) + " " + c.Reason)
		}
	}
}

func lettered(texts []bank.Text, order []int) []Entry {
	entries := make([]Entry, len(order))
	for place, i := range order {
		entries[place] = Entry{assemble.Letter(place), texts[i]}
	}
	return entries
}
