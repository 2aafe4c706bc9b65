package html

import (
	"cmp"
	"fmt"
	"strings"

	"rsc.io/qr"

	"github.com/papersetter/papersetter/bank"
)

// title names the document in tabs, bookmarks and to screen readers.
func (c *composer) title() string {
	p := c.paper
	t := p.Title
	if p.Set != "" {
		t += ", " + strings.ReplaceAll(strings.ToLower(c.words.Say("set-of", "set", "\x00")), "\x00", p.Set)
	}
	if p.Candidate != nil {
		t += ", " + cmp.Or(p.Candidate.Roll, p.Candidate.Name)
	}
	if c.answers {
		t += ": " + strings.ToLower(c.words.Say("answers"))
	}
	if p.CourseCode != "" {
		t += " – " + p.CourseCode
	}
	return t
}

// front writes what stands above the first section.
func (c *composer) front() {
	w := &c.w
	w.open("header", "class", "front")
	w.line()
	c.heading()
	w.open("div", "class", "facts")
	if c.paper.Minutes > 0 {
		w.element("p", c.words.Say("time", "time", c.words.Duration(c.paper.Minutes)))
	}
	w.element("p", c.words.Say("maximum", "marks", c.paper.Marks))
	w.close("div")
	w.line()
	if !c.answers {
		c.candidate()
	}
	c.instructions()
	w.close("header")
	w.line()
}

// heading names the institution, the examination and the course, with the logo
// at the left and the letter of the set at the right.
func (c *composer) heading() {
	w, p := &c.w, c.paper
	w.open("div", "class", "heading")
	if c.style.Logo != "" {
		f, err := c.figureFile(c.style.Logo)
		if err != nil {
			c.fail(fmt.Errorf("%s: logo: %w", c.style.Pos, err))
		} else {
			w.void("img", "class", "logo", "alt", "", "src", f.uri)
			w.line()
		}
	}
	w.open("div", "class", "names")
	line := func(name, text, class string) {
		if text != "" {
			w.element(name, text, "class", class)
			w.line()
		}
	}
	line("p", p.Institution, "institution")
	exam := p.Title
	if p.Date != "" {
		exam += ", " + c.words.Date(p.Date)
	}
	line("h1", exam, "")
	line("p", strings.TrimSpace(p.CourseCode+" "+p.CourseTitle), "course")
	if c.answers {
		line("p", c.words.Say("answers"), "kind")
	}
	w.close("div")
	if p.Set != "" {
		w.open("p", "class", "set")
		w.element("span", c.words.Say("set"))
		w.text(" ")
		w.element("b", p.Set)
		w.close("p")
	}
	w.close("div")
	w.line()
}

// candidate writes the line for the name and the boxes for the roll number,
// filled in on a copy for one candidate, and that copy's QR code.
func (c *composer) candidate() {
	w, p := &c.w, c.paper
	if !c.style.Name && c.style.Roll == 0 && p.Code == "" {
		return
	}
	name, roll := "", ""
	if p.Candidate != nil {
		name, roll = p.Candidate.Name, p.Candidate.Roll
	}
	w.open("div", "class", "candidate")
	if c.style.Name {
		w.open("p", "class", "field name")
		w.element("span", c.words.Say("name"))
		w.text(" ")
		w.open("span", "class", "rule")
		c.filled(name)
		w.close("span")
		w.close("p")
	}
	if c.style.Roll > 0 {
		w.open("p", "class", "field")
		w.element("span", c.words.Say("roll"))
		w.text(" ")
		c.rollBoxes(roll)
		w.close("p")
	}
	if p.Code != "" {
		c.qrCode(p.Code)
	}
	w.close("div")
	w.line()
}

// filled writes what stands in a field, or says that it is to be filled in.
func (c *composer) filled(text string) {
	if text != "" {
		c.w.element("b", text)
		return
	}
	c.hidden(c.spoken["write"])
}

// rollBoxes draws a box for each letter of a roll number; one that is longer
// than there are boxes stands in one.
func (c *composer) rollBoxes(roll string) {
	w := &c.w
	c.hidden(cmp.Or(roll, c.spoken["write"]))
	w.open("span", "class", "boxes", "aria-hidden", "true")
	letters := []rune(roll)
	if len(letters) > c.style.Roll {
		w.element("span", roll, "class", "wide")
		letters = nil
	} else {
		for i := range c.style.Roll {
			one := ""
			if i < len(letters) {
				one = string(letters[i])
			}
			w.element("span", one)
		}
	}
	w.close("span")
}

// qrCode draws a QR code of medium redundancy.
func (c *composer) qrCode(text string) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		c.fail(fmt.Errorf("QR code of %q: %w", text, err))
		return
	}
	c.w.void("img", "class", "qr", "alt", c.spoken.Say("qr", "code", text),
		"src", dataURI("image/png", code.PNG()))
}

// instructions writes what candidates are told before they begin.
func (c *composer) instructions() {
	w := &c.w
	var notes []string
	if c.paper.Marking.Wrong < 0 {
		notes = append(notes, c.words.Say("wrong", "marks", (-c.paper.Marking.Wrong).String()))
	}
	if partial := c.paper.Marking.Partial; partial != bank.AllOrNothing {
		notes = append(notes, c.words.Say("partial-"+string(partial)))
	}
	if text := c.words.Likeness(c.paper); text != "" && c.answers {
		notes = append(notes, text)
	}
	if c.style.Booklet && !c.answers {
		notes = append(notes, c.words.Say("booklet"))
	}
	some := len(c.versions(c.paper.Instructions)) > 0
	if !some && len(notes) == 0 {
		return
	}
	if some {
		w.open("section", "class", "instructions", "aria-labelledby", "instructions")
		w.element("h2", c.words.Say("instructions"), "id", "instructions")
		w.line()
		c.writeText(c.paper.Instructions)
	} else {
		w.open("div", "class", "instructions")
	}
	for _, note := range notes {
		w.element("p", note)
		w.line()
	}
	if some {
		w.close("section")
	} else {
		w.close("div")
	}
	w.line()
}

// marks writes marks as the style has them.
func (c *composer) marks(m bank.Marks) string {
	switch c.style.Marks {
	case "none":
		return ""
	case "(2)":
		return "(" + m.String() + ")"
	case "2":
		return m.String()
	case "2 marks":
		return c.words.Marks(m)
	case "[2 marks]":
		return "[" + c.words.Marks(m) + "]"
	}
	return "[" + m.String() + "]"
}
