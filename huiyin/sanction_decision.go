package huiyin

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// SanctionForm is a proposed consequence as it is typed.
type SanctionForm struct {
	Kinds    []string
	Wording  string
	Reason   string
	ActAt    time.Time // zero for the record's
	Clause   string    // "" for the first that allows them all
	Evidence []string
	Clean    []string // of the evidence, the files looked through
}

// ProposeSanction proposes a consequence for the person responsible, who hears of it (rule A3).
func (c *Complaint) ProposeSanction(by Actor, now time.Time, f SanctionForm) error {
	m, err := c.begin(by, ActionProposeSanction, now)
	if err := Every(err, c.sanctionable(by.Org)); err != nil {
		return err
	}
	list, wrong := sorted(f.Kinds)
	if f.Wording == "" {
		f.Wording = c.Wording
	}
	if f.ActAt.IsZero() {
		f.ActAt = c.ActAt()
	}
	clause, unfounded := by.Org.clauseFor(c.ResponsiblePerson, f.ActAt, f.Clause, list)
	evidence, unproven := c.chooseEvidence(len(c.Sanctions)+1, c.ResponsiblePerson, f.Evidence, f.Clean)
	if err := Every(wrong, needed("wording", f.Wording, longText), needed("reason", f.Reason, longText),
		c.namesCustomer("wording", f.Wording), // rule P4
		noFine("wording", f.Wording), noFine("reason", f.Reason),
		when(f.ActAt.After(now), "act_at", "行为的时间不能晚于现在。"), unfounded, unproven); err != nil {
		return err
	}
	k := Sanction{
		N: len(c.Sanctions) + 1, Person: c.ResponsiblePerson, State: SanctionProposed, Grade: c.Grade, Kinds: list,
		Wording: f.Wording, Reason: f.Reason, At: now, By: by.Account, ActAt: f.ActAt, Clause: clause.Key,
		ReadAt: by.Org.ReadAt(clause.Key, c.ResponsiblePerson),
	}
	if len(c.SanctionDeciders(by.Org, &k)) == 0 { // rule C4
		return Conflict("没有可以决定这项处罚的%s，须先任命一位，或把其列入可以查看的人员。", c.sanctionSeat(by.Org, &k).Label())
	}
	if err := m.stay(k.notes(
		Note("person", k.Person), Note("sanctions", strings.Join(list, " ")), Note("wording", f.Wording),
		Note("reason", f.Reason), Note("clause", k.Clause), Note("evidence", strings.Join(codesOfEvidence(evidence), " ")),
	)...); err != nil {
		return err
	}
	c.Sanctions, c.Evidence = append(c.Sanctions, k), append(c.Evidence, evidence...)
	c.appraise(by, now) // not beside points for the same fact
	c.summon(by.Org, &k, NoticeSanctionHeard, now)
	c.tell(by.Org, NoticeSanctionWaiting, "", now, by.Account, c.judgesOf(by.Org, &k)...)
	return nil
}

// clauseFor gives the clause that was chosen, or the first that allows all of it (rule A3).
func (o *Org) clauseFor(person string, act time.Time, key string, kinds []string) (*Clause, error) {
	all := o.ClausesFor(person, act)
	for i := range all {
		if k := &all[i]; (key == "" || k.Key == key) && k.Allow(kinds...) {
			return k, nil
		}
	}
	switch {
	case len(all) == 0:
		return nil, Invalid("clause", whyNoClause)
	case key != "" && !slices.ContainsFunc(all, func(k Clause) bool { return k.Key == key }):
		return nil, Invalid("clause", "请选择行为当天施行、责任人此前确认阅读过的条款。")
	}
	return nil, Invalid("sanction", "没有一条可以适用的条款允许所选的处罚。")
}

func codesOfEvidence(list []SanctionEvidence) []string {
	out := make([]string, len(list))
	for i, e := range list {
		out[i] = e.Code
	}
	return out
}

func (k *Sanction) notes(more ...Change) []Change {
	return append([]Change{Note("consequence", strconv.Itoa(k.N))}, more...)
}

// sorted puts the sanctions of a form into the order of the list, each once.
func sorted(list []string) ([]string, error) {
	out, err := kindsInOrder("sanction", list)
	if err != nil {
		return nil, err
	}
	cards := 0
	for _, s := range []SanctionKind{YellowCard, RedCard, BlackCard} {
		if slices.Contains(out, string(s)) {
			cards++
		}
	}
	if cards > 1 {
		return nil, Invalid("sanction", "黄牌、红牌和黑牌只能选一种。")
	}
	return out, nil
}

// summon tells the person of what concerns them. The notice names the complaint and nothing of it, and
// leads to their own page (rule P4).
func (c *Complaint) summon(o *Org, k *Sanction, kind NoticeKind, at time.Time) {
	if p := o.Person(k.Person); p != nil && !p.Disabled {
		c.notices = append(c.notices, Notice{Account: k.Person, Kind: kind, Number: c.Number, At: at})
	}
}

// decidedSanction finds the consequence that a decision is about, for who may see it.
func (c *Complaint) decidedSanction(by Actor, now time.Time, n int) (*Sanction, error) {
	c.Run(by.Org, now)
	k := c.Sanction(n)
	if k == nil || !c.Visible(by) || !c.SeesSanction(by, k) {
		return nil, NotFound()
	}
	return k, nil
}

// upToDate refuses a decision made on a page that does not show the last word (rule W12).
func (f *SanctionDecision) upToDate(k *Sanction) error {
	if f.Seen != 0 && f.Seen != k.Step() {
		return Conflict("您打开页面之后，这项处罚已有新的内容，请看过再决定。您填写的内容还在。")
	}
	return nil
}

// AnswerSanction writes the person's view on what is proposed (rule A3).
func (c *Complaint) AnswerSanction(by Actor, now time.Time, n int, view string, waived bool) error {
	m, k, err := c.mine(by, now, n, ActionAnswerSanction)
	switch {
	case err != nil:
		return err
	case k.State != SanctionProposed:
		return Conflict("这项处罚已经决定，不能再陈述意见。")
	case !k.ViewAt.IsZero():
		return Conflict("您已经陈述过意见。")
	}
	note := Note("view", view)
	if waived {
		if strings.TrimSpace(view) != "" {
			return Invalid("waived", "写了意见就不要勾选放弃陈述。")
		}
		note = Note("waived", "yes")
	} else if err := needed("view", view, longText); err != nil {
		return err
	}
	if err := m.stay(k.notes(note)...); err != nil {
		return err
	}
	k.View, k.ViewAt, k.Waived = view, now, waived
	c.tell(by.Org, NoticeSanctionViewed, "", now, by.Account, append(c.judgesOf(by.Org, k), k.By)...)
	return nil
}

// mine begins what the person of a consequence does about it, and finds it.
func (c *Complaint) mine(by Actor, now time.Time, n int, a Action) (*move, *Sanction, error) {
	m, err := c.begin(by, a, now)
	if err != nil {
		return nil, nil, err
	}
	k := c.Sanction(n)
	if k == nil || k.Person != by.Account {
		return nil, nil, NotFound()
	}
	return m, k, nil
}

// SanctionDecision is a decision as it is typed. Seen is the Step that the page showed.
type SanctionDecision struct {
	Decision string // impose, decline; on an objection uphold, change, lift
	Words    string
	Kinds    []string // of a change
	Seen     int
}

// DecideSanction imposes a consequence or not (rule A3).
func (c *Complaint) DecideSanction(by Actor, now time.Time, n int, f SanctionDecision) error {
	k, err := c.decidedSanction(by, now, n)
	if err != nil {
		return err
	}
	if k.State != SanctionProposed {
		return Conflict("这项处罚已经决定：%s。", k.State.Label())
	}
	m, err := c.begin(by, ActionDecideSanction, now)
	if err != nil {
		return err
	}
	switch {
	case !m.actsFor(func(as Actor) bool { return c.judges(as, k) }):
		return Forbidden(whyNotJudge)
	case f.upToDate(k) != nil:
		return f.upToDate(k)
	}
	if err := Every(when(f.Decision != "impose" && f.Decision != "decline", "decision", "请选择处罚或不予处罚。"), needed("words", f.Words, longText), noFine("words", f.Words), c.grounded()); err != nil {
		return err
	}
	switch {
	case f.Decision != "impose":
	case k.Clause == "":
		return Conflict("这项提议没有写明依据的制度条款，不能决定处罚：请选不予处罚，需要时另行提出。")
	case slices.Contains(k.Kinds, string(Dismissal)) && k.PreparedAt.IsZero():
		return Conflict("解除劳动合同只能提交人力资源，且须先有法务意见、书面通知工会并收到其意见。")
	}
	if f.Decision == "impose" && now.Before(c.HeardBy(by.Org, k)) { // rule A3
		return Conflict("当事人还没有陈述意见：陈述之后，或通知满 %d 个工作日之后，才能决定处罚。",
			by.Org.Parameters.Get(ViewWithin))
	}
	if err := m.stay(k.notes(
		Note("person", k.Person), Note("decision", f.Decision), Note("words", f.Words),
	)...); err != nil {
		return err
	}
	k.Words, k.DecidedAt, k.DecidedBy, k.DecidedFor, k.State = f.Words, now, m.by.Account, m.by.For, SanctionRefused
	if f.Decision == "impose" {
		k.State, k.ObjectBy = SanctionImposed, c.workingDays(by.Org, now, by.Org.Parameters.Get(ObjectWithin))
		c.takesEffect(by.Org, k, k.ObjectBy)
	}
	c.summon(by.Org, k, NoticeSanctionDecided, now)
	c.tell(by.Org, NoticeSanctionDone, "", now, by.Account, k.By, c.Owner)
	return nil
}

// HeardBy is when a consequence can be imposed without the view of its person, who had their time until then; zero
// once they have stated it (rule A3).
func (c *Complaint) HeardBy(o *Org, k *Sanction) time.Time {
	if !k.ViewAt.IsZero() {
		return time.Time{}
	}
	return c.workingDays(o, k.At, o.Parameters.Get(ViewWithin))
}

// workingDays is the instant at which so many full working days of the site have passed (rule D9).
func (c *Complaint) workingDays(o *Org, at time.Time, days int64) time.Time {
	return o.Calendar.Add(c.Site, o.Zone, at, time.Duration(days)*o.Calendar.Week(c.Site).Day())
}

// takesEffect says from when a consequence is in effect and when it lapses; the self-review is due some days later.
func (c *Complaint) takesEffect(o *Org, k *Sanction, at time.Time) {
	k.EffectiveAt, k.LapsesAt = at, at.In(o.Zone).AddDate(0, int(o.Parameters.Get(SanctionLasts)), 0)
	if k.OwesReview() {
		k.ReviewDue = at.Add(o.Parameters.Span(SelfReviewWithin))
	}
}

// FileObjection is the person's one objection, within its time (rule A3).
func (c *Complaint) FileObjection(by Actor, now time.Time, n int, objection string) error {
	m, k, err := c.mine(by, now, n, ActionFileObjection)
	switch {
	case err != nil:
		return err
	case !k.ObjectedAt.IsZero():
		return Conflict("对一项处罚只能提出一次异议。")
	case k.State != SanctionImposed:
		return Conflict("这项处罚现在不能提出异议。")
	case !k.MayObject(now):
		return Conflict("提出异议的期限已过：须在决定之后 %d 个工作日内提出。", by.Org.Parameters.Get(ObjectWithin))
	}
	if err := needed("objection", objection, longText); err != nil {
		return err
	}
	if err := m.stay(k.notes(Note("objection", objection))...); err != nil {
		return err
	}
	k.Objection, k.ObjectedAt, k.State = objection, now, SanctionObjected
	k.EffectiveAt, k.LapsesAt = time.Time{}, time.Time{} // suspended
	c.tell(by.Org, NoticeSanctionWaiting, "", now, by.Account, c.judgesOf(by.Org, k)...)
	return nil
}

// DecideObjection upholds, changes or lifts a consequence that was objected to (rule A3).
func (c *Complaint) DecideObjection(by Actor, now time.Time, n int, f SanctionDecision) error {
	k, err := c.decidedSanction(by, now, n)
	if err != nil {
		return err
	}
	verdict := map[string]SanctionState{"uphold": SanctionUpheld, "change": SanctionChanged,
		"lift": SanctionLifted}[f.Decision]
	switch {
	case k.State != SanctionObjected && !k.VerdictAt.IsZero():
		return Conflict("这项异议已经复议：%s。", k.State.Label())
	case k.State != SanctionObjected:
		return Conflict("没有等待复议的异议。")
	}
	m, err := c.begin(by, ActionDecideObjection, now)
	if err != nil {
		return err
	}
	switch {
	case !m.actsFor(func(as Actor) bool { return c.hearsObjection(as, k) }):
		return Forbidden(whyNotJudge)
	case f.upToDate(k) != nil:
		return f.upToDate(k)
	}
	var list []string
	var wrong error
	if verdict == SanctionChanged {
		list, wrong = sorted(f.Kinds)
		clause := by.Org.Clause(k.Clause)
		wrong = Every(wrong, when(slices.Equal(list, k.Kinds), "sanction", "变更后的处罚与原来相同；不改的请选维持。"),
			when(clause == nil || !clause.Allow(list...), "sanction", "所依据的条款没有这种处罚。"),
			when(slices.Contains(list, string(Dismissal)) && k.PreparedAt.IsZero(), "sanction",
				"异议不能使处罚加重为解除劳动合同。"))
	}
	if err := Every(when(verdict == "", "decision", "请选择维持、变更或撤销。"), wrong, needed("words", f.Words, longText), noFine("words", f.Words)); err != nil {
		return err
	}
	if err := m.stay(k.notes(
		Note("person", k.Person), Note("decision", f.Decision), Note("sanctions", strings.Join(list, " ")),
		Note("words", f.Words),
	)...); err != nil {
		return err
	}
	k.State, k.Changed, k.VerdictWords, k.VerdictAt, k.VerdictBy, k.VerdictFor = verdict, list, f.Words, now,
		m.by.Account, m.by.For
	if verdict != SanctionLifted {
		c.takesEffect(by.Org, k, now)
	}
	c.summon(by.Org, k, NoticeSanctionDecided, now)
	c.tell(by.Org, NoticeSanctionDone, "", now, by.Account, k.By, k.DecidedBy, c.Owner)
	return nil
}

// WriteSelfReview hands in the person's written self-review, in time or late (rule A3).
func (c *Complaint) WriteSelfReview(by Actor, now time.Time, n int, review string) error {
	m, k, err := c.mine(by, now, n, ActionWriteSelfReview)
	switch {
	case err != nil:
		return err
	case !k.ReviewAt.IsZero():
		return Conflict("书面检查已经提交。")
	case !k.OwesReview():
		return Conflict("这项处罚没有要写的书面检查。")
	}
	if err := needed("review", review, longText); err != nil {
		return err
	}
	if err := m.stay(k.notes(Note("review", review))...); err != nil {
		return err
	}
	k.Review, k.ReviewAt = review, now
	c.tell(by.Org, NoticeSelfReview, "", now, by.Account, k.By, k.DecidedBy)
	return nil
}

// SanctionPrinted notes that a paper of a consequence was printed, which takes one in effect (rules A3, F7, J3).
func (c *Complaint) SanctionPrinted(by Actor, now time.Time, n int) error {
	k, err := c.decidedSanction(by, now, n)
	if err != nil {
		return err
	}
	if err := by.may(ActionPrint, c); err != nil {
		return err
	}
	if !k.InEffect(now) {
		return Conflict("处罚尚未生效或已不成立：异议期满、异议复议之后才能打印。")
	}
	c.note(by, ActionPrintSanction, c.State, now, k.notes(Note("person", k.Person))...)
	return nil
}

// dropSanctions withdraws what is proposed, or decided and not yet in effect, and has lost its ground: the complaint is not valid any more,
// not the company's own responsibility, or another is responsible (rule A3).
func (c *Complaint) dropSanctions(by Actor, now time.Time) {
	for i := range c.Sanctions {
		k := &c.Sanctions[i]
		decided := len(k.Decided()) > 0 && !k.InEffect(now) && !k.Lapsed(now)
		if k.State != SanctionProposed && !decided || c.grounded() == nil && c.ResponsiblePerson == k.Person {
			continue
		}
		why := "person"
		switch {
		case c.Validity != Valid:
			why = "invalid"
		case !c.Responsibility.own():
			why = "responsibility"
		}
		c.note(by, ActionDropSanction, c.State, now, k.notes(Note("person", k.Person), Note("why", why))...)
		k.State, k.EndedAt, k.EndedWhy, k.EffectiveAt, k.LapsesAt = SanctionWithdrawn, now, why, time.Time{}, time.Time{}
		c.summon(by.Org, k, NoticeSanctionDropped, now)
		c.tell(by.Org, NoticeSanctionDone, "", now, by.Account, k.By)
	}
}

// reviewsDue adds the dates of self-reviews that are owed.
func (c *Complaint) reviewsDue(o *Org, add func(time.Time, func(time.Time))) {
	for i := range c.Sanctions {
		if k := &c.Sanctions[i]; k.OwesReview() && !k.ReviewTold {
			add(k.ReviewDue, func(at time.Time) {
				k.ReviewTold = true
				c.note(System(o), ActionSelfReviewDue, c.State, at, k.notes(Note("person", k.Person))...)
				c.summon(o, k, NoticeReviewDue, at)
				c.tell(o, NoticeReviewLate, "", at, "", k.By)
			})
		}
	}
}
