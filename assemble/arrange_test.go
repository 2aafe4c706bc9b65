package assemble

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/phrase"
)

// inHindi has options that speak of others as a second language has them. The
// letters of one are in another order than in English.
var inHindi = map[string]string{
	"All of the above": "उपरोक्त सभी",
	"None of these":    "इनमें से कोई नहीं",
	"Both A and B":     "B और A दोनों",
	"A or B":           "A या B",
}

// randomChoices writes a bank of choice questions, many with options that speak
// of others, and a blueprint that prints all of them.
func randomChoices(rng *rand.Rand, sets int) fstest.MapFS {
	closing := []string{"All of the above", "None of these", "none of the above", "All of these"}
	questions := 3 + rng.IntN(8)
	var b strings.Builder
	b.WriteString("questions:\n")
	for q := range questions {
		n := 3 + rng.IntN(3)
		options := make([]string, n)
		for i := range options {
			options[i] = fmt.Sprintf("word %c%d", 'p'+i, q)
		}
		switch rng.IntN(6) {
		case 0:
			options[n-1] = closing[rng.IntN(len(closing))]
		case 1:
			options[n-1] = []string{"Both A and B", "Either (b) or (a)", "Neither A nor B", "A or B", "options 1 and 2", "The first or the second option"}[rng.IntN(6)]
		case 2:
			options = append(options[:n-2:n-2], "Both A and B", "None of these")
		case 3:
			for i := range options {
				options[i] = fmt.Sprint(3 * (i + q + 1))
			}
		case 4:
			options[n-1] = "the first two"
		}
		fmt.Fprintf(&b, "  - id: 00000000-0000-4000-8000-%012d\n    name: q%d\n    type: single-choice\n    stem: S%d\n    marks: 1\n    difficulty: basic\n    lecture: 1\n    topics: [a]\n    status: approved\n    options:\n", q, q, q)
		key := rng.IntN(n)
		for i, o := range options {
			text := fmt.Sprintf("%q", o)
			if hindi, ok := inHindi[o]; ok && rng.IntN(2) == 0 {
				text = fmt.Sprintf("{en: %q, hi: %q}", o, hindi)
			} else if !ok && rng.IntN(3) == 0 {
				text = fmt.Sprintf("{en: %q, hi: %q}", o, o)
			}
			fmt.Fprintf(&b, "      - {text: %s, key: %v, fixed: %v}\n", text, i == key, rng.IntN(8) == 0)
		}
	}
	return fstest.MapFS{
		"course.yaml":    {Data: []byte("course: {title: T, topics: [{id: a, title: A}], lectures: [{number: 1, title: L}]}")},
		"questions.yaml": {Data: []byte(b.String())},
		"blueprint.yaml": {Data: fmt.Appendf(nil, "blueprint: {title: T, marks: %d, sets: %d, shuffle: {numbers: %s}, sections: [{title: S, marks: %d}]}",
			questions, sets, []string{"ordered", "free"}[rng.IntN(2)], questions)},
	}
}

// TestShuffles makes sure of what a set may not change, over many random forms:
// the questions and marks, options that stay, the text behind the key, and the
// texts behind letters that options name.
func TestShuffles(t *testing.T) {
	rounds := roundsOf(150, 4000)
	refers, moved := 0, 0
	for round := range rounds {
		rng := rand.New(rand.NewPCG(23, uint64(round)))
		b, problems, err := bank.Load(randomChoices(rng, 2+rng.IntN(5)))
		if err != nil || problems.Errors() > 0 {
			t.Fatal(err, problems)
		}
		bp := b.Blueprint("blueprint.yaml")
		forms, err := Forms(b, bp, uint64(round), Options{})
		if err != nil {
			t.Fatal(err)
		}
		sets := Sets(bp, &forms[0], uint64(round))
		sets = append(sets, Copies(bp, &forms[0], 1+rng.IntN(9), uint64(round))...)
		sets = append(sets, Master(bp, &forms[0], uint64(round)))
		for i := range sets {
			r, m := checkShuffle(t, bp, &forms[0], &sets[i])
			refers, moved = refers+r, moved+m
		}
		if t.Failed() {
			t.Fatalf("round %d", round)
		}
	}
	t.Logf("%d options name others, %d questions are in another order", refers, moved)
	if refers < rounds || moved < rounds {
		t.Error("the test says little")
	}
}

// checkShuffle judges a set of one section of choice questions.
func checkShuffle(t *testing.T, bp *bank.Blueprint, form *Form, set *Set) (refers, moved int) {
	t.Helper()
	left := slices.Clone(form.Sections[0].Questions)
	for n, printed := range set.Sections[0].Questions {
		q := printed.Question
		at := slices.Index(left, q)
		if at < 0 || printed.Number != n+1 {
			t.Errorf("set %s: question %s stands at %d, or twice", set.Letter, q, printed.Number)
			return
		}
		left = slices.Delete(left, at, at+1)
		choice, order := q.Tasks[0].Response.(*bank.Choice), printed.Orders[0]
		if !slices.Equal(slices.Sorted(slices.Values(order)), identity(len(choice.Options))) {
			t.Errorf("%s: %v is no order", q, order)
			return
		}
		if !slices.IsSorted(order) {
			moved++
		}
		place := inverse(order)
		for i, o := range choice.Options {
			if o.Fixed && place[i] != i {
				t.Errorf("%s: fixed option %d stands at %d", q, i, place[i])
			}
			if o.Key && Key(choice, order) != Letter(place[i]) {
				t.Errorf("%s: the key is %s, its text stands at %s", q, Key(choice, order), Letter(place[i]))
			}
		}
		for _, language := range []string{"en", "hi"} {
			refers += checkTexts(t, bp, q, choice, order, language)
		}
	}
	if len(left) > 0 {
		t.Errorf("set %s is without %v", set.Letter, left)
	}
	return refers, moved
}

// checkTexts judges what the options of a question say in an order, as a reader
// of one language sees them.
func checkTexts(t *testing.T, bp *bank.Blueprint, q *bank.Question, choice *bank.Choice, order []int, language string) (refers int) {
	t.Helper()
	var sources []string
	for _, o := range choice.Options {
		sources = append(sources, o.Text.In(language).Source)
	}
	place := inverse(order)
	for i, p := range phrase.RecogniseAll(sources) {
		switch text := choice.TextIn(i, order).In(language).Source; p.Kind {
		case phrase.Plain:
			if text != sources[i] {
				t.Errorf("%s: %q reads %q", q, sources[i], text)
			}
		case phrase.Closing:
			if i == len(sources)-1 && place[i] != i {
				t.Errorf("%s: %q stands at %d", q, text, place[i])
			}
		case phrase.Letters, phrase.Numbers:
			refers++
			if place[i] != i {
				t.Errorf("%s: %q stands at %d", q, text, place[i])
			}
			if !sameNamed(sources[i], text, len(order), order) {
				t.Errorf("%s: %q reads %q in the order %v", q, sources[i], text, order)
			}
		case phrase.Position:
			if !slices.IsSorted(order) {
				t.Errorf("%s: shuffled in spite of %q", q, text)
			}
		}
	}
	if !bp.Shuffle.Numbers && phrase.NumbersInOrder(sources) && !slices.IsSorted(order) {
		t.Errorf("%s: numbers out of order", q)
	}
	return refers
}

// sameNamed reads the letters or numbers of two texts, without the code that rewrites, and
// reports whether the second names in an order what the first names in the
// bank's.
func sameNamed(first, second string, n int, order []int) bool {
	named := func(text string) []int {
		var list []int
		for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '(' || r == ')' }) {
			i := slices.Index([]string{"first", "second", "third", "fourth", "fifth"}, word)
			if len(word) == 1 && word <= "9" {
				i = int(word[0] - '1')
			} else if len(word) == 1 {
				i = int(strings.ToUpper(word)[0] - 'A')
			}
			if i >= 0 && i < n {
				list = append(list, i)
			}
		}
		return list
	}
	before, after := named(first), named(second)
	for i := range after {
		after[i] = order[after[i]]
	}
	slices.Sort(before)
	slices.Sort(after)
	return len(before) == 2 && slices.Equal(before, after)
}
