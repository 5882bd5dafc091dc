package print

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"huiyin/huiyin"
)

// trap is a case that holds, in every field of the house, a sentence that only the house may read.
func trap() *huiyin.Complaint {
	c := punished()
	c.Emotion, c.GradeReason, c.Involved = "agitated", "内情定级", "内情涉及人"
	c.Findings[0].Finding, c.Findings[0].Ground, c.Findings[0].Conclusion = "内情调查", "内情调查依据", "内情结论"
	c.Statements[0].Statement, c.Opinions[0].Opinion = "内情陈述", "内情部门意见"
	for i := range c.Steps {
		c.Steps[i].Words = "内情审批意见"
	}
	c.Steps = append(c.Steps, huiyin.Step{Proposal: 1, Chain: 1, Stage: 3, Function: huiyin.Legal, By: "l01",
		Decision: huiyin.Approve, At: day(6, 8, 0), Words: "内情法务意见"})
	c.Proposals = append(c.Proposals, huiyin.Proposal{N: 2, At: day(5, 12, 0), By: "s01", Mandate: 1,
		Text: "内情底线", Ground: "内情底线依据", Amount: 90_000 * huiyin.Yuan, Remedies: []string{"compensation"},
		Status: huiyin.ProposalApproved})
	c.Contacts[0].Said, c.Tasks[0].What, c.Tasks[0].Result = "内情沟通", "内情任务", "内情任务结果"
	c.Causes[0].Cause, c.CloseReason = "内情原因", "内情结案说明"
	for i := range c.Measures {
		c.Measures[i].What, c.Measures[i].Unit, c.Measures[i].Done, c.Measures[i].Words = "内情措施", "内情单位", "内情办结",
			"内情验证"
	}
	k := &c.Sanctions[0]
	k.Wording, k.Words, k.View, k.Reason = "内情处罚事由", "内情处罚决定", "内情申辩", "内情处罚理由"
	c.Gifts = []huiyin.Gift{{N: 1, What: "内情礼品", Words: "内情礼品意见"}}
	c.Disputes = []huiyin.Dispute{{Stage: huiyin.Mediation, StartedAt: day(12, 9, 0), Claim: "内情主张", Words: "内情调解"}}
	c.Attachments = append(c.Attachments, huiyin.Attachment{ID: 9, At: day(9, 9, 0), By: "l01", Name: "内情文件.pdf",
		Note: "内情说明", Kind: "document", Hash: strings.Repeat("77ab", 16)},
		huiyin.Attachment{ID: 10, At: day(9, 9, 0), By: "s01", Name: "内情内部联.jpg", Kind: huiyin.HouseForm,
			Paper: huiyin.PaperHouse, Hash: strings.Repeat("66cd", 16)})
	c.Letters = []huiyin.Letter{{N: 1, Text: "尊敬的客户：\n定稿的答复。", FrozenAt: day(6, 16, 0), FrozenBy: "v01"}}
	return c
}

// never are words that stand on no paper for the customer, in whatever state (LAW.md, section 2).
var never = []string{"内情", "情绪", "激动", "投诉等级", "重大", "责任界定", "有效性", "调查", "部门处理意见", "审批", "原因分析", "纠正措施",
	"预防措施", "处罚", "红牌", "当事人陈述", "被投诉人", "底线", "90,000", "无理", "恶意", "最终答复", "不再受理", "解释权",
	"放弃一切权利", "一次性了结"}

// mustNever says of a paper what it must hold and must never hold. Whoever builds a paper adds its row.
var mustNever = []struct {
	paper       string
	must, never []string
}{
	{"receipt", []string{"投诉受理回执", "TS-HY-20250303-001", "2025-03-0309:12", "总价九八折", "按约定重新计价", "0755-80001234"},
		slices.Concat(never, []string{"肆万伍仟", "13812345678", "440301199001011234"})},
	{"formcustomer", []string{"客户联", "TS-HY-20250303-001", "𬱖女士", "总价九八折", "按约定重新计价", "当面致歉", "¥45,000.00",
		"肆万伍仟元整", "不构成责任认定", "《认购书》第三条", "接受", "满意度", "客户签字"},
		slices.Concat(never, []string{"13812345678", "440301199001011234", "深圳市南山区", "陈国栋", "周正", "王强", "赵敏"})},
	{"formhouse", []string{"内部联", "不得交给客户", "客户情绪", "内情调查", "内情陈述", "内情部门意见", "负责人决定", "内情审批意见", "内情原因",
		"内情措施", "记录人签字", "部门负责人签字", "售楼主管", "销管部经理", "副总经理", "结案", "内情结案说明", "处罚"},
		[]string{"13812345678", "440301199001011234", "客户签字", "内情底线", "90,000"}},
	{"paidreceipt", []string{"收条", "TS-HY-20250303-001", "付款人", "收款人", "和解协议", "银行转账", "¥45,000.00", "肆万伍仟元整",
		"已经收到", "收款人（签字）"},
		slices.Concat(never, []string{"440301199001011234", "撤诉", "撤回投诉", "满意", "陈国栋", "周正", "王强", "赵敏"})},
	{"withdrawal", []string{"撤诉书", "TS-HY-20250303-001", "总价九八折", "亲笔", "自愿", "随时可以再次提出", "没有人因此向本人承诺", "投诉人（签字）"},
		slices.Concat(never, []string{"13812345678", "440301199001011234", "¥", "补偿", "赔偿", "礼品", "付款", "陈国栋", "周正", "王强", "赵敏"})},
	{"letter", []string{"投诉答复函", "定稿的答复。"}, never},
	{"reportout", []string{"外部版", "TS-HY-20250303-001", "总价九八折", "按约定重新计价", "当面致歉", "2025-03-0615:00", "付款",
		"¥45,000.00", "材料目录", strings.Repeat("3b1f", 8), strings.Repeat("a94e", 8), "日志校验码"},
		slices.Concat(never, []string{"13812345678", "误传", "66cd", "陈国栋", "周正", "王强", "赵敏", "认购书.pdf"})},
	{"dossierout", []string{"投诉案卷（外部版）", "卷内目录", "卷内备考表", "客户联", "投诉受理回执", "投诉结案报告（外部版）", "材料目录",
		strings.Repeat("3b1f", 8)},
		slices.Concat(never, []string{"内部联", "办理日志", "13812345678", "补偿审批表", "处理过程", "草稿", "已过时"})},
	{"dossier", []string{"投诉案卷（内部版）", "客户联", "内部联", "内情调查", "内情部门意见", "内情审批意见", "补偿审批表", "办理日志摘录"},
		[]string{"13812345678", "内情处罚"}}, // the reader of this print may see no consequence
	{"circular", []string{"处罚通报", "处理", "范围", "张挂"}, []string{"𬱖女士", "138****5678", "13812345678", "1201",
		"内情", "罚款", "开除"}},
}

// What a paper must hold stands on it, what it must never hold does not, ended, open and in between.
func TestF1F5W16_WhatPapersMustAndNeverHold(t *testing.T) {
	for _, tt := range mustNever {
		for _, state := range []huiyin.State{huiyin.Closed, huiyin.Executing, huiyin.Answering, huiyin.Received} {
			c := trap()
			c.State = state
			got := said(t, tt.paper, c)
			for _, w := range tt.must {
				if state == huiyin.Closed && !strings.Contains(got, squeeze(w)) {
					t.Errorf("%s lacks %s", tt.paper, w)
				}
			}
			for _, w := range tt.never {
				if strings.Contains(got, squeeze(w)) {
					t.Errorf("%s, %s: shows %s", tt.paper, state, w)
				}
			}
		}
	}
	for _, paper := range outgoing {
		if paper != "settlement" && !slices.ContainsFunc(mustNever, func(r struct {
			paper       string
			must, never []string
		}) bool {
			return r.paper == paper
		}) {
			t.Errorf("%s has no row", paper)
		}
	}
}

// The settlement names both parties in full, each duty once, who signs by what right, and holds nothing that LAW.md, 2
// forbids: signed by the customer, by an agent, and where it does not bind (rules F4, C10, C11, C12).
func TestF4C10_WhatTheSettlementMustAndNeverHold(t *testing.T) {
	o := furnished()
	site := o.Site("HY")
	site.LegalName, site.CreditCode, site.LegalAddress = "示例海悦置业有限公司", "91440300MA5DEM0019", "海悦区示例路1号"
	shown := stamped()
	shown.Revealed = map[string]bool{"phone": true, "identity": true, "address": true}
	agent := huiyin.Party{N: 1, Proposal: 1, At: day(6, 10, 0), Name: "其子", Role: huiyin.PartyAgent, For: "𬱖女士",
		Powers: []string{"settle"}, Seen: true, Identity: "440301200001010017", File: 1, Holder: "𬱖女士", Bank: "示例银行",
		Account: "6200000000000000017"}
	self := agent
	self.Name, self.Role, self.For, self.Powers, self.File = "𬱖女士", huiyin.PartySelf, "", nil, 0
	bare := agent
	bare.File = 0
	forbidden := slices.Concat(slices.DeleteFunc(slices.Clone(never), func(w string) bool { return w == "调查" }), []string{"*", "代签",
		"仲裁", "12345", "12315", "删除", "撤诉", "撤回投诉", "已收到", "合计", "满意", "人民法院管辖", "陈国栋", "周正", "王强", "赵敏", "一次了结"})
	must := []string{"和解协议", "TS-HY-20250303-001", "示例海悦置业有限公司", "统一社会信用代码：91440300MA5DEM0019", "海悦区示例路1号",
		"13812345678", "440301199001011234", "签署人", "不构成责任认定", "肆万伍仟元整", "¥45,000.00", "6200000000000000017",
		"履行完毕第一条至第三条后", "保修和质量责任", "向机关、法院、消费者组织、律师、医生和家人投诉、举报、陈述", "逾期利息", "收条另行签写",
		"依法解决", "一式两份", "骑缝", "请乙方在此小签", "甲方", "乙方"}
	for name, tt := range map[string]struct {
		party       huiyin.Party
		stamp       Stamp
		must, never []string
	}{
		"the customer": {self, shown, slices.Concat(must, []string{"𬱖女士（本人或共有人）"}), slices.Concat(forbidden, []string{"不具约束力", "草稿"})},
		"an agent": {agent, shown, slices.Concat(must, []string{"其子（代理人），代𬱖女士签署", "𬱖女士 其子（代理人）", "代为和解", "证明材料附后", "440301200001010017"}),
			slices.Concat(forbidden, []string{"不具约束力", "代为收款", "草稿"})},
		"an agent without a letter": {bare, shown, []string{"不具约束力", "没有授权委托书"}, nil},
		"masked":                    {self, stamped(), []string{"副本", "不供签署"}, []string{"13812345678", "440301199001011234"}},
	} {
		c := trap()
		c.Attachments[0].ID = 1
		c.SettlementParties, c.Proposals[0].PayBy = []huiyin.Party{tt.party}, day(30, 18, 0)
		var b bytes.Buffer
		if err := Settlement(&b, tt.stamp, c, o); err != nil {
			t.Fatal(err)
		}
		got := squeeze(read(t, b.Bytes()))
		for _, w := range tt.must {
			if !strings.Contains(got, squeeze(w)) {
				t.Errorf("%s: lacks %s", name, w)
			}
		}
		for _, w := range tt.never {
			at := strings.Index(strings.ReplaceAll(got, "13812345678", ""), squeeze(w))
			if at >= 0 || len(w) == 11 && strings.Contains(got, w) {
				t.Errorf("%s: shows %s: %.60s", name, w, got[max(at, 0):])
			}
		}
		if n := strings.Count(got, "肆万伍仟元整"); n != 1 && len(tt.never) > 0 {
			t.Errorf("%s: the sum is owed %d times", name, n)
		}
	}
}

// Whoever may see a consequence finds it on the house part and in the internal edition, and nowhere else.
func TestF1F5A3_ConsequencesOnlyInsideAndAsFarAsSeen(t *testing.T) {
	c := trap()
	for name, want := range map[string]bool{"formcustomer": false, "reportout": false, "dossierout": false,
		"letter": false, "receipt": false, "formhouse": true, "report": true, "dossier": true} {
		for _, sees := range []bool{true, false} {
			s := stamped()
			if sees {
				s.Consequences = []*huiyin.Sanction{&c.Sanctions[0]}
			}
			got := printedWith(t, name, s, c)
			if strings.Contains(got, "内情处罚决定") != (want && sees) {
				t.Errorf("%s, seen %v: the consequence is there: %v", name, sees, !(want && sees))
			}
		}
	}
}

// An ended case of which little is known leaves nothing open, and its parts say that nothing follows (rule F1).
func TestF1_AnEndedCaseLeavesNothingOpen(t *testing.T) {
	c := received()
	c.State, c.Outcome, c.ClosedAt, c.ClosedBy = huiyin.Closed, huiyin.Withdrawn, day(5, 10, 0), "x02"
	for _, part := range []string{"formcustomer", "formhouse"} {
		got := said(t, part, c)
		for _, open := range []string{"客户签字", "投诉人签字", "调查人签字", "部门负责人签字", "责任人签字", "验证人", "□接受", "□有效", "原因分析："} {
			if strings.Contains(got, open) {
				t.Errorf("%s leaves %s open", part, open)
			}
		}
		if !strings.Contains(got, "以下空白") {
			t.Errorf("%s can be written on", part)
		}
		if part == "formhouse" && !strings.Contains(got, "2025-03-0510:00周正：撤诉") {
			t.Error("the house part does not say how the case ended")
		}
		c.State = huiyin.Proposing
		if got := said(t, part, c); strings.Contains(got, "以下空白") || !strings.Contains(got, "签字：") {
			t.Errorf("%s of an open case cannot be written on", part)
		}
		c.State = huiyin.Closed
	}
}

// Words with a sum that nobody approved do not stand on the customer's part, as on no letter (rules W16, C7).
func TestF1W16_NoUnapprovedSumOnTheCustomersPart(t *testing.T) {
	c := closed()
	c.Answers[0].Said = "公司将赔偿您90000元。"
	if got := said(t, "formcustomer", c); strings.Contains(got, "90000") || !strings.Contains(got, "¥45,000.00") {
		t.Errorf("%s", got)
	}
	c = closed()
	c.State, c.ReopenedAt = huiyin.Proposing, day(20, 9, 0)
	if got := said(t, "formcustomer", c); strings.Contains(got, "当面致歉") {
		t.Error("the answer of an earlier round stands on the part to be signed")
	}
}

// The receipt tells who takes which data what for, how long, the customer's rights and whom to ask (rule K13).
func TestK13_TheReceiptTellsAboutData(t *testing.T) {
	o := furnished()
	o.Letterhead.Officer = "陈保护 0755-1"
	var b, wall bytes.Buffer
	if err := errors.Join(Receipt(&b, stamped(), received(), o),
		Notice(&wall, stamped(), o.Site("HY"), "GZ-HY", o)); err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string]string{"receipt": read(t, b.Bytes()), "poster": read(t, wall.Bytes())} {
		for _, want := range []string{"个人信息告知", "谁收集", "收集什么", "用来做什么", "3–10年", "查阅、复制、更正或删除", "陈保护0755-1"} {
			if !strings.Contains(squeeze(got), want) {
				t.Errorf("%s lacks %s", name, want)
			}
		}
		if pages := strings.Count(got, "\f"); pages != 1 {
			t.Errorf("%s has %d pages", name, pages)
		}
	}
}
