package main

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/assemble/scrutiny"
	"github.com/papersetter/papersetter/bank/audit"
	"github.com/papersetter/papersetter/export/report"
)

// scrutinyFolder is where the checklist stands, beside what was printed.
const scrutinyFolder = "scrutiny"

// scrutiny fills the checklist that a moderation board signs.
func (c *command) scrutiny(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("scrutiny", flag.ContinueOnError)
	out := flags.String("o", "", "`DIR` for the checklist; the folder scrutiny in that of the paper if not given")
	folder := flags.String("bank", "", "`DIR` of the bank; looked for if not given")
	args, err := parseFlags(flags, args)
	if err != nil {
		return err
	}
	if len(args) != 1 {
		return &errUsage{fmt.Sprintf("scrutiny takes the folder of a paper, not %d arguments", len(args)), "papersetter scrutiny DIR, where papersetter make wrote the paper"}
	}
	dir := args[0]
	record, err := readRecord(dir)
	if err != nil {
		return err
	}
	b, err := bankOf(dir, *folder, record)
	if err != nil {
		return err
	}
	j, err := rebuiltJob(b, record)
	if err != nil {
		return &errHint{err, "the bank must have the questions as they were printed: papersetter verify says what differs"}
	}
	rebuilt, err := record.Rebuild(b.Bank, j.blueprint)
	if err != nil {
		return err
	}
	printed := record.Printed()
	if name := withinBank(b, dir); name != "" {
		printed.Pos.File = name
	}
	r := audit.Audit(b.Bank, audit.Subject{Paper: printed})
	lines := scrutiny.Examine(&scrutiny.Paper{Bank: b.Bank, Record: record, Rebuilt: rebuilt, Audit: r})

	printer, err := c.newPrinter()
	if err != nil {
		return err
	}
	defer printer.close()
	a := &auditFiles{bank: b, report: r, printer: printer, document: checklist(r, lines, record.Code())}
	var files []output
	for _, ending := range []string{".pdf", ".xlsx"} {
		c.progress("writing scrutiny%s", ending)
		data, err := a.file(ctx, ending)
		if err != nil {
			return err
		}
		files = append(files, output{"scrutiny" + ending, data})
	}
	c.progress("")
	if err := ctx.Err(); err != nil {
		return err
	}
	if *out == "" {
		*out = filepath.Join(folderOf(dir), scrutinyFolder)
	}
	if err := writeAll(*out, files); err != nil {
		return err
	}
	wrong := c.showLines(lines)
	fmt.Fprintf(c.stdout, "%s: scrutiny.pdf scrutiny.xlsx\n", friendly(*out))
	if wrong > 0 {
		return &errHint{fmt.Errorf("%s not in order", countLines(wrong)), "mend the questions or the blueprint, make the paper again, and have it looked at once more"}
	}
	return nil
}

func countLines(n int) string {
	if n == 1 {
		return "1 line of the checklist is"
	}
	return fmt.Sprintf("%d lines of the checklist are", n)
}

// showLines prints the checklist in short, and returns how many lines are not in
// order.
func (c *command) showLines(lines []scrutiny.Line) int {
	wrong := 0
	for i, l := range lines {
		fmt.Fprintf(c.stdout, "%2d  %-12s  %s\n", i+1, l.Verdict, l.Subject)
		if l.Verdict == scrutiny.Wrong {
			wrong++
		}
		for _, concern := range l.Evidence[:l.Concerns] {
			wrapped(c.stdout, strings.Repeat(" ", 18), concern)
		}
	}
	return wrong
}

// checklist is the document that the board signs.
func checklist(r *audit.Report, lines []scrutiny.Line, code string) *report.Document {
	d := &report.Document{Title: "Scrutiny of the question paper", Subtitle: strings.TrimSpace(r.Course.Code+" "+r.Course.Title) + subjectOf(r)}
	counts := map[scrutiny.Verdict]int{}
	t := &report.Table{Head: []string{"No.", "Looked at", "Result", "Evidence", "Board"}, Numbers: []bool{true, false, false, false, false}}
	for i, l := range lines {
		counts[l.Verdict]++
		for k, evidence := range l.Evidence {
			if k == 0 {
				t.Rows = append(t.Rows, []string{strconv.Itoa(i + 1), l.Subject, l.Verdict.String(), evidence, ""})
			} else {
				t.Rows = append(t.Rows, []string{"", "", "", evidence, ""})
			}
		}
	}
	d.Facts = []report.Fact{
		{Name: "in order", Value: strconv.Itoa(counts[scrutiny.Fine])},
		{Name: "to look at", Value: strconv.Itoa(counts[scrutiny.Look])},
		{Name: "not in order", Value: strconv.Itoa(counts[scrutiny.Wrong])},
		{Name: "code of the paper", Value: code},
	}
	d.Sections = []report.Section{
		{Title: "Checklist", Parts: []report.Part{{Table: t}}},
		{Title: "Signatures", Parts: []report.Part{
			{Text: "The paper has been looked at line by line. Remarks of the board:"},
			{Room: 4},
			{Sign: []string{"Paper setter", "Moderator", "Chair of the board"}},
		}},
		{Title: "Marks and time", Parts: paperCoverage(r)},
		{Title: "Hours taught", Parts: []report.Part{lectureBars(r)}},
	}
	if len(r.Papers) > 0 {
		d.Sections = append(d.Sections, report.Section{Title: "Earlier papers", Parts: []report.Part{historyTable(r), repeatTable(r)}})
	}
	return d
}
