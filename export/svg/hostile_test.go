package svg

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestHostile reads small files that ask for much work.
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	if testing.Short() {
		t.Skip("takes long")
	}
	long := strings.Repeat(" ", 2_000_000)
	uses := func(id string, n int) string { return strings.Repeat(`<use href="#`+id+`"/>`, n) }
	nest := func(open, inner, end string, n int) string {
		return strings.Repeat(open, n) + inner + strings.Repeat(end, n)
	}
	ring := func(n int) string {
		var b strings.Builder
		b.WriteString("M")
		for i := range n {
			s, c := sincos(float64(i) * 360 / float64(n))
			fmt.Fprintf(&b, "%.6f %.6f ", 50+49*c, 50+49*s)
		}
		return b.String()
	}
	comb := strings.Repeat("M0 0L100 1L0 2L100 3L0 4", 10_000)
	tests := map[string]string{
		"path of spaces":     `<path id="p" d="M0 0` + long + `h1v1z"/>` + uses("p", 50_000),
		"transform":          `<g id="p" transform="` + long + `"><rect width="1" height="1"/></g>` + uses("p", 50_000),
		"ignored children":   `<g id="p">` + strings.Repeat("<desc/>", 50_000) + `</g>` + uses("p", 40_000),
		"text":               `<text>` + nest("<tspan>", long+"a"+strings.Repeat("b", 2_000_000), "</tspan>", 90) + `</text>`,
		"class":              `<style>` + strings.Repeat(".x.y{fill:red}", 1900) + `</style><rect width="1" height="1" class="` + strings.Repeat("z ", 1_000_000) + `"/>`,
		"descendants":        `<style>` + strings.Repeat("g g g g g g g g .x{fill:red}", 1900) + `</style>` + nest("<g>", strings.Repeat(`<rect class="x"/>`, 20_000), "</g>", 90),
		"long values":        `<style>*{` + manyValues() + `}</style>` + strings.Repeat("<rect width='1' height='1'/>", 90_000),
		"many attributes":    `<rect ` + strings.Repeat(`a="" `, 100_000) + `/>`,
		"markers":            `<marker id="m">` + strings.Repeat(`<rect width="1" height="1"/>`, 100) + `</marker><path fill="none" marker-mid="url(#m)" d="` + comb + `"/>`,
		"gradients":          `<linearGradient id="g"><stop stop-color="#000"/><stop offset="1" stop-color="#fff"/></linearGradient><g id="p" fill="url(#g)"><path d="` + ring(2000) + `"/></g>` + uses("p", 2000),
		"clip of many sides": `<clipPath id="c"><path d="` + ring(100_000) + `"/></clipPath><g clip-path="url(#c)">` + strings.Repeat("<path d='M0 0h99v99z'/>", 50_000) + `</g>`,
		"clips in clips":     `<clipPath id="c"><path d="` + ring(20_000) + `"/></clipPath>` + nest(`<g clip-path="url(#c)">`, "<path d='M0 0h99v99z'/>", "</g>", 90),
		"even-odd clips":     `<clipPath id="c"><path clip-rule="evenodd" d="` + ring(1400) + `z` + ring(20) + `"/></clipPath>` + strings.Repeat(`<path clip-path="url(#c)" d="M0 0h99v99z"/>`, 50_000),
		"clip reused":        `<clipPath id="c"><path d="` + comb + `"/></clipPath><g clip-path="url(#c)">` + strings.Repeat("<path d='M0 0h99v99z'/>", 50_000) + `</g>`,
		"switch":             `<switch id="p">` + strings.Repeat("<foreignObject/>", 50_000) + `</switch>` + uses("p", 40_000),
		"attributes used":    `<rect id="p" ` + strings.Repeat(`a="" `, 190) + `/>` + uses("p", 90_000),
		"variables":          `<style>:root{--a:${var(--b)}` + strings.Repeat("x ", 2000) + `}*{fill:var(--a);stroke:var(--a)}</style>` + strings.Repeat("<rect/>", 90_000),
		"stops":              `<linearGradient id="g">` + strings.Repeat("<a/>", 90_000) + `</linearGradient><rect id="p" fill="url(#g)" width="1" height="1"/>` + uses("p", 9000),
		"deep markers":       nest("<g font-size=\"1em\" fill=\"red\">", `<marker id="m"/>`, "</g>", 90) + `<path fill="none" marker-mid="url(#m)" d="` + comb + `"/>`,
		"dashes":             strings.Repeat(`<path d="M0 0h99" stroke="red" stroke-dasharray="`+strings.Repeat("1e-9 ", 100)+`"/>`, 5000),
	}
	for name, elements := range tests {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			d, problems := Parse(figure(elements), fonts(t))
			if d != nil {
				d.Items(0, 0, d.Width)
			}
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			grown := (after.TotalAlloc - before.TotalAlloc) >> 20
			t.Logf("%v, %d MB allocated, %d problems", took.Round(time.Millisecond), grown, len(problems))
			// How long it takes depends on the machine; a figure that is not
			// bounded runs into the time limit of the whole test.
			if grown > 3000 {
				t.Errorf("took %d MB in all", grown)
			}
		})
	}
}

func manyValues() string {
	var b strings.Builder
	for _, name := range inherited {
		fmt.Fprintf(&b, "%s: %s;", name, strings.Repeat("x", 4000))
	}
	return b.String()
}
