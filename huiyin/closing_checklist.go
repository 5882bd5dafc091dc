package huiyin

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Lacking is what closing asks of a case and a written reason may stand in for (rule W7).
type Lacking string

// What may be lacking: an answer with the customer's word, the result told with the satisfaction, the
// customer's signed form.
const (
	LacksAnswer Lacking = "answer"
	LacksResult Lacking = "result"
	LacksForm   Lacking = "form"
)

// Field is the name of the form's field in which the reason is given.
func (l Lacking) Field() string { return "no_" + string(l) }

// WhyLacking is a reason of the list, why something cannot be had (rule W7).
type WhyLacking string

// The reasons.
const (
	LackRefused     WhyLacking = "refused"
	LackRemote      WhyLacking = "telephone"
	LackAward       WhyLacking = "award"
	LackUnreachable WhyLacking = "unreachable"
	LackUnwilling   WhyLacking = "unwilling"
	LackAnonymous   WhyLacking = "anonymous"
	LackOther       WhyLacking = "other"
)

var whyLacking = words[WhyLacking]{
	{LackRefused, "客户拒绝签字"}, {LackRemote, "只有电话或线上往来"}, {LackAward, "以调解书、裁决或判决为准"},
	{LackUnreachable, "联系不上客户"}, {LackUnwilling, "客户不愿再谈"}, {LackAnonymous, "匿名投诉，无法联系"}, {LackOther, "其他原因"},
}

// Label is the reason's name on pages.
func (w WhyLacking) Label() string { return whyLacking.label(w) }

// Known tells whether the reason stands on the list.
func (w WhyLacking) Known() bool { return whyLacking.has(w) }

// Reasons lists the reasons that fit what is lacking.
func (l Lacking) Reasons() []WhyLacking {
	return slices.DeleteFunc(whyLacking.all(), func(w WhyLacking) bool {
		return l == LacksForm && w == LackUnwilling || l != LacksForm && (w == LackRefused || w == LackRemote)
	})
}

// StandIn is the written reason of whoever closes a complaint that stands in for something that cannot be
// had; it is kept with the closing it was given at (rule W7).
type StandIn struct {
	ID    int64
	At    time.Time
	By    string
	For   string // in whose place (rule P6)
	Lacks Lacking
	Why   WhyLacking
	Words string
}

// StoodIn gives the reason that stood in for something at the closing that counts, nil for none.
func (c *Complaint) StoodIn(l Lacking) *StandIn {
	at := c.ClosedAt
	if r := c.doneClosing(); r != nil { // given when it was asked for
		at = r.At
	}
	for i := range c.StandIns {
		if s := &c.StandIns[i]; s.Lacks == l && !at.IsZero() && s.At.Equal(at) {
			return s
		}
	}
	return nil
}

// standIns checks the reasons that were given and keeps those that are needed. The reason of the closing
// serves as words where none stand beside.
func (c *Complaint) standIns(now time.Time, reason string, given []StandIn) (kept []StandIn, err error) {
	lacking := c.Missing(now)
	for _, s := range given {
		s.Words = cmp.Or(strings.TrimSpace(s.Words), reason)
		switch field := s.Lacks.Field(); {
		case !slices.Contains(s.Lacks.Reasons(), s.Why):
			return nil, Invalid(field, "请选择列表中的一项。")
		case s.Words == "":
			return nil, Invalid(field+"_words", "请写明原因。")
		default:
			if err := within(field+"_words", s.Words, longText); err != nil {
				return nil, err
			}
		}
		if slices.ContainsFunc(lacking, func(g Gap) bool { return g.Lacks == s.Lacks }) {
			kept = append(kept, s)
		}
	}
	return kept, nil
}

// JudgesAlone tells whether somebody would close what they have done themselves: in charge and handler are one, and
// another in charge, or above, could close it (rule W7).
func (c *Complaint) JudgesAlone(by Actor) bool {
	if by.Account != c.Owner || c.Owner != c.Handler {
		return false
	}
	return len(by.Org.Active(func(p *Person) bool {
		return p.Account != c.Owner && c.inCharge(by.Org, p) && c.Visible(Actor{Person: p, Org: by.Org})
	})) > 0
}

// Gap is something that closing still needs (rule W7), the action that provides it, and, where a written
// reason may stand in, for what.
type Gap struct {
	What   string
	Action Action
	Lacks  Lacking
}

func gaps(missing []Gap) List {
	what := make(List, len(missing))
	for i, g := range missing {
		what[i] = g.What
	}
	return what
}

// Missing lists what closing still needs at an instant, given the reasons that stand in (rule W7). What was
// there before the complaint was taken up again does not count.
func (c *Complaint) Missing(now time.Time, instead ...StandIn) []Gap {
	var out []Gap
	need := func(ok bool, what string, a Action) {
		if !ok {
			out = append(out, Gap{What: what, Action: a})
		}
	}
	needOr := func(ok bool, l Lacking, what string, a Action) {
		if !ok && !slices.ContainsFunc(instead, func(s StandIn) bool { return s.Lacks == l }) {
			out = append(out, Gap{what, a, l})
		}
	}
	need(c.Validity != Undecided && c.fresh(c.AssessedAt), "有效性认定", ActionAssess)
	need(c.Grade != "", "投诉等级", ActionAssess)
	need(c.Responsibility != ByUnknown, "责任界定", ActionAssess)
	need(slices.ContainsFunc(c.Causes, func(k Cause) bool { return k.Class != "" && c.fresh(k.At) }), "原因分析及分类",
		ActionFindCause)
	heard := false
	for i, a := range c.Answers {
		heard = heard || c.WordOn(i+1) != "pending" && c.fresh(a.At)
	}
	needOr(heard,
		LacksAnswer, "答复及客户意见", ActionGiveAnswer)
	// before it is carried out there is no result to tell
	needOr(c.State != Executing || slices.ContainsFunc(c.Results, func(r Result) bool { return c.fresh(r.At) }),
		LacksResult, "告知结果及满意度", ActionTellResult)
	need(
		!slices.ContainsFunc(c.Tasks, func(t Task) bool { return t.EndedAt.IsZero() && t.Gift == 0 }),
		"执行事项全部办结",
		ActionEndTask,
	)
	need(c.Unpaid() == 0 && !c.reversing() && !c.Releasing(), "补偿付清或撤回", ActionPay)
	// rule A1
	need(c.Validity == NotValid ||
		slices.ContainsFunc(c.Measures, func(m Measure) bool { return m.Kind == Corrective && c.fresh(m.At) }), "纠正措施",
		ActionAddMeasure)
	need(len(c.Ineffective()) == 0, "效果验证无效的措施须另定新措施", ActionAddMeasure)
	need(!slices.ContainsFunc(c.Measures, func(m Measure) bool { return m.late(now) }), "逾期的整改措施办结", ActionDoMeasure)
	needOr(c.Grade != Important && c.Grade != Major || c.FormSigned(), LacksForm, "客户签字的处理表（客户联）",
		ActionAttach) // rules F1, F6
	return out
}

// fresh tells whether something belongs to the present round of the case: it came after the complaint was
// last taken up again (rule W7).
func (c *Complaint) fresh(at time.Time) bool { return !at.Before(c.ReopenedAt) }

// FormSigned tells whether the part of the form that the customer signs is there: all pages of one print of it that
// was made after the last answer, or a file of which a supervisor or above confirmed that it is that (rules F1, W7,
// F6).
func (c *Complaint) FormSigned() bool {
	signed, _ := c.signedForm()
	return signed
}

// FormPagesMissing are the pages that did not come of the print of that part of which a page came last; none where the
// form is signed, or nothing of it came.
func (c *Complaint) FormPagesMissing() List {
	_, missing := c.signedForm()
	return missing
}

func (c *Complaint) signedForm() (signed bool, missing List) {
	type print struct { // pages of another part, or of the form before it was parted, do not fill up a print
		paper   Paper
		edition int64
		pages   int
	}
	pages := map[print][]int{}
	var last print
	for i := range c.Attachments {
		a := &c.Attachments[i]
		switch {
		case a.Kind != SignedForm || !a.WithdrawnAt.IsZero() || c.formOutdated(a):
		case a.Signing > 0 || !a.ConfirmedAt.IsZero():
			return true, nil
		case a.Recognised():
			last = print{a.Paper, a.Edition, a.Pages}
			if !slices.Contains(pages[last], a.Page) {
				pages[last] = append(pages[last], a.Page)
			}
			if len(pages[last]) >= a.Pages {
				return true, nil
			}
		}
	}
	for page := 1; page <= last.pages; page++ {
		if !slices.Contains(pages[last], page) {
			missing = append(missing, strconv.Itoa(page))
		}
	}
	return false, missing
}

// formOutdated tells whether a signed form does not say what the customer was last told: it came, or was
// printed, before the last answer or before the complaint was taken up again.
func (c *Complaint) formOutdated(a *Attachment) bool {
	last := c.ReopenedAt
	for _, answer := range c.Answers {
		last = latest(last, answer.At)
	}
	return a.At.Before(last) || slices.ContainsFunc(a.Outdated, func(action string) bool {
		return slices.Contains([]Action{ActionGiveAnswer, ActionSettle, ActionReopen, ActionTakeAgain}, Action(action))
	})
}

func lacksForm(g Gap) bool { return g.Lacks == LacksForm }
