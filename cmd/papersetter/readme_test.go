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

// TestTranscripts runs the commands that docs/auditing.md shows and compares what
// it shows of their output; with -update it is rewritten.
func TestTranscripts(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	page := filepath.Join(root, "docs", "auditing.md")
	src, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.CopyFS("questions", os.DirFS(filepath.Join(root, "questions"))); err != nil {
		t.Fatal(err)
	}
	forget(t, "questions/deep-learning")
	const begin, end = "```console\n", "```"
	blocks := strings.Split(string(src), begin)
	for i, block := range blocks[1:] {
		shown, rest, _ := strings.Cut(block, end)
		var now strings.Builder
		for line := range strings.Lines(shown) {
			call, ok := strings.CutPrefix(line, "$ papersetter ")
			if !ok {
				continue
			}
			now.WriteString(line)
			var talk bytes.Buffer
			c := command{stdout: &now, stderr: &talk}
			if code := c.run(context.Background(), strings.Fields(call)); code != 0 {
				t.Fatalf("%s: exit code %d\n%s", call, code, talk.String())
			}
		}
		if now.Len() == 0 {
			t.Fatalf("the transcript has no command: %s", shown)
		}
		if shown != now.String() && !*update {
			t.Errorf("the page shows\n%s\nbut it is\n%s", shown, now.String())
		}
		blocks[i+1] = now.String() + end + rest
	}
	if *update {
		if err := os.WriteFile(page, []byte(strings.Join(blocks, begin)), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// forget removes the papers that other runs have left in a copy of a bank.
func forget(t *testing.T, dir string) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(dir, "papers")); err != nil {
		t.Fatal(err)
	}
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
