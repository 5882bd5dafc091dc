package web

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
	"huiyin/web/scan"
)

// axe is axe-core 4.14 (MPL-2.0), which finds what people with disabilities would stumble over.
//
//go:embed testdata/axe.min.js
var axe string

// tab is a page of a real Chromium on the portal.
type tab struct {
	t    *testing.T
	ctx  context.Context
	base string
	keys int // pressed that are no text: Tab, Enter, Space and their like
}

// chromium is the one browser that all tests share, started by the first; TestMain ends it.
var chromium = sync.OnceValues(func() (context.Context, error) {
	path, err := exec.LookPath("chromium")
	if err != nil {
		return nil, err
	}
	home, err := os.MkdirTemp("", "huiyin-chromium-")
	if err != nil {
		return nil, err
	}
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(path), chromedp.UserDataDir(home),
		chromedp.Flag("accept-lang", "zh-CN")}
	for _, f := range []string{"headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run",
		"disable-background-networking", "disable-component-update", "disable-sync",
		"disable-background-timer-throttling", "disable-backgrounding-occluded-windows",
		"disable-renderer-backgrounding"} {
		options = append(options, chromedp.Flag(f, true))
	}
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, quit := chromedp.NewContext(ctx)
	endChromium = func() {
		quit()
		stop()
		_ = os.RemoveAll(home)
	}
	return ctx, chromedp.Do(ctx)
})

var endChromium = func() {}

func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == scan.Subcommand { // this program reads files for the tests
		if err := scan.Serve(os.Stdin, os.Stdout, os.Args[2]); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	code := m.Run()
	endChromium()
	os.Exit(code)
}

// browse opens a window of the browser, which shares nothing with other windows, on a portal that is really
// served. Without Chromium the test is left out, in words; where HUIYIN_TEST_ALL is set (make test sets it
// once the tools are there) it fails instead.
func browse(t *testing.T, p *portal) *tab {
	t.Helper()
	dbtest.Whole(t)
	browser, err := chromium()
	if err != nil {
		if os.Getenv("HUIYIN_TEST_ALL") != "" || !errors.Is(err, exec.ErrNotFound) {
			t.Fatal("chromium: ", err)
		}
		t.Skip("left out: chromium is not installed")
	}
	served := httptest.NewServer(p.server.Handler())
	t.Cleanup(served.Close)
	return &tab{t: t, ctx: window(t, browser), base: served.URL}
}

// patience is how long a browser may take on a busy machine; a quiet one never needs it.
const patience = 5 * time.Minute

func window(t *testing.T, browser context.Context) context.Context {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 2*patience)
	t.Cleanup(cancel)
	// A window that is not in front may lose a key that is pressed while a page takes the place of another.
	if err := chromedp.Do(ctx, func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, emulation.SetFocusEmulationEnabled,
			emulation.SetFocusEmulationEnabledParams{Enabled: true})
		return chromedp.Void{}, err
	}); err != nil {
		t.Fatal(err)
	}
	return ctx
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *tab) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.base + path))
}

// eval gives what a script on the page gives.
func eval[T any](b *tab, script string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", script, err)
	}
	return v
}

// until waits for a script to be true, over as many page loads as that takes.
func (b *tab) until(script string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	var err error
	for ctx.Err() == nil {
		if _, err = chromedp.Run(ctx, chromedp.Poll[bool]("!!("+script+")")); err == nil {
			return
		}
	}
	b.t.Fatalf("never came true: %s: %v\n%s", script, err,
		eval[string](b, "location.pathname + ' ' + (document.querySelector('main')?.innerText ?? '').slice(0, "+
			"200) + [...document.querySelectorAll('.wrong,.alert')].map(e => e.id + e.innerText)"))
}

// become logs a person in by their session.
func (b *tab) become(p *portal, account string) {
	b.t.Helper()
	v := p.as(account)
	b.open("/about")
	eval[bool](b, fmt.Sprintf("document.cookie = '%s=%s; path=/'; true", cookieName, v.cookie))
}

// fill types into a field of a form.
func (b *tab) fill(form, name, value string) {
	b.t.Helper()
	b.do(chromedp.SetValue(form+` [name="`+name+`"]`, value))
}

func (b *tab) choose(form, name, value string) {
	b.t.Helper()
	eval[bool](b, fmt.Sprintf(`document.querySelector('%s [name="%s"][value="%s"]').click(); true`, form, name, value))
}

func (b *tab) press(form string) {
	b.t.Helper()
	eval[bool](b, fmt.Sprintf(`document.querySelector('%s [type=submit]').click(); true`, form))
}

// From the log-in to the settled complaint as a person does it, with keys, mistakes and script.
func TestBrowser_FromLogInToSettled(t *testing.T) {
	p := newPortal(t)
	b := browse(t, p)
	if err := p.store.SetPassword(t.Context(), "w01", db.HashPassword("huiyin-demo"), "",
		p.server.entry("w01", huiyin.ActionSetPassword)); err != nil {
		t.Fatal(err)
	}
	b.open("/")
	b.do(chromedp.WaitVisible(`[name="username"]`), chromedp.SendKeys(`[name="username"]`, "w01"),
		chromedp.SendKeys(`[name="password"]`, "huiyin-demo\r"))
	b.until("location.pathname == '/'")
	b.until("document.readyState == 'complete' && (document.activeElement == document.body || " +
		"document.activeElement.id == 'main')") // before it is complete no script hears the key
	b.do(chromedp.KeyEvent("n"))
	b.until("location.pathname == '/complaints/new' && document.readyState == 'complete'")
	form := `form[action="/complaints"]`
	b.fill(form, "name", "钱多多")
	b.choose(form, "channel", "phone")
	b.fill(form, "phone", "13900139000")
	b.fill(form, "category", "cleaning")
	b.fill(form, "matter", "楼道三天无人打扫。")
	b.press(form)
	b.until("document.querySelector('#demand-wrong')")
	if got := eval[string](b,
		`document.querySelector('[name="matter"]').value + document.querySelector('[name="phone"]').value`); got != "楼道三天无人打扫。13900139000" {
		t.Errorf("after the refusal the form holds %q", got)
	}
	b.until(`document.activeElement.name == 'demand'`)
	b.fill(form, "demand", "每天打扫。")
	b.press(form)
	b.until("document.querySelector('main').dataset.state == 'received'")
	eval[bool](b, "window.stayed = true")
	settle := `[data-action="settle"]`
	eval[bool](b, `document.querySelector('[data-action="settle"]').closest('details').open = true`)
	b.fill(settle, "class", "people")
	b.fill(settle, "cause", "保洁请假未补位")
	b.fill(settle, "measure", "安排补位")
	b.choose(settle, "satisfaction", "satisfied")
	b.press(settle)
	b.until("document.querySelector('#said-wrong')")
	b.fill(settle, "said", "已安排补位，今日打扫。")
	b.press(settle)
	b.until("document.querySelector('main').dataset.state == 'executing'")
	if !eval[bool](b, "window.stayed === true") {
		t.Error("the page was loaded anew instead of changed in place")
	}
	if eval[bool](b, `document.querySelector('[data-action="settle"]') != null`) {
		t.Error("W1: settling is still offered")
	}
	p.verified()
}

// The same forms without script.
func TestBrowser_WithoutScript(t *testing.T) {
	p := newPortal(t)
	b := browse(t, p)
	c := p.as("w01").record()
	b.become(p, "u01")
	b.do(func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled,
			emulation.SetScriptExecutionDisabledParams{Value: true})
		return chromedp.Void{}, err
	})
	b.open(c)
	b.do(chromedp.SetValue(`[data-action="assign"] [name="handler"]`, "w01"),
		chromedp.Submit(`[data-action="assign"] [name="handler"]`),
		chromedp.WaitReady(`main[data-handler="w01"]`))
	p.as("u01").expect(c, "handler", "w01", "state", "received")
}

// Keys in a list: j and k walk, Enter opens.
func TestBrowser_ListByKeyboard(t *testing.T) {
	p := newPortal(t)
	b := browse(t, p)
	for range 3 {
		p.as("w01").record()
		p.pass(time.Minute)
	}
	b.become(p, "u01")
	b.open("/complaints")
	b.do(chromedp.KeyEvent("j"), chromedp.KeyEvent("j"), chromedp.KeyEvent("\r"))
	b.until("location.pathname == '/complaints/TS-JY-20250303-002'")
	b.open("/complaints")
	b.do(chromedp.KeyEvent("j"), chromedp.KeyEvent("x"), chromedp.KeyEvent("j"), chromedp.KeyEvent("j"),
		chromedp.KeyEvent("x"))
	b.until("document.querySelector('[data-chosen]').textContent == '已选 2 件' && document.querySelector('#form-bulk').checkVisibility()")
	b.choose("table", "number", "TS-JY-20250303-002")
	eval[bool](b, "document.querySelector('#form-bulk [value=print]').click(); true")
	b.until("document.querySelectorAll('[data-result=done]').length == 3")
}

// A preview opens beside the form, twice if need be, and the form can still be saved.
func TestBrowser_PreviewLeavesTheForm(t *testing.T) {
	p := newPortal(t)
	b := browse(t, p)
	b.become(p, "admin")
	b.open("/settings/printing")
	b.fill("#form-printing", "footer", "服务热线")
	for range 2 {
		eval[bool](b, `document.querySelector('#form-printing [formaction]').click(); true`)
		if eval[bool](b, `"sent" in document.querySelector('#form-printing').dataset`) {
			t.Fatal("after a preview the form is taken for sent")
		}
	}
	eval[bool](b, `document.querySelector('#form-printing > [type=submit]').click(); true`)
	b.until("location.search == '?done=1'")
	if p.store.Org().Letterhead.Footer != "服务热线" {
		t.Error("nothing was saved")
	}
}

// Every page, for those who see it, wide and narrow, light and dark: axe finds nothing, nothing sticks
// out, and no script complains.
func TestBrowser_PagesAreAccessible(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	b := browse(t, p)
	browser, _ := chromium()
	pending := cases["approving"](p)
	paying := cases["executing"](p)
	closed := cases["closed"](p)
	dispute := cases["dispute"](p)
	emergency := cases["emergency"](p)
	p.as("a01").must(emergency+"/ticks", "list", "emergency", "item", "on_site")
	p.as("a01").must(emergency+"/phase", "phase", "outbreak")
	inquiry, praise, gesture := cases["inquiry"](p), cases["thanks"](p), cases["gesture"](p)
	p.trayed("a01")
	report, quarter, released, meeting, sample := cases["commented"](p), cases["evaluated"](p), cases["management"](p),
		cases["meeting"](p), cases["drawn"](p)
	plan := cases["plan measured"](p)
	p.pass(30 * time.Hour)
	_, bulk := p.as("s01").chosen("print", []string{pending, closed, "/complaints/nothing"})
	pages := map[string][]string{
		"": {"/login", "/about", "/nowhere"},
		"a01": {"/", "/complaints", "/complaints/new", "/account/password", "/account/notices", "/account/security",
			"/notices", closed, "/inquiries", "/inquiries/new", "/praises/new", inquiry, praise, "/scans"},
		"s01": {"/", "/promises", "/complaints?all=1", bulk, "/praises", "/approvals", "/figures", "/figures/reports",
			report, "/figures/meetings", meeting, "/figures/plans", "/figures/plans/new?site=HY&category=repair", plan,
			praise, gesture, emergency, closed + "/corrections", "/complaints?late=1", pending, paying, closed, dispute,
			closed + "/journal"},
		"x02": {"/imports", p.checked("x02", oldRegister), "/", report, quarter, released, "/figures/quarters",
			"/approvals", "/approvals?done=1", pending, "/customers", p.customer(pending),
			p.customer(pending) + "/access", "/data-requests"},
		"v01": {"/", "/approvals", paying, "/complaints?q=噪音"},
		"f01": {"/", paying},
		"e01": {"/", "/jobs", "/jobs?done=1", sample},
		"k01": {"/figures/samples", sample},
		"admin": {"/", "/settings", startPath, "/settings/backup", "/settings/domain-login", "/settings/add/domain-group",
			"/settings/outside", "/settings/sites/HY/emergency", "/settings/delivery", "/settings/add/robot",
			"/settings/printing", "/status"},
	}
	for account, paths := range pages {
		half := (len(paths) + 1) / 2
		for i, paths := range [][]string{paths[:half], paths[half:]} {
			t.Run(fmt.Sprint(cmp.Or(account, "nobody"), i), func(t *testing.T) {
				t.Parallel()
				accessible(&tab{t: t, ctx: window(t, browser), base: b.base}, p, account, paths)
			})
		}
	}
}

// accessible looks at pages, each loaded once, as they are seen on four kinds of screen. In the dark only rules of
// colour can find what they did not find in the light.
func accessible(b *tab, p *portal, account string, paths []string) {
	b.t.Helper()
	if account != "" {
		b.become(p, account)
	}
	for _, path := range paths {
		b.open(path)
		eval[bool](b, "document.querySelectorAll('details.fold').forEach(d => d.open = true); true")
		eval[bool](b, axe+"; true")
		for _, width := range []int64{1366, 390} {
			for _, scheme := range []string{"light", "dark"} {
				b.do(chromedp.EmulateViewport(width, 800),
					func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
						_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia,
							emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
								{Name: "prefers-color-scheme", Value: scheme},
								// else colours are still on their way
								{Name: "prefers-reduced-motion", Value: "reduce"},
							}})
						return chromedp.Void{}, err
					})
				if !eval[bool](b, fmt.Sprintf("innerWidth == %d && matchMedia('(prefers-color-scheme: %s)').matches",
					width, scheme)) {
					b.t.Fatalf("the screen is not %s and %d wide", scheme, width)
				}
				rules := ""
				if scheme == "dark" {
					rules = `runOnly: {type: "rule", values: ["color-contrast", "link-in-text-block"]}, `
				}
				found := eval[[]string](b,
					`axe.run({`+rules+`resultTypes: ["violations"]}).then(r => r.violations.map(v => v.id + ": " + `+
						`v.nodes.map(n => n.html.slice(0, 200)).join(" | ")))`)
				if len(found) > 0 {
					b.t.Errorf("%s as %s, %s, %d wide: %s", path, account, scheme, width, strings.Join(found, "\n"))
				}
				if over := eval[int](b,
					"document.documentElement.scrollWidth - document.documentElement.clientWidth"); over > 0 {
					b.t.Errorf("%s as %s sticks out by %d at %d", path, account, over, width)
				}
			}
		}
	}
}
