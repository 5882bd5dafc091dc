package huiyin

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Intake is what the person at the counter writes down (RULES.md §2).
type Intake struct {
	Site         string
	Channel      Channel
	ReceivedAt   time.Time
	Name         string
	Phone        string
	Identity     string // ID number
	Address      string
	Relation     Relation
	Unit         string
	Contract     string
	EventAt      time.Time
	EventPlace   string
	Involved     string   // persons and departments involved, in words
	Accused      []string // accounts complained about (rule P4)
	Matter       string   // what the customer says
	Demand       string   // what the customer wants
	Emotion      Emotion
	Complainants int
	Category     string
	Urgency      Urgency
	Scope        Scope
	ReadBack     bool
	Apologised   bool
	NextSteps    string
	PromisedAt   time.Time
	Link         string // number of the earlier complaint that it was linked to (rule K7)

	OutsideSource   OutsideSource // who passed it on, "" for nobody; all of theirs is Outside (rule K12)
	OutsideNumber   string
	OutsideReceived time.Time
	OutsideHanded   time.Time
	OutsideDue      time.Time
	OutsideCategory string
	OutsideSecret   bool
}

// fill puts in what stands where nothing else is said (RULES.md §2).
func (in *Intake) fill(now time.Time) {
	for _, text := range []*string{&in.Name, &in.Phone, &in.Matter, &in.Demand, &in.Link, &in.OutsideNumber,
		&in.OutsideCategory} {
		*text = strings.TrimSpace(*text)
	}
	if in.ReceivedAt.IsZero() {
		in.ReceivedAt = now
	}
	in.Urgency, in.Scope, in.Complainants = cmp.Or(in.Urgency, Normal), cmp.Or(in.Scope, OneHousehold),
		cmp.Or(in.Complainants, 1)
}

// Check refuses an intake that lacks what is needed or holds what cannot be (RULES.md §2, I).
func (in *Intake) Check(o *Org, now time.Time) error { return in.check(o, now, Intake{}) }

// check refuses likewise what a correction makes of an intake: what was there may have closed since.
func (in *Intake) check(o *Org, now time.Time, was Intake) error {
	site := o.Site(in.Site)
	category := o.Category(in.Category)
	var unread, accused error
	if in.Phone != "" && !phoneLike(in.Phone) {
		unread = phoneWrong("phone", in.Phone)
	}
	if slices.ContainsFunc(in.Accused, func(account string) bool { return o.Person(account) == nil }) {
		accused = Invalid("accused", "被投诉人须从列表中选择。")
	}
	outside := in.Outside()
	return Every(when(site == nil || site.Closed && in.Site != was.Site, "site", "请选择项目。"),
		when(!channels.has(in.Channel), "channel", "请选择投诉方式。"),
		when(in.Name == "", "name", "请填写投诉人姓名；不愿留名的写“匿名”。"),
		when(in.Phone == "" && in.Channel != ChannelVisit && !in.Anonymous(), "phone", "请填写联系电话；来访或匿名的可以不填。"),
		unread,
		when(in.Matter == "", "matter", "请写明投诉事项。"),
		when(in.Demand == "", "demand", "请写明客户诉求。"),
		when(category == nil || category.Closed && in.Category != was.Category, "category", "请选择投诉类别。"),
		when(in.Relation != "" && !relations.has(in.Relation), "relation", "请选择列表中的一项。"),
		when(in.Emotion != "" && !emotions.has(in.Emotion), "emotion", "请选择列表中的一项。"),
		when(!urgencies.has(in.Urgency), "urgency", "请选择列表中的一项。"),
		when(!scopes.has(in.Scope), "scope", "请选择列表中的一项。"),
		when(in.Complainants < 1 || in.Complainants > 100_000, "complainants", "投诉人数须在 1 与 100000 之间。"),
		when(in.ReceivedAt.After(now), "received_at", "受理时间不能晚于现在。"),
		when(in.ReceivedAt.Before(now.AddDate(-30, 0, 0)), "received_at", "受理时间过早，请核对。"),
		when(in.EventAt.After(now), "event_at", "事件时间不能晚于现在。"),
		when(!in.PromisedAt.IsZero() && predates(in.PromisedAt, in.ReceivedAt), "promised_at",
			"承诺答复时间不能早于受理时间。"), accused,
		outside.check(now, "outside_"),
		within("name", in.Name, shortText), within("phone", in.Phone, 50), within("identity", in.Identity, 50),
		within("address", in.Address, shortText), within("unit", in.Unit, shortText),
		within("contract", in.Contract, shortText),
		within("event_place", in.EventPlace, shortText), within("involved", in.Involved, 1000),
		within("matter", in.Matter, longText),
		within("demand", in.Demand, longText), within("next_steps", in.NextSteps, longText),
		within("link", in.Link, shortText),
	)
}

// promisesNothing refuses a sum given in the next steps that the customer is told, and that their receipt carries:
// nothing is approved yet (rules C7, W16).
func (in *Intake) promisesNothing() error {
	c := Complaint{Intake: *in}
	if sum := c.givenBeyond(in.NextSteps, 0); sum > 0 {
		return overPromised("next_steps", sum, 0)
	}
	return nil
}

// Anonymous tells whether the customer gave no name; such a complaint cannot be called back.
func (in *Intake) Anonymous() bool {
	return strings.Contains(in.Name, "匿名") || in.Name == "無名" || in.Name == "无名" ||
		strings.EqualFold(in.Name, "anonymous")
}

// recordedLate is by how much a complaint may be recorded after its receipt without being marked (rule D10).
const recordedLate = 24 * time.Hour

// RecordedLate tells whether the complaint was written down more than a day after it was received (rule D10); one
// from an old register was written down there.
func (c *Complaint) RecordedLate() bool {
	return c.Imported == "" && c.RecordedAt.Sub(c.ReceivedAt) > recordedLate
}

// RecordComplaint takes a complaint in: it is graded, put in charge and given its deadlines at once
// (rules G1 to G7, K2, D2 to D5). Its number is given by the store, which counts the day. What an agent says was received
// long ago takes a supervisor, since its month may have run out at once (rules D10, G8).
func RecordComplaint(by Actor, now time.Time, in Intake) (*Complaint, error) {
	if err := by.may(ActionRecord, nil); err != nil {
		return nil, err
	}
	if most := by.Org.Parameters.Get(AgentBackdates); by.Role < Supervisor && !in.ReceivedAt.IsZero() &&
		in.ReceivedAt.Before(now.Add(-by.Org.Parameters.Span(AgentBackdates))) {
		return nil, Invalid("received_at", "%d 天以前受理的投诉，须由主管或以上登记。", most)
	}
	return takeIn(by, now, in)
}

// takeIn is RecordComplaint for what may have been received long ago, as the lines of an old register.
func takeIn(by Actor, now time.Time, in Intake) (*Complaint, error) {
	if err := by.may(ActionRecord, nil); err != nil {
		return nil, err
	}
	in.fill(now)
	if err := in.Check(by.Org, now); err != nil {
		return nil, err
	}
	if err := in.promisesNothing(); err != nil {
		return nil, err
	}
	if by.Org.Category(in.Category).Emergency { // rule K2
		in.Urgency = Emergency
	}
	in.Accused = slices.Compact(slices.Sorted(slices.Values(in.Accused)))
	c := &Complaint{
		Intake: in, Assessment: Assessment{Validity: Undecided, Responsibility: ByUnknown},
		Provenance: Provenance{RecordedBy: by.Account, RecordedAt: now},
		Assignment: Assignment{FirstContact: by.Account},
		Standing:   Standing{State: Received},
	}
	p := c.ProposedGrade(by.Org)
	c.Grade, c.GradeRule = p.Grade, p.Rule
	c.enter(by.Org)
	if c.Bars(by.Account) { // who took down a complaint about themselves has no part in it (rule P4)
		c.FirstContact = c.Owner
	}
	if c.Category == DataLeak { // rules B7, P8
		c.closeLeak(by.Org)
	}
	c.closeSecret(c.namedOfSecret(in.Outside(), by))
	c.note(by, ActionRecord, Received, now, append(outsideChanges(&Intake{}, &in),
		Note("channel", string(in.Channel)), Note("category", in.Category), Note("urgency", string(in.Urgency)),
		Note("grade", string(c.Grade)), Note("grade_rule", c.GradeRule), Note("owner", c.Owner),
		Note("matter", in.Matter), Note("demand", in.Demand), Note("link", in.Link),
		Note("restricted", flag(c.Restricted)), Note("named", strings.Join(c.Named, " ")))...)
	c.tell(by.Org, NoticeAssigned, "", now, by.Account, c.Owner)
	c.askAboutDemand(by, now, in.Demand)
	if c.Urgency == Emergency { // rule K2
		c.tell(by.Org, NoticeEmergency, "", now, "", c.alarmed(by.Org)...)
	} else if c.EmergencyPlan(by.Org) != nil { // rule B4
		c.tell(by.Org, NoticePlan, "", now, by.Account, slices.DeleteFunc(c.toldFirst(by.Org),
			func(a string) bool { return a == c.Owner })...)
	}
	if c.Category == DataLeak { // rule B7
		c.tell(by.Org, NoticeLeak, "", now, by.Account, append(c.lawyers(by.Org), c.tier(by.Org, TierVP)...)...)
	}
	return c, nil
}

// Number writes a complaint's number: TS-SITE-YYYYMMDD-NNN, four digits from the thousandth.
func Number(site string, received time.Time, n int) string { return serial("TS", site, received, n) }
