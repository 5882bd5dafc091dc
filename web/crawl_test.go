package web

import (
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
)

// crawler follows every link of every page that one person sees.
type crawler struct {
	v       visitor
	who     string
	seen    map[string]bool
	queries map[string]int // how often a path was asked with another query
	todo    []string
	from    map[string]string
	offered map[string]bool
}

// mostQueries bounds how many filters of one list are followed.
const mostQueries = 40

func (c *crawler) add(href, from string) {
	t := c.v.p.t
	if href == "" || strings.HasPrefix(href, "#") || strings.HasPrefix(href, "tel:") {
		return
	}
	base, _ := url.Parse(from)
	u, err := base.Parse(href)
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(u.Path, "/") ||
		strings.HasPrefix(href, "//") {
		t.Errorf("%s: %s leads to %q", c.who, from, href)
		return
	}
	u.Fragment = ""
	to := u.String()
	if path.Ext(u.Path) == ".pdf" { // one of each paper; paper_test.go prints them all
		if c.seen[path.Base(u.Path)] {
			return
		}
		c.seen[path.Base(u.Path)] = true
	}
	if c.seen[to] || u.RawQuery != "" && c.queries[u.Path] >= mostQueries {
		return
	}
	if u.RawQuery != "" {
		c.queries[u.Path]++
	}
	c.seen[to], c.from[to] = true, from
	c.todo = append(c.todo, to)
}

func (c *crawler) run() {
	t := c.v.p.t
	for len(c.todo) > 0 {
		at := c.todo[0]
		c.todo = c.todo[1:]
		a := c.v.get(at)
		if a.status >= 400 {
			t.Errorf("%s: the link to %s on %s is dead: %d", c.who, at, c.from[at], a.status)
			continue
		}
		if a.status == http.StatusSeeOther {
			c.add(a.location, at)
		}
		if !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") || a.body == "" {
			continue
		}
		page := a.page()
		c.tidy(at, page, a.body)
		page.Find("a[href], link[href]").Each(func(_ int, s *goquery.Selection) { c.add(s.AttrOr("href", ""), at) })
		page.Find("script[src], img[src], source[src]").Each(func(_ int,
			s *goquery.Selection) {
			c.add(s.AttrOr("src", ""), at)
		})
		page.Find("[hx-get]").Each(func(_ int, s *goquery.Selection) { c.add(s.AttrOr("hx-get", ""), at) })
		page.Find("form[method=get]").Each(func(_ int, s *goquery.Selection) { c.add(s.AttrOr("action", at), at) })
		page.Find("form[method=post]").Each(func(_ int, s *goquery.Selection) {
			if as := s.Find("[name=as]").AttrOr("value", ""); as != strings.TrimPrefix(c.who, "-") && s.AttrOr("action", "") != "/login" { // I16
				t.Errorf("%s: a form of %s is made for %q", c.who, at, as)
			}
			c.offer(at, s)
		})
	}
}

// versionless are the offered actions that change no case on which someone could be ahead: a new case, a
// look at a field, one's own views, a statement on a page that shows nothing of the case, one's own password
// and log-ins, one's own decisions, and work
// handed over, of which what is gone is refused.
var versionless = []string{"record", "inquiries", "praises", "reveal", "statement", "set_password", "delegate",
	"end_delegation", "hand_over", "consequence_view", "objection", "self_review", "scans", "file_scan", "discard_scan",
	"save_view", "drop_view", "second_factor", "log_out", "import", "end_job", "call_meeting", "open_plan",
	"draw_sample", "hold_all", "end_hold_all", "raise_alarm", "list_archive", "import_units", "undo_units", "give_second_word", "withdraw_second_word",
	// of a crisis each form says itself what it needs of the state (CRISIS.md 3.4)
	"open_crisis", "join_alarm", "close_crisis", "reopen_crisis", "set_seat", "take_over", "take_back",
	"hand_over_seat", "accept_seat", "name_parts", "end_part", "extend_crisis", "set_crisis_phase", "count_people",
	"draft_statement", "submit_statement", "review_statement", "decide_statement", "issue_statement",
	"hold_statement", "send_statement", "withdraw_statement", "read_statement", "write_holding", "approve_holding",
	"end_holding"}

// tidy looks for what no page may have: anything inline, ids twice, labels of nothing, odd forms.
func (c *crawler) tidy(path string, page *goquery.Document, body string) {
	t := c.v.p.t
	wrong := func(what string, s *goquery.Selection) {
		html, _ := goquery.OuterHtml(s)
		t.Errorf("%s: %s: %s: %.160s", c.who, path, what, html)
	}
	page.Find("[style], style, script:not([src]), iframe:not([src^='/complaints/']), object, embed, " +
		"base").Each(func(_ int, s *goquery.Selection) { wrong("inline or foreign", s) })
	ids := map[string]bool{}
	page.Find("*").Each(func(_ int, s *goquery.Selection) {
		for _, a := range s.Nodes[0].Attr {
			value := strings.ToLower(strings.TrimSpace(a.Val))
			switch {
			case strings.HasPrefix(a.Key, "on"), strings.HasPrefix(a.Key, "hx-on"),
				(a.Key == "href" || a.Key == "src" || a.Key == "action") &&
					(strings.HasPrefix(value, "javascript:") || strings.HasPrefix(value, "data:")):
				wrong("acts", s)
			case a.Key == "id" && ids[a.Val]:
				wrong("an id twice", s)
			case a.Key == "id":
				ids[a.Val] = true
			}
		}
	})
	for _, attr := range []string{"for", "aria-describedby", "aria-labelledby", "aria-controls", "list", "form"} {
		page.Find("[" + attr + "]").Each(func(_ int, s *goquery.Selection) {
			for _, id := range strings.Fields(s.AttrOr(attr, "")) {
				if !ids[id] {
					wrong(attr+" of nothing", s)
				}
			}
		})
	}
	page.Find("a[href^='#']").Each(func(_ int, s *goquery.Selection) {
		if id := strings.TrimPrefix(s.AttrOr("href", ""), "#"); id != "" && !ids[id] {
			wrong("leads to no place on the page", s)
		}
	})
	for _, attr := range []string{"hx-target", "hx-select", "hx-include"} {
		page.Find("[" + attr + "]").Each(func(_ int, s *goquery.Selection) {
			for _, to := range strings.Split(s.AttrOr(attr, ""), ",") {
				if id, isID := strings.CutPrefix(strings.TrimSpace(to), "#"); isID && !ids[id] {
					wrong(attr+" of nothing", s)
				}
			}
		})
	}
	page.Find("form").Each(func(_ int, s *goquery.Selection) {
		method := strings.ToLower(s.AttrOr("method", ""))
		switch {
		case method != "get" && method != "post":
			wrong("a form without a method", s)
		case method == "post" && !strings.HasPrefix(s.AttrOr("action", ""), "/"):
			wrong("a form without an address", s)
		}
		action, acts := s.Attr("data-action")
		if acts && !slices.Contains(versionless, action) && !strings.HasPrefix(path, "/settings") &&
			!strings.HasPrefix(path, "/approvals") && s.Find("[name=version]").AttrOr("value", "") == "" {
			// what waits for approval is frozen (rule C5), whatever else happens to the case
			wrong("an action without a version", s)
		}
		if acts && s.Find("[name=once]").Length() != 1 {
			wrong("an action without once", s)
		}
		if acts && s.Find("button[type=submit]").Length() == 0 {
			wrong("an action without a button", s)
		}
		if s.Find("[type=file]").Length() > 0 && s.AttrOr("enctype", "") != "multipart/form-data" {
			wrong("files that stay behind", s)
		}
	})
	if page.Find("title").Text() == "" || page.Find("main").Length() != 1 || page.Find("html[lang]").Length() != 1 {
		if page.Find("body").Children().Length() > 0 && strings.Contains(body, "<html") {
			t.Errorf("%s: %s lacks its title, main or language", c.who, path)
		}
	}
}

// offer proves that what a page offers is open to its reader: the form, sent with a version that is none,
// is refused for that alone.
func (c *crawler) offer(path string, s *goquery.Selection) {
	t := c.v.p.t
	action := s.AttrOr("action", "")
	if s.AttrOr("data-action", "") == "" || strings.HasPrefix(path, "/settings") || c.offered[action] {
		return
	}
	c.offered[action] = true
	var a answer
	if s.AttrOr("enctype", "") == "multipart/form-data" {
		a = c.v.upload(action, "a.txt", []byte("x"), "version", "x")
	} else {
		a = c.v.post(action, "version", "x", "next", s.Find("[name=next]").AttrOr("value", ""))
	}
	if a.status != http.StatusUnprocessableEntity {
		t.Errorf("%s: %s offers %s, which answers %d %s", c.who, path, action, a.status, sentences(a))
	}
}

// Every link works, every offered action is open, and no page holds what the policy of content forbids, for
// people of every role over cases in every state.
func TestW1_PagesOfferOnlyWhatWorks(t *testing.T) {
	t.Parallel()
	longWay(t)
	p := newPortal(t)
	for _, make := range stations {
		make(p)
	}
	fixtures["heard"](p)
	secretCase(p)
	for _, name := range []string{"inquiry", "praise", "thanks", "thanked", "gesture", "gesture agreed", "signed",
		"commented", "released", "evaluated", "management", "meeting", "minuted", "planned", "plan measured",
		"plan checked", "plan ended", "drawn", "crisis"} {
		cases[name](p)
	}
	p.trayed("a01")
	q := p.as("a01").inquire()
	p.as("a01").must(q+"/convert", "category", "facilities", "demand", "尽快")
	p.as("a01").must(p.as("a01").inquire()+"/praise", "persons", "a02")
	p.as("a02").record("site", "HY", "category", "leak", "accused", "s01", "matter", "又一件")
	p.as("a01").post("/complaints/draft", "name", "半个名字", "site", "HY")
	changes := func() int {
		return len(
			p.rows("SELECT id FROM journal WHERE action NOT IN ('print', 'reveal', 'export', 'log_in', 'log_out')"),
		)
	}
	p.pass(100 * 24 * time.Hour) // some can no longer be reopened
	p.as("a02").record("site", "HY", "category", "facilities")
	before, files := changes(), p.files()
	for _, who := range strings.Fields("a01 a02 b01 s01 e01 f01 x02 q01 v01 admin -") {
		c := &crawler{who: who, seen: map[string]bool{}, queries: map[string]int{}, from: map[string]string{},
			offered: map[string]bool{}}
		if c.v = p.as(""); who != "-" {
			c.v = p.as(who)
		}
		for _, start := range []string{"/", "/login", "/complaints", "/search?q=噪音", "/complaints?state=closed",
			"/complaints?q=nichts-dergleichen", "/approvals?done=1", "/nowhere-at-all"} {
			if start == "/nowhere-at-all" {
				c.tidy(start, c.v.get(start).page(), "")
				continue
			}
			c.add(start, "/")
		}
		c.run()
		t.Logf("%s: %d pages, %d offered actions", who, len(c.seen), len(c.offered))
		if who != "-" && len(c.seen) < 15 {
			t.Errorf("%s reaches %d pages only", who, len(c.seen))
		}
	}
	if changes() != before || !slices.Equal(p.files(), files) {
		t.Error("looking around has changed something")
	}
	p.verified()
}
