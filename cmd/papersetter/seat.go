package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/assemble"
	"github.com/papersetter/papersetter/assemble/seating"
	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/roll"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/page"
	"github.com/papersetter/papersetter/export/typeset"
	"github.com/papersetter/papersetter/export/xlsx"
	"github.com/papersetter/papersetter/schema"
)

func (c *command) seat(_ context.Context, args []string) error {
	flags := flag.NewFlagSet("seat", flag.ContinueOnError)
	paper := flags.String("paper", "", "`DIR` that papersetter make wrote")
	file := flags.String("candidates", "", "`FILE` with the candidates (CSV or XLSX); those of the paper's copies if not given")
	dir := flags.String("o", "", "`DIR` for the files; that of the paper if not given")
	seed := flags.Uint64("seed", 0, "`N`, from which all choices follow")
	var o seating.Options
	flags.BoolVar(&o.Spread, "spread", false, "leave empty seats between candidates, not at the end")
	flags.BoolVar(&o.Rows, "by-rows", false, "candidates sit along rows, not columns")
	flags.BoolVar(&o.Mixed, "mixed", false, "candidates sit in random order")
	args, err := parseFlags(flags, args)
	if err != nil {
		return err
	}
	if len(args) == 0 || *paper == "" {
		return &errUsage{"seat takes rooms and a paper", "papersetter seat ROOM.csv --paper DIR --candidates roll.csv"}
	}
	record, err := readRecord(*paper)
	if err != nil {
		return err
	}
	rooms, err := c.readRooms(args)
	if err != nil {
		return err
	}
	p, err := newPlacing(c, record, *file)
	if err != nil {
		return err
	}
	p.rooms, p.options = rooms, o
	p.options.Keep = p.copies.Own // names are printed on them
	if err := p.seat(c, *seed); err != nil {
		return err
	}
	if *dir == "" {
		*dir = folderOf(*paper)
	}
	files, err := p.print(c)
	if err != nil {
		return err
	}
	if err := writeAll(*dir, files); err != nil {
		return err
	}
	for _, s := range p.sentences() {
		fmt.Fprintln(c.stdout, s)
	}
	var names []string
	for _, f := range files {
		names = append(names, f.name)
	}
	fmt.Fprintf(c.stdout, "%s: %s\n", friendly(*dir), strings.Join(names, " "))
	return nil
}

// readRooms reads the rooms of several files.
func (c *command) readRooms(files []string) ([]seating.Room, error) {
	var rooms []seating.Room
	var problems schema.Problems
	for _, file := range files {
		info, err := os.Stat(file)
		if err == nil && info.IsDir() {
			return nil, &errHint{fmt.Errorf("%s is a folder, not a room", file), "a room is a CSV file with its seats as rows and columns"}
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, notFound(file, err)
		}
		list, more := seating.ReadRooms(friendly(file), data)
		rooms, problems = append(rooms, list...), append(problems, more...)
	}
	c.list(problems)
	if problems.Errors() > 0 {
		return nil, &errHint{fmt.Errorf("the rooms have %s; nothing was written", tally(problems)), "mend what is listed above"}
	}
	return rooms, nil
}

// A placing is candidates, rooms and papers, and at the end who sits where.
type placing struct {
	record     *assemble.Record
	candidates []roll.Candidate
	labels     []string // of each set, or of each candidate's own copy
	copies     seating.Copies
	rooms      []seating.Room
	options    seating.Options
	plan       *seating.Plan
}

// newPlacing finds out who is to be seated and what there is to be given out.
func newPlacing(c *command, record *assemble.Record, file string) (*placing, error) {
	p := &placing{record: record}
	printings, err := record.Printings()
	if err != nil {
		return nil, fmt.Errorf("the record: %w", err)
	}
	if file != "" {
		w := crowd{file: file}
		if err := w.read(c); err != nil {
			return nil, err
		}
		p.candidates = w.candidates
	} else {
		for i := range record.Copies {
			if r := &record.Copies[i]; r.Roll != "" {
				p.candidates = append(p.candidates, roll.Candidate{Roll: r.Roll, Name: r.Name, Set: r.Set})
			}
		}
	}
	if len(p.candidates) == 0 {
		return nil, &errHint{errors.New("nobody is to be seated: this paper has no copies for candidates"), "name the list with --candidates roll.csv"}
	}
	if len(printings) > 0 && printings[0].Copy != nil {
		return p, p.own(c, printings)
	}
	letters := keyLetters(printings)
	for i := range printings {
		p.labels = append(p.labels, printings[i].Set.Letter)
		p.copies.Letters = append(p.copies.Letters, letters[i])
	}
	return p, nil
}

// own gives every candidate the copy that has the name on it.
func (p *placing) own(c *command, printings []assemble.Printing) error {
	byRoll := map[string]int{}
	for i := range printings {
		byRoll[strings.ToLower(printings[i].Copy.Roll)] = i
	}
	letters := keyLetters(printings)
	p.copies.Own = true
	var problems schema.Problems
	for i := range p.candidates {
		who := &p.candidates[i]
		at, ok := byRoll[strings.ToLower(who.Roll)]
		if !ok {
			problems = append(problems, schema.Problem{Pos: who.Pos, Path: who.Cell, Message: who.Roll + ": no copy was printed for this candidate"})
			continue
		}
		p.labels = append(p.labels, strconv.Itoa(printings[at].Copy.Number))
		p.copies.Letters = append(p.copies.Letters, letters[at])
	}
	if len(problems) > 0 {
		c.list(problems)
		return badRoll(problems)
	}
	return nil
}

var choiceKey = regexp.MustCompile(`^[A-Z](, [A-Z])*$`)

// keyLetters returns for each printing what its key says at each place, 0 where
// there are no options to choose from: the places are the numbers and parts.
// Equal keys at one place have equal bytes.
func keyLetters(printings []assemble.Printing) [][]byte {
	type place struct{ number, part int }
	columns := map[place]int{}
	codes := map[string]byte{}
	add := func(letters []byte, at place, key string, options int) []byte {
		if !choiceKey.MatchString(key) || strings.Count(key, ",")+1 == options && options > 1 {
			return letters // not chosen, or an ordering
		}
		column, ok := columns[at]
		if !ok {
			column = len(columns)
			columns[at] = column
		}
		for len(letters) <= column {
			letters = append(letters, 0)
		}
		if _, ok := codes[key]; !ok && len(codes) < 255 {
			codes[key] = byte(len(codes) + 1)
		}
		letters[column] = codes[key]
		return letters
	}
	all := make([][]byte, len(printings))
	for i := range printings {
		for s := range printings[i].Set.Sections {
			for _, q := range printings[i].Set.Sections[s].Questions {
				all[i] = add(all[i], place{q.Number, 0}, q.Key, len(q.Options))
				for n, part := range q.Parts {
					all[i] = add(all[i], place{q.Number, 1 + n}, part.Key, len(part.Options))
				}
			}
		}
	}
	for i := range all {
		all[i] = append(all[i], make([]byte, len(columns)-len(all[i]))...)
	}
	return all
}

// seat makes the plan. Seats, rooms and sets that the list names are kept.
func (p *placing) seat(c *command, seed uint64) error {
	var problems schema.Problems
	for i := range p.candidates {
		who := &p.candidates[i]
		if who.Seat != "" || who.Room != "" {
			p.options.Given = append(p.options.Given, seating.Given{Candidate: i, Room: who.Room, Label: who.Seat})
		}
		if who.Set == "" || p.copies.Own {
			continue
		}
		at := slices.IndexFunc(p.labels, func(l string) bool { return strings.EqualFold(l, who.Set) })
		if at < 0 {
			problems = append(problems, schema.Problem{Pos: who.Pos, Path: who.Cell, Message: fmt.Sprintf("%s: there is no set %q: this paper has %s", who.Roll, who.Set, strings.Join(p.labels, ", "))})
			continue
		}
		p.options.Sets = append(p.options.Sets, seating.GivenSet{Candidate: i, Copy: at})
	}
	if len(problems) > 0 {
		c.list(problems)
		return badRoll(problems)
	}
	source := assemble.NewSource(seed, "seating")
	plan, err := seating.Seat(p.rooms, len(p.candidates), p.copies, p.options, source)
	var full *seating.Full
	if errors.As(err, &full) {
		return &errHint{err, "add a room, or seat the rest at another time"}
	}
	if err != nil {
		return &errHint{fmt.Errorf("%s; nothing was written", p.named(err)), "mend the list of candidates or the rooms"}
	}
	if err := seating.Verify(plan, p.rooms, len(p.candidates), p.copies, p.options); err != nil {
		panic("seat: internal error: " + err.Error())
	}
	p.plan = plan
	return nil
}

var candidateNumber = regexp.MustCompile(`candidates? ([0-9]+)(?: and ([0-9]+))?`)

// named words an error about candidates by their roll numbers and places.
func (p *placing) named(err error) string {
	text := err.Error()
	m := candidateNumber.FindStringSubmatchIndex(text)
	if m == nil {
		return text
	}
	of := func(from, to int) string {
		n, _ := strconv.Atoi(text[from:to])
		if n < 1 || n > len(p.candidates) {
			return text[from:to]
		}
		return p.candidates[n-1].Roll
	}
	who := "candidate " + of(m[2], m[3])
	if m[4] >= 0 {
		who = "candidates " + of(m[2], m[3]) + " and " + of(m[4], m[5])
	}
	text = text[:m[0]] + who + text[m[1]:]
	if n, err := strconv.Atoi(err.Error()[m[2]:m[3]]); err == nil && n >= 1 && n <= len(p.candidates) && p.candidates[n-1].Pos.File != "" {
		text = p.candidates[n-1].Pos.String() + ": " + text
	}
	return text
}

// sentences say what was reached, and what nobody can beat.
func (p *placing) sentences() []string {
	plan := p.plan
	thing := "set"
	if p.copies.Own {
		thing = "copy"
	}
	list := []string{fmt.Sprintf("%d candidates in %s, %s", len(p.candidates), counted(len(p.rooms), "room"), counted(plan.Pairs, "pair")+" of neighbours")}
	if plan.Pairs == 0 {
		return list
	}
	if plan.Equal == 0 {
		list = append(list, "no neighbours have the same "+thing)
	} else {
		list = append(list, plan.Note())
	}
	if w := plan.Different; w.A >= 0 && w.Of > 0 {
		s := fmt.Sprintf("the neighbours most alike with different papers, %s and %s, share %d of %d letters", p.place(w.A), p.place(w.B), w.Letters, w.Of)
		switch {
		case plan.Least.Letters == w.Letters:
			s += ", which no plan can beat"
		case plan.Least.Letters > 0:
			s += fmt.Sprintf("; it is proved that no plan has less than %d", plan.Least.Letters)
		}
		list = append(list, s)
	}
	return list
}

// place names a seat.
func (p *placing) place(i int) string {
	s := &p.plan.Seats[i]
	if len(p.rooms) == 1 {
		return s.Label
	}
	return p.rooms[s.Room].Name + " " + s.Label
}

// print writes the chart, the attendance sheets, the workbook and the list.
func (p *placing) print(c *command) ([]output, error) {
	about := p.about()
	printer, err := c.newPrinter()
	if err != nil {
		return nil, err
	}
	defer printer.close()
	resources := page.NewResources(printer.fonts, printer.math, &bank.Bank{})
	rooms := p.pictures()
	note := strings.Join(p.sentences(), "; ") + "."
	var files []output
	for _, doc := range []struct {
		name    string
		compose func() (*typeset.Document, error)
	}{
		{"seating.pdf", func() (*typeset.Document, error) { return page.ComposeCharts(about, rooms, note, resources) }},
		{"attendance.pdf", func() (*typeset.Document, error) { return page.ComposeAttendance(about, rooms, resources) }},
	} {
		d, err := doc.compose()
		if err != nil {
			return nil, err
		}
		data, err := pdfOf(d)
		if err != nil {
			return nil, err
		}
		files = append(files, output{doc.name, data})
	}
	var book bytes.Buffer
	if err := xlsx.WriteSeating(&book, about, p.listed(), p.facts()); err != nil {
		return nil, err
	}
	return append(files, output{"seating.xlsx", book.Bytes()}, output{"seating.csv", p.table()}), nil
}

// about is the examination, for headings.
func (p *placing) about() *export.Paper {
	r := p.record
	style := bank.ReadyStyle(bank.ReadyStyles[0])
	return &export.Paper{
		Institution: r.Course.Institution, CourseCode: r.Course.Code, CourseTitle: r.Course.Title, Term: r.Course.Term,
		Title: r.Title, Date: r.Date, Style: style, Words: export.WordsOf(style),
	}
}

// pictures are the rooms with who sits where.
func (p *placing) pictures() []page.Room {
	rooms := make([]page.Room, len(p.rooms))
	for i := range rooms {
		rooms[i].Name = p.rooms[i].Name
	}
	for i := range p.plan.Seats {
		s := &p.plan.Seats[i]
		room := &rooms[s.Room]
		room.Rows, room.Columns = max(room.Rows, s.Row), max(room.Columns, s.Column)
		seat := page.Seat{Row: s.Row, Column: s.Column, Label: s.Label}
		if s.Candidate >= 0 {
			who := &p.candidates[s.Candidate]
			seat.Roll, seat.Name, seat.Set = who.Roll, who.Name, p.labels[s.Copy]
			if !p.copies.Own {
				seat.Mark = s.Copy
			}
		}
		room.Seats = append(room.Seats, seat)
	}
	return rooms
}

func (p *placing) listed() []xlsx.Seat {
	list := make([]xlsx.Seat, len(p.plan.Seats))
	for i := range p.plan.Seats {
		s := &p.plan.Seats[i]
		list[i] = xlsx.Seat{Room: p.rooms[s.Room].Name, Row: s.Row, Column: s.Column, Label: s.Label}
		if s.Candidate >= 0 {
			who := &p.candidates[s.Candidate]
			list[i].Roll, list[i].Name, list[i].Set = who.Roll, who.Name, p.labels[s.Copy]
		}
	}
	return list
}

// facts are the figures of the plan, and what is to be printed for each room.
func (p *placing) facts() [][2]any {
	facts := [][2]any{{"Candidates", len(p.candidates)}, {"Pairs of neighbours", p.plan.Pairs}, {"Pairs with the same paper", p.plan.Equal}}
	if w := p.plan.Different; w.A >= 0 {
		facts = append(facts, [2]any{"Most letters that neighbours with different papers share", fmt.Sprintf("%d of %d", w.Letters, w.Of)})
	}
	for shared, pairs := range p.plan.Histogram {
		if pairs > 0 {
			facts = append(facts, [2]any{fmt.Sprintf("Pairs that share %d letters", shared), pairs})
		}
	}
	if p.copies.Own {
		return facts
	}
	counts := make([][]int, len(p.rooms))
	for i := range counts {
		counts[i] = make([]int, len(p.labels))
	}
	for i := range p.plan.Seats {
		if s := &p.plan.Seats[i]; s.Candidate >= 0 {
			counts[s.Room][s.Copy]++
		}
	}
	for i := range counts {
		for k, n := range counts[i] {
			facts = append(facts, [2]any{fmt.Sprintf("Room %s: copies of set %s", p.rooms[i].Name, p.labels[k]), n})
		}
	}
	return facts
}

// table is the plan as a list of candidates that make and seat can read again.
func (p *placing) table() []byte {
	seats := make([]*seating.Taken, len(p.candidates))
	for i := range p.plan.Seats {
		if s := &p.plan.Seats[i]; s.Candidate >= 0 {
			seats[s.Candidate] = s
		}
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	last := "Set"
	if p.copies.Own {
		last = "Copy"
	}
	_ = w.Write([]string{"Roll number", "Name", "Room", "Seat", last, seatRow, seatColumn}) // to memory
	for i, s := range seats {
		who := &p.candidates[i]
		_ = w.Write([]string{guarded(who.Roll), guarded(who.Name), guarded(p.rooms[s.Room].Name), guarded(s.Label), p.labels[s.Copy], strconv.Itoa(s.Row), strconv.Itoa(s.Column)})
	}
	w.Flush()
	return b.Bytes()
}
