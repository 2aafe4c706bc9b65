package phrase_test

import (
	"fmt"

	"github.com/papersetter/papersetter/bank/phrase"
)

func Example() {
	texts := []string{"Iron", "Zinc", "Both (a) and (b)", "None of these"}
	phrases := phrase.RecogniseAll(texts)
	order := []int{2, 1, 0, 3}
	for place, option := range order {
		fmt.Printf("(%c) %s\n", 'a'+place, phrase.Rewrite(texts[option], phrases[option], order))
	}
	// Output:
	// (a) Both (b) and (c)
	// (b) Zinc
	// (c) Iron
	// (d) None of these
}
