package web

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/complaints"
	"huiyin/views/print"
	"huiyin/views/ui"
	"huiyin/web/scan"
)

// signPath is where a paper that was shown is signed.
const signPath = "/complaints/:number/signings/:n"

func (s *Server) signRoutes() []route {
	return []route{
		{post, "/complaints/:number/signings", huiyin.ActionSign, s.showPaper, s.complaintPage, 0},
		{get, signPath, huiyin.ActionRead, emptyForm(s, s.signPage), nil, 0},
		{post, signPath, huiyin.ActionSign, s.sign, s.signPage, 0},
		{get, signPath + "/paper.pdf", huiyin.ActionRead, s.shownPaper, nil, heavy},
		{get, signPath + "/drawing.png", huiyin.ActionRead, s.drawing, nil, 0},
	}
}

type showForm struct {
	Paper huiyin.Paper `form:"paper"`
}

// showPaper makes the PDF that a customer is to sign and keeps it (rule F6).
func (s *Server) showPaper(c echo.Context) error {
	ctx, by, now := c.Request().Context(), actor(c), s.Now()
	k, err := s.store.Complaint(ctx, by, c.Param("number"))
	if err != nil {
		return err
	}
	var f showForm
	wrong := s.bind(c, &f)
	f.Paper = f.Paper.ForCustomer()
	if err := ruleFirst(k.MayShow(by, f.Paper), wrong); err != nil {
		return err
	}
	b, err := s.written(c, k, string(f.Paper))
	if err != nil {
		return err
	}
	in, err := s.store.ReceiveBytes(b)
	if err != nil {
		return err
	}
	defer in.Drop()
	p := postedForm[struct{}](s, c)
	if p.Once.Wrong != nil {
		return p.Once.Wrong
	}
	shown := huiyin.Signing{Paper: f.Paper, Edition: k.Version, Hash: in.Hash, Size: in.Size}
	k, err = s.store.ChangeComplaint(ctx, p.Once, k.Number, p.Version,
		func(k *huiyin.Complaint) error { return k.Show(by, now, shown) }, in)
	if err != nil {
		return err
	}
	n := len(k.Signings)
	// sent again, and others came after
	for n > 1 && (k.Signings[n-1].By != by.Account || k.Signings[n-1].Paper != f.Paper) {
		n--
	}
	return c.Redirect(http.StatusSeeOther, "/complaints/"+k.Number+"/signings/"+strconv.Itoa(n))
}

// shown finds the complaint and the paper that an address is about.
func (s *Server) shown(c echo.Context) (*huiyin.Complaint, *huiyin.Signing, error) {
	k, err := s.store.Complaint(c.Request().Context(), actor(c), c.Param("number"))
	if err != nil {
		return nil, nil, err
	}
	n, err := id(c, "n")
	if err != nil {
		return nil, nil, err
	}
	if n > int64(len(k.Signings)) {
		return nil, nil, huiyin.NotFound()
	}
	return k, k.Signing(int(n)), nil
}

func (s *Server) signPage(c echo.Context, status int, f ui.Form) error {
	_, k, err := s.shown(c)
	if err != nil {
		return err
	}
	v, err := s.caseView(c, f, 0, mostLines)
	if err != nil {
		return err
	}
	v.Title = v.T("现场签字")
	v.Form.Once = newID()
	return s.render(c, status, complaints.SigningPage(v, *k))
}

func (s *Server) shownPaper(c echo.Context) error {
	k, sig, err := s.shown(c)
	if err != nil {
		return err
	}
	if !sig.RemovedAt.IsZero() { // rule B1
		return huiyin.NotFound()
	}
	return s.content(c, sig.Hash, "application/pdf", k.Number+"-"+string(sig.Paper)+".pdf", 0)
}

func (s *Server) drawing(c echo.Context) error {
	_, sig, err := s.shown(c)
	if err != nil {
		return err
	}
	if sig.Drawing == "" || !sig.RemovedAt.IsZero() {
		return huiyin.NotFound()
	}
	return s.content(c, sig.Drawing, "image/png", "signature.png", 0)
}

type signForm struct {
	Signer  string `form:"signer"`
	Witness string `form:"witness"`
	Drawing string `form:"drawing"`
	Strokes string `form:"strokes"`

	Agreed  bool                 `form:"agreed"`
	Whole   bool                 `form:"whole"`
	IDKind  huiyin.IdentityPaper `form:"id_kind"`
	IDLast4 string               `form:"id_last4"`
	CopyWay huiyin.CopyWay       `form:"copy"`
}

// sign takes the signature, and files the shown PDF with a page of the signature behind it.
func (s *Server) sign(c echo.Context) error {
	k, sig, err := s.shown(c)
	if err != nil {
		return err
	}
	by, now, n, back := actor(c), s.Now(), sig.N, "/complaints/"+k.Number+"#evidence"
	var f signForm
	wrong := s.bind(c, &f)
	picture, wrong2 := scan.Signature(f.Drawing)
	strokes, wrong3 := scan.Strokes(f.Strokes)
	given := huiyin.Signature{Signer: f.Signer, Witness: f.Witness, Drawing: huiyin.Digest(string(picture)),
		ScreenProof: huiyin.ScreenProof{Agreed: f.Agreed, Whole: f.Whole, IDKind: f.IDKind, IDLast4: f.IDLast4,
			CopyWay: f.CopyWay, Strokes: huiyin.Digest(string(strokes))}}
	// before anything is written, and not kept
	refused := k.Sign(by, now, n, given)
	if kind := huiyin.KindOf(refused); refused == nil || kind == huiyin.KindInvalid {
		refused = huiyin.Every(wrong, wrong2, wrong3, refused)
	}
	if err := refused; err != nil {
		if huiyin.KindOf(err) == huiyin.KindConflict { // a form sent again gets its first answer (rule W12)
			return changeAs(s, c, huiyin.ActionSign, back,
				func(huiyin.Actor, time.Time, *huiyin.Complaint, struct{}) error { return err })
		}
		return err
	}
	in, err := s.store.ReceiveBytes(picture)
	if err != nil {
		return err
	}
	defer in.Drop()
	moves, err := s.store.ReceiveBytes(strokes)
	if err != nil {
		return err
	}
	defer moves.Drop()
	b, err := s.signedCopy(c, k, sig, picture)
	if err != nil {
		return err
	}
	whole, err := s.store.ReceiveBytes(b)
	if err != nil {
		return err
	}
	defer whole.Drop()
	given.Copy, given.Size = whole.Hash, whole.Size
	return changeAs(s, c, huiyin.ActionSign, back,
		func(_ huiyin.Actor, _ time.Time, k *huiyin.Complaint, _ struct{}) error {
			return k.Sign(by, now, n, given)
		}, in, moves, whole)
}

// signedCopy is the PDF as it was shown, byte for byte, and behind it the page of the signature.
func (s *Server) signedCopy(c echo.Context, k *huiyin.Complaint, sig *huiyin.Signing, picture []byte) ([]byte, error) {
	file, err := s.store.OpenFile(sig.Hash, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	original, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	shown, err := scan.OpenDocument(original)
	if err != nil {
		return nil, err
	}
	by := actor(c)
	stamp := print.Stamp{At: sig.SignedAt, By: by.Name, Before: len(shown.Sizes()),
		QR: huiyin.PaperCode{Number: k.Number, Paper: huiyin.PaperSigning, Part: int64(sig.N),
			Version: sig.Edition}.Text()}
	var page bytes.Buffer
	if err := print.SignaturePage(&page, stamp, k, by.Org, sig, picture); err != nil {
		return nil, err
	}
	return scan.Append(original, page.Bytes())
}
