package bank

import (
	"fmt"
	"iter"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/schema"
)

// Marks counts quarter-marks, so that sums are exact: Marks(6) is 1.5 marks.
type Marks int

// Mark is one whole mark.
const Mark Marks = 4

// String spells marks as a decimal number: "2", "0.5", "1.25", "-0.25".
func (m Marks) String() string { return quarters(int(m), 4) }

// MarshalJSON spells marks as a decimal number.
func (m Marks) MarshalJSON() ([]byte, error) { return []byte(m.String()), nil }

// Minutes counts half-minutes: Minutes(5) is two and a half minutes.
type Minutes int

// Minute is one whole minute.
const Minute Minutes = 2

// String spells minutes as a decimal number: "3", "2.5".
func (m Minutes) String() string { return quarters(int(m), 2) }

// MarshalJSON spells minutes as a decimal number.
func (m Minutes) MarshalJSON() ([]byte, error) { return []byte(m.String()), nil }

// quarters spells n/per as a decimal number; per divides 100.
func quarters(n, per int) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	s := sign + strconv.Itoa(n/per)
	if hundredths := n % per * 100 / per; hundredths != 0 {
		s += strings.TrimRight(fmt.Sprintf(".%02d", hundredths), "0")
	}
	return s
}

// Type is the type of a question or part.
type Type string

// The types of questions.
const (
	SingleChoice   Type = "single-choice"
	MultipleChoice Type = "multiple-choice"
	TrueFalse      Type = "true-false"
	Numeric        Type = "numeric"
	FillIn         Type = "fill-in"
	ShortAnswer    Type = "short-answer"
	LongAnswer     Type = "long-answer"
	Matching       Type = "matching"
	Ordering       Type = "ordering"
)

// Types lists the types of questions.
var Types = []Type{SingleChoice, MultipleChoice, TrueFalse, Numeric, FillIn, ShortAnswer, LongAnswer, Matching, Ordering}

// Difficulties lists the levels of difficulty, easiest first.
var Difficulties = []string{"basic", "intermediate", "advanced"}

// BloomLevels lists the levels of Bloom's revised taxonomy, lowest first;
// level i is also written K(i+1) or L(i+1).
var BloomLevels = []string{"remember", "understand", "apply", "analyse", "evaluate", "create"}

// Status is how far a question has come.
type Status string

// The states of a question. Drafts and retired questions never stand in a paper.
const (
	Draft    Status = "draft"
	Reviewed Status = "reviewed"
	Approved Status = "approved"
	Retired  Status = "retired"
)

// Question is a question of the bank with its tags.
type Question struct {
	ID   string // UUID in lower case; never changes
	Name string

	// Tasks are the parts (a), (b) … in their order, or the whole question.
	Tasks    []Task
	HasParts bool
	Stem     Text // what stands above the parts; empty without parts
	Type     Type // of the question; parts may differ

	Marks      Marks // of all tasks
	Difficulty string
	Bloom      string // one of BloomLevels, or ""
	Outcomes   []string
	Lecture    int // 0 if not tied to a lecture
	Slides     []int
	Topics     []string
	Minutes    Minutes // 0 if not given
	Status     Status
	Author     string
	Statistics Statistics  // pooled over all that is known
	History    []Sitting   // papers in which it was answered; by date, then by file
	Macros     []Macro     // for its formulas, before those of the course
	Enemies    []*Question // may not stand in the same paper; mutual
	Stimulus   *Stimulus   // shared with other questions; nil if none

	Pos  schema.Pos
	Path string // data path in its file, for example questions[3]
	node *schema.Node
}

// Statistics is what candidates did with a question in past papers.
type Statistics struct {
	Facility          int // mean share of the marks that candidates got, in millionths
	Discrimination    int // in millionths, negative where the weak did better
	Candidates        int // that the figures rest on; 0 if not known
	HasFacility       bool
	HasDiscrimination bool
}

// Index is the whole of a facility or discrimination index.
const Index = 1_000_000

// Stimulus is a passage, a figure or data that several questions share. Its
// questions are printed together, in their order, or not at all.
type Stimulus struct {
	ID, Name  string
	Text      Text
	Questions []*Question
	Pos       schema.Pos
}

// Task is what a candidate is asked to do and how it is valued: a whole
// question, or one part of it.
type Task struct {
	Type     Type
	Stem     Text
	Marks    Marks
	Response Response
	Space    Space
	Solution Text
	Rubric   []Criterion
	Bloom    string // of a part that has its own; else that of the question

	Correction *Correction // of an erratum after the exam; nil in a bank

	Path string
	Pos  schema.Pos
	node *schema.Node
}

// Correction is what an erratum says of a task after the exam. The response of
// the task has the options that are right now.
type Correction struct {
	Void   bool     // all candidates get the marks
	Any    bool     // each of several options is right by itself
	Accept []string // answers that count, where they are no options
	Before Response // what counted when the paper was printed
	Reason string
}

// Criterion is a row of the scheme of valuation.
type Criterion struct {
	Marks Marks
	For   Text
}

// Space is the room left for a written answer. The zero value leaves it to
// the layout.
type Space struct {
	Lines       int  // ruled lines
	Millimetres int  // blank room
	Grid        bool // the room is graph paper
	Booklet     bool // the answer is written elsewhere
	None        bool
}

// Response is how a task is answered: *Choice, *Truth, *Number, *Blanks,
// *Written, *Pairs or *Order. The set is closed.
type Response interface{ response() }

// Choice is a choice among options.
type Choice struct {
	Multiple bool // more than one option may be right, and the candidate is told so
	Options  []Option

	arrangement *arrangement // nil if not from a file
}

// Option is one answer to choose.
type Option struct {
	Text     Text
	Key      bool
	Fixed    bool // keeps its place when options are shuffled
	Feedback Text
}

// Truth asks whether a statement is true.
type Truth struct{ Key bool }

// Number asks for a number.
type Number struct {
	Value     string // decimal number as written
	Tolerance string // largest accepted distance from Value; "" for exact
	Unit      Text
}

// Blanks asks to fill the gaps of the stem.
type Blanks struct {
	Accept [][]Text // for each gap what counts as right, the model answer first
}

// Written asks for an answer in the candidate's words.
type Written struct{ Long bool }

// Pairs asks to match two columns. Left i belongs to Right i; what is left
// over of Right are distractors.
type Pairs struct {
	Left, Right []Text
}

// Order asks to bring items into order; Items are in the right order.
type Order struct{ Items []Text }

func (*Choice) response()  {}
func (*Truth) response()   {}
func (*Number) response()  {}
func (*Blanks) response()  {}
func (*Written) response() {}
func (*Pairs) response()   {}
func (*Order) response()   {}

// Texts goes through every text of the question in all its languages, in the
// order of print: its
// stimulus, its stem, and for each task the stem, what the response holds,
// the solution and the rubric.
func (q *Question) Texts() iter.Seq[Text] {
	return func(yield func(Text) bool) {
		ok := true
		each := func(texts ...Text) {
			for _, text := range texts {
				for t := range text.Versions() {
					if ok = ok && yield(t); !ok {
						return
					}
				}
			}
		}
		if q.Stimulus != nil {
			each(q.Stimulus.Text)
		}
		each(q.Stem)
		for i := range q.Tasks {
			t := &q.Tasks[i]
			each(t.Stem)
			each(responseTexts(t.Response)...)
			each(t.Solution)
			for _, c := range t.Rubric {
				each(c.For)
			}
		}
	}
}

func responseTexts(r Response) []Text {
	var texts []Text
	switch r := r.(type) {
	case *Choice:
		for _, o := range r.Options {
			texts = append(texts, o.Text, o.Feedback)
		}
	case *Number:
		texts = append(texts, r.Unit)
	case *Blanks:
		for _, accept := range r.Accept {
			texts = append(texts, accept...)
		}
	case *Pairs:
		texts = append(append(texts, r.Left...), r.Right...)
	case *Order:
		texts = append(texts, r.Items...)
	case *Truth, *Written, nil:
	}
	return texts
}

// String names the question for a person.
func (q *Question) String() string {
	if q.Name != "" {
		return q.Name
	}
	return q.ID
}
