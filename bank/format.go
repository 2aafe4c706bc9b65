package bank

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/papersetter/papersetter/schema"
)

// Format returns the canonical form of a document: UTF-8 without byte-order
// mark, line ends \n, no white space at line ends (but inside texts, where it
// may mean a line break), a final line end, and an id for every question and
// stimulus that has none. Everything else stays as a person wrote it, comments
// and the order of keys included. NewID gives the new ids.
//
// A document that cannot be read, or not be changed without changing what it
// says, is returned as problems.
func Format(file string, src []byte, newID func() (uuid.UUID, error)) ([]byte, schema.Problems, error) {
	before, problems := schema.Parse(file, src)
	if before == nil || problems.Errors() > 0 {
		return nil, problems, nil
	}
	out := normalise(src)
	doc, problems := schema.Parse(file, out)
	if doc == nil || problems.Errors() > 0 || !sameNode(before.Root, doc.Root) {
		return nil, byHand(before, "it is written in a way that cannot be tidied without changing what it says: tidy it by hand"), nil
	}
	if doc.Name != "questions" {
		return out, nil, nil
	}
	var firstID uuid.UUID
	edits, err := idEdits(doc, out, func() (uuid.UUID, error) {
		id, err := newID()
		if firstID == uuid.Nil {
			firstID = id
		}
		return id, err
	})
	if err != nil {
		return nil, nil, err
	}
	if len(edits) == 0 {
		return out, nil, nil
	}
	edited := applyEdits(out, edits)
	after, problems := schema.Parse(file, edited)
	if after == nil || problems.Errors() > 0 || len(missingIDs(after)) > 0 {
		first := missingIDs(doc)[0]
		return nil, byHand(doc, fmt.Sprintf("no id can be added to the question of line %d in the way it is written: write one yourself, for example id: %s", first.Line, firstID)), nil
	}
	return edited, nil, nil
}

// byHand is the problem of a file that a person must see to.
func byHand(doc *schema.Document, message string) schema.Problems {
	return schema.Problems{{Pos: schema.Pos{File: doc.File}, Message: message}}
}

// blockHeader matches a line that begins a block scalar of YAML.
var blockHeader = regexp.MustCompile(`(^|[\s:-])[|>][-+0-9]*\s*(#.*)?$`)

// normalise brings line ends and white space into form. Lines inside YAML's
// block scalars keep their trailing spaces: two of them are a line break in
// Markdown.
func normalise(src []byte) []byte {
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	text := strings.ReplaceAll(string(src), "\r\n", "\n")
	text = strings.ReplaceAll(text, "\r", "\n")
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	inside := -1 // indentation of the line that began a block scalar; -1 outside
	for i, line := range lines {
		indent := len(line) - len(strings.TrimLeft(line, " "))
		blank := strings.TrimSpace(line) == ""
		if inside >= 0 && (blank || indent > inside) {
			continue
		}
		inside = -1
		trimmed := strings.TrimRight(line, " \t")
		if blockHeader.MatchString(trimmed) && !strings.HasPrefix(strings.TrimSpace(trimmed), "#") {
			inside = indent
		}
		lines[i] = trimmed
	}
	return []byte(strings.TrimRight(strings.Join(lines, "\n"), "\n") + "\n")
}

// sameNode reports whether two documents say the same.
func sameNode(a, b *schema.Node) bool {
	if a == nil || b == nil {
		return a == b
	}
	if a.Kind != b.Kind || len(a.Items) != len(b.Items) || len(a.Members) != len(b.Members) {
		return false
	}
	if a.Kind != schema.Map && a.Kind != schema.List && trimTail(a.Text) != trimTail(b.Text) {
		return false
	}
	for i := range a.Items {
		if !sameNode(a.Items[i], b.Items[i]) {
			return false
		}
	}
	for i := range a.Members {
		if a.Members[i].Key != b.Members[i].Key || !sameNode(a.Members[i].Value, b.Members[i].Value) {
			return false
		}
	}
	return true
}

// trimTail ignores line ends at the end of a text, which a block scalar that
// keeps them (|+) at the end of a file may lose.
func trimTail(s string) string { return strings.TrimRight(s, "\n") }

// missingIDs lists the questions and stimuli that have no id.
func missingIDs(doc *schema.Document) []*schema.Node {
	var missing []*schema.Node
	note := func(n *schema.Node) {
		if n.Kind == schema.Map && len(n.Members) > 0 && str(n.Get("id")) == "" {
			missing = append(missing, n)
		}
	}
	for _, entry := range items(doc.Root) {
		note(entry)
		for _, inner := range items(entry.Get("questions")) {
			note(inner)
		}
	}
	return missing
}

// An edit inserts text at a byte offset.
type edit struct {
	offset int
	text   string
}

func idEdits(doc *schema.Document, src []byte, newID func() (uuid.UUID, error)) ([]edit, error) {
	starts := lineStarts(src)
	var edits []edit
	for _, n := range missingIDs(doc) {
		id, err := newID()
		if err != nil {
			return nil, err
		}
		edits = append(edits, idEdit(n, src, starts, id.String(), strings.HasSuffix(strings.ToLower(doc.File), ".json")))
	}
	return edits, nil
}

// idEdit inserts an id before the first key of a mapping, in the style that
// the mapping is written in.
func idEdit(n *schema.Node, src []byte, starts []int, id string, json bool) edit {
	for _, m := range n.Members {
		if m.Key == "id" { // written without a value
			at := offsetOf(src, starts, m.Line, m.Column)
			colon := bytes.IndexByte(src[at:], ':')
			return edit{at + colon + 1, " " + id}
		}
	}
	first := n.Members[0]
	at := offsetOf(src, starts, first.Line, first.Column)
	lead := string(src[starts[first.Line-1]:at])
	switch {
	case json && strings.TrimSpace(lead) == "":
		return edit{at, `"id": "` + id + "\",\n" + lead}
	case json:
		return edit{at, `"id": "` + id + `", `}
	case behindBrace(src, at):
		return edit{at, "id: " + id + ", "}
	default:
		return edit{at, "id: " + id + "\n" + strings.Repeat(" ", len(lead))}
	}
}

// behindBrace reports whether what stands at an offset is the first in a map
// that is written within braces.
func behindBrace(src []byte, at int) bool {
	before := bytes.TrimRight(src[:at], " \t\n")
	if !bytes.HasSuffix(before, []byte("{")) {
		return false
	}
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	return !bytes.HasPrefix(bytes.TrimSpace(line), []byte("#")) && !bytes.Contains(line, []byte(" #"))
}

func lineStarts(src []byte) []int {
	starts := []int{0}
	for i, b := range src {
		if b == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// offsetOf turns a line and a column, which counts characters, into a byte offset.
func offsetOf(src []byte, starts []int, line, column int) int {
	offset := starts[line-1]
	for range column - 1 {
		_, size := utf8.DecodeRune(src[offset:])
		offset += size
	}
	return offset
}

// applyEdits makes the insertions, which are in the order of the text.
func applyEdits(src []byte, edits []edit) []byte {
	var out bytes.Buffer
	last := 0
	for _, e := range edits {
		out.Write(src[last:e.offset])
		out.WriteString(e.text)
		last = e.offset
	}
	out.Write(src[last:])
	return out.Bytes()
}
