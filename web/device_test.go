package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"huiyin/huiyin"
)

// knocks posts the log-in form from an address and a device, "" for one that is unknown.
func (p *portal) knocks(account, password, address, device string) answer {
	p.t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/login",
		strings.NewReader(url.Values{"username": {account}, "password": {password}}.Encode()))
	r.Header.Set("Content-Type", urlencoded)
	r.Host = "localhost"
	r.RemoteAddr = address + ":1"
	if device != "" {
		r.AddCookie(&http.Cookie{Name: p.server.deviceCookie(), Value: device})
	}
	w := httptest.NewRecorder()
	p.server.Handler().ServeHTTP(w, r)
	return answer{p.t, w.Code, w.Body.String(), w.Result().Header, w.Header().Get("Location")}
}

// device is what a log-in gave the browser to keep.
func (p *portal) device(a answer) string {
	for _, c := range (&http.Response{Header: a.header}).Cookies() {
		if c.Name == p.server.deviceCookie() && c.HttpOnly && c.Value != "" {
			return c.Value
		}
	}
	return ""
}

const (
	afar    = "198.51.100.7"
	strange = "203.0.113.9"
)

// Strangers who try an account shut out strangers, and neither a device that has logged in as its person nor who is at
// an address from which they are logged in; the person is told once (rule P11).
func TestP11_StrangersDoNotShutAnybodyOut(t *testing.T) {
	p := newPortal(t)
	p.password("v01")
	p.password("a01")
	const right = "huiyin-demo"
	known := p.device(p.knocks("v01", right, home, ""))
	if known == "" {
		t.Fatal("the device is not known")
	}
	p.pass(13 * time.Hour) // the session is over, and no address is known by it
	for i := range 3 * wrongByAccount {
		want := http.StatusUnprocessableEntity
		if i >= wrongByAccount {
			want = http.StatusTooManyRequests
		}
		if a := p.knocks("v01", "nein", strange, ""); a.status != want || p.device(a) != "" {
			t.Errorf("try %d: %d", i, a.status)
		}
	}
	others := p.device(p.knocks("a01", right, strange, ""))
	for _, tt := range []struct { // in this order: the first right log-in makes its address known
		name, address, device string
		status                int
	}{{"unknown", afar, "", 429}, {"invented", afar, strings.Repeat("a", 64), 429}, {"another's", afar, others, 429},
		{"known", afar, known, 303}, {"known, where strangers are", strange, known, 303}} {
		p.server.throttle.fail("x", strange, p.now)
		if a := p.knocks("v01", right, tt.address, tt.device); a.status != tt.status {
			t.Errorf("%s: %d %s", tt.name, a.status, sentences(a))
		}
	}
	for range wrongByAddress { // the house of the strangers is shut for others, not for whom it is known
		p.server.throttle.fail("x"+fmt.Sprint(p.now.UnixNano()), strange, p.now)
	}
	if a := p.knocks("v01", right, strange, known); a.status != http.StatusSeeOther {
		t.Errorf("a known device in a shut house: %d", a.status)
	}
	if a := p.knocks("v01", right, afar, ""); a.status != http.StatusSeeOther { // by then v01 is logged in from there
		t.Errorf("where the person is logged in: %d", a.status)
	}
	// a known device has its own share, and no more
	for i := range wrongByAccount + 3 {
		a := p.knocks("v01", "nein", "192.0.2.77", known)
		if want := map[bool]int{true: 422, false: 429}[i < wrongByAccount]; a.status != want {
			t.Errorf("try %d of the known device: %d", i, a.status)
		}
	}
	p.server.telling.Wait()
	told := p.rows("SELECT account FROM notice WHERE kind = ?", string(huiyin.NoticeTried))
	if len(told) != 1 || told[0][0] != "v01" {
		t.Errorf("told: %v", told)
	}
	p.check(row{"v01", get, "/notices", nil, 200, []string{"有人多次尝试登录您的账号"}, nil},
		row{"a01", get, "/notices", nil, 200, nil, []string{"有人多次尝试登录您的账号"}})
}

// What a browser keeps serves all who log in at it, is forgotten in time, and an account knows so many.
func TestP11_KnownDevices(t *testing.T) {
	p := newPortal(t)
	p.password("v01")
	p.password("a01")
	first := p.device(p.knocks("v01", "huiyin-demo", home, ""))
	if again := p.device(p.knocks("a01", "huiyin-demo", home, first)); again != first {
		t.Error("a browser for two loses the first")
	}
	planted := strings.Repeat("b", 64)
	if p.device(p.knocks("a01", "huiyin-demo", home, planted)) == planted {
		t.Error("what somebody else gave is kept")
	}
	for range 45 {
		p.pass(time.Second)
		p.knocks("v01", "huiyin-demo", home, "")
	}
	knows := func() bool {
		known, err := p.store.DeviceKnown(t.Context(), "v01", hashID(first), p.now)
		if err != nil {
			t.Fatal(err)
		}
		return known
	}
	if n := len(p.rows("SELECT 1 FROM device WHERE account = 'v01'")); n != 20 || knows() {
		t.Errorf("%d devices", n)
	}
	if n := len(p.rows("SELECT 1 FROM session WHERE account = 'v01'")); n != 40 {
		t.Errorf("%d sessions", n)
	}
	p.knocks("v01", "huiyin-demo", home, first)
	p.now = p.now.Add(deviceLasts + time.Hour)
	if known, err := p.store.DeviceKnown(t.Context(), "a01", hashID(first), p.now); err != nil || known {
		t.Errorf("a device is known for ever: %v", err)
	}
}

// Of a thousand log-ins at once of one account, from one address, few are hashed at a time, the rest is refused, and
// nothing is left of any (rule P11).
func TestP11_FewPasswordsAreHashedAtOnce(t *testing.T) {
	g := newGate("")
	for _, tt := range []struct {
		by           func(i int) tryKeys
		most, passed int64
	}{
		{func(int) tryKeys { return keysOf("v01", home) }, hashedByAccount, hashedByAccount + waitByAccount},
		{func(i int) tryKeys { return keysOf(fmt.Sprint("n", i), home) }, hashedByAddress, hashedByAddress + waitByAddress},
		{func(i int) tryKeys { return keysOf("v01", fmt.Sprint("h", i)) }, hashedByAccount, hashedByAccount + waitByAccount},
	} {
		var at, highest, passed, refused atomic.Int64
		hold := make(chan struct{})
		var all sync.WaitGroup
		for i := range 1000 {
			all.Go(func() {
				leave, err := g.enterAs(t.Context(), tt.by(i))
				if err != nil {
					if huiyin.KindOf(err) != huiyin.KindTooMany {
						t.Error(err)
					}
					if refused.Add(1) == 1000-tt.passed {
						close(hold)
					}
					return
				}
				if n := at.Add(1); n > highest.Load() {
					highest.Store(n)
				}
				<-hold
				at.Add(-1)
				passed.Add(1)
				leave()
				leave() // twice is once
			})
		}
		all.Wait()
		if passed.Load() != tt.passed || highest.Load() > tt.most || len(g.of) > 0 {
			t.Errorf("%d passed, %d at once, %d are left", passed.Load(), highest.Load(), len(g.of))
		}
	}
}

// Of a thousand tries at once by strangers, by a known device and from a known address each take their own share and no
// more (rule P11).
func TestP11_EachTakesItsOwnShare(t *testing.T) {
	th := newThrottle()
	at := time.Date(2025, 3, 3, 10, 0, 0, 0, time.UTC)
	all := []tryKeys{keysOf("v01", home), friendKeys("device x v01"), friendKeys("at " + afar + " v01")}
	var looked [3]atomic.Int64
	var busy sync.WaitGroup
	for i := range 1000 {
		busy.Go(func() {
			if _, ok := th.take(all[i%3], at); ok {
				looked[i%3].Add(1)
			}
		})
	}
	busy.Wait()
	for i := range looked {
		if n := looked[i].Load(); n != wrongByAccount {
			t.Errorf("%v: %d", all[i], n)
		}
	}
}
