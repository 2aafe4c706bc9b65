package page

import (
	"fmt"
	"strings"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/typeset"
)

// solution lays out the key, the model answer, the feedback on options and the
// scheme of valuation, with a rule along the left.
func (c *composer) solution(p *export.Part, s setting) []line {
	indent := c.grown(4 * typeset.MM)
	inner := s.narrow(indent).size(c.bodySize * 21 / 22)
	var lines []line
	add := func(set []line) {
		if len(set) == 0 {
			return
		}
		if len(lines) > 0 {
			set[0].above += c.paragraphSkip
		}
		lines = append(lines, set...)
	}
	// The key stands on the page of what explains it.
	if p.Key != "" {
		add(c.key(p, inner))
		if len(lines) > 0 {
			lines[len(lines)-1].keep = true
		}
	}
	if !p.Solution.Empty() {
		add(c.text(p.Solution, inner))
	}
	for i, o := range p.Options {
		if o.Feedback.Empty() {
			continue
		}
		mark := c.said(typeset.RoleParagraph, c.leftText(c.optionLabel(i), c.plain(c.smallSize), 0))
		add(label(shift(c.text(o.Feedback, inner.narrow(c.labelWidth).size(c.smallSize)), c.labelWidth), mark))
	}
	if len(p.Rubric) > 0 {
		add(c.rubric(p.Rubric, inner))
	}
	if len(lines) == 0 {
		return nil
	}
	lines = shift(sideRule(lines, -indent+thick, faint), indent)
	lines[0].above += c.blockSkip
	lines[len(lines)-1].keep = false
	return lines
}

// key is the line that names the right answer.
func (c *composer) key(p *export.Part, s setting) []line {
	bold := s.style
	bold.Bold = true
	word := c.words.Say("answer") + ": "
	if p.Corrected != "" {
		return append(c.sentence(word+p.Key, bold, s.width), c.sentence(p.Corrected, s.style, s.width)...)
	}
	switch p.Response.(type) {
	case *bank.Blanks, *bank.Number:
	case *bank.Truth:
		return c.sentence(word+c.words.Say(strings.ToLower(p.Key)), bold, s.width)
	default:
		return c.sentence(word+p.Key, bold, s.width)
	}
	items, w := c.run(word, bold)
	head := c.said(typeset.RoleParagraph, items)
	// The answers to blanks and units are texts of the bank with formulas.
	switch r := p.Response.(type) {
	case *bank.Blanks:
		var lines []line
		for i, accept := range r.Accept {
			set := shift(c.text(accept[0], s.narrow(w+c.grown(6*typeset.MM))), w)
			if len(r.Accept) > 1 {
				set = label(shift(set, c.grown(6*typeset.MM)), c.leftText(fmt.Sprintf("%d.", i+1), s.style, w))
			}
			lines = append(lines, set...)
		}
		return label(lines, head)
	case *bank.Number:
		said := r.Value
		if r.Tolerance != "" {
			said += " ± " + r.Tolerance
		}
		items, kw := c.run(said, bold)
		l := c.textLine(s.style.Size, head, at(items, w))
		if unit := c.text(r.Unit, s); len(unit) > 0 {
			l.items = append(l.items, shift(unit, w+kw+typeset.MM)[0].items...)
		}
		return []line{l}
	}
	return nil
}

// rubric is the table of the scheme of valuation: what for, and the marks.
func (c *composer) rubric(rubric []bank.Criterion, s setting) []line {
	_, marks := c.run(c.words.Say("marks"), c.bold(c.smallSize))
	marks += c.grown(3 * typeset.MM)
	small := s.size(c.smallSize).narrow(marks)
	small.ragged = true
	head := small.style
	head.Bold = true
	var lines []line
	c.within(typeset.RoleTable, func() {
		row := func(role typeset.Role, set []line, left, right []typeset.Item) []line {
			if len(set) == 0 {
				set = []line{c.textLine(c.smallSize)}
			}
			c.within(typeset.RoleRow, func() {
				if left != nil {
					set[0].items = append(set[0].items, c.said(role, left)...)
				}
				last := len(set) - 1 // behind the words it belongs to, for those who hear the page
				set[last].items = append(set[last].items, c.said(role, right)...)
			})
			return set
		}
		top := row(typeset.RoleHeader, nil, c.fitted(c.words.Say("scheme"), head, s.width-marks), c.rightText(c.words.Say("marks"), head, s.width))[0]
		top.items = append(top.items, furnishes(&typeset.Box{X: 0, Y: top.depth - thin, W: s.width, H: thin, Gray: soft})...)
		lines = []line{top}
		sum := bank.Marks(0)
		for _, r := range rubric {
			sum += r.Marks
			set := row(typeset.RoleCell, c.text(r.For, small), nil, c.rightText(r.Marks.String(), small.style, s.width))
			set[0].above += typeset.Point
			lines = append(lines, keepTogether(set)...)
		}
		total := row(typeset.RoleCell, nil, c.leftText(c.words.Say("total"), head, 0), c.rightText(sum.String(), head, s.width))[0]
		total.above = typeset.Point
		total.items = append(furnishes(&typeset.Box{X: 0, Y: -total.height, W: s.width, H: thin, Gray: soft}), total.items...)
		lines = append(lines, total)
	})
	return keepTogether(lines)
}

// source is the line that says where a question comes from.
func (c *composer) source(q *export.Question) []line { return c.small(export.SourceLine(q)) }

// small sets a note on a question in small grey letters.
func (c *composer) small(text string) []line {
	style := c.italic(c.tinySize)
	style.Gray = soft
	lines := c.sentence(text, style, c.stemWidth)
	if len(lines) > 0 {
		lines[0].above = 5 * typeset.Point
	}
	return lines
}
