package math

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
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

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		tex, want string
		offset    int
	}{
		{`\frac{1}{2`, "missing close brace", 0},
		{`a + \undefinedthing`, `undefined control sequence \undefinedthing`, 4},
		{`x^2^3`, "double exponent", 0},
		{`\begin{matrix} a`, `missing \end{matrix}`, 0},
		{`\left( x`, `missing \right`, 0},
		{`\def\x{\x\x}\x`, "maximum macro substitution count", 0},
		{`\kern 99999em x`, "larger than a page", 0},
		{`\rule{99999em}{1em}`, "larger than a page", 0},
		{`\text{क}`, `the character "क"`, 0},
		{``, "the formula is empty", 0},
		{"a\x00b", "the formula is empty", 0},
		{strings.Repeat("x", maxTeX+1), "more than", 0},
		{`\href{https://example.org}{x}`, `undefined control sequence \href`, 0},
		{`\require{html}`, `undefined control sequence \require`, 0},
		{`\unicode{x41}`, `undefined control sequence \unicode`, 0},
	} {
		_, err := shared().Typeset(c.tex, true)
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), c.want) || e.Offset != c.offset {
			t.Errorf("%.40q: got %v, want %q at %d", c.tex, err, c.want, c.offset)
		}
	}
}

// TestNothingLeaks typesets formulas in two orders: what one defines, the next
// does not see, and the result is the same.
func TestNothingLeaks(t *testing.T) {
	formulas := []string{`\def\foo{a}\foo`, `\foo`, `\newcommand{\bar}[1]{#1+#1}\bar{y}`, `\bar{y}`, `\renewcommand{\alpha}{b}\alpha`, `\alpha`, `\mathbb{R}`, `\boldsymbol{\theta}`}
	if _, err := shared().Typeset(`\foo`, false); err == nil {
		t.Error(`\foo is defined`)
	}
	backwards, err := Open("")
	if err != nil {
		t.Fatal(err)
	}
	defer backwards.Close()
	other := map[string]*Formula{}
	for i := len(formulas) - 1; i >= 0; i-- {
		other[formulas[i]], _ = backwards.Typeset(formulas[i], false)
	}
	for _, tex := range formulas {
		f, _ := shared().Typeset(tex, false)
		if !reflect.DeepEqual(f, other[tex]) {
			t.Errorf("%s depends on the formulas before it", tex)
		}
	}
}

func TestBoxes(t *testing.T) {
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

func TestBreaks(t *testing.T) {
	f, err := shared().Typeset(`x^2 + y^2 = z^2`, false)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Breaks) != 2 || f.Breaks[0].Relation || !f.Breaks[1].Relation {
		t.Fatalf("breaks %+v", f.Breaks)
	}
	for _, b := range f.Breaks {
		if b.EndX <= 0 || b.StartX <= b.EndX || b.StartX >= f.Width {
			t.Errorf("break %+v in a formula of width %d", b, f.Width)
		}
	}
	if f, _ := shared().Typeset(`\frac{a+b}{c=d}`, false); len(f.Breaks) != 0 {
		t.Errorf("a fraction breaks at %+v", f.Breaks)
	}
}

// TestCorpus typesets formulas of many fields and looks at their boxes: what
// is drawn lies in or near the box.
func TestCorpus(t *testing.T) {
	src, err := os.ReadFile("testdata/formulas.txt")
	if err != nil {
		t.Fatal(err)
	}
	var sources []Source
	for _, line := range strings.Split(string(src), "\n") {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "%") {
			sources = append(sources, Source{line, true})
		}
	}
	if len(sources) < 100 {
		t.Fatalf("only %d formulas", len(sources))
	}
	shared().TypesetAll(sources)
	for _, s := range sources {
		f, err := shared().Typeset(s.TeX, s.Display)
		if err != nil {
			t.Errorf("%s: %v", s.TeX, err)
			continue
		}
		if len(f.Shapes)+len(f.Rules) == 0 || f.Width <= 0 || f.Height+f.Depth <= 0 {
			t.Errorf("%s: nothing is drawn", s.TeX)
		}
		const slack = 700
		for _, shape := range f.Shapes {
			if shape.X < -slack || shape.X > f.Width+slack || shape.Y < -f.Depth-2*slack || shape.Y > f.Height+slack {
				t.Errorf("%s: a glyph stands at %d, %d outside of %d × %d + %d", s.TeX, shape.X, shape.Y, f.Width, f.Height, f.Depth)
			}
		}
	}
}

func TestCache(t *testing.T) {
	dir := t.TempDir()
	first := typesetOne(t, dir, `\sum_i x_i`)
	files, _ := filepath.Glob(filepath.Join(dir, "*.cache"))
	if len(files) != 1 {
		t.Fatalf("cache files: %v", files)
	}
	typesetOne(t, dir, `y^2`)
	good, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	// Whatever happens to the file, the formula comes out the same.
	for name, spoiled := range map[string][]byte{
		"as it is":          good,
		"cut off":           good[:len(good)/3],
		"empty":             {},
		"a byte is another": append(append([]byte{}, good[:100]...), append([]byte{good[100] ^ 1}, good[101:]...)...),
		"rubbish before":    append([]byte("rubbish\xf0PS1rubbish"), good...),
		"rubbish":           bytes.Repeat([]byte{0xf0, 'P', 'S', '1', 0xff}, 1000),
	} {
		if err := os.WriteFile(files[0], spoiled, 0o600); err != nil {
			t.Fatal(err)
		}
		if again := typesetOne(t, dir, `\sum_i x_i`); !equal(first, again) {
			t.Errorf("%s: another formula", name)
		}
	}
	// A second run does not start an engine.
	ts, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer ts.Close()
	if _, err := ts.Typeset(`\sum_i x_i`, true); err != nil || ts.started != 0 {
		t.Errorf("%d engines were started, error %v", ts.started, err)
	}
	// A folder that cannot be made is no error.
	typesetOne(t, filepath.Join(files[0], "below a file"), `x`)
}

func typesetOne(t *testing.T, dir, tex string) *Formula {
	t.Helper()
	ts, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer ts.Close()
	f, err := ts.Typeset(tex, true)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestParallel(t *testing.T) {
	dir := t.TempDir()
	a, _ := Open(dir)
	b, _ := Open(dir)
	var wg sync.WaitGroup
	for _, ts := range []*Typesetter{a, b} {
		for range 4 {
			wg.Go(func() {
				for i := range 12 {
					if _, err := ts.Typeset(fmt.Sprintf("x_{%d}", i), false); err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	wg.Wait()
	a.Close()
	b.Close()
	c, _ := Open(dir)
	defer c.Close()
	for i := range 12 {
		if c.cache.get(Source{fmt.Sprintf("x_{%d}", i), false}) == nil {
			t.Errorf("formula %d is not in the cache", i)
		}
	}
}

func TestEncode(t *testing.T) {
	f, err := shared().Typeset(`\widehat{abc} + \overbrace{x}^{n} = \begin{cases} a \\ b \end{cases}`, true)
	if err != nil {
		t.Fatal(err)
	}
	again, err := decode(encode(f))
	if err != nil || !equal(f, again) {
		t.Errorf("a formula changes in the cache: %v", err)
	}
}

// equal compares formulas; nil and empty lists are the same.
func equal(a, b *Formula) bool { return bytes.Equal(encode(a), encode(b)) }

func FuzzDecode(f *testing.F) {
	if formula, err := shared().Typeset(`x^2`, true); err == nil {
		f.Add(encode(formula))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if formula, err := decode(data); err == nil {
			if again, err := decode(encode(formula)); err != nil || !equal(formula, again) {
				t.Fatal("not stable")
			}
		}
	})
}

func FuzzTypeset(f *testing.F) {
	for _, tex := range []string{`x^2`, `\frac{a}{b}`, `\begin{pmatrix}a&b\\c&d\end{pmatrix}`, `\def\x{y}\x`, `\ce{H2O}`, `\left(\sqrt[3]{x}\right)`, `\text{a $b$ c}`, `\bm{\alpha}_{i,j}`, `\cancel{x}\boxed{y}`} {
		f.Add(tex)
	}
	f.Fuzz(func(t *testing.T, tex string) {
		formula, err := shared().Typeset(tex, true)
		if (formula == nil) == (err == nil) {
			t.Fatal("neither a formula nor an error, or both")
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
		if _, _, err := e.typeset(fmt.Sprintf(`\frac{\partial L}{\partial w_{%d}} = \sum_{i=1}^n \bigl(y_i - \hat y_i\bigr) x_i`, n), true); err != nil {
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
