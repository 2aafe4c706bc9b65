package page

import (
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/typeset"
)

// asScheme returns the paper in the look of the scheme of valuation: the ruled
// table of the paper's style, without tags and without drafts' marks.
func (r *Resources) asScheme(p *export.Paper) *export.Paper {
	r.mu.Lock()
	defer r.mu.Unlock()
	style := r.schemes[p.Style]
	if style == nil {
		one := *p.Style
		one.Table, one.Columns, one.Outcomes, one.Bloom = true, 1, false, false
		one.Marks = "2"
		style = &one
		r.schemes[p.Style] = style
	}
	scheme := *p
	scheme.Style = style
	return &scheme
}

// valued lays out what is expected of a question, step by step with its marks.
func (c *composer) valued(q *export.Question) []line {
	body := setting{style: c.plain(c.bodySize), width: c.stemWidth, ragged: !c.style.Justify}
	if len(q.Parts) == 1 && q.Parts[0].Label == "" {
		return c.steps(&q.Parts[0], body, 0)
	}
	var lines []line
	for i := range q.Parts {
		mark := c.said(typeset.RoleLabel, c.leftText(bank.Numbered(c.style.PartLabel, i+1), body.style, 0))
		set := label(shift(c.steps(&q.Parts[i], body.narrow(c.partIndent), c.partIndent), c.partIndent), mark)
		if i > 0 && len(set) > 0 {
			set[0].above += c.blockSkip
		}
		lines = append(lines, set...)
	}
	return lines
}

// steps lays out the expected answer of a part: its key, its rubric with the
// marks of each step in their column, or the model answer for all of the marks.
// The lines begin indent to the right of the stem.
func (c *composer) steps(p *export.Part, s setting, indent typeset.Length) []line {
	middle := c.stemWidth + c.pad + c.marksWidth/2 - indent
	worth := func(set []line, marks bank.Marks, style typeset.Style) []line {
		if len(set) > 0 {
			set[0].items = append(set[0].items, c.centreText(marks.String(), style, middle)...)
		}
		return set
	}
	bold := s.style
	bold.Bold = true
	var lines []line
	add := func(set []line) {
		if len(lines) > 0 && len(set) > 0 {
			set[0].above += c.paragraphSkip
		}
		lines = append(lines, set...)
	}
	if p.Key != "" {
		set := c.key(p, s)
		if len(p.Rubric) == 0 {
			set = worth(set, p.Marks, bold)
		}
		add(set)
	}
	for _, r := range p.Rubric {
		add(keepTogether(worth(c.text(r.For, s), r.Marks, s.style)))
	}
	switch {
	case len(p.Rubric) > 0:
		l := c.textLine(s.style.Size, c.said(typeset.RoleParagraph, c.leftText(c.words.Say("total"), bold, 0)), c.centreText(p.Marks.String(), bold, middle))
		lines[len(lines)-1].keep = true
		add([]line{l})
	case p.Key == "" && !p.Solution.Empty():
		add(worth(c.text(p.Solution, s), p.Marks, bold))
	case p.Key == "":
		l := c.textLine(s.style.Size, c.said(typeset.RoleParagraph, c.leftText("–", s.style, 0)), c.centreText(p.Marks.String(), bold, middle))
		add([]line{l})
	}
	return lines
}
