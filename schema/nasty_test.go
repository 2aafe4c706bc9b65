package schema

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestNasty reads files that were made to take long or to fill the memory.
func TestNasty(t *testing.T) {
	words := strings.Repeat("word ", 2<<20) // 10 MB
	deep := func(s string, n int) string { return strings.Repeat(s, n) }
	tests := []struct{ name, file, src, want string }{
		{"long plain text", "a.yaml", "questions: " + words, "must be a list"},
		{"long quoted text", "a.yaml", "questions: \"" + words + "\"", "must be a list"},
		{"long quote that is open", "a.yaml", "questions:\n- \"" + words, "not closed"},
		{"long comment", "a.yaml", "questions: [] # " + words, ""},
		{"long key", "a.yaml", words + ": x", "1:1: "},
		{"long list", "a.yaml", "questions: [" + deep("a, ", 1<<18) + "b]", "divide it"},
		{"long list in JSON", "a.json", `{"questions": [` + deep("1,", 1<<20) + "1]}", "divide it"},
		{"many comments", "a.yaml", deep("# c\n", 1<<20) + "questions: []", ""},
		{"open brackets", "a.yaml", "questions: " + deep("[", 1e6), "100 deep"},
		{"open braces", "a.yaml", "questions: " + deep("{", 1e6), "100 deep"},
		{"dashes", "a.yaml", "questions:\n " + deep("- ", 1e6), "100 deep"},
		{"question marks", "a.yaml", deep("? ", 1e6), "100 deep"},
		{"brackets in JSON", "a.json", deep("[", 1e6), "100 deep"},
		{"braces in JSON", "a.json", deep(`{"a":`, 1e6), "100 deep"},
		{"steps", "a.yaml", "questions:\n" + steps(2000), "100 deep"},
		{"billion laughs", "a.yaml", "questions:\n- &a [x,x]\n- &b [*a,*a,*a,*a]\n- &c [*b,*b,*b,*b]\n- [*c,*c,*c,*c]", "anchors and aliases"},
		{"alias of itself", "a.yaml", "questions: &a [*a]", "anchors and aliases"},
		{"many anchors", "a.yaml", "questions:\n" + deep("- &a x\n", 1<<16), "anchors and aliases"},
		{"one key again and again", "a.yaml", "questions:\n- " + deep("a: 1\n  ", 1<<16), "written twice"},
		{"many keys", "a.yaml", "questions:\n- type: short-answer\n" + manyKeys(50_000), "unknown key k0"},
		{"endless number", "a.yaml", "questions:\n- marks: 1e999999999\n", "exponent"},
		{"many digits", "a.json", `{"questions": [{"marks": ` + deep("9", 1<<20) + `}]}`, "1048576 characters"},
		{"many documents", "a.yaml", deep("---\na\n", 1<<19), "second document"},
		{"many mistakes", "a.yaml", "questions:\n" + deep("- {typ: single, makrs: x, foo: 1}\n", 1<<11), "unknown key typ"},
		{"many mistakes in a line", "a.json", `{"questions": [` + deep(`{"typ": "single", "makrs": 3},`, 1<<11) + `{}]}`, "unknown key typ"},
		{"tabs", "a.yaml", "questions:\n" + deep("\t", 1<<20), "a tab"},
		{"spaces", "a.yaml", "questions:" + deep(" ", 10<<20), "is empty"},
		{"many tags of a question", "a.yaml", "questions:\n- type: short-answer\n  stem: x\n  marks: 1\n  difficulty: basic\n  topics: [" + deep("a, ", 50_000) + "b]", "lists a twice"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			start := time.Now()
			got := problemsOf(tt.file, tt.src)
			Sniff(tt.file, []byte(tt.src))
			if took := time.Since(start); took > 20*time.Second { // a fraction of a second on an idle machine
				t.Errorf("took %v", took)
			}
			if !strings.Contains(got, tt.want) || tt.want == "" && got != "" {
				t.Errorf("got %.300q, want %q", got, tt.want)
			}
			for line := range strings.Lines(got[:min(len(got), 1<<16)]) {
				if len(line) > 1000 {
					t.Errorf("a message of %d bytes: %.100s", len(line), line)
				}
			}
		})
	}
}

func steps(n int) string {
	var b bytes.Buffer
	for i := range n {
		b.WriteString(strings.Repeat("  ", i) + "- a:\n")
	}
	return b.String()
}

func manyKeys(n int) string {
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, "  k%d: 1\n", i)
	}
	return b.String()
}
