package db

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
)

// alarming are the notices of emergencies that still alarm a person who sees the case (rules K2, P3).
func alarming(by huiyin.Actor) condition {
	cond, args := where(append([]condition{
		{"n.account = ? AND n.kind = 'emergency' AND n.heard IS NULL", []any{by.Account}},
		{"c.number = n.number AND c.urgency = 'emergency' AND c.state NOT IN ('closed', 'archived')", nil},
		{"coalesce(c.accepted_at, 0) < n.at", nil},
	}, scopeOf(by).flat()...))
	return condition{" FROM notice n INDEXED BY notice_alarm CROSS JOIN complaint c WHERE " +
		cond, args}
}

func alarmCount(by huiyin.Actor) condition {
	from := alarming(by)
	return condition{"SELECT count(*)" + from.sql, from.args}
}

// mostAlarms stand on one page.
const mostAlarms = 3

// Alarms are the emergencies that a person was told of and has not heard, the newest first (rule K2).
func (s *Store) Alarms(ctx context.Context, by huiyin.Actor) ([]huiyin.Alarm, error) {
	var out []huiyin.Alarm
	numbers := []string{}
	from := alarming(by)
	err := reader{ctx, s}.query("SELECT n.id, n.at, n.number"+from.sql+" ORDER BY n.id DESC", from.args,
		func(rows *sql.Rows) error {
			for rows.Next() {
				var a huiyin.Alarm
				var number string
				if err := rows.Scan(&a.Notice, nullTime{&a.At}, &number); err != nil {
					return err
				}
				if len(out) < mostAlarms && !slices.Contains(numbers, number) {
					out, numbers = append(out, a), append(numbers, number)
				}
			}
			return nil
		})
	for i := range out {
		if err == nil {
			out[i].C, err = s.Complaint(ctx, by, numbers[i])
		}
		if err == nil {
			out[i].Told, err = alarmed(reader{ctx, s}, numbers[i])
		}
	}
	if err != nil {
		return nil, fmt.Errorf("alarms: %w", err)
	}
	return slices.DeleteFunc(out, func(a huiyin.Alarm) bool { return !a.C.Alarms(a.At) }), nil
}

// alarmed are those who were told of an emergency, each as they were told last.
func alarmed(q querier, number string) (out []huiyin.Alarmed, err error) {
	err = q.query(`SELECT account, at, seen, heard FROM notice WHERE number = ? AND kind = 'emergency' ORDER BY id`,
		[]any{number}, func(rows *sql.Rows) error {
			for rows.Next() {
				var a huiyin.Alarmed
				if err := rows.Scan(&a.Account, nullTime{&a.At}, &a.Opened, nullTime{&a.Heard}); err != nil {
					return err
				}
				out = slices.DeleteFunc(out, func(b huiyin.Alarmed) bool { return b.Account == a.Account })
				out = append(out, a)
			}
			return nil
		})
	return out, err
}

// AlarmState says in a word which alarms stand on a person's pages and who has heard them, "" for none: it changes when
// their strip does.
func (s *Store) AlarmState(ctx context.Context, by huiyin.Actor) (string, error) {
	open, err := s.OpenAlarms(ctx, by)
	if err != nil {
		return "", err
	}
	var words []string
	for i := range open {
		words = append(words, open[i].Code())
	}
	all, err := s.Alarms(ctx, by)
	for _, a := range all {
		words = append(words, a.Code())
	}
	if err != nil {
		return "", err
	}
	said, err := s.StatementsInForce(ctx, by)
	for i := range said {
		words = append(words, said[i].Code())
	}
	return strings.Join(words, ","), err
}

// Hear notes that a person knows of an emergency (rule K2); fn hears whether they were told of it and have not said so.
func (s *Store) Hear(ctx context.Context, once Once, by huiyin.Actor, number string, now time.Time,
	fn func(c *huiyin.Complaint, told bool) error) error {
	_, err := s.write(ctx, once, func(t *tx) error {
		var waits int
		if err := t.row("SELECT count(*) FROM notice WHERE number = ? AND kind = 'emergency' AND account = ? AND heard IS NULL",
			[]any{number, by.Account}, &waits); err != nil {
			return err
		}
		err := t.change(number, 0, func(c *huiyin.Complaint) error { return fn(c, waits > 0) })
		if err != nil || waits == 0 {
			return err
		}
		_, err = t.exec("UPDATE notice SET heard = ?, seen = 1 WHERE number = ? AND kind = 'emergency' AND account = ? "+
			"AND heard IS NULL", now.UnixMilli(), number, by.Account)
		return err
	})
	return err
}

// wakeAlarmed lets the open pages of those alarmed look again: somebody has heard it, or it is in hand.
func (t *tx) wakeAlarmed(number string) error {
	all, err := alarmed(t, number)
	for _, a := range all {
		t.notified = append(t.notified, a.Account)
	}
	return err
}
