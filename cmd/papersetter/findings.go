package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/export/report"
	"github.com/papersetter/papersetter/mark"
	"github.com/papersetter/papersetter/mark/analysis"
)

// reportOf says what an analysis found, the most urgent first.
func reportOf(m *sat, results *mark.Results, e *analysis.Exam, r *analysis.Report, s *analysis.Similarity) *report.Document {
	p := m.papers[0]
	subtitle := []string{strings.TrimSpace(p.CourseCode + " " + p.CourseTitle), p.Title}
	if p.Date != "" {
		subtitle = append(subtitle, p.Date)
	}
	doc := &report.Document{Title: "Analysis of the examination", Subtitle: strings.Join(subtitle, " · ")}
	add := func(title string, parts ...report.Part) {
		doc.Sections = append(doc.Sections, report.Section{Title: title, Parts: parts})
	}
	add("To look at", flagTable(e, r))
	add("The paper as a whole", paperParts(results, r)...)
	add("The questions", itemTable(r),
		report.Part{Text: "Facility: mean share of the marks. Discrimination: correlation of the question with the rest of the paper. Efficiency: covariance with the rest over the greatest that these marks could have. Guess: what guessing at random gives. Weights: share of the maximum, and of what made candidates differ. Upper less lower: share of the marks among the best 27 % less that among the last 27 %."})
	if t := optionTable(r); t.Table != nil {
		add("The options", t, report.Part{Text: "Letters are those of the bank, texts the same in all sets. Rest: mean marks in the rest of the paper of those who chose the option. Corr.: correlation of choosing it with the rest; a distractor with more than the key is a second right answer, or the key is wrong."})
	}
	if len(r.Sets.Sets) > 1 {
		add("The sets", setParts(e, r)...)
	}
	if s != nil {
		add("Neighbours", likenessParts(e, s)...)
	}
	return doc
}

func flagTable(e *analysis.Exam, r *analysis.Report) report.Part {
	t := &report.Table{Head: []string{"Question", "No.", "How grave", "What, and what to do"}}
	for i := range r.Flags {
		f := &r.Flags[i]
		name, number := "the paper", ""
		if f.Item >= 0 {
			name, number = e.Items[f.Item].Name, e.Items[f.Item].Label
			if f.Part != "" {
				name, number = name+"("+f.Part+")", number+"("+f.Part+")"
			}
		}
		t.Rows = append(t.Rows, []string{name, number, f.Severity.String(), f.Reason})
	}
	if len(t.Rows) == 0 {
		return report.Part{Text: "Nothing stands out."}
	}
	return report.Part{Table: t}
}

func paperParts(results *mark.Results, r *analysis.Report) []report.Part {
	t := &report.Table{Head: []string{"", "Whole paper"}, Numbers: []bool{false, true}}
	tests := []*analysis.Test{&r.Test}
	for i := range r.Forms {
		tests = append(tests, &r.Forms[i])
		t.Head = append(t.Head, fmt.Sprintf("Form %d", i+1))
		t.Numbers = append(t.Numbers, true)
	}
	row := func(name string, value func(*analysis.Test) string) {
		cells := []string{name}
		for _, test := range tests {
			cells = append(cells, value(test))
		}
		t.Rows = append(t.Rows, cells)
	}
	row("Candidates", func(t *analysis.Test) string { return strconv.Itoa(t.Candidates) })
	for _, f := range []struct {
		name     string
		decimals int
		figure   func(*analysis.Test) analysis.Figure
	}{
		{"Mean, marks", 2, func(t *analysis.Test) analysis.Figure { return t.Mean }},
		{"Median, marks", 2, func(t *analysis.Test) analysis.Figure { return t.Median }},
		{"Standard deviation, marks", 2, func(t *analysis.Test) analysis.Figure { return t.SD }},
		{"Lowest, marks", 2, func(t *analysis.Test) analysis.Figure { return t.Lowest }},
		{"Lower quartile, marks", 2, func(t *analysis.Test) analysis.Figure { return t.Quartile1 }},
		{"Upper quartile, marks", 2, func(t *analysis.Test) analysis.Figure { return t.Quartile3 }},
		{"Highest, marks", 2, func(t *analysis.Test) analysis.Figure { return t.Highest }},
		{"Skewness", 2, func(t *analysis.Test) analysis.Figure { return t.Skewness }},
		{"Kurtosis", 2, func(t *analysis.Test) analysis.Figure { return t.Kurtosis }},
		{"Coefficient of internal consistency (Cronbach’s α, KR-20), %", 1, func(t *analysis.Test) analysis.Figure { return t.Consistency }},
		{"Error ratio, %", 1, func(t *analysis.Test) analysis.Figure { return t.ErrorRatio }},
		{"Standard error, marks", 2, func(t *analysis.Test) analysis.Figure { return t.StandardError }},
	} {
		row(f.name, func(t *analysis.Test) string { return spell(f.figure(t), f.decimals) })
	}
	return []report.Part{{Table: t}, {Bars: histogramOf(results)}}
}

// histogramOf counts candidates by tenths of the marks.
func histogramOf(results *mark.Results) *report.Bars {
	const bins = 10
	counts := make([]float64, bins)
	c := &report.Bars{Name: "histogram.svg", Title: "Candidates by per cent of marks", Series: []report.Series{{Values: counts}}}
	for i := range bins {
		c.Labels = append(c.Labels, fmt.Sprintf("%d to %d", 10*i, 10*(i+1)))
	}
	for i := range results.Candidates {
		if who := &results.Candidates[i]; !who.Absent {
			counts[max(0, min(bins-1, int(who.Percent/10)))]++
		}
	}
	return c
}

func itemTable(r *analysis.Report) report.Part {
	t := &report.Table{
		Head:    []string{"No.", "Question", "n", "Facility %", "SD %", "Discrimination %", "Efficiency %", "Guess %", "Weight % meant", "Weight % in effect", "Upper less lower %", "Consistency without %"},
		Numbers: []bool{false, false, true, true, true, true, true, true, true, true, true, true},
	}
	for i := range r.Items {
		it := &r.Items[i]
		t.Rows = append(t.Rows, []string{
			it.Item.Label, it.Item.Name, strconv.Itoa(it.Candidates), spell(it.Facility, 1), spell(it.SD, 1), spell(it.Discrimination, 1), spell(it.Efficiency, 1),
			fmt.Sprintf("%.1f", it.Guess), fmt.Sprintf("%.1f", it.Intended), spell(it.Effective, 1), spell(it.Difference, 1), spell(it.Without, 1),
		})
		if len(it.Parts) > 1 {
			for p := range it.Parts {
				part := &it.Parts[p]
				t.Rows = append(t.Rows, []string{it.Item.Label + "(" + part.Part.Label + ")", "", "", spell(part.Facility, 1), "", "", "", "", "", "", "", ""})
			}
		}
	}
	return report.Part{Table: t}
}

func optionTable(r *analysis.Report) report.Part {
	t := &report.Table{
		Head:    []string{"No.", "Option", "Text", "Chosen", "%", "Lower 27 %", "Upper 27 %", "Rest, marks", "Corr. %"},
		Numbers: []bool{false, false, false, true, true, true, true, true, true},
	}
	for i := range r.Items {
		it := &r.Items[i]
		for p := range it.Parts {
			part := &it.Parts[p]
			if len(part.Options) == 0 {
				continue
			}
			label := it.Item.Label
			if part.Part.Label != "" {
				label += "(" + part.Part.Label + ")"
			}
			for o := range part.Options {
				op := &part.Options[o]
				letter := op.Option.Letter
				if op.Option.Key {
					letter += " (key)"
				}
				t.Rows = append(t.Rows, []string{
					label, letter, op.Option.Text, strconv.Itoa(op.Chosen), spell(op.Share, 1), strconv.Itoa(op.Lower), strconv.Itoa(op.High), spell(op.Rest, 2), spell(op.Correlation, 0),
				})
			}
			t.Rows = append(t.Rows, []string{label, "–", "no answer, or several", strconv.Itoa(part.Blank + part.Spoilt), "", "", "", "", ""})
		}
	}
	if len(t.Rows) == 0 {
		return report.Part{}
	}
	return report.Part{Table: t}
}

func setParts(e *analysis.Exam, r *analysis.Report) []report.Part {
	t := &report.Table{
		Head:    []string{"Set", "Candidates", "Mean", "SD", "Mean less that of the others", "p (corrected)"},
		Numbers: []bool{false, true, true, true, true, true},
	}
	bars := &report.Bars{Name: "sets.svg", Title: "Mean by set, marks", Series: make([]report.Series, 1)}
	for i := range r.Sets.Sets {
		s := &r.Sets.Sets[i]
		t.Rows = append(t.Rows, []string{s.Name, strconv.Itoa(s.Candidates), spell(s.Mean, 2), spell(s.SD, 2), spell(s.Difference, 2), spell(s.P, 3)})
		bars.Labels, bars.Series[0].Values = append(bars.Labels, s.Name), append(bars.Series[0].Values, max(0, s.Mean.Value))
	}
	verdict := "The sets were equally hard, as far as these marks can tell."
	if p := r.Sets.PRanks; p.OK && p.Value < 0.05 {
		verdict = "The sets differ by more than chance."
	}
	parts := []report.Part{
		{Table: t},
		{Text: fmt.Sprintf("%s Analysis of variance: F(%d, %d) = %s, p = %s; Kruskal and Wallis: H = %s, p = %s.", verdict, r.Sets.Above, r.Sets.Below,
			spell(r.Sets.F, 2), spell(r.Sets.P, 3), spell(r.Sets.H, 2), spell(r.Sets.PRanks, 3))},
		{Bars: bars},
	}
	if len(r.Sets.Items) == 0 {
		return parts
	}
	items := &report.Table{Head: []string{"Question", "p (corrected)"}, Numbers: []bool{false, true}}
	for _, s := range r.Sets.Sets {
		items.Head, items.Numbers = append(items.Head, "Mean in "+s.Name), append(items.Numbers, true)
	}
	for _, si := range r.Sets.Items {
		row := []string{e.Items[si.Item].Name, fmt.Sprintf("%.4f", si.P)}
		for _, m := range si.Means {
			row = append(row, spell(m, 2))
		}
		items.Rows = append(items.Rows, row)
	}
	return append(parts, report.Part{Text: fmt.Sprintf("Of %d questions compared, these differ between sets:", r.Sets.ItemsCompared)}, report.Part{Table: items})
}

func likenessParts(e *analysis.Exam, s *analysis.Similarity) []report.Part {
	table := func(list []analysis.Likeness) report.Part {
		t := &report.Table{
			Head:    []string{"Candidates", "", "Same answers", "of these wrong", "of", "expected", "Probability by chance"},
			Numbers: []bool{false, false, true, true, true, true, false},
		}
		for _, l := range list {
			a, b := &e.Candidates[l.A], &e.Candidates[l.B]
			t.Rows = append(t.Rows, []string{
				strings.TrimSpace(a.Roll + " " + a.Name), strings.TrimSpace(b.Roll + " " + b.Name),
				strconv.Itoa(l.Same), strconv.Itoa(l.Wrong), strconv.Itoa(l.Of), fmt.Sprintf("%.1f", l.Expected), fmt.Sprintf("%.2g", l.P),
			})
		}
		return report.Part{Table: t}
	}
	parts := []report.Part{{Text: fmt.Sprintf("%d pairs of neighbours were compared by the options that they chose, whatever their letters, given how well each did. A pair is listed where so many identical answers would arise by chance with a probability below %.2g. The probability that any innocent pair at all is listed is at most %.0f %%. That answers are alike is no proof of copying: look at the seats, the scripts and the wrong answers.",
		s.Pairs, s.Level/float64(max(1, s.Pairs)), 100*s.Level)}}
	if len(s.Listed) == 0 {
		parts = append(parts, report.Part{Text: "No pair is listed. The pairs most alike:"})
		return append(parts, table(s.Closest))
	}
	return append(parts, table(s.Listed))
}
