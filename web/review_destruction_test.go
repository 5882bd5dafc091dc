package web

import (
	"strings"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/huiyin"
)

// outlive lets the time of one complaint's data pass, of none beside it, and gives the number of the list.
func (p *portal) outlive(number string, at time.Time) string {
	p.t.Helper()
	_, err := p.store.ChangeComplaint(p.t.Context(), db.Once{}, number, 0, func(c *huiyin.Complaint) error {
		c.Run(p.store.Org(), at)
		return nil
	})
	if err == nil {
		_, err = p.store.RunLists(p.t.Context(), at)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return p.rows("SELECT number FROM document WHERE kind = 'destruction' ORDER BY id DESC LIMIT 1")[0][0]
}

// forget lets the data of one complaint go, of none beside it (rule B1).
func (p *portal) forget(number string, at time.Time) {
	p.t.Helper()
	list := p.outlive(number, at)
	for _, who := range []string{"l01", "h01"} {
		by := huiyin.Actor{Person: p.store.Org().Person(who), Org: p.store.Org()}
		if err := p.store.ChangeDestruction(p.t.Context(), db.Once{}, list, 0,
			func(l *huiyin.DestructionList) error { return l.Sign(by, at) }); err != nil {
			p.t.Fatal(err)
		}
	}
	if _, err := p.store.RunLists(p.t.Context(), at.AddDate(0, 0, 30)); err != nil {
		p.t.Fatal(err)
	}
}

// destroyed has the newest list signed by both and lets its days pass (rule B1).
func (p *portal) destroyed() {
	p.t.Helper()
	list := "/destruction-lists/" + p.rows("SELECT max(number) FROM document WHERE kind = 'destruction'")[0][0]
	p.as("l01").must(list + "/sign")
	p.as("h01").must(list + "/sign")
	p.pass(30*24*time.Hour + time.Minute)
}

// The list is found on the desk and the bell of those who sign, names no customer, and what it names goes once both
// have signed and 30 days have passed (rule B1).
func TestB1_TheDestructionListFromDeskToEnd(t *testing.T) {
	p := newPortal(t)
	closed := strings.TrimPrefix(cases2["closed"](p), "/complaints/")
	p.pass(3*366*24*time.Hour - 24*time.Hour)
	list := "/destruction-lists/" + p.rows("SELECT number FROM document WHERE kind = 'destruction'")[0][0]
	name := p.rows("SELECT name FROM complaint WHERE number = ?", closed)[0][0]
	p.check(
		row{"l01", get, "/", nil, 200, []string{`href="` + list}, nil},
		row{"h01", get, "/notices", nil, 200, []string{`href="` + list, "鉴定销毁清册待签"}, nil},
		row{"a01", get, "/", nil, 200, nil, []string{list}},
		row{"s01", get, list, nil, 403, nil, []string{closed}},
		row{"l01", get, list, nil, 200, []string{closed, "法务", "待签", list + "/sign"}, []string{name}},
		row{"v01", get, list, nil, 200, []string{closed}, []string{name, list + "/sign"}},
		row{"v01", post, list + "/sign", nil, 403, nil, nil},
		row{"l01", post, list + "/sign", nil, 303, nil, nil},
		row{"l01", post, list + "/sign", nil, 403, nil, nil},
		row{"h01", get, "/destruction-lists", nil, 200, []string{`data-state="listed"`}, []string{name}},
		row{"h01", post, list + "/sign", nil, 303, nil, nil},
		row{"h01", get, list, nil, 200, []string{`data-state="signed"`, `data-kept=""`}, []string{list + "/sign"}},
	)
	paper := pdfText(t, p.as("l01").get(list+"/list.pdf").body)
	if !strings.Contains(paper, closed) || strings.Contains(paper, name) || !strings.Contains(paper, "已在系统签署") {
		t.Errorf("the paper says %s", paper)
	}
	p.pass(29 * 24 * time.Hour)
	stands := func(want string) {
		t.Helper()
		if got := p.rows("SELECT name FROM complaint WHERE number = ?", closed)[0][0]; got != want {
			t.Errorf("the customer is %s", got)
		}
	}
	stands(name)
	p.pass(26 * time.Hour)
	stands(huiyin.Anonymised)
	p.check(row{"h01", get, list, nil, 200, []string{`data-state="destroyed"`, "已销毁", closed}, []string{name}})
}

// Inquiries and praise have a term of their own, a year from the answer or the recording: then they stand on the list like
// complaints, and their words go with it; not while legal holds the site (rules B1, T2).
func TestB1_InquiriesAndPraiseGoAfterTheirOwnTime(t *testing.T) {
	p := newPortal(t)
	asked, open := p.as("a01").inquire("phone", "13955550001", "name", "问询人甲"), p.as("a01").inquire("phone", "13955550002")
	praised := p.as("a01").praise()
	p.as("a01").must(asked+"/answers", "way", "phone", "said", "已告知办理时间")
	o, last := p.store.Org(), func(s string) string { return s[strings.LastIndexByte(s, '/')+1:] }
	run := func(at time.Time) {
		t.Helper()
		if _, err := p.store.RunLists(t.Context(), at); err != nil {
			t.Fatal(err)
		}
	}
	run(p.now.AddDate(1, 0, 0).Add(-time.Minute))
	if p.count("destruction_line") != 0 {
		t.Error("listed before its time")
	}
	at := p.now.AddDate(1, 0, 0).Add(time.Minute)
	run(at)
	var listed []string
	for _, r := range p.rows("SELECT number FROM destruction_line ORDER BY number") {
		listed = append(listed, r[0])
	}
	if len(listed) != 2 || listed[0] != last(praised) || listed[1] != last(asked) {
		t.Fatalf("listed: %v", listed)
	}
	list := p.rows("SELECT number FROM document WHERE kind = 'destruction'")[0][0]
	p.check(row{"l01", get, "/destruction-lists/" + list, nil, 200, []string{last(asked)}, []string{"问询人甲"}})
	for _, who := range []string{"l01", "h01"} {
		by := huiyin.Actor{Person: o.Person(who), Org: o}
		if err := p.store.ChangeDestruction(t.Context(), db.Once{}, list, 0,
			func(l *huiyin.DestructionList) error { return l.Sign(by, at) }); err != nil {
			t.Fatal(err)
		}
	}
	run(at.AddDate(0, 0, 30))
	for table, number := range map[string]string{"inquiry": asked, "praise": praised} {
		r := p.rows("SELECT name, phone, matter, coalesce(file, 0), coalesce(customer, 0) FROM "+table+" WHERE number = ?",
			last(number))[0]
		if r[0] != huiyin.Anonymised || r[1] != "" || r[2] != huiyin.Anonymised || r[3] != "0" || r[4] != "0" {
			t.Errorf("%s: %v", table, r)
		}
	}
	if r := p.rows("SELECT phone FROM inquiry WHERE number = ?", last(open))[0]; r[0] != "13955550002" {
		t.Errorf("an open one went: %v", r)
	}
	p.check(
		row{"a01", get, asked, nil, 200, []string{huiyin.Anonymised}, []string{"问询人甲", "已告知办理时间"}},
		row{"a01", post, asked + "/contacts", []string{"way", "phone", "said", "x"}, 409, nil, nil},
		row{"l01", get, "/destruction-lists/" + list, nil, 200, []string{`data-state="destroyed"`}, nil},
	)
	if n := p.rows("SELECT count(*) FROM customer WHERE phone = '13955550001' OR name = '问询人甲'")[0][0]; n != "0" {
		t.Errorf("%s files still name them", n)
	}
	p.verified()
}
