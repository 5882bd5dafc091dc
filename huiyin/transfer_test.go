package huiyin

import (
	"slices"
	"testing"
	"time"
)

// A transfer keeps number and clocks, changes site and owner, and leaves the old site to read.
func TestK11_ATransferredComplaintFollowsTheNewSite(t *testing.T) {
	w := reached(t, Investigating)
	number, due, owner := w.Number, w.Deadline(D5).Due, w.Owner
	transfer := func(site, reason string) func(by Actor, now time.Time) error {
		return func(by Actor, now time.Time) error { return w.Complaint.Transfer(by, now, site, reason) }
	}
	w.wrong("s01", "site", transfer("HY", "属别处"))
	w.wrong("s01", "site", transfer("XX", "属别处"))
	w.wrong("s01", "reason", transfer("LT", " "))
	w.refused("a01", KindForbidden, transfer("LT", "属龙庭店"))
	w.refused("b01", KindNotFound, transfer("LT", "属龙庭店"))
	w.acts("s01", transfer("LT", "属龙庭店"))
	if w.Number != number || !w.Deadline(D5).Due.Equal(due) || w.Site != "LT" || w.Owner == owner || w.Handler != "" {
		t.Errorf("%s at %s, owner %s, due %s", w.Number, w.Site, w.Owner, w.Deadline(D5).Due)
	}
	told := map[string]bool{}
	for _, n := range w.Notices() {
		told[n.Account] = true
	}
	if !told["s02"] || !told["t01"] {
		t.Errorf("told: %v", told)
	}
	w.saved()
	w.refused("s01", KindForbidden, transfer("JY", "再转"))
	w.refused("a01", KindForbidden,
		func(by Actor, now time.Time) error { return w.Find(by, now, Finding{Finding: "查过"}) })
	w.refused("v01", KindConflict, transfer("JY", "再转"))
	if !w.Visible(w.o.as("s02")) || !w.Visible(w.o.as("t01")) {
		t.Error("the old site reads no more, or the new one does not yet")
	}
	w.must("t01", w.AcceptTransfer)
	if w.Transfers[0].AcceptedBy != "t01" || w.Transferring() != nil {
		t.Errorf("%+v", w.Transfers)
	}
}

// The receiving site sends back once, and somebody hears of it when it does neither.
func TestK11_ASiteSendsBackOnceAndIsRemindedAfterFourHours(t *testing.T) {
	w := reached(t, Investigating)
	transfer := func(by Actor, now time.Time) error { return w.Complaint.Transfer(by, now, "LT", "属龙庭店") }
	back := func(reason string) func(by Actor, now time.Time) error {
		return func(by Actor, now time.Time) error { return w.SendBack(by, now, reason) }
	}
	w.refused("s01", KindConflict, back("没有转办"))
	w.must("s01", transfer)
	w.wrong("t01", "reason", back(""))
	w.must("t01", back("是海悦府的房子"))
	if w.Site != "HY" || w.Transfers[0].BackBy != "t01" || !w.Visible(w.o.as("t01")) {
		t.Errorf("%s %+v", w.Site, w.Transfers)
	}
	w.must("s01", transfer)
	w.refused("t01", KindConflict, back("再退"))
	w.Loaded()
	w.Run(w.o, w.Transfers[1].Due)
	if !slices.ContainsFunc(w.Notices(), func(n Notice) bool {
		return n.Kind == NoticeTransferLate &&
			n.Account == "t01"
	}) {
		t.Errorf("told %+v", w.Notices())
	}
	w.now = w.Transfers[1].Due
	w.must("t01", w.assign("b01", ""))
	if w.Transferring() != nil || w.Transfers[1].AcceptedBy != "t01" {
		t.Error("who assigns it has not accepted it")
	}
}

// The accused sees nothing of it at the new site either.
func TestK11P4_TheAccusedSeesNothingAfterTheTransfer(t *testing.T) {
	w := record(t, demo(), "a02", intake(func(in *Intake) { in.Accused = []string{"t01"} }))
	w.must(w.Owner, func(by Actor, now time.Time) error { return w.Complaint.Transfer(by, now, "LT", "属龙庭店") })
	if w.Owner == "t01" || w.Visible(w.o.as("t01")) {
		t.Errorf("the accused has it: owner %s", w.Owner)
	}
}

// A complaint that was handed over counts at the site that had it first in the month and at the one that had it
// last; what was sent back does not.
func TestK11M2_FiguresCountAtBothSites(t *testing.T) {
	w := reached(t, Investigating)
	moved := func() map[Base]string {
		out := map[Base]string{}
		for _, f := range w.Indicators(w.o, nil) {
			if f.Site != "" {
				out[f.Base] = f.Site
			}
		}
		return out
	}
	transfer := func(to string) func(by Actor, now time.Time) error {
		return func(by Actor, now time.Time) error { return w.Complaint.Transfer(by, now, to, "属别处") }
	}
	w.must("s01", transfer("LT"))
	w.must("t01", func(by Actor, now time.Time) error { return w.SendBack(by, now, "不属本店") })
	if got := moved(); len(got) != 0 {
		t.Errorf("sent back, yet %v", got)
	}
	w.must("s01", transfer("LT")).must("t01", w.AcceptTransfer).must("v01", transfer("JY"))
	if got := moved(); got[ByHandingOn] != "HY" || got[ByTakingOn] != "JY" {
		t.Errorf("counted at %v", got)
	}
}
