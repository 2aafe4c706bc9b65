package math

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
)

// Source is a formula to be typeset.
type Source struct {
	TeX     string
	Display bool // on a line of its own; else in a line of text
}

// Result is a typeset formula or what is wrong with it.
type Result struct {
	Formula *Formula
	Err     error
}

// Typesetter typesets formulas and remembers them, in memory and on disk. It
// is safe for concurrent use. Engines are started only when a formula is met
// that is not on disk.
type Typesetter struct {
	*works
	macros  Macros
	unnamed []string // macros with names that TeX does not read as one
}

// works is what the views of a typesetter share.
type works struct {
	cache   *cache
	engines *pool

	mu    sync.Mutex
	known map[job]*entry
}

// An entry is a job that is being done or has been.
type entry struct {
	once    sync.Once
	outcome outcome
}

// maxKnown bounds what is remembered in memory, for programs that run long.
// A formula takes about 10 KB.
const maxKnown = 50_000

// DefaultCacheDir is the folder in the user's cache for typeset formulas, "" if
// the system has none.
func DefaultCacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "papersetter", "math")
}

// Open returns a typesetter that keeps its formulas in a folder; "" keeps them
// in memory only. A folder that cannot be used is no error: the formulas are
// then typeset anew in every run.
func Open(cacheDir string) (*Typesetter, error) {
	return &Typesetter{works: &works{cache: openCache(cacheDir), engines: newPool(), known: map[job]*entry{}}}, nil
}

// Close stops the engines and writes what is new to the cache. Formulas that
// are known can still be had.
func (t *Typesetter) Close() {
	t.engines.close()
	t.cache.close()
}

// Typeset typesets a formula. The error is an *Error where the TeX is at
// fault. The formula is shared and must not be changed.
func (t *Typesetter) Typeset(tex string, display bool) (*Formula, error) {
	o := t.make(Source{tex, display}, outlines)
	return o.formula, o.err
}

// MathML returns a formula as presentation MathML, for pages that a screen
// reader can read: an element <math> that needs no script and carries the TeX
// as its alternative text and as an annotation. The tag of the whole formula is
// left to the page, as in print (see [Formula]); those of rows are a last
// column. It has the same errors as [Typesetter.Typeset]: what cannot be
// printed is not published either.
func (t *Typesetter) MathML(tex string, display bool) (string, error) {
	if _, err := t.Typeset(tex, display); err != nil {
		return "", err
	}
	o := t.make(Source{tex, display}, markup)
	return o.mathml, o.err
}

// make has what is made of a formula with the macros of the typesetter.
func (t *Typesetter) make(s Source, k kind) outcome {
	if err := checkSource(s.TeX); err != nil {
		return outcome{err: err}
	}
	macros, err := t.resolve(s.TeX)
	if err != nil {
		return outcome{err: err}
	}
	return t.do(job{s, k, macros})
}

// do has the outcome of a job, which is done once.
func (w *works) do(j job) outcome {
	e := w.entry(j)
	e.once.Do(func() { e.outcome = w.work(j) })
	var own *Error
	if err := e.outcome.err; err != nil && !errors.As(err, &own) {
		w.drop(j, e) // no fault of the TeX: another try may succeed
	}
	return e.outcome
}

// TypesetAll typesets formulas, new ones on several processors, and returns
// the results in the order of the list.
func (t *Typesetter) TypesetAll(list []Source) []Result {
	results := make([]Result, len(list))
	var cold []int
	for i, s := range list {
		if f := t.stored(s); f != nil {
			results[i].Formula = f
		} else {
			cold = append(cold, i)
		}
	}
	var wg sync.WaitGroup
	work := make(chan int)
	for range t.workers(len(cold)) {
		wg.Go(func() {
			for i := range work {
				results[i].Formula, results[i].Err = t.Typeset(list[i].TeX, list[i].Display)
			}
		})
	}
	for _, i := range cold {
		work <- i
	}
	close(work)
	wg.Wait()
	return results
}

// workers is how many engines a number of new formulas is worth: starting one
// takes as long as a few formulas.
func (t *Typesetter) workers(cold int) int {
	const worth = 8
	if cold == 0 {
		return 0
	}
	return min(cap(t.engines.lent), 1+cold/worth)
}

func (w *works) entry(j job) *entry {
	w.mu.Lock()
	defer w.mu.Unlock()
	e := w.known[j]
	if e == nil {
		if len(w.known) >= maxKnown {
			clear(w.known)
		}
		e = &entry{}
		w.known[j] = e
	}
	return e
}

func (w *works) drop(j job, e *entry) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.known[j] == e {
		delete(w.known, j)
	}
}

// stored returns a formula that is in the cache on disk, else nil.
func (t *Typesetter) stored(s Source) *Formula {
	if checkSource(s.TeX) != nil {
		return nil
	}
	macros, err := t.resolve(s.TeX)
	if err != nil || t.cache.get(job{s, outlines, macros}.key()) == nil {
		return nil
	}
	f, err := t.Typeset(s.TeX, s.Display)
	if err != nil {
		return nil
	}
	return f
}

// work does a job: from the cache on disk, else with an engine.
func (w *works) work(j job) outcome {
	if o, ok := j.stored(w.cache); ok {
		return o
	}
	e, err := w.engines.get()
	if err != nil {
		return outcome{err: err}
	}
	o, broken := j.run(e)
	w.engines.put(e, broken)
	if o.err == nil {
		j.store(w.cache, o)
	}
	return o
}
