package shuffle

// longest is how often a letter may be the key in a row.
const longest = 4

// A row is what stands at each position of a set.
type row struct {
	groups   [][]int // by section: its groups in their order
	question []int   // by position
	answer   []int   // by position: none for questions without keys
	counts   [][]int // by kind and letter: questions with it
	runs     int     // keys beyond the longest allowed run, summed over all runs
	uneven   int     // pairs of questions of a kind with one letter, beyond the least
}

// A score is what is wrong with a table, the most important first; lower is
// better.
type score struct {
	runs    int // keys beyond the longest allowed run, in all sets
	uneven  int // pairs of equal letters within a set beyond the least
	letters tally
	places  tally
}

// less tells whether a table is better than another.
func (s score) less(o score) bool {
	switch {
	case s.runs != o.runs:
		return s.runs < o.runs
	case s.uneven != o.uneven:
		return s.uneven < o.uneven
	case s.letters.worst != o.letters.worst:
		return s.letters.worst < o.letters.worst
	case s.places.worst != o.places.worst:
		return s.places.worst < o.places.worst
	case s.letters.total != o.letters.total:
		return s.letters.total < o.letters.total
	}
	return s.places.total < o.places.total
}

// A tally sums up how much the pairs of sets share.
type tally struct{ worst, total int }

// A table is several sets as they are searched, with what each pair shares.
type table struct {
	*plan
	rows    []row
	letters counter
	places  counter
	runs    int // over all rows
	uneven  int // over all rows
	strict  int // factor to the prices of runs and uneven letters
}

// A counter has what each pair of sets shares, and how many pairs share so
// much.
type counter struct {
	shared [][]int // by set and set, symmetric
	pairs  []int   // by number shared
	prices []int   // by number shared, see prices
	tally
	cost int
}

func newCounter(sets, size int, prices []int) counter {
	c := counter{pairs: make([]int, size+2), prices: prices}
	c.pairs[0] = pairs(sets)
	c.cost = prices[0] * pairs(sets)
	for range sets {
		c.shared = append(c.shared, make([]int, sets))
	}
	return c
}

// add changes what sets s and t share by 1 or -1.
func (c *counter) add(s, t, by int) {
	before := c.shared[s][t]
	now := before + by
	c.shared[s][t], c.shared[t][s] = now, now
	c.pairs[before]--
	c.pairs[now]++
	c.total += by
	c.cost += c.prices[now] - c.prices[before]
	if now > c.worst {
		c.worst = now
	}
	for c.worst > 0 && c.pairs[c.worst] == 0 {
		c.worst--
	}
}

// newTable returns the table of some sets with given orders of groups and
// without answers yet.
func (p *plan) newTable(orders [][][]int, aim aim) *table {
	t := &table{
		plan:    p,
		letters: newCounter(len(orders), p.size, aim.letterPrices),
		places:  newCounter(len(orders), p.size, aim.placePrices),
	}
	for _, groups := range orders {
		r := row{groups: groups, answer: make([]int, p.size)}
		for i, order := range groups {
			for _, g := range order {
				r.question = append(r.question, p.Sections[i].Groups[g]...)
			}
		}
		for i := range r.answer {
			r.answer[i] = none
		}
		for _, ideal := range p.ideal {
			r.counts = append(r.counts, make([]int, p.letters))
			r.uneven -= ideal
		}
		t.uneven += r.uneven
		t.rows = append(t.rows, r)
	}
	for s := range t.rows {
		for u := range s {
			for at, q := range t.rows[s].question {
				if q == t.rows[u].question[at] {
					t.places.add(s, u, 1)
				}
			}
		}
	}
	return t
}

func (t *table) score() score {
	return score{t.runs, t.uneven, t.letters.tally, t.places.tally}
}

// A cell is what stands, or shall stand, at a position of a set.
type cell struct{ set, at, question, answer int }

// put changes cells, and turns the list into what stood there before. The
// cells of a set follow one another.
func (t *table) put(cells []cell) {
	for i := range cells {
		c := &cells[i]
		r := &t.rows[c.set]
		was := cell{c.set, c.at, r.question[c.at], r.answer[c.at]}
		t.recount(r, was, -1)
		t.recount(r, *c, 1)
		for s := range t.rows {
			if s != c.set {
				t.compare(s, was, *c)
			}
		}
		r.question[c.at], r.answer[c.at] = c.question, c.answer
		*c = was
	}
	for i := range cells {
		if i == len(cells)-1 || cells[i].set != cells[i+1].set {
			r := &t.rows[cells[i].set]
			t.runs -= r.runs
			r.runs = t.excess(r.answer)
			t.runs += r.runs
		}
	}
}

// recount adds a question to the counts of its kind, or takes it away.
func (t *table) recount(r *row, c cell, by int) {
	if c.answer == none || t.kind[c.question] == none {
		return
	}
	count := &r.counts[t.kind[c.question]][t.letter(c.answer)]
	before := pairs(*count)
	*count += by
	r.uneven += pairs(*count) - before
	t.uneven += pairs(*count) - before
}

// compare brings up to date what set s shares with another in which a cell
// changes.
func (t *table) compare(s int, was, is cell) {
	question, answer := t.rows[s].question[is.at], t.rows[s].answer[is.at]
	if was.question != is.question {
		switch question {
		case was.question:
			t.places.add(s, is.set, -1)
		case is.question:
			t.places.add(s, is.set, 1)
		}
	}
	if was.answer != is.answer && answer != none {
		switch answer {
		case was.answer:
			t.letters.add(s, is.set, -1)
		case is.answer:
			t.letters.add(s, is.set, 1)
		}
	}
}

// excess returns how many keys stand beyond the longest allowed run, summed
// over all runs of equal answers.
func (p *plan) excess(answers []int) int {
	over, run, last := 0, 0, none
	for _, a := range answers {
		if a == none {
			continue
		}
		if a != last {
			run, last = 0, a
		}
		run++
		if run > longest {
			over++
		}
	}
	return over
}

// copyRows returns a copy that shares nothing that changes.
func (t *table) copyRows() []row {
	rows := make([]row, len(t.rows))
	for s, r := range t.rows {
		rows[s] = row{
			groups:   clone(r.groups),
			question: append([]int(nil), r.question...),
			answer:   append([]int(nil), r.answer...),
			counts:   clone(r.counts),
			runs:     r.runs,
			uneven:   r.uneven,
		}
	}
	return rows
}

func clone(lists [][]int) [][]int {
	copies := make([][]int, len(lists))
	for i, list := range lists {
		copies[i] = append([]int(nil), list...)
	}
	return copies
}
