package analysis

import (
	"fmt"
	"slices"
)

// Thresholds say when something is worth a look. Figures are in per cent.
type Thresholds struct {
	Easy, Hard float64 // facility above and below
	Poor       float64 // discrimination below
	Few        int     // candidates below which figures are uncertain
}

// DefaultThresholds are those by which Analyse flags.
var DefaultThresholds = Thresholds{Easy: 95, Hard: 20, Poor: 15, Few: 30}

// Severity is how grave a flag is.
type Severity int

// The severities.
const (
	Note    Severity = iota // worth knowing
	Look                    // worth a look
	Serious                 // the key or the question may be wrong
)

func (s Severity) String() string { return [...]string{"note", "look", "serious"}[s] }

// Flag is something about an item, or about the paper, to look at.
type Flag struct {
	Item     int    // index; -1 for the paper
	Part     string // label of the part
	Severity Severity
	Reason   string // what is the matter and what to do
}

// flags finds what is worth a look.
func flags(e *Exam, r *Report) []Flag {
	limits := &DefaultThresholds
	var list []Flag
	if n := len(e.Candidates); n < limits.Few {
		list = append(list, Flag{-1, "", Note, fmt.Sprintf("only %d candidates: figures below %d are a hint at most", n, limits.Few)})
	}
	if f := r.Test.Consistency; f.OK && f.Value < 50 && len(e.Candidates) >= limits.Few {
		list = append(list, Flag{-1, "", Look, fmt.Sprintf("internal consistency of %.0f %%: the paper is too short or too mixed for close grades", f.Value)})
	}
	for g := range r.Sets.Sets {
		s := &r.Sets.Sets[g]
		if s.P.OK && s.P.Value < 0.05 {
			word := "lower"
			if s.Difference.Value > 0 {
				word = "higher"
			}
			list = append(list, Flag{-1, "", Look, fmt.Sprintf("set %s: its mean is %.2f marks %s than that of the others (p = %.3f): compare the questions below", s.Name, abs(s.Difference.Value), word, s.P.Value)})
		}
	}
	for _, si := range r.Sets.Items {
		list = append(list, Flag{si.Item, "", Look, fmt.Sprintf("marks differ between the sets (p = %.3f): look whether its place or the order of its options helps, or a set has a misprint", si.P)})
	}
	for k := range r.Items {
		list = append(list, itemFlags(e, r, k, limits)...)
	}
	slices.SortStableFunc(list, func(a, b Flag) int { return int(b.Severity - a.Severity) })
	return list
}

func abs(v float64) float64 {
	if v < 0 {
		return -v
	}
	return v
}

func itemFlags(e *Exam, r *Report, k int, limits *Thresholds) []Flag {
	var list []Flag
	it := &r.Items[k]
	add := func(part string, s Severity, format string, args ...any) {
		list = append(list, Flag{k, part, s, fmt.Sprintf(format, args...)})
	}
	if it.Candidates == 0 {
		add("", Note, "nobody answered it")
		return list
	}
	enough := it.Candidates >= limits.Few
	if d := it.Discrimination; d.OK && d.Value < 0 {
		severity := Look
		if enough {
			severity = Serious
		}
		add("", severity, "negative discrimination (%.0f %%): strong candidates did worse than weak ones; check the key", d.Value)
	} else if d.OK && d.Value < limits.Poor && it.Facility.Value <= limits.Easy {
		add("", Note, "low discrimination (%.0f %%): it hardly tells strong candidates from weak ones", d.Value)
	}
	switch f := it.Facility; {
	case f.OK && f.Value > limits.Easy:
		add("", Note, "very easy (facility %.0f %%)", f.Value)
	case f.OK && it.Guess > 0 && f.Value <= it.Guess:
		add("", Look, "no better than guessing (facility %.0f %%, guessing gives %.0f %%): check the key, or whether it was taught", f.Value, it.Guess)
	case f.OK && f.Value < limits.Hard:
		add("", Note, "very hard (facility %.0f %%)", f.Value)
	}
	for p := range it.Parts {
		list = append(list, optionFlags(&it.Parts[p], k, enough)...)
	}
	return list
}

func optionFlags(p *PartReport, k int, enough bool) []Flag {
	var list []Flag
	best := Figure{}
	for o := range p.Options {
		if c := p.Options[o].Correlation; p.Options[o].Option.Key && c.OK && (!best.OK || c.Value > best.Value) {
			best = c
		}
	}
	for o := range p.Options {
		r := &p.Options[o]
		if r.Option.Key || !enough {
			continue
		}
		name := fmt.Sprintf("%s “%s”", r.Option.Letter, r.Option.Text)
		switch {
		case r.Chosen == 0:
			list = append(list, Flag{k, p.Part.Label, Note, "a distractor nobody chose: " + name})
		case r.Correlation.OK && best.OK && r.Correlation.Value > best.Value && r.Correlation.Value > 0 && r.Chosen >= 5:
			list = append(list, Flag{k, p.Part.Label, Serious, "a distractor draws stronger candidates than the key: " + name + "; check whether it is right as well"})
		}
	}
	return list
}
