package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"time"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/markup"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/page"
	"github.com/papersetter/papersetter/export/pdf"
	"github.com/papersetter/papersetter/export/typeset"
	"github.com/papersetter/papersetter/mark"
	"github.com/papersetter/papersetter/schema"
)

// A notice tells the board what errata change, and for whom.
type notice struct {
	job         *job
	before, now []sitting // the same sets or copies
	exams       [2]*mark.Exam
	seats       []mark.Seat

	rows             [][]string // candidates whose marks change; nil if nothing is known of answers
	gain, lose, same int
}

// question is a printed question as it is corrected.
func (n *notice) question(id string) *bank.Question {
	for i := range n.now {
		if p := printedAs(&n.now[i].set, func(p *assemble.SetQuestion) bool { return p.Question.ID == id }); p != nil {
			return p.Question
		}
	}
	return nil
}

func printedAs(set *assemble.Set, is func(*assemble.SetQuestion) bool) *assemble.SetQuestion {
	for i := range set.Sections {
		for k := range set.Sections[i].Questions {
			if p := &set.Sections[i].Questions[k]; is(p) {
				return p
			}
		}
	}
	return nil
}

// read reads what candidates answered, marks it by the old and the new key, and
// notes whose marks change.
func (n *notice) read(c *command, file string) error {
	sheet, problems, err := c.readResponses(file)
	if err != nil {
		return err
	}
	var results [2]*mark.Results
	for i, exam := range n.exams {
		var more schema.Problems
		results[i], more = exam.Mark(sheet, n.seats, mark.DefaultSettings())
		if i == 0 {
			problems = append(problems, more...)
		}
	}
	c.list(problems)
	if problems.Errors() > 0 || results[1] == nil {
		return refusedResponses(problems)
	}
	n.rows = [][]string{}
	for i := range results[1].Candidates {
		n.candidate(&results[0].Candidates[i], &results[1].Candidates[i])
	}
	return nil
}

// candidate sets what a candidate gets now against what it was.
func (n *notice) candidate(before, now *mark.Candidate) {
	if now.Absent {
		n.same++
		return
	}
	for i := range n.job.errata {
		e := &n.job.errata[i]
		for k := range now.Scores {
			item := &n.exams[1].Items[k]
			if item.Question.ID != e.ID || !now.Scores[k].On {
				continue
			}
			task, err := e.Task(item.Question)
			if err != nil {
				continue
			}
			t := &item.Question.Tasks[task]
			old, got := before.Scores[k].Tasks[task].Marks, now.Scores[k].Tasks[task].Marks
			was, change := old.String(), signed(got-old)
			if !mark.Lettered(t) && !before.Scores[k].Tasks[task].Answered && e.Verdict == assemble.Void {
				was, change = "by hand", "full marks"
			} else if old == got {
				continue
			}
			answer := &now.Scores[k].Tasks[task].Answer
			n.rows = append(n.rows, []string{
				now.Roll, now.Name, now.Set.Name, mark.Numbered(now.Set.Numbers[k], e.Part),
				answer.Spoken(t, now.Set.Orders[k][task]), was, got.String(), change,
			})
		}
	}
	switch change := now.Total - before.Total; {
	case change > 0:
		n.gain++
	case change < 0:
		n.lose++
	default:
		n.same++
	}
}

// withBefore is a corrected task as it was valued before.
func withBefore(t *bank.Task) *bank.Task {
	old := *t
	old.Response, old.Correction = t.Correction.Before, nil
	return &old
}

func numberOf(p *assemble.SetQuestion, e *assemble.RecordErratum) string {
	if e.Part == "" {
		return strconv.Itoa(p.Number)
	}
	return fmt.Sprintf("%d(%s)", p.Number, e.Part)
}

func signed(m bank.Marks) string {
	if m < 0 {
		return "−" + (-m).String()
	}
	return "+" + m.String()
}

// gainHead is the head of the list of who gains and loses.
var gainHead = []string{"Roll number", "Name", "Set", "Question", "Answer", "Before", "Now", "Change"}

// print writes the notice, and the list of who gains and loses.
func (n *notice) print(resources *page.Resources) ([]output, error) {
	p := export.Layout(n.job.bank.Bank, n.job.blueprint, &n.now[0].set)
	var only *bank.Question
	if len(n.job.errata) == 1 {
		only = n.question(n.job.errata[0].ID)
	}
	var files []output
	add := func(name, title string, blocks []markup.Block, q *bank.Question) error {
		doc, err := page.ComposeNotice(p, title, blocks, q, resources)
		if err != nil {
			return err
		}
		data, err := pdfOf(doc)
		files = append(files, output{name, data})
		return err
	}
	if err := add("notice.pdf", "Corrigendum to the key", n.blocks(), only); err != nil {
		return nil, err
	}
	if n.rows == nil {
		return files, nil
	}
	if err := add("gains.pdf", "Marks that change", n.gains(), nil); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(gainHead) // to memory
	for _, row := range n.rows {
		guard := make([]string, len(row))
		for i := range row {
			guard[i] = row[i]
			if i < 5 {
				guard[i] = guarded(row[i])
			}
		}
		_ = w.Write(guard)
	}
	w.Flush()
	return append(files, output{"gains.csv", b.Bytes()}), nil
}

func pdfOf(doc *typeset.Document) ([]byte, error) {
	fonts, err := pdf.NewFonts(doc)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = pdf.Write(&b, doc, fonts, time.Time{})
	return b.Bytes(), err
}

func plain(text string) []markup.Inline { return []markup.Inline{&markup.Text{Value: text}} }

func paragraph(format string, args ...any) markup.Block {
	return &markup.Paragraph{Inlines: plain(fmt.Sprintf(format, args...))}
}

func heading(format string, args ...any) markup.Block {
	return &markup.Paragraph{Inlines: plain(fmt.Sprintf(format, args...)), Heading: true}
}

func table(head []string, rows [][][]markup.Inline) markup.Block {
	t := &markup.Table{Rows: rows}
	for _, h := range head {
		t.Align = append(t.Align, markup.AlignLeft)
		t.Header = append(t.Header, plain(h))
	}
	return t
}

// blocks are the notice: each erratum with the question, what counted and what
// counts, where it stands in each set, and what that is worth.
func (n *notice) blocks() []markup.Block {
	var blocks []markup.Block
	for i := range n.job.errata {
		blocks = append(blocks, n.erratum(i)...)
	}
	return append(blocks, paragraph("Issued by: ____________________________    Date: ______________"))
}

func (n *notice) erratum(i int) []markup.Block {
	e := &n.job.errata[i]
	q := n.question(e.ID)
	at, err := e.Task(q)
	if err != nil {
		return nil // Correct has refused it
	}
	t := &q.Tasks[at]
	blocks := []markup.Block{heading("%d. %s", i+1, verdictWords(e))}
	if e.Reason != "" {
		blocks = append(blocks, paragraph("Reason: %s", e.Reason))
	}
	if q.HasParts && !q.Stem.Empty() {
		blocks = append(blocks, &markup.Quote{Blocks: q.Stem.Doc.Blocks})
	}
	if !t.Stem.Empty() {
		blocks = append(blocks, &markup.Quote{Blocks: t.Stem.Doc.Blocks})
	}
	blocks = append(blocks, n.worth(t)...)
	return append(blocks, n.places(e, at)...)
}

func verdictWords(e *assemble.RecordErratum) string {
	switch e.Verdict {
	case assemble.Void:
		return "All candidates get the marks of this question."
	case assemble.Accept:
		return "More than one answer counts."
	}
	return "The key is corrected."
}

// worth says of each option of a choice what it was worth and is now; of other
// questions, what counts.
func (n *notice) worth(t *bank.Task) []markup.Block {
	choice, ok := t.Response.(*bank.Choice)
	if !ok || choice.Multiple {
		return []markup.Block{paragraph("What counted: %s. What counts now: %s.", spoken(t.Correction.Before, nil), spoken(t.Response, t.Correction))}
	}
	var rows [][][]markup.Inline
	for i, o := range choice.Options {
		answer := mark.Answer{Chosen: []int{i}}
		old, _ := mark.Award(withBefore(t), n.job.blueprint.Marking, &answer)
		now, _ := mark.Award(t, n.job.blueprint.Marking, &answer)
		change := "–"
		if now != old {
			change = signed(now - old)
		}
		rows = append(rows, [][]markup.Inline{inlinesOf(o.Text), plain(old.String()), plain(now.String()), plain(change)})
	}
	return []markup.Block{table([]string{"A candidate who marked", "got", "gets", "change"}, rows)}
}

// inlinesOf is the first paragraph of a text, which is what most options are.
func inlinesOf(t bank.Text) []markup.Inline {
	if len(t.Doc.Blocks) == 1 {
		if p, ok := t.Doc.Blocks[0].(*markup.Paragraph); ok {
			return p.Inlines
		}
	}
	return plain(t.Doc.Plain())
}

// places says for each set where the question stands and what its key is.
func (n *notice) places(e *assemble.RecordErratum, at int) []markup.Block {
	if n.job.own != nil {
		return []markup.Block{paragraph("Each candidate's copy has its own order: keys.csv has the corrected key of every copy.")}
	}
	var rows [][][]markup.Inline
	for i := range n.now {
		is := func(p *assemble.SetQuestion) bool { return p.Question.ID == e.ID }
		now := printedAs(&n.now[i].set, is)
		if now == nil {
			continue
		}
		t := &now.Question.Tasks[at]
		rows = append(rows, [][]markup.Inline{
			plain(n.now[i].label), plain(numberOf(now, e)),
			plain(assemble.Key(t.Correction.Before, now.Orders[at])), plain(assemble.TaskKey(t, now.Orders[at])),
		})
	}
	return []markup.Block{table([]string{"Set", "Question", "Key as printed", "Key now"}, rows)}
}

// gains are the list of who gains and loses.
func (n *notice) gains() []markup.Block {
	blocks := []markup.Block{paragraph("%d candidates gain, %d lose, %d keep their marks.", n.gain, n.lose, n.same)}
	var rows [][][]markup.Inline
	for _, row := range n.rows {
		var cells [][]markup.Inline
		for _, text := range row {
			cells = append(cells, plain(text))
		}
		rows = append(rows, cells)
	}
	if len(rows) > 0 {
		blocks = append(blocks, table(gainHead, rows))
	}
	return blocks
}
