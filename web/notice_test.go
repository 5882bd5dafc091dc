package web

import (
	"bufio"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// kinds lists the notices on a person's page, newest first, with the number that they are about.
func kinds(v visitor) string {
	v.p.t.Helper()
	var out []string
	for _, tr := range v.get("/notices").page().Find("[data-notice]").EachIter() {
		out = append(out, tr.AttrOr("data-notice", ""))
	}
	return strings.Join(out, " ")
}

// A deadline climbs: handler, supervisor, manager, VP; the case pauses, and goes on with what was left.
func TestD8_NoticesClimbByThemselves(t *testing.T) {
	p := newPortal(t)
	agent := p.as("w01")
	c := agent.record()
	if got := kinds(p.as("u01")); got != "assigned" {
		t.Errorf("the owner is told %q", got)
	}
	p.as("u01").must(c+"/assign", "handler", "w01")
	if got := kinds(agent); got != "assigned" {
		t.Errorf("the handler is told %q", got)
	}
	agent.must(c + "/accept")
	p.pass(24 * time.Hour) // half of D3, all of D4
	for who, want := range map[string]string{"w01": "deadline_half", "u01": "deadline_near", "q01": "deadline_missed",
		"v01": "", "b01": "", "e01": ""} {
		if got := kinds(p.as(who)); !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("%s is told %q, want %q", who, got, want)
		}
	}
	p.pass(12 * time.Hour) // half as long again
	if got := kinds(p.as("v01")); !strings.Contains(got, "deadline_far") {
		t.Errorf("the VP is told %q", got)
	}
	page := p.as("u01").get("/notices")
	row := page.page().Find(".notices > li")
	if row.Length() != 1 || !strings.Contains(row.Text(), strings.TrimPrefix(c, "/complaints/")) ||
		!strings.Contains(row.Text(), "条") || strings.Contains(page.body, "13812345678") {
		t.Error("one case is one row with its number, and no phone (rule P5)")
	}
	p.verified()
}

func TestD9_PauseAndResumeOnThePage(t *testing.T) {
	p := newPortal(t)
	c := p.as("w01").record()
	due := func() string {
		return p.as("w01").get(c).page().Find(`[data-deadline="D5"]`).AttrOr("data-due", "")
	}
	status := func() string {
		return p.as("w01").get(c).page().Find(`[data-deadline="D5"]`).AttrOr("data-status", "")
	}
	before := due()
	p.check(row{"w01", http.MethodPost, c + "/pause", nil, http.StatusUnprocessableEntity,
		[]string{`id="reason-wrong"`}, nil},
		row{"w01", http.MethodPost, c + "/pause", []string{"reason", "等客户"}, http.StatusUnprocessableEntity,
			[]string{`id="until-wrong"`}, nil},
		row{"w01", http.MethodPost, c + "/resume", nil, http.StatusConflict, nil, nil})
	p.as("w01").must(c+"/pause", "reason", "等客户提供发票", "until", p.later(10*24*time.Hour))
	if status() != "paused" {
		t.Errorf("D5 is %s", status())
	}
	p.pass(10*24*time.Hour - time.Minute)
	if status() != "paused" {
		t.Errorf("before its last day D5 is %s", status())
	}
	p.pass(time.Minute) // it ends by itself
	old, err := time.Parse(time.RFC3339, before)
	if err != nil {
		t.Fatal(err)
	}
	now, err := time.Parse(time.RFC3339, due())
	if err != nil {
		t.Fatal(err)
	}
	if status() != "running" || now.Sub(old) != 10*24*time.Hour {
		t.Errorf("D5 is %s, later by %v", status(), now.Sub(old))
	}
	p.verified()
}

func TestD11_ExtensionIsAskedForAndGranted(t *testing.T) {
	p := newPortal(t)
	c := p.as("w01").record()
	until := p.later(10 * 24 * time.Hour)
	p.check(row{"w01", http.MethodPost, c + "/extend",
		[]string{"deadline", "D5", "until", p.later(time.Hour), "reason", "x"}, http.StatusUnprocessableEntity,
		[]string{`id="until-wrong"`}, nil})
	p.as("w01").must(c+"/extend", "deadline", "D5", "until", until, "reason", "等厂家报价")
	if got := kinds(p.as("u01")); !strings.Contains(got, "extension_asked") {
		t.Errorf("the owner is told %q", got)
	}
	p.check(row{"w01", http.MethodPost, c + "/extensions/1/decide", []string{"granted", "yes"}, http.StatusForbidden,
		nil, nil})
	first := p.as("u01").get(c).page().Find(`[data-deadline="D5"]`).AttrOr("title", "")
	p.as("u01").must(c+"/extensions/1/decide", "granted", "yes")
	page := p.as("u01").get(c).page()
	if got := page.Find(`[data-deadline="D5"]`).AttrOr("data-due", ""); !strings.HasPrefix(got, until[:16]) {
		t.Errorf("due %s, want %s", got, until)
	}
	if got := page.Find("#extensions del").Text(); got != first {
		t.Errorf("the first date shows as %q, want %q", got, first)
	}
	p.verified()
}

// The bell's stream tells the number of unread notices at once, and again when there is a new one.
func TestD8_TheBellRingsWithoutAsking(t *testing.T) {
	p := newPortal(t)
	served := httptest.NewServer(p.server.Handler())
	defer served.Close()
	v := p.as("u01")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, served.URL+"/notices/stream", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.AddCookie(&http.Cookie{Name: cookieName, Value: v.cookie})
	a, err := served.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Body.Close() }()
	lines := bufio.NewScanner(a.Body)
	next := func() string {
		event := ""
		for lines.Scan() {
			if name, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
				event = name
			}
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok && event == "unread" {
				return data
			}
		}
		t.Fatal("the stream ended")
		return ""
	}
	if got := next(); got != "0" {
		t.Errorf("at first %s", got)
	}
	p.as("w01").record()
	if got := next(); got != "1" {
		t.Errorf("after one complaint %s", got)
	}
	v.must("/notices/seen", "up_to", "9999")
	if got := v.get("/notices").page().Find("#bell .count").Length(); got != 0 {
		t.Error("seen, yet the bell counts")
	}
}

// One session holds so many streams and no more; all end when the portal stops, and a new one at once.
func TestStreams_AreFewAndEndWithThePortal(t *testing.T) {
	p := newPortal(t)
	served := httptest.NewServer(p.server.Handler())
	defer served.Close()
	open := func(account string) *http.Response {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, served.URL+"/notices/stream", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.AddCookie(&http.Cookie{Name: cookieName, Value: p.as(account).cookie})
		a, err := served.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = a.Body.Close() })
		if _, err := io.ReadFull(a.Body, make([]byte, len("event: unread"))); err != nil &&
			a.StatusCode == http.StatusOK && !p.server.streams.ended {
			t.Fatal(err)
		}
		return a
	}
	other := open("u01")
	first := open("w01")
	var rest []*http.Response
	for range mostStreams {
		rest = append(rest, open("w01"))
	}
	if _, err := io.Copy(io.Discard, first.Body); err != nil {
		t.Errorf("the oldest of too many: %v", err)
	}
	count := func() (n int) {
		p.server.streams.mu.Lock()
		defer p.server.streams.mu.Unlock()
		for _, all := range p.server.streams.of {
			n += len(all)
		}
		return n
	}
	if n := count(); n != mostStreams+1 {
		t.Errorf("%d streams are open", n)
	}
	_ = rest[0].Body.Close()
	look := time.NewTicker(10 * time.Millisecond)
	defer look.Stop()
	for tries := 0; tries < 30_000 && count() != mostStreams; tries++ { // until the server has noticed
		<-look.C
	}
	if n := count(); n != mostStreams {
		t.Errorf("%d streams are open after one was closed", n)
	}
	p.server.Leave()
	p.server.Leave() // twice is once
	for _, a := range append(rest[1:], other) {
		if _, err := io.Copy(io.Discard, a.Body); err != nil {
			t.Errorf("at the end: %v", err)
		}
	}
	if _, err := io.Copy(io.Discard, open("w01").Body); err != nil {
		t.Errorf("one begun afterwards: %v", err)
	}
}

// An old page's address shows a page whatever it holds, and only the newest page marks all as read.
func TestNotices_OlderPages(t *testing.T) {
	p := newPortal(t)
	p.as("w01").record()
	if n := p.as("u01").get("/notices").page().Find(`form[action="/notices/seen"]`).Length(); n != 1 {
		t.Errorf("the newest page has %d ways to mark all as read", n)
	}
	for _, before := range []string{"1", "2", "-1", "-9223372036854775808", "9223372036854775807", "x"} {
		a := p.as("u01").get("/notices?before=" + before)
		if a.status != http.StatusOK {
			t.Errorf("before %s: %d", before, a.status)
		}
		older := before == "1" || before == "2" || before == "9223372036854775807"
		if n := a.page().Find(`form[action="/notices/seen"]`).Length(); older != (n == 0) {
			t.Errorf("before %s: %d ways to mark all as read", before, n)
		}
	}
}

// The rehearsal's clock goes to times that can be, however they are written, and anything else changes nothing.
func TestRehearsal_TheClockStaysThinkable(t *testing.T) {
	p := newPortal(t)
	at, v := p.now, p.as("a01")
	before := p.contents()
	for _, to := range []string{"9999-12-31T00:00:00+08:00", "2201-01-01T00:00:00Z", "0001-01-01T00:00:00Z",
		"9999-12-31T00:00", "2025-03-03T09:00:00+99:00"} {
		if a := v.post("/rehearsal/clock", "at", to); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", to, a.status)
		}
	}
	if !p.now.Equal(at) || p.contents() != before {
		t.Errorf("the clock went from %v to %v", at, p.now)
	}
}

// The page has one row a case, with customer and matter; what is done is only to know; the bell counts cases, and the
// number of late ones leads to them (U18, U19).
func TestD8_NoticesByCase(t *testing.T) {
	p := newPortal(t)
	c := numberIn(p.as("w01").record("name", "贺思琪"))
	p.as("w01").must("/complaints/"+c+"/reminders", "way", "phone")
	page := p.as("u01").get("/notices").page()
	row := page.Find("#to-do .notices > li")
	if row.Length() != 1 || row.Find("[data-number='"+c+"']").Length() < 1 ||
		!strings.Contains(row.Find(".line").Text(), "贺思琪") {
		t.Errorf("to do: %s", page.Find("#to-do").Text())
	}
	if n := strings.TrimSpace(page.Find("#bell .count").Contents().First().Text()); n != "1" {
		t.Errorf("the bell says %q", n)
	}
	p.as("u01").get("/complaints/" + c)
	if n := p.as("u01").get("/notices").page().Find("#bell .count, .is-unread").Length(); n != 0 {
		t.Errorf("opened, yet %d are unread", n)
	}
	done := numberIn(cases["closed"](p))
	told := 0
	for _, who := range []string{"s01", "p01", "x02"} {
		page := p.as(who).get("/notices").page()
		told += page.Find("#known [data-number='" + done + "']").Length()
		if page.Find("#to-do [data-number='"+done+"']").Length() != 0 {
			t.Errorf("%s has something to do about a closed case", who)
		}
	}
	if told == 0 {
		t.Error("nobody was told of the closed case")
	}
	p.pass(40 * 24 * time.Hour)
	late := p.as("u01").get("/").page().Find(".rail a.count")
	list := p.as("u01").get(late.AttrOr("href", "")).page()
	if got := list.Find("[data-total]").AttrOr("data-total", ""); late.Length() != 1 || got != late.Text() {
		t.Errorf("%q late, the list has %s", late.Text(), got)
	}
	p.verified()
}
