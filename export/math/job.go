package math

import "crypto/sha256"

// A kind is what is made of a formula.
type kind byte

const (
	outlines kind = iota
	markup        // MathML
)

// A job is something to be made of a formula. It is comparable: equal jobs have
// the same outcome.
type job struct {
	Source
	kind   kind
	macros string // that the formula uses (see Macros.resolve)
}

// An outcome is what a job has given.
type outcome struct {
	formula *Formula
	mathml  string
	err     error
}

// key is what the cache on disk knows a job by.
func (j job) key() [32]byte {
	flag := [...]string{outlines: "t", markup: "T"}[j.kind]
	if j.Display {
		flag = [...]string{outlines: "d", markup: "D"}[j.kind]
	}
	key := flag + j.TeX
	if j.macros != "" {
		key += "\x00" + j.macros // which no TeX contains
	}
	return sha256.Sum256([]byte(key))
}

// stored has the outcome of a job from the cache on disk.
func (j job) stored(c *cache) (o outcome, ok bool) {
	data := c.get(j.key())
	if data == nil {
		return outcome{}, false
	}
	if j.kind == markup {
		return outcome{mathml: string(data)}, true
	}
	f, err := decode(data)
	if err != nil || f.TeX != j.TeX || f.Display != j.Display || f.bounded() != nil {
		return outcome{}, false
	}
	return outcome{formula: f}, true
}

// run has the outcome of a job from an engine.
func (j job) run(e *engine) (o outcome, broken bool) {
	if j.kind == markup {
		o.mathml, broken, o.err = e.mathml(j)
	} else {
		o.formula, broken, o.err = e.typeset(j)
	}
	return o, broken
}

// store puts an outcome into the cache.
func (j job) store(c *cache, o outcome) {
	if j.kind == markup {
		c.put(j.key(), []byte(o.mathml))
	} else {
		c.put(j.key(), encode(o.formula))
	}
}
