package huiyin

import (
	"cmp"
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
	FraudAt               time.Time // since when fraud is suspected (rule G1)
}

// Provenance is where a complaint came from, and who wrote it down.
type Provenance struct {
	RecordedBy string
	RecordedAt time.Time
	Imported   State  // how it stood in the old register that it came from, received or closed; "" for any other
	OldNumber  string // its number there
	Origin     string // number of the inquiry or praise that it was made from (rule W13)
}

// Standing is how far a complaint has come, and how much it weighs (RULES.md §3, §4).
type Standing struct {
	State           State
	Round           int
	Grade           Grade
	GradeRule       string    // the rule that gave it, G1 to G4, G8, or "person"
	GradeReason     string    // a person's reason for another grade than proposed
	Risen           time.Time // when the month made it major (rule G8)
	UnsettledSince  time.Time // when something settled or invalid came up again
	SettledAt       time.Time
	UnprovenSince   time.Time // since when it is settled without the proof that D5 and the month ask (rule W6)
	ReopenedAt      time.Time // when it was last taken up again (rule W7)
	AssessedAt      time.Time
	InjuryAt        time.Time // since when it is known that somebody was hurt (rules T2, D18)
	OutsideReturnBy time.Time // by when it can be returned to who passed it on, as not the house's own (rule D16)
	LegalAskedAt    time.Time // since when legal is asked about a demand that would bargain over rights (rule C12)
	Quiet           bool      // found invalid before that silenced the month only once closed (rules K10, D13)
}

// Assignment is who has a complaint in hand, and who had (rules G5, G6, W14).
type Assignment struct {
	Owner        string // in charge (rule G6)
	Handler      string
	AssignedAt   time.Time
	AcceptedAt   time.Time // zero while the handler has not accepted
	FirstContact string    // answerable until the handler accepts (rule W14)
	Department   string    // responsible department, asked for its opinion
	Offered      []string  // to whom it was given and who did not accept it; keep reading (rule W14)
	Former       []string  // who was in charge before; keep reading
	Deputies     []string  // who was asked or decided in someone's place; read on for some time (rules P3, P6)
	Checkers     []string  // were asked to check it afterwards; read it (rules A6, P3)
	Readers      []Reader  // when the parts of these ended
	ReadShut     time.Time // nobody reads it any more by a part that ended until then (rule P3)
}

// Reminded is what people were told by the clock, so that they are told once.
type Reminded struct {
	UnassignedTold time.Time // when it was last told that nobody handles it (rule W14)
	UnassignedRung int       // how often since the last acceptance; each time one role higher
	SilentTold     time.Time // when it was last told that nobody speaks with the customer (rule D12)
	FollowUpTold   time.Time // when it was told that a follow-up call is due (rule W9)
}

// Course is everything that was done about a complaint, each kind in its order.
type Course struct {
	Findings    []Finding
	Opinions    []Opinion
	Wording     string    // the matter as put to the person complained about (rule P4)
	HearingAt   time.Time // when they were told of it, or are to be
	HearingTold bool
	Statements  []Statement
	Contacts    []Contact
	Reminders   []Reminder

	CounterMessages []CounterMessage // rule P9
	Transfers       []Transfer       // rule K11
	OutsideEvents   []OutsideEvent   // rule K12

	OfferedMeasures []OfferedMeasure // rule W3

	Proposals     []Proposal
	Steps         []Step
	Answers       []Answer
	CustomerWords []CustomerWord // rule W6
	Letters       []Letter       // rule W16
	Results       []Result
	FactsWords    []FactsWord // rule W16
	Tasks         []Task
	Payments      []Payment
	Waivers       []Waiver
	Gifts         []Gift

	SettlementParties []Party // rule C11

	Causes          []Cause
	Measures        []Measure
	FollowUps       []FollowUp
	ClosingRequests []ClosingRequest // rules W8, K10
	Objections      []Objection      // rule K10
	StandIns        []StandIn        // reasons at closings for what could not be had (rule W7)

	Attachments []Attachment
	Signings    []Signing // papers shown to be signed on the spot (rule F6)
	Revisions   []Revision

	Deadlines  []Deadline
	Pauses     []Pause
	Extensions []Extension

	Disputes      []Dispute
	DisputeEvents []DisputeEvent

	Holds    []Hold    // rule T2
	Recusals []Recusal // rule P4

	EvidencePackages []EvidencePackage // rule J4
	DataHandings     []DataHanding     // rule K13
	Sensitive        []Sensitive       // rule K13

	LawReports []LawReport // rule D18
	LawDates   []LawDate   // rule T3

	DataReleases []DataRelease // rule B1

	PhaseChanges []PhaseChange
	Marks        []ChecklistMark

	Sanctions  []Sanction  // rule A3
	Deductions []Deduction // rule A4

	Evidence  []SanctionEvidence // shown to the person of a consequence (rule A3)
	Circulars []Circular         // rule F7
}

// Complaint is one complaint with everything that happened to it.
type Complaint struct {
	Record
	Intake
	Assessment
	Provenance
	Standing
	Assignment
	Restriction
	Closure
	MergeState
	Retention
	Reminded
	Course

	Elsewhere []CountedAt // what stands in others of its customer or unit; the store gives it, and keeps none (rule C2)

	Over []StandingHold // that cover it, lifted ones too; the store gives them, and keeps none here (rule T2)

	Thanks []Thanked // gifts of thanks that count in its sum; read off the praise, and kept there (rule C9)
}

// Protected names the fields of a customer that are shown masked (rule P5).
var Protected = []string{"phone", "address", "identity"}

// RevealField notes that a protected field was looked at (rule P5).
func (c *Complaint) RevealField(by Actor, now time.Time, field string) error {
	m, err := c.begin(by, ActionReveal, now)
	if err != nil {
		return err
	}
	if !slices.Contains(Protected, field) {
		return Invalid("field", "没有这个受保护的字段。")
	}
	return m.stay(Note("field", field))
}

// SearchedFor marks an entry of a reveal: the phone was typed whole and found, not shown.
const SearchedFor = "searched"

// FoundByPhone notes that somebody who sees the complaint has found it by its customer's whole phone, and so knows it:
// a reveal, though it asks for no right to one (rules P5, P11).
func (c *Complaint) FoundByPhone(by Actor, now time.Time) error {
	if err := Can(by, ActionRead, c); err != nil {
		return err
	}
	c.note(by, ActionReveal, c.State, now, Note("field", "phone"), Note(SearchedFor, "1"))
	return nil
}

// Printed notes that a paper was printed (rules F6, J3).
func (c *Complaint) Printed(by Actor, now time.Time, paper string, how PrintChoice) error {
	if err := how.Check(Paper(paper)); err != nil {
		return err
	}
	if paper == string(PaperSettlement) && !how.Masked && c.Offers(by, ActionReveal) { // others print a masked copy
		if err := Every(c.mayBegin(by, ActionPrint), c.revealParty(by, now)); err != nil {
			return err
		}
	}
	m, err := c.begin(by, ActionPrint, now)
	if err != nil {
		return err
	}
	if paper == string(PaperForm) { // both parts at once (rule F1)
		return m.stay(append([]Change{Note("paper", string(PaperCustomer)), Note("paper", string(PaperHouse))},
			how.notes()...)...)
	}
	return m.stay(append([]Change{Note("paper", paper)}, how.notes()...)...)
}

// revealParty notes that a paper shows the customer in full, which takes the right to it (rules C10, P5).
func (c *Complaint) revealParty(by Actor, now time.Time) error {
	identity := c.Identity
	for i := range c.SettlementParties {
		identity = cmp.Or(identity, c.SettlementParties[i].Identity, c.SettlementParties[i].Account)
	}
	for _, f := range [][2]string{{"phone", c.Phone}, {"address", c.Address}, {"identity", identity}} {
		if f[1] == "" {
			continue
		}
		if err := c.RevealField(by, now, f[0]); err != nil {
			return err
		}
	}
	return nil
}
