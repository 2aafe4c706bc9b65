package shuffle

import (
	"fmt"
	"slices"
	"testing"
)

// A line is all that counts of a set: the questions and the places of their
// keys by position.
type line struct {
	questions []int
	keys      []string // "" for questions without keys
}

// lines returns every set that a form can have but for its distractors.
func lines(f Form) []line {
	all := []line{{}}
	for _, section := range f.Sections {
		var longer []line
		for _, order := range orders(len(section.Groups)) {
			if section.Fixed && !slices.IsSorted(order) {
				continue
			}
			var questions []int
			for _, g := range order {
				questions = append(questions, section.Groups[g]...)
			}
			for _, l := range all {
				longer = append(longer, line{slices.Concat(l.questions, questions), nil})
			}
		}
		all = longer
	}
	var answered []line
	for _, l := range all {
		keys := [][]string{nil}
		for _, q := range l.questions {
			var longer [][]string
			for _, k := range keys {
				for _, a := range keyPlaces(f.Questions[q]) {
					longer = append(longer, append(slices.Clone(k), a))
				}
			}
			keys = longer
		}
		for _, k := range keys {
			answered = append(answered, line{l.questions, k})
		}
	}
	return answered
}

// keyPlaces returns every list of places that the keys of a question can have.
func keyPlaces(q Question) []string {
	var all []string
	for _, order := range orders(q.Options) {
		fits := true
		for place, option := range order {
			fits = fits && (place == option || q.Movable != nil && q.Movable[place] && q.Movable[option])
		}
		if places := places(q, order); fits && !slices.Contains(all, places) {
			all = append(all, places)
		}
	}
	return all
}

func places(q Question, order []int) string {
	var places []int
	for place, option := range order {
		if slices.Contains(q.Keys, option) {
			places = append(places, place)
		}
	}
	if places == nil {
		return ""
	}
	return fmt.Sprint(places)
}

// orders returns all orders of n things.
func orders(n int) [][]int {
	if n == 0 {
		return [][]int{{}}
	}
	var all [][]int
	for _, shorter := range orders(n - 1) {
		for i := range n {
			all = append(all, slices.Insert(slices.Clone(shorter), i, n-1))
		}
	}
	return all
}

// badness returns how many keys of a line stand beyond four in a row, and how
// many pairs of questions with as many options have their key at one place.
func (l line) badness(f Form) [2]int {
	over, uneven := 0, 0
	run, last := 0, ""
	for i, k := range l.keys {
		if k == "" {
			continue
		}
		if k != last {
			run, last = 0, k
		}
		run++
		if run > 4 {
			over++
		}
		q := f.Questions[l.questions[i]]
		for j, other := range l.questions[:i] {
			o := f.Questions[other]
			if len(q.Keys) == 1 && len(o.Keys) == 1 && q.Options == o.Options && k == l.keys[j] {
				uneven++
			}
		}
	}
	return [2]int{over, uneven}
}

func (l line) shares(o line) (letters, places int) {
	for i := range l.questions {
		if l.keys[i] != "" && l.keys[i] == o.keys[i] {
			letters++
		}
		if l.questions[i] == o.questions[i] {
			places++
		}
	}
	return letters, places
}

// lineOf returns the line of a set.
func lineOf(f Form, set Set) line {
	l := line{questions: set.Order}
	for _, q := range set.Order {
		l.keys = append(l.keys, places(f.Questions[q], set.Options[q]))
	}
	return l
}

// leastOf returns the least that the worst pair of some lines can share:
// letters and then places.
func leastOf(all []line, sets int) [2]int {
	letters, places := make([][]int, len(all)), make([][]int, len(all))
	for i, a := range all {
		for _, b := range all {
			l, p := a.shares(b)
			letters[i], places[i] = append(letters[i], l), append(places[i], p)
		}
	}
	least := [2]int{1 << 30, 0}
	var chosen []int
	var try func(from int, worst [2]int)
	try = func(from int, worst [2]int) {
		if slices.Compare(worst[:], least[:]) >= 0 {
			return
		}
		if len(chosen) == sets {
			least = worst
			return
		}
		for i := from; i < len(all); i++ {
			next := worst
			for _, c := range chosen {
				next[0], next[1] = max(next[0], letters[c][i]), max(next[1], places[c][i])
			}
			chosen = append(chosen, i)
			try(i, next)
			chosen = chosen[:len(chosen)-1]
		}
	}
	try(0, [2]int{})
	return least
}

// TestLeast compares with everything that could have been chosen: in each set
// runs and then the spread of letters are the best possible, and among such
// sets the worst pair shares as few letters, and then places, as can be; no
// bound is above that.
func TestLeast(t *testing.T) {
	src := &stream{7}
	tried := 0
	for tried < 400 {
		f := randomForm(src, 4, 3)
		sets := 2 + src.Below(2)
		all := lines(f)
		best := all[0].badness(f)
		for _, l := range all {
			if b := l.badness(f); slices.Compare(b[:], best[:]) < 0 {
				best = b
			}
		}
		good := slices.DeleteFunc(slices.Clone(all), func(l line) bool { return l.badness(f) != best })
		if len(good) > 250 {
			continue
		}
		tried++
		want := leastOf(good, sets)
		chosen, report := Choose(f, sets, src)
		for s, set := range chosen {
			if b := lineOf(f, set).badness(f); b != best {
				t.Errorf("%+v\nset %d of %d: runs and pairs of letters %d, want %d", f, s, sets, b, best)
			}
		}
		if got := [2]int{report.Letters.Worst, report.Places.Worst}; got != want {
			t.Errorf("%+v\n%d sets: letters and places shared %d, want %d", f, sets, got, want)
		}
		if report.Letters.LeastWorst > want[0] {
			t.Errorf("%+v\n%d sets: bound for letters %d, possible %d", f, sets, report.Letters.LeastWorst, want[0])
		}
	}
}

// TestNoRuns compares single sets with everything that could have been chosen,
// where fixed options force letters to run.
func TestNoRuns(t *testing.T) {
	src := &stream{8}
	forced := 0
	for range 150 {
		f := randomForm(src, 7, 2)
		for q := range f.Questions {
			if src.Below(2) == 0 {
				f.Questions[q] = Question{Options: 2, Keys: []int{0}}
			}
		}
		best := [2]int{1 << 30, 0}
		for _, l := range lines(f) {
			if b := l.badness(f); slices.Compare(b[:], best[:]) < 0 {
				best = b
			}
		}
		if best[0] > 0 {
			forced++
		}
		chosen, _ := Choose(f, 1, src)
		if b := lineOf(f, chosen[0]).badness(f); b != best {
			t.Errorf("%+v\nruns and pairs of letters %d, want %d", f, b, best)
		}
	}
	if forced == 0 {
		t.Error("no form was tried that forces a run")
	}
}
