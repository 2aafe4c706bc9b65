package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/export/math"
	"github.com/papersetter/papersetter/export/page"
	"github.com/papersetter/papersetter/export/typeset"
	"github.com/papersetter/papersetter/schema"
)

func (c *command) make(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("make", flag.ContinueOnError)
	dir := flags.String("o", "", "`DIR` for the files; the blueprint's name if not given")
	seed := flags.Uint64("seed", 0, "`N`, from which all choices follow; that of the blueprint if not given")
	look := flags.String("style", "", "`NAME` of a ready style, or path of a style document; that of the blueprint if not given")
	dry := flags.Bool("dry-run", false, "print the papers, but do not record in the bank that they were printed")
	within := flags.Duration("within", 0, "end the search for questions after a `TIME` such as 30s or 5m, with the best found")
	var crowd crowd
	crowd.flags(flags)
	write := flags.String("write", "paper,answers", "`LIST` of what to print: "+strings.Join(printable, ", ")+", or all")
	args, err := parseFlags(flags, args)
	if err != nil {
		return err
	}
	if len(args) != 1 {
		return &errUsage{fmt.Sprintf("make takes one blueprint, not %d", len(args)), "papersetter make BLUEPRINT -o DIR"}
	}
	kinds, err := documentsOf(*write)
	if err != nil {
		return err
	}
	if err := crowd.check(); err != nil {
		return err
	}
	b, bp, err := openBlueprint(args[0])
	if err != nil {
		return err
	}
	if *look != "" {
		if bp, err = restyled(b, bp, *look); err != nil {
			return err
		}
	}
	seeded := false
	flags.Visit(func(f *flag.Flag) { seeded = seeded || f.Name == "seed" })
	if !seeded {
		*seed = bp.Seed
	}
	if *dir == "" {
		*dir = strings.TrimSuffix(filepath.Base(args[0]), filepath.Ext(args[0]))
	}
	printer, err := c.newPrinter()
	if err != nil {
		return err
	}
	defer printer.close()

	b.problems = slices.DeleteFunc(b.problems, func(p schema.Problem) bool {
		return p.Pos.File != bp.Pos.File && strings.HasPrefix(p.Path, "blueprint") // those of another paper
	})
	if b.problems.Errors() > 0 {
		return c.refuse(b, b.problems)
	}
	c.progress("choosing questions")
	record := historyOf(bp)
	search, cancel := ctx, func() {}
	if *within > 0 {
		search, cancel = context.WithTimeout(ctx, *within)
	}
	defer cancel()
	forms, err := assemble.Forms(b.Bank, bp, *seed, assemble.Options{
		Ignore:  []string{record, withinBank(b, filepath.Join(*dir, "paper.json"))},
		Context: search,
	})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return infeasible(b, err)
	}
	cut := search.Err() != nil
	// Typesetting is checked for what is printed: a formula of another
	// question need not hold up this paper.
	c.progress("checking the questions")
	problems, err := c.problems(ctx, b, printer, chosen(forms), []*bank.Blueprint{bp})
	if err != nil {
		return err
	}
	if problems.Errors() > 0 {
		c.list(problems)
		return refused(problems)
	}
	j := &job{bank: b, blueprint: bp, forms: forms, seed: *seed, documents: kinds, tool: "papersetter " + version, math: math.Version}
	c.progress("shuffling")
	if err := c.shuffle(j, &crowd, printer.fonts); err != nil {
		return err
	}
	stage, err := newStage(*dir)
	if err != nil {
		return err
	}
	defer stage.discard()
	names, err := c.print(ctx, j, printer, stage.write)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	left := stale(*dir, names)
	if err := stage.commit(); err != nil {
		return err
	}
	c.progress("")
	c.summary(j, *dir, names)
	if cut {
		c.complain(fmt.Sprintf("the search was ended after %s: what it found meets every rule, but a longer one may meet more wishes, and another run may find other questions", *within), "")
	}
	if !*dry && j.shard.first() {
		if err := c.remember(j, record, *dir); err != nil {
			return err
		}
	}
	if len(left) > 0 && j.shard.of <= 1 {
		c.complain(fmt.Sprintf("%s also holds %s, from an earlier run", friendly(*dir), strings.Join(abridged(left), ", ")), "delete what does not belong to this paper")
	}
	return nil
}

// shuffle makes the sets of a job's forms, and the copies of the crowd.
func (c *command) shuffle(j *job, w *crowd, fonts *typeset.Fonts) error {
	if w.file == "" {
		for i := range j.forms {
			j.sets = append(j.sets, assemble.Sets(j.blueprint, &j.forms[i], j.seed))
		}
		return nil
	}
	if err := w.read(c); err != nil {
		return err
	}
	j.candidates, j.shard = w.about, w.shard
	for i := range j.forms {
		sets := []assemble.Set{assemble.Master(j.blueprint, &j.forms[i], j.seed)}
		if w.seated() {
			sets = assemble.Sets(j.blueprint, &j.forms[i], j.seed)
		}
		j.sets = append(j.sets, sets)
	}
	var err error
	j.copies, err = w.copies(c, j, fonts)
	if err != nil || w.seated() {
		return err
	}
	j.ownOrders()
	return nil
}

// ownOrders gives every copy an order of its own.
func (j *job) ownOrders() {
	j.own = make([]assemble.Set, len(j.copies))
	for i := range j.forms {
		var mine []int
		for k := range j.copies {
			if j.copies[k].Form == j.forms[i].Number {
				mine = append(mine, k)
			}
		}
		master := &j.sets[i][0]
		for k, set := range assemble.Copies(j.blueprint, &j.forms[i], len(mine), j.seed) {
			j.own[mine[k]] = set
			j.copies[mine[k]].SetOrder(master, &set)
			master.Shared = set.Shared
		}
	}
}

// historyOf is where the bank keeps the record of a paper that was printed: a
// path within the bank, the same for every printing of the same blueprint for
// the same day.
func historyOf(bp *bank.Blueprint) string {
	name := strings.TrimSuffix(path.Base(bp.Pos.File), path.Ext(bp.Pos.File))
	if bp.Date != "" {
		name = bp.Date + "-" + name
	}
	return "papers/" + name + ".json"
}

// remember records in the bank that a paper was printed, so that later ones can
// be fresh. A record within the bank is found where it is. Whom it was printed
// for is nothing that a bank should know.
func (c *command) remember(j *job, name, dir string) error {
	b := j.bank
	if withinBank(b, filepath.Join(dir, "paper.json")) != "" {
		return nil
	}
	record, err := j.record()
	if err != nil {
		return err
	}
	record.Candidates, record.Copies = nil, nil
	text, err := record.Marshal()
	if err != nil {
		return err
	}
	folder := filepath.Join(b.dir, "papers")
	if err := writeAll(folder, []output{{path.Base(name), text}}); err != nil {
		c.complain("the bank does not remember this paper: "+err.Error(), "copy paper.json into the bank, so that later papers can be fresh")
		return nil
	}
	fmt.Fprintf(c.stdout, "recorded in %s\n", friendly(filepath.Join(folder, path.Base(name))))
	return nil
}

// printable is what can be printed of a paper: the kinds of pages, and the
// paper and its answers as HTML.
var printable = append(slices.Clone(page.Kinds), "html")

// documentsOf reads the list of what to print.
func documentsOf(list string) ([]string, error) {
	var chosen []string
	for _, name := range strings.Split(list, ",") {
		name = strings.TrimSpace(name)
		if name == "all" {
			return printable, nil
		}
		if !slices.Contains(printable, name) {
			hint := "--write takes a list of " + strings.Join(printable, ", ") + ", or all"
			if near := schema.Nearest(name, printable); near != "" {
				hint = "did you mean " + near + "?"
			}
			return nil, &errUsage{fmt.Sprintf("there is no kind of document %q", name), hint}
		}
		if !slices.Contains(chosen, name) {
			chosen = append(chosen, name)
		}
	}
	return chosen, nil
}

// restyled returns the blueprint in another style: a ready one, or that of a
// style document of the bank, by its path.
func restyled(b *openBank, bp *bank.Blueprint, name string) (*bank.Blueprint, error) {
	style := bank.ReadyStyle(name)
	if file := withinBank(b, name); style == nil && file != "" {
		style = b.FindStyle(file, "")
	}
	if style == nil {
		if near := schema.Nearest(name, bank.ReadyStyles); near != "" {
			return nil, &errHint{fmt.Errorf("there is no style %s", name), "did you mean " + near + "?"}
		}
		return nil, &errHint{fmt.Errorf("there is no style %s", name), "name a ready style (" + strings.Join(bank.ReadyStyles, ", ") + ") or the path of a style document in the bank"}
	}
	other := *bp
	other.Style = style
	return &other, nil
}

// refuse lists the problems of a bank and says that nothing was made of it.
func (c *command) refuse(b *openBank, problems schema.Problems) error {
	placed := slices.Clone(problems)
	for i := range placed {
		placed[i].Pos = b.place(placed[i].Pos)
	}
	c.list(placed)
	return refused(placed)
}

func refused(problems schema.Problems) error {
	return &errHint{fmt.Errorf("the bank has %s; nothing was written", tally(problems)), "mend what is listed above; papersetter check lists it again"}
}

// chosen lists the questions of all forms.
func chosen(forms []assemble.Form) []*bank.Question {
	var questions []*bank.Question
	for i := range forms {
		for _, s := range forms[i].Sections {
			questions = append(questions, s.Questions...)
		}
	}
	return questions
}

// openBlueprint opens the bank of a blueprint and finds the blueprint in it.
func openBlueprint(path string) (*openBank, *bank.Blueprint, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, notFound(path, err)
	}
	dir, err := findBank(path)
	if errors.Is(err, bank.ErrNoCourse) {
		return nil, nil, noBank(path)
	}
	if err != nil {
		return nil, nil, err
	}
	b, err := open(dir)
	if err != nil {
		return nil, nil, err
	}
	if info.IsDir() {
		hint := "the bank has no blueprint yet"
		if len(b.Blueprints) > 0 {
			hint = "name a blueprint, for example " + b.place(b.Blueprints[0].Pos).File
		}
		return nil, nil, &errHint{fmt.Errorf("%s is a folder, not a blueprint", path), hint}
	}
	if bp := b.Blueprint(withinBank(b, path)); bp != nil {
		return b, bp, nil
	}
	return nil, nil, notBlueprint(b, path)
}

// notBlueprint says why a file of a bank is no usable blueprint.
func notBlueprint(b *openBank, path string) error {
	src, err := os.ReadFile(path)
	if err != nil {
		return notFound(path, err)
	}
	switch kind := schema.Sniff(filepath.Base(path), src); kind {
	case "blueprint":
		var list []string
		for _, p := range b.problems {
			if p.Pos.File == withinBank(b, path) {
				p.Pos = b.place(p.Pos)
				list = append(list, p.String())
			}
		}
		return &errHint{errors.New(strings.Join(append(list, "the blueprint has problems; nothing was written"), "\n")), "mend what is listed above"}
	case "":
		return &errHint{fmt.Errorf("%s is no blueprint", path), "a blueprint is a YAML or JSON file whose one top-level key is blueprint"}
	default:
		return &errHint{fmt.Errorf("%s holds %s, not a blueprint", path, kind), "name the file whose top-level key is blueprint"}
	}
}

// withinBank returns the slash-separated path of a file within the bank, or ""
// if it lies outside.
func withinBank(b *openBank, path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		return ""
	}
	rel, err := filepath.Rel(b.dir, abs)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return ""
	}
	return filepath.ToSlash(rel)
}

// infeasible gives the places of an assembler's reasons the bank's folder.
func infeasible(b *openBank, err error) error {
	var why *assemble.Infeasible
	if !errors.As(err, &why) {
		return err
	}
	for i := range why.Reasons {
		why.Reasons[i].Pos = b.place(why.Reasons[i].Pos)
	}
	for i := range why.Repairs {
		if why.Repairs[i].Pos.File != "" {
			why.Repairs[i].Pos = b.place(why.Repairs[i].Pos)
		}
	}
	if len(why.Repairs) > 0 {
		return why
	}
	return &errHint{why, "write the questions that are short, or relax what is listed"}
}

// progress shows on a terminal what is being done; "" clears the line.
func (c *command) progress(format string, args ...any) {
	if !c.terminal {
		return
	}
	text := fmt.Sprintf(format, args...)
	if text != "" {
		text += " …"
	}
	fmt.Fprintf(c.stderr, "\r\x1b[K%s", text)
}

// summary says what was made: the requirements with what the paper has, and
// the files.
func (c *command) summary(j *job, dir string, names []string) {
	bp, forms := j.blueprint, j.forms
	fmt.Fprintf(c.stdout, "%s: %s marks", bp.Title, bp.Marks)
	if bp.Minutes > 0 {
		fmt.Fprintf(c.stdout, " in %s minutes", bp.Minutes)
	}
	fmt.Fprintf(c.stdout, ", seed %d\n", j.seed)
	for i := range forms {
		if len(forms) > 1 {
			fmt.Fprintf(c.stdout, "form %d\n", forms[i].Number)
		}
		for _, s := range forms[i].Sections {
			choice := ""
			if s.Of > 0 {
				choice = fmt.Sprintf(", any %d of %d answered", s.Any, s.Of)
				if s.Groups > 1 {
					choice = fmt.Sprintf(", any %d of each %d answered", s.Any, s.Of)
				}
			}
			fmt.Fprintf(c.stdout, "  %s: %s marks, %d questions%s\n", s.Title, s.Marks, len(s.Questions), choice)
		}
		for _, w := range forms[i].Wishes {
			fmt.Fprintf(c.stdout, "  wish: %s, %s: %s\n", w.Requirement, w.Asked, w.Got)
		}
	}
	if facility, minutes := assemble.Difference(forms); len(forms) > 1 {
		fmt.Fprintf(c.stdout, "forms differ by at most %.2f %% of the marks to be expected and by %s minutes\n", float64(facility)/(bank.Index/100), minutes)
	}
	if n := len(j.copies); n > 0 {
		fmt.Fprintf(c.stdout, "copies for %d candidates", j.candidates.Count)
		if j.candidates.Spares > 0 {
			fmt.Fprintf(c.stdout, " and %d spares", j.candidates.Spares)
		}
		if j.shard.of > 1 {
			fmt.Fprintf(c.stdout, ", part %d of %d", j.shard.number, j.shard.of)
		}
		fmt.Fprintln(c.stdout)
	}
	fmt.Fprintf(c.stdout, "%s: %s\n", friendly(dir), strings.Join(abridged(names), " "))
}

// abridged names files, those of a folder by their number.
func abridged(names []string) []string {
	var list []string
	folders := map[string]int{}
	for _, name := range names {
		folder, _, found := strings.Cut(name, "/")
		if !found {
			list = append(list, name)
			continue
		}
		folders[folder]++
	}
	for _, folder := range slices.Sorted(maps.Keys(folders)) {
		list = append(list, fmt.Sprintf("%s/ (%d files)", folder, folders[folder]))
	}
	return list
}
