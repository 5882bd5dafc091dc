package huiyin

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Intake is what the person at the counter writes down (DOMAIN §2).
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
}

// Assessment is what whoever is in charge decides about a complaint (rules K4, K5, G5, K10).
type Assessment struct {
	Validity              Validity
	Impact                int // 1 to 5, 0 = not yet assessed
	Risk                  int
	Reputation            int
	Responsibility        Responsibility
	ResponsibleDepartment string
	ResponsiblePerson     string
	Loss                  Money
	Injury                bool
	PromiseBroken         bool
	Fraud                 bool
}

// Complaint is one complaint with everything that happened to it.
type Complaint struct {
	ID      int64
	Number  string
	Version int64 // counts changes; a form made on an older one is stale (rule W12)

	Intake
	Assessment
	RecordedBy string
	RecordedAt time.Time

	Grade       Grade
	GradeRule   string // the rule that gave it, G1 to G4, G8, or "person"
	GradeReason string // a person's reason for another grade than proposed

	State          State
	Round          int
	Owner          string // in charge (rule G6)
	Handler        string
	AssignedAt     time.Time
	AcceptedAt     time.Time // zero while the handler has not accepted
	FirstContact   string    // answerable until the handler accepts (rule W14)
	Department     string    // responsible department, asked for its opinion
	Former         []string  // who was in charge before; keep reading
	Deputies       []string  // who was asked or decided in someone's place; keep reading (rules P3, P6)
	Checkers       []string  // were asked to check it afterwards; read it (rules A6, P3)
	Restricted     bool      // opened by those named and whoever is in charge only (rule P8)
	RestrictedBy   string
	RestrictReason string
	Named          []string
	Risen          time.Time // when the month made it major (rule G8)
	UnsettledSince time.Time // when something settled or invalid came up again
	SettledAt      time.Time
	ClosedAt       time.Time
	ClosedBy       string
	ClosedFor      string // in whose place (rule P6)
	Outcome        Outcome
	CloseReason    string

	Imported  State  // how it stood in the old register that it came from, received or closed; "" for any other
	OldNumber string // its number there

	Origin string // number of the inquiry or praise that it was made from (rule W13)

	Wording string // the matter as put to the person complained about (rule P4)

	Findings    []Finding
	Opinions    []Opinion
	Statements  []Statement
	Contacts    []Contact
	Reminders   []Reminder
	Proposals   []Proposal
	Steps       []Step
	Answers     []Answer
	Results     []Result
	Tasks       []Task
	Payments    []Payment
	Causes      []Cause
	Measures    []Measure
	FollowUps   []FollowUp
	Attachments []Attachment
	Disputes    []Case
	Deadlines   []Deadline
	Pauses      []Pause
	Extensions  []Extension
	Presents    []Present
	Mergings    []Merging // what was merged into this one
	Revisions   []Revision
	CaseEvents  []CaseEvent

	PhaseChanges []PhaseChange
	Ticks        []Tick

	Signings []Signing // papers shown to be signed on the spot (rule F6)

	Consequences []Consequence // rule A3
	Deductions   []Deduction   // rule A4

	MergedInto string // number of the complaint that this one is merged into (rule K7)
	MergedAt   time.Time
	MergedBy   string
	PartedAt   time.Time // when it was last taken out again

	UnassignedTold time.Time // when it was told that nobody handles it (rule W14)
	SilentTold     time.Time // when it was last told that nobody speaks with the customer (rule D12)
	FollowUpTold   time.Time // when it was told that a follow-up call is due (rule W9)

	Kept         int       // open requests of the customer about their data, which hold it (rule B1)
	AnonymisedAt time.Time // when the personal data was taken out (rule B1)

	journal []Entry
	notices []Notice
	loaded  int64 // version when it was loaded
}

// Finding is what was found, and on what ground (rules W2, W15).
type Finding struct {
	ID      int64
	At      time.Time
	By      string
	Finding string
	Ground  string
}

// Opinion is the responsible department's (rule W2).
type Opinion struct {
	ID         int64
	At         time.Time
	By         string
	Department string
	Opinion    string
}

// Statement is what the person complained about says (rules P4, W15).
type Statement struct {
	ID        int64
	At        time.Time
	By        string
	Statement string
}

// Contact is one contact with the customer (rule W4).
type Contact struct {
	ID         int64
	At         time.Time
	By         string
	Way        Way
	Who        string // spoken to
	Said       string
	Promised   string
	PromisedAt time.Time
}

// Reminder is the customer asking again 催办 (rule D7); Counts is false within two hours of the last.
type Reminder struct {
	ID     int64
	At     time.Time
	By     string
	Way    Way
	Caller string
	Counts bool
}

// Answer is an answer to the customer with their word on it (rule W6).
type Answer struct {
	ID       int64
	At       time.Time
	By       string
	Way      Way
	Said     string
	Accepted string // yes, no, pending
	Wants    string
	Proposal int    // what was offered
	For      string // in whose place (rule P6)
	Declines bool   // refuses the customer's demand
	Ground   string // the rule it rests on, then needed (rule W15)
}

// Result is the telling of what was carried out, with the customer's satisfaction (rule W6).
type Result struct {
	ID           int64
	At           time.Time
	By           string
	Way          Way
	Said         string
	Satisfaction Satisfaction
	Wants        string
}

// Task is something to carry out (rule W5).
type Task struct {
	ID      int64
	At      time.Time
	By      string
	What    string
	Who     string
	Due     time.Time
	Promise bool // made to the customer in a contact (rule W4)
	EndedAt time.Time
	EndedBy string
	Result  string
	Dropped bool
	Told    bool // that it is due
}

// FollowUp is a call after closing (rule W9).
type FollowUp struct {
	ID           int64
	At           time.Time
	By           string
	Satisfaction Satisfaction
	Recurred     bool
	Said         string
}

// Attachment is a piece of evidence or a signed paper, kept by content hash (rule K6).
type Attachment struct {
	ID             int64
	At             time.Time
	By             string
	Name           string
	Kind           EvidenceKind
	Type           string // media type as sniffed
	Size           int64
	Hash           string // SHA-256 of the content, and its file name
	Note           string
	WithdrawnAt    time.Time
	WithdrawnBy    string
	WithdrawReason string
	RemovedAt      time.Time // when the content was deleted with the personal data (rule B1)

	// Of a paper that came home (rule F6): which scan it is, and what its code said.
	Scan     int64
	Paper    Paper
	Page     int
	Pages    int
	Edition  int64    // version of the record that was printed, 0 where nothing says
	Outdated []string // actions since then that changed what stands on the paper, when it came
	Signing  int      // of one that was signed on the spot
}

// Case is one stage of a dispute (rules T1, T3).
type Case struct {
	ID         int64
	N          int
	Stage      Stage
	Body       string
	File       string // its number for the case
	Mediator   string
	Consent    bool
	Agreement  int64 // the attachment that holds the arbitration agreement
	HearingAt  time.Time
	Lawyer     string
	Claim      string
	StartedAt  time.Time
	StartedBy  string
	StartedFor string
	EndedAt    time.Time
	EndedBy    string
	EndedFor   string
	Result     DisputeResult
	Words      string
	Told       bool // that judicial confirmation is still possible (rule T3)
}

// moves is the whole state machine: into which states each action may take each state (DOMAIN §4).
var moves = map[Action]map[State][]State{
	Assign:      stay(Received, Investigating, Proposing, Approving, Answering, Executing, Dispute),
	Accept:      {Received: {Investigating}, Investigating: {Investigating}, Proposing: {Proposing}, Approving: {Approving}, Answering: {Answering}, Executing: {Executing}, Dispute: {Dispute}},
	Assess:      stay(Received, Investigating, Proposing, Approving, Answering, Executing, Dispute),
	Find:        stay(Investigating, Proposing, Approving, Answering, Executing, Dispute),
	Opine:       stay(Received, Investigating, Proposing, Approving, Answering, Executing, Dispute),
	HearThem:    stay(Received, Investigating, Proposing, Approving, Answering, Executing, Dispute),
	MakeState:   stay(Received, Investigating, Proposing, Approving, Answering, Executing, Dispute),
	LogContact:  stay(Received, Investigating, Proposing, Approving, Answering, Executing, Dispute, Closed),
	Remind:      stay(Received, Investigating, Proposing, Approving, Answering, Executing, Dispute),
	Propose:     {Investigating: {Proposing}, Proposing: {Proposing}, Executing: {Proposing}},
	Submit:      {Proposing: {Approving, Answering}},
	WithdrawIt:  {Proposing: {Proposing, Executing}, Approving: {Proposing, Executing}, Answering: {Proposing, Executing}, Executing: {Executing}},
	Decide:      {Approving: {Approving, Answering, Proposing}},
	GiveAnswer:  {Answering: {Answering, Executing, Proposing}},
	TellResult:  stay(Executing),
	AddTask:     stay(Received, Investigating, Proposing, Approving, Answering, Executing, Dispute),
	EndTask:     stay(Received, Investigating, Proposing, Approving, Answering, Executing, Dispute, Closed),
	Pay:         stay(Proposing, Approving, Answering, Executing, Dispute),
	FindCause:   stay(Investigating, Proposing, Approving, Answering, Executing, Dispute),
	AddMeasure:  stay(Investigating, Proposing, Approving, Answering, Executing, Dispute, Closed),
	DoMeasure:   stay(Investigating, Proposing, Approving, Answering, Executing, Dispute, Closed),
	Verify:      stay(Investigating, Proposing, Approving, Answering, Executing, Dispute, Closed),
	Settle:      {Received: {Executing}, Investigating: {Executing}},
	Close:       {Executing: {Closed}, Proposing: {Closed}, Answering: {Closed}, Received: {Closed}, Investigating: {Closed}, Approving: {Closed}, Dispute: {Closed}},
	Reopen:      {Closed: {Investigating}, Archived: {Investigating}},
	Archive:     {Closed: {Archived}},
	FollowItUp:  stay(Closed),
	Attach:      stay(Received, Investigating, Proposing, Approving, Answering, Executing, Dispute, Closed),
	SignIt:      stay(Received, Investigating, Proposing, Approving, Answering, Executing, Dispute, Closed),
	WithdrawAtt: stay(Received, Investigating, Proposing, Approving, Answering, Executing, Dispute, Closed),
	Correct:     stay(Received, Investigating, Proposing, Approving, Answering, Executing, Dispute, Closed),
	PhaseIt:     stay(Received, Investigating, Proposing, Approving, Answering, Executing, Dispute, Closed),
	TickIt:      stay(Received, Investigating, Proposing, Approving, Answering, Executing, Dispute, Closed),
	Reveal:      stay(states.all()...),
	Print:       stay(states.all()...),
	PauseIt:     stay(Received, Investigating, Proposing, Approving, Answering, Dispute),
	ResumeIt:    stay(Received, Investigating, Proposing, Approving, Answering, Dispute),
	ExtendIt:    stay(Received, Investigating, Proposing, Approving, Answering, Dispute),
	GrantIt:     stay(Received, Investigating, Proposing, Approving, Answering, Dispute),
	Merge:       stay(Received, Investigating, Proposing, Answering, Executing),
	Part:        stay(Received, Investigating, Proposing, Answering, Executing),
	StartCase:   {Proposing: {Dispute}, Answering: {Dispute}},
	EndCase: {Dispute: {Executing, Proposing}, Received: {Received}, Investigating: {Investigating}, Proposing: {Proposing}, Approving: {Approving},
		Answering: {Answering}, Executing: {Executing}, Closed: {Closed}},
	LogCase:    stay(Dispute, Received, Investigating, Proposing, Approving, Answering, Executing, Closed),
	Restrict:   stay(Received, Investigating, Proposing, Approving, Answering, Executing, Dispute, Closed),
	Lift:       stay(Received, Investigating, Proposing, Approving, Answering, Executing, Dispute, Closed),
	AskGesture: stay(Received, Investigating, Proposing, Approving, Answering, Executing, Dispute),
	AgreeGift:  stay(Received, Investigating, Proposing, Approving, Answering, Executing, Dispute),
	GiveGift:   stay(Received, Investigating, Proposing, Approving, Answering, Executing, Dispute, Closed),

	ProposePenalty:  stay(Investigating, Proposing, Approving, Answering, Executing, Dispute, Closed),
	AnswerPenalty:   stay(states.all()...),
	DecidePenalty:   stay(states.all()...),
	Object:          stay(states.all()...),
	DecideObjection: stay(states.all()...),
	WriteReview:     stay(states.all()...),
}

func stay(in ...State) map[State][]State {
	m := make(map[State][]State, len(in))
	for _, s := range in {
		m[s] = []State{s}
	}
	return m
}

// act asks the policy, takes the move and notes it for the journal. Every change by
// a person goes through it but the recording, so none can skip one of the three; the clock notes its own.
func (c *Complaint) act(by Actor, a Action, to State, now time.Time, detail ...Change) error {
	if err := by.may(a, c); err != nil {
		return err
	}
	if !slices.Contains(moves[a][c.State], to) {
		return c.refuse(a)
	}
	by, _ = by.nameFor(a, c)
	c.note(by, a, to, now, detail...)
	return nil
}

// begin stands at the head of every change. What was due before it happens first, as of its own
// instant, even if the clock is late (rules D13, G8).
func (c *Complaint) begin(by Actor, a Action, now time.Time) error {
	c.Run(by.Org, now)
	return c.ready(by, a)
}

// ready asks the policy and the state before a method looks at its fields, so that a person who may
// not, or comes too late, hears that first (rule W1).
func (c *Complaint) ready(by Actor, a Action) error {
	if err := by.may(a, c); err != nil {
		return err
	}
	switch {
	case c.Merged() && !a.whileMerged():
		return Conflict("这件投诉已并入另一件投诉，须先拆出才能%s。", a.Label())
	case a == Part && !c.Merged():
		return Conflict("这件投诉没有并入其他投诉。")
	case moves[a][c.State] == nil:
		return c.refuse(a)
	case a == Accept && !c.AcceptedAt.IsZero():
		return Conflict("这件投诉已经接收。")
	}
	return nil
}

func (c *Complaint) refuse(a Action) error {
	return Conflict("投诉处于“%s”，不能%s。", c.State.Label(), a.Label())
}

func (c *Complaint) note(by Actor, a Action, to State, now time.Time, detail ...Change) {
	if !a.silent() {
		c.Version = c.loaded + 1
	}
	c.journal = append(c.journal, Entry{
		At: now, Logged: now, By: by.Account, For: by.For, Action: a, Subject: c.Number, Version: c.Version, From: c.State, To: to, Detail: detail,
	})
	c.State = to
	if by.For != "" {
		c.deputise(by.Account)
	}
}

// deputise keeps who was asked or decided in someone's place: they go on reading (rule P3).
func (c *Complaint) deputise(accounts ...string) {
	for _, a := range accounts {
		if !slices.Contains(c.Deputies, a) {
			c.Deputies = append(c.Deputies, a)
		}
	}
}

// Loaded marks the complaint as it came from the store; changes count from here.
func (c *Complaint) Loaded() { c.loaded, c.journal, c.notices = c.Version, nil, nil }

// Journal gives the entries that the changes since Loaded have caused.
func (c *Complaint) Journal() []Entry { return c.journal }

// Changed tells whether anything but reading was done since Loaded.
func (c *Complaint) Changed() bool {
	return c.Version != c.loaded || slices.ContainsFunc(c.journal, func(e Entry) bool { return e.Action.Confidential() })
}

// Check refuses a change made on a page that shows another version (rule W12); version 0 asks nothing.
func (c *Complaint) Check(version int64) error {
	if version != 0 && version != c.Version {
		return Stale()
	}
	return nil
}

// Limits of what a person can type, in characters.
const (
	shortText = 200
	longText  = 20_000
)

// fill puts in what stands where nothing else is said (DOMAIN §2).
func (in *Intake) fill(now time.Time) {
	for _, text := range []*string{&in.Name, &in.Phone, &in.Matter, &in.Demand, &in.Link} {
		*text = strings.TrimSpace(*text)
	}
	if in.ReceivedAt.IsZero() {
		in.ReceivedAt = now
	}
	in.Urgency, in.Scope, in.Complainants = cmp.Or(in.Urgency, Normal), cmp.Or(in.Scope, "household"), cmp.Or(in.Complainants, 1)
}

// Check refuses an intake that lacks what is needed or holds what cannot be (DOMAIN §2, I).
func (in *Intake) Check(o *Org, now time.Time) error { return in.check(o, now, Intake{}) }

// check refuses likewise what a correction makes of an intake: what was there may have closed since.
func (in *Intake) check(o *Org, now time.Time, was Intake) error {
	site := o.Site(in.Site)
	category := o.Category(in.Category)
	switch {
	case site == nil || site.Closed && in.Site != was.Site:
		return Invalid("site", "请选择项目。")
	case !channels.has(in.Channel):
		return Invalid("channel", "请选择投诉方式。")
	case in.Name == "":
		return Invalid("name", "请填写投诉人姓名；不愿留名的写“匿名”。")
	case in.Phone == "" && in.Channel != ChannelVisit && !in.Anonymous():
		return Invalid("phone", "请填写联系电话；来访或匿名的可以不填。")
	case in.Phone != "" && !phoneLike(in.Phone):
		return Invalid("phone", "联系电话只能有数字、空格、“-”、“+”和括号，至少 5 位数字。")
	case in.Matter == "":
		return Invalid("matter", "请写明投诉事项。")
	case in.Demand == "":
		return Invalid("demand", "请写明客户诉求。")
	case category == nil || category.Closed && in.Category != was.Category:
		return Invalid("category", "请选择投诉类别。")
	case in.Relation != "" && !relations.has(in.Relation):
		return Invalid("relation", "请选择列表中的一项。")
	case in.Emotion != "" && !emotions.has(in.Emotion):
		return Invalid("emotion", "请选择列表中的一项。")
	case !urgencies.has(in.Urgency):
		return Invalid("urgency", "请选择列表中的一项。")
	case !scopes.has(in.Scope):
		return Invalid("scope", "请选择列表中的一项。")
	case in.Complainants < 1 || in.Complainants > 100_000:
		return Invalid("complainants", "投诉人数须在 1 与 100000 之间。")
	case in.ReceivedAt.After(now):
		return Invalid("received_at", "受理时间不能晚于现在。")
	case in.ReceivedAt.Before(now.AddDate(-30, 0, 0)):
		return Invalid("received_at", "受理时间过早，请核对。")
	case in.EventAt.After(now):
		return Invalid("event_at", "事件时间不能晚于现在。")
	case !in.PromisedAt.IsZero() && predates(in.PromisedAt, in.ReceivedAt):
		return Invalid("promised_at", "承诺答复时间不能早于受理时间。")
	}
	for _, account := range in.Accused {
		if o.Person(account) == nil {
			return Invalid("accused", "被投诉人须从列表中选择。")
		}
	}
	return firstErr(
		within("name", in.Name, shortText), within("phone", in.Phone, 50), within("identity", in.Identity, 50),
		within("address", in.Address, shortText), within("unit", in.Unit, shortText), within("contract", in.Contract, shortText),
		within("event_place", in.EventPlace, shortText), within("involved", in.Involved, 1000), within("matter", in.Matter, longText),
		within("demand", in.Demand, longText), within("next_steps", in.NextSteps, longText), within("link", in.Link, shortText),
	)
}

// Anonymous tells whether the customer gave no name; such a complaint cannot be called back.
func (in *Intake) Anonymous() bool {
	return strings.Contains(in.Name, "匿名") || in.Name == "無名" || in.Name == "无名" || strings.EqualFold(in.Name, "anonymous")
}

func phoneLike(s string) bool {
	n := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			n++
		case !strings.ContainsRune("+-() /转", r):
			return false
		}
	}
	return n >= 5
}

func within(field, text string, most int) error {
	if n := utf8.RuneCountInString(text); n > most {
		return Invalid(field, "最多 %d 个字，现有 %d 个。", most, n)
	}
	return nil
}

// predates compares with an instant at which something happened: forms give times to the minute.
func predates(typed, happened time.Time) bool { return typed.Before(happened.Truncate(time.Minute)) }

// needed refuses an empty or overlong text field.
func needed(field, text string, most int) error {
	if strings.TrimSpace(text) == "" {
		return Invalid(field, "此项必填。")
	}
	return within(field, text, most)
}

func firstErr(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// Record takes a complaint in: it is graded, put in charge and given its deadlines at once
// (rules G1 to G7, K2, D2 to D5). Its number is given by the store, which counts the day.
func Record(by Actor, now time.Time, in Intake) (*Complaint, error) {
	if err := by.may(RecordIt, nil); err != nil {
		return nil, err
	}
	in.fill(now)
	if err := in.Check(by.Org, now); err != nil {
		return nil, err
	}
	if by.Org.Category(in.Category).Emergency { // rule K2
		in.Urgency = Emergency
	}
	in.Accused = slices.Compact(slices.Sorted(slices.Values(in.Accused)))
	c := &Complaint{
		Intake: in, Assessment: Assessment{Validity: Undecided, Responsibility: ByUnknown},
		RecordedBy: by.Account, RecordedAt: now, FirstContact: by.Account, State: Received,
	}
	p := c.ProposedGrade(by.Org)
	c.Grade, c.GradeRule = p.Grade, p.Rule
	if err := c.enter(by.Org); err != nil {
		return nil, err
	}
	c.note(by, RecordIt, Received, now,
		Note("channel", string(in.Channel)), Note("category", in.Category), Note("urgency", string(in.Urgency)),
		Note("grade", string(c.Grade)), Note("grade_rule", c.GradeRule), Note("owner", c.Owner), Note("matter", in.Matter), Note("demand", in.Demand), Note("link", in.Link))
	c.tell(by.Org, NoticeAssigned, "", now, by.Account, c.Owner)
	if c.Urgency == Emergency { // rule K2
		c.tell(by.Org, NoticeEmergency, "", now, "", c.alarmed(by.Org)...)
	}
	return c, nil
}

// Numbered gives the complaint its number (DOMAIN §2) and names it in the entries written so far.
func (c *Complaint) Numbered(number string) {
	c.Number = number
	for i := range c.journal {
		c.journal[i].Subject = number
	}
	for i := range c.notices {
		c.notices[i].Number = number
	}
}

// Number writes a complaint's number: TS-SITE-YYYYMMDD-NNN, four digits from the thousandth.
func Number(site string, received time.Time, n int) string { return serial("TS", site, received, n) }

// Assign gives the complaint to a handler, who still has to accept it, and names the responsible
// department, which is thereby asked for its opinion (rules G5, G7, W14).
func (c *Complaint) Assign(by Actor, now time.Time, handler, department string) error {
	if err := c.begin(by, Assign, now); err != nil {
		return err
	}
	if err := assignable(by.Org, handler, department); err != nil {
		return err
	}
	switch {
	case slices.Contains(c.Accused, handler): // rule P4
		return Invalid("handler", "被投诉人不能经办这件投诉。")
	case department != "" && c.Restricted && len(by.Org.Active(func(p *Person) bool { return p.Department == department && c.opens(p.Account) })) == 0:
		return Invalid("department", "这件投诉受限，须先把%s的人员列入可以查看的人员。", by.Org.DepartmentName(department))
	}
	detail := changes("handler", c.Handler, handler)
	if department != "" {
		detail = append(detail, changes("department", c.Department, department)...)
	}
	if err := c.act(by, Assign, c.State, now, detail...); err != nil {
		return err
	}
	if handler != c.Handler {
		c.Handler, c.AssignedAt, c.AcceptedAt = handler, now, time.Time{}
		c.tell(by.Org, NoticeAssigned, "", now, by.Account, handler)
	}
	if department != "" {
		c.Department = department
	}
	return nil
}

// Accept takes the complaint over; from here on the handler is answerable (rules W14, D2).
func (c *Complaint) Accept(by Actor, now time.Time) error {
	if err := c.begin(by, Accept, now); err != nil {
		return err
	}
	to := c.State
	if to == Received {
		to = Investigating
	}
	if err := c.act(by, Accept, to, now, changes("first_contact", c.FirstContact, c.Handler)...); err != nil {
		return err
	}
	c.AcceptedAt, c.FirstContact = now, c.Handler
	c.meet(D2, now)
	return nil
}

// Find adds what was found; an earlier finding stays readable (rules W2, W11, W15).
func (c *Complaint) Find(by Actor, now time.Time, finding, ground string) error {
	if err := c.begin(by, Find, now); err != nil {
		return err
	}
	if err := firstErr(needed("finding", finding, longText), within("ground", ground, longText)); err != nil {
		return err
	}
	if err := c.act(by, Find, c.State, now, Note("finding", finding), Note("ground", ground)); err != nil {
		return err
	}
	c.Findings = append(c.Findings, Finding{At: now, By: by.Account, Finding: finding, Ground: ground})
	return nil
}

// Opine writes the responsible department's opinion (rules W2, D4), or legal's advice (rule G1).
func (c *Complaint) Opine(by Actor, now time.Time, opinion string) error {
	if err := c.begin(by, Opine, now); err != nil {
		return err
	}
	if err := needed("opinion", opinion, longText); err != nil {
		return err
	}
	if err := c.act(by, Opine, c.State, now, Note("opinion", opinion)); err != nil {
		return err
	}
	speaks := c.speaksFor(by)
	department := by.Department
	if speaks && c.Department != "" {
		department = c.Department
	}
	c.Opinions = append(c.Opinions, Opinion{At: now, By: by.Account, Department: department, Opinion: opinion})
	if speaks {
		c.meet(D4, now)
	}
	return nil
}

// speaksFor tells whether a person's opinion is that of the responsible department: a member's; or,
// where none was named or nobody is in it, that of whoever decides over the complaint (rules W2, D4).
func (c *Complaint) speaksFor(by Actor) bool {
	if asked(by, c) {
		return true
	}
	empty := c.Department == "" || len(by.Org.Active(func(p *Person) bool { return p.Department == c.Department })) == 0
	return empty && decides(by, c)
}

// Hear puts the matter to the person complained about, in the owner's words, and asks for their
// statement (rule P4).
func (c *Complaint) Hear(by Actor, now time.Time, wording string) error {
	if err := c.begin(by, HearThem, now); err != nil {
		return err
	}
	if len(c.Accused) == 0 {
		return Conflict("这件投诉没有被投诉人。")
	}
	if err := needed("wording", wording, longText); err != nil {
		return err
	}
	if err := c.act(by, HearThem, c.State, now, changes("wording", c.Wording, wording)...); err != nil {
		return err
	}
	c.Wording = wording
	return nil
}

// MakeStatement writes what the person complained about says (rules P4, W15).
func (c *Complaint) MakeStatement(by Actor, now time.Time, statement string) error {
	if err := c.begin(by, MakeState, now); err != nil {
		return err
	}
	if err := needed("statement", statement, longText); err != nil {
		return err
	}
	if err := c.act(by, MakeState, c.State, now, Note("statement", statement)); err != nil {
		return err
	}
	c.Statements = append(c.Statements, Statement{At: now, By: by.Account, Statement: statement})
	return nil
}

// LogContact notes a contact with the customer; a promise becomes a task with its date (rules W4, D3).
func (c *Complaint) LogContact(by Actor, now time.Time, k Contact) error {
	if err := c.begin(by, LogContact, now); err != nil {
		return err
	}
	if k.At.IsZero() {
		k.At = now
	}
	switch {
	case !ways.has(k.Way):
		return Invalid("way", "请选择联系方式。")
	case k.At.After(now):
		return Invalid("at", "联系时间不能晚于现在。")
	case predates(k.At, c.ReceivedAt):
		return Invalid("at", "联系时间不能早于受理时间。")
	case k.Promised != "" && k.PromisedAt.IsZero():
		return Invalid("promised_at", "承诺须写明完成时间。")
	case k.Promised == "" && !k.PromisedAt.IsZero():
		return Invalid("promised", "请写明承诺了什么。")
	case k.Promised != "" && predates(k.PromisedAt, k.At):
		return Invalid("promised_at", "完成时间不能早于联系时间。")
	case c.State == Closed && k.Promised != "":
		return Invalid("promised", "投诉已结案，新的承诺须先重开。")
	}
	if err := firstErr(needed("said", k.Said, longText), within("who", k.Who, shortText), within("promised", k.Promised, 1000)); err != nil {
		return err
	}
	if err := c.mayPromise(k.Promised); err != nil { // rule C7
		return err
	}
	k.By = by.Account
	if err := c.act(by, LogContact, c.State, now, Note("way", string(k.Way)), Note("at", earlier(k.At, now)), Note("spoken_to", k.Who), Note("said", k.Said),
		Note("promised", k.Promised), Note("promised_at", stamp(k.PromisedAt))); err != nil {
		return err
	}
	c.Contacts = append(c.Contacts, k)
	if k.Promised != "" {
		c.Tasks = append(c.Tasks, Task{At: now, By: by.Account, What: k.Promised, Who: by.Account, Due: k.PromisedAt, Promise: true})
	}
	c.meet(D3, now)
	return nil
}

// repeatWindow is how close two reminders must be to count once (rule D7).
const repeatWindow = 2 * time.Hour

// Remind counts the customer asking again; the third may make the complaint major (rules D7, G1).
func (c *Complaint) Remind(by Actor, now time.Time, r Reminder) error {
	if err := c.begin(by, Remind, now); err != nil {
		return err
	}
	if r.At.IsZero() {
		r.At = now
	}
	switch {
	case !ways.has(r.Way):
		return Invalid("way", "请选择联系方式。")
	case r.At.After(now):
		return Invalid("at", "催办时间不能晚于现在。")
	case predates(r.At, c.ReceivedAt):
		return Invalid("at", "催办时间不能早于受理时间。")
	}
	if err := within("caller", r.Caller, shortText); err != nil {
		return err
	}
	r.By, r.Counts = by.Account, true
	for _, earlier := range c.Reminders {
		if earlier.Counts && r.At.Sub(earlier.At).Abs() < repeatWindow {
			r.Counts = false
		}
	}
	if err := c.act(by, Remind, c.State, now, Note("way", string(r.Way)), Note("at", earlier(r.At, now)), Note("caller", r.Caller), Note("counts", strconv.FormatBool(r.Counts))); err != nil {
		return err
	}
	before := c.ProposedGrade(by.Org)
	c.Reminders = append(c.Reminders, r)
	if p := c.ProposedGrade(by.Org); c.outgrown(before, p) {
		former := c.Owner
		c.raise(by.Org, p.Grade, p.Rule, now)
		c.setDates(by.Org, D4, D5)
		c.tell(by.Org, NoticeRaised, "", now, by.Account, append(c.tier(by.Org, TierManager), former, c.Owner)...)
	} else if int64(c.unheeded()) >= by.Org.Figures.Get(RemindersForMajor) && r.Counts { // rule G1: elsewhere the manager is warned
		c.tell(by.Org, NoticeReminded, "", now, by.Account, append(c.tier(by.Org, TierManager), c.Owner)...)
	}
	return nil
}

// Counted is how many reminders count (rule D7).
func (c *Complaint) Counted() int {
	n := 0
	for _, r := range c.Reminders {
		if r.Counts {
			n++
		}
	}
	return n
}

// unheeded is how many of them came while the complaint was not settled (rule G1).
func (c *Complaint) unheeded() int {
	n := 0
	for _, r := range c.Reminders {
		if r.Counts && (!c.State.Settled() || r.At.Before(c.SettledAt)) {
			n++
		}
	}
	return n
}

// GiveAnswer records an answer and the customer's word on it (rules W6, G7). Accepted goes on to
// carrying out, refused to the next round, undecided stays.
func (c *Complaint) GiveAnswer(by Actor, now time.Time, a Answer) error {
	if err := c.begin(by, GiveAnswer, now); err != nil {
		return err
	}
	to, ok := map[string]State{"yes": Executing, "no": Proposing, "pending": Answering}[a.Accepted]
	switch {
	case !ways.has(a.Way):
		return Invalid("way", "请选择答复方式。")
	case !ok:
		return Invalid("accepted", "请选择客户意见。")
	case a.Declines && strings.TrimSpace(a.Ground) == "":
		return Invalid("ground", "拒绝客户诉求，须写明依据的制度、合同条款或法规。")
	}
	if err := firstErr(needed("said", a.Said, longText), within("wants", a.Wants, longText), within("ground", a.Ground, longText)); err != nil {
		return err
	}
	by, _ = by.nameFor(GiveAnswer, c)
	a.At, a.By, a.For = now, by.Account, by.For
	if p := c.current(); p != nil {
		a.Proposal = p.N
	}
	if err := c.act(by, GiveAnswer, to, now, Note("way", string(a.Way)), Note("said", a.Said), Note("accepted", a.Accepted), Note("wants", a.Wants), Note("declines", flag(a.Declines)), Note("ground", a.Ground)); err != nil {
		return err
	}
	c.Answers = append(c.Answers, a)
	c.meet(D3, now)
	switch a.Accepted {
	case "yes":
		c.settleProposal(ProposalAgreed, now)
		c.settled(by, now)
	case "no":
		c.settleProposal(ProposalDeclined, now)
		c.Round++
	}
	return nil
}

// settled marks the customer's acceptance, or the closing: whoever settles has responded too
// (rules D2, D3, D5). An opinion not given by then is no longer waited for, and a pause is over.
func (c *Complaint) settled(by Actor, now time.Time) {
	if c.SettledAt.IsZero() {
		c.SettledAt = now
	}
	c.meet(D2, now)
	c.meet(D3, now)
	c.meet(D5, now)
	c.waive(D4)
	if p := c.paused(); p != nil {
		p.EndedAt, p.EndedBy = now, by.Account
	}
	c.appraise(by, now)
	c.dropPenalties(by, now)
}

// TellResult records that the customer was told what was carried out, and how satisfied they are (rule W6).
func (c *Complaint) TellResult(by Actor, now time.Time, r Result) error {
	if err := c.begin(by, TellResult, now); err != nil {
		return err
	}
	switch {
	case !ways.has(r.Way):
		return Invalid("way", "请选择答复方式。")
	case !satisfactions.has(r.Satisfaction):
		return Invalid("satisfaction", "请选择客户满意度。")
	}
	if err := firstErr(needed("said", r.Said, longText), within("wants", r.Wants, longText)); err != nil {
		return err
	}
	r.At, r.By = now, by.Account
	if err := c.act(by, TellResult, c.State, now, Note("way", string(r.Way)), Note("said", r.Said), Note("satisfaction", string(r.Satisfaction)), Note("wants", r.Wants)); err != nil {
		return err
	}
	c.Results = append(c.Results, r)
	return nil
}

// Satisfaction is the customer's newest word on what came of it, "" before one was given (rules W6, W9).
func (c *Complaint) Satisfaction() Satisfaction {
	if n := len(c.FollowUps); n > 0 {
		return c.FollowUps[n-1].Satisfaction
	}
	if n := len(c.Results); n > 0 {
		return c.Results[n-1].Satisfaction
	}
	return ""
}

// AddTask gives someone something to carry out by a date (rule W5).
func (c *Complaint) AddTask(by Actor, now time.Time, t Task) error {
	if err := c.begin(by, AddTask, now); err != nil {
		return err
	}
	if err := needed("what", t.What, 1000); err != nil {
		return err
	}
	if err := c.mayWork(by.Org, "who", t.Who); err != nil {
		return err
	}
	switch {
	case t.Due.IsZero():
		return Invalid("due", "请填写完成期限。")
	case predates(t.Due, now):
		return Invalid("due", "完成期限不能早于现在。")
	}
	t.At, t.By = now, by.Account
	if err := c.act(by, AddTask, c.State, now, Note("what", t.What), Note("who", t.Who), Note("due", stamp(t.Due))); err != nil {
		return err
	}
	c.Tasks = append(c.Tasks, t)
	return nil
}

// mayWork refuses a person who cannot be given work here: unknown, disabled, or complained about (rule P4).
func (c *Complaint) mayWork(o *Org, field, account string) error {
	p := o.Person(account)
	switch {
	case p == nil || p.Disabled:
		return Invalid(field, "请选择人员。")
	case slices.Contains(c.Accused, account):
		return Invalid(field, "被投诉人不能参与这件投诉。")
	}
	return c.mayOpen(o, field, account)
}

// MayEndTask tells why a person may not end a task as it stands, nil when they may.
func (c *Complaint) MayEndTask(by Actor, id int64) error {
	t := c.Task(id)
	if t == nil {
		return NotFound()
	}
	if err := c.ready(by, EndTask); err != nil {
		return err
	}
	switch {
	case by.Account != t.Who && by.Account != c.Handler && !c.inCharge(by.Org, by.Person):
		return Forbidden("只有执行人、经办人或负责人可以办结这件事项。")
	case !t.EndedAt.IsZero():
		return Conflict("这件事项已经办结。")
	}
	return nil
}

// EndTask closes a task: done with its result, or dropped with the reason (rule W5).
func (c *Complaint) EndTask(by Actor, now time.Time, id int64, done, dropped string) error {
	if err := firstErr(c.begin(by, EndTask, now), c.MayEndTask(by, id)); err != nil {
		return err
	}
	t := c.Task(id)
	if strings.TrimSpace(done) == "" && strings.TrimSpace(dropped) == "" {
		return Invalid("done", "请写明结果；不再执行的，写明原因。")
	}
	result, field := done, "done"
	if strings.TrimSpace(done) == "" {
		result, field = dropped, "dropped"
	}
	if err := within(field, result, longText); err != nil {
		return err
	}
	if err := c.act(by, EndTask, c.State, now, Note("what", t.What), Note(field, result)); err != nil {
		return err
	}
	t.EndedAt, t.EndedBy, t.Result, t.Dropped = now, by.Account, result, field == "dropped"
	return nil
}

// Task finds a task of this complaint, nil when there is none.
func (c *Complaint) Task(id int64) *Task {
	i := slices.IndexFunc(c.Tasks, func(t Task) bool { return t.ID == id })
	if i < 0 {
		return nil
	}
	return &c.Tasks[i]
}

// Settling is what a settlement on the spot 现场解决 writes down.
type Settling struct {
	Cause        string
	Measure      string
	Said         string
	Satisfaction Satisfaction
}

// SettleOnTheSpot answers, agrees and carries out in one step; only closing is left (DOMAIN §4).
func (c *Complaint) SettleOnTheSpot(by Actor, now time.Time, s Settling) error {
	if err := c.begin(by, Settle, now); err != nil {
		return err
	}
	if err := firstErr(needed("cause", s.Cause, longText), needed("measure", s.Measure, longText), needed("said", s.Said, longText)); err != nil {
		return err
	}
	remedy := Remedy(s.Measure)
	switch {
	case remedy == Compensation || remedy == Gift || namesMoney(s.Measure): // rule C3
		return Invalid("measure", "经济补偿和礼品须提出方案并经审批，不能现场解决。")
	case !satisfactions.has(s.Satisfaction):
		return Invalid("satisfaction", "请选择客户满意度。")
	}
	if remedies.has(remedy) {
		s.Measure = remedy.Label()
	}
	if err := c.act(by, Settle, Executing, now, Note("cause", s.Cause), Note("measure", s.Measure), Note("said", s.Said), Note("satisfaction", string(s.Satisfaction))); err != nil {
		return err
	}
	c.Answers = append(c.Answers, Answer{At: now, By: by.Account, Way: FaceToFace, Said: s.Said, Accepted: "yes"})
	c.Results = append(c.Results, Result{At: now, By: by.Account, Way: FaceToFace, Said: s.Said, Satisfaction: s.Satisfaction})
	c.Causes = append(c.Causes, Cause{At: now, By: by.Account, Cause: s.Cause})
	c.Measures = append(c.Measures, Measure{
		At: now, By: by.Account, Kind: Corrective, What: s.Measure, Unit: by.Org.SiteName(c.Site), Person: by.Account, Due: now, DoneAt: now, DoneBy: by.Account, Done: s.Measure,
	})
	c.settled(by, now)
	return nil
}

// Gap is something that closing still needs (rule W7), and the action that provides it.
type Gap struct {
	What   string
	Action Action
}

// Missing lists what closing still needs (rule W7). The reason stands for an answer that cannot be had.
func (c *Complaint) Missing(reason string) []Gap {
	var out []Gap
	need := func(ok bool, what string, a Action) {
		if !ok {
			out = append(out, Gap{what, a})
		}
	}
	need(c.Grade != "", "投诉等级", Assess)
	need(c.Responsibility != ByUnknown, "责任界定", Assess)
	need(len(c.Causes) > 0, "原因分析", FindCause)
	answered := slices.ContainsFunc(c.Answers, func(a Answer) bool { return a.Accepted != "pending" })
	need(answered || reason != "", "答复及客户意见", GiveAnswer)
	need(!slices.ContainsFunc(c.Tasks, func(t Task) bool { return t.EndedAt.IsZero() }), "执行事项全部办结", EndTask)
	need(c.Unpaid() == 0, "补偿付清或撤回", Pay)
	corrected := slices.ContainsFunc(c.Measures, func(m Measure) bool { return m.Kind == Corrective })
	need(c.Validity == NotValid || corrected, "纠正措施", AddMeasure) // rule A1
	signed := slices.ContainsFunc(c.Attachments, func(a Attachment) bool { return a.Kind == SignedForm && a.WithdrawnAt.IsZero() })
	need(c.Grade != Important && c.Grade != Major || signed, "客户签字的处理表", Attach) // rule F6
	return out
}

// CloseIt closes the complaint with its outcome (rules W7, W8, K10). An invalid or withdrawn one
// closes from any state with a reason, one the customer does not accept from where it stands.
func (c *Complaint) CloseIt(by Actor, now time.Time, outcome Outcome, reason string) error {
	if err := c.begin(by, Close, now); err != nil {
		return err
	}
	if !outcomes.has(outcome) {
		return Invalid("outcome", "请选择结案状态。")
	}
	if err := within("reason", reason, longText); err != nil {
		return err
	}
	reason = strings.TrimSpace(reason)
	void := outcome == InvalidCase || outcome == Withdrawn
	unheard := outcome == NotAccepted || outcome == FollowedUp
	needsReason := void || c.State != Executing
	switch {
	case !void && c.State != Executing && !(unheard && (c.State == Proposing || c.State == Answering)):
		return c.refuse(Close)
	case needsReason && reason == "":
		return Invalid("reason", "请写明原因。")
	case !void && !c.endedAs(outcome):
		return Invalid("outcome", "没有以这种方式结束的争议记录。")
	}
	if !void {
		if missing := c.Missing(reason); len(missing) > 0 {
			return Conflict("结案还缺：%s。", gaps(missing))
		}
	}
	by, _ = by.nameFor(Close, c)
	if err := c.act(by, Close, Closed, now, Note("outcome", string(outcome)), Note("reason", reason)); err != nil {
		return err
	}
	if outcome == InvalidCase {
		c.Validity = NotValid
	}
	c.settleProposal(ProposalDeclined, now)
	c.Outcome, c.CloseReason, c.ClosedAt, c.ClosedBy, c.ClosedFor = outcome, reason, now, by.Account, by.For
	c.settled(by, now)
	return nil
}

// endedAs tells whether an outcome that a dispute gives was given by one (rule W8).
func (c *Complaint) endedAs(o Outcome) bool {
	stage, ok := map[Outcome]Stage{Mediated: Mediation, Arbitrated: Arbitration, Judged: Court}[o]
	return !ok || slices.ContainsFunc(c.Disputes, func(d Case) bool { return d.Stage == stage && d.Result != "" && d.Result != GivenUp })
}

func gaps(missing []Gap) List {
	what := make(List, len(missing))
	for i, g := range missing {
		what[i] = g.What
	}
	return what
}

// MayReopen tells why a person may not take the complaint up again, nil when they may: a closed one
// within its time, an archived one only a VP (DOMAIN §4, W10).
func (c *Complaint) MayReopen(by Actor, now time.Time) error {
	if err := c.ready(by, Reopen); err != nil {
		return err
	}
	if !c.AnonymisedAt.IsZero() { // rule B1
		return Conflict("客户资料已匿名化，不能重开。")
	}
	if within := by.Org.Figures.Span(ReopenWithin); c.State == Closed && now.Sub(c.ClosedAt) > within {
		return Conflict("结案已超过 %d 天，不能重开。", by.Org.Figures.Get(ReopenWithin))
	}
	return nil
}

// Reopen takes a closed complaint up again (DOMAIN §4).
func (c *Complaint) Reopen(by Actor, now time.Time, reason string) error {
	if err := firstErr(c.begin(by, Reopen, now), c.MayReopen(by, now), needed("reason", reason, longText)); err != nil {
		return err
	}
	if err := c.act(by, Reopen, Investigating, now, Note("reason", reason)); err != nil {
		return err
	}
	c.Outcome, c.CloseReason, c.ClosedBy, c.ClosedFor = "", "", "", ""
	c.ClosedAt, c.SettledAt, c.UnsettledSince = time.Time{}, time.Time{}, now
	if c.Validity == NotValid {
		c.Validity = Undecided
	}
	c.appraise(by, now)
	return nil
}

// MayArchive tells why a person may not archive the complaint, nil when they may: once followed up, or
// after its time (rule W10).
func (c *Complaint) MayArchive(by Actor, now time.Time) error {
	if err := c.ready(by, Archive); err != nil {
		return err
	}
	if c.Held() { // rule T2
		return Conflict("争议还没有结束，资料须保留，不能归档。")
	}
	if !c.followedUp() && now.Sub(c.ClosedAt) < by.Org.Figures.Span(ArchiveAfter) {
		return Conflict("须先回访，或结案满 %d 天后归档。", by.Org.Figures.Get(ArchiveAfter))
	}
	if len(c.Ungiven()) > 0 {
		return Conflict("还有礼品没有送出，送出或注明未送出的原因之后才能归档。")
	}
	return nil
}

// ArchiveIt makes a closed complaint read-only (rule W10).
func (c *Complaint) ArchiveIt(by Actor, now time.Time) error {
	if err := firstErr(c.begin(by, Archive, now), c.MayArchive(by, now)); err != nil {
		return err
	}
	return c.act(by, Archive, Archived, now)
}

// followedUp tells whether somebody called since the closing (rule W9).
func (c *Complaint) followedUp() bool {
	return slices.ContainsFunc(c.FollowUps, func(f FollowUp) bool { return !predates(f.At, c.ClosedAt) })
}

// FollowUpCall records a call after closing, by someone other than the handler (rule W9).
func (c *Complaint) FollowUpCall(by Actor, now time.Time, f FollowUp) error {
	if err := c.begin(by, FollowItUp, now); err != nil {
		return err
	}
	switch {
	case f.At.IsZero():
		return Invalid("at", "请填写回访时间。")
	case f.At.After(now):
		return Invalid("at", "回访时间不能晚于现在。")
	case predates(f.At, c.ClosedAt):
		return Invalid("at", "回访时间不能早于结案时间。")
	case !satisfactions.has(f.Satisfaction):
		return Invalid("satisfaction", "请选择客户满意度。")
	}
	if err := needed("said", f.Said, longText); err != nil {
		return err
	}
	f.By = by.Account
	if err := c.act(by, FollowItUp, c.State, now, Note("satisfaction", string(f.Satisfaction)), Note("said", f.Said)); err != nil {
		return err
	}
	c.FollowUps = append(c.FollowUps, f)
	return nil
}

// MaxUpload is the largest upload, in bytes (CONTRACT, 413).
const MaxUpload = 200 << 20

// Attach adds a file that already lies in the store by its hash (rule K6).
func (c *Complaint) Attach(by Actor, now time.Time, a Attachment) error {
	if err := c.begin(by, Attach, now); err != nil {
		return err
	}
	switch {
	case a.Name == "" || a.Hash == "":
		return Invalid("file", "请选择文件。")
	case a.Size == 0:
		return Invalid("file", "文件“%s”是空的。", a.Name)
	case a.Kind != "" && !evidenceKinds.has(a.Kind):
		return Invalid("kind", "请选择列表中的一项。")
	}
	if a.Kind == "" {
		a.Kind = "document"
	}
	if err := firstErr(within("file", a.Name, 255), within("note", a.Note, 1000)); err != nil {
		return err
	}
	a.At, a.By = now, by.Account
	detail := append([]Change{Note("name", a.Name), Note("kind", string(a.Kind)), Note("hash", a.Hash)}, a.place()...)
	if err := c.act(by, Attach, c.State, now, detail...); err != nil {
		return err
	}
	c.Attachments = append(c.Attachments, a)
	return nil
}

// WithdrawAttachment takes a piece of evidence back; it stays listed with who, when, why (rule K6).
func (c *Complaint) WithdrawAttachment(by Actor, now time.Time, id int64, reason string) error {
	a := c.Attachment(id)
	if a == nil {
		return NotFound()
	}
	if err := c.begin(by, WithdrawAtt, now); err != nil {
		return err
	}
	if !a.WithdrawnAt.IsZero() {
		return Conflict("这份材料已经撤回。")
	}
	if err := needed("reason", reason, 1000); err != nil {
		return err
	}
	if err := c.act(by, WithdrawAtt, c.State, now, Note("name", a.Name), Note("reason", reason)); err != nil {
		return err
	}
	a.WithdrawnAt, a.WithdrawnBy, a.WithdrawReason = now, by.Account, reason
	return nil
}

// Attachment finds an attachment of this complaint, nil when there is none.
func (c *Complaint) Attachment(id int64) *Attachment {
	i := slices.IndexFunc(c.Attachments, func(a Attachment) bool { return a.ID == id })
	if i < 0 {
		return nil
	}
	return &c.Attachments[i]
}

// Protected names the fields of a customer that are shown masked (rule P5).
var Protected = []string{"phone", "address", "identity"}

// RevealField notes that a protected field was looked at (rule P5).
func (c *Complaint) RevealField(by Actor, now time.Time, field string) error {
	if err := c.begin(by, Reveal, now); err != nil {
		return err
	}
	if !slices.Contains(Protected, field) {
		return Invalid("field", "没有这个受保护的字段。")
	}
	return c.act(by, Reveal, c.State, now, Note("field", field))
}

// Printed notes that a paper was printed (rules F6, J3).
func (c *Complaint) Printed(by Actor, now time.Time, paper string) error {
	if err := c.begin(by, Print, now); err != nil {
		return err
	}
	return c.act(by, Print, c.State, now, Note("paper", paper))
}

// Mask hides the middle of a phone number, an ID number or an address (rule P5): 138****5678.
func Mask(s string) string {
	r := []rune(s)
	switch n := len(r); {
	case n == 0:
		return ""
	case n >= 11:
		return string(r[:3]) + "****" + string(r[n-4:])
	case n >= 7:
		return string(r[:2]) + "****" + string(r[n-2:])
	default:
		return "****"
	}
}

// earlier writes into the journal when something happened that is logged only now.
func earlier(at, now time.Time) string {
	if at.Equal(now) {
		return ""
	}
	return stamp(at)
}

// stamp writes an instant into the journal.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
