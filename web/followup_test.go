package web

import (
	"net/http"
	"strings"
	"testing"
)

// The follow-up record holds the month's calls and those to make that its reader may see, none of whom it is
// about and none that is restricted to others, and is on record (rules W9, P3, P4, P8, J3).
func TestW9_TheFollowUpRecordHoldsWhatItsReaderMaySee(t *testing.T) {
	longWay(t)
	p := newPortal(t)
	made := map[string]string{}
	take := func(name, who string, pairs ...string) string {
		c := p.as(who).record(append(pairs, "channel", "government", "category", "facilities")...)
		made[name] = numberIn(c)
		p.as("v01").must(c+"/close", "outcome", "withdrawn", "reason", "客户撤诉")
		return c
	}
	called := take("hy called", "a01", "site", "HY")
	p.as("a01").must(called+"/followups", "at", p.later(0), "satisfaction", "fair", "said", "客户说还可以", "recurred", "1")
	take("hy to call", "a01", "site", "HY", "name", "欧阳雪见", "phone", secretPhone)
	take("hy against s01", "a02", "site", "HY", "accused", "s01")
	take("jy to call", "w01", "site", "JY")
	minor := p.as("w01").record("site", "JY", "category", "facilities")
	made["jy minor"] = numberIn(minor)
	p.as("u01").must(minor+"/close", "outcome", "withdrawn", "reason", "客户撤诉")
	month := p.now.In(p.store.Org().Zone).Format("2006-01")
	for _, tt := range []struct{ who, query, want string }{
		{"s01", "", "hy called|hy to call"}, {"s02", "month=" + month, "hy called|hy to call|hy against s01"},
		{"u01", "", "jy to call"}, {"s01", "site=JY", ""}, {"f01", "", ""},
		{"v01", "", "hy called|hy to call|hy against s01|jy to call"}, {"v01", "site=JY", "jy to call"},
		{"v01", "month=2020-01", ""},
	} {
		before := len(p.rows("SELECT id FROM journal WHERE action = 'export'"))
		a := p.as(tt.who).get("/complaints/followups.pdf?" + tt.query)
		text := strings.ReplaceAll(a.text(), "\n", "")
		if a.status != http.StatusOK || len(shownSecrets(text)) > 0 {
			t.Errorf("%s %s: %d, shows %v", tt.who, tt.query, a.status, shownSecrets(text))
		}
		for name, number := range made {
			if want := strings.Contains("|"+tt.want+"|", "|"+name+"|"); strings.Contains(text, number) != want {
				t.Errorf("%s's record ?%s: %s is in: %v", tt.who, tt.query, name, !want)
			}
		}
		if strings.Contains(text, "客户说还可以") != strings.Contains(tt.want, "hy called") {
			t.Errorf("%s's record ?%s: what the customer said", tt.who, tt.query)
		}
		if got := p.rows("SELECT by, subject FROM journal WHERE action = 'export' ORDER BY id")[before:]; len(got) != 1 || got[0][0] != tt.who || !strings.HasPrefix(got[0][1], "followups:HF-") {
			t.Errorf("%s %s is on record as %v", tt.who, tt.query, got)
		}
	}
	for query, want := range map[string]int{"month=2025-13": 422, "month=x": 422, "site=XX": 404, "month=": 200} {
		if a := p.as("s01").get("/complaints/followups.pdf?" + query); a.status != want {
			t.Errorf("followups.pdf?%s: %d, want %d", query, a.status, want)
		}
	}
	p.check(
		row{"a01", get, "/complaints/followups.pdf", nil, http.StatusForbidden, nil, nil},
		row{"s01", get, "/complaints?site=HY", nil, 200,
			[]string{`href="/complaints/followups.pdf?month=` + month + `&amp;site=HY"`}, nil},
		row{"a01", get, "/complaints", nil, 200, nil, []string{"followups.pdf"}},
	)
	p.verified()
}

// A paper asks the database as much with many calls as with few.
func TestW9_TheFollowUpRecordAsksLittle(t *testing.T) {
	p := newPortal(t)
	asked := func() int64 {
		v := p.as("v01")
		v.get("/complaints/followups.pdf")
		before := p.store.Ran()
		if a := v.get("/complaints/followups.pdf"); a.status != http.StatusOK {
			t.Fatal(a.status)
		}
		return p.store.Ran() - before
	}
	call := func(n int) {
		for range n {
			c := p.as("a01").record("site", "HY", "channel", "government")
			p.as("v01").must(c+"/close", "outcome", "withdrawn", "reason", "客户撤诉")
			p.as("a01").must(c+"/followups", "at", p.later(0), "satisfaction", "fair", "said", "客户说还可以")
		}
	}
	call(1)
	few := asked()
	call(12)
	if many := asked(); many != few || many > 12 {
		t.Errorf("%d statements with one call, %d with many", few, many)
	}
}

// The sheet of a case prints once it is closed, with its customer masked, and when it comes home signed it
// is filed to its case and not outdated by the call that it was made for (rules W9, F6).
func TestF6_TheFollowUpSheetComesHome(t *testing.T) {
	p := newPortal(t)
	c := p.as("a01").record("site", "HY", "channel", "government", "phone", secretPhone)
	if a := p.as("a01").get(c + "/followup.pdf"); a.status != http.StatusConflict ||
		!strings.Contains(sentences(a), "结案之后") {
		t.Errorf("%d %s", a.status, sentences(a))
	}
	p.as("v01").must(c+"/close", "outcome", "withdrawn", "reason", "客户撤诉")
	code := p.printed(c, "followup")
	p.as("a01").must(c+"/followups", "at", p.later(0), "satisfaction", "satisfied", "said", "没有再发生")
	p.filesTo("a01", c, code, "followup", false, "x")
	p.as("v01").must(c+"/reopen", "reason", "又发生了")
	p.filesTo("a01", c, code, "followup", true, "y")
	p.verified()
}

// filesTo brings a signed paper home and proves where it went.
func (p *portal) filesTo(who, c, code, paper string, outdated bool, mark string) {
	p.t.Helper()
	a := p.as(who).upload("/scans", "IMG.jpg", leaf(code, "another mark "+mark))
	page := p.as(who).get(a.location)
	if got := rowsOf(page); len(got) != 1 || got[0] != "filed "+numberIn(c)+" "+paper ||
		(page.page().Find("[data-outdated]").Length() > 0) != outdated {
		p.t.Errorf("%s: %v, outdated %d", paper, got, page.page().Find("[data-outdated]").Length())
	}
}
