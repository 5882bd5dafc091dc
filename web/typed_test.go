package web

import (
	"encoding/json"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"huiyin/db"
	"huiyin/huiyin"
)

// passwords gives accounts the password of the demo.
func (p *portal) passwords(accounts ...string) {
	p.t.Helper()
	for _, a := range accounts {
		if err := p.store.SetPassword(p.t.Context(), a, db.HashPassword("huiyin-demo"), "",
			p.server.entry(a, huiyin.ActionSetPassword)); err != nil {
			p.t.Fatal(err)
		}
	}
}

// A form that another log-in of the same browser posts does nothing, whatever it asks, and costs nobody their typing.
func TestI16_FormsOfAnotherLogIn(t *testing.T) {
	p := newPortal(t)
	c := p.as("a02").record("site", "HY")
	p.check(row{"s01", post, c + "/assign", []string{"as", "s01", "handler", "a02"}, 303, nil, nil},
		row{"a02", post, c + "/accept", []string{"as", "a02"}, 303, nil, nil})
	for _, who := range []string{"s01", "a01", "x02"} {
		p.as(who).get("/about")
	}
	before := p.contents()
	for _, r := range p.server.routes() {
		if r.method != post || r.action == huiyin.Public || r.is(streams) {
			continue
		}
		path := strings.NewReplacer(":number", numberIn(c), ":circular", "1.pdf").Replace(r.path)
		for part := range strings.SplitSeq(path, "/") {
			if strings.HasPrefix(part, ":") {
				path = strings.Replace(path, part, "1", 1)
			}
		}
		a := p.as("s01").post(path, "as", "a02", "words", "另一个人写了一半的话")
		if a.status != http.StatusConflict || !strings.Contains(a.body, "打开这一页的账号与现在登录的 s01 不同") {
			t.Errorf("%s by another log-in: %d %s", r.path, a.status, sentences(a))
		}
		if r.page == nil && !strings.Contains(a.body, "另一个人写了一半的话") {
			t.Errorf("%s by another log-in: the typing is gone", r.path)
		}
	}
	for path, who := range map[string]string{c + "/attachments": "s01", "/scans": "s01", "/imports": "x02"} {
		if a := p.as(who).upload(path, "a.csv", []byte("投诉编号\n1\n"), "as", "a02", "note", "另一个人写的"); a.status != 409 {
			t.Errorf("%s by another log-in: %d %s", path, a.status, sentences(a))
		}
	}
	p.check(
		row{"s01", post, "/complaints", []string{"as", "a02", "name", "半个客户", "matter", "水管漏水"}, 409,
			[]string{"半个客户", "水管漏水", `name="as" value="s01"`}, nil},
		row{"s01", post, "/complaints/draft", []string{"as", "a02", "name", "半个客户"}, 409, nil, nil},
		row{"s01", post, c + "/findings", []string{"as", "a02", "finding", "调查写到一半"}, 409, []string{"调查写到一半"}, nil},
		// of a case that is not theirs to see, nothing but what they sent
		row{"a01", post, c + "/findings", []string{"as", "a02", "finding", "调查写到一半"}, 409, []string{"调查写到一半"},
			[]string{"王小明", "楼上夜间"}},
		row{"s01", post, "/logout", []string{"as", "a02"}, 409, nil, nil})
	if p.contents() != before {
		t.Error("another log-in's form changed something")
	}
}

// What was typed while the log-in ran out is put back after logging in, for the same person only.
func TestI17_TypingOutlivesTheLogIn(t *testing.T) {
	p := newPortal(t)
	p.passwords("a02", "s01")
	c := p.as("a02").record("site", "HY")
	p.as("s01").must(c+"/assign", "handler", "a02")
	p.as("a02").must(c + "/accept")
	for _, r := range []struct{ path, name, text string }{
		{c + "/findings", "finding", "现场查看到管道渗漏，写到一半"},
		{c + "/contacts", "said", "电话里客户说的话还没写完"},
		{c + "/proposals", "ground", "合同第八条的依据"},
		{c + "/reminders", "caller", "客户又来催了一次"},
		{c + "/correct", "matter", "更正到一半的事项"},
		{"/complaints", "matter", "登记到一半的事项，很长很长。"},
		{"/inquiries", "matter", "咨询到一半的问题"},
		{"/praises", "matter", "表扬到一半的话"},
		{"/settings", "company", "无权改的公司名"}, // a page of others: given back as text
		{c + "/no-such-thing", "", ""},
	} {
		form := []string{"as", "a02", "once", "k" + r.path, "version", "3", r.name, r.text, "password", "不该留下的密码"}
		a := visitor{p: p}.post(r.path, form...)
		if r.name == "" {
			if a.status == http.StatusSeeOther {
				t.Errorf("%s: %d", r.path, a.status)
			}
			continue
		}
		kept := a.page().Find("input[name=kept]").AttrOr("value", "")
		if a.status != http.StatusUnauthorized || kept == "" {
			t.Errorf("%s without log-in: %d, kept %q", r.path, a.status, kept)
			continue
		}
		for who, own := range map[string]bool{"a02": true, "s01": false} {
			in := visitor{p: p}.post("/login", "username", who, "password", "huiyin-demo", "kept", kept)
			if in.status != http.StatusSeeOther {
				t.Fatalf("log in as %s: %d %s", who, in.status, sentences(in))
			}
			v := visitor{p, in.cookie().Value}
			back := v.get(in.location)
			if own != strings.HasPrefix(in.location, typedPath) || own != strings.Contains(back.body, r.text) {
				t.Errorf("%s by %s leads to %s, has the typing: %v", r.path, who, in.location,
					strings.Contains(back.body, r.text))
			}
			if strings.Contains(back.body, "不该留下的密码") {
				t.Errorf("%s: a password was kept", r.path)
			}
			if own {
				if a := p.as("s01").get(in.location); a.status != http.StatusNotFound {
					t.Errorf("%s is open to another: %d", in.location, a.status)
				}
			}
		}
	}
	// a form with files keeps its fields
	a := visitor{p, "ended"}.upload(c+"/attachments", "x.txt", []byte("x"), "as", "a02", "note", "照片是谁拍的")
	if kept, ok := keptIn(a.page().Find("input[name=kept]").AttrOr("value", "")); !ok ||
		url.Values(kept.Form).Get("note") != "照片是谁拍的" {
		t.Errorf("with a file: %d %v", a.status, kept)
	}
	// what no page of ours has sent is not kept, nor what somebody made up
	if a := (visitor{p: p}).post(c+"/findings", "text", "没有署名"); strings.Contains(a.body, `name="kept"`) {
		t.Error("kept for nobody")
	}
	for _, made := range []string{"x", "H4sIAAAAAAAAAwMAAAAAAAAAAAA", strings.Repeat("A", 10_000)} {
		if a := (visitor{p: p}).post("/login", "username", "a02", "password", "huiyin-demo", "kept", made); a.location != "/" {
			t.Errorf("kept=%.10s leads to %q (%d)", made, a.location, a.status)
		}
	}
	if n := len(p.rows("SELECT id FROM typed WHERE account = 'a02'")); n > 5 {
		t.Errorf("%d forms kept of one person", n)
	}
	p.pass(13 * time.Hour)
	id := p.rows("SELECT max(id) FROM typed")[0][0]
	p.check(row{"a02", get, typedPath + "/" + id, nil, 404, nil, nil}, row{"a02", get, typedPath + "/x", nil, 404, nil, nil})
	p.verified()
}

// The same once with the same content acts once; with other content it is refused, says so, and keeps the typing.
func TestI18_OnceWithOtherContent(t *testing.T) {
	p := newPortal(t)
	c := p.as("a02").record("site", "HY")
	p.as("s01").must(c+"/assign", "handler", "a02")
	p.as("a02").must(c + "/accept")
	first := []string{"way", "phone", "said", "第一次写的沟通", "once", "k1"}
	p.as("a02").must(c+"/contacts", first...)
	p.as("a02").must(c+"/contacts", first...)
	before := p.contents()
	p.check(row{"a02", post, c + "/contacts", []string{"way", "phone", "said", "后来又补写的沟通", "once", "k1"}, 409,
		[]string{"已经提交过一次", "后来又补写的沟通"}, []string{`name="once" value="k1"`}})
	if p.contents() != before {
		t.Error("other content under the same once changed something")
	}
	one := []string{"site", "HY", "channel", "phone", "name", "甲", "phone", "13800138001", "matter", "漏水", "demand", "修",
		"category", "leak", "relation", "owner", "once", "k2"}
	to := p.as("a02").must("/complaints", one...)
	if again := p.as("a02").must("/complaints", one...); again != to {
		t.Errorf("sent again: %s, first %s", again, to)
	}
	one[7] = "乙"
	p.check(row{"a02", post, "/complaints", one, 409, []string{"已经提交过一次", `value="乙"`}, nil})
	if a := p.as("a02").upload(c+"/attachments", "a.txt", []byte("一"), "kind", "document", "once", "k3"); a.status != 303 {
		t.Fatalf("attach: %d %s", a.status, sentences(a))
	}
	if a := p.as("a02").upload(c+"/attachments", "a.txt", []byte("一"), "kind", "document", "once", "k3"); a.status != 303 {
		t.Errorf("attached again: %d %s", a.status, sentences(a))
	}
	if a := p.as("a02").upload(c+"/attachments", "a.txt", []byte("二"), "kind", "document", "once", "k3"); a.status != 409 {
		t.Errorf("another file under the same once: %d %s", a.status, sentences(a))
	}
	p.verified()
}

// In a real browser: typing while the log-in is gone comes back after logging in, an overlong paste is kept and said,
// and the sentence stands before the log-in ends.
func TestI17_BrowserKeepsTyping(t *testing.T) {
	p := newPortal(t)
	p.passwords("a02")
	c := p.as("a02").record("site", "HY")
	p.as("s01").must(c+"/assign", "handler", "a02")
	p.as("a02").must(c + "/accept")
	b := browse(t, p)
	b.become(p, "a02")
	b.open(c)
	const text = "写到一半时登录失效的调查结果"
	eval[bool](b, `document.querySelector('[data-action="findings"] [name="finding"]').value = "`+text+`"; true`)
	p.mu.Lock()
	p.now = p.now.Add(13 * time.Hour)
	p.mu.Unlock()
	b.press(`[data-action="findings"]`)
	b.until(`document.querySelector("input[name=kept]")?.value`)
	eval[bool](b, `(() => { const f = document.querySelector("form[action='/login']"); f.username.value = "a02";
		f.password.value = "huiyin-demo"; f.submit(); return true })()`)
	b.until(`location.pathname.startsWith("/typed/")`)
	b.until(`document.querySelector("form[data-action=findings] [name=finding]")?.value === "` + text + `"`)

	b.open("/complaints/new")
	long := strings.Repeat("长", 230)
	eval[bool](b, `(() => { const f = document.querySelector("form[data-action=record]").elements.name; f.focus();
		return document.execCommand("insertText", false, "`+long+`") })()`)
	b.until(`document.querySelector("form[data-action=record]").elements.name.value.length === 230`)
	b.until(`document.querySelector(".beyond")?.textContent.includes("超出 30 个")`)

	eval[bool](b, `(() => { const real = Date.now; Date.now = () => real() + 716 * 60e3;
		document.dispatchEvent(new Event("visibilitychange")); return true })()`)
	b.until(`document.querySelector("#session-ends")?.textContent.includes("分钟后失效")`)
	eval[bool](b, `(() => { document.querySelector("#session-ends button").click(); return true })()`)
	b.until(`!document.querySelector("#session-ends")`)
}

// A signature that is drawn before and after the tablet is turned is filed whole, as it was drawn.
func TestI15_SignatureOutlivesTurning(t *testing.T) {
	p := newPortal(t)
	c := p.as("a02").record("site", "HY")
	at := p.as("a02").shownAt(c, "receipt")
	b := browse(t, p)
	b.become(p, "a02")
	b.do(chromedp.EmulateViewport(1180, 820))
	b.open(at)
	b.until(`document.querySelector("[data-sign-pad] canvas")?.clientWidth > 300`)
	// a stroke at both ends of the wide pad, by pointer events as a pen makes them
	const draw = `((from, to) => { const c = document.querySelector("[data-sign-pad] canvas"), r = c.getBoundingClientRect();
		const go = (kind, x, y) => c.dispatchEvent(new PointerEvent(kind, { bubbles: true, cancelable: true, pointerId: 1,
			pointerType: "pen", isPrimary: true, button: 0, buttons: 1, pressure: 0.5, clientX: r.left + x * r.width,
			clientY: r.top + y * r.height }));
		const real = Date.now; let at = real(); Date.now = () => (at += 20); // a pen takes its time: moves at once are dropped
		go("pointerdown", from[0], from[1]);
		for (let i = 1; i <= 20; i++) go("pointermove", from[0] + (to[0] - from[0]) * i / 20, from[1] + (to[1] - from[1]) * i / 20);
		const c2 = new PointerEvent("pointerup", { bubbles: true, cancelable: true, pointerId: 1, pointerType: "pen",
			isPrimary: true, clientX: r.left + to[0] * r.width, clientY: r.top + to[1] * r.height });
		c.dispatchEvent(c2); Date.now = real; return [c.clientWidth, c.clientHeight] })`
	wide := eval[[]float64](b, draw+"([0.02, 0.2], [0.3, 0.8])")
	eval[[]float64](b, draw+"([0.7, 0.2], [0.98, 0.8])")
	// the sheet as it would be filed now
	const filed = `(() => { const f = document.querySelector("[data-sign-pad]").closest("form"); delete f.dataset.sent;
		f.addEventListener("submit", (e) => e.preventDefault(), { once: true });
		f.dispatchEvent(new Event("submit", { cancelable: true }));
		return f.elements.strokes.value + "|" + f.elements.drawing.value })()`
	before := eval[string](b, filed)
	b.do(chromedp.EmulateViewport(390, 844))
	b.until(`document.querySelector("[data-sign-pad] canvas").clientWidth < ` + strconv.Itoa(int(wide[0])))
	// and the narrow pad shows both ends of it
	const ink = `(() => { const c = document.querySelector("[data-sign-pad] canvas"), w = c.width, h = c.height;
		const d = c.getContext("2d").getImageData(0, 0, w, h).data; let from = w, to = 0;
		for (let i = 0; i < d.length; i += 4) if (d[i] < 128) { const x = (i / 4) % w; from = Math.min(from, x); to = Math.max(to, x) }
		return [from / w * c.clientWidth, to / w * c.clientWidth, c.clientWidth, c.clientHeight] })()`
	got := eval[[]float64](b, ink)
	var strokes [][][]float64
	if err := json.Unmarshal([]byte(strings.Split(before, "|")[0]), &strokes); err != nil {
		t.Fatal(err)
	}
	from, to := wide[0], 0.0
	for _, at := range slices.Concat(strokes...) {
		from, to = min(from, at[0]), max(to, at[0])
	}
	scale := min(got[2]/wide[0], got[3]/wide[1])
	if math.Abs(got[0]-from*scale) > 3 || math.Abs(got[1]-to*scale) > 12 || to*scale > got[2] || to < 0.7*wide[0] {
		t.Errorf("the narrow pad shows ink from %.0f to %.0f of %.0f, want %.0f to %.0f", got[0], got[1], got[2], from*scale, to*scale)
	}
	after := eval[string](b, filed)
	if before == "" || before != after {
		t.Errorf("turning changes what is filed:\n%.200s\n%.200s", before, after)
	}
	eval[[]float64](b, draw+"([0.4, 0.3], [0.6, 0.3])")
	third := eval[string](b, filed)
	if strings.Count(strings.Split(third, "|")[0], "[[") != 3 {
		t.Errorf("three strokes were drawn: %.300s", third)
	}
	b.do(chromedp.EmulateViewport(1180, 820))
	b.until(`document.querySelector("[data-sign-pad] canvas").clientWidth >= ` + strconv.Itoa(int(wide[0])))
	if again := eval[string](b, filed); again != third {
		t.Errorf("turning back changes what is filed:\n%.200s\n%.200s", third, again)
	}
}
