package page

import (
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/typeset"
)

// randomStyle is a style that a lecturer could write.
func randomStyle(rng *rand.Rand) *bank.Style {
	s := *bank.ReadyStyle(bank.ReadyStyles[rng.IntN(len(bank.ReadyStyles))])
	either := func(flag *bool) {
		if rng.IntN(3) == 0 {
			*flag = !*flag
		}
	}
	either(&s.Justify)
	either(&s.Hyphens)
	either(&s.Italics)
	either(&s.Booklet)
	either(&s.Outcomes)
	either(&s.Bloom)
	either(&s.Name)
	if rng.IntN(3) == 0 {
		s.Table = !s.Table
	}
	if s.Columns == 1 && !s.Table && rng.IntN(4) == 0 && s.Size <= 110 {
		s.Columns = 2
	}
	s.OptionColumns = []int{1, 2, 4}[rng.IntN(3)]
	s.Marks = []string{"[2]", "(2)", "2", "[2 marks]", "2 marks", "none"}[rng.IntN(6)]
	s.QuestionLabel = []string{"1.", "Q1.", "Q. 1"}[rng.IntN(3)]
	s.OptionLabel = []string{"(A)", "a)", "A."}[rng.IntN(3)]
	s.Status = []string{"final", "draft", "specimen"}[rng.IntN(3)]
	s.Rough = rng.IntN(2)
	s.Roll = rng.IntN(13)
	s.Header = []string{"", "Department of Tests"}[rng.IntN(2)]
	return &s
}

// randomPaper is a paper of random questions of a bank, in a random style.
func randomPaper(b *bank.Bank, rng *rand.Rand) *export.Paper {
	bp := &bank.Blueprint{Title: "Random", Marks: 4 * 20, Minutes: 120, Sets: 2, Forms: 1, Style: randomStyle(rng), Shuffle: bank.Shuffle{Questions: true, Options: true}}
	form := assemble.Form{Number: 1}
	used := map[*bank.Question]bool{}
	for s := range 1 + rng.IntN(3) {
		section := assemble.Section{Title: fmt.Sprintf("Section %d", s+1), Marks: 4}
		for range 1 + rng.IntN(9) {
			q := b.Questions[rng.IntN(len(b.Questions))]
			list := []*bank.Question{q}
			if q.Stimulus != nil {
				list = q.Stimulus.Questions
			}
			if used[list[0]] {
				continue
			}
			used[list[0]] = true
			section.Questions = append(section.Questions, list...)
		}
		if len(section.Questions) == 2 && rng.IntN(2) == 0 {
			section.Any, section.Of = 1, 2
		}
		form.Sections = append(form.Sections, section)
	}
	set := assemble.Sets(bp, &form, rng.Uint64())[0]
	p := export.Layout(b, bp, &set)
	if rng.IntN(2) == 0 {
		p.Candidate = &export.Candidate{Name: "Aryabhata of Kusumapura", Roll: []string{"2026000123", "२०२६-७", ""}[rng.IntN(3)]}
		p.Code = "GAL100 2026 123"
	}
	return p
}

// TestRandomPapers composes random papers in random styles: nothing stands
// outside of the page, nothing is lost, nothing is printed over anything else,
// and what is kept from earlier papers changes nothing.
func TestRandomPapers(t *testing.T) {
	b, r := shipped()
	papers := 60
	if os.Getenv("PAPERSETTER_LONG") != "" {
		papers = 1000
	}
	for seed := range papers {
		rng := rand.New(rand.NewPCG(uint64(seed), 7))
		p := randomPaper(b, rng)
		kind := Kind(rng.IntN(len(Kinds)))
		doc, err := Compose(p, Options{Kind: kind}, r)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		look, err := newLook(p, r.Fonts)
		if err != nil {
			t.Fatal(err)
		}
		name := fmt.Sprintf("seed %d, %s", seed, kind)
		if kind != Sheet {
			inside(t, doc, look)
		}
		legible(t, name, doc)
		structured(t, name, doc)
		if kind == Questions || kind == Answers {
			complete(t, doc, look, p, kind == Answers)
		}
		if seed%10 == 0 {
			fresh, err := Compose(p, Options{Kind: kind}, NewResources(r.Fonts, r.Math, b))
			if err != nil {
				t.Fatal(err)
			}
			if got, want := drawn(doc), drawn(fresh); got != want {
				t.Errorf("%s: a paper differs when others were composed before it", name)
			}
		}
		if t.Failed() {
			t.Fatalf("%s failed", name)
		}
	}
}

// drawn lists where everything stands.
func drawn(doc *typeset.Document) string {
	s := ""
	for i := range doc.Pages {
		for it := range doc.Pages[i].All() {
			if _, ok := it.(*typeset.Owner); ok {
				continue
			}
			x1, y1, x2, y2 := extent(it)
			s += fmt.Sprintf("%d %T %d %d %d %d\n", i, it, x1, y1, x2, y2)
		}
	}
	return s
}

// legible checks that no text is printed over other text or a formula. Of a run
// counts what small letters cover.
func legible(t *testing.T, name string, doc *typeset.Document) {
	t.Helper()
	type box struct {
		x1, y1, x2, y2 typeset.Length
		said           string
	}
	for n := range doc.Pages {
		var boxes []box
		for it := range doc.Pages[n].All() {
			switch it := it.(type) {
			case *typeset.Glyphs:
				if it.Angle != 0 {
					continue
				}
				x1, _, x2, y2 := extent(it)
				text := ""
				for _, g := range it.Run {
					text += g.Text
				}
				if letters(text) != "" && it.Size > 7*typeset.Point {
					boxes = append(boxes, box{x1, it.Y - it.Size*4/10, x2, y2, text})
				}
			case *typeset.Formula:
				x1, y1, x2, y2 := extent(it)
				boxes = append(boxes, box{x1, y1, x2, y2, it.Math.TeX})
			}
		}
		for i, a := range boxes {
			for _, b := range boxes[i+1:] {
				const slack = typeset.Point
				if a.x1+slack < b.x2 && b.x1+slack < a.x2 && a.y1+slack < b.y2 && b.y1+slack < a.y2 {
					t.Errorf("%s: page %d: %q is printed over %q at %v, %v", name, n+1, b.said, a.said, b.x1, b.y1)
				}
			}
		}
	}
}

// structured checks that the structure is whole: each owner on the pages is an
// element of it, and each element stands in it once.
func structured(t *testing.T, name string, doc *typeset.Document) {
	t.Helper()
	known := map[*typeset.Element]bool{}
	var walk func(list []*typeset.Element)
	walk = func(list []*typeset.Element) {
		for _, e := range list {
			if known[e] {
				t.Errorf("%s: an element %s stands twice in the structure", name, e.Role)
			}
			known[e] = true
			walk(e.Children)
		}
	}
	walk(doc.Structure)
	for i := range doc.Pages {
		for it := range doc.Pages[i].All() {
			if owner, ok := it.(*typeset.Owner); ok && owner.Of != nil && !known[owner.Of] {
				t.Errorf("%s: page %d: an element %s stands outside of the structure", name, i+1, owner.Of.Role)
			}
		}
	}
}
