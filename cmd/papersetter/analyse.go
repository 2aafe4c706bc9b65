package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/papersetter/papersetter/bank/roll"
	"github.com/papersetter/papersetter/export/html"
	"github.com/papersetter/papersetter/export/page"
	"github.com/papersetter/papersetter/export/report"
	"github.com/papersetter/papersetter/export/xlsx"
	"github.com/papersetter/papersetter/mark/analysis"
)

// alarm is the probability that any innocent pair is named.
const alarm = 0.01

func (c *command) analyse(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("analyse", flag.ContinueOnError)
	out := flags.String("o", "", "`DIR` for the files; the folder analysis in that of the paper if not given")
	plan := flags.String("seating", "", "`FILE` with who sat where (room, seat as R2C5, roll number): compares the answers of neighbours")
	record := flags.Bool("record", false, "keep the figures of each question in the bank")
	folder := flags.String("bank", "", "`DIR` of the bank; looked for if not given")
	args, err := parseFlags(flags, args)
	if err != nil {
		return err
	}
	if len(args) != 2 {
		return &errUsage{fmt.Sprintf("analyse takes the folder of a paper and a file, not %d arguments", len(args)), "papersetter analyse DIR FILE, where FILE is what papersetter mark reads"}
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
	results, more := m.exam.Mark(sheet, seatsOf(m.record), settings)
	if problems = append(problems, more...); problems.Errors() > 0 {
		c.list(problems)
		return refusedResponses(problems)
	}
	figures := results.Figures()
	if len(figures.Candidates) == 0 {
		return &errHint{fmt.Errorf("%s has no candidate who was there", friendly(args[1])), "enter answers or marks first"}
	}
	var likeness *analysis.Similarity
	if *plan != "" {
		pairs, err := c.neighbours(*plan, figures)
		if err != nil {
			return err
		}
		s := analysis.Similar(figures, pairs, alarm)
		likeness = &s
	}
	found := analysis.Analyse(figures)
	doc := reportOf(m, results, figures, found, likeness)
	files, err := c.reports(m, doc)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if *out == "" {
		*out = filepath.Join(folderOf(dir), "analysis")
	}
	if err := writeAll(*out, files); err != nil {
		return err
	}
	c.progress("")
	c.tell(figures, found, likeness)
	fmt.Fprintf(c.stdout, "%s: analysis.html analysis.pdf analysis.xlsx\n", friendly(*out))
	if *record {
		return c.keep(m, results, figures, found)
	}
	return nil
}

// tell says in a few lines what is worth a look.
func (c *command) tell(e *analysis.Exam, r *analysis.Report, s *analysis.Similarity) {
	fmt.Fprintf(c.stdout, "%d candidates, mean %s, standard deviation %s, consistency %s %%\n",
		r.Test.Candidates, spell(r.Test.Mean, 2), spell(r.Test.SD, 2), spell(r.Test.Consistency, 0))
	const most = 12
	shown := 0
	for _, f := range r.Flags {
		if f.Severity == analysis.Note {
			continue
		}
		if shown++; shown <= most {
			fmt.Fprintf(c.stdout, "%s\n", flagText(e, &f))
		}
	}
	if shown > most {
		fmt.Fprintf(c.stdout, "and %d more\n", shown-most)
	}
	if s != nil {
		fmt.Fprintf(c.stdout, "%d pairs of neighbours compared, %d with answers too much alike to be chance\n", s.Pairs, len(s.Listed))
	}
}

func flagText(e *analysis.Exam, f *analysis.Flag) string {
	if f.Item < 0 {
		return f.Reason
	}
	name := e.Items[f.Item].Name
	if f.Part != "" {
		name += "(" + f.Part + ")"
	}
	return name + ": " + f.Reason
}

// spell is a figure with so many decimals; a dash where it is not known.
func spell(f analysis.Figure, decimals int) string {
	if !f.OK {
		return "–"
	}
	text := fmt.Sprintf("%.*f", decimals, f.Value)
	return strings.Replace(text, "-", "−", 1)
}

// neighbours are the pairs of candidates who sat side by side, one behind the
// other, or diagonally.
func (c *command) neighbours(file string, e *analysis.Exam) ([][2]int, error) {
	w := crowd{file: file}
	if err := w.read(c); err != nil {
		return nil, err
	}
	index := map[string]int{}
	for i := range e.Candidates {
		index[strings.ToLower(e.Candidates[i].Roll)] = i
	}
	type place struct {
		room        string
		row, column int
	}
	at := map[place]int{}
	placed := 0
	for i := range w.candidates {
		who := &w.candidates[i]
		k, known := index[strings.ToLower(who.Roll)]
		row, column, ok := seatAt(&w, who)
		if known && ok {
			at[place{who.Room, row, column}] = k
			placed++
		}
	}
	if placed == 0 {
		return nil, &errHint{fmt.Errorf("%s says of nobody in which row and column the seat is", friendly(file)), "name seating.csv as papersetter seat wrote it, with seats such as R2C5"}
	}
	var pairs [][2]int
	for p, a := range at {
		for _, d := range [][2]int{{0, 1}, {1, -1}, {1, 0}, {1, 1}} {
			if b, sits := at[place{p.room, p.row + d[0], p.column + d[1]}]; sits {
				pairs = append(pairs, [2]int{min(a, b), max(a, b)})
			}
		}
	}
	slices.SortFunc(pairs, func(x, y [2]int) int {
		if x[0] != y[0] {
			return x[0] - y[0]
		}
		return x[1] - y[1]
	})
	return pairs, nil
}

// The headings of seating.csv that say where a seat is, whatever its name.
const (
	seatRow    = "Seat row"
	seatColumn = "Seat column"
)

// seatAt says in which row and column a candidate sat: by columns of their own, or
// by the name of a seat such as R2C5.
func seatAt(w *crowd, who *roll.Candidate) (row, column int, ok bool) {
	r, k := slices.Index(w.extra, seatRow), slices.Index(w.extra, seatColumn)
	if r >= 0 && k >= 0 {
		row, err := strconv.Atoi(who.Extra[r])
		column, err2 := strconv.Atoi(who.Extra[k])
		return row, column, err == nil && err2 == nil
	}
	n, err := fmt.Sscanf(strings.ToUpper(who.Seat), "R%dC%d", &row, &column)
	return row, column, err == nil && n == 2
}

// reports spells a report in three formats.
func (c *command) reports(m *sat, doc *report.Document) ([]output, error) {
	printer, err := c.newPrinter()
	if err != nil {
		return nil, err
	}
	defer printer.close()
	resources := printer.resources(m.job.bank.Bank)
	resources.Files = &overlay{resources.Files, doc.Charts()}
	composed, err := page.ComposeNotice(m.papers[0], doc.Title, doc.Blocks(), nil, resources)
	if err != nil {
		return nil, err
	}
	pdf, err := pdfOf(composed)
	if err != nil {
		return nil, err
	}
	var book bytes.Buffer
	if err := xlsx.WriteReport(&book, m.papers[0], doc); err != nil {
		return nil, err
	}
	var text bytes.Buffer
	if err := html.WriteReport(&text, doc); err != nil {
		return nil, err
	}
	return []output{{"analysis.html", text.Bytes()}, {"analysis.pdf", pdf}, {"analysis.xlsx", book.Bytes()}}, nil
}

// An overlay is a folder with some files beside those that it has.
type overlay struct {
	fs.FS
	files map[string][]byte
}

func (o *overlay) ReadFile(name string) ([]byte, error) {
	if data, found := o.files[name]; found {
		return slices.Clone(data), nil
	}
	return fs.ReadFile(o.FS, name)
}

func (o *overlay) Stat(name string) (fs.FileInfo, error) {
	if data, found := o.files[name]; found {
		return fileInfo{path.Base(name), int64(len(data))}, nil
	}
	return fs.Stat(o.FS, name)
}

type fileInfo struct {
	name string
	size int64
}

func (f fileInfo) Name() string       { return f.name }
func (f fileInfo) Size() int64        { return f.size }
func (f fileInfo) Mode() fs.FileMode  { return 0o444 }
func (f fileInfo) ModTime() time.Time { return time.Time{} }
func (f fileInfo) IsDir() bool        { return false }
func (f fileInfo) Sys() any           { return nil }
