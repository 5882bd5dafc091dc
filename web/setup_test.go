package web

import (
	"strings"
	"testing"

	"huiyin/db"
	"huiyin/huiyin"
)

func TestD10_FirstStepsUntilAllIsThere(t *testing.T) {
	p := newPortal(t)
	p.check(row{"v01", get, "/settings/start", nil, 403, nil, nil})
	admin := p.as("admin")
	state := func() (open int, page string) {
		doc := admin.get("/settings/start").page()
		if n := doc.Find("[data-setup]").Length(); n != 13 {
			t.Errorf("%d steps", n)
		}
		return doc.Find(`[data-done="false"]`).Length(), doc.Text()
	}
	open, _ := state()
	home := admin.get("/").page()
	badge := strings.TrimSpace(home.Find(`.rail a[href="/settings/start"] .count`).Text())
	if tile := home.Find(`a[href="/settings/start"][data-tile]`).AttrOr("data-tile", ""); badge == "" || tile != badge {
		t.Errorf("the tile says %q, the bar %q", tile, badge)
	}
	if p.as("a01").get("/").page().Find(`a[href="/settings/start"]`).Length() != 0 {
		t.Error("an agent is led to the first steps")
	}
	if err := db.NoteBackup(p.store.Dir(), p.server.Wall(), "huiyin.zip", db.Anchor{}); err != nil {
		t.Fatal(err)
	}
	for _, site := range []string{"HY", "LT", "JY"} {
		admin.must("/settings/sites/"+site+"/emergency", "what_1", "电梯", "phone_1", "400-1")
	}
	p.as("a01").record()
	if now, _ := state(); now != open-3 && p.server.Rehearsal == nil {
		t.Errorf("%d open, before %d", now, open)
	}
	p.verified()
}

// Who types no code gets the initials of the name, in the case that the list wants.
func TestD10_CodesAreMadeOfNames(t *testing.T) {
	p := newPortal(t)
	admin := p.as("admin")
	admin.must("/settings/sites", "name", "青禾花园", "kind", "managed_estate")
	admin.must("/settings/sites", "name", "青禾花苑", "kind", "managed_estate")
	admin.must("/settings/sites", "code", "qh", "name", "青禾", "kind", "agency_store")
	admin.must("/settings/departments", "code", "CW", "name", "财务二部", "function", "finance")
	admin.must("/settings/departments", "name", "法务二部", "function", "legal")
	o := p.store.Org()
	for _, code := range []string{"QHHY", "QHHY2", "QH"} {
		if o.Site(code) == nil {
			t.Errorf("no site %s", code)
		}
	}
	for _, code := range []string{"cw", "fweb"} {
		if o.Department(code) == nil {
			t.Errorf("no department %s", code)
		}
	}
	p.check(row{"admin", post, "/settings/sites", []string{"name", "！！", "kind", "agency_store"}, 422,
		[]string{"代码为 1 至 8"}, nil})
	p.verified()
}

// Where there is no site, the form says what is missing and whom to ask.
func TestD10_NothingIsRecordedWithoutASite(t *testing.T) {
	p := newPortal(t)
	for _, s := range p.store.Org().Sites {
		p.as("admin").must("/settings/sites/"+s.Code, "name", s.Name, "kind", string(s.Kind), "closed", "1")
	}
	p.check(
		row{"a01", get, "/complaints/new", nil, 200, []string{"还没有项目，暂时不能登记", "请系统管理员" + p.store.Org().PersonName("admin")},
			[]string{`name="matter"`}},
		row{"admin", get, "/complaints/new", nil, 200, []string{"/settings/add/site"}, []string{`name="matter"`}},
	)
	if len(huiyin.Unset(p.store.Org().Setup(p.server.Now(), huiyin.Installation{}))) == 0 {
		t.Error("nothing is missing without a site")
	}
}
