package svg

import (
	"strings"
)

// applyText sets one property of text.
func (r *renderer) applyText(n *node, sc *scope, s *style, name, v string) (ok bool) {
	ok = true
	em := s.font.size
	switch name {
	case "font":
		ok = r.applyFont(n, sc, s, v)
	case "font-size":
		s.font.size, ok = sc.fontSize(v, sc.style.font.size)
	case "font-family":
		s.font.family = v
		s.font.mono = monospaced(v)
	case "font-weight":
		s.font.bold, ok = bold(v, s.font.bold)
	case "font-style":
		word, _, _ := strings.Cut(v, " ")
		s.font.italic = word == "italic" || word == "oblique"
	case "text-anchor":
		s.anchor = v
		ok = v == "start" || v == "middle" || v == "end"
	case "dominant-baseline", "alignment-baseline":
		s.baseline = v
		ok = baselines[v]
	case "baseline-shift":
		var shift float64
		shift, ok = sc.baselineShift(v, sc.style.font.size)
		s.shift += shift
	case "letter-spacing":
		s.letterSpacing, ok = sc.spacing(v, em)
	case "word-spacing":
		s.wordSpacing, ok = sc.spacing(v, em)
	case "white-space":
		s.pre = strings.HasPrefix(v, "pre") || v == "break-spaces"
	case "text-decoration", "text-decoration-line":
		s.underline = s.underline || hasWord(v, "underline")
		s.overline = s.overline || hasWord(v, "overline")
		s.lineThrough = s.lineThrough || hasWord(v, "line-through")
	case "direction":
		ok = v == "ltr"
	case "writing-mode":
		ok = v == "horizontal-tb" || v == "lr-tb" || v == "lr"
	}
	return ok
}

// fontSizes are the sizes that have names, in px.
var fontSizes = map[string]float64{
	"xx-small": 9, "x-small": 10, "small": 13, "medium": 16, "large": 18, "x-large": 24, "xx-large": 32, "xxx-large": 48,
}

// fontSize reads a font size where the one around is em.
func (sc *scope) fontSize(v string, em float64) (float64, bool) {
	if size, ok := fontSizes[v]; ok {
		return size, true
	}
	switch v {
	case "smaller":
		return em / 1.2, true
	case "larger":
		return float64(em * 1.2), true
	}
	if percent, ok := strings.CutSuffix(v, "%"); ok {
		p, ok := parseNumber(percent)
		return float64(max(p, 0) * em / 100), ok && p >= 0
	}
	size, ok := sc.length(v, diagonal, em)
	return max(size, 0), ok && size >= 0
}

func (sc *scope) spacing(v string, em float64) (float64, bool) {
	if v == "normal" {
		return 0, true
	}
	return sc.length(v, horizontal, em)
}

// baselineShift reads how far text is raised; em is the font size around it.
func (sc *scope) baselineShift(v string, em float64) (float64, bool) {
	switch v {
	case "baseline":
		return 0, true
	case "sub":
		return float64(em * -0.2), true
	case "super":
		return float64(em * 0.4), true
	}
	if percent, ok := strings.CutSuffix(v, "%"); ok {
		p, ok := parseNumber(percent)
		return float64(p * em / 100), ok
	}
	return sc.length(v, vertical, em)
}

func bold(v string, now bool) (bool, bool) {
	switch v {
	case "normal", "lighter":
		return false, true
	case "bold", "bolder":
		return true, true
	}
	weight, ok := parseNumber(v)
	if !ok {
		return now, fontWeights[v] // words of matplotlib that CSS does not know
	}
	return weight >= 600, true
}

var fontWeights = words("book light roman regular medium semibold demibold heavy black")

var baselines = words(`auto alphabetic baseline middle central hanging mathematical ideographic use-script no-change
	reset-size inherit text-before-edge before-edge text-top top text-after-edge after-edge text-bottom bottom center`)

// applyFont reads the shorthand: [style] [weight] size[/line-height] family.
func (r *renderer) applyFont(n *node, sc *scope, s *style, v string) bool {
	s.font.bold, s.font.italic = false, false
	rest := v
	for {
		word, after, more := strings.Cut(strings.TrimSpace(rest), " ")
		switch word {
		case "italic", "oblique":
			s.font.italic = true
		case "normal", "small-caps", "condensed", "expanded", "semi-condensed", "semi-expanded":
		default:
			if weight, ok := bold(word, false); ok && !isFontSize(word) {
				s.font.bold = weight
				break
			}
			word, _, _ = strings.Cut(word, "/")
			size, ok := sc.fontSize(word, sc.style.font.size)
			s.font.size = size
			s.font.family, s.font.mono = after, monospaced(after)
			return ok && more
		}
		if !more {
			return false
		}
		rest = after
	}
}

// isFontSize tells the weight 700 from the size 700px: sizes need a unit, and
// only plain hundreds are weights.
func isFontSize(word string) bool {
	v, ok := parseNumber(word)
	return ok && (v < 100 || v > 900)
}

// monospaced says whether a list of families asks for a face of fixed width.
func monospaced(families string) bool {
	for family := range strings.SplitSeq(strings.ToLower(families), ",") {
		family = strings.Trim(strings.TrimSpace(family), `"'`)
		for _, sign := range []string{"mono", "courier", "consolas", "menlo", "typewriter", "fixed", "source code", "fira code", "cmtt"} {
			if strings.Contains(family, sign) {
				return true
			}
		}
		if proportional[family] {
			return false
		}
	}
	return false
}

// proportional are families known not to be of fixed width, so that a
// monospace behind them in a list does not count.
var proportional = map[string]bool{
	"serif": true, "sans-serif": true, "sans": true, "system-ui": true, "cursive": true, "fantasy": true,
	"arial": true, "helvetica": true, "helvetica neue": true, "verdana": true, "tahoma": true, "calibri": true,
	"times": true, "times new roman": true, "georgia": true, "cambria": true, "garamond": true,
	"dejavu sans": true, "dejavu serif": true, "liberation sans": true, "liberation serif": true,
	"bitstream vera sans": true, "computer modern roman": true, "stix two text": true, "stixgeneral": true,
	"noto sans": true, "noto serif": true, "roboto": true, "open sans": true, "lato": true, "inter": true,
}

// coded returns the first family of a list if its characters are codes of its
// own and not letters.
func coded(families, text string) (string, bool) {
	first, _, _ := strings.Cut(families, ",")
	first = strings.Trim(strings.TrimSpace(first), `"'`)
	switch strings.ToLower(first) {
	case "symbol", "wingdings", "webdings", "zapf dingbats", "zapfdingbats", "cmsy10", "cmex10":
		return first, strings.ContainsFunc(text, func(c rune) bool { return c > ' ' && c < 256 })
	case "cmmi10", "cmr10", "cmb10", "cmss10", "cmtt10":
		return first, strings.ContainsFunc(text, func(c rune) bool { return c > '~' && c < 256 })
	}
	return "", false
}
