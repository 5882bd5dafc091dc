package web

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/gabriel-vasile/mimetype"
	"github.com/labstack/echo/v4"

	"huiyin"
)

// attach streams files into the store and adds them to the case (rule K6). Who may not add any is
// refused before a byte is read.
func (s *Server) attach(c echo.Context) error {
	k, err := s.store.Complaint(c.Request().Context(), actor(c), numberOf(c))
	if err != nil {
		return err
	}
	if err := huiyin.Can(actor(c), huiyin.Attach, k); err != nil {
		return err
	}
	files, form, err := s.receive(c)
	keepTyped(c, form)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return huiyin.Invalid("file", "请选择文件。")
	}
	return s.change(c, func(k *huiyin.Complaint) error {
		for _, f := range files {
			f.Kind, f.Note = huiyin.EvidenceKind(first(typed(c)["kind"])), first(typed(c)["note"])
			if err := k.Attach(actor(c), s.Now(), f); err != nil {
				return err
			}
		}
		return nil
	})
}

// mostField is the largest text field beside files, in bytes; mostFiles how many files one form may bring.
const (
	mostField = 1 << 20
	mostFiles = 50
)

// receive reads a multipart form part by part: files go straight to the store, nothing is held in memory.
func (s *Server) receive(c echo.Context) ([]huiyin.Attachment, url.Values, error) {
	form := url.Values{}
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, huiyin.MaxUpload+mostForm)
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, form, huiyin.Invalid("file", "请选择文件。")
	}
	var files []huiyin.Attachment
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return files, form, nil
		}
		if err != nil {
			return nil, form, unreadable(err)
		}
		if part.FileName() == "" {
			b, err := io.ReadAll(io.LimitReader(part, mostField))
			if err != nil {
				return nil, form, unreadable(err)
			}
			if part.FormName() != "file" { // a file field left empty
				form.Add(part.FormName(), string(b))
			}
			continue
		}
		if part.FormName() != "file" {
			continue
		}
		if len(files) == mostFiles {
			return nil, form, huiyin.Invalid("file", "一次最多上传 %d 个文件。", mostFiles)
		}
		hash, size, err := s.store.KeepFile(part, huiyin.MaxUpload)
		if err != nil {
			return nil, form, unreadable(err)
		}
		kind, err := s.sniff(hash)
		if err != nil {
			return nil, form, err
		}
		files = append(files, huiyin.Attachment{Name: fileName(part.FileName()), Hash: hash, Size: size, Type: kind})
	}
}

// unreadable turns a broken upload into a refusal; too large stays too large.
func unreadable(err error) error {
	if e := refusal(err); e != nil {
		return e
	}
	var path interface{ Timeout() bool }
	if errors.As(err, &path) || errors.Is(err, io.ErrUnexpectedEOF) || strings.Contains(err.Error(), "multipart") {
		return huiyin.Invalid("file", "上传中断，请重试。")
	}
	return err
}

func (s *Server) sniff(hash string) (string, error) {
	f, err := s.store.OpenFile(hash)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	m, err := mimetype.DetectReader(f)
	if err != nil {
		return "", err
	}
	return m.String(), nil
}

// fileName keeps the last part of a name, as some browsers send a path.
func fileName(name string) string {
	name = clean(strings.ReplaceAll(name, "\\", "/"))
	name = filepath.Base(name)
	if r := []rune(name); len(r) > 200 {
		ext := filepath.Ext(name)
		if len(ext) > 20 {
			ext = ""
		}
		name = string(r[:200-len([]rune(ext))]) + ext
	}
	return name
}

// shownInPlace are the types that a browser may show; everything else is downloaded.
var shownInPlace = map[string]bool{"image/jpeg": true, "image/png": true, "image/gif": true, "image/webp": true, "application/pdf": true, "video/mp4": true, "audio/mpeg": true}

func (s *Server) attachment(c echo.Context) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	a, err := s.store.Attachment(c.Request().Context(), actor(c), n)
	if err != nil {
		return err
	}
	f, err := s.store.OpenFile(a.Hash)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	way := "attachment"
	if shownInPlace[a.Type] {
		way = "inline"
	}
	h := c.Response().Header()
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	if a.Type == "application/pdf" { // a browser's own viewer does not run in a sandbox
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'")
	}
	h.Set("Content-Type", a.Type)
	h.Set("Content-Disposition", mime.FormatMediaType(way, map[string]string{"filename": a.Name}))
	h.Set("ETag", `"`+a.Hash+`"`)
	http.ServeContent(c.Response(), c.Request(), "", time.Time{}, f)
	return nil
}

func (s *Server) withdrawAttachment(c echo.Context) error {
	return partOf(s, c, func(ctx context.Context, id int64) (string, error) { return s.store.NumberOfAttachment(ctx, id) },
		func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, id int64, f reasonForm) error {
			return k.WithdrawAttachment(by, now, id, f.Reason)
		})
}
