package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/audit"
	"github.com/papersetter/papersetter/export/html"
	"github.com/papersetter/papersetter/export/report"
)

// coverage says what an audit found, the weightiest first, and then all counts.
// Page, PDF and workbook spell the same document.
func coverage(b *openBank, r *audit.Report) *report.Document {
	d := &report.Document{Title: "Coverage audit", Subtitle: strings.TrimSpace(r.Course.Code+" "+r.Course.Title) + subjectOf(r)}
	papers := "papers printed"
	if r.Paper != nil {
		papers = "papers before it"
	}
	untouched := 0
	for i := range r.Course.Lectures {
		l := &r.Course.Lectures[i]
		if l.InScope && r.Group(bank.ByLecture).Row(strconv.Itoa(l.Number)).Usable.Questions == 0 {
			untouched++
		}
	}
	d.Facts = []report.Fact{
		{Name: "usable questions", Value: strconv.Itoa(r.Usable.Questions)},
		{Name: "marks", Value: r.Usable.Marks.String()},
		{Name: "hours taught", Value: r.Course.Hours.String()},
		{Name: "lectures with questions", Value: fmt.Sprintf("%d of %d", inScope(r)-untouched, inScope(r))},
		{Name: papers, Value: strconv.Itoa(len(r.Papers))},
		{Name: "findings", Value: strconv.Itoa(len(r.Findings))},
	}
	add := func(title string, parts ...report.Part) {
		parts = slices.DeleteFunc(parts, func(p report.Part) bool {
			return p.Text == "" && p.Table == nil && p.Bars == nil && p.Heat == nil && p.Strip == nil
		})
		if len(parts) > 0 {
			d.Sections = append(d.Sections, report.Section{Title: title, Parts: parts})
		}
	}
	add("Findings", findingTable(r))
	if r.Paper != nil {
		add("The paper", paperCoverage(r)...)
	}
	add("Lectures", crossHeat(r, 0), groupTable(r, bank.ByLecture), lectureBars(r),
		report.Part{Text: "Questions, marks and minutes are of usable questions: no drafts, none retired. Marks % is the part of the marks of all usable questions, hours % the part of the hours taught."})
	add("Slides", slideStrip(r), untouchedTable(r), slideTable(r))
	add("Topics", groupTable(r, bank.ByTopic), report.Part{Text: "A topic counts the questions of the topics below it, each once. A lecture’s hours are shared evenly among its topics."})
	add("Outcomes", crossHeat(r, 2), groupTable(r, bank.ByOutcome), groupBars(r, bank.ByOutcome, "Outcomes: part of the marks of usable questions, in per cent", "outcomes.svg"), report.Part{Text: "A question that serves several outcomes counts in full for each."})
	add("Bloom and difficulty", crossHeat(r, 1), groupTable(r, bank.ByBloom), groupTable(r, bank.ByDifficulty), groupBars(r, bank.ByBloom, "Bloom levels: part of the marks of usable questions, in per cent", "bloom.svg"))
	add("Types, authors, status", groupTable(r, bank.ByType), groupTable(r, bank.ByAuthor), groupTable(r, bank.ByStatus))
	if len(r.Papers) > 0 {
		add("History", termHeat(r, bank.ByLecture), historyTable(r), termHeat(r, bank.ByOutcome), repeatTable(r))
	}
	add("Alike and cues", alikeTable(r), cueTable(r))
	return d
}

// Where cells lead to: see report.Entry.
const (
	usableOnly    = "usable"
	inPaper       = "paper"
	printedBefore = "printed"
)

func findIDs(ids []string) string {
	var pairs []string
	for _, id := range ids {
		pairs = append(pairs, "id", id)
	}
	return html.Query(pairs...)
}

func findingTable(r *audit.Report) report.Part {
	if len(r.Findings) == 0 {
		return report.Part{Text: "Nothing is missing, repeated or out of place."}
	}
	t := &report.Table{Head: []string{"How grave", "What", "What to do", "Questions"}, Numbers: []bool{false, false, false, true}}
	for i := range r.Findings {
		f := &r.Findings[i]
		n, find := "", ""
		switch {
		case len(f.Questions) > 0:
			n, find = strconv.Itoa(len(f.Questions)), findIDs(f.Questions)
		case f.Lecture > 0:
			row := r.Group(bank.ByLecture).Row(strconv.Itoa(f.Lecture))
			if n = strconv.Itoa(row.Usable.Questions); row.Usable.Questions > 0 {
				find = html.Query("lecture", row.Value, usableOnly, "yes")
			}
		}
		class := f.Severity.String()
		if f.Fails {
			class += " fails"
		}
		t.Rows = append(t.Rows, []string{f.Severity.String(), f.What, f.Do, n})
		t.Find = append(t.Find, []string{"", "", "", find})
		t.Mark = append(t.Mark, class)
	}
	return report.Part{Table: t}
}

// tagOf is what questions are found by.
func tagOf(by bank.Attribute) string {
	switch by {
	case bank.ByTopic:
		return "topic"
	case bank.ByOutcome:
		return "outcome"
	}
	return string(by)
}

var groupNames = map[bank.Attribute]string{
	bank.ByLecture: "Lecture", bank.ByTopic: "Topic", bank.ByOutcome: "Outcome", bank.ByBloom: "Bloom level", bank.ByDifficulty: "Difficulty",
	bank.ByType: "Type", bank.ByAuthor: "Author", bank.ByStatus: "Status",
}

// rowName names a row as tables do.
func rowName(by bank.Attribute, row *audit.Row) string {
	switch {
	case row.Value == "":
		return row.Title
	case by == bank.ByLecture:
		return row.Value + " " + row.Title
	case by == bank.ByTopic:
		return strings.Repeat("– ", row.Depth) + row.Title
	case by == bank.ByOutcome:
		return row.Value + ": " + row.Title
	}
	return row.Title
}

// groupTable has the counts by an attribute.
func groupTable(r *audit.Report, by bank.Attribute) report.Part {
	g := r.Group(by)
	if len(g.Rows) == 0 {
		return report.Part{}
	}
	var columns []groupColumn
	for _, c := range groupColumns(r, by) {
		if c.wanted {
			columns = append(columns, c)
		}
	}
	t := &report.Table{}
	for _, c := range columns {
		t.Head, t.Numbers = append(t.Head, c.head), append(t.Numbers, c.number)
	}
	for i := range g.Rows {
		row := &g.Rows[i]
		var cells, links []string
		for _, c := range columns {
			text, find := c.cell(row)
			cells, links = append(cells, text), append(links, find)
		}
		t.Rows, t.Find = append(t.Rows, cells), append(t.Find, links)
	}
	return report.Part{Table: t}
}

// A groupColumn is a column of counts. Columns that would say the same in every
// row are not wanted.
type groupColumn struct {
	head           string
	number, wanted bool
	cell           func(*audit.Row) (text, find string)
}

func groupColumns(r *audit.Report, by bank.Attribute) []groupColumn {
	timed := by == bank.ByLecture || by == bank.ByTopic
	others := r.All.Questions != r.Usable.Questions
	// column leads to the questions that an amount of its row counts.
	column := func(head string, wanted bool, of func(*audit.Row) audit.Amount, text func(*audit.Row) string, pairs ...string) groupColumn {
		return groupColumn{head, true, wanted, func(row *audit.Row) (string, string) {
			return text(row), linked(of(row), append([]string{tagOf(by), row.Value}, pairs...)...)
		}}
	}
	usable := func(head string, text func(*audit.Row) string) groupColumn {
		return column(head, true, func(row *audit.Row) audit.Amount { return row.Usable }, text, usableOnly, "yes")
	}
	printed := func(head string, text func(*audit.Row) string) groupColumn {
		return column(head, len(r.Papers) > 0, func(row *audit.Row) audit.Amount { return row.History.Printed }, text, printedBefore, "yes")
	}
	hours := func(head string, text func(*audit.Row) string) groupColumn {
		return groupColumn{head, true, timed && r.Course.Timed, func(row *audit.Row) (string, string) { return text(row), "" }}
	}
	known := func(row *audit.Row, text string) string {
		if row.Value == "" || !row.InScope {
			return "–"
		}
		return text
	}
	return []groupColumn{
		{groupNames[by], false, true, func(row *audit.Row) (string, string) { return rowName(by, row), "" }},
		usable("Questions", func(row *audit.Row) string { return strconv.Itoa(row.Usable.Questions) }),
		usable("Marks", func(row *audit.Row) string { return row.Usable.Marks.String() }),
		usable("Minutes", func(row *audit.Row) string { return row.Usable.Minutes.String() }),
		usable("Marks %", func(row *audit.Row) string { return row.Share.String() }),
		hours("Hours", func(row *audit.Row) string { return known(row, row.Hours.String()) }),
		hours("Hours %", func(row *audit.Row) string { return known(row, row.HoursShare.String()) }),
		column("All questions", others, func(row *audit.Row) audit.Amount { return row.All }, func(row *audit.Row) string { return strconv.Itoa(row.All.Questions) }),
		printed("Marks printed", func(row *audit.Row) string { return row.History.Printed.Marks.String() }),
		printed("Papers", func(row *audit.Row) string { return strconv.Itoa(row.Papers) }),
		{"Last asked", false, len(r.Terms) > 1, func(row *audit.Row) (string, string) { return row.Last, "" }},
	}
}

// crossHeat is a heat map of the marks of usable questions.
func crossHeat(r *audit.Report, which int) report.Part {
	c := &r.Crosses[which]
	if len(c.Values) == 0 || len(c.Heads) == 0 {
		return report.Part{}
	}
	return report.Part{Heat: heatOf(r, c, c.Cells, "Marks of usable questions", "", usableOnly)}
}

func heatOf(r *audit.Report, c *audit.Cross, cells [][]audit.Amount, what, file, only string) *report.Heat {
	h := &report.Heat{
		Name:   file + tagOf(c.Rows) + "-" + tagOf(c.Columns) + ".svg",
		Title:  fmt.Sprintf("%s by %s and %s", what, tagOf(c.Rows), tagOf(c.Columns)),
		Corner: groupNames[c.Rows],
	}
	for _, v := range c.Heads {
		h.Columns = append(h.Columns, r.Group(c.Columns).Row(v).Title)
	}
	for i, v := range c.Values {
		h.Rows = append(h.Rows, rowName(c.Rows, r.Group(c.Rows).Row(v)))
		var values []float64
		var find []string
		for k := range c.Heads {
			values = append(values, marksFloat(cells[i][k].Marks))
			find = append(find, html.Query(tagOf(c.Rows), v, tagOf(c.Columns), c.Heads[k], only, "yes"))
		}
		h.Values, h.Find = append(h.Values, values), append(h.Find, find)
	}
	return h
}

func marksFloat(m bank.Marks) float64 { return float64(m) / float64(bank.Mark) }

func shareFloat(s audit.Share) float64 { return float64(s) / 100 }

// lectureBars set the part of the marks against that of the hours.
func lectureBars(r *audit.Report) report.Part {
	bars := &report.Bars{Name: "hours.svg", Title: "Lectures: part of the marks against part of the hours, in per cent", Series: []report.Series{{Name: "marks of usable questions"}, {Name: "hours taught"}}}
	if r.Paper != nil {
		bars.Series[0].Name = "marks of the paper"
	}
	for i := range r.Group(bank.ByLecture).Rows {
		row := &r.Group(bank.ByLecture).Rows[i]
		if row.Value == "" || !row.InScope {
			continue
		}
		share := row.Share
		if r.Paper != nil {
			share = row.PaperShare
		}
		bars.Labels = append(bars.Labels, rowName(bank.ByLecture, row))
		bars.Series[0].Values = append(bars.Series[0].Values, shareFloat(share))
		bars.Series[1].Values = append(bars.Series[1].Values, shareFloat(row.HoursShare))
	}
	if len(bars.Labels) == 0 {
		return report.Part{}
	}
	if !r.Course.Timed {
		bars.Series = bars.Series[:1]
	}
	return report.Part{Bars: bars}
}

func groupBars(r *audit.Report, by bank.Attribute, title, file string) report.Part {
	bars := &report.Bars{Name: file, Title: title, Series: make([]report.Series, 1)}
	for i := range r.Group(by).Rows {
		row := &r.Group(by).Rows[i]
		bars.Labels = append(bars.Labels, rowName(by, row))
		bars.Series[0].Values = append(bars.Series[0].Values, shareFloat(row.Share))
	}
	if len(bars.Labels) == 0 {
		return report.Part{}
	}
	return report.Part{Bars: bars}
}

// paperCoverage says what the subject's paper asks.
func paperCoverage(r *audit.Report) []report.Part {
	p := r.Paper
	sections := &report.Table{Head: []string{"Form", "Section", "Questions", "Answered", "Marks printed"}, Numbers: []bool{true, false, true, true, true}}
	for i := range p.Forms {
		for _, s := range p.Forms[i].Sections {
			answered := len(s.Questions)
			if s.Of > 0 {
				answered = s.Any * s.Groups
			}
			var sum bank.Marks
			for _, m := range s.Worth {
				sum += m
			}
			sections.Rows = append(sections.Rows, []string{strconv.Itoa(p.Forms[i].Number), s.Title, strconv.Itoa(len(s.Questions)), strconv.Itoa(answered), sum.String()})
		}
	}
	parts := []report.Part{{Table: sections}, {Heat: heatOf(r, &r.Crosses[0], r.Crosses[0].Paper, "Marks printed in the paper", "paper-", inPaper)}}
	for _, by := range []bank.Attribute{bank.ByLecture, bank.ByOutcome, bank.ByBloom, bank.ByDifficulty, bank.ByType} {
		parts = append(parts, paperTable(r, by))
	}
	if len(r.Group(bank.ByTopic).Rows) > 0 {
		topics := paperTable(r, bank.ByTopic)
		topics.Table.Long = true // most rows are empty
		parts = append(parts, topics)
	}
	if hasChoice(p) {
		parts = append(parts, report.Part{Text: "At least and at most: what a candidate answers, whatever is chosen where there is a choice."})
	}
	if len(p.Forms) > 1 {
		parts = append(parts, report.Part{Text: fmt.Sprintf("The paper has %d forms; the figures are their sums.", len(p.Forms))})
	}
	return parts
}

// hasChoice reports whether candidates choose anything in the paper.
func hasChoice(p *audit.Paper) bool {
	return slices.ContainsFunc(p.Forms, func(f audit.Form) bool {
		return slices.ContainsFunc(f.Sections, func(s audit.Section) bool { return s.Of > 0 })
	})
}

// paperTable is what the paper asks by an attribute.
func paperTable(r *audit.Report, by bank.Attribute) report.Part {
	choice := hasChoice(r.Paper)
	columns := []struct {
		head   string
		wanted bool
		text   func(*audit.Row) string
	}{
		{"Questions", true, func(row *audit.Row) string { return strconv.Itoa(row.Paper.Printed.Questions) }},
		{"Marks printed", true, func(row *audit.Row) string { return row.Paper.Printed.Marks.String() }},
		{"Marks %", true, func(row *audit.Row) string { return row.PaperShare.String() }},
		{"Marks at least", choice, func(row *audit.Row) string { return row.Paper.Least.Marks.String() }},
		{"Marks at most", choice, func(row *audit.Row) string { return row.Paper.Most.Marks.String() }},
		{"Minutes at most", true, func(row *audit.Row) string { return row.Paper.Most.Minutes.String() }},
		{"Hours %", by == bank.ByLecture, func(row *audit.Row) string {
			if row.Value == "" || !row.InScope || !r.Course.Timed {
				return "–"
			}
			return row.HoursShare.String()
		}},
	}
	t := &report.Table{Head: []string{groupNames[by]}, Numbers: []bool{false}}
	for _, c := range columns {
		if c.wanted {
			t.Head, t.Numbers = append(t.Head, c.head), append(t.Numbers, true)
		}
	}
	for i := range r.Group(by).Rows {
		row := &r.Group(by).Rows[i]
		if row.Value == "" && row.Paper.Printed.Questions == 0 {
			continue
		}
		cells := []string{rowName(by, row)}
		for _, c := range columns {
			if c.wanted {
				cells = append(cells, c.text(row))
			}
		}
		find := make([]string, len(cells))
		for k := range find {
			if k > 0 && t.Head[k] != "Hours %" {
				find[k] = linked(row.Paper.Printed, tagOf(by), row.Value, inPaper, "yes")
			}
		}
		t.Rows, t.Find = append(t.Rows, cells), append(t.Find, find)
	}
	return report.Part{Table: t}
}

func slideStrip(r *audit.Report) report.Part {
	strip := &report.Strip{Name: "slides.svg", Title: "Slides that questions touch: the darker, the more; outlined, none", Noun: "slide"}
	for i := range r.Slides {
		strip.Rows = append(strip.Rows, rowName(bank.ByLecture, r.Group(bank.ByLecture).Row(strconv.Itoa(r.Slides[i].Lecture))))
		strip.Values = append(strip.Values, r.Slides[i].On)
	}
	if len(strip.Rows) == 0 {
		return report.Part{}
	}
	return report.Part{Strip: strip}
}

// untouchedTable names the slides that no question touches.
func untouchedTable(r *audit.Report) report.Part {
	t := &report.Table{Head: []string{"Lecture", "Slides", "Untouched", "Questions without slides", "Slides without questions"}, Numbers: []bool{true, true, true, true, false}}
	for i := range r.Slides {
		s := &r.Slides[i]
		var bare []string
		n := 0
		for _, u := range s.Untouched {
			bare = append(bare, u.String())
			n += u.Len()
		}
		t.Rows = append(t.Rows, []string{strconv.Itoa(s.Lecture), strconv.Itoa(len(s.On)), strconv.Itoa(n), strconv.Itoa(s.Unnamed), strings.Join(bare, ", ")})
	}
	if len(t.Rows) == 0 {
		return report.Part{}
	}
	return report.Part{Table: t}
}

// slideTable counts by ten slides.
func slideTable(r *audit.Report) report.Part {
	t := &report.Table{Long: true, Head: []string{"Lecture", "Slides", "Questions", "Marks", "Minutes"}, Numbers: []bool{true, false, true, true, true}}
	if r.Paper != nil {
		t.Head, t.Numbers = append(t.Head, "Marks in the paper"), append(t.Numbers, true)
	}
	if len(r.Papers) > 0 {
		t.Head, t.Numbers = append(t.Head, "Marks printed"), append(t.Numbers, true)
	}
	for i := range r.Slides {
		s := &r.Slides[i]
		for _, x := range s.Ranges {
			on := []string{"lecture", strconv.Itoa(s.Lecture), "slides", slidesTag(s.Lecture, x.Run)}
			usable := linked(x.Amount, append(on, usableOnly, "yes")...)
			cells := []string{strconv.Itoa(s.Lecture), x.Run.String(), strconv.Itoa(x.Amount.Questions), x.Amount.Marks.String(), x.Amount.Minutes.String()}
			find := []string{"", "", usable, usable, usable}
			if r.Paper != nil {
				cells, find = append(cells, x.Paper.Marks.String()), append(find, linked(x.Paper, append(on, inPaper, "yes")...))
			}
			if len(r.Papers) > 0 {
				cells, find = append(cells, x.History.Marks.String()), append(find, linked(x.History, append(on, printedBefore, "yes")...))
			}
			t.Rows, t.Find = append(t.Rows, cells), append(t.Find, find)
		}
	}
	if len(t.Rows) == 0 {
		return report.Part{}
	}
	return report.Part{Table: t}
}

// linked is where a cell leads to that counts something.
func linked(a audit.Amount, pairs ...string) string {
	if a.Questions == 0 {
		return ""
	}
	return html.Query(pairs...)
}

func slidesTag(lecture int, u audit.Run) string { return fmt.Sprintf("%d:%d", lecture, u.From) }

// termHeat is what the papers of each term asked of each lecture or outcome.
func termHeat(r *audit.Report, by bank.Attribute) report.Part {
	h := &report.Heat{Name: "history-" + tagOf(by) + ".svg", Title: "Marks printed by " + tagOf(by) + " and term", Corner: groupNames[by]}
	for _, t := range r.Terms {
		h.Columns = append(h.Columns, t.Name)
	}
	for i := range r.Group(by).Rows {
		row := &r.Group(by).Rows[i]
		var values []float64
		var find []string
		for _, t := range r.Terms {
			k := slices.IndexFunc(t.Rows[by], func(x audit.TermRow) bool { return x.Value == row.Value })
			values = append(values, marksFloat(t.Rows[by][k].Span.Printed.Marks))
			find = append(find, html.Query(tagOf(by), row.Value, "term", t.Name))
		}
		h.Rows, h.Values, h.Find = append(h.Rows, rowName(by, row)), append(h.Values, values), append(h.Find, find)
	}
	if len(h.Rows) == 0 {
		return report.Part{}
	}
	return report.Part{Heat: h}
}

func historyTable(r *audit.Report) report.Part {
	t := &report.Table{
		Head:    []string{"Date", "Paper", "Term", "Forms", "Questions", "Marks printed", "Minutes at most", "No longer in the bank"},
		Numbers: []bool{false, false, false, true, true, true, true, true},
	}
	for i := range r.Papers {
		p := &r.Papers[i]
		t.Rows = append(t.Rows, []string{
			p.Date, p.Title, p.Term, strconv.Itoa(len(p.Forms)), strconv.Itoa(p.Whole.Printed.Questions), p.Whole.Printed.Marks.String(), p.Whole.Most.Minutes.String(), strconv.Itoa(p.Gone),
		})
		t.Find = append(t.Find, []string{"", "", "", "", html.Query("asked", strconv.Itoa(i)), "", "", ""})
	}
	return report.Part{Table: t}
}

func repeatTable(r *audit.Report) report.Part {
	if len(r.Repeats) == 0 {
		return report.Part{Text: "No paper asks what a paper of another day asked."}
	}
	t := &report.Table{Head: []string{"Paper", "Question", "Asked in", "As", "Terms between"}, Numbers: []bool{false, false, false, false, true}}
	names := namesOf(r)
	for _, x := range r.Repeats {
		paper := r.Paper
		if x.Paper >= 0 {
			paper = &r.Papers[x.Paper]
		}
		earlier := &r.Papers[x.Earlier]
		as := "the same"
		if x.As != x.Question {
			as = "nearly " + names[x.As]
		}
		t.Rows = append(t.Rows, []string{strings.TrimSpace(paper.Title + " " + paper.Date), names[x.Question], strings.TrimSpace(earlier.Title + " " + earlier.Date), as, strconv.Itoa(x.Terms)})
		t.Find = append(t.Find, []string{"", findIDs([]string{x.Question, x.As}), "", "", ""})
	}
	return report.Part{Table: t}
}

// namesOf are the names of questions by their ids.
func namesOf(r *audit.Report) map[string]string {
	names := map[string]string{}
	for i := range r.Listed {
		names[r.Listed[i].ID] = r.Listed[i].Name
	}
	return names
}

func alikeTable(r *audit.Report) report.Part {
	if len(r.Alike) == 0 {
		return report.Part{Text: "No two usable questions are nearly the same."}
	}
	names := namesOf(r)
	t := &report.Table{Head: []string{"Question", "nearly the same as", "Words in common %", "Enemies"}, Numbers: []bool{false, false, true, false}}
	for _, a := range r.Alike {
		t.Rows = append(t.Rows, []string{names[a.Questions[0]], names[a.Questions[1]], a.Like.String(), yesNo(a.Enemies)})
		find := findIDs(a.Questions[:])
		t.Find = append(t.Find, []string{find, find, "", ""})
	}
	return report.Part{Table: t}
}

func cueTable(r *audit.Report) report.Part {
	if len(r.Cues) == 0 {
		return report.Part{Text: "No usable question gives away the answer of another."}
	}
	names := namesOf(r)
	t := &report.Table{Head: []string{"Question", "Part", "is given away by", "Its answer", "Enemies"}}
	for _, c := range r.Cues {
		t.Rows = append(t.Rows, []string{names[c.Question], c.Part, names[c.By], c.Answer, yesNo(c.Enemies)})
		find := findIDs([]string{c.Question, c.By})
		t.Find = append(t.Find, []string{find, "", find, "", ""})
	}
	return report.Part{Table: t}
}

func yesNo(v bool) string {
	if v {
		return "yes"
	}
	return "no"
}

// entryOf is a question as cells lead to it.
func entryOf(r *audit.Report, q *audit.Question) report.Entry {
	e := report.Entry{ID: q.ID, Title: q.Name}
	tag := func(name string, values ...string) {
		for _, v := range values {
			e.Tags = append(e.Tags, report.Tag{Name: name, Value: v})
		}
	}
	tag("id", q.ID)
	tag(usableOnly, yesNo(q.Usable))
	tag(inPaper, yesNo(q.InPaper))
	tag(printedBefore, yesNo(len(q.Papers) > 0))
	for _, by := range audit.Attributes {
		tag(tagOf(by), audit.ValuesOf(q.Of, by)...)
	}
	for i := range r.Slides {
		if s := &r.Slides[i]; s.Lecture == q.Lecture {
			for _, x := range s.Ranges {
				if slices.ContainsFunc(q.Slides, func(n int) bool { return n >= x.From && n <= x.To }) {
					tag("slides", slidesTag(q.Lecture, x.Run))
				}
			}
		}
	}
	var asked []string
	for _, i := range q.Papers {
		p := &r.Papers[i]
		tag("asked", strconv.Itoa(i))
		if t := (report.Tag{Name: "term", Value: p.Term}); !slices.Contains(e.Tags, t) {
			e.Tags = append(e.Tags, t)
		}
		asked = append(asked, strings.TrimSpace(p.Title+" "+p.Date))
	}
	notes := []string{marksWord(q.Marks), q.Difficulty}
	add := func(ok bool, format string, args ...any) {
		if ok {
			notes = append(notes, fmt.Sprintf(format, args...))
		}
	}
	add(q.Bloom != "", "K%d %s", slices.Index(bank.BloomLevels, q.Bloom)+1, q.Bloom)
	add(true, "%s", q.Type)
	add(q.Lecture > 0, "lecture %d", q.Lecture)
	add(len(q.Slides) > 0, "slides %s", strings.Trim(strings.ReplaceAll(fmt.Sprint(q.Slides), " ", ", "), "[]"))
	add(len(q.Topics) > 0, "%s", strings.Join(q.Topics, ", "))
	add(len(q.Outcomes) > 0, "%s", strings.Join(q.Outcomes, ", "))
	add(q.Minutes > 0, "%s minutes", q.Minutes)
	add(q.Status != "", "%s", q.Status)
	add(q.Author != "", "%s", q.Author)
	e.Notes = []string{strings.Join(notes, " · "), fmt.Sprintf("%s:%d", q.File, q.Line)}
	if len(asked) > 0 {
		e.Notes[1] += " · asked in " + strings.Join(asked, ", ")
	}
	return e
}

// filters are what questions may be looked for by.
func filters(r *audit.Report) []report.Filter {
	var list []report.Filter
	for _, by := range audit.Attributes {
		f := report.Filter{Name: tagOf(by), Title: groupNames[by]}
		for i := range r.Group(by).Rows {
			row := &r.Group(by).Rows[i]
			if row.All.Questions == 0 {
				continue
			}
			title := rowName(by, row)
			if by == bank.ByOutcome && row.Value != "" {
				title = row.Value
			}
			f.Values = append(f.Values, report.Fact{Name: row.Value, Value: title})
		}
		if len(f.Values) > 1 {
			list = append(list, f)
		}
	}
	return list
}
