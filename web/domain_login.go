package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/settings"
	"huiyin/views/ui"
)

// Domain asks the company's directory server about people. What goes wrong is a *huiyin.DomainFault.
type Domain interface {
	// SignIn finds the one person whom a name stands for and tries their password, after may has let their
	// account pass; what may says is handed on.
	SignIn(ctx context.Context, d *huiyin.DomainLogin, name, password string,
		may func(account string) error) (*huiyin.DomainPerson, error)
	// LookUp finds a person without their password.
	LookUp(ctx context.Context, d *huiyin.DomainLogin, name string) (*huiyin.DomainPerson, error)
}

// domainRoutes are how people log in with their account of the domain.
func (s *Server) domainRoutes() []route {
	manage := huiyin.ActionManage
	return []route{
		{get, "/settings/domain-login", manage, emptyForm(s, s.domainPage), nil, 0},
		{post, "/settings/domain-login", manage, s.setDomain, s.domainPage, 0},
		{post, "/settings/domain-login/try", manage, s.tryDomain, s.domainPage, 0},
		{get, "/settings/add/domain-group", manage, emptyForm(s, s.domainGroupPage), nil, 0},
		{post, "/settings/domain-groups", manage, s.putDomainGroup, s.domainGroupPage, 0},
		{get, "/settings/domain-groups/:id", manage, emptyForm(s, s.domainGroupPage), nil, 0},
		{post, "/settings/domain-groups/:id", manage, s.putDomainGroup, s.domainGroupPage, 0},
		{post, "/settings/domain-groups/:id/drop", manage, s.dropDomainGroup, s.domainGroupPage, 0},
	}
}

// domainTurns bounds how many log-ins ask the domain at once, and with that how many guesses can be under way that
// are not counted yet.
const domainTurns = 4

// domainRest is for how long a domain that did not answer is not asked again, so that nobody waits in vain.
const domainRest = 15 * time.Second

// domainState remembers whether the domain answers.
type domainState struct {
	turns semaphore
	down  atomic.Pointer[domainDown]
}

// domainDown is since when the domain does not answer, under settings that may have been changed since.
type domainDown struct {
	since    time.Time
	settings *huiyin.DomainLogin
}

func newDomainState() *domainState { return &domainState{turns: make(semaphore, domainTurns)} }

// domainDown tells since when the domain does not answer, nil when it does or is not asked.
func (s *Server) domainDown() *domainDown {
	d := s.store.DomainLogin()
	if down := s.domain.down.Load(); down != nil && d.On && down.settings == d {
		return down
	}
	return nil
}

// asksDomain tells whether a name is the domain's to judge: anybody's but those who have a password here.
func (s *Server) asksDomain(name string) bool {
	p := s.store.Org().Person(name)
	return s.Domain != nil && s.store.DomainLogin().On && len(name) <= mostAccount && (p == nil || p.Domain)
}

var (
	errNotHere  = errors.New("this account does not log in by the domain")
	errDomainUp = errors.New("the domain did not answer")
)

// guessDomain asks the domain whose name and password these are, "" for nobody's, and counts what is wrong. What
// the domain says of a person is kept before they are in.
func (s *Server) guessDomain(c echo.Context, name, password string) (account string, err error) {
	by := s.triesOf(c, name)
	if s.throttle.refused(by, s.Wall()) {
		return "", s.tooMany(c, name)
	}
	leave, err := s.hashing.enterAs(c.Request().Context(), by)
	if err != nil {
		return "", err
	}
	defer leave()
	if err := spend(c.Request().Context(), password); err != nil { // as much work as for a password of this portal
		return "", err
	}
	leave() // the domain has turns of its own
	ctx, cancel := context.WithTimeout(c.Request().Context(), domainRest)
	defer cancel()
	end, err := s.domain.turns.take(ctx)
	if err != nil {
		return "", errDomainUp
	}
	defer end()
	giveBack, ok := s.throttle.take(by, s.Wall())
	if !ok {
		return "", s.tooMany(c, name)
	}
	wrong := false
	defer func() {
		if !wrong {
			giveBack()
			return
		}
		s.wrongTry(append(by.names(), accountTries+account)...)
	}()
	d := s.store.DomainLogin()
	if down := s.domainDown(); down != nil && s.Wall().Sub(down.since) < domainRest {
		return "", errDomainUp
	}
	p, err := s.Domain.SignIn(ctx, d, name, password, func(found string) error {
		account = found
		switch {
		case s.throttle.refused(s.triesOf(c, found), s.Wall()):
			return s.tooMany(c, found)
		case !d.Admits(s.store.Org(), found):
			return errNotHere
		}
		return nil
	})
	if err == nil {
		err = s.store.FollowDomain(ctx, s.Now(), d, *p)
	}
	account, wrong, err = s.judged(c, d, name, account, err)
	return account, err
}

// judged tells what has come of asking the domain about a name that it knows as account, and whether that was wrong.
func (s *Server) judged(c echo.Context, d *huiyin.DomainLogin, name, account string, err error) (who string, wrong bool,
	_ error) {
	var fault *huiyin.DomainFault
	isFault := errors.As(err, &fault)
	switch kind := huiyin.KindOf(err); {
	case kind == huiyin.KindTooMany, kind == huiyin.KindConflict: // right, and waits for a second word (rule P10)
		return "", false, err
	case isFault && fault.Down():
		s.domain.down.Store(&domainDown{s.Wall(), d})
		s.Log.Error("domain", "id", requestID(c), "step", string(fault.Step), "error", fault.Err)
		return "", false, errDomainUp
	case err == nil:
		s.domain.down.Store(nil)
		return account, false, nil
	case !isFault && kind == 0 && !errors.Is(err, errNotHere):
		return "", false, err
	}
	s.domain.down.Store(nil)
	if account != "" && account != name { // the same person under another name
		s.throttle.wrongToo(account, s.Wall())
	}
	s.suspect(c, cmp.Or(account, name), "password")
	return "", true, nil
}

// wrongGuess is what everybody is told whose name or password is wrong; while the domain does not answer nobody can
// tell from it which names are the domain's.
func (s *Server) wrongGuess() error {
	if s.domainDown() != nil {
		return huiyin.Invalid("", "账号或密码不正确；域服务器现在没有应答，域账号暂时不能登录。")
	}
	return huiyin.Invalid("", "账号或密码不正确。")
}

func (s *Server) domainPage(c echo.Context, status int, f ui.Form) error {
	return s.render(c, status, settings.DomainPage(s.domainView(c, f)))
}

func (s *Server) domainView(c echo.Context, f ui.Form) settings.Domain {
	form := "domain"
	if c.Path() == "/settings/domain-login/try" {
		form = "try"
	}
	told := withoutSecret(s.store.DomainLogin())
	v := settings.Domain{View: s.settingsView(c, "domain-login", "域账号登录", form, f, serverOf(told)), Domain: told,
		Secret: s.store.DomainLogin().Password != ""}
	v.Path = "/settings/domain-login"
	return v
}

// withoutSecret is what is told of the settings.
func withoutSecret(d *huiyin.DomainLogin) *huiyin.DomainLogin {
	told := *d
	told.Password = ""
	return &told
}

// serverOf is what the form of the server was made from.
func serverOf(d *huiyin.DomainLogin) any {
	told := *withoutSecret(d)
	told.Groups, told.SetBy = nil, nil
	return told
}

// changeDomain is changeSetting for the log-in by the domain.
func changeDomain[F any](s *Server, c echo.Context, of func(*huiyin.DomainLogin) any,
	fn func(by huiyin.Actor, now time.Time, d *huiyin.DomainLogin, f F) error) error {
	return changeSetting(s, c, "/settings/domain-login", of, s.store.ChangeDomainLogin, fn)
}

type domainForm struct {
	On          bool                  `form:"on"`
	Host        string                `form:"host"`
	Port        int                   `form:"port"`
	Security    huiyin.MailSecurity   `form:"security"`
	Plain       bool                  `form:"plain"`
	Abroad      bool                  `form:"abroad"`
	Ground      string                `form:"abroad_ground"`
	CA          string                `form:"ca"`
	Bind        string                `form:"bind"`
	Base        string                `form:"base"`
	Filter      string                `form:"filter"`
	Account     string                `form:"account"`
	Name        string                `form:"name"`
	Mail        string                `form:"mail"`
	GroupsBy    huiyin.DomainGroupsBy `form:"groups_by"`
	MemberOf    string                `form:"member_of"`
	GroupBase   string                `form:"group_base"`
	GroupFilter string                `form:"group_filter"`
	Create      bool                  `form:"create"`
}

func (f domainForm) login(password string) huiyin.DomainLogin {
	return huiyin.DomainLogin{
		On: f.On, Host: f.Host, Port: f.Port, Security: f.Security, Plain: f.Plain, CA: f.CA, Bind: f.Bind,
		Password: password,
		Base:     f.Base, Filter: f.Filter, Account: f.Account, Name: f.Name, Mail: f.Mail,
		GroupsBy: f.GroupsBy, MemberOf: f.MemberOf, GroupBase: f.GroupBase, GroupFilter: f.GroupFilter,
		Create: f.Create, Abroad: huiyin.Abroad{Abroad: f.Abroad, Ground: f.Ground},
	}
}

func (s *Server) setDomain(c echo.Context) error {
	return changeDomain(s, c, serverOf, func(by huiyin.Actor, now time.Time, d *huiyin.DomainLogin,
		f domainForm) error {
		return d.Set(by, now, f.login(c.Request().PostForm.Get("password")))
	})
}

// tryDomain looks somebody up as a log-in would, and says what came of it; nothing is kept and nobody is logged in.
func (s *Server) tryDomain(c echo.Context) error {
	if err := postedForm[struct{}](s, c).Once.Wrong; err != nil {
		return err
	}
	d, name := s.store.DomainLogin(), strings.ToLower(postedText(c, "try_account"))
	switch {
	case d.Host == "" || d.Base == "":
		return huiyin.Invalid("try_account", "请先保存域服务器和查找起点。")
	case name == "" || len(name) > mostAccount:
		return huiyin.Invalid("try_account", "请填写一个域账号。")
	}
	p, err := s.lookUp(c, d, name, c.Request().PostForm.Get("try_password"))
	var fault *huiyin.DomainFault
	if errors.As(err, &fault) {
		return fault.Explain()
	}
	if err != nil {
		return err
	}
	v := s.domainView(c, ui.Form{Lang: s.lang(c), Once: newID()})
	v.Found, v.Proven = p, c.Request().PostForm.Get("try_password") != ""
	v.Place, v.Placed = d.PlaceOf(*p)
	v.Admitted = d.Admits(v.Org, p.Account)
	return s.render(c, http.StatusOK, settings.DomainPage(v))
}

func (s *Server) lookUp(c echo.Context, d *huiyin.DomainLogin, name, password string) (*huiyin.DomainPerson, error) {
	if password == "" {
		return s.Domain.LookUp(c.Request().Context(), d, name)
	}
	return s.Domain.SignIn(c.Request().Context(), d, name, password, func(string) error { return nil })
}

func (s *Server) domainGroupPage(c echo.Context, status int, f ui.Form) error {
	form := "group"
	if strings.HasSuffix(c.Path(), "/drop") {
		form = "drop"
	}
	if c.Param("id") == "" {
		v := settings.DomainGroup{View: s.settingsView(c, "domain-login", "新增域组", form, f, nil)}
		v.Path = "/settings/domain-groups"
		return s.render(c, status, settings.DomainGroupPage(v))
	}
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	g := s.store.DomainLogin().Group(n)
	if g == nil {
		return huiyin.NotFound()
	}
	v := settings.DomainGroup{View: s.settingsView(c, "domain-login", "域组", form, f, *g), Group: *g}
	v.Path = "/settings/domain-groups/" + url.PathEscape(strconv.FormatInt(n, 10))
	return s.render(c, status, settings.DomainGroupPage(v))
}

type domainGroupForm struct {
	DN         string   `form:"dn"`
	Role       string   `form:"role"`
	Site       string   `form:"site"`
	Department string   `form:"department"`
	Sites      []string `form:"sites"`
	AllSites   bool     `form:"all_sites"`
}

// groupOf is what the form of one group was made from.
func groupOf(n int64) func(*huiyin.DomainLogin) any {
	return func(d *huiyin.DomainLogin) any {
		if g := d.Group(n); g != nil {
			return *g
		}
		return nil
	}
}

func (s *Server) putDomainGroup(c echo.Context) error {
	n, err := idOrNew(c)
	if err != nil {
		return err
	}
	return changeDomain(s, c, groupOf(n),
		func(by huiyin.Actor, now time.Time, d *huiyin.DomainLogin, f domainGroupForm) error {
			role, _ := huiyin.ParseRole(f.Role)
			return d.PutGroup(by, now, huiyin.DomainGroup{ID: n, DN: f.DN, Role: role, Site: f.Site,
				Department: f.Department, Sites: f.Sites, AllSites: f.AllSites})
		})
}

func (s *Server) dropDomainGroup(c echo.Context) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	return changeDomain(s, c, groupOf(n),
		func(by huiyin.Actor, now time.Time, d *huiyin.DomainLogin, _ struct{}) error {
			return d.DropGroup(by, now, n)
		})
}
