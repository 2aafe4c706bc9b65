package xlsx

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/xuri/excelize/v2"

	"github.com/papersetter/papersetter/export"
)

// repack writes the workbook with its parts in sorted order and without times:
// excelize orders them by chance.
func repack(w io.Writer, f *excelize.File) error {
	var b bytes.Buffer
	if _, err := f.WriteTo(&b); err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	r, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	parts := slices.Clone(r.File)
	slices.SortFunc(parts, func(x, y *zip.File) int { return cmp.Compare(x.Name, y.Name) })
	out := zip.NewWriter(w)
	for _, part := range parts {
		if err := copyPart(out, part); err != nil {
			return fmt.Errorf("workbook: %s: %w", part.Name, err)
		}
	}
	return out.Close()
}

func copyPart(out *zip.Writer, part *zip.File) error {
	dst, err := out.CreateHeader(&zip.FileHeader{Name: part.Name, Method: zip.Deflate})
	if err != nil {
		return err
	}
	src, err := part.Open()
	if err != nil {
		return err
	}
	defer src.Close()
	_, err = io.Copy(dst, src)
	return err
}

// properties names the workbook; its dates are those of the paper or none.
func (b *book) properties() error {
	p := b.papers[0]
	date := cmp.Or(p.Date, "2000-01-01") + "T00:00:00Z"
	return b.file.SetDocProps(&excelize.DocProperties{
		Title: p.Title, Subject: p.CourseTitle, Creator: "Papersetter", LastModifiedBy: "Papersetter", Created: date, Modified: date,
	})
}

// questionsOf goes through the questions of a paper in print order.
func questionsOf(p *export.Paper) iter.Seq[*export.Question] {
	return func(yield func(*export.Question) bool) {
		for i := range p.Sections {
			for j := range p.Sections[i].Questions {
				if !yield(&p.Sections[i].Questions[j]) {
					return
				}
			}
		}
	}
}
