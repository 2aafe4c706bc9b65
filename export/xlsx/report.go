package xlsx

import (
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/report"
)

// WriteReport writes a report as a workbook: a sheet for each section, its charts
// below its tables.
func WriteReport(w io.Writer, p *export.Paper, d *report.Document) error {
	f := excelize.NewFile()
	defer f.Close()
	b := &book{Book: &Book{}, file: f, papers: []*export.Paper{p}}
	if err := b.styles(); err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	for i := range d.Sections {
		name := b.sheetTitle(d.Sections[i].Title)
		if i == 0 {
			if err := f.SetSheetName("Sheet1", name); err != nil {
				return fmt.Errorf("workbook: %w", err)
			}
		}
		if err := b.section(name, d, &d.Sections[i]); err != nil {
			return fmt.Errorf("workbook: %w", err)
		}
	}
	if err := b.properties(); err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	return repack(w, f)
}

// sheetTitle is a title as the name of a sheet.
func (b *book) sheetTitle(title string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) {
			return '-'
		}
		return r
	}, title)
	if runes := []rune(name); len(runes) > 31 {
		name = string(runes[:31])
	}
	return name
}

// section writes a section. The first table's heads are those of the sheet.
func (b *book) section(name string, d *report.Document, s *report.Section) error {
	out := sheet{name: name, title: b.titleOf(s.Title), blocks: true, landscape: true}
	var head []string
	charts := map[int]*report.Bars{} // by the row of their first bar
	for _, part := range s.Parts {
		switch {
		case part.Bars != nil:
			out.rows = append(out.rows, []any{nil}, []any{styled{part.Bars.Title, b.head}, styled{"", b.head}})
			charts[headRow+1+len(out.rows)] = part.Bars
			for i, label := range part.Bars.Labels {
				style := b.number
				if v := part.Bars.Values[i]; v != math.Trunc(v) {
					style = b.two
				}
				out.rows = append(out.rows, []any{styled{label, b.wrap}, styled{part.Bars.Values[i], style}})
			}
		case part.Table == nil:
			if head == nil && out.note == "" {
				out.note = part.Text
			} else {
				out.rows = append(out.rows, []any{styled{part.Text, b.note}})
			}
		case head == nil:
			head = part.Table.Head
			out.columns = b.columnsOf(part.Table)
			out.rows = append(out.rows, cellsOf(part.Table, b)...)
		default:
			out.rows = append(out.rows, []any{nil})
			var heads []any
			for _, h := range part.Table.Head {
				heads = append(heads, styled{h, b.head})
			}
			out.rows = append(append(out.rows, heads), cellsOf(part.Table, b)...)
			for i, c := range b.columnsOf(part.Table) {
				if i >= len(out.columns) {
					out.columns = append(out.columns, column{"", c.width, c.style})
				}
			}
		}
	}
	if head == nil {
		out.columns = []column{{"", 90, b.wrap}}
	}
	out.printed = len(out.columns)
	if len(out.columns) < 2 {
		out.columns = append(out.columns, column{"", 12, b.wrap})
	}
	out.prepare = func() error {
		n := 0
		for _, first := range slices.Sorted(maps.Keys(charts)) {
			c := charts[first]
			rows := func(column string) string {
				return fmt.Sprintf("'%s'!$%s$%d:$%s$%d", name, column, first, column, first+len(c.Labels)-1)
			}
			cell := col(len(out.columns)+2) + strconv.Itoa(headRow+1+n*18)
			if err := b.chart(name, cell, 480, c.Title, excelize.Bar, rows("A"), rows("B")); err != nil {
				return err
			}
			n++
		}
		return nil
	}
	return b.sheet(out)
}

func (b *book) columnsOf(t *report.Table) []column {
	var columns []column
	for i, h := range t.Head {
		width := float64(min(60, max(9, len([]rune(h))+2)))
		for _, row := range t.Rows {
			if i < len(row) {
				width = max(width, min(60, float64(len([]rune(row[i])))*1.05+2))
			}
		}
		style := b.wrap
		if i < len(t.Numbers) && t.Numbers[i] {
			style = b.number
		}
		columns = append(columns, column{h, width, style})
	}
	return columns
}

func cellsOf(t *report.Table, b *book) [][]any {
	var rows [][]any
	for _, row := range t.Rows {
		var cells []any
		for i, text := range row {
			if i < len(t.Numbers) && t.Numbers[i] {
				if v, err := strconv.ParseFloat(strings.ReplaceAll(text, "−", "-"), 64); err == nil {
					style := b.two
					if !strings.Contains(text, ".") {
						style = b.number
					}
					cells = append(cells, styled{v, style})
					continue
				}
			}
			cells = append(cells, styled{text, b.wrap})
		}
		rows = append(rows, cells)
	}
	return rows
}
