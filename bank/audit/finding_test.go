package audit_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/audit"
)

// A question of the small banks below.
type q struct {
	name, stem, tags string // tags beside type, marks and difficulty where these are not given
	marks            string
	level            string
}

// small is a bank of three lectures of one hour, with twelve slides each.
func small(t testing.TB, course string, questions ...q) *bank.Bank {
	t.Helper()
	var doc strings.Builder
	doc.WriteString("questions:\n")
	for i, x := range questions {
		if x.marks == "" {
			x.marks = "1"
		}
		if x.level == "" {
			x.level = "basic"
		}
		if !strings.Contains(x.tags, "type:") {
			x.tags = "type: short-answer, solution: as taught, " + x.tags
		}
		fmt.Fprintf(&doc, "  - {id: %08x-0000-4000-8000-000000000000, name: %s, stem: %q, marks: %s, difficulty: %s, %s}\n", i, x.name, x.stem, x.marks, x.level, x.tags)
	}
	if course == "" {
		course = threeLectures
	}
	return load(t, fstest.MapFS{"course.yaml": {Data: []byte(course)}, "q.yaml": {Data: []byte(doc.String())}})
}

const threeLectures = `course:
  title: Small
  outcomes: [{id: CO1, text: one}, {id: CO2, text: two}]
  lectures:
    - {number: 1, title: First, hours: 1, date: 2026-01-05, topics: [first]}
    - {number: 2, title: Second, hours: 1, date: 2026-01-12, topics: [second]}
    - {number: 3, title: Third, hours: 2, date: 2026-03-02, topics: [third]}
  topics: [{id: first, title: First}, {id: second, title: Second}, {id: third, title: Third}, {id: other, title: Other}]
`

// even has two questions on each lecture, four on the third.
func even() []q {
	stems := []string{
		"Which bird lays its eggs in nests of others?", "Name the largest planet.", "Where does the Danube end?", "Who wrote the Iliad?",
		"Which metal is liquid in a warm room?", "How old is the universe?", "Which sea has no coast?", "What do bees dance for?",
	}
	lecture := []int{1, 1, 2, 2, 3, 3, 3, 3}
	topic := []string{"first", "second", "third"}
	var list []q
	for i, stem := range stems {
		list = append(list, q{
			name: fmt.Sprintf("q%d", i+1), stem: stem,
			tags: fmt.Sprintf("outcomes: [CO%d], lecture: %d, topics: [%s], minutes: 5, status: approved", i%2+1, lecture[i], topic[lecture[i]-1]),
		})
	}
	return list
}

// sections make a printed paper of names; "2:a,b,c" lets candidates choose any
// two of these.
func printedPaper(b *bank.Bank, date string, sections ...string) *bank.Printed {
	p := &bank.Printed{Title: "Paper", Date: date, Term: "", Minutes: 60 * bank.Minute, Worth: map[string]bank.Marks{}}
	f := bank.PrintedForm{Number: 1}
	for i, text := range sections {
		s := bank.PrintedSection{Title: fmt.Sprint(i + 1)}
		if any, names, ok := strings.Cut(text, ":"); ok {
			fmt.Sscan(any, &s.Any)
			text = names
			s.Of, s.Groups = len(strings.Split(names, ",")), 1
		}
		for _, name := range strings.Split(text, ",") {
			question := b.Find(name)
			s.IDs, p.IDs = append(s.IDs, question.ID), append(p.IDs, question.ID)
			p.Worth[question.ID] = question.Marks
			p.Marks += question.Marks
		}
		f.Sections = append(f.Sections, s)
	}
	p.Forms = []bank.PrintedForm{f}
	return p
}

// said are the findings as lines "kind severity what -> do".
func said(r *audit.Report) string {
	var b strings.Builder
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "%s %s %s -> %s\n", f.Kind, f.Severity, f.What, f.Do)
	}
	return b.String()
}

func expect(t *testing.T, r *audit.Report, wants ...string) {
	t.Helper()
	got := said(r)
	lines := strings.Count(got, "\n")
	for _, want := range wants {
		if !strings.Contains(got, want) {
			t.Errorf("not said: %s\nsaid:\n%s", want, got)
		}
	}
	if lines != len(wants) {
		t.Errorf("%d findings, want %d:\n%s", lines, len(wants), got)
	}
}

func TestSound(t *testing.T) {
	expect(t, audit.Audit(small(t, "", even()...), audit.Subject{}))
}

func TestBankFindings(t *testing.T) {
	change := func(edit func(list []q) []q) *audit.Report {
		return audit.Audit(small(t, "", edit(even())...), audit.Subject{})
	}
	t.Run("drafts only", func(t *testing.T) {
		r := change(func(list []q) []q {
			list[2].tags = strings.Replace(list[2].tags, "approved", "draft", 1)
			list[3].tags = strings.Replace(list[3].tags, "approved", "retired", 1)
			return list
		})
		expect(t, r, "no-question gap lecture 2 (Second) has no usable question: 2 questions are drafts or retired -> write about 1.5 marks on lecture 2, first a basic question of 1 mark")
	})
	t.Run("few", func(t *testing.T) {
		r := change(func(list []q) []q {
			for i := range list[:4] {
				list[i].marks = "4"
			}
			return append(list[:5], list[6])
		})
		expect(t, r, "few-questions gap lecture 3 (Third) has 11.11 % of the marks and 50 % of the hours -> write about 7 marks on lecture 3, first a basic question of 4 marks")
	})
	t.Run("level", func(t *testing.T) {
		r := change(func(list []q) []q {
			list[0].level, list[2].level = "advanced", "advanced"
			return list
		})
		expect(t, r, "no-level note lecture 3 (Third) has no advanced question; 2 of 3 lectures have -> write an advanced question of 1 mark on lecture 3")
	})
	t.Run("outcome", func(t *testing.T) {
		r := change(func(list []q) []q {
			for i := range list {
				list[i].tags = strings.Replace(list[i].tags, "CO2", "CO1", 1)
			}
			return list
		})
		expect(t, r, "no-outcome gap no usable question serves CO2 (two)")
	})
	t.Run("tags", func(t *testing.T) {
		r := change(func(list []q) []q {
			list[0].tags = strings.Replace(list[0].tags, "lecture: 1, ", "", 1)
			list[2].tags = strings.Replace(list[2].tags, "[second]", "[third]", 1)
			list[4].tags = strings.Replace(list[4].tags, "[third]", "[other]", 1)
			return list
		})
		expect(t, r,
			"untaught gap 1 question is on the topic other (Other), which no lecture taught: q5",
			"untied note 1 question names no lecture: q1",
			"misplaced note 1 question of lecture 2 is on topics that another lecture taught: q3 (third: lecture 3)")
	})
	t.Run("topic", func(t *testing.T) {
		course := strings.Replace(threeLectures, "topics: [second]", "topics: [second, other]", 1)
		expect(t, audit.Audit(small(t, course, even()...), audit.Subject{}),
			"no-topic gap no usable question is on the topic other (Other), which lecture 2 taught -> write a basic question of 1 mark on it, or tag one that is on it")
	})
	t.Run("slides", func(t *testing.T) {
		course := strings.ReplaceAll(threeLectures, "date: 2026-01-05", "date: 2026-01-05, slides: 30")
		list := even()
		list[0].tags += ", slides: [1, 2]"
		expect(t, audit.Audit(small(t, course, list...), audit.Subject{}), "slides gap lecture 1 (First): no question touches slides 3–30 of 30 -> write a basic question of 1 mark on slides 3–30")
		list[1].tags += ", slides: [15]"
		expect(t, audit.Audit(small(t, course, list...), audit.Subject{}), "slides 16–30 of 30")
		course = strings.Replace(course, "  title: Small", "  title: Small\n  audit: {slides: 11}", 1)
		r := audit.Audit(small(t, course, list...), audit.Subject{})
		expect(t, r, "slides 16–30 of 30", "slides 3–14 of 30")
		if r.Failed() != 2 {
			t.Errorf("%d findings fail, want 2", r.Failed())
		}
		list[0].tags = strings.Replace(list[0].tags, ", slides: [1, 2]", "", 1)
		list[1].tags = strings.Replace(list[1].tags, ", slides: [15]", "", 1)
		expect(t, audit.Audit(small(t, course, list...), audit.Subject{}), "slides note most questions on lecture 1 name no slide")
	})
}

// TestNoHours compares lectures evenly where not all say how long they were.
func TestNoHours(t *testing.T) {
	course := strings.Replace(threeLectures, "hours: 1, date: 2026-01-05", "date: 2026-01-05", 1)
	b := small(t, course, even()...)
	expect(t, audit.Audit(b, audit.Subject{}), "hours note lecture 1 does not say how long it was; all lectures count as equally long -> add hours: to the lectures of the course")
	p := printedPaper(b, "2026-04-01", "q1,q2,q5,q6,q7")
	p.Minutes = 30 * bank.Minute
	expect(t, audit.Audit(b, audit.Subject{Paper: p}), "hours note lecture 1", "not-asked gap the paper asks nothing on lecture 2 (Second), which had an even part of 33.33 %",
		"share gap lecture 3 (Third) has 60 % of the marks of the paper and an even part of 33.33 %")
}

func TestHistoryFindings(t *testing.T) {
	b := small(t, "", even()...)
	b.Printed = []*bank.Printed{printedPaper(b, "2024-02-01", "q1,q3,q5"), printedPaper(b, "2024-09-01", "q2,q4"), printedPaper(b, "2025-02-01", "q1,q4")}
	r := audit.Audit(b, audit.Subject{})
	expect(t, r,
		"unexamined gap lecture 3 (Third) was in no paper of the last 2 terms (last in 2024, first half) -> ask about it in the next paper: add {where: {lecture: 3}, marks: {min: 1}}",
		"repeated note Paper 2025-02-01 repeats 1 question of papers of the last 2 terms: q4 (Paper 2024-09-01)")
	if n := len(r.Repeats); n != 2 {
		t.Errorf("%d repetitions, want q1 and q4", n)
	}
	b.Course.Audit = bank.Audit{Terms: 3, Repeat: 3}
	r = audit.Audit(b, audit.Subject{})
	expect(t, r, "repeated note Paper 2025-02-01 repeats 2 questions")
}

func TestPaperFindings(t *testing.T) {
	t.Run("sound", func(t *testing.T) {
		b := small(t, "", even()...)
		p := printedPaper(b, "2026-04-01", "q1,q2,q3,q4,q5,q6,q7,q8")
		expect(t, audit.Audit(b, audit.Subject{Paper: p}))
	})
	t.Run("untaught", func(t *testing.T) {
		b := small(t, "", even()...)
		p := printedPaper(b, "2026-02-01", "q1,q2,q3,q4,q5")
		r := audit.Audit(b, audit.Subject{Paper: p})
		expect(t, r, "untaught grave the paper asks what was not taught: q5 (lecture 3 was held on 2026-03-02)", "time note the paper takes 25 minutes at the most, and 60 are allowed")
		if r.Course.Hours != 2000 {
			t.Errorf("%v hours were taught by then, want 2", r.Course.Hours)
		}
	})
	t.Run("of another term", func(t *testing.T) {
		b := small(t, strings.Replace(threeLectures, "title: Small", "title: Small\n  term: Spring 2026", 1), even()...)
		p := printedPaper(b, "2026-02-01", "q1,q2,q3,q4,q5,q6,q7,q8")
		p.Term = "Autumn 2025" // a re-sit: the dates of the course are not those of its lectures
		p.Minutes = 40 * bank.Minute
		expect(t, audit.Audit(b, audit.Subject{Paper: p}))
		p.Term, p.Date = "", "2025-02-01"
		expect(t, audit.Audit(b, audit.Subject{Paper: p}))
	})
	t.Run("shares", func(t *testing.T) {
		b := small(t, "", even()...)
		p := printedPaper(b, "2026-04-01", "q1,q3,q5,q6,q7,q8")
		p.Worth[b.Find("q1").ID] = 8 * bank.Mark
		p.Minutes = 40 * bank.Minute
		expect(t, audit.Audit(b, audit.Subject{Paper: p}), // one question alone is not too much
			"share gap lecture 2 (Second) has 7.69 % of the marks of the paper and 25 % of the hours",
			"share gap lecture 3 (Third) has 30.77 % of the marks of the paper and 50 % of the hours")
		p = printedPaper(b, "2026-04-01", "q1,q2,q3,q5,q6,q7,q8")
		p.Worth[b.Find("q1").ID], p.Worth[b.Find("q2").ID] = 4*bank.Mark, 4*bank.Mark
		p.Minutes = 40 * bank.Minute
		expect(t, audit.Audit(b, audit.Subject{Paper: p}),
			"share gap lecture 1 (First) has 61.54 % of the marks of the paper and 25 % of the hours",
			"share gap lecture 2 (Second) has 7.69 % of the marks of the paper and 25 % of the hours",
			"share gap lecture 3 (Third) has 30.77 % of the marks of the paper and 50 % of the hours")
	})
	t.Run("not asked", func(t *testing.T) {
		b := small(t, "", even()...)
		p := printedPaper(b, "2026-04-01", "q1,q3,q2,q4")
		p.Minutes = 20 * bank.Minute
		expect(t, audit.Audit(b, audit.Subject{Paper: p}),
			"not-asked gap the paper asks nothing on lecture 3 (Third), which had 50 % of the hours -> add {where: {lecture: 3}, marks: {min: 1}}")
	})
	t.Run("time", func(t *testing.T) {
		b := small(t, "", even()...)
		p := printedPaper(b, "2026-04-01", "q1,q3,q2,q4,q5,q6,q7,q8")
		p.Minutes = 39 * bank.Minute
		expect(t, audit.Audit(b, audit.Subject{Paper: p}), "time grave the paper takes 40 minutes, whatever the candidate chooses at the most, and 39 are allowed")
	})
	t.Run("choice", func(t *testing.T) {
		b := small(t, "", even()...)
		p := printedPaper(b, "2026-04-01", "q1,q3,q5", "1:q7,q8")
		p.Minutes = 20 * bank.Minute
		expect(t, audit.Audit(b, audit.Subject{Paper: p}), "choice gap candidates can choose so that they answer nothing for CO2")
		p = printedPaper(b, "2026-04-01", "q1,q5,q6,q7", "1:q2,q4")
		p.Minutes = 30 * bank.Minute
		r := audit.Audit(b, audit.Subject{Paper: p})
		expect(t, r, "choice note candidates can choose so that they answer nothing on lecture 2")
		row := r.Group(bank.ByLecture).Row("1")
		if row.Paper.Printed.Marks != 2*bank.Mark || row.Paper.Least.Marks != bank.Mark || row.Paper.Most.Marks != 2*bank.Mark {
			t.Errorf("lecture 1: %+v", *row.Paper)
		}
	})
	t.Run("twice", func(t *testing.T) {
		list := even()
		list[1] = list[0]
		list[1].name, list[1].tags = "q2", strings.Replace(list[1].tags, "CO1", "CO2", 1)
		b := small(t, "", list...)
		p := printedPaper(b, "2026-04-01", "q1,q2,q3,q4,q5,q6,q7,q8")
		expect(t, audit.Audit(b, audit.Subject{Paper: p}), "duplicate grave the paper asks nearly the same twice: q1 and q2")
		b.Printed = []*bank.Printed{printedPaper(b, "2023-04-01", "q6"), printedPaper(b, "2025-04-01", "q8"), printedPaper(b, "2025-10-01", "q1,q5")}
		p = printedPaper(b, "2026-04-01", "q2,q3,q4,q5,q6,q7,q8")
		p.Minutes = 40 * bank.Minute
		r := audit.Audit(b, audit.Subject{Paper: p})
		expect(t, r, "repeated grave Paper 2026-04-01 repeats 2 questions of papers of the last 2 terms: q2 (nearly q1) (Paper 2025-10-01) and q5 (Paper 2025-10-01)",
			"share gap lecture 1 (First) has 14.29 %")
	})
}

// TestRules judges the rules of a course by the usable questions.
func TestRules(t *testing.T) {
	course := strings.Replace(threeLectures, "  title: Small", `  title: Small
  audit:
    rules:
      - {each: lecture, count: {min: 3}}
      - {each: outcomes, marks: {min: "60%"}}
      - {each: lecture, marks: {proportional: hours, within: 0}}
      - {where: {type: short-answer}, minutes: {max: 39.5}}
    fail: [duplicate]`, 1)
	list := even()
	list[1] = list[0]
	list[1].name, list[1].tags = "q2", strings.Replace(list[1].tags, "CO1", "CO2", 1)
	b := small(t, course, list...)
	r := audit.Audit(b, audit.Subject{})
	expect(t, r,
		"rule gap lecture 1: 2 questions, but the course asks for at least 3 questions",
		"rule gap lecture 2: 2 questions, but the course asks for at least 3 questions",
		"rule gap outcome CO1: 4 marks, but the course asks for at least 60% of the marks",
		"rule gap outcome CO2: 4 marks, but the course asks for at least 60% of the marks",
		"rule gap type short-answer: 40 minutes, but the course asks for at most 39.5 minutes",
		"duplicate gap q1 and q2 are nearly the same: 100 % of their words")
	if r.Failed() != 6 {
		t.Errorf("%d findings fail, want 6", r.Failed())
	}
	b.Course.Audit.Fail = nil
	if r := audit.Audit(b, audit.Subject{}); r.Failed() != 5 {
		t.Errorf("%d findings fail without fail:, want 5", r.Failed())
	}
}

// TestBlueprintScope counts what a blueprint may choose, and the lectures that it
// may ask about.
func TestBlueprintScope(t *testing.T) {
	list := even()
	b := small(t, "", list...)
	bp := &bank.Blueprint{Title: "Half", Date: "2026-04-01", Sections: []bank.Section{{Where: bank.Only(bank.ByLecture, "1")}, {Where: bank.Only(bank.ByLecture, "3")}}, Never: []*bank.Question{b.Find("q1")}}
	r := audit.Audit(b, audit.Subject{Blueprint: bp})
	if r.Usable.Questions != 5 || r.Course.Hours != 3000 {
		t.Errorf("%d questions in %v hours, want 5 in 3", r.Usable.Questions, r.Course.Hours)
	}
	bp.Date = "2026-02-01"
	if r := audit.Audit(b, audit.Subject{Blueprint: bp}); r.Course.Hours != 1000 {
		t.Errorf("%v hours by February, want 1", r.Course.Hours)
	}
}

// TestKinds holds the kinds of findings against those that the schema of the
// course knows.
func TestKinds(t *testing.T) {
	data, err := os.ReadFile("../../schema/course.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Properties struct {
			Course struct {
				Properties struct {
					Audit struct {
						Properties struct {
							Fail struct{ Items struct{ Enum []audit.Kind } }
						}
					}
				}
			}
		}
	}
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	if got := schema.Properties.Course.Properties.Audit.Properties.Fail.Items.Enum; fmt.Sprint(got) != fmt.Sprint(audit.Kinds) {
		t.Errorf("the schema knows %v, the audit %v", got, audit.Kinds)
	}
}
