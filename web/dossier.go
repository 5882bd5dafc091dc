package web

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/views/print"
	"huiyin/web/scan"
)

// mostInDossier is how many entries of the journal a dossier shows, the newest ones.
const mostInDossier = 2000

// dossierRoutes are the whole file of a case.
func (s *Server) dossierRoutes() []route {
	return []route{
		{get, "/complaints/:number/dossier.pdf", huiyin.ActionPrint, s.dossier, nil, bulky},
	}
}

// dossier prints the whole file of a case, as a paper among the others: who sees the case, as they see it; or the
// edition for outside (rule F5).
func (s *Server) dossier(c echo.Context) error {
	ctx := c.Request().Context()
	kind, err := asked(c, huiyin.PaperDossier)
	if err != nil {
		return err
	}
	how, err := printChoice(c, kind)
	if err != nil {
		return err
	}
	k, stamp, err := s.stampedAs(c, string(kind), how)
	if err != nil {
		return err
	}
	in, err := s.onDisk(func(w io.Writer) error {
		return s.dossierOf(ctx, w, actor(c).Org, k, stamp, kind == huiyin.PaperDossierOut)
	})
	if err != nil {
		return err
	}
	defer in.Drop()
	f, err := in.Open()
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	pdfHeader(c, k.Number+"-"+kind.Label()+".pdf")
	return c.Stream(http.StatusOK, "application/pdf", f)
}

// mostDossier bounds a dossier in bytes: what it binds in is bounded, too.
const mostDossier = 1 << 30

// onDisk lets something be written beside the memory, until it is dropped.
func (s *Server) onDisk(write func(io.Writer) error) (*db.Incoming, error) {
	r, w := io.Pipe()
	done := make(chan error, 1)
	go func() {
		defer func() {
			if v := recover(); v != nil {
				done <- fmt.Errorf("writing a dossier: %v", v)
				_ = w.CloseWithError(io.ErrUnexpectedEOF)
			}
		}()
		b := bufio.NewWriterSize(w, 1<<16)
		err := write(b)
		err = errors.Join(err, b.Flush())
		done <- err
		_ = w.CloseWithError(err)
	}()
	in, err := s.store.Receive(r, mostDossier)
	_ = r.CloseWithError(io.ErrClosedPipe)
	if wrote := <-done; wrote != nil && !errors.Is(wrote, io.ErrClosedPipe) {
		err = wrote
	}
	if err != nil && in != nil {
		in.Drop()
		in = nil
	}
	return in, err
}

// dossierOf writes the dossier of a case. The edition for outside shows no journal.
func (s *Server) dossierOf(ctx context.Context, w io.Writer, o *huiyin.Org, k *huiyin.Complaint, stamp print.Stamp,
	outside bool) error {
	d := print.Dossier{Stamp: stamp, C: k, Outside: outside,
		Picture: func(a *huiyin.Attachment, whole bool) (*print.Picture, string, error) {
			return s.plate(ctx, a, whole)
		},
		Leaves: func(a *huiyin.Attachment) (print.Leaves, string, error) { return s.leaves(ctx, a) }}
	if !outside {
		var err error
		// Without what is confidential for everybody: the file is passed on.
		if d.Journal, err = s.store.Journal(ctx, k.Number, false, 0, mostInDossier+1); err != nil {
			return err
		}
		if d.More = len(d.Journal) > mostInDossier; d.More {
			d.Journal = d.Journal[:mostInDossier]
		}
		d.Stamp.Assigned = huiyin.Assignings(d.Journal)
		slices.Reverse(d.Journal)
	}
	return print.WriteDossier(w, d, o)
}

// plate loads an attached picture for printing. What cannot be shown is said in words; only a failure that
// concerns all of them is an error.
func (s *Server) plate(ctx context.Context, a *huiyin.Attachment, whole bool) (*print.Picture, string, error) {
	if a.Size > scan.MostBytes {
		return nil, "图片文件太大，未附印，请在系统中查看。", nil
	}
	end, err := semaphore(readers).take(ctx) // decoded, a picture takes memory
	if err != nil {
		return nil, "", err
	}
	defer end()
	b, why, err := s.attached(a)
	if err != nil || why != "" {
		return nil, why, err
	}
	most := platePixels
	if whole {
		most = leafPixels
	}
	p, err := s.scans.Picture(ctx, a.Type, b, most)
	if e := refusal(err); e != nil {
		return nil, e.Error(), nil
	}
	if err != nil {
		return nil, "", err
	}
	return (*print.Picture)(p), "", nil
}

// leaves opens an attached PDF to be bound in, or says in words why it cannot be.
func (s *Server) leaves(ctx context.Context, a *huiyin.Attachment) (print.Leaves, string, error) {
	if a.Size > scan.MostBytes {
		return nil, "文件太大，请在系统中查看", nil
	}
	if err := ctx.Err(); err != nil {
		return nil, "", err
	}
	b, why, err := s.attached(a)
	if err != nil || why != "" {
		return nil, why, err
	}
	d, err := scan.OpenDocument(b)
	switch {
	case errors.Is(err, scan.ErrLocked):
		return nil, "文件有密码保护", nil
	case errors.Is(err, scan.ErrLong):
		return nil, "页数过多，请在系统中查看", nil
	case err != nil:
		return nil, "文件已损坏或无法读取", nil
	}
	return d, "", nil
}

// attached reads an attachment, or says in words that it is lost.
func (s *Server) attached(a *huiyin.Attachment) (b []byte, why string, err error) {
	f, err := s.store.OpenFile(a.Hash, a.Size)
	if errors.Is(err, db.ErrFile) {
		return nil, "附件文件缺失，请联系管理员核对。", nil
	}
	if err != nil {
		return nil, "", err
	}
	b, err = io.ReadAll(io.LimitReader(f, scan.MostBytes))
	return b, "", errors.Join(err, f.Close())
}

// platePixels is the longer side of a printed picture: 200 to the inch on half a page.
const platePixels = 1400

// leafPixels is that of a page that is shown full size: 210 to the inch, so that the finest print is read.
const leafPixels = 2460
