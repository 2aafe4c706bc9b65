package page

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/export/math"
	"github.com/papersetter/papersetter/export/raster"
	"github.com/papersetter/papersetter/export/svg"
	"github.com/papersetter/papersetter/export/typeset"
)

// Resources are what papers of one bank are composed with. They are safe for
// concurrent use and worth sharing between papers.
type Resources struct {
	Fonts *typeset.Fonts
	Math  *math.Typesetter // with the macros of the bank
	Files fs.FS            // the bank's folder

	mu      sync.Mutex
	figures map[string]*loadedFigure
	memo    memo
	schemes map[*bank.Style]*bank.Style         // how a style's scheme of valuation looks
	macros  map[*bank.Question]*math.Typesetter // of questions with macros of their own
	course  []bank.Macro
}

// NewResources returns resources for a bank.
func NewResources(fonts *typeset.Fonts, m *math.Typesetter, b *bank.Bank) *Resources {
	var course []bank.Macro
	if b.Course != nil {
		course = b.Course.Macros
	}
	return &Resources{
		Fonts:   fonts,
		Math:    WithMacros(m, course),
		Files:   b.Files,
		course:  course,
		figures: map[string]*loadedFigure{},
		schemes: map[*bank.Style]*bank.Style{},
		macros:  map[*bank.Question]*math.Typesetter{},
	}
}

// mathOf returns what typesets the formulas of a question, with its macros and
// those of the bank; of nil, what all of the bank has.
func (r *Resources) mathOf(q *bank.Question) *math.Typesetter {
	if q == nil || len(q.Macros) == 0 {
		return r.Math
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	own := r.macros[q]
	if own == nil {
		own = WithMacros(r.Math, q.Macros)
		r.macros[q] = own
	}
	return own
}

// WithMacros returns a typesetter whose formulas may use macros.
func WithMacros(m *math.Typesetter, list []bank.Macro) *math.Typesetter {
	if len(list) == 0 {
		return m
	}
	macros := math.Macros{}
	for _, one := range list {
		macros[one.Name] = one.TeX
	}
	return m.With(macros)
}

// maxFigure bounds the size of a figure's file.
const maxFigure = 20 << 20

// A loadedFigure is a figure that has been read; one of drawing and image is
// set unless there was an error.
type loadedFigure struct {
	once    sync.Once
	drawing *svg.Drawing
	image   *typeset.Image
	err     error
}

// figure reads a figure of the bank by its path, once.
func (r *Resources) figure(name string) *loadedFigure {
	r.mu.Lock()
	f := r.figures[name]
	if f == nil {
		f = &loadedFigure{}
		r.figures[name] = f
	}
	r.mu.Unlock()
	f.once.Do(func() { f.load(r, name) })
	return f
}

func (f *loadedFigure) load(r *Resources, name string) {
	info, err := fs.Stat(r.Files, name)
	if err == nil && info.Size() > maxFigure {
		f.err = fmt.Errorf("it has %d MB: make it smaller than %d MB", info.Size()>>20, maxFigure>>20)
		return
	}
	data, err := fs.ReadFile(r.Files, name)
	if err != nil {
		f.err = err
		return
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".svg":
		drawing, problems := svg.Parse(data, r.Fonts)
		if len(problems) > 0 {
			var said []string
			for _, p := range problems {
				said = append(said, fmt.Sprintf("%s:%d:%d: %s", path.Base(name), p.Line, p.Column, p.Message))
			}
			f.err = errors.New(strings.Join(said, "; "))
			return
		}
		f.drawing = drawing
	default:
		f.image, f.err = raster.NewImage(data)
	}
}

// size returns the natural size of the figure.
func (f *loadedFigure) size() (w, h typeset.Length) {
	if f.drawing != nil {
		return f.drawing.Width, f.drawing.Height
	}
	// 150 pixels an inch: what a screen shot looks right at.
	return typeset.Length(f.image.Width) * typeset.Inch / 150, typeset.Length(f.image.Height) * typeset.Inch / 150
}

// items draws the figure with its top left corner at x, y.
func (f *loadedFigure) items(x, y, w, h typeset.Length) []typeset.Item {
	if f.drawing != nil {
		return f.drawing.Items(x, y, w)
	}
	return []typeset.Item{&typeset.Picture{X: x, Y: y, W: w, H: h, Image: f.image}}
}

func (r *Resources) stat(name string) (fs.FileInfo, error) {
	if !fs.ValidPath(name) {
		return nil, fs.ErrInvalid
	}
	return fs.Stat(r.Files, name)
}
