package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/page"
	"github.com/papersetter/papersetter/export/pdf"
	"github.com/papersetter/papersetter/export/typeset"
	"github.com/papersetter/papersetter/export/xlsx"
)

// A bundle is copies that are printed together: as one file, or as a file each
// with the same fonts.
type bundle struct {
	joined bool
	copies []int // indices
}

// sharing is how many files of one copy have the same fonts, which takes half
// the time of fonts of their own.
const sharing = 50

// bundles shares copies out. Which copies are printed together depends on
// nothing but their number, so that every shard knows it. A copy in a style of
// its own, which may have other pages, is a file by itself.
func (j *job) bundles() []bundle {
	var joined, alone []bundle
	n, size := len(j.copies), j.candidates.Together
	if size == 1 {
		for from := 0; from < n; from += sharing {
			b := bundle{}
			for i := from; i < min(from+sharing, n); i++ {
				b.copies = append(b.copies, i)
			}
			alone = append(alone, b)
		}
		return alone
	}
	for from := 0; from < n; from += size {
		b := bundle{joined: true}
		for i := from; i < min(from+size, n); i++ {
			if j.copies[i].Style == "" {
				b.copies = append(b.copies, i)
			} else {
				alone = append(alone, bundle{copies: []int{i}})
			}
		}
		if len(b.copies) > 0 {
			joined = append(joined, b)
		}
	}
	return append(joined, alone...)
}

// span names the file of a joined bundle by the numbers of its copies.
func (j *job) span(b *bundle) string {
	return j.padded(b.copies[0]) + "-" + j.padded(b.copies[len(b.copies)-1])
}

// padded is the number of a copy with zeros before it, so that files sort.
func (j *job) padded(i int) string {
	return fmt.Sprintf("%0*d", max(4, len(strconv.Itoa(len(j.copies)))), j.copies[i].Number)
}

// fileSafe keeps of a roll number what every system takes in a file's name.
func fileSafe(roll string) string {
	const most = 60
	safe := strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9', r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z', r == '-', r == '_':
			return r
		}
		return '_'
	}, roll)
	return safe[:min(len(safe), most)]
}

// folders are where the files of copies stand, and what their names begin with.
var folders = map[string]string{"paper": "copies", "sheet": "sheets"}

// printCopies prints what every candidate gets, one bundle beside the other.
func (c *command) printCopies(ctx context.Context, j *job, name string, resources *page.Resources, write func(string, []byte) error) ([]string, error) {
	kind := page.Kind(slices.Index(page.Kinds, name))
	var mine []bundle
	for i, b := range j.bundles() {
		if j.shard.does(i) {
			mine = append(mine, b)
		}
	}
	blueprints, err := j.manners()
	if err != nil {
		return nil, err
	}
	var done atomic.Int64
	names := make([][]string, len(mine))
	err = each(ctx, len(mine), func(i int) error {
		files, err := j.printBundle(ctx, &mine[i], kind, blueprints, resources)
		if err != nil {
			return err
		}
		for _, f := range files {
			if err := write(f.name, f.data); err != nil {
				return err
			}
			names[i] = append(names[i], f.name)
		}
		c.progress("printing copies: %d of %d", done.Add(int64(len(mine[i].copies))), len(j.copies))
		return nil
	})
	return slices.Concat(names...), err
}

// printBundle prints a bundle. Its fonts and what its copies share depend on
// nothing outside of it.
func (j *job) printBundle(ctx context.Context, b *bundle, kind page.Kind, blueprints map[manner]*bank.Blueprint, resources *page.Resources) ([]output, error) {
	docs := make([]*typeset.Document, len(b.copies))
	for k, i := range b.copies {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var err error
		if docs[k], err = page.Compose(j.copyOf(i, blueprints), page.Options{Kind: kind}, resources); err != nil {
			return nil, fmt.Errorf("%s: %w", &j.copies[i], err)
		}
	}
	folder := folders[kind.String()]
	names := []string{folder + "-" + j.span(b) + ".pdf"}
	if b.joined {
		docs = []*typeset.Document{typeset.Join(j.blueprint.Title+", "+j.span(b), docs, true)}
	} else {
		names = nil
		for _, i := range b.copies {
			name := folder + "/" + j.padded(i)
			if roll := fileSafe(j.copies[i].Roll); roll != "" {
				name += "-" + roll
			}
			names = append(names, name+".pdf")
		}
	}
	fonts, err := pdf.NewFonts(docs...)
	if err != nil {
		return nil, err
	}
	files := make([]output, len(docs))
	for k := range docs {
		var file bytes.Buffer
		if err := pdf.Write(&file, docs[k], fonts, time.Time{}); err != nil {
			return nil, err
		}
		files[k] = output{names[k], file.Bytes()}
	}
	return files, nil
}

// setOf is the set of the i-th copy.
func (j *job) setOf(i int) *assemble.Set {
	if j.own != nil {
		return &j.own[i]
	}
	return setNamed(j.sets, j.copies[i].Set)
}

// A manner is what is printed otherwise than for all.
type manner struct{ style, language, minutes string }

// manners returns the blueprints of all copies. Copies that look alike have the
// same style in memory, so that texts are laid out once for all of them.
func (j *job) manners() (map[manner]*bank.Blueprint, error) {
	blueprints := map[manner]*bank.Blueprint{}
	for i := range j.copies {
		r := &j.copies[i]
		m := manner{r.Style, r.Language, r.Minutes}
		if blueprints[m] != nil {
			continue
		}
		bp, err := j.blueprintOf(m)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r, err)
		}
		if alike := blueprints[manner{r.Style, r.Language, ""}]; alike != nil {
			bp.Style = alike.Style
		}
		blueprints[m] = bp
	}
	return blueprints, nil
}

// copyOf lays out the i-th copy.
func (j *job) copyOf(i int, blueprints map[manner]*bank.Blueprint) *export.Paper {
	r := &j.copies[i]
	p := export.Layout(j.bank.Bank, blueprints[manner{r.Style, r.Language, r.Minutes}], j.setOf(i))
	if r.Own() {
		p.Set = ""
	}
	p.Copy, p.Code, p.Others = r.Number, r.Code, nil
	if r.Roll != "" {
		p.Candidate = &export.Candidate{Name: r.Name, Roll: r.Roll}
	}
	return p
}

// The boxes for the roll number: so many in styles that have no room for it, and
// at most so many where numbers are longer than the style expects.
const (
	rollBoxes     = 10
	mostRollBoxes = 16
)

// blueprintOf is the blueprint with what is printed otherwise on a copy. Every
// copy says whose it is, whatever the style.
func (j *job) blueprintOf(m manner) (*bank.Blueprint, error) {
	bp := *j.blueprint
	if m.style != "" {
		other, err := restyled(j.bank, &bp, m.style)
		if err != nil {
			return nil, err
		}
		bp = *other
	}
	if bp.Style == nil {
		bp.Style = bank.ReadyStyle(bank.ReadyStyles[0])
	}
	style := *bp.Style
	style.Name = true
	if style.Roll == 0 {
		style.Roll = rollBoxes
	}
	for i := range j.copies {
		if n := utf8.RuneCountInString(j.copies[i].Roll); n <= mostRollBoxes {
			style.Roll = max(style.Roll, n)
		}
	}
	if m.language != "" {
		style.Languages = []string{m.language}
	}
	bp.Style = &style
	if m.minutes != "" {
		minutes, err := strconv.ParseFloat(m.minutes, 64)
		if err != nil || !(minutes > 0 && minutes < 100_000) {
			return nil, fmt.Errorf("%q minutes", m.minutes)
		}
		bp.Minutes = bank.Minutes(minutes * float64(bank.Minute))
	}
	return &bp, nil
}

// keys lists the keys of all copies.
func (j *job) keys() []xlsx.Copy {
	list := make([]xlsx.Copy, len(j.copies))
	for i := range j.copies {
		r := &j.copies[i]
		list[i] = xlsx.Copy{Number: r.Number, Roll: r.Roll, Name: r.Name, Form: r.Form, Set: r.Set}
		set := j.setOf(i)
		for s := range set.Sections {
			for k := range set.Sections[s].Questions {
				list[i].Keys = append(list[i].Keys, set.Sections[s].Questions[k].Key())
			}
		}
	}
	return list
}

// keyTable spells the keys of copies as CSV, one row for each.
func keyTable(copies []xlsx.Copy) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	most := 0
	for i := range copies {
		most = max(most, len(copies[i].Keys))
	}
	head := []string{"Copy", "Roll number", "Name", "Form", "Set"}
	for n := range most {
		head = append(head, strconv.Itoa(n+1))
	}
	_ = w.Write(head) // to memory
	for i := range copies {
		c := &copies[i]
		row := []string{strconv.Itoa(c.Number), guarded(c.Roll), guarded(c.Name), strconv.Itoa(c.Form), c.Set}
		for _, key := range c.Keys {
			row = append(row, guarded(key))
		}
		_ = w.Write(row)
	}
	w.Flush()
	return b.Bytes()
}

// guarded keeps a spreadsheet from taking text for a formula. A number stays one.
func guarded(text string) string {
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		return text
	}
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}
