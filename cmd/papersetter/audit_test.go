package main

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// gaps is the shipped bank with a lecture that nobody asks about, two questions
// that are nearly the same, and one paper that has been printed.
func gaps(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "bank")
	if err := os.CopyFS(dir, os.DirFS("../../questions/deep-learning")); err != nil {
		t.Fatal(err)
	}
	forget(t, dir)
	course := filepath.Join(dir, "course.yaml")
	src, err := os.ReadFile(course)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(src), "  topics:\n    - {id: learning,", "    - {number: 15, title: Networks on graphs, hours: 1.5, date: 2026-02-26, slides: 40, topics: [graphs]}\n  topics:\n    - {id: graphs, title: Graphs}\n    - {id: learning,", 1)
	if changed == string(src) {
		t.Fatal("the course was not changed")
	}
	if err := os.WriteFile(course, []byte(changed), 0o666); err != nil {
		t.Fatal(err)
	}
	const twin = `questions:
  - id: 10000000-0000-4000-8000-000000000001
    name: momentum-twin
    type: numeric
    stem: |
      Momentum in the form $v_{t+1} = \beta v_t + g_t$, $w_{t+1} = w_t - \eta v_{t+1}$ is used with $v_0 = 0$,
      $\beta = 0.9$ and $\eta = 0.02$. The gradient has the constant value $g_t = 1$. To which value does a step's length
      $\lvert w_{t+1} - w_t \rvert$ tend?
    answer: {value: 0.2, tolerance: 0.001}
    marks: 1
    difficulty: basic
    bloom: apply
    outcomes: [CO2]
    lecture: 4
    slides: [17]
    topics: [optimisation/momentum]
    minutes: 2
    status: approved
`
	if err := os.WriteFile(filepath.Join(dir, "twin.yaml"), []byte(twin), 0o666); err != nil {
		t.Fatal(err)
	}
	c := command{stdout: io.Discard, stderr: io.Discard}
	if code := c.run(context.Background(), []string{"make", filepath.Join(dir, "blueprints", "mid-sem-classic.yaml"), "-o", t.TempDir(), "--write", "paper"}); code != 0 {
		t.Fatal("the paper of the history was not made")
	}
	return dir
}

// audited runs the audit of a path and returns the folder of its four files.
func audited(t *testing.T, path string) string {
	t.Helper()
	dir := t.TempDir()
	args := []string{"audit", path}
	for _, ending := range auditEndings {
		args = append(args, "-o", filepath.Join(dir, "audit"+ending))
	}
	var out, talk bytes.Buffer
	c := command{stdout: &out, stderr: &talk}
	if code := c.run(context.Background(), args); code != 0 {
		t.Fatalf("exit code %d\n%s%s", code, out.String(), talk.String())
	}
	return dir
}

// TestPage clicks through the page of an audit in a browser.
func TestPage(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	b := newBrowser(t)
	file := filepath.Join(audited(t, gaps(t)), "audit.html")
	b.open(file)

	visible := func() (names []string) {
		b.eval(`[...document.querySelectorAll("#list > .entry")].filter(e => e.offsetHeight > 0).map(e => e.querySelector("h3").innerText)`, &names)
		return names
	}
	t.Run("cell", func(t *testing.T) {
		const cell = `[...document.querySelectorAll(".heat")][0].tBodies[0].rows[8].cells[3].querySelector("a")`
		b.click(cell)
		if got := b.text("#found"); !regexp.MustCompile(`^[1-9]\d* of 290: lecture 9, difficulty advanced, usable$`).MatchString(got) {
			t.Errorf("a click on lecture 9, advanced, shows %q", got)
		}
		names := visible()
		if len(names) != 2 || !slices.Contains(names, "saliency-smoothed") {
			t.Errorf("it shows the questions %v", names)
		}
		var pictured bool
		b.eval(`(() => { const e = document.querySelector("#list > .entry:not(.away)"); return !!e.querySelector("math") && e.querySelector(".body").offsetHeight > 40; })()`, &pictured)
		if !pictured {
			t.Error("the question is not shown with its formulas")
		}
		var where float64
		b.eval(`document.getElementById("entries").getBoundingClientRect().top`, &where)
		if where < -5 || where > 300 {
			t.Errorf("the questions are %v pixels from the top", where)
		}
		var lecture, difficulty string
		b.eval(`document.getElementById("filter").elements.lecture.value`, &lecture)
		b.eval(`document.getElementById("filter").elements.difficulty.value`, &difficulty)
		if lecture != "9" || difficulty != "advanced" {
			t.Errorf("the filter says lecture %q, difficulty %q", lecture, difficulty)
		}
		b.eval("history.back(); new Promise(done => setTimeout(done, 100))", nil)
	})
	t.Run("finding", func(t *testing.T) {
		b.click(`[...document.querySelectorAll("#section-1 tr")].find(r => r.innerText.includes("momentum-twin")).querySelector("a")`)
		names := visible()
		if sort.Strings(names); !slices.Equal(names, []string{"momentum-steady-step", "momentum-twin"}) {
			t.Errorf("the finding leads to %v", names)
		}
	})
	t.Run("filter", func(t *testing.T) {
		b.click(`document.querySelector("#filter button[type=reset]")`)
		b.eval(`new Promise(done => setTimeout(done, 50))`, nil)
		if got := b.text("#found"); got != "290 of 290" {
			t.Errorf("after Show all: %q", got)
		}
		if n := len(visible()); n != 40 {
			t.Errorf("%d questions are shown at first, want 40", n)
		}
		b.click(`document.getElementById("more")`)
		if n := len(visible()); n != 240 {
			t.Errorf("%d questions are shown after one more click, want 240", n)
		}
		b.eval(`(() => { const f = document.getElementById("filter"); f.elements.words.value = "Grad-CAM constant"; f.elements.words.dispatchEvent(new Event("input", {bubbles: true})); })()`, nil)
		if names := visible(); !slices.Contains(names, "gradcam-plus-plus") || len(names) > 5 {
			t.Errorf("the words lead to %v", names)
		}
		b.eval(`(() => { const f = document.getElementById("filter"); f.elements.words.value = ""; f.elements.type.value = "ordering"; f.elements.type.dispatchEvent(new Event("input", {bubbles: true})); })()`, nil)
		if names := visible(); len(names) != 12 {
			t.Errorf("of the type ordering there are %d: %v", len(names), names)
		}
	})
	t.Run("sort", func(t *testing.T) {
		const table = `[...document.querySelectorAll("table.sortable")].find(t => t.tHead.innerText.includes("Lecture") && t.tHead.innerText.includes("Hours"))`
		column := func() (cells []string) {
			b.eval(`[...`+table+`.tBodies[0].rows].map(r => r.cells[2].innerText)`, &cells)
			return cells
		}
		before := column()
		head := table + `.tHead.rows[0].cells[2].querySelector("button")`
		for _, ascending := range []bool{false, true} {
			b.click(head)
			got := column()
			if len(got) != 15 || !slices.IsSortedFunc(got, func(x, y string) int {
				var a, b float64
				fmt.Sscan(x, &a)
				fmt.Sscan(y, &b)
				if ascending {
					a, b = b, a
				}
				return int(4 * (b - a))
			}) {
				t.Errorf("ascending %t: %v, before %v", ascending, got, before)
			}
		}
		var order string
		b.eval(table+`.tHead.rows[0].cells[2].getAttribute("aria-sort")`, &order)
		if order != "ascending" {
			t.Errorf("the order is told as %q", order)
		}
	})
	t.Run("keyboard", func(t *testing.T) {
		b.eval(`document.querySelector(".heat a").focus()`, nil)
		for _, kind := range []string{"keyDown", "keyUp"} {
			b.call("Input.dispatchKeyEvent", map[string]any{"type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}, nil)
		}
		b.eval(`new Promise(done => setTimeout(done, 100))`, nil)
		if got := b.text("#found"); !strings.Contains(got, "lecture 1, difficulty basic") {
			t.Errorf("Enter on the first cell shows %q", got)
		}
	})
	t.Run("axe", func(t *testing.T) {
		path := os.Getenv("PAPERSETTER_AXE")
		if path == "" {
			missing(t, "axe-core (PAPERSETTER_AXE names its axe.min.js)")
		}
		axe, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		b.eval(string(axe)+"; 0", nil)
		for _, scheme := range []string{"light", "dark"} {
			b.call("Emulation.setEmulatedMedia", map[string]any{"features": []map[string]string{{"name": "prefers-color-scheme", "value": scheme}}}, nil)
			var result struct {
				Passes     int
				Violations []struct {
					ID, Impact, Help string
					Nodes            []string
				}
			}
			b.eval(`axe.run(document, {resultTypes: ["violations"]}).then(r => ({Passes: r.passes.length, Violations: r.violations.map(v => ({ID: v.id, Impact: v.impact, Help: v.help, Nodes: v.nodes.slice(0, 3).map(n => n.html.slice(0, 200))}))}))`, &result)
			if result.Passes < 15 {
				t.Errorf("%s: only %d rules were judged", scheme, result.Passes)
			}
			for _, v := range result.Violations {
				t.Errorf("%s: %s (%s): %s: %q", scheme, v.ID, v.Impact, v.Help, v.Nodes)
			}
		}
	})
	b.eval(`new Promise(done => setTimeout(done, 200))`, nil)
	for _, said := range b.said {
		t.Errorf("the console has %s", said)
	}
	for _, address := range b.fetched {
		if !strings.HasPrefix(address, "file://") && !strings.HasPrefix(address, "data:") {
			t.Errorf("the page asked for %s", address)
		}
	}
	if keep := os.Getenv("PAPERSETTER_KEEP"); keep != "" {
		b.call("Emulation.setEmulatedMedia", map[string]any{"features": []map[string]string{{"name": "prefers-color-scheme", "value": "light"}}}, nil)
		b.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": 1180, "height": 1000, "deviceScaleFactor": 1, "mobile": false}, nil)
		b.open(file)
		b.picture(filepath.Join(keep, "audit.png"))
		b.click(`[...document.querySelectorAll(".heat")][0].tBodies[0].rows[8].cells[2].querySelector("a")`)
		b.picture(filepath.Join(keep, "audit-questions.png"))
	}
}

// readJSON reads a JSON file into a value.
func readJSON(t *testing.T, file string, into any) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

// A shownTable is a table as one of the outputs has it.
type shownTable struct {
	section string
	heat    bool
	head    []string
	rows    [][]string
}

// tablesOf reads the tables of a page, which is well-formed XML.
func tablesOf(t *testing.T, file string) []shownTable {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	page, _, _ := strings.Cut(string(data), `<section id="entries">`)
	var tables []shownTable
	section := ""
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	var text strings.Builder
	for {
		token, err := d.Token()
		if err != nil {
			return tables
		}
		last := func() *shownTable { return &tables[len(tables)-1] }
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "table":
				class := ""
				for _, a := range e.Attr {
					if a.Name.Local == "class" {
						class = a.Value
					}
				}
				tables = append(tables, shownTable{section: section, heat: class == "heat"})
			case "tr":
				last().rows = append(last().rows, nil)
			case "td", "th", "h2":
				text.Reset()
			}
		case xml.CharData:
			text.Write(e)
		case xml.EndElement:
			switch e.Name.Local {
			case "h2":
				section = text.String()
			case "td", "th":
				rows := last().rows
				rows[len(rows)-1] = append(rows[len(rows)-1], text.String())
			case "thead":
				last().head, last().rows = last().rows[0], nil
			}
		}
	}
}

// An auditJSON is the audit as the JSON has it, as far as tables are made of it.
type auditJSON struct {
	Audit struct {
		Groups []struct {
			By   string
			Rows []struct {
				Value, Title string
				InScope      bool `json:"in_scope"`
				Hours        json.Number
				HoursShare   json.Number `json:"hours_share"`
				All, Usable  amountJSON
				Share        json.Number
				PaperShare   json.Number `json:"paper_share"`
				Paper        struct{ Printed, Least, Most amountJSON }
				History      struct{ Printed amountJSON }
				Papers       json.Number
				Last         string
			}
		}
		Crosses []struct {
			Rows, Columns string
			Cells, Paper  [][]amountJSON
		}
		Slides []struct {
			Lecture int
			On      []int
			Ranges  []struct {
				From, To               int
				Amount, Paper, History amountJSON
			}
			Untouched []struct{ From, To int }
			Unnamed   int
		}
		Papers []struct {
			Title, Date, Term string
			Forms             []json.RawMessage
			Whole             struct{ Printed, Most amountJSON }
			Gone              int
		}
		Terms []struct {
			Rows map[string][]struct {
				Value string
				Span  struct{ Printed amountJSON }
			}
		}
		Findings []struct{ Severity, What, Do string }
		Alike    []struct{ Like json.Number }
	}
}

type amountJSON struct{ Questions, Marks, Minutes json.Number }

// wanted are the tables that must be shown, made from the JSON: for each its
// section, the heads of its columns, and the numbers below them.
func wanted(j *auditJSON, paper bool) []shownTable {
	var list []shownTable
	a := &j.Audit
	findings := shownTable{section: "Findings", head: []string{"How grave", "What", "What to do"}}
	for _, f := range a.Findings {
		findings.rows = append(findings.rows, []string{f.Severity, f.What, f.Do})
	}
	if len(findings.rows) > 0 {
		list = append(list, findings)
	}
	sections := map[string]string{
		"lecture": "Lectures", "topics": "Topics", "outcomes": "Outcomes", "bloom": "Bloom and difficulty", "difficulty": "Bloom and difficulty",
		"type": "Types, authors, status", "author": "Types, authors, status", "status": "Types, authors, status",
	}
	for _, g := range a.Groups {
		t := shownTable{section: sections[g.By], head: []string{"Questions", "Marks", "Minutes", "Marks %"}}
		timed := g.By == "lecture" || g.By == "topics"
		if timed {
			t.head = append(t.head, "Hours", "Hours %")
		}
		if len(a.Papers) > 0 {
			t.head = append(t.head, "Marks printed", "Papers")
		}
		p := shownTable{section: "The paper", head: []string{"Questions", "Marks printed", "Marks %", "Minutes at most"}}
		for _, row := range g.Rows {
			cells := []string{string(row.Usable.Questions), string(row.Usable.Marks), string(row.Usable.Minutes), string(row.Share)}
			if timed {
				if row.Value == "" || !row.InScope {
					cells = append(cells, "–", "–")
				} else {
					cells = append(cells, string(row.Hours), string(row.HoursShare))
				}
			}
			if len(a.Papers) > 0 {
				cells = append(cells, string(row.History.Printed.Marks), string(row.Papers))
			}
			t.rows = append(t.rows, cells)
			share := row.PaperShare
			if share == "" {
				share = "0"
			}
			if row.Value != "" || row.Paper.Printed.Questions != "0" {
				p.rows = append(p.rows, []string{string(row.Paper.Printed.Questions), string(row.Paper.Printed.Marks), string(share), string(row.Paper.Most.Minutes)})
			}
		}
		list = append(list, t)
		if paper && slices.Contains([]string{"lecture", "outcomes", "bloom", "difficulty", "type", "topics"}, g.By) {
			list = append(list, p)
		}
	}
	heat := func(section string, cells [][]amountJSON) {
		t := shownTable{section: section, heat: true}
		for _, row := range cells {
			var numbers []string
			for _, c := range row {
				numbers = append(numbers, shortNumber(c.Marks))
			}
			t.rows = append(t.rows, numbers)
		}
		list = append(list, t)
	}
	heat("Lectures", a.Crosses[0].Cells)
	heat("Bloom and difficulty", a.Crosses[1].Cells)
	heat("Outcomes", a.Crosses[2].Cells)
	if paper {
		heat("The paper", a.Crosses[0].Paper)
	}
	ranges := shownTable{section: "Slides", head: []string{"Lecture", "Slides", "Questions", "Marks", "Minutes"}}
	if paper {
		ranges.head = append(ranges.head, "Marks in the paper")
	}
	if len(a.Papers) > 0 {
		ranges.head = append(ranges.head, "Marks printed")
	}
	bare := shownTable{section: "Slides", head: []string{"Lecture", "Slides", "Untouched", "Questions without slides"}}
	for _, s := range a.Slides {
		n := 0
		for _, u := range s.Untouched {
			n += u.To - u.From + 1
		}
		bare.rows = append(bare.rows, []string{fmt.Sprint(s.Lecture), fmt.Sprint(len(s.On)), fmt.Sprint(n), fmt.Sprint(s.Unnamed)})
		for _, x := range s.Ranges {
			span := fmt.Sprintf("%d–%d", x.From, x.To)
			if x.From == x.To {
				span = fmt.Sprint(x.From)
			}
			cells := []string{fmt.Sprint(s.Lecture), span, string(x.Amount.Questions), string(x.Amount.Marks), string(x.Amount.Minutes)}
			if paper {
				cells = append(cells, string(x.Paper.Marks))
			}
			if len(a.Papers) > 0 {
				cells = append(cells, string(x.History.Marks))
			}
			ranges.rows = append(ranges.rows, cells)
		}
	}
	list = append(list, bare, ranges)
	if len(a.Papers) > 0 {
		for _, by := range []string{"lecture", "outcomes"} {
			terms := shownTable{section: "History", heat: true}
			for i := range a.Terms[0].Rows[by] {
				var numbers []string
				for _, term := range a.Terms {
					numbers = append(numbers, shortNumber(term.Rows[by][i].Span.Printed.Marks))
				}
				terms.rows = append(terms.rows, numbers)
			}
			terms.rows = terms.rows[:len(terms.rows)-1] // all questions have a lecture and an outcome
			list = append(list, terms)
		}
		papers := shownTable{section: "History", head: []string{"Date", "Paper", "Term", "Forms", "Questions", "Marks printed", "Minutes at most", "No longer in the bank"}}
		for _, p := range a.Papers {
			papers.rows = append(papers.rows, []string{p.Date, p.Title, p.Term, fmt.Sprint(len(p.Forms)), string(p.Whole.Printed.Questions), string(p.Whole.Printed.Marks), string(p.Whole.Most.Minutes), fmt.Sprint(p.Gone)})
		}
		list = append(list, papers)
	}
	return list
}

// shortNumber has one decimal at the most, as pictures show it.
func shortNumber(n json.Number) string {
	v, _ := n.Float64()
	return strings.TrimSuffix(fmt.Sprintf("%.1f", v), ".0")
}

// columns picks the columns with some heads out of a table; nil if it lacks one.
func (s *shownTable) columns(heads []string) [][]string {
	var at []int
	for _, h := range heads {
		i := slices.Index(s.head, h)
		if i < 0 {
			return nil
		}
		at = append(at, i)
	}
	var rows [][]string
	for _, row := range s.rows {
		var cells []string
		for _, i := range at {
			cells = append(cells, row[i])
		}
		rows = append(rows, cells)
	}
	return rows
}

// TestOutputsAgree looks for every number of the JSON in the page, and for every
// row of the page in the workbook and in the PDF.
func TestOutputsAgree(t *testing.T) {
	if testing.Short() {
		t.Skip("writes PDF and workbooks")
	}
	if _, err := exec.LookPath("pdftotext"); err != nil {
		missing(t, "pdftotext")
	}
	dir := gaps(t)
	for name, path := range map[string]string{
		"bank": dir, "blueprint": filepath.Join(dir, "blueprints", "mid-sem.yaml"), "paper": filepath.Join(dir, "papers", "2026-02-27-mid-sem-classic.json"),
	} {
		t.Run(name, func(t *testing.T) {
			files := audited(t, path)
			var j auditJSON
			readJSON(t, filepath.Join(files, "audit.json"), &j)
			page := tablesOf(t, filepath.Join(files, "audit.html"))
			for _, want := range wanted(&j, name != "bank") {
				inPage(t, page, want)
			}
			inBook(t, filepath.Join(files, "audit.xlsx"), page)
			inPDF(t, filepath.Join(files, "audit.pdf"), page)
		})
	}
}

// inPage looks for a table.
func inPage(t *testing.T, page []shownTable, want shownTable) {
	t.Helper()
	for i := range page {
		s := &page[i]
		if s.section != want.section || s.heat != want.heat || len(s.rows) != len(want.rows) {
			continue
		}
		rows := s.columns(want.head)
		if s.heat {
			rows = nil
			for _, row := range s.rows {
				rows = append(rows, row[1:])
			}
		}
		if slices.EqualFunc(rows, want.rows, slices.Equal) {
			return
		}
	}
	t.Errorf("the page has no table %q (heat map %t) with the columns %q and the rows %v", want.section, want.heat, want.head, want.rows[:min(3, len(want.rows))])
}

// inBook looks for all rows of the page on the sheets of a workbook, a sheet for
// each section.
func inBook(t *testing.T, file string, page []shownTable) {
	t.Helper()
	f, err := excelize.OpenFile(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheets := map[string]string{}
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		for _, row := range rows {
			text.WriteString("\n|" + strings.Join(row, "|") + "|")
		}
		sheets[name] = text.String()
	}
	for _, s := range page {
		for _, row := range s.rows {
			line := "\n|" + strings.TrimRight(strings.Join(row, "|"), "|")
			if !strings.Contains(sheets[s.section], line+"|") && !strings.Contains(sheets[s.section], line+"\n") {
				t.Errorf("the sheet %s lacks %q", s.section, row)
				return
			}
		}
	}
}

// inPDF looks for the numbers of all rows of the page in the text of a PDF, where
// they follow each other. Of the longest tables a file on paper has none.
func inPDF(t *testing.T, file string, page []shownTable) {
	t.Helper()
	out, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(string(out)), " ")
	number := regexp.MustCompile(`^(–|[\d.]+)$`)
	n := 0
	for _, s := range page {
		if len(s.head) > 2 && s.head[1] == "Slides" && s.head[2] == "Questions" || s.section == "The paper" && s.head[0] == "Topic" {
			continue
		}
		for _, row := range s.rows {
			var numbers []string
			for _, cell := range row {
				if number.MatchString(cell) {
					numbers = append(numbers, cell)
				}
			}
			if n++; len(numbers) > 1 && !strings.Contains(text, strings.Join(numbers, " ")) && !strings.Contains(text, strings.Join(row, " ")) {
				t.Errorf("the PDF lacks %q of %s", numbers, s.section)
			}
		}
	}
	if n < 50 {
		t.Errorf("only %d rows were looked for", n)
	}
}
