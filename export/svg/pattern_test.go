package svg

import (
	"fmt"
	"testing"

	"github.com/papersetter/papersetter/export/typeset"
)

// TestPattern fills shapes with patterns as matplotlib hatches bars and as
// drawings refer to them, and looks at pixels.
func TestPattern(t *testing.T) {
	drawing, problems := Parse(figure(`<defs>
		<pattern id="stripes" patternUnits="userSpaceOnUse" x="0" y="0" width="20" height="20"><rect width="10" height="20" fill="#f00"/></pattern>
		<pattern id="turned" href="#stripes" patternTransform="rotate(90)"/>
		<pattern id="quarters" width="0.5" height="0.5"><rect width="10" height="10" fill="#00f"/></pattern>
	</defs>
	<rect width="40" height="20" fill="url(#stripes)"/>
	<rect y="40" width="40" height="40" fill="url(#turned)"/>
	<rect x="60" width="40" height="40" fill="url(#quarters)"/>
	<circle cx="80" cy="80" r="15" fill="url(#stripes)"/>`), fonts(t))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	img := drawnOver(t, drawing.Items(0, 0, 100*typeset.Point), 100*typeset.Point, 100, 100)
	for at, want := range map[[2]int]string{
		{5, 10}: "f00", {15, 10}: "fff", {25, 10}: "f00", {35, 10}: "fff",
		{15, 45}: "f00", {15, 55}: "fff", {15, 65}: "f00",
		{65, 5}: "00f", {75, 5}: "fff", {85, 5}: "00f", {65, 25}: "00f",
		{85, 80}: "f00", {75, 80}: "fff", {67, 67}: "fff",
	} {
		r, g, b, _ := img.At(at[0], at[1]).RGBA()
		if got := fmt.Sprintf("%x%x%x", r>>12, g>>12, b>>12); got != want {
			t.Errorf("at %v: %s, want %s", at, got, want)
		}
	}
}
