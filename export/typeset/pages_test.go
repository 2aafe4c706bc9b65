package typeset

import (
	"errors"
	"math/rand"
	"slices"
	"strings"
	"testing"
)

func evenRows(n int, height Length) []Row {
	rows := make([]Row, n)
	for i := range rows {
		rows[i] = Row{Height: height}
	}
	return rows
}

func TestBreakPages(t *testing.T) {
	row := func(h Length) Row { return Row{Height: h} }
	keep := func(h Length) Row { return Row{Height: h, Keep: true} }
	force := func(h Length) Row { return Row{Height: h, Penalty: Force} }
	above := func(h Length) Row { return Row{Height: 10, Above: h} }
	rated := func(h Length, penalty int) Row { return Row{Height: h, Penalty: penalty} }
	for _, tc := range []struct {
		name   string
		rows   []Row
		depths []Length
		want   []int
	}{
		{"nothing", nil, []Length{100}, nil},
		{"one page", evenRows(10, 10), []Length{100}, []int{0}},
		{"full pages", evenRows(25, 10), []Length{100}, []int{0, 10, 20}},
		{"space at the top is dropped", []Row{above(50), above(80), above(95), above(0)}, []Length{100}, []int{0, 2}},
		{"a low first page", evenRows(12, 10), []Length{30, 60, 100}, []int{0, 3, 9}},
		{"a first page that is too low stays empty", []Row{row(50), row(40)}, []Length{20, 100}, []int{0, 0}},
		{"forced", []Row{row(10), force(10), row(10), force(10), row(10)}, []Length{100}, []int{0, 2, 4}},
		{"kept together", []Row{row(50), row(20), keep(20), keep(20), row(10)}, []Length{100}, []int{0, 2}},
		{"kept together beyond a page", []Row{keep(40), keep(40), keep(40), row(40), row(40)}, []Length{100}, []int{0, 2, 4}},
		{"a forced break beats keeping", []Row{{Height: 10, Keep: true, Penalty: Force}, row(10)}, []Length{100}, []int{0, 1}},
		{"a hole rather than a widow", []Row{row(30), row(30), rated(20, Widow), row(30)}, []Length{80}, []int{0, 2}},
		{"no hole of more than half a page for a weak penalty", []Row{row(40), rated(50, Discourage), row(60)}, []Length{100}, []int{0, 2}},
		{"no almost empty last page", append(evenRows(10, 10), row(10)), []Length{100}, []int{0, 9}},
	} {
		got, err := BreakPages(tc.rows, tc.depths...)
		if err != nil || !slices.Equal(got, tc.want) {
			t.Errorf("%s: got %v, %v, want %v", tc.name, got, err, tc.want)
		}
	}
}

func TestTooHighRow(t *testing.T) {
	_, err := BreakPages([]Row{{Height: 10}, {Name: "question 7", Height: 300 * MM}}, 500*MM, 250*MM)
	var high *TooHighError
	if !errors.As(err, &high) || !strings.Contains(err.Error(), "question 7 is 300.0 mm high in one piece, and a page has 250.0 mm") {
		t.Errorf("got %v", err)
	}
	if _, err := BreakPages(evenRows(1, 1)); err == nil {
		t.Error("no depths, no error")
	}
	if _, err := BreakPages(evenRows(1, 1), 0); err == nil {
		t.Error("no room, no error")
	}
	if got, err := BreakPages(evenRows(3, 0), 0); err != nil || len(got) != 1 {
		t.Error(got, err)
	}
}

func TestManyRowsEndSoon(t *testing.T) {
	if got, err := BreakPages(evenRows(20000, 0), 100); err != nil || len(got) == 0 {
		t.Error(got, err)
	}
}

func randomRows(rng *rand.Rand, n int) []Row {
	rows := make([]Row, n)
	for i := range rows {
		rows[i] = Row{Height: Length(rng.Intn(60)), Above: Length(rng.Intn(20)), Keep: rng.Intn(4) == 0}
		rows[i].Stretch, rows[i].Shrink = Length(rng.Intn(10)), rows[i].Above/4
		switch rng.Intn(10) {
		case 0:
			rows[i].Penalty = Force
		case 1, 2:
			rows[i].Penalty = rng.Intn(1000) - 300
		}
	}
	return rows
}

func TestOptimalPages(t *testing.T) {
	rng := rand.New(rand.NewSource(5))
	for n := range 400 {
		p := paginator{rows: randomRows(rng, 1+rng.Intn(14)), depths: []Length{100}, flush: n%2 == 0}
		if n%3 == 0 {
			p.depths = []Length{Length(30 + rng.Intn(60)), 100}
		}
		p.parting = n%5 == 0
		best := int64(noWay)
		allPages(&p, 0, 0, 0, func(cost int64) { best = min(best, cost) })
		starts := p.run()
		if (starts == nil) != (best == noWay) {
			t.Fatalf("run finds %v, brute force %d", starts, best)
		}
		if starts == nil {
			continue
		}
		got := int64(0)
		for k, i := range starts {
			j := len(p.rows)
			if k+1 < len(starts) {
				j = starts[k+1]
			}
			cost, ok := pageCost(&p, i, j, k)
			if !ok {
				t.Fatalf("page %d of %v does not hold its rows", k, starts)
			}
			got += cost
		}
		if got != best {
			t.Fatalf("cost %d, brute force %d", got, best)
		}
	}
}

// allPages tries every way to part the rows from i on.
func allPages(p *paginator, i, k int, sum int64, done func(int64)) {
	if i == len(p.rows) {
		done(sum)
		return
	}
	for j := i; j <= len(p.rows); j++ {
		if cost, ok := pageCost(p, i, j, k); ok {
			allPages(p, j, k+1, sum+cost, done)
		}
	}
}

// pageCost is what the rows from i to before j cost as page k.
func pageCost(p *paginator, i, j, k int) (int64, bool) {
	if i == j {
		return emptyPage, k < len(p.depths)-1
	}
	k = min(k, len(p.depths)-1)
	var c column
	for n := i; n < j; n++ {
		c.add(&p.rows[n], n == i)
		if n < j-1 && p.rows[n].Penalty <= Force {
			return 0, false
		}
	}
	penalty := p.penalty(j - 1)
	if c.height-c.shrink > p.depths[k] || penalty >= noWay {
		return 0, false
	}
	return perPage + p.cost(&c, j-1, k) + penalty, true
}

func TestStackLosesNothing(t *testing.T) {
	rng := rand.New(rand.NewSource(11))
	for n := range 300 {
		var s Stack
		boxes := rng.Intn(60)
		for i := range boxes {
			h, d := Length(rng.Intn(200)), Length(rng.Intn(60))
			s.Box("box", h, d, []Item{&Box{X: Length(i), Y: -h, W: 1, H: h + d}})
			s.Skip(Length(rng.Intn(60)), Length(rng.Intn(40)), Length(rng.Intn(90)))
			switch rng.Intn(8) {
			case 0:
				s.Keep()
			case 1:
				s.Penalty(Force)
			case 2:
				s.Penalty(Discourage)
			}
		}
		opts := PageOptions{Depths: []Length{500, 800}, Flush: n%2 == 0}
		pages, err := s.Pages(opts)
		if err != nil {
			t.Fatal(err)
		}
		next := 0
		for k, page := range pages {
			end := Length(1000)
			for _, it := range s.Place(page, 7, 1000) {
				b := it.(*Box)
				if b.X != Length(next+7) {
					t.Fatalf("box %d stands where %d should", b.X-7, next)
				}
				if b.Y < end {
					t.Fatalf("box %d overlaps the one before by %d", next, end-b.Y)
				}
				end = b.Y + b.H
				next++
			}
			if depth := opts.Depths[min(k, 1)]; end > 1000+depth {
				t.Fatalf("page %d ends at %d, its depth is %d", k, end-1000, depth)
			}
		}
		if next != boxes {
			t.Fatalf("%d boxes of %d", next, boxes)
		}
	}
}

func TestFlushPagesEndAlike(t *testing.T) {
	var s Stack
	for range 40 {
		s.Box("line", 8, 2, nil)
		s.Skip(3, 2, 0)
	}
	for _, flush := range []bool{false, true} {
		pages, err := s.Pages(PageOptions{Depths: []Length{105}, Flush: flush})
		if err != nil {
			t.Fatal(err)
		}
		last := pages[0][len(pages[0])-1]
		if got := last.Top + 10; (got == 105) != flush {
			t.Errorf("flush %v: first page ends at %d", flush, got)
		}
	}
}

func TestStackOfLines(t *testing.T) {
	lines := make([]Line, 5)
	for i := range lines {
		lines[i] = Line{Height: 8, Depth: 2}
	}
	lines[2].Height = 20 // a high formula
	var s Stack
	s.Box("heading", 10, 0, nil)
	s.Lines("text", lines, Spacing{Leading: 14, Gap: 1})
	pages, err := s.Pages(PageOptions{Depths: []Length{1000}})
	if err != nil || len(pages) != 1 || s.Len() != 6 {
		t.Fatal(pages, err)
	}
	var baselines []Length
	for _, p := range pages[0] {
		baselines = append(baselines, p.Baseline)
	}
	if want := []Length{10, 18, 32, 55, 69, 83}; !slices.Equal(baselines, want) {
		t.Errorf("baselines %v, want %v", baselines, want)
	}
	// 59 units hold four lines of the five; the last one is not left alone.
	pages, _ = s.Pages(PageOptions{Depths: []Length{75}})
	if len(pages) != 2 || len(pages[1]) != 2 {
		t.Errorf("pages %v", pages)
	}
}
