package pdf_test

import (
	"bytes"
	"fmt"
	"time"

	"github.com/papersetter/papersetter/export/pdf"
	"github.com/papersetter/papersetter/export/typeset"
)

func Example() {
	faces, err := typeset.LoadFonts()
	if err != nil {
		fmt.Println(err)
		return
	}
	page := func(text string) *typeset.Document {
		runs, _, _ := faces.Shape(text, typeset.Style{Size: 12 * typeset.Point})
		doc := &typeset.Document{Title: text, Language: "en", Width: 210 * typeset.MM, Height: 297 * typeset.MM, Pages: make([]typeset.Page, 1)}
		for _, r := range runs {
			r.X += 20 * typeset.MM
			r.Y += 20 * typeset.MM
			doc.Pages[0].Items = append(doc.Pages[0].Items, r)
		}
		return doc
	}
	setA, setB, answers := page("Set A"), page("Set B"), page("Answers")

	candidates, err := pdf.NewFonts(setA, setB)
	if err != nil {
		fmt.Println(err)
		return
	}
	lecturer, err := pdf.NewFonts(answers) // shared with nothing that candidates get
	if err != nil {
		fmt.Println(err)
		return
	}
	date := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	var a, b, s bytes.Buffer
	fmt.Println(pdf.Write(&a, setA, candidates, date), pdf.Write(&b, setB, candidates, date), pdf.Write(&s, answers, lecturer, date))
	fmt.Printf("%.8s\n", a.Bytes())
	// Output:
	// <nil> <nil> <nil>
	// %PDF-1.4
}
