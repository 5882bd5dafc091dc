package demo

import (
	"fmt"
	"time"

	"huiyin/db"
	"huiyin/huiyin"
)

// documentEvents are the reports of the demo company, as of its months that are over.
func documentEvents(org *huiyin.Org, b *db.Batch, now time.Time) []event {
	var events []event
	add := func(at time.Time, name string, do func() error) {
		if at.After(now) {
			return
		}
		events = append(events, event{at: at, do: func() error {
			if err := do(); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			return nil
		}})
	}
	meetingEvents(org, b, now, add)
	sampleEvents(org, b, now, add)
	last := huiyin.MonthOf(now, org.Zone).Add(-1)
	founded := now.AddDate(0, 0, -daysOld)
	for k, m := range []huiyin.Month{last.Add(-1), last} {
		ends := m.Ends(org.Zone)
		if !ends.After(founded.AddDate(0, 0, 7)) {
			continue
		}
		for i, r := range reported {
			number, by, signs := huiyin.ReportNumber(m, r.site), actorOf(org, r.by), actorOf(org, r.signs)
			commented := ends.Add(time.Duration(33+i) * time.Hour)
			if k == 1 && i > 1 { // still to be written
				continue
			}
			add(commented, number, func() error {
				return b.ChangeReport(by, number,
					func(v *huiyin.Report,
						_ *huiyin.Analysis) error {
						return v.CommentOn(by, commented, r.comments[k])
					})
			})
			if k == 1 && i > 0 { // still to be signed
				continue
			}
			signed := commented.Add(26 * time.Hour)
			add(signed, number, func() error {
				return b.ChangeReport(signs, number,
					func(v *huiyin.Report, a *huiyin.Analysis) error { return v.Sign(signs, signed, r.words, a) })
			})
		}
	}
	quarter := huiyin.QuarterBefore(huiyin.QuarterOf(now, org.Zone), 1)
	number, x, v := huiyin.QuarterNumber(quarter), actorOf(org, "x02"), actorOf(org, "v01")
	ends := huiyin.QuarterMonths(quarter)[2].Ends(org.Zone)
	if !ends.After(founded.AddDate(0, 0, 7)) {
		return events
	}
	written, released := ends.Add(60*time.Hour), ends.Add(90*time.Hour)
	add(written, number, func() error {
		return b.ChangeQuarter(x, number, func(q *huiyin.Quarter, e *huiyin.Evaluation) error {
			strengths, weaknesses := e.Draft()
			if err := q.Write(x, written, "客户首次来访后的接待记录更完整。\n"+strengths,
				"部门处理意见仍靠人催，跨部门的投诉办得慢。\n"+weaknesses); err != nil {
				return err
			}
			for i, m := range measured {
				if err := q.Measure(x, written,
					huiyin.Job{What: m.what, Who: m.who, Due: written.AddDate(0, 0, m.days)}); err != nil {
					return fmt.Errorf("measure %d: %w", i, err)
				}
			}
			return nil
		})
	})
	add(released, number, func() error {
		return b.ChangeQuarter(v, number, func(q *huiyin.Quarter, e *huiyin.Evaluation) error {
			return q.Release(v, released, "同意，按期落实。", e)
		})
	})
	done := released.AddDate(0, 0, 12)
	add(done, number, func() error {
		return b.ChangeQuarter(x, number, func(q *huiyin.Quarter, _ *huiyin.Evaluation) error {
			return huiyin.EndJob(q, x, done, 3, "已在付款通知里抄送经办人，抽查十笔都已回告。", "")
		})
	})
	return events
}

// measured are the measures of the last quarter.
var measured = []struct {
	what, who string
	days      int
}{
	{"工程类投诉每日下午四点与客服对账，超过一天没有意见的报经理", "e01", 30},
	{"把承诺类投诉的说辞整理成一页纸，逐人签收", "s01", 45},
	{"补偿付款后两日内回告经办人", "f01", 60},
	{"景园维修类投诉当日回访，每周汇总一次", "u01", 90},
}

// reported is what was said to the months of each site and of the company.
var reported = []struct {
	site, by, signs, words string
	comments               [2]string
}{
	{"LT", "t01", "q01", "同意，下月重点看首次响应。", [2]string{
		"本月投诉主要在费用告知和过户进度。两件因经纪人没有提前列明税费，已在早会讲清《费用告知单》的用法。",
		"费用类投诉比上月减少，过户进度仍有客户催办。下月由店长每周三通报一次未办结事项。",
	}},
	{"HY", "s01", "p01", "同意。承诺类投诉请每周复盘一次。", [2]string{
		"本月集中在超范围承诺和交付时间。原因是销售说辞更新后没有逐人确认，已重新培训并留签到。",
		"办结按时率提高，但重大投诉的部门意见仍有超时，已与工程部约定每日下午四点对账。",
	}},
	{"JY", "u01", "q01", "同意。", [2]string{
		"噪音和工程维修占大半，夜间装修由巡逻岗当场劝止，维修改为当日回访。",
		"维修类投诉仍多，公共水管更换计划已报工程部。",
	}},
	{"", "x02", "v01", "已阅。请各项目把重复投诉的原因写进整改。", [2]string{
		"公司总体按时率平稳，重复投诉集中在海悦府和景园；补偿金额在授权之内。",
		"三个项目的受理量都在下降，满意率略升。下月抽查首次响应和部门意见两项。",
	}},
}
