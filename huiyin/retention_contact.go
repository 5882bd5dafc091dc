package huiyin

import "time"

// KeptContact is an inquiry or praise whose personal data go after its own time (rule B1).
type KeptContact interface {
	outlived(o *Org) time.Time
	forget(o *Org, now time.Time, list string)
	slip() *ContactRecord
}

func (s *ContactRecord) slip() *ContactRecord { return s }

// ContactTerm is for how long the personal data of an inquiry or of praise are kept (rule B1).
func ContactTerm(o *Org, number string) int {
	if IsPraise(number) {
		return int(o.Parameters.Get(KeepPraise))
	}
	return int(o.Parameters.Get(KeepInquiry))
}

// outlived is when the time of an answered inquiry is over, zero while it is open or once the data are gone.
func (q *Inquiry) outlived(o *Org) time.Time {
	if q.State == ContactOpen || !q.AnonymisedAt.IsZero() {
		return time.Time{}
	}
	return latest(q.ReceivedAt, q.AnsweredAt).In(o.Zone).AddDate(ContactTerm(o, q.Number), 0, 0)
}

// outlived is when the time of praise is over; not while a gift waits.
func (p *Praise) outlived(o *Org) time.Time {
	if !p.AnonymisedAt.IsZero() {
		return time.Time{}
	}
	at := p.ReceivedAt
	for i := range p.Presents {
		switch g := &p.Presents[i]; g.Status {
		case GiftAsked, GiftApproved:
			return time.Time{}
		default:
			at = latest(at, g.GivenAt)
		}
	}
	return at.In(o.Zone).AddDate(ContactTerm(o, p.Number), 0, 0)
}

// anonymise takes out who the customer is and what somebody wrote in their own words.
func (s *ContactRecord) anonymise(o *Org, now time.Time, list string, words ...*string) {
	s.note(System(o), ActionAnonymise, s.State, now, Note("ground", "B1"), Note("list", list))
	s.AnonymisedAt, s.Name, s.Phone, s.Unit = now, Anonymised, "", ""
	for _, t := range append(words, &s.Matter) {
		blank(t)
	}
}

func (q *Inquiry) forget(o *Org, now time.Time, list string) {
	q.anonymise(o, now, list, append(wordsOf(q.Contacts, func(x *Contact) []*string {
		return []*string{&x.Who, &x.Said, &x.Promised}
	}), &q.Answer, &q.Why)...)
}

func (p *Praise) forget(o *Org, now time.Time, list string) {
	p.anonymise(o, now, list, append(append(wordsOf(p.Presents, func(x *Gift) []*string {
		return []*string{&x.Words, &x.Receipt, &x.Reason}
	}), wordsOf(p.Commendations, func(x *Commendation) []*string { return []*string{&x.Words} })...), &p.Confirmed)...)
}

// gone refuses whatever is done to a record whose personal data were taken out.
func (s *ContactRecord) gone(a Action) error {
	if s.AnonymisedAt.IsZero() {
		return nil
	}
	return Conflict("个人信息已按期限删除，不能%s。", a.Label())
}

// SettleContact is Settle for an inquiry or praise; kept is what else keeps its data, "" for nothing.
func (l *DestructionList) SettleContact(o *Org, now time.Time, v KeptContact, kept string) error {
	return l.settle(o, now, v.slip().Number, func() string {
		switch until := v.outlived(o); {
		case !v.slip().AnonymisedAt.IsZero():
			return KeptGone
		case kept != "":
			return kept
		case until.IsZero():
			return KeptOpen
		case until.After(now):
			return KeptLonger
		}
		v.forget(o, now, l.Number)
		return ""
	})
}
