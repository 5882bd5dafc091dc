package complaints

import (
	"bytes"
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

var (
	company = huiyin.DemoCompany()
	tenAM   = time.Date(2025, 3, 3, 2, 0, 0, 0, time.UTC)
)

func actor(account string) huiyin.Actor {
	return huiyin.Actor{Person: company.Person(account), Org: company}
}

func frame() layout.Page {
	return layout.Page{Lang: ui.Hans, Now: tenAM, Zone: time.FixedZone("CST", 8*3600), Account: "x"}
}

func drawn(t *testing.T, c templ.Component) *goquery.Document {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func attrs(s *goquery.Selection, name string) []string {
	var out []string
	s.Each(func(_ int, e *goquery.Selection) { out = append(out, e.AttrOr(name, "")) })
	return out
}

func listOf(by, query string, rows ...huiyin.Listed) List {
	q, err := url.ParseQuery(query)
	if err != nil {
		panic(err)
	}
	return List{Page: frame(), By: actor(by), Query: q, Form: ui.Form{Lang: ui.Hans},
		Found: huiyin.Page{Rows: rows, Total: len(rows)}}
}

var listed = huiyin.Listed{
	ID: 7, Number: "TS-JY-20250303-001", Site: "JY", ReceivedAt: tenAM.Add(-26 * time.Hour), Name: "王小明",
	Unit: "3栋1201", Matter: "楼上装修噪音很大", Category: "leak",
	Grade: huiyin.Minor, State: huiyin.Investigating, Urgency: huiyin.Normal, Owner: "u01", Handler: "w01",
	DueAt: tenAM.Add(-2 * time.Hour), DueKind: huiyin.D2,
}

func TestListNarrowsByTheNamesOfTheContract(t *testing.T) {
	doc := drawn(t, ListPage(listOf("v01", "")))
	got := attrs(doc.Find("main form.filters").Find("[name]"), "name")
	slices.Sort(got)
	want := []string{"category", "channel", "from", "grade", "late", "open", "owner", "q", "site", "sort", "state",
		"to", "transferred", "urgency"}
	if !slices.Equal(got, want) {
		t.Errorf("names %v, want %v", got, want)
	}
	for name, want := range map[string]int{"grade": len(huiyin.Grades()), "state": len(huiyin.States()),
		"channel": len(huiyin.Channels()), "urgency": len(huiyin.Urgencies()), "site": 3,
		"category": len(company.Categories)} {
		if got := doc.Find("select[name=" + name + "] option:not([value=''])").Length(); got != want {
			t.Errorf("%s offers %d, want %d", name, got, want)
		}
	}
}

func TestListShowsARow(t *testing.T) {
	urgent := listed
	urgent.Number, urgent.Urgency, urgent.Handler, urgent.DueAt = "TS-JY-20250303-002", huiyin.Emergency, urgent.Owner,
		tenAM.Add(time.Hour)
	calm := listed
	calm.Number, calm.DueAt, calm.DueKind = "TS-JY-20250303-003", time.Time{}, ""
	doc := drawn(t, ListPage(listOf("v01", "", listed, urgent, calm)))
	if got := doc.Find("[data-total]").AttrOr("data-total", ""); got != "3" {
		t.Errorf("data-total %q", got)
	}
	row := func(number string) *goquery.Selection { return doc.Find("tr[data-number='" + number + "']") }
	for _, n := range []string{listed.Number, urgent.Number, calm.Number} {
		if got := row(n).Find("a").First().AttrOr("href", ""); got != "/complaints/"+n {
			t.Errorf("%s leads to %q", n, got)
		}
	}
	text := row(listed.Number).Text()
	for _, want := range []string{"景园", "王小明", "3栋1201", "楼上装修噪音很大", "工程维修 / 渗漏", "轻微", "调查中", "刘淑芬", "经办 马志强", "首次响应",
		"逾期 2 小时"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %q", want, text)
		}
	}
	for number, want := range map[string][3]any{listed.Number: {"missed", "逾期", 0}, urgent.Number: {"running", "剩", 1},
		calm.Number: {"", "", 0}} {
		d := row(number).Find("[data-deadline]")
		if got := d.AttrOr("data-status", ""); got != want[0] {
			t.Errorf("%s: status %q, want %q", number, got, want[0])
		}
		if !strings.Contains(d.Text(), want[1].(string)) {
			t.Errorf("%s: %q, want %q", number, d.Text(), want[1])
		}
		if got := row(number).Find(".is-emergency").Length(); got != want[2] {
			t.Errorf("%s: %d marks of urgency, want %d", number, got, want[2])
		}
	}
	if strings.Contains(row(urgent.Number).Text(), "经办") {
		t.Error("the handler stands twice")
	}
}

func TestListKeepsItsConditions(t *testing.T) {
	v := listOf("v01", "grade=minor&q=噪音&late=1&page=5~6", listed)
	v.Filter = huiyin.Filter{Grade: huiyin.Minor, Q: "噪音", Late: true, Page: "5~6"}
	v.Found.Next = "1~2"
	doc := drawn(t, ListPage(v))
	older, err := url.Parse(doc.Find("a[rel=next]").AttrOr("href", ""))
	if err != nil {
		t.Fatal(err)
	}
	if want := (url.Values{"grade": {"minor"}, "q": {"噪音"}, "late": {"1"},
		"page": {"1~2"}}).Encode(); older.Query().Encode() != want {
		t.Errorf("older: %s, want %s", older.RawQuery, want)
	}
	var left []string
	doc.Find("a.chip").Each(func(_ int, a *goquery.Selection) {
		u, err := url.Parse(a.AttrOr("href", ""))
		if err != nil {
			t.Fatal(err)
		}
		left = append(left, strings.TrimSpace(a.Text())+" → "+u.Query().Encode())
	})
	want := []string{
		"含“噪音” → grade=minor&late=1",
		"等级：轻微 → late=1&q=" + url.QueryEscape("噪音"),
		"已逾期 → grade=minor&q=" + url.QueryEscape("噪音"),
	}
	if !slices.Equal(left, want) {
		t.Errorf("conditions %q, want %q", left, want)
	}
	if got := doc.Find("select[name=grade] option[selected]").AttrOr("value", ""); got != "minor" {
		t.Errorf("grade shows %q", got)
	}

	v.Found.Next = ""
	if drawn(t, ListPage(v)).Find(".pager a").Length() != 1 {
		t.Error("no way back from the last page")
	}
	if drawn(t, ListPage(listOf("v01", "", listed))).Find(".pager").Length() != 0 {
		t.Error("pager around a single page")
	}
}

func TestListKeepsWhatWasWrong(t *testing.T) {
	for field, open := range map[string]bool{"from": true, "to": true, "page": false} {
		v := listOf("v01", field+"=abc")
		v.Form.Typed, v.Form.Wrong = map[string][]string{field: {"abc"}}, huiyin.Invalid(field, "写错了。")
		doc := drawn(t, ListPage(v))
		if got := doc.Find("#" + field + "-wrong").Text(); !strings.Contains(got, "写错了。") {
			t.Errorf("%s: %q", field, got)
		}
		if open {
			if got := doc.Find("[name="+field+"]").AttrOr("value", ""); got != "abc" {
				t.Errorf("%s shows %q", field, got)
			}
			if _, ok := doc.Find("details.fold").Attr("open"); !ok {
				t.Errorf("%s is wrong in a closed fold", field)
			}
		}
		if doc.Find("[data-total]").Length() != 0 {
			t.Errorf("%s: says how many were found", field)
		}
	}
}

func TestListSaysWhyItIsEmpty(t *testing.T) {
	for name, tt := range map[string]struct {
		filter      huiyin.Filter
		want, leads string
	}{
		"nothing yet":  {huiyin.Filter{}, "这里还没有投诉", "/complaints/new"},
		"none fits":    {huiyin.Filter{Grade: huiyin.Major}, "没有符合条件的投诉", "/complaints"},
		"past the end": {huiyin.Filter{Page: "1~1"}, "后面没有了", "/complaints"},
		"no dates":     {huiyin.Filter{Sort: "due"}, "没有待完成的期限", "/complaints"},
	} {
		v := listOf("a01", "")
		v.Filter = tt.filter
		empty := drawn(t, ListPage(v)).Find(".nothing")
		if !strings.Contains(empty.Text(), tt.want) || empty.Find("a").AttrOr("href", "") != tt.leads {
			t.Errorf("%s: %q leads to %q", name, empty.Text(), empty.Find("a").AttrOr("href", ""))
		}
	}
}

func TestListOffersByRole(t *testing.T) {
	for account, want := range map[string]struct {
		export bool
		sites  []string
	}{
		"a01": {false, []string{"HY", "LT", "JY"}},
		"f01": {true, []string{"HY", "LT", "JY"}},
		"s01": {true, []string{"HY"}},
		"q01": {true, []string{"LT", "JY"}},
		"v01": {true, []string{"HY", "LT", "JY"}},
	} {
		v := listOf(account, "from=2025-02-01")
		v.Filter.From = time.Date(2025, 1, 31, 16, 0, 0, 0, time.UTC)
		doc := drawn(t, ListPage(v))
		if got := attrs(doc.Find("select[name=site] option:not([value=''])"), "value"); !slices.Equal(got, want.sites) {
			t.Errorf("%s: sites %v, want %v", account, got, want.sites)
		}
		for _, at := range []string{"a[href='/complaints/ledger.pdf?month=2025-02']",
			"form[action='/complaints/ledger.xlsx']:has([name=purpose]) [name=month][value='2025-02']"} { // rule P5
			if got := doc.Find(at).Length() == 1; got != want.export {
				t.Errorf("%s: %s offered %v", account, at, got)
			}
		}
	}
}
