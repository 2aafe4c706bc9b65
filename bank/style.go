package bank

import (
	"embed"
	"fmt"
	"path"
	"strconv"
	"strings"
	"sync"

	"github.com/papersetter/papersetter/schema"
)

// Style is how papers look.
type Style struct {
	Width, Height            int // of the paper, in tenths of a millimetre
	Top, Right, Bottom, Left int // margins, likewise
	Columns                  int // 1 or 2
	Table                    bool
	Outcomes, Bloom          bool // shown to candidates beside the marks

	Sans                      bool
	Size                      int // of the text, in tenths of a point
	Leading                   int // from line to line, in hundredths of the size
	Spacing                   int // between letters, in thousandths of the size
	Justify, Hyphens, Italics bool
	QuestionLabel             string // label of the first question, "1."
	PartLabel, OptionLabel    string // of the first part and option, "(a)"
	Marks                     string // how two marks are written; "none"
	OptionColumns             int    // at most
	Booklet                   bool   // answers are not written on the paper
	Rough                     int    // pages for rough work
	Watermark, Status         string // Status is final, draft or specimen
	Logo                      string // path in the bank's folder, or ""
	Header                    string
	Name                      bool // a line for the candidate's name
	Roll                      int  // boxes for the roll number

	Languages []string // at least one; the main one first
	Beside    bool     // a second language stands beside the first
	Texts     map[string]string

	Pos  schema.Pos
	Hash string // of the file; "" for ready styles
}

// ReadyStyles names the styles that are part of the program.
var ReadyStyles = []string{"classic", "table", "compact", "large-print", "dyslexia"}

//go:embed styles/*.yaml
var styleFiles embed.FS

// ReadyStyle returns a style that is part of the program, or nil. It is shared
// and must not be changed.
func ReadyStyle(name string) *Style { return readyStyles()[name] }

var readyStyles = sync.OnceValue(func() map[string]*Style {
	styles := map[string]*Style{}
	for _, name := range ReadyStyles {
		file := "styles/" + name + ".yaml"
		src, err := styleFiles.ReadFile(file)
		if err != nil {
			panic(fmt.Sprintf("bank: %v", err))
		}
		doc, problems := schema.Parse(name+".yaml", src)
		if problems = append(problems, doc.Validate()...); len(problems) > 0 {
			panic(fmt.Sprintf("bank: ready style %s: %v", name, problems))
		}
		base := Style{}
		if classic := styles["classic"]; classic != nil {
			base = *classic
		}
		d := &decoder{file: name + ".yaml"}
		styles[name] = d.style(doc.Root, base)
	}
	return styles
})

// paperSizes are the sizes of paper in tenths of a millimetre.
var paperSizes = map[string][2]int{
	"A4": {2100, 2970}, "A5": {1480, 2100}, "B5": {1760, 2500}, "letter": {2159, 2794}, "legal": {2159, 3556},
}

// style decodes what a style document says over its base.
func (d *decoder) style(n *schema.Node, s Style) *Style {
	s.Pos, s.Hash = d.pos(n), ""
	if size, ok := paperSizes[str(n.Get("paper"))]; ok {
		s.Width, s.Height = size[0], size[1]
	}
	margins := n.Get("margins")
	tenths := func(value *schema.Node, place *int) {
		if value != nil {
			*place = scaled(value, 10)
		}
	}
	tenths(margins.Get("top"), &s.Top)
	tenths(margins.Get("right"), &s.Right)
	tenths(margins.Get("bottom"), &s.Bottom)
	tenths(margins.Get("left"), &s.Left)
	tenths(n.Get("size"), &s.Size)
	tenths(n.Get("spacing"), &s.Spacing)
	s.Columns = integer(n.Get("columns"), s.Columns)
	s.Table = boolean(n.Get("table"), s.Table)
	if show := n.Get("show"); show != nil {
		s.Outcomes, s.Bloom = false, false
		for _, tag := range words(show) {
			s.Outcomes = s.Outcomes || tag == "outcomes"
			s.Bloom = s.Bloom || tag == "bloom"
		}
	}
	if face := str(n.Get("face")); face != "" {
		s.Sans = face == "sans"
	}
	s.Leading = integer(n.Get("leading"), s.Leading)
	s.Justify = boolean(n.Get("justify"), s.Justify)
	s.Hyphens = boolean(n.Get("hyphens"), s.Hyphens)
	s.Italics = boolean(n.Get("italics"), s.Italics)
	s.OptionColumns = integer(n.Get("option_columns"), s.OptionColumns)
	s.Rough = integer(n.Get("rough"), s.Rough)
	if answers := str(n.Get("answers")); answers != "" {
		s.Booklet = answers == "booklet"
	}
	s.Name = boolean(n.Get("candidate").Get("name"), s.Name)
	s.Roll = integer(n.Get("candidate").Get("roll"), s.Roll)
	word := func(value *schema.Node, place *string) {
		if value != nil {
			*place = str(value)
		}
	}
	labels := n.Get("labels")
	word(labels.Get("question"), &s.QuestionLabel)
	word(labels.Get("part"), &s.PartLabel)
	word(labels.Get("option"), &s.OptionLabel)
	word(n.Get("marks"), &s.Marks)
	word(n.Get("watermark"), &s.Watermark)
	word(n.Get("status"), &s.Status)
	word(n.Get("header"), &s.Header)
	if logo := str(n.Get("logo")); logo != "" {
		s.Logo = path.Join(path.Dir(d.file), logo)
	}
	if languages := words(n.Get("languages")); len(languages) > 0 {
		s.Languages = languages
	}
	if bilingual := str(n.Get("bilingual")); bilingual != "" {
		s.Beside = bilingual == "beside"
	}
	if texts := n.Get("texts"); texts != nil {
		s.Texts = map[string]string{}
		for _, m := range texts.Members {
			s.Texts[m.Key] = str(m.Value)
		}
	}
	d.roomy(n, &s)
	return &s
}

// roomy makes sure that a page has room for text within its margins.
func (d *decoder) roomy(n *schema.Node, s *Style) {
	if s.Width == 0 {
		return
	}
	if width := s.Width - s.Left - s.Right; width < 900*s.Columns {
		d.problem(d.pos(n), "style.margins", "leave %d cm for the text, and %d column(s) need %d: make the margins smaller", width/100, s.Columns, 9*s.Columns)
	}
	if height := s.Height - s.Top - s.Bottom; height < 1000 {
		d.problem(d.pos(n), "style.margins", "leave a height of %d cm for the text, and 10 are needed: make the margins smaller", height/100)
	}
	if s.Header != "" && s.Top < 120 {
		d.problem(d.pos(n), "style.margins.top", "must be at least 12, for the line at the head of the page")
	}
	if s.Bottom < 150 {
		d.problem(d.pos(n), "style.margins.bottom", "must be at least 15, for the foot of the page")
	}
}

// Numbered writes the label of the n-th thing, counted from 1, after the
// pattern of the first one: "(a)" gives (a), (b) …; "Q1." gives Q1., Q2. …
func Numbered(pattern string, n int) string {
	i := strings.LastIndexAny(pattern, "1aA")
	if i < 0 {
		return pattern
	}
	var label string
	switch pattern[i] {
	case '1':
		label = strconv.Itoa(n)
	case 'a':
		label = strings.ToLower(letters(n))
	case 'A':
		label = letters(n)
	}
	return pattern[:i] + label + pattern[i+1:]
}

// letters spells 1, 2 … 26, 27 as A, B … Z, AA.
func letters(n int) string {
	s := ""
	for ; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}
