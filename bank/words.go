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
	}
	return 1
}

// say spells a range whose unit is 1/per: "5", "4 to 6", "at least 2", "at most 5".
func (r Range) say(per int) string {
	number := func(v int) string {
		if per == 1 {
			return strconv.Itoa(v)
		}
		return quarters(v, per)
	}
	switch {
	case r.HasMin && r.HasMax && r.Min == r.Max:
		return number(r.Min)
	case r.HasMin && r.HasMax:
		return number(r.Min) + " to " + number(r.Max)
	case r.HasMin:
		return "at least " + number(r.Min)
	case r.HasMax:
		return "at most " + number(r.Max)
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
	if r.Count.Bounded() {
		asked = append(asked, plural(r.Count.say(1), "question"))
	}
	if r.Marks.Bounded() {
		asked = append(asked, plural(r.Marks.say(int(Mark)), "mark"))
	}
	if r.Minutes.Bounded() {
		asked = append(asked, plural(r.Minutes.say(int(Minute)), "minute"))
	}
	return strings.Join(asked, ", ")
}

// plural adds the noun, in the plural unless the amount ends in a lone 1.
func plural(amount, noun string) string {
	if amount == "1" || strings.HasSuffix(amount, " 1") {
		return amount + " " + noun
	}
	return amount + " " + noun + "s"
}
