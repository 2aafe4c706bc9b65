package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/schema"
)

func (c *command) show(_ context.Context, args []string) error {
	flags := flag.NewFlagSet("show", flag.ContinueOnError)
	folder := flags.String("bank", ".", "`DIR` of the bank")
	asJSON := flags.Bool("json", false, "print for other programs")
	args, err := parseFlags(flags, args)
	if err != nil {
		return err
	}
	if len(args) == 0 {
		return &errUsage{"show takes the names or ids of questions", "papersetter show tanh-range --bank questions/deep-learning"}
	}
	b, err := bankAt(*folder)
	if err != nil {
		return err
	}
	var found []*bank.Question
	for _, name := range args {
		q := b.Find(name)
		if q == nil {
			q = b.Find(strings.ToLower(name))
		}
		if q == nil {
			return unknownQuestion(b, name)
		}
		found = append(found, q)
	}
	if *asJSON {
		return c.showJSON(b, found)
	}
	for i, q := range found {
		if i > 0 {
			fmt.Fprintln(c.stdout)
		}
		c.showQuestion(b, q)
	}
	return nil
}

// bankAt opens the bank of a folder, or the only one below it.
func bankAt(folder string) (*openBank, error) {
	dir, err := findBank(folder)
	if err == nil {
		return open(dir)
	}
	if !errors.Is(err, bank.ErrNoCourse) {
		return nil, err
	}
	switch below := banksBelow(folder); len(below) {
	case 0:
		return nil, noBank(folder)
	case 1:
		return open(below[0])
	default:
		for i := range below {
			below[i] = friendly(below[i])
		}
		return nil, &errHint{fmt.Errorf("%s holds %d banks", folder, len(below)), "name one of them: " + strings.Join(below[:min(5, len(below))], ", ")}
	}
}

func unknownQuestion(b *openBank, name string) error {
	var names []string
	for _, q := range b.Questions {
		if q.Name != "" {
			names = append(names, q.Name)
		}
	}
	hint := "papersetter check names what cannot be read of the bank"
	if near := schema.Nearest(name, names); near != "" {
		hint = "did you mean " + near + "?"
	}
	return &errHint{fmt.Errorf("the bank has no question %s", name), hint}
}

// lineWidth is how wide text is shown.
const lineWidth = 88

// showQuestion prints a question with its tags and its history.
func (c *command) showQuestion(b *openBank, q *bank.Question) {
	w := c.stdout
	fmt.Fprintf(w, "%s  (%s)\n%s\n", q, q.ID, b.place(q.Pos))
	tags := []string{string(q.Type), marksWord(q.Marks), q.Difficulty}
	add := func(format string, args ...any) { tags = append(tags, fmt.Sprintf(format, args...)) }
	if q.Bloom != "" {
		add("K%d %s", slices.Index(bank.BloomLevels, q.Bloom)+1, q.Bloom)
	}
	if q.Lecture > 0 {
		add("lecture %d", q.Lecture)
	}
	if len(q.Slides) > 0 {
		add("slides %s", strings.Trim(strings.ReplaceAll(fmt.Sprint(q.Slides), " ", ", "), "[]"))
	}
	tags = append(tags, q.Topics...)
	tags = append(tags, q.Outcomes...)
	if q.Minutes > 0 {
		add("%s minutes", q.Minutes)
	}
	if q.Status != "" {
		tags = append(tags, string(q.Status))
	}
	if q.Author != "" {
		tags = append(tags, q.Author)
	}
	wrapped(w, "", strings.Join(tags, " · "))
	fmt.Fprintln(w)
	if !q.Stem.Empty() {
		wrapped(w, "", q.Stem.Doc.Plain())
	}
	for i := range q.Tasks {
		showTask(w, q, i)
	}
	c.showHistory(b, q)
}

func marksWord(m bank.Marks) string {
	if m == bank.Mark {
		return "1 mark"
	}
	return m.String() + " marks"
}

func showTask(w io.Writer, q *bank.Question, i int) {
	t := &q.Tasks[i]
	label := ""
	if q.HasParts {
		label = "(" + assemble.PartLabel(i) + ") "
	}
	if !t.Stem.Empty() {
		wrapped(w, label, t.Stem.Doc.Plain())
	}
	if choice, ok := t.Response.(*bank.Choice); ok {
		for k, o := range choice.Options {
			sign := "  "
			if o.Key {
				sign = "* "
			}
			wrapped(w, "  "+sign+assemble.Letter(k)+"  ", o.Text.Doc.Plain())
		}
	} else if key := assemble.Key(t.Response, assemble.BankOrder(t.Response)); key != "" {
		wrapped(w, "  key: ", key)
	}
	if !t.Solution.Empty() {
		wrapped(w, "  solution: ", t.Solution.Doc.Plain())
	}
}

// wrapped prints text in lines behind a label, and the next lines below the text.
func wrapped(w io.Writer, label, text string) {
	indent := strings.Repeat(" ", utf8.RuneCountInString(label))
	line, width := label, utf8.RuneCountInString(label)
	begun := false
	for _, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word)
		if begun && width+1+n > lineWidth {
			fmt.Fprintln(w, line)
			line, width, begun = indent, len(indent), false
		}
		if begun {
			line, width = line+" ", width+1
		}
		line, width, begun = line+word, width+n, true
	}
	fmt.Fprintln(w, strings.TrimRight(line, " "))
}

// showHistory prints what candidates did, paper by paper.
func (c *command) showHistory(b *openBank, q *bank.Question) {
	w := c.stdout
	fmt.Fprintln(w)
	printed := papersWith(b, q)
	if len(q.History) == 0 {
		if len(printed) == 0 {
			fmt.Fprintln(w, "in no paper yet")
			return
		}
		fmt.Fprintf(w, "printed in %s; no results yet\n", strings.Join(printed, ", "))
		return
	}
	table := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintln(table, "date\tpaper\tcandidates\tfacility\tdiscrimination\t")
	for _, s := range q.History {
		note := ""
		if s.Edited {
			note = "before the question was edited"
		}
		fmt.Fprintf(table, "%s\t%s\t%d\t%s\t%s\t%s\n", dash(s.Results.Date), s.Results.Title, s.Result.Candidates, perCent(s.Result.Facility), perCent(s.Result.Discrimination), note)
	}
	_ = table.Flush() // to the terminal
	showOptions(w, q)
	if len(printed) > len(q.History) {
		fmt.Fprintf(w, "printed in %s\n", strings.Join(printed, ", "))
	}
	var known []string
	if q.Statistics.HasFacility {
		known = append(known, fmt.Sprintf("facility %.0f %%", float64(q.Statistics.Facility)*100/bank.Index))
	}
	if q.Statistics.HasDiscrimination {
		known = append(known, fmt.Sprintf("discrimination %.0f %%", float64(q.Statistics.Discrimination)*100/bank.Index))
	}
	if len(known) > 0 {
		fmt.Fprintf(w, "together: %s, of %d candidates\n", strings.Join(known, ", "), q.Statistics.Candidates)
	}
	for _, line := range concerns(q) {
		fmt.Fprintln(w, line)
	}
}

// papersWith names the papers that had a question, by date.
func papersWith(b *openBank, q *bank.Question) []string {
	var list []string
	for _, p := range b.Printed {
		if slices.Contains(p.IDs, q.ID) {
			list = append(list, strings.TrimSpace(p.Title+" "+p.Date))
		}
	}
	return list
}

// showOptions prints who chose what, a column for each paper.
func showOptions(w io.Writer, q *bank.Question) {
	for i := range q.Tasks {
		choice, ok := q.Tasks[i].Response.(*bank.Choice)
		if !ok {
			continue
		}
		label := ""
		if q.HasParts {
			label = assemble.PartLabel(i)
		}
		var columns []map[string]int
		for _, s := range q.History {
			for _, p := range s.Result.Parts {
				if p.Label == label && len(p.Options) > 0 && !s.Edited {
					column := map[string]int{}
					for _, o := range p.Options {
						column[o.Letter] = o.Chosen
					}
					columns = append(columns, column)
				}
			}
		}
		if len(columns) == 0 {
			continue
		}
		table := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
		for k, o := range choice.Options {
			letter := assemble.Letter(k)
			sign := " "
			if o.Key {
				sign = "*"
			}
			var counts []string
			for _, column := range columns {
				counts = append(counts, strconv.Itoa(column[letter]))
			}
			fmt.Fprintf(table, "  chose %s%s\t%s\t%s\n", sign, letter, strings.Join(counts, "\t"), short(o.Text.Doc.Plain()))
		}
		_ = table.Flush() // to the terminal
	}
}

func short(text string) string {
	const most = 50
	if r := []rune(text); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return text
}

func dash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

func perCent(n json.Number) string {
	v, err := strconv.ParseFloat(string(n), 64)
	if err != nil {
		return "–"
	}
	return strings.Replace(fmt.Sprintf("%.0f %%", 100*v), "-", "−", 1)
}

// concerns say what of a question's history is worth a look.
func concerns(q *bank.Question) []string {
	var list []string
	if s := q.Statistics; s.HasDiscrimination && s.Discrimination < 0 {
		list = append(list, "strong candidates did worse than weak ones: check the key")
	}
	for i := range q.Tasks {
		choice, ok := q.Tasks[i].Response.(*bank.Choice)
		if !ok {
			continue
		}
		chosen, n := map[string]int{}, 0
		for _, s := range q.History {
			if s.Edited || i >= len(s.Result.Parts) {
				continue
			}
			for _, o := range s.Result.Parts[i].Options {
				chosen[o.Letter] += o.Chosen
				n += o.Chosen
			}
		}
		for k, o := range choice.Options {
			const enough = 30
			if letter := assemble.Letter(k); n >= enough && !o.Key && chosen[letter] == 0 {
				list = append(list, fmt.Sprintf("a distractor nobody chose: %s “%s”", letter, short(o.Text.Doc.Plain())))
			}
		}
	}
	return list
}

// shown is a question for other programs.
type shown struct {
	ID       string         `json:"id"`
	Name     string         `json:"name,omitempty"`
	File     string         `json:"file"`
	Line     int            `json:"line"`
	Type     string         `json:"type"`
	Marks    json.Number    `json:"marks"`
	Stem     string         `json:"stem"`
	Printed  []string       `json:"printed"`
	Sittings []shownSitting `json:"sittings"`
	Facility *float64       `json:"facility,omitempty"`
	Discrim  *float64       `json:"discrimination,omitempty"`
	Concerns []string       `json:"concerns,omitempty"`
}

type shownSitting struct {
	Title  string               `json:"title"`
	Date   string               `json:"date,omitempty"`
	Edited bool                 `json:"edited"`
	Result *bank.QuestionResult `json:"result"`
}

func (c *command) showJSON(b *openBank, questions []*bank.Question) error {
	list := []shown{}
	for _, q := range questions {
		stem := q.Stem
		if !q.HasParts {
			stem = q.Tasks[0].Stem
		}
		s := shown{
			ID: q.ID, Name: q.Name, File: q.Pos.File, Line: q.Pos.Line, Type: string(q.Type), Marks: json.Number(q.Marks.String()), Stem: stem.Doc.Plain(),
			Printed: papersWith(b, q), Sittings: []shownSitting{}, Concerns: concerns(q),
		}
		for _, h := range q.History {
			s.Sittings = append(s.Sittings, shownSitting{h.Results.Title, h.Results.Date, h.Edited, h.Result})
		}
		if q.Statistics.HasFacility {
			v := float64(q.Statistics.Facility) / bank.Index
			s.Facility = &v
		}
		if q.Statistics.HasDiscrimination {
			v := float64(q.Statistics.Discrimination) / bank.Index
			s.Discrim = &v
		}
		list = append(list, s)
	}
	e := json.NewEncoder(c.stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(map[string]any{"questions": list})
}
