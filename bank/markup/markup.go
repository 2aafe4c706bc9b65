// Package markup reads the text of a question, Markdown with TeX mathematics,
// into a small tree that every output format spells in its own way.
//
// The usual call is [Parse]. The tree holds what was written and where; it does
// not typeset formulas, load figures or know what a question is.
package markup

// Doc is a parsed text. Offsets in the tree are byte offsets into the source
// that was given to Parse, so that a problem can be placed to the character.
type Doc struct {
	Blocks []Block
}

// Block is one of *Paragraph, *List, *Code, *Quote, *Table, *Math, *Figures
// and *Separator. The set is closed.
type Block interface{ block() }

// Paragraph is a run of text.
type Paragraph struct {
	Inlines []Inline
	Heading bool // written as a Markdown heading; printed bold
}

// List is a bulleted or numbered list.
type List struct {
	Ordered bool
	Start   int // number of the first item of an ordered list
	Tight   bool
	Items   [][]Block
}

// Code is a fenced or indented block of program text.
type Code struct {
	Language string   // as written after the fence, lower case; "" if none
	Numbered bool     // ```python {numbers} asks for line numbers
	Lines    []string // without line ends, tabs kept
	Offset   int
}

// Quote is a block quotation.
type Quote struct {
	Blocks []Block
}

// Align is the alignment of a table column.
type Align uint8

// The alignments of a table column.
const (
	AlignDefault Align = iota
	AlignLeft
	AlignCenter
	AlignRight
)

// Table is a table with one header row. Every row has len(Align) cells. A cell
// that ends in || rather than | goes on over the next column, whose own cell is
// empty; see [Table.Span].
type Table struct {
	Align  []Align
	Header [][]Inline
	Rows   [][][]Inline
	Offset int

	covered map[[2]int]bool // row and column; the header is row 0
}

// Span returns over how many columns a cell goes: 1 for most, 0 for a cell that
// one to its left covers. Row 0 is the header.
func (t *Table) Span(row, column int) int {
	if t.covered[[2]int{row, column}] {
		return 0
	}
	n := 1
	for t.covered[[2]int{row, column + n}] {
		n++
	}
	return n
}

// Math is a displayed formula. As an [Inline] it is [InlineMath].
type Math struct {
	TeX    string // without the dollars, trimmed
	Offset int    // of the TeX, behind the opening dollars
}

// Figures is one or more figures that stand side by side.
type Figures struct {
	Items []Figure
}

// Figure is a picture with its caption.
type Figure struct {
	Source  string   // as written: a slash-separated path relative to the file of the question
	Caption []Inline // may be empty
	Alt     string   // the caption as plain text
	Width   int      // of the text width, in thousandths; 0 if not given
	Offset  int
}

// Separator is a thematic break, drawn as a short rule.
type Separator struct{}

func (*Paragraph) block() {}
func (*List) block()      {}
func (*Code) block()      {}
func (*Quote) block()     {}
func (*Table) block()     {}
func (*Math) block()      {}
func (*Figures) block()   {}
func (*Separator) block() {}

// Inline is one of *Text, *Emphasis, *CodeSpan, *InlineMath, *Blank and
// *Break. The set is closed.
type Inline interface{ inline() }

// Text is plain text; quotation marks and dashes are already the printed ones.
type Text struct {
	Value string
}

// Emphasis is emphasised (italic) or strong (bold) text.
type Emphasis struct {
	Strong  bool
	Inlines []Inline
}

// CodeSpan is program text within a line.
type CodeSpan struct {
	Value string
}

// InlineMath is a formula within a line.
type InlineMath struct {
	TeX    string
	Offset int
}

// Blank is a gap that the candidate fills in, written ____ in the source.
type Blank struct {
	Index  int // 0 for the first blank of the text
	Offset int
}

// Break is a forced line break.
type Break struct{}

func (*Text) inline()       {}
func (*Emphasis) inline()   {}
func (*CodeSpan) inline()   {}
func (*InlineMath) inline() {}
func (*Blank) inline()      {}
func (*Break) inline()      {}
