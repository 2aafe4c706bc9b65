package bank

import (
	"testing"
	"testing/fstest"
)

func TestNumbered(t *testing.T) {
	for _, c := range []struct {
		pattern string
		n       int
		want    string
	}{{"1.", 12, "12."}, {"Q1", 3, "Q3"}, {"Q. 1:", 2, "Q. 2:"}, {"(a)", 1, "(a)"}, {"(a)", 5, "(e)"}, {"A.", 27, "AA."}, {"a)", 26, "z)"}} {
		if got := Numbered(c.pattern, c.n); got != c.want {
			t.Errorf("Numbered(%q, %d) = %q, not %q", c.pattern, c.n, got, c.want)
		}
	}
}

func TestReadyStyles(t *testing.T) {
	for _, name := range ReadyStyles {
		s := ReadyStyle(name)
		if s == nil || s.Width == 0 || s.Size == 0 || len(s.Languages) == 0 || s.OptionLabel == "" || s.Marks == "" {
			t.Errorf("ready style %s is not whole: %+v", name, s)
		}
	}
	if s := ReadyStyle("large-print"); !s.Sans || s.Size != 180 || s.Hyphens {
		t.Errorf("large print is %+v", s)
	}
}

func TestStyleOfABlueprint(t *testing.T) {
	files := fstest.MapFS{
		"course.yaml":       {Data: []byte("course: {code: X, title: Y}\n")},
		"styles/mine.yaml":  {Data: []byte("style: {base: table, size: 12, margins: {left: 30}, languages: [en, hi], texts: {time: Zeit}}\n")},
		"styles/tight.yaml": {Data: []byte("style: {paper: A5, columns: 2}\n")},
		"b/one.yaml":        {Data: []byte("blueprint: {title: T, marks: 1, style: ../styles/mine.yaml, sections: [{title: A, marks: 1}]}\n")},
		"b/two.yaml":        {Data: []byte("blueprint: {title: T, date: 2026-02-29, marks: 1, style: nice, sections: [{title: A, marks: 1}]}\n")},
	}
	b, problems, err := Load(files)
	if err != nil {
		t.Fatal(err)
	}
	s := b.Blueprint("b/one.yaml").Style
	if !s.Table || s.Size != 120 || s.Left != 300 || s.Right != 150 || len(s.Languages) != 2 || s.Texts["time"] != "Zeit" {
		t.Errorf("the style is %+v", s)
	}
	if b.Blueprint("b/two.yaml").Style == nil {
		t.Error("a blueprint without a style")
	}
	want := "b/two.yaml:1:29: blueprint.date: there is no day 2026-02-29: look at a calendar\n" +
		"b/two.yaml:1:58: blueprint.style: there is no style nice: name a ready style (classic, table, compact, large-print, dyslexia) or the path of a style document from here\n" +
		"styles/tight.yaml:1:8: style.margins: leave 11 cm for the text, and 2 column(s) need 18: make the margins smaller\n"
	got := ""
	for _, p := range problems {
		got += p.String() + "\n"
	}
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestTextsInSeveralLanguages(t *testing.T) {
	files := fstest.MapFS{
		"course.yaml": {Data: []byte("course: {code: X, title: Y}\n")},
		"q.yaml": {Data: []byte(`questions:
  - id: 0190d3a4-7c1e-7b52-9a31-5f2c8e0d4b11
    type: fill-in
    stem: {en: "Two and two is ____.", hi: "दो और दो होते हैं।"}
    blanks: [{accept: ["4"]}]
    marks: 1
    difficulty: basic
`)},
	}
	b, problems, err := Load(files)
	if err != nil || len(problems) != 1 || problems[0].Pos.Line != 4 {
		t.Fatalf("%v %v", err, problems)
	}
	stem := b.Questions[0].Tasks[0].Stem
	if got := stem.In("hi").Source; got != "दो और दो होते हैं।" {
		t.Errorf("in Hindi it is %q", got)
	}
	if got := stem.In("ta"); got.Language != "en" || len(got.Also) != 0 {
		t.Errorf("in Tamil it is %+v", got)
	}
}
