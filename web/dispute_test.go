package web

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// Hearings stand on the desks of owner and handler (rule T1), the hold is shown and enforced (rule T2), and
// day 25 after a mediation agreement reminds of its confirmation (rule T3).
func TestT1T2T3_ADisputeOnPagesAndDesks(t *testing.T) {
	p := newPortal(t)
	c := cases["proposing"](p)
	number := strings.TrimPrefix(c, "/complaints/")
	if a := p.as("a02").upload(c+"/attachments", "同意书.txt", []byte("x")); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	p.as("s01").must(c+"/disputes", "stage", "mediation", "body", "街道调委会", "consent", "1", "hearing_at",
		p.later(48*time.Hour), "agreement", part(p, c, "attachment"))
	p.as("a02").must(c+"/disputes/1/events", "kind", "hearing", "on", p.later(96*time.Hour), "words", "第二次调解")
	p.check(
		row{"a02", get, "/", nil, 200, []string{"街道调委会", "第二次调解", `data-date="hearing"`}, nil},
		row{"s01", get, "/", nil, 200, []string{"街道调委会", "第二次调解"}, nil},
		row{"s02", get, "/", nil, 200, nil, []string{"第二次调解"}},
		row{"e01", get, "/", nil, 200, nil, []string{"第二次调解"}},
		row{"a02", get, c, nil, 200, []string{"法律留存", "第二次调解"}, nil},
	)
	p.as("s01").must(c+"/disputes/1/end", "result", "agreed", "words", "达成调解协议", "ended_at",
		p.later(0))
	p.check(row{"a02", get, c, nil, 200, []string{"共同向法院申请司法确认", `data-confirm-until=`}, []string{"法律留存"}},
		row{"a02", get, "/", nil, 200, nil, []string{"第二次调解"}})
	told := func(who string) bool {
		return p.as(who).get("/notices").page().Find(`[data-notice="judicial_confirmation"][data-number="`+number+
			`"]`).Length() == 1
	}
	if p.pass(10*24*time.Hour - 2*time.Minute); told("a02") {
		t.Error("told before day 10")
	}
	if p.pass(time.Hour); !told("a02") || !told(p.as("v01").main(c, "owner")) {
		t.Error("day 10 reminds neither handler nor owner")
	}
	p.as("a02").must(c+"/disputes/1/events", "kind", "confirmation", "on", p.later(0))
	p.check(row{"a02", get, c, nil, 200, []string{"申请司法确认"}, []string{"共同向法院"}})
	p.verified()
}

// An important complaint that was closed stands on the desk of who has to call until they have called; who
// is not satisfied is offered reopening (rule W9).
func TestW9_TheCallStandsOnTheDeskAndOffersReopening(t *testing.T) {
	p := newPortal(t)
	c := p.as("a01").record("site", "HY", "channel", "government")
	owner := p.as("v01").main(c, "owner")
	p.as(owner).must(c+"/close", "outcome", "withdrawn", "reason", "客户撤诉")
	p.check(
		row{"a01", get, "/", nil, 200, []string{`data-date="follow_up"`, "待回访"}, nil},
		row{owner, get, "/", nil, 200, []string{`data-date="follow_up"`}, nil},
		row{"a02", get, "/", nil, 200, nil, []string{`data-date="follow_up"`}},
		row{owner, get, c, nil, 200, []string{"/followups"}, nil},
	)
	p.as("a01").must(c+"/followups", "at", p.later(0), "satisfaction", "unsatisfied", "said", "还是漏水")
	next := p.as(owner).get(c).page().Find("#next .btn-primary")
	if got := next.AttrOr("href", ""); got != "#form-reopen" {
		t.Errorf("next is %q", got)
	}
	p.check(row{"a01", get, "/", nil, 200, nil, []string{`data-date="follow_up"`}})
}

// The administrator names the outside bodies and a site's emergency contacts; the letter says where else the
// customer may turn (rules W15, W16, B5).
func TestW16_TheLetterSaysWhereElseToTurn(t *testing.T) {
	p := newPortal(t)
	p.as("admin").must("/settings/outside", "name_housing", "海悦区住房和建设局", "phone_housing", "0755-12345678")
	p.check(
		row{"admin", get, "/settings/outside", nil, 200, []string{"海悦区住房和建设局"}, nil},
		row{"admin", "POST", "/settings/outside", []string{"phone_court", strings.Repeat("1", 60)}, 422,
			[]string{`id="phone_court-wrong"`}, nil},
		row{"s01", "POST", "/settings/outside", []string{"name_court", "x"}, http.StatusForbidden, nil, nil},
		row{"admin", "POST", "/settings/sites/HY/emergency", []string{"what_1", "起火", "phone_1", ""}, 422,
			[]string{`id="phone_1-wrong"`, `value="起火"`}, nil},
		row{"admin", get, "/settings/sites/XX/emergency", nil, 404, nil, nil},
	)
	p.as("admin").must("/settings/sites/HY/emergency", "what_1", "起火", "name_1", "消防", "phone_1", "119")
	p.check(row{"admin", get, "/settings/sites/HY", nil, 200, []string{"119", "编辑应急电话"}, nil},
		row{"admin", get, "/settings/journal", nil, 200, []string{"应急电话", "外部机构"}, nil})
	c := cases["answering"](p)
	p.as("s01").must(c+"/answers", "way", "letter", "said", "只能补偿三千元", "accepted", "no", "declines", "1", "ground",
		"合同第八条第二款")
	p.check(row{"a02", get, c, nil, 200, []string{"拒绝诉求，依据：合同第八条第二款"}, nil})
	letter := p.as("s01").get(c + "/letter.pdf")
	if letter.status == http.StatusOK {
		text := pdfText(t, letter.body)
		for _, want := range []string{"合同第八条第二款", "消费者协会", "12315", "海悦区住房和建设局", "0755-12345678", "人民法院"} {
			if !strings.Contains(text, want) {
				t.Errorf("the letter lacks %q:\n%s", want, text)
			}
		}
	} else {
		t.Errorf("letter: %d", letter.status)
	}
	p.verified()
}
