package db_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// life makes complaints that have gone some of the way of RULES.md §4, by the moves of the rulebook.
type life struct {
	*rand.Rand
	org *huiyin.Org
}

func newLife(seed uint64, o *huiyin.Org) life { return life{rand.New(rand.NewPCG(seed, 0)), o} }

func pick[T any](l life, from ...T) T { return from[l.IntN(len(from))] }

var (
	surnames = []rune("王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈")
	given    = []rune("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英文华建国志红梅玉海燕雪晓东鹏飞")
	matters  = []string{
		"楼上夜间装修噪音很大，老人和孩子无法休息，多次沟通没有结果。", "地下车库漏水，车辆被淋，物业一直没有处理。",
		"销售人员承诺的学位与实际不符，要求给出书面说明。", "合同约定的折扣没有兑现，多收了房款。", "电梯经常停运，上下楼很不方便。",
		"看房时接待人员态度冷淡，等了一个小时没有人理会。",
	}
)

func (l life) chance(percent int) bool { return l.IntN(100) < percent }

func (l life) name() string {
	name := string(pick(l, surnames...)) + string(pick(l, given...))
	if l.chance(60) {
		name += string(pick(l, given...))
	}
	return name
}

// intake is received at the minute of at; a tenth of all customers complain twice.
func (l life) intake(at time.Time) huiyin.Intake {
	customer := l.IntN(50_000)
	in := huiyin.Intake{
		Site: pick(l, l.org.Sites...).Code, Channel: pick(l, huiyin.Channels()...), ReceivedAt: at, Name: l.name(),
		Phone: fmt.Sprintf("138%08d", customer), Relation: "owner",
		Unit:   fmt.Sprintf("%d栋%d单元%d", customer%40+1, customer%3+1, customer%997+101),
		Matter: pick(l, matters...), Demand: "请尽快处理并给出书面答复。", Emotion: pick(l, huiyin.Emotions()...), Complainants: 1,
		Category: pick(l, l.org.Categories...).Code, Urgency: pick(l, huiyin.Normal, huiyin.Normal, huiyin.Urgent),
		Scope: "household",
	}
	if l.chance(15) {
		in.Accused = []string{pick(l, l.org.People...).Account}
	}
	return in
}

// complaint records one and lets up to most further things happen to it, hours apart.
func (l life) complaint(at time.Time, most int) *huiyin.Complaint {
	c, err := huiyin.RecordComplaint(l.someone(func(p *huiyin.Person) bool {
		return p.Role == huiyin.Agent &&
			!p.Admin
	}), at, l.intake(at))
	if err != nil {
		panic(err)
	}
	for range most {
		at = at.Add(time.Duration(1+l.IntN(300)) * time.Minute)
		l.happen(c, at)
	}
	return c
}

func (l life) someone(fits func(*huiyin.Person) bool) huiyin.Actor {
	return huiyin.Actor{Person: pick(l, l.org.Active(fits)...), Org: l.org}
}

// happen does something that moves the complaint on, or something that may be done at any time. What
// the rulebook refuses does not happen.
func (l life) happen(c *huiyin.Complaint, at time.Time) {
	may := func(a huiyin.Action) (huiyin.Actor, bool) {
		able := l.org.Active(func(p *huiyin.Person) bool { return c.Offers(huiyin.Actor{Person: p, Org: l.org}, a) })
		if len(able) == 0 {
			return huiyin.Actor{}, false
		}
		return huiyin.Actor{Person: pick(l, able...), Org: l.org}, true
	}
	if l.chance(30) {
		if by, ok := may(huiyin.ActionLogContact); ok {
			_ = c.LogContact(by, at, huiyin.Contact{Way: "phone", At: at, Who: c.Name, Said: "已与客户电话沟通，说明处理进度。"})
		}
		return
	}
	if l.chance(10) {
		if by, ok := may(huiyin.ActionAddTask); ok {
			_ = c.AddTask(by, at,
				huiyin.Task{What: "现场查看并拍照", Who: l.someone(func(*huiyin.Person) bool { return true }).Account,
					Due: at.Add(48 * time.Hour)})
		}
		return
	}
	switch c.State {
	case huiyin.Received:
		if by, ok := may(huiyin.ActionAccept); ok {
			_ = c.Accept(by, at)
		} else if by, ok := may(huiyin.ActionAssign); ok {
			_ = c.Assign(by, at, l.someone(func(p *huiyin.Person) bool { return p.Site == c.Site }).Account,
				pick(l, l.org.Departments...).Code)
		}
	case huiyin.Investigating:
		if by, ok := may(huiyin.ActionPropose); ok {
			_ = c.Propose(by, at, l.proposal())
		}
	case huiyin.Proposing:
		for n := range c.Proposals {
			if by, ok := may(huiyin.ActionSubmit); ok && c.Submit(by, at, n+1) == nil {
				return
			}
		}
		if by, ok := may(huiyin.ActionPropose); ok {
			_ = c.Propose(by, at, l.proposal())
		}
	case huiyin.Approving:
		by, ok := may(huiyin.ActionDecide)
		for n := range c.Proposals {
			if ok && c.OpenStep(l.org, by.Person, n+1) != nil {
				_ = c.Decide(by, at, n+1, pick(l, huiyin.Approve, huiyin.Approve, huiyin.Approve, huiyin.Return,
					huiyin.Refuse), "按制度办理。")
			}
		}
	case huiyin.Answering:
		if by, ok := may(huiyin.ActionGiveAnswer); ok {
			_ = c.GiveAnswer(by, at, huiyin.Answer{Way: huiyin.FaceToFace, Said: "已当面答复处理方案。",
				Accepted: pick(l, "yes", "yes", "no", "pending")})
		}
	case huiyin.Executing:
		if by, ok := may(huiyin.ActionPay); ok && c.Unpaid() > 0 {
			for n := range c.Proposals {
				_ = c.Pay(by, at, huiyin.Payment{Proposal: n + 1, Amount: c.Unpaid(), PaidAt: at, Way: "转账",
					Receipt: "FK-0001"})
			}
			if by, ok := may(huiyin.ActionReleasePayment); ok {
				_ = c.ReleasePayment(by, at, len(c.Payments))
			}
		} else if by, ok := may(huiyin.ActionClose); ok {
			_ = c.Close(by, at, huiyin.Withdrawn, "客户撤回投诉。")
		}
	}
}

func (l life) proposal() huiyin.ProposalForm {
	f := huiyin.ProposalForm{Remedies: []string{"apology"}, Text: "当面致歉并说明情况。", Ground: "客户服务管理规定"}
	if l.chance(70) {
		f.Remedies, f.Amount = append(f.Remedies, "compensation"), huiyin.Money(1+l.IntN(60_000))*huiyin.Yuan
	}
	return f
}

// complaints makes n, spread evenly over the days before dbtest.Now, in the order of receipt.
func (l life) complaints(n, days, most int) []*huiyin.Complaint {
	out := make([]*huiyin.Complaint, n)
	span := time.Duration(days) * 24 * time.Hour
	for i := range out {
		at := dbtest.Now.Add(-span + span/time.Duration(n)*time.Duration(i)).Truncate(time.Minute)
		out[i] = l.complaint(at, l.IntN(most+1))
	}
	return out
}
