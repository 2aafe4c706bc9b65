package math

import (
	"errors"
	"strings"
	"testing"
)

// TestTag: a tag is not drawn and takes no room.
func TestTag(t *testing.T) {
	needsSpeed(t)
	for _, c := range []struct{ tex, without, tag string }{
		{`x = y \tag{1}`, `x = y`, "(1)"},
		{`\tag{1} x = y`, `x = y`, "(1)"},
		{`x \tag{3a}`, `x`, "(3a)"},
		{`x \tag*{A}`, `x`, "A"},
		{`x \tag*{Eq.~2}`, `x`, "Eq. 2"},
		{`x \tag{$\ast$}`, `x`, "(∗)"},
		{`x \tag{$\dagger$}`, `x`, "(†)"},
		{`x \tag{$1'$}`, `x`, "(1′)"},
		{`x \tag{\textbf{2}}`, `x`, "(2)"},
		{`x \notag`, `x`, ""},
		{`x \nonumber`, `x`, ""},
		{`\begin{equation} x \tag{2} \end{equation}`, `\begin{equation} x \end{equation}`, "(2)"},
		{`\begin{equation*} x \tag{2} \end{equation*}`, `x`, "(2)"},
		{`\begin{equation} \begin{aligned} a &= b \\ &= c \end{aligned} \tag{2} \end{equation}`, `\begin{aligned} a &= b \\ &= c \end{aligned}`, "(2)"},
		{`\frac{a}{b} \tag{1}`, `\frac{a}{b}`, "(1)"},
	} {
		f, want := typeset(t, c.tex, true), typeset(t, c.without, true)
		if f.Tag != c.tag || f.RowTags != nil {
			t.Errorf("%s: tag %q, %v", c.tex, f.Tag, f.RowTags)
		}
		if !sameDrawing(f, want) || f.Height != want.Height || f.Depth != want.Depth {
			t.Errorf("%s: %d × %d + %d, without its tag %d × %d + %d", c.tex, f.Width, f.Height, f.Depth, want.Width, want.Height, want.Depth)
		}
	}
}

// TestRowTags: each tag has the baseline of its row, and the rows are as wide as
// without.
func TestRowTags(t *testing.T) {
	needsSpeed(t)
	for _, c := range []struct{ tex, without, tags string }{
		{`\begin{align} x &= y \tag{2} \\ x &= z \tag*{A} \end{align}`, `\begin{align} x &= y \\ x &= z \end{align}`, "(2) A"},
		{`\begin{align} x \\ x \tag{2} \\ x \end{align}`, `\begin{align} x \\ x \\ x \end{align}`, " (2) "},
		{`\begin{align*} x \tag{1} \\ x \notag \end{align*}`, `\begin{align*} x \\ x \end{align*}`, "(1) "},
		{`\begin{gather} x \tag{1} \\ x \tag{2} \end{gather}`, `\begin{gather} x \\ x \end{gather}`, "(1) (2)"},
		{`\begin{multline} x + \\ x \tag{3} \end{multline}`, `\begin{multline} x + \\ x \end{multline}`, " (3)"},
		{`\begin{align} x \tag{1} \\[3em] x \frac{1}{\frac{1}{2}} \tag{2} \end{align}`, `\begin{align} x \\[3em] x \frac{1}{\frac{1}{2}} \end{align}`, "(1) (2)"},
		{`\begin{flalign} x & \tag{1} \\ x & \tag{2} \end{flalign}`, `\begin{flalign} x & \\ x & \end{flalign}`, "(1) (2)"},
	} {
		f, want := typeset(t, c.tex, true), typeset(t, c.without, true)
		if !sameDrawing(f, want) {
			t.Errorf("%s: width %d, without its tags %d", c.tex, f.Width, want.Width)
		}
		var baselines []int // of the rows: each begins with an x
		for _, s := range f.Shapes {
			if s.Glyph == f.Shapes[0].Glyph && (len(baselines) == 0 || s.Y < baselines[len(baselines)-1]) {
				baselines = append(baselines, s.Y)
			}
		}
		tags := f.RowTags
		for i, text := range strings.Split(c.tags, " ") {
			if text == "" {
				continue
			}
			if len(tags) == 0 || tags[0].Text != text || i >= len(baselines) || tags[0].Y != baselines[i] {
				t.Errorf("%s: tags %v, baselines %v", c.tex, f.RowTags, baselines)
				break
			}
			tags = tags[1:]
		}
		if f.Tag != "" {
			t.Errorf("%s: tag %q of the whole", c.tex, f.Tag)
		}
		if again, err := decode(encode(f)); err != nil || !equal(f, again) {
			t.Errorf("%s changes in the cache: %v", c.tex, err)
		}
	}
}

func TestTagErrors(t *testing.T) {
	needsSpeed(t)
	for _, c := range []struct {
		tex     string
		display bool
		want    string
		offset  int
	}{
		{`x \tag{1}`, false, `the \tag belongs to a formula on a line of its own`, 2},
		{`\begin{align} x \tag{1} \end{align}`, false, `the \tag belongs to a formula on a line of its own`, 16},
		{`x \tag{1} \tag{2}`, true, `multiple \tag`, 10},
		{`\begin{align} x \tag{1} \end{align} \tag{2}`, true, `the formula has more than one \tag`, 16},
		{`x \tag{$\frac12$}`, true, `the \tag is not plain text`, 2},
		{`\begin{align} x \tag{$\frac12$} \end{align}`, true, `the \tag is not plain text`, 16},
		{`\begin{aligned} x \tag{1} \end{aligned}`, true, `\tag not allowed in aligned environment`, 18},
		{`x \label{a}`, true, `\label cannot be used`, 2},
		{`x = \ref{a}`, true, `\ref cannot be used: write the number itself, such as (1)`, 4},
	} {
		_, err := shared().Typeset(c.tex, c.display)
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(e.Message, c.want) || e.Offset != c.offset {
			t.Errorf("%s: got %#v, want %q at %d", c.tex, err, c.want, c.offset)
		}
	}
}

func TestTagMathML(t *testing.T) {
	needsSpeed(t)
	got, err := shared().MathML(`\begin{align} a &= b \tag{2} \\ c &= d \end{align}`, true)
	if err != nil || strings.Count(got, "<mtext>(2)</mtext></mtd></mtr>") != 1 {
		t.Errorf("%s, %v", got, err)
	}
}
