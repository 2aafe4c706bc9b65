package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync"
	"testing"
	"time"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/math"
	"github.com/papersetter/papersetter/export/page"
	"github.com/papersetter/papersetter/export/pdf"
	"github.com/papersetter/papersetter/export/typeset"
)

// copies are the papers of n candidates: each has its own order of questions
// and options, its name, roll number and QR code.
func copies(tb testing.TB, n int) ([]*export.Paper, *page.Resources) {
	b, problems, err := bank.Load(os.DirFS(shippedBank))
	if err != nil || problems.Errors() > 0 {
		tb.Fatal(err, problems)
	}
	bp := *b.Blueprint("blueprints/mid-sem-classic.yaml")
	bp.Sets = n
	style := *bp.Style
	style.Booklet = true // three pages: answers go elsewhere
	bp.Style = &style
	forms, err := assemble.Forms(b, &bp, bp.Seed, assemble.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	fonts, err := typeset.LoadFonts()
	if err != nil {
		tb.Fatal(err)
	}
	m, err := math.Open(math.DefaultCacheDir())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(m.Close)
	var papers []*export.Paper
	for i, set := range assemble.Sets(&bp, &forms[0], bp.Seed) {
		p := export.Layout(b, &bp, &set)
		p.Set = ""
		p.Candidate = &export.Candidate{Name: fmt.Sprintf("Candidate %c%c %d", 'A'+i%26, 'a'+i/26%26, i), Roll: fmt.Sprintf("2026%06d", i)}
		p.Code = fmt.Sprintf("CSE641 2026-02-20 %06d", i)
		papers = append(papers, p)
	}
	return papers, page.NewResources(fonts, m, b)
}

func composeCopies(tb testing.TB, papers []*export.Paper, r *page.Resources) []*typeset.Document {
	docs, err := compose(tb.Context(), papers, page.Options{}, r)
	if err != nil {
		tb.Fatal(err)
	}
	return docs
}

// writeCopies writes a file for each copy and returns how many bytes they have.
func writeCopies(tb testing.TB, docs []*typeset.Document) int {
	fonts, err := pdf.NewFonts(docs...)
	if err != nil {
		tb.Fatal(err)
	}
	sizes := make([]int, len(docs))
	work := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range work {
				var b bytes.Buffer
				if err := pdf.Write(&b, docs[i], fonts, time.Time{}); err != nil {
					tb.Error(err)
				}
				sizes[i] = b.Len()
			}
		})
	}
	for i := range docs {
		work <- i
	}
	close(work)
	wg.Wait()
	total := 0
	for _, n := range sizes {
		total += n
	}
	return total
}

// BenchmarkThousandFiles prints a thousand copies, a file for each candidate,
// formulas warm.
func BenchmarkThousandFiles(b *testing.B) {
	papers, r := copies(b, 1000)
	composeCopies(b, papers[:1], r)
	defer debug.SetGCPercent(debug.SetGCPercent(frugal))
	for b.Loop() {
		b.ReportMetric(float64(writeCopies(b, composeCopies(b, papers, r)))/1e6, "MB")
	}
	reportMemory(b)
}

// BenchmarkThousandInOne prints them as one file for the print shop.
func BenchmarkThousandInOne(b *testing.B) {
	papers, r := copies(b, 1000)
	composeCopies(b, papers[:1], r)
	defer debug.SetGCPercent(debug.SetGCPercent(frugal))
	for b.Loop() {
		joined := typeset.Join("copies", composeCopies(b, papers, r), true)
		fonts, err := pdf.NewFonts(joined)
		if err != nil {
			b.Fatal(err)
		}
		var size counter
		if err := pdf.Write(&size, joined, fonts, time.Time{}); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(size)/1e6, "MB")
	}
	reportMemory(b)
}

// BenchmarkTenThousand runs make for ten thousand candidates, 500 copies in a
// file, and as a file each.
func BenchmarkTenThousand(b *testing.B) {
	var list bytes.Buffer
	list.WriteString("Roll number,Name\n")
	for i := range 10_000 {
		fmt.Fprintf(&list, "2026%06d,Candidate %c%c %d\n", i, 'A'+i%26, 'a'+i/26%26, i)
	}
	dir := b.TempDir()
	file := filepath.Join(dir, "roll.csv")
	if err := os.WriteFile(file, list.Bytes(), 0o666); err != nil {
		b.Fatal(err)
	}
	for _, together := range []string{"500", "1"} {
		b.Run("together="+together, func(b *testing.B) {
			for b.Loop() {
				var out, talk bytes.Buffer
				c := command{stdout: &out, stderr: &talk}
				args := []string{"make", shippedBank + "/blueprints/mid-sem-classic.yaml", "--candidates", file, "--together", together, "--dry-run", "-o", filepath.Join(dir, together)}
				if code := c.run(b.Context(), args); code != 0 {
					b.Fatal(talk.String())
				}
			}
			reportMemory(b)
		})
	}
}

// BenchmarkCopyOfMany is one copy when the others have been laid out: composed
// and written on one processor.
func BenchmarkCopyOfMany(b *testing.B) {
	papers, r := copies(b, 64)
	fonts, err := pdf.NewFonts(composeCopies(b, papers, r)...)
	if err != nil {
		b.Fatal(err)
	}
	pages, n := 0, 0
	for b.Loop() {
		doc, err := page.Compose(papers[n%len(papers)], page.Options{}, r)
		if err != nil {
			b.Fatal(err)
		}
		if err := pdf.Write(io.Discard, doc, fonts, time.Time{}); err != nil {
			b.Fatal(err)
		}
		pages += len(doc.Pages)
		n++
	}
	b.ReportMetric(float64(pages)/float64(n), "pages")
}

// BenchmarkSingleWarm is a document with fonts of its own whose texts have been
// laid out before: the next set of a paper.
func BenchmarkSingleWarm(b *testing.B) { benchmarkSingle(b, false) }

// BenchmarkSingleFresh also lays out all texts; words and formulas are warm.
func BenchmarkSingleFresh(b *testing.B) { benchmarkSingle(b, true) }

func benchmarkSingle(b *testing.B, fresh bool) {
	papers, r := copies(b, 1)
	composeCopies(b, papers, r)
	for b.Loop() {
		if fresh {
			r = page.NewResources(r.Fonts, r.Math, &bank.Bank{Files: os.DirFS(shippedBank)})
		}
		doc, err := page.Compose(papers[0], page.Options{}, r)
		if err != nil {
			b.Fatal(err)
		}
		fonts, err := pdf.NewFonts(doc)
		if err != nil {
			b.Fatal(err)
		}
		if err := pdf.Write(io.Discard, doc, fonts, time.Time{}); err != nil {
			b.Fatal(err)
		}
	}
}

// reportMemory reports what the process has taken from the system so far.
func reportMemory(b *testing.B) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.Sys)/1e6, "sys-MB")
}

// A counter counts what is written.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// TestCopies prints a few copies in both ways and reads them back.
func TestCopies(t *testing.T) {
	papers, r := copies(t, 6)
	docs := composeCopies(t, papers, r)
	joined := typeset.Join("copies", docs, true)
	if len(joined.Pages)%2 != 0 || len(joined.Pages) < len(docs) {
		t.Errorf("%d copies have %d pages", len(docs), len(joined.Pages))
	}
	fonts, err := pdf.NewFonts(append(docs, joined)...)
	if err != nil {
		t.Fatal(err)
	}
	needs(t, "pdftotext")
	file := filepath.Join(t.TempDir(), "copies.pdf")
	var b bytes.Buffer
	if err := pdf.Write(&b, joined, fonts, time.Time{}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	text := pdfText(t, file)
	for _, p := range papers {
		if !bytes.Contains([]byte(text), []byte(p.Candidate.Name)) {
			t.Errorf("%s is missing", p.Candidate.Name)
		}
	}
}
