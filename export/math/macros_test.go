package math

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

var someMacros = Macros{
	"R":        `\mathbb{R}`,
	"norm2":    `\left\lVert #1\right\rVert_2`, // a bad name
	"normtwo":  `\left\lVert #1\right\rVert_2`,
	"inner":    `\left\langle #1, #2\right\rangle`,
	"Rn":       `\R^{#1}`,
	"nine":     `#9#8#7#6#5#4#3#2#1`,
	"epsilon":  `\varepsilon`,
	"empty":    ``,
	"mat":      `\begin{pmatrix}#1\end{pmatrix}`,
	"tr":       `\operatorname{tr}`,
	"local":    `\def\helper{x}\helper`,
	"loop":     `a + \loopb`,
	"loopb":    `\loop`,
	"self":     `\self`,
	"vec":      `\bm{\vec{#1}}`,
	"open":     `{a`,
	"shut":     `a}`,
	"hash":     `a#b`,
	"comment":  `a % b`,
	"missing":  `\frac{a}{\nothing}`,
	"outer":    `1 + \missing`,
	"noenv":    `\begin{nosuch}a\end{nosuch}`,
	"label":    `x`,
	"pointed":  `\mathrm{see \ref{a}}`,
	"grow":     `\growb\growb\growb\growb\growb\growb\growb\growb\growb\growb`,
	"growb":    `\growc\growc\growc\growc\growc\growc\growc\growc\growc\growc`,
	"growc":    `\growd\growd\growd\growd\growd\growd\growd\growd\growd\growd`,
	"growd":    `x`,
	"Aleph":    "\u05d0\x01",
	"speed":    `\qty{#1}{\metre\per\second}`,
	"half":     `\tfrac{1}{2}`,
	"ordinary": `\text{#1, $#1$}`,
	"name":     `Noether`,
}

func TestMacros(t *testing.T) {
	needsSpeed(t)
	ts := shared().With(someMacros)
	for _, c := range [][2]string{
		{`\R`, `\mathbb{R}`},
		{`\Rn3`, `\mathbb{R}^{3}`},
		{`\normtwo{x} \normtwo y`, `\left\lVert x\right\rVert_2 \left\lVert y\right\rVert_2`},
		{`\inner a{\R}`, `\left\langle a, {\mathbb{R}}\right\rangle`},
		{`\nine 123456789`, `987654321`},
		{`\epsilon`, `\varepsilon`},
		{`\empty a\empty`, `a`},
		{`\mat{\R & \half \\ 1 & 2}`, `\begin{pmatrix}\mathbb{R} & \tfrac12 \\ 1 & 2\end{pmatrix}`},
		{`\tr A`, `\operatorname{tr} A`},
		{`\local`, `x`},
		{`\speed{3}`, `\qty{3}{\metre\per\second}`},
		{`\ordinary{x}`, `\text{x, $x$}`},
		{`\text{$\R$}`, `\text{$\mathbb{R}$}`},
		{`\text{by \name}`, `\text{by Noether}`},
		{`a \\ \R`, `a \\ \mathbb{R}`},
		{`\newcommand{\R}{Q}\R`, `Q`},
		{`\def\R#1{#1}\R Q`, `Q`},
		{`\let\R\alpha \R`, `\alpha`},
		{`\ce{\R-OH}`, `\ce{\mathbb{R}-OH}`},
	} {
		for _, display := range []bool{true, false} {
			got, err := ts.Typeset(c[0], display)
			if err != nil {
				t.Errorf("%s: %v", c[0], err)
				continue
			}
			if want := typeset(t, c[1], display); !sameDrawing(got, want) || got.TeX != c[0] {
				t.Errorf("%s is not %s", c[0], c[1])
			}
		}
	}
	// Without macros, nothing of them is left.
	if _, err := shared().Typeset(`\Rn3`, true); err == nil {
		t.Error("a macro is there for other formulas")
	}
	if markup, err := ts.MathML(`\R`, true); err != nil || !strings.Contains(markup, "<mi>ℝ</mi>") || !strings.Contains(markup, `>\R</annotation>`) {
		t.Errorf("%s, %v", markup, err)
	}
}

func TestMacroErrors(t *testing.T) {
	needsSpeed(t)
	ts := shared().With(someMacros)
	for _, c := range []struct {
		tex, want, macro string
		offset           int
	}{
		{`a + \loop`, `the macro \loop calls itself without end: \loop → \loopb → \loop`, "loop", 4},
		{`a + \norm2{x}`, `the macro \norm2 has a name that TeX does not read as one`, "norm2", 4},
		{`\self`, `the macro \self calls itself without end: \self → \self`, "self", 0},
		{`1 + \vec a`, `the macro \vec calls itself`, "vec", 4},
		{`\open`, `the macro \open has a brace { without its }`, "open", 0},
		{`\shut`, `the macro \shut has a brace } without its {`, "shut", 0},
		{`\hash`, `the macro \hash has a #`, "hash", 0},
		{`\comment`, `the macro \comment has a comment`, "comment", 0},
		{`\R + \missing`, `the macro \missing is at fault: undefined control sequence \nothing`, "missing", 5},
		{`\R + \outer`, `the macro \missing is at fault: undefined control sequence \nothing`, "missing", 5},
		{`\R + \nothing + \outer`, `undefined control sequence \nothing`, "", 5},
		{`\noenv`, `the macro \noenv is at fault: unknown environment 'nosuch'`, "noenv", 0},
		{`x\label`, `the macro \label would replace a command`, "label", 1},
		{`\R \pointed`, `the macro \pointed is at fault: \ref cannot be used`, "pointed", 3},
		{`\Aleph`, `the macro \Aleph is at fault: its definition contains the control character U+0001`, "Aleph", 0},
		{`\grow\grow\grow`, `the formula grows without end: is \grow or \growb`, "", 0},
		{`\R + \undefinedthing`, `undefined control sequence \undefinedthing`, "", 5},
		{`\R + \frac{1}{2`, `missing close brace`, "", 13},
		{`x + \text{\R}`, `the macro \R is at fault: \mathbb is only supported in math mode`, "R", 10},
		{`\inner{a}`, `missing argument for \inner`, "", 0},
	} {
		_, err := ts.Typeset(c.tex, true)
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(e.Message, c.want) {
			t.Errorf("%s: got %v, want %q", c.tex, err, c.want)
		} else if e.Macro != c.macro || e.Offset != c.offset {
			t.Errorf("%s: %v: in macro %q at %d, want %q at %d", c.tex, err, e.Macro, e.Offset, c.macro, c.offset)
		}
		if _, again := ts.MathML(c.tex, true); fmt.Sprint(again) != fmt.Sprint(err) {
			t.Errorf("%s: as MathML %v, drawn %v", c.tex, again, err)
		}
	}
}

func TestCheckMacros(t *testing.T) {
	needsSpeed(t)
	faults, err := shared().With(someMacros).CheckMacros()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range faults {
		got = append(got, f.Name)
	}
	want := `Aleph comment hash label loop loopb missing norm2 open self shut vec`
	if strings.Join(got, " ") != want {
		t.Errorf("faults of %v, want %s", faults, want)
	}
	for _, f := range faults {
		if f.Name == "missing" && (f.Offset != 9 || f.Error() != `the macro \missing uses \nothing, which is not defined`) {
			t.Errorf("%v at %d", f, f.Offset)
		}
	}
	if faults, err := shared().CheckMacros(); err != nil || faults != nil {
		t.Errorf("no macros have the faults %v, %v", faults, err)
	}
}

// TestViews has views of views: the later definition comes first, and none
// changes another.
func TestViews(t *testing.T) {
	needsSpeed(t)
	bank := shared().With(Macros{"a": "1", "b": `\a`})
	question := bank.With(Macros{"a": "2"})
	for _, c := range []struct {
		by   *Typesetter
		want string
	}{{bank, "1"}, {question, "2"}, {bank, "1"}, {bank.With(nil), "1"}} {
		f, err := c.by.Typeset(`\b`, true)
		if err != nil || !sameDrawing(f, typeset(t, c.want, true)) {
			t.Errorf("%s: %v", c.want, err)
		}
	}
}

// TestMacroCache: a formula is typeset anew only if a macro changes that it
// uses, directly or through another.
func TestMacroCache(t *testing.T) {
	needsSpeed(t)
	dir := t.TempDir()
	engines := func(tex string, m Macros) int {
		ts, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer ts.Close()
		view := ts.With(m)
		for _, r := range view.TypesetAll([]Source{{tex, true}}) {
			if r.Err != nil {
				t.Error(r.Err)
			}
		}
		if _, err := view.MathML(tex, true); err != nil {
			t.Error(err)
		}
		return ts.engines.begun
	}
	for i, c := range []struct {
		tex    string
		macros Macros
		begun  int
	}{
		{`\a`, Macros{"a": `\b`, "b": "1", "c": "1"}, 1},
		{`\a`, Macros{"a": `\b`, "b": "1", "c": "1"}, 0},
		{`\a`, Macros{"a": `\b`, "b": "1", "c": "2", "d": "3"}, 0},
		{`\a`, Macros{"a": `\b`, "b": "2"}, 1},
		{`\a`, Macros{"a": `\b`, "b": "1"}, 0},
		{`x`, nil, 1},
		{`x`, Macros{"x": "y"}, 0},
	} {
		if got := engines(c.tex, c.macros); got != c.begun {
			t.Errorf("%d: %d engines, want %d", i, got, c.begun)
		}
	}
}

// TestMacrosLeak defines macros within formulas; those of the bank are the same
// afterwards, on the same engine.
func TestMacrosLeak(t *testing.T) {
	needsSpeed(t)
	e, err := newEngine()
	if err != nil {
		t.Fatal(err)
	}
	defer e.close()
	run := func(tex string, m Macros) *Formula {
		macros, err := m.resolve(tex)
		if err != nil {
			t.Fatal(err)
		}
		f, _, err := e.typeset(job{Source{tex, true}, outlines, macros})
		if err != nil {
			t.Fatalf("%s: %v", tex, err)
		}
		return f
	}
	bank := Macros{"R": `\mathbb{R}`, "sq": `#1^2`}
	want := run(`\R \sq x`, bank)
	for _, tex := range []string{
		`\def\R{x}\R`, `\gdef\R{x}\R`, `\global\def\R{x}\R`, `\xdef\R{x}\R`, `\newcommand{\R}{x}\R`, `\renewcommand\sq[1]{x}\sq y`,
		`\let\R=\alpha\R`, `\let\sq\R \sq`, `\DeclareMathOperator{\R}{R}\R`, `\DeclarePairedDelimiter\sq[]\sq{x}`,
		`\newenvironment{sq}{[}{]}\begin{sq}\R\end{sq}`, `\def\mathbb{x}\R`, `{\def\R{x}\R}\R`, `\newcommand{\sq}{x}\sq`,
	} {
		e.typeset(job{Source{tex, true}, outlines, mustResolve(t, bank, tex)}) // refused or local
		if got := run(`\R \sq x`, bank); !equal(got, want) {
			t.Errorf("%s changes what follows", tex)
		}
		if _, _, err := e.typeset(plain(`\sq x`, true)); err == nil {
			t.Errorf("after %s, a macro is there without its bank", tex)
		}
	}
}

func mustResolve(t *testing.T, m Macros, tex string) string {
	t.Helper()
	macros, err := m.resolve(tex)
	if err != nil {
		t.Fatal(err)
	}
	return macros
}

// FuzzMacros: whatever a definition is, there is a formula or an error, and
// nothing is left of it.
func FuzzMacros(f *testing.F) {
	needsSpeed(f)
	for name, tex := range someMacros {
		f.Add(name, tex, `\`+name+`{a}{b}`)
	}
	e, err := newEngine()
	if err != nil {
		f.Fatal(err)
	}
	const sentinel = `\alpha x^2 \mathbb{R} \left( \text{a} \right)`
	want, _, err := e.typeset(plain(sentinel, true))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, name, tex, formula string) {
		if len(name)+len(tex)+len(formula) > 500 || checkSource(formula) != nil {
			return
		}
		macros, err := Macros{name: tex}.resolve(formula)
		if err != nil {
			return
		}
		got, broken, err := e.typeset(job{Source{formula, true}, outlines, macros})
		if (got == nil) == (err == nil) {
			t.Fatal("neither a formula nor an error, or both")
		}
		if broken {
			e.close()
			if e, err = newEngine(); err != nil {
				t.Fatal(err)
			}
		}
		if again, _, err := e.typeset(plain(sentinel, true)); err != nil || !equal(want, again) {
			t.Fatalf("what follows is another formula: %v", err)
		}
	})
}
