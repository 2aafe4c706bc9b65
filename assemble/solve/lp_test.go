package solve

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// lpPrograms judge a file: whether there is a selection, and the best value.
var lpPrograms = []struct {
	name  string
	judge func(t *testing.T, file string) (bool, float64)
}{
	{"glpsol", func(t *testing.T, file string) (bool, float64) {
		out := runLP(t, "glpsol", "--lp", file, "-w", file+".out")
		result, err := os.ReadFile(file + ".out")
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		for line := range strings.Lines(string(result)) {
			var rows, columns int
			var status string
			var value float64
			if n, _ := fmt.Sscanf(line, "s mip %d %d %s %g", &rows, &columns, &status, &value); n == 4 {
				return status == "o", value
			}
		}
		t.Fatalf("no result\n%s", out)
		return false, 0
	}},
	{"cbc", func(t *testing.T, file string) (bool, float64) {
		out := runLP(t, "cbc", file, "solve", "solution", file+".out")
		result, err := os.ReadFile(file + ".out")
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		line, _, _ := strings.Cut(string(result), "\n")
		switch status, value, _ := strings.Cut(line, " - objective value "); {
		case status == "Optimal":
			var v float64
			fmt.Sscan(value, &v)
			return true, v
		case strings.HasSuffix(strings.ToLower(status), "infeasible"):
			return false, 0
		}
		t.Fatalf("no result: %s\n%s", line, out)
		return false, 0
	}},
}

func runLP(t *testing.T, name string, args ...string) []byte {
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return out
}

// TestWriteLP has other programs, as far as there are any, find the selections of
// small problems: of one form, of two that share nothing, and of two that differ
// least.
func TestWriteLP(t *testing.T) {
	for _, program := range lpPrograms {
		t.Run(program.name, func(t *testing.T) {
			if _, err := exec.LookPath(program.name); err != nil {
				t.Skip(err)
			}
			n := 100
			if os.Getenv("PAPERSETTER_LONG") != "" {
				n = 1000
			}
			file := filepath.Join(t.TempDir(), "problem.lp")
			possible := [3]int{}
			for seed := range uint64(n) {
				p := small(newSource(seed))
				value := func(pick Pick) float64 { return float64(1+pick.Kind*pick.Kind%7) / 8 }
				all := every(p)
				least := twice(p, all, value)
				for i, want := range []bool{len(all) > 0, !math.IsInf(least, 1), !math.IsInf(least, 1)} {
					var b bytes.Buffer
					err := p.WriteLP(&b, i+1)
					if i == 2 {
						b.Reset()
						err = p.WriteBalanceLP(&b, 2, value)
					}
					if err == nil {
						err = os.WriteFile(file, b.Bytes(), 0o666)
					}
					if err != nil {
						t.Fatal(err)
					}
					got, best := program.judge(t, file)
					if got != want {
						t.Fatalf("seed %d, problem %d: %v, want %v\n%s", seed, i, got, want, b.Bytes())
					}
					if i == 2 && got && math.Abs(best-least) > 1e-5 {
						t.Fatalf("seed %d: least difference %v, want %v\n%s", seed, best, least, b.Bytes())
					}
					if got {
						possible[i]++
					}
				}
			}
			t.Logf("%v of %d possible", possible, n)
		})
	}
}

// every returns all selections of a problem.
func every(p *Problem) [][]Pick {
	var all [][]Pick
	var picks []Pick
	var from func(k, n, place int)
	from = func(k, n, place int) {
		if k == len(p.Kinds) {
			if rows, unfit := p.Broken(picks); len(rows) == 0 && !unfit {
				all = append(all, append([]Pick(nil), picks...))
			}
			return
		}
		from(k+1, 0, 0)
		if n == p.Kinds[k].Size {
			return
		}
		for i := place; i < len(p.Kinds[k].Places); i++ {
			picks = append(picks, Pick{k, p.Kinds[k].Places[i]})
			from(k, n+1, i)
			picks = picks[:len(picks)-1]
		}
	}
	from(0, 0, 0)
	return all
}

// twice returns how little two selections that share nothing can differ in
// value; infinity where there are no two.
func twice(p *Problem, all [][]Pick, value func(Pick) float64) float64 {
	values := make([]float64, len(all))
	uses := make([][]int, len(all))
	for i, picks := range all {
		uses[i] = make([]int, len(p.Kinds))
		for _, pick := range picks {
			uses[i][pick.Kind]++
			v := value(pick)
			if place := p.Places[pick.Place]; place.Of > 0 {
				v = float64(v*float64(place.Any)) / float64(place.Of)
			}
			values[i] += v
		}
	}
	least := math.Inf(1)
	for i := range all {
		for j := range i + 1 {
			if d := math.Abs(values[i] - values[j]); d < least && fits(p, uses[i], uses[j]) {
				least = d
			}
		}
	}
	return least
}

func fits(p *Problem, a, b []int) bool {
	for k := range p.Kinds {
		if a[k]+b[k] > p.Kinds[k].Size {
			return false
		}
	}
	return true
}
