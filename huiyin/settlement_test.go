package huiyin

import (
	"slices"
	"testing"
	"time"
)

func TestC11_CreditCodeHasItsCheckDigit(t *testing.T) {
	for code, want := range map[string]bool{"91440300MA5DEM0019": true, "91440300MA5DEM0018": false,
		"91440300MA5DEM001": false, "91440300MI5DEM0019": false, "": false} {
		if ValidCreditCode(code) != want {
			t.Errorf("%q: %t", code, !want)
		}
	}
	o := demo()
	s := *o.Site("HY")
	s.CreditCode = "91440300MA5DEM0018"
	err := o.PutSite(o.as("admin"), monday, "HY", s)
	if KindOf(err) != KindInvalid || o.Site("HY").CreditCode != "91440300MA5DEM0019" {
		t.Errorf("wrong check digit: %v, and it is %s", err, o.Site("HY").CreditCode)
	}
}

// An agent without a letter of attorney binds nobody, and nothing is paid on it; with it, it is.
func TestC11_AnAgentNeedsTheLetter(t *testing.T) {
	w := investigated(t, demo(), intake(), "a01", nil)
	w.must("a01", w.propose(1_500*Yuan, Compensation)).must("a01", w.submit(1)).approved("s01").must("s01",
		w.answer("yes"))
	name := func(p Party) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error { return w.NameParty(by, now, 1, p, false) }
	}
	son := Party{Name: "王小明", Role: PartyAgent, Seen: true, Powers: []string{"settle"}}
	w.must("s01", name(son))
	w.must("s01", func(by Actor, now time.Time) error {
		return w.Attach(by, now, Attachment{Name: "协议.pdf", Hash: "aa", Size: 1, Kind: SignedAgreement})
	})
	w.Attachments[0].ID = 1
	if len(w.Unbinding(1)) == 0 {
		t.Fatal("binds without a letter of attorney")
	}
	w.wrong("f01", "amount", w.pay(1, 1_500*Yuan))
	w.must("s01", func(by Actor, now time.Time) error {
		return w.Attach(by, now, Attachment{Name: "授权委托书.pdf", Hash: "bb", Size: 1, Kind: "document"})
	})
	w.Attachments[1].ID = 2
	son.File, son.Powers = 2, nil
	w.must("s01", name(son))
	w.wrong("f01", "amount", w.pay(1, 1_500*Yuan))
	w.wrong("s01", "powers", name(Party{Name: "王小明", Role: PartyAgent, Powers: []string{"all"}}))
	w.wrong("s01", "role", name(Party{Name: "王小明", Role: "friend"}))
	w.wrong("s01", "file", name(Party{Name: "王小明", Role: PartyAgent, File: 99}))
	son.Powers = []string{"settle"}
	w.must("s01", name(son))
	if why := w.Unbinding(1); len(why) > 0 {
		t.Fatalf("with the letter: %v", why[0])
	}
	w.must("f01", w.pay(1, 1_500*Yuan))
}

// An agreement that was filed is judged as at its signing: naming an agent afterwards never unbinds it (rule C11).
func TestC11_AFiledAgreementIsJudgedAsAtItsSigning(t *testing.T) {
	w := investigated(t, demo(), intake(), "a01", nil)
	w.must("a01", w.propose(1_500*Yuan, Compensation)).must("a01", w.submit(1)).approved("s01").must("s01",
		w.answer("yes"))
	w.must("s01", func(by Actor, now time.Time) error {
		return w.Attach(by, now, Attachment{Name: "协议.pdf", Hash: "aa", Size: 1, Kind: SignedAgreement})
	})
	w.Attachments[0].ID = 1
	w.must("s01", func(by Actor, now time.Time) error {
		return w.NameParty(by, now.Add(time.Minute), 1, Party{Name: "王小明", Role: PartyAgent}, false)
	})
	if why := w.Unbinding(1); len(why) > 0 {
		t.Fatalf("unbound afterwards: %v", why[0])
	}
	w.must("f01", w.pay(1, 1_500*Yuan))
}

// The proof of who signs may be taken back once the agreement is filed, not before (rule C11).
func TestC11_TheProofCountsAsAtTheSigning(t *testing.T) {
	c := &Complaint{Intake: Intake{Name: "王明"}, Course: Course{Proposals: []Proposal{{N: 1, At: monday}},
		SettlementParties: []Party{{Name: "王小明", Proposal: 1, At: monday.Add(time.Hour), Role: PartyAgent,
			Identity: "1", Powers: PowersIn("特别授权：代为和解、代为收款"), File: 7}},
		Attachments: []Attachment{{ID: 7, At: monday, WithdrawnAt: monday.Add(2 * time.Hour)}}}}
	if len(c.Unbinding(1)) == 0 {
		t.Error("binds on a letter that was taken back before anything was signed")
	}
	c.Attachments = append(c.Attachments, Attachment{ID: 8, At: monday.Add(90 * time.Minute), Kind: SignedAgreement})
	if why := c.Unbinding(1); len(why) > 0 {
		t.Errorf("signed while the letter stood: %v", why[0])
	}
	c.SettlementParties[0].Until = monday.Add(80 * time.Minute)
	if len(c.Unbinding(1)) == 0 {
		t.Error("signed after the letter had run out")
	}
	if got := PowersIn("settle,receive"); len(got) != 2 || len(PowersIn("all")) != 1 || PowersIn("all")[0] != "all" {
		t.Errorf("powers %v", got)
	}
}

func TestC11_AWaiverTakesAllOwners(t *testing.T) {
	w := reached(t, Executing)
	w.Proposals[0].Text = "换购2栋2302"
	w.must("s01", func(by Actor, now time.Time) error {
		return w.NameParty(by, now, 1, Party{Name: w.Name, Role: PartySelf, Owners: "李四"}, false)
	})
	if len(w.Unbinding(1)) == 0 {
		t.Error("an exchange binds without the other owner")
	}
	w.must("s01", func(by Actor, now time.Time) error {
		return w.NameParty(by, now, 1, Party{Name: "李四", Role: PartySelf}, false)
	})
	if why := w.Unbinding(1); len(why) > 0 {
		t.Errorf("with both: %v", why[0])
	}
}

func TestC10_AClauseOfItsOwnClimbsToTheVP(t *testing.T) {
	for injury, want := range map[bool]string{false: "supervisor manager vp", true: "supervisor manager legal vp"} {
		w := investigated(t, demo(), intake(), "a01", nil)
		w.Injury = injury
		f := ProposalForm{Remedies: []string{"compensation"}, Amount: Yuan, Text: "补偿", Ground: "制度",
			Clause: "逾期付款按日加付万分之五"}
		w.wrong("a01", "clause", func(by Actor, now time.Time) error { return w.Propose(by, now, f) })
		f.Clause = "乙方撤诉"
		w.wrong(w.Owner, "clause", func(by Actor, now time.Time) error { return w.Propose(by, now, f) })
		f.Clause = "逾期付款按日加付万分之五"
		w.must(w.Owner, func(by Actor, now time.Time) error { return w.Propose(by, now, f) })
		w.must(w.Owner, w.submit(1))
		if got := "supervisor " + w.way(1); got != want && w.way(1) != want {
			t.Errorf("injury %t climbs %q", injury, w.way(1))
		}
	}
}

func TestC12_TheRefusalsChangeNothing(t *testing.T) {
	w := reached(t, Investigating)
	w.wrong("a01", "text", func(by Actor, now time.Time) error {
		return w.Propose(by, now, ProposalForm{Remedies: []string{"apology"}, Text: "客户撤回12345投诉后致歉", Ground: "制度"})
	})
	w.wrong("a01", "promised", func(by Actor, now time.Time) error {
		return w.LogContact(by, now, Contact{Way: "phone", Said: "沟通", Promised: "删帖后上门修好",
			PromisedAt: now.AddDate(0, 0, 3)})
	})
	w.must("a01", func(by Actor, now time.Time) error {
		return w.LogContact(by, now, Contact{Way: "phone", Said: "客户已在12345撤诉"})
	})
	in := intake()
	in.Demand = "给我五千我就删帖"
	fresh, err := RecordComplaint(demo().as("a01"), monday, in)
	if err != nil || !slices.ContainsFunc(fresh.Notices(), func(n Notice) bool { return n.Kind == NoticeLegalAsked }) {
		t.Fatalf("legal is not told: %v", err)
	}
	asked := record(t, demo(), "a01", in)
	if asked.LegalAskedAt.IsZero() || asked.LegalOpinion(asked.o) != nil {
		t.Error("legal is not asked about the demand")
	}
	if Can(asked.o.as("l01"), ActionGiveOpinion, asked.Complaint) != nil {
		t.Error("legal cannot say its opinion")
	}
	asked.must("l01", func(by Actor, now time.Time) error { return asked.GiveOpinion(by, now, "不能以删帖为条件") })
	if p := asked.LegalOpinion(asked.o); p == nil || p.Opinion != "不能以删帖为条件" {
		t.Errorf("legal's word: %+v", p)
	}
}
