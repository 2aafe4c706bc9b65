package main

import (
	"context"
	"flag"
	"fmt"
	"runtime"
	"strings"

	"github.com/papersetter/papersetter/export/math"
	"github.com/papersetter/papersetter/schema"
)

// Version is the version of the program; it is part of every record.
const version = "0.1.0"

func (c *command) schema(_ context.Context, args []string) error {
	names, err := parseFlags(flag.NewFlagSet("schema", flag.ContinueOnError), args)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		fmt.Fprintln(c.stdout, strings.Join(schema.Names(), "\n"))
		return nil
	}
	for _, name := range names {
		text, ok := schema.Text(name)
		if !ok {
			hint := "the schemas are " + strings.Join(schema.Names(), ", ")
			if near := schema.Nearest(name, schema.Names()); near != "" {
				hint = "did you mean " + near + "?"
			}
			return &errUsage{fmt.Sprintf("there is no schema %q", name), hint}
		}
		if _, err := c.stdout.Write(text); err != nil {
			return err
		}
	}
	return nil
}

func (c *command) version(_ context.Context, args []string) error {
	if _, err := parseFlags(flag.NewFlagSet("version", flag.ContinueOnError), args); err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "papersetter %s (%s, %s, %s/%s)\n", version, math.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}
