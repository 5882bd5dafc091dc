package web

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/huiyin/crisis"
)

// cases are the fixtures of the matrix: complaints of HY recorded by a01, minor, in charge s01.
var cases = map[string]func(p *portal) string{
	"import":   func(p *portal) string { return p.checked("v01", oldRegister) },
	"received": func(p *portal) string { return p.as("a01").record("site", "HY") },
	"many people": func(p *portal) string { // more than may be exported in clear
		p.as("admin").must("/settings/figures", "export_people", "1")
		p.as("a01").record("site", "HY")
		return p.as("a01").record("site", "HY", "name", "赵二", "phone", "13811112222")
	},
	"export asked": func(p *portal) string {
		c := cases2["many people"](p)
		p.as("p01").must("/exports", "list", "site=HY", "format", "csv", "purpose", "对账")
		return c
	},
	"export agreed": func(p *portal) string {
		c := cases2["export asked"](p)
		p.as("v01").must(p.placed("/exports/:export/decide", c), "decision", "approve", "words", "确有需要")
		p.made()
		return c
	},
	"assigned": func(p *portal) string { // to a02, who has not accepted; e01's department is asked
		c := p.as("a01").record(append(p.stranger(), "site", "HY")...)
		p.as("s01").must(c+"/assign", "handler", "a02", "department", "engineering")
		return c
	},
	"investigating": func(p *portal) string {
		c := cases2["assigned"](p)
		p.as("a02").must(c + "/accept")
		return c
	},
	"found": func(p *portal) string {
		c := cases2["investigating"](p)
		p.as("a02").must(c+"/findings", "finding", "查过了", "ground", "制度三")
		return c
	},
	"transferred": func(p *portal) string { // from HY to LT
		c := cases2["investigating"](p)
		p.as("s01").must(c+"/transfer", "site", "LT", "reason", "属龙庭店")
		return c
	},
	"referred": func(p *portal) string { // passed on by a platform
		c := cases2["investigating"](p)
		p.as("a02").must(c+"/outside", "source", "platform", "number", "PT-"+number(c))
		return c
	},
	"returned outside": func(p *portal) string {
		c := cases2["referred"](p)
		p.as("s01").must(c+"/outside/return", "reason", "不属本公司")
		return c
	},
	"outside extension": func(p *portal) string {
		c := cases2["referred"](p)
		p.as("a02").must(c+"/outside/extend", "until", p.later(30*24*time.Hour), "reason", "等检测报告")
		return c
	},
	"emergency": func(p *portal) string { return p.as("a01").record("site", "HY", "urgency", "emergency") },
	"paused": func(p *portal) string {
		c := cases2["investigating"](p)
		p.as("a02").must(c+"/pause", "reason", "等客户", "until", p.later(5*24*time.Hour))
		return c
	},
	"extension": func(p *portal) string { // asked for by a02
		c := cases2["investigating"](p)
		p.as("a02").must(c+"/extend", "deadline", "D5", "until", p.later(200*time.Hour), "reason", "等厂家报价")
		return c
	},
	"proposing": func(p *portal) string {
		c := cases2["investigating"](p)
		p.as("a02").must(c+"/proposals", "measure", "compensation", "text", "补偿", "ground", "合同", "amount", "3000")
		return c
	},
	"urgeable": func(p *portal) string { // two hours after it was asked (rule C8)
		c := cases2["approving"](p)
		p.pass(3 * time.Hour)
		return c
	},
	"approving": func(p *portal) string { // at the manager's step
		c := cases2["proposing"](p)
		p.as("a02").must(c + "/proposals/1/submit")
		p.as("s01").must(c+"/proposals/1/decide", "decision", "approve")
		return c
	},
	"answering": func(p *portal) string {
		c := cases2["approving"](p)
		p.as("x02").must(c+"/proposals/1/decide", "decision", "approve")
		return c
	},
	"admitted": func(p *portal) string { // x02 admits the facts of an important one; a VP's word is asked
		c := p.as("a01").record("site", "HY", "category", "attitude")
		p.as("x02").must(c+"/assign", "handler", "a02")
		p.as("a02").must(c + "/accept")
		p.as("x02").must(c+"/proposals", "measure", "explanation", "text", "说明经过", "ground", "制度三")
		p.as("x02").must(c + "/proposals/1/submit")
		p.as("x02").must(c+"/answers", "way", "face", "said", "说明经过", "accepted", "pending", "facts", "admitted")
		return c
	},
	"executing": func(p *portal) string { // 3,000 to pay, a task of b01's, a measure of w01's
		c := cases2["answering"](p)
		p.as("a02").must(c+"/answers", "way", "face", "said", "补偿", "accepted", "yes")
		p.as("a02").must(c+"/tasks", "what", "送票据", "who", "b01", "due", p.later(time.Hour))
		p.as("a02").must(c+"/measures", "kind", "corrective", "what", "整改", "unit", "门店", "person", "w01", "due",
			p.later(time.Hour))
		if a := p.as("a02").upload(c+"/attachments", "a.txt", []byte("x")); a.status != http.StatusSeeOther {
			p.t.Fatal(a.status)
		}
		return c
	},
	"paid": func(p *portal) string { // ¥500 of it
		c := cases2["executing"](p)
		p.as("f01").must(c+"/payments", "proposal", "1", "amount", "500", "paid_at", p.later(0), "way", "转账", "receipt",
			"FK-1")
		p.as("p01").must(c + "/payments/1/release")
		return c
	},
	"recorded payment": func(p *portal) string { // and not released
		c := cases2["executing"](p)
		p.as("f01").must(c+"/payments", "proposal", "1", "amount", "500", "paid_at", p.later(0), "way", "转账", "receipt",
			"FK-1")
		return c
	},
	"reversing": func(p *portal) string { // it was wrong
		c := cases2["paid"](p)
		p.as("f01").must(c+"/payments/1/reverse", "reason", "付错账户")
		return c
	},
	"agreement filed": func(p *portal) string {
		c := cases2["executing"](p)
		if a := p.as("a02").upload(c+"/attachments", "b.txt", []byte("x"), "kind",
			"agreement"); a.status != http.StatusSeeOther {
			p.t.Fatal(a.status)
		}
		return c
	},
	"done": func(p *portal) string { // the measure is done
		c := cases2["executing"](p)
		p.as("w01").must("/measures/"+part(p, c, "measure"), "done", "改了")
		return c
	},
	"unheard": func(p *portal) string { // x02 asks to close it as invalid, an important one
		c := p.as("a01").record("site", "HY", "category", "attitude")
		p.as("x02").must(c+"/close", "outcome", "invalid", "reason", "重复")
		return c
	},
	"found invalid": func(p *portal) string {
		c := p.as("a01").record("site", "HY")
		p.as("s01").must(c+"/close", "outcome", "invalid", "reason", "重复")
		return c
	},
	"disputed invalid": func(p *portal) string {
		c := cases2["found invalid"](p)
		p.as("a01").must(c+"/objections", "said", "确有其事")
		return c
	},
	"closed": func(p *portal) string {
		c := p.as("a01").record("site", "HY")
		p.as("a01").must(c+"/settle", "class", "process", "cause", "x", "measure", "y", "said", "z", "satisfaction",
			"fair")
		p.as("s01").must(c+"/assess", "validity", "valid", "responsibility", "company")
		p.as("s01").must(c+"/close", "outcome", "solved")
		return c
	},
	"reportable": func(p *portal) string { // the law wants a report
		return p.as("a01").record("site", "HY", "category", "safety_accident")
	},
	"held": func(p *portal) string { // under legal hold
		c := p.as("a01").record("site", "HY")
		p.as("v01").must(c+"/hold", "reason", "法院可能调取")
		return c
	},
	"recusal": func(p *portal) string { // the customer wants another one in charge
		c := p.as("a01").record("site", "HY")
		p.as("s01").must(c+"/assign", "handler", "a02")
		p.as("a02").must(c+"/recuse", "who", "s01", "reason", "客户认为负责人偏袒")
		return c
	},
	"unhappy": func(p *portal) string { // the follow-up found the customer not satisfied
		c := cases2["closed"](p)
		p.as("s02").must(c+"/followups", "at", p.later(0), "satisfaction", "unsatisfied", "said", "还是漏水")
		return c
	},
	"judged": func(p *portal) string { // by a court; an appeal is possible
		c := cases2["dispute"](p)
		p.as("s01").must(c+"/disputes/1/end", "result", "judged", "words", "判决", "ended_at", p.later(0))
		return c
	},
	"stray": func(p *portal) string { // a signed form that the portal did not recognise
		c := p.as("a01").record("site", "HY")
		if a := p.as("a01").upload(c+"/attachments", "表.txt", []byte("x"), "kind",
			"signed_form"); a.status != http.StatusSeeOther {
			p.t.Fatal(a.status)
		}
		return c
	},
	"accused": func(p *portal) string { // a01, to whom the matter was put
		c := p.as("a02").record("site", "HY", "accused", "a01")
		p.as("s01").must(c+"/hearing", "wording", "请说明经过。")
		return c
	},
	"justified": func(p *portal) string { // a01's fault, handled by a02
		c := cases2["investigating"](p)
		p.as("s01").must(c+"/assess", "validity", "valid", "responsibility", "company", "responsible_person", "a01")
		return c
	},
	"penalty": func(p *portal) string { // proposed by p01
		c := cases2["justified"](p)
		p.as("p01").must(c+"/consequences", "sanction", "warning", "sanction", "self_review", "wording", "接待经过",
			"reason", "属实", "evidence", "matter")
		return c
	},
	"answered for": func(p *portal) string { // a01 has said what they think of it
		c := cases2["penalty"](p)
		p.as("a01").must(c+"/consequences/1/view", "view", "当日客户较多。")
		return c
	},
	"imposed": func(p *portal) string {
		c := cases2["answered for"](p)
		p.as("x02").must(c+"/consequences/1/decide", "decision", "impose", "words", "属实")
		return c
	},
	"in effect": func(p *portal) string { // a criticism of a01, upheld
		c := cases2["justified"](p)
		p.as("p01").must(c+"/consequences", "sanction", "criticism", "wording", "接待经过", "reason", "属实",
			"evidence", "matter")
		p.as("a01").must(c+"/consequences/1/view", "waived", "1")
		p.as("x02").must(c+"/consequences/1/decide", "decision", "impose", "words", "属实")
		p.as("a01").must(c+"/consequences/1/objection", "objection", "过重")
		p.as("v01").must(c+"/consequences/1/objection/decide", "decision", "uphold", "words", "适当")
		return c
	},
	"dismissal": func(p *portal) string {
		c := cases2["justified"](p)
		p.as("p01").must(c+"/consequences", "sanction", "dismissal", "wording", "接待经过", "reason", "属实",
			"evidence", "matter")
		return c
	},
	"circulated": func(p *portal) string {
		c := cases2["in effect"](p)
		p.as("v02").must(c+"/consequences/1/circular", "roles", "agent", "sites", "HY", "facts", "接待中离开",
			"lesson", "先补位")
		return c
	},
	"pointed": func(p *portal) string { // points of a01 wait; s01 closed it
		c := cases2["justified"](p)
		p.as("s01").must(c+"/settle", "class", "process", "cause", "疏忽", "measure", "道歉", "said", "已道歉", "satisfaction",
			"fair")
		p.as("s01").must(c+"/close", "outcome", "solved")
		return c
	},
	"packed": func(p *portal) string { // its evidence, for a court
		c := cases2["executing"](p)
		p.as("p01").must(c+"/evidence-packages", "purpose", "起诉", "receiver", "区法院")
		return c
	},
	"unread": func(p *portal) string { // a new clause that nobody has read
		p.as("admin").must("/settings/clauses", "code", "3.9", "text", "来访须登记。", "from", "2025-03-03", "discussed",
			"2025-02-01", "announced", "2025-02-10", "allows", "warning")
		return ""
	},
	"objected": func(p *portal) string {
		c := cases2["imposed"](p)
		p.as("a01").must(c+"/consequences/1/objection", "objection", "过重")
		return c
	},
	"twin": func(p *portal) string { // another of HY was recorded after
		c := p.as("a01").record("site", "HY")
		p.as("a02").record("site", "HY")
		return c
	},
	"merged": func(p *portal) string {
		c, other := p.as("a01").record("site", "HY"), p.as("a02").record("site", "HY")
		p.as("s01").must(c+"/merge", "into", strings.TrimPrefix(other, "/complaints/"))
		return c
	},
	"restricted": func(p *portal) string { // by s01, in charge; open to a02, who handles it, and to e01, who is named
		c := cases2["assigned"](p)
		p.as("a02").must(c + "/accept") // so that a01, who took it, answers no more (rule W14)
		p.as("s01").must(c+"/restrict", "people", "e01", "reason", "涉及客户资料")
		return c
	},
	"handed": func(p *portal) string { // the decisions of s01 to s02
		p.as("s01").post("/account/delegations", "to", "s02", "from", p.later(0), "until", p.later(time.Hour))
		return cases2["received"](p)
	},
	"rights asked": func(p *portal) string { // admin asks that b01 become manager
		p.as("admin").post("/settings/people/b01", "name", "何佳", "role", "manager", "sites", "LT")
		return cases2["received"](p)
	},
	"standing": func(p *portal) string { // everything of a site is held, by v02
		p.as("v02").post("/holds", "over", "site", "site", "LT", "reason", "法院通知保全")
		return cases2["received"](p)
	},
	"filed": func(p *portal) string {
		return p.as("a01").record("site", "HY", "phone", "13600136000", "unit", "9栋901")
	},
	"filed2": func(p *portal) string { // assigned
		c := p.as("a01").record("site", "HY", "phone", "13600136002", "unit", "9栋902")
		p.as("s01").must(c+"/assign", "handler", "a02", "department", "engineering")
		return c
	},
	"joined": func(p *portal) string { // another file is merged into its customer's
		n := 13600137000 + 2*len(p.rows("SELECT id FROM complaint")) // nobody's yet
		c := p.as("a01").record("site", "HY", "phone", strconv.Itoa(n), "unit", "9栋903")
		other := p.customer(p.as("a01").record("site", "HY", "phone", strconv.Itoa(n+1), "unit", "9栋903"))
		p.as("s01").must(p.customer(c)+"/merge", "other", strings.TrimPrefix(other, "/customers/"), "reason",
			"同一位业主的两个号码")
		return c
	},
	"viewed": func(p *portal) string { // a view of s01's
		p.as("s01").post("/views", "name", "噪音", "list", "category=noise")
		return ""
	},
	"tray": func(p *portal) string { p.trayed("a01"); return "" }, // a page of a01's that nothing is read on
	"asked": func(p *portal) string { // the customer asks to see their data; h01 handles it
		c := p.as("a01").record("site", "HY", "phone", "13600136005")
		p.as("a01").must(p.customer(c)+"/requests", "kind", "see", "way", "phone", "asked", "要求查阅", "site", "HY",
			"handler", "h01")
		return c
	},
	"part asked": func(p *portal) string { return cases2["asked"](p) }, // h01 sees nothing of it (rule B1)
	"inquiry":    func(p *portal) string { return p.as("a01").inquire("handler", "b01") },
	"praise":     func(p *portal) string { return p.as("a01").praise() }, // of a02
	"thanks": func(p *portal) string {
		c := cases2["praise"](p)
		p.as("a01").must(c+"/gifts", "what", "果篮", "value", "100")
		return c
	},
	"thanked": func(p *portal) string {
		c := cases2["thanks"](p)
		p.as("s01").must(c+"/gifts/1/decide", "decision", "approve")
		return c
	},
	"gesture": func(p *portal) string {
		c := cases2["investigating"](p)
		p.as("a02").must(c+"/gestures", "what", "鲜花", "value", "100")
		return c
	},
	"gesture agreed": func(p *portal) string {
		c := cases2["gesture"](p)
		p.as("s02").must(c+"/gifts/1/decide", "decision", "approve")
		return c
	},
	"shown": func(p *portal) string { // the form, to be signed
		c := cases2["investigating"](p)
		p.as("a02").must(c+"/signings", "paper", "form")
		return c
	},
	"signed": func(p *portal) string {
		c := cases2["shown"](p)
		p.as("a02").must(c+"/signings/1", signing()...)
		return c
	},
	"draft": func(p *portal) string { // a report of HY that nobody has commented on
		n := len(p.rows("SELECT id FROM document"))
		return "/figures/reports/" + huiyin.ReportNumber(huiyin.Month(202502).Add(-n), "HY")
	},
	"commented": func(p *portal) string { // by s01
		r := cases2["draft"](p)
		p.as("s01").must(r+"/comment", "comment", "投诉集中在交付")
		return r
	},
	"released": func(p *portal) string {
		r := cases2["commented"](p)
		p.as("p01").must(r+"/sign", "words", "同意")
		return r
	},
	"quarter": func(p *portal) string { // an evaluation that nobody has begun
		n := len(p.rows("SELECT id FROM document WHERE kind = 'quarter'"))
		return "/figures/quarters/" + huiyin.QuarterNumber(huiyin.QuarterBefore(20244, n))
	},
	"evaluated": func(p *portal) string { // by x02, with a measure for e01
		q := cases2["quarter"](p)
		p.as("x02").must(q+"/write", "strengths", "响应快了", "weaknesses", "意见慢了")
		p.as("x02").must(q+"/jobs", "what", "每周对账", "who", "e01", "due", p.later(48*time.Hour))
		return q
	},
	"management": func(p *portal) string {
		q := cases2["evaluated"](p)
		p.as("v01").must(q+"/release", "words", "同意")
		return q
	},
	"planned": func(p *portal) string { // an improvement plan of HY, by s01
		first, second := p.as("a01").record("site", "HY", "category", "leak"),
			p.as("a01").record("site", "HY", "category", "repair")
		number := func(c string) string { return strings.TrimPrefix(c, "/complaints/") }
		return p.as("s01").must("/figures/plans", "site", "HY", "category", "repair", "cause", "外墙渗漏", "aim", "减半",
			"number", number(first), "more", number(second))
	},
	"plan measured": func(p *portal) string { // with a measure that e01 has done
		v := cases2["planned"](p)
		p.as("s01").must(v+"/jobs", "what", "更换防水层", "unit", "engineering", "who", "e01", "due", p.later(48*time.Hour))
		p.as("e01").must("/jobs/"+p.rows("SELECT max(id) FROM job")[0][0], "done", "已更换")
		return v
	},
	"plan checked": func(p *portal) string {
		v := cases2["plan measured"](p)
		p.as("s01").must(v+"/jobs/1/check", "effective", "yes", "found", "雨后未渗")
		return v
	},
	"plan ended": func(p *portal) string {
		v := cases2["plan checked"](p)
		p.as("p01").must(v+"/end", "result", "三个月未再渗")
		return v
	},
	"sensitive": func(p *portal) string { // a note of a02's
		c := cases2["executing"](p)
		p.as("a02").must(c+"/sensitive", "sensitive_kind", "health", "sensitive", "左腕骨折", "consent_by", "王女士", "agreed", "1")
		return c
	},
	"job": func(p *portal) string { // e01's
		cases2["evaluated"](p)
		return "/jobs/" + p.rows("SELECT max(id) FROM job")[0][0]
	},
	"customers": func(p *portal) string { return p.takenAt(customerImportPath, "p01", customerFile) }, // of HY
	"units":     func(p *portal) string { return p.taken("p01", unitFile) },                           // of HY
	"holding":   func(p *portal) string { return "/crises/holding/" + p.held("p01") },
	"crisis": func(p *portal) string { // of HY: statement 1 in force, 2 a draft, 3 waits, 4 approved; duty is offered to p01
		c := p.crisisOf("HY")
		p.as("x02").must(c+"/statements/hold", "template", p.held("p01", "v01"), "place", "会议室")
		for n := 2; n <= 4; n++ {
			at := c + "/statements/" + strconv.Itoa(n)
			p.as("s01").must(c+"/statements", "text", "项目组已到现场。", "kind", "words", "next_at", p.later(5*time.Hour))
			if n > 2 {
				p.as("s01").must(at + "/submit")
			}
			if n > 3 {
				p.as("v02").must(at+"/decide", "decision", "approve", "without_opinion", "法务在开会")
			}
		}
		p.as("x02").must(c+"/seats/handover", "seat", "duty", "to", "p01", "words", "人群已散")
		return c
	},
	"acted": func(p *portal) string { // v02 acts for v01
		c := p.crisisOf("HY")
		p.as("v02").must(c+"/seats/takeover", "seat", "highest", "reason", "在飞机上")
		return c
	},
	"unsaid latent": func(p *portal) string {
		c := p.crisisOf("HY")
		p.as("v01").must(c+"/phase", "phase", "aftermath", "reason", "散去")
		return c
	},
	"crisis over": func(p *portal) string {
		c := p.crisisOf("HY")
		p.as("v01").must(c+"/phase", "phase", "aftermath", "reason", "散去")
		p.as("v01").must(c+"/close", "outcome", "both", "learned", "早说")
		return c
	},
	"joinable": func(p *portal) string { // an alarm where a crisis is open
		p.crisisOf("HY")
		return p.as("a01").must("/crises/alarm", "site", "HY", "place", "大门", "people", "20")
	},
	"unsaid": func(p *portal) string { // with a holding statement that may be issued
		p.held("p01", "v01")
		return p.crisisOf("HY")
	},
	"alarm": func(p *portal) string { // of HY by a01
		return p.as("a01").must("/crises/alarm", "site", "HY", "place", "大门", "people", "20")
	},
	"meeting": func(p *portal) string { // of HY by s01 with a01 and e01
		p.as("s01").must("/figures/meetings", "site", "HY", "at", p.later(-time.Hour), "venue", "会议室", "people", "a01",
			"people", "e01", "topics", "交付投诉", "minutes", "逐件看过")
		return "/figures/meetings/" +
			p.rows("SELECT number FROM document WHERE id = (SELECT max(document) FROM meeting)")[0][0]
	},
	"drawn": func(p *portal) string { // of March 2025, its closed complaint to be checked by e01
		if len(p.rows("SELECT id FROM document WHERE kind = 'sample'")) > 0 {
			return "/figures/samples/JC-202503"
		}
		cases2["closed"](p)
		p.as("a01").must("/inquiries", "site", "HY", "channel", "phone", "name", "赵先生", "phone", "13912345678",
			"matter", "漏水报了三次没人管，什么时候来修", "why", "客户只问时间") // rule W13
		ctx, later := p.t.Context(), p.now.AddDate(0, 1, 5)
		k := huiyin.Actor{Person: p.store.Org().Person("k01"), Org: p.store.Org()}
		number, err := p.store.DrawSample(ctx, db.Once{}, k, later, 202503)
		asked := err
		for n := 1; n < 6 && err == nil; n++ { // the first that e01 had no part in
			asked = p.store.ChangeSample(ctx, db.Once{}, k, number, n, 0,
				func(v *huiyin.Sample, c *huiyin.Complaint, acted []string) error {
					return v.Ask(k, later, n, "e01", later.AddDate(0, 0, 7), c, acted)
				})
			if asked == nil {
				break
			}
		}
		if asked != nil {
			p.t.Fatal(asked)
		}
		return "/figures/samples/" + number
	},
	"destruction list": func(p *portal) string { // of one complaint whose time is over
		if n := p.rows("SELECT number FROM document WHERE kind = 'destruction'"); len(n) > 0 {
			return "/destruction-lists/" + n[0][0]
		}
		number := strings.TrimPrefix(cases2["closed"](p), "/complaints/")
		return "/destruction-lists/" + p.outlive(number, p.now.AddDate(3, 0, 1))
	},
	"archived": func(p *portal) string { // and on no list yet
		number := strings.TrimPrefix(cases2["closed"](p), "/complaints/")
		if _, err := p.store.ChangeComplaint(p.t.Context(), db.Once{}, number, 0, func(c *huiyin.Complaint) error {
			c.Run(p.store.Org(), p.now.AddDate(0, 0, 91))
			return nil
		}); err != nil {
			p.t.Fatal(err)
		}
		p.now = p.now.Add(time.Minute) // what was closed is before that
		return "/complaints/" + number
	},
	"archive list": func(p *portal) string {
		cases2["archived"](p)
		number, err := p.store.DrawArchiveList(p.t.Context(), db.Once{}, huiyin.System(p.store.Org()), p.now, "HY",
			time.Time{}, p.now)
		if err != nil {
			p.t.Fatal(err)
		}
		return "/archive-lists/" + number
	},
	"minuted": func(p *portal) string {
		m := cases2["meeting"](p)
		p.as("s01").must(m + "/close")
		return m
	},
	"dispute": func(p *portal) string {
		c := cases2["proposing"](p)
		p.as("s01").must(c+"/disputes", "stage", "court", "body", "法院")
		return c
	},
}

var cases2 map[string]func(p *portal) string

func init() { cases2 = cases }

// customer gives the address of a case's customer's file.
func (p *portal) customer(c string) string {
	p.t.Helper()
	a := p.as("v01").get(c + "/customer")
	if a.status != http.StatusSeeOther {
		p.t.Fatalf("%s has no file: %d", c, a.status)
	}
	return a.location
}

// request gives the address of the newest request in the file of a case's customer.
func (p *portal) request(c string) string {
	p.t.Helper()
	return "/data-requests/" +
		p.as("v01").get(p.customer(c)).page().Find("[data-request]").Last().AttrOr("data-request", "0")
}

// part finds the id of a case's first task, measure or attachment.
func part(p *portal, c, kind string) string {
	return p.as("v01").get(c).page().Find("[data-"+kind+"]").First().AttrOr("data-"+kind, "0")
}

// crisisOf opens a crisis at HY, with three seats, legal and a spokesperson.
func (p *portal) crisisOf(site string) string {
	p.t.Helper()
	c := p.as("v01").must("/crises", "site", site, "title", "延期交付", "people", "24", "beside", "另一批业主", "highest", "v01", "highest_deputy", "v02",
		"duty", "x02", "duty_deputy", "p01", "scene", "s01", "scene_deputy", "s02", "place", "大门")
	p.as("v01").must(c+"/team", "part", "legal", "person", "k01")
	p.as("v01").must(c+"/team", "part", "spokesperson", "person", "e01")
	return c
}

// held is the number of a holding statement that somebody wrote, and another approved.
func (p *portal) held(by string, approver ...string) string {
	p.t.Helper()
	p.as(by).must("/crises/holding", "name", "聚集", "text", "请到"+crisis.BlankPlace+"登记。")
	n := p.rows("SELECT number FROM holding ORDER BY id DESC LIMIT 1")[0][0]
	for _, v := range approver {
		p.as(v).must("/crises/holding/" + n + "/approve")
	}
	return n
}
