package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/mark"
)

// correctedFolder is where corrected answers stand, beside what was printed.
const correctedFolder = "corrected"

func (c *command) erratum(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("erratum", flag.ContinueOnError)
	key := flags.String("key", "", "`ANSWER` that is right: letters of options, True or False, a number, a word")
	accept := flags.String("accept", "", "`ANSWERS` that count, each by itself: B,C")
	void := flags.Bool("void", false, "all candidates get the marks of the question")
	reason := flags.String("reason", "", "`WHY`, in a sentence, for the notice")
	responses := flags.String("responses", "", "`FILE` with what candidates answered (CSV or XLSX: roll number, set, 1, 2, 3 …), for the list of who gains and loses")
	folder := flags.String("bank", "", "`DIR` of the bank; looked for if not given")
	args, err := parseFlags(flags, args)
	if err != nil {
		return err
	}
	if len(args) != 2 {
		return &errUsage{fmt.Sprintf("erratum takes a folder and a question, not %d arguments", len(args)), "papersetter erratum DIR QUESTION --key C, where QUESTION is a name, an id, or a set with a number such as B:7"}
	}
	verdict, answers, err := verdictOf(*key, *accept, *void)
	if err != nil {
		return err
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
	e, err := newErratum(record, args[1], verdict, answers)
	if err != nil {
		return err
	}
	e.Reason = strings.TrimSpace(*reason)
	if err := earlierErrata(dir, record); err != nil {
		return err
	}
	record.Errata = withErratum(record.Errata, *e)
	return c.correct(ctx, dir, b, record, *responses)
}

// verdictOf reads the three flags, of which one must be given.
func verdictOf(key, accept string, void bool) (verdict string, answers []string, err error) {
	given := 0
	if key != "" {
		given++
		verdict, answers = assemble.NewKey, []string{key}
	}
	if accept != "" {
		given++
		verdict, answers = assemble.Accept, strings.Split(accept, ",")
	}
	if void {
		given++
		verdict = assemble.Void
	}
	if given != 1 {
		return "", nil, &errUsage{"erratum needs one of --key, --accept and --void", "--key C for another key, --accept B,C where either counts, --void where all get the marks"}
	}
	for i := range answers {
		if answers[i] = strings.TrimSpace(answers[i]); answers[i] == "" {
			return "", nil, &errUsage{"an answer is empty", "--accept B,C"}
		}
	}
	return verdict, answers, nil
}

// questionPlace is "B:7", "17:3(b)", "name(a)".
var questionPlace = regexp.MustCompile(`^(?:([0-9A-Za-z]+):([0-9]+)|(.+?))(?:\(([a-z])\))?$`)

// newErratum finds the question that is meant, and turns letters as they were
// printed into those of the bank. A question given by its name has the letters
// of the bank.
func newErratum(r *assemble.Record, which, verdict string, answers []string) (*assemble.RecordErratum, error) {
	printings, err := r.Printings()
	if err != nil {
		return nil, fmt.Errorf("the record: %w", err)
	}
	m := questionPlace.FindStringSubmatch(which)
	if m == nil {
		return nil, &errUsage{fmt.Sprintf("%q names no question", which), "name it, give its id, or a set with a number such as B:7"}
	}
	e := &assemble.RecordErratum{Part: m[4], Verdict: verdict, Answers: answers}
	var printed *assemble.RecordSetQuestion
	if m[1] != "" {
		if printed, err = questionAt(printings, m[1], m[2]); err != nil {
			return nil, err
		}
		e.ID = printed.ID
	} else {
		var names []string
		for _, q := range r.Questions {
			if q.ID == strings.ToLower(m[3]) || q.Name != "" && q.Name == m[3] {
				e.ID = q.ID
			}
			names = append(names, nameOf(&q))
		}
		if e.ID == "" {
			return nil, &errHint{fmt.Errorf("no question %s was printed", m[3]), "this paper has " + strings.Join(names, ", ")}
		}
	}
	inBank := printed == nil
	if inBank {
		for i := range printings {
			if printed = find(&printings[i].Set, func(q *assemble.RecordSetQuestion) bool { return q.ID == e.ID }); printed != nil {
				break
			}
		}
	}
	if printed == nil {
		return nil, fmt.Errorf("question %s stands in no set of the record", e.ID)
	}
	options, before := printed.Options, printed.Key
	for i := range printed.Parts {
		if printed.Parts[i].Label == e.Part {
			options, before = printed.Parts[i].Options, printed.Parts[i].Key
		}
	}
	if e.Before = inBankLetters(before, options); e.Before == "" {
		e.Before = before
	}
	if len(options) > 0 && verdict != assemble.Void {
		for i, a := range answers {
			letter := strings.ToUpper(a)
			if !inBank {
				letter = inBankLetters(letter, options)
			}
			if letter == "" {
				return nil, &errUsage{fmt.Sprintf("there is no option %s", a), fmt.Sprintf("its options are A to %s", assemble.Letter(len(options)-1))}
			}
			e.Answers[i] = letter
		}
		if verdict == assemble.NewKey { // "A,C" of a choice of several
			e.Answers = strings.FieldsFunc(strings.Join(e.Answers, ","), func(r rune) bool { return r == ',' || r == ' ' })
		}
	}
	return e, nil
}

// inBankLetters turns letters as printed, such as "B" or "A, C", into those of
// the bank; "" if they are none.
func inBankLetters(text string, options []int) string {
	var list []string
	for _, l := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' }) {
		if len(l) != 1 || int(l[0]) < 'A' || int(l[0])-'A' >= len(options) {
			return ""
		}
		list = append(list, assemble.Letter(options[l[0]-'A']))
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

// questionAt finds the question at a number of a set or copy.
func questionAt(printings []assemble.Printing, set, number string) (*assemble.RecordSetQuestion, error) {
	n, _ := strconv.Atoi(number)
	for i := range printings {
		p := &printings[i]
		if p.Copy == nil && strings.EqualFold(p.Set.Letter, set) || p.Copy != nil && strconv.Itoa(p.Copy.Number) == set {
			if q := find(&p.Set, func(q *assemble.RecordSetQuestion) bool { return q.Number == n }); q != nil {
				return q, nil
			}
			return nil, &errHint{fmt.Errorf("%s has no question %s", p.Label, number), "look at the number on the paper"}
		}
	}
	return nil, &errHint{fmt.Errorf("there is no set or copy %s", set), "this paper has " + listed(labels(printings))}
}

func labels(printings []assemble.Printing) []string {
	var list []string
	for i := range printings {
		list = append(list, printings[i].Label)
	}
	return list
}

func find(set *assemble.RecordSet, is func(*assemble.RecordSetQuestion) bool) *assemble.RecordSetQuestion {
	for i := range set.Sections {
		for k := range set.Sections[i].Questions {
			if q := &set.Sections[i].Questions[k]; is(q) {
				return q
			}
		}
	}
	return nil
}

// earlierErrata takes over what was corrected before.
func earlierErrata(dir string, record *assemble.Record) error {
	name := filepath.Join(folderOf(dir), correctedFolder, "paper.json")
	if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	earlier, err := readRecord(name)
	if err != nil {
		return err
	}
	if earlier.Blueprint != record.Blueprint || earlier.Seed != record.Seed {
		return &errHint{fmt.Errorf("%s is of another paper", friendly(name)), "move that folder away"}
	}
	record.Errata = earlier.Errata
	return nil
}

// withErratum adds an erratum, in place of one about the same.
func withErratum(errata []assemble.RecordErratum, e assemble.RecordErratum) []assemble.RecordErratum {
	errata = slices.DeleteFunc(slices.Clone(errata), func(o assemble.RecordErratum) bool { return o.ID == e.ID && o.Part == e.Part })
	return append(errata, e)
}

// correct writes everything that follows from the errata of a record.
func (c *command) correct(ctx context.Context, dir string, b *openBank, record *assemble.Record, responses string) error {
	j, err := rebuiltJob(b, record)
	if err != nil {
		return &errHint{err, "the bank must have the questions as they were printed: papersetter verify says what differs"}
	}
	before := j.printed()
	was, err := j.exam(record)
	if err != nil {
		return err
	}
	if err := j.correct(record.Errata); err != nil {
		return err
	}
	now := j.printed()
	is, err := j.exam(record)
	if err != nil {
		return err
	}
	j.documents = slices.DeleteFunc(slices.Clone(record.Documents), func(name string) bool { return name == "html" || slices.Contains(perCandidate, name) })
	if !slices.Contains(j.documents, "answers") {
		j.documents = append([]string{"answers"}, j.documents...)
	}
	printer, err := c.newPrinter()
	if err != nil {
		return err
	}
	defer printer.close()
	dir = folderOf(dir)
	stage, err := newStage(filepath.Join(dir, correctedFolder))
	if err != nil {
		return err
	}
	defer stage.discard()
	names, err := c.print(ctx, j, printer, stage.write)
	if err != nil {
		return err
	}
	n := &notice{job: j, before: before, now: now, exams: [2]*mark.Exam{was, is}, seats: seatsOf(record)}
	if responses != "" {
		if err := n.read(c, responses); err != nil {
			return err
		}
	}
	files, err := n.print(printer.resources(b.Bank))
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := stage.write(f.name, f.data); err != nil {
			return err
		}
		names = append(names, f.name)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := stage.commit(); err != nil {
		return err
	}
	c.progress("")
	n.say(c)
	fmt.Fprintf(c.stdout, "%s: %s\n", friendly(filepath.Join(dir, correctedFolder)), strings.Join(abridged(names), " "))
	return nil
}

// correct applies errata to all that the job prints.
func (j *job) correct(errata []assemble.RecordErratum) error {
	if len(errata) == 0 {
		return nil
	}
	rebuilt := &assemble.Rebuilt{Blueprint: j.blueprint, Forms: j.forms, Sets: j.sets, Copies: j.own}
	j.errata = errata
	return rebuilt.Correct(errata)
}

// A sitting is a set or copy that candidates answered.
type sitting struct {
	label string
	set   assemble.Set // its questions as they were then
}

// printed lists the sets or own copies as they are now; later corrections do
// not change them.
func (j *job) printed() []sitting {
	var list []sitting
	add := func(label string, set *assemble.Set) {
		s := *set
		s.Sections = slices.Clone(s.Sections)
		for i := range s.Sections {
			s.Sections[i].Questions = slices.Clone(s.Sections[i].Questions)
		}
		list = append(list, sitting{label, s})
	}
	if j.own != nil {
		for i := range j.own {
			add(strconv.Itoa(j.copies[i].Number), &j.own[i])
		}
		return list
	}
	for i := range j.sets {
		for k := range j.sets[i] {
			add(j.sets[i][k].Letter, &j.sets[i][k])
		}
	}
	return list
}

// say tells on the terminal what has changed, in the words of the options.
func (n *notice) say(c *command) {
	for i := range n.job.errata {
		e := &n.job.errata[i]
		q := n.question(e.ID)
		at, err := e.Task(q)
		if err != nil {
			continue
		}
		t := &q.Tasks[at]
		name := q.String()
		if e.Part != "" {
			name += "(" + e.Part + ")"
		}
		fmt.Fprintf(c.stdout, "%s: the key was %s, now %s\n", name, spoken(t.Correction.Before, nil), spoken(t.Response, t.Correction))
	}
	if n.rows != nil {
		fmt.Fprintf(c.stdout, "%d candidates gain, %d lose, %d keep their marks\n", n.gain, n.lose, n.same)
	}
}

// spoken names what counts by its words.
func spoken(r bank.Response, c *bank.Correction) string {
	switch {
	case c != nil && c.Void:
		return "void: all get the marks"
	case c != nil && c.Accept != nil:
		return strings.Join(c.Accept, " or ")
	}
	choice, ok := r.(*bank.Choice)
	if !ok {
		var order []int
		switch r := r.(type) {
		case *bank.Pairs:
			order = make([]int, len(r.Right))
		case *bank.Order:
			order = make([]int, len(r.Items))
		}
		for i := range order {
			order[i] = i
		}
		if key := assemble.Key(r, order); key != "" {
			return key
		}
		return "marked by hand"
	}
	var texts []string
	for _, o := range choice.Options {
		if o.Key {
			texts = append(texts, "“"+o.Text.Doc.Plain()+"”")
		}
	}
	if c != nil && c.Any {
		return strings.Join(texts, " or ")
	}
	return strings.Join(texts, " and ")
}
