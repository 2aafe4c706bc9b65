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
	return &Typesetter{cache: openCache(cacheDir), engines: newPool(), known: map[job]*entry{}}, nil
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
	o := t.do(job{Source{tex, display}, outlines})
	return o.formula, o.err
}

// MathML returns a formula as presentation MathML, for pages that a screen
// reader can read: an element <math> that needs no script and carries the TeX
// as its alternative text and as an annotation. It has the same errors as
// [Typesetter.Typeset]: what cannot be printed is not published either.
func (t *Typesetter) MathML(tex string, display bool) (string, error) {
	if _, err := t.Typeset(tex, display); err != nil {
		return "", err
	}
	o := t.do(job{Source{tex, display}, markup})
	return o.mathml, o.err
}

// do has the outcome of a job, which is done once.
func (t *Typesetter) do(j job) outcome {
	e := t.entry(j)
	e.once.Do(func() { e.outcome = t.work(j) })
	var own *Error
	if err := e.outcome.err; err != nil && !errors.As(err, &own) {
		t.drop(j, e) // no fault of the TeX: another try may succeed
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

func (t *Typesetter) entry(j job) *entry {
	t.mu.Lock()
	defer t.mu.Unlock()
	e := t.known[j]
	if e == nil {
		if len(t.known) >= maxKnown {
			clear(t.known)
		}
		e = &entry{}
		t.known[j] = e
	}
	return e
}

func (t *Typesetter) drop(j job, e *entry) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.known[j] == e {
		delete(t.known, j)
	}
}

// stored returns a formula that is in the cache on disk, else nil.
func (t *Typesetter) stored(s Source) *Formula {
	if checkSource(s.TeX) != nil || t.cache.get(job{s, outlines}.key()) == nil {
		return nil
	}
	f, err := t.Typeset(s.TeX, s.Display)
	if err != nil {
		return nil
	}
	return f
}

// work does a job: from the cache on disk, else with an engine.
func (t *Typesetter) work(j job) outcome {
	if err := checkSource(j.TeX); err != nil {
		return outcome{err: err}
	}
	if o, ok := j.stored(t.cache); ok {
		return o
	}
	e, err := t.engines.get()
	if err != nil {
		return outcome{err: err}
	}
	o, broken := j.run(e)
	t.engines.put(e, broken)
	if o.err == nil {
		j.store(t.cache, o)
	}
	return o
}
