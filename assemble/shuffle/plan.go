package shuffle

import (
	"fmt"
	"math/bits"
	"slices"
)

// maxAnswers is the largest number of answers looked at for a question with
// several keys: ten options of which five are right have 252, twelve and six
// 924.
const maxAnswers = 256

// none stands for the answer of a question that has no keys.
const none = -1

// A plan is what follows from a form before anything is chosen.
//
// An answer is the set of places on which a question's keys stand, written as
// a bit mask; for one key it is a letter. Answers are numbered, those of one
// key by their place.
type plan struct {
	Form
	size    int // questions in a set
	spans   []span
	stand   [][]int  // by position: the questions that may stand there
	uniform []bool   // by section: all groups are single questions of one class
	answers []uint64 // masks by answer
	class   []int    // by question: index into domains, or none
	domains [][]int  // by class: the answers possible, ascending
	allowed [][]bool // by class and answer
	part    []bool   // by class: the domain was too large and is a random part
	whole   []int    // by class: its questions, if they are all of a kind; otherwise 0
	kind    []int    // by question: index into ideal, or none
	ideal   []int    // by kind: the least number of pairs of questions with one letter in a set
	letters int      // places on which the one key of a question may stand, and more
}

// A span is where a section stands in every set.
type span struct{ from, to int }

func newPlan(form Form, src Source) *plan {
	p := &plan{Form: form}
	p.place()
	for _, q := range form.Questions {
		q.check()
		p.letters = max(p.letters, q.Options)
	}
	for l := range p.letters {
		p.answers = append(p.answers, 1<<l)
	}
	p.classify(src)
	for _, section := range form.Sections {
		p.uniform = append(p.uniform, p.isUniform(section))
	}
	p.setKinds()
	return p
}

// place finds the positions of the questions and checks that each has one.
func (p *plan) place() {
	seen := make([]bool, len(p.Questions))
	for _, section := range p.Sections {
		from := p.size
		for _, q := range slices.Concat(section.Groups...) {
			if seen[q] {
				panic(fmt.Sprintf("shuffle: question %d is in two groups", q))
			}
			seen[q] = true
			p.size++
		}
		p.spans = append(p.spans, span{from, p.size})
		stand := make([][]int, p.size-from)
		for g, starts := range section.starts() {
			for _, start := range starts {
				for i, q := range section.Groups[g] {
					stand[start+i] = append(stand[start+i], q)
				}
			}
		}
		p.stand = append(p.stand, stand...)
	}
	if i := slices.Index(seen, false); i >= 0 {
		panic(fmt.Sprintf("shuffle: question %d is in no group", i))
	}
}

// classify finds the answers of each question, and gives questions with the
// same ones the same class.
func (p *plan) classify(src Source) {
	number := map[uint64]int{}
	for a, mask := range p.answers {
		number[mask] = a
	}
	classes := map[string]int{}
	for _, q := range p.Questions {
		if len(q.Keys) == 0 {
			p.class = append(p.class, none)
			continue
		}
		masks, part := q.masks(src)
		domain := make([]int, len(masks))
		for i, mask := range masks {
			if _, ok := number[mask]; !ok {
				number[mask] = len(p.answers)
				p.answers = append(p.answers, mask)
			}
			domain[i] = number[mask]
		}
		slices.Sort(domain)
		key := fmt.Sprint(domain)
		if _, ok := classes[key]; !ok {
			classes[key] = len(p.domains)
			p.domains = append(p.domains, domain)
			p.part = append(p.part, part)
		}
		p.class = append(p.class, classes[key])
	}
	for _, domain := range p.domains {
		allowed := make([]bool, len(p.answers))
		for _, a := range domain {
			allowed[a] = true
		}
		p.allowed = append(p.allowed, allowed)
	}
}

func (p *plan) isUniform(s Section) bool {
	for _, group := range s.Groups {
		if len(group) != 1 || p.class[group[0]] != p.class[s.Groups[0][0]] {
			return false
		}
	}
	return true
}

// masks returns the answers a question can have, as sets of places, and
// whether they are only some of them.
func (q *Question) masks(src Source) (masks []uint64, part bool) {
	movable := q.movable()
	var fixed uint64
	k := 0 // keys that move
	for _, key := range q.Keys {
		if slices.Contains(movable, key) {
			k++
		} else {
			fixed |= 1 << key
		}
	}
	if choices(len(movable), k) > maxAnswers {
		return q.someMasks(movable, k, fixed, src), true
	}
	// All subsets of size k in ascending order.
	var add func(from, k int, mask uint64)
	add = func(from, k int, mask uint64) {
		if k == 0 {
			masks = append(masks, mask)
			return
		}
		for i := from; i <= len(movable)-k; i++ {
			add(i+1, k-1, mask|1<<movable[i])
		}
	}
	add(0, k, fixed)
	return masks, false
}

// someMasks returns maxAnswers different random answers.
func (q *Question) someMasks(movable []int, k int, fixed uint64, src Source) []uint64 {
	var masks []uint64
	places := slices.Clone(movable)
	for len(masks) < maxAnswers {
		shuffle(places, src)
		mask := fixed
		for _, place := range places[:k] {
			mask |= 1 << place
		}
		if !slices.Contains(masks, mask) {
			masks = append(masks, mask)
		}
	}
	return masks
}

// check panics if a question is not well made.
func (q *Question) check() {
	if q.Options > 64 || q.Movable != nil && len(q.Movable) != q.Options {
		panic(fmt.Sprintf("shuffle: %d options, %d of them said to move or not", q.Options, len(q.Movable)))
	}
	for i, key := range q.Keys {
		if key < 0 || key >= q.Options || slices.Contains(q.Keys[:i], key) {
			panic(fmt.Sprintf("shuffle: keys %d of %d options", q.Keys, q.Options))
		}
	}
}

// movable returns the options that change places, ascending.
func (q *Question) movable() []int {
	var places []int
	for i, movable := range q.Movable {
		if movable {
			places = append(places, i)
		}
	}
	return places
}

// choices returns the number of subsets of k out of n, or some number greater
// than maxAnswers if they are more.
func choices(n, k int) int {
	c := 1
	for i := range min(k, n-k) {
		c = c * (n - i) / (i + 1)
		if c > maxAnswers {
			break
		}
	}
	return c
}

// setKinds groups the questions over which the keys are spread evenly: those
// with one key and the same number of options. Over all questions alike would
// be worse: beside ten questions with two options, the keys of ten with four
// would have to be C or D.
func (p *plan) setKinds() {
	kinds := map[int]int{} // by number of options
	var members [][]int
	for q, question := range p.Questions {
		if len(question.Keys) != 1 {
			p.kind = append(p.kind, none)
			continue
		}
		k, ok := kinds[question.Options]
		if !ok {
			k = len(members)
			kinds[question.Options] = k
			members = append(members, nil)
		}
		members[k] = append(members[k], q)
		p.kind = append(p.kind, k)
	}
	p.whole = make([]int, len(p.domains))
	for _, questions := range members {
		d := p.newDemand()
		for a := range d.places {
			d.places[a] = 1
		}
		for _, q := range questions {
			d.supply[p.class[q]]++
			d.most[p.class[q]]++
		}
		p.ideal = append(p.ideal, p.leastPairs(d))
		if c := p.class[questions[0]]; d.supply[c] == len(questions) {
			p.whole[c] = len(questions)
		}
	}
}

// letter returns the place of the key for an answer of one key, otherwise -1.
func (p *plan) letter(answer int) int {
	if answer == none || bits.OnesCount64(p.answers[answer]) != 1 {
		return -1
	}
	return bits.TrailingZeros64(p.answers[answer])
}
