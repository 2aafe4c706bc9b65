package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/papersetter/papersetter/schema"
)

// TestReadme runs the transcript at the head of the README and compares what
// it shows; with -update the README is rewritten.
func TestReadme(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	readme := filepath.Join(root, "README.md")
	src, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	const begin = "```console\n$ go run ./cmd/papersetter "
	head, rest, ok := strings.Cut(string(src), begin)
	if !ok {
		t.Fatal("the README has no transcript")
	}
	block, tail, _ := strings.Cut(rest, "```")
	line, want, _ := strings.Cut(block, "\n")

	t.Chdir(t.TempDir())
	if err := os.CopyFS("questions", os.DirFS(filepath.Join(root, "questions"))); err != nil {
		t.Fatal(err)
	}
	var out, talk bytes.Buffer
	c := command{stdout: &out, stderr: &talk}
	if code := c.run(context.Background(), strings.Fields(line)); code != 0 {
		t.Fatalf("%s: exit code %d\n%s", line, code, talk.String())
	}
	if out.String() == want {
		return
	}
	if *update {
		if err := os.WriteFile(readme, []byte(head+begin+line+"\n"+out.String()+"```"+tail), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Errorf("the README shows\n%s\nbut %s gives\n%s", want, line, out.String())
}

// TestDocuments holds every document that README and docs show against its
// schema.
func TestDocuments(t *testing.T) {
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	for _, page := range append(pages, "../../README.md") {
		src, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for i, block := range strings.Split(string(src), "```yaml\n")[1:] {
			text, _, _ := strings.Cut(block, "```")
			if schema.Sniff("block.yaml", []byte(text)) == "" {
				continue // a part of a document
			}
			shown++
			doc, problems := schema.Parse("block.yaml", []byte(text))
			if doc != nil {
				problems = append(problems, doc.Validate()...)
			}
			for _, p := range problems {
				if !p.Warning {
					t.Errorf("%s, example %d: %s", filepath.Base(page), i+1, p)
				}
			}
		}
	}
	if shown < 3 {
		t.Errorf("only %d documents are shown", shown)
	}
}
