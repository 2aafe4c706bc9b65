package shuffle

import "slices"

// window is the number of consecutive choice questions by which a copy should
// be known.
const window = 3

// draws is how many arrangements of a question's options are drawn at most, to
// find one that makes a copy known.
const draws = 8

// Traces lay out the options of sets one after another, and remember what each
// set shows in every window of consecutive choice questions, so that later
// sets show something else.
type traces struct {
	Form
	orders  map[string]int // numbers of the orders of options of all questions
	couples map[couple]int // times they were shown
	windows map[[window]int]int
	counts  []int   // by number of a window: times it was shown
	sets    [][]int // numbers of the windows of each set
}

// A couple is a beginning of a window: what is laid out, and what the question
// after it must be like. Whenever all couples are rare, a rare window follows.
type couple struct {
	orders           [window - 1]int
	question, answer int
}

func newTraces(form Form) *traces {
	return &traces{
		Form:    form,
		orders:  map[string]int{},
		couples: map[couple]int{},
		windows: map[[window]int]int{},
	}
}

// set lays out the options of a row.
func (t *traces) set(r *row, p *plan, src Source) Set {
	set := Set{Order: slices.Clone(r.question), Options: make([][]int, len(t.Questions))}
	var choice []int // positions
	for at, q := range r.question {
		if t.Questions[q].Options > 0 {
			choice = append(choice, at)
		}
	}
	var seen []int // numbers of the orders so far
	var windows []int
	for i, at := range choice {
		q := r.question[at]
		var mask uint64
		if r.answer[at] != none {
			mask = p.answers[r.answer[at]]
		}
		next := couple{question: none}
		if i+1 < len(choice) {
			next.question, next.answer = r.question[choice[i+1]], r.answer[choice[i+1]]
		}
		order, number := t.rarest(q, mask, seen, next, src)
		set.Options[q] = order
		seen = append(seen, number)
		t.couples[next.after(seen)]++
		if i+1 >= window {
			windows = append(windows, t.show([window]int(seen[i+1-window:])))
		}
	}
	t.sets = append(t.sets, windows)
	return set
}

// after returns a couple with the last orders seen; less than a couple for the
// first of a set.
func (c couple) after(seen []int) couple {
	copy(c.orders[:], seen[max(0, len(seen)-len(c.orders)):])
	return c
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
func (t *traces) rarest(q int, mask uint64, before []int, next couple, src Source) (order []int, number int) {
	var least [2]int
	for i := range draws {
		drawn := t.Questions[q].arrange(mask, src)
		n := t.number(q, drawn)
		seen := append(before, n)
		shown := [2]int{t.shown(seen), t.couples[next.after(seen)]}
		if i == 0 || slices.Compare(shown[:], least[:]) < 0 {
			order, number, least = drawn, n, shown
		}
		if least == [2]int{} {
			break
		}
	}
	return order, number
}

// shown returns how often the last window was shown.
func (t *traces) shown(seen []int) int {
	if len(seen) < window {
		return 0
	}
	if w, ok := t.windows[[window]int(seen[len(seen)-window:])]; ok {
		return t.counts[w]
	}
	return 0
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
