package schema

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TestAt marks a character of a text with § and wants to find it in the file
// where it stands.
func TestAt(t *testing.T) {
	tests := []struct{ name, file, src string }{
		{"plain", "a.yaml", "questions: [a b§]"},
		{"plain behind other letters", "a.yaml", "questions: [ä, 日本 b§]"},
		{"plain over lines", "a.yaml", "questions:\n  - one\n    two th§ree\n    four"},
		{"plain over blank lines", "a.yaml", "questions:\n  - one\n\n\n    two th§ree"},
		{"single", "a.yaml", "questions: ['it''s b§']"},
		{"single over lines", "a.yaml", "questions:\n  - 'it''s\n    b''ut§'"},
		{"double", "a.yaml", `questions: ["a\tb\u00e9\x41\U0001F600\_\\§ c"]`},
		{"double over lines", "a.yaml", "questions:\n  - \"one \\\n     two\n     three§\""},
		{"literal", "a.yaml", "questions:\n  - |\n    one\n    two§\n    three"},
		{"literal first line", "a.yaml", "questions:\n  - |\n    §one"},
		{"literal blank lines", "a.yaml", "questions:\n  - |\n\n\n    one\n\n    tw§o\n"},
		{"literal deeper", "a.yaml", "questions:\n  - |\n    one\n      two§\n"},
		{"literal indicated", "a.yaml", "questions:\n  - |2\n      one\n    two§\n"},
		{"literal indicated after a blank line", "a.yaml", "questions:\n  - |2-\n\n      on§e\n"},
		{"literal stripped", "a.yaml", "questions:\n  - |-\n    one\n    two§"},
		{"literal with comment", "a.yaml", "questions:\n  - |  # why\n    one §\n"},
		{"literal Windows", "a.yaml", "questions:\r\n  - |\r\n    one\r\n    ätwo§\r\n"},
		{"literal byte-order mark", "a.yaml", "\ufeffquestions:\n  - |\n    one§\n"},
		{"folded", "a.yaml", "questions:\n  - >\n    one\n    two§\n    three"},
		{"folded paragraphs", "a.yaml", "questions:\n  - >\n    one\n    two\n\n    three four§\n\n\n    five"},
		{"folded deeper", "a.yaml", "questions:\n  - >\n    one\n      - two\n      - th§ree\n    four"},
		{"folded blank first", "a.yaml", "questions:\n  - >-\n\n    one\n    tw§o"},
		{"json", "a.json", `{"questions": ["one § two"]}`},
		{"json escapes", "a.json", `{"questions": ["\"\\\n\u00e9\ud83d\ude00§"]}`},
		{"json lines", "a.json", "{\n \"ä\": 1,\n \"questions\":\n\t[\"é§\"]}"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.TrimPrefix(tt.src, "\ufeff")
			before := text[:strings.Index(text, "§")]
			line := strings.Count(before, "\n") + 1
			column := utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
			var root *Node
			var problems Problems
			if strings.HasSuffix(tt.file, ".json") {
				root, problems = parseJSON(tt.file, newSource([]byte(text)))
			} else {
				root, problems = parseYAML(tt.file, newSource([]byte(text)))
			}
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			items := root.Get("questions").Items
			n := items[len(items)-1]
			at := strings.Index(n.Text, "§")
			if at < 0 {
				t.Fatalf("no mark in %q", n.Text)
			}
			if l, c := n.At(at); l != line || c != column {
				t.Errorf("got %d:%d, want %d:%d; text %q", l, c, line, column, n.Text)
			}
			// Every other place must lie within the file.
			for i := -1; i <= len(n.Text)+1; i++ {
				if l, c := n.At(i); l < 1 || c < 1 || l > strings.Count(text, "\n")+1 {
					t.Errorf("offset %d: got %d:%d", i, l, c)
				}
			}
		})
	}
}
