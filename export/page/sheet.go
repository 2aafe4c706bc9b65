package page

import (
	"fmt"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/typeset"
)

// The measures of the answer sheet do not follow the size of the text: they fit
// a pen and a scanner.
const (
	bubble    = 2*typeset.MM + typeset.MM/10 // radius
	bubbleGap = 6*typeset.MM + typeset.MM/2  // between the middles of neighbours
	markSide  = 5 * typeset.MM               // of the black squares in the corners
)

// A bubbleRow is the bubbles for one answer.
type bubbleRow struct {
	label   string
	letters []string
}

// bubbleRows lists what is answered on the sheet: choices, and what is true or
// false. All else is answered on the paper.
func (c *composer) bubbleRows(p *export.Paper) []bubbleRow {
	var rows []bubbleRow
	for i := range p.Sections {
		for j := range p.Sections[i].Questions {
			q := &p.Sections[i].Questions[j]
			for k := range q.Parts {
				part := &q.Parts[k]
				row := bubbleRow{label: fmt.Sprint(q.Number) + part.Label}
				switch part.Response.(type) {
				case *bank.Choice:
					for n := range part.Options {
						row.letters = append(row.letters, assemble.Letter(n))
					}
				case *bank.Truth:
					row.letters = []string{"T", "F"}
				default:
					continue
				}
				rows = append(rows, row)
			}
		}
	}
	return rows
}

// sheet lays out the answer sheet: heading, name, the roll number and the set
// to be shaded, and a bubble for each option of each question. Squares in the
// corners give a scanner its bearings.
func (c *composer) sheet(doc *typeset.Document, p *export.Paper) {
	rows := c.bubbleRows(p)
	front := c.heading(p)
	if who := c.candidate(p); len(who) > 0 {
		rule := c.ruleLine(c.textWidth)
		rule.above = 3 * typeset.MM
		front = append(front, rule)
		for _, l := range who {
			l.above = 5 * typeset.Point
			front = append(front, l)
		}
		below := c.ruleLine(c.textWidth)
		below.above = 6 * typeset.Point
		front = append(front, below)
	}
	if note := c.sheetNote(rows); note != "" {
		set := c.sentence(note, c.plain(min(c.smallSize, 10*typeset.Point)), c.textWidth)
		if len(set) > 0 {
			set[0].above = 2 * typeset.MM
		}
		front = append(front, set...)
	}
	top := c.marginTop + tall(front) + 6*typeset.MM
	doc.Pages = append(doc.Pages, typeset.Page{})
	c.place(doc, front, allOf(front), c.marginLeft, c.marginTop)
	y := top + c.identity(doc, p, top)
	c.answers(doc, rows, y)
	for i := range doc.Pages {
		page := &doc.Pages[i]
		page.Items = append(page.Items, c.cornerMarks()...)
		page.Items = append(page.Items, c.footer(doc, i, p)...)
	}
}

func (c *composer) sheetNote(rows []bubbleRow) string {
	if len(rows) == 0 {
		return ""
	}
	return c.words.Say("shade")
}

// identity draws the bubbles for the roll number and the set; it returns the
// height that they take.
func (c *composer) identity(doc *typeset.Document, p *export.Paper, top typeset.Length) typeset.Length {
	if c.style.Roll == 0 && p.Set == "" {
		return 0
	}
	small := c.bold(min(c.smallSize, 10*typeset.Point))
	x := c.marginLeft
	height := typeset.Length(0)
	page := &doc.Pages[0]
	if n := c.style.Roll; n > 0 {
		page.Items = append(page.Items, moved(c.said(typeset.RoleParagraph, c.leftText(c.words.Say("roll"), small, 0)), x, top)...)
		var roll []rune
		if p.Candidate != nil {
			roll = []rune(p.Candidate.Roll)
		}
		for i := range n {
			shaded := ""
			if i < len(roll) && len(roll) <= n {
				shaded = string(roll[i])
			}
			cx := x + bubbleGap*typeset.Length(i) + bubbleGap/2
			page.Items = append(page.Items, furnishes(outline(cx-bubbleGap/2, top+2*typeset.MM, bubbleGap+thin, bubbleGap, thin)...)...)
			if shaded != "" {
				page.Items = append(page.Items, moved(c.centreText(shaded, small, 0), cx, top+2*typeset.MM+bubbleGap*2/3)...)
			}
			for digit := range 10 {
				cy := top + 3*typeset.MM + bubbleGap*3/2 + typeset.Length(digit)*(bubbleGap-typeset.MM)
				page.Items = append(page.Items, c.bubble(fmt.Sprint(digit), cx, cy, shaded == fmt.Sprint(digit))...)
			}
		}
		x += bubbleGap*typeset.Length(n) + 12*typeset.MM
		height = 4*typeset.MM + bubbleGap*3/2 + 10*(bubbleGap-typeset.MM)
	}
	if p.Set != "" {
		page.Items = append(page.Items, moved(c.said(typeset.RoleParagraph, c.leftText(c.words.Say("set"), small, 0)), x, top)...)
		letters := []string{"A", "B", "C", "D"}
		for letter := byte('E'); len(p.Set) == 1 && letter <= p.Set[0] && letter <= 'Z'; letter++ {
			letters = append(letters, string(rune(letter)))
		}
		for i, letter := range letters {
			cx := x + bubbleGap/2 + typeset.Length(i)*bubbleGap
			page.Items = append(page.Items, c.bubble(letter, cx, top+2*typeset.MM+bubbleGap/2, letter == p.Set)...)
		}
		height = max(height, 3*typeset.MM+bubbleGap)
	}
	return height + 6*typeset.MM
}

// moved moves items that are placed around the origin.
func moved(items []typeset.Item, x, y typeset.Length) []typeset.Item {
	list := make([]typeset.Item, len(items))
	for i, it := range items {
		list[i] = typeset.Translate(it, x, y)
	}
	return list
}

// answers draws the bubbles for the questions, column after column, on as many
// pages as it takes.
func (c *composer) answers(doc *typeset.Document, rows []bubbleRow, top typeset.Length) {
	if len(rows) == 0 {
		return
	}
	widest := 0
	for _, r := range rows {
		widest = max(widest, len(r.letters))
	}
	labels := 12 * typeset.MM
	columnWidth := labels + typeset.Length(widest)*bubbleGap + 6*typeset.MM
	perRow := max(1, int((c.textWidth+6*typeset.MM)/columnWidth))
	bottom := c.marginTop + c.textDepth - 4*typeset.MM
	style := c.bold(min(c.smallSize, 10*typeset.Point))
	for len(rows) > 0 {
		perColumn := max(1, int((bottom-top)/bubbleGap))
		if spread := (len(rows) + perRow - 1) / perRow; spread < perColumn {
			perColumn = max(spread, min(5, perColumn)) // columns of one height
		}
		page := &doc.Pages[len(doc.Pages)-1]
		for n := range min(len(rows), perColumn*perRow) {
			r := rows[n]
			x := c.marginLeft + typeset.Length(n/perColumn)*columnWidth
			y := top + typeset.Length(n%perColumn)*bubbleGap + bubbleGap/2
			e := c.element(typeset.RoleParagraph)
			items := owned(e, c.rightText(r.label+".", style, labels-3*typeset.MM))
			page.Items = append(page.Items, moved(items, x, y+style.Size/3)...)
			for k, letter := range r.letters {
				page.Items = append(page.Items, c.bubble(letter, x+labels+bubbleGap*typeset.Length(k)+bubbleGap/2, y, false)...)
			}
		}
		rows = rows[min(len(rows), perColumn*perRow):]
		if len(rows) > 0 {
			doc.Pages = append(doc.Pages, typeset.Page{})
			top = c.marginTop + 6*typeset.MM
		}
	}
}

// bubble is a circle around a letter, black if it is shaded already.
func (c *composer) bubble(letter string, x, y typeset.Length, shaded bool) []typeset.Item {
	gray := typeset.RGB{R: byte(soft), G: byte(soft), B: byte(soft)}
	circle := &typeset.Path{Steps: circleSteps(x, y, bubble), Stroke: &gray, Width: thin}
	if shaded {
		circle.Fill = &typeset.RGB{}
	}
	style := c.plain(7 * typeset.Point)
	style.Gray = soft
	if shaded {
		style.Gray = 255
	}
	return append(furnishes(circle), moved(c.centreText(letter, style, 0), x, y+style.Size*34/100)...)
}

// circleSteps is a circle of four curves.
func circleSteps(x, y, r typeset.Length) []typeset.PathStep {
	const kappa = 55228 // of 100000: how far the control points of a quarter lie off
	k := r * kappa / 100000
	to := func(x1, y1, x2, y2, x3, y3 typeset.Length) typeset.PathStep {
		return typeset.PathStep{Op: typeset.CurveTo, P: [3]typeset.XY{{X: x + x1, Y: y + y1}, {X: x + x2, Y: y + y2}, {X: x + x3, Y: y + y3}}}
	}
	return []typeset.PathStep{
		{Op: typeset.MoveTo, P: [3]typeset.XY{{X: x + r, Y: y}}},
		to(r, k, k, r, 0, r), to(-k, r, -r, k, -r, 0), to(-r, -k, -k, -r, 0, -r), to(k, -r, r, -k, r, 0),
		{Op: typeset.ClosePath},
	}
}

// cornerMarks are the black squares that tell a scanner where the sheet lies.
func (c *composer) cornerMarks() []typeset.Item {
	left, right := c.marginLeft-9*typeset.MM, c.pageWidth-c.marginLeft+4*typeset.MM
	top, bottom := c.marginTop-9*typeset.MM, c.pageHeight-14*typeset.MM
	items := furnishes()
	for _, at := range []typeset.XY{{X: left, Y: top}, {X: right, Y: top}, {X: left, Y: bottom}, {X: right, Y: bottom}} {
		items = append(items, &typeset.Box{X: at.X, Y: at.Y, W: markSide, H: markSide})
	}
	return items
}
