package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"huiyin/huiyin"
)

// Delivery is how messages leave the house, as it stands now. It is never changed in place.
func (s *Store) Delivery() *huiyin.Delivery { return s.delivery.Load() }

const deliverySetting = "delivery"

func (s *Store) loadDelivery(q querier) (*huiyin.Delivery, error) {
	d := &huiyin.Delivery{Mail: huiyin.MailServer{Port: 587, Security: huiyin.StartTLS}}
	if _, err := s.keys.loadSecretSetting(q, deliverySetting, d); err != nil {
		return nil, err
	}
	return d, nil
}

// ChangeDelivery lets fn change how messages leave the house, with its journal entries (rule J1). What
// could not be sent before is tried again at once.
func (s *Store) ChangeDelivery(ctx context.Context, once Once, now time.Time, fn func(*huiyin.Delivery) error) error {
	changed, ok, err := changeSetting(ctx, s, once, deliverySetting, s.loadDelivery, fn, func(t *tx) error {
		_, err := t.exec("UPDATE outbox SET due = ?, tries = 0 WHERE ended_at IS NULL AND failed <> ''",
			now.UnixMilli())
		if err == nil {
			err = t.leaveOut(now)
		}
		t.posted = err == nil
		return err
	})
	if ok {
		s.delivery.Store(changed)
	}
	return err
}

// leaveOut puts aside what waited in a backup when it was restored: its company has sent it.
func (t *tx) leaveOut(now time.Time) error {
	d, err := t.s.loadDelivery(t)
	if err != nil || d.OnHold() || d.Held.Waiting == 0 {
		return err
	}
	_, err = t.exec("UPDATE outbox SET ended_at = ?, outcome = 'withheld', failed = '' WHERE ended_at IS NULL AND "+
		"id <= ?", now.UnixMilli(), d.Held.Waiting)
	return err
}

// NotificationPreferences is how a person wants to hear of notices outside the portal.
func (s *Store) NotificationPreferences(ctx context.Context, account string) (huiyin.NotificationPreferences, error) {
	list, err := notificationPreferences(reader{ctx, s}, []any{account})
	return list[account], err
}

func notificationPreferences(q querier, accounts []any) (map[string]huiyin.NotificationPreferences, error) {
	out := map[string]huiyin.NotificationPreferences{}
	err := q.query("SELECT account, mail, quiet_from, quiet_to, daily, digest FROM reach WHERE account IN ("+
		placeholders(len(accounts))+")", accounts, func(rows *sql.Rows) error {
		for rows.Next() {
			var account string
			var r huiyin.NotificationPreferences
			if err := rows.Scan(&account, &r.Mail, &r.Quiet.From, &r.Quiet.To, &r.Daily, &r.Digest); err != nil {
				return err
			}
			out[account] = r
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("load reach: %w", err)
	}
	return out, nil
}

// SetNotificationPreferences keeps how a person wants to hear of notices outside the portal, with its journal entry.
func (s *Store) SetNotificationPreferences(ctx context.Context, once Once, by huiyin.Actor, now time.Time,
	r huiyin.NotificationPreferences) error {
	_, err := s.write(ctx, once, func(t *tx) error {
		was, err := notificationPreferences(t, []any{by.Account})
		if err != nil {
			return err
		}
		entries, err := was[by.Account].Change(by, now, r)
		if err != nil || len(entries) == 0 {
			return err
		}
		_, err = t.exec(`INSERT INTO reach (account, mail, quiet_from, quiet_to, daily, digest) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (account) DO UPDATE SET mail = excluded.mail, quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to, daily = excluded.daily, digest = excluded.digest`,
			by.Account, r.Mail, r.Quiet.From, r.Quiet.To, r.Daily, r.Digest)
		if err != nil {
			return fmt.Errorf("store reach: %w", err)
		}
		return t.appendSealed(entries...)
	})
	return err
}

// post writes what goes out about a record's new notices, the first of which has the ID first.
func (t *tx) post(c notified, first int64) error {
	d, reach := t.s.Delivery(), map[string]huiyin.NotificationPreferences(nil)
	if d.Mail.On {
		var accounts []any
		for _, n := range c.Notices() {
			accounts = append(accounts, n.Account)
		}
		var err error
		if reach, err = notificationPreferences(t, accounts); err != nil {
			return err
		}
	}
	for _, m := range c.Messages(t.s.Org(), d, reach) {
		account := c.Notices()[m.Notice].Account
		if _, err := t.exec("INSERT INTO outbox (notice, account, robot, due, tries, failed, outcome) VALUES (?, "+
			"?, ?, ?, 0, '', '')", first+int64(m.Notice), account, m.Robot, m.Due.UnixMilli()); err != nil {
			return fmt.Errorf("outbox: %w", err)
		}
		t.posted = true
	}
	return nil
}

// Posted receives whenever there may be something to send.
func (s *Store) Posted() <-chan struct{} { return s.posted }

// Parcel is what goes to one receiver in one message: notices by mail to a person, or by a robot to a
// group. Language is the person's, "" for a group.
type Parcel struct {
	Account  string
	Robot    int64
	Mail     string
	Language string
	Notices  []huiyin.Notice
	Tries    int

	ids []int64
}

// ID tells one parcel from every other; sent again it has the same.
func (p *Parcel) ID() int64 { return p.ids[0] }

// mostPosted is how many messages are sent in one go.
const mostPosted = 500

// Outgoing gathers what is due by now for each receiver. What a receiver may no longer see, does not want
// any more, or can no longer get is put aside unsent (rules P3, P4, P8).
func (s *Store) Outgoing(ctx context.Context, now time.Time) ([]Parcel, error) {
	if s.Delivery().OnHold() {
		return nil, nil
	}
	q := reader{ctx, s}
	var list []*Parcel
	err := q.query(`SELECT o.id, o.account, o.robot, o.tries, n.number, n.kind, n.grade, n.state, n.what, n.at,
		coalesce(c.site, ''), coalesce(l.due, c.due_at), CASE WHEN l.due IS NULL THEN coalesce(c.due_kind, '') ELSE l.kind END
		FROM outbox o JOIN notice n ON n.id = o.notice LEFT JOIN complaint c ON c.number = n.number
		LEFT JOIN deadline l ON l.complaint = c.id AND l.kind = n.what AND l.met_at IS NULL
		WHERE o.ended_at IS NULL AND o.due <= ? ORDER BY o.due, o.id LIMIT ?`, []any{now.UnixMilli(), mostPosted}, func(rows *sql.Rows) error {
		for rows.Next() {
			var id, robot int64
			var tries int
			var account string
			var n huiyin.Notice
			if err := rows.Scan(&id, &account, &robot, &tries, &n.Number, &n.Kind, &n.Grade, &n.State, &n.What,
				nullTime{&n.At}, &n.Site, nullTime{&n.Due}, &n.DueKind); err != nil {
				return err
			}
			n.Account = account
			if robot != 0 {
				account = ""
			}
			i := slices.IndexFunc(list, func(p *Parcel) bool { return p.Account == account && p.Robot == robot })
			if i < 0 {
				i = len(list)
				list = append(list, &Parcel{Account: account, Robot: robot})
			}
			p := list[i]
			p.Notices, p.ids, p.Tries = append(p.Notices, n), append(p.ids, id), max(p.Tries, tries)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("outgoing messages: %w", err)
	}
	var out []Parcel
	var aside []int64
	for _, p := range list {
		dropped, err := s.sort(q, p)
		if err != nil {
			return nil, fmt.Errorf("outgoing messages: %w", err)
		}
		aside = append(aside, dropped...)
		if len(p.ids) > 0 {
			out = append(out, *p)
		}
	}
	return out, s.endMessages(ctx, now, "withheld", aside)
}

// sort addresses a parcel and takes out of it what its receiver must not get.
func (s *Store) sort(q querier, p *Parcel) (aside []int64, err error) {
	d, org := s.Delivery(), s.Org()
	var readers []string
	if r := d.Robot(p.Robot); r != nil && r.On {
		readers = r.Members
	} else if p.Robot == 0 && d.Mail.On {
		if p.Mail, p.Language, err = mailOf(q, p.Account); err != nil {
			return nil, err
		}
		if p.Mail != "" {
			readers = []string{p.Account}
		}
	}
	ids := make([]any, len(p.ids))
	for i, id := range p.ids {
		ids[i] = id
	}
	seen := map[int64]int{}
	asked := 0
	for _, account := range readers {
		who := org.Person(account)
		if who == nil || who.Disabled {
			continue
		}
		asked++
		cond, args := where([]condition{{"o.id IN (" + placeholders(len(ids)) + ")", ids},
			seenNotice(huiyin.Actor{Person: who, Org: org})})
		visible, err := all[int64](q, "SELECT o.id FROM outbox o CROSS JOIN notice n ON n.id = o.notice WHERE "+cond,
			args...)
		if err != nil {
			return nil, err
		}
		for _, id := range visible {
			seen[id]++
		}
	}
	whole := *p
	p.Notices, p.ids = nil, nil
	for i, id := range whole.ids {
		if asked > 0 && seen[id] == asked {
			p.Notices, p.ids = append(p.Notices, whole.Notices[i]), append(p.ids, id)
		} else {
			aside = append(aside, id)
		}
	}
	return aside, nil
}

func mailOf(q querier, account string) (mail, language string, err error) {
	err = q.row("SELECT r.mail, p.lang FROM reach r JOIN person p ON p.account = r.account WHERE r.account = ?",
		[]any{account}, &mail, &language)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return mail, language, err
}

// Sent notes that a parcel went out.
func (s *Store) Sent(ctx context.Context, now time.Time, p Parcel) error {
	return s.endMessages(ctx, now, "sent", p.ids)
}

// mostReason is how much of a failure's reason is kept, in characters.
const mostReason = 300

// NotSent notes why a parcel did not go out, and when it is tried again; after many tries it is given up.
func (s *Store) NotSent(ctx context.Context, now time.Time, p Parcel, reason string) error {
	if r := []rune(reason); len(r) > mostReason {
		reason = string(r[:mostReason])
	}
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		for _, id := range p.ids {
			_, err := t.exec(`UPDATE outbox SET tries = ?1, failed = ?2, due = ?3, ended_at = CASE WHEN ?1 >= ?4 THEN ?5 END, outcome = CASE WHEN ?1 >= ?4 THEN 'given_up' ELSE '' END
				WHERE id = ?6 AND ended_at IS NULL`, p.Tries+1, reason, now.Add(huiyin.Backoff(p.Tries+1)).UnixMilli(), huiyin.MostTries, now.UnixMilli(), id)
			if err != nil {
				return fmt.Errorf("outbox: %w", err)
			}
		}
		return nil
	})
	return err
}

func (s *Store) endMessages(ctx context.Context, now time.Time, outcome string, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		for _, id := range ids {
			if _, err := t.exec("UPDATE outbox SET ended_at = ?, outcome = ?, failed = '' WHERE id = ?",
				now.UnixMilli(), outcome, id); err != nil {
				return fmt.Errorf("outbox: %w", err)
			}
		}
		return nil
	})
	return err
}

// NextMessage is when the next message is to go out, the zero time for never.
func (s *Store) NextMessage(ctx context.Context) (time.Time, error) {
	var next time.Time
	if s.Delivery().OnHold() {
		return next, nil
	}
	err := reader{ctx, s}.row("SELECT min(due) FROM outbox WHERE ended_at IS NULL", nil, nullTime{&next})
	return next, err
}

// SweepMessages forgets messages that ended before an instant.
func (s *Store) SweepMessages(ctx context.Context, before time.Time) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		_, err := t.exec("DELETE FROM outbox WHERE ended_at < ?", before.UnixMilli())
		return err
	})
	return err
}
