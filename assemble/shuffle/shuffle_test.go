package shuffle

import "testing"

// A stream is a source as the callers have it: SplitMix64.
type stream struct{ state uint64 }

func (s *stream) Below(n int) int {
	s.state += 0x9e3779b97f4a7c15
	z := s.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return int((z ^ z>>31) >> 1 % uint64(n))
}

// uniform returns a form of one section whose questions have one key each and
// options that all move.
func uniform(questions, options int) Form {
	f := Form{Sections: make([]Section, 1)}
	for q := range questions {
		movable := make([]bool, options)
		for i := range movable {
			movable[i] = true
		}
		f.Questions = append(f.Questions, Question{Options: options, Keys: []int{q % options}, Movable: movable})
		f.Sections[0].Groups = append(f.Sections[0].Groups, []int{q})
	}
	return f
}

func TestFourSetsShareNothing(t *testing.T) {
	_, r := Choose(uniform(10, 4), 4, &stream{1})
	if r.Letters.Worst != 0 || r.Places.Worst != 0 {
		t.Errorf("letters %+v, places %+v, want none shared", r.Letters, r.Places)
	}
}
