package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gorilla/sessions"
	"github.com/labstack/echo/v4"

	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/settings"
	"huiyin/views/ui"
)

// accountRoutes are how people log in and out, and what they set for themselves.
func (s *Server) accountRoutes() []route {
	return []route{
		{get, "/login", huiyin.Public, s.showLogin, nil, 0},
		{post, "/login", huiyin.Public, s.login, s.loginPage, 0},
		{post, "/logout", huiyin.Public, s.logout, nil, 0},
		{get, "/account/password", huiyin.SignedIn, s.showPassword, nil, given},
		{post, "/account/password", huiyin.SignedIn, s.setPassword, s.passwordPage, given},
		{post, "/account/language", huiyin.SignedIn, s.setLanguage, nil, given | enrols},
		{post, "/account/theme", huiyin.SignedIn, s.setTheme, nil, given | enrols},
	}
}

func (s *Server) showLogin(c echo.Context) error {
	if actor(c).Person != nil {
		return c.Redirect(http.StatusSeeOther, "/")
	}
	return s.loginPage(c, http.StatusOK,
		ui.Form{Lang: s.lang(c), Typed: map[string][]string{"next": {c.QueryParam("next")}}})
}

func (s *Server) loginPage(c echo.Context, status int, f ui.Form) error {
	return s.render(c, status, layout.Login(s.page(c, "登录"), f))
}

type loginForm struct {
	Username string `form:"username"`
	Password string `form:"password"`
	Next     string `form:"next"`
}

// login starts a session under a new id. Wrong name and wrong password answer alike and take as long.
func (s *Server) login(c echo.Context) error {
	var f loginForm
	if err := s.bind(c, &f); err != nil {
		return err
	}
	f.Password = c.Request().PostForm.Get("password") // as typed, spaces and all
	var noName, noPassword error
	if f.Username == "" {
		noName = huiyin.Invalid("username", "此项必填。")
	}
	if f.Password == "" {
		noPassword = huiyin.Invalid("password", "此项必填。")
	}
	if err := huiyin.Every(noName, noPassword); err != nil {
		return err
	}
	account, err := s.who(c, huiyin.AccountTyped(f.Username), f.Password)
	if err != nil {
		return err
	}
	given, err := s.store.GivenPassword(c.Request().Context(), account)
	if err != nil {
		return err
	}
	if !given.IsZero() && s.Wall().Sub(given) > givenLasts {
		return huiyin.Invalid("", "初始密码已过期，请找管理员重新设置。")
	}
	second, err := s.store.Second(c.Request().Context(), account)
	if err != nil {
		return err
	}
	half := second != nil && !second.Since.IsZero()
	to, err := s.afterLogIn(c, account, f.Next)
	if err != nil {
		return err
	}
	if err := s.startSession(c, account, half); err != nil {
		return err
	}
	if !half {
		s.knowDevice(c, account)
	}
	if half {
		return c.Redirect(http.StatusSeeOther, "/login/second?next="+url.QueryEscape(to))
	}
	return c.Redirect(http.StatusSeeOther, to)
}

// who finds whose name and password these are: the domain's people are its to judge, all others ours.
func (s *Server) who(c echo.Context, name, password string) (account string, err error) {
	if s.asksDomain(name) {
		account, err = s.guessDomain(c, name, password)
	} else if right, wrong := s.guess(c, name, password); right {
		account = name
	} else if err = wrong; err == nil {
		s.suspect(c, name, "password")
	}
	if errors.Is(err, errDomainUp) || err == nil && account == "" {
		err = s.wrongGuess()
	}
	return account, err
}

// startSession begins a session under a new id; the one that the browser had ends. Half of one waits for the
// second factor.
func (s *Server) startSession(c echo.Context, account string, half bool) error {
	if err := s.endSession(c); err != nil {
		return err
	}
	value, now := newID()+newID(), s.Wall()
	row := db.Session{ID: hashID(value), Account: account, Created: now, Seen: now, Address: c.RealIP(),
		Agent: agentOf(c), Half: half}
	if err := s.store.StartSession(c.Request().Context(), row, s.entry(account, huiyin.ActionLogIn)); err != nil {
		return err
	}
	session, err := s.sessions.Get(c.Request(), cookieName)
	if err != nil {
		return err
	}
	return s.giveCookie(c, session, value, now)
}

// giveCookie hands the browser the secret of a session that began at some time.
func (s *Server) giveCookie(c echo.Context, session *sessions.Session, value string, began time.Time) error {
	session.Values["cookie"] = value
	session.Options.MaxAge = int((s.store.Org().Parameters.Span(huiyin.SessionLimit) - s.Wall().Sub(began)).Round(time.Second).Seconds())
	return session.Save(c.Request(), c.Response())
}

// renewSession gives the session in use another id, so that one that leaked before is worth nothing.
func (s *Server) renewSession(c echo.Context) error {
	row, ok := c.Get(sessionKey).(*db.Session)
	if !ok {
		return nil
	}
	value := newID() + newID()
	if err := s.store.RenewSession(c.Request().Context(), row.ID, hashID(value)); err != nil {
		return err
	}
	session, err := s.sessions.Get(c.Request(), cookieName)
	if err != nil {
		return err
	}
	return s.giveCookie(c, session, value, row.Created)
}

func (s *Server) entry(account string, a huiyin.Action) huiyin.Entry {
	return huiyin.NewEntry(account, a, "account:"+account, s.Now())
}

// mostAgent bounds what a program calls itself, in bytes.
const mostAgent = 300

// agentOf is what the program calls itself.
func agentOf(c echo.Context) string {
	name := strings.ToValidUTF8(c.Request().UserAgent(), "")
	return strings.ToValidUTF8(name[:min(len(name), mostAgent)], "")
}

// localPath is an address of this portal; anything else leads to the desk.
func localPath(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(next, "//") ||
		strings.Contains(u.Path, "//") || strings.ContainsAny(next, "\\\n") {
		return "/"
	}
	return next
}

// endSession ends the session that the browser has, half of one too.
func (s *Server) endSession(c echo.Context) error {
	session, err := s.sessions.Get(c.Request(), cookieName)
	if err != nil {
		return err
	}
	row, ok := session.Values[sessionKey].(*db.Session)
	if !ok {
		return nil
	}
	return s.store.EndSession(c.Request().Context(), row.ID, s.entry(row.Account, huiyin.ActionLogOut))
}

func (s *Server) logout(c echo.Context) error {
	if err := s.endSession(c); err != nil {
		return err
	}
	session, err := s.sessions.Get(c.Request(), cookieName)
	if err != nil {
		return err
	}
	session.Options.MaxAge = -1
	c.Response().Header().Set("Clear-Site-Data", `"storage"`) // the address last looked at
	if err := session.Save(c.Request(), c.Response()); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/login")
}

func (s *Server) showPassword(c echo.Context) error {
	return s.passwordPage(c, http.StatusOK, ui.Form{Lang: s.lang(c)})
}

func (s *Server) passwordPage(c echo.Context, status int, f ui.Form) error {
	return s.render(c, status,
		settings.PasswordPage(settings.Password{Page: s.page(c, "修改密码"), Form: f, Domain: actor(c).Domain,
			Done: c.QueryParam("done") == "1", Given: givenPassword(c)}))
}

func (s *Server) setPassword(c echo.Context) error {
	form := c.Request().PostForm
	account := accountOf(c)
	if actor(c).Domain {
		return huiyin.Forbidden("您用域账号登录，密码请在公司的域里修改。")
	}
	right, err := s.guess(c, account, form.Get("old"))
	if err != nil {
		return err
	}
	var wrong error
	if !right {
		wrong = huiyin.Invalid("old", "当前密码不正确。")
	}
	wrong = huiyin.Every(wrong, s.store.Org().CheckPassword("new", account, form.Get("new"), db.Spelled))
	if form.Get("new") == form.Get("old") {
		wrong = huiyin.Every(wrong, huiyin.Invalid("new", "新密码须与当前密码不同。"))
	}
	if form.Get("new") != form.Get("again") {
		wrong = huiyin.Every(wrong, huiyin.Invalid("again", "两次输入的新密码不一致。"))
	}
	if wrong != nil {
		return wrong
	}
	keep := ""
	if row, ok := c.Get(sessionKey).(*db.Session); ok {
		keep = row.ID
	}
	given, err := s.store.GivenPassword(c.Request().Context(), account)
	if err != nil {
		return err
	}
	var news []*huiyin.News
	if given.IsZero() { // one that was given is told of by whoever gave it
		news = append(news, huiyin.ChangedTheirOwn(account, huiyin.NoticeOwnPassword, s.Wall()))
	}
	if err := s.store.SetPassword(c.Request().Context(), account, db.HashPassword(form.Get("new")), keep,
		s.entry(account, huiyin.ActionSetPassword), news...); err != nil {
		return err
	}
	if err := s.renewSession(c); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/account/password?done=1")
}

func (s *Server) setLanguage(c echo.Context) error {
	l, ok := ui.ParseLang(postedText(c, "lang"))
	if !ok {
		return huiyin.Invalid("lang", "请选择列表中的一项。")
	}
	return s.taste(c, db.Taste{Lang: string(l)})
}

func (s *Server) setTheme(c echo.Context) error {
	theme := postedText(c, "theme")
	if theme != "light" && theme != "dark" && theme != "auto" {
		return huiyin.Invalid("theme", "请选择列表中的一项。")
	}
	return s.taste(c, db.Taste{Theme: theme})
}

func (s *Server) taste(c echo.Context, t db.Taste) error {
	if err := s.store.SetTaste(c.Request().Context(), accountOf(c), t); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, localPath(postedText(c, "back")))
}

// rehearsalRoutes move the clock of a rehearsal.
func (s *Server) rehearsalRoutes() []route {
	if s.Rehearsal == nil {
		return nil
	}
	return []route{
		{post, "/rehearsal/clock", huiyin.ActionMoveClock, s.moveClock, nil, 0},
	}
}

func (s *Server) moveClock(c echo.Context) error {
	at := postedText(c, "at")
	to, err := time.Parse(time.RFC3339, at)
	if err != nil || !thinkable(to) {
		if to, err = localTime("at", at, s.store.Org().Zone); err != nil {
			return err
		}
	}
	if to.Before(s.Now().Truncate(time.Minute)) {
		return huiyin.Invalid("at", "演练时钟不能往回拨。")
	}
	if err := s.Rehearsal.Move(c.Request().Context(), to); err != nil {
		return err
	}
	back := "/"
	if u, err := url.Parse(c.Request().Referer()); err == nil && u.Host == c.Request().Host &&
		u.Path != "/rehearsal/clock" {
		back = localPath(u.RequestURI())
	}
	return c.Redirect(http.StatusSeeOther, back)
}
