package assemble

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/bank"
)

// RecordErratum is what counts for a question, or a part of one, in place of the
// key that was printed.
type RecordErratum struct {
	ID      string   `json:"id"`
	Part    string   `json:"part,omitempty"`
	Verdict string   `json:"verdict"`           // one of the verdicts
	Answers []string `json:"answers,omitempty"` // letters in the bank's order, or answers
	Before  string   `json:"before,omitempty"`  // letters in the bank's order, or the key as printed
	Reason  string   `json:"reason,omitempty"`
}

// The verdicts of errata.
const (
	NewKey = "key"    // another key
	Accept = "accept" // each of several answers counts
	Void   = "void"   // all candidates get the marks
)

// Task returns the index of the task that an erratum is about.
func (e *RecordErratum) Task(q *bank.Question) (int, error) {
	switch {
	case e.Part == "" && q.HasParts:
		return 0, fmt.Errorf("question %s has parts: say which, as in %s(a)", q, q)
	case e.Part == "":
		return 0, nil
	}
	at := int(e.Part[0] - 'a')
	if !q.HasParts || len(e.Part) != 1 || at < 0 || at >= len(q.Tasks) {
		return 0, fmt.Errorf("question %s has no part (%s)", q, e.Part)
	}
	return at, nil
}

// Correct returns a question as an erratum has it; the bank's stays as it is. An
// error says what the erratum cannot mean.
func (e *RecordErratum) Correct(q *bank.Question) (*bank.Question, error) {
	at, err := e.Task(q)
	if err != nil {
		return nil, err
	}
	other := *q
	other.Tasks = slices.Clone(q.Tasks)
	t := &other.Tasks[at]
	c := &bank.Correction{Reason: e.Reason, Before: t.Response, Void: e.Verdict == Void, Any: e.Verdict == Accept}
	if choice, ok := t.Response.(*bank.Choice); ok && e.Before != "" {
		if c.Before, err = withKeys(choice, strings.Split(e.Before, ", ")); err != nil {
			return nil, err
		}
	}
	if !c.Void {
		if t.Response, err = e.response(t, c); err != nil {
			return nil, fmt.Errorf("question %s: %w", q, err)
		}
	}
	t.Correction = c
	return &other, nil
}

// response is what is right now.
func (e *RecordErratum) response(t *bank.Task, c *bank.Correction) (bank.Response, error) {
	if len(e.Answers) == 0 || slices.Contains(e.Answers, "") {
		return nil, fmt.Errorf("say what counts")
	}
	switch r := t.Response.(type) {
	case *bank.Choice:
		if len(e.Answers) > 1 && e.Verdict == NewKey && !r.Multiple {
			return nil, fmt.Errorf("it has one key: accept %s if each of them counts", strings.Join(e.Answers, ","))
		}
		return withKeys(r, e.Answers)
	case *bank.Truth:
		answer := strings.ToLower(e.Answers[0])
		if len(e.Answers) > 1 || answer != "true" && answer != "false" {
			return nil, fmt.Errorf("the key is True or False; if both count, it is void")
		}
		return &bank.Truth{Key: answer == "true"}, nil
	case *bank.Number:
		for _, a := range e.Answers {
			if _, err := strconv.ParseFloat(a, 64); err != nil {
				return nil, fmt.Errorf("its answer is a number, not %s", a)
			}
		}
		c.Accept = e.Answers
		return r, nil
	case *bank.Blanks:
		if len(r.Accept) > 1 {
			return nil, fmt.Errorf("it has several blanks: correct the bank, or make it void")
		}
		c.Accept = e.Answers
		return r, nil
	}
	return nil, fmt.Errorf("a question of type %s can only be void", t.Type)
}

// withKeys returns a choice with other keys, given as letters in the bank's order.
func withKeys(choice *bank.Choice, letters []string) (*bank.Choice, error) {
	other := *choice
	other.Options = slices.Clone(choice.Options)
	for i := range other.Options {
		other.Options[i].Key = false
	}
	for _, l := range letters {
		i := -1
		if len(l) == 1 {
			i = int(l[0]) - 'A'
		}
		if i < 0 || i >= len(other.Options) {
			return nil, fmt.Errorf("there is no option %s: the options are A to %s", l, Letter(len(other.Options)-1))
		}
		other.Options[i].Key = true
	}
	return &other, nil
}

// Correct applies the errata of a record.
func (r *Rebuilt) Correct(errata []RecordErratum) error {
	for i := range errata {
		e := &errata[i]
		q := r.find(e.ID)
		if q == nil {
			return fmt.Errorf("question %s of an erratum was not printed", e.ID)
		}
		corrected, err := e.Correct(q)
		if err != nil {
			return err
		}
		r.replace(q, corrected)
	}
	return nil
}

func (r *Rebuilt) find(id string) *bank.Question {
	for i := range r.Forms {
		for _, s := range r.Forms[i].Sections {
			for _, q := range s.Questions {
				if q.ID == id {
					return q
				}
			}
		}
	}
	return nil
}

// replace puts another question in the place of one, wherever it is printed.
func (r *Rebuilt) replace(old, q *bank.Question) {
	for i := range r.Forms {
		for k := range r.Forms[i].Sections {
			s := &r.Forms[i].Sections[k]
			for n := range s.Questions {
				if s.Questions[n] == old {
					s.Questions[n] = q
				}
			}
		}
	}
	set := func(set *Set) {
		for i := range set.Sections {
			for n := range set.Sections[i].Questions {
				if p := &set.Sections[i].Questions[n]; p.Question == old {
					p.Question = q
				}
			}
		}
	}
	for i := range r.Sets {
		for k := range r.Sets[i] {
			set(&r.Sets[i][k])
		}
	}
	for i := range r.Copies {
		set(&r.Copies[i])
	}
}
