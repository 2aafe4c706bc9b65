package audit

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/likeness"
)

// Paper is what a paper asks.
type Paper struct {
	Title   string       `json:"title"`
	Date    string       `json:"date,omitempty"`
	Term    string       `json:"term"`
	File    string       `json:"file,omitempty"`
	Marks   bank.Marks   `json:"marks"`   // what a candidate can get
	Minutes bank.Minutes `json:"minutes"` // allowed; 0 if not given
	Forms   []Form       `json:"forms"`
	Whole   Span         `json:"whole"`
	// Gone are questions that are no longer in the bank: they count for the whole
	// and for no row.
	Gone int `json:"gone,omitempty"`

	spans map[bank.Attribute][]valueSpan
	ids   []string
	asked []asked // by form
}

type asked struct {
	question *bank.Question
	marks    bank.Marks
}

// Form is a form of a paper.
type Form struct {
	Number   int       `json:"number"`
	Sections []Section `json:"sections"`
	Whole    Span      `json:"whole"`
}

// Section is a section of a form. With Of > 0 it has Groups choices of Of
// questions each, of which any Any are answered.
type Section struct {
	Title     string       `json:"title"`
	Any       int          `json:"any,omitempty"`
	Of        int          `json:"of,omitempty"`
	Groups    int          `json:"groups,omitempty"`
	Questions []string     `json:"questions"` // ids
	Worth     []bank.Marks `json:"worth"`     // marks of each as it was printed

	found []*bank.Question
}

type valueSpan struct {
	Value string
	Span  Span
}

// Term is what the papers of a term asked.
type Term struct {
	Name   string                       `json:"name"`
	Papers []int                        `json:"papers"` // indices of Report.Papers
	Whole  Span                         `json:"whole"`
	Rows   map[bank.Attribute][]TermRow `json:"rows"` // for lectures, topics and outcomes, in the order of their groups
}

// TermRow is what a term asked of a value.
type TermRow struct {
	Value string `json:"value"`
	Span  Span   `json:"span"`
	Share Share  `json:"share"` // of the printed marks of the term
}

// history are the attributes that terms are counted by.
var history = []bank.Attribute{bank.ByLecture, bank.ByTopic, bank.ByOutcome}

// papers counts the subject's paper and those before it.
func (r *Report) papers() {
	own := r.subject.Paper
	r.Papers, r.Terms = []Paper{}, []Term{}
	for _, p := range r.bank.Printed {
		if own != nil && (p == own || samePaper(p, own) || own.Date != "" && p.Date >= own.Date) {
			continue
		}
		r.Papers = append(r.Papers, r.paper(p))
	}
	if own != nil {
		p := r.paper(own)
		if r.subject.Trial {
			p.File = ""
		}
		r.Paper = &p
	}
	r.terms()
}

func samePaper(a, b *bank.Printed) bool {
	return a.Pos.File != "" && a.Pos.File == b.Pos.File || a.Title == b.Title && a.Date == b.Date && slices.Equal(a.IDs, b.IDs)
}

func (r *Report) paper(printed *bank.Printed) Paper {
	p := Paper{
		Title: printed.Title, Date: printed.Date, Term: termOf(printed), File: printed.Pos.File, Marks: printed.Marks, Minutes: printed.Minutes,
		spans: map[bank.Attribute][]valueSpan{}, ids: printed.IDs,
	}
	for _, f := range printed.Forms {
		form := Form{Number: f.Number}
		for _, s := range f.Sections {
			section := Section{Title: s.Title, Any: s.Any, Of: s.Of, Groups: s.Groups, Questions: s.IDs}
			for _, id := range s.IDs {
				q := r.bank.Find(id)
				marks := printed.Worth[id]
				if q == nil {
					p.Gone++
				} else {
					p.asked = append(p.asked, asked{q, marks})
				}
				section.found, section.Worth = append(section.found, q), append(section.Worth, marks)
			}
			form.Sections = append(form.Sections, section)
			form.Whole.add(section.span(func(*bank.Question) bool { return true }))
		}
		p.Whole.add(form.Whole)
		p.Forms = append(p.Forms, form)
	}
	for _, by := range Attributes {
		p.spans[by] = p.count(by)
	}
	return p
}

// spansOf are what the forms of a paper together ask of each value of an
// attribute that they ask anything of.
func (p *Paper) spansOf(by bank.Attribute) []valueSpan { return p.spans[by] }

func (p *Paper) count(by bank.Attribute) []valueSpan {
	var values []string
	has := map[string]map[*bank.Question]bool{}
	for _, a := range p.asked {
		for _, v := range ValuesOf(a.question, by) {
			if has[v] == nil {
				values, has[v] = append(values, v), map[*bank.Question]bool{}
			}
			has[v][a.question] = true
		}
	}
	var list []valueSpan
	for _, v := range values {
		s := valueSpan{Value: v}
		for i := range p.Forms {
			for k := range p.Forms[i].Sections {
				s.Span.add(p.Forms[i].Sections[k].span(func(q *bank.Question) bool { return q != nil && has[v][q] }))
			}
		}
		list = append(list, s)
	}
	return list
}

// span counts the questions of a section that match. Where candidates choose, all
// questions of a choice carry equal marks; of minutes the fewest and the most are
// taken that so many questions can come to.
func (s *Section) span(match func(*bank.Question) bool) Span {
	var span Span
	if s.Of == 0 {
		for i, q := range s.found {
			if match(q) {
				addTo(&span.Printed, q, s.Worth[i])
			}
		}
		span.Least, span.Most = span.Printed, span.Printed
		return span
	}
	for from := 0; from < len(s.found); from += s.Of {
		to := min(from+s.Of, len(s.found))
		var in []int
		for i := from; i < to; i++ {
			if match(s.found[i]) {
				in = append(in, i)
				addTo(&span.Printed, s.found[i], s.Worth[i])
			}
		}
		minutes := func(i int) int {
			if s.found[i] == nil {
				return 0
			}
			return int(s.found[i].Minutes)
		}
		slices.SortStableFunc(in, func(a, b int) int { return cmp.Compare(minutes(a), minutes(b)) })
		most := min(s.Any, len(in))
		least := max(0, min(s.Any, to-from)-(to-from-len(in)))
		for _, i := range in[:least] {
			addTo(&span.Least, s.found[i], s.Worth[i])
		}
		for _, i := range in[len(in)-most:] {
			addTo(&span.Most, s.found[i], s.Worth[i])
		}
	}
	return span
}

// addTo adds a printed question, which may no longer be in the bank.
func addTo(a *Amount, q *bank.Question, marks bank.Marks) {
	a.Questions++
	a.Marks += marks
	if q != nil {
		a.Minutes += q.Minutes
	}
}

// termOf names the term of a paper: as the course called it, with the year if it
// did not say it; else by its date.
func termOf(p *bank.Printed) string {
	year, month, _ := strings.Cut(p.Date, "-")
	switch {
	case p.Term != "" && (p.Date == "" || strings.ContainsFunc(p.Term, unicode.IsDigit)):
		return p.Term
	case p.Term != "":
		return p.Term + " " + year
	case p.Date == "":
		return "no date"
	case month < "07":
		return year + ", first half"
	}
	return year + ", second half"
}

// terms counts the papers by term, in the order of their first papers.
func (r *Report) terms() {
	for i := range r.Papers {
		p := &r.Papers[i]
		at := slices.IndexFunc(r.Terms, func(t Term) bool { return t.Name == p.Term })
		if at < 0 {
			at = len(r.Terms)
			r.Terms = append(r.Terms, Term{Name: p.Term, Rows: map[bank.Attribute][]TermRow{}})
			for _, by := range history {
				for _, row := range r.rows(by) {
					r.Terms[at].Rows[by] = append(r.Terms[at].Rows[by], TermRow{Value: row.Value})
				}
			}
		}
		t := &r.Terms[at]
		t.Papers = append(t.Papers, i)
		t.Whole.add(p.Whole)
		for _, by := range history {
			for _, s := range p.spansOf(by) {
				k := slices.IndexFunc(t.Rows[by], func(row TermRow) bool { return row.Value == s.Value })
				if k >= 0 {
					t.Rows[by][k].Span.add(s.Span)
				}
			}
		}
	}
	for i := range r.Terms {
		for _, rows := range r.Terms[i].Rows {
			for k := range rows {
				rows[k].Share = shareOf(int(rows[k].Span.Printed.Marks), int(r.Terms[i].Whole.Printed.Marks))
			}
		}
	}
}

// Alike is two questions that are nearly the same; see likeness.Pair.
type Alike struct {
	Questions [2]string `json:"questions"` // ids
	Like      Share     `json:"like"`
	Enemies   bool      `json:"enemies,omitempty"` // they never stand in one paper

	of [2]*bank.Question
}

// Cue is a question whose answer another one gives away; see likeness.Cue.
type Cue struct {
	Question string `json:"question"` // id
	Part     string `json:"part,omitempty"`
	By       string `json:"by"`
	Answer   string `json:"answer"`
	Enemies  bool   `json:"enemies,omitempty"`

	of, by *bank.Question
}

// Repeat is a question of an earlier paper that a later one asks again, or asks
// nearly the same.
type Repeat struct {
	Paper    int    `json:"paper"` // index of Report.Papers; -1 for the subject's paper
	Question string `json:"question"`
	Earlier  int    `json:"earlier"` // index of Report.Papers
	As       string `json:"as"`      // id of the earlier question: the same or one nearly the same
	Terms    int    `json:"terms"`   // between the two papers; 0 in the same term
}

// nearly is the likeness from which two questions are nearly the same: in sound
// banks pairs reach half of it all, a question put in other words more.
const nearly = 650

// compare finds questions that are alike or give each other away, and what later
// papers took from earlier ones.
func (r *Report) compare(index *likeness.Index) {
	r.Alike, r.Cues, r.Repeats = []Alike{}, []Cue{}, []Repeat{}
	usable := map[*bank.Question]bool{}
	for _, q := range r.questions {
		usable[q] = true
	}
	if r.Paper != nil {
		for _, a := range r.Paper.asked {
			usable[a.question] = true
		}
	}
	near := map[string][]string{}
	for _, p := range index.Alike(nearly) {
		near[p.A.ID], near[p.B.ID] = append(near[p.A.ID], p.B.ID), append(near[p.B.ID], p.A.ID)
		if usable[p.A] && usable[p.B] {
			r.Alike = append(r.Alike, Alike{[2]string{p.A.ID, p.B.ID}, Share(p.Like * bank.Whole / likeness.One), slices.Contains(p.A.Enemies, p.B), [2]*bank.Question{p.A, p.B}})
		}
	}
	for _, c := range index.Cues() {
		if !usable[c.Question] || !usable[c.By] {
			continue
		}
		cue := Cue{Question: c.Question.ID, By: c.By.ID, Answer: c.Answer, Enemies: slices.Contains(c.Question.Enemies, c.By), of: c.Question, by: c.By}
		if c.Question.HasParts {
			cue.Part = string(rune('a' + c.Part))
		}
		r.Cues = append(r.Cues, cue)
	}
	r.repeats(near)
}

// repeats finds for every question of a paper the latest earlier paper of
// another day that asked it.
func (r *Report) repeats(near map[string][]string) {
	type use struct{ paper, term int }
	last := map[string][]use{} // papers by question, by date
	term := func(p *Paper) int { return slices.IndexFunc(r.Terms, func(t Term) bool { return t.Name == p.Term }) }
	look := func(i int, p *Paper, t int) {
		for _, id := range p.ids {
			best := -1
			var found Repeat
			for _, as := range append([]string{id}, near[id]...) {
				for _, u := range slices.Backward(last[as]) {
					if earlier := &r.Papers[u.paper]; earlier.Date == p.Date && p.Date != "" {
						continue
					}
					if u.paper > best {
						best, found = u.paper, Repeat{i, id, u.paper, as, t - u.term}
					}
					break
				}
			}
			if best >= 0 {
				r.Repeats = append(r.Repeats, found)
			}
		}
	}
	for i := range r.Papers {
		p := &r.Papers[i]
		t := term(p)
		look(i, p, t)
		for _, id := range p.ids {
			last[id] = append(last[id], use{i, t})
		}
	}
	if r.Paper != nil {
		t := term(r.Paper)
		if t < 0 {
			t = len(r.Terms)
		}
		look(-1, r.Paper, t)
	}
}
