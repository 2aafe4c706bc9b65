package responses

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/schema"
)

// wanted is the form of JSON that is read.
const wanted = `write {"candidates": [{"roll": "007", "set": "B", "answers": {"1": "B", "3a": "T"}, "marks": {"5": 1.5}}]}`

// numberedKey is a key such as 3, 3a or 3(a).
var numberedKey = regexp.MustCompile(`^([0-9]{1,4})\s*\(?([a-z]?)\)?$`)

// json reads a list of candidates.
func (r *reader) json(data []byte) {
	r.sheet.Kind = JSON
	root, problems := schema.ReadJSON(r.name, data)
	for _, p := range problems {
		r.add(p)
	}
	if root == nil {
		return
	}
	list := root
	if root.Kind == schema.Map {
		for _, m := range root.Members {
			switch m.Key {
			case "candidates":
			case "paper":
				r.sheet.Paper = m.Value.Text
			default:
				r.report(r.node(m.Value), "the key %q is not known: %s", m.Key, wanted)
			}
		}
		list = root.Get("candidates")
	}
	if list == nil || list.Kind != schema.List {
		r.fail("has no list of candidates: %s", wanted)
		return
	}
	seen := map[string]Place{}
	for _, n := range list.Items {
		r.candidate(n, seen)
	}
}

func (r *reader) node(n *schema.Node) Place {
	return Place{Pos: schema.Pos{File: r.name, Line: n.Line, Column: n.Column}}
}

func (r *reader) candidate(n *schema.Node, seen map[string]Place) {
	c := Row{Place: r.node(n), SetPlace: r.node(n)}
	if n.Kind != schema.Map {
		r.report(c.Place, "is no candidate: %s", wanted)
		return
	}
	for _, m := range n.Members {
		place := r.node(m.Value)
		text := strings.TrimSpace(m.Value.Text)
		switch m.Key {
		case "answers", "marks":
			if m.Value.Kind != schema.Map {
				r.report(place, "%s has a value for each number of a question: %s", m.Key, wanted)
				continue
			}
			for _, e := range m.Value.Members {
				r.entry(&c, m.Key, e)
			}
			continue
		case "roll", "name", "set", "status":
		default:
			r.report(place, "the key %q is not known: a candidate has roll, name, set, status, answers and marks", m.Key)
			continue
		}
		if m.Value.Kind != schema.String {
			r.report(place, "%s is a text: write it in quotes, so that zeros before it stay", m.Key)
			continue
		}
		switch m.Key {
		case "roll":
			c.Roll, c.Place = text, place
		case "name":
			c.Name = text
		case "set":
			c.Set, c.SetPlace = text, place
		case "status":
			c.Status = r.status(text, place)
		}
	}
	if c.Roll == "" {
		r.report(c.Place, "the candidate has no roll number")
		return
	}
	if first, twice := seen[strings.ToLower(c.Roll)]; twice {
		r.report(c.Place, "the roll number %s is there twice, first at %s", c.Roll, first)
		return
	}
	seen[strings.ToLower(c.Roll)] = c.Place
	r.sheet.Rows = append(r.sheet.Rows, c)
}

// entry reads the answer to a question, or its marks.
func (r *reader) entry(c *Row, key string, e schema.Member) {
	place := r.node(e.Value)
	m := numberedKey.FindStringSubmatch(e.Key)
	if m == nil {
		r.report(place, "%q is no number of a question, such as 3 or 3a", e.Key)
		return
	}
	entry := Entry{Part: m[2], Text: strings.TrimSpace(e.Value.Text), Place: place}
	entry.Number, _ = strconv.Atoi(m[1])
	switch {
	case e.Value.Kind == schema.List || e.Value.Kind == schema.Map:
		r.report(place, "the value of question %s is a list: write one text, several letters as %q", e.Key, "A,C")
		return
	case e.Value.Kind == schema.Null || entry.Text == "":
		return
	case e.Value.Kind == schema.Bool:
		entry.Text = map[string]string{"true": "T", "false": "F"}[entry.Text]
	}
	if key == "answers" {
		c.Answers = append(c.Answers, entry)
	} else {
		c.Marks = append(c.Marks, entry)
	}
}
