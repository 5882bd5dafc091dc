package web

import (
	"strings"
	"testing"
)

// An emergency stands on every page of everybody who was told of it, with what, where, whom to call and who has not seen
// it, until they say that they know or somebody has it in hand; on nobody else's (rules K2, P3).
func TestK2_AnEmergencyStandsOnEveryPageOfThoseAlarmed(t *testing.T) {
	p := newPortal(t)
	c := p.as("a01").record("site", "HY", "category", "lift_trapped", "unit", "3栋2单元", "matter", "电梯停在四楼，里面有人")
	number := strings.TrimPrefix(c, "/complaints/")
	strip := func(who, path string) string {
		return p.as(who).get(path).page().Find("#alarms").Text()
	}
	told := map[string]bool{"s01": true, "s02": true, "p01": true, "x02": true, "v01": true}
	for _, who := range []string{"a01", "a02", "s01", "s02", "p01", "x02", "v01", "w01", "u01", "f01", "admin"} {
		for _, path := range []string{"/", "/notices", "/notices/alarms"} {
			got := strip(who, path)
			if told[who] != strings.Contains(got, number) {
				t.Errorf("%s on %s sees %q", who, path, got)
			}
		}
	}
	for _, want := range []string{"电梯困人", "海悦府", "3栋2单元", "0755-00000110", "剩 30 分钟", "未看到", "知道了"} {
		if got := strip("s01", "/complaints"); !strings.Contains(got, want) {
			t.Errorf("the strip lacks %s: %s", want, got)
		}
	}
	before := p.contents()
	p.check(row{"w01", "POST", c + "/heard", nil, 404, nil, nil}, row{"a02", "POST", c + "/heard", nil, 404, nil, nil})
	p.as("a01").must(c+"/heard", "back", "/notices") // who was not told has nothing to hear
	if p.contents() != before {
		t.Error("somebody who was not told stored something")
	}
	if to := p.as("s01").must(c+"/heard", "back", "/figures"); to != "/figures" {
		t.Errorf("back to %s", to)
	}
	if to := p.as("s02").must(c+"/heard", "back", "//evil"); to != "/" {
		t.Errorf("back to %s", to)
	}
	p.as("s01").must(c+"/heard", "back", "/") // again: nothing more
	if strip("s01", "/") != "" && strings.Contains(strip("s01", "/"), number) {
		t.Error("who knows is still told")
	}
	if got := strip("p01", "/"); !strings.Contains(got, "已看到") || !strings.Contains(got, number) {
		t.Errorf("the manager does not see who knows: %s", got)
	}
	if n := strings.Count(p.as("v01").get(c+"/journal").body, "知悉紧急警报"); n != 2 {
		t.Errorf("the journal has %d of two who know", n)
	}
	p.as("s01").must(c+"/assign", "handler", "a02")
	p.as("a02").must(c + "/accept")
	for who := range told {
		if got := strip(who, "/"); strings.Contains(got, number) {
			t.Errorf("%s is told though it is in hand: %s", who, got)
		}
	}
	p.verified()
}

// An open page shows an emergency by itself, one that nobody looks at too: in its title, and with a sound (rule K2).
func TestBrowser_K2_AnEmergencyComesToOpenPages(t *testing.T) {
	p := newPortal(t)
	b := browse(t, p)
	b.become(p, "s01")
	b.open("/complaints/new")
	b.until("document.readyState == 'complete'")
	b.fill(`form[action="/complaints"]`, "name", "钱多多")
	// as the browser tells a page that nobody sees it
	eval[bool](b, `Object.defineProperty(document, "hidden", {get: () => true}); document.dispatchEvent(new Event("visibilitychange"));
		window.stayed = true; new Promise(ready => {
			const shared = new SharedWorker(document.querySelector("script[src*=app]").src, document.body.dataset.account).port;
			shared.onmessage = () => ready(true); // the stream is open
		})`)
	eval[bool](b, `window.came = new Promise(r => new MutationObserver(() => document.querySelector("[data-alarm]") &&
		r(performance.now())).observe(document.body, {childList: true, subtree: true})); window.began = performance.now(); true`)
	c := p.as("a01").record("site", "HY", "category", "lift_trapped", "unit", "3栋2单元")
	t.Logf("seen %d ms after it was sent", int(eval[float64](b, "window.came.then(at => at - window.began)")))
	if got := eval[string](b, "document.title"); !strings.HasPrefix(got, "紧急：电梯困人 海悦府") {
		t.Errorf("the title of a hidden window is %q", got)
	}
	b.until("document.body.dataset.sounded")
	eval[bool](b, `document.querySelector(".alarm-known").click(); true`)
	b.until("!document.querySelector('[data-alarm]')")
	if got := eval[string](b, `document.title + document.querySelector("[name=name]").value + window.stayed`); got !=
		"登记投诉 · 回音钱多多true" {
		t.Errorf("afterwards the page is %q", got)
	}
	if got := p.as("s01").get("/").page().Find("[data-alarm]").Length(); got != 0 {
		t.Errorf("%d alarms after it was heard", got)
	}
	p.as("p01").must(c+"/heard", "back", "/")
}
