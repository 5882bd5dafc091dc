package huiyin

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// SanctionKind is one of the consequences 处罚 that a complaint may have for a person (rule A3).
type SanctionKind string

// The sanctions that rules name.
const (
	Warning    SanctionKind = "warning"
	SelfReview SanctionKind = "self_review"
	YellowCard SanctionKind = "yellow_card"
	Criticism  SanctionKind = "criticism"
	RedCard    SanctionKind = "red_card"
	BlackCard  SanctionKind = "black_card"
)

var sanctionKinds = words[SanctionKind]{
	{Warning, "警告"}, {YellowCard, "黄牌"}, {RedCard, "红牌"}, {BlackCard, "黑牌"}, {Criticism, "通报批评"}, {SelfReview, "书面检查"},
	{"demerit", "记大过"}, {"dismissal", "开除"}, {"refer", "提交公司处理"}, {"police", "报案"},
}

// Label is the sanction's name on pages.
func (s SanctionKind) Label() string { return sanctionKinds.label(s) }

// SanctionKinds lists the sanctions.
func SanctionKinds() []SanctionKind { return sanctionKinds.all() }

// SanctionKinds are those that the portal proposes for a grade (rule A3); a black card may stand in for the
// three of a major one.
func (g Grade) SanctionKinds() []SanctionKind {
	switch g {
	case Important:
		return []SanctionKind{YellowCard, Criticism, SelfReview}
	case Major:
		return []SanctionKind{RedCard, Criticism, SelfReview}
	}
	return []SanctionKind{Warning, SelfReview}
}

// SanctionState is where a consequence stands (rule A3).
type SanctionState string

// The states of a consequence. Withdrawn: its ground was gone before it was decided.
const (
	SanctionProposed  SanctionState = "proposed"
	SanctionImposed   SanctionState = "imposed"
	SanctionRefused   SanctionState = "not_imposed"
	SanctionObjected  SanctionState = "objected"
	SanctionUpheld    SanctionState = "upheld"
	SanctionChanged   SanctionState = "changed"
	SanctionLifted    SanctionState = "lifted"
	SanctionWithdrawn SanctionState = "withdrawn"
)

var sanctionStates = words[SanctionState]{
	{SanctionProposed, "待决定"}, {SanctionImposed, "已处罚"}, {SanctionRefused, "不予处罚"}, {SanctionObjected, "有异议，待复议"},
	{SanctionUpheld, "维持处罚"}, {SanctionChanged, "变更处罚"}, {SanctionLifted, "撤销处罚"}, {SanctionWithdrawn, "已撤回"},
}

// Label is the state's name on pages.
func (s SanctionState) Label() string { return sanctionStates.label(s) }

// SanctionStates lists the states in their order.
func SanctionStates() []SanctionState { return sanctionStates.all() }

// Verdict on an objection.
var objectionVerdicts = words[SanctionState]{{SanctionUpheld, "维持处罚"}, {SanctionChanged, "变更处罚"}, {SanctionLifted, "撤销处罚"}}

// ObjectionVerdicts lists how an objection may end.
func ObjectionVerdicts() []SanctionState { return objectionVerdicts.all() }

// Sanction is what a complaint found justified has for the person responsible (rule A3): proposed,
// decided, perhaps objected to, and decided again by another.
type Sanction struct {
	ID           int64
	N            int
	Person       string
	State        SanctionState
	Grade        Grade // of the complaint when it was proposed
	Kinds        []string
	Wording      string // the matter as put to the person; nothing of the customer (rule P4)
	Reason       string
	At           time.Time
	By           string
	View         string // the person's
	ViewAt       time.Time
	Words        string // the decider's
	DecidedAt    time.Time
	DecidedBy    string
	DecidedFor   string
	ObjectBy     time.Time // until when the person may object
	Objection    string
	ObjectedAt   time.Time
	Changed      []string // the sanctions that an objection changed it to
	VerdictWords string
	VerdictAt    time.Time
	VerdictBy    string
	VerdictFor   string
	ReviewDue    time.Time // of the written self-review
	Review       string
	ReviewAt     time.Time
	ReviewTold   bool // that it is due
	EndedAt      time.Time
	EndedWhy     string // why it was withdrawn
}

// Stands lists the sanctions that stand: none before the decision, and none once lifted. An objection
// does not suspend them.
func (k *Sanction) Stands() []string {
	switch k.State {
	case SanctionImposed, SanctionObjected, SanctionUpheld:
		return k.Kinds
	case SanctionChanged:
		return k.Changed
	}
	return nil
}

// Names names the sanctions.
func Names(list []string) List {
	out := make(List, len(list))
	for i, s := range list {
		out[i] = SanctionKind(s).Label()
	}
	return out
}

// Step counts what has been said on it; a form made before the last word is refused (rule W12).
func (k *Sanction) Step() int {
	n := 1
	for _, at := range []time.Time{k.ViewAt, k.DecidedAt, k.ObjectedAt, k.VerdictAt, k.ReviewAt, k.EndedAt} {
		if !at.IsZero() {
			n++
		}
	}
	return n
}

// OwesReview tells whether the person still has to write their self-review.
func (k *Sanction) OwesReview() bool {
	return k.ReviewAt.IsZero() && slices.Contains(k.Stands(), string(SelfReview))
}

// MayObject tells whether the person may still object: once, and until its time (rule A3). One minute
// late, and it is over.
func (k *Sanction) MayObject(now time.Time) bool {
	return k.State == SanctionImposed && now.Before(k.ObjectBy)
}

// Public tells whether the circular names the person: only where a criticism to be circulated was
// imposed and stands (rule F7).
func (k *Sanction) Public() bool { return slices.Contains(k.Stands(), string(Criticism)) }

// sanctioned: a consequence of it is about this person, who sees nothing else of the complaint by that.
func sanctioned(by Actor, c *Complaint) bool {
	return slices.ContainsFunc(c.Sanctions, func(k Sanction) bool { return k.Person == by.Account })
}

// ofSanctioned: what the person a consequence is about does on the page of their own (rule A3).
func (a Action) ofSanctioned() bool {
	return a == ActionReadOwnSanction || a == ActionAnswerSanction || a == ActionFileObjection || a == ActionWriteSelfReview
}

// Confidential tells whether an entry of the journal is about consequences or appraisal: they are read by
// whoever may see those, and make nobody's page of the complaint outdated (rules A3, J3).
func (a Action) Confidential() bool {
	return a.ofSanctioned() || a == ActionProposeSanction || a == ActionDecideSanction || a == ActionDecideObjection || a == ActionDropSanction || a == ActionSelfReviewDue || a == ActionPrintSanction || a == ActionAppraise
}

// ConfidentialActions lists them.
func ConfidentialActions() []Action {
	return slices.DeleteFunc(actions.all(), func(a Action) bool { return !a.Confidential() })
}

// Sanction finds a consequence by its number, nil when there is none.
func (c *Complaint) Sanction(n int) *Sanction {
	if n < 1 || n > len(c.Sanctions) {
		return nil
	}
	return &c.Sanctions[n-1]
}

// SanctionsFor lists the consequences that a person may see on the complaint: who decides over it, is
// in charge, or a VP; never the person they are about, who has a page of their own (rules A3, P4).
func (c *Complaint) SanctionsFor(by Actor) []*Sanction {
	var out []*Sanction
	if by.may(ActionSeeSanctions, c) != nil {
		return nil
	}
	for i := range c.Sanctions {
		if k := &c.Sanctions[i]; c.SeesSanction(by, k) {
			out = append(out, k)
		}
	}
	return out
}

// SeesSanction tells whether a person may see one consequence of a complaint that they may see.
func (c *Complaint) SeesSanction(by Actor, k *Sanction) bool {
	_, ok := by.inName(c, func(as Actor) bool {
		return as.Account != k.Person && (as.deputy == nil || as.deputy.Account != k.Person) && seesSanctions(as, c)
	})
	return ok && by.Account != k.Person
}

// ReadsConfidential tells whether a person may read the entries about consequences and appraisal in the
// complaint's journal; who is concerned by one of them does not (rule A3).
func (c *Complaint) ReadsConfidential(by Actor) bool {
	return by.may(ActionSeeSanctions, c) == nil && !sanctioned(by, c) &&
		!slices.ContainsFunc(c.Deductions, func(d Deduction) bool { return d.Person == by.Account })
}

// seesSanctions: whoever decides over the complaint from supervisor up (rule A3).
func seesSanctions(by Actor, c *Complaint) bool {
	return by.Role >= Supervisor && decides(by, c)
}

// own tells whether the company's own responsibility is established (rule K5).
func (r Responsibility) own() bool { return r == ByCompany || r == "shared" }

// grounded tells why the complaint has no ground for a consequence, nil when it has: valid, the company's
// own responsibility, and a person responsible (rule A3).
func (c *Complaint) grounded() error {
	switch {
	case c.Validity != Valid:
		return Conflict("处罚须以有效投诉为前提：这件投诉尚未认定有效。")
	case !c.Responsibility.own():
		return Conflict("处罚须以我方责任为前提：尚未认定为我方或共同责任。")
	case c.ResponsiblePerson == "":
		return Conflict("处罚须先在责任界定中写明责任人。")
	}
	return nil
}

// proposesSanction: a manager of the site or above, not the person responsible nor below them (rules A3, P4).
func proposesSanction(by Actor, c *Complaint) bool {
	if by.Role < Manager || !by.AnswersFor(c.Site) || by.Account == c.ResponsiblePerson {
		return false
	}
	p := by.Org.Person(c.ResponsiblePerson)
	return p == nil || by.Role > p.Role || by.Role == VP
}

// MayProposeSanction tells why a person may not propose a consequence now, nil when they may.
func (c *Complaint) MayProposeSanction(by Actor) error {
	return firstErr(c.mayBegin(by, ActionProposeSanction), c.sanctionable())
}

func (c *Complaint) sanctionable() error {
	if err := c.grounded(); err != nil {
		return err
	}
	if slices.ContainsFunc(c.Sanctions, func(k Sanction) bool {
		return k.Person == c.ResponsiblePerson && k.State != SanctionRefused && k.State != SanctionWithdrawn && k.State != SanctionLifted
	}) {
		return Conflict("这件投诉对责任人已有处罚或处罚提议。")
	}
	return nil
}

// sanctionSeat is the role that decides on a consequence: a VP, or for a minor or internal complaint a
// manager, unless it is about one (rules A3, P4).
func (c *Complaint) sanctionSeat(o *Org, k *Sanction) Role {
	if p := o.Person(k.Person); k.Grade == Important || k.Grade == Major || c.Grade == Important || c.Grade == Major || p != nil && p.Role >= Manager {
		return VP
	}
	return Manager
}

// involvedIn tells whether an account has a part in a consequence that keeps it from judging: the person,
// the proposer and the handler (rules A3, P4, C4).
func (c *Complaint) involvedIn(account string, k *Sanction) bool {
	return account == k.Person || account == k.By || account == c.Handler || slices.Contains(c.Accused, account)
}

// judges tells whether a person, in their own name or lent to a delegate, decides on a consequence (rule A3).
func (c *Complaint) judges(by Actor, k *Sanction) bool {
	if k.State != SanctionProposed || c.involvedIn(by.Account, k) || by.deputy != nil && c.involvedIn(by.deputy.Account, k) {
		return false
	}
	return by.Role >= c.sanctionSeat(by.Org, k) && by.AnswersFor(c.Site)
}

// hearsObjection tells whether a person decides on an objection: a VP other than who decided first; the
// same one only where there is no other (rule A3).
func (c *Complaint) hearsObjection(by Actor, k *Sanction) bool {
	if k.State != SanctionObjected || by.Role != VP || c.involvedIn(by.Account, k) || by.deputy != nil && c.involvedIn(by.deputy.Account, k) {
		return false
	}
	if !c.decidedFirst(by.Account, k) && (by.deputy == nil || !c.decidedFirst(by.deputy.Account, k)) {
		return true
	}
	return by.deputy == nil && !slices.ContainsFunc(c.objectionJudges(by.Org, k), func(p *Person) bool { return !c.decidedFirst(p.Account, k) })
}

func (c *Complaint) decidedFirst(account string, k *Sanction) bool {
	return account == k.DecidedBy || account == k.DecidedFor && account != ""
}

// objectionJudges are the VPs who could decide on an objection at all.
func (c *Complaint) objectionJudges(o *Org, k *Sanction) []*Person {
	return o.Active(func(p *Person) bool {
		return p.Role == VP && !c.involvedIn(p.Account, k) && c.Visible(Actor{Person: p, Org: o})
	})
}

// SanctionDeciders lists who can decide on a consequence as it stands, in their own name.
func (c *Complaint) SanctionDeciders(o *Org, k *Sanction) []*Person {
	return o.Active(func(p *Person) bool {
		as := Actor{Person: p, Org: o}
		return (c.judges(as, k) || c.hearsObjection(as, k)) && c.Visible(as)
	})
}

// anySanction tells whether one of the consequences fits.
func anySanction(fits func(*Complaint, Actor, *Sanction) bool) func(Actor, *Complaint) bool {
	return func(by Actor, c *Complaint) bool {
		for i := range c.Sanctions {
			if fits(c, by, &c.Sanctions[i]) {
				return true
			}
		}
		return false
	}
}

// SanctionDecider gives in whose name a person may now decide on a consequence or on the objection to it (rule P6).
func (c *Complaint) SanctionDecider(by Actor, k *Sanction) (Actor, bool) {
	if !c.Visible(by) {
		return by, false
	}
	return c.SanctionDeciderSeen(by, k)
}

// SanctionDeciderSeen is Judge for a complaint that the reader is known to see, of which only the row is at hand.
func (c *Complaint) SanctionDeciderSeen(by Actor, k *Sanction) (Actor, bool) {
	return by.inName(c, func(as Actor) bool { return c.judges(as, k) || c.hearsObjection(as, k) })
}

// SanctionForm is a proposed consequence as it is typed.
type SanctionForm struct {
	Kinds   []string
	Wording string
	Reason  string
}

// ProposeSanction proposes a consequence for the person responsible, who hears of it (rule A3).
func (c *Complaint) ProposeSanction(by Actor, now time.Time, f SanctionForm) error {
	m, err := c.begin(by, ActionProposeSanction, now)
	if err := firstErr(err, c.sanctionable()); err != nil {
		return err
	}
	list, err := sorted(f.Kinds)
	if err != nil {
		return err
	}
	if f.Wording == "" {
		f.Wording = c.Wording
	}
	if err := firstErr(needed("wording", f.Wording, longText), needed("reason", f.Reason, longText)); err != nil {
		return err
	}
	if c.Phone != "" && strings.Contains(f.Wording, c.Phone) { // rule P4
		return Invalid("wording", "给当事人看的事项不能写客户的联系方式。")
	}
	k := Sanction{
		N: len(c.Sanctions) + 1, Person: c.ResponsiblePerson, State: SanctionProposed, Grade: c.Grade, Kinds: list, Wording: f.Wording, Reason: f.Reason, At: now, By: by.Account,
	}
	if len(c.SanctionDeciders(by.Org, &k)) == 0 { // rule C4
		return Conflict("没有可以决定这项处罚的%s，须先任命一位，或把其列入可以查看的人员。", c.sanctionSeat(by.Org, &k).Label())
	}
	if err := m.stay(k.notes(
		Note("person", k.Person), Note("sanctions", strings.Join(list, " ")), Note("wording", f.Wording),
		Note("reason", f.Reason),
	)...); err != nil {
		return err
	}
	c.Sanctions = append(c.Sanctions, k)
	c.summon(by.Org, &k, NoticeSanctionHeard, now)
	c.tell(by.Org, NoticeSanctionWaiting, "", now, by.Account, c.judgesOf(by.Org, &k)...)
	return nil
}

// judgesOf are the accounts of those who can decide, and of who has their decisions in hand.
func (c *Complaint) judgesOf(o *Org, k *Sanction) []string {
	return accounts(o.Active(func(p *Person) bool { _, ok := c.SanctionDecider(Actor{Person: p, Org: o}, k); return ok }))
}

func (k *Sanction) notes(more ...Change) []Change {
	return append([]Change{Note("consequence", strconv.Itoa(k.N))}, more...)
}

// sorted puts the sanctions of a form into the order of the list, each once.
func sorted(list []string) ([]string, error) {
	var out []string
	for _, s := range SanctionKinds() {
		if slices.Contains(list, string(s)) {
			out = append(out, string(s))
		}
	}
	switch {
	case len(out) == 0:
		return nil, Invalid("sanction", "请选择处罚。")
	case slices.ContainsFunc(list, func(s string) bool { return !sanctionKinds.has(SanctionKind(s)) }):
		return nil, Invalid("sanction", "请选择列表中的一项。")
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
func (c *Complaint) AnswerSanction(by Actor, now time.Time, n int, view string) error {
	m, k, err := c.mine(by, now, n, ActionAnswerSanction)
	switch {
	case err != nil:
		return err
	case k.State != SanctionProposed:
		return Conflict("这项处罚已经决定，不能再陈述意见。")
	case !k.ViewAt.IsZero():
		return Conflict("您已经陈述过意见。")
	}
	if err := needed("view", view, longText); err != nil {
		return err
	}
	if err := m.stay(k.notes(Note("view", view))...); err != nil {
		return err
	}
	k.View, k.ViewAt = view, now
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
	case f.Decision != "impose" && f.Decision != "decline":
		return Invalid("decision", "请选择处罚或不予处罚。")
	}
	if err := firstErr(needed("words", f.Words, longText), c.grounded()); err != nil {
		return err
	}
	if err := m.stay(k.notes(
		Note("person", k.Person), Note("decision", f.Decision), Note("words", f.Words),
	)...); err != nil {
		return err
	}
	k.Words, k.DecidedAt, k.DecidedBy, k.DecidedFor, k.State = f.Words, now, m.by.Account, m.by.For, SanctionRefused
	if f.Decision == "impose" {
		k.State, k.ObjectBy = SanctionImposed, c.workingDays(by.Org, now, by.Org.Parameters.Get(ObjectWithin))
		c.askReview(by.Org, k, now)
	}
	c.summon(by.Org, k, NoticeSanctionDecided, now)
	c.tell(by.Org, NoticeSanctionDone, "", now, by.Account, k.By, c.Owner)
	return nil
}

const whyNotJudge = "这项处罚不由您决定：轻微和内部投诉由提出人以外的经理或副总经理决定，其他由副总经理决定；当事人、提出人和经办人不能决定，异议由原决定人以外的副总经理复议。"

// workingDays is the instant at which so many full working days of the site have passed (rule D9).
func (c *Complaint) workingDays(o *Org, at time.Time, days int64) time.Time {
	return o.Calendar.Add(c.Site, o.Zone, at, time.Duration(days)*o.Calendar.Week(c.Site).Day())
}

// askReview gives the self-review its date where one is owed.
func (c *Complaint) askReview(o *Org, k *Sanction, now time.Time) {
	if k.OwesReview() && k.ReviewDue.IsZero() {
		k.ReviewDue = now.Add(o.Parameters.Span(SelfReviewWithin))
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
	c.tell(by.Org, NoticeSanctionWaiting, "", now, by.Account, c.judgesOf(by.Org, k)...)
	return nil
}

// DecideObjection upholds, changes or lifts a consequence that was objected to (rule A3).
func (c *Complaint) DecideObjection(by Actor, now time.Time, n int, f SanctionDecision) error {
	k, err := c.decidedSanction(by, now, n)
	if err != nil {
		return err
	}
	verdict := map[string]SanctionState{"uphold": SanctionUpheld, "change": SanctionChanged, "lift": SanctionLifted}[f.Decision]
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
	case verdict == "":
		return Invalid("decision", "请选择维持、变更或撤销。")
	}
	var list []string
	if verdict == SanctionChanged {
		if list, err = sorted(f.Kinds); err != nil {
			return err
		}
		if slices.Equal(list, k.Kinds) {
			return Invalid("sanction", "变更后的处罚与原来相同；不改的请选维持。")
		}
	}
	if err := needed("words", f.Words, longText); err != nil {
		return err
	}
	if err := m.stay(k.notes(
		Note("person", k.Person), Note("decision", f.Decision), Note("sanctions", strings.Join(list, " ")),
		Note("words", f.Words),
	)...); err != nil {
		return err
	}
	k.State, k.Changed, k.VerdictWords, k.VerdictAt, k.VerdictBy, k.VerdictFor = verdict, list, f.Words, now, m.by.Account, m.by.For
	c.askReview(by.Org, k, now)
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

// SanctionPrinted notes that the circular of a consequence was printed, which takes one that stands (rules F7, J3).
func (c *Complaint) SanctionPrinted(by Actor, now time.Time, n int) error {
	k, err := c.decidedSanction(by, now, n)
	if err != nil {
		return err
	}
	if err := by.may(ActionPrint, c); err != nil {
		return err
	}
	if len(k.Stands()) == 0 {
		return Conflict("处罚尚未决定或已不成立，没有可以打印的通报。")
	}
	c.note(by, ActionPrintSanction, c.State, now, k.notes(Note("person", k.Person))...)
	return nil
}

// dropSanctions withdraws what is proposed and has lost its ground: the complaint is not valid any more,
// not the company's own responsibility, or another is responsible (rule A3).
func (c *Complaint) dropSanctions(by Actor, now time.Time) {
	for i := range c.Sanctions {
		k := &c.Sanctions[i]
		if k.State != SanctionProposed || c.grounded() == nil && c.ResponsiblePerson == k.Person {
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
		k.State, k.EndedAt, k.EndedWhy = SanctionWithdrawn, now, why
		c.summon(by.Org, k, NoticeSanctionDropped, now)
		c.tell(by.Org, NoticeSanctionDone, "", now, by.Account, k.By)
	}
}

// Withdrawal says in words why a consequence was withdrawn.
func (k *Sanction) Withdrawal() string {
	switch k.EndedWhy {
	case "invalid":
		return "投诉不再认定为有效，处罚提议撤回。"
	case "responsibility":
		return "不再认定为我方责任，处罚提议撤回。"
	}
	return "责任人已改变，处罚提议撤回。"
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

// SubjectView is what the person a consequence is about sees of it on the page of their own (rule P4): the
// matter as it was put to them, what is proposed and decided, and their own words.
type SubjectView struct {
	Number    string
	Site      string
	Sanctions []Sanction
	Open      bool // nothing keeps them from writing
}

// SubjectViewFor gives it, without who proposed why and without the customer.
func (c *Complaint) SubjectViewFor(by Actor) (SubjectView, error) {
	if err := by.may(ActionReadOwnSanction, c); err != nil {
		return SubjectView{}, err
	}
	h := SubjectView{Number: c.Number, Site: c.Site}
	for _, k := range c.Sanctions {
		if k.Person == by.Account {
			h.Sanctions = append(h.Sanctions, k)
		}
	}
	return h, nil
}

// ListedSanction is a consequence in a list: with as much of its complaint as the list needs.
type ListedSanction struct {
	Sanction
	Number string
	Site   string
	For    string // in whose place the reader would decide (rule P6)
}
