package diff

import (
	"fmt"
	"slices"
	"strings"

	"github.com/papersetter/papersetter/bank"
)

// orderOfOptions names, after the label of a part, that options are the same
// in another order.
const orderOfOptions = "order of options"

// keys lists the keys that differ, and of which tasks the options have but
// another order.
func (p pair) keys() (keys []Value, orders []string) {
	if p.older.HasParts != p.newer.HasParts { // nothing stands where it stood
		if before, after := p.older.allKeys(), p.newer.allKeys(); before != after {
			return []Value{{Key, "key", before, after}}, nil
		}
	}
	p.common(func(label string, a, b *bank.Task) {
		if kind, before, after := compareKeys(a.Response, b.Response); kind != "" {
			keys = append(keys, Value{kind, label + "key", before, after})
		}
		if x, ok := a.Response.(*bank.Choice); ok {
			if y, ok := b.Response.(*bank.Choice); ok && reordered(x, y) {
				orders = append(orders, label+orderOfOptions)
			}
		}
	})
	return keys, orders
}

// allKeys spells the keys of all tasks.
func (q *question) allKeys() string {
	var said []string
	for i := range q.Tasks {
		if key := spelledKey(q.Tasks[i].Response); key != "" {
			said = append(said, q.label(i)+key)
		}
	}
	return strings.Join(said, "; ")
}

// compareKeys says how two keys differ: Key where another answer is right,
// Order where the same option is right and stands at another letter, "" where
// they do not. An option that was only reworded is no other answer.
func compareKeys(older, newer bank.Response) (kind Kind, before, after string) {
	before, after = spelledKey(older), spelledKey(newer)
	same := before == after && exactKey(older) == exactKey(newer)
	switch a := older.(type) {
	case *bank.Choice:
		if b, ok := newer.(*bank.Choice); ok {
			return compareChoices(a, b), before, after
		}
	case *bank.Pairs:
		if b, ok := newer.(*bank.Pairs); ok {
			same = samePairs(a, b)
		}
	case *bank.Order:
		if b, ok := newer.(*bank.Order); ok {
			same = sameOrder(a, b)
		}
	}
	if same {
		return "", before, after
	}
	return Key, before, after
}

func compareChoices(a, b *bank.Choice) Kind {
	lettersA, rightA, wrongA := sides(a)
	lettersB, rightB, wrongB := sides(b)
	sameTexts := slices.Equal(sorted(rightA), sorted(rightB))
	among := func(list []string) func(string) bool {
		return func(s string) bool { return slices.Contains(list, s) }
	}
	switch sameLetters := slices.Equal(lettersA, lettersB); {
	case sameLetters && sameTexts:
		return ""
	case sameTexts:
		return Order
	case sameLetters && !slices.ContainsFunc(rightB, among(wrongA)) && !slices.ContainsFunc(rightA, among(wrongB)):
		return ""
	}
	return Key
}

// sides divides options into those that are right, with their letters, and
// those that are wrong.
func sides(c *bank.Choice) (letters, right, wrong []string) {
	for i, o := range c.Options {
		if o.Key {
			letters, right = append(letters, letter(i)), append(right, exact(o.Text))
		} else {
			wrong = append(wrong, exact(o.Text))
		}
	}
	return letters, right, wrong
}

func reordered(a, b *bank.Choice) bool {
	spell := func(c *bank.Choice) (list []string) {
		for _, o := range c.Options {
			list = append(list, fmt.Sprintf("%s %t %t %s", exact(o.Text), o.Key, o.Fixed, exact(o.Feedback)))
		}
		return list
	}
	x, y := spell(a), spell(b)
	return !slices.Equal(x, y) && slices.Equal(sorted(x), sorted(y))
}

// samePairs reports whether what belonged together still does. An entry that
// its column did not have before is a new wording and no other pair.
func samePairs(a, b *bank.Pairs) bool {
	leftA, rightA := exacts(a.Left), exacts(a.Right)
	leftB, rightB := exacts(b.Left), exacts(b.Right)
	for i, left := range leftA {
		k := slices.Index(leftB, left)
		if k < 0 || i >= len(rightA) || k >= len(rightB) || rightA[i] == rightB[k] {
			continue
		}
		if slices.Contains(rightA, rightB[k]) || slices.Contains(rightB, rightA[i]) {
			return false
		}
	}
	return true
}

// sameOrder reports whether the items that both have stand in the same order.
func sameOrder(a, b *bank.Order) bool {
	x, y := exacts(a.Items), exacts(b.Items)
	only := func(list, other []string) []string {
		return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return !slices.Contains(other, s) })
	}
	return slices.Equal(only(x, y), only(y, x))
}

// spelledKey spells a key for a person; "" where there is none.
func spelledKey(r bank.Response) string {
	switch r := r.(type) {
	case *bank.Choice:
		return rightOptions(r)
	case *bank.Truth:
		return fmt.Sprint(r.Key)
	case *bank.Number:
		if r.Tolerance != "" {
			return r.Value + " ± " + r.Tolerance
		}
		return r.Value
	case *bank.Blanks:
		return joined(r.Accept, func(accept []bank.Text) string {
			words := make([]string, len(accept))
			for i, t := range accept {
				words[i] = short(t)
			}
			return strings.Join(words, " or ")
		})
	case *bank.Pairs:
		return spelledPairs(r)
	case *bank.Order:
		return joined(r.Items, short)
	case *bank.Written, nil:
	}
	return ""
}

// exactKey spells what spelledKey may have shortened.
func exactKey(r bank.Response) string {
	if r, ok := r.(*bank.Blanks); ok {
		return joined(r.Accept, func(accept []bank.Text) string { return fmt.Sprintf("%q", exacts(accept)) })
	}
	return ""
}

// rightOptions spells the right options with their letters.
func rightOptions(c *bank.Choice) string {
	var said []string
	for i, o := range c.Options {
		if o.Key {
			said = append(said, fmt.Sprintf("%s “%s”", letter(i), short(o.Text)))
		}
	}
	return strings.Join(said, ", ")
}

func spelledPairs(p *bank.Pairs) string {
	var said []string
	for i := range min(len(p.Left), len(p.Right)) {
		said = append(said, short(p.Left[i])+" – "+short(p.Right[i]))
	}
	return strings.Join(said, ", ")
}

// exact spells a text with all of its languages.
func exact(t bank.Text) string {
	var b strings.Builder
	for v := range t.Versions() {
		fmt.Fprintf(&b, "%s %q ", v.Language, v.Source)
	}
	return b.String()
}

func exacts(texts []bank.Text) []string {
	list := make([]string, len(texts))
	for i, t := range texts {
		list[i] = exact(t)
	}
	return list
}

func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }

// short spells the first words of a text in its first language.
func short(t bank.Text) string { return clip(strings.Join(strings.Fields(t.Source), " "), 40) }

// clip shortens a text to so many characters.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
