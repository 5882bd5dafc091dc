package print

import (
	"strings"

	"time"

	"huiyin/huiyin"
)

var office = time.FixedZone("CST", 8*3600)

// company is the company of the tests.
func company() *huiyin.Org {
	o := &huiyin.Org{
		Company: "示例地产有限公司", Zone: office,
		Sites: []huiyin.Site{
			{Code: "HY", Name: "海悦府", Kind: huiyin.SalesOffice, Phone: "0755-8000 1234"},
			{Code: "JY", Name: "景园", Kind: huiyin.ManagedEstate, Phone: "0755-8000 5678"},
		},
		Departments: []huiyin.Department{
			{Code: "sales", Name: "海悦府销售部", Function: huiyin.Sales},
			{Code: "engineering", Name: "工程部", Function: huiyin.Engineering},
			{Code: "legal", Name: "法务部", Function: huiyin.Legal},
			{Code: "finance", Name: "财务部", Function: huiyin.Finance},
		},
		Categories: []huiyin.Category{
			{Code: "price", Name: "价格与合同"},
			{Code: "discount", Name: "折扣算错", Parent: "price", Selling: true, Promise: true},
		},
		People: []huiyin.Person{
			{Account: "a01", Name: "王强", Role: huiyin.Agent, Site: "HY"},
			{Account: "a02", Name: "李娜", Role: huiyin.Agent, Site: "HY"},
			{Account: "s01", Name: "赵敏", Role: huiyin.Supervisor, Site: "HY"},
			{Account: "x02", Name: "周正", Role: huiyin.Manager, AllSites: true},
			{Account: "v01", Name: "陈国栋", Role: huiyin.VP},
			{Account: "g01", Name: "林远", Role: huiyin.VP, GeneralManager: true},
			{Account: "l01", Name: "吴法", Role: huiyin.Supervisor, Department: "legal"},
			{Account: "f01", Name: "钱会", Role: huiyin.Supervisor, Department: "finance"},
			{Account: "e01", Name: "孙工", Role: huiyin.Supervisor, Department: "engineering"},
		},
	}
	return o.Index()
}

// day gives a clock time of March 2025 in the office.
func day(d, hour, minute int) time.Time { return time.Date(2025, 3, d, hour, minute, 0, 0, office) }

// received is a complaint as it comes from the counter, with nothing but what is needed.
func received() *huiyin.Complaint {
	return &huiyin.Complaint{
		Record: huiyin.Record{Number: "TS-HY-20250303-001", Version: 1},
		Intake: huiyin.Intake{
			Site: "HY", Channel: huiyin.ChannelPhone, ReceivedAt: day(3, 9, 12), Name: "𬱖女士", Phone: "13812345678",
			Matter: "客户反映认购时约定的“总价九八折”未计入合同价款。", Demand: "按约定重新计价，退还多收房款。",
			Category: "discount", Urgency: huiyin.Normal, Scope: "household", Complainants: 1,
		},
		Assessment: huiyin.Assessment{Validity: huiyin.Undecided, Responsibility: huiyin.ByUnknown},
		Provenance: huiyin.Provenance{RecordedBy: "a02", RecordedAt: day(3, 9, 20)},
		Standing:   huiyin.Standing{Grade: huiyin.Important, GradeRule: "G2", State: huiyin.Received},
		Assignment: huiyin.Assignment{Owner: "x02", FirstContact: "a02"},
	}
}

// closed is the same complaint at its end: a compensation of ¥45,000 went up to the VP.
func closed() *huiyin.Complaint {
	c := received()
	c.Version, c.State, c.Grade, c.Owner, c.Handler, c.Department = 23, huiyin.Closed, huiyin.Major, "v01", "s01",
		"sales"
	c.Relation, c.Unit, c.Contract, c.EventAt, c.EventPlace = "buyer", "3栋2单元1201", "HY-2024-0381", day(1, 15, 0),
		"海悦府售楼部签约室"
	c.Identity, c.Address = "440301199001011234", "深圳市南山区海悦路1号3栋2单元1201"
	c.Involved, c.Accused, c.Emotion = "签约专员王强；财务收款窗口", []string{"a01"}, "agitated"
	c.ReadBack, c.Apologised, c.NextSteps, c.PromisedAt = true, true, "核对认购书与合同，三日内电话答复。", day(6, 18, 0)
	c.Assessment = huiyin.Assessment{
		Validity: huiyin.Valid, Impact: 4, Risk: 3, Reputation: 3, Responsibility: huiyin.ByCompany,
		ResponsibleDepartment: "sales", ResponsiblePerson: "a01", Loss: 45_000 * huiyin.Yuan, PromiseBroken: true,
	}
	c.AssignedAt, c.AcceptedAt = day(3, 10, 0), day(3, 10, 30)
	c.Findings = []huiyin.Finding{{At: day(4, 11, 0), By: "s01",
		Finding: "经核对，认购书载明“总价九八折”，合同价款录入时漏计该折扣，多计房款￥45,000.00元。", Ground: "《认购书》第三条；《商品房买卖合同》第六条"}}
	c.Statements = []huiyin.Statement{{At: day(4, 14, 0), By: "a01", Statement: "录入合同时沿用旧模板，未注意到折扣栏为空，本人无异议。"}}
	c.Opinions = []huiyin.Opinion{{At: day(4, 16, 0), By: "s01", Department: "sales", Opinion: "属我方录入错误，建议全额退还差额并致歉。"}}
	c.Contacts = []huiyin.Contact{{At: day(4, 17, 30), By: "s01", Way: "phone", Who: "𬱖女士", Said: "告知已查明原因，正在拟定处理方案。"}}
	c.Reminders = []huiyin.Reminder{{At: day(5, 9, 0), By: "a02", Way: "phone", Caller: "𬱖女士", Counts: true}}
	c.Proposals = []huiyin.Proposal{{
		N: 1, Round: 1, At: day(5, 10, 0), By: "s01", Remedies: []string{"apology", "compensation"}, Chain: 1, Stage: 4,
		Amount: 45_000 * huiyin.Yuan, Sum: 45_000 * huiyin.Yuan,
		Text: "书面致歉，并退还多收房款。", Ground: "《认购书》第三条", Status: huiyin.ProposalAgreed,
	}}
	c.Steps = []huiyin.Step{
		{Proposal: 1, Chain: 1, Stage: 1, Role: huiyin.Manager, OpenedAt: day(5, 10, 5), Decision: huiyin.Approve,
			By: "x02", At: day(5, 14, 0), Words: "情况属实。"},
		{Proposal: 1, Chain: 1, Stage: 2, Function: huiyin.Legal, OpenedAt: day(5, 14, 0), Decision: huiyin.Approve,
			By: "l01", At: day(5, 15, 0), Words: "依据充分。"},
		{Proposal: 1, Chain: 1, Stage: 2, Function: huiyin.Finance, OpenedAt: day(5, 14, 0), Decision: huiyin.Approve,
			By: "f01", At: day(5, 16, 0)},
		{Proposal: 1, Chain: 1, Stage: 3, Role: huiyin.VP, OpenedAt: day(5, 16, 0), Decision: huiyin.Approve, By: "v01",
			At: day(6, 9, 0)},
	}
	c.Answers = []huiyin.Answer{{At: day(6, 15, 0), By: "v01", Way: huiyin.FaceToFace, Said: "当面致歉，说明原因及退款安排。",
		Accepted: "yes", Proposal: 1}}
	c.Tasks = []huiyin.Task{{At: day(6, 15, 10), By: "v01", What: "与客户签订补充协议，更正合同价款", Who: "s01", Due: day(10, 18, 0),
		EndedAt: day(9, 11, 0), EndedBy: "s01", Result: "已签订"}}
	c.Payments = []huiyin.Payment{{Proposal: 1, Amount: 45_000 * huiyin.Yuan, PaidAt: day(10, 10, 0), ReleasedAt: day(10, 10, 0), Way: "银行转账",
		Receipt: "FK-20250310-07", By: "f01", At: day(10, 10, 20)}}
	c.Results = []huiyin.Result{{At: day(11, 10, 0), By: "s01", Way: "phone", Said: "差额已到账，补充协议已生效。",
		Satisfaction: huiyin.Satisfied}}
	c.Causes = []huiyin.Cause{{At: day(7, 9, 0), By: "s01", Class: "process", Cause: "合同录入无复核环节，旧模板未停用。"}}
	c.Measures = []huiyin.Measure{
		{ID: 1, At: day(7, 9, 10), By: "s01", Kind: huiyin.Corrective, What: "停用旧合同模板，补录折扣字段", Unit: "海悦府销售部",
			Person: "s01", Due: day(12, 18, 0), DoneAt: day(11, 17, 0), DoneBy: "s01", Done: "旧模板已删除",
			VerifiedAt: day(13, 9, 0), VerifiedBy: "x02", Effective: "yes", Words: "抽查 20 份合同，无遗漏"},
		{ID: 2, At: day(7, 9, 15), By: "s01", Kind: huiyin.Preventive, What: "合同价款须由第二人复核签字", Unit: "海悦府销售部",
			Person: "s01", Due: day(20, 18, 0)},
	}
	c.Attachments = []huiyin.Attachment{
		{ID: 1, At: day(3, 11, 0), By: "a02", Name: "认购书.pdf", Kind: "contract", Size: 183_201,
			Hash: strings.Repeat("3b1f", 16)},
		{ID: 2, At: day(6, 16, 0), By: "s01", Name: "客户投诉意见处理表（已签字）.jpg", Kind: huiyin.SignedForm, Size: 2_183_201,
			Hash: strings.Repeat("a94e", 16)},
		{ID: 3, At: day(4, 9, 0), By: "s01", Name: "误传.jpg", Kind: "photo", Size: 201, Hash: strings.Repeat("00cc", 16),
			WithdrawnAt: day(4, 9, 5), WithdrawnBy: "s01", WithdrawReason: "传错文件"},
	}
	c.Deadlines = []huiyin.Deadline{
		{Kind: huiyin.D2, Due: day(4, 9, 12), Status: huiyin.Met, MetAt: day(3, 10, 30)},
		{Kind: huiyin.D3, Due: day(5, 9, 12), Status: huiyin.Met, MetAt: day(4, 17, 30)},
		{Kind: huiyin.D4, Due: day(6, 9, 12), Status: huiyin.Met, MetAt: day(4, 16, 0)},
		{Kind: huiyin.D5, Due: day(18, 9, 12), Status: huiyin.Met, MetAt: day(6, 15, 0)},
	}
	c.SettledAt, c.ClosedAt, c.ClosedBy, c.Outcome, c.CloseReason = day(6, 15, 0), day(13, 10, 0), "v01", huiyin.Solved,
		""
	c.FollowUps = []huiyin.FollowUp{{At: day(15, 10, 0), By: "a02", Satisfaction: huiyin.Satisfied,
		Said: "客户表示满意，未再发生。"}}
	return c
}

// long is a complaint whose every free text fills much of a page.
func long() *huiyin.Complaint {
	c := closed()
	text := func(s string) string { return strings.Repeat(s, 700/len([]rune(s))+1) }
	c.Matter = text("客户反映：房屋交付后，卫生间天花板多次漏水（已维修 3 次），《商品房买卖合同》约定的防水保修期为5年；每次维修后仅数日又漏。")
	c.Demand = text("要求彻底维修，并赔偿家具损失￥12,345.60元；")
	c.Findings[0].Finding = text("经现场勘查，楼上住户卫生间防水层破损，3 月 4 日闭水试验 24 小时后渗漏明显，照片见附件。")
	c.Opinions[0].Opinion = text("建议重做防水层，并按评估结果补偿家具损失。")
	c.Proposals[0].Text = text("由工程部在十日内重做防水层，公司承担全部费用；")
	c.Answers[0].Said = text("已向客户说明渗漏原因、维修安排和补偿办法。")
	c.Causes[0].Cause = text("施工时未按图集要求做防水附加层，验收时未做闭水试验。")
	c.Measures[0].What = text("对同批次 36 户逐户做闭水试验；")
	c.Steps[0].Words = text("请工程部核对闭水试验记录后实施。")
	return c
}

func stamped() Stamp {
	return Stamp{
		At: day(16, 14, 5), By: "张三", QR: "https://huiyin.example/complaints/TS-HY-20250303-001/form.pdf?v=23",
		Hash: strings.Repeat("9f86d081884c7d65", 4),
	}
}
