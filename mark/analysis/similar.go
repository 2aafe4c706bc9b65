package analysis

import (
	"fmt"
	"math"
	"slices"
)

// Likeness is how alike the answers of two candidates are.
type Likeness struct {
	A, B     int     // indices of the candidates
	Same     int     // identical answers to questions with options
	Wrong    int     // of these, wrong ones
	Of       int     // questions with options that both answered
	Expected float64 // identical answers among two who work apart and do as well
	P        float64 // probability of so many identical answers or more among such two
}

// Similarity is what Similar finds.
type Similarity struct {
	Pairs   int     // that were compared
	Level   float64 // probability that any innocent pair at all is listed
	Listed  []Likeness
	Closest []Likeness // the five least probable pairs, listed or not
}

// Similar looks for pairs of candidates who answered alike more often than two who
// work apart would. It is the generalised binomial test of van der Linden and
// Sotaridona (2006): given how well each did, the numbers of identical answers
// follow a sum of unlike coins, whose distribution is worked out exactly. How
// probable an option is for a candidate is estimated from those of like total,
// so that two who have everything right do not stand out.
//
// Pairs are indices of neighbours. A pair is listed where its probability is
// below level over the number of pairs (Bonferroni): so the probability that
// any innocent pair is listed is at most level. Answers are options of the bank:
// in different sets the same option has different letters.
func Similar(e *Exam, pairs [][2]int, level float64) Similarity {
	s := Similarity{Pairs: len(pairs), Level: level}
	m := newChoosers(e)
	for _, pair := range pairs {
		l := m.compare(pair[0], pair[1])
		if l.Of == 0 {
			continue
		}
		if l.P*float64(len(pairs)) < level {
			s.Listed = append(s.Listed, l)
		}
		s.Closest = append(s.Closest, l)
	}
	byP := func(a, b Likeness) int {
		switch {
		case a.P < b.P:
			return -1
		case a.P > b.P:
			return 1
		}
		return 0
	}
	slices.SortStableFunc(s.Listed, byP)
	slices.SortStableFunc(s.Closest, byP)
	s.Closest = s.Closest[:min(5, len(s.Closest))]
	return s
}

// AllPairs are all pairs of candidates, for where it is not known who sat beside
// whom. So many comparisons find copying only where it was gross.
func AllPairs(e *Exam) [][2]int {
	var pairs [][2]int
	for a := range e.Candidates {
		for b := a + 1; b < len(e.Candidates); b++ {
			pairs = append(pairs, [2]int{a, b})
		}
	}
	return pairs
}

// choosers know how probable each answer is for each group of candidates of like
// total.
type choosers struct {
	exam   *Exam
	places []choicePlace
	group  []int // of each candidate
	groups int
	// answers[p][i] is what candidate i answered at place p: an index into the
	// different answers there, -1 for none.
	answers [][]int
	shares  [][][]float64 // by place, group and answer
	right   [][]bool      // by place and answer
}

type choicePlace struct{ item, part int }

func newChoosers(e *Exam) *choosers {
	m := &choosers{exam: e, group: make([]int, len(e.Candidates))}
	for k := range e.Items {
		for p := range e.Items[k].Parts {
			if len(e.Items[k].Parts[p].Options) > 0 {
				m.places = append(m.places, choicePlace{k, p})
			}
		}
	}
	// Groups of about twenty, five at most.
	m.groups = max(1, min(5, len(e.Candidates)/20))
	order := make([]int, len(e.Candidates))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch x, y := e.Candidates[a].Total, e.Candidates[b].Total; {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	for at, i := range order {
		m.group[i] = at * m.groups / len(order)
	}
	for _, place := range m.places {
		m.learn(place)
	}
	return m
}

// learn estimates the shares of answers at a place. Each group is held to the
// whole by as much as half an answer for each that was given, so that no answer
// that was given anywhere is impossible.
func (m *choosers) learn(place choicePlace) {
	known := map[string]int{}
	answers := make([]int, len(m.exam.Candidates))
	var right []bool
	options := m.exam.Items[place.item].Parts[place.part].Options
	for i := range answers {
		answers[i] = -1
		s := &m.exam.Candidates[i].Scores[place.item]
		if !s.On || place.part >= len(s.Chosen) || len(s.Chosen[place.part]) == 0 {
			continue
		}
		picks := s.Chosen[place.part]
		name := fmt.Sprint(picks)
		if _, found := known[name]; !found {
			known[name] = len(right)
			ok := true
			for o := range options {
				ok = ok && options[o].Key == slices.Contains(picks, o)
			}
			if !m.exam.Items[place.item].Parts[place.part].Multiple {
				ok = options[picks[0]].Key
			}
			right = append(right, ok)
		}
		answers[i] = known[name]
	}
	whole := make([]float64, len(right))
	total := 0.0
	for _, a := range answers {
		if a >= 0 {
			whole[a]++
			total++
		}
	}
	shares := make([][]float64, m.groups)
	for g := range shares {
		shares[g] = make([]float64, len(right))
		n := 0.0
		for i, a := range answers {
			if a >= 0 && m.group[i] == g {
				shares[g][a]++
				n++
			}
		}
		weight := 0.5 * float64(len(right))
		for a := range shares[g] {
			shares[g][a] = (shares[g][a] + float64(weight*whole[a]/total)) / (n + weight)
		}
	}
	m.answers, m.shares, m.right = append(m.answers, answers), append(m.shares, shares), append(m.right, right)
}

// compare works out how alike two candidates are.
func (m *choosers) compare(a, b int) Likeness {
	l := Likeness{A: a, B: b}
	dist := []float64{1} // of the number of identical answers
	for p := range m.places {
		x, y := m.answers[p][a], m.answers[p][b]
		if x < 0 || y < 0 {
			continue
		}
		l.Of++
		if x == y {
			l.Same++
			if !m.right[p][x] {
				l.Wrong++
			}
		}
		match := 0.0
		for o := range m.right[p] {
			match += float64(m.shares[p][m.group[a]][o] * m.shares[p][m.group[b]][o])
		}
		l.Expected += match
		next := make([]float64, len(dist)+1)
		for n, v := range dist {
			next[n] += float64(v * (1 - match))
			next[n+1] += float64(v * match)
		}
		dist = next
	}
	for n := l.Same; n < len(dist); n++ {
		l.P += dist[n]
	}
	l.P = math.Min(1, l.P)
	return l
}
