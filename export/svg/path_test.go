package svg

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/papersetter/papersetter/export/typeset"
)

// spelled writes an outline as path data with absolute coordinates.
func spelled(o outline) string {
	var parts []string
	for i := range o {
		s := &o[i]
		text := map[typeset.PathOp]string{typeset.MoveTo: "M", typeset.LineTo: "L", typeset.CurveTo: "C", typeset.ClosePath: "Z"}[s.op]
		for k := range s.points() {
			round := func(v float64) float64 { return math.Round(v*1000)/1000 + 0 }
			text += fmt.Sprintf(" %v,%v", round(s.p[k].x), round(s.p[k].y))
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " ")
}

func TestPathData(t *testing.T) {
	tests := []struct{ d, want string }{
		{"", ""},
		{"M1 2", "M 1,2"},
		{"M1,2L3,4", "M 1,2 L 3,4"},
		{"M1 2 3 4 5 6", "M 1,2 L 3,4 L 5,6"},
		{"m1 2 3 4 5 6", "M 1,2 L 4,6 L 9,12"},
		{"M.5.5-1-2", "M 0.5,0.5 L -1,-2"},
		{"M1e1-2E-1+3.e0.5", "M 10,-0.2 L 3,0.5"},
		{"M0 0h10v10h-10z", "M 0,0 L 10,0 L 10,10 L 0,10 Z"},
		{"M0 0H10 20V5 6", "M 0,0 L 10,0 L 20,0 L 20,5 L 20,6"},
		{"M10 10l5 0zl5 5", "M 10,10 L 15,10 Z M 10,10 L 15,15"},
		{"M10 10l5 0zm1 1l5 5", "M 10,10 L 15,10 Z M 11,11 L 16,16"},
		{"M0 0zz", "M 0,0 Z"},
		{"M0 0C1 2 3 4 5 6", "M 0,0 C 1,2 3,4 5,6"},
		{"M1 1c1 2 3 4 5 6 1 2 3 4 5 6", "M 1,1 C 2,3 4,5 6,7 C 7,9 9,11 11,13"},
		{"M0 0C0 0 3 4 5 5S9 9 10 5", "M 0,0 C 0,0 3,4 5,5 C 7,6 9,9 10,5"},
		{"M0 0L5 5s4 4 5 0", "M 0,0 L 5,5 C 5,5 9,9 10,5"},
		{"M0 0Q3 3 6 0", "M 0,0 C 2,2 4,2 6,0"},
		{"M0 0q3 3 6 0t6 0", "M 0,0 C 2,2 4,2 6,0 C 8,-2 10,-2 12,0"},
		{"M0 0T6 0", "M 0,0 C 0,0 2,0 6,0"},
		{"M0 0A5 5 0 0 1 10 0", "M 0,0 C 0,-2.761 2.239,-5 5,-5 C 7.761,-5 10,-2.761 10,0"},
		{"M0 0a5 5 0 0110 0", "M 0,0 C 0,-2.761 2.239,-5 5,-5 C 7.761,-5 10,-2.761 10,0"},
		{"M0 0a5 5 0 1010 0", "M 0,0 C 0,2.761 2.239,5 5,5 C 7.761,5 10,2.761 10,0"},
		{"M0 0A1 1 0 0 1 10 0", "M 0,0 C 0,-2.761 2.239,-5 5,-5 C 7.761,-5 10,-2.761 10,0"}, // radii grow
		{"M0 0A0 5 0 0 1 10 0", "M 0,0 L 10,0"},
		{"M0 0A5 5 0 0 1 0 0", "M 0,0"},
		{"M10 0A10 10 0 0 1 0 10", "M 10,0 C 10,5.523 5.523,10 0,10"},
		{"M0 5A10 5 90 0 0 10 5", "M 0,5 C 0,10.523 2.239,15 5,15 C 7.761,15 10,10.523 10,5"},
		{" \n M 1 , 2 \t L 3 , 4 \r\n", "M 1,2 L 3,4"},
	}
	for _, test := range tests {
		o, offset, err := parsePath(test.d)
		if got := spelled(o); err != nil || got != test.want {
			t.Errorf("%q:\n got %s (%v at %d)\nwant %s", test.d, got, err, offset, test.want)
		}
	}
}

func TestPathMistakes(t *testing.T) {
	tests := []struct {
		d      string
		offset int
		drawn  string
		want   string
	}{
		{"L1 2", 0, "", "begins with M"},
		{"M1", 2, "", "number 2 of 2"},
		{"M1 2 3", 6, "M 1,2", "number 2 of 2"},
		{"M1 2X", 4, "M 1,2", "not a path command"},
		{"M1 2 #", 5, "M 1,2", "want a path command"},
		{"M0 0 A5 5 0 2 1 1 1", 12, "M 0,0", "want 0 or 1"},
		{"M0 0 L5 5,", 10, "M 0,0 L 5,5", "after the comma"},
		{"M0 0 L1e10 0", 6, "M 0,0", "number 1 of 2"},
		{"M0 0 LNaN 0", 6, "M 0,0", "number 1 of 2"},
	}
	for _, test := range tests {
		o, offset, err := parsePath(test.d)
		if err == nil || !strings.Contains(err.Error(), test.want) || offset != test.offset || spelled(o) != test.drawn {
			t.Errorf("%q: got %q, %d, %v; want %q, %d, …%s…", test.d, spelled(o), offset, err, test.drawn, test.offset, test.want)
		}
	}
}

// TestArc checks points of arcs against the equation of their ellipse.
func TestArc(t *testing.T) {
	for turn := 0.0; turn < 180; turn += 35 {
		for flags := range 4 {
			var o outline
			from, to := point{3, 4}, point{-5, 7}
			o.moveTo(from)
			arc(&o, from, to, 9, 6, turn, flags&1 != 0, flags&2 != 0)
			// The centre is the same distance from all points, seen along the axes.
			m := scaling(1.0/9, 1.0/6).times(rotation(-turn))
			flat := o.transform(m)
			all := flat.subpaths()[0]
			center := circumcenter(all[0].end(), all[1].end(), onCurve(all[0].end(), all[1].p, 0.5))
			at := all[0].end()
			total := 0.0
			for _, s := range all[1:] {
				for _, k := range []float64{0.1, 0.25, 0.5, 0.9, 1} {
					p := onCurve(at, s.p, k).minus(center)
					if d := length(p.x, p.y); math.Abs(d-1) > 3e-4 {
						t.Errorf("turn %v flags %d: %v from the centre", turn, flags, d)
					}
				}
				a, b := at.minus(center), s.end().minus(center)
				total += math.Atan2(cross(a, b), dot(a, b))
				at = s.end()
			}
			if large := math.Abs(total) > math.Pi; large != (flags&1 != 0) || total > 0 != (flags&2 != 0) {
				t.Errorf("turn %v flags %d: runs through %v", turn, flags, total)
			}
			if o[len(o)-1].end() != to {
				t.Errorf("ends at %v", o[len(o)-1].end())
			}
		}
	}
}

func circumcenter(a, b, c point) point {
	d := 2 * cross(b.minus(a), c.minus(a))
	bb, cc := dot(b.minus(a), b.minus(a)), dot(c.minus(a), c.minus(a))
	u := point{((c.y-a.y)*bb - (b.y-a.y)*cc) / d, ((b.x-a.x)*cc - (c.x-a.x)*bb) / d}
	return a.plus(u)
}

func TestTrigonometry(t *testing.T) {
	for d := -720.0; d <= 720; d += 7.3 {
		s, c := sincos(d)
		if math.Abs(s-math.Sin(d*math.Pi/180)) > 1e-14 || math.Abs(c-math.Cos(d*math.Pi/180)) > 1e-14 {
			t.Errorf("sincos(%v) = %v, %v", d, s, c)
		}
		if a := angleOf(c, s); math.Abs(math.Remainder(a-d, 360)) > 1e-12 {
			t.Errorf("angleOf of %v° = %v", d, a)
		}
	}
	for d, want := range map[float64]point{0: {1, 0}, 90: {0, 1}, 180: {-1, 0}, -90: {0, -1}, 270: {0, -1}, 450: {0, 1}} {
		if s, c := sincos(d); (point{c, s}) != want {
			t.Errorf("sincos(%v) is not exact: %v, %v", d, s, c)
		}
	}
}

func TestReversed(t *testing.T) {
	o, _, _ := parsePath("M0 0L4 0C5 0 5 1 5 2z")
	if got, want := spelled(o.reversed()), "M 5,2 C 5,1 5,0 4,0 L 0,0 Z"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestBounds(t *testing.T) {
	tests := []struct {
		d    string
		want box
	}{
		{"M1 2L3 4", box{point{1, 2}, point{3, 4}}},
		{"M0 0C0 4 4 4 4 0", box{point{0, 0}, point{4, 3}}},
		{"M0 0Q2 4 4 0", box{point{0, 0}, point{4, 2}}},
		{"M9 9M0 0L1 1M8 8", box{point{0, 0}, point{1, 1}}},
	}
	for _, test := range tests {
		o, _, err := parsePath(test.d)
		if got := o.bounds(); err != nil || got != test.want {
			t.Errorf("%s: got %v, want %v", test.d, got, test.want)
		}
	}
}
