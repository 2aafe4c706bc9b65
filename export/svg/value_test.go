package svg

import (
	"math"
	"strings"
	"testing"
)

func TestColours(t *testing.T) {
	tests := []struct {
		text    string
		r, g, b uint8
		alpha   float64
	}{
		{"black", 0, 0, 0, 1},
		{"RebeccaPurple", 0x66, 0x33, 0x99, 1},
		{" #fa3 ", 0xff, 0xaa, 0x33, 1},
		{"#fa38", 0xff, 0xaa, 0x33, 0x88 / 255.0},
		{"#12aBcD", 0x12, 0xab, 0xcd, 1},
		{"#12abcd80", 0x12, 0xab, 0xcd, 0x80 / 255.0},
		{"rgb(1, 2,3)", 1, 2, 3, 1},
		{"rgb(148,   0, 211)", 148, 0, 211, 1},
		{"rgb(100%,50%,0%)", 255, 128, 0, 1},
		{"rgb(300,-5,0)", 255, 0, 0, 1},
		{"rgba(1,2,3,.5)", 1, 2, 3, 0.5},
		{"rgb(1 2 3 / 50%)", 1, 2, 3, 0.5},
		{"hsl(0,100%,50%)", 255, 0, 0, 1},
		{"hsl(120,100%,25%)", 0, 128, 0, 1},
		{"hsl(-120,100%,50%)", 0, 0, 255, 1},
		{"hsl(0.5turn 100% 50%)", 0, 255, 255, 1},
		{"hsla(60, 100%, 50%, 0.25)", 255, 255, 0, 0.25},
		{"transparent", 0, 0, 0, 0},
	}
	for _, test := range tests {
		c, err := parseColour(test.text)
		if err != nil || c.R != test.r || c.G != test.g || c.B != test.b || math.Abs(c.alpha-test.alpha) > 1e-9 {
			t.Errorf("%s: got %v, %v", test.text, c, err)
		}
	}
	for _, bad := range []string{"", "blak", "#", "#12", "#12345", "#ggg", "#123456789", "rgb(1,2)", "rgb(a,b,c)", "rgb(1,2,3", "hsl()", "url(#a)", "lab(1 2 3)"} {
		if c, err := parseColour(bad); err == nil {
			t.Errorf("%q: got %v, want an error", bad, c)
		}
	}
	if len(colourNames) != 148 {
		t.Errorf("%d colour names", len(colourNames))
	}
}

func TestTransforms(t *testing.T) {
	r3 := math.Sqrt(3)
	tests := []struct {
		text string
		want matrix
	}{
		{"", identity},
		{"none", identity},
		{"matrix(1,2,3,4,5,6)", matrix{1, 2, 3, 4, 5, 6}},
		{"matrix(1 2 3 4 5-6)", matrix{1, 2, 3, 4, 5, -6}},
		{"translate(3)", matrix{1, 0, 0, 1, 3, 0}},
		{"translate(3,4)", matrix{1, 0, 0, 1, 3, 4}},
		{"scale(2)", matrix{2, 0, 0, 2, 0, 0}},
		{"scale(0.1 -0.1)", matrix{0.1, 0, 0, -0.1, 0, 0}},
		{"rotate(90)", matrix{0, 1, -1, 0, 0, 0}},
		{"rotate(30)", matrix{r3 / 2, 0.5, -0.5, r3 / 2, 0, 0}},
		{"rotate(90 10 20)", matrix{0, 1, -1, 0, 30, 10}},
		{"rotate(0.25turn)", matrix{0, 1, -1, 0, 0, 0}},
		{"skewX(45)", matrix{1, 0, 1, 1, 0, 0}},
		{"skewY(45)", matrix{1, 1, 0, 1, 0, 0}},
		{"translate(10,20) scale(2)", matrix{2, 0, 0, 2, 10, 20}},
		{"scale(2),translate(10,20)", matrix{2, 0, 0, 2, 20, 40}},
		{" translate ( 10px , 20px )rotate( 90deg ) ", matrix{0, 1, -1, 0, 10, 20}},
	}
	for _, test := range tests {
		m, _, err := parseTransform(test.text)
		a := [6]float64{m.a, m.b, m.c, m.d, m.e, m.f}
		b := [6]float64{test.want.a, test.want.b, test.want.c, test.want.d, test.want.e, test.want.f}
		for i := range a {
			if err != nil || math.Abs(a[i]-b[i]) > 1e-12 {
				t.Errorf("%q: got %v, %v; want %v", test.text, m, err, test.want)
				break
			}
		}
	}
	bad := []struct {
		text   string
		offset int
		want   string
	}{
		{"rotate", 0, "want a transform"},
		{"rotate(1,2)", 0, "does not take 2"},
		{"scale(1) rotat(3)", 9, "is not a transform"},
		{"translate(1,x)", 12, "want a number"},
		{"translate(1", 11, "want a number or )"},
		{"matrix(1,2,3,4,5,6,7)", 19, "want a number or )"},
	}
	for _, test := range bad {
		_, offset, err := parseTransform(test.text)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: got %v at %d, want …%s… at %d", test.text, err, offset, test.want, test.offset)
		}
	}
}

func TestInvert(t *testing.T) {
	m := translation(3, 4).times(rotation(33)).times(scaling(2, -5)).times(matrix{1, 0, 0.7, 1, 0, 0})
	inverse, ok := m.invert()
	p := inverse.apply(m.apply(point{7, 8}))
	if !ok || length(p.x-7, p.y-8) > 1e-9 {
		t.Errorf("got %v", p)
	}
	if _, ok := scaling(0, 1).invert(); ok {
		t.Error("a flat matrix has an inverse")
	}
}

func TestTurn(t *testing.T) {
	tests := []struct {
		m     matrix
		angle float64
		ok    bool
	}{
		{identity, 0, true},
		{rotation(-90).times(scaling(3, 3)), 90, true},
		{rotation(30), -30, true},
		{rotation(180), 180, true},
		{scaling(1, -1), 0, false},
		{scaling(1, 2), 0, false},
		{matrix{}, 0, false},
	}
	for _, test := range tests {
		angle, ok := test.m.turn()
		if ok != test.ok || math.Abs(math.Remainder(angle-test.angle, 360)) > 1e-9 {
			t.Errorf("%v: got %v, %v", test.m, angle, ok)
		}
	}
}

func TestLengths(t *testing.T) {
	sc := scope{view: point{300, 400}}
	tests := []struct {
		text  string
		along axis
		want  float64
	}{
		{"12", horizontal, 12}, {"12px", horizontal, 12}, {"3pt", horizontal, 4}, {"1in", vertical, 96},
		{"25.4mm", vertical, 96}, {"2.54cm", vertical, 96}, {"1pc", vertical, 16},
		{"50%", horizontal, 150}, {"50%", vertical, 200}, {"10%", diagonal, 500 / math.Sqrt2 / 10},
		{"2em", horizontal, 20}, {"2ex", horizontal, 10}, {"1e1", horizontal, 10}, {" -1.5 ", horizontal, -1.5},
	}
	for _, test := range tests {
		if got, ok := sc.length(test.text, test.along, 10); !ok || math.Abs(got-test.want) > 1e-9 {
			t.Errorf("%s: got %v, %v; want %v", test.text, got, ok, test.want)
		}
	}
	for _, bad := range []string{"", "px", "1 2", "1parsec", "calc(1px)", "1e99"} {
		if got, ok := sc.length(bad, horizontal, 10); ok {
			t.Errorf("%q: got %v", bad, got)
		}
	}
}

func TestSelectors(t *testing.T) {
	sheet := `<style>
		/* weak */ * { fill: #010101 } rect{fill:#020202}
		.a { fill: #030303; stroke: var(--ink) } rect.a.b { fill: #040404 !important }
		g .c, #never { fill: #050505 } g > .d { fill: #060606 } #e { fill: #070707 }
		:root { --ink: #111213 } rect:hover { fill: #ff0000 }
		@media screen { rect { fill: #ff0000 } } @media print { .f { fill: #080808 } }
		@font-face { font-family: "X}"; src: url(x) }
	</style>`
	tests := []struct{ element, fill string }{
		{`<rect/>`, "#020202"},
		{`<circle/>`, "#010101"},
		{`<circle fill="red"/>`, "#010101"}, // a rule outweighs an attribute
		{`<rect class="x a"/>`, "#030303"},
		{`<rect class="a b" style="fill:red"/>`, "#040404"},
		{`<rect class="a" style="fill:#090909"/>`, "#090909"},
		{`<g><g><rect class="c"/></g></g>`, "#050505"},
		{`<rect class="c"/>`, "#020202"},
		{`<g><rect class="d"/></g>`, "#060606"},
		{`<g><a><rect class="d"/></a></g>`, "#020202"},
		{`<g><rect id="e" class="c"/></g>`, "#070707"},
		{`<rect class="f"/>`, "#080808"},
	}
	for _, test := range tests {
		r := &renderer{source: source{text: []byte(`<svg xmlns="http://www.w3.org/2000/svg">` + sheet + test.element + `</svg>`)}}
		root := r.readTree()
		r.index(root)
		n := root.children[len(root.children)-1]
		for len(n.children) > 0 {
			n = n.children[0]
		}
		if got := r.value(n, "fill"); got != test.fill || len(r.found) > 0 {
			t.Errorf("%s: got %s, want %s (%v)", test.element, got, test.fill, r.found)
		}
		if hasWord(n.attr("class"), "a") {
			if got := r.value(n, "stroke"); got != "#111213" {
				t.Errorf("stroke %s", got)
			}
		}
	}
}
