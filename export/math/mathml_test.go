package math

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

// arity is how many children the elements have that know theirs by their place.
var arity = map[string]int{
	"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3, "semantics": 2,
}

// checkMarkup reads MathML as XML and looks for what no browser knows; it
// returns the annotation.
func checkMarkup(t *testing.T, tex, markup string) (annotation string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(markup))
	type open struct {
		name     string
		children int
	}
	stack := []open{{}}
	for {
		token, err := d.Token()
		if err == io.EOF {
			return annotation
		}
		if err != nil {
			t.Errorf("%s: %v in %s", tex, err, markup)
			return ""
		}
		top := &stack[len(stack)-1]
		switch token := token.(type) {
		case xml.StartElement:
			top.children++
			stack = append(stack, open{name: token.Name.Local})
			for _, a := range token.Attr {
				if strings.HasPrefix(a.Name.Local, "data-") || a.Name.Local == "class" || strings.HasPrefix(a.Value, "-tex") {
					t.Errorf("%s: %s has %s=%q", tex, token.Name.Local, a.Name.Local, a.Value)
				}
			}
			if name := token.Name.Local; name == "mlabeledtr" || name == "merror" || name == "TeXAtom" || name == "mfenced" {
				t.Errorf("%s: an element %s", tex, name)
			}
		case xml.EndElement:
			if want, ok := arity[top.name]; ok && top.children != want {
				t.Errorf("%s: %s has %d children: %s", tex, top.name, top.children, markup)
			}
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if top.name == "annotation" {
				annotation += string(token)
			}
		}
	}
}

// TestMathMLCorpus reads the markup of the corpus: it is XML, carries the TeX
// and nothing that is MathJax's own.
func TestMathMLCorpus(t *testing.T) {
	needsSpeed(t)
	for _, s := range corpus(t, true) {
		markup, err := shared().MathML(s.TeX, true)
		if err != nil {
			t.Errorf("%s: %v", s.TeX, err)
			continue
		}
		if got := checkMarkup(t, s.TeX, markup); got != s.TeX {
			t.Errorf("%s: annotated with %q", s.TeX, got)
		}
	}
}

func TestMathML(t *testing.T) {
	needsSpeed(t)
	for _, c := range []struct{ tex, want string }{
		{`x^2`, `<msup><mi>x</mi><mn>2</mn></msup>`},
		{`\mathbb{R} \bm{x} \mathcal{F}`, `<mi>ℝ</mi><mi>𝒙</mi><mi>ℱ</mi>`},
		{`\Gamma \mathrm{d}`, `<mi mathvariant="normal">Γ</mi><mi mathvariant="normal">d</mi>`},
		{`\bm\nabla\bm\alpha\mathbf{3}`, `<mi>𝛁</mi><mi>𝜶</mi><mn>𝟑</mn>`},
		{`\text{\textbf{no} $y$}`, `<mtext style="font-weight:bold">no</mtext><mtext>&#xA0;</mtext><mi>y</mi>`},
		{`a<b`, `<mi>a</mi><mo>&lt;</mo><mi>b</mi>`},
		{`\sin x`, `<mi>sin</mi><mo>&#x2061;</mo><mi>x</mi>`},
		{`\begin{cases} a & b \end{cases}`, `<mtd style="text-align:left;padding-left:0;padding-right:0.5em"><mi>a</mi></mtd>`},
		{`\boxed{a}`, `<mrow style="border:thin solid;padding:0.2em"><mstyle displaystyle="true"><mi>a</mi></mstyle></mrow>`},
		{`\cancel{a}`, `<menclose notation="updiagonalstrike"`},
		{`\qty{3}{\metre}`, `<mn>3</mn><mspace width="0.167em"></mspace><mi mathvariant="normal">m</mi>`},
	} {
		got, err := shared().MathML(c.tex, false)
		if err != nil || !strings.Contains(got, c.want) {
			t.Errorf("%s: %v\ngot  %s\nwant %s", c.tex, err, got, c.want)
		}
	}
	got, err := shared().MathML(`x "<&`, true)
	if want := `<math xmlns="http://www.w3.org/1998/Math/MathML" display="block" alttext="x &quot;&lt;&amp;">`; err == nil {
		t.Errorf("%s: no error", got)
	} else if got, err = shared().MathML(`x "<\&`, true); err != nil || !strings.HasPrefix(got, strings.Replace(want, "&amp;", `\&amp;`, 1)) {
		t.Errorf("got %s, %v", got, err)
	}
	// What is in no font is not published either, and faults have their places.
	for tex, offset := range map[string]int{`a + \nope`: 4, `\text{क}`: 0, ` `: 0, `\frac{1}{2`: 8} {
		var e *Error
		if _, err := shared().MathML(tex, true); !errors.As(err, &e) || e.Offset != offset {
			t.Errorf("%s: %v", tex, err)
		}
	}
}

// TestMathMLCache has markup from the disk, which is none of the outlines'.
func TestMathMLCache(t *testing.T) {
	needsSpeed(t)
	dir := t.TempDir()
	var want string
	for i := range 2 {
		ts, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ts.MathML(`\alpha`, false)
		if err != nil || i > 0 && (got != want || ts.engines.begun != 0) {
			t.Errorf("run %d: %q, %v, %d engines", i, got, err, ts.engines.begun)
		}
		want = got
		if block, err := ts.MathML(`\alpha`, true); err != nil || block == got {
			t.Errorf("run %d: block %q, %v", i, block, err)
		}
		ts.Close()
	}
}

// FuzzMathML: what is drawn is well-formed as MathML, too.
func FuzzMathML(f *testing.F) {
	needsSpeed(f)
	for _, tex := range []string{`x^2`, `\text{<&">}`, `\begin{cases} a & b \\ c \end{cases}`, `\cancel{x}\boxed{y}`, `\ce{H2O}`, `\bm{\alpha}_{i,j}`, `\begin{align} a \tag{1} \end{align}`, "x % \uffff"} {
		f.Add(tex)
	}
	f.Fuzz(func(t *testing.T, tex string) {
		if len(tex) > 300 {
			return
		}
		if markup, err := shared().MathML(tex, true); err == nil {
			checkMarkup(t, tex, markup)
		}
	})
}
