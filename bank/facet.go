package bank

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Facet is one thing about a question that a reader would name, with a digest
// of what it is. Two states of a question differ in the facets whose digests
// differ.
type Facet struct {
	Name   string // such as "stem", "option B", "key" or "(a) rubric"
	Digest string // 16 hexadecimal digits
}

// Facets takes a question apart: stimulus, stem, options by their letters in the
// bank, key, marks, solution, rubric, room for the answer, figures, macros and
// tags. Those of parts begin with their label. What a question does not have
// is left out. Statistics, enemies and the author are no part of it, since
// nothing of them is printed or valued. An error is a figure that cannot be
// read.
func (b *Bank) Facets(q *Question) ([]Facet, error) {
	f := &faceter{}
	if q.Stimulus != nil {
		f.texts("stimulus", q.Stimulus.Text)
	}
	f.texts("stem", q.Stem)
	for i := range q.Tasks {
		f.prefix = ""
		if q.HasParts {
			f.prefix = "(" + string(rune('a'+i)) + ") "
		}
		f.task(&q.Tasks[i])
	}
	f.prefix = ""
	if err := f.figures(b, q); err != nil {
		return nil, err
	}
	if len(q.Macros) > 0 {
		f.add("macros", fmt.Sprintf("%q", macros(q)))
	}
	f.add("tags", fmt.Sprintf("%s %q %q %q %d %d %q %d", q.Type, q.Difficulty, q.Bloom, q.Outcomes, q.Lecture, q.Slides, q.Topics, q.Minutes))
	return f.list, nil
}

// Differing returns the names of the facets in which two states differ, in the
// order of the newer, then those that only the older has.
func Differing(older, newer []Facet) []string {
	digests := func(list []Facet) map[string]string {
		m := map[string]string{}
		for _, f := range list {
			m[f.Name] = f.Digest
		}
		return m
	}
	before, after := digests(older), digests(newer)
	var names []string
	for _, f := range newer {
		if before[f.Name] != f.Digest {
			names = append(names, f.Name)
		}
	}
	for _, f := range older {
		if after[f.Name] == "" {
			names = append(names, f.Name)
		}
	}
	return names
}

func macros(q *Question) []string {
	var list []string
	for _, m := range q.Macros {
		list = append(list, m.Name+" "+m.TeX)
	}
	return list
}

type faceter struct {
	prefix string
	list   []Facet
}

// add appends a facet; what it is of may be empty, and then is not there.
func (f *faceter) add(name, what string) {
	sum := sha256.Sum256([]byte(what))
	f.list = append(f.list, Facet{f.prefix + name, hex.EncodeToString(sum[:8])})
}

// texts appends a facet of texts, in all their languages, unless all are empty.
func (f *faceter) texts(name string, texts ...Text) {
	if spelt := spell(texts); spelt != "" {
		f.add(name, spelt)
	}
}

func spell(texts []Text) string {
	var b strings.Builder
	for i, t := range texts {
		for v := range t.Versions() {
			fmt.Fprintf(&b, "%d %s %q\n", i, v.Language, v.Source)
		}
	}
	return b.String()
}

func (f *faceter) task(t *Task) {
	f.texts("stem", t.Stem)
	f.response(t.Response)
	f.add("marks", t.Marks.String())
	f.texts("solution", t.Solution)
	if len(t.Rubric) > 0 {
		var b strings.Builder
		for _, c := range t.Rubric {
			fmt.Fprintf(&b, "%s %s", c.Marks, spell([]Text{c.For}))
		}
		f.add("rubric", b.String())
	}
	if t.Space != (Space{}) {
		f.add("room for the answer", fmt.Sprint(t.Space))
	}
}

func (f *faceter) response(r Response) {
	switch r := r.(type) {
	case *Choice:
		var keys, fixed, feedback []string
		for i, o := range r.Options {
			letter := string(rune('A' + i))
			f.texts("option "+letter, o.Text)
			if o.Key {
				keys = append(keys, letter)
			}
			if o.Fixed {
				fixed = append(fixed, letter)
			}
			if !o.Feedback.Empty() {
				feedback = append(feedback, letter+spell([]Text{o.Feedback}))
			}
		}
		f.add("key", fmt.Sprint(keys))
		if fixed != nil {
			f.add("fixed options", fmt.Sprint(fixed))
		}
		if feedback != nil {
			f.add("feedback", fmt.Sprintf("%q", feedback))
		}
	case *Truth:
		f.add("key", fmt.Sprint(r.Key))
	case *Number:
		f.add("key", fmt.Sprintf("%q %q", r.Value, r.Tolerance))
		f.texts("unit", r.Unit)
	case *Blanks:
		var b strings.Builder
		for _, accept := range r.Accept {
			b.WriteString(spell(accept) + ";")
		}
		f.add("key", b.String())
	case *Pairs:
		f.texts("left column", r.Left...)
		f.texts("right column", r.Right...)
	case *Order:
		f.texts("items", r.Items...)
	case *Written, nil:
	}
}

// figures appends the contents of the figures, each by its path in the bank.
func (f *faceter) figures(b *Bank, q *Question) error {
	var seen []string
	for text := range q.Texts() {
		for figure := range text.figures() {
			path := text.Figure(figure.Source)
			if slices.Contains(seen, path) {
				continue
			}
			seen = append(seen, path)
			data, err := fs.ReadFile(b.Files, path)
			if err != nil {
				return fmt.Errorf("%s: figure %s: %w", text.Pos(figure.Offset), figure.Source, err)
			}
			f.add("figure "+path, string(data))
		}
	}
	return nil
}
