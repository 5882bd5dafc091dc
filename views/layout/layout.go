// Package layout holds the frame around every page.
package layout

import (
	"encoding/json"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"huiyin/views/ui"
)

// Page is what the frame needs to know.
type Page struct {
	Lang    ui.Lang
	Title   string // shown as it is
	Company string
	Path    string // the address now shown, to come back to
	Now     time.Time
	Zone    *time.Location
	Theme   string // light, dark or auto; auto unless given

	Account, PersonName, RoleLabel string // the person logged in, Account "" for nobody

	Alarms     []Alarm     // emergencies of which the person was told
	Statements []Statement // what the person is to say now
	AlarmCode  string      // what stands in the strip, to see whether it changed
	Nav        []NavItem   // the places the person may go to
	More       []NavItem   // those in the menu at the end
	Unread     int         // notices
	Bell       bool        // there are notices at all
	CanRecord  bool
	CanHold    bool   // everything of a site, a customer or a member of staff
	CanHandOn  bool   // decisions, to a delegate
	Flash      string // what was just done, shown once, as it is

	Rehearsal  bool          // the clock stands still until it is moved
	Secure     bool          // served over TLS, so that it may be installed as an app (rule O7)
	Demo       bool          // the log-in page names the demo accounts
	Guide      bool          // there is a guide how to trust the portal's certificate
	Restored   string        // that the records are those of a backup and messages are held, as it is
	Expires    string        // that the portal's certificate ends soon, as it is
	Request    string        // the request's id, shown where something failed
	Wrong      string        // the field that was refused, where its form has no page to be shown on
	Typed      []Typed       // what was written into it
	Idle, Ends time.Duration // until the log-in ends where nothing is done, and at the latest; 0 where it does not

	Next bool             // the page says what to do next, in #next
	Main templ.Attributes // more attributes of <main>
}

// NavItem is a place to go to. Label is translated here; Count is shown when it is not 0.
type NavItem struct {
	Href, Label, Icon string
	Active            bool
	Count             int
	Counted, CountURL string // what Count counts, in words as they are, and where these are; "" for the place itself
}

// Clock is the page's clock.
func (p Page) Clock() ui.Clock { return ui.Clock{Now: p.Now, Zone: p.Zone, Lang: p.Lang} }

// T gives a text in the page's language.
func (p Page) T(text string, args ...any) string { return p.Lang.T(text, args...) }

func (p Page) title() string {
	if p.Title == "" {
		return p.T("回音")
	}
	return p.Title + " · " + p.T("回音")
}

func (p Page) theme() string {
	if p.Theme == "light" || p.Theme == "dark" {
		return p.Theme
	}
	return "auto"
}

func (p Page) lang() string {
	if p.Lang == "" {
		return string(ui.Hans)
	}
	return string(p.Lang)
}

// session says when the log-in ends, in seconds: where nothing is done, and at the latest (I17).
func (p Page) session() templ.Attributes {
	if p.Ends == 0 {
		return nil
	}
	return templ.Attributes{"data-idle": strconv.Itoa(int(p.Idle.Seconds())), "data-ends": strconv.Itoa(int(p.Ends.Seconds()))}
}

// initial is the first character of the person's name.
func (p Page) initial() string {
	for _, r := range p.PersonName {
		return string(r)
	}
	return ""
}

// htmxConfig keeps htmx inside the content security policy, keeps what customers told out of the
// browser's storage, and swaps in refusals too: they are pages that say what is wrong.
const htmxConfig = `{"allowEval":false,"allowScriptTags":false,"includeIndicatorStyles":false,"historyCacheSize":0,"refreshOnHistoryMiss":true,"scrollIntoViewOnBoost":false,"responseHandling":[{"code":"204","swap":false},{"code":"...","swap":true}]}`

// words are what app.js has to say.
func (p Page) words() string {
	b, err := json.Marshal(map[string]string{
		"left":    p.T("剩 %s"),
		"over":    p.T("逾期 %s"),
		"days":    p.T("%d 天"),
		"dayhour": p.T("%d 天 %d 小时"),
		"hours":   p.T("%d 小时"),
		"hourmin": p.T("%d 小时 %d 分"),
		"minutes": p.T("%d 分钟"),
		"moment":  p.T("不到 1 分钟"),
		"yes":     p.T("确定"),
		"no":      p.T("取消"),
		"show":    p.T("显示密码"),
		"length":  p.T("密码长度"),
		"offline": p.T("没有连上服务器，填写的内容还在，请稍后再试。"),
		"idle":    p.T("您有一阵没有操作，登录 %d 分钟后失效。"),
		"ends":    p.T("登录 %d 分钟后到期，须重新登录。请先提交或保存。"),
		"go on":   p.T("继续使用"),
		"kept":    p.T("草稿已保存 %s"),
		"lost":    p.T("草稿没有保存上，请检查网络"),
		"find":    p.T("输入文字或拼音首字母"),
		"add":     p.T("输入姓名或拼音首字母，可加多人"),
		"beyond":  p.T("最多 %d 个字，现在超出 %d 个，提交前请删减。没有截掉任何内容。"),
	})
	if err != nil {
		panic(err) // strings always marshal
	}
	return string(b)
}
