package bank

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// loadChoice loads one question with options in a bank of its own.
func loadChoice(t *testing.T, rest string) (*Choice, []string) {
	t.Helper()
	b, problems, err := Load(fstest.MapFS{
		"course.yaml":    {Data: []byte("course: {title: T, topics: [{id: t, title: T}], lectures: [{number: 1, title: L}]}")},
		"questions.yaml": {Data: []byte("questions:\n  - id: 00000000-0000-4000-8000-000000000001\n    type: single-choice\n    difficulty: basic\n    marks: 1\n    lecture: 1\n    topics: [t]\n" + rest)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Questions) != 1 {
		t.Fatal(problems)
	}
	var list []string
	for _, p := range problems {
		list = append(list, p.String())
	}
	return b.Questions[0].Tasks[0].Response.(*Choice), list
}

func optionsOf(texts ...string) string {
	var b strings.Builder
	b.WriteString("    stem: Which?\n    options:\n")
	for i, text := range texts {
		fixed := ""
		if rest, found := strings.CutPrefix(text, "!"); found {
			text, fixed = rest, ", fixed: true"
		}
		key := ""
		if i == 0 {
			key = ", key: true"
		}
		b.WriteString("      - {text: \"" + text + "\"" + key + fixed + "}\n")
	}
	return b.String()
}

func TestMovable(t *testing.T) {
	for _, c := range []struct {
		options []string
		movable string // of each option, y or n
		free    string // where numbers are free; the same if empty
		warning string // part of the only one; "" for none
	}{
		{[]string{"iron", "zinc", "tin"}, "yyy", "", ""},
		{[]string{"iron", "!zinc", "tin"}, "yny", "", ""},
		{[]string{"iron", "zinc", "All of the above"}, "yyn", "", ""},
		{[]string{"iron", "zinc", "Both (a) and (b)", "None of these"}, "yynn", "", ""},
		{[]string{"All of the above", "zinc", "tin"}, "nnn", "", "move it to the end"},
		{[]string{"!All of the above", "zinc", "tin"}, "nyy", "", ""},
		{[]string{"iron", "zinc", "tin", "the first two"}, "nnnn", "", "speaks of others by their place"},
		{[]string{"!iron", "!zinc", "!tin", "!the first two"}, "nnnn", "", ""},
		{[]string{"2", "4", "8", "16"}, "nnnn", "yyyy", ""},
		{[]string{"16", "8", "4"}, "nnn", "yyy", ""},
		{[]string{"2", "8", "4"}, "yyy", "", ""},
		{[]string{"2 ms", "4 ms", "8 ms", "None of these"}, "nnnn", "yyyn", ""},
		{[]string{"Yes", "No"}, "nn", "", ""},
		{[]string{"True", "False"}, "nn", "", ""},
	} {
		choice, problems := loadChoice(t, optionsOf(c.options...))
		for _, free := range []bool{false, true} {
			want := c.movable
			if free && c.free != "" {
				want = c.free
			}
			got := ""
			for _, m := range choice.Movable(free) {
				got += map[bool]string{true: "y", false: "n"}[m]
			}
			if got != want {
				t.Errorf("%q, numbers free %v: %s move, want %s", c.options, free, got, want)
			}
		}
		switch {
		case c.warning == "" && len(problems) > 0:
			t.Errorf("%q: %q", c.options, problems)
		case c.warning != "" && (len(problems) != 1 || !strings.Contains(problems[0], c.warning) || !strings.Contains(problems[0], "warning")):
			t.Errorf("%q: %q, want a warning with %q", c.options, problems, c.warning)
		}
	}
}

// TestTextIn spells options that name others in all orders that keep them where
// they are.
func TestTextIn(t *testing.T) {
	choice, problems := loadChoice(t, "    stem: {en: \"Which?\", hi: \"कौन?\"}\n    options:\n"+
		"      - {text: {en: iron, hi: लोहा}, key: true}\n      - {text: {en: zinc, hi: जस्ता}}\n      - {text: {en: tin, hi: टिन}}\n"+
		"      - {text: {en: Both A and C, hi: A और C दोनों}}\n")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	order := []int{1, 2, 0, 3}
	text := choice.TextIn(3, order)
	if got := []string{text.Source, text.In("hi").Source, text.Doc.Plain()}; !slices.Equal(got, []string{"Both B and C", "B और C दोनों", "Both B and C"}) {
		t.Errorf("%q", got)
	}
	if again := choice.TextIn(3, order); again.Doc != text.Doc {
		t.Error("the same text is parsed twice")
	}
	if plain := choice.TextIn(0, order); plain.Doc != choice.Options[0].Text.Doc {
		t.Error("a text that names nobody has changed")
	}
	if same := choice.TextIn(3, []int{0, 1, 2, 3}); same.Doc != choice.Options[3].Text.Doc {
		t.Error("in the bank's order the text has changed")
	}
}

// TestLanguagesDisagree makes sure that what only one language says of other
// options is not shuffled.
func TestLanguagesDisagree(t *testing.T) {
	for _, c := range []struct {
		last, fixed string
		warning     string // part of the only one; "" for none
	}{
		{"{en: Both A and B, hi: मिश्रधातु}", "", "in one language and not"},
		{"{en: Both A and B, hi: मिश्रधातु}", ", fixed: true", ""},
		{"{en: Both A and B, hi: A और C दोनों}", "", "names other options in one language"},
		{"{en: Both A and B, hi: A और C दोनों}", ", fixed: true", "names other options in one language"},
	} {
		choice, problems := loadChoice(t, "    stem: {en: \"Which?\", hi: \"कौन?\"}\n    options:\n"+
			"      - {text: {en: iron, hi: लोहा}, key: true"+c.fixed+"}\n      - {text: {en: zinc, hi: जस्ता}"+c.fixed+"}\n"+
			"      - {text: {en: tin, hi: टिन}"+c.fixed+"}\n      - {text: "+c.last+c.fixed+"}\n")
		if slices.Contains(choice.Movable(true), true) {
			t.Errorf("%s: %v", c.last, choice.Movable(true))
		}
		if c.warning == "" && len(problems) > 0 {
			t.Errorf("%s: %q", c.last, problems)
		}
		if c.warning != "" && (len(problems) != 1 || !strings.Contains(problems[0], c.warning) || !strings.HasPrefix(problems[0], "questions.yaml:13:")) {
			t.Errorf("%s: %q, want a warning with %q at line 13", c.last, problems, c.warning)
		}
	}
}

// TestLanguagesOfSome spells options of which some are given in one language,
// which then counts for every one.
func TestLanguagesOfSome(t *testing.T) {
	for _, c := range []struct{ first, last, want string }{
		{"Fe", "{en: Both A and C, hi: A और C दोनों}", "Both B and C/B और C दोनों"},
		{"{en: iron, hi: लोहा}", "Both A and C", "Both B and C"},
		{"{hi: लोहा, en: iron}", "{en: Both A and C, hi: A और C दोनों}", "Both B and C/B और C दोनों"},
		{"{ta: இரும்பு, hi: लोहा}", "{en: Both A and C, hi: A और C दोनों}", "Both B and C/B और C दोनों"},
	} {
		choice, problems := loadChoice(t, "    stem: Which?\n    options:\n      - {text: "+c.first+", key: true}\n"+
			"      - {text: {en: zinc, hi: जस्ता}}\n      - {text: {en: tin, hi: टिन}}\n      - {text: "+c.last+"}\n")
		if len(problems) > 0 {
			t.Errorf("%s: %q", c.first, problems)
		}
		var got []string
		for v := range choice.TextIn(3, []int{1, 2, 0, 3}).Versions() {
			got = append(got, v.Doc.Plain())
		}
		if strings.Join(got, "/") != c.want {
			t.Errorf("%s, %s: %q, want %q", c.first, c.last, got, c.want)
		}
	}
}

// TestTextInLanguages makes sure that orders which one language spells alike are
// told apart by another, whichever was asked for before.
func TestTextInLanguages(t *testing.T) {
	rest := "    stem: Which?\n    options:\n      - {text: Fe, key: true}\n      - {text: Zn}\n      - {text: Sn}\n      - {text: Pb}\n" +
		"      - {text: {en: Both A and B, hi: B और A दोनों}}\n"
	orders := [][]int{{2, 3, 0, 1, 4}, {2, 3, 1, 0, 4}, {1, 0, 2, 3, 4}}
	want := []string{"D और C दोनों", "C और D दोनों", "A और B दोनों"}
	for range 2 {
		choice, problems := loadChoice(t, rest)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		for i, order := range orders {
			if got := choice.TextIn(4, order).In("hi").Source; got != want[i] {
				t.Errorf("in the order %v %q, want %q", order, got, want[i])
			}
		}
		slices.Reverse(orders)
		slices.Reverse(want)
	}
}

func TestLettersNamed(t *testing.T) {
	for text, want := range map[string]string{
		"Option B is wrong because it is heavy.":         "B",
		"Options A and C hold; choice (D) does not.":     "ACD",
		"options A, B or (C) would do":                   "ABC",
		"The answer B follows.":                          "B",
		"विकल्प B गलत है":                                "B",
		"विकल्पों A और C":                                "AC",
		"option\nC":                                      "C",
		"Vitamin B is not matrix A, and (A) is a part.":  "",
		"An option A-level students know":                "",
		"Answers are given in the options below.":        "",
		"The option AB, option Bold":                     "",
		"Answer A's question":                            "",
		"an alternative to B":                            "",
		"Call options C++ style":                         "",
		"In an American option $A$ may be exercised":     "",
		"option (B), since $B$ is the magnetic field":    "B",
		"the answers of A and B differ in set B":         "",
		"Adoption B, preoption C":                        "",
		"choose option D. It is the only one that holds": "D",
		"The correct answer is B.":                       "B",
		"the right choices are **A** and **C**":          "AC",
		"the answer is (C), as":                          "C",
		"Answer: B":                                      "B",
		"Option **B** and option (b) are wrong":          "Bb",
		"options (b), (c) and (d)":                       "bcd",
		"options A, B, and C":                            "ABC",
		"Options B–D or options A & C, options A/B":      "BDACAB",
		"the answer is A times its inverse":              "",
		"use your answer (a), and the answers to (b)":    "",
		"option b, option a of the programme":            "",
		"the correct answer is $A$":                      "",
		"Answers: Answer both":                           "",
		"Answer: A matrix has a trace. Answer: I see":    "",
		"Answer: A and B.\nAnswer: (C) holds":            "ABC",
		"a good choice is N = 3":                         "",
		"options A-level students like":                  "",
	} {
		got := ""
		for _, at := range lettersNamed(text) {
			got += text[at : at+1]
		}
		if got != want {
			t.Errorf("%q names %q, want %q", text, got, want)
		}
	}
}

// TestNamedOptions makes sure that letters in solutions are told with their
// place, where they would change.
func TestNamedOptions(t *testing.T) {
	_, problems := loadChoice(t, optionsOf("iron", "zinc", "None of these")+"    solution: |\n      It rusts.\n      Option B does not, nor option C.\n")
	if len(problems) != 1 || !strings.HasPrefix(problems[0], "questions.yaml:15:14: ") || !strings.Contains(problems[0], "the solution names option B") {
		t.Errorf("%q", problems)
	}
	_, problems = loadChoice(t, optionsOf("!iron", "!zinc", "None of these")+"    solution: Option B does not rust.\n")
	if len(problems) != 0 {
		t.Errorf("%q, though nothing is shuffled", problems)
	}
}
