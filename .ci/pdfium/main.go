// Command pdfium draws the pages of PDFs with PDFium, the renderer of Chromium,
// as PNG files beside them: pdfium DPI FILE.pdf … writes FILE-1.png, FILE-2.png.
// Tests compare them with what other renderers draw.
package main

import (
	"fmt"
	"image/png"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	dpi, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	pool, err := webassembly.Init(webassembly.Config{MinIdle: 1, MaxIdle: 1, MaxTotal: 1})
	if err != nil {
		return err
	}
	defer pool.Close()
	instance, err := pool.GetInstance(30 * time.Second)
	if err != nil {
		return err
	}
	for _, file := range args[1:] {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		doc, err := instance.OpenDocument(&requests.OpenDocument{File: &data})
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		count, err := instance.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
		if err != nil {
			return err
		}
		for i := range count.PageCount {
			drawn, err := instance.RenderPageInDPI(&requests.RenderPageInDPI{DPI: dpi, Page: requests.Page{ByIndex: &requests.PageByIndex{Document: doc.Document, Index: i}}})
			if err != nil {
				return fmt.Errorf("%s: page %d: %w", file, i+1, err)
			}
			f, err := os.Create(fmt.Sprintf("%s-%d.png", strings.TrimSuffix(file, ".pdf"), i+1))
			if err != nil {
				return err
			}
			if err := png.Encode(f, drawn.Result.Image); err != nil {
				return err
			}
			if err := f.Close(); err != nil {
				return err
			}
			drawn.Cleanup()
		}
	}
	return nil
}
