package crisis

import (
	"strings"
	"testing"
	"time"

	"huiyin/huiyin"
)

// approved is a version of v-something that may be issued.
func approved(t *testing.T, c *Crisis, o *huiyin.Org, text string, next time.Time) int {
	t.Helper()
	n, err := c.DraftStatement(as(t, o, "s01"), now, Wording{Text: text, NextAt: next})
	if err == nil {
		err = c.SubmitStatement(as(t, o, "s01"), now, n)
	}
	if err == nil {
		err = c.DecideStatement(as(t, o, "v02"), now, n, huiyin.Approve, "", "法务在开会")
	}
	if err != nil {
		t.Fatal(err)
	}
	c.Loaded()
	return n
}

// From the draft to the word in force: who writes never decides, the first word counts, one is in force (rule R3).
func TestR3_AStatementFromDraftToForce(t *testing.T) {
	o := demo()
	c := opened(t, o, 30)
	s01, v01, v02, x02, a01 := as(t, o, "s01"), as(t, o, "v01"), as(t, o, "v02"), as(t, o, "x02"), as(t, o, "a01")
	if err := c.NamePart(v01, now, Part{Kind: LegalPart, Person: "k01"}); err != nil {
		t.Fatal(err)
	}
	c.Loaded()
	_, err := c.DraftStatement(s01, now, Wording{Text: "每户补偿 5000 元", Kind: "none", NextAt: now.Add(-time.Hour), Answers: "nobody"})
	refused(t, c, huiyin.KindInvalid, err)
	for _, field := range []string{"text", "kind", "next_at", "answers"} {
		if !errorOn(err, field) {
			t.Errorf("%s is not refused: %v", field, err)
		}
	}
	_, err = c.DraftStatement(a01, now, Wording{Text: "…"})
	refused(t, c, huiyin.KindNotFound, err)
	n, err := c.DraftStatement(v01, now, Wording{Text: "我们已收到诉求，十一点半再通报。", NextAt: now.Add(2 * time.Hour), Answers: "s01"})
	if err != nil || n != 1 {
		t.Fatal(n, err)
	}
	c.Loaded()
	refused(t, c, huiyin.KindConflict, c.DecideStatement(v02, now, 1, huiyin.Approve, "", "急"))
	refused(t, c, huiyin.KindConflict, c.IssueStatement(x02, now, 1, 0, []ChannelKind{OnStaff}))
	refused(t, c, huiyin.KindForbidden, c.EditStatement(s01, now, 1, Wording{Text: "另一个"}))
	refused(t, c, huiyin.KindNotFound, c.SubmitStatement(s01, now, 9))
	if err := c.SubmitStatement(s01, now, 1); err != nil || told(c, huiyin.NoticeStatementWaiting) != "k01 v01" {
		t.Error(err, told(c, huiyin.NoticeStatementWaiting))
	}
	c.Loaded()
	refused(t, c, huiyin.KindConflict, c.EditStatement(v01, now, 1, Wording{Text: "另一个"}))
	refused(t, c, huiyin.KindForbidden, c.DecideStatement(v01, now, 1, huiyin.Approve, "", "急")) // its writer
	refused(t, c, huiyin.KindForbidden, c.DecideStatement(x02, now, 1, huiyin.Approve, "", "急"))
	refused(t, c, huiyin.KindInvalid, c.DecideStatement(v02, now, 1, huiyin.Approve, "", "")) // legal has not spoken
	refused(t, c, huiyin.KindInvalid, c.DecideStatement(v02, now, 1, huiyin.Refuse, "", ""))
	refused(t, c, huiyin.KindForbidden, c.GiveOpinion(s01, now, 1, true, ""))
	refused(t, c, huiyin.KindInvalid, c.GiveOpinion(as(t, o, "k01"), now, 1, false, ""))
	if err := c.GiveOpinion(as(t, o, "k01"), now, 1, true, ""); err != nil {
		t.Error(err)
	}
	if err := c.DecideStatement(v02, now, 1, huiyin.Approve, "", ""); err != nil {
		t.Error(err)
	}
	c.Loaded()
	again := c.DecideStatement(as(t, o, "v02"), now, 1, huiyin.Refuse, "不妥", "")
	refused(t, c, huiyin.KindConflict, again)
	if !strings.Contains(again.Error(), o.PersonName("v02")) {
		t.Error("the second word does not name the first:", again)
	}
	refused(t, c, huiyin.KindConflict, c.IssueStatement(x02, now, 1, 2, []ChannelKind{OnStaff}))
	refused(t, c, huiyin.KindInvalid, c.IssueStatement(x02, now, 1, 0, nil))
	refused(t, c, huiyin.KindForbidden, c.IssueStatement(as(t, o, "p01"), now, 1, 0, []ChannelKind{OnStaff})) // a deputy who does not act
	if err := c.IssueStatement(x02, now, 1, 0, []ChannelKind{OnStaff, OnDoor}); err != nil || c.Force != 1 || !c.FirstAt.Equal(now) {
		t.Error(err, c.Force)
	}
	// A second version replaces it; of two who issue at once the second is told.
	two := approved(t, c, o, "项目组已到现场。", time.Time{})
	three := approved(t, c, o, "各方正在协商。", time.Time{})
	if err := c.IssueStatement(x02, now, two, 1, []ChannelKind{OnStaff}); err != nil || c.Statements[0].Status != Replaced {
		t.Error(err, c.Statements[0].Status)
	}
	c.Loaded()
	second := c.IssueStatement(s01, now, three, 1, []ChannelKind{OnStaff})
	refused(t, c, huiyin.KindConflict, second)
	if !strings.Contains(second.Error(), "项目组已到现场") {
		t.Error("the second is not told what is in force:", second)
	}
	refused(t, c, huiyin.KindConflict, c.IssueStatement(s01, now, 1, 2, []ChannelKind{OnStaff})) // replaced once
	// Its words were approved: nobody changes them between.
	c.Statements[2].Text += "！"
	refused(t, c, huiyin.KindConflict, c.IssueStatement(s01, now, three, 2, []ChannelKind{OnStaff}))
	// Withdrawn at once, by a seat, with a reason.
	refused(t, c, huiyin.KindInvalid, c.WithdrawStatement(s01, now, two, " "))
	refused(t, c, huiyin.KindForbidden, c.WithdrawStatement(as(t, o, "k01"), now, two, "有误"))
	if err := c.WithdrawStatement(s01, now, two, "有误"); err != nil || c.InForce() != nil || !c.Withdrawn {
		t.Error(err)
	}
	c.Loaded()
	refused(t, c, huiyin.KindConflict, c.WithdrawStatement(s01, now, two, "有误"))
}

// A word that was promised for a time gone by is not issued late, as if it were fresh (rule R3).
func TestR3_StaleFactsAreNotIssued(t *testing.T) {
	o := demo()
	c := opened(t, o, 30)
	n := approved(t, c, o, "十点再通报。", now.Add(time.Hour))
	refused(t, c, huiyin.KindConflict, c.IssueStatement(as(t, o, "x02"), now.Add(61*time.Minute), n, 0, []ChannelKind{OnStaff}))
}

// The front staff say that they know each version; what was never issued is not there for them (rule R3).
func TestR3_FrontStaffKnowWhatIsInForce(t *testing.T) {
	o := demo()
	c := opened(t, o, 30)
	a01 := as(t, o, "a01")
	n := approved(t, c, o, "请只记录诉求。", time.Time{})
	refused(t, c, huiyin.KindNotFound, c.ReadStatement(a01, now, n))
	if err := c.IssueStatement(as(t, o, "x02"), now, n, 0, []ChannelKind{OnStaff}); err != nil {
		t.Fatal(err)
	}
	c.Loaded()
	refused(t, c, huiyin.KindNotFound, c.ReadStatement(as(t, o, "w01"), now, n)) // of another site
	before := len(c.Unread(o))
	for range 2 {
		if err := c.ReadStatement(a01, now, n); err != nil {
			t.Error(err)
		}
	}
	if len(c.Unread(o)) != before-1 || c.Version != 1 && len(c.Reads) != 1 {
		t.Errorf("%d unread of %d, %d marks", len(c.Unread(o)), before, len(c.Reads))
	}
	// An older version prints only with its mark, and for who reads the case; an unissued one never.
	if _, err := c.Printable(a01, n, false); err != nil {
		t.Error(err)
	}
	next := approved(t, c, o, "新的口径。", time.Time{})
	if _, err := c.Printable(as(t, o, "v01"), next, true); huiyin.KindOf(err) != huiyin.KindConflict {
		t.Error("what was not issued is printed:", err)
	}
	if _, err := c.Printable(a01, next, true); huiyin.KindOf(err) != huiyin.KindNotFound {
		t.Error("front staff learn of a draft:", err)
	}
	if err := c.IssueStatement(as(t, o, "x02"), now, next, n, []ChannelKind{OnStaff}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Printable(a01, n, true); huiyin.KindOf(err) != huiyin.KindConflict {
		t.Error("front staff print an older one:", err)
	}
	if s, err := c.Printable(as(t, o, "v01"), n, true); err != nil || s.Status != Replaced {
		t.Error(err)
	}
}

// A holding statement is approved beforehand, has blanks for place, phone and time alone, and is issued unchanged (rule R3).
func TestR3_HoldingStatements(t *testing.T) {
	o := demo()
	p01, v01, x02 := as(t, o, "p01"), as(t, o, "v01"), as(t, o, "x02")
	for _, text := range []string{"", "请到{房间}", "每户 5000 元", "请到____"} {
		if _, err := WriteHolding(p01, now, "聚集", text); !errorOn(err, "text") {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := WriteHolding(as(t, o, "s01"), now, "聚集", "请到{地点}"); huiyin.KindOf(err) != huiyin.KindForbidden {
		t.Error("a supervisor writes one:", err)
	}
	h, err := WriteHolding(p01, now, "聚集", "请到{地点}登记诉求，{时间}前答复。")
	if err != nil {
		t.Fatal(err)
	}
	h.Numbered("SF-20250508-1")
	c := opened(t, o, 30)
	refused(t, c, huiyin.KindInvalid, c.HoldStatement(x02, now, h, "会议室", "", "18:00"))
	if err := h.Approve(p01, now); huiyin.KindOf(err) != huiyin.KindForbidden {
		t.Error("its writer approves it:", err)
	}
	if err := h.Approve(v01, now); err != nil || h.Approve(v01, now) == nil {
		t.Error(err)
	}
	refused(t, c, huiyin.KindForbidden, c.HoldStatement(p01, now, h, "会议室", "", "18:00"))
	err = c.HoldStatement(x02, now, h, "", "", "")
	refused(t, c, huiyin.KindInvalid, err)
	if !errorOn(err, "place") || !errorOn(err, "time") || errorOn(err, "phone") {
		t.Error(err)
	}
	if err := c.HoldStatement(x02, now, h, "会议室", "", "18:00"); err != nil || c.InForce().Text != "请到会议室登记诉求，18:00前答复。" ||
		c.FirstAt.IsZero() || c.InForce().DecidedBy != "v01" {
		t.Errorf("%v %+v", err, c.InForce())
	}
	c.Loaded()
	refused(t, c, huiyin.KindConflict, c.HoldStatement(x02, now, h, "会议室", "", "18:00"))
	if err := h.End(p01, now); err != nil || h.Usable() {
		t.Error(err)
	}
}

// The clock: no first word for two hours, a statement that waits, the next word, a hand-over, who has not read; each once,
// at its own time, also after a stop (rules R3, D10).
func TestR3_WhatFallsDue(t *testing.T) {
	o := demo()
	c := opened(t, o, 30)
	if next := c.NextDue(); !next.Equal(now.Add(2 * time.Hour)) {
		t.Error("the first word is due", next)
	}
	c.Run(o, now.Add(9*time.Hour))
	c.Run(o, now.Add(9*time.Hour))
	if got := told(c, huiyin.NoticeStatementNone); got != "g01 v01 v02 x02" || !c.Notices()[0].At.Equal(now.Add(2*time.Hour)) {
		t.Errorf("told that there is none: %s", got)
	}
	if !c.NextDue().IsZero() {
		t.Error("it is due again", c.NextDue())
	}
	c.Loaded()
	n, err := c.DraftStatement(as(t, o, "s01"), now, Wording{Text: "我们已收到诉求。", NextAt: now.Add(2 * time.Hour)})
	if err == nil {
		err = c.SubmitStatement(as(t, o, "s01"), now, n)
	}
	if err != nil {
		t.Fatal(err)
	}
	c.Loaded()
	c.Run(o, now.Add(10*time.Minute))
	if got := told(c, huiyin.NoticeStatementWaiting); got != "v02" {
		t.Error("after ten minutes:", got)
	}
	c.Loaded()
	c.Run(o, now.Add(20*time.Minute))
	if got := told(c, huiyin.NoticeStatementWaiting); got != "g01 v01 v02" {
		t.Error("after twenty:", got)
	}
	if err := c.NamePart(as(t, o, "v01"), now, Part{Kind: Spokesperson, Person: "a02"}); err != nil {
		t.Fatal(err)
	}
	if err := c.DecideStatement(as(t, o, "v01"), now, n, huiyin.Approve, "", "急"); err != nil {
		t.Fatal(err)
	}
	if err := c.IssueStatement(as(t, o, "a02"), now, n, 0, []ChannelKind{OnStaff}); err != nil {
		t.Fatal(err)
	}
	c.Loaded()
	c.Run(o, now.Add(9*time.Hour))
	if got := told(c, huiyin.NoticeStatementWordDue); got != "a02 v01 x02" {
		t.Error("told that the next word is due:", got)
	}
	if got := told(c, huiyin.NoticeStatementUnread); got != "x02" {
		t.Error("told who has not read:", got)
	}
	for _, x := range c.Notices() {
		want := map[string]time.Duration{"a02": 105 * time.Minute, "v01": 135 * time.Minute}[x.Account]
		if x.Kind == huiyin.NoticeStatementWordDue && want > 0 && !x.At.Equal(now.Add(want)) {
			t.Errorf("%s is told at %v", x.Account, x.At)
		}
	}
	c.Loaded()
	if err := c.HandOverSeat(as(t, o, "x02"), now, Duty, "p01", "…"); err != nil {
		t.Fatal(err)
	}
	c.Loaded()
	c.Run(o, now.Add(9*time.Hour))
	if got := told(c, huiyin.NoticeSeatOffered); got != "v01 x02" {
		t.Error("told that it is not accepted:", got)
	}
}
