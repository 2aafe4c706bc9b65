package audit_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/audit"
)

// large is a bank of so many questions, with texts in which words are as common
// and as rare as in a natural language, and papers over ten years.
func large(tb testing.TB, questions, papers int) *bank.Bank {
	tb.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	const lectures, topics, words = 40, 80, 20_000
	zipf := rand.NewZipf(r, 1.15, 4, words-1)
	word := func() string {
		var b strings.Builder
		for n := zipf.Uint64() + 7; n > 0; n /= 15 {
			b.WriteString([]string{"ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "wo", "zu"}[n%15])
		}
		return b.String() + "n"
	}
	text := func(n int) string {
		list := make([]string, n)
		for i := range list {
			list[i] = word()
		}
		return strings.Join(list, " ")
	}
	files := fstest.MapFS{}
	var course strings.Builder
	course.WriteString("course:\n  title: A large course\n  outcomes:\n")
	for i := range 6 {
		fmt.Fprintf(&course, "    - {id: CO%d, text: outcome %d}\n", i+1, i+1)
	}
	course.WriteString("  lectures:\n")
	for i := range lectures {
		fmt.Fprintf(&course, "    - {number: %d, title: Lecture %d, hours: 1.5, slides: 40, topics: [t%d, t%d]}\n", i+1, i+1, 2*i, 2*i+1)
	}
	course.WriteString("  topics:\n")
	for i := range topics {
		fmt.Fprintf(&course, "    - {id: t%d, title: Topic %d}\n    - {id: t%d/sub, title: Part of %d}\n", i, i, i, i)
	}
	files["course.yaml"] = &fstest.MapFile{Data: []byte(course.String())}
	var ids []string
	var doc strings.Builder
	for i := range questions {
		if i%500 == 0 {
			doc.Reset()
			doc.WriteString("questions:\n")
		}
		id := fmt.Sprintf("%08x-0000-4000-8000-%012x", i, i)
		ids = append(ids, id)
		lecture := i%lectures + 1
		fmt.Fprintf(&doc, "  - {id: %s, name: q%d, type: single-choice, stem: %s, options: [{text: %s, key: true}, {text: %s}, {text: %s}, {text: %s}], marks: %d, difficulty: %s, bloom: %s, outcomes: [CO%d], lecture: %d, slides: [%d], topics: [t%d/sub], minutes: 2, author: A%d, status: approved}\n",
			id, i, text(18+r.IntN(25)), text(3), text(3), text(3), text(3), 1+i%3, bank.Difficulties[i%3], bank.BloomLevels[i%6], i%6+1, lecture, 1+r.IntN(40), 2*(lecture-1)+i/lectures%2, i%7)
		if i%500 == 499 || i == questions-1 {
			files[fmt.Sprintf("q%03d.yaml", i/500)] = &fstest.MapFile{Data: []byte(doc.String())}
		}
	}
	b, problems, err := bank.Load(files)
	if err != nil || problems.Errors() > 0 {
		tb.Fatal(err, problems[:min(3, len(problems))])
	}
	for i := range papers {
		p := &bank.Printed{Title: fmt.Sprintf("Paper %d", i), Date: fmt.Sprintf("%d-%02d-%02d", 2006+i/20, 1+i%20/2, 1+i%2), Marks: 40 * bank.Mark, Minutes: 90 * bank.Minute, Worth: map[string]bank.Marks{}}
		s := bank.PrintedSection{Title: "All", Marks: 40 * bank.Mark}
		for range 40 {
			id := ids[r.IntN(len(ids))]
			if slices.Contains(s.IDs, id) {
				continue
			}
			s.IDs = append(s.IDs, id)
			p.Worth[id] = b.Find(id).Marks
		}
		p.IDs, p.Forms = s.IDs, []bank.PrintedForm{{Number: 1, Sections: []bank.PrintedSection{s}}}
		b.Printed = append(b.Printed, p)
	}
	return b
}

func BenchmarkAudit(b *testing.B) {
	for _, size := range []struct{ questions, papers int }{{300, 10}, {20_000, 200}} {
		b.Run(fmt.Sprintf("%d-questions-%d-papers", size.questions, size.papers), func(b *testing.B) {
			course := large(b, size.questions, size.papers)
			b.ResetTimer()
			for b.Loop() {
				audit.Audit(course, audit.Subject{})
			}
		})
	}
}
