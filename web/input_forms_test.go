package web

import (
	"slices"
	"strings"
)

// field is one field of a form: what is typed into it, and what is refused at it.
type field struct {
	name string
	good []string
	bad  []string
}

var (
	long    = strings.Repeat("长", 25_000)
	notTime = []string{"2025-13-40", "2025-02-30T10:00", "0001-01-01T00:00", "9999-12-31T23:59", "昨天下午", "1741000000",
		"2025-03-03T25:61", "２０２５-03-03T10:00"}
)

func needed(name, good string) field {
	return field{name, []string{good}, []string{"", " \t\r\n ", long}}
}
func optional(name, good string) field { return field{name, []string{good}, []string{long}} }
func free(name string, good ...string) field {
	return field{name, good, nil}
}

func chosen(name, good string) field {
	return field{name, []string{good}, []string{"nonsense", strings.ToUpper(good) + "_", "' OR 1=1 --", long}}
}

func mustChoose(name, good string) field {
	f := chosen(name, good)
	f.bad = append(f.bad, "")
	return f
}

func sum(name, good string, more ...string) field {
	return field{name, []string{good}, append(more, "-1", "1e9", "１２３x", "1.234", "0x10", "NaN", "1,00", "壹佰多",
		"999999999999999999999", "999999999999.99")}
}

func whole(name, good string) field {
	return field{name, []string{good}, []string{"-1", "1.5", "六", "99999999999999999999", "1e1"}}
}

// instant is a needed time; beyond is one on the wrong side of now.
func instant(name, good, beyond string) field {
	f := maybeInstant(name, good, beyond)
	f.bad = append(f.bad, "")
	return f
}

func maybeInstant(name, good, beyond string) field {
	return field{name, []string{good}, append(slices.Clone(notTime), beyond)}
}

// wording is what a statement is written with.
var wording = []field{{"text", []string{"项目组已到现场。"}, []string{"", " ", long, "每户赔五千元"}}, chosen("kind", "notice"),
	maybeInstant("next_at", tomorrow, yesterday), chosen("answers", "e01")}

// form is one POST form: the case it stands on, who sends it, and its fields.
type form struct {
	path, fixture, who string
	fields             []field
}

func (f form) values(but string, value ...string) []string {
	var pairs []string
	for _, d := range f.fields {
		vs := d.good
		if d.name == but {
			vs = value
		}
		for _, v := range vs {
			pairs = append(pairs, d.name, v)
		}
	}
	return pairs
}

const (
	tomorrow  = "2025-03-04T10:00"
	yesterday = "2025-03-02T10:00"
	nextMonth = "2025-04-03T10:00"
	justNow   = "2025-03-03T10:00"
	longAgo   = "1924-01-01T10:00"
)

// converted are the fields by which an inquiry or praise becomes a complaint.
var converted = []field{
	mustChoose("category", "facilities"), chosen("site", "HY"), optional("matter", "电梯停运"), needed("demand", "尽快修好"),
	chosen("relation", "buyer"), chosen("emotion", "agitated"),
	chosen("urgency", "urgent"), free("accused", "a02"),
}

// met are the fields of a meeting.
var met = []field{
	instant("at", justNow, longAgo), needed("venue", "会议室"),
	{"people", []string{"a01", "e01"}, []string{"", "nonsense", "admin", long}},
	{"cases", nil, []string{"nonsense", "TS-HY-20250303-999", long}},
	needed("topics", "交付投诉"), optional("minutes", "逐件看过"),
}

// forms are the forms of CONTRACT.md, each with a case that takes it.
var forms = []form{
	{"/login", "", "", []field{{"username", []string{"a01"}, []string{"", " "}},
		{"password", []string{"huiyin-demo"}, []string{""}}}},
	{"/account/password", "", "a01", []field{
		{"old", []string{"huiyin-demo"}, []string{"", "wrong"}},
		{"new", []string{"neues-passwort"}, []string{"", "short", long}},
		{"again", []string{"neues-passwort"}, []string{"", "anderes-passwort"}},
	}},
	{"/account/notices", "", "a01", []field{
		{"mail", []string{"a01@example.com"}, []string{"a01", "a@b c", "a@b.c,d@e.f", long}},
		{"quiet_from", []string{"22:00"}, []string{"25:00", "abends", "-1"}},
		{"quiet_to", []string{"07:30"}, []string{"24:00", "8"}}, {"digest", []string{"17:30"}, []string{"17:60", "x"}},
	}},
	{"/account/security/offer", "", "a01", nil},
	{"/complaints/export", "", "s01", []field{free("format", "csv"), free("list", "q=噪音&sort=due&col=phone"),
		needed("purpose", "对账")}},
	{"/exports", "many people", "p01", []field{free("format", "csv"), free("list", ""), needed("purpose", "对账")}},
	{"/exports/:export/decide", "export asked", "v01", []field{mustChoose("decision", "approve"),
		needed("words", "确有需要")}},
	{"/destruction-lists/:doc/sign", "destruction list", "l01", nil},
	{"/archive-lists", "archived", "h01", []field{mustChoose("site", "HY")}},
	{"/archive-lists/:doc/sign", "archive list", "h01", nil},
	{"/exports/:export/make", "export agreed", "p01", nil},
	{"/views", "", "s01", []field{{"name", []string{"噪音"}, []string{"", " \t", long}}, chosen("share", "agent"),
		{"list", []string{"category=noise&sort=due&col=site&col=phone"},
			[]string{"", "page=2", "q=13800138000", "from=gestern", "col=nonsense", long}}}},
	{"/views/1", "viewed", "s01", []field{{"name", []string{"新名字"}, []string{"", long}},
		chosen("share", "supervisor")}},
	{"/views/1/drop", "viewed", "s01", nil},
	{"/account/language", "", "a01", []field{mustChoose("lang", "en")}},
	{"/account/theme", "", "a01", []field{mustChoose("theme", "dark")}},
	{"/account/delegations", "", "s01", []field{mustChoose("to", "s02"), instant("from", tomorrow, yesterday),
		instant("until", "2025-03-20T10:00", yesterday)}},
	{"/account/delegations/1/end", "handed", "s01", nil},
	{"/holds", "", "v01", []field{mustChoose("over", "site"), chosen("site", "HY"), free("number", "TS-HY-20250303-001"),
		free("account", "a01"), needed("reason", "法院通知保全")}},
	{"/holds/1/end", "standing", "v01", []field{needed("reason", "保全已解除")}},
	{"/confirmations/1/decide", "rights asked", "v01", []field{mustChoose("decision", "approve"),
		optional("reason", "已核实")}},
	{"/confirmations/1/withdraw", "rights asked", "admin", nil},
	{"/rehearsal/clock", "", "a01", []field{instant("at", tomorrow, yesterday)}},
	{"/complaints/draft", "", "a01", []field{free("name", "半个名字"), free("accused", "a01", "a02")}},
	{"/complaints", "", "a01", []field{
		mustChoose("site", "HY"), mustChoose("channel", "phone"), needed("name", "赵晓东"),
		{"phone", []string{"13912345678"}, []string{"", "1234", "电话没有", long}},
		optional("identity", "110101199003071234"), optional("address", "滨海路 12 号"), optional("unit", "1栋101"),
		optional("contract", "HT-2025-1"), chosen("relation", "buyer"),
		chosen("emotion", "agitated"), mustChoose("category", "facilities"), chosen("urgency", "urgent"),
		chosen("scope", "part"), free("accused", "a02", "s02"),
		needed("matter", "电梯停运三天。"), needed("demand", "尽快修好。"), whole("complainants", "3"),
		maybeInstant("event_at", yesterday, tomorrow), optional("event_place", "大堂"),
		optional("involved", "保安一名"), free("read_back", "1"), free("apologised", "1"), optional("next_steps", "明日回电"),
		maybeInstant("promised_at", tomorrow, yesterday),
		maybeInstant("received_at", justNow, tomorrow), {"link", nil, []string{"nonsense", "TS-HY-20250303-999", long}},
	}},
	{"/complaints/bulk", "received", "s01", []field{
		{"number", []string{":number"}, []string{""}}, mustChoose("act", "assign"), mustChoose("handler", "a02"),
		chosen("department", "engineering"),
	}},
	{"/complaints/bulk/forms", "received", "s01", []field{free("list", "site=HY")}},
	{"/complaints/:number/assign", "received", "s01",
		[]field{mustChoose("handler", "a02"), chosen("department", "engineering")}},
	{"/complaints/:number/accept", "assigned", "a02", nil},
	{"/complaints/:number/urge", "urgeable", "a02", nil},
	{"/complaints/:number/assess", "assigned", "s01", []field{
		chosen("validity", "valid"), chosen("grade", "important"), optional("grade_reason", "客户情绪激动"),
		whole("impact", "2"), whole("risk", "3"), whole("reputation", "4"),
		chosen("responsibility", "company"), chosen("responsible_department", "engineering"),
		chosen("responsible_person", "a02"), sum("loss", "1200.50"),
		free("promise_broken", "1"), chosen("urgency", "urgent"), optional("urgency_reason", "x"),
		optional("reason", "y"),
	}},
	{"/complaints/:number/findings", "investigating", "a02",
		[]field{needed("finding", "查过了"), optional("ground", "制度三")}},
	{"/complaints/:number/correct", "investigating", "a02", []field{
		needed("matter", "四楼漏水"), needed("demand", "修好四楼"), needed("name", "王大明"),
		{"phone", []string{"13911112222"}, []string{"1234", "没有", long}}, optional("identity", "110101199003071234"),
		optional("address", "滨海路 12 号"), chosen("relation", "tenant"), mustChoose("channel", "visit"),
		mustChoose("category", "facilities"), optional("unit", "9栋"), optional("contract", "HT-9"),
		maybeInstant("event_at", yesterday, tomorrow), optional("event_place", "大堂"), whole("complainants", "3"),
		mustChoose("scope", "part"), chosen("emotion", "calm"),
		maybeInstant("promised_at", tomorrow, yesterday), optional("involved", "保安"), optional("next_steps", "明日回电"),
		needed("reason", "听错了"),
	}},
	{"/complaints/:number/correct/finding-1", "found", "a02",
		[]field{needed("finding", "查了两次"), optional("ground", "制度四"), needed("reason", "笔误")}},
	{"/complaints/:number/opinion", "investigating", "e01", []field{needed("opinion", "同意维修")}},
	{"/complaints/:number/hearing", "accused", "s01", []field{needed("wording", "请说明三月二日的接待经过。")}},
	{"/complaints/:number/accused", "accused", "x02", []field{mustChoose("add", "w01"), needed("reason", "核查当日接待记录")}},
	{"/complaints/:number/statement", "heard", "a01", []field{needed("statement", "我当时在带另一位客户。")}},
	{"/complaints/:number/contacts", "investigating", "a02", []field{
		mustChoose("way", "phone"), needed("said", "已说明进展"), maybeInstant("at", justNow, tomorrow),
		optional("who", "赵女士"),
		{"promised", []string{"三日内回电"}, []string{"", long, "赔偿五千元"}},
		{"promised_at", []string{tomorrow}, append(slices.Clone(notTime), "", yesterday)},
		{"private", []string{"1"}, nil},
	}},
	{"/complaints/:number/reminders", "investigating", "a02",
		[]field{mustChoose("way", "phone"), optional("caller", "客户父亲"), maybeInstant("at", justNow, tomorrow)}},
	{"/complaints/:number/transfer", "investigating", "s01",
		[]field{mustChoose("site", "LT"), needed("reason", "属龙庭店")}},
	{"/complaints/:number/transfer/accept", "transferred", "v01", nil},
	{"/complaints/:number/transfer/back", "transferred", "v01", []field{needed("reason", "不属本店")}},
	{"/complaints/:number/outside", "investigating", "a02", []field{
		mustChoose("source", "platform"), {"number", []string{"PT-1"}, []string{"", " ", long}},
		maybeInstant("received", justNow, tomorrow), maybeInstant("handed", justNow, tomorrow),
		maybeInstant("due", tomorrow, yesterday), optional("category", "房产纠纷"), free("secret", "1", "")}},
	{"/complaints/:number/outside/return", "referred", "s01", []field{needed("reason", "不属本公司")}},
	{"/complaints/:number/outside/returned", "returned outside", "s01", []field{mustChoose("accepted", "yes")}},
	{"/complaints/:number/outside/extend", "referred", "a02",
		[]field{instant("until", nextMonth, yesterday), needed("reason", "等检测报告")}},
	{"/complaints/:number/outside/extended", "outside extension", "s01",
		[]field{instant("until", nextMonth, yesterday)}},
	{"/complaints/:number/outside/send", "referred", "s01", []field{
		{"kind", []string{"progress", "final"}, []string{"", "again", "nonsense", long}},
		{"text", []string{"已上门维修"}, []string{"", " ", long, "公司将赔偿客户五千元"}}}},
	{"/complaints/:number/outside/again", "referred", "a02",
		[]field{needed("reason", "群众不满意"), maybeInstant("due", tomorrow, yesterday)}},
	{"/complaints/:number/outside/verdict", "referred", "a02", []field{
		{"contacted", []string{"yes"}, []string{"nonsense", long}}, chosen("solved", "no"), chosen("satisfied", "no"),
		instant("at", justNow, tomorrow)}},
	{"/counter/:counter/reminders", "investigating", "a01", []field{mustChoose("way", "visit"),
		optional("caller", "客户父亲"), {"recognised", []string{"name", ""}, []string{"number", "nonsense", long}}}},
	{"/counter/:counter/messages", "investigating", "a01", []field{needed("said", "请回电"),
		{"recognised", []string{"unit", ""}, []string{"number", "nonsense", long}}}},
	{"/complaints/:number/proposals", "investigating", "a02", []field{
		{"measure", []string{"apology", "compensation", "gift"}, []string{"", "nonsense", long}},
		chosen("who", "a02"), maybeInstant("due", tomorrow, yesterday), chosen("owed", "0"),
		{"worth", []string{"", "0"}, []string{"x", "12.345", "-1", "5"}},
		needed("text", "道歉并补偿"), needed("ground", "合同第八条"), sum("amount", "1,234.50", "", "0", "0.00"),
		sum("gift", "88.00"),
	}},
	{"/complaints/:number/proposals/1/parties", "executing", "a02", []field{
		needed("name", "王小明"), optional("identity", "110101199003071234"), mustChoose("role", "agent"),
		optional("for", "王明"), {"powers", []string{"settle"}, []string{"nonsense", long}}, free("until", tomorrow),
		free("seen", "1"), optional("owners", "李四"), optional("holder", "王小明"), optional("bank", "中国银行"),
		optional("account", "6222020000001234567"),
	}},
	{"/complaints/:number/proposals/1/submit", "proposing", "a02", nil},
	{"/complaints/:number/proposals/1/withdraw", "proposing", "a02", nil},
	{"/complaints/:number/proposals/1/decide", "approving", "x02",
		[]field{mustChoose("decision", "return"), needed("words", "金额偏高")}},
	{"/complaints/:number/answers", "answering", "s01",
		[]field{mustChoose("way", "letter"), needed("said", "补偿三千元"), mustChoose("accepted", "no"),
			optional("wants", "还要道歉"), free("declines", "1"), needed("ground", "合同第八条"),
			{"facts", []string{"unconfirmed"}, []string{"nonsense", long}}}},
	{"/complaints/:number/answers/1/facts", "admitted", "v01",
		[]field{mustChoose("decision", "refuse"), needed("words", "证据不足")}},
	{"/complaints/:number/answers/1/confirm", "executing", "s02",
		[]field{mustChoose("accepted", "no"), needed("words", "没有答应过")}},
	{"/complaints/:number/close/agree", "unheard", "v01", []field{needed("words", "同意")}},
	{"/complaints/:number/objections", "found invalid", "a01", []field{needed("said", "确有其事")}},
	{"/complaints/:number/objections/1/decide", "disputed invalid", "x02",
		[]field{mustChoose("decision", "refuse"), needed("words", "已核对")}},
	{"/complaints/:number/letter", "answering", "a02", []field{needed("text", "您好：答复如下。")}},
	{"/complaints/:number/letter/freeze", "answering", "x02", nil},
	{"/complaints/:number/results", "executing", "s01",
		[]field{mustChoose("way", "visit"), needed("said", "已修好"), mustChoose("satisfaction", "fair"),
			optional("wants", "无")}},
	{"/complaints/:number/tasks", "executing", "s01",
		[]field{needed("what", "回访住户"), mustChoose("who", "b01"), instant("due", tomorrow, yesterday)}},
	{"/tasks/:task", "executing", "b01", []field{needed("done", "送到了")}},
	{"/tasks/:task", "executing", "s01", []field{free("done", ""), {"dropped", []string{"客户不要了"}, []string{long}}}},
	{"/complaints/:number/payments", "agreement filed", "f01", []field{
		{"proposal", []string{"1"}, []string{"", "0", "2", "-1", "一", "1.5", "99999999999999999999"}},
		sum("amount", "2999.99", "", "0", "3000.01"), instant("paid_at", justNow, tomorrow),
		needed("way", "转账"), needed("receipt", "FK-1"), chosen("slip", ""), chosen("instruction", ""),
		optional("payee", ""),
	}},
	{"/complaints/:number/payments/waive", "executing", "v01", []field{needed("reason", "协议原件在邮寄中")}},
	{"/complaints/:number/payments/1/release", "recorded payment", "x02", nil},
	{"/complaints/:number/payments/1/reverse", "paid", "f01", []field{needed("reason", "付错账户")}},
	{"/complaints/:number/payments/1/reverse/agree", "reversing", "x02", nil},
	{"/complaints/:number/cause", "executing", "a02",
		[]field{mustChoose("class", "supplier"), needed("cause", "配件缺货")}},
	{"/complaints/:number/measures", "executing", "a02", []field{
		mustChoose("kind", "preventive"), needed("what", "备足配件"), needed("unit", "工程部"), mustChoose("person", "w01"),
		instant("due", tomorrow, yesterday),
	}},
	{"/measures/:measure", "executing", "w01", []field{needed("done", "已备足")}},
	{"/measures/:measure/verify", "done", "s01", []field{mustChoose("effective", "no"), needed("words", "抽查仍缺")}},
	{"/complaints/:number/settle", "assigned", "s01", []field{
		mustChoose("class", "process"), needed("cause", "误会"),
		{"measure", []string{"当面说明"}, []string{"", long, "compensation", "gift", "补偿五百元"}},
		needed("said", "已说明"), mustChoose("satisfaction", "satisfied"),
	}},
	{"/complaints/:number/close", "proposing", "s01",
		[]field{{"outcome", []string{"withdrawn"}, []string{"", "nonsense", "withdrawn_", long}},
			needed("reason", "客户撤诉")}},
	{"/complaints/:number/reopen", "closed", "s01", []field{needed("reason", "又坏了")}},
	{"/complaints/:number/archive", "over", "s01", nil},
	{"/complaints/:number/followups", "closed", "s01", []field{
		instant("at", justNow, tomorrow), mustChoose("satisfaction", "unsatisfied"), free("recurred", "1"),
		needed("said", "又漏水"),
	}},
	{"/complaints/:number/reveal", "assigned", "a02", []field{mustChoose("field", "phone")}},
	{"/complaints/:number/disputes", "attached", "s01", []field{
		mustChoose("stage", "mediation"), needed("body", "街道调委会"), free("consent", "1"),
		optional("mediator", "张老师"), {"hearing_at", []string{tomorrow}, notTime},
		optional("lawyer", "李律师"), optional("file_number", "(2025)调字1号"), optional("claim", "赔偿"),
		{"mandate", []string{"15000"}, []string{"x", "1.234"}},
		{"agreement", []string{":attachment"}, []string{"", "0", "-1", "999999", "x"}},
	}},
	{"/complaints/:number/disputes", "attached", "s01", []field{
		mustChoose("stage", "arbitration"), needed("body", "仲裁委"),
		{"agreement", []string{":attachment"}, []string{"", "0", "-1", "999999", "x"}},
	}},
	{"/complaints/:number/disputes/1/end", "dispute", "s01",
		[]field{{"result", []string{"judged"}, []string{"", "nonsense", "awarded", long}}, needed("words", "判决驳回"),
			{"amount", []string{"15000"}, []string{"x", "1.234"}},
			instant("ended_at", justNow, tomorrow)}},
	{"/complaints/:number/followups/1/word", "unhappy", "s01", []field{needed("reason", "客户另有要求")}},
	{"/attachments/:attachment/provenance", "stray", "s01", []field{
		mustChoose("origin", "photo"), optional("made_by", "张三"), maybeInstant("made_at", justNow, tomorrow),
		optional("device", "手机"), optional("came_by", "客户发来"), chosen("original", "phone"),
		optional("place", "前台"), optional("keeper", "李四"),
	}},
	{"/attachments/:attachment/confirm", "stray", "s01", []field{needed("words", "客户当面签字，共一页")}},
	{"/complaints/:number/merge", "twin", "s01",
		[]field{{"into", []string{"TS-HY-20250303-002"},
			[]string{"", "TS-HY-20250303-001", "TS-HY-20250303-099", "' OR 1=1 --", long}}}},
	{"/complaints/:number/part", "merged", "s01", nil},
	{"/complaints/:number/disputes/1/events", "dispute", "a02", []field{
		mustChoose("kind", "hearing"), instant("on", tomorrow, "2125-01-01T10:00"), optional("words", "第二法庭"),
	}},
	{"/complaints/:number/phase", "investigating", "a02",
		[]field{mustChoose("phase", "outbreak"), optional("reason", "人多了")}},
	{"/complaints/:number/ticks", "emergency", "a01",
		[]field{mustChoose("list", "emergency"), mustChoose("item", "on_site")}},
	{"/attachments/:attachment/withdraw", "executing", "a02", []field{needed("reason", "传错了")}},
	{"/complaints/:number/restrict", "investigating", "s01",
		[]field{{"people", []string{"a02", "e01"}, []string{"nonsense", long}}, needed("reason", "涉及客户资料")}},
	{"/complaints/:number/hold", "investigating", "v01", []field{needed("reason", "法院可能调取")}},
	{"/complaints/:number/hold/end", "held", "v01", []field{needed("reason", "已无需要")}},
	{"/complaints/:number/law-dates/1", "judged", "s01", []field{
		maybeInstant("done_at", justNow, tomorrow), optional("words", "已提交上诉状"),
		{"not_done", nil, []string{long}},
	}},
	{"/complaints/:number/reports/1", "reportable", "s01", []field{
		needed("to", "区应急管理局"), instant("at", justNow, tomorrow), optional("way", "书面"), optional("number", "收7号"),
	}},
	{"/complaints/:number/recuse", "investigating", "a02", []field{
		{"who", []string{"s01"}, []string{"", "nobody", "u01", long}}, needed("reason", "客户认为负责人偏袒"),
	}},
	{"/complaints/:number/recuse/1/decide", "recusal", "p01",
		[]field{mustChoose("decision", "grant"), needed("words", "情况属实")}},
	{"/complaints/:number/lift", "shut", "s01", []field{needed("reason", "已处理完毕")}},
	{"/complaints/:number/pause", "investigating", "a02", []field{needed("reason", "等客户提供发票"),
		instant("until", "2025-03-08", yesterday)}},
	{"/complaints/:number/resume", "paused", "a02", nil},
	{"/complaints/:number/extend", "investigating", "a02", []field{
		{"deadline", []string{"D5"}, []string{"", "D9", long}},
		{"until", []string{"2025-03-20T10:00"}, append(slices.Clone(notTime), "", yesterday, "2125-01-01T10:00")},
		needed("reason", "等厂家报价"),
	}},
	{"/complaints/:number/extensions/1/decide", "extension", "s01", []field{mustChoose("granted", "yes")}},
	{"/complaints/:number/releases/1/decide", "part asked", "s01", []field{
		{"decision", []string{"refuse"}, []string{"", "return", "nonsense", long}}, needed("reason", "含有他人信息")}},
	{"/customers/:customer/reveal/:number", "filed2", "a02", []field{mustChoose("field", "phone")}},
	{"/customers/:customer/consent", "filed2", "a02", []field{mustChoose("consent", "partly")}},
	{"/customers/:customer/merge", "double", "s01",
		[]field{{"other", []string{":other"}, []string{"", "0", "-1", "999999", "x", "1.5"}},
			needed("reason", "同一位业主")}},
	{"/customers/:customer/part", "joined", "s01", []field{free("other", ":merged"), needed("reason", "并错了")}},
	{"/customers/:customer/requests", "filed2", "a02", []field{
		mustChoose("kind", "erase"), mustChoose("way", "visit"), maybeInstant("received_at", yesterday, tomorrow),
		needed("asked", "请删除我的资料"), mustChoose("site", "HY"),
		{"handler", []string{"h01"}, []string{"", "nobody", "a02", "u01", long}},
	}},
	{"/data-requests/:request/assign", "asked", "h01",
		[]field{{"handler", []string{"s01"}, []string{"", "nobody", "a02", "u01"}}}},
	{"/data-requests/:request/answer", "asked", "h01",
		[]field{mustChoose("outcome", "partly"), needed("answer", "已交付摘录")}},
	{"/data-requests/:request/answer", "correct", "h01", []field{
		mustChoose("outcome", "partly"), needed("answer", "已更正"), {"name", []string{"赵晓冬"}, []string{long}},
		{"phone", []string{"13912345679"}, []string{"1234", "电话没有", long}}, optional("address", "滨海路 13 号"),
	}},
	{"/complaints/:number/gestures", "investigating", "a02",
		[]field{{"what", []string{"鲜花"}, []string{"", " ", long, "红包"}}, sum("value", "88.80", "", "0")}},
	{"/complaints/:number/gifts/1/decide", "gesture", "s02",
		[]field{mustChoose("decision", "refuse"), needed("words", "不必")}},
	{"/complaints/:number/gifts/1/give", "gesture agreed", "a02", []field{
		instant("at", justNow, tomorrow), optional("receipt", "签收单"),
		{"attachment", []string{""}, []string{"-1", "99", "x"}},
	}},
	{"/complaints/:number/gifts/1/give", "gesture agreed", "a02",
		[]field{{"dropped", []string{"客户谢绝"}, []string{long}}}},
	{"/complaints/new", "", "a01", nil},
	{"/inquiries/new", "", "a01", nil},
	{"/praises/new", "", "a01", nil},
	{"/inquiries", "", "a01", []field{
		mustChoose("site", "HY"), mustChoose("channel", "phone"), needed("name", "赵先生"),
		{"phone", []string{"13912345678"}, []string{"", "1234", "电话没有", long}}, optional("unit", "1栋101"),
		needed("matter", "什么时候交房"),
		{"due", []string{tomorrow}, append(slices.Clone(notTime), yesterday, "2025-03-05T10:00")},
		chosen("handler", "a02"),
	}},
	{"/inquiries/:inquiry/answers", "inquiry", "b01", []field{mustChoose("way", "phone"), needed("said", "年底交房")}},
	{"/inquiries/:inquiry/contacts", "inquiry", "b01",
		[]field{mustChoose("way", "phone"), needed("said", "已说明"), maybeInstant("at", justNow, tomorrow),
			optional("who", "本人")}},
	{"/inquiries/:inquiry/assign", "inquiry", "s01", []field{mustChoose("handler", "a02")}},
	{"/inquiries/:inquiry/convert", "inquiry", "b01", converted},
	{"/inquiries/:inquiry/praise", "inquiry", "b01",
		[]field{{"persons", []string{"a02"}, []string{"", "nonsense", long}}, optional("matter", "耐心")}},
	{"/inquiries/:inquiry/reveal", "inquiry", "b01", []field{mustChoose("field", "phone")}},
	{"/praises", "", "a01", []field{
		mustChoose("site", "HY"), mustChoose("channel", "letter"), needed("name", "钱女士"),
		{"phone", []string{"13912345678"}, []string{"1234", long}}, optional("unit", "1栋101"),
		needed("matter", "带看细致"), {"persons", []string{"a02"}, []string{"", "nonsense", long}},
	}},
	{"/praises/:praise/gifts", "praise", "s01",
		[]field{{"what", []string{"果篮"}, []string{"", " ", long, "现金"}}, sum("value", "88.80", "", "0")}},
	{"/praises/:praise/gifts/1/decide", "thanks", "s01",
		[]field{mustChoose("decision", "refuse"), needed("words", "不必")}},
	{"/praises/:praise/gifts/1/give", "thanked", "a01",
		[]field{instant("at", justNow, tomorrow), optional("receipt", "签收单")}},
	{"/praises/:praise/confirm", "praise", "s01", []field{chosen("way", "phone"), needed("words", "客户称确有其事")}},
	{"/praises/:praise/commend", "praise", "s01", []field{mustChoose("person", "a02"), needed("words", "服务周到")}},
	{"/praises/:praise/convert", "praise", "s01",
		append(slices.Clone(converted), field{"phone", []string{"13912345678"}, []string{"", "1234", long}})},
	{"/praises/:praise/reveal", "praise", "s01", []field{mustChoose("field", "phone")}},
	{"/complaints/:number/consequences", "justified", "p01",
		[]field{mustChoose("sanction", "warning"), needed("wording", "接待经过"), needed("reason", "属实"),
			{"evidence", []string{"matter"}, []string{"", "nonsense", "finding-9", long}},
			maybeInstant("act_at", justNow, tomorrow), chosen("clause", "3.1@1")}},
	{"/complaints/:number/consequences/1/decide", "answered for", "x02",
		[]field{mustChoose("decision", "impose"), needed("words", "属实"), free("seen", "2")}},
	{"/complaints/:number/consequences/1/objection/decide", "objected", "v01",
		[]field{mustChoose("decision", "change"), needed("words", "略重"),
			{"sanction", []string{"warning"}, []string{"", "nonsense", long}}}},
	{"/complaints/:number/consequences/1/view", "penalty", "a01", []field{needed("view", "当日客户较多。")}},
	{"/complaints/:number/consequences/1/objection", "imposed", "a01", []field{needed("objection", "过重")}},
	{"/complaints/:number/consequences/1/review", "imposed", "a01", []field{needed("review", "今后先请示。")}},
	{"/complaints/:number/consequences/1/dismissal", "dismissal", "p01",
		[]field{mustChoose("legal_by", "l01"), needed("legal_opinion", "符合第三十九条"), needed("union_reply", "无异议"),
			{"union_told_on", []string{"2025-03-01"}, []string{"", "昨天", "2025-13-40", "2025-03-04", long}},
			{"union_heard_on", []string{"2025-03-03"}, []string{"", "昨天", "2025-02-28", "2025-03-04", long}}}},
	{"/complaints/:number/consequences/1/delivery", "in effect", "p01",
		[]field{instant("delivered_at", justNow, tomorrow), mustChoose("way", "signed"), needed("proof", "本人当面签收")}},
	{"/complaints/:number/consequences/1/lift", "in effect", "v01",
		[]field{{"reason", []string{"查明不是本人"}, []string{"", " ", "罚款二百元", long}}}},
	{"/complaints/:number/consequences/1/circular", "in effect", "v02",
		[]field{{"roles", []string{"agent"}, []string{"", "nonsense", long}},
			{"sites", []string{"HY"}, []string{"", "XX", long}},
			{"facts", []string{"接待中离开"}, []string{"", " ", "此人道德败坏", "13800138000", long}}, needed("lesson", "先补位")}},
	{"/complaints/:number/data-handings", "executing", "a02", []field{
		mustChoose("receiver_kind", "contractor"), needed("receiver", "示例维修公司"), needed("what", "姓名、电话"),
		needed("purpose", "上门维修"), mustChoose("data_ground", "contract"), maybeInstant("at", justNow, tomorrow)}},
	{"/complaints/:number/sensitive", "executing", "a02", []field{
		mustChoose("sensitive_kind", "health"), needed("consent_by", "王女士"), needed("sensitive", "左腕骨折"),
		mustChoose("agreed", "1"), free("guardian", "1")}},
	{"/complaints/:number/sensitive/1/erase", "sensitive", "a02", []field{needed("reason", "撤回同意")}},
	{"/complaints/:number/evidence-packages", "executing", "p01",
		[]field{needed("purpose", "起诉"), needed("receiver", "区法院")}},
	{"/circulars/1/read", "circulated", "a02", nil},
	{"/rules", "unread", "a01", []field{mustChoose("clause", "3.9@1")}},
	{"/appraisals/a01/:number/1/objection", "pointed", "a01", []field{needed("objection", "当日不在岗")}},
	{"/appraisals/a01/:number/1/confirm", "pointed", "p01",
		[]field{mustChoose("decision", "drop"), needed("words", "当日不在岗")}},
	{"/scans/1", "papered", "a01",
		[]field{{"number", []string{"TS-HY-20250303-001"},
			[]string{"", "nonsense", "TS-HY-20250303-099", "TS-JY-20250303-001", long}},
			mustChoose("paper", "receipt")}},
	{"/scans/1/discard", "papered", "a01", []field{needed("reason", "空白页")}},
	{"/complaints/:number/signings", "investigating", "a02", []field{mustChoose("paper", "receipt")}},
	{"/complaints/:number/signings/1", "shown", "a02",
		[]field{needed("signer", "王小明"), mustChoose("witness", "s02"), {"drawing", []string{drawn()}, notDrawn()},
			{"strokes", []string{strokes}, nil}, {"agreed", []string{"1"}, nil}, {"whole", []string{"1"}, nil},
			mustChoose("id_kind", "id_card"), needed("id_last4", "123X"), mustChoose("copy", "printed")}},
	{"/figures/reports/:doc/comment", "draft", "s01", []field{needed("comment", "投诉集中在交付")}},
	{"/figures/reports/:doc/sign", "commented", "p01", []field{optional("words", "同意")}},
	{"/figures/reports/:doc/return", "commented", "p01", []field{needed("reason", "请写明原因")}},
	{"/figures/quarters/:doc/write", "quarter", "x02",
		[]field{needed("strengths", "响应快了"), needed("weaknesses", "意见慢了")}},
	{"/figures/quarters/:doc/jobs", "quarter", "x02",
		[]field{needed("what", "每周对账"), mustChoose("who", "e01"), instant("due", tomorrow, yesterday)}},
	{"/figures/quarters/:doc/release", "evaluated", "v01", []field{optional("words", "同意")}},
	{"/complaints/:number/heard", "emergency", "s01", []field{free("back", "/", "//evil")}},
	{"/crises/alarm", "", "a01", []field{mustChoose("site", "HY"), {"place", []string{"大门"}, []string{"", " ", long}},
		{"people", []string{"46"}, []string{"", "0", "-3", "许多", "100001", "1.5"}}, {"said", []string{"堵门"}, []string{long}}}},
	{"/units/:site/:code/correct", "units", "p01", []field{mustChoose("field", "plan"), optional("value", "三房"),
		needed("reason", "实测")}},
	{"/units/:site/:code/owner", "units", "p01", []field{needed("name", "孙新"), optional("phone", "13800000031"),
		optional("share", "一半"), chosen("relation", "tenant"), {"from", []string{"2025-03-01"}, append([]string{""}, notTime[:5]...)}}},
	{"/units/:site/:code/reveal", "units", "a01", nil},
	{"/units/import/:id/undo", "units", "p01", []field{needed("reason", "传错")}},
	{"/crises", "", "v01", []field{mustChoose("site", "HY"), needed("title", "延期交付"),
		{"people", []string{"46"}, []string{"", "0", "-3", "许多", "100001"}}, mustChoose("highest", "v01"), mustChoose("duty", "x02"),
		mustChoose("scene", "s01"), chosen("highest_deputy", "v02"), chosen("duty_deputy", "p01"), chosen("scene_deputy", "s02"),
		optional("matter", "交付"), optional("place", "大门"), chosen("category", "late_delivery"), chosen("phase", "outbreak"),
		optional("beside", "另一批")}},
	{"/crises/holding", "", "p01", []field{needed("name", "聚集"), {"text", []string{"请到会议室登记。"}, []string{"", " ", long, "{姓名}", "赔5000元"}}}},
	{"/crises/holding/:doc/approve", "holding", "v01", nil},
	{"/crises/holding/:doc/end", "holding", "p01", nil},
	{"/crises/alarm/:alarm/join", "joinable", "p01", []field{mustChoose("crisis", "CR-HY-20250303-1")}},
	{"/crises/:crisis/seats", "crisis", "v01", []field{mustChoose("seat", "scene"), mustChoose("person", "s02"), chosen("deputy", "s01")}},
	{"/crises/:crisis/seats/takeover", "crisis", "v02", []field{mustChoose("seat", "highest"), needed("reason", "在飞机上")}},
	{"/crises/:crisis/seats/back", "acted", "v01", []field{free("seat", "highest")}},
	{"/crises/:crisis/seats/handover", "crisis", "x02", []field{mustChoose("seat", "duty"), mustChoose("to", "p01"), needed("words", "现状")}},
	{"/crises/:crisis/seats/handover/1/accept", "crisis", "p01", nil},
	{"/crises/:crisis/team", "crisis", "v01", []field{mustChoose("part", "study"), {"person", []string{""}, []string{"nobody"}},
		optional("outside", "某律师"), optional("firm", "某律所"), optional("phone", "13900000000")}},
	{"/crises/:crisis/team/end", "crisis", "v01", []field{mustChoose("person", "k01"), needed("reason", "换人")}},
	{"/crises/:crisis/sites", "crisis", "v01", []field{mustChoose("site", "JY")}},
	{"/crises/:crisis/phase", "crisis", "p01", []field{mustChoose("phase", "handling"), optional("reason", "散去")}},
	{"/crises/:crisis/close", "unsaid latent", "v01", []field{mustChoose("outcome", "both"), needed("learned", "早说")}},
	{"/crises/:crisis/reopen", "crisis over", "v01", []field{mustChoose("phase", "handling"), needed("reason", "又来")}},
	{"/crises/:crisis/headcount", "crisis", "s01", []field{{"people", []string{"9"}, []string{"-3", "许多", "100001"}},
		maybeInstant("at", yesterday, tomorrow), optional("place", "大堂"), chosen("how", "counted")}},
	{"/crises/:crisis/statements", "crisis", "s01", wording},
	{"/crises/:crisis/statements/2", "crisis", "s01", wording},
	{"/crises/:crisis/statements/2/submit", "crisis", "s01", nil},
	{"/crises/:crisis/statements/hold", "unsaid", "x02", []field{mustChoose("template", "SF-20250303-1"), optional("place", "会议室"),
		optional("phone", "0755"), optional("time", "18:00")}},
	{"/crises/:crisis/statements/3/opinion", "crisis", "k01", []field{free("agree", "1"), optional("opinion", "无")}},
	{"/crises/:crisis/statements/3/decide", "crisis", "v02", []field{mustChoose("decision", "approve"), optional("words", "可"),
		needed("without_opinion", "急")}},
	{"/crises/:crisis/statements/4/issue", "crisis", "x02", []field{mustChoose("channel", "staff"), free("replaces", "1")}},
	{"/crises/:crisis/statements/1/sent", "crisis", "x02", []field{mustChoose("channel", "door"), {"at", []string{""}, append(slices.Clone(notTime), tomorrow)},
		optional("link", "https://example.cn")}},
	{"/crises/:crisis/statements/1/withdraw", "crisis", "x02", []field{needed("reason", "有误")}},
	{"/crises/:crisis/statements/1/read", "crisis", "a01", []field{free("back", "/", "//evil")}},
	{"/crises/alarm/:alarm/more", "alarm", "a01", []field{
		{"people", []string{"60"}, []string{"", "0", "-3", "许多", "100001"}}, needed("said", "仍在增加")}},
	{"/crises/alarm/:alarm/seen", "alarm", "s01", nil},
	{"/crises/alarm/:alarm/end", "alarm", "p01", []field{mustChoose("reason", "dispersed")}},
	{"/figures/meetings", "", "s01", append([]field{mustChoose("site", "HY")}, met...)},
	{"/figures/meetings/:doc/write", "meeting", "s01", met},
	{"/figures/meetings/:doc/jobs", "meeting", "s01",
		[]field{needed("what", "培训"), mustChoose("who", "e01"), instant("due", tomorrow, yesterday)}},
	{"/figures/meetings/:doc/close", "meeting", "s01", nil},
	{"/figures/plans", "planned", "s01", []field{{"site", []string{"HY"}, []string{"", "JY", "nonsense", long}},
		mustChoose("category", "repair"), needed("cause", "渗漏"), needed("aim", "减半"),
		{"number", []string{"TS-HY-20250303-001 TS-HY-20250303-002"}, []string{"", "TS-HY-20250303-099", long}}}},
	{"/figures/plans/:doc/jobs", "planned", "s01",
		[]field{needed("what", "换防水层"), chosen("unit", "engineering"), mustChoose("who", "e01"),
			instant("due", tomorrow, yesterday)}},
	{"/figures/plans/:doc/jobs/1/check", "plan measured", "s01",
		[]field{mustChoose("effective", "yes"), needed("found", "未再渗")}},
	{"/figures/plans/:doc/end", "plan checked", "p01", []field{needed("result", "未再渗")}},
	{"/figures/plans/:doc/tell", "plan ended", "s01", []field{mustChoose("way", "phone"), needed("said", "已整改")}},
	{"/figures/samples/:doc/ask/1", "drawn", "k01",
		[]field{mustChoose("checker", "m01"), instant("due", "2025-05-04T10:00", yesterday)}},
	{"/figures/samples/:doc/jobs", "drawn", "k01",
		[]field{needed("what", "培训"), mustChoose("who", "e01"), instant("due", "2025-05-04T10:00", yesterday)}},
	{"/figures/samples/:doc/inquiries/1", "drawn", "k01",
		[]field{mustChoose("verdict", "complaint"), needed("words", "报修三次未办，是投诉")}},
	{"/figures/samples/:doc/check/1", "drawn", "e01", []field{
		mustChoose("score_record", "9"), mustChoose("score_response", "none"), mustChoose("score_finding", "10"),
		mustChoose("score_basis", "6"), mustChoose("score_promise", "none"),
		mustChoose("score_improvement", "2"), needed("words_improvement", "没有写明整改日期"), optional("words_record", "齐全"),
	}},
	{"/jobs/:job", "job", "e01", []field{needed("done", "对过账了")}},
	{"/notices/seen", "", "a01", []field{free("up_to", "1")}},
	{"/downloads/:id/cancel", "download", "a01", nil},
	{"/logout", "", "a01", nil},
}
