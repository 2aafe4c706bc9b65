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
	const indent = 4 * typeset.MM
	inner := s.narrow(indent).size(bodySize - typeset.Point/2)
	var lines []line
	add := func(set []line) {
		if len(set) == 0 {
			return
		}
		if len(lines) > 0 {
			set[0].above += paragraphSkip
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
	for _, o := range p.Options {
		if o.Feedback.Empty() {
			continue
		}
		set := shift(c.text(o.Feedback, inner.narrow(labelWidth).size(smallSize)), labelWidth)
		add(label(set, c.leftText("("+o.Letter+")", typeset.Style{Size: smallSize}, 0)))
	}
	if len(p.Rubric) > 0 {
		add(c.rubric(p.Rubric, inner))
	}
	if len(lines) == 0 {
		return nil
	}
	lines = shift(sideRule(lines, -indent+thick, faint), indent)
	lines[0].above += blockSkip
	lines[len(lines)-1].keep = false
	return lines
}

// key is the line that names the right answer.
func (c *composer) key(p *export.Part, s setting) []line {
	bold := s.style
	bold.Bold = true
	word := "Answer: "
	head, w := c.run(word, bold)
	// The answers to blanks and units are texts of the bank with formulas.
	switch r := p.Response.(type) {
	case *bank.Blanks:
		var lines []line
		for i, accept := range r.Accept {
			set := shift(c.text(accept[0], s.narrow(w)), w)
			if len(r.Accept) > 1 {
				set = label(shift(set, 6*typeset.MM), c.leftText(fmt.Sprintf("%d.", i+1), s.style, w))
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
		l := textLine(s.style.Size, head, at(items, w))
		if unit := c.text(r.Unit, s); len(unit) > 0 {
			l.items = append(l.items, shift(unit, w+kw+typeset.MM)[0].items...)
		}
		return []line{l}
	}
	return []line{textLine(s.style.Size, c.leftText(word+p.Key, bold, 0))}
}

// rubric is the table of the scheme of valuation: what for, and the marks.
func (c *composer) rubric(rubric []bank.Criterion, s setting) []line {
	const marks = 16 * typeset.MM
	small := s.size(smallSize).narrow(marks)
	small.ragged = true
	head := small.style
	head.Bold = true
	top := textLine(smallSize, c.leftText("Scheme of valuation", head, 0), c.rightText("Marks", head, s.width))
	top.items = append(top.items, &typeset.Box{X: 0, Y: top.depth - thin, W: s.width, H: thin, Gray: soft})
	lines := []line{top}
	sum := bank.Marks(0)
	for _, r := range rubric {
		sum += r.Marks
		set := c.text(r.For, small)
		if len(set) == 0 {
			set = []line{textLine(smallSize)}
		}
		last := len(set) - 1 // behind the words it belongs to, for those who hear the page
		set[last].items = append(set[last].items, c.rightText(r.Marks.String(), small.style, s.width)...)
		set[0].above += typeset.Point
		lines = append(lines, keepTogether(set)...)
	}
	total := textLine(smallSize, c.leftText("Total", head, 0), c.rightText(sum.String(), head, s.width))
	total.above = typeset.Point
	total.items = append(total.items, &typeset.Box{X: 0, Y: -total.height, W: s.width, H: thin, Gray: soft})
	return keepTogether(append(lines, total))
}

// source is the line that says where a question comes from.
func (c *composer) source(q *export.Question) []line {
	src := q.Source
	var said []string
	if q.Lecture != nil {
		said = append(said, fmt.Sprintf("Lecture %d: %s", q.Lecture.Number, q.Lecture.Title))
	}
	switch len(src.Slides) {
	case 0:
	case 1:
		said = append(said, fmt.Sprintf("slide %d", src.Slides[0]))
	default:
		said = append(said, "slides "+strings.Trim(strings.ReplaceAll(fmt.Sprint(src.Slides), " ", ", "), "[]"))
	}
	said = append(said, src.Outcomes...)
	for _, tag := range []string{src.Bloom, src.Difficulty, src.Name} {
		if tag != "" {
			said = append(said, tag)
		}
	}
	t := typeset.NewText(c.Fonts)
	if err := t.Add(strings.Join(said, " · "), typeset.Style{Italic: true, Size: tinySize, Gray: soft}); err != nil {
		c.fail(fmt.Errorf("%s: %w", src.Pos, err))
		return nil
	}
	set, err := t.Lines(stemWidth, typeset.LineOptions{NoHyphens: true})
	if err != nil {
		c.fail(fmt.Errorf("%s: %w", src.Pos, err))
		return nil
	}
	height, depth := strut(tinySize)
	var lines []line
	for _, l := range set {
		lines = append(lines, line{height: height, depth: depth, items: l.Items})
	}
	if len(lines) > 0 {
		lines[0].above = 5 * typeset.Point
	}
	return keepTogether(lines)
}
