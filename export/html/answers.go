package html

import (
	"fmt"
	"strings"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/export"
)

// solution writes the key, the model answer, the feedback on options and the
// scheme of valuation.
func (c *composer) solution(p *export.Part) {
	feedback := false
	for _, o := range p.Options {
		feedback = feedback || !o.Feedback.Empty()
	}
	if p.Key == "" && p.Solution.Empty() && !feedback && len(p.Rubric) == 0 {
		return
	}
	w := &c.w
	w.open("div", "class", "solution")
	w.line()
	if p.Key != "" {
		c.key(p)
	}
	if !p.Solution.Empty() {
		c.writeText(p.Solution)
	}
	if feedback {
		c.feedback(p.Options)
	}
	if len(p.Rubric) > 0 {
		c.rubric(p.Rubric)
	}
	w.close("div")
	w.line()
}

// key is the line that names the right answer. The answers to blanks and units
// are texts of the bank with formulas.
func (c *composer) key(p *export.Part) {
	w := &c.w
	w.open("div", "class", "answer")
	w.element("b", c.words.Say("answer")+":")
	w.text(" ")
	if p.Corrected != "" {
		w.element("b", p.Key)
		w.close("div")
		w.line()
		w.element("div", p.Corrected)
		w.line()
		return
	}
	switch r := p.Response.(type) {
	case *bank.Blanks:
		c.blankKeys(r)
	case *bank.Number:
		said := r.Value
		if r.Tolerance != "" {
			said += " ± " + r.Tolerance
		}
		w.element("b", said)
		if !r.Unit.Empty() {
			w.text(" ")
			w.open("div", "class", "unit")
			c.writeText(r.Unit)
			w.close("div")
		}
	case *bank.Truth:
		w.element("b", c.words.Say(strings.ToLower(p.Key)))
	default:
		w.element("b", p.Key)
	}
	w.close("div")
	w.line()
}

func (c *composer) blankKeys(r *bank.Blanks) {
	w := &c.w
	if len(r.Accept) == 1 {
		w.open("div", "class", "text")
		c.writeText(r.Accept[0][0])
		w.close("div")
		return
	}
	w.open("ol", "role", "list")
	for i, accept := range r.Accept {
		w.open("li")
		w.element("span", fmt.Sprintf("%d.", i+1), "class", "label")
		w.open("div", "class", "text")
		c.writeText(accept[0])
		w.close("div")
		w.close("li")
	}
	w.close("ol")
}

// feedback says of options why they are right or wrong.
func (c *composer) feedback(options []export.Option) {
	w := &c.w
	w.open("ul", "class", "feedback", "role", "list")
	w.line()
	for i, o := range options {
		if o.Feedback.Empty() {
			continue
		}
		w.open("li")
		w.element("span", c.optionLabel(i), "class", "label")
		w.open("div", "class", "text")
		c.writeText(o.Feedback)
		w.close("div")
		w.close("li")
		w.line()
	}
	w.close("ul")
	w.line()
}

// rubric is the table of the scheme of valuation: what for, and the marks.
func (c *composer) rubric(rubric []bank.Criterion) {
	w := &c.w
	w.open("table", "class", "rubric")
	w.line()
	w.open("thead")
	w.open("tr")
	w.element("th", c.words.Say("scheme"), "scope", "col")
	w.element("th", c.words.Say("marks"), "scope", "col", "class", "number")
	w.close("tr")
	w.close("thead")
	w.line()
	w.open("tbody")
	w.line()
	sum := bank.Marks(0)
	for _, r := range rubric {
		sum += r.Marks
		w.open("tr")
		w.open("td")
		c.writeText(r.For)
		w.close("td")
		w.element("td", r.Marks.String(), "class", "number")
		w.close("tr")
		w.line()
	}
	w.close("tbody")
	w.line()
	w.open("tfoot")
	w.open("tr")
	w.element("th", c.words.Say("total"), "scope", "row")
	w.element("td", sum.String(), "class", "number")
	w.close("tr")
	w.close("tfoot")
	w.close("table")
	w.line()
}

// source is the line that says where a question comes from.
func (c *composer) source(q *export.Question) {
	if q.Source == nil {
		return
	}
	if said := export.SourceLine(q); said != "" {
		c.w.element("p", said, "class", "source")
		c.w.line()
	}
}
