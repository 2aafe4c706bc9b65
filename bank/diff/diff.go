// Package diff says what changed between two states of a question bank, in
// terms of its questions.
//
//	report, err := diff.Banks(older, newer, records)
//
// A question is known by its id, wherever it stands; one whose id was lost is
// known by its text. Comments, layout and the order of keys are no change. The
// package reads no files but the figures of the banks, and words nothing for a
// screen.
package diff

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/schema"
)

// Kind is a way in which a question may have changed.
type Kind string

// The kinds of changes. Added and Removed stand alone.
const (
	Added    Kind = "added"
	Removed  Kind = "removed"
	Retired  Kind = "retired"
	Restored Kind = "restored" // it was retired
	NewID    Kind = "id"       // the same question under another id
	Moved    Kind = "moved"    // to another file
	Renamed  Kind = "renamed"
	Key      Kind = "key"
	Marks    Kind = "marks"
	Order    Kind = "order"   // the same options in another order
	Content  Kind = "content" // anything else that is printed or valued
	Tags     Kind = "tags"
)

// Kinds lists the kinds of changes, in the order in which they are told.
var Kinds = []Kind{Added, Removed, Retired, Restored, NewID, Moved, Renamed, Key, Marks, Order, Content, Tags}

// Report is what changed between two states of a bank.
type Report struct {
	Older     int          `json:"older"`     // questions
	Newer     int          `json:"newer"`     // questions
	Counts    map[Kind]int `json:"counts"`    // questions that changed so; kinds without any are left out
	Questions []Change     `json:"questions"` // by file and place in the newer state
	// Of the rest of the bank, one line for each thing that changed.
	Course     []string `json:"course,omitempty"`
	Blueprints []string `json:"blueprints,omitempty"`
	Styles     []string `json:"styles,omitempty"`
}

// Empty reports whether nothing changed.
func (r *Report) Empty() bool {
	return len(r.Questions) == 0 && len(r.Course) == 0 && len(r.Blueprints) == 0 && len(r.Styles) == 0
}

// Change is a question that changed. Its place is that in the newer state; of
// a question that was removed, that in the older.
type Change struct {
	ID     string `json:"id"`
	Name   string `json:"name,omitempty"`
	File   string `json:"file"` // in the bank, with slashes
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Kinds  []Kind `json:"kinds"` // in the order of [Kinds]

	// What was another before; "" where it was the same.
	WasID   string `json:"was_id,omitempty"`
	WasName string `json:"was_name,omitempty"` // the id, if it had no name
	WasFile string `json:"was_file,omitempty"`

	Values []Value  `json:"values,omitempty"` // key, marks and tags
	Facets []string `json:"facets,omitempty"` // what else differs, named as by [bank.Bank.Facets]
	Texts  []Words  `json:"texts,omitempty"`  // of Facets those that a candidate reads as text
	// Printed are the papers that have the question, by date.
	Printed []Paper `json:"printed,omitempty"`
}

// Value is a key, marks or a tag before and after; "" for none.
type Value struct {
	Kind   Kind   `json:"kind"` // Key, Marks, Order or Tags
	Name   string `json:"name"` // such as "key", "(a) marks" or "lecture"
	Before string `json:"before"`
	After  string `json:"after"`
}

// Paper is a paper that candidates have seen.
type Paper struct {
	Title string `json:"title"`
	Date  string `json:"date,omitempty"` // YYYY-MM-DD
	File  string `json:"file"`           // its record
	ID    string `json:"id"`             // by which the record knows the question
	// Current says that it was printed with the key and marks of the newer
	// state, as far as the record tells.
	Current bool `json:"current,omitempty"`
}

// Has reports whether a change is of a kind.
func (c *Change) Has(k Kind) bool { return slices.Contains(c.Kinds, k) }

// Grave reports whether key or marks of a printed question changed: then
// answers that are out, or marks that were given, may be wrong.
func (c *Change) Grave() bool {
	if !c.Has(Key) && !c.Has(Marks) {
		return false
	}
	return slices.ContainsFunc(c.Printed, func(p Paper) bool { return !p.Current })
}

// Pos is the place of the question in its bank.
func (c *Change) Pos() schema.Pos { return schema.Pos{File: c.File, Line: c.Line, Column: c.Column} }

// String names the question for a person.
func (c *Change) String() string { return cmp.Or(c.Name, c.ID) }

// Banks compares two states of a bank. Records are papers beside those that
// the two states know. The error is that of a figure that cannot be read.
func Banks(older, newer *bank.Bank, records []*bank.Printed) (*Report, error) {
	a, err := takeApart(older)
	if err != nil {
		return nil, fmt.Errorf("older state: %w", err)
	}
	b, err := takeApart(newer)
	if err != nil {
		return nil, fmt.Errorf("newer state: %w", err)
	}
	r := &Report{
		Older: len(a), Newer: len(b), Counts: map[Kind]int{}, Questions: []Change{},
		Course:     courses(older.Course, newer.Course),
		Blueprints: blueprints(older.Blueprints, newer.Blueprints),
		Styles:     styles(older.Styles, newer.Styles),
	}
	records = slices.Concat(newer.Printed, older.Printed, records)
	printed := papersByQuestion(records)
	pairs := match(a, b)
	ids := map[string]string{} // of the newer state, by those of the older
	for _, p := range pairs {
		if p.older != nil && p.newer != nil {
			ids[p.older.ID] = p.newer.ID
		}
	}
	for _, p := range pairs {
		c := p.change(ids)
		if len(c.Kinds) == 0 {
			continue
		}
		c.Printed = merged(printed[c.ID], printed[c.WasID])
		p.current(c.Printed, records)
		for _, k := range c.Kinds {
			r.Counts[k]++
		}
		r.Questions = append(r.Questions, c)
	}
	slices.SortStableFunc(r.Questions, func(x, y Change) int {
		return cmp.Or(cmp.Compare(x.File, y.File), cmp.Compare(x.Line, y.Line), cmp.Compare(x.Column, y.Column))
	})
	return r, nil
}

// current marks the papers that were printed with the key and marks of the newer
// state. Of one with several records the last that tells counts.
func (p pair) current(papers []Paper, records []*bank.Printed) {
	if p.newer == nil {
		return
	}
	for i := range papers {
		for _, r := range records {
			facets := r.Facets[papers[i].ID]
			if r.Title == papers[i].Title && r.Date == papers[i].Date && facets != nil {
				papers[i].Current = !slices.ContainsFunc(bank.Differing(facets, p.newer.facets), valued)
			}
		}
	}
}

// valued reports whether a facet decides what an answer is worth: the key and
// the marks, and the options that the key's letters stand for.
func valued(facet string) bool {
	for _, name := range []string{"key", "marks", "unit", "left column", "right column", "items"} {
		if strings.HasSuffix(facet, name) {
			return true
		}
	}
	return strings.Contains(facet, "option ")
}

// papersByQuestion lists the papers of every id, by date. A paper of which
// there are several records, as in the bank and where it was printed, counts
// once.
func papersByQuestion(records []*bank.Printed) map[string][]Paper {
	papers := map[string][]Paper{}
	seen := map[string]bool{}
	for _, r := range records {
		ids := slices.Compact(sorted(r.IDs))
		same := fmt.Sprintf("%q %q %q", r.Title, r.Date, ids)
		if seen[same] {
			continue
		}
		seen[same] = true
		for _, id := range ids {
			papers[id] = append(papers[id], Paper{Title: r.Title, Date: r.Date, File: r.Pos.File, ID: id})
		}
	}
	return papers
}

// merged lists the papers of both lists once, by date.
func merged(a, b []Paper) []Paper {
	all := slices.Concat(a, b)
	slices.SortStableFunc(all, func(x, y Paper) int {
		return cmp.Or(cmp.Compare(x.Date, y.Date), cmp.Compare(x.Title, y.Title), cmp.Compare(x.File, y.File))
	})
	return slices.Compact(all)
}
