package typeset

import (
	"iter"

	"github.com/papersetter/papersetter/export/math"
)

// Length is a distance on paper in units of 1/65536 point (1 point is 1/72
// inch). Integers keep the layout the same on every machine.
type Length int64

// Units of length.
const (
	Unit  Length = 1
	Point Length = 65536
	Inch         = 72 * Point
	MM           = Inch * 10 / 254
)

// Document is a finished list of pages: where every glyph, line and picture
// stands. Writers spell it in their format and decide nothing.
type Document struct {
	Title, Author, Subject string
	Language               string // BCP 47, for example "en"
	Width, Height          Length // of every page
	Pages                  []Page
	Bookmarks              []Bookmark
	// Structure is what the document consists of, in reading order; nil if
	// nobody has said. Owners among the items tell what belongs to what.
	Structure []*Element
}

// Page is what is drawn on one page, in drawing and in reading order.
type Page struct {
	Items []Item
}

// Bookmark is an entry of the document's outline.
type Bookmark struct {
	Title string
	Level int // 0 is the outermost
	Page  int // index into Document.Pages
	Y     Length
}

// All goes through what is drawn on the page in its order, with every group
// taken apart.
func (p *Page) All() iter.Seq[Item] {
	return func(yield func(Item) bool) {
		for _, it := range p.Items {
			group, ok := it.(*Group)
			if !ok {
				if !yield(it) {
					return
				}
				continue
			}
			for _, part := range group.Form.Items {
				if !yield(Translate(part, group.X, group.Y)) {
					return
				}
			}
		}
	}
}

// Item is one of *Glyphs, *Box, *Path, *Formula, *Picture, *Group and *Owner.
// Coordinates are of the page: origin at the top left corner, x to the right,
// y downwards.
type Item interface{ item() }

// Role is what an element of the structure is, by its name in PDF (ISO
// 32000-1, 14.8.4).
type Role string

// The roles of elements.
const (
	RoleDocument  Role = "Document" // all of it
	RoleSection   Role = "Sect"
	RoleHeading1  Role = "H1" // the paper
	RoleHeading2  Role = "H2" // a section
	RoleHeading3  Role = "H3" // a question
	RoleParagraph Role = "P"
	RoleList      Role = "L"
	RoleItem      Role = "LI"
	RoleLabel     Role = "Lbl" // of an item
	RoleBody      Role = "LBody"
	RoleQuote     Role = "BlockQuote"
	RoleCode      Role = "Code"
	RoleTable     Role = "Table"
	RoleRow       Role = "TR"
	RoleHeader    Role = "TH"
	RoleCell      Role = "TD"
	RoleFigure    Role = "Figure"
	RoleCaption   Role = "Caption"
	RoleFormula   Role = "Formula"
)

// Element is a node of the document's structure, as readers hear it. An
// element without children and without items is not written.
type Element struct {
	Role     Role
	Alt      string // said instead of a figure or a formula
	Language string // BCP 47, where it is not that of the parent
	Children []*Element
}

// Owner says which element the items that follow it on the page belong to, up
// to the next Owner; nil: none, they only furnish the page. Items before the
// first Owner of a page belong to none.
type Owner struct{ Of *Element }

// Gray is a shade: 0 is black and 255 is white.
type Gray uint8

// Glyphs is a run of glyphs of one face on one baseline.
type Glyphs struct {
	Face *Face
	Size Length
	X, Y Length  // of the baseline's left end
	Run  []Glyph // from left to right
	Gray Gray
	// Spacing is the letter spacing that is part of the clusters' advances.
	Spacing Length
	// RTL says that the clusters of the run, which is one word, are read from
	// right to left.
	RTL bool
	// Angle turns the run anticlockwise around X, Y, in degrees (watermarks).
	Angle int
}

// Glyph is one glyph of a run, in the face's own glyph numbering.
type Glyph struct {
	ID      uint16
	Advance Length
	DX, DY  Length // offset of the drawn glyph from the pen; DY upwards
	// Text is what the glyph stands for in extracted text: one or more
	// characters, or "" if a glyph of the cluster further left carries them.
	Text string
}

// Box is a filled rectangle (rules are thin boxes), X, Y its top left corner.
type Box struct {
	X, Y, W, H Length
	Gray       Gray
}

// PathOp says what a PathStep does.
type PathOp uint8

// The steps of a path.
const (
	MoveTo  PathOp = iota // P[0]
	LineTo                // P[0]
	CurveTo               // cubic: P[0], P[1] control, P[2] end
	ClosePath
)

// XY is a point of the page.
type XY struct{ X, Y Length }

// PathStep is one step of a path.
type PathStep struct {
	Op PathOp
	P  [3]XY
}

// RGB is a colour.
type RGB struct{ R, G, B uint8 }

// Path is a filled and/or stroked path. Without Fill and Stroke it draws nothing.
type Path struct {
	Steps      []PathStep
	Fill       *RGB
	EvenOdd    bool  // fill rule; the default is non-zero winding
	FillFade   uint8 // 0 opaque … 255 invisible
	Stroke     *RGB
	StrokeFade uint8
	Width      Length
	Cap, Join  uint8 // as in PDF: 0 butt/mitre, 1 round, 2 square/bevel
	MiterLimit int   // in thousandths; 0 means 10000
	Dash       []Length
	DashPhase  Length
	Clip       []PathStep // nil: no clipping
}

// Formula is a formula whose origin (baseline, left edge) is at X, Y and whose
// em is Size.
type Formula struct {
	X, Y, Size Length
	Math       *math.Formula
	// From and To bound the piece of a broken formula in thousandths of an em;
	// the piece that begins at From is drawn at X. Both 0: the whole.
	From, To int
	Gray     Gray
}

// Group is items that many documents share, such as a line of a question that
// stands in every set. The origin of the form is at X, Y.
type Group struct {
	X, Y Length
	Form *Form
}

// Form is items that are drawn together. It holds no groups and is not changed
// once it is part of a document, so that writers may keep what they make of it.
type Form struct{ Items []Item }

// Picture is a raster image, X, Y its top left corner.
type Picture struct {
	X, Y, W, H Length
	Image      *Image
}

// Image is a raster image ready for embedding. Images are compared by Key.
type Image struct {
	Key           string // hash of the content
	Width, Height int    // pixels
	Format        string // "png" (at most 8 bits a sample, not interlaced) or "jpeg"
	Data          []byte
}

func (*Glyphs) item()  {}
func (*Box) item()     {}
func (*Path) item()    {}
func (*Formula) item() {}
func (*Picture) item() {}
func (*Group) item()   {}
func (*Owner) item()   {}
