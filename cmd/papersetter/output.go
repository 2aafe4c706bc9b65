package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"syscall"

	"github.com/papersetter/papersetter/schema"
)

// An output is a file to be written.
type output struct {
	name string
	data []byte
}

// A stage is a folder beside the place of files to be written: only when all of
// them are there do they take their places.
type stage struct {
	dir   string
	stage string
	made  bool // dir was made for this

	mutex sync.Mutex
	names []string
}

// newStage prepares a folder for files. The caller must call discard at the end.
func newStage(dir string) (*stage, error) {
	_, before := os.Stat(dir)
	s := &stage{dir: dir, made: errors.Is(before, fs.ErrNotExist)}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, writeError(dir, err)
	}
	err := mayReplace(dir)
	if err == nil {
		if s.stage, err = os.MkdirTemp(dir, ".papersetter-"); err != nil {
			err = writeError(dir, err)
		}
	}
	if err != nil {
		s.discard()
		return nil, err
	}
	return s, nil
}

// write puts a file on the stage; its name has slashes. Several may be written
// at the same time.
func (s *stage) write(name string, data []byte) error {
	path := filepath.Join(s.stage, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return writeError(s.dir, err)
	}
	if err := os.WriteFile(path, data, 0o666); err != nil {
		return writeError(s.dir, err)
	}
	if info, err := os.Stat(filepath.Join(s.dir, filepath.FromSlash(name))); err == nil && info.IsDir() {
		return &errHint{fmt.Errorf("%s is a folder, and a file of that name is to be written", filepath.Join(s.dir, name)), "move it away, or write elsewhere with -o"}
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.names = append(s.names, name)
	return nil
}

// commit moves all files to their places.
func (s *stage) commit() error {
	for _, name := range s.names {
		to := filepath.Join(s.dir, filepath.FromSlash(name))
		err := os.MkdirAll(filepath.Dir(to), 0o777)
		if err == nil {
			err = os.Rename(filepath.Join(s.stage, filepath.FromSlash(name)), to)
		}
		if err != nil {
			return writeError(s.dir, err)
		}
	}
	s.made = false
	return nil
}

// discard removes what has not been moved.
func (s *stage) discard() {
	if s.stage != "" {
		os.RemoveAll(s.stage)
	}
	if s.made {
		os.Remove(s.dir) // made for nothing; it is empty
	}
}

// writeAll writes files into a folder, all or none.
func writeAll(dir string, files []output) error {
	s, err := newStage(dir)
	if err != nil {
		return err
	}
	defer s.discard()
	for _, f := range files {
		if err := s.write(f.name, f.data); err != nil {
			return err
		}
	}
	return s.commit()
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

// stale lists papers, answers and copies in the folder that the files to be
// written do not replace; they are left from a run with more sets or candidates.
func stale(dir string, files []string) []string {
	written := map[string]bool{}
	for _, name := range files {
		written[name] = true
	}
	var names []string
	for _, pattern := range []string{"paper-*.pdf", "answers-*.pdf", "copies-*.pdf", "sheets-*.pdf", "copies/*.pdf", "sheets/*.pdf"} {
		found, _ := filepath.Glob(filepath.Join(globEscape(dir), filepath.FromSlash(pattern)))
		for _, file := range found {
			name := path.Join(path.Dir(pattern), filepath.Base(file))
			if !written[name] {
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
