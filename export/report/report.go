// Package report is what an analysis says, free of a format: headings, text,
// tables and bars. [Document.HTML] spells it as a page, [Document.Blocks] as
// blocks for paged documents; the workbook takes its tables.
package report

import (
	"fmt"
	"html"
	"strings"

	"github.com/papersetter/papersetter/bank/markup"
)

// Document is a report.
type Document struct {
	Title    string
	Subtitle string
	Sections []Section
}

// Section is a heading with what stands below it.
type Section struct {
	Title string // also the name of a sheet, so that 31 letters must do
	Parts []Part
}

// Part is a paragraph, a table or a chart; one of the three.
type Part struct {
	Text  string
	Table *Table
	Bars  *Bars
}

// Table is a table of texts. Numbers are aligned at the right.
type Table struct {
	Head    []string
	Numbers []bool // which columns have numbers
	Rows    [][]string
}

// Bars is a chart: a bar for each label.
type Bars struct {
	Name   string // of the file in paged documents, such as "histogram.svg"
	Title  string
	Labels []string
	Values []float64 // not negative
}

// HTML spells the report as one page without anything beside it: no script, no
// network.
func (d *Document) HTML() []byte {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>` + html.EscapeString(d.Title) + `</title>
<style>
body{font:16px/1.45 Georgia,"Times New Roman",serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111}
h1{font-size:1.6rem;margin:0}h2{font-size:1.2rem;margin:2rem 0 .5rem;border-bottom:1px solid #999}
p.sub{margin:.2rem 0 1rem;color:#444}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem;margin:.5rem 0}
th,td{padding:.25rem .6rem;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}
th{border-bottom:2px solid #333}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
figure{margin:1rem 0}figcaption{font-weight:bold}svg{max-width:100%;height:auto}
@media print{body{max-width:none;margin:0}h2{break-after:avoid}tr{break-inside:avoid}}
</style></head><body>
<h1>` + html.EscapeString(d.Title) + "</h1>\n<p class=\"sub\">" + html.EscapeString(d.Subtitle) + "</p>\n<main>\n")
	for _, s := range d.Sections {
		b.WriteString("<h2>" + html.EscapeString(s.Title) + "</h2>\n")
		for i := range s.Parts {
			s.Parts[i].html(&b)
		}
	}
	b.WriteString("</main></body></html>\n")
	return []byte(b.String())
}

func (p *Part) html(b *strings.Builder) {
	switch {
	case p.Table != nil:
		p.Table.html(b)
	case p.Bars != nil:
		fmt.Fprintf(b, "<figure><figcaption>%s</figcaption>%s</figure>\n", html.EscapeString(p.Bars.Title), p.Bars.SVG())
	default:
		b.WriteString("<p>" + html.EscapeString(p.Text) + "</p>\n")
	}
}

func (t *Table) html(b *strings.Builder) {
	class := func(i int) string {
		if i < len(t.Numbers) && t.Numbers[i] {
			return ` class="n"`
		}
		return ""
	}
	b.WriteString("<div class=\"wide\"><table><thead><tr>")
	for i, h := range t.Head {
		fmt.Fprintf(b, "<th scope=\"col\"%s>%s</th>", class(i), html.EscapeString(h))
	}
	b.WriteString("</tr></thead><tbody>\n")
	for _, row := range t.Rows {
		b.WriteString("<tr>")
		for i, cell := range row {
			fmt.Fprintf(b, "<td%s>%s</td>", class(i), html.EscapeString(cell))
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody></table></div>\n")
}

// SVG draws the bars in grey, each with its value, so that it prints.
func (c *Bars) SVG() string {
	const width, row, left, room = 600, 22, 150, 380
	most := 0.0
	for _, v := range c.Values {
		most = max(most, v)
	}
	var b strings.Builder
	height := row*len(c.Labels) + 8
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 %d %d" width="%d" height="%d" font-family="serif" font-size="13"><title>%s</title>`,
		width, height, width, height, html.EscapeString(c.Title))
	for i, label := range c.Labels {
		length := 0.0
		if most > 0 {
			length = room * c.Values[i] / most
		}
		y := i*row + 4
		fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="end">%s</text>`, left-8, y+14, html.EscapeString(label))
		fmt.Fprintf(&b, `<rect x="%d" y="%d" width="%.1f" height="%d" fill="#808080"/>`, left, y+2, length, row-6)
		fmt.Fprintf(&b, `<text x="%.1f" y="%d">%s</text>`, left+length+6, y+14, number(c.Values[i]))
	}
	b.WriteString("</svg>")
	return b.String()
}

func number(v float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.1f", v), "0"), ".")
}

// Blocks spell the report for a paged document. Its charts are figures, whose
// files Charts returns.
func (d *Document) Blocks() []markup.Block {
	var blocks []markup.Block
	for _, s := range d.Sections {
		blocks = append(blocks, &markup.Paragraph{Inlines: plain(s.Title), Heading: true})
		for _, p := range s.Parts {
			switch {
			case p.Table != nil:
				blocks = append(blocks, p.Table.block())
			case p.Bars != nil:
				blocks = append(blocks, &markup.Figures{Items: []markup.Figure{{Source: p.Bars.Name, Alt: p.Bars.Title, Caption: plain(p.Bars.Title), Width: 700}}})
			default:
				blocks = append(blocks, &markup.Paragraph{Inlines: plain(p.Text)})
			}
		}
	}
	return blocks
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

// Charts are the charts by the names of their files.
func (d *Document) Charts() map[string][]byte {
	files := map[string][]byte{}
	for _, s := range d.Sections {
		for _, p := range s.Parts {
			if p.Bars != nil {
				files[p.Bars.Name] = []byte(p.Bars.SVG())
			}
		}
	}
	return files
}
