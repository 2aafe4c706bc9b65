package mark

import (
	"slices"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/mark/analysis"
)

// Figures are the results as analysis needs them: those who were there, with what
// they got before moderation, question by question. A question that stands in
// several forms is one.
func (r *Results) Figures() *analysis.Exam {
	e := r.Exam
	out := &analysis.Exam{Forms: e.Forms}
	at := make([]int, len(e.Items)) // of each item of the exam
	known := map[string]int{}
	for i := range e.Items {
		item := &e.Items[i]
		k, found := known[item.Question.ID]
		if !found {
			k = len(out.Items)
			known[item.Question.ID] = k
			out.Items = append(out.Items, e.figuresOf(item))
		}
		at[i] = k
	}
	for i := range r.Candidates {
		c := &r.Candidates[i]
		if c.Absent || c.Set == nil {
			continue
		}
		who := analysis.Candidate{Roll: c.Roll, Name: c.Name, Form: c.Set.Form, Total: float64(c.Raw) / float64(bank.Mark), Scores: make([]analysis.Score, len(out.Items))}
		if !e.Own {
			who.Set = c.Set.Name
		}
		for k := range c.Scores {
			if s := &c.Scores[k]; s.On {
				who.Scores[at[k]] = scoreOf(&e.Items[k], s)
			}
		}
		out.Candidates = append(out.Candidates, who)
	}
	return out
}

func (e *Exam) figuresOf(item *Item) analysis.Item {
	q := item.Question
	out := analysis.Item{
		ID: q.ID, Name: q.String(), Label: item.Label, Section: e.Sections[item.Section].Title,
		Max: float64(item.Max) / float64(bank.Mark), Optional: e.Optional(item),
	}
	guess := 0.0
	for t := range q.Tasks {
		task := &q.Tasks[t]
		part := analysis.Part{Label: TaskLabel(q, t), Max: float64(task.Marks) / float64(bank.Mark)}
		switch r := task.Response.(type) {
		case *bank.Choice:
			part.Multiple = r.Multiple
			for i, o := range r.Options {
				part.Options = append(part.Options, analysis.Option{Letter: assemble.Letter(i), Text: o.Text.Doc.Plain(), Key: o.Key})
			}
		case *bank.Truth:
			part.Options = []analysis.Option{{Letter: "T", Text: "True", Key: r.Key}, {Letter: "F", Text: "False", Key: !r.Key}}
		}
		guess += part.Max * guessed(part)
		out.Parts = append(out.Parts, part)
	}
	if out.Max > 0 {
		out.Guess = guess / out.Max
	}
	return out
}

// guessed is the share of marks that one option, taken at random, gives. Of
// several options nobody knows how many a guesser would mark: none is counted.
func guessed(p analysis.Part) float64 {
	right := 0
	for _, o := range p.Options {
		if o.Key {
			right++
		}
	}
	if p.Multiple || len(p.Options) == 0 {
		return 0
	}
	return float64(right) / float64(len(p.Options))
}

func scoreOf(item *Item, s *Score) analysis.Score {
	out := analysis.Score{On: true, Answered: s.Answered, Marks: float64(s.Marks) / float64(bank.Mark)}
	for t := range s.Tasks {
		task := &s.Tasks[t]
		out.Parts = append(out.Parts, float64(task.Marks)/float64(bank.Mark))
		var chosen []int
		if task.Answer.Spoilt {
			chosen = []int{}
		} else if Lettered(&item.Question.Tasks[t]) {
			chosen = slices.Clone(task.Answer.Chosen)
		}
		out.Chosen = append(out.Chosen, chosen)
	}
	return out
}

// Outcome is how far a course outcome was attained.
type Outcome struct {
	ID       string
	Assessed int     // candidates who answered something of it
	Attained int     // of these, with Threshold per cent of its marks
	Percent  float64 // Attained of Assessed
	Level    int     // 0 to 3
}

// Outcomes works out the attainment of the course outcomes that the paper asks
// for, in the order of the course. A question counts for each of its outcomes; of
// questions among which candidates choose, those that were answered count.
func (r *Results) Outcomes() []Outcome {
	var list []Outcome
	for _, o := range r.Exam.Course.Outcomes {
		out := Outcome{ID: o.ID}
		asked := false
		for i := range r.Candidates {
			share, ok := r.outcome(&r.Candidates[i], o.ID, &asked)
			if !ok {
				continue
			}
			out.Assessed++
			if share >= r.Settings.Threshold {
				out.Attained++
			}
		}
		if out.Assessed > 0 {
			out.Percent = float64(out.Attained) * 100 / float64(out.Assessed)
			out.Level = r.Settings.Level(out.Percent)
		}
		if asked {
			list = append(list, out)
		}
	}
	return list
}

// outcome is the per cent of an outcome's marks that a candidate got; false where
// none count.
func (r *Results) outcome(c *Candidate, id string, asked *bool) (float64, bool) {
	got, of := bank.Marks(0), bank.Marks(0)
	for k := range r.Exam.Items {
		item := &r.Exam.Items[k]
		if !slices.Contains(item.Question.Outcomes, id) {
			continue
		}
		*asked = true
		if c.Absent || c.Set == nil || !c.Scores[k].On || r.Exam.Optional(item) && !c.Scores[k].Answered {
			continue
		}
		got += c.Scores[k].Marks
		of += item.Max
	}
	if of == 0 {
		return 0, false
	}
	return percent(got, of), true
}
