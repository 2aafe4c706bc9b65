package math

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Limits of one formula. MathJax's own, on macros (1,000) and on the text they
// expand to (20 KB), are in the bundle.
const (
	maxTeX    = 10_000           // bytes
	maxTime   = 10 * time.Second // wall clock; a usual formula takes 15 ms, one of the greatest length up to 3 s
	maxMemory = 400 << 20        // bytes of an engine, which uses about 40 MB for a usual formula
	maxOutput = 8 << 20          // bytes of the engine's answer
	maxShapes = 20_000           // and as many rules
	maxLength = 200 * 1000       // of any coordinate: 200 em is larger than any page
)

var (
	errTooLarge = &Error{Message: "the formula is too large to typeset: write it as several formulas"}
	errFailed   = &Error{Message: "the formula cannot be typeset: MathJax itself fails on it; write it in another way"}
)

// checkSource refuses TeX that is not worth an engine.
func checkSource(tex string) error {
	if len(tex) > maxTeX {
		return &Error{Message: fmt.Sprintf("the formula has %d bytes, more than %d: write it as several formulas", len(tex), maxTeX)}
	}
	if strings.TrimSpace(tex) == "" {
		return &Error{Message: "the formula is empty"}
	}
	for i, r := range tex {
		if r == utf8.RuneError && !strings.HasPrefix(tex[i:], "\uFFFD") {
			return &Error{Message: "the formula is not UTF-8 text", Offset: i}
		}
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7f {
			return &Error{Message: fmt.Sprintf("the formula contains the control character U+%04X", r), Offset: i}
		}
	}
	return nil
}

// bounded refuses formulas that reach beyond any page.
func (f *Formula) bounded() error {
	inside := func(values ...int) bool {
		for _, v := range values {
			if v > maxLength || v < -maxLength {
				return false
			}
		}
		return true
	}
	ok := inside(f.Width, f.Height, f.Depth) && f.Width >= 0
	for _, g := range f.Glyphs {
		for _, s := range g.Path {
			ok = ok && inside(s.P[0].X, s.P[0].Y, s.P[1].X, s.P[1].Y, s.P[2].X, s.P[2].Y)
		}
	}
	for _, s := range f.Shapes {
		ok = ok && inside(s.X, s.Y, s.ScaleX, s.ScaleY)
		if s.Clip != nil {
			ok = ok && inside(s.Clip.X, s.Clip.Y, s.Clip.W, s.Clip.H)
		}
	}
	for _, r := range f.Rules {
		ok = ok && inside(r.X, r.Y, r.W, r.H)
	}
	for _, tag := range f.RowTags {
		ok = ok && inside(tag.Y)
	}
	if !ok {
		return &Error{Message: "the formula is larger than a page"}
	}
	return nil
}
