package cells

import (
	"reflect"
	"strings"
	"testing"
)

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		give     string
		want     [][]Cell
		mistakes int
	}{
		{"", nil, 0},
		{"a", [][]Cell{{{"a", 1, 1}}}, 0},
		{"a,b\n", [][]Cell{{{"a", 1, 1}, {"b", 1, 3}}}, 0},
		{"é, b ,\n\nc", [][]Cell{{{"é", 1, 1}, {" b ", 1, 3}, {"", 1, 7}}, {{"", 2, 1}}, {{"c", 3, 1}}}, 0},
		{"\"a,\"\"\r\nb\" ,c\rd", [][]Cell{{{"a,\"\nb", 1, 1}, {"c", 2, 5}}, {{"d", 3, 1}}}, 0},
		{"a \"b\",c", [][]Cell{{{"a \"b\"", 1, 1}, {"c", 1, 7}}}, 0},
		{"\"a\"b\nc", [][]Cell{{{"c", 2, 1}}}, 1},
		{"a\n\"b\nc", [][]Cell{{{"a", 1, 1}}}, 1},
	} {
		got, mistakes := Split(c.give, ',')
		if !reflect.DeepEqual(got, c.want) || len(mistakes) != c.mistakes {
			t.Errorf("Split(%q) = %v, %v", c.give, got, mistakes)
		}
	}
}

// join writes a table with all cells in quotes.
func join(rows [][]Cell) string {
	var b strings.Builder
	for _, row := range rows {
		for i, c := range row {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(`"` + strings.ReplaceAll(c.Text, `"`, `""`) + `"`)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func textsOf(rows [][]Cell) [][]string {
	var list [][]string
	for _, row := range rows {
		var texts []string
		for _, c := range row {
			texts = append(texts, c.Text)
		}
		list = append(list, texts)
	}
	return list
}

func FuzzSplit(f *testing.F) {
	f.Add([]byte("a,\"b\nc\"\"\",d\r\n\"e\"f"))
	f.Add([]byte("\xfe\xff\x00a\x00,"))
	f.Fuzz(func(t *testing.T, data []byte) {
		text, err := Decode(data)
		if err != nil {
			if text != "" {
				t.Error("text beside an error")
			}
			return
		}
		rows, mistakes := Split(text, ',')
		lines := strings.Split(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"), "\n")
		for _, row := range rows {
			for _, c := range row {
				line := []rune(lines[c.Line-1])
				if c.Column > len(line)+1 {
					t.Fatalf("%v is beyond its line", c)
				}
				if !strings.HasPrefix(string(line[c.Column-1:]), `"`) && !strings.HasPrefix(string(line[c.Column-1:]), c.Text) {
					t.Fatalf("%v is not at its place", c)
				}
			}
		}
		again, more := Split(join(rows), ',')
		if !reflect.DeepEqual(textsOf(rows), textsOf(again)) || len(more) > 0 {
			t.Errorf("%q: written and read again the table differs (%v)", text, mistakes)
		}
	})
}
