package trace

import (
	"cmp"
	"slices"
)

// A target is a text of the paper that a piece can be a part of.
type target struct {
	question, task int
	option         int // -1 for what stands above the options
	runes          []rune
}

// An emission is how well a piece fits a question: into which of its texts,
// and how well into the best of its other options.
type emission struct {
	question, task, option int
	score                  int32
	second                 int32 // of another option of the same question
	begins                 bool  // the piece has the beginning of the text
}

// The cost of passing from one question to another between two pieces.
const (
	marked  = 4  // a number stands between, or the letters begin again
	parted  = 8  // an empty line, or quotation marks
	between = 24 // nothing
	against = 12 // not to pass where another number stands
)

const (
	enough = 20 // least score of an observation: five letters
	spread = 12 // questions that fit worse than the best by more are left out
	rivals = 8  // most questions that an observation can mean
)

// An observation is what was seen of one question.
type observation struct {
	number int
	pieces []piece
	// The questions that it can mean, best first.
	candidates []candidate
	pasted     bool // not a mere quotation: what follows it in the text follows it on the page
	then       bool // is said to follow what stands before
	near       bool // nothing unknown stands between it and what stands before
}

// A candidate is a question that an observation can mean.
type candidate struct {
	question int
	deficit  int32 // how much worse than the best it fits
	orders   []order
}

// An order is what was seen of the options of a task: places where they are
// known, else what comes before what.
type order struct {
	task   int
	seen   []int // options in the order of the text
	places []int // of seen, from 0; -1 where not known
}

type matcher struct {
	paper   *Paper
	targets []target
	short   []int          // targets that are too short for trigrams
	grams   map[gram][]int // targets by trigram, each once
	counts  []int
	aligner aligner
	known   map[string][]emission
}

type gram [3]rune

func newMatcher(p *Paper) *matcher {
	m := &matcher{paper: p, grams: map[gram][]int{}, known: map[string][]emission{}}
	add := func(question, task, option int, texts []string) {
		for _, text := range texts {
			runes := normal(text)
			if len(runes) == 0 {
				continue
			}
			at := len(m.targets)
			m.targets = append(m.targets, target{question, task, option, runes})
			if len(runes) < 8 {
				m.short = append(m.short, at)
			}
			for g := range grams(runes) {
				m.grams[g] = append(m.grams[g], at)
			}
		}
	}
	for q := range p.Questions {
		add(q, 0, -1, p.Questions[q].Texts)
		for t := range p.Questions[q].Tasks {
			add(q, t, -1, p.Questions[q].Tasks[t].Texts)
			for o, texts := range p.Questions[q].Tasks[t].Options {
				add(q, t, o, texts)
			}
		}
	}
	m.counts = make([]int, len(m.targets))
	return m
}

func grams(runes []rune) map[gram]bool {
	found := map[gram]bool{}
	for i := 2; i < len(runes); i++ {
		found[gram{class(runes[i-2]), class(runes[i-1]), class(runes[i])}] = true
	}
	return found
}

// near returns the targets that a piece may be a part of.
func (m *matcher) near(runes []rune) []int {
	const most = 16
	var found []int
	if len(runes) < 10 {
		found = append(found, m.short...)
	}
	var touched []int
	for g := range grams(runes) {
		for _, at := range m.grams[g] {
			if m.counts[at] == 0 {
				touched = append(touched, at)
			}
			m.counts[at]++
		}
	}
	slices.SortFunc(touched, func(a, b int) int { return cmp.Or(cmp.Compare(m.counts[b], m.counts[a]), cmp.Compare(a, b)) })
	for i, at := range touched {
		if i < most || m.counts[at] == len(runes)-2 {
			found = append(found, at)
		}
	}
	for _, at := range touched {
		m.counts[at] = 0
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// fit says how well a piece fits the questions of the paper: an emission for
// each task that it fits at all, by question.
func (m *matcher) fit(p *piece) []emission {
	key := string(p.runes)
	if p.letter >= 0 || p.list > 0 {
		key = "option " + key
	}
	if known, ok := m.known[key]; ok {
		return known
	}
	var found []emission
	for _, at := range m.near(p.runes) {
		t := &m.targets[at]
		al := m.aligner.align(p.runes, t.runes)
		score := al.judged(p.runes, t.runes)
		if score == 0 {
			continue
		}
		if t.option >= 0 == (p.letter >= 0 || p.list > 0) {
			score += 2
		}
		e := emission{t.question, t.task, t.option, score, 0, al.start <= len(t.runes)/5}
		i := slices.IndexFunc(found, func(f emission) bool { return f.question == e.question && f.task == e.task })
		switch {
		case i < 0:
			found = append(found, e)
		case e.score > found[i].score:
			if found[i].option != e.option {
				e.second = found[i].score
			} else {
				e.second = found[i].second
			}
			found[i] = e
		case found[i].option != e.option:
			found[i].second = max(found[i].second, e.score)
		}
	}
	m.known[key] = found
	return found
}

// score is what a piece counts for a question.
func (p *piece) score(question int) int32 {
	var best int32
	for _, e := range p.emissions {
		if e.question == question {
			best = max(best, e.score)
		}
	}
	return best
}

func (p *piece) best() int32 {
	var best int32
	for _, e := range p.emissions {
		best = max(best, e.score)
	}
	return best
}

// observations says what the pieces show of the paper, and which of them show
// nothing.
func (m *matcher) observations(pieces []piece) ([]observation, []piece) {
	for i := range pieces {
		if !pieces[i].gap() {
			pieces[i].emissions = m.fit(&pieces[i])
		}
	}
	pieces = decide(pieces)
	states := m.path(pieces)
	var list []observation
	var lost []piece
	near := false
	for from := 0; from < len(pieces); {
		to := from + 1
		for to < len(pieces) && states[to] == states[from] {
			to++
		}
		if o, ok := m.observe(pieces[from:to]); ok && states[from] >= 0 {
			o.near = near
			near = true
			list = append(list, o)
			for _, p := range o.pieces {
				if len(p.emissions) == 0 {
					lost = append(lost, p)
				}
			}
		} else {
			lost = append(lost, pieces[from:to]...)
			near = false
		}
		from = to
	}
	return list, slices.DeleteFunc(lost, func(p piece) bool { return len(p.runes) < 3 || p.talked })
}

// decide chooses between a line and what was taken out of it.
func decide(pieces []piece) []piece {
	var kept []piece
	for i := 0; i < len(pieces); i++ {
		p := pieces[i]
		if p.talk == 0 {
			kept = append(kept, p)
			continue
		}
		parts := pieces[i+1 : i+1+p.talk]
		var sum int32
		for j := range parts {
			sum += parts[j].best()
		}
		if p.best() >= 56 && p.best() >= sum {
			p.talk = 0
			kept = append(kept, p)
			i += len(parts)
		}
	}
	return kept
}

// path gives each piece its question, -1 for none, so that the sum of what the
// pieces count less the cost of passing between questions is greatest.
func (m *matcher) path(pieces []piece) []int {
	n := len(m.paper.Questions)
	none := n
	score, next := make([]int32, n+1), make([]int32, n+1)
	for q := range n {
		score[q] = -1 << 20
	}
	stays := make([][]bool, len(pieces))
	from := make([]int, len(pieces)) // the best question before each piece
	emission := make([]int32, n+1)
	letter, number := -1, 0
	for i := range pieces {
		p := &pieces[i]
		clear(emission)
		for _, e := range p.emissions {
			emission[e.question] = max(emission[e.question], e.score)
		}
		cost, stay := int32(between), int32(0)
		switch {
		case p.number > 0 || p.letter >= 0 && p.letter <= letter || i == 0:
			cost = marked
		case p.fresh || p.quoted:
			cost = parted
		}
		if p.number > 0 && number > 0 && p.number != number {
			stay = against
		}
		if p.number > 0 {
			number = p.number
		}
		if letter = p.letter; letter < 0 && i > 0 && len(p.emissions) == 0 {
			letter = pieces[i-1].letter
		}
		best := none
		for q, s := range score {
			if s > score[best] {
				best = q
			}
		}
		from[i] = best
		stays[i] = make([]bool, n+1)
		for q := range score {
			leave := score[best] - cost
			if q == none {
				leave = score[best] - 1
			}
			keep := score[q] - stay
			if q == none {
				keep = score[q]
			}
			stays[i][q] = keep >= leave
			next[q] = max(keep, leave) + emission[q]
		}
		score, next = next, score
	}
	at := none
	for q, s := range score {
		if s > score[at] {
			at = q
		}
	}
	states := make([]int, len(pieces))
	for i := len(pieces) - 1; i >= 0; i-- {
		states[i] = at
		if at == none {
			states[i] = -1
		}
		if !stays[i][at] {
			at = from[i]
		}
	}
	return states
}

// observe builds the observation of pieces that belong together.
func (m *matcher) observe(pieces []piece) (observation, bool) {
	o := observation{pieces: pieces}
	totals := map[int]int32{}
	for i := range pieces {
		p := &pieces[i]
		if o.number == 0 && (i == 0 || p.named) {
			o.number = p.number // else it is part of a list in the question
		}
		o.then = o.then || p.then
		o.pasted = o.pasted || !p.quoted && p.list == 0 && len(p.emissions) > 0
		seen := map[int]bool{}
		for _, e := range p.emissions {
			if !seen[e.question] {
				seen[e.question] = true
				totals[e.question] += p.score(e.question)
			}
		}
	}
	var best int32
	for _, total := range totals {
		best = max(best, total)
	}
	if best < enough {
		return o, false
	}
	for question, total := range totals {
		if best-total <= spread {
			o.candidates = append(o.candidates, candidate{question: question, deficit: best - total})
		}
	}
	slices.SortFunc(o.candidates, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.deficit, b.deficit), cmp.Compare(a.question, b.question))
	})
	o.candidates = o.candidates[:min(rivals, len(o.candidates))]
	for i := range o.candidates {
		o.candidates[i].orders = m.orders(o.candidates[i].question, pieces)
	}
	return o, true
}

// A reading is an option that was seen.
type reading struct {
	emission
	place int
	loose bool // neither letter nor list says that it is an option
	list  int
	ties  bool
}

// orders reads the orders of the options of a question.
func (m *matcher) orders(question int, pieces []piece) []order {
	var readings []reading
	complete := map[int]int{} // items of each list
	task := 0
	for i := range pieces {
		p := &pieces[i]
		if p.list > 0 {
			complete[p.list] = max(complete[p.list], p.item+1)
		}
		e, ok := m.reads(question, task, pieces, i)
		if !ok {
			if p.list > 0 && !p.gap() {
				complete[p.list] = 1 << 20 // an item that is none of the options
			}
			continue
		}
		task = e.task
		if e.option < 0 {
			continue
		}
		r := reading{emission: e, place: p.letter, list: p.list, loose: p.letter < 0 && p.list == 0}
		r.ties = e.second >= e.score
		if p.list > 0 {
			r.place = p.item
		}
		readings = append(readings, r)
	}
	var orders []order
	for t := range m.paper.Questions[question].Tasks {
		if o := oneOrder(t, len(m.paper.Questions[question].Tasks[t].Options), readings, complete); len(o.seen) > 0 {
			orders = append(orders, o)
		}
	}
	return orders
}

// reads returns what the i-th piece shows of a question; of tasks that fit
// alike, that of the piece before. The words of an option go on in the lines
// that follow.
func (m *matcher) reads(question, task int, pieces []piece, i int) (emission, bool) {
	p := &pieces[i]
	best, ok := p.in(question, task)
	if !ok || p.letter < 0 {
		return best, ok
	}
	both := piece{runes: slices.Clone(p.runes), letter: p.letter}
	for _, on := range pieces[i+1:] {
		if on.letter >= 0 || on.list > 0 || on.number > 0 || on.fresh || on.quoted || len(both.runes) > maxPiece {
			break
		}
		if e, ok := on.in(question, best.task); ok && (e.option < 0 || e.task != best.task) {
			break // the next stem
		}
		both.runes = append(both.runes, on.runes...)
	}
	if len(both.runes) == len(p.runes) {
		return best, true
	}
	both.emissions = m.fit(&both)
	if e, ok := both.in(question, best.task); ok && e.task == best.task && e.option >= 0 && e.score >= best.score {
		return e, true
	}
	return best, true
}

// in returns the text of a question that a piece fits best; of tasks that fit
// alike the given one.
func (p *piece) in(question, task int) (emission, bool) {
	var best emission
	for _, e := range p.emissions {
		if e.question == question && (e.score > best.score || e.score == best.score && e.task == task) {
			best = e
		}
	}
	return best, best.score > 0
}

// oneOrder puts together what was seen of the options of a task.
func oneOrder(task, options int, readings []reading, complete map[int]int) order {
	o := order{task: task}
	strict := false
	lists := map[int]bool{} // with an option twice
	count := map[[2]int]int{}
	for _, r := range readings {
		if r.task != task {
			continue
		}
		strict = strict || !r.loose
		if r.list > 0 {
			count[[2]int{r.list, r.option}]++
			lists[r.list] = lists[r.list] || count[[2]int{r.list, r.option}] > 1
		}
	}
	best := map[int]reading{} // by option
	for _, r := range readings {
		if r.task == task && !r.ties && r.score > best[r.option].score {
			best[r.option] = r
		}
	}
	for _, r := range readings {
		if r.task != task || r.ties || strict && r.loose || r.loose && !r.begins {
			continue
		}
		if at := slices.Index(o.seen, r.option); at >= 0 || best[r.option].score > r.score && best[r.option].loose == r.loose {
			continue // the same option again
		}
		place := r.place
		if r.list > 0 && (complete[r.list] != options || lists[r.list]) {
			place = -1 // some may be missing
		}
		if place >= options || place >= 0 && slices.Contains(o.places, place) {
			continue
		}
		o.seen = append(o.seen, r.option)
		o.places = append(o.places, place)
	}
	return o
}
