package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/papersetter/papersetter/schema"
)

// An output is a file to be written.
type output struct {
	name string
	data []byte
}

// writeAll writes files into a folder, all or none: each is first written
// beside its place, and only when all of them are there do they take it.
func writeAll(dir string, files []output) (err error) {
	_, before := os.Stat(dir)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return writeError(dir, err)
	}
	defer func() {
		if err != nil && errors.Is(before, fs.ErrNotExist) {
			os.Remove(dir) // made for nothing; it is empty
		}
	}()
	if err := mayReplace(dir); err != nil {
		return err
	}
	stage, err := os.MkdirTemp(dir, ".papersetter-")
	if err != nil {
		return writeError(dir, err)
	}
	defer os.RemoveAll(stage)
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(stage, f.name), f.data, 0o666); err != nil {
			return writeError(dir, err)
		}
		if info, err := os.Stat(filepath.Join(dir, f.name)); err == nil && info.IsDir() {
			return &errHint{fmt.Errorf("%s is a folder, and a file of that name is to be written", filepath.Join(dir, f.name)), "move it away, or write elsewhere with -o"}
		}
	}
	for _, f := range files {
		if err := os.Rename(filepath.Join(stage, f.name), filepath.Join(dir, f.name)); err != nil {
			return writeError(dir, err)
		}
	}
	return nil
}

// mayReplace makes sure that a paper.json in the way is a record of ours and
// not a file of the bank.
func mayReplace(dir string) error {
	name := filepath.Join(dir, "paper.json")
	src, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return writeError(dir, err)
	}
	if schema.Sniff(name, src) != "paper" {
		return &errHint{fmt.Errorf("%s exists and is no record of a paper", friendly(name)), "write elsewhere with -o"}
	}
	return nil
}

// stale lists papers and answers in the folder that the files to be written
// do not replace; they are left from a run with more sets.
func stale(dir string, files []output) []string {
	written := map[string]bool{}
	for _, f := range files {
		written[f.name] = true
	}
	var names []string
	for _, pattern := range []string{"paper-*.pdf", "answers-*.pdf"} {
		found, _ := filepath.Glob(filepath.Join(globEscape(dir), pattern))
		for _, path := range found {
			if name := filepath.Base(path); !written[name] {
				names = append(names, name)
			}
		}
	}
	return names
}

func globEscape(dir string) string {
	return strings.NewReplacer("[", "[[]", "*", "[*]", "?", "[?]").Replace(dir)
}

// replaceFile writes a file in one step, keeping its permissions.
func replaceFile(name string, data []byte) error {
	mode := fs.FileMode(0o666)
	if info, err := os.Stat(name); err == nil {
		mode = info.Mode().Perm()
		if mode&0o200 == 0 {
			return &errHint{fmt.Errorf("%s is read-only", name), "make it writable and run the command again"}
		}
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".papersetter-*")
	if err != nil {
		return writeError(filepath.Dir(name), err)
	}
	defer os.Remove(f.Name())
	_, err = bytes.NewReader(data).WriteTo(f)
	err = errors.Join(err, f.Chmod(mode), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return writeError(filepath.Dir(name), err)
	}
	return nil
}

// writeError words the failure to write into a folder.
func writeError(dir string, err error) error {
	switch {
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return &errHint{fmt.Errorf("cannot write into %s: it is read-only or not yours; nothing was written", friendly(dir)), "choose another folder with -o"}
	case errors.Is(err, syscall.ENOSPC):
		return &errHint{fmt.Errorf("the disk of %s is full; nothing was written", friendly(dir)), "free some room, or choose another folder with -o"}
	case errors.Is(err, syscall.ENOTDIR), errors.Is(err, fs.ErrExist):
		return &errHint{fmt.Errorf("%s is a file, not a folder", friendly(dir)), "choose another folder with -o"}
	}
	return fmt.Errorf("write: %w", err)
}
