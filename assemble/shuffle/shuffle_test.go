package shuffle

import (
	"reflect"
	"slices"
	"testing"
)

// A stream is a source as the callers have it: SplitMix64.
type stream struct{ state uint64 }

func (s *stream) Below(n int) int {
	s.state += 0x9e3779b97f4a7c15
	z := s.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return int((z ^ z>>31) >> 1 % uint64(n))
}

// uniform returns a form of one section whose questions have one key each and
// options that all move.
func uniform(questions, options int) Form {
	f := Form{Sections: make([]Section, 1)}
	for q := range questions {
		movable := slices.Repeat([]bool{true}, options)
		f.Questions = append(f.Questions, Question{Options: options, Keys: []int{q % options}, Movable: movable})
		f.Sections[0].Groups = append(f.Sections[0].Groups, []int{q})
	}
	return f
}

// randomForm returns a form of up to so many questions and options, of all
// sorts mixed.
func randomForm(src Source, questions, options int) Form {
	var f Form
	n := 1 + src.Below(questions)
	free := src.Below(3) == 0 // all questions have one key and options that move
	for range n {
		f.Questions = append(f.Questions, randomQuestion(src, options, free))
	}
	numbers := sequence(n, src)
	for len(numbers) > 0 {
		section := Section{Fixed: src.Below(6) == 0}
		for in := 1 + src.Below(len(numbers)); in > 0; {
			k := 1
			if src.Below(5) == 0 {
				k += src.Below(min(in, 3))
			}
			section.Groups = append(section.Groups, numbers[:k])
			numbers = numbers[k:]
			in -= k
		}
		f.Sections = append(f.Sections, section)
	}
	return f
}

func randomQuestion(src Source, options int, free bool) Question {
	if !free && src.Below(5) == 0 {
		return Question{}
	}
	q := Question{Options: 2 + src.Below(options-1)}
	if free {
		q.Options = options
	}
	places := sequence(q.Options, src)
	q.Keys = places[:1]
	q.Movable = slices.Repeat([]bool{true}, q.Options)
	if free {
		return q
	}
	if src.Below(4) == 0 {
		q.Keys = places[:src.Below(q.Options+1)]
	}
	switch src.Below(6) {
	case 0:
		q.Movable = nil
	case 1:
		for i := range q.Movable {
			q.Movable[i] = src.Below(2) == 0
		}
	}
	return q
}

// TestRules checks what every set must keep to, on thousands of forms.
func TestRules(t *testing.T) {
	src := &stream{1}
	for range 3000 {
		f := randomForm(src, 12, 5)
		sets := 1 + src.Below(6)
		if src.Below(20) == 0 {
			sets += 60
		}
		chosen, report := choose(f, sets, 20, src)
		if len(chosen) != sets {
			t.Fatalf("%d sets, want %d", len(chosen), sets)
		}
		for _, set := range chosen {
			checkSet(t, f, set)
		}
		checkReport(t, f, chosen, report)
		if t.Failed() {
			t.Fatalf("%+v", f)
		}
	}
}

func checkSet(t *testing.T, f Form, set Set) {
	t.Helper()
	order := set.Order
	for _, section := range f.Sections {
		size := len(slices.Concat(section.Groups...))
		checkSection(t, section, order[:size])
		order = order[size:]
	}
	if len(order) != 0 {
		t.Errorf("%d questions too many", len(order))
	}
	for q, question := range f.Questions {
		order := set.Options[q]
		if sorted := slices.Sorted(slices.Values(order)); !slices.Equal(sorted, inOrder(question.Options)) {
			t.Errorf("question %d: options %d", q, order)
		}
		for place, option := range order {
			if place != option && (question.Movable == nil || !question.Movable[place] || !question.Movable[option]) {
				t.Errorf("question %d: fixed options moved: %d", q, order)
			}
		}
	}
}

// checkSection checks that a section has its groups, each together in order.
func checkSection(t *testing.T, s Section, order []int) {
	t.Helper()
	all := slices.Concat(s.Groups...)
	if !slices.Equal(slices.Sorted(slices.Values(all)), slices.Sorted(slices.Values(order))) {
		t.Errorf("questions %d, want %d in some order", order, all)
	}
	var groups [][]int
	for len(order) > 0 {
		i := slices.IndexFunc(s.Groups, func(g []int) bool { return len(g) > 0 && g[0] == order[0] })
		if i < 0 || len(order) < len(s.Groups[i]) || !slices.Equal(s.Groups[i], order[:len(s.Groups[i])]) {
			t.Errorf("groups %d in the order %d", s.Groups, order)
			return
		}
		groups = append(groups, s.Groups[i])
		order = order[len(s.Groups[i]):]
	}
	if s.Fixed && !reflect.DeepEqual(groups, s.Groups) {
		t.Errorf("fixed section has the order %d, want %d", groups, s.Groups)
	}
}

func inOrder(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

// checkReport counts again what the report says.
func checkReport(t *testing.T, f Form, sets []Set, r Report) {
	t.Helper()
	var letters, places, worstLetters, worstPlaces int
	for b := range sets {
		for a := range b {
			l, p := lineOf(f, sets[a]).shares(lineOf(f, sets[b]))
			letters, places = letters+l, places+p
			worstLetters, worstPlaces = max(worstLetters, l), max(worstPlaces, p)
			if r.Pairs != nil {
				i := pairs(b) + a
				if pair := r.Pairs[i]; pair.A != a || pair.B != b || pair.Letters != l || pair.Places != p {
					t.Errorf("sets %d and %d share %d letters and %d places, reported %+v", a, b, l, p, pair)
				}
			}
		}
	}
	if r.Letters.Worst != worstLetters || r.Letters.Total != letters {
		t.Errorf("letters %+v, counted %d and %d", r.Letters, worstLetters, letters)
	}
	if r.Places.Worst != worstPlaces || r.Places.Total != places {
		t.Errorf("places %+v, counted %d and %d", r.Places, worstPlaces, places)
	}
	for _, s := range []Shared{r.Letters, r.Places} {
		if s.LeastWorst > s.Worst || s.LeastTotal > s.Total || s.Compared != pairs(len(sets)) {
			t.Errorf("bounds above what was found: %+v", s)
		}
	}
	if alike := countAlike(f, sets); r.Alike != alike {
		t.Errorf("%d pairs alike, reported %d", alike, r.Alike)
	}
}

// countAlike counts the pairs of sets with a window in common.
func countAlike(f Form, sets []Set) int {
	type shown struct {
		question int
		options  string
	}
	seen := make([]map[[3]shown]bool, len(sets))
	for s, set := range sets {
		seen[s] = map[[3]shown]bool{}
		var all []shown
		for _, q := range set.Order {
			if f.Questions[q].Options > 0 {
				var options []byte
				for _, o := range set.Options[q] {
					options = append(options, byte(o))
				}
				all = append(all, shown{q, string(options)})
			}
		}
		for i := range max(0, len(all)-2) {
			seen[s][[3]shown(all[i:])] = true
		}
	}
	n := 0
	for b := range sets {
		for a := range b {
			for w := range seen[a] {
				if seen[b][w] {
					n++
					break
				}
			}
		}
	}
	return n
}

// TestEven checks forms in which nothing is fixed: letters are spread evenly
// and none is the key five times in a row.
func TestEven(t *testing.T) {
	src := &stream{2}
	for range 300 {
		options := 2 + src.Below(4)
		questions := 2 + src.Below(40)
		sets := 1 + src.Below(8)
		if src.Below(10) == 0 {
			sets += 60
		}
		chosen, r := choose(uniform(questions, options), sets, 50, src)
		for s := range chosen {
			if counts := r.Counts[s]; slices.Max(counts) > slices.Min(counts)+1 {
				t.Errorf("%d questions with %d options, %d sets: counts %d", questions, options, sets, counts)
			}
		}
		if r.LongestRun > 4 {
			t.Errorf("%d questions with %d options, %d sets: run of %d", questions, options, sets, r.LongestRun)
		}
	}
}

// TestLatin checks what is known to be possible: as many sets as the questions
// have options share no letter, and no place if a section has so many groups.
func TestLatin(t *testing.T) {
	for options := 2; options <= 6; options++ {
		for questions := options; questions <= 30; questions++ {
			_, r := Choose(uniform(questions, options), options, &stream{uint64(questions)})
			if r.Letters.Worst != 0 || r.Places.Worst != 0 {
				t.Errorf("%d questions with %d options: %+v, %+v", questions, options, r.Letters, r.Places)
			}
		}
	}
}

// TestSame checks that the same source gives the same sets.
func TestSame(t *testing.T) {
	src := &stream{3}
	for range 50 {
		f := randomForm(src, 10, 4)
		for _, sets := range []int{3, 70} {
			a, ra := choose(f, sets, 20, &stream{4})
			b, rb := choose(f, sets, 20, &stream{4})
			if !reflect.DeepEqual(a, b) || !reflect.DeepEqual(ra, rb) {
				t.Fatalf("%+v: %d sets differ", f, sets)
			}
		}
	}
}

func TestNothing(t *testing.T) {
	for _, sets := range []int{0, 1, 2, 100} {
		for _, f := range []Form{{}, uniform(0, 0), uniform(1, 1), {Sections: []Section{{}, {Fixed: true}}}} {
			chosen, r := Choose(f, sets, &stream{5})
			if len(chosen) != sets || r.Sets != sets {
				t.Errorf("%d sets, want %d", len(chosen), sets)
			}
		}
	}
}

// TestPanics checks that forms that are not well made are refused.
func TestPanics(t *testing.T) {
	for name, change := range map[string]func(*Form){
		"no group":    func(f *Form) { f.Sections[0].Groups = f.Sections[0].Groups[1:] },
		"two groups":  func(f *Form) { f.Sections[0].Groups[1] = []int{0, 1} },
		"no options":  func(f *Form) { f.Questions[0] = Question{Keys: []int{0}} },
		"no such key": func(f *Form) { f.Questions[0].Keys = []int{3} },
		"key twice":   func(f *Form) { f.Questions[0].Keys = []int{1, 1} },
		"movable":     func(f *Form) { f.Questions[0].Movable = []bool{true} },
		"options":     func(f *Form) { f.Questions[0] = Question{Options: 65} },
	} {
		t.Run(name, func(t *testing.T) {
			f := uniform(3, 3)
			change(&f)
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			Choose(f, 2, &stream{6})
		})
	}
}

// TestOdd checks forms at the edges: groups without questions, one option,
// nothing but keys, so many options and keys that not all answers are looked
// at.
func TestOdd(t *testing.T) {
	free := slices.Repeat([]bool{true}, 64)
	f := Form{
		Sections: []Section{{Groups: [][]int{{}, {0, 1}, {}, {2}}}, {Groups: [][]int{{3}, {4}, {5}}}},
		Questions: []Question{
			{Options: 1, Keys: []int{0}, Movable: free[:1]},
			{Options: 3, Keys: []int{0, 1, 2}, Movable: free[:3]},
			{Options: 64, Keys: inOrder(30), Movable: free},
			{Options: 64, Keys: []int{63}, Movable: free},
			{Options: 3},
			{Options: 3, Movable: free[:3]},
		},
	}
	for _, sets := range []int{1, 5, 90} {
		chosen, r := Choose(f, sets, &stream{7})
		for _, set := range chosen {
			checkSet(t, f, set)
		}
		if r.Letters.LeastWorst > r.Letters.Worst || r.Letters.LeastTotal > r.Letters.Total {
			t.Errorf("%d sets: %+v", sets, r.Letters)
		}
	}
}
