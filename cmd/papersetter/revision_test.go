package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// A testRepository is a repository of git in a folder of its own.
type testRepository struct {
	t   *testing.T
	dir string
}

func newTestRepository(t *testing.T) *testRepository {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		if os.Getenv("PAPERSETTER_NO_SKIP") != "" {
			t.Fatal(err)
		}
		t.Skip("git is missing")
	}
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	r := &testRepository{t, t.TempDir()}
	r.git("init", "-q", "-b", "main")
	return r
}

func (r *testRepository) git(args ...string) string {
	r.t.Helper()
	out, err := git(context.Background(), r.dir, append([]string{"-c", "user.name=A", "-c", "user.email=a@example.org"}, args...)...).CombinedOutput()
	if err != nil {
		r.t.Fatalf("git %q: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func (r *testRepository) write(name, text string) {
	r.t.Helper()
	path := filepath.Join(r.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		r.t.Fatal(err)
	}
}

// entry puts a file into the index that the disk does not have.
func (r *testRepository) entry(mode, content, name string) {
	r.t.Helper()
	id := strings.Repeat("1", 40)
	if mode != "160000" {
		r.write("scratch", content)
		id = r.git("hash-object", "-w", "scratch")
	}
	r.git("update-index", "--add", "--cacheinfo", mode+","+id+","+name)
}

// open opens the folder of the repository at a revision.
func (r *testRepository) open(folder, name string) *revision {
	r.t.Helper()
	ctx := context.Background()
	repo, err := openRepository(ctx, filepath.Join(r.dir, folder), name)
	if err != nil {
		r.t.Fatal(err)
	}
	tree, err := repo.tree(ctx, name)
	if err != nil {
		r.t.Fatal(err)
	}
	v, err := openRevision(ctx, repo, tree)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(v.Close)
	return v
}

// TestRevision holds a revision against the contract of file systems and
// against the folder that was committed, whose files have changed since.
func TestRevision(t *testing.T) {
	r := newTestRepository(t)
	files := map[string]string{"a.yaml": "a", "deep/er/b.yaml": strings.Repeat("b", 100_000), "deep/é c.svg": "c", "empty": ""}
	var names []string
	for name, text := range files {
		r.write("bank/"+name, text)
		names = append(names, name)
	}
	r.write("outside", "x")
	r.git("add", ".")
	r.git("commit", "-qm", "first")
	r.write("bank/a.yaml", "changed")
	v := r.open("bank", "HEAD")
	if err := fstest.TestFS(v, names...); err != nil {
		t.Error(err)
	}
	for name, text := range files {
		if data, err := fs.ReadFile(v, name); err != nil || string(data) != text {
			t.Errorf("%s: %q, %v", name, data, err)
		}
	}
	for _, name := range []string{"outside", "../outside", "/etc/passwd", "deep/none", "a.yaml/x", ""} {
		if _, err := v.Open(name); err == nil {
			t.Errorf("%q can be opened", name)
		}
	}
	// A folder may be named as git names it, from elsewhere.
	if data, err := fs.ReadFile(r.open(".", "main:bank"), "a.yaml"); err != nil || string(data) != "a" {
		t.Errorf("main:bank: %q, %v", data, err)
	}
}

// TestRevisionOddities reads what is no plain file: it is followed where that
// stays within the bank, and otherwise refused in words.
func TestRevisionOddities(t *testing.T) {
	r := newTestRepository(t)
	kept := "a large figure"
	sum := sha256.Sum256([]byte(kept))
	id := hex.EncodeToString(sum[:])
	pointer := func(id string) string {
		return fmt.Sprintf("version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n", id, len(kept))
	}
	r.entry("100644", "plain", "bank/figures/a.svg")
	r.entry("120000", "figures/a.svg", "bank/link")
	r.entry("120000", "figures", "bank/folder")
	r.entry("120000", "../outside", "bank/out")
	r.entry("120000", "/etc/passwd", "bank/root")
	r.entry("120000", "loop", "bank/loop")
	r.entry("120000", strings.Repeat("x", 2*maxRevisionPath), "bank/long")
	r.entry("160000", "", "bank/module")
	r.entry("100644", pointer(id), "bank/kept")
	r.entry("100644", pointer(strings.Repeat("0", 64)), "bank/gone")
	r.entry("100644", pointer("../../../../../../etc/passwd"), "bank/odd")
	r.entry("100644", "outside", "outside")
	r.entry("100644", "missing", "bank/missing")
	r.git("commit", "-qm", "odd")
	r.write(".git/lfs/objects/"+id[:2]+"/"+id[2:4]+"/"+id, kept)
	blob := r.git("rev-parse", "HEAD:bank/missing")
	if err := os.Remove(filepath.Join(r.dir, ".git/objects", blob[:2], blob[2:])); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(r.dir, "bank"), 0o777); err != nil {
		t.Fatal(err)
	}
	v := r.open("bank", "HEAD")
	for _, c := range []struct {
		name, want string
		err        error
	}{
		{"figures/a.svg", "plain", nil},
		{"link", "plain", nil},
		{"folder/a.svg", "plain", nil},
		{"out", "", errLinkOut},
		{"root", "", errLinkOut},
		{"loop", "", errLinkLoop},
		{"long", "", errTooLarge},
		{"module", "", errSubmodule},
		{"module/q.yaml", "", errSubmodule},
		{"kept", kept, nil},
		{"gone", "", errLFS},
		{"odd", "", errLFS},
		{"missing", "", errNotHere},
		{"figures/a.svg", "plain", nil}, // still
	} {
		data, err := fs.ReadFile(v, c.name)
		if string(data) != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s: %q, %v", c.name, data, err)
		}
	}
	if len(v.submodules) != 1 || v.submodules[0] != "module" {
		t.Errorf("submodules: %q", v.submodules)
	}
}

// TestRevisionNames makes sure that no name of a revision is an option of git,
// and that what is not known is told with the way forward.
func TestRevisionNames(t *testing.T) {
	r := newTestRepository(t)
	r.write("bank/a", "a")
	r.git("add", ".")
	r.git("commit", "-qm", "first")
	ctx := context.Background()
	repo, err := openRepository(ctx, filepath.Join(r.dir, "bank"), "x")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, want string }{
		{"--output=x", "no revision begins with -"},
		{"-h", "no revision begins with -"},
		{"none", "neither a folder nor a revision"},
		{"HEAD~5", "neither a folder nor a revision"},
		{"HEAD..main", "neither a folder nor a revision"},
		{"HEAD:none", "neither a folder nor a revision"},
		{"HEAD:bank/a", "neither a folder nor a revision"},
		{"HEAD\n--all", "neither a folder nor a revision"},
	} {
		if tree, err := repo.tree(ctx, c.name); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %s, %v", c.name, tree, err)
		}
	}
	if err := os.Mkdir(filepath.Join(r.dir, "new"), 0o777); err != nil {
		t.Fatal(err)
	}
	if repo, err = openRepository(ctx, filepath.Join(r.dir, "new"), "x"); err != nil {
		t.Fatal(err)
	}
	if _, err := repo.tree(ctx, "HEAD"); err == nil || !strings.Contains(err.Error(), "the folder new is not in HEAD") {
		t.Errorf("a folder that was not there: %v", err)
	}
	if _, err := openRepository(ctx, t.TempDir(), "x"); err == nil || !strings.Contains(err.Error(), "no git repository") {
		t.Errorf("no repository: %v", err)
	}
	t.Setenv("PATH", "")
	if _, err := openRepository(ctx, r.dir, "x"); err == nil || !strings.Contains(err.Error(), "not installed") {
		t.Errorf("no git: %v", err)
	}
}

// TestRevisionConfig makes sure that a repository cannot have its programs run
// by being compared.
func TestRevisionConfig(t *testing.T) {
	r := newTestRepository(t)
	r.write("a.yaml", "a")
	r.write(".gitattributes", "* filter=evil diff=evil\n")
	r.git("add", ".")
	r.git("commit", "-qm", "first")
	blob := r.git("rev-parse", "HEAD:a.yaml")
	mark := filepath.Join(r.dir, "ran")
	for _, key := range []string{"core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "filter.evil.smudge", "filter.evil.process", "diff.evil.textconv", "alias.ls-tree", "remote.origin.uploadpack"} {
		r.git("config", key, "touch "+mark+"; false")
	}
	// Of a partial clone git would fetch what is missing.
	r.git("config", "remote.origin.url", r.dir)
	r.git("config", "remote.origin.promisor", "true")
	r.git("config", "extensions.partialClone", "origin")
	r.git("config", "core.repositoryFormatVersion", "1")
	v := r.open(".", "HEAD")
	if data, err := fs.ReadFile(v, "a.yaml"); err != nil || string(data) != "a" {
		t.Errorf("%q, %v", data, err)
	}
	if err := os.Remove(filepath.Join(r.dir, ".git/objects", blob[:2], blob[2:])); err != nil {
		t.Fatal(err)
	}
	if _, err := fs.ReadFile(r.open(".", "HEAD"), "a.yaml"); err == nil {
		t.Error("a file that is missing was read")
	}
	if _, err := os.Stat(mark); err == nil {
		t.Error("a program that the repository names was run")
	}
}
