package mark

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
)

// Exam is a printed paper as marking needs it: what was asked in which sets, and
// what counts. It is not changed and may be shared between goroutines.
type Exam struct {
	Code     string // of the paper; see assemble.Record.Code
	Title    string
	Date     string // YYYY-MM-DD or ""
	Course   *bank.Course
	Max      bank.Marks // what a candidate who answers as told can get
	Marking  bank.Marking
	Sections []Section
	Items    []Item // by form, then by section, then in the order of the form's first set
	Sets     []Set  // or copies, in the order of the record
	Own      bool   // the sets are copies of candidates
	Forms    int
}

// Section is a section of the paper. All forms have the same ones.
type Section struct {
	Title string
	Max   bank.Marks
	// With Of > 0 candidates answer any Any of each Of questions.
	Any, Of int
}

// Item is a question of a form with all of its tasks.
type Item struct {
	Question *bank.Question // as corrected by errata
	Form     int            // from 1
	Section  int            // index into Exam.Sections
	Group    int            // which choice of the section it belongs to, from 0
	Label    string         // its number in the first set of its form
	Max      bank.Marks
}

// Optional reports whether candidates may leave the item for another.
func (e *Exam) Optional(item *Item) bool { return e.Sections[item.Section].Of > 0 }

// Set is a set, or the copy of a candidate.
type Set struct {
	Name    string // its letter, or the number of the copy
	Form    int
	Roll    string    // of a copy with a name on it
	Numbers []int     // by item: its printed number; 0 where it is not in the set
	Orders  [][][]int // by item: the printed orders of its tasks
}

// Place returns the index of the item with a printed number, -1 if there is none.
func (s *Set) Place(number int) int {
	if number < 1 {
		return -1
	}
	return slices.Index(s.Numbers, number)
}

// NewExam makes the exam of a record that has been rebuilt, and corrected by the
// record's errata.
func NewExam(r *assemble.Record, course *bank.Course, rebuilt *assemble.Rebuilt) (*Exam, error) {
	e := &Exam{
		Code: r.Code(), Title: r.Title, Date: r.Date, Course: course,
		Max: rebuilt.Blueprint.Marks, Marking: rebuilt.Blueprint.Marking, Forms: len(rebuilt.Forms),
	}
	for _, s := range rebuilt.Forms[0].Sections {
		e.Sections = append(e.Sections, Section{Title: s.Title, Max: s.Marks, Any: s.Any, Of: s.Of})
	}
	for i := range rebuilt.Forms {
		e.addForm(&rebuilt.Forms[i], &rebuilt.Sets[i][0])
	}
	if rebuilt.Copies != nil {
		e.Own = true
		for i := range rebuilt.Copies {
			c := &r.Copies[i]
			e.addSet(strconv.Itoa(c.Number), c.Roll, &rebuilt.Copies[i])
		}
		return e, nil
	}
	for i := range rebuilt.Sets {
		for j := range rebuilt.Sets[i] {
			e.addSet(rebuilt.Sets[i][j].Letter, "", &rebuilt.Sets[i][j])
		}
	}
	if len(e.Sets) == 0 {
		return nil, fmt.Errorf("the record of %s has no sets", r.Title)
	}
	return e, nil
}

// addForm adds the items of a form, by their numbers in a set.
func (e *Exam) addForm(form *assemble.Form, first *assemble.Set) {
	for s := range first.Sections {
		section := &form.Sections[s]
		var items []Item
		for _, p := range first.Sections[s].Questions {
			item := Item{Question: p.Question, Form: form.Number, Section: s, Label: strconv.Itoa(p.Number), Max: p.Question.Marks}
			if section.Of > 0 {
				at := slices.IndexFunc(section.Questions, func(q *bank.Question) bool { return q.ID == p.Question.ID })
				item.Group = at / section.Of
			}
			items = append(items, item)
		}
		slices.SortStableFunc(items, func(a, b Item) int { return cmp.Compare(a.Group, b.Group) })
		e.Items = append(e.Items, items...)
	}
}

func (e *Exam) addSet(name, roll string, printed *assemble.Set) {
	s := Set{Name: name, Roll: roll, Form: printed.Form, Numbers: make([]int, len(e.Items)), Orders: make([][][]int, len(e.Items))}
	at := map[string]*assemble.SetQuestion{}
	for i := range printed.Sections {
		for j := range printed.Sections[i].Questions {
			q := &printed.Sections[i].Questions[j]
			at[q.Question.ID] = q
		}
	}
	for i := range e.Items {
		if q := at[e.Items[i].Question.ID]; q != nil && e.Items[i].Form == s.Form {
			s.Numbers[i], s.Orders[i] = q.Number, q.Orders
		}
	}
	e.Sets = append(e.Sets, s)
}

// Lettered reports whether a task is answered by a letter: a choice among
// options, or true or false. Others are valued by a person, or by their text
// where the answers come from a computer.
func Lettered(t *bank.Task) bool {
	switch t.Response.(type) {
	case *bank.Choice, *bank.Truth:
		return true
	}
	return false
}

// TaskLabel is the label of a task of a question: "a", or "" for a whole one.
func TaskLabel(q *bank.Question, task int) string {
	if !q.HasParts {
		return ""
	}
	return assemble.PartLabel(task)
}

// Numbered is how a person names a task of an item: "7" or "7(b)".
func Numbered(number int, part string) string {
	if part == "" {
		return strconv.Itoa(number)
	}
	return fmt.Sprintf("%d(%s)", number, part)
}

// Task returns the index of the task with a label, -1 if there is none.
func (item *Item) Task(label string) int {
	q := item.Question
	if !q.HasParts {
		if label == "" {
			return 0
		}
		return -1
	}
	for i := range q.Tasks {
		if TaskLabel(q, i) == label {
			return i
		}
	}
	return -1
}

// set returns the set with a name, or nil; names are compared without case.
func (e *Exam) set(name string) *Set {
	for i := range e.Sets {
		if strings.EqualFold(e.Sets[i].Name, name) {
			return &e.Sets[i]
		}
	}
	return nil
}

// names lists the sets for a message.
func (e *Exam) names() string {
	var list []string
	for i := range e.Sets {
		list = append(list, e.Sets[i].Name)
	}
	const most = 8
	if len(list) > most {
		list = append(list[:most-1], "…", list[len(list)-1])
	}
	return strings.Join(list, ", ")
}
