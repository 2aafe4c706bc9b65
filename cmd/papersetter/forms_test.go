package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFourPapers makes four 20-mark papers of the shipped bank at once, which
// share no question.
func TestFourPapers(t *testing.T) {
	dir := t.TempDir()
	bank := filepath.Join(dir, "bank")
	if err := os.CopyFS(bank, os.DirFS(shippedBank)); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(bank, "blueprints", "mid-sem.yaml")
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	four := strings.NewReplacer("forms: 1", "forms: 4", "sets: 4", "sets: 1").Replace(string(src))
	if four == string(src) {
		t.Fatal("the blueprint has no forms to change")
	}
	if err := os.WriteFile(file, []byte(four), 0o666); err != nil {
		t.Fatal(err)
	}
	var out, talk bytes.Buffer
	c := command{stdout: &out, stderr: &talk}
	if code := c.run(context.Background(), []string{"make", file, "-o", filepath.Join(dir, "out")}); code != 0 {
		t.Fatalf("exit code %d\n%s", code, talk.String())
	}
	marks := map[string]float64{}
	for id, q := range rawQuestions(t, shippedBank) {
		marks[id] = q.Marks
		for _, p := range q.Parts {
			marks[id] += p.Marks
		}
	}
	seen := map[string]bool{}
	forms := readPaper(t, filepath.Join(dir, "out")).Paper.Forms
	if len(forms) != 4 {
		t.Fatalf("%d forms", len(forms))
	}
	for i, form := range forms {
		total := 0.0
		for _, s := range form.Sections {
			for _, id := range s.Questions {
				if seen[id] {
					t.Errorf("form %d repeats %s", i+1, id)
				}
				seen[id] = true
				total += marks[id]
			}
		}
		if total != 20 {
			t.Errorf("form %d has %v marks", i+1, total)
		}
		for _, kind := range []string{"paper", "answers"} {
			if _, err := os.Stat(filepath.Join(dir, "out", kind+"-"+form.Sets[0].Letter+".pdf")); err != nil {
				t.Error(err)
			}
		}
	}
}
