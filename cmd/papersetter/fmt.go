package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/uuid"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/schema"
)

func (c *command) fmt(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("fmt", flag.ContinueOnError)
	list := flags.Bool("l", false, "list the files that would change, and change nothing")
	paths, err := parseFlags(flags, args)
	if err != nil {
		return err
	}
	if len(paths) == 0 {
		paths = []string{"."}
	}
	var files []string
	for _, path := range paths {
		found, err := documents(path)
		if err != nil {
			return notFound(path, err)
		}
		files = append(files, found...)
	}
	bad, changed := 0, 0
	for _, file := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		src, err := os.ReadFile(file)
		if err != nil {
			return notFound(file, err)
		}
		if schema.Sniff(file, src) == "" {
			continue
		}
		out, problems, err := bank.Format(filepath.ToSlash(friendly(file)), src, uuid.NewV7)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		problems.Sort()
		for _, p := range problems {
			fmt.Fprintln(c.stdout, p)
		}
		if out == nil {
			bad++
			continue
		}
		if bytes.Equal(src, out) {
			continue
		}
		changed++
		fmt.Fprintln(c.stdout, friendly(file))
		if !*list {
			if err := replaceFile(file, out); err != nil {
				return err
			}
		}
	}
	if bad > 0 || *list && changed > 0 {
		return errProblems
	}
	return nil
}

// documents lists the YAML and JSON files that a path names: the file itself,
// or those in a folder and below it.
func documents(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	var files []string
	err = filepath.WalkDir(path, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && name != path && (strings.HasPrefix(e.Name(), ".") || e.Name() == "node_modules") {
			return fs.SkipDir
		}
		switch strings.ToLower(filepath.Ext(name)) {
		case ".yaml", ".yml", ".json":
			if e.Type().IsRegular() {
				files = append(files, name)
			}
		}
		return nil
	})
	return files, err
}
