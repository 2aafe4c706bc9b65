package math

import (
	"errors"
	"runtime"
	"sync"
)

// maxEngines bounds the engines of a typesetter: each takes about 40 MB.
const maxEngines = 4

// A pool lends engines, starting one when none is idle and as many as there are
// processors are not lent yet.
type pool struct {
	lent chan struct{} // one for each engine that is in use

	mu     sync.Mutex
	idle   []*engine
	begun  int // engines ever started
	closed bool
}

var errClosed = errors.New("mathjax: the typesetter is closed")

func newPool() *pool {
	return &pool{lent: make(chan struct{}, min(maxEngines, runtime.GOMAXPROCS(0)))}
}

// get waits for an engine. Each must be given back with put.
func (p *pool) get() (*engine, error) {
	p.lent <- struct{}{}
	e, err := p.take()
	if e == nil && err == nil {
		e, err = newEngine()
	}
	if err != nil {
		<-p.lent
	}
	return e, err
}

// take returns an idle engine or nil if one must be started.
func (p *pool) take() (*engine, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil, errClosed
	}
	if n := len(p.idle); n > 0 {
		e := p.idle[n-1]
		p.idle = p.idle[:n-1]
		return e, nil
	}
	p.begun++
	return nil, nil
}

// put takes an engine back and throws it away if it is broken.
func (p *pool) put(e *engine, broken bool) {
	p.mu.Lock()
	if keep := !broken && !p.closed; keep {
		p.idle = append(p.idle, e)
		e = nil
	}
	p.mu.Unlock()
	if e != nil {
		e.close()
	}
	<-p.lent
}

// close frees the idle engines; those in use are freed when they come back.
func (p *pool) close() {
	p.mu.Lock()
	idle := p.idle
	p.idle, p.closed = nil, true
	p.mu.Unlock()
	for _, e := range idle {
		e.close()
	}
}
