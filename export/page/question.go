package page

import (
	"fmt"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/markup"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/typeset"
)

// section lays out a section: its title, what to answer, and its questions.
func (c *composer) section(s *export.Section) []line {
	bold := typeset.Style{Bold: true, Size: 12*typeset.Point + typeset.Point/2}
	title := textLine(bold.Size, c.centreText(s.Title, bold, columnWidth/2))
	title.above, title.keep, title.bookmark = sectionSkip, true, s.Title
	note := textLine(smallSize, c.centreText(sectionNote(s), typeset.Style{Italic: true, Size: smallSize}, columnWidth/2))
	note.keep = true
	rule := ruleLine()
	rule.above, rule.keep = 4*typeset.Point, true
	lines := []line{title, note, rule}
	for i := range s.Questions {
		q := c.question(&s.Questions[i])
		if len(q) == 0 {
			continue
		}
		q[0].above += questionSkip
		if i == 0 {
			q[0].above -= 3 * typeset.Point
		}
		lines = append(lines, q...)
	}
	return lines
}

// sectionNote says how many questions carry how many marks.
func sectionNote(s *export.Section) string {
	marks := plural(s.Marks.String(), "mark")
	if s.Of > 0 {
		each := s.Marks / bank.Marks(s.Any)
		return fmt.Sprintf("Answer any %d of %d questions. %d × %s = %s", s.Any, s.Of, s.Any, each, marks)
	}
	n := len(s.Questions)
	if n == 0 {
		return marks
	}
	each := s.Questions[0].Marks
	for i := range s.Questions {
		if s.Questions[i].Marks != each {
			return fmt.Sprintf("%s, %s", plural(fmt.Sprint(n), "question"), marks)
		}
	}
	return fmt.Sprintf("%s. %d × %s = %s", plural(fmt.Sprint(n), "question"), n, each, marks)
}

func plural(amount, noun string) string {
	if amount == "1" {
		return amount + " " + noun
	}
	return amount + " " + noun + "s"
}

// question lays out a numbered question, with the stimulus that begins here.
func (c *composer) question(q *export.Question) []line {
	body := setting{style: typeset.Style{Size: bodySize}, width: stemWidth}
	var lines []line
	if !q.Stimulus.Empty() {
		lines = c.stimulus(q)
	}
	var own []line
	whole := len(q.Parts) == 1 && q.Parts[0].Label == ""
	if whole {
		own = c.part(&q.Parts[0], body, true)
	} else {
		own = keepWhole(c.marked(c.text(q.Stem, body), q.Marks, true))
		if len(own) > 0 {
			own[len(own)-1].keep = true // the first part stands below the stem
		}
		for i := range q.Parts {
			own = append(own, c.lettered(&q.Parts[i], body, len(own) == 0)...)
		}
		if q.Stem.Empty() {
			own = c.marked(own[:1], q.Marks, true)
		}
	}
	own = shift(own, numberWidth)
	own = label(own, c.leftText(fmt.Sprintf("%d.", q.Number), typeset.Style{Bold: true, Size: bodySize}, typeset.MM))
	if source := c.source(q); c.opts.Answers && len(own) > 0 {
		own[len(own)-1].keep = true
		own = append(own, shift(source, numberWidth)...)
	}
	if len(own) > 0 {
		own[0].bookmark, own[0].level = fmt.Sprintf("Question %d", q.Number), 1
	}
	if len(lines) > 0 && len(own) > 0 {
		lines[len(lines)-1].keep = true
		own[0].above += blockSkip
	}
	return append(lines, own...)
}

// stimulus lays out what several questions share, between rules.
func (c *composer) stimulus(q *export.Question) []line {
	said := fmt.Sprintf("Questions %d to %d refer to the following.", q.First, q.Last)
	switch q.Last - q.First {
	case 0:
		said = fmt.Sprintf("Question %d refers to the following.", q.First)
	case 1:
		said = fmt.Sprintf("Questions %d and %d refer to the following.", q.First, q.Last)
	}
	head := textLine(bodySize, c.leftText(said, typeset.Style{Italic: true, Size: bodySize}, 0))
	text := c.text(q.Stimulus, setting{style: typeset.Style{Size: bodySize}, width: columnWidth - marksWidth - 6*typeset.MM})
	if len(text) > 0 {
		text[0].above += paragraphSkip
	}
	lines := keepTogether(append([]line{head}, text...))
	return shift(sideRule(lines, -4*typeset.MM, soft), 6*typeset.MM)
}

// lettered lays out part (a), (b) … of a question.
func (c *composer) lettered(p *export.Part, s setting, first bool) []line {
	lines := shift(c.part(p, s.narrow(partIndent), false), partIndent)
	lines = label(lines, c.leftText("("+p.Label+")", s.style, 0))
	if len(lines) > 0 && !first {
		lines[0].above += blockSkip
	}
	return lines
}

// part lays out what is asked and the room for the answer, or in the answers
// the key and the model answer.
func (c *composer) part(p *export.Part, s setting, whole bool) []line {
	stem := c.text(p.Stem, s)
	if p.Multiple() {
		stem = append(stem, c.hint("One or more options may be right.", s)...)
	}
	lines := keepWhole(c.marked(stem, p.Marks, whole))
	answer := c.response(p, s)
	if len(answer) > 0 {
		if len(lines) > 0 {
			lines[len(lines)-1].keep = true
			answer[0].above += paragraphSkip
		}
		lines = append(lines, answer...)
	}
	if c.opts.Answers {
		lines = append(lines, c.solution(p, s)...)
	}
	return lines
}

func (c *composer) hint(text string, s setting) []line {
	style := s.style
	style.Italic, style.Size = true, smallSize
	l := textLine(smallSize, c.leftText(text, style, 0))
	l.above = 2 * typeset.Point
	return []line{l}
}

// marked puts the marks at the right edge of the last line of text; those of
// a whole question are bold. The lines begin at the left edge of the stem.
func (c *composer) marked(lines []line, marks bank.Marks, whole bool) []line {
	last := -1
	for i := range lines {
		if lines[i].text {
			last = i
		}
	}
	if last < 0 {
		if len(lines) == 0 {
			return lines
		}
		last = 0
	}
	style := typeset.Style{Size: bodySize, Bold: whole}
	right := stemWidth + marksWidth
	if !whole {
		right -= partIndent
	}
	lines[last].items = append(lines[last].items, c.rightText("["+marks.String()+"]", style, right)...)
	return lines
}

// response lays out what a candidate answers in or with.
func (c *composer) response(p *export.Part, s setting) []line {
	switch r := p.Response.(type) {
	case *bank.Choice:
		return c.options(p.Options, s)
	case *bank.Truth:
		return c.truth(r, s)
	case *bank.Number:
		return c.number(r, s)
	case *bank.Pairs:
		return c.pairs(p, s)
	case *bank.Order:
		return c.order(p, s)
	case *bank.Written:
		if !c.opts.Answers {
			return c.space(p, s)
		}
	case *bank.Blanks:
	}
	return nil
}

// options sets options in four, two or one columns, as their widths allow.
func (c *composer) options(options []export.Option, s setting) []line {
	labels := make([]string, len(options))
	texts := make([]bank.Text, len(options))
	marks := make([]bool, len(options))
	for i, o := range options {
		labels[i], texts[i], marks[i] = "("+o.Letter+")", o.Text, o.Key && c.opts.Answers
	}
	return c.grid(labels, texts, marks, s)
}

const (
	labelWidth = 8 * typeset.MM
	columnGap  = 4 * typeset.MM
)

// grid sets labelled texts in as many columns as they fit into on one line
// each. Marked ones have their label in a black box.
func (c *composer) grid(labels []string, texts []bank.Text, marked []bool, s setting) []line {
	s.ragged = true
	columns := 1
	for _, n := range []int{4, 2} {
		room := s.width/typeset.Length(n) - labelWidth - columnGap
		if len(texts) >= n && len(texts)%n == 0 && c.fitOneLine(texts, s, room) {
			columns = n
			break
		}
	}
	step := s.width / typeset.Length(columns)
	cell := s
	cell.width = step - labelWidth
	if columns > 1 {
		cell.width -= columnGap
	}
	var lines []line
	for i := 0; i < len(texts); i += columns {
		var row []line
		for j := i; j < min(i+columns, len(texts)); j++ {
			set := c.text(texts[j], cell)
			if len(set) == 0 {
				continue
			}
			set = label(shift(set, labelWidth), c.optionLabel(labels[j], marked != nil && marked[j], s))
			one := set
			if columns > 1 {
				one = []line{stack(set)}
			}
			row = append(row, shift(one, step*typeset.Length(j-i))...)
		}
		if columns > 1 {
			row = []line{beside(row)}
		} else {
			row = keepTogether(row)
		}
		if i > 0 && len(row) > 0 {
			row[0].above += 2 * typeset.Point
		}
		lines = append(lines, row...)
	}
	return keepTogether(lines)
}

// fitOneLine reports whether every text is a single paragraph that fits.
func (c *composer) fitOneLine(texts []bank.Text, s setting, room typeset.Length) bool {
	for _, t := range texts {
		if t.Empty() || len(t.Doc.Blocks) != 1 {
			return false
		}
		p, ok := t.Doc.Blocks[0].(*markup.Paragraph)
		if !ok {
			return false
		}
		s.text = t
		if c.natural(p.Inlines, s) > room {
			return false
		}
	}
	return true
}

func (c *composer) optionLabel(text string, marked bool, s setting) []typeset.Item {
	if !marked {
		return c.leftText(text, s.style, 0)
	}
	style := s.style
	style.Bold, style.Gray = true, 255
	items, w := c.run(text, style)
	box := &typeset.Box{X: -typeset.Point, Y: -s.style.Size * 85 / 100, W: w + 2*typeset.Point, H: s.style.Size * 115 / 100}
	return append([]typeset.Item{box}, items...)
}

// truth offers True and False to tick.
func (c *composer) truth(r *bank.Truth, s setting) []line {
	const side = 3*typeset.MM + typeset.MM/2
	l := textLine(s.style.Size)
	x := typeset.Length(0)
	for _, value := range []bool{true, false} {
		word := map[bool]string{true: "True", false: "False"}[value]
		style := s.style
		l.items = append(l.items, outline(x, -side, side, side, thin)...)
		if c.opts.Answers && r.Key == value {
			style.Bold = true
			l.items = append(l.items, &typeset.Box{X: x, Y: -side, W: side, H: side})
		}
		items, w := c.run(word, style)
		l.items = append(l.items, at(items, x+side+2*typeset.MM)...)
		x += max(side+2*typeset.MM+w+10*typeset.MM, 28*typeset.MM)
	}
	l.text = false
	return []line{l}
}

// number leaves a line for a number before its unit.
func (c *composer) number(r *bank.Number, s setting) []line {
	if c.opts.Answers {
		return nil
	}
	l := textLine(s.style.Size+4*typeset.Point, c.leftText("Answer:", s.style, 0))
	_, w := c.run("Answer:", s.style)
	x := w + 2*typeset.MM
	const gap = 40 * typeset.MM
	l.items = append(l.items, &typeset.Box{X: x, Y: 2 * typeset.Point, W: gap, H: thin})
	if !r.Unit.Empty() {
		unit := s
		unit.width, unit.ragged = s.width-x-gap, true
		set := shift(c.text(r.Unit, unit), x+gap+2*typeset.MM)
		if len(set) > 0 {
			l.items = append(l.items, set[0].items...)
		}
	}
	l.text = false
	return []line{l}
}

// pairs sets the two columns of a matching side by side.
func (c *composer) pairs(p *export.Part, s setting) []line {
	half := (s.width - 2*columnGap) / 2
	cell := s
	cell.width, cell.ragged = half-labelWidth, true
	var lines []line
	for i := range max(len(p.Left), len(p.Right)) {
		var row []line
		if i < len(p.Left) {
			row = append(row, c.entry(p.Left[i].Label+".", p.Left[i].Text, cell, 0))
		}
		if i < len(p.Right) {
			row = append(row, c.entry("("+p.Right[i].Label+")", p.Right[i].Text, cell, half+2*columnGap))
		}
		one := beside(row)
		if i > 0 {
			one.above = 3 * typeset.Point
		}
		lines = append(lines, one)
	}
	if !c.opts.Answers {
		lines = append(lines, c.answerGaps(len(p.Left), func(i int) string { return fmt.Sprintf("%d –", i+1) }, s))
	}
	return keepTogether(lines)
}

func (c *composer) entry(labelText string, t bank.Text, s setting, x typeset.Length) line {
	set := label(shift(c.text(t, s), labelWidth), c.leftText(labelText, s.style, 0))
	return stack(shift(set, x))
}

// order sets the items of an ordering and the gaps for their letters.
func (c *composer) order(p *export.Part, s setting) []line {
	labels := make([]string, len(p.Right))
	texts := make([]bank.Text, len(p.Right))
	for i, e := range p.Right {
		labels[i], texts[i] = "("+e.Label+")", e.Text
	}
	lines := c.grid(labels, texts, nil, s)
	if !c.opts.Answers {
		lines = append(lines, c.answerGaps(len(p.Right), func(i int) string { return fmt.Sprintf("%d.", i+1) }, s))
	}
	return keepTogether(lines)
}

// answerGaps is a line of short numbered gaps for letters.
func (c *composer) answerGaps(n int, name func(int) string, s setting) line {
	l := textLine(s.style.Size, c.leftText("Answer:", s.style, 0))
	l.above, l.text = 6*typeset.Point, false
	_, w := c.run("Answer:", s.style)
	x := w + 4*typeset.MM
	for i := range n {
		items, w := c.run(name(i), s.style)
		l.items = append(l.items, at(items, x)...)
		l.items = append(l.items, &typeset.Box{X: x + w + typeset.MM, Y: 2 * typeset.Point, W: 10 * typeset.MM, H: thin})
		x += w + 17*typeset.MM
	}
	return l
}

// space leaves room for a written answer: dotted lines or a blank box.
func (c *composer) space(p *export.Part, s setting) []line {
	sp := p.Space
	switch {
	case sp.None:
		return nil
	case sp.Millimetres > 0:
		h := min(typeset.Length(sp.Millimetres)*typeset.MM, columnDepth*9/10)
		return []line{{above: 2 * typeset.Point, height: h, items: outline(0, -h, s.width, h, thin)}}
	case sp.Lines == 0:
		perMark := 3
		if p.Type == bank.LongAnswer {
			perMark = 4
		}
		sp.Lines = max(2, (int(p.Marks)*perMark+int(bank.Mark)-1)/int(bank.Mark))
	}
	lines := make([]line, sp.Lines)
	for i := range lines {
		lines[i] = line{height: answerLineGap, items: []typeset.Item{dotted(s.width)}}
	}
	if len(lines) <= 12 {
		return keepTogether(lines)
	}
	return lines
}

// dotted is the line to write on.
func dotted(width typeset.Length) typeset.Item {
	gray := typeset.RGB{R: byte(soft), G: byte(soft), B: byte(soft)}
	return &typeset.Path{
		Steps:  []typeset.PathStep{{Op: typeset.MoveTo}, {Op: typeset.LineTo, P: [3]typeset.XY{{X: width}}}},
		Stroke: &gray,
		Width:  thin,
		Cap:    1,
		Dash:   []typeset.Length{0, 2 * typeset.Point},
	}
}
