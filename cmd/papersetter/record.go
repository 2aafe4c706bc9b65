package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/schema"
)

// folderOf is the folder of a record that is named by itself or by its folder.
func folderOf(name string) string {
	if info, err := os.Stat(name); err == nil && !info.IsDir() {
		return filepath.Dir(name)
	}
	return name
}

// readRecord reads the record of a paper: a file, or paper.json in a folder.
func readRecord(name string) (*assemble.Record, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, notFound(name, err)
	}
	if info.IsDir() {
		name = filepath.Join(name, "paper.json")
	}
	src, err := os.ReadFile(name)
	if err != nil {
		if errors.Is(err, os.ErrNotExist) {
			return nil, &errHint{fmt.Errorf("there is no %s", name), "name the folder that papersetter make wrote, or a record of the bank"}
		}
		return nil, notFound(name, err)
	}
	doc, problems := schema.Parse(name, src)
	if doc != nil {
		if doc.Name != "paper" {
			return nil, &errHint{fmt.Errorf("%s holds %s, not a record of a paper", name, doc.Name), "name the folder that papersetter make wrote, or a record of the bank"}
		}
		problems = append(problems, doc.Validate()...)
	}
	for _, p := range problems {
		if !p.Warning {
			return nil, &errHint{errors.New(p.String()), "a record is written by papersetter make and is not to be changed"}
		}
	}
	var file struct {
		Paper *assemble.Record `json:"paper"`
	}
	if err := json.Unmarshal(doc.Source, &file); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return file.Paper, nil
}

// bankOf opens the bank of a record: the named one, or that of its folder, of
// the working folder or below it that knows most of its questions.
func bankOf(path, folder string, record *assemble.Record) (*openBank, error) {
	if folder != "" {
		dir, err := findBank(folder)
		if errors.Is(err, bank.ErrNoCourse) {
			return nil, noBank(folder)
		}
		if err != nil {
			return nil, err
		}
		return open(dir)
	}
	var dirs []string
	for _, from := range []string{path, "."} {
		if dir, err := findBank(from); err == nil {
			dirs = append(dirs, dir)
		}
	}
	if known, err := mostKnown(dirs, record); err != nil || known != nil {
		return known, err
	}
	dirs = append(banksBelow(filepath.Dir(filepath.Clean(path))), banksBelow(".")...)
	if known, err := mostKnown(dirs, record); err != nil || known != nil {
		return known, err
	}
	return nil, &errHint{fmt.Errorf("the bank of %s is not found: none here has its questions", record.Title), "name the folder of the bank with --bank"}
}

// mostKnown opens the bank that has most questions of a record, nil if none
// has any.
func mostKnown(dirs []string, record *assemble.Record) (*openBank, error) {
	var best *openBank
	most := 0
	for i, dir := range dirs {
		if slices.Contains(dirs[:i], dir) {
			continue
		}
		b, err := open(dir)
		if err != nil {
			return nil, err
		}
		n := 0
		for _, q := range record.Questions {
			if b.Find(q.ID) != nil {
				n++
			}
		}
		if n > most {
			best, most = b, n
		}
	}
	return best, nil
}
