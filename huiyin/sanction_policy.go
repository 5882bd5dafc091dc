package huiyin

import (
	"slices"
	"time"
)

// sanctioned: a consequence of it is about this person, who sees nothing else of the complaint by that.
func sanctioned(by Actor, c *Complaint) bool {
	return slices.ContainsFunc(c.Sanctions, func(k Sanction) bool { return k.Person == by.Account })
}

// ofSanctioned: what the person a consequence is about does on the page of their own (rule A3).
func (a Action) ofSanctioned() bool {
	return a == ActionReadOwnSanction || a == ActionAnswerSanction || a == ActionFileObjection ||
		a == ActionWriteSelfReview || a == ActionObjectPoints
}

// Confidential tells whether an entry of the journal is about consequences or appraisal: they are read by
// whoever may see those, and make nobody's page of the complaint outdated (rules A3, J3).
func (a Action) Confidential() bool {
	return a.ofSanctioned() || a == ActionProposeSanction || a == ActionDecideSanction || a == ActionDecideObjection ||
		a == ActionDropSanction || a == ActionSelfReviewDue || a == ActionPrintSanction || a == ActionAppraise ||
		a == ActionPrepareDismissal || a == ActionDeliverSanction || a == ActionLiftSanction || a == ActionCirculate ||
		a == ActionConfirmPoints
}

// ConfidentialActions lists them.
func ConfidentialActions() []Action {
	return slices.DeleteFunc(actions.all(), func(a Action) bool { return !a.Confidential() })
}

// SanctionsFor lists the consequences that a person may see on the complaint: who decides over it, is
// in charge, or a VP; never the person they are about, who has a page of their own (rules A3, P4).
func (c *Complaint) SanctionsFor(by Actor) []*Sanction {
	var out []*Sanction
	if by.may(ActionSeeSanctions, c) != nil {
		return nil
	}
	for i := range c.Sanctions {
		if k := &c.Sanctions[i]; c.SeesSanction(by, k) {
			out = append(out, k)
		}
	}
	return out
}

// SeesSanction tells whether a person may see one consequence of a complaint that they may see.
func (c *Complaint) SeesSanction(by Actor, k *Sanction) bool {
	_, ok := by.inName(c, func(as Actor) bool {
		return as.Account != k.Person && (as.deputy == nil || as.deputy.Account != k.Person) && seesSanctions(as, c)
	})
	return ok && by.Account != k.Person
}

// ReadsConfidential tells whether a person may read the entries about consequences and appraisal in the
// complaint's journal; who is concerned by one of them does not (rule A3).
func (c *Complaint) ReadsConfidential(by Actor) bool {
	return by.may(ActionSeeSanctions, c) == nil && !sanctioned(by, c) &&
		!slices.ContainsFunc(c.Deductions, func(d Deduction) bool { return d.Person == by.Account })
}

// seesSanctions: whoever decides over the complaint from supervisor up (rule A3).
func seesSanctions(by Actor, c *Complaint) bool {
	return by.Role >= Supervisor && decides(by, c)
}

// own tells whether the company's own responsibility is established (rule K5).
func (r Responsibility) own() bool { return r == ByCompany || r == "shared" }

// grounded tells why the complaint has no ground for a consequence, nil when it has: valid, the company's
// own responsibility, and a person responsible (rule A3).
func (c *Complaint) grounded() error {
	switch {
	case c.Validity != Valid:
		return Conflict("处罚须以有效投诉为前提：这件投诉尚未认定有效。")
	case !c.Responsibility.own():
		return Conflict("处罚须以我方责任为前提：尚未认定为我方或共同责任。")
	case c.ResponsiblePerson == "":
		return Conflict("处罚须先在责任界定中写明责任人。")
	}
	return nil
}

// proposesSanction: a manager of the site or above, not the person responsible nor below them (rules A3, P4).
func proposesSanction(by Actor, c *Complaint) bool {
	if by.Role < Manager || !by.AnswersFor(c.Site) || by.Account == c.ResponsiblePerson {
		return false
	}
	p := by.Org.Person(c.ResponsiblePerson)
	return p == nil || by.Role > p.Role || by.Role == VP
}

// MayProposeSanction tells why a person may not propose a consequence now, nil when they may.
func (c *Complaint) MayProposeSanction(by Actor) error {
	return Every(c.mayBegin(by, ActionProposeSanction), c.sanctionable(by.Org))
}

func (c *Complaint) sanctionable(o *Org) error {
	if err := c.grounded(); err != nil {
		return err
	}
	if slices.ContainsFunc(c.Sanctions, func(k Sanction) bool { return k.Person == c.ResponsiblePerson && k.Live() }) {
		return Conflict("这件投诉对责任人已有处罚或处罚提议。")
	}
	if slices.ContainsFunc(c.Deductions, func(d Deduction) bool {
		return d.Person == c.ResponsiblePerson && d.State == PointsConfirmed
	}) {
		return Conflict("这件投诉对责任人已确认考评扣分：同一事实不再处罚。")
	}
	if len(o.ClausesFor(c.ResponsiblePerson, c.ActAt())) == 0 {
		return Conflict("%s", whyNoClause)
	}
	return nil
}

const whyNoClause = "没有可以适用的制度条款：处罚只能依据行为当天施行、责任人在此之前确认阅读过的条款。"

// ActAt is when the act took place, as far as the record says: when it happened, else when it came in.
func (c *Complaint) ActAt() time.Time {
	if !c.EventAt.IsZero() {
		return c.EventAt
	}
	return c.ReceivedAt
}

// OfferedSanctions lists the consequences that some clause offers for the person responsible, in the order of the list: a card
// that no clause has is not offered (rule A3).
func (c *Complaint) OfferedSanctions(o *Org) []SanctionKind {
	return slices.DeleteFunc(SanctionKinds(), func(s SanctionKind) bool {
		return !slices.ContainsFunc(o.ClausesFor(c.ResponsiblePerson, c.ActAt()),
			func(k Clause) bool { return k.Allow(string(s)) })
	})
}

// sanctionSeat is the role that decides on a consequence: a VP, or for a minor or internal complaint a
// manager, unless it is about one (rules A3, P4).
func (c *Complaint) sanctionSeat(o *Org, k *Sanction) Role {
	if p := o.Person(k.Person); k.Grade == Important || k.Grade == Major || c.Grade == Important || c.Grade == Major ||
		p != nil && p.Role >= Manager {
		return VP
	}
	return Manager
}

// involvedIn tells whether an account has a part in a consequence that keeps it from judging: the person,
// the proposer and the handler (rules A3, P4, C4).
func (c *Complaint) involvedIn(account string, k *Sanction) bool {
	return account == k.Person || account == k.By || account == c.Handler || c.Excluded(account)
}

// judges tells whether a person, in their own name or lent to a delegate, decides on a consequence (rule A3).
func (c *Complaint) judges(by Actor, k *Sanction) bool {
	if k.State != SanctionProposed || c.involvedIn(by.Account, k) ||
		by.deputy != nil && c.involvedIn(by.deputy.Account, k) {
		return false
	}
	return by.Role >= c.sanctionSeat(by.Org, k) && by.AnswersFor(c.Site)
}

// lifts tells whether a person can undo a consequence that was decided, or circulate it: a VP without a part in it.
func (c *Complaint) lifts(by Actor, k *Sanction) bool {
	return len(k.Decided()) > 0 && by.Role == VP && !c.involvedIn(by.Account, k) &&
		(by.deputy == nil || !c.involvedIn(by.deputy.Account, k))
}

// circulates: the same, where a criticism to be circulated was decided (rule F7).
func (c *Complaint) circulates(by Actor, k *Sanction) bool {
	return c.lifts(by, k) && slices.Contains(k.Decided(), string(Criticism))
}

// preparesDismissal: a manager who answers for the site and is not the person (rule A3).
func (c *Complaint) preparesDismissal(by Actor, k *Sanction) bool {
	return slices.Contains(k.Kinds, string(Dismissal)) && k.State == SanctionProposed && managesSite(by, c) &&
		by.Account != k.Person && !c.Excluded(by.Account)
}

// delivers: a manager who answers for the site, of what is decided.
func (c *Complaint) delivers(by Actor, k *Sanction) bool {
	return len(k.Decided()) > 0 && managesSite(by, c) && by.Account != k.Person && !c.Excluded(by.Account)
}

const whyNotPrepared = "法务意见和工会意见由项目经理以上登记，且只在提议解除劳动合同、尚未决定时登记。"

// hearsObjection tells whether a person decides on an objection: a VP other than who decided first; the
// same one only where there is no other (rule A3).
func (c *Complaint) hearsObjection(by Actor, k *Sanction) bool {
	if k.State != SanctionObjected || by.Role != VP || c.involvedIn(by.Account, k) ||
		by.deputy != nil && c.involvedIn(by.deputy.Account, k) {
		return false
	}
	if !c.decidedFirst(by.Account, k) && (by.deputy == nil || !c.decidedFirst(by.deputy.Account, k)) {
		return true
	}
	return by.deputy == nil && !slices.ContainsFunc(c.objectionJudges(by.Org, k),
		func(p *Person) bool { return !c.decidedFirst(p.Account, k) })
}

func (c *Complaint) decidedFirst(account string, k *Sanction) bool {
	return account == k.DecidedBy || account == k.DecidedFor && account != ""
}

// objectionJudges are the VPs who could decide on an objection at all.
func (c *Complaint) objectionJudges(o *Org, k *Sanction) []*Person {
	return o.Active(func(p *Person) bool {
		return p.Role == VP && !c.involvedIn(p.Account, k) && c.Visible(Actor{Person: p, Org: o})
	})
}

// SanctionDeciders lists who can decide on a consequence as it stands, in their own name.
func (c *Complaint) SanctionDeciders(o *Org, k *Sanction) []*Person {
	return o.Active(func(p *Person) bool {
		as := Actor{Person: p, Org: o}
		return (c.judges(as, k) || c.hearsObjection(as, k)) && c.Visible(as)
	})
}

// anySanction tells whether one of the consequences fits.
func anySanction(fits func(*Complaint, Actor, *Sanction) bool) func(Actor, *Complaint) bool {
	return func(by Actor, c *Complaint) bool {
		for i := range c.Sanctions {
			if fits(c, by, &c.Sanctions[i]) {
				return true
			}
		}
		return false
	}
}

// SanctionDecider gives in whose name a person may now decide on a consequence or on the objection to it (rule P6).
func (c *Complaint) SanctionDecider(by Actor, k *Sanction) (Actor, bool) {
	if !c.Visible(by) {
		return by, false
	}
	return c.SanctionDeciderSeen(by, k)
}

// SanctionDeciderSeen is Judge for a complaint that the reader is known to see, of which only the row is at hand.
func (c *Complaint) SanctionDeciderSeen(by Actor, k *Sanction) (Actor, bool) {
	return by.inName(c, func(as Actor) bool { return c.judges(as, k) || c.hearsObjection(as, k) })
}

// judgesOf are the accounts of those who can decide, and of who has their decisions in hand.
func (c *Complaint) judgesOf(o *Org, k *Sanction) []string {
	return accounts(o.Active(func(p *Person) bool {
		_, ok := c.SanctionDecider(Actor{Person: p, Org: o}, k)
		return ok
	}))
}

const whyNotJudge = "这项处罚不由您决定：轻微和内部投诉由提出人以外的经理或副总经理决定，其他由副总经理决定；当事人、提出人和经办人不能决定，异议由原决定人以外的副总经理复议。"
