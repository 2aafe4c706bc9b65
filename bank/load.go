package bank

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/papersetter/papersetter/schema"
)

// ErrNoCourse says that a folder holds no course document and so is no bank.
var ErrNoCourse = errors.New("no course document")

// Load reads and checks the bank in a folder. Mistakes of its authors are in
// the problems, sorted by place; what could be read in spite of them is in the
// bank. The error is [ErrNoCourse] or a failure to read the folder itself.
//
// Checked is all that needs no typesetting: the JSON Schemas, ids and names,
// references between documents, sums of marks, and that figures are there.
func Load(fsys fs.FS) (*Bank, schema.Problems, error) {
	names, err := documents(fsys)
	if err != nil {
		return nil, nil, err
	}
	files := make([]*file, len(names))
	work := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range work {
				files[i] = readFile(fsys, names[i])
			}
		})
	}
	for i := range names {
		work <- i
	}
	close(work)
	wg.Wait()

	b, problems := assembleFiles(fsys, files)
	if b.Course == nil && !slices.ContainsFunc(files, func(f *file) bool { return f.kind == "course" }) {
		return nil, problems, ErrNoCourse
	}
	problems.Sort()
	return b, problems, nil
}

// IsRoot reports whether the folder holds a course document.
func IsRoot(fsys fs.FS) bool {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return false
	}
	for _, e := range entries {
		if e.IsDir() || !isDocument(e.Name()) {
			continue
		}
		src, err := fs.ReadFile(fsys, e.Name())
		if err == nil && schema.Sniff(e.Name(), src) == "course" {
			return true
		}
	}
	return false
}

func isDocument(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".yaml", ".yml", ".json":
		return true
	}
	return false
}

// documents lists the files that may be documents, in lexical order. Hidden
// folders and those of package managers are passed over.
func documents(fsys fs.FS) ([]string, error) {
	var names []string
	err := fs.WalkDir(fsys, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			if name == "." {
				return err
			}
			return fs.SkipDir
		}
		if e.IsDir() {
			if name != "." && (strings.HasPrefix(e.Name(), ".") || e.Name() == "node_modules") {
				return fs.SkipDir
			}
			return nil
		}
		if isDocument(name) && !strings.HasPrefix(e.Name(), ".") {
			names = append(names, name)
		}
		return nil
	})
	return names, err
}

// A file is what one document gave.
type file struct {
	name      string
	kind      string // course, questions, blueprint, style, paper, results; "" if none of ours
	course    *Course
	questions []*Question
	blueprint *Blueprint
	root      *schema.Node // of the blueprint, for its references
	style     *Style
	printed   *Printed
	results   *Results
	broken    []*schema.Node // entries that the schema refused, for their ids and names
	unread    bool           // it is of a kind of ours, but has no readable form
	problems  schema.Problems
}

func readFile(fsys fs.FS, name string) *file {
	f := &file{name: name}
	src, err := fs.ReadFile(fsys, name)
	if err != nil {
		f.problems = schema.Problems{{Pos: schema.Pos{File: name}, Message: fmt.Sprintf("cannot be read: %v", cause(err))}}
		return f
	}
	if f.kind = schema.Sniff(name, src); f.kind == "" {
		return f
	}
	doc, problems := schema.Parse(name, src)
	f.problems = problems
	if doc == nil || doc.Root == nil {
		f.unread = true
	}
	if doc == nil {
		return f
	}
	f.kind = doc.Name
	f.problems = append(f.problems, doc.Validate()...)
	d := &decoder{file: name}
	switch {
	case doc.Name == "questions":
		f.decodeQuestions(d, doc.Root, f.problems)
	case f.problems.Errors() > 0 || doc.Root == nil:
		// Decoding trusts the shape of a document; nothing of this one is used.
	case doc.Name == "course":
		f.course = d.course(doc.Root)
	case doc.Name == "blueprint":
		f.blueprint = d.blueprint(doc.Root, src)
		f.root = doc.Root
	case doc.Name == "style":
		base := cmp.Or(str(doc.Root.Get("base")), ReadyStyles[0])
		f.style = d.style(doc.Root, *ReadyStyle(base))
		sum := sha256.Sum256(src)
		f.style.Hash = hex.EncodeToString(sum[:])
	case doc.Name == "paper":
		f.printed = d.printed(doc.Root)
	case doc.Name == "results":
		f.results = d.results(doc.Root)
	}
	f.problems = append(f.problems, d.problems...)
	return f
}

// decodeQuestions decodes the entries of a questions document that have no
// problem; the others are kept by id and name, so that references to them are
// not reported as well.
func (f *file) decodeQuestions(d *decoder, root *schema.Node, problems schema.Problems) {
	bad := map[int]bool{}
	for _, p := range problems {
		if i, ok := entryIndex(p.Path); ok && !p.Warning {
			bad[i] = true
		}
	}
	for i, item := range items(root) {
		if bad[i] || item.Kind != schema.Map {
			f.broken = append(f.broken, item)
			f.broken = append(f.broken, items(item.Get("questions"))...)
			continue
		}
		f.questions = append(f.questions, d.entry(item, fmt.Sprintf("questions[%d]", i))...)
	}
	// What options say of each other is the longest work of a bank. Done here, it
	// is done for several files at once.
	for _, q := range f.questions {
		for k := range q.Tasks {
			if choice, ok := q.Tasks[k].Response.(*Choice); ok {
				choice.arranged()
			}
		}
	}
}

// entryIndex returns N of a data path that begins with questions[N].
func entryIndex(path string) (int, bool) {
	rest, ok := strings.CutPrefix(path, "questions[")
	if !ok {
		return 0, false
	}
	number, _, ok := strings.Cut(rest, "]")
	if !ok {
		return 0, false
	}
	i, err := strconv.Atoi(number)
	return i, err == nil
}

// printed decodes what a new paper must know of an old one.
func (d *decoder) printed(n *schema.Node) *Printed {
	p := &Printed{
		Title: str(n.Get("title")), Date: str(n.Get("date")), Term: str(n.Get("course").Get("term")),
		Marks: Marks(scaled(n.Get("marks"), int(Mark))), Minutes: Minutes(scaled(n.Get("minutes"), int(Minute))),
		Worth: map[string]Marks{}, Pos: d.pos(n),
	}
	for _, f := range items(n.Get("forms")) {
		form := PrintedForm{Number: integer(f.Get("number"), 0)}
		for _, s := range items(f.Get("sections")) {
			section := PrintedSection{
				Title: str(s.Get("title")), Marks: Marks(scaled(s.Get("marks"), int(Mark))),
				Any: integer(s.Get("any"), 0), Of: integer(s.Get("of"), 0),
			}
			if section.Of > 0 {
				section.Groups = max(1, integer(s.Get("groups"), 1))
			}
			for _, id := range words(s.Get("questions")) {
				section.IDs = append(section.IDs, strings.ToLower(id))
			}
			form.Sections = append(form.Sections, section)
		}
		p.Forms = append(p.Forms, form)
	}
	for _, q := range items(n.Get("questions")) {
		id := strings.ToLower(str(q.Get("id")))
		p.IDs = append(p.IDs, id)
		p.Worth[id] = Marks(scaled(q.Get("marks"), int(Mark)))
		if facets := q.Get("facets"); facets != nil {
			for _, m := range facets.Members {
				p.Add(id, Facet{m.Key, str(m.Value)})
			}
		}
	}
	return p
}

// Add notes a facet of a question as it was printed.
func (p *Printed) Add(id string, f Facet) {
	if p.Facets == nil {
		p.Facets = map[string][]Facet{}
	}
	p.Facets[id] = append(p.Facets[id], f)
}

// assembleFiles puts the documents together and checks what holds between them.
func assembleFiles(fsys fs.FS, files []*file) (*Bank, schema.Problems) {
	b := &Bank{Files: fsys, refs: map[string]*Question{}}
	c := &checker{bank: b, known: map[string]schema.Pos{}}
	var results []*Results
	for _, f := range files {
		c.problems = append(c.problems, f.problems...)
		if f.results != nil {
			results = append(results, f.results)
		}
		b.Questions = append(b.Questions, f.questions...)
		c.unread = c.unread || f.kind == "questions" && f.unread
		if f.printed != nil {
			b.Printed = append(b.Printed, f.printed)
		}
		if f.blueprint != nil {
			b.Blueprints = append(b.Blueprints, f.blueprint)
		}
		if f.style != nil {
			b.Styles = append(b.Styles, f.style)
		}
		if f.course != nil {
			c.course(f.course)
		}
	}
	slices.SortStableFunc(b.Printed, func(x, y *Printed) int {
		return cmp.Or(cmp.Compare(x.Date, y.Date), cmp.Compare(x.Pos.File, y.Pos.File))
	})
	c.identities(files)
	c.results(results)
	for _, q := range b.Questions {
		c.question(q)
	}
	c.auditRules()
	for _, s := range b.Styles {
		if s.Logo != "" {
			c.figureFile(s.Pos, "style.logo", path.Base(s.Logo), s.Logo)
		}
	}
	for _, f := range files {
		if f.blueprint != nil {
			c.blueprint(f.blueprint, f.root)
		}
	}
	return b, c.problems
}

// cause unwraps the part of a file error that says why.
func cause(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}
