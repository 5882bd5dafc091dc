package web

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// A slight complaint, settled on the spot by who took it in and closed by the supervisor.
func TestWalk_SlightComplaintSettledOnTheSpot(t *testing.T) {
	p := newPortal(t)
	agent, supervisor := p.as("w01"), p.as("u01")
	c := agent.record()
	agent.expect(c, "state", "received", "grade", "minor", "owner", "u01", "handler", "", "urgency", "normal",
		"validity", "undecided", "round", "0")
	p.pass(20 * time.Minute)
	agent.must(c+"/settle", "class", "process", "cause", "邻居夜间施工", "measure", "上门劝止，约定施工时间", "said", "已劝止，今后晚八点后不施工。",
		"satisfaction",
		"satisfied")
	agent.expect(c, "state", "executing")
	p.check(
		row{"w01", http.MethodPost, c + "/close", []string{"outcome", "solved"}, http.StatusForbidden,
			[]string{"结案由负责人决定"}, nil},
		row{"u01", http.MethodPost, c + "/close", []string{"outcome", "solved"}, http.StatusConflict, []string{"责任界定"},
			nil},
	)
	supervisor.must(c+"/assess", "validity", "valid", "responsibility", "third_party")
	supervisor.must(c+"/close", "outcome", "solved")
	supervisor.expect(c, "state", "closed", "validity", "valid")
	page := supervisor.get(c).page()
	for _, d := range []string{"D2", "D3", "D5"} {
		if got := page.Find(`[data-deadline="`+d+`"]`).AttrOr("data-status", ""); got != "met" {
			t.Errorf("%s is %q", d, got)
		}
	}
	p.verified()
}

// A complaint about an agent goes to the manager, who answers in person; the agent never sees it.
func TestWalk_ComplaintAboutAnAgentUpToTheManager(t *testing.T) {
	p := newPortal(t)
	recorder, supervisor, manager, accused := p.as("a02"), p.as("s01"), p.as("x02"), p.as("a01")
	c := recorder.record("site", "HY", "category", "attitude", "accused", "a01", "matter", "看房时置业顾问态度恶劣。", "demand",
		"要求道歉。")
	number := strings.TrimPrefix(c, "/complaints/")
	recorder.expect(c, "grade", "important", "owner", "x02")
	for _, path := range []string{c, c + "/journal", c + "/form.pdf", c + "/receipt.pdf", c + "/report.pdf"} {
		if a := accused.get(path); a.status != http.StatusNotFound || strings.Contains(a.body, "态度恶劣") {
			t.Errorf("P4: the accused gets %d for %s", a.status, path)
		}
	}
	for _, path := range []string{"/complaints", "/", "/search?q=言语", "/complaints?q=态度", "/search?json=1&q=态度"} {
		if a := accused.get(path); strings.Contains(a.body, "data-number=\"TS") || strings.Contains(a.body, "恶劣") {
			t.Errorf("P4: the accused sees it on %s", path)
		}
	}
	p.check(row{"s01", http.MethodPost, c + "/assign", []string{"handler", "a01"}, http.StatusUnprocessableEntity,
		[]string{`id="handler-wrong"`}, nil})
	supervisor.must(c+"/assign", "handler", "a02", "department", "service")
	p.check(
		row{"a01", http.MethodPost, c + "/accept", nil, http.StatusNotFound, nil, nil},
		row{"s01", http.MethodPost, c + "/accept", nil, http.StatusForbidden, nil, nil},
	)
	recorder.must(c + "/accept")
	recorder.expect(c, "state", "investigating", "handler", "a02")
	recorder.must(c+"/findings", "finding", "查看监控，确有言语冲突。", "ground", "接待服务规范第三条")
	supervisor.must(c+"/opinion", "opinion", "建议当面道歉并培训。")
	recorder.must(c+"/contacts", "way", "phone", "said", "告知正在核实。", "promised", "三天内当面答复", "promised_at",
		p.later(72*time.Hour))
	recorder.must(c+"/proposals", "measure", "apology", "measure", "improvement", "text", "当面道歉，组织服务培训。", "ground",
		"接待服务规范")
	recorder.expect(c, "state", "proposing", "round", "1")
	recorder.must(c + "/proposals/1/submit")
	recorder.expect(c, "state", "approving")
	p.check(
		row{"a02", http.MethodPost, c + "/proposals/1/decide", []string{"decision", "approve"}, http.StatusForbidden,
			nil, nil},
		row{"s01", http.MethodPost, c + "/proposals/1/decide", []string{"decision", "approve"}, http.StatusForbidden,
			nil, nil},
		row{"x02", http.MethodGet, c + "/letter.pdf", nil, http.StatusConflict, nil, nil},
		row{"x02", http.MethodPost, c + "/answers", []string{"way", "face", "said", "x", "accepted", "yes"},
			http.StatusConflict, nil, nil},
	)
	if body := manager.get("/approvals").body; !strings.Contains(body, number) {
		t.Error("C8: the manager's desk of approvals lacks the proposal")
	}
	manager.must(c+"/proposals/1/decide", "decision", "approve")
	p.check(row{"a02", http.MethodPost, c + "/answers", []string{"way", "face", "said", "x", "accepted", "yes"},
		http.StatusForbidden, []string{"亲自答复"}, nil})
	manager.must(c+"/answers", "way", "face", "said", "当面道歉。", "accepted", "yes")
	manager.expect(c, "state", "executing")
	tasks := recorder.get(c).page().Find("[data-task]") // a promise, and the two measures (rule W3)
	if tasks.Length() != 3 {
		t.Errorf("W3: %d tasks", tasks.Length())
	}
	for i := range tasks.Nodes {
		recorder.must("/tasks/"+tasks.Eq(i).AttrOr("data-task", ""), "done", "已办妥")
	}
	recorder.must(c+"/results", "way", "phone", "said", "培训已完成。", "satisfaction", "fair")
	manager.must(c+"/assess", "validity", "valid", "responsibility", "company", "responsible_person", "a01")
	recorder.must(c+"/cause", "class", "people", "cause", "缺少服务培训")
	recorder.must(c+"/measures", "kind", "corrective", "what", "服务培训", "unit", "海悦府", "person", "s01", "due",
		p.later(240*time.Hour))
	if a := manager.post(c+"/close", "outcome", "solved"); a.status != http.StatusConflict ||
		!strings.Contains(a.body, "客户签字的处理表（客户联）") {
		t.Errorf("W7: closing without the signed form: %d %s", a.status, sentences(a))
	}
	if a := recorder.upload(c+"/attachments", "签字表.pdf", []byte("%PDF-1.4 signed"), "kind",
		"signed_form"); a.status != http.StatusSeeOther {
		t.Fatalf("attach: %d %s", a.status, sentences(a))
	}
	if a := manager.post(c+"/close", "outcome", "solved"); a.status != http.StatusConflict {
		t.Errorf("W7: closing with a form that nobody has confirmed: %d", a.status)
	}
	form := recorder.get(c).page().Find(`[data-kind="signed_form"]`).AttrOr("data-attachment", "")
	manager.must("/attachments/"+form+"/confirm", "words", "客户当面签字，共一页")
	manager.must(c+"/close", "outcome", "solved")
	manager.expect(c, "state", "closed")
	for _, paper := range []string{"form", "receipt", "letter", "report"} {
		if a := manager.get(c + "/" + paper + ".pdf"); a.status != http.StatusOK || !strings.HasPrefix(a.body, "%PDF") {
			t.Errorf("%s.pdf: %d", paper, a.status)
		}
	}
	p.verified()
}

// A compensation of ¥45,000 climbs supervisor, manager, VP, and is paid by finance.
func TestWalk_CompensationUpToTheVP(t *testing.T) {
	p := newPortal(t)
	agent := p.as("w01")
	c := agent.record("category", "leak", "matter", "外墙渗漏，家具受损。", "demand", "赔偿损失。")
	p.as("u01").must(c+"/assign", "handler", "w01", "department", "engineering")
	agent.must(c + "/accept")
	p.as("e01").must(c+"/opinion", "opinion", "外墙防水层老化，属我方维修责任。")
	agent.must(c+"/findings", "finding", "现场查勘，防水层老化。")
	p.check(row{"w01", http.MethodPost, c + "/contacts",
		[]string{"way", "phone", "said", "谈赔偿", "promised", "赔偿45000元", "promised_at", p.later(time.Hour)},
		http.StatusUnprocessableEntity, []string{`id="promised-wrong"`}, nil})
	agent.must(c+"/proposals", "measure", "compensation", "measure", "help", "text", "维修并补偿家具损失。", "ground",
		"物业服务合同第八条", "amount", "45000")
	agent.must(c + "/proposals/1/submit")
	for i, who := range []string{"u01", "q01", "v02"} {
		for _, other := range []string{"w01", "f01", "l01", "t01", "e01"} {
			if a := p.as(other).post(c+"/proposals/1/decide", "decision",
				"approve"); a.status != http.StatusForbidden && a.status != http.StatusNotFound {
				t.Errorf("C3: %s decides: %d", other, a.status)
			}
		}
		if i < 2 {
			if a := p.as("v02").post(c+"/proposals/1/decide", "decision", "approve"); a.status != http.StatusForbidden {
				t.Errorf("C3: the VP decides before the others: %d", a.status)
			}
		}
		p.as(who).expect(c, "state", "approving")
		p.as(who).must(c+"/proposals/1/decide", "decision", "approve", "words", "同意", "next", "approvals")
	}
	agent.expect(c, "state", "answering")
	agent.must(c+"/answers", "way", "face", "said", "维修并补偿 45,000 元。", "accepted", "yes")
	p.check(
		row{"w01", http.MethodPost, c + "/payments",
			[]string{"proposal", "1", "amount", "45000", "paid_at", p.later(0), "way", "转账", "receipt", "R1"},
			http.StatusForbidden, nil, nil},
		row{"f01", http.MethodPost, c + "/payments",
			[]string{"proposal", "1", "amount", "45000.01", "paid_at", p.later(0), "way", "转账", "receipt", "R1"},
			http.StatusUnprocessableEntity, []string{`id="amount-wrong"`, "超出批准金额"}, nil},
	)
	p.check(row{"f01", http.MethodPost, c + "/payments",
		[]string{"proposal", "1", "amount", "45000", "paid_at", p.later(0), "way", "转账", "receipt", "R1"},
		http.StatusUnprocessableEntity, []string{`id="amount-wrong"`, "和解协议"}, nil}) // rule C6
	if a := agent.upload(c+"/attachments", "协议.txt", []byte("已签字"), "kind",
		"agreement"); a.status != http.StatusSeeOther {
		t.Fatalf("the agreement: %d", a.status)
	}
	p.as("f01").must(c+"/payments", "proposal", "1", "amount", "45000", "paid_at", p.later(0), "way", "银行转账", "receipt",
		"FK-001")
	p.as("f01").expect(c, "paid", "0") // rule W17
	p.check(row{"f01", http.MethodPost, c + "/payments/1/release", nil, http.StatusForbidden, nil, nil})
	p.as("q01").must(c + "/payments/1/release")
	p.as("f01").expect(c, "paid", "4500000")
	for _, paper := range []string{"approval", "settlement"} {
		if a := p.as("v02").get(c + "/" + paper + ".pdf"); a.status != http.StatusOK {
			t.Errorf("%s.pdf: %d", paper, a.status)
		}
	}
	p.verified()
}
