package assemble

import (
	"fmt"
	"slices"
	"strings"

	"github.com/papersetter/papersetter/bank"
)

// Check sets every requirement of a blueprint against a form, and every wish.
// It counts from the questions themselves and shares no code with what chose
// them. Of the options only the papers to ignore matter.
func Check(b *bank.Bank, bp *bank.Blueprint, form *Form, opts Options) (achieved, wishes []Achieved) {
	c := checker{b, bp, form}
	total := bank.Marks(0)
	for i := range bp.Sections {
		a, marks := c.section(i)
		achieved = append(achieved, a)
		total += marks
		achieved = append(achieved, c.choices(i)...)
		for j := range bp.Sections[i].Rules {
			achieved = append(achieved, c.rule(&bp.Sections[i].Rules[j], i)...)
		}
	}
	achieved = append(achieved, Achieved{"the whole paper", many(bp.Marks.String(), "mark"), many(total.String(), "mark"), total == bp.Marks})
	for i := range bp.Rules {
		achieved = append(achieved, c.rule(&bp.Rules[i], -1)...)
	}
	achieved = append(achieved, c.lists()...)
	achieved = append(achieved, c.fresh(opts.Ignore)...)
	for i := range bp.Prefer {
		wishes = append(wishes, c.rule(&bp.Prefer[i], -1)...)
	}
	return achieved, wishes
}

type checker struct {
	bank      *bank.Bank
	blueprint *bank.Blueprint
	form      *Form
}

// many adds the noun to an amount.
func many(amount, noun string) string {
	if amount == "1" {
		return amount + " " + noun
	}
	return amount + " " + noun + "s"
}

// section checks the marks of a section and that its questions may stand there.
func (c *checker) section(i int) (Achieved, bank.Marks) {
	s, chosen := &c.blueprint.Sections[i], c.form.Sections[i].Questions
	a := Achieved{Requirement: "section " + s.Title, Asked: many(s.Marks.String(), "mark"), Holds: true}
	sum := bank.Marks(0)
	for _, q := range chosen {
		sum += q.Marks
		a.Holds = a.Holds && s.Where.Match(q) && q.Status != bank.Draft && q.Status != bank.Retired
	}
	a.Got = many(sum.String(), "mark")
	if s.Of > 0 {
		each := s.Marks / bank.Marks(s.Any*s.Groups)
		a.Asked = fmt.Sprintf("any %d of %d questions of %s", s.Any, s.Of, many(each.String(), "mark"))
		if s.Groups > 1 {
			a.Asked += fmt.Sprintf(", %d times", s.Groups)
		}
		a.Got = fmt.Sprintf("%d questions of %s in all", len(chosen), many(sum.String(), "mark"))
		a.Holds = a.Holds && len(chosen) == s.Of*s.Groups
		for _, q := range chosen {
			a.Holds = a.Holds && q.Marks == each
		}
		sum = each * bank.Marks(s.Any*s.Groups)
	}
	a.Holds = a.Holds && sum == s.Marks
	return a, sum
}

// choices checks that alternatives agree on what they must.
func (c *checker) choices(i int) []Achieved {
	s, chosen := &c.blueprint.Sections[i], c.form.Sections[i].Questions
	if s.Of == 0 || len(s.Alike) == 0 || len(chosen) != s.Of*s.Groups {
		return nil
	}
	var names []string
	for _, attribute := range s.Alike {
		names = append(names, string(attribute))
	}
	a := Achieved{Requirement: "section " + s.Title + ", alternatives", Asked: "the same " + strings.Join(names, " and "), Got: "the same", Holds: true}
	for n, q := range chosen {
		first := chosen[n-n%s.Of]
		for _, attribute := range s.Alike {
			if !sameTags(q.Values(attribute), first.Values(attribute)) {
				a.Got, a.Holds = fmt.Sprintf("%s and %s differ in %s", first, q, attribute), false
			}
		}
	}
	return []Achieved{a}
}

func sameTags(a, b []string) bool {
	in := func(list []string) func(string) bool {
		return func(v string) bool { return !slices.Contains(list, v) }
	}
	return !slices.ContainsFunc(a, in(b)) && !slices.ContainsFunc(b, in(a))
}

// rule checks a rule for each of its values and quantities. What candidates
// choose is taken at its least and at its most.
func (c *checker) rule(rule *bank.Rule, section int) []Achieved {
	values := []string{""}
	if rule.Each != "" {
		if values = rule.In; values == nil {
			values = c.bank.Values(rule.Each)
		}
	}
	var list []Achieved
	for i, value := range values {
		var one *bank.Where
		words := rule.Where.String()
		if rule.Each != "" {
			one = bank.Only(rule.Each, value)
			if words = one.String(); rule.Where != nil {
				words += ", " + rule.Where.String()
			}
		}
		if section >= 0 {
			words = "section " + c.blueprint.Sections[section].Title + ", " + words
		}
		matches := func(q *bank.Question) bool { return one.Match(q) && rule.Where.Match(q) }
		for _, t := range []struct {
			bound bank.Bound
			noun  string
			per   int
			of    func(*bank.Question) int
		}{
			{rule.Count, "question", 1, func(*bank.Question) int { return 1 }},
			{rule.Marks, "mark", int(bank.Mark), func(q *bank.Question) int { return int(q.Marks) }},
			{rule.Minutes, "minute", int(bank.Minute), func(q *bank.Question) int { return int(q.Minutes) }},
		} {
			plain := rule.Weight > 0 && t.noun == "mark" && !rule.Count.Bounded() && !rule.Marks.Bounded() && !rule.Minutes.Bounded()
			if !t.bound.Bounded() && !plain {
				continue
			}
			matching := func(q *bank.Question) int {
				if !matches(q) {
					return 0
				}
				return t.of(q)
			}
			low, high := c.extremes(section, matching)
			say := func(v int) string {
				return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", float64(v)/float64(t.per)), "0"), ".")
			}
			a := Achieved{Requirement: words, Asked: t.bound.Say(t.per, t.noun), Got: many(say(low), t.noun), Holds: c.holds(rule, i, t.bound, section, t.noun == "mark", matching, t.of)}
			if plain {
				a.Asked = "as many marks as can be"
			}
			if low != high {
				a.Got = say(low) + " to " + many(say(high), t.noun) + ", as the candidate chooses"
			}
			if share := t.bound.Min.Share || t.bound.Max.Share; share || t.bound.Proportional {
				_, all := c.extremes(section, t.of)
				if all > 0 {
					a.Got += fmt.Sprintf(" of %s", say(all))
				}
			}
			list = append(list, a)
		}
	}
	return list
}

// holds decides whether a bound is kept, whatever the candidate chooses.
func (c *checker) holds(rule *bank.Rule, value int, bound bank.Bound, section int, marks bool, matching, of func(*bank.Question) int) bool {
	// least and most of so many times the matching sum less so many times the whole
	combined := func(times, less int) (low, high int) {
		return c.extremes(section, func(q *bank.Question) int { return times*matching(q) - less*of(q) })
	}
	low, high := c.extremes(section, matching)
	if bound.Min.Set {
		if bound.Min.Share {
			if l, _ := combined(bank.Whole, bound.Min.Value); l < 0 {
				return false
			}
		} else if low < bound.Min.Value {
			return false
		}
	}
	if bound.Max.Set {
		if bound.Max.Share {
			if _, h := combined(bank.Whole, bound.Max.Value); h > 0 {
				return false
			}
		} else if high > bound.Max.Value {
			return false
		}
	}
	if bound.Proportional {
		hours, total := c.bank.Hours(rule)
		h, w := hours[value], bound.Within.Value
		if bound.Within.Share {
			least, _ := combined(total*bank.Whole, h*bank.Whole-w*total)
			_, most := combined(total*bank.Whole, h*bank.Whole+w*total)
			return least >= 0 && most <= 0
		}
		least, most := combined(total, h)
		return least >= -w*total && most <= w*total
	}
	return true
}

// extremes returns the least and the most that a sum over what the candidate
// answers can come to, in a section or in the paper.
func (c *checker) extremes(section int, amount func(*bank.Question) int) (low, high int) {
	for i := range c.form.Sections {
		if section >= 0 && section != i {
			continue
		}
		s, questions := &c.blueprint.Sections[i], c.form.Sections[i].Questions
		if s.Of == 0 {
			for _, q := range questions {
				low, high = low+amount(q), high+amount(q)
			}
			continue
		}
		for group := range slices.Chunk(questions, s.Of) {
			l, h := choose(group, s.Any, amount)
			low, high = low+l, high+h
		}
	}
	return low, high
}

// choose returns the least and the most sum of any so many of the questions,
// found by going through the questions one after another.
func choose(questions []*bank.Question, any int, amount func(*bank.Question) int) (low, high int) {
	type ends struct {
		low, high int
		possible  bool
	}
	best := make([]ends, any+1) // of so many questions
	best[0].possible = true
	for _, q := range questions {
		a := amount(q)
		for n := any; n > 0; n-- {
			if before := best[n-1]; before.possible {
				if !best[n].possible {
					best[n] = ends{before.low + a, before.high + a, true}
				} else {
					best[n].low, best[n].high = min(best[n].low, before.low+a), max(best[n].high, before.high+a)
				}
			}
		}
	}
	return best[any].low, best[any].high
}

// fresh checks that no question is one of the last papers'.
func (c *checker) fresh(ignore []string) []Achieved {
	if c.blueprint.Fresh == 0 {
		return nil
	}
	left := c.blueprint.Fresh
	a := Achieved{"fresh", "no question of the last " + many(fmt.Sprint(left), "paper"), "none", true}
	for i := len(c.bank.Printed) - 1; i >= 0 && left > 0; i-- { // the latest is the last
		p := c.bank.Printed[i]
		if slices.Contains(ignore, p.Pos.File) || c.blueprint.Date != "" && p.Date >= c.blueprint.Date {
			continue
		}
		left--
		for _, s := range c.form.Sections {
			for _, q := range s.Questions {
				if slices.Contains(p.IDs, q.ID) {
					a.Got, a.Holds = fmt.Sprintf("%s of %s", q, p.Title), false
				}
			}
		}
	}
	return []Achieved{a}
}

// checkShared returns an error where two forms share more questions than they
// may, beside those that must be in each.
func checkShared(bp *bank.Blueprint, forms []Form) error {
	always := map[*bank.Question]bool{}
	for _, q := range bp.Must {
		always[q] = true
		if q.Stimulus != nil { // its others come with it
			for _, other := range q.Stimulus.Questions {
				always[other] = true
			}
		}
	}
	in := map[*bank.Question][]int{}
	shared := map[[2]int]int{}
	for i := range forms {
		for _, s := range forms[i].Sections {
			for _, q := range s.Questions {
				if always[q] {
					continue
				}
				for _, j := range in[q] {
					pair := [2]int{j, i}
					if shared[pair]++; shared[pair] > bp.Overlap {
						return fmt.Errorf("forms %d and %d share %d questions", j+1, i+1, shared[pair])
					}
				}
				in[q] = append(in[q], i)
			}
		}
	}
	return nil
}

// lists checks must, never, fresh, enemies and that stimuli came whole. It
// returns what is broken, and the requirements of the blueprint that hold.
func (c *checker) lists() []Achieved {
	var all []*bank.Question
	for _, s := range c.form.Sections {
		all = append(all, s.Questions...)
	}
	var list []Achieved
	broken := func(what string, format string, args ...any) {
		list = append(list, Achieved{Requirement: what, Asked: "nothing against it", Got: fmt.Sprintf(format, args...)})
	}
	for i, q := range all {
		if slices.Contains(all[i+1:], q) {
			broken("every question once", "%s twice", q)
		}
		if slices.Contains(c.blueprint.Never, q) {
			broken("never", "%s", q)
		}
		for _, e := range q.Enemies {
			if slices.Contains(all[i+1:], e) && (q.Stimulus == nil || q.Stimulus != e.Stimulus) {
				broken("enemies", "%s with %s", q, e)
			}
		}
		if q.Stimulus != nil {
			for _, member := range q.Stimulus.Questions {
				if !slices.Contains(all, member) {
					broken("stimuli whole", "%s without %s", q, member)
				}
			}
		}
	}
	if len(c.blueprint.Must) > 0 {
		a := Achieved{"must", many(fmt.Sprint(len(c.blueprint.Must)), "question"), "all of them", true}
		for _, q := range c.blueprint.Must {
			if !slices.Contains(all, q) {
				a.Got, a.Holds = "without "+q.String(), false
			}
		}
		list = append(list, a)
	}
	return list
}
