package xlsx

import (
	"fmt"
	"io"
	"maps"
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
	sections := d.Sections
	if len(d.Facts) > 0 {
		facts := &report.Table{Head: []string{"What", "How much"}, Numbers: []bool{false, true}}
		for _, fact := range d.Facts {
			facts.Rows = append(facts.Rows, []string{fact.Name, fact.Value})
		}
		sections = append([]report.Section{{Title: "Summary", Parts: []report.Part{{Table: facts}}}}, sections...)
	}
	for i := range sections {
		name := b.sheetTitle(sections[i].Title)
		if i == 0 {
			if err := f.SetSheetName("Sheet1", name); err != nil {
				return fmt.Errorf("workbook: %w", err)
			}
		}
		if err := b.section(name, &sections[i]); err != nil {
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

// A reportSheet is a sheet of a report in the making: its tables one below the
// other, and what is drawn between them.
type reportSheet struct {
	b      *book
	out    sheet
	begun  bool                 // the first table has given the sheet its heads
	charts map[int]*report.Bars // by the row of their first bar
	heats  map[int]*report.Heat // by the row of their first values
}

// next is the number of the row that is added next.
func (r *reportSheet) next() int { return headRow + 1 + len(r.out.rows) }

// section writes a section.
func (b *book) section(name string, s *report.Section) error {
	r := &reportSheet{
		b: b, out: sheet{name: name, title: b.titleOf(s.Title), blocks: true, landscape: true},
		charts: map[int]*report.Bars{}, heats: map[int]*report.Heat{},
	}
	for i := range s.Parts {
		r.part(&s.Parts[i])
	}
	out := &r.out
	if len(out.columns) == 0 {
		out.columns = []column{{"", 90, b.wrap}}
	}
	if !r.begun {
		out.columns[0].width = max(out.columns[0].width, 30)
	}
	for i := range out.columns {
		out.columns[i].width = max(out.columns[i].width, 9)
		if out.columns[i].style == 0 {
			out.columns[i].style = b.wrap
		}
	}
	out.printed = len(out.columns)
	if len(out.columns) < 2 {
		out.columns = append(out.columns, column{"", 12, b.wrap})
	}
	out.prepare = r.draw
	return b.sheet(*out)
}

func (r *reportSheet) part(p *report.Part) {
	b := r.b
	switch {
	case p.Bars != nil:
		r.bars(p.Bars)
	case p.Heat != nil:
		if r.begun || len(r.out.rows) > 0 || r.out.note != "" {
			r.out.rows = append(r.out.rows, []any{nil}, []any{styled{p.Heat.Title, b.note}})
		} else {
			r.out.note = p.Heat.Title
		}
		r.heats[r.table(p.Heat.Table())] = p.Heat
	case p.Table != nil:
		if r.begun {
			r.out.rows = append(r.out.rows, []any{nil})
		}
		r.table(p.Table)
	case p.Room > 0:
		r.out.rows = append(r.out.rows, make([][]any, p.Room)...)
	case p.Strip != nil: // a table beside it says the same
	case p.Sign != nil:
		r.out.rows = append(r.out.rows, []any{nil}, r.heads("Signed by", "Name", "Signature", "Date"))
		empty := styled{"", b.wrap}
		for _, who := range p.Sign {
			r.out.rows = append(r.out.rows, []any{styled{who, b.wrap}, empty, empty, empty})
		}
		r.widen([]column{{width: 24}, {width: 30}, {width: 30}, {width: 14}})
	case !r.begun && r.out.note == "":
		r.out.note = p.Text
	default:
		r.out.rows = append(r.out.rows, []any{styled{p.Text, b.note}})
	}
}

// table adds a table and returns the row of its first values. The heads of the
// first table are those of the sheet, and stay in view unless others follow.
func (r *reportSheet) table(t *report.Table) int {
	columns := r.b.columnsOf(t)
	if !r.begun && len(r.out.rows) == 0 {
		r.begun, r.out.columns = true, columns
	} else {
		r.out.several = true
		r.out.rows = append(r.out.rows, r.heads(t.Head...))
		r.widen(columns)
	}
	first := r.next()
	r.out.rows = append(r.out.rows, cellsOf(t, r.b)...)
	return first
}

// bars adds the numbers of a chart, and room for the chart below them.
func (r *reportSheet) bars(c *report.Bars) {
	heads := []string{c.Title}
	for _, series := range c.Series {
		heads = append(heads, series.Name)
	}
	r.out.several = true
	r.out.rows = append(r.out.rows, []any{nil}, r.heads(heads...))
	r.charts[r.next()] = c
	for i, label := range c.Labels {
		row := []any{styled{label, r.b.wrap}}
		for _, series := range c.Series {
			row = append(row, styled{series.Values[i], r.b.number})
		}
		r.out.rows = append(r.out.rows, row)
	}
	r.out.rows = append(r.out.rows, make([][]any, chartHeight(c)/17+2)...) // a row is 18 to 20 pixels high
	r.widen(append([]column{{width: 40}}, make([]column, len(c.Series))...))
}

// chartHeight is in pixels.
func chartHeight(c *report.Bars) int { return max(240, 90+len(c.Labels)*len(c.Series)*14) }

func (r *reportSheet) heads(names ...string) []any {
	var heads []any
	for _, name := range names {
		heads = append(heads, styled{name, r.b.head})
	}
	return heads
}

// widen makes room for the columns of one more table.
func (r *reportSheet) widen(columns []column) {
	for i, c := range columns {
		if i < len(r.out.columns) {
			r.out.columns[i].width = max(r.out.columns[i].width, c.width)
		} else {
			r.out.columns = append(r.out.columns, column{"", c.width, c.style})
		}
	}
}

// draw adds charts and shades.
func (r *reportSheet) draw() error {
	name := r.out.name
	for _, first := range slices.Sorted(maps.Keys(r.charts)) {
		c := r.charts[first]
		last := first + len(c.Labels) - 1
		rows := func(column string) string {
			return fmt.Sprintf("'%s'!$%s$%d:$%s$%d", name, column, first, column, last)
		}
		var names, values []string
		for k := range c.Series {
			names = append(names, fmt.Sprintf("'%s'!$%s$%d", name, col(k+2), first-1))
			values = append(values, rows(col(k+2)))
		}
		cell := "A" + strconv.Itoa(last+2)
		if err := r.b.bars(name, cell, c, rows("A"), names, values); err != nil {
			return err
		}
		if err := r.b.file.InsertPageBreak(name, cell); err != nil { // a chart stands on one page
			return err
		}
	}
	for _, first := range slices.Sorted(maps.Keys(r.heats)) {
		h := r.heats[first]
		if h.Greatest() == 0 {
			continue
		}
		cells := fmt.Sprintf("B%d:%s%d", first, col(len(h.Columns)+1), first+len(h.Rows)-1)
		err := r.b.file.SetConditionalFormat(name, cells, []excelize.ConditionalFormatOptions{{
			Type: "2_color_scale", Criteria: "=", MinType: "num", MinValue: "0", MinColor: "#FFFFFF", MaxType: "max", MaxColor: "#7FB2E0",
		}})
		if err != nil {
			return err
		}
	}
	return nil
}

// bars draws a chart of one series or two.
func (b *book) bars(sheet, cell string, c *report.Bars, labels string, names, values []string) error {
	gap := uint(40)
	ink := excelize.Font{Color: "000000", Size: 9}
	chart := &excelize.Chart{
		Type:      excelize.Bar,
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: c.Title, Font: &excelize.Font{Bold: true, Size: 12}}}},
		Legend:    excelize.ChartLegend{Position: "none"},
		Dimension: excelize.ChartDimension{Width: 520, Height: uint(chartHeight(c))},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true},
		YAxis:     excelize.ChartAxis{Font: ink},
		XAxis:     excelize.ChartAxis{Font: ink, ReverseOrder: true}, // the first bar is at the top
		GapWidth:  &gap,
	}
	for k, series := range c.Series {
		if series.Name != "" {
			chart.Legend.Position = "bottom"
		}
		shade := []string{"7F7F7F", "D9D9D9"}[k]
		chart.Series = append(chart.Series, excelize.ChartSeries{
			Name: names[k], Categories: labels, Values: values[k], Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{shade}},
		})
	}
	return b.file.AddChart(sheet, cell, chart)
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
					cells = append(cells, styled{v, b.number})
					continue
				}
			}
			cells = append(cells, styled{text, b.wrap})
		}
		rows = append(rows, cells)
	}
	return rows
}
