package web

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"huiyin/huiyin"
)

// everyPage is each page of the administration.
var everyPage = []string{
	"/settings", "/settings/people", "/settings/add/person", "/settings/people/s01", "/settings/sites",
	"/settings/add/site", "/settings/sites/HY",
	"/settings/departments", "/settings/add/department", "/settings/departments/legal", "/settings/categories",
	"/settings/add/category",
	"/settings/categories/repair", "/settings/figures", "/settings/journal", "/settings/journal?log_ins=1", "/status",
	"/settings/calendar", "/settings/calendar?year=2025&site=HY", "/settings/delivery", "/settings/add/robot",
	"/settings/backup", "/settings/printing", "/settings/slips",
}

func TestP1_OnlyAdministratorsComeIn(t *testing.T) {
	p := newPortal(t)
	before, err := p.store.NewestHash(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	posts := [][]string{
		{"/settings", "company", "别名"}, {"/settings/people", "account", "n01", "name", "新人", "role", "agent", "site",
			"HY", "password", "long-enough-too"},
		{"/settings/people/a01", "name", "别名", "role", "vp"},
		{"/settings/people/a01/password", "password", "long-enough-too"},
		{"/settings/sites", "code", "XX", "name", "新", "kind", "agency_store"},
		{"/settings/sites/HY", "name", "别名", "kind", "agency_store"},
		{"/settings/departments/legal", "name", "别名", "function", "legal"},
		{"/settings/categories/repair", "name", "别名"},
		{"/settings/figures", "heavy_loss", "1"}, {"/settings/figures/drop", "figure", "d3", "term", "1"},
		{"/settings/calendar/add", "date", "2027-01-01", "kind", "holiday"},
		{"/settings/calendar/remove", "day", "2026-10-01"},
		{"/settings/calendar/week", "day1", "09:00-12:00"}, {"/settings/calendar/import", "seed", "1"},
		{"/settings/delivery", "host", "mail.example.com", "port", "25", "security", "plain"},
		{"/settings/delivery/try", "to", "a@example.com"}, {"/settings/delivery/resume"},
		{"/settings/backup", "at", "03:00", "keep", "3"}, {"/settings/backup/now"},
		{"/settings/people/a01/second"},
		{"/settings/robots", "name", "群", "kind", "wecom", "url", "http://chat/x", "members", "a01"},
		{"/settings/robots/1", "name", "群"}, {"/settings/robots/1/try"},
		{"/settings/printing", "paper_name", "别名"}, {"/settings/printing/preview", "paper", "form"},
	}
	for _, who := range []string{"", "a01", "s01", "x02", "g01", "h01"} {
		v, want, get := p.as(who), http.StatusForbidden, http.StatusForbidden
		if who == "" {
			want, get = http.StatusUnauthorized, http.StatusSeeOther
		} else if before, err = p.store.NewestHash(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, path := range everyPage {
			if who == "g01" && strings.HasPrefix(path, "/settings/journal") { // which vice presidents read (rule P10)
				continue
			}
			if a := v.get(path); a.status != get {
				t.Errorf("%s GET %s: %d", who, path, a.status)
			}
		}
		for _, f := range posts {
			if a := v.post(f[0], f[1:]...); a.status != want {
				t.Errorf("%s POST %s: %d", who, f[0], a.status)
			} else if a.page().Find(`main form[method=post][action^="/settings"]`).Length() > 0 {
				t.Errorf("%s POST %s: is refused, and shown the page", who, f[0])
			}
		}
		if after, err := p.store.NewestHash(t.Context()); err != nil || after != before {
			t.Errorf("%s changed something, %v", who, err)
		}
	}
	for _, path := range everyPage {
		p.check(row{"admin", "GET", path, nil, http.StatusOK, []string{"管理设置", "变更记录"}, nil})
	}
}

// The flag gives no right over complaints: not a word of one stands anywhere in the administration.
func TestP1_TheAdministrationShowsNoComplaint(t *testing.T) {
	p := newPortal(t)
	c := p.as("w01").record("name", "欧阳小明", "matter", "水管爆裂", "demand", "立即修复")
	number := strings.TrimPrefix(c, "/complaints/")
	p.as("w01").must(c+"/contacts", "way", "phone", "said", "客户催问进度")
	v := p.as("admin")
	for _, path := range append(slices.Clone(everyPage), "/settings/people/w01",
		"/settings/journal?subject=account:w01", "/settings/journal?subject="+number) {
		a := v.get(path)
		for _, secret := range []string{"欧阳", "13800138000", "138****8000", "水管爆裂", "立即修复", "催问", "1201", c} {
			if strings.Contains(a.body, secret) {
				t.Errorf("%s shows %s", path, secret)
			}
		}
	}
	if a := v.get("/settings/journal?subject=" + number); a.page().Find("tr[data-action]").Length() != 0 {
		t.Error("the complaint's journal is open to the administrator")
	}
	p.check(row{"admin", "GET", c, nil, http.StatusNotFound, nil, []string{"欧阳"}})
}

func TestP1_AnAccountIsMadeAndLogsIn(t *testing.T) {
	p := newPortal(t)
	admin := p.as("admin")
	proposed := admin.get("/settings/add/person").page().Find("[name=password]").AttrOr("value", "")
	if !regexp.MustCompile(`^[a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4}$`).MatchString(proposed) {
		t.Fatalf("proposed password %q", proposed)
	}
	if again := admin.get("/settings/add/person").page().Find("[name=password]").AttrOr("value",
		""); again == proposed {
		t.Error("the same password twice")
	}
	form := []string{"account", "n01", "name", "新来的", "role", "supervisor", "site", "JY", "password", proposed, "once",
		"x1"}
	for range 2 { // sent twice, it acts once
		if to := admin.must("/settings/people", form...); to != "/settings/people/n01?done=1" {
			t.Errorf("leads to %s", to)
		}
	}
	if a := admin.get("/settings/people/n01?done=1"); strings.Count(a.body, proposed) != 2 || // and to be copied (U11)
		!strings.Contains(a.body, "已保存") {
		t.Error("the password is not shown, or nothing says that it was saved")
	}
	if a := admin.get("/settings/people/n01?done=1"); strings.Contains(a.body, proposed) {
		t.Error("the password is shown again")
	}
	entries, err := p.store.CompanyJournal(t.Context(), "account:n01", false, 0, 10)
	if err != nil || len(entries) != 1 || entries[0].By != "admin" {
		t.Errorf("entries %v, %v", entries, err)
	}
	a := p.as("").post("/login", "username", "n01", "password", proposed)
	if a.status != http.StatusSeeOther || a.location != "/" {
		t.Fatalf("log-in: %d", a.status)
	}
	admin.must("/settings/people/n01/password", "password", "  another one  ")
	if a := p.as("").post("/login", "username", "n01", "password",
		proposed); a.status != http.StatusUnprocessableEntity {
		t.Errorf("the old password: %d", a.status)
	}
	if a := p.as("").post("/login", "username", "n01", "password", "  another one  "); a.status != http.StatusSeeOther {
		t.Errorf("the new password, as typed: %d", a.status)
	}
	p.verified()
}

func TestP1_WrongFieldsComeBackWithTheirTyping(t *testing.T) {
	p := newPortal(t)
	for _, tt := range []struct {
		path   string
		form   []string
		status int
		field  string
		kept   string // what was typed elsewhere
	}{
		{"/settings", []string{"company", strings.Repeat("长", 41)}, 422, "company", strings.Repeat("长", 41)},
		{"/settings/people", []string{"account", "A01", "name", "新来的", "role", "agent", "site", "HY", "password",
			"long-enough-too"}, 422, "account", "新来的"},
		{"/settings/people", []string{"account", "n01", "name", "新来的", "role", "king", "site", "HY", "password",
			"long-enough-too"}, 422, "role", "新来的"},
		{"/settings/people", []string{"account", "n01", "name", "新来的", "role", "agent", "site", "HY", "password",
			"short"}, 422, "password", "新来的"},
		{"/settings/people", []string{"account", "n01", "name", "新来的", "role", "agent", "site", "HY", "password",
			"long-enough-too", "order", "first"}, 422, "order", "新来的"},
		{"/settings/people", []string{"account", "n01", "name", "新来的", "role", "agent", "password", "long-enough-too"},
			422, "site", "新来的"},
		{"/settings/people/s01", []string{"name", "周小敏", "role", "supervisor", "sites", "HY"}, 422, "sites", "周小敏"},
		{"/settings/people/admin", []string{"name", "管理", "role", "agent", "site", "HY"}, 422, "admin", "管理"},
		{"/settings/people/admin", []string{"name", "管理", "role", "agent", "admin", "1", "disabled", "1"}, 422,
			"disabled", "管理"},
		{"/settings/people/admin/password", []string{"password", "long-enough-too"}, 422, "", ""},
		{"/settings/people/a01/password", []string{"password", "short"}, 422, "password", "short"},
		{"/settings/people/zz", []string{"name", "无"}, 404, "", ""},
		{"/settings/people/zz/password", []string{"password", "long-enough-too"}, 404, "", ""},
		{"/settings/sites", []string{"code", "hy", "name", "新盘", "kind", "agency_store"}, 422, "code", "新盘"},
		{"/settings/sites/HY", []string{"name", "海悦新府", "kind", "castle"}, 422, "kind", "海悦新府"},
		{"/settings/sites/XX", []string{"name", "无"}, 404, "", ""},
		{"/settings/departments", []string{"code", "legal", "name", "合规部", "function", "legal"}, 422, "code", "合规部"},
		{"/settings/departments/legal", []string{"name", "合规部", "function", "magic"}, 422, "function", "合规部"},
		{"/settings/departments/xx", []string{"name", "无"}, 404, "", ""},
		{"/settings/categories", []string{"code", "lift", "name", "电梯", "parent", "leak"}, 422, "parent", "电梯"},
		{"/settings/categories/repair", []string{"name", "维修", "parent", "noise"}, 422, "parent", "维修"},
		{"/settings/categories/xx", []string{"name", "无"}, 404, "", ""},
		{"/settings/figures", []string{"heavy_loss", "一万多", "d3", "47"}, 422, "heavy_loss", "47"},
		{"/settings/figures", []string{"heavy_loss", "20000", "d3", "0"}, 422, "d3", "20000"},
		{"/settings/figures", []string{"authority_supervisor", "30000", "d3", "47"}, 422, "authority_manager", "47"},
		{"/settings/figures", []string{"d3", "47", "from", "2020-01-01"}, 422, "from", "47"},
		{"/settings/figures", []string{"d3", "47", "from", "soon"}, 422, "from", "47"},
		{"/settings/figures/drop", []string{"figure", "d3", "term", "1"}, 404, "", ""},
		{"/settings/figures/drop", []string{"figure", "d3", "term", "soon"}, 404, "", ""},
		{"/settings/delivery", []string{"on", "1", "host", "", "port", "25", "security", "plain", "from",
			"h@example.com"}, 422, "host", "h@example.com"},
		{"/settings/delivery", []string{"host", "mail.example.com", "port", "0", "security", "tls", "from",
			"h@example.com"}, 422, "port", "h@example.com"},
		{"/settings/delivery", []string{"host", "mail.example.com", "port", "25", "security", "plain", "from",
			"h@example.com", "user", "h"}, 422, "security", "h@example.com"},
		{"/settings/delivery", []string{"portal", "mailto:x", "port", "25", "security", "plain", "from",
			"h@example.com"}, 422, "portal", "h@example.com"},
		{"/settings/delivery", []string{"portal", "http://portal", "port", "25", "security", "plain", "from",
			"h@@example.com"}, 422, "from", "http://portal"},
		{"/settings/delivery/try", []string{"to", "h@example.com"}, 422, "", ""},
		{"/settings/backup", []string{"at", "25:00", "keep", "7", "folder", "/srv/b"}, 422, "at", "/srv/b"},
		{"/settings/backup", []string{"at", "03:00", "keep", "many", "folder", "/srv/b"}, 422, "keep", "/srv/b"},
		{"/settings/backup", []string{"at", "03:00", "keep", "7", "folder", "srv/b"}, 422, "folder", "srv/b"},
		{"/settings/backup", []string{"at", "03:00", "keep", "7", "folder", "/nowhere/at/all"}, 422, "folder",
			"/nowhere/at/all"},
		{"/settings/backup", []string{"at", "03:00", "keep", "7", "second", "/nowhere/at/all"}, 422, "second",
			"/nowhere/at/all"},
		{"/settings/backup", []string{"at", "03:00", "keep", "7", "mail", "outside.example.com"}, 422, "mail",
			"outside.example.com"},
		{"/settings/robots", []string{"name", "景园群", "kind", "fax", "url", "http://chat/x", "members", "u01"}, 422,
			"kind", "景园群"},
		{"/settings/robots", []string{"name", "景园群", "kind", "wecom", "url", "chat", "members", "u01"}, 422, "url",
			"景园群"},
		{"/settings/robots", []string{"name", "景园群", "kind", "wecom", "url", "http://chat/x"}, 422, "members", "景园群"},
		{"/settings/robots/7", []string{"name", "景园群"}, 404, "", ""},
		{"/settings/robots/7/try", nil, 404, "", ""},
		{"/settings/figures", []string{"d3", "47", "once", strings.Repeat("x", 65)}, 422, "", "47"},
	} {
		before, delivery := p.store.Org(), p.store.Delivery()
		a := p.as("admin").post(tt.path, tt.form...)
		if a.status != tt.status {
			t.Errorf("%s %v: %d, want %d", tt.path, tt.form, a.status, tt.status)
		}
		if tt.field != "" && a.page().Find("#"+tt.field+"-wrong").Length() != 1 {
			t.Errorf("%s %v: nothing at %s: %s", tt.path, tt.form, tt.field, sentences(a))
		}
		if tt.kept != "" && !slices.Contains(a.page().Find("main input").Map(valueOf), tt.kept) {
			t.Errorf("%s %v: the typing %q is lost", tt.path, tt.form, tt.kept)
		}
		if p.store.Org() != before || p.store.Delivery() != delivery {
			t.Errorf("%s %v: half saved", tt.path, tt.form)
		}
	}
}

func TestP7_OpenWorkIsNamedAndDisablingEndsTheSession(t *testing.T) {
	p := newPortal(t)
	admin := p.as("admin")
	c := p.as("u01").record()
	number := strings.TrimPrefix(c, "/complaints/")
	if a := admin.get("/settings/people/u01"); a.page().Find(`[data-open="`+number+`"]`).Length() != 1 {
		t.Error("the open complaint is not on the page")
	}
	off := func(account, name, role, site string) answer {
		return admin.post("/settings/people/"+account, "name", name, "role", role, "site", site, "disabled", "1")
	}
	a := off("u01", "刘淑芬", "supervisor", "JY")
	if a.status != http.StatusConflict || !strings.Contains(a.page().Find("#disabled-wrong").Text(), number) {
		t.Errorf("%d %s", a.status, sentences(a))
	}
	if p.as("u01").get("/").status != http.StatusOK {
		t.Fatal("refused, yet out")
	}
	session := p.as("b01")
	if session.get("/").status != http.StatusOK {
		t.Fatal("b01 is not in")
	}
	if a := off("b01", "何佳", "agent", "LT"); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, sentences(a))
	}
	if session.get("/").status == http.StatusOK {
		t.Error("a disabled person is still in")
	}
	p.check(row{"admin", "GET", "/settings/people", nil, 200, []string{"马志强"}, []string{"何佳"}},
		row{"admin", "GET", "/settings/people?all=1&q=B01", nil, 200, []string{"何佳", "停用"}, []string{"马志强"}})
	admin.must("/settings/people/b01", "name", "何佳", "role", "agent", "site", "LT")
	if session.get("/").status == http.StatusOK {
		t.Error("enabling somebody brings their old session back")
	}
	p.verified()
}

func TestW12_AChangeInBetweenIsNoticed(t *testing.T) {
	p := newPortal(t)
	admin := p.as("admin")
	seen := admin.get("/settings/sites/HY").page().Find("main [name=version]").AttrOr("value", "")
	if seen == "" {
		t.Fatal("the form carries no version")
	}
	admin.must("/settings/sites/HY", "version", seen, "name", "海悦一期", "kind", "sales_office")
	a := admin.post("/settings/sites/HY", "version", seen, "name", "海悦二期", "kind", "sales_office")
	if a.status != http.StatusConflict || !strings.Contains(a.body, "已被他人改动") ||
		!slices.Contains(a.page().Find("main input").Map(valueOf), "海悦二期") {
		t.Errorf("%d %s", a.status, sentences(a))
	}
	if p.store.Org().SiteName("HY") != "海悦一期" {
		t.Error("overwritten")
	}
	admin.must("/settings/sites/HY", "version", a.page().Find("main [name=version]").AttrOr("value", ""), "name",
		"海悦二期", "kind", "sales_office")
}

func TestC2_FiguresApplyAndSayWhoChangedThem(t *testing.T) {
	p := newPortal(t)
	admin := p.as("admin")
	if to := admin.must("/settings/figures", "d2_urgent", "2", "authority_supervisor",
		"3,000"); to != "/settings/figures?done=1" {
		t.Errorf("leads to %s", to)
	}
	f := p.store.Org().Parameters
	if f.Get(huiyin.FirstResponseUrgent) != 2 || f.Money(huiyin.SupervisorLimit) != 3000*huiyin.Yuan ||
		f.Get(huiyin.FirstFeedback) != 48 {
		t.Errorf("figures %v", f)
	}
	page := admin.get("/settings/figures").page()
	for figure, want := range map[string]string{"d2_urgent": "admin", "d3": ""} {
		if got := page.Find(`tr[data-figure="`+figure+`"] [data-by]`).AttrOr("data-by", ""); got != want {
			t.Errorf("%s was last changed by %q, want %q", figure, got, want)
		}
	}
	if v := page.Find("[name=authority_supervisor]").AttrOr("value", ""); v != "3000.00" {
		t.Errorf("the amount reads %q", v)
	}
	p.check(row{"admin", "GET", "/settings/journal?subject=settings", nil, 200,
		[]string{"¥2,000.00 → ¥3,000.00", "4 小时 → 2 小时"}, nil})
}

func TestD13_FiguresArePlannedAndTakenBack(t *testing.T) {
	p := newPortal(t)
	admin := p.as("admin")
	zone := p.store.Org().Zone
	day := p.server.Now().In(zone).AddDate(0, 0, 20)
	from := time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, zone)
	form := func(date string, changes ...string) []string { // all fields, as the page sends them
		pairs := []string{"from", date}
		for _, i := range huiyin.ParameterList {
			pairs = append(pairs, string(i.Figure), i.Text(p.store.Org().Parameters.Get(i.Figure)))
		}
		for i := 0; i < len(changes); i += 2 {
			pairs[slices.Index(pairs, changes[i])+1] = changes[i+1]
		}
		return pairs
	}
	admin.must("/settings/figures", form(from.Format(time.DateOnly), "d3", "24", "d5_working", "1")...)
	admin.must("/settings/figures", form(p.server.Now().In(zone).Format(time.DateOnly), "d2_urgent", "3")...)
	terms := func(title string) []string {
		return admin.get("/settings/figures").page().Find(".card:contains(" + title +
			") tr[data-term]").Map(func(_ int, s *goquery.Selection) string {
			return s.AttrOr("data-term", "") + " " + strings.Join(strings.Fields(s.Find("td:nth-child(2)").Text()), " ")
		})
	}
	if got := terms("将要生效"); !slices.Equal(got, []string{"d3 24 小时", "d5_working 是"}) {
		t.Errorf("planned: %v", got)
	}
	if got := terms("以往数值"); !slices.Equal(got, []string{"d2_urgent 4 小时"}) {
		t.Errorf("past: %v", got)
	}
	o := p.store.Org()
	if o.Parameters.Get(huiyin.FirstFeedback) != 48 || o.Parameters.Get(huiyin.FirstResponseUrgent) != 3 ||
		o.At(from).Parameters.Get(huiyin.FirstFeedback) != 24 {
		t.Errorf("figures %v", o.Terms)
	}
	term := strconv.FormatInt(from.UnixMilli(), 10)
	valid := o.Terms[slices.IndexFunc(o.Terms,
		func(f huiyin.Term) bool { return f.Figure == huiyin.FirstResponseUrgent })]
	if a := admin.post("/settings/figures/drop", "figure", "d2_urgent", "term",
		strconv.FormatInt(valid.From.UnixMilli(), 10)); a.status != http.StatusConflict {
		t.Errorf("what is valid was taken back: %d", a.status)
	}
	admin.must("/settings/figures/drop", "figure", "d5_working", "term", term)
	if got := terms("将要生效"); !slices.Equal(got, []string{"d3 24 小时"}) {
		t.Errorf("still planned: %v", got)
	}
	p.check(row{"admin", "GET", "/settings/journal?subject=settings", nil, 200,
		[]string{"生效时间", from.Format("2006-01-02") + " 00:00"}, nil})
	p.verified()
}

func TestTheCompanysJournalTurnsItsPages(t *testing.T) {
	p := newPortal(t)
	admin := p.as("admin")
	for i := range entriesShown + 5 {
		admin.must("/settings", "company", "示例地产"+strconv.Itoa(i))
	}
	seen := map[string]bool{}
	path := "/settings/journal"
	for pages := 0; path != ""; pages++ {
		page := admin.get(path).page()
		for _, what := range page.Find("tr[data-action] td:last-child").Map(textOf) {
			if seen[what] {
				t.Fatalf("%q twice", what)
			}
			seen[what] = true
		}
		path = page.Find("a[rel=next]").AttrOr("href", "")
		if pages > 3 {
			t.Fatal("it goes on for ever")
		}
	}
	if len(seen) != entriesShown+6 { // and the founding
		t.Errorf("%d entries seen", len(seen))
	}
	p.check(row{"admin", "GET", "/settings/journal?before=x", nil, 404, nil, nil})
}

func TestOnesOwnPassword(t *testing.T) {
	p := newPortal(t)
	p.as("admin").must("/settings/people/a01/password", "password", "first-password")
	v := p.as("a01")
	for _, tt := range []struct{ old, fresh, again, field string }{
		{"not-this-one", "second-password", "second-password", "old"},
		{"first-password", "short", "short", "new"},
		{"first-password", "second-password", "another-one", "again"},
	} {
		a := v.post("/account/password", "old", tt.old, "new", tt.fresh, "again", tt.again)
		if a.status != http.StatusUnprocessableEntity || a.page().Find("#"+tt.field+"-wrong").Length() != 1 {
			t.Errorf("%v: %d %s", tt, a.status, sentences(a))
		}
		for _, typed := range []string{tt.old, tt.fresh, tt.again} {
			if strings.Contains(a.body, `"`+typed+`"`) {
				t.Errorf("a password comes back")
			}
		}
	}
	if to := v.must("/account/password", "old", "first-password", "new", "second-password", "again",
		"second-password"); to != "/account/password?done=1" {
		t.Errorf("leads to %s", to)
	}
	if a := p.as("").post("/login", "username", "a01", "password", "second-password"); a.status != http.StatusSeeOther {
		t.Errorf("the new password: %d", a.status)
	}
}

func TestAnyoneSeesWhatHuiyinIsMadeOf(t *testing.T) {
	p := newPortal(t)
	for _, who := range []string{"", "a01"} {
		p.check(row{who, "GET", "/about", nil, 200,
			[]string{"modernc.org/sqlite", "OFL-1.1", "/static/licences/modules.txt"}, []string{"13800138000"}})
	}
}

func TestVersionsAreForWhoIsLoggedIn(t *testing.T) {
	p := newPortal(t)
	version := regexp.MustCompile(`v?[0-9]+\.[0-9]+\.[0-9]+|go1\.`)
	for who, shown := range map[string]bool{"": false, "a01": true} {
		a := p.as(who).get("/about")
		if version.MatchString(a.page().Find("main, .container-narrow").Text()) != shown {
			t.Errorf("%q: versions shown is not %v", who, shown)
		}
	}
}

func valueOf(_ int, s *goquery.Selection) string { return s.AttrOr("value", "") }

func textOf(_ int, s *goquery.Selection) string { return strings.TrimSpace(s.Text()) }
