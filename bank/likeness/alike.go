package likeness

import (
	"cmp"
	"slices"

	"github.com/papersetter/papersetter/bank"
)

// Pair is two questions that are nearly the same.
type Pair struct {
	A, B *bank.Question // in the order of the bank
	Like int            // in 1/One: the weight of the words of both as part of the weight of the words of either
}

// Most is how many pairs or cues are returned at the most: a bank with more has
// been multiplied, and naming them all would help nobody.
const Most = 10_000

// Alike returns the pairs of questions whose likeness is at least so many
// thousandths, the most alike first. Questions on one stimulus are no pair.
//
// No pair is missed, and few are looked at: two questions can only be that much
// alike if they share one of their rarest words (the prefix filter of Chaudhuri,
// Ganti and Kaushik, 2006; Bayardo, Ma and Srikant, 2007).
func (x *Index) Alike(least int) []Pair {
	var pairs []Pair
	rare := map[int32][]int32{} // questions by the words of their prefixes
	seen := make([]int32, len(x.questions))
	for i := range x.questions {
		e := &x.questions[i]
		left := e.total
		for _, w := range e.words {
			// The words from here on weigh too little to make a pair by themselves.
			if left*One < e.total*least {
				break
			}
			left -= x.weight[w]
			for _, j := range rare[w] {
				if seen[j] == int32(i)+1 {
					continue
				}
				seen[j] = int32(i) + 1
				if like := x.like(&x.questions[j], e, least); like >= least && !together(x.questions[j].question, e.question) {
					pairs = append(pairs, Pair{x.questions[j].question, e.question, like})
				}
				if len(pairs) == Most {
					return pairs
				}
			}
			rare[w] = append(rare[w], int32(i))
		}
	}
	slices.SortStableFunc(pairs, func(a, b Pair) int { return cmp.Compare(b.Like, a.Like) })
	return pairs
}

func together(a, b *bank.Question) bool { return a.Stimulus != nil && a.Stimulus == b.Stimulus }

// like is the weighted Jaccard index of two questions, in thousandths; 0 where
// their weights alone say that it is less than the least.
func (x *Index) like(a, b *entry, least int) int {
	if min(a.total, b.total)*One < max(a.total, b.total)*least {
		return 0
	}
	both, left := 0, a.total // the weight of the words of both, and of those of a to come
	for i, k := 0, 0; i < len(a.words) && k < len(b.words); {
		if (both+left)*One < least*(a.total+b.total-both-left) {
			return 0
		}
		switch {
		case a.words[i] < b.words[k]:
			left -= x.weight[a.words[i]]
			i++
		case a.words[i] > b.words[k]:
			k++
		default:
			left -= x.weight[a.words[i]]
			both += x.weight[a.words[i]]
			i++
			k++
		}
	}
	either := a.total + b.total - both
	if either == 0 {
		return 0
	}
	return both * One / either
}
