package page

import (
	"fmt"
	"strings"

	"github.com/papersetter/papersetter/export"
	"github.com/papersetter/papersetter/export/typeset"
)

// Room is a room in which an exam is written, for its chart and its attendance
// sheet.
type Room struct {
	Name          string
	Rows, Columns int    // of the grid, gaps counted
	Seats         []Seat // all seats, row by row from the front
}

// Seat is a seat with who sits there; without a set it is empty.
type Seat struct {
	Row, Column int // from 1
	Label       string
	Roll, Name  string
	Set         string
	Mark        int // the sets are told apart by four marks, from 0
}

// The least and the largest size of a seat on a chart; rooms that need smaller
// ones go over several pages.
const (
	leastSeatWidth  = 12 * typeset.MM
	leastSeatHeight = 10 * typeset.MM
	mostSeatWidth   = 40 * typeset.MM
	mostSeatHeight  = 24 * typeset.MM
	edge            = 7 * typeset.MM // for the numbers of rows and columns
)

// newSheet begins a sheet of tables and pictures about a paper, lying down or not.
func newSheet(p *export.Paper, name string, lying bool, r *Resources) (*composer, *typeset.Document, *export.Paper, error) {
	style := *p.Style
	style.Columns, style.Table, style.Watermark, style.Status = 1, false, "", "final"
	if lying {
		style.Width, style.Height = max(style.Width, style.Height), min(style.Width, style.Height)
	}
	about := *p
	about.Style, about.Set, about.Candidate, about.Code = &style, "", nil, ""
	look, err := newLook(&about, r.Fonts)
	if err != nil {
		return nil, nil, nil, err
	}
	// These are lists: text of 11 points at most, whatever the paper has.
	look.bodySize = min(look.bodySize, 11*typeset.Point)
	look.smallSize, look.tinySize = min(look.smallSize, 9*typeset.Point), min(look.tinySize, 8*typeset.Point)
	c := &composer{Resources: r, look: look, kind: Answers, name: name, parent: &typeset.Element{Role: typeset.RoleDocument}, formulas: r.mathOf(nil)}
	doc := &typeset.Document{
		Title:    c.title(&about),
		Author:   p.Institution,
		Subject:  strings.TrimSpace(p.CourseCode + " " + p.CourseTitle),
		Language: style.Languages[0],
		Width:    c.pageWidth,
		Height:   c.pageHeight,
	}
	return c, doc, &about, nil
}

// finish gives all pages their feet.
func (c *composer) finish(doc *typeset.Document, p *export.Paper) (*typeset.Document, error) {
	for i := range doc.Pages {
		doc.Pages[i].Items = append(doc.Pages[i].Items, c.footer(doc, i, p)...)
	}
	return doc, c.err
}

// ComposeCharts draws rooms as seen from above, the front at the top, with roll
// number, name and set at every seat. A note stands below the heading of each.
func ComposeCharts(p *export.Paper, rooms []Room, note string, r *Resources) (*typeset.Document, error) {
	c, doc, about, err := newSheet(p, "Seating", true, r)
	if err != nil {
		return nil, err
	}
	for i := range rooms {
		doc.Bookmarks = append(doc.Bookmarks, typeset.Bookmark{Title: rooms[i].Name, Page: len(doc.Pages)})
		c.chart(doc, about, &rooms[i], note)
	}
	return c.finish(doc, about)
}

// begin starts a page with a heading and a note; it returns where the page goes
// on.
func (c *composer) begin(doc *typeset.Document, p *export.Paper, title, note string) typeset.Length {
	doc.Pages = append(doc.Pages, typeset.Page{})
	y := c.marginTop
	exam := strings.Join(strings.Fields(p.CourseCode+" "+p.CourseTitle), " ")
	if exam != "" {
		exam += " · "
	}
	exam += p.Title
	if p.Date != "" {
		exam += ", " + c.words.Date(p.Date)
	}
	c.draw(doc, c.fitted(title, c.bold(c.bodySize*16/11), c.textWidth/2), c.marginLeft, y)
	items, w := c.run(exam, c.plain(c.bodySize))
	if w > c.textWidth/2-4*typeset.MM {
		items = c.fitted(exam, c.plain(c.bodySize), c.textWidth/2-4*typeset.MM)
		w = c.textWidth/2 - 4*typeset.MM
	}
	c.draw(doc, items, c.marginLeft+c.textWidth-w, y)
	y += 3 * typeset.MM
	c.draw(doc, []typeset.Item{&typeset.Box{W: c.textWidth, H: thick}}, c.marginLeft, y)
	y += 2 * typeset.MM
	for _, l := range c.sentence(note, c.plain(c.smallSize), c.textWidth) {
		c.draw(doc, l.items, c.marginLeft, y+l.height)
		y += l.height + l.depth
	}
	return y + 2*typeset.MM
}

// draw puts items on the last page.
func (c *composer) draw(doc *typeset.Document, items []typeset.Item, x, y typeset.Length) {
	page := &doc.Pages[len(doc.Pages)-1]
	page.Items = append(page.Items, moved(items, x, y)...)
}

// chart draws a room on as many pages as its seats need.
func (c *composer) chart(doc *typeset.Document, p *export.Paper, room *Room, note string) {
	bottom := c.marginTop + c.textDepth
	fits := max(1, int((c.textWidth-2*edge)/leastSeatWidth))
	parts := (room.Columns + fits - 1) / fits
	columns := (room.Columns + parts - 1) / parts
	seats := map[[2]int]*Seat{}
	for i := range room.Seats {
		seats[[2]int{room.Seats[i].Row, room.Seats[i].Column}] = &room.Seats[i]
	}
	for row := 1; row <= room.Rows; {
		rows := 0
		for part := range parts {
			first := part*columns + 1
			last := min(room.Columns, first+columns-1)
			y := c.begin(doc, p, room.Name, note)
			y += c.blackboard(doc, row == 1, y)
			height := min(mostSeatHeight, (bottom-y-edge)/typeset.Length(room.Rows-row+1))
			if height < leastSeatHeight {
				height = leastSeatHeight
			}
			rows = min(room.Rows-row+1, max(1, int((bottom-y-edge)/height)))
			width := min(mostSeatWidth, (c.textWidth-2*edge)/typeset.Length(last-first+1))
			c.grid(doc, seats, [4]int{row, row + rows - 1, first, last}, y, width, height)
		}
		row += rows
	}
}

// blackboard draws where the front of the room is; it returns the height.
func (c *composer) blackboard(doc *typeset.Document, front bool, y typeset.Length) typeset.Length {
	if !front {
		return 0
	}
	w := c.textWidth / 3
	x := c.marginLeft + (c.textWidth-w)/2
	c.draw(doc, []typeset.Item{&typeset.Box{W: w, H: 6 * typeset.MM, Gray: tableFill}}, x, y)
	c.draw(doc, outline(0, 0, w, 6*typeset.MM, thin), x, y)
	c.draw(doc, c.centreText("Front of the room", c.plain(c.smallSize), w/2), x, y+4*typeset.MM)
	return 9 * typeset.MM
}

// grid draws the seats of some rows and columns (first and last of each), with
// their numbers at the edges.
func (c *composer) grid(doc *typeset.Document, seats map[[2]int]*Seat, part [4]int, y, width, height typeset.Length) {
	left := c.marginLeft + (c.textWidth-width*typeset.Length(part[3]-part[2]+1))/2
	small := c.plain(c.tinySize)
	for column := part[2]; column <= part[3]; column++ {
		x := left + width*typeset.Length(column-part[2])
		c.draw(doc, c.centreText(fmt.Sprint(column), small, width/2), x, y+4*typeset.MM)
	}
	y += edge - typeset.MM
	for row := part[0]; row <= part[1]; row++ {
		top := y + height*typeset.Length(row-part[0])
		c.draw(doc, c.rightText(fmt.Sprint(row), small, -2*typeset.MM), left, top+height/2+typeset.MM)
		for column := part[2]; column <= part[3]; column++ {
			if s := seats[[2]int{row, column}]; s != nil {
				c.seat(doc, s, left+width*typeset.Length(column-part[2]), top, width, height)
			}
		}
	}
}

// seat draws a seat: its label, and who sits there with which set. Sets differ by
// their letter, and by frame and shade as far as four kinds go.
func (c *composer) seat(doc *typeset.Document, s *Seat, x, y, width, height typeset.Length) {
	const gap = typeset.MM / 2
	w, h := width-2*gap, height-2*gap
	x, y = x+gap, y+gap
	if s.Set == "" {
		c.draw(doc, outline(0, 0, w, h, thin/2), x, y)
		c.draw(doc, c.centreText(s.Label, c.plain(c.tinySize), w/2), x, y+h/2+typeset.MM)
		return
	}
	band := min(h*2/5, 7*typeset.MM)
	if s.Mark%2 == 1 {
		c.draw(doc, []typeset.Item{&typeset.Box{W: w, H: band, Gray: tableFill}}, x, y)
	}
	weight := thin
	if s.Mark/2%2 == 1 {
		weight = 2 * thick
	}
	c.draw(doc, outline(0, 0, w, h, weight), x, y)
	inner := w - 2*typeset.MM
	set := c.fitted(s.Set, c.bold(min(band*4/5, 13*typeset.Point)), inner/2)
	c.draw(doc, set, x+typeset.MM, y+band*4/5)
	label := c.fitted(s.Label, c.plain(min(c.tinySize, band/2)), inner/2)
	c.draw(doc, c.endingAt(label, inner), x+typeset.MM, y+band*3/5)
	room := h - band
	size := min(c.smallSize, room*2/5)
	c.draw(doc, c.fitted(s.Roll, c.bold(size), inner), x+typeset.MM, y+band+room*2/5)
	if s.Name != "" {
		c.draw(doc, c.shortened(s.Name, c.plain(min(c.tinySize, room/3)), inner), x+typeset.MM, y+band+room*4/5)
	}
}

// endingAt moves items so that they end at x.
func (c *composer) endingAt(items []typeset.Item, x typeset.Length) []typeset.Item {
	w := typeset.Length(0)
	for _, it := range items {
		if g, ok := it.(*typeset.Glyphs); ok {
			end := g.X
			for i := range g.Run {
				end += g.Run[i].Advance
			}
			w = max(w, end)
		}
	}
	return at(items, x-w)
}

// shortened sets words on one line; of those that are wider than the room, as
// many letters as fit, and an ellipsis.
func (c *composer) shortened(text string, style typeset.Style, room typeset.Length) []typeset.Item {
	items, w := c.run(text, style)
	if w <= room {
		return items
	}
	runes := []rune(text)
	for n := len(runes) - 1; n > 0; n-- {
		items, w = c.run(strings.TrimRight(string(runes[:n]), " ")+"…", style)
		if w <= room {
			return items
		}
	}
	return nil
}

// attendanceRow is the height of a row to sign in.
const attendanceRow = 8*typeset.MM + typeset.MM/2

// ComposeAttendance lists the candidates of each room by seat, with room for the
// number of the answer book and the signature.
func ComposeAttendance(p *export.Paper, rooms []Room, r *Resources) (*typeset.Document, error) {
	c, doc, about, err := newSheet(p, "Attendance", false, r)
	if err != nil {
		return nil, err
	}
	for i := range rooms {
		doc.Bookmarks = append(doc.Bookmarks, typeset.Bookmark{Title: rooms[i].Name, Page: len(doc.Pages)})
		c.attendance(doc, about, &rooms[i])
	}
	return c.finish(doc, about)
}

func (c *composer) attendance(doc *typeset.Document, p *export.Paper, room *Room) {
	var taken []*Seat
	counts := map[string]int{}
	var sets []string
	for i := range room.Seats {
		if s := &room.Seats[i]; s.Set != "" {
			taken = append(taken, s)
			if counts[s.Set]++; counts[s.Set] == 1 {
				sets = append(sets, s.Set)
			}
		}
	}
	note := fmt.Sprintf("%d candidates.", len(taken))
	if len(sets) <= 8 {
		sortSets(sets)
		for _, s := range sets {
			note += fmt.Sprintf(" %d × set %s.", counts[s], s)
		}
	}
	widths := c.attendanceColumns()
	const footRoom = 22 * typeset.MM
	bottom := c.marginTop + c.textDepth
	for n := 0; n < len(taken) || n == 0; {
		y := c.begin(doc, p, room.Name+": attendance", note)
		y += c.attendanceLine(doc, []string{"No.", "Seat", "Roll number", "Name", "Set", "Answer book", "Signature"}, widths, y, true)
		for n < len(taken) && y+attendanceRow <= bottom-footRoom {
			s := taken[n]
			n++
			y += c.attendanceLine(doc, []string{fmt.Sprint(n), s.Label, s.Roll, s.Name, s.Set, "", ""}, widths, y, false)
		}
		c.invigilators(doc, bottom-footRoom+8*typeset.MM)
		if len(taken) == 0 {
			break
		}
	}
}

// attendanceColumns shares out the width of the page.
func (c *composer) attendanceColumns() []typeset.Length {
	shares := []typeset.Length{6, 9, 18, 27, 6, 14, 20}
	widths := make([]typeset.Length, len(shares))
	for i, s := range shares {
		widths[i] = c.textWidth * s / 100
	}
	return widths
}

// attendanceLine draws a row; it returns its height.
func (c *composer) attendanceLine(doc *typeset.Document, cells []string, widths []typeset.Length, y typeset.Length, head bool) typeset.Length {
	style := c.plain(c.smallSize)
	x := c.marginLeft
	if head {
		style = c.bold(c.smallSize)
		c.draw(doc, []typeset.Item{&typeset.Box{W: c.textWidth, H: attendanceRow, Gray: tableFill}}, x, y)
	}
	for i, text := range cells {
		c.draw(doc, outline(0, 0, widths[i]+thin, attendanceRow+thin, thin), x, y)
		if text != "" {
			items := c.fittedOrShort(text, style, widths[i]-2*typeset.MM)
			c.draw(doc, items, x+typeset.MM, y+attendanceRow*5/8)
		}
		x += widths[i]
	}
	return attendanceRow
}

// fittedOrShort sets words smaller where they are wide, but not beyond reading.
func (c *composer) fittedOrShort(text string, style typeset.Style, room typeset.Length) []typeset.Item {
	_, w := c.run(text, style)
	if w > room*3/2 {
		style.Size = style.Size * 2 / 3
		return c.shortened(text, style, room)
	}
	return c.fitted(text, style, room)
}

// invigilators draws what is filled in below the list.
func (c *composer) invigilators(doc *typeset.Document, y typeset.Length) {
	style := c.plain(c.smallSize)
	half := c.textWidth / 2
	for i, text := range []string{"Present", "Absent", "Invigilator (name)", "Signature"} {
		x := c.marginLeft + typeset.Length(i%2)*half
		items, w := c.run(text, style)
		at := y + typeset.Length(i/2)*9*typeset.MM
		c.draw(doc, items, x, at)
		c.draw(doc, []typeset.Item{&typeset.Box{W: half - w - 8*typeset.MM, H: thin}}, x+w+2*typeset.MM, at+typeset.Point)
	}
}

// sortSets sorts letters of sets, those of a form by its number.
func sortSets(sets []string) {
	for i := range sets {
		for k := i; k > 0 && (len(sets[k]) < len(sets[k-1]) || len(sets[k]) == len(sets[k-1]) && sets[k] < sets[k-1]); k-- {
			sets[k], sets[k-1] = sets[k-1], sets[k]
		}
	}
}
