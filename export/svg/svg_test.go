package svg

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/papersetter/papersetter/export/typeset"
)

// figure wraps elements into a figure of 100×100 px.
func figure(elements string) []byte {
	return []byte(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 100">` + elements + `</svg>`)
}

// px draws a figure so that one px is one point and spells its items, one a line.
func px(t *testing.T, src []byte) []string {
	t.Helper()
	d, problems := Parse(src, fonts(t))
	for _, p := range problems {
		t.Errorf("problem in %s: %d:%d: %s", src, p.Line, p.Column, p.Message)
	}
	if d == nil {
		t.FailNow()
	}
	return spell(d.Items(0, 0, d.Width*4/3))
}

func spell(items []typeset.Item) []string {
	var lines []string
	for _, item := range items {
		switch item := item.(type) {
		case *typeset.Path:
			lines = append(lines, spellPath(item))
		case *typeset.Glyphs:
			text := ""
			for _, g := range item.Run {
				text += g.Text
			}
			lines = append(lines, fmt.Sprintf("%s %s %v at %v,%v gray %d angle %d", item.Face.Name(), text,
				points(item.Size), points(item.X), points(item.Y), item.Gray, item.Angle))
		}
	}
	return lines
}

func points(v typeset.Length) float64 {
	return math.Round(float64(v)*1000/float64(typeset.Point)) / 1000
}

func spellSteps(steps []typeset.PathStep) string {
	var o outline
	for _, s := range steps {
		one := step{op: s.Op}
		for k := range one.points() {
			one.p[k] = point{points(s.P[k].X), points(s.P[k].Y)}
		}
		o = append(o, one)
	}
	return spelled(o)
}

func spellPath(p *typeset.Path) string {
	line := spellSteps(p.Steps)
	if p.Fill != nil {
		line += fmt.Sprintf(" fill %02x%02x%02x", p.Fill.R, p.Fill.G, p.Fill.B)
		if p.FillFade > 0 {
			line += fmt.Sprintf(" fade %d", p.FillFade)
		}
		if p.EvenOdd {
			line += " evenodd"
		}
	}
	if p.Stroke != nil {
		line += fmt.Sprintf(" stroke %02x%02x%02x %v", p.Stroke.R, p.Stroke.G, p.Stroke.B, points(p.Width))
		if p.StrokeFade > 0 {
			line += fmt.Sprintf(" fade %d", p.StrokeFade)
		}
		for _, d := range p.Dash {
			line += fmt.Sprintf(" dash %v", points(d))
		}
		if p.DashPhase != 0 {
			line += fmt.Sprintf(" phase %v", points(p.DashPhase))
		}
		if p.Cap != 0 || p.Join != 0 {
			line += fmt.Sprintf(" cap %d join %d", p.Cap, p.Join)
		}
	}
	if p.Clip != nil {
		line += " clip " + spellSteps(p.Clip)
	}
	return line
}

func TestShapes(t *testing.T) {
	tests := []struct{ src, want string }{
		{`<rect x="1" y="2" width="3" height="4"/>`, "M 1,2 L 4,2 L 4,6 L 1,6 Z fill 000000"},
		{`<rect width="10" height="10" rx="5" fill="red"/>`, "M 5,0 L 5,0 C 7.761,0 10,2.239 10,5 L 10,5 C 10,7.761 7.761,10 5,10 L 5,10 C 2.239,10 0,7.761 0,5 L 0,5 C 0,2.239 2.239,0 5,0 Z fill ff0000"},
		{`<rect width="0" height="4"/>`, ""},
		{`<circle cx="5" cy="5" r="5"/>`, "M 10,5 C 10,7.761 7.761,10 5,10 C 2.239,10 0,7.761 0,5 C 0,2.239 2.239,0 5,0 C 7.761,0 10,2.239 10,5 Z fill 000000"},
		{`<ellipse cx="10" cy="5" rx="10" ry="5"/>`, "M 20,5 C 20,7.761 15.523,10 10,10 C 4.477,10 0,7.761 0,5 C 0,2.239 4.477,0 10,0 C 15.523,0 20,2.239 20,5 Z fill 000000"},
		{`<line x1="1" y1="2" x2="3" y2="4" fill="red" stroke="red"/>`, "M 1,2 L 3,4 stroke ff0000 1"},
		{`<polyline points="11,12 13,14,15 16" fill="none" stroke="#00f" stroke-width="2"/>`, "M 11,12 L 13,14 L 15,16 stroke 0000ff 2"},
		{`<polygon points="1 2 3 4 5 6"/>`, "M 1,2 L 3,4 L 5,6 Z fill 000000"},
		{`<path d="M1 2H3" fill="none"/>`, ""},
		{`<path d="M1 2H3V4z" fill-rule="evenodd" fill-opacity=".5"/>`, "M 1,2 L 3,2 L 3,4 Z fill 000000 fade 127 evenodd"},
		{`<g opacity=".5"><path d="M1 2H3V4z" opacity="50%"/></g>`, "M 1,2 L 3,2 L 3,4 Z fill 000000 fade 191"},
		{`<g transform="translate(10,0)"><path transform="scale(2)" d="M1 2H3V4z" stroke="lime" stroke-width=".5" stroke-dasharray="1 2 3" stroke-dashoffset="-1"/></g>`,
			"M 12,4 L 16,4 L 16,8 Z fill 000000 stroke 00ff00 1 dash 2 dash 4 dash 6 dash 2 dash 4 dash 6 phase 22"},
		{`<path transform="scale(4 1)" d="M1 5h2" fill="none" stroke="black"/>`, "M 4,5 L 12,5 stroke 000000 2"},
		{`<path transform="scale(4)" d="M1 2h2" fill="none" stroke="black" vector-effect="non-scaling-stroke"/>`, "M 4,8 L 12,8 stroke 000000 1"},
		{`<g stroke="red" fill="none" stroke-linecap="round" style="stroke-linejoin:bevel"><path d="M1 2h2" stroke-linecap="square"/></g>`, "M 1,2 L 3,2 stroke ff0000 1 cap 2 join 2"},
		{`<g color="red"><path d="M1 2h2v2z" fill="currentColor"/></g>`, "M 1,2 L 3,2 L 3,4 Z fill ff0000"},
		{`<g fill="currentColor"><path d="M1 2h2v2z" color="red"/></g>`, "M 1,2 L 3,2 L 3,4 Z fill ff0000"},
		{`<g visibility="hidden"><path d="M1 2h2v2z"/><path d="M2 2h2v2z" visibility="visible"/></g>`, "M 2,2 L 4,2 L 4,4 Z fill 000000"},
		{`<g style="display:none"><path d="M1 2h2v2z"/></g>`, ""},
		{`<path d="M200 200h2v2z"/>`, ""},
		{`<path d="M90 10h20v2z"/>`, "M 90,10 L 110,10 L 110,12 Z fill 000000 clip M 0,0 L 100,0 L 100,100 L 0,100 Z"},
		{`<path d="M5 5h2v2z" style="paint-order:stroke" stroke="red"/>`, "M 5,5 L 7,5 L 7,7 Z stroke ff0000 1\nM 5,5 L 7,5 L 7,7 Z fill 000000"},
		{`<defs><path id="p" d="M1 2h2v2z"/></defs><use xlink:href="#p" x="10" fill="red"/><use href="#p" transform="scale(2)" y="1"/>`, "M 11,2 L 13,2 L 13,4 Z fill ff0000\nM 2,6 L 6,6 L 6,10 Z fill 000000"},
		{`<symbol id="s" viewBox="0 0 2 2"><rect width="2" height="2"/></symbol><use href="#s" x="10" y="10" width="20" height="40"/>`, "M 10,20 L 30,20 L 30,40 L 10,40 Z fill 000000"},
		{`<svg x="10" y="10" width="20" height="40" viewBox="0 0 2 2" preserveAspectRatio="none"><rect width="2" height="2"/></svg>`, "M 10,10 L 30,10 L 30,50 L 10,50 Z fill 000000"},
		{`<svg x="10" y="10" width="20" height="40" viewBox="0 0 2 2" preserveAspectRatio="xMaxYMax slice"><rect width="2" height="2"/></svg>`, "M -10,10 L 30,10 L 30,50 L -10,50 Z fill 000000 clip M 10,10 L 30,10 L 30,50 L 10,50 Z"},
		{`<switch><foreignObject/><g systemLanguage="de"><rect width="1" height="1"/></g><path d="M1 2h2v2z"/><rect width="1" height="1"/></switch>`, "M 1,2 L 3,2 L 3,4 Z fill 000000"},
		{`<a href="https://example.org"><path d="M1 2h2v2z"/></a>`, "M 1,2 L 3,2 L 3,4 Z fill 000000"},
		{`<foo:bar xmlns:foo="urn:x"><path d="M1 2h2v2z"/></foo:bar>`, ""},
		{`<rect width="50%" height="10%" style="fill:light-dark(#abc, #000)"/>`, "M 0,0 L 50,0 L 50,10 L 0,10 Z fill aabbcc"},
		{`<path d="M0 0h4v4z" fill="url(#none) #123"/>`, "M 0,0 L 4,0 L 4,4 Z fill 112233"},
	}
	for _, test := range tests {
		if got := strings.Join(px(t, figure(test.src)), "\n"); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.src, got, test.want)
		}
	}
}

func TestMarkers(t *testing.T) {
	marker := func(attrs string) string {
		return `<marker id="m" overflow="visible" ` + attrs + `><path d="M0 0h1v1z"/></marker>`
	}
	tests := []struct{ src, want string }{
		{marker(``) + `<path d="M10 10h10" fill="none" stroke="red" marker-end="url(#m)"/>`, "M 20,10 L 21,10 L 21,11 Z fill 000000"},
		{marker(``) + `<path d="M10 10h10" fill="none" stroke="red" stroke-width="2" marker-start="url(#m)"/>`, "M 10,10 L 12,10 L 12,12 Z fill 000000"},
		{marker(`markerUnits="userSpaceOnUse"`) + `<path d="M10 10h10" fill="none" stroke="red" stroke-width="2" marker-end="url(#m)"/>`, "M 20,10 L 21,10 L 21,11 Z fill 000000"},
		{marker(`orient="auto"`) + `<path d="M10 10v10" fill="none" marker-end="url(#m)"/>`, "M 10,20 L 10,21 L 9,21 Z fill 000000"},
		{marker(`orient="auto-start-reverse"`) + `<path d="M10 10h10" fill="none" marker="url(#m)"/>`, "M 10,10 L 9,10 L 9,9 Z fill 000000\nM 20,10 L 21,10 L 21,11 Z fill 000000"},
		{marker(`orient="90"`) + `<path d="M10 10h10" fill="none" marker-end="url(#m)"/>`, "M 20,10 L 20,11 L 19,11 Z fill 000000"},
		{marker(`refX="1" refY="2"`) + `<path d="M10 10h10" fill="none" marker-end="url(#m)"/>`, "M 19,8 L 20,8 L 20,9 Z fill 000000"},
		{marker(`viewBox="0 0 10 10" markerWidth="20" markerHeight="20" refX="10" refY="5"`) + `<path d="M50 50h10" fill="none" marker-end="url(#m)"/>`, "M 40,40 L 42,40 L 42,42 Z fill 000000"},
		{marker(`orient="auto"`) + `<path d="M10 10h10v10" fill="none" marker-mid="url(#m)"/>`, "M 20,10 L 20.707,10.707 L 20,11.414 Z fill 000000"},
		{`<marker id="m" overflow="visible"><path d="M0 0h1v1z" fill="context-stroke"/></marker><path d="M10 10h10" fill="none" stroke="#123" marker-end="url(#m)"/>`, "M 20,10 L 21,10 L 21,11 Z fill 112233"},
		{`<marker id="m"><path d="M0 0h9v9z"/></marker><path d="M10 10h10" fill="none" marker-end="url(#m)"/>`, "M 20,10 L 29,10 L 29,19 Z fill 000000 clip M 20,10 L 23,10 L 23,13 L 20,13 Z"},
	}
	for _, test := range tests {
		lines := px(t, figure(test.src))
		var marks []string
		for _, l := range lines {
			if strings.Contains(l, "fill") {
				marks = append(marks, l)
			}
		}
		if got := strings.Join(marks, "\n"); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.src, got, test.want)
		}
	}
}

func TestVertices(t *testing.T) {
	o, _, _ := parsePath("M0 0H10V10z")
	var angles []float64
	for _, v := range vertices(o) {
		angles = append(angles, v.angle())
	}
	want := []float64{-67.5, 45, 157.5, -67.5}
	for i := range want {
		if len(angles) != len(want) || math.Abs(math.Remainder(angles[i]-want[i], 360)) > 1e-9 {
			t.Fatalf("got %v, want %v", angles, want)
		}
	}
	o, _, _ = parsePath("M0 0C0 0 10 0 10 10")
	vs := vertices(o)
	if vs[0].out != (point{10, 0}) || vs[1].in != (point{0, 10}) {
		t.Errorf("tangents %v", vs)
	}
}

func TestClip(t *testing.T) {
	square := "M 10,10 L 30,10 L 30,30 L 10,30 Z"
	tests := []struct{ src, want string }{
		{`<clipPath id="c"><rect x="10" y="10" width="20" height="20"/></clipPath><rect clip-path="url(#c)" width="50" height="50"/>`,
			"M 0,0 L 50,0 L 50,50 L 0,50 Z fill 000000 clip " + square},
		{`<clipPath id="c"><rect x="10" y="10" width="20" height="20"/></clipPath><rect clip-path="url(#c)" x="12" y="12" width="5" height="5"/>`,
			"M 12,12 L 17,12 L 17,17 L 12,17 Z fill 000000"},
		{`<clipPath id="c"><rect x="10" y="10" width="20" height="20"/></clipPath><rect clip-path="url(#c)" x="40" width="5" height="5"/>`, ""},
		{`<clipPath id="c"/><rect clip-path="url(#c)" x="40" width="5" height="5"/>`, ""},
		{`<clipPath id="c"><rect x="10" y="10" width="20" height="20"/></clipPath><clipPath id="d"><rect x="20" y="0" width="20" height="20"/></clipPath>
			<g clip-path="url(#c)"><rect clip-path="url(#d)" width="50" height="50"/></g>`,
			"M 0,0 L 50,0 L 50,50 L 0,50 Z fill 000000 clip M 20,10 L 30,10 L 30,20 L 20,20 Z"},
		{`<clipPath id="c"><path d="M10 10h20v20h-20zM15 15h5v5h-5z" clip-rule="evenodd"/></clipPath><rect clip-path="url(#c)" width="50" height="50"/>`,
			"M 0,0 L 50,0 L 50,50 L 0,50 Z fill 000000 clip " + square + " M 15,20 L 20,20 L 20,15 L 15,15 Z"},
		{`<clipPath id="c" clipPathUnits="objectBoundingBox"><rect width=".5" height="1"/></clipPath><rect clip-path="url(#c)" x="10" width="20" height="20"/>`,
			"M 10,0 L 30,0 L 30,20 L 10,20 Z fill 000000 clip M 10,0 L 20,0 L 20,20 L 10,20 Z"},
		{`<clipPath id="c"><path d="M10 10h20v5h-10v15h-10z"/></clipPath><clipPath id="d"><rect x="5" y="5" width="10" height="10"/></clipPath>
			<g clip-path="url(#c)"><rect clip-path="url(#d)" width="50" height="50"/></g>`,
			"M 0,0 L 50,0 L 50,50 L 0,50 Z fill 000000 clip M 10,10 L 15,10 L 15,15 L 10,15 Z"},
	}
	for _, test := range tests {
		got := strings.Join(px(t, figure(test.src)), "\n")
		if got != test.want && !sameClip(got, test.want) {
			t.Errorf("%s:\n got %s\nwant %s", test.src, got, test.want)
		}
	}
}

// sameClip compares the areas of clip paths, whose corners may begin anywhere
// and run along the border twice.
func sameClip(a, b string) bool {
	head, clip1, ok1 := strings.Cut(a, " clip ")
	other, clip2, ok2 := strings.Cut(b, " clip ")
	if !ok1 || !ok2 || head != other {
		return false
	}
	o, _, _ := parsePath(clip1)
	p, _, _ := parsePath(clip2)
	return totalArea(o.flatten()) == totalArea(p.flatten()) && o.bounds() == p.bounds()
}

func TestGradient(t *testing.T) {
	src := `<linearGradient id="g" x1="0" x2="1"><stop offset="0" stop-color="#000"/><stop offset="1" stop-color="#ff0000"/></linearGradient>
		<rect x="10" y="10" width="64" height="20" fill="url(#g)"/>`
	lines := px(t, figure(src))
	if len(lines) < 60 || len(lines) > 70 {
		t.Fatalf("%d bands", len(lines))
	}
	// Every band reaches to the left, so that the darkest one is painted last.
	if first := lines[0]; first != "M 10,10 L 74,10 L 74,30 L 10,30 Z fill ff0000" {
		t.Errorf("got %s", first)
	}
	// The area is a pixel wider than the shape on each side.
	if last := lines[len(lines)-1]; !strings.HasSuffix(last, "fill 000000") && !strings.HasSuffix(last, "fill 020000") {
		t.Errorf("got %s", last)
	}
	// Averages, in strokes and text.
	lines = px(t, figure(strings.Replace(src, `fill=`, `fill="none" stroke=`, 1)))
	if len(lines) != 1 || !strings.Contains(lines[0], "stroke 800000") {
		t.Errorf("stroke: %s", lines)
	}
	// A gradient whose circles repeat far too often is flat.
	lines = px(t, figure(`<radialGradient id="g" gradientUnits="userSpaceOnUse" cx="0" cy="0" r=".01" spreadMethod="repeat"><stop stop-color="#000"/><stop offset="1" stop-color="#fff"/></radialGradient><rect width="99" height="99" fill="url(#g)"/>`))
	if len(lines) != 1 || !strings.Contains(lines[0], "fill 808080") {
		t.Errorf("repeat: %s", lines)
	}
}

// TestTransparentGradient checks that layers add up to the opacity asked for.
func TestTransparentGradient(t *testing.T) {
	for _, ends := range [][2]string{{"1", "0"}, {"0", "1"}, {".2", ".9"}, {".5", ".5"}} {
		src := `<linearGradient id="g" gradientUnits="userSpaceOnUse" x1="0" x2="100"><stop offset="0" stop-opacity="` + ends[0] + `"/><stop offset="1" stop-opacity="` + ends[1] + `"/></linearGradient>
			<rect width="100" height="20" fill="url(#g)"/>`
		d, problems := Parse(figure(src), nil)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		a, _ := parseNumber(ends[0])
		b, _ := parseNumber(ends[1])
		for x := 0.5; x < 100; x += 9.9 {
			seen := 1.0
			for _, s := range d.shapes {
				p := s.(*pathShape)
				if box := p.outline.bounds(); box.min.x <= x && x < box.max.x {
					seen *= float64(p.fillFade) / 255
				}
			}
			if want := a + (b-a)*x/100; math.Abs(1-seen-want) > 0.02 {
				t.Errorf("opacity %s to %s: %v at %v, want %v", ends[0], ends[1], 1-seen, x, want)
			}
		}
	}
}

func TestText(t *testing.T) {
	tests := []struct{ src, want string }{
		{`<text x="10" y="20" font-size="10">Hi</text>`, "STIXTwoText-Regular Hi 10 at 10,20 gray 0 angle 0"},
		{`<text x="10" y="20" font="italic bold 10px/1.2 'Fira Code', monospace">a</text>`, "JetBrainsMono-Bold a 10 at 10,20 gray 0 angle 0"},
		{`<text x="10" y="20" font-weight="700" font-style="oblique" font-size="5" fill="#777">a</text>`, "STIXTwoText-BoldItalic a 5 at 10,20 gray 119 angle 0"},
		{`<text transform="translate(50 60) rotate(-90) scale(2)" font-size="5">a</text>`, "STIXTwoText-Regular a 10 at 50,60 gray 0 angle 90"},
		{"<text x='1' y='2' font-size='10'>\n\t a  b\n</text>", "STIXTwoText-Regular a b 10 at 1,2 gray 0 angle 0"},
		{`<text x="1" y="2" font-size="10" xml:space="preserve"> a  b </text>`, "STIXTwoText-Regular  a  b  10 at 1,2 gray 0 angle 0"},
		{`<text x="1 20 30" y="2 3" font-size="10">abcd</text>`, "STIXTwoText-Regular a 10 at 1,2 gray 0 angle 0\nSTIXTwoText-Regular b 10 at 20,3 gray 0 angle 0\nSTIXTwoText-Regular cd 10 at 30,3 gray 0 angle 0"},
		{`<text x="1" y="20" font-size="10">a<tspan x="30" dy="5">b</tspan><tspan x="30" dy="5">c</tspan></text>`, "STIXTwoText-Regular a 10 at 1,20 gray 0 angle 0\nSTIXTwoText-Regular b 10 at 30,25 gray 0 angle 0\nSTIXTwoText-Regular c 10 at 30,30 gray 0 angle 0"},
		{`<text font-size="10" y="50" dominant-baseline="text-after-edge"><tspan/></text>`, ""},
		{`<text x="10" y="20" font-size="0">a</text>`, ""},
		{`<text x="10" y="20" visibility="hidden">a</text>`, ""},
		{`<text x="10" y="20" fill="none">a</text>`, ""},
	}
	for _, test := range tests {
		if got := strings.Join(px(t, figure(test.src)), "\n"); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.src, got, test.want)
		}
	}
}

// textAt returns where the only run of text of a figure begins.
func textAt(t *testing.T, element string) (x, y float64, advance float64) {
	t.Helper()
	d, problems := Parse(figure(element), fonts(t))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	items := d.Items(0, 0, d.Width*4/3)
	if len(items) != 1 {
		t.Fatalf("%s: %d items", element, len(items))
	}
	g := items[0].(*typeset.Glyphs)
	sum := typeset.Length(0)
	for _, one := range g.Run {
		sum += one.Advance
	}
	return points(g.X), points(g.Y), points(sum)
}

func TestTextAlignment(t *testing.T) {
	const text = ` y="50" font-size="10">wide</text>`
	_, _, w := textAt(t, `<text x="10"`+text)
	want, _, err := fonts(t).Shape("wide", typeset.Style{Size: 10 * typeset.Point})
	if err != nil || len(want) != 1 || w < 10 || w > 25 {
		t.Fatalf("width %v, %v", w, err)
	}
	if x, _, _ := textAt(t, `<text x="50" text-anchor="middle"`+text); math.Abs(x-(50-w/2)) > 0.002 {
		t.Errorf("middle: %v", x)
	}
	if x, _, _ := textAt(t, `<text x="50" text-anchor="end"`+text); math.Abs(x-(50-w)) > 0.002 {
		t.Errorf("end: %v", x)
	}
	m := fonts(t).Text[0].Metrics()
	em := float64(fonts(t).Text[0].UnitsPerEm())
	for baseline, down := range map[string]float64{
		"auto": 0, "alphabetic": 0, "middle": float64(m.XHeight) / 2, "central": float64(m.Ascent+m.Descent) / 2,
		"hanging": float64(m.Ascent) * 0.8, "text-before-edge": float64(m.Ascent), "text-after-edge": float64(m.Descent),
	} {
		if _, y, _ := textAt(t, `<text x="50" dominant-baseline="`+baseline+`"`+text); math.Abs(y-(50+down*10/em)) > 0.002 {
			t.Errorf("%s: %v", baseline, y)
		}
	}
	if _, y, _ := textAt(t, `<text x="50" baseline-shift="super"`+text); y >= 50 {
		t.Errorf("super: %v", y)
	}
}

// TestTextAsOutlines checks what typeset has no text for.
func TestTextAsOutlines(t *testing.T) {
	for _, attrs := range []string{`fill="red"`, `fill-opacity=".5"`, `stroke="black"`, `transform="rotate(10.5)"`, `transform="scale(1 2)"`, `transform="scale(-1 1) translate(-50 0)"`} {
		lines := px(t, figure(`<text x="20" y="20" font-size="9" `+attrs+`>l</text>`))
		if len(lines) != 1 || !strings.HasPrefix(lines[0], "M ") {
			t.Errorf("%s: %s", attrs, lines)
		}
	}
	// The outline stands where the text would.
	d, _ := Parse(figure(`<text x="20" y="20" font-size="10" fill="red">l</text>`), fonts(t))
	b := d.shapes[0].(*pathShape).outline.bounds()
	if b.min.x < 20 || b.max.x > 24 || b.min.y < 10 || b.max.y > 20.2 {
		t.Errorf("box %v", b)
	}
}

func TestNaturalSize(t *testing.T) {
	tests := []struct {
		attrs string
		w, h  float64 // points
	}{
		{`viewBox="0 0 400 200"`, 300, 150},
		{`width="100" height="50"`, 75, 37.5},
		{`width="100mm" height="50mm" viewBox="0 0 100 50"`, 283.465, 141.732},
		{`width="72pt" viewBox="0 0 100 50"`, 72, 36},
		{`height="72pt" viewBox="0 0 100 50"`, 144, 72},
		{`width="100%" height="100%" viewBox="0 0 400 200"`, 300, 150},
	}
	for _, test := range tests {
		d, problems := Parse([]byte(`<svg xmlns="http://www.w3.org/2000/svg" `+test.attrs+`/>`), nil)
		if len(problems) > 0 || points(d.Width) != test.w || points(d.Height) != test.h {
			t.Errorf("%s: got %v×%v, %v", test.attrs, points(d.Width), points(d.Height), problems)
		}
	}
}

func TestProblems(t *testing.T) {
	deep := strings.Repeat("<g>", 200) + strings.Repeat("</g>", 200)
	laughs := `<g id="a0"><rect width="1" height="1"/></g>`
	for i := range 18 {
		laughs += fmt.Sprintf(`<g id="a%d">%s</g>`, i+1, strings.Repeat(fmt.Sprintf(`<use href="#a%d"/>`, i), 10))
	}
	tests := []struct {
		src  string
		at   string // where, as line:column
		want string
	}{
		{"", "1:1", "no <svg>"},
		{"<svg", "1:5", "not well-formed"},
		{"<html/>", "1:1", "the outermost element is <html>"},
		{`<svg xmlns="http://www.w3.org/2000/svg"/>`, "1:1", "no usable size"},
		{`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 10"/>`, "1:1", "no usable size"},
		{`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10"/>`, "1:50", "want four numbers"},
		{"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>", "1:1", "<!DOCTYPE"},
		{"<?xml version='1.0' encoding='ISO-8859-1'?><svg/>", "1:44", "save it as UTF-8"},
		{string(figure("&nbsp;")), "", "&#160;"},
		{string(figure("\n <filter id='f'/><rect filter='url(#f)' width='1' height='1'/>")), "2:32", "filter is not supported"},
		{string(figure("<rect width='1' height='1' style='mask:url(#m)'/>")), "", "mask is not supported"},
		{string(figure("\n<image href='data:image/png;base64,AAAA'/>")), "2:1", "<image>"},
		{string(figure("\n<script>alert(1)</script>")), "2:1", "scripts are not run"},
		{string(figure("<use href='other.svg#a'/>")), "", "outside of the file"},
		{string(figure("<use href='#a'/>")), "", "no element has"},
		{string(figure("<rect width='1' height='1' fill='url(http://x/y#z)'/>")), "", "outside of the file"},
		{string(figure("<style>@import url(x.css);</style>")), "", "@import"},
		{string(figure("<style>a ~ b { fill: red }</style>")), "", "selector"},
		{string(figure("\n<path d='M1 2 L 3'/>")), "2:18", "number 2 of 2"},
		{string(figure("\n<rect transform='scale(1) spin(2)' width='1' height='1'/>")), "2:27", "is not a transform"},
		{string(figure("\n<rect fill='blak' width='1' height='1'/>")), "2:13", "is not a colour"},
		{string(figure("\n<rect width='1x' height='1'/>")), "2:14", "is not a length"},
		{string(figure("<text><textPath href='#p'>a</textPath></text>")), "", "<textPath> in text"},
		{string(figure("<foreignObject/>")), "", "HTML"},
		{string(figure("<text writing-mode='tb'>a</text>")), "", "writing-mode"},
		{string(figure("<text font-family='Symbol'>a</text>")), "", "signs in place of letters"},
		{string(figure("<text>\U0010FFFD</text>")), "", "U+10FFFD"},
		{string(figure("<path d='M0 0h1v1z' transform='scale(1e8)'/>")), "", "more than 1000000 pixels"},
		{string(figure("<g id='a'><use href='#a'/></g>")), "", "inside of itself"},
		{string(figure("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>")), "", "inside of itself"},
		{string(figure("<clipPath id='c' clip-path='url(#c)'><rect width='9' height='9'/></clipPath><rect clip-path='url(#c)' width='1' height='1'/>")), "", "inside of itself"},
		{string(figure("<clipPath id='c'><text>a</text></clipPath><rect clip-path='url(#c)' width='1' height='1'/>")), "", "in a clip path"},
		{string(figure("<pattern id='p' width='1' height='1'><g/></pattern><rect stroke='url(#p)' width='1' height='1'/>")), "", "a pattern can fill shapes only"},
		{string(figure("<pattern id='p' patternUnits='userSpaceOnUse' width='1e-4' height='1'><g/></pattern><rect fill='url(#p)' width='9' height='9'/>")), "", "repeated more than"},
		{string(figure("<pattern id='p' patternUnits='userSpaceOnUse' width='1' height='1'><rect fill='url(#p)' width='1' height='1'/></pattern><rect fill='url(#p)' width='2' height='2'/>")), "", "drawn inside of itself"},
		{string(figure(deep)), "", "nested more than"},
		{string(figure(laughs)), "", "more than 200000 elements"},
		{string(figure(strings.Repeat("<g/>", maxElements))), "", "more than 100000 elements"},
		{strings.Repeat(" ", maxSize+1), "1:1", "more than 5 MB"},
	}
	for _, test := range tests {
		start := time.Now()
		_, problems := Parse([]byte(test.src), fonts(t))
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("%.60s: took %v", test.src, d)
		}
		ok := false
		for _, p := range problems {
			at := fmt.Sprintf("%d:%d", p.Line, p.Column)
			ok = ok || strings.Contains(p.Message, test.want) && (test.at == "" || test.at == at)
		}
		if !ok {
			t.Errorf("%.150s:\n got %v\nwant %s %s", test.src, problems, test.at, test.want)
		}
	}
}

// TestUnusedParts checks that what is not drawn is no problem.
func TestUnusedParts(t *testing.T) {
	px(t, figure(`<defs><filter id="f"/><pattern id="p"><image/></pattern><g id="g"><image/><foreignObject/></g></defs>
		<metadata><x/></metadata><title>t</title><g display="none"><image/></g><style type="text/css">.unused{filter:url(#f)}</style>`))
}

func TestItemsScale(t *testing.T) {
	d, problems := Parse(figure(`<path d="M10 20h10" stroke="black" stroke-dasharray="4 2"/><text x="10" y="50" font-size="10">a</text>`), fonts(t))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	items := d.Items(7*typeset.Point, 9*typeset.Point, 200*typeset.Point)
	got := strings.Join(spell(items), "\n")
	want := "M 27,49 L 47,49 fill 000000 stroke 000000 2 dash 8 dash 4\nSTIXTwoText-Regular a 20 at 27,109 gray 0 angle 0"
	if got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if items := d.Items(0, 0, 0); items != nil {
		t.Errorf("width 0: %v", items)
	}
	// So small that dashes vanish: a pattern of length 0 would never end.
	if p := d.Items(0, 0, 2)[0].(*typeset.Path); p.Dash != nil || p.Width < 1 {
		t.Errorf("tiny: %+v", p)
	}
}

// TestSameEverywhere checks that reading and drawing twice, at the same time,
// gives the same items.
func TestSameEverywhere(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.svg")
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		f := fonts(t)
		shared, _ := Parse(src, f)
		want := shared.Items(1, 2, 300*typeset.Point)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				again, _ := Parse(src, f)
				for _, d := range []*Drawing{shared, again} {
					if got := d.Items(1, 2, 300*typeset.Point); !reflect.DeepEqual(got, want) {
						t.Errorf("%s: differs", file)
					}
				}
			})
		}
		wg.Wait()
	}
}

func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.svg")
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	f.Add(figure(`<clipPath id="c"><path clip-rule="evenodd" d="M0 0h9v9zM1 1h3v3z"/></clipPath><text clip-path="url(#c)" x="1 2" rotate="3" letter-spacing="1">a b</text>`))
	f.Add(figure(`<marker id="m" orient="auto"><use href="#m"/></marker><path d="M0 0a1 2 3 0 1 4 5t6 7z" marker="url(#m)"/>`))
	faces := fonts(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		start := time.Now()
		d, problems := Parse(src, faces)
		if d == nil && len(problems) == 0 {
			t.Fatal("neither a drawing nor a problem")
		}
		for _, p := range problems {
			if p.Line < 1 || p.Column < 1 || p.Message == "" {
				t.Fatalf("%+v", p)
			}
		}
		if d != nil {
			check(t, d.Items(0, 0, 100*typeset.Point))
		}
		if took := time.Since(start); took > 10*time.Second {
			t.Fatalf("took %v", took)
		}
	})
}

// check looks at what writers rely on.
func check(t *testing.T, items []typeset.Item) {
	for _, item := range items {
		p, ok := item.(*typeset.Path)
		if !ok {
			continue
		}
		if len(p.Steps) == 0 || p.Steps[0].Op != typeset.MoveTo {
			t.Fatal("a path does not begin with a move")
		}
		sum := typeset.Length(0)
		for _, d := range p.Dash {
			if d < 0 {
				t.Fatal("a negative dash")
			}
			sum += d
		}
		if len(p.Dash) > 0 && sum == 0 || p.Stroke != nil && p.Width < 1 || p.DashPhase < 0 {
			t.Fatalf("stroke %+v", p)
		}
	}
}

func TestPosition(t *testing.T) {
	s := source{text: []byte("a\nbäc\n")}
	for offset, want := range map[int][2]int{0: {1, 1}, 1: {1, 2}, 2: {2, 1}, 5: {2, 3}, 6: {2, 4}, 7: {3, 1}, 99: {3, 1}, -1: {1, 1}} {
		if line, column := s.position(offset); line != want[0] || column != want[1] {
			t.Errorf("offset %d: got %d:%d, want %v", offset, line, column, want)
		}
	}
	tag := []byte(`<a b="1" xlink:href = '2' c="">`)
	s = source{text: tag}
	for name, want := range map[string]int{"b": 6, "href": bytes.IndexByte(tag, '2'), "c": 29, "d": 0} {
		if got := s.attribute(0, len(tag), name); got != want {
			t.Errorf("%s: got %d, want %d", name, got, want)
		}
	}
}
