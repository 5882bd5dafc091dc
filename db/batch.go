package db

import (
	"context"
	"time"

	"huiyin/huiyin"
)

// Batch makes changes as Store does, within one transaction.
type Batch struct{ t *tx }

// Together lets fn make many changes that are kept all together, or not at all if it fails. Nobody
// else changes anything meanwhile.
func (s *Store) Together(ctx context.Context, fn func(*Batch) error) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error { return fn(&Batch{t}) })
	s.changed.Add(1)
	return err
}

// Record is Store.Record.
func (b *Batch) Record(by huiyin.Actor, now time.Time, in huiyin.Intake) (string, error) {
	return b.t.record(by, now, in)
}

// ChangeComplaint is Store.ChangeComplaint.
func (b *Batch) ChangeComplaint(number string, fn func(*huiyin.Complaint) error) error {
	return b.t.change(number, 0, fn)
}

// RunDue is Store.RunDue.
func (b *Batch) RunDue(_ context.Context, now time.Time) (int, error) {
	return runDue(b.t, b.t.s.At, now, func(d due, o *huiyin.Org) error { return b.t.carryOut(d, o, now) })
}

// NextDue is Store.NextDue.
func (b *Batch) NextDue(context.Context) (time.Time, error) { return nextDue(b.t) }

// RecordInquiry is Store.RecordInquiry.
func (b *Batch) RecordInquiry(by huiyin.Actor, now time.Time, f huiyin.InquiryForm) (string, error) {
	q, err := huiyin.RecordInquiry(by, now, f)
	if err != nil {
		return "", err
	}
	err = inquiries.insert(b.t, q)
	return q.Number, err
}

// ChangeInquiry is Store.ChangeInquiry.
func (b *Batch) ChangeInquiry(number string, fn func(*huiyin.Inquiry) error) error {
	return change(b.t, inquiries.records(), number, 0, fn)
}

// RecordPraise is Store.RecordPraise.
func (b *Batch) RecordPraise(by huiyin.Actor, now time.Time, f huiyin.PraiseForm) (string, error) {
	p, err := huiyin.RecordPraise(by, now, f)
	if err != nil {
		return "", err
	}
	err = b.t.insertPraise(p)
	return p.Number, err
}

// ChangePraise is Store.ChangePraise.
func (b *Batch) ChangePraise(number string, fn func(*huiyin.Praise) error) error {
	return change(b.t, praises.records(), number, 0, fn)
}
