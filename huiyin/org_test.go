package huiyin

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// monday is when the complaints of the tests are received, if nothing else is said.
var monday = time.Date(2025, 3, 3, 9, 0, 0, 0, shanghai)

// demo is the demo company with a category that is no longer offered, after changes.
func demo(changes ...func(*Org)) *Org {
	o := DemoCompany()
	o.Zone, o.Parameters = shanghai, Parameters{}
	o.Categories = append(o.Categories, Category{Code: "old", Name: "停用", Closed: true})
	for _, change := range changes {
		change(o)
	}
	return o.Index()
}

// disabled takes people out of the company.
func disabled(accounts ...string) func(*Org) {
	return func(o *Org) {
		for i := range o.People {
			if slices.Contains(accounts, o.People[i].Account) {
				o.People[i].Disabled = true
			}
		}
	}
}

// before puts a person in front of all others.
func before(p Person) func(*Org) {
	return func(o *Org) { o.People = append([]Person{p}, o.People...) }
}

// figure sets one figure.
func figure(f Parameter, v int64) func(*Org) { return func(o *Org) { o.Parameters[f] = v } }

// as lets a person of the company act.
func (o *Org) as(account string) Actor {
	p := o.Person(account)
	if p == nil {
		panic("no " + account + " in the demo company")
	}
	return Actor{Person: p, Org: o}
}

// intake is a slight complaint about a repair at HY, after changes.
func intake(changes ...func(*Intake)) Intake {
	in := Intake{
		Site: "HY", Channel: ChannelPhone, ReceivedAt: monday, Name: "王女士", Phone: "13812345678", Matter: "三单元电梯停运",
		Demand:   "尽快修好",
		Category: "repair", Urgency: Normal, Scope: "household", Complainants: 1,
	}
	for _, change := range changes {
		change(&in)
	}
	return in
}

func at(site string) func(*Intake)           { return func(in *Intake) { in.Site = site } }
func about(category string) func(*Intake)    { return func(in *Intake) { in.Category = category } }
func against(people ...string) func(*Intake) { return func(in *Intake) { in.Accused = people } }

// walk takes one complaint along its way; the clock of the walk ticks a minute with every act.
type walk struct {
	*Complaint
	t   *testing.T
	o   *Org
	now time.Time
}

// record begins a walk with what a person takes in.
func record(t *testing.T, o *Org, by string, in Intake) *walk {
	t.Helper()
	c, err := RecordComplaint(o.as(by), monday, in)
	if err != nil {
		t.Fatalf("record: %v", err)
	}
	c.Numbered("TS-HY-20250303-001")
	c.Loaded()
	return &walk{c, t, o, monday}
}

// must lets a person do what has to succeed.
func (w *walk) must(by string, do func(by Actor, now time.Time) error) *walk {
	w.t.Helper()
	w.now = w.now.Add(time.Minute)
	if err := do(w.o.as(by), w.now); err != nil {
		w.t.Fatalf("%s: %v", by, err)
	}
	w.saved()
	return w
}

// saved gives ids as the store does, and forgets the journal.
func (w *walk) saved() {
	for i := range w.Tasks {
		w.Tasks[i].ID = int64(i + 1)
	}
	for i := range w.Measures {
		w.Measures[i].ID = int64(i + 1)
	}
	for i := range w.Attachments {
		w.Attachments[i].ID = int64(i + 1)
	}
	w.Loaded()
}

// refused lets a person do what has to be refused with nothing changed; what the clock does by then
// it does anyhow.
func (w *walk) refused(by string, want Kind, do func(by Actor, now time.Time) error) {
	w.t.Helper()
	w.Run(w.o, w.now.Add(time.Minute))
	before := w.Complaint.clone()
	err := do(w.o.as(by), w.now.Add(time.Minute))
	if KindOf(err) != want {
		w.t.Errorf("%s: got %v, want refusal %d", by, err, want)
	}
	if diff := changed(before, w.Complaint); diff != "" {
		w.t.Errorf("%s was refused, yet changed (-before +after):\n%s", by, diff)
	}
}

// wrong is refused with Invalid on a field.
func (w *walk) wrong(by, field string, do func(by Actor, now time.Time) error) {
	w.t.Helper()
	var err error
	w.refused(by, KindInvalid, func(by Actor, now time.Time) error { err = do(by, now); return err })
	if e, ok := err.(*Error); ok && e.Field != field {
		w.t.Errorf("%s: refused on %q (%v), want %q", by, e.Field, e, field)
	}
}

// clone copies a complaint with everything that hangs on it.
func (c *Complaint) clone() *Complaint {
	out := *c
	out.journal = slices.Clone(c.journal)
	var deep func(reflect.Value)
	deep = func(v reflect.Value) {
		switch {
		case v.Type() == reflect.TypeFor[time.Time]() || !v.CanSet():
		case v.Kind() == reflect.Struct:
			for i := range v.NumField() {
				deep(v.Field(i))
			}
		case v.Kind() == reflect.Slice && !v.IsNil():
			fresh := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			reflect.Copy(fresh, v)
			v.Set(fresh)
			for i := range v.Len() {
				deep(v.Index(i))
			}
		}
	}
	deep(reflect.ValueOf(&out).Elem())
	return &out
}

func changed(before, after *Complaint) string {
	return cmp.Diff(before, after, cmp.AllowUnexported(Record{}))
}

// The moves of a walk, with what they need.

func (w *walk) assign(handler, department string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.Assign(by, now, handler, department) }
}

func (w *walk) handled(by, handler string) *walk {
	w.t.Helper()
	return w.must(by, w.assign(handler, "")).must(handler, w.Accept)
}

func (w *walk) propose(amount Money, remedies ...Remedy) func(Actor, time.Time) error {
	f := ProposalForm{Text: "方案", Ground: "服务标准第三条", Amount: amount}
	for _, r := range remedies {
		f.Remedies = append(f.Remedies, string(r))
	}
	return func(by Actor, now time.Time) error { return w.Propose(by, now, f) }
}

func (w *walk) submit(n int) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.Submit(by, now, n) }
}

// offered is proposed and submitted by one person.
func (w *walk) offered(by string, amount Money) *walk {
	w.t.Helper()
	remedy := Explanation
	if amount > 0 {
		remedy = Compensation
	}
	return w.must(by, w.propose(amount, remedy)).must(by, w.submit(len(w.Proposals)))
}

func (w *walk) decide(n int, d Decision, words string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.Decide(by, now, n, d, words) }
}

// approved gives the newest proposal everyone's word in turn.
func (w *walk) approved(by ...string) *walk {
	w.t.Helper()
	for _, account := range by {
		w.must(account, w.decide(len(w.Proposals), Approve, ""))
	}
	return w
}

func (w *walk) answer(accepted string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		return w.GiveAnswer(by, now, Answer{Way: FaceToFace, Said: "说明了方案", Accepted: accepted})
	}
}

func (w *walk) assess(form func(*Assessing)) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		f := Assessing{Assessment: w.Assessment}
		form(&f)
		return w.Assess(by, now, f)
	}
}

// pay records a payment and has it released, record only records it.
func (w *walk) pay(n int, amount Money) func(Actor, time.Time) error {
	return w.released(w.record(n, amount))
}

func (w *walk) record(n int, amount Money) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		return w.Pay(by, now, Payment{Proposal: n, Amount: amount, PaidAt: now, Way: "转账", Receipt: "R-1"})
	}
}

func (w *walk) release(n int) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.ReleasePayment(by, now, n) }
}

// released gives the second person's word on what was just recorded, whoever may give it.
func (w *walk) released(record func(Actor, time.Time) error) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		if err := record(by, now); err != nil {
			return err
		}
		for _, p := range w.o.Active(func(*Person) bool { return true }) {
			if w.MayRelease(w.o.as(p.Account), len(w.Payments)) == nil {
				return w.release(len(w.Payments))(w.o.as(p.Account), now)
			}
		}
		return nil
	}
}

func (w *walk) close(outcome Outcome, reason string, instead ...StandIn) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.Close(by, now, outcome, reason, instead...) }
}

func (w *walk) word(n int, reopen bool, reason string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.AnswerFollowUp(by, now, n, reopen, reason) }
}

func (w *walk) confirm(id int64) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		return w.ConfirmAttachment(by, now, id, "客户当面签字，共一页")
	}
}

func (w *walk) tellResult() func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		return w.TellResult(by, now, Result{Way: "phone", Said: "已办好", Satisfaction: Fair})
	}
}

// explained is what a minor complaint at HY needs before closing besides an answer (rule W7).
func (w *walk) explained() *walk {
	w.t.Helper()
	if w.State == Executing {
		w.must("a01", w.tellResult())
	}
	return w.
		must("s01", w.assess(func(f *Assessing) { f.Validity, f.Responsibility = Valid, ByCompany })).
		must("s01", func(by Actor, now time.Time) error { return w.FindCauseOf(by, now, "product", "控制柜老化") }).
		must("s01", func(by Actor, now time.Time) error {
			return w.AddMeasureTo(by, now, Measure{Kind: Corrective, What: "更换控制柜", Unit: "工程部", Person: "e01",
				Due: now.AddDate(0, 0, 7)})
		})
}

// shelve lets the time for reopening go by, so that the clock archives (rule W10).
func (w *walk) shelve() *walk {
	w.t.Helper()
	if at := w.archivesAt(w.o); at.After(w.now) {
		w.now = at
	}
	if w.Run(w.o, w.now); w.State != Archived {
		w.t.Fatalf("%s is not archived: %v", w.State, w.loose())
	}
	w.saved()
	return w
}

// called proves the customer's newest word, as a second person's call does, at the instant of the word (rule W6).
func (w *walk) called() *walk {
	v := &w.CustomerWords[len(w.CustomerWords)-1]
	v.CalledAt, v.CalledBy, v.Words, v.Proof, v.ProvenAt = v.At, "v01", "确认", ProofCall, v.At
	w.proven(v.At)
	return w
}

// reached is a minor complaint at HY in a state, handled by a01, in the way it comes there.
func reached(t *testing.T, s State) *walk {
	t.Helper()
	w := record(t, demo(), "a01", intake())
	steps := []struct {
		to State
		do func()
	}{
		{Received, func() {}},
		{Investigating, func() { w.handled("s01", "a01") }},
		{Proposing, func() { w.must("a01", w.propose(500*Yuan, Compensation)) }},
		{Approving, func() { w.must("a01", w.submit(1)) }},
		{Answering, func() { w.approved("s02") }},
		{Executing, func() { w.must("s01", w.answer("yes")).called() }},
		{Closed, func() {
			w.explained().must("f01", w.pay(1, 500*Yuan)).must("s01", w.close(Solved, ""))
			w.Measures[0].DoneAt, w.Measures[0].DoneBy, w.Measures[0].Done = w.now, "e01", "已换"
		}},
		{Archived, func() {
			w.shelve()
		}},
	}
	if s == InDispute {
		w = reached(t, Answering)
		return w.must("a01", w.attach("agreement")).must("s01", func(by Actor, now time.Time) error {
			return w.StartDispute(by, now, Dispute{Stage: Mediation, Body: "街道调解委员会", Consent: true, Agreement: 1})
		})
	}
	for _, step := range steps {
		step.do()
		if w.State != step.to {
			t.Fatalf("came to %s, want %s", w.State, step.to)
		}
		if step.to == s {
			return w
		}
	}
	panic(fmt.Sprint("no way to ", s))
}

// hour is when the walk began, so many hours on.
func hour(h float64) time.Time { return monday.Add(time.Duration(h * float64(time.Hour))) }
