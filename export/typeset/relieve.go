package typeset

import "fmt"

// TooWideError is something that cannot be broken and is wider than a line.
type TooWideError struct {
	What           string // the characters, or "" for a drawing
	Width, Measure Length
}

func (e *TooWideError) Error() string {
	what := "a drawing"
	if e.What != "" {
		what = fmt.Sprintf("%q", e.What)
	}
	return fmt.Sprintf("%s is %s wide and does not fit into a line of %s: make the column wider", what, e.Width, e.Measure)
}

// String spells a length in millimetres.
func (l Length) String() string {
	tenths := divide(10*l, MM)
	sign := ""
	if tenths < 0 {
		sign, tenths = "-", -tenths
	}
	return fmt.Sprintf("%s%d.%d mm", sign, tenths/10, tenths%10)
}

// relieve allows breaks of last resort within what is wider than the narrowest
// line: between any two clusters of words, and around formulas and drawings.
func (t *Text) relieve(parts []part, narrowest Length) ([]part, error) {
	out := make([]part, 0, len(parts))
	from := 0
	width := Length(0) // of what is printed since the last chance to break
	printed := false   // a box since then; glue before it vanishes
	for i := range parts {
		p := &parts[i]
		if legal(parts, i) {
			var err error
			if out, err = t.relieveRun(out, parts[from:i], width+hyphenWidth(p), narrowest); err != nil {
				return nil, err
			}
			out = append(out, t.relieveBreak(out, *p, narrowest))
			from, width, printed = i+1, 0, false
			continue
		}
		if printed = printed || p.kind == boxPart; printed {
			width += boxWidth(p)
		}
	}
	return out, nil
}

// relieveBreak leaves out the hyphen of a break where not even the last box
// fits with it.
func (t *Text) relieveBreak(out []part, p part, narrowest Length) part {
	if n := len(out); p.hyphen && n > 0 && out[n-1].width+p.width > narrowest {
		return part{kind: penaltyPart, penalty: lastResort, token: p.token}
	}
	return p
}

// legal reports whether a line may end at part i.
func legal(parts []part, i int) bool {
	switch p := &parts[i]; p.kind {
	case gluePart:
		return i > 0 && parts[i-1].kind == boxPart
	case penaltyPart:
		return p.penalty < forbidden
	}
	return false
}

// hyphenWidth is what a break at a part adds to the line.
func hyphenWidth(p *part) Length {
	if p.kind == penaltyPart {
		return p.width
	}
	return 0
}

// boxWidth is what a part takes within a line.
func boxWidth(p *part) Length {
	if p.kind == penaltyPart {
		return 0
	}
	return p.width
}

// relieveRun copies parts between two chances to break and makes more chances
// if they are too wide together.
func (t *Text) relieveRun(out, run []part, width, narrowest Length) ([]part, error) {
	if width <= narrowest {
		return append(out, run...), nil
	}
	for i := range run {
		p := run[i]
		switch {
		case p.kind == penaltyPart:
			p.penalty = min(p.penalty, lastResort)
			out = append(out, p)
			continue
		case p.kind == gluePart:
			out = append(out, p)
			continue
		}
		if n := len(out); i > 0 && n > 0 && out[n-1].kind == boxPart {
			out = append(out, part{kind: penaltyPart, penalty: lastResort, token: p.token})
		}
		var err error
		if out, err = t.relieveBox(out, p, narrowest); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// relieveBox splits a word into its clusters.
func (t *Text) relieveBox(out []part, p part, narrowest Length) ([]part, error) {
	tok := &t.tokens[p.token]
	if tok.kind != wordToken {
		if p.width > narrowest {
			return nil, &TooWideError{Width: p.width, Measure: narrowest}
		}
		return append(out, p), nil
	}
	for from := p.from; from < p.to; {
		to := from + 1
		for to < p.to && tok.word.glyphs[to].text == "" {
			to++
		}
		w := tok.span(from, to)
		if w > narrowest {
			return nil, &TooWideError{What: tok.word.glyphs[from].text, Width: w, Measure: narrowest}
		}
		if from > p.from {
			out = append(out, part{kind: penaltyPart, penalty: lastResort, token: p.token})
		}
		out = append(out, part{kind: boxPart, width: w, token: p.token, from: from, to: to})
		from = to
	}
	return out, nil
}
