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
