package web

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/complaints"
	"huiyin/views/print"
	"huiyin/views/ui"
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
	if p.wrong != nil {
		return p.wrong
	}
	shown := huiyin.Signing{Paper: f.Paper, Edition: k.Version, Hash: in.Hash, Size: in.Size}
	k, err = s.store.ChangeComplaint(ctx, p.Once, k.Number, p.Version, func(k *huiyin.Complaint) error { return k.Show(by, now, shown) }, in)
	if err != nil {
		return err
	}
	n := len(k.Signings)
	for n > 1 && (k.Signings[n-1].By != by.Account || k.Signings[n-1].Paper != f.Paper) { // sent again, and others came after
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
	picture, wrong2 := signature(f.Drawing)
	given := huiyin.Signature{Signer: f.Signer, Witness: f.Witness, Drawing: huiyin.Digest(string(picture))}
	if err := ruleFirst(k.Sign(by, now, n, given), cmp.Or(wrong, wrong2)); err != nil { // before anything is written, and not kept
		if huiyin.KindOf(err) == huiyin.KindConflict { // a form sent again gets its first answer (rule W12)
			return changeAs(s, c, huiyin.ActionSign, back, func(huiyin.Actor, time.Time, *huiyin.Complaint, struct{}) error { return err })
		}
		return err
	}
	in, err := s.store.ReceiveBytes(picture)
	if err != nil {
		return err
	}
	defer in.Drop()
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
	return changeAs(s, c, huiyin.ActionSign, back, func(_ huiyin.Actor, _ time.Time, k *huiyin.Complaint, _ struct{}) error {
		return k.Sign(by, now, n, given)
	}, in, whole)
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
	by := actor(c)
	stamp := print.Stamp{At: sig.SignedAt, By: by.Name, QR: huiyin.PaperCode{Number: k.Number, Paper: sig.Paper, Version: sig.Edition}.Text()}
	var page bytes.Buffer
	if err := print.SignaturePage(&page, stamp, k, by.Org, sig, picture); err != nil {
		return nil, err
	}
	return appended(original, page.Bytes())
}

// Limits of a drawn signature as it comes in, and the width of what is kept of it, in pixels.
const (
	mostDrawing       = 1 << 20
	mostDrawingPixels = 6_000_000
	drawingWidth      = 1200
	leastInk          = 40 // pixels, of which a dot has fewer
)

// signature reads what was drawn, a data URL of a PNG, and draws it anew: black on white, without what is
// empty around it. What is no signature is Invalid.
func signature(text string) ([]byte, error) {
	wrong := huiyin.Invalid("drawing", "签名无法读取，请清除后重新签名。")
	if text == "" {
		return nil, huiyin.Invalid("drawing", "请客户在框内签名。")
	}
	code, ok := strings.CutPrefix(text, "data:image/png;base64,")
	if !ok || len(code) > mostDrawing {
		return nil, wrong
	}
	b, err := base64.StdEncoding.DecodeString(code)
	if err != nil {
		return nil, wrong
	}
	size, err := png.DecodeConfig(bytes.NewReader(b))
	if err != nil || size.Width < 1 || size.Height < 1 || int64(size.Width)*int64(size.Height) > mostDrawingPixels {
		return nil, wrong
	}
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, wrong
	}
	at := img.Bounds()
	sheet := image.NewGray(image.Rect(0, 0, at.Dx(), at.Dy()))
	draw.Draw(sheet, sheet.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(sheet, sheet.Rect, img, at.Min, draw.Over)
	g := &gray{at.Dx(), at.Dy(), sheet.Pix}
	ink, box := 0, image.Rectangle{}
	for y := range g.h {
		for x := range g.w {
			if g.pix[y*g.w+x] < 128 {
				ink++
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	switch {
	case ink == 0:
		return nil, huiyin.Invalid("drawing", "请客户在框内签名。")
	case ink < leastInk || max(box.Dx(), box.Dy()) < 20 || ink > g.w*g.h/2:
		return nil, huiyin.Invalid("drawing", "这不像一个签名，请清除后重新签名。")
	}
	box = box.Inset(-6).Intersect(sheet.Rect)
	g = g.crop(box.Min.X, box.Min.Y, box.Dx(), box.Dy())
	if max(g.w, g.h) > drawingWidth {
		g = g.scaled(drawingWidth)
	}
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, &image.Gray{Pix: g.pix, Stride: g.w, Rect: image.Rect(0, 0, g.w, g.h)}); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

var lastStart = regexp.MustCompile(`startxref\s+(\d+)\s+%%EOF\s*$`)

// appended puts the pages of one of our PDFs behind another's, as the format's incremental update: the
// other's bytes stay the head of the file, so that its hash can be taken from there.
func appended(original, more []byte) ([]byte, error) {
	f, err := openPDF(original)
	if err != nil {
		return nil, err
	}
	g, err := openPDF(more)
	if err != nil {
		return nil, err
	}
	start := lastStart.FindSubmatch(original)
	if start == nil || len(f.trailers) == 0 {
		return nil, errPDF
	}
	trailer := f.trailers[len(f.trailers)-1]
	above, ok := f.dict(trailer["Root"])["Pages"].(pdfRef)
	pages := maps.Clone(f.dict(above))
	kids, ok2 := f.get(pages["Kids"]).(pdfArray)
	list, _, broken := g.pages(mostSheets)
	if !ok || !ok2 || broken || len(list) == 0 {
		return nil, errPDF
	}
	out := bytes.NewBuffer(slices.Clone(original))
	out.WriteByte('\n')
	next := slices.Max(slices.Collect(maps.Keys(f.objects))) + 1
	first, at := next, []int{}
	number := map[int]int{}
	var queue []int
	renumber := func(r pdfRef) pdfRef {
		if number[r[0]] == 0 {
			number[r[0]] = next
			next++
			queue = append(queue, r[0])
		}
		return pdfRef{number[r[0]], 0}
	}
	next += len(list)
	kids = slices.Clone(kids)
	for i, page := range list {
		at = append(at, out.Len())
		fmt.Fprintf(out, "%d 0 obj\n", first+i)
		writePDF(out, page, renumber, 0)
		out.Truncate(out.Len() - len(">>"))
		fmt.Fprintf(out, "/Parent %d %d R>>\nendobj\n", above[0], above[1])
		kids = append(kids, pdfRef{first + i, 0})
	}
	for n := 0; n < len(queue); n++ {
		at = append(at, out.Len())
		fmt.Fprintf(out, "%d 0 obj\n", first+len(list)+n)
		writePDF(out, g.objects[queue[n]], renumber, 0)
		out.WriteString("\nendobj\n")
	}
	same := func(r pdfRef) pdfRef { return r }
	pages["Kids"], pages["Count"] = kids, pdfWord(strconv.FormatInt(whole64(f.get(pages["Count"]))+int64(len(list)), 10))
	tree := out.Len()
	fmt.Fprintf(out, "%d %d obj\n", above[0], above[1])
	writePDF(out, pages, same, 0)
	out.WriteString("\nendobj\n")
	xref := out.Len()
	fmt.Fprintf(out, "xref\n%d 1\n%010d %05d n \n%d %d\n", above[0], tree, above[1], first, len(at))
	for _, o := range at {
		fmt.Fprintf(out, "%010d 00000 n \n", o)
	}
	end := pdfDict{"Size": pdfWord(strconv.Itoa(next)), "Root": trailer["Root"], "Prev": pdfWord(start[1])}
	if trailer["Info"] != nil {
		end["Info"] = trailer["Info"]
	}
	out.WriteString("trailer\n")
	writePDF(out, end, same, 0)
	fmt.Fprintf(out, "\nstartxref\n%d\n%%%%EOF\n", xref)
	return out.Bytes(), nil
}
