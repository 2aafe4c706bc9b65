package page

import (
	"github.com/papersetter/papersetter/export/typeset"
)

// A line is a row of the page that is never broken: a line of text, a formula,
// a row of options, a picture. Its items are placed from the left edge of the
// column and its baseline; y grows downwards.
type line struct {
	above  typeset.Length // space above; dropped at the top of a page
	height typeset.Length // above the baseline
	depth  typeset.Length // below the baseline
	items  []typeset.Item
	keep   bool // stands on the page of the next line
	// textEnd is the line that carries the marks of what it ends: the last
	// line of text of a stem.
	text     bool
	bookmark string // title of the bookmark that leads here
	level    int
}

// total is the height of the line without the space above.
func (l *line) total() typeset.Length { return l.height + l.depth }

// shift moves lines to the right.
func shift(lines []line, dx typeset.Length) []line {
	for i := range lines {
		for j, item := range lines[i].items {
			lines[i].items[j] = typeset.Translate(item, dx, 0)
		}
	}
	return lines
}

// keepTogether forbids page breaks between the lines.
func keepTogether(lines []line) []line {
	for i := range lines[:max(0, len(lines)-1)] {
		lines[i].keep = true
	}
	return lines
}

// keepWhole forbids page breaks between the lines of a stem, unless it is so
// long that it would tear a hole into the page before.
func keepWhole(lines []line) []line {
	height := typeset.Length(0)
	for i := range lines {
		height += lines[i].above + lines[i].total()
	}
	if height > columnDepth/2 {
		return lines
	}
	return keepTogether(lines)
}

// stack turns lines into one that is not broken; its baseline is that of the
// first. The space above the first line is kept.
func stack(lines []line) line {
	if len(lines) == 0 {
		return line{}
	}
	one := line{above: lines[0].above, height: lines[0].height, depth: lines[0].depth, text: lines[0].text}
	y := typeset.Length(0) // baseline of the line at hand
	for i := range lines {
		if i > 0 {
			y += lines[i-1].depth + lines[i].above + lines[i].height
		}
		for _, item := range lines[i].items {
			one.items = append(one.items, typeset.Translate(item, 0, y))
		}
		one.depth = y + lines[i].depth
	}
	return one
}

// beside puts lines side by side on a common baseline, in reading order.
func beside(cells []line) line {
	row := line{}
	for i := range cells {
		row.above = max(row.above, cells[i].above)
		row.height = max(row.height, cells[i].height)
		row.depth = max(row.depth, cells[i].depth)
		row.items = append(row.items, cells[i].items...)
		row.text = row.text || cells[i].text
	}
	return row
}

// label puts items before those of the first line: a number in the margin.
func label(lines []line, items []typeset.Item) []line {
	if len(lines) > 0 {
		lines[0].items = append(append([]typeset.Item(nil), items...), lines[0].items...)
	}
	return lines
}
