// Papersetter assembles exam papers from a question bank and prints them.
//
// Usage:
//
//	papersetter make BLUEPRINT [-o DIR] [--style NAME] [--write LIST] [--seed N]
//	papersetter seat ROOM.csv… --paper DIR [--candidates ROLL]
//	papersetter verify DIR
//	papersetter trace DIR TEXT…
//	papersetter mark DIR FILE [-o DIR] [--slips] [--moderate RULE]
//	papersetter analyse DIR FILE [-o DIR] [--seating FILE] [--record]
//	papersetter erratum DIR QUESTION --key C | --accept B,C | --void
//	papersetter audit [BANK|BLUEPRINT|DIR] [-o FILE]
//	papersetter scrutiny DIR [-o DIR]
//	papersetter show QUESTION… [-bank DIR] [-json]
//	papersetter diff [OLD [NEW]] [-bank DIR] [-papers DIR] [-json]
//	papersetter plan BLUEPRINT
//	papersetter check [PATH…]
//	papersetter fmt [-l] [PATH…]
//	papersetter schema [NAME]
//	papersetter version
//
// Results go to standard output, talk to standard error. The exit code is 0
// when all is well, 1 when problems were found and 2 for wrong usage.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"strings"

	"github.com/papersetter/papersetter/schema"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	c := command{stdout: os.Stdout, stderr: os.Stderr, terminal: isTerminal(os.Stderr), colours: hasColours(os.Stdout)}
	os.Exit(c.run(ctx, os.Args[1:]))
}

// A command is the program without its process.
type command struct {
	stdout, stderr io.Writer
	terminal       bool // stderr is a terminal: long work shows its progress
	colours        bool // stdout is a terminal that shows colours
}

// A subcommand does its work and returns what went wrong.
type subcommand struct {
	name, usage, summary string
	run                  func(*command, context.Context, []string) error
}

func subcommands() []subcommand {
	return []subcommand{
		{"make", "make BLUEPRINT [-o DIR] [-seed N] [-candidates ROLL]", "print a paper: question papers, answers, workbook and record", (*command).make},
		{"verify", "verify DIR [-bank DIR]", "rebuild a printed paper from bank and record and say what differs", (*command).verify},
		{"seat", "seat ROOM.csv… --paper DIR [--candidates ROLL]", "seat candidates so that neighbours never share a set: charts, attendance, lists", (*command).seat},
		{"mark", "mark DIR FILE [-o DIR] [--slips] [--moderate RULE]", "mark what candidates answered: results as workbook, list and slips", (*command).mark},
		{"analyse", "analyse DIR FILE [-o DIR] [--seating FILE] [--record]", "say how paper and questions did: keys to check, options, sets, neighbours", (*command).analyse},
		{"erratum", "erratum DIR QUESTION --key C | --accept B,C | --void", "correct a key after the exam: answers, keys, notice, and who gains and loses", (*command).erratum},
		{"trace", "trace DIR TEXT…", "find the sets or candidates whose copy shows what was seen of it", (*command).trace},
		{"plan", "plan BLUEPRINT [-json]", "say how many papers a bank could give, how tight each rule is and where it is thin", (*command).plan},
		{"audit", "audit [BANK|BLUEPRINT|DIR] [-o FILE]", "say how well what was taught is covered by a bank, a blueprint or a paper", (*command).audit},
		{"scrutiny", "scrutiny DIR [-o DIR]", "fill the checklist that a moderation board signs, with evidence", (*command).scrutiny},
		{"show", "show QUESTION… [-bank DIR] [-json]", "print a question and what candidates did with it, paper by paper", (*command).show},
		{"diff", "diff [OLD [NEW]] [-bank DIR] [-papers DIR] [-json]", "say what changed between two folders or git revisions of a bank, by question", (*command).diff},
		{"check", "check [PATH…]", "check banks and files and list every problem", (*command).check},
		{"fmt", "fmt [-l] [PATH…]", "give files their canonical form and questions their ids", (*command).fmt},
		{"schema", "schema [NAME]", "print the JSON Schema of a document, for editors", (*command).schema},
		{"version", "version", "print the version", (*command).version},
	}
}

// errUsage is a wrong call; it is shown with a hint and gives exit code 2.
type errUsage struct{ message, hint string }

func (e *errUsage) Error() string { return e.message }

// errHint is a failure with the way forward.
type errHint struct {
	err  error
	hint string
}

func (e *errHint) Error() string { return e.err.Error() }
func (e *errHint) Unwrap() error { return e.err }

// errHelp is a call for help with the flags of a subcommand.
type errHelp struct{ flags *flag.FlagSet }

func (e *errHelp) Error() string { return flag.ErrHelp.Error() }

// errProblems says that problems were found and have been listed.
var errProblems = errors.New("problems were found")

func (c *command) run(ctx context.Context, args []string) int {
	if len(args) == 0 {
		c.help(c.stderr)
		return 2
	}
	name, args := args[0], args[1:]
	switch name {
	case "help", "-h", "-help", "--help":
		c.help(c.stdout)
		return 0
	case "-version", "--version":
		name = "version"
	}
	var names []string
	for _, s := range subcommands() {
		if s.name == name {
			return c.finish(s, s.run(c, ctx, args))
		}
		names = append(names, s.name)
	}
	hint := "run papersetter help"
	if near := schema.Nearest(name, names); near != "" {
		hint = "did you mean papersetter " + near + "?"
	}
	c.complain(fmt.Sprintf("unknown command %q", name), hint)
	return 2
}

// finish turns what a subcommand returned into words and an exit code.
func (c *command) finish(s subcommand, err error) int {
	var usage *errUsage
	var hint *errHint
	var help *errHelp
	switch {
	case err == nil:
		return 0
	case errors.As(err, &help):
		fmt.Fprintf(c.stdout, "usage: papersetter %s\n\n%s\n", s.usage, s.summary)
		help.list(c.stdout)
		return 0
	case errors.Is(err, errProblems):
		return 1
	case errors.Is(err, context.Canceled):
		c.complain("stopped; nothing was written", "")
		return 1
	case errors.As(err, &usage):
		c.complain(usage.message, usage.hint)
		return 2
	case errors.As(err, &hint):
		c.complain(err.Error(), hint.hint)
		return 1
	default:
		c.complain(err.Error(), "")
		return 1
	}
}

// list names the flags with what they are for.
func (e *errHelp) list(w io.Writer) {
	first := true
	e.flags.VisitAll(func(f *flag.Flag) {
		if first {
			fmt.Fprintln(w)
			first = false
		}
		value, usage := flag.UnquoteUsage(f)
		dashes := "--"
		if len(f.Name) == 1 {
			dashes = "-"
		}
		name := strings.TrimRight(dashes+f.Name+" "+value, " ")
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "0" && f.DefValue != "0s" {
			usage += " (" + f.DefValue + " if not given)"
		}
		fmt.Fprintf(w, "  %-22s %s\n", name, usage)
	})
}

// complain prints an error and its hint. Messages begin in lower case and end
// without a full stop.
func (c *command) complain(message, hint string) {
	fmt.Fprintf(c.stderr, "papersetter: %s\n", message)
	if hint != "" {
		fmt.Fprintf(c.stderr, "papersetter: hint: %s\n", hint)
	}
}

func (c *command) help(w io.Writer) {
	var b strings.Builder
	b.WriteString("Papersetter assembles exam papers from a question bank and prints them.\n\nusage:\n")
	for _, s := range subcommands() {
		fmt.Fprintf(&b, "  papersetter %s\n        %s\n", s.usage, s.summary)
	}
	io.WriteString(w, b.String())
}

// parseFlags parses flags that may stand before, between and behind the other
// arguments, which it returns.
func parseFlags(flags *flag.FlagSet, args []string) ([]string, error) {
	flags.SetOutput(io.Discard)
	var rest []string
	for {
		if err := flags.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return nil, &errHelp{flags}
			}
			return nil, &errUsage{err.Error(), "run papersetter " + flags.Name() + " -h"}
		}
		if flags.NArg() == 0 {
			return rest, nil
		}
		if len(args) > flags.NArg() && args[len(args)-flags.NArg()-1] == "--" {
			return append(rest, flags.Args()...), nil
		}
		rest = append(rest, flags.Arg(0))
		args = flags.Args()[1:]
	}
}

// hasColours reports whether a file is a terminal that shows colours, unless its
// user wants none (https://no-color.org). Old consoles of Windows show the codes.
func hasColours(f *os.File) bool {
	if os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" || !isTerminal(f) {
		return false
	}
	return runtime.GOOS != "windows" || os.Getenv("WT_SESSION") != "" || os.Getenv("TERM") != ""
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
