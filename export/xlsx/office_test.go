package xlsx

import (
	"bytes"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/mark"
	"github.com/papersetter/papersetter/mark/analysis"
	"github.com/papersetter/papersetter/mark/responses"
)

// recalculated is a workbook as LibreOffice has worked it out, and the file that
// it wrote.
func recalculated(t *testing.T, data []byte) (*excelize.File, []byte) {
	t.Helper()
	if testing.Short() {
		t.Skip("lets LibreOffice work out workbooks")
	}
	if _, err := exec.LookPath("soffice"); err != nil {
		if os.Getenv("PAPERSETTER_NO_SKIP") != "" {
			t.Fatal("soffice is not installed")
		}
		t.Skip("soffice is not installed")
	}
	dir := t.TempDir()
	name := filepath.Join(dir, "book.xlsx")
	if err := os.WriteFile(name, data, 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("soffice", "--headless", "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", filepath.Join(dir, "out"), name)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %s", err, out)
	}
	saved, err := os.ReadFile(filepath.Join(dir, "out", "book.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(saved))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f, saved
}

// readBack reads a workbook, marks what it says and compares the results.
func readBack(t *testing.T, data []byte, b *Book, want *mark.Results) {
	t.Helper()
	sheet, problems := responses.Read("book.xlsx", data)
	if sheet == nil || problems.Errors() > 0 {
		t.Fatal(problems)
	}
	settings, problems := b.Exam.ReadSettings(sheet)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	got, problems := b.Exam.Mark(sheet, b.Seats, settings)
	if got == nil {
		t.Fatal(problems)
	}
	byRoll := map[string]*mark.Candidate{}
	for i := range got.Candidates {
		byRoll[got.Candidates[i].Roll] = &got.Candidates[i]
	}
	if len(byRoll) != len(want.Candidates) {
		t.Fatalf("%d candidates are read, %d were written", len(byRoll), len(want.Candidates))
	}
	for i := range want.Candidates {
		w := &want.Candidates[i]
		g := byRoll[w.Roll]
		if g == nil || g.Name != w.Name || g.Total != w.Total || g.Absent != w.Absent || g.Grade != w.Grade || !w.Absent && !reflect.DeepEqual(g.Scores, w.Scores) {
			t.Errorf("%s is read as %+v, want %+v", w.Roll, g, w)
		}
	}
}

// A grid is a sheet by its heads.
type grid struct {
	t    *testing.T
	name string
	rows [][]string
	head int // index of the row of heads
}

func gridOf(t *testing.T, f *excelize.File, sheet, firstHead string) *grid {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(rows, func(r []string) bool { return len(r) > 0 && r[0] == firstHead })
	if at < 0 {
		t.Fatalf("%s has no row %q", sheet, firstHead)
	}
	return &grid{t, sheet, rows, at}
}

func (g *grid) column(head string) int {
	g.t.Helper()
	at := slices.Index(g.rows[g.head], head)
	if at < 0 {
		g.t.Fatalf("%s has no column %q: %q", g.name, head, g.rows[g.head])
	}
	return at
}

func (g *grid) at(row, column int) string {
	if row >= len(g.rows) || column >= len(g.rows[row]) {
		return ""
	}
	return g.rows[row][column]
}

// row finds a row by its first cell.
func (g *grid) row(first string) int {
	at := slices.IndexFunc(g.rows, func(r []string) bool { return len(r) > 0 && r[0] == first })
	if at < 0 {
		g.t.Fatalf("%s has no row %q", g.name, first)
	}
	return at
}

// same compares a cell with a number, which is absent where there is "".
func (g *grid) same(row, column int, want string) {
	g.t.Helper()
	got := g.at(row, column)
	if got == want {
		return
	}
	x, err := strconv.ParseFloat(got, 64)
	y, err2 := strconv.ParseFloat(want, 64)
	if err != nil || err2 != nil || math.Abs(x-y) > 1e-9*max(1, math.Abs(y)) {
		g.t.Errorf("%s row %d (%s), column %d (%s): %q, want %q", g.name, row+1, g.at(row, 0), column+1, g.at(g.head, column), got, want)
	}
}

func num(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// noErrors makes sure that no cell of a workbook has an error.
func noErrors(t *testing.T, f *excelize.File) {
	t.Helper()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j, cell := range row {
				if strings.HasPrefix(cell, "#") && strings.ContainsAny(cell, "!?/") || strings.HasPrefix(cell, "Err:") {
					t.Errorf("%s!%s%d is %s", sheet, col(j+1), i+1, cell)
				}
			}
		}
	}
}

// agrees compares what LibreOffice has worked out with results, cell by cell.
func agrees(t *testing.T, f *excelize.File, b *Book, r *mark.Results) {
	t.Helper()
	noErrors(t, f)
	l := planned(b)
	g := gridOf(t, f, "Marks", "Roll number")
	total, percent, grade := g.column("Total"), g.column("Per cent"), g.column("Grade")
	for i := range r.Candidates {
		c := &r.Candidates[i]
		at := g.row(c.Roll)
		if c.Absent {
			g.same(at, total, "AB")
			continue
		}
		g.same(at, total, c.Total.String())
		g.same(at, percent, num(c.Percent))
		g.same(at, grade, c.Grade)
		for s, m := range c.Sections {
			g.same(at, l.sections[s]-1, m.String())
		}
		for k := range b.Exam.Items {
			item, score := &b.Exam.Items[k], &c.Scores[k]
			want := ""
			if score.On && (score.Answered || b.Exam.Valued(item)) {
				want = score.Marks.String()
			}
			g.same(at, l.question[k]-1, want)
			for t, column := range l.task[k] {
				task := &item.Question.Tasks[t]
				want := ""
				if score.On && (score.Tasks[t].Answered || mark.Lettered(task) && !b.Exam.Optional(item)) {
					want = score.Tasks[t].Marks.String()
				}
				g.same(at, column-1, want)
			}
		}
	}
	ranked(t, f, r)
	attained(t, f, r)
	analysed(t, f, b, r)
}

// attained compares the attainment of outcomes.
func attained(t *testing.T, f *excelize.File, r *mark.Results) {
	t.Helper()
	g := gridOf(t, f, "Attainment", "CO")
	outcomes := r.Outcomes()
	levels := map[string]int{}
	for _, o := range outcomes {
		at := g.row(o.ID)
		g.same(at, g.column("Candidates assessed"), strconv.Itoa(o.Assessed))
		g.same(at, g.column("Candidates at or above the threshold"), strconv.Itoa(o.Attained))
		g.same(at, g.column("Per cent"), num(o.Percent))
		g.same(at, g.column("Level"), strconv.Itoa(o.Level))
		levels[o.ID] = o.Level
	}
	// Programme outcomes, from the course: the mean of levels by strength.
	for _, po := range []string{"PO1", "PO2", "PO10"} {
		sum, weight, count := 0.0, 0.0, 0.0
		for _, o := range r.Exam.Course.Outcomes {
			for _, c := range o.PO {
				if c.PO == po {
					sum, weight, count = sum+float64(c.Level*levels[o.ID]), weight+float64(c.Level), count+1
				}
			}
		}
		at := g.row(po)
		g.same(at, 2+len(outcomes), num(sum/weight))
		g.same(at, 3+len(outcomes), num(sum/3/count))
	}
}

// analysed compares the analysis with that of package analysis.
func analysed(t *testing.T, f *excelize.File, b *Book, r *mark.Results) {
	t.Helper()
	figures := r.Figures()
	report := analysis.Analyse(figures)
	g := gridOf(t, f, "Analysis", "No.")
	figure := func(row int, head string, want analysis.Figure) {
		t.Helper()
		text := ""
		if want.OK {
			text = num(want.Value)
		}
		g.same(row, g.column(head), text)
	}
	for k := range report.Items {
		it, row := &report.Items[k], g.head+1+k
		if it.Item.Optional {
			continue // what does not count of several answers is part of the rest here, and not there
		}
		g.same(row, 1, it.Item.Name)
		g.same(row, 2, strconv.Itoa(it.Candidates))
		figure(row, "Facility index, %", it.Facility)
		figure(row, "Discrimination index, %", it.Discrimination)
		figure(row, "Discriminative efficiency, %", it.Efficiency)
	}
	if len(b.Settings.Best) > 0 {
		return // where only the best count, sections are no sums
	}
	tests, labels := []analysis.Test{report.Test}, []string{"Whole paper"}
	if len(report.Forms) > 0 {
		tests, labels = report.Forms, []string{"Form 1", "Form 2"}
	}
	for i := range tests {
		at := slices.IndexFunc(g.rows, func(row []string) bool { return len(row) > 1 && row[1] == labels[i] })
		g.same(at, 2, strconv.Itoa(tests[i].Candidates))
		g.same(at, 3, strconv.Itoa(tests[i].Components))
		g.same(at, 6, num(tests[i].Consistency.Value/100))
		g.same(at, 7, num(tests[i].StandardError.Value))
	}
	// Options, counted here from the answers.
	type option struct{ question, part, letter string }
	counts := map[option]int{}
	for i := range r.Candidates {
		c := &r.Candidates[i]
		for k := range c.Scores {
			for n := range c.Scores[k].Tasks {
				q := b.Exam.Items[k].Question
				for _, o := range c.Scores[k].Tasks[n].Answer.Chosen {
					letter := string(rune('A' + o))
					if _, truth := q.Tasks[n].Response.(*bank.Truth); truth {
						letter = "TF"[o : o+1]
					}
					counts[option{q.String(), mark.TaskLabel(q, n), letter}]++
				}
			}
		}
	}
	seen := 0
	for at := range g.rows {
		if letter := g.at(at, 2); len(letter) == 1 && letter >= "A" && letter <= "Z" {
			part := ""
			if label := g.at(at, 0); strings.HasSuffix(label, ")") {
				part = label[len(label)-2 : len(label)-1]
			}
			g.same(at, 4, strconv.Itoa(counts[option{g.at(at, 1), part, letter}]))
			seen++
		}
	}
	if seen < 20 {
		t.Errorf("%d options in the analysis", seen)
	}
}

func planned(b *Book) *layout {
	book := &book{Book: b}
	book.plan()
	return &book.layout
}

// ranked checks the list of results: everybody once, best first, absent last.
func ranked(t *testing.T, f *excelize.File, r *mark.Results) {
	t.Helper()
	g := gridOf(t, f, "Results", "Rank")
	byRoll := map[string]*mark.Candidate{}
	for i := range r.Candidates {
		byRoll[r.Candidates[i].Roll] = &r.Candidates[i]
	}
	last := bank.Marks(math.MaxInt32)
	for i := range r.Candidates {
		at := g.head + 1 + i
		c := byRoll[g.at(at, 1)]
		if c == nil {
			t.Fatalf("row %d of the results is %q", at+1, g.rows[at])
		}
		delete(byRoll, c.Roll)
		marks := c.Total
		if c.Absent {
			marks = math.MinInt32
			g.same(at, 4, "AB")
		} else {
			better := 0
			for k := range r.Candidates {
				if !r.Candidates[k].Absent && r.Candidates[k].Total > c.Total {
					better++
				}
			}
			g.same(at, 0, strconv.Itoa(better+1))
			g.same(at, 4, c.Total.String())
		}
		if marks > last {
			t.Errorf("row %d of the results is better than the one before", at+1)
		}
		last = marks
		g.same(at, 2, c.Name)
	}
}

// TestOffice lets LibreOffice work out workbooks and compares every mark.
func TestOffice(t *testing.T) {
	for _, c := range []struct {
		name   string
		n      int
		copies int
		edits  []string
	}{
		{"four sets", 500, 0, nil},
		{"one set", 40, 0, []string{"sets: 4", "sets: 1"}},
		{"all or nothing", 60, 0, []string{", partial: right", ""}},
		{"net share", 60, 0, []string{"partial: right", "partial: net", "blank: 0", "blank: 0.25"}},
		{"copies", 60, 60, nil},
		{"moderated", 60, 0, nil},
		{"two forms", 80, 0, nil},
		{"errata", 80, 0, []string{"name: single-0", "name: corrected"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := "exam.yaml"
			if c.name == "two forms" {
				file = "forms.yaml"
			}
			b := printed(t, file, c.copies, c.edits...)
			if c.name == "moderated" {
				b.Settings.Factor, b.Settings.Add, b.Settings.Best = 1.1, bank.Mark/2, map[int]int{0: 8}
			}
			b.Results = marked(t, b, simulated(b.Exam, c.n, 3))
			var out bytes.Buffer
			if err := Write(&out, b); err != nil {
				t.Fatal(err)
			}
			if keep := os.Getenv("PAPERSETTER_KEEP"); keep != "" {
				_ = os.WriteFile(filepath.Join(keep, strings.ReplaceAll(c.name, " ", "-")+".xlsx"), out.Bytes(), 0o666)
			}
			readBack(t, out.Bytes(), b, b.Results)
			f, saved := recalculated(t, out.Bytes())
			agrees(t, f, b, b.Results)
			readBack(t, saved, b, b.Results)
		})
	}
}

// TestSorted sorts each sheet in another way, as a user would, adds a candidate
// in rows inserted among the others, and compares everything again.
func TestSorted(t *testing.T) {
	b := printed(t, "exam.yaml", 0)
	sheet := simulated(b.Exam, 50, 9)
	b.Results = marked(t, b, sheet)
	late := b.Results.Candidates[7]
	b.Results.Candidates = slices.Delete(slices.Clone(b.Results.Candidates), 7, 8)
	var out bytes.Buffer
	if err := Write(&out, b); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	byName := func(a, b []string) int { return strings.Compare(a[1], b[1]) }
	names := map[string]string{}
	for _, c := range b.Results.Candidates {
		names[c.Roll] = c.Name
	}
	sortRows(t, f, "Candidates", firstRow, 49, byName)
	sortRows(t, f, "Responses", firstRow, 49, func(a, b []string) int { return strings.Compare(b[0], a[0]) })
	sortRows(t, f, "Marks", planned(b).head["head"]+1, 49, func(a, b []string) int { return strings.Compare(names[a[0]], names[b[0]]) })
	for _, name := range []string{"Candidates", "Responses"} {
		if err := f.InsertRows(name, 20, 2); err != nil {
			t.Fatal(err)
		}
	}
	set := func(sheet, cell string, value any) {
		if err := f.SetCellValue(sheet, cell, value); err != nil {
			t.Fatal(err)
		}
	}
	set("Candidates", "A20", late.Roll)
	set("Candidates", "B20", late.Name)
	set("Candidates", "C20", late.Set.Name)
	set("Responses", "A20", late.Roll)
	row := strconv.Itoa(planned(b).head["head"] + 50) // the first that is free
	set("Marks", "A"+row, late.Roll)
	b.Results.Candidates = append(b.Results.Candidates, late)
	l := planned(b)
	book := &book{Book: b, layout: *l}
	for k := range l.places {
		set("Responses", col(firstMark+k)+"20", book.answers()(49, k))
	}
	for _, c := range l.columns {
		if c.task >= 0 {
			if marks := book.given(49, c); marks != nil {
				set("Marks", col(l.task[c.item][c.task])+row, marks)
			}
		}
	}
	var again bytes.Buffer
	if err := f.Write(&again); err != nil {
		t.Fatal(err)
	}
	office, saved := recalculated(t, again.Bytes())
	agrees(t, office, b, b.Results)
	readBack(t, saved, b, b.Results)
}

// sortRows sorts n rows of a sheet by what is entered in them. Formulas stay: they
// speak of their own row only, so that sorting moves none of them.
func sortRows(t *testing.T, f *excelize.File, sheet string, first, n int, compare func(a, b []string) int) {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	list := rows[first-1 : first-1+n]
	width := 0
	for i := range list {
		width = max(width, len(list[i]))
	}
	for i := range list {
		list[i] = append(list[i], make([]string, width-len(list[i]))...)
	}
	slices.SortStableFunc(list, compare)
	for i, row := range list {
		for k, value := range row {
			cell := col(k+1) + strconv.Itoa(first+i)
			formula, err := f.GetCellFormula(sheet, cell)
			if err != nil {
				t.Fatal(err)
			}
			if formula != "" {
				continue
			}
			var v any = value
			if number, err := strconv.ParseFloat(value, 64); err == nil && sheet == "Marks" && k > 0 {
				v = number
			}
			if value == "" {
				v = nil
			}
			if err := f.SetCellValue(sheet, cell, v); err != nil {
				t.Fatal(err)
			}
		}
	}
}
