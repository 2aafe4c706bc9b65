package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/markup"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/page"
	"github.com/papersetter/papersetter/export/pdf"
	"github.com/papersetter/papersetter/export/typeset"
)

// TestSameBytes composes and writes copies one after the other, and all at the
// same time from resources of their own: the files are the same, byte for byte.
func TestSameBytes(t *testing.T) {
	papers, r := copies(t, 8)
	write := func(r *page.Resources, together bool) [][]byte {
		docs := make([]*typeset.Document, len(papers))
		files := make([][]byte, len(papers))
		run := func(f func(i int) error) {
			t.Helper()
			if together {
				if err := each(t.Context(), len(papers), f); err != nil {
					t.Fatal(err)
				}
				return
			}
			for i := len(papers) - 1; i >= 0; i-- {
				if err := f(i); err != nil {
					t.Fatal(err)
				}
			}
		}
		run(func(i int) (err error) {
			docs[i], err = page.Compose(papers[i], page.Options{}, r)
			return err
		})
		fonts, err := pdf.NewFonts(docs...)
		if err != nil {
			t.Fatal(err)
		}
		run(func(i int) error {
			var b bytes.Buffer
			err := pdf.Write(&b, docs[i], fonts, time.Time{})
			files[i] = b.Bytes()
			return err
		})
		return files
	}
	want := write(r, false)
	b, _, err := bank.Load(os.DirFS(shippedBank))
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		for i, file := range write(page.NewResources(r.Fonts, r.Math, b), true) {
			if !bytes.Equal(file, want[i]) {
				t.Fatalf("copy %d differs when others are made at the same time", i)
			}
		}
	}
}

// TestNothingLost prints random questions of the shipped bank and looks for
// every letter of their stems, options and columns in what is extracted.
func TestNothingLost(t *testing.T) {
	needs(t, "pdftotext")
	_, r := copies(t, 1)
	b, _, err := bank.Load(os.DirFS(shippedBank))
	if err != nil {
		t.Fatal(err)
	}
	papers := 6
	if os.Getenv("PAPERSETTER_LONG") != "" {
		papers = 40
	}
	for seed := range papers {
		rng := rand.New(rand.NewPCG(uint64(seed), 11))
		style := *bank.ReadyStyle(bank.ReadyStyles[seed%len(bank.ReadyStyles)])
		style.Rough, style.Name = 1, false
		bp := &bank.Blueprint{Title: "T", Marks: 40, Sets: 1, Forms: 1, Style: &style}
		form := assemble.Form{Number: 1, Sections: []assemble.Section{{Title: "S", Marks: 40}}}
		for _, i := range rng.Perm(len(b.Questions))[:25] {
			if q := b.Questions[i]; q.Stimulus == nil {
				form.Sections[0].Questions = append(form.Sections[0].Questions, q)
			}
		}
		p := export.Layout(b, bp, &assemble.Sets(bp, &form, uint64(seed))[0])
		doc, err := page.Compose(p, page.Options{}, r)
		if err != nil {
			t.Fatal(err)
		}
		fonts, err := pdf.NewFonts(doc)
		if err != nil {
			t.Fatal(err)
		}
		var file bytes.Buffer
		if err := pdf.Write(&file, doc, fonts, time.Time{}); err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(t.TempDir(), "p.pdf")
		if err := os.WriteFile(name, file.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
		extracted := onlyLetters(pdfText(t, name))
		for _, q := range form.Sections[0].Questions {
			for _, piece := range printedPieces(q) {
				if !strings.Contains(extracted, piece) {
					t.Errorf("seed %d: %s: %q is lost", seed, q, piece)
				}
			}
		}
	}
}

// printedPieces are the words of a question between formulas, as candidates see
// them, without what line breaking adds or takes away.
func printedPieces(q *bank.Question) []string {
	var texts []bank.Text
	texts = append(texts, q.Stem)
	for i := range q.Tasks {
		texts = append(texts, q.Tasks[i].Stem)
		switch r := q.Tasks[i].Response.(type) {
		case *bank.Choice:
			for _, o := range r.Options {
				texts = append(texts, o.Text)
			}
		case *bank.Pairs:
			texts = append(append(texts, r.Left...), r.Right...)
		case *bank.Order:
			texts = append(texts, r.Items...)
		}
	}
	var pieces []string
	for _, t := range texts {
		if t.Empty() {
			continue
		}
		for in := range t.Doc.Inlines() {
			if text, ok := in.(*markup.Text); ok {
				// A page may end within a sentence: words are looked for.
				for _, word := range strings.Fields(text.Value) {
					pieces = append(pieces, onlyLetters(word))
				}
			}
		}
	}
	return pieces
}

func onlyLetters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}
