package math

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A box is what a formula measures, in thousandths of an em.
type box struct{ width, height, depth int }

// preamble gives LaTeX the packages that are there and the macros that ours has
// beyond them. The switch makes LaTeX believe that it is in a display.
const preamble = `\documentclass[10pt]{article}
\usepackage[T1]{fontenc}
\usepackage{amsmath}
\newif\ifstix
\IfFileExists{stix2.sty}{\usepackage{stix2}\stixtrue}{\usepackage{amssymb}}
\IfFileExists{bm.sty}{\usepackage{bm}}{}
\IfFileExists{mathtools.sty}{\usepackage{mathtools}}{}
\IfFileExists{cancel.sty}{\usepackage{cancel}}{}
\IfFileExists{braket.sty}{\usepackage{braket}}{}
\IfFileExists{centernot.sty}{\usepackage{centernot}}{}
\IfFileExists{upgreek.sty}{\usepackage{upgreek}}{}
\IfFileExists{arydshln.sty}{\usepackage{arydshln}}{}
\IfFileExists{siunitx.sty}{\usepackage{siunitx}}{}
\IfFileExists{mhchem.sty}{\usepackage[version=4]{mhchem}}{}
\providecommand\mathds[1]{\mathbb{#1}}
\newcommand\E{\mathbb{E}}
\newcommand\argmin{\operatorname*{arg\,min}}
\newcommand\argmax{\operatorname*{arg\,max}}
\newcommand\abs[1]{\left\lvert #1\right\rvert}
\newcommand\norm[1]{\left\lVert #1\right\rVert}
\newbox\formula
\begin{document}
\makeatletter\@displaytrue
\typeout{papersetter-fonts \ifstix stix2\else other\fi}
`

// latex measures formulas with LaTeX; those that it has an error in are left
// out. It skips the test where there is no LaTeX.
func latex(t *testing.T, sources []Source) (boxes map[string]box, stix bool) {
	t.Helper()
	program, err := exec.LookPath("pdflatex")
	if err != nil {
		t.Skip("pdflatex is not installed: formulas are not compared with LaTeX")
	}
	var b strings.Builder
	b.WriteString(preamble)
	for i, s := range sources {
		fmt.Fprintf(&b, "\\typeout{papersetter-begin}\\begingroup\\setbox\\formula=\\hbox{$\\displaystyle %s$}"+
			"\\typeout{papersetter-box %d \\the\\wd\\formula\\space\\the\\ht\\formula\\space\\the\\dp\\formula}\\endgroup\\par\n", s.TeX, i)
	}
	b.WriteString("\\end{document}\n")
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "formulas.tex"), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "-interaction=nonstopmode", "-no-shell-escape", "formulas.tex")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "max_print_line=10000")
	out, _ := cmd.Output() // that some formulas have errors is no failure
	return readBoxes(t, string(out), sources)
}

var boxLine = regexp.MustCompile(`^papersetter-box (\d+) ([\d.-]+)pt ([\d.-]+)pt ([\d.-]+)pt$`)

func readBoxes(t *testing.T, out string, sources []Source) (boxes map[string]box, stix bool) {
	t.Helper()
	boxes = map[string]box{}
	sound := false
	for line := range strings.Lines(out) {
		line = strings.TrimSpace(line)
		switch {
		case line == "papersetter-fonts stix2":
			stix = true
		case line == "papersetter-begin":
			sound = true
		case strings.HasPrefix(line, "!"):
			sound = false
		}
		if m := boxLine.FindStringSubmatch(line); m != nil && sound {
			i, _ := strconv.Atoi(m[1])
			boxes[sources[i].TeX] = box{inEm(m[2]), inEm(m[3]), inEm(m[4])}
		}
	}
	if len(boxes) == 0 {
		t.Fatalf("LaTeX measures no formula:\n%.3000s", out)
	}
	return boxes, stix
}

// inEm converts points at a size of 10.
func inEm(pt string) int {
	v, _ := strconv.ParseFloat(pt, 64)
	return round(v * 100)
}

// deviation is by how much a measure differs, in thousandths.
func deviation(ours, theirs int) int { return (ours - theirs) * 1000 / max(theirs, 1) }

// TestLaTeX compares the boxes of the corpus with those that LaTeX makes of it.
func TestLaTeX(t *testing.T) {
	needsSpeed(t)
	sources := corpus(t, true)
	boxes, stix := latex(t, sources)
	type compared struct {
		tex          string
		ours, theirs box
		by           int
	}
	var list []compared
	for i, r := range shared().TypesetAll(sources) {
		theirs, ok := boxes[sources[i].TeX]
		if !ok || r.Err != nil || theirs.width == 0 {
			continue
		}
		ours := box{r.Formula.Width, r.Formula.Height, r.Formula.Depth}
		list = append(list, compared{sources[i].TeX, ours, theirs, deviation(ours.width, theirs.width)})
	}
	slices.SortStableFunc(list, func(a, b compared) int { return abs(b.by) - abs(a.by) })
	for _, c := range list {
		t.Logf("%+5d ‰ width %d/%d height %d/%d depth %d/%d: %s", c.by, c.ours.width, c.theirs.width, c.ours.height, c.theirs.height, c.ours.depth, c.theirs.depth, c.tex)
	}
	var widths, signed, heights, depths []int
	for _, c := range list {
		widths, signed = append(widths, abs(c.by)), append(signed, c.by)
		heights = append(heights, abs(deviation(c.ours.height, c.theirs.height)))
		if c.theirs.depth > 50 {
			depths = append(depths, abs(deviation(c.ours.depth, c.theirs.depth)))
		}
	}
	t.Logf("%d of %d formulas, stix2 %v: widths differ by %d ‰ (signed %d ‰), 90 %% by at most %d ‰; heights by %d ‰, depths by %d ‰", len(list), len(sources), stix,
		quantile(widths, 50), quantile(signed, 50), quantile(widths, 90), quantile(heights, 50), quantile(depths, 50))
	want := map[bool]int{true: 30, false: 100}[stix] // with another font only roughly
	if got := quantile(widths, 50); got > want {
		t.Errorf("half of the widths differ from LaTeX's by more than %d ‰, want %d ‰", got, want)
	}
	if got := max(quantile(heights, 50), quantile(depths, 50)); stix && got > 2*want {
		t.Errorf("half of the heights or depths differ from LaTeX's by more than %d ‰, want %d ‰", got, 2*want)
	}
}

func quantile(list []int, percent int) int {
	slices.Sort(list)
	return list[(len(list)-1)*percent/100]
}
