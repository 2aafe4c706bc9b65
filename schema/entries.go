package schema

import (
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// maxEntries bounds the entries of a questions document.
const maxEntries = 100_000

// maxExplained bounds the entries whose problems are told one by one. A file
// with more has a mistake in common, and a teacher has read enough.
const maxExplained = 1000

// entries judges the entries of a questions document.
func (j *judge) entries(file string, entries []*Node, path *datapath) Problems {
	var problems Problems
	explained := 0
	for i, entry := range entries {
		value, ok := entry.value()
		if !ok || accepts(value) {
			continue
		}
		err := j.schema.Validate(value)
		if err == nil {
			continue
		}
		explained++
		if explained > maxExplained {
			problems = append(problems, Problem{Pos: Pos{file, entry.Line, entry.Column}, Path: path.entry(i).String(),
				Message: "has problems, too, which are told when those before it are mended"})
			continue
		}
		problems = append(problems, j.explain(file, entry, path.entry(i), err)...)
	}
	return problems
}

// parts of the schema of questions that suffice to accept one without parts.
var parts = sync.OnceValue(func() map[string]*jsonschema.Schema {
	schemas := map[string]*jsonschema.Schema{}
	text := judges["questions"]().text
	part := compiler("questions")
	for _, t := range text.resolve("/$defs/type/enum").Items {
		schemas[t.Text] = part("/$defs/" + t.Text)
	}
	for _, name := range []string{"fields", "without-parts"} {
		schemas[name] = part("/$defs/" + name)
	}
	return schemas
})

// accepts reports whether an entry is a question without parts that is right.
// It judges by the parts of the schema that apply to its type and so takes a
// fifth of the time of judging by the whole, which tries the types in turn;
// what is not accepted is judged by the whole.
func accepts(value any) bool {
	m, ok := value.(map[string]any)
	if !ok || m["parts"] != nil || m["stimulus"] != nil || m["questions"] != nil {
		return false
	}
	kind, ok := m["type"].(string)
	if !ok || kind == "fields" || kind == "without-parts" {
		return false
	}
	body := parts()[kind]
	return body != nil && body.Validate(value) == nil && parts()["without-parts"].Validate(value) == nil && parts()["fields"].Validate(value) == nil
}
