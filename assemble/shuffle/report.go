package shuffle

import "slices"

// Report says what the chosen sets share.
type Report struct {
	Sets      int
	Questions int // in a set
	Choice    int // questions in a set that have a key letter, or letters
	// Letters counts the question numbers at which two sets have questions
	// with the same key letter, or letters.
	Letters Shared
	// Places counts the question numbers at which two sets have the same
	// question.
	Places Shared
	// Pairs are all pairs of up to 26 sets; nil for more.
	Pairs []Pair
	// LongestRun is the largest number of consecutive choice questions of a
	// set, passing over others, that have the same key letter.
	LongestRun int
	// Counts has by set and place of an option the number of questions that
	// have their only key there.
	Counts [][]int
	// Alike is the number of pairs of sets that somewhere show the same three
	// consecutive choice questions with all their options in the same order.
	Alike int
}

// Shared is how much pairs of sets share. The bounds hold for whatever keeps to
// the rules within sets: if the letters of all chosen sets are spread as evenly
// as the fixed options allow and none runs longer than four, the bounds are for
// such sets; otherwise, for any. They are proved, but it is not known in all
// cases whether they can be met.
type Shared struct {
	Worst, Total           int // of the pair that shares most, of all pairs together
	LeastWorst, LeastTotal int // no choice has less, see below
	// Compared is the number of pairs among which the worst was sought: all of
	// them up to 10,000 sets, of more those less than 10,000 sets apart.
	Compared int
}

// Best tells whether it is proved that the worst pair could not share less.
func (s Shared) Best() bool { return s.Worst == s.LeastWorst }

// Pair is what two sets share.
type Pair struct {
	A, B    int // sets, A before B
	Letters int // question numbers with the same key letter
	Of      int // question numbers at which both have a key letter
	Places  int // question numbers with the same question
}

// listed is the largest number of sets of which all pairs are in the report.
const listed = 26

func (p *plan) report(tables []*table, sets int, t *traces) Report {
	r := Report{Sets: sets, Questions: p.size, Alike: t.alike()}
	for _, c := range p.class {
		if c != none {
			r.Choice++
		}
	}
	var rows []*row
	for _, table := range tables {
		for s := range table.rows {
			rows = append(rows, &table.rows[s])
		}
	}
	for _, row := range rows {
		r.LongestRun = max(r.LongestRun, longestRun(row.answer))
		r.Counts = append(r.Counts, p.count(row.answer))
	}
	if sets <= listed {
		r.Pairs = comparePairs(rows)
	}
	r.Letters, r.Places = p.shared(rows)
	return r
}

func (p *plan) count(answers []int) []int {
	counts := make([]int, p.letters)
	for _, a := range answers {
		if l := p.letter(a); l >= 0 {
			counts[l]++
		}
	}
	return counts
}

func longestRun(answers []int) int {
	longest, run, last := 0, 0, none
	for _, a := range answers {
		if a == none {
			continue
		}
		if a != last {
			run, last = 0, a
		}
		run++
		longest = max(longest, run)
	}
	return longest
}

func comparePairs(rows []*row) []Pair {
	var list []Pair
	for b, second := range rows {
		for a, first := range rows[:b] {
			pair := Pair{A: a, B: b}
			for at := range first.question {
				x, y := first.answer[at], second.answer[at]
				if x != none && y != none {
					pair.Of++
					if x == y {
						pair.Letters++
					}
				}
				if first.question[at] == second.question[at] {
					pair.Places++
				}
			}
			list = append(list, pair)
		}
	}
	return list
}

// apart is how far from one another sets are compared.
const apart = 10_000

// shared counts what all pairs share in total, and what the worst one does.
func (p *plan) shared(rows []*row) (letters, places Shared) {
	answers, questions := newPlanes(p.size, len(p.answers)), newPlanes(p.size, p.size)
	for _, r := range rows {
		answers.add(r.answer)
		questions.add(r.question)
	}
	letters, places = answers.shared(len(rows)), questions.shared(len(rows))
	even := true
	for _, r := range rows {
		even = even && r.runs == 0 && r.uneven == 0
	}
	leastLetters, leastPlaces := p.leastTallies(len(rows), even)
	letters.LeastWorst, letters.LeastTotal = leastLetters.worst, leastLetters.total
	places.LeastWorst, places.LeastTotal = leastPlaces.worst, leastPlaces.total
	for at := range p.size {
		letters.Total += equalPairs(rows, func(r *row) int { return r.answer[at] })
		places.Total += equalPairs(rows, func(r *row) int { return r.question[at] })
	}
	return letters, places
}

// equalPairs returns the number of pairs of rows with the same value.
func equalPairs(rows []*row, value func(*row) int) int {
	counts := map[int]int{}
	total := 0
	for _, r := range rows {
		if v := value(r); v != none {
			total += counts[v]
			counts[v]++
		}
	}
	return total
}

// alike counts the pairs of sets that show a window alike.
func (t *traces) alike() int {
	shown := make([][]int, len(t.counts)) // by window: the sets that show it, ascending
	for s, windows := range t.sets {
		for _, w := range windows {
			shown[w] = append(shown[w], s)
		}
	}
	total := 0
	last := make([]int, len(t.sets)) // by set: the last before it found alike
	for i := range last {
		last[i] = -1
	}
	for s, windows := range t.sets {
		found := 0
		for _, w := range windows {
			if found == len(t.sets)-s-1 {
				break // with all later sets already
			}
			i, _ := slices.BinarySearch(shown[w], s+1)
			for _, later := range shown[w][i:] {
				if last[later] != s {
					last[later] = s
					found++
				}
			}
		}
		total += found
	}
	return total
}
