package demo

import (
	"fmt"
	"time"

	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/huiyin/crisis"
)

// crisisEvents are the crisis of the demo company: yesterday owners asked when the garage opens again; words are in force, a
// second version was issued, who leads was away for an hour (rules R1, R3, R14).
func crisisEvents(org *huiyin.Org, b *db.Batch, now time.Time) []event {
	began := now.Add(-26 * time.Hour).Truncate(time.Minute)
	var number, template string
	on := func(fn func(by huiyin.Actor, at time.Time, c *crisis.Crisis) error) func(huiyin.Actor, time.Time) error {
		return func(by huiyin.Actor, at time.Time) error {
			return b.ChangeCrisis(number, func(c *crisis.Crisis) error { return fn(by, at, c) })
		}
	}
	part := func(kind crisis.PartKind, person string) func(huiyin.Actor, time.Time) error {
		return on(func(by huiyin.Actor, at time.Time, c *crisis.Crisis) error {
			return c.NamePart(by, at, crisis.Part{Kind: kind, Person: person})
		})
	}
	var events []event
	for _, e := range []struct {
		after time.Duration
		by    string
		do    func(by huiyin.Actor, at time.Time) error
	}{
		{-30 * 24 * time.Hour, "p01", func(by huiyin.Actor, at time.Time) (err error) {
			template, err = b.WriteHolding(by, at, "现场聚集", "我们已经听到大家的诉求。请到"+crisis.BlankPlace+"登记，"+
				crisis.BlankTime+"前由专人答复，电话"+crisis.BlankPhone+"。")
			return err
		}},
		{-29 * 24 * time.Hour, "v01", func(by huiyin.Actor, at time.Time) error {
			return b.ChangeHolding(template, func(h *crisis.Holding) error { return h.Approve(by, at) })
		}},
		{0, "q01", func(by huiyin.Actor, at time.Time) (err error) {
			number, err = b.OpenCrisis(by, at, crisis.Opening{Site: "JY", Title: "地下车库停用", People: 24, Place: "物业中心",
				Matter: "业主要求说明地下车库什么时候恢复使用。", Seats: [3]crisis.Named{{Holder: "v01", Deputy: "v02"},
					{Holder: "q01", Deputy: "x02"}, {Holder: "u01"}}}, "")
			return err
		}},
		{3 * time.Minute, "q01", func(by huiyin.Actor, at time.Time) error {
			return b.HoldStatement(number, template, func(c *crisis.Crisis, h *crisis.Holding) error {
				return c.HoldStatement(by, at, h, "一楼会议室", "0755-26001200", "今天 18:00")
			})
		}},
		{5 * time.Minute, "w01", on(func(by huiyin.Actor, at time.Time, c *crisis.Crisis) error {
			return c.ReadStatement(by, at, 1)
		})},
		{8 * time.Minute, "v01", part(crisis.LegalPart, "k01")},
		{9 * time.Minute, "v01", part(crisis.Spokesperson, "e01")},
		{40 * time.Minute, "e01", on(func(by huiyin.Actor, at time.Time, c *crisis.Crisis) error {
			n, err := c.DraftStatement(by, at, crisis.Wording{Kind: crisis.PublicNotice, Answers: "e01", NextAt: now.Add(4 * time.Hour).Truncate(time.Hour),
				Text: "地下车库的排水和配电正在检修，工程人员今天上午已到现场。来反映问题的客户不会因此受到影响，请继续到会议室登记。"})
			if err == nil {
				err = c.SubmitStatement(by, at, n)
			}
			return err
		})},
		{48 * time.Minute, "k01", on(func(by huiyin.Actor, at time.Time, c *crisis.Crisis) error {
			return c.GiveOpinion(by, at, 2, true, "")
		})},
		{52 * time.Minute, "v02", on(func(by huiyin.Actor, at time.Time, c *crisis.Crisis) error {
			return c.DecideStatement(by, at, 2, huiyin.Approve, "", "")
		})},
		{55 * time.Minute, "e01", on(func(by huiyin.Actor, at time.Time, c *crisis.Crisis) error {
			return c.IssueStatement(by, at, 2, 1, []crisis.ChannelKind{crisis.OnStaff, crisis.OnDoor})
		})},
		{2 * time.Hour, "v02", on(func(by huiyin.Actor, at time.Time, c *crisis.Crisis) error {
			return c.TakeOver(by, at, crisis.Highest, "沈国梁在飞机上")
		})},
		{3 * time.Hour, "v01", on(func(by huiyin.Actor, at time.Time, c *crisis.Crisis) error {
			return c.TakeBack(by, at, crisis.Highest)
		})},
		{4 * time.Hour, "u01", on(func(by huiyin.Actor, at time.Time, c *crisis.Crisis) error {
			return c.Count(by, at, at, 9, "大堂", crisis.Counted)
		})},
		{4*time.Hour + time.Minute, "v01", on(func(by huiyin.Actor, at time.Time, c *crisis.Crisis) error {
			return c.Extend(by, at, "LT")
		})},
		{5 * time.Hour, "q01", on(func(by huiyin.Actor, at time.Time, c *crisis.Crisis) error {
			return c.SetPhase(by, at, huiyin.Handling, "")
		})},
		{9 * time.Hour, "q01", on(func(by huiyin.Actor, at time.Time, c *crisis.Crisis) error {
			return c.HandOverSeat(by, at, crisis.Duty, "x02", "现状：处置期，约 9 人，检修在进行。\n注意事项：下次发布前先问工程部。")
		})},
		{9*time.Hour + 10*time.Minute, "x02", on(func(by huiyin.Actor, at time.Time, c *crisis.Crisis) error {
			return c.AcceptSeat(by, at, 1)
		})},
	} {
		by, at := actorOf(org, e.by), began.Add(e.after)
		events = append(events, event{at: at, do: func() error {
			if err := e.do(by, at); err != nil {
				return fmt.Errorf("crisis, %s after %s: %w", e.by, e.after, err)
			}
			return nil
		}})
	}
	return events
}
