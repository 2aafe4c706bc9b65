package likeness

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/papersetter/papersetter/bank"
)

// read makes questions of stems, or of whole entries that begin with "{".
func read(t testing.TB, entries ...string) []*bank.Question {
	t.Helper()
	var doc strings.Builder
	doc.WriteString("questions:\n")
	for i, e := range entries {
		if !strings.HasPrefix(e, "{") {
			e = fmt.Sprintf("{type: short-answer, stem: %q}", e)
		}
		fmt.Fprintf(&doc, "  - {id: %08x-0000-4000-8000-000000000000, marks: 1, difficulty: basic, %s\n", i, e[1:])
	}
	b, problems, err := bank.Load(fstest.MapFS{
		"course.yaml":    {Data: []byte("course: {title: Test}")},
		"questions.yaml": {Data: []byte(doc.String())},
	})
	if err != nil || problems.Errors() > 0 {
		t.Fatal(err, problems, doc.String())
	}
	return b.Questions
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"The networks converge; a network converged.", "network converg . network converg"},
		{"Batch normalisation normalizes", "batch normal normal"},
		{`Let $\alpha_{ij} = \frac{1}{2} x$ be`, `\alpha $i $j #1 #2 $x`},
		{"1,216 weights and 0.5 units. Then 3.", "#1216 weight #0.5 unit . #3"},
		{"What is the?", ""},
		{"भारत की राजधानी", "भारत की राजधानी"},
		{"the learner’s rates", "learn rate"},
		{`lone \ and $ unfinished`, "lone $u $n $f $i $n $i $s $h $e $d"},
	} {
		var got []string
		for _, sentence := range sentencesOf(c.text) {
			if len(got) > 0 {
				got = append(got, ".")
			}
			got = append(got, sentence...)
		}
		if s := strings.Join(got, " "); s != c.want && c.want != "" || c.want == "" && len(got) > 0 {
			t.Errorf("%q gives %q, want %q", c.text, s, c.want)
		}
	}
}

func TestLog2(t *testing.T) {
	for n := 1; n < 1<<20; n = n*5/4 + 1 {
		if got, want := log2(n), 256*math.Log2(float64(n)); math.Abs(float64(got)-want) > 1.01 {
			t.Errorf("log2(%d) = %d, want %.2f", n, got, want)
		}
	}
}

// TestAlikeExact compares with all pairs, by floating point.
func TestAlikeExact(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var stems []string
	for i := range 300 {
		if i > 0 && r.IntN(3) == 0 { // a variant of an earlier one
			words := strings.Fields(stems[r.IntN(len(stems))])
			for range r.IntN(4) {
				words[r.IntN(len(words))] = fmt.Sprintf("w%dx", r.IntN(400))
			}
			stems = append(stems, strings.Join(words, " "))
			continue
		}
		var words []string
		for range 3 + r.IntN(25) {
			words = append(words, fmt.Sprintf("w%dx", int(400*r.Float64()*r.Float64())))
		}
		stems = append(stems, strings.Join(words, " "))
	}
	questions := read(t, stems...)
	x := New(questions)
	words := func(i int) map[string]bool {
		set := map[string]bool{}
		for _, w := range strings.Fields(stems[i]) {
			set[w] = true
		}
		return set
	}
	in := map[string]int{}
	for i := range stems {
		for w := range words(i) {
			in[w]++
		}
	}
	weight := func(w string) float64 { return math.Log2(float64(len(stems)+1)/float64(in[w])) + 0.5 }
	for _, least := range []int{300, 650, 900} {
		want := map[string]float64{}
		for i := range stems {
			for k := range i {
				both, either := 0.0, 0.0
				a, b := words(i), words(k)
				for w := range a {
					either += weight(w)
					if b[w] {
						both += weight(w)
					}
				}
				for w := range b {
					if !a[w] {
						either += weight(w)
					}
				}
				want[questions[k].ID+questions[i].ID] = 1000 * both / either
			}
		}
		seen := map[string]bool{}
		for _, p := range x.Alike(least) {
			key := p.A.ID + p.B.ID
			seen[key] = true
			if math.Abs(want[key]-float64(p.Like)) > 3 {
				t.Errorf("%s: %d, want %.1f", key, p.Like, want[key])
			}
		}
		found := 0
		for key, like := range want {
			if like > float64(least)+3 {
				found++
				if !seen[key] {
					t.Errorf("at %d: missed %s with %.1f", least, key, like)
				}
			}
		}
		if found == 0 {
			t.Errorf("at %d there was nothing to find", least)
		}
	}
}

// TestMany ends soon where all questions are the same.
func TestMany(t *testing.T) {
	stems := slices.Repeat([]string{"Which layer halves the height and the width of its input?"}, 2000)
	if n := len(New(read(t, stems...)).Alike(650)); n != Most {
		t.Errorf("%d pairs, want %d", n, Most)
	}
}

func TestStimulus(t *testing.T) {
	questions := read(t,
		`{type: short-answer, stem: "After how many epochs does the loss of the first network rise?"}`,
		`{type: short-answer, stem: "After how many epochs does the loss of the second network rise?"}`)
	if got := New(questions).Alike(500); len(got) != 1 {
		t.Fatalf("%d pairs by themselves, want 1", len(got))
	}
	s := &bank.Stimulus{Questions: questions}
	questions[0].Stimulus, questions[1].Stimulus = s, s
	if got := New(questions).Alike(500); len(got) != 0 {
		t.Errorf("%d pairs on one stimulus, want none", len(got))
	}
}

// filler is what else a bank has, so that words have their rarity.
var filler = []string{
	"Which pooling keeps the largest entry of each window?", "Name the loss that squares the distance.",
	"What does weight decay add to a loss?", "Why are biases left out of decay?", "State the chain rule for three functions.",
	"How many heads has the block?", "Which optimiser keeps two averages?", "What is a saddle point?",
	"Which layer has no weights?", "Name a kernel that blurs.", "Give the derivative of the logistic sigmoid.", "What is an epoch?",
}

func TestCues(t *testing.T) {
	choice := func(stem, key string, wrong ...string) string {
		options := fmt.Sprintf("{text: %q, key: true}", key)
		for _, w := range wrong {
			options += fmt.Sprintf(", {text: %q}", w)
		}
		return fmt.Sprintf("{type: single-choice, stem: %q, options: [%s]}", stem, options)
	}
	tanh := choice("Which activation function of a recurrent network is zero-centred and saturates?", "hyperbolic tangent", "logistic sigmoid", "rectifier")
	for _, c := range []struct {
		name, of, by string
		want         bool
	}{
		{"stem says the key", tanh, "The hyperbolic tangent is a zero-centred activation function of recurrent networks that saturates. Sketch it.", true},
		{"option says it", tanh, choice("What is right?", "The hyperbolic tangent is zero-centred and saturates, as an activation of recurrent networks.", "Nothing."), true},
		{"key without the subject", tanh, "Differentiate the hyperbolic tangent twice.", false},
		{"subject without the key", tanh, "Why should an activation function of a recurrent network be zero-centred and saturate?", false},
		{"wrong option beside the subject", tanh, "Is the logistic sigmoid a zero-centred activation function that saturates in a recurrent network?", false},
		{"key and subject in different sentences", tanh, "Sketch the hyperbolic tangent. Which activation function of a recurrent network is zero-centred, and which saturates?", false},
		{"number with its subject", `{type: numeric, stem: "How many learnable parameters has batch normalisation of 64 channels?", answer: {value: 128}}`,
			"Batch normalisation of 64 channels has 128 learnable parameters. How many has it for 32?", true},
		{"number by chance", `{type: numeric, stem: "How many learnable parameters has batch normalisation of 64 channels?", answer: {value: 128}}`,
			"A batch has 128 pictures with channels of red, green and blue. How many numbers is that?", false},
		{"blank", `{type: fill-in, stem: "The matrix of second derivatives is called the ____ of a function.", blanks: [{accept: [Hessian]}]}`,
			"The Hessian of a function is the matrix of its second derivatives. When is it symmetric?", true},
		{"short answer", `{type: short-answer, stem: "Which matrix has the second derivatives of a function?", solution: the Hessian}`,
			"The Hessian is the matrix that has the second derivatives of a function. When is it symmetric?", true},
		{"true statement", `{type: true-false, stem: "Statement: a convolution with stride two halves the height of a picture.", key: true}`,
			"As a convolution with stride two halves the height of a picture, how large is what four of them leave?", true},
		{"false statement", `{type: true-false, stem: "Statement: a convolution with stride two doubles the height of a picture.", key: false}`,
			"Why can no convolution with stride two double the height of a picture?", false},
		{"a part of the key", choice("What does a gated unit of a recurrent network learn?", "when to forget and when to store", "its learning rate"),
			"Why must a gated unit of a recurrent network learn when to forget?", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			questions := read(t, append([]string{c.of, c.by}, filler...)...)
			got := false
			for _, cue := range New(questions).Cues() {
				if cue.Question == questions[0] && cue.By == questions[1] {
					got = true
				} else {
					t.Errorf("%s by %s: %s", cue.Question, cue.By, cue.Answer)
				}
			}
			if got != c.want {
				t.Errorf("found %t, want %t", got, c.want)
			}
		})
	}
}

// FuzzWords reads any text, and gives words that a search can use.
func FuzzWords(f *testing.F) {
	for _, seed := range []string{"", `\`, "$", `\frac{1}{2`, "a.b.c", "1,2,,3.", "’’’s", "\xff\xfe", "ﬁne ١٢٣", "$$\\"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n := 0
		for _, sentence := range sentencesOf(text) {
			if len(sentence) == 0 {
				t.Error("an empty sentence")
			}
			for _, w := range sentence {
				if n += len(w); w == "" || w == "." || strings.ContainsAny(w, " \n") {
					t.Errorf("%q gives the word %q", text, w)
				}
			}
		}
		if n > 4*len(text)+1 {
			t.Errorf("%d bytes of words from %d", n, len(text))
		}
	})
}
