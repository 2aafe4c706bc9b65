package main

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the wanted output in the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"papersetter": main,
	})
}

// TestScripts runs the command line as a user does: testdata/*.txtar, one a
// behaviour. $BANK is the bank that ships.
func TestScripts(t *testing.T) {
	shipped, err := filepath.Abs("../../questions/deep-learning")
	if err != nil {
		t.Fatal(err)
	}
	cache := t.TempDir() // formulas are typeset once for all scripts
	testscript.Run(t, testscript.Params{
		Dir:           "testdata",
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("BANK", shipped)
			env.Setenv("XDG_CACHE_HOME", cache)
			env.Setenv("HOME", cache)
			return nil
		},
		Condition: func(cond string) (bool, error) {
			return cond == "root" && os.Geteuid() == 0, nil
		},
	})
}

// TestExitCodes checks what scripts cannot tell apart.
func TestExitCodes(t *testing.T) {
	for _, c := range []struct {
		want int
		args []string
	}{
		{0, []string{"version"}},
		{0, []string{"help"}},
		{0, []string{"make", "-h"}},
		{0, []string{"schema", "questions"}},
		{1, []string{"make", "no-such-file.yaml"}},
		{1, []string{"check", "testdata"}},
		{2, nil},
		{2, []string{"mak"}},
		{2, []string{"make"}},
		{2, []string{"make", "a", "b"}},
		{2, []string{"make", "-colour", "a"}},
		{2, []string{"schema", "question"}},
	} {
		cmd := command{stdout: discard{}, stderr: discard{}}
		if got := cmd.run(context.Background(), c.args); got != c.want {
			t.Errorf("papersetter %q: exit code %d, want %d", c.args, got, c.want)
		}
	}
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
