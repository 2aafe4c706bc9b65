// Package mark says what answers are worth, and what candidates got.
//
// [ReadAnswer] and [Award] value one answer. An [Exam] is a printed paper, and
// [Exam.Mark] marks what [responses.Read] has read of its candidates: whatever it
// cannot read is a problem with its cell, and nothing is guessed.
package mark

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
)

// Results is what candidates got.
type Results struct {
	Exam       *Exam
	Settings   Settings
	Candidates []Candidate // in the order of the list
}

// Candidate is what a candidate answered and got.
type Candidate struct {
	Roll, Name string
	Set        *Set // nil where it is not known, which only an absent candidate's may be
	Absent     bool
	Scores     []Score      // by item of the exam
	Sections   []bank.Marks // by section of the exam
	Raw        bank.Marks   // before moderation
	Total      bank.Marks
	Percent    float64
	Grade      string
}

// Score is what a candidate got for an item.
type Score struct {
	On       bool // the item is in the candidate's set
	Answered bool // something is known: a letter, or marks
	Counts   bool // in the total: with a choice among questions only the best do
	Marks    bank.Marks
	Tasks    []Task // nil where the item is not in the set
}

// Task is what a candidate answered to a task and got for it.
type Task struct {
	Answer   Answer
	Marks    bank.Marks
	Answered bool // there is an answer, or a person has given marks
	ByHand   bool // the marks were given by a person
}

// sum works out sections, total and grade of a candidate from the tasks.
func (e *Exam) sum(c *Candidate, s *Settings) {
	c.Sections = make([]bank.Marks, len(e.Sections))
	for i := range c.Scores {
		c.Scores[i].sum()
	}
	for i := range e.Sections {
		c.Sections[i] = e.section(c, i, s)
		c.Raw += c.Sections[i]
	}
	whole := s.Whole(e)
	c.Total = s.Moderated(c.Raw, whole)
	c.Percent = percent(c.Total, whole)
	c.Grade = s.Grade(c.Percent)
}

// percent is computed as a spreadsheet does, so that both agree to the last bit.
func percent(m, whole bank.Marks) float64 {
	if whole == 0 {
		return 0
	}
	return float64(m) / float64(bank.Mark) * 100 / (float64(whole) / float64(bank.Mark))
}

func (s *Score) sum() {
	s.Marks, s.Answered = 0, false
	for i := range s.Tasks {
		s.Marks += s.Tasks[i].Marks
		s.Answered = s.Answered || s.Tasks[i].Answered
	}
}

// section is what a section is worth: all that was answered or, where candidates
// choose or a rule of moderation says so, the best.
func (e *Exam) section(c *Candidate, section int, s *Settings) bank.Marks {
	groups := map[int][]*Score{}
	last := 0
	for i := range e.Items {
		item, s := &e.Items[i], &c.Scores[i]
		if item.Section != section || !s.On {
			continue
		}
		s.Counts = false
		if last = max(last, item.Group); s.Answered || e.Valued(item) {
			groups[item.Group] = append(groups[item.Group], s)
		}
	}
	most := e.Sections[section].Any
	if e.Sections[section].Of == 0 {
		most = s.Best[section]
	}
	total := bank.Marks(0)
	for g := range last + 1 {
		total += best(groups[g], most)
	}
	return total
}

// Valued reports whether an item has marks even if it was not answered: those of
// a blank, to a question with letters that all candidates must answer.
func (e *Exam) Valued(item *Item) bool {
	if e.Optional(item) {
		return false
	}
	for i := range item.Question.Tasks {
		if Lettered(&item.Question.Tasks[i]) {
			return true
		}
	}
	return false
}

// best adds the best of a group, all of it where most is 0.
func best(group []*Score, most int) bank.Marks {
	if most > 0 && len(group) > most {
		slices.SortStableFunc(group, func(a, b *Score) int { return int(b.Marks - a.Marks) })
		group = group[:most]
	}
	total := bank.Marks(0)
	for _, s := range group {
		s.Counts = true
		total += s.Marks
	}
	return total
}

// ReadMarks reads what a person gave for a task of so many marks at most.
func ReadMarks(text string, most bank.Marks) (bank.Marks, error) {
	const long = 12
	x, ok := new(big.Rat).SetString(strings.ReplaceAll(text, ",", "."))
	if !ok || len(text) > long || strings.ContainsAny(text, "eEpPxX/_") {
		return 0, fmt.Errorf("%q is no number of marks", shortened(text))
	}
	x.Mul(x, new(big.Rat).SetInt64(int64(bank.Mark)))
	if !x.IsInt() {
		return 0, fmt.Errorf("%s is no multiple of a quarter-mark", text)
	}
	m := bank.Marks(x.Num().Int64())
	switch {
	case m > most:
		return 0, fmt.Errorf("%s is more than the %s marks of the question", text, most)
	case m < 0:
		return 0, fmt.Errorf("%s is less than 0", text)
	}
	return m, nil
}

func shortened(text string) string {
	if r := []rune(text); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return text
}

// Spoken spells an answer in the letters of a set, as ReadAnswer reads it.
func (a *Answer) Spoken(t *bank.Task, order []int) string {
	letters := func(things []int, between string) string {
		var list []string
		for _, thing := range things {
			list = append(list, assemble.Letter(slices.Index(order, thing)))
		}
		return strings.Join(list, between)
	}
	switch t.Response.(type) {
	case *bank.Choice:
		if a.Spoilt {
			return Several
		}
		var places []int
		for _, option := range a.Chosen {
			places = append(places, slices.Index(order, option))
		}
		slices.Sort(places)
		var list []string
		for _, p := range places {
			list = append(list, assemble.Letter(p))
		}
		return strings.Join(list, ",")
	case *bank.Truth:
		switch {
		case a.Spoilt:
			return Several
		case len(a.Chosen) == 0:
			return ""
		case a.Chosen[0] == 0:
			return "T"
		}
		return "F"
	case *bank.Pairs:
		var list []string
		for i, right := range a.Given {
			if right >= 0 {
				list = append(list, fmt.Sprintf("%d-%s", i+1, assemble.Letter(slices.Index(order, right))))
			}
		}
		return strings.Join(list, " ")
	case *bank.Order:
		return letters(a.Given, " ")
	}
	return a.Text
}
