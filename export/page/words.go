package page

import (
	"fmt"
	"slices"

	"github.com/papersetter/papersetter/export/typeset"
)

// run sets a few words on one line from x = 0 and returns their width. The items
// are shared: they may be moved, which copies them, but not changed.
func (c *composer) run(text string, style typeset.Style) ([]typeset.Item, typeset.Length) {
	w, err := c.memo.getWords(wordsKey{text, style}, func() (setWords, error) {
		runs, width, err := c.Fonts.Shape(text, style)
		items := make([]typeset.Item, len(runs))
		for i, r := range runs {
			items[i] = r
		}
		return setWords{items, width}, err
	})
	if err != nil {
		c.fail(fmt.Errorf("%q: %w", text, err))
		return nil, 0
	}
	return slices.Clone(w.items), w.width
}

// at moves items to x on the same baseline.
func at(items []typeset.Item, x typeset.Length) []typeset.Item {
	moved := make([]typeset.Item, len(items))
	for i, item := range items {
		moved[i] = typeset.Translate(item, x, 0)
	}
	return moved
}

// leftText, rightText and centreText set words that begin at, end at or stand
// around x.
func (c *composer) leftText(text string, style typeset.Style, x typeset.Length) []typeset.Item {
	items, _ := c.run(text, style)
	return at(items, x)
}

func (c *composer) rightText(text string, style typeset.Style, x typeset.Length) []typeset.Item {
	items, w := c.run(text, style)
	return at(items, x-w)
}

func (c *composer) centreText(text string, style typeset.Style, x typeset.Length) []typeset.Item {
	items, w := c.run(text, style)
	return at(items, x-w/2)
}

// textLine is a line of its own with items on it.
func (c *composer) textLine(size typeset.Length, items ...[]typeset.Item) line {
	height, depth := c.strut(size)
	l := line{height: height, depth: depth, text: true}
	for _, list := range items {
		l.items = append(l.items, list...)
	}
	return l
}
