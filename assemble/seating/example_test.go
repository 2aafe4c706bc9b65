package seating_test

import (
	"fmt"

	"github.com/papersetter/papersetter/assemble/seating"
)

// dice is a source of random numbers; the one of a form is meant to be used.
type dice uint64

func (d *dice) Below(n int) int {
	*d = *d*6364136223846793005 + 1442695040888963407
	return int(uint64(*d) >> 33 % uint64(n))
}

func Example() {
	rooms, problems := seating.ReadRooms("ROOM.csv", []byte("room: LH-101\n*,*,,*,*\n*,*,,*,*\n"))
	for i := range problems {
		fmt.Println(problems[i].String())
	}
	sets := seating.Copies{Letters: [][]byte{[]byte("ABCD"), []byte("BADC"), []byte("CDAB"), []byte("DABC")}}
	var source dice = 1
	plan, err := seating.Seat(rooms, 8, sets, seating.Options{}, &source)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range plan.Seats {
		fmt.Printf("%s candidate %d: set %c\n", s.Label, s.Candidate+1, 'A'+s.Copy)
	}
	fmt.Printf("the worst of %d pairs shares %d of %d letters\n", plan.Pairs, plan.Worst.Letters, plan.Worst.Of)
	// Output:
	// R1C1 candidate 1: set A
	// R1C2 candidate 4: set B
	// R1C4 candidate 5: set A
	// R1C5 candidate 8: set B
	// R2C1 candidate 2: set C
	// R2C2 candidate 3: set D
	// R2C4 candidate 6: set C
	// R2C5 candidate 7: set D
	// the worst of 12 pairs shares 2 of 4 letters
}
