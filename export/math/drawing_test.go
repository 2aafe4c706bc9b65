package math

import (
	"reflect"
	"slices"
	"testing"
)

func typeset(t *testing.T, tex string, display bool) *Formula {
	t.Helper()
	f, err := shared().Typeset(tex, display)
	if err != nil {
		t.Fatalf("%s: %v", tex, err)
	}
	return f
}

// TestRules counts the lines that MathJax draws without glyphs: each kind
// takes another way through the drawing.
func TestRules(t *testing.T) {
	needsSpeed(t)
	for _, c := range []struct {
		tex           string
		rules, shapes int
	}{
		{`\frac{a}{b}`, 1, 2},
		{`\boxed{a}`, 4, 1},
		{`\fbox{a}`, 4, 1},
		{`\begin{array}{|c|c|} \hline a & b \\ \hline c & d \\ \hline \end{array}`, 6, 4},
		{`\begin{array}{||c|} a \end{array}`, 3, 1},
		{`\cancel{x}`, 0, 2},
		{`\xcancel{x}`, 0, 3},
		{`\cancelto{0}{x}`, 0, 3},
		{`\rule{1em}{2em}`, 1, 0},
		{`\underbracket{x}`, 0, 4},
		{`x = y \tag{1}`, 0, 3},
		{`\phantom{x} y`, 0, 1},
	} {
		f := typeset(t, c.tex, true)
		if len(f.Rules) != c.rules || len(f.Shapes) != c.shapes {
			t.Errorf("%s: %d rules, %d shapes; want %d, %d", c.tex, len(f.Rules), len(f.Shapes), c.rules, c.shapes)
		}
	}
	if f := typeset(t, `\begin{array}{c:c} a & b \end{array}`, true); len(f.Rules) < 4 {
		t.Errorf("%d dashes", len(f.Rules))
	}
}

// TestStretched: a tall bracket is made of pieces seen through windows that
// meet.
func TestStretched(t *testing.T) {
	needsSpeed(t)
	f := typeset(t, `\left( \begin{matrix} a \\ b \\ c \\ d \\ e \\ f \end{matrix} \right.`, true)
	var windows []Rule
	for _, s := range f.Shapes {
		if s.Clip != nil {
			windows = append(windows, *s.Clip)
		}
	}
	if len(windows) == 0 {
		t.Fatal("no piece has a window")
	}
	if box := ink(f); box[3] < f.Height-60 || box[1] > -f.Depth+60 {
		t.Errorf("ink %v of a bracket %d + %d tall", box, f.Height, f.Depth)
	}
}

func TestBreaks(t *testing.T) {
	needsSpeed(t)
	for _, c := range []struct {
		tex      string
		relation []bool
	}{
		{`x^2 + y^2 = z^2`, []bool{false, true}},
		{`\frac{a+b}{c=d}`, nil},
		{`{a = b} + c`, []bool{false}},
		{`\left( a + b \right) = c`, []bool{true}},
		{`x = -1`, []bool{true}},
		{`= a`, nil},
		{`a < = b`, []bool{true}},
		{`a =`, nil},
		{`\displaystyle a = b`, []bool{true}},
		{`a \stackrel{!}{=} b \coloneqq c`, []bool{true, true}},
		{`a \implies b`, []bool{true}},
	} {
		f := typeset(t, c.tex, false)
		var got []bool
		for _, b := range f.Breaks {
			got = append(got, b.Relation)
		}
		if !slices.Equal(got, c.relation) {
			t.Errorf("%s: breaks %+v, want %v", c.tex, f.Breaks, c.relation)
		}
		checkParts(t, f)
	}
	if f := typeset(t, `a = b`, true); f.Breaks != nil {
		t.Errorf("a display has the breaks %+v", f.Breaks)
	}
}

// TestUnits compares numbers and units with plain TeX.
func TestUnits(t *testing.T) {
	needsSpeed(t)
	for _, c := range [][2]string{
		{`\num{1234}`, `1234`},
		{`\num{12345.67891}`, `12\,345.678\,91`},
		{`\num{-1.5e-3}`, `{-}1.5\times 10^{-3}`},
		{`\num{1,5}`, `1.5`},
		{`\num{e5}`, `10^{5}`},
		{`\num{1.2+-0.1}`, `1.2\pm 0.1`},
		{`\num{n}`, `n`},
		{`\unit{\kilo\gram\metre\per\second\squared}`, `\mathrm{kg}\,\mathrm{m}\,\mathrm{s}^{-2}`},
		{`\unit{m.s^{-2}}`, `\mathrm{m}\,\mathrm{s}^{-2}`},
		{`\unit{m/s^2}`, `\mathrm{m}/\mathrm{s}^{2}`},
		{`\unit{\square\centi\metre}`, `\mathrm{cm}^2`},
		{`\unit{\metre\tothe{4}}`, `\mathrm{m}^4`},
		{`\qty{3}{\kilo\ohm}`, `3\,\mathrm{k\Omega}`},
		{`\SI[options=x]{3}{m}`, `3\,\mathrm{m}`},
		{`\qty{20}{\degreeCelsius}`, `20\,\mathrm{{}^\circ C}`},
		{`\ang{45}`, `45^\circ`},
		{`\qtyrange{1}{5}{\metre}`, `1\,\mathrm{m}\text{ to }5\,\mathrm{m}`},
		{`\numrange{1}{5}`, `1\text{ to }5`},
		{`\numlist{1;2;3}`, `1\text{, }2\text{ and }3`},
	} {
		a, b := typeset(t, c[0], true), typeset(t, "{"+c[1]+"}", true)
		if !sameDrawing(a, b) {
			t.Errorf("%s is not %s", c[0], c[1])
		}
	}
}

func sameDrawing(a, b *Formula) bool {
	return a.Width == b.Width && reflect.DeepEqual(a.Glyphs, b.Glyphs) && reflect.DeepEqual(a.Shapes, b.Shapes)
}

func TestPath(t *testing.T) {
	path, err := parsePath("M0 0L10 0H20V30l-5 5Q0 3 3 9T9 9C1 2 3 4 5 6S7 8 9 10ZM1.5-2 3 4Z")
	if err != nil {
		t.Fatal(err)
	}
	want := []Segment{
		{MoveTo, [3]Point{{0, 0}}}, {LineTo, [3]Point{{10, 0}}}, {LineTo, [3]Point{{20, 0}}},
		{LineTo, [3]Point{{20, 30}}}, {LineTo, [3]Point{{15, 35}}},
		{CubicTo, [3]Point{{5, 14}, {1, 5}, {3, 9}}}, {CubicTo, [3]Point{{5, 13}, {7, 13}, {9, 9}}},
		{CubicTo, [3]Point{{1, 2}, {3, 4}, {5, 6}}}, {CubicTo, [3]Point{{7, 8}, {7, 8}, {9, 10}}},
		{Close, [3]Point{}}, {MoveTo, [3]Point{{2, -2}}}, {LineTo, [3]Point{{3, 4}}}, {Close, [3]Point{}},
	}
	if !slices.Equal(path, want) {
		t.Errorf("got  %v\nwant %v", path, want)
	}
	for _, bad := range []string{"L1 2", "M1", "M0 0A1 2", "M0 0Lx", "5 5", "M0 0Z5"} {
		if _, err := parsePath(bad); err == nil {
			t.Errorf("%q is a path", bad)
		}
	}
}
