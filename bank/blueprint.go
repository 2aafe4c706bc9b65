package bank

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/schema"
)

// Blueprint says what a paper must be like.
type Blueprint struct {
	Title        string
	Date         string // YYYY-MM-DD or ""
	Marks        Marks
	Minutes      Minutes
	Instructions Text
	Sections     []Section // in print order
	Rules        []Rule    // for the whole paper
	Must, Never  []*Question
	Prefer       []Rule // wishes, met as far as the rules allow
	Fresh        int    // no question of the last so many papers
	Forms        int    // at least 1
	Overlap      int    // how many questions two forms may share, beside Must
	Sets         int    // at least 1
	Shuffle      Shuffle
	Marking      Marking
	Seed         uint64
	Look         string // as written: a ready style or a file; "" for classic
	Style        *Style // never nil after Load
	Pos          schema.Pos
	Hash         string // SHA-256 of the file

	node *schema.Node
}

// Section is a section of a paper.
type Section struct {
	Title string
	Marks Marks  // what a candidate who answers as told can get
	Where *Where // nil matches every question
	// With Of > 0 the section consists of Groups choices: each prints Of
	// questions, and the candidate answers any Any of them. All carry equal
	// marks, and those of one choice agree on the attributes of Alike.
	Any, Of, Groups int
	Alike           []Attribute
	Rules           []Rule
	Pos             schema.Pos
}

// Each returns the marks of one question of a section where the candidate
// chooses; the section's marks are a multiple of it.
func (s *Section) Each() Marks { return s.Marks / Marks(s.Any*s.Groups) }

// Shuffle says what differs between sets.
type Shuffle struct {
	Questions bool // order of questions within their section
	Options   bool // order of options, of a column to match, of items to order
	Numbers   bool // also of options that are numbers in their order
}

// Marking says what an answer is worth that is not right: to a question with
// options Wrong or, where nothing was marked, Blank; other questions earn nothing
// then.
type Marking struct {
	Wrong, Blank Marks
	Partial      Partial
}

// Partial says what an answer is worth that is right in part: to a choice of
// several options, to a matching, to several blanks. Shares are rounded down to
// quarter-marks.
type Partial string

// The ways to value what is right in part.
const (
	AllOrNothing Partial = ""
	ShareOfRight Partial = "right" // the share that is right, unless something wrong is marked
	NetShare     Partial = "net"   // the share that is right less what is wrong, not below 0
)

// Rule bounds a sum over the questions that match Where. With Each it is a
// rule for every value of an attribute.
type Rule struct {
	Where   *Where
	Each    Attribute // "" if the rule is a single one
	In      []string  // the values of Each it holds for; nil for all of the course
	Count   Bound     // questions
	Marks   Bound     // quarter-marks
	Minutes Bound     // half-minutes
	Weight  int       // of a wish; 0 for a rule
	Text    string    // the rule as a person would say it
	Pos     schema.Pos
}

// Bound limits a sum: by amounts, by shares of the whole paper or section, or
// in proportion to the hours taught.
type Bound struct {
	Min, Max Limit
	// With Proportional each value's part of the whole is its part of the hours
	// taught, give or take Within.
	Proportional bool
	Within       Limit
}

// Limit is an end of a bound.
type Limit struct {
	Set   bool
	Value int  // an amount in the bound's unit or, with Share, hundredths of a per cent
	Share bool // of the whole
}

// Whole is the share that is all of a sum, in hundredths of a per cent.
const Whole = 100_00

// Bounded reports whether the bound bounds anything.
func (b Bound) Bounded() bool { return b.Min.Set || b.Max.Set || b.Proportional }

// Range is a closed interval; an end may be open.
type Range struct {
	Min, Max       int
	HasMin, HasMax bool
}

// Bounded reports whether the range bounds anything.
func (r Range) Bounded() bool { return r.HasMin || r.HasMax }

// Contains reports whether v lies in the range.
func (r Range) Contains(v int) bool {
	return (!r.HasMin || v >= r.Min) && (!r.HasMax || v <= r.Max)
}

// Attribute is a tag of questions that conditions and rules speak of.
type Attribute string

// The attributes of questions.
const (
	ByType       Attribute = "type"
	ByDifficulty Attribute = "difficulty"
	ByBloom      Attribute = "bloom"
	ByOutcome    Attribute = "outcomes"
	ByLecture    Attribute = "lecture"
	BySlide      Attribute = "slides"
	ByTopic      Attribute = "topics"
	ByMarks      Attribute = "marks"
	ByMinutes    Attribute = "minutes"
	ByStatus     Attribute = "status"
	ByAuthor     Attribute = "author"
	ByName       Attribute = "name"

	ByFacility       Attribute = "facility"
	ByDiscrimination Attribute = "discrimination"
)

// Where is a condition on questions: every Test holds and Not does not.
type Where struct {
	Tests []Test
	Not   *Where
	Text  string // as a person would say it
	Pos   schema.Pos
}

// Test holds for a question whose attribute has one of the values.
type Test struct {
	Attribute Attribute
	Values    []string // of attributes that are words
	Ranges    []Range  // of attributes that are numbers, in the attribute's unit
}

// Only is the condition that an attribute has one value, given as a word; for
// attributes that are numbers, a whole number.
func Only(a Attribute, value string) *Where {
	t := Test{Attribute: a}
	switch a {
	case ByLecture, BySlide, ByMarks, ByMinutes:
		n, _ := strconv.Atoi(value)
		n *= a.unit()
		t.Ranges = []Range{{Min: n, Max: n, HasMin: true, HasMax: true}}
	case ByBloom:
		t.Values = []string{bloomLevel(value)}
	default:
		t.Values = []string{value}
	}
	return &Where{Tests: []Test{t}}
}

// Match reports whether the question satisfies the condition. A nil Where
// matches every question.
func (w *Where) Match(q *Question) bool {
	if w == nil {
		return true
	}
	for i := range w.Tests {
		if !w.Tests[i].match(q) {
			return false
		}
	}
	return w.Not == nil || !w.Not.Match(q)
}

func (t *Test) match(q *Question) bool {
	switch t.Attribute {
	case ByType:
		return t.word(string(q.Type))
	case ByDifficulty:
		return t.word(q.Difficulty)
	case ByBloom:
		return t.word(q.Bloom)
	case ByStatus:
		return t.word(string(q.Status))
	case ByAuthor:
		return t.word(q.Author)
	case ByName:
		return t.word(q.Name)
	case ByOutcome:
		return slices.ContainsFunc(q.Outcomes, t.word)
	case ByTopic:
		return slices.ContainsFunc(q.Topics, t.topic)
	case ByLecture:
		return q.Lecture != 0 && t.number(q.Lecture)
	case BySlide:
		return slices.ContainsFunc(q.Slides, t.number)
	case ByMarks:
		return t.number(int(q.Marks))
	case ByMinutes:
		return t.number(int(q.Minutes))
	case ByFacility:
		return q.Statistics.HasFacility && t.number(q.Statistics.Facility)
	case ByDiscrimination:
		return q.Statistics.HasDiscrimination && t.number(q.Statistics.Discrimination)
	}
	panic(fmt.Sprintf("bank: unknown attribute %q", t.Attribute))
}

func (t *Test) word(v string) bool { return slices.Contains(t.Values, v) }

// topic reports whether v is one of the topics or lies below one of them.
func (t *Test) topic(v string) bool {
	return slices.ContainsFunc(t.Values, func(root string) bool {
		return v == root || strings.HasPrefix(v, root+"/")
	})
}

func (t *Test) number(v int) bool {
	return slices.ContainsFunc(t.Ranges, func(r Range) bool { return r.Contains(v) })
}

// Values returns the values that a rule with Each speaks of: those of In, or
// all of the course. Of topics these are the roots of the tree.
func (b *Bank) Values(a Attribute) []string {
	var values []string
	switch a {
	case ByType:
		for _, t := range Types {
			values = append(values, string(t))
		}
	case ByDifficulty:
		values = append(values, Difficulties...)
	case ByBloom:
		values = append(values, BloomLevels...)
	case ByStatus:
		values = append(values, string(Draft), string(Reviewed), string(Approved), string(Retired))
	case ByOutcome:
		for _, o := range b.Course.Outcomes {
			values = append(values, o.ID)
		}
	case ByLecture:
		for _, l := range b.Course.Lectures {
			values = append(values, fmt.Sprint(l.Number))
		}
	case ByTopic:
		for _, t := range b.Course.Topics {
			if !strings.Contains(t.ID, "/") {
				values = append(values, t.ID)
			}
		}
	case ByAuthor:
		for _, q := range b.Questions {
			if q.Author != "" {
				values = append(values, q.Author)
			}
		}
		slices.Sort(values)
		values = slices.Compact(values)
	}
	return values
}

// Hours returns how long each value that a rule with Each speaks of was
// taught, in thousandths of an hour, and the sum of these. A lecture's hours are
// shared evenly among its topics, and a topic's count for those above it.
func (b *Bank) Hours(r *Rule) (hours []int, whole int) {
	for _, value := range b.Spoken(r) {
		h := 0
		for i := range b.Course.Lectures {
			l := &b.Course.Lectures[i]
			switch {
			case r.Each == ByLecture && strconv.Itoa(l.Number) == value:
				h += l.Thousandths()
			case r.Each == ByTopic:
				for _, topic := range l.Topics {
					if (&Test{Values: []string{value}}).topic(topic) {
						h += l.Thousandths() / len(l.Topics)
					}
				}
			}
		}
		hours, whole = append(hours, h), whole+h
	}
	return hours, whole
}

// Spoken returns the values that a rule with Each speaks of.
func (b *Bank) Spoken(r *Rule) []string {
	if r.In != nil {
		return r.In
	}
	return b.Values(r.Each)
}

// Thousandths returns a lecture's hours in thousandths; 0 where they are not given.
func (l *Lecture) Thousandths() int {
	f, _ := strconv.ParseFloat(l.Hours, 64)
	return int(math.Round(f * 1e3))
}

// Values returns what a question has of an attribute, as words.
func (q *Question) Values(a Attribute) []string {
	one := func(v string) []string {
		if v == "" {
			return nil
		}
		return []string{v}
	}
	number := func(v int) []string {
		if v == 0 {
			return nil
		}
		return []string{strconv.Itoa(v)}
	}
	switch a {
	case ByType:
		return one(string(q.Type))
	case ByDifficulty:
		return one(q.Difficulty)
	case ByBloom:
		return one(q.Bloom)
	case ByStatus:
		return one(string(q.Status))
	case ByAuthor:
		return one(q.Author)
	case ByName:
		return one(q.Name)
	case ByOutcome:
		return q.Outcomes
	case ByTopic:
		return q.Topics
	case ByLecture:
		return number(q.Lecture)
	case ByMarks:
		return number(int(q.Marks))
	case ByMinutes:
		return number(int(q.Minutes))
	}
	return nil
}

// Within reports whether a tag of an attribute is a value, or a topic below it.
func Within(a Attribute, tag, value string) bool {
	switch a {
	case ByTopic:
		return tag == value || strings.HasPrefix(tag, value+"/")
	case ByBloom:
		return tag == bloomLevel(value)
	}
	return tag == value
}

// At returns the place of the i-th entry under a key of the blueprint, or of
// the key's value where i is negative.
func (bp *Blueprint) At(key string, i int) schema.Pos {
	n := bp.node.Get(key)
	if i >= 0 && n != nil && n.Kind == schema.List && i < len(n.Items) {
		n = n.Items[i]
	}
	if n == nil {
		return bp.Pos
	}
	return schema.Pos{File: bp.Pos.File, Line: n.Line, Column: n.Column}
}
