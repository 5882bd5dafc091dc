// Package scan reads scanned and photographed papers: PDF and pictures, and the codes of the papers on them (rule F6).
// What others' programs wrote is read in a process apart, see Apart.
package scan

import (
	"huiyin/huiyin"
)

// Limits of what is read, so that no file takes the memory or the processor away from everyone else.
const (
	MostSheets     = 60       // pages of one upload
	MostBytes      = 60 << 20 // of one file
	mostPixels     = 50_000_000
	mostPixelBytes = 256 << 20 // of one picture as it is decoded
)

// Sheet is one page as it was read: the texts of the papers' codes on it, and a small picture.
type Sheet struct {
	Codes   []huiyin.PaperCode
	Blank   bool               // nothing stands on it, as on the back of a form
	Thumb   []byte             // JPEG, nil where the page cannot be drawn
	Page    []byte             // the page alone as PDF, nil where it is the whole file
	Problem huiyin.ScanProblem // why it could not be read, "" where it was
}

// What is refused of a file: its kind, its size in bytes or in pixels, and what cannot be opened.
var (
	ErrKind      = huiyin.Invalid("file", "只能上传 PDF 或图片（JPEG、PNG、HEIC、WebP、TIFF、BMP）。")
	ErrHeavy     = huiyin.Invalid("file", "文件太大，每个最多 %d MB。", MostBytes>>20)
	errDamaged   = huiyin.Invalid("file", "文件已损坏，无法打开。")
	errEncrypted = huiyin.Invalid("file", "文件有密码保护，请去掉密码后再上传。")
	errTooMuch   = huiyin.Invalid("file", "读取这份文件超过了 5 秒或 256 MB 内存，请换一种格式保存，或拍照上传。")
	errMany      = "最多 %d 页，这份有 %d 页，请分开扫描。"
	errLarge     = "图片太大：打开要 %d MB 内存，最多 %d MB。请用较低的分辨率，或另存为普通 JPEG。"
)

// Kinds are the media types that are read.
func Kinds() []string { return append([]string{"application/pdf"}, pictureKinds...) }

// step is how far the reading of a file has come: its decoder stands ready, a page is begun, a page is read.
type step struct {
	Begun bool   // a page, which is
	Page  []byte // this one alone
	Last  bool   // of the file
	Sheet *Sheet // as it was read
}

// Read reads the pages of a file of a media type and hands each on in its order. What it refuses is
// huiyin.KindInvalid; an error of each ends it.
func (r *Reader) Read(kind string, b []byte, each func(Sheet) error) error {
	return r.read(kind, b, 0, func(s step) error {
		if s.Sheet == nil {
			return nil
		}
		return each(*s.Sheet)
	})
}

// read reads a file from a page on, which is none of the file's first where the reader broke on those.
func (r *Reader) read(kind string, b []byte, from int, tell func(step) error) (err error) {
	defer func() {
		if recover() != nil { // the readers of other people's formats
			err = errDamaged
		}
	}()
	if err := r.warm(kind); err != nil {
		return err
	}
	if err := tell(step{}); err != nil {
		return err
	}
	if kind == "application/pdf" {
		return r.readPDF(b, from, tell)
	}
	return r.readPictures(kind, b, from, tell)
}

// Count counts the pages of a file.
func (r *Reader) Count(kind string, b []byte) (n int, err error) {
	defer func() {
		if recover() != nil {
			err = errDamaged
		}
	}()
	switch kind {
	case "image/tiff":
		return len(tiffPages(b)), nil
	case "application/pdf":
		if err := r.warm(kind); err != nil {
			return 0, err
		}
		seen, err := r.show(b)
		if err != nil {
			return 0, err
		}
		defer seen.close()
		return seen.pages, nil
	}
	return 1, nil
}

// readPDF draws each page and looks for codes on it.
func (r *Reader) readPDF(b []byte, from int, tell func(step) error) error {
	seen, err := r.show(b)
	if err != nil && err != errDamaged {
		return err
	}
	count := 0
	if seen != nil {
		defer seen.close()
		count = seen.pages
	}
	f, pages, err := apart(b)
	switch {
	case err != nil && (seen == nil || !whole(b) || err == errBroken):
		return errDamaged
	case err == nil && seen == nil:
		count = len(pages)
	case err == nil && count != len(pages):
		f = nil // other pages than are seen
	}
	if count > MostSheets {
		return huiyin.Invalid("file", errMany, MostSheets, count)
	}
	made := 0
	for i := from; i < count; i++ {
		var alone []byte
		switch {
		case count == 1:
		case f != nil && err == nil:
			alone = f.alone(pages[i])
		default:
			if alone, err = seen.alone(i); err != nil {
				return errDamaged
			}
		}
		if made += len(alone); made > 3*len(b)+1<<20 { // pages that share everything
			return ErrHeavy
		}
		if err := tell(step{Begun: true, Page: alone, Last: i == count-1}); err != nil {
			return err
		}
		s := Sheet{Page: alone}
		if seen == nil {
			s.Problem = huiyin.ScanEmpty
		} else if g, err := seen.page(i); err != nil {
			s.Problem = huiyin.ScanEmpty
		} else {
			s.Blank = g.empty() // before codes, which whitens what it has read
			s.Codes, s.Thumb = g.codes(), g.small()
		}
		if err := tell(step{Sheet: &s}); err != nil {
			return err
		}
	}
	return nil
}

// apart reads a PDF's structure, so that its pages can be kept one by one.
func apart(b []byte) (*pdfFile, []pdfDict, error) {
	f, err := openPDF(b)
	if err != nil {
		return nil, nil, err
	}
	if !f.open() {
		return nil, nil, errPDF
	}
	pages, count, broken := f.pages(mostObjects)
	if count == 0 || broken {
		return nil, nil, errBroken
	}
	return f, pages, nil
}
