package responses

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// spelt is a sheet in words: a line for each candidate, answers as 1=B, marks as
// 5:1.5.
func spelt(s *Sheet) string {
	if s == nil {
		return ""
	}
	var b strings.Builder
	for _, r := range s.Rows {
		fmt.Fprintf(&b, "%s|%s|%s|%s|", r.Roll, r.Name, r.Set, r.Status)
		for _, e := range r.Answers {
			fmt.Fprintf(&b, " %s=%s", label(e), e.Text)
		}
		for _, e := range r.Marks {
			fmt.Fprintf(&b, " %s:%s", label(e), e.Text)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func label(e Entry) string {
	if e.Question != "" {
		return "<" + e.Question + ">" + e.Part
	}
	return fmt.Sprintf("%d%s", e.Number, e.Part)
}

// table makes a workbook of one sheet.
func table(t testing.TB, rows ...[]any) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestRead(t *testing.T) {
	for _, c := range []struct {
		name, file string
		kind       Kind
		want       string // the rows
		problems   string // all of them, a line each
	}{
		{"headings of many spellings", "Exam list\nUSN;Student Name;Set;Q1;Q.2;Question 3(a);3b;Ans 4;Response 5;M6;Marks 7a;8 marks;Q9 marks\n007;Asha;B;a;C, A;T;x;B;D;1.5;2;0.25;1\n", Table,
			"007|Asha|B|| 1=a 2=C, A 3a=T 3b=x 4=B 5=D 6:1.5 7a:2 8:0.25 9:1\n", ""},
		{"status", "roll,status,1\n1,AB,\n2,present,A\n3,,B\n4,gone,B\n", Table,
			"1|||absent|\n2|||present| 1=A\n3|||| 1=B\n4|||| 1=B\n", "r.csv:5:3: \"gone\" is neither present nor absent"},
		{"twice", "roll,1\n7,A\n07,B\n7,C\n", Table, "7|||| 1=A\n07|||| 1=B\n", "r.csv:4:1: the roll number 7 is there twice, first at r.csv:2:1"},
		{"no roll number", "roll,1\n,A\n", Table, "", "r.csv:2:1: the row has no roll number: write it, or delete the row"},
		{"shortened", "roll,1\n1.23E+11,A\n", Table, "", "r.csv:2:1: the spreadsheet has shortened a roll number to 1.23E+11, and its digits are lost: format the column as text, enter the roll numbers anew, and save again"},
		{"a column twice", "roll,1,Q1\n1,A,B\n", Table, "1|||| 1=A 1=B\n", "r.csv:1:8: the column “Q1” is there twice, first at r.csv:1:6: give one of them another heading"},
		{"unknown columns", "roll,1,Remark\n1,A,fine\n", Table, "1|||| 1=A\n", "r.csv:1:1: warning: these columns are not read: Remark"},
		{"no answers", "roll,name\n1,A\n", Table, "1|A|||\n", "r.csv:1:1: there is no column with answers or marks: head them with the numbers of the questions (1, 2, 3a), marks with M1, M2 …"},
		{"no headings", "1,A\n2,B\n", "", "", "r.csv: no heading of roll numbers was found: write headings above the columns, one of them “Roll No” (or Enrolment No, USN, PRN, ID number …), one Set where there are several, and the numbers of the questions: 1, 2, 3 …"},
		{"an open quote", "roll,1\n1,\"A\n", Table, "", "r.csv:2:3: the quote is never closed: write a second quote after the text, and a quote within it twice"},
		{"empty", " \n", "", "", "r.csv: is empty"},
		{"binary", "\x00\x01", "", "", "r.csv: is not a text file: save it as “CSV UTF-8”"},
		{"JSON", `{"candidates":[{"roll":"007","name":"A","set":"B","answers":{"1":"B","3a":true,"3b":null},"marks":{"5":1.5}}]}`, JSON, "007|A|B|| 1=B 3a=T 5:1.5\n", ""},
		{"JSON list", `[{"roll":"1","status":"absent"}]`, JSON, "1|||absent|\n", ""},
		{"JSON with mistakes", `[{"roll":7,"answers":{"x":"A","2":["A"]},"colour":1},{"roll":"8"},{"roll":"8"},3]`, JSON, "8||||\n",
			"r.csv:1:10: roll is a text: write it in quotes, so that zeros before it stay\nr.csv:1:27: \"x\" is no number of a question, such as 3 or 3a\nr.csv:1:35: the value of question 2 is a list: write one text, several letters as \"A,C\"\nr.csv:1:51: the key \"colour\" is not known: a candidate has roll, name, set, status, answers and marks\nr.csv:1:2: the candidate has no roll number\nr.csv:1:75: the roll number 8 is there twice, first at r.csv:1:62\nr.csv:1:80: is no candidate: " + wanted},
		{"JSON cut off", `[{"roll":`, "JSON", "", "r.csv:1:10: the file ends where a value is missing"},
		{"Moodle", "Surname,First name,ID number,Email address,State,Started on,Grade/10.00,Response 1,Response 2\nRao,Asha,007,a@b.in,Finished,today,5,two; three,-\nOverall average,,,,,,5,,\n", Moodle,
			"007|Asha Rao||| 1=two; three\n", ""},
		{"Moodle's grades", "Last name,First name,Email address,Status,Started,Grade/10.00,Q. 1 /2.00,Q. 2 /1.50\nRao,Asha,a@b.in,Finished,today,5,1.50,-\n", Moodle,
			"a@b.in|Asha Rao||| 1:1.50\n", "r.csv:1:22: warning: there is no column with roll numbers (ID number): “Email address” is taken for it"},
		{"Google Forms", "Timestamp,Email Address,Score,Enter your roll number,Set,Which is even?,Why?\n1/1,a@b.in,3 / 5,007,A,two,because\n", GoogleForms,
			"007||A|| <Which is even?>=two <Why?>=because\n", ""},
		{"a table in a workbook", table(t, []any{"Roll No", "Set", "1", "M2"}, []any{"007", "A", "B", 1.125}, []any{8, "B", "C", 2}), Table,
			"007||A|| 1=B 2:1.125\n8||B|| 1=C 2:2\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			sheet, problems := Read("r.csv", []byte(c.file))
			var lines []string
			for _, p := range problems {
				lines = append(lines, p.String())
			}
			if got := spelt(sheet); got != c.want {
				t.Errorf("read\n%swant\n%s", got, c.want)
			}
			if got := strings.Join(lines, "\n"); got != c.problems {
				t.Errorf("problems\n%s\nwant\n%s", got, c.problems)
			}
			if sheet != nil && sheet.Kind != c.kind {
				t.Errorf("kind %s, want %s", sheet.Kind, c.kind)
			}
		})
	}
}

// FuzzRead looks for files that make the reader panic, hang or say two things.
func FuzzRead(f *testing.F) {
	f.Add([]byte("roll,set,1,M2\n007,A,B,1.5\n"))
	f.Add([]byte(`{"candidates":[{"roll":"1","answers":{"1":"A"}}]}`))
	f.Add([]byte(table(f, []any{"Roll No", "1"}, []any{"007", "B"})))
	f.Add([]byte("Timestamp,Roll number,Why?\n1,2,3\n"))
	f.Add([]byte("Surname,ID number,State,Started on,Response 1\nRao,1,Finished,x,-\n"))
	if names, err := filepath.Glob("../../export/xlsx/testdata/*.xlsx"); err == nil {
		for _, name := range names {
			if data, err := os.ReadFile(name); err == nil {
				f.Add(data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		sheet, problems := Read("f", data)
		again, problems2 := Read("f", data)
		if !reflect.DeepEqual(sheet, again) || !reflect.DeepEqual(problems, problems2) {
			t.Error("two readings differ")
		}
		if sheet == nil && problems.Errors() == 0 {
			t.Error("nothing is read, and nothing is wrong")
		}
		if sheet != nil {
			for _, r := range sheet.Rows {
				if r.Roll == "" {
					t.Errorf("a candidate without a roll number: %+v", r)
				}
			}
		}
	})
}
