package math

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// corpus returns the formulas of the test file.
func corpus(tb testing.TB, display bool) []Source {
	tb.Helper()
	src, err := os.ReadFile("testdata/formulas.txt")
	if err != nil {
		tb.Fatal(err)
	}
	var sources []Source
	for line := range strings.Lines(string(src)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "%") {
			sources = append(sources, Source{line, display})
		}
	}
	if len(sources) < 390 {
		tb.Fatalf("only %d formulas", len(sources))
	}
	return sources
}

// ink returns the box around what a formula draws: left, bottom, right, top.
func ink(f *Formula) (box [4]int) {
	empty := true
	add := func(x1, y1, x2, y2 int) {
		if empty {
			box = [4]int{x1, y1, x2, y2}
			empty = false
		}
		box = [4]int{min(box[0], x1), min(box[1], y1), max(box[2], x2), max(box[3], y2)}
	}
	for _, s := range f.Shapes {
		for _, seg := range f.Glyphs[s.Glyph].Path {
			if seg.Op == Close {
				continue
			}
			p := seg.P[0]
			if seg.Op == CubicTo {
				p = seg.P[2]
			}
			x, y := s.X+p.X*s.ScaleX/1000, s.Y+p.Y*s.ScaleY/1000
			if c := s.Clip; c != nil {
				x, y = min(max(x, c.X), c.X+c.W), min(max(y, c.Y), c.Y+c.H)
			}
			add(x, y, x, y)
		}
	}
	for _, r := range f.Rules {
		add(r.X, r.Y, r.X+r.W, r.Y+r.H)
	}
	return box
}

// TestCorpus typesets formulas of many fields, every fourth also in a line of
// text, and looks at their boxes: what is drawn lies in or near the box.
func TestCorpus(t *testing.T) {
	needsSpeed(t)
	sources := corpus(t, true)
	for i, s := range corpus(t, false) {
		if i%4 == 0 {
			sources = append(sources, s)
		}
	}
	for i, r := range shared().TypesetAll(sources) {
		tex, f := sources[i].TeX, r.Formula
		if r.Err != nil {
			t.Errorf("%s: %v", tex, r.Err)
			continue
		}
		if len(f.Shapes)+len(f.Rules) == 0 || f.Width <= 0 || f.Height+f.Depth <= 0 {
			t.Errorf("%s: nothing is drawn", tex)
		}
		slack := 120 // overhang of slanted signs and of accents
		if strings.Contains(tex, `\smash`) || strings.Contains(tex, `clap`) || strings.Contains(tex, `\mathrlap`) {
			slack = 3000 // the author says that the box is smaller
		}
		box := ink(f)
		if box[0] < -slack || box[1] < -f.Depth-slack || box[2] > f.Width+slack || box[3] > f.Height+slack {
			t.Errorf("%s: ink %v outside of %d × %d + %d", tex, box, f.Width, f.Height, f.Depth)
		}
		if filled := 4 * (box[2] - box[0]); filled < f.Width && !strings.Contains(tex, "phantom") {
			t.Errorf("%s: ink %v in a box %d wide", tex, box, f.Width)
		}
		checkParts(t, f)
		if again, err := decode(encode(f)); err != nil || !reflect.DeepEqual(f, again) {
			t.Errorf("%s is another formula when it comes from the cache: %v", tex, err)
		}
	}
}

// checkParts looks for outlines that are kept twice or never drawn and for
// breaks out of order.
func checkParts(t *testing.T, f *Formula) {
	t.Helper()
	used := make([]bool, len(f.Glyphs))
	for _, s := range f.Shapes {
		used[s.Glyph] = true
	}
	for i, g := range f.Glyphs {
		if !used[i] {
			t.Errorf("%s: glyph %d is never drawn", f.TeX, i)
		}
		for _, other := range f.Glyphs[:i] {
			if slices.Equal(g.Path, other.Path) {
				t.Errorf("%s: glyph %d is there twice", f.TeX, i)
			}
		}
	}
	at := 0
	for _, b := range f.Breaks {
		if b.EndX <= at || b.StartX < b.EndX || b.StartX >= f.Width || f.Display {
			t.Errorf("%s: break %+v in a width of %d", f.TeX, b, f.Width)
		}
		at = b.StartX
	}
}

// TestOrder typesets the corpus backwards on another engine: a formula must
// not depend on those before it.
func TestOrder(t *testing.T) {
	needsSpeed(t)
	forwards := corpus(t, true)
	shared().TypesetAll(forwards)
	e, err := newEngine()
	if err != nil {
		t.Fatal(err)
	}
	defer e.close()
	for i, s := range slices.Backward(forwards) {
		if testing.Short() && i%8 != 0 {
			continue
		}
		want, _ := shared().Typeset(s.TeX, s.Display)
		got, _, err := e.typeset(plain(s.TeX, s.Display))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s depends on the formulas before it (%v)", s.TeX, err)
		}
	}
}

// TestNothingLeaks runs formulas that define something, each followed by one
// that would use it.
func TestNothingLeaks(t *testing.T) {
	needsSpeed(t)
	e, err := newEngine()
	if err != nil {
		t.Fatal(err)
	}
	defer e.close()
	for _, c := range []struct{ defines, uses string }{
		{`\def\foo{a}\foo`, `\foo`},
		{`\newcommand{\foo}[1]{#1+#1}\foo{y}`, `\foo{y}`},
		{`\renewcommand{\alpha}{b}\alpha`, `\alpha`},
		{`\let\beta=\gamma \beta`, `\beta`},
		{`\DeclareMathOperator{\foo}{foo}\foo`, `\foo`},
		{`\DeclarePairedDelimiter{\foo}{[}{]}\foo{x}`, `\foo{x}`},
		{`\newenvironment{foo}{[}{]}\begin{foo}x\end{foo}`, `\begin{foo}x\end{foo}`},
		{`\def\frac{x}\frac`, `\frac{a}{b}`},
		{`\begin{align} a \tag{7} \end{align}`, `\begin{align} a \end{align}`},
		{`a \tag{7}`, `a`},
		{`\begin{equation} a \end{equation}`, `\begin{equation} a \end{equation}`},
		{`\bf x`, `x`},
		{`\providecommand{\foo}{a}\foo`, `\foo`},
		{`x \tag{$y$}`, `x`},
	} {
		fresh, err := newEngine()
		if err != nil {
			t.Fatal(err)
		}
		want, _, wantErr := fresh.typeset(plain(c.uses, true))
		fresh.close()
		if _, _, err := e.typeset(plain(c.defines, true)); err != nil {
			t.Errorf("%s: %v", c.defines, err)
		}
		got, _, gotErr := e.typeset(plain(c.uses, true))
		if !reflect.DeepEqual(got, want) || !reflect.DeepEqual(gotErr, wantErr) {
			t.Errorf("%s changes %s: %v, %v", c.defines, c.uses, gotErr, wantErr)
		}
	}
}
