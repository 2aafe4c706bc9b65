// Package audit says how well what was taught is covered: by the questions of a
// bank, by those a blueprint may choose, and by the papers that were printed.
//
// [Audit] counts questions, marks and minutes by lecture, topic, outcome and so
// on, sets them against the hours taught, and finds what is missing, repeated or
// out of place. It reads no files and decides nothing about how this is shown.
// All sums are exact; see [Amount] and [Share].
package audit

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/likeness"
)

// Subject is what is audited: the whole bank, or what a blueprint may choose
// from it, or a paper, printed or about to be.
type Subject struct {
	Blueprint *bank.Blueprint // nil for all of the bank
	Paper     *bank.Printed   // nil if there is none; may be one of the bank's
	Trial     bool            // the paper has not been printed
}

// Report is what an audit found.
type Report struct {
	Kind   string `json:"kind"`            // bank, blueprint or paper
	Title  string `json:"title,omitempty"` // of blueprint or paper
	Date   string `json:"date,omitempty"`  // of the exam
	Course Course `json:"course"`

	All     Amount   `json:"all"`    // questions of every status
	Usable  Amount   `json:"usable"` // questions that may stand in a paper
	Groups  []Group  `json:"groups"` // by lecture, topic, outcome, Bloom, difficulty, type, author, status
	Crosses []Cross  `json:"crosses"`
	Slides  []Slides `json:"slides"` // of lectures whose slides are counted

	Paper  *Paper  `json:"paper,omitempty"` // the subject's; not part of Papers
	Papers []Paper `json:"papers"`          // printed before, by date
	Terms  []Term  `json:"terms"`           // of Papers, by date

	Alike    []Alike    `json:"alike"`   // usable questions that are nearly the same
	Cues     []Cue      `json:"cues"`    // usable questions that give away others
	Repeats  []Repeat   `json:"repeats"` // what later papers took from earlier ones
	Findings []Finding  `json:"findings"`
	Listed   []Question `json:"questions"`

	bank      *bank.Bank
	subject   Subject
	questions []*bank.Question // usable by the subject
}

// Course is what was taught.
type Course struct {
	Code     string    `json:"code,omitempty"`
	Title    string    `json:"title"`
	Term     string    `json:"term,omitempty"`
	Hours    Hours     `json:"hours"`        // of the lectures in scope
	Timed    bool      `json:"timed"`        // all lectures in scope say how long they were
	By       string    `json:"by,omitempty"` // lectures held after that day are out of scope
	Lectures []Lecture `json:"lectures"`
}

// Lecture is a lecture as the audit counts it.
type Lecture struct {
	Number  int      `json:"number"`
	Title   string   `json:"title"`
	Hours   Hours    `json:"hours"`
	Date    string   `json:"date,omitempty"`
	Slides  int      `json:"slides,omitempty"`
	Topics  []string `json:"topics,omitempty"`
	InScope bool     `json:"in_scope"` // held before the exam, and its blueprint may ask about it
}

// Amount is what some questions come to.
type Amount struct {
	Questions int          `json:"questions"`
	Marks     bank.Marks   `json:"marks"`
	Minutes   bank.Minutes `json:"minutes"` // of those that say how many they take
}

func (a *Amount) add(q *bank.Question, marks bank.Marks) {
	a.Questions++
	a.Marks += marks
	a.Minutes += q.Minutes
}

// Span is what a paper asks: what is printed, and what a candidate answers of it
// at the least and at the most, whatever is chosen.
type Span struct {
	Printed Amount `json:"printed"`
	Least   Amount `json:"least"`
	Most    Amount `json:"most"`
}

func (s *Span) add(t Span) {
	for _, x := range []struct {
		sum *Amount
		of  Amount
	}{{&s.Printed, t.Printed}, {&s.Least, t.Least}, {&s.Most, t.Most}} {
		x.sum.Questions += x.of.Questions
		x.sum.Marks += x.of.Marks
		x.sum.Minutes += x.of.Minutes
	}
}

// Share is a part of a whole in hundredths of a per cent, rounded to the nearest.
type Share int

func shareOf(part, whole int) Share {
	if whole <= 0 {
		return 0
	}
	return Share((part*bank.Whole + whole/2) / whole)
}

// String spells a share in per cent: "12.34", "8".
func (s Share) String() string {
	text := fmt.Sprintf("%d.%02d", s/100, s%100)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// MarshalJSON spells a share as a number of per cent.
func (s Share) MarshalJSON() ([]byte, error) { return []byte(s.String()), nil }

// Hours is a time taught in thousandths of an hour.
type Hours int

// String spells hours as a decimal number.
func (h Hours) String() string {
	text := fmt.Sprintf("%d.%03d", h/1000, h%1000)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// MarshalJSON spells hours as a decimal number.
func (h Hours) MarshalJSON() ([]byte, error) { return []byte(h.String()), nil }

// Question is a question as it is listed.
type Question struct {
	ID         string       `json:"id"`
	Name       string       `json:"name"` // or id
	File       string       `json:"file"`
	Line       int          `json:"line"`
	Type       string       `json:"type"`
	Marks      bank.Marks   `json:"marks"`
	Minutes    bank.Minutes `json:"minutes,omitempty"`
	Difficulty string       `json:"difficulty"`
	Bloom      string       `json:"bloom,omitempty"`
	Outcomes   []string     `json:"outcomes,omitempty"`
	Lecture    int          `json:"lecture,omitempty"`
	Slides     []int        `json:"slides,omitempty"`
	Topics     []string     `json:"topics,omitempty"`
	Author     string       `json:"author,omitempty"`
	Status     string       `json:"status,omitempty"`
	Usable     bool         `json:"usable"`           // by the subject
	Stem       string       `json:"stem"`             // in plain text, with TeX between dollars
	Papers     []int        `json:"papers,omitempty"` // that asked it, as indices of Report.Papers
	InPaper    bool         `json:"in_paper,omitempty"`

	Of *bank.Question `json:"-"`
}

// Usable reports whether a question may stand in papers at all.
func Usable(q *bank.Question) bool { return q.Status != bank.Draft && q.Status != bank.Retired }

// Audit audits a subject of a bank.
func Audit(b *bank.Bank, s Subject) *Report {
	r := &Report{Kind: "bank", bank: b, subject: s}
	if s.Blueprint != nil {
		r.Kind, r.Title, r.Date = "blueprint", s.Blueprint.Title, s.Blueprint.Date
	}
	if s.Paper != nil && !s.Trial {
		r.Kind, r.Title, r.Date = "paper", s.Paper.Title, s.Paper.Date
	}
	r.course()
	index := likeness.New(b.Questions)
	for _, q := range b.Questions {
		r.All.add(q, q.Marks)
		if r.usable(q) {
			r.questions = append(r.questions, q)
			r.Usable.add(q, q.Marks)
		}
	}
	r.papers()
	r.group()
	r.cross()
	r.slides()
	r.compare(index)
	r.list()
	r.find()
	return r
}

// usable reports whether the subject may choose a question.
func (r *Report) usable(q *bank.Question) bool {
	bp := r.subject.Blueprint
	if !Usable(q) || bp == nil {
		return Usable(q)
	}
	return !slices.Contains(bp.Never, q) && slices.ContainsFunc(bp.Sections, func(s bank.Section) bool { return s.Where.Match(q) })
}

func (r *Report) course() {
	c := r.bank.Course
	r.Course = Course{Code: line(c.Code), Title: line(c.Title), Term: line(c.Term)}
	r.Course.Timed = len(c.Lectures) > 0
	r.Course.By = r.heldBy()
	for i := range c.Lectures {
		l := &c.Lectures[i]
		lecture := Lecture{l.Number, line(l.Title), Hours(l.Thousandths()), l.Date, l.Slides, l.Topics, r.inScope(l)}
		if lecture.InScope {
			r.Course.Hours += lecture.Hours
			r.Course.Timed = r.Course.Timed && lecture.Hours > 0
		}
		r.Course.Lectures = append(r.Course.Lectures, lecture)
	}
}

// line is a text on one line, as tables need it.
func line(text string) string { return strings.Join(strings.Fields(text), " ") }

// heldBy is the day of the exam, if the dates of the course's lectures are those
// of the term that it belongs to: not where the paper was made for another term,
// nor where no lecture had been held by then.
func (r *Report) heldBy() string {
	c := r.bank.Course
	if p := r.subject.Paper; p != nil && p.Term != "" && c.Term != "" && p.Term != c.Term {
		return ""
	}
	if !slices.ContainsFunc(c.Lectures, func(l bank.Lecture) bool { return l.Date != "" && l.Date <= r.Date }) {
		return ""
	}
	return r.Date
}

// inScope reports whether the subject may ask about a lecture: it was held on the
// day of the exam or before, and the conditions of some section let it in.
func (r *Report) inScope(l *bank.Lecture) bool {
	if by := r.Course.By; by != "" && l.Date > by {
		return false
	}
	bp := r.subject.Blueprint
	return bp == nil || slices.ContainsFunc(bp.Sections, func(s bank.Section) bool { return admits(s.Where, l.Number) })
}

// admits reports whether a condition lets in any question of a lecture, as far as
// it speaks of lectures.
func admits(w *bank.Where, lecture int) bool {
	if w == nil {
		return true
	}
	number := func(r bank.Range) bool { return r.Contains(lecture) }
	for _, t := range w.Tests {
		if t.Attribute == bank.ByLecture && !slices.ContainsFunc(t.Ranges, number) {
			return false
		}
	}
	if not := w.Not; not != nil && len(not.Tests) == 1 && not.Not == nil && not.Tests[0].Attribute == bank.ByLecture {
		return !slices.ContainsFunc(not.Tests[0].Ranges, number)
	}
	return true
}

// lecture returns a lecture of the course; nil if there is none.
func (r *Report) lecture(number int) *Lecture {
	for i := range r.Course.Lectures {
		if r.Course.Lectures[i].Number == number {
			return &r.Course.Lectures[i]
		}
	}
	return nil
}

// list lists all questions with the papers that asked them.
func (r *Report) list() {
	asked := map[string][]int{}
	for i := range r.Papers {
		for _, id := range r.Papers[i].ids {
			asked[id] = append(asked[id], i)
		}
	}
	usable := map[*bank.Question]bool{}
	for _, q := range r.questions {
		usable[q] = true
	}
	r.Listed = make([]Question, 0, len(r.bank.Questions))
	for _, q := range r.bank.Questions {
		item := Question{
			ID: q.ID, Name: q.String(), File: q.Pos.File, Line: q.Pos.Line, Type: string(q.Type), Marks: q.Marks, Minutes: q.Minutes,
			Difficulty: q.Difficulty, Bloom: q.Bloom, Outcomes: q.Outcomes, Lecture: q.Lecture, Slides: q.Slides, Topics: q.Topics,
			Author: q.Author, Status: string(q.Status), Usable: usable[q], Stem: Stem(q), Papers: asked[q.ID], Of: q,
		}
		item.InPaper = r.Paper != nil && slices.Contains(r.Paper.ids, q.ID)
		r.Listed = append(r.Listed, item)
	}
}

// Stem is what a question asks, as plain text on one line.
func Stem(q *bank.Question) string {
	parts := []string{q.Stem.Doc.Plain()}
	for i := range q.Tasks {
		stem := q.Tasks[i].Stem.Doc.Plain()
		if q.HasParts {
			stem = "(" + string(rune('a'+i)) + ") " + stem
		}
		parts = append(parts, stem)
	}
	return strings.TrimSpace(strings.Join(parts, " "))
}

// Marshal returns the report as indented JSON with a final line end.
func (r *Report) Marshal() ([]byte, error) {
	data, err := json.MarshalIndent(map[string]*Report{"audit": r}, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("audit: %w", err)
	}
	return append(data, '\n'), nil
}

// numberOf reads the number of a lecture as a rule names it.
func numberOf(value string) int {
	n, _ := strconv.Atoi(value)
	return n
}

// ordered sorts by a number, the greatest first; equals keep their order.
func ordered[T any](list []T, by func(T) int) {
	slices.SortStableFunc(list, func(a, b T) int { return cmp.Compare(by(b), by(a)) })
}
