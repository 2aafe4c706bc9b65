// Package scrutiny goes through the checklist of a moderation board for a paper
// that is about to be printed or has been, and sets evidence beside each line.
// It judges only what can be counted; what is left to the board says so.
package scrutiny

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/audit"
	"github.com/papersetter/papersetter/bank/markup"
)

// Verdict is what can be said of a line of the checklist.
type Verdict int

// The verdicts: in order; worth a look by the board; not in order, so that the
// paper should not be printed as it is.
const (
	Fine Verdict = iota
	Look
	Wrong
)

// String names the verdict.
func (v Verdict) String() string { return [...]string{"in order", "to look at", "not in order"}[v] }

// Line is a line of the checklist.
type Line struct {
	Subject  string
	Verdict  Verdict
	Evidence []string // sentences without a full stop; what is wrong comes first
	Concerns int      // how many of these, from the first, are against it
}

// Paper is what is examined.
type Paper struct {
	Bank    *bank.Bank
	Record  *assemble.Record
	Rebuilt *assemble.Rebuilt // of Record
	Audit   *audit.Report     // of the paper
}

// Examine goes through the checklist.
func Examine(p *Paper) []Line {
	e := &examiner{Paper: p}
	for i := range p.Rebuilt.Forms {
		for _, s := range p.Rebuilt.Forms[i].Sections {
			for _, q := range s.Questions {
				if !slices.Contains(e.questions, q) {
					e.questions = append(e.questions, q)
				}
			}
		}
	}
	var lines []Line
	for _, check := range []struct {
		subject string
		examine func()
	}{
		{"Marks add up", e.marks},
		{"The time is enough", e.time},
		{"Instructions agree with the sections", e.instructions},
		{"The syllabus is covered in proportion to the hours taught", e.syllabus},
		{"Spread of difficulty", e.difficulty},
		{"Spread of Bloom levels", e.bloom},
		{"Spread of course outcomes", e.outcomes},
		{"No repetition from previous papers", e.repetition},
		{"No question answers another", e.cues},
		{"Figures and data are complete", e.figures},
		{"The scheme of valuation is complete and adds up", e.scheme},
		{"Sets are equivalent", e.sets},
		{"Language is consistent", e.language},
		{"Numbering is consistent", e.numbering},
		{"Questions are approved, and as they were when the paper was made", e.approval},
	} {
		e.line = Line{Subject: check.subject}
		e.wrong, e.look = nil, nil
		check.examine()
		e.line.Evidence = slices.Concat(e.wrong, e.look, e.line.Evidence)
		e.line.Concerns = len(e.wrong) + len(e.look)
		switch {
		case len(e.wrong) > 0:
			e.line.Verdict = Wrong
		case len(e.look) > 0:
			e.line.Verdict = Look
		}
		lines = append(lines, e.line)
	}
	return lines
}

// An examiner works on one line after another.
type examiner struct {
	*Paper
	questions   []*bank.Question // of all forms, each once
	line        Line
	wrong, look []string
}

func (e *examiner) bad(format string, args ...any) {
	e.wrong = append(e.wrong, fmt.Sprintf(format, args...))
}

func (e *examiner) doubt(format string, args ...any) {
	e.look = append(e.look, fmt.Sprintf(format, args...))
}

func (e *examiner) note(format string, args ...any) {
	e.line.Evidence = append(e.line.Evidence, fmt.Sprintf(format, args...))
}

// form names a form where there are several.
func (e *examiner) form(f *assemble.Form) string {
	if len(e.Rebuilt.Forms) < 2 {
		return ""
	}
	return fmt.Sprintf("form %d: ", f.Number)
}

// marks adds up parts, questions and sections.
func (e *examiner) marks() {
	bp := e.Rebuilt.Blueprint
	for _, q := range e.questions {
		var sum bank.Marks
		for i := range q.Tasks {
			sum += q.Tasks[i].Marks
		}
		if sum != q.Marks {
			e.bad("the parts of %s add up to %s, and it carries %s", q, marks(sum), marks(q.Marks))
		}
	}
	for i := range e.Rebuilt.Forms {
		f := &e.Rebuilt.Forms[i]
		var whole bank.Marks
		var said []string
		for k := range f.Sections {
			s := &f.Sections[k]
			got := e.section(f, s)
			whole += got
			said = append(said, fmt.Sprintf("%s %s", s.Title, got))
		}
		if whole != bp.Marks {
			e.bad("%sthe sections add up to %s, and the paper is for %s", e.form(f), marks(whole), marks(bp.Marks))
		} else {
			e.note("%s%s: %s in all", e.form(f), strings.Join(said, " + "), marks(whole))
		}
	}
}

// section adds up what a candidate can get in a section.
func (e *examiner) section(f *assemble.Form, s *assemble.Section) bank.Marks {
	var sum bank.Marks
	for _, q := range s.Questions {
		sum += q.Marks
	}
	if s.Of > 0 && len(s.Questions) > 0 {
		each := s.Questions[0].Marks
		for _, q := range s.Questions {
			if q.Marks != each {
				e.bad("%ssection %s: %s carries %s and %s carries %s, though candidates choose between them", e.form(f), s.Title, q, marks(q.Marks), s.Questions[0], marks(each))
			}
		}
		sum = each * bank.Marks(s.Any*s.Groups)
	}
	if sum != s.Marks {
		e.bad("%sthe questions of section %s add up to %s, and it is for %s", e.form(f), s.Title, marks(sum), marks(s.Marks))
	}
	return sum
}

// found takes over what the audit says of some kinds: grave findings are wrong,
// others to be looked at. An outcome that is not asked has a line of its own.
func (e *examiner) found(kinds ...audit.Kind) {
	for i := range e.Audit.Findings {
		f := &e.Audit.Findings[i]
		if !slices.Contains(kinds, f.Kind) || f.Kind == audit.NotAsked && f.Lecture == 0 {
			continue
		}
		if f.Severity == audit.Grave {
			e.bad("%s", f.What)
		} else {
			e.doubt("%s", f.What)
		}
	}
}

func (e *examiner) time() {
	e.found(audit.Time)
	p := e.Audit.Paper
	if p.Minutes == 0 {
		e.doubt("the blueprint allows no time, so that nothing can be compared: add minutes to it")
		return
	}
	for i := range p.Forms {
		form := ""
		if len(p.Forms) > 1 {
			form = fmt.Sprintf("form %d: ", p.Forms[i].Number)
		}
		e.note("%sthe questions take %s of %s minutes, whatever is chosen at the most", form, p.Forms[i].Whole.Most.Minutes, p.Minutes)
	}
}

func (e *examiner) syllabus() {
	e.found(audit.Untaught, audit.NotAsked, audit.OutOfShare, audit.NoHours)
	g := e.Audit.Group(bank.ByLecture)
	asked, scope := 0, 0
	for i := range g.Rows {
		if row := &g.Rows[i]; row.Value != "" && row.InScope {
			scope++
			if row.Paper.Printed.Questions > 0 {
				asked++
			}
		}
	}
	e.note("%d of %d lectures are asked about; the table below sets their marks against the hours", asked, scope)
	if row := g.Row(""); row != nil && row.Paper.Printed.Questions > 0 {
		e.doubt("of no lecture: %s", e.names(func(q *bank.Question) bool { return q.Lecture == 0 }))
	}
}

// names lists the questions that match.
func (e *examiner) names(match func(*bank.Question) bool) string {
	var list []string
	for _, q := range e.questions {
		if match(q) {
			list = append(list, q.String())
		}
	}
	return strings.Join(list, ", ")
}

// spread says how the printed marks are spread over the values of an attribute,
// and returns those without any.
func (e *examiner) spread(by bank.Attribute) (missing []string) {
	g := e.Audit.Group(by)
	var said []string
	for i := range g.Rows {
		row := &g.Rows[i]
		switch {
		case row.Paper.Printed.Questions > 0 && row.Value == "":
			e.doubt("none given: %s", e.names(func(q *bank.Question) bool { return len(q.Values(by)) == 0 }))
		case row.Paper.Printed.Questions > 0:
			said = append(said, fmt.Sprintf("%s %s (%s %%)", title(by, row), row.Paper.Printed.Marks, row.PaperShare))
		case row.Value != "" && row.Usable.Questions > 0:
			missing = append(missing, title(by, row))
		}
	}
	e.note("marks: %s", strings.Join(said, ", "))
	return missing
}

func title(by bank.Attribute, row *audit.Row) string {
	if by == bank.ByOutcome {
		return row.Value
	}
	return row.Title
}

func (e *examiner) difficulty() {
	if missing := e.spread(bank.ByDifficulty); len(missing) > 0 {
		e.doubt("nothing is %s", strings.Join(missing, " or "))
	}
	e.kept("difficulty")
}

func (e *examiner) bloom() {
	e.spread(bank.ByBloom)
	g := e.Audit.Group(bank.ByBloom)
	var low audit.Share
	for _, level := range bank.BloomLevels[:2] {
		if row := g.Row(level); row != nil {
			low += row.PaperShare
		}
	}
	const half = 50_00
	if low > half {
		e.doubt("%s %% of the marks are for remembering and understanding", low)
	}
	e.kept("Bloom")
}

func (e *examiner) outcomes() {
	if missing := e.spread(bank.ByOutcome); len(missing) > 0 {
		e.doubt("nothing is asked for %s", strings.Join(missing, ", "))
	}
	e.found(audit.Avoidable)
	e.kept("outcome")
}

// kept says which requirements of the blueprint speak of something, and that they
// hold.
func (e *examiner) kept(word string) {
	for i := range e.Record.Forms {
		f := &e.Record.Forms[i]
		for _, rule := range slices.Concat(f.Rules, f.Wishes) {
			if strings.Contains(strings.ToLower(rule.Rule), strings.ToLower(word)) {
				form := ""
				if len(e.Record.Forms) > 1 {
					form = fmt.Sprintf("form %d: ", f.Number)
				}
				e.note("%sthe blueprint asks, %s: %s; the paper has %s", form, rule.Rule, rule.Asked, rule.Achieved)
			}
		}
	}
}

func (e *examiner) repetition() {
	e.found(audit.Repeated)
	names := map[string]string{}
	for i := range e.Audit.Listed {
		names[e.Audit.Listed[i].ID] = e.Audit.Listed[i].Name
	}
	for _, r := range e.Audit.Repeats {
		if r.Paper >= 0 {
			continue
		}
		earlier := &e.Audit.Papers[r.Earlier]
		what := names[r.Question]
		if r.As != r.Question {
			what += " is nearly " + names[r.As] + ", which"
		}
		said := fmt.Sprintf("%s stood in %s", what, strings.TrimSpace(earlier.Title+" "+earlier.Date))
		if len(e.wrong) > 0 {
			e.note("%s", said)
		} else {
			e.doubt("%s", said)
		}
	}
	e.note("compared with %s, by the questions themselves and by their words", many(len(e.Audit.Papers), "earlier paper"))
}

func (e *examiner) cues() {
	e.found(audit.Cueing, audit.Duplicate)
	for i := range e.Rebuilt.Forms {
		f := &e.Rebuilt.Forms[i]
		var in []*bank.Question
		for _, s := range f.Sections {
			in = append(in, s.Questions...)
		}
		for k, q := range in {
			for _, enemy := range in[k+1:] {
				if slices.Contains(q.Enemies, enemy) {
					e.bad("%s%s and %s are enemies and stand in one paper", e.form(f), q, enemy)
				}
			}
		}
		n := len(in)
		e.note("%s%s compared by their words; whether one helps with another in other ways is for the board to judge", e.form(f), many(n*(n-1)/2, "pair"))
	}
}

// What texts say that must be there.
var (
	saysFigure = regexp.MustCompile(`(?i)\b(?:the|this|these|following|adjoining|both|two) (?:figures?|diagrams?|pictures? below|plots?)\b|\bfigure \d|\b(?:in|of) fig\.`)
	saysTable  = regexp.MustCompile(`(?i)\b(?:the|this|following) table\b|\btable \d`)
	saysCode   = regexp.MustCompile(`(?i)\b(?:the|this|following) (?:listing|code below|program below|code fragment|snippet)\b|\blisting \d`)
)

// figures looks whether figures are there, and whether what texts speak of is.
func (e *examiner) figures() {
	n := 0
	for _, q := range e.questions {
		var figure, table, code bool
		var said strings.Builder
		look := func(t bank.Text) {
			if t.Empty() {
				return
			}
			said.WriteString(t.Doc.Plain() + "\n")
			for b := range t.Doc.All() {
				switch b.(type) {
				case *markup.Figures:
					figure = true
				case *markup.Table:
					table = true
				case *markup.Code:
					code = true
				}
			}
			for f := range t.Doc.Figures() {
				n++
				name := t.Figure(f.Source)
				if info, err := fs.Stat(e.Bank.Files, name); err != nil {
					e.bad("%s: the figure %s cannot be read", q, f.Source)
				} else if info.Size() == 0 {
					e.bad("%s: the figure %s is empty", q, f.Source)
				}
			}
		}
		if q.Stimulus != nil {
			look(q.Stimulus.Text)
		}
		look(q.Stem)
		for i := range q.Tasks {
			look(q.Tasks[i].Stem)
			if c, ok := q.Tasks[i].Response.(*bank.Choice); ok {
				for _, o := range c.Options {
					for b := range o.Text.Doc.All() {
						_, is := b.(*markup.Figures)
						figure = figure || is
					}
				}
			}
		}
		text := said.String()
		for _, c := range []struct {
			says  *regexp.Regexp
			there bool
			what  string
		}{{saysFigure, figure, "figure"}, {saysTable, table || figure, "table"}, {saysCode, code || figure, "listing"}} {
			if words := c.says.FindString(text); words != "" && !c.there {
				e.doubt("%s speaks of “%s” and has no %s", q, words, c.what)
			}
		}
	}
	e.note("%s of %s are there", many(n, "figure"), many(len(e.questions), "question"))
}

// scheme looks for keys, model answers and steps of marks.
func (e *examiner) scheme() {
	const large = 2 * bank.Mark // from here on a written answer is valued in steps
	answers, rubrics, tasks := 0, 0, 0
	var unstepped, unanswered []string
	for _, q := range e.questions {
		for i := range q.Tasks {
			t := &q.Tasks[i]
			tasks++
			name := q.String()
			if q.HasParts {
				name += " (" + assemble.PartLabel(i) + ")"
			}
			var sum bank.Marks
			for _, c := range t.Rubric {
				sum += c.Marks
			}
			_, written := t.Response.(*bank.Written)
			if len(t.Rubric) > 0 {
				rubrics++
			}
			if !t.Solution.Empty() {
				answers++
			}
			switch {
			case len(t.Rubric) > 0 && sum != t.Marks:
				e.bad("the steps of %s add up to %s of %s", name, marks(sum), marks(t.Marks))
			case !written && assemble.TaskKey(t, assemble.BankOrder(t.Response)) == "":
				e.bad("%s has no key", name)
			case written && t.Solution.Empty() && len(t.Rubric) == 0:
				e.bad("%s has neither a model answer nor steps of marks", name)
			case written && t.Marks >= large && len(t.Rubric) == 0:
				unstepped = append(unstepped, name)
			case t.Solution.Empty():
				unanswered = append(unanswered, name)
			}
		}
	}
	if len(unstepped) > 0 {
		e.doubt("no steps of marks, at %s or more: %s", marks(large), strings.Join(unstepped, ", "))
	}
	if len(unanswered) > 0 {
		e.doubt("no model answer: %s", strings.Join(unanswered, ", "))
	}
	e.note("%s: %s with a model answer, %d with steps of marks", many(tasks, "question or part"), many(answers, "one"), rubrics)
}

// sets compares the sets of each form with it, and the forms with each other.
func (e *examiner) sets() {
	for i := range e.Rebuilt.Forms {
		f := &e.Rebuilt.Forms[i]
		for k := range e.Rebuilt.Sets[i] {
			e.set(&e.Rebuilt.Sets[i][k], &e.Record.Forms[i].Sets[k])
		}
		n := len(e.Rebuilt.Sets[i])
		said := fmt.Sprintf("%s%s with the same questions and marks in every section; each key is that of the bank, by the option and not by its letter", e.form(f), many(n, "set"))
		if s := e.Record.Forms[i].Shared; s != nil {
			said += fmt.Sprintf("; the two sets most alike have the same letter at %s (no choice of sets can have fewer than %d)", many(s.Worst, "place"), s.Least)
		}
		e.note("%s", said)
	}
	if n := len(e.Rebuilt.Copies); n > 0 {
		e.note("%s have orders of their own of the same questions", many(n, "copy"))
	}
	e.forms()
}

// set compares the keys of a set with those of its record. That it has the
// questions of its form, each in its section, was seen to when it was rebuilt.
func (e *examiner) set(s *assemble.Set, r *assemble.RecordSet) {
	for k := range s.Sections {
		for j := range s.Sections[k].Questions {
			p, recorded := &s.Sections[k].Questions[j], &r.Sections[k].Questions[j]
			for t := range p.Question.Tasks {
				key := recorded.Key
				if p.Question.HasParts && t < len(recorded.Parts) {
					key = recorded.Parts[t].Key
				}
				if now := assemble.TaskKey(&p.Question.Tasks[t], p.Orders[t]); now != key {
					e.bad("set %s, question %d (%s): the key was %s when the sets were made and is %s now", s.Letter, p.Number, p.Question, orNone(key), orNone(now))
				}
			}
		}
	}
}

// forms compares how hard and how long forms are.
func (e *examiner) forms() {
	forms := e.Rebuilt.Forms
	if len(forms) < 2 {
		return
	}
	easiest, hardest := forms[0], forms[0]
	shortest, longest := forms[0].Minutes, forms[0].Minutes
	for _, f := range forms {
		if f.Facility > easiest.Facility {
			easiest = f
		}
		if f.Facility < hardest.Facility {
			hardest = f
		}
		shortest, longest = min(shortest, f.Minutes), max(longest, f.Minutes)
	}
	const close = bank.Index / 50 // 2 % of the marks
	said := fmt.Sprintf("candidates can expect %.1f %% of the marks in form %d and %.1f %% in form %d; the forms take %s to %s minutes",
		percent(easiest.Facility), easiest.Number, percent(hardest.Facility), hardest.Number, shortest, longest)
	if easiest.Facility-hardest.Facility > close {
		e.doubt("%s", said)
	} else {
		e.note("%s", said)
	}
}

func percent(millionths int) float64 { return float64(millionths) * 100 / bank.Index }

// numbering goes through the printed numbers.
func (e *examiner) numbering() {
	sets := 0
	for i := range e.Rebuilt.Sets {
		for k := range e.Rebuilt.Sets[i] {
			s := &e.Rebuilt.Sets[i][k]
			sets++
			next := 1
			for j := range s.Sections {
				for _, p := range s.Sections[j].Questions {
					if p.Number != next {
						e.bad("set %s: %s has the number %d where %d is due", s.Letter, p.Question, p.Number, next)
					}
					next++
				}
			}
		}
	}
	titles := map[string]bool{}
	for _, s := range e.Rebuilt.Blueprint.Sections {
		if titles[s.Title] {
			e.doubt("two sections are called %s", s.Title)
		}
		titles[s.Title] = true
	}
	e.note("questions are numbered from 1 without gaps in %s, parts from (a)", many(sets, "set"))
}

// approval looks at the state of the questions, and whether they were edited.
func (e *examiner) approval() {
	states := map[bank.Status][]string{}
	for _, q := range e.questions {
		states[q.Status] = append(states[q.Status], q.String())
	}
	for _, s := range []bank.Status{bank.Draft, bank.Retired} {
		if n := len(states[s]); n > 0 {
			e.bad("%s: %s", map[bank.Status]string{bank.Draft: "drafts", bank.Retired: "retired"}[s], strings.Join(states[s], ", "))
		}
	}
	if list := slices.Concat(states[bank.Reviewed], states[""]); len(list) > 0 {
		e.doubt("not approved: %s", strings.Join(list, ", "))
	}
	e.note("%d of %s are approved", len(states[bank.Approved]), many(len(e.questions), "question"))
	edited, err := e.Record.Edited(e.Bank)
	if err != nil {
		e.bad("%v", err)
	}
	for _, q := range edited {
		name := q.Question.Name
		if name == "" {
			name = q.Question.ID
		}
		if q.Now == nil {
			e.bad("%s is no longer in the bank", name)
		} else {
			e.bad("%s was edited since the paper was made: %s", name, strings.Join(q.Facets, ", "))
		}
	}
}

func marks(m bank.Marks) string {
	if m == bank.Mark {
		return "1 mark"
	}
	return m.String() + " marks"
}

func many(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case strings.HasSuffix(noun, "y"):
		return strconv.Itoa(n) + " " + strings.TrimSuffix(noun, "y") + "ies"
	case noun == "question or part":
		return strconv.Itoa(n) + " questions and parts"
	case noun == "one":
		return strconv.Itoa(n)
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}
