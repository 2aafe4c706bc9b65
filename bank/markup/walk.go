package markup

import (
	"iter"
	"strings"
)

// Inlines goes through every inline of the document in the order of print,
// those inside of emphasis, lists, tables and captions included.
func (d *Doc) Inlines() iter.Seq[Inline] {
	return func(yield func(Inline) bool) { walkBlocks(d.Blocks, func(Block) bool { return true }, yield) }
}

// All goes through every block of the document, nested ones included.
func (d *Doc) All() iter.Seq[Block] {
	return func(yield func(Block) bool) { walkBlocks(d.Blocks, yield, func(Inline) bool { return true }) }
}

// Figures goes through the figures of the document.
func (d *Doc) Figures() iter.Seq[Figure] {
	return func(yield func(Figure) bool) {
		for b := range d.All() {
			row, ok := b.(*Figures)
			if !ok {
				continue
			}
			for _, f := range row.Items {
				if !yield(f) {
					return
				}
			}
		}
	}
}

// Formula is a formula of a document, displayed or within a line.
type Formula struct {
	TeX     string
	Display bool
	Offset  int
}

// Formulas goes through the formulas of the document; first those displayed.
func (d *Doc) Formulas() iter.Seq[Formula] {
	return func(yield func(Formula) bool) {
		for b := range d.All() {
			if m, ok := b.(*Math); ok && !yield(Formula{m.TeX, true, m.Offset}) {
				return
			}
		}
		for in := range d.Inlines() {
			if m, ok := in.(*InlineMath); ok && !yield(Formula{m.TeX, false, m.Offset}) {
				return
			}
		}
	}
}

func walkBlocks(blocks []Block, block func(Block) bool, inline func(Inline) bool) bool {
	for _, b := range blocks {
		if !block(b) {
			return false
		}
		ok := true
		switch b := b.(type) {
		case *Paragraph:
			ok = walkInlines(b.Inlines, inline)
		case *List:
			for _, item := range b.Items {
				ok = ok && walkBlocks(item, block, inline)
			}
		case *Quote:
			ok = walkBlocks(b.Blocks, block, inline)
		case *Table:
			for _, row := range append([][][]Inline{b.Header}, b.Rows...) {
				for _, cell := range row {
					ok = ok && walkInlines(cell, inline)
				}
			}
		case *Figures:
			for _, f := range b.Items {
				ok = ok && walkInlines(f.Caption, inline)
			}
		case *Code, *Math, *Separator:
		}
		if !ok {
			return false
		}
	}
	return true
}

func walkInlines(list []Inline, inline func(Inline) bool) bool {
	for _, in := range list {
		if !inline(in) {
			return false
		}
		if e, ok := in.(*Emphasis); ok && !walkInlines(e.Inlines, inline) {
			return false
		}
	}
	return true
}

// Plain spells inlines as plain text: formulas as TeX between dollars, blanks
// as ____, without emphasis.
func Plain(list []Inline) string {
	var b strings.Builder
	plain(&b, list)
	return b.String()
}

func plain(b *strings.Builder, list []Inline) {
	for _, in := range list {
		switch in := in.(type) {
		case *Text:
			b.WriteString(in.Value)
		case *Emphasis:
			plain(b, in.Inlines)
		case *CodeSpan:
			b.WriteString(in.Value)
		case *InlineMath:
			b.WriteString("$" + in.TeX + "$")
		case *Blank:
			b.WriteString("____")
		case *Break:
			b.WriteString("\n")
		}
	}
}

// Plain spells a document as plain text on one line, for a cell of a table or
// a line of a list: formulas as TeX between dollars, figures by their caption.
func (d *Doc) Plain() string {
	if d == nil {
		return ""
	}
	var parts []string
	for _, b := range d.Blocks {
		parts = append(parts, plainBlock(b))
	}
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}

func plainBlock(b Block) string {
	switch b := b.(type) {
	case *Paragraph:
		return Plain(b.Inlines)
	case *Math:
		return "$" + b.TeX + "$"
	case *Code:
		return strings.Join(b.Lines, "\n")
	case *List:
		var items []string
		for _, item := range b.Items {
			items = append(items, (&Doc{Blocks: item}).Plain())
		}
		return strings.Join(items, "; ")
	case *Quote:
		return (&Doc{Blocks: b.Blocks}).Plain()
	case *Table:
		var rows []string
		for _, row := range append([][][]Inline{b.Header}, b.Rows...) {
			var cells []string
			for _, cell := range row {
				cells = append(cells, Plain(cell))
			}
			rows = append(rows, strings.Join(cells, " | "))
		}
		return strings.Join(rows, "; ")
	case *Figures:
		var captions []string
		for _, f := range b.Items {
			captions = append(captions, "[figure: "+f.Alt+"]")
		}
		return strings.Join(captions, " ")
	}
	return ""
}
