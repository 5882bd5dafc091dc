package web

import (
	"cmp"
	"context"
	"crypto/rand"
	"net/http"
	"net/url"
	"slices"
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
	return slices.Concat(siteList.routes(s), departmentList.routes(s), categoryList.routes(s), []route{
		{get, "/settings", manage, emptyForm(s, s.settingsPage), nil, 0},
		{get, startPath, manage, s.startPage, nil, 0},
		{post, "/settings", manage, s.setCompany, s.settingsPage, 0},
		{get, "/settings/people", manage, s.people, nil, 0},
		{get, "/settings/add/person", manage, emptyForm(s, s.personPage), nil, 0},
		{post, "/settings/people", manage, s.putPerson, s.personPage, 0},
		{get, "/settings/people/:account", manage, emptyForm(s, s.personPage), nil, 0},
		{post, "/settings/people/:account", manage, s.putPerson, s.personPage, 0},
		{post, "/settings/people/:account/password", manage, s.resetPassword, s.personPage, 0},
		{get, "/confirmations", huiyin.ActionGiveSecondWord, emptyForm(s, s.confirmationsPage), nil, 0},
		{post, "/confirmations/:n/decide", huiyin.ActionGiveSecondWord, s.giveSecondWord, s.confirmationsPage, 0},
		{post, "/confirmations/:n/withdraw", huiyin.ActionWithdrawSecondWord, s.withdrawSecondWord,
			s.confirmationsPage, 0},
		{post, "/settings/people/:account/handover", manage, s.handOver, s.personPage, 0},
		{get, "/settings/sites/:code/emergency", manage, emptyForm(s, s.emergencyPage), nil, 0},
		{post, "/settings/sites/:code/emergency", manage, s.setEmergency, s.emergencyPage, 0},
		{get, "/settings/outside", manage, emptyForm(s, s.outsidePage), nil, 0},
		{post, "/settings/outside", manage, s.setOutside, s.outsidePage, 0},
		{get, "/settings/figures", manage, emptyForm(s, s.figuresPage), nil, 0},
		{post, "/settings/figures", manage, s.setParameters, s.figuresPage, 0},
		{post, "/settings/figures/drop", manage, s.dropParameter, s.figuresPage, 0},
		{get, "/settings/journal", huiyin.ActionReadCompanyJournal, s.companyJournal, nil, 0},
		{get, "/settings/journal/anchors", huiyin.ActionReadCompanyJournal, s.anchorsPage, nil, 0},
		{get, "/settings/journal/anchors/:month/sheet.pdf", huiyin.ActionReadCompanyJournal, s.anchorSheet, nil, heavy},
	})
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
	v := settings.View{Page: p, Org: s.store.Org(), Form: f, Tab: tab,
		Manages: huiyin.Can(actor(c), huiyin.ActionManage, nil) == nil}
	if record != nil {
		v.Version = edition(record)
	}
	return v
}

// unchanged refuses a form made on another edition of a record than the present one (rule W12).
func (p posted[F]) unchanged(record any) error {
	return sameEdition(p.Version, edition(record), huiyin.Conflict("您打开页面之后，这里已被他人改动。请看变更记录，核对之后再保存。"))
}

// saved is the address that a form of the administration leads to, which says that it was stored.
func saved(to string) string {
	if strings.Contains(to, "?") {
		return to + "&done=1"
	}
	return to + "?done=1"
}

// changeSetting is how a form of the administration changes something: R is what the store keeps as one, of is what
// of it the form was made from, so that a change by someone else in between is noticed (rule W12).
func changeSetting[R, F any](s *Server, c echo.Context, to string, of func(*R) any,
	store func(context.Context, db.Once, func(*R) error) error,
	fn func(by huiyin.Actor, now time.Time, r *R, f F) error) error {
	return submit(s, c, saved(to), func(p posted[F]) error {
		return store(c.Request().Context(), p.Once, func(r *R) error {
			if err := p.unchanged(of(r)); err != nil {
				return err
			}
			return fn(p.By, s.Now(), r, p.Form)
		})
	})
}

// changeCompany is changeSetting for the company. An account that fn adds gets its password with it.
func changeCompany[F any](s *Server, c echo.Context, to string, of func(*huiyin.Org) any,
	fn func(by huiyin.Actor, now time.Time, o *huiyin.Org, f F) error, passwords ...db.Password) error {
	store := func(ctx context.Context, once db.Once, fn func(*huiyin.Org) error) error {
		return s.store.ChangeOrg(ctx, once, fn, passwords...)
	}
	return changeSetting(s, c, to, of, store, fn)
}

func (s *Server) settingsPage(c echo.Context, status int, f ui.Form) error {
	return s.render(c, status,
		settings.SettingsPage(s.settingsView(c, "", "管理设置", "company", f, companyOf(s.store.Org()))))
}

// companyOf is what tells one state of the form of the company from another.
func companyOf(o *huiyin.Org) any {
	return []string{o.Company, strings.Join(o.OwnPhones, "\n"), strings.Join(o.EmergencyWords, "\n")}
}

func (s *Server) setCompany(c echo.Context) error {
	type form struct {
		Company        string `form:"company"`
		OwnPhones      string `form:"own_phones"`
		EmergencyWords string `form:"emergency_words"`
	}
	_, recognises := postedValues(c)["own_phones"]
	return changeCompany(s, c, "/settings", companyOf,
		func(by huiyin.Actor, now time.Time, o *huiyin.Org, f form) error {
			var wrong error
			if recognises { // a form without these fields leaves them as they are
				r := huiyin.Recognition{OwnPhones: strings.Split(f.OwnPhones, "\n"),
					EmergencyWords: strings.Split(f.EmergencyWords, "\n")}
				wrong = o.SetRecognition(by, now, r)
			}
			return ruleFirst(o.SetCompany(by, now, f.Company), wrong)
		})
}

func (s *Server) people(c echo.Context) error {
	f := ui.Form{Lang: s.lang(c), Typed: postedValues(c)}
	v := settings.People{View: s.settingsView(c, "people", "人员", "", f, nil), Query: postedText(c, "q"),
		All: c.QueryParam("all") == "1"}
	for i := range v.Org.People {
		p := &v.Org.People[i]
		if (v.All || !p.Disabled) && (strings.Contains(p.Name, v.Query) ||
			strings.Contains(p.Account, strings.ToLower(v.Query))) {
			v.Found = append(v.Found, p)
		}
	}
	return s.render(c, http.StatusOK, settings.PeoplePage(v))
}

// mostWaiting bounds the steps that are listed for an account that is about to change.
const mostWaiting = 100

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
		v.Slips = s.slipsAfter(c, c.QueryParam("after"))
		v.Path = "/settings/people"
		return s.render(c, status, settings.PersonPage(v))
	}
	p, words := s.store.Org().Person(account), s.store.Org().SecondWordsAsked(account, s.Now())
	switch {
	case p == nil && len(words) > 0: // to be added, once it is confirmed (rule P10)
		return c.Redirect(http.StatusSeeOther, "/confirmations?asked=1&after="+url.QueryEscape(account))
	case p == nil:
		return huiyin.NotFound()
	}
	var err error
	if v.Open, err = s.store.OpenWork(c.Request().Context(), account); err != nil {
		return err
	}
	if !p.Disabled {
		steps, err := s.store.Waiting(c.Request().Context(), huiyin.Actor{Person: p, Org: s.store.Org()}, mostWaiting)
		if err != nil {
			return err
		}
		for _, w := range steps {
			if w.For == "" && !slices.Contains(v.Waiting, w.Number) {
				v.Waiting = append(v.Waiting, w.Number)
			}
		}
	}
	second, err := s.store.Second(c.Request().Context(), account)
	if err != nil {
		return err
	}
	v.Second = second != nil && !second.Since.IsZero()
	v.Person, v.View = *p, s.settingsView(c, "people", "人员", form, f, p)
	v.Path, v.Words = "/settings/people/"+url.PathEscape(account), words
	if c.QueryParam("done") == "1" {
		v.Slips = s.slipsAfter(c, account)
	}
	if v.Flash != "" && len(words) > 0 {
		v.Flash = v.T(settings.WordsWait)
	}
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
	Next           string   `form:"next"` // another one is to be added
}

func (f personForm) person(was string) huiyin.Person {
	role, _ := huiyin.ParseRole(f.Role)
	return huiyin.Person{
		Account: cmp.Or(was, f.Account), Name: f.Name, Role: role, Admin: f.Admin, Site: f.Site,
		Department: f.Department, Sites: f.Sites,
		AllSites: f.AllSites, GeneralManager: f.GeneralManager, Disabled: f.Disabled, Domain: f.Domain, Order: f.Order,
	}
}

// putPerson adds or changes an account; a new one gets its first password with it.
func (s *Server) putPerson(c echo.Context) error {
	return submitTo(s, c, func(p posted[personForm]) (string, error) {
		was := c.Param("account")
		person := p.Form.person(was)
		var password []db.Password
		if was == "" && !person.Domain {
			hash, err := s.typedPassword(c, person.Account)
			p.Once.Wrong = huiyin.Every(p.Once.Wrong, err)
			password = []db.Password{{Account: person.Account, Hash: hash, Given: s.Wall()}}
		}
		acted := false // else the form was sent before
		// What is open is asked while the company is being changed (rule P7).
		err := s.store.ChangeOrgKnowing(c.Request().Context(), p.Once,
			func(o *huiyin.Org, open func(string) ([]string, error)) error {
				acted = true
				if err := p.unchanged(o.Person(was)); err != nil {
					return err
				}
				numbers, err := open(was)
				if err != nil {
					return err
				}
				return o.PutPerson(p.By, s.Now(), was, person, numbers)
			}, password...)
		if err == nil && p.Once.Wrong == nil && acted && len(password) > 0 {
			s.slips.put(p.By.Account, person.Account, s.Wall(), s.slip(c, &person, c.Request().PostForm.Get("password")))
		}
		if p.Form.Next != "" {
			return saved("/settings/add/person?after=" + url.QueryEscape(person.Account)), err
		}
		return saved("/settings/people/" + url.PathEscape(person.Account)), err
	})
}

// typedPassword gives the hash of the password in a form, taken as typed.
func (s *Server) typedPassword(c echo.Context, account string) (hash string, err error) {
	password := c.Request().PostForm.Get("password")
	if err := s.store.Org().CheckPassword("password", account, password, db.Spelled); err != nil {
		return "", err
	}
	return db.HashPassword(password), nil
}

func (s *Server) resetPassword(c echo.Context) error {
	account := c.Param("account")
	postedValues(c)
	hash, err := s.typedPassword(c, account)
	if err != nil {
		return err
	}
	acted := false
	err = changeCompany(s, c, "/settings/people/"+url.PathEscape(account),
		func(o *huiyin.Org) any { return o.Person(account) },
		func(by huiyin.Actor, now time.Time, o *huiyin.Org, _ struct{}) error {
			acted = true
			return o.ResetPassword(by, now, account)
		},
		db.Password{Account: account, Hash: hash, Given: s.Wall()})
	if p := s.store.Org().Person(account); err == nil && acted && p != nil {
		slip := s.slip(c, p, c.Request().PostForm.Get("password"))
		slip.Waits = len(s.store.Org().SecondWordsAsked(account, s.Now())) > 0
		s.slips.put(accountOf(c), account, s.Wall(), slip)
	}
	return err
}

type handOverForm struct {
	To      string   `form:"to"`
	Numbers []string `form:"numbers"`
}

// handOver gives what a person has in hand to another, in the complaints ticked or, with none, in all
// (rule P7).
func (s *Server) handOver(c echo.Context) error {
	account := c.Param("account")
	return submitTo(s, c, func(p posted[handOverForm]) (string, error) {
		err := s.store.HandOver(c.Request().Context(), p.Once, p.By, s.Now(), account, p.Form.To, p.Form.Numbers)
		return saved("/settings/people/" + url.PathEscape(account)), err
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
	v := settings.Parameters{View: s.settingsView(c, "figures", "规则参数", "figures", f, s.store.Org().Terms),
		Last: map[huiyin.Parameter]huiyin.Entry{}}
	for _, e := range entries {
		for _, d := range e.Detail {
			if name := huiyin.Parameter(d.Field); v.Last[name].ID == 0 {
				v.Last[name] = e
			}
		}
	}
	return s.render(c, status, settings.ParametersPage(v))
}

// termsOf is what the page of figures was made from.
func termsOf(o *huiyin.Org) any { return o.Terms }

func (s *Server) setParameters(c echo.Context) error {
	org := s.store.Org()
	from, wrong := s.validFrom(postedText(c, "from"), org.Zone)
	values := map[huiyin.Parameter]int64{}
	for _, i := range huiyin.ParameterList {
		_, sent := postedValues(c)[string(i.Figure)]
		if !sent {
			continue
		}
		v, err := i.Parse(postedText(c, string(i.Figure)))
		if err != nil {
			wrong = huiyin.Every(wrong, err)
			continue
		}
		if from.IsZero() || v != org.Parameters.Get(i.Figure) { // what is left as it is now is not planned
			values[i.Figure] = v
		}
	}
	return changeCompany(s, c, "/settings/figures", termsOf,
		func(by huiyin.Actor, now time.Time, o *huiyin.Org, _ struct{}) error {
			return ruleFirst(o.SetParameters(by, now, from, values), wrong)
		})
}

// validFrom reads the day from which figures are to be valid; nothing, or today, is the zero time: now.
func (s *Server) validFrom(text string, zone *time.Location) (time.Time, error) {
	if text == "" || text == s.Now().In(zone).Format(time.DateOnly) {
		return time.Time{}, nil
	}
	return localTime("from", text, zone)
}

type dropForm struct {
	Figure huiyin.Parameter `form:"figure"`
}

func (s *Server) dropParameter(c echo.Context) error {
	from, err := strconv.ParseInt(postedText(c, "term"), 10, 64)
	if err != nil {
		return huiyin.NotFound()
	}
	return changeCompany(s, c, "/settings/figures", termsOf,
		func(by huiyin.Actor, now time.Time, o *huiyin.Org, f dropForm) error {
			return o.DropParameter(by, now, f.Figure, time.UnixMilli(from))
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
	v := settings.Journal{View: s.settingsView(c, "journal", "变更记录", "", ui.Form{Lang: s.lang(c)}, nil),
		Subject: huiyin.Clean(q.Get("subject")), LogIns: q.Get("log_ins") == "1"}
	v.Entries, err = s.store.CompanyJournal(c.Request().Context(), v.Subject, v.LogIns, before, entriesShown+1)
	if err != nil {
		return err
	}
	page := func(before int64) string {
		next := url.Values{}
		for name, value := range map[string]string{"subject": v.Subject, "log_ins": q.Get("log_ins"),
			"before": strconv.FormatInt(before, 10)} {
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
