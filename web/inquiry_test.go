package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestW13_AnInquiryFromTheCounterToAComplaint(t *testing.T) {
	p := newPortal(t)
	q := p.as("a01").inquire("handler", "a02", "matter", "什么时候<交房>")
	number := strings.TrimPrefix(q, "/inquiries/")
	const full, masked = "13912345678", "139****5678"
	p.check(
		row{"a02", get, q, nil, 200, []string{`data-state="open"`, `data-handler="a02"`, `data-deadline="D1"`, masked,
			"什么时候&lt;交房&gt;", `data-action="answers"`, `data-action="convert"`}, []string{full}},
		row{"a02", get, "/", nil, 200, []string{number, `data-kind="咨询"`}, []string{full, masked}},
		row{"a01", get, "/", nil, 200, nil, []string{`data-kind="咨询"`}},
		row{"s01", get, "/inquiries?state=open&site=HY&q=" + url.QueryEscape("交房"), nil, 200,
			[]string{number, `data-total="1"`}, []string{full, masked}},
		row{"s01", get, "/inquiries?state=answered", nil, 200, []string{`data-total="0"`}, []string{number}},
		row{"u01", get, "/inquiries", nil, 200, []string{`data-total="0"`}, []string{number}},
		row{"u01", get, q, nil, 404, nil, []string{"赵先生"}},
		row{"u01", post, q + "/answers", []string{"way", "phone", "said", "好"}, 404, nil, []string{"赵先生"}},
		row{"v01", post, q + "/reveal", []string{"field", "phone"}, 403, nil, []string{full}},
		row{"a02", post, q + "/reveal", []string{"field", "phone"}, 303, nil, nil},
		row{"a02", get, q, nil, 200, []string{full}, nil},
		row{"a01", get, q, nil, 200, []string{masked}, []string{full}}, // each for themselves
		row{"a02", post, q + "/answers", []string{"way", "phone", "said", "年底", "version", "9"}, 409,
			[]string{"已被他人改动", "年底"}, nil},
		row{"a02", post, q + "/answers", []string{"way", "phone", "said", "年底交房", "version", "1", "once", "k"}, 303,
			nil, nil},
		row{"a02", post, q + "/answers", []string{"way", "phone", "said", "年底交房", "version", "1", "once", "k"}, 303,
			nil, nil},
		row{"a02", post, q + "/answers", []string{"way", "phone", "said", "又答"}, 409, []string{"已答复"},
			[]string{"又答</p>"}},
		row{"a02", get, q, nil, 200, []string{`data-state="answered"`, `data-status="met"`, "年底交房"},
			[]string{`data-action="answers"`}},
	)
	c := p.as("a02").must(q+"/convert", "category", "facilities", "demand", "按期交房", "accused", "a01", "version", "2")
	p.check(
		row{"a02", get, c, nil, 200, []string{masked, "什么时候&lt;交房&gt;", "年底交房", q, "来自"}, []string{full}},
		row{"a02", get, q, nil, 200, []string{`data-state="converted"`, c}, []string{`data-action="convert"`}},
		row{"a02", post, q + "/convert", []string{"category", "facilities", "demand", "再转"}, 409, []string{"已转出"}, nil},
		row{"a01", get, q, nil, 404, nil, []string{"赵先生"}}, // rule P4: recorded it, and is now complained about
		row{"a01", get, "/inquiries", nil, 200, []string{`data-total="0"`}, []string{number}},
		row{"a01", get, c, nil, 404, nil, []string{number}},
	)
	if total := p.as("s01").get("/complaints").page().Find("[data-total]").AttrOr("data-total", ""); total != "1" {
		t.Errorf("%s complaints", total)
	}
	p.verified()
}

func TestD1D13_AMissedInquiryShowsAndTells(t *testing.T) {
	p := newPortal(t)
	q := p.as("a01").inquire()
	number := strings.TrimPrefix(q, "/inquiries/")
	p.pass(24 * time.Hour)
	p.check(
		row{"a01", get, q, nil, 200, []string{`data-deadline="D1"`, `data-status="missed"`, "已逾期"}, nil},
		row{"x02", get, "/notices", nil, 200, []string{`data-notice="deadline_missed"`, number, "答复咨询", q}, nil},
		row{"a01", get, "/notices", nil, 200, []string{`data-notice="deadline_half"`, `data-notice="deadline_near"`,
			`data-notice="deadline_missed"`}, nil},
		row{"u01", get, "/notices", nil, 200, nil, []string{number}},
		row{"v01", get, "/notices", nil, 200, nil, []string{number}},
	)
	p.as("a01").must(q+"/answers", "way", "phone", "said", "抱歉，年底交房")
	p.check(row{"a01", get, q, nil, 200, []string{`data-status="missed"`, `data-state="answered"`}, nil})
	p.verified()
}

func TestW13_TheSwitchCarriesWhatWasTyped(t *testing.T) {
	p := newPortal(t)
	form := []string{"name", "李女士", "phone", "13600001111", "matter", "想问一下", "demand", "尽快", "site", "HY", "channel",
		"wechat"}
	for _, path := range []string{"/inquiries/new", "/praises/new", "/complaints/new"} {
		a := p.as("a01").post(path, form...)
		if a.status != http.StatusOK {
			t.Fatalf("%s: %d", path, a.status)
		}
		page := a.page()
		for name, want := range map[string]string{"name": "李女士", "phone": "13600001111"} {
			if got := page.Find("main input[name="+name+"]").AttrOr("value", ""); got != want {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
		if page.Find("main textarea[name=matter]").Text() != "想问一下" ||
			page.Find("main select[name=site] option[selected]").AttrOr("value", "") != "HY" {
			t.Errorf("%s lost the matter or the site", path)
		}
		if page.Find("main [name=demand]").Length() != 1 {
			t.Errorf("%s lost what only another form asks", path)
		}
		for _, other := range []string{"/inquiries/new", "/praises/new", "/complaints/new"} {
			if pressed := page.Find("main button[formaction='"+other+"']").AttrOr("aria-pressed",
				""); pressed != map[bool]string{true: "true", false: "false"}[path == other] {
				t.Errorf("%s: %s is pressed: %q", path, other, pressed)
			}
		}
		if page.Find("main form button[type=submit]").First().AttrOr("formaction", "") != "" {
			t.Errorf("%s: Enter switches", path)
		}
	}
	if len(p.rows("SELECT id FROM inquiry")) != 0 {
		t.Error("switching recorded something")
	}
}

func TestB2_PraiseThanksAndCommendation(t *testing.T) {
	p := newPortal(t)
	b := p.as("a01").praise("phone", "13712345678")
	number := strings.TrimPrefix(b, "/praises/")
	p.check(
		row{"a02", get, b, nil, 200, []string{"带看细致耐心", "137****5678"},
			[]string{"13712345678", `data-action="reveal"`, `data-action="thanks"`, `data-action="commend"`}},
		row{"a02", get, "/praises", nil, 200, []string{number}, nil},
		row{"a02", get, "/notices", nil, 200, []string{`data-notice="praised"`, b}, nil},
		row{"b01", get, b, nil, 404, nil, []string{"带看"}},
		row{"a01", post, b + "/gifts", []string{"what", "购物卡", "value", "100"}, 422, []string{"礼品不能是现金"}, nil},
		row{"a01", post, b + "/gifts", []string{"what", "果篮", "value", "100"}, 303, nil, nil},
		row{"s01", get, "/approvals", nil, 200, []string{number, "果篮"}, nil},
		row{"s01", get, "/", nil, 200, []string{number, "果篮"}, nil},
		row{"u01", get, "/approvals", nil, 200, nil, []string{number}},
		row{"a01", post, b + "/gifts/1/give", []string{"at", p.later(0)}, 409, []string{"待审批"}, nil},
		row{"s01", post, b + "/gifts/1/decide", []string{"decision", "approve"}, 303, nil, nil},
		row{"a01", get, "/", nil, 200, []string{number, "待送出"}, nil},
		row{"a01", post, b + "/gifts/1/give", []string{"at", p.later(0), "receipt", "签收单 5"}, 303, nil, nil},
		row{"a01", get, "/", nil, 200, nil, []string{"待送出"}},
		row{"s01", post, b + "/commend", []string{"person", "a02", "words", "继续保持"}, 303, nil, nil},
		row{"a02", get, b, nil, 200, []string{`data-commended="a02"`, "继续保持", `data-status="given"`, "签收单 5"}, nil},
		row{"s01", get, b, nil, 200, nil, []string{`data-action="commend"`}},
	)
	p.verified()
}

// An agent who praises themselves gets nothing by it until somebody else has asked the customer.
func TestA4_PraiseCountsOnceConfirmed(t *testing.T) {
	p := newPortal(t)
	b := p.as("a01").praise("phone", "13712345678")
	const sheet = "/appraisals/a02"
	words := []string{"way", "phone", "words", "客户称带看确实耐心"}
	p.check(
		row{"a02", get, b, nil, 200, []string{`data-confirmed="no"`}, []string{`data-action="confirm_praise"`}},
		row{"a02", get, sheet, nil, 200, []string{`data-points="0"`, `data-confirmed="no"`}, nil},
		row{"s01", get, "/notices", nil, 200, []string{`data-notice="praise_waiting"`, b}, nil},
		row{"a02", post, b + "/confirm", words, 403, nil, nil},
		row{"a01", post, b + "/confirm", words, 403, nil, nil},
		row{"t01", post, b + "/confirm", words, 404, nil, nil},
		row{"s01", post, b + "/confirm", []string{"words", ""}, 422, []string{`id="words-wrong"`}, nil},
		row{"a02", get, sheet, nil, 200, []string{`data-points="0"`}, nil},
		row{"s01", get, b, nil, 200, []string{`data-action="confirm_praise"`}, nil},
		row{"s01", post, b + "/confirm", words, 303, nil, nil},
		row{"s02", post, b + "/confirm", words, 409, nil, nil},
		row{"a02", get, b, nil, 200, []string{`data-confirmed="yes"`, "客户称带看确实耐心"}, nil},
		row{"a02", get, sheet, nil, 200, []string{`data-points="2"`, `data-confirmed="yes"`}, nil},
	)
	p.verified()
}

func TestC9_GiftsOnTheComplaint(t *testing.T) {
	p := newPortal(t)
	c := cases["investigating"](p)
	number := strings.TrimPrefix(c, "/complaints/")
	p.as("a02").must(c+"/gestures", "what", "代叫出租车", "value", "60")
	p.check(
		row{"s01", get, "/approvals", nil, 200, []string{number, "代叫出租车"}, nil},
		row{"a02", post, c + "/gifts/1/decide", []string{"decision", "approve"}, 403, nil, nil},
		row{"s01", post, c + "/gifts/1/decide", []string{"decision", "approve"}, 303, nil, nil},
		row{"s01", post, c + "/gifts/1/give", []string{"at", p.later(0)}, 403, []string{"不能自己送出"}, nil},
		row{"a02", post, c + "/gifts/1/give", []string{"at", p.later(0)}, 303, nil, nil},
		row{"a02", get, c, nil, 200, []string{`data-status="given"`, "应急慰问"}, nil},
		row{"a02", post, c + "/proposals", []string{"measure", "gift", "text", "送红包", "ground", "惯例", "amount", "100"},
			422, []string{`id="text-wrong"`}, nil},
		row{"a02", post, c + "/proposals", []string{"measure", "gift", "measure", "compensation", "text", "补偿并送果篮",
			"ground", "惯例", "amount", "1000", "gift", "88"}, 303, nil, nil},
		row{"a02", get, c, nil, 200, []string{"¥1,088.00", "其中礼品 ¥88.00"}, nil},
		row{"a02", post, c + "/proposals/1/submit", nil, 303, nil, nil},
		// with the gesture (rule C2)
		row{"s01", get, "/approvals", nil, 200, []string{"其中礼品 ¥88.00", "¥1,148.00"}, nil},
		row{"s01", post, c + "/proposals/1/decide", []string{"decision", "approve"}, 303, nil, nil},
		row{"a02", post, c + "/answers", []string{"way", "face", "said", "同意", "accepted", "yes"}, 303, nil, nil},
		row{"f01", post, c + "/payments", []string{"proposal", "1", "amount", "1088", "paid_at", p.later(0), "way",
			"转账", "receipt", "1"}, 422, []string{"最多还可付 ¥1,000.00"}, nil},
		row{"p01", post, c + "/payments/waive", []string{"reason", "协议原件在邮寄中"}, 303, nil, nil}, // rule C6
		row{"f01", post, c + "/payments", []string{"proposal", "1", "amount", "1000", "paid_at", p.later(0), "way",
			"转账", "receipt", "1"}, 303, nil, nil},
		row{"p01", post, c + "/payments/1/release", nil, 303, nil, nil}, // rule W17
		row{"a02", post, c + "/gifts/2/give", []string{"what", "果篮", "at", p.later(0)}, 409, []string{"结案之后"}, nil},
		row{"s01", post, c + "/close", []string{"outcome", "withdrawn", "reason", "客户撤诉"}, 303, nil, nil},
		row{"a02", get, "/", nil, 200, []string{number, "送出礼品（方案1）"}, []string{"待送出"}}, // once, as a task
		row{"a02", post, c + "/gifts/2/give", []string{"what", "果篮", "at", p.later(0)}, 303, nil, nil},
		row{"a02", get, "/", nil, 200, nil, []string{"送出礼品"}},
	)
	for _, paper := range []string{"/approval.pdf", "/report.pdf", "/form.pdf", "/settlement.pdf"} {
		if a := p.as("s01").get(c + paper); a.status != http.StatusOK {
			t.Errorf("%s: %d", paper, a.status)
		}
	}
	p.verified()
}

// The page of an inquiry or praise shows how it stands now and keeps the typing; sent again from there it
// acts (rule W12).
func TestW12_AStaleSlipKeepsItsTyping(t *testing.T) {
	for _, f := range onCase() {
		if !strings.HasPrefix(f.path, "/inquiries/") && !strings.HasPrefix(f.path, "/praises/") {
			continue
		}
		t.Run(strings.ReplaceAll(f.path, "/", " "), func(t *testing.T) {
			t.Parallel()
			p := newPortal(t)
			f := f.made(p)
			base := strings.Join(strings.Split(f.path, "/")[:3], "/")
			v := p.as(f.who)
			old := v.main(base, "version")
			if strings.HasPrefix(base, "/inquiries/") {
				p.as("v02").must(base+"/contacts", "way", "phone", "said", "别人刚刚记下的话")
			} else {
				p.as("v02").must(base+"/gifts", "what", "别人刚刚申请的", "value", "1")
				p.as("v01").must(base+"/gifts/"+
					map[bool]string{true: "2", false: "1"}[strings.Contains(f.path, "gifts/1")]+"/decide", "decision",
					"refuse", "words", "不必")
			}
			before := p.contents()
			a := v.post(f.path, append(f.values(""), "version", old)...)
			if a.status != http.StatusConflict || p.contents() != before || !strings.Contains(a.body, "别人刚刚") {
				t.Fatalf("%d %s", a.status, sentences(a))
			}
			if lost := kept(a.page(), f.path, f.values("")); len(lost) > 0 && f.path != base+"/reveal" {
				t.Errorf("lost %q", lost)
			}
			now := a.page().Find("main").AttrOr("data-version", "")
			if a := v.post(f.path, append(f.values(""), "version", now)...); a.status != http.StatusSeeOther {
				t.Errorf("sent again: %d %s", a.status, sentences(a))
			}
			p.verified()
		})
	}
}

func TestP3_UnknownAndInvisibleSlipsAreOneAnswer(t *testing.T) {
	p := newPortal(t)
	u := p.as("u01")
	q, b := cases["inquiry"](p), cases["thanks"](p)
	for _, r := range p.server.routes() {
		if !strings.Contains(r.path, ":inquiry") && !strings.Contains(r.path, ":praise") {
			continue
		}
		send := func(q, b string) answer {
			path := strings.NewReplacer("/inquiries/:inquiry", q, "/praises/:praise", b, ":n", "1").Replace(r.path)
			if r.method == get {
				return u.get(path)
			}
			return u.post(path, "version", "x", "way", "phone")
		}
		hidden, none := send(q, b), send("/inquiries/ZX-HY-20250303-987", "/praises/BY-HY-20250303-987")
		if hidden.status != http.StatusNotFound || none.status != http.StatusNotFound {
			t.Errorf("%s %s: invisible %d, unknown %d", r.method, r.path, hidden.status, none.status)
		}
		if x, y := slipName.ReplaceAllString(nameless(hidden), "@"),
			slipName.ReplaceAllString(nameless(none), "@"); x != y {
			t.Errorf("%s %s: the answers differ", r.method, r.path)
		}
	}
}

var slipName = regexp.MustCompile(`(ZX|BY)-HY-[0-9]{8}-[0-9]{3}`)
