package math

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
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

// Limits of one formula. MathJax's own limits on macros are in the bundle.
const (
	maxTeX    = 8000            // bytes
	maxTime   = 4 * time.Second // wall clock, of which a usual formula takes 15 ms
	maxMemory = 400 << 20       // bytes of the engine, of which it uses about 40 MB
	maxOutput = 1 << 20         // bytes of the engine's answer
	maxLength = 200 * 1000      // of any coordinate: 200 em is wider than any page
	maxShapes = 20_000          // of a formula
)

// An engine is MathJax in a JavaScript engine. It serves one formula at a time.
type engine struct{ vm *quickjs.VM }

func newEngine() (*engine, error) {
	zr, err := gzip.NewReader(bytes.NewReader(bundleGzip))
	if err != nil {
		return nil, fmt.Errorf("mathjax: %w", err)
	}
	bundle, err := io.ReadAll(zr)
	if err != nil {
		return nil, fmt.Errorf("mathjax: %w", err)
	}
	vm, err := quickjs.NewVM()
	if err != nil {
		return nil, fmt.Errorf("mathjax: %w", err)
	}
	vm.SetMemoryLimit(maxMemory)
	// MathJax reports to a console, of which there is none.
	const console = "globalThis.console = {log() {}, warn() {}, error() {}, info() {}};"
	for _, script := range []string{console, string(bundle)} {
		if _, err := vm.Eval(script, quickjs.EvalGlobal); err != nil {
			vm.Close()
			return nil, fmt.Errorf("mathjax: %w", err)
		}
	}
	return &engine{vm}, vm.SetEvalTimeout(maxTime)
}

func (e *engine) close() { e.vm.Close() }

// answer is what the bundle's function typeset returns.
type answer struct {
	Error  string
	W      float64
	H      float64
	D      float64
	Glyphs []string     // path data
	Shapes [][]any      // glyph, matrix a b c d e f, clip
	Rules  [][4]float64 // x, y, w, h
	Breaks [][3]any     // end, start, relation
}

// typeset runs one formula. Broken reports that the engine may not be used
// any more: the formula was stopped half-way.
func (e *engine) typeset(tex string, display bool) (f *Formula, broken bool, err error) {
	defer func() {
		if p := recover(); p != nil {
			f, broken, err = nil, true, &Error{Message: "the formula could not be typeset"}
		}
	}()
	start := time.Now()
	result, err := e.vm.Call("typeset", tex, display)
	if err != nil {
		if time.Since(start) >= maxTime {
			return nil, true, &Error{Message: fmt.Sprintf("the formula takes longer than %v to typeset: is there a macro that calls itself?", maxTime)}
		}
		return nil, true, &Error{Message: "the formula is too large to typeset"}
	}
	text, ok := result.(string)
	if !ok || len(text) > maxOutput {
		return nil, true, &Error{Message: "the formula is too large to typeset"}
	}
	if strings.Contains(text, "out of memory") || strings.Contains(text, "interrupted") || strings.Contains(text, "stack overflow") {
		broken = true
	}
	var a answer
	if err := json.Unmarshal([]byte(text), &a); err != nil {
		return nil, true, &Error{Message: "the formula could not be typeset"}
	}
	if a.Error != "" {
		return nil, broken, &Error{Message: lowerFirst(a.Error), Offset: offend(tex, a.Error)}
	}
	f, err = a.formula(tex, display)
	return f, broken, err
}

// offend finds where in the TeX what a message names stands, else 0.
func offend(tex, message string) int {
	if i := strings.IndexByte(message, '\\'); i >= 0 {
		name := message[i:]
		if end := strings.IndexFunc(name[1:], func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') }); end > 0 {
			name = name[:end+1]
		}
		if at := strings.Index(tex, name); at >= 0 {
			return at
		}
	}
	return 0
}

// lowerFirst makes a sentence of MathJax continue one of ours.
func lowerFirst(s string) string {
	if len(s) > 1 && s[0] >= 'A' && s[0] <= 'Z' && !(s[1] >= 'A' && s[1] <= 'Z') {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}

var errShape = errors.New("an unexpected drawing")
