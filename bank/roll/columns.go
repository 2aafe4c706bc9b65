package roll

import (
	"slices"
	"strings"
	"unicode"
)

// Field is what a column is read as.
type Field string

// The fields of a candidate. First, Middle and Last make up the name where no
// column has it as a whole.
const (
	Roll      Field = "roll"
	Name      Field = "name"
	First     Field = "first name"
	Middle    Field = "middle name"
	Last      Field = "last name"
	Email     Field = "email"
	Section   Field = "section"
	Room      Field = "room"
	Seat      Field = "seat"
	Set       Field = "set"
	ExtraTime Field = "extra time"
	Language  Field = "language"
	Style     Field = "style"
)

// A meaning is what a heading says. Of two columns with the same field the one
// of lower rank has it.
type meaning struct {
	field Field
	rank  int
}

// headings has what headings mean, by their letters and digits alone.
var headings = meanings()

func meanings() map[string]meaning {
	m := make(map[string]meaning)
	add := func(f Field, words ...string) {
		for _, w := range words {
			if _, found := m[w]; !found {
				m[w] = meaning{f, len(m)}
			}
		}
	}
	numbers := []string{"", "no", "nos", "number", "num", "nr", "id", "code"}
	for _, prefix := range []string{"university", "examination", "exam", "", "college", "class", "student", "candidate", "candidates"} {
		for _, n := range numbers {
			add(Roll, prefix+"roll"+n)
		}
	}
	for _, base := range []string{"usn", "prn", "enrolment", "enrollment", "enrol", "enroll", "registration", "registered", "register", "regn", "regd", "reg", "hallticket", "hallticketroll", "admitcard", "ht", "index"} {
		for _, n := range numbers {
			if w := base + n; w != "ht" && w != "index" && w != "registered" && w != "register" {
				add(Roll, w)
			}
		}
	}
	add(Roll, "universityseatnumber", "universityseatno", "permanentregistrationnumber", "permanentregistrationno",
		"studentid", "studentno", "studentnumber", "candidateid", "candidateno", "candidatenumber",
		"examseatno", "examseatnumber", "examinationseatno", "examinationseatnumber", "seatnumber", "seatno")
	add(Name, "name", "fullname", "studentname", "nameofstudent", "nameofthestudent", "studentsname", "candidatename",
		"nameofcandidate", "nameofthecandidate", "candidatesname", "student", "candidate")
	add(First, "firstname", "givenname", "forename")
	add(Middle, "middlename")
	add(Last, "lastname", "surname", "familyname")
	add(Email, "email", "emailid", "emailaddress", "mail", "mailid")
	add(Section, "section", "sec", "batch", "group", "division", "div")
	for _, n := range numbers {
		add(Room, "room"+n)
	}
	for _, n := range numbers {
		add(Room, "hall"+n, "examhall"+n, "examroom"+n)
	}
	add(Seat, "seat", "seatlabel", "deskno", "desknumber", "desk", "benchno", "bench")
	add(Set, "set", "setcode", "setno", "paperset", "questionpaperset", "bookletset", "bookletcode", "series")
	add(ExtraTime, "extratime", "additionaltime", "compensatorytime")
	add(Language, "language", "lang", "medium")
	add(Style, "style", "paperstyle", "printstyle", "printing")
	return m
}

// normal reduces a heading to its letters and digits in lower case: "Roll No."
// and "roll_no" are the same.
func normal(heading string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, heading)
}

// fieldsOf says what the columns under headings are: "" for those that are
// not known, or whose field another column has. Two columns equally good are a
// clash, which is returned: indices of columns, the first -1 if there is none.
// All fields are "" unless a column has the roll number.
func fieldsOf(row []string) (fields []Field, clash [2]int) {
	clash = [2]int{-1, -1}
	fields = make([]Field, len(row))
	best := make(map[Field]int)
	means := make([]meaning, len(row))
	for i, heading := range row {
		m, found := headings[normal(heading)]
		if !found {
			continue
		}
		means[i] = m
		had, taken := best[m.field]
		switch {
		case !taken || m.rank < means[had].rank:
			best[m.field] = i
		case m.rank == means[had].rank && clash[0] < 0:
			clash = [2]int{had, i}
		}
	}
	if _, found := best[Roll]; !found {
		return fields, [2]int{-1, -1}
	}
	if clash[0] >= 0 && best[means[clash[0]].field] != clash[0] {
		clash = [2]int{-1, -1} // neither has the field
	}
	for f, i := range best {
		fields[i] = f
	}
	// A seat number is a roll number at some universities, and a seat where
	// there are roll numbers besides.
	if _, found := best[Seat]; !found {
		for i, heading := range row {
			if w := normal(heading); fields[i] == "" && (w == "seatno" || w == "seatnumber") {
				fields[i] = Seat
				break
			}
		}
	}
	if slices.Contains(fields, Name) {
		for i, f := range fields {
			if f == First || f == Middle || f == Last {
				fields[i] = ""
			}
		}
	}
	return fields, clash
}

// known counts the fields.
func known(fields []Field) int {
	n := 0
	for _, f := range fields {
		if f != "" {
			n++
		}
	}
	return n
}

// Fields says what the columns under headings are, as [Read] does; "" for those
// that are not known. All are "" unless a column has the roll number.
func Fields(headings []string) []Field {
	fields, _ := fieldsOf(headings)
	return fields
}
