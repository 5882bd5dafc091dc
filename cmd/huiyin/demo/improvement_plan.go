package demo

import (
	"fmt"
	"time"

	"huiyin/db"
	"huiyin/huiyin"
)

// planEvents are the improvement plan of the demo company (rule A2): repairs in 景园, from the opening two
// months ago to what customers were told. covered gives the complaints that came in until then.
func planEvents(org *huiyin.Org, b *db.Batch, now time.Time, covered func() []string) []event {
	u, e, q := actorOf(org, "u01"), actorOf(org, "e01"), actorOf(org, "q01")
	day := func(ago, hour int) time.Time {
		l := now.In(org.Zone).AddDate(0, 0, -ago)
		return time.Date(l.Year(), l.Month(), l.Day(), hour, 0, 0, 0, org.Zone)
	}
	var number string
	change := func(by huiyin.Actor, fn func(*huiyin.ImprovementPlan) error) error {
		return b.ChangeImprovementPlan(by, number, fn)
	}
	var events []event
	add := func(at time.Time, do func() error) {
		events = append(events, event{at: at, do: func() error {
			if err := do(); err != nil {
				return fmt.Errorf("improvement plan: %w", err)
			}
			return nil
		}})
	}
	add(day(60, 10), func() (err error) {
		number, err = b.OpenImprovementPlan(u, day(60, 10), huiyin.ImprovementPlanForm{
			Site: "JY", Category: "repair", Cause: "屋面防水和二次供水设备老化，逐户报修只能治标。", Aim: "三个月内工程维修投诉降到每月一件以内。",
			Covered: covered(),
		})
		return err
	})
	for i, m := range []struct {
		what, done, found string
		days              int
	}{
		{"顶层屋面逐栋查漏，三栋重做防水层", "三栋屋面已重做，闭水试验合格。", "两场大雨后回访十二户，没有再渗。", 25},
		{"更换二次供水泵的压力传感器，每周巡查一次", "传感器已更换，巡查表已启用。", "早高峰水压连续两周正常。", 18},
	} {
		given, done, checked := day(59, 10+i), day(60-m.days, 11), day(26-i, 15)
		add(given, func() error {
			return change(u, func(p *huiyin.ImprovementPlan) error {
				return huiyin.AssignJob(p, u, given,
					huiyin.Job{What: m.what, Unit: "engineering", Who: "e01", Due: day(60-m.days-3, 18)})
			})
		})
		add(done, func() error {
			return change(u,
				func(p *huiyin.ImprovementPlan) error { return huiyin.EndJob(p, e, done, i+1, m.done, "") })
		})
		add(checked, func() error {
			return change(u,
				func(p *huiyin.ImprovementPlan) error { return p.CheckEffect(u, checked, i+1, "yes", m.found) })
		})
	}
	add(day(22, 16), func() error {
		return change(q, func(p *huiyin.ImprovementPlan) error {
			return p.End(q, day(22, 16), "屋面和供水两项已经治本，剩下的零星维修按日常处理，继续看三个月。")
		})
	})
	add(day(21, 10), func() error {
		err := b.TellImprovementPlan(u, day(21, 10), number, "phone", "您反映的问题已作专项整改：屋面防水重做，供水传感器更换。如再出现请随时联系我们。")
		if huiyin.KindOf(err) == huiyin.KindConflict { // all of them are in the archive
			return nil
		}
		return err
	})
	return events
}
