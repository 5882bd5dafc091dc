package layout

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

var page = Page{
	Lang: ui.Hans, Title: "投诉", Company: "示例地产", Path: "/complaints?state=received",
	Now: time.Date(2026, 11, 21, 6, 5, 0, 0, time.UTC), Zone: time.FixedZone("CST", 8*3600),
	Account: "p01", PersonName: "陈建国", RoleLabel: "经理",
	Nav: []NavItem{{Href: "/", Label: "工作台", Icon: "home"},
		{Href: "/complaints", Label: "投诉", Icon: "list", Active: true, Count: 120}},
	More: []NavItem{{Href: "/settings", Label: "设置", Icon: "settings"}},
	Bell: true, Unread: 3, CanRecord: true,
	Main: templ.Attributes{"data-number": "TS-HY-20261121-001"},
}

func render(t *testing.T, c templ.Component, children string) *goquery.Document {
	t.Helper()
	ctx := templ.WithChildren(context.Background(), templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, children)
		return err
	}))
	var b bytes.Buffer
	if err := c.Render(ctx, &b); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(strings.ToLower(b.String()), "<!doctype html>") {
		t.Fatalf("the page begins with %.40q", b.String())
	}
	doc, err := goquery.NewDocumentFromReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestFrame(t *testing.T) {
	doc := render(t, Frame(page), `<p class="child">正文</p>`)
	for selector, want := range map[string]int{
		"html[lang=zh-Hans][data-bs-theme=auto]":    1,
		"main#main[data-number=TS-HY-20261121-001]": 1,
		"main .child": 1,
		"form[action='/complaints'] input[name=q]":                      1,
		"a[href='/complaints/new'][data-key=n]":                         1,
		"#bell a[href='/notices']":                                      1,
		"#rail a[aria-current=page]":                                    1,
		"#rail .menu-body a[href='/settings']":                          1,
		"form[action='/account/language'] button":                       3,
		"form[action='/account/theme'] button":                          3,
		"form[action='/account/theme'] [value=auto][aria-pressed=true]": 1,
		"a[href='/account/password']":                                   1,
		"form[action='/logout'][method=post]":                           1,
		"input[name=back][value='/complaints?state=received']":          2,
		".rehearsal": 0,
		".flash":     0,
	} {
		if got := doc.Find(selector).Length(); got != want {
			t.Errorf("%s: %d, want %d", selector, got, want)
		}
	}
	if got := strings.TrimSpace(doc.Find("#rail [aria-current=page] .count").Text()); got != "99+" {
		t.Errorf("count %q", got)
	}
	if got := doc.Find("title").Text(); got != "投诉 · 回音" {
		t.Errorf("title %q", got)
	}
}

func TestFrameHidesWhatIsNotForThePerson(t *testing.T) {
	p := page
	p.Bell, p.CanRecord, p.More, p.Nav = false, false, nil, nil
	doc := render(t, Frame(p), "")
	for _, selector := range []string{"a[href='/notices']", "a[href='/complaints/new']", ".rail-more", ".rail-item"} {
		if doc.Find(selector).Length() != 0 {
			t.Errorf("%s is shown", selector)
		}
	}
}

// A page needs no inline script or style, so that the content security policy can forbid both.
func TestPagesAreCleanOfInlineCode(t *testing.T) {
	p := page
	p.Rehearsal, p.Flash = true, "已登记"
	stranger := p
	stranger.Account = ""
	for name, c := range map[string]templ.Component{
		"frame": Frame(p), "login": Login(stranger, ui.Form{Wrong: huiyin.Invalid("", "账号或密码不对。")}),
		"problem":                Problem(p, 404, "没有找到", "没有找到这条记录。"),
		"problem for a stranger": Problem(stranger, 500, "出错了", "请稍后再试。"),
	} {
		doc := render(t, c, "")
		doc.Find("script").Each(func(_ int, e *goquery.Selection) {
			if e.AttrOr("src", "") == "" || e.Text() != "" {
				t.Errorf("%s has an inline script", name)
			}
		})
		doc.Find("*").Each(func(_ int, e *goquery.Selection) {
			for _, a := range e.Nodes[0].Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s: %s has %s", name, goquery.NodeName(e), a.Key)
				}
				if (a.Key == "src" || a.Key == "href") && strings.Contains(a.Val, "//") {
					t.Errorf("%s loads or leads outside: %s", name, a.Val)
				}
			}
		})
		if got := doc.Find("script[src], link[href]").Length(); got > 5 {
			t.Errorf("%s loads %d files besides itself", name, got)
		}
		if doc.Find("main#main").Length() != 1 || doc.Find("a.skip[href='#main']").Length() != 1 {
			t.Errorf("%s cannot be skipped to", name)
		}
		if name != "frame" && doc.Find("h1").Length() != 1 {
			t.Errorf("%s has no title", name)
		}
	}
}

func TestScriptSettingsAreValid(t *testing.T) {
	doc := render(t, Frame(page), "")
	var config struct {
		AllowEval        bool `json:"allowEval"`
		ResponseHandling []struct {
			Code string
			Swap bool
		}
	}
	config.AllowEval = true
	if err := json.Unmarshal([]byte(doc.Find("meta[name=htmx-config]").AttrOr("content", "")), &config); err != nil ||
		config.AllowEval || len(config.ResponseHandling) == 0 {
		t.Errorf("%v %+v", err, config)
	}
	words := map[string]string{}
	if err := json.Unmarshal([]byte(doc.Find("body").AttrOr("data-words", "")), &words); err != nil ||
		words["left"] != "剩 %s" {
		t.Errorf("%v %v", err, words)
	}
}

func TestRehearsalShowsItsClock(t *testing.T) {
	p := page
	p.Rehearsal = true
	for name, c := range map[string]templ.Component{"frame": Frame(p), "plain": Plain(p)} {
		doc := render(t, c, "")
		at := doc.Find("form[action='/rehearsal/clock'][method=post] input[name=at]")
		if got := at.AttrOr("value", ""); got != "2026-11-21T14:05" {
			t.Errorf("%s: at is %q", name, got)
		}
		if got := doc.Find(".rehearsal time").Text(); got != "2026-11-21 14:05" {
			t.Errorf("%s: the banner says %q", name, got)
		}
		if !doc.Find("body").Is("[data-still]") {
			t.Errorf("%s: the countdowns go on", name)
		}
	}
}

func TestLogin(t *testing.T) {
	p := page
	p.Account, p.Demo = "", true
	f := ui.Form{Typed: map[string][]string{"username": {"a01"}, "password": {"secret"}, "next": {"/approvals"}},
		Wrong: huiyin.Invalid("", "账号或密码不对。")}
	doc := render(t, Login(p, f), "")
	for name, want := range map[string]string{"username": "a01", "password": "", "next": "/approvals"} {
		if got := doc.Find("form[action='/login'] input[name="+name+"]").AttrOr("value", ""); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if !strings.Contains(doc.Find("main").Text(), "huiyin-demo") ||
		!strings.Contains(doc.Find("[role=alert]").Text(), "账号或密码不对。") {
		t.Error("the hint or the refusal is missing")
	}
	p.Account = "a01"
	if !strings.Contains(render(t, Frame(p), "").Text(), "演示数据") {
		t.Error("inside nothing says that it is a demo (U42)")
	}
	p.Account, p.Demo = "", false
	if strings.Contains(render(t, Login(p, ui.Form{}), "").Text(), "huiyin-demo") {
		t.Error("a real house shows demo accounts")
	}
}

func TestProblemSaysWhatToDoNext(t *testing.T) {
	stranger := page
	stranger.Account = ""
	seen := map[string]int{}
	for _, status := range []int{401, 403, 404, 409, 413, 429, 500} {
		doc := render(t, Problem(page, status, "标题", "一句话。"), "")
		next := doc.Find(".problem-next").Text()
		if next == "" || seen[next] != 0 {
			t.Errorf("%d says %q, as %d", status, next, seen[next])
		}
		seen[next] = status
		if doc.Find(".problem-actions a").Length() == 0 {
			t.Errorf("%d leads nowhere", status)
		}
	}
	doc := render(t, Problem(stranger, 401, "请登录", "一句话。"), "")
	if got := doc.Find(".problem-actions a").AttrOr("href", ""); got != "/login?next=%2Fcomplaints%3Fstate%3Dreceived" {
		t.Errorf("a stranger is led to %q", got)
	}
}

func TestFrameInOtherLanguages(t *testing.T) {
	for lang, want := range map[ui.Lang]string{ui.Hant: "登記投訴", ui.English: "Record complaint"} {
		p := page
		p.Lang = lang
		doc := render(t, Frame(p), "")
		if doc.Find("html").AttrOr("lang", "") != string(lang) ||
			strings.TrimSpace(doc.Find("a.record").Text()) != want {
			t.Errorf("%s: %q", lang, doc.Find("a.record").Text())
		}
	}
}
