package web

import (
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/views/settings"
	"huiyin/views/ui"
)

// slipsKept is how long first passwords wait, in memory alone, for the one page that shows them.
const slipsKept = 10 * time.Minute

// slipBox holds what a page is to show once, after the form that gave the passwords led to it: no password is stored
// but as its hash. Whoever misses the page has new ones made.
type slipBox struct {
	mu  sync.Mutex
	all map[slipKey]slipSet
}

type slipKey struct{ account, key string }

type slipSet struct {
	slips []settings.Slip
	at    time.Time
}

// put keeps slips for whoever made them.
func (b *slipBox) put(account, key string, now time.Time, slips ...settings.Slip) {
	if len(slips) == 0 {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.all == nil {
		b.all = map[slipKey]slipSet{}
	}
	b.all[slipKey{account, key}] = slipSet{slips, now}
	time.AfterFunc(slipsKept, func() { b.forget(now) })
}

// forget drops what nobody came for.
func (b *slipBox) forget(since time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for k, set := range b.all {
		if !set.at.After(since) {
			delete(b.all, k)
		}
	}
}

// take gives slips to whoever made them, once.
func (b *slipBox) take(account, key string, now time.Time) []settings.Slip {
	b.mu.Lock()
	defer b.mu.Unlock()
	set := b.all[slipKey{account, key}]
	delete(b.all, slipKey{account, key})
	if now.Sub(set.at) > slipsKept {
		return nil
	}
	return set.slips
}

// slipsAfter are the slips that a page shows, which its address names, on the way from the form that made them.
func (s *Server) slipsAfter(c echo.Context, key string) []settings.Slip {
	if key == "" || c.Request().Method != get {
		return nil
	}
	return s.slips.take(accountOf(c), key, s.Wall())
}

// slip is what a person is handed: their account and the password that lets them in the first time.
func (s *Server) slip(c echo.Context, p *huiyin.Person, password string) settings.Slip {
	return slipOf(s.store.Org(), p, password, s.portalAddress(c))
}

func slipOf(o *huiyin.Org, p *huiyin.Person, password, address string) settings.Slip {
	return settings.Slip{Name: p.Name, Title: p.Title(), Where: settings.Place(o, p), Account: p.Account, Password: password,
		Address: address, Company: o.Company, Waits: o.Person(p.Account) == nil}
}

// portalAddress is under which people open the portal: as the settings say, or as this page was opened.
func (s *Server) portalAddress(c echo.Context) string {
	if at := s.store.Delivery().Portal; at != "" {
		return at
	}
	return c.Scheme() + "://" + c.Request().Host
}

// firstPassword makes up a password that the rule takes, with its hash.
func (s *Server) firstPassword(account string) (password, hash string) {
	for password = proposedPassword(); s.store.Org().CheckPassword("", account, password, db.Spelled) != nil; {
		password = proposedPassword()
	}
	return password, db.HashPassword(password)
}

// mostSlips is how many are made at once: each takes a while to hash.
const mostSlips = 200

func (s *Server) slipsPage(c echo.Context, status int, f ui.Form) error {
	v := settings.Slips{View: s.settingsView(c, "people", "账号条", "slips", f, nil), Most: mostSlips}
	v.Path, v.Shown = "/settings/slips", s.slipsAfter(c, c.QueryParam("after"))
	never, err := s.store.NeverIn(c.Request().Context())
	if err != nil {
		return err
	}
	v.People = v.Org.Unentered(actor(c), never, s.Now())
	if c.QueryParam("after") != "" && len(v.Shown) == 0 && c.Request().Method == get {
		v.Flash = v.T("账号条只显示一次。需要的，请重新生成。")
	}
	return s.render(c, status, settings.SlipsPage(v))
}

type slipsForm struct {
	Accounts []string `form:"accounts"`
}

// issueSlips gives first passwords anew to people who never came in, and shows them once.
func (s *Server) issueSlips(c echo.Context) error {
	return submitTo(s, c, func(p posted[slipsForm]) (string, error) {
		ctx, now := c.Request().Context(), s.Now()
		never, err := s.store.NeverIn(ctx)
		if err == nil && len(p.Form.Accounts) > mostSlips {
			err = huiyin.Invalid("accounts", "一次最多 %d 张。", mostSlips)
		}
		if err != nil {
			return "", err
		}
		known := map[string]huiyin.Person{}
		for _, k := range s.store.Org().Unentered(p.By, never, now) {
			known[k.Account] = k
		}
		var slips []settings.Slip
		var passwords []db.Password
		for _, account := range p.Form.Accounts {
			if k, ok := known[account]; ok {
				password, hash := s.firstPassword(account)
				passwords = append(passwords, db.Password{Account: account, Hash: hash, Given: s.Wall()})
				slips = append(slips, s.slip(c, &k, password))
			}
		}
		acted := false // a form that is sent again acts once, and its passwords are not those of the first time
		err = s.store.ChangeOrg(ctx, p.Once, func(o *huiyin.Org) error {
			acted = true
			return o.IssuePasswords(p.By, now, p.Form.Accounts, never)
		}, passwords...)
		key := newID()
		if p.Once.Key != "" { // sent again, it leads to the same place
			key = huiyin.Digest(p.Once.Key)[:16]
		}
		if err != nil || p.Once.Wrong != nil || !acted {
			return "/settings/slips?after=" + key, err
		}
		for i := range slips { // one of a manager's waits although the account is there (rule P10)
			slips[i].Waits = len(s.store.Org().SecondWordsAsked(slips[i].Account, now)) > 0
		}
		s.slips.put(p.By.Account, key, s.Wall(), slips...)
		return "/settings/slips?after=" + key, nil
	})
}

func (s *Server) slipRoutes() []route {
	return []route{
		{get, "/settings/slips", huiyin.ActionManage, emptyForm(s, s.slipsPage), nil, 0},
		{post, "/settings/slips", huiyin.ActionManage, s.issueSlips, s.slipsPage, 0},
	}
}
