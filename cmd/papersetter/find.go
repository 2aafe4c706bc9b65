package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/schema"
)

// An opened bank with the folder that it was read from.
type openBank struct {
	*bank.Bank
	dir      string // as the user would write it
	problems schema.Problems
}

// findBank returns the folder of the bank that a file or folder belongs to:
// the nearest one upwards with a course document.
func findBank(path string) (string, error) {
	dir, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		dir = filepath.Dir(dir)
	}
	for {
		if bank.IsRoot(os.DirFS(dir)) {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", bank.ErrNoCourse
		}
		dir = parent
	}
}

// banksBelow lists the banks in a folder and below it.
func banksBelow(dir string) []string {
	var banks []string
	_ = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.IsDir() {
			return nil
		}
		if path != dir && (strings.HasPrefix(e.Name(), ".") || e.Name() == "node_modules") {
			return fs.SkipDir
		}
		if bank.IsRoot(os.DirFS(path)) {
			banks = append(banks, path)
			return fs.SkipDir
		}
		return nil
	})
	return banks
}

// open reads the bank in a folder. Nothing outside of the folder is read, not
// even through links.
func open(dir string) (*openBank, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	b, problems, err := bank.Load(root.FS())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", friendly(dir), err)
	}
	return &openBank{Bank: b, dir: dir, problems: problems}, nil
}

// place turns a place within the bank into one from the working directory.
func (b *openBank) place(pos schema.Pos) schema.Pos {
	pos.File = friendly(filepath.Join(b.dir, filepath.FromSlash(pos.File)))
	return pos
}

// friendly shortens an absolute path to one from the working directory, if it
// lies there.
func friendly(path string) string {
	wd, err := os.Getwd()
	if err != nil {
		return path
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	rel, err := filepath.Rel(wd, abs)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return path
	}
	return rel
}

// notFound words the error of a path that cannot be used.
func notFound(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &errHint{fmt.Errorf("there is no %s", path), "look at the spelling, or give the whole path"}
	case errors.Is(err, fs.ErrPermission):
		return &errHint{fmt.Errorf("%s may not be read", path), "look at the permissions of the file and its folder"}
	}
	return err
}
