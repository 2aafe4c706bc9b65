package scrutiny_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/assemble/scrutiny"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/audit"
)

const course = `course:
  title: Test
  term: Winter 2026
  outcomes: [{id: CO1, text: one}, {id: CO2, text: two}]
  lectures:
    - {number: 1, title: First, hours: 1, date: 2026-01-05, topics: [first]}
    - {number: 2, title: Second, hours: 1, date: 2026-01-12, topics: [second]}
  topics: [{id: first, title: First}, {id: second, title: Second}]
`

const blueprint = `blueprint:
  title: Quiz
  date: 2026-03-01
  marks: 8
  minutes: 20
  instructions: |
    1. Answer all questions of section A and any one of section B.
    2. The paper has 2 sections. Maximum marks: 8. Time: 20 minutes.
    3. Each question of section A carries 1 mark. There is no negative marking.
    4. Write only on one side of the paper. Nobody may leave in the first 10 minutes.
  sections:
    - {title: Section A, marks: 4, where: {marks: 1}}
    - {title: Section B, marks: 4, where: {marks: 4}, answer: {any: 1, of: 2, alike: [outcomes]}}
  sets: 3
  seed: 5
`

var bloomOf = []string{"remember", "understand", "apply", "analyse", "apply", "apply"}

// entries are four questions of one mark and two of four.
func entries() []string {
	var list []string
	stems := []string{
		"Which bird lays its eggs in nests of others?", "Which planet is largest?", "Where does the Danube end?", "Who wrote the Iliad?",
		"Derive the period of a pendulum.", "Show that light bends near the sun.",
	}
	for i, stem := range stems {
		text := fmt.Sprintf("id: %08x-0000-4000-8000-000000000000, name: q%d, stem: %q, lecture: %d, bloom: %s, difficulty: %s, status: approved", i, i+1, stem, i%2+1, bloomOf[i], bank.Difficulties[i%3])
		if i < 4 {
			text += fmt.Sprintf(", topics: [%s], marks: 1, minutes: 2.5, outcomes: [CO%d], type: single-choice, solution: so it is, options: [{text: w%d, key: true}, {text: x%d}, {text: y%d}]", []string{"first", "second"}[i%2], i%2+1, i, i, i)
		} else {
			text += fmt.Sprintf(", topics: [%s], marks: 4, minutes: 8, outcomes: [CO2], type: long-answer, solution: so it is, rubric: [{marks: 3, for: the way}, {marks: 1, for: the end}]", []string{"first", "second"}[i%2])
		}
		list = append(list, text)
	}
	return list
}

type files struct {
	entries   []string
	blueprint string
	course    string
	extra     map[string]string
}

// edit replaces text in an entry or in the blueprint.
func (f *files) edit(t *testing.T, i int, old, now string) {
	t.Helper()
	text := &f.blueprint
	if i >= 0 {
		text = &f.entries[i]
	}
	if !strings.Contains(*text, old) {
		t.Fatalf("%q is not in %q", old, *text)
	}
	*text = strings.Replace(*text, old, now, 1)
}

func (f *files) bank(t *testing.T) *bank.Bank {
	t.Helper()
	doc := "questions:\n"
	for _, e := range f.entries {
		doc += "  - {" + e + "}\n"
	}
	fsys := fstest.MapFS{"course.yaml": {Data: []byte(f.course)}, "q.yaml": {Data: []byte(doc)}, "b.yaml": {Data: []byte(f.blueprint)}}
	for name, text := range f.extra {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	b, problems, err := bank.Load(fsys)
	if err != nil || problems.Errors() > 0 {
		t.Fatal(err, problems)
	}
	return b
}

// examine makes the paper and goes through its checklist; change is done to the
// record, or to the bank after the paper has been made.
func (f *files) examine(t *testing.T, change func(*assemble.Record), later func(*files)) []scrutiny.Line {
	t.Helper()
	b := f.bank(t)
	bp := b.Blueprints[0]
	forms, err := assemble.Forms(b, bp, bp.Seed, assemble.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var sets [][]assemble.Set
	for i := range forms {
		sets = append(sets, assemble.Sets(bp, &forms[i], bp.Seed))
	}
	record, err := assemble.NewRecord(b, bp, bp.Seed, forms, sets, "test", "")
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(record)
	}
	if later != nil {
		later(f)
		b = f.bank(t)
		bp = b.Blueprints[0]
	}
	rebuilt, err := record.Rebuild(b, bp)
	if err != nil {
		t.Fatal(err)
	}
	r := audit.Audit(b, audit.Subject{Paper: record.Printed()})
	return scrutiny.Examine(&scrutiny.Paper{Bank: b, Record: record, Rebuilt: rebuilt, Audit: r})
}

func TestSound(t *testing.T) {
	f := &files{entries: entries(), blueprint: blueprint, course: course}
	lines := f.examine(t, nil, nil)
	if len(lines) != 15 {
		t.Errorf("the checklist has %d lines", len(lines))
	}
	for _, l := range lines {
		if l.Verdict != scrutiny.Fine || l.Concerns != 0 {
			t.Errorf("%s: %s: %q", l.Subject, l.Verdict, l.Evidence)
		}
		if len(l.Evidence) == 0 {
			t.Errorf("%s: no evidence", l.Subject)
		}
	}
	f.edit(t, -1, "Answer all questions of section A and any one of section B.", "Answer all questions, except where there is a choice.")
	f.edit(t, 0, "Which bird", "Which organism, optimistic bird of colour and characteristic program")
	f.edit(t, 1, "Which planet", "Normalize the masses, fulfilled and grey. Which planet")
	for _, l := range f.examine(t, nil, nil) {
		if l.Verdict != scrutiny.Fine {
			t.Errorf("%s: %s: %q", l.Subject, l.Verdict, l.Evidence)
		}
	}
	for subject, evidence := range map[string]string{
		"Marks":        "Section A 4 + Section B 4: 8 marks in all",
		"The time":     "the questions take 18 of 20 minutes",
		"Instructions": "7 statements of the instructions set against sections",
		"Sets":         "3 sets with the same questions and marks",
		"The scheme":   "6 questions and parts: 6 with a model answer, 2 with steps of marks",
		"No rep":       "compared with 0 earlier papers",
	} {
		found := false
		for _, l := range lines {
			found = found || strings.HasPrefix(l.Subject, subject) && strings.Contains(strings.Join(l.Evidence, "\n"), evidence)
		}
		if !found {
			t.Errorf("%s: not said: %s", subject, evidence)
		}
	}
}

// TestFaults plants one fault after another and looks for it on its line; other
// lines may notice it too.
func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name, subject string
		verdict       scrutiny.Verdict
		says          string
		plant         func(*testing.T, *files)
		record        func(*assemble.Record)
		later         func(*files)
	}{
		{"all but one", "Instructions", scrutiny.Wrong, "“Answer all questions”, but in section Section B candidates answer any 1 of 2", func(t *testing.T, f *files) {
			f.edit(t, -1, "Answer all questions of section A and any one of section B.", "Answer all questions.")
		}, nil, nil},
		{"compulsory", "Instructions", scrutiny.Wrong, "but in section Section B", func(t *testing.T, f *files) {
			f.edit(t, -1, "Answer all questions of section A and any one of section B.", "All questions are compulsory.")
		}, nil, nil},
		{"any two", "Instructions", scrutiny.Wrong, "no section lets candidates choose so", func(t *testing.T, f *files) { f.edit(t, -1, "any one of section B", "any two of section B") }, nil, nil},
		{"unknown section", "Instructions", scrutiny.Wrong, "speaks of section C", func(t *testing.T, f *files) { f.edit(t, -1, "any one of section B", "any one of section C") }, nil, nil},
		{"other marks", "Instructions", scrutiny.Wrong, "but the paper is for 8 marks", func(t *testing.T, f *files) { f.edit(t, -1, "Maximum marks: 8", "Maximum marks: 10") }, nil, nil},
		{"other time", "Instructions", scrutiny.Wrong, "but 20 minutes are allowed", func(t *testing.T, f *files) { f.edit(t, -1, "Time: 20 minutes", "Time: 1 hour and 30 minutes") }, nil, nil},
		{"each", "Instructions", scrutiny.Wrong, "of section Section A carries 1 mark", func(t *testing.T, f *files) {
			f.edit(t, -1, "Each question of section A carries 1 mark", "Each question of section A carries 2 marks")
		}, nil, nil},
		{"number of sections", "Instructions", scrutiny.Wrong, "it has 2 sections", func(t *testing.T, f *files) { f.edit(t, -1, "has 2 sections", "has three sections") }, nil, nil},
		{"number of questions", "Instructions", scrutiny.Wrong, "it has 6 questions", func(t *testing.T, f *files) { f.edit(t, -1, "has 2 sections", "contains 5 questions") }, nil, nil},
		{"negative marking", "Instructions", scrutiny.Wrong, "but a wrong answer costs 0.25 marks", func(t *testing.T, f *files) {
			f.edit(t, -1, "  sets: 3", "  marking: {wrong: -0.25}\n  sets: 3")
		}, nil, nil},
		{"negative marking promised", "Instructions", scrutiny.Wrong, "takes nothing off", func(t *testing.T, f *files) {
			f.edit(t, -1, "There is no negative marking.", "Mind the negative marking.")
		}, nil, nil},
		{"too long", "The time", scrutiny.Wrong, "takes 18 minutes", func(t *testing.T, f *files) { f.edit(t, -1, "minutes: 20\n", "minutes: 15\n") }, nil, nil},
		{"no time", "The time", scrutiny.Look, "allows no time", func(t *testing.T, f *files) { f.edit(t, -1, "  minutes: 20\n", "") }, nil, nil},
		{"untaught", "The syllabus", scrutiny.Wrong, "lecture 2 was held on 2026-03-12", func(_ *testing.T, f *files) { f.course = strings.Replace(course, "2026-01-12", "2026-03-12", 1) }, nil, nil},
		{"no lecture", "The syllabus", scrutiny.Look, "of no lecture: q1", func(t *testing.T, f *files) { f.edit(t, 0, "lecture: 1, ", "") }, nil, nil},
		{"only low levels", "Spread of Bloom", scrutiny.Look, "are for remembering and understanding", func(t *testing.T, f *files) {
			for i := range f.entries {
				f.edit(t, i, "bloom: "+bloomOf[i], "bloom: remember")
			}
		}, nil, nil},
		{"no outcome", "Spread of course outcomes", scrutiny.Look, "nothing is asked for CO1", func(t *testing.T, f *files) {
			f.edit(t, 0, "[CO1]", "[CO2]")
			f.edit(t, 2, "[CO1]", "[CO2]")
			f.entries = append(f.entries, strings.NewReplacer("00000000-", "00000009-", "q1", "q9", "marks: 1", "marks: 2", "[CO2]", "[CO1]", "bird", "fish").Replace(f.entries[0]))
		}, nil, nil},
		{"repeated", "No repetition", scrutiny.Wrong, "q1", func(_ *testing.T, f *files) {
			f.extra = map[string]string{"papers/old.json": `{"paper": {"version": 1, "tool": "x", "title": "Old", "date": "2026-02-01", "course": {"title": "Test", "term": "Winter 2026"}, "marks": 1, "seed": 1,
				"blueprint": {"file": "old.yaml", "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
				"questions": [{"id": "00000000-0000-4000-8000-000000000000", "file": "q.yaml", "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "marks": 1}],
				"forms": [{"number": 1, "rules": [], "facility": 0.5, "takes": 2, "sets": [], "sections": [{"title": "A", "marks": 1, "questions": ["00000000-0000-4000-8000-000000000000"]}]}]}}`}
		}, nil, nil},
		{"cue", "No question answers", scrutiny.Wrong, "q5 gives away the answer of q1", func(t *testing.T, f *files) {
			f.edit(t, 0, "text: w0", "text: the cuckoo")
			f.edit(t, 4, "Derive the period of a pendulum.", "The cuckoo is the bird that lays its eggs in nests of others. Model their numbers.")
		}, nil, nil},
		{"no figure", "Figures", scrutiny.Look, "q2 speaks of “The figure” and has no figure", func(t *testing.T, f *files) { f.edit(t, 1, "Which planet", "The figure shows planets. Which") }, nil, nil},
		{"no table", "Figures", scrutiny.Look, "has no table", func(t *testing.T, f *files) { f.edit(t, 1, "Which planet", "By the table, which planet") }, nil, nil},
		{"empty figure", "Figures", scrutiny.Wrong, "the figure planets.svg is empty", func(t *testing.T, f *files) {
			f.edit(t, 1, "Which planet is largest?", `Which planet is largest?\n\n![planets](planets.svg)`)
			f.extra = map[string]string{"planets.svg": ""}
		}, nil, nil},
		{"no model answer", "The scheme", scrutiny.Look, "no model answer: q1", func(t *testing.T, f *files) { f.edit(t, 0, "solution: so it is, ", "") }, nil, nil},
		{"no steps", "The scheme", scrutiny.Look, "no steps of marks, at 2 marks or more: q5", func(t *testing.T, f *files) {
			f.edit(t, 4, ", rubric: [{marks: 3, for: the way}, {marks: 1, for: the end}]", "")
		}, nil, nil},
		{"nothing to value by", "The scheme", scrutiny.Wrong, "q5 has neither a model answer nor steps", func(t *testing.T, f *files) {
			f.edit(t, 4, ", solution: so it is, rubric: [{marks: 3, for: the way}, {marks: 1, for: the end}]", "")
		}, nil, nil},
		{"key changed", "Sets", scrutiny.Wrong, "the key was", nil, nil, func(f *files) {
			f.entries[0] = strings.Replace(f.entries[0], "{text: w0, key: true}, {text: x0}", "{text: w0}, {text: x0, key: true}", 1)
		}},
		{"key changed, edited", "Questions are approved", scrutiny.Wrong, "q1 was edited since the paper was made: key", nil, nil, func(f *files) {
			f.entries[0] = strings.Replace(f.entries[0], "{text: w0, key: true}, {text: x0}", "{text: w0}, {text: x0, key: true}", 1)
		}},
		{"marks changed", "Marks", scrutiny.Wrong, "the questions of section Section A add up to 5 marks, and it is for 4 marks", nil, nil, func(f *files) {
			f.entries[0] = strings.Replace(f.entries[0], "marks: 1", "marks: 2", 1)
		}},
		{"marks of a choice changed", "Marks", scrutiny.Wrong, "though candidates choose between them", nil, nil, func(f *files) {
			f.entries[4] = strings.Replace(strings.Replace(f.entries[4], "marks: 4", "marks: 5", 1), "marks: 3, for", "marks: 4, for", 1)
		}},
		{"number missing", "Numbering", scrutiny.Wrong, "has the number 9 where 2 is due", nil, func(r *assemble.Record) { r.Forms[0].Sets[2].Sections[0].Questions[1].Number = 9 }, nil},
		{"not approved", "Questions are approved", scrutiny.Look, "not approved: q3", func(t *testing.T, f *files) { f.edit(t, 2, "status: approved", "status: reviewed") }, nil, nil},
		{"two spellings", "Language", scrutiny.Look, "spelling of two kinds: normalised (q1), but Normalize (q2)", func(t *testing.T, f *files) {
			f.edit(t, 0, "Which bird", "Which normalised bird")
			f.edit(t, 1, "Which planet", "Normalize the masses. Which planet")
		}, nil, nil},
		{"a language missing", "Language", scrutiny.Wrong, "q1 is not given in the language en", func(t *testing.T, f *files) {
			f.edit(t, 0, `stem: "Which bird lays its eggs in nests of others?"`, `stem: {hi: "कौन?", ta: "யார்?"}`)
		}, nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := &files{entries: entries(), blueprint: blueprint, course: course}
			if c.plant != nil {
				c.plant(t, f)
			}
			for _, l := range f.examine(t, c.record, c.later) {
				if !strings.HasPrefix(l.Subject, c.subject) {
					continue
				}
				if l.Verdict != c.verdict || !strings.Contains(strings.Join(l.Evidence[:l.Concerns], "\n"), c.says) {
					t.Errorf("%s: %s: %q, want %s: %s", l.Subject, l.Verdict, l.Evidence, c.verdict, c.says)
				}
				return
			}
			t.Errorf("no line %q", c.subject)
		})
	}
}
