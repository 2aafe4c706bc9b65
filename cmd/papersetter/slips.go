package main

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank/markup"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/page"
	"github.com/papersetter/papersetter/export/pdf"
	"github.com/papersetter/papersetter/export/typeset"
	"github.com/papersetter/papersetter/mark"
)

// slips writes a sheet for each candidate who was there: what was answered, what
// counts and what it earned, by the numbers of the candidate's paper.
func (c *command) slips(ctx context.Context, m *sat, results *mark.Results) ([]output, error) {
	printer, err := c.newPrinter()
	if err != nil {
		return nil, err
	}
	defer printer.close()
	resources := printer.resources(m.job.bank.Bank)
	var there []int
	for i := range results.Candidates {
		if !results.Candidates[i].Absent {
			there = append(there, i)
		}
	}
	files := make([]output, len(there))
	bundles := (len(there) + sharing - 1) / sharing
	err = each(ctx, bundles, func(b int) error {
		from, to := b*sharing, min((b+1)*sharing, len(there))
		docs := make([]*typeset.Document, to-from)
		for k := range docs {
			var err error
			if docs[k], err = slip(m, results, &results.Candidates[there[from+k]], resources); err != nil {
				return err
			}
		}
		fonts, err := pdf.NewFonts(docs...)
		if err != nil {
			return err
		}
		for k := range docs {
			var file bytes.Buffer
			if err := pdf.Write(&file, docs[k], fonts, time.Time{}); err != nil {
				return err
			}
			who := &results.Candidates[there[from+k]]
			files[from+k] = output{fmt.Sprintf("slips/%04d-%s.pdf", there[from+k]+1, fileSafe(who.Roll)), file.Bytes()}
		}
		return nil
	})
	return files, err
}

// slip lays out the slip of a candidate.
func slip(m *sat, results *mark.Results, c *mark.Candidate, resources *page.Resources) (*typeset.Document, error) {
	p := paperOf(m, c)
	pairs := [][2]string{{"Roll number", c.Roll}, {"Name", c.Name}}
	if len(m.exam.Sets) > 1 {
		what := "Set"
		if m.exam.Own {
			what = "Copy"
		}
		pairs = append(pairs, [2]string{what, c.Set.Name})
	}
	pairs = append(pairs, [2]string{"Marks", fmt.Sprintf("%s of %s", c.Total, results.Settings.Whole(m.exam))}, [2]string{"Grade", c.Grade})
	var rows [][][]markup.Inline
	for _, pair := range pairs {
		if pair[1] != "" {
			rows = append(rows, [][]markup.Inline{plain(pair[0]), plain(pair[1])})
		}
	}
	blocks := []markup.Block{table([]string{"Candidate", ""}, rows), table([]string{"Question", "Answer", "Right answer", "Marks", "of"}, slipRows(m, c))}
	var sections []string
	for i, s := range m.exam.Sections {
		sections = append(sections, fmt.Sprintf("%s: %s of %s", s.Title, c.Sections[i], results.Settings.Worth(m.exam, i)))
	}
	blocks = append(blocks, paragraph("%s.", strings.Join(sections, "; ")))
	if c.Total != c.Raw {
		blocks = append(blocks, paragraph("%s marks before moderation, %s after.", c.Raw, c.Total))
	}
	return page.ComposeNotice(p, "Statement of marks", blocks, nil, resources)
}

// paperOf is the paper that heads a slip.
func paperOf(m *sat, c *mark.Candidate) *export.Paper {
	for _, p := range m.papers {
		if c.Set != nil && p.Set == c.Set.Name {
			return p
		}
	}
	return m.papers[0]
}

// slipRows has a row for each task, by printed number.
func slipRows(m *sat, c *mark.Candidate) [][][]markup.Inline {
	byNumber := map[int]int{}
	last := 0
	for i, n := range c.Set.Numbers {
		if n > 0 {
			byNumber[n] = i
			last = max(last, n)
		}
	}
	var rows [][][]markup.Inline
	for n := 1; n <= last; n++ {
		i := byNumber[n]
		item, score := &m.exam.Items[i], &c.Scores[i]
		for k := range item.Question.Tasks {
			t, task := &item.Question.Tasks[k], &score.Tasks[k]
			order := c.Set.Orders[i][k]
			key := assemble.TaskKey(t, order)
			if key == "" {
				key = "see the scheme"
			}
			answer := task.Answer.Spoken(t, order)
			if answer == "" && !mark.Lettered(t) && task.Answered {
				answer = "on paper"
			}
			marks := task.Marks.String()
			switch {
			case !task.Answered && m.exam.Optional(item):
				marks = "–"
			case !score.Counts:
				marks += " (does not count)"
			}
			if answer == "" {
				answer = "–"
			}
			label := strconv.Itoa(n)
			if part := mark.TaskLabel(item.Question, k); part != "" {
				label = mark.Numbered(n, part)
			}
			rows = append(rows, [][]markup.Inline{plain(label), plain(answer), plain(key), plain(marks), plain(t.Marks.String())})
		}
	}
	return rows
}
