package xlsx

import "strconv"

// Copy is a candidate's copy, for the sheet with the keys of all copies.
type Copy struct {
	Number     int
	Roll, Name string
	Form       int
	Set        string   // "" for an order of its own
	Keys       []string // by printed number
}

// sheetOfCopies writes a row for each copy: whose it is, and the key by printed
// number. There is none without copies.
func (b *book) sheetOfCopies() error {
	if len(b.copies) == 0 {
		return nil
	}
	columns := []column{
		{"Copy", 8, b.number}, {"Roll number", 16, b.text}, {"Name", 26, b.text}, {"Form", 7, b.number}, {"Set", 7, b.center},
	}
	most := 0
	for i := range b.copies {
		most = max(most, len(b.copies[i].Keys))
	}
	for n := range most {
		columns = append(columns, column{strconv.Itoa(n + 1), 9, b.center})
	}
	rows := make([][]any, len(b.copies))
	for i := range b.copies {
		c := &b.copies[i]
		row := make([]any, len(columns))
		row[0], row[1], row[2], row[3], row[4] = c.Number, c.Roll, c.Name, c.Form, c.Set
		for n, key := range c.Keys {
			row[5+n] = key
		}
		rows[i] = row
	}
	return b.sheet(sheet{name: "Copies", title: b.titleOf("Keys of all copies"), columns: columns, printed: len(columns), rows: rows, landscape: true})
}
