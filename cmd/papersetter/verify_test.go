package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// TestVerifyShipped prints every blueprint that ships, in all kinds of documents,
// and makes it again from its record.
func TestVerifyShipped(t *testing.T) {
	blueprints, err := filepath.Glob("../../questions/*/blueprints/*.yaml")
	if err != nil || len(blueprints) < 5 {
		t.Fatal(blueprints, err)
	}
	for _, blueprint := range blueprints {
		t.Run(filepath.Base(blueprint), func(t *testing.T) {
			dir := t.TempDir()
			var out, talk bytes.Buffer
			c := command{stdout: &out, stderr: &talk}
			if code := c.run(t.Context(), []string{"make", blueprint, "-o", dir, "--write", "all", "--dry-run"}); code != 0 {
				t.Fatal(talk.String(), out.String())
			}
			out.Reset()
			if code := c.run(t.Context(), []string{"verify", dir, "--bank", filepath.Dir(filepath.Dir(blueprint))}); code != 0 {
				t.Error(talk.String(), out.String())
			}
			// Whatever is changed is found.
			err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
				if err == nil && filepath.Ext(path) == ".pdf" {
					text, err := os.ReadFile(path)
					if err != nil {
						return err
					}
					text[len(text)/2] ^= 1
					if err := os.WriteFile(path, text, 0o666); err != nil {
						return err
					}
					out.Reset()
					if code := c.run(t.Context(), []string{"verify", dir, "--bank", filepath.Dir(filepath.Dir(blueprint))}); code != 1 || !bytes.Contains(out.Bytes(), []byte(filepath.Base(path))) {
						t.Errorf("one bit of %s differs: %d, %s", path, code, out.String())
					}
					return fs.SkipAll // one is enough
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}
