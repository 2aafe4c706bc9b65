package diff

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/schema"
)

// entry is a question as written.
type entry map[string]any

// A draft is a bank to be written: questions by file.
type draft map[string][]entry

func (d draft) clone() draft {
	c := draft{}
	for name, entries := range d {
		list := make([]entry, len(entries))
		for i, e := range entries {
			text, _ := json.Marshal(e)
			_ = json.Unmarshal(text, &list[i])
		}
		c[name] = list
	}
	return c
}

const course = `{"course": {"title": "T", "topics": [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}],
 "outcomes": [{"id": "CO1", "text": "Know"}, {"id": "CO2", "text": "Do"}],
 "lectures": [{"number": 1, "title": "L"}, {"number": 2, "title": "M"}]}}`

func (d draft) load(t *testing.T) *bank.Bank {
	t.Helper()
	files := fstest.MapFS{"course.json": {Data: []byte(course)}}
	for name, entries := range d {
		if len(entries) == 0 {
			continue
		}
		text, err := json.MarshalIndent(map[string]any{"questions": entries}, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: text}
	}
	return load(t, files)
}

func load(t *testing.T, files fstest.MapFS) *bank.Bank {
	t.Helper()
	b, problems, err := bank.Load(files)
	if err != nil || problems.Errors() > 0 {
		t.Fatalf("%v %v", err, problems)
	}
	return b
}

func compare(t *testing.T, older, newer *bank.Bank, records ...*bank.Printed) *Report {
	t.Helper()
	r, err := Banks(older, newer, records)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func id(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }

var draftFiles = []string{"a.json", "b.json", "deep/c.json"}

// randomEntry is question n, unlike all others.
func randomEntry(r *rand.Rand, n int) entry {
	e := entry{
		"id": id(n), "name": fmt.Sprintf("q%d", n), "stem": fmt.Sprintf("Question %d: which of these is so?", n),
		"marks": 1, "difficulty": "basic", "lecture": 1, "topics": []any{"a"}, "outcomes": []any{"CO1"},
		"bloom": "apply", "minutes": 2, "status": "approved",
	}
	switch r.IntN(5) {
	case 0:
		e["type"], e["options"] = "single-choice", []any{
			map[string]any{"text": "one", "key": true}, map[string]any{"text": "two"}, map[string]any{"text": "three"}}
	case 1:
		e["type"], e["key"] = "true-false", true
	case 2:
		e["type"], e["answer"] = "numeric", map[string]any{"value": n}
	case 3:
		e["type"], e["items"] = "ordering", []any{"first", "second", "third"}
	case 4:
		e["type"], e["pairs"] = "matching", []any{
			map[string]any{"left": "l1", "right": "r1"}, map[string]any{"left": "l2", "right": "r2"}}
	}
	return e
}

func randomDraft(r *rand.Rand) draft {
	d := draft{}
	for n := range 4 + r.IntN(12) {
		file := draftFiles[r.IntN(len(draftFiles))]
		d[file] = append(d[file], randomEntry(r, n+1))
	}
	return d
}

// at finds a random question.
func (d draft) at(r *rand.Rand) (file string, i int) {
	for {
		if file = draftFiles[r.IntN(len(draftFiles))]; len(d[file]) > 0 {
			return file, r.IntN(len(d[file]))
		}
	}
}

// changeKey makes another answer right.
func changeKey(e entry) {
	switch e["type"] {
	case "single-choice":
		options := e["options"].([]any)
		delete(options[0].(map[string]any), "key")
		options[1].(map[string]any)["key"] = true
	case "true-false":
		e["key"] = !e["key"].(bool)
	case "numeric":
		e["answer"] = map[string]any{"value": -1}
	case "ordering":
		items := e["items"].([]any)
		items[0], items[1] = items[1], items[0]
	case "matching":
		pairs := e["pairs"].([]any)
		a, b := pairs[0].(map[string]any), pairs[1].(map[string]any)
		a["right"], b["right"] = b["right"], a["right"]
	}
}

// edits are what a lecturer does to a question, each with the kinds of change
// that it is to be told as and the names of the values that it changes.
var edits = []struct {
	name   string
	edit   func(e entry)
	kinds  []Kind
	values []string
}{
	{"rename", func(e entry) { e["name"] = "another" }, []Kind{Renamed}, nil},
	{"retire", func(e entry) { e["status"] = "retired" }, []Kind{Retired}, []string{"status"}},
	{"draft", func(e entry) { e["status"] = "draft" }, []Kind{Tags}, []string{"status"}},
	{"new id", func(e entry) { e["id"] = id(999) }, []Kind{NewID}, nil},
	{"new id and name", func(e entry) { e["id"] = id(999); e["name"] = "another" }, []Kind{NewID, Renamed}, nil},
	{"new id and tags", func(e entry) { e["id"] = id(999); e["lecture"] = 2 }, []Kind{NewID, Tags}, []string{"lecture"}},
	{"marks", func(e entry) { e["marks"] = 2.5 }, []Kind{Marks}, []string{"marks"}},
	{"stem", func(e entry) { e["stem"] = e["stem"].(string) + " Choose." }, []Kind{Content}, nil},
	{"solution", func(e entry) { e["solution"] = "Because." }, []Kind{Content}, nil},
	{"difficulty", func(e entry) { e["difficulty"] = "advanced" }, []Kind{Tags}, []string{"difficulty"}},
	{"lecture", func(e entry) { e["lecture"] = 2 }, []Kind{Tags}, []string{"lecture"}},
	{"topics", func(e entry) { e["topics"] = []any{"a", "b"} }, []Kind{Tags}, []string{"topics"}},
	{"outcomes", func(e entry) { e["outcomes"] = []any{"CO2"} }, []Kind{Tags}, []string{"outcomes"}},
	{"Bloom", func(e entry) { e["bloom"] = "create" }, []Kind{Tags}, []string{"Bloom"}},
	{"minutes", func(e entry) { e["minutes"] = 3.5 }, []Kind{Tags}, []string{"minutes"}},
	{"author", func(e entry) { e["author"] = "A. Rao" }, []Kind{Tags}, []string{"author"}},
	{"statistics", func(e entry) { e["statistics"] = map[string]any{"facility": 0.5} }, []Kind{Tags}, []string{"statistics"}},
}

// TestSingleEdits applies one edit to a random bank and makes sure that it and
// nothing else is told, loudest where the question was printed.
func TestSingleEdits(t *testing.T) {
	for seed := range uint64(10) {
		r := rand.New(rand.NewPCG(seed, 1))
		d := randomDraft(r)
		older := d.load(t)
		for _, e := range edits {
			now := d.clone()
			file, i := now.at(r)
			was := now[file][i]["id"].(string)
			e.edit(now[file][i])
			paper := &bank.Printed{Title: "Mid-sem", Date: "2026-02-27", IDs: []string{was}}
			report := compare(t, older, now.load(t), paper)
			if len(report.Questions) != 1 || len(report.Course)+len(report.Blueprints)+len(report.Styles) > 0 {
				t.Fatalf("%s: %+v", e.name, report)
			}
			c := report.Questions[0]
			var values []string
			for _, v := range c.Values {
				values = append(values, v.Name)
			}
			if !slices.Equal(c.Kinds, e.kinds) || !slices.Equal(values, e.values) || c.ID != now[file][i]["id"] || c.File != file {
				t.Errorf("%s: %+v", e.name, c)
			}
			if len(c.Printed) != 1 || c.Grave() != slices.Contains(e.kinds, Marks) {
				t.Errorf("%s: printed in %v, grave %t", e.name, c.Printed, c.Grave())
			}
		}
	}
}

// TestStructuralEdits moves, adds and removes questions and changes keys of
// all types.
func TestStructuralEdits(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 2))
		d := randomDraft(r)
		older := d.load(t)
		for _, c := range []struct {
			kind Kind
			edit func(d draft, file string, i int) (id string)
		}{
			{Added, func(d draft, file string, i int) string {
				d[file] = slices.Insert(d[file], i, randomEntry(r, 500))
				return id(500)
			}},
			{Removed, func(d draft, file string, i int) string {
				was := d[file][i]["id"].(string)
				d[file] = slices.Delete(d[file], i, i+1)
				return was
			}},
			{Moved, func(d draft, file string, i int) string {
				e := d[file][i]
				d[file] = slices.Delete(d[file], i, i+1)
				d["e.json"] = append(d["e.json"], e)
				return e["id"].(string)
			}},
			{Key, func(d draft, file string, i int) string {
				changeKey(d[file][i])
				return d[file][i]["id"].(string)
			}},
		} {
			now := d.clone()
			file, i := now.at(r)
			want := c.edit(now, file, i)
			report := compare(t, older, now.load(t), &bank.Printed{Title: "P", IDs: []string{want}})
			if len(report.Questions) != 1 || report.Questions[0].ID != want || report.Questions[0].Kinds[0] != c.kind || report.Counts[c.kind] != 1 {
				t.Errorf("seed %d, %s of %s: %+v", seed, c.kind, want, report)
			} else if report.Questions[0].Grave() != (c.kind == Key) {
				t.Errorf("seed %d, %s of %s: grave %t", seed, c.kind, want, report.Questions[0].Grave())
			}
			if c.kind == Moved && report.Questions[0].WasFile != file {
				t.Errorf("moved from %s, want %s", report.Questions[0].WasFile, file)
			}
		}
	}
}

// TestMirror makes sure that the differences of two random states read
// backwards are those of the states the other way round, and that a state does
// not differ from itself.
func TestMirror(t *testing.T) {
	opposite := map[Kind]Kind{Added: Removed, Removed: Added, Retired: Restored, Restored: Retired}
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 3))
		d := randomDraft(r)
		now := d.clone()
		for range 1 + r.IntN(6) {
			file, i := now.at(r)
			switch k := r.IntN(len(edits) + 2); {
			case k < len(edits):
				// The same name or id twice would be a problem of the bank.
				if e := edits[k]; !slices.Contains(e.kinds, Renamed) && !slices.Contains(e.kinds, NewID) {
					e.edit(now[file][i])
				}
			case k == len(edits):
				changeKey(now[file][i])
			default:
				if len(now[file]) > 1 {
					now[file] = slices.Delete(now[file], i, i+1)
				}
			}
		}
		a, b := d.load(t), now.load(t)
		if report := compare(t, b, b); !report.Empty() {
			t.Fatalf("seed %d: a bank differs from itself: %+v", seed, report)
		}
		there, back := compare(t, a, b), compare(t, b, a)
		if len(there.Questions) != len(back.Questions) {
			t.Fatalf("seed %d: %d changes there, %d back", seed, len(there.Questions), len(back.Questions))
		}
		for _, c := range there.Questions {
			k := slices.IndexFunc(back.Questions, func(x Change) bool { return x.ID == c.ID })
			if k < 0 {
				t.Fatalf("seed %d: %s did not change backwards", seed, c.ID)
			}
			m := back.Questions[k]
			for i, kind := range m.Kinds {
				if o, ok := opposite[kind]; ok {
					m.Kinds[i] = o
				}
			}
			for i := range m.Values {
				v := &m.Values[i]
				v.Before, v.After = v.After, v.Before
			}
			for i := range m.Texts {
				w := &m.Texts[i]
				w.Before, w.After = w.After, w.Before
			}
			slices.Sort(m.Facets)
			slices.Sort(c.Facets)
			if !reflect.DeepEqual(c.Kinds, m.Kinds) || !reflect.DeepEqual(c.Values, m.Values) || !reflect.DeepEqual(c.Texts, m.Texts) || !slices.Equal(c.Facets, m.Facets) {
				t.Errorf("seed %d: there %+v, back %+v", seed, c, m)
			}
		}
	}
}

// TestQuestion compares two states of a question as written.
func TestQuestion(t *testing.T) {
	const choice = `type: single-choice, stem: "Which of the\n\n![f](f.png)", marks: 1, options: [{text: one, feedback: no}, {text: two, key: true}, {text: three}, {text: four}]`
	const parts = `type: long-answer, stem: Above., parts: [{type: numeric, stem: How many., marks: 2, answer: {value: 3, unit: kg}}, {type: short-answer, stem: Why, marks: 2, solution: So.}]`
	for _, c := range []struct {
		text, from, to string
		kinds          string
		values         string
		facets         string
	}{
		{choice, "{text: two, key: true}, {text: three}", "{text: three}, {text: two, key: true}", "order", "order key: B “two” → C “two”", "order of options"},
		{choice, "{text: three}, {text: four}", "{text: four}, {text: three}", "order", "", "order of options"},
		{choice, "{text: two, key: true}, {text: three}", "{text: two}, {text: three, key: true}", "key", "key key: B “two” → C “three”", ""},
		// The letter is the same, and the answer is not.
		{choice, "{text: two, key: true}, {text: three}", "{text: three, key: true}, {text: two}", "key content", "key key: B “two” → B “three”", "option B, option C"},
		{choice, "{text: two, key: true}", "{text: exactly two, key: true}", "content", "", "option B"},
		{choice, "{text: one, feedback: no}, ", "", "order content", "order key: B “two” → A “two”", "option A, option B, option C, option D, feedback"},
		{choice, "feedback: no", "feedback: nope", "content", "", "feedback"},
		{choice, "f.png", "g.png", "content", "", "stem"}, // the same picture
		{choice, "f.png", "h.png", "content", "", "stem, figure h.png, figure f.png"},
		{choice, "single-choice", "multiple-choice", "tags", "tags type: single-choice → multiple-choice", ""},
		{parts, "value: 3", "value: 4", "key", "key (a) key: 3 → 4", ""},
		{parts, "value: 3", "value: 3, tolerance: 0.5", "key", "key (a) key: 3 → 3 ± 0.5", ""},
		{parts, "unit: kg", "unit: g", "content", "", "(a) unit"},
		{parts, "marks: 2, answer", "marks: 3, answer", "marks", "marks marks: 4 → 5, marks (a) marks: 2 → 3", ""},
		{parts, ", {type: short-answer, stem: Why, marks: 2, solution: So.}", ", {type: short-answer, stem: Why, marks: 2, solution: So.}, {type: true-false, stem: So, key: true, marks: 1}", "marks content", "marks marks: 4 → 5", "part (c)"},
		{parts, "stem: Why", "bloom: apply, stem: Why", "tags", "tags (b) Bloom:  → apply", ""},
		{`type: fill-in, stem: A ____ gap, marks: 1, blanks: [{accept: [small, little]}]`, "little", "tiny", "key", "key key: small or little → small or tiny", ""},
		{`type: ordering, stem: Sort., marks: 1, items: [a, b, c]`, "[a, b, c]", "[a, b2, c]", "content", "", "items"},
		{`type: matching, stem: Match., marks: 1, pairs: [{left: a, right: 1}, {left: b, right: 2}]`, "right: 1}", "right: one}", "content", "", "right column"},
	} {
		state := func(text string) *bank.Bank {
			return load(t, fstest.MapFS{
				"course.json": {Data: []byte(course)},
				"q.yaml":      {Data: []byte("questions:\n  - {id: " + id(1) + ", name: q, difficulty: basic, lecture: 1, topics: [a], " + text + "}\n")},
				"f.png":       {Data: []byte("f")}, "g.png": {Data: []byte("f")}, "h.png": {Data: []byte("h")},
			})
		}
		changed := strings.Replace(c.text, c.from, c.to, 1)
		if changed == c.text {
			t.Fatalf("%q is not there", c.from)
		}
		report := compare(t, state(c.text), state(changed))
		if len(report.Questions) != 1 {
			t.Errorf("%q to %q: %+v", c.from, c.to, report)
			continue
		}
		q := report.Questions[0]
		kinds := strings.ReplaceAll(joined(q.Kinds, func(k Kind) string { return string(k) }), ",", "")
		values := joined(q.Values, func(v Value) string { return fmt.Sprintf("%s %s: %s → %s", v.Kind, v.Name, v.Before, v.After) })
		if facets := strings.Join(q.Facets, ", "); kinds != c.kinds || values != c.values || facets != c.facets {
			t.Errorf("%q to %q:\n got %s; %s; %s\nwant %s; %s; %s", c.from, c.to, kinds, values, facets, c.kinds, c.values, c.facets)
		}
	}
}

// TestRest compares course, blueprints and styles.
func TestRest(t *testing.T) {
	base := fstest.MapFS{
		"course.json": {Data: []byte(course)},
		"bp.yaml":     {Data: []byte("blueprint: {title: Mid, marks: 2, sections: [{title: A, marks: 2}], rules: [{each: lecture, marks: {max: 2}}]}\n")},
		"q.yaml":      {Data: []byte("questions:\n  - {id: " + id(1) + ", name: q, type: true-false, stem: S, key: true, marks: 2, difficulty: basic, lecture: 1, topics: [a]}\n")},
		"look.yaml":   {Data: []byte("style: {base: classic}\n")},
	}
	older := load(t, base)
	for _, c := range []struct {
		file, from, to string
		want           Report
	}{
		{"course.json", `"T"`, `"U"`, Report{Course: []string{"title: T → U"}}},
		{"course.json", `{"number": 2, "title": "M"}`, `{"number": 2, "title": "M", "hours": 3}`, Report{Course: []string{"lecture 2: M → M, hours 3"}}},
		{"course.json", `, {"id": "b", "title": "B"}`, ``, Report{Course: []string{"topic b removed: B"}}},
		{"course.json", `"Know"`, `"Know well"`, Report{Course: []string{"outcome CO1: Know → Know well"}}},
		{"bp.yaml", "title: Mid", "title: End", Report{Blueprints: []string{"bp.yaml: title: Mid → End"}}},
		{"bp.yaml", "max: 2", "max: 1", Report{Blueprints: []string{"bp.yaml: rules: each lecture: at most 2 marks → each lecture: at most 1 mark"}}},
		{"bp.yaml", "blueprint:", "# mine\nblueprint:", Report{Blueprints: []string{"bp.yaml: comments or layout alone"}}},
		{"look.yaml", "classic", "table", Report{Styles: []string{"look.yaml: changed"}}},
		{"q.yaml", "questions:", "# mine\n\nquestions:", Report{}},
	} {
		files := fstest.MapFS{}
		for name, f := range base {
			files[name] = f
		}
		text := strings.Replace(string(base[c.file].Data), c.from, c.to, 1)
		if text == string(base[c.file].Data) {
			t.Fatalf("%q is not there", c.from)
		}
		files[c.file] = &fstest.MapFile{Data: []byte(text)}
		got := compare(t, older, load(t, files))
		if len(got.Questions) > 0 || !slices.Equal(got.Course, c.want.Course) || !slices.Equal(got.Blueprints, c.want.Blueprints) || !slices.Equal(got.Styles, c.want.Styles) {
			t.Errorf("%q to %q: %+v", c.from, c.to, got)
		}
	}
	files := fstest.MapFS{"new/bp.yaml": base["bp.yaml"]}
	for name, f := range base {
		if name != "bp.yaml" {
			files[name] = f
		}
	}
	if got := compare(t, older, load(t, files)).Blueprints; !slices.Equal(got, []string{"new/bp.yaml: moved from bp.yaml"}) {
		t.Errorf("moved: %q", got)
	}
}

// TestPapers makes sure that a paper with several records is told once, and
// papers by date.
func TestPapers(t *testing.T) {
	d := draft{"a.json": {randomEntry(rand.New(rand.NewPCG(1, 1)), 1)}}
	now := d.clone()
	now["a.json"][0]["marks"] = 3
	r := compare(t, d.load(t), now.load(t),
		&bank.Printed{Title: "End", Date: "2026-05-01", IDs: []string{id(1), id(2)}, Pos: schema.Pos{File: "papers/end.json"}},
		&bank.Printed{Title: "Mid", Date: "2026-02-01", IDs: []string{id(1), id(1)}},
		&bank.Printed{Title: "End", Date: "2026-05-01", IDs: []string{id(2), id(1)}, Pos: schema.Pos{File: "out/paper.json"}},
		&bank.Printed{Title: "Other", Date: "2026-01-01", IDs: []string{id(2)}},
	)
	if got := joined(r.Questions[0].Printed, func(p Paper) string { return p.Title + " " + p.File }); got != "Mid , End papers/end.json" {
		t.Errorf("printed in %s", got)
	}
}

// TestLanguages compares texts that are given in several languages.
func TestLanguages(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"One is odd", "{en: One is odd, hi: Ek}", "hi:  → Ek"},
		{"One is odd", "{en: One is even, hi: Ek}", "en: One is odd → One is even, hi:  → Ek"},
		{"{en: One is odd, hi: Ek}", "One is odd", "hi: Ek → "},
		{"{en: One is odd, hi: Ek}", "{en: One is odd, hi: Do}", "hi: Ek → Do"},
		{"One is odd", "Two is odd", ": One is odd → Two is odd"},
	} {
		state := func(stem string) *bank.Bank {
			return load(t, fstest.MapFS{
				"course.json": {Data: []byte(course)},
				"q.yaml":      {Data: []byte("questions:\n  - {id: " + id(1) + ", name: q, type: true-false, key: true, marks: 1, difficulty: basic, lecture: 1, topics: [a], stem: " + stem + "}\n")},
			})
		}
		r := compare(t, state(c.from), state(c.to))
		if len(r.Questions) != 1 {
			t.Fatalf("%q to %q: %+v", c.from, c.to, r)
		}
		if got := joined(r.Questions[0].Texts, func(w Words) string { return w.Language + ": " + w.Before + " → " + w.After }); got != c.want {
			t.Errorf("%q to %q: %q, want %q", c.from, c.to, got, c.want)
		}
	}
}

// TestEnemies makes sure that an enemy that has but another name or id is no
// change, and another enemy is.
func TestEnemies(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 4))
	d := draft{"a.json": {randomEntry(r, 1), randomEntry(r, 2), randomEntry(r, 3)}}
	d["a.json"][0]["enemies"] = []any{"q2"}
	older := d.load(t)
	now := d.clone()
	now["a.json"][1]["name"], now["a.json"][1]["id"] = "other", id(99)
	now["a.json"][0]["enemies"] = []any{"other"}
	if got := compare(t, older, now.load(t)); len(got.Questions) != 1 || got.Questions[0].Has(Tags) {
		t.Errorf("%+v", got.Questions)
	}
	now = d.clone()
	now["a.json"][0]["enemies"] = []any{"q3"}
	got := compare(t, older, now.load(t)) // enemies are mutual: three questions
	if len(got.Questions) != 3 || got.Questions[0].Values[0] != (Value{Tags, "enemies", "q2", "q3"}) {
		t.Errorf("%+v", got.Questions)
	}
}
