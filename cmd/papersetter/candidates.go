package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/roll"
	"github.com/papersetter/papersetter/export/typeset"
	"github.com/papersetter/papersetter/schema"
)

// A crowd is whom copies are printed for, and how. The zero value is nobody.
type crowd struct {
	file     string
	spares   int
	together int // copies in one file
	shard    shard

	about      *assemble.RecordCandidates // nil until the list is read
	candidates []roll.Candidate
	extra      []string // headings of what else the list has of each candidate
}

// A shard is one of several runs that share the work: number of many, from 1.
type shard struct{ number, of int }

// first reports whether the run writes what is there once.
func (s shard) first() bool { return s.number <= 1 }

// does reports whether the run prints the i-th file of copies, from 0.
func (s shard) does(i int) bool { return s.of <= 1 || i%s.of == s.number-1 }

// The limits of copies: more spares than candidates are a slip of the keyboard,
// and a file of more copies than these is too large for a printer's program.
const (
	mostSpares   = 10_000
	mostTogether = 5_000
)

func (w *crowd) flags(flags *flag.FlagSet) {
	flags.StringVar(&w.file, "candidates", "", "`FILE` with the candidates (CSV or XLSX): a copy for each, with name and roll number")
	flags.IntVar(&w.spares, "spares", 0, "`N` copies more without a name")
	flags.IntVar(&w.together, "together", 500, "`N` copies in one file; 1 for a file each")
	flags.Func("shard", "`PART` of the files of copies to print, such as 3/16", func(s string) error {
		number, of, found := strings.Cut(s, "/")
		n, err := strconv.Atoi(number)
		m, err2 := strconv.Atoi(of)
		if !found || err != nil || err2 != nil || n < 1 || m < n {
			return errors.New("write the number of the part and how many there are, such as 3/16")
		}
		w.shard = shard{n, m}
		return nil
	})
}

// check says what of the flags cannot be.
func (w *crowd) check() error {
	switch {
	case w.file == "" && (w.spares != 0 || w.shard.of > 0):
		return &errUsage{"--spares and --shard belong to --candidates", "name the list of candidates with --candidates roll.csv"}
	case w.spares < 0 || w.spares > mostSpares:
		return &errUsage{fmt.Sprintf("--spares is 0 to %d", mostSpares), ""}
	case w.together < 1 || w.together > mostTogether:
		return &errUsage{fmt.Sprintf("--together is 1 to %d", mostTogether), ""}
	}
	return nil
}

// read reads the list of candidates.
func (w *crowd) read(c *command) error {
	info, err := os.Stat(w.file)
	if err != nil {
		return notFound(w.file, err)
	}
	if info.Size() > roll.MaxBytes {
		return &errHint{fmt.Errorf("%s is larger than %d MB", w.file, roll.MaxBytes>>20), "a list of candidates has one row for each"}
	}
	data, err := os.ReadFile(w.file)
	if err != nil {
		return notFound(w.file, err)
	}
	list, problems := roll.Read(friendly(w.file), data)
	c.list(problems)
	if problems.Errors() > 0 || list == nil {
		return badRoll(problems)
	}
	if len(list.Candidates) == 0 {
		return &errHint{fmt.Errorf("%s has no candidate", w.file), "a list has a row with headings (roll number, name) and a row for each candidate"}
	}
	sum := sha256.Sum256(data)
	w.candidates, w.extra = list.Candidates, list.Extra
	w.about = &assemble.RecordCandidates{
		File: filepath.Base(w.file), SHA256: hex.EncodeToString(sum[:]),
		Count: len(list.Candidates), Spares: w.spares, Together: w.together,
	}
	return nil
}

func badRoll(problems schema.Problems) error {
	return &errHint{fmt.Errorf("the list of candidates has %s; nothing was written", tally(problems)), "mend what is listed above"}
}

// seated reports whether the list says who gets which set.
func (w *crowd) seated() bool {
	return slices.ContainsFunc(w.candidates, func(c roll.Candidate) bool { return c.Set != "" })
}

// copies decides who gets what: where the list names sets, these, otherwise
// orders of their own, form by form in turn.
func (w *crowd) copies(c *command, j *job, fonts *typeset.Fonts) ([]assemble.RecordCopy, error) {
	bp, sets := j.blueprint, j.sets
	seated := w.seated()
	var problems schema.Problems
	var copies []assemble.RecordCopy
	for i := range w.candidates {
		candidate := &w.candidates[i]
		r := assemble.RecordCopy{Number: i + 1, Roll: candidate.Roll, Name: candidate.Name, Form: i%len(sets) + 1}
		fail := func(format string, args ...any) {
			problems = append(problems, schema.Problem{Pos: candidate.Pos, Path: candidate.Cell, Message: candidate.Roll + ": " + fmt.Sprintf(format, args...)})
		}
		if seated {
			set := setNamed(sets, candidate.Set)
			if set == nil {
				fail("there is no set %q: this paper has %s", candidate.Set, strings.Join(letters(sets), ", "))
				continue
			}
			r.Form, r.Set = set.Form, set.Letter
		}
		for _, text := range []string{candidate.Roll, candidate.Name} {
			if missing, found := fonts.Missing(text, typeset.Style{Size: typeset.Point}); found {
				fail("no font has the letter %c (U+%04X) of %q: spell it in another script", missing, missing, text)
			}
		}
		if err := differs(j.bank, bp, candidate, &r); err != nil {
			fail("%s", err)
		}
		copies = append(copies, r)
	}
	if len(problems) > 0 {
		c.list(problems)
		return nil, badRoll(problems)
	}
	for i := range w.spares {
		r := assemble.RecordCopy{Number: len(copies) + 1, Form: i%len(sets) + 1}
		if seated {
			all := slices.Concat(sets...)
			r.Form, r.Set = all[i%len(all)].Form, all[i%len(all)].Letter
		}
		copies = append(copies, r)
	}
	id := sha256.Sum256(fmt.Appendf(nil, "%s %d %s %q %q", bp.Hash, j.seed, w.about.SHA256, bp.Title, bp.Date))
	for i := range copies {
		copies[i].Code = fmt.Sprintf("%s/%d", hex.EncodeToString(id[:4]), copies[i].Number)
	}
	return copies, nil
}

func setNamed(sets [][]assemble.Set, letter string) *assemble.Set {
	for i := range sets {
		for j := range sets[i] {
			if strings.EqualFold(sets[i][j].Letter, letter) {
				return &sets[i][j]
			}
		}
	}
	return nil
}

func letters(sets [][]assemble.Set) []string {
	var list []string
	for i := range sets {
		for j := range sets[i] {
			list = append(list, sets[i][j].Letter)
		}
	}
	return list
}

// differs notes what is printed otherwise for a candidate: in a style of its
// own, in one language, with more time.
func differs(b *openBank, bp *bank.Blueprint, candidate *roll.Candidate, r *assemble.RecordCopy) error {
	style := bp.Style
	if candidate.Style != "" {
		other, err := restyled(b, bp, candidate.Style)
		if err != nil {
			return err
		}
		style, r.Style = other.Style, candidate.Style
	}
	if candidate.Language != "" {
		if style == nil || !slices.Contains(style.Languages, strings.ToLower(candidate.Language)) {
			return fmt.Errorf("language %s is not one of the style's languages", candidate.Language)
		}
		r.Language = strings.ToLower(candidate.Language)
	}
	if candidate.ExtraTime != "" {
		if bp.Minutes == 0 {
			return errors.New("extra time needs minutes in the blueprint")
		}
		more, err := extraTime(candidate.ExtraTime, bp.Minutes)
		if err != nil {
			return err
		}
		r.Minutes = (bp.Minutes + more).String()
	}
	return nil
}

// extraTime reads what a list says of extra time: minutes, or a share of the
// time of all, which is rounded up to whole minutes.
func extraTime(text string, all bank.Minutes) (bank.Minutes, error) {
	number := strings.TrimSpace(strings.TrimPrefix(strings.ToLower(strings.TrimSpace(text)), "+"))
	share := strings.HasSuffix(number, "%")
	for _, unit := range []string{"%", "minutes", "minute", "mins", "min", "m", "'"} {
		if rest, found := strings.CutSuffix(number, unit); found {
			number = strings.TrimSpace(rest)
			break
		}
	}
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || !(n >= 0 && n <= 600) {
		return 0, fmt.Errorf("extra time %q is not understood: write minutes such as 20, or a share such as 25%%", text)
	}
	if !share {
		return bank.Minutes(n*float64(bank.Minute) + 0.5), nil
	}
	minutes := n * float64(all/bank.Minute) / 100
	whole := int(minutes)
	if float64(whole) < minutes {
		whole++
	}
	return bank.Minutes(whole) * bank.Minute, nil
}
