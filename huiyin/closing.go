package huiyin

import (
	"errors"
	"slices"
	"strings"
	"time"
)

// Closure is how a complaint was closed (rules W7, W8, K10), empty while it is open.
type Closure struct {
	ClosedAt    time.Time
	ClosedBy    string
	ClosedFor   string // in whose place (rule P6)
	Outcome     Outcome
	CloseReason string
}

// FollowUp is a call after closing (rule W9).
type FollowUp struct {
	ID           int64
	At           time.Time
	By           string
	Satisfaction Satisfaction
	Recurred     bool
	Said         string

	// The word that a bad one asks for: that the complaint was taken up again, or why not.
	WordAt   time.Time
	WordBy   string
	WordFor  string // in whose place (rule P6)
	Reopened bool
	Word     string
}

// Settling is what a settlement on the spot 现场解决 writes down.
type Settling struct {
	Class        CauseClass
	Cause        string
	Measure      string
	Said         string
	Satisfaction Satisfaction
}

// Settle answers, agrees and carries out in one step; only closing is left (RULES.md §4).
func (c *Complaint) Settle(by Actor, now time.Time, s Settling) error {
	m, err := c.begin(by, ActionSettle, now)
	if err != nil {
		return err
	}
	const proposed = "经济补偿和礼品须提出方案并经审批，不能现场解决。"
	remedy := Remedy(s.Measure)
	gives := remedy == Compensation || remedy == RemedyGift || namesMoney(s.Measure) || c.givenBeyond(s.Measure, 0) > 0
	if err := Every(needed("cause", s.Cause, longText), needed("measure", s.Measure, longText),
		needed("said", s.Said, longText), when(!causeClasses.has(s.Class), "class", "请选择原因类别。"), // rule W7
		when(gives, "measure", proposed),                     // rule C3
		when(c.givenBeyond(s.Said, 0) > 0, "said", proposed), // rule C7
		when(!satisfactions.has(s.Satisfaction), "satisfaction", "请选择客户满意度。")); err != nil {
		return err
	}
	if remedies.has(remedy) {
		s.Measure = remedy.Label()
	}
	if err := m.to(
		Executing, Note("class", string(s.Class)), Note("cause", s.Cause), Note("measure", s.Measure),
		Note("said", s.Said), Note("satisfaction", string(s.Satisfaction)),
	); err != nil {
		return err
	}
	c.Answers = append(c.Answers, Answer{At: now, By: by.Account, Way: FaceToFace, Said: s.Said, Accepted: "yes"})
	c.Results = append(c.Results, Result{At: now, By: by.Account, Way: FaceToFace, Said: s.Said,
		Satisfaction: s.Satisfaction, Own: by.Account == c.Handler || by.Account == c.Owner})
	c.Causes = append(c.Causes, Cause{At: now, By: by.Account, Class: s.Class, Cause: s.Cause})
	c.Measures = append(c.Measures, Measure{
		At: now, By: by.Account, Kind: Corrective, What: s.Measure, Unit: by.Org.SiteName(c.Site), Person: by.Account,
		Due: now, DoneAt: now, DoneBy: by.Account, Done: s.Measure,
	})
	c.giveWord(m, len(c.Answers))
	c.settled(by, now)
	c.tellCallers(m)
	return nil
}

// Close closes the complaint with its outcome (rules W7, W8, K10); as not accepted, and an important or major one as
// invalid, it asks the next role. An invalid or withdrawn one
// closes from any state with a reason, one the customer does not accept from where it stands. Written
// reasons stand in for what cannot be had; one that is not needed is not kept.
func (c *Complaint) Close(by Actor, now time.Time, outcome Outcome, reason string, instead ...StandIn) error {
	m, err := c.begin(by, ActionClose, now)
	if err != nil {
		return err
	}
	if err := Every(when(!outcomes.has(outcome), "outcome", "请选择结案状态。"),
		within("reason", reason, longText)); err != nil {
		return err
	}
	reason = strings.TrimSpace(reason)
	void := outcome == InvalidCase || outcome == Withdrawn
	unheard := outcome == NotAccepted || outcome == FollowedUp
	needsReason := void || c.State != Executing
	switch {
	case !void && c.State != Executing && !(unheard && (c.State == Proposing || c.State == Answering)):
		return c.refuse(ActionClose)
	case needsReason && reason == "":
		return Invalid("reason", "请写明原因。")
	case !void && !c.endedAs(outcome):
		return Invalid("outcome", "没有以这种方式结束的争议记录。")
	}
	detail := []Change{Note("outcome", string(outcome)), Note("reason", reason)}
	var kept []StandIn
	if !void {
		if kept, err = c.standIns(now, reason, instead); err != nil {
			return err
		}
		if missing := c.Missing(now, kept...); len(missing) > 0 {
			if pages := c.FormPagesMissing(); len(pages) > 0 && slices.ContainsFunc(missing, lacksForm) {
				return Conflict("结案还缺：%s。客户联第 %s 页未收到。", gaps(missing), pages)
			}
			return Conflict("结案还缺：%s。", gaps(missing))
		}
		if !c.asksClosing(outcome) && c.JudgesAlone(m.asked) {
			return Forbidden("负责人就是经办人，由另一位主管或经理结案。")
		}
	}
	for i := range kept {
		k := &kept[i]
		k.At, k.By, k.For = now, m.by.Account, m.by.For
		detail = append(detail, Note(k.Lacks.Field(), string(k.Why)), Note(k.Lacks.Field()+"_words", k.Words))
	}
	if c.asksClosing(outcome) {
		return c.askClosing(m, outcome, reason, kept, detail)
	}
	if err := m.to(Closed, detail...); err != nil {
		return err
	}
	c.dropClosing(m)
	if outcome == InvalidCase {
		c.Validity = NotValid
	}
	c.weigh(m, outcome)
	if outcome == Withdrawn { // nothing is left to answer (rule D17)
		c.waive(D17)
	}
	c.settleProposal(ProposalDeclined, now)
	c.StandIns = append(c.StandIns, kept...)
	c.Outcome, c.CloseReason, c.ClosedAt, c.ClosedBy, c.ClosedFor = outcome, reason, now, m.by.Account, m.by.For
	c.settled(m.by, now)
	c.openGifts(m.by, now)
	c.tellCallers(m)
	return nil
}

// weigh says whether a closing counts for D5 and the month: a withdrawal once it is proven, what the customer has not
// accepted never, what was only followed up as far as the customer has accepted (rules W6, W8, D5, G8).
func (c *Complaint) weigh(m *move, outcome Outcome) {
	switch outcome {
	case Withdrawn:
		c.giveWord(m, 0)
		w := c.CustomerWord(0)
		if w.Proof = c.filedProof(w); w.Proof != "" {
			w.ProvenAt, c.UnprovenSince = m.now, time.Time{}
		}
	case NotAccepted:
		c.UnprovenSince = m.now
	case FollowedUp:
		if m.from != Executing {
			c.UnprovenSince = m.now
		}
	case InvalidCase, Mediated, Arbitrated, Judged:
		c.UnprovenSince = time.Time{}
	}
}

// endedAs tells whether an outcome that a dispute gives was given by one (rule W8).
func (c *Complaint) endedAs(o Outcome) bool {
	stage, ok := map[Outcome]Stage{Mediated: Mediation, Arbitrated: Arbitration, Judged: Court}[o]
	return !ok || slices.ContainsFunc(c.Disputes,
		func(d Dispute) bool { return d.Stage == stage && d.Result != "" && d.Result != GivenUp })
}

// MayReopen tells why a person may not take the complaint up again, nil when they may: a closed one
// within its time, an archived one only a VP (RULES.md §4, W10).
func (c *Complaint) MayReopen(by Actor, now time.Time) error {
	return Every(c.mayBegin(by, ActionReopen), c.reopenable(by.Org, now))
}

func (c *Complaint) reopenable(o *Org, now time.Time) error {
	if !c.AnonymisedAt.IsZero() { // rule B1
		return Conflict("客户资料已匿名化，不能重开。")
	}
	if within := o.Parameters.Span(ReopenWithin); c.State == Closed && now.Sub(c.ClosedAt) > within {
		return Conflict("结案已超过 %d 天，不能重开。", o.Parameters.Get(ReopenWithin))
	}
	return nil
}

// Reopen takes a closed complaint up again (RULES.md §4): what closing asks is asked anew (rule W7), and that is
// the word on its bad follow-ups (rule W9).
func (c *Complaint) Reopen(by Actor, now time.Time, reason string) error {
	return c.reopen(by, now, 0, reason)
}

// reopen is Reopen, as the word on the n-th follow-up; 0 for on none of them.
func (c *Complaint) reopen(by Actor, now time.Time, n int, reason string) error {
	m, err := c.begin(by, ActionReopen, now)
	if err == nil && n > 0 {
		err = c.wordAsked(n)
	}
	if err := Every(err, c.reopenable(by.Org, now), needed("reason", reason, longText)); err != nil {
		return err
	}
	if err := m.to(Investigating, Note("reason", reason)); err != nil {
		return err
	}
	if n > 0 {
		c.FollowUps[n-1].Word = reason
	}
	c.takenUp(m, now)
	return nil
}

// takenUp begins the new round of a complaint that is taken up again (rules D15, W7, W9).
func (c *Complaint) takenUp(m *move, now time.Time) {
	by := m.asked
	for i := range c.FollowUps {
		if f := &c.FollowUps[i]; c.awaitsWord(f) {
			f.WordAt, f.WordBy, f.WordFor, f.Reopened = now, m.by.Account, m.by.For, true
		}
	}
	c.Outcome, c.CloseReason, c.ClosedBy, c.ClosedFor = "", "", "", ""
	c.ClosedAt, c.SettledAt, c.UnsettledSince, c.ReopenedAt = time.Time{}, time.Time{}, now, now
	c.UnprovenSince = time.Time{}
	c.restart(by.Org, now)
	c.offerAgain(by, now)
	if c.Validity == NotValid {
		c.Validity = Undecided
	}
	c.appraise(by, now)
}

// offerAgain asks the handler to accept anew what is taken up again; whoever took it up answers until then
// (rules D15, W14).
func (c *Complaint) offerAgain(by Actor, now time.Time) {
	if p := by.Org.Person(c.Handler); p == nil || p.Disabled || c.Excluded(c.Handler) {
		c.Handler = ""
	}
	c.FirstContact, c.AssignedAt, c.AcceptedAt, c.UnassignedRung = by.Account, now, time.Time{}, 0
	c.tell(by.Org, NoticeAssigned, "", now, by.Account, c.Handler, c.Owner)
}

// loose tells why a closed complaint cannot yet be laid away, nil when nothing is open in it (rule W10).
func (c *Complaint) loose() error {
	undone := func(m Measure) bool { return m.DoneAt.IsZero() }
	switch {
	case c.Disputed(): // rule T2
		return Conflict("争议还没有结束，资料须保留，不能归档。")
	case c.Held():
		return Conflict("法律留存尚未解除，不能归档。")
	case len(c.AwaitedWords()) > 0: // rule W9
		return Conflict("回访时客户不满意或问题再次发生，须先重开，或写明不重开的原因。")
	case len(c.Ungiven()) > 0:
		return Conflict("还有礼品没有送出，送出或注明未送出的原因之后才能归档。")
	case c.Unpaid() > 0 || c.Releasing():
		return Conflict("还有补偿没有付清，不能归档。")
	case slices.ContainsFunc(c.Measures, undone):
		return Conflict("还有整改措施没有完成，完成之后才能归档。")
	}
	return nil
}

// archivesAt is when a closed complaint is archived by itself, zero while something in it is open: when the
// time for reopening is over, or when the last of it was done (rule W10).
func (c *Complaint) archivesAt(o *Org) time.Time {
	if c.State != Closed || c.loose() != nil {
		return time.Time{}
	}
	at := c.ClosedAt.Add(o.Parameters.Span(ReopenWithin))
	for _, m := range c.Measures {
		at = latest(at, m.DoneAt)
	}
	for _, k := range c.Payments {
		at = latest(latest(at, k.At), latest(k.AgreedAt, k.ReleasedAt))
	}
	for _, f := range c.FollowUps {
		at = latest(latest(at, f.At), f.WordAt)
	}
	for _, d := range c.Disputes {
		at = latest(at, d.EndedAt)
	}
	for _, h := range c.Holds {
		at = latest(at, h.At)
	}
	for _, k := range c.Sanctions {
		at = latest(at, k.VerdictAt)
	}
	for _, g := range c.Gifts {
		at = latest(at, g.GivenAt)
	}
	return at
}

// Archive lays a closed complaint away where its time has come, which the clock does by itself: nobody takes the
// customer's time for reopening from them (rule W10).
func (c *Complaint) Archive(by Actor, now time.Time) error {
	if err := by.may(ActionArchive, c); err != nil {
		return err
	}
	closed := c.State == Closed
	c.Run(by.Org, now)
	switch {
	case closed && c.State == Archived:
		return nil
	case c.State != Closed:
		return c.refuse(ActionArchive)
	}
	return Every(c.loose(), Conflict("结案后 %d 天内可以重开，期满由系统归档，不能提前归档。",
		by.Org.Parameters.Get(ReopenWithin)))
}

// followedUp tells whether somebody called since the closing (rule W9).
func (c *Complaint) followedUp() bool {
	return slices.ContainsFunc(c.FollowUps, func(f FollowUp) bool { return !predates(f.At, c.ClosedAt) })
}

// ArchivesAt is when the clock archives a closed complaint as it stands, zero where something in it is open
// (rule W10).
func (c *Complaint) ArchivesAt(o *Org) time.Time { return c.archivesAt(o) }

// Loose tells what keeps a closed complaint from being laid away, nil when nothing does (rule W10).
func (c *Complaint) Loose() *Error {
	var e *Error
	errors.As(c.loose(), &e)
	return e
}
