package typeset

import (
	"errors"
	"math/rand"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/papersetter/papersetter/export/math"
)

var body = Style{Size: 11 * Point}

// printedText is what a line says: the text of its glyphs, ▭ for a blank or a
// drawing, and the TeX of its formulas.
func printedText(l Line) string {
	var b strings.Builder
	for _, it := range l.Items {
		switch it := it.(type) {
		case *Glyphs:
			b.WriteString(runsText([]*Glyphs{it}))
		case *Formula:
			b.WriteString("$" + it.Math.TeX + "$")
		default:
			b.WriteString("▭")
		}
	}
	return b.String()
}

func paragraph(t testing.TB, text string, st Style) *Text {
	t.Helper()
	p := NewText(fonts(t))
	if err := p.Add(text, st); err != nil {
		t.Fatal(err)
	}
	return p
}

func broken(t testing.TB, p *Text, width Length, opts LineOptions) []string {
	t.Helper()
	lines, err := p.Lines(width, opts)
	if err != nil {
		t.Fatal(err)
	}
	texts := make([]string, len(lines))
	for i, l := range lines {
		texts[i] = printedText(l)
		checkLine(t, l, Measure{Width: width})
	}
	return texts
}

// checkLine checks that items stand in order, side by side, within the measure.
func checkLine(t testing.TB, l Line, m Measure) {
	t.Helper()
	if l.Width > m.Indent+m.Width {
		t.Errorf("line %q is %v wide, more than %v", printedText(l), l.Width, m.Indent+m.Width)
	}
	if !l.RTL && l.Start != m.Indent {
		t.Errorf("line %q begins at %v, want %v", printedText(l), l.Start, m.Indent)
	}
	x := l.Start
	items := itemsLeftToRight(l)
	for i, it := range items {
		at, end := x, x
		switch it := it.(type) {
		case *Glyphs:
			at = it.X
			end = at
			for _, g := range it.Run {
				end += g.Advance
			}
			if it.Y != 0 || len(it.Run) == 0 {
				t.Errorf("item %d of %q is empty or off the baseline", i, printedText(l))
			}
		case *Formula:
			at = it.X
			to := it.To
			if to == 0 {
				to = it.Math.Width
			}
			end = at + emOf(it.Size, to) - emOf(it.Size, it.From)
		case *Box:
			at, end = it.X, it.X+it.W
		}
		if at < x {
			t.Errorf("item %d of %q overlaps the one before", i, printedText(l))
		}
		x = max(x, end)
	}
	if x != l.Width && len(l.Items) > 0 {
		t.Errorf("line %q says it is %d wide and is %d", printedText(l), l.Width, x)
	}
}

func TestJustifiedLinesEndAtTheEdge(t *testing.T) {
	p := paragraph(t, sample, body)
	lines, err := p.Lines(120*MM, LineOptions{Justify: true})
	if err != nil || len(lines) < 4 {
		t.Fatal(len(lines), err)
	}
	for i, l := range lines {
		if last := i == len(lines)-1; l.Width != 120*MM && !last {
			t.Errorf("line %d is %d wide, want %d", i, l.Width, 120*MM)
		}
		if len(l.Items) != 1 {
			t.Errorf("line %d of one style has %d items, want one run", i, len(l.Items))
		}
		if l.Height < body.Size/2 || l.Height > body.Size || l.Depth < 0 || l.Depth > body.Size/3 {
			t.Errorf("line %d is %v high and %v deep", i, l.Height, l.Depth)
		}
	}
	joined := strings.Join(broken(t, p, 120*MM, LineOptions{Justify: true, NoHyphens: true}), " ")
	if joined != sample {
		t.Errorf("got %q", joined)
	}
}

func TestWhiteSpaceIsOneSpace(t *testing.T) {
	p := NewText(fonts(t))
	for _, s := range []string{"  a \n", "\t b", "  c  "} {
		p.Add(s, body)
	}
	if got := broken(t, p, 100*MM, LineOptions{}); len(got) != 1 || got[0] != "a b c" {
		t.Errorf("got %q", got)
	}
	mono := Style{Size: 10 * Point, Mono: true}
	p = NewText(fonts(t))
	p.Add("x", body)
	p.Add(" ", body)
	p.Add("if  a", mono)
	if got := broken(t, p, 100*MM, LineOptions{Justify: true}); len(got) != 1 || got[0] != "x if  a" {
		t.Errorf("got %q", got)
	}
}

func TestPlacesOfBreaks(t *testing.T) {
	mono := Style{Size: 10 * Point, Mono: true}
	for _, tc := range []struct {
		text  string
		st    Style
		first string // what fits on the first line: the width is that of its text
		want  string
	}{
		{"aa bb", body, "aa b", "aa|bb"},
		{"aa\u00a0bb cc", body, "aa\u00a0bb c", "aa\u00a0bb|cc"},
		{"x aa\u00a0bb", body, "x aa\u00a0b", "x|aa\u00a0bb"},
		{"x aa\u202fbb", body, "x aa\u202fb", "x|aa\u202fbb"},
		{"takes 5 cm", body, "takes 5 c", "takes|5 cm"},
		{"takes 5 cm.", body, "takes 5 cm", "takes|5 cm."},
		{"takes 5 m/s, then", body, "takes 5 m/s", "takes|5 m/s, then"},
		{"with 3 × 3 filters", body, "with 3 × 3 f", "with 3 × 3|filters"},
		{"with 3 × 3", body, "with 3 × ", "with|3 × 3"},
		{"see Fig. 3 there", body, "see Fig. ", "see|Fig. 3|there"},
		{"loss — then", body, "loss —", "loss —|then"},
		{"the loss — then", body, "the loss ", "the|loss —|then"},
		{"what is it ?", body, "what is it ", "what is|it ?"},
		{"a cross-entropy", body, "a cross-ent", "a cross-|entropy"},
		{"from 1998-2004", body, "from 1998-", "from|1998-2004"},
		{"minus x-5 yes", body, "minus x-", "minus|x-5 yes"},
		{"an either/or", body, "an either/", "an either/|or"},
		{"coco co\u00adop", body, "coco co-o", "coco co-|op"},
		{"a super\u200bcalifragil", body, "a supercal", "a super|califragil"},
		{"abcdefghijkl nn.Linear", mono, "abcdefghijkl nn.Lin", "abcdefghijkl|nn.Linear"},
		{"pneumonology nn.functional.cross_entropy", mono, "nn.functional.", "pneumonology|nn.functional.|cross_entropy"},
		{"(Hello) “quoted”", body, "(Hello) “quote", "(Hello)|“quoted”"},
	} {
		p := paragraph(t, tc.text, tc.st)
		_, width, _ := fonts(t).Shape(tc.first, tc.st)
		if got := strings.Join(broken(t, p, width, LineOptions{NoHyphens: true}), "|"); got != tc.want {
			t.Errorf("%q: got %q, want %q", tc.text, got, tc.want)
		}
	}
}

func TestHyphenation(t *testing.T) {
	for word, want := range map[string]string{
		"convolutional": "con-vo-lu-tional",
		"normalisation": "nor-m-al-isa-tion",
		"university":    "uni-ver-sity",
		"However":       "How-ever",
		"(gradient)":    "(gradi-ent)",
		"student’s":     "stu-dent’s",
		"MNIST":         "MNIST",
		"ReLU":          "ReLU",
		"Conv2d":        "Conv2d",
		"well-known":    "well-known",
		"and":           "and",
		"naïve":         "naïve",
		"":              "",
	} {
		var b strings.Builder
		from := 0
		for _, at := range hyphens(word) {
			b.WriteString(word[from:at] + "-")
			from = at
		}
		b.WriteString(word[from:])
		if b.String() != want {
			t.Errorf("%s: got %s, want %s", word, b.String(), want)
		}
	}
}

func TestHyphensArePrinted(t *testing.T) {
	p := paragraph(t, "normalisation", body)
	_, width, _ := fonts(t).Shape("normal-", body)
	got := broken(t, p, width, LineOptions{})
	if strings.Join(got, "|") != "normal-|isation" {
		t.Errorf("got %q", got)
	}
	if got := broken(t, p, width, LineOptions{NoHyphens: true}); strings.Contains(strings.Join(got, "|"), "-") || strings.Join(got, "") != "normalisation" {
		t.Errorf("without hyphens: %q", got)
	}
}

func TestLigaturesStayWhole(t *testing.T) {
	tok := token{text: "office", style: body, word: &shapedWord{printed: "office", glyphs: []unitGlyph{{text: "o"}, {text: "ffi"}, {text: "c"}, {text: "e"}}}}
	for _, c := range tok.glyphChances([]offsetChance{{1, 1, true, false}, {3, 2, true, false}, {4, 3, true, false}, {6, 4, false, false}}) {
		if c.penalty == 2 {
			t.Errorf("broken within a ligature: %+v", c)
		}
	}
	if got := len(tok.glyphChances([]offsetChance{{1, 1, true, false}, {3, 2, true, false}, {4, 3, true, false}, {6, 4, false, false}})); got != 3 {
		t.Errorf("%d chances, want 3", got)
	}
}

func formula(tex string, width int, breaks ...math.Break) *math.Formula {
	return &math.Formula{TeX: tex, Width: width, Height: 900, Depth: 300, Breaks: breaks}
}

func TestFormulas(t *testing.T) {
	size := 10 * Point
	sum := formula("a=b+c", 5000, math.Break{EndX: 2000, StartX: 2300, Relation: true}, math.Break{EndX: 3500, StartX: 3700})

	p := NewText(fonts(t))
	p.AddFormula(sum, size)
	p.Add(", then", body)
	lines, err := p.Lines(100*MM, LineOptions{})
	if err != nil || len(lines) != 1 || len(lines[0].Items) != 2 {
		t.Fatal(lines, err)
	}
	if f := lines[0].Items[0].(*Formula); f.From != 0 || f.To != 0 || f.X != 0 || f.Size != size {
		t.Errorf("whole formula: %+v", f)
	}
	if g := lines[0].Items[1].(*Glyphs); g.X != 5*size || lines[0].Height != 9*size/10 || lines[0].Depth != 3*size/10 {
		t.Errorf("text behind it at %d, line %d high, %d deep", g.X, lines[0].Height, lines[0].Depth)
	}

	// Broken behind the relation; no comma begins a line.
	lines, err = p.Lines(3*size, LineOptions{})
	if err != nil || len(lines) != 3 {
		t.Fatal(lines, err)
	}
	first, second := lines[0].Items[0].(*Formula), lines[1].Items[0].(*Formula)
	if first.From != 0 || first.To != 2000 || lines[0].Width != 2*size || second.From != 2300 || second.To != 5000 || second.X != 0 {
		t.Errorf("pieces %+v and %+v", first, second)
	}
	if got := printedText(lines[1]) + "|" + printedText(lines[2]); got != "$a=b+c$,|then" {
		t.Errorf("got %q", got)
	}

	// A formula without breaks is scaled to the measure.
	p = NewText(fonts(t))
	p.AddFormula(formula("wide", 30001), size)
	lines, err = p.Lines(100*Point, LineOptions{})
	if err != nil || len(lines) != 1 || lines[0].Width > 100*Point || lines[0].Width < 99*Point {
		t.Fatal(lines, err)
	}
}

func TestNumberInFormulaKeepsItsUnit(t *testing.T) {
	p := NewText(fonts(t))
	p.Add("of the", body)
	p.Add(" ", body)
	p.AddFormula(formula("5", 500), body.Size)
	p.Add(" cm", body)
	_, w, _ := fonts(t).Shape("of the ", body)
	if got := broken(t, p, w+body.Size/2+Point, LineOptions{}); strings.Join(got, "|") != "of the|$5$ cm" {
		t.Errorf("got %q", got)
	}
}

func TestBlanksAndDrawings(t *testing.T) {
	p := NewText(fonts(t))
	p.Add("The capital is ", body)
	p.AddBlank(30 * MM)
	p.Add(".", body)
	lines, err := p.Lines(100*MM, LineOptions{})
	if err != nil || len(lines) != 1 {
		t.Fatal(lines, err)
	}
	if box := lines[0].Items[1].(*Box); box.W != 30*MM || box.Y < 0 || lines[0].Depth < box.Y+box.H {
		t.Errorf("blank %+v, depth %d", box, lines[0].Depth)
	}
	lines, err = p.Lines(20*MM, LineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		checkLine(t, l, Measure{Width: 20 * MM})
	}
	p = NewText(fonts(t))
	p.AddItems([]Item{&Box{X: 1, Y: -5, W: 10, H: 5}}, 50*MM, 5, 3)
	if lines, err = p.Lines(60*MM, LineOptions{}); err != nil || lines[0].Height != 5 || lines[0].Depth != 3 || lines[0].Width != 50*MM {
		t.Errorf("drawing: %+v, %v", lines, err)
	}
	var wide *TooWideError
	if lines, err = p.Lines(40*MM, LineOptions{}); !errors.As(err, &wide) || lines != nil {
		t.Errorf("drawing wider than the line: %v", err)
	}
}

func TestDrawingsAreNotContinued(t *testing.T) {
	f := fonts(t)
	runs, w, _ := f.Shape("ab", body)
	runs[0].Run = append(runs[0].Run, Glyph{})[:2]
	p := NewText(f)
	p.AddItems([]Item{runs[0]}, w, 0, 0)
	p.Add("cd", body)
	if got := broken(t, p, 100*MM, LineOptions{}); got[0] != "abcd" || len(runs[0].Run) != 2 || runs[0].Run[:3][2].ID != 0 {
		t.Errorf("got %q, the drawing has become %v", got, runs[0].Run[:3])
	}
}

func TestBreaks(t *testing.T) {
	p := NewText(fonts(t))
	p.AddBreak()
	p.Add("a ", body)
	p.AddBreak()
	p.AddBreak()
	p.Add(" b", body)
	p.AddBreak()
	if got := strings.Join(broken(t, p, 100*MM, LineOptions{Justify: true}), "|"); got != "|a||b" {
		t.Errorf("got %q", got)
	}
	if lines, err := NewText(fonts(t)).Lines(MM, LineOptions{}); lines != nil || err != nil {
		t.Errorf("empty text: %v, %v", lines, err)
	}
}

func TestShapeOfParagraph(t *testing.T) {
	p := paragraph(t, sample, body)
	shape := []Measure{{10 * MM, 60 * MM}, {0, 40 * MM}, {5 * MM, 80 * MM}}
	lines, err := p.Lines(0, LineOptions{Justify: true, Shape: shape})
	if err != nil || len(lines) < 5 {
		t.Fatal(len(lines), err)
	}
	for i, l := range lines {
		m := shape[min(i, 2)]
		checkLine(t, l, m)
		if x := l.Items[0].(*Glyphs).X; x != m.Indent {
			t.Errorf("line %d begins at %v, want %v", i, x, m.Indent)
		}
		if i < len(lines)-1 && l.Width < m.Indent+m.Width*3/4 {
			t.Errorf("line %d is %v wide, the measure is %v", i, l.Width, m.Width)
		}
	}
}

func TestNoRoom(t *testing.T) {
	p := paragraph(t, "W", body)
	for _, w := range []Length{-5, 0, 1, 5 * Point} {
		if lines, err := p.Lines(w, LineOptions{}); err == nil || lines != nil {
			t.Errorf("%d: no error", w)
		}
	}
}

func TestNaturalFits(t *testing.T) {
	p := paragraph(t, " Some words that fit ", body)
	p.AddFormula(formula("x", 1234), body.Size)
	p.AddBreak()
	p.Add("short ", body)
	w := p.Natural()
	for _, justify := range []bool{false, true} {
		if got := broken(t, p, w, LineOptions{Justify: justify}); len(got) != 2 {
			t.Errorf("%d lines at the natural width, want 2: %q", len(got), got)
		}
		if got := broken(t, p, w-1, LineOptions{}); len(got) != 3 {
			t.Errorf("%d lines below the natural width, want 3", len(got))
		}
	}
}

// randomText makes a paragraph of everything that there is and returns what
// must be printed, without spaces.
func randomText(t testing.TB, rng *rand.Rand) (*Text, string) {
	p := NewText(fonts(t))
	var want strings.Builder
	sources := strings.Fields(sample + " Pneumonoultramicroscopicsilicovolcanoconiosis nn.functional.cross_entropy(input,target) ∇f 5\u00a0km a\u202fb q\u0323\u0301 well-known and/or")
	for range 1 + rng.Intn(60) {
		st := styles[rng.Intn(len(styles))]
		switch k := rng.Intn(20); {
		case k < 16:
			w := sources[rng.Intn(len(sources))]
			p.Add(w, st)
			want.WriteString(strings.ReplaceAll(w, "\u00a0", ""))
		case k == 16:
			f := formula("f", rng.Intn(20000))
			for x := 300; x < f.Width-500; x += 200 + rng.Intn(4000) {
				f.Breaks = append(f.Breaks, math.Break{EndX: x, StartX: x + 100, Relation: rng.Intn(2) == 0})
			}
			p.AddFormula(f, st.Size)
			want.WriteString("$")
		case k == 17:
			p.AddBlank(Length(rng.Intn(int(40 * MM))))
			want.WriteString("▭")
		case k == 18:
			p.AddItems([]Item{&Box{W: MM}}, MM, MM, 0)
			want.WriteString("▭")
		case k == 19 && rng.Intn(3) == 0:
			p.AddBreak()
		}
		if rng.Intn(5) > 0 {
			p.Add(" ", st)
		}
	}
	return p, want.String()
}

// contentOf undoes line breaking: without spaces, hyphens that were not
// written, and with one sign for each formula.
func contentOf(t testing.TB, lines []Line, want string) string {
	var got strings.Builder
	last := (*math.Formula)(nil)
	for _, l := range lines {
		end := ""
		for i, it := range l.Items {
			switch it := it.(type) {
			case *Glyphs:
				end = strings.Map(func(r rune) rune {
					if r == ' ' || r == '\u00a0' {
						return -1
					}
					return r
				}, runsText([]*Glyphs{it}))
				if i == len(l.Items)-1 && strings.HasSuffix(end, "-") && !strings.HasPrefix(want[min(got.Len()+len(end)-1, len(want)):], "-") {
					end = end[:len(end)-1]
				}
				got.WriteString(end)
				if end != "" {
					last = nil
				}
			case *Formula:
				if it.Math != last {
					got.WriteString("$")
				}
				last = it.Math
			default:
				got.WriteString("▭")
				last = nil
			}
		}
	}
	return got.String()
}

func TestRandomParagraphsLoseNothing(t *testing.T) {
	rng := rand.New(rand.NewSource(7))
	for range 600 {
		p, want := randomText(t, rng)
		shape := []Measure{{0, 12*MM + Length(rng.Intn(int(140*MM)))}}
		if rng.Intn(4) == 0 {
			shape = append(shape, Measure{3 * MM, 12*MM + Length(rng.Intn(int(140*MM)))})
		}
		opts := LineOptions{Justify: rng.Intn(2) == 0, NoHyphens: rng.Intn(3) == 0, Shape: shape}
		lines, err := p.Lines(0, opts)
		if err != nil {
			t.Fatal(err)
		}
		for i, l := range lines {
			checkLine(t, l, shape[min(i, len(shape)-1)])
		}
		if got := contentOf(t, lines, want); got != want {
			t.Fatalf("got  %q\nwant %q", got, want)
		}
	}
}

func TestOptimalParagraphs(t *testing.T) {
	rng := rand.New(rand.NewSource(3))
	for n := range 400 {
		parts := randomParts(rng, 3+rng.Intn(14))
		measures := []Length{Length(60 + rng.Intn(60))}
		if n%3 == 0 {
			measures = append(measures, Length(60+rng.Intn(60)))
		}
		b := newBreaker(parts, measures, n%2 == 0)
		b.tolerance, b.slack = awful, 20
		best := int64(-1)
		bruteForce(b, &breakpoint{at: -1, after: b.lineStart(0), fitness: decent}, 0, func(d int64) {
			if best < 0 || d < best {
				best = d
			}
		})
		breaks := b.run()
		if (breaks == nil) != (best < 0) {
			t.Fatalf("run finds %v, brute force %d", breaks, best)
		}
		if breaks == nil {
			continue
		}
		if got := costOf(b, breaks); got != best {
			t.Fatalf("demerits %d, brute force %d", got, best)
		}
	}
}

func randomParts(rng *rand.Rand, n int) []part {
	var parts []part
	for range n {
		parts = append(parts, part{kind: boxPart, width: Length(5 + rng.Intn(30))})
		switch rng.Intn(5) {
		case 0:
			parts = append(parts, part{kind: penaltyPart, penalty: hyphenPenalty, width: 4, hyphen: true})
		case 1:
			parts = append(parts, part{kind: penaltyPart, penalty: rng.Intn(900)}, part{kind: gluePart, width: 3})
		case 2:
			parts = append(parts, part{kind: penaltyPart, penalty: forbidden}, part{kind: gluePart, width: 6, stretch: 3, shrink: 2})
		default:
			parts = append(parts, part{kind: gluePart, width: 6, stretch: 3, shrink: 2})
		}
		if rng.Intn(12) == 0 {
			parts = endLine(parts, 0)
		}
	}
	return endLine(parts, 0)
}

// bruteForce tries every way to break the parts and calls done with the
// demerits of each that is feasible.
func bruteForce(b *breaker, a *breakpoint, sum int64, done func(int64)) {
	if a.at == len(b.parts)-1 {
		done(sum)
		return
	}
	for i := a.at + 1; i < len(b.parts); i++ {
		if legal(b.parts, i) {
			if l := b.try(a, i); l.feasible {
				next := &breakpoint{at: i, after: b.lineStart(i + 1), line: a.line + 1, fitness: l.fitness}
				bruteForce(b, next, sum+l.demerits, done)
			}
		}
		if b.parts[i].forced() {
			return
		}
	}
}

func costOf(b *breaker, breaks []int) int64 {
	a := &breakpoint{at: -1, after: b.lineStart(0), fitness: decent}
	sum := int64(0)
	for n, i := range breaks {
		l := b.try(a, i)
		sum += l.demerits
		a = &breakpoint{at: i, after: b.lineStart(i + 1), line: n + 1, fitness: l.fitness}
	}
	return sum
}

func TestBadness(t *testing.T) {
	for _, tc := range []struct{ excess, room, want Length }{
		{0, 0, 0}, {1, 0, awful}, {10, 10, 100}, {5, 10, 12}, {20, 10, 800}, {46, 10, 9731}, {50, 10, awful}, {1 << 40, 1, awful},
	} {
		if got := badness(tc.excess, tc.room); Length(got) != tc.want {
			t.Errorf("badness(%d, %d) = %d, want %d", tc.excess, tc.room, got, tc.want)
		}
	}
}

func FuzzLines(f *testing.F) {
	f.Add(sample, 80, byte(0))
	f.Add("\xff\u202e\u200b\u200b a\u00adb\u0301\u0301 \U00010000", 10, byte(1))
	f.Add(strings.Repeat("\u0301\u200b", 300), 1, byte(3))
	f.Add(strings.Repeat("W\u00a0", 300), 3, byte(6))
	for i, s := range foreign {
		f.Add(s, 60+20*i, byte(i))
	}
	f.Add(strings.Repeat("\u2067(\u05d0[1\u2069", 200), 90, byte(5))
	f.Add(strings.Repeat("文（", 400), 50, byte(1))
	all := fonts(f)
	f.Fuzz(func(t *testing.T, s string, points int, mode byte) {
		p := NewText(all)
		if mode&4 != 0 {
			p.Direction = RightToLeft
		}
		st := styles[int(mode>>3)%len(styles)]
		p.Add(s, st)
		width := Length(points%600) * Point
		opts := LineOptions{Justify: mode&1 != 0, NoHyphens: mode&2 != 0}
		lines, err := p.Lines(width, opts)
		if err != nil {
			var wide *TooWideError
			if lines != nil || width > 0 && !errors.As(err, &wide) {
				t.Fatal(lines, err)
			}
			return
		}
		var got strings.Builder
		for _, l := range lines {
			checkLine(t, l, Measure{Width: width})
			got.WriteString(printedText(l))
		}
		if want := printable(all, s, st); mode&2 != 0 && utf8.ValidString(s) && !strings.Contains(s, "\u00ad") && squeeze(got.String()) != squeeze(want) {
			t.Fatalf("%q comes out as %q", want, got.String())
		}
	})
}

// squeeze leaves out the spaces that separate words.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if separates(r) {
			return -1
		}
		return r
	}, s)
}

func benchmarkLines(b *testing.B, fresh bool) {
	all := fonts(b)
	text := strings.Repeat(sample+" ", 7) // about 40 lines
	for b.Loop() {
		f := all
		if fresh {
			f = &Fonts{Text: all.Text, Mono: all.Mono, Symbols: all.Symbols}
		}
		p := NewText(f)
		p.Add(text, body)
		if _, err := p.Lines(165*MM, LineOptions{Justify: true}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPageOfTextCold(b *testing.B) { benchmarkLines(b, true) }
func BenchmarkPageOfTextWarm(b *testing.B) { benchmarkLines(b, false) }

func BenchmarkParseFace(b *testing.B) {
	face := fonts(b).Text[0]
	for b.Loop() {
		(&Face{name: face.name, data: face.data}).parsed()
	}
}
