package schema

import (
	"bytes"
	"fmt"
	"testing"
)

// manyQuestions spells a document of n questions of all types.
func manyQuestions(n int) []byte {
	var b bytes.Buffer
	b.WriteString("questions:\n")
	bodies := []string{
		"    type: single-choice\n    stem: What is $x$?\n    options:\n      - {text: one, key: true}\n      - {text: two}\n      - {text: three, feedback: No.}\n      - {text: 4, fixed: true}\n",
		"    type: true-false\n    stem: So it is.\n    key: false\n",
		"    type: numeric\n    stem: How many?\n    answer: {value: 12.5, tolerance: 0.5, unit: m}\n",
		"    type: fill-in\n    stem: A ____.\n    blanks: [{accept: [x, y]}]\n",
		"    type: short-answer\n    stem: |\n      Say.\n\n      $$x$$\n    answer_space: 4 lines\n    rubric: [{marks: 0.5, for: a}, {marks: 0.5, for: b}]\n",
		"    type: matching\n    stem: Match.\n    pairs: [{left: a, right: b}, {left: c, right: d}]\n    distractors: [e]\n",
		"    type: ordering\n    stem: Order.\n    items: [a, b, c]\n",
	}
	for i := range n {
		fmt.Fprintf(&b, "  - id: 0190d3a4-7c1e-7b52-9a31-%012x\n    name: question-%d\n%s", i, i, bodies[i%len(bodies)])
		b.WriteString("    marks: 1\n    difficulty: basic\n    bloom: understand\n    outcomes: [CO1, CO2]\n    lecture: 7\n    slides: [3, 4]\n    topics: [a/b]\n" +
			"    minutes: 2.5\n    solution: |\n      Because.\n    status: approved\n    author: A. Setter\n")
	}
	return b.Bytes()
}

func BenchmarkParse(b *testing.B) {
	src := manyQuestions(10_000)
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if d, problems := Parse("q.yaml", src); d == nil || len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}

func BenchmarkValidate(b *testing.B) {
	d, _ := Parse("q.yaml", manyQuestions(10_000))
	for b.Loop() {
		if problems := d.Validate(); len(problems) > 0 {
			b.Fatal(problems[0])
		}
	}
}

func BenchmarkSniff(b *testing.B) {
	src := manyQuestions(10_000)
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if Sniff("q.yaml", src) != "questions" {
			b.Fatal("not recognised")
		}
	}
}

// BenchmarkStart compiles the schemas that a bank needs.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		for _, name := range Names() {
			compiler(name)("")
		}
	}
}
