package page

import (
	"github.com/papersetter/papersetter/export/typeset"
)

// paginate breaks a paper into columns and pages and places the items. The
// front stands across all columns of the first page.
func (c *composer) paginate(doc *typeset.Document, front, body []line) error {
	columns := c.style.Columns
	var head *line
	if c.style.Table {
		head = c.tableHead()
	}
	if columns == 1 && head == nil {
		front, body = nil, append(front, body...)
	}
	if n := len(front); n > 0 {
		front[n-1].depth += 2 * typeset.MM
	}
	taken := tall(front)
	depth := c.textDepth
	if head != nil {
		depth -= head.total()
	}
	var opts typeset.PageOptions
	for range columns {
		opts.Depths = append(opts.Depths, max(0, depth-taken))
	}
	opts.Depths = append(opts.Depths, depth)
	set, err := stackOf(body).Pages(opts)
	if err != nil {
		return err
	}
	if len(set) == 0 {
		set = [][]typeset.Placed{nil}
	}
	for k, placed := range set {
		x := c.marginLeft + typeset.Length(k%columns)*(c.columnWidth+c.columnGap)
		top := c.marginTop
		if k%columns == 0 {
			doc.Pages = append(doc.Pages, typeset.Page{})
			if k == 0 {
				c.place(doc, front, allOf(front), c.marginLeft, top)
			}
		}
		if k < columns {
			top += taken
		}
		if k%columns > 0 {
			c.divide(doc, x-c.columnGap/2, top)
		}
		if head != nil && len(placed) > 0 {
			c.place(doc, []line{*head}, allOf([]line{*head}), x, top)
			top += head.total()
		}
		c.place(doc, body, placed, x, top)
		if head != nil {
			c.rules(doc, body, placed, x, top)
		}
	}
	return nil
}

// stackOf stacks lines for breaking.
func stackOf(lines []line) *typeset.Stack {
	var s typeset.Stack
	name := ""
	for i := range lines {
		l := &lines[i]
		if l.bookmark != "" {
			name = l.bookmark
		}
		s.Skip(l.above, 0, l.shrink)
		if l.repeat != nil {
			s.Lead(l.repeat.total())
		}
		s.Box(name, l.height, l.depth, nil)
		switch {
		case l.keep:
			s.Keep()
		case l.penalty != 0:
			s.Penalty(l.penalty)
		}
	}
	return &s
}

// allOf places lines one below the other.
func allOf(lines []line) []typeset.Placed {
	list := make([]typeset.Placed, len(lines))
	y := typeset.Length(0)
	for i := range lines {
		if i > 0 {
			y += lines[i].above
		}
		list[i] = typeset.Placed{Box: i, Top: y, Baseline: y + lines[i].height}
		y += lines[i].total()
	}
	return list
}

// place puts lines on the last page, in a column with its top left corner at
// x, y.
func (c *composer) place(doc *typeset.Document, lines []line, placed []typeset.Placed, x, y typeset.Length) {
	page := &doc.Pages[len(doc.Pages)-1]
	put := func(items []typeset.Item, y typeset.Length) {
		page.Items = append(page.Items, &typeset.Owner{})
		for _, item := range items {
			page.Items = append(page.Items, typeset.Translate(item, x, y))
		}
	}
	for i, p := range placed {
		l := &lines[p.Box]
		if i == 0 && l.repeat != nil {
			put(l.repeat.items, y+l.repeat.height)
		}
		put(l.items, y+p.Baseline)
		if l.bookmark != "" {
			doc.Bookmarks = append(doc.Bookmarks, typeset.Bookmark{Title: l.bookmark, Level: l.level, Page: len(doc.Pages) - 1, Y: y + p.Top})
		}
	}
}

// divide draws the rule between two columns.
func (c *composer) divide(doc *typeset.Document, x, top typeset.Length) {
	page := &doc.Pages[len(doc.Pages)-1]
	page.Items = append(page.Items, furnishes(&typeset.Box{X: x, Y: top, W: thin, H: c.marginTop + c.textDepth - top, Gray: hairline})...)
}

// tableHead is the first row of the ruled table, which every page repeats.
func (c *composer) tableHead() *line {
	head := c.bold(c.smallSize)
	height, depth := c.strut(c.smallSize)
	l := line{height: height + typeset.MM, depth: depth + typeset.MM}
	box := func(x, w typeset.Length) { l.items = append(l.items, outline(x, -l.height, w, l.total(), thin)...) }
	l.items = append(l.items, &typeset.Box{X: 0, Y: -l.height, W: c.columnWidth, H: l.total(), Gray: tableFill})
	box(0, c.columnWidth)
	edges := c.edges()
	names := append([]string{"number", "question", "marks"}, c.tagNames()...)
	if c.kind == Scheme {
		names[1] = "answer"
	}
	x := typeset.Length(0)
	for i, name := range names {
		box(x, edges[i]-x)
		l.items = append(l.items, c.centreText(c.words.Say(name), head, (x+edges[i])/2)...)
		x = edges[i]
	}
	return &l
}

// edges are the right edges of the table's columns.
func (c *composer) edges() []typeset.Length {
	x := c.numberWidth - c.pad
	edges := []typeset.Length{x}
	x = c.numberWidth + c.stemWidth + c.pad
	edges = append(edges, x)
	x += c.marksWidth
	edges = append(edges, x)
	for _, w := range c.tagWidths {
		x += w
		edges = append(edges, x)
	}
	edges[len(edges)-1] = c.columnWidth
	return edges
}

// rules draws the rules of the table around the lines of a column.
func (c *composer) rules(doc *typeset.Document, lines []line, placed []typeset.Placed, x, y typeset.Length) {
	if len(placed) == 0 {
		return
	}
	page := &doc.Pages[len(doc.Pages)-1]
	items := furnishes()
	bottom := func(i int) typeset.Length { return placed[i].Top + lines[placed[i].Box].total() }
	edge := func(i int) typeset.Length { // the upper edge of the row that begins with line i
		if i == 0 {
			return 0
		}
		return (bottom(i-1) + placed[i].Top) / 2
	}
	for i := 0; i < len(placed); {
		j := i + 1
		for j < len(placed) && (lines[placed[j].Box].row == rowRest || lines[placed[j].Box].row == spanRest) {
			j++
		}
		from, to := edge(i), bottom(len(placed)-1)+c.pad
		if j < len(placed) {
			to = edge(j)
		}
		edges := c.edges()
		if kind := lines[placed[i].Box].row; kind == rowSpan || kind == spanRest {
			edges = edges[len(edges)-1:]
		}
		items = append(items, &typeset.Box{X: x, Y: y + from, W: thin, H: to - from})
		for _, e := range edges {
			items = append(items, &typeset.Box{X: x + e - thin, Y: y + from, W: thin, H: to - from})
		}
		items = append(items, &typeset.Box{X: x, Y: y + to - thin, W: c.columnWidth, H: thin})
		i = j
	}
	page.Items = append(page.Items, items...)
}
