package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
)

// plan says what a bank could give for a blueprint. It writes no file.
func (c *command) plan(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("plan", flag.ContinueOnError)
	machine := flags.Bool("json", false, "write the plan as JSON")
	args, err := parseFlags(flags, args)
	if err != nil {
		return err
	}
	if len(args) != 1 {
		return &errUsage{fmt.Sprintf("plan takes one blueprint, not %d", len(args)), "papersetter plan BLUEPRINT"}
	}
	b, bp, err := openBlueprint(args[0])
	if err != nil {
		return err
	}
	if b.problems.Errors() > 0 {
		return c.refuse(b, b.problems)
	}
	c.progress("planning")
	plan, err := assemble.NewPlan(b.Bank, bp, bp.Seed, assemble.Options{Context: ctx, Ignore: []string{historyOf(bp)}})
	c.progress("")
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return infeasible(b, err)
	}
	if *machine {
		e := json.NewEncoder(c.stdout)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(plan)
	}
	c.showPlan(bp, plan)
	return nil
}

// showPlan writes a plan for people, within 80 columns or nearly so.
func (c *command) showPlan(bp *bank.Blueprint, plan *assemble.Plan) {
	fmt.Fprintf(c.stdout, "%s: %s marks\n\npapers that share no question: %s\n", bp.Title, bp.Marks, papers(plan))
	if len(plan.Limits) > 0 {
		fmt.Fprintf(c.stdout, "more would need more for %s\n", strings.Join(plan.Limits[:min(3, len(plan.Limits))], "; "))
	}
	w := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "\nrequirement\tasked\tpossible\troom\n")
	for _, r := range shortened(plan.Room) {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", clip(r.Requirement, 26), clip(strings.SplitN(r.Asked, " (", 2)[0], 24), r.Possible, r.Tight)
	}
	w.Flush()
	fmt.Fprintf(w, "\nlecture\thours\tquestions\tmarks\t%s\tpapers\t\n", strings.Join(bank.Difficulties, "\t"))
	for _, s := range plan.Lectures {
		levels := ""
		for _, n := range s.Levels {
			levels += fmt.Sprintf("%d\t", n)
		}
		feeds := "-"
		if s.Papers >= 0 {
			feeds = fmt.Sprint(s.Papers)
		}
		note := ""
		switch {
		case s.Questions == 0:
			note = "no question"
		case s.Thin:
			note = "thin"
		}
		fmt.Fprintf(w, "%s\t%s\t%d\t%s\t%s%s\t%s\n", clip(fmt.Sprintf("%d %s", s.Lecture, s.Title), 30), s.Hours, s.Questions, s.Marks, levels, feeds, note)
	}
	w.Flush()
	if len(plan.Topics) > 0 {
		list := plan.Topics[:min(12, len(plan.Topics))]
		more := ""
		if n := len(plan.Topics) - len(list); n > 0 {
			more = fmt.Sprintf(" and %d more", n)
		}
		fmt.Fprintf(c.stdout, "\ntopics without a question: %s%s\n", strings.Join(list, ", "), more)
	}
}

func papers(plan *assemble.Plan) string {
	switch {
	case plan.Capped:
		return fmt.Sprintf("at least %d", plan.Papers)
	case plan.Most == plan.Papers:
		return fmt.Sprintf("exactly %d", plan.Papers)
	}
	return fmt.Sprintf("at least %d, at most %d", plan.Papers, plan.Most)
}

// shortened keeps of the rules that leave all room the first few, so that the
// table fits on a screen.
func shortened(rooms []assemble.Room) []assemble.Room {
	const most = 30
	if len(rooms) <= most {
		return rooms
	}
	var list []assemble.Room
	for _, r := range rooms {
		if r.Tight != assemble.Free {
			list = append(list, r)
		}
	}
	hidden := len(rooms) - len(list)
	if len(list) > most {
		hidden += len(list) - most
		list = list[:most]
	}
	return append(list, assemble.Room{Requirement: fmt.Sprintf("and %d more", hidden)})
}

// clip shortens a text to so many characters.
func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}
