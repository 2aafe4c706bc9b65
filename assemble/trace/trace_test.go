package trace

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
)

// shipped is a paper of choice questions of the bank that ships, with a copy for
// each of n candidates.
func shipped(tb testing.TB, questions, n int, seed uint64) *Paper {
	tb.Helper()
	b, problems, err := bank.Load(os.DirFS("../../questions/deep-learning"))
	if err != nil || problems.Errors() > 0 {
		tb.Fatal(err, problems)
	}
	form := assemble.Form{Number: 1, Sections: []assemble.Section{{Title: "A"}}}
	for _, q := range b.Questions {
		if q.Type == bank.SingleChoice && len(form.Sections[0].Questions) < questions && q.Stimulus == nil {
			form.Sections[0].Questions = append(form.Sections[0].Questions, q)
		}
	}
	bp := *b.Blueprints[0]
	bp.Forms = 1
	bp.Shuffle.Questions, bp.Shuffle.Options = true, true
	master := assemble.Master(&bp, &form, seed)
	r, err := assemble.NewRecord(b, &bp, seed, []assemble.Form{form}, [][]assemble.Set{{master}}, "test", "")
	if err != nil {
		tb.Fatal(err)
	}
	for i, set := range assemble.Copies(&bp, &form, n, seed) {
		c := assemble.RecordCopy{Number: i + 1, Roll: fmt.Sprintf("21CS%03d", i+1), Form: 1}
		c.SetOrder(&master, &set)
		r.Copies = append(r.Copies, c)
	}
	p, warnings, err := NewPaper(b, r)
	if err != nil {
		tb.Fatal(err)
	}
	if len(warnings) > 0 || len(p.Copies) != n {
		tb.Fatal(warnings, len(p.Copies))
	}
	return p
}

// small is a paper of short questions, with two copies more than once where
// they show the same.
func small() *Paper {
	p := &Paper{Questions: []Question{
		{Name: "dogs", Texts: []string{"Why does a dog chase its tail?"}, Tasks: []Task{{Options: texts("5", "20", "3", "21")}}},
		{Name: "cats", Texts: []string{"Why does a cat purr at night?"}, Tasks: []Task{{Options: texts("It is glad", "It is hungry", "It is cold", "It is a machine")}}},
		{Name: "area", Texts: []string{`What is the area of a circle of radius $r$?`}, Tasks: []Task{{Options: texts(`$\pi r^2$`, `$2 \pi r$`, `$\frac{\pi}{4} r^2$`, `$r^2$`)}}},
		{Name: "war", Texts: []string{"In which year did the Thirty Years' War end?"}, Tasks: []Task{{Options: texts("1618", "1648", "1718", "1748")}}},
		{Name: "parts", Texts: []string{"A stone falls from a tower of 80 m."}, Tasks: []Task{{Texts: []string{"How long does it fall?"}, Options: texts("2 s", "4 s", "8 s")}, {Texts: []string{"Which law holds?"}}}},
	}}
	add := func(label string, order []int, orders ...[]int) {
		c := Copy{Label: label}
		for i, q := range order {
			placed := Placed{Question: q, Number: i + 1, Orders: [][]int{orders[q]}}
			c.Questions = append(c.Questions, placed)
		}
		p.Copies = append(p.Copies, c)
	}
	add("set A", []int{0, 1, 2, 3, 4}, []int{0, 1, 2, 3}, []int{0, 1, 2, 3}, []int{0, 1, 2, 3}, []int{0, 1, 2, 3}, []int{0, 1, 2})
	add("set B", []int{1, 3, 0, 2, 4}, []int{3, 1, 0, 2}, []int{1, 0, 3, 2}, []int{3, 2, 1, 0}, []int{1, 0, 3, 2}, []int{2, 1, 0})
	add("set C", []int{2, 4, 0, 1, 3}, []int{0, 1, 2, 3}, []int{2, 3, 0, 1}, []int{2, 0, 3, 1}, []int{3, 1, 2, 0}, []int{1, 2, 0})
	add("set D", []int{3, 2, 1, 0, 4}, []int{2, 0, 3, 1}, []int{0, 1, 2, 3}, []int{1, 0, 3, 2}, []int{0, 1, 2, 3}, []int{0, 2, 1})
	return p
}

func texts(list ...string) [][]string {
	var options [][]string
	for _, text := range list {
		options = append(options, []string{text})
	}
	return options
}

func TestTrace(t *testing.T) {
	p := small()
	for _, c := range []struct{ text, verdict, labels string }{
		{"question 3 starts 'Why does' and its options read 5, 20, 3, 21", "found", "set C"},
		{"Q3: 'Why does a dog', options: 21, 20, 5, 3", "found", "set B"},
		{"Q. 3 Why does a d0g chase 1ts tail?\n(A) 2l (B) 2O (C) 5 (D) 3", "found", "set B"},
		{"Question no. 4: (A) 3 (B) ??? (C) 21 (D) 20", "found", "set D"},
		{"3) Why d?es a dog cha?e its tail\nA. 5\nB. 20\nC. [smudge]\nD. 21\n", "found", "set C"},
		{"what is the AREA of a circle of radius r\n(A) r² (B) π/4 r² (C) 2πr (D) πr²", "found", "set B"},
		{`area of a circle: options \frac{\pi}{4} r^2, \pi r^2, r^2, 2 \pi r`, "found", "set C"},
		{"the 2nd question is 'Thirty Years War'", "found", "set B"},
		{"the one that starts 'What is the area' is question 1", "found", "set C"},
		{"'What is the area' then 'Why does a cat'", "found", "set D"},
		{"4. 1748\n", "nothing", ""},
		{"Why does a cat purr at night?\nIt is hungry\nIt is glad\n", "found", "set B"},
		{"A stone falls from a tower of 80 m. (a) How long does it fall? (A) 4 s (B) 8 s (C) 2 s", "found", "set C"},
		{"2. A stone falls from a tower", "found", "set C"},
		{"question 3 starts 'Why does'", "several", "set B set C set D"},
		{"Why does a dog chase its tail?", "several", "set A set B set C set D"},
		{"Why does a dog chase its tail? 5 20 3 21", "several", "set A set C"},
		{"the quick brown fox jumps over the lazy pig", "nothing", ""},
		{"", "nothing", ""},
		{"question 17 options: a, b, c, d", "nothing", ""},
	} {
		r, err := p.Trace(c.text)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(r.Labels, " "); string(r.Verdict) != c.verdict || got != c.labels {
			t.Errorf("%q: %s %q, want %s %q; clues %q\n%v", c.text, r.Verdict, got, c.verdict, c.labels, r.Clues, r.Ranking)
		}
	}
}

// crop is what a photo shows of three questions of a copy, with noise.
func crop(p *Paper, c *Copy, rng *rand.Rand) string {
	at := rng.IntN(len(c.Questions) - 2)
	var lines []string
	style := []string{"(%c) %s", "%c. %s", "%c) %s", "   [%c]  %s"}[rng.IntN(4)]
	width := 50 + rng.IntN(60)
	var options []int // which lines begin an option
	for _, placed := range c.Questions[at : at+3] {
		q := &p.Questions[placed.Question]
		for t := range q.Tasks {
			for _, text := range slices.Concat(q.Texts, q.Tasks[t].Texts) {
				lines = append(lines, wrap(text, width)...)
			}
			for place, option := range placed.Orders[t] {
				options = append(options, len(lines))
				lines = append(lines, wrap(fmt.Sprintf(style, 'A'+place, q.Tasks[t].Options[option][0]), width)...)
			}
		}
	}
	drop := rng.IntN(len(options))
	end := len(lines)
	if drop+1 < len(options) {
		end = options[drop] + 1
	}
	lines = slices.Delete(lines, options[drop], end)
	runes := []rune(strings.Join(lines, "\n"))
	for i := rng.IntN(len(runes)); ; i = rng.IntN(len(runes)) {
		if runes[i] != '\n' && runes[i] != ' ' {
			runes[i] = rune("abcdefghijklmnopqrstuvwxyz0123456789"[rng.IntN(36)])
			return string(runes)
		}
	}
}

func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len(line)+1+len(word) > width {
			lines = append(lines, line)
			line = ""
		}
		line = strings.TrimPrefix(line+" "+word, " ")
	}
	return append(lines, line)
}

// TestCrops finds the one copy of 300 that a photo of three questions shows.
func TestCrops(t *testing.T) {
	tries := 50
	if os.Getenv("PAPERSETTER_LONG") != "" {
		tries = 1000
	}
	p := shipped(t, 12, 300, 1)
	rng := rand.New(rand.NewPCG(1, 2))
	right, sure, wrong := 0, 0, 0
	for range tries {
		c := &p.Copies[rng.IntN(len(p.Copies))]
		text := crop(p, c, rng)
		r, err := p.Trace(text)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case len(r.Labels) == 1 && r.Labels[0] == c.Label:
			right++
			if r.Verdict == Found {
				sure++
			}
		default:
			wrong++
			if testing.Verbose() {
				t.Logf("want %s, got %s %q of %d\n%s\n%q\n%v", c.Label, r.Verdict, r.Labels, len(r.Ranking), text, r.Clues, r.Ranking[:min(3, len(r.Ranking))])
			}
		}
	}
	t.Logf("%d of %d right, %d of them without a doubt", right, tries, sure)
	if right*100 < tries*99 {
		t.Errorf("%d of %d crops are traced, want 99 %%", right, tries)
	}
}

// TestAlike says so where copies agree in what is seen.
func TestAlike(t *testing.T) {
	p := shipped(t, 12, 40, 3)
	rng := rand.New(rand.NewPCG(5, 6))
	for range 20 {
		c := p.Copies[rng.IntN(40)]
		other := c
		other.Label = "twin"
		p.Copies = append(p.Copies[:40:40], other)
		r, err := p.Trace(crop(p, &c, rng))
		if err != nil {
			t.Fatal(err)
		}
		if r.Verdict != Several || !slices.Contains(r.Labels, "twin") || !slices.Contains(r.Labels, c.Label) {
			t.Errorf("%s %q, want %q and its twin", r.Verdict, r.Labels, c.Label)
		}
	}
}

// TestNonsense finds nothing in what is no part of the paper.
func TestNonsense(t *testing.T) {
	p := shipped(t, 12, 40, 3)
	rng := rand.New(rand.NewPCG(7, 8))
	syllables := strings.Fields("ka to mi ren sol dra pu len wix osh ter bam cor vi ne lu qua zet fro im")
	for range 100 {
		var b strings.Builder
		for range 60 {
			for range 1 + rng.IntN(4) {
				b.WriteString(syllables[rng.IntN(len(syllables))])
			}
			b.WriteByte(" \n ,  . "[rng.IntN(8)])
		}
		r, err := p.Trace(b.String())
		if err != nil {
			t.Fatal(err)
		}
		if r.Verdict != Nothing || len(r.Unmatched) == 0 {
			t.Errorf("%s %q %q: %s", r.Verdict, r.Labels, r.Clues, b.String())
		}
	}
}

func TestTooLong(t *testing.T) {
	if _, err := small().Trace(strings.Repeat("x", MaxText+1)); err == nil {
		t.Error("no error")
	}
}

// TestLong reads the longest texts that are made to be hard; one that takes for
// ever ends the run.
func TestLong(t *testing.T) {
	p := shipped(t, 40, 300, 1)
	stem := p.Questions[3].Tasks[0].Texts[0]
	for _, unit := range []string{"a", "(A) 5 ", "1. x\n", "'a' ", "Q1 ", "$\\frac{", "?", "options 1, 2, 3\n", stem + "\n", stem + " ", "A. B. ", "the loss of "} {
		if _, err := p.Trace(strings.Repeat(unit, MaxText/len(unit))); err != nil {
			t.Fatal(err)
		}
	}
}

func FuzzTrace(f *testing.F) {
	for _, text := range []string{
		"question 3 starts 'Why does' and its options read 5, 20, 3, 21", "Q3\n(A) 5 (B) ??? (C) 3", "3. “x … y” then\n\n1) a\tb\tc",
		"option A is 5, option B is 20", `\frac{\pi}{4} r^2`, "‘Thirty’ \xff [ ]", "$$$ {}} \\",
	} {
		f.Add(text)
	}
	p := small()
	f.Fuzz(func(t *testing.T, text string) {
		r, err := p.Trace(text)
		if err != nil {
			if len(text) <= MaxText {
				t.Fatal(err)
			}
			return
		}
		again, _ := p.Trace(text)
		if fmt.Sprint(r) != fmt.Sprint(again) {
			t.Fatal("two answers")
		}
		if r.Verdict == Nothing != (len(r.Ranking) == 0) || r.Verdict == Found && len(r.Labels) != 1 {
			t.Fatalf("%+v", r)
		}
	})
}
