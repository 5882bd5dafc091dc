package desk

import (
	"strconv"
	"time"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// papers are what waits for this person besides complaints: reports, work that they gave, inquiries, and what needs
// their word (rules M1, M2, M3, W13, W16, B1, C9, A3, A4, A6, P5, P10).
func (v View) papers() (all []item) {
	name := v.By.Org.PersonName
	for _, w := range v.Words {
		all = append(all, item{kind: "确认", number: w.Account, href: "/confirmations#word-" + strconv.FormatInt(w.ID, 10),
			what: v.T("%s提出变更%s的账号：%s", name(w.By), name(w.Account), v.T(w.On.Label())), verb: "确认…", note: v.at(w.At)})
	}
	for _, r := range v.Exports {
		all = append(all, item{kind: "导出", number: r.Number, href: "/exports#" + r.Number, verb: "决定…", note: v.at(r.At),
			what: v.T("%s要导出 %d 人的完整号码。用途：%s", name(r.By), r.People, r.Purpose)})
	}
	for _, k := range v.Penalties {
		all = append(all, item{kind: "处罚", number: k.Number, who: name(k.Person), state: v.T(k.State.Label()), place: k.For,
			href: "/complaints/" + k.Number + "#consequence-" + strconv.Itoa(k.N), verb: "决定…"})
	}
	for _, d := range v.Points {
		all = append(all, item{kind: "考评", number: d.Number, who: name(d.Person), state: v.T(d.State.Label()),
			href: "/appraisals/" + d.Person + "?month=" + d.Month, verb: "确认…"})
	}
	for _, c := range v.Checks {
		i := item{kind: "检查", number: c.Number, href: "/figures/samples/" + c.Number, verb: "指定…",
			what: v.T("%s 的抽样：%d 件还没有指定检查人", c.Month.String(), c.Unasked)}
		if c.Unasked == 0 {
			i.what, i.verb = v.T("%s 的抽样：%d 件咨询待判定", c.Month.String(), c.Unjudged), "判定…"
		}
		all = append(all, i)
	}
	for i := range v.Inquiries {
		q := &v.Inquiries[i]
		all = append(all, item{kind: "咨询", number: q.Number, who: q.Name, what: q.Matter, href: "/inquiries/" + q.Number,
			site: q.Site, due: v.inquiryDue(q), verb: "答复…"})
	}
	for _, r := range v.Releases {
		all = append(all, item{kind: "摘录", number: r.Number, href: "/complaints/" + r.Number + "#releases", verb: "放行…",
			what: v.T("客户要求查阅、复制个人信息，请决定这件投诉的部分是否放行。"), due: v.until("data_request", r.Due)})
	}
	for _, a := range v.Facts {
		all = append(all, item{kind: "答复", number: a.Number, href: "/complaints/" + a.Number + "#answers", verb: "决定…",
			what: v.T("第%d次答复：%s", a.N, v.T(a.Facts.Label())), site: a.Site, note: name(a.By)})
	}
	for _, g := range v.Gifts {
		all = append(all, v.gift(g))
	}
	for _, d := range v.Duties {
		all = append(all, v.duty(d))
	}
	for _, j := range v.Jobs {
		all = append(all, item{kind: "交办", number: j.Number, what: j.What, href: "/jobs#job-" + strconv.FormatInt(j.ID, 10),
			due: v.until("job", j.Due), verb: "办结…"})
	}
	return all
}

// at says when something was asked.
func (v View) at(t time.Time) string { return v.Clock().Full(t) }

func (v View) gift(g huiyin.OpenGift) item {
	i := item{kind: "礼品", number: g.Number, what: g.What, href: "/complaints/" + g.Number + "#gifts", site: g.Site,
		sum: g.Value, state: v.T("待送出"), verb: "送出…"}
	if g.What == "" {
		i.what = v.T("礼品")
	}
	if huiyin.IsPraise(g.Number) {
		i.href = "/praises/" + g.Number + "#gifts"
	}
	if g.Asked {
		i.state, i.verb = v.T("待审批"), "审批…"
	}
	return i
}

// duty is a report or an evaluation that waits for this person.
func (v View) duty(d huiyin.Duty) item {
	i := item{kind: "报告", number: d.Number, href: layout.DocumentURL(d.Kind, d.Number), state: v.T(d.State.Label()),
		due: v.until("report", d.Due), verb: "处理…"}
	what := v.T("公司")
	if d.Site != "" {
		what = v.By.Org.SiteName(d.Site)
	}
	switch d.Kind {
	case huiyin.DocArchive: // rule W10
		i.verb, what = "签字…", what+" "+v.T("档案移交清册")
	case huiyin.DocDestruction: // rule B1
		i.verb, what = "签字…", v.T("鉴定销毁清册")
	}
	i.what = huiyin.When(d.Kind, d.Period) + " · " + what
	return i
}

// inquiryDue is the date of an inquiry (rule D1).
func (v View) inquiryDue(q *huiyin.Inquiry) ui.Deadline {
	d := q.Deadline()
	return ui.Deadline{Code: string(d.Kind), Name: v.T(d.Kind.Label()), Due: d.Due, Near: q.Near,
		Status: string(d.Shown(v.Now)), Done: d.MetAt}
}

// until is a date to keep.
func (v View) until(code string, at time.Time) ui.Deadline {
	d := ui.Deadline{Code: code, Due: at, Near: at.Add(-2 * 24 * time.Hour), Status: string(huiyin.Running)}
	if !v.Now.Before(at) {
		d.Status = string(huiyin.Missed)
	}
	return d
}

// unchecked is how much of the samples nobody is to check or has judged yet.
func (v View) unchecked() (n int) {
	for _, c := range v.Checks {
		n += c.Unasked + c.Unjudged
	}
	return n
}
