package markup

import (
	"fmt"
	"testing"
)

func TestSpan(t *testing.T) {
	doc, problems := Parse("| a || c |\n|---|---|---|\n| x || y |\n| 1 | | 3 |\n| all |||\n|| b | c |\n| p | q ||\n| short |\n")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	table := doc.Blocks[0].(*Table)
	got := ""
	for row := range len(table.Rows) + 1 {
		for column := range 3 {
			got += fmt.Sprint(table.Span(row, column))
		}
		got += " "
	}
	if want := "201 201 111 300 111 120 111 "; got != want {
		t.Errorf("the spans are %s, not %s", got, want)
	}
}

// TestWideLines joins lines of Chinese and Japanese without a space.
func TestWideLines(t *testing.T) {
	for source, want := range map[string]string{
		"求它在\n此处的导数。": "求它在此处的导数。",
		"導関数\nを求める":   "導関数を求める",
		"函数\nsin 的":   "函数 sin 的",
		"one\ntwo":    "one two",
	} {
		doc, _ := Parse(source)
		if got := doc.Plain(); got != want {
			t.Errorf("%q reads %q, not %q", source, got, want)
		}
	}
}
