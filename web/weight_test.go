package web

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// opened is a page that people open all day, and the most statements that it may ask the database
// when no count is remembered.
type opened struct {
	who, path string
	most      int64
}

// pages are the pages of a complaint at c, and around it.
func pages(c, customer string) []opened {
	return []opened{
		{"s01", "/", 6}, {"a01", "/", 6}, {"v01", "/", 6},
		{"s01", "/complaints", 5}, {"a01", "/complaints", 5}, {"v01", "/complaints", 5},
		{"s01", "/complaints?grade=minor&channel=phone", 7}, {"a01", "/complaints?grade=minor", 7},
		{"v01", "/complaints?category=repair", 7}, {"s01", "/complaints?open=1", 6},
		{"s01", "/complaints?q=%E5%99%AA%E9%9F%B3", 9}, {"s01", "/complaints?late=1", 9},
		{"s01", "/complaints?sort=due", 9}, {"s01", "/complaints?all=1", 9},
		{"s01", "/views", 8}, {"s01", "/views?list=q%3D%E5%99%AA%E9%9F%B3", 8},
		{"s01", "/complaints?q=%E5%99%AA%E9%9F%B3&sort=due&col=phone&col=demand", 10},
		{"s01", c, 21}, {"v01", c, 21}, {"s01", c + "/journal", 15},
		{"s01", "/inquiries", 6}, {"a01", "/inquiries", 6}, {"s01", "/praises", 6}, {"a01", "/inquiries/new", 6},
		{"s01", "/promises", 8}, {"a01", "/promises?kept=missed", 8}, {"v01", "/promises?site=HY", 8},
		{"s01", c + "/corrections", 20},
		{"s01", "/customers", 8}, {"a01", "/customers", 8}, {"v01", "/customers", 8},
		{"v01", "/customers?q=%E7%8E%8B", 8}, {"s01", customer, 17}, {"v01", customer, 17},
		{"v01", customer + "/access", 18}, {"s01", "/data-requests", 8}, {"h01", "/data-requests", 8},
		{"s01", "/figures?month=2025-03", 11}, {"v01", "/figures?month=2025-03", 11},
		{"v01", "/complaints?figure=validity&of=undecided&month=2025-03", 9},
		{"a01", "/complaints/new", 6}, {"s01", "/approvals", 7}, {"admin", "/settings", 5},
		{"admin", "/settings/people", 5}, {"v01", "/confirmations", 5}, {"admin", "/settings/printing", 5}, {"admin", "/settings/domain-login", 5},
		{"s01", "/about", 4},
		{"v01", "/consequences", 6}, {"v01", "/appraisals", 8}, {"s01", "/appraisals/a01", 8},
		{"a01", "/appraisals", 8},
		{"v01", "/figures/quarters", 8}, {"x02", "/figures/quarters/JB-2025Q1", 14}, {"a01", "/jobs", 6},
		{"s01", "/figures/meetings", 8}, {"a01", "/figures/meetings", 8}, {"k01", "/figures/samples", 8},
		{"a01", "/figures/samples", 8}, {"l01", "/destruction-lists", 8}, {"h01", "/archive-lists", 8}, {"s01", "/figures/plans", 12}, {"v01", "/figures/plans", 12},
		{"v01", "/figures/plans/new?category=repair", 8}, {"s01", "/figures/reports", 8},
		{"v01", "/figures/reports", 8}, {"s01", "/figures/reports/TJ-HY-202502", 14},
		{"v01", "/figures/reports/TJ-202502", 14},
		{"a01", "/scans", 8}, {"s01", "/scans", 8}, {"v01", "/scans?batch=1", 9},
		{"a01", "/directory", 4}, {"s01", "/directory", 4}, {"v01", "/imports", 6}, {"p01", "/units", 8}, {"p01", "/units/import", 8}, {"p01", "/customers/import", 8}, {"admin", "/settings/slips", 8},
	}
}

// What a page asks the database does not grow with what lies there.
func TestPagesAskLittleOfTheDatabase(t *testing.T) {
	p := newPortal(t)
	c := "/complaints/" + longComplaint(t, p.store, p.now)
	asked := func() map[string]int64 {
		all := map[string]int64{}
		for _, r := range pages(c, p.customer(c)) {
			dbtest.Complaint(t, p.store, dbtest.Actor(t, p.store, "u01"), nil) // makes the store forget its counts
			v := p.as(r.who)
			v.post("/notices/seen", "up_to", "1000000") // opening a case marks what the bell says of it, once
			before := p.store.Ran()
			if a := v.get(r.path); a.status != http.StatusOK {
				t.Fatalf("%s %s: %d", r.who, r.path, a.status)
			}
			all[r.who+" "+r.path] = p.store.Ran() - before
		}
		return all
	}
	few := asked()
	for range 200 {
		dbtest.Complaint(t, p.store, dbtest.Actor(t, p.store, "a02"), nil)
		dbtest.Complaint(t, p.store, dbtest.Actor(t, p.store, "s01"), nil)
	}
	many := asked()
	for _, r := range pages(c, p.customer(c)) {
		key := r.who + " " + r.path
		if few[key] > r.most {
			t.Errorf("%s: %d statements, at most %d", key, few[key], r.most)
		}
		if many[key] != few[key] {
			t.Errorf("%s: %d statements with few complaints, %d with many", key, few[key], many[key])
		}
	}
}

// longComplaint records a complaint of HY, about which 45 things have happened a month later, and gives its number.
func longComplaint(t testing.TB, s *db.Store, at time.Time) string {
	t.Helper()
	by := dbtest.Actor(t, s, "s01")
	c := dbtest.Complaint(t, s, by, func(in *huiyin.Intake) { in.Site, in.ReceivedAt = "HY", at })
	_, err := s.ChangeComplaint(t.Context(), db.Once{}, c.Number, 0, func(c *huiyin.Complaint) error {
		for i := range 22 {
			at = at.Add(3 * time.Hour)
			if err := c.LogContact(by, at,
				huiyin.Contact{Way: "phone", Said: fmt.Sprintf("第%d次沟通：已告知客户调查进展，客户要求尽快处理。", i+1)}); err != nil {
				return err
			}
			if err := c.Remind(by, at, huiyin.Reminder{Way: "phone", Caller: "王小明"}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return c.Number
}

// sent asks for a page as a browser does, and gives it with its weight on the wire, in bytes.
func (v visitor) sent(path string) (page string, weight int) {
	v.p.t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Accept-Encoding", "gzip, deflate, br")
	a := v.send(r)
	if a.status != http.StatusOK {
		v.p.t.Fatalf("%s: %d", path, a.status)
	}
	weight = len(a.body)
	if a.header.Get("Content-Encoding") != "gzip" {
		return a.body, weight
	}
	z, err := gzip.NewReader(strings.NewReader(a.body))
	if err != nil {
		v.p.t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		v.p.t.Fatal(err)
	}
	return string(b), weight
}

const (
	mostRequests = 6
	mostAtFirst  = 150_000 // bytes
	mostLater    = 30_000
)

func TestFirstVisitIsLight(t *testing.T) {
	p := newPortal(t)
	for _, first := range []struct{ who, path string }{{"", "/login"}, {"s01", "/"}} {
		v := p.as(first.who)
		page, weight := v.sent(first.path)
		d, err := goquery.NewDocumentFromReader(strings.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}
		requests := 1
		d.Find("link[href], script[src], img[src]").Each(func(_ int, s *goquery.Selection) {
			_, w := v.sent(s.AttrOr("href", s.AttrOr("src", "")))
			requests, weight = requests+1, weight+w
		})
		if requests < 3 || requests > mostRequests || weight > mostAtFirst {
			t.Errorf("%s: %d bytes in %d requests", first.path, weight, requests)
		}
	}
}

func TestLaterPagesAreLight(t *testing.T) {
	p := newPortal(t)
	c := "/complaints/" + longComplaint(t, p.store, p.now)
	for i := range 60 {
		dbtest.Complaint(t, p.store, dbtest.Actor(t, p.store, "s01"), func(in *huiyin.Intake) {
			in.Site, in.Name, in.Phone, in.Unit = "HY", fmt.Sprint("王小明", i), fmt.Sprint(13800138000+i*7919),
				fmt.Sprintf("%d栋%d单元%d", i%9, i%4, 1201+i*13)
			in.Matter = strings.Repeat(fmt.Sprint("第", i*i, "次投诉楼上夜间装修噪音很大，无法休息。"), 3)
		})
	}
	for _, r := range pages(c, p.customer(c)) {
		if _, weight := p.as(r.who).sent(r.path); weight > mostLater {
			t.Errorf("%s %s: %d bytes", r.who, r.path, weight)
		}
	}
}
