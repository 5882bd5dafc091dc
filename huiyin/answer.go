package huiyin

import (
	"slices"
	"strings"
	"time"
)

// Answer is an answer to the customer with their word on it (rule W6).
type Answer struct {
	ID       int64
	At       time.Time
	By       string
	Way      Way
	Said     string
	Accepted string // yes, no, pending
	Wants    string
	Proposal int    // what was offered
	For      string // in whose place (rule P6)
	Declines bool   // refuses the customer's demand
	Ground   string // the rule it rests on, then needed (rule W15)
	Unheard  string // why it went out before legal had said its opinion on a suspected fraud (rule G1)

	Facts      Facts // what it says of the facts (rule W16)
	FactsRole  Role  // of an admission that takes a word: of which role, 0 for none
	FactsLegal bool  // and legal's too
	FactsOpen  bool  // the words are still waited for
	Confirmed  bool  // recorded though an unapproved sum was said (rule C7); asked with the form, not kept
}

// Result is the telling of what was carried out, with the customer's satisfaction (rule W6).
type Result struct {
	ID           int64
	At           time.Time
	By           string
	Way          Way
	Said         string
	Satisfaction Satisfaction
	Wants        string
	Own          bool // written down by the handler or the owner: no praise for them (rule W6)
}

// GiveAnswer records an answer and the customer's word on it (rules W6, G7). Accepted goes on to
// carrying out, refused to the next round, undecided stays. Where an acceptance did not hold, it is asked for anew on the
// same proposal.
func (c *Complaint) GiveAnswer(by Actor, now time.Time, a Answer) error {
	m, err := c.begin(by, ActionGiveAnswer, now)
	if err != nil {
		return err
	}
	to, ok := map[string]State{"yes": Executing, "no": Proposing, "pending": c.State}[a.Accepted]
	if err := Every(when(!ways.has(a.Way), "way", "请选择答复方式。"), needed("said", a.Said, longText),
		within("wants", a.Wants, longText), within("ground", a.Ground, longText),
		when(a.Facts != "" && !factsChoices.has(a.Facts), "facts", "请选择列表中的一项。"),
		when(!ok, "accepted", "请选择客户意见。"),
		when(a.Declines && strings.TrimSpace(a.Ground) == "", "ground", "拒绝客户诉求，须写明依据的制度、合同条款或法规。")); err != nil {
		return err
	}
	if a.Accepted != "pending" {
		if err := c.heardLegal(by.Org, now, &a); err != nil { // rule G1
			return err
		}
	} else {
		a.Unheard = ""
	}
	if err := Every(needed("said", a.Said, longText), within("wants", a.Wants, longText),
		within("ground", a.Ground, longText)); err != nil {
		return err
	}
	a.At, a.By, a.For = now, m.by.Account, m.by.For
	if err := c.askFacts(m, &a); err != nil {
		return err
	}
	sum, err := c.mayHaveSaid(a.Said, a.Confirmed)
	if err != nil {
		return err
	}
	again := c.State == Executing
	switch a.Confirmed = false; {
	case again:
		a.Proposal = c.Answers[len(c.Answers)-1].Proposal
	case c.current() != nil:
		a.Proposal = c.current().N
	}
	if err := m.to(
		to, Note("way", string(a.Way)), Note("said", a.Said), Note("accepted", a.Accepted), Note("wants", a.Wants),
		Note("declines", flag(a.Declines)), Note("ground", a.Ground), Note("facts", string(a.Facts)), noteSaid(sum),
		Note("without_opinion", a.Unheard),
	); err != nil {
		return err
	}
	for i := range c.Answers { // what an earlier one admits nobody is asked about any more
		c.Answers[i].FactsOpen = false
	}
	c.Answers = append(c.Answers, a)
	m.tellSaid(sum)
	c.tellFacts(m, len(c.Answers))
	c.meet(D3, now)
	if a.Way.InWriting() {
		c.answeredInWriting(now)
	}
	switch {
	case again && a.Accepted == "yes":
		if c.giveWord(m, len(c.Answers)); c.UnprovenSince.IsZero() {
			c.proven(now)
		}
		c.tellCallers(m)
	case again && a.Accepted == "no":
		c.declineAgreed(by, now, a.Proposal)
		c.Round++
	case a.Accepted == "yes":
		c.settleProposal(ProposalAgreed, now)
		c.undertake(m.by, now, c.Proposal(a.Proposal))
		c.giveWord(m, len(c.Answers))
		c.settled(m.by, now)
		c.tellPayers(m.by, now)
		c.tellCallers(m)
	case a.Accepted == "no":
		c.settleProposal(ProposalDeclined, now)
		c.Round++
	}
	return nil
}

// LegalSpoke tells whether legal has said its opinion since fraud is suspected, or approved or not in a chain
// (rule G1).
func (c *Complaint) LegalSpoke(o *Org) bool {
	return slices.ContainsFunc(c.Opinions, func(p Opinion) bool {
		d := o.Department(p.Department)
		return d != nil && d.Function == Legal && !p.At.Before(c.FraudAt)
	}) || slices.ContainsFunc(c.Steps, func(s Step) bool {
		return s.Function == Legal && s.By != "" && !s.At.Before(c.FraudAt)
	})
}

// AwaitsLegal tells until when the final answer waits for legal's opinion; zero when it does not (rule G1). After
// that it goes out without, with a reason.
func (c *Complaint) AwaitsLegal(o *Org) time.Time {
	if !c.Fraud || c.LegalSpoke(o) {
		return time.Time{}
	}
	return latest(c.FraudAt, c.RecordedAt).Add(o.Parameters.Span(FraudOpinionWithin))
}

// heardLegal refuses the final answer while suspected fraud waits for legal's opinion; afterwards it needs the
// reason of whoever is in charge (rule G1). A word in between is a contact, which nothing holds up.
func (c *Complaint) heardLegal(o *Org, now time.Time, a *Answer) error {
	until := c.AwaitsLegal(o)
	switch {
	case until.IsZero():
		a.Unheard = ""
		return nil
	case now.Before(until):
		return Conflict("这件投诉涉嫌欺诈，最终答复须等法务意见，最多等 %d 小时；与客户的沟通不受影响。",
			o.Parameters.Get(FraudOpinionWithin))
	case strings.TrimSpace(a.Unheard) == "":
		return Invalid("without_opinion", "法务尚未出具意见，须写明不再等待的理由。")
	}
	return within("without_opinion", a.Unheard, 1000)
}

// settled marks the customer's acceptance, or the closing: whoever settles has responded too
// (rules D2, D3, D5); what is not proven does not yet count for D5 and the month (rule W6). An opinion not
// given by then is no longer waited for, and a pause is over.
func (c *Complaint) settled(by Actor, now time.Time) {
	if c.SettledAt.IsZero() {
		c.SettledAt = now
	}
	c.meet(D2, now)
	c.meet(D3, now)
	if c.UnprovenSince.IsZero() {
		c.meet(D5, now)
		c.meet(D6, now)
	}
	c.waive(D4)
	c.datePayments(by.Org, now)
	if p := c.paused(); p != nil {
		p.EndedAt, p.EndedBy = now, by.Account
	}
	c.appraise(by, now)
	c.dropSanctions(by, now)
}

// TellResult records that the customer was told what was carried out, and how satisfied they are (rule W6).
func (c *Complaint) TellResult(by Actor, now time.Time, r Result) error {
	m, err := c.begin(by, ActionTellResult, now)
	if err != nil {
		return err
	}
	if err := Every(when(!ways.has(r.Way), "way", "请选择答复方式。"),
		when(!satisfactions.has(r.Satisfaction), "satisfaction", "请选择客户满意度。"),
		needed("said", r.Said, longText),
		within("wants", r.Wants, longText)); err != nil {
		return err
	}
	r.At, r.By, r.Own = now, by.Account, by.Account == c.Handler || by.Account == c.Owner
	if err := m.stay(
		Note("way", string(r.Way)), Note("said", r.Said), Note("satisfaction", string(r.Satisfaction)),
		Note("wants", r.Wants),
	); err != nil {
		return err
	}
	c.Results = append(c.Results, r)
	return nil
}

// Satisfaction is the customer's newest word on what came of it, "" before one was given (rules W6, W9).
func (c *Complaint) Satisfaction() Satisfaction {
	if n := len(c.FollowUps); n > 0 {
		return c.FollowUps[n-1].Satisfaction
	}
	if n := len(c.Results); n > 0 {
		return c.Results[n-1].Satisfaction
	}
	return ""
}
