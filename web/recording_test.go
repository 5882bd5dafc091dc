package web

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// tabTo presses Tab until a field, or what a selector finds, has the focus. Everything on the way must show
// that it has it, and must not lie hidden under the bars of the page.
func (b *tab) tabTo(selector string) {
	b.t.Helper()
	var way []string
	for range 25 {
		b.do(chromedp.KeyEvent(kb.Tab))
		b.keys++
		if bad := eval[string](b, `(async () => {
			for (let i = 0; i < 3; i++) await new Promise((drawn) => requestAnimationFrame(drawn)); // scrolled to
			const e = document.activeElement, r = e.getBoundingClientRect();
			if (e === document.body || e.type === "datetime-local") return ""; // Chromium marks the part of a time itself
			const s = getComputedStyle(e), l = e.closest("label"), ls = l && getComputedStyle(l);
			const shown = [s, ls].some((s) => s && (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== "none"));
			const y = Math.max(r.top + 2, Math.min(r.top + r.height / 2, innerHeight - 1));
			const at = document.elementFromPoint(Math.min(r.left + r.width / 2, innerWidth - 1), y);
			const covered = !at || !(e.contains(at) || at.contains(e) || l && l.contains(at));
			return shown && !covered ? "" : (shown ? "covered by " + (at ? at.outerHTML.slice(0, 60) : "the edge at " + y) + ": " : "unseen: ") + e.outerHTML.slice(0, 120);
		})()`); bad != "" {
			b.t.Errorf("the focus is %s", bad)
		}
		if eval[bool](b, "(document.activeElement.combo || document.activeElement).matches("+strconv.Quote(selector)+")") {
			return
		}
		way = append(way, eval[string](b, "(document.activeElement.name || document.activeElement.tagName)"))
	}
	b.t.Fatalf("Tab never comes to %s, but by %q to %s", selector, way,
		eval[string](b, "document.activeElement.outerHTML.slice(0, 200)"))
}

func (b *tab) typed(text string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(text))
	b.keys += strings.Count(text, kb.Enter) + strings.Count(text, " ")
}

// submit sends the form that has the focus.
func (b *tab) submit() {
	b.t.Helper()
	b.do(chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	b.keys++
}

// greeting records a complaint from the greeting on with the keyboard alone, a mistake included, and ends on
// its page.
func greeting(b *tab) {
	b.t.Helper()
	b.open("/")
	b.typed("n")
	b.until("location.pathname == '/complaints/new' && document.readyState == 'complete' && document.hasFocus() && " +
		"document.activeElement.name == 'channel'")
	b.typed(" ")
	b.until("document.querySelector('[name=channel]:checked')")
	b.tabTo("[name=phone]")
	b.typed("13900139000")
	b.tabTo("[name=name]")
	b.typed("钱多多")
	b.tabTo("[name=unit]")
	b.typed("3栋101")
	b.tabTo("[name=matter]")
	b.typed("楼道三天无人打扫。")
	b.tabTo("[name=category]")
	b.typed("bj") // 保洁
	b.typed(kb.Enter)
	b.until("document.querySelector('[name=category]').value != ''")
	b.submit()
	// the first wrong field
	b.until("document.readyState == 'complete' && document.querySelector('#demand-wrong') && document.activeElement.name == 'demand'")
	b.typed("每天打扫。")
	b.submit()
	b.until("document.querySelector('main').dataset.state == 'received'")
}

// receipt prints the receipt of the complaint on the page, by keyboard.
func receipt(b *tab, p *portal) {
	b.t.Helper()
	c := eval[string](b, "location.pathname")
	b.until("document.activeElement.matches('[data-print-first]')") // it is what comes next
	b.typed(kb.Enter)
	for late := time.Now().Add(patience); time.Now().Before(late); {
		if p.prints(c) > 0 {
			return
		}
		eval[bool](b, "new Promise((done) => setTimeout(() => done(true), 50))")
	}
	b.t.Error("the receipt was not printed")
}

// From the greeting to the printed receipt with the keyboard alone, at a desk and on a phone with one.
func TestBrowser_RecordingByKeyboard(t *testing.T) {
	p := newPortal(t)
	b := browse(t, p)
	b.become(p, "a01")
	b.do(chromedp.EmulateViewport(1366, 768))
	greeting(b)
	receipt(b, p)
	p.verified()
}

func TestBrowser_RecordingAt390(t *testing.T) {
	p := newPortal(t)
	b := browse(t, p)
	b.become(p, "a01")
	b.do(chromedp.EmulateViewport(390, 844))
	greeting(b)
	if over := eval[int](b, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); over > 0 {
		t.Errorf("the page sticks out by %d", over)
	}
	p.verified()
}

// What was typed is there again in another browser: it lies on the server, a person's own.
func TestBrowser_DraftsSurviveAClosedBrowser(t *testing.T) {
	p := newPortal(t)
	b := browse(t, p)
	b.become(p, "a01")
	b.open("/complaints/new")
	b.until("document.activeElement.name == 'channel'")
	b.tabTo("[name=name]")
	b.typed("钱多多")
	b.open("/about") // away before the second is over
	for late := time.Now().Add(patience); time.Now().Before(late); {
		if len(p.rows("SELECT account FROM draft")) > 0 {
			break
		}
		eval[bool](b, "new Promise((done) => setTimeout(() => done(true), 50))")
	}
	other := browse(t, p)
	other.become(p, "a01")
	other.open("/complaints/new")
	other.until("document.querySelector('[name=name]').value == '' && document.querySelector('.draft-offer')") // U6
	eval[bool](other, "document.querySelector('.draft-offer a').click() || true")
	other.until("document.querySelector('[name=name]').value == '钱多多'")
	if got := p.as("a02").get("/complaints/new").page().Find("[name=name]").AttrOr("value", ""); got != "" {
		t.Errorf("somebody else is shown %q", got)
	}
}

// While a complaint is being recorded, the numbers for its kind stand beside as soon as its words, its category or its
// recorder say that it is an emergency, before anything is saved (U3, rule K2).
func TestK2_NumbersStandBesideTheRecording(t *testing.T) {
	p := newPortal(t)
	a := p.as("a01")
	first := func(query string) string {
		return a.get("/complaints/hints?site=HY&"+query).page().Find("#numbers a[href^='tel:']").First().AttrOr("href", "")
	}
	for query, want := range map[string]string{
		"matter=%E8%A2%AB%E5%9B%B0%E5%9C%A8%E7%94%B5%E6%A2%AF%E9%87%8C%E4%BA%86": "tel:0755-00000110", // 被困在电梯里了
		"matter=%E9%97%AE%E4%B8%80%E4%B8%8B":                                     "", "": "",
	} {
		if got := first(query); got != want {
			t.Errorf("%s: the first number is %q, want %q", query, got, want)
		}
	}
	if first("urgency=emergency") == "" {
		t.Error("set as an emergency, and no number")
	}
	p.verified()
}
