package bank

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/bank/markup"
	"github.com/papersetter/papersetter/schema"
)

// A checker judges what the JSON Schemas cannot say: references between
// documents, sums, and files.
type checker struct {
	bank     *Bank
	known    map[string]schema.Pos // every id and name of the bank, broken questions included
	unread   bool                  // some file of questions has no readable form
	problems schema.Problems
}

func (c *checker) problem(pos schema.Pos, path, format string, args ...any) {
	c.problems = append(c.problems, schema.Problem{Pos: pos, Path: path, Message: fmt.Sprintf(format, args...)})
}

func (c *checker) warning(pos schema.Pos, path, format string, args ...any) {
	c.problem(pos, path, format, args...)
	c.problems[len(c.problems)-1].Warning = true
}

// at returns the place of the value under a key of a question, or of the
// question where the key is absent.
func at(q *Question, n *schema.Node) schema.Pos {
	if n == nil {
		return q.Pos
	}
	return schema.Pos{File: q.Pos.File, Line: n.Line, Column: n.Column}
}

func (c *checker) course(course *Course) {
	if first := c.bank.Course; first != nil {
		c.problem(course.Pos, "course", "a bank has one course, and %s is it: move this one to a folder of its own", first.Pos)
		return
	}
	c.bank.Course = course
	seen := map[int]bool{}
	for i, l := range course.Lectures {
		path := fmt.Sprintf("course.lectures[%d]", i)
		if seen[l.Number] {
			c.problem(course.Pos, path, "lecture %d is listed twice", l.Number)
		}
		seen[l.Number] = true
		for _, t := range l.Topics {
			if !course.hasTopic(t) {
				c.problem(course.Pos, path+".topics", "unknown topic %s%s", t, meant(t, course.topicIDs()))
			}
		}
	}
	duplicates(course.topicIDs(), func(id string) { c.problem(course.Pos, "course.topics", "topic %s is listed twice", id) })
	duplicates(course.outcomeIDs(), func(id string) { c.problem(course.Pos, "course.outcomes", "outcome %s is listed twice", id) })
}

// auditRules checks the rules of the course's audit, once the questions are known.
func (c *checker) auditRules() {
	if course := c.bank.Course; course != nil {
		c.rules(course.Audit.Rules, "course.audit.rules", 0)
	}
}

func duplicates(list []string, report func(string)) {
	seen := map[string]bool{}
	for _, v := range list {
		if seen[v] {
			report(v)
		}
		seen[v] = true
	}
}

func (c *Course) hasTopic(id string) bool {
	return slices.ContainsFunc(c.Topics, func(t Topic) bool { return t.ID == id })
}

func (c *Course) topicIDs() []string {
	ids := make([]string, len(c.Topics))
	for i, t := range c.Topics {
		ids[i] = t.ID
	}
	return ids
}

func (c *Course) outcomeIDs() []string {
	ids := make([]string, len(c.Outcomes))
	for i, o := range c.Outcomes {
		ids[i] = o.ID
	}
	return ids
}

// meant is what an unknown word's message ends in: the word that was meant,
// or what there is to choose from.
func meant(word string, known []string) string {
	if near := schema.Nearest(word, known); near != "" {
		return fmt.Sprintf(": did you mean %s?", near)
	}
	switch {
	case len(known) == 0:
		return ""
	case len(known) <= 12:
		return " (there are " + strings.Join(known, ", ") + ")"
	default:
		return fmt.Sprintf(" (there are %d, from %s to %s)", len(known), known[0], known[len(known)-1])
	}
}

// identities registers every id and name and reports those used twice.
func (c *checker) identities(files []*file) {
	register := func(word, what string, pos schema.Pos, path string) bool {
		if word == "" {
			return false
		}
		if first, ok := c.known[word]; ok {
			c.problem(pos, path, "%s %s is already used at %s: give this one another", what, word, first)
			return false
		}
		c.known[word] = pos
		return true
	}
	stimuli := map[*Stimulus]bool{}
	for _, f := range files {
		for _, q := range f.questions {
			if q.ID == "" {
				c.problem(q.Pos, q.Path, "has no id yet: run papersetter fmt on this file to give it one")
			}
			if register(q.ID, "id", at(q, q.node.Get("id")), q.Path+".id") {
				c.bank.refs[q.ID] = q
			}
			if register(q.Name, "name", at(q, q.node.Get("name")), q.Path+".name") {
				c.bank.refs[q.Name] = q
			}
			if s := q.Stimulus; s != nil && !stimuli[s] {
				stimuli[s] = true
				register(s.ID, "id", s.Pos, "")
				register(s.Name, "name", s.Pos, "")
			}
		}
		for _, n := range f.broken {
			pos := schema.Pos{File: f.name, Line: n.Line, Column: n.Column}
			for _, key := range []string{"id", "name"} {
				if word := strings.ToLower(str(n.Get(key))); word != "" {
					if _, ok := c.known[word]; !ok {
						c.known[word] = pos
					}
				}
			}
		}
	}
}

// reference resolves a name or id; nil if it is unknown, which is reported,
// or belongs to a question that has problems of its own.
func (c *checker) reference(ref string, pos schema.Pos, path string) *Question {
	if q := cmp.Or(c.bank.refs[ref], c.bank.refs[strings.ToLower(ref)]); q != nil {
		return q
	}
	if _, ok := c.known[strings.ToLower(ref)]; !ok && !c.unread { // it may stand in the file that cannot be read
		var near string
		if n := schema.Nearest(ref, c.names()); n != "" {
			near = fmt.Sprintf(": did you mean %s?", n)
		}
		c.problem(pos, path, "no question is called %s%s", ref, near)
	}
	return nil
}

func (c *checker) names() []string {
	var names []string
	for _, q := range c.bank.Questions {
		if q.Name != "" {
			names = append(names, q.Name)
		}
	}
	return names
}

func (c *checker) question(q *Question) {
	if course := c.bank.Course; course != nil {
		c.tags(q, course)
	}
	for i, n := range items(q.node.Get("enemies")) {
		path := fmt.Sprintf("%s.enemies[%d]", q.Path, i)
		enemy := c.reference(n.Text, at(q, n), path)
		switch {
		case enemy == nil:
		case enemy == q:
			c.problem(at(q, n), path, "a question is not its own enemy")
		case enemy.Stimulus != nil && enemy.Stimulus == q.Stimulus:
			c.problem(at(q, n), path, "%s shares a stimulus with this question and is printed with it, so the two cannot be enemies", enemy)
		default:
			addEnemy(q, enemy)
			addEnemy(enemy, q)
		}
	}
	for i := range q.Tasks {
		c.task(q, &q.Tasks[i])
	}
	c.figures(q)
}

func addEnemy(q, enemy *Question) {
	if !slices.Contains(q.Enemies, enemy) {
		q.Enemies = append(q.Enemies, enemy)
	}
}

// tags checks lecture, slides, topics and outcomes against the course.
func (c *checker) tags(q *Question, course *Course) {
	if q.Lecture != 0 {
		if l := course.Lecture(q.Lecture); l == nil {
			c.problem(at(q, q.node.Get("lecture")), q.Path+".lecture", "lecture %d is not in the course%s", q.Lecture, meant(strconv.Itoa(q.Lecture), c.bank.Values(ByLecture)))
		} else if l.Slides > 0 {
			for i, n := range items(q.node.Get("slides")) {
				if s := integer(n, 0); s > l.Slides {
					c.problem(at(q, n), fmt.Sprintf("%s.slides[%d]", q.Path, i), "lecture %d has %d slides, so there is no slide %d", l.Number, l.Slides, s)
				}
			}
		}
	}
	for i, n := range items(q.node.Get("topics")) {
		if !course.hasTopic(n.Text) {
			c.problem(at(q, n), fmt.Sprintf("%s.topics[%d]", q.Path, i), "topic %s is not in the course%s", n.Text, meant(n.Text, course.topicIDs()))
		}
	}
	for i, n := range items(q.node.Get("outcomes")) {
		if !slices.Contains(course.outcomeIDs(), n.Text) {
			c.problem(at(q, n), fmt.Sprintf("%s.outcomes[%d]", q.Path, i), "outcome %s is not in the course%s", n.Text, meant(n.Text, course.outcomeIDs()))
		}
	}
}

// under returns the place of a key of a task, or of the task where it is absent.
func (t *Task) under(key string) schema.Pos {
	if n := t.node.Get(key); n != nil {
		return schema.Pos{File: t.Pos.File, Line: n.Line, Column: n.Column}
	}
	return t.Pos
}

func (c *checker) task(q *Question, t *Task) {
	if len(t.Rubric) > 0 {
		var sum Marks
		for _, r := range t.Rubric {
			sum += r.Marks
		}
		if sum != t.Marks {
			c.problem(t.under("rubric"), t.Path+".rubric", "the rubric's marks add up to %s, but marks says %s", sum, t.Marks)
		}
	}
	if t.Stem.Empty() && !(q.HasParts && !q.Stem.Empty()) {
		c.problem(t.under("stem"), t.Path+".stem", "the stem is empty: write what the candidate is asked")
	}
	blanks := countBlanks(t.Stem.Doc)
	for _, other := range t.Stem.Also {
		if n := countBlanks(other.Doc); n != blanks {
			c.problem(other.Pos(0), t.Path+".stem", "the stem has %d blanks in %s and %d in %s: give it the same in both", blanks, t.Stem.Language, n, other.Language)
		}
	}
	switch r := t.Response.(type) {
	case *Choice:
		var texts []Text
		for _, o := range r.Options {
			texts = append(texts, o.Text)
		}
		c.distinct(t, texts, "options", "")
		c.arrangements(q, t, r)
		if r.Multiple {
			return
		}
	case *Blanks:
		if blanks != len(r.Accept) {
			c.problem(t.under("blanks"), t.Path+".blanks", "the stem has %s (written ____) and blanks lists %d: give one entry for each", plural(strconv.Itoa(blanks), "blank"), len(r.Accept))
		}
		for i, accept := range r.Accept {
			if len(accept) == 0 || accept[0].Empty() {
				c.problem(t.under("blanks"), fmt.Sprintf("%s.blanks[%d]", t.Path, i), "the answer to this blank is empty")
			}
		}
		return
	case *Number:
		c.number(t, r)
	case *Pairs:
		c.distinct(t, r.Left, "pairs", "in the left column ")
		c.distinct(t, r.Right, "pairs", "in the right column ")
	case *Order:
		c.distinct(t, r.Items, "items", "")
	case *Truth, *Written:
	}
	if blanks > 0 {
		c.warning(t.under("stem"), t.Path+".stem", "the stem has a blank (____), but the question is of type %s", t.Type)
	}
}

// distinct reports empty and equal texts among those a candidate chooses from.
func (c *checker) distinct(t *Task, texts []Text, key, what string) {
	first := map[string]int{}
	for i, text := range texts {
		source := strings.Join(strings.Fields(text.Source), " ")
		if source == "" {
			c.problem(t.under(key), t.Path+"."+key, "%snumber %d is empty", what, i+1)
			continue
		}
		if j, ok := first[source]; ok {
			c.problem(text.Pos(0), t.Path+"."+key, "%snumber %d says the same as number %d", what, i+1, j+1)
			continue
		}
		first[source] = i
	}
}

func (c *checker) number(t *Task, n *Number) {
	if _, err := strconv.ParseFloat(n.Value, 64); err != nil {
		c.problem(t.under("answer"), t.Path+".answer", "the answer %s is not a number", n.Value)
	}
	if n.Tolerance != "" {
		if tol, err := strconv.ParseFloat(n.Tolerance, 64); err != nil || tol < 0 {
			c.problem(t.under("answer"), t.Path+".answer.tolerance", "the tolerance %s is not a number of at least 0", n.Tolerance)
		}
	}
}

func countBlanks(doc *markup.Doc) int {
	n := 0
	if doc != nil {
		for in := range doc.Inlines() {
			if _, ok := in.(*markup.Blank); ok {
				n++
			}
		}
	}
	return n
}

// figures lists the figures of a text.
func (t Text) figures() iter.Seq[markup.Figure] {
	return func(yield func(markup.Figure) bool) {
		if t.Doc == nil {
			return
		}
		for f := range t.Doc.Figures() {
			if !yield(f) {
				return
			}
		}
	}
}

// figures checks that every figure is a file of the bank; whether it can be
// drawn is for the layout to say.
func (c *checker) figures(q *Question) {
	for t := range q.Texts() {
		for f := range t.figures() {
			name := t.Figure(f.Source)
			switch {
			case strings.Contains(f.Source, "://"):
				c.problem(t.Pos(f.Offset), q.Path, "figure %s is on the network: save it in the bank's folder", f.Source)
			case strings.Contains(f.Source, `\`):
				c.problem(t.Pos(f.Offset), q.Path, "figure %s: write / instead of \\ in a path", f.Source)
			case strings.HasPrefix(f.Source, "/") || !fs.ValidPath(name):
				c.problem(t.Pos(f.Offset), q.Path, "figure %s is outside of the bank's folder: move it into the bank", f.Source)
			default:
				c.figureFile(t.Pos(f.Offset), q.Path, f.Source, name)
			}
		}
	}
}

func (c *checker) figureFile(pos schema.Pos, path, source, name string) {
	info, err := fs.Stat(c.bank.Files, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		c.problem(pos, path, "figure %s is missing: there is no file %s", source, name)
	case err != nil:
		c.problem(pos, path, "figure %s cannot be read: %v", source, cause(err))
	case info.IsDir():
		c.problem(pos, path, "figure %s is a folder", source)
	}
}
