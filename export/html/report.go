package html

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/report"
)

//go:embed report.css
var reportStyle string

// reportScript sorts tables and finds entries. Without it the page is whole, but
// nothing moves.
//
//go:embed report.js
var reportScript string

// WriteReport writes a report as one page that fetches nothing. Its one script
// sorts tables, and leads from cells to the entries that they count; the page's
// policy lets no other run.
func WriteReport(w io.Writer, d *report.Document) error {
	p := &reporter{doc: d}
	p.document()
	_, err := w.Write(p.w.bytes())
	return err
}

// A reporter writes one report.
type reporter struct {
	w   writer
	doc *report.Document
}

func (p *reporter) document() {
	w := &p.w
	sum := sha256.Sum256([]byte(reportScript))
	policy := "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"
	w.raw("<!DOCTYPE html>\n")
	w.open("html", "lang", "en")
	w.open("head")
	w.line()
	w.metas(policy)
	w.element("title", strings.TrimSuffix(p.doc.Title+" · "+p.doc.Subtitle, " · "))
	w.open("style")
	w.raw("\n" + reportStyle)
	w.close("style")
	w.close("head")
	w.line()
	w.open("body")
	w.line()
	w.element("a", "Skip to the findings", "class", "skip", "href", "#main")
	p.header()
	w.open("main", "id", "main")
	w.line()
	for i := range p.doc.Sections {
		p.section(i)
	}
	p.entries()
	w.close("main")
	w.line()
	w.open("script")
	w.raw(reportScript)
	w.close("script")
	w.close("body")
	w.close("html")
	w.line()
}

func (p *reporter) header() {
	w := &p.w
	w.open("header")
	w.line()
	w.element("h1", p.doc.Title)
	if p.doc.Subtitle != "" {
		w.element("p", p.doc.Subtitle, "class", "sub")
	}
	if len(p.doc.Facts) > 0 {
		w.open("dl", "class", "facts")
		for _, f := range p.doc.Facts {
			w.open("div")
			w.element("dt", f.Name)
			w.element("dd", f.Value)
			w.close("div")
		}
		w.close("dl")
	}
	w.close("header")
	w.line()
	w.open("nav", "aria-label", "Sections")
	for i, s := range p.doc.Sections {
		w.element("a", s.Title, "href", "#"+sectionID(i))
		w.raw(" ")
	}
	if len(p.doc.Entries) > 0 {
		w.element("a", p.doc.Noun, "href", "#entries")
	}
	w.close("nav")
	w.line()
}

func sectionID(i int) string { return "section-" + strconv.Itoa(i+1) }

func (p *reporter) section(i int) {
	w := &p.w
	s := &p.doc.Sections[i]
	w.open("section", "id", sectionID(i))
	w.element("h2", s.Title)
	w.line()
	for k := range s.Parts {
		part := &s.Parts[k]
		switch {
		case part.Table != nil:
			p.table(fmt.Sprintf("%s, table %d", s.Title, k+1), part.Table)
		case part.Heat != nil:
			p.heat(part.Heat)
		case part.Bars != nil:
			p.picture(part.Bars.Title, part.Bars.SVG())
		case part.Strip != nil:
			p.picture(part.Strip.Title, part.Strip.SVG())
		case part.Room > 0: // nobody writes on a screen
		case part.Sign != nil:
			p.signatures(part.Sign)
		default:
			w.element("p", part.Text, "class", "text")
		}
		w.line()
	}
	w.close("section")
	w.line()
}

// picture writes a drawing of package report, which escapes what it is given.
func (p *reporter) picture(title, drawing string) {
	w := &p.w
	w.open("figure")
	w.element("figcaption", title)
	w.open("div", "class", "wide", "tabindex", "0", "role", "region", "aria-label", title)
	w.raw(drawing)
	w.close("div")
	w.close("figure")
}

// wide opens what may be wider than the screen, so that keys can scroll it.
func (p *reporter) wide(label string) {
	p.w.open("div", "class", "wide", "tabindex", "0", "role", "region", "aria-label", label)
}

func (p *reporter) table(label string, t *report.Table) {
	w := &p.w
	class := func(i int) string {
		if i < len(t.Numbers) && t.Numbers[i] {
			return "n"
		}
		return ""
	}
	p.wide(label)
	w.open("table", "class", "sortable")
	w.open("thead")
	w.open("tr")
	for i, h := range t.Head {
		if h == "" {
			w.open("td")
			w.close("td")
			continue
		}
		w.element("th", h, "scope", "col", "class", class(i))
	}
	w.close("tr")
	w.close("thead")
	w.open("tbody")
	w.line()
	for k, row := range t.Rows {
		mark := ""
		if t.Mark != nil {
			mark = t.Mark[k]
		}
		w.open("tr", "class", mark)
		for i, cell := range row {
			w.open("td", "class", class(i))
			p.cell(cell, at(t.Find, k, i))
			w.close("td")
		}
		w.close("tr")
		w.line()
	}
	w.close("tbody")
	w.close("table")
	w.close("div")
}

func at(find [][]string, row, column int) string {
	if row < len(find) && column < len(find[row]) {
		return find[row][column]
	}
	return ""
}

// cell writes the text of a cell, with where it leads to.
func (p *reporter) cell(text, find string) {
	if find == "" {
		p.w.text(text)
		return
	}
	p.w.element("a", text, "href", "#find?"+find)
}

func (p *reporter) heat(h *report.Heat) {
	w := &p.w
	w.open("figure")
	w.element("figcaption", h.Title)
	p.wide(h.Title)
	w.open("table", "class", "heat")
	w.open("thead")
	w.open("tr")
	w.element("th", h.Corner, "scope", "col")
	for _, c := range h.Columns {
		w.element("th", c, "scope", "col", "class", "n")
	}
	w.close("tr")
	w.close("thead")
	w.open("tbody")
	w.line()
	most := h.Greatest()
	for i, row := range h.Rows {
		w.open("tr")
		w.element("th", row, "scope", "row")
		for k, v := range h.Values[i] {
			class, style := "none", ""
			if v > 0 {
				class, style = "some", fmt.Sprintf("--v:%.0f%%", 8+62*v/most)
			}
			w.open("td", "class", class, "style", style)
			find := ""
			if v > 0 {
				find = at(h.Find, i, k)
			}
			p.cell(report.Number(v), find)
			w.close("td")
		}
		w.close("tr")
		w.line()
	}
	w.close("tbody")
	w.close("table")
	w.close("div")
	w.close("figure")
}

func (p *reporter) signatures(who []string) {
	w := &p.w
	w.open("table", "class", "sign")
	w.open("thead")
	w.open("tr")
	for _, h := range []string{"Signed by", "Name", "Signature", "Date"} {
		w.element("th", h, "scope", "col")
	}
	w.close("tr")
	w.close("thead")
	w.open("tbody")
	for _, name := range who {
		w.open("tr")
		w.element("th", name, "scope", "row")
		for range 3 {
			w.open("td")
			w.close("td")
		}
		w.close("tr")
	}
	w.close("tbody")
	w.close("table")
}

// entries writes what cells lead to, with a form to look for them.
func (p *reporter) entries() {
	if len(p.doc.Entries) == 0 {
		return
	}
	w := &p.w
	w.open("section", "id", "entries")
	w.element("h2", p.doc.Noun)
	w.line()
	w.raw(`<form id="filter" hidden="hidden">`)
	w.stack = append(w.stack, "form")
	w.open("label")
	w.text("Words ")
	w.void("input", "type", "search", "name", "words")
	w.close("label")
	for _, f := range p.doc.Filters {
		w.open("label")
		w.text(f.Title + " ")
		w.open("select", "name", f.Name)
		w.raw(`<option value="">all</option>`)
		for _, v := range f.Values {
			w.element("option", v.Value, "value", v.Name)
		}
		w.close("select")
		w.close("label")
	}
	w.element("button", "Show all", "type", "reset")
	w.close("form")
	w.line()
	w.element("p", strconv.Itoa(len(p.doc.Entries)), "id", "found", "role", "status")
	w.line()
	w.open("div", "id", "list")
	for i := range p.doc.Entries {
		p.entry(&p.doc.Entries[i])
	}
	w.close("div")
	w.raw(`<button id="more" type="button" hidden="hidden">Show more</button>`)
	w.close("section")
	w.line()
}

func (p *reporter) entry(e *report.Entry) {
	w := &p.w
	var tags strings.Builder
	tags.WriteString("\n")
	for _, t := range e.Tags {
		tags.WriteString(t.Name + "=" + t.Value + "\n")
	}
	w.open("article", "class", "entry", "id", "e-"+e.ID, "data-tags", tags.String())
	w.element("h3", e.Title)
	for _, note := range e.Notes {
		w.element("p", note, "class", "note")
	}
	if e.HTML != "" {
		w.open("div", "class", "body")
		w.raw(e.HTML)
		w.close("div")
	} else {
		w.element("p", e.Text, "class", "body")
	}
	w.close("article")
	w.line()
}

// Query spells where a cell leads to: names and values by turns.
func Query(pairs ...string) string {
	var b strings.Builder
	for i := 0; i+1 < len(pairs); i += 2 {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(url.QueryEscape(pairs[i]) + "=" + url.QueryEscape(pairs[i+1]))
	}
	return b.String()
}

// Question spells what a question asks, with its figures and what there is to
// choose from, for the entry of a report. It says nothing of the answer.
func Question(q *export.Question, style *bank.Style, words export.Words, r Resources) (string, error) {
	c := &composer{Resources: r, style: style, words: words, languages: style.Languages, spoken: spokenIn(style.Languages[0])}
	c.mathML = c.mathOf(q.Source)
	if !q.Stimulus.Empty() {
		c.w.open("div", "class", "stimulus")
		c.writeText(q.Stimulus)
		c.w.close("div")
	}
	if len(q.Parts) != 1 || q.Parts[0].Label != "" {
		c.writeText(q.Stem)
	}
	for i := range q.Parts {
		part := &q.Parts[i]
		if part.Label != "" {
			c.w.element("p", bank.Numbered(c.style.PartLabel, i+1)+" "+c.words.Marks(part.Marks), "class", "label")
		}
		c.countBlanks(part.Stem)
		c.writeText(part.Stem)
		c.blanks = nil
		switch part.Response.(type) {
		case *bank.Choice, *bank.Pairs, *bank.Order:
			c.response(part)
		}
	}
	return string(c.w.bytes()), c.err
}
