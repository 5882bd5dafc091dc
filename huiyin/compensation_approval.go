package huiyin

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Step is one word in the chain of a proposal (rule C3). Steps of one stage are open together.
type Step struct {
	ID       int64
	Proposal int // N
	Chain    int
	Stage    int
	Role     Role     // of that role and answering for the site
	Function Function // or: of that function, giving an opinion
	Account  string   // or: exactly this person
	General  bool     // or: the general manager
	OpenedAt time.Time
	UrgedAt  time.Time // when those asked were last reminded (rule C8)
	Decision Decision
	Words    string
	By       string
	For      string // in whose place (rule P6)
	At       time.Time
}

// Decision is the word of one step.
type Decision string

// The decisions.
const (
	Approve Decision = "approve"
	Return  Decision = "return"
	Refuse  Decision = "refuse"
	Passed  Decision = "passed" // nobody was left to give it, and a later step of the chain decides (rule C4)
)

var decisions = words[Decision]{{Approve, "同意"}, {Return, "退回"}, {Refuse, "驳回"}}

// Label is the decision's name on pages.
func (d Decision) Label() string {
	if d == Passed {
		return "无人可审批，由上一级决定"
	}
	return decisions.label(d)
}

// Decisions lists the decisions.
func Decisions() []Decision { return decisions.all() }

// Label names who is asked.
func (s *Step) Label() string {
	switch {
	case s.General:
		return "总经理"
	case s.Function != "":
		return s.Function.Label()
	case s.Account != "":
		return "负责人"
	}
	return s.Role.Label()
}

// Chain lists the steps of a proposal's latest submission.
func (c *Complaint) Chain(n int) []*Step {
	var out []*Step
	for i := range c.Steps {
		if s := &c.Steps[i]; s.Proposal == n && s.Chain == c.Proposal(n).Chain {
			out = append(out, s)
		}
	}
	return out
}

// chain lists the steps a proposal has to climb (rule C3).
func (c *Complaint) chain(o *Org, p *Proposal) ([]Step, error) {
	if !p.Climbs() {
		switch {
		case c.Owner == "": // rule G6
			return nil, Conflict("这件投诉还没有负责人，须先任命。")
		case p.By == c.Owner:
			return nil, nil
		}
		return []Step{{Stage: 1, Account: c.Owner}}, nil
	}
	from := Supervisor
	if proposer := o.Person(p.By); proposer != nil {
		from = max(from, min(VP, proposer.Role+1)) // at the top another VP (rule C4)
	}
	return c.climb(o, p, from)
}

// climb lists the steps from a role up to where the chain stops. A role in which nobody may decide is
// skipped upwards (rule C4).
func (c *Complaint) climb(o *Org, p *Proposal, from Role) ([]Step, error) {
	var steps []Step
	stage, last := 0, c.lastRole(o, p)
	for role := from; role <= VP && (role <= last || stage == 0); role++ {
		if role == VP && c.legalAlone(o, p) { // rule C10
			s := Step{Stage: stage + 1, Function: Legal}
			if !c.someone(o, p, s) {
				return nil, Conflict("没有可以会签的%s人员，须先任命一位。", Legal.Label())
			}
			stage++
			steps = append(steps, s)
		}
		if role == VP && c.hears(o, p.Sum) {
			stage++
			opinions, err := c.opinions(o, p, stage)
			if err != nil {
				return nil, err
			}
			steps = append(steps, opinions...)
		}
		s := Step{Stage: stage + 1, Role: role}
		switch {
		case c.someone(o, p, s):
			stage++
			steps = append(steps, s)
		case role < VP:
			last = max(last, role+1) // rule C4
		case !general(o, p.Sum):
			if c.Restricted {
				return nil, Conflict("这件投诉受限，可以查看的人员中没有能审批的人，须先列入。")
			}
			return nil, Conflict("没有可以审批的副总经理：须先任命另一位副总经理。")
		}
	}
	if general(o, p.Sum) {
		s := Step{Stage: stage + 1, General: true}
		if !c.someone(o, p, s) {
			if c.Restricted {
				return nil, Conflict("这件投诉受限，可以查看的人员中没有能审批的人，须先列入。")
			}
			return nil, Conflict("没有可以审批的总经理，须先任命一位。")
		}
		steps = append(steps, s)
	}
	return steps, nil
}

// opinions are the steps of legal and finance, one stage (rule C3).
func (c *Complaint) opinions(o *Org, p *Proposal, stage int) ([]Step, error) {
	steps := []Step{{Stage: stage, Function: Legal}, {Stage: stage, Function: Finance}}
	for _, s := range steps {
		if !c.someone(o, p, s) {
			if c.Restricted {
				return nil, Conflict("这件投诉受限，可以查看的人员中没有能会签的%s人员，须先列入。", s.Function.Label())
			}
			return nil, Conflict("没有可以会签的%s人员，须先任命一位。", s.Function.Label())
		}
	}
	return steps, nil
}

// lacking lists the steps that a chain on its way has come to need since it was submitted, because
// the grade has risen or fraud is suspected (rule C3).
func (c *Complaint) lacking(o *Org, p *Proposal) (more []Step, err error) {
	if !p.Climbs() {
		return nil, nil
	}
	top, heard := Role(0), false
	for _, s := range c.Chain(p.N) {
		top, heard = max(top, s.Role), heard || s.Function != ""
		if s.General {
			return nil, nil
		}
	}
	switch {
	case top < c.lastRole(o, p):
		more, err = c.climb(o, p, top+1)
	case !heard && c.hears(o, p.Sum):
		more, err = c.opinions(o, p, 1)
	}
	for i := range more {
		more[i].Proposal, more[i].Chain = p.N, p.Chain
		more[i].Stage += p.Stage
	}
	return more, err
}

// legalAlone tells whether legal is heard about a clause of its own where somebody was hurt (rule C10).
func (c *Complaint) legalAlone(o *Org, p *Proposal) bool {
	return p.Clause != "" && c.Injury && !c.hears(o, p.Sum)
}

// hears tells whether legal and finance are heard before the VP (rule C3).
func (c *Complaint) hears(o *Org, sum Money) bool {
	return sum >= o.Parameters.Money(OpinionsFrom) || c.Fraud
}

// general tells whether the sum is beyond the VP too (rule C3).
func general(o *Org, sum Money) bool {
	limit := o.Parameters.Money(VPLimit)
	return limit > 0 && sum > limit
}

// lastRole is where the chain stops: the first role whose authority covers the sum, for a major
// complaint always the VP, for an important one at least the manager (rules C2, C3).
func (c *Complaint) lastRole(o *Org, p *Proposal) Role {
	last, sum := VP, p.Sum
	switch {
	case c.hears(o, sum), p.SumUnpriced:
	case sum <= o.Parameters.Money(SupervisorLimit):
		last = Supervisor
	case sum <= o.Parameters.Money(ManagerLimit):
		last = Manager
	}
	return max(last, c.Grade.seat())
}

// Authority says in words how far the sum has to climb (rule C2).
func (c *Complaint) Authority(o *Org, s CountedSum) (string, []any) {
	sum := s.Sum
	switch {
	case s.Unpriced:
		return "含价值未知的措施，按超出经理审批权限处理，须由副总经理审批；已知金额累计 %s。", []any{sum}
	case sum > o.Parameters.Money(ManagerLimit):
		return "金额累计 %s，超出经理审批权限 %s，须由副总经理审批。", []any{sum, o.Parameters.Money(ManagerLimit)}
	case sum > o.Parameters.Money(SupervisorLimit):
		return "金额累计 %s，超出主管审批权限 %s，须由经理审批。", []any{sum, o.Parameters.Money(SupervisorLimit)}
	}
	return "金额累计 %s，在主管审批权限 %s 之内。", []any{sum, o.Parameters.Money(SupervisorLimit)}
}

func (c *Complaint) someone(o *Org, p *Proposal, s Step) bool {
	return len(o.Active(func(who *Person) bool { return c.mayDecideStep(o, who, p, &s) })) > 0
}

// mayDecideStep is who may give the word of a step: of its role and answering for the site, or of
// its function, or the person named; never the proposer, nor who is complained about, nor anyone
// twice in one chain (rules C3, C4, P4).
func (c *Complaint) mayDecideStep(o *Org, who *Person, p *Proposal, s *Step) bool {
	if c.barred(who, p) || c.Restricted && !c.opens(who.Account) { // rule P8
		return false
	}
	switch {
	case s.Account != "":
		return who.Account == c.Owner
	case s.General:
		return who.Role == VP && who.GeneralManager
	case s.Function != "":
		return o.Has(who, s.Function)
	}
	spared := s.Role == VP && who.GeneralManager && general(o, p.Sum) // for the step above
	return who.Role == s.Role && who.AnswersFor(c.Site) && !spared
}

// ApprovalWaits tells whom a proposal waits for, by account, and since when: who may decide on the open steps of its
// stage in their own name, worked out when it is looked at (rules C4, C8). Nobody and the zero time where none waits.
func (c *Complaint) ApprovalWaits(o *Org) (people []string, since time.Time) {
	p := c.current()
	for _, s := range c.awaited() {
		since = s.OpenedAt
		for _, who := range o.Active(func(who *Person) bool { return c.mayDecideStep(o, who, p, s) }) {
			if !slices.Contains(people, who.Account) {
				people = append(people, who.Account)
			}
		}
	}
	return people, since
}

// urgeEvery is how long an approver is left alone, after being asked and after each reminder (rule C8).
const urgeEvery = 2 * time.Hour

// MayUrge tells why a person may not remind the approvers now, nil when they may.
func (c *Complaint) MayUrge(by Actor, now time.Time) error {
	return Every(c.mayBegin(by, ActionUrge), c.urgeable(by.Org, now))
}

func (c *Complaint) urgeable(o *Org, now time.Time) error {
	people, since := c.ApprovalWaits(o)
	if len(people) == 0 {
		return Conflict("现在没有人可以催。")
	}
	for _, s := range c.awaited() {
		since = latest(since, s.UrgedAt)
	}
	if again := since.Add(urgeEvery); now.Before(again) {
		return Conflict("审批人刚刚收到通知，%s 之后可以再催。", again.In(o.Zone).Format("15:04"))
	}
	return nil
}

// awaited are the open steps of the stage that a proposal waits in.
func (c *Complaint) awaited() []*Step {
	p := c.current()
	if p == nil || p.Status != ProposalPending {
		return nil
	}
	return slices.DeleteFunc(c.Chain(p.N), func(s *Step) bool { return s.Stage != p.Stage || s.Decision != "" })
}

// Urge reminds those whom a proposal waits for (rule C8).
func (c *Complaint) Urge(by Actor, now time.Time) error {
	m, err := c.begin(by, ActionUrge, now)
	if err == nil {
		err = c.urgeable(by.Org, now)
	}
	if err != nil {
		return err
	}
	people, _ := c.ApprovalWaits(by.Org)
	if err := m.stay(Note("people", strings.Join(people, " "))); err != nil {
		return err
	}
	for _, s := range c.awaited() {
		s.UrgedAt = now
	}
	c.tell(by.Org, NoticeApprovalUrged, "", now, by.Account, people...)
	return nil
}

// stuck gives an open step on which nobody can give their word any more, because people left, moved, were
// demoted or named in the case, where somebody higher could; nil when there is none (rules C4, P7, P4).
func (c *Complaint) stuck(o *Org) *Step {
	if c.State != Approving && c.State != InDispute {
		return nil
	}
	for i := range c.Proposals {
		p := &c.Proposals[i]
		if p.Status != ProposalPending {
			continue
		}
		for _, s := range c.Chain(p.N) {
			if s.Stage == p.Stage && s.Decision == "" && !c.someone(o, p, *s) &&
				(c.later(o, p, s) != nil || c.higher(o, p, s) != 0) {
				return s
			}
		}
	}
	return nil
}

// later is a step of the same chain that somebody above can decide, which so decides for one that is stuck.
func (c *Complaint) later(o *Org, p *Proposal, s *Step) *Step {
	for _, other := range c.Chain(p.N) {
		if other.Stage > s.Stage && other.Function == "" && other.Decision == "" && s.Function == "" &&
			c.someone(o, p, *other) {
			return other
		}
	}
	return nil
}

// higher is the next role up in which somebody can decide a stuck step, 0 where there is none: of the site's
// roles, or for the word of whoever is in charge their seat and above.
func (c *Complaint) higher(o *Org, p *Proposal, s *Step) Role {
	from := s.Role + 1
	switch {
	case s.Function != "" || s.General:
		return 0
	case s.Account != "":
		from = c.Seat(o)
	}
	for role := from; role <= VP; role++ {
		if c.someone(o, p, Step{Role: role}) {
			return role
		}
	}
	return 0
}

// restep puts every stuck step on the desk of the next who can decide it: a later one of the chain, or the next
// role up (rules C4, P7). Who may decide is worked out when looked at; this is what the clock, or the next who
// looks, writes down of it.
func (c *Complaint) restep(o *Org, now time.Time) {
	for range len(c.Steps) * int(VP+1) { // each step rises at most to the top
		s := c.stuck(o)
		if s == nil {
			return
		}
		p := c.Proposal(s.Proposal)
		detail := []Change{Note("proposal", strconv.Itoa(p.N))}
		if c.later(o, p, s) != nil {
			detail = append(detail, Change{"step", s.Label(), Passed.Label()})
			s.Decision, s.At = Passed, now
		} else {
			role := c.higher(o, p, s)
			detail = append(detail, Change{"step", s.Label(), role.Label()})
			s.Role, s.Account, s.OpenedAt = role, "", time.Time{}
		}
		c.note(System(o), ActionReseat, c.State, now, detail...)
		c.openStage(o, p, now, "")
	}
}

// barred tells whether a person has no word on a proposal, in nobody's name: their own, or about them, or
// they or their delegate had one in this chain (rules C4, P4, P6).
func (c *Complaint) barred(who *Person, p *Proposal) bool {
	return who.Disabled || who.Account == p.By || c.Excluded(who.Account) ||
		slices.ContainsFunc(c.Steps, func(s Step) bool {
			return s.Proposal == p.N && s.Chain == p.Chain && (s.By == who.Account || s.For == who.Account)
		})
}

// OpenStep is the step of a pending proposal on which the person may now give their word in their own
// name, nil when there is none.
func (c *Complaint) OpenStep(o *Org, who *Person, n int) *Step {
	return c.openStep(Actor{Person: who, Org: o}, n)
}

// StepFor is OpenStep in whosever name, and that name: their own first, else one of those they stand in
// for, "" for their own (rule P6).
func (c *Complaint) StepFor(by Actor, n int) (s *Step, name string) {
	by.For = ""
	by, _ = by.inName(c, func(as Actor) bool { s = c.openStep(as, n); return s != nil })
	return s, by.For
}

// openStep finds the step by the rights of as, which a deputy may use unless they are barred themselves.
func (c *Complaint) openStep(as Actor, n int) *Step {
	p := c.Proposal(n)
	if p == nil || p.Status != ProposalPending || as.deputy != nil && c.barred(as.deputy, p) {
		return nil
	}
	for _, s := range c.Chain(n) {
		if s.Stage == p.Stage && s.Decision == "" && c.mayDecideStep(as.Org, as.Person, p, s) {
			return s
		}
	}
	return nil
}

// Decide gives one step's word (rules C3, C4, C5). Refused or returned it goes back to proposing;
// the last approval opens the answer.
func (c *Complaint) Decide(by Actor, now time.Time, n int, d Decision, words string) error {
	p := c.Proposal(n)
	if p == nil || !c.Visible(by) {
		return NotFound()
	}
	if p.Status != ProposalPending { // also for who comes too late, and for whom nothing waits any more
		return Conflict("方案%d“%s”，不能审批。", n, p.Status.Label())
	}
	m, err := c.begin(by, ActionDecide, now)
	if err != nil {
		return err
	}
	s, name := c.StepFor(by, n)
	m.by.For = name
	if s == nil {
		return Forbidden(grants[ActionDecide].why)
	}
	if err := Every(when(!decisions.has(d), "decision", "请选择审批意见。"),
		when(d != Approve && strings.TrimSpace(words) == "", "words", "退回或驳回须写明理由。"),
		within("words", words, longText)); err != nil {
		return err
	}
	to, last := Approving, false
	var more []Step
	switch {
	case d != Approve:
		to = Proposing
	case c.lastWord(p, s):
		var err error
		if more, err = c.lacking(by.Org, p); err != nil {
			return err
		}
		if last = len(more) == 0; last {
			to = Answering
		}
	}
	if p.Mandate > 0 { // the case itself stays in dispute (rule T1)
		to = c.State
	}
	if err := m.to(
		to, Note("proposal", strconv.Itoa(n)), Note("step", s.Label()), Note("decision", string(d)),
		Note("words", words),
	); err != nil {
		return err
	}
	s.Decision, s.Words, s.By, s.For, s.At = d, words, m.by.Account, m.by.For, now
	c.Steps = append(c.Steps, more...)
	switch {
	case d == Return:
		p.Status = ProposalReturned
		c.tell(by.Org, NoticeApprovalDecided, string(d), now, by.Account, p.By, c.Owner)
	case d == Refuse:
		p.Status, p.EndedAt = ProposalRefused, now
		c.tell(by.Org, NoticeApprovalDecided, string(d), now, by.Account, p.By, c.Owner)
	case last:
		p.Status = ProposalApproved
		c.tell(by.Org, NoticeApprovalDecided, string(d), now, by.Account, p.By, c.Owner)
	default:
		c.openStage(by.Org, p, now, by.Account)
	}
	return nil
}

// lastWord tells whether nobody else is asked once this step is given.
func (c *Complaint) lastWord(p *Proposal, s *Step) bool {
	return !slices.ContainsFunc(c.Chain(p.N), func(other *Step) bool { return other != s && other.Decision == "" })
}

// openStage moves the proposal to its first stage with an open step, and dates its steps.
func (c *Complaint) openStage(o *Org, p *Proposal, now time.Time, causer string) {
	steps := c.Chain(p.N)
	for _, s := range steps {
		if s.Decision == "" {
			p.Stage = s.Stage
			break
		}
	}
	for _, s := range steps {
		if s.Stage == p.Stage && s.OpenedAt.IsZero() {
			s.OpenedAt = now
			asked := o.Active(func(who *Person) bool { return c.mayDecideStep(o, who, p, s) })
			var deputies []string // rule P6
			for _, who := range asked {
				for _, d := range o.deputiesOf(who.Account) {
					if !c.barred(d, p) && (!c.Restricted || who.Account == c.Owner) && !c.about(o.StandsFor(d)) {
						deputies = append(deputies, d.Account)
					}
				}
			}
			slices.Sort(deputies)
			c.deputise(now, deputies...)
			c.tell(o, NoticeApprovalWaiting, "", now, causer, append(accounts(asked), deputies...)...)
		}
	}
}
