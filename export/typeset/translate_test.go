package typeset

import (
	"reflect"
	"testing"
)

func TestTranslateMovesCopies(t *testing.T) {
	path := &Path{
		Steps: []PathStep{{MoveTo, [3]XY{{1, 2}}}, {CurveTo, [3]XY{{1, 2}, {3, 4}, {5, 6}}}, {Op: ClosePath}},
		Clip:  []PathStep{{LineTo, [3]XY{{7, 8}}}},
		Width: 3,
	}
	for _, tc := range []struct{ item, want Item }{
		{&Glyphs{X: 1, Y: 2, Size: 9}, &Glyphs{X: 11, Y: 22, Size: 9}},
		{&Box{1, 2, 3, 4, 5}, &Box{11, 22, 3, 4, 5}},
		{&Formula{X: 1, Y: 2, From: 3}, &Formula{X: 11, Y: 22, From: 3}},
		{&Picture{X: 1, Y: 2, W: 3, H: 4}, &Picture{X: 11, Y: 22, W: 3, H: 4}},
		{path, &Path{
			Steps: []PathStep{{MoveTo, [3]XY{{11, 22}}}, {CurveTo, [3]XY{{11, 22}, {13, 24}, {15, 26}}}, {Op: ClosePath}},
			Clip:  []PathStep{{LineTo, [3]XY{{17, 28}}}},
			Width: 3,
		}},
		{&Path{}, &Path{}},
	} {
		if got := Translate(tc.item, 10, 20); !reflect.DeepEqual(got, tc.want) {
			t.Errorf("got %+v, want %+v", got, tc.want)
		}
		if back := Translate(Translate(tc.item, 10, 20), -10, -20); !reflect.DeepEqual(back, tc.item) {
			t.Errorf("back and forth: %+v, was %+v", back, tc.item)
		}
	}
	if path.Steps[0].P[0].X != 1 || path.Clip[0].P[0].X != 7 {
		t.Error("the path itself has moved")
	}
}
