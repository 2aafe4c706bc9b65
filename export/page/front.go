package page

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"rsc.io/qr"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/typeset"
)

// front lays out what stands above the first section.
func (c *composer) front(p *export.Paper) []line {
	lines := c.heading(p)
	add := func(above typeset.Length, l line) {
		l.above, l.keep = above, true
		lines = append(lines, l)
	}
	var left []typeset.Item
	if p.Minutes > 0 {
		left = c.said(typeset.RoleParagraph, c.leftText(c.words.Say("time", "time", c.words.Duration(p.Minutes)), c.plain(c.bodySize), 0))
	}
	right := c.said(typeset.RoleParagraph, c.rightText(c.words.Say("maximum", "marks", p.Marks), c.plain(c.bodySize), c.textWidth))
	add(6*typeset.Point, c.textLine(c.bodySize, left, right))
	add(2*typeset.Point, c.ruleLine(c.textWidth))
	if !c.kind.marker() {
		if who := c.candidate(p); len(who) > 0 {
			for _, l := range who {
				add(5*typeset.Point, l)
			}
			add(6*typeset.Point, c.ruleLine(c.textWidth))
		}
	}
	if c.kind == Scheme {
		return lines
	}
	if !p.Instructions.Empty() {
		head := c.said(typeset.RoleParagraph, c.leftText(c.words.Say("instructions"), c.bold(c.smallSize+typeset.Point/2), 0))
		instructions := c.text(p.Instructions, setting{style: c.plain(c.smallSize), width: c.textWidth, ragged: true})
		if len(instructions) == 0 {
			return lines
		}
		add(6*typeset.Point, c.textLine(c.smallSize, head))
		instructions[0].above += typeset.Point
		instructions = keepTogether(instructions)
		instructions[len(instructions)-1].keep = true
		lines = append(lines, instructions...)
	}
	note := func(text string) {
		for i, l := range c.sentence(text, c.plain(c.smallSize), c.textWidth) {
			above := typeset.Length(0)
			if i == 0 {
				above = 3 * typeset.Point
			}
			add(above, l)
		}
	}
	if p.Marking.Wrong < 0 {
		note(c.words.Say("wrong", "marks", (-p.Marking.Wrong).String()))
	}
	if p.Marking.Partial != bank.AllOrNothing {
		note(c.words.Say("partial-" + string(p.Marking.Partial)))
	}
	if text := c.words.Likeness(p); text != "" && c.kind.marker() {
		note(text)
	}
	if c.style.Booklet && c.kind == Questions {
		note(c.words.Say("booklet"))
	}
	return lines
}

// heading names the institution, the examination and the course, with the logo
// at the left and the letter of the set at the right.
func (c *composer) heading(p *export.Paper) []line {
	var lines []line
	add := func(role typeset.Role, text string, style typeset.Style) {
		if text == "" {
			return
		}
		for i, l := range c.centred(text, style, c.textWidth, c.textWidth*7/9) {
			if i == 0 {
				l.items = c.said(role, l.items)
			}
			l.keep = true
			lines = append(lines, l)
		}
	}
	exam := p.Title
	if p.Date != "" {
		exam += ", " + c.words.Date(p.Date)
	}
	add(typeset.RoleParagraph, p.Institution, c.bold(c.bodySize*16/11))
	add(typeset.RoleHeading1, exam, c.plain(c.bodySize*23/22))
	add(typeset.RoleParagraph, strings.TrimSpace(p.CourseCode+" "+p.CourseTitle), c.bold(c.bodySize*12/11))
	add(typeset.RoleParagraph, c.kindName(), c.italic(c.bodySize))
	if len(lines) == 0 {
		return lines
	}
	top, height := -lines[0].height, tall(lines)
	edge := typeset.Length(0)
	if p.Set != "" {
		box, size := c.setBox(p.Set, top)
		lines[0].items = append(lines[0].items, box...)
		edge = max(edge, size)
	}
	if c.style.Logo != "" {
		logo, size := c.logo(top, max(height, 16*typeset.MM))
		lines[0].items = append(lines[0].items, logo...)
		edge = max(edge, size)
	}
	if more := edge - height; more > 0 {
		lines[len(lines)-1].depth += more // room for what stands beside the lines
	}
	return lines
}

// centred sets a heading around the middle of a column, on several lines if it
// is wider than the room: that of the paper keeps clear of the logo and the box
// with the set's letter.
func (c *composer) centred(text string, style typeset.Style, column, room typeset.Length) []line {
	t := typeset.NewText(c.Fonts)
	if err := t.Add(text, style); err != nil {
		c.fail(err)
		return nil
	}
	set, err := t.Lines(room, typeset.LineOptions{NoHyphens: true})
	if err != nil {
		c.fail(fmt.Errorf("%q: %w", text, err))
		return nil
	}
	height, depth := c.strut(style.Size)
	var lines []line
	for _, l := range set {
		one := line{height: max(height, l.Height), depth: max(depth, l.Depth), items: l.Items, text: true}
		lines = append(lines, shift([]line{one}, (column-l.Width-l.Start)/2)...)
	}
	return lines
}

// setBox draws the box with the letter of the set at the right edge; it returns
// the height.
func (c *composer) setBox(letter string, top typeset.Length) ([]typeset.Item, typeset.Length) {
	const size = 13 * typeset.MM
	x := c.textWidth - size
	items := furnishes(outline(x, top, size, size, thick)...)
	word := c.plain(7 * typeset.Point)
	e := c.element(typeset.RoleParagraph)
	place := func(text string, style typeset.Style, y typeset.Length) {
		for _, it := range c.centreText(text, style, x+size/2) {
			items = append(items, typeset.Translate(it, 0, top+y))
		}
	}
	items = owned(e, items)
	place(c.words.Say("set"), word, 11*typeset.Point)
	big := c.bold(22 * typeset.Point)
	if len(letter) > 1 {
		big.Size = 17 * typeset.Point
	}
	if len(letter) > 2 {
		big.Size = 11 * typeset.Point
	}
	place(letter, big, 30*typeset.Point)
	return items, size
}

// logo draws the figure of the style at the left edge, up to a height.
func (c *composer) logo(top, height typeset.Length) ([]typeset.Item, typeset.Length) {
	loaded := c.figure(c.style.Logo)
	if loaded.err != nil {
		c.fail(fmt.Errorf("%s: logo: %w", c.style.Pos, loaded.err))
		return nil, 0
	}
	w, h := loaded.size()
	if w <= 0 || h <= 0 {
		c.fail(fmt.Errorf("%s: the logo has no size", c.style.Pos))
		return nil, 0
	}
	height = min(height, 22*typeset.MM, c.textWidth/9*h/w)
	return furnishes(loaded.items(0, top, w*height/h, height)...), height
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

// ruleLine is a rule across a column of the width.
func (c *composer) ruleLine(width typeset.Length) line {
	return line{depth: thick, items: furnishes(&typeset.Box{X: 0, Y: 0, W: width, H: thin + thin/2})}
}

// candidate draws the line for the name and the boxes for the roll number,
// filled in on a copy for one candidate, and that copy's QR code. The name has a
// line of its own where there is no room beside the boxes.
func (c *composer) candidate(p *export.Paper) []line {
	side := min(6*typeset.MM+typeset.MM/2, c.textWidth/24)
	plain := c.plain(c.bodySize)
	l := line{}
	right := c.textWidth
	if p.Code != "" {
		const size = 19 * typeset.MM
		items, err := qrCode(p.Code, right-size, -size/2, size)
		if err != nil {
			c.fail(err)
			return nil
		}
		l.items = furnishes(items...)
		l.height, l.depth = size/2, size/2
		right -= size + 4*typeset.MM
	}
	baseline := side*7/10 - side/2
	if c.style.Roll > 0 {
		boxes := typeset.Length(c.style.Roll)
		from := right - boxes*side
		top := baseline - side + typeset.MM/2
		var grid []typeset.Item
		for i := range boxes {
			grid = append(grid, outline(from+i*side, top, side+thin, side, thin)...)
		}
		if p.Candidate != nil && utf8.RuneCountInString(p.Candidate.Roll) > int(boxes) {
			grid = outline(from, top, boxes*side+thin, side, thin) // one box for all of it
		}
		roll, w := c.run(c.words.Say("roll"), plain)
		l.items = append(l.items, furnishes(grid...)...)
		l.items = append(l.items, c.said(typeset.RoleParagraph, at(roll, from-2*typeset.MM-w))...)
		if p.Candidate != nil {
			l.items = append(l.items, c.boxed(p.Candidate.Roll, from, side, boxes)...)
		}
		l.height, l.depth = max(l.height, -top), max(l.depth, side+top)
		right = from - 2*typeset.MM - w - 6*typeset.MM
	}
	var lines []line
	if c.style.Name {
		name, w := c.run(c.words.Say("name"), plain)
		from := w + 3*typeset.MM
		on := &l
		if right-from < c.textWidth/5 && l.total() > 0 {
			lines, right = make([]line, 1), c.textWidth
			on = &lines[0]
		}
		on.items = append(on.items, c.said(typeset.RoleParagraph, name)...)
		if p.Candidate != nil {
			on.items = append(on.items, at(c.fitted(p.Candidate.Name, c.bold(c.bodySize), right-from), from)...)
		}
		on.items = append(on.items, furnishes(&typeset.Box{X: from, Y: 2 * typeset.Point, W: right - from, H: thin})...)
		height, depth := c.strut(c.bodySize)
		on.height, on.depth = max(on.height, height), max(on.depth, depth)
	}
	if l.total() > 0 {
		lines = append(lines, l)
	}
	return lines
}

// boxed writes a roll number into its boxes, or over them if it is longer.
func (c *composer) boxed(roll string, x, side, boxes typeset.Length) []typeset.Item {
	var items []typeset.Item
	letters := []rune(roll)
	if len(letters) > int(boxes) {
		return at(c.fitted(roll, c.bold(c.bodySize), boxes*side-2*typeset.MM), x+typeset.MM)
	}
	for i, r := range letters {
		items = append(items, c.centreText(string(r), c.bold(min(c.bodySize, side*3/4)), x+typeset.Length(i)*side+side/2)...)
	}
	return items
}

// fitted sets words on one line, smaller if they are wider than the room.
func (c *composer) fitted(text string, style typeset.Style, room typeset.Length) []typeset.Item {
	items, w := c.run(text, style)
	if w > room && room > 0 {
		style.Size = style.Size * room / w
		items, _ = c.run(text, style)
	}
	return items
}

// qrCode draws a QR code of medium redundancy as rows of black boxes.
func qrCode(text string, x, y, size typeset.Length) ([]typeset.Item, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return nil, fmt.Errorf("QR code of %q: %w", text, err)
	}
	n := typeset.Length(code.Size)
	at := func(i int) typeset.Length { return size * typeset.Length(i) / n }
	// Black squares are taken together in rows, and rows that are alike below
	// each other: a thousand copies have a thousand codes.
	done := make([]bool, code.Size*code.Size)
	black := func(col, row int) bool {
		return col < code.Size && row < code.Size && code.Black(col, row) && !done[row*code.Size+col]
	}
	var items []typeset.Item
	for row := range code.Size {
		for from := range code.Size {
			to, below := from, row
			for black(to, row) {
				to++
			}
			if to == from {
				continue
			}
			for alike := true; alike; {
				below++
				for col := from; col < to; col++ {
					alike = alike && black(col, below)
				}
			}
			for i := row; i < below; i++ {
				for col := from; col < to; col++ {
					done[i*code.Size+col] = true
				}
			}
			items = append(items, &typeset.Box{X: x + at(from), Y: y + at(row), W: at(to) - at(from), H: at(below) - at(row)})
		}
	}
	return items, nil
}
