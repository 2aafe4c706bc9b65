// Package math turns TeX formulas into outlines.
//
// The formulas are typeset by MathJax 4 with the STIX Two fonts, run in a
// QuickJS engine that is part of the program, and kept in a cache on disk.
// The usual calls are [Open] once and [Typesetter.Typeset] for each formula.
// The package knows nothing of pages and formats.
package math

// Formula is a typeset formula: filled outlines around an origin that lies on
// the baseline at the left edge. All measures are in thousandths of an em,
// x to the right and y upwards. A Formula is shared and must not be changed.
type Formula struct {
	TeX     string
	Display bool

	Width  int // advance
	Height int // above the baseline, at least 0
	Depth  int // below the baseline, at least 0

	// Glyphs are the distinct outlines; Shapes places them in drawing order.
	Glyphs []Glyph
	Shapes []Shape
	Rules  []Rule

	// Tag is what \tag gives a formula on a line of its own, such as "(3)" or, of
	// \tag*{A}, "A"; "" for none. It is not drawn and takes no room: the page
	// prints it at the margin, on the baseline. RowTags are those of the rows of
	// an environment such as align, from top to bottom; a formula has one kind
	// at most.
	Tag     string
	RowTags []RowTag

	// Breaks are the places where an inline formula may be broken, left to
	// right: relations and binary operators outside of all braces.
	Breaks []Break
}

// Glyph is an outline, filled by the non-zero winding rule.
type Glyph struct {
	Path []Segment
}

// Op says what a Segment does.
type Op uint8

// The segments of a path.
const (
	MoveTo  Op = iota // P[0]
	LineTo            // P[0]
	CubicTo           // P[0] and P[1] control, P[2] end
	Close
)

// Point is a point in thousandths of an em (of its glyph, before scaling).
type Point struct{ X, Y int }

// Segment is one step of a path.
type Segment struct {
	Op Op
	P  [3]Point
}

// Shape draws a glyph with its origin at X, Y. ScaleX and ScaleY are in
// thousandths: 1000 is the natural size, 707 that of a first subscript.
// Clip, if not nil, bounds what is drawn, in the formula's coordinates.
type Shape struct {
	Glyph          int // index into Formula.Glyphs
	X, Y           int
	ScaleX, ScaleY int
	Clip           *Rule
}

// Rule is a filled rectangle with its lower left corner at X, Y.
type Rule struct{ X, Y, W, H int }

// Break is a place where an inline formula may be broken over two lines: the
// line ends at EndX and the next one begins with what stands at StartX.
type Break struct {
	EndX, StartX int
	Relation     bool // a relation; else a binary operator, which is a worse place
}

// RowTag is the tag of a row, to be printed with its baseline at Y.
type RowTag struct {
	Text string
	Y    int
}

// Error is a formula that MathJax refuses or that exceeds a limit.
type Error struct {
	Message string // MathJax's own words, or which limit was exceeded
	Offset  int    // byte offset into the TeX where known, else 0; of a faulty macro, where it is used
	Macro   string // the macro at fault, without backslash; "" if it is the formula itself
}

func (e *Error) Error() string { return e.Message }
