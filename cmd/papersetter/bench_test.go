package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/papersetter/papersetter/bank"
)

func benchmarkMake(b *testing.B, prepare func()) {
	dir := b.TempDir()
	for b.Loop() {
		prepare()
		c := command{stdout: io.Discard, stderr: io.Discard}
		if code := c.run(b.Context(), []string{"make", filepath.Join(shippedBank, "blueprints", "mid-sem.yaml"), "-o", dir, "--dry-run"}); code != 0 {
			b.Fatalf("exit code %d", code)
		}
	}
}

// BenchmarkMakeWarm is the main job with formulas on disk: eight PDFs, the
// workbook and the record.
func BenchmarkMakeWarm(b *testing.B) {
	b.Setenv("XDG_CACHE_HOME", b.TempDir())
	makePaper(b, "mid-sem.yaml")
	benchmarkMake(b, func() {})
}

// BenchmarkMakeCold is the main job without a cache of formulas.
func BenchmarkMakeCold(b *testing.B) {
	cache := b.TempDir()
	n := 0
	benchmarkMake(b, func() {
		n++
		b.Setenv("XDG_CACHE_HOME", filepath.Join(cache, fmt.Sprint(n)))
	})
}

// BenchmarkLoad10000 loads and checks a bank of 10,000 questions in 20 files.
func BenchmarkLoad10000(b *testing.B) {
	dir := largeBank(b, 10_000)
	for b.Loop() {
		loaded, problems, err := bank.Load(os.DirFS(dir))
		if err != nil || problems.Errors() > 0 || len(loaded.Questions) != 10_000 {
			b.Fatal(err, len(problems))
		}
	}
}

// BenchmarkCheck10000 is papersetter check on the same bank, formulas warm.
func BenchmarkCheck10000(b *testing.B) {
	b.Setenv("XDG_CACHE_HOME", b.TempDir())
	dir := largeBank(b, 10_000)
	run := func() {
		c := command{stdout: io.Discard, stderr: io.Discard}
		if code := c.run(b.Context(), []string{"check", dir}); code != 0 {
			b.Fatalf("exit code %d", code)
		}
	}
	run()
	for b.Loop() {
		run()
	}
}

// largeBank writes a bank of n questions of three types.
func largeBank(tb testing.TB, n int) string {
	dir := tb.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			tb.Fatal(err)
		}
	}
	write("course.yaml", "course: {code: C1, title: Course, lectures: [{number: 1, title: One, hours: 1, slides: 40, topics: [a]}], topics: [{id: a, title: A}], outcomes: [{id: CO1, text: Know}]}\n")
	const files = 20
	for f := range files {
		var y strings.Builder
		y.WriteString("questions:\n")
		for i := f; i < n; i += files {
			fmt.Fprintf(&y, "  - id: 00000000-0000-4000-8000-%012d\n    name: question-%d\n", i, i)
			switch i % 3 {
			case 0:
				fmt.Fprintf(&y, "    type: single-choice\n    stem: |\n      A layer has $%d$ inputs and *no* bias. What is `n`?\n    options:\n      - {text: 'It grows with $n$', key: true}\n      - {text: It shrinks, feedback: It does not.}\n      - {text: It stays the same}\n      - {text: None of these, fixed: true}\n", i%200)
			case 1:
				fmt.Fprintf(&y, "    type: long-answer\n    stem: |\n      Derive the gradient of\n\n      $$\n      \\ell(w) = \\sum_{i=1}^{%d} (y_i - w^\\top x_i)^2\n      $$\n    rubric:\n      - {marks: 0.5, for: the chain rule}\n      - {marks: 0.5, for: the result}\n", i%200)
			default:
				fmt.Fprintf(&y, "    type: numeric\n    stem: How many parameters has a layer from %d to 7 units?\n    answer: {value: %d, unit: parameters}\n", i, 7*i)
			}
			y.WriteString("    marks: 1\n    difficulty: basic\n    bloom: apply\n    outcomes: [CO1]\n    lecture: 1\n    slides: [3, 4]\n    topics: [a]\n    minutes: 2\n    solution: |\n      It follows from the definition, since every output has a weight for every input.\n    status: approved\n    author: A. Setter\n\n")
		}
		write(fmt.Sprintf("q%02d.yaml", f), y.String())
	}
	return dir
}
