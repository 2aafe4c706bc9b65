package math

import (
	"strings"
	"sync"
	"testing"
	"time"
)

// single returns a typesetter with one engine that is already started.
func single(t *testing.T) (*Typesetter, *engine) {
	t.Helper()
	ts, err := Open("")
	if err != nil {
		t.Fatal(err)
	}
	ts.engines.lent = make(chan struct{}, 1)
	if _, err := ts.Typeset("x", false); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(ts.Close)
	return ts, ts.engines.idle[0]
}

func run(t *testing.T, e *engine, script string) {
	t.Helper()
	if _, err := e.vm.Eval(script, 0); err != nil {
		t.Fatal(err)
	}
}

// TestRunaway makes the only engine run on for ever, use up its memory and its
// stack, while others wait for it: each is told, and the others are served by a
// new engine.
func TestRunaway(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"time", "for (;;);", "takes longer than"},
		{"memory", "const a = []; for (;;) a.push(new Uint8Array(1 << 20).fill(1));", "too large"},
		{"stack", "const f = () => 1 + f(); return f();", "too large"},
	} {
		ts, e := single(t)
		if raceDetector && c.name != "time" {
			continue
		}
		e.vm.SetMemoryLimit(64 << 20)
		if c.name == "time" {
			if err := e.limit(300 * time.Millisecond); err != nil {
				t.Fatal(err)
			}
		}
		run(t, e, "globalThis.typeset = () => { "+c.body+" }")
		first := make(chan error, 1)
		go func() {
			_, err := ts.Typeset("a", false)
			first <- err
		}()
		var wg sync.WaitGroup
		time.Sleep(20 * time.Millisecond) // the first one has the engine by now
		for _, tex := range []string{"b", "c", "d"} {
			wg.Go(func() {
				if _, err := ts.Typeset(tex, false); err != nil {
					t.Errorf("%s: after it: %v", c.name, err)
				}
			})
		}
		wg.Wait()
		if err := <-first; err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v", c.name, err)
		}
	}
}

func TestClosed(t *testing.T) {
	ts, _ := single(t)
	ts.Close()
	ts.Close()
	if _, err := ts.Typeset("x", false); err != nil {
		t.Errorf("what is known is gone: %v", err)
	}
	if _, err := ts.Typeset("y", false); err == nil {
		t.Error("a closed typesetter starts engines")
	}
}

// TestLarge typesets large formulas well within the limit
// of time.
func TestLarge(t *testing.T) {
	needsSpeed(t)
	for _, tex := range []string{
		strings.Repeat(`x_{i}^2 + `, 60) + "x",
		`\begin{pmatrix}` + strings.Repeat(strings.Repeat("a & ", 14)+`a \\ `, 25) + `\end{pmatrix}`,
		strings.Repeat(`\frac{1}{1 + `, 60) + "x" + strings.Repeat("}", 60),
	} {
		start := time.Now()
		_, err := shared().Typeset(tex, true)
		if took := time.Since(start); err != nil || took > maxTime/2 {
			t.Errorf("%.40s: %v after %v", tex, err, took)
		}
	}
}
