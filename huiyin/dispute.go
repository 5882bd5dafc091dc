package huiyin

import (
	"slices"
	"strconv"
	"time"
)

// StartDispute takes the complaint to mediation, arbitration or court, in the law's order (rules T1, T3).
func (c *Complaint) StartDispute(by Actor, now time.Time, d Dispute) error {
	m, err := c.begin(by, ActionStartDispute, now)
	if err != nil {
		return err
	}
	if c.Disputed() {
		return Conflict("先前的争议还没有结束，须先结束它。")
	}
	if stages.has(d.Stage) {
		if err := c.outOfOrder(d.Stage); err != nil {
			return err
		}
	}
	if err := Every(when(!stages.has(d.Stage), "stage", "请选择争议途径。"),
		when(d.Stage == Court && d.Agreement != 0, "agreement", "有仲裁协议的，不能向法院起诉。"),
		when(d.Stage == Mediation && !c.filed(d.Agreement), "agreement",
			"调解须先上传客户的书面同意或客户本人的调解申请，并在此选择。"),
		when(d.Stage == Arbitration && !c.filed(d.Agreement), "agreement", "仲裁须先上传仲裁协议，并在此选择。"),
		when(d.Agreement != 0 && !c.filed(d.Agreement), "agreement", "请选择本案的附件。"),
		needed("body", d.Body, shortText),
		within("file_number", d.File, shortText),
		within("mediator", d.Mediator, shortText),
		within("lawyer", d.Lawyer, shortText),
		within("claim", d.Claim, longText)); err != nil {
		return err
	}
	d.N, d.StartedAt, d.StartedBy, d.StartedFor = len(c.Disputes)+1, now, by.Account, m.by.For
	if err := m.to(
		InDispute, Note("stage", string(d.Stage)), Note("body", d.Body), Note("file_number", d.File),
		Note("claim", d.Claim), Note("basis", c.nameOf(d.Agreement)),
	); err != nil {
		return err
	}
	c.settleProposal(ProposalDeclined, now)
	c.Disputes = append(c.Disputes, d)
	c.oweObjection(&d, d.HearingAt, now)
	return nil
}

// filed tells whether an attachment of this complaint is there and stands.
func (c *Complaint) filed(id int64) bool {
	a := c.Attachment(id)
	return a != nil && a.WithdrawnAt.IsZero()
}

// nameOf is what an attachment is called, "" for none.
func (c *Complaint) nameOf(id int64) string {
	if a := c.Attachment(id); a != nil {
		return a.Name
	}
	return ""
}

// DisputeEnd is how a stage of a dispute ended (rule T1).
type DisputeEnd struct {
	Result DisputeResult
	Words  string
	Amount Money     // that the company has to pay by it, 0 for none
	At     time.Time // date of the agreement, the award or the judgment, from which the law's time runs (rule T3)

	ServedAt  time.Time // when the paper was received, from which appeal and setting aside count; zero for At
	PerformBy time.Time // last day to perform that it names
	Ruling    bool      // of a court, not a judgment
}

// check refuses an end that cannot be: of another kind than the stage, or at a time that is none.
func (e DisputeEnd) check(o *Org, d *Dispute, now time.Time) error {
	before := func(at, day time.Time) bool { return !at.IsZero() && dayOf(at, o.Zone).Before(dayOf(day, o.Zone)) }
	return Every(when(!slices.Contains(d.Stage.Results(), e.Result), "result", "请选择与“%s”相符的结果。", d.Stage.Label()),
		when(e.At.IsZero(), "ended_at", "请填写达成协议、裁决或结束的日期。"),
		when(e.At.After(now), "ended_at", "日期不能晚于现在。"),
		when(before(e.At, d.StartedAt), "ended_at", "日期不能早于争议开始的日期。"),
		when(e.ServedAt.After(now), "served_at", "日期不能晚于现在。"),
		when(before(e.ServedAt, e.At), "served_at", "收到日期不能早于裁决、判决的日期。"),
		when(before(e.PerformBy, e.At) || e.PerformBy.After(now.AddDate(20, 0, 0)), "perform_by",
			"履行期限的日期不对，请核对。"),
		needed("words", e.Words, longText))
}

// EndDispute ends a stage: an agreement or award is carried out, given up goes back to proposing (rule T1).
// What the company has to pay by it is payable like an approved sum (rule C6).
func (c *Complaint) EndDispute(by Actor, now time.Time, n int, e DisputeEnd) error {
	if n < 1 || n > len(c.Disputes) {
		return NotFound()
	}
	m, err := c.begin(by, ActionEndDispute, now)
	if err != nil {
		return err
	}
	d := &c.Disputes[n-1]
	if !d.EndedAt.IsZero() {
		return Conflict("这一争议已经结束。")
	}
	if err := Every(e.check(by.Org, d, now), c.payableResult(n, e)); err != nil {
		return err
	}
	from, to := c.State, Executing
	switch {
	case from != InDispute: // closed or taken up again while it went on
		to = from
	case e.Result == GivenUp:
		to = Proposing
	}
	if err := m.to(to, Note("dispute", strconv.Itoa(n)), Note("result", string(e.Result)),
		Note("ended_at", earlier(e.At, now)), Note("words", e.Words), noteAmount(e.Amount),
		Note("served_at", stamp(e.ServedAt)), Note("perform_by", stamp(e.PerformBy))); err != nil {
		return err
	}
	d.Amount = e.Amount
	c.endMandates(n, now)
	d.EndedAt, d.EndedBy, d.EndedFor, d.EffectiveAt, d.Result, d.Words = now, by.Account, m.by.For, e.At, e.Result,
		e.Words
	c.oweAfter(by.Org, d, e, now)
	switch {
	case from != InDispute:
	case to == Executing: // an agreement or an award is on paper (rule W6)
		c.UnprovenSince = time.Time{}
		c.settled(m.by, now)
		c.tellPayers(m.by, now)
	default:
		c.Round++
	}
	return nil
}

// payableResult refuses a sum that a dispute cannot have come to. What an arbitrator or a court says is
// owed; what the company agrees to itself is a word about money like any other: it lies within the mandate, where one
// was asked for, else within what was approved before, whoever enters it (rules T1, C3, C4).
func (c *Complaint) payableResult(n int, e DisputeEnd) error {
	r, amount := e.Result, e.Amount
	limit, asked := c.MandateFor(n)
	switch {
	case amount == 0:
		return nil
	case r == GivenUp:
		return Invalid("amount", "放弃的争议没有应付金额。")
	case amount < 0 || amount > maxMoney:
		return Invalid("amount", "金额过大，请核对。")
	case r == Agreed && asked && amount > limit:
		return Invalid("amount", "金额超出已批准的授权 %s：公司自己同意的金额须先按授权逐级审批，再登记结果。", limit)
	case r == Agreed && !asked && amount > c.approvedOnce():
		return Invalid("amount", "调解或和解的金额是公司自己同意的：请先申请授权并获批准，再登记结果。")
	}
	return nil
}

// approvedOnce is the highest sum of money that a proposal of this complaint was approved for.
func (c *Complaint) approvedOnce() (most Money) {
	for i := range c.Proposals {
		p := &c.Proposals[i]
		chain := c.Chain(p.N)
		if len(chain) > 0 && p.Has(Compensation) &&
			!slices.ContainsFunc(chain, func(s *Step) bool { return s.Decision != Approve }) {
			most = max(most, p.Payable())
		}
	}
	return most
}

// noteAmount says in the journal what is to be paid, nothing where nothing is.
func noteAmount(m Money) Change {
	if m == 0 {
		return Note("amount", "")
	}
	return Note("amount", m.Plain())
}

// Results lists how a stage may end (rule T1).
func (s Stage) Results() []DisputeResult {
	switch s {
	case Arbitration:
		return []DisputeResult{Agreed, Awarded, GivenUp}
	case Court:
		return []DisputeResult{Agreed, JudgedCourt, GivenUp}
	}
	return []DisputeResult{Agreed, GivenUp}
}

// Dispute is one stage of a dispute (rules T1, T3).
type Dispute struct {
	ID         int64
	N          int
	Stage      Stage
	Body       string
	File       string // its number for the case
	Mediator   string
	Consent    bool
	Agreement  int64 // the attachment that holds the arbitration agreement, or the consent to mediation
	HearingAt  time.Time
	Lawyer     string
	Claim      string
	StartedAt  time.Time
	StartedBy  string
	StartedFor string
	EndedAt    time.Time // when the end was written down
	EndedBy    string
	EndedFor   string
	Result     DisputeResult
	Words      string
	Amount     Money // what the company has to pay by it (rule T1)
	PayTold    bool  // that its payment is due
	Told       bool  // the last time that judicial confirmation is still possible (rule T3)

	EffectiveAt time.Time // date of the agreement, award or judgment, zero in what ended before it was asked
	Reminded    int       // the day after the agreement on which judicial confirmation was last reminded of
}

// DisputeEvent is something that happens in a stage of a dispute or after it: a hearing, a judicial
// confirmation, setting aside or enforcement (rules T1, T3).
type DisputeEvent struct {
	ID      int64
	At      time.Time
	By      string
	Dispute int
	Kind    EventKind
	On      time.Time // when it takes or took place
	Words   string
}

// EventKind says what happens in a dispute.
type EventKind string

// The kinds of events.
const (
	HearingDate  EventKind = "hearing"
	Confirmation EventKind = "confirmation"
	SettingAside EventKind = "set_aside"
	Enforcement  EventKind = "enforcement"
)

var eventKinds = words[EventKind]{
	{HearingDate, "开庭或调解"}, {Confirmation, "申请司法确认"}, {SettingAside, "申请撤销裁决"}, {Enforcement, "申请执行"},
}

// Label is the kind's name on pages.
func (k EventKind) Label() string {
	if k == Mandated {
		return "申请授权"
	}
	return eventKinds.label(k)
}

// confirmRemind are the days after a mediation agreement on which judicial confirmation is reminded of, and
// confirmWithin is until when it can be applied for (rule T3).
var confirmRemind = []int{10, 20, 25}

const confirmWithin = 30

// Effective is the date of the agreement, award or judgment, zero while the stage lasts.
func (d *Dispute) Effective() time.Time {
	if d.EffectiveAt.IsZero() {
		return d.EndedAt
	}
	return d.EffectiveAt
}

// nextConfirmReminder is the next day after a mediation agreement on which its judicial confirmation is
// reminded of, and when that is; zero for none (rule T3).
func (d *Dispute) nextConfirmReminder() (day int, at time.Time) {
	last := confirmRemind[len(confirmRemind)-1]
	for _, day := range confirmRemind {
		at := d.daysAfter(day)
		switch {
		case at.IsZero(), d.Told, day <= d.Reminded:
		case day != last && (at.Before(d.EndedAt) || d.EffectiveAt.IsZero()):
			// it was written down later than that day, or before there were three
		default:
			return day, latest(at, d.EndedAt)
		}
	}
	return 0, time.Time{}
}

// ConfirmUntil is the last instant to apply for judicial confirmation, zero where that cannot be (rule T3).
func (d *Dispute) ConfirmUntil() time.Time { return d.daysAfter(confirmWithin) }

func (d *Dispute) daysAfter(n int) time.Time {
	if d.Stage != Mediation || d.Result != Agreed || d.EndedAt.IsZero() {
		return time.Time{}
	}
	return d.Effective().AddDate(0, 0, n)
}

// EventsOf lists what happened in a stage, in the order of its dates.
func (c *Complaint) EventsOf(n int) []DisputeEvent {
	var out []DisputeEvent
	for _, e := range c.DisputeEvents {
		if e.Dispute == n {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b DisputeEvent) int { return a.On.Compare(b.On) })
	return out
}

func (c *Complaint) hasEvent(n int, k EventKind) bool {
	return slices.ContainsFunc(c.DisputeEvents, func(e DisputeEvent) bool { return e.Dispute == n && e.Kind == k })
}

// EventsFor lists what may be recorded of a stage as it stands: hearings while it lasts, afterwards only
// what the law still allows (rule T3).
func (c *Complaint) EventsFor(n int, now time.Time) []EventKind {
	if n < 1 || n > len(c.Disputes) {
		return nil
	}
	switch d := &c.Disputes[n-1]; {
	case d.EndedAt.IsZero():
		return []EventKind{HearingDate}
	case d.Result == Awarded:
		return []EventKind{SettingAside, Enforcement}
	case d.Result == JudgedCourt:
		return []EventKind{Enforcement}
	case !d.ConfirmUntil().IsZero() && !now.After(d.ConfirmUntil()) && !c.hasEvent(n, Confirmation):
		return []EventKind{Confirmation}
	case c.hasEvent(n, Confirmation):
		return []EventKind{Enforcement}
	}
	return nil
}

// LogDispute records a further hearing, or what follows a stage (rules T1, T3).
func (c *Complaint) LogDispute(by Actor, now time.Time, n int, e DisputeEvent) error {
	if n < 1 || n > len(c.Disputes) {
		return NotFound()
	}
	m, err := c.begin(by, ActionLogDispute, now)
	if err != nil {
		return err
	}
	d := &c.Disputes[n-1]
	late := e.Kind == Confirmation && !d.ConfirmUntil().IsZero() && now.After(d.ConfirmUntil())
	switch {
	case late:
		return Conflict("调解协议达成已满 30 天，不能再申请司法确认。")
	case eventKinds.has(e.Kind) && !slices.Contains(c.EventsFor(n, now), e.Kind):
		return Conflict("这一争议现在不能登记“%s”。", e.Kind.Label())
	}
	if err := Every(when(!eventKinds.has(e.Kind), "kind", "请选择列表中的一项。"),
		when(e.On.IsZero(), "on", "请填写时间。"),
		when(predates(e.On, d.StartedAt), "on", "时间不能早于争议开始的时间。"),
		when(e.On.After(now.AddDate(5, 0, 0)), "on", "时间过晚，请核对。"),
		when(e.Kind != HearingDate && e.On.After(now), "on", "时间不能晚于现在。"),
		within("words", e.Words, 1000)); err != nil {
		return err
	}
	if err := m.stay(
		Note("dispute", strconv.Itoa(n)), Note("event", string(e.Kind)), Note("on", stamp(e.On)),
		Note("words", e.Words),
	); err != nil {
		return err
	}
	e.At, e.By, e.Dispute = now, by.Account, n
	c.DisputeEvents = append(c.DisputeEvents, e)
	c.meetLawDates(n, e, m.by.Account, now)
	if e.Kind == HearingDate {
		c.oweObjection(d, e.On, now)
	}
	return nil
}

// outOfOrder refuses a stage that the earlier ones leave no room for (rule T3).
func (c *Complaint) outOfOrder(s Stage) error {
	for i := range c.Disputes {
		d := &c.Disputes[i]
		switch {
		case d.Result == Awarded:
			return Conflict("已有仲裁裁决：只能申请撤销或执行，不能再提起争议。")
		case s == Court && d.Stage == Arbitration:
			return Conflict("双方已约定仲裁，不能再向法院起诉。")
		case s != Court && d.Result == JudgedCourt:
			return Conflict("法院已判决：只能上诉或申请执行，不能再%s。", s.Label())
		}
	}
	return nil
}
