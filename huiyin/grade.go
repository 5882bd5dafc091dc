package huiyin

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

// GradeProposal is the grade that the facts give, with the rule in words (rule G5).
type GradeProposal struct {
	Grade Grade
	Rule  string // G1 to G4
	Why   string // the rule in words, a format for Args
	Args  []any
}

// ProposedGrade reads the grade off the facts (rules G1 to G4).
func (c *Complaint) ProposedGrade(o *Org) GradeProposal {
	category := o.Category(c.Category)
	if category == nil {
		category = &Category{}
	}
	ours, unknown := c.Responsibility.own(), c.Responsibility == ByUnknown
	heavy := o.Parameters.Money(HeavyLoss)
	selling := category.Selling && c.Responsibility != ByCustomer && c.Responsibility != ByThird &&
		c.Responsibility != ByDeveloper
	kind := SiteKind("")
	if s := o.Site(c.Site); s != nil {
		kind = s.Kind
	}
	many := int64(c.Complainants)
	switch {
	case category.Internal:
		return GradeProposal{Internal, "G4", "员工对主管或内部管理的书面投诉，为内部投诉。", nil}
	case c.Fraud:
		return GradeProposal{Major, "G1", "有欺诈嫌疑，为重大投诉，并须法务意见。", nil}
	case c.Injury && ours:
		return GradeProposal{Major, "G1", "因我方过错造成人身伤害，为重大投诉。", nil}
	case c.Loss >= heavy && ours:
		return GradeProposal{Major, "G1", "损失达到 %s，为重大投诉。", []any{heavy}}
	case (c.PromiseBroken || category.Promise) && int64(c.unheeded()) >= o.Parameters.Get(RemindersForMajor):
		return GradeProposal{Major, "G1", "承诺或合同约定未兑现，客户已提出 %d 次仍未解决，为重大投诉。", []any{c.unheeded()}}
	case c.broken() && int64(c.urged()) >= o.Parameters.Get(RemindersForMajor): // rule D14
		return GradeProposal{Major, "G1", "客户已接受的约定逾期未办，客户又催办 %d 次，为重大投诉。", []any{c.urged()}}
	case many >= o.Parameters.Get(PeopleForMajor):
		return GradeProposal{Major, "G10", "投诉人数达到 %d 人，为重大投诉。", []any{many}}
	case category.LeastGrade() == Major:
		return GradeProposal{Major, "G10", "“%s”类投诉至少为重大投诉。", []any{category.Name}}
	case len(c.Accused) > 0:
		return GradeProposal{Important, "G2", "投诉针对员工本人，为重要投诉。", nil}
	case c.Channel == ChannelGovernment || c.Channel == ChannelDeveloper || c.Relation == RelationDeveloper,
		c.OutsideSource == FromGovernment, c.OutsideSource == FromDeveloper:
		return GradeProposal{Important, "G2", "开发商或政府转办的投诉，为重要投诉。", nil}
	case selling && (kind != ManagedEstate || c.Responsibility == ByCompany):
		return GradeProposal{Important, "G2", "因我方销售、代理或接待工作的过错或不足，为重要投诉。", nil}
	case c.Injury && unknown:
		return GradeProposal{Important, "G1", "有人身伤害，责任尚未界定，先按重要投诉；认定为我方责任的，为重大投诉。", nil}
	case c.Loss >= heavy && unknown:
		return GradeProposal{Important, "G1", "损失达到 %s，责任尚未界定，先按重要投诉；认定为我方责任的，为重大投诉。", []any{heavy}}
	case many >= o.Parameters.Get(PeopleForImportant):
		return GradeProposal{Important, "G10", "投诉人数达到 %d 人，为重要投诉。", []any{many}}
	case category.LeastGrade() == Important:
		return GradeProposal{Important, "G10", "“%s”类投诉至少为重要投诉。", []any{category.Name}}
	case c.Urgency == Emergency || c.Injury || c.Loss > 0 || c.PromiseBroken || category.Promise || ours ||
		c.Scope != "" && c.Scope != OneHousehold || many > 1:
		return GradeProposal{Minor, "G10", "没有规则要求更高的等级，暂定为轻微投诉，请负责人核实后认定。", nil}
	}
	return GradeProposal{Minor, "G3", "设施、设备或服务水平上的轻微不便，容易改正，为轻微投诉。", nil}
}

// GradeWhy puts the rule that gave the present grade in words.
func (c *Complaint) GradeWhy(o *Org) (string, []any) {
	switch c.GradeRule {
	case "person":
		return "由负责人认定：%s", []any{c.GradeReason}
	case gradedThen:
		return "按旧台账中的等级。", nil
	case "G8":
		return "受理满一个月仍未办结，自动升为重大投诉。", nil
	}
	if p := c.ProposedGrade(o); p.Rule == c.GradeRule && p.Grade == c.Grade {
		return p.Why, p.Args
	}
	return "按登记时的事实定级。", nil
}

// seat is the role that is in charge of a grade (rule G6).
func (g Grade) seat() Role {
	switch g {
	case Major:
		return VP
	case Important, Internal:
		return Manager
	}
	return Supervisor
}

// Seat is the role that is in charge of the complaint: by its grade, and above whoever is
// complained about (rule G6).
func (c *Complaint) Seat(o *Org) Role {
	seat := c.Grade.seat()
	for _, account := range c.Accused {
		p := o.Person(account)
		switch {
		case p == nil:
		case p.Role >= Manager:
			seat = VP
		default:
			seat = max(seat, Manager)
		}
	}
	if p := o.Person(c.ResponsiblePerson); p != nil && p.Role >= seat { // rule K5
		seat = min(p.Role+1, VP)
	}
	return seat
}

// enter puts a new complaint in somebody's charge and gives it its deadlines (rules G6, D2 to D5).
func (c *Complaint) enter(o *Org) {
	c.Owner = c.route(o)
	for _, k := range deadlineKinds.all() {
		c.Deadlines = append(c.Deadlines, Deadline{Kind: k, Status: Running})
	}
	c.setDates(o, deadlineKinds.all()...)
	c.startMonth(o, c.RecordedAt)
	c.startStatutory(o)
	if r := c.Outside(); c.Referred() {
		c.expect(o, r.begins(c.ReceivedAt), time.Time{}, r.Due)
		c.hush(o, c.Deadline(D16), c.RecordedAt)
	}
	if c.Imported == "" {
		c.owesReports(c.RecordedAt)
	}
}

// route finds who is in charge (rule G6), skipping upwards whoever is complained about (rule P4); "" where nobody
// is left, and somebody must be appointed.
func (c *Complaint) route(o *Org) string {
	free := func(p *Person) bool { return !c.Excluded(p.Account) }
	switch c.Seat(o) {
	case Supervisor:
		if found := o.Active(func(p *Person) bool { return p.Role == Supervisor && p.AnswersFor(c.Site) && free(p) }); len(found) > 0 {
			return found[0].Account
		}
		fallthrough
	case Manager:
		if p := c.managerInCharge(o, free); p != nil {
			return p.Account
		}
		fallthrough
	default:
		found := o.Active(func(p *Person) bool { return p.Role == VP && free(p) })
		slices.SortStableFunc(found,
			func(a, b *Person) int { return boolOrder(a.GeneralManager) - boolOrder(b.GeneralManager) })
		if len(found) == 0 {
			return ""
		}
		return found[0].Account
	}
}

func boolOrder(b bool) int {
	if b {
		return 1
	}
	return 0
}

// managerInCharge is the manager a site's important complaints go to (rule G6): the one set for the
// site; else, for a sales office, the company's sales management, and for others their own manager.
func (c *Complaint) managerInCharge(o *Org, free func(*Person) bool) *Person {
	fits := func(p *Person) bool { return p.Role == Manager && p.AnswersFor(c.Site) && free(p) }
	site := o.Site(c.Site)
	if site != nil {
		if p := o.Person(site.Manager); p != nil && !p.Disabled && fits(p) {
			return p
		}
	}
	found := o.Active(fits)
	company := site != nil && site.Kind == SalesOffice
	slices.SortStableFunc(found, func(a, b *Person) int {
		rank := func(p *Person) int {
			switch {
			case company && p.AllSites && o.function(p) == SalesManagement:
				return 0
			case !company && !p.AllSites:
				return 0
			}
			return 1
		}
		return rank(a) - rank(b)
	})
	if len(found) == 0 {
		return nil
	}
	return found[0]
}

// inCharge tells whether a person sits where the complaint is decided: the owner, or anyone of the
// owner's role or above who answers for the site (rules G5, G6, W8).
func (c *Complaint) inCharge(o *Org, p *Person) bool {
	return p.Account == c.Owner || p.Role >= c.Seat(o) && p.AnswersFor(c.Site)
}

// Assessing is the form of an assessment: what is nil stays as it is.
type Assessing struct {
	Assessment
	Grade         Grade // "" takes the proposal where that is higher
	GradeReason   string
	Urgency       Urgency
	UrgencyReason string
	Reason        string
}

// Assess decides validity, severity, responsibility, grade and urgency (rules K2, K4, K5, K10, G5).
// Another grade than proposed needs a reason; lowering needs the role in charge of the higher one.
func (c *Complaint) Assess(by Actor, now time.Time, f Assessing) error {
	m, err := c.begin(by, ActionAssess, now)
	if err != nil {
		return err
	}
	before := c.Assessment
	if f.Urgency == "" {
		f.Urgency = c.Urgency
	}
	lowers := grades.has(f.Grade) && higher(c.Grade, f.Grade)
	if lowers {
		if !m.actsFor(c.mayLower) {
			return Forbidden("降低等级须由“%s”等级的负责人决定。", c.Grade.Label())
		}
		by = m.by
	}
	if (f.Validity == NotValid) != (before.Validity == NotValid) && !m.actsFor(c.charges) { // rule K10
		return Forbidden("投诉无效由负责人认定。")
	}
	if err := Every(f.check(by.Org), when(!urgencies.has(f.Urgency), "urgency", "请选择列表中的一项。"),
		when(f.Grade != "" && !grades.has(f.Grade), "grade", "请选择列表中的一项。"),
		when(f.Urgency.rank() < c.Urgency.rank() && f.UrgencyReason == "", "urgency_reason", "降低紧急程度须写明原因。"),
		when(lowers && f.GradeReason == "", "grade_reason", "降低等级须写明理由。"),
		when(f.Validity == NotValid && before.Validity != NotValid && f.Reason == "", "reason",
			"认定无效须写明原因。")); err != nil {
		return err
	}

	changed := *c
	changed.Assessment = f.Assessment
	proposal := changed.ProposedGrade(by.Org)
	raised := c.outgrown(c.ProposedGrade(by.Org), proposal)
	grade, rule := c.Grade, c.GradeRule
	switch {
	case f.Grade == "" && raised:
		grade, rule = proposal.Grade, proposal.Rule
	case f.Grade == "" || f.Grade == c.Grade && f.Grade != proposal.Grade && f.GradeReason == "" && !raised:
		// kept as it was decided before
	case f.Grade == proposal.Grade && !lowers:
		grade, rule = f.Grade, proposal.Rule
	case f.GradeReason == "":
		return Invalid("grade_reason", "按事实应为“%s”：选择其他等级须写明理由。", proposal.Grade.Label())
	default:
		grade, rule = f.Grade, "person"
	}
	detail := changes(
		"validity", string(before.Validity), string(f.Validity), "impact", number(before.Impact), number(f.Impact),
		"risk", number(before.Risk), number(f.Risk), "reputation", number(before.Reputation), number(f.Reputation),
		"responsibility", string(before.Responsibility), string(f.Responsibility),
		"responsible_department", before.ResponsibleDepartment, f.ResponsibleDepartment,
		"responsible_person", before.ResponsiblePerson, f.ResponsiblePerson,
		"loss", before.Loss.Plain(), f.Loss.Plain(), "injury", flag(before.Injury), flag(f.Injury),
		"promise_broken", flag(before.PromiseBroken), flag(f.PromiseBroken), "fraud", flag(before.Fraud), flag(f.Fraud),
		"urgency", string(c.Urgency), string(f.Urgency), "grade", string(c.Grade), string(grade), "grade_rule",
		c.GradeRule, rule,
		"grade_reason", "", f.GradeReason, "urgency_reason", "", f.UrgencyReason, "reason", "", f.Reason,
	)
	owner := c.Owner
	if grade != c.Grade {
		changed.Grade = grade
		owner = cmp.Or(changed.route(by.Org), c.Owner) // nobody above: stays where it is, the grade still rises
		detail = append(detail, changes("owner", c.Owner, owner)...)
	}
	if err := m.stay(detail...); err != nil {
		return err
	}
	c.AssessedAt = now
	if month := MonthAfter(c.ReceivedAt, by.Org.Zone); lowers && c.Grade == Major && !now.Before(month) &&
		c.Risen.IsZero() {
		c.Risen = month // it was major when the month passed: the VP's word stands (rule G8)
	}
	if before.Validity == NotValid && f.Validity != NotValid {
		c.UnsettledSince, c.Quiet = now, false
	}
	regraded, hastened := grade != c.Grade, f.Urgency != c.Urgency
	seat := c.Seat(by.Org)
	switch {
	case !f.Injury:
		c.InjuryAt = time.Time{}
	case !before.Injury:
		c.InjuryAt = now
	}
	f.FraudAt = before.FraudAt
	switch {
	case !f.Fraud:
		f.FraudAt = time.Time{}
	case !before.Fraud:
		f.FraudAt = now
	}
	c.Assessment, c.Grade, c.GradeRule, c.Urgency = f.Assessment, grade, rule, f.Urgency
	switch {
	case rule != "person":
		c.GradeReason = ""
	case f.GradeReason != "":
		c.GradeReason = f.GradeReason
	}
	if owner != c.Owner {
		c.handOver(owner)
		c.tell(by.Org, NoticeAssigned, "", now, by.Account, owner)
	}
	if regraded {
		c.setDates(by.Org, D4, D5)
	}
	if hastened {
		c.setDates(by.Org, D2)
		if c.Urgency == Emergency { // rule K2
			c.tell(by.Org, NoticeEmergency, "", now, by.Account, c.alarmed(by.Org)...)
		}
	}
	if c.Injury && !before.Injury { // rule D18
		c.owesReports(now)
	}
	if c.Fraud && !before.Fraud { // rule G1
		c.tell(by.Org, NoticeFraud, "", now, by.Account, c.lawyers(by.Org)...)
	}
	if c.ResponsiblePerson != before.ResponsiblePerson { // rules K5, P4
		c.reseat(by, now, !regraded && c.Seat(by.Org) < seat)
		if c.Heard() && !slices.Contains(c.Accused, c.ResponsiblePerson) {
			c.summonAbout(by.Org, NoticeStatementAsked, now, c.ResponsiblePerson)
		}
	}
	c.appraise(by, now)
	c.dropSanctions(by, now)
	return nil
}

func (f *Assessing) check(o *Org) error {
	score := func(field string, v int) error { return when(v < 0 || v > 5, field, "须在 1 与 5 之间。") }
	return Every(when(!validities.has(f.Validity), "validity", "请选择列表中的一项。"),
		when(!responsibilities.has(f.Responsibility), "responsibility", "请选择列表中的一项。"),
		score("impact", f.Impact), score("risk", f.Risk), score("reputation", f.Reputation), when(f.ResponsibleDepartment != "" &&
			o.Department(f.ResponsibleDepartment) == nil, "responsible_department",
			"请选择列表中的一项。"),
		when(f.ResponsiblePerson != "" && o.Person(f.ResponsiblePerson) == nil, "responsible_person", "请选择列表中的一项。"),
		within("grade_reason", f.GradeReason, 1000),
		within("urgency_reason", f.UrgencyReason, 1000),
		within("reason", f.Reason, 1000))
}

// outgrown tells whether the facts, as they are now, ask for a higher grade than the complaint has;
// what a person has decided stands until they change (rule G5).
func (c *Complaint) outgrown(before, now GradeProposal) bool {
	return higher(now.Grade, c.Grade) && (c.GradeRule != "person" || higher(now.Grade, before.Grade))
}

// mayLower tells whether the person holds the seat of the present, higher grade (rule G5); what the
// month has made major thus only a VP lowers (rule G8).
func (c *Complaint) mayLower(by Actor) bool {
	return by.Role >= c.Seat(by.Org) && by.AnswersFor(c.Site)
}

// higher tells whether grade a stands above b; internal stands beside important.
func higher(a, b Grade) bool { return a.weight() > b.weight() }

func (g Grade) weight() int {
	switch g {
	case Major:
		return 3
	case Important, Internal:
		return 2
	}
	return 1
}

// handOver puts someone else in charge; the former owner keeps reading.
func (c *Complaint) handOver(owner string) {
	if owner == c.Owner {
		return
	}
	if c.Owner != "" && !slices.Contains(c.Former, c.Owner) {
		c.Former = append(c.Former, c.Owner)
	}
	// who was in charge stays a collaborator (rules G8, P8)
	if c.Restricted && c.Owner != "" && !slices.Contains(c.Named, c.Owner) {
		c.Named = slices.Sorted(slices.Values(append(c.Named, c.Owner)))
	}
	c.Owner = owner
}

// raise lifts the grade by rule and hands the complaint to who is then in charge.
func (c *Complaint) raise(o *Org, g Grade, rule string, at time.Time) {
	before := *c
	c.Grade, c.GradeRule, c.GradeReason = g, rule, ""
	owner := cmp.Or(c.route(o), c.Owner) // nobody above: stays where it is, the grade still rises
	c.note(System(o), ActionRaiseGrade, c.State, at,
		changes("grade", string(before.Grade), string(g), "grade_rule", before.GradeRule, rule, "owner", before.Owner,
			owner)...)
	c.handOver(owner)
}

// number and flag write values as the journal keeps them.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func flag(b bool) string {
	if b {
		return "1"
	}
	return ""
}
