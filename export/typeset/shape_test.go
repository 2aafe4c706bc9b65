package typeset

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"github.com/papersetter/papersetter/export/math"
)

func fonts(t testing.TB) *Fonts {
	t.Helper()
	f, err := LoadFonts()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func runsText(runs []*Glyphs) string {
	var b strings.Builder
	for _, r := range runs {
		text := ""
		for _, g := range r.Run {
			if r.RTL {
				text = g.Text + text
			} else {
				text += g.Text
			}
		}
		b.WriteString(text)
	}
	return b.String()
}

// leftToRight returns runs as they stand.
func leftToRight(runs []*Glyphs) []*Glyphs {
	l := Line{}
	for _, r := range runs {
		l.Items = append(l.Items, r)
	}
	var sorted []*Glyphs
	for _, it := range itemsLeftToRight(l) {
		sorted = append(sorted, it.(*Glyphs))
	}
	return sorted
}

var styles = []Style{
	{Size: 11 * Point},
	{Size: 11 * Point, Bold: true},
	{Size: 11 * Point, Italic: true},
	{Size: 11 * Point, Bold: true, Italic: true},
	{Size: 9 * Point, Mono: true},
	{Size: 9 * Point, Mono: true, Bold: true},
	{Size: 14 * Point, Sans: true},
	{Size: 14 * Point, Sans: true, Bold: true, Spacing: Point},
	{Size: 11 * Point, Spacing: Point},
	{Size: 11 * Point, Japanese: true},
}

func TestFacesHaveMetricsAndNames(t *testing.T) {
	f := fonts(t)
	seen := map[string]bool{}
	for _, face := range append(append(f.Text[:], f.Mono[:]...), f.Symbols) {
		m := face.Metrics()
		if seen[face.Name()] {
			t.Errorf("%s: name used twice", face.Name())
		}
		seen[face.Name()] = true
		if face.UnitsPerEm() != 1000 || m.Ascent <= 0 || m.Descent >= 0 || m.CapHeight < 500 || m.XHeight < 400 || m.BBox[0] >= m.BBox[2] || m.BBox[1] >= m.BBox[3] {
			t.Errorf("%s: units %d, metrics %+v", face.Name(), face.UnitsPerEm(), m)
		}
	}
	if m := f.Text[3].Metrics(); !m.Bold || !m.Italic || !m.Serif || m.Fixed || m.ItalicAngle >= 0 {
		t.Errorf("bold italic: %+v", m)
	}
	if m := f.Mono[1].Metrics(); !m.Bold || m.Italic || m.Serif || !m.Fixed {
		t.Errorf("bold mono: %+v", m)
	}
}

func TestOutlinesAreClosed(t *testing.T) {
	f := fonts(t)
	for _, face := range []*Face{f.Text[2], f.Mono[0], f.Symbols} {
		for id := range uint16(400) {
			path := face.Outline(id)
			open := false
			for i, s := range path {
				switch s.Op {
				case math.MoveTo:
					if open {
						t.Fatalf("%s %d: segment %d begins a contour within a contour", face.Name(), id, i)
					}
					open = true
				case math.Close:
					if !open {
						t.Fatalf("%s %d: segment %d closes nothing", face.Name(), id, i)
					}
					open = false
				}
			}
			if open {
				t.Fatalf("%s %d: last contour is open", face.Name(), id)
			}
		}
		if space, ok := face.GlyphFor(' '); !ok || face.Outline(space) != nil || face.Advance(space) == 0 {
			t.Errorf("%s: wrong space", face.Name())
		}
	}
	// The outline of a TrueType glyph, made of quadratic curves, keeps to the
	// box of the letter.
	o, _ := f.Mono[0].GlyphFor('o')
	low, high := 0, 0
	for _, s := range f.Mono[0].Outline(o) {
		for _, p := range s.P[:] {
			low, high = min(low, p.Y), max(high, p.Y)
		}
	}
	if x := f.Mono[0].Metrics().XHeight; low < -20 || high < x || high > x+20 {
		t.Errorf("o reaches from %d to %d, x-height %d", low, high, x)
	}
}

func TestShapeKerns(t *testing.T) {
	f := fonts(t)
	st := Style{Size: 1000 * Point}
	width := func(s string) Length {
		_, w, err := f.Shape(s, st)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	if kern := width("AV") - width("A") - width("V"); kern >= -20*Point {
		t.Errorf("AV is kerned by %d/65536 of a thousandth of an em", kern)
	}
	a, _ := f.Text[0].GlyphFor('V')
	if got, want := width("V"), Length(f.Text[0].Advance(a))*Point; got != want {
		t.Errorf("V is %d wide, want %d", got, want)
	}
}

func TestMonoHasNoLigatures(t *testing.T) {
	f := fonts(t)
	for _, s := range []string{"!=", "=>", "->", ":=", "www", "fi", "ffi", "<=>", "0xFF"} {
		runs, w, err := f.Shape(s, Style{Mono: true, Size: 10 * Point})
		if err != nil || len(runs) != 1 {
			t.Fatal(s, runs, err)
		}
		for i, r := range []rune(s) {
			if want, _ := f.Mono[0].GlyphFor(r); runs[0].Run[i].ID != want || runs[0].Run[i].Text != string(r) {
				t.Errorf("%s: glyph %d is %+v, want the default glyph of %c", s, i, runs[0].Run[i], r)
			}
		}
		if want := 6 * Point * Length(len(s)); w != want {
			t.Errorf("%s is %d wide, want %d", s, w, want)
		}
	}
}

func TestShapeKeepsText(t *testing.T) {
	f := fonts(t)
	for _, st := range styles {
		for _, s := range []string{
			"", " ", "Affinity", "e\u0301 naïve", "AV To", "a\u00a0b\u202fc\u2009d\u2011e", "∇∮ℵ⟦x⟧ ≤ α→β", "Ελλάδα Привет",
			"q\u0323\u0307\u0301", strings.Repeat("long", 1000), "x\u200dy",
		} {
			runs, _, err := f.Shape(s, st)
			if got := runsText(runs); err != nil || got != s {
				t.Errorf("%+v: %q comes out as %q, %v", st, s, got, err)
			}
		}
	}
}

func TestShapeDropsWhatIsInvisible(t *testing.T) {
	f := fonts(t)
	runs, _, err := f.Shape("\ufeffa\u00adb\u200bc\u202ed\u2066e\tf\ng\u200d", Style{Size: Point})
	if got := runsText(runs); err != nil || strings.TrimRight(got, "\u200d") != "abcde f g" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestMissingGlyphs(t *testing.T) {
	f := fonts(t)
	for _, tc := range []struct {
		in, out string
		missing rune
	}{
		{"a😀b", "ab", '😀'},
		{"a\xffb", "ab", unicode.ReplacementChar},
		{"a\x00b", "ab", 0},
		{"a\U0010FFFFb", "ab", '\U0010FFFF'},
		{"ગુ", "", 'ગ'},
		{"x\u0ACDy", "xy", '\u0ACD'},
	} {
		runs, _, err := f.Shape(tc.in, Style{Size: Point})
		var missing *MissingGlyphError
		if !errors.As(err, &missing) || missing.Rune != tc.missing || runsText(runs) != tc.out {
			t.Errorf("%q: got %q, %v, want %q without %U", tc.in, runsText(runs), err, tc.out, tc.missing)
		}
		if r, ok := f.Missing(tc.in, Style{Size: Point}); !ok || r != tc.missing {
			t.Errorf("Missing(%q) = %U, %v", tc.in, r, ok)
		}
	}
}

// Whatever a style prints, it prints with a real glyph and keeps its text.
func TestNoCharacterBecomesABox(t *testing.T) {
	f := fonts(t)
	printed := 0
	for _, st := range []Style{styles[0], styles[3], styles[4]} {
		for r := rune(0); r <= unicode.MaxRune; r++ {
			if r > 0x20000 && r%7 != 0 {
				continue
			}
			s := string(r)
			if _, missing := f.Missing(s, st); missing || invisible(r) || joiner(r) || strings.ContainsRune("\t\n\r", r) {
				continue
			}
			printed++
			runs, _, err := f.Shape(s, st)
			if err != nil || runsText(runs) != s {
				t.Fatalf("%U: %q, %v", r, runsText(runs), err)
			}
			for _, run := range runs {
				for _, g := range run.Run {
					if g.ID == 0 {
						t.Errorf("%U is printed as a box by %s", r, run.Face.Name())
					}
				}
			}
		}
	}
	if printed < 9000 {
		t.Errorf("only %d characters are printed", printed)
	}
}

func TestShapeIsTheSameForEveryGoroutine(t *testing.T) {
	f := fonts(t)
	fresh := &Fonts{Symbols: &Face{name: "s", data: f.Symbols.data}}
	for i, face := range f.Text {
		fresh.Text[i] = &Face{name: face.name, data: face.data, ligatures: true}
	}
	for i, face := range f.Sans {
		fresh.Sans[i] = &Face{name: face.name, data: face.data, ligatures: true}
	}
	for i, face := range f.Mono {
		fresh.Mono[i] = &Face{name: face.name, data: face.data}
	}
	want := make([][]*Glyphs, len(styles))
	for i, st := range styles {
		want[i], _, _ = f.Shape(sample, st)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i, st := range styles {
				got, _, _ := fresh.Shape(sample, st)
				same := slices.EqualFunc(got, want[i], func(a, b *Glyphs) bool {
					return a.Face.name == b.Face.name && a.X == b.X && reflect.DeepEqual(a.Run, b.Run)
				})
				if !same {
					t.Error("different glyphs")
				}
				fresh.Text[0].Outline(40)
				fresh.Mono[0].Outline(240)
				fresh.Text[0].Metrics()
			}
		})
	}
	wg.Wait()
}

func TestWordCacheForgets(t *testing.T) {
	var c wordCache
	w := &shapedWord{}
	key := func(i int) string { return string(rune('a'+i%26)) + strings.Repeat("x", i%13) + string(rune(0x4e00+i)) }
	for i := range 3 * maxGeneration {
		c.put(0, key(i), w)
		c.put(1, "kept", w)
		if c.get(1, "kept") == nil {
			t.Fatal("a word in use is forgotten")
		}
	}
	if n := len(c.young) + len(c.old); n > 2*maxGeneration {
		t.Errorf("%d words are kept", n)
	}
	if c.get(0, key(0)) != nil {
		t.Error("an old word is still there")
	}
	c.put(0, strings.Repeat("x", maxCachedWord+1), w)
	if c.get(0, strings.Repeat("x", maxCachedWord+1)) != nil {
		t.Error("a long word is kept")
	}
}

func FuzzShape(f *testing.F) {
	for _, s := range []string{sample, "\xff\xfe", "\U00010000\u202e\u200b", "e\u0301\u0301\u0301", "\u200d\u200d", "\u0e33\u1100\u1161", strings.Repeat("\u0301", 2000)} {
		f.Add(s, uint8(0))
	}
	for i, s := range foreign {
		f.Add(s, uint8(i))
	}
	all := fonts(f)
	f.Fuzz(func(t *testing.T, s string, style uint8) {
		st := styles[int(style)%len(styles)]
		runs, w, err := all.Shape(s, st)
		x := Length(0)
		for _, r := range leftToRight(runs) {
			if r.X != x && len(r.Run) > 0 {
				t.Fatalf("run at %d, want %d", r.X, x)
			}
			for _, g := range r.Run {
				x += g.Advance
			}
		}
		if x != w {
			t.Fatalf("advance %d, runs end at %d", w, x)
		}
		r, missing := all.Missing(s, st)
		if missing != (err != nil) || missing && err.(*MissingGlyphError).Rune != r {
			t.Fatalf("Missing says %U, %v, Shape %v", r, missing, err)
		}
		if got, want := runsText(runs), printable(all, s, st); got != want {
			t.Fatalf("%q comes out as %q, want %q", s, got, want)
		}
	})
}

// printable is the text that the glyphs of s should carry.
func printable(f *Fonts, s string, st Style) string {
	var b strings.Builder
	for word := range words(s) {
		var w shapedWord
		for cluster := range f.covered(st.variant(), word, &w) {
			b.WriteString(string(cluster))
		}
	}
	return b.String()
}
