package xlsx

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/papersetter/papersetter/mark/responses"
)

// TestBadWorkbooks reads workbooks that something has happened to. Each is a
// clear message with its cell.
func TestBadWorkbooks(t *testing.T) {
	b := printed(t, "exam.yaml", 0)
	b.Results = marked(t, b, simulated(b.Exam, 12, 5))
	for i := range b.Results.Candidates {
		if b.Results.Candidates[i].Absent {
			t.Fatal("choose another seed: all should be there")
		}
	}
	var out bytes.Buffer
	if err := Write(&out, b); err != nil {
		t.Fatal(err)
	}
	good := out.Bytes()
	first := planned(b).head["head"] + 1
	written := ""
	for _, c := range planned(b).columns {
		if c.task >= 0 && b.Exam.Items[c.item].Question.Name == "written" {
			written = col(planned(b).task[c.item][0])
		}
	}
	edit := func(change func(f *excelize.File) error) []byte {
		f, err := excelize.OpenReader(bytes.NewReader(good))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := change(f); err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	set := func(sheet, cell string, value any) []byte {
		return edit(func(f *excelize.File) error { return f.SetCellValue(sheet, cell, value) })
	}
	for _, c := range []struct {
		name string
		data []byte
		want string // within a problem; a warning where it begins with that
	}{
		{"missing set", set("Candidates", "C6", ""), "Candidates!C6: 00002 has no set: write A, B, C, D in the column Set"},
		{"unknown set", set("Candidates", "C6", "Q"), `Candidates!C6: there is no set "Q": this paper has A, B, C, D`},
		{"unknown status", set("Candidates", "D6", "ill"), `Candidates!D6: "ill" is neither present nor absent`},
		{"unknown letter", set("Responses", "D7", "Z"), `Responses!D7: "Z" is not an option of question`},
		{"duplicate roll number", set("Candidates", "A8", "00001"), "Candidates!A8: the roll number 00001 is there twice, first at Candidates!A5"},
		{"duplicate in the marks", set("Marks", "A"+num(float64(first+3)), "00001"), "the roll number 00001 is there twice, first at Marks!A"},
		{"not on the list", set("Responses", "A9", "99999"), "Responses!A9: the roll number 99999 is not on the sheet Candidates"},
		{"no roll number", set("Responses", "A9", ""), "the row has no roll number, so that nobody has what stands here"},
		{"absent with answers", set("Candidates", "D6", "absent"), "00002 is absent, but has answers"},
		{"too many marks", set("Marks", written+num(float64(first+1)), 7.5), "question 4 of 00001: 7.5 is more than the 0.5 marks of the question"},
		{"an eighth", set("Marks", written+num(float64(first+1)), 0.125), "0.125 is no multiple of a quarter-mark"},
		{"marks in words", set("Marks", written+num(float64(first+1)), "half"), `"half" is no number of marks`},
		{"negative marks", set("Marks", written+num(float64(first+1)), -0.25), "-0.25 is less than 0"},
		{"over a formula", set("Marks", "F"+num(float64(first)), 1), "warning: "},
		{"merged cells", edit(func(f *excelize.File) error { return f.MergeCell("Responses", "D6", "D8") }), "Responses!D6: cells are merged here"},
		{"hidden rows", edit(func(f *excelize.File) error { return f.SetRowVisible("Candidates", 7, false) }), "warning: Candidates!A7: rows are hidden on this sheet, 1 with candidates, first 00003: they are read like the others"},
		{"renamed sheet", edit(func(f *excelize.File) error { return f.SetSheetName("Responses", "Antworten") }), "there is no sheet Responses: if it was renamed, give it its name back; the workbook has Keys, "},
		{"no heading", set("Responses", "A3", "Who"), "the sheet Responses has no heading “Roll number”"},
		{"no ids", set("Marks", "A3", "x"), "the sheet Marks has no row “Question id”"},
		{"another paper", set("Settings", "B4", "0123456789"), "this is the workbook of another paper: it has the code 0123456789"},
		{"no paper", set("Settings", "A4", "x"), "the sheet Settings has no row Paper"},
		{"a grade out of order", set("Settings", "B22", 99), "is not more than the"},
		{"a setting that is none", set("Settings", "B9", "most"), `Settings!B9: Pass: "most" is no number from 0 to 100`},
		{"truncated", good[:len(good)/2], "cannot be read as .xlsx"},
		{"a password", append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...), "has a password"},
		{"empty", nil, "is empty"},
		{"a PDF", []byte("%PDF-1.7\n"), "is a PDF"},
		{"a bomb", bomb(t, good), "too large"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var lines []string
			sheet, problems := responses.Read("book.xlsx", c.data)
			if sheet != nil {
				_, more := b.Exam.ReadSettings(sheet)
				problems = append(problems, more...)
				_, more = b.Exam.Mark(sheet, nil, b.Settings)
				problems = append(problems, more...)
			}
			for _, p := range problems {
				lines = append(lines, p.String())
			}
			text := strings.Join(lines, "\n")
			if !strings.Contains(text, c.want) {
				t.Errorf("got\n%s\nwant\n%s", text, c.want)
			}
			if warning := strings.Contains(c.want, "warning: "); warning != (problems.Errors() == 0) {
				t.Errorf("%d errors", problems.Errors())
			}
		})
	}
}

// bomb is a workbook with a sheet that unfolds to more than there is room for.
func bomb(t *testing.T, good []byte) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(good), int64(len(good)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range r.File {
		dst, err := w.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		src, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(src)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(f.Name, "xl/sharedStrings") || strings.HasPrefix(f.Name, "xl/worksheets/sheet3") {
			data = bytes.Replace(data, []byte("<sheetData>"), append([]byte("<sheetData>"), bytes.Repeat([]byte(" "), 300<<20)...), 1)
		}
		if _, err := dst.Write(data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
