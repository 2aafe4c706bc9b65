package main

import (
	"encoding/json"
	"fmt"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/mark"
	"github.com/papersetter/papersetter/mark/analysis"
)

// keep writes the figures of each question into the bank, in a file of their own:
// results/ with the date and the blueprint's name. Another run replaces it.
func (c *command) keep(m *sat, results *mark.Results, e *analysis.Exam, r *analysis.Report) error {
	b := m.job.bank
	doc := &bank.Results{
		Version: 1, Title: m.record.Title, Date: m.record.Date, Term: m.record.Course.Term, Paper: m.exam.Code,
		Candidates: r.Test.Candidates, Marks: json.Number(m.exam.Max.String()), Mean: decimalOf(r.Test.Mean, 1), Consistency: decimalOf(r.Test.Consistency, 100),
	}
	for i := range r.Items {
		it := &r.Items[i]
		if it.Candidates == 0 || !it.Facility.OK {
			continue
		}
		out := bank.QuestionResult{
			ID: it.Item.ID, Candidates: it.Candidates, Facility: decimalOf(it.Facility, 100),
			Discrimination: decimalOf(it.Discrimination, 100), Efficiency: decimalOf(it.Efficiency, 100),
		}
		for _, q := range m.record.Questions {
			if q.ID == out.ID {
				out.Name, out.Facets = q.Name, q.Facets
			}
		}
		for p := range it.Parts {
			part := &it.Parts[p]
			result := bank.PartResult{Label: part.Part.Label, Blank: part.Blank}
			if len(it.Parts) > 1 {
				result.Facility = decimalOf(part.Facility, 100)
			}
			for o := range part.Options {
				result.Options = append(result.Options, bank.OptionResult{Letter: part.Options[o].Option.Letter, Chosen: part.Options[o].Chosen})
			}
			if len(result.Options) > 0 || result.Facility != "" {
				out.Parts = append(out.Parts, result)
			}
		}
		doc.Questions = append(doc.Questions, out)
	}
	text, err := doc.Marshal()
	if err != nil {
		return err
	}
	name := path.Base(historyOf(m.job.blueprint))
	for _, other := range b.Results {
		if other.Paper == doc.Paper {
			name = path.Base(other.Pos.File) // where it is, replace it
		} else if path.Base(other.Pos.File) == name {
			name = strings.TrimSuffix(name, ".json") + "-" + doc.Paper + ".json"
		}
	}
	folder := filepath.Join(b.dir, "results")
	if err := writeAll(folder, []output{{name, text}}); err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "figures of %d questions recorded in %s\n", len(doc.Questions), friendly(filepath.Join(folder, name)))
	return nil
}

// decimalOf is a figure over a whole as a decimal number of six places; "" where it
// is not known.
func decimalOf(f analysis.Figure, whole float64) json.Number {
	if !f.OK {
		return ""
	}
	text := strconv.FormatFloat(f.Value/whole, 'f', 6, 64)
	text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	if text == "-0" || text == "" {
		text = "0"
	}
	return json.Number(text)
}
