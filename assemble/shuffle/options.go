package shuffle

import (
	"slices"
)

// window is the number of consecutive choice questions by which a copy should
// be known.
const window = 3

// draws is how many arrangements of a question's options are drawn at most, to
// find one that makes a copy known.
const draws = 12

// Traces lays out the options of sets one after another, and remembers what
// each set shows in every window of consecutive choice questions, so that
// later sets show something else.
type traces struct {
	Form
	orders  map[string]int // numbers of the orders of options of all questions
	couples map[[2]int]int // times that two orders followed one another
	windows map[[window]int]int
	counts  []int   // by number of a window: times it was shown
	sets    [][]int // numbers of the windows of each set
}

func newTraces(form Form) *traces {
	return &traces{
		Form:    form,
		orders:  map[string]int{},
		couples: map[[2]int]int{},
		windows: map[[window]int]int{},
	}
}

// set lays out the options of a row.
func (t *traces) set(r *row, p *plan, src Source) Set {
	set := Set{Order: slices.Clone(r.question), Options: make([][]int, len(t.Questions))}
	var seen []int // numbers of orders of the choice questions so far
	var windows []int
	for at, q := range r.question {
		if t.Questions[q].Options == 0 {
			continue
		}
		var mask uint64
		if r.answer[at] != none {
			mask = p.answers[r.answer[at]]
		}
		order, number := t.rarest(q, mask, seen, src)
		set.Options[q] = order
		seen = append(seen, number)
		if n := len(seen); n >= 2 {
			t.couples[[2]int(seen[n-2:])]++
		}
		if n := len(seen); n >= window {
			windows = append(windows, t.show([window]int(seen[n-window:])))
		}
	}
	t.sets = append(t.sets, windows)
	return set
}

// show counts a window and returns its number.
func (t *traces) show(w [window]int) int {
	n, ok := t.windows[w]
	if !ok {
		n = len(t.counts)
		t.windows[w] = n
		t.counts = append(t.counts, 0)
	}
	t.counts[n]++
	return n
}

// rarest returns the one of some random orders of a question's options, with
// its keys on given places, that was least shown after those before it.
func (t *traces) rarest(q int, mask uint64, before []int, src Source) (order []int, number int) {
	var least [2]int
	for i := range draws {
		drawn := t.Questions[q].arrange(mask, src)
		n := t.number(q, drawn)
		shown := t.shown(before, n)
		if i == 0 || shown[0] < least[0] || shown[0] == least[0] && shown[1] < least[1] {
			order, number, least = drawn, n, shown
		}
		if least == [2]int{} {
			break
		}
	}
	return order, number
}

// shown returns how often the last two orders, and the last one, were followed
// by an order.
func (t *traces) shown(before []int, n int) (times [2]int) {
	if k := len(before); k >= window-1 {
		if w, ok := t.windows[[window]int{before[k-2], before[k-1], n}]; ok {
			times[0] = t.counts[w]
		}
	}
	if k := len(before); k >= 1 {
		times[1] = t.couples[[2]int{before[k-1], n}]
	}
	return times
}

// number returns a number that stands for a question with an order of options.
func (t *traces) number(q int, order []int) int {
	var buf [70]byte
	key := append(buf[:0], byte(q), byte(q>>8), byte(q>>16))
	for _, option := range order {
		key = append(key, byte(option))
	}
	n, ok := t.orders[string(key)]
	if !ok {
		n = len(t.orders)
		t.orders[string(key)] = n
	}
	return n
}

// arrange returns a random order of the options in which the keys stand on the
// places of the mask; the other options that move are anywhere else with equal
// chances.
func (q *Question) arrange(mask uint64, src Source) []int {
	order := make([]int, q.Options)
	var keys, others, keyPlaces, otherPlaces []int
	for i := range order {
		order[i] = i
		if q.Movable == nil || !q.Movable[i] {
			continue
		}
		if slices.Contains(q.Keys, i) {
			keys = append(keys, i)
		} else {
			others = append(others, i)
		}
		if mask&(1<<i) != 0 {
			keyPlaces = append(keyPlaces, i)
		} else {
			otherPlaces = append(otherPlaces, i)
		}
	}
	shuffle(keys, src)
	shuffle(others, src)
	for i, place := range keyPlaces {
		order[place] = keys[i]
	}
	for i, place := range otherPlaces {
		order[place] = others[i]
	}
	return order
}
