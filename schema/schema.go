// Package schema reads the documents that lecturers write and judges their
// shape.
//
//  1. [Sniff] tells documents from files of others.
//  2. [Parse] reads YAML and JSON into nodes that know their place in the file.
//  3. [Document.Validate] judges a document by its JSON Schema.
//
// What is wrong comes back as [Problems], each with its place and with what to
// write instead; nothing is an error. The schemas themselves are files that an
// editor can use, see [Text]. The package knows no questions: references
// between documents, sums of marks and Markdown are for others to check.
//
// All functions may be called from several goroutines, and a document that is
// not changed may be shared.
package schema

import "embed"

//go:embed *.schema.json
var files embed.FS

// names are the top-level keys of documents.
var names = []string{"course", "questions", "blueprint", "style", "paper", "results"}

// Names lists the documents, which are the schemas' names too.
func Names() []string { return append([]string(nil), names...) }

// Text returns the JSON Schema of a document as one self-contained file.
func Text(name string) ([]byte, bool) {
	text, err := files.ReadFile(name + ".schema.json")
	return text, err == nil
}
