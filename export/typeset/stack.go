package typeset

// Stack builds a column from top to bottom: boxes with skips and penalties
// between them. Break it with [Stack.Pages] and draw each page with
// [Stack.Place].
type Stack struct {
	rows  []Row
	boxes []stackBox
	above Row // space and penalties since the last box
}

type stackBox struct {
	height Length // above the baseline
	items  []Item
}

// Box adds a box with its baseline at y = 0 and its left edge at x = 0. The
// name says in errors what it is.
func (s *Stack) Box(name string, height, depth Length, items []Item) {
	row := s.above
	row.Name, row.Height = name, height+depth
	row.Shrink = max(0, min(row.Shrink, row.Above)) // boxes never overlap
	s.above = Row{}
	s.rows = append(s.rows, row)
	s.boxes = append(s.boxes, stackBox{height, items})
}

// Skip adds space that may grow by stretch and become less by shrink. It is
// dropped at the top and the foot of a page.
func (s *Stack) Skip(space, stretch, shrink Length) {
	s.above.Above += space
	s.above.Stretch += stretch
	s.above.Shrink += shrink
}

// Lead gives the next box more height where a page begins with it.
func (s *Stack) Lead(height Length) { s.above.Lead = height }

// Penalty rates a page break at this place: see [Force], [Encourage],
// [Discourage], [Widow] and [Forbid]. Several add up, but Force and Forbid hold
// and Force is the stronger one.
func (s *Stack) Penalty(penalty int) {
	if len(s.rows) == 0 {
		return
	}
	last := &s.rows[len(s.rows)-1]
	switch {
	case penalty <= Force || last.Penalty <= Force:
		last.Penalty = Force
	case penalty >= Forbid:
		last.Keep = true
	default:
		last.Penalty = max(Force+1, min(last.Penalty+penalty, Forbid-1))
	}
}

// Keep keeps the box before and the box after on one page.
func (s *Stack) Keep() { s.Penalty(Forbid) }

// Len returns the number of boxes.
func (s *Stack) Len() int { return len(s.rows) }

// Spacing is how lines of text follow each other.
type Spacing struct {
	Leading Length // from baseline to baseline, where the lines leave room for it
	Gap     Length // least space between what is printed on two lines
}

// Lines adds the lines of a paragraph. A page that would begin or end with a
// single line of it is avoided.
func (s *Stack) Lines(name string, lines []Line, sp Spacing) {
	for i := range lines {
		l := &lines[i]
		if i > 0 {
			s.Skip(max(sp.Gap, sp.Leading-lines[i-1].Depth-l.Height), 0, 0)
			if i == 1 || i == len(lines)-1 {
				s.Penalty(Widow)
			}
		}
		s.Box(name, l.Height, l.Depth, l.Items)
	}
}

// PageOptions are the measures of pages.
type PageOptions struct {
	Depths []Length // of the first pages; the last one holds for the rest; required
	Flush  bool     // stretch skips so that pages end at the same depth
}

// Placed is a box on a page.
type Placed struct {
	Box      int    // number of the box, in the order in which they were added
	Top      Length // from the top of the column to the top of the box
	Baseline Length // and to its baseline
}

// Pages breaks the column into pages. Returns *TooHighError for a box that is
// higher than a page.
func (s *Stack) Pages(opts PageOptions) ([][]Placed, error) {
	starts, err := breakPages(s.rows, opts.Depths, opts.Flush)
	if err != nil {
		return nil, err
	}
	pages := make([][]Placed, len(starts))
	for k, from := range starts {
		to := len(s.rows)
		if k+1 < len(starts) {
			to = starts[k+1]
		}
		depth := opts.Depths[min(k, len(opts.Depths)-1)]
		stretches := opts.Flush && to < len(s.rows) && s.rows[max(to-1, 0)].Penalty > Force
		pages[k] = s.page(from, to, depth, stretches)
	}
	return pages, nil
}

// page places the boxes from up to to.
func (s *Stack) page(from, to int, depth Length, stretches bool) []Placed {
	var c column
	for i := from; i < to; i++ {
		c.add(&s.rows[i], i == from)
	}
	// more is what is added to skips in all, in the proportion of room.
	more, room := Length(0), Length(0)
	switch free := depth - c.height; {
	case free < 0:
		more, room = free, c.shrink
	case stretches:
		more, room = min(free, c.stretch), c.stretch
	}
	var list []Placed
	y, used := Length(0), Length(0)
	for i := from; i < to; i++ {
		r := &s.rows[i]
		if i == from {
			y += r.Lead
		} else {
			share := r.Stretch
			if more < 0 {
				share = r.Shrink
			}
			y += r.Above
			if room > 0 {
				y += more*(used+share)/room - more*used/room
			}
			used += share
		}
		list = append(list, Placed{i, y, y + s.boxes[i].height})
		y += r.Height
	}
	return list
}

// Place returns the items of a page whose column has its top left corner at
// x, y.
func (s *Stack) Place(page []Placed, x, y Length) []Item {
	var items []Item
	for _, p := range page {
		for _, it := range s.boxes[p.Box].items {
			items = append(items, Translate(it, x, y+p.Baseline))
		}
	}
	return items
}
