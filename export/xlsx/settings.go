package xlsx

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/papersetter/papersetter/bank"
)

// settings writes the rules by which marks become results. What may be changed
// is shaded; mark reads it back.
func (b *book) settings() error {
	s := &b.Settings
	columns := []column{{"Setting", 44, b.text}, {"Value", 14, b.number}, {"What it does", 80, b.wrap}}
	var rows [][]any
	var names []excelize.DefinedName
	name := func(name string, last int) {
		r := firstRow + len(rows)
		names = append(names, excelize.DefinedName{Name: name, RefersTo: fmt.Sprintf("Settings!$B$%d:$B$%d", r, r+last)})
	}
	one := func(defined, label string, value any, what string) {
		if defined != "" {
			r := firstRow + len(rows)
			names = append(names, excelize.DefinedName{Name: defined, RefersTo: fmt.Sprintf("Settings!$B$%d", r)})
		}
		rows = append(rows, []any{label, value, what})
	}
	open := func(v any) styled { return styled{v, b.entry} }
	one("", "Paper", styled{b.Exam.Code, b.center}, "The code of the paper. Workbooks of other papers are not taken for this one.")
	one("WholeMarks", "Maximum", marksOf(s.Whole(b.Exam)), "What a candidate who answers as told can get.")
	one("Wrong", "Wrong", marksOf(b.Exam.Marking.Wrong), "For a wrong answer to a question with options; from the blueprint.")
	one("Blank", "Blank", marksOf(b.Exam.Marking.Blank), "For no answer to a question with options; from the blueprint.")
	one("", "Partial", styled{partialWords[b.Exam.Marking.Partial], b.center}, "For a choice of several options of which some are right; from the blueprint.")
	one("PassMark", "Pass", open(s.Pass), "Per cent of the marks.")
	one("Threshold", "Threshold", open(s.Threshold), "A candidate attains an outcome with so many per cent of its marks.")
	for i, word := range []string{"One", "Two", "Three"} {
		one("Level"+word, "Level "+strconv.Itoa(i+1), open(s.Levels[i]), "Per cent of candidates who must attain an outcome for this level.")
	}
	one("Target", "Target level", open(s.Target), "The level that is aimed at, 0 to 3.")
	one("Factor", "Moderation: factor", open(s.Factor), "Marks are multiplied by it, rounded to quarters, and are never more than the maximum.")
	one("Addition", "Moderation: addition", open(marksOf(s.Add)), "Marks that are added to those of every candidate.")
	for i := range b.Exam.Sections {
		if n := s.Best[i]; n > 0 {
			one("", "Moderation: best of "+b.sectionName(i), n, "So many questions of the section count, the best.")
		}
	}
	rows = append(rows, []any{nil}, []any{styled{"Grade", b.head}, styled{"From per cent", b.head}, nil})
	r := firstRow + len(rows)
	name("GradeFrom", len(s.Grades)-1)
	names = append(names, excelize.DefinedName{Name: "GradeNames", RefersTo: fmt.Sprintf("Settings!$A$%d:$A$%d", r, r+len(s.Grades)-1)})
	for i, g := range slices.Backward(s.Grades) {
		what := ""
		if i == len(s.Grades)-1 {
			what = "The lowest first. A candidate has the last grade that the per cent of marks reaches."
		}
		rows = append(rows, []any{styled{g.Name, b.entryText}, open(g.From), what})
	}
	for i := range names {
		if err := b.file.SetDefinedName(&names[i]); err != nil {
			return err
		}
	}
	return b.sheet(sheet{
		name: "Settings", title: b.titleOf("Settings"), columns: columns, printed: len(columns), rows: rows, blocks: true,
		prepare: func() error {
			percent := []string{"PassMark", "Threshold", "LevelOne", "LevelTwo", "LevelThree", "GradeFrom"}
			for i := range names {
				if !slices.Contains(percent, names[i].Name) {
					continue
				}
				cells := strings.ReplaceAll(strings.TrimPrefix(names[i].RefersTo, "Settings!"), "$", "")
				v := excelize.NewDataValidation(false)
				v.Sqref = cells
				if err := v.SetRange(0, 100, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween); err != nil {
					return err
				}
				v.SetError(excelize.DataValidationErrorStyleStop, "Per cent", "Enter a number from 0 to 100.")
				if err := b.file.AddDataValidation("Settings", v); err != nil {
					return err
				}
			}
			return nil
		},
	})
}

var partialWords = map[bank.Partial]string{bank.AllOrNothing: "none", bank.ShareOfRight: "right", bank.NetShare: "net"}

// coverage writes what the paper asks of each lecture, topic, outcome and level.
func (b *book) coverage() error {
	columns := []column{{"", 30, b.text}, {"", 46, b.wrap}, {"Questions", 11, b.number}, {"Marks", 9, b.number}, {"Per cent of marks", 11, b.percent}, {"Hours", 8, b.number}, {"Per cent of hours", 11, b.percent}}
	p := b.papers[0]
	whole := 0.0
	for q := range questionsOf(p) {
		whole += marksOf(q.Marks)
	}
	var rows [][]any
	block := func(head string, values []string, title func(string) string, hours func(string) float64, has func(q *bank.Question, value string) bool) {
		if len(values) == 0 {
			return
		}
		if len(rows) > 0 {
			rows = append(rows, []any{nil})
		}
		rows = append(rows, []any{styled{head, b.head}, styled{"", b.head}})
		taught := 0.0
		for _, v := range values {
			if hours != nil {
				taught += hours(v)
			}
		}
		for _, v := range values {
			n, marks := 0, 0.0
			for q := range questionsOf(p) {
				if has(q.Source, v) {
					n++
					marks += marksOf(q.Marks)
				}
			}
			row := []any{v, title(v), n, marks, marks * 100 / whole}
			if hours != nil && taught > 0 {
				row = append(row, hours(v), hours(v)*100/taught)
			}
			rows = append(rows, row)
		}
	}
	c := b.Exam.Course
	none := func(string) string { return "" }
	var lectures, topics, outcomes []string
	titles := map[string]string{}
	taught := map[string]float64{}
	for i := range c.Lectures {
		v := strconv.Itoa(c.Lectures[i].Number)
		lectures = append(lectures, v)
		titles["lecture "+v], taught[v] = c.Lectures[i].Title, float64(c.Lectures[i].Thousandths())/1000
	}
	for _, t := range c.Topics {
		topics = append(topics, t.ID)
		titles["topic "+t.ID] = t.Title
	}
	for _, o := range c.Outcomes {
		outcomes = append(outcomes, o.ID)
		titles["outcome "+o.ID] = o.Text
	}
	block("Lecture", lectures, func(v string) string { return titles["lecture "+v] }, func(v string) float64 { return taught[v] },
		func(q *bank.Question, v string) bool { return strconv.Itoa(q.Lecture) == v })
	block("Topic", topics, func(v string) string { return titles["topic "+v] }, nil, func(q *bank.Question, v string) bool {
		return slices.ContainsFunc(q.Topics, func(t string) bool { return bank.Within(bank.ByTopic, t, v) })
	})
	block("Outcome", outcomes, func(v string) string { return titles["outcome "+v] }, nil, func(q *bank.Question, v string) bool { return slices.Contains(q.Outcomes, v) })
	block("Bloom level", bank.BloomLevels, func(v string) string { return fmt.Sprintf("K%d", slices.Index(bank.BloomLevels, v)+1) }, nil, func(q *bank.Question, v string) bool { return q.Bloom == v })
	block("Difficulty", bank.Difficulties, none, nil, func(q *bank.Question, v string) bool { return q.Difficulty == v })
	note := "What is printed, choices included; a question counts for each of its topics and outcomes."
	if b.Exam.Forms > 1 {
		note += " Of the first form."
	}
	for _, row := range rows {
		for i, v := range row {
			if f, ok := v.(float64); ok {
				row[i] = math.Round(f*1e6) / 1e6
			}
		}
	}
	return b.sheet(sheet{name: "Coverage", title: b.titleOf("Coverage"), note: note, columns: columns, printed: len(columns), rows: rows, blocks: true})
}

// finish lets spreadsheets work everything out when they open the file.
func (b *book) finish() error {
	yes := true
	return b.file.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &yes})
}
