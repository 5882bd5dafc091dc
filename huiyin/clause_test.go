package huiyin

import (
	"strings"
	"testing"
	"time"
)

// penalised puts a consequence on the walk that is in effect.
func penalised(w *walk) {
	penalty(SanctionImposed)(w)
	k := &w.Sanctions[0]
	k.EffectiveAt, k.ObjectBy, k.LapsesAt = w.now, w.now, w.now.AddDate(1, 0, 0)
}

func (w *walk) dismissal() func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		return w.PrepareDismissal(by, now, 1, DismissalForm{LegalBy: "l01", LegalOpinion: "依据充分",
			UnionToldOn: "2025-03-03", UnionHeardOn: "2025-03-03", UnionReply: "没有异议"})
	}
}

func (w *walk) delivered() func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		return w.DeliverSanction(by, now, 1, DeliveryForm{At: now, Way: "signed", Proof: "本人签字"})
	}
}

func (w *walk) lifted(reason string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.LiftSanction(by, now, 1, reason) }
}

func (w *walk) circulated(changes ...func(*CircularForm)) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		f := CircularForm{Roles: []string{"agent"}, Sites: []string{"HY", "LT"}, Facts: "接待中作出超出授权的承诺。",
			Lesson: "承诺之前先请示。"}
		for _, change := range changes {
			change(&f)
		}
		return w.Circulate(by, now, 1, f)
	}
}

func TestA3_AConsequenceNeedsTheClauseInForceAndReadBefore(t *testing.T) {
	for name, change := range map[string]func(w *walk){
		"no clause at all":      func(w *walk) { w.o.Clauses = nil },
		"not read":              func(w *walk) { w.o.Readings = nil },
		"read only afterwards":  func(w *walk) { reread(w.o, w.ReceivedAt) },
		"in force later":        func(w *walk) { from(w.o, "2025-03-04", "") },
		"not in force any more": func(w *walk) { from(w.o, "2022-01-01", "2025-03-02") },
	} {
		t.Run(name, func(t *testing.T) {
			w := guilty(t, Important)
			change(w)
			if w.MayProposeSanction(w.o.as("p01")) == nil || len(w.OfferedSanctions(w.o)) > 0 {
				t.Error("the button stands there")
			}
			w.refused("p01", KindConflict, w.penalty("warning"))
		})
	}
	w := guilty(t, Major)
	if strings.Contains(joined(w.OfferedSanctions(w.o)), "black_card") {
		t.Error("a black card without a clause")
	}
	w.wrong("p01", "sanction", w.penalty("black_card"))
	w.wrong("p01", "sanction", w.penalty("red_card", "dismissal")) // of two clauses
	w.must("p01", w.penalty("red_card", "criticism"))
	if k := w.Sanction(1); k.Clause != "3.3@1" || k.ReadAt.IsZero() || !k.ActAt.Equal(w.ReceivedAt) {
		t.Errorf("%+v", k)
	}
	late := guilty(t, Important)
	late.wrong("p01", "clause", func(by Actor, now time.Time) error {
		return late.ProposeSanction(by, now, SanctionForm{Kinds: []string{"warning"}, Wording: "经过", Reason: "属实",
			Evidence: []string{"matter"}, ActAt: time.Date(2021, 6, 1, 9, 0, 0, 0, shanghai)})
	})
}

func reread(o *Org, at time.Time) {
	for i := range o.Readings {
		o.Readings[i].At = at
	}
}

func from(o *Org, from, until string) {
	for i := range o.Clauses {
		o.Clauses[i].From, o.Clauses[i].Until = from, until
	}
}

func TestA3_ClausesHaveVersionsAndAreRead(t *testing.T) {
	o := demo()
	form := ClauseForm{Code: "5.1", Text: "泄露客户资料的给予黑牌。", From: "2025-03-10", Discussed: "2025-02-01",
		Announced: "2025-02-20", Allows: []string{"black_card", "warning"}, BlackCard: "一年内不得晋升"}
	put := func(change func(*ClauseForm)) error {
		f := form
		change(&f)
		return o.PutClause(o.as("admin"), monday, f)
	}
	for field, change := range map[string]func(*ClauseForm){
		"code":       func(f *ClauseForm) { f.Code = " " },
		"text":       func(f *ClauseForm) { f.Text = "违反的扣当月绩效。" },
		"discussed":  func(f *ClauseForm) { f.Discussed = "" },
		"announced":  func(f *ClauseForm) { f.Announced = "2025-01-01" },
		"from":       func(f *ClauseForm) { f.From = "2025-02-30" },
		"allows":     func(f *ClauseForm) { f.Allows = []string{"scolding"} },
		"black_card": func(f *ClauseForm) { f.BlackCard = "" },
	} {
		err := put(change)
		if e, ok := err.(*Error); !ok || e.On(field) == nil || o.Clause("5.1@1") != nil {
			t.Errorf("%s: %v", field, err)
		}
	}
	if err := o.PutClause(o.as("v01"), monday, form); KindOf(err) != KindForbidden {
		t.Errorf("a VP without the flag: %v", err)
	}
	if err := put(func(*ClauseForm) {}); err != nil {
		t.Fatal(err)
	}
	if err := put(func(f *ClauseForm) { f.From = "2025-03-10" }); KindOf(err) != KindInvalid {
		t.Errorf("two versions from one day: %v", err)
	}
	if err := put(func(f *ClauseForm) { f.From = "2025-05-01" }); err != nil {
		t.Fatal(err)
	}
	if k := o.Clause("5.1@1"); k.Until != "2025-04-30" || k.Version != 1 || o.Clause("5.1@2").Version != 2 {
		t.Errorf("%+v", k)
	}
	if got := len(o.ToRead("a01", "2025-03-03")); got != 2 {
		t.Errorf("%d to read", got)
	}
	if err := o.ReadClause(o.as("a01"), monday, "5.1@1"); err != nil {
		t.Fatal(err)
	}
	if err := o.ReadClause(o.as("a01"), monday, "5.1@1"); KindOf(err) != KindConflict {
		t.Errorf("read twice: %v", err)
	}
	if err := o.ReadClause(o.as("a01"), monday, "7@1"); KindOf(err) != KindInvalid {
		t.Errorf("no such clause: %v", err)
	}
	j := o.Journal()
	if e := j[len(j)-1]; e.Action != ActionReadClause || e.By != "a01" {
		t.Errorf("journal %+v", e)
	}
	on := func(day int) int {
		return len(o.ClausesFor("a01", time.Date(2025, 4, day, 10, 0, 0, 0, shanghai)))
	}
	if on(30) != 5 || len(o.ClausesFor("a01", time.Date(2025, 5, 1, 10, 0, 0, 0, shanghai))) != 4 {
		t.Error("the version in force on the day")
	}
	if err := o.EndClause(o.as("admin"), monday, "3.1@1", "2025-03-02"); KindOf(err) != KindInvalid {
		t.Errorf("ended backwards: %v", err)
	}
	if err := o.EndClause(o.as("admin"), monday, "3.1@1", "2025-04-30"); err != nil {
		t.Error(err)
	}
}

func TestA3_NoFineAndNoDeductionFromWages(t *testing.T) {
	for _, text := range []string{"罚款五百元", "罚 款", "扣工资", "扣发当月奖金", "扣除绩效 20%", "取消年终奖", "絕不姑息，罰款", "扣獎金",
		"从工资中扣除损失", "本月提成不予发放", "降薪", "罚500元", "罚·款", "停发津贴", "扣200块", "缴纳500元", "予以开除", "辭退", "绩效扣减两分"} {
		if noFine("words", text) == nil {
			t.Errorf("%s passes", text)
		}
	}
	for _, text := range []string{"事实清楚，予以警告", "漏计折扣，佣金另行核算", "已扣减考评分 2 分", "向客户赔偿 500 元后结案", "工资问题不在此列", "处罚过重，改为警告"} {
		if err := noFine("words", text); err != nil {
			t.Errorf("%s is refused", text)
		}
	}
	w := guilty(t, Important)
	w.wrong("p01", "reason", func(by Actor, now time.Time) error {
		return w.ProposeSanction(by, now, SanctionForm{Kinds: []string{"warning"}, Wording: "经过", Reason: "扣绩效",
			Evidence: []string{"matter"}})
	})
	w.must("p01", w.penalty("warning"))
	w.wrong("v01", "words", func(by Actor, now time.Time) error {
		return w.DecideSanction(by, now, 1, SanctionDecision{Decision: "impose", Words: "另罚款 200 元"})
	})
	w.must("v01", w.judge("impose")).must("a01", w.objects("扣我绩效不合理")) // what the person says is theirs
	w.wrong("v02", "words", func(by Actor, now time.Time) error {
		return w.DecideObjection(by, now, 1, SanctionDecision{Decision: "uphold", Words: "扣发奖金"})
	})
}

func TestA3_TakesEffectOnlyAfterTheObjectionsEnd(t *testing.T) {
	prints := func(w *walk) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error { return w.SanctionPrinted(by, now, 1) }
	}
	w := guilty(t, Important)
	w.must("p01", w.penalty("yellow_card", "criticism")).must("a01", func(by Actor, now time.Time) error {
		return w.AnswerSanction(by, now, 1, "", true) // waives the hearing
	}).must("v01", w.judge("impose"))
	w.refused("v01", KindConflict, prints(w))
	w.refused("v02", KindConflict, w.circulated())
	w.refused("p01", KindConflict, w.delivered())
	objected := &walk{w.Complaint.clone(), t, w.o, w.now}
	w.inEffect()
	w.must("v01", prints(w)).must("v02", w.circulated()).must("p01", w.delivered())
	k := w.Sanction(1)
	if want := k.ObjectBy.AddDate(1, 0, 0); !k.LapsesAt.Equal(want) || !k.InEffect(want.Add(-time.Minute)) ||
		k.InEffect(want) ||
		k.Standing(want) != "已失效" {
		t.Errorf("lapses %s", k.LapsesAt)
	}
	w.refused("p01", KindConflict, w.delivered())

	w = objected // an objection suspends, however long it takes
	w.must("a01", w.objects("过重"))
	w.now = w.Sanction(1).ObjectBy.AddDate(0, 1, 0)
	w.refused("v01", KindConflict, prints(w))
	w.refused("v02", KindConflict, w.circulated())
	w.must("v02", w.rejudge("uphold")).must("v01", prints(w))
	if k := w.Sanction(1); !k.EffectiveAt.Equal(w.Sanction(1).VerdictAt) {
		t.Errorf("in effect from %s", k.EffectiveAt)
	}
}

func TestA3D13_WhatWasDecidedBeforeStandsAsItIs(t *testing.T) {
	w := guilty(t, Important)
	penalty(SanctionImposed)(w)
	k := w.Sanction(1)
	k.Clause, k.EffectiveAt, k.LapsesAt = "", w.now, time.Time{}
	if at := w.now.AddDate(5, 0, 0); !k.InEffect(at) || strings.Join(k.Stands(at), " ") != "warning self_review" {
		t.Error("it does not stand")
	}
	w = guilty(t, Important)
	w.must("p01", w.penalty("warning"))
	w.Sanction(1).Clause = "" // proposed before clauses were asked for: only in the person's favour
	w.refused("v01", KindConflict, w.judge("impose"))
	w.must("v01", w.judge("decline"))
}

func TestA3_DismissalIsOnlyReferred(t *testing.T) {
	w := guilty(t, Major)
	w.must("p01", w.penalty("dismissal"))
	w.refused("v02", KindConflict, w.judge("impose"))
	w.refused("s01", KindForbidden, w.dismissal())
	for field, f := range map[string]DismissalForm{
		"legal_by":       {LegalBy: "f01", LegalOpinion: "可", UnionToldOn: "2025-03-03", UnionHeardOn: "2025-03-03", UnionReply: "无"},
		"legal_opinion":  {LegalBy: "l01", UnionToldOn: "2025-03-03", UnionHeardOn: "2025-03-03", UnionReply: "无"},
		"union_told_on":  {LegalBy: "l01", LegalOpinion: "可", UnionToldOn: "2025-03-09", UnionHeardOn: "2025-03-09", UnionReply: "无"},
		"union_heard_on": {LegalBy: "l01", LegalOpinion: "可", UnionToldOn: "2025-03-03", UnionHeardOn: "2025-03-02", UnionReply: "无"},
		"union_reply":    {LegalBy: "l01", LegalOpinion: "可", UnionToldOn: "2025-03-03", UnionHeardOn: "2025-03-03"},
	} {
		w.wrong("p01", field, func(by Actor, now time.Time) error { return w.PrepareDismissal(by, now, 1, f) })
	}
	w.must("p01", w.dismissal()).must("v02", w.judge("impose")).inEffect()
	w.wrong("p01", "proof", func(by Actor, now time.Time) error {
		return w.DeliverSanction(by, now, 1, DeliveryForm{At: now, Way: "post"})
	})
	w.must("p01", w.delivered())
	if got := Names(w.Sanction(1).Stands(w.now)).String(); !strings.Contains(got, "提交人力资源") {
		t.Error(got)
	}
}

func TestA3P4_TheEvidenceIsShownWithoutTheCustomer(t *testing.T) {
	w := guilty(t, Important)
	w.Matter = "我是" + w.Name + "，电话13800138000，住" + w.Unit + "，接待时承诺了车位"
	w.Attachments = append(w.Attachments, Attachment{ID: 1, Name: "照片.jpg", At: w.now, By: "a02"})
	propose := func(evidence, clean []string) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			return w.ProposeSanction(by, now, SanctionForm{Kinds: []string{"warning"}, Wording: "经过", Reason: "属实",
				Evidence: evidence, Clean: clean})
		}
	}
	w.wrong("p01", "evidence", propose([]string{"finding-99"}, nil))
	w.wrong("p01", "clean", propose([]string{"attachment-1"}, nil))
	w.must("p01", propose([]string{"matter", "attachment-1"}, []string{"attachment-1"}))
	h, err := w.SubjectViewFor(w.o.as("a01"))
	if err != nil || len(h.EvidenceOf(1)) != 2 {
		t.Fatalf("%+v %v", h, err)
	}
	for _, e := range h.EvidenceOf(1) {
		for _, secret := range []string{w.Name, "13800138000", w.Unit} {
			if secret != "" && strings.Contains(e.Text, secret) {
				t.Errorf("%s holds %s", e.Text, secret)
			}
		}
	}
	if a, err := w.OwnEvidence(w.o.as("a01"), 1, 1); err != nil || a.ID != 1 {
		t.Error(err)
	}
	for _, account := range []string{"a02", "b01", "v01"} {
		if _, err := w.OwnEvidence(w.o.as(account), 1, 1); err == nil {
			t.Errorf("%s opens it", account)
		}
	}
}

func TestF7_ACircularIsWithoutNameForACircleAndAWhile(t *testing.T) {
	w := guilty(t, Important)
	w.must("p01", w.penalty("yellow_card", "criticism")).must("v01", w.judge("impose")).inEffect()
	name := w.o.PersonName("a01")
	for field, change := range map[string]func(*CircularForm){
		"roles":       func(f *CircularForm) { f.Roles = nil },
		"sites":       func(f *CircularForm) { f.Sites = []string{"XX"} },
		"facts":       func(f *CircularForm) { f.Facts = name + "作出承诺" },
		"lesson":      func(f *CircularForm) { f.Lesson = "客户" + w.Name + "的教训" },
		"name_reason": func(f *CircularForm) { f.Named = true },
		"named":       func(f *CircularForm) { f.NameReason = "须使人知" },
	} {
		w.wrong("v02", field, w.circulated(change))
	}
	for _, facts := range []string{"电话 13800138000 的客户", "品行不端", "扣罚奖金", "因其家庭"} {
		w.wrong("v02", "facts", w.circulated(func(f *CircularForm) { f.Facts = facts }))
	}
	w.refused("p01", KindForbidden, w.circulated())
	w.must("v02", w.circulated())
	w.refused("v02", KindConflict, w.circulated())
	r := w.CircularOf(1)
	if r.Named || !strings.Contains(r.Function, "经办人") || strings.Contains(r.Function, name) ||
		!r.Until.Equal(w.now.Add(30*24*time.Hour)) || !r.Up(w.now) || r.Up(r.Until) {
		t.Errorf("%+v", r)
	}
	var readers []string
	for i := range w.o.People {
		if r.Reads(&w.o.People[i]) {
			readers = append(readers, w.o.People[i].Account)
		}
	}
	if got := strings.Join(readers, " "); got != "a02 b01" {
		t.Errorf("read by %s", got)
	}
	if got := len(w.Notices()); got > 12 {
		t.Errorf("%d notices", got)
	}
	w.now = w.now.AddDate(0, 2, 0)
	w.wrong("v02", "reason", w.lifted(name+"无责任"))
	w.must("v02", w.lifted("查明不属实"))
	if r := w.CircularOf(1); r.Correction != "查明不属实" || !r.Up(w.now) || r.Up(w.now.AddDate(0, 1, 1)) {
		t.Errorf("not corrected in the same circle: %+v", r)
	}
}
