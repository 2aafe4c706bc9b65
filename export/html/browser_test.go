package html

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/papersetter/papersetter/bank"
)

// browser runs Chromium on a file. Without it a test is skipped, or fails where
// all programs must be there.
func browser(t *testing.T, file string, flags ...string) string {
	t.Helper()
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			program = path
			break
		}
	}
	if program == "" {
		if os.Getenv("PAPERSETTER_NO_SKIP") != "" {
			t.Fatal("chromium is not installed")
		}
		t.Skip("chromium is not installed")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	args := append([]string{"--headless=new", "--no-sandbox", "--disable-gpu", "--user-data-dir=" + t.TempDir()}, flags...)
	var out, talk bytes.Buffer
	cmd := exec.CommandContext(ctx, program, append(args, "file://"+file)...)
	cmd.Stdout, cmd.Stderr = &out, &talk
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, talk.String())
	}
	return out.String()
}

// inFile writes a paper to a file; where PAPERSETTER_KEEP names a folder, it
// stays there to be looked at.
func inFile(t *testing.T, name, content string) string {
	t.Helper()
	dir := os.Getenv("PAPERSETTER_KEEP")
	if dir == "" {
		dir = t.TempDir()
	}
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestBrowser prints papers with a browser. What they look like is for people
// to judge; that they come out as pages is not.
func TestBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	gallery := load(t, os.DirFS("../../questions/gallery"))
	p := whole(gallery, bank.ReadyStyle("classic"), 0, 1)
	for name, opts := range map[string]Options{"paper": {}, "answers": {Answers: true}} {
		file := inFile(t, name+".html", write(t, p, opts, resources(gallery)))
		pdf := file[:len(file)-len(".html")] + ".pdf"
		browser(t, file, "--no-pdf-header-footer", "--print-to-pdf="+pdf)
		if info, err := os.Stat(pdf); err != nil || info.Size() < 10_000 {
			t.Errorf("%s: no pages came out (%v)", name, err)
		}
	}
}
