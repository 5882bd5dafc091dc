package web

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/xuri/excelize/v2"

	"huiyin/huiyin"
	views "huiyin/views/imports"
)

// peopleFile names two new agents, a project manager, somebody who is there and lines that are wrong.
const peopleFile = "姓名,账号,职务,项目,部门,手机\n" +
	"王新芳,,经办人,海悦府,,13800000041\n" +
	"李新雷,lixinlei,主管,龙庭店,,\n" +
	"赵新,,经理,海悦府、龙庭店,,\n" +
	"林晓雯,a01,经办人,海悦府,,\n" +
	"林晓雯,,经办人,龙庭店,,\n" +
	"孙乱,,经办人,,,\n" +
	"钱乱,,大王,海悦府,,\n"

// people uploads a file of people and gives its page.
func (p *portal) people(file string) string {
	p.t.Helper()
	a := p.as("admin").upload(peopleImportPath, "人员.csv", []byte(file))
	if a.status != http.StatusSeeOther || !strings.HasPrefix(a.location, peopleImportPath+"/") {
		p.t.Fatalf("%d %s", a.status, sentences(a))
	}
	return a.location
}

// slips gives the passwords on a page, by account.
func slips(a answer) map[string]string {
	out := map[string]string{}
	a.page().Find("[data-slip]").Each(func(_ int, s *goquery.Selection) {
		out[s.AttrOr("data-slip", "")] = s.Find("[data-slip-password]").Text()
	})
	return out
}

func (p *portal) logsIn(account, password string) bool {
	return p.as("").post("/login", "username", account, "password", password).status == http.StatusSeeOther
}

func TestP1_PeopleComeInFromAFile(t *testing.T) {
	p := newPortal(t)
	before := len(p.store.Org().People)
	at := p.people(peopleFile)
	p.check(
		row{"admin", get, at, nil, 200, []string{`data-count-of="new" data-count="2"`, `data-count-of="waits" data-count="1"`,
			`data-count-of="same" data-count="1"`, `data-count-of="conflict" data-count="1"`, "wangxinfang", "lixinlei", "zhaoxin",
			"已有同名的人", "没有识别、不导入的列：手机", `data-word="大王"`, "经办人须属于一个项目或总部的一个部门"}, []string{"13800000041"}},
		row{"v01", get, at, nil, 403, nil, nil}, row{"x02", get, peopleImportPath, nil, 403, nil, nil},
		row{"a01", post, peopleImportPath, nil, 403, nil, nil})
	if len(p.store.Org().People) != before || p.count("second_word") != 0 {
		t.Fatal("checking changed the company")
	}
	p.as("admin").must(at, "do", "import")
	p.server.imports.busy.Wait()
	p.check(row{"admin", get, at, nil, 200, []string{`data-import="done"`, `data-good="3"`, `data-waits="1"`, "显示 3 张账号条"},
		[]string{"data-slip="}})
	if o := p.store.Org(); len(o.People) != before+2 || o.Person("wangxinfang").Site != "HY" || o.Person("zhaoxin") != nil {
		t.Fatal("not those that the page said")
	}
	to := p.as("admin").must(at, "do", "slips")
	shown := slips(p.as("admin").get(to))
	if len(shown) != 3 {
		t.Fatalf("slips %v", shown)
	}
	if again := p.as("admin").get(to); len(slips(again)) != 0 || !strings.Contains(again.body, "账号条只显示一次") {
		t.Error("slips are shown twice")
	}
	if !p.logsIn("wangxinfang", shown["wangxinfang"]) || !p.logsIn("lixinlei", shown["lixinlei"]) {
		t.Error("a slip does not let in")
	}
	if p.logsIn("zhaoxin", shown["zhaoxin"]) {
		t.Error("a manager is in before the second word")
	}
	if a := p.logged("wangxinfang", shown["wangxinfang"]).get("/complaints"); a.location != "/account/password" {
		t.Errorf("the first password is not to be changed: %d %s", a.status, a.location)
	}
	p.as("v01").must("/confirmations/1/decide", "decision", "approve")
	if !p.logsIn("zhaoxin", shown["zhaoxin"]) {
		t.Error("the slip does not let the confirmed manager in")
	}
	for _, password := range shown {
		p.nowhere(password)
	}
	p.verified()
}

// logged is somebody who is logged in by a password.
func (p *portal) logged(account, password string) visitor {
	p.t.Helper()
	a := p.as("").post("/login", "username", account, "password", password)
	if a.status != http.StatusSeeOther {
		p.t.Fatalf("%s: %d", account, a.status)
	}
	return visitor{p: p, cookie: a.cookie().Value}
}

// nowhere looks for a password in all texts of the database.
func (p *portal) nowhere(password string) {
	p.t.Helper()
	for _, table := range []string{"journal", "person", "second_word", "once", "notice", "import_told", "outbox"} {
		for _, r := range p.rows("SELECT * FROM " + table) {
			if strings.Contains(strings.Join(r, " "), password) {
				p.t.Errorf("a password stands in %s", table)
			}
		}
	}
}

func TestP1_AFileReadAgainAddsNobodyTwice(t *testing.T) {
	p := newPortal(t)
	p.as("admin").must(p.people(peopleFile), "do", "import")
	p.server.imports.busy.Wait()
	accounts := func() (out []string) {
		for _, k := range p.store.Org().People {
			out = append(out, k.Account)
		}
		return out
	}
	was := accounts()
	at := p.people(peopleFile)
	p.check(row{"admin", get, at, nil, 200, []string{`data-count-of="same" data-count="4"`, "已经提交，等待另一人确认"},
		[]string{`data-will="new"`, `data-will="waits"`}})
	p.as("admin").must(at, "do", "6=add", "do", "import") // another of that name
	p.server.imports.busy.Wait()
	if now := accounts(); !slices.Equal(now, append(slices.Clone(was), "linxiaowen")) && len(now) != len(was)+1 {
		t.Errorf("%v", now)
	}
	p.as("admin").must(p.people(peopleFile), "do", "6=add", "do", "import")
	p.server.imports.busy.Wait()
	if now := accounts(); len(now) != len(was)+1 {
		t.Errorf("added twice: %v", now)
	}
	if a := p.as("admin").post(p.people(peopleFile), "do", "6=nonsense"); a.status != http.StatusSeeOther {
		t.Errorf("%d", a.status)
	}
	p.server.imports.busy.Wait()
	p.verified()
}

// killed is a context that ends after it was asked a number of times.
type killed struct {
	context.Context
	left *int
}

func (k killed) Err() error {
	if *k.left--; *k.left < 0 {
		return context.Canceled
	}
	return nil
}

func TestP1_AnImportKilledInTheMiddleLeavesWholeAccounts(t *testing.T) {
	p := newPortal(t)
	p.server.imports.all = nil
	at := p.people(peopleFile)
	r := p.server.imports.all[0]
	for left := range 12 { // it dies at every place where it can
		n := left
		admin := huiyin.Actor{Person: p.store.Org().Person("admin"), Org: p.store.Org()}
		j := &importJob{run: r, by: admin, set: func(fn func(*views.Run)) { p.server.imports.set(r, fn) }, chosen: importForm{}}
		err := p.server.eachImport(killed{t.Context(), &n}, j)
		for _, account := range []string{"wangxinfang", "lixinlei"} {
			stored, e := p.store.Password(t.Context(), account)
			if known := p.store.Org().Person(account) != nil; e != nil || known != (stored != "") {
				t.Fatalf("dies at %d: half an account %s: %v %v", left, account, err, e)
			}
		}
	}
	if p.count("second_word") != 1 || len(p.rows("SELECT account FROM person WHERE account LIKE 'wangxinfang%'")) != 1 {
		t.Error("somebody was added twice, or not")
	}
	_ = at
	p.verified()
}

// A register as an office keeps it: titles in the third line, merged cells, its own words, numbers as numbers.
func TestP1_AnOfficesListOfStaffIsMappedAndComesIn(t *testing.T) {
	p := newPortal(t)
	content := office{book: func(f *excelize.File) error {
		if err := filled(f, "Sheet1", []any{"示例地产人员一览表"}, []any{"制表：行政部"}, []any{"序号", "姓 名", "岗位", "所在案场", "联系电话"},
			[]any{1, "王新芳", "置业顾问", "海悦府", 13800000041}, []any{2, "李新雷", "置业顾问", nil, 13800000042},
			[]any{3, "赵新", "案场经理", "海悦府", 13800000043}); err != nil {
			return err
		}
		return f.MergeCell("Sheet1", "D4", "D5")
	}}.content(t)
	a := p.as("admin").upload(peopleImportPath, "人员.xlsx", content)
	at := a.location
	first := p.as("admin").get(at)
	if !strings.Contains(first.body, `data-good="0"`) || !strings.Contains(first.body, `data-word="置业顾问"`) ||
		!strings.Contains(first.body, `data-proposal="agent"`) || !strings.Contains(first.body, `data-proposal="site"`) {
		t.Fatalf("read without being asked: %s", sentences(first))
	}
	for range 2 { // titles and words
		p.as("admin").must(at, append(proposed(t, p.as("admin").get(at)), "do", "map", "keep", "1")...)
	}
	p.check(row{"admin", get, at, nil, 200, []string{`data-count-of="new" data-count="2"`, `data-count-of="waits" data-count="1"`,
		`data-note="merged"`}, nil})
	p.as("admin").must(at, "do", "import")
	p.server.imports.busy.Wait()
	if o := p.store.Org(); o.Person("lixinlei") == nil || o.Person("lixinlei").Site != "HY" || o.Person("lixinlei").Role != huiyin.Agent {
		t.Error("not added as mapped")
	}
	p.verified()
}

// proposed are the fields of the mapping as a page proposes them.
func proposed(t *testing.T, a answer) (out []string) {
	t.Helper()
	a.page().Find(".import-pair").Each(func(_ int, s *goquery.Selection) {
		s.Find("input").Each(func(_ int, i *goquery.Selection) {
			out = append(out, i.AttrOr("name", ""), i.AttrOr("value", ""))
		})
		choice := s.Find("select")
		out = append(out, choice.AttrOr("name", ""), choice.Find("[selected]").AttrOr("value", ""))
	})
	return out
}

// U11: what is shown after saving is the password that works, once.
func TestP1_TheSlipShowsThePasswordThatWorks(t *testing.T) {
	p := newPortal(t)
	admin := p.as("admin")
	form := []string{"account", "n01", "name", "新来的", "role", "agent", "site", "JY", "password", "wohl-ge-merkt-42", "once", "x1"}
	to := admin.must("/settings/people", form...)
	p.as("v01").get(to)
	a := admin.get(to)
	if got := slips(a); len(got) != 1 || got["n01"] != "wohl-ge-merkt-42" || !strings.Contains(a.body, "http://") {
		t.Fatalf("slips %v", got)
	}
	if reset := a.page().Find("details:not([open]) [name=password]"); reset.Length() != 1 {
		t.Error("the box that resets is open")
	}
	if len(slips(admin.get(to))) != 0 {
		t.Error("it is shown again")
	}
	if !p.logsIn("n01", "wohl-ge-merkt-42") {
		t.Error("it does not let in")
	}
	admin.must("/settings/people", form...) // sent again, it acts once and shows nothing that may be outdated
	if len(slips(admin.get(to))) != 0 {
		t.Error("sent again, it shows a slip")
	}
	more := admin.must("/settings/people", "account", "n02", "name", "又一位", "role", "agent", "site", "JY", "password",
		"wohl-ge-merkt-43", "next", "1")
	if a := admin.get(more); slips(a)["n02"] != "wohl-ge-merkt-43" || a.page().Find("form [name=account]").AttrOr("value", "") != "" ||
		!strings.HasPrefix(more, "/settings/add/person?") {
		t.Errorf("%s: %v", more, slips(a))
	}
	to = admin.must("/settings/people", "account", "n03", "name", "新副总", "role", "vp", "password", "wohl-ge-merkt-44")
	wait := admin.get(to)
	if a := admin.get(wait.location); slips(a)["n03"] != "wohl-ge-merkt-44" || !strings.Contains(a.body, "确认之后才能登录") {
		t.Errorf("who waits has no slip: %d %s", wait.status, wait.location)
	}
	to = admin.must("/settings/people/n01/password", "password", "noch-einmal-neu-45")
	if a := admin.get(to); slips(a)["n01"] != "noch-einmal-neu-45" {
		t.Error("a reset shows no slip")
	}
	if a := admin.post("/settings/people/n01/password", "password", "kurz"); a.status != 422 ||
		a.page().Find("details[open] [name=password]").Length() != 1 {
		t.Error("a wrong reset is folded away")
	}
	p.verified()
}

func TestP10_SlipsAreMadeAnewForThoseWhoNeverCameIn(t *testing.T) {
	p := newPortal(t)
	admin := p.as("admin")
	admin.must("/settings/people", "account", "n01", "name", "新来的", "role", "agent", "site", "JY", "password", "wohl-ge-merkt-42")
	admin.must("/settings/people", "account", "n03", "name", "新副总", "role", "vp", "password", "wohl-ge-merkt-44")
	p.check(row{"admin", get, "/settings/slips", nil, 200, []string{`data-unentered="n01"`, `data-unentered="n03"`},
		[]string{`data-unentered="admin"`}},
		row{"v01", get, "/settings/slips", nil, 403, nil, nil}, row{"a01", post, "/settings/slips", []string{"accounts", "n01"}, 403, nil, nil},
		row{"admin", post, "/settings/slips", nil, 422, []string{"请至少选择一个账号"}, nil},
		row{"admin", post, "/settings/slips", []string{"accounts", "nobody"}, 404, nil, nil})
	to := admin.must("/settings/slips", "accounts", "n01", "accounts", "n03", "once", "s1")
	got := slips(admin.get(to))
	if len(got) != 2 || p.logsIn("n01", "wohl-ge-merkt-42") || !p.logsIn("n01", got["n01"]) {
		t.Fatalf("%v", got)
	}
	if again := admin.must("/settings/slips", "accounts", "n01", "accounts", "n03", "once", "s1"); again != to ||
		len(slips(admin.get(to))) != 0 {
		t.Error("sent again, it gives other passwords or shows them")
	}
	p.as("v01").must("/confirmations/1/decide", "decision", "approve")
	if p.logsIn("n03", "wohl-ge-merkt-44") || !p.logsIn("n03", got["n03"]) {
		t.Error("the new slip is not the one that was confirmed")
	}
	if a := admin.post("/settings/slips", "accounts", "n01"); a.status != http.StatusConflict {
		t.Errorf("of one who came in: %d", a.status)
	}
	p.verified()
}
