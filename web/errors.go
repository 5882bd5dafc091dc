package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// statuses is the one map from a kind of refusal to a status.
var statuses = map[huiyin.Kind]int{
	huiyin.KindInvalid:   http.StatusUnprocessableEntity,
	huiyin.KindForbidden: http.StatusForbidden,
	huiyin.KindNotFound:  http.StatusNotFound,
	huiyin.KindConflict:  http.StatusConflict,
	huiyin.KindStale:     http.StatusConflict,
	huiyin.KindTooLarge:  http.StatusRequestEntityTooLarge,
	huiyin.KindTooMany:   http.StatusTooManyRequests,

	huiyin.KindFull:        http.StatusInsufficientStorage,
	huiyin.KindUnavailable: http.StatusServiceUnavailable,
}

// titles head the page of a problem.
var titles = map[int]string{
	http.StatusForbidden:             "没有权限",
	http.StatusNotFound:              "没有找到",
	http.StatusConflict:              "现在不能这样做",
	http.StatusRequestEntityTooLarge: "上传的内容太大",
	http.StatusUnprocessableEntity:   "填写有误",
	http.StatusTooManyRequests:       "尝试次数过多",
	http.StatusMethodNotAllowed:      "不接受这种请求",
	http.StatusInternalServerError:   "系统出错",
	http.StatusServiceUnavailable:    "暂时不能使用",
	http.StatusInsufficientStorage:   "磁盘已满",
}

// answerError is where every error ends: a refusal becomes its page and status, anything else is
// logged and answered without its text.
func (s *Server) answerError(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	switch {
	case c.Request().Context().Err() != nil:
		err = s.gone(c, err)
	case errors.Is(err, errSignIn):
		err = s.askSignIn(c)
	case errors.Is(err, errGiven):
		err = s.askFirst(c, "/account/password", "您的密码是别人给您设的，须先换成自己的密码，见“修改密码”。")
	case errors.Is(err, errSecond):
		err = s.askFirst(c, "/account/security", "您的账号须先启用两步验证，见“登录安全”。")
	case errors.Is(err, echo.ErrMethodNotAllowed): // before any guard
		if err = s.signIn(c); err == nil {
			err = s.noMethod(c)
		}
	default:
		err = s.refuse(c, refusal(err), err)
	}
	if err != nil {
		s.Log.Error("answer failed", "id", requestID(c), "route", c.Path(), "error", err)
		if !c.Response().Committed {
			_ = c.String(http.StatusInternalServerError, s.lang(c).T("操作没有完成，请稍后再试。您填写的内容没有保存。"))
		}
	}
}

// gone answers a client that has left, or whose request did not come in to its end in time: neither is a
// failure of ours, and no page can be made for either.
func (s *Server) gone(c echo.Context, err error) error {
	if refusal(err) == nil && !errors.Is(err, context.Canceled) {
		s.Log.Warn("client gone", "id", requestID(c), "route", c.Path(), "error", err)
	}
	c.Response().Header().Set("Connection", "close")
	return c.String(http.StatusRequestTimeout, s.lang(c).T("提交的内容没有全部送到，请重试。"))
}

// refusal finds the refusal in an error, nil when it is a failure of ours.
func refusal(err error) *huiyin.Error {
	var e *huiyin.Error
	var large *http.MaxBytesError
	var he *echo.HTTPError
	switch {
	case errors.As(err, &e):
		return e
	case errors.As(err, &large):
		return &huiyin.Error{Kind: huiyin.KindTooLarge, Text: "提交的内容过大。"}
	case errors.As(err, &he) && (he.Code == http.StatusNotFound || he.Code == http.StatusMethodNotAllowed):
		return huiyin.NotFound()
	case errors.As(err, &he) && he.Code < 500:
		return huiyin.Invalid("", "提交的内容无法读取。")
	}
	return nil
}

// byTheSubject are the forms of people whom a complaint is about: their page shows nothing of it (rules P4, A3).
var byTheSubject = []huiyin.Action{huiyin.ActionGiveStatement, huiyin.ActionAnswerSanction,
	huiyin.ActionFileObjection, huiyin.ActionWriteSelfReview, huiyin.ActionObjectPoints, huiyin.ActionConfirmPoints}

func (s *Server) refuse(c echo.Context, e *huiyin.Error, err error) error {
	if e == nil {
		e = s.fault(c, err)
	}
	if e == nil {
		s.Log.Error("failed", "id", requestID(c), "account", accountOf(c), "route", c.Path(), "error", err)
		return s.problem(c, http.StatusInternalServerError, &huiyin.Error{Text: "操作没有完成，请稍后再试。您填写的内容没有保存。"})
	}
	r, _ := c.Get(routeKey).(route)
	status := statuses[e.Kind]
	if r.page != nil && c.Get(unseenKey) == nil && huiyin.Can(actor(c), r.action, nil) == nil {
		f := ui.Form{Lang: s.lang(c), Action: formName(c, r), Typed: postedValues(c), Wrong: e}
		show := r.page
		if e.Kind == huiyin.KindStale && numberOf(c) != "" && !slices.Contains(byTheSubject, r.action) &&
			r.path != signPath {
			show = s.stalePage
		}
		if e.Kind != huiyin.KindStale { // whose page says it in its own words
			c.Set(unsaidKey, f.Lang.Err(e))
		}
		again := show(c, status, f)
		c.Set(unsaidKey, nil)
		if again == nil {
			return nil
		}
		if errors.Is(again, errUnsaid) {
			return s.problem(c, status, e)
		}
		e2 := refusal(again)
		if e2 == nil { // what hinders a change may hinder its page too
			if e2 = s.fault(c, again); e2 == nil {
				return again
			}
		}
		// nothing is told about what the person may not see
		if e2.Kind == huiyin.KindNotFound && e.Field != "as" || e2.Kind >= huiyin.KindFull {
			e, status = e2, statuses[e2.Kind]
		}
	}
	return s.problem(c, status, e)
}

// errUnsaid is a page that does not say why its form was refused, because the form is no longer on it: what
// it was about is gone, or was done meanwhile.
var errUnsaid = errors.New("the page does not say what was wrong")

// fault logs what hinders the installation from outside, with its remedy, and says it to the person; nil
// when err tells of nothing like it.
func (s *Server) fault(c echo.Context, err error) *huiyin.Error {
	f := s.store.Fault(err)
	if f == nil {
		return nil
	}
	s.Log.Error("hindered", "id", requestID(c), "account", accountOf(c), "route", c.Path(), "error", err, "remedy",
		f.Remedy)
	return f.Said(huiyin.Can(actor(c), huiyin.ActionManage, nil) == nil)
}

func (s *Server) problem(c echo.Context, status int, e *huiyin.Error) error {
	if status == http.StatusNotFound {
		c.Set("number", nil) // a case found by the id of a part is not named
	}
	p := s.page(c, "")
	title := p.T(titles[status])
	p.Title, p.Request, p.Wrong = title, requestID(c), e.Field
	if e.Field == "as" || e.Field == "once" { // whose form is on none of its sender's pages
		p.Typed = typedTexts(postedValues(c))
	}
	return s.render(c, status, layout.Problem(p, status, title, p.Lang.Err(e)))
}

// nowhere answers where no route is: 404, or 405 with the methods that the address takes.
func (s *Server) nowhere(c echo.Context) error {
	r := c.Request()
	var takes []string
	for _, m := range []string{get, http.MethodHead, post} {
		other := s.echo.AcquireContext()
		other.Reset(r, nil)
		s.echo.Router().Find(m, echo.GetPath(r), other)
		if other.Path() != c.Path() {
			takes = append(takes, m)
		}
		s.echo.ReleaseContext(other)
	}
	if takes == nil {
		return huiyin.NotFound()
	}
	c.Response().Header().Set("Allow", strings.Join(takes, ", "))
	if r.Method == http.MethodOptions {
		return c.NoContent(http.StatusNoContent)
	}
	return s.noMethod(c)
}

func (s *Server) noMethod(c echo.Context) error {
	return s.problem(c, http.StatusMethodNotAllowed, &huiyin.Error{Text: "这个地址不接受这种请求方式。请从页面上的按钮或者链接进入。"})
}

// askSignIn sends a browser that wants a page to the log-in, and refuses everything else with 401.
func (s *Server) askSignIn(c echo.Context) error {
	r := c.Request()
	to, next := "/login", ""
	if r.Method == get && r.URL.Path != "/" {
		next = r.URL.RequestURI()
	}
	kept := s.keepForm(c)
	if err := r.Context().Err(); err != nil {
		return s.gone(c, err)
	}
	inPlace := r.Header.Get("HX-Request") != "" && kept == "" // a form is sent again by the page, to come here as a whole
	if inPlace {                                              // back to the page that asked, not to the part it asked for
		next = ""
		if u, err := url.Parse(r.Header.Get("HX-Current-URL")); err == nil {
			next = u.RequestURI()
		}
	}
	if next != "" {
		to += "?next=" + url.QueryEscape(next)
	}
	if inPlace {
		c.Response().Header().Set("HX-Redirect", to)
		return c.NoContent(http.StatusUnauthorized)
	}
	if r.Method == get && acceptsHTML(r) {
		return c.Redirect(http.StatusSeeOther, to)
	}
	return s.loginPage(c, http.StatusUnauthorized,
		ui.Form{Lang: s.lang(c), Wrong: &huiyin.Error{Text: "请先登录。"}, Typed: map[string][]string{"kept": {kept}}})
}

// askFirst leads somebody who has something to do before anything else to where it is done.
func (s *Server) askFirst(c echo.Context, to, why string) error {
	r := c.Request()
	if r.Header.Get("HX-Request") == "true" {
		c.Response().Header().Set("HX-Redirect", to)
		return c.NoContent(http.StatusForbidden)
	}
	if r.Method == get && acceptsHTML(r) {
		return c.Redirect(http.StatusSeeOther, to)
	}
	refused := huiyin.Forbidden(why)
	return s.refuse(c, refused, refused)
}

func requestID(c echo.Context) string { return c.Response().Header().Get(echo.HeaderXRequestID) }
