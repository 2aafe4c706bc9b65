package assemble

import (
	"fmt"
	"slices"

	"github.com/papersetter/papersetter/bank"
)

// Check sets every requirement of a blueprint against a form, counting from
// the questions themselves and not from the numbers of the search.
func Check(b *bank.Bank, bp *bank.Blueprint, form *Form) []Achieved {
	var list []Achieved
	total := bank.Marks(0)
	for i := range bp.Sections {
		s, chosen := &bp.Sections[i], form.Sections[i].Questions
		a := Achieved{Requirement: "section " + s.Title, Asked: ofMarks.say(int(s.Marks)), Holds: true}
		sum := bank.Marks(0)
		for _, q := range chosen {
			sum += q.Marks
			a.Holds = a.Holds && s.Where.Match(q)
		}
		a.Got = ofMarks.say(int(sum))
		if s.Of > 0 {
			each := s.Marks / bank.Marks(s.Any)
			a.Asked = fmt.Sprintf("any %d of %d questions of %s", s.Any, s.Of, ofMarks.say(int(each)))
			a.Got = fmt.Sprintf("%d questions of %s in all", len(chosen), ofMarks.say(int(sum)))
			a.Holds = a.Holds && len(chosen) == s.Of
			for _, q := range chosen {
				a.Holds = a.Holds && q.Marks == each
			}
			sum = s.Marks
		}
		a.Holds = a.Holds && sum == s.Marks
		total += sum
		list = append(list, a)
	}
	list = append(list, Achieved{"the whole paper", ofMarks.say(int(bp.Marks)), ofMarks.say(int(total)), total == bp.Marks})
	for _, req := range requirements(b, bp) {
		if req.rule == nil {
			continue
		}
		low, high := 0, 0
		for i := range form.Sections {
			if req.section >= 0 && req.section != i {
				continue
			}
			var amounts []int
			for _, q := range form.Sections[i].Questions {
				amounts = append(amounts, req.amount(q))
			}
			l, h := chosenSum(amounts, &bp.Sections[i], false)
			low, high = low+l, high+h
		}
		holds := (!req.bounds.HasMin || low >= req.bounds.Min) && (!req.bounds.HasMax || high <= req.bounds.Max)
		list = append(list, Achieved{req.words, asked(&req), got(&req, low, high), holds})
	}
	return append(list, checkLists(bp, form)...)
}

// checkLists checks must, never, enemies and that stimuli came whole.
func checkLists(bp *bank.Blueprint, form *Form) []Achieved {
	var all []*bank.Question
	for _, s := range form.Sections {
		all = append(all, s.Questions...)
	}
	broken := func(what string, format string, args ...any) Achieved {
		return Achieved{Requirement: what, Asked: "none missing", Got: fmt.Sprintf(format, args...)}
	}
	var list []Achieved
	for i, q := range all {
		if slices.Contains(all[i+1:], q) {
			list = append(list, broken("every question once", "%s twice", q))
		}
		if slices.Contains(bp.Never, q) {
			list = append(list, broken("never", "%s", q))
		}
		for _, e := range q.Enemies {
			if slices.Contains(all[i+1:], e) {
				list = append(list, broken("enemies", "%s with %s", q, e))
			}
		}
		if q.Stimulus != nil {
			for _, member := range q.Stimulus.Questions {
				if !slices.Contains(all, member) {
					list = append(list, broken("stimuli whole", "%s without %s", q, member))
				}
			}
		}
	}
	for _, q := range bp.Must {
		if !slices.Contains(all, q) {
			list = append(list, broken("must", "without %s", q))
		}
	}
	return list
}
