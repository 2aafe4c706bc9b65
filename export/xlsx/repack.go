package xlsx

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"iter"
	"regexp"
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

// copyPart copies a part as it is compressed, but for the one that is sorted.
func copyPart(out *zip.Writer, part *zip.File) error {
	if part.Name != contentTypes {
		src, err := part.OpenRaw()
		if err != nil {
			return err
		}
		dst, err := out.CreateRaw(&zip.FileHeader{
			Name: part.Name, Method: part.Method, CRC32: part.CRC32,
			CompressedSize64: part.CompressedSize64, UncompressedSize64: part.UncompressedSize64,
		})
		if err != nil {
			return err
		}
		_, err = io.Copy(dst, src)
		return err
	}
	dst, err := out.CreateHeader(&zip.FileHeader{Name: part.Name, Method: zip.Deflate})
	if err != nil {
		return err
	}
	src, err := part.Open()
	if err != nil {
		return err
	}
	defer src.Close()
	return copySorted(dst, src)
}

// contentTypes is the part that lists the others. excelize has its entries in an
// order of chance where there are charts.
const contentTypes = "[Content_Types].xml"

func copySorted(dst io.Writer, src io.Reader) error {
	data, err := io.ReadAll(src)
	if err != nil {
		return err
	}
	entries := entry.FindAllString(string(data), -1)
	slices.Sort(entries)
	i := 0
	_, err = dst.Write(entry.ReplaceAllFunc(data, func([]byte) []byte {
		i++
		return []byte(entries[i-1])
	}))
	return err
}

// entry is an entry of the list of parts: Default comes before Override.
var entry = regexp.MustCompile(`<(Default|Override) [^>]*>(</(Default|Override)>)?`)

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
