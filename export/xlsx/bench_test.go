package xlsx

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/papersetter/papersetter/mark/responses"
)

// BenchmarkWrite writes the workbook of 5,000 candidates with 40 questions, 30 of
// them with letters, in four sets.
func BenchmarkWrite(b *testing.B) {
	book := printedLarge(b)
	book.Results = marked(b, book, simulated(book.Exam, 5000, 1))
	b.ReportAllocs()
	for b.Loop() {
		if err := Write(io.Discard, book); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkMark marks the same candidates.
func BenchmarkMark(b *testing.B) {
	book := printedLarge(b)
	sheet := simulated(book.Exam, 5000, 1)
	b.ReportAllocs()
	for b.Loop() {
		if r, problems := book.Exam.Mark(sheet, nil, book.Settings); r == nil {
			b.Fatal(problems)
		}
	}
}

// BenchmarkRead reads the workbook of these candidates.
func BenchmarkRead(b *testing.B) {
	book := printedLarge(b)
	book.Results = marked(b, book, simulated(book.Exam, 5000, 1))
	var out bytes.Buffer
	if err := Write(&out, book); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(out.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if sheet, problems := responses.Read("book.xlsx", out.Bytes()); sheet == nil {
			b.Fatal(problems)
		}
	}
}

// printedLarge is a paper of 40 questions.
func printedLarge(t testing.TB) *Book {
	var b strings.Builder
	for i := range 40 {
		fmt.Fprintf(&b, "  - id: 00000000-0000-4000-8000-%012d\n    name: q%d\n    marks: 1\n    difficulty: basic\n    lecture: 1\n    topics: [a]\n    outcomes: [CO%d]\n    solution: So.\n    stem: 'Number %d'\n", 5000+i, i, 1+i%3, i)
		if i < 30 {
			b.WriteString("    type: single-choice\n    options: [{text: one, key: true}, {text: two}, {text: three}, {text: four}]\n")
		} else {
			b.WriteString("    type: short-answer\n")
		}
	}
	return printed(t, "large.yaml", 0, "QUESTIONS", strings.TrimSuffix(b.String(), "\n"))
}
