package trace

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// What speaks against a copy, in thousandths of a bit: about what it takes
// that a camera or a person got it wrong.
const (
	wrongNumber  = 7000
	wrongOption  = 5000  // for each place or neighbour
	wrongOrder   = 8000  // a question stands before the one that was seen before it
	leftOut      = 6000  // a question that was not seen stands between
	maybeLeftOut = 2000  // likewise, where something was seen between
	wrongMost    = 16000 // of one observation, which may be misread as a whole
	wrongLetter  = 1250  // for each unit that a question fits worse
	clearly      = 5000  // a copy this far ahead of the next is told apart
	sameQuestion = 3     // units within which two questions fit alike
)

// Verdict is how an answer is to be taken.
type Verdict string

// The verdicts.
const (
	Found   Verdict = "found"   // one copy agrees with every clue
	Likely  Verdict = "likely"  // one is clearly ahead, but some clue is against it or others are not excluded
	Several Verdict = "several" // several agree alike, or nearly
	Against Verdict = "against" // none agrees well
	Nothing Verdict = "nothing" // nothing of the text is in the paper
)

// Result is the answer to a text.
type Result struct {
	Verdict    Verdict    `json:"verdict"`
	Labels     []string   `json:"labels"`     // of the copies that fit best
	Copies     int        `json:"copies"`     // of the paper
	Consistent int        `json:"consistent"` // copies that agree with every clue
	Clues      []string   `json:"clues"`
	Ranking    []Standing `json:"ranking"`             // best first
	Unmatched  []string   `json:"unmatched,omitempty"` // pieces of the text that are not in the paper
}

// Standing is how a copy stands to the clues.
type Standing struct {
	Label       string `json:"label"`
	Agrees      int    `json:"agrees"`      // with so many clues
	Contradicts []int  `json:"contradicts"` // indices into Result.Clues
	Score       int    `json:"score"`       // log-likelihood in thousandths of a bit, at most 0
}

// Trace says which copies a text shows. The error says that it is too long.
func (p *Paper) Trace(text string) (*Result, error) {
	if len(text) > MaxText {
		return nil, fmt.Errorf("the text has %d bytes, more than %d", len(text), MaxText)
	}
	m := newMatcher(p)
	observations, lost := m.observations(read(text))
	j := &judge{paper: p, observations: observations}
	r := &Result{Copies: len(p.Copies), Labels: []string{}, Clues: []string{}, Ranking: []Standing{}}
	for _, piece := range lost {
		if text := shorten(piece.text); !slices.Contains(r.Unmatched, text) {
			r.Unmatched = append(r.Unmatched, text)
		}
	}
	r.Verdict = Nothing
	if len(observations) == 0 || len(p.Copies) == 0 {
		return r, nil
	}
	j.list()
	for _, c := range j.clues {
		r.Clues = append(r.Clues, c.text)
	}
	for i := range p.Copies {
		r.Ranking = append(r.Ranking, j.stand(&p.Copies[i]))
	}
	slices.SortStableFunc(r.Ranking, func(a, b Standing) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(len(a.Contradicts), len(b.Contradicts)))
	})
	r.conclude()
	return r, nil
}

// conclude fills in the verdict.
func (r *Result) conclude() {
	for _, s := range r.Ranking {
		if len(s.Contradicts) == 0 {
			r.Consistent++
		}
	}
	first := r.Ranking[0]
	ahead := 1 << 30
	if len(r.Ranking) > 1 {
		ahead = first.Score - r.Ranking[1].Score
	}
	for _, s := range r.Ranking {
		if s.Score == first.Score && len(s.Contradicts) == len(first.Contradicts) {
			r.Labels = append(r.Labels, s.Label)
		}
	}
	switch {
	case len(r.Clues) == 0:
		r.Verdict = Several
	case len(first.Contradicts) > 1 && first.Agrees <= 2*len(first.Contradicts), first.Agrees == 0:
		r.Verdict = Against
	case len(r.Labels) == 1 && r.Consistent == 1 && len(first.Contradicts) == 0 && ahead >= clearly:
		r.Verdict = Found
	case len(r.Labels) == 1 && ahead >= clearly:
		r.Verdict = Likely
	case r.Consistent == 0 && len(r.Labels) == r.Copies:
		r.Verdict = Against
	default:
		r.Verdict = Several
		r.Labels = nil
		for _, s := range r.Ranking {
			if first.Score-s.Score < clearly {
				r.Labels = append(r.Labels, s.Label)
			}
		}
	}
}

type kind int

const (
	isPresent kind = iota
	hasNumber
	hasOrder
	comesAfter
)

// A clue is a statement that a copy agrees with or contradicts.
type clue struct {
	kind        kind
	observation int
	text        string
}

type judge struct {
	paper        *Paper
	observations []observation
	clues        []clue
}

// list makes the clues of the observations.
func (j *judge) list() {
	for i := range j.observations {
		o := &j.observations[i]
		name := j.name(o)
		switch {
		case o.number > 0:
			j.clues = append(j.clues, clue{hasNumber, i, fmt.Sprintf("question %d is %s", o.number, name)})
		case !j.everywhere(o):
			j.clues = append(j.clues, clue{isPresent, i, name + " is asked"})
		}
		if text := j.options(o); text != "" {
			j.clues = append(j.clues, clue{hasOrder, i, "the options of " + name + " read " + text})
		}
		if i > 0 && j.related(i) {
			after := " comes after "
			if o.near {
				after = " comes right after "
			}
			j.clues = append(j.clues, clue{comesAfter, i, name + after + j.name(&j.observations[i-1])})
		}
	}
}

// related reports whether the text tells that an observation stands behind the
// one before it.
func (j *judge) related(i int) bool {
	a, b := &j.observations[i-1], &j.observations[i]
	if a.number > 0 && b.number > 0 || a.candidates[0].question == b.candidates[0].question {
		return false
	}
	return b.then || a.pasted && b.pasted
}

// name names the question of an observation by its words.
func (j *judge) name(o *observation) string {
	q := &j.paper.Questions[o.candidates[0].question]
	texts := q.Texts
	for _, t := range q.Tasks {
		texts = append(texts[:len(texts):len(texts)], t.Texts...)
	}
	text := q.Name
	if len(texts) > 0 {
		text = "“" + shorten(texts[0]) + "”"
	}
	alike := 0
	for _, c := range o.candidates {
		if c.deficit <= sameQuestion {
			alike++
		}
	}
	if alike > 1 {
		return fmt.Sprintf("%s or %d like it", text, alike-1)
	}
	return text
}

// options spells what was seen of the options.
func (j *judge) options(o *observation) string {
	c := &o.candidates[0]
	var parts []string
	for _, order := range c.orders {
		if len(order.seen) == 1 && order.places[0] < 0 {
			continue
		}
		for k, option := range order.seen {
			text := "?"
			if texts := j.paper.Questions[c.question].Tasks[order.task].Options[option]; len(texts) > 0 {
				text = shorten(texts[0])
			}
			if order.places[k] >= 0 {
				text = string(rune('A'+order.places[k])) + " " + text
			}
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, ", ")
}

// everywhere reports whether every copy has the question.
func (j *judge) everywhere(o *observation) bool {
	for i := range j.paper.Copies {
		if !slices.ContainsFunc(j.paper.Copies[i].Questions, func(p Placed) bool { return p.Question == o.candidates[0].question }) {
			return false
		}
	}
	return true
}

// A view is an observation as a copy has it, for one of its candidates.
type view struct {
	placed  *Placed // nil if the copy does not have the question
	score   int
	number  bool // contradicts
	options bool
	other   bool // fits clearly worse than the best candidate
}

// stand holds all observations against a copy: for each the candidate is taken
// that makes the copy most likely.
func (j *judge) stand(c *Copy) Standing {
	n := len(j.observations)
	placed := map[int]*Placed{}
	for i := range c.Questions {
		placed[c.Questions[i].Question] = &c.Questions[i]
	}
	views := make([][]view, n)
	score := make([][]int, n)
	before := make([][]int, n)
	for i := range j.observations {
		o := &j.observations[i]
		related := i > 0 && j.related(i)
		for k := range o.candidates {
			v := o.view(&o.candidates[k], placed[o.candidates[k].question])
			best, from := 0, 0
			if i > 0 {
				best = -1 << 60
				for l := range views[i-1] {
					s := score[i-1][l]
					if related {
						s -= o.apart(views[i-1][l].placed, v.placed)
					}
					if s > best {
						best, from = s, l
					}
				}
			}
			views[i] = append(views[i], v)
			score[i] = append(score[i], best+v.score)
			before[i] = append(before[i], from)
		}
	}
	s := Standing{Label: c.Label, Contradicts: []int{}}
	chosen := make([]int, n)
	last := 0
	for k := range score[n-1] {
		if score[n-1][k] > score[n-1][last] {
			last = k
		}
	}
	s.Score = score[n-1][last]
	for i := n - 1; i >= 0; i-- {
		chosen[i] = last
		last = before[i][last]
	}
	for at, clue := range j.clues {
		i := clue.observation
		v := &views[i][chosen[i]]
		wrong := false
		switch clue.kind {
		case isPresent:
			wrong = v.placed == nil || v.other
		case hasNumber:
			wrong = v.placed == nil || v.other || v.number
		case hasOrder:
			wrong = v.placed == nil || v.other || v.options
		case comesAfter:
			a := views[i-1][chosen[i-1]].placed
			wrong = a == nil || v.placed == nil || j.observations[i].apart(a, v.placed) >= leftOut
		}
		if wrong {
			s.Contradicts = append(s.Contradicts, at)
		} else {
			s.Agrees++
		}
	}
	return s
}

func (o *observation) view(c *candidate, placed *Placed) view {
	v := view{placed: placed, other: c.deficit > sameQuestion}
	if placed == nil {
		v.score = -wrongMost - wrongLetter*int(c.deficit)
		return v
	}
	wrong := 0
	if o.number > 0 && placed.Number != o.number {
		v.number = true
		wrong += wrongNumber
	}
	for i := range c.orders {
		if n := c.orders[i].against(placed); n > 0 {
			v.options = true
			wrong += n * wrongOption
		}
	}
	v.score = -min(wrong, wrongMost) - wrongLetter*int(c.deficit)
	return v
}

// against counts what in an order a copy contradicts.
func (o *order) against(placed *Placed) int {
	if o.task >= len(placed.Orders) || placed.Orders[o.task] == nil {
		return 0 // not known
	}
	printed := placed.Orders[o.task]
	n := 0
	for k, option := range o.seen {
		at := slices.Index(printed, option)
		if o.places[k] >= 0 {
			if at != o.places[k] {
				n++
			}
			if k == 0 || o.places[k-1] >= 0 {
				continue
			}
		}
		if k > 0 && slices.Index(printed, o.seen[k-1]) > at {
			n++
		}
	}
	return n
}

// apart is what speaks against b, as o, standing behind a.
func (o *observation) apart(a, b *Placed) int {
	switch {
	case a == nil || b == nil || b.Number == a.Number+1:
		return 0
	case b.Number <= a.Number:
		return wrongOrder
	case o.near:
		return leftOut
	}
	return maybeLeftOut
}

// shorten returns the beginning of a text.
func shorten(text string) string {
	const most = 48
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	runes := []rune(text)
	n := most
	for i := most; i > most/2; i-- {
		if runes[i] == ' ' {
			n = i
			break
		}
	}
	return strings.TrimRight(string(runes[:n]), " ,.;:") + " …"
}
