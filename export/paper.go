// Package export decides what a reader sees: [Layout] turns a set into a
// [Paper], with every number, letter, mark and key in its place. The packages
// below it spell a Paper as PDF, Excel and so on, and decide nothing, so that
// the paper, its answers and the key sheet cannot disagree.
package export

import "github.com/papersetter/papersetter/bank"

// Paper is one printing of a paper with everything about it: what candidates
// see, and the answers, which the writers print only where told to.
type Paper struct {
	Institution string
	CourseCode  string
	CourseTitle string
	Term        string
	Title       string
	Date        string // YYYY-MM-DD or ""
	Minutes     bank.Minutes
	Marks       bank.Marks
	Set         string     // letter of the set; "" if there is only one
	Candidate   *Candidate // whom the copy is for; nil for all
	Copy        int        // number of a copy that only one candidate gets; 0 for a set
	Code        string     // what the QR code at the head says; "" for none
	Style       *bank.Style
	Words       Words // of the style

	Instructions bank.Text
	Marking      bank.Marking
	Sections     []Section
	Others       []Other     // the other sets of the form
	Achieved     [][3]string // of each requirement: whom it is about, what is asked, what the paper has
}

// Other is another set of the same form, and what it has in common with this
// one that a neighbour could copy.
type Other struct {
	Set     string
	Letters int // places with options in both where the key has the same letters
	Of      int // places with options in both
	Places  int // numbers with the same question in both
}

// Candidate is who sits an exam.
type Candidate struct{ Name, Roll string }

// Section is a section of a paper.
type Section struct {
	Title     string
	Marks     bank.Marks // what a candidate who answers as told can get
	Any, Of   int        // answer any Any of each Of; Of is 0 where all are answered
	Groups    int        // how many such choices there are, one after another
	Questions []Question
}

// Or reports whether the i-th question is an alternative to the one before it.
func (s *Section) Or(i int) bool {
	return s.Any == 1 && (s.Of == 2 || s.Groups > 1) && i%s.Of > 0
}

// Question is a numbered question.
type Question struct {
	Number int
	// Stimulus is set on the first of the questions that share it; First and
	// Last are their numbers.
	Stimulus    bank.Text
	First, Last int
	Stem        bank.Text // what stands above the parts; empty without parts
	Marks       bank.Marks
	Parts       []Part // one without label, or (a), (b) …
	Source      *bank.Question
	Lecture     *bank.Lecture // nil if the question is tied to none
}

// Part is what the candidate answers: a whole question, or one of its parts.
type Part struct {
	Label   string // "a", "b" …; "" for a whole question
	Type    bank.Type
	Stem    bank.Text
	Marks   bank.Marks
	Options []Option // of a choice, in print order
	Left    []Entry  // of a matching: numbered 1, 2 …
	Right   []Entry  // of a matching or ordering: lettered A, B …, in print order
	Space   bank.Space
	Key     string // the right answer in the words of the key sheet; "" if written
	// Corrected says what the key was before an erratum; "" for none.
	Corrected string
	Solution  bank.Text
	Rubric    []bank.Criterion
	Response  bank.Response
}

// Option is an option of a choice.
type Option struct {
	Letter   string
	Text     bank.Text
	Key      bool
	Feedback bank.Text
}

// Entry is an entry of a column.
type Entry struct {
	Label string
	Text  bank.Text
}

// Multiple reports whether the part is a choice of more than one option.
func (p *Part) Multiple() bool { return p.Type == bank.MultipleChoice }

// Lines is how many lines to write on an answer is given, where the bank asks
// for lines or leaves it to the layout: two at least, and more for more marks.
func (p *Part) Lines() int {
	if p.Space.Lines > 0 {
		return p.Space.Lines
	}
	perMark := 3
	if p.Type == bank.LongAnswer {
		perMark = 4
	}
	return max(2, (int(p.Marks)*perMark+int(bank.Mark)-1)/int(bank.Mark))
}
