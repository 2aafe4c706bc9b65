package svg

import (
	"bytes"
	"fmt"
	"image/png"
	"strings"
	"testing"

	"github.com/papersetter/papersetter/export/typeset"
)

// fourPixels is a picture of red and green above blue and white.
const fourPixels = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEklEQVR4nGP4z8DAAMIM/4EAAB/uBfsL2WiLAAAAAElFTkSuQmCC"

func withImage(attributes, around string) string {
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><defs><clipPath id="half"><rect width="20" height="100"/></clipPath><clipPath id="round"><circle cx="30" cy="30" r="20"/></clipPath></defs><g %s><image href="%s" %s/></g></svg>`, around, fourPixels, attributes)
}

// TestImage draws pictures within drawings: where they stand, and which pixel is
// at their top left corner.
func TestImage(t *testing.T) {
	fonts, err := typeset.LoadFonts()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		attributes, around string
		want               string // x, y, w, h in px and the colour at the top left; or the problem
	}{
		{`x="10" y="20" width="40" height="40"`, "", "10 20 40 40 ff0000"},
		{`width="40" height="20"`, "", "10 0 20 20 ff0000"},
		{`width="40" height="20" preserveAspectRatio="none"`, "", "0 0 40 20 ff0000"},
		{`width="40" height="40"`, `transform="scale(1 -1) translate(0 -60)"`, "0 20 40 40 0000ff"},
		{`width="40" height="40"`, `transform="translate(50) scale(-1 1)"`, "10 0 40 40 00ff00"},
		{`width="40" height="40"`, `clip-path="url(#half)"`, "0 0 20 40 ff0000"},
		{`x="60" width="40" height="40"`, `clip-path="url(#half)"`, ""},
		{`width="40" height="40"`, `transform="rotate(20)"`, "turned or slanted"},
		{`width="40" height="40"`, `opacity="0.5"`, "see-through"},
		{`x="10" y="10" width="60" height="60"`, `clip-path="url(#round)"`, "no rectangle"},
	} {
		drawing, problems := Parse([]byte(withImage(c.attributes, c.around)), fonts)
		got := ""
		for _, p := range problems {
			got += p.Message
		}
		if len(problems) == 0 {
			for _, it := range drawing.Items(0, 0, 100*typeset.Point) {
				p := it.(*typeset.Picture)
				img, err := png.Decode(bytes.NewReader(p.Image.Data))
				if err != nil {
					t.Fatal(err)
				}
				r, g, b, _ := img.At(img.Bounds().Min.X, img.Bounds().Min.Y).RGBA()
				px := func(l typeset.Length) int { return int((l + typeset.Point/2) / typeset.Point) }
				got += fmt.Sprintf("%d %d %d %d %02x%02x%02x", px(p.X), px(p.Y), px(p.W), px(p.H), r>>8, g>>8, b>>8)
			}
		}
		if got != c.want && (len(problems) == 0 || !strings.Contains(got, c.want)) {
			t.Errorf("image %s in %s: %s, want %s", c.attributes, c.around, got, c.want)
		}
	}
}

func TestImageElsewhere(t *testing.T) {
	fonts, err := typeset.LoadFonts()
	if err != nil {
		t.Fatal(err)
	}
	for href, want := range map[string]string{
		"secret.png":                 "outside of the file",
		"file:///etc/passwd":         "outside of the file",
		"https://example.org/x.png":  "outside of the file",
		"data:text/html;base64,PGI+": "want a PNG or JPEG",
		"data:image/png;base64,!!!":  "damaged",
		"data:image/png;base64,AAAA": "cannot be read",
	} {
		src := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><image width="5" height="5" href=%q/></svg>`, href)
		_, problems := Parse([]byte(src), fonts)
		if len(problems) != 1 || !strings.Contains(problems[0].Message, want) {
			t.Errorf("%s: %v, want %q", href, problems, want)
		}
	}
}
