package demo

import (
	"fmt"
	"time"

	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/huiyin/crisis"
)

// alarmEvents are the alarm of the demo company: two weeks ago some owners stood in the hall, and left again (rule R15).
func alarmEvents(org *huiyin.Org, b *db.Batch, now time.Time) []event {
	began := now.Add(-14 * 24 * time.Hour).Truncate(time.Minute)
	var number string
	var events []event
	for _, e := range []struct {
		after time.Duration
		by    string
		do    func(by huiyin.Actor, at time.Time, a *crisis.Alarm) error
	}{
		{0, "a01", nil},
		{2 * time.Minute, "s01", func(by huiyin.Actor, at time.Time, a *crisis.Alarm) error { return a.Heard(by, at) }},
		{3 * time.Minute, "p01", func(by huiyin.Actor, at time.Time, a *crisis.Alarm) error { return a.Heard(by, at) }},
		{12 * time.Minute, "a02", func(by huiyin.Actor, at time.Time, a *crisis.Alarm) error {
			return a.Join(by, at, crisis.AlarmForm{Site: "HY", Place: "大堂", People: 9, Said: "已请到会客室，逐件登记诉求。"})
		}},
		{50 * time.Minute, "p01", func(by huiyin.Actor, at time.Time, a *crisis.Alarm) error {
			return a.End(by, at, crisis.Dispersed)
		}},
	} {
		by, at := actorOf(org, e.by), began.Add(e.after)
		events = append(events, event{at: at, do: func() (err error) {
			if e.do == nil {
				number, err = b.RaiseAlarm(by, at, crisis.AlarmForm{Site: "HY", Place: "大堂", People: 12, Said: "询问交付时间。"})
			} else {
				err = b.ChangeAlarm(number, func(a *crisis.Alarm) error { return e.do(by, at, a) })
			}
			if err != nil {
				return fmt.Errorf("alarm: %w", err)
			}
			return nil
		}})
	}
	return events
}
