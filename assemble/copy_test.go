package assemble

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/papersetter/papersetter/bank"
)

// TestRecordAndBack writes sets and copies of random forms to a record, reads it
// again and makes sure that everything comes back, keys included.
func TestRecordAndBack(t *testing.T) {
	for round := range roundsOf(60, 600) {
		rng := rand.New(rand.NewPCG(29, uint64(round)))
		b, problems, err := bank.Load(randomChoices(rng, 2+rng.IntN(4)))
		if err != nil || problems.Errors() > 0 {
			t.Fatal(err, problems)
		}
		bp := b.Blueprint("blueprint.yaml")
		forms, err := Forms(b, bp, uint64(round), Options{})
		if err != nil {
			t.Fatal(err)
		}
		r, want := randomRecord(t, b, bp, forms, rng)
		text, err := r.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		var file struct{ Paper *Record }
		if err := json.Unmarshal(text, &file); err != nil {
			t.Fatal(err)
		}
		printings, err := file.Paper.Printings()
		if err != nil {
			t.Fatal(err)
		}
		rebuilt, err := file.Paper.Rebuild(b, bp)
		if err != nil {
			t.Fatal(err)
		}
		got := rebuilt.Copies
		if got == nil {
			got = rebuilt.Sets[0]
		}
		if len(got) != len(want) || len(printings) != len(want) {
			t.Fatalf("round %d: %d sets and %d printings of %d", round, len(got), len(printings), len(want))
		}
		for i := range want {
			for k, q := range want[i].Sections[0].Questions {
				back, read := got[i].Sections[0].Questions[k], printings[i].Set.Sections[0].Questions[k]
				if back.Question != q.Question || back.Number != q.Number || !slices.Equal(back.Orders[0], q.Orders[0]) {
					t.Fatalf("round %d: %v came back as %v", round, q, back)
				}
				if read.ID != q.Question.ID || read.Key != q.Key() {
					t.Fatalf("round %d: the key of %s is read as %s, want %s", round, q.Question, read.Key, q.Key())
				}
			}
		}
	}
}

// randomRecord is a record of sets, or of copies with orders of their own, and
// what was printed.
func randomRecord(t testing.TB, b *bank.Bank, bp *bank.Blueprint, forms []Form, rng *rand.Rand) (*Record, []Set) {
	t.Helper()
	printed := Sets(bp, &forms[0], 1)
	sets := printed
	own := rng.IntN(2) == 0
	if own {
		sets = []Set{Master(bp, &forms[0], 1)}
		printed = Copies(bp, &forms[0], 1+rng.IntN(6), 1)
	}
	r, err := NewRecord(b, bp, 1, forms, [][]Set{sets}, "test", "")
	if err != nil {
		t.Fatal(err)
	}
	for i := range printed {
		if own {
			c := RecordCopy{Number: i + 1, Form: 1}
			c.SetOrder(&sets[0], &printed[i])
			r.Copies = append(r.Copies, c)
		}
	}
	return r, printed
}

// FuzzRecord reads records that somebody has changed: whatever they say, they are
// read or refused.
func FuzzRecord(f *testing.F) {
	b, bp := (*bank.Bank)(nil), (*bank.Blueprint)(nil)
	for seed := range uint64(6) {
		rng := rand.New(rand.NewPCG(31, 1))
		bank, _, err := bank.Load(randomChoices(rng, 3))
		if err != nil {
			f.Fatal(err)
		}
		b, bp = bank, bank.Blueprint("blueprint.yaml")
		forms, err := Forms(b, bp, 1, Options{})
		if err != nil {
			f.Fatal(err)
		}
		r, _ := randomRecord(f, b, bp, forms, rand.New(rand.NewPCG(37, seed)))
		r.Errata = []RecordErratum{{ID: r.Questions[0].ID, Verdict: NewKey, Answers: []string{"B"}, Before: "A"}}
		text, err := r.Marshal()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		var file struct{ Paper *Record }
		if json.Unmarshal([]byte(text), &file) != nil || file.Paper == nil {
			return
		}
		_, _ = file.Paper.Printings()
		_, _ = file.Paper.Edited(b)
		rebuilt, err := file.Paper.Rebuild(b, bp)
		if err != nil {
			return
		}
		if rebuilt.Correct(file.Paper.Errata) != nil {
			return
		}
		if _, err := NewRecord(b, bp, 1, rebuilt.Forms, rebuilt.Sets, "", ""); err != nil {
			t.Fatal(err)
		}
	})
}
