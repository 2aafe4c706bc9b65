package xlsx

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/papersetter/papersetter/mark"
)

// names gives names to the ranges that formulas of several sheets speak of.
func (b *book) names() error {
	l := &b.layout
	last := firstRow + l.rows
	for _, n := range [][2]string{
		{"Rolls", b.down("Candidates", 1)},
		{"CandidateNames", b.down("Candidates", 2)},
		{"CandidateSets", b.down("Candidates", 3)},
		{"Statuses", b.down("Candidates", 4)},
		{"Letters", fmt.Sprintf("Responses!$%s$%d:$%s$%d", col(firstMark), firstRow, col(firstMark+max(len(l.places), 1)-1), last)},
		{"SetNames", fmt.Sprintf("Order!$A$%d:$A$%d", firstRow, headRow+len(b.Exam.Sets))},
		{"SetForms", fmt.Sprintf("Order!$B$%d:$B$%d", firstRow, headRow+len(b.Exam.Sets))},
		{"ResponseRolls", b.down("Choices", 1)},
		{"Answered", b.down("Choices", 3)},
		{"Present", b.down("Marks", l.present)},
		{"Raw", b.down("Marks", l.raw)},
		{"Totals", b.down("Marks", l.total)},
		{"Percents", b.down("Marks", l.percent)},
		{"Grades", b.down("Marks", l.grade)},
		{"SortKeys", b.down("Marks", l.order)},
	} {
		if err := b.file.SetDefinedName(&excelize.DefinedName{Name: n[0], RefersTo: n[1]}); err != nil {
			return err
		}
	}
	return nil
}

// escape makes a formula part of XML, where excelize does not.
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// check lets only values into cells for which a formula holds.
func (b *book) check(sheet, cells, kind, formula, title, message string) error {
	// Excel takes a file with a longer check for damaged. Colours still show what
	// is wrong then.
	const longest = 255
	if len(formula) > longest {
		return nil
	}
	v := excelize.NewDataValidation(true)
	v.Sqref, v.Type, v.Formula1 = cells, kind, escape.Replace(formula)
	v.SetError(excelize.DataValidationErrorStyleStop, title, message)
	return b.file.AddDataValidation(sheet, v)
}

// colour marks cells for which a formula holds.
func (b *book) colour(sheet, cells, formula string, style int) error {
	return b.file.SetConditionalFormat(sheet, cells, []excelize.ConditionalFormatOptions{{Type: "formula", Criteria: formula, Format: &style}})
}

// rolls checks the column of roll numbers of a sheet: none twice and, but on the
// list itself, none that is not on the list.
func (b *book) rolls(sheet string, first int) error {
	last := first + b.layout.rows - 1
	cells := fmt.Sprintf("A%d:A%d", first, last)
	if err := b.check(sheet, cells, "custom", fmt.Sprintf("COUNTIF($A$%d:$A$%d,A%d)=1", first, last, first),
		"Roll number", "This roll number is there already."); err != nil {
		return err
	}
	if sheet != "Candidates" {
		if err := b.colour(sheet, cells, fmt.Sprintf(`AND($A%d<>"",ISNA(MATCH($A%d,Rolls,0)))`, first, first), b.bad); err != nil {
			return err
		}
	}
	style := b.bad
	return b.file.SetConditionalFormat(sheet, cells, []excelize.ConditionalFormatOptions{{Type: "duplicate", Criteria: "=", Format: &style}})
}

// candidates writes the list of candidates.
func (b *book) candidates() error {
	people := b.people()
	return b.sheet(sheet{
		name: "Candidates", title: b.titleOf("Candidates"),
		note:    "One row for each candidate. Sort and filter as you like: the other sheets find candidates by roll number.",
		columns: []column{{"Roll number", 18, b.entryText}, {"Name", 34, b.entryText}, {"Set", 9, b.entryText}, {"Status", 11, b.entryText}},
		printed: 4, entry: true, n: b.layout.rows,
		row: func(i int) []any {
			if i >= len(people) {
				return []any{"", "", "", ""}
			}
			p := people[i]
			return []any{p.roll, p.name, p.set, p.status}
		},
		prepare: func() error {
			last := headRow + b.layout.rows
			if err := b.rolls("Candidates", firstRow); err != nil {
				return err
			}
			if err := b.check("Candidates", fmt.Sprintf("C%d:C%d", firstRow, last), "list", "SetNames",
				"Set", "This paper has no such set."); err != nil {
				return err
			}
			if err := b.check("Candidates", fmt.Sprintf("D%d:D%d", firstRow, last), "list", `"present,absent"`,
				"Status", "Write present or absent, or leave the cell empty: then who has neither answers nor marks is absent."); err != nil {
				return err
			}
			if len(b.Exam.Sets) == 1 {
				return nil
			}
			return b.colour("Candidates", fmt.Sprintf("C%d:C%d", firstRow, last), fmt.Sprintf(`AND($A%d<>"",$C%d="",$D%d<>"absent")`, firstRow, firstRow, firstRow), b.hint)
		},
	})
}

// looked are the formulas of name and set beside a roll number.
func (b *book) looked(row int) (name, set formula) {
	name = formula(fmt.Sprintf(`IF($A%d="","",IFERROR(INDEX(CandidateNames,MATCH($A%d,Rolls,0))&"","not on the list"))`, row, row))
	if len(b.Exam.Sets) == 1 {
		return name, formula(fmt.Sprintf(`IF($A%d="","","%s")`, row, b.Exam.Sets[0].Name))
	}
	return name, formula(fmt.Sprintf(`IF($A%d="","",IFERROR(INDEX(CandidateSets,MATCH($A%d,Rolls,0))&"",""))`, row, row))
}

// responses writes the sheet on which letters are entered, by printed number.
func (b *book) responses() error {
	l := &b.layout
	people := b.people()
	columns := []column{{"Roll number", 18, b.entryText}, {"Name", 26, b.text}, {"Set", 7, b.center}}
	for _, p := range l.places {
		columns = append(columns, column{mark.Numbered(p.number, p.part), 7, b.entryText})
	}
	answers := b.answers()
	return b.sheet(sheet{
		name: "Responses", title: b.titleOf("Responses"),
		note:    "Letters of the options as printed in the candidate's set, several as A,C; T or F; * where several are marked and one was asked for; nothing for no answer.",
		columns: columns, printed: len(columns), landscape: true, entry: true, n: l.rows, shift: 3,
		row: func(i int) []any {
			row := make([]any, len(columns))
			name, set := b.looked(firstRow + i)
			row[0], row[1], row[2] = "", name, set
			if i < len(people) {
				row[0] = people[i].roll
			}
			for k := range l.places {
				row[firstMark-1+k] = ""
				if answers != nil && i < len(people) {
					row[firstMark-1+k] = answers(i, k)
				}
			}
			return row
		},
		prepare: func() error { return b.checkResponses() },
	})
}

// answers returns what candidate i answered at place k; it is nil before the
// exam.
func (b *book) answers() func(i, k int) string {
	if b.Results == nil {
		return nil
	}
	return func(i, k int) string {
		c := &b.Results.Candidates[i]
		if c.Set == nil || c.Absent {
			return ""
		}
		p := &b.layout.places[k]
		item := c.Set.Place(p.number)
		if item < 0 {
			return ""
		}
		t := b.Exam.Items[item].Task(p.part)
		if t < 0 || !mark.Lettered(&b.Exam.Items[item].Question.Tasks[t]) {
			return ""
		}
		return c.Scores[item].Tasks[t].Answer.Spoken(&b.Exam.Items[item].Question.Tasks[t], c.Set.Orders[item][t])
	}
}

// checkResponses lets only the letters of options into the cells of answers.
// Where candidates have sets, these are the letters of the candidate's set.
func (b *book) checkResponses() error {
	if err := b.rolls("Responses", firstRow); err != nil {
		return err
	}
	last := headRow + b.layout.rows
	for k := range b.layout.places {
		p := &b.layout.places[k]
		c := col(firstMark + k)
		cells := fmt.Sprintf("%s%d:%s%d", c, firstRow, c, last)
		at := fmt.Sprintf("%s%d", c, firstRow)
		test := b.allowed(k, at)
		if err := b.check("Responses", cells, "custom", test, "Question "+mark.Numbered(p.number, p.part),
			"This is no option of the question in the candidate's set."); err != nil {
			return err
		}
		// What is pasted is not checked; colours show it.
		if err := b.colour("Responses", cells, fmt.Sprintf(`AND(%s<>"",NOT(%s))`, at, test), b.bad); err != nil {
			return err
		}
	}
	return nil
}

// allowed is the condition that a cell has letters of options.
func (b *book) allowed(k int, at string) string {
	p := &b.layout.places[k]
	if p.several || b.Exam.Own {
		// No letters are left when those of the options are taken away.
		rest := fmt.Sprintf("UPPER(%s)", at)
		letters := ", "
		for i := range p.options {
			letters += string(rune('A' + i))
		}
		if p.truth {
			letters += "TF"
		}
		letters += mark.Several
		for _, l := range letters {
			rest = fmt.Sprintf(`SUBSTITUTE(%s,"%c","")`, rest, l)
		}
		return fmt.Sprintf(`LEN(%s)=0`, rest)
	}
	set := fmt.Sprintf("MATCH($C%d,SetNames,0)", firstRow)
	if len(b.Exam.Sets) == 1 {
		set = "1"
	}
	return fmt.Sprintf(`ISNUMBER(FIND("|"&UPPER(TRIM(%s))&"=",INDEX(Allowed,%s,%d)))`, at, set, k+1)
}
