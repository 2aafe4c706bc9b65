package shuffle

import (
	"slices"
	"testing"
)

// TestArrange checks that distractors are anywhere with equal chances.
func TestArrange(t *testing.T) {
	q := Question{Options: 5, Keys: []int{2}, Movable: []bool{true, true, true, true, false}}
	src := &stream{1}
	const times = 6000
	seen := map[[5]int]int{}
	for range times {
		seen[[5]int(q.arrange(1<<1, src))]++
	}
	if len(seen) != 6 {
		t.Errorf("%d orders, want 6: %v", len(seen), seen)
	}
	for order, n := range seen {
		if order[1] != 2 || order[4] != 4 || n < times/6-150 || n > times/6+150 {
			t.Errorf("%d: %d times of %d", order, n, times)
		}
	}
}

// TestCopies checks a copy for each of many candidates.
func TestCopies(t *testing.T) {
	const sets = 1202
	chosen, r := Choose(uniform(30, 4), sets, &stream{2})
	for s := 0; s+3 < sets; s += 4 {
		for i := range 4 {
			for j := range i {
				if letters, _ := lineOf(uniform(30, 4), chosen[s+i]).shares(lineOf(uniform(30, 4), chosen[s+j])); letters > 0 {
					t.Errorf("copies %d and %d share %d letters", s+i, s+j, letters)
				}
			}
		}
	}
	if r.Letters.Total != r.Letters.LeastTotal {
		t.Errorf("letters shared: %d in total, possible %d", r.Letters.Total, r.Letters.LeastTotal)
	}
	if r.Letters.Worst > 16 {
		t.Errorf("two copies share %d letters; 19 or 20 would be usual by chance", r.Letters.Worst)
	}
	if r.Alike > 0 {
		t.Errorf("%d pairs of copies show three questions alike", r.Alike)
	}
}

// TestKnown checks that copies whose questions stay in their order can still be
// told apart by their options: by chance 0.06 % of the pairs would be alike.
func TestKnown(t *testing.T) {
	f := uniform(10, 4)
	f.Sections[0].Fixed = true
	_, r := Choose(f, 3000, &stream{3})
	if r.Alike > 5 {
		t.Errorf("%d pairs alike of %d", r.Alike, pairs(3000))
	}
}

// TestPlanes compares rows longer than a word.
func TestPlanes(t *testing.T) {
	src := &stream{4}
	for range 200 {
		size, limit := 1+src.Below(150), 1+src.Below(6)
		p := newPlanes(size, limit)
		a, b := make([]int, size), make([]int, size)
		want := 0
		for i := range size {
			a[i], b[i] = src.Below(limit+1)-1, src.Below(limit+1)-1
			if a[i] == b[i] && a[i] != none {
				want++
			}
		}
		if got := p.equal(p.row(a), p.row(b)); got != want {
			t.Errorf("%d equal, want %d: %d %d", got, want, a, b)
		}
	}
}

// TestTurn checks that the copies of two cycles meet where they share least.
func TestTurn(t *testing.T) {
	chosen, _ := Choose(uniform(30, 4), 400, &stream{5})
	f := uniform(30, 4)
	var meeting []int
	for s := 4; s < len(chosen); s += 4 {
		letters, _ := lineOf(f, chosen[s-1]).shares(lineOf(f, chosen[s]))
		meeting = append(meeting, letters)
	}
	if worst := slices.Max(meeting); worst > 7 {
		t.Errorf("neighbours share %d letters of 30, more than the mean of all", worst)
	}
}
