package export

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
)

const choices = `
questions:
  - id: 00000000-0000-4000-8000-000000000001
    type: single-choice
    stem: {en: "Which of these rust?", hi: "किसमें जंग लगती है?"}
    difficulty: basic
    marks: 1
    lecture: 1
    topics: [a]
    status: approved
    options:
      - {text: {en: iron, hi: लोहा}}
      - {text: {en: gold, hi: सोना}}
      - {text: {en: steel, hi: इस्पात}}
      - {text: {en: "Both **A** and C", hi: "A और C दोनों"}, key: true}
      - {text: {en: None of these, hi: इनमें से कोई नहीं}}
`

// TestOptionsThatName makes sure that an option which names others names the
// same ones by the letters that the paper prints, in every set and language.
func TestOptionsThatName(t *testing.T) {
	b, problems, err := bank.Load(fstest.MapFS{
		"course.yaml":    {Data: []byte("course: {title: T, topics: [{id: a, title: A}], lectures: [{number: 1, title: L}]}")},
		"questions.yaml": {Data: []byte(choices)},
		"blueprint.yaml": {Data: []byte("blueprint: {title: T, marks: 1, sets: 6, sections: [{title: S, marks: 1}]}")},
	})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	bp := b.Blueprint("blueprint.yaml")
	forms, err := assemble.Forms(b, bp, 1, assemble.Options{})
	if err != nil {
		t.Fatal(err)
	}
	spelt := map[string]bool{}
	for _, set := range assemble.Sets(bp, &forms[0], 1) {
		part := Layout(b, bp, &set).Sections[0].Questions[0].Parts[0]
		if part.Key != "D" || part.Options[4].Text.Doc.Plain() != "None of these" {
			t.Errorf("set %s: key %s, and %q is last", set.Letter, part.Key, part.Options[4].Text.Doc.Plain())
		}
		for _, language := range []string{"en", "hi"} {
			said := part.Options[3].Text.In(language).Doc.Plain()
			var named []string
			for _, o := range part.Options[:3] {
				if slices.Contains(strings.Fields(said), o.Letter) {
					named = append(named, o.Text.In("en").Doc.Plain())
				}
			}
			slices.Sort(named)
			if !slices.Equal(named, []string{"iron", "steel"}) {
				t.Errorf("set %s: %q names %q", set.Letter, said, named)
			}
			spelt[said] = true
		}
	}
	if len(spelt) < 4 {
		t.Errorf("the sets say %v only: the test says little", spelt)
	}
}
