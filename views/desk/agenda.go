package desk

import (
	"slices"
	"time"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// item is one thing that waits for this person, whatever its kind.
type item struct {
	kind, number, href string
	who, what, note    string // who it is about, what it is, and what more is to be said
	place              string // in whose place it is done (rule P6)
	urgency            huiyin.Urgency
	grade              huiyin.Grade
	state              string // in words
	site               string
	sum                huiyin.Money
	due                ui.Deadline // without a date where Due is zero
	verb               string      // what the person does about it
}

// late tells whether its date is past.
func (i item) late(now time.Time) bool { return !i.due.Due.IsZero() && !now.Before(i.due.Due) }

// agenda is all that waits for this person, by urgency, then lateness, then date (UI.md).
func (v View) agenda() []item {
	var all []item
	for _, w := range v.Waiting {
		all = append(all, item{kind: "审批", number: w.Number, who: w.Name, what: w.Text, place: w.For, site: w.Site,
			href:    layout.ApprovalURL(w),
			note:    v.T("%s提出：%s", v.By.Org.PersonName(w.By), v.remedies(w)),
			urgency: w.Urgency, grade: w.Grade, sum: w.Sum, due: v.due(w.Listed), verb: "审批…",
			state: v.T("已等 %s", v.Clock().Span(v.Now.Sub(w.Step.OpenedAt)))})
	}
	for _, l := range v.Mine {
		if slices.ContainsFunc(v.Waiting, func(w huiyin.Waiting) bool { return w.Number == l.Number }) {
			continue // their word on the proposal is what it waits for
		}
		i := item{kind: "投诉", number: l.Number, who: l.Name, what: l.Matter, href: "/complaints/" + l.Number,
			note: v.T("负责 %s", v.By.Org.PersonName(l.Owner)), urgency: l.Urgency, grade: l.Grade, site: l.Site,
			state: v.T(l.State.Label()), due: v.due(l), verb: v.verb(l)}
		if v.standsFor(l) {
			i.place = l.Owner
		}
		all = append(all, i)
	}
	for _, p := range v.Payments {
		i := item{kind: "付款", number: p.Number, who: p.Name, what: p.Matter, href: "/complaints/" + p.Number + "#form-payments",
			urgency: p.Urgency, grade: p.Grade, site: p.Site, sum: p.Sum, due: v.payBy(p), verb: "登记付款…"}
		if p.Release {
			i.state, i.verb = v.T("待放行"), "放行…"
		}
		all = append(all, i)
	}
	for _, t := range v.Tasks {
		all = append(all, item{kind: "事项", number: t.Number, what: t.What, href: "/complaints/" + t.Number + place(t),
			due: v.ends(t), verb: "办结…"})
	}
	all = append(append(all, v.papers()...), v.setups()...)
	slices.SortStableFunc(all, func(a, b item) int { return v.before(a, b) })
	return all
}

// setups is what the installation lacks: each step without which nobody can complain, backups and HTTPS, and the
// rest in one line (rule D10).
func (v View) setups() (all []item) {
	rest := 0
	for _, s := range v.Unset {
		if !s.First && s.Step != huiyin.SetupBackup && s.Step != huiyin.SetupHTTPS {
			rest++
			continue
		}
		href, verb := layout.SetupPlace(s)
		all = append(all, item{kind: "配置", who: v.T(s.Step.Label()), href: href, verb: verb,
			what: v.Lang.Err(&huiyin.Error{Text: s.Why, Args: s.Args})})
	}
	if rest > 0 {
		all = append(all, item{kind: "配置", what: v.T("开始使用还有 %d 项未完", rest), href: "/settings/start", verb: "继续…"})
	}
	return all
}

// before orders two things to do.
func (v View) before(a, b item) int {
	if x, y := rank(a.urgency), rank(b.urgency); x != y {
		return y - x
	}
	if x, y := a.late(v.Now), b.late(v.Now); x != y {
		if x {
			return -1
		}
		return 1
	}
	if a.due.Due.IsZero() != b.due.Due.IsZero() {
		if a.due.Due.IsZero() {
			return 1
		}
		return -1
	}
	return a.due.Due.Compare(b.due.Due)
}

func rank(u huiyin.Urgency) int {
	switch u {
	case huiyin.Emergency:
		return 2
	case huiyin.Urgent:
		return 1
	}
	return 0
}

// verb is what the person most likely does about a case of theirs as it stands.
func (v View) verb(l huiyin.Listed) string {
	switch l.State {
	case huiyin.Received:
		if l.Handler == v.By.Account {
			return "接收…"
		}
		return "分派…"
	case huiyin.Investigating:
		return "调查…"
	case huiyin.Proposing:
		return "拟定方案…"
	case huiyin.Answering:
		if l.Owner == v.By.Account {
			return "答复…"
		}
	case huiyin.Executing:
		return "执行…"
	case huiyin.InDispute:
		return "记录进展…"
	}
	return "查看"
}

// tile is one linked number.
type tile struct {
	name, href string
	n          int
	late       bool
	sum        huiyin.Money // that it comes to, 0 where it is about no money
}

// payBy is when a payment is due.
func (v View) payBy(p huiyin.OpenPayment) ui.Deadline {
	d := ui.Deadline{Name: v.T("付款"), Due: p.Due, Near: p.Due.Add(-near), Status: string(huiyin.Running)}
	if !v.Now.Before(p.Due) {
		d.Status = string(huiyin.Missed)
	}
	return d
}

// tiles are the numbers of the day; each leads to the list that it counts.
func (v View) tiles(all []item) []tile {
	out := []tile{{name: "待我办", href: "#agenda", n: len(all)}}
	if n := v.unchecked(); n > 0 {
		out = append(out, tile{name: "待检查", href: "/figures/samples", n: n})
	}
	if n := len(v.Unset); n > 0 {
		out = append(out, tile{name: "配置未完", href: "/settings/start", n: n})
	}
	if v.By.Org.Has(v.By.Person, huiyin.Finance) {
		var sum huiyin.Money
		late := false
		for _, p := range v.Payments {
			sum += p.Sum
			late = late || !v.Now.Before(p.Due)
		}
		out = append(out, tile{name: "待付款", href: "#agenda", n: len(v.Payments), late: late, sum: sum})
	}
	if v.decides() {
		out = append(out, tile{name: "待我审批", href: "/approvals", n: v.count("/approvals", len(v.Waiting))})
	}
	overdue := v.count("/complaints", 0)
	today := 0
	for _, i := range all {
		if !i.late(v.Now) && !i.due.Due.IsZero() && v.sameDay(i.due.Due) {
			today++
		}
	}
	return append(out, tile{name: "已逾期", href: "/complaints?late=1", n: overdue, late: overdue > 0},
		tile{name: "今天到期", href: "#agenda", n: today},
		tile{name: "全部期限", href: "/complaints?sort=due", n: v.Open})
}

// count is the number that the bar shows beside a place.
func (v View) count(href string, otherwise int) int {
	for _, n := range v.Nav {
		if n.Href == href {
			return n.Count
		}
	}
	return otherwise
}

func (v View) sameDay(t time.Time) bool {
	c := v.Clock()
	return c.Date(t) == c.Date(v.Now)
}

// shownAgenda is how many things stand open at once; the rest is a click away.
const shownAgenda = 8
