package bank

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/schema"
)

// Results is what candidates did with the questions of a paper: the results
// document. It stands beside the questions, whose text it does not touch.
type Results struct {
	Version     int              `json:"version"` // of this format: 1
	Title       string           `json:"title"`
	Date        string           `json:"date,omitempty"` // YYYY-MM-DD
	Term        string           `json:"term,omitempty"`
	Paper       string           `json:"paper"` // its code
	Candidates  int              `json:"candidates"`
	Marks       json.Number      `json:"marks,omitempty"`
	Mean        json.Number      `json:"mean,omitempty"`
	Consistency json.Number      `json:"consistency,omitempty"`
	Questions   []QuestionResult `json:"questions"`

	Pos schema.Pos `json:"-"`
}

// QuestionResult is what candidates did with a question. Figures are decimal
// numbers; those that could not be worked out are empty.
type QuestionResult struct {
	ID             string            `json:"id"`
	Name           string            `json:"name,omitempty"`
	Candidates     int               `json:"candidates"`
	Facility       json.Number       `json:"facility"`
	Discrimination json.Number       `json:"discrimination,omitempty"`
	Efficiency     json.Number       `json:"efficiency,omitempty"`
	Facets         map[string]string `json:"facets,omitempty"` // as it was printed
	Parts          []PartResult      `json:"parts,omitempty"`
}

// PartResult is what candidates did with a part.
type PartResult struct {
	Label    string         `json:"label,omitempty"`
	Facility json.Number    `json:"facility,omitempty"`
	Options  []OptionResult `json:"options,omitempty"`
	Blank    int            `json:"blank,omitempty"`
}

// OptionResult is how many chose an option.
type OptionResult struct {
	Letter string `json:"letter"` // in the bank
	Chosen int    `json:"chosen"`
}

// Marshal returns the document as indented JSON with a final line end.
func (r *Results) Marshal() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(map[string]*Results{"results": r}); err != nil {
		return nil, fmt.Errorf("results: %w", err)
	}
	return b.Bytes(), nil
}

// Sitting is a paper in which candidates answered a question.
type Sitting struct {
	Results *Results
	Result  *QuestionResult
	// Edited says that stem, options, key or marks are not what they were: the
	// figures are of another question.
	Edited bool
}

// results decodes a results document, which the schema has judged.
func (d *decoder) results(n *schema.Node) *Results {
	number := func(n *schema.Node) json.Number { return json.Number(str(n)) }
	r := &Results{
		Version: 1, Title: str(n.Get("title")), Date: str(n.Get("date")), Term: str(n.Get("term")), Paper: str(n.Get("paper")),
		Candidates: integer(n.Get("candidates"), 0), Marks: number(n.Get("marks")), Mean: number(n.Get("mean")), Consistency: number(n.Get("consistency")),
		Pos: d.pos(n),
	}
	for _, q := range items(n.Get("questions")) {
		result := QuestionResult{
			ID: strings.ToLower(str(q.Get("id"))), Name: str(q.Get("name")), Candidates: integer(q.Get("candidates"), 0),
			Facility: number(q.Get("facility")), Discrimination: number(q.Get("discrimination")), Efficiency: number(q.Get("efficiency")),
		}
		if facets := q.Get("facets"); facets != nil {
			result.Facets = map[string]string{}
			for _, m := range facets.Members {
				result.Facets[m.Key] = str(m.Value)
			}
		}
		for _, p := range items(q.Get("parts")) {
			part := PartResult{Label: str(p.Get("label")), Facility: number(p.Get("facility")), Blank: integer(p.Get("blank"), 0)}
			for _, o := range items(p.Get("options")) {
				part.Options = append(part.Options, OptionResult{str(o.Get("letter")), integer(o.Get("chosen"), 0)})
			}
			result.Parts = append(result.Parts, part)
		}
		r.Questions = append(r.Questions, result)
	}
	return r
}

// results puts results documents in order, gives questions their history and
// pools their statistics.
func (c *checker) results(list []*Results) {
	b := c.bank
	slices.SortStableFunc(list, func(x, y *Results) int {
		return cmp.Or(cmp.Compare(x.Date, y.Date), cmp.Compare(x.Pos.File, y.Pos.File))
	})
	papers := map[string]*Results{}
	for _, r := range list {
		if first := papers[r.Paper]; first != nil {
			c.problems = append(c.problems, schema.Problem{
				Pos: r.Pos, Path: "results.paper",
				Message: fmt.Sprintf("the results of this paper are in %s as well: delete one of the files", first.Pos.File),
			})
			continue
		}
		papers[r.Paper] = r
		b.Results = append(b.Results, r)
		for i := range r.Questions {
			if q := b.Find(r.Questions[i].ID); q != nil {
				s := Sitting{Results: r, Result: &r.Questions[i]}
				s.Edited = b.editedSince(q, s.Result.Facets)
				q.History = append(q.History, s)
			}
		}
	}
	for _, q := range b.Questions {
		if len(q.History) > 0 {
			q.Statistics = pooled(q.Statistics, q.History)
		}
	}
}

// editedSince reports whether what candidates read of a question, or its key, has
// changed. Tags, solution and rubric may: they change nothing for candidates.
func (b *Bank) editedSince(q *Question, facets map[string]string) bool {
	if len(facets) == 0 {
		return false // a record of old, which had none
	}
	now, err := b.Facets(q)
	if err != nil {
		return true
	}
	var before []Facet
	for name, digest := range facets {
		before = append(before, Facet{name, digest})
	}
	return slices.ContainsFunc(Differing(before, now), func(name string) bool {
		if _, of, found := strings.Cut(name, ") "); found && strings.HasPrefix(name, "(") {
			name = of // of a part
		}
		for _, ours := range []string{"tags", "solution", "rubric", "feedback", "fixed", "room", "macros"} {
			if strings.HasPrefix(name, ours) {
				return false
			}
		}
		return true
	})
}

// What figures must rest on, and what those of an author count for who does not
// say how many candidates they rest on.
const (
	fewest  = 10
	assumed = 20
)

// pooled is the mean over sittings, weighted by candidates, together with what the
// author says. Sittings before an edit do not count, and neither do figures of
// fewer than ten candidates in all.
func pooled(author Statistics, history []Sitting) Statistics {
	if author.Candidates == 0 && (author.HasFacility || author.HasDiscrimination) {
		author.Candidates = assumed
	}
	facility, discrimination := &mean{}, &mean{}
	if author.HasFacility {
		facility.add(float64(author.Facility)/Index, author.Candidates)
	}
	if author.HasDiscrimination {
		discrimination.add(float64(author.Discrimination)/Index, author.Candidates)
	}
	for _, s := range history {
		if s.Edited {
			continue
		}
		facility.parse(s.Result.Facility, s.Result.Candidates)
		discrimination.parse(s.Result.Discrimination, s.Result.Candidates)
	}
	var out Statistics
	out.Facility, out.HasFacility = facility.index()
	out.Discrimination, out.HasDiscrimination = discrimination.index()
	out.Candidates = max(facility.n, discrimination.n)
	if !out.HasFacility && !out.HasDiscrimination {
		return author
	}
	return out
}

// A mean is weighted by candidates.
type mean struct {
	sum float64
	n   int
}

func (m *mean) add(v float64, n int) {
	m.sum += float64(v * float64(n))
	m.n += n
}

func (m *mean) parse(text json.Number, n int) {
	if v, err := strconv.ParseFloat(string(text), 64); err == nil {
		m.add(max(-1, min(1, v)), n)
	}
}

func (m *mean) index() (int, bool) {
	if m.n < fewest {
		return 0, false
	}
	return int(math.Round(m.sum / float64(m.n) * Index)), true
}
