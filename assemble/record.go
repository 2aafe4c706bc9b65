package assemble

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/papersetter/papersetter/bank"
)

// Record is the paper document, paper.json: which questions were printed,
// in which order, from which bank and by which version. It is enough to
// reproduce the files, to mark them and to trace them.
type Record struct {
	Version   int              `json:"version"` // of this format: 1
	Tool      string           `json:"tool"`
	Title     string           `json:"title"`
	Date      string           `json:"date,omitempty"`
	Course    RecordCourse     `json:"course"`
	Marks     json.Number      `json:"marks"`
	Minutes   json.Number      `json:"minutes,omitempty"`
	Seed      uint64           `json:"seed"`
	Blueprint RecordSource     `json:"blueprint"`
	Style     *RecordStyle     `json:"style,omitempty"`
	Math      string           `json:"math,omitempty"`
	Documents []string         `json:"documents,omitempty"` // what was printed, by its kinds
	Questions []RecordQuestion `json:"questions"`
	Forms     []RecordForm     `json:"forms"`

	Candidates *RecordCandidates `json:"candidates,omitempty"` // whom copies were printed for
	Copies     []RecordCopy      `json:"copies,omitempty"`

	Errata     []RecordErratum    `json:"errata,omitempty"`     // what was corrected after the exam
	Moderation []RecordModeration `json:"moderation,omitempty"` // how marks were moderated
}

// RecordModeration is a rule by which the marks of all candidates were changed.
type RecordModeration struct {
	Rule   string `json:"rule"` // add:2, scale:1.1 or best:8:Basic
	Reason string `json:"reason,omitempty"`
}

// RecordCourse names the course.
type RecordCourse struct {
	Code        string `json:"code,omitempty"`
	Title       string `json:"title"`
	Institution string `json:"institution,omitempty"`
	Term        string `json:"term,omitempty"`
}

// RecordStyle is how the papers look: a ready style by its name, or a style
// document by its path in the bank with the SHA-256 of its bytes.
type RecordStyle struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256,omitempty"`
}

// RecordSource is a file of the bank and the SHA-256 of its bytes.
type RecordSource struct {
	File   string `json:"file"`
	SHA256 string `json:"sha256"`
}

// RecordQuestion is a question that was printed; SHA256 is its bank.Hash, and
// Facets are its bank.Facets by name.
type RecordQuestion struct {
	ID     string            `json:"id"`
	Name   string            `json:"name,omitempty"`
	File   string            `json:"file"`
	SHA256 string            `json:"sha256"`
	Marks  json.Number       `json:"marks"`
	Facets map[string]string `json:"facets,omitempty"`
}

// RecordForm is a form with its proof and its sets.
type RecordForm struct {
	Number   int             `json:"number"`
	Sections []RecordSection `json:"sections"`
	Rules    []RecordRule    `json:"rules"`
	Wishes   []RecordRule    `json:"wishes,omitempty"`
	Facility json.Number     `json:"facility"` // share of the marks that candidates can expect
	Takes    json.Number     `json:"takes"`    // minutes
	Shared   *RecordShared   `json:"shared,omitempty"`
	Sets     []RecordSet     `json:"sets"`
}

// RecordShared is what the sets of a form have in common.
type RecordShared struct {
	Worst int `json:"worst"` // places with the same letter in the two sets most alike
	Least int `json:"least"` // what is proved that these cannot fall below
	// Alike is the number of pairs that somewhere show the same three choice
	// questions, with all options in the same order, one after another.
	Alike int          `json:"alike,omitempty"`
	Pairs []RecordPair `json:"pairs,omitempty"`
}

// RecordPair is what two sets have in common.
type RecordPair struct {
	Sets    [2]string `json:"sets"`
	Letters int       `json:"letters"`
	Of      int       `json:"of"`
	Places  int       `json:"places"`
}

// RecordSection is a section of a form.
type RecordSection struct {
	Title     string      `json:"title"`
	Marks     json.Number `json:"marks"`
	Any       int         `json:"any,omitempty"`
	Of        int         `json:"of,omitempty"`
	Groups    int         `json:"groups,omitempty"`
	Questions []string    `json:"questions"`
}

// RecordRule sets a requirement of the blueprint against what the form has.
type RecordRule struct {
	Rule     string `json:"rule"`
	Asked    string `json:"asked"`
	Achieved string `json:"achieved"`
}

// RecordSet is a set: its questions in print order.
type RecordSet struct {
	Letter   string             `json:"letter"`
	Sections []RecordSetSection `json:"sections"`
}

// RecordSetSection is a section of a set.
type RecordSetSection struct {
	Title     string              `json:"title"`
	Questions []RecordSetQuestion `json:"questions"`
}

// RecordSetQuestion is a question of a set. Options is the printed order as
// indices into the bank's options, right column or items, from 0.
type RecordSetQuestion struct {
	ID      string       `json:"id"`
	Number  int          `json:"number"`
	Marks   json.Number  `json:"marks"`
	Options []int        `json:"options,omitempty"`
	Key     string       `json:"key,omitempty"`
	Parts   []RecordPart `json:"parts,omitempty"`
}

// RecordPart is a part of a question of a set.
type RecordPart struct {
	Label   string      `json:"label"`
	Marks   json.Number `json:"marks"`
	Options []int       `json:"options,omitempty"`
	Key     string      `json:"key,omitempty"`
}

// NewRecord builds the record of forms and their sets; sets[i] belongs to
// forms[i]. Tool and mathVersion name the versions that print it.
func NewRecord(b *bank.Bank, bp *bank.Blueprint, seed uint64, forms []Form, sets [][]Set, tool, mathVersion string) (*Record, error) {
	r := &Record{
		Version:   1,
		Tool:      tool,
		Title:     bp.Title,
		Date:      bp.Date,
		Course:    RecordCourse{Code: b.Course.Code, Title: b.Course.Title, Institution: b.Course.Institution, Term: b.Course.Term},
		Marks:     number(bp.Marks),
		Seed:      seed,
		Blueprint: RecordSource{File: bp.Pos.File, SHA256: bp.Hash},
		Math:      mathVersion,
	}
	if s := bp.Style; s != nil {
		r.Style = &RecordStyle{Name: s.Pos.File, SHA256: s.Hash}
		if s.Hash == "" {
			r.Style.Name = strings.TrimSuffix(s.Pos.File, ".yaml")
		}
	}
	if bp.Minutes > 0 {
		r.Minutes = json.Number(bp.Minutes.String())
	}
	seen := map[*bank.Question]bool{}
	for i := range forms {
		for _, s := range forms[i].Sections {
			for _, q := range s.Questions {
				if seen[q] {
					continue
				}
				seen[q] = true
				hash, err := b.Hash(q)
				if err != nil {
					return nil, fmt.Errorf("record: %w", err)
				}
				facets, err := b.Facets(q)
				if err != nil {
					return nil, fmt.Errorf("record: %w", err)
				}
				rq := RecordQuestion{ID: q.ID, Name: q.Name, File: q.Pos.File, SHA256: hash, Marks: number(q.Marks), Facets: map[string]string{}}
				for _, f := range facets {
					rq.Facets[f.Name] = f.Digest
				}
				r.Questions = append(r.Questions, rq)
			}
		}
		r.Forms = append(r.Forms, recordForm(&forms[i], sets[i]))
	}
	return r, nil
}

func number(m bank.Marks) json.Number { return json.Number(m.String()) }

func recordForm(form *Form, sets []Set) RecordForm {
	rf := RecordForm{Number: form.Number}
	for _, s := range form.Sections {
		section := RecordSection{Title: s.Title, Marks: number(s.Marks), Any: s.Any, Of: s.Of}
		if s.Groups > 1 {
			section.Groups = s.Groups
		}
		for _, q := range s.Questions {
			section.Questions = append(section.Questions, q.ID)
		}
		rf.Sections = append(rf.Sections, section)
	}
	for _, a := range form.Achieved {
		rf.Rules = append(rf.Rules, RecordRule{Rule: a.Requirement, Asked: a.Asked, Achieved: a.Got})
	}
	for _, a := range form.Wishes {
		rf.Wishes = append(rf.Wishes, RecordRule{Rule: a.Requirement, Asked: a.Asked, Achieved: a.Got})
	}
	rf.Facility = json.Number(fmt.Sprintf("%d.%06d", form.Facility/bank.Index, form.Facility%bank.Index))
	rf.Takes = json.Number(form.Minutes.String())
	rf.Shared = recordShared(sets)
	for _, set := range sets {
		rs := RecordSet{Letter: set.Letter}
		for _, s := range set.Sections {
			section := RecordSetSection{Title: s.Title}
			for i := range s.Questions {
				section.Questions = append(section.Questions, recordSetQuestion(&s.Questions[i]))
			}
			rs.Sections = append(rs.Sections, section)
		}
		rf.Sets = append(rf.Sets, rs)
	}
	return rf
}

func recordShared(sets []Set) *RecordShared {
	if len(sets) == 0 || sets[0].Shared == nil || sets[0].Shared.Sets < 2 {
		return nil
	}
	report := sets[0].Shared
	shared := &RecordShared{Worst: report.Letters.Worst, Least: report.Letters.LeastWorst, Alike: report.Alike}
	for i := range sets {
		for _, l := range sets[i].Others[min(i, len(sets[i].Others)):] { // each pair once
			shared.Pairs = append(shared.Pairs, RecordPair{[2]string{l.A, l.B}, l.Letters, l.Of, l.Places})
		}
	}
	return shared
}

func recordSetQuestion(p *SetQuestion) RecordSetQuestion {
	q := RecordSetQuestion{ID: p.Question.ID, Number: p.Number, Marks: number(p.Question.Marks)}
	if !p.Question.HasParts {
		q.Options = p.Orders[0]
		q.Key = TaskKey(&p.Question.Tasks[0], p.Orders[0])
		return q
	}
	for i := range p.Question.Tasks {
		t := &p.Question.Tasks[i]
		q.Parts = append(q.Parts, RecordPart{Label: PartLabel(i), Marks: number(t.Marks), Options: p.Orders[i], Key: TaskKey(t, p.Orders[i])})
	}
	return q
}

// Marshal returns the document as indented JSON with a final line end.
func (r *Record) Marshal() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(map[string]*Record{"paper": r}); err != nil {
		return nil, fmt.Errorf("record: %w", err)
	}
	return b.Bytes(), nil
}

// Printed is what the bank keeps in mind of the paper.
func (r *Record) Printed() *bank.Printed {
	p := &bank.Printed{
		Title: r.Title, Date: r.Date, Term: r.Course.Term,
		Marks:   bank.Marks(scaled(r.Marks, int(bank.Mark))),
		Minutes: bank.Minutes(scaled(r.Minutes, int(bank.Minute))),
		Worth:   map[string]bank.Marks{},
	}
	for _, q := range r.Questions {
		p.IDs = append(p.IDs, q.ID)
		p.Worth[q.ID] = bank.Marks(scaled(q.Marks, int(bank.Mark)))
	}
	for _, f := range r.Forms {
		form := bank.PrintedForm{Number: f.Number}
		for _, s := range f.Sections {
			section := bank.PrintedSection{Title: s.Title, Marks: bank.Marks(scaled(s.Marks, int(bank.Mark))), Any: s.Any, Of: s.Of, IDs: s.Questions}
			if s.Of > 0 {
				section.Groups = max(1, s.Groups)
			}
			form.Sections = append(form.Sections, section)
		}
		p.Forms = append(p.Forms, form)
	}
	return p
}

// Code identifies what was printed: ten hexadecimal digits of a digest of the
// sets and the blueprint. Files about candidates carry it, so that those of
// another paper are recognised. Errata do not change it.
func (r *Record) Code() string {
	forms, err := json.Marshal(r.Forms)
	if err != nil {
		return "" // numbers that are none; the schema does not let them in
	}
	sum := sha256.Sum256(fmt.Appendf(forms, "%s %d", r.Blueprint.SHA256, r.Seed))
	return hex.EncodeToString(sum[:5])
}
