package page

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/markup"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/math"
	"github.com/papersetter/papersetter/export/typeset"
	"github.com/papersetter/papersetter/schema"
)

// Check finds what cannot be printed of questions and blueprints: formulas that
// do not typeset, figures that cannot be drawn, characters that no face has.
// Each problem is placed to the character.
func Check(ctx context.Context, questions []*bank.Question, blueprints []*bank.Blueprint, r *Resources) (schema.Problems, error) {
	problems, err := r.checkMacros(questions)
	if err != nil {
		return nil, err
	}
	texts := allTexts(questions, blueprints)
	if err := r.warm(ctx, texts); err != nil {
		return nil, err
	}
	found := make([]schema.Problems, len(texts))
	work := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range work {
				found[i] = r.checkText(texts[i])
			}
		})
	}
	for i := range texts {
		work <- i
	}
	close(work)
	wg.Wait()
	return append(problems, slices.Concat(found...)...), ctx.Err()
}

// checkMacros finds what is wrong with the macros of the bank and of questions.
func (r *Resources) checkMacros(questions []*bank.Question) (schema.Problems, error) {
	var problems schema.Problems
	check := func(m *math.Typesetter, list []bank.Macro, path string) error {
		if len(list) == 0 {
			return nil
		}
		faults, err := m.CheckMacros()
		for _, f := range faults {
			for _, one := range list {
				if one.Name == f.Name { // those of the bank are told once
					problems = append(problems, schema.Problem{Pos: one.Pos, Path: path + ".macros." + f.Name, Message: f.Error()})
				}
			}
		}
		return err
	}
	if err := check(r.Math, r.course, "course"); err != nil {
		return nil, err
	}
	for _, q := range questions {
		if err := check(r.mathOf(q), q.Macros, q.Path); err != nil {
			return nil, err
		}
	}
	return problems, nil
}

// A placedText is a text with the data path of what it belongs to.
type placedText struct {
	bank.Text
	path     string
	question *bank.Question // nil for texts of blueprints
}

func allTexts(questions []*bank.Question, blueprints []*bank.Blueprint) []placedText {
	var texts []placedText
	seen := map[*bank.Stimulus]bool{}
	for _, q := range questions {
		shared := 0 // texts of the stimulus, which come first
		if q.Stimulus != nil && seen[q.Stimulus] {
			for range q.Stimulus.Text.Versions() {
				shared++ // checked with the first of its questions
			}
		}
		seen[q.Stimulus] = true
		for t := range q.Texts() {
			if shared--; shared < 0 {
				texts = append(texts, placedText{t, q.Path, q})
			}
		}
	}
	for _, bp := range blueprints {
		for t := range bp.Instructions.Versions() {
			texts = append(texts, placedText{t, "blueprint.instructions", nil})
		}
	}
	return texts
}

// warm typesets all formulas of the texts, spread over the processors, so that
// they are then found in the cache.
func (r *Resources) warm(ctx context.Context, texts []placedText) error {
	type formula struct {
		by *math.Typesetter
		math.Source
	}
	seen := map[formula]bool{}
	var order []*math.Typesetter
	sources := map[*math.Typesetter][]math.Source{}
	for _, t := range texts {
		by := r.mathOf(t.question)
		for f := range t.Doc.Formulas() {
			one := formula{by, math.Source{TeX: f.TeX, Display: f.Display}}
			if seen[one] {
				continue
			}
			seen[one] = true
			if sources[by] == nil {
				order = append(order, by)
			}
			sources[by] = append(sources[by], one.Source)
		}
	}
	const batch = 64 // formulas between two looks at whether to stop
	for _, by := range order {
		for part := range slices.Chunk(sources[by], batch) {
			if err := ctx.Err(); err != nil {
				return err
			}
			by.TypesetAll(part)
		}
	}
	return nil
}

func (r *Resources) checkText(t placedText) schema.Problems {
	var problems schema.Problems
	problem := func(offset int, format string, args ...any) {
		problems = append(problems, schema.Problem{Pos: t.Pos(offset), Path: t.path, Message: fmt.Sprintf(format, args...)})
	}
	for f := range t.Doc.Formulas() {
		if _, err := r.mathOf(t.question).Typeset(f.TeX, f.Display); err != nil {
			offset := f.Offset
			if e, ok := err.(*math.Error); ok {
				offset += e.Offset
			}
			problem(offset, "formula %s: %v%s", short(f.TeX), err, advice(err.Error()))
		}
	}
	for f := range t.Doc.Figures() {
		if name := t.Figure(f.Source); validFigure(r, name) {
			if loaded := r.figure(name); loaded.err != nil {
				problem(f.Offset, "figure %s: %v", f.Source, loaded.err)
			}
		}
	}
	for piece := range plainText(t.Doc) {
		if isASCII(piece.text) {
			continue // every face has these
		}
		if _, _, err := r.Fonts.Shape(piece.text, piece.style); err != nil {
			problem(0, "%v", err)
			break
		}
	}
	return problems
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// validFigure reports whether the figure is a file of the bank; if not, loading
// the bank has said so.
func validFigure(r *Resources, name string) bool {
	info, err := r.stat(name)
	return err == nil && !info.IsDir()
}

// short abbreviates TeX for a message.
func short(tex string) string {
	const most = 40
	runes := []rune(tex)
	if len(runes) <= most {
		return string(runes)
	}
	return string(runes[:most]) + "…"
}

// A styledText is text with the faces that it is set in.
type styledText struct {
	text  string
	style typeset.Style
}

// checkSize is any size: a face has a character or not.
const checkSize = 10 * typeset.Point

// plainText goes through the text of a document that is set as text.
func plainText(doc *markup.Doc) func(func(styledText) bool) {
	return func(yield func(styledText) bool) {
		for b := range doc.All() {
			if code, ok := b.(*markup.Code); ok {
				for _, l := range code.Lines {
					if !yield(styledText{export.ExpandTabs(l), typeset.Style{Mono: true, Size: checkSize}}) {
						return
					}
				}
			}
		}
		for in := range doc.Inlines() {
			switch in := in.(type) {
			case *markup.Text:
				if !yield(styledText{in.Value, typeset.Style{Size: checkSize}}) {
					return
				}
			case *markup.CodeSpan:
				if !yield(styledText{in.Value, typeset.Style{Mono: true, Size: checkSize}}) {
					return
				}
			}
		}
	}
}

// advice says what to write instead where MathJax says only what is wrong.
func advice(message string) string {
	message = strings.ToLower(message)
	for _, a := range []struct{ fault, advice string }{
		{"undefined control sequence", ": look at its spelling, or define it under macros"},
		{"missing close brace", ": every { needs its }"},
		{"extra close brace", ": this } has no {"},
		{"missing or unrecognized delimiter", ": a bracket such as ( or \\{ must follow"},
		{"extra \\left or missing \\right", ": every \\left needs its \\right, and \\right. closes without a sign"},
		{"missing open brace for superscript", ": put what is raised between { and }"},
		{"missing open brace for subscript", ": put what is lowered between { and }"},
		{"double exponent", ": write {a^b}^c or a^{bc}"},
		{"double subscripts", ": write {a_b}_c or a_{bc}"},
		{"unknown environment", ": look at the name between \\begin{ and }"},
		{"misplaced &", ": & belongs between \\begin{aligned} and \\end{aligned}, or write \\&"},
	} {
		if strings.Contains(message, a.fault) {
			return a.advice
		}
	}
	return ""
}
