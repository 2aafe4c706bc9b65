package audit

import (
	"slices"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/bank"
)

// Attributes are what questions are counted by.
var Attributes = []bank.Attribute{
	bank.ByLecture, bank.ByTopic, bank.ByOutcome, bank.ByBloom, bank.ByDifficulty, bank.ByType, bank.ByAuthor, bank.ByStatus,
}

// Group counts questions by an attribute. A question with several topics or
// outcomes counts in full for each, so that these rows may add up to more than
// the whole; a topic's row has the questions of all topics below it.
type Group struct {
	By   bank.Attribute `json:"by"`
	Rows []Row          `json:"rows"`
}

// Row is what there is of one value of an attribute. The last row of a group has
// the value "" and counts questions without the attribute; it may be missing.
type Row struct {
	Value   string `json:"value"` // as rules name it
	Title   string `json:"title"`
	Depth   int    `json:"depth,omitempty"` // of a topic in its tree, from 0
	InScope bool   `json:"in_scope"`        // for lectures and topics: taught before the exam

	Hours      Hours  `json:"hours"`       // taught, of lectures and topics in scope
	HoursShare Share  `json:"hours_share"` // of the hours of the lectures in scope
	All        Amount `json:"all"`
	Usable     Amount `json:"usable"`
	Share      Share  `json:"share"` // of the marks of usable questions

	Paper      *Span `json:"paper,omitempty"` // of the subject's paper: the sum of its forms
	PaperShare Share `json:"paper_share,omitempty"`

	History Span   `json:"history"`        // the sum of the forms of all papers printed before
	Papers  int    `json:"papers"`         // that asked it
	Last    string `json:"last,omitempty"` // term in which it was last asked
}

// Group returns the rows of an attribute.
func (r *Report) Group(by bank.Attribute) *Group {
	i := slices.IndexFunc(r.Groups, func(g Group) bool { return g.By == by })
	return &r.Groups[i]
}

// Row returns the row of a value; nil if there is none.
func (g *Group) Row(value string) *Row {
	i := slices.IndexFunc(g.Rows, func(r Row) bool { return r.Value == value })
	if i < 0 {
		return nil
	}
	return &g.Rows[i]
}

// group counts by every attribute.
func (r *Report) group() {
	for _, by := range Attributes {
		g := Group{By: by, Rows: r.rows(by)}
		at := map[string]int{}
		for i := range g.Rows {
			at[g.Rows[i].Value] = i
		}
		count := func(q *bank.Question, to func(*Row)) {
			for _, value := range ValuesOf(q, by) {
				if i, known := at[value]; known {
					to(&g.Rows[i])
				}
			}
		}
		for _, q := range r.bank.Questions {
			count(q, func(row *Row) { row.All.add(q, q.Marks) })
		}
		for _, q := range r.questions {
			count(q, func(row *Row) { row.Usable.add(q, q.Marks) })
		}
		for i := range r.Papers {
			for _, s := range r.Papers[i].spansOf(by) {
				if k, known := at[s.Value]; known {
					row := &g.Rows[k]
					row.History.add(s.Span)
					row.Papers++
					row.Last = r.Papers[i].Term
				}
			}
		}
		if r.Paper != nil {
			for i := range g.Rows {
				g.Rows[i].Paper = &Span{}
			}
			for _, s := range r.Paper.spansOf(by) {
				if k, known := at[s.Value]; known {
					*g.Rows[k].Paper = s.Span
					g.Rows[k].PaperShare = shareOf(int(s.Span.Printed.Marks), int(r.Paper.Whole.Printed.Marks))
				}
			}
		}
		for i := range g.Rows {
			row := &g.Rows[i]
			row.Share = shareOf(int(row.Usable.Marks), int(r.Usable.Marks))
			row.HoursShare = shareOf(int(row.Hours), int(r.Course.Hours))
		}
		if n := len(g.Rows) - 1; g.Rows[n].All.Questions == 0 && g.Rows[n].History.Printed.Questions == 0 {
			g.Rows = g.Rows[:n] // every question has the attribute
		}
		r.Groups = append(r.Groups, g)
	}
}

// rows are the rows of an attribute, empty: what the course has, then what else
// questions say, then the row of those that say nothing.
func (r *Report) rows(by bank.Attribute) []Row {
	var rows []Row
	c := r.bank.Course
	switch by {
	case bank.ByLecture:
		for _, l := range r.Course.Lectures {
			row := Row{Value: strconv.Itoa(l.Number), Title: l.Title, InScope: l.InScope}
			if l.InScope {
				row.Hours = l.Hours
			}
			rows = append(rows, row)
		}
	case bank.ByTopic:
		for _, t := range c.Topics {
			row := Row{Value: t.ID, Title: line(t.Title), Depth: strings.Count(t.ID, "/")}
			row.Hours, row.InScope = r.taught(t.ID)
			rows = append(rows, row)
		}
	case bank.ByOutcome:
		for _, o := range c.Outcomes {
			rows = append(rows, Row{Value: o.ID, Title: line(o.Text), InScope: true})
		}
	default:
		for _, v := range r.bank.Values(by) {
			rows = append(rows, Row{Value: v, Title: v, InScope: true})
		}
	}
	if by == bank.ByBloom {
		for i := range rows {
			rows[i].Title = "K" + strconv.Itoa(i+1) + " " + rows[i].Value
		}
	}
	return append(rows, Row{Title: "none given", InScope: true})
}

// taught says for how long a topic was taught in the lectures in scope, and
// whether it was. A lecture's hours are shared evenly among its topics and count
// for the topics above these; a topic below one that was taught was taught with it.
func (r *Report) taught(topic string) (hours Hours, in bool) {
	for _, l := range r.Course.Lectures {
		if !l.InScope {
			continue
		}
		for _, t := range l.Topics {
			switch {
			case bank.Within(bank.ByTopic, t, topic):
				hours += l.Hours / Hours(len(l.Topics))
				in = true
			case bank.Within(bank.ByTopic, topic, t):
				in = true
			}
		}
	}
	return hours, in
}

// ValuesOf are the values under which a question counts: of topics also those
// above its own, each once; "" where it has none.
func ValuesOf(q *bank.Question, by bank.Attribute) []string {
	values := q.Values(by)
	if by == bank.ByTopic {
		var all []string
		for _, t := range values {
			for i := range len(t) + 1 {
				if i == len(t) || t[i] == '/' {
					if !slices.Contains(all, t[:i]) {
						all = append(all, t[:i])
					}
				}
			}
		}
		values = all
	}
	if len(values) == 0 {
		return []string{""}
	}
	return values
}

// Cross counts questions by two attributes: a heat map.
type Cross struct {
	Rows    bank.Attribute `json:"rows"`
	Columns bank.Attribute `json:"columns"`
	Heads   []string       `json:"heads"`           // values of the columns
	Values  []string       `json:"values"`          // of the rows
	Cells   [][]Amount     `json:"cells"`           // usable questions
	Paper   [][]Amount     `json:"paper,omitempty"` // printed in the subject's paper, the sum of its forms
}

// cross counts by pairs of attributes.
func (r *Report) cross() {
	for _, by := range [][2]bank.Attribute{{bank.ByLecture, bank.ByDifficulty}, {bank.ByLecture, bank.ByBloom}, {bank.ByOutcome, bank.ByBloom}} {
		c := Cross{Rows: by[0], Columns: by[1]}
		for _, row := range r.Group(by[0]).Rows {
			if row.Value != "" {
				c.Values = append(c.Values, row.Value)
			}
		}
		for _, row := range r.Group(by[1]).Rows {
			if row.Value != "" {
				c.Heads = append(c.Heads, row.Value)
			}
		}
		c.Cells = c.empty()
		for _, q := range r.questions {
			c.count(c.Cells, q, q.Marks)
		}
		if r.Paper != nil {
			c.Paper = c.empty()
			for _, asked := range r.Paper.asked {
				c.count(c.Paper, asked.question, asked.marks)
			}
		}
		r.Crosses = append(r.Crosses, c)
	}
}

func (c *Cross) empty() [][]Amount {
	cells := make([][]Amount, len(c.Values))
	for i := range cells {
		cells[i] = make([]Amount, len(c.Heads))
	}
	return cells
}

func (c *Cross) count(cells [][]Amount, q *bank.Question, marks bank.Marks) {
	for _, row := range ValuesOf(q, c.Rows) {
		i := slices.Index(c.Values, row)
		for _, column := range ValuesOf(q, c.Columns) {
			if j := slices.Index(c.Heads, column); i >= 0 && j >= 0 {
				cells[i][j].add(q, marks)
			}
		}
	}
}

// Slides is how the slides of a lecture are covered by usable questions.
type Slides struct {
	Lecture   int     `json:"lecture"`
	On        []int   `json:"on"`        // for each slide, how many questions name it
	Ranges    []Range `json:"ranges"`    // by ten slides
	Untouched []Run   `json:"untouched"` // slides that no question names
	Unnamed   int     `json:"unnamed"`   // questions of the lecture that name no slide
}

// Run is a run of slides, both ends included.
type Run struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// Len is the number of slides.
func (u Run) Len() int { return u.To - u.From + 1 }

// Range is what there is on some slides. A question on several ranges counts in
// full for each.
type Range struct {
	Run
	Amount  Amount `json:"amount"`  // usable
	Paper   Amount `json:"paper"`   // printed in the subject's paper, the sum of its forms
	History Amount `json:"history"` // printed in the papers before, likewise
}

// rangeLength is how many slides are counted together.
const rangeLength = 10

func (r *Report) slides() {
	of := map[int][]*bank.Question{}
	for _, q := range r.questions {
		of[q.Lecture] = append(of[q.Lecture], q)
	}
	for _, l := range r.Course.Lectures {
		if l.Slides == 0 || !l.InScope {
			continue
		}
		s := Slides{Lecture: l.Number, On: make([]int, l.Slides), Untouched: []Run{}}
		for from := 1; from <= l.Slides; from += rangeLength {
			s.Ranges = append(s.Ranges, Range{Run: Run{from, min(from+rangeLength-1, l.Slides)}})
		}
		for _, q := range of[l.Number] {
			s.count(q)
		}
		if r.Paper != nil {
			s.printed(r.Paper, func(x *Range) *Amount { return &x.Paper })
		}
		for k := range r.Papers {
			s.printed(&r.Papers[k], func(x *Range) *Amount { return &x.History })
		}
		s.runs()
		r.Slides = append(r.Slides, s)
	}
}

// count counts a usable question of the lecture.
func (s *Slides) count(q *bank.Question) {
	if len(q.Slides) == 0 {
		s.Unnamed++
	}
	for _, n := range slices.Compact(slices.Sorted(slices.Values(q.Slides))) {
		if n >= 1 && n <= len(s.On) {
			s.On[n-1]++
		}
	}
	for _, k := range s.rangesOf(q) {
		s.Ranges[k].Amount.add(q, q.Marks)
	}
}

// printed counts what a paper printed of the lecture.
func (s *Slides) printed(p *Paper, to func(*Range) *Amount) {
	for _, a := range p.asked {
		if a.question.Lecture != s.Lecture {
			continue
		}
		for _, k := range s.rangesOf(a.question) {
			to(&s.Ranges[k]).add(a.question, a.marks)
		}
	}
}

// rangesOf are the ranges that a question names slides of, each once.
func (s *Slides) rangesOf(q *bank.Question) []int {
	var list []int
	for _, n := range q.Slides {
		if k := (n - 1) / rangeLength; n >= 1 && n <= len(s.On) && !slices.Contains(list, k) {
			list = append(list, k)
		}
	}
	return list
}

func (s *Slides) runs() {
	for i := 0; i < len(s.On); i++ {
		if s.On[i] > 0 {
			continue
		}
		from := i
		for i+1 < len(s.On) && s.On[i+1] == 0 {
			i++
		}
		s.Untouched = append(s.Untouched, Run{from + 1, i + 1})
	}
}
