package pdf

import (
	"cmp"
	"slices"
	"sync"

	"github.com/papersetter/papersetter/export/typeset"
)

// Fonts are the faces of a group of documents, cut down to the glyphs that the
// documents of the group use. They are safe for concurrent use.
//
// A document carries the subsets of the faces it uses, whole: who looks into
// the file learns which glyphs the other documents of the group use. So
// documents for candidates must not share Fonts with documents that hold
// answers, nor with other forms of the paper that must stay secret.
type Fonts struct {
	codes map[char]code
	order []*subset

	shared *shared // what the documents of the group have in common
}

// A code is a place in a subset.
type code struct {
	subset *subset
	code   byte
	width  int // thousandths of an em
}

// NewFonts collects the glyphs of all documents of a group and makes the
// fonts. The order of the documents does not matter.
func NewFonts(docs ...*typeset.Document) (*Fonts, error) {
	used, forms := collect(docs)
	byFace := map[string][]char{}
	for c := range used {
		byFace[faceName(c.face)] = append(byFace[faceName(c.face)], c)
	}
	names := make([]string, 0, len(byFace))
	for name := range byFace {
		names = append(names, name)
	}
	slices.Sort(names)
	f := &Fonts{codes: make(map[char]code, len(used)), shared: newShared(forms)}
	for _, name := range names {
		chars := byFace[name]
		slices.SortFunc(chars, compareChars)
		for _, s := range distribute(chars) {
			f.add(s)
		}
	}
	return f, f.build()
}

// add takes a subset into the group.
func (f *Fonts) add(s *subset) {
	s.key = "font" + string(appendDecimal(nil, int64(len(f.order)), 0))
	f.order = append(f.order, s)
	for i := range s.chars {
		if s.names[i] != "" {
			f.codes[s.chars[i]] = code{s, byte(i), s.chars[i].width()}
		}
	}
}

// build makes the font programs, side by side.
func (f *Fonts) build() error {
	errs := make([]error, len(f.order))
	var wait sync.WaitGroup
	for i, s := range f.order {
		wait.Go(func() { errs[i] = s.build() })
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// collect returns the characters that documents use, and counts how often they
// use each form.
func collect(docs []*typeset.Document) (used map[char]struct{}, forms map[*typeset.Form]int) {
	used, forms = map[char]struct{}{}, map[*typeset.Form]int{}
	var chars []char
	take := func(it typeset.Item) {
		chars = itemChars(chars[:0], it)
		for _, c := range chars {
			used[c] = struct{}{}
		}
	}
	for _, doc := range docs {
		for i := range doc.Pages {
			for _, it := range doc.Pages[i].Items {
				group, ok := it.(*typeset.Group)
				if !ok {
					take(it)
					continue
				}
				forms[group.Form]++
				if forms[group.Form] > 1 {
					continue
				}
				for _, part := range group.Form.Items {
					take(part)
				}
			}
		}
	}
	return used, forms
}

// itemChars appends the characters that an item needs.
func itemChars(chars []char, it typeset.Item) []char {
	switch it := it.(type) {
	case *typeset.Glyphs:
		if it.Size <= 0 {
			break
		}
		var c cluster
		for run := it.Run; len(run) > 0; {
			if c, run = nextCluster(run); c.text != "" {
				chars = c.appendChars(chars, it)
			}
		}
	case *typeset.Formula:
		chars = appendSource(chars, it)
	}
	return chars
}

// hiddenName is the name of the font whose glyphs draw nothing.
const hiddenName = "PapersetterHidden"

func faceName(f *typeset.Face) string {
	if f == nil {
		return hiddenName
	}
	return f.Name()
}

// compareChars orders the characters of a face: plain ones first, so that they
// share a subset, then by what they stand for.
func compareChars(a, b char) int {
	plain := func(c *char) int {
		if c.plain() {
			return 0
		}
		return 1
	}
	return cmp.Or(
		cmp.Compare(plain(&a), plain(&b)),
		cmp.Compare(a.r, b.r),
		cmp.Compare(a.id, b.id),
		cmp.Compare(a.more, b.more),
		cmp.Compare(a.of, b.of),
		cmp.Compare(a.part, b.part),
		cmp.Compare(a.pad, b.pad),
	)
}
