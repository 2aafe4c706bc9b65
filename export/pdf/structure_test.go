package pdf

import (
	"regexp"
	"strings"
	"testing"

	"github.com/papersetter/papersetter/export/typeset"
)

// taggedDoc has a heading, a paragraph over two pages with furniture between
// its halves, a figure, a table head in another language, and an element that
// nothing belongs to.
func taggedDoc(t testing.TB) *typeset.Document {
	doc := newDoc()
	doc.Pages = make([]typeset.Page, 2)
	heading := &typeset.Element{Role: typeset.RoleHeading1}
	paragraph := &typeset.Element{Role: typeset.RoleParagraph}
	figure := &typeset.Element{Role: typeset.RoleFigure, Alt: "a square (black)"}
	cell := &typeset.Element{Role: typeset.RoleHeader, Language: "hi"}
	row := &typeset.Element{Role: typeset.RoleRow, Children: []*typeset.Element{cell, {Role: typeset.RoleCell}}}
	doc.Structure = []*typeset.Element{{Role: typeset.RoleDocument, Children: []*typeset.Element{
		heading, paragraph, figure, {Role: typeset.RoleTable, Children: []*typeset.Element{row}}, {Role: typeset.RoleList},
	}}}
	say := func(page int, owner *typeset.Element, text string, y typeset.Length) {
		items, _ := set(t, text, typeset.Style{Size: 11 * pt}, 60*pt, y)
		doc.Pages[page].Items = append(append(doc.Pages[page].Items, &typeset.Owner{Of: owner}), items...)
	}
	say(0, heading, "Title", 60*pt)
	say(0, paragraph, "first half", 80*pt)
	say(0, nil, "foot", 700*pt)
	line := &typeset.Form{Items: []typeset.Item{&typeset.Owner{Of: paragraph}}}
	items, _ := set(t, "second half", typeset.Style{Size: 11 * pt}, 0, 0)
	line.Items = append(line.Items, items...)
	line.Items = append(line.Items, &typeset.Owner{}, &typeset.Box{W: 10 * pt, H: pt})
	doc.Pages[1].Items = []typeset.Item{&typeset.Group{X: 60 * pt, Y: 80 * pt, Form: line}}
	doc.Pages[1].Items = append(doc.Pages[1].Items, &typeset.Owner{Of: figure}, &typeset.Box{X: 60 * pt, Y: 100 * pt, W: 50 * pt, H: 50 * pt})
	say(1, cell, "head", 200*pt)
	return doc
}

func TestStructure(t *testing.T) {
	doc := taggedDoc(t)
	twin := taggedDoc(t)
	twin.Pages[1].Items[0].(*typeset.Group).Form = doc.Pages[1].Items[0].(*typeset.Group).Form
	twin.Structure = doc.Structure
	for name, docs := range map[string][]*typeset.Document{"alone": {doc}, "shared": {doc, twin}} {
		fonts, err := NewFonts(docs...)
		if err != nil {
			t.Fatal(err)
		}
		file := writeWith(t, doc, fonts)
		run(t, file, "qpdf", []string{"--check"})
		out := run(t, file, "pdfinfo", []string{"-struct-text"})
		got := strings.Join(strings.Fields(regexp.MustCompile(`\(block\)|\(inline\)`).ReplaceAllString(out, "")), " ")
		want := `Document H1 "Title" P "first half" "second half" Figure "" Table TR TH: /Scope /Column "head"`
		if got != want {
			t.Errorf("%s: the structure is\n%s\nnot\n%s", name, got, want)
		}
	}
}

// TestNoStructure writes a document that says nothing of its structure.
func TestNoStructure(t *testing.T) {
	doc := taggedDoc(t)
	doc.Structure = nil
	file := string(write(t, doc))
	for _, word := range []string{"StructTreeRoot", "StructParents", "MarkInfo"} {
		if strings.Contains(file, word) {
			t.Errorf("the file has %s", word)
		}
	}
}
