package huiyin

import (
	"slices"
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
	Dismissal  SanctionKind = "dismissal" // only referred to the human resources department
)

var sanctionKinds = words[SanctionKind]{
	{Warning, "警告"}, {YellowCard, "黄牌"}, {RedCard, "红牌"}, {BlackCard, "黑牌"}, {Criticism, "通报批评"}, {SelfReview, "书面检查"},
	{"demerit", "记大过"}, {Dismissal, "解除劳动合同（提交人力资源）"}, {"refer", "提交公司处理"}, {"police", "报案"},
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
	{SanctionProposed, "待决定"}, {SanctionImposed, "决定处罚"}, {SanctionRefused, "不予处罚"}, {SanctionObjected, "有异议，待复议"},
	{SanctionUpheld, "维持处罚"}, {SanctionChanged, "变更处罚"}, {SanctionLifted, "撤销处罚"}, {SanctionWithdrawn, "已撤回"},
}

// Label is the state's name on pages.
func (s SanctionState) Label() string { return sanctionStates.label(s) }

// SanctionStates lists the states in their order.
func SanctionStates() []SanctionState { return sanctionStates.all() }

// Verdict on an objection.
var objectionVerdicts = words[SanctionState]{{SanctionUpheld, "维持处罚"}, {SanctionChanged, "变更处罚"},
	{SanctionLifted, "撤销处罚"}}

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
	EffectiveAt  time.Time // from when it is in effect; zero while nobody has decided, or an objection suspends it
	LapsesAt     time.Time // when it lapses; zero of those decided before cards lapsed
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

	// What it rests on: the clause of the rules in force when it happened, which the person had read before.
	ActAt    time.Time
	Clause   string // "" of those proposed before clauses were asked for
	ReadAt   time.Time
	Waived   bool      // the person did not want to state a view
	LiftedAt time.Time // undone after it took effect
	LiftedBy string

	LiftedFor  string
	LiftReason string

	// Before a dismissal is referred: legal's opinion, and the union's reply (劳动合同法 43).
	LegalBy      string
	LegalOpinion string
	UnionToldOn  string // days
	UnionHeardOn string
	UnionReply   string
	PreparedAt   time.Time
	PreparedBy   string

	// How the decision came to the person.
	DeliveredAt   time.Time
	DeliveredBy   string
	DeliveryWay   string
	DeliveryProof string
}

// Deliveries are the ways in which a decision comes to its person.
var deliveries = words[string]{{"signed", "本人签收"}, {"post", "邮寄"}, {"refused", "拒收，有见证人"}}

// Deliveries lists them, and DeliveryLabel gives the name of one.
func Deliveries() []string { return deliveries.all() }

// DeliveryLabel is its name on pages.
func DeliveryLabel(way string) string { return deliveries.label(way) }

// InEffect tells whether a consequence is in effect at an instant: decided, the time for an objection over or the
// objection decided, neither undone nor lapsed (rule A3).
func (k *Sanction) InEffect(now time.Time) bool {
	return len(k.Decided()) > 0 && !k.EffectiveAt.IsZero() && !now.Before(k.EffectiveAt) && !k.Lapsed(now)
}

// Lapsed tells whether its time is over.
func (k *Sanction) Lapsed(now time.Time) bool { return !k.LapsesAt.IsZero() && !now.Before(k.LapsesAt) }

// Live tells whether it bars another for the same fact: proposed, decided, in effect or lapsed.
func (k *Sanction) Live() bool {
	return k.State != SanctionRefused && k.State != SanctionWithdrawn && k.State != SanctionLifted
}

// Standing says in a word where it stands at an instant.
func (k *Sanction) Standing(now time.Time) string {
	switch {
	case len(k.Decided()) == 0, k.State == SanctionObjected:
		return k.State.Label()
	case k.Lapsed(now):
		return "已失效"
	case k.InEffect(now):
		return "已生效"
	}
	return "已决定，异议期内未生效"
}

// Decided lists the sanctions as they were decided: none before the decision, and none once lifted. They take effect
// only after the objection's end.
func (k *Sanction) Decided() []string {
	switch k.State {
	case SanctionImposed, SanctionObjected, SanctionUpheld:
		return k.Kinds
	case SanctionChanged:
		return k.Changed
	}
	return nil
}

// Stands lists the sanctions that are in effect at an instant (rule A3).
func (k *Sanction) Stands(now time.Time) []string {
	if !k.InEffect(now) {
		return nil
	}
	return k.Decided()
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
	for _, at := range []time.Time{k.ViewAt, k.DecidedAt, k.ObjectedAt, k.VerdictAt, k.ReviewAt, k.EndedAt, k.LiftedAt,
		k.PreparedAt, k.DeliveredAt} {
		if !at.IsZero() {
			n++
		}
	}
	return n
}

// OwesReview tells whether the person still has to write their self-review: while an objection suspends it they need
// not. Nothing else hangs on it (rule A3).
func (k *Sanction) OwesReview() bool {
	return k.ReviewAt.IsZero() && !k.EffectiveAt.IsZero() && slices.Contains(k.Decided(), string(SelfReview))
}

// MayObject tells whether the person may still object: once, and until its time (rule A3). One minute
// late, and it is over.
func (k *Sanction) MayObject(now time.Time) bool {
	return k.State == SanctionImposed && now.Before(k.ObjectBy)
}

// Public tells whether a criticism to be circulated is in effect (rule F7).
func (k *Sanction) Public(now time.Time) bool {
	return slices.Contains(k.Stands(now), string(Criticism))
}

// Sanction finds a consequence by its number, nil when there is none.
func (c *Complaint) Sanction(n int) *Sanction {
	if n < 1 || n > len(c.Sanctions) {
		return nil
	}
	return &c.Sanctions[n-1]
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

// SubjectView is what the person a consequence is about sees of it on the page of their own (rule P4): the
// matter as it was put to them, what is proposed and decided, and their own words.
type SubjectView struct {
	Number    string
	Site      string
	Sanctions []Sanction
	Evidence  []SanctionEvidence
	Open      bool // nothing keeps them from writing
}

// EvidenceOf lists what was shown to the person of a consequence.
func (h *SubjectView) EvidenceOf(n int) []SanctionEvidence { return evidenceOf(h.Evidence, n) }

// SubjectViewFor gives it, without who proposed why and without the customer.
func (c *Complaint) SubjectViewFor(by Actor) (SubjectView, error) {
	if err := by.may(ActionReadOwnSanction, c); err != nil {
		return SubjectView{}, err
	}
	h := SubjectView{Number: c.Number, Site: c.Site}
	for _, k := range c.Sanctions {
		if k.Person == by.Account {
			h.Sanctions = append(h.Sanctions, k)
			h.Evidence = append(h.Evidence, c.EvidenceOf(k.N)...)
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
