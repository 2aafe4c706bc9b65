package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/audit"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/html"
	"github.com/papersetter/papersetter/export/page"
	"github.com/papersetter/papersetter/export/report"
	"github.com/papersetter/papersetter/export/xlsx"
	"github.com/papersetter/papersetter/schema"
)

// A fileList has the names of a flag that may be given several times.
type fileList []string

func (f *fileList) String() string { return strings.Join(*f, " ") }

func (f *fileList) Set(name string) error {
	*f = append(*f, name)
	return nil
}

// audit says how well what was taught is covered by a bank, by what a blueprint
// may choose, or by a paper.
func (c *command) audit(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("audit", flag.ContinueOnError)
	var out fileList
	flags.Var(&out, "o", "`FILE` for the whole audit: .html to click through, .pdf, .xlsx or .json; may be given several times")
	folder := flags.String("bank", "", "`DIR` of the bank of a paper; looked for if not given")
	args, err := parseFlags(flags, args)
	if err != nil {
		return err
	}
	if len(args) > 1 {
		return &errUsage{fmt.Sprintf("audit takes one bank, blueprint or paper, not %d", len(args)), "papersetter audit [BANK|BLUEPRINT|DIR] [-o FILE]"}
	}
	for i, name := range out {
		if slices.Contains(out[:i], name) {
			return &errUsage{name + " is named twice", "give each file a name of its own"}
		}
		if !slices.Contains(auditEndings, strings.ToLower(filepath.Ext(name))) {
			return &errUsage{fmt.Sprintf("%s has none of the endings %s", name, strings.Join(auditEndings, " ")), "the ending says which kind of file is written"}
		}
	}
	path := "."
	if len(args) == 1 {
		path = args[0]
	}
	c.progress("reading")
	b, subject, err := c.auditSubject(ctx, path, *folder)
	c.progress("")
	if err != nil {
		return err
	}
	if n := b.problems.Errors(); n > 0 {
		c.complain(fmt.Sprintf("the bank has %s; what they concern is not counted", tally(b.problems)), "papersetter check lists them")
	}
	r := audit.Audit(b.Bank, subject)
	if err := c.writeAudit(ctx, b, r, out); err != nil {
		return err
	}
	c.showAudit(r)
	for _, name := range out {
		fmt.Fprintln(c.stdout, friendly(name))
	}
	if n := r.Failed(); n > 0 {
		return &errHint{
			fmt.Errorf("%s the audit of the course (%s)", broken(n), b.place(b.Course.Pos).File),
			"they are marked with ✕ above; mend them, or change what stands under audit: in the course",
		}
	}
	return nil
}

var auditEndings = []string{".html", ".pdf", ".xlsx", ".json"}

func broken(n int) string {
	if n == 1 {
		return "1 finding breaks"
	}
	return fmt.Sprintf("%d findings break", n)
}

// auditSubject opens what a path stands for: a bank, a blueprint of it, or a
// paper by its record or folder.
func (c *command) auditSubject(ctx context.Context, path, folder string) (*openBank, audit.Subject, error) {
	var subject audit.Subject
	info, err := os.Stat(path)
	if err != nil {
		return nil, subject, notFound(path, err)
	}
	kind := ""
	switch {
	case info.IsDir():
		if _, err := os.Stat(filepath.Join(path, "paper.json")); err == nil && !bank.IsRoot(os.DirFS(path)) {
			kind = "paper"
		}
	default:
		src, err := os.ReadFile(path)
		if err != nil {
			return nil, subject, notFound(path, err)
		}
		kind = schema.Sniff(path, src)
	}
	switch kind {
	case "paper":
		record, err := readRecord(path)
		if err != nil {
			return nil, subject, err
		}
		b, err := bankOf(path, folder, record)
		if err != nil {
			return nil, subject, err
		}
		subject.Paper = record.Printed()
		if name := withinBank(b, path); name != "" {
			subject.Paper.Pos.File = name
		}
		return b, subject, nil
	case "blueprint":
		b, bp, err := openBlueprint(path)
		if err != nil {
			return nil, subject, err
		}
		subject.Blueprint = bp
		subject.Paper, err = c.trial(ctx, b, bp)
		subject.Trial = true
		return b, subject, err
	}
	b, err := bankAt(path)
	return b, subject, err
}

// trial is the paper that a blueprint would give now; nil where there is none.
func (c *command) trial(ctx context.Context, b *openBank, bp *bank.Blueprint) (*bank.Printed, error) {
	if b.problems.Errors() > 0 {
		return nil, nil // a paper is made of sound banks only
	}
	forms, err := assemble.Forms(b.Bank, bp, bp.Seed, assemble.Options{Context: ctx, Ignore: []string{historyOf(bp)}})
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	var why *assemble.Infeasible
	if errors.As(err, &why) {
		c.complain("no paper can meet the blueprint, so that only what it may choose from is audited", "papersetter make says why")
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	record, err := assemble.NewRecord(b.Bank, bp, bp.Seed, forms, make([][]assemble.Set, len(forms)), version, "")
	if err != nil {
		return nil, err
	}
	p := record.Printed()
	p.Pos.File = historyOf(bp)
	return p, nil
}

// writeAudit writes the files that were asked for, all or none.
func (c *command) writeAudit(ctx context.Context, b *openBank, r *audit.Report, names []string) error {
	if len(names) == 0 {
		return nil
	}
	printer, err := c.newPrinter()
	if err != nil {
		return err
	}
	defer printer.close()
	a := &auditFiles{bank: b, report: r, printer: printer, document: coverage(b, r)}
	var written []output
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return err
		}
		c.progress("writing %s", filepath.Base(name))
		data, err := a.file(ctx, strings.ToLower(filepath.Ext(name)))
		if err != nil {
			return err
		}
		written = append(written, output{name, data})
	}
	c.progress("")
	return writeFiles(written)
}

// auditFiles spells an audit in its formats.
type auditFiles struct {
	bank     *openBank
	report   *audit.Report
	printer  *printer
	document *report.Document
}

func (a *auditFiles) file(ctx context.Context, ending string) ([]byte, error) {
	var out bytes.Buffer
	switch ending {
	case ".json":
		return a.report.Marshal()
	case ".xlsx":
		err := xlsx.WriteReport(&out, a.about(), a.document)
		return out.Bytes(), err
	case ".pdf":
		resources := a.printer.resources(a.bank.Bank)
		resources.Files = &overlay{resources.Files, a.document.Charts()}
		composed, err := page.ComposeNotice(a.about(), a.document.Title, a.document.Blocks(), nil, resources)
		if err != nil {
			return nil, err
		}
		return pdfOf(composed)
	}
	listed := *a.document
	var err error
	if listed.Entries, err = a.entries(ctx); err != nil {
		return nil, err
	}
	listed.Noun, listed.Filters = "Questions", filters(a.report)
	err = html.WriteReport(&out, &listed)
	return out.Bytes(), err
}

// about is the examination whose heading stands above the audit.
func (a *auditFiles) about() *export.Paper {
	course := a.bank.Course
	style := bank.ReadyStyle(bank.ReadyStyles[0])
	return &export.Paper{
		Institution: course.Institution, CourseCode: course.Code, CourseTitle: course.Title, Term: course.Term,
		Title: a.report.Title, Date: a.report.Date, Style: style, Words: export.WordsOf(style),
	}
}

// entries are the questions, each as it is printed. Of banks with very many, only
// their texts are shown: a page of all their formulas would be too large to open.
func (a *auditFiles) entries(ctx context.Context) ([]report.Entry, error) {
	const most = 3000
	resources := a.printer.resources(a.bank.Bank)
	r := html.Resources{
		Files:  a.bank.Files,
		MathML: resources.Math.MathML,
		With: func(macros []bank.Macro) func(string, bool) (string, error) {
			return page.WithMacros(resources.Math, macros).MathML
		},
	}
	style := bank.ReadyStyle(bank.ReadyStyles[0])
	words := export.WordsOf(style)
	entries := make([]report.Entry, len(a.report.Listed))
	err := each(ctx, len(entries), func(i int) error {
		q := &a.report.Listed[i]
		e := entryOf(a.report, q)
		e.Text = q.Stem
		if len(entries) <= most {
			laid := export.OfBank(a.bank.Bank, q.Of)
			if body, err := html.Question(&laid, style, words, r); err == nil { // a formula at fault is for check to tell
				e.HTML = body
			}
		}
		entries[i] = e
		return nil
	})
	return entries, err
}

// writeFiles writes files into their folders: all are written beside their places
// before the first takes its own.
func writeFiles(list []output) error {
	stages := map[string]*stage{}
	var order []*stage
	for _, f := range list {
		dir := filepath.Dir(f.name)
		s := stages[dir]
		if s == nil {
			var err error
			if s, err = newStage(dir); err != nil {
				return err
			}
			defer s.discard()
			stages[dir] = s
			order = append(order, s)
		}
		if err := s.write(filepath.Base(f.name), f.data); err != nil {
			return err
		}
	}
	for _, s := range order {
		if err := s.commit(); err != nil {
			return err
		}
	}
	return nil
}

// showAudit shows a heat map and what weighs most.
func (c *command) showAudit(r *audit.Report) {
	w := c.stdout
	fmt.Fprintln(w, strings.TrimSpace(r.Course.Code+" "+r.Course.Title)+subjectOf(r))
	before := " printed"
	if r.Paper != nil {
		before = " before it"
	}
	fmt.Fprintf(w, "%s, %s%s; %s in %s; %s%s\n", countOf(r.Usable.Questions, "usable question"), marksWord(r.Usable.Marks), otherStates(r),
		countOf(inScope(r), "lecture"), hoursWord(r.Course.Hours), countOf(len(r.Papers), "paper"), before)
	if r.Paper != nil {
		fmt.Fprintf(w, "paper: %s\n", paperFacts(r.Paper))
	}
	c.heatMap(r)
	const most = 12
	for i := range r.Findings {
		if i == most {
			fmt.Fprintf(w, "\nand %d more: -o audit.html shows all\n", len(r.Findings)-most)
			break
		}
		f := &r.Findings[i]
		sign := " "
		if f.Fails {
			sign = "✕"
		}
		label := fmt.Sprintf("%s %-6s", sign, f.Severity)
		fmt.Fprintln(w)
		wrapped(w, label, f.What)
		wrapped(w, strings.Repeat(" ", utf8.RuneCountInString(label))+"→ ", f.Do)
	}
	if len(r.Findings) == 0 {
		fmt.Fprintln(w, "\nnothing is missing, repeated or out of place")
	}
}

func subjectOf(r *audit.Report) string {
	switch {
	case r.Kind == "blueprint" && r.Paper != nil:
		return ": what " + r.Title + " may choose, and the paper that it gives now"
	case r.Kind == "blueprint":
		return ": what " + r.Title + " may choose"
	case r.Kind == "paper":
		return ": " + strings.TrimSpace(r.Title+" "+r.Date)
	}
	return ""
}

// paperFacts says how large a paper is, and how long its longest form takes.
func paperFacts(p *audit.Paper) string {
	facts := fmt.Sprintf("%s, %s printed", countOf(p.Whole.Printed.Questions, "question"), marksWord(p.Whole.Printed.Marks))
	if len(p.Forms) > 1 {
		facts = fmt.Sprintf("%d forms, together %s", len(p.Forms), facts)
	}
	var takes bank.Minutes
	for i := range p.Forms {
		takes = max(takes, p.Forms[i].Whole.Most.Minutes)
	}
	if takes > 0 {
		facts += fmt.Sprintf(", %s minutes", takes)
	}
	if p.Minutes > 0 {
		facts += fmt.Sprintf(" of %s", p.Minutes)
	}
	return facts
}

func hoursWord(h audit.Hours) string {
	if h == 1000 {
		return "1 hour"
	}
	return h.String() + " hours"
}

func otherStates(r *audit.Report) string {
	if n := r.All.Questions - r.Usable.Questions; n > 0 {
		return fmt.Sprintf(" (not counted: %d of other states or out of reach)", n)
	}
	return ""
}

func inScope(r *audit.Report) int {
	n := 0
	for _, l := range r.Course.Lectures {
		if l.InScope {
			n++
		}
	}
	return n
}

// shades are signs for a quarter, a half, three quarters and all of the greatest
// cell; where there are colours, these lie behind the number instead.
var (
	shades  = []string{"░", "▒", "▓", "█"}
	colours = []string{"\x1b[48;5;153;38;5;16m", "\x1b[48;5;111;38;5;16m", "\x1b[48;5;68;38;5;231m", "\x1b[48;5;25;38;5;231m"}
)

// heatMap prints marks by lecture and difficulty beside the hours taught: of the
// paper where there is one, else of the usable questions.
func (c *command) heatMap(r *audit.Report) {
	cross := &r.Crosses[0]
	cells := cross.Cells
	what := "marks in the bank"
	if r.Paper != nil {
		cells, what = cross.Paper, "marks in the paper"
	}
	if len(cross.Values) == 0 {
		return
	}
	fmt.Fprintln(c.stdout)
	greatest := bank.Marks(1)
	for _, row := range cells {
		for _, a := range row {
			greatest = max(greatest, a.Marks)
		}
	}
	const title = 27 // so that all stays within 80 columns
	var head strings.Builder
	fmt.Fprintf(&head, "%-*s", title, what)
	for _, level := range cross.Heads {
		fmt.Fprintf(&head, "%*s", heatWidth(level), level)
	}
	head.WriteString("   all  marks % hours %")
	fmt.Fprintln(c.stdout, head.String())
	g := r.Group(bank.ByLecture)
	for i, value := range cross.Values {
		row := g.Row(value)
		all, share := row.Usable.Marks, row.Share
		if r.Paper != nil {
			all, share = row.Paper.Printed.Marks, row.PaperShare
		}
		var line strings.Builder
		line.WriteString(padded(clip(fmt.Sprintf("%2s %s", value, row.Title), title-1), title))
		for k, a := range cells[i] {
			line.WriteString(c.heatCell(a.Marks, greatest, heatWidth(cross.Heads[k])))
		}
		taught := row.HoursShare.String()
		if !row.InScope || !r.Course.Timed {
			taught = "–"
		}
		fmt.Fprintf(&line, "%6s%9s%8s", all, rounded(share), roundedText(taught, row.HoursShare))
		fmt.Fprintln(c.stdout, line.String())
	}
}

func roundedText(text string, share audit.Share) string {
	if text == "–" {
		return text
	}
	return rounded(share)
}

// rounded is a share in per cent with one decimal.
func rounded(s audit.Share) string {
	n := (int(s) + 5) / 10
	return fmt.Sprintf("%d.%d", n/10, n%10)
}

func padded(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(text)))
}

// heatWidth is the width of a column: room for its head and for a shaded number.
func heatWidth(head string) int { return max(9, utf8.RuneCountInString(head)+1) }

// heatCell is a number at the right of a cell, shaded by its part of the greatest.
func (c *command) heatCell(m, greatest bank.Marks, width int) string {
	if m == 0 {
		return strings.Repeat(" ", width-2) + "· "
	}
	shade := min(len(shades)-1, (int(m)*len(shades)-1)/int(greatest))
	if c.colours {
		number := fmt.Sprintf("%6s ", m)
		return strings.Repeat(" ", width-len(number)) + colours[shade] + number + "\x1b[0m"
	}
	return fmt.Sprintf("%*s %s", width-2, m, shades[shade])
}

func countOf(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
