package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/export/page"
	"github.com/papersetter/papersetter/schema"
)

func (c *command) check(ctx context.Context, args []string) error {
	paths, err := parseFlags(flag.NewFlagSet("check", flag.ContinueOnError), args)
	if err != nil {
		return err
	}
	if len(paths) == 0 {
		paths = []string{"."}
	}
	dirs, err := banksOf(paths)
	if err != nil {
		return err
	}
	printer, err := c.newPrinter()
	if err != nil {
		return err
	}
	defer printer.close()
	failed := false
	for _, dir := range dirs {
		b, err := open(dir)
		if err != nil {
			return err
		}
		problems, err := c.problems(ctx, b, printer, b.Questions, b.Blueprints)
		if err != nil {
			return err
		}
		c.list(problems)
		fmt.Fprintf(c.stderr, "%s: %d questions, %d blueprints: %s\n", friendly(dir), len(b.Questions), len(b.Blueprints), tally(problems))
		failed = failed || problems.Errors() > 0
	}
	if failed {
		return errProblems
	}
	return nil
}

// problems lists what is wrong with a bank: what loading found, and what of
// some questions and blueprints cannot be printed.
func (c *command) problems(ctx context.Context, b *openBank, p *printer, questions []*bank.Question, blueprints []*bank.Blueprint) (schema.Problems, error) {
	problems := slices.Clone(b.problems)
	found, err := page.Check(ctx, questions, blueprints, p.resources(b.Bank))
	if err != nil {
		return nil, err
	}
	problems = append(problems, found...)
	for i := range problems {
		problems[i].Pos = b.place(problems[i].Pos)
	}
	problems.Sort()
	return problems, nil
}

func (c *command) list(problems schema.Problems) {
	for _, p := range problems {
		fmt.Fprintln(c.stdout, p)
	}
}

// tally counts problems in words.
func tally(problems schema.Problems) string {
	errors := problems.Errors()
	warnings := len(problems) - errors
	count := func(n int, noun string) string {
		if n == 1 {
			return "1 " + noun
		}
		return fmt.Sprintf("%d %ss", n, noun)
	}
	switch {
	case len(problems) == 0:
		return "no problems"
	case warnings == 0:
		return count(errors, "problem")
	case errors == 0:
		return count(warnings, "warning")
	}
	return count(errors, "problem") + ", " + count(warnings, "warning")
}

// banksOf returns the folders of the banks that paths belong to or hold.
func banksOf(paths []string) ([]string, error) {
	var dirs []string
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, notFound(path, err)
		}
		dir, err := findBank(path)
		switch {
		case err == nil:
			dirs = append(dirs, dir)
			continue
		case !errors.Is(err, bank.ErrNoCourse):
			return nil, err
		}
		var below []string
		if info.IsDir() {
			below = banksBelow(path)
		}
		if len(below) == 0 {
			return nil, noBank(path)
		}
		dirs = append(dirs, below...)
	}
	for i, dir := range dirs {
		abs, err := filepath.Abs(dir)
		if err != nil {
			return nil, err
		}
		dirs[i] = abs
	}
	slices.Sort(dirs)
	return slices.Compact(dirs), nil
}

// noBank words that a path belongs to no bank.
func noBank(path string) error {
	return &errHint{
		fmt.Errorf("%s is in no bank: neither its folder nor one above has a course document", path),
		"a bank is a folder with a file such as course.yaml whose one top-level key is course",
	}
}
