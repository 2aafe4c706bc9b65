package xlsx

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/mark"
	"github.com/papersetter/papersetter/mark/responses"
	"github.com/papersetter/papersetter/schema"
)

// printed makes the book of the exam of a file of testdata, before anybody sat
// it. Edits are pairs of texts in the file.
func printed(t testing.TB, file string, copies int, edits ...string) *Book {
	t.Helper()
	src, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	text := string(src)
	for i := 0; i < len(edits); i += 2 {
		if !strings.Contains(text, edits[i]) {
			t.Fatalf("%s has no %q", file, edits[i])
		}
		text = strings.ReplaceAll(text, edits[i], edits[i+1])
	}
	files := fstest.MapFS{}
	for _, doc := range strings.Split(text, "\n# ---\n") {
		name, _, _ := strings.Cut(strings.TrimSpace(doc), ":")
		files[name+".yaml"] = &fstest.MapFile{Data: []byte(doc)}
	}
	b, problems, err := bank.Load(fs.FS(files))
	if err != nil || problems.Errors() > 0 {
		t.Fatal(err, problems)
	}
	return bookOf(t, b, b.Blueprints[0], copies)
}

// bookOf makes the book of a blueprint; with copies candidates have orders of
// their own.
func bookOf(t testing.TB, b *bank.Bank, bp *bank.Blueprint, copies int) *Book {
	t.Helper()
	forms, err := assemble.Forms(b, bp, bp.Seed, assemble.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rebuilt := &assemble.Rebuilt{Blueprint: bp, Forms: forms}
	book := &Book{Settings: mark.DefaultSettings()}
	for i := range forms {
		sets := assemble.Sets(bp, &forms[i], bp.Seed)
		rebuilt.Sets = append(rebuilt.Sets, sets)
		for k := range sets {
			book.Papers = append(book.Papers, export.Layout(b, bp, &sets[k]))
		}
	}
	record, err := assemble.NewRecord(b, bp, bp.Seed, forms, rebuilt.Sets, "test", "")
	if err != nil {
		t.Fatal(err)
	}
	if copies > 0 {
		rebuilt.Copies = assemble.Copies(bp, &forms[0], copies, bp.Seed)
		for i := range copies {
			record.Copies = append(record.Copies, assemble.RecordCopy{Number: i + 1, Form: 1, Roll: fmt.Sprintf("%05d", i), Name: fmt.Sprint("Candidate ", i)})
			book.Seats = append(book.Seats, mark.Seat{Roll: fmt.Sprintf("%05d", i), Name: fmt.Sprint("Candidate ", i), Set: strconv.Itoa(i + 1)})
		}
	}
	if slices.ContainsFunc(record.Questions, func(q assemble.RecordQuestion) bool { return q.Name == "corrected" }) {
		var errata []assemble.RecordErratum
		for _, q := range record.Questions {
			switch q.Name {
			case "corrected":
				errata = append(errata, assemble.RecordErratum{ID: q.ID, Verdict: assemble.NewKey, Answers: []string{"C"}})
			case "single-1":
				errata = append(errata, assemble.RecordErratum{ID: q.ID, Verdict: assemble.Accept, Answers: []string{"B", "D"}})
			case "single-2", "several-1", "written":
				errata = append(errata, assemble.RecordErratum{ID: q.ID, Verdict: assemble.Void})
			case "several-0":
				errata = append(errata, assemble.RecordErratum{ID: q.ID, Verdict: assemble.NewKey, Answers: []string{"B", "C", "E"}})
			case "truth":
				errata = append(errata, assemble.RecordErratum{ID: q.ID, Verdict: assemble.NewKey, Answers: []string{"True"}})
			case "mixed":
				errata = append(errata, assemble.RecordErratum{ID: q.ID, Part: "b", Verdict: assemble.Void})
			case "long-1":
				errata = append(errata, assemble.RecordErratum{ID: q.ID, Part: "a", Verdict: assemble.Void})
			}
		}
		if err := rebuilt.Correct(errata); err != nil {
			t.Fatal(err)
		}
	}
	if book.Exam, err = mark.NewExam(record, b.Course, rebuilt); err != nil {
		t.Fatal(err)
	}
	return book
}

// simulated is what n candidates did, with everything that may happen: blanks,
// spoilt answers, absent candidates, missing marks, marks for all questions of a
// choice.
func simulated(e *mark.Exam, n int, seed uint64) *responses.Sheet {
	rng := rand.New(rand.NewPCG(seed, 1))
	sheet := &responses.Sheet{Name: "simulated", Kind: responses.Workbook, Paper: e.Code}
	for i := range n {
		set := &e.Sets[rng.IntN(len(e.Sets))]
		if e.Own {
			set = &e.Sets[i]
		}
		row := responses.Row{Roll: fmt.Sprintf("%05d", i), Name: fmt.Sprintf("Name %d, =%c", rng.IntN(1000), 'A'+rune(rng.IntN(26))), Set: set.Name}
		if rng.IntN(40) == 0 {
			row.Status = "absent"
			sheet.Rows = append(sheet.Rows, row)
			continue
		}
		skill := rng.Float64()
		for at := range e.Items {
			item := &e.Items[at]
			if set.Numbers[at] == 0 || e.Optional(item) && rng.IntN(4) == 0 {
				continue
			}
			for k := range item.Question.Tasks {
				task := &item.Question.Tasks[k]
				entry := responses.Entry{Number: set.Numbers[at], Part: mark.TaskLabel(item.Question, k)}
				if !mark.Lettered(task) {
					if rng.IntN(15) > 0 {
						quarters := int(float64(task.Marks+1) * (0.6*rng.Float64() + 0.4*skill))
						entry.Text = bank.Marks(min(quarters, int(task.Marks))).String()
						row.Marks = append(row.Marks, entry)
					}
					continue
				}
				if entry.Text = guess(rng, task, set.Orders[at][k], skill); entry.Text != "" {
					row.Answers = append(row.Answers, entry)
				}
			}
		}
		if len(row.Answers)+len(row.Marks) == 0 {
			row.Status = "present"
		}
		sheet.Rows = append(sheet.Rows, row)
	}
	return sheet
}

func guess(rng *rand.Rand, task *bank.Task, order []int, skill float64) string {
	right := rng.Float64() < 0.2+0.7*skill
	switch {
	case rng.IntN(20) == 0:
		return ""
	case rng.IntN(40) == 0:
		if c, ok := task.Response.(*bank.Choice); !ok || !c.Multiple {
			return mark.Several
		}
	}
	switch r := task.Response.(type) {
	case *bank.Truth:
		if r.Key == right {
			return "T"
		}
		return "f"
	case *bank.Choice:
		if !r.Multiple {
			for {
				place := rng.IntN(len(order))
				if !right || r.Options[order[place]].Key {
					return assemble.Letter(place)
				}
			}
		}
		var letters []string
		for place, option := range order {
			if right && r.Options[option].Key || rng.IntN(3) == 0 {
				letters = append(letters, assemble.Letter(place))
			}
		}
		return strings.Join(letters, []string{",", ", ", ""}[rng.IntN(3)])
	}
	return ""
}

// marked marks the simulated candidates.
func marked(t testing.TB, b *Book, sheet *responses.Sheet) *mark.Results {
	t.Helper()
	results, problems := b.Exam.Mark(sheet, b.Seats, b.Settings)
	if results == nil {
		t.Fatal(problems)
	}
	slices.SortFunc(problems, func(a, b schema.Problem) int { return strings.Compare(a.Message, b.Message) })
	return results
}
