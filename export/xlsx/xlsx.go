// Package xlsx writes the workbook of a paper: its keys, sheets on which answers
// and marks are entered, and what follows from them by formulas: marks, results,
// attainment of outcomes and an analysis of the questions.
//
// The usual call is [Write]. Texts are always written as text, so that a stem
// that begins with = is no formula, and the same input gives the same bytes.
//
// Sheets on which something is entered (Candidates, Responses, Marks) are joined
// by roll number, not by row, so that each may be sorted, filtered and extended
// by itself. Formulas use nothing that spreadsheets of the last ten years lack:
// no LET, XLOOKUP or FILTER.
package xlsx

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/mark"
)

// Book is what a workbook is written from.
type Book struct {
	Papers   []*export.Paper // sets of one blueprint, in the order of their letters
	Copies   []Copy          // of candidates, if there are any
	Exam     *mark.Exam
	Seats    []mark.Seat // whom copies were printed for
	Settings mark.Settings
	Results  *mark.Results // nil before the exam
}

// Write writes a workbook.
func Write(w io.Writer, from *Book) error {
	f := excelize.NewFile()
	defer f.Close()
	b := &book{Book: from, file: f, papers: from.Papers, copies: from.Copies}
	b.plan()
	for _, step := range []func() error{
		b.sheets, b.styles, b.names, b.keys, b.glance, b.sheetOfCopies, b.candidates, b.responses, b.marks, b.results, b.attainment,
		b.analysis, b.coverage, b.questions, b.settings, b.order, b.choices, b.properties, b.finish,
	} {
		if err := step(); err != nil {
			return fmt.Errorf("workbook: %w", err)
		}
	}
	return repack(w, f)
}

// sheets makes the sheets in their order. Those that are for formulas only are
// hidden now: to hide one that is written would read all of them again.
func (b *book) sheets() error {
	if err := b.file.SetSheetName("Sheet1", "Keys"); err != nil {
		return err
	}
	for _, name := range []string{
		"Keys at a glance", "Copies", "Candidates", "Responses", "Marks", "Results", "Attainment", "Analysis", "Coverage", "Questions", "Settings",
		"Order", "Choices",
	} {
		if name == "Copies" && len(b.copies) == 0 {
			continue
		}
		if _, err := b.file.NewSheet(name); err != nil {
			return err
		}
		if name == "Order" || name == "Choices" {
			if err := b.file.SetSheetVisible(name, false); err != nil {
				return err
			}
		}
	}
	return nil
}

// A book is a workbook on the way.
type book struct {
	*Book
	file   *excelize.File
	papers []*export.Paper
	copies []Copy
	layout layout

	// Style numbers. Cells are locked but for those of an entry.
	head, text, wrap, center, number, title, small, percent, two, note int
	entry, entryText, grey, marker                                     int

	bad, hint int // conditional formats
}

// face is a face that Excel has and the others have a like one for.
const face = "Calibri"

func (b *book) styles() error {
	thin := []excelize.Border{{Type: "bottom", Color: "BFBFBF", Style: 1}}
	box := []excelize.Border{
		{Type: "left", Color: "BFBFBF", Style: 1}, {Type: "right", Color: "BFBFBF", Style: 1},
		{Type: "top", Color: "BFBFBF", Style: 1}, {Type: "bottom", Color: "BFBFBF", Style: 1},
	}
	middle := &excelize.Alignment{Vertical: "top", Horizontal: "center", WrapText: true}
	top := &excelize.Alignment{Vertical: "top"}
	fill := func(color string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
	}
	open := &excelize.Protection{Locked: false}
	// Marks have the general format: by 0.## Excel shows 1 as “1.”.
	percent, two := "0.0", "0.00"
	for _, s := range []struct {
		number *int
		style  excelize.Style
	}{
		{&b.title, excelize.Style{Font: &excelize.Font{Bold: true, Size: 14}}},
		{&b.note, excelize.Style{Font: &excelize.Font{Italic: true, Color: "595959"}}},
		{&b.head, excelize.Style{
			Font:      &excelize.Font{Bold: true},
			Fill:      fill("E7E6E6"),
			Border:    []excelize.Border{{Type: "bottom", Color: "000000", Style: 2}},
			Alignment: &excelize.Alignment{Vertical: "center", Horizontal: "center", WrapText: true},
			NumFmt:    49,
		}},
		{&b.small, excelize.Style{
			Font: &excelize.Font{Size: 8, Color: "595959"}, Border: thin,
			Alignment: &excelize.Alignment{Vertical: "bottom", Horizontal: "center", WrapText: true},
		}},
		{&b.text, excelize.Style{Border: thin, Alignment: top, NumFmt: 49}},
		{&b.wrap, excelize.Style{Border: thin, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}, NumFmt: 49}},
		{&b.center, excelize.Style{Border: thin, Alignment: middle, NumFmt: 49}},
		{&b.number, excelize.Style{Border: thin, Alignment: middle}},
		{&b.percent, excelize.Style{Border: thin, Alignment: middle, CustomNumFmt: &percent}},
		{&b.two, excelize.Style{Border: thin, Alignment: middle, CustomNumFmt: &two}},
		{&b.entry, excelize.Style{Border: box, Alignment: middle, Fill: fill("FFFBE6"), Protection: open}},
		{&b.entryText, excelize.Style{Border: box, Alignment: middle, NumFmt: 49, Fill: fill("FFFBE6"), Protection: open}},
		{&b.grey, excelize.Style{Border: thin, Alignment: middle, Font: &excelize.Font{Color: "595959"}}},
		{&b.marker, excelize.Style{Font: &excelize.Font{Size: 8, Color: "7F7F7F"}, Fill: fill("F2F2F2")}},
	} {
		if s.style.Font == nil {
			s.style.Font = &excelize.Font{}
		}
		s.style.Font.Family = face
		n, err := b.file.NewStyle(&s.style)
		if err != nil {
			return err
		}
		*s.number = n
	}
	for _, s := range []struct {
		number *int
		style  excelize.Style
	}{
		{&b.bad, excelize.Style{Font: &excelize.Font{Bold: true, Color: "9C0006"}, Fill: fill("FFC7CE")}},
		{&b.hint, excelize.Style{Fill: fill("FFE699")}},
	} {
		n, err := b.file.NewConditionalStyle(&s.style)
		if err != nil {
			return err
		}
		*s.number = n
	}
	return nil
}

// A column of a sheet.
type column struct {
	head  string
	width float64 // characters
	style int
}

// A sheet has a title, a head and rows; a row has one value for each column: a
// string, a number, a formula or nothing. Only the first columns are printed.
type sheet struct {
	name, title string
	note        string  // below the title
	above       [][]any // rows between note and head, smaller
	hide        int     // how many of the first rows above are hidden
	columns     []column
	printed     int
	rows        [][]any
	landscape   bool

	// Long sheets have their rows one by one.
	n   int
	row func(i int) []any

	entry   bool         // a marker row ends the rows, others may be inserted above it
	prepare func() error // sets what formats and checks cells, before they are written
	shift   int          // columns that stay where they are, 1 if 0
	hidden  bool         // the sheet is for formulas only
	unfixed bool         // rows have the heights that their texts need
	blocks  bool         // the rows are not filtered
	several bool         // the sheet has several tables: no head stays in view or is repeated
	slow    bool         // the sheet has array formulas, which are not written as a stream
}

// A formula is a value that a spreadsheet works out.
type formula string

// An array is a formula over whole columns at once.
type array string

// A styled value has a style that is not its column's.
type styled struct {
	value any
	style int
}

// headRow is the row of the head; the title stands two rows above.
const headRow = 3

// marker is the text of the row below all candidates.
const marker = "▲ Insert rows above this line."

func (b *book) sheet(s sheet) error {
	name, columns := s.name, s.columns
	if index, _ := b.file.GetSheetIndex(name); index < 0 {
		if _, err := b.file.NewSheet(name); err != nil {
			return err
		}
	}
	if s.row == nil {
		s.n, s.row = len(s.rows), func(i int) []any { return s.rows[i] }
	}
	head := headRow + len(s.above)
	// The stream writer takes over what is set before it begins, and nothing after.
	if err := b.printSetup(&s, head); err != nil {
		return err
	}
	if s.prepare != nil {
		if err := s.prepare(); err != nil {
			return err
		}
	}
	if err := b.protect(name); err != nil {
		return err
	}
	var w writer = &slowWriter{b.file, name}
	if !s.slow {
		var err error
		if w, err = b.file.NewStreamWriter(name); err != nil {
			return err
		}
	}
	for i, c := range columns {
		if err := w.SetColWidth(i+1, i+1, c.width); err != nil {
			return err
		}
	}
	shift, still := max(s.shift, 1), head
	if s.several {
		still = 1
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, XSplit: shift, YSplit: still, TopLeftCell: col(shift+1) + strconv.Itoa(still+1), ActivePane: "bottomRight"}); err != nil {
		return err
	}
	if err := w.SetRow("A1", []any{excelize.Cell{Value: s.title, StyleID: b.title}}); err != nil {
		return err
	}
	if s.note != "" {
		if err := w.SetRow("A2", []any{excelize.Cell{Value: s.note, StyleID: b.note}}); err != nil {
			return err
		}
	}
	line := make([]any, len(columns))
	cells := func(values []any, style func(i int) int) []any {
		line = line[:len(values)]
		for i, v := range values {
			line[i] = cellOf(v, style(i))
		}
		return line
	}
	for i, row := range s.above {
		if err := w.SetRow("A"+strconv.Itoa(headRow+i), cells(row, func(int) int { return b.small }), excelize.RowOpts{Hidden: i < s.hide, Height: smallHeight(columns, row)}); err != nil {
			return err
		}
	}
	heads := make([]any, len(columns))
	for i, c := range columns {
		heads[i] = c.head
	}
	if err := w.SetRow("A"+strconv.Itoa(head), cells(heads, func(int) int { return b.head }), excelize.RowOpts{Height: 30}); err != nil {
		return err
	}
	for i := range s.n {
		row := s.row(i)
		opts := excelize.RowOpts{}
		if !s.entry && !s.unfixed {
			opts.Height = rowHeight(columns[:s.printed], row)
		}
		if err := w.SetRow("A"+strconv.Itoa(head+1+i), cells(row, func(j int) int { return columns[j].style }), opts); err != nil {
			return err
		}
	}
	if s.entry {
		if err := w.SetRow("A"+strconv.Itoa(head+1+s.n), []any{excelize.Cell{Value: marker, StyleID: b.marker}}); err != nil {
			return err
		}
	}
	return w.Flush()
}

// A writer writes rows from the top to the bottom.
type writer interface {
	SetColWidth(first, last int, width float64) error
	SetPanes(*excelize.Panes) error
	SetRow(cell string, values []any, opts ...excelize.RowOpts) error
	Flush() error
}

// A slowWriter sets cell after cell, with array formulas.
type slowWriter struct {
	file  *excelize.File
	sheet string
}

func (w *slowWriter) SetColWidth(first, last int, width float64) error {
	return w.file.SetColWidth(w.sheet, col(first), col(last), width)
}

func (w *slowWriter) SetPanes(p *excelize.Panes) error { return w.file.SetPanes(w.sheet, p) }

func (w *slowWriter) Flush() error { return nil }

func (w *slowWriter) SetRow(cell string, values []any, opts ...excelize.RowOpts) error {
	first, row, err := excelize.CellNameToCoordinates(cell)
	if err != nil {
		return err
	}
	for i, v := range values {
		c, ok := v.(excelize.Cell)
		if !ok || c.Value == nil && c.Formula == "" && c.StyleID == 0 {
			continue
		}
		at := col(first+i) + strconv.Itoa(row)
		if c.Formula == "" {
			err = w.file.SetCellValue(w.sheet, at, c.Value)
		} else if a, found := strings.CutPrefix(c.Formula, arraySign); found {
			kind := excelize.STCellFormulaTypeArray
			err = w.file.SetCellFormula(w.sheet, at, a, excelize.FormulaOpts{Type: &kind, Ref: &at})
		} else {
			err = w.file.SetCellFormula(w.sheet, at, c.Formula)
		}
		if err == nil {
			err = w.file.SetCellStyle(w.sheet, at, at, c.StyleID)
		}
		if err != nil {
			return err
		}
	}
	for _, o := range opts {
		if o.Height > 0 {
			if err := w.file.SetRowHeight(w.sheet, row, o.Height); err != nil {
				return err
			}
		}
	}
	return nil
}

// arraySign stands before an array formula on its way to a slowWriter.
const arraySign = "{"

// cellOf is a value as the stream writer takes it.
func cellOf(v any, style int) any {
	if s, ok := v.(styled); ok {
		v, style = s.value, s.style
	}
	switch f := v.(type) {
	case formula:
		return excelize.Cell{Formula: string(f), StyleID: style}
	case array:
		return excelize.Cell{Formula: arraySign + string(f), StyleID: style}
	}
	return excelize.Cell{Value: v, StyleID: style}
}

// protect locks the cells with formulas and all that nobody need change, without
// a password: it is against slips, not against people.
func (b *book) protect(name string) error {
	if b.Exam == nil {
		return nil // a seating plan is there to be changed
	}
	return b.file.ProtectSheet(name, &excelize.SheetProtectionOptions{
		SelectLockedCells: true, SelectUnlockedCells: true, FormatCells: true, FormatColumns: true, FormatRows: true,
		InsertRows: true, DeleteRows: true, Sort: true, AutoFilter: true,
	})
}

// printSetup fits a sheet to the width of A4 pages, repeats its head and lets
// its rows be filtered.
func (b *book) printSetup(s *sheet, head int) error {
	name := s.name
	orientation, paper, fit, zero := "portrait", 9, true, 0
	if s.landscape {
		orientation = "landscape"
	}
	last, err := excelize.CoordinatesToCellName(len(s.columns), head+s.n)
	if err != nil {
		return err
	}
	// The filter comes first: it resets the properties of the sheet.
	if !s.blocks && !s.hidden {
		if err := b.file.AutoFilter(name, fmt.Sprintf("A%d:%s", head, last), nil); err != nil {
			return err
		}
	}
	one := 1
	if err := b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := b.file.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &paper, Orientation: &orientation, FitToWidth: &one, FitToHeight: &zero}); err != nil {
		return err
	}
	corner, err := excelize.CoordinatesToCellName(s.printed, head+s.n, true)
	if err != nil {
		return err
	}
	if err := b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: fmt.Sprintf("'%s'!$A$1:%s", name, corner), Scope: name}); err != nil {
		return err
	}
	if s.several {
		head = 1
	}
	return b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$%d:$%d", name, head, head), Scope: name})
}

// rowHeight is the height of a row in points that shows its wrapped texts, up
// to eight lines of them.
func rowHeight(columns []column, row []any) float64 {
	const line, most = 15, 8
	lines := 1
	for i, v := range row[:min(len(row), len(columns))] {
		if s, ok := v.(styled); ok {
			v = s.value
		}
		if text, ok := v.(string); ok {
			lines = max(lines, 1+int(float64(len([]rune(text)))/columns[i].width))
		}
	}
	return line * float64(min(lines, most))
}

// smallHeight is the height of a row of small print, up to four lines of it. The
// first cell names the row.
func smallHeight(columns []column, row []any) float64 {
	const line, most = 11, 4
	lines := 1
	for i, v := range row {
		if text, ok := v.(string); ok && i > 0 {
			lines = max(lines, 1+int(float64(len([]rune(text)))/(1.15*columns[i].width)))
		}
	}
	return line*float64(min(lines, most)) + 1
}

// titleOf names the paper at the head of a sheet.
func (b *book) titleOf(what string) string {
	p := b.papers[0]
	parts := []string{what, strings.TrimSpace(p.CourseCode + " " + p.CourseTitle), p.Title}
	if p.Date != "" {
		parts = append(parts, p.Date)
	}
	return strings.Join(parts, " · ")
}

// glance writes the keys of all sets side by side: a row for each number of the
// paper, a column for each set.
func (b *book) glance() error {
	columns := []column{{"No.", 8, b.center}}
	for _, p := range b.papers {
		name := "Key"
		if p.Set != "" {
			name = "Set " + p.Set
		}
		columns = append(columns, column{name, 24, b.center}, column{"Marks", 8, b.number})
	}
	byNumber := map[int][]any{}
	last := 0
	for i, p := range b.papers {
		for q := range questionsOf(p) {
			row := byNumber[q.Number]
			if row == nil {
				row = make([]any, len(columns))
				row[0] = q.Number
			}
			row[1+2*i], row[2+2*i] = keyOf(q), marksOf(q.Marks)
			byNumber[q.Number] = row
			last = max(last, q.Number)
		}
	}
	var rows [][]any
	for n := 1; n <= last; n++ {
		rows = append(rows, byNumber[n])
	}
	return b.sheet(sheet{name: "Keys at a glance", title: b.titleOf("Keys at a glance"), columns: columns, printed: len(columns), rows: rows, landscape: len(b.papers) > 2})
}

// keys writes the key of every set, question by question. It can be filtered
// by set.
func (b *book) keys() error {
	columns := []column{
		{"Set", 7, b.center}, {"No.", 7, b.center}, {"Key", 18, b.center}, {"Marks", 8, b.number}, {"Lecture", 9, b.number},
		{"Slides", 10, b.center}, {"CO", 12, b.center}, {"Bloom", 13, b.text}, {"Question", 30, b.text},
	}
	var rows [][]any
	for _, p := range b.papers {
		for q := range questionsOf(p) {
			for i := range q.Parts {
				part := &q.Parts[i]
				s := q.Source
				key, lecture := part.Key, any(nil)
				if key == "" {
					key = "written"
				}
				if s.Lecture > 0 {
					lecture = s.Lecture
				}
				bloom := s.Tasks[i].Bloom
				if bloom == "" {
					bloom = s.Bloom
				}
				rows = append(rows, []any{
					p.Set, mark.Numbered(q.Number, part.Label), key, marksOf(part.Marks), lecture,
					join(s.Slides), strings.Join(s.Outcomes, ", "), bloom, s.String(),
				})
			}
		}
	}
	return b.sheet(sheet{name: "Keys", title: b.titleOf("Keys"), columns: columns, printed: len(columns), rows: rows})
}

// keyOf is the key of a question with all of its parts; written answers are
// left to the scheme of valuation.
func keyOf(q *export.Question) string {
	var keys []string
	for i := range q.Parts {
		p := &q.Parts[i]
		key := p.Key
		if key == "" {
			key = "written"
		}
		if p.Label != "" {
			key = "(" + p.Label + ") " + key
		}
		keys = append(keys, key)
	}
	return strings.Join(keys, "; ")
}

// questions writes one row for each question: its tags, where it stands in
// each set, and what it asks.
func (b *book) questions() error {
	columns := []column{
		{"Question", 28, b.text}, {"Section", 13, b.text}, {"Type", 15, b.text}, {"Difficulty", 13, b.text},
		{"Marks", 8, b.number}, {"Minutes", 9, b.number}, {"Lecture", 9, b.number}, {"Slides", 9, b.center},
		{"Topics", 26, b.wrap}, {"Bloom", 12, b.text}, {"Outcomes", 11, b.center},
	}
	for _, p := range b.papers {
		columns = append(columns, column{strings.TrimSpace("No. " + setName(p)), 8, b.number})
	}
	columns = append(columns, column{"Key", 32, b.wrap})
	printed := len(columns) // what follows is for the screen
	columns = append(columns, column{"Lecture title", 30, b.wrap}, column{"Stem", 70, b.wrap}, column{"Id", 38, b.text})

	numbers := make([]map[*bank.Question]int, len(b.papers))
	type listed struct {
		section string
		q       *export.Question
	}
	var order []listed
	seen := map[*bank.Question]bool{}
	for i, p := range b.papers {
		numbers[i] = map[*bank.Question]int{}
		for _, s := range p.Sections {
			for j := range s.Questions {
				q := &s.Questions[j]
				numbers[i][q.Source] = q.Number
				if !seen[q.Source] {
					seen[q.Source] = true
					order = append(order, listed{s.Title, q})
				}
			}
		}
	}
	var rows [][]any
	for _, l := range order {
		rows = append(rows, b.questionRow(l.section, l.q, numbers))
	}
	return b.sheet(sheet{name: "Questions", title: b.titleOf("Questions"), columns: columns, printed: printed, rows: rows, landscape: true})
}

func setName(p *export.Paper) string {
	if p.Set == "" {
		return ""
	}
	return "in " + p.Set
}

func (b *book) questionRow(section string, q *export.Question, numbers []map[*bank.Question]int) []any {
	s := q.Source
	row := []any{s.String(), section, string(s.Type), s.Difficulty, marksOf(s.Marks), float64(s.Minutes) / float64(bank.Minute)}
	title := ""
	if q.Lecture != nil {
		row = append(row, q.Lecture.Number)
		title = q.Lecture.Title
	} else {
		row = append(row, nil)
	}
	row = append(row, join(s.Slides), strings.Join(s.Topics, ", "), s.Bloom, strings.Join(s.Outcomes, ", "))
	for _, n := range numbers {
		if number, ok := n[s]; ok {
			row = append(row, number)
		} else {
			row = append(row, nil)
		}
	}
	return append(row, keyText(q), title, stemOf(q), s.ID)
}

// keyText is the key by its text, which is the same in all sets.
func keyText(q *export.Question) string {
	var keys []string
	for i := range q.Parts {
		p := &q.Parts[i]
		key := p.Key
		switch r := p.Response.(type) {
		case *bank.Choice:
			var texts []string
			for _, o := range r.Options {
				if o.Key {
					texts = append(texts, readable(o.Text))
				}
			}
			key = strings.Join(texts, "; ")
		case *bank.Pairs, *bank.Order:
			key = "see Keys"
		case *bank.Written:
			key = "written"
		}
		if p.Label != "" {
			key = "(" + p.Label + ") " + key
		}
		keys = append(keys, key)
	}
	return strings.Join(keys, " ")
}

func stemOf(q *export.Question) string {
	var texts []string
	if !q.Stem.Empty() {
		texts = append(texts, readable(q.Stem))
	}
	for i := range q.Parts {
		text := readable(q.Parts[i].Stem)
		if label := q.Parts[i].Label; label != "" {
			text = "(" + label + ") " + text
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, " ")
}

func marksOf(m bank.Marks) float64 { return float64(m) / float64(bank.Mark) }

func join(numbers []int) string {
	texts := make([]string, len(numbers))
	for i, n := range numbers {
		texts[i] = strconv.Itoa(n)
	}
	return strings.Join(texts, ", ")
}
