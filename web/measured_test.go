package web

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// From the greeting to the printed receipt with at most 25 keys that are no text; one field was forgotten.
func TestBrowser_CounterTakesFewKeys(t *testing.T) {
	p := newPortal(t)
	b := browse(t, p)
	b.become(p, "a01")
	b.do(chromedp.EmulateViewport(1366, 768))
	greeting(b)
	b.keys++ // n, on the desk
	c := eval[string](b, "location.pathname")
	receipt(b, p)
	if t.Logf("%d keys", b.keys); b.keys > 25 || p.prints(c) == 0 {
		t.Errorf("%d keys from the greeting to the receipt, %d printed", b.keys, p.prints(c))
	}
}

// The main action of a case is at most nine keys away from the top of its page.
func TestBrowser_CaseActsWithinNineKeys(t *testing.T) {
	p := newPortal(t)
	b := browse(t, p)
	for name, who := range map[string]string{"assigned": "a02", "investigating": "a02", "proposing": "a02", "approving": "x02",
		"answering": "s01", "executing": "s01"} {
		c := cases[name](p)
		b.become(p, who)
		b.open(c)
		b.until("document.readyState == 'complete'")
		b.keys = 0
		b.tabTo("a.skip[href='#next']")
		b.typed(kb.Enter)
		b.until("document.activeElement.id == 'next'")
		b.tabTo("#next .btn-primary")
		if t.Logf("%s: %d keys", name, b.keys); b.keys > 9 {
			t.Errorf("%s: %d keys to the main action", name, b.keys)
		}
	}
}

// On a phone a case in the middle of its way, the desk and the first row of the list stay short.
func TestBrowser_PhonePagesAreShort(t *testing.T) {
	p := newPortal(t)
	b := browse(t, p)
	b.do(chromedp.EmulateViewport(390, 844))
	height := func(who, path string) int {
		b.become(p, who)
		b.open(path)
		b.until("document.readyState == 'complete'")
		return eval[int](b, "document.documentElement.scrollHeight - (document.querySelector('.rehearsal')?.offsetHeight || 0)")
	}
	for name, who := range map[string]string{"investigating": "a02", "approving": "x02", "answering": "s01", "executing": "s01"} {
		c := cases[name](p)
		if h := height(who, c); h > 1600 {
			t.Errorf("%s: a case of %d px", name, h)
		} else {
			t.Logf("%s: %d px", name, h)
		}
	}
	if h := height("v01", "/"); h > 1800 {
		t.Errorf("a desk of %d px", h)
	}
	height("s01", "/complaints")
	if at := eval[int](b, "Math.round(document.querySelector('table[data-list] tbody tr').getBoundingClientRect().bottom)"); at > 844-56 {
		t.Errorf("the first row ends at %d px", at)
	} else {
		t.Logf("the first row ends at %d px", at)
	}
}

// Three approvals on a phone take at most six taps, from the desk on.
func TestBrowser_ThreeApprovalsTakeSixTaps(t *testing.T) {
	p := newPortal(t)
	b := browse(t, p)
	var all []string
	for range 3 {
		all = append(all, cases["approving"](p))
		p.pass(time.Minute)
	}
	b.do(chromedp.EmulateViewport(390, 844))
	b.become(p, "p01")
	b.open("/")
	b.until("document.readyState == 'complete'")
	taps := 0
	tap := func(selector string) {
		t.Helper()
		taps++
		at := eval[[]float64](b, fmt.Sprintf(`(() => { const r = document.querySelector(%q).getBoundingClientRect();
			return [r.left + r.width / 2, r.top + r.height / 2]; })()`, selector))
		if at[1] > 844 {
			t.Fatalf("%s lies at %v, below the screen", selector, at)
		}
		b.do(chromedp.MouseClickXY(at[0], at[1]))
	}
	tap("#rail a[href='/approvals']")
	for i := range all {
		b.until(fmt.Sprintf("location.pathname == '/approvals' && document.readyState == 'complete' && "+
			"document.querySelector('[data-total]').dataset.total == '%d'", len(all)-i))
		tap("button[name=decision][value=approve]")
	}
	b.until("!document.querySelector('button[name=decision]')")
	for _, c := range all {
		p.as("p01").expect(c, "state", "answering")
	}
	if t.Logf("%d taps", taps); taps > 6 {
		t.Errorf("%d taps", taps)
	}
}
