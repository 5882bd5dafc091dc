package demo

import (
	"fmt"
	"strings"

	"huiyin/huiyin"
)

// storiesOfEnds are those that go on after the customer's yes or no: money agreed and not paid, an award, a letter
// that was edited, an accused who was named late, a customer who asks at the counter, another site's case.
func storiesOfEnds() []story {
	return []story{tangXiaoyun(), lianShuqin(), meiZhiyuan(), guanYue(), ruanTing(), shenJiayi(), yueQing()}
}

// editedLetter freezes the answer letter after a sentence was put another way (rule W16).
func editedLetter(from, to string) deed {
	return func(p *place) error {
		text := p.LetterDraft(p.by.Org, func(s string) string { return s })
		if !strings.Contains(text, from) {
			return fmt.Errorf("the letter does not say %s", from)
		}
		if err := p.DraftLetter(p.by, p.now, strings.Replace(text, from, to, 1)); err != nil {
			return err
		}
		return p.FreezeLetter(p.by, p.now, "", huiyin.LetterDispatch{})
	}
}

// atCounter has somebody who does not work on the complaint look it up and take down a reminder (rule P9).
func atCounter(caller string) deed {
	return func(p *place) error {
		if err := p.LookedUp(p.by, p.now, huiyin.ByPhone); err != nil {
			return err
		}
		return p.RemindAtCounter(p.by, p.now, huiyin.Reminder{Way: "visit", Caller: caller,
			Recognised: []string{string(huiyin.ByName), string(huiyin.ByPhone)}}, huiyin.ByPhone)
	}
}

func message(said string) deed {
	return func(p *place) error {
		return p.LeaveMessage(p.by, p.now, said, []string{string(huiyin.ByName), string(huiyin.ByPhone)},
			huiyin.ByPhone)
	}
}

func accuse(account, reason string) deed {
	return func(p *place) error { return p.ChangeAccused(p.by, p.now, account, "", reason) }
}

func hear(wording string) deed {
	return func(p *place) error {
		return p.RequestStatement(p.by, p.now, huiyin.StatementForm{Wording: wording})
	}
}

// awarded ends a dispute with a sum that the company has to pay (rule T1).
func awarded(r huiyin.DisputeResult, yuan huiyin.Money, words string) deed {
	return func(p *place) error {
		return p.EndDispute(p.by, p.now, len(p.Disputes), huiyin.DisputeEnd{Result: r, Words: words, At: p.now,
			Amount: yuan * huiyin.Yuan})
	}
}

// payAward pays what the last dispute has ended with.
func payAward(receipt string) deed {
	return func(p *place) error {
		n := len(p.Disputes)
		if err := p.Pay(p.by, p.now, huiyin.Payment{Dispute: n, Amount: p.Disputes[n-1].Amount, PaidAt: p.now,
			Way: "银行转账", Receipt: receipt}); err != nil {
			return err
		}
		return released(p)
	}
}

func transfer(site, reason string) deed {
	return func(p *place) error { return p.Transfer(p.by, p.now, site, reason) }
}

func acceptTransfer(p *place) error { return p.AcceptTransfer(p.by, p.now) }

// tangXiaoyun is owed ¥1,500 for three weeks.
func tangXiaoyun() story {
	return story{
		site: "HY", day: 27, at: "10:20", by: "a01",
		in: intake("visit", "buyer", "唐筱云", "6栋1单元0703", "repair", "dissatisfied",
			"交房时新铺的木地板起翘，师傅来过一次说要等材料，之后没有消息，搬家公司已经改期两次。",
			"修好地板，并补偿改期的费用。", contract("HYF-2024-0703")),
		acts: []act{
			{"0 11:00", "s01", assign("a01", "engineering")},
			{"0 11:20", "a01", accept},
			{"0 15:00", "a01", talk("phone", "请客户提供搬家公司的改期单据，约定两天内答复。")},
			{"1 10:00", "e01", opine("材料批次受潮，须整间更换；属施工责任。")},
			{"1 14:30", "s01", judge("company", "engineering", 2, 2, 2)},
			{"2 09:30", "a01", propose("apology compensation", 1500, "整间更换木地板，补偿搬家改期的费用，合计 1500 元。", "施工验收记录；改期单据两张")},
			{"2 11:00", "s01", approve("情况属实。")},
			{"2 16:00", "a01", answer("phone", "yes", "说明更换和补偿的安排，请客户来签和解协议。", "")},
			{"2 16:20", "a01", cause("supplier", "地板存放在未通风的地下室，进场前没有测含水率。")},
			{"2 16:30", "s01", correct("e01", "木地板进场先测含水率，合格后才铺装。", 10*days)},
			// she is abroad: her son signs, with her letter of attorney (rule C11)
			{"3 09:40", "a01", attach("document", "授权委托书（唐筱云委托其子唐一帆）.png", "原件已核对，两人身份证件已出示")},
			{"3 09:50", "a01", namedAgent("唐一帆", "唐筱云")},
			{"3 10:00", "a01", attach(huiyin.SignedAgreement, "和解协议（已签字）.png", "由其子凭授权委托书当面签字")},
			{"11 15:00", "e01", did("已改为进场测含水率，记录归档。")},
			{"17 10:30", "a01", remind("phone", "客户本人")},
		},
	}
}

// lianShuqin went to arbitration and was paid what was awarded.
func lianShuqin() story {
	return story{
		site: "LT", day: 70, at: "09:50", by: "b01",
		in: intake("letter", "buyer", "连淑琴", "", "charges", "agitated",
			"签约时收了全额中介服务费，合同约定协助办理过户，过户时又让我另付一笔代办费才肯去。",
			"退还另收的代办费。", contract("LTZ-2024-0318")),
		acts: []act{
			{"0 10:30", "t01", assign("b01", "service")},
			{"0 10:50", "b01", accept},
			{"0 16:00", "b01", talk("phone", "请客户把两张收据发来。")},
			{"1 10:00", "b01", attach("contract", "居间服务合同.png", "第八条：协助办理过户，不另收费；第十二条：仲裁条款")},
			{"2 11:00", "", judge("company", "service", 2, 2, 3, loss(6800))},
			{"3 10:00", "", propose("explanation", 0, "书面说明代办费由第三方收取。", "《居间服务合同》第八条")},
			{"4 15:00", "", answer("phone", "no", "说明代办费由第三方收取，门店没有收到这笔钱。", "全额退还，否则按合同仲裁。")},
			{"9 10:00", "", dispute(huiyin.Dispute{Stage: huiyin.Arbitration, Body: "示例仲裁委员会", Lawyer: "示例律师事务所 田律师",
				Claim: "退还另收的代办费 6800 元。"})},
			{"48 16:00", "", awarded(huiyin.Awarded, 6800, "裁决退还代办费 6800 元，十日内付清。")},
			{"48 17:00", "b01", attach(huiyin.AwardPaper, "仲裁裁决书.png", "终局裁决")},
			{"52 11:00", "f01", payAward("SK-2024-0655")},
		},
	}
}

// meiZhiyuan is told no by a letter that was put in other words before it went out.
func meiZhiyuan() story {
	return story{
		site: "HY", day: 24, at: "16:10", by: "a02",
		in: intake("email", "buyer", "梅致远", "2栋1单元1504", "discount", "dissatisfied",
			"同一栋的邻居晚两周签约，总价比我便宜三万，销售当时说的是“全程一价”。",
			"按邻居的价格退还差价。", contract("HYF-2024-0215")),
		acts: []act{
			{"0 16:40", "s01", assign("a02", "sales")},
			{"0 17:00", "a02", accept},
			{"1 10:00", "a02", talk("phone", "请客户提供当时的沟通记录。")},
			{"1 15:00", "a02", find("邻居享受的是新推出的团购优惠，客户签约时尚未推出；聊天记录中没有“全程一价”的承诺。", "优惠公示、聊天记录")},
			{"2 10:00", "", judge("customer", "sales", 1, 1, 2)},
			{"3 09:30", "", propose("explanation", 0, "书面说明两次优惠的时间和条件。", "《优惠活动公示》")},
			{"4 10:30", "", declineDemand("email", "pending", "说明优惠以签约当日公示为准，差价不能退还。", "", "《商品房买卖合同》第六条")},
			{"4 11:00", "", editedLetter("说明优惠以签约当日公示为准，差价不能退还。",
				"两次优惠推出的时间不同，均以签约当日的公示为准，因此差价不能退还。我们理解您看到价格变化时的心情。")},
		},
	}
}

// guanYue's handler turns out to be the one complained about.
func guanYue() story {
	return story{
		site: "HY", day: 12, at: "11:05", by: "a02",
		in: intake("phone", "prospect", "关悦", "", "attitude", "agitated",
			"上周看房时接待人员催我当场交定金，我说要回去商量，他就说“没钱就别来看”。",
			"道歉，并换一位顾问。"),
		acts: []act{
			{"0 11:30", "s01", assign("a01", "sales")},
			{"0 11:45", "a01", accept},
			{"1 09:40", "a01", talk("phone", "向客户致歉，请客户回忆接待人员的姓名或工号。")},
			{"2 10:15", "a02", talk("phone", "客户再次来电，说想起来了：接待人是林晓雯。")},
			{"2 11:00", "", accuse("a01", "客户来电说明接待人是林晓雯，与当日接待登记一致。")},
			{"2 11:20", "", assign("a02", "sales")},
			{"2 11:40", "a02", accept},
			{"2 14:00", "", hear("客户反映：看房当天被催促当场交定金，并被说“没钱就别来看”。请说明当时的经过。")},
			{"3 09:30", "a01", state("当天客流较多，我说过名额有限，没有说过那句话；语气确实急了。")},
		},
	}
}

// ruanTing asks for the third time, at a counter where nobody knows her case.
func ruanTing() story {
	return story{
		site: "HY", day: 9, at: "09:30", by: "a01",
		in: intake("phone", "buyer", "阮婷", "4栋2单元0901", "other", "dissatisfied",
			"补充协议里的车位编号写错了，说好三天内换新的，现在还没有通知我去签。",
			"尽快更正补充协议。", contract("HYF-2024-0901")),
		acts: []act{
			{"0 10:00", "s01", assign("a01", "contracts")},
			{"0 10:20", "a01", accept},
			{"0 11:00", "a01", promise("phone", "告知合同部已受理更正。", "三天内通知来签新的补充协议", 3*days)},
			{"4 10:00", "a02", atCounter("客户本人")},
			{"6 15:30", "a02", atCounter("客户爱人")},
			{"8 10:40", "a02", atCounter("客户本人")},
			{"8 10:45", "a02", message("客户明天上午还会再来，请带上更正后的补充协议。")},
		},
	}
}

// shenJiayi's case belongs to another site, whose supervisor takes it over.
func shenJiayi() story {
	return story{
		site: "HY", day: 8, at: "14:20", by: "a02",
		in: intake("hotline", "owner", "沈嘉仪", "3栋1单元1101", "noise", "dissatisfied",
			"楼下设备房半夜嗡嗡响，报给售楼处的热线，说会转给物业，一直没人联系。",
			"检修设备，夜里不再有响声。"),
		acts: []act{
			{"0 15:00", "s01", transfer("JY", "客户住在景园，属物业服务范围，热线登记在海悦府。")},
			{"0 16:30", "u01", acceptTransfer},
			{"0 16:40", "u01", assign("w01", "engineering")},
			{"0 17:00", "w01", accept},
			{"1 09:30", "w01", talk("visit", "到设备房查看，水泵减震垫老化，已联系更换。")},
		},
	}
}

// yueQing waits for the word of a supervisor who has left: the step stands on the next one's desk.
func yueQing() story {
	return story{
		site: "LT", day: 5, at: "10:10", by: "b01",
		in: intake("visit", "tenant", "岳青", "", "repair", "dissatisfied",
			"租房时说好换的热水器一直没有换，房东让找门店，门店说在走流程。",
			"换热水器，并补偿这两周的费用。"),
		acts: []act{
			{"0 10:40", "t01", assign("t01", "service")},
			{"0 11:00", "t01", accept},
			{"1 10:00", "t01", talk("phone", "告知已联系厂家上门。")},
			{"1 15:00", "t01", find("看房记录上写明由门店协调更换，没有人跟进。", "看房记录")},
			{"2 10:00", "t01", judge("company", "service", 1, 1, 2)},
			{"2 11:00", "t01", propose("apology compensation", 800, "更换热水器，补偿 800 元。", "看房记录")},
		},
	}
}
