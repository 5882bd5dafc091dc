package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"huiyin/huiyin"
	"huiyin/huiyin/crisis"
)

var alarms = moduleKind[crisis.Alarm, *crisis.Alarm]{
	table: newTable("alarm", func(v *crisis.Alarm) []column {
		return []column{
			{"id", &v.ID}, {"number", &v.Number}, {"version", &v.Version}, {"site", &v.Site}, {"at", &v.At},
			{"state", &v.State}, {"people", &v.People}, {"loud", &v.Loud}, {"rings", &v.Rings},
			{"rung_at", &v.RungAt}, {"next_ring", &v.Next}, {"ended_at", &v.EndedAt}, {"ended_by", &v.EndedBy}, {"reason", &v.Reason},
			{"crisis", &v.Crisis},
		}
	}),
	prefix: "BJ",
	number: func(v *crisis.Alarm, day time.Time, n int) string { return crisis.AlarmNumber(v.Site, day, n) },
	record: func(v *crisis.Alarm) *huiyin.Record { return &v.Record },
	site:   func(v *crisis.Alarm) string { return v.Site },
	parts: func(v *crisis.Alarm) []part {
		return []part{partOf[crisis.Report]{alarmReportTable, &v.Reports},
			partOf[crisis.Hearer]{alarmHearerTable, &v.Hearers}}
	},
	next: (*crisis.Alarm).NextDue,
	after: func(t *tx, v *crisis.Alarm) { // the open pages of those alarmed look again
		t.notified = append(t.notified, crisis.Alarmed(t.s.Org(), v.Site)...)
		for _, r := range v.Reports {
			t.notified = append(t.notified, r.By)
		}
	},
}

var (
	alarmReportTable = newTable("alarm_report", func(v *crisis.Report) []column {
		return []column{{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"place", &v.Place}, {"people", &v.People},
			{"said", &v.Said}}
	})
	alarmHearerTable = newTable("alarm_hearer", func(v *crisis.Hearer) []column {
		return []column{{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}}
	})
)

var _ notified = (*crisis.Alarm)(nil) // an alarm that tells nobody would be none

// RaiseAlarm begins an alarm, or adds to the open one of the site, and gives its number (rule R15). Of two at once the
// second joins the first.
func (s *Store) RaiseAlarm(ctx context.Context, once Once, by huiyin.Actor, now time.Time,
	f crisis.AlarmForm) (string, error) {
	return s.write(ctx, once, func(t *tx) (err error) {
		t.answer, err = t.raiseAlarm(by, now, f)
		return err
	})
}

func (t *tx) raiseAlarm(by huiyin.Actor, now time.Time, f crisis.AlarmForm) (string, error) {
	open, err := all[string](t, "SELECT number FROM alarm WHERE state = ? AND site = ? ORDER BY at DESC, id DESC LIMIT 1",
		string(crisis.AlarmOpen), f.Site)
	if err != nil {
		return "", err
	}
	joined := false
	if len(open) > 0 {
		err := change(t, alarms.records(), open[0], 0, func(a *crisis.Alarm) error {
			if joined = a.Joins(by.Org, f.Site, now); !joined {
				return nil
			}
			return a.Join(by, now, f)
		})
		if err != nil || joined {
			return open[0], err
		}
	}
	a, err := crisis.RaiseAlarm(by, now, f)
	if err != nil {
		return "", err
	}
	err = alarms.insert(t, a, now)
	return a.Number, err
}

// RaiseAlarm is Store.RaiseAlarm.
func (b *Batch) RaiseAlarm(by huiyin.Actor, now time.Time, f crisis.AlarmForm) (string, error) {
	return b.t.raiseAlarm(by, now, f)
}

// ChangeAlarm is Store.ChangeAlarm.
func (b *Batch) ChangeAlarm(number string, fn func(*crisis.Alarm) error) error {
	return change(b.t, alarms.records(), number, 0, fn)
}

// ChangeAlarm loads an alarm, lets fn change it, and stores it with its journal, all or nothing.
func (s *Store) ChangeAlarm(ctx context.Context, once Once, number string, version int64,
	fn func(*crisis.Alarm) error) error {
	_, err := s.write(ctx, once, func(t *tx) error { return change(t, alarms.records(), number, version, fn) })
	return err
}

// Alarm reads an alarm as a person may see it; what they may not is not found (rule P3).
func (s *Store) Alarm(ctx context.Context, by huiyin.Actor, number string) (a *crisis.Alarm, err error) {
	err = s.snapshot(ctx, func(q querier) error {
		a, err = alarms.load(q, "number = ?", number)
		return err
	})
	if err == nil {
		err = huiyin.MayOn(by, huiyin.ActionRead, a)
	}
	if err != nil {
		return nil, err
	}
	return a, nil
}

// seenAlarms is the SQL of Alarm.Visible, under the alias r.
func seenAlarms(by huiyin.Actor) condition {
	sites := scopeOf(by).ownSites
	own := condition{"EXISTS (SELECT 1 FROM alarm_report p WHERE p.by = ? AND p.alarm = r.id)", []any{by.Account}}
	if len(sites) == 0 {
		return own
	}
	return condition{"(" + own.sql + " OR r.site IN (" + placeholders(len(sites)) + "))", append(own.args, anys(sites)...)}
}

// mostCrowds is how many alarms stand on a page at once.
const mostCrowds = 5

// openAlarms counts the open alarms that a person sees.
func openAlarms(by huiyin.Actor) condition {
	cond, args := where([]condition{{"r.state = ?", []any{string(crisis.AlarmOpen)}}, seenAlarms(by)})
	return condition{"SELECT count(*) FROM (SELECT 1 FROM alarm r WHERE " + cond + " LIMIT ?)", append(args, mostCrowds)}
}

// OpenAlarm is an open alarm as it stands on somebody's pages.
type OpenAlarm struct {
	crisis.Alarm
	Notice int64 // their newest of it, 0 where they were not told
}

// Code is a word about the alarm that changes when what its strip says does.
func (a *OpenAlarm) Code() string {
	return fmt.Sprintf("%s.%d.%d.%d", a.Number, a.Notice, len(a.Reports), len(a.Hearers))
}

// OpenAlarms reads the open alarms that a person sees, the newest first (rule R15).
func (s *Store) OpenAlarms(ctx context.Context, by huiyin.Actor) (out []OpenAlarm, err error) {
	cond, args := where([]condition{{"r.state = ?", []any{string(crisis.AlarmOpen)}}, seenAlarms(by)})
	err = s.snapshot(ctx, func(q querier) error {
		ids, err := all[int64](q, "SELECT r.id FROM alarm r WHERE "+cond+" ORDER BY r.at DESC, r.id DESC LIMIT ?",
			append(args, mostCrowds)...)
		if err != nil {
			return err
		}
		for _, id := range ids {
			a, err := alarms.load(q, "id = ?", id)
			if err != nil {
				return err
			}
			o := OpenAlarm{Alarm: *a}
			if err := q.row("SELECT coalesce(max(id), 0) FROM notice WHERE account = ? AND kind = ? AND number = ?",
				[]any{by.Account, string(huiyin.NoticeAlarm), a.Number}, &o.Notice); err != nil {
				return err
			}
			out = append(out, o)
		}
		return nil
	})
	return out, err
}

// AlarmRow is an alarm as a list shows it.
type AlarmRow struct {
	Number, Site string
	At           time.Time
	State        crisis.AlarmState
	People       int
	Reason       crisis.EndReason
	EndedAt      time.Time
}

// mostAlarmRows is how many former alarms the page of alarms shows.
const mostAlarmRows = 50

// CrisisAlarms lists the newest alarms that a person sees, open ones first.
func (s *Store) CrisisAlarms(ctx context.Context, by huiyin.Actor) (out []AlarmRow, err error) {
	seen := seenAlarms(by)
	err = reader{ctx, s}.query("SELECT r.number, r.site, r.at, r.state, r.people, r.reason, r.ended_at FROM alarm r WHERE "+
		seen.sql+" ORDER BY r.state DESC, r.at DESC, r.id DESC LIMIT ?", append(seen.args, mostAlarmRows),
		func(rows *sql.Rows) error {
			for rows.Next() {
				var a AlarmRow
				if err := rows.Scan(&a.Number, &a.Site, nullTime{&a.At}, &a.State, &a.People, &a.Reason,
					nullTime{&a.EndedAt}); err != nil {
					return err
				}
				out = append(out, a)
			}
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("list alarms: %w", err)
	}
	return out, nil
}

func (t *tx) runAlarm(id int64, o *huiyin.Org, now time.Time) error {
	return change(t, alarms.records(), id, 0, func(a *crisis.Alarm) error { a.Run(o, now); return nil })
}
