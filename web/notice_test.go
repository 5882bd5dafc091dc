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
	for _, tr := range v.get("/notices").page().Find("tr[data-notice]").EachIter() {
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
	if !strings.Contains(page.body, strings.TrimPrefix(c, "/complaints/")) || strings.Contains(page.body, "王小明") ||
		strings.Contains(page.body, "1201") || strings.Contains(page.body, "装修") {
		t.Error("P5: a notice names the complaint and nothing of the customer")
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
