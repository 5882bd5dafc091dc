package huiyin

import (
	"slices"
	"time"
)

// moves is the whole state machine: into which states each action may take each state (RULES.md §4).
var moves = map[Action]map[State][]State{
	ActionAssign:             stay(Received, Investigating, Proposing, Approving, Answering, Executing, InDispute),
	ActionAccept:             {Received: {Investigating}, Investigating: {Investigating}, Proposing: {Proposing}, Approving: {Approving}, Answering: {Answering}, Executing: {Executing}, InDispute: {InDispute}},
	ActionAssess:             stay(Received, Investigating, Proposing, Approving, Answering, Executing, InDispute),
	ActionFind:               stay(Investigating, Proposing, Approving, Answering, Executing, InDispute),
	ActionGiveOpinion:        stay(Received, Investigating, Proposing, Approving, Answering, Executing, InDispute),
	ActionRequestStatement:   stay(Received, Investigating, Proposing, Approving, Answering, Executing, InDispute),
	ActionGiveStatement:      stay(Received, Investigating, Proposing, Approving, Answering, Executing, InDispute),
	ActionLogContact:         stay(Received, Investigating, Proposing, Approving, Answering, Executing, InDispute, Closed),
	ActionRemind:             stay(Received, Investigating, Proposing, Approving, Answering, Executing, InDispute),
	ActionPropose:            {Investigating: {Proposing}, Proposing: {Proposing}, Executing: {Proposing}},
	ActionSubmit:             {Proposing: {Approving, Answering}},
	ActionWithdraw:           {Proposing: {Proposing, Executing}, Approving: {Proposing, Executing}, Answering: {Proposing, Executing}, Executing: {Executing}},
	ActionDecide:             {Approving: {Approving, Answering, Proposing}},
	ActionGiveAnswer:         {Answering: {Answering, Executing, Proposing}},
	ActionTellResult:         stay(Executing),
	ActionAddTask:            stay(Received, Investigating, Proposing, Approving, Answering, Executing, InDispute),
	ActionEndTask:            stay(Received, Investigating, Proposing, Approving, Answering, Executing, InDispute, Closed),
	ActionPay:                stay(Proposing, Approving, Answering, Executing, InDispute),
	ActionFindCause:          stay(Investigating, Proposing, Approving, Answering, Executing, InDispute),
	ActionAddMeasure:         stay(Investigating, Proposing, Approving, Answering, Executing, InDispute, Closed),
	ActionDoMeasure:          stay(Investigating, Proposing, Approving, Answering, Executing, InDispute, Closed),
	ActionVerify:             stay(Investigating, Proposing, Approving, Answering, Executing, InDispute, Closed),
	ActionSettle:             {Received: {Executing}, Investigating: {Executing}},
	ActionClose:              {Executing: {Closed}, Proposing: {Closed}, Answering: {Closed}, Received: {Closed}, Investigating: {Closed}, Approving: {Closed}, InDispute: {Closed}},
	ActionReopen:             {Closed: {Investigating}, Archived: {Investigating}},
	ActionArchive:            {Closed: {Archived}},
	ActionFollowUp:           stay(Closed),
	ActionAttach:             stay(Received, Investigating, Proposing, Approving, Answering, Executing, InDispute, Closed),
	ActionSign:               stay(Received, Investigating, Proposing, Approving, Answering, Executing, InDispute, Closed),
	ActionWithdrawAttachment: stay(Received, Investigating, Proposing, Approving, Answering, Executing, InDispute, Closed),
	ActionCorrect:            stay(Received, Investigating, Proposing, Approving, Answering, Executing, InDispute, Closed),
	ActionSetPhase:           stay(Received, Investigating, Proposing, Approving, Answering, Executing, InDispute, Closed),
	ActionMarkItem:           stay(Received, Investigating, Proposing, Approving, Answering, Executing, InDispute, Closed),
	ActionReveal:             stay(states.all()...),
	ActionPrint:              stay(states.all()...),
	ActionPause:              stay(Received, Investigating, Proposing, Approving, Answering, InDispute),
	ActionResume:             stay(Received, Investigating, Proposing, Approving, Answering, InDispute),
	ActionExtend:             stay(Received, Investigating, Proposing, Approving, Answering, InDispute),
	ActionGrantExtension:     stay(Received, Investigating, Proposing, Approving, Answering, InDispute),
	ActionMerge:              stay(Received, Investigating, Proposing, Answering, Executing),
	ActionUnmerge:            stay(Received, Investigating, Proposing, Answering, Executing),
	ActionStartDispute:       {Proposing: {InDispute}, Answering: {InDispute}},
	ActionEndDispute: {InDispute: {Executing, Proposing}, Received: {Received}, Investigating: {Investigating}, Proposing: {Proposing}, Approving: {Approving},
		Answering: {Answering}, Executing: {Executing}, Closed: {Closed}},
	ActionLogDispute:      stay(InDispute, Received, Investigating, Proposing, Approving, Answering, Executing, Closed),
	ActionRestrict:        stay(Received, Investigating, Proposing, Approving, Answering, Executing, InDispute, Closed),
	ActionLiftRestriction: stay(Received, Investigating, Proposing, Approving, Answering, Executing, InDispute, Closed),
	ActionAskGesture:      stay(Received, Investigating, Proposing, Approving, Answering, Executing, InDispute),
	ActionDecideGift:      stay(Received, Investigating, Proposing, Approving, Answering, Executing, InDispute),
	ActionGiveGift:        stay(Received, Investigating, Proposing, Approving, Answering, Executing, InDispute, Closed),

	ActionProposeSanction: stay(Investigating, Proposing, Approving, Answering, Executing, InDispute, Closed),
	ActionAnswerSanction:  stay(states.all()...),
	ActionDecideSanction:  stay(states.all()...),
	ActionFileObjection:   stay(states.all()...),
	ActionDecideObjection: stay(states.all()...),
	ActionWriteSelfReview: stay(states.all()...),
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
	case a == ActionUnmerge && !c.Merged():
		return Conflict("这件投诉没有并入其他投诉。")
	case moves[a][c.State] == nil:
		return c.refuse(a)
	case a == ActionAccept && !c.AcceptedAt.IsZero():
		return Conflict("这件投诉已经接收。")
	}
	return nil
}

func (c *Complaint) refuse(a Action) error {
	return Conflict("投诉处于“%s”，不能%s。", c.State.Label(), a.Label())
}

func (c *Complaint) note(by Actor, a Action, to State, now time.Time, detail ...Change) {
	c.Record.note(by, a, c.State, to, now, detail...)
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

// Check is Record.Check in the words about a complaint (rule W12).
func (c *Complaint) Check(version int64) error { return c.Record.check(version, Stale()) }
