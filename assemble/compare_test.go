package assemble

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/papersetter/papersetter/assemble/solve"
)

// writeLP writes a problem of so many forms that share no question as a file for
// other solvers. With balance what is to be as small as possible is the
// difference between the forms' expected scores, in thousandths of a mark.
func writeLP(name string, m *model, p *problem, forms int, balance bool) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if balance {
		scale := m.newScale()
		err = p.WriteBalanceLP(f, forms, func(pick solve.Pick) float64 {
			return float64(scale.score[p.members[pick.Kind][0]]) / 4000
		})
	} else {
		err = p.WriteLP(f, forms)
	}
	return cmp.Or(err, f.Close())
}

// alone makes every question a kind of its own, as balancing must tell them
// apart.
func alone(p *problem) *problem {
	single := &problem{Problem: &solve.Problem{Places: p.Places, Rows: p.Rows}, row: p.row}
	for k, members := range p.members {
		for _, u := range members {
			kind := p.Kinds[k]
			kind.Size = 1
			single.Kinds = append(single.Kinds, kind)
			single.members = append(single.members, []int32{u})
		}
	}
	return single
}

// TestCompare runs general solvers on the problems of the benchmarks, written as
// LP files, with PAPERSETTER_COMPARE=1 and where glpsol and cbc are installed.
// It judges nothing: its table is for docs/performance.md.
func TestCompare(t *testing.T) {
	if os.Getenv("PAPERSETTER_COMPARE") == "" {
		t.Skip("set PAPERSETTER_COMPARE=1 to run other solvers on the same problems")
	}
	const limit = 60
	programs := []struct {
		name string
		args func(lp string) []string
		done *regexp.Regexp
	}{
		{"glpsol", func(lp string) []string { return []string{"--lp", lp, "--tmlim", fmt.Sprint(limit), "--cuts"} }, regexp.MustCompile(`INTEGER OPTIMAL SOLUTION FOUND`)},
		{"cbc", func(lp string) []string { return []string{lp, "sec", fmt.Sprint(limit), "solve"} }, regexp.MustCompile(`Result - Optimal solution found`)},
	}
	objective := regexp.MustCompile(`(?:mip = +|Objective value: +|>>>>> +)(-?[0-9.e+]+)`)
	for _, blueprint := range []struct{ name, text string }{{"loose", looseBlueprint}, {"tight", tightBlueprint}} {
		for _, size := range []struct {
			questions, forms int
			balance          bool
		}{{2000, 1, false}, {20000, 1, false}, {100000, 1, false}, {2000, 4, true}, {2000, 10, true}} {
			b, bp := largeBank(t, size.questions, fmt.Sprintf(blueprint.text, size.forms))
			m := newModel(b, bp, Options{})
			p := m.problem(nil, false)
			if size.balance {
				p = alone(p)
			}
			lp := filepath.Join(t.TempDir(), "problem.lp")
			if err := writeLP(lp, m, p, size.forms, size.balance); err != nil {
				t.Fatal(err)
			}
			what := fmt.Sprintf("%s, %d of %d", blueprint.name, size.forms, size.questions)
			var times []time.Duration
			difference := 0
			for seed := range uint64(5) {
				start := time.Now()
				forms, err := Forms(b, bp, seed, Options{})
				if err != nil {
					t.Fatal(err)
				}
				times = append(times, time.Since(start))
				d, _ := Difference(forms)
				difference = max(difference, d)
			}
			slices.Sort(times)
			t.Logf("%-22s papersetter %8.3f s  difference %.6f", what, times[2].Seconds(), float64(difference)/1e6)
			for _, program := range programs {
				path, err := exec.LookPath(program.name)
				if err != nil {
					continue
				}
				ctx, cancel := context.WithTimeout(context.Background(), 2*limit*time.Second)
				start := time.Now()
				out, _ := exec.CommandContext(ctx, path, program.args(lp)...).CombinedOutput()
				cancel()
				status := "stopped"
				if program.done.Match(out) {
					status = "optimal"
				}
				best := "nothing found"
				if found := objective.FindAllSubmatch(out, -1); found != nil {
					best = "objective " + string(found[len(found)-1][1])
				}
				t.Logf("%-22s %-11s %8.3f s  %s, %s", what, program.name, time.Since(start).Seconds(), status, best)
			}
		}
	}
}
