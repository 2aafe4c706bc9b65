package math

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"time"

	"modernc.org/quickjs"
)

//go:embed mathjax/bundle.js.gz
var bundleGzip []byte

// Version names the typesetter, for records of what was printed.
const Version = "mathjax 4.1.3, stix2 4.1.0"

// bundleHash tells bundles apart in the cache.
var bundleHash = sync.OnceValue(func() string {
	sum := sha256.Sum256(bundleGzip)
	return hex.EncodeToString(sum[:8])
})

// program is the bundle as bytecode. Compiling takes ten times as long as
// running it, so that engines after the first start in about 45 ms. The
// bytecode is not kept on disk: QuickJS trusts what it loads.
var program = sync.OnceValues(func() ([]byte, error) {
	zr, err := gzip.NewReader(bytes.NewReader(bundleGzip))
	if err != nil {
		return nil, err
	}
	source, err := io.ReadAll(zr)
	if err != nil {
		return nil, err
	}
	vm, err := quickjs.NewVM()
	if err != nil {
		return nil, err
	}
	defer vm.Close()
	return vm.Compile(string(source), quickjs.EvalGlobal)
})

// An engine is MathJax in a JavaScript engine. It serves one formula at a time.
type engine struct {
	vm      *quickjs.VM
	timeout time.Duration
}

func newEngine() (*engine, error) {
	code, err := program()
	if err != nil {
		return nil, fmt.Errorf("mathjax: %w", err)
	}
	vm, err := quickjs.NewVM()
	if err != nil {
		return nil, fmt.Errorf("mathjax: %w", err)
	}
	e := &engine{vm: vm}
	if err := e.load(code); err != nil {
		vm.Close()
		return nil, fmt.Errorf("mathjax: %w", err)
	}
	return e, nil
}

func (e *engine) load(code []byte) error {
	e.vm.SetMemoryLimit(maxMemory)
	// MathJax reports to a console, of which there is none.
	const console = "globalThis.console = {log() {}, warn() {}, error() {}, info() {}};"
	if _, err := e.vm.Eval(console, quickjs.EvalGlobal); err != nil {
		return err
	}
	if _, err := e.vm.EvalBytecode(code); err != nil {
		return err
	}
	return e.limit(maxTime)
}

// limit sets the time for one formula.
func (e *engine) limit(d time.Duration) error {
	e.timeout = d
	return e.vm.SetEvalTimeout(d)
}

// close frees the engine. One whose run was abandoned may panic.
func (e *engine) close() {
	defer func() { _ = recover() }()
	e.vm.Close()
}

// answer is what the bundle's functions return: either an error, or what is
// drawn, or MathML.
type answer struct {
	Error    string
	At       int    // how far the TeX was read, in UTF-16 units
	Internal bool   // MathJax itself failed
	Fatal    bool   // the engine is out of memory or stack
	Macro    string // the macro at fault, if it is known

	W, H, D float64
	Glyphs  []string // path data
	Shapes  []placed
	Rules   [][4]float64 // x, y, width, height
	Breaks  [][3]any     // end, start, relation

	Tag     string
	RowTags []struct {
		Text string
		Y    float64
	}

	MathML string

	Names []string // commands that are not defined
}

// typeset makes outlines of one formula. Broken reports that the engine may not
// be used any more: the formula was stopped half-way.
func (e *engine) typeset(j job) (f *Formula, broken bool, err error) {
	a, broken, err := e.call("typeset", j)
	if err != nil {
		return nil, broken, err
	}
	f, err = a.formula(j.TeX, j.Display)
	return f, false, err
}

// mathml makes MathML of one formula.
func (e *engine) mathml(j job) (text string, broken bool, err error) {
	a, broken, err := e.call("mathml", j)
	if err != nil {
		return "", broken, err
	}
	return a.MathML, false, nil
}

// call runs a function of the bundle on a formula.
func (e *engine) call(function string, j job) (a *answer, broken bool, err error) {
	defer func() {
		if p := recover(); p != nil {
			a, broken, err = nil, true, errFailed
		}
	}()
	start := time.Now()
	result, err := e.vm.Call(function, j.TeX, j.Display, j.macros)
	if err != nil {
		if time.Since(start) >= e.timeout {
			return nil, true, &Error{Message: fmt.Sprintf("the formula takes longer than %v to typeset: is there a macro that calls itself?", e.timeout)}
		}
		return nil, true, errTooLarge
	}
	text, ok := result.(string)
	if !ok {
		return nil, true, errFailed
	}
	if len(text) > maxOutput {
		return nil, false, errTooLarge
	}
	a = &answer{}
	if err := json.Unmarshal([]byte(text), a); err != nil {
		return nil, true, errFailed
	}
	broken, err = a.fault(j)
	return a, broken, err
}

// fault returns what is wrong with a formula in the words of a lecturer.
func (a *answer) fault(j job) (broken bool, err error) {
	switch {
	case a.Fatal:
		return true, errTooLarge
	case a.Internal:
		return true, errFailed
	case a.Error != "":
		if err := j.blame(a); err != nil {
			return false, err
		}
		return false, &Error{Message: lowerFirst(a.Error), Offset: locate(j.TeX, a.Error, a.At)}
	}
	return false, nil
}

// lowerFirst makes a sentence of MathJax continue one of ours.
func lowerFirst(s string) string {
	if len(s) > 1 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'a' && s[1] <= 'z' {
		return string(s[0]+'a'-'A') + s[1:]
	}
	return s
}
