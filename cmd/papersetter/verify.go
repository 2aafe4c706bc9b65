package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/export/math"
)

func (c *command) verify(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("verify", flag.ContinueOnError)
	folder := flags.String("bank", "", "`DIR` of the bank; looked for if not given")
	args, err := parseFlags(flags, args)
	if err != nil {
		return err
	}
	if len(args) != 1 {
		return &errUsage{fmt.Sprintf("verify takes one folder, not %d", len(args)), "papersetter verify DIR, where DIR is what papersetter make wrote"}
	}
	dir := args[0]
	record, err := readRecord(dir)
	if err != nil {
		return err
	}
	b, err := bankOf(dir, *folder, record)
	if err != nil {
		return err
	}
	v := &verification{command: c, dir: folderOf(dir), record: record, bank: b}
	v.sources()
	j, err := v.job()
	if err != nil {
		for line := range strings.Lines(err.Error()) {
			v.fault("%s", strings.TrimSuffix(line, "\n"))
		}
		return v.conclude()
	}
	v.reshuffled(j)
	if err := j.correct(record.Errata); err != nil {
		v.fault("%s", err)
		return v.conclude()
	}
	if err := v.files(ctx, j); err != nil {
		return err
	}
	return v.conclude()
}

// A verification holds a folder of printed files against bank and record.
type verification struct {
	*command
	dir    string
	record *assemble.Record
	bank   *openBank

	mutex  sync.Mutex
	faults int
	notes  int // reasons why something may differ
	same   int // files
}

// fault says what differs.
func (v *verification) fault(format string, args ...any) {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	v.faults++
	fmt.Fprintf(v.stdout, format+"\n", args...)
}

// note says why something may differ.
func (v *verification) note(format string, args ...any) {
	v.notes++
	fmt.Fprintf(v.stdout, format+"\n", args...)
}

// sources compares what the paper was made from with what is there now.
func (v *verification) sources() {
	r := v.record
	edited, err := r.Edited(v.bank.Bank)
	if err != nil {
		v.fault("%s", err)
	}
	for _, e := range edited {
		switch {
		case e.Now == nil:
			v.fault("question %s is not in the bank any more; it was in %s", nameOf(&e.Question), e.Question.File)
		case len(e.Question.Facets) == 0:
			v.fault("%s: question %s has been edited", v.bank.place(e.Now.Pos), e.Now)
		default:
			v.fault("%s: question %s has been edited: %s", v.bank.place(e.Now.Pos), e.Now, strings.Join(e.Facets, ", "))
		}
	}
	if bp := v.bank.Blueprint(r.Blueprint.File); bp != nil && bp.Hash != r.Blueprint.SHA256 {
		v.fault("%s: the blueprint has been edited", v.bank.place(bp.Pos).File)
	}
	if tool := "papersetter " + version; r.Tool != tool {
		v.note("printed by %s, compared by %s: files may differ for that", r.Tool, tool)
	}
	if r.Math != "" && r.Math != math.Version {
		v.note("formulas were set by %s, now by %s: files may differ for that", r.Math, math.Version)
	}
}

func nameOf(q *assemble.RecordQuestion) string {
	if q.Name != "" {
		return q.Name
	}
	return q.ID
}

// job rebuilds the job that printed the folder.
func (v *verification) job() (*job, error) {
	j, err := rebuiltJob(v.bank, v.record)
	if err != nil {
		return nil, err
	}
	if s := v.record.Style; s != nil && j.blueprint.Style.Hash != s.SHA256 {
		v.fault("%s: the style has been edited", s.Name)
	}
	return j, nil
}

// rebuiltJob makes the job of a record again, without its errata.
func rebuiltJob(b *openBank, r *assemble.Record) (*job, error) {
	bp := b.Blueprint(r.Blueprint.File)
	if bp == nil {
		return nil, fmt.Errorf("the blueprint %s is not in the bank any more, or has problems", r.Blueprint.File)
	}
	if r.Style != nil {
		var err error
		if bp, err = restyled(b, bp, b.inBank(r.Style.Name)); err != nil {
			return nil, err
		}
	}
	rebuilt, err := r.Rebuild(b.Bank, bp)
	if err != nil {
		return nil, err
	}
	return &job{
		bank: b, blueprint: bp, forms: rebuilt.Forms, sets: rebuilt.Sets, seed: r.Seed,
		documents: r.Documents, tool: r.Tool, math: r.Math,
		candidates: r.Candidates, copies: r.Copies, own: rebuilt.Copies,
	}, nil
}

// inBank is a path in the bank as the user would write it; names of ready
// styles stay as they are.
func (b *openBank) inBank(name string) string {
	if bank.ReadyStyle(name) != nil {
		return name
	}
	return filepath.Join(b.dir, filepath.FromSlash(name))
}

// reshuffled makes sure that the recorded orders are those that the seed gives:
// then nobody has chosen them.
func (v *verification) reshuffled(j *job) {
	if v.faults > 0 {
		return // the seed gives other orders of other questions
	}
	if j.own != nil {
		again := *j
		again.copies = slices.Clone(j.copies)
		again.ownOrders()
		for i := range again.copies {
			if a, b := &again.copies[i], &j.copies[i]; a.Questions != b.Questions || a.Options != b.Options {
				v.fault("%s has not the order that seed %d gives", b, j.seed)
			}
		}
		return
	}
	for i := range j.forms {
		for k, set := range assemble.Sets(j.blueprint, &j.forms[i], j.seed) {
			if k >= len(j.sets[i]) || !alike(&set, &j.sets[i][k]) {
				v.fault("set %s has not the order that seed %d gives", set.Letter, j.seed)
			}
		}
	}
}

// alike reports whether two sets have the same order.
func alike(a, b *assemble.Set) bool {
	return slices.EqualFunc(a.Sections, b.Sections, func(s, t assemble.SetSection) bool {
		return slices.EqualFunc(s.Questions, t.Questions, func(p, q assemble.SetQuestion) bool {
			return p.Question == q.Question && slices.EqualFunc(p.Orders, q.Orders, slices.Equal[[]int])
		})
	})
}

// files prints everything again and compares it with the folder.
func (v *verification) files(ctx context.Context, j *job) error {
	printer, err := v.newPrinter()
	if err != nil {
		return err
	}
	defer printer.close()
	_, err = v.print(ctx, j, printer, func(name string, data []byte) error {
		v.compare(name, data)
		return nil
	})
	v.progress("")
	return err
}

func (v *verification) compare(name string, want []byte) {
	path := filepath.Join(v.dir, filepath.FromSlash(name))
	got, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		v.fault("%s is missing", friendly(path))
	case err != nil:
		v.fault("%s cannot be read: %s", friendly(path), err)
	case bytes.Equal(got, want):
		v.mutex.Lock()
		v.same++
		v.mutex.Unlock()
	case name == "paper.json":
		v.fault("%s differs: %s", friendly(path), recordDifference(got, want))
	default:
		v.fault("%s differs from byte %d on", friendly(path), firstDifference(got, want)+1)
	}
}

// recordDifference says where two records differ first, by the path of a value.
func recordDifference(got, want []byte) string {
	var a, b any
	if json.Unmarshal(got, &a) == nil && json.Unmarshal(want, &b) == nil {
		if path, found := valueDifference("", a, b); found {
			return path
		}
	}
	return fmt.Sprintf("from byte %d on", firstDifference(got, want)+1)
}

// valueDifference finds the first value that differs.
func valueDifference(path string, got, want any) (string, bool) {
	switch b := want.(type) {
	case map[string]any:
		a, ok := got.(map[string]any)
		if !ok {
			break
		}
		keys := slices.Collect(maps.Keys(a))
		for key := range b {
			if _, ok := a[key]; !ok {
				keys = append(keys, key)
			}
		}
		slices.Sort(keys)
		for _, key := range keys {
			if where, found := valueDifference(strings.TrimPrefix(path+"."+key, "."), a[key], b[key]); found {
				return where, true
			}
		}
		return "", false
	case []any:
		a, ok := got.([]any)
		if !ok || len(a) != len(b) {
			break
		}
		for i := range b {
			if where, found := valueDifference(fmt.Sprintf("%s[%d]", path, i), a[i], b[i]); found {
				return where, true
			}
		}
		return "", false
	default:
		if got == want {
			return "", false
		}
	}
	return fmt.Sprintf("%s is %s, bank and record give %s", path, brief(got), brief(want)), true
}

// brief spells a value in a few words.
func brief(v any) string {
	const most = 60
	text, _ := json.Marshal(v)
	if v == nil {
		return "nothing"
	}
	if len(text) > most {
		return "something else"
	}
	return string(text)
}

// firstDifference is the index of the first byte that differs.
func firstDifference(a, b []byte) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// conclude says the result in a line.
func (v *verification) conclude() error {
	files := fmt.Sprintf("%d files are", v.same)
	if v.same == 1 {
		files = "1 file is"
	}
	if v.faults == 0 {
		fmt.Fprintf(v.stdout, "%s: %s byte for byte what bank and record give\n", friendly(v.dir), files)
		return nil
	}
	things := fmt.Sprintf("%d things differ", v.faults)
	if v.faults == 1 {
		things = "1 thing differs"
	}
	fmt.Fprintf(v.stdout, "%s: %s; %s the same\n", friendly(v.dir), things, files)
	return errProblems
}
