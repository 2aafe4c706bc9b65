package html

import (
	_ "embed"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/papersetter/papersetter/bank"
)

//go:embed style.css
var styleSheet string

// bodyClass says what of the style rules in style.css depend on.
func (c *composer) bodyClass() string {
	s := c.style
	var classes []string
	for _, one := range []struct {
		name string
		is   bool
	}{
		{"sans", s.Sans},
		{"upright", !s.Italics},
		{"justified", s.Justify},
		{"hyphenated", s.Hyphens},
		{"answers", c.answers},
	} {
		if one.is {
			classes = append(classes, one.name)
		}
	}
	return strings.Join(classes, " ")
}

// ownStyle is what of the style are measures, and what browsers that print
// pages with margin boxes say in them.
func (c *composer) ownStyle() string {
	s := c.style
	var b strings.Builder
	number, part := c.labelWidths()
	fmt.Fprintf(&b, ":root { --size: %spt; --screen: %srem; --leading: %s; --spacing: %sem; --number: %sem; --part: %sem; }\n",
		decimal(s.Size, 10), decimal(s.Size*100/110, 94), decimal(s.Leading, 100), decimal(s.Spacing, 1000), decimal(number, 100), decimal(part, 100))
	fmt.Fprintf(&b, "@page { size: %smm %smm; margin: %smm %smm %smm %smm;\n",
		decimal(s.Width, 10), decimal(s.Height, 10), decimal(s.Top, 10), decimal(s.Right, 10), decimal(s.Bottom, 10), decimal(s.Left, 10))
	box := func(name, content string) {
		if content != "" {
			fmt.Fprintf(&b, "  @%s { content: %s; }\n", name, content)
		}
	}
	box("bottom-left", quoted(c.belongsTo()))
	box("bottom-center", c.pageNumber())
	b.WriteString("}\n@page :not(:first) {\n")
	box("top-left", quoted(s.Header))
	if who := c.paper.Candidate; who != nil {
		box("top-right", quoted(strings.TrimSpace(who.Roll+"  "+who.Name)))
	}
	b.WriteString("}\n")
	return b.String()
}

// labelWidths are the room for the labels of questions and of parts, in
// hundredths of the size of the text.
func (c *composer) labelWidths() (number, part int) {
	number, part = 240, 220
	for i := range c.paper.Sections {
		for j := range c.paper.Sections[i].Questions {
			q := &c.paper.Sections[i].Questions[j]
			number = max(number, 80+55*utf8.RuneCountInString(bank.Numbered(c.style.QuestionLabel, q.Number)))
			part = max(part, 60+45*utf8.RuneCountInString(bank.Numbered(c.style.PartLabel, len(q.Parts))))
		}
	}
	return number, part
}

// belongsTo says at the foot of a page what it belongs to.
func (c *composer) belongsTo() string {
	left := c.paper.CourseCode
	if c.paper.Set != "" {
		left = strings.TrimPrefix(left+" / "+c.words.Say("set-of", "set", c.paper.Set), " / ")
	}
	if c.paper.Copy > 0 {
		left = strings.TrimPrefix(left+" / "+c.words.Say("copy-of", "copy", c.paper.Copy), " / ")
	}
	if c.answers {
		left = strings.TrimPrefix(left+" / "+c.words.Say("answers"), " / ")
	}
	return left
}

// pageNumber is the number of a page in the words of the style.
func (c *composer) pageNumber() string {
	const page, pages = "\x00", "\x01"
	said := c.words.Say("page", "page", page, "pages", pages)
	var parts []string
	for said != "" {
		i := strings.IndexAny(said, page+pages)
		if i < 0 {
			i = len(said)
		}
		if i > 0 {
			parts = append(parts, quoted(said[:i]))
		}
		if i < len(said) {
			parts = append(parts, map[byte]string{page[0]: "counter(page)", pages[0]: "counter(pages)"}[said[i]])
			i++
		}
		said = said[i:]
	}
	return strings.Join(parts, " ")
}

// quoted spells a string of CSS, "" for an empty one. Whatever is not a plain
// letter is spelt as a number, so that no text ends the string or the style.
func quoted(s string) string {
	if s == "" {
		return ""
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == ' ' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z':
			b.WriteRune(r)
		case r == 0:
		default:
			fmt.Fprintf(&b, "\\%x ", r) // the space ends the number
		}
	}
	b.WriteByte('"')
	return b.String()
}

// decimal spells n/per.
func decimal(n, per int) string {
	s := fmt.Sprintf("%.3f", float64(n)/float64(per))
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}
