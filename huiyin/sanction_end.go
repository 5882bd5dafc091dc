package huiyin

import (
	"strings"
	"time"
)

// DismissalForm is what comes before a dismissal is referred (rule A3).
type DismissalForm struct {
	LegalBy, LegalOpinion                 string
	UnionToldOn, UnionHeardOn, UnionReply string
}

// PrepareDismissal writes down legal's opinion and the union's reply in writing, without which nobody decides to refer
// a dismissal (rule A3).
func (c *Complaint) PrepareDismissal(by Actor, now time.Time, n int, f DismissalForm) error {
	k, err := c.decidedSanction(by, now, n)
	if err != nil {
		return err
	}
	m, err := c.begin(by, ActionPrepareDismissal, now)
	if err != nil {
		return err
	}
	if !c.preparesDismissal(by, k) {
		return Forbidden(whyNotPrepared)
	}
	trimmed(&f.LegalBy, &f.LegalOpinion, &f.UnionToldOn, &f.UnionHeardOn, &f.UnionReply)
	lawyer := by.Org.Person(f.LegalBy)
	if err := Every(when(lawyer == nil || lawyer.Disabled || !by.Org.Has(lawyer, Legal) ||
		lawyer.Account == k.Person, "legal_by",
		"请选择出具意见的法务人员。"),
		needed("legal_opinion", f.LegalOpinion, longText),
		dayIn("union_told_on", f.UnionToldOn, "请写明书面通知工会的日期。"),
		dayIn("union_heard_on", f.UnionHeardOn, "请写明收到工会意见的日期。"),
		needed("union_reply", f.UnionReply, longText)); err != nil {
		return err
	}
	switch today := now.In(by.Org.Zone).Format(time.DateOnly); {
	case f.UnionToldOn > today:
		return Invalid("union_told_on", "通知工会须已经发出。")
	case f.UnionHeardOn > today:
		return Invalid("union_heard_on", "工会的意见须已经收到。")
	case f.UnionHeardOn < f.UnionToldOn:
		return Invalid("union_heard_on", "工会的意见不能早于通知。")
	}
	if err := m.stay(k.notes(Note("legal_by", f.LegalBy), Note("legal_opinion", f.LegalOpinion),
		Note("union_told_on", f.UnionToldOn), Note("union_heard_on", f.UnionHeardOn),
		Note("union_reply", f.UnionReply))...); err != nil {
		return err
	}
	k.LegalBy, k.LegalOpinion, k.UnionToldOn, k.UnionHeardOn, k.UnionReply = f.LegalBy, f.LegalOpinion, f.UnionToldOn,
		f.UnionHeardOn, f.UnionReply
	k.PreparedAt, k.PreparedBy = now, by.Account
	return nil
}

// DeliveryForm is how a decision came to its person.
type DeliveryForm struct {
	At         time.Time
	Way, Proof string
}

// DeliverSanction writes down how the decision came to the person, with the proof (rule A3).
func (c *Complaint) DeliverSanction(by Actor, now time.Time, n int, f DeliveryForm) error {
	k, err := c.decidedSanction(by, now, n)
	if err != nil {
		return err
	}
	m, err := c.begin(by, ActionDeliverSanction, now)
	if err != nil {
		return err
	}
	switch {
	case !c.delivers(by, k):
		return Forbidden("送达由项目经理以上登记，当事人不能登记。")
	case !k.InEffect(now):
		return Conflict("处罚尚未生效，还没有可以送达的决定。")
	case !k.DeliveredAt.IsZero():
		return Conflict("送达已经登记。")
	}
	f.Proof = strings.TrimSpace(f.Proof)
	if err := Every(when(!deliveries.has(f.Way), "way", "请选择送达方式。"),
		when(f.At.IsZero(), "delivered_at", "请填写送达时间。"),
		when(f.At.After(now) || predates(f.At, k.EffectiveAt), "delivered_at", "送达须在生效之后、现在之前。"),
		when(f.Proof == "", "proof", "请写明送达凭证：签收人、快递单号或见证人。"), within("proof", f.Proof, 500)); err != nil {
		return err
	}
	if err := m.stay(k.notes(Note("way", f.Way), Note("delivered_at", f.At.UTC().Format(time.RFC3339)),
		Note("delivery_proof", f.Proof))...); err != nil {
		return err
	}
	k.DeliveredAt, k.DeliveredBy, k.DeliveryWay, k.DeliveryProof = f.At, by.Account, f.Way, f.Proof
	return nil
}

// LiftSanction undoes a consequence that was decided: its ground has gone. Its circular is corrected in the same
// circle (rules A3, F7).
func (c *Complaint) LiftSanction(by Actor, now time.Time, n int, reason string) error {
	k, err := c.decidedSanction(by, now, n)
	if err != nil {
		return err
	}
	m, err := c.begin(by, ActionLiftSanction, now)
	if err != nil {
		return err
	}
	switch {
	case len(k.Decided()) == 0:
		return Conflict("没有可以撤销的处罚。")
	case k.State == SanctionObjected:
		return Conflict("当事人已提出异议，请在复议中撤销。")
	case !m.actsFor(func(as Actor) bool { return c.lifts(as, k) }):
		return Forbidden("处罚生效之后由副总经理撤销，当事人和提出人不能撤销。")
	}
	if err := Every(needed("reason", reason, longText), noFine("reason", reason),
		c.namesCustomer("reason", reason)); err != nil {
		return err
	}
	if r := c.CircularOf(n); r != nil && !r.Named && strings.Contains(reason, by.Org.PersonName(k.Person)) {
		return Invalid("reason", "通报没有写姓名，更正也不写。")
	}
	if err := m.stay(k.notes(Note("person", k.Person), Note("reason", reason))...); err != nil {
		return err
	}
	k.State, k.LiftedAt, k.LiftedBy, k.LiftedFor, k.LiftReason = SanctionLifted, now, m.by.Account, m.by.For, reason
	c.correctCirculars(by.Org, k, now)
	c.summon(by.Org, k, NoticeSanctionDecided, now)
	c.tell(by.Org, NoticeSanctionDone, "", now, by.Account, k.By, k.DecidedBy)
	return nil
}

// MayOnSanction tells whether a person may do this about a consequence as it stands, so that its form is offered.
func (c *Complaint) MayOnSanction(by Actor, now time.Time, a Action, k *Sanction) bool {
	if !c.SeesSanction(by, k) || c.mayBegin(by, a) != nil {
		return false
	}
	inName := func(fits func(as Actor) bool) bool { _, ok := by.inName(c, fits); return ok }
	switch a {
	case ActionPrepareDismissal:
		return c.preparesDismissal(by, k)
	case ActionDeliverSanction:
		return c.delivers(by, k) && k.InEffect(now) && k.DeliveredAt.IsZero()
	case ActionLiftSanction:
		return k.State != SanctionObjected && inName(func(as Actor) bool { return c.lifts(as, k) })
	case ActionCirculate:
		return k.Public(now) && c.CircularOf(k.N) == nil && inName(func(as Actor) bool { return c.circulates(as, k) })
	}
	return false
}
