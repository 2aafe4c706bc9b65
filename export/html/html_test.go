package html

import (
	"bytes"
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/markup"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/math"
	"github.com/papersetter/papersetter/questions"
)

var update = flag.Bool("update", false, "rewrite the wanted HTML")

// typesetter makes MathML; it is shared, as it takes a while to start.
var typesetter = sync.OnceValue(func() *math.Typesetter {
	m, err := math.Open(math.DefaultCacheDir())
	if err != nil {
		panic(err)
	}
	return m
})

// plainMath stands in for MathML where the wanted files should not depend on it.
func plainMath(tex string, display bool) (string, error) {
	return `<math xmlns="http://www.w3.org/1998/Math/MathML"><mtext>` + escape(tex) + `</mtext></math>`, nil
}

func load(t testing.TB, files fs.FS) *bank.Bank {
	t.Helper()
	b, problems, err := bank.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	if problems.Errors() > 0 {
		t.Fatal(problems[0])
	}
	return b
}

// resources are those of a bank with real MathML.
func resources(b *bank.Bank) Resources {
	with := func(m *math.Typesetter, list []bank.Macro) *math.Typesetter {
		macros := math.Macros{}
		for _, one := range list {
			macros[one.Name] = one.TeX
		}
		return m.With(macros)
	}
	course := with(typesetter(), b.Course.Macros)
	return Resources{
		Files:  b.Files,
		MathML: course.MathML,
		With: func(list []bank.Macro) func(string, bool) (string, error) {
			return with(course, list).MathML
		},
	}
}

// whole is a paper of every step-th question of a bank, from the first.
func whole(b *bank.Bank, style *bank.Style, first, step int) *export.Paper {
	bp := &bank.Blueprint{
		Title: "Everything", Date: "2026-02-20", Marks: 20 * bank.Mark, Minutes: 150 * bank.Minute, Sets: 2, Forms: 1, Style: style,
		Marking: bank.Marking{Wrong: -1}, Shuffle: bank.Shuffle{Options: true},
	}
	section := assemble.Section{Title: "All questions", Marks: 20 * bank.Mark}
	for i := first; i < len(b.Questions); i += step {
		q := b.Questions[i]
		list := []*bank.Question{q}
		if q.Stimulus != nil {
			if q != q.Stimulus.Questions[0] {
				continue
			}
			list = q.Stimulus.Questions
		}
		section.Questions = append(section.Questions, list...)
	}
	set := assemble.Sets(bp, &assemble.Form{Number: 1, Sections: []assemble.Section{section}}, 1)[0]
	return export.Layout(b, bp, &set)
}

func write(t testing.TB, p *export.Paper, opts Options, r Resources) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, p, opts, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestWanted compares papers with what is in testdata.
func TestWanted(t *testing.T) {
	b := load(t, os.DirFS("testdata/bank"))
	r := Resources{Files: b.Files, MathML: plainMath}
	classic := bank.ReadyStyle("classic")
	changed := func(change func(*bank.Style)) *bank.Style {
		s := *classic
		change(&s)
		return &s
	}
	both := changed(func(s *bank.Style) { s.Languages, s.Beside = []string{"en", "he"}, true })
	filled := whole(b, changed(func(s *bank.Style) {
		s.Status, s.Rough, s.Header, s.QuestionLabel, s.Marks = "draft", 1, `Dept. "</style>`, "Q1.", "2 marks"
	}), 0, 5)
	filled.Candidate, filled.Code = &export.Candidate{Name: "Ada <Lovelace>", Roll: "2026000123"}, "TST101 A 123"
	for _, c := range []struct {
		name  string
		paper *export.Paper
		opts  Options
	}{
		{"paper", whole(b, classic, 0, 1), Options{}},
		{"answers", whole(b, classic, 0, 1), Options{Answers: true}},
		{"large-print", whole(b, bank.ReadyStyle("large-print"), 0, 3), Options{}},
		{"table", whole(b, bank.ReadyStyle("table"), 1, 3), Options{}},
		{"languages", whole(b, both, 1, 1), Options{}},
		{"one-language", whole(b, both, 1, 1), Options{Language: "he"}},
		{"candidate", filled, Options{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := write(t, c.paper, c.opts, r)
			wellFormed(t, got)
			if again := write(t, c.paper, c.opts, r); again != got {
				t.Error("the same paper is written in two ways")
			}
			// The style sheet is the same in all and stands in a file of its own.
			got = strings.Replace(got, styleSheet, "/* style.css */\n", 1)
			file := filepath.Join("testdata", c.name+".html")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s differs; run with -update and look at what changed\n%s", file, difference(string(want), got))
			}
		})
	}
}

// difference is the first line that differs.
func difference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return fmt.Sprintf("line %d\nwant %s\ngot  %s", i+1, w[i], g[i])
		}
	}
	return "one goes on"
}

// wellFormed reads a file as strict XML, and looks at what HTML asks for
// beyond that: unique ids, no attribute twice, labels that exist, headings that
// skip no level, alternative texts, and lists and tables with nothing between
// their entries. It returns all text.
func wellFormed(t testing.TB, file string) string {
	t.Helper()
	doctype, body, _ := strings.Cut(file, "\n")
	if doctype != "<!DOCTYPE html>" {
		t.Errorf("the file begins with %q", doctype)
	}
	d := xml.NewDecoder(strings.NewReader(body))
	ids, labels, level := map[string]bool{}, []string{}, 0
	var text strings.Builder
	var stack []string
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			checkElement(t, e, stack)
			stack = append(stack, e.Name.Local)
			if id := attribute(e, "id"); id != "" {
				if ids[id] {
					t.Errorf("the id %s stands twice", id)
				}
				ids[id] = true
			}
			if label := attribute(e, "aria-labelledby"); label != "" {
				labels = append(labels, label)
			}
			if n := e.Name.Local; len(n) == 2 && n[0] == 'h' && n[1] >= '1' && n[1] <= '6' {
				if next := int(n[1] - '0'); next > level+1 {
					t.Errorf("%s follows a heading of level %d", n, level)
				} else {
					level = next
				}
			}
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if len(stack) > 0 && stack[len(stack)-1] != "style" && stack[len(stack)-1] != "annotation" {
				text.Write(e)
			}
		}
	}
	for _, label := range labels {
		if !ids[label] {
			t.Errorf("nothing has the id %s of a label", label)
		}
	}
	return text.String()
}

// within says what the elements may stand in that HTML puts elsewhere if they
// do not.
var within = map[string]string{"li": "ol ul", "tr": "thead tbody tfoot", "td": "tr", "th": "tr", "caption": "table", "figcaption": "figure"}

func checkElement(t testing.TB, e xml.StartElement, stack []string) {
	t.Helper()
	name, parent := e.Name.Local, ""
	if len(stack) > 0 {
		parent = stack[len(stack)-1]
	}
	if want := within[name]; want != "" && !set(want)[parent] {
		t.Errorf("<%s> stands in <%s>", name, parent)
	}
	if set("p div ol ul table figure pre blockquote section h1 h2 h3 hr")[name] && set("p span h1 h2 h3 b i em strong code")[parent] {
		t.Errorf("<%s> stands in <%s>", name, parent)
	}
	if set("script iframe object embed form link base audio video svg foreignObject")[name] {
		t.Errorf("the file holds <%s>", name)
	}
	seen := map[string]bool{}
	for _, a := range e.Attr {
		if seen[a.Name.Local] || strings.HasPrefix(a.Name.Local, "on") {
			t.Errorf("<%s> has %s=%q", name, a.Name.Local, a.Value)
		}
		seen[a.Name.Local] = true
		switch a.Name.Local {
		case "src":
			if !strings.HasPrefix(a.Value, "data:image/") {
				t.Errorf("<%s> fetches %.80s", name, a.Value)
			}
		case "href":
			if a.Value != "#questions" {
				t.Errorf("<%s> leads to %s", name, a.Value)
			}
		}
	}
	if name == "img" && !seen["alt"] {
		t.Error("a picture has no alternative text")
	}
	if name == "th" && !seen["scope"] {
		t.Error("a header of a table has no scope")
	}
}

// TestTags looks for tags that MathML has lost, and only for those.
func TestTags(t *testing.T) {
	for _, c := range []struct{ tex, markup, want string }{
		{`x \tag{1}`, `<math alttext="(1)"><mi>x</mi></math>`, "(1)"},
		{`x \tag*{A <}`, `<math><mi>x</mi></math>`, "A <"},
		{`x \tag{2}`, `<math><mtext>(2)</mtext></math>`, ""},
		{`x`, `<math><mi>x</mi></math>`, ""},
	} {
		if got := strings.Join(lostTags(c.tex, c.markup), ", "); got != c.want {
			t.Errorf("%s: %q, want %q", c.tex, got, c.want)
		}
	}
}

// TestShipped writes every question of the shipped bank, as candidates and as
// markers see it, and looks for every word and formula.
func TestShipped(t *testing.T) {
	files, err := fs.Sub(questions.FS, "deep-learning")
	if err != nil {
		t.Fatal(err)
	}
	everyWord(t, load(t, files), 4)
}

// TestGallery does the same with the bank that has every construct.
func TestGallery(t *testing.T) {
	everyWord(t, load(t, os.DirFS("../../questions/gallery")), 2)
}

func everyWord(t *testing.T, b *bank.Bank, papers int) {
	r := resources(b)
	for i := range papers {
		p := whole(b, bank.ReadyStyle("classic"), i, papers)
		for _, answers := range []bool{false, true} {
			file := write(t, p, Options{Answers: answers}, r)
			complete(t, wellFormed(t, file), p, answers)
			if t.Failed() {
				return
			}
		}
	}
}

// complete checks that all of a paper is said, and nothing of the answers to
// candidates.
func complete(t *testing.T, said string, p *export.Paper, answers bool) {
	t.Helper()
	said = squeezed(said)
	want := func(q *export.Question, text bank.Text, present bool) {
		t.Helper()
		if text.Empty() {
			return
		}
		for in := range text.In(p.Style.Languages[0]).Doc.Inlines() {
			if one, ok := in.(*markup.Text); ok && (present || len(one.Value) > 40) {
				if strings.Contains(said, squeezed(one.Value)) != present {
					t.Errorf("%s: %q is in the file: %v", q.Source, one.Value, !present)
				}
			}
		}
	}
	for _, s := range p.Sections {
		for i := range s.Questions {
			q := &s.Questions[i]
			want(q, q.Stimulus, true)
			want(q, q.Stem, true)
			for _, part := range q.Parts {
				want(q, part.Stem, true)
				for _, o := range part.Options {
					want(q, o.Text, true)
					want(q, o.Feedback, answers)
				}
				for _, e := range append(part.Left, part.Right...) {
					want(q, e.Text, true)
				}
				want(q, part.Solution, answers)
				for _, c := range part.Rubric {
					want(q, c.For, answers)
				}
			}
		}
	}
}

func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }
