package analysis

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// TestDistributions compares tails with printed tables (the 5 %, 1 % and other
// points of F, χ² and t).
func TestDistributions(t *testing.T) {
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"χ² 1", chiSquareTail(3.841, 1), 0.05}, {"χ² 3", chiSquareTail(11.345, 3), 0.01}, {"χ² 10", chiSquareTail(18.307, 10), 0.05},
		{"χ² 100", chiSquareTail(124.342, 100), 0.05}, {"χ² 2", chiSquareTail(2*math.Ln2, 2), 0.5}, {"χ² 5 small", chiSquareTail(1.145, 5), 0.95},
		{"F 3, 20", fTail(3.098, 3, 20), 0.05}, {"F 1, 10", fTail(10.044, 1, 10), 0.01}, {"F 4, 120", fTail(2.447, 4, 120), 0.05},
		{"t 10", tTail(2.228, 10), 0.05}, {"t 1", tTail(12.706, 1), 0.05}, {"t 30", tTail(2.750, 30), 0.01},
	} {
		if math.Abs(c.got-c.want) > 5e-4*max(1, c.want*2) && math.Abs(c.got-c.want) > 0.002*c.want {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
}

// exam makes an exam of one form from marks by candidate and item.
func exam(marks [][]float64) *Exam {
	e := &Exam{Forms: 1}
	for range marks[0] {
		e.Items = append(e.Items, Item{Max: 1, Parts: []Part{{Max: 1}}})
	}
	for i, row := range marks {
		c := Candidate{Roll: fmt.Sprint(i), Set: string(rune('A' + i%2)), Form: 1}
		for _, m := range row {
			c.Scores = append(c.Scores, Score{On: true, Answered: true, Marks: m, Parts: []float64{m}})
			c.Total += m
		}
		e.Candidates = append(e.Candidates, c)
	}
	return e
}

// TestReliability holds the consistency against figures that are worked out with
// pencil and paper.
func TestReliability(t *testing.T) {
	// Ten candidates of whom i get the first i of nine items right (Guttman's
	// scale): Σpq with n−1 below is 2·(9+16+21+24)+25 over 90 = 165/90, the totals
	// 0 to 9 have the variance 55/6, so KR-20 is 9/8·(1 − 11/55) = 0.9.
	var guttman [][]float64
	for i := range 10 {
		row := make([]float64, 9)
		for k := range i {
			row[k] = 1
		}
		guttman = append(guttman, row)
	}
	if got := Analyse(exam(guttman)).Test.Consistency; !got.OK || math.Abs(got.Value-90) > 1e-9 {
		t.Errorf("KR-20 is %+v, want 90 %%", got)
	}
	// The ten students and ten items with which K. Wuensch teaches KR-20: Σpq is
	// 2.18, the variance of the totals 5.84 (both with n below).
	var quiz [][]float64
	for _, row := range []string{
		"1111110110", "1011011101", "1111011001", "0010001000", "0000010010",
		"1110111111", "1101110111", "1111111101", "0101111101", "1101101110",
	} {
		marks := make([]float64, len(row))
		for k := range row {
			marks[k] = float64(row[k] - '0')
		}
		quiz = append(quiz, marks)
	}
	if got := Analyse(exam(quiz)).Test.Consistency; !got.OK || math.Abs(got.Value-1000.0/9*(1-2.18/5.84)) > 1e-9 {
		t.Errorf("KR-20 is %+v, want 69.6 %%", got)
	}
	// Two items of covariance 0: α is 0. Two that are the same: α is 1.
	if got := Analyse(exam([][]float64{{0, 0}, {0, 1}, {1, 0}, {1, 1}})).Test.Consistency; !got.OK || math.Abs(got.Value) > 1e-9 {
		t.Errorf("α of unrelated items is %+v", got)
	}
	if got := Analyse(exam([][]float64{{0, 0}, {1, 1}, {0.5, 0.5}})).Test.Consistency; !got.OK || math.Abs(got.Value-100) > 1e-9 {
		t.Errorf("α of equal items is %+v", got)
	}
}

// TestEdges makes sure that nothing is worked out that cannot be.
func TestEdges(t *testing.T) {
	same := [][]float64{{1, 0}, {1, 0}, {1, 0}}
	for name, e := range map[string]*Exam{
		"nobody":        {Items: []Item{{Max: 1}}, Forms: 1},
		"no items":      {Candidates: []Candidate{{Form: 1}, {Form: 1}}, Forms: 1},
		"one candidate": exam([][]float64{{1, 0, 0.5}}),
		"all the same":  exam(same),
		"one item":      exam([][]float64{{1}, {0}, {1}}),
		"huge":          exam([][]float64{{1e150, 0}, {0, 1e150}, {1e150, 1e150}}),
		"no marks":      exam([][]float64{{0, 0}, {0, 0}}),
		"on no paper":   {Items: []Item{{Max: 1}, {Max: 0}}, Forms: 2, Candidates: []Candidate{{Form: 1, Scores: make([]Score, 2)}, {Form: 2, Scores: make([]Score, 2)}}},
	} {
		t.Run(name, func(t *testing.T) {
			finite(t, reflect.ValueOf(Analyse(e)), "report")
			finite(t, reflect.ValueOf(Similar(e, AllPairs(e), 0.01)), "similarity")
		})
	}
}

// finite makes sure that no number of a value is NaN or infinite.
func finite(t *testing.T, v reflect.Value, path string) {
	switch v.Kind() {
	case reflect.Float64:
		if math.IsNaN(v.Float()) || math.IsInf(v.Float(), 0) {
			t.Errorf("%s is %v", path, v.Float())
		}
	case reflect.Pointer:
		if !v.IsNil() {
			finite(t, v.Elem(), path)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			finite(t, v.Field(i), path+"."+v.Type().Field(i).Name)
		}
	case reflect.Slice:
		for i := range v.Len() {
			finite(t, v.Index(i), fmt.Sprintf("%s[%d]", path, i))
		}
	}
}

// sat simulates candidates who work apart: n of them with 30 questions of four
// options.
func sat(n int, rng *rand.Rand) *Exam {
	const questions = 30
	e := &Exam{Forms: 1}
	for range questions {
		e.Items = append(e.Items, Item{Max: 1, Guess: 0.25, Parts: []Part{{Max: 1, Options: []Option{{Key: true}, {}, {}, {}}}}})
	}
	ease := make([]float64, questions)
	pull := make([][3]float64, questions) // how distractors share what is wrong
	for k := range ease {
		ease[k] = 2*rng.Float64() - 1
		pull[k] = [3]float64{rng.Float64() + 0.1, rng.Float64() + 0.1, rng.Float64() + 0.1}
	}
	for i := range n {
		skill := rng.NormFloat64()
		c := Candidate{Roll: fmt.Sprint(i), Set: string(rune('A' + i%4)), Form: 1, Scores: make([]Score, questions)}
		for k := range questions {
			pick := 0
			if rng.Float64() > 1/(1+math.Exp(-1.2*skill-ease[k])) {
				x := rng.Float64() * (pull[k][0] + pull[k][1] + pull[k][2])
				for pick = 1; pick < 3 && x > pull[k][pick-1]; pick++ {
					x -= pull[k][pick-1]
				}
			}
			c.answer(k, pick)
		}
		e.Candidates = append(e.Candidates, c)
	}
	return e
}

func (c *Candidate) answer(k, pick int) {
	c.Total -= c.Scores[k].Marks
	marks := 0.0
	if pick == 0 {
		marks = 1
	}
	c.Scores[k] = Score{On: true, Answered: true, Marks: marks, Parts: []float64{marks}, Chosen: [][]int{{pick}}}
	c.Total += marks
}

// TestAlarms counts false alarms among candidates who work apart, and how many of
// those who copy are found.
func TestAlarms(t *testing.T) {
	const runs, n, level = 40, 200, 0.05
	rng := rand.New(rand.NewPCG(11, 3))
	alarms, found, copied := 0, 0, 0
	for range runs {
		e := sat(n, rng)
		var pairs [][2]int
		for i := 1; i < n; i++ {
			pairs = append(pairs, [2]int{i - 1, i})
		}
		if len(Similar(e, pairs, level).Listed) > 0 {
			alarms++
		}
		// Every twentieth candidate takes nine in ten answers from the one before.
		var culprits [][2]int
		for i := 19; i < n; i += 20 {
			culprits = append(culprits, [2]int{i - 1, i})
			for k := range e.Items {
				if rng.IntN(10) > 0 {
					e.Candidates[i].answer(k, e.Candidates[i-1].Scores[k].Chosen[0][0])
				}
			}
		}
		copied += len(culprits)
		for _, l := range Similar(e, pairs, level).Listed {
			if slices.Contains(culprits, [2]int{l.A, l.B}) {
				found++
			}
		}
	}
	t.Logf("%d of %d runs with a false alarm; %d of %d copiers found", alarms, runs, found, copied)
	if float64(alarms) > level*runs+3*math.Sqrt(level*(1-level)*runs) {
		t.Errorf("%d of %d runs have a false alarm, more than %v of them", alarms, runs, level)
	}
	if found*2 < copied {
		t.Errorf("%d of %d copiers are found", found, copied)
	}
}

// TestSets finds a set that is harder by as much as a misprint would make it, and
// none where all are the same.
func TestSets(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 8))
	e := sat(400, rng)
	if r := Analyse(e).Sets; len(r.Sets) != 4 || r.P.Value < 0.001 || r.PRanks.Value < 0.001 || len(r.Items) > 1 {
		t.Errorf("sets that are the same: %+v", r)
	}
	for i := range e.Candidates {
		if e.Candidates[i].Set == "C" {
			e.Candidates[i].answer(7, 3) // nobody can get it right
		}
	}
	r := Analyse(e)
	if len(r.Sets.Items) == 0 || r.Sets.Items[0].Item != 7 {
		t.Errorf("the question that nobody with set C has right is not found: %+v", r.Sets)
	}
	if !slices.ContainsFunc(r.Flags, func(f Flag) bool { return f.Item == 7 && f.Severity == Look }) {
		t.Errorf("no flag: %+v", r.Flags)
	}
}

// TestFlags plants a wrong key and a distractor that nobody takes.
func TestFlags(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 9))
	e := sat(300, rng)
	e.Items[3].Parts[0].Options[0].Key, e.Items[3].Parts[0].Options[1].Key = false, true
	for i := range e.Candidates {
		c := &e.Candidates[i]
		c.Total -= c.Scores[3].Marks
		c.Scores[3].Marks = 0
		if c.Scores[3].Chosen[0][0] == 1 {
			c.Scores[3].Marks = 1
			c.Total++
		}
		c.Scores[3].Parts[0] = c.Scores[3].Marks
		if c.Scores[5].Chosen[0][0] == 2 {
			c.Scores[5].Chosen[0][0] = 1
		}
	}
	r := Analyse(e)
	if f := r.Flags[0]; f.Item != 3 || f.Severity != Serious {
		t.Errorf("the first flag is %+v, want that of the wrong key", f)
	}
	if !slices.ContainsFunc(r.Flags, func(f Flag) bool { return f.Item == 5 && f.Reason == "a distractor nobody chose:  “”" }) {
		t.Errorf("no flag for what nobody chose: %+v", r.Flags)
	}
}

// TestNaive works figures out again from the formulas as they are printed, for
// random exams with forms and questions among which candidates choose.
func TestNaive(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 50 {
		e := &Exam{Forms: 1 + rng.IntN(2)}
		items := 3 + rng.IntN(6)
		for k := range items {
			e.Items = append(e.Items, Item{Max: float64(1 + rng.IntN(4)), Optional: k >= items-2, Parts: []Part{{}}})
		}
		for i := range 5 + rng.IntN(60) {
			c := Candidate{Roll: fmt.Sprint(i), Form: 1 + rng.IntN(e.Forms), Scores: make([]Score, items)}
			for k := range c.Scores {
				on := e.Forms == 1 || k%2 == c.Form%2 || k == 0
				if !on {
					continue
				}
				s := Score{On: true, Answered: rng.IntN(5) > 0}
				if s.Answered {
					s.Marks = e.Items[k].Max * float64(rng.IntN(5)) / 4
				}
				c.Scores[k] = s
				c.Total += s.Marks
			}
			e.Candidates = append(e.Candidates, c)
		}
		r := Analyse(e)
		for k := range e.Items {
			// Sums over those who count.
			n, sx, sy, sxx, syy, sxy := 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
			for i := range e.Candidates {
				c := &e.Candidates[i]
				s := c.Scores[k]
				if !s.On || e.Items[k].Optional && !s.Answered {
					continue
				}
				x, y := s.Marks, c.Total-s.Marks
				n, sx, sy, sxx, syy, sxy = n+1, sx+x, sy+y, sxx+x*x, syy+y*y, sxy+x*y
			}
			it := &r.Items[k]
			if it.Candidates != int(n) {
				t.Fatalf("%d candidates, want %v", it.Candidates, n)
			}
			if n > 0 && math.Abs(it.Facility.Value-100*sx/n/e.Items[k].Max) > 1e-9 {
				t.Errorf("facility %v", it.Facility)
			}
			vx, vy := n*sxx-sx*sx, n*syy-sy*sy
			if n < 2 || vx < 1e-6 || vy < 1e-6 {
				if it.Discrimination.OK && (n < 2 || vx < 1e-7 || vy < 1e-7) {
					t.Errorf("discrimination %v of what does not vary", it.Discrimination)
				}
				continue
			}
			if want := 100 * (n*sxy - sx*sy) / math.Sqrt(vx*vy); !it.Discrimination.OK || math.Abs(it.Discrimination.Value-want) > 1e-7 {
				t.Errorf("discrimination %v, want %v", it.Discrimination, want)
			}
		}
	}
}

// BenchmarkAnalyse analyses 5,000 candidates with 40 questions.
func BenchmarkAnalyse(b *testing.B) {
	e := sat(5000, rand.New(rand.NewPCG(1, 2)))
	for k := range 10 {
		e.Items = append(e.Items, e.Items[k])
		for i := range e.Candidates {
			c := &e.Candidates[i]
			c.Scores = append(c.Scores, c.Scores[k])
			c.Total += c.Scores[k].Marks
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		Analyse(e)
	}
}
