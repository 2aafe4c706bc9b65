package typeset

import "fmt"

// Row is a piece of a column that is never broken: a line of text, a figure, a
// row of a table. Where one page ends and the next begins is decided between
// rows.
type Row struct {
	Name    string // of what it belongs to, for errors: "question 5"
	Above   Length // space to the row above; dropped at the top of a page
	Stretch Length // how much more Above may be, on pages that are filled
	Shrink  Length // how much less it may be, so that a page fits
	Height  Length // from the top to the bottom
	Lead    Length // more height where a page begins with the row: a heading that is repeated
	Keep    bool   // the next row stands on the same page
	Penalty int    // for a page that ends behind the row; see Forbid and Force
}

// Penalties for ending a page. Others lie between Force and Forbid; the cost of
// a hole at the foot of a page grows with its square: a tenth of the page is
// 100, a third is 1100.
const (
	Force      = -10000 // the page ends here
	Encourage  = -150
	Discourage = 150
	Widow      = 1000  // a single line would begin or end a page
	Forbid     = 10000 // like Row.Keep
)

// TooHighError is a row that is higher than a page.
type TooHighError struct {
	Name          string
	Height, Depth Length // of the row and the page
}

func (e *TooHighError) Error() string {
	name := e.Name
	if name == "" {
		name = "a piece of the text"
	}
	return fmt.Sprintf("%s is %s high in one piece, and a page has %s: make it smaller or split it", name, e.Height, e.Depth)
}

// BreakPages breaks a column into pages and returns the index of the first row
// of each. The depths are those of the first pages; the last one holds for the
// rest. Rows that are to stay together are parted only where they are higher
// together than a page. A first page that is too low for its row stays empty.
// Returns *TooHighError for a row that is higher than all pages.
func BreakPages(rows []Row, depths ...Length) ([]int, error) {
	return breakPages(rows, depths, false)
}

// breakPages finds the best breaks for all pages together; flush pages are
// filled by the stretch of their rows.
func breakPages(rows []Row, depths []Length, flush bool) ([]int, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	if len(depths) == 0 {
		return nil, fmt.Errorf("the pages have no depth")
	}
	last := depths[len(depths)-1]
	for i := range rows {
		if rows[i].Height+rows[i].Lead > last {
			return nil, &TooHighError{rows[i].Name, rows[i].Height + rows[i].Lead, last}
		}
	}
	p := paginator{rows: rows, depths: depths, flush: flush}
	if starts := p.run(); starts != nil {
		return starts, nil
	}
	p.parting = true
	return p.run(), nil
}

// A paginator finds the cheapest way to part rows into pages: for each row, in
// backward order, the cheapest end of a page that begins with it.
type paginator struct {
	rows    []Row
	depths  []Length
	flush   bool
	parting bool // rows that are to stay together may be parted
}

// Costs of pages beside those of holes and penalties.
const (
	perPage   = 100
	scantPage = 300   // hardly anything on the last page
	emptyPage = 20000 // a first page that stays empty
	partedRow = 1e9   // rows parted that are to stay together
	noWay     = 1 << 62
	// maxRows bounds the rows of a page. Only rows without height come near it.
	maxRows = 5000
)

// A pageEnd is the best way on from a row that begins a page.
type pageEnd struct {
	cost int64
	next int // row that begins the next page
}

// run returns the first rows of the pages, nil if there is no way.
func (p *paginator) run() []int {
	n, classes := len(p.rows), len(p.depths)
	best := make([][]pageEnd, classes) // by number of page and first row
	for k := range best {
		best[k] = make([]pageEnd, n+1)
	}
	for i := n - 1; i >= 0; i-- {
		for k := classes - 1; k >= 0; k-- {
			best[k][i] = p.end(best[min(k+1, classes-1)], i, k)
		}
	}
	if best[0][0].cost >= noWay {
		return nil
	}
	var starts []int
	for i, k := 0, 0; i < n; k = min(k+1, classes-1) {
		starts = append(starts, i)
		i = best[k][i].next
	}
	return starts
}

// end finds the best end of page k that begins with row i; rest holds the best
// ways on for the page after it.
func (p *paginator) end(rest []pageEnd, i, k int) pageEnd {
	best := pageEnd{cost: noWay}
	if k+1 < len(p.depths) && rest[i].cost < noWay {
		best = pageEnd{rest[i].cost + emptyPage, i}
	}
	var c column
	for j := i; j < len(p.rows) && j-i < maxRows; j++ {
		c.add(&p.rows[j], j == i)
		if c.height-c.shrink > p.depths[k] {
			break
		}
		cost := rest[j+1].cost
		if penalty := p.penalty(j); cost < noWay && penalty < noWay {
			cost += perPage + p.cost(&c, j, k) + penalty
			if cost <= best.cost { // fuller pages first among equals
				best = pageEnd{cost, j + 1}
			}
		}
		if p.rows[j].Penalty <= Force {
			break
		}
	}
	return best
}

// A column is the measures of rows on a page.
type column struct{ height, stretch, shrink Length }

func (c *column) add(r *Row, first bool) {
	c.height += r.Height
	if first {
		c.height += r.Lead
	} else {
		c.height += r.Above
		c.stretch += r.Stretch
		c.shrink += r.Shrink
	}
}

// penalty is the cost of ending a page behind row j for its own sake.
func (p *paginator) penalty(j int) int64 {
	r := &p.rows[j]
	switch {
	case j == len(p.rows)-1 || r.Penalty <= Force:
		return 0
	case r.Keep || r.Penalty >= Forbid:
		if p.parting {
			return partedRow
		}
		return noWay
	}
	return int64(r.Penalty)
}

// cost rates how well rows up to j fill page k.
func (p *paginator) cost(c *column, j, k int) int64 {
	depth := p.depths[k]
	free := depth - c.height
	switch {
	case free < 0:
		return int64(badness(-free, c.shrink))
	case j == len(p.rows)-1:
		if c.height < depth/8 {
			return scantPage
		}
		return 0
	case p.rows[j].Penalty <= Force:
		return 0
	case !p.flush:
		return hole(free, depth)
	case free <= c.stretch:
		return int64(badness(free, c.stretch))
	}
	return 100 + hole(free-c.stretch, depth)
}

// hole rates free space at the foot of a page, 0 to 10000.
func hole(free, depth Length) int64 {
	if depth <= 0 {
		return 0
	}
	thousandths := int64(free * 1000 / depth)
	return thousandths * thousandths / 100
}
