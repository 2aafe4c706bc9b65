package roll

import (
	"archive/zip"
	"bytes"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/papersetter/papersetter/schema"
	"github.com/xuri/excelize/v2"
)

// read reads a list in which no problem is expected.
func read(t *testing.T, name string, data []byte) *List {
	t.Helper()
	l, ps := Read(name, data)
	for i := range ps {
		t.Error(ps[i].String())
	}
	if l == nil {
		t.FailNow()
	}
	return l
}

// spell spells candidates on one line each.
func spell(l *List) string {
	var b strings.Builder
	for i := range l.Candidates {
		c := &l.Candidates[i]
		fmt.Fprintf(&b, "%s|%s|%s|%s%s|%s|%s|%s|%s|%s|%s|%v\n", c.Roll, c.Name, c.Section, c.Room, c.Seat, c.Set, c.Email, c.ExtraTime, c.Language, c.Style, c.Pos.String()+c.Cell, c.Extra)
	}
	return b.String()
}

const plain = "Roll No.,Student Name,Section,Hall\n0012,Anita,A,LH-1\n0013,Ravi,B,LH-2\n"

const plainWant = "0012|Anita|A|LH-1||||||r.csv:2:1|[]\n0013|Ravi|B|LH-2||||||r.csv:3:1|[]\n"

func TestRead(t *testing.T) {
	utf16le := []byte("\xff\xfe")
	utf16be := []byte("\xfe\xff")
	for _, u := range utf16.Encode([]rune(plain)) {
		utf16le = append(utf16le, byte(u), byte(u>>8))
		utf16be = append(utf16be, byte(u>>8), byte(u))
	}
	for name, data := range map[string]string{
		"comma":     plain,
		"semicolon": strings.ReplaceAll(plain, ",", ";"),
		"tab":       strings.ReplaceAll(plain, ",", "\t"),
		"windows":   strings.ReplaceAll(plain, "\n", "\r\n"),
		"mac":       strings.ReplaceAll(plain, "\n", "\r"),
		"mark":      "\ufeff" + plain,
		"utf16le":   string(utf16le),
		"utf16be":   string(utf16be),
		"spaces":    "roll_number, NAME ,Batch,room no\n 0012 ,\u00a0Anita,A,LH-1\n\"0013\",Ravi,B,LH-2",
		"blank":     plain + "\n,,,\n\n",
		"short":     plain + ",",
	} {
		t.Run(name, func(t *testing.T) {
			if got := spell(read(t, "r.csv", []byte(data))); got != plainWant {
				t.Errorf("got\n%swant\n%s", got, plainWant)
			}
		})
	}
}

func TestFields(t *testing.T) {
	for _, c := range []struct{ name, give, want string }{
		{"all", "USN;First Name;Last Name;E-mail ID;Room;Seat;Set;Extra Time;Language;Style;Mentor;Fee\n" +
			"1RV20CS001;Anita;Rao;a@b.in;LH-1;A1;B;20 min;kn;large-print;\"Sen; P\";=1+1\n",
			"1RV20CS001|Anita Rao||LH-1A1|B|a@b.in|20 min|kn|large-print|r.csv:2:1|[Sen; P =1+1]\n"},
		{"titles", "Government College,,\nMid-term 2026,,\n\nSl. No.,Enrollment No,Name of the Student\n1,007,Ravi\n",
			"007|Ravi||||||||r.csv:5:3|[1]\n"},
		{"two numbers", "Registration No,Roll No,Name\n2026/11,17,Ravi\n", "17|Ravi||||||||r.csv:2:9|[2026/11]\n"},
		{"seat number alone", "Seat Number,Name\nB1234,Ravi\n", "B1234|Ravi||||||||r.csv:2:1|[]\n"},
		{"seat number besides", "Seat No,Roll No\nB12,17\n", "17|||B12||||||r.csv:2:5|[]\n"},
		{"separator", "sep=;\r\nRoll;Name\r\n1;\"Rao, A\"\r\n", "1|Rao, A||||||||r.csv:3:1|[]\n"},
		{"no names", "PRN\n2026000001\n2026000002\n", "2026000001|||||||||r.csv:2:1|[]\n2026000002|||||||||r.csv:3:1|[]\n"},
		{"name in one and in parts", "Roll,Name,Surname\n1,Asha Devi,Devi\n", "1|Asha Devi||||||||r.csv:2:1|[Devi]\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := spell(read(t, "r.csv", []byte(c.give))); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
}

func problems(ps schema.Problems) string {
	var b strings.Builder
	for i := range ps {
		b.WriteString(ps[i].String() + "\n")
	}
	return b.String()
}

func TestProblems(t *testing.T) {
	for _, c := range []struct {
		name, give string
		want       []string // parts of the problems
		left       int      // candidates
	}{
		{"scientific", "Roll No,Name\n1.23E+11,A\n5,B\n", []string{"r.csv:2:1: the spreadsheet has shortened a roll number to 1.23E+11", "format the column as text"}, 1},
		{"comma of decimals", "Roll No;Name\n1,23E+11;A\n", []string{"r.csv:2:1: the spreadsheet has shortened"}, 0},
		{"duplicate", "Roll No,Name\n1a,A\n2,B\n1A,C\n", []string{"r.csv:4:1: the roll number 1A is there twice, first at r.csv:2:1"}, 2},
		{"no roll", "Name,Roll No\nRavi,\nAnita,2\n", []string{"r.csv:2:6: Ravi has no roll number"}, 1},
		{"footer", "Roll No,Name,Section\n1,Ravi,A\n,,Total 1\n", []string{"r.csv:3:1: the row has no roll number"}, 1},
		{"too many", "Roll No,Name\n1,Rao, Anita\n", []string{"r.csv:2:7: “Anita” has no heading above it"}, 0},
		{"no heading", "17,Ravi\n18,Anita\n", []string{"r.csv: no heading of roll numbers was found", "“Roll No”", "USN"}, -1},
		{"empty", "", []string{"r.csv: no heading of roll numbers"}, -1},
		{"no candidates", "Roll No,Name\n", []string{"r.csv:1:1: no candidate is below"}, 0},
		{"same heading", "Roll No,Name,roll no\n", []string{"r.csv:1:14: the column “roll no” is there twice, first at r.csv:1:1"}, -1},
		{"headings again", "Roll No,Name\n1,A\nRoll No,Name\n2,B\n", []string{"r.csv:3:1: the headings are there again"}, 2},
		{"open quote", "Roll No,Name\n1,A\n2,\"B\n3,C\n", []string{"r.csv:3:3: the quote is never closed"}, 1},
		{"after the quote", "Roll No,Name\n1,\"A\"B\n2,C\n", []string{"r.csv:2:3: \"B\" follows the closing quote"}, 1},
		{"lines", "Roll No,Name\n1,\"A\nB\"\n", []string{"r.csv:2:3: “A B” goes over several lines"}, 0},
		{"latin", "Roll No,Name\n1,Jos\xe9\n", []string{"r.csv: is not in UTF-8 (line 2"}, -1},
		{"binary", "Roll No\x00", []string{"r.csv: is not a text file"}, -1},
		{"half utf16", "\xff\xfeR", []string{"r.csv: begins as UTF-16, but is damaged"}, -1},
		{"surrogate", "\xff\xfe\x00\xd8A\x00", []string{"damaged"}, -1},
		{"narrow", "Roll No\n####\n", []string{"too narrow"}, 0},
		{"decimals", "Roll No\n17.0\n", []string{"saved as a number with decimals"}, 0},
		{"equals", "Roll No\n=17\n", []string{"r.csv:2:1: warning: the roll number is read as it is written"}, 1},
		{"pdf", "%PDF-1.7", []string{"is a PDF"}, -1},
		{"old workbook", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", []string{"save it as .xlsx"}, -1},
		{"torn workbook", "PK\x03\x04rest", []string{"cannot be read as .xlsx"}, -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, ps := Read("r.csv", []byte(c.give))
			got := problems(ps)
			for _, w := range c.want {
				if !strings.Contains(got, w) {
					t.Errorf("want %q in\n%s", w, got)
				}
			}
			if len(ps) != 1 {
				t.Errorf("%d problems, want 1:\n%s", len(ps), got)
			}
			left := -1
			if l != nil {
				left = len(l.Candidates)
			}
			if left != c.left {
				t.Errorf("%d candidates, want %d", left, c.left)
			}
		})
	}
}

func TestManyProblems(t *testing.T) {
	_, ps := Read("r.csv", []byte("Roll No,Name\n"+strings.Repeat(",A\n", 3*maxProblems)))
	if n := len(ps); n != maxProblems+1 || ps[n-1].Message != "there are 2000 more problems" {
		t.Errorf("%d problems, the last %q", n, ps[n-1].Message)
	}
}

// book makes a workbook.
func workbook(t testing.TB, make func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	make(f)
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func style(t testing.TB, f *excelize.File, sheet, cell string, s excelize.Style) {
	t.Helper()
	id, err := f.NewStyle(&s)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellStyle(sheet, cell, cell, id); err != nil {
		t.Fatal(err)
	}
}

func set(t testing.TB, f *excelize.File, sheet string, rows ...[]any) {
	t.Helper()
	for i, row := range rows {
		if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWorkbook(t *testing.T) {
	five := "00000"
	data := workbook(t, func(f *excelize.File) {
		set(t, f, "Sheet1", []any{"Notes"}, []any{"nothing here"})
		if _, err := f.NewSheet("Section A"); err != nil {
			t.Fatal(err)
		}
		set(t, f, "Section A",
			[]any{"Government College"},
			[]any{"Roll No", "Name", "Weight", "Passed", "Born", "Formula"},
			[]any{"007", "Anita", 0.1, true, time.Date(2004, 2, 29, 0, 0, 0, 0, time.UTC), "=A1"},
			[]any{123456789012345, " Ravi ", 62.5},
			[]any{42},
		)
		style(t, f, "Section A", "A5", excelize.Style{CustomNumFmt: &five})
		if err := f.SetCellRichText("Section A", "B5", []excelize.RichTextRun{{Text: "Sita "}, {Text: "Devi", Font: &excelize.Font{Bold: true}}}); err != nil {
			t.Fatal(err)
		}
	})
	got := spell(read(t, "r.xlsx", data))
	want := "007|Anita||||||||r.xlsx'Section A'!A3|[0.1 TRUE 02-29-04 =A1]\n" +
		"123456789012345|Ravi||||||||r.xlsx'Section A'!A4|[62.5   ]\n" +
		"00042|Sita Devi||||||||r.xlsx'Section A'!A5|[   ]\n"
	got = strings.ReplaceAll(got, "2/29/04 00:00", "02-29-04")
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestWorkbookProblems(t *testing.T) {
	one := [][]any{{"Roll No", "Name"}, {"1", "A"}, {"2", "B"}}
	for _, c := range []struct {
		name string
		make func(f *excelize.File)
		want string
		left int
	}{
		{"scientific", func(f *excelize.File) {
			set(t, f, "Sheet1", []any{"Name", "Roll No"}, []any{"A", 123456789012}, []any{"B", "2"})
			style(t, f, "Sheet1", "B2", excelize.Style{NumFmt: 11})
		}, "r.xlsx: Sheet1!B2: the spreadsheet shows the roll number as 1.23E+11: format the column as text", 1},
		{"scientific text", func(f *excelize.File) {
			set(t, f, "Sheet1", []any{"Roll No"}, []any{"1.23E+11"}, []any{"2"})
		}, "Sheet1!A2: the spreadsheet has shortened", 1},
		{"too long", func(f *excelize.File) {
			set(t, f, "Sheet1", []any{"Roll No"}, []any{1234567890123456}, []any{"2"})
		}, "Sheet1!A2: the roll number has more digits", 1},
		{"date", func(f *excelize.File) {
			set(t, f, "Sheet1", []any{"Roll No"}, []any{45000}, []any{"2"})
			style(t, f, "Sheet1", "A2", excelize.Style{NumFmt: 14})
		}, "Sheet1!A2: the spreadsheet has turned the roll number into a date", 1},
		{"decimals", func(f *excelize.File) {
			set(t, f, "Sheet1", []any{"Roll No"}, []any{17.5}, []any{"2"})
		}, "Sheet1!A2: the spreadsheet has the roll number 17.5", 1},
		{"duplicate", func(f *excelize.File) {
			set(t, f, "Sheet1", append(one, []any{"1", "C"})...)
		}, "Sheet1!A4: the roll number 1 is there twice, first at Sheet1!A2", 2},
		{"no roll", func(f *excelize.File) {
			set(t, f, "Sheet1", append(one, []any{nil, "C"})...)
		}, "Sheet1!A4: C has no roll number", 2},
		{"too many", func(f *excelize.File) {
			set(t, f, "Sheet1", append(one, []any{"3", "C", "D"})...)
		}, "Sheet1!C4: “D” has no heading", 2},
		{"no heading", func(f *excelize.File) {
			set(t, f, "Sheet1", []any{"1", "A"})
		}, "r.xlsx: no heading of roll numbers", -1},
		{"merged", func(f *excelize.File) {
			set(t, f, "Sheet1", []any{"Roll No", "Section"}, []any{"1", "A"}, []any{"2"})
			if err := f.MergeCell("Sheet1", "B2", "B3"); err != nil {
				t.Fatal(err)
			}
		}, "Sheet1!B2: the cells down to row 3 are merged", 2},
		{"two sheets", func(f *excelize.File) {
			set(t, f, "Sheet1", one...)
			if _, err := f.NewSheet("B"); err != nil {
				t.Fatal(err)
			}
			set(t, f, "B", one...)
		}, "r.xlsx: warning: B!A1: this sheet has a list of candidates too, but only the sheet \"Sheet1\" is read", 2},
		{"formula", func(f *excelize.File) {
			set(t, f, "Sheet1", append(one, []any{"3"})...)
			if err := f.SetCellFormula("Sheet1", "B4", "A1&A2"); err != nil {
				t.Fatal(err)
			}
		}, "Sheet1!B4: the formula has no result", 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, ps := Read("r.xlsx", workbook(t, c.make))
			if got := problems(ps); !strings.Contains(got, c.want) || len(ps) != 1 {
				t.Errorf("want only %q, got\n%s", c.want, got)
			}
			left := -1
			if l != nil {
				left = len(l.Candidates)
			}
			if left != c.left {
				t.Errorf("%d candidates, want %d", left, c.left)
			}
		})
	}
}

// pack makes a workbook of parts given as text.
func pack(t testing.TB, sheet, shared, styles string) []byte {
	t.Helper()
	const rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range []struct{ name, text string }{
		{"_rels/.rels", `<Relationships><Relationship Id="a" Type="` + rel + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns:r="` + rel + `"><sheets><sheet name="S" sheetId="1" r:id="b"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="b" Type="` + rel + `/worksheet" Target="worksheets/s.xml"/>` +
			`<Relationship Id="c" Type="` + rel + `/sharedStrings" Target="/xl/shared.xml"/>` +
			`<Relationship Id="d" Type="` + rel + `/styles" Target="styles.xml"/></Relationships>`},
		{"xl/worksheets/s.xml", sheet},
		{"xl/shared.xml", shared},
		{"xl/styles.xml", styles},
	} {
		w, err := z.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(p.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const rollShared = `<sst><si><t>Roll No</t></si><si><r><t>0</t></r><r><t>7_x0041_</t></r><rPh><t>no</t></rPh></si></sst>`

func TestParts(t *testing.T) {
	row := func(cells string) string {
		return `<worksheet><sheetData><row><c t="s"><v>0</v></c></row>` + cells + `</sheetData></worksheet>`
	}
	for _, c := range []struct{ name, sheet, want string }{
		{"without places", row(`<row><c t="s"><v>1</v></c></row>`), "07A "},
		{"inline", row(`<row r="5"><c r="A5" t="inlineStr"><is><t>x</t></is></c></row>`), "x "},
		{"cut off", `<worksheet><sheetData><row><c t="s"><v>0</v></c></row>`, "!unexpected EOF"},
		{"no such text", row(`<row><c t="s"><v>9</v></c></row>`), "!there is no text \"9\""},
		{"no such style", row(`<row><c s="9"><v>9</v></c></row>`), "!there is no style \"9\""},
		{"rows turned round", row(`<row r="5"/><row r="4"/>`), "!row \"4\" follows row 5"},
		{"cells turned round", row(`<row r="5"><c r="B5"/><c r="A5"/></row>`), "!cell \"A5\" is not at its place"},
		{"far column", row(`<row r="5"><c r="XFD5"><v>1</v></c></row>`), "!there are more than 2048 columns"},
		{"no number", row(`<row><c><v>abc</v></c></row>`), "!\"abc\" is no number"},
		{"unknown type", row(`<row><c t="z"><v>1</v></c></row>`), "!cells of type \"z\" are not known"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, ps := Read("r.xlsx", pack(t, c.sheet, rollShared, "<styleSheet/>"))
			if want, bad := strings.CutPrefix(c.want, "!"); bad {
				if l != nil || !strings.Contains(problems(ps), want) {
					t.Errorf("got %v and\n%s", l, problems(ps))
				}
				return
			}
			if l == nil || len(ps) > 0 {
				t.Fatal(problems(ps))
			}
			got := ""
			for i := range l.Candidates {
				got += l.Candidates[i].Roll + " "
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// The limits of package book.
const (
	maxPart    = 256 << 20
	maxToken   = 1 << 20
	maxCells   = 4 << 20
	maxStrings = 2 << 20
	maxStyles  = 1 << 16
)

// A workbook of a few kilobytes may not unfold to gigabytes.
func TestBombs(t *testing.T) {
	if testing.Short() {
		t.Skip("makes workbooks of hundreds of megabytes")
	}
	sheet := `<worksheet><sheetData><row><c t="s"><v>0</v></c></row></sheetData></worksheet>`
	for name, data := range map[string][]byte{
		"strings":   pack(t, sheet, "<sst>"+strings.Repeat("<si/>", maxStrings+1)+"</sst>", "<styleSheet/>"),
		"styles":    pack(t, sheet, rollShared, "<styleSheet><cellXfs>"+strings.Repeat("<xf/>", maxStyles+1)+"</cellXfs></styleSheet>"),
		"part":      pack(t, sheet, "<sst>"+strings.Repeat("<si><t>"+strings.Repeat(" ", maxToken/2)+"</t></si>", 2*maxPart/maxToken)+"</sst>", "<styleSheet/>"),
		"text":      pack(t, sheet, "<sst><si><t>"+strings.Repeat(" ", 2*maxToken)+"</t></si></sst>", "<styleSheet/>"),
		"pieces":    pack(t, sheet, "<sst><si>"+strings.Repeat("<t>xxxxxxxxxxxx</t>", maxToken/10)+"</si></sst>", "<styleSheet/>"),
		"attribute": pack(t, strings.Replace(sheet, "<row>", "<row "+strings.Repeat("a=\"\" ", maxToken/3)+">", 1), rollShared, "<styleSheet/>"),
		"cells":     pack(t, "<worksheet><sheetData>"+strings.Repeat(`<row><c r="IV1"><v>1</v></c></row>`, 1)+strings.Repeat("<row>"+strings.Repeat("<c><v>1</v></c>", 256)+"</row>", maxCells/256)+"</sheetData></worksheet>", rollShared, "<styleSheet/>"),
		"rows":      pack(t, "<worksheet><sheetData>"+strings.Repeat(`<row><c><v>1</v></c></row>`, MaxCandidates+2*maxTitles)+"</sheetData></worksheet>", rollShared, "<styleSheet/>"),
		"no places": pack(t, strings.Repeat("<a>", 1000), rollShared, "<styleSheet/>"),
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			if l, ps := Read("r.xlsx", data); l != nil || len(ps) != 1 {
				t.Errorf("got %v and\n%s", l, problems(ps))
			}
			runtime.ReadMemStats(&after)
			if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > 1<<30 {
				t.Errorf("the heap grew by %d MB", grown>>20)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	if l, ps := Read("r.csv", make([]byte, MaxBytes+1)); l != nil || !strings.Contains(problems(ps), "larger than 64 MB") {
		t.Error(problems(ps))
	}
	var b strings.Builder
	b.WriteString("Roll No,Name\n")
	for i := range MaxCandidates {
		fmt.Fprintf(&b, "%d,N\n", i)
	}
	if l, ps := Read("r.csv", []byte(b.String())); len(l.Candidates) != MaxCandidates || len(ps) > 0 {
		t.Error(problems(ps))
	}
	b.WriteString("x,N\n")
	if l, ps := Read("r.csv", []byte(b.String())); len(l.Candidates) != MaxCandidates || !strings.Contains(problems(ps), "r.csv:200002:1: there are more than 200000 candidates") {
		t.Error(problems(ps))
	}
}

func check(t *testing.T, data []byte) {
	l, ps := Read("r", data)
	again, ps2 := Read("r", data)
	if !reflect.DeepEqual(l, again) || !reflect.DeepEqual(ps, ps2) {
		t.Error("read twice, the list differs")
	}
	if l == nil {
		if ps.Errors() == 0 {
			t.Error("no list, and no problem")
		}
		return
	}
	seen := make(map[string]bool)
	for i := range l.Candidates {
		c := &l.Candidates[i]
		if c.Roll == "" || seen[c.Roll] {
			t.Errorf("roll number %q", c.Roll)
		}
		seen[c.Roll] = true
		if len(c.Extra) != len(l.Extra) {
			t.Errorf("%d extra values, %d headings", len(c.Extra), len(l.Extra))
		}
	}
	for i := range ps {
		if strings.ContainsAny(ps[i].String(), "\n\x1b") || ps[i].Message == "" {
			t.Errorf("problem %q", ps[i].String())
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add([]byte(plain))
	f.Add([]byte("sep=;\r\nUSN;Name;X\r\n\"1\"\"\";\"a\nb\";\r\n1E+5;b;c;d"))
	f.Add([]byte("\xff\xfeR\x00o\x00l\x00l\x00\n\x001\x00"))
	f.Fuzz(check)
}

func FuzzWorkbook(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row><row><c s="1"><v>1.5</v></c></row></sheetData></worksheet>`, rollShared, `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="000"/></numFmts><cellXfs><xf/><xf numFmtId="164"/></cellXfs></styleSheet>`)
	f.Add(`<worksheet><sheetData><row><c t="s"><v>0</v></c></row><row><c t="b"><f/><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A2:A3"/></mergeCells></worksheet>`, rollShared, `<styleSheet/>`)
	f.Fuzz(func(t *testing.T, sheet, shared, styles string) { check(t, pack(t, sheet, shared, styles)) })
}

func BenchmarkText(b *testing.B) {
	var s strings.Builder
	s.WriteString("Roll No,Name,Section,Email\n")
	for i := range 20_000 {
		fmt.Fprintf(&s, "1RV20CS%05d,\"Rao, Anita\",A,a%d@college.in\n", i, i)
	}
	data := []byte(s.String())
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		Read("r.csv", data)
	}
}

func BenchmarkWorkbook(b *testing.B) {
	data := workbook(b, func(f *excelize.File) {
		rows := [][]any{{"Roll No", "Name", "Section", "Email"}}
		for i := range 20_000 {
			rows = append(rows, []any{i, fmt.Sprintf("Anita %d", i), "A", "a@college.in"})
		}
		set(b, f, "Sheet1", rows...)
	})
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		Read("r.xlsx", data)
	}
}
