package shuffle

import "slices"

// spread returns the least number of pairs that are in the same place when
// things are put into places: they are put in as evenly as possible.
func spread(things, places int) int {
	each, over := things/places, things%places
	return over*pairs(each+1) + (places-over)*pairs(each)
}

// pairs returns the number of pairs of n things.
func pairs(n int) int { return n * (n - 1) / 2 }

// leastPairs returns the least number of pairs of equal answers in the same
// place, when questions are given answers and each answer has some places to be
// spread over.
//
// The cost of one more question on an answer rises with those already there,
// so it is a semi-matching in the sense of Harvey, Ladner, Lovász and Tamir
// ("Semi-matchings for bipartite graphs and load balancing", J. Algorithms
// 2006): question after question takes the cheapest answer that can be had by
// moving others along an alternating path, and the total is the least.
func (p *plan) leastPairs(d demand) int {
	m := matching{plan: p, demand: d, given: make([][]int, len(p.domains))}
	for c, n := range d.supply {
		m.given[c] = make([]int, len(p.answers))
		for range n {
			m.add(c)
		}
	}
	total := 0
	for a, n := range m.load {
		if n > 0 {
			total += spread(n, m.places[a])
		}
	}
	return total
}

// A demand says what is to be given answers.
type demand struct {
	supply []int // by class: questions
	most   []int // by class: of them with the same answer
	load   []int // by answer: questions that have it already
	places []int // by answer
}

func (p *plan) newDemand() demand {
	n := len(p.domains)
	return demand{make([]int, n), make([]int, n), make([]int, len(p.answers)), make([]int, len(p.answers))}
}

type matching struct {
	*plan
	demand
	given [][]int // by class and answer: questions that were given it
}

// add gives a question of class c an answer.
func (m *matching) add(c int) {
	from := make([]int, len(m.answers)) // the class that reached an answer
	for a := range from {
		from[a] = none
	}
	via := make([]int, len(m.domains)) // the answer by which a class was reached
	for i := range via {
		via[i] = none
	}
	best := none
	queue := []int{c}
	for len(queue) > 0 {
		class := queue[0]
		queue = queue[1:]
		for _, a := range m.domains[class] {
			if from[a] != none || m.given[class][a] == m.most[class] {
				continue
			}
			from[a] = class
			if best == none || m.price(a) < m.price(best) {
				best = a
			}
			for other := range m.domains {
				if other != c && via[other] == none && m.given[other] != nil && m.given[other][a] > 0 {
					via[other] = a
					queue = append(queue, other)
				}
			}
		}
	}
	m.load[best]++
	for a := best; ; {
		class := from[a]
		m.given[class][a]++
		if class == c {
			return
		}
		a = via[class]
		m.given[class][a]--
	}
}

// price is what one more question on an answer adds to the pairs.
func (m *matching) price(a int) int { return m.load[a] / m.places[a] }

// leastLetters returns a number of shared letters that the pairs of sets have
// together at least; if even is set, of sets in which letters are spread as
// evenly as the options allow.
//
// Within a section that is shuffled, a letter that is the key x times in all
// sets together is the key so often at one of the positions where it may be,
// and the sets that have it there share it pairwise: spread(x, positions).
// What is least for all letters together is found by leastPairs. In a fixed
// section each position stands for itself.
func (p *plan) leastLetters(sets int, even bool) int {
	total := 0
	for i, section := range p.Sections {
		s := p.spans[i]
		if !section.Fixed {
			total += p.leastLettersIn(s, sets, even)
			continue
		}
		for at := s.from; at < s.to; at++ {
			total += p.leastLettersIn(span{at, at + 1}, sets, even)
		}
	}
	return total
}

// leastLettersIn does so for positions among which their questions move.
func (p *plan) leastLettersIn(s span, sets int, even bool) int {
	d := p.newDemand()
	questions := make([]int, len(p.domains)) // by class, in a set
	placed := map[int]bool{}
	for at := s.from; at < s.to; at++ {
		possible := map[int]bool{}
		for _, q := range p.stand[at] {
			c := p.class[q]
			if c == none || p.part[c] {
				continue
			}
			if !placed[q] {
				placed[q] = true
				questions[c]++
			}
			for _, a := range p.domains[c] {
				possible[a] = true
			}
		}
		for a := range possible {
			d.places[a]++
		}
	}
	for c, n := range questions {
		d.supply[c], d.most[c] = n*sets, n*sets
		if even && n == p.whole[c] {
			// Every set has each letter n/letters times, and those of the
			// rest once more.
			letters := len(p.domains[c])
			for _, a := range p.domains[c] {
				d.load[a] += n / letters * sets
			}
			d.supply[c], d.most[c] = n%letters*sets, sets
		}
	}
	return p.leastPairs(d)
}

// leastPlaces returns a number of shared places that the pairs of sets have
// together at least: each question has so many positions over which the sets
// can spread it, and each position so many questions.
func (p *plan) leastPlaces(sets int) int {
	total := 0
	for _, s := range p.spans {
		byQuestion, byPosition := 0, 0
		positions := map[int]int{} // by question
		for at := s.from; at < s.to; at++ {
			byPosition += spread(sets, len(p.stand[at]))
			for _, q := range p.stand[at] {
				positions[q]++
			}
		}
		for _, n := range positions {
			byQuestion += spread(sets, n)
		}
		total += max(byQuestion, byPosition)
	}
	return total
}

// leastWorst returns what the worst pair of some sets shares at least, given
// what all pairs share at least in total, and the number of values that may
// stand at each of some positions, in ascending order.
//
// The worst pair shares as much as the mean. Besides, of all sets some agree
// at the first k positions, as many as the pigeonhole principle says; their
// pairs share so much in total at the other positions, and the worst of them
// again as much as the mean. This is the bound of Plotkin for codes,
// shortened.
func leastWorst(total, sets int, values []int) int {
	worst := ceilDiv(total, pairs(sets))
	for k := 0; k < len(values) && sets > 1; k++ {
		rest := 0
		for _, n := range values[k:] {
			rest += spread(sets, n)
		}
		worst = max(worst, k+ceilDiv(rest, pairs(sets)))
		sets = ceilDiv(sets, values[k])
	}
	if sets > 1 {
		worst = max(worst, len(values))
	}
	return worst
}

// leastTallies returns the bounds for shared letters and shared places. Even is
// as for leastLetters.
func (p *plan) leastTallies(sets int, even bool) (letters, places tally) {
	var atLetters, atPlaces []int
	for _, questions := range p.stand {
		atPlaces = append(atPlaces, len(questions))
		if n := p.lettersOf(questions); n > 0 {
			atLetters = append(atLetters, n)
		}
	}
	slices.Sort(atLetters)
	slices.Sort(atPlaces)
	letters.total, places.total = p.leastLetters(sets, even), p.leastPlaces(sets)
	letters.worst = leastWorst(letters.total, sets, atLetters)
	places.worst = leastWorst(places.total, sets, atPlaces)
	return letters, places
}

// lettersOf returns how many answers some questions can have, 0 if they can
// have none.
func (p *plan) lettersOf(questions []int) int {
	possible := map[int]bool{}
	for _, q := range questions {
		c := p.class[q]
		if c == none || p.part[c] {
			return 0
		}
		for _, a := range p.domains[c] {
			possible[a] = true
		}
	}
	return len(possible)
}

// starts returns for each group the positions in its section at which it may
// begin, ascending.
func (s *Section) starts() [][]int {
	starts := make([][]int, len(s.Groups))
	known := map[int][]int{} // by length of the group
	from := 0
	for g, group := range s.Groups {
		if s.Fixed {
			starts[g] = []int{from}
			from += len(group)
			continue
		}
		if _, ok := known[len(group)]; !ok {
			known[len(group)] = s.sums(g)
		}
		starts[g] = known[len(group)]
	}
	return starts
}

// sums returns the sums of lengths of any groups but one, ascending.
func (s *Section) sums(but int) []int {
	can := []bool{true}
	for g, group := range s.Groups {
		if g == but {
			continue
		}
		next := append(slices.Clone(can), make([]bool, len(group))...)
		for sum, ok := range can {
			if ok {
				next[sum+len(group)] = true
			}
		}
		can = next
	}
	var list []int
	for sum, ok := range can {
		if ok {
			list = append(list, sum)
		}
	}
	return list
}

// ceilDiv returns a/b rounded up, 0 if b is 0; neither is negative.
func ceilDiv(a, b int) int {
	if b == 0 {
		return 0
	}
	return (a + b - 1) / b
}
