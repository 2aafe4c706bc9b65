package xlsx

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/mark"
)

// A layout says where things stand. It is planned before anything is written,
// because formulas of one sheet speak of the others.
type layout struct {
	rows int // for candidates, on each sheet

	places   []place // columns of Responses, in the order of printed numbers
	lettered []taskOf
	columns  []markColumn // of Marks, from the fourth column on
	question []int        // by item: its column of Marks, from 1
	task     [][]int      // by item and task: likewise
	sections []int        // by section: the column of its total
	outcomes []string     // course outcomes of the paper, in the order of the course
	// Single columns of Marks.
	raw, total, percent, grade, rank, outcome, present, set, form, row, order int
	head                                                                      map[string]int // rows above the candidates of Marks
}

// A place is a column of Responses: a printed number with the label of a part.
type place struct {
	number  int
	part    string
	options int  // the most that stand there in any set
	truth   bool // true or false stands there in some set
	several bool // a choice of several options stands there in some set
}

// A taskOf is a task of an item.
type taskOf struct{ item, task int }

// A markColumn is a column of Marks: a task, or a question as a whole.
type markColumn struct {
	item, task int  // task is -1 for a question with parts as a whole
	whole      bool // the column has the marks of the question as a whole
}

// spare is how many rows are there for candidates who are not on the list.
const (
	spare   = 20
	atLeast = 80 // rows where no list is known
)

const (
	firstRow  = headRow + 1 // of the candidates on Candidates and Responses
	firstMark = 4           // the first column of marks or answers
)

func (b *book) plan() {
	l := &b.layout
	n := len(b.people())
	l.rows = n + spare + n/20
	if n == 0 {
		l.rows = atLeast
	}
	b.planPlaces()
	b.planMarks()
	for _, o := range b.Exam.Course.Outcomes {
		if slices.ContainsFunc(b.Exam.Items, func(item mark.Item) bool { return slices.Contains(item.Question.Outcomes, o.ID) }) {
			l.outcomes = append(l.outcomes, o.ID)
		}
	}
	at := firstMark + len(l.columns)
	next := func() int { at++; return at - 1 }
	for range b.Exam.Sections {
		l.sections = append(l.sections, next())
	}
	l.raw, l.total, l.percent, l.grade, l.rank = next(), next(), next(), next(), next()
	l.outcome = at
	at += len(l.outcomes)
	l.present, l.set, l.form, l.row, l.order = next(), next(), next(), next(), next()
	l.head = map[string]int{}
	for i, name := range b.headRows() {
		l.head[name] = headRow + i
	}
}

// headRows are the rows above the candidates of Marks, by what they hold.
func (b *book) headRows() []string {
	rows := []string{"id", "form", "choice"}
	for _, o := range b.layout.outcomes {
		rows = append(rows, "outcome "+o)
	}
	return append(rows, "name", "numbers", "key", "maximum", "head")
}

// firstMarkRow is the row of the first candidate on Marks.
func (b *book) firstMarkRow() int { return b.layout.head["head"] + 1 }

// planPlaces lists the columns of Responses.
func (b *book) planPlaces() {
	l := &b.layout
	known := map[string]int{}
	for i := range b.Exam.Items {
		q := b.Exam.Items[i].Question
		for t := range q.Tasks {
			if !mark.Lettered(&q.Tasks[t]) {
				continue
			}
			l.lettered = append(l.lettered, taskOf{i, t})
			part := mark.TaskLabel(q, t)
			for s := range b.Exam.Sets {
				number := b.Exam.Sets[s].Numbers[i]
				if number == 0 {
					continue
				}
				name := mark.Numbered(number, part)
				at, found := known[name]
				if !found {
					at = len(l.places)
					known[name] = at
					l.places = append(l.places, place{number: number, part: part})
				}
				p := &l.places[at]
				switch r := q.Tasks[t].Response.(type) {
				case *bank.Choice:
					p.options, p.several = max(p.options, len(r.Options)), p.several || r.Multiple
				case *bank.Truth:
					p.truth = true
				}
			}
		}
	}
	slices.SortFunc(l.places, func(a, b place) int {
		if a.number != b.number {
			return a.number - b.number
		}
		return strings.Compare(a.part, b.part)
	})
}

// planMarks lists the columns of Marks by section. Where only the best
// questions of a section count, their columns stand side by side, so that one
// range has all of them.
func (b *book) planMarks() {
	l := &b.layout
	items := b.Exam.Items
	l.question, l.task = make([]int, len(items)), make([][]int, len(items))
	add := func(c markColumn) int {
		l.columns = append(l.columns, c)
		return firstMark + len(l.columns) - 1
	}
	for s := range b.Exam.Sections {
		aside := b.Exam.Sections[s].Of > 0 || b.Settings.Best[s] > 0
		var later []int
		for i := range items {
			if items[i].Section != s {
				continue
			}
			q := items[i].Question
			if !q.HasParts && aside {
				later = append(later, i)
				continue
			}
			for t := range q.Tasks {
				l.task[i] = append(l.task[i], add(markColumn{i, t, !q.HasParts}))
			}
			switch {
			case !q.HasParts:
				l.question[i] = l.task[i][0]
			case aside:
				later = append(later, i)
			default:
				l.question[i] = add(markColumn{i, -1, true})
			}
		}
		for _, i := range later {
			if items[i].Question.HasParts {
				l.question[i] = add(markColumn{i, -1, true})
			} else {
				l.question[i] = add(markColumn{i, 0, true})
				l.task[i] = []int{l.question[i]}
			}
		}
	}
}

// A person is a row of Candidates.
type person struct{ roll, name, set, status string }

// people are the candidates who are known.
func (b *book) people() []person {
	var list []person
	if b.Results != nil {
		for i := range b.Results.Candidates {
			c := &b.Results.Candidates[i]
			p := person{roll: c.Roll, name: c.Name}
			if c.Set != nil {
				p.set = c.Set.Name
			}
			p.status = "present"
			if c.Absent {
				p.status = "absent"
			}
			list = append(list, p)
		}
		return list
	}
	for _, s := range b.Seats {
		if s.Roll != "" {
			list = append(list, person{roll: s.Roll, name: s.Name, set: s.Set})
		}
	}
	return list
}

// col is the letters of a column.
func col(n int) string {
	name, err := excelize.ColumnNumberToName(n)
	if err != nil {
		panic(err) // a paper of 16,000 questions
	}
	return name
}

// down is a column of a sheet over the rows of candidates and the marker below
// them, so that rows inserted above the marker belong to it.
func (b *book) down(sheet string, column int) string {
	first := firstRow
	if sheet == "Marks" {
		first = b.firstMarkRow()
	}
	c := col(column)
	return fmt.Sprintf("%s!$%s$%d:$%s$%d", sheet, c, first, c, first+b.layout.rows)
}

// numbersIn says where an item stands in each set: "A1 B3 C2 D4".
func (b *book) numbersIn(item int) string {
	if b.Exam.Own {
		return "copies differ"
	}
	var list []string
	for s := range b.Exam.Sets {
		if n := b.Exam.Sets[s].Numbers[item]; n > 0 {
			if len(b.Exam.Sets) == 1 {
				return ""
			}
			list = append(list, fmt.Sprintf("%s %d", b.Exam.Sets[s].Name, n))
		}
	}
	return strings.Join(list, ", ")
}

// counts are the letters, in the bank's order, that count for a lettered task,
// as its formulas use them; "*" where all candidates get the marks.
func counts(t *bank.Task) string {
	if t.Correction != nil && t.Correction.Void {
		return "*"
	}
	switch r := t.Response.(type) {
	case *bank.Choice:
		letters := ""
		for i, o := range r.Options {
			if o.Key {
				letters += assemble.Letter(i)
			}
		}
		return letters
	case *bank.Truth:
		if r.Key {
			return "T"
		}
		return "F"
	}
	return ""
}
