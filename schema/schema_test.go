package schema

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// TestSchemas makes sure that every key has a title, a description and
// examples for editors, and that the examples are right.
func TestSchemas(t *testing.T) {
	for _, name := range Names() {
		text, ok := Text(name)
		if !ok {
			t.Fatalf("no schema %s", name)
		}
		part := compiler(name)
		part("")
		root, problems := parseJSON(name, newSource(text))
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		keys := 0
		eachSchema(root, "", func(schema *Node, pointer string, property bool) {
			if property {
				keys++
				for _, want := range []string{"title", "description", "examples"} {
					if n := schema.Get(want); n == nil || len(n.Text)+len(n.Items) == 0 {
						t.Errorf("%s%s has no %s", name, pointer, want)
					}
				}
			}
			if examples := schema.Get("examples"); examples != nil {
				right := part(pointer)
				for _, example := range examples.Items {
					value, _ := example.value()
					// Examples of whole entries leave out what others show.
					if err := right.Validate(value); err != nil && !strings.Contains(err.Error(), "missing properties") {
						t.Errorf("%s%s: example %s: %v", name, pointer, spell(example), err)
					}
				}
			}
			if schema.Get("anyOf") != nil && schema.Get("required") != nil && schema.Get("errorMessage") == nil {
				t.Errorf("%s%s: anyOf without errorMessage", name, pointer)
			}
			if schema.Get("pattern") != nil && schema.Get("patternErrorMessage") == nil {
				t.Errorf("%s%s: pattern without patternErrorMessage", name, pointer)
			}
		})
		if keys == 0 {
			t.Errorf("%s: no keys seen", name)
		}
	}
	if _, ok := Text("questoins"); ok {
		t.Error("a schema that there is not")
	}
}

// eachSchema calls f for every schema object; property says that it is that of
// a key which gets its title where it is listed with others.
func eachSchema(n *Node, pointer string, f func(schema *Node, pointer string, property bool)) {
	var walk func(n *Node, pointer string, property bool)
	walk = func(n *Node, pointer string, property bool) {
		if n == nil || n.Kind != Map {
			return
		}
		f(n, pointer, property)
		closed := n.Get("additionalProperties") != nil
		for _, m := range n.Members {
			at := pointer + "/" + m.Key
			switch m.Key {
			case "properties", "$defs":
				for _, p := range m.Value.Members {
					walk(p.Value, at+"/"+p.Key, m.Key == "properties" && closed)
				}
			case "items", "then", "else", "additionalProperties":
				walk(m.Value, at, false)
			case "allOf":
				for i, s := range m.Value.Items {
					walk(s, at+"/"+itoa(i), false)
				}
			}
		}
	}
	walk(n, pointer, false)
}

// TestSharedDefinitions makes sure that what two schemas define under one name
// is the same in both; each file holds its own copy, to be complete by itself.
func TestSharedDefinitions(t *testing.T) {
	seen := map[string]any{}
	shared := 0
	for _, name := range Names() {
		text, _ := Text(name)
		var schema struct {
			Defs map[string]any `json:"$defs"`
		}
		if err := json.Unmarshal(text, &schema); err != nil {
			t.Fatal(err)
		}
		for def, got := range schema.Defs {
			if want, ok := seen[def]; ok {
				shared++
				if !reflect.DeepEqual(got, want) {
					t.Errorf("%s: $defs/%s differs from that of another schema", name, def)
				}
			}
			seen[def] = got
		}
	}
	if shared < 10 {
		t.Errorf("only %d definitions are shared", shared)
	}
}

// TestContract reads the commented examples of documents, and a record.
func TestContract(t *testing.T) {
	for name, ending := range map[string]string{"course": ".yaml", "questions": ".yaml", "blueprint": ".yaml", "paper": ".json"} {
		file := filepath.Join("testdata/contract", name+ending)
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got := Sniff(file, src); got != name {
			t.Errorf("%s: taken for %q", file, got)
		}
		if got := problemsOf(file, string(src)); got != "" {
			t.Error(got)
		}
	}
}

// TestAccepts compares the quick judgement of questions with that by the whole
// schema.
func TestAccepts(t *testing.T) {
	names, _ := filepath.Glob("testdata/problems/*.txtar")
	accepted, refused := 0, 0
	for _, entry := range append(entriesOf(t, names), manyEntries(t)...) {
		value, ok := entry.value()
		if !ok {
			continue
		}
		m, _ := value.(map[string]any)
		quick, whole := accepts(value), judges["questions"]().schema.Validate(value) == nil
		if quick != whole && !(whole && (m["parts"] != nil || m["stimulus"] != nil)) {
			t.Errorf("%s: quick %v, whole %v", spell(entry), quick, whole)
		}
		if whole {
			accepted++
		} else {
			refused++
		}
	}
	if accepted < 10 || refused < 50 {
		t.Errorf("compared %d right and %d wrong questions", accepted, refused)
	}
}

func manyEntries(t *testing.T) []*Node {
	d, problems := Parse("q.yaml", manyQuestions(20))
	if d == nil {
		t.Fatal(problems)
	}
	return d.Root.Items
}
