package huiyin

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// everyone is the demo company by account.
func everyone(o *Org) []string {
	var out []string
	for i := range o.People {
		out = append(out, o.People[i].Account)
	}
	return out
}

// matter is a complaint at HY in which everyone has another part:
//
//	recorded  b01 (agent of another site)      handler  a01      owner   x02 (important)
//	department engineering (e01)               task     w01 (agent of another site)
//	proposal of ¥60,000 by a01, approved by s01, waiting for a manager
//	of the site: supervisors s01 s02, manager p01; VPs v01 v02 g01; a02 and all others have no part
func matter(t *testing.T, changes ...func(*Intake)) *walk {
	t.Helper()
	w := record(t, demo(), "b01", intake(append([]func(*Intake){about("attitude")}, changes...)...))
	w.must(w.Owner, w.assign("a01", "engineering")).must("a01", w.Accept)
	w.must("a01", func(by Actor, now time.Time) error {
		return w.AddTask(by, now, Task{What: "回电", Who: "w01", Due: now.AddDate(0, 0, 1)})
	})
	return w.offered("a01", 60_000*Yuan).approved("s01")
}

func TestP1toP5_WhoMayDoWhat(t *testing.T) {
	const (
		site = " s01 s02 p01 x02 v01 v02 g01" // supervisors and above of the site: they decide (rule G5)
		seat = " p01 x02 v01 v02 g01"         // the seat of an important complaint (rule G6)
		// whoever took it in answers only until the handler has accepted (rule W14)
		handling = " a01 x02"
		working  = " b01 a01" + site
		visible  = working + " e01 w01"
		counter  = " a01 a02" + site // whoever is of the site (rule P9)
	)
	allowed := map[Action]string{
		ActionRead: visible, ActionPrint: visible, ActionHear: visible,
		ActionAssign: site, ActionAssess: site, ActionRequestStatement: site, ActionAccept: " a01",
		ActionFind: working, ActionLogContact: working, ActionRemind: working, ActionPropose: working,
		ActionSubmit: working, ActionWithdraw: working, ActionUrge: working, ActionTellResult: working, ActionAddTask: working,
		ActionTellProvenance: visible, ActionEndLawDate: working, ActionConfirmAttachment: site, ActionAnswerFollowUp: site,
		ActionDecideFacts: "", ActionConfirmWord: "", ActionAgreeClosing: "", ActionDecideInvalid: "",
		ActionObjectInvalid: visible, ActionDraftLetter: working, ActionFreezeLetter: " x02",
		ActionSign: visible, ActionWithdrawAttachment: working, ActionPause: working, ActionResume: working,
		ActionExtend: working, ActionGrantExtension: seat,
		ActionGiveOpinion: site + " e01", ActionFindCause: working + " e01", ActionAddMeasure: working + " e01",
		ActionEndTask: working + " w01", ActionDoMeasure: working + " w01", ActionAttach: visible,
		ActionGiveStatement: "", ActionPay: "", ActionReversePayment: "",
		ActionWaivePayment: seat, ActionAgreeReversal: seat, ActionReleasePayment: seat, ActionDecide: " p01 x02", ActionGiveAnswer: " x02",
		ActionSettle: " x02",
		ActionVerify: working, ActionFollowUp: " b01" + site,
		ActionClose: seat, ActionArchive: seat, ActionMerge: site, ActionUnmerge: site, ActionRestrict: seat,
		ActionChangeAccused:   seat,
		ActionLiftRestriction: seat, ActionStartDispute: seat, ActionEndDispute: seat, ActionReopen: site,
		ActionReveal: handling, ActionAnonymise: seat, ActionReleaseData: seat,
		ActionCorrect: working + " e01", ActionReadOld: site, ActionLogDispute: working, ActionSetPhase: working,
		ActionMarkItem:   working,
		ActionAskGesture: working, ActionGiveGift: working, ActionDecideGift: "",
		// a list, by role
		ActionExport: " s01 s02 p01 x02 v01 v02 g01 e01", ActionAskExport: " p01 x02 v01 v02 g01",
		ActionDecideExport: " v01 v02 g01",
		// nothing is proposed (consequence_test.go)
		ActionSeeSanctions: site, ActionProposeSanction: seat, ActionListSanctions: seat, ActionReadOwnSanction: "",
		ActionAnswerSanction: "", ActionFileObjection: "", ActionWriteSelfReview: "", ActionDecideSanction: "",
		ActionDecideObjection: "", ActionPrepareDismissal: "", ActionDeliverSanction: "", ActionLiftSanction: "",
		ActionCirculate: "", ActionObjectPoints: "", ActionConfirmPoints: "",
		ActionHold: " v01 v02 g01", ActionEndHold: " v01 v02 g01",
		ActionRecuse: working + " w01", ActionDecideRecusal: "", ActionReportLaw: working,
		ActionNameParty: working, ActionPackEvidence: seat, ActionHandOnData: working,
		ActionNoteSensitive: handling, ActionEraseSensitive: handling,
		ActionTransfer: seat, ActionAcceptTransfer: site, ActionSendBack: site,
		ActionRefer: working, ActionReturnOutside: site, ActionAnswerReturn: site, ActionExtendOutside: working,
		ActionGrantOutside: site, ActionSendOutside: working, ActionTakeAgain: working, ActionNoteVerdict: working,
		ActionLookUp: counter, ActionCounterRemind: counter, ActionLeaveMessage: counter,
	}
	w := matter(t)
	for a := range grants {
		want, ok := allowed[a]
		if !ok {
			if !slices.Contains([]Action{SignedIn, ActionSeeDesk, ActionSeeApprovals, ActionRecord, ActionManage,
				ActionMoveClock, ActionDelegate, ActionReadCompanyJournal, ActionAnswerGroup, ActionEndDelegation, ActionHoldAll, ActionEndHoldAll,
				ActionAskSecondWord, ActionGiveSecondWord, ActionWithdrawSecondWord, ActionHandOver, ActionSeeCustomers,
				ActionSetConsent, ActionMergeCustomer, ActionUnmergeCustomer, ActionSeeCustomerAccess,
				ActionRequestData, ActionAssignDataRequest, ActionAnswerDataRequest, ActionInquire, ActionRecordPraise,
				ActionConvert, ActionToPraise, ActionThank, ActionCommend,
				ActionConfirmPraise, ActionSeeAppraisals, ActionSeeCirculars, ActionReadClause, ActionSeeStatistics,
				ActionUploadScan, ActionFileScan, ActionDiscardScan, ActionSaveView, ActionDropView, ActionImport,
				ActionSeeReports, ActionCommentReport, ActionReturnReport, ActionSignReport, ActionSeeQuarters,
				ActionWriteQuarter, ActionReleaseQuarter, ActionSeeJobs, ActionAssignJob, ActionEndJob,
				ActionSeeMeetings, ActionCallMeeting, ActionWriteMeeting, ActionCloseMeeting, ActionSeeImprovementPlans,
				ActionOpenImprovementPlan, ActionCheckJob, ActionEndImprovementPlan, ActionTellImprovementPlan,
				ActionSeeUnits, ActionLookUpUnit, ActionRevealOwner, ActionChangeUnit, ActionImportUnits, ActionUndoUnits,
				ActionOpenCrisis, ActionCloseCrisis, ActionReopenCrisis, ActionJoinAlarm, ActionSetSeat, ActionTakeOver, ActionTakeBack, ActionHandOverSeat, ActionAcceptSeat,
				ActionNameParts, ActionEndPart, ActionExtendCrisis, ActionSetCrisisPhase, ActionCountPeople, ActionDraftStatement,
				ActionSubmitStatement, ActionReviewStatement, ActionDecideStatement, ActionIssueStatement,
				ActionHoldStatement, ActionSendStatement, ActionWithdrawStatement, ActionReadStatement, ActionWriteHolding,
				ActionApproveHolding, ActionEndHolding, ActionSeeCrises,
				ActionRaiseAlarm, ActionAddToAlarm, ActionHearAlarm, ActionEndAlarm, ActionSeeSamples, ActionDrawSample, ActionAskCheck, ActionCheckSample, ActionSignDestruction, ActionListArchive, ActionSignArchive}, a) {
				t.Errorf("%s has no row", a)
			}
			continue
		}
		for _, account := range everyone(w.o) {
			kind := KindNotFound
			switch {
			case slices.Contains(strings.Fields(want), account):
				kind = 0
			case slices.Contains(strings.Fields(visible), account):
				kind = KindForbidden
			}
			err := Can(w.o.as(account), a, w.Complaint)
			if KindOf(err) != kind || (err == nil) != (kind == 0) {
				t.Errorf("%s by %s: got %v, want %d", a, account, err, kind)
			}
		}
	}
}

func TestP4_TheAccusedHaveNothingButTheirStatement(t *testing.T) {
	// Whoever it is about, and whatever part they would have in it.
	for _, account := range []string{"b01", "a02", "s01", "s02", "p01", "x02", "v01", "g01", "e01", "w01", "l01", "f01",
		"k01", "admin"} {
		w := reached(t, Approving)
		w.Accused, w.Department, w.Owner = []string{account}, "engineering", account
		w.RecordedBy, w.Handler, w.FirstContact, w.Former = account, account, account, []string{account}
		w.Tasks, w.Fraud = []Task{{ID: 1, Who: account}}, true
		by := w.o.as(account)
		for a := range grants {
			err := Can(by, a, w.Complaint)
			switch {
			case a == ActionGiveStatement:
				if err != nil {
					t.Errorf("%s may not be heard: %v", account, err)
				}
			case KindOf(err) != KindNotFound:
				t.Errorf("%s, about whom it is, may %s: %v", account, a, err)
			}
			if w.Offers(by, a) && a != ActionGiveStatement {
				t.Errorf("%s, about whom it is, is offered %s", account, a)
			}
		}
		if w.Visible(by) {
			t.Errorf("%s sees it", account)
		}
	}
}

func TestP3_WhoSees(t *testing.T) {
	for name, tt := range map[string]struct {
		w    *walk
		want string // besides those of the site and the VPs
	}{
		"just recorded":            {record(t, demo(), "a01", intake()), "a01"},
		"handed over":              {reached(t, Received).handled("s01", "a02"), "a01 a02"},
		"waiting for a supervisor": {reached(t, Approving), "a01"},
		"agreed with money":        {reached(t, Executing), "a01 f01"},
	} {
		of := "s01 s02 p01 x02 v01 v02 g01 " + tt.want
		for _, account := range everyone(tt.w.o) {
			if got, want := tt.w.Visible(tt.w.o.as(account)),
				slices.Contains(strings.Fields(of), account); got != want {
				t.Errorf("%s: %s sees it: %v", name, account, got)
			}
		}
	}
}

func TestP3_WhoWasAskedSeesFromThenOn(t *testing.T) {
	sees := func(w *walk, account string) bool { return w.Visible(w.o.as(account)) }
	w := matter(t)
	if sees(w, "l01") || sees(w, "f01") {
		t.Error("legal and finance see what they are not asked about yet")
	}
	w.approved("p01")
	if !sees(w, "l01") || !sees(w, "f01") {
		t.Error("legal and finance do not see what they are asked about")
	}
	w.must("l01", w.decide(1, Return, "请补充证据"))
	if !sees(w, "l01") || !sees(w, "f01") {
		t.Error("returned, it is gone from those who were asked")
	}

	w = reached(t, Executing)
	if !sees(w, "f01") {
		t.Error("finance does not see what it has to pay")
	}
	w.must("s01", func(by Actor, now time.Time) error { return w.WithdrawProposal(by, now, 1) })
	if !sees(w, "f01") {
		t.Error("withdrawn, it is gone from finance")
	}

	w = record(t, demo(), "a01", intake())
	w.must("s01", w.assign("a01", "engineering")).must("e01",
		func(by Actor, now time.Time) error { return w.GiveOpinion(by, now, "尽快维修") })
	w.must("s01", w.assign("a01", "press"))
	if !sees(w, "e01") || !sees(w, "m01") {
		t.Error("whoever gave an opinion, or is asked for one, does not see it")
	}
	w.must("s01", w.assess(func(f *Assessing) { f.Grade, f.GradeReason = Important, "媒体关注" }))
	if !sees(w, "s01") {
		t.Error("the former owner does not see it")
	}
}

func TestP3_KeysAndConcernsAgreeWithVisible(t *testing.T) {
	w := matter(t).approved("p01")
	for _, account := range everyone(w.o) {
		by := w.o.as(account)
		concerned := slices.ContainsFunc(w.o.Keys(by.Person),
			func(k string) bool { return slices.Contains(w.Concerns(), k) })
		if w.Visible(by) != (concerned || by.AnswersFor("HY")) {
			t.Errorf("%s", account)
		}
	}
	if slices.Contains(w.Concerns(), "") || !slices.IsSorted(w.Concerns()) {
		t.Errorf("concerns %q", w.Concerns())
	}
}

func TestP1_TheAdministratorsFlagGivesNoRightOverComplaints(t *testing.T) {
	o := demo()
	w := matter(t)
	for _, account := range everyone(o) {
		err := Can(o.as(account), ActionManage, nil)
		if (err == nil) != (account == "admin") || err != nil && KindOf(err) != KindForbidden {
			t.Errorf("%s manages: %v", account, err)
		}
	}
	if err := Can(o.as("admin"), ActionRead, w.Complaint); KindOf(err) != KindNotFound {
		t.Errorf("the administrator reads: %v", err)
	}
}

func TestP1_RolesStandOneAboveTheOther(t *testing.T) {
	want := []Role{Agent, Supervisor, Manager, VP}
	if !slices.Equal(Roles(), want) || !slices.IsSorted(want) {
		t.Errorf("roles %v", Roles())
	}
	for _, r := range want {
		if got, ok := ParseRole(r.Code()); !ok || got != r {
			t.Errorf("%s reads as %s", r.Code(), got.Code())
		}
	}
	if _, ok := ParseRole("admin"); ok {
		t.Error("admin is a role")
	}
}

func TestP2_WhoAnswersForASite(t *testing.T) {
	o := demo()
	for site, want := range map[string]string{"HY": "s01 s02 p01 x02 v01 v02 g01", "LT": "t01 q01 x02 v01 v02 g01",
		"JY": "u01 q01 x02 v01 v02 g01", "": "x02 v01 v02 g01"} {
		for _, account := range everyone(o) {
			if got := o.Person(account).AnswersFor(site); got != slices.Contains(strings.Fields(want), account) {
				t.Errorf("%s answers for %q: %v", account, site, got)
			}
		}
	}
}

func TestP7_TheDisabledDoNothing(t *testing.T) {
	w := matter(t)
	gone := demo(disabled("x02", "admin"))
	for a := range grants {
		if err := Can(gone.as("x02"), a, w.Complaint); KindOf(err) != KindForbidden {
			t.Errorf("disabled, yet may %s: %v", a, err)
		}
	}
	if err := Can(gone.as("admin"), ActionManage, nil); KindOf(err) != KindForbidden {
		t.Errorf("disabled, yet manages: %v", err)
	}
	if err := Can(Actor{Org: gone}, ActionRead, nil); KindOf(err) != KindForbidden {
		t.Errorf("nobody reads: %v", err)
	}
	if err := Can(Actor{}, Public, nil); err != nil {
		t.Errorf("what is public is refused: %v", err)
	}
	if err := Can(w.o.as("v01"), "conjure", w.Complaint); KindOf(err) != KindForbidden {
		t.Errorf("an unknown action: %v", err)
	}
}

func TestW14_WhoTookItMayWorkUntilAccepted(t *testing.T) {
	w := record(t, demo(), "b01", intake())
	for account, want := range map[string]bool{"b01": true, "s01": true, "s02": false, "v01": false} {
		if got := Can(w.o.as(account), ActionReveal, w.Complaint) == nil; got != want {
			t.Errorf("%s reveals: %v", account, got)
		}
	}
}

func TestEveryCodeHasALabel(t *testing.T) {
	for a := range grants {
		if a != SignedIn && a.Label() == string(a) {
			t.Errorf("action %s has no label", a)
		}
	}
	for a := range moves {
		if _, ok := grants[a]; !ok {
			t.Errorf("%s moves, yet nobody may", a)
		}
	}
}
