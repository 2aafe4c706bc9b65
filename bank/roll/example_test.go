package roll_test

import (
	"fmt"

	"github.com/papersetter/papersetter/bank/roll"
)

func Example() {
	list, problems := roll.Read("roll.csv", []byte("Roll No,Student Name,Batch\n0017,Anita,B1\n1.23E+11,Ravi,B1\n"))
	for i := range problems {
		fmt.Println(problems[i].String())
	}
	for _, c := range list.Candidates {
		fmt.Println(c.Roll, c.Name, c.Section)
	}
	// Output:
	// roll.csv:3:1: the spreadsheet has shortened a roll number to 1.23E+11, and its digits are lost: format the column as text, enter the roll numbers anew, and save again
	// 0017 Anita B1
}
