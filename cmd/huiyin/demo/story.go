package demo

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/db"
	"huiyin/huiyin"
)

// story is one invented complaint: how it was taken in, and what became of it.
type story struct {
	site string
	day  int           // received so many days before today, and
	at   string        // at this local time; or,
	ago  time.Duration // where day is 0, so long before now
	by   string        // who took it in
	in   huiyin.Intake
	acts []act
}

// act is one thing done in a story: "2 15:04" is two days after receipt at that local time, "+90m" so
// long after it.
type act struct {
	when string
	by   string // "" is whoever is in charge
	do   deed
}

// deed calls the rulebook as a person would through a page.
type deed func(p *place) error

// place is where a deed happens.
type place struct {
	*huiyin.Complaint
	by    huiyin.Actor
	now   time.Time
	store *db.Store
}

// intake fills in what a story tells about its customer.
func intake(channel huiyin.Channel, relation huiyin.Relation, name, unit, category string, emotion huiyin.Emotion,
	matter, demand string, more ...func(*huiyin.Intake)) huiyin.Intake {
	in := huiyin.Intake{
		Channel: channel, Relation: relation, Name: name, Unit: unit, Category: category, Emotion: emotion,
		Matter: matter, Demand: demand,
		ReadBack: true, Apologised: emotion != "calm",
	}
	for _, m := range more {
		m(&in)
	}
	return in
}

func about(accounts ...string) func(*huiyin.Intake) {
	return func(in *huiyin.Intake) { in.Accused = accounts }
}

func involving(who string) func(*huiyin.Intake) {
	return func(in *huiyin.Intake) { in.Involved = who }
}

func contract(number string) func(*huiyin.Intake) {
	return func(in *huiyin.Intake) { in.Contract = number }
}

func where(place string) func(*huiyin.Intake) {
	return func(in *huiyin.Intake) { in.EventPlace = place }
}

func many(people int, scope huiyin.Scope) func(*huiyin.Intake) {
	return func(in *huiyin.Intake) { in.Complainants, in.Scope = people, scope }
}

func urgent(in *huiyin.Intake) { in.Urgency = huiyin.Urgent }

func nextSteps(text string) func(*huiyin.Intake) {
	return func(in *huiyin.Intake) { in.NextSteps = text }
}

func assign(handler, department string) deed {
	return func(p *place) error { return p.Assign(p.by, p.now, handler, department) }
}

func accept(p *place) error { return p.Accept(p.by, p.now) }

// judge finds a complaint valid; impact, risk and harm to reputation are 1 to 5.
func judge(r huiyin.Responsibility, department string, impact, risk, reputation int,
	more ...func(*huiyin.Assessing)) deed {
	return func(p *place) error {
		f := huiyin.Assessing{Assessment: huiyin.Assessment{
			Validity: huiyin.Valid, Responsibility: r, ResponsibleDepartment: department, Impact: impact, Risk: risk,
			Reputation: reputation,
		}}
		for _, m := range more {
			m(&f)
		}
		return p.Assess(p.by, p.now, f)
	}
}

func findsInvalid(reason string) deed {
	return func(p *place) error {
		return p.Assess(p.by, p.now, huiyin.Assessing{
			Assessment: huiyin.Assessment{Validity: huiyin.NotValid, Responsibility: huiyin.ByCustomer, Impact: 1,
				Risk: 1, Reputation: 1}, Reason: reason,
		})
	}
}

func loss(yuan huiyin.Money) func(*huiyin.Assessing) {
	return func(f *huiyin.Assessing) { f.Loss = yuan * huiyin.Yuan }
}

func grade(g huiyin.Grade, reason string) func(*huiyin.Assessing) {
	return func(f *huiyin.Assessing) { f.Grade, f.GradeReason = g, reason }
}

// responsible names the person found responsible.
func responsible(account string) func(*huiyin.Assessing) {
	return func(f *huiyin.Assessing) { f.ResponsiblePerson = account }
}

// punish proposes what a grade has for the person responsible (rule A3).
func punish(wording, reason string) deed {
	return func(p *place) error {
		var list []string
		for _, s := range p.Grade.SanctionKinds() {
			list = append(list, string(s))
		}
		return p.ProposeSanction(p.by, p.now, huiyin.SanctionForm{Kinds: list, Wording: wording, Reason: reason,
			Evidence: []string{"matter"}})
	}
}

func view(text string) deed {
	return func(p *place) error { return p.AnswerSanction(p.by, p.now, 1, text, false) }
}

func impose(words string) deed {
	return func(p *place) error {
		return p.DecideSanction(p.by, p.now, 1, huiyin.SanctionDecision{Decision: "impose", Words: words})
	}
}

func object(text string) deed {
	return func(p *place) error { return p.FileObjection(p.by, p.now, 1, text) }
}

func uphold(words string) deed {
	return func(p *place) error {
		return p.DecideObjection(p.by, p.now, 1, huiyin.SanctionDecision{Decision: "uphold", Words: words})
	}
}

// circulate tells the agents and supervisors of the site, without the name (rule F7).
func circulate(facts, lesson string) deed {
	return func(p *place) error {
		return p.Circulate(p.by, p.now, 1, huiyin.CircularForm{Roles: []string{"agent", "supervisor"},
			Sites: []string{p.Site}, Facts: facts, Lesson: lesson})
	}
}

func review(text string) deed {
	return func(p *place) error { return p.WriteSelfReview(p.by, p.now, 1, text) }
}

func injured(f *huiyin.Assessing)      { f.Injury = true }
func fraud(f *huiyin.Assessing)        { f.Fraud = true }
func brokePromise(f *huiyin.Assessing) { f.PromiseBroken = true }

func find(finding, ground string) deed {
	return func(p *place) error { return p.Find(p.by, p.now, huiyin.Finding{Finding: finding, Ground: ground}) }
}

func opine(text string) deed {
	return func(p *place) error { return p.GiveOpinion(p.by, p.now, text) }
}

func state(text string) deed {
	return func(p *place) error { return p.GiveStatement(p.by, p.now, text) }
}

func talk(way huiyin.Way, said string) deed {
	return func(p *place) error {
		return p.LogContact(p.by, p.now, huiyin.Contact{Way: way, Who: p.Name, Said: said})
	}
}

func promise(way huiyin.Way, said, what string, within time.Duration) deed {
	return func(p *place) error {
		return p.LogContact(p.by, p.now, huiyin.Contact{Way: way, Who: p.Name, Said: said, Promised: what,
			PromisedAt: p.now.Add(within)})
	}
}

func remind(way huiyin.Way, caller string) deed {
	return func(p *place) error { return p.Remind(p.by, p.now, huiyin.Reminder{Way: way, Caller: caller}) }
}

// draft writes a proposal; yuan is its amount, 0 without money or gift.
func draft(remedies string, yuan huiyin.Money, text, ground string) deed {
	return func(p *place) error {
		return p.Propose(p.by, p.now, huiyin.ProposalForm{Remedies: strings.Fields(remedies),
			Amount: yuan * huiyin.Yuan, Text: text, Ground: ground})
	}
}

// propose writes a proposal and submits it.
func propose(remedies string, yuan huiyin.Money, text, ground string) deed {
	return func(p *place) error {
		if err := draft(remedies, yuan, text, ground)(p); err != nil {
			return err
		}
		return p.Submit(p.by, p.now, len(p.Proposals))
	}
}

func decide(d huiyin.Decision, words string) deed {
	return func(p *place) error { return p.Decide(p.by, p.now, len(p.Proposals), d, words) }
}

func approve(words string) deed { return decide(huiyin.Approve, words) }

// answer gives the customer's word: yes, no or pending; where a yes needs a proof, a second person calls (rule W6).
func answer(way huiyin.Way, accepted, said, wants string) deed {
	return func(p *place) error {
		if err := spoken(way, accepted, said, wants)(p); err != nil {
			return err
		}
		return called(p)
	}
}

// spoken gives the customer's word, and nobody has called yet.
func spoken(way huiyin.Way, accepted, said, wants string) deed {
	return func(p *place) error {
		return p.GiveAnswer(p.by, p.now, huiyin.Answer{Way: way, Accepted: accepted, Said: said, Wants: wants})
	}
}

// called lets the first who may call the customer, as far as anybody has to (rule W6).
func called(p *place) error {
	w := p.OpenWord()
	if w == nil {
		return nil
	}
	for _, q := range p.by.Org.Active(func(q *huiyin.Person) bool { return q.Role > huiyin.Agent && !q.Admin }) {
		by := huiyin.Actor{Person: q, Org: p.by.Org}
		if p.MayConfirmWord(by, w.N) == nil {
			return p.ConfirmWord(by, p.now, w.N, "yes", "电话中再次确认，与登记的意见一致。")
		}
	}
	return nil
}

// declineDemand answers that a demand is declined, on its ground (rule W15).
func declineDemand(way huiyin.Way, accepted, said, wants, ground string) deed {
	return func(p *place) error {
		return p.GiveAnswer(p.by, p.now, huiyin.Answer{Way: way, Accepted: accepted, Said: said, Wants: wants,
			Declines: true, Ground: ground})
	}
}

// frozenLetter freezes the answer letter as it was drafted (rule W16).
func frozenLetter(p *place) error {
	return p.FreezeLetter(p.by, p.now, p.LetterDraft(p.by.Org, func(s string) string { return s }), huiyin.LetterDispatch{})
}

func tell(way huiyin.Way, s huiyin.Satisfaction, said string) deed {
	return func(p *place) error {
		if err := carryOut(p); err != nil {
			return err
		}
		return p.TellResult(p.by, p.now, huiyin.Result{Way: way, Satisfaction: s, Said: said})
	}
}

// carryOut ends the measures that the customer has accepted (rule W3).
func carryOut(p *place) error {
	for i := range p.Tasks {
		t := &p.Tasks[i]
		if t.Proposal == 0 || !t.EndedAt.IsZero() {
			continue
		}
		id := t.ID // the crowd is stored only when it has lived, and has none until then
		t.ID = int64(-1 - i)
		err := p.EndTask(p.by, p.now, t.ID, "已按方案办妥，客户知悉。", "")
		if t.ID = id; err != nil {
			return err
		}
	}
	return nil
}

func task(who, what string, within time.Duration) deed {
	return func(p *place) error {
		return p.AddTask(p.by, p.now, huiyin.Task{Who: who, What: what, Due: p.now.Add(within)})
	}
}

// done ends the first open task that is no measure of a proposal.
func done(result string) deed {
	return func(p *place) error {
		i := slices.IndexFunc(p.Tasks, func(t huiyin.Task) bool { return t.EndedAt.IsZero() && t.Proposal == 0 })
		if i < 0 {
			return fmt.Errorf("no open task")
		}
		return p.EndTask(p.by, p.now, p.Tasks[i].ID, result, "")
	}
}

// pay pays for the newest proposal; 0 pays all of it.
func pay(yuan huiyin.Money, receipt string) deed {
	return func(p *place) error {
		n := len(p.Proposals)
		sum := cmp.Or(yuan*huiyin.Yuan, p.Proposal(n).Amount)
		if sum >= p.by.Org.Parameters.Money(huiyin.AgreementFrom) { // rule C6
			finance := p.by
			p.by = huiyin.Actor{Person: finance.Org.Person(p.Owner), Org: finance.Org}
			err := attach(huiyin.SignedAgreement, "和解协议（已签字）.png", "")(p)
			p.by = finance
			if err != nil {
				return err
			}
		}
		return throughBank(n, sum, receipt)(p)
	}
}

// throughBank pays a sum of a proposal through the bank.
func throughBank(n int, sum huiyin.Money, receipt string) deed {
	return func(p *place) error {
		if err := p.Pay(p.by, p.now, huiyin.Payment{Proposal: n, Amount: sum, PaidAt: p.now, Way: "银行转账",
			Receipt: receipt}); err != nil {
			return err
		}
		return released(p)
	}
}

// released is the second person's word on the payment that was just recorded (rule W17).
func released(p *place) error {
	n := len(p.Payments)
	for _, who := range p.by.Org.Active(func(*huiyin.Person) bool { return true }) {
		if by := (huiyin.Actor{Person: who, Org: p.by.Org}); p.MayRelease(by, n) == nil {
			return p.ReleasePayment(by, p.now, n)
		}
	}
	return huiyin.Conflict("没有人可以放行第 %d 笔付款。", n)
}

func cause(class huiyin.CauseClass, text string) deed {
	return func(p *place) error { return p.FindCauseOf(p.by, p.now, class, text) }
}

func correct(person, what string, within time.Duration) deed {
	return measure(huiyin.Corrective, person, what, within)
}

func prevent(person, what string, within time.Duration) deed {
	return measure(huiyin.Preventive, person, what, within)
}

func measure(kind huiyin.MeasureKind, person, what string, within time.Duration) deed {
	return func(p *place) error {
		who := p.by.Org.Person(person)
		unit := p.by.Org.DepartmentName(who.Department)
		if who.Site != "" {
			unit = p.by.Org.SiteName(who.Site)
		}
		return p.AddMeasureTo(p.by, p.now,
			huiyin.Measure{Kind: kind, Person: person, Unit: cmp.Or(unit, p.by.Org.Company), What: what,
				Due: p.now.Add(within)})
	}
}

// did ends the first measure that is not done yet.
func did(result string) deed {
	return func(p *place) error {
		i := slices.IndexFunc(p.Measures, func(m huiyin.Measure) bool { return m.DoneAt.IsZero() })
		if i < 0 {
			return fmt.Errorf("no open measure")
		}
		return p.DoMeasureOf(p.by, p.now, p.Measures[i].ID, result)
	}
}

// verify finds the first done measure effective.
func verify(words string) deed {
	return func(p *place) error {
		i := slices.IndexFunc(p.Measures,
			func(m huiyin.Measure) bool { return !m.DoneAt.IsZero() && m.VerifiedAt.IsZero() })
		if i < 0 {
			return fmt.Errorf("no measure to verify")
		}
		return p.VerifyMeasure(p.by, p.now, p.Measures[i].ID, "yes", words)
	}
}

// questioned is find with who was asked and what follows (rule W2).
func questioned(who, finding, conclusion, ground string) deed {
	return func(p *place) error {
		return p.Find(p.by, p.now, huiyin.Finding{Asked: who, Finding: finding, Conclusion: conclusion, Ground: ground})
	}
}

func settle(class huiyin.CauseClass, why, how, said string, s huiyin.Satisfaction) deed {
	return func(p *place) error {
		if err := p.Settle(p.by, p.now, huiyin.Settling{Class: class, Cause: why, Measure: how, Said: said,
			Satisfaction: s}); err != nil {
			return err
		}
		return called(p)
	}
}

func closeAs(o huiyin.Outcome, reason string, instead ...huiyin.StandIn) deed {
	return func(p *place) error {
		if err := carryOut(p); err != nil {
			return err
		}
		for _, a := range p.Attachments { // whoever closes has looked at the signed paper
			if !p.Unrecognised(a.ID) {
				continue
			}
			if err := p.ConfirmAttachment(p.by, p.now, a.ID, "已打开核对：客户签字的处理表，共一页，签于答复之后。"); err != nil {
				return err
			}
		}
		if err := p.Close(p.by, p.now, o, reason, instead...); err != nil || o != huiyin.Withdrawn {
			return err
		}
		return called(p)
	}
}

// agreeClosing is the next role's word on a closing (rules W8, K10).
func agreeClosing(words string) deed {
	return func(p *place) error { return p.AgreeClosing(p.by, p.now, words) }
}

// without is the written reason for what cannot be had at closing (rule W7).
func without(lacks huiyin.Lacking, why huiyin.WhyLacking, words string) huiyin.StandIn {
	return huiyin.StandIn{Lacks: lacks, Why: why, Words: words}
}

// answersCall gives the word on the newest follow-up where that found the customer not satisfied (rule W9).
func answersCall(reason string) deed {
	return func(p *place) error {
		if len(p.AwaitedWords()) == 0 {
			return nil
		}
		return p.AnswerFollowUp(p.by, p.now, len(p.FollowUps), false, reason)
	}
}

func reopen(reason string) deed {
	return func(p *place) error { return p.Reopen(p.by, p.now, reason) }
}

func call(s huiyin.Satisfaction, said string) deed {
	return func(p *place) error {
		return p.LogFollowUp(p.by, p.now, huiyin.FollowUp{At: p.now, Satisfaction: s, Said: said})
	}
}

// gives hands over the gift that the customer has accepted.
func gives(what, receipt string) deed {
	return func(p *place) error {
		return p.Give(p.by, p.now, p.Ungiven()[0].N, huiyin.Giving{What: what, At: p.now, Receipt: receipt})
	}
}

// dispute takes the complaint outside; mediation and arbitration rest on the newest attachment.
func dispute(d huiyin.Dispute) deed {
	return func(p *place) error {
		if d.Stage != huiyin.Court {
			d.Agreement = p.Attachments[len(p.Attachments)-1].ID
		}
		return p.StartDispute(p.by, p.now, d)
	}
}

func endDispute(r huiyin.DisputeResult, words string) deed {
	return func(p *place) error {
		return p.EndDispute(p.by, p.now, len(p.Disputes), huiyin.DisputeEnd{Result: r, Words: words, At: p.now})
	}
}

func attach(kind huiyin.EvidenceKind, name, note string) deed {
	return func(p *place) error {
		hash, size, err := p.store.KeepFile(bytes.NewReader(picture(kind, p.Number+name)), huiyin.MaxUpload)
		if err != nil {
			return err
		}
		return p.Attach(p.by, p.now, huiyin.Attachment{Name: name, Kind: kind, Type: "image/png", Size: size,
			Hash: hash, Note: note})
	}
}

// namedAgent names who signs the newest proposal for the customer by the letter of attorney that was brought last; the
// money goes to the customer's own account (rules C10, C11).
func namedAgent(name, customer string) deed {
	return func(p *place) error {
		return p.NameParty(p.by, p.now, len(p.Proposals), huiyin.Party{Name: name, Role: huiyin.PartyAgent, For: customer,
			Powers: []string{string(huiyin.PowerSettle)}, Seen: true, File: p.Attachments[len(p.Attachments)-1].ID,
			Until: p.now.AddDate(0, 3, 0), Holder: customer, Bank: "示例银行海悦支行", Account: "6200000000000000017"}, false)
	}
}

// signed brings the paper that the customer has signed (rule F6).
func signed(p *place) error {
	return attach(huiyin.SignedForm, "客户投诉意见处理表（已签字）.png", "")(p)
}

// event is one act of one story at its instant.
type event struct {
	at    time.Time
	story int
	do    func() error
}
