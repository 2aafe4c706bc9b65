package bank

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/bank/markup"
	"github.com/papersetter/papersetter/schema"
)

// A decoder turns the nodes of one file into the nouns of the bank. It is
// given only what the JSON Schema has accepted and therefore trusts its shape.
type decoder struct {
	file     string
	problems schema.Problems
}

func (d *decoder) pos(n *schema.Node) schema.Pos {
	if n == nil {
		return schema.Pos{File: d.file}
	}
	return schema.Pos{File: d.file, Line: n.Line, Column: n.Column}
}

func (d *decoder) problem(pos schema.Pos, path, format string, args ...any) {
	d.problems = append(d.problems, schema.Problem{Pos: pos, Path: path, Message: fmt.Sprintf(format, args...)})
}

func (d *decoder) text(n *schema.Node, path string) Text {
	if n == nil || n.Kind != schema.Map {
		return d.oneText(n, path)
	}
	var first Text
	for _, m := range n.Members {
		t := d.oneText(m.Value, path+"."+m.Key)
		if t.Language = m.Key; t.Empty() {
			d.problem(schema.Pos{File: d.file, Line: m.Line, Column: m.Column}, path, "the text is empty in %s", m.Key)
			continue
		}
		if first.Empty() {
			first = t
		} else {
			first.Also = append(first.Also, t)
		}
	}
	return first
}

func (d *decoder) oneText(n *schema.Node, path string) Text {
	if n == nil || n.Kind == schema.Null || strings.TrimSpace(n.Text) == "" {
		return Text{}
	}
	doc, problems := markup.Parse(n.Text)
	t := Text{Source: n.Text, Doc: doc, file: d.file, node: n}
	for _, p := range problems {
		d.problem(t.Pos(p.Offset), path, "%s", p.Message)
	}
	return t
}

func (d *decoder) texts(n *schema.Node, path string) []Text {
	var texts []Text
	for i, item := range items(n) {
		texts = append(texts, d.text(item, fmt.Sprintf("%s[%d]", path, i)))
	}
	return texts
}

// str returns the text of a scalar, "" if it is absent.
func str(n *schema.Node) string {
	if n == nil || n.Kind == schema.Null {
		return ""
	}
	return n.Text
}

// integer returns a whole number, fallback if it is absent.
func integer(n *schema.Node, fallback int) int {
	if n == nil || n.Kind == schema.Null {
		return fallback
	}
	f, err := strconv.ParseFloat(n.Text, 64)
	if err != nil {
		return fallback
	}
	return int(f)
}

// scaled returns a number in units of 1/per: marks with per 4, minutes with 2.
// The schema has made sure that nothing is left over.
func scaled(n *schema.Node, per int) int {
	if n == nil {
		return 0
	}
	f, _ := strconv.ParseFloat(n.Text, 64)
	return int(f * float64(per))
}

func boolean(n *schema.Node, fallback bool) bool {
	if n == nil || n.Kind != schema.Bool {
		return fallback
	}
	return strings.EqualFold(n.Text, "true")
}

// items returns the entries of a list; a scalar counts as a list of one.
func items(n *schema.Node) []*schema.Node {
	if n == nil || n.Kind == schema.Null {
		return nil
	}
	if n.Kind == schema.List {
		return n.Items
	}
	return []*schema.Node{n}
}

func words(n *schema.Node) []string {
	var list []string
	for _, item := range items(n) {
		list = append(list, item.Text)
	}
	return list
}

func sortedMembers(n *schema.Node) []schema.Member {
	members := slices.Clone(n.Members)
	slices.SortFunc(members, func(a, b schema.Member) int { return cmp.Compare(a.Key, b.Key) })
	return members
}

// bloomLevel returns the name of a level of Bloom's taxonomy, which may also
// be written K1–K6 or L1–L6.
func bloomLevel(s string) string {
	if len(s) == 2 && strings.ContainsRune("KkLl", rune(s[0])) && s[1] >= '1' && s[1] <= '6' {
		return BloomLevels[s[1]-'1']
	}
	return strings.ToLower(s)
}

func (d *decoder) course(n *schema.Node) *Course {
	c := &Course{
		Code:        str(n.Get("code")),
		Title:       str(n.Get("title")),
		Institution: str(n.Get("institution")),
		Term:        str(n.Get("term")),
		Pos:         d.pos(n),
	}
	for _, o := range items(n.Get("outcomes")) {
		outcome := Outcome{ID: str(o.Get("id")), Text: str(o.Get("text"))}
		if po := o.Get("po"); po != nil {
			for _, m := range po.Members {
				outcome.PO = append(outcome.PO, Contribution{PO: m.Key, Level: integer(m.Value, 0)})
			}
		}
		c.Outcomes = append(c.Outcomes, outcome)
	}
	for _, l := range items(n.Get("lectures")) {
		c.Lectures = append(c.Lectures, Lecture{
			Number: integer(l.Get("number"), 0),
			Title:  str(l.Get("title")),
			Hours:  str(l.Get("hours")),
			Date:   str(l.Get("date")),
			Slides: integer(l.Get("slides"), 0),
			Topics: words(l.Get("topics")),
		})
	}
	c.Macros = d.macros(n.Get("macros"))
	if audit := n.Get("audit"); audit != nil {
		c.Audit = Audit{
			Rules:  d.rules(audit.Get("rules"), "course.audit.rules"),
			Slides: integer(audit.Get("slides"), 0),
			Terms:  integer(audit.Get("terms"), 0),
			Repeat: integer(audit.Get("repeat"), 0),
			Fail:   words(audit.Get("fail")),
		}
	}
	for _, t := range items(n.Get("topics")) {
		c.Topics = append(c.Topics, Topic{ID: str(t.Get("id")), Title: str(t.Get("title"))})
	}
	return c
}

// entry decodes an entry of a questions document: one question, or a stimulus
// with its questions.
func (d *decoder) entry(n *schema.Node, path string) []*Question {
	if n.Get("stimulus") == nil {
		return []*Question{d.question(n, path)}
	}
	s := &Stimulus{
		ID:   strings.ToLower(str(n.Get("id"))),
		Name: str(n.Get("name")),
		Text: d.text(n.Get("stimulus"), path+".stimulus"),
		Pos:  d.pos(n),
	}
	for i, item := range items(n.Get("questions")) {
		q := d.question(item, fmt.Sprintf("%s.questions[%d]", path, i))
		q.Stimulus = s
		s.Questions = append(s.Questions, q)
	}
	return s.Questions
}

func (d *decoder) question(n *schema.Node, path string) *Question {
	q := &Question{
		ID:         strings.ToLower(str(n.Get("id"))),
		Name:       str(n.Get("name")),
		Type:       Type(str(n.Get("type"))),
		Difficulty: str(n.Get("difficulty")),
		Bloom:      bloomLevel(str(n.Get("bloom"))),
		Outcomes:   words(n.Get("outcomes")),
		Lecture:    integer(n.Get("lecture"), 0),
		Topics:     words(n.Get("topics")),
		Minutes:    Minutes(scaled(n.Get("minutes"), int(Minute))),
		Status:     Status(str(n.Get("status"))),
		Author:     str(n.Get("author")),
		Statistics: statistics(n.Get("statistics")),
		Macros:     d.macros(n.Get("macros")),
		Pos:        d.pos(n),
		Path:       path,
		node:       n,
	}
	for _, s := range items(n.Get("slides")) {
		q.Slides = append(q.Slides, integer(s, 0))
	}
	if parts := n.Get("parts"); parts != nil {
		q.HasParts = true
		q.Stem = d.text(n.Get("stem"), path+".stem")
		for i, part := range items(parts) {
			q.Tasks = append(q.Tasks, d.task(part, q, fmt.Sprintf("%s.parts[%d]", path, i)))
		}
	} else {
		q.Tasks = []Task{d.task(n, q, path)}
	}
	for i := range q.Tasks {
		q.Marks += q.Tasks[i].Marks
	}
	return q
}

func (d *decoder) task(n *schema.Node, q *Question, path string) Task {
	t := Task{
		Type:     Type(cmp.Or(str(n.Get("type")), string(q.Type))),
		Stem:     d.text(n.Get("stem"), path+".stem"),
		Marks:    Marks(scaled(n.Get("marks"), int(Mark))),
		Space:    space(str(n.Get("answer_space"))),
		Solution: d.text(n.Get("solution"), path+".solution"),
		Bloom:    cmp.Or(bloomLevel(str(n.Get("bloom"))), q.Bloom),
		Path:     path,
		Pos:      d.pos(n),
		node:     n,
	}
	for i, c := range items(n.Get("rubric")) {
		t.Rubric = append(t.Rubric, Criterion{
			Marks: Marks(scaled(c.Get("marks"), int(Mark))),
			For:   d.text(c.Get("for"), fmt.Sprintf("%s.rubric[%d].for", path, i)),
		})
	}
	t.Response = d.response(n, t.Type, path)
	return t
}

func (d *decoder) response(n *schema.Node, t Type, path string) Response {
	switch t {
	case SingleChoice, MultipleChoice:
		c := &Choice{Multiple: t == MultipleChoice, arrangement: &arrangement{}}
		for i, o := range items(n.Get("options")) {
			at := fmt.Sprintf("%s.options[%d]", path, i)
			c.Options = append(c.Options, Option{
				Text:     d.text(o.Get("text"), at+".text"),
				Key:      boolean(o.Get("key"), false),
				Fixed:    boolean(o.Get("fixed"), false),
				Feedback: d.text(o.Get("feedback"), at+".feedback"),
			})
		}
		return c
	case TrueFalse:
		return &Truth{Key: boolean(n.Get("key"), false)}
	case Numeric:
		answer := n.Get("answer")
		if answer != nil && answer.Kind != schema.Map {
			return &Number{Value: answer.Text}
		}
		return &Number{
			Value:     str(answer.Get("value")),
			Tolerance: str(answer.Get("tolerance")),
			Unit:      d.text(answer.Get("unit"), path+".answer.unit"),
		}
	case FillIn:
		b := &Blanks{}
		for i, blank := range items(n.Get("blanks")) {
			b.Accept = append(b.Accept, d.texts(blank.Get("accept"), fmt.Sprintf("%s.blanks[%d].accept", path, i)))
		}
		return b
	case Matching:
		p := &Pairs{}
		for i, pair := range items(n.Get("pairs")) {
			at := fmt.Sprintf("%s.pairs[%d]", path, i)
			p.Left = append(p.Left, d.text(pair.Get("left"), at+".left"))
			p.Right = append(p.Right, d.text(pair.Get("right"), at+".right"))
		}
		p.Right = append(p.Right, d.texts(n.Get("distractors"), path+".distractors")...)
		return p
	case Ordering:
		return &Order{Items: d.texts(n.Get("items"), path+".items")}
	default:
		return &Written{Long: t == LongAnswer}
	}
}

// macros reads abbreviations for formulas.
func (d *decoder) macros(n *schema.Node) []Macro {
	if n == nil || n.Kind != schema.Map {
		return nil
	}
	var macros []Macro
	for _, m := range n.Members {
		macros = append(macros, Macro{m.Key, str(m.Value), d.pos(m.Value)})
	}
	return macros
}

// space reads "4 lines", "6 cm", "25 mm", "6 cm grid", "booklet" or "none".
func space(s string) Space {
	switch s {
	case "none":
		return Space{None: true}
	case "booklet":
		return Space{Booklet: true}
	}
	s, grid := strings.CutSuffix(s, " grid")
	amount, unit, _ := strings.Cut(s, " ")
	f, err := strconv.ParseFloat(amount, 64)
	if err != nil {
		return Space{}
	}
	switch strings.TrimSpace(unit) {
	case "line", "lines":
		return Space{Lines: int(f)}
	case "cm":
		return Space{Millimetres: int(f * 10), Grid: grid}
	case "mm":
		return Space{Millimetres: int(f), Grid: grid}
	}
	return Space{}
}

// blueprint decodes all but the references to questions, which are resolved
// when every file has been read.
func (d *decoder) blueprint(n *schema.Node, source []byte) *Blueprint {
	sum := sha256.Sum256(source)
	b := &Blueprint{
		Title:        str(n.Get("title")),
		Date:         str(n.Get("date")),
		Marks:        Marks(scaled(n.Get("marks"), int(Mark))),
		Minutes:      Minutes(scaled(n.Get("minutes"), int(Minute))),
		Instructions: d.text(n.Get("instructions"), "blueprint.instructions"),
		Rules:        d.rules(n.Get("rules"), "blueprint.rules"),
		Prefer:       d.rules(n.Get("prefer"), "blueprint.prefer"),
		Fresh:        integer(n.Get("fresh"), 0),
		Overlap:      integer(n.Get("overlap"), 0),
		Forms:        max(1, integer(n.Get("forms"), 1)),
		Sets:         max(1, integer(n.Get("sets"), 1)),
		Shuffle:      d.shuffle(n.Get("shuffle")),
		Marking: Marking{
			Wrong:   Marks(scaled(n.Get("marking").Get("wrong"), int(Mark))),
			Blank:   Marks(scaled(n.Get("marking").Get("blank"), int(Mark))),
			Partial: partial(n.Get("marking").Get("partial")),
		},
		Look: str(n.Get("style")),
		node: n,
		Pos:  d.pos(n),
		Hash: hex.EncodeToString(sum[:]),
	}
	b.Seed = seed(str(n.Get("seed")))
	for i, item := range items(n.Get("prefer")) {
		b.Prefer[i].Weight = integer(item.Get("weight"), 1)
	}
	for i, s := range items(n.Get("sections")) {
		at := fmt.Sprintf("blueprint.sections[%d]", i)
		b.Sections = append(b.Sections, Section{
			Title: str(s.Get("title")),
			Marks: Marks(scaled(s.Get("marks"), int(Mark))),
			Where: d.where(s.Get("where"), at+".where"),
			Rules: d.rules(s.Get("rules"), at+".rules"),
			Pos:   d.pos(s),
		})
		if answer := s.Get("answer"); answer != nil {
			b.Sections[i].choice(answer)
		}
	}
	return b
}

// choice decodes {any, of, groups, alike}.
func (s *Section) choice(n *schema.Node) {
	s.Any, s.Of = integer(n.Get("any"), 0), integer(n.Get("of"), 0)
	s.Groups = max(1, integer(n.Get("groups"), 1))
	if n.Get("alike") == nil {
		s.Alike = []Attribute{ByOutcome, ByBloom}
	}
	for _, item := range items(n.Get("alike")) {
		s.Alike = append(s.Alike, attribute(item.Text))
	}
}

// seed reads a whole number, which may be written 2e3 or 2026.0.
func seed(s string) uint64 {
	v, err := strconv.ParseUint(s, 10, 64)
	if err == nil {
		return v
	}
	f, _ := strconv.ParseFloat(s, 64)
	return uint64(f)
}

// shuffle reads {questions: section|none|true|false, options: true|false,
// numbers: ordered|free}.
func (d *decoder) shuffle(n *schema.Node) Shuffle {
	questions := str(n.Get("questions"))
	return Shuffle{
		Questions: questions != "none" && !strings.EqualFold(questions, "false"),
		Options:   boolean(n.Get("options"), true),
		Numbers:   str(n.Get("numbers")) == "free",
	}
}

func (d *decoder) rules(n *schema.Node, path string) []Rule {
	var rules []Rule
	for i, item := range items(n) {
		at := fmt.Sprintf("%s[%d]", path, i)
		r := Rule{
			Where:   d.where(item.Get("where"), at+".where"),
			Each:    attribute(str(item.Get("each"))),
			In:      words(item.Get("in")),
			Count:   bound(item.Get("count"), 1),
			Marks:   bound(item.Get("marks"), int(Mark)),
			Minutes: bound(item.Get("minutes"), int(Minute)),
			Pos:     d.pos(item),
		}
		r.Text = r.String()
		rules = append(rules, r)
	}
	return rules
}

// bound reads what a rule may ask of a sum: a number or a share, {min, max}
// of these, or {proportional: hours, within: …}.
func bound(n *schema.Node, per int) Bound {
	if n == nil || n.Kind == schema.Null {
		return Bound{}
	}
	if n.Kind != schema.Map {
		l := limit(n, per)
		return Bound{Min: l, Max: l}
	}
	return Bound{
		Min: limit(n.Get("min"), per), Max: limit(n.Get("max"), per),
		Proportional: n.Get("proportional") != nil, Within: limit(n.Get("within"), per),
	}
}

func limit(n *schema.Node, per int) Limit {
	if n == nil {
		return Limit{}
	}
	if share, ok := strings.CutSuffix(n.Text, "%"); ok && n.Kind == schema.String {
		f, _ := strconv.ParseFloat(strings.TrimSpace(share), 64)
		return Limit{Set: true, Value: int(math.Round(f * Whole / 100)), Share: true}
	}
	return Limit{Set: true, Value: scaled(n, per)}
}

// partial reads how an answer is valued that is right in part.
func partial(n *schema.Node) Partial {
	if word := Partial(str(n)); word != "none" {
		return word
	}
	return AllOrNothing
}

// statistics reads {facility, discrimination, candidates}.
func statistics(n *schema.Node) Statistics {
	index := func(key string) (int, bool) {
		v := n.Get(key)
		if v == nil {
			return 0, false
		}
		f, _ := strconv.ParseFloat(v.Text, 64)
		return int(math.Round(f * Index)), true
	}
	var s Statistics
	s.Facility, s.HasFacility = index("facility")
	s.Discrimination, s.HasDiscrimination = index("discrimination")
	s.Candidates = integer(n.Get("candidates"), 0)
	return s
}

// bounds reads {min, max} or a number, which is both.
func bounds(n *schema.Node, per int) Range {
	if n == nil || n.Kind == schema.Null {
		return Range{}
	}
	if n.Kind != schema.Map {
		v := scaled(n, per)
		return Range{Min: v, Max: v, HasMin: true, HasMax: true}
	}
	low, high := n.Get("min"), n.Get("max")
	return Range{Min: scaled(low, per), HasMin: low != nil, Max: scaled(high, per), HasMax: high != nil}
}

// attribute accepts the singular and the plural of a tag's name.
func attribute(s string) Attribute {
	switch s {
	case "outcome", "slide", "topic":
		return Attribute(s + "s")
	case "lectures":
		return ByLecture
	}
	return Attribute(s)
}

func (d *decoder) where(n *schema.Node, path string) *Where {
	if n == nil || n.Kind != schema.Map {
		return nil
	}
	w := &Where{Pos: d.pos(n)}
	for _, m := range n.Members {
		if m.Key == "not" {
			w.Not = d.where(m.Value, path+".not")
			continue
		}
		t := Test{Attribute: attribute(m.Key)}
		for _, item := range items(m.Value) {
			switch t.Attribute {
			case ByLecture, BySlide:
				t.Ranges = append(t.Ranges, bounds(item, 1))
			case ByMarks:
				t.Ranges = append(t.Ranges, bounds(item, int(Mark)))
			case ByMinutes:
				t.Ranges = append(t.Ranges, bounds(item, int(Minute)))
			case ByFacility, ByDiscrimination:
				t.Ranges = append(t.Ranges, bounds(item, Index))
			case ByBloom:
				t.Values = append(t.Values, bloomLevel(item.Text))
			default:
				t.Values = append(t.Values, item.Text)
			}
		}
		w.Tests = append(w.Tests, t)
	}
	w.Text = w.String()
	return w
}
