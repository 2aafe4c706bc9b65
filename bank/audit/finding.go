package audit

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/bank"
)

// Kind is a kind of finding, as the course's audit names it.
type Kind string

// The kinds of findings. A rule of the course's own is of the kind Rule.
const (
	NoQuestion   Kind = "no-question"   // a lecture without a usable question
	FewQuestions Kind = "few-questions" // a lecture with less than half of its share
	NoLevel      Kind = "no-level"      // a lecture without a level of difficulty that others have
	SlidesBare   Kind = "slides"        // slides that no question touches
	NoTopic      Kind = "no-topic"      // a topic that was taught, without a usable question
	NoOutcome    Kind = "no-outcome"    // an outcome without a usable question
	Untaught     Kind = "untaught"      // questions on what was not taught
	Misplaced    Kind = "misplaced"     // questions on topics of another lecture than theirs
	Untied       Kind = "untied"        // questions of no lecture
	NoHours      Kind = "hours"         // lectures that do not say how long they were
	Duplicate    Kind = "duplicate"     // questions that are nearly the same
	Cueing       Kind = "cue"           // questions that give away others
	Unexamined   Kind = "unexamined"    // a lecture that no paper of the last terms asked about
	Repeated     Kind = "repeated"      // questions of a paper of the last terms
	NotAsked     Kind = "not-asked"     // a lecture or outcome that the paper passes over
	OutOfShare   Kind = "share"         // a lecture with far more or fewer marks than hours
	Avoidable    Kind = "choice"        // what candidates can pass over by choosing
	Time         Kind = "time"          // minutes against those allowed
	Rule         Kind = "rule"
)

// Kinds lists the kinds that the course's audit may name.
var Kinds = []Kind{
	NoQuestion, FewQuestions, NoLevel, SlidesBare, NoTopic, NoOutcome, Untaught, Misplaced, Untied, NoHours, Duplicate, Cueing, Unexamined, Repeated,
	NotAsked, OutOfShare, Avoidable, Time,
}

// Severity is how grave a finding is.
type Severity int

// The severities: what is worth a look, what should be mended, and what must not
// be printed.
const (
	Note Severity = iota + 1
	Gap
	Grave
)

// String names the severity.
func (s Severity) String() string { return [...]string{"", "note", "gap", "grave"}[s] }

// MarshalText spells the severity as its name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Finding is something to mend, or to know.
type Finding struct {
	Kind     Kind     `json:"kind"`
	Severity Severity `json:"severity"`
	// Weight orders findings: ten thousand for each grade of severity, and the
	// part of the hours or marks that is at stake, in hundredths of a per cent.
	Weight    int      `json:"weight"`
	What      string   `json:"what"`                // a sentence without a full stop
	Do        string   `json:"do"`                  // likewise
	Lecture   int      `json:"lecture,omitempty"`   // that it is about
	Questions []string `json:"questions,omitempty"` // ids
	Fails     bool     `json:"fails,omitempty"`     // the course's audit forbids it
}

// What an audit looks for where the course does not say otherwise.
const (
	slidesInARow  = 12 // about a quarter of a lecture
	termsExamined = 2
	termsRepeat   = 2
	tolerance     = 10_00 // between shares of marks and hours in a paper, in hundredths of a per cent
)

// Failed counts the findings that the course's audit forbids.
func (r *Report) Failed() int {
	n := 0
	for i := range r.Findings {
		if r.Findings[i].Fails {
			n++
		}
	}
	return n
}

// found notes a finding with the part that is at stake.
func (r *Report) found(kind Kind, severity Severity, part Share, f Finding) {
	a := &r.bank.Course.Audit
	f.Kind, f.Severity, f.Weight = kind, severity, int(severity)*bank.Whole+int(max(0, min(part, bank.Whole-1)))
	switch {
	case kind == Rule,
		slices.Contains(a.Fail, string(kind)),
		kind == SlidesBare && a.Slides > 0,
		kind == Unexamined && a.Terms > 0,
		kind == Repeated && a.Repeat > 0 && severity > Note:
		f.Fails = true
	}
	r.Findings = append(r.Findings, f)
}

// find looks for all that is worth to be said, the weightiest first.
func (r *Report) find() {
	r.Findings = []Finding{}
	r.findHours()
	if r.Kind != "paper" {
		r.findNothing()
		r.findLectures()
		r.findSlides()
		r.findTopics()
		r.findOutcomes()
		r.findTags()
		r.findPairs()
		r.findHistory()
	}
	if r.Kind == "bank" {
		r.findRules()
	}
	if r.Paper != nil {
		r.findPaper()
	}
	ordered(r.Findings, func(f Finding) int { return f.Weight })
}

// findNothing says why little can be said: there are no questions, or nothing is
// known of what was taught.
func (r *Report) findNothing() {
	if len(r.Course.Lectures) == 0 {
		r.found(Untied, Note, 0, Finding{
			What: "the course lists no lectures, so that nothing says what was taught",
			Do:   "add lectures: to the course, each with number, title, hours, slides and topics, and lecture: to the questions",
		})
		if len(r.questions) == 0 {
			r.found(NoQuestion, Gap, 0, Finding{What: "there is no usable question", Do: "write questions, or approve drafts"})
		}
	}
}

// findLectures finds lectures with too few usable questions.
func (r *Report) findLectures() {
	lectures := r.Group(bank.ByLecture)
	for i := range r.Course.Lectures {
		l := &r.Course.Lectures[i]
		if !l.InScope {
			continue
		}
		row := lectures.Row(strconv.Itoa(l.Number))
		part, target := r.due(l)
		switch {
		case row.Usable.Questions == 0:
			what := fmt.Sprintf("lecture %d (%s) has no usable question", l.Number, l.Title)
			if n := row.All.Questions; n > 0 {
				out := ""
				if r.subject.Blueprint != nil {
					out = ", or out of the blueprint’s reach"
				}
				what = fmt.Sprintf("%s: %s %s drafts or retired%s", what, many(n, "question"), is(n), out)
				if n == 1 {
					what = strings.Replace(what, "is drafts", "is a draft", 1)
				}
			}
			r.found(NoQuestion, Gap, part, Finding{What: what, Do: r.advice(l, target), Lecture: l.Number})
		case 2*int(row.Share) < int(part):
			r.found(FewQuestions, Gap, part-row.Share, Finding{
				What:    fmt.Sprintf("lecture %d (%s) has %s %% of the marks and %s", l.Number, l.Title, row.Share, r.partOf(part)),
				Do:      r.advice(l, target-row.Usable.Marks),
				Lecture: l.Number,
			})
		default:
			r.findLevels(l, part)
		}
	}
}

// due is a lecture's part of the hours, or an equal part where not all lectures
// say how long they were, and the marks that this part of the bank has.
func (r *Report) due(l *Lecture) (Share, bank.Marks) {
	if r.Course.Timed {
		return shareOf(int(l.Hours), int(r.Course.Hours)), bank.Marks(int(r.Usable.Marks) * int(l.Hours) / int(r.Course.Hours))
	}
	n := 0
	for i := range r.Course.Lectures {
		if r.Course.Lectures[i].InScope {
			n++
		}
	}
	return shareOf(1, n), r.Usable.Marks / bank.Marks(n)
}

// partOf says which part a lecture is due.
func (r *Report) partOf(part Share) string {
	if r.Course.Timed {
		return part.String() + " % of the hours"
	}
	return "an even part of " + part.String() + " %"
}

// findHours finds lectures that do not say how long they were.
func (r *Report) findHours() {
	var silent []string
	n := 0
	for i := range r.Course.Lectures {
		if l := &r.Course.Lectures[i]; l.InScope {
			n++
			if l.Hours == 0 {
				silent = append(silent, strconv.Itoa(l.Number))
			}
		}
	}
	if len(silent) > 0 {
		r.found(NoHours, Note, shareOf(len(silent), n), Finding{
			What: fmt.Sprintf("%s %s %s not say how long %s; all lectures count as equally long", verb(len(silent), "lecture", "lectures"), listed(silent), verb(len(silent), "does", "do"), verb(len(silent), "it was", "they were")),
			Do:   "add hours: to the lectures of the course",
		})
	}
}

// findLevels finds levels of difficulty that a lecture lacks and most others have.
func (r *Report) findLevels(l *Lecture, part Share) {
	cross := &r.Crosses[0]
	own := slices.Index(cross.Values, strconv.Itoa(l.Number))
	for k, level := range cross.Heads {
		have := 0
		for i := range cross.Cells {
			if cross.Cells[i][k].Questions > 0 {
				have++
			}
		}
		if cross.Cells[own][k].Questions == 0 && 2*have > len(cross.Values) {
			r.found(NoLevel, Note, part, Finding{
				What:    fmt.Sprintf("lecture %d (%s) has no %s question; %d of %d lectures have", l.Number, l.Title, level, have, len(cross.Values)),
				Do:      fmt.Sprintf("write %s question of %s on lecture %d%s", article(level), r.usual(level).words(), l.Number, r.bare(l)),
				Lecture: l.Number,
			})
		}
	}
}

// findSlides finds runs of slides that no question touches.
func (r *Report) findSlides() {
	limit := cmp.Or(r.bank.Course.Audit.Slides, slidesInARow)
	var silent []string // lectures whose questions name no slides
	var hours Share
	for i := range r.Slides {
		s := &r.Slides[i]
		l := r.lecture(s.Lecture)
		n := r.Group(bank.ByLecture).Row(strconv.Itoa(s.Lecture)).Usable.Questions
		part, _ := r.due(l)
		switch {
		case n == 0: // said of the lecture
		case r.unnamed(s):
			silent, hours = append(silent, strconv.Itoa(l.Number)), hours+part
		default:
			for _, u := range s.Untouched {
				if u.Len() > limit {
					r.found(SlidesBare, Gap, part*Share(u.Len())/Share(l.Slides), Finding{
						What:    fmt.Sprintf("lecture %d (%s): no question touches slides %s of %d", l.Number, l.Title, u, l.Slides),
						Do:      fmt.Sprintf("write %s question of %s on slides %s", article(r.lacking(l)), r.usual(r.lacking(l)).words(), u),
						Lecture: l.Number,
					})
				}
			}
		}
	}
	if len(silent) > 0 {
		r.found(SlidesBare, Note, hours, Finding{
			What: fmt.Sprintf("most questions on %s %s name no slide, so that nobody knows which slides are covered", verb(len(silent), "lecture", "lectures"), listed(silent)),
			Do:   "add slides: […] to them",
		})
	}
}

// unnamed reports whether most usable questions of a lecture name no slide, so
// that nothing is known of its slides.
func (r *Report) unnamed(s *Slides) bool {
	return 2*s.Unnamed > r.Group(bank.ByLecture).Row(strconv.Itoa(s.Lecture)).Usable.Questions
}

// String spells a run: "12–30".
func (u Run) String() string {
	if u.From == u.To {
		return strconv.Itoa(u.From)
	}
	return fmt.Sprintf("%d–%d", u.From, u.To)
}

// findTopics finds topics that were taught and that no question touches, and
// questions on topics that were not taught.
func (r *Report) findTopics() {
	if !slices.ContainsFunc(r.Course.Lectures, func(l Lecture) bool { return len(l.Topics) > 0 }) {
		return // the course does not say which lecture taught what
	}
	g := r.Group(bank.ByTopic)
	for i := range g.Rows {
		row := &g.Rows[i]
		if row.Value == "" {
			continue
		}
		above := g.Row(parent(row.Value))
		switch {
		case row.InScope && row.Usable.Questions == 0 && (above == nil || above.Usable.Questions > 0):
			if l := r.teaches(row.Value); l != nil {
				r.found(NoTopic, Gap, row.HoursShare, Finding{
					What:    fmt.Sprintf("no usable question is on the topic %s (%s), which lecture %d taught", row.Value, row.Title, l.Number),
					Do:      fmt.Sprintf("write %s question of %s on it, or tag one that is on it", article(r.lacking(l)), r.usual(r.lacking(l)).words()),
					Lecture: l.Number,
				})
			}
		case !row.InScope && row.Usable.Questions > 0 && (above == nil || above.InScope):
			ids, names := r.with(func(q *bank.Question) bool { return slices.Contains(ValuesOf(q, bank.ByTopic), row.Value) })
			r.found(Untaught, Gap, row.Share, Finding{
				What:      fmt.Sprintf("%s %s on the topic %s (%s), which no lecture taught%s: %s", many(len(ids), "question"), is(len(ids)), row.Value, row.Title, r.inTime(), listed(names)),
				Do:        "retire them, or add the topic to the lecture that taught it",
				Questions: ids,
			})
		}
	}
}

// inTime says up to when lectures count.
func (r *Report) inTime() string {
	if r.Course.By == "" {
		return ""
	}
	return " by " + r.Course.By
}

func parent(topic string) string {
	i := strings.LastIndexByte(topic, '/')
	if i < 0 {
		return "\x00" // no topic
	}
	return topic[:i]
}

// teaches returns the first lecture in scope that taught a topic and has usable
// questions; what a lecture without any lacks is said of the lecture.
func (r *Report) teaches(topic string) *Lecture {
	for i := range r.Course.Lectures {
		l := &r.Course.Lectures[i]
		if !l.InScope || r.Group(bank.ByLecture).Row(strconv.Itoa(l.Number)).Usable.Questions == 0 {
			continue
		}
		if slices.ContainsFunc(l.Topics, func(t string) bool { return related(t, topic) }) {
			return l
		}
	}
	return nil
}

// related reports whether topics are the same or one lies below the other.
func related(a, b string) bool {
	return bank.Within(bank.ByTopic, a, b) || bank.Within(bank.ByTopic, b, a)
}

func (r *Report) findOutcomes() {
	g := r.Group(bank.ByOutcome)
	for i := range g.Rows {
		if row := &g.Rows[i]; row.Value != "" && row.Usable.Questions == 0 {
			r.found(NoOutcome, Gap, shareOf(1, len(r.bank.Course.Outcomes)), Finding{
				What: fmt.Sprintf("no usable question serves %s (%s)", row.Value, row.Title),
				Do:   "write questions for it, or add it to the outcomes of those that serve it",
			})
		}
	}
}

// findTags finds questions whose tags do not fit the course.
func (r *Report) findTags() {
	if len(r.Course.Lectures) == 0 {
		return
	}
	ids, names := r.with(func(q *bank.Question) bool { return q.Lecture == 0 })
	if len(ids) > 0 {
		r.found(Untied, Note, shareOf(len(ids), len(r.questions)), Finding{
			What:      fmt.Sprintf("%s %s no lecture: %s", many(len(ids), "question"), verb(len(ids), "names", "name"), listed(names)),
			Do:        "add lecture: to them; until then they count for no lecture",
			Questions: ids,
		})
	}
	for i := range r.Course.Lectures {
		l := &r.Course.Lectures[i]
		if len(l.Topics) == 0 {
			continue
		}
		var names []string
		ids, _ := r.with(func(q *bank.Question) bool {
			if q.Lecture != l.Number || len(q.Topics) == 0 || slices.ContainsFunc(q.Topics, func(t string) bool {
				return slices.ContainsFunc(l.Topics, func(u string) bool { return related(t, u) })
			}) {
				return false
			}
			elsewhere := r.teaches(q.Topics[0])
			if elsewhere == nil {
				return false // said of the topic
			}
			names = append(names, fmt.Sprintf("%s (%s: lecture %d)", q, q.Topics[0], elsewhere.Number))
			return true
		})
		if len(ids) > 0 {
			r.found(Misplaced, Note, shareOf(len(ids), len(r.questions)), Finding{
				What:      fmt.Sprintf("%s of lecture %d %s on topics that another lecture taught: %s", many(len(ids), "question"), l.Number, is(len(ids)), listed(names)),
				Do:        "correct their lecture or topics, or add the topic to the lecture",
				Lecture:   l.Number,
				Questions: ids,
			})
		}
	}
}

// with returns ids and names of the usable questions that match.
func (r *Report) with(match func(*bank.Question) bool) (ids, names []string) {
	for _, q := range r.questions {
		if match(q) {
			ids, names = append(ids, q.ID), append(names, q.String())
		}
	}
	return ids, names
}

// findPairs finds questions that are nearly the same or give each other away,
// unless they are enemies, which no paper has together.
func (r *Report) findPairs() {
	for i := range r.Alike {
		if a := &r.Alike[i]; !a.Enemies {
			r.found(Duplicate, Gap, shareOf(int(a.of[1].Marks), int(r.Usable.Marks)), Finding{
				What:      fmt.Sprintf("%s and %s are nearly the same: %d %% of their words", a.of[0], a.of[1], a.Like/100),
				Do:        "retire one of them, or name it under enemies: of the other, so that no paper has both",
				Questions: a.Questions[:],
			})
		}
	}
	for i := range r.Cues {
		if c := &r.Cues[i]; !c.Enemies {
			r.found(Cueing, Gap, shareOf(int(c.of.Marks), int(r.Usable.Marks)), Finding{
				What:      fmt.Sprintf("%s gives away the answer of %s: %s", c.by, c.name(), c.Answer),
				Do:        fmt.Sprintf("reword %s, or name it under enemies: of %s, so that no paper has both", c.by, c.of),
				Questions: []string{c.Question, c.By},
			})
		}
	}
}

func (c *Cue) name() string {
	if c.Part == "" {
		return c.of.String()
	}
	return c.of.String() + " (" + c.Part + ")"
}

// findHistory finds lectures that were not examined for long, and what papers of
// the last terms asked twice.
func (r *Report) findHistory() {
	n := cmp.Or(r.bank.Course.Audit.Terms, termsExamined)
	if len(r.Terms) >= n {
		since := r.Terms[len(r.Terms)-n:]
		for i := range r.Course.Lectures {
			l := &r.Course.Lectures[i]
			row := r.Group(bank.ByLecture).Row(strconv.Itoa(l.Number))
			asked := slices.ContainsFunc(since, func(t Term) bool { return t.Rows[bank.ByLecture][i].Span.Printed.Questions > 0 })
			if asked || !l.InScope || row.Usable.Questions == 0 {
				continue
			}
			last := "never"
			if row.Last != "" {
				last = "last in " + row.Last
			}
			part, _ := r.due(l)
			r.found(Unexamined, Gap, part, Finding{
				What:    fmt.Sprintf("lecture %d (%s) was in no paper of the last %s (%s)", l.Number, l.Title, many(n, "term"), last),
				Do:      fmt.Sprintf("ask about it in the next paper: add {where: {lecture: %d}, marks: {min: %s}} to its rules", l.Number, r.usual(r.commonest(l))),
				Lecture: l.Number,
			})
		}
	}
	limit := cmp.Or(r.bank.Course.Audit.Repeat, termsRepeat)
	for i := range r.Papers {
		p := &r.Papers[i]
		if slices.ContainsFunc(r.Terms[:max(0, len(r.Terms)-limit)], func(t Term) bool { return t.Name == p.Term }) {
			continue // long ago
		}
		r.findRepeats(i, p, limit, Note)
	}
}

// findRepeats finds what a paper took from papers of the last terms.
func (r *Report) findRepeats(i int, p *Paper, limit int, severity Severity) {
	var ids, names []string
	for _, repeat := range r.Repeats {
		if repeat.Paper != i || repeat.Terms >= limit {
			continue
		}
		earlier := &r.Papers[repeat.Earlier]
		name := r.name(repeat.Question)
		if repeat.As != repeat.Question {
			name += " (nearly " + r.name(repeat.As) + ")"
		}
		ids, names = append(ids, repeat.Question), append(names, fmt.Sprintf("%s (%s)", name, strings.TrimSpace(earlier.Title+" "+earlier.Date)))
	}
	if len(ids) == 0 {
		return
	}
	r.found(Repeated, severity, shareOf(len(ids), len(p.ids)), Finding{
		What:      fmt.Sprintf("%s repeats %s of papers of the last %s: %s", strings.TrimSpace(p.Title+" "+p.Date), many(len(ids), "question"), many(limit, "term"), listed(names)),
		Do:        "set fresh: in the blueprint, so that the next paper has none of the last papers’ questions",
		Questions: ids,
	})
}

func (r *Report) name(id string) string {
	if q := r.bank.Find(id); q != nil {
		return q.String()
	}
	return id
}

// findRules judges the rules of the course's audit by the usable questions.
func (r *Report) findRules() {
	rules := r.bank.Course.Audit.Rules
	for i := range rules {
		rule := &rules[i]
		values := []string{""}
		var hours []int
		total := 0
		if rule.Each != "" {
			values = r.bank.Spoken(rule)
			hours, total = r.bank.Hours(rule)
		}
		for k, value := range values {
			h := 0
			if hours != nil {
				h = hours[k]
			}
			r.judge(rule, value, h, total)
		}
	}
}

// judge judges a rule for one of its values, which was taught so much of the
// whole.
func (r *Report) judge(rule *bank.Rule, value string, hours, total int) {
	subject := ""
	var one *bank.Where
	if rule.Each != "" {
		one = bank.Only(rule.Each, value)
		subject = one.String()
	}
	if rule.Where != nil {
		subject = strings.TrimPrefix(subject+", "+rule.Where.String(), ", ")
	}
	if subject == "" {
		subject = "the bank"
	}
	var got Amount
	ids, _ := r.with(func(q *bank.Question) bool {
		in := one.Match(q) && rule.Where.Match(q)
		if in {
			got.add(q, q.Marks)
		}
		return in
	})
	for _, t := range []struct {
		bound     bank.Bound
		noun      string
		per       int
		is, whole int
		said      string
	}{
		{rule.Count, "question", 1, got.Questions, r.Usable.Questions, strconv.Itoa(got.Questions)},
		{rule.Marks, "mark", int(bank.Mark), int(got.Marks), int(r.Usable.Marks), got.Marks.String()},
		{rule.Minutes, "minute", int(bank.Minute), int(got.Minutes), int(r.Usable.Minutes), got.Minutes.String()},
	} {
		if !t.bound.Bounded() || keeps(t.bound, t.is, t.whole, hours, total) {
			continue
		}
		f := Finding{
			What:      fmt.Sprintf("%s: %s, but the course asks for %s", subject, count(t.said, t.noun), t.bound.Say(t.per, t.noun)),
			Do:        fmt.Sprintf("write or retire questions, or change the rule at %s", rule.Pos),
			Questions: ids,
		}
		if rule.Each == bank.ByLecture {
			f.Lecture = numberOf(value)
		}
		r.found(Rule, Gap, shareOf(hours, total), f)
	}
}

// keeps reports whether a sum of a whole keeps a bound; hours of total were
// taught of what is summed.
func keeps(b bank.Bound, is, whole, hours, total int) bool {
	limit := func(l bank.Limit) int { // in 1/bank.Whole
		if l.Share {
			return l.Value * whole
		}
		return l.Value * bank.Whole
	}
	if b.Min.Set && is*bank.Whole < limit(b.Min) || b.Max.Set && is*bank.Whole > limit(b.Max) {
		return false
	}
	if !b.Proportional {
		return true
	}
	away := (is*total - whole*hours) * bank.Whole
	return max(away, -away) <= limit(b.Within)*total
}

// findPaper finds what is wrong with the subject's paper.
func (r *Report) findPaper() {
	p := r.Paper
	r.findUntaught(p)
	r.findTime(p)
	r.findShares(p)
	r.findChoice(p)
	for i := range p.Forms {
		r.findWithin(&p.Forms[i])
	}
	limit := cmp.Or(r.bank.Course.Audit.Repeat, termsRepeat)
	r.findRepeats(-1, p, limit, Grave)
}

// findUntaught finds questions of a paper on what had not been taught by then.
func (r *Report) findUntaught(p *Paper) {
	topics := slices.ContainsFunc(r.Course.Lectures, func(l Lecture) bool { return len(l.Topics) > 0 })
	var ids, names []string
	for _, a := range p.asked {
		q := a.question
		why := ""
		if l := r.lecture(q.Lecture); l != nil && !l.InScope && r.Course.By != "" && l.Date > r.Course.By {
			why = fmt.Sprintf("lecture %d was held on %s", l.Number, l.Date)
		}
		for _, t := range q.Topics {
			if row := r.Group(bank.ByTopic).Row(t); why == "" && topics && row != nil && !row.InScope && !r.everTaught(t) {
				why = fmt.Sprintf("no lecture taught %s", t)
			}
		}
		if why != "" && !slices.Contains(ids, q.ID) {
			ids, names = append(ids, q.ID), append(names, fmt.Sprintf("%s (%s)", q, why))
		}
	}
	if len(ids) > 0 {
		r.found(Untaught, Grave, shareOf(len(ids), len(p.asked)), Finding{
			What: fmt.Sprintf("the paper asks what was not taught: %s", listed(names)), Do: "choose other questions", Questions: ids,
		})
	}
}

// everTaught reports whether any lecture teaches a topic, in scope or not: a
// paper on part of the course may ask what belongs to another part of it too.
func (r *Report) everTaught(topic string) bool {
	return slices.ContainsFunc(r.Course.Lectures, func(l Lecture) bool {
		return (r.Course.By == "" || l.Date <= r.Course.By) && slices.ContainsFunc(l.Topics, func(t string) bool { return related(t, topic) })
	})
}

func (r *Report) findTime(p *Paper) {
	if p.Minutes == 0 {
		return
	}
	for i := range p.Forms {
		f := &p.Forms[i]
		form := ""
		if len(p.Forms) > 1 {
			form = fmt.Sprintf("form %d: ", f.Number)
		}
		takes := f.Whole.Most.Minutes
		var silent []string
		for k := range f.Sections {
			for _, q := range f.Sections[k].found {
				if q != nil && q.Minutes == 0 {
					silent = append(silent, q.ID)
				}
			}
		}
		switch {
		case takes > p.Minutes:
			r.found(Time, Grave, shareOf(int(takes-p.Minutes), int(p.Minutes)), Finding{
				What: fmt.Sprintf("%sthe paper takes %s minutes, whatever the candidate chooses at the most, and %s are allowed", form, takes, p.Minutes),
				Do:   "add {minutes: {max: " + p.Minutes.String() + "}} to the rules of the blueprint, or allow more time",
			})
		case len(silent) > 0:
			r.found(Time, Note, shareOf(len(silent), f.Whole.Printed.Questions), Finding{
				What: fmt.Sprintf("%s%s of the paper %s not say how many minutes %s", form, many(len(silent), "question"), verb(len(silent), "does", "do"), verb(len(silent), "it takes", "they take")),
				Do:   "add minutes: to them", Questions: silent,
			})
		case takes*5 < p.Minutes*3:
			r.found(Time, Note, shareOf(int(p.Minutes-takes), int(p.Minutes)), Finding{
				What: fmt.Sprintf("%sthe paper takes %s minutes at the most, and %s are allowed", form, takes, p.Minutes),
				Do:   "allow less time, or look at the minutes of its questions",
			})
		}
	}
}

// findShares sets the marks of a paper against the hours taught.
func (r *Report) findShares(p *Paper) {
	var marks []bank.Marks
	largest := map[int]bank.Marks{} // question of each lecture
	for _, a := range p.asked {
		marks = append(marks, a.marks)
		largest[a.question.Lecture] = max(largest[a.question.Lecture], a.marks)
	}
	if len(marks) == 0 {
		return
	}
	slices.Sort(marks)
	middle := marks[len(marks)/2]
	whole := p.Whole.Printed.Marks
	for i := range r.Course.Lectures {
		l := &r.Course.Lectures[i]
		if !l.InScope {
			continue
		}
		row := r.Group(bank.ByLecture).Row(strconv.Itoa(l.Number))
		part, _ := r.due(l)
		due := bank.Marks(int(whole) * int(part) / bank.Whole) // of all forms together
		asked := row.Paper.Printed
		switch {
		case asked.Questions == 0 && (part > tolerance || 2*due >= 3*middle*bank.Marks(len(p.Forms)) && part >= 5_00):
			r.found(NotAsked, Gap, part, Finding{
				What:    fmt.Sprintf("the paper asks nothing on lecture %d (%s), which had %s", l.Number, l.Title, r.partOf(part)),
				Do:      fmt.Sprintf("add {where: {lecture: %d}, marks: {min: %s}} to the rules of the blueprint", l.Number, middle),
				Lecture: l.Number,
			})
		// One question may be large: it takes a further one to ask too much.
		case row.PaperShare > part+max(tolerance, shareOf(int(largest[l.Number])*len(p.Forms), int(whole))) || row.PaperShare+tolerance < part:
			r.found(OutOfShare, Gap, max(row.PaperShare-part, part-row.PaperShare), Finding{
				What:    fmt.Sprintf("lecture %d (%s) has %s %% of the marks of the paper and %s", l.Number, l.Title, row.PaperShare, r.partOf(part)),
				Do:      "add {each: lecture, marks: {proportional: hours, within: 10%}} to the rules of the blueprint",
				Lecture: l.Number,
			})
		}
	}
	for _, row := range r.Group(bank.ByOutcome).Rows {
		if row.Value != "" && row.Paper.Printed.Questions == 0 && row.Usable.Questions > 0 {
			r.found(NotAsked, Note, shareOf(1, len(r.bank.Course.Outcomes)), Finding{
				What: fmt.Sprintf("the paper asks nothing for %s (%s)", row.Value, row.Title),
				Do:   fmt.Sprintf("add {where: {outcomes: %s}, marks: {min: %s}} to the rules of the blueprint, unless another paper asks it", row.Value, middle),
			})
		}
	}
}

// findChoice finds what candidates can pass over.
func (r *Report) findChoice(p *Paper) {
	avoidable := func(by bank.Attribute) []string {
		var list []string
		for _, row := range r.Group(by).Rows {
			if row.Value != "" && row.Paper.Printed.Questions > 0 && row.Paper.Least.Questions == 0 {
				list = append(list, row.Value)
			}
		}
		return list
	}
	if list := avoidable(bank.ByOutcome); len(list) > 0 {
		r.found(Avoidable, Gap, shareOf(len(list), len(r.bank.Course.Outcomes)), Finding{
			What: "candidates can choose so that they answer nothing for " + listed(list),
			Do:   "let alternatives agree on outcomes (alike: [outcomes]), or ask for these where there is no choice",
		})
	}
	if list := avoidable(bank.ByLecture); len(list) > 0 {
		r.found(Avoidable, Note, shareOf(len(list), len(r.Course.Lectures)), Finding{
			What: "candidates can choose so that they answer nothing on lecture " + listed(list),
			Do:   "let alternatives agree on lectures (alike: [lecture]), if that matters",
		})
	}
}

// findWithin finds questions of a form that are nearly the same, or give each
// other away.
func (r *Report) findWithin(f *Form) {
	in := map[*bank.Question]bool{}
	for i := range f.Sections {
		for _, q := range f.Sections[i].found {
			in[q] = true
		}
	}
	for i := range r.Alike {
		if a := &r.Alike[i]; in[a.of[0]] && in[a.of[1]] {
			r.found(Duplicate, Grave, a.Like, Finding{
				What: fmt.Sprintf("the paper asks nearly the same twice: %s and %s", a.of[0], a.of[1]),
				Do:   "replace one of them, and name it under enemies: of the other", Questions: a.Questions[:],
			})
		}
	}
	for i := range r.Cues {
		if c := &r.Cues[i]; in[c.of] && in[c.by] {
			r.found(Cueing, Grave, shareOf(int(c.of.Marks), int(f.Whole.Printed.Marks)), Finding{
				What: fmt.Sprintf("in the paper, %s gives away the answer of %s: %s", c.by, c.name(), c.Answer),
				Do:   "replace one of them, and name it under enemies: of the other", Questions: []string{c.Question, c.By},
			})
		}
	}
}
