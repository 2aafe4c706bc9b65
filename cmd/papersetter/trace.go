package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/papersetter/papersetter/assemble/trace"
)

func (c *command) trace(_ context.Context, args []string) error {
	flags := flag.NewFlagSet("trace", flag.ContinueOnError)
	folder := flags.String("bank", "", "`DIR` of the bank; looked for if not given")
	asJSON := flags.Bool("json", false, "print the whole answer as JSON")
	args, err := parseFlags(flags, args)
	if err != nil {
		return err
	}
	if len(args) < 2 {
		return &errUsage{"trace takes the folder of a paper and what was seen of it", `papersetter trace DIR "question 3 starts 'Why does' and its options read 5, 20, 3, 21", or papersetter trace DIR - to read it from standard input`}
	}
	record, err := readRecord(args[0])
	if err != nil {
		return err
	}
	text := strings.Join(args[1:], "\n")
	if text == "-" {
		read, err := io.ReadAll(io.LimitReader(os.Stdin, trace.MaxText+1))
		if err != nil {
			return fmt.Errorf("read what was seen: %w", err)
		}
		text = string(read)
	}
	if len(text) > trace.MaxText {
		return &errHint{fmt.Errorf("what was seen is longer than %d KiB", trace.MaxText>>10), "a page of it is enough"}
	}
	b, err := bankOf(args[0], *folder, record)
	if err != nil {
		return err
	}
	paper, warnings, err := trace.NewPaper(b.Bank, record)
	if err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	for _, w := range warnings {
		c.complain(w, "")
	}
	result, err := paper.Trace(text)
	if err != nil {
		return err
	}
	if *asJSON {
		e := json.NewEncoder(c.stdout)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		err = e.Encode(result)
	} else {
		_, err = io.WriteString(c.stdout, traced(result))
	}
	if err != nil {
		return fmt.Errorf("write: %w", err)
	}
	if result.Verdict == trace.Nothing || result.Verdict == trace.Against {
		return errProblems
	}
	return nil
}

// traced words an answer for somebody who knows the paper, not the program.
func traced(r *trace.Result) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	agree := func(s trace.Standing) string {
		verb := "agree"
		if s.Agrees == 1 {
			verb = "agrees"
		}
		return fmt.Sprintf("%d of %s %s", s.Agrees, counted(len(r.Clues), "clue"), verb)
	}
	switch r.Verdict {
	case trace.Nothing:
		line("nothing of this is in the paper")
	case trace.Against:
		line("no copy shows this: the nearest, %s, contradicts %d of %s", listed(r.Labels), len(r.Ranking[0].Contradicts), counted(len(r.Clues), "clue"))
	case trace.Several:
		switch {
		case len(r.Clues) == 0:
			line("cannot tell: all %s have what was seen; the numbers of questions, or options in their order, would tell more", counted(r.Copies, "copy"))
		case len(r.Labels) == r.Copies:
			line("cannot tell: all %s agree alike (%s)", counted(r.Copies, "copy"), agree(r.Ranking[0]))
		default:
			line("cannot tell %s apart (%s)%s", listed(r.Labels), agree(r.Ranking[0]), nextBest(r))
		}
	case trace.Likely:
		line("%s, most likely (%s)%s", r.Labels[0], agree(r.Ranking[0]), nextBest(r))
	case trace.Found:
		line("%s (%s)%s", r.Labels[0], agree(r.Ranking[0]), nextBest(r))
	}
	if len(r.Clues) > 0 {
		verb := "agree"
		if r.Consistent == 1 {
			verb = "agrees"
		}
		line("%d of %s %s with every clue:", r.Consistent, counted(r.Copies, "copy"), verb)
		for i, clue := range r.Clues {
			note := ""
			if slices.Contains(r.Ranking[0].Contradicts, i) {
				note = "; not in " + r.Ranking[0].Label
			}
			line("  %s%s", clue, note)
		}
	}
	if len(r.Unmatched) > 0 {
		quoted := make([]string, len(r.Unmatched))
		for i, text := range r.Unmatched {
			quoted[i] = "“" + text + "”"
		}
		line("not in the paper: %s", listed(quoted))
	}
	return b.String()
}

// nextBest says how the first copy stands that is not among the best.
func nextBest(r *trace.Result) string {
	for _, s := range r.Ranking {
		switch {
		case slices.Contains(r.Labels, s.Label):
		case len(s.Contradicts) == 0:
			return fmt.Sprintf("; the next best, %s, contradicts none, but fits less well", s.Label)
		default:
			return fmt.Sprintf("; the next best, %s, contradicts %d", s.Label, len(s.Contradicts))
		}
	}
	return ""
}

// listed joins names, the first few where they are many.
func listed(names []string) string {
	const most = 8
	switch n := len(names); {
	case n == 0:
		return ""
	case n == 1:
		return names[0]
	case n > most:
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), n-most)
	default:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
}

// counted spells a number with its noun.
func counted(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case strings.HasSuffix(noun, "y"):
		return fmt.Sprintf("%d %sies", n, strings.TrimSuffix(noun, "y"))
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
