package schema

import (
	"strings"
	"testing"
	"unicode/utf16"
)

func TestReadable(t *testing.T) {
	wide := func(s string, order int) string {
		var b strings.Builder
		for _, u := range utf16.Encode([]rune(s)) {
			pair := [2]byte{byte(u), byte(u >> 8)}
			b.WriteByte(pair[order])
			b.WriteByte(pair[1-order])
		}
		return b.String()
	}
	tests := []struct{ name, file, src, want string }{
		{"byte-order mark", "a.yaml", "\ufeffquestions: []\n", ""},
		{"byte-order mark in JSON", "a.json", "\ufeff{\"questions\": []}", ""},
		{"Windows", "a.yaml", "questions:\r\n  []\r\n", ""},
		{"Windows place", "a.yaml", "questions:\r\n  - 3\r\n", "a.yaml:2:5: questions[0]: must be keys with values such as {type: short-answer, stem: Define a metric., marks: 1}, not the number 3\n"},
		{"old Macintosh", "a.yaml", "questions:\r  []\r", "a.yaml:1:11: a carriage return without a line feed (the line end of old Macintosh files): save the file with the line ends of Unix or Windows\n"},
		{"zero", "a.yaml", "questions:\n  - a\x00b\n", "a.yaml:2:6: the control character U+0000 is no text: delete it\n"},
		{"escape", "a.json", "{\"questions\": [\"\x1b\"]}", "a.json:1:17: the control character U+001B is no text: delete it\n"},
		{"next line", "a.yaml", "questions: [a\u0085b]", "a.yaml:1:14: the control character U+0085 is no text: delete it\n"},
		{"line separator", "a.yaml", "questions: [a\u2028b]", "a.yaml:1:14: the invisible line separator U+2028: delete it and put an ordinary line break\n"},
		{"byte-order mark within", "a.yaml", "questions: [é\ufeffb]", "a.yaml:1:14: the invisible character U+FEFF (a byte-order mark) within the text: delete it\n"},
		{"Latin 1", "a.yaml", "questions:\n  - é caf\xe9\n", "a.yaml:2:10: the byte 0xE9 is not UTF-8: save the file as UTF-8 (it may be in an older Windows encoding)\n"},
		{"cut off", "a.yaml", "questions: \xe2\x82", "a.yaml:1:12: the byte 0xE2 is not UTF-8: save the file as UTF-8 (it may be in an older Windows encoding)\n"},
		{"UTF-16", "a.yaml", "\xff\xfe" + wide("questions: []", 0), "a.yaml: the file is UTF-16 (little-endian): save it as UTF-8\n"},
		{"UTF-16 big", "a.yaml", "\xfe\xff" + wide("questions: []", 1), "a.yaml: the file is UTF-16 (big-endian): save it as UTF-8\n"},
		{"UTF-16 without mark", "a.json", wide(`{"questions": []}`, 0), "a.json: the file is UTF-16 (little-endian): save it as UTF-8\n"},
		{"too large", "a.yaml", strings.Repeat(" ", maxSize+1<<20), "a.yaml: the file has 65 MB and at most 64 are read: divide it into several files\n"},
		{"ending", "a.txt", "questions: []", "a.txt: the name of a document ends in .yaml, .yml or .json\n"},
		{"capital ending", "A.YML", "questions: []", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := problemsOf(tt.file, tt.src); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}
