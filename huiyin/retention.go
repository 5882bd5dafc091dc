package huiyin

import (
	"slices"
	"time"
)

// Anonymised stands where a text was that could hold personal data (rule B1).
const Anonymised = "（已匿名化）"

// Retention is what keeps the personal data of a complaint, and whether it is gone (rule B1).
type Retention struct {
	OpenRequests int       // open requests of the customer about their data, which hold it
	AnonymisedAt time.Time // when the personal data was taken out
	BlockedAt    time.Time // when it was blocked until then, zero where it was not
	FileNumber   string    // 档号, once it was listed for the archive (rule W10)
	OverdueAt    time.Time // when its time was over; it waits for a destruction list, zero where it does not
}

// blank puts the neutral note in the place of a text.
func blank(text *string) {
	if *text != "" {
		*text = Anonymised
	}
}

// keeps tells for how many years after closing personal data is kept (rule B1); a dispute keeps it
// longest, whatever the grade.
func (c *Complaint) keeps(o *Org) int {
	figure := KeepImportant
	switch {
	case c.Grade == Major || len(c.Disputes) > 0:
		figure = KeepMajor
	case c.Grade == Minor:
		figure = KeepMinor
	}
	return int(o.Parameters.Get(figure))
}

// KeptUntil is when the personal data goes, the zero time while that is open: before closing, under
// legal hold (rule T2), while the customer's own request about their data waits for its answer, and after
// it is gone.
func (c *Complaint) KeptUntil(o *Org) time.Time {
	if c.State != Archived && c.State != Closed || c.ClosedAt.IsZero() || !c.AnonymisedAt.IsZero() ||
		c.OpenRequests > 0 || c.Held() {
		return time.Time{}
	}
	until, _ := c.Floor(o)
	until = latest(until, c.holdLifted())
	if c.Blocked() { // nothing but the law keeps it
		return until
	}
	return latest(c.ClosedAt.In(o.Zone).AddDate(c.keeps(o), 0, 0), until)
}

// Keep holds the personal data while a request about it is open, and lets it go afterwards (rule B1).
func (c *Complaint) Keep(by Actor, now time.Time, open bool) {
	if open {
		c.OpenRequests++
	} else if c.OpenRequests > 0 {
		c.OpenRequests--
	}
	c.note(by, ActionKeepData, c.State, now, Note("kept", yes(c.OpenRequests > 0)))
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// MayErase tells why the customer's personal data cannot be taken out of this complaint before its time,
// nil when it can (rules B1, T2).
func (c *Complaint) MayErase(by Actor) error {
	if err := by.may(ActionAnonymise, c); err != nil {
		return err
	}
	switch {
	case c.Disputed():
		return Conflict("%s 在争议处理中，依法保留，不能删除。", c.Number)
	case c.Held():
		return Conflict("%s 在法律留存中，不能删除。", c.Number)
	case c.State.Open():
		return Conflict("%s 还没有结案，不能删除。", c.Number)
	}
	return nil
}

// Erase takes the personal data out before its time, at the customer's request, granted by a manager or
// above; before the floor has passed it blocks them (rule B1).
func (c *Complaint) Erase(by Actor, now time.Time, e Erasure) error {
	c.Run(by.Org, now)
	if !c.AnonymisedAt.IsZero() { // the clock came first
		return nil
	}
	if err := Every(c.MayErase(by), needed("reason", e.Reason, longText)); err != nil {
		return err
	}
	if until, _ := c.Floor(by.Org); now.Before(until) {
		return c.blockInstead(by, now, until, e)
	}
	c.anonymise(by, now, Note("ground", "request"), Note("reason", e.Reason))
	return nil
}

// overdue marks that the time of the personal data is over: they wait for a list (rule B1).
func (c *Complaint) overdue(o *Org, at time.Time) {
	c.note(System(o), ActionDataDue, c.State, at, Note("ground", "B1"))
	c.OverdueAt = at
}

// destroy lets the personal data go by a list, unless something keeps them after all: then they stand on a later list
// once that has passed (rules B1, T2).
func (c *Complaint) destroy(o *Org, now time.Time, list string) (kept string) {
	switch until := c.KeptUntil(o); {
	case !c.AnonymisedAt.IsZero():
		return KeptGone
	case c.Held():
		kept = KeptHeld
	case c.OpenRequests > 0:
		kept = KeptRequest
	case until.IsZero():
		kept = KeptOpen
	case until.After(now):
		kept = KeptLonger
	}
	if kept == "" {
		c.anonymise(System(o), now, Note("ground", "B1"), Note("list", list))
		return ""
	}
	c.note(System(o), ActionKeepData, c.State, now, Note("list", list), Note("kept_why", kept))
	c.OverdueAt = time.Time{}
	return kept
}

// outlived is when the personal data's time is over and the complaint waits for a list, zero where it already does.
func (c *Complaint) outlived(o *Org) time.Time {
	if !c.OverdueAt.IsZero() {
		return time.Time{}
	}
	return c.KeptUntil(o)
}

// GoWith takes the personal data out of a merged complaint together with that of the one it is merged
// into, which alone has a closing of its own (rules B1, K7).
func (c *Complaint) GoWith(o *Org, target *Complaint) {
	if c.MergedInto == target.Number && c.AnonymisedAt.IsZero() && !c.Held() { // rule T2
		c.anonymise(System(o), target.AnonymisedAt, Note("ground", "B1"))
	}
}

// anonymise takes out what tells who the customer is: name, phone, identity, address, unit, contract, and
// every text that somebody wrote in their own words. What the statistics count stays: grade, category,
// dates, people of the company, amounts, satisfaction, outcome, class of cause, and of measures all but
// their words: what was agreed at the counter may name the customer (rule B1).
// The contents of attachments go too; their rows stay with the hash.
func (c *Complaint) anonymise(by Actor, at time.Time, why ...Change) {
	c.note(by, ActionAnonymise, Archived, at, why...)
	c.AnonymisedAt = at
	if !c.BlockedAt.IsZero() && c.RestrictReason == blockedReason { // nothing is left to be kept from anybody
		c.Restricted, c.RestrictedBy, c.RestrictReason = false, "", ""
	}
	c.Name, c.Phone, c.Identity, c.Address, c.Unit, c.Contract = Anonymised, "", "", "", "", ""
	c.OutsideNumber = "" // which leads to the caller at theirs
	for i := range c.Attachments {
		c.Attachments[i].RemovedAt = at
	}
	for i := range c.Answers {
		c.Answers[i].FactsOpen = false
	}
	for i := range c.SettlementParties {
		p := &c.SettlementParties[i]
		p.Name, p.Identity, p.For, p.Owners, p.Holder, p.Bank, p.Account = Anonymised, "", "", "", "", "", ""
		p.Role, p.Powers = "", nil
	}
	for i := range c.Letters {
		c.Letters[i].Basis = ""
	}
	for i := range c.Signings {
		c.Signings[i].RemovedAt = at
	}
	for _, t := range slices.Concat(c.ownWords(), c.partWords()) {
		blank(t)
	}
}

// ownWords are the texts of the complaint itself that somebody wrote in their own words.
func (c *Complaint) ownWords() []*string {
	return []*string{
		&c.EventPlace, &c.Involved, &c.Matter, &c.Demand, &c.NextSteps, &c.GradeReason, &c.CloseReason, &c.Wording,
		&c.RestrictReason, &c.OldNumber, &c.OutsideCategory,
	}
}

// partWords are those of its parts: of each slice, what one of its elements holds.
func (c *Complaint) partWords() []*string {
	return slices.Concat(
		wordsOf(c.Findings, func(x *Finding) []*string {
			return []*string{&x.Finding, &x.Ground, &x.Asked, &x.Conclusion}
		}),
		wordsOf(c.Opinions, func(x *Opinion) []*string { return []*string{&x.Opinion} }),
		wordsOf(c.Statements, func(x *Statement) []*string { return []*string{&x.Statement} }),
		wordsOf(c.Contacts, func(x *Contact) []*string { return []*string{&x.Who, &x.Said, &x.Promised} }),
		wordsOf(c.Reminders, func(x *Reminder) []*string { return []*string{&x.Caller} }),
		wordsOf(c.CounterMessages, func(x *CounterMessage) []*string { return []*string{&x.Said} }),
		wordsOf(c.Transfers, func(x *Transfer) []*string { return []*string{&x.Reason, &x.BackReason} }),
		wordsOf(c.OutsideEvents, func(x *OutsideEvent) []*string { return []*string{&x.Text} }),
		wordsOf(c.Proposals, func(x *Proposal) []*string {
			return []*string{&x.Text, &x.Ground, &x.Clause,
				&x.Reckoning}
		}),
		wordsOf(c.Steps, func(x *Step) []*string { return []*string{&x.Words} }),
		wordsOf(c.Answers, func(x *Answer) []*string { return []*string{&x.Said, &x.Wants, &x.Ground, &x.Unheard} }),
		wordsOf(c.FactsWords, func(x *FactsWord) []*string { return []*string{&x.Words} }),
		wordsOf(c.Letters, func(x *Letter) []*string { return []*string{&x.Text, &x.CopiesTo} }),
		wordsOf(c.Results, func(x *Result) []*string { return []*string{&x.Said, &x.Wants} }),
		wordsOf(c.Tasks, func(x *Task) []*string { return []*string{&x.What, &x.Result} }),
		wordsOf(c.Payments, func(x *Payment) []*string { return []*string{&x.Receipt, &x.Payee, &x.Reason} }),
		wordsOf(c.Waivers, func(x *Waiver) []*string { return []*string{&x.Reason} }),
		wordsOf(c.Causes, func(x *Cause) []*string { return []*string{&x.Cause} }),
		wordsOf(c.Measures, func(x *Measure) []*string { return []*string{&x.What, &x.Done, &x.Words} }),
		wordsOf(c.FollowUps, func(x *FollowUp) []*string { return []*string{&x.Said, &x.Word} }),
		wordsOf(c.CustomerWords, func(x *CustomerWord) []*string { return []*string{&x.Words} }),
		wordsOf(c.ClosingRequests, func(x *ClosingRequest) []*string { return []*string{&x.Reason, &x.Words} }),
		wordsOf(c.Objections, func(x *Objection) []*string { return []*string{&x.Said, &x.Words} }),
		wordsOf(c.StandIns, func(x *StandIn) []*string { return []*string{&x.Words} }),
		wordsOf(c.Attachments, func(x *Attachment) []*string {
			return []*string{&x.Name, &x.Note, &x.WithdrawReason, &x.ConfirmWords, &x.MadeBy, &x.Device, &x.CameBy, &x.Place,
				&x.Keeper, &x.Holder, &x.AskedBy, &x.ConsentBy}
		}),
		wordsOf(c.Signings, func(x *Signing) []*string { return []*string{&x.Signer, &x.IDLast4} }),
		wordsOf(c.Disputes, func(x *Dispute) []*string {
			return []*string{&x.File, &x.Mediator, &x.Lawyer, &x.Claim, &x.Words}
		}),
		wordsOf(c.Gifts, func(x *Gift) []*string { return []*string{&x.Words, &x.Receipt, &x.Reason} }),
		wordsOf(c.Sanctions, func(x *Sanction) []*string {
			return []*string{&x.Wording, &x.Reason, &x.View, &x.Words, &x.Objection, &x.VerdictWords, &x.Review,
				&x.EndedWhy, &x.LegalOpinion, &x.UnionReply, &x.DeliveryProof, &x.LiftReason}
		}),
		wordsOf(c.Evidence, func(x *SanctionEvidence) []*string { return []*string{&x.Text} }),
		wordsOf(c.Circulars, func(x *Circular) []*string {
			return []*string{&x.Facts, &x.Lesson, &x.NameReason, &x.Correction}
		}),
		wordsOf(c.Deductions, func(x *Deduction) []*string { return []*string{&x.Reason, &x.Objection, &x.Words} }),
		wordsOf(c.DisputeEvents, func(x *DisputeEvent) []*string { return []*string{&x.Words} }),
		wordsOf(c.PhaseChanges, func(x *PhaseChange) []*string { return []*string{&x.Reason} }),
		// which keep what stood there before (rule W11)
		wordsOf(c.Revisions, func(x *Revision) []*string {
			return []*string{&x.Before, &x.After, &x.Reason}
		}),
		wordsOf(c.LawDates, func(x *LawDate) []*string { return []*string{&x.Words} }),
		wordsOf(c.LawReports, func(x *LawReport) []*string { return []*string{&x.RegNo, &x.Reason} }),
		wordsOf(c.DataReleases, func(x *DataRelease) []*string { return []*string{&x.Reason} }),
		wordsOf(c.Holds, func(x *Hold) []*string { return []*string{&x.Reason} }),
		wordsOf(c.DataHandings, func(x *DataHanding) []*string { return []*string{&x.Purpose, &x.What} }),
		wordsOf(c.Sensitive, func(x *Sensitive) []*string { return []*string{&x.Text, &x.ConsentBy} }),
		wordsOf(c.EvidencePackages, func(x *EvidencePackage) []*string { return []*string{&x.Purpose, &x.Receiver} }),
		wordsOf(c.Recusals, func(x *Recusal) []*string { return []*string{&x.Reason, &x.Words} }),
		wordsOf(c.Pauses, func(x *Pause) []*string { return []*string{&x.Reason} }),
		wordsOf(c.Extensions, func(x *Extension) []*string { return []*string{&x.Reason} }),
	)
}

// wordsOf collects the texts that each part holds.
func wordsOf[T any](parts []T, words func(*T) []*string) []*string {
	var out []*string
	for i := range parts {
		out = append(out, words(&parts[i])...)
	}
	return out
}

// codes are the fields of journal entries that hold codes, amounts, dates and names of the company's
// people only, never a text in somebody's own words.
var codesOnly = map[string]bool{}

func init() {
	for _, f := range []string{
		"site", "channel", "category", "urgency", "grade", "grade_rule", "owner", "handler", "department",
		"first_contact", "validity", "impact", "risk", "reputation",
		"responsibility", "responsible_department", "responsible_person", "loss", "injury", "promise_broken", "fraud",
		"way", "counts", "accepted", "satisfaction", "recurred", "unreached", "private", "tries_count", "receiver_kind", "data_ground", "sensitive_kind", "sensitive_n", "guardian", "inquiries", "inquiry", "inquiry_verdict",
		"law_date", "done_at", "served_at", "perform_by",
		"provenance", "made_at", "original_place", "first_file", "cctv_ground", "blurred", "announced", "as_evidence",
		"promised_at", "due", "proposal", "measure", "amount", "sum", "step", "decision", "class", "kind", "person",
		"effective", "outcome", "field", "fields", "paper",
		"facts", "answer_n", "as_legal", "letter", "unapproved", "worth", "mandate", "deadline", "stage", "dispute",
		"result", "until",
		"granted", "notice", "floor", "block_ground", "at", "paid_at", "consent", "agreement",
		"hearing_at", "kept", "kept_why", "list", "case", "cases", "seat", "data_outcome", "file", "into", "corrected", "imported", "closed_at",
		"ended_at", "no_answer", "no_result", "no_form", "followup", "reopen",
		"recognised", "asked_by", "offered", "grounds", "recused", "report", "reported_at",
		"outside", "outside_source", "outside_received", "outside_handed", "outside_due", "outside_secret",
		"archive_number", "verdict_contacted", "verdict_solved", "verdict_satisfied", "verdict_at",
	} {
		codesOnly[f] = true
	}
}

// Personal tells whether an entry's detail can hold personal data, so that it is emptied when its subject
// is anonymised. A field that is not known is taken for one.
func (e *Entry) Personal() bool {
	return e.Action != ActionAnonymise && slices.ContainsFunc(e.Detail, func(c Change) bool {
		return !codesOnly[c.Field] && c.Before+c.After != ""
	})
}

// KeptYears is for how many years after closing the personal data is kept, as the case stands (rule B1).
func (c *Complaint) KeptYears(o *Org) int { return c.keeps(o) }
