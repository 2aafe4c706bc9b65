// Package html writes a paper as one HTML file that a screen reader can read
// aloud and a browser prints well. Style, figures and formulas (as MathML) are
// in the file; it fetches nothing and holds no script.
//
//	err := html.Write(w, paper, html.Options{}, html.Resources{Files: b.Files, MathML: m.MathML})
//
// What it says, and in which order, is what package page sets for PDF; how it
// looks follows the paper's style as far as a screen can.
//
// The markup is spelt by a small writer that escapes all text and closes what
// it opens, rather than by templates: the tree of a text is recursive, and the
// file is to be well-formed XML as well as HTML. Formulas and drawings come
// from elsewhere; they are taken apart and only known elements are written
// again.
package html

import (
	"fmt"
	"io"
	"io/fs"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/markup"
	"github.com/papersetter/papersetter/export"
)

// Options say what is written of a paper.
type Options struct {
	Answers  bool   // with key, model answers, rubrics and sources
	Language string // the one language of the texts; "" for all that the style names
}

// Resources are what papers of one bank are written with. They are only read.
type Resources struct {
	Files fs.FS // the bank's folder, for figures and the logo

	// MathML spells a formula as an element math. It knows the macros of the
	// course. Without it formulas are written as TeX.
	MathML func(tex string, display bool) (string, error)

	// With returns what spells the formulas of a question that has macros of its
	// own, as MathML does those of the others. It may be nil if there are none.
	With func(macros []bank.Macro) func(tex string, display bool) (string, error)
}

// policy forbids what a paper never needs, should anything hostile get past the
// escaping: scripts, frames, forms and whatever is fetched.
const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

// Write writes a paper. Equal papers give equal bytes. An error names the place
// in the bank of the figure or formula that cannot be written; nothing has been
// written to w then.
func Write(w io.Writer, p *export.Paper, opts Options, r Resources) error {
	c := &composer{
		Resources: r,
		paper:     p,
		style:     p.Style,
		words:     p.Words,
		answers:   opts.Answers,
		languages: p.Style.Languages,
		mathML:    r.MathML,
	}
	if opts.Language != "" {
		c.languages = []string{opts.Language}
	}
	c.spoken = spokenIn(p.Style.Languages[0])
	c.document()
	if c.err != nil {
		return c.err
	}
	_, err := w.Write(c.w.bytes())
	return err
}

// A composer writes one paper. The first error stops it; what is written after
// that is not used.
type composer struct {
	Resources
	paper     *export.Paper
	style     *bank.Style
	words     export.Words
	spoken    export.Words // what only those who hear the page are told
	answers   bool
	languages []string
	mathML    func(tex string, display bool) (string, error) // of the question that is written

	w      writer
	text   bank.Text             // that is written, for the places of its formulas and figures
	blanks map[*markup.Blank]int // number of each blank of a part that has several
	err    error
}

func (c *composer) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

func (c *composer) failAt(offset int, err error) {
	c.fail(fmt.Errorf("%s: %w", c.text.Pos(offset), err))
}

// document writes the file. Its language is that of the paper's own words.
func (c *composer) document() {
	w := &c.w
	w.raw("<!DOCTYPE html>\n")
	w.open("html", "lang", c.style.Languages[0], "dir", direction(c.style.Languages[0]))
	w.line()
	c.head()
	w.open("body", "class", c.bodyClass())
	w.line()
	w.element("a", c.spoken["skip"], "class", "skip", "href", "#questions")
	w.line()
	if mark := c.watermark(); mark != "" {
		w.element("p", mark, "class", "watermark")
		w.line()
	}
	c.front()
	w.open("main", "id", "questions")
	w.line()
	for i := range c.paper.Sections {
		c.section(i, &c.paper.Sections[i])
	}
	w.close("main")
	w.line()
	w.open("footer")
	w.element("p", c.words.Say("end"))
	w.close("footer")
	w.line()
	c.roughPages()
	w.close("body")
	w.line()
	w.close("html")
	w.line()
}

func (c *composer) head() {
	w := &c.w
	w.open("head")
	w.line()
	w.metas(policy)
	w.element("title", c.title())
	w.line()
	w.open("style")
	w.raw("\n" + styleSheet + c.ownStyle())
	w.close("style")
	w.line()
	w.close("head")
	w.line()
}

// watermark is the word across the page.
func (c *composer) watermark() string {
	switch c.style.Status {
	case "draft":
		return c.words.Say("draft")
	case "specimen":
		return c.words.Say("specimen")
	}
	return c.style.Watermark
}

// roughPages adds the pages for rough work, which only paper needs.
func (c *composer) roughPages() {
	if c.answers {
		return
	}
	for range c.style.Rough {
		c.w.open("div", "class", "rough")
		c.w.element("p", c.words.Say("rough"))
		c.w.close("div")
		c.w.line()
	}
}
