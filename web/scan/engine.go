package scan

import (
	"context"
	"errors"
	"image"
	"io"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	wrong "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// Reader reads what others' programs wrote. PDFium and libheif run inside it as WebAssembly: they see their memory,
// which is bounded, and neither files nor network. One page is read at a time.
type Reader struct {
	compiled wazero.CompilationCache
	pdf      pdfium.Pool
	heif     *heifDecoder
}

// mostMemory is what a decoder takes for a file, in pages of 64 KiB: 256 MB.
const mostMemory = 4096

// NewReader makes a reader. To compile its decoders takes seconds; what comes of it is kept in a directory for the next
// start, "" for nowhere.
func NewReader(dir string) *Reader {
	r := &Reader{}
	if dir != "" {
		r.compiled, _ = wazero.NewCompilationCacheWithDir(dir) // a full disk only makes it slower
	}
	if r.compiled == nil {
		r.compiled = wazero.NewCompilationCache()
	}
	return r
}

func (r *Reader) config() wazero.RuntimeConfig {
	base := wazero.NewRuntimeConfig()
	if !mayCompile() { // read line by line, which is slow, and bounded in time all the same
		base = wazero.NewRuntimeConfigInterpreter()
	}
	return base.WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(mostMemory).WithCompilationCache(r.compiled)
}

// Close ends the decoders.
func (r *Reader) Close() error {
	var err error
	if r.pdf != nil {
		err = r.pdf.Close()
	}
	if r.heif != nil {
		err = errors.Join(err, r.heif.run.Close(context.Background()))
	}
	return errors.Join(err, r.compiled.Close(context.Background()))
}

// shown is a PDF as PDFium sees it.
type shown struct {
	lib   pdfium.Pdfium
	doc   references.FPDF_DOCUMENT
	pages int
}

func (r *Reader) warmPDF() (err error) {
	if r.pdf == nil {
		r.pdf, err = webassembly.Init(webassembly.Config{MaxIdle: 1, MaxTotal: 1, FSConfig: wazero.NewFSConfig(),
			RuntimeConfig: r.config(), Stdout: io.Discard, Stderr: io.Discard})
	}
	return err
}

// show opens a PDF, each in a memory of its own.
func (r *Reader) show(b []byte) (*shown, error) {
	lib, err := r.pdf.GetInstance(time.Minute)
	if err != nil {
		return nil, err
	}
	s := &shown{lib: lib}
	opened, err := lib.OpenDocument(&requests.OpenDocument{File: &b})
	if err == nil {
		s.doc = opened.Document
		count, err := lib.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: s.doc})
		if err == nil {
			s.pages = count.PageCount
			return s, nil
		}
	}
	s.close()
	if errors.Is(err, wrong.ErrPassword) || errors.Is(err, wrong.ErrSecurity) {
		return nil, errEncrypted
	}
	return nil, errDamaged
}

func (s *shown) close() { _ = s.lib.Close() }

// longSide is the longer side of a page as it is looked at, in pixels: 260 to the inch of A4.
const longSide = 3000

// page draws a page with its notes, in grey on white.
func (s *shown) page(n int) (*gray, error) {
	drawn, err := s.lib.RenderPageInPixels(&requests.RenderPageInPixels{
		Page:  requests.Page{ByIndex: &requests.PageByIndex{Document: s.doc, Index: n}},
		Width: longSide, Height: longSide, RenderFlags: enums.FPDF_RENDER_FLAG_ANNOT,
		ImageFormat: requests.RenderImageFormatGrayscale,
	})
	if err != nil {
		return nil, err
	}
	defer drawn.Cleanup()
	img, ok := drawn.Result.RenderedImage.(*image.Gray)
	if !ok || img.Rect.Empty() {
		return nil, errDamaged
	}
	return grayOf(img), nil
}

// alone is one page as a PDF of its own, for a file that only PDFium can take apart.
func (s *shown) alone(n int) ([]byte, error) {
	made, err := s.lib.FPDF_CreateNewDocument(&requests.FPDF_CreateNewDocument{})
	if err != nil {
		return nil, err
	}
	if _, err = s.lib.FPDF_ImportPagesByIndex(&requests.FPDF_ImportPagesByIndex{Source: s.doc,
		Destination: made.Document, PageIndices: []int{n}}); err != nil {
		return nil, err
	}
	saved, err := s.lib.FPDF_SaveAsCopy(&requests.FPDF_SaveAsCopy{Document: made.Document,
		Flags: requests.SaveFlagRemoveSecurity})
	if err != nil {
		return nil, err
	}
	return *saved.FileBytes, nil
}
