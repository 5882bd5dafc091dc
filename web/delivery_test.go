package web

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/huiyin"
)

// runner is a courier that writes down what it was told to try.
type runner struct {
	failed error
	tried  []string
}

func (r *runner) Try(_ context.Context, d *huiyin.Delivery, to, subject, body string) error {
	r.tried = append(r.tried, d.Mail.Host+" "+d.Mail.Password+" "+to+" "+subject)
	return r.failed
}

func (r *runner) TryRobot(_ context.Context, robot huiyin.Robot, text string) error {
	r.tried = append(r.tried, robot.URL+" "+robot.Secret+" "+text)
	return r.failed
}

func TestDelivery_SecretsGoInAndNeverComeOut(t *testing.T) {
	p := newPortal(t)
	courier := &runner{}
	p.server.Courier = courier
	admin := p.as("admin")
	mail := []string{"portal", "http://portal:8080/", "on", "1", "host", "mail.example.com", "port", "465", "security",
		"tls", "from", "h@example.com", "user", "h", "password", "geheim"}
	if to := admin.must("/settings/delivery", mail...); to != "/settings/delivery?done=1" {
		t.Error(to)
	}
	admin.must("/settings/robots", "name", "景园群", "kind", "dingtalk", "url",
		"https://chat.example.com/send?access_token=tok", "secret", "SECx", "members", "u01", "members", "q01", "on",
		"1")
	if to := admin.must("/settings/delivery/try", "to", "me@example.com"); to != "/settings/delivery?tried=1" {
		t.Error(to)
	}
	if to := admin.must("/settings/robots/1/try"); to != "/settings/robots/1?tried=1" {
		t.Error(to)
	}
	want := "mail.example.com geheim me@example.com 回音：测试邮件|https://chat.example.com/send?access_token=tok SECx 回音：测试消息"
	if got := strings.Join(courier.tried, "|"); got != want {
		t.Errorf("tried %q, want %q", got, want)
	}
	admin.must("/settings/robots/1", "name", "景园群", "kind", "dingtalk", "members", "u01", "on", "")
	if r := p.store.Delivery().Robot(1); r.On || r.Secret != "SECx" || !strings.HasSuffix(r.URL, "tok") ||
		strings.Join(r.Members, " ") != "u01" {
		t.Errorf("%+v", r)
	}
	for _, path := range []string{"/settings/delivery", "/settings/robots/1", "/settings/journal",
		"/settings/journal?subject=settings", "/status"} {
		a := admin.get(path)
		for _, secret := range []string{"geheim", "SECx", "access_token"} {
			if a.status != http.StatusOK || strings.Contains(a.body, secret) {
				t.Errorf("%s: %d, tells %s", path, a.status, secret)
			}
		}
	}
	p.check(row{"admin", "GET", "/settings/journal", nil, 200, []string{"mail.example.com", "已更换", "景园群", "钉钉", "TLS"},
		nil})
	courier.failed = errors.New("connection refused")
	p.check(
		row{"admin", "POST", "/settings/delivery/try", []string{"to", "me@example.com"}, 422,
			[]string{"没有发出：connection refused", `value="me@example.com"`}, nil},
		row{"admin", "POST", "/settings/robots/1/try", nil, 422, []string{"没有发出：connection refused"}, []string{"tok"}})
	p.verified()
}

func TestDelivery_AStaleFormIsNoticed(t *testing.T) {
	p := newPortal(t)
	admin := p.as("admin")
	seen := admin.get("/settings/delivery").page().Find(`form[action="/settings/delivery"] `+
		`[name=version]`).AttrOr("value", "")
	if seen == "" {
		t.Fatal("the form carries no version")
	}
	form := []string{"version", seen, "host", "one.example.com", "port", "25", "security", "plain"}
	admin.must("/settings/delivery", form...)
	form[3] = "two.example.com"
	if a := admin.post("/settings/delivery", form...); a.status != http.StatusConflict ||
		!strings.Contains(a.body, "two.example.com") {
		t.Errorf("%d %s", a.status, sentences(a))
	}
	if host := p.store.Delivery().Mail.Host; host != "one.example.com" {
		t.Errorf("overwritten by %s", host)
	}
}

func TestReach_EachSetsTheirOwn(t *testing.T) {
	p := newPortal(t)
	s01 := p.as("s01")
	s01.must("/account/notices", "mail", "s01@example.com", "quiet_from", "22:00", "quiet_to", "07:30", "digest",
		"08:30")
	want := huiyin.NotificationPreferences{Mail: "s01@example.com",
		Quiet: huiyin.DailyWindow{From: 22 * 60, To: 7*60 + 30}, Daily: true, Digest: 8*60 + 30}
	if r, err := p.store.NotificationPreferences(t.Context(), "s01"); err != nil || r != want {
		t.Errorf("%+v, %v", r, err)
	}
	p.check(
		row{"s01", "GET", "/account/notices", nil, 200,
			[]string{`value="s01@example.com"`, `value="22:00"`, `value="07:30"`, `value="08:30"`}, nil},
		row{"s02", "GET", "/account/notices", nil, 200, nil, []string{"s01@example.com"}},
		row{"admin", "GET", "/settings/journal", nil, 200, []string{"设置通知方式", "22:00-07:30"}, nil})
	stale := s01.get("/account/notices").page().Find("main [name=version]").AttrOr("value", "")
	s01.must("/account/notices", "version", stale, "mail", "other@example.com")
	if a := s01.post("/account/notices", "version", stale, "mail",
		"third@example.com"); a.status != http.StatusConflict || !strings.Contains(a.body, "third@example.com") {
		t.Errorf("a stale form: %d %s", a.status, sentences(a))
	}
	s01.must("/account/notices", "mail", "s01@example.com", "quiet_from", "22:00", "quiet_to", "07:30", "digest",
		"08:30")
	before, err := p.store.NewestHash(t.Context())
	s01.must("/account/notices", "mail", "s01@example.com", "quiet_from", "22:00", "quiet_to", "07:30", "digest",
		"08:30")
	if after, err2 := p.store.NewestHash(t.Context()); err != nil || err2 != nil || after != before {
		t.Error("what changed nothing is in the journal")
	}
	p.verified()
}

// After a restore administrators see on every page whose state this is, and turn messages on again (finding 12a).
func TestARestoredPortalSaysSoAndIsTurnedOnAgain(t *testing.T) {
	p := newPortal(t)
	p.check(row{"admin", "POST", "/settings/delivery/resume", nil, 409, []string{"外发消息没有停着。"}, nil})
	state := time.Date(2025, 3, 2, 9, 0, 0, 0, p.store.Org().Zone)
	if err := p.store.ChangeDelivery(t.Context(), db.Once{}, p.now, func(d *huiyin.Delivery) error {
		d.Hold(huiyin.System(p.store.Org()), p.now, state, 0)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	p.check(row{"admin", "GET", "/", nil, 200, []string{"从备份恢复", "2025-03-02 09:00"}, nil},
		row{"admin", "GET", "/status", nil, 200, []string{"从备份恢复"}, nil},
		row{"a01", "GET", "/", nil, 200, nil, []string{"从备份恢复"}},
		row{"a01", "POST", "/settings/delivery/resume", nil, 403, nil, nil},
		row{"admin", "GET", "/settings/delivery", nil, 200, []string{"重新开启外发消息"}, nil})
	if !p.store.Delivery().OnHold() {
		t.Error("turned on by an agent")
	}
	if to := p.as("admin").must("/settings/delivery/resume"); to != "/settings/delivery?done=1" ||
		p.store.Delivery().OnHold() {
		t.Errorf("led to %s", to)
	}
	p.check(row{"admin", "GET", "/", nil, 200, nil, []string{"从备份恢复"}},
		row{"admin", "GET", "/settings/journal", nil, 200, []string{"从备份恢复，内容截至", "恢复后重新外发消息"}, nil})
}
