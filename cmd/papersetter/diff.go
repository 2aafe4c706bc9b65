package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/diff"
	"github.com/papersetter/papersetter/schema"
)

const diffUsage = "papersetter diff OLD NEW, each a folder or a git revision; papersetter diff OLD compares with the folder, papersetter diff alone HEAD with it"

// diff says what changed between two states of a bank, question by question.
func (c *command) diff(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("diff", flag.ContinueOnError)
	folder := flags.String("bank", "", "folder of the bank; looked for if not given")
	machine := flags.Bool("json", false, "print the differences as JSON")
	var papers list
	flags.Var(&papers, "papers", "folder that papersetter make wrote; may be given several times")
	args, err := parseFlags(flags, args)
	if err != nil {
		return err
	}
	if len(args) > 2 || slices.Contains(args, "") {
		return &errUsage{fmt.Sprintf("diff takes two states of a bank, not %d", len(args)), diffUsage}
	}
	for _, arg := range args {
		if strings.HasPrefix(arg, "-") {
			return &errUsage{fmt.Sprintf("no revision begins with -: %q", arg), "write ./" + arg + " for a folder"}
		}
	}
	records, err := printedIn(papers)
	if err != nil {
		return err
	}
	s := &states{command: c, bank: *folder}
	older, newer, err := s.open(ctx, args)
	defer s.close()
	if err != nil {
		return err
	}
	if err := c.sound(older, newer); err != nil {
		return err
	}
	report, err := diff.Banks(older.Bank, newer.Bank, append(records, s.remembered()...))
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return err
	}
	if *machine {
		e := json.NewEncoder(c.stdout)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		err = e.Encode(struct {
			Old string `json:"old"`
			New string `json:"new"`
			*diff.Report
		}{older.name, newer.name, report})
	} else {
		_, err = io.WriteString(c.stdout, differences(older, newer, report))
	}
	if err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

// A list is a flag that may be given several times.
type list []string

func (l *list) String() string     { return strings.Join(*l, " ") }
func (l *list) Set(v string) error { *l = append(*l, v); return nil }

// printedIn reads the records of printed papers that lie outside of the bank.
func printedIn(names []string) ([]*bank.Printed, error) {
	var printed []*bank.Printed
	for _, name := range names {
		record, err := readRecord(name)
		if err != nil {
			return nil, err
		}
		file := name
		if info, err := os.Stat(name); err == nil && info.IsDir() {
			file = filepath.Join(name, "paper.json")
		}
		p := &bank.Printed{Title: record.Title, Date: record.Date, Pos: schema.Pos{File: filepath.ToSlash(file)}}
		for _, q := range record.Questions {
			p.IDs = append(p.IDs, strings.ToLower(q.ID))
			for name, digest := range q.Facets {
				p.Add(strings.ToLower(q.ID), bank.Facet{Name: name, Digest: digest})
			}
		}
		printed = append(printed, p)
	}
	return printed, nil
}

// A state is a bank at one time.
type state struct {
	*bank.Bank
	name     string // as the user would write it
	dir      string // of a folder; "" of a revision
	problems schema.Problems
}

// place turns a place within the bank into one that the user finds: for a
// folder from the working directory, for a revision in the bank.
func (s *state) place(pos schema.Pos) schema.Pos {
	if s.dir == "" {
		return pos
	}
	return (&openBank{dir: s.dir}).place(pos)
}

// sound lists the problems of two states and refuses to compare what was not
// read in full: a question that cannot be read would be told as removed.
func (c *command) sound(older, newer *state) error {
	for _, s := range []*state{older, newer} {
		if s.problems.Errors() == 0 {
			continue
		}
		placed := slices.Clone(s.problems)
		for i := range placed {
			placed[i].Pos = s.place(placed[i].Pos)
			if s.dir == "" {
				placed[i].Pos.File = s.name + ":" + placed[i].Pos.File
			}
		}
		c.list(placed)
		hint := "mend what is listed above; papersetter check lists it again"
		if s.dir == "" {
			hint = "compare with a revision in which the bank has no problems"
		}
		return &errHint{fmt.Errorf("%s has %s, and what cannot be read cannot be compared", s.name, tally(s.problems)), hint}
	}
	return nil
}

// states opens what the user named.
type states struct {
	*command
	bank      string // the folder of the bank as given, or ""
	found     string // and as it was found
	revisions []*revision
	folders   []*openBank
}

func (s *states) close() {
	for _, r := range s.revisions {
		r.Close()
	}
}

// open opens the older and the newer state.
func (s *states) open(ctx context.Context, args []string) (older, newer *state, err error) {
	first := "HEAD"
	if len(args) > 0 {
		first = args[0]
	}
	// A folder that is compared with a revision is the bank that is meant.
	for _, arg := range args {
		if isFolder(arg) {
			if dir, err := findBank(arg); err == nil {
				s.found = dir
			}
		}
	}
	if older, err = s.state(ctx, first); err != nil {
		return nil, nil, err
	}
	if len(args) == 2 {
		newer, err = s.state(ctx, args[1])
		return older, newer, err
	}
	dir, err := s.folder()
	if err != nil {
		return nil, nil, err
	}
	newer, err = s.openFolder(dir)
	return older, newer, err
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// state opens a folder or a revision.
func (s *states) state(ctx context.Context, name string) (*state, error) {
	if !isFolder(name) {
		return s.openRevision(ctx, name)
	}
	if s.isRevision(ctx, name) {
		s.complain(fmt.Sprintf("%s is a folder and a revision, and the folder is taken", name), fmt.Sprintf("write %s~0 for the revision, or ./%s for the folder", name, name))
	}
	dir, err := findBank(name)
	if errors.Is(err, bank.ErrNoCourse) {
		return nil, noBank(name)
	}
	if err != nil {
		return nil, err
	}
	return s.openFolder(dir)
}

func (s *states) openFolder(dir string) (*state, error) {
	b, err := open(dir)
	if err != nil {
		return nil, err
	}
	s.folders = append(s.folders, b)
	name := friendly(dir)
	if name == "." {
		name = "the folder"
	}
	return &state{Bank: b.Bank, name: name, dir: dir, problems: b.problems}, nil
}

// isRevision reports whether a name is also that of a revision.
func (s *states) isRevision(ctx context.Context, name string) bool {
	dir, err := s.folder()
	if err != nil {
		return false
	}
	r, err := openRepository(ctx, dir, name)
	return err == nil && r.resolve(ctx, name+"^{commit}") != ""
}

// folder is that of the bank whose revisions are read: the one given, that of
// a folder to be compared, that of the working folder, or the only one below.
func (s *states) folder() (string, error) {
	if from := cmp.Or(s.bank, s.found); from != "" {
		dir, err := findBank(from)
		if errors.Is(err, bank.ErrNoCourse) {
			return "", noBank(from)
		}
		return dir, err
	}
	dir, err := findBank(".")
	if !errors.Is(err, bank.ErrNoCourse) {
		return dir, err
	}
	below := banksBelow(".")
	switch len(below) {
	case 0:
		return "", noBank(".")
	case 1:
		return filepath.Abs(below[0])
	}
	return "", &errHint{fmt.Errorf("there are %d banks here: %s", len(below), listed(below)), "name one with --bank"}
}

func (s *states) openRevision(ctx context.Context, name string) (*state, error) {
	dir, err := s.folder()
	if err != nil {
		// With REVISION:FOLDER the revision says where the bank was.
		if !strings.Contains(name, ":") || s.bank != "" {
			return nil, err
		}
		dir = "."
	}
	repo, err := openRepository(ctx, dir, name)
	if err != nil {
		return nil, err
	}
	tree, err := repo.tree(ctx, name)
	if err != nil {
		return nil, err
	}
	r, err := openRevision(ctx, repo, tree)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	s.revisions = append(s.revisions, r)
	for _, path := range r.submodules {
		s.complain(fmt.Sprintf("%s: %s is a submodule, another repository: its questions are not in this state", name, path), "compare its own revisions with papersetter diff in its folder")
	}
	b, problems, err := bank.Load(r)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if errors.Is(err, bank.ErrNoCourse) {
		return nil, &errHint{fmt.Errorf("%s of %s is no bank: there is no course document", cmp.Or(repo.prefix, "the top"), name), "if the bank was in another folder then, write " + name + ":FOLDER, with the folder's path from the top of the repository"}
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &state{Bank: b, name: name, problems: problems}, nil
}

// remembered lists the papers that the bank's folder knows now. They are
// seldom in a repository, and candidates have seen them all the same.
func (s *states) remembered() []*bank.Printed {
	dir, err := s.folder()
	if err != nil || slices.ContainsFunc(s.folders, func(b *openBank) bool { return b.dir == dir }) {
		return nil
	}
	b, err := open(dir)
	if err != nil {
		return nil
	}
	return b.Printed
}

// differences words a report for a lecturer: first what concerns papers that
// candidates have seen.
func differences(older, newer *state, r *diff.Report) string {
	t := &telling{older: older, newer: newer}
	t.line("%s (%s) → %s (%s): %s", older.name, counted(r.Older, "question"), newer.name, counted(r.Newer, "question"), sum(r))
	grave := func(c diff.Change) bool { return c.Grave() }
	if slices.ContainsFunc(r.Questions, grave) {
		t.title("PRINTED, AND KEY OR MARKS CHANGED")
		t.line("papersetter erratum corrects a paper whose key was wrong.")
		t.questions(r.Questions, grave)
	}
	if slices.ContainsFunc(r.Questions, func(c diff.Change) bool { return !c.Grave() }) {
		t.title("questions")
		t.questions(r.Questions, func(c diff.Change) bool { return !c.Grave() })
	}
	t.others("course", r.Course)
	t.others("blueprints", r.Blueprints)
	t.others("styles", r.Styles)
	return t.String()
}

// sum counts what changed.
func sum(r *diff.Report) string {
	if r.Empty() {
		return "no difference"
	}
	words := map[diff.Kind]string{
		diff.Restored: "back from retirement", diff.NewID: "with another id", diff.Key: "with another key",
		diff.Marks: "with other marks", diff.Order: "with options in another order",
		diff.Content: "with other contents", diff.Tags: "with other tags",
	}
	var said []string
	for _, k := range diff.Kinds {
		if n := r.Counts[k]; n > 0 {
			said = append(said, fmt.Sprintf("%d %s", n, cmp.Or(words[k], string(k))))
		}
	}
	for _, rest := range []struct {
		lines []string
		noun  string
	}{{r.Course, "change of the course"}, {r.Blueprints, "blueprint"}, {r.Styles, "style"}} {
		if n := len(rest.lines); n > 0 {
			said = append(said, strings.Replace(counted(n, rest.noun), "change of the courses", "changes of the course", 1))
		}
	}
	return strings.Join(said, ", ")
}

// A telling is text for a screen. What the bank says has no control characters
// in it, which could move the cursor.
type telling struct {
	strings.Builder
	older, newer *state
}

func (t *telling) line(format string, args ...any) {
	text := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, fmt.Sprintf(format, args...))
	t.WriteString(text + "\n")
}

func (t *telling) title(title string) {
	t.line("")
	t.line("%s", title)
}

func (t *telling) others(title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	t.title(title)
	for _, l := range lines {
		t.line("  %s", l)
	}
}

func (t *telling) questions(changes []diff.Change, which func(diff.Change) bool) {
	for _, c := range changes {
		if which(c) {
			t.question(&c)
		}
	}
}

func (t *telling) question(c *diff.Change) {
	in := t.newer
	if c.Has(diff.Removed) {
		in = t.older
	}
	said := ""
	if verbs := happened(c); len(verbs) > 0 {
		said = ": " + strings.Join(verbs, ", ")
	}
	t.line("  %s: %s%s", in.place(c.Pos()), c, said)
	for _, v := range c.Values {
		t.value(c, v)
	}
	t.contents(c)
	for _, p := range c.Printed {
		when := ""
		if p.Date != "" {
			when = ", " + p.Date
		}
		as := ""
		if p.Current && (c.Has(diff.Key) || c.Has(diff.Marks)) {
			as = ", with the key and marks that it has now"
		}
		t.line("    printed in %s%s (%s)%s", p.Title, when, p.File, as)
	}
	if slices.ContainsFunc(c.Printed, func(p diff.Paper) bool { return p.ID != c.ID }) {
		t.line("    that paper knows it by its old id and no longer finds it: give it back its id")
	}
}

// happened says what became of a question as a whole.
func happened(c *diff.Change) []string {
	var said []string
	for _, k := range c.Kinds {
		switch k {
		case diff.Added, diff.Removed, diff.Retired:
			said = append(said, string(k))
		case diff.Restored:
			said = append(said, "back from retirement")
		case diff.NewID:
			said = append(said, fmt.Sprintf("has another id, %s, not %s", c.ID, c.WasID))
		case diff.Moved:
			said = append(said, "moved from "+c.WasFile)
		case diff.Renamed:
			said = append(said, "renamed from "+c.WasName)
		}
	}
	return said
}

func (t *telling) value(c *diff.Change, v diff.Value) {
	none := func(s string) string { return cmp.Or(s, "none") }
	switch {
	case v.Kind == diff.Order:
		t.line("    %s: the same option at another place: %s → %s", v.Name, none(v.Before), none(v.After))
	case v.Name == "status" && (c.Has(diff.Retired) || c.Has(diff.Restored)):
		t.line("    status: %s → %s", none(v.Before), none(v.After))
	case v.Kind == diff.Tags:
		t.line("    %s: %s → %s", v.Name, none(v.Before), none(v.After))
	default:
		t.line("    %s CHANGED: %s → %s", strings.ToUpper(v.Name[:1])+v.Name[1:], none(v.Before), none(v.After))
	}
}

// contents names the facets that differ, with the words of those that are text.
func (t *telling) contents(c *diff.Change) {
	var bare []string
	for _, f := range c.Facets {
		shown := false
		for _, w := range c.Texts {
			if w.Facet != f {
				continue
			}
			shown = true
			name := f
			if w.Language != "" {
				name += " (" + w.Language + ")"
			}
			if w.Spaces {
				t.line("    %s: spaces or line breaks alone", name)
				continue
			}
			t.line("    %s", name)
			t.line("      was  %s", cmp.Or(w.Before, "nothing"))
			t.line("      now  %s", cmp.Or(w.After, "nothing"))
		}
		if !shown {
			bare = append(bare, f)
		}
	}
	if len(bare) > 0 {
		t.line("    also changed: %s", strings.Join(bare, ", "))
	}
}

var _ fs.StatFS = (*revision)(nil) // so that a figure is not read to see that it is there
