package page

import (
	"testing"

	"rsc.io/qr"

	"github.com/papersetter/papersetter/export/typeset"
)

// TestQRCode paints the boxes of a code into squares and compares them.
func TestQRCode(t *testing.T) {
	const text = "CSE641 2026-02-20 000123"
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	size := typeset.Length(code.Size) * typeset.MM
	items, err := qrCode(text, 0, 0, size)
	if err != nil {
		t.Fatal(err)
	}
	painted := map[[2]int]int{}
	for _, it := range items {
		b := it.(*typeset.Box)
		for y := b.Y / typeset.MM; y < (b.Y+b.H)/typeset.MM; y++ {
			for x := b.X / typeset.MM; x < (b.X+b.W)/typeset.MM; x++ {
				painted[[2]int{int(x), int(y)}]++
			}
		}
	}
	for y := range code.Size {
		for x := range code.Size {
			want := 0
			if code.Black(x, y) {
				want = 1
			}
			if got := painted[[2]int{x, y}]; got != want {
				t.Fatalf("square %d, %d is painted %d times, not %d", x, y, got, want)
			}
		}
	}
}
