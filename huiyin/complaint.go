package huiyin

import (
	"slices"
	"time"
)

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
	Record
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

	Findings      []Finding
	Opinions      []Opinion
	Statements    []Statement
	Contacts      []Contact
	Reminders     []Reminder
	Proposals     []Proposal
	Steps         []Step
	Answers       []Answer
	Results       []Result
	Tasks         []Task
	Payments      []Payment
	Causes        []Cause
	Measures      []Measure
	FollowUps     []FollowUp
	Attachments   []Attachment
	Disputes      []Dispute
	Deadlines     []Deadline
	Pauses        []Pause
	Extensions    []Extension
	Gifts         []Gift
	Mergings      []Merging // what was merged into this one
	Revisions     []Revision
	DisputeEvents []DisputeEvent

	PhaseChanges []PhaseChange
	Marks        []ChecklistMark

	Signings []Signing // papers shown to be signed on the spot (rule F6)

	Sanctions  []Sanction  // rule A3
	Deductions []Deduction // rule A4

	MergedInto string // number of the complaint that this one is merged into (rule K7)
	MergedAt   time.Time
	MergedBy   string
	UnmergedAt time.Time // when it was last taken out again

	UnassignedTold time.Time // when it was told that nobody handles it (rule W14)
	SilentTold     time.Time // when it was last told that nobody speaks with the customer (rule D12)
	FollowUpTold   time.Time // when it was told that a follow-up call is due (rule W9)

	OpenRequests int       // open requests of the customer about their data, which hold it (rule B1)
	AnonymisedAt time.Time // when the personal data was taken out (rule B1)
}

// Protected names the fields of a customer that are shown masked (rule P5).
var Protected = []string{"phone", "address", "identity"}

// RevealField notes that a protected field was looked at (rule P5).
func (c *Complaint) RevealField(by Actor, now time.Time, field string) error {
	if err := c.begin(by, ActionReveal, now); err != nil {
		return err
	}
	if !slices.Contains(Protected, field) {
		return Invalid("field", "没有这个受保护的字段。")
	}
	return c.act(by, ActionReveal, c.State, now, Note("field", field))
}

// Printed notes that a paper was printed (rules F6, J3).
func (c *Complaint) Printed(by Actor, now time.Time, paper string) error {
	if err := c.begin(by, ActionPrint, now); err != nil {
		return err
	}
	return c.act(by, ActionPrint, c.State, now, Note("paper", paper))
}
