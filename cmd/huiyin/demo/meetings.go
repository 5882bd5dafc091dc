package demo

import (
	"fmt"
	"strings"
	"time"

	"huiyin/db"
	"huiyin/huiyin"
)

// meetingEvents are a complaint meeting of the demo company: called by the supervisor of HY, held a week ago,
// with its decisions as work.
func meetingEvents(org *huiyin.Org, b *db.Batch, now time.Time, add func(at time.Time, name string, do func() error)) {
	s := actorOf(org, "s01")
	held := now.AddDate(0, 0, -7)
	form := huiyin.MeetingForm{HeldAt: held, Venue: "海悦府会议室",
		People: []string{"s01", "s02", "a01", "a02", "e01", "p01"}, Topics: "交付时间与装修质量投诉的原因和改进"}
	number := ""
	then := func(after time.Duration, do func(m *huiyin.Meeting, sees huiyin.Sees, at time.Time) error) {
		at := held.Add(after)
		add(at, "meeting", func() error {
			return b.ChangeMeeting(s, number,
				func(m *huiyin.Meeting, sees huiyin.Sees) error { return do(m, sees, at) })
		})
	}
	add(held.Add(-48*time.Hour), "meeting", func() (err error) {
		number, err = b.CallMeeting(s, held.Add(-48*time.Hour), "HY", form)
		return err
	})
	then(time.Hour, func(m *huiyin.Meeting, sees huiyin.Sees, at time.Time) error {
		form.Minutes = "一、本月投诉集中在交付时间说明不一致和验房问题答复慢。\n二、销售说辞由主管统一，旧版资料收回。\n三、验房问题由工程部每日下午集中答复，超过一天的报经理。"
		var cases []string
		for day := 1; day < 60 && len(cases) < 4; day++ {
			if n := fmt.Sprintf("TS-HY-%s-001", held.AddDate(0, 0, -day).In(org.Zone).Format("20060102")); sees(n) {
				cases = append(cases, n)
			}
		}
		form.Cases = strings.Join(cases, "\n")
		if err := m.Write(s, at, form, sees); err != nil {
			return err
		}
		if err := m.Resolve(s, at, huiyin.Job{What: "收回旧版交付时间说明，逐人签收新版", Who: "a01",
			Due: held.AddDate(0, 0, 3)}); err != nil {
			return err
		}
		return m.Resolve(s, at, huiyin.Job{What: "列出两周内未答复的验房问题并逐件给出日期", Who: "e01", Due: held.AddDate(0, 0, 14)})
	})
	then(70*time.Hour, func(m *huiyin.Meeting, _ huiyin.Sees, at time.Time) error {
		return huiyin.EndJob(m, actorOf(org, "a01"), at, 1, "新版说明已由全体置业顾问签收，旧版收回销毁。", "")
	})
	then(71*time.Hour, func(m *huiyin.Meeting, _ huiyin.Sees, at time.Time) error { return m.Close(s, at) })
}

// sampleEvents are the supervision sample of last month: drawn on the second of this one, the first complaint of it
// checked by somebody of the press office.
func sampleEvents(org *huiyin.Org, b *db.Batch, now time.Time, add func(at time.Time, name string, do func() error)) {
	month := huiyin.MonthOf(now, org.Zone).Add(-1)
	k, m := actorOf(org, "k01"), actorOf(org, "m01")
	drawn := month.Ends(org.Zone).Add(34 * time.Hour)
	number, checked := "", false
	add(drawn, "sample", func() (err error) {
		// nothing was closed
		if number, err = b.DrawSample(k, drawn, month); huiyin.KindOf(err) == huiyin.KindInvalid {
			return nil
		} else if err != nil {
			return err
		}
		return b.ChangeSample(k, number, 1, func(v *huiyin.Sample, c *huiyin.Complaint, acted []string) error {
			checked = !c.TookPart(m.Person, acted)
			if !checked {
				return nil
			}
			return v.Ask(k, drawn, 1, "m01", drawn.AddDate(0, 0, 14), c, acted)
		})
	})
	filled := drawn.Add(50 * time.Hour)
	add(filled, "sample", func() error {
		if !checked {
			return nil
		}
		return b.ChangeSample(m, number, 1, func(v *huiyin.Sample, c *huiyin.Complaint, acted []string) error {
			marks := []huiyin.SheetMark{{Code: "record", Score: 9}, {Code: "response", Score: 8},
				{Code: "finding", Score: 7}, {Code: "basis", Score: 5, Words: "答复没有写明所依据的合同条款。"},
				{Code: "promise", None: true}, {Code: "improvement", Score: 8}}
			if err := v.Fill(m, filled, 1, marks, c, acted); err != nil {
				return err
			}
			return huiyin.AssignJob(v, m, filled,
				huiyin.Job{What: "答复函模板增加合同条款一栏", Who: "x02", Due: filled.AddDate(0, 0, 20)})
		})
	})
}
