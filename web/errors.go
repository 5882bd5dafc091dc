package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"huiyin"
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
}

// titles head the page of a problem.
var titles = map[int]string{
	http.StatusForbidden:             "没有权限",
	http.StatusNotFound:              "没有找到",
	http.StatusConflict:              "现在不能这样做",
	http.StatusRequestEntityTooLarge: "上传的内容太大",
	http.StatusUnprocessableEntity:   "填写有误",
	http.StatusTooManyRequests:       "尝试次数过多",
	http.StatusMethodNotAllowed:      "没有找到",
	http.StatusInternalServerError:   "系统出错",
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
	case errors.Is(err, errSecond):
		err = s.askSecond(c)
	default:
		err = s.refuse(c, refusal(err), err)
	}
	if err != nil {
		s.Log.Error("answer failed", "id", requestID(c), "route", c.Path(), "error", err)
		if !c.Response().Committed {
			_ = c.String(http.StatusInternalServerError, "500")
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

func (s *Server) refuse(c echo.Context, e *huiyin.Error, err error) error {
	if e == nil {
		s.Log.Error("failed", "id", requestID(c), "account", accountOf(c), "route", c.Path(), "error", err)
		return s.problem(c, http.StatusInternalServerError, &huiyin.Error{Text: "操作没有完成，请稍后再试。您填写的内容没有保存。"})
	}
	r, _ := c.Get(routeKey).(route)
	status := statuses[e.Kind]
	if r.page != nil && huiyin.Can(actor(c), r.action, nil) == nil {
		f := ui.Form{Lang: s.lang(c), Action: formName(c, r), Typed: typed(c), Wrong: e}
		show := r.page
		if e.Kind == huiyin.KindStale && numberOf(c) != "" && r.action != huiyin.MakeState && r.path != signPath { // whose page shows nothing of the case
			show = s.stalePage
		}
		again := show(c, status, f)
		if e2 := refusal(again); e2 == nil {
			return again
		} else if e2.Kind == huiyin.KindNotFound { // nothing is told about what the person may not see
			e, status = e2, statuses[e2.Kind]
		}
	}
	return s.problem(c, status, e)
}

func (s *Server) problem(c echo.Context, status int, e *huiyin.Error) error {
	if status == http.StatusNotFound {
		c.Set("number", nil) // a case found by the id of a part is not named
	}
	p := s.page(c, "")
	title := p.T(titles[status])
	p.Title, p.Request, p.Wrong = title, requestID(c), e.Field
	return s.render(c, status, layout.Problem(p, status, title, p.Lang.Err(e)))
}

// askSignIn sends a browser that wants a page to the log-in, and refuses everything else with 401.
func (s *Server) askSignIn(c echo.Context) error {
	r := c.Request()
	to, next := "/login", ""
	if r.Method == get && r.URL.Path != "/" {
		next = r.URL.RequestURI()
	}
	inPlace := r.Header.Get("HX-Request") != ""
	if inPlace { // back to the page that asked, not to the part it asked for
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
	return s.loginPage(c, http.StatusUnauthorized, ui.Form{Lang: s.lang(c), Wrong: &huiyin.Error{Text: "请先登录。"}})
}

// askSecond leads somebody who needs a second factor to where they get it.
func (s *Server) askSecond(c echo.Context) error {
	const to = "/account/security"
	r := c.Request()
	if r.Header.Get("HX-Request") == "true" {
		c.Response().Header().Set("HX-Redirect", to)
		return c.NoContent(http.StatusForbidden)
	}
	if r.Method == get && acceptsHTML(r) {
		return c.Redirect(http.StatusSeeOther, to)
	}
	refused := huiyin.Forbidden("您的账号须先启用两步验证，见“登录安全”。")
	return s.refuse(c, refused, refused)
}

func requestID(c echo.Context) string { return c.Response().Header().Get(echo.HeaderXRequestID) }
