package huiyin

import (
	"errors"
	"slices"
	"time"
)

// whileOpen are the states of a complaint that somebody works on, in the order in which it takes them, and
// untilArchived those and the closed one.
var (
	whileOpen     = []State{Received, Investigating, Proposing, Approving, Answering, Executing, InDispute}
	untilArchived = append(slices.Clone(whileOpen), Closed)
)

// moves is the whole state machine: into which states each action may take each state (RULES.md §4).
var moves = map[Action]map[State][]State{
	ActionAssign:           stay(whileOpen...),
	ActionAccept:           and(stay(whileOpen[1:]...), Received, Investigating),
	ActionAssess:           stay(whileOpen...),
	ActionFind:             stay(whileOpen[1:]...),
	ActionGiveOpinion:      stay(whileOpen...),
	ActionRequestStatement: stay(whileOpen...),
	ActionChangeAccused:    stay(untilArchived...),
	ActionGiveStatement:    stay(whileOpen...),
	ActionLogContact:       stay(untilArchived...),
	ActionRemind:           stay(whileOpen...),
	ActionCounterRemind:    stay(whileOpen...),
	ActionLeaveMessage:     stay(untilArchived...),
	ActionTransfer:         stay(whileOpen...),
	ActionAcceptTransfer:   stay(whileOpen...),
	ActionSendBack:         stay(whileOpen...),
	ActionRefer:            stay(untilArchived...),
	ActionReturnOutside:    stay(untilArchived...),
	ActionAnswerReturn:     stay(untilArchived...),
	ActionExtendOutside:    stay(untilArchived...),
	ActionGrantOutside:     stay(untilArchived...),
	ActionSendOutside:      stay(untilArchived...),
	ActionTakeAgain:        and(and(stay(whileOpen...), Closed, Investigating), Archived, Investigating),
	ActionNoteVerdict:      stay(states.all()...),
	ActionLookUp:           stay(states.all()...),
	ActionPropose:          {Investigating: {Proposing}, Proposing: {Proposing}, Executing: {Proposing}},
	ActionSubmit:           {Proposing: {Approving, Answering}},
	ActionWithdraw: {
		Proposing: {Proposing, Executing}, Approving: {Proposing, Executing}, Answering: {Proposing, Executing},
		Executing: {Executing},
	},
	ActionDecide: { // in dispute, a mandate (rule T1)
		Approving: {Approving, Answering, Proposing}, InDispute: {InDispute},
	},
	ActionUrge: stay(Approving),
	ActionGiveAnswer: { // again, where the customer's acceptance did not hold (rule W6)
		Answering: {Answering, Executing, Proposing}, Executing: {Executing, Proposing},
	},
	ActionDecideFacts:        stay(untilArchived...),
	ActionDraftLetter:        stay(Proposing, Answering, Executing, InDispute, Closed),
	ActionFreezeLetter:       stay(Proposing, Answering, Executing, InDispute, Closed),
	ActionTellResult:         stay(Executing),
	ActionAddTask:            stay(whileOpen...),
	ActionEndTask:            stay(untilArchived...),
	ActionPay:                stay(untilArchived[1:]...), // what was agreed or awarded is owed, also after closing
	ActionWaivePayment:       stay(untilArchived[1:]...),
	ActionReversePayment:     stay(untilArchived[1:]...),
	ActionReleasePayment:     stay(untilArchived[1:]...),
	ActionAgreeReversal:      stay(untilArchived[1:]...),
	ActionFindCause:          stay(whileOpen[1:]...),
	ActionAddMeasure:         stay(untilArchived[1:]...),
	ActionDoMeasure:          stay(untilArchived[1:]...),
	ActionVerify:             stay(untilArchived[1:]...),
	ActionSettle:             {Received: {Executing}, Investigating: {Executing}},
	ActionClose:              orClosed(whileOpen...), // or it is asked for (rules W8, K10)
	ActionAgreeClosing:       orClosed(whileOpen...),
	ActionObjectInvalid:      stay(Closed),
	ActionDecideInvalid:      {Closed: {Closed, Investigating}},
	ActionConfirmWord:        stay(Executing, Closed),
	ActionReopen:             {Closed: {Investigating}, Archived: {Investigating}},
	ActionFollowUp:           stay(Closed),
	ActionAnswerFollowUp:     stay(Closed),
	ActionAttach:             stay(untilArchived...),
	ActionConfirmAttachment:  stay(untilArchived...),
	ActionTellProvenance:     stay(untilArchived...),
	ActionEndLawDate:         stay(untilArchived...),
	ActionSign:               stay(untilArchived...),
	ActionWithdrawAttachment: stay(untilArchived...),
	ActionCorrect:            stay(untilArchived...),
	ActionSetPhase:           stay(untilArchived...),
	ActionMarkItem:           stay(untilArchived...),
	ActionReveal:             stay(states.all()...),
	ActionHear:               stay(states.all()...),
	ActionPrint:              stay(states.all()...),
	ActionPause:              stay(Received, Investigating, Proposing, Approving, Answering, InDispute),
	ActionResume:             stay(Received, Investigating, Proposing, Approving, Answering, InDispute),
	ActionExtend:             stay(Received, Investigating, Proposing, Approving, Answering, InDispute),
	ActionGrantExtension:     stay(Received, Investigating, Proposing, Approving, Answering, InDispute),
	ActionMerge:              stay(Received, Investigating, Proposing, Answering, Executing),
	ActionUnmerge:            stay(Received, Investigating, Proposing, Answering, Executing),
	ActionStartDispute:       {Proposing: {InDispute}, Answering: {InDispute}},
	ActionEndDispute: and(stay(slices.Concat(whileOpen[:6], []State{Closed})...), InDispute, Executing,
		Proposing),
	ActionLogDispute:      stay(untilArchived...),
	ActionRestrict:        stay(untilArchived...),
	ActionLiftRestriction: stay(untilArchived...),
	ActionHold:            stay(states.all()...),
	ActionEndHold:         stay(states.all()...),
	ActionReleaseData:     stay(states.all()...),
	ActionReportLaw:       stay(untilArchived...),
	ActionNameParty:       stay(untilArchived[1:]...),
	ActionPackEvidence:    stay(states.all()...),
	ActionHandOnData:      stay(untilArchived...),
	ActionNoteSensitive:   stay(untilArchived...),
	ActionEraseSensitive:  stay(states.all()...),
	ActionRecuse:          stay(untilArchived...),
	ActionDecideRecusal:   stay(untilArchived...),
	ActionAskGesture:      stay(whileOpen...),
	ActionDecideGift:      stay(whileOpen...),
	ActionGiveGift:        stay(untilArchived...),

	ActionProposeSanction: stay(untilArchived[1:]...),
	ActionAnswerSanction:  stay(states.all()...),
	ActionDecideSanction:  stay(states.all()...),
	ActionFileObjection:   stay(states.all()...),
	ActionDecideObjection: stay(states.all()...),
	ActionWriteSelfReview: stay(states.all()...),

	ActionPrepareDismissal: stay(states.all()...),
	ActionDeliverSanction:  stay(states.all()...),
	ActionLiftSanction:     stay(states.all()...),
	ActionCirculate:        stay(states.all()...),
	ActionObjectPoints:     stay(states.all()...),
	ActionConfirmPoints:    stay(states.all()...),
}

func stay(in ...State) map[State][]State {
	m := make(map[State][]State, len(in))
	for _, s := range in {
		m[s] = []State{s}
	}
	return m
}

// orClosed stays, or closes.
func orClosed(in ...State) map[State][]State {
	m := stay(in...)
	for s := range m {
		m[s] = append(m[s], Closed)
	}
	return m
}

// and adds to the moves of an action where it leads from one state.
func and(m map[State][]State, from State, to ...State) map[State][]State {
	m[from] = to
	return m
}

// move is an action that has begun: policy, state and in whose name were asked, once. Only to and stay
// end it, and with it the change; TestJ1_EveryMoveEndsOnce finds one that is forgotten.
type move struct {
	c      *Complaint
	by     Actor // with in whose name (rule P6)
	asked  Actor // the person themselves
	action Action
	now    time.Time
	from   State
	ended  bool
}

// begin stands at the head of every change by a person but the recording. What was due before it happens
// first, as of its own instant, even if the clock is late (rules D13, G8).
func (c *Complaint) begin(by Actor, a Action, now time.Time) (*move, error) {
	c.Run(by.Org, now)
	as, err := c.ready(by, a)
	if err != nil {
		return nil, err
	}
	return &move{c: c, by: as, asked: by, action: a, now: now, from: c.State}, nil
}

// to takes the complaint into a state that the action may take it into, and notes it for the journal.
func (m *move) to(s State, detail ...Change) error {
	switch {
	case m.ended:
		return errors.New("a move ends once: " + string(m.action))
	case !slices.Contains(moves[m.action][m.c.State], s):
		return m.c.refuse(m.action)
	}
	m.ended = true
	m.c.note(m.by, m.action, s, m.now, detail...)
	m.c.interrupt(m)
	return nil
}

// stay notes for the journal what was done where the state stays as it is.
func (m *move) stay(detail ...Change) error { return m.to(m.c.State, detail...) }

// actsFor asks in whose name again where the case narrows who may (rule P6), and tells whether anybody
// fits. Whoever fits by themselves goes on in the name that the grant gave.
func (m *move) actsFor(fits func(as Actor) bool) bool {
	as, ok := m.asked.inName(m.c, fits)
	if as.For != "" {
		m.by = as
	}
	return ok
}

// ready asks the policy and the state before a method looks at its fields, so that a person who may
// not, or comes too late, hears that first (rule W1). It gives who acts, with in whose name.
func (c *Complaint) ready(by Actor, a Action) (Actor, error) {
	as, err := by.permitted(a, c)
	if err != nil {
		return by, err
	}
	switch {
	case c.Merged() && !a.whileMerged():
		return by, Conflict("这件投诉已并入另一件投诉，须先拆出才能%s。", a.Label())
	case a == ActionUnmerge && !c.Merged():
		return by, Conflict("这件投诉没有并入其他投诉。")
	case moves[a][c.State] == nil, a == ActionGiveAnswer && c.State == Executing && !c.unheld():
		return by, c.refuse(a)
	case a == ActionAccept && !c.AcceptedAt.IsZero():
		return by, Conflict("这件投诉已经接收。")
	}
	return as, nil
}

// mayBegin tells why an action is not open to a person on the complaint as it stands, nil when it is:
// the same question without beginning, for pages.
func (c *Complaint) mayBegin(by Actor, a Action) error {
	_, err := c.ready(by, a)
	return err
}

func (c *Complaint) refuse(a Action) error {
	return Conflict("投诉处于“%s”，不能%s。", c.State.Label(), a.Label())
}

func (c *Complaint) note(by Actor, a Action, to State, now time.Time, detail ...Change) {
	c.Record.note(by, a, c.State, to, now, detail...)
	c.State = to
	if by.For != "" {
		c.deputise(now, by.Account)
	}
}

// deputise keeps who was asked or decided in someone's place: they read on for some time (rule P3).
func (c *Complaint) deputise(now time.Time, accounts ...string) {
	for _, a := range accounts {
		c.readUntil(a, now)
		if !slices.Contains(c.Deputies, a) {
			c.Deputies = append(c.Deputies, a)
		}
	}
}

// Check is Record.Check in the words about a complaint (rule W12).
func (c *Complaint) Check(version int64) error { return c.Record.check(version, Stale()) }
