package audit_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/audit"
)

// written is an audit as other programs read it.
type written struct {
	Audit struct {
		Kind, Date string
		Course     struct {
			Hours    float64
			By       string
			Lectures []struct {
				Number  int
				Title   string
				Hours   float64
				Date    string
				Slides  int
				Topics  []string
				InScope bool `json:"in_scope"`
			}
		}
		All, Usable amount
		Groups      []struct {
			By   string
			Rows []struct {
				Value      string
				InScope    bool `json:"in_scope"`
				Hours      float64
				HoursShare float64 `json:"hours_share"`
				All        amount
				Usable     amount
				Share      float64
				Paper      *span
				PaperShare float64 `json:"paper_share"`
				History    span
				Papers     int
				Last       string
			}
		}
		Crosses []struct {
			Rows, Columns string
			Heads, Values []string
			Cells, Paper  [][]amount
		}
		Slides []struct {
			Lecture int
			On      []int
			Ranges  []struct {
				From, To               int
				Amount, Paper, History amount
			}
			Untouched []struct{ From, To int }
			Unnamed   int
		}
		Paper  *paper
		Papers []paper
		Terms  []struct {
			Name   string
			Papers []int
			Whole  span
			Rows   map[string][]struct {
				Value string
				Span  span
				Share float64
			}
		}
		Repeats []struct {
			Paper    int
			Question string
			Earlier  int
			As       string
			Terms    int
		}
		Alike     []struct{ Questions [2]string }
		Findings  []struct{ Weight int }
		Questions []item
	}
}

type amount struct {
	Questions      int
	Marks, Minutes float64
}

func (a *amount) add(b amount) {
	a.Questions += b.Questions
	a.Marks += b.Marks
	a.Minutes += b.Minutes
}

type span struct{ Printed, Least, Most amount }

func (s *span) add(t span) {
	s.Printed.add(t.Printed)
	s.Least.add(t.Least)
	s.Most.add(t.Most)
}

type paper struct {
	Title, Date, Term string
	Marks, Minutes    float64
	Forms             []struct {
		Sections []struct {
			Any, Of, Groups int
			Questions       []string
			Worth           []float64
		}
		Whole span
	}
	Whole span
	Gone  int
}

type item struct {
	ID, Type, Difficulty, Bloom, Author, Status string
	Marks, Minutes                              float64
	Outcomes, Topics                            []string
	Lecture                                     int
	Slides                                      []int
	Usable                                      bool
	InPaper                                     bool `json:"in_paper"`
	Papers                                      []int
}

// has reports whether a question counts under a value of an attribute.
func (q *item) has(by, value string) bool {
	one := map[string]string{"type": q.Type, "difficulty": q.Difficulty, "bloom": q.Bloom, "author": q.Author, "status": q.Status}
	switch by {
	case "lecture":
		return fmt.Sprint(q.Lecture) == value || q.Lecture == 0 && value == ""
	case "outcomes":
		return slices.Contains(q.Outcomes, value) || len(q.Outcomes) == 0 && value == ""
	case "topics":
		if value == "" {
			return len(q.Topics) == 0
		}
		return slices.ContainsFunc(q.Topics, func(t string) bool { return t == value || strings.HasPrefix(t, value+"/") })
	}
	return one[by] == value
}

// recount works all figures of an audit out again from its questions, papers and
// lectures, in floating point, and tries every choice that candidates have.
type recount struct {
	t  testing.TB
	a  *written
	by map[string]*item
}

func (r *recount) same(what string, got, want any) {
	r.t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		r.t.Errorf("%s: %v, counted again %v", what, got, want)
	}
}

// share is in per cent with two decimals, halves up.
func share(part, whole float64) float64 {
	if whole == 0 {
		return 0
	}
	return math.Floor(part/whole*10_000+0.5+1e-9) / 100
}

func (r *recount) sum(match func(*item) bool) amount {
	var a amount
	for i := range r.a.Audit.Questions {
		if q := &r.a.Audit.Questions[i]; match(q) {
			a.add(amount{1, q.Marks, q.Minutes})
		}
	}
	return a
}

// asked counts what a paper asks of the questions that match.
func (r *recount) asked(p *paper, match func(*item) bool) span {
	var s span
	for _, f := range p.Forms {
		s.add(r.form(p, f.Sections, match))
	}
	return s
}

func (r *recount) form(_ *paper, sections []struct {
	Any, Of, Groups int
	Questions       []string
	Worth           []float64
}, match func(*item) bool,
) span {
	var s span
	for _, section := range sections {
		var all []amount
		for i, id := range section.Questions {
			q := r.by[id]
			a := amount{1, section.Worth[i], 0}
			if q != nil {
				a.Minutes = q.Minutes
			}
			if match == nil || q != nil && match(q) {
				all = append(all, a)
				s.Printed.add(a)
			} else {
				all = append(all, amount{})
			}
		}
		if section.Of == 0 {
			for _, a := range all {
				s.Least.add(a)
				s.Most.add(a)
			}
			continue
		}
		for group := range slices.Chunk(all, section.Of) {
			least, most := choices(group, section.Any)
			s.Least.add(least)
			s.Most.add(most)
		}
	}
	return s
}

// choices tries every choice of any so many.
func choices(group []amount, any int) (least, most amount) {
	first := true
	for set := range 1 << len(group) {
		var a amount
		n := 0
		for i := range group {
			if set>>i&1 == 1 {
				n++
				a.add(group[i])
			}
		}
		if n != any {
			continue
		}
		if first {
			least, most, first = a, a, false
		}
		least = amount{min(least.Questions, a.Questions), min(least.Marks, a.Marks), min(least.Minutes, a.Minutes)}
		most = amount{max(most.Questions, a.Questions), max(most.Marks, a.Marks), max(most.Minutes, a.Minutes)}
	}
	return least, most
}

func (r *recount) all() {
	a := &r.a.Audit
	usable := func(q *item) bool { return q.Usable }
	r.same("all", a.All, r.sum(func(*item) bool { return true }))
	r.same("usable", a.Usable, r.sum(usable))
	hours := 0.0
	for _, l := range a.Course.Lectures {
		if l.InScope {
			hours += l.Hours
		}
		if by := a.Course.By; by != "" && l.InScope != (l.Date <= by) && a.Kind == "paper" || by != "" && l.Date > by && l.InScope {
			r.t.Errorf("lecture %d of %s is in scope of %s", l.Number, l.Date, a.Date)
		}
	}
	r.same("hours", a.Course.Hours, hours)
	papers := a.Papers
	if a.Paper != nil {
		papers = append(slices.Clone(papers), *a.Paper)
	}
	for i := range papers {
		p := &papers[i]
		var whole span
		gone := 0
		for _, f := range p.Forms {
			s := r.form(p, f.Sections, nil)
			r.same(p.Title+": form", f.Whole, s)
			whole.add(s)
			for _, section := range f.Sections {
				for _, id := range section.Questions {
					if r.by[id] == nil {
						gone++
					}
				}
			}
		}
		r.same(p.Title+": whole", p.Whole, whole)
		r.same(p.Title+": gone", p.Gone, gone)
	}
	for _, g := range a.Groups {
		for _, row := range g.Rows {
			what := g.By + " " + row.Value
			match := func(q *item) bool { return q.has(g.By, row.Value) }
			r.same(what+": all", row.All, r.sum(match))
			r.same(what+": usable", row.Usable, r.sum(func(q *item) bool { return q.Usable && match(q) }))
			r.same(what+": share", row.Share, share(row.Usable.Marks, a.Usable.Marks))
			var history span
			n, last := 0, ""
			for i := range a.Papers {
				s := r.asked(&a.Papers[i], match)
				if history.add(s); s.Printed.Questions > 0 {
					n++
					last = a.Papers[i].Term
				}
			}
			r.same(what+": history", row.History, history)
			r.same(what+": papers", row.Papers, n)
			r.same(what+": last", row.Last, last)
			if a.Paper != nil {
				r.same(what+": paper", *row.Paper, r.asked(a.Paper, match))
				r.same(what+": paper share", row.PaperShare, share(row.Paper.Printed.Marks, a.Paper.Whole.Printed.Marks))
			}
			if taught, in := r.taught(g.By, row.Value); g.By == "lecture" || g.By == "topics" {
				if math.Abs(row.Hours-taught) > 0.002 {
					r.t.Errorf("%s: %v hours, counted again %v", what, row.Hours, taught)
				}
				if math.Abs(row.HoursShare-share(row.Hours, hours)) > 0.011 {
					r.t.Errorf("%s: %v %% of the hours, counted again %v", what, row.HoursShare, share(row.Hours, hours))
				}
				if row.Value != "" {
					r.same(what+": in scope", row.InScope, in)
				}
			}
		}
	}
	r.crosses()
	r.slides()
	r.terms()
	if !slices.IsSortedFunc(a.Findings, func(x, y struct{ Weight int }) int { return y.Weight - x.Weight }) {
		r.t.Error("findings are not in the order of their weight")
	}
}

func (r *recount) taught(by, value string) (hours float64, in bool) {
	for _, l := range r.a.Audit.Course.Lectures {
		if !l.InScope {
			continue
		}
		if by == "lecture" && fmt.Sprint(l.Number) == value {
			return l.Hours, true
		}
		for _, t := range l.Topics {
			if by == "topics" && (t == value || strings.HasPrefix(t, value+"/")) {
				hours += l.Hours / float64(len(l.Topics))
				in = true
			}
			in = in || by == "topics" && strings.HasPrefix(value, t+"/")
		}
	}
	return hours, in
}

func (r *recount) crosses() {
	for _, c := range r.a.Audit.Crosses {
		for i, row := range c.Values {
			for k, column := range c.Heads {
				match := func(q *item) bool { return q.has(c.Rows, row) && q.has(c.Columns, column) }
				what := fmt.Sprintf("%s %s, %s %s", c.Rows, row, c.Columns, column)
				r.same(what, c.Cells[i][k], r.sum(func(q *item) bool { return q.Usable && match(q) }))
				if r.a.Audit.Paper != nil {
					r.same(what+" in the paper", c.Paper[i][k], r.asked(r.a.Audit.Paper, match).Printed)
				}
			}
		}
	}
}

func (r *recount) slides() {
	n := 0
	for _, l := range r.a.Audit.Course.Lectures {
		if l.Slides > 0 && l.InScope {
			n++
		}
	}
	r.same("lectures with slides", len(r.a.Audit.Slides), n)
	for _, s := range r.a.Audit.Slides {
		of := func(q *item) bool { return q.Usable && q.Lecture == s.Lecture }
		for i, on := range s.On {
			r.same(fmt.Sprintf("lecture %d, slide %d", s.Lecture, i+1), on, r.sum(func(q *item) bool { return of(q) && slices.Contains(q.Slides, i+1) }).Questions)
		}
		for _, x := range s.Ranges {
			what := fmt.Sprintf("lecture %d, slides %d to %d", s.Lecture, x.From, x.To)
			on := func(q *item) bool {
				return q.Lecture == s.Lecture && slices.ContainsFunc(q.Slides, func(n int) bool { return n >= x.From && n <= x.To })
			}
			r.same(what, x.Amount, r.sum(func(q *item) bool { return q.Usable && on(q) }))
			var history, paper amount
			for i := range r.a.Audit.Papers {
				history.add(r.asked(&r.a.Audit.Papers[i], on).Printed)
			}
			r.same(what+": history", x.History, history)
			if r.a.Audit.Paper != nil {
				paper = r.asked(r.a.Audit.Paper, on).Printed
			}
			r.same(what+": paper", x.Paper, paper)
		}
		bare := make([]bool, len(s.On))
		for _, u := range s.Untouched {
			for n := u.From; n <= u.To; n++ {
				bare[n-1] = true
			}
		}
		for i, b := range bare {
			r.same(fmt.Sprintf("lecture %d, slide %d is untouched", s.Lecture, i+1), b, s.On[i] == 0)
		}
		r.same("unnamed", s.Unnamed, r.sum(func(q *item) bool { return of(q) && len(q.Slides) == 0 }).Questions)
	}
}

func (r *recount) terms() {
	seen := 0
	for _, t := range r.a.Audit.Terms {
		var whole span
		for _, i := range t.Papers {
			r.same("term", r.a.Audit.Papers[i].Term, t.Name)
			whole.add(r.asked(&r.a.Audit.Papers[i], nil))
			seen++
		}
		r.same(t.Name, t.Whole, whole)
		for by, rows := range t.Rows {
			for _, row := range rows {
				var s span
				for _, i := range t.Papers {
					s.add(r.asked(&r.a.Audit.Papers[i], func(q *item) bool { return q.has(by, row.Value) }))
				}
				r.same(t.Name+", "+by+" "+row.Value, row.Span, s)
				r.same(t.Name+", share of "+row.Value, row.Share, share(s.Printed.Marks, t.Whole.Printed.Marks))
			}
		}
	}
	r.same("papers in terms", seen, len(r.a.Audit.Papers))
	r.repeats()
}

// repeats looks for each question of each paper through all earlier papers.
func (r *recount) repeats() {
	a := &r.a.Audit
	near := map[string][]string{}
	for _, p := range a.Alike {
		x, y := p.Questions[0], p.Questions[1]
		near[x], near[y] = append(near[x], y), append(near[y], x)
	}
	has := func(p *paper, id string) bool {
		for _, f := range p.Forms {
			for _, s := range f.Sections {
				if slices.Contains(s.Questions, id) {
					return true
				}
			}
		}
		return false
	}
	want := map[string]bool{}
	look := func(index int, p *paper, before int) {
		for id := range r.by {
			if !has(p, id) {
				continue
			}
			for k := before - 1; k >= 0; k-- {
				e := &a.Papers[k]
				if e.Date == p.Date && p.Date != "" {
					continue
				}
				if has(e, id) || slices.ContainsFunc(near[id], func(n string) bool { return has(e, n) }) {
					want[fmt.Sprint(index, id, k)] = true
					break
				}
			}
		}
	}
	for i := range a.Papers {
		look(i, &a.Papers[i], i)
	}
	if a.Paper != nil {
		look(-1, a.Paper, len(a.Papers))
	}
	got := map[string]bool{}
	for _, x := range a.Repeats {
		if r.by[x.Question] != nil {
			got[fmt.Sprint(x.Paper, x.Question, x.Earlier)] = true
		}
	}
	for key := range want {
		if !got[key] {
			r.t.Errorf("a repetition is missing: %s", key)
		}
	}
	for key := range got {
		if !want[key] {
			r.t.Errorf("no repetition: %s", key)
		}
	}
}

// past adds papers of several terms, some with choices, forms and questions that
// are gone.
func past(b *bank.Bank, seed uint64, papers int) {
	r := rand.New(rand.NewPCG(seed, 1))
	for i := range papers {
		p := &bank.Printed{
			Title: fmt.Sprintf("Paper %d", i+1), Date: fmt.Sprintf("%d-%02d-20", 2022+i/3, 2+i%3*4), Marks: 20 * bank.Mark, Minutes: 60 * bank.Minute,
			Worth: map[string]bank.Marks{},
		}
		if i%2 == 0 {
			p.Term = []string{"Winter", "Monsoon 2023"}[i/2%2]
		}
		for form := range 1 + r.IntN(2) {
			f := bank.PrintedForm{Number: form + 1}
			for k := range 3 {
				s := bank.PrintedSection{Title: fmt.Sprint("Section ", k+1)}
				n := 2 + r.IntN(4)
				if k > 0 {
					s.Any, s.Of, s.Groups = 1+r.IntN(2), 2+r.IntN(2), 1+r.IntN(2)
					n = s.Of * s.Groups
				}
				for range n {
					id := b.Questions[r.IntN(len(b.Questions))].ID
					worth := bank.Mark
					if r.IntN(15) == 0 {
						id = fmt.Sprintf("%08x-0000-4000-8000-00000000dead", r.Uint32())
					}
					if slices.Contains(p.IDs, id) {
						continue
					}
					if k == 0 {
						worth = bank.Marks(1 + r.IntN(12))
					}
					s.IDs, p.IDs = append(s.IDs, id), append(p.IDs, id)
					p.Worth[id] = worth
				}
				f.Sections = append(f.Sections, s)
			}
			p.Forms = append(p.Forms, f)
		}
		b.Printed = append(b.Printed, p)
	}
}

// TestRecount works out again, by other code, all figures of audits of a bank, of
// what blueprints may choose, and of papers.
func TestRecount(t *testing.T) {
	b := planted(t)
	past(b, 1, 12)
	small := *b
	small.Printed = nil
	subjects := map[string]audit.Subject{
		"bank":      {},
		"blueprint": {Blueprint: b.Blueprints[0]},
		"paper":     {Paper: b.Printed[8]},
		"trial":     {Blueprint: b.Blueprints[1], Paper: b.Printed[11], Trial: true},
	}
	for name, s := range subjects {
		t.Run(name, func(t *testing.T) { recounted(t, audit.Audit(b, s)) })
	}
	t.Run("no papers", func(t *testing.T) { recounted(t, audit.Audit(&small, audit.Subject{})) })
}

func recounted(t testing.TB, report *audit.Report) {
	t.Helper()
	data, err := report.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	r := &recount{t: t, a: &written{}, by: map[string]*item{}}
	if err := json.Unmarshal(data, r.a); err != nil {
		t.Fatal(err)
	}
	for i := range r.a.Audit.Questions {
		q := &r.a.Audit.Questions[i]
		r.by[q.ID] = q
	}
	if len(r.by) == 0 || len(r.a.Audit.Groups) != len(audit.Attributes) {
		t.Fatal("the JSON was not read")
	}
	r.all()
}

// TestSameBytes audits twice.
func TestSameBytes(t *testing.T) {
	b := planted(t)
	past(b, 2, 9)
	var first []byte
	for range 3 {
		data, err := audit.Audit(b, audit.Subject{Paper: b.Printed[5]}).Marshal()
		if err != nil {
			t.Fatal(err)
		}
		if first != nil && string(data) != string(first) {
			t.Fatal("two audits of one paper differ")
		}
		first = data
	}
}
