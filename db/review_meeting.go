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

var meetings = docKind[huiyin.Meeting, *huiyin.Meeting]{
	kind: huiyin.DocMeeting,
	own: newTable("meeting", func(v *huiyin.Meeting) []column {
		return []column{
			{"held_at", &v.HeldAt}, {"venue", &v.Venue}, {"people", &v.People}, {"cases", &v.Cases},
			{"topics", &v.Topics}, {"minutes", &v.Minutes}, {"closed_at", &v.ClosedAt},
		}
	}),
	doc:   func(v *huiyin.Meeting) *huiyin.Document { return &v.Document },
	parts: func(v *huiyin.Meeting) []part { return []part{jobsOf(&v.Document)} },
}

// seesIn is huiyin.Sees by the rule in SQL (rules P3, P4, P8).
func seesIn(q querier, by huiyin.Actor) huiyin.Sees {
	cond, args := where(scopeOf(by).flat())
	return func(number string) bool {
		var one int
		return q.row("SELECT 1 FROM complaint c WHERE c.number = ? AND "+cond, append([]any{number}, args...),
			&one) == nil
	}
}

// Meeting reads a meeting as a person may see it, with those of its complaints that they may see (rules M7,
// P3, P4, P8).
func (s *Store) Meeting(ctx context.Context, by huiyin.Actor, number string) (v *huiyin.Meeting, cases []huiyin.Listed,
	err error) {
	err = s.snapshot(ctx, func(q querier) error {
		if v, err = meetings.load(q, "number = ?", number); err != nil {
			return err
		}
		if err := huiyin.CanOn(by, huiyin.ActionRead, v); err != nil {
			return err
		}
		cases, err = listedOf(q, by, v.Cases)
		return err
	})
	return v, cases, err
}

// listedOf are those of these complaints that a person may see, by number.
func listedOf(q querier, by huiyin.Actor, numbers []string) ([]huiyin.Listed, error) {
	if len(numbers) == 0 {
		return nil, nil
	}
	cond, args := where(scopeOf(by).flat())
	rows, err := listed(q, "SELECT "+selectListed+" FROM complaint c WHERE c.number IN ("+placeholders(len(numbers))+
		") AND "+cond, append(anys(numbers), args...), len(numbers))
	if err != nil {
		return nil, fmt.Errorf("list complaints of a document: %w", err)
	}
	slices.SortFunc(rows, func(a, b huiyin.Listed) int { return strings.Compare(a.Number, b.Number) })
	return rows, nil
}

// CallMeeting calls a meeting and gives its number.
func (s *Store) CallMeeting(ctx context.Context, once Once, by huiyin.Actor, now time.Time, site string,
	f huiyin.MeetingForm) (string, error) {
	return s.write(ctx, once, func(t *tx) (err error) {
		t.answer, err = t.callMeeting(by, now, site, f)
		return err
	})
}

func (t *tx) callMeeting(by huiyin.Actor, now time.Time, site string, f huiyin.MeetingForm) (string, error) {
	v, err := huiyin.NewMeeting(by, now, site, f, seesIn(t, by))
	if err != nil {
		return "", err
	}
	day := now.In(by.Org.Zone)
	n, err := t.beginning(documentTable.name, huiyin.MeetingPrefix(site, day))
	if err != nil {
		return "", err
	}
	v.Numbered(huiyin.MeetingNumber(site, day, n+1))
	return v.Number, meetings.insert(t, v)
}

// ChangeMeeting lets fn change a meeting and stores it with its journal, all or nothing.
func (s *Store) ChangeMeeting(ctx context.Context, once Once, by huiyin.Actor, number string, version int64,
	fn func(*huiyin.Meeting, huiyin.Sees) error) error {
	_, err := s.write(ctx, once, func(t *tx) error { return t.changeMeeting(by, number, version, fn) })
	return err
}

func (t *tx) changeMeeting(by huiyin.Actor, number string, version int64,
	fn func(*huiyin.Meeting, huiyin.Sees) error) error {
	return change(t, meetings.records(), number, version, func(v *huiyin.Meeting) error {
		if err := huiyin.CanOn(by, huiyin.ActionRead, v); err != nil {
			return err
		}
		return fn(v, seesIn(t, by))
	})
}

// Meetings lists the meetings of a year that a person may read, the newest first.
func (s *Store) Meetings(ctx context.Context, by huiyin.Actor, year int) ([]huiyin.Meeting, error) {
	var out []huiyin.Meeting
	err := reader{ctx,
		s}.query("SELECT number, site, by, state, held_at, venue, people, topics FROM document INDEXED BY "+
		"document_by_period CROSS JOIN meeting ON document = id WHERE kind = 'meeting' AND period BETWEEN ? AND ?",
		[]any{year*100 + 1, year*100 + 12}, func(rows *sql.Rows) error {
			for rows.Next() {
				var v huiyin.Meeting
				if err := rows.Scan(targets([]any{&v.Number, &v.Site, &v.By, &v.State, &v.HeldAt, &v.Venue, &v.People,
					&v.Topics})...); err != nil {
					return err
				}
				if v.Visible(by) {
					out = append(out, v)
				}
			}
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("list meetings: %w", err)
	}
	slices.SortFunc(out, func(a, b huiyin.Meeting) int {
		if c := b.HeldAt.Compare(a.HeldAt); c != 0 {
			return c
		}
		return strings.Compare(b.Number, a.Number)
	})
	return out, nil
}

// CallMeeting is Store.CallMeeting.
func (b *Batch) CallMeeting(by huiyin.Actor, now time.Time, site string, f huiyin.MeetingForm) (string, error) {
	return b.t.callMeeting(by, now, site, f)
}

// ChangeMeeting is Store.ChangeMeeting.
func (b *Batch) ChangeMeeting(by huiyin.Actor, number string, fn func(*huiyin.Meeting, huiyin.Sees) error) error {
	return b.t.changeMeeting(by, number, 0, fn)
}
