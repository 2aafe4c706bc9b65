package mark

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/mark/responses"
	"github.com/papersetter/papersetter/schema"
)

// Seat is whom a copy or a set was given to when the paper was printed.
type Seat struct{ Roll, Name, Set string }

// Mark marks what has been read of candidates. Seats are those of the record, if
// it has any: who has no set in the file has that of the seat. Every entry is
// used or is a problem; results are nil where there are problems but warnings.
func (e *Exam) Mark(sheet *responses.Sheet, seats []Seat, settings Settings) (*Results, schema.Problems) {
	m := &marker{Exam: e, sheet: sheet, settings: settings, seats: map[string]Seat{}, missing: map[taskOf]int{}, unknown: map[string]bool{}, essays: map[int]int{}}
	for _, s := range seats {
		if s.Roll != "" {
			m.seats[strings.ToLower(s.Roll)] = s
		}
	}
	if sheet.Paper != "" && sheet.Paper != e.Code {
		m.problems = append(m.problems, schema.Problem{
			Pos:     schema.Pos{File: sheet.Name},
			Message: fmt.Sprintf("this is the workbook of another paper: it has the code %s, %s has %s", sheet.Paper, e.Title, e.Code),
		})
		return nil, m.problems
	}
	results := &Results{Exam: e, Settings: settings}
	for i := range sheet.Rows {
		results.Candidates = append(results.Candidates, m.candidate(&sheet.Rows[i]))
	}
	if m.problems.Errors() > 0 {
		return nil, m.problems
	}
	m.unseen(seats)
	m.unmarked()
	return results, m.problems
}

type taskOf struct{ item, task int }

type marker struct {
	*Exam
	sheet    *responses.Sheet
	settings Settings
	seats    map[string]Seat // by roll number in lower case
	problems schema.Problems
	unknown  map[string]bool
	essays   map[int]int    // by item: how many wrote something that a person must read
	missing  map[taskOf]int // how many candidates have no marks for a written task
}

func (m *marker) report(at responses.Place, format string, args ...any) {
	m.problems = append(m.problems, schema.Problem{Pos: at.Pos, Path: at.Cell, Message: fmt.Sprintf(format, args...)})
}

func (m *marker) warn(at responses.Place, format string, args ...any) {
	m.report(at, format, args...)
	m.problems[len(m.problems)-1].Warning = true
}

// candidate marks one candidate.
func (m *marker) candidate(row *responses.Row) Candidate {
	seat := m.seats[strings.ToLower(row.Roll)]
	delete(m.seats, strings.ToLower(row.Roll))
	c := Candidate{Roll: row.Roll, Name: row.Name, Scores: make([]Score, len(m.Items))}
	if c.Name == "" {
		c.Name = seat.Name
	}
	c.Absent = row.Status == "absent" || row.Status == "" && len(row.Answers)+len(row.Marks) == 0
	c.Set = m.setOf(row, &seat, c.Absent)
	switch {
	case c.Absent && len(row.Answers) > 0:
		m.report(row.Answers[0].Place, "%s is absent, but has answers", row.Roll)
	case c.Absent && len(row.Marks) > 0:
		m.report(row.Marks[0].Place, "%s is absent, but has marks", row.Roll)
	}
	if c.Set == nil {
		return c
	}
	for i := range m.Items {
		if c.Set.Numbers[i] > 0 {
			c.Scores[i] = Score{On: true, Tasks: make([]Task, len(m.Items[i].Question.Tasks))}
		}
	}
	if c.Absent {
		c.Sections = make([]bank.Marks, len(m.Sections))
		return c
	}
	for i := range row.Answers {
		m.answer(&c, &row.Answers[i])
	}
	given := map[taskOf]responses.Place{}
	for i := range row.Marks {
		m.marks(&c, &row.Marks[i], given)
	}
	m.value(&c)
	m.sum(&c, &m.settings)
	return c
}

// setOf returns the set that a candidate had; nil if it is not known, which is
// a problem unless the candidate was absent.
func (m *marker) setOf(row *responses.Row, seat *Seat, absent bool) *Set {
	name := row.Set
	if name == "" {
		name = seat.Set
	}
	place := row.SetPlace
	if place == (responses.Place{}) {
		place = row.Place
	}
	switch s := m.set(name); {
	case s != nil:
		if seat.Set != "" && !strings.EqualFold(seat.Set, name) {
			m.warn(place, "%s has set %s here and was given set %s when the paper was printed: marked by set %s", row.Roll, s.Name, seat.Set, s.Name)
		}
		return s
	case name != "":
		m.report(place, "there is no set %q: this paper has %s", name, m.names())
	case len(m.Exam.Sets) == 1:
		return &m.Exam.Sets[0]
	case m.byText():
		return &m.Exam.Sets[0]
	case absent:
	case m.Own:
		m.report(place, "no copy was printed for %s: write the number of the copy in the column Set", row.Roll)
	default:
		m.report(place, "%s has no set: write %s in the column Set", row.Roll, m.names())
	}
	return nil
}

// byText reports whether answers are the words of options, which are the same in
// all sets, and questions have the numbers of the first one.
func (m *marker) byText() bool {
	return m.sheet.Kind == responses.Moodle || m.sheet.Kind == responses.GoogleForms
}

// find returns the item and task that an entry is about. It reports what there
// is not.
func (m *marker) find(c *Candidate, entry *responses.Entry) (at taskOf, ok bool) {
	at.item = -1
	if entry.Question == "" {
		if at.item = c.Set.Place(entry.Number); at.item < 0 {
			m.report(entry.Place, "there is no question %s in set %s", Numbered(entry.Number, entry.Part), c.Set.Name)
			return at, false
		}
	} else {
		known := false
		for i := range m.Items {
			q := m.Items[i].Question
			same := q.ID == strings.ToLower(entry.Question) || q.Name != "" && q.Name == entry.Question
			if m.byText() {
				same = same || asks(q, entry.Question)
			}
			known = known || same
			if same && c.Scores[i].On {
				at.item = i
				break
			}
		}
		switch {
		case !known:
			if !m.unknown[entry.Question] { // once for a column
				m.report(entry.Place, "the paper has no question %q", shortened(entry.Question))
			}
			m.unknown[entry.Question] = true
			return at, false
		case at.item < 0:
			m.report(entry.Place, "question %s is not in set %s, which %s has", m.spoken(entry), c.Set.Name, c.Roll)
			return at, false
		}
	}
	item := &m.Items[at.item]
	part := entry.Part
	if at.task = item.Task(part); at.task < 0 {
		number := c.Set.Numbers[at.item]
		if part == "" {
			m.report(entry.Place, "question %d in set %s has parts: enter them one by one, as %s", number, c.Set.Name, Numbered(number, "a"))
		} else {
			m.report(entry.Place, "question %d in set %s has no part (%s)", number, c.Set.Name, part)
		}
		return at, false
	}
	return at, true
}

// spoken names the question of an entry.
func (m *marker) spoken(entry *responses.Entry) string {
	for i := range m.Items {
		if q := m.Items[i].Question; q.ID == strings.ToLower(entry.Question) {
			return q.String()
		}
	}
	return shortened(entry.Question)
}

// answer takes down an answer.
func (m *marker) answer(c *Candidate, entry *responses.Entry) {
	at, ok := m.find(c, entry)
	if !ok {
		return
	}
	q := m.Items[at.item].Question
	t := &q.Tasks[at.task]
	task := &c.Scores[at.item].Tasks[at.task]
	number := Numbered(c.Set.Numbers[at.item], TaskLabel(q, at.task))
	if _, written := t.Response.(*bank.Written); written && m.byText() {
		m.essays[at.item]++ // a platform's list has the texts of essays too
		return
	}
	if task.Answered {
		m.report(entry.Place, "%s has a second answer to question %s", c.Roll, number)
		return
	}
	if m.sheet.Kind == responses.Workbook && !Lettered(t) {
		m.report(entry.Place, "question %s in set %s has no options: enter its marks on the sheet Marks", number, c.Set.Name)
		return
	}
	var err error
	if m.byText() {
		task.Answer, err = ReadWords(t, entry.Text)
	} else {
		task.Answer, err = ReadAnswer(t, c.Set.Orders[at.item][at.task], entry.Text)
	}
	var unread *errAnswer
	if errors.As(err, &unread) {
		m.report(entry.Place, "%q %s", shortened(entry.Text), unread.about(fmt.Sprintf("question %s in set %s", number, c.Set.Name)))
		return
	}
	task.Answered = !task.Answer.Blank()
}

// marks takes down marks that a person has given.
func (m *marker) marks(c *Candidate, entry *responses.Entry, given map[taskOf]responses.Place) {
	at, ok := m.find(c, entry)
	if !ok {
		return
	}
	q := m.Items[at.item].Question
	number := Numbered(c.Set.Numbers[at.item], TaskLabel(q, at.task))
	if _, twice := given[at]; twice {
		m.report(entry.Place, "%s has marks for question %s a second time", c.Roll, number)
		return
	}
	given[at] = entry.Place
	marks, err := ReadMarks(entry.Text, q.Tasks[at.task].Marks)
	if err != nil {
		m.report(entry.Place, "question %s of %s: %s", number, c.Roll, err)
		return
	}
	task := &c.Scores[at.item].Tasks[at.task]
	if Lettered(&q.Tasks[at.task]) && m.sheet.Kind == responses.Workbook {
		m.warn(entry.Place, "%s marks were written over the formula for question %s of %s: they count in its place", marks, number, c.Roll)
	}
	task.Marks, task.ByHand, task.Answered = marks, true, true
}

// value awards what was not given by a person.
func (m *marker) value(c *Candidate) {
	for i := range c.Scores {
		s := &c.Scores[i]
		item := &m.Items[i]
		for k := range s.Tasks {
			t, task := &item.Question.Tasks[k], &s.Tasks[k]
			marks, ok := Award(t, m.Marking, &task.Answer)
			switch {
			case t.Correction != nil && t.Correction.Void: // whatever a person gave
				task.Answered, task.ByHand, task.Marks = true, false, marks
			case task.ByHand:
			case ok && Lettered(t) && (task.Answered || !m.Optional(item)), ok && task.Answered:
				task.Marks = marks
			case !Lettered(t) && !m.Optional(item) && !task.Answered:
				m.missing[taskOf{i, k}]++
			}
		}
	}
}

// unseen names those whom a copy was printed for and who are not in the file.
func (m *marker) unseen(seats []Seat) {
	var rolls []string
	for _, s := range seats {
		if _, left := m.seats[strings.ToLower(s.Roll)]; left && s.Roll != "" {
			rolls = append(rolls, s.Roll)
		}
	}
	if len(rolls) == 0 {
		return
	}
	const most = 5
	n := len(rolls)
	if n > most {
		rolls = append(rolls[:most-1], "…")
	}
	m.problems = append(m.problems, schema.Problem{
		Pos: schema.Pos{File: m.sheet.Name}, Warning: true,
		Message: fmt.Sprintf("%s for whom copies were printed: no row here (%s)", counted(n, "candidate"), strings.Join(rolls, ", ")),
	})
}

// unmarked says which written questions have no marks.
func (m *marker) unmarked() {
	if n := len(m.essays); n > 0 {
		m.problems = append(m.problems, schema.Problem{
			Pos: schema.Pos{File: m.sheet.Name}, Warning: true,
			Message: fmt.Sprintf("the texts of %s are not read: enter marks in columns headed M1, M2 …", counted(n, "written question")),
		})
	}
	var tasks []taskOf
	for at := range m.missing {
		tasks = append(tasks, at)
	}
	slices.SortFunc(tasks, func(a, b taskOf) int {
		if a.item != b.item {
			return a.item - b.item
		}
		return a.task - b.task
	})
	if len(tasks) == 0 {
		return
	}
	var list []string
	for _, at := range tasks {
		name := m.Items[at.item].Question.String()
		if part := TaskLabel(m.Items[at.item].Question, at.task); part != "" {
			name += "(" + part + ")"
		}
		list = append(list, fmt.Sprintf("%s (%s)", name, counted(m.missing[at], "candidate")))
	}
	m.problems = append(m.problems, schema.Problem{
		Pos: schema.Pos{File: m.sheet.Name}, Warning: true,
		Message: "no marks are entered for these, which counts as 0: " + strings.Join(list, ", "),
	})
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
