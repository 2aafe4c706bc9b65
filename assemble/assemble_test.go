package assemble

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/papersetter/papersetter/bank"
)

const testCourse = `course:
  code: T1
  title: Test
  lectures:
    - {number: 1, title: One, hours: 1, topics: [a]}
    - {number: 2, title: Two, hours: 1, topics: [b]}
    - {number: 3, title: Three, hours: 1, topics: [b]}
  topics: [{id: a, title: A}, {id: a/x, title: AX}, {id: b, title: B}]
  outcomes: [{id: CO1, text: Know}]
`

// testID makes a UUID from a number.
func testID(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }

// testBank builds a bank from lines of keys in YAML's flow style, each a
// question with what it lacks filled in.
func testBank(t testing.TB, blueprint string, lines ...string) (*bank.Bank, *bank.Blueprint) {
	t.Helper()
	var y strings.Builder
	y.WriteString("questions:\n")
	for i, line := range lines {
		fmt.Fprintf(&y, "  - {id: %s, ", testID(i))
		for key, value := range map[string]string{"stem": "Explain", "type": "short-answer", "difficulty": "basic", "lecture": "1", "topics": "[a]", "minutes": "2", "marks": "1", "status": "approved", "solution": "So."} {
			if !strings.Contains(line, key+":") {
				fmt.Fprintf(&y, "%s: %s, ", key, value)
			}
		}
		y.WriteString(line + "}\n")
	}
	files := fstest.MapFS{
		"course.yaml":    {Data: []byte(testCourse)},
		"questions.yaml": {Data: []byte(y.String())},
		"blueprint.yaml": {Data: []byte(blueprint)},
	}
	b, problems, err := bank.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		if !p.Warning {
			t.Fatalf("%s\n%s", p, y.String())
		}
	}
	return b, b.Blueprint("blueprint.yaml")
}

func names(form *Form) string {
	var sections []string
	for _, s := range form.Sections {
		var list []string
		for _, q := range s.Questions {
			list = append(list, q.Name)
		}
		slices.Sort(list)
		sections = append(sections, strings.Join(list, " "))
	}
	return strings.Join(sections, " | ")
}

func TestForms(t *testing.T) {
	questions := []string{
		"name: b1", "name: b2, lecture: 2", "name: b3, marks: 0.5, topics: [a/x]", "name: b4, marks: 0.5, enemies: [b3]",
		"name: i1, difficulty: intermediate, marks: 2, lecture: 2, topics: [b]", "name: i2, difficulty: intermediate, marks: 3, lecture: 3",
		"name: a1, difficulty: advanced, marks: 2", "name: a2, difficulty: advanced, marks: 2", "name: a3, difficulty: advanced, marks: 2",
		"name: draft, status: draft, marks: 7", "name: gone, status: retired, marks: 7",
	}
	for _, c := range []struct{ name, blueprint, want string }{
		{"only way", `{title: T, marks: 5, sections: [{title: A, marks: 2, where: {difficulty: basic}}, {title: B, marks: 3, where: {difficulty: intermediate}}]}`, "b1 b2 | i2"},
		{"must", `{title: T, marks: 1.5, must: [b4], sections: [{title: A, marks: 1.5, where: {lecture: 1, difficulty: basic}}]}`, "b1 b4"},
		{"never", `{title: T, marks: 1, never: [b1, b4], sections: [{title: A, marks: 1, where: {lecture: {min: 2}, marks: 1}}]}`, "b2"},
		{"enemies", `{title: T, marks: 2, sections: [{title: A, marks: 2, where: {difficulty: basic}}]}`, "b1 b2"},
		{"choice", `{title: T, marks: 4, sections: [{title: A, marks: 4, where: {difficulty: advanced}, answer: {any: 2, of: 3}}]}`, "a1 a2 a3"},
		{"topic tree", `{title: T, marks: 0.5, sections: [{title: A, marks: 0.5, where: {topics: a/x}}]}`, "b3"},
		{"not", `{title: T, marks: 2, sections: [{title: A, marks: 2, where: {lecture: [2, 3], not: {difficulty: basic}}}]}`, "i1"},
		{"each", `{title: T, marks: 2, rules: [{each: lecture, marks: {max: 1}}], sections: [{title: A, marks: 2, where: {difficulty: basic, marks: 1}}]}`, "b1 b2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, bp := testBank(t, "blueprint: "+c.blueprint, questions...)
			forms, err := Forms(b, bp, 1, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got := names(&forms[0]); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestInfeasible(t *testing.T) {
	questions := []string{"name: b1", "name: b2", "name: i1, difficulty: intermediate, marks: 2", "name: i2, difficulty: intermediate, marks: 2"}
	for _, c := range []struct{ name, blueprint, want string }{
		{"too few marks", `{title: T, marks: 3, sections: [{title: A, marks: 3, where: {difficulty: basic}}]}`,
			"section A: asked 3 marks (difficulty basic); the bank has 2 marks: b1 (1 mark, lecture 1), b2 (1 mark, lecture 1)"},
		{"never adds up", `{title: T, marks: 3, sections: [{title: A, marks: 3, where: {difficulty: intermediate}}]}`,
			"no questions whose marks add up to that: i1 (2 marks, lecture 1), i2 (2 marks, lecture 1)"},
		{"none fits", `{title: T, marks: 3, sections: [{title: A, marks: 3, where: {lecture: 3}}]}`, "the bank has no question that fits"},
		{"must fits nowhere", `{title: T, marks: 2, must: [i1], sections: [{title: A, marks: 2, where: {difficulty: basic}}]}`, "it fits into no section"},
		{"rule", `{title: T, marks: 2, rules: [{where: {lecture: 2}, marks: {min: 1}}], sections: [{title: A, marks: 2}]}`,
			"lecture 2: asked at least 1 mark; the bank has no question that fits"},
		{"choice", `{title: T, marks: 4, sections: [{title: A, marks: 4, where: {difficulty: intermediate}, answer: {any: 2, of: 3}}]}`,
			"asked 3 questions of 2 marks (difficulty intermediate); the bank has 2 questions: i1 (2 marks, lecture 1), i2 (2 marks, lecture 1)"},
		{"two rules", `{title: T, marks: 4, rules: [{where: {difficulty: basic}, count: 1}], sections: [{title: A, marks: 4}]}`,
			"difficulty basic: asked 1 question; beside the others the nearest is "},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, bp := testBank(t, "blueprint: "+c.blueprint, questions...)
			_, err := Forms(b, bp, 1, Options{})
			var why *Infeasible
			if !errors.As(err, &why) || !why.Proved {
				t.Fatalf("got %v, want a proof that there is none", err)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("got\n%s\nwant in it\n%s", err, c.want)
			}
		})
	}
}

func TestFormsShareNothing(t *testing.T) {
	var questions []string
	for i := range 12 {
		questions = append(questions, fmt.Sprintf("name: q%d", i))
	}
	b, bp := testBank(t, `blueprint: {title: T, marks: 3, forms: 4, sections: [{title: A, marks: 3}]}`, questions...)
	forms, err := Forms(b, bp, 7, Options{})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for i := range forms {
		for _, q := range forms[i].Sections[0].Questions {
			if seen[q.Name] {
				t.Errorf("%s stands in two forms", q.Name)
			}
			seen[q.Name] = true
		}
	}
	if len(forms) != 4 || len(seen) != 12 {
		t.Errorf("%d forms of %d questions", len(forms), len(seen))
	}
}

// TestAgainstBruteForce compares Forms with trying everything, on random small
// banks: it must find a paper where there is one, and prove that there is none
// where there is none.
func TestAgainstBruteForce(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	pick := func(list ...string) string { return list[rng.IntN(len(list))] }
	feasible := 0
	for round := range 300 {
		var questions []string
		for i := range 9 {
			q := fmt.Sprintf("name: q%d, marks: %s, lecture: %s, difficulty: %s, minutes: %s, type: short-answer", i, pick("0.5", "1", "1", "2"), pick("1", "2", "3"), pick("basic", "advanced"), pick("1", "2", "3.5"))
			if i > 0 && rng.IntN(4) == 0 {
				q += fmt.Sprintf(", enemies: [q%d]", rng.IntN(i))
			}
			questions = append(questions, q)
		}
		sections := `{title: A, marks: 3, where: {difficulty: basic}}, {title: B, marks: 2}`
		if rng.IntN(2) == 0 {
			sections = `{title: A, marks: 3}, {title: B, marks: 2, answer: {any: 2, of: 3}}`
		}
		rules := []string{
			fmt.Sprintf("{each: lecture, marks: {max: %s}}", pick("2", "2.5", "3")),
			fmt.Sprintf("{where: {lecture: [1, 2]}, count: {min: %s, max: %s}}", pick("1", "2"), pick("3", "4")),
			fmt.Sprintf("{minutes: {max: %s}}", pick("9", "11", "14")),
		}
		must := ""
		if rng.IntN(3) == 0 {
			must = fmt.Sprintf(", must: [q%d]", rng.IntN(9))
		}
		blueprint := fmt.Sprintf("blueprint: {title: T, marks: 5, sections: [%s], rules: [%s]%s}", sections, strings.Join(rules[:1+rng.IntN(3)], ", "), must)
		b, bp := testBank(t, blueprint, questions...)
		exists := bruteForce(b, bp)
		forms, err := Forms(b, bp, uint64(round), Options{})
		var why *Infeasible
		switch {
		case exists && err != nil:
			t.Fatalf("round %d: there is a paper, but %v\n%s\n%s", round, err, blueprint, strings.Join(questions, "\n"))
		case !exists && err == nil:
			t.Fatalf("round %d: there is no paper, but got %s", round, names(&forms[0]))
		case !exists && (!errors.As(err, &why) || !why.Proved):
			t.Fatalf("round %d: no proof: %v", round, err)
		case exists:
			feasible++
			place := map[*bank.Question]int{}
			for i, s := range forms[0].Sections {
				for _, q := range s.Questions {
					place[q] = i
				}
			}
			if !holds(b, bp, place) {
				t.Fatalf("round %d: %s breaks the blueprint\n%s", round, names(&forms[0]), blueprint)
			}
		}
	}
	if feasible < 50 || feasible > 250 {
		t.Errorf("%d of 300 rounds have a paper: the test says little", feasible)
	}
}

// bruteForce tries every assignment of questions to sections.
func bruteForce(b *bank.Bank, bp *bank.Blueprint) bool {
	place := map[*bank.Question]int{}
	var try func(i int) bool
	try = func(i int) bool {
		if i == len(b.Questions) {
			return holds(b, bp, place)
		}
		q := b.Questions[i]
		for s := range bp.Sections {
			place[q] = s
			if try(i + 1) {
				return true
			}
		}
		delete(place, q)
		return try(i + 1)
	}
	return try(0)
}

// holds judges a paper by the words of the contract; it shares no code with
// the assembler. Where candidates choose it tries every choice.
func holds(b *bank.Bank, bp *bank.Blueprint, place map[*bank.Question]int) bool {
	for _, q := range bp.Must {
		if _, ok := place[q]; !ok {
			return false
		}
	}
	options := [][][]*bank.Question{} // for each section what a candidate may answer
	for i := range bp.Sections {
		s := &bp.Sections[i]
		var list []*bank.Question
		marks := 0
		for _, q := range b.Questions {
			if at, ok := place[q]; ok && at == i {
				if s.Where != nil && !s.Where.Match(q) {
					return false
				}
				list = append(list, q)
				marks += int(q.Marks)
				for _, e := range q.Enemies {
					if _, ok := place[e]; ok {
						return false
					}
				}
			}
		}
		if s.Of == 0 {
			if marks != int(s.Marks) {
				return false
			}
			options = append(options, [][]*bank.Question{list})
			continue
		}
		if len(list) != s.Of {
			return false
		}
		var choices [][]*bank.Question
		for mask := range 1 << len(list) {
			var choice []*bank.Question
			sum := 0
			for j, q := range list {
				if mask&(1<<j) != 0 {
					choice = append(choice, q)
					sum += int(q.Marks)
				}
			}
			if len(choice) == s.Any {
				if sum != int(s.Marks) {
					return false
				}
				choices = append(choices, choice)
			}
		}
		options = append(options, choices)
	}
	answered := [][]*bank.Question{nil}
	for _, choices := range options {
		var longer [][]*bank.Question
		for _, a := range answered {
			for _, c := range choices {
				longer = append(longer, append(slices.Clone(a), c...))
			}
		}
		answered = longer
	}
	for _, list := range answered {
		for i := range bp.Rules {
			r := &bp.Rules[i]
			lectures := []int{0}
			if r.Each == bank.ByLecture {
				lectures = []int{1, 2, 3}
			}
			for _, lecture := range lectures {
				count, marks, minutes := 0, 0, 0
				for _, q := range list {
					if r.Where.Match(q) && (lecture == 0 || q.Lecture == lecture) {
						count, marks, minutes = count+1, marks+int(q.Marks), minutes+int(q.Minutes)
					}
				}
				if !inBound(r.Count, count) || !inBound(r.Marks, marks) || !inBound(r.Minutes, minutes) {
					return false
				}
			}
		}
	}
	return true
}

func inBound(b bank.Bound, v int) bool {
	return (!b.Min.Set || v >= b.Min.Value) && (!b.Max.Set || v <= b.Max.Value)
}

func TestSets(t *testing.T) {
	b, bp := testBank(t, `blueprint: {title: T, marks: 6, sets: 6, sections: [{title: A, marks: 6}]}`,
		"name: fixed, type: single-choice, options: [{text: a, key: true}, {text: b}, {text: c}, {text: none, fixed: true}]",
		"name: order, type: ordering, items: [a, b, c]", "name: match, type: matching, pairs: [{left: a, right: x}, {left: b, right: y}, {left: c, right: z}]",
		"name: p", "name: q", "name: r")
	forms, err := Forms(b, bp, 3, Options{})
	if err != nil {
		t.Fatal(err)
	}
	sets := Sets(bp, &forms[0], 3)
	if len(sets) != 6 || sets[5].Letter != "F" {
		t.Fatalf("%d sets", len(sets))
	}
	orders, first := map[string]bool{}, map[int]bool{}
	for _, set := range sets {
		var order []string
		for i, p := range set.Sections[0].Questions {
			if p.Number != i+1 {
				t.Errorf("set %s: question %d has the number %d", set.Letter, i+1, p.Number)
			}
			order = append(order, p.Question.Name)
			switch o := p.Orders[0]; p.Question.Name {
			case "fixed":
				if len(o) != 4 || o[3] != 3 {
					t.Errorf("set %s: the fixed option moved: %v", set.Letter, o)
				}
				first[slices.Index(o, 0)] = true
			case "order", "match":
				if len(o) != 3 || slices.IsSorted(o) {
					t.Errorf("set %s: %s gives its answer away: %v", set.Letter, p.Question.Name, o)
				}
			}
		}
		orders[strings.Join(order, " ")] = true
		slices.Sort(order)
		if got := strings.Join(order, " "); got != "fixed match order p q r" {
			t.Errorf("set %s has %s", set.Letter, got)
		}
	}
	if len(orders) < 5 || len(first) < 2 {
		t.Errorf("the sets are hardly shuffled: %d orders, keys in %d places", len(orders), len(first))
	}
}

// TestExposure makes sure that over many seeds questions that are
// interchangeable are used about equally often: none more than twice as often
// as its share. The share of one of a kind is what the kind was used, divided
// by its size.
func TestExposure(t *testing.T) {
	seeds := roundsOf(300, 1000)
	for _, blueprint := range []string{looseBlueprint, strings.Replace(looseBlueprint, "    - {each: lecture, marks: {max: 4}}\n", "", 1)} {
		b, bp := largeBank(t, 400, fmt.Sprintf(blueprint, 1))
		p := newModel(b, bp, Options{}).problem(nil, false)
		used := map[*bank.Question]int{}
		for seed := range uint64(seeds) {
			forms, err := Forms(b, bp, seed, Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range forms[0].Sections {
				for _, q := range s.Questions {
					used[q]++
				}
			}
		}
		judged := 0
		for _, members := range p.members {
			total := 0
			for _, u := range members {
				total += used[b.Questions[u]]
			}
			if share := float64(total) / float64(len(members)); share >= 15 && len(members) > 1 {
				for _, u := range members {
					judged++
					if n := used[b.Questions[u]]; float64(n) > 2*share {
						t.Errorf("%s was used %d times, its share is %.1f", b.Questions[u], n, share)
					}
				}
			}
		}
		if judged == 0 && !testing.Short() {
			t.Errorf("%s: no kind was used often enough to judge", bp.Title)
		}
		t.Logf("%s: %d questions judged, %d of 400 used at all", bp.Title, judged, len(used))
	}
}

// TestOverlap makes sure that forms share no more than the blueprint allows, and
// that they may share so much where the bank has too few questions.
func TestOverlap(t *testing.T) {
	var questions []string
	for i := range 8 {
		questions = append(questions, fmt.Sprintf("name: q%d, lecture: %d", i, 1+i%3))
	}
	b, bp := testBank(t, `blueprint: {title: T, marks: 4, forms: 3, overlap: 2, must: [q0], rules: [{each: lecture, marks: {min: 1}}], sections: [{title: A, marks: 4}]}`, questions...)
	forms, err := Forms(b, bp, 5, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range forms {
		for j := range i {
			shared := 0
			for _, q := range forms[i].Sections[0].Questions {
				if q.Name != "q0" && slices.Contains(forms[j].Sections[0].Questions, q) {
					shared++
				}
			}
			if shared > 2 {
				t.Errorf("forms %d and %d share %d questions", i+1, j+1, shared)
			}
		}
	}
}

// TestTightForms makes sure that series of forms are found where few papers meet
// the blueprint, with every seed, and that they are equally hard.
func TestTightForms(t *testing.T) {
	b, bp := largeBank(t, 2000, fmt.Sprintf(tightBlueprint, 4))
	for seed := range uint64(6) {
		forms, err := Forms(b, bp, seed, Options{})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if d, _ := Difference(forms); d > 500 {
			t.Errorf("seed %d: the forms differ by %d millionths", seed, d)
		}
	}
}

// TestSameAnywhere makes sure that a blueprint gives the same forms on one
// processor and on several.
func TestSameAnywhere(t *testing.T) {
	b, bp := largeBank(t, 3000, fmt.Sprintf(tightBlueprint, 3))
	all := func() string {
		forms, err := Forms(b, bp, 9, Options{})
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for i := range forms {
			list = append(list, names(&forms[i]))
		}
		return strings.Join(list, "\n")
	}
	want := all()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if got := all(); got != want {
		t.Errorf("on one processor\n%s\nelse\n%s", got, want)
	}
}
