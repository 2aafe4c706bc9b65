// Package likeness compares questions by their words: which are nearly the same
// ([Index.Alike]), and which give away the answer of another ([Index.Cues]).
//
// Words are weighed by how rare they are in the bank (inverse document
// frequency), so that what all questions of a course say counts for little. All
// of it is done in integers: the same bank gives the same pairs on any machine.
package likeness

import (
	"cmp"
	"math/bits"
	"slices"

	"github.com/papersetter/papersetter/bank"
)

// One is the likeness of two questions with the same words.
const One = 1000

// Index knows the words of questions. It is not changed after New and may be
// shared between goroutines.
type Index struct {
	questions []entry
	weight    []int            // of each word, in 1/256 bit
	ids       map[string]int32 // numbers of words while questions are read
}

// An entry is a question as its words.
type entry struct {
	question *bank.Question
	words    []int32   // of stems, options and items: distinct; see weigh
	total    int       // weight of words
	said     [][]int32 // words by sentence, with those of the stimulus
	keys     []key
}

// New reads the words of questions.
func New(questions []*bank.Question) *Index {
	x := &Index{ids: map[string]int32{}}
	for _, q := range questions {
		x.questions = append(x.questions, x.read(q))
	}
	x.weigh()
	return x
}

// id is the number of a word.
func (x *Index) id(word string) int32 {
	id, known := x.ids[word]
	if !known {
		id = int32(len(x.ids))
		x.ids[word] = id
	}
	return id
}

func (x *Index) numbers(words []string) []int32 {
	list := make([]int32, len(words))
	for i, w := range words {
		list[i] = x.id(w)
	}
	return list
}

// read takes the words of a question as candidates see them: no solutions.
func (x *Index) read(q *bank.Question) entry {
	e := entry{question: q}
	add := func(t bank.Text) {
		for _, s := range sentencesOf(t.Source) {
			n := x.numbers(s)
			e.said = append(e.said, n)
			e.words = append(e.words, n...)
		}
	}
	add(q.Stem)
	for i := range q.Tasks {
		t := &q.Tasks[i]
		first := len(e.said)
		add(t.Stem)
		asked := slices.Concat(e.said[first:]...)
		if !q.Stem.Empty() {
			asked = append(asked, slices.Concat(e.said[:1]...)...)
		}
		for _, o := range printed(t.Response) {
			add(o)
		}
		if k, ok := x.keyOf(t, asked); ok {
			k.part = i
			e.keys = append(e.keys, k)
		}
	}
	if q.Stimulus != nil {
		for _, s := range sentencesOf(q.Stimulus.Text.Source) {
			e.said = append(e.said, x.numbers(s))
		}
	}
	e.words = distinct(e.words)
	return e
}

// printed are the texts of a response that candidates see.
func printed(r bank.Response) []bank.Text {
	switch r := r.(type) {
	case *bank.Choice:
		var list []bank.Text
		for _, o := range r.Options {
			list = append(list, o.Text)
		}
		return list
	case *bank.Pairs:
		return slices.Concat(r.Left, r.Right)
	case *bank.Order:
		return r.Items
	}
	return nil
}

func distinct(words []int32) []int32 {
	words = slices.Clone(words)
	slices.Sort(words)
	return slices.Compact(words)
}

// weigh finds how rare each word is, and numbers the words anew by that: the
// rarest have the lowest numbers.
func (x *Index) weigh() {
	in := make([]int, len(x.ids))
	for i := range x.questions {
		for _, w := range x.questions[i].words {
			in[w]++
		}
	}
	order := make([]int32, len(in))
	for w := range order {
		order[w] = int32(w)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(in[a], in[b]) })
	number := make([]int32, len(in))
	x.weight = make([]int, len(in))
	for n, w := range order {
		number[w] = int32(n)
		x.weight[n] = log2(len(x.questions)+1) - log2(max(in[w], 1)) + 128 // half a bit for words of all questions
	}
	renumber := func(words []int32) {
		for i, w := range words {
			words[i] = number[w]
		}
		slices.Sort(words)
	}
	for i := range x.questions {
		e := &x.questions[i]
		renumber(e.words)
		e.total = x.sum(e.words)
		for _, sentence := range e.said {
			renumber(sentence)
		}
		for k := range e.keys {
			// The words of a true statement are those that it asks, the same list.
			renumber(e.keys[k].asked)
			if !e.keys[k].whole {
				renumber(e.keys[k].words)
			}
		}
	}
	x.ids = nil
}

func (x *Index) sum(words []int32) int {
	sum := 0
	for _, w := range words {
		sum += x.weight[w]
	}
	return sum
}

// log2 is the binary logarithm of n > 0 in 1/256, rounded down: digit by digit,
// since floating point differs between machines.
func log2(n int) int {
	whole := bits.Len(uint(n)) - 1
	x := uint64(n) << 30 >> whole // 1 ≤ x/2^30 < 2
	result := whole
	for range 8 {
		x = x * x >> 30
		result <<= 1
		if x >= 2<<30 {
			result++
			x >>= 1
		}
	}
	return result
}
