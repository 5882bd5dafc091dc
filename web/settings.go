package web

import (
	"cmp"
	"crypto/rand"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/views/settings"
	"huiyin/views/ui"
)

// settingsRoutes are the administration: accounts, sites, departments, categories and figures (rule P1).
func (s *Server) settingsRoutes() []route {
	manage := huiyin.ActionManage
	return []route{
		{get, "/settings", manage, emptyForm(s, s.settingsPage), nil},
		{post, "/settings", manage, s.setCompany, s.settingsPage},
		{get, "/settings/people", manage, s.people, nil},
		{get, "/settings/add/person", manage, emptyForm(s, s.personPage), nil},
		{post, "/settings/people", manage, s.putPerson, s.personPage},
		{get, "/settings/people/:account", manage, emptyForm(s, s.personPage), nil},
		{post, "/settings/people/:account", manage, s.putPerson, s.personPage},
		{post, "/settings/people/:account/password", manage, s.resetPassword, s.personPage},
		{post, "/settings/people/:account/handover", manage, s.handOver, s.personPage},
		{get, "/settings/sites", manage, emptyForm(s, s.sitesPage), nil},
		{get, "/settings/add/site", manage, emptyForm(s, s.sitePage), nil},
		{post, "/settings/sites", manage, s.putSite, s.sitePage},
		{get, "/settings/sites/:code", manage, emptyForm(s, s.sitePage), nil},
		{post, "/settings/sites/:code", manage, s.putSite, s.sitePage},
		{get, "/settings/sites/:code/emergency", manage, emptyForm(s, s.emergencyPage), nil},
		{post, "/settings/sites/:code/emergency", manage, s.setEmergency, s.emergencyPage},
		{get, "/settings/outside", manage, emptyForm(s, s.outsidePage), nil},
		{post, "/settings/outside", manage, s.setOutside, s.outsidePage},
		{get, "/settings/departments", manage, emptyForm(s, s.departmentsPage), nil},
		{get, "/settings/add/department", manage, emptyForm(s, s.departmentPage), nil},
		{post, "/settings/departments", manage, s.putDepartment, s.departmentPage},
		{get, "/settings/departments/:code", manage, emptyForm(s, s.departmentPage), nil},
		{post, "/settings/departments/:code", manage, s.putDepartment, s.departmentPage},
		{get, "/settings/categories", manage, emptyForm(s, s.categoriesPage), nil},
		{get, "/settings/add/category", manage, emptyForm(s, s.categoryPage), nil},
		{post, "/settings/categories", manage, s.putCategory, s.categoryPage},
		{get, "/settings/categories/:code", manage, emptyForm(s, s.categoryPage), nil},
		{post, "/settings/categories/:code", manage, s.putCategory, s.categoryPage},
		{get, "/settings/figures", manage, emptyForm(s, s.figuresPage), nil},
		{post, "/settings/figures", manage, s.setParameters, s.figuresPage},
		{post, "/settings/figures/drop", manage, s.dropParameter, s.figuresPage},
		{get, "/settings/journal", manage, s.companyJournal, nil},
	}
}

// emptyForm shows a page whose forms nobody has sent yet.
func emptyForm(s *Server, page func(echo.Context, int, ui.Form) error) echo.HandlerFunc {
	return func(c echo.Context) error { return page(c, http.StatusOK, ui.Form{Lang: s.lang(c), Once: newID()}) }
}

// settingsView prepares one page of the administration. form names the one form that a POST came from;
// record is what it changes, nil where it adds one.
func (s *Server) settingsView(c echo.Context, tab, title, form string, f ui.Form, record any) settings.View {
	p := s.page(c, title)
	if c.QueryParam("done") == "1" && c.Request().Method == get {
		p.Flash = p.T("已保存。")
	}
	p.Path, _, _ = strings.Cut(p.Path, "?")
	f.Action = form
	v := settings.View{Page: p, Org: s.store.Org(), Form: f, Tab: tab}
	if record != nil {
		v.Version = edition(record)
	}
	return v
}

// settingForm reads what every form of the administration carries: the text that makes it act once, and
// the edition of the record that it was made from, which unchanged compares with the present one (rule W12).
func (s *Server) settingForm(c echo.Context) (once db.Once, unchanged func(record any) error, err error) {
	if once, err = s.once(c); err != nil {
		return once, nil, err
	}
	v, err := version(c)
	return once, func(record any) error {
		return sameEdition(v, edition(record), huiyin.Conflict("您打开页面之后，这里已被他人改动。请看变更记录，核对之后再保存。"))
	}, err
}

// openWork lists the open complaints in which an account has work, as they stand while the company is
// being changed (rule P7).
type openWork = func(account string) ([]string, error)

// changeCompany is how a form of the administration changes something: record is what the form was made
// from, so that a change by someone else in between is noticed (rule W12). An account that fn adds gets
// its password with it.
func (s *Server) changeCompany(c echo.Context, to string, record func(*huiyin.Org) any, fn func(by huiyin.Actor, now time.Time, o *huiyin.Org, open openWork) error, passwords ...db.Password) error {
	once, unchanged, err := s.settingForm(c)
	if err != nil {
		return err
	}
	err = s.store.ChangeOrgKnowing(c.Request().Context(), once, func(o *huiyin.Org, open func(string) ([]string, error)) error {
		if err := unchanged(record(o)); err != nil {
			return err
		}
		return fn(actor(c), s.Now(), o, open)
	}, passwords...)
	if err != nil {
		return err
	}
	if strings.Contains(to, "?") {
		return c.Redirect(http.StatusSeeOther, to+"&done=1")
	}
	return c.Redirect(http.StatusSeeOther, to+"?done=1")
}

func (s *Server) settingsPage(c echo.Context, status int, f ui.Form) error {
	return s.render(c, status, settings.SettingsPage(s.settingsView(c, "", "管理设置", "company", f, s.store.Org().Company)))
}

func (s *Server) setCompany(c echo.Context) error {
	return s.changeCompany(c, "/settings", func(o *huiyin.Org) any { return o.Company }, func(by huiyin.Actor, now time.Time, o *huiyin.Org, _ openWork) error {
		return o.SetCompany(by, now, first(postedValues(c)["company"]))
	})
}

func (s *Server) people(c echo.Context) error {
	f := ui.Form{Lang: s.lang(c), Typed: postedValues(c)}
	v := settings.People{View: s.settingsView(c, "people", "人员", "", f, nil), Query: first(postedValues(c)["q"]), All: c.QueryParam("all") == "1"}
	for i := range v.Org.People {
		p := &v.Org.People[i]
		if (v.All || !p.Disabled) && (strings.Contains(p.Name, v.Query) || strings.Contains(p.Account, strings.ToLower(v.Query))) {
			v.Found = append(v.Found, p)
		}
	}
	return s.render(c, http.StatusOK, settings.PeoplePage(v))
}

func (s *Server) personPage(c echo.Context, status int, f ui.Form) error {
	form, account := "person", c.Param("account")
	if strings.HasSuffix(c.Path(), "/password") {
		form = "password"
	}
	if strings.HasSuffix(c.Path(), "/handover") {
		form = "handover"
	}
	if strings.HasSuffix(c.Path(), "/second") {
		form = "second"
	}
	v := settings.Person{Proposed: proposedPassword()}
	if account == "" {
		v.View = s.settingsView(c, "people", "新增人员", form, f, nil)
		v.Path = "/settings/people"
		return s.render(c, status, settings.PersonPage(v))
	}
	p := s.store.Org().Person(account)
	if p == nil {
		return huiyin.NotFound()
	}
	var err error
	if v.Open, err = s.store.OpenWork(c.Request().Context(), account); err != nil {
		return err
	}
	second, err := s.store.Second(c.Request().Context(), account)
	if err != nil {
		return err
	}
	v.Second = second != nil && !second.Since.IsZero()
	v.Person, v.View = *p, s.settingsView(c, "people", "人员", form, f, p)
	v.Path = "/settings/people/" + url.PathEscape(account)
	return s.render(c, status, settings.PersonPage(v))
}

// proposedPassword is easy to write down and hard to guess: 60 random bits.
func proposedPassword() string {
	r := strings.ToLower(rand.Text())
	return r[:4] + "-" + r[4:8] + "-" + r[8:12]
}

type personForm struct {
	Account        string   `form:"account"`
	Name           string   `form:"name"`
	Role           string   `form:"role"`
	Admin          bool     `form:"admin"`
	Site           string   `form:"site"`
	Department     string   `form:"department"`
	Sites          []string `form:"sites"`
	AllSites       bool     `form:"all_sites"`
	GeneralManager bool     `form:"general_manager"`
	Disabled       bool     `form:"disabled"`
	Domain         bool     `form:"domain"`
	Order          int      `form:"order"`
}

// putPerson adds or changes an account; a new one gets its first password in the same breath.
func (s *Server) putPerson(c echo.Context) error {
	var f personForm
	if err := s.bind(c, &f); err != nil {
		return err
	}
	was := c.Param("account")
	role, _ := huiyin.ParseRole(f.Role)
	p := huiyin.Person{
		Account: cmp.Or(was, f.Account), Name: f.Name, Role: role, Admin: f.Admin, Site: f.Site, Department: f.Department, Sites: f.Sites,
		AllSites: f.AllSites, GeneralManager: f.GeneralManager, Disabled: f.Disabled, Domain: f.Domain, Order: f.Order,
	}
	var password []db.Password
	if was == "" && !p.Domain {
		hash, err := typedPassword(c, p.Account)
		if err != nil {
			return err
		}
		password = []db.Password{{Account: p.Account, Hash: hash, Given: s.Wall()}}
	}
	return s.changeCompany(c, "/settings/people/"+url.PathEscape(p.Account), func(o *huiyin.Org) any { return o.Person(was) },
		func(by huiyin.Actor, now time.Time, o *huiyin.Org, open openWork) error {
			numbers, err := open(was)
			if err != nil {
				return err
			}
			return o.PutPerson(by, now, was, p, numbers)
		}, password...)
}

// typedPassword gives the hash of the password in a form, taken as typed.
func typedPassword(c echo.Context, account string) (string, error) {
	password := c.Request().PostForm.Get("password")
	if err := checkPassword("password", account, password); err != nil {
		return "", err
	}
	return HashPassword(password), nil
}

func (s *Server) resetPassword(c echo.Context) error {
	account := c.Param("account")
	postedValues(c)
	hash, err := typedPassword(c, account)
	if err != nil {
		return err
	}
	return s.changeCompany(c, "/settings/people/"+url.PathEscape(account), func(o *huiyin.Org) any { return o.Person(account) },
		func(by huiyin.Actor, now time.Time, o *huiyin.Org, _ openWork) error {
			return o.ResetPassword(by, now, account)
		},
		db.Password{Account: account, Hash: hash, Given: s.Wall()})
}

type handOverForm struct {
	To      string   `form:"to"`
	Numbers []string `form:"numbers"`
}

// handOver gives what a person has in hand to another, in the complaints ticked or, with none, in all
// (rule P7).
func (s *Server) handOver(c echo.Context) error {
	var f handOverForm
	if err := s.bind(c, &f); err != nil {
		return err
	}
	once, err := s.once(c)
	if err != nil {
		return err
	}
	account := c.Param("account")
	if err := s.store.HandOver(c.Request().Context(), once, actor(c), s.Now(), account, f.To, f.Numbers); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/settings/people/"+url.PathEscape(account)+"?done=1")
}

func (s *Server) sitesPage(c echo.Context, status int, f ui.Form) error {
	return s.render(c, status, settings.SitesPage(s.settingsView(c, "sites", "项目与门店", "", f, nil)))
}

func (s *Server) sitePage(c echo.Context, status int, f ui.Form) error {
	code := c.Param("code")
	if code == "" {
		v := settings.Site{View: s.settingsView(c, "sites", "新增项目", "site", f, nil)}
		v.Path = "/settings/sites"
		return s.render(c, status, settings.SitePage(v))
	}
	site := s.store.Org().Site(code)
	if site == nil {
		return huiyin.NotFound()
	}
	return s.render(c, status, settings.SitePage(settings.Site{View: s.settingsView(c, "sites", "项目", "site", f, site), Site: *site}))
}

type siteForm struct {
	Code    string          `form:"code"`
	Name    string          `form:"name"`
	Kind    huiyin.SiteKind `form:"kind"`
	Manager string          `form:"manager"`
	Phone   string          `form:"phone"`
	Closed  bool            `form:"closed"`
}

func (s *Server) putSite(c echo.Context) error {
	var f siteForm
	if err := s.bind(c, &f); err != nil {
		return err
	}
	was := c.Param("code")
	f.Code = cmp.Or(was, f.Code)
	return s.changeCompany(c, "/settings/sites", func(o *huiyin.Org) any { return o.Site(was) },
		func(by huiyin.Actor, now time.Time, o *huiyin.Org, _ openWork) error {
			return o.PutSite(by, now, was, huiyin.Site(f))
		})
}

func (s *Server) departmentsPage(c echo.Context, status int, f ui.Form) error {
	return s.render(c, status, settings.DepartmentsPage(s.settingsView(c, "departments", "职能部门", "", f, nil)))
}

func (s *Server) departmentPage(c echo.Context, status int, f ui.Form) error {
	code := c.Param("code")
	if code == "" {
		v := settings.Department{View: s.settingsView(c, "departments", "新增部门", "department", f, nil)}
		v.Path = "/settings/departments"
		return s.render(c, status, settings.DepartmentPage(v))
	}
	d := s.store.Org().Department(code)
	if d == nil {
		return huiyin.NotFound()
	}
	return s.render(c, status, settings.DepartmentPage(settings.Department{View: s.settingsView(c, "departments", "部门", "department", f, d), Department: *d}))
}

type departmentForm struct {
	Code     string          `form:"code"`
	Name     string          `form:"name"`
	Function huiyin.Function `form:"function"`
}

func (s *Server) putDepartment(c echo.Context) error {
	var f departmentForm
	if err := s.bind(c, &f); err != nil {
		return err
	}
	was := c.Param("code")
	f.Code = cmp.Or(was, f.Code)
	return s.changeCompany(c, "/settings/departments", func(o *huiyin.Org) any { return o.Department(was) },
		func(by huiyin.Actor, now time.Time, o *huiyin.Org, _ openWork) error {
			return o.PutDepartment(by, now, was, huiyin.Department(f))
		})
}

func (s *Server) categoriesPage(c echo.Context, status int, f ui.Form) error {
	return s.render(c, status, settings.CategoriesPage(s.settingsView(c, "categories", "投诉分类", "", f, nil)))
}

func (s *Server) categoryPage(c echo.Context, status int, f ui.Form) error {
	code := c.Param("code")
	if code == "" {
		v := settings.Category{View: s.settingsView(c, "categories", "新增类别", "category", f, nil)}
		v.Path = "/settings/categories"
		return s.render(c, status, settings.CategoryPage(v))
	}
	k := s.store.Org().Category(code)
	if k == nil {
		return huiyin.NotFound()
	}
	return s.render(c, status, settings.CategoryPage(settings.Category{View: s.settingsView(c, "categories", "投诉类别", "category", f, k), Category: *k}))
}

type categoryForm struct {
	Code      string `form:"code"`
	Name      string `form:"name"`
	Parent    string `form:"parent"`
	Emergency bool   `form:"emergency"`
	Selling   bool   `form:"selling"`
	Promise   bool   `form:"promise"`
	Internal  bool   `form:"internal"`
	Closed    bool   `form:"closed"`
}

func (s *Server) putCategory(c echo.Context) error {
	var f categoryForm
	if err := s.bind(c, &f); err != nil {
		return err
	}
	was := c.Param("code")
	f.Code = cmp.Or(was, f.Code)
	return s.changeCompany(c, "/settings/categories", func(o *huiyin.Org) any { return o.Category(was) },
		func(by huiyin.Actor, now time.Time, o *huiyin.Org, _ openWork) error {
			return o.PutCategory(by, now, was, huiyin.Category(f))
		})
}

// mostLooked is how many entries the page of figures looks back for who changed each last.
const mostLooked = 200

func (s *Server) figuresPage(c echo.Context, status int, f ui.Form) error {
	entries, err := s.store.CompanyJournal(c.Request().Context(), "settings", false, 0, mostLooked)
	if err != nil {
		return err
	}
	if _, drop := f.Typed["term"]; drop { // a planned value could not be taken back
		f.Typed = nil
	}
	v := settings.Parameters{View: s.settingsView(c, "figures", "规则参数", "figures", f, s.store.Org().Terms), Last: map[huiyin.Parameter]huiyin.Entry{}}
	for _, e := range entries {
		for _, d := range e.Detail {
			if name := huiyin.Parameter(d.Field); v.Last[name].ID == 0 {
				v.Last[name] = e
			}
		}
	}
	return s.render(c, status, settings.ParametersPage(v))
}

func (s *Server) setParameters(c echo.Context) error {
	org := s.store.Org()
	from, err := s.validFrom(first(postedValues(c)["from"]), org.Zone)
	if err != nil {
		return err
	}
	values := map[huiyin.Parameter]int64{}
	for _, i := range huiyin.ParameterList {
		text, sent := postedValues(c)[string(i.Figure)]
		if !sent {
			continue
		}
		v, err := i.Parse(first(text))
		if err != nil {
			return err
		}
		if from.IsZero() || v != org.Parameters.Get(i.Figure) { // what is left as it is now is not planned
			values[i.Figure] = v
		}
	}
	return s.changeCompany(c, "/settings/figures", func(o *huiyin.Org) any { return o.Terms }, func(by huiyin.Actor, now time.Time, o *huiyin.Org, _ openWork) error {
		return o.SetParameters(by, now, from, values)
	})
}

// validFrom reads the day from which figures are to be valid; nothing, or today, is the zero time: now.
func (s *Server) validFrom(text string, zone *time.Location) (time.Time, error) {
	if text == "" || text == s.Now().In(zone).Format(time.DateOnly) {
		return time.Time{}, nil
	}
	return localTime("from", text, zone)
}

func (s *Server) dropParameter(c echo.Context) error {
	from, err := strconv.ParseInt(first(postedValues(c)["term"]), 10, 64)
	if err != nil {
		return huiyin.NotFound()
	}
	return s.changeCompany(c, "/settings/figures", func(o *huiyin.Org) any { return o.Terms }, func(by huiyin.Actor, now time.Time, o *huiyin.Org, _ openWork) error {
		return o.DropParameter(by, now, huiyin.Parameter(first(postedValues(c)["figure"])), time.UnixMilli(from))
	})
}

// entriesShown is how many entries a page of the company's journal has.
const entriesShown = 50

func (s *Server) companyJournal(c echo.Context) error {
	q := c.QueryParams()
	before, err := strconv.ParseInt(cmp.Or(q.Get("before"), "0"), 10, 64)
	if err != nil || before < 0 {
		return huiyin.NotFound()
	}
	v := settings.Journal{View: s.settingsView(c, "journal", "变更记录", "", ui.Form{Lang: s.lang(c)}, nil), Subject: clean(q.Get("subject")), LogIns: q.Get("log_ins") == "1"}
	v.Entries, err = s.store.CompanyJournal(c.Request().Context(), v.Subject, v.LogIns, before, entriesShown+1)
	if err != nil {
		return err
	}
	page := func(before int64) string {
		next := url.Values{}
		for name, value := range map[string]string{"subject": v.Subject, "log_ins": q.Get("log_ins"), "before": strconv.FormatInt(before, 10)} {
			if value != "" && value != "0" {
				next.Set(name, value)
			}
		}
		return strings.TrimSuffix("/settings/journal?"+next.Encode(), "?")
	}
	if before != 0 {
		v.Pages.First = page(0)
	}
	if len(v.Entries) > entriesShown {
		v.Entries = v.Entries[:entriesShown]
		v.Pages.Older = page(v.Entries[entriesShown-1].ID)
	}
	return s.render(c, http.StatusOK, settings.JournalPage(v))
}
