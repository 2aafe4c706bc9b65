package assemble

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/papersetter/papersetter/bank"
)

// A judge decides by trying every paper whether a blueprint can be met, straight
// from the words of docs/blueprints.md. It shares no code with the assembler.
type judge struct {
	bank   *bank.Bank
	bp     *bank.Blueprint
	active func(Line) bool // which requirements are asked; nil for all
	apart  []*bank.Question
	units  [][]*bank.Question
	at     [][]*bank.Question // of each section
	papers map[string]bool    // all there are, by the names of their questions; nil to stop at the first
}

func newJudge(b *bank.Bank, bp *bank.Blueprint, active func(Line) bool) *judge {
	j := &judge{bank: b, bp: bp, active: active, at: make([][]*bank.Question, len(bp.Sections))}
	if active == nil {
		j.active = func(Line) bool { return true }
	}
	seen := map[*bank.Stimulus]bool{}
	for _, q := range b.Questions {
		unit := []*bank.Question{q}
		if q.Stimulus != nil {
			if seen[q.Stimulus] {
				continue
			}
			seen[q.Stimulus] = true
			unit = q.Stimulus.Questions
		}
		usable := true
		for _, q := range unit {
			usable = usable && q.Status != bank.Draft && q.Status != bank.Retired
		}
		if usable {
			j.units = append(j.units, unit)
		}
	}
	return j
}

func (j *judge) asks(l Line) bool { return j.active(l) }

// exists tries to put each unit nowhere or into one of the sections.
func (j *judge) exists() bool { return j.from(0) }

func (j *judge) from(u int) bool {
	if u == len(j.units) {
		met := j.lists() && j.sections(0, nil)
		if met && j.papers != nil {
			j.papers[paperNames(slices.Concat(j.at...))] = true
			return false
		}
		return met
	}
	if j.from(u + 1) {
		return true
	}
	for i := range j.bp.Sections {
		s := &j.bp.Sections[i]
		fits := s.Of == 0 || len(j.units[u]) == 1 && int(j.units[u][0].Marks)*s.Any*s.Groups == int(s.Marks)
		for _, q := range j.units[u] {
			fits = fits && s.Where.Match(q)
		}
		if !fits {
			continue
		}
		before := j.at[i]
		j.at[i] = append(slices.Clone(before), j.units[u]...)
		possible := true
		if j.asks(Line{Kind: "section", Section: i}) { // too much already
			marks := 0
			for _, q := range j.at[i] {
				marks += int(q.Marks)
			}
			possible = s.Of == 0 && marks <= int(s.Marks) || s.Of > 0 && len(j.at[i]) <= s.Of*s.Groups
		}
		if possible && j.from(u+1) {
			return true
		}
		j.at[i] = before
	}
	return false
}

func (j *judge) lists() bool {
	var all []*bank.Question
	for _, list := range j.at {
		all = append(all, list...)
	}
	for _, q := range j.bp.Must {
		if j.asks(Line{Kind: "must", Section: -1, Question: q}) && !slices.Contains(all, q) {
			return false
		}
	}
	for _, q := range j.bp.Never {
		if j.asks(Line{Kind: "never", Section: -1, Question: q}) && slices.Contains(all, q) {
			return false
		}
	}
	for _, q := range all {
		for _, e := range q.Enemies {
			if !slices.Contains(all, e) || q.Stimulus != nil && q.Stimulus == e.Stimulus {
				continue
			}
			if slices.Contains(j.apart, q) && slices.Contains(j.apart, e) {
				continue
			}
			if j.asks(Line{Kind: "enemies", Section: -1, Question: q, Other: e}) || j.asks(Line{Kind: "enemies", Section: -1, Question: e, Other: q}) {
				return false
			}
		}
	}
	if j.bp.Fresh > 0 && j.asks(Line{Kind: "fresh", Section: -1}) {
		var before []*bank.Printed
		for _, p := range j.bank.Printed {
			if j.bp.Date == "" || p.Date < j.bp.Date {
				before = append(before, p)
			}
		}
		for _, p := range before[max(0, len(before)-j.bp.Fresh):] {
			for _, q := range all {
				if slices.Contains(p.IDs, q.ID) {
					return false
				}
			}
		}
	}
	return true
}

// sections goes through the ways in which the sections from the i-th on fall into
// choices; choices has the alternatives of each choice before, with how many
// of them are answered.
func (j *judge) sections(i int, choices []choice) bool {
	if i == len(j.bp.Sections) {
		return j.rules(choices)
	}
	s, list := &j.bp.Sections[i], j.at[i]
	if !j.asks(Line{Kind: "section", Section: i}) {
		return j.sections(i+1, append(slices.Clip(choices), choice{i, len(list), list}))
	}
	if s.Of == 0 {
		marks := 0
		for _, q := range list {
			marks += int(q.Marks)
		}
		return marks == int(s.Marks) && j.sections(i+1, append(slices.Clip(choices), choice{i, len(list), list}))
	}
	if len(list) != s.Of*s.Groups {
		return false
	}
	return j.divide(i, list, choices)
}

type choice struct {
	section, any int
	of           []*bank.Question
}

// divide tries every way to make groups of alternatives that are alike.
func (j *judge) divide(i int, rest []*bank.Question, choices []choice) bool {
	s := &j.bp.Sections[i]
	if len(rest) == 0 {
		return j.sections(i+1, choices)
	}
	first := rest[0]
	for mask := range 1 << (len(rest) - 1) {
		group, others := []*bank.Question{first}, []*bank.Question(nil)
		for k, q := range rest[1:] {
			if mask&(1<<k) != 0 {
				group = append(group, q)
			} else {
				others = append(others, q)
			}
		}
		if len(group) != s.Of {
			continue
		}
		alike := true
		for _, q := range group {
			for _, a := range s.Alike {
				x, y := slices.Sorted(slices.Values(q.Values(a))), slices.Sorted(slices.Values(first.Values(a)))
				alike = alike && slices.Equal(x, y)
			}
		}
		if alike && j.divide(i, others, append(slices.Clip(choices), choice{i, s.Any, group})) {
			return true
		}
	}
	return false
}

// rules judges every rule for everything that candidates can answer.
func (j *judge) rules(choices []choice) bool {
	answered := [][][]*bank.Question{make([][]*bank.Question, len(j.bp.Sections))}
	for _, c := range choices {
		var more [][][]*bank.Question
		for _, before := range answered {
			for mask := range 1 << len(c.of) {
				var picked []*bank.Question
				for k, q := range c.of {
					if mask&(1<<k) != 0 {
						picked = append(picked, q)
					}
				}
				if len(picked) == c.any {
					after := slices.Clone(before)
					after[c.section] = append(slices.Clip(after[c.section]), picked...)
					more = append(more, after)
				}
			}
		}
		answered = more
	}
	for _, a := range answered {
		for i := range j.bp.Sections {
			for r := range j.bp.Sections[i].Rules {
				if !j.rule(&j.bp.Sections[i].Rules[r], i, a[i], int(j.bp.Sections[i].Marks)) {
					return false
				}
			}
		}
		all := slices.Concat(a...)
		for r := range j.bp.Rules {
			if !j.rule(&j.bp.Rules[r], -1, all, int(j.bp.Marks)) {
				return false
			}
		}
	}
	return true
}

func (j *judge) rule(r *bank.Rule, section int, answered []*bank.Question, marks int) bool {
	values := []string{""}
	if r.Each != "" {
		if values = r.In; values == nil {
			values = j.bank.Values(r.Each)
		}
	}
	for i, value := range values {
		for _, k := range []struct {
			name  string
			bound bank.Bound
			of    func(*bank.Question) int
		}{
			{"count", r.Count, func(*bank.Question) int { return 1 }},
			{"marks", r.Marks, func(q *bank.Question) int { return int(q.Marks) }},
			{"minutes", r.Minutes, func(q *bank.Question) int { return int(q.Minutes) }},
		} {
			b := k.bound
			if !b.Min.Set && !b.Max.Set && !b.Proportional || !j.asks(Line{Kind: "rule", Section: section, Rule: r, Value: value, Quantity: k.name}) {
				continue
			}
			sum, all := 0, 0
			for _, q := range answered {
				all += k.of(q)
				if r.Where.Match(q) && (r.Each == "" || bank.Only(r.Each, value).Match(q)) {
					sum += k.of(q)
				}
			}
			if k.name == "marks" {
				all = marks
			}
			amount := func(l bank.Limit) int { // in ten-thousandths of the unit
				if l.Share {
					return l.Value * all
				}
				return l.Value * 10_000
			}
			if b.Min.Set && sum*10_000 < amount(b.Min) || b.Max.Set && sum*10_000 > amount(b.Max) {
				return false
			}
			if b.Proportional {
				hours, total := j.bank.Hours(r)
				if off := sum*total - all*hours[i]; abs(off)*10_000 > amount(b.Within)*total {
					return false
				}
			}
		}
	}
	return true
}

// randomSmall writes a small bank and a blueprint that uses everything.
func randomSmall(rng *rand.Rand) map[string]string {
	pick := func(list ...string) string { return list[rng.IntN(len(list))] }
	chance := func(n int) bool { return rng.IntN(n) == 0 }
	files := map[string]string{"course.yaml": `course:
  title: Small
  outcomes: [{id: CO1, text: a}, {id: CO2, text: b}]
  topics: [{id: a, title: A}, {id: a/x, title: AX}, {id: b, title: B}]
  lectures: [{number: 1, title: One, hours: 1, topics: [a]}, {number: 2, title: Two, hours: 2, topics: [b]}, {number: 3, title: Three, hours: 1.5, topics: [a, b]}]
`}
	n := 6 + rng.IntN(2)
	var y strings.Builder
	y.WriteString("questions:\n")
	question := func(i int) string {
		q := fmt.Sprintf("{id: %s, name: q%d, type: %s, stem: S%d, marks: %s, difficulty: %s, lecture: %s, topics: [%s], solution: x, status: %s",
			testID(i), i, pick("short-answer", "short-answer", "long-answer"), i, pick("1", "1", "1", "2", "0.5"), pick("basic", "basic", "advanced"), pick("1", "2", "3"), pick("a", "a/x", "b"), pick("approved", "approved", "approved", "approved", "reviewed", "draft"))
		q += ", outcomes: [" + pick("CO1", "CO1", "CO2", "CO1, CO2", "CO2, CO1") + "]"
		if !chance(3) {
			q += ", bloom: " + pick("apply", "K3", "remember")
		}
		if !chance(4) {
			q += ", minutes: " + pick("1", "2", "3.5")
		}
		if i > 0 && chance(5) {
			q += fmt.Sprintf(", enemies: [q%d]", rng.IntN(i))
		}
		return q + "}"
	}
	for i := 0; i < n; i++ {
		if i+1 < n && chance(8) {
			fmt.Fprintf(&y, "  - {id: %s, name: s%d, stimulus: Read this., questions: [%s, %s]}\n", testID(100+i), i, question(i), question(i+1))
			i++
			continue
		}
		fmt.Fprintf(&y, "  - %s\n", question(i))
	}
	files["questions.yaml"] = y.String()
	for k := range rng.IntN(3) {
		files[fmt.Sprintf("p%d.json", k)] = fmt.Sprintf(`{"paper": {"version": 1, "tool": "t", "title": "P%d", "date": "2026-01-0%d", "course": {"title": "Small"}, "marks": 1, "seed": 1, "blueprint": {"file": "x.yaml", "sha256": "%s"}, "questions": [{"id": "%s", "file": "q.yaml", "sha256": "%s", "marks": 1}], "forms": []}}`,
			k, k+1, strings.Repeat("0", 64), testID(rng.IntN(n)), strings.Repeat("0", 64))
	}
	total, sections := 0.0, []string(nil)
	bound := func(unit string) string {
		low, high := rng.IntN(3), 1+rng.IntN(4)
		switch rng.IntN(7) {
		case 0:
			return fmt.Sprintf("{min: %d}", low)
		case 1:
			return fmt.Sprintf("{max: %d}", high)
		case 2:
			return fmt.Sprintf("{min: %d, max: %d}", low, low+1)
		case 3:
			return fmt.Sprint(low)
		case 4:
			return fmt.Sprintf("{min: %s}", pick("20%", "33.3%", "50%"))
		case 5:
			return fmt.Sprintf("{max: %s}", pick("40%", "50%", "75%"))
		}
		return fmt.Sprintf("{min: 25%%, max: %d}", high)
	}
	rule := func() string {
		r := pick("where: {lecture: [1, 2]}, ", "where: {difficulty: basic}, ", "where: {topics: a, not: {lecture: 1}}, ", "where: {outcomes: CO1}, ", "where: {marks: {max: 1}}, ", "",
			"each: lecture, ", "each: topic, ", "each: outcome, ", "each: bloom, in: [apply, remember], ", "each: type, in: [short-answer], where: {lecture: {min: 2}}, ")
		if chance(6) {
			return "{each: " + pick("lecture", "topic") + ", " + pick("marks", "count", "minutes") + ": {proportional: hours, within: " + pick("1", "2", "30%", "15%") + "}}"
		}
		unit := pick("marks", "count", "minutes", "marks")
		r += unit + ": " + bound(unit)
		return "{" + r + "}"
	}
	for i := range 1 + rng.IntN(2) {
		marks := pick("1", "2", "2", "3")
		s := fmt.Sprintf("{title: S%d, marks: %s", i, marks)
		if chance(2) {
			s += ", where: " + pick("{difficulty: basic}", "{lecture: {min: 2}}", "{topics: [a]}", "{type: short-answer}", "{not: {bloom: K3}}")
		}
		if chance(3) {
			switch marks {
			case "1":
				s += ", answer: {any: 1, of: 2" + pick("", ", alike: []", ", alike: [bloom]") + "}"
			case "2":
				s += ", answer: " + pick("{any: 2, of: 3, alike: []}", "{any: 1, of: 2}", "{any: 1, of: 2, groups: 2, alike: [bloom]}", "{any: 2, of: 3}")
			default:
				s += ", answer: {any: 3, of: 4, alike: [type]}"
			}
		}
		if chance(4) {
			s += ", rules: [" + rule() + "]"
		}
		sections = append(sections, s+"}")
		var v float64
		fmt.Sscan(marks, &v)
		total += v
	}
	bp := fmt.Sprintf("blueprint: {title: T, date: 2026-02-01, marks: %v, sections: [%s]", total, strings.Join(sections, ", "))
	var rules []string
	for range rng.IntN(3) {
		rules = append(rules, rule())
	}
	bp += ", rules: [" + strings.Join(rules, ", ") + "]"
	if chance(4) {
		bp += fmt.Sprintf(", must: [q%d]", rng.IntN(n))
	} else if chance(4) {
		bp += fmt.Sprintf(", never: [q%d]", rng.IntN(n))
	}
	if chance(3) {
		bp += ", fresh: " + pick("1", "2")
	}
	files["blueprint.yaml"] = bp + "}\n"
	return files
}

// roundsOf returns how many random cases to try: more where there is time, a few
// under the race detector.
func roundsOf(usual, long int) int {
	switch {
	case testing.Short():
		return usual / 4
	case os.Getenv("PAPERSETTER_LONG") != "":
		return long
	}
	return usual
}

// TestSmall compares the assembler with every possible paper of small banks: a
// form is found exactly where one exists; what is called a conflict is one, and
// none of it can be left out; what is called a repair is one.
func TestSmall(t *testing.T) {
	rounds := roundsOf(500, 3000)
	feasible, skipped, minimal, repaired := 0, 0, 0, 0
	for round := range rounds {
		files := randomSmall(rand.New(rand.NewPCG(11, uint64(round))))
		fsys := fstest.MapFS{}
		for name, text := range files {
			fsys[name] = &fstest.MapFile{Data: []byte(text)}
		}
		b, problems, err := bank.Load(fsys)
		if err != nil {
			t.Fatal(err)
		}
		if problems.Errors() > 0 || b.Blueprint("blueprint.yaml") == nil {
			skipped++
			continue
		}
		bp := b.Blueprint("blueprint.yaml")
		fail := func(format string, args ...any) {
			t.Helper()
			t.Fatalf("round %d: %s\n%s%s", round, fmt.Sprintf(format, args...), files["questions.yaml"], files["blueprint.yaml"])
		}
		exists := newJudge(b, bp, nil).exists()
		forms, err := Forms(b, bp, uint64(round), Options{})
		if exists != (err == nil) {
			fail("a paper exists: %v, but Forms says %v", exists, err)
		}
		if exists {
			feasible++
			j := newJudge(b, bp, nil)
			for i, s := range forms[0].Sections {
				j.at[i] = s.Questions
			}
			if !j.lists() || !j.sections(0, nil) {
				fail("%s is no paper of this blueprint", names(&forms[0]))
			}
			continue
		}
		var why *Infeasible
		if !errors.As(err, &why) || !why.Proved || len(why.Reasons) == 0 {
			fail("no proof: %v", err)
		}
		in := func(list []Reason) func(Line) bool {
			return func(l Line) bool { return slices.ContainsFunc(list, func(r Reason) bool { return r.Line == l }) }
		}
		if newJudge(b, bp, in(why.Reasons)).exists() {
			fail("the reasons do not conflict: %v", err)
		}
		if why.Minimal {
			minimal++
			for i := range why.Reasons {
				rest := slices.Delete(slices.Clone(why.Reasons), i, i+1)
				if !newJudge(b, bp, in(rest)).exists() {
					fail("not needed: %s\n%v", why.Reasons[i], err)
				}
			}
		}
		if len(why.Repairs) > 0 {
			repaired++
		}
		for _, r := range why.Repairs {
			if why.Partial {
				break
			}
			other := *b
			other.Questions = slices.Concat(b.Questions, r.Write)
			j := newJudge(&other, r.Blueprint, nil)
			j.apart = r.Apart
			if !j.exists() {
				fail("no repair: %s\n%v", r, err)
			}
		}
	}
	judged := rounds - skipped
	t.Logf("%d judged: %d have a paper; of the others %d conflicts are minimal, %d have repairs", judged, feasible, minimal, repaired)
	infeasible := judged - feasible
	if !testing.Short() && (feasible < judged/5 || infeasible < judged/5 || minimal < infeasible*95/100 || repaired < infeasible*80/100) {
		t.Errorf("of %d cases %d have a paper; of the others %d conflicts are minimal and %d have repairs", judged, feasible, minimal, repaired)
	}
}

func paperNames(questions []*bank.Question) string {
	var list []string
	for _, q := range questions {
		list = append(list, q.Name)
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

// TestSmallForms compares series of forms with every possible series: so many
// forms are found exactly where there are so many that share no more than they
// may.
func TestSmallForms(t *testing.T) {
	rounds := roundsOf(300, 2000)
	found, none := 0, 0
	for round := range rounds {
		rng := rand.New(rand.NewPCG(13, uint64(round)))
		files := randomSmall(rng)
		overlap := rng.IntN(2)
		forms := 2 + rng.IntN(2)
		files["blueprint.yaml"] = strings.Replace(files["blueprint.yaml"], "{title: T,", fmt.Sprintf("{title: T, forms: %d, overlap: %d,", forms, overlap), 1)
		fsys := fstest.MapFS{}
		for name, text := range files {
			fsys[name] = &fstest.MapFile{Data: []byte(text)}
		}
		b, problems, err := bank.Load(fsys)
		if err != nil {
			t.Fatal(err)
		}
		bp := b.Blueprint("blueprint.yaml")
		if problems.Errors() > 0 || bp == nil {
			continue
		}
		j := newJudge(b, bp, nil)
		j.papers = map[string]bool{}
		j.exists()
		if len(j.papers) == 0 {
			continue
		}
		var papers []map[string]bool
		for names := range j.papers {
			paper := map[string]bool{}
			for _, name := range strings.Fields(names) {
				paper[name] = true
			}
			for _, q := range bp.Must {
				delete(paper, q.Name)
				if q.Stimulus != nil {
					for _, other := range q.Stimulus.Questions {
						delete(paper, other.Name)
					}
				}
			}
			papers = append(papers, paper)
		}
		possible := family(papers, nil, forms, overlap)
		_, err = Forms(b, bp, uint64(round), Options{})
		if possible != (err == nil) {
			t.Fatalf("round %d: %d forms exist: %v, but Forms says %v\n%s%s", round, forms, possible, err, files["questions.yaml"], files["blueprint.yaml"])
		}
		if possible {
			found++
		} else {
			none++
		}
	}
	t.Logf("%d series were found, %d do not exist", found, none)
	if !testing.Short() && (found < 10 || none < 10) {
		t.Errorf("%d series were found, %d do not exist: the test says little", found, none)
	}
}

// family reports whether so many of the papers share no more than they may.
func family(papers, chosen []map[string]bool, forms, overlap int) bool {
	if len(chosen) == forms {
		return true
	}
	for i, p := range papers {
		fits := true
		for _, c := range chosen {
			shared := 0
			for name := range p {
				if c[name] {
					shared++
				}
			}
			fits = fits && shared <= overlap
		}
		if fits && family(papers[i:], append(slices.Clip(chosen), p), forms, overlap) {
			return true
		}
	}
	return false
}

// TestSmallPlan makes sure that the number of papers that share no question lies
// within the bounds of a plan, and that what a rule could be lies within its.
func TestSmallPlan(t *testing.T) {
	rounds := roundsOf(400, 2000)
	judged, exact := 0, 0
	for round := range rounds {
		files := randomSmall(rand.New(rand.NewPCG(17, uint64(round))))
		if strings.Contains(files["blueprint.yaml"], "must") {
			continue
		}
		fsys := fstest.MapFS{}
		for name, text := range files {
			fsys[name] = &fstest.MapFile{Data: []byte(text)}
		}
		b, problems, err := bank.Load(fsys)
		if err != nil {
			t.Fatal(err)
		}
		bp := b.Blueprint("blueprint.yaml")
		if problems.Errors() > 0 || bp == nil {
			continue
		}
		plan, err := NewPlan(b, bp, 1, Options{})
		if err != nil {
			continue
		}
		j := newJudge(b, bp, nil)
		j.papers = map[string]bool{}
		j.exists()
		var papers []map[string]bool
		for names := range j.papers {
			paper := map[string]bool{}
			for _, name := range strings.Fields(names) {
				paper[name] = true
			}
			papers = append(papers, paper)
		}
		most := 1
		for family(papers, nil, most+1, 0) {
			most++
		}
		judged++
		if plan.Papers > most || plan.Most < most {
			t.Fatalf("round %d: there are %d papers, the plan says %d to %d\n%s%s", round, most, plan.Papers, plan.Most, files["questions.yaml"], files["blueprint.yaml"])
		}
		if plan.Papers == most {
			exact++
		}
	}
	t.Logf("%d plans, %d of them with all papers there are", judged, exact)
	if !testing.Short() && (judged < 20 || exact < judged*9/10) {
		t.Errorf("of %d plans %d found all papers", judged, exact)
	}
}
