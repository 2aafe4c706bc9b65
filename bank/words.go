package bank

import (
	"strconv"
	"strings"
)

// String says the condition as a person would: "type single-choice, lecture 7
// or later, not topic convolution".
func (w *Where) String() string {
	if w == nil {
		return "all questions"
	}
	var said []string
	for i := range w.Tests {
		said = append(said, w.Tests[i].String())
	}
	if w.Not != nil {
		said = append(said, "not ("+w.Not.String()+")")
	}
	if len(said) == 0 {
		return "all questions"
	}
	return strings.Join(said, ", ")
}

// String says the test as a person would.
func (t *Test) String() string {
	values := append([]string(nil), t.Values...)
	for _, r := range t.Ranges {
		values = append(values, r.say(t.Attribute.unit()))
	}
	return t.Attribute.singular() + " " + strings.Join(values, " or ")
}

func (a Attribute) singular() string {
	switch a {
	case ByOutcome, BySlide, ByTopic:
		return strings.TrimSuffix(string(a), "s")
	}
	return string(a)
}

// unit returns how many units of a range make one of the attribute.
func (a Attribute) unit() int {
	switch a {
	case ByMarks:
		return int(Mark)
	case ByMinutes:
		return int(Minute)
	case ByFacility, ByDiscrimination:
		return Index
	}
	return 1
}

// say spells a range whose unit is 1/per: "5", "4 to 6", "at least 2", "at most 5".
func (r Range) say(per int) string {
	switch {
	case r.HasMin && r.HasMax && r.Min == r.Max:
		return number(r.Min, per)
	case r.HasMin && r.HasMax:
		return number(r.Min, per) + " to " + number(r.Max, per)
	case r.HasMin:
		return "at least " + number(r.Min, per)
	case r.HasMax:
		return "at most " + number(r.Max, per)
	}
	return "any number of"
}

// String says the rule as a person would: "each lecture: at most 5 marks".
func (r *Rule) String() string {
	var subject string
	switch {
	case r.Each != "" && len(r.In) > 0:
		subject = "each " + r.Each.singular() + " of " + strings.Join(r.In, ", ")
	case r.Each != "":
		subject = "each " + r.Each.singular()
	}
	if r.Where != nil {
		if subject != "" {
			subject += ", "
		}
		subject += r.Where.String()
	}
	if subject == "" {
		subject = "the whole"
	}
	return subject + ": " + r.Asked()
}

// Asked says the bounds of the rule alone: "4 to 6 questions, at most 5 marks".
func (r *Rule) Asked() string {
	var asked []string
	for _, b := range []struct {
		bound Bound
		per   int
		noun  string
	}{{r.Count, 1, "question"}, {r.Marks, int(Mark), "mark"}, {r.Minutes, int(Minute), "minute"}} {
		if b.bound.Bounded() {
			asked = append(asked, b.bound.Say(b.per, b.noun))
		}
	}
	if len(asked) == 0 {
		return "as many marks as can be"
	}
	return strings.Join(asked, ", ")
}

// Say spells a bound with its noun: "4 to 6 questions", "30% to 50% of the
// marks", "marks in proportion to the hours taught, within 1 mark".
func (b Bound) Say(per int, noun string) string {
	low, high := b.Min.say(per, noun), b.Max.say(per, noun)
	var said []string
	switch {
	case b.Min.Set && b.Min == b.Max:
		said = append(said, low)
	case b.Min.Set && b.Max.Set && !b.Min.Share && !b.Max.Share:
		said = append(said, number(b.Min.Value, per)+" to "+high)
	case b.Min.Set && b.Max.Set && b.Min.Share && b.Max.Share:
		said = append(said, percent(b.Min.Value)+" to "+high)
	default:
		if b.Min.Set {
			said = append(said, "at least "+low)
		}
		if b.Max.Set {
			said = append(said, "at most "+high)
		}
	}
	if b.Proportional {
		said = append(said, noun+"s in proportion to the hours taught, within "+b.Within.say(per, noun))
	}
	return strings.Join(said, ", ")
}

func (l Limit) say(per int, noun string) string {
	if l.Share {
		return percent(l.Value) + " of the " + noun + "s"
	}
	return plural(number(l.Value, per), noun)
}

// number spells v/per.
func number(v, per int) string {
	switch per {
	case 1:
		return strconv.Itoa(v)
	case Index:
		return strconv.FormatFloat(float64(v)/Index, 'f', -1, 64)
	}
	return quarters(v, per)
}

func percent(hundredths int) string { return quarters(hundredths, 100) + "%" }

// plural adds the noun, in the plural unless the amount is 1.
func plural(amount, noun string) string {
	if amount == "1" {
		return amount + " " + noun
	}
	return amount + " " + noun + "s"
}
