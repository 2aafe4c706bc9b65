package math

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
)

// Source is a formula to be typeset.
type Source struct {
	TeX     string
	Display bool
}

// Typesetter typesets formulas and remembers them, in memory and on disk. It
// is safe for concurrent use. Engines are started only when a formula is met
// that is not on disk.
type Typesetter struct {
	cache *cache

	mu    sync.Mutex
	known map[Source]*entry

	idle    chan *engine
	started int
}

// An entry is a formula that is being typeset or has been.
type entry struct {
	once    sync.Once
	formula *Formula
	err     error
}

// maxEngines bounds the engines: each takes about 40 MB.
const maxEngines = 4

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
	return &Typesetter{cache: openCache(cacheDir), known: map[Source]*entry{}, idle: make(chan *engine, maxEngines)}, nil
}

// Close stops the engines and writes what is new to the cache.
func (t *Typesetter) Close() {
	t.cache.close()
	for {
		select {
		case e := <-t.idle:
			e.close()
		default:
			return
		}
	}
}

// Typeset typesets a formula. The error is an *Error where the TeX is at
// fault. The formula is shared and must not be changed.
func (t *Typesetter) Typeset(tex string, display bool) (*Formula, error) {
	source := Source{tex, display}
	t.mu.Lock()
	e := t.known[source]
	if e == nil {
		e = &entry{}
		t.known[source] = e
	}
	t.mu.Unlock()
	e.once.Do(func() { e.formula, e.err = t.typeset(source) })
	return e.formula, e.err
}

// TypesetAll typesets formulas, as many at a time as there are processors;
// Typeset then returns them, or their errors, without delay.
func (t *Typesetter) TypesetAll(sources []Source) {
	var wg sync.WaitGroup
	work := make(chan Source)
	for range min(maxEngines, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for s := range work {
				_, _ = t.Typeset(s.TeX, s.Display) // the error is kept for who asks for it
			}
		})
	}
	for _, s := range sources {
		work <- s
	}
	close(work)
	wg.Wait()
}

func (t *Typesetter) typeset(s Source) (*Formula, error) {
	if len(s.TeX) > maxTeX {
		return nil, &Error{Message: fmt.Sprintf("the formula has %d characters, more than %d", len(s.TeX), maxTeX)}
	}
	if strings.ContainsRune(s.TeX, 0) || strings.TrimSpace(s.TeX) == "" {
		return nil, &Error{Message: "the formula is empty"}
	}
	if f := t.cache.get(s); f != nil {
		return f, nil
	}
	e, err := t.engine()
	if err != nil {
		return nil, err
	}
	f, broken, err := e.typeset(s.TeX, s.Display)
	if broken {
		e.close()
		t.mu.Lock()
		t.started--
		t.mu.Unlock()
	} else {
		t.idle <- e
	}
	if err != nil {
		return nil, err
	}
	t.cache.put(s, f)
	return f, nil
}

// engine returns an engine that is free, starting one if there may be more.
func (t *Typesetter) engine() (*engine, error) {
	select {
	case e := <-t.idle:
		return e, nil
	default:
	}
	t.mu.Lock()
	start := t.started < min(maxEngines, runtime.GOMAXPROCS(0))
	if start {
		t.started++
	}
	t.mu.Unlock()
	if !start {
		return <-t.idle, nil
	}
	e, err := newEngine()
	if err != nil {
		t.mu.Lock()
		t.started--
		t.mu.Unlock()
	}
	return e, err
}
