package huiyin

import (
	"slices"
	"time"
)

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
