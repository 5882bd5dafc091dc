package approvals

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

var (
	company = huiyin.DemoCompany()
	now     = time.Date(2025, 3, 3, 2, 0, 0, 0, time.UTC)
)

func waiting(number string, n int, amount, sum huiyin.Money) huiyin.Waiting {
	return huiyin.Waiting{
		Listed: huiyin.Listed{Number: number, Site: "HY", Name: "王小明", Unit: "3栋1201", Matter: "折扣算错",
			Grade: huiyin.Important, State: huiyin.Approving, Urgency: huiyin.Normal},
		Proposal: n, Text: "退还差额", Ground: "认购协议第 4 条", Remedies: []string{"apology", "compensation"}, Amount: amount,
		Sum: sum, By: "a01",
		Step: huiyin.Step{Role: huiyin.Manager, OpenedAt: now.Add(-3 * time.Hour)},
	}
}

func view(rows ...huiyin.Waiting) View {
	return View{
		Page: layout.Page{Lang: ui.Hans, Now: now, Zone: time.UTC, Account: "x02"},
		By:   huiyin.Actor{Person: company.Person("x02"), Org: company},
		Rows: rows, Total: len(rows), Form: ui.Form{Lang: ui.Hans},
	}
}

func drawn(t *testing.T, v View) *goquery.Document {
	t.Helper()
	var b bytes.Buffer
	if err := ApprovalsPage(v).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestC8_EachProposalIsDecidedWhereItStands(t *testing.T) {
	v := view(waiting("TS-HY-1", 2, 4_500_000, 4_530_000), waiting("TS-HY-2", 2, 0, 0))
	doc := drawn(t, v)
	if got := doc.Find("[data-total]").AttrOr("data-total", ""); got != "2" {
		t.Errorf("data-total %q", got)
	}
	card := doc.Find("article[aria-label='TS-HY-1']")
	for _, want := range []string{"海悦府", "王小明", "3栋1201", "重要", "折扣算错", "退还差额", "认购协议第 4 条", "道歉、经济补偿", "¥45,000.00",
		"¥45,300.00", "肆万伍仟叁佰元整", "林晓雯", "已等 3 小时", "经理"} {
		if !strings.Contains(card.Text(), want) {
			t.Errorf("no %s in %q", want, card.Text())
		}
	}
	if card.Find("a[href='/complaints/TS-HY-1']").Length() != 1 {
		t.Error("the case cannot be opened")
	}
	if got := doc.Find("#overview li[data-number] a").Length(); got != 2 {
		t.Errorf("%d wait in the list", got)
	}
	if got := doc.Find("#overview [aria-current]").AttrOr("href", ""); got != "/approvals?number=TS-HY-1&n=2" {
		t.Errorf("shows %q", got)
	}
	v.Chosen = 1
	if got := drawn(t, v).Find("article[aria-label='TS-HY-2']").Text(); !strings.Contains(got, "不涉及金额") {
		t.Errorf("without money: %q", got)
	}
	form := card.Find("form[data-action=decide][method=post][action='/complaints/TS-HY-1/proposals/2/decide']")
	if form.Length() != 1 {
		t.Fatal("no form to decide on")
	}
	for selector, want := range map[string]int{
		"button[name=decision]":                          3,
		"button[name=decision][value=approve]":           1,
		"button[name=decision][value=return]":            1,
		"button[name=decision][value=refuse]":            1,
		"textarea[name=words]":                           1,
		"input[type=hidden][name=next][value=approvals]": 1,
		"input[type=hidden][name=once]":                  1,
	} {
		if got := form.Find(selector).Length(); got != want {
			t.Errorf("%s: %d, want %d", selector, got, want)
		}
	}
	seen := map[string]bool{}
	doc.Find("[id]").Each(func(_ int, e *goquery.Selection) {
		if id := e.AttrOr("id", ""); seen[id] {
			t.Errorf("id %s twice", id)
		} else {
			seen[id] = true
		}
	})
	if !seen[form.AttrOr("data-part", "")] {
		t.Error("nothing to go on with after a decision")
	}
}

func TestC8_ARefusedDecisionKeepsItsWordsOnItsOwnCard(t *testing.T) {
	v := view(waiting("TS-HY-1", 1, 100, 100), waiting("TS-HY-2", 1, 100, 100))
	v.Form = ui.Form{Lang: ui.Hans, Action: "decide-1",
		Typed: map[string][]string{"number": {"TS-HY-2"}, "decision": {"refuse"}, "words": {""}},
		Wrong: huiyin.Invalid("words", "须写明理由。")}
	for i, wrong := range []bool{false, true} {
		v.Chosen = i
		if got := drawn(t, v).Find("article #words-wrong").Length() == 1; got != wrong {
			t.Errorf("%s: wrong %v, want %v", v.Rows[i].Number, got, wrong)
		}
	}
}

func TestC8_AMissingDecisionIsSaidAtItsButtons(t *testing.T) {
	v := view(waiting("TS-HY-1", 1, 100, 100))
	v.Form = ui.Form{Lang: ui.Hans, Action: "decide-1", Typed: map[string][]string{"number": {"TS-HY-1"}},
		Wrong: huiyin.Invalid("decision", "请选择。")}
	if got := drawn(t, v).Find("article #decision-wrong").Text(); got != "请选择。" {
		t.Errorf("says %q", got)
	}
}

func TestC8_WhatWasDecidedIsListed(t *testing.T) {
	w := waiting("TS-HY-1", 1, 100, 100)
	w.Step.Decision, w.Step.Words, w.Step.At = huiyin.Refuse, "依据不足", now.Add(-time.Hour)
	v := view(w)
	v.Done = true
	doc := drawn(t, v)
	row := doc.Find("tr[data-number='TS-HY-1'][data-decision=refuse]")
	for _, want := range []string{"驳回", "依据不足", "审批中"} {
		if !strings.Contains(row.Text(), want) {
			t.Errorf("no %s in %q", want, row.Text())
		}
	}
	if doc.Find("form[data-action=decide]").Length() != 0 {
		t.Error("decides again")
	}
	if got := doc.Find(".tabs [aria-current=page]").AttrOr("href", ""); got != "/approvals?done=1" {
		t.Errorf("the tab is %q", got)
	}
	for done, want := range map[bool]string{false: "没有待您审批的方案", true: "您还没有审批过方案"} {
		v := view()
		v.Done = done
		if got := drawn(t, v).Find(".nothing").Text(); !strings.Contains(got, want) {
			t.Errorf("empty says %q", got)
		}
	}
}
