package page

import (
	"fmt"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/typeset"
)

// section lays out a section: its title, what to answer, and its questions.
func (c *composer) section(s *export.Section) []line {
	room := c.columnWidth - 2*typeset.MM
	lines := c.centred(s.Title, c.bold(c.bodySize*25/22), c.columnWidth, room)
	if len(lines) > 0 {
		title := &lines[0]
		title.above, title.bookmark = c.sectionSkip, s.Title
		heading := c.element(typeset.RoleHeading2)
		for i := range lines {
			lines[i].items = owned(heading, lines[i].items)
		}
		if c.style.Table {
			title.height += c.pad // within the rules
		}
	}
	note := c.centred(c.words.SectionNote(s), c.italic(c.smallSize), c.columnWidth, room)
	for i := range note {
		note[i].items = c.said(typeset.RoleParagraph, note[i].items)
	}
	lines = append(lines, note...)
	for i := range lines {
		lines[i].keep, lines[i].row = true, spanRest
	}
	if len(lines) > 0 {
		lines[0].row = rowSpan
	}
	if !c.style.Table {
		rule := c.ruleLine(c.columnWidth)
		rule.above, rule.keep = 4*typeset.Point, true
		lines = append(lines, rule)
	}
	for i := range s.Questions {
		if s.Or(i) && c.kind != Scheme {
			lines = append(lines, c.or())
		}
		q := c.questionLines(&s.Questions[i])
		if len(q) == 0 {
			continue
		}
		q[0].above += c.questionSkip
		q[0].shrink = c.questionSkip / 3
		if i == 0 {
			q[0].above -= 3 * typeset.Point
		}
		lines = append(lines, q...)
	}
	return lines
}

// or stands between two questions of which one is answered.
func (c *composer) or() line {
	bold := c.bold(c.bodySize)
	l := c.textLine(bold.Size, c.said(typeset.RoleParagraph, c.centreText(c.words.Say("or"), bold, c.columnWidth/2)))
	l.above, l.keep, l.row = c.questionSkip*2/3, true, rowSpan
	return l
}

// questionLines lays out a numbered question, with the stimulus that begins
// here.
func (c *composer) questionLines(q *export.Question) []line {
	c.question, c.formulas = q.Source, c.mathOf(q.Source)
	defer func() { c.question, c.formulas = nil, c.mathOf(nil) }()
	var lines, own []line
	if !q.Stimulus.Empty() && c.kind != Scheme {
		c.within(typeset.RoleSection, func() { lines = c.stimulus(q) })
	}
	c.within(typeset.RoleSection, func() {
		number := c.said(typeset.RoleHeading3, c.number(q))
		if c.kind == Scheme {
			own = c.valued(q)
		} else {
			own = c.asked(q)
		}
		own = label(shift(own, c.numberWidth), number)
	})
	if c.err != nil {
		return nil
	}
	if len(own) > 0 {
		own[0].bookmark, own[0].level = c.words.Say("question")+" "+fmt.Sprint(q.Number), 1
		asRow(own)
	}
	if len(lines) > 0 && len(own) > 0 {
		lines[len(lines)-1].keep = true
		own[0].above += c.blockSkip
		for i := range lines {
			lines[i].row = spanRest
		}
		lines[0].row = rowSpan
	}
	return append(lines, own...)
}

// asRow makes lines a row of the ruled table.
func asRow(lines []line) {
	for i := range lines {
		lines[i].row = rowRest
	}
	lines[0].row = rowStart
}

// number is the number of a question in the margin.
func (c *composer) number(q *export.Question) []typeset.Item {
	text, bold := bank.Numbered(c.style.QuestionLabel, q.Number), c.bold(c.bodySize)
	if c.style.Table {
		return c.centreText(text, bold, (c.numberWidth-c.pad)/2)
	}
	return c.leftText(text, bold, c.grown(typeset.MM))
}

// asked lays out the question itself: stem, parts, and in the answers what is
// to be known of it.
func (c *composer) asked(q *export.Question) []line {
	body := setting{style: c.plain(c.bodySize), width: c.stemWidth, ragged: !c.style.Justify}
	var own []line
	if len(q.Parts) == 1 && q.Parts[0].Label == "" {
		own = c.part(&q.Parts[0], body, q)
	} else {
		own = c.keepWhole(c.marked(c.text(q.Stem, body), q.Marks, q))
		if len(own) > 0 {
			own[len(own)-1].keep = true // the first part stands below the stem
		}
		c.within(typeset.RoleList, func() {
			for i := range q.Parts {
				c.within(typeset.RoleItem, func() {
					own = append(own, c.letteredPart(&q.Parts[i], i, body, len(own) == 0)...)
				})
			}
		})
		if q.Stem.Empty() && len(own) > 0 {
			c.marked(own[:1], q.Marks, q)
		}
	}
	if c.kind.marker() && len(own) > 0 {
		own[len(own)-1].keep = true
		own = append(own, c.source(q)...)
		if c.kind == Moderation {
			own[len(own)-1].keep = true
			own = append(own, c.verdict(q)...)
		}
	}
	return own
}

// stimulus lays out what several questions share, with a rule along the left.
func (c *composer) stimulus(q *export.Question) []line {
	key := "refer"
	switch q.Last - q.First {
	case 0:
		key = "refer-one"
	case 1:
		key = "refer-two"
	}
	indent := c.grown(6 * typeset.MM)
	head := c.textLine(c.bodySize, c.said(typeset.RoleParagraph, c.leftText(c.words.Say(key, "first", q.First, "last", q.Last), c.italic(c.bodySize), 0)))
	text := c.text(q.Stimulus, setting{style: c.plain(c.bodySize), width: c.columnWidth - 3*indent, ragged: !c.style.Justify})
	if len(text) > 0 {
		text[0].above += c.paragraphSkip
	}
	lines := c.keepWhole(append([]line{head}, text...))
	lines[0].keep = true
	return shift(sideRule(lines, -indent*2/3, soft), indent)
}

// letteredPart lays out part (a), (b) … of a question.
func (c *composer) letteredPart(p *export.Part, i int, s setting, first bool) []line {
	mark := c.said(typeset.RoleLabel, c.leftText(bank.Numbered(c.style.PartLabel, i+1), s.style, 0))
	var lines []line
	c.within(typeset.RoleBody, func() { lines = shift(c.part(p, s.narrow(c.partIndent), nil), c.partIndent) })
	lines = label(lines, mark)
	if len(lines) > 0 && !first {
		lines[0].above += c.blockSkip
	}
	return lines
}

// part lays out what is asked and the room for the answer, or in the answers
// the key and the model answer. The question is nil for a part of one.
func (c *composer) part(p *export.Part, s setting, q *export.Question) []line {
	stem := c.text(p.Stem, s)
	if p.Multiple() {
		stem = append(stem, c.hint(c.words.Say("several"), s)...)
	}
	lines := c.keepWhole(c.marked(stem, p.Marks, q))
	answer := c.response(p, s)
	if len(answer) > 0 {
		if len(lines) > 0 {
			lines[len(lines)-1].keep = true
			answer[0].above += c.paragraphSkip
		}
		lines = append(lines, answer...)
	}
	if c.kind.marker() {
		lines = append(lines, c.solution(p, s)...)
	}
	return lines
}

// hint is a remark below a stem, in small italics.
func (c *composer) hint(text string, s setting) []line {
	lines := c.sentence(text, c.italic(c.smallSize), s.width)
	if len(lines) > 0 {
		lines[0].above = 2 * typeset.Point
	}
	return lines
}

// sentence sets words of the paper itself in lines of a width.
func (c *composer) sentence(text string, style typeset.Style, width typeset.Length) []line {
	t := typeset.NewText(c.Fonts)
	err := t.Add(text, style)
	var set []typeset.Line
	if err == nil {
		set, err = t.Lines(width, typeset.LineOptions{NoHyphens: true})
	}
	if err != nil {
		c.fail(fmt.Errorf("%q: %w", text, err))
		return nil
	}
	e := c.element(typeset.RoleParagraph)
	var lines []line
	for _, l := range set {
		one := c.textLine(style.Size, owned(e, l.Items))
		one.height, one.depth = max(one.height, l.Height), max(one.depth, l.Depth)
		lines = append(lines, one)
	}
	return keepTogether(lines)
}

// marked puts the marks beside the lines of a stem, which begin at the left
// edge of the stem or of a part: at the right edge of the last line of text, or
// in a table in their column, on the first line. Those of a whole question are
// bold, and its tags stand below them.
func (c *composer) marked(lines []line, marks bank.Marks, q *export.Question) []line {
	if len(lines) == 0 {
		return lines
	}
	said := c.marks(marks)
	style := c.plain(c.bodySize)
	style.Bold = q != nil
	left := typeset.Length(0) // of the stem, from where the lines begin
	if q == nil {
		left = -c.partIndent
	}
	if c.style.Table {
		c.besideFirst(lines, c.inColumns(said, style, left, q))
		return lines
	}
	last := 0
	for i := range lines {
		if lines[i].text {
			last = i
		}
	}
	right := left + c.stemWidth + c.marksWidth
	lines[last].items = append(lines[last].items, c.rightText(said, style, right)...)
	if q == nil {
		return lines
	}
	if tags := c.tagLine(q); tags != "" {
		// Below the marks; what follows the stem does not reach as far.
		style := c.plain(c.tinySize)
		style.Gray = soft
		down := c.tinySize * 3 / 2
		for _, it := range c.said(typeset.RoleParagraph, c.rightText(tags, style, right)) {
			lines[last].items = append(lines[last].items, typeset.Translate(it, 0, down))
		}
		lines[last].depth = max(lines[last].depth, down+c.tinySize/4)
	}
	return lines
}

// besideFirst puts items on the first of some lines, but behind the words of all
// of them for those who hear the page. Lines that a page may part have them on
// the last.
func (c *composer) besideFirst(lines []line, items []typeset.Item) {
	last := len(lines) - 1
	up := typeset.Length(0)
	if tall(lines) <= c.textDepth/2 {
		for i := 1; i <= last; i++ {
			up += lines[i-1].depth + lines[i].above + lines[i].height
		}
	}
	for _, it := range items {
		lines[last].items = append(lines[last].items, typeset.Translate(it, 0, -up))
	}
}

// inColumns sets marks and tags into their columns of the table.
func (c *composer) inColumns(marks string, style typeset.Style, left typeset.Length, q *export.Question) []typeset.Item {
	x := left + c.stemWidth + c.pad
	items := c.centreText(marks, style, x+c.marksWidth/2)
	x += c.marksWidth
	if q == nil {
		return items
	}
	small := c.plain(c.smallSize)
	for i, list := range c.tags(q) {
		for n, tag := range list {
			down := typeset.Length(n) * small.Size * 5 / 4
			for _, it := range c.centreText(tag, small, x+c.tagWidths[i]/2) {
				items = append(items, typeset.Translate(it, 0, down))
			}
		}
		x += c.tagWidths[i]
	}
	return items
}
