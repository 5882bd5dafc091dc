package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// This file sees to it that what was typed is sent by nobody else, and is not lost with the log-in (I16, I17).

// otherLogIn refuses a form that was made for another log-in of the same browser, and takes out of it for whom it was.
func otherLogIn(c echo.Context, form url.Values) error {
	as := huiyin.Clean(form.Get("as"))
	delete(form, "as")
	if by := actor(c); as != "" && by.Person != nil && as != by.Account {
		return &huiyin.Error{Kind: huiyin.KindConflict, Field: "as",
			Text: "打开这一页的账号与现在登录的 %s 不同，没有提交。填写的内容还在：请核对后以现在的账号提交，或换回原来的账号。",
			Args: []any{by.Account}}
	}
	return nil
}

// neverKept are fields that are kept nowhere: who typed them types them again.
var neverKept = []string{"as", "once", "beside", "password", "old", "new", "again", "code"}

// formSum is the fingerprint of what a form holds, its files too, "" for nothing (I18).
func formSum(c echo.Context) string {
	form := postedValues(c)
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(form)) {
		if !slices.Contains(neverKept, name) {
			fmt.Fprintf(sum, "%q %q\n", name, form[name])
		}
	}
	files, _ := c.Get(filesKey).([]string)
	fmt.Fprintf(sum, "%q", files)
	return hex.EncodeToString(sum.Sum(nil))
}

// filesKey has the digests of the files that came with a form.
const filesKey = "files"

// keptForm travels in the log-in page: a form that was sent when the log-in had run out.
type keptForm struct {
	As, Path string
	Form     map[string][]string
}

// keepForm takes what a page's form has sent along to the log-in page, "" where there is nothing to be kept.
func (s *Server) keepForm(c echo.Context) string {
	r := c.Request()
	if r.Method != post {
		return ""
	}
	var form url.Values
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "multipart/form-data" {
		if _, err := c.Cookie(cookieName); err != nil { // of a stranger nothing is waited for
			return ""
		}
		form = textsOf(r)
	} else if parse(c) == nil {
		form = r.PostForm
	}
	k := keptForm{As: huiyin.Clean(form.Get("as")), Path: r.URL.Path, Form: map[string][]string{}}
	if k.As == "" || s.routeAt(post, k.Path) == nil {
		return ""
	}
	for name, values := range keepTyped(c, form) {
		if !slices.Contains(neverKept, name) {
			k.Form[name] = values
		}
	}
	b, err := json.Marshal(k)
	if err != nil {
		return ""
	}
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, _ = z.Write(b) // into memory
	_ = z.Close()
	return base64.RawURLEncoding.EncodeToString(out.Bytes())
}

// textsOf reads the fields of a form with files, up to the first file.
func textsOf(r *http.Request) url.Values {
	form := url.Values{}
	r.Body = http.MaxBytesReader(nil, r.Body, mostForm)
	parts, err := r.MultipartReader()
	for err == nil {
		part, wrong := parts.NextPart()
		if wrong != nil || part.FileName() != "" {
			break
		}
		b, wrong := io.ReadAll(io.LimitReader(part, mostForm))
		if wrong != nil {
			break
		}
		if part.FormName() != "file" {
			form.Add(part.FormName(), string(b))
		}
	}
	return form
}

// keptIn reads what a log-in page carried along.
func keptIn(text string) (k keptForm, ok bool) {
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(b) == 0 {
		return k, false
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return k, false
	}
	b, err = io.ReadAll(io.LimitReader(z, 2*mostForm))
	if err != nil || json.Unmarshal(b, &k) != nil {
		return k, false
	}
	for name, values := range k.Form {
		for i, v := range values {
			values[i] = huiyin.Clean(v)
		}
		if slices.Contains(neverKept, name) {
			delete(k.Form, name)
		}
	}
	return k, k.As != "" && localPath(k.Path) == k.Path
}

// afterLogIn is where a log-in leads: back to what was typed before, for its own person, else to the page asked for.
func (s *Server) afterLogIn(c echo.Context, account, next string) (string, error) {
	k, ok := keptIn(postedText(c, "kept"))
	if !ok || k.As != account {
		return localPath(next), nil
	}
	id, err := s.store.KeepTyped(c.Request().Context(), account, s.Wall(), db.Typed{Path: k.Path, Form: k.Form})
	return typedPath + "/" + strconv.FormatInt(id, 10), err
}

const typedPath = "/typed"

func (s *Server) typedRoutes() []route {
	return []route{{get, typedPath + "/:typed", huiyin.SignedIn, s.typedBefore, nil, given | enrols}}
}

// typedBefore puts back what was typed before the log-in: into its form, or, where that is on no page any more, as text.
func (s *Server) typedBefore(c echo.Context) error {
	n, err := id(c, "typed")
	if err != nil {
		return err
	}
	k, err := s.store.Typed(c.Request().Context(), accountOf(c), s.Wall(), n)
	if err != nil {
		return err
	}
	here := huiyin.Error{Kind: huiyin.KindConflict, Text: "这是登录之前填写的内容，还没有提交。请核对后提交。"}
	var r route
	if found := s.routeAt(post, k.Path); found != nil {
		r = *found
	}
	s.echo.Router().Find(post, k.Path, c)
	c.Set("typed", k.Form)
	if r.page != nil && huiyin.Can(actor(c), r.action, nil) == nil && !givenPassword(c) && s.enrolled(c) {
		f := ui.Form{Lang: s.lang(c), Action: formName(c, r), Typed: k.Form, Once: newID(), Wrong: &here}
		c.Set(routeKey, r)
		c.Set(unsaidKey, f.Lang.Err(&here))
		err := r.page(c, http.StatusOK, f)
		c.Set(unsaidKey, nil)
		if err == nil {
			return nil
		}
	}
	p := s.page(c, "登录之前填写的内容")
	p.Path = "/"
	return s.render(c, http.StatusOK, layout.TypedPage(p, s.lang(c).Err(&here), typedTexts(k.Form)))
}

// routeAt finds the row of the route list that an address belongs to.
func (s *Server) routeAt(method, path string) *route {
	at := s.echo.AcquireContext()
	defer s.echo.ReleaseContext(at)
	s.echo.Router().Find(method, path, at)
	all := s.routes()
	if i := slices.IndexFunc(all, func(r route) bool { return r.method == method && r.path == at.Path() }); i >= 0 {
		return &all[i]
	}
	return nil
}

// typedTexts are what somebody wrote in words, for where its form cannot be shown.
func typedTexts(form map[string][]string) (out []layout.Typed) {
	for _, name := range slices.Sorted(maps.Keys(form)) {
		if slices.Contains(neverKept, name) || name == "version" || name == "kept" {
			continue
		}
		label, _ := huiyin.FieldName(huiyin.OfComplaint, name)
		for _, v := range form[name] {
			if strings.TrimSpace(v) != "" {
				out = append(out, layout.Typed{Label: label, Text: v})
			}
		}
	}
	return out
}

// draftRoutes keep what is being typed into a form on a case, until it is sent or thrown away.
func (s *Server) draftRoutes() []route {
	return []route{
		{post, "/typed", huiyin.SignedIn, s.keepCaseForm, nil, 0},
		{post, "/typed/drop", huiyin.SignedIn, s.dropCaseForm, nil, 0},
	}
}

// keptAt is the address of the form that a draft is of: one of a complaint.
func (s *Server) keptAt(c echo.Context) (string, error) {
	path := postedText(c, "path")
	if r := s.routeAt(post, path); r == nil || r.page == nil || !strings.HasPrefix(path, recordPath+"/") {
		return "", huiyin.NotFound()
	}
	return path, nil
}

func (s *Server) keepCaseForm(c echo.Context) error {
	path, err := s.keptAt(c)
	if err != nil {
		return err
	}
	form := maps.Clone(postedValues(c))
	delete(form, "path")
	return s.keepTypedAt(c, path, "", form)
}

// keepTypedAt keeps a form, without what is kept nowhere, or drops it where nothing stands in it.
func (s *Server) keepTypedAt(c echo.Context, path, key string, form map[string][]string) error {
	d := huiyin.Draft{Path: path, Key: key, At: s.Now(), Form: map[string][]string{}}
	if len(key) > 64 {
		return huiyin.Invalid("once", "once 最多 64 个字符。")
	}
	for name, values := range form {
		if !slices.Contains(neverKept, name) && name != "version" {
			d.Form[name] = values
		}
	}
	err := s.store.KeepDraft(c.Request().Context(), accountOf(c), d)
	if err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

func (s *Server) dropCaseForm(c echo.Context) error {
	path, err := s.keptAt(c)
	if err != nil {
		return err
	}
	if err := s.store.DropDraft(c.Request().Context(), accountOf(c), path, ""); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, strings.Join(strings.Split(path, "/")[:3], "/"))
}

// keptForms are a person's own drafts of the forms on a case, by the name that each form has on its page.
func (s *Server) keptForms(c echo.Context, account, number string) (map[string]huiyin.Draft, error) {
	drafts, err := s.store.Drafts(c.Request().Context(), account, recordPath+"/"+number)
	if err != nil || len(drafts) == 0 {
		return nil, err
	}
	out, all := map[string]huiyin.Draft{}, s.routes()
	at := s.echo.AcquireContext()
	defer s.echo.ReleaseContext(at)
	for _, d := range drafts {
		at.Reset(c.Request(), nil)
		s.echo.Router().Find(post, d.Path, at)
		if i := slices.IndexFunc(all, func(r route) bool { return r.method == post && r.path == at.Path() }); i >= 0 {
			out[formName(at, all[i])] = d
		}
	}
	return out, nil
}
