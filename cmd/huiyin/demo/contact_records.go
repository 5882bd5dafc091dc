package demo

import (
	"fmt"
	"time"

	"huiyin/db"
	"huiyin/huiyin"
)

// asked are the inquiries of the demo company: so many hours ago, answered so many hours later, 0 for not.
var asked = []struct {
	ago, answered         int
	by, site, name, phone string
	channel               huiyin.Channel
	matter, answer        string
}{
	{510, 5, "a01", "HY", "许先生", "13900000101", "phone", "二期的认购从哪天开始，要带什么材料？", "下月八日开始，请带身份证和收入证明，购房须知已发到微信。"},
	{262, 30, "b01", "LT", "罗女士", "13900000102", "wechat", "龙庭三居室的房源还有没有，税费大概多少？", "还有两套，税费明细已按套型列表发给客户。"},
	{77, 3, "w01", "JY", "韩女士", "13900000103", "visit", "装修押金什么时候退，需要哪些手续？", "验收合格后七个工作日内退，已告知手续和窗口时间。"},
	{20, 0, "a02", "HY", "邱先生", "13900000104", "phone", "贷款批下来要多久，期间能不能改付款方式？", ""},
	{3, 0, "w01", "JY", "温先生", "13900000105", "app", "地库充电桩的安装申请交到哪里？", ""},
}

// thanked is the praise of the demo company.
var thanked = []struct {
	ago                int
	by, site, name     string
	channel            huiyin.Channel
	person, matter     string
	gift               string
	value              huiyin.Money
	decides, commended string
}{
	{900, "s01", "HY", "唐女士", "letter", "a01", "带看三次都耐心，费用一项一项讲清楚，签约当天还帮忙照看孩子。", "", 0, "", "讲得清、算得明，请大家学习。"},
	{190, "w01", "JY", "冯先生", "phone", "w01", "深夜水管渗漏，二十分钟就到了，处理完还帮着擦干地面。", "果篮一份", 168 * huiyin.Yuan, "u01", ""},
	{26, "b01", "LT", "祝女士", "visit", "b01", "换房的手续一趟办完，没有多跑一次。", "台历一套", 60 * huiyin.Yuan, "", ""},
}

// slipEvents are the inquiries and the praise of the demo company.
func slipEvents(org *huiyin.Org, b *db.Batch, now time.Time) []event {
	var events []event
	before := func(hours int) time.Time {
		return now.Add(-time.Duration(hours) * time.Hour).Truncate(time.Minute)
	}
	add := func(at time.Time, name string, do func() error) {
		events = append(events, event{at: at, do: func() error {
			if err := do(); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			return nil
		}})
	}
	for _, q := range asked {
		by, number, at := actorOf(org, q.by), "", before(q.ago)
		add(at, q.name, func() (err error) {
			number, err = b.RecordInquiry(by, at,
				huiyin.InquiryForm{ContactRecordForm: huiyin.ContactRecordForm{Site: q.site, Channel: q.channel,
					Name: q.name, Phone: q.phone, Matter: q.matter}})
			return err
		})
		if q.answered > 0 {
			answered := before(q.ago - q.answered)
			add(answered, q.name, func() error {
				return b.ChangeInquiry(number,
					func(v *huiyin.Inquiry) error { return v.Reply(by, answered, "phone", q.answer) })
			})
		}
	}
	for _, p := range thanked {
		by, number, at := actorOf(org, p.by), "", before(p.ago)
		add(at, p.name, func() (err error) {
			number, err = b.RecordPraise(by, at, huiyin.PraiseForm{
				ContactRecordForm: huiyin.ContactRecordForm{Site: p.site, Channel: p.channel, Name: p.name,
					Matter: p.matter}, Persons: []string{p.person},
			})
			return err
		})
		later := before(p.ago - 20)
		add(later, p.name, func() error {
			return b.ChangePraise(number, func(v *huiyin.Praise) error {
				if p.commended != "" {
					if err := v.CommendPerson(by, later, p.person, p.commended); err != nil {
						return err
					}
				}
				if p.gift == "" {
					return nil
				}
				if err := v.Thank(by, later, p.gift, p.value); err != nil || p.decides == "" {
					return err
				}
				if err := v.DecideGift(actorOf(org, p.decides), later, 1, huiyin.Approve, "可以"); err != nil {
					return err
				}
				return v.Give(by, later, 1, huiyin.Giving{At: later, Receipt: "客户签收"})
			})
		})
	}
	return events
}
