package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/markup"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/html"
	"github.com/papersetter/papersetter/export/math"
	"github.com/papersetter/papersetter/export/page"
	"github.com/papersetter/papersetter/export/typeset"
)

// otherAnswers returns a question that candidates see as they see q, but with
// other keys, solutions, rubrics and feedback. What is matched and ordered is
// numbered from the end.
func otherAnswers(q *bank.Question) *bank.Question {
	words := func(text string) bank.Text {
		doc, _ := markup.Parse(text)
		return bank.Text{Source: text, Doc: doc}
	}
	other := *q
	other.Tasks = slices.Clone(q.Tasks)
	other.Author, other.Status = "somebody else", bank.Approved
	for i := range other.Tasks {
		t := &other.Tasks[i]
		t.Solution = words("Another model answer, with $e^{i\\pi}$.")
		t.Rubric = []bank.Criterion{{Marks: t.Marks, For: words("anything")}}
		switch r := t.Response.(type) {
		case *bank.Choice:
			c := *r
			c.Options = slices.Clone(r.Options)
			for k := range c.Options {
				c.Options[k].Key = r.Options[(k+1)%len(r.Options)].Key
				c.Options[k].Feedback = words("Another remark.")
			}
			t.Response = &c
		case *bank.Truth:
			t.Response = &bank.Truth{Key: !r.Key}
		case *bank.Number:
			t.Response = &bank.Number{Value: "12345", Tolerance: "1", Unit: r.Unit}
		case *bank.Blanks:
			b := &bank.Blanks{}
			for range r.Accept {
				b.Accept = append(b.Accept, []bank.Text{words("another word")})
			}
			t.Response = b
		case *bank.Pairs:
			right := slices.Clone(r.Right)
			slices.Reverse(right)
			t.Response = &bank.Pairs{Left: r.Left, Right: right}
		case *bank.Order:
			items := slices.Clone(r.Items)
			slices.Reverse(items)
			t.Response = &bank.Order{Items: items}
		}
	}
	return &other
}

// answerOtherwise gives a printed question other answers.
func answerOtherwise(p *assemble.SetQuestion, other *bank.Question) {
	p.Question, p.Orders = other, slices.Clone(p.Orders)
	for i := range p.Orders {
		switch other.Tasks[i].Response.(type) {
		case *bank.Pairs, *bank.Order:
			p.Orders[i] = slices.Clone(p.Orders[i])
			for k, thing := range p.Orders[i] {
				p.Orders[i][k] = len(p.Orders[i]) - 1 - thing
			}
		}
	}
}

// TestSecret prints every blueprint that ships twice, the second time with other
// keys and answers: the files of candidates are the same bytes, so nothing of
// them tells the key, not even the order of their objects.
func TestSecret(t *testing.T) {
	fonts, err := typeset.LoadFonts()
	if err != nil {
		t.Fatal(err)
	}
	m, err := math.Open(math.DefaultCacheDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.Close)
	changed := 0
	for _, dir := range []string{"../../questions/deep-learning", "../../questions/gallery"} {
		b, problems, err := bank.Load(os.DirFS(dir))
		if err != nil || problems.Errors() > 0 {
			t.Fatal(err, problems)
		}
		resources := page.NewResources(fonts, m, b)
		for _, bp := range b.Blueprints {
			forms, err := assemble.Forms(b, bp, bp.Seed, assemble.Options{})
			if err != nil {
				t.Fatal(err)
			}
			sets := assemble.Sets(bp, &forms[0], bp.Seed)
			want := seen(t, b, bp, sets, resources)
			others := map[*bank.Question]*bank.Question{}
			for i := range sets {
				for k := range sets[i].Sections {
					for n := range sets[i].Sections[k].Questions {
						p := &sets[i].Sections[k].Questions[n]
						before := p.Key()
						if others[p.Question] == nil {
							others[p.Question] = otherAnswers(p.Question)
						}
						answerOtherwise(p, others[p.Question])
						if p.Key() != before {
							changed++
						}
					}
				}
			}
			for name, data := range seen(t, b, bp, sets, resources) {
				if !bytes.Equal(data, want[name]) {
					t.Errorf("%s of %s tells something of the answers", name, filepath.Join(dir, bp.Pos.File))
				}
			}
		}
	}
	if changed < 100 {
		t.Errorf("only %d keys have changed", changed)
	}
}

// seen prints what candidates see.
func seen(t *testing.T, b *bank.Bank, bp *bank.Blueprint, sets []assemble.Set, resources *page.Resources) map[string][]byte {
	t.Helper()
	var papers []*export.Paper
	for i := range sets {
		papers = append(papers, export.Layout(b, bp, &sets[i]))
	}
	files := map[string][]byte{}
	for _, kind := range []page.Kind{page.Questions, page.Sheet} {
		docs, err := compose(t.Context(), papers, page.Options{Kind: kind}, resources)
		if err != nil {
			t.Fatal(err)
		}
		list, err := writePDFs(t.Context(), kind.String(), papers, docs)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range list {
			files[f.name] = f.data
		}
	}
	for _, p := range papers {
		var text bytes.Buffer
		err := html.Write(&text, p, html.Options{}, html.Resources{Files: b.Files, MathML: resources.Math.MathML, With: func(macros []bank.Macro) func(string, bool) (string, error) {
			return page.WithMacros(resources.Math, macros).MathML
		}})
		if err != nil {
			t.Fatal(err)
		}
		files[fileName("paper", p, ".html")] = text.Bytes()
	}
	return files
}
