package typeset

import (
	"errors"
	"fmt"
)

// LineOptions say how a paragraph is broken. The zero value sets it ragged, with
// hyphens: at the right, or at the left if it runs from right to left. Which way
// it runs is said by [Text.Direction].
type LineOptions struct {
	Justify   bool // stretch and shrink the spaces so that lines fill their measure
	NoHyphens bool // no hyphens but those typed
	// Shape gives the first lines an indent and a width of their own; its last
	// entry holds for all lines that follow. Nil: all lines are as wide as the
	// column.
	Shape []Measure
}

// Measure is where a line stands in its column.
type Measure struct {
	Indent Length // from the edge of the column at which lines begin: in text from right to left, the right one
	Width  Length // without the indent
}

// Line is a line of text. The baseline of its items is at y = 0, the left edge
// of the column at x = 0.
//
// Lines of text from right to left begin at the right edge: at the width given
// to [Text.Lines], or where the widest measure ends if that is further right.
type Line struct {
	Start  Length // from the left edge of the column to what is printed
	Width  Length // from the left edge of the column to the end of what is printed
	Height Length // of what is printed above the baseline
	Depth  Length // and below it
	RTL    bool   // the text runs from right to left
	Items  []Item // in reading order, which need not be from left to right
}

// Lines breaks the text into lines of a column. No line is wider than its
// measure: words and formulas that do not fit are broken anywhere or made
// smaller. What remains too wide gives a *TooWideError and no lines.
func (t *Text) Lines(width Length, opts LineOptions) ([]Line, error) {
	shape := opts.Shape
	if len(shape) == 0 {
		shape = []Measure{{Width: width}}
	}
	measures := make([]Length, len(shape))
	narrowest := shape[0].Width
	column := width
	for i, m := range shape {
		column = max(column, m.Indent+m.Width)
		measures[i] = m.Width
		narrowest = min(narrowest, m.Width)
	}
	if narrowest <= 0 {
		return nil, errors.New("there is no room for text: make the column wider")
	}
	t = t.prepared()
	parts, breaks, err := t.breakLines(measures, narrowest, opts)
	if err != nil {
		return nil, err
	}
	if len(breaks) == 0 {
		return nil, nil
	}
	s := setter{text: t, parts: parts, justify: opts.Justify, column: column}
	return s.lines(breaks, shape), nil
}

// breakLines tries harder and harder to find good breaks: without hyphens,
// with hyphens, with looser lines, and at last with any lines that fit.
func (t *Text) breakLines(measures []Length, narrowest Length, opts LineOptions) ([]part, []int, error) {
	passes := []pass{{false, 100, 0}, {true, 200, 0}, {true, 1000, 0}, {true, awful, narrowest / 6}}
	if !opts.Justify {
		// Ragged lines may end a quarter of the measure before the edge without
		// being bad, and hyphens are worse than even two fifths.
		passes = []pass{{false, 500, narrowest / 4}, {true, 1000, narrowest / 4}, {true, awful, narrowest / 2}}
	}
	var parts []part
	var b *breaker
	for i, p := range passes {
		if b == nil || p.hyphenate != passes[i-1].hyphenate {
			compiled := t.compile(material{p.hyphenate && !opts.NoHyphens, narrowest})
			if len(compiled) == 0 {
				return nil, nil, nil
			}
			var err error
			if parts, err = t.relieve(compiled, narrowest); err != nil {
				return nil, nil, err
			}
			if len(parts) > len(compiled) && !p.hyphenate && !opts.NoHyphens {
				continue // hyphens come before breaks of last resort
			}
			b = newBreaker(parts, measures, !opts.Justify)
		}
		b.tolerance, b.slack = p.tolerance, p.slack
		if breaks := b.run(); breaks != nil {
			return parts, breaks, nil
		}
	}
	// Not reached: relieve has made every run fit.
	return nil, nil, fmt.Errorf("the text does not fit into lines of %s: make the column wider", narrowest)
}

// A pass is one attempt to break a paragraph.
type pass struct {
	hyphenate bool
	tolerance int
	slack     Length
}
