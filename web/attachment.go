package web

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"
	"unicode"

	"github.com/gabriel-vasile/mimetype"
	"github.com/labstack/echo/v4"

	"huiyin/db"
	"huiyin/huiyin"
)

// attachmentRoutes are the files of a case (rule K6).
func (s *Server) attachmentRoutes() []route {
	return []route{
		{get, "/attachments/:id", huiyin.ActionRead, s.attachment, nil, 0},
		{post, "/complaints/:number/attachments", huiyin.ActionAttach, s.attach, s.complaintPage, streams},
		{post, "/attachments/:id/withdraw", huiyin.ActionWithdrawAttachment, s.withdrawAttachment, s.complaintPage, 0},
		{post, "/attachments/:id/provenance", huiyin.ActionTellProvenance, s.tellProvenance, s.complaintPage, 0},
		{post, "/attachments/:id/confirm", huiyin.ActionConfirmAttachment, s.confirmAttachment, s.complaintPage, 0},
	}
}

type attachForm struct {
	Kind huiyin.EvidenceKind `form:"kind"`
	Note string              `form:"note"`
	provenanceForm
}

// attach streams files into the store and adds them to the case (rule K6). Who may not add any, or comes
// too late, is refused before a byte is read; what is refused later leaves nothing behind.
func (s *Server) attach(c echo.Context) error {
	k, err := s.store.Complaint(c.Request().Context(), actor(c), numberOf(c))
	if err != nil {
		return err
	}
	if err := k.Attach(actor(c), s.Now(), huiyin.Attachment{}); huiyin.KindOf(err) != huiyin.KindInvalid {
		return err
	}
	files, form, err := s.receive(c)
	var kept []*db.Incoming
	for _, f := range files {
		defer f.in.Drop()
		kept = append(kept, f.in)
	}
	keepTyped(c, form)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return huiyin.Invalid("file", "请选择文件。")
	}
	return changeAs(s, c, huiyin.ActionAttach, "/complaints/"+k.Number,
		func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f attachForm) error {
			for _, one := range files {
				a := huiyin.Attachment{Name: one.name, Hash: one.in.Hash, Size: one.in.Size, Type: one.kind,
					Kind: f.Kind, Note: f.Note, EvidenceSource: huiyin.EvidenceSource(f.provenanceForm)}
				if err := k.Attach(by, now, a); err != nil {
					return err
				}
			}
			return nil
		}, kept...)
}

// upload is a file that has come in, with its media type as sniffed.
type upload struct {
	in         *db.Incoming
	name, kind string
}

// mostFiles is how many files one form may bring; partCosts is what each part of a form is reckoned to hold besides its
// name and its text.
const (
	mostFiles = 50
	partCosts = 64
)

// receive reads a multipart form part by part: files go straight to the disk, nothing of them is held in
// memory. It gives what has come in also when the rest is refused.
func (s *Server) receive(c echo.Context) (files []upload, form url.Values, err error) {
	form = url.Values{}
	left := int64(mostForm) // for all that is no file, the names of fields included
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, huiyin.MaxUpload+mostForm)
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, form, huiyin.Invalid("file", "请选择文件。")
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return files, form, nil
		}
		if err != nil {
			return files, form, broken(err)
		}
		if left -= int64(len(part.FormName()) + partCosts); left < 0 {
			return files, form, &huiyin.Error{Kind: huiyin.KindTooLarge, Text: "提交的内容过大。"}
		}
		switch {
		case part.FileName() == "":
			b, err := io.ReadAll(io.LimitReader(part, left+1))
			if err != nil {
				return files, form, broken(err)
			}
			if left -= int64(len(b)); left < 0 {
				return files, form, &huiyin.Error{Kind: huiyin.KindTooLarge, Text: "提交的内容过大。"}
			}
			if part.FormName() != "file" { // a file field left empty
				form.Add(part.FormName(), string(b))
			}
			if part.FormName() == "as" {
				if err := otherLogIn(c, form); err != nil {
					return files, form, err
				}
			}
		case part.FormName() != "file":
			continue
		case len(files) == mostFiles:
			return files, form, huiyin.Invalid("file", "一次最多上传 %d 个文件。", mostFiles)
		default:
			from := &source{r: part}
			in, err := s.store.Upload(r.Context(), actor(c), s.Now(), from, huiyin.MaxUpload)
			if from.err != nil {
				err = broken(from.err)
			} else if e := refusal(err); err != nil && (e == nil || e.Kind != huiyin.KindTooLarge) {
				// the disk, or the day's share: let the browser finish sending, so that it hears
				_, _ = io.Copy(io.Discard, r.Body)
			}
			if err != nil {
				return files, form, err
			}
			files = append(files, upload{in: in, name: fileName(part.FileName())})
			digests, _ := c.Get(filesKey).([]string)
			c.Set(filesKey, append(digests, in.Hash))
			if files[len(files)-1].kind, err = sniff(in); err != nil {
				return files, form, err
			}
		}
	}
}

// source remembers that it broke, so that a broken upload is told from a disk that fails.
type source struct {
	r   io.Reader
	err error
}

func (s *source) Read(b []byte) (int, error) {
	n, err := s.r.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

// broken turns what is wrong with an upload into a refusal; too large stays too large.
func broken(err error) error {
	if e := refusal(err); e != nil {
		return e
	}
	return huiyin.Invalid("file", "上传中断，请重试。")
}

func sniff(in *db.Incoming) (string, error) {
	f, err := in.Open()
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

// fileName keeps the last part of a name, as some browsers send a path, without what cannot be seen: it
// could make a name read as another.
func fileName(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, "\uFFFD"))
	name = strings.TrimSpace(path.Base(strings.ReplaceAll(name, "\\", "/")))
	if strings.Trim(name, "./ ") == "" {
		name = "附件"
	}
	if r := []rune(name); len(r) > 200 {
		ext := path.Ext(name)
		if len(ext) > 20 {
			ext = ""
		}
		name = string(r[:200-len([]rune(ext))]) + ext
	}
	return name
}

// shownInPlace are the types that a browser may show; everything else is downloaded.
var shownInPlace = map[string]bool{"image/jpeg": true, "image/png": true, "image/gif": true, "image/webp": true,
	"application/pdf": true, "video/mp4": true, "audio/mpeg": true}

func (s *Server) attachment(c echo.Context) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	a, err := s.store.Attachment(c.Request().Context(), actor(c), n)
	if err != nil {
		return err
	}
	if !a.RemovedAt.IsZero() { // rule B1
		return huiyin.NotFound()
	}
	return s.content(c, a.Hash, a.Type, a.Name, a.Size)
}

// content sends a kept content: what cannot act is shown in place, everything else is downloaded.
// size is 0 where it is not known.
func (s *Server) content(c echo.Context, hash, kind, name string, size int64) error {
	f, err := s.store.OpenFile(hash, size)
	if errors.Is(err, db.ErrFile) {
		s.Log.Error("kept file", "id", requestID(c), "route", c.Path(), "file", hash, "error", db.ErrFile)
	}
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	way := "inline"
	if !shownInPlace[kind] { // and is nothing that a page could run
		way, kind = "attachment", "application/octet-stream"
	}
	h := c.Response().Header()
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	if kind == "application/pdf" { // a browser's own viewer does not run in a sandbox
		h.Set("Content-Security-Policy",
			"default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'")
	}
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType(way, map[string]string{"filename": name}))
	h.Set("ETag", `"`+hash+`"`)
	http.ServeContent(c.Response(), c.Request(), "", time.Time{}, f)
	return nil
}

func (s *Server) withdrawAttachment(c echo.Context) error {
	return partOf(s, c, func(ctx context.Context, id int64) (string,
		error) {
		return s.store.NumberOfAttachment(ctx, id)
	},
		func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, id int64, f reasonForm) error {
			return k.WithdrawAttachment(by, now, id, f.Reason)
		})
}

// provenanceForm is where a file comes from (rule K6).
type provenanceForm struct {
	Origin    huiyin.Origin        `form:"origin"`
	MadeBy    string               `form:"made_by"`
	MadeAt    time.Time            `form:"made_at"`
	Device    string               `form:"device"`
	CameBy    string               `form:"came_by"`
	Original  huiyin.OriginalPlace `form:"original"`
	Place     string               `form:"place"`
	Keeper    string               `form:"keeper"`
	Holder    string               `form:"holder"`
	FirstFile bool                 `form:"first"`
	CCTV      huiyin.CCTVGround    `form:"cctv_ground"`
	AskedBy   string               `form:"asked_by"`
	ConsentBy string               `form:"agreed_by"`
	Blurred   bool                 `form:"blurred"`
	Announced bool                 `form:"announced"`
	Evidence  bool                 `form:"evidence"`
}

// tellProvenance says where a file comes from that is already there (rule K6).
func (s *Server) tellProvenance(c echo.Context) error {
	return partOf(s, c, s.store.NumberOfAttachment,
		func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, id int64, f provenanceForm) error {
			return k.TellProvenance(by, now, id, huiyin.EvidenceSource(f))
		})
}

type confirmForm struct {
	Words string `form:"words"`
}

// confirmAttachment says what a signed form is that the portal did not recognise (rule W7).
func (s *Server) confirmAttachment(c echo.Context) error {
	return partOf(s, c, s.store.NumberOfAttachment,
		func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, id int64, f confirmForm) error {
			return k.ConfirmAttachment(by, now, id, f.Words)
		})
}
