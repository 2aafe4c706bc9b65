package shuffle_test

import (
	"fmt"
	"math/rand/v2"

	"github.com/papersetter/papersetter/assemble/shuffle"
)

// A source of the caller; what it returns must stay the same for ever.
type source struct{ *rand.PCG }

func (s source) Below(n int) int { return int(s.Uint64() % uint64(n)) }

func ExampleChoose() {
	movable := []bool{true, true, true, true}
	form := shuffle.Form{Sections: []shuffle.Section{
		{Groups: [][]int{{0}, {1}, {2}, {3, 4}}}, // 3 and 4 share a stimulus
		{Groups: [][]int{{5}, {6}}, Fixed: true},
	}}
	for range 6 {
		form.Questions = append(form.Questions, shuffle.Question{Options: 4, Keys: []int{0}, Movable: movable})
	}
	form.Questions = append(form.Questions, shuffle.Question{}) // an essay

	sets, report := shuffle.Choose(form, 4, source{rand.NewPCG(1, 2)})
	for s, set := range sets {
		fmt.Print(set.Order, " ")
		for _, q := range set.Order[:6] {
			for place, option := range set.Options[q] {
				if option == 0 {
					fmt.Print(string(rune('A' + place)))
				}
			}
		}
		fmt.Println(" counts", report.Counts[s])
	}
	fmt.Println("letters shared by the worst pair:", report.Letters.Worst, "proved best:", report.Letters.Best())
	fmt.Println("places shared by the worst pair:", report.Places.Worst, "proved best:", report.Places.Best())
	// Output:
	// [2 3 4 1 0 5 6] CABDDC counts [1 1 2 2]
	// [1 0 2 3 4 5 6] DBCAAD counts [2 1 1 2]
	// [0 2 3 4 1 5 6] ACDBBA counts [2 2 1 1]
	// [3 4 1 0 2 5 6] BDACCB counts [1 2 2 1]
	// letters shared by the worst pair: 0 proved best: true
	// places shared by the worst pair: 2 proved best: true
}
