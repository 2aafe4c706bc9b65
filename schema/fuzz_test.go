package schema

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/tools/txtar"
)

func FuzzYAML(f *testing.F) { fuzz(f, ".yaml") }
func FuzzJSON(f *testing.F) { fuzz(f, ".json") }

// fuzz seeds from the archives of problems and checks what holds for any file.
func fuzz(f *testing.F, ending string) {
	names, _ := filepath.Glob("testdata/problems/*.txtar")
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for i := 0; i < len(archive.Files); i += 2 {
			if strings.HasSuffix(archive.Files[i].Name, ending) {
				f.Add(archive.Files[i].Data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		file := "a" + ending
		doc, problems := Parse(file, src)
		if doc == nil && problems.Errors() == 0 {
			t.Fatal("neither a document nor a problem")
		}
		text := bytes.TrimPrefix(src, []byte("\ufeff"))
		if doc != nil {
			problems = append(problems, doc.Validate()...)
			places(t, doc.Root, text)
			if kind := Sniff(file, src); kind != doc.Name {
				t.Fatalf("a document %s is taken for %q", doc.Name, kind)
			}
		}
		for _, p := range problems {
			if p.Message == "" || strings.ContainsAny(p.String(), "\n\r") || !utf8.ValidString(p.String()) {
				t.Fatalf("bad problem %q", p)
			}
			inside(t, p.Pos.Line, p.Pos.Column, text)
		}
		if again := problemsOf(file, string(src)); again != problemsOf(file, string(src)) {
			t.Fatal("not the same problems twice")
		}
	})
}

// places makes sure that every node and every byte of its text has a place in
// the file.
func places(t *testing.T, n *Node, text []byte) {
	inside(t, n.Line, n.Column, text)
	for i := 0; i <= len(n.Text); i += 1 + len(n.Text)/50 {
		line, column := n.At(i)
		inside(t, line, column, text)
	}
	for _, item := range n.Items {
		places(t, item, text)
	}
	for _, m := range n.Members {
		inside(t, m.Line, m.Column, text)
		places(t, m.Value, text)
	}
}

func inside(t *testing.T, line, column int, text []byte) {
	if line == 0 && column == 0 {
		return
	}
	lines := bytes.Split(text, []byte{'\n'})
	if line < 1 || line > len(lines) || column < 1 || column > len(bytes.Runes(lines[line-1]))+1 {
		t.Fatalf("%d:%d is no place of the file", line, column)
	}
}
