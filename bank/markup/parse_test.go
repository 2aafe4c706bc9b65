package markup

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestParse reads testdata/cases.txt: a text, a line of ---, the tree and the
// problems that are wanted, a line of ===.
func TestParse(t *testing.T) {
	data, err := os.ReadFile("testdata/cases.txt")
	if err != nil {
		t.Fatal(err)
	}
	cases := strings.Split(string(data), "\n===\n")
	if len(cases) < 20 {
		t.Fatalf("only %d cases", len(cases))
	}
	for _, c := range cases {
		give, want, ok := strings.Cut(c, "\n---\n")
		if !ok {
			t.Fatalf("case without ---: %q", c)
		}
		doc, problems := Parse(give)
		if got := dump(doc, problems); got != strings.TrimSpace(want) {
			t.Errorf("%s\n--- got\n%s\n--- want\n%s", give, got, want)
		}
	}
}

func dump(doc *Doc, problems []Problem) string {
	var b strings.Builder
	dumpBlocks(&b, doc.Blocks, "")
	for _, p := range problems {
		fmt.Fprintf(&b, "! %d: %s\n", p.Offset, p.Message)
	}
	return strings.TrimSpace(b.String())
}

func dumpBlocks(b *strings.Builder, blocks []Block, indent string) {
	for _, block := range blocks {
		b.WriteString(indent)
		switch block := block.(type) {
		case *Paragraph:
			if block.Heading {
				b.WriteString("heading ")
			}
			fmt.Fprintf(b, "p %s\n", dumpInlines(block.Inlines))
		case *List:
			fmt.Fprintf(b, "list ordered=%v start=%d tight=%v\n", block.Ordered, block.Start, block.Tight)
			for _, item := range block.Items {
				b.WriteString(indent + " item\n")
				dumpBlocks(b, item, indent+"  ")
			}
		case *Code:
			fmt.Fprintf(b, "code %q numbered=%v %q\n", block.Language, block.Numbered, block.Lines)
		case *Quote:
			b.WriteString("quote\n")
			dumpBlocks(b, block.Blocks, indent+"  ")
		case *Table:
			fmt.Fprintf(b, "table %v\n", block.Align)
			for _, row := range append([][][]Inline{block.Header}, block.Rows...) {
				b.WriteString(indent + " row")
				for _, cell := range row {
					fmt.Fprintf(b, " [%s]", dumpInlines(cell))
				}
				b.WriteString("\n")
			}
		case *Math:
			fmt.Fprintf(b, "math %d %q\n", block.Offset, block.TeX)
		case *Figures:
			b.WriteString("figures")
			for _, f := range block.Items {
				fmt.Fprintf(b, " %d %s %q %d", f.Offset, f.Source, dumpInlines(f.Caption), f.Width)
			}
			b.WriteString("\n")
		case *Separator:
			b.WriteString("separator\n")
		}
	}
}

func dumpInlines(list []Inline) string {
	var b strings.Builder
	for _, in := range list {
		switch in := in.(type) {
		case *Text:
			b.WriteString(in.Value)
		case *Emphasis:
			fmt.Fprintf(&b, "<%v %s>", map[bool]string{true: "b", false: "i"}[in.Strong], dumpInlines(in.Inlines))
		case *CodeSpan:
			fmt.Fprintf(&b, "<code %s>", in.Value)
		case *InlineMath:
			fmt.Fprintf(&b, "<math %d %s>", in.Offset, in.TeX)
		case *Blank:
			fmt.Fprintf(&b, "<blank %d>", in.Index)
		case *Break:
			b.WriteString("<br>")
		}
	}
	return b.String()
}

func FuzzParse(f *testing.F) {
	data, err := os.ReadFile("testdata/cases.txt")
	if err != nil {
		f.Fatal(err)
	}
	for _, c := range strings.Split(string(data), "\n===\n") {
		give, _, _ := strings.Cut(c, "\n---\n")
		f.Add(give)
	}
	f.Fuzz(func(t *testing.T, s string) {
		doc, problems := Parse(s)
		for _, p := range problems {
			if p.Offset < 0 || p.Offset > len(s) {
				t.Fatalf("problem at %d of %d bytes: %s", p.Offset, len(s), p.Message)
			}
		}
		for m := range doc.Formulas() {
			if m.Offset < 0 || m.Offset > len(s) {
				t.Fatalf("formula at %d of %d bytes", m.Offset, len(s))
			}
		}
	})
}

func BenchmarkParseStem(b *testing.B) {
	stem := "A transposed convolution uses stride $s = \\tfrac{1}{2}$ and a *kernel* of size `k`.\n\n$$\no = s(i - 1) + k\n$$\n\nWhat happens?\n"
	for b.Loop() {
		Parse(stem)
	}
}
