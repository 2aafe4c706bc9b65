package schema

import "testing"

func TestSniff(t *testing.T) {
	tests := []struct{ file, src, want string }{
		{"a.yaml", "questions: []", "questions"},
		{"a.yaml", "\ufeff# comment\n---\n\nquestions:\n- stem: x\n  type: y\n- stem: z\n", "questions"},
		{"a.yaml", "%YAML 1.2\n---\ncourse: {title: T}", "course"},
		{"a.yaml", "\"blueprint\":\r\n  title: T\r\n", "blueprint"},
		{"a.yaml", "{questions: [a, b]}", "questions"},
		{"a.yaml", "{\"paper\": {}}", "paper"},
		{"a.yaml", "  questions: []", "questions"},
		{"a.json", `{"questions": [{"course": 1}]}`, "questions"},
		{"a.json", "\ufeff [ {\"stem\": \"x\", \"type\": 1} ]", "questions"},
		{"a.yaml", "question:\n  - a", "questions"},
		{"a.yaml", "Course:\n  title: x", "course"},
		{"a.json", `{"blue-print": {}}`, "blueprint"},
		{"a.yaml", "questions:\n  - stem: \"broken\n", "questions"},
		{"a.yaml", "questions: []\ncourse: {}", "questions"},
		{"a.yaml", "blueprint:\ntitle: T\nmarks: 3", "blueprint"},
		{"a.yaml", "- stem: Why?\n  type: short-answer\n- stem: How?", "questions"},
		{"a.yaml", "- type: short-answer\n  marks: 1\n  stem: Why?\n", "questions"},
		{"a.yaml", "stem: Why?\ntype: short-answer\nmarks: 1", "questions"},
		{"a.yaml", "\xff\xfeq\x00u\x00e\x00s\x00t\x00i\x00o\x00n\x00s\x00:\x00", "questions"},
		{"package.json", `{"name": "x", "version": "1", "questions": []}`, ""},
		{"package.json", `{"name": "paper", "version": "1"}`, ""},
		{"tsconfig.json", `{"compilerOptions": {"questions": 1}}`, ""},
		{"compose.yaml", "services:\n  questions: x\n", ""},
		{"ci.yaml", "name: x\non: push\njobs:\n  course: x\n", ""},
		{"list.yaml", "- a\n- b\n", ""},
		{"list.json", `[{"name": 1}, {"stem": 1}]`, ""},
		{"list.yaml", "- name: x\n- stem: y\n", ""},
		{"empty.yaml", "", ""},
		{"comments.yaml", "# questions: x\n", ""},
		{"lone.json", `"questions"`, ""},
		{"lone.json", `questions`, ""},
		{"broken.json", `{"`, ""},
		{"broken.json", `{"questions`, ""},
		{"text.yaml", "Some text. A colon: here.\n", ""},
	}
	for _, tt := range tests {
		if got := Sniff(tt.file, []byte(tt.src)); got != tt.want {
			t.Errorf("%s %q: got %q, want %q", tt.file, tt.src, got, tt.want)
		}
	}
}

func TestNearest(t *testing.T) {
	words := []string{"single-choice", "multiple-choice", "true-false", "numeric", "marks", "key"}
	tests := []struct{ word, want string }{
		{"single-choise", "single-choice"}, {"SingleChoice", "single-choice"}, {"single_choice", "single-choice"}, {"multiple choice", "multiple-choice"},
		{"mraks", "marks"}, {"mark", "marks"}, {"kye", "key"}, {"Key", "key"}, {"numerical", "numeric"},
		{"choice", ""}, {"x", ""}, {"", ""}, {"marks", ""}, {"ky", ""}, {"drawing", ""},
	}
	for _, tt := range tests {
		if got := Nearest(tt.word, words); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.word, got, tt.want)
		}
	}
}

func TestProblemString(t *testing.T) {
	tests := []struct {
		p    Problem
		want string
	}{
		{Problem{Pos{"a.yaml", 41, 7}, "questions[3].options", "mark one", false}, "a.yaml:41:7: questions[3].options: mark one"},
		{Problem{Pos{"a.yaml", 0, 0}, "", "is empty", true}, "a.yaml: warning: is empty"},
		{Problem{Pos{"", 1, 2}, "", "x", false}, "1:2: x"},
		{Problem{Pos{}, "", "x", false}, "x"},
	}
	for _, tt := range tests {
		if got := tt.p.String(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestProblemsSort(t *testing.T) {
	at := func(line, column int, warning bool) Problem {
		return Problem{Pos{"a", line, column}, "", "m", warning}
	}
	ps := Problems{at(2, 1, false), at(1, 9, true), at(1, 9, false), {Pos{"Z", 5, 5}, "", "m", false}, at(2, 1, false), at(1, 2, false)}
	ps.Sort()
	want := Problems{{Pos{"Z", 5, 5}, "", "m", false}, at(1, 2, false), at(1, 9, false), at(1, 9, true), at(2, 1, false)}
	if len(ps) != len(want) {
		t.Fatalf("got %v", ps)
	}
	for i := range ps {
		if ps[i] != want[i] {
			t.Errorf("%d: got %v, want %v", i, ps[i], want[i])
		}
	}
	if ps.Errors() != 4 {
		t.Errorf("got %d errors", ps.Errors())
	}
}
