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
// place, when supply[c] questions of each class c are given answers and each
// answer has places[answer] places to be spread over.
//
// The cost of one more question on an answer rises with those already there,
// so it is a semi-matching in the sense of Harvey, Ladner, Lovász and Tamir
// ("Semi-matchings for bipartite graphs and load balancing", J. Algorithms
// 2006): question after question takes the cheapest answer that can be had by
// moving others along an alternating path, and the total is the least.
func (p *plan) leastPairs(supply, places []int) int {
	m := matching{
		plan:   p,
		places: places,
		load:   make([]int, len(p.answers)),
		given:  make([][]int, len(p.domains)),
	}
	for c, n := range supply {
		m.given[c] = make([]int, len(p.answers))
		for range n {
			m.add(c)
		}
	}
	total := 0
	for a, n := range m.load {
		if n > 0 {
			total += spread(n, places[a])
		}
	}
	return total
}

type matching struct {
	*plan
	places []int   // by answer
	load   []int   // by answer: questions that have it
	given  [][]int // by class and answer: questions that have it
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
			if from[a] != none {
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
// together at least.
//
// Within a section that is shuffled, a letter that is the key x times in all
// sets together is the key so often at one of the positions where it may be,
// and the sets that have it there share it pairwise: spread(x, positions).
// What is least for all letters together is found by leastPairs. In a fixed
// section each position stands for itself.
func (p *plan) leastLetters(sets int) int {
	total := 0
	for i, section := range p.Sections {
		if section.Fixed || len(section.Groups) < 2 {
			for _, q := range slices.Concat(section.Groups...) {
				if c := p.class[q]; c != none && !p.part[c] {
					total += spread(sets, len(p.domains[c]))
				}
			}
			continue
		}
		total += p.leastLettersIn(i, sets)
	}
	return total
}

func (p *plan) leastLettersIn(section, sets int) int {
	supply := make([]int, len(p.domains))
	at := make([][]bool, len(p.answers)) // positions at which an answer may be
	for a := range at {
		at[a] = make([]bool, p.size)
	}
	groups := p.Sections[section].Groups
	starts := p.starts(groups)
	for g, group := range groups {
		for i, q := range group {
			c := p.class[q]
			if c == none || p.part[c] {
				continue
			}
			supply[c] += sets
			for _, start := range starts[g] {
				for _, a := range p.domains[c] {
					at[a][start+i] = true
				}
			}
		}
	}
	places := make([]int, len(p.answers))
	for a := range places {
		for _, can := range at[a] {
			if can {
				places[a]++
			}
		}
	}
	return p.leastPairs(supply, places)
}

// starts returns for each group the positions in its section at which it may
// begin: the sums of lengths of any of the other groups.
func (p *plan) starts(groups [][]int) [][]int {
	starts := make([][]int, len(groups))
	known := map[int][]int{} // by length of the group
	for g, group := range groups {
		if _, ok := known[len(group)]; !ok {
			known[len(group)] = sums(groups, g)
		}
		starts[g] = known[len(group)]
	}
	return starts
}

// sums returns the sums of lengths of any groups but one, ascending.
func sums(groups [][]int, but int) []int {
	can := []bool{true}
	for g, group := range groups {
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

// leastPlaces returns a number of shared places that the pairs of sets have
// together at least: each question has so many positions over which the sets
// can spread it, and each position so many questions.
func (p *plan) leastPlaces(sets int) int {
	total := 0
	for i, section := range p.Sections {
		if section.Fixed {
			total += (p.spans[i].to - p.spans[i].from) * pairs(sets)
			continue
		}
		byQuestion, byPosition := 0, 0
		can := make([]int, p.spans[i].to-p.spans[i].from) // questions by position
		starts := p.starts(section.Groups)
		for g, group := range section.Groups {
			byQuestion += len(group) * spread(sets, len(starts[g]))
			for q := range group {
				for _, start := range starts[g] {
					can[start+q]++
				}
			}
		}
		for _, n := range can {
			byPosition += spread(sets, n)
		}
		total += max(byQuestion, byPosition)
	}
	return total
}

// ceilDiv returns a/b rounded up, 0 if b is 0; neither is negative.
func ceilDiv(a, b int) int {
	if b == 0 {
		return 0
	}
	return (a + b - 1) / b
}
