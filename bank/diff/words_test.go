package diff

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestCompareWords(t *testing.T) {
	for _, c := range []struct {
		before, after, was, is string
		spaces                 bool
	}{
		{"one two", "one  two\n", "", "", true},
		{"a b c d e f g h", "a b c d X f g h", "… b c d e f g h", "… b c d X f g h", false},
		{"a b c d e f g h i", "a b c d f g h i", "… b c d e f g h …", "… b c d f g h …", false},
		{"", "new text", "", "new text", false},
		{"x a b c d e f g h i y", "X a b c d e f g h i Y", "x a b c … g h i y", "X a b c … g h i Y", false},
	} {
		was, is, spaces := compareWords(c.before, c.after)
		if was != c.was || is != c.is || spaces != c.spaces {
			t.Errorf("%q to %q: %q, %q, %t", c.before, c.after, was, is, spaces)
		}
	}
}

// TestAlign makes sure that each text can be read back from the two as one,
// and that what they have in common is as long as can be.
func TestAlign(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	words := func() (list []string) {
		for range r.IntN(12) {
			list = append(list, string(rune('a'+r.IntN(4))))
		}
		return list
	}
	for range 2000 {
		a, b := words(), words()
		var x, y []string
		common := 0
		for _, s := range align(a, b) {
			if s.side <= 0 {
				x = append(x, s.word)
			}
			if s.side >= 0 {
				y = append(y, s.word)
			}
			if s.side == 0 {
				common++
			}
		}
		if !slices.Equal(x, a) || !slices.Equal(y, b) || common != longest(a, b) {
			t.Fatalf("%q and %q: %q, %q, %d in common, want %d", a, b, x, y, common, longest(a, b))
		}
	}
}

// TestWordsMirror makes sure that a comparison read backwards is that of the
// texts the other way round.
func TestWordsMirror(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	text := func() string {
		var list []string
		for range r.IntN(20) {
			list = append(list, string(rune('a'+r.IntN(3))))
		}
		return strings.Join(list, " ")
	}
	for range 2000 {
		a, b := text(), text()
		was, is, spaces := compareWords(a, b)
		if w, i, s := compareWords(b, a); w != is || i != was || s != spaces {
			t.Fatalf("%q and %q: %q, %q there, %q, %q back", a, b, was, is, w, i)
		}
	}
}

// longest is the length of a longest common subsequence, by its definition.
func longest(a, b []string) int {
	switch {
	case len(a) == 0 || len(b) == 0:
		return 0
	case a[0] == b[0]:
		return 1 + longest(a[1:], b[1:])
	}
	return max(longest(a[1:], b), longest(a, b[1:]))
}

// TestLongTexts makes sure that texts without end are neither compared word by
// word nor shown in full.
func TestLongTexts(t *testing.T) {
	was, is, _ := compareWords(strings.Repeat("a b ", 200_000), strings.Repeat("c d ", 200_000))
	if n := len(strings.Fields(was)); n > mostWords+1 || !strings.HasSuffix(is, "…") {
		t.Errorf("%d words shown", n)
	}
}
