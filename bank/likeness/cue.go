package likeness

import (
	"slices"
	"strings"

	"github.com/papersetter/papersetter/bank"
)

// Cue is a question whose answer another question gives away.
type Cue struct {
	Question *bank.Question
	Part     int // index of the task whose answer is given away
	By       *bank.Question
	Answer   string // what is given away, for people
	Share    int    // how much of what the task speaks of stands beside the answer, in 1/One
}

// What it takes to give an answer away: a sentence that has all words of the
// answer which neither the stem nor a wrong answer has, and beside them so much
// of what the stem speaks of. Numbers stand in many places by chance and need
// more beside them; a true statement is given away by a sentence that says most
// of it.
const (
	besideWords   = 400      // of One, by weight
	besideNumbers = 600      // likewise
	restated      = 700      // likewise
	fewest        = 2        // words of the stem that must stand there
	enough        = 64 * 256 // weight of a stem: of longer ones no more needs to be said
	telling       = 3 * 256  // weight of the answer: its words are in an eighth of the questions or fewer
	widespread    = 400      // sentences that may have the rarest word of an answer
	shortAnswer   = 4        // words; longer model answers are no key that words could give away
)

// A key is the answer of a task as far as another question could give it away.
type key struct {
	part  int     // index of the task
	words []int32 // of the right answer that are in no other place of the task; of a true statement, all
	asked []int32 // what the stem says
	share int     // of asked that must stand beside words
	whole bool    // the task is a true statement, and words are all of it
	text  string  // the answer, for people
}

// keyOf takes the key of a task; false if it has none that words could give away.
func (x *Index) keyOf(t *bank.Task, asked []int32) (key, bool) {
	k := key{asked: distinct(asked), share: besideWords}
	var right, wrong []bank.Text
	switch r := t.Response.(type) {
	case *bank.Choice:
		for _, o := range r.Options {
			if o.Key {
				right = append(right, o.Text)
			} else {
				wrong = append(wrong, o.Text)
			}
		}
	case *bank.Truth:
		// What is claimed is the last sentence that says anything.
		sentences := sentencesOf(t.Stem.Source)
		for i := len(sentences) - 1; i >= 0; i-- {
			if words := distinct(x.numbers(sentences[i])); len(words) >= 2*fewest {
				k.asked, k.words, k.share, k.whole, k.text = words, words, restated, true, "true"
				return k, r.Key
			}
		}
		return k, false
	case *bank.Number:
		k.words, k.share, k.text = x.numbers(wordsOf(r.Value)), besideNumbers, r.Value
		return k, len(k.words) == 1
	case *bank.Blanks:
		for _, accept := range r.Accept {
			right = append(right, accept[0])
		}
	case *bank.Written:
		if !r.Long && !t.Solution.Empty() && len(wordsOf(t.Solution.Source)) <= shortAnswer {
			right = append(right, t.Solution)
		}
	}
	if len(right) != 1 { // of several, one that is given away still leaves the others
		return k, false
	}
	known := map[int32]bool{}
	for _, w := range asked {
		known[w] = true
	}
	for _, o := range wrong {
		for _, w := range x.numbers(wordsOf(o.Source)) {
			known[w] = true
		}
	}
	symbols := true
	for _, word := range wordsOf(right[0].Source) {
		if w := x.id(word); !known[w] {
			k.words = append(k.words, w)
			symbols = symbols && strings.ContainsAny(word[:1], `#$\`)
		}
	}
	if symbols {
		k.share = besideNumbers
	}
	k.words, k.text = distinct(k.words), right[0].Doc.Plain()
	return k, len(k.words) > 0
}

// A place is a sentence of a question.
type place struct{ question, sentence int32 }

// Cues returns the questions whose answer a sentence of another one gives away,
// in the order of the bank. Questions on one stimulus give each other nothing
// away that the stimulus does not.
func (x *Index) Cues() []Cue {
	places := make([][]place, len(x.weight))
	for i := range x.questions {
		for j, sentence := range x.questions[i].said {
			for _, w := range distinct(sentence) {
				places[w] = append(places[w], place{int32(i), int32(j)})
			}
		}
	}
	var cues []Cue
	for i := range x.questions {
		e := &x.questions[i]
		for k := range e.keys {
			cues = append(cues, x.cuesOf(e, &e.keys[k], places)...)
		}
		if len(cues) >= Most {
			return cues[:Most]
		}
	}
	return cues
}

// cuesOf finds the questions that give a key away, each once, by the sentence
// that says most.
func (x *Index) cuesOf(e *entry, k *key, places [][]place) []Cue {
	// In a small bank, a word that the two questions share and no other has tells
	// enough.
	if x.sum(k.words) < min(telling, log2(len(x.questions)+1)-log2(2)+128) {
		return nil
	}
	var cues []Cue
	seen := map[place]bool{}
	for _, w := range x.leads(k, places) {
		for _, at := range places[w] {
			by := &x.questions[at.question]
			if seen[at] || by == e || together(by.question, e.question) {
				continue
			}
			seen[at] = true
			share := x.given(k, by.said[at.sentence])
			if share < k.share {
				continue
			}
			same := func(c Cue) bool { return c.By == by.question }
			if n := slices.IndexFunc(cues, same); n >= 0 {
				cues[n].Share = max(cues[n].Share, share)
				continue
			}
			cues = append(cues, Cue{e.question, k.part, by.question, k.text, share})
		}
	}
	return cues
}

// leads are words of a key one of which every sentence has that gives it away:
// of an answer the rarest; of a statement so many of the rarest that the others
// are not enough. Nothing is given away by words that are everywhere.
func (x *Index) leads(k *key, places [][]place) []int32 {
	words := slices.Clone(k.words)
	slices.SortStableFunc(words, func(a, b int32) int { return len(places[a]) - len(places[b]) })
	n := 1
	for left := x.sum(words) - x.weight[words[0]]; k.whole && left*One >= k.share*x.sum(words); n++ {
		left -= x.weight[words[n]]
	}
	words = words[:n]
	return slices.DeleteFunc(words, func(w int32) bool { return len(places[w]) > widespread })
}

// given says how much of a stem a sentence says that has the answer, in
// thousandths of its weight; 0 if it has not.
func (x *Index) given(k *key, sentence []int32) int {
	has := func(w int32) bool { return slices.Contains(sentence, w) }
	for _, w := range k.words {
		if !k.whole && !has(w) {
			return 0
		}
	}
	words, both := 0, 0
	for _, w := range k.asked {
		if has(w) {
			words++
			both += x.weight[w]
		}
	}
	if words < fewest {
		return 0
	}
	whole := x.sum(k.asked)
	if !k.whole {
		whole = min(enough, whole)
	}
	return min(One, both*One/whole)
}
