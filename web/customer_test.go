package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// Nobody reads on a customer's pages what their complaints do not show them, and no count hints at it; the
// person complained about finds no file (rules P3, P4, P5).
func TestP3_ACustomersPagesHintAtNothing(t *testing.T) {
	p := newPortal(t)
	own := p.as("w01").record("phone", secretPhone, "name", "欧阳雪见", "unit", "7栋701", "address", secretAddress,
		"identity", secretIdentity, "matter", "车库渗水。", "category", "facilities")
	p.as("a01").record("site", "HY", "phone", secretPhone, "name", "欧阳小姐", "unit", "9栋909", "matter", "折扣算错。",
		"category", "facilities")
	p.as("b01").record("site", "LT", "phone", "13700137000", "name", "赵大海", "unit", "1栋101", "accused", "t01",
		"category", "facilities")
	file := p.customer(own)
	lt := p.as("v01").get("/customers?q=赵大海").page().Find("[data-customer] a").AttrOr("href", "")
	other := []string{"欧阳小姐", "9栋909", "折扣", "TS-HY", secretPhone, secretAddress, secretIdentity}
	p.check(
		row{"w01", get, file, nil, 200, []string{"欧阳雪见", "139****5678", "7栋701", "TS-JY"}, other},
		row{"u01", get, file, nil, 200, []string{"欧阳雪见"}, other},
		row{"q01", get, file, nil, 200, []string{"欧阳雪见", "谁看过资料"}, other},
		row{"a01", get, file, nil, 200, []string{"欧阳小姐", "TS-HY"}, []string{"欧阳雪见", "7栋701", "渗水", "TS-JY"}},
		row{"v01", get, file, nil, 200, []string{"欧阳雪见", "欧阳小姐"}, []string{secretPhone}},
		row{"b01", get, file, nil, 404, nil, []string{"欧阳"}},
		row{"admin", get, file, nil, 404, nil, []string{"欧阳"}},
		row{"w01", get, "/customers", nil, 200, []string{"欧阳雪见", "1 件"}, other},
		row{"v01", get, "/customers", nil, 200, []string{"欧阳小姐", "2 件"}, nil},
		row{"b01", get, "/customers?q=" + secretPhone, nil, 200, []string{"没有找到这样的客户"}, []string{"欧阳"}},
		row{"u01", get, "/customers?q=5678", nil, 200, []string{"欧阳雪见"}, other},
		row{"u01", get, "/customers?q=391234", nil, 200, nil, []string{"欧阳"}},
		row{"u01", get, "/customers?page=x", nil, 422, []string{"没有这一页"}, nil},
		row{"w01", get, "/customers/unit?site=JY&unit=7栋701", nil, 200, []string{"渗水"}, other},
		row{"w01", get, "/customers/unit?site=HY&unit=9栋909", nil, 404, nil, []string{"欧阳", "折扣", "TS-HY"}},
		row{"w01", get, "/customers/unit", nil, 404, nil, nil},
		row{"b01", get, lt, nil, 200, []string{"赵大海"}, nil},
		row{"t01", get, lt, nil, 404, nil, []string{"赵大海"}}, // rule P4
		row{"t01", get, "/customers", nil, 200, nil, []string{"赵大海"}},
		row{"w01", get, own, nil, 200, []string{"/customer\""}, nil},
		row{"w01", get, own + "/customer", nil, 303, nil, nil},
		row{"b01", get, own + "/customer", nil, 404, nil, nil},
		row{"w01", get, "/complaints?q=5678", nil, 200, []string{"/customers?q=5678"}, nil},
		row{"w01", get, "/customers/0", nil, 404, nil, nil},
		row{"w01", get, "/customers/99999999999999999999", nil, 404, nil, nil},
	)
	p.quietLog2()
}

// quietLog2 proves that the log holds nothing of the customers.
func (p *portal) quietLog2() {
	p.t.Helper()
	for _, secret := range []string{secretPhone, secretAddress, secretIdentity, "欧阳", "赵大海"} {
		if strings.Contains(p.log.String(), secret) {
			p.t.Errorf("the log holds %s", secret)
		}
	}
}

// Who handles one of the complaints reveals a field in the file, on record; and who looked is shown to the
// manager who answers for the site, with prints, exports and extracts (rules P5, J3).
func TestP5_WhoSawACustomersDataIsShown(t *testing.T) {
	p := newPortal(t)
	c := p.as("w01").record("phone", secretPhone, "name", "欧阳雪见", "address", secretAddress, "category", "facilities")
	number := strings.TrimPrefix(c, "/complaints/")
	file := p.customer(c)
	p.check(
		row{"q01", post, file + "/reveal/" + number, []string{"field", "phone"}, 403, nil, []string{secretPhone}},
		row{"b01", post, file + "/reveal/" + number, []string{"field", "phone"}, 404, nil, []string{secretPhone}},
		row{"w01", post, "/customers/999/reveal/" + number, []string{"field", "phone"}, 404, nil,
			[]string{secretPhone}},
		row{"w01", post, file + "/reveal/" + number, []string{"field", "matter"}, 422, nil, []string{secretPhone}},
	)
	if n := len(p.rows("SELECT id FROM journal WHERE action = 'reveal'")); n != 0 {
		t.Errorf("%d refused ones are on record", n)
	}
	p.as("w01").must(file+"/reveal/"+number, "field", "phone")
	p.check(
		row{"w01", get, file, nil, 200, []string{secretPhone}, []string{secretAddress}},
		row{"u01", get, file, nil, 200, []string{"139****5678"}, []string{secretPhone}},
	)
	p.as("u01").get(c + "/form.pdf")
	p.as("q01").get("/complaints/ledger.xlsx?month=2025-03")
	p.as("t01").get("/complaints/ledger.xlsx?month=2025-03") // shows nothing of JY
	p.as("u01").must(file+"/requests", "kind", "see", "way", "phone", "asked", "要求复制", "site", "JY", "handler", "h01")
	request := p.request(c)
	p.as("u01").must(c+"/releases/1/decide", "decision", "approve")
	p.as("h01").get(request + "/extract")
	looks := func(who string) (out []string) {
		a := p.as(who).get(file + "/access")
		if a.status != http.StatusOK {
			t.Fatalf("%s: %d", who, a.status)
		}
		rows := a.page().Find("[data-look]")
		for i := range rows.Length() {
			out = append(out, rows.Eq(i).AttrOr("data-by", "")+" "+rows.Eq(i).AttrOr("data-look", ""))
		}
		return out
	}
	want := []string{"h01 print", "q01 export", "u01 print", "w01 reveal"}
	for _, who := range []string{"q01", "x02", "v01"} {
		if got := looks(who); !slices.Equal(got, want) {
			t.Errorf("%s is shown %v, want %v", who, got, want)
		}
	}
	p.check(
		row{"u01", get, file + "/access", nil, 403, nil, nil},
		row{"w01", get, file + "/access", nil, 403, nil, nil},
		row{"p01", get, file + "/access", nil, 404, nil, []string{"欧阳"}},
	)
	p.pass(revealed)
	p.check(row{"w01", get, file, nil, 200, []string{"139****5678"}, []string{secretPhone}})
	p.verified()
}

// From the request to the erased complaint, over the desk of those responsible, in the rehearsal's clock
// (rule B1).
func TestB1_ARequestIsAnsweredAndTheDataBlocked(t *testing.T) {
	p := newPortal(t)
	c := p.as("w01").record("phone", secretPhone, "name", "欧阳雪见", "address", secretAddress, "identity", secretIdentity,
		"matter", "地下车库渗水。", "category", "facilities")
	file := p.customer(c)
	p.as("w01").must(c+"/settle", "class", "process", "cause", "欧阳雪见说堵了", "measure", "疏通", "said", "已说明",
		"satisfaction", "fair")
	p.as("u01").must(c+"/assess", "validity", "valid", "responsibility", "company")
	p.as("w01").must(file+"/requests", "kind", "erase", "way", "visit", "asked", "欧阳雪见要求删除", "site", "JY", "handler",
		"h01")
	request := p.request(c)
	for who, want := range map[string]int{"h01": 1, "u01": 1, "q01": 1, "v01": 1, "w01": 0, "t01": 0, "a01": 0,
		"s01": 0} {
		if n := p.as(who).get("/").page().Find("#data-requests [data-request]").Length(); n != want {
			t.Errorf("the desk of %s shows %d requests, want %d", who, n, want)
		}
	}
	granted := []string{"outcome", "granted", "answer", "已删除", "reason", "客户要求"}
	p.check(
		row{"w01", get, request, nil, 200, []string{"欧阳雪见要求删除"},
			[]string{secretPhone, "data-action=\"answer_data_request\""}},
		row{"s01", get, request, nil, 404, nil, []string{"欧阳"}},
		row{"h01", post, request + "/answer", granted, 403, []string{"经理以上"}, nil},
		row{"q01", post, request + "/answer", granted, 409, []string{"还没有结案"}, nil},
		row{"w01", post, request + "/answer", granted, 403, nil, nil},
		row{"s01", post, request + "/answer", granted, 404, nil, nil},
		row{"q01", post, request + "/answer", append([]string{"version", "1"}, granted...), 409, nil, nil},
		row{"h01", get, request + "/extract", nil, 409, nil, []string{secretPhone}},
	)
	p.as("u01").must(c+"/close", "outcome", "solved")
	p.check(row{"q01", post, request + "/answer", granted, 422, []string{"只能封存"}, nil})
	p.as("q01").must(request+"/answer", "outcome", "partly", "answer", "依法封存；不同意的可以向人民法院起诉。", "reason", "客户要求")
	p.check(
		row{"q01", get, request, nil, 200, []string{"部分满足"}, nil},
		row{"u01", get, c, nil, 200, []string{`data-blocked="demand"`, "欧阳雪见"}, nil}, // in charge
		row{"w01", get, c, nil, 404, nil, []string{"欧阳"}},                            // who took it in
		row{"q01", get, c, nil, 403, nil, []string{"欧阳"}},
		row{"u01", get, c + "/form.pdf", nil, 200, nil, nil},
		row{"u01", post, c + "/reopen", []string{"reason", "又漏"}, 403, []string{"已封存"}, nil},
		row{"u01", post, c + "/lift", []string{"reason", "放开"}, 403, nil, nil},
		row{"q01", get, "/complaints?q=欧阳雪见", nil, 200, []string{"没有符合条件"}, nil},
		row{"q01", get, "/complaints", nil, 200, nil, []string{"欧阳", "车库"}},
		row{"q01", get, "/complaints/export.csv?col=phone", nil, 200, nil, []string{"欧阳", secretPhone}},
		row{"q01", get, file, nil, 404, nil, []string{"欧阳"}},
	)
	p.verified()
}

// Three years in the rehearsal's clock: what was closed and archived stands on a list, and is anonymised by it, once.
func TestB1_TheRehearsalShowsThreeYears(t *testing.T) {
	p := newPortal(t)
	c := p.as("w01").record("phone", secretPhone, "name", "欧阳雪见", "matter", "地下车库渗水。", "category", "facilities")
	p.as("w01").must(c+"/settle", "class", "process", "cause", "堵了", "measure", "疏通", "said", "已说明", "satisfaction",
		"fair")
	p.as("u01").must(c+"/assess", "validity", "valid", "responsibility", "company")
	p.as("u01").must(c+"/close", "outcome", "solved")
	p.pass(31 * 24 * time.Hour)
	p.as("a01").must("/rehearsal/clock", "at", "2028-03-03T09:59")
	p.check(row{"u01", get, c, nil, 200, []string{"欧阳雪见", "139****5678"}, nil})
	p.as("a01").must("/rehearsal/clock", "at", "2028-03-03T10:00")
	p.check(row{"u01", get, c, nil, 200, []string{"欧阳雪见", "139****5678"}, nil})
	p.destroyed()
	for range 2 {
		p.check(row{"u01", get, c, nil, 200, []string{"（已匿名化）"}, []string{"欧阳", "139****5678", "车库"}})
		p.as("a01").must("/rehearsal/clock", "at", "2028-06-01T00:00")
	}
	if rows := p.rows("SELECT at FROM journal WHERE action = 'anonymise' AND subject LIKE 'TS-%'"); len(rows) != 1 ||
		rows[0][0] != "1838253660000" {
		t.Errorf("anonymised %v", rows)
	}
	p.verified()
}

// A form of a file that somebody else has changed meanwhile is refused, keeps its typing, and acts when it
// is sent again (rule W12).
func TestW12_AStaleFileKeepsItsTyping(t *testing.T) {
	for _, f := range forms {
		if !strings.HasPrefix(f.path, "/customers/") && !strings.HasPrefix(f.path, "/data-requests/") ||
			strings.Contains(f.path, "/reveal") {
			continue
		}
		t.Run(strings.Trim(strings.ReplaceAll(f.path, "/", " "), " "), func(t *testing.T) {
			p := newPortal(t)
			f := f.made(p)
			file := f.path[:strings.LastIndex(f.path, "/")]
			if !strings.HasPrefix(f.path, "/customers/") {
				file = p.customer("/complaints/" +
					p.rows("SELECT c.number FROM complaint c JOIN data_request r ON r.customer = c.customer")[0][0])
			}
			p.as("v02").must(file+"/consent", "consent", "given")
			v, before := p.as(f.who), p.contents()
			a := v.post(f.path, append(f.values(""), "version", "1", "once", "o-1")...)
			if a.status != http.StatusConflict || p.contents() != before || !strings.Contains(a.body, "已被他人改动") {
				t.Fatalf("a stale form: %d %s", a.status, sentences(a))
			}
			page := a.page()
			if lost := kept(page, f.path, f.values("")); len(lost) > 0 {
				t.Errorf("the page lost %q", lost)
			}
			version := page.Find(`form[action="`+f.path+`"] [name=version]`).First().AttrOr("value", "")
			v.must(f.path, append(f.values(""), "version", version, "once", "o-1")...)
			if p.contents() == before {
				t.Error("sent again it did nothing")
			}
			p.verified()
		})
	}
}

// Inquiries and praise stand in the file of who left the same phone and of their unit, for those who may
// see them (rules B1, P3).
func TestB1_TheFileTellsOfInquiriesAndPraise(t *testing.T) {
	p := newPortal(t)
	c := p.as("a01").record("site", "HY", "phone", "13912345678", "unit", "1栋101")
	p.as("s01").must(c+"/assign", "handler", "a02")
	file := p.customer(c)
	asked := strings.TrimPrefix(p.as("s01").inquire(), "/inquiries/")
	thanked := strings.TrimPrefix(p.as("s01").praise("phone", "13912345678", "unit", "1栋101"), "/praises/")
	other := strings.TrimPrefix(p.as("s01").inquire("phone", "13900000000", "unit", "2栋202"), "/inquiries/")
	unit := "/customers/unit?site=HY&unit=" + url.QueryEscape("1栋101")
	p.check(
		row{"s01", "GET", file, nil, 200, []string{asked, thanked, "什么时候交房"}, []string{other}},
		row{"s01", "GET", unit, nil, 200, []string{asked, thanked}, []string{other}},
		row{"a01", "GET", file, nil, 200, nil, []string{asked, thanked, "什么时候交房"}},
		row{"a02", "GET", file, nil, 200, []string{thanked}, []string{asked}}, // who is praised sees it
		row{"a01", "GET", unit, nil, 200, nil, []string{asked, thanked}},
	)
}

// A number that somebody may not see costs what one costs that is not there: nothing is read of it, by reading and by
// sending alike, so that no clock tells the two apart (rule P3, finding 20).
func TestP3_AHiddenNumberCostsWhatNoneDoes(t *testing.T) {
	p := newPortal(t)
	hidden := "/complaints/" + longComplaint(t, p.store, p.now)
	none := hidden[:len(hidden)-3] + "999"
	for _, who := range []string{"b01", "u01", "admin"} {
		for _, rest := range []string{"", "/journal", "/receipt.pdf", "/form.pdf", "/dossier.pdf", "/corrections"} {
			ran := func(path string) int64 {
				before := p.store.Ran()
				if a := p.as(who).get(path + rest); a.status != http.StatusNotFound {
					t.Errorf("%s %s: %d", who, path+rest, a.status)
				}
				return p.store.Ran() - before
			}
			ran(none) // what is asked once only
			if a, b := ran(hidden), ran(none); a != b {
				t.Errorf("%s %s: %d statements where it is hidden, %d where there is none", who, rest, a, b)
			}
		}
		sent := func(path string) int64 {
			before := p.store.Ran()
			if a := p.as(who).post(path+"/contacts", "way", "phone", "said", "x"); a.status != http.StatusNotFound {
				t.Errorf("%s posts to %s: %d", who, path, a.status)
			}
			return p.store.Ran() - before
		}
		sent(none)
		if a, b := sent(hidden), sent(none); a != b {
			t.Errorf("%s posts: %d statements where it is hidden, %d where there is none", who, a, b)
		}
	}
}
