// Package svg reads figures in SVG and turns them into typeset display items:
// paths stay paths and text stays text.
//
// The usual calls are [Parse] once for each figure and [Drawing.Items] for each
// place where it stands. Figures written by hand, by matplotlib, draw.io,
// Inkscape and gnuplot are what it is made for.
//
// What the package cannot draw (filters, masks, patterns on lines, text
// on a path, …) is a [Problem] with its place, never a silent gap. It follows
// no reference out of the file, runs no script, knows no entities but XML's
// five, and bounds the work that a small file can cause.
//
// Four things are approximations: the opacity of a group is multiplied into
// its members, gradients are filled in bands (in strokes and text: with their
// average colour), a stroke under a transform that stretches unevenly has the
// mean width, and serif and sans-serif both mean the text face of the paper.
package svg

import (
	"fmt"
	"slices"

	"github.com/papersetter/papersetter/export/typeset"
)

// Limits of what one figure may ask for. They are far above honest figures: a
// scatter plot of 10,000 points needs about 100,000 steps.
const (
	maxSize       = 5 << 20 // bytes
	maxElements   = 100_000 // in the file
	maxDepth      = 100     // of elements in elements
	maxAttributes = 200     // of an element
	maxDrawn      = 200_000 // elements visited, those drawn again by use included
	maxUse        = 20      // uses inside of uses, markers or clip paths
	maxSteps      = 1_000_000
	maxChars      = 100_000     // characters of text drawn
	maxWork       = 100_000_000 // operations that cost time without drawing much: about a second
	maxProblems   = 50
	maxCoord      = 1e6 // px from the origin of the drawing
)

// Drawing is a figure that has been read. It does not change and is safe for
// concurrent use.
type Drawing struct {
	// Width and Height are the natural size; a CSS pixel is 3/4 point.
	Width, Height typeset.Length

	width  float64 // px
	shapes []shape // in drawing order
}

// Problem is something in the figure that cannot be printed as it stands.
type Problem struct {
	Line, Column int // from 1; columns count characters
	Message      string
}

// Parse reads a figure. Problems are sorted by place; the drawing holds what
// could be read beside them and is nil when nothing could.
func Parse(src []byte, fonts *typeset.Fonts) (*Drawing, []Problem) {
	r := &renderer{fonts: fonts, source: source{text: src}}
	d := r.parse()
	return d, r.problems()
}

func (r *renderer) parse() *Drawing {
	if len(r.source.text) > maxSize {
		r.report(0, fmt.Sprintf("the file has more than %d MB: simplify the figure or use a PNG", maxSize>>20))
		return nil
	}
	root := r.readTree()
	if root == nil {
		return nil
	}
	if root.name != "svg" || !root.isSVG() {
		r.report(root.start, fmt.Sprintf("the outermost element is <%s>: want <svg xmlns=%q>", root.name, svgSpace))
		return nil
	}
	r.root = root
	r.index(root)
	return r.drawing(root)
}

// report notes a problem at a byte offset of the source.
func (r *renderer) report(offset int, message string) {
	p := found{offset, message}
	if len(r.found) < maxProblems && !slices.Contains(r.found, p) {
		r.found = append(r.found, p)
	}
}

type found struct {
	offset  int
	message string
}

func (r *renderer) problems() []Problem {
	slices.SortStableFunc(r.found, func(a, b found) int { return a.offset - b.offset })
	var out []Problem
	for _, f := range r.found {
		line, column := r.source.position(f.offset)
		out = append(out, Problem{Line: line, Column: column, Message: f.message})
	}
	return out
}
