// Package bank holds what a lecturer keeps: the course that was taught, its
// questions, blueprints of papers and the record of papers already printed.
//
// [Load] reads a bank from a folder and checks it; the mistakes of its authors
// come back as a list of problems, each with its place. [Format] gives a file
// its canonical form. The package neither chooses questions nor draws them.
package bank

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io/fs"
	"iter"
	"net/url"
	"path"
	"strconv"

	"github.com/papersetter/papersetter/bank/markup"
	"github.com/papersetter/papersetter/schema"
)

// Bank is a folder with a course document and everything below it.
// It is not changed after Load and may be shared between goroutines.
type Bank struct {
	Files      fs.FS // the folder; figures are read from here
	Course     *Course
	Questions  []*Question  // by file, then by place in the file
	Styles     []*Style     // by file
	Blueprints []*Blueprint // likewise
	Printed    []*Printed   // papers already printed; by date, then by file
	Results    []*Results   // what candidates did in them; likewise

	refs map[string]*Question
}

// Find returns the question with this name or id, or nil.
func (b *Bank) Find(ref string) *Question { return b.refs[ref] }

// Blueprint returns the blueprint of this file (slash-separated, relative to
// the bank), or nil.
func (b *Bank) Blueprint(file string) *Blueprint {
	for _, bp := range b.Blueprints {
		if bp.Pos.File == file {
			return bp
		}
	}
	return nil
}

// FindStyle returns the style that a name stands for: a ready style, or a style
// document by its path from the file that names it. It is nil if there is none.
func (b *Bank) FindStyle(name, from string) *Style {
	if name == "" {
		name = ReadyStyles[0]
	}
	if s := ReadyStyle(name); s != nil {
		return s
	}
	file := path.Join(path.Dir(from), name)
	for _, s := range b.Styles {
		if s.Pos.File == file {
			return s
		}
	}
	return nil
}

// Course is what was taught.
type Course struct {
	Code, Title, Institution, Term string

	Outcomes []Outcome
	Lectures []Lecture
	Topics   []Topic
	Macros   []Macro // for all formulas of the bank
	Audit    Audit
	Pos      schema.Pos
}

// Audit is what an audit of the bank must not find. A zero limit is not given.
type Audit struct {
	Rules  []Rule   // for the usable questions of the bank
	Slides int      // of a lecture, one after another, without any question on them
	Terms  int      // within which every lecture is examined
	Repeat int      // terms within which no question is asked twice
	Fail   []string // kinds of findings
}

// Macro is an abbreviation for formulas.
type Macro struct {
	Name string // without backslash
	TeX  string // with #1, #2 … for arguments
	Pos  schema.Pos
}

// Outcome is a course outcome and how strongly it serves the programme.
type Outcome struct {
	ID, Text string
	PO       []Contribution // in the order of the file
}

// Contribution says how strongly a course outcome serves a programme outcome,
// 1 (slightly) to 3 (substantially).
type Contribution struct {
	PO    string
	Level int
}

// Lecture is one lecture of the course.
type Lecture struct {
	Number int
	Title  string
	Hours  string // as written, a decimal number
	Date   string // YYYY-MM-DD or ""
	Slides int    // number of slides; 0 if not given
	Topics []string
}

// Topic is a node of the topic tree; its ID is the path from the root.
type Topic struct{ ID, Title string }

// Lecture returns the lecture with this number, or nil.
func (c *Course) Lecture(number int) *Lecture {
	for i := range c.Lectures {
		if c.Lectures[i].Number == number {
			return &c.Lectures[i]
		}
	}
	return nil
}

// Printed is a paper that candidates have seen, as far as new papers and audits
// need to know it.
type Printed struct {
	Title   string
	Date    string // YYYY-MM-DD or ""
	Term    string // of the course then, or ""
	Marks   Marks  // what a candidate can get
	Minutes Minutes
	IDs     []string
	Forms   []PrintedForm
	Worth   map[string]Marks // of each question as it was printed, by its id
	// Facets are those of each question as it was printed, by its id; records
	// of earlier versions have none.
	Facets map[string][]Facet
	Pos    schema.Pos
}

// PrintedForm is a form of a printed paper: what a candidate was asked.
type PrintedForm struct {
	Number   int
	Sections []PrintedSection
}

// PrintedSection is a section of a form. With Of > 0 it consists of Groups
// choices of Of questions each, of which candidates answered any Any.
type PrintedSection struct {
	Title           string
	Marks           Marks // what a candidate can get
	Any, Of, Groups int
	IDs             []string
}

// Text is a piece of Markdown with TeX as the author wrote it.
type Text struct {
	Source   string
	Doc      *markup.Doc // nil if there is no text
	Language string      // its code where the text is given in several; else ""
	Also     []Text      // the same in other languages, in the order of the file

	file string
	node *schema.Node
}

// Empty reports whether there is no text.
func (t Text) Empty() bool { return t.Doc == nil }

// In returns the text in a language; where it is not given in it, in the
// first. A text that is given in one language counts for every one.
func (t Text) In(language string) Text {
	for _, other := range t.Also {
		if other.Language == language {
			return other
		}
	}
	t.Also = nil
	return t
}

// Versions goes through the text in all its languages.
func (t Text) Versions() iter.Seq[Text] {
	return func(yield func(Text) bool) {
		if t.Empty() || !yield(t) {
			return
		}
		for _, other := range t.Also {
			if !yield(other) {
				return
			}
		}
	}
}

// Pos returns the place of a byte offset of Source in its file.
func (t Text) Pos(offset int) schema.Pos {
	if t.node == nil {
		return schema.Pos{File: t.file}
	}
	line, column := t.node.At(offset)
	return schema.Pos{File: t.file, Line: line, Column: column}
}

// Figure returns the path in the bank's folder of a figure that this text
// names. The path may lead outside of the bank, which the check reports.
func (t Text) Figure(source string) string {
	if plain, err := url.PathUnescape(source); err == nil {
		source = plain // %20 is a space in Markdown
	}
	return path.Join(path.Dir(t.file), source)
}

// Hash identifies what is printed of a question: the SHA-256 of its contents,
// its stimulus and its figures, without comments, layout and the order of
// keys. Two questions with one hash print alike and are valued alike.
func (b *Bank) Hash(q *Question) (string, error) {
	h := sha256.New()
	hashNode(h, q.node)
	if q.Stimulus != nil {
		hashNode(h, q.Stimulus.Text.node)
	}
	for text := range q.Texts() {
		for f := range text.figures() {
			data, err := fs.ReadFile(b.Files, text.Figure(f.Source))
			if err != nil {
				return "", fmt.Errorf("%s: figure %s: %w", text.Pos(f.Offset), f.Source, err)
			}
			fmt.Fprintf(h, "figure %d\n", len(data))
			h.Write(data)
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// hashNode writes an unambiguous encoding of a node; maps in the order of
// their sorted keys.
func hashNode(h hash.Hash, n *schema.Node) {
	switch n.Kind {
	case schema.Map:
		members := sortedMembers(n)
		h.Write([]byte("{" + strconv.Itoa(len(members))))
		for _, m := range members {
			h.Write([]byte(strconv.Quote(m.Key)))
			hashNode(h, m.Value)
		}
	case schema.List:
		h.Write([]byte("[" + strconv.Itoa(len(n.Items))))
		for _, item := range n.Items {
			hashNode(h, item)
		}
	default:
		h.Write([]byte(strconv.Quote(n.Text)))
	}
}
