package math

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
)

// shared is a typesetter for tests that need no cache of their own.
var shared = sync.OnceValue(func() *Typesetter {
	t, err := Open("")
	if err != nil {
		panic(err)
	}
	return t
})

// needsSpeed skips a test under the race detector, which makes the engine thirty
// times slower. What runs several goroutines is tested with it.
func needsSpeed(tb testing.TB) {
	tb.Helper()
	if raceDetector {
		tb.Skip("too slow under the race detector")
	}
}

// plain is the job of typesetting a formula.
func plain(tex string, display bool) job { return job{Source{tex, display}, outlines, ""} }

func TestErrors(t *testing.T) {
	needsSpeed(t)
	for _, c := range []struct {
		tex, want string
		offset    int
	}{
		{`\frac{1}{2`, "missing close brace", 8},
		{`a} + b`, "extra close brace", 1},
		{`a + \undefinedthing`, `undefined control sequence \undefinedthing`, 4},
		{`\alphabet + \alpha + \alphab`, `undefined control sequence \alphabet`, 0},
		{`é + 😀\nope`, "undefined control sequence \\nope", 9},
		{`x^2^3`, "double exponent", 3},
		{`\begin{matrix} a`, `missing \end{matrix}`, 0},
		{`x + \begin{smallmatrix} a`, `missing \end{smallmatrix}`, 4},
		{`\begin{multline*} a \\ b`, `missing \end{multline*}`, 0},
		{`b + \begin{nosuch} a \end{nosuch}`, `unknown environment`, 4},
		{`b + \left( x`, `missing \right`, 4},
		{`a & b`, `misplaced &`, 2},
		{`\def\x{\x\x}\x`, "maximum macro substitution count", 0},
		{`\kern 99999em x`, "larger than a page", 0},
		{`\rule{99999em}{1em}`, "larger than a page", 0},
		{`x\hspace{-9999cm}x`, "larger than a page", 0},
		{`\raise 9999em x`, "larger than a page", 0},
		{`\text{क}`, `the character "क" (U+0915)`, 0},
		{`x + 日本`, `the character "日" (U+65E5)`, 0},
		{`\text{😀}`, `the character "😀" (U+1F600)`, 0},
		{``, "the formula is empty", 0},
		{" \n ", "the formula is empty", 0},
		{"a\x00b", "control character U+0000", 1},
		{"ab\xff", "not UTF-8", 2},
		{strings.Repeat("x", maxTeX+1), "more than", 0},
		{`\href{https://example.org}{x}`, `undefined control sequence \href`, 0},
		{`\require{html}`, `undefined control sequence \require`, 0},
		{`\unicode{x41}`, `undefined control sequence \unicode`, 0},
		{`\class{a}{b}`, `undefined control sequence \class`, 0},
		{`\style{color: red}{b}`, `undefined control sequence \style`, 0},
		{`\cssId{a}{b}`, `undefined control sequence \cssId`, 0},
		{`\bbox[red]{x}`, `undefined control sequence \bbox`, 0},
		{`\color{red}{x}`, `\color cannot be used: formulas are black`, 0},
		{`\cancel[mathcolor=red]{x}`, "colours cannot be used", 0},
		{`x + \mmlToken{mi}[mathcolor="red"]{x}`, `\mmlToken cannot be used`, 4},
		{`\eqref{a}`, `\eqref cannot be used: write the number itself`, 0},
		{`a \label{x}`, `\label cannot be used: give the formula its number with \tag{1}`, 2},
		{`x + \textcolor{red}{x}`, `\textcolor cannot be used: formulas are black`, 4},
		{`a \intertext{b} c`, `\intertext cannot be used: write two formulas`, 2},
		{`\begin{array}{c} \multicolumn{1}{c}{a} \end{array}`, `\multicolumn cannot be used: cells of a table`, 17},
		{`\colorbox{red}{x}`, `\colorbox cannot be used: formulas are black`, 0},
		{`\unit{\metre\foo}`, `unknown unit \foo`, 12},
		{strings.Repeat("{", 4000) + strings.Repeat("}", 4000), "too large", 0},
	} {
		_, err := shared().Typeset(c.tex, true)
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.40q: got %v, want %q", c.tex, err, c.want)
		} else if e.Offset != c.offset {
			t.Errorf("%.40q: %v at %d, want %d", c.tex, err, e.Offset, c.offset)
		}
	}
}

func TestBoxes(t *testing.T) {
	needsSpeed(t)
	for _, c := range []struct {
		tex                  string
		width, height, depth int // within 3 %
	}{
		{`x`, 559, 479, 12},
		{`(a)`, 1269, 736, 202},
		{`\frac{a}{b}`, 0, 1155, 705},
	} {
		f, err := shared().Typeset(c.tex, true)
		if err != nil {
			t.Fatal(err)
		}
		near := func(got, want int) bool { return want == 0 || abs(got-want) <= want*3/100+15 }
		if !near(f.Width, c.width) || !near(f.Height, c.height) || !near(f.Depth, c.depth) {
			t.Errorf("%s: width %d, height %d, depth %d; want %d, %d, %d", c.tex, f.Width, f.Height, f.Depth, c.width, c.height, c.depth)
		}
	}
}

func abs(v int) int { return max(v, -v) }

func FuzzTypeset(f *testing.F) {
	needsSpeed(f)
	for _, tex := range []string{`x^2`, `\frac{a}{b}`, `\begin{pmatrix}a&b\\c&d\end{pmatrix}`, `\def\x{y}\x`, `\ce{H2O}`, `\left(\sqrt[3]{x}\right)`, `\text{a $b$ c}`, `\bm{\alpha}_{i,j}`, `\cancel{x}\boxed{y}`} {
		f.Add(tex)
	}
	e, err := newEngine()
	if err != nil {
		f.Fatal(err)
	}
	const sentinel = `\left( \alpha x^2 \over \text{a} \right) + \begin{matrix} a & b \end{matrix}`
	want, _, err := e.typeset(plain(sentinel, true))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, tex string) {
		if checkSource(tex) != nil || len(tex) > 500 {
			return // long formulas take seconds under the fuzzer; limits have tests of their own
		}
		formula, broken, err := e.typeset(plain(tex, true))
		if (formula == nil) == (err == nil) {
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

func BenchmarkEngineStart(b *testing.B) {
	for b.Loop() {
		e, err := newEngine()
		if err != nil {
			b.Fatal(err)
		}
		e.close()
	}
}

func BenchmarkColdFormula(b *testing.B) {
	e, err := newEngine()
	if err != nil {
		b.Fatal(err)
	}
	defer e.close()
	n := 0
	for b.Loop() {
		n++
		if _, _, err := e.typeset(plain(fmt.Sprintf(`\frac{\partial L}{\partial w_{%d}} = \sum_{i=1}^n \bigl(y_i - \hat y_i\bigr) x_i`, n), true)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFromMemory(b *testing.B) {
	if _, err := shared().Typeset(`x^2`, true); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := shared().Typeset(`x^2`, true); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFromDisk(b *testing.B) {
	dir := b.TempDir()
	var sources []Source
	for i := range 300 {
		sources = append(sources, Source{fmt.Sprintf(`\sum_{i=1}^{%d} \frac{x_i}{y_i}`, i), true})
	}
	ts, _ := Open(dir)
	ts.TypesetAll(sources)
	ts.Close()
	b.ResetTimer()
	for b.Loop() {
		ts, _ := Open(dir)
		for _, s := range sources {
			if _, err := ts.Typeset(s.TeX, s.Display); err != nil {
				b.Fatal(err)
			}
		}
		ts.Close()
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(sources)), "µs/formula")
}
