// Package page composes a paper into pages: the heading and the boxes for name
// and roll number, sections, questions with their options, answer space, and in
// the answers the key, model answers and the scheme of valuation.
//
// The usual call is [Compose]. The result is a finished display list; the
// package knows nothing of file formats. [Check] finds what cannot be composed
// before it is.
package page

import (
	"fmt"
	"strings"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/typeset"
)

// Options say what is printed of a paper.
type Options struct {
	Answers bool // key, model answers, rubrics and sources beside the questions
}

// Compose lays out a paper.
func Compose(p *export.Paper, opts Options, r *Resources) (*typeset.Document, error) {
	c := &composer{Resources: r, opts: opts}
	lines := c.front(p)
	for i := range p.Sections {
		lines = append(lines, c.section(&p.Sections[i])...)
	}
	if c.err != nil {
		return nil, c.err
	}
	doc := &typeset.Document{
		Title:    title(p, opts),
		Author:   p.Institution,
		Subject:  strings.TrimSpace(p.CourseCode + " " + p.CourseTitle),
		Language: "en",
		Width:    pageWidth,
		Height:   pageHeight,
	}
	if err := paginate(doc, lines); err != nil {
		return nil, err
	}
	for i := range doc.Pages {
		c.footer(doc, i, p)
	}
	return doc, c.err
}

func title(p *export.Paper, opts Options) string {
	t := p.Title
	if p.Set != "" {
		t += ", set " + p.Set
	}
	if opts.Answers {
		t += ": answers"
	}
	return t
}

// front lays out what stands above the first section.
func (c *composer) front(p *export.Paper) []line {
	body := typeset.Style{Size: bodySize}
	center := columnWidth / 2
	var lines []line
	add := func(above typeset.Length, l line) {
		l.above, l.keep = above, true
		lines = append(lines, l)
	}
	if p.Institution != "" {
		for _, l := range c.centred(p.Institution, typeset.Style{Bold: true, Size: 16 * typeset.Point}) {
			add(0, l)
		}
	}
	exam := p.Title
	if p.Date != "" {
		exam += ", " + longDate(p.Date)
	}
	for _, l := range c.centred(exam, typeset.Style{Size: 11*typeset.Point + typeset.Point/2}) {
		add(0, l)
	}
	if course := strings.TrimSpace(p.CourseCode + " " + p.CourseTitle); course != "" {
		for _, l := range c.centred(course, typeset.Style{Bold: true, Size: 12 * typeset.Point}) {
			add(0, l)
		}
	}
	if c.opts.Answers {
		add(typeset.Point, textLine(bodySize, c.centreText("Answers and scheme of valuation", typeset.Style{Italic: true, Size: bodySize}, center)))
	}
	if p.Set != "" && len(lines) > 0 {
		lines[0].items = append(lines[0].items, c.setBox(p.Set, -lines[0].height)...)
	}
	var left, right []typeset.Item
	if p.Minutes > 0 {
		left = c.leftText("Time allowed: "+duration(p.Minutes), body, 0)
	}
	right = c.rightText("Maximum marks: "+p.Marks.String(), body, columnWidth)
	add(6*typeset.Point, textLine(bodySize, left, right))
	add(2*typeset.Point, ruleLine())
	if !c.opts.Answers {
		add(5*typeset.Point, c.candidate())
		add(6*typeset.Point, ruleLine())
	}
	if instructions := c.text(p.Instructions, setting{style: typeset.Style{Size: smallSize}, width: columnWidth, ragged: true}); len(instructions) > 0 {
		add(6*typeset.Point, textLine(smallSize, c.leftText("General instructions", typeset.Style{Bold: true, Size: smallSize + typeset.Point/2}, 0)))
		instructions[0].above += typeset.Point
		lines = append(lines, keepTogether(instructions)...)
	}
	if note := markingNote(p.Marking); note != "" {
		add(3*typeset.Point, textLine(smallSize, c.leftText(note, typeset.Style{Size: smallSize}, 0)))
	}
	return lines
}

// markingNote says what candidates must know about wrong answers.
func markingNote(m bank.Marking) string {
	if m.Wrong >= 0 {
		return ""
	}
	return fmt.Sprintf("A wrong answer to a question with options carries −%s mark.", (-m.Wrong).String())
}

// centred sets a heading around the middle of the column, on several lines if
// it is long; the box with the set's letter is kept clear.
func (c *composer) centred(text string, style typeset.Style) []line {
	const clear = 20 * typeset.MM
	t := typeset.NewText(c.Fonts)
	if err := t.Add(text, style); err != nil {
		c.fail(err)
		return nil
	}
	set, err := t.Lines(columnWidth-2*clear, typeset.LineOptions{NoHyphens: true})
	if err != nil {
		c.fail(fmt.Errorf("%q: %w", text, err))
		return nil
	}
	height, depth := strut(style.Size)
	var lines []line
	for _, l := range set {
		one := line{height: height, depth: depth, items: l.Items, text: true}
		lines = append(lines, shift([]line{one}, (columnWidth-l.Width)/2)...)
	}
	return lines
}

// setBox draws the box with the letter of the set at the right edge.
func (c *composer) setBox(letter string, top typeset.Length) []typeset.Item {
	const size = 13 * typeset.MM
	x := columnWidth - size
	items := outline(x, top, size, size, thick)
	for _, it := range c.centreText("SET", typeset.Style{Size: 7 * typeset.Point}, x+size/2) {
		items = append(items, typeset.Translate(it, 0, top+11*typeset.Point))
	}
	big := typeset.Style{Bold: true, Size: 22 * typeset.Point}
	if len(letter) > 1 {
		big.Size = 17 * typeset.Point
	}
	for _, it := range c.centreText(letter, big, x+size/2) {
		items = append(items, typeset.Translate(it, 0, top+30*typeset.Point))
	}
	return items
}

// outline draws the edge of a rectangle.
func outline(x, y, w, h, weight typeset.Length) []typeset.Item {
	return []typeset.Item{
		&typeset.Box{X: x, Y: y, W: w, H: weight},
		&typeset.Box{X: x, Y: y + h - weight, W: w, H: weight},
		&typeset.Box{X: x, Y: y, W: weight, H: h},
		&typeset.Box{X: x + w - weight, Y: y, W: weight, H: h},
	}
}

func ruleLine() line {
	return line{depth: thick, items: []typeset.Item{&typeset.Box{X: 0, Y: 0, W: columnWidth, H: thin + thin/2}}}
}

// candidate draws the line for the name and the boxes for the roll number.
func (c *composer) candidate() line {
	const boxes, side = 10, 6*typeset.MM + typeset.MM/2
	style := typeset.Style{Size: bodySize}
	name, w := c.run("Name of candidate", style)
	rollEnd := columnWidth - boxes*side
	roll := c.rightText("Roll no.", style, rollEnd-2*typeset.MM)
	_, rollWidth := c.run("Roll no.", style)
	ruleFrom := w + 3*typeset.MM
	ruleTo := rollEnd - 2*typeset.MM - rollWidth - 6*typeset.MM
	baseline := side*7/10 - side/2
	items := append(name, &typeset.Box{X: ruleFrom, Y: 2 * typeset.Point, W: ruleTo - ruleFrom, H: thin})
	items = append(items, roll...)
	top := baseline - side + typeset.MM/2
	for i := range typeset.Length(boxes) {
		items = append(items, outline(rollEnd+i*side, top, side+thin, side, thin)...)
	}
	return line{height: -top, depth: side + top, items: items}
}

// footer draws the foot of a page: what it belongs to, its number, and whether
// there is more.
func (c *composer) footer(doc *typeset.Document, i int, p *export.Paper) {
	style := typeset.Style{Size: smallSize}
	y := pageHeight - marginBottom + 7*typeset.MM
	left := p.CourseCode
	if p.Set != "" {
		left = strings.TrimPrefix(left+" / Set "+p.Set, " / ")
	}
	if c.opts.Answers {
		left = strings.TrimPrefix(left+" / Answers", " / ")
	}
	right := "Please turn over"
	if i == len(doc.Pages)-1 {
		right = "End of paper"
	}
	italic := style
	italic.Italic = true
	items := []typeset.Item{&typeset.Box{X: marginLeft, Y: y - 12*typeset.Point, W: columnWidth, H: thin}}
	for _, list := range [][]typeset.Item{
		c.leftText(left, style, 0),
		c.centreText(fmt.Sprintf("Page %d of %d", i+1, len(doc.Pages)), style, columnWidth/2),
		c.rightText(right, italic, columnWidth),
	} {
		for _, it := range list {
			items = append(items, typeset.Translate(it, marginLeft, y))
		}
	}
	doc.Pages[i].Items = append(doc.Pages[i].Items, items...)
}

// longDate spells 2026-02-20 as 20 February 2026.
func longDate(date string) string {
	var y, m, d int
	if _, err := fmt.Sscanf(date, "%d-%d-%d", &y, &m, &d); err != nil || m < 1 || m > 12 {
		return date
	}
	months := []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
	return fmt.Sprintf("%d %s %d", d, months[m-1], y)
}

// duration spells minutes as a candidate reads them: 45 minutes, 1 hour,
// 2 hours 30 minutes.
func duration(m bank.Minutes) string {
	if m%bank.Minute != 0 || m < 60*bank.Minute {
		return m.String() + " minutes"
	}
	count := func(n bank.Minutes, noun string) string {
		if n == 1 {
			return "1 " + noun
		}
		return fmt.Sprintf("%d %ss", n, noun)
	}
	hours, rest := m/(60*bank.Minute), m/bank.Minute%60
	if rest == 0 {
		return count(hours, "hour")
	}
	return count(hours, "hour") + " " + count(rest, "minute")
}
