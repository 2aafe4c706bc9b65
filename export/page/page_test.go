package page

import (
	"os"
	"strings"
	"sync"
	"testing"
	"unicode"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/markup"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/math"
	"github.com/papersetter/papersetter/export/typeset"
)

// shipped is the bank that ships with what it is composed with.
var shipped = sync.OnceValues(func() (*bank.Bank, *Resources) {
	files := os.DirFS("../../questions/deep-learning")
	b, problems, err := bank.Load(files)
	if err != nil {
		panic(err)
	}
	if problems.Errors() > 0 {
		panic(problems[0].String())
	}
	fonts, err := typeset.LoadFonts()
	if err != nil {
		panic(err)
	}
	m, err := math.Open(math.DefaultCacheDir())
	if err != nil {
		panic(err)
	}
	return b, NewResources(fonts, m, b)
})

// whole is a paper of all questions of a bank that are at places first, first
// + step, … of it.
func whole(b *bank.Bank, first, step int, seed uint64) *export.Paper {
	bp := &bank.Blueprint{Title: "Everything", Marks: 4 * 20, Minutes: 120, Sets: 2, Forms: 1, Shuffle: bank.Shuffle{Questions: true, Options: true}}
	form := assemble.Form{Number: 1, Sections: []assemble.Section{{Title: "All questions"}}}
	for i := first; i < len(b.Questions); i += step {
		q := b.Questions[i]
		if q.Stimulus != nil && q != q.Stimulus.Questions[0] {
			continue
		}
		list := []*bank.Question{q}
		if q.Stimulus != nil {
			list = q.Stimulus.Questions
		}
		form.Sections[0].Questions = append(form.Sections[0].Questions, list...)
	}
	set := assemble.Sets(bp, &form, seed)[0]
	return export.Layout(b, bp, &set)
}

// TestPages composes every question of the shipped bank, as candidates and as
// markers see it, and looks at what is on the pages.
func TestPages(t *testing.T) {
	b, r := shipped()
	const papers = 8
	for i := range papers {
		for _, kind := range []Kind{Questions, Answers} {
			answers := kind == Answers
			p := whole(b, i, papers, uint64(i))
			doc, err := Compose(p, Options{Kind: kind}, r)
			if err != nil {
				t.Fatal(err)
			}
			k, _ := newLook(p, r.Fonts)
			inside(t, doc, k)
			complete(t, doc, k, p, answers)
		}
	}
}

// inside checks that nothing is drawn outside of the margins but the footer.
func inside(t *testing.T, doc *typeset.Document, k *look) {
	t.Helper()
	const slack = typeset.MM
	for n := range doc.Pages {
		for item := range doc.Pages[n].All() {
			if _, owner := item.(*typeset.Owner); owner {
				continue
			}
			if run, ok := item.(*typeset.Glyphs); ok && run.Angle != 0 {
				continue // the watermark
			}
			x1, y1, x2, y2 := extent(item)
			if x1 < k.marginLeft-5*typeset.MM || x2 > k.marginLeft+k.textWidth+slack || y1 < 5*typeset.MM || y2 > k.pageHeight-8*typeset.MM {
				t.Errorf("page %d: %T from %v, %v to %v, %v stands outside of the margins", n+1, item, x1, y1, x2, y2)
			}
		}
	}
}

// extent is the box that an item keeps to, but for what letters reach below or
// above their line.
func extent(item typeset.Item) (x1, y1, x2, y2 typeset.Length) {
	switch it := item.(type) {
	case *typeset.Glyphs:
		w := typeset.Length(0)
		for i := range it.Run {
			w += it.Run[i].Advance
		}
		return it.X, it.Y - it.Size*7/10, it.X + w, it.Y
	case *typeset.Box:
		return it.X, it.Y, it.X + it.W, it.Y + it.H
	case *typeset.Formula:
		em := func(v int) typeset.Length { return it.Size * typeset.Length(v) / 1000 }
		w := em(it.Math.Width)
		if it.To > 0 {
			w = em(it.To - it.From)
		}
		return it.X, it.Y - em(it.Math.Height), it.X + w, it.Y + em(it.Math.Depth)
	case *typeset.Picture:
		return it.X, it.Y, it.X + it.W, it.Y + it.H
	case *typeset.Path:
		first := true
		for _, s := range it.Steps {
			for _, p := range s.P[:map[typeset.PathOp]int{typeset.MoveTo: 1, typeset.LineTo: 1, typeset.CurveTo: 3}[s.Op]] {
				if first {
					x1, y1, x2, y2, first = p.X, p.Y, p.X, p.Y, false
				}
				x1, y1, x2, y2 = min(x1, p.X), min(y1, p.Y), max(x2, p.X), max(y2, p.Y)
			}
		}
	}
	return x1, y1, x2, y2
}

// complete checks that every word and every formula of every question is on
// the pages, and that nothing of the answers is on those of candidates.
func complete(t *testing.T, doc *typeset.Document, k *look, p *export.Paper, answers bool) {
	t.Helper()
	text, formulas := contents(doc, k.marginTop-2*typeset.MM, k.pageHeight-k.marginBottom)
	head := k.words.Say("number") + k.words.Say("question") + k.words.Say("marks")
	for _, name := range k.tagNames() {
		head += k.words.Say(name)
	}
	if k.style.Table {
		text = strings.ReplaceAll(text, letters(head), "") // between the halves of a sentence
	}
	want := func(what string, q *export.Question, b bank.Text, present bool) {
		if b.Empty() {
			return
		}
		for _, piece := range pieces(b.Doc) {
			if strings.Contains(text, piece) != present && (present || len(piece) > 40) {
				t.Errorf("%s of %s: %q is on the pages: %v", what, q.Source, piece, !present)
			}
		}
		for f := range b.Doc.Formulas() {
			if present && !formulas[f.TeX] {
				t.Errorf("%s of %s: the formula %s is missing", what, q.Source, f.TeX)
			}
		}
	}
	for i := range p.Sections {
		for j := range p.Sections[i].Questions {
			q := &p.Sections[i].Questions[j]
			want("stimulus", q, q.Stimulus, true)
			want("stem", q, q.Stem, true)
			for k := range q.Parts {
				part := &q.Parts[k]
				want("stem", q, part.Stem, true)
				for _, o := range part.Options {
					want("option", q, o.Text, true)
					want("feedback", q, o.Feedback, answers)
				}
				for _, e := range append(part.Left, part.Right...) {
					want("column", q, e.Text, true)
				}
				want("solution", q, part.Solution, answers)
				for _, c := range part.Rubric {
					want("rubric", q, c.For, answers)
				}
			}
		}
	}
}

// contents is the text of all pages without spaces and hyphens, and the
// formulas that are drawn.
func contents(doc *typeset.Document, top, bottom typeset.Length) (string, map[string]bool) {
	var b strings.Builder
	formulas := map[string]bool{}
	for i := range doc.Pages {
		for item := range doc.Pages[i].All() {
			switch it := item.(type) {
			case *typeset.Glyphs:
				if it.Angle != 0 || it.Y < top || it.Y > bottom {
					continue // the watermark, the head and the foot
				}
				for _, g := range it.Run {
					b.WriteString(g.Text)
				}
			case *typeset.Formula:
				formulas[it.Math.TeX] = true
			}
		}
	}
	return letters(b.String()), formulas
}

// letters drops what line breaking adds or takes away.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '↪' || r == '-' || r == '\u00ad' || r == '‐' {
			return -1
		}
		return r
	}, s)
}

// pieces is the text of a document between formulas, blanks and figures.
func pieces(doc *markup.Doc) []string {
	var list []string
	for in := range doc.Inlines() {
		switch in := in.(type) {
		case *markup.Text:
			list = append(list, letters(in.Value))
		case *markup.CodeSpan:
			list = append(list, letters(in.Value))
		}
	}
	for b := range doc.All() {
		if code, ok := b.(*markup.Code); ok {
			for _, l := range code.Lines {
				list = append(list, letters(export.ExpandTabs(l)))
			}
		}
	}
	return list
}

// TestSameEverywhere composes a paper at the same time in many goroutines.
func TestSameEverywhere(t *testing.T) {
	b, r := shipped()
	texts := make([]string, 6)
	var wg sync.WaitGroup
	for i := range texts {
		wg.Go(func() {
			doc, err := Compose(whole(b, 1, 12, 3), Options{}, r)
			if err != nil {
				t.Error(err)
				return
			}
			texts[i], _ = contents(doc, 0, doc.Height)
			for _, bm := range doc.Bookmarks {
				texts[i] += bm.Title + bm.Y.String()
			}
		})
	}
	wg.Wait()
	for _, text := range texts {
		if text != texts[0] {
			t.Error("two compositions differ")
		}
	}
}

func BenchmarkCompose(b *testing.B) {
	loaded, r := shipped()
	p := whole(loaded, 0, 14, 1)
	if _, err := Compose(p, Options{}, r); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Compose(p, Options{}, r); err != nil {
			b.Fatal(err)
		}
	}
}
