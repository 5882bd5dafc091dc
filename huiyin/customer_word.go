package huiyin

import (
	"slices"
	"strconv"
	"time"
)

// Proof is what shows that the customer really gave their word (rule W6).
type Proof string

// The proofs. Oral is none: a minor matter without money or its worth counts all the same, and is sampled (rule A6).
const (
	ProofSigned    Proof = "signature"
	ProofMessage   Proof = "message"
	ProofRecording Proof = "recording"
	ProofCall      Proof = "call"
	ProofForm      Proof = "withdrawal"
	Oral           Proof = "oral"
)

var proofs = words[Proof]{
	{ProofSigned, "客户签字"}, {ProofMessage, "往来消息或邮件存档"}, {ProofRecording, "通话录音"}, {ProofCall, "第二人电话核实"},
	{ProofForm, "客户亲笔撤诉书"}, {Oral, "口头"},
}

// Label is the proof's name on pages.
func (p Proof) Label() string { return proofs.label(p) }

// CustomerWord is a word of the customer that settles a complaint, an acceptance or a withdrawal, with its proof.
// What was said before there were such proofs has none, and counts (rules W6, D13).
type CustomerWord struct {
	ID       int64
	N        int // of the answer that was accepted, 0 for the withdrawal
	At       time.Time
	By       string // who wrote it down
	Proof    Proof  // "" while it is not proven
	ProvenAt time.Time
	Due      time.Time // by when a second person calls, zero where the word counts at once
	Told     bool      // that it was not proven by then
	CalledAt time.Time // of the second person's call
	CalledBy string
	Denied   bool
	Words    string // what they heard
}

// WithdrawalPrintable refuses the form by which a customer takes the complaint back once it is closed (rules F7, W6).
func (c *Complaint) WithdrawalPrintable() error {
	if !c.State.Open() {
		return Conflict("投诉已经结案，不能再撤诉。")
	}
	return nil
}

// CustomerWord finds the newest word on an answer, 0 for the withdrawal; nil where there is none.
func (c *Complaint) CustomerWord(n int) *CustomerWord {
	for i := range slices.Backward(c.CustomerWords) {
		if c.CustomerWords[i].N == n {
			return &c.CustomerWords[i]
		}
	}
	return nil
}

// WordOn is the customer's word on the nth answer as it stands: yes, no or pending. An acceptance that was denied on the
// second call, or that nothing proved in time, is as if undecided (rule W6).
func (c *Complaint) WordOn(n int) string {
	said := c.Answers[n-1].Accepted
	if w := c.CustomerWord(n); said == "yes" && w != nil && w.Proof == "" && (w.Denied || w.Told) {
		return "pending"
	}
	return said
}

// Word is the customer's word on the newest answer as it stands, "" where there is none.
func (c *Complaint) Word() string {
	if n := len(c.Answers); n > 0 {
		return c.WordOn(n)
	}
	return ""
}

// unheld tells whether what is being carried out rests on a word that did not hold: the customer is answered anew
// (rule W6).
func (c *Complaint) unheld() bool {
	w := c.OpenWord()
	return w != nil && w.N > 0 && c.Word() == "pending"
}

// OpenWord is the word on which it hangs whether the complaint counts as settled, while that is not proven; nil
// where none does (rules W6, D5, G8).
func (c *Complaint) OpenWord() *CustomerWord {
	if c.UnprovenSince.IsZero() || !c.State.Settled() || len(c.CustomerWords) == 0 || c.Outcome == NotAccepted {
		return nil
	}
	w := &c.CustomerWords[len(c.CustomerWords)-1]
	if w.Proof != "" || !c.fresh(w.At) {
		return nil
	}
	return w
}

// AwaitsCall is by when a second person is to call, zero where nobody is (rule W6).
func (c *Complaint) AwaitsCall() time.Time {
	if w := c.OpenWord(); w != nil && w.CalledAt.IsZero() {
		return w.Due
	}
	return time.Time{}
}

// counts tells whether the complaint is settled in the sense of a deadline: D5 and the month take only what is
// proven, and the month stands still when the next role has agreed that it was closed as not accepted
// (rules D5, G8, W6, W8).
func (c *Complaint) counts(k DeadlineKind) bool {
	switch {
	case !c.State.Settled():
		return false
	case c.UnprovenSince.IsZero():
		return true
	case k == D6:
		return !c.State.Open() && c.Outcome == NotAccepted
	}
	return k != D5
}

// giveWord notes a word of the customer. Spoken, it settles a minor complaint without money or its worth at once;
// any other waits for its proof, and a second person is asked to call (rule W6).
func (c *Complaint) giveWord(m *move, n int) {
	w := CustomerWord{N: n, At: m.now, By: m.by.Account}
	c.UnprovenSince = time.Time{}
	if n > 0 && c.Grade == Minor && !c.givesMoney() {
		w.Proof, w.ProvenAt = Oral, m.now
	} else {
		w.Due = m.now.Add(m.by.Org.Parameters.Span(CallWithin))
		c.UnprovenSince = m.now
	}
	c.CustomerWords = append(c.CustomerWords, w)
}

// tellCallers asks those who may call the customer to do so; first who took the complaint in, the site's
// supervisors and the manager (rule W6).
func (c *Complaint) tellCallers(m *move) {
	if c.AwaitsCall().IsZero() {
		return
	}
	o := m.by.Org
	asked := slices.Concat([]string{c.RecordedBy}, c.tier(o, TierSupervisor), c.tier(o, TierManager))
	calls := func(a string) bool {
		p := o.Person(a)
		return p != nil && !c.barredFromCall(o, p)
	}
	asked = slices.DeleteFunc(asked, func(a string) bool { return !calls(a) })
	if len(asked) == 0 {
		asked = slices.DeleteFunc(c.tier(o, TierVP), func(a string) bool { return !calls(a) })
	}
	c.tell(o, NoticeCallAsked, "", m.now, m.by.Account, asked...)
}

// givesMoney tells whether what the customer was offered and accepts is money, a gift or their worth (rules W6, C2).
func (c *Complaint) givesMoney() bool {
	return slices.ContainsFunc(c.Proposals, func(p Proposal) bool { return p.Status == ProposalAgreed && p.Climbs() })
}

// reportsTo tells whether a person is somebody's direct report: one role below, where that one answers for their
// site, or for the same one.
func (c *Complaint) reportsTo(p, boss *Person) bool {
	return p.Role+1 == boss.Role && (boss.AnswersFor(p.Site) || p.AnswersFor(c.Site) && boss.AnswersFor(c.Site))
}

// apart tells whether a person stands apart from the case: neither handler, owner, accused nor a direct report of
// one of them (rules W6, W9).
func (c *Complaint) apart(o *Org, p *Person) bool {
	for _, account := range slices.Concat([]string{c.Handler, c.Owner}, c.Barred()) {
		boss := o.Person(account)
		if account != "" && account == p.Account || boss != nil && c.reportsTo(p, boss) {
			return false
		}
	}
	return true
}

// barredFromCall: who stands in the case, or wrote the word down, does not ask whether it was given (rule W6).
func (c *Complaint) barredFromCall(o *Org, p *Person) bool {
	w := c.OpenWord()
	return w == nil || p.Account == w.By || !c.apart(o, p)
}

// callsCustomer: the second person's call is open to whoever stands apart from the case.
func callsCustomer(by Actor, c *Complaint) bool {
	return !c.AwaitsCall().IsZero() && !c.barredFromCall(by.Org, by.Person) &&
		(by.deputy == nil || !c.barredFromCall(by.Org, by.deputy))
}

// MayConfirmWord tells why a person may not say what the customer told them on the second call, nil when they may.
func (c *Complaint) MayConfirmWord(by Actor, n int) error {
	if w := c.OpenWord(); w == nil || w.N != n || !w.CalledAt.IsZero() {
		return Conflict("客户的这次意见不需要核实，或已经核实。")
	}
	return c.mayBegin(by, ActionConfirmWord)
}

// ConfirmWord records the second person's call: that the customer has accepted, or withdrawn, or has not. Denied, D5
// and the month run on as if nothing had been said (rule W6).
func (c *Complaint) ConfirmWord(by Actor, now time.Time, n int, accepted, words string) error {
	if !c.Visible(by) {
		return NotFound()
	}
	c.Run(by.Org, now)
	switch {
	case n < 0 || n > len(c.Answers):
		return NotFound()
	case c.OpenWord() == nil || c.OpenWord().N != n || !c.OpenWord().CalledAt.IsZero(): // also for who comes too late
		return Conflict("客户的这次意见不需要核实，或已经核实。")
	}
	m, err := c.begin(by, ActionConfirmWord, now)
	if err != nil {
		return err
	}
	if err := Every(when(accepted != "yes" && accepted != "no", "accepted", "请选择客户意见。"),
		needed("words", words, longText)); err != nil {
		return err
	}
	if err := m.stay(Note("answer_n", strconv.Itoa(n)), Note("accepted", accepted), Note("words", words)); err != nil {
		return err
	}
	w := c.OpenWord()
	w.CalledAt, w.CalledBy, w.Words, w.Denied = now, m.by.Account, words, accepted == "no"
	if w.Denied {
		c.tell(by.Org, NoticeWordDenied, "", now, by.Account, append(c.tier(by.Org, TierHandler), c.Owner)...)
		return nil
	}
	w.Proof, w.ProvenAt = ProofCall, now
	c.proven(now)
	return nil
}

// proven lets what is settled count, from now (rules W6, D5, G8).
func (c *Complaint) proven(now time.Time) {
	c.UnprovenSince = time.Time{}
	c.meet(D5, now)
	c.meet(D6, now)
}

// lookForProof looks again whether a paper on file proves the customer's newest word, after one has come or was
// withdrawn. What the call or the spoken word gave stands without (rule W6).
func (c *Complaint) lookForProof(o *Org, now time.Time) {
	if len(c.CustomerWords) == 0 || !c.State.Settled() || c.Outcome == NotAccepted {
		return
	}
	w := &c.CustomerWords[len(c.CustomerWords)-1]
	if !c.fresh(w.At) || w.Proof == ProofCall || w.Proof == Oral {
		return
	}
	switch found := c.filedProof(w); {
	case w.Proof == "" && found != "":
		w.Proof, w.ProvenAt = found, now
		c.proven(now)
	case w.Proof != "" && found == "": // the paper was taken back
		w.Proof, w.ProvenAt = "", time.Time{}
		w.Due, w.Told = now.Add(o.Parameters.Span(CallWithin)), false
		c.UnprovenSince, c.UnsettledSince = now, now
		c.startMonth(o, now)
	default:
		w.Proof = found
		return
	}
	if n := len(c.journal); n > 0 {
		c.journal[n-1].Detail = append(c.journal[n-1].Detail, Note("proof", string(w.Proof)))
	}
}

// filedProof is what on file proves a word: a paper that the customer signed after it, a message kept, a recording;
// for a withdrawal the customer's own words.
func (c *Complaint) filedProof(w *CustomerWord) Proof {
	since := latest(w.At, w.CalledAt)
	for i := range c.Attachments {
		a := &c.Attachments[i]
		late := !a.At.Before(since)
		switch {
		case !a.WithdrawnAt.IsZero():
		case w.N == 0:
			if a.Kind == WithdrawalForm && c.fresh(a.At) && !a.At.Before(w.CalledAt) {
				return ProofForm
			}
		case !late:
		case a.Kind == SignedForm && !c.formOutdated(a) && !a.ConfirmedAt.IsZero(),
			(a.Kind == SignedForm && !c.formOutdated(a) || a.Kind == SignedAgreement) &&
				(a.Recognised() || a.Signing > 0):
			return ProofSigned
		case a.Kind == Audio:
			return ProofRecording
		case a.Kind == ContactPaper && c.Answer(w.N) != nil && c.Answer(w.N).Way.written():
			return ProofMessage
		}
	}
	return ""
}

// written tells whether words in this way leave a text that can be kept.
func (w Way) written() bool { return w == "wechat" || w == "email" || w == "letter" }

// wordDue tells whoever is in charge, and the supervisors, that the customer's word was not proven in time: D5 and the
// month were running all the while (rule W6).
func (c *Complaint) wordDue(o *Org, add func(time.Time, func(time.Time))) {
	w := c.OpenWord()
	if w == nil || w.Told || w.Due.IsZero() || !w.CalledAt.IsZero() {
		return
	}
	add(w.Due, func(at time.Time) {
		w.Told = true
		c.alert(o, NoticeWordUnproven, "", at, append(c.tier(o, TierSupervisor), c.Owner)...)
	})
}

// Bosses lists those to whom a person reports directly; in their cases the person does not call (rule W6).
func (o *Org) Bosses(p *Person) []string {
	return accounts(o.Active(func(boss *Person) bool {
		return p.Role+1 == boss.Role && (boss.AnswersFor(p.Site) ||
			slices.ContainsFunc(o.Sites, func(s Site) bool { return p.AnswersFor(s.Code) && boss.AnswersFor(s.Code) }))
	}))
}
