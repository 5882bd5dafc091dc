package web

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	scale "golang.org/x/image/draw"

	"huiyin/huiyin"
	"huiyin/views/print"
	"huiyin/views/settings"
	"huiyin/views/ui"
	"huiyin/web/scan"
)

// printingRoutes are how the company's papers look.
func (s *Server) printingRoutes() []route {
	manage := huiyin.ActionManage
	return []route{
		{get, "/settings/printing", manage, emptyForm(s, s.printingPage), nil, 0},
		{post, "/settings/printing", manage, s.setLetterhead, s.printingPage, 0},
		{post, "/settings/printing/preview", manage, s.previewLetterhead, s.printingPage, 0},
		{get, "/settings/printing/forms", manage, emptyForm(s, s.formControlsPage), nil, 0},
		{post, "/settings/printing/forms", manage, s.setFormControl, s.formControlsPage, 0},
		{get, "/settings/printing/logo.png", manage, s.showLogo, nil, 0},
	}
}

// lookOf is what tells one state of the print settings from another: the logo by its name.
func lookOf(o *huiyin.Org) any {
	p := o.Letterhead
	p.Logo.Content = nil
	return p
}

func (s *Server) printingPage(c echo.Context, status int, f ui.Form) error {
	v := settings.Letterhead{View: s.settingsView(c, "printing", "打印设置", "printing", f, lookOf(s.store.Org())),
		Printing: s.store.Org().Letterhead}
	v.Path = "/settings/printing"
	return s.render(c, status, settings.LetterheadPage(v))
}

type letterheadForm struct {
	Name     string   `form:"paper_name"`
	Footer   string   `form:"footer"`
	Officer  string   `form:"officer"`
	Word     string   `form:"letter_word"`
	Fonds    string   `form:"fonds"`
	Script   string   `form:"script"`
	Seals    []string `form:"seal"`
	Signs    []string `form:"sign"`
	DropLogo bool     `form:"drop_logo"`
	Paper    string   `form:"paper"`
}

// postedLetterhead reads the form of the print settings with its logo. now is how the papers look at
// present: a logo that is neither brought nor dropped stays.
func (s *Server) postedLetterhead(c echo.Context) (f letterheadForm, made func(now huiyin.Letterhead) huiyin.Letterhead,
	err error) {
	file, err := logoFile(c)
	if e := s.bind(c, &f); e != nil || err != nil {
		return f, nil, cmp.Or(err, e)
	}
	var logo huiyin.Logo
	if len(file) > 0 {
		if logo, err = readLogo(file); err != nil {
			return f, nil, err
		}
	}
	for _, text := range [][2]string{{"paper_name", f.Name}, {"footer", f.Footer}, {"officer", f.Officer},
		{"letter_word", f.Word}} {
		if lacks := print.Lacks(text[1]); lacks != "" {
			return f, nil, huiyin.Invalid(text[0], "字体里没有“%s”，印不出来，请换一个字。", lacks)
		}
	}
	p := huiyin.Letterhead{Name: f.Name, Footer: f.Footer, Officer: f.Officer, LetterWord: f.Word, Fonds: f.Fonds, Script: huiyin.Script(f.Script),
		Unsealed: others(huiyin.SealedPapers(), f.Seals), Unsigned: others(huiyin.Boxes(), f.Signs)}
	return f, func(now huiyin.Letterhead) huiyin.Letterhead {
		p := p
		p.Controls = now.Controls
		if p.Logo = now.Logo; f.DropLogo {
			p.Logo = huiyin.Logo{}
		}
		if logo.Hash != "" {
			p.Logo = logo
		}
		return p
	}, nil
}

// others gives those of a list that a form did not tick, and what it ticked that is in no list, to be
// refused.
func others[T ~string](list []T, ticked []string) []T {
	var out []T
	known := map[string]bool{}
	for _, v := range list {
		known[string(v)] = true
	}
	on := map[string]bool{}
	for _, v := range ticked {
		if on[v] = true; !known[v] {
			out = append(out, T(v))
		}
	}
	for _, v := range list {
		if !on[string(v)] {
			out = append(out, v)
		}
	}
	return out
}

func (s *Server) setLetterhead(c echo.Context) error {
	_, made, err := s.postedLetterhead(c)
	if err != nil {
		return err
	}
	return changeCompany(s, c, "/settings/printing", lookOf,
		func(by huiyin.Actor, now time.Time, o *huiyin.Org, _ struct{}) error {
			return o.SetLetterhead(by, now, made(o.Letterhead))
		})
}

// formControlsPage is where the papers get the numbers of the company's own system of documents.
func (s *Server) formControlsPage(c echo.Context, status int, f ui.Form) error {
	v := settings.FormControls{View: s.settingsView(c, "printing", "表单编号和版次", "form_control", f, lookOf(s.store.Org())),
		Controls: s.store.Org().Letterhead.Controls}
	v.Path = "/settings/printing/forms"
	if one := s.store.Org().Letterhead.Control(huiyin.Paper(c.QueryParam("paper"))); one != nil {
		v.Shown = *one
	} else {
		v.Shown.Paper = huiyin.Paper(c.QueryParam("paper"))
	}
	return s.render(c, status, settings.FormControlsPage(v))
}

type formControlForm struct {
	Paper     huiyin.Paper `form:"paper"`
	Number    string       `form:"number"`
	Edition   string       `form:"edition"`
	Effective string       `form:"effective"`
	Drafted   string       `form:"drafted"`
	Reviewed  string       `form:"reviewed"`
	Approved  string       `form:"approved"`
}

func (s *Server) setFormControl(c echo.Context) error {
	return changeCompany(s, c, "/settings/printing/forms", lookOf,
		func(by huiyin.Actor, now time.Time, o *huiyin.Org, f formControlForm) error {
			for _, text := range [][2]string{{"number", f.Number}, {"edition", f.Edition}, {"drafted", f.Drafted},
				{"reviewed", f.Reviewed}, {"approved", f.Approved}} {
				if lacks := print.Lacks(text[1]); lacks != "" {
					return huiyin.Invalid(text[0], "字体里没有“%s”，印不出来，请换一个字。", lacks)
				}
			}
			return o.SetFormControl(by, now, huiyin.FormControl(f))
		})
}

// previewLetterhead shows a made-up case on paper as the form's settings would print it, and stores nothing.
func (s *Server) previewLetterhead(c echo.Context) error {
	f, made, err := s.postedLetterhead(c)
	if err != nil {
		return err
	}
	org := s.store.Org()
	look, err := made(org.Letterhead).Checked()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	err = print.Sample(&b, huiyin.Paper(f.Paper), print.Stamp{At: s.Now(), By: actor(c).Name}, org.Company, look,
		org.Zone)
	if errors.Is(err, print.ErrNoSample) {
		return huiyin.Invalid("paper", "请选择列表中的一项。")
	}
	if err != nil {
		return err
	}
	return s.pdf(c, "打印设置的样张.pdf", b.Bytes())
}

// showLogo shows the administrator the present logo.
func (s *Server) showLogo(c echo.Context) error {
	l := s.store.Org().Letterhead.Logo
	if l.Hash == "" {
		return huiyin.NotFound()
	}
	return c.Blob(http.StatusOK, "image/png", l.Content)
}

// logoFile reads the picture of a form, nil when it has none.
func logoFile(c echo.Context) ([]byte, error) {
	r := c.Request()
	large := huiyin.Invalid("file", "图片超过 2 MB。")
	err := r.ParseMultipartForm(huiyin.MostLogo)
	if r.MultipartForm != nil {
		defer func() { _ = r.MultipartForm.RemoveAll() }()
	}
	var tooLarge *http.MaxBytesError
	switch {
	case errors.Is(err, http.ErrNotMultipart):
		return nil, nil
	case errors.As(err, &tooLarge):
		c.Set("typed", map[string][]string(nil)) // nothing of the form was read
		return nil, large
	case err != nil:
		return nil, huiyin.Invalid("", "提交的内容无法读取。")
	}
	f, header, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("logo: %w", err)
	}
	defer func() { _ = f.Close() }()
	if header.Size > huiyin.MostLogo {
		return nil, large
	}
	return io.ReadAll(f)
}

// The largest logo that is kept, in pixels: 400 to the inch of the place that it has on paper.
const keptWidth, keptHeight = 330, 204

// readLogo makes a picture that somebody brought fit for paper: a PNG or JPEG of 8 bits a colour, on
// white, upright, not larger than print shows. Everything else about the file is left behind.
func readLogo(file []byte) (huiyin.Logo, error) {
	wrong := func(text string, args ...any) (huiyin.Logo, error) {
		return huiyin.Logo{}, huiyin.Invalid("file", text, args...)
	}
	decode, decodeConfig := png.Decode, png.DecodeConfig
	switch kind := http.DetectContentType(file); {
	case kind == "image/png" && bytes.Contains(file[:min(len(file), 4096)], []byte("acTL")):
		return wrong("这是会动的 PNG 图片，请另存为不动的。")
	case kind == "image/png":
	case kind == "image/jpeg":
		decode, decodeConfig = jpeg.Decode, jpeg.DecodeConfig
	case kind == "image/gif":
		return wrong("这是 GIF 图片，请另存为 PNG 或 JPEG。")
	case isSVG(file):
		return wrong("这是 SVG 图片，请另存为 PNG 或 JPEG。")
	default:
		return wrong("须为 PNG 或 JPEG 图片。")
	}
	config, err := decodeConfig(bytes.NewReader(file))
	if err != nil {
		return wrong("这张图片已损坏，无法打开。")
	}
	if config.Width > huiyin.MostLogoSide || config.Height > huiyin.MostLogoSide {
		return wrong("图片有 %d×%d 个像素，每边最多 %d 个。", config.Width, config.Height, huiyin.MostLogoSide)
	}
	switch config.ColorModel {
	case color.Gray16Model, color.RGBA64Model, color.NRGBA64Model:
		return wrong("这张图片每种颜色为 16 位，请另存为 8 位的 PNG。")
	case color.CMYKModel:
		return wrong("这张图片是印刷用的 CMYK 颜色，请另存为 RGB 颜色的图片。")
	}
	m, err := decode(bytes.NewReader(file))
	if err != nil {
		return wrong("这张图片已损坏，无法打开。")
	}
	b := scan.Upright(onWhite(m), file)
	var out bytes.Buffer
	if err := png.Encode(&out, b); err != nil {
		return huiyin.Logo{}, fmt.Errorf("logo: %w", err)
	}
	return huiyin.NewLogo(out.Bytes(), b.Rect.Dx(), b.Rect.Dy()), nil
}

// onWhite sets a picture on white, and makes it smaller where print would not show more of it.
func onWhite(m image.Image) *image.RGBA {
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	if by := min(float64(keptWidth)/float64(w), float64(keptHeight)/float64(h)); by < 1 {
		w, h = max(1, int(by*float64(w)+0.5)), max(1, int(by*float64(h)+0.5))
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	scale.CatmullRom.Scale(out, out.Rect, m, m.Bounds(), draw.Over, nil)
	return out
}

// isSVG tells an SVG, perhaps behind a mark of its coding, a comment or a declaration.
func isSVG(file []byte) bool {
	head := strings.ToLower(string(file[:min(len(file), 4096)]))
	return strings.Contains(head, "<svg") || strings.Contains(head, "<!doctype svg")
}
