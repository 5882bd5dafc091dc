package huiyin

import (
	"fmt"
	"slices"
	"testing"
)

func TestC8_WhatContradictsIsSaid(t *testing.T) {
	said := func(w *walk, n int) []string {
		var out []string
		for _, r := range w.Contradictions(w.o, n) {
			out = append(out, fmt.Sprintf(r.Words, r.Args...))
		}
		return out
	}
	has := func(w *walk, n int, words string) {
		t.Helper()
		if !slices.Contains(said(w, n), words) {
			t.Errorf("says %q, and not %q", said(w, n), words)
		}
	}
	w := reached(t, Approving) // ¥500
	if got := said(w, 9); got != nil {
		t.Errorf("of no proposal: %q", got)
	}
	has(w, 1, "有效性尚未认定。")
	w.Loss = 300 * Yuan
	has(w, 1, "累计 ¥500.00，超出登记的损失 ¥300.00。")
	w.Loss = 500 * Yuan
	w.Proposals[0].Sum = 45_000 * Yuan
	has(w, 1, "等级为轻微，累计 ¥45,000.00 却已达到重大投诉的损失标准 ¥10,000.00。")
	w.Validity, w.Responsibility = NotValid, ByCustomer
	has(w, 1, "投诉已认定无效。")
	has(w, 1, "责任界定为客户原因。")
	w.Findings, w.Department, w.Opinions = nil, "gongcheng", nil
	has(w, 1, "还没有核实的事实。")
	has(w, 1, "责任部门还没有填写处理意见。")

	// What fits says nothing.
	w.Proposals[0].Sum, w.Loss = 500*Yuan, 800*Yuan
	w.Validity, w.Responsibility, w.Department, w.Findings = Valid, ByCompany, "", []Finding{{Finding: "x"}}
	if got := said(w, 1); got != nil {
		t.Errorf("of a proposal that fits: %q", got)
	}
}

func TestC8_TheRoundBefore(t *testing.T) {
	w := reached(t, Answering) // ¥500
	if p, a := w.RoundBefore(1); p != nil || a != nil {
		t.Errorf("before the first round: %v %v", p, a)
	}
	w.must("s01", w.answer("no")).offered("a01", 700*Yuan)
	p, a := w.RoundBefore(2)
	if p == nil || p.N != 1 || a == nil || a.Accepted != "no" {
		t.Errorf("before the second round: %v %v", p, a)
	}
}

func TestC8_WhomAProposalWaitsFor(t *testing.T) {
	w := reached(t, Approving)
	people, since := w.ApprovalWaits(w.o)
	if !slices.Contains(people, "s02") || since.IsZero() {
		t.Errorf("waits for %v since %v", people, since)
	}
	w.must("s02", w.decide(1, Approve, ""))
	if people, since := w.ApprovalWaits(w.o); people != nil || !since.IsZero() {
		t.Errorf("approved, and waits for %v since %v", people, since)
	}
}
