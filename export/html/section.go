package html

import (
	"fmt"
	"slices"
	"strings"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/markup"
	"github.com/papersetter/papersetter/export"
)

// section writes a section: its title, what to answer, and its questions.
func (c *composer) section(i int, s *export.Section) {
	w := &c.w
	id := fmt.Sprintf("section-%d", i+1)
	w.open("section", "class", "section", "aria-labelledby", id)
	w.line()
	w.element("h2", s.Title, "id", id)
	w.line()
	w.element("p", c.words.SectionNote(s), "class", "note")
	w.line()
	for i := range s.Questions {
		if s.Or(i) {
			w.element("p", c.words.Say("or"), "class", "or")
			w.line()
		}
		c.question(&s.Questions[i])
	}
	w.close("section")
	w.line()
}

// question writes a numbered question, with the stimulus that begins here.
func (c *composer) question(q *export.Question) {
	w := &c.w
	c.mathML = c.mathOf(q.Source)
	defer func() { c.mathML = c.MathML }()
	if !q.Stimulus.Empty() {
		c.stimulus(q)
	}
	id := fmt.Sprintf("question-%d", q.Number)
	w.open("article", "class", "question", "aria-labelledby", id)
	w.open("h3", "id", id)
	c.hidden(fmt.Sprintf("%s %d", c.words.Say("question"), q.Number))
	c.seen(bank.Numbered(c.style.QuestionLabel, q.Number), "")
	w.close("h3")
	w.line()
	w.open("div", "class", "body")
	w.line()
	c.asked(q)
	if c.answers {
		c.source(q)
	}
	w.close("div")
	w.close("article")
	w.line()
}

// mathOf returns what spells the formulas of a question, with its macros.
func (c *composer) mathOf(q *bank.Question) func(string, bool) (string, error) {
	if q == nil || len(q.Macros) == 0 || c.With == nil {
		return c.MathML
	}
	return c.With(q.Macros)
}

// asked writes the question itself: stem and parts.
func (c *composer) asked(q *export.Question) {
	w := &c.w
	if len(q.Parts) == 1 && q.Parts[0].Label == "" {
		c.part(&q.Parts[0], q)
		return
	}
	c.ask(q.Stem, q.Marks, q)
	w.open("ol", "class", "parts", "role", "list")
	w.line()
	for i := range q.Parts {
		w.open("li")
		w.element("span", bank.Numbered(c.style.PartLabel, i+1), "class", "label")
		w.open("div", "class", "body")
		w.line()
		c.part(&q.Parts[i], nil)
		w.close("div")
		w.close("li")
		w.line()
	}
	w.close("ol")
	w.line()
}

// part writes what is asked and the room for the answer, and in the answers the
// key and the model answer. The question is nil for a part of one.
func (c *composer) part(p *export.Part, q *export.Question) {
	c.countBlanks(p.Stem)
	c.ask(p.Stem, p.Marks, q)
	c.blanks = nil
	if p.Multiple() {
		c.w.element("p", c.words.Say("several"), "class", "hint")
		c.w.line()
	}
	c.response(p)
	if c.answers {
		c.solution(p)
	}
}

// ask writes a stem with its marks beside it; those of a whole question are
// bold, and what candidates see of its tags stands below them.
func (c *composer) ask(stem bank.Text, marks bank.Marks, q *export.Question) {
	w := &c.w
	class := "ask"
	if c.beginsLines(stem) || q != nil && c.tags(q) != "" {
		class += " top"
	}
	w.open("div", "class", class)
	w.open("div", "class", "text")
	c.writeText(stem)
	w.close("div")
	if said := c.marks(marks); said != "" {
		class := "marks"
		if q != nil {
			class += " whole"
		}
		w.open("p", "class", class)
		c.hidden(c.words.Marks(marks))
		c.seen(said, "")
		if q != nil {
			if tags := c.tags(q); tags != "" {
				w.text(" ")
				w.element("small", tags)
			}
		}
		w.close("p")
	}
	w.close("div")
	w.line()
}

// beginsLines reports whether marks stand beside the first line of a stem: one
// that ends in a figure or the like has no last line for them.
func (c *composer) beginsLines(stem bank.Text) bool {
	for _, t := range c.versions(stem) {
		if n := len(t.Doc.Blocks); n > 0 {
			switch t.Doc.Blocks[n-1].(type) {
			case *markup.Paragraph, *markup.List:
			default:
				return true
			}
		}
	}
	return false
}

// tags are what candidates see of a question's tags.
func (c *composer) tags(q *export.Question) string {
	var tags []string
	if q.Source == nil {
		return ""
	}
	if c.style.Outcomes {
		tags = append(tags, q.Source.Outcomes...)
	}
	if i := slices.Index(bank.BloomLevels, q.Source.Bloom); c.style.Bloom && i >= 0 {
		tags = append(tags, fmt.Sprintf("K%d", i+1))
	}
	return strings.Join(tags, " ")
}

// stimulus writes what several questions share.
func (c *composer) stimulus(q *export.Question) {
	key := "refer"
	switch q.Last - q.First {
	case 0:
		key = "refer-one"
	case 1:
		key = "refer-two"
	}
	w := &c.w
	id := fmt.Sprintf("stimulus-%d", q.First)
	w.open("section", "class", "stimulus", "aria-labelledby", id)
	w.element("p", c.words.Say(key, "first", q.First, "last", q.Last), "class", "hint", "id", id)
	w.line()
	c.writeText(q.Stimulus)
	w.close("section")
	w.line()
}
