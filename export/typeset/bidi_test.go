package typeset

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/papersetter/papersetter/export/math"
)

// itemsLeftToRight returns the items of a line as they stand. What has no width
// comes before what stands at the same place.
func itemsLeftToRight(l Line) []Item {
	items := slices.Clone(l.Items)
	slices.SortStableFunc(items, func(a, b Item) int {
		startA, endA := extent(a)
		startB, endB := extent(b)
		return cmp.Or(cmp.Compare(startA, startB), cmp.Compare(endA, endB))
	})
	return items
}

// extent is where an item begins and ends.
func extent(it Item) (from, to Length) {
	switch it := it.(type) {
	case *Glyphs:
		to = it.X
		for _, g := range it.Run {
			to += g.Advance
		}
		return it.X, to
	case *Formula:
		return it.X, it.X + 1
	case *Box:
		return it.X, it.X + it.W
	}
	return 0, 0
}

// visual is what a line looks like from left to right, character by character.
// Brackets are as they look, formulas are $ and gaps are ▭.
func visual(l Line) string {
	var b strings.Builder
	for _, it := range itemsLeftToRight(l) {
		switch it := it.(type) {
		case *Glyphs:
			b.WriteString(visualRun(it))
		case *Formula:
			b.WriteString("$" + it.Math.TeX + "$")
		default:
			b.WriteString("▭")
		}
	}
	return b.String()
}

func visualRun(r *Glyphs) string {
	var b strings.Builder
	for _, g := range r.Run {
		runes := []rune(g.Text)
		if r.RTL {
			slices.Reverse(runes)
			for i := range runes {
				runes[i] = mirrored(runes[i])
			}
		}
		b.WriteString(string(runes))
	}
	return b.String()
}

func mirrored(r rune) rune {
	if i := strings.IndexRune("()[]<>", r); i >= 0 {
		return rune("()[]<>"[i^1])
	}
	return r
}

var bidiOrders = []struct {
	text   string
	d      Direction
	rtl    bool
	visual string
}{
	{"abc", AutoDirection, false, "abc"},
	{"אבג", AutoDirection, true, "גבא"},
	{"אבג דה", AutoDirection, true, "הד גבא"},
	{"the word אבג דה is here", AutoDirection, false, "the word הד גבא is here"},
	{"אבג hello world דה", AutoDirection, true, "הד hello world גבא"},
	// Numbers run to the right, and so do times within Latin text.
	{"אבג 123 דה", AutoDirection, true, "הד 123 גבא"},
	{"אבג 123", LeftToRight, false, "123 גבא"},
	{"אבג 12 cd", LeftToRight, false, "12 גבא cd"},
	{"صفحة 25 من 40", AutoDirection, true, "40 نم 25 ةحفص"},
	{"السعر 12.50", AutoDirection, true, "12.50 رعسلا"},
	{"العام ٢٠٢٦ هنا", AutoDirection, true, "انه ٢٠٢٦ ماعلا"},
	{"ב-30 דקות", AutoDirection, true, "תוקד 30-ב"},
	{"12 + 7 אבג", RightToLeft, true, "גבא 7 + 12"},
	// Brackets look as their direction wants.
	{"אב (גד) הו", AutoDirection, true, "וה (דג) בא"},
	{"אב (abc) הו", AutoDirection, true, "וה (abc) בא"},
	{"see (אב) here", AutoDirection, false, "see (בא) here"},
	{"אב [1]", AutoDirection, true, "[1] בא"},
	{"abc.", RightToLeft, true, ".abc"},
	{"abc (d)", RightToLeft, true, "abc (d)"},
	{"אבג.", AutoDirection, true, ".גבא"},
	{"אבג.", LeftToRight, false, "גבא."},
	// Hidden overrides do not turn letters around.
	{"abc \u202edef\u202c אב", AutoDirection, false, "abc בא def"},
	{"a \u2067b אב\u2069 c", AutoDirection, false, "a בא b c"},
}

func TestOrderOfLines(t *testing.T) {
	for _, tc := range bidiOrders {
		p := paragraph(t, tc.text, body)
		p.Direction = tc.d
		lines, err := p.Lines(150*MM, LineOptions{Justify: true})
		if err != nil || len(lines) != 1 {
			t.Fatal(len(lines), err)
		}
		l := lines[0]
		checkLine(t, l, Measure{Width: 150 * MM})
		if got := visual(l); got != tc.visual || l.RTL != tc.rtl || p.RTL() != tc.rtl {
			t.Errorf("%q: looks like %q, want %q; RTL %v", tc.text, got, tc.visual, l.RTL)
		}
		if tc.rtl && l.Width != 150*MM || !tc.rtl && l.Start != 0 {
			t.Errorf("%q goes from %v to %v", tc.text, l.Start, l.Width)
		}
		if got := p.Natural(); got != l.Width-l.Start {
			t.Errorf("%q: naturally %v wide, set %v", tc.text, got, l.Width-l.Start)
		}
	}
}

func TestOrderOfShape(t *testing.T) {
	for _, tc := range bidiOrders {
		if tc.d != AutoDirection {
			continue
		}
		runs, _, err := fonts(t).Shape(tc.text, body)
		var b strings.Builder
		for _, r := range leftToRight(runs) {
			b.WriteString(visualRun(r))
		}
		if got := b.String(); got != tc.visual || err != nil {
			t.Errorf("%q: looks like %q, want %q, %v", tc.text, got, tc.visual, err)
		}
		want := LeftToRight
		if tc.rtl {
			want = RightToLeft
		}
		if got := DirectionOf(tc.text); got != want {
			t.Errorf("%q: direction %v", tc.text, got)
		}
	}
}

// Lines are broken in the order of the text, and only then ordered.
func TestMixedLinesBreakInTextOrder(t *testing.T) {
	p := paragraph(t, "אחת שתיים one two שלוש ארבע", body)
	lines, err := p.Lines(paragraph(t, "אחת שתיים one", body).Natural()+Point, LineOptions{})
	var got []string
	for _, l := range lines {
		got = append(got, visual(l))
	}
	if want := []string{"one םייתש תחא", "עברא שולש two"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, want %q, %v", got, want, err)
	}
}

func TestJustifiedFromRightToLeft(t *testing.T) {
	for _, s := range []string{foreign[4], foreign[5], foreign[8], foreign[9], foreign[10]} {
		s = strings.Repeat(s+" ", 4)
		p := paragraph(t, s, body)
		lines, err := p.Lines(100*MM, LineOptions{Justify: true})
		if err != nil || len(lines) < 3 {
			t.Fatal(len(lines), err)
		}
		full := 0
		for i, l := range lines {
			checkLine(t, l, Measure{Width: 100 * MM})
			if l.RTL && l.Width != 100*MM {
				t.Errorf("line %d of %s ends at %v", i, s, l.Width)
			}
			if l.Start == 0 && l.Width == 100*MM {
				full++
			}
		}
		if full < len(lines)-2 {
			t.Errorf("only %d of %d lines are full: %s", full, len(lines), s)
		}
	}
}

func TestFormulasAndGapsFromRightToLeft(t *testing.T) {
	p := NewText(fonts(t))
	p.Add("אם ", body)
	p.AddFormula(formula("x=1", 3000, math.Break{EndX: 1000, StartX: 1200, Relation: true}), 10*Point)
	p.Add(", השלימו: ", body)
	p.AddBlank(20 * MM)
	p.Add(" שם", body)
	lines, err := p.Lines(150*MM, LineOptions{})
	if err != nil || len(lines) != 1 {
		t.Fatal(len(lines), err)
	}
	if got, want := visual(lines[0]), "םש ▭ :ומילשה ,$x=1$ םא"; got != want {
		t.Errorf("looks like %q, want %q", got, want)
	}
	checkLine(t, lines[0], Measure{Width: 150 * MM})
	if got := printedText(lines[0]); got != "אם $x=1$, השלימו: ▭ שם" {
		t.Errorf("reads %q", got)
	}
	// A formula broken over lines goes on in order.
	if lines, err = p.Lines(25*Point, LineOptions{}); err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		checkLine(t, l, Measure{Width: 25 * Point})
	}
}

// An indent is at the side where lines begin.
func TestIndentFromRightToLeft(t *testing.T) {
	p := paragraph(t, foreign[5], body)
	lines, err := p.Lines(80*MM, LineOptions{Justify: true, Shape: []Measure{{Width: 80 * MM}, {Indent: 10 * MM, Width: 70 * MM}}})
	if err != nil || len(lines) < 2 {
		t.Fatal(len(lines), err)
	}
	if lines[0].Width != 80*MM || lines[1].Width != 70*MM || lines[1].Start < 0 {
		t.Errorf("lines end at %v and %v", lines[0].Width, lines[1].Width)
	}
}

// Hostile texts take no longer than others of their length.
func TestBidiTakesLinearTime(t *testing.T) {
	for name, unit := range map[string]string{
		"brackets": "(א[", "isolates": "\u2067א", "first strong isolates": "\u2068א ", "embeddings": "\u202bא", "closed isolates": "\u2067a\u2069א",
		"pairs": "(א) ", "numbers": "1א+", "Chinese": "中（", "marks": "א\u05b0",
	} {
		text := strings.Repeat(unit, 20000)
		start := time.Now()
		resolveLevels([]rune(text), AutoDirection)
		p := NewText(fonts(t))
		p.Add(text[:len(unit)*4000], body)
		p.Lines(100*MM, LineOptions{Justify: true})
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: %v", name, took)
		}
	}
}
