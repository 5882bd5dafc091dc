package web

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"huiyin/huiyin"
)

// stations are cases of HY in every state, handled by a02, each with what it has gone through.
var stations = map[string]func(p *portal) string{
	"closed": func(p *portal) string {
		c := cases["done"](p)
		p.as("s01").must(c+"/close", "outcome", "withdrawn", "reason", "客户撤诉")
		return c
	},
	"archived": func(p *portal) string {
		c := stations2["closed"](p)
		p.as("v01").must(c+"/payments/waive", "reason", "协议原件在途")
		p.as("f01").must(c+"/payments", "proposal", "1", "amount", "3000", "paid_at", p.later(0), "way", "转账",
			"receipt", "r")
		p.as("p01").must(c + "/payments/1/release")                                    // rule W17
		p.as("v02").must(c+"/answers/0/confirm", "accepted", "yes", "words", "客户确认撤诉") // rule W6
		p.as("s01").must(c+"/followups", "at", p.later(0), "satisfaction", "fair", "said", "好")
		p.shelve(c)
		return c
	},
}

var stations2 map[string]func(p *portal) string

func init() {
	for _, name := range strings.Fields("received assigned investigating proposing approving answering executing " +
		"done dispute") {
		stations[name] = cases[name]
	}
	stations2 = stations
}

// refused says of every action which stations refuse it (RULES.md §4), with whom the policy lets through
// there. The person of a row sees each of them.
var refused = []struct {
	path, who string
	fields    []string
	in        string
}{
	{"/assign", "s01", []string{"handler", "a01"}, "closed archived"},
	{"/accept", "a02", nil, "investigating proposing approving answering executing dispute closed archived"},
	{"/assess", "s01", []string{"validity", "valid"}, "closed archived"},
	{"/findings", "a02", []string{"finding", "x"}, "assigned closed archived"},
	{"/opinion", "s01", []string{"opinion", "x"}, "closed archived"},
	{"/hearing", "s01", []string{"wording", "x"}, "received executing closed archived"},
	{"/accused", "s01", []string{"add", "w01", "reason", "x"}, "archived"},
	{"/contacts", "a02", []string{"way", "phone", "said", "x"}, "archived"},
	{"/reminders", "a02", []string{"way", "phone"}, "closed archived"},
	{"/proposals", "a02", []string{"measure", "apology", "text", "x", "ground", "y"},
		"assigned approving answering dispute closed archived"},
	{"/proposals/1/submit", "a02", nil, "approving answering executing dispute closed archived"},
	{"/proposals/1/withdraw", "s01", nil, "dispute closed archived"},
	{"/proposals/1/decide", "x02", []string{"decision", "approve"},
		"proposing answering executing dispute closed archived"},
	{"/answers", "s01", []string{"way", "face", "said", "x", "accepted", "yes"},
		"received assigned investigating proposing approving executing dispute closed archived"},
	{"/results", "s01", []string{"way", "face", "said", "x", "satisfaction", "fair"},
		"received assigned investigating proposing approving answering dispute closed archived"},
	{"/tasks", "s01", []string{"what", "x", "who", "a02", "due", tomorrow}, "closed archived"},
	{"/payments", "f01", []string{"proposal", "1", "amount", "1", "paid_at", justNow, "way", "x", "receipt", "y"},
		"archived"},
	{"/cause", "a02", []string{"class", "people", "cause", "x"}, "assigned closed archived"},
	{"/measures", "a02", []string{"kind", "corrective", "what", "x", "unit", "y", "person", "a02", "due", tomorrow},
		"assigned archived"},
	{"/phase", "a02", []string{"phase", "latent"}, "archived"},
	{"/correct", "a02", []string{"matter", "x", "reason", "y"}, "archived"},
	{"/settle", "s01", []string{"class", "process", "cause", "x", "measure", "y", "said", "z", "satisfaction", "fair"},
		"proposing approving answering executing dispute closed archived"},
	{"/close", "s01", []string{"outcome", "solved", "reason", "x"},
		"received assigned investigating proposing approving answering executing dispute closed archived"},
	{"/reopen", "v01", []string{"reason", "x"},
		"received assigned investigating proposing approving answering executing dispute"},
	{"/archive", "s01", nil,
		"received assigned investigating proposing approving answering executing dispute closed archived"},
	{"/followups", "s01", []string{"at", justNow, "satisfaction", "fair", "said", "x"},
		"received assigned investigating proposing approving answering executing dispute archived"},
	{"/disputes", "s01", []string{"stage", "court", "body", "x"},
		"received assigned investigating approving executing dispute closed archived"},
	{"/disputes/1/end", "s01", []string{"result", "judged", "words", "x", "ended_at", justNow}, ""},
	{"/disputes/1/events", "a02", []string{"kind", "hearing", "on", tomorrow}, ""},
	{"/followups/1/word", "s01", []string{"reason", "x"}, "archived"},
	{"task", "b01", []string{"done", "x"}, "archived"},
	{"measure", "w01", []string{"done", "x"}, "done closed archived"},
	{"measure/verify", "s01", []string{"effective", "yes", "words", "x"}, "executing archived"},
	{"attachment/withdraw", "a02", []string{"reason", "x"}, "archived"},
	{"attachment/provenance", "a02", []string{"origin", "photo"}, "archived"},
	{"attachment/confirm", "s01", []string{"words", "x"}, "executing done closed archived"}, // it is no form
}

// readNoLonger are those whose part ended more than 30 days before the archiving: finance was paid out, the measure is
// done (rule P3). For them the case is as if unknown.
var readNoLonger = map[string]bool{"f01": true, "w01": true}

// What the state does not allow is refused in a sentence on the case's page, and nothing has changed;
// what cannot be read in the form comes after that (rule W1).
func TestW1_WhatTheStateRefuses(t *testing.T) {
	t.Parallel()
	longWay(t)
	p := newPortal(t)
	for _, who := range everyone[:len(everyone)-1] { // logging in is written too
		p.as(who)
	}
	for name, make := range stations {
		c := make(p)
		before := p.contents()
		for _, r := range refused {
			if !slices.Contains(strings.Fields(r.in), name) {
				continue
			}
			path := c + r.path
			if kind, rest, _ := strings.Cut(r.path, "/"); kind != "" {
				path = "/" + kind + "s/" + part(p, c, kind)
				if rest != "" {
					path += "/" + rest
				}
			}
			for what, pairs := range map[string][]string{"as it should be": r.fields,
				"with what cannot be read": {"amount", "1e9", "due", "x", "proposal", "x", "impact", "x", "at", "x",
					"agreement", "x", "version", "0"}} {
				// where the fields decide
				if what != "as it should be" && (r.path == "/close" || r.path == "/hearing") {
					continue
				}
				a := p.as(r.who).post(path, pairs...)
				if name == "archived" && readNoLonger[r.who] {
					if a.status != http.StatusNotFound || p.contents() != before {
						t.Errorf("%s: %s %s %s: %d, or something was stored", name, r.who, path, what, a.status)
					}
					continue
				}
				if a.status != http.StatusConflict {
					t.Errorf("%s: %s %s %s: %d %s", name, r.who, path, what, a.status, sentences(a))
					before = p.contents()
					continue
				}
				if sentences(a) == "" || a.page().Find("main").AttrOr("data-number", "") == "" {
					t.Errorf("%s: %s %s: no sentence, or not the case's page: %s", name, r.who, path, sentences(a))
				}
				if after := p.contents(); after != before {
					t.Errorf("%s: %s %s: something was stored", name, r.who, path)
					before = after
				}
			}
		}
	}
	p.verified()
}

// Who comes after the decision hears that it was decided, not that they may not.
func TestC3_TheSecondApproverComesTooLate(t *testing.T) {
	p := newPortal(t)
	c := cases["approving"](p)
	before := p.as("p01").main(c, "version")
	if a := p.as("x02").post(c+"/proposals/1/decide", "decision", "approve", "next",
		"approvals"); a.status != http.StatusSeeOther || a.location != "/approvals" {
		t.Fatalf("the first: %d to %s", a.status, a.location)
	}
	a := p.as("p01").post(c+"/proposals/1/decide", "decision", "refuse", "words", "不同意", "version", before)
	if a.status != http.StatusConflict || !strings.Contains(a.body, "不同意") {
		t.Errorf("the second: %d %s", a.status, sentences(a))
	}
	p.as("p01").expect(c, "state", "answering")
	p.verified()
}

var (
	requestName = regexp.MustCompile(`[0-9a-f]{32}`)
	caseName    = regexp.MustCompile(`(?:TS-[A-Z]+-[0-9]{8}-[0-9]{3,}|/(tasks|measures|attachments|scans|circulars|evidence)/[0-9]+|/downloads/[0-9a-f#]+)|/units/(?:import/[0-9a-f#]+|HY/[0-9-]+)`)
)

func nameless(a answer) string {
	return caseName.ReplaceAllString(requestName.ReplaceAllString(a.body, "#"), "@")
}

// What is not there and what one may not see are the same answer (rule P3).
func TestP3_UnknownAndInvisibleAreOneAnswer(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	c := stations["done"](p)
	unknown := "/complaints/TS-HY-20250303-987"
	ids := map[string]string{"task": part(p, c, "task"), "measure": part(p, c, "measure"),
		"attachment": part(p, c, "attachment")}
	p.trayed("a01")
	ids["circular"] = "1"
	ids["complaint"] = ids["attachment"] // of the evidence of a consequence
	ids["scan"], ids["download"] = "1", strings.TrimPrefix(fixtures["download"](p), "/downloads/")
	u := p.as("u01") // a supervisor of another site
	for _, r := range p.server.routes() {
		// which u01 may do nowhere
		if !strings.Contains(r.path, ":number") && !strings.Contains(r.path, ":id") ||
			r.action == huiyin.ActionManage || r.action == huiyin.ActionImport || r.action == huiyin.ActionImportUnits ||
			r.action == huiyin.ActionUndoUnits {
			continue
		}
		kind := strings.TrimSuffix(strings.TrimPrefix(strings.Split(r.path, "/:")[0], "/"), "s")
		at := func(c, id string) string {
			return strings.NewReplacer("/complaints/:number", c, ":paper", "form.pdf", ":n", "1", ":id",
				id).Replace(r.path)
		}
		for name, pairs := range map[string][]string{"a plain form": {"reason", "x"},
			"an odd one":  {"version", "x", "once", long, "amount", "1e9"},
			"a stale one": {"version", "1", "finding", "x"}} {
			send := func(path string) answer {
				if r.method == get {
					return u.get(path)
				}
				return u.post(path, pairs...)
			}
			hidden, none := send(at(c, ids[kind])), send(at(unknown, "987654"))
			if hidden.status != http.StatusNotFound || none.status != http.StatusNotFound {
				t.Errorf("%s %s, %s: invisible %d, unknown %d", r.method, r.path, name, hidden.status, none.status)
			}
			if nameless(hidden) != nameless(none) {
				t.Errorf("%s %s, %s: the answers differ", r.method, r.path, name)
			}
		}
	}
	if a := u.upload(c+"/attachments", "a.txt", []byte("x")); a.status != http.StatusNotFound {
		t.Errorf("an upload to an invisible case: %d", a.status)
	}
	for _, path := range []string{"/complaints/", "/complaints/x", "/complaints/" + strings.Repeat("长", 3000),
		c + "/x.pdf", c + "/../..", "/attachments/0", "/attachments/-1", "/attachments/x",
		"/attachments/99999999999999999999", "/nowhere"} {
		if a := p.as("v01").get(path); a.status != http.StatusNotFound {
			t.Errorf("GET %.60s: %d", path, a.status)
		}
	}
	c = cases["proposing"](p)
	for _, path := range []string{"/tasks/x", "/tasks/0", "/measures/99999999999999999999/verify",
		c + "/proposals/0/submit", c + "/proposals/9/decide", c + "/proposals/x/submit", c + "/proposals/-1/withdraw",
		c + "/disputes/9/end"} {
		if a := p.as("v01").post(path); a.status != http.StatusNotFound {
			t.Errorf("POST %s: %d", path, a.status)
		}
	}
	for _, path := range []string{c, unknown} { // what an address takes does not depend on what there is
		if a := p.as("u01").post(path + "/nothing"); a.status != http.StatusMethodNotAllowed {
			t.Errorf("POST %s/nothing: %d", path, a.status)
		}
	}
	if a := p.as("v01").get("/tasks/1"); a.status != http.StatusMethodNotAllowed {
		t.Errorf("GET /tasks/1: %d", a.status)
	}
}

// onCase are the forms that change a case.
func onCase() []form {
	return slices.DeleteFunc(slices.Clone(forms),
		func(f form) bool { return f.fixture == "" || strings.HasPrefix(f.path, "/account/") })
}

// A form made on an outdated page is refused, shows what has happened since and keeps the typing; sent
// again from there it acts (rule W12).
func TestW12_AStaleFormKeepsItsTyping(t *testing.T) {
	for _, f := range onCase() {
		// a signature holds for the text that was shown, and is never sent on: TestF6_ChangedWhileItWasShown,
		// TestW12_AStaleSlipKeepsItsTyping, TestW12_AStaleFileKeepsItsTyping, TestW12_AStalePartIsRefused;
		// whoever asks at the counter was never shown a version of the case (rule P9)
		if slices.ContainsFunc([]string{"/complaints/bulk", "/downloads/", "/views/", "/scans/", "/inquiries/",
			"/praises/", "/customers/", "/data-requests/", "/figures/", "/jobs/", "/counter/", "/circulars/", "/rules",
			"/appraisals/", "/exports", "/destruction-lists/", "/archive-lists", "/holds", "/confirmations/", "/crises/", "/units/"},
			func(p string) bool { return strings.HasPrefix(f.path, p) }) || f.fixture == "merged" || strings.HasSuffix(f.path, "/heard") ||
			f.fixture == "shown" || f.fixture == "over" { // which the clock archives before anybody else writes

			continue
		}
		t.Run(strings.Trim(strings.ReplaceAll(f.path, "/", " "), " "), func(t *testing.T) {
			t.Parallel()
			p := newPortal(t)
			f := f.made(p)
			c := "/complaints/" + p.rows("SELECT number FROM complaint")[0][0]
			old := p.as("v02").main(c, "version")
			p.pass(time.Minute)
			p.as("v02").must(c+"/contacts", "way", "phone", "said", "别人刚刚记下的话")
			v, before := p.as(f.who), p.contents()
			pairs := append(f.values(""), "version", old, "once", "o-1")
			a := v.post(f.path, pairs...)
			if a.status != http.StatusConflict || p.contents() != before {
				t.Fatalf("a stale form: %d %s", a.status, sentences(a))
			}
			page := a.page()
			again := page.Find(`form[action="` + f.path + `"]`)
			if again.Length() == 0 {
				t.Fatal("the page has no form to send again")
			}
			own := slices.ContainsFunc([]string{"/statement", "/consequences/1/view", "/consequences/1/objection",
				"/consequences/1/review"}, func(s string) bool { return strings.HasSuffix(f.path, s) }) // of whom it is about
			if !own &&
				(!strings.Contains(page.Find("#since").Text(), "别人刚刚记下的话") ||
					page.Find("#since .history > li").Length() != 1) {
				t.Error("the page does not show what has changed")
			}
			if lost := kept(page, f.path, f.values("")); len(lost) > 0 {
				t.Errorf("the page lost %q", lost)
			}
			var resend []string
			again.First().Find("input, textarea").Each(func(_ int, s *goquery.Selection) {
				value := s.AttrOr("value", "")
				if s.Is("textarea") {
					value = s.Text()
				}
				if _, on := s.Attr("checked"); on || !s.Is("[type=radio], [type=checkbox]") {
					resend = append(resend, s.AttrOr("name", ""), value)
				}
			})
			if a := v.post(f.path, resend...); a.status != http.StatusSeeOther {
				t.Errorf("sent again: %d %s", a.status, sentences(a))
			}
			if p.contents() == before {
				t.Error("sent again it did nothing")
			}
			p.verified()
		})
	}
}

// The same form sent twice acts once and gives the same answer (rule W12).
func TestW12_TheSameFormTwiceActsOnce(t *testing.T) {
	all := onCase()
	all = append(all, forms[slices.IndexFunc(forms, func(f form) bool { return f.path == "/complaints" })])
	for _, f := range all {
		t.Run(strings.Trim(strings.ReplaceAll(f.path, "/", " "), " "), func(t *testing.T) {
			t.Parallel()
			p := newPortal(t)
			f := f.made(p)
			v := p.as(f.who)
			pairs := append(f.values(""), "once", "only-once")
			first := v.post(f.path, pairs...)
			if first.status != http.StatusSeeOther {
				t.Fatalf("the first: %d %s", first.status, sentences(first))
			}
			p.made() // what is done in the background
			before := p.contents()
			second := v.post(f.path, pairs...)
			p.made()
			if second.status != http.StatusSeeOther || second.location != first.location {
				t.Errorf("the second: %d to %q, the first led to %q", second.status, second.location, first.location)
			}
			if p.contents() != before {
				t.Error("the second acted too")
			}
			p.verified()
		})
	}
}

func TestW12_OnceAmongMany(t *testing.T) {
	p := newPortal(t)
	f := forms[slices.IndexFunc(forms, func(f form) bool { return f.path == "/complaints" })]
	together := func(path string, pairs []string) map[string]int {
		var mu sync.Mutex
		var all sync.WaitGroup
		got := map[string]int{}
		v := p.as("a01")
		for range 8 {
			all.Go(func() {
				a := v.post(path, pairs...)
				mu.Lock()
				defer mu.Unlock()
				got[fmt.Sprint(a.status, " ", a.location)]++
			})
		}
		all.Wait()
		return got
	}
	got := together("/complaints", append(f.values(""), "once", "same"))
	if len(got) != 1 || got["303 /complaints/TS-HY-20250303-001"] != 8 || len(p.rows("SELECT id FROM complaint")) != 1 {
		t.Errorf("eight at once: %v", got)
	}
	c := "/complaints/TS-HY-20250303-001"
	version := p.as("a01").main(c, "version")
	got = together(c+"/contacts", []string{"way", "phone", "said", "同一通电话", "once", "same", "version", version})
	if len(got) != 1 || got["303 "+c] != 8 || len(p.rows("SELECT id FROM contact")) != 1 {
		t.Errorf("eight contacts at once: %v", got)
	}
	count := func(want int, why string) {
		t.Helper()
		if n := len(p.rows("SELECT id FROM contact")); n != want {
			t.Errorf("%s: %d contacts, want %d", why, n, want)
		}
	}
	said := []string{"way", "phone", "said", "x", "once", "same"}
	p.as("s01").must(c+"/contacts", said...)
	count(2, "another person's same text is another form")
	d := p.as("a01").record("site", "HY", "once", "other")
	p.as("a01").must(d+"/contacts", said...)
	count(3, "another address's same text is another form")
	p.as("a01").must(c+"/reminders", "way", "phone", "once", "same")
	if a := p.as("a01").post(c+"/contacts", "way", "", "said", "x", "once",
		"later"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a wrong form: %d", a.status)
	}
	p.as("a01").must(c+"/contacts", "way", "phone", "said", "x", "once", "later")
	count(4, "a refused form does not use its text up")
	p.as("a01").must(c+"/contacts", "way", "phone", "said", "x", "once", "")
	p.as("a01").must(c+"/contacts", "way", "phone", "said", "x", "once", "")
	count(6, "an empty text asks nothing")
	if a := p.as("a01").post(c+"/contacts", "way", "phone", "said", "x", "once",
		strings.Repeat("a", 65)); a.status != http.StatusUnprocessableEntity ||
		a.page().Find("#once-wrong").Length() != 1 {
		t.Errorf("too long a text: %d", a.status)
	}
	if a := p.as("a01").post(c+"/contacts", "way", "phone", "said", "x", "version",
		"x"); a.status != http.StatusUnprocessableEntity || a.page().Find("#version-wrong").Length() != 1 {
		t.Errorf("a version that is none: %d", a.status)
	}
	p.verified()
}

// Eight people with different forms on one page: one acts, the others are told (rule W12).
func TestW12_OneOfManyVersionsWins(t *testing.T) {
	p := newPortal(t)
	c := cases["investigating"](p)
	version := p.as("a02").main(c, "version")
	var all sync.WaitGroup
	var mu sync.Mutex
	got := map[int]int{}
	v := p.as("a02")
	for i := range 8 {
		all.Go(func() {
			a := v.post(c+"/findings", "finding", fmt.Sprint("事实", i), "version", version)
			mu.Lock()
			defer mu.Unlock()
			got[a.status]++
		})
	}
	all.Wait()
	if got[http.StatusSeeOther] != 1 || got[http.StatusConflict] != 7 || len(p.rows("SELECT id FROM finding")) != 1 {
		t.Errorf("%v", got)
	}
	p.verified()
}

// The recording form carries its own text without any script, a new one each time.
func TestW12_TheRecordingFormCarriesOnce(t *testing.T) {
	p := newPortal(t)
	once := func() string {
		return p.as("a01").get("/complaints/new").page().Find(`form[action="/complaints"][method=post] `+
			`[name=once]`).AttrOr("value", "")
	}
	if a, b := once(), once(); a == "" || a == b || len(a) > 64 {
		t.Errorf("once is %q and then %q", a, b)
	}
}

// A page's form stands beside what was done since where neither moved what the other showed: both are kept, and the
// second is told; else it is a conflict that keeps the typing (rule W12).
func TestW12_BothAreKeptWhereNothingMoved(t *testing.T) {
	p := newPortal(t)
	c := cases["investigating"](p)
	old := p.as("s01").main(c, "version")
	p.as("a02").must(c+"/contacts", "way", "phone", "said", "刚刚说过的话")
	assess := []string{"validity", "valid", "impact", "3", "version", old}
	before := p.contents()
	if a := p.as("s01").post(c+"/assess", assess...); a.status != http.StatusConflict || p.contents() != before {
		t.Fatalf("a form that does not say that it may: %d", a.status)
	}
	a := p.as("s01").post(c+"/assess", append(assess, "beside", "1")...)
	if a.status != http.StatusSeeOther || a.location != c+"?after="+old {
		t.Fatalf("assessed beside a talk: %d to %q", a.status, a.location)
	}
	if len(p.rows("SELECT id FROM contact")) != 1 || p.rows("SELECT impact FROM complaint")[0][0] != "3" {
		t.Error("not both were kept")
	}
	flash := p.as("s01").get(a.location).page().Find(".flash").Text()
	if !strings.Contains(flash, "已保存：评估定级。") || !strings.Contains(flash, "陈立航：记录沟通") {
		t.Errorf("the page says %q", flash)
	}
	s02 := p.as("s02")
	before = p.contents()
	a = s02.post(c+"/assess", "validity", "valid", "impact", "4", "version", old, "beside", "1")
	if a.status != http.StatusConflict || p.contents() != before || !strings.Contains(a.body, "页面已过时") {
		t.Errorf("assessed over another assessment: %d", a.status)
	}
	p.verified()
}

// A case that waits says for whom; a press reminds them, and not again at once (rule C8).
func TestC8_TheApproverIsRemindedFromTheCase(t *testing.T) {
	p := newPortal(t)
	c := cases["urgeable"](p)
	page := p.as("a02").get(c).page()
	if page.Find(`form[data-action="urge"]`).Length() != 1 {
		t.Fatal("nothing to press")
	}
	p.as("a02").must(c + "/urge")
	if n := len(p.rows("SELECT id FROM notice WHERE kind = 'approval_urged'")); n == 0 {
		t.Error("nobody was told")
	}
	before := p.contents()
	if a := p.as("a02").post(c + "/urge"); a.status != http.StatusConflict || p.contents() != before {
		t.Errorf("again at once: %d", a.status)
	}
	if p.as("a02").get(c).page().Find(`form[data-action="urge"]`).Length() != 0 {
		t.Error("it is offered again at once")
	}
	p.verified()
}

// A proposal is written and submitted in one step; what cannot be submitted is not half saved (rules C3, W1).
func TestC3_ProposedAndSubmittedAtOnce(t *testing.T) {
	p := newPortal(t)
	c := cases["investigating"](p)
	fields := []string{"measure", "apology", "text", "当面致歉", "ground", "服务规范"}
	p.as("a02").must(c+"/proposals", append(fields, "submit", "1")...)
	p.as("a02").expect(c, "state", "approving")
	if n := len(p.rows("SELECT id FROM journal WHERE action IN ('proposals', 'submit')")); n != 2 {
		t.Errorf("%d entries", n)
	}
	p.verified()
}

// The checklist asks for the signed form by its kind, and a photo says that it is not one (rule W7).
func TestW7_ThePhotoOfAFormIsNotTheForm(t *testing.T) {
	p := newPortal(t)
	c := cases["done"](p)
	p.as("s01").must(c+"/assess", "grade", "important", "grade_reason", "影响较大", "validity", "valid", "responsibility", "company")
	page := p.as("x02").get(c).page()
	link := page.Find(`#closing [data-missing="attachments"] a`).First().AttrOr("href", "")
	if link != c+"?kind=signed_form#form-attachments" {
		t.Fatalf("the checklist leads to %q: %s", link, page.Find("#closing").Text())
	}
	chosen := `#form-attachments [name=kind] option[selected]`
	if got := p.as("x02").get(strings.Split(link, "#")[0]).page().Find(chosen).AttrOr("value", ""); got != "signed_form" {
		t.Errorf("the form asks for %q", got)
	}
	if a := p.as("x02").upload(c+"/attachments", "a.jpg", snapshot(t, 40, 30, false), "kind", "photo"); a.status != http.StatusSeeOther {
		t.Fatalf("a photo: %d %s", a.status, sentences(a))
	}
	if p.as("x02").get(c).page().Find(`[data-not-the-form] a`).AttrOr("href", "") != link {
		t.Error("the photo does not say that it is not the form")
	}
	a := p.as("x02").post(c+"/close", "outcome", "solved")
	if a.status != http.StatusConflict || a.page().Find(`[data-gaps] a[href="`+link+`"]`).Length() != 1 {
		t.Errorf("the refusal has no links: %d %s", a.status, sentences(a))
	}
}
