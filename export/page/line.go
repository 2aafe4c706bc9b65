package page

import (
	"slices"

	"github.com/papersetter/papersetter/export/typeset"
)

// A line is a row of the page that is never broken: a line of text, a formula,
// a row of options, a picture. Its items are placed from the left edge of the
// column and its baseline; y grows downwards.
type line struct {
	above   typeset.Length // space above; dropped at the top of a page
	shrink  typeset.Length // how much less it may be, so that a page fits
	height  typeset.Length // above the baseline
	depth   typeset.Length // below the baseline
	items   []typeset.Item
	keep    bool // stands on the page of the next line
	penalty int  // for a page that ends here; see typeset.Row

	// text says that the line ends in text, so that marks may stand beside it.
	text     bool
	hang     bool   // a label beside it stands at its top, not at its baseline
	bookmark string // title of the bookmark that leads here
	level    int
	row      rowKind // of a ruled table
	repeat   *line   // stands again at the top of a page that begins with this one
}

// A rowKind says what rules a ruled table draws around a line.
type rowKind uint8

const (
	noRow    rowKind = iota
	rowStart         // the first line of a row
	rowRest          // a further line of it
	rowSpan          // a line across all columns, with a rule above
	spanRest         // a further line of it
)

// total is the height of the line without the space above.
func (l *line) total() typeset.Length { return l.height + l.depth }

// shift moves lines to the right.
func shift(lines []line, dx typeset.Length) []line {
	if dx == 0 {
		return lines
	}
	for i := range lines {
		for j, item := range lines[i].items {
			lines[i].items[j] = typeset.Translate(item, dx, 0)
		}
		if again := lines[i].repeat; again != nil {
			moved := *again
			moved.items = at(again.items, dx)
			lines[i].repeat = &moved
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

// tall is the height of lines that stand one below the other.
func tall(lines []line) typeset.Length {
	height := typeset.Length(0)
	for i := range lines {
		height += lines[i].above + lines[i].total()
	}
	return height
}

// keepWhole forbids page breaks between the lines of a stem, unless it is so
// long that it would tear a hole into the page before.
func (k *look) keepWhole(lines []line) []line {
	if tall(lines) > k.textDepth/2 {
		return lines
	}
	return keepTogether(lines)
}

// loosen lets a question break between its rows where it would tear too large a
// hole into a page: a third of it. Two rows stay on each page at least.
func (k *look) loosen(rows []line) []line {
	if tall(rows) <= k.textDepth/3 {
		return keepTogether(rows)
	}
	for i := range rows[:max(0, len(rows)-1)] {
		if rows[i].keep = rows[i].keep || i < 1 || i >= len(rows)-2; !rows[i].keep {
			rows[i].penalty = 2 * typeset.Discourage
		}
	}
	return rows
}

// stack turns lines into one that is not broken; its baseline is that of the
// first. The space above the first line is kept.
func stack(lines []line) line {
	if len(lines) == 0 {
		return line{}
	}
	one := line{above: lines[0].above, height: lines[0].height, depth: lines[0].depth, text: lines[0].text, hang: lines[0].hang}
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

// besideTops puts lines side by side with their tops at one height.
func besideTops(cells []line) line {
	height := typeset.Length(0)
	for i := range cells {
		height = max(height, cells[i].height)
	}
	for i := range cells {
		down := cells[i].height - height // a lower line stands higher up
		for j, item := range cells[i].items {
			cells[i].items[j] = typeset.Translate(item, 0, down)
		}
		cells[i].depth += down
		cells[i].height = height
	}
	return beside(cells)
}

// label puts items before those of the first line: a number in the margin.
func label(lines []line, items []typeset.Item) []line {
	if len(lines) > 0 {
		if lines[0].hang {
			items = hung(items, lines[0].height)
		}
		lines[0].items = append(slices.Clip(items), lines[0].items...)
	}
	return lines
}

// hung moves items up, so that they begin at a height above the baseline.
func hung(items []typeset.Item, height typeset.Length) []typeset.Item {
	top := typeset.Length(0)
	for _, it := range items {
		if run, ok := it.(*typeset.Glyphs); ok {
			top = max(top, run.Size*3/4)
		}
	}
	moved := make([]typeset.Item, len(items))
	for i, it := range items {
		moved[i] = typeset.Translate(it, 0, top-height)
	}
	return moved
}
