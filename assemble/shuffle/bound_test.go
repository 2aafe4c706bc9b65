package shuffle

import (
	"slices"
	"testing"
)

func TestSpread(t *testing.T) {
	for things := range 8 {
		for places := 1; places < 5; places++ {
			if got, want := spread(things, places), fewest(things, places); got != want {
				t.Errorf("%d things in %d places: %d pairs, want %d", things, places, got, want)
			}
		}
	}
}

// fewest returns by trial what spread computes.
func fewest(things, places int) int {
	if places == 1 {
		return pairs(things)
	}
	least := pairs(things)
	for n := range things + 1 {
		least = min(least, pairs(n)+fewest(things-n, places-1))
	}
	return least
}

// TestLeastWorst compares with codes of which it is known that they exist and
// are the best: as many words of so many letters agree at most so often.
func TestLeastWorst(t *testing.T) {
	for _, c := range []struct{ sets, letters, length, want int }{
		{9, 3, 4, 1},   // tetracode
		{16, 4, 5, 1},  // simplex codes
		{64, 4, 21, 5}, //
		{8, 2, 7, 3},   //
		{16, 2, 8, 4},  // extended Hamming code
		{4, 4, 30, 0},
		{30, 1, 7, 7},
		{1, 4, 30, 0},
		{0, 4, 30, 0},
	} {
		total := c.length * spread(c.sets, c.letters)
		if got := leastWorst(total, c.sets, slices.Repeat([]int{c.letters}, c.length)); got != c.want {
			t.Errorf("%d sets of %d questions with %d options: at least %d shared, want %d",
				c.sets, c.length, c.letters, got, c.want)
		}
	}
}

// TestLeastLetters checks bounds that follow from counting by hand.
func TestLeastLetters(t *testing.T) {
	free := slices.Repeat([]bool{true}, 5)
	four := Question{Options: 4, Keys: []int{0}, Movable: free[:4]}
	five := Question{Options: 5, Keys: []int{0}, Movable: free}
	yes, no := Question{Options: 2, Keys: []int{0}}, Question{Options: 2, Keys: []int{1}}
	for _, c := range []struct {
		name      string
		questions []Question
		sets      int
		want      int
	}{
		{"all move", slices.Repeat([]Question{four}, 10), 5, 10},
		{"true and false change places", []Question{yes, no}, 2, 0},
		{"true everywhere", []Question{yes, yes, yes}, 4, 18},
		{"beside a question without key", []Question{yes, {}}, 2, 0},
		// A and B are the key of 33 questions each at 20 positions, C and D of
		// 24, E of 6.
		{"mixed", slices.Concat(slices.Repeat([]Question{four}, 12), slices.Repeat([]Question{five}, 4),
			[]Question{yes, yes, no, no}), 6, 34},
	} {
		f := Form{Sections: make([]Section, 1), Questions: c.questions}
		for q := range c.questions {
			f.Sections[0].Groups = append(f.Sections[0].Groups, []int{q})
		}
		if got := newPlan(f, &stream{}).leastLetters(c.sets, true); got != c.want {
			t.Errorf("%s: at least %d shared, want %d", c.name, got, c.want)
		}
	}
}
