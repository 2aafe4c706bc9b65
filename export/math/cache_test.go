package math

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

func TestCache(t *testing.T) {
	needsSpeed(t)
	dir := t.TempDir()
	first := typesetOne(t, dir, `\sum_i x_i`)
	files, _ := filepath.Glob(filepath.Join(dir, "*.cache"))
	if len(files) != 1 {
		t.Fatalf("cache files: %v", files)
	}
	typesetOne(t, dir, `y^2`)
	good, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	// Whatever happens to the file, the formula comes out the same.
	for name, spoiled := range map[string][]byte{
		"as it is":          good,
		"cut off":           good[:len(good)/3],
		"empty":             {},
		"a byte is another": append(append([]byte{}, good[:100]...), append([]byte{good[100] ^ 1}, good[101:]...)...),
		"rubbish before":    append([]byte("rubbish\xf0PS1rubbish"), good...),
		"rubbish":           bytes.Repeat([]byte{0xf0, 'P', 'S', '1', 0xff}, 1000),
	} {
		if err := os.WriteFile(files[0], spoiled, 0o600); err != nil {
			t.Fatal(err)
		}
		if again := typesetOne(t, dir, `\sum_i x_i`); !equal(first, again) {
			t.Errorf("%s: another formula", name)
		}
	}
	// Nor does what it costs to read grow with the damage.
	hopeless := bytes.Repeat([]byte("\xf0PS1\x00\x00\x08\x00padding."), 100_000)
	if err := os.WriteFile(files[0], hopeless, 0o600); err != nil {
		t.Fatal(err)
	}
	typesetOne(t, dir, `\sum_i x_i`)
	if info, err := os.Stat(files[0]); err != nil || info.Size() > 10_000 {
		t.Errorf("a file of damaged records stays: %v", err)
	}
	// A second run does not start an engine.
	ts, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer ts.Close()
	if _, err := ts.Typeset(`\sum_i x_i`, true); err != nil || ts.engines.begun != 0 {
		t.Errorf("%d engines were started, error %v", ts.engines.begun, err)
	}
	// A folder that cannot be made is no error.
	typesetOne(t, filepath.Join(files[0], "below a file"), `x`)
}

func typesetOne(t *testing.T, dir, tex string) *Formula {
	t.Helper()
	ts, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer ts.Close()
	f, err := ts.Typeset(tex, true)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestParallel(t *testing.T) {
	dir := t.TempDir()
	a, _ := Open(dir)
	b, _ := Open(dir)
	var wg sync.WaitGroup
	for _, ts := range []*Typesetter{a, b} {
		for range 4 {
			wg.Go(func() {
				for i := range 12 {
					if _, err := ts.Typeset(fmt.Sprintf("x_{%d}", i), false); err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	wg.Wait()
	a.Close()
	b.Close()
	c, _ := Open(dir)
	defer c.Close()
	for i := range 12 {
		if c.cache.get(plain(fmt.Sprintf("x_{%d}", i), false).key()) == nil {
			t.Errorf("formula %d is not in the cache", i)
		}
	}
}

func TestEncode(t *testing.T) {
	needsSpeed(t)
	f, err := shared().Typeset(`\widehat{abc} + \overbrace{x}^{n} = \begin{cases} a \\ b \end{cases}`, true)
	if err != nil {
		t.Fatal(err)
	}
	again, err := decode(encode(f))
	if err != nil || !equal(f, again) {
		t.Errorf("a formula changes in the cache: %v", err)
	}
}

// equal compares formulas; nil and empty lists are the same.
func equal(a, b *Formula) bool { return bytes.Equal(encode(a), encode(b)) }

func FuzzDecode(f *testing.F) {
	needsSpeed(f)
	if formula, err := shared().Typeset(`x^2`, true); err == nil {
		f.Add(encode(formula))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if formula, err := decode(data); err == nil {
			if again, err := decode(encode(formula)); err != nil || !equal(formula, again) {
				t.Fatal("not stable")
			}
		}
	})
}
