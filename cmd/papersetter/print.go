package main

import (
	"bytes"
	"context"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/html"
	"github.com/papersetter/papersetter/export/math"
	"github.com/papersetter/papersetter/export/page"
	"github.com/papersetter/papersetter/export/pdf"
	"github.com/papersetter/papersetter/export/typeset"
	"github.com/papersetter/papersetter/export/xlsx"
	"github.com/papersetter/papersetter/mark"
)

// A printer holds what all papers are printed with.
type printer struct {
	fonts *typeset.Fonts
	math  *math.Typesetter
}

func (c *command) newPrinter() (*printer, error) {
	fonts, err := typeset.LoadFonts()
	if err != nil {
		return nil, err
	}
	m, err := math.Open(math.DefaultCacheDir())
	if err != nil {
		return nil, err
	}
	return &printer{fonts, m}, nil
}

func (p *printer) close() { p.math.Close() }

func (p *printer) resources(b *bank.Bank) *page.Resources {
	return page.NewResources(p.fonts, p.math, b)
}

// A job is a paper to be printed with all that belongs to it.
type job struct {
	bank      *openBank
	blueprint *bank.Blueprint
	forms     []assemble.Form
	sets      [][]assemble.Set // of each form; where copies have orders of their own, the master
	seed      uint64
	documents []string // what is printed
	tool      string   // the program that prints, with its version
	math      string   // and that of the mathematics

	candidates *assemble.RecordCandidates // nil if copies are for nobody
	copies     []assemble.RecordCopy
	own        []assemble.Set // of each copy; nil where candidates have sets
	shard      shard

	errata []assemble.RecordErratum // what has been corrected
}

// perCandidate are the documents of which each candidate has a copy.
var perCandidate = []string{"paper", "sheet"}

// print lays out all sets of all forms and the copies of candidates, and passes
// the files on as they are ready, several at a time. It returns their names, in
// an order that a reader expects.
func (c *command) print(ctx context.Context, j *job, p *printer, write func(name string, data []byte) error) ([]string, error) {
	var papers []*export.Paper
	for i := range j.sets {
		for k := range j.sets[i] {
			p := export.Layout(j.bank.Bank, j.blueprint, &j.sets[i][k])
			if j.own != nil {
				p.Set = j.sets[i][k].Letter // the master is no paper that anybody gets
			}
			papers = append(papers, p)
		}
	}
	if len(papers)+len(j.copies) > manyPapers {
		defer debug.SetGCPercent(debug.SetGCPercent(frugal))
	}
	resources := p.resources(j.bank.Bank)
	var names []string
	if j.shard.first() {
		c.progress("laying out %d papers", len(papers))
		files, err := j.printSets(ctx, papers, resources)
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			if err := write(f.name, f.data); err != nil {
				return nil, err
			}
			names = append(names, f.name)
		}
	}
	for _, name := range perCandidate {
		if j.candidates != nil && slices.Contains(j.documents, name) {
			more, err := c.printCopies(ctx, j, name, resources, write)
			if err != nil {
				return nil, err
			}
			names = append(names, more...)
		}
	}
	if !j.shard.first() {
		return names, nil
	}
	c.progress("writing the workbook")
	files, err := j.books(papers)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if err := write(f.name, f.data); err != nil {
			return nil, err
		}
		names = append(names, f.name)
	}
	return names, nil
}

// books writes the workbook, the keys of copies and the record.
func (j *job) books(papers []*export.Paper) ([]output, error) {
	record, err := j.record()
	if err != nil {
		return nil, err
	}
	exam, err := j.exam(record)
	if err != nil {
		return nil, err
	}
	var book bytes.Buffer
	keys := j.keys()
	if err := xlsx.Write(&book, &xlsx.Book{Papers: papers, Copies: keys, Exam: exam, Seats: seatsOf(record), Settings: mark.DefaultSettings()}); err != nil {
		return nil, err
	}
	files := []output{{"workbook.xlsx", book.Bytes()}}
	if j.candidates != nil {
		files = append(files, output{"keys.csv", keyTable(keys)})
	}
	text, err := record.Marshal()
	if err != nil {
		return nil, err
	}
	return append(files, output{"paper.json", text}), nil
}

// exam is the job's paper as marking needs it.
func (j *job) exam(record *assemble.Record) (*mark.Exam, error) {
	return mark.NewExam(record, j.bank.Course, &assemble.Rebuilt{Blueprint: j.blueprint, Forms: j.forms, Sets: j.sets, Copies: j.own})
}

// seatsOf are those whom copies were printed for.
func seatsOf(r *assemble.Record) []mark.Seat {
	var seats []mark.Seat
	for i := range r.Copies {
		c := &r.Copies[i]
		set := c.Set
		if c.Own() {
			set = strconv.Itoa(c.Number)
		}
		seats = append(seats, mark.Seat{Roll: c.Roll, Name: c.Name, Set: set})
	}
	return seats
}

// record builds the record of the job.
func (j *job) record() (*assemble.Record, error) {
	record, err := assemble.NewRecord(j.bank.Bank, j.blueprint, j.seed, j.forms, j.sets, j.tool, j.math)
	if err != nil {
		return nil, err
	}
	record.Documents, record.Candidates, record.Copies, record.Errata = j.documents, j.candidates, j.copies, j.errata
	return record, nil
}

// printSets prints what there is once for each set.
func (j *job) printSets(ctx context.Context, papers []*export.Paper, resources *page.Resources) ([]output, error) {
	var files []output
	for _, name := range j.documents {
		var more []output
		var err error
		switch {
		case j.own != nil && slices.Contains(perCandidate, name):
			continue // nobody gets the master
		case name == "html":
			more, err = writeHTML(ctx, j.bank.Bank, papers, resources)
		default:
			kind := page.Kind(slices.Index(page.Kinds, name))
			var docs []*typeset.Document
			if docs, err = compose(ctx, papers, page.Options{Kind: kind}, resources); err == nil {
				// Each kind has fonts of its own: what candidates see shares
				// nothing with the answers, not even a glyph.
				more, err = writePDFs(ctx, kind.String(), papers, docs)
			}
		}
		if err != nil {
			return nil, err
		}
		files = append(files, more...)
	}
	return files, nil
}

// A run of many papers collects garbage three times as often: it stays below 300 MB
// for a thousand copies, for a quarter more time.
const (
	manyPapers = 100
	frugal     = 35
)

// compose lays out papers, each on its own.
func compose(ctx context.Context, papers []*export.Paper, opts page.Options, resources *page.Resources) ([]*typeset.Document, error) {
	docs := make([]*typeset.Document, len(papers))
	err := each(ctx, len(papers), func(i int) (err error) {
		docs[i], err = page.Compose(papers[i], opts, resources)
		return err
	})
	return docs, err
}

// writePDFs writes documents that may share their fonts.
func writePDFs(ctx context.Context, kind string, papers []*export.Paper, docs []*typeset.Document) ([]output, error) {
	fonts, err := pdf.NewFonts(docs...)
	if err != nil {
		return nil, err
	}
	files := make([]output, len(docs))
	err = each(ctx, len(docs), func(i int) error {
		var b bytes.Buffer
		if err := pdf.Write(&b, docs[i], fonts, time.Time{}); err != nil {
			return err
		}
		files[i] = output{fileName(kind, papers[i], ".pdf"), b.Bytes()}
		return nil
	})
	return files, err
}

// writeHTML writes papers and their answers as HTML.
func writeHTML(ctx context.Context, b *bank.Bank, papers []*export.Paper, resources *page.Resources) ([]output, error) {
	r := html.Resources{
		Files:  b.Files,
		MathML: resources.Math.MathML,
		With: func(macros []bank.Macro) func(string, bool) (string, error) {
			return page.WithMacros(resources.Math, macros).MathML
		},
	}
	files := make([]output, 2*len(papers))
	err := each(ctx, len(files), func(i int) error {
		p, answers, kind := papers[i%len(papers)], i >= len(papers), "paper"
		if answers {
			kind = "answers"
		}
		var text bytes.Buffer
		if err := html.Write(&text, p, html.Options{Answers: answers}, r); err != nil {
			return err
		}
		files[i] = output{fileName(kind, p, ".html"), text.Bytes()}
		return nil
	})
	return files, err
}

// fileName names a file of a paper: paper-A.pdf, or paper.pdf where there is
// but one set.
func fileName(kind string, p *export.Paper, ending string) string {
	if p.Set == "" {
		return kind + ending
	}
	return kind + "-" + p.Set + ending
}

// each calls f for every index, as many at a time as there are processors, and
// returns the first error in the order of the indices.
func each(ctx context.Context, n int, f func(int) error) error {
	errs := make([]error, n)
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				if errs[i] = ctx.Err(); errs[i] == nil {
					errs[i] = f(int(i))
				}
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
