package svg

import (
	"math"
	"strings"
	"testing"

	"github.com/papersetter/papersetter/export/typeset"
)

// drawioLabel is a label as draw.io writes it: HTML, then plain text.
func drawioLabel(outer, inner, html, plain string) string {
	return `<switch><foreignObject pointer-events="none" width="100%" height="100%" requiredFeatures="http://www.w3.org/TR/SVG11/feature#Extensibility" style="overflow: visible; text-align: left;">` +
		`<div xmlns="http://www.w3.org/1999/xhtml" style="display: flex; align-items: unsafe center; justify-content: unsafe center; height: 1px; padding-top: 50px; margin-left: 1px;` + outer + `">` +
		`<div data-drawio-colors="color: #000; " style="box-sizing: border-box; font-size: 0px; text-align: center;">` +
		`<div style="display: inline-block; font-size: 10px; font-family: Helvetica; color: rgb(0, 0, 0); line-height: 1.2; pointer-events: all;` + inner + `">` + html +
		`</div></div></div></foreignObject><text x="50" y="54" fill="rgb(0, 0, 0)" font-family="Helvetica" font-size="10px" text-anchor="middle">` + plain + `</text></switch>`
}

// said returns the lines of a figure's text as "text @ y", pieces on one
// baseline joined.
func said(t *testing.T, src string) string {
	t.Helper()
	var out []string
	last := ""
	for _, line := range px(t, figure(src)) {
		if strings.HasPrefix(line, "M ") {
			out = append(out, "box")
			continue
		}
		fields := strings.Fields(line)
		n := len(fields)
		at := strings.SplitN(fields[n-5], ",", 2)[1]
		text := strings.Join(fields[1:n-7], " ")
		if last == at {
			out[len(out)-1] = strings.Replace(out[len(out)-1], " @", "|"+text+" @", 1)
			continue
		}
		last = at
		out = append(out, text+" @ "+at)
	}
	return strings.Join(out, ", ")
}

func TestDrawioLabels(t *testing.T) {
	const wrap = " white-space: normal; overflow-wrap: normal;"
	const asIs = " white-space: nowrap;"
	tests := []struct{ name, src, want string }{
		{"same", drawioLabel("width: 98px;", wrap, "Encoder", "Encoder"), "Encoder @ 54"},
		{"cut short", drawioLabel("width: 1px;", asIs, "a label without end", "a label w..."), "a label without end @ 54"},
		{"line end", drawioLabel("width: 1px;", asIs, "one<br/>two", "onetwo"), "one @ 48, two @ 60"},
		{"blocks", drawioLabel("width: 1px;", asIs, "one<div>two</div><div><br/></div><div>four</div>", "one..."), "one @ 36, two @ 48, four @ 72"},
		{"wrapped", drawioLabel("width: 40px;", wrap, "Multi-Head Attention", "Multi-..."), "Multi-Head @ 48, Attention @ 60"},
		{"long word", drawioLabel("width: 4px;", wrap, "Encoder", "Encoder"), "Encoder @ 54"},
		{"from the top", drawioLabel("width: 1px; align-items: unsafe flex-start;", asIs, "one<br/>two", "one..."), "one @ 54, two @ 66"},
		{"from the bottom", drawioLabel("width: 1px; align-items: unsafe flex-end;", asIs, "one<br/>two", "one..."), "one @ 42, two @ 54"},
		{"bold", drawioLabel("width: 1px;", asIs, "a <b>b</b>c", "a bc"), "a|b|c @ 54"},
		{"index", drawioLabel("width: 1px;", asIs, "x<sub>1</sub>", "x1"), "x @ 54, 1 @ 56"},
		{"background", drawioLabel("width: 1px;", asIs+" background-color: #ffffff;", "yes", "yes"), "box, yes @ 54"},
		{"empty", drawioLabel("width: 1px;", asIs, " ", ""), ""},
	}
	for _, test := range tests {
		if got := said(t, test.src); got != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
	}
	_, problems := Parse(figure(drawioLabel("", "", "<ul><li>a</li></ul>", "a")), fonts(t))
	if len(problems) != 1 || !strings.Contains(problems[0].Message, "<ul> in a label") {
		t.Errorf("list: %v", problems)
	}
}

// TestLabelBackground checks that the box stands around its text.
func TestLabelBackground(t *testing.T) {
	d, problems := Parse(figure(drawioLabel("width: 1px;", " white-space: nowrap; background-color: light-dark(#eee, #111);", "wide<br/>wi", "w...")), fonts(t))
	if len(problems) > 0 || len(d.shapes) != 3 {
		t.Fatalf("%v, %d shapes", problems, len(d.shapes))
	}
	b := d.shapes[0].(*pathShape).outline.bounds()
	text := d.shapes[1].(*textShape)
	_, width, err := fonts(t).Shape("wide", typeset.Style{Size: referenceSize})
	if err != nil {
		t.Fatal(err)
	}
	w := float64(width) / float64(referenceSize) * 10
	if math.Abs(b.width()-w) > 0.01 || math.Abs(b.min.x-text.at.x) > 0.01 || math.Abs(b.height()-24) > 1e-9 || b.min.y > 41 || b.max.y < 62 {
		t.Errorf("box %v around text of width %v at %v", b, w, text.at)
	}
}
