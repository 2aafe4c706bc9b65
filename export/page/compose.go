// Package page composes a paper into pages: the heading and the boxes for name
// and roll number, sections, questions with their options, answer space, and in
// the answers the key, model answers and the scheme of valuation.
//
// The usual call is [Compose]; what is printed of the paper is its [Kind], how
// it looks is the paper's style. The result is a finished display list; the
// package knows nothing of file formats. [Check] finds what cannot be composed
// before it is.
package page

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/math"
	"github.com/papersetter/papersetter/export/typeset"
)

// Kind is a kind of document that is printed of a paper.
type Kind uint8

// The kinds of documents.
const (
	Questions  Kind = iota // what candidates get
	Answers                // with key, model answers, rubrics and sources
	Scheme                 // the scheme of valuation as a table, without the questions
	Moderation             // the answers with the tags, author and status of each question, and room to judge it
	Sheet                  // an answer sheet with bubbles for choice questions
)

// Kinds lists the kinds of documents by the names of their files.
var Kinds = []string{"paper", "answers", "scheme", "moderation", "sheet"}

// String returns the kind's name.
func (k Kind) String() string { return Kinds[k] }

// Options say what is printed of a paper.
type Options struct {
	Kind Kind
}

// marker reports whether the document is for those who mark.
func (k Kind) marker() bool { return k == Answers || k == Scheme || k == Moderation }

// A composer lays out one paper. The first error stops it; what is laid out
// after that is not used.
type composer struct {
	*Resources
	*look
	kind     Kind
	name     string           // of a notice; "" for the name of the kind
	parent   *typeset.Element // what is laid out belongs below it
	question *bank.Question   // that is laid out; nil outside of questions
	formulas *math.Typesetter // with its macros
	err      error
}

func (c *composer) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

// Compose lays out a paper. What papers of one bank have in common is laid out
// once; documents that come from the same Resources share it.
func Compose(p *export.Paper, opts Options, r *Resources) (*typeset.Document, error) {
	if opts.Kind == Scheme {
		p = r.asScheme(p)
	}
	look, err := newLook(p, r.Fonts)
	if err != nil {
		return nil, err
	}
	root := &typeset.Element{Role: typeset.RoleDocument}
	c := &composer{Resources: r, look: look, kind: opts.Kind, parent: root, formulas: r.mathOf(nil)}
	doc := &typeset.Document{
		Title:    c.title(p),
		Author:   p.Institution,
		Subject:  strings.TrimSpace(p.CourseCode + " " + p.CourseTitle),
		Language: p.Style.Languages[0],
		Width:    c.pageWidth,
		Height:   c.pageHeight,
	}
	if opts.Kind == Sheet {
		c.sheet(doc, p)
	} else if err := c.paper(doc, p); err != nil {
		return nil, err
	}
	doc.Structure = []*typeset.Element{root}
	return doc, c.err
}

// paper lays out a paper with its questions.
func (c *composer) paper(doc *typeset.Document, p *export.Paper) error {
	front := c.front(p)
	var body []line
	number := 0
	for i := range p.Sections {
		c.within(typeset.RoleSection, func() { body = append(body, c.section(&p.Sections[i])...) })
		number += len(p.Sections[i].Questions)
	}
	if c.kind == Moderation && len(p.Achieved) > 0 {
		c.within(typeset.RoleSection, func() { body = append(body, c.achieved(p.Achieved)...) })
	}
	if c.err != nil {
		return c.err
	}
	if err := c.paginate(doc, front, body); err != nil {
		return err
	}
	if c.kind == Questions {
		c.roughPages(doc)
	}
	for i := range doc.Pages {
		c.furnish(doc, i, p)
	}
	return nil
}

func (c *composer) title(p *export.Paper) string {
	t := p.Title
	if p.Set != "" {
		t += ", " + strings.ToLower(c.words.Say("set-of", "set", "\x00"))
		t = strings.ReplaceAll(t, "\x00", p.Set)
	}
	switch {
	case p.Candidate != nil:
		t += ", " + cmp.Or(p.Candidate.Roll, p.Candidate.Name)
	case p.Copy > 0:
		t += ", " + strings.ReplaceAll(strings.ToLower(c.words.Say("copy-of", "copy", "\x00")), "\x00", strconv.Itoa(p.Copy))
	}
	if c.kind != Questions {
		t += ": " + strings.ToLower(c.kindName())
	}
	return t
}

// kindName says what the document is, below the title of the paper.
func (c *composer) kindName() string {
	if c.name != "" {
		return c.name
	}
	switch c.kind {
	case Answers:
		return c.words.Say("answers")
	case Scheme:
		return c.words.Say("scheme")
	case Moderation:
		return c.words.Say("moderation")
	case Sheet:
		return c.words.Say("sheet")
	}
	return ""
}
