package solve

import (
	"math/rand/v2"
	"os"
	"testing"
)

type source struct{ *rand.Rand }

func (s source) Below(n int) int { return s.IntN(n) }

func newSource(seed uint64) source { return source{rand.New(rand.NewPCG(seed, 1))} }

// small makes a random problem that can be exhausted.
func small(rng source) *Problem {
	p := &Problem{}
	places := 1 + rng.Below(3)
	for range places {
		place := Place{}
		if rng.Below(3) == 0 {
			place.Of = 2 + rng.Below(2)
			place.Any = 1 + rng.Below(place.Of)
		}
		p.Places = append(p.Places, place)
	}
	rows := 1 + rng.Below(5)
	for range rows {
		row := Row{Min: NoMin, Max: NoMax, Lazy: rng.Below(8) == 0}
		if rng.Below(2) == 0 {
			row.From = rng.Below(places)
			row.To = row.From + 1 + rng.Below(places-row.From)
		}
		at := rng.Below(12)
		switch rng.Below(3) {
		case 0:
			row.Min, row.Max = at, at
		case 1:
			row.Min = at
		default:
			row.Max = at
			if rng.Below(2) == 0 {
				row.Min = max(0, at-1-rng.Below(3))
			}
		}
		p.Rows = append(p.Rows, row)
	}
	for i, place := range p.Places { // the number in a choice is a row as well
		if place.Of > 0 {
			p.Rows = append(p.Rows, Row{From: i, To: i + 1, Printed: true, Min: place.Of, Max: place.Of})
		}
	}
	for range 3 + rng.Below(5) {
		k := Kind{Size: 1 + rng.Below(2)}
		for i := range places {
			if len(k.Places) == 0 && i == places-1 || rng.Below(2) == 0 {
				k.Places = append(k.Places, i)
				k.Alike = append(k.Alike, rng.Below(2))
			}
		}
		step := 1 + rng.Below(2)
		for r := range p.Rows {
			a := rng.Below(4) * step
			if r < rows && rng.Below(10) == 0 {
				a = -1 - rng.Below(2)
			}
			if r >= rows {
				a = 1
			}
			if a != 0 {
				k.Cells = append(k.Cells, Cell{r, a})
			}
		}
		p.Kinds = append(p.Kinds, k)
	}
	return p
}

// exists tries every selection.
func exists(p *Problem) bool {
	var picks []Pick
	var from func(k, n, place int) bool
	from = func(k, n, place int) bool {
		if k == len(p.Kinds) {
			rows, unfit := p.Broken(picks)
			return len(rows) == 0 && !unfit
		}
		if n == p.Kinds[k].Size {
			return from(k+1, 0, 0)
		}
		if from(k+1, 0, 0) {
			return true
		}
		for i := place; i < len(p.Kinds[k].Places); i++ {
			picks = append(picks, Pick{k, p.Kinds[k].Places[i]})
			if from(k, n+1, i) {
				return true
			}
			picks = picks[:len(picks)-1]
		}
		return false
	}
	return from(0, 0, 0)
}

// TestFind compares with a search of everything: a selection is found exactly
// where there is one, and else there is a proof.
func TestFind(t *testing.T) {
	n := 3000
	if os.Getenv("PAPERSETTER_LONG") != "" {
		n = 30000
	}
	found, proved, open := 0, 0, 0
	for seed := range uint64(n) {
		rng := newSource(seed)
		p := small(rng)
		answer := New(p).Find(rng, Options{})
		switch {
		case answer.Found:
			found++
			if rows, unfit := p.Broken(answer.Picks); len(rows) > 0 || unfit {
				t.Fatalf("seed %d: a selection that breaks rows %v (unfit %v): %+v", seed, rows, unfit, answer.Picks)
			}
		case answer.Proof != nil:
			proved++
			if err := p.Verify(answer.Proof, 1); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			if exists(p) {
				t.Fatalf("seed %d: proved that there is none, and there is", seed)
			}
		default:
			open++
			t.Errorf("seed %d: neither found nor proved; exists: %v", seed, exists(p))
		}
	}
	t.Logf("%d found, %d proved, %d open", found, proved, open)
}
