package analysis

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"testing"
)

// table reads a table of numbers; cells without one are NaN.
func table(t *testing.T, name string) (head []string, rows [][]float64) {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records[1:] {
		row := make([]float64, len(r))
		for i, text := range r {
			if row[i], err = strconv.ParseFloat(text, 64); err != nil {
				row[i] = math.NaN()
			}
		}
		rows = append(rows, row)
	}
	return records[0], rows
}

// near compares a figure with a published one, relatively.
func near(t *testing.T, what string, got Figure, want, within float64) {
	t.Helper()
	if math.IsNaN(want) {
		if got.OK {
			t.Errorf("%s is %v, and cannot be known", what, got.Value)
		}
		return
	}
	if !got.OK || math.Abs(got.Value-want) > within*max(1e-9, math.Abs(want)) {
		t.Errorf("%s is %+v, want %v", what, got, want)
	}
}

// TestMoodleQuiz compares with the spreadsheet that Moodle's own tests of its quiz
// statistics were worked out with: 25 attempts at 7 questions (fixtures
// results00 and qstats00 of mod/quiz/report/statistics).
func TestMoodleQuiz(t *testing.T) {
	_, marks := table(t, "moodle-marks.csv")
	e := Exam{Forms: 1}
	for range 7 {
		e.Items = append(e.Items, Item{Max: 1})
	}
	for _, row := range marks {
		c := Candidate{Form: 1, Total: row[7]}
		for _, m := range row[:7] {
			c.Scores = append(c.Scores, Score{On: true, Answered: true, Marks: m})
		}
		e.Candidates = append(e.Candidates, c)
	}
	r := Analyse(&e)
	const digits = 1.5e-5 // of the sums of marks, which are given with five digits
	near(t, "median", r.Test.Median, 4.5, digits)
	near(t, "mean", r.Test.Mean, 4.617333332, digits)
	near(t, "standard deviation", r.Test.SD, 0.8117265554, digits)
	near(t, "skewness", r.Test.Skewness, -0.092502502, digits)
	near(t, "kurtosis", r.Test.Kurtosis, -0.7073968557, digits)
	near(t, "consistency", r.Test.Consistency, -87.2230935542, digits)
	near(t, "error ratio", r.Test.ErrorRatio, 136.8294900795, digits)
	near(t, "standard error", r.Test.StandardError, 1.1106813066, digits)
	_, want := table(t, "moodle-questions.csv")
	for k, w := range want {
		it := &r.Items[k]
		near(t, "facility", it.Facility, 100*w[1], 1e-6)
		near(t, "item's deviation", it.SD, 100*w[2], 1e-6)
		near(t, "effective weight", it.Effective, w[3], digits)
		near(t, "discrimination", it.Discrimination, w[4], 2*digits)
		near(t, "efficiency", it.Efficiency, w[5], 2*digits)
	}
}

// TestMoodleStates compares with Moodle's other fixture: 22 attempts at 20
// questions of which some carry no marks (mdl_question_states).
func TestMoodleStates(t *testing.T) {
	_, rows := table(t, "moodle-states.csv")
	e := Exam{Forms: 1}
	for k := range 20 {
		limit := 1.0
		switch {
		case k >= 4 && k < 7:
			limit = 0
		case k == 7:
			limit = 8
		}
		e.Items = append(e.Items, Item{Max: limit})
	}
	for _, row := range rows {
		c := Candidate{Form: 1, Total: row[0]}
		for _, m := range row[1:] {
			c.Scores = append(c.Scores, Score{On: true, Answered: true, Marks: m})
		}
		e.Candidates = append(e.Candidates, c)
	}
	r := Analyse(&e)
	none := math.NaN()
	for k, w := range [][4]float64{
		{0, 0, none, none}, {0, 0, none, none}, {0, 0, none, none}, {0, 0, none, none},
		{none, 0, none, none}, {none, 0, none, none}, {none, 0, none, none},
		{41.19318182, 26.58464457, 25.88327077, 27.23492723},
		{81.36363636, 3.368456046, 1.170256965, 1.382386552},
		{71.36363636, 3.253955259, -4.207816809, -4.691171307},
		{65.45454545, 7.584083694, 28.16930644, 31.12404354},
		{65.90909091, 3.79658376, -2.513606859, -2.877487579},
		{36.36363636, 3.183278505, -12.99017581, -17.5074184},
		{59.09090909, 4.532356904, -8.900638238, -10.27568922},
		{50, 7.78856243, 8.670004606, 10.86956522},
		{59.09090909, 10.08351572, 29.63337745, 34.58997279},
		{63.63636364, 8.381139345, 15.18945843, 17.4790556},
		{45.45454545, 8.727645713, 16.21079629, 20.14359793},
		{27.27272727, 7.946277111, 15.52451404, 22.06477733},
		{50, 4.769500946, -8.396734802, -10},
	} {
		it := &r.Items[k]
		near(t, "facility", it.Facility, w[0], 1e-8)
		near(t, "effective weight", it.Effective, w[1], 1e-8)
		near(t, "discrimination", it.Discrimination, w[2], 1e-8)
		near(t, "efficiency", it.Efficiency, w[3], 1e-8)
	}
}
