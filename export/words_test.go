package export

import (
	"testing"

	"github.com/papersetter/papersetter/bank"
)

func TestWords(t *testing.T) {
	w := WordsOf(bank.ReadyStyle("classic"))
	for minutes, want := range map[bank.Minutes]string{2 * 45: "45 minutes", 2 * 60: "1 hour", 2 * 90: "1 hour 30 minutes", 2 * 121: "2 hours 1 minute", 5: "2.5 minutes"} {
		if got := w.Duration(minutes); got != want {
			t.Errorf("%v: %s, want %s", minutes, got, want)
		}
	}
	for date, want := range map[string]string{"2026-02-07": "7 February 2026", "soon": "soon"} {
		if got := w.Date(date); got != want {
			t.Errorf("%s: %s, want %s", date, got, want)
		}
	}
}
