// Package xlsx writes the workbook of a paper: the keys of all its sets on one
// sheet, and one row for each question with its tags and its place in every set.
//
// The usual call is [Write]. Texts are always written as text, so that a stem
// that begins with = is no formula, and the same papers give the same bytes.
package xlsx

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/export"
)

// Write writes the workbook of papers that are sets of one blueprint, in the
// order of their letters, and of candidates' copies, if there are any.
func Write(w io.Writer, papers []*export.Paper, copies []Copy) error {
	f := excelize.NewFile()
	defer f.Close()
	b := &book{file: f, papers: papers, copies: copies}
	for _, step := range []func() error{b.styles, b.keys, b.questions, b.sheetOfCopies, b.properties} {
		if err := step(); err != nil {
			return fmt.Errorf("workbook: %w", err)
		}
	}
	return repack(w, f)
}

// A book is a workbook on the way.
type book struct {
	file   *excelize.File
	papers []*export.Paper
	copies []Copy

	head, text, wrap, center, number, title int // style numbers
}

func (b *book) styles() error {
	thin := []excelize.Border{{Type: "bottom", Color: "BFBFBF", Style: 1}}
	middle := &excelize.Alignment{Vertical: "top", Horizontal: "center", WrapText: true}
	top := &excelize.Alignment{Vertical: "top"}
	marks := "0.##"
	for _, s := range []struct {
		number *int
		style  excelize.Style
	}{
		{&b.title, excelize.Style{Font: &excelize.Font{Bold: true, Size: 14}}},
		{&b.head, excelize.Style{
			Font:      &excelize.Font{Bold: true},
			Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E7E6E6"}},
			Border:    []excelize.Border{{Type: "bottom", Color: "000000", Style: 2}},
			Alignment: &excelize.Alignment{Vertical: "center", Horizontal: "center", WrapText: true},
		}},
		{&b.text, excelize.Style{Border: thin, Alignment: top, NumFmt: 49}},
		{&b.wrap, excelize.Style{Border: thin, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}, NumFmt: 49}},
		{&b.center, excelize.Style{Border: thin, Alignment: middle, NumFmt: 49}},
		{&b.number, excelize.Style{Border: thin, Alignment: middle, CustomNumFmt: &marks}},
	} {
		n, err := b.file.NewStyle(&s.style)
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

// A sheet has a title, a head and rows; a row has one value for each column, a
// string or a number. Only the first columns are printed.
type sheet struct {
	name, title string
	columns     []column
	printed     int
	rows        [][]any
	landscape   bool
}

// headRow is the row of the head; the title stands two rows above.
const headRow = 3

func (b *book) sheet(s sheet) error {
	name, columns := s.name, s.columns
	if index, _ := b.file.GetSheetIndex(name); index < 0 {
		if _, err := b.file.NewSheet(name); err != nil {
			return err
		}
	}
	// The stream writer takes over what is set before it begins, and nothing after.
	if err := b.printSetup(s); err != nil {
		return err
	}
	w, err := b.file.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i, c := range columns {
		if err := w.SetColWidth(i+1, i+1, c.width); err != nil {
			return err
		}
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, XSplit: 1, YSplit: headRow, TopLeftCell: "B4", ActivePane: "bottomRight"}); err != nil {
		return err
	}
	if err := w.SetRow("A1", []any{excelize.Cell{Value: s.title, StyleID: b.title}}); err != nil {
		return err
	}
	head := make([]any, len(columns))
	for i, c := range columns {
		head[i] = excelize.Cell{Value: c.head, StyleID: b.head}
	}
	if err := w.SetRow("A"+strconv.Itoa(headRow), head, excelize.RowOpts{Height: 30}); err != nil {
		return err
	}
	for i, row := range s.rows {
		cells := make([]any, len(row))
		for j, v := range row {
			cells[j] = excelize.Cell{Value: v, StyleID: columns[j].style}
		}
		if err := w.SetRow("A"+strconv.Itoa(headRow+1+i), cells, excelize.RowOpts{Height: rowHeight(columns[:s.printed], row)}); err != nil {
			return err
		}
	}
	return w.Flush()
}

// printSetup fits a sheet to the width of A4 pages, repeats its head and lets
// its rows be filtered.
func (b *book) printSetup(s sheet) error {
	name := s.name
	orientation, paper, fit, zero := "portrait", 9, true, 0
	if s.landscape {
		orientation = "landscape"
	}
	last, err := excelize.CoordinatesToCellName(len(s.columns), headRow+len(s.rows))
	if err != nil {
		return err
	}
	// The filter comes first: it resets the properties of the sheet.
	if err := b.file.AutoFilter(name, fmt.Sprintf("A%d:%s", headRow, last), nil); err != nil {
		return err
	}
	one := 1
	if err := b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := b.file.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &paper, Orientation: &orientation, FitToWidth: &one, FitToHeight: &zero}); err != nil {
		return err
	}
	corner, err := excelize.CoordinatesToCellName(s.printed, headRow+len(s.rows), true)
	if err != nil {
		return err
	}
	if err := b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: fmt.Sprintf("'%s'!$A$1:%s", name, corner), Scope: name}); err != nil {
		return err
	}
	return b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$%d:$%d", name, headRow, headRow), Scope: name})
}

// rowHeight is the height of a row in points that shows its wrapped texts, up
// to eight lines of them.
func rowHeight(columns []column, row []any) float64 {
	const line, most = 15, 8
	lines := 1
	for i, v := range row[:len(columns)] {
		if text, ok := v.(string); ok {
			lines = max(lines, 1+int(float64(len([]rune(text)))/columns[i].width))
		}
	}
	return line * float64(min(lines, most))
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

// keys writes the sheet that candidates' answers are checked against: a row
// for each number of the paper, a column for each set.
func (b *book) keys() error {
	if err := b.file.SetSheetName("Sheet1", "Keys"); err != nil {
		return err
	}
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
	return b.sheet(sheet{"Keys", b.titleOf("Keys"), columns, len(columns), rows, len(b.papers) > 2})
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
	return b.sheet(sheet{"Questions", b.titleOf("Questions"), columns, printed, rows, true})
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
		switch p.Response.(type) {
		case *bank.Choice:
			var texts []string
			for _, o := range p.Options {
				if o.Key {
					texts = append(texts, o.Text.Doc.Plain())
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
		texts = append(texts, q.Stem.Doc.Plain())
	}
	for i := range q.Parts {
		text := q.Parts[i].Stem.Doc.Plain()
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
