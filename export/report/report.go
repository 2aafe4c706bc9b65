// Package report is what an analysis or audit says, free of a format: headings,
// text, tables and pictures. Package html spells it as a page, [Document.Blocks]
// as blocks for paged documents; the workbook takes its tables.
package report

import (
	"strings"

	"github.com/papersetter/papersetter/bank/markup"
)

// Document is a report.
type Document struct {
	Title    string
	Subtitle string
	Facts    []Fact // the figures to know first
	Sections []Section

	// Entries are what cells lead to, in pages that can be clicked through.
	Entries []Entry
	Noun    string   // what the entries are, such as "Questions"
	Filters []Filter // by which entries may be looked for
}

// Fact is a figure with its name.
type Fact struct{ Name, Value string }

// Section is a heading with what stands below it.
type Section struct {
	Title string // also the name of a sheet, so that 31 letters must do
	Parts []Part
}

// Part is a paragraph, a table or a picture; one of these.
type Part struct {
	Text  string
	Table *Table
	Bars  *Bars
	Heat  *Heat
	Strip *Strip
	Room  int      // lines left free to write on
	Sign  []string // who signs here, each with name, signature and date
}

// Table is a table of texts. Numbers are aligned at the right.
type Table struct {
	Head    []string
	Numbers []bool // which columns have numbers
	Rows    [][]string
	Find    [][]string // where cells lead to: see Entry; nil, or like Rows with "" for nowhere
	Mark    []string   // of each row: its class, such as "gap"; nil, or like Rows
	Long    bool       // too long for paper: paged documents leave it out
}

// Bars is a chart: for each label a bar of every series.
type Bars struct {
	Name   string // of the file in paged documents, such as "histogram.svg"
	Title  string
	Labels []string
	Series []Series // at most 2
}

// Series is what the bars of one shade show.
type Series struct {
	Name   string    // "" where there is but one
	Values []float64 // for each label; not negative
}

// Heat is a table of numbers that are shaded by their size.
type Heat struct {
	Name    string // of the file in paged documents
	Title   string
	Corner  string // what the rows are
	Columns []string
	Rows    []string
	Values  [][]float64 // not negative; row by row
	Find    [][]string  // see Table
}

// Strip shows for each row how many things stand at each place of a scale.
type Strip struct {
	Name, Title string
	Noun        string // of a place, such as "slide"
	Rows        []string
	Values      [][]int // rows may differ in length
}

// Entry is something that cells lead to. A cell's Find is a query such as
// "lecture=9&difficulty=basic": it leads to the entries that have for each name
// one of the values given for it.
type Entry struct {
	ID    string
	Title string
	Notes []string
	Tags  []Tag
	HTML  string // the body, by package html; Text where it is ""
	Text  string
}

// Tag is a name and a value of an entry. An entry may have several values of a
// name.
type Tag struct{ Name, Value string }

// Filter is a name of tags with the values to choose from.
type Filter struct {
	Name, Title string
	Values      []Fact // value and what it is called
}

// Blocks spell the report for a paged document. Its charts are figures, whose
// files Charts returns.
func (d *Document) Blocks() []markup.Block {
	var blocks []markup.Block
	if len(d.Facts) > 0 {
		var facts []string
		for _, f := range d.Facts {
			facts = append(facts, f.Name+": "+f.Value)
		}
		blocks = append(blocks, &markup.Paragraph{Inlines: plain(strings.Join(facts, " · "))})
	}
	for _, s := range d.Sections {
		blocks = append(blocks, &markup.Paragraph{Inlines: plain(s.Title), Heading: true})
		for _, p := range s.Parts {
			switch {
			case p.Table != nil && p.Table.Long:
			case p.Table != nil:
				blocks = append(blocks, p.Table.block())
			case p.Bars != nil:
				blocks = append(blocks, figure(p.Bars.Name, p.Bars.Title, p.Bars.width()))
			case p.Heat != nil:
				blocks = append(blocks, figure(p.Heat.Name, p.Heat.Title, p.Heat.width()))
			case p.Strip != nil:
				blocks = append(blocks, figure(p.Strip.Name, p.Strip.Title, p.Strip.width()))
			case p.Room > 0:
				blocks = append(blocks, &markup.Figures{Items: []markup.Figure{{Source: roomFile(p.Room), Alt: "lines to write on", Width: 1000}}})
			case p.Sign != nil:
				blocks = append(blocks, &markup.Figures{Items: []markup.Figure{{Source: signFile, Alt: "to be signed by " + strings.Join(p.Sign, ", "), Width: 1000}}})
			default:
				blocks = append(blocks, &markup.Paragraph{Inlines: plain(p.Text)})
			}
		}
	}
	return blocks
}

// figure is a picture of so many units of its drawing, of which pageWidth fill
// the width of the text.
func figure(name, title string, width int) markup.Block {
	return &markup.Figures{Items: []markup.Figure{{Source: name, Alt: title, Caption: plain(title), Width: min(1000, width*1000/pageWidth)}}}
}

func plain(text string) []markup.Inline { return []markup.Inline{&markup.Text{Value: text}} }

func (t *Table) block() markup.Block {
	block := &markup.Table{}
	for i, h := range t.Head {
		align := markup.AlignLeft
		if i < len(t.Numbers) && t.Numbers[i] {
			align = markup.AlignRight
		}
		block.Align = append(block.Align, align)
		block.Header = append(block.Header, plain(h))
	}
	for _, row := range t.Rows {
		var cells [][]markup.Inline
		for _, cell := range row {
			cells = append(cells, plain(cell))
		}
		block.Rows = append(block.Rows, cells)
	}
	return block
}

// Charts are the pictures by the names of their files.
func (d *Document) Charts() map[string][]byte {
	files := map[string][]byte{}
	for _, s := range d.Sections {
		for _, p := range s.Parts {
			switch {
			case p.Bars != nil:
				files[p.Bars.Name] = []byte(p.Bars.SVG())
			case p.Heat != nil:
				files[p.Heat.Name] = []byte(p.Heat.SVG())
			case p.Strip != nil:
				files[p.Strip.Name] = []byte(p.Strip.SVG())
			case p.Room > 0:
				files[roomFile(p.Room)] = []byte(roomSVG(p.Room))
			case p.Sign != nil:
				files[signFile] = []byte(signSVG(p.Sign))
			}
		}
	}
	return files
}
