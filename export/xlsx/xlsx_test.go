package xlsx

import (
	"archive/zip"
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestWrite(t *testing.T) {
	book := printed(t, "bank.yaml", 0)
	list := book.Papers
	var b bytes.Buffer
	if err := Write(&b, book); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := f.GetSheetList(); !slices.Equal(got, []string{"Keys", "Keys at a glance", "Candidates", "Responses", "Marks", "Results", "Attainment", "Analysis", "Coverage", "Questions", "Settings", "Order", "Choices"}) {
		t.Fatalf("sheets %v", got)
	}
	keys, err := f.GetRows("Keys at a glance")
	if err != nil {
		t.Fatal(err)
	}
	if got := keys[2]; !slices.Equal(got, []string{"No.", "Set A", "Marks", "Set B", "Marks"}) {
		t.Errorf("head of the keys: %q", got)
	}
	for i, p := range list {
		for q := range questionsOf(p) {
			row := keys[2+q.Number]
			if want := keyOf(q); row[1+2*i] != want || want == "" {
				t.Errorf("set %s question %d: key %q, want %q", p.Set, q.Number, row[1+2*i], want)
			}
		}
	}
	rows, err := f.GetRows("Questions")
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 3+4 {
		t.Fatalf("%d rows of questions", len(rows)-3)
	}
	column := func(name string) int { return slices.Index(rows[2], name) }
	marks := 0.0
	for i, row := range rows[3:] {
		cell := func(name string) string { return row[column(name)] }
		if cell("Lecture") != "1" || cell("Topics") != "a" || cell("Difficulty") != "basic" || cell("Id") == "" {
			t.Errorf("row %d: %q", i, row)
		}
		switch cell("Question") {
		case "formula":
			if got := cell("Stem"); got != "=1+1 is written a₁; what is it?" {
				t.Errorf("stem %q", got)
			}
			name, _ := excelize.CoordinatesToCellName(column("Stem")+1, 4+i)
			if formula, _ := f.GetCellFormula("Questions", name); formula != "" {
				t.Errorf("the stem is a formula: %s", formula)
			}
			if got := cell("Key"); got != "-2" {
				t.Errorf("key %q, want the text of the right option", got)
			}
		case "parts":
			if got := cell("Key"); got != "(a) True (b) written" {
				t.Errorf("key %q", got)
			}
		}
		marks += map[string]float64{"1": 1, "1.5": 1.5, "0.5": 0.5}[cell("Marks")]
	}
	if marks != 4.5 {
		t.Errorf("%v marks", marks)
	}
}

// TestBytes writes the same papers twice.
func TestBytes(t *testing.T) {
	var a, b bytes.Buffer
	if err := Write(&a, printed(t, "bank.yaml", 0)); err != nil {
		t.Fatal(err)
	}
	if err := Write(&b, printed(t, "bank.yaml", 0)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("two runs give different workbooks")
	}
	r, err := zip.NewReader(bytes.NewReader(a.Bytes()), int64(a.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.IsSortedFunc(r.File, func(x, y *zip.File) int { return strings.Compare(x.Name, y.Name) }) {
		t.Error("the parts are not in order")
	}
}

// TestPrintSetup makes sure that what is set for printing reaches the file.
func TestPrintSetup(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, printed(t, "bank.yaml", 0)); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		props, err := f.GetSheetProps(sheet)
		if err != nil || props.FitToPage == nil || !*props.FitToPage {
			t.Errorf("%s is not fitted to the page: %v", sheet, err)
		}
		layout, err := f.GetPageLayout(sheet)
		if err != nil || layout.FitToWidth == nil || *layout.FitToWidth != 1 || layout.FitToHeight == nil || *layout.FitToHeight != 0 {
			t.Errorf("%s has the layout %+v", sheet, layout)
		}
		panes, err := f.GetPanes(sheet)
		if err != nil || !panes.Freeze || panes.YSplit < 3 {
			t.Errorf("%s has no frozen head", sheet)
		}
	}
}

// TestCopies reads the keys of copies back, as text.
func TestCopies(t *testing.T) {
	var b bytes.Buffer
	copies := []Copy{
		{Number: 1, Roll: "007", Name: "=Asha", Form: 1, Keys: []string{"B", "A, C", "(a) D; (b) written"}},
		{Number: 2, Form: 2, Set: "B", Keys: []string{"C"}},
	}
	book := printed(t, "bank.yaml", 0)
	book.Copies = copies
	if err := Write(&b, book); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Copies")
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"Copy", "Roll number", "Name", "Form", "Set", "1", "2", "3"},
		{"1", "007", "=Asha", "1", "", "B", "A, C", "(a) D; (b) written"},
		{"2", "", "", "2", "B", "C"},
	}
	for i := range want {
		if got := rows[headRow-1+i]; !slices.Equal(got, want[i]) {
			t.Errorf("row %d is %q, want %q", i, got, want[i])
		}
	}
	if formula, _ := f.GetCellFormula("Copies", "C4"); formula != "" {
		t.Errorf("a name is the formula %s", formula)
	}
}

// TestLimits keeps formulas within what Excel takes: 255 characters in a check of
// cells, 8,192 in a cell.
func TestLimits(t *testing.T) {
	for _, b := range []*Book{printed(t, "exam.yaml", 0), printed(t, "forms.yaml", 0), printed(t, "exam.yaml", 30)} {
		var out bytes.Buffer
		if err := Write(&out, b); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&out)
		if err != nil {
			t.Fatal(err)
		}
		checks := 0
		for _, sheet := range f.GetSheetList() {
			validations, err := f.GetDataValidations(sheet)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range validations {
				if checks++; len(v.Formula1) > 255 {
					t.Errorf("%s!%s: a check of %d characters: %s", sheet, v.Sqref, len(v.Formula1), v.Formula1)
				}
			}
			rows, err := f.GetRows(sheet)
			if err != nil {
				t.Fatal(err)
			}
			for i := range min(len(rows), 20) {
				for k := range 60 {
					if formula, _ := f.GetCellFormula(sheet, col(k+1)+strconv.Itoa(i+1)); len(formula) > 8192 {
						t.Errorf("%s has a formula of %d characters", sheet, len(formula))
					}
				}
			}
		}
		if checks < 20 {
			t.Errorf("only %d checks of cells", checks)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
