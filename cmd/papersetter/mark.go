package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/xlsx"
	"github.com/papersetter/papersetter/mark"
	"github.com/papersetter/papersetter/mark/responses"
	"github.com/papersetter/papersetter/schema"
)

// markedFolder is where results stand, beside what was printed.
const markedFolder = "marked"

func (c *command) mark(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("mark", flag.ContinueOnError)
	out := flags.String("o", "", "`DIR` for the results; the folder marked in that of the paper if not given")
	slips := flags.Bool("slips", false, "write a slip for each candidate as well")
	var rules moderation
	flags.Var(&rules, "moderate", "`RULE` for all marks: add:2, scale:1.1, or best:8:Basic (the best 8 questions of a section count); may be given several times")
	reason := flags.String("reason", "", "`WHY` marks are moderated, in a sentence, for the record")
	folder := flags.String("bank", "", "`DIR` of the bank; looked for if not given")
	args, err := parseFlags(flags, args)
	if err != nil {
		return err
	}
	if len(args) != 2 {
		return &errUsage{fmt.Sprintf("mark takes the folder of a paper and a file, not %d arguments", len(args)), "papersetter mark DIR FILE, where FILE is the filled workbook, or a CSV, JSON or export with answers"}
	}
	dir := args[0]
	m, err := c.openExam(dir, *folder)
	if err != nil {
		return err
	}
	sheet, problems, err := c.readResponses(args[1])
	if err != nil {
		return err
	}
	settings, more := m.exam.ReadSettings(sheet)
	problems = append(problems, more...)
	if err := rules.apply(&settings, m.exam); err != nil {
		return err
	}
	m.record.Moderation = rules.record(&settings, strings.TrimSpace(*reason))
	results, more := m.exam.Mark(sheet, seatsOf(m.record), settings)
	problems = append(problems, more...)
	c.list(problems)
	if problems.Errors() > 0 {
		return refusedResponses(problems)
	}
	files, err := c.marked(ctx, m, results, *slips)
	if err != nil {
		return err
	}
	if *out == "" {
		*out = filepath.Join(folderOf(dir), markedFolder)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := writeAll(*out, files); err != nil {
		return err
	}
	c.progress("")
	summarise(c, results)
	var names []string
	for _, f := range files {
		names = append(names, f.name)
	}
	fmt.Fprintf(c.stdout, "%s: %s\n", friendly(*out), strings.Join(abridged(names), " "))
	return nil
}

// A sat is a printed paper that candidates sat.
type sat struct {
	job    *job
	record *assemble.Record
	exam   *mark.Exam
	papers []*export.Paper // of its sets
}

// openExam opens a printed paper with what was corrected since.
func (c *command) openExam(dir, folder string) (*sat, error) {
	record, err := readRecord(dir)
	if err != nil {
		return nil, err
	}
	b, err := bankOf(dir, folder, record)
	if err != nil {
		return nil, err
	}
	if err := earlierErrata(dir, record); err != nil {
		return nil, err
	}
	j, err := rebuiltJob(b, record)
	if err != nil {
		return nil, &errHint{err, "the bank must have the questions as they were printed: papersetter verify says what differs"}
	}
	if err := j.correct(record.Errata); err != nil {
		return nil, err
	}
	m := &sat{job: j, record: record}
	if m.exam, err = j.exam(record); err != nil {
		return nil, err
	}
	for i := range j.sets {
		for k := range j.sets[i] {
			m.papers = append(m.papers, export.Layout(b.Bank, j.blueprint, &j.sets[i][k]))
		}
	}
	return m, nil
}

// readResponses reads what candidates answered. Problems are left to be told with
// those that marking finds, unless nothing can be read at all.
func (c *command) readResponses(file string) (*responses.Sheet, schema.Problems, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, nil, notFound(file, err)
	}
	if info.IsDir() {
		return nil, nil, &errUsage{file + " is a folder", "name the workbook, CSV or JSON with the answers"}
	}
	if info.Size() > responses.MaxBytes {
		return nil, nil, &errHint{fmt.Errorf("%s is larger than %d MB", file, responses.MaxBytes>>20), "name the workbook, CSV or JSON with the answers"}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, notFound(file, err)
	}
	sheet, problems := responses.Read(friendly(file), data)
	if sheet == nil {
		c.list(problems)
		return nil, nil, refusedResponses(problems)
	}
	return sheet, problems, nil
}

func refusedResponses(problems schema.Problems) error {
	return &errHint{fmt.Errorf("the answers have %s; nothing was written", tally(problems)), "mend what is listed above: nothing is guessed"}
}

// marked makes the files of results.
func (c *command) marked(ctx context.Context, m *sat, results *mark.Results, slips bool) ([]output, error) {
	c.progress("writing the workbook")
	var book bytes.Buffer
	if err := xlsx.Write(&book, &xlsx.Book{
		Papers: m.papers, Copies: m.job.keys(), Exam: m.exam, Seats: seatsOf(m.record), Settings: results.Settings, Results: results,
	}); err != nil {
		return nil, err
	}
	record, err := m.record.Marshal()
	if err != nil {
		return nil, err
	}
	files := []output{{"results.xlsx", book.Bytes()}, {"results.csv", resultTable(results)}}
	if slips {
		c.progress("writing slips")
		more, err := c.slips(ctx, m, results)
		if err != nil {
			return nil, err
		}
		files = append(files, more...)
	}
	return append(files, output{"paper.json", record}), nil
}

// summarise tells what came out in a few lines.
func summarise(c *command, r *mark.Results) {
	var marks []bank.Marks
	sum, absent := 0.0, 0
	for i := range r.Candidates {
		if r.Candidates[i].Absent {
			absent++
			continue
		}
		marks = append(marks, r.Candidates[i].Total)
		sum += float64(r.Candidates[i].Total) / float64(bank.Mark)
	}
	word := "candidates"
	if len(marks) == 1 {
		word = "candidate"
	}
	fmt.Fprintf(c.stdout, "%d %s marked, %d absent\n", len(marks), word, absent)
	if len(marks) == 0 {
		return
	}
	slices.Sort(marks)
	median := float64(marks[(len(marks)-1)/2]+marks[len(marks)/2]) / 2 / float64(bank.Mark)
	fmt.Fprintf(c.stdout, "mean %.2f of %s, median %.2f, lowest %s, highest %s\n", sum/float64(len(marks)), r.Settings.Whole(r.Exam),
		median, marks[0], marks[len(marks)-1])
	if n := moderated(r); n > 0 {
		fmt.Fprintf(c.stdout, "moderation changed the marks of %d candidates\n", n)
	}
}

func moderated(r *mark.Results) int {
	n := 0
	for i := range r.Candidates {
		if c := &r.Candidates[i]; c.Total != c.Raw {
			n++
		}
	}
	return n
}

// resultTable spells results as CSV: a row for each candidate with the marks of
// each question, by its number in the first set of its form.
func resultTable(r *mark.Results) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	head := []string{"Roll number", "Name", "Set"}
	several := r.Exam.Forms > 1
	for i := range r.Exam.Items {
		item := &r.Exam.Items[i]
		label := guarded(strings.TrimSpace(item.Label + " " + item.Question.Name))
		if several {
			label = fmt.Sprintf("Form %d, %s", item.Form, label)
		}
		head = append(head, label)
	}
	for i := range r.Exam.Sections {
		head = append(head, guarded(r.Exam.Sections[i].Title))
	}
	head = append(head, "Sum", "Total", "Per cent", "Grade")
	_ = w.Write(head) // to memory
	for i := range r.Candidates {
		c := &r.Candidates[i]
		row := []string{guarded(c.Roll), guarded(c.Name), ""}
		if c.Set != nil {
			row[2] = c.Set.Name
		}
		if c.Absent {
			row = append(row, make([]string, len(head)-7)...)
			_ = w.Write(append(row, "", "AB", "", ""))
			continue
		}
		for k := range c.Scores {
			text := ""
			if c.Scores[k].On {
				text = c.Scores[k].Marks.String()
			}
			row = append(row, text)
		}
		for _, m := range c.Sections {
			row = append(row, m.String())
		}
		_ = w.Write(append(row, c.Raw.String(), c.Total.String(), strconv.FormatFloat(c.Percent, 'f', 2, 64), c.Grade))
	}
	w.Flush()
	return b.Bytes()
}
