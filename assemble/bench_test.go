package assemble

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/papersetter/papersetter/bank"
)

// largeBank makes a bank of n questions over twenty lectures, with tags and
// facility indices at random.
func largeBank(t testing.TB, n int, blueprint string) (*bank.Bank, *bank.Blueprint) {
	t.Helper()
	var course strings.Builder
	course.WriteString("course:\n  title: Large\n  outcomes: [{id: CO1, text: a}, {id: CO2, text: b}, {id: CO3, text: c}, {id: CO4, text: d}]\n  topics: [{id: a, title: A}, {id: b, title: B}, {id: c, title: C}, {id: d, title: D}, {id: e, title: E}]\n  lectures:\n")
	for i := range 20 {
		fmt.Fprintf(&course, "    - {number: %d, title: L, hours: %d}\n", i+1, 1+i%2)
	}
	files := fstest.MapFS{
		"course.yaml":    {Data: []byte(course.String())},
		"blueprint.yaml": {Data: []byte(blueprint)},
	}
	b, problems, err := bank.Load(files)
	if err != nil || problems.Errors() > 0 {
		t.Fatal(err, problems)
	}
	rng := rand.New(rand.NewPCG(7, uint64(n)))
	pick := func(list ...string) string { return list[rng.IntN(len(list))] }
	for i := range n {
		q := &bank.Question{
			ID: testID(i), Name: fmt.Sprint("q", i), Status: bank.Approved,
			Type:  bank.Type(pick("single-choice", "single-choice", "numeric", "short-answer", "long-answer")),
			Bloom: bank.BloomLevels[rng.IntN(5)], Lecture: 1 + rng.IntN(20), Topics: []string{pick("a", "b", "c", "d", "e")},
			Outcomes: []string{pick("CO1", "CO2", "CO3", "CO4")},
		}
		q.Difficulty = pick("basic", "basic", "intermediate", "advanced")
		level := map[string]int{"basic": 0, "intermediate": 1, "advanced": 2}[q.Difficulty]
		q.Marks = bank.Mark * bank.Marks(1+rng.IntN(level+1))
		if rng.IntN(6) == 0 {
			q.Marks = bank.Mark / 2
		}
		q.Minutes = bank.Minutes(int(q.Marks) + rng.IntN(4))
		q.Statistics = bank.Statistics{HasFacility: true, Facility: 300_000 + 250_000*(2-level)/2 + rng.IntN(300_000), Candidates: 100}
		q.Tasks = []bank.Task{{Type: q.Type, Marks: q.Marks}}
		b.Questions = append(b.Questions, q)
	}
	return b, b.Blueprint("blueprint.yaml")
}

const looseBlueprint = `blueprint:
  title: Loose
  marks: 20
  minutes: 60
  forms: %d
  sections:
    - {title: Basic, marks: 10, where: {difficulty: basic}, rules: [{where: {type: single-choice}, count: {min: 3, max: 7}}]}
    - {title: Intermediate, marks: 6, where: {difficulty: intermediate}}
    - {title: Advanced, marks: 4, where: {difficulty: advanced}}
  rules:
    - {each: lecture, marks: {max: 4}}
    - {where: {topics: [a, b]}, marks: {min: 4}}
    - {where: {bloom: [apply, analyse, evaluate]}, marks: {min: 8}}
    - {minutes: {max: 60}}
`

const tightBlueprint = `blueprint:
  title: Tight
  marks: 20
  minutes: 60
  forms: %d
  sections:
    - {title: Basic, marks: 10, where: {difficulty: basic}, rules: [{where: {type: single-choice}, marks: 4}]}
    - {title: Intermediate, marks: 6, where: {difficulty: intermediate}}
    - {title: Advanced, marks: 4, where: {difficulty: advanced}, rules: [{where: {bloom: evaluate}, marks: 2}]}
  rules:
    - {where: {lecture: {min: 1, max: 5}}, marks: 5}
    - {where: {lecture: {min: 6, max: 10}}, marks: 5}
    - {where: {lecture: {min: 11, max: 15}}, marks: 5}
    - {each: lecture, marks: {max: 2}}
    - {each: topic, marks: 4}
    - {each: outcome, marks: 5}
    - {each: bloom, in: [remember, understand, apply, analyse, evaluate], marks: {min: 3, max: 5}}
    - {where: {bloom: [remember, understand]}, marks: 8}
    - {minutes: {min: 50, max: 51}}
    - {count: 17}
`

func benchmarkForms(b *testing.B, n, forms int, blueprint string) {
	bk, bp := largeBank(b, n, fmt.Sprintf(blueprint, forms))
	worst := 0
	for i := 0; b.Loop(); i++ {
		list, err := Forms(bk, bp, uint64(i), Options{})
		if err != nil {
			b.Fatal(err)
		}
		low, high := 1<<60, 0
		for j := range list {
			low, high = min(low, list[j].Facility), max(high, list[j].Facility)
		}
		worst = max(worst, high-low)
	}
	b.ReportMetric(float64(worst)/bank.Index, "difference")
}

func BenchmarkForms(b *testing.B) {
	for _, blueprint := range []struct{ name, text string }{{"Loose", looseBlueprint}, {"Tight", tightBlueprint}} {
		for _, size := range []struct{ questions, forms int }{{150, 1}, {2000, 1}, {20000, 1}, {100000, 1}, {2000, 4}, {2000, 10}, {2000, 30}, {2000, 40}, {20000, 40}, {100000, 40}, {100000, 1000}} {
			if blueprint.name == "Tight" && size.questions == 2000 && size.forms == 40 {
				continue // the bank gives 37 or 38 of these
			}
			b.Run(fmt.Sprintf("%s/%dfrom%d", blueprint.name, size.forms, size.questions), func(b *testing.B) {
				benchmarkForms(b, size.questions, size.forms, blueprint.text)
			})
		}
	}
}

// BenchmarkWhy explains blueprints that cannot be met: a section that the bank
// cannot fill, sums of several rules, and totals that never add up.
func BenchmarkWhy(b *testing.B) {
	for _, c := range []struct{ name, old, new string }{
		{"Short", "where: {difficulty: advanced}}", "where: {difficulty: advanced, lecture: 7, topics: a, bloom: evaluate, type: numeric, outcomes: CO1}}"},
		{"Sums", "{minutes: {max: 60}}", "{minutes: {max: 30}}\n    - {each: outcome, marks: {min: 4}}"},
		{"Halves", "where: {difficulty: intermediate}}", "where: {difficulty: intermediate}, rules: [{where: {marks: 2}, marks: 5}]}"},
		{"Shares", "{each: lecture, marks: {max: 4}}", "{each: lecture, marks: {max: 4}}\n    - {where: {lecture: {min: 1, max: 10}}, marks: {min: 55%%}}\n    - {where: {lecture: {min: 11, max: 20}}, marks: {min: 50%%}}"},
	} {
		for _, n := range []int{2000, 20000} {
			b.Run(fmt.Sprintf("%s/%d", c.name, n), func(b *testing.B) {
				text := fmt.Sprintf(strings.Replace(looseBlueprint, c.old, c.new, 1), 1)
				bk, bp := largeBank(b, n, text)
				var err error
				for b.Loop() {
					_, err = Forms(bk, bp, 1, Options{})
				}
				if err == nil {
					b.Fatal("there is a paper")
				}
				b.Log(err)
			})
		}
	}
}
