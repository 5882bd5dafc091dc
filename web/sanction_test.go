package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"huiyin/huiyin"
)

// found is a case against a01, who is responsible; a02 handles it, x02 is in charge.
func found(p *portal, pairs ...string) string {
	c := p.as("a02").record(append([]string{"site", "HY", "accused", "a01", "category", "attitude", "name", "赵大海",
		"matter", "接待时态度恶劣，赵大海很生气。"}, pairs...)...)
	p.as("s01").must(c+"/assign", "handler", "a02", "department", "engineering")
	p.as("a02").must(c + "/accept")
	p.as("x02").must(c+"/hearing", "wording", "请说明三月三日的接待经过。")
	p.as("x02").must(c+"/assess", "validity", "valid", "responsibility", "company", "responsible_person", "a01")
	return c
}

// punished is a complaint of HY against a01, important, owned by x02, with a consequence proposed by p01.
func punished(p *portal, pairs ...string) string {
	c := found(p, pairs...)
	p.as("p01").must(c+"/consequences", "sanction", "yellow_card", "sanction", "criticism", "sanction", "self_review",
		"wording", "三月三日接待不周", "reason", "屡次提醒不改", "evidence", "matter")
	return c
}

// The whole way through the pages, and who learns of it (rules A3, P3, P4).
func TestA3_ThePersonHearsAndObjectsOnTheirOwnPage(t *testing.T) {
	p := newPortal(t)
	c := punished(p)
	own := c + "/consequences"
	secrets := []string{"赵大海", "13800138000", "138****8000", "1201", "屡次提醒不改"}
	p.check(
		row{"a01", get, own, nil, 200, []string{"三月三日接待不周", "黄牌", "提交意见", "〔客户〕很生气", "3.2"}, secrets},
		row{"a01", get, c, nil, 404, nil, secrets},
		row{"a01", get, "/", nil, 200, []string{"对您的处罚", own}, secrets},
		row{"a01", get, "/notices", nil, 200, []string{"拟给予您处罚", own}, secrets},
		row{"a02", get, c, nil, 200, nil, []string{"处罚", "黄牌", "屡次提醒不改"}}, // the handler
		row{"a02", get, c + "/journal", nil, 200, nil, []string{"处罚", "yellow_card", "屡次提醒不改"}},
		row{"e01", get, c, nil, 200, nil, []string{"处罚", "黄牌"}}, // another department
		row{"e01", get, c + "/journal", nil, 200, nil, []string{"处罚"}},
		row{"a02", get, own, nil, 403, nil, []string{"黄牌"}},
		row{"b01", get, own, nil, 404, nil, []string{"黄牌"}},
		row{"s02", get, c, nil, 200, []string{"黄牌", "屡次提醒不改"}, []string{`data-action="decide_consequence"`}},
		row{"s02", get, c + "/journal", nil, 200, []string{"提出处罚"}, nil},
		row{"v01", get, "/", nil, 200, []string{`data-kind="处罚"`}, nil},
		row{"p01", get, "/", nil, 200, nil, []string{`data-kind="处罚"`}},
		row{"x02", get, "/", nil, 200, nil, []string{`data-kind="处罚"`}},
		row{"x02", get, "/consequences", nil, 200, []string{strings.TrimPrefix(c, "/complaints/")}, nil},
		// of other sites
		row{"q01", get, "/consequences", nil, 200, nil, []string{strings.TrimPrefix(c, "/complaints/")}},
		row{"s01", get, "/consequences", nil, 403, nil, nil},
		row{"a01", post, own + "/1/view", []string{"view", "当日客户较多。"}, 303, nil, nil},
		row{"p01", post, own + "/1/decide", []string{"decision", "impose", "words", "属实"}, 403, nil, nil},
		row{"a02", post, own + "/1/decide", []string{"decision", "impose", "words", "属实"}, 404, nil, nil},
		row{"v01", get, c, nil, 200, []string{"当日客户较多。", `data-action="decide_consequence"`}, nil},
		// rule W12
		row{"v01", post, own + "/1/decide", []string{"decision", "impose", "words", "事实清楚", "seen", "1"}, 409,
			[]string{"已有新的内容", "事实清楚"}, nil},
		row{"v01", post, own + "/1/decide", []string{"decision", "impose", "words", "事实清楚", "seen", "2"}, 303, nil,
			nil},
		row{"v02", post, own + "/1/decide", []string{"decision", "impose", "words", "我也同意"}, 409, []string{"已经决定"},
			nil},
		row{"a01", get, own, nil, 200, []string{"事实清楚", "提出异议", "书面检查"}, secrets},
		row{"a01", post, own + "/1/review", []string{"review", "今后先请示。"}, 303, nil, nil},
		row{"a01", post, own + "/1/objection", []string{"objection", "处罚过重"}, 303, nil, nil},
		row{"a01", post, own + "/1/objection", []string{"objection", "再说一次"}, 409, nil, nil},
		row{"v01", post, own + "/1/objection/decide", []string{"decision", "lift", "words", "撤"}, 403, nil, nil},
		row{"v02", get, c, nil, 200, []string{"处罚过重", "今后先请示。", `data-action="decide_objection"`}, nil},
		row{"v02", post, own + "/1/objection/decide",
			[]string{"decision", "change", "sanction", "warning", "words", "从轻"}, 303, nil, nil},
		row{"a01", get, own, nil, 200, []string{"变更为：警告", "从轻"}, secrets},
		row{"x02", get, "/consequences?state=changed", nil, 200, []string{"变更处罚"}, nil},
		row{"x02", get, "/consequences?state=nonsense", nil, 422, nil, nil},
	)
	p.verified()
}

// The same form sent twice acts once (rule W12).
func TestA3W12_TwiceSentActsOnce(t *testing.T) {
	p := newPortal(t)
	c := punished(p)
	p.as("a01").must(c+"/consequences/1/view", "view", "当日客户较多。")
	for range 2 {
		p.as("v01").must(c+"/consequences/1/decide", "decision", "impose", "words", "属实", "once", "x")
	}
	if n := len(p.rows("SELECT id FROM journal WHERE action = 'decide_consequence'")); n != 1 {
		t.Errorf("decided %d times", n)
	}
}

// The circular names the person only where a criticism to be circulated stands, and the closure report holds
// consequences for those alone who may see them (rules A3, F5, F7).
func TestA3F7_Papers(t *testing.T) {
	p := newPortal(t)
	c := punished(p)
	number := strings.TrimPrefix(c, "/complaints/")
	name := p.store.Org().PersonName("a01")
	if a := p.as("v01").get(c + "/consequences/1.pdf"); a.status != http.StatusConflict {
		t.Errorf("printed before it was decided: %d", a.status)
	}
	p.as("a01").must(c+"/consequences/1/view", "view", "当日客户较多。")
	p.as("v01").must(c+"/consequences/1/decide", "decision", "impose", "words", name+"负全责")
	for _, paper := range []string{"/consequences/1.pdf", "/consequences/1/notice.pdf"} { // before the objection's end
		if a := p.as("v01").get(c + paper); a.status != http.StatusConflict {
			t.Errorf("%s prints: %d", paper, a.status)
		}
	}
	p.as("a01").must(c+"/consequences/1/objection", "objection", "过重")
	p.as("v02").must(c+"/consequences/1/objection/decide", "decision", "change", "sanction", "criticism", "words", "从轻")
	if a := p.as("v01").get(c + "/consequences/1.pdf"); a.status != http.StatusConflict {
		t.Errorf("printed before it was circulated: %d", a.status)
	}
	p.as("v02").must(c+"/consequences/1/circular", "roles", "agent", "sites", "HY", "facts", "接待时中途离开。", "lesson",
		"离开前先请人补位。")
	text := pdfText(t, p.as("v01").get(c+"/consequences/1.pdf").body)
	for _, want := range []string{"处罚通报", "经办人", "3.2", "接待时中途离开", number} {
		if !strings.Contains(text, want) {
			t.Errorf("the circular lacks %s:\n%s", want, text)
		}
	}
	for _, secret := range []string{name, "赵大海", "1201"} {
		if strings.Contains(text, secret) {
			t.Errorf("the circular names %s", secret)
		}
	}
	notice := pdfText(t, p.as("v01").get(c+"/consequences/1/notice.pdf").body)
	for _, want := range []string{"处罚决定书", name, "3.2", "当日客户较多", "从轻", "失效", "仲裁", "异议期间处罚不生效"} {
		if !strings.Contains(notice, want) {
			t.Errorf("the decision lacks %s:\n%s", want, notice)
		}
	}
	for _, never := range []string{"赵大海", "13800138000", "罚款", "工资", "开除"} {
		if strings.Contains(notice, never) {
			t.Errorf("the decision says %s", never)
		}
	}
	p.check(
		row{"a02", get, "/circulars", nil, 200, []string{"接待时中途离开", "我已阅读"}, []string{name, number}},
		row{"a02", post, "/circulars/1/read", nil, 303, nil, nil},
		row{"b01", get, "/circulars", nil, 200, nil, []string{"接待时中途离开"}},
		row{"a01", get, "/circulars", nil, 200, nil, []string{"接待时中途离开"}},
		row{"b01", post, "/circulars/1/read", nil, 404, nil, nil},
		row{"v01", get, c, nil, 200, []string{`data-reader="a02"`}, nil},
	)
	for _, who := range []string{"a01", "a02", "e01", "b01"} {
		if a := p.as(who).get(c + "/consequences/1.pdf"); a.status != http.StatusNotFound {
			t.Errorf("%s prints the circular: %d", who, a.status)
		}
	}
	for who, sees := range map[string]bool{"v01": true, "s02": true, "a02": false, "e01": false} {
		if got := strings.Contains(pdfText(t, p.as(who).get(c+"/report.pdf").body), "从轻"); got != sees {
			t.Errorf("the report of %s holds consequences: %v", who, got)
		}
	}
	if body := p.as("a02").get(c + "/journal").body; strings.Contains(body, "处罚") {
		t.Error("the journal tells the handler of the circular")
	}
	p.verified()
}

// A delegate decides in another's place, and it shows (rule P6).
func TestA3P6_ADelegateDecides(t *testing.T) {
	p := newPortal(t)
	c := punished(p)
	p.as("v02").must("/account/delegations", "to", "v01", "from", p.later(0), "until", p.later(48*time.Hour))
	p.as("a01").must(c+"/consequences/1/view", "view", "当日客户较多。")
	p.as("v01").must(c+"/consequences/1/decide", "decision", "impose", "words", "属实")
	p.as("a01").must(c+"/consequences/1/objection", "objection", "过重")
	p.check(
		// not in v02's place either
		row{"v01", post, c + "/consequences/1/objection/decide", []string{"decision", "lift", "words", "撤"}, 403, nil,
			nil},
		row{"v02", post, c + "/consequences/1/objection/decide", []string{"decision", "lift", "words", "撤"}, 303, nil,
			nil},
	)
}

// What becomes invalid before it is decided is withdrawn, and the person is told (rule A3).
func TestA3_WithdrawnBeforeItIsDecided(t *testing.T) {
	p := newPortal(t)
	c := punished(p)
	p.as("x02").must(c+"/assess", "validity", "invalid", "reason", "查无此事")
	p.check(
		row{"a01", get, c + "/consequences", nil, 200, []string{"已撤回"}, []string{"提交意见"}},
		row{"a01", get, "/notices", nil, 200, []string{"对您的处罚提议已撤回"}, nil},
		row{"a01", get, "/", nil, 200, nil, []string{"对您的处罚"}},
		row{"v01", get, "/", nil, 200, nil, []string{`data-kind="处罚"`}},
		row{"v01", post, c + "/consequences/1/decide", []string{"decision", "impose", "words", "属实"}, 409, nil, nil},
	)
}

// Praise adds its points to the sheet of the month; what it was about is told to who may see it (rules A4, B2, P3).
func TestA4_PraiseAddsToTheSheet(t *testing.T) {
	p := newPortal(t)
	number := strings.TrimPrefix(p.as("s01").praise(), "/praises/") // of a02
	gone := strings.TrimPrefix(p.as("s01").praise("matter", "其实是投诉"), "/praises/")
	p.as("s01").must("/praises/"+gone+"/convert", "category", "attitude", "demand", "道歉", "phone", "13912345678")
	p.as("s02").must("/praises/"+number+"/confirm", "words", "客户称带看确实耐心")
	p.check(
		row{"a02", get, "/appraisals", nil, 200, []string{number}, []string{gone}},
		row{"s01", get, "/appraisals/a02", nil, 200, []string{number, "带看细致耐心"}, []string{gone}},
		row{"s01", get, "/appraisals/a01", nil, 200, nil, []string{number}},
	)
	sheets, err := p.store.Appraisal(t.Context(), huiyin.Actor{Person: p.store.Org().Person("s01"), Org: p.store.Org()},
		time.Date(2025, 2, 28, 16, 0, 0, 0, time.UTC), []*huiyin.Person{p.store.Org().Person("a02")})
	if err != nil || len(sheets) != 1 || sheets[0].Plus() != 2 || sheets[0].Sum() != 2 {
		t.Errorf("%+v, %v", sheets, err)
	}
}
