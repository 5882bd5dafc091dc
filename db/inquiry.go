package db

import (
	"context"
	"time"

	"huiyin/huiyin"
)

// RecordInquiry numbers a new inquiry and stores it with its journal, and gives the number (rule W13).
func (s *Store) RecordInquiry(ctx context.Context, once Once, by huiyin.Actor, now time.Time,
	f huiyin.InquiryForm) (string, error) {
	return s.write(ctx, once, func(t *tx) error {
		q, err := huiyin.RecordInquiry(by, now, f)
		if err != nil {
			return err
		}
		err = inquiries.insert(t, q)
		t.answer = q.Number
		return err
	})
}

// Inquiry reads one inquiry as a person may see it; the one they may not is not found (rule P3).
func (s *Store) Inquiry(ctx context.Context, by huiyin.Actor, number string) (q *huiyin.Inquiry, err error) {
	err = s.snapshot(ctx, func(r querier) error {
		q, err = inquiries.load(r, "number = ?", number)
		return err
	})
	if err == nil {
		err = huiyin.CanOn(by, huiyin.ActionRead, q)
	}
	if err != nil {
		return nil, err
	}
	return q, nil
}

// ChangeInquiry loads an inquiry, lets fn change it, and stores it with its journal, all or nothing.
func (s *Store) ChangeInquiry(ctx context.Context, once Once, number string, version int64,
	fn func(*huiyin.Inquiry) error) error {
	_, err := s.write(ctx, once, func(t *tx) error { return change(t, inquiries.records(), number, version, fn) })
	return err
}

// ConvertInquiry makes a complaint of an inquiry, both or neither, and gives the complaint's number.
func (s *Store) ConvertInquiry(ctx context.Context, once Once, number string, version int64,
	fn func(*huiyin.Inquiry) (*huiyin.Complaint, error)) (string, error) {
	answer, err := s.write(ctx, once, func(t *tx) error {
		return change(t, inquiries.records(), number, version, func(q *huiyin.Inquiry) error {
			c, err := fn(q)
			if err == nil {
				err = t.insertConverted(c, q.Became)
			}
			return err
		})
	})
	s.changed.Add(1)
	return answer, err
}

// insertConverted stores the complaint that a slip became, and tells the slip its number.
func (t *tx) insertConverted(c *huiyin.Complaint, became func(string)) error {
	if err := t.insertComplaint(c); err != nil {
		return err
	}
	if err := t.index(c, ""); err != nil {
		return err
	}
	became(c.Number)
	t.answer = c.Number
	return nil
}

// PraiseInquiry makes praise of an inquiry, both or neither, and gives the number of the praise.
func (s *Store) PraiseInquiry(ctx context.Context, once Once, number string, version int64,
	fn func(*huiyin.Inquiry) (*huiyin.Praise, error)) (string, error) {
	return s.write(ctx, once, func(t *tx) error {
		return change(t, inquiries.records(), number, version, func(q *huiyin.Inquiry) error {
			p, err := fn(q)
			if err == nil {
				err = t.insertPraise(p)
			}
			if err == nil {
				q.Became(p.Number)
				t.answer = p.Number
			}
			return err
		})
	})
}

// Inquiries lists the inquiries that a person may see and asks for, 50 a page, newest first, with the
// number of all found and the next page.
func (s *Store) Inquiries(ctx context.Context, by huiyin.Actor, f huiyin.ContactRecordFilter) (rows []huiyin.Inquiry,
	total int, next string, err error) {
	return inquiries.page(ctx, s, seenInquiries(by), f)
}

// OpenInquiries lists the unanswered inquiries that a person handles, the earliest date first.
func (s *Store) OpenInquiries(ctx context.Context, by huiyin.Actor, most int) (out []huiyin.Inquiry, err error) {
	return out, s.ask(ctx, openInquiries(by, most, &out))
}

func openInquiries(by huiyin.Actor, most int, into *[]huiyin.Inquiry) subquery {
	return subqueryOf("SELECT "+joined(inquiries.cols)+
		" FROM inquiry WHERE handler = ? AND state = 'open' ORDER BY due LIMIT ?", []any{by.Account, most},
		inquiries.fields, into)
}
