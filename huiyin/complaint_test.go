package huiyin

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestK2_IntakeIsChecked(t *testing.T) {
	for _, tt := range []struct {
		field  string
		change func(*Intake)
	}{
		{"site", func(in *Intake) { in.Site = "" }},
		{"site", func(in *Intake) { in.Site = "XX" }},
		{"channel", func(in *Intake) { in.Channel = "" }},
		{"channel", func(in *Intake) { in.Channel = "pigeon" }},
		{"name", func(in *Intake) { in.Name = " " }},
		{"name", func(in *Intake) { in.Name = strings.Repeat("王", shortText+1) }},
		{"phone", func(in *Intake) { in.Phone = "" }},
		{"phone", func(in *Intake) { in.Phone = "微信号" }},
		{"phone", func(in *Intake) { in.Phone = "1234" }},
		{"matter", func(in *Intake) { in.Matter = "\n\t" }},
		{"matter", func(in *Intake) { in.Matter = strings.Repeat("字", longText+1) }},
		{"demand", func(in *Intake) { in.Demand = "" }},
		{"category", func(in *Intake) { in.Category = "nothing" }},
		{"category", func(in *Intake) { in.Category = "old" }},
		{"relation", func(in *Intake) { in.Relation = "cousin" }},
		{"emotion", func(in *Intake) { in.Emotion = "hungry" }},
		{"urgency", func(in *Intake) { in.Urgency = "asap" }},
		{"scope", func(in *Intake) { in.Scope = "world" }},
		{"complainants", func(in *Intake) { in.Complainants = -1 }},
		{"complainants", func(in *Intake) { in.Complainants = 100_001 }},
		{"received_at", func(in *Intake) { in.ReceivedAt = monday.Add(time.Second) }},
		{"received_at", func(in *Intake) { in.ReceivedAt = monday.AddDate(-31, 0, 0) }},
		{"event_at", func(in *Intake) { in.EventAt = monday.Add(time.Hour) }},
		{"promised_at", func(in *Intake) { in.PromisedAt = monday.Add(-time.Hour) }},
		{"accused", func(in *Intake) { in.Accused = []string{"nobody"} }},
	} {
		c, err := RecordComplaint(demo().as("a01"), monday, intake(tt.change))
		if e, ok := err.(*Error); !ok || e.Kind != KindInvalid || e.Field != tt.field || c != nil {
			t.Errorf("want a refusal on %s, got %v, %v", tt.field, c, err)
		}
	}
	closed := demo(func(o *Org) { o.Sites[0].Closed = true })
	if _, err := RecordComplaint(closed.as("a01"), monday, intake()); KindOf(err) != KindInvalid {
		t.Errorf("a closed site takes complaints: %v", err)
	}
	for name, change := range map[string]func(*Intake){
		"a visit without a phone": func(in *Intake) { in.Channel, in.Phone = ChannelVisit, "" },
		"anonymous":               func(in *Intake) { in.Name, in.Phone = "匿名业主", "" },
		"written numbers":         func(in *Intake) { in.Phone = "+86 (0755) 2345-6789转12" },
		"on the minute":           func(in *Intake) { in.PromisedAt = in.ReceivedAt.Truncate(time.Minute) },
	} {
		if _, err := RecordComplaint(demo().as("a01"), monday, intake(change)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestW14_Recorded(t *testing.T) {
	c, err := RecordComplaint(demo().as("a01"), monday, Intake{
		Site: "HY", Channel: ChannelPhone, Name: " 王女士 ", Phone: "13812345678", Matter: "电梯停运", Demand: "修好", Category: "repair", Accused: []string{"s02", "a02", "s02"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if c.State != Received || c.RecordedBy != "a01" || c.FirstContact != "a01" || c.Handler != "" || c.Owner != "x02" || c.Validity != Undecided || c.Responsibility != ByUnknown {
		t.Errorf("got %+v", c)
	}
	if c.Name != "王女士" || !c.ReceivedAt.Equal(monday) || c.Urgency != Normal || c.Scope != "household" || c.Complainants != 1 || fmt.Sprint(c.Accused) != "[a02 s02]" {
		t.Errorf("filled in as %+v", c.Intake)
	}
	c.Numbered("TS-HY-20250303-007")
	if j := c.Journal(); len(j) != 1 || j[0].Action != ActionRecord || j[0].By != "a01" || j[0].Subject != "TS-HY-20250303-007" || j[0].Version != 1 || c.Version != 1 {
		t.Errorf("journal %+v", j)
	}
}

func TestK0_Number(t *testing.T) {
	for n, want := range map[int]string{1: "TS-HY-20250303-001", 42: "TS-HY-20250303-042", 999: "TS-HY-20250303-999", 1000: "TS-HY-20250303-1000", 12345: "TS-HY-20250303-12345"} {
		if got := Number("HY", monday, n); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// everyMove is what each action makes of each state by RULES.md §4, written out anew, and how a person
// who may does it. prepare puts what the action is about into a state that does not have it.
func everyMove() map[string]struct {
	by      string
	prepare func(w *walk)
	do      func(w *walk) func(Actor, time.Time) error
	to      map[State]State
} {
	type row = struct {
		by      string
		prepare func(w *walk)
		do      func(w *walk) func(Actor, time.Time) error
		to      map[State]State
	}
	open := []State{Received, Investigating, Proposing, Approving, Answering, Executing, InDispute}
	same := func(states ...State) map[State]State {
		m := map[State]State{}
		for _, s := range states {
			m[s] = s
		}
		return m
	}
	allBut := func(all []State, but ...State) []State {
		return slices.DeleteFunc(slices.Clone(all), func(s State) bool { return slices.Contains(but, s) })
	}
	into := func(to State, states ...State) map[State]State {
		m := map[State]State{}
		for _, s := range states {
			m[s] = to
		}
		return m
	}
	started, andClosed := allBut(open, Received), append(slices.Clone(open), Closed)
	inDispute := func(to State) map[State]State { // elsewhere one that outlasted its state ends where it stands
		m := same(andClosed...)
		m[InDispute] = to
		return m
	}
	task := func(w *walk) { w.Tasks = []Task{{ID: 1, What: "回电", Who: "a01", Due: w.now.Add(time.Hour)}} }
	measure := func(w *walk) { w.Measures = []Measure{{ID: 1, Kind: Corrective, What: "换件", Person: "e01"}} }
	running := func(w *walk) {
		d := w.Deadline(D5)
		d.Status, d.MetAt, d.Due = Running, time.Time{}, w.now.AddDate(0, 0, 3)
	}
	draft := func(status ProposalStatus, amount Money) func(w *walk) {
		return func(w *walk) {
			w.Proposals = append(w.Proposals, Proposal{N: len(w.Proposals) + 1, By: "a01", Remedies: []string{"compensation"}, Amount: amount, Status: status, Chain: 9, Stage: 1})
			n := len(w.Proposals)
			w.Steps = append(w.Steps, Step{Proposal: n, Chain: 9, Stage: 1, Role: Supervisor})
			w.Answers = append(w.Answers, Answer{Proposal: n, Accepted: "yes"})
		}
	}
	newest := func(w *walk) int { return len(w.Proposals) }
	rows := map[string]row{
		"assign": {"s01", nil, func(w *walk) func(Actor, time.Time) error { return w.assign("a02", "") }, same(open...)},
		"accept": {"a01", func(w *walk) { w.Handler, w.AssignedAt, w.AcceptedAt = "a01", w.now, time.Time{} }, func(w *walk) func(Actor, time.Time) error { return w.Accept }, same(open...)},
		"assess": {"s01", nil, func(w *walk) func(Actor, time.Time) error { return w.assess(func(f *Assessing) { f.Impact = 2 }) }, same(open...)},
		"finding": {"a01", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.Find(by, now, "属实", "") }
		}, same(started...)},
		"opinion": {"s01", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.GiveOpinion(by, now, "同意") }
		}, same(open...)},
		"hearing": {"s01", func(w *walk) { w.Accused = []string{"w01"} }, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error {
				return w.RequestStatement(by, now, "请说明当日接待经过。")
			}
		}, same(open...)},
		"statement": {"w01", func(w *walk) { w.Accused = []string{"w01"} }, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.GiveStatement(by, now, "情况说明") }
		}, same(open...)},
		"contact": {"a01", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error {
				return w.LogContact(by, now, Contact{Way: "phone", Said: "告知"})
			}
		}, same(andClosed...)},
		"reminder": {"a01", nil, func(w *walk) func(Actor, time.Time) error { return w.remind(time.Time{}) }, same(open...)},
		"propose": {"a01", nil, func(w *walk) func(Actor, time.Time) error { return w.propose(0, Apology) },
			into(Proposing, Investigating, Proposing, Executing)},
		"submit, nobody asked": {"s01", func(w *walk) {
			w.Proposals = append(w.Proposals, Proposal{N: len(w.Proposals) + 1, By: "s01", Remedies: []string{"apology"}, Status: ProposalDraft})
		}, func(w *walk) func(Actor, time.Time) error { return w.submit(newest(w)) }, into(Answering, Proposing)},
		"submit, money": {"s01", draft(ProposalDraft, Yuan), func(w *walk) func(Actor, time.Time) error { return w.submit(newest(w)) }, into(Approving, Proposing)},
		"withdraw before agreement": {"s01", draft(ProposalApproved, Yuan), func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.WithdrawProposal(by, now, newest(w)) }
		}, into(Proposing, Proposing, Approving, Answering)},
		"withdraw after agreement": {"s01", draft(ProposalAgreed, Yuan), func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.WithdrawProposal(by, now, newest(w)) }
		}, same(Executing)},
		"approve": {"s02", draft(ProposalPending, Yuan), func(w *walk) func(Actor, time.Time) error { return w.decide(newest(w), Approve, "") }, into(Answering, Approving)},
		"approve, more asked": {"s02", draft(ProposalPending, Yuan), func(w *walk) func(Actor, time.Time) error {
			w.Steps = append(w.Steps, Step{Proposal: newest(w), Chain: 9, Stage: 2, Role: Manager})
			return w.decide(newest(w), Approve, "")
		}, same(Approving)},
		"return":            {"s02", draft(ProposalPending, Yuan), func(w *walk) func(Actor, time.Time) error { return w.decide(newest(w), Return, "再议") }, into(Proposing, Approving)},
		"refuse":            {"s02", draft(ProposalPending, Yuan), func(w *walk) func(Actor, time.Time) error { return w.decide(newest(w), Refuse, "不妥") }, into(Proposing, Approving)},
		"answer, accepted":  {"s01", nil, func(w *walk) func(Actor, time.Time) error { return w.answer("yes") }, into(Executing, Answering)},
		"answer, refused":   {"s01", nil, func(w *walk) func(Actor, time.Time) error { return w.answer("no") }, into(Proposing, Answering)},
		"answer, undecided": {"s01", nil, func(w *walk) func(Actor, time.Time) error { return w.answer("pending") }, same(Answering)},
		"result": {"a01", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error {
				return w.TellResult(by, now, Result{Way: "phone", Said: "已修好", Satisfaction: Fair})
			}
		}, same(Executing)},
		"task": {"a01", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error {
				return w.AddTask(by, now, Task{What: "回电", Who: "a01", Due: now})
			}
		}, same(open...)},
		"task done": {"a01", task, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.EndTask(by, now, 1, "已回电", "") }
		}, same(andClosed...)},
		"payment": {"f01", draft(ProposalAgreed, Yuan), func(w *walk) func(Actor, time.Time) error { return w.pay(newest(w), Yuan) }, same(Proposing, Approving, Answering, Executing, InDispute)},
		"cause": {"a01", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.FindCauseOf(by, now, "people", "培训不足") }
		}, same(started...)},
		"measure": {"a01", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error {
				return w.AddMeasureTo(by, now, Measure{Kind: Preventive, What: "培训", Unit: "售楼部", Person: "a01", Due: now})
			}
		}, same(append(slices.Clone(started), Closed)...)},
		"measure done": {"e01", measure, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.DoMeasureOf(by, now, 1, "已换") }
		}, same(append(slices.Clone(started), Closed)...)},
		"effect checked": {"s01", func(w *walk) { measure(w); w.Measures[0].DoneAt, w.Measures[0].DoneBy = w.now, "e01" }, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.VerifyMeasure(by, now, 1, "yes", "未再发生") }
		}, same(append(slices.Clone(started), Closed)...)},
		"settle": {"a01", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error {
				return w.Settle(by, now, Settling{"误会", "explanation", "已说明", Satisfied})
			}
		}, into(Executing, Received, Investigating)},
		"close as solved": {"s01", complete, func(w *walk) func(Actor, time.Time) error { return w.close(Solved, "") }, into(Closed, Executing)},
		"close as not accepted": {"s01", complete, func(w *walk) func(Actor, time.Time) error { return w.close(NotAccepted, "多次沟通未果") },
			into(Closed, Executing, Proposing, Answering)},
		"close as invalid":   {"s01", nil, func(w *walk) func(Actor, time.Time) error { return w.close(InvalidCase, "重复投诉") }, into(Closed, open...)},
		"close as withdrawn": {"s01", nil, func(w *walk) func(Actor, time.Time) error { return w.close(Withdrawn, "客户撤回") }, into(Closed, open...)},
		"reopen": {"s01", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.Reopen(by, now, "复发") }
		}, into(Investigating, Closed)},
		"reopen by a VP": {"v01", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.Reopen(by, now, "复发") }
		}, into(Investigating, Closed, Archived)},
		"archive": {"s01", func(w *walk) {
			w.FollowUps = []FollowUp{{At: w.now}}
			if w.State == Closed {
				w.ClosedAt = w.now
			}
		}, func(w *walk) func(Actor, time.Time) error { return w.Archive }, into(Archived, Closed)},
		"follow-up": {"s02", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error {
				return w.LogFollowUp(by, now, FollowUp{At: now, Satisfaction: Satisfied, Said: "满意"})
			}
		}, same(Closed)},
		"attach":       {"a01", nil, func(w *walk) func(Actor, time.Time) error { return w.attach("photo") }, same(andClosed...)},
		"show a paper": {"a01", nil, func(w *walk) func(Actor, time.Time) error { return w.show(PaperForm) }, same(andClosed...)},
		"sign a paper": {"a01", func(w *walk) { w.Signings = []Signing{{ID: 1, N: 1, Paper: PaperForm, Edition: w.Version, Hash: "aa"}} }, func(w *walk) func(Actor, time.Time) error {
			return w.sign(1, Signature{Signer: "王小明", Witness: "a02", Drawing: "bb", Copy: "cc", Size: 9})
		}, same(andClosed...)},
		"withdraw evidence": {"a01", func(w *walk) { w.Attachments = []Attachment{{ID: 1, Name: "a.jpg"}} }, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.WithdrawAttachment(by, now, 1, "传错") }
		}, same(andClosed...)},
		"correct": {"a01", nil, func(w *walk) func(Actor, time.Time) error {
			return w.correctIntake(func(in *Intake) { in.Matter += "（补）" }, "漏写", "matter")
		}, same(andClosed...)},
		"phase": {"a01", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.SetPhase(by, now, Outbreak, "") }
		}, same(andClosed...)},
		"tick": {"a01", func(w *walk) { w.Urgency = Emergency }, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.MarkItem(by, now, EmergencyList, "on_site") }
		}, same(andClosed...)},
		"reveal": {"s01", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.RevealField(by, now, "phone") }
		}, same(States()...)},
		"print": {"s01", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.Printed(by, now, "form") }
		}, same(States()...)},
		"pause": {"a01", nil, func(w *walk) func(Actor, time.Time) error { return w.pause("等客户") }, same(allBut(open, Executing)...)},
		"resume": {"a01", func(w *walk) { w.Pauses = []Pause{{At: w.now}} }, func(w *walk) func(Actor, time.Time) error { return w.Resume },
			same(allBut(open, Executing)...)},
		"extend": {"a01", running, func(w *walk) func(Actor, time.Time) error { return w.extend(D5, w.Deadline(D5).Due.Add(time.Hour)) },
			same(allBut(open, Executing)...)},
		"grant an extension": {"s01", func(w *walk) {
			running(w)
			w.Extensions = []Extension{{N: 1, By: "a01", Deadline: D5, Until: w.Deadline(D5).Due.Add(time.Hour)}}
		}, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.DecideExtension(by, now, 1, "yes") }
		}, same(allBut(open, Executing)...)},
		"merge": {"s01", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.Merge(by, now, twin(w.o, w.now)) }
		}, same(Received, Investigating, Proposing, Answering)},
		"part": {"s01", func(w *walk) { w.MergedInto = "TS-HY-20250303-099" }, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.Unmerge(by, now, twin(w.o, w.now)) }
		}, same(Received, Investigating, Proposing, Answering, Executing)},
		"restrict": {"s01", nil, func(w *walk) func(Actor, time.Time) error { return w.restrict("s02") }, same(allBut(States(), Archived)...)},
		"lift":     {"s01", func(w *walk) { w.Restricted = true }, func(w *walk) func(Actor, time.Time) error { return w.lift() }, same(allBut(States(), Archived)...)},
		"ask for a gesture": {"a01", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.AskGesture(by, now, "鲜花", 100*Yuan) }
		}, same(open...)},
		"agree to a gesture": {"s01", func(w *walk) {
			w.Gifts = []Gift{{N: 1, What: "鲜花", Value: 100 * Yuan, By: "a01", Status: GiftAsked}}
		}, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.AgreeGesture(by, now, 1, Approve, "") }
		}, same(open...)},
		"give a gesture": {"a01", func(w *walk) {
			w.Gifts = []Gift{{N: 1, What: "鲜花", Value: 100 * Yuan, By: "a01", Status: GiftApproved, DecidedBy: "s01"}}
		}, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.Give(by, now, 1, Giving{At: now}) }
		}, same(andClosed...)},
		"start a dispute":       {"s01", nil, func(w *walk) func(Actor, time.Time) error { return w.start(Dispute{Stage: Court}) }, into(InDispute, Proposing, Answering)},
		"propose a consequence": {"p01", justified, func(w *walk) func(Actor, time.Time) error { return w.penalty("warning") }, same(append(allBut(open, Received), Closed)...)},
		"state a view":          {"a01", penalty(SanctionProposed), func(w *walk) func(Actor, time.Time) error { return w.views("当日客户较多。") }, same(States()...)},
		"decide a consequence":  {"v01", penalty(SanctionProposed), func(w *walk) func(Actor, time.Time) error { return w.judge("impose") }, same(States()...)},
		"object":                {"a01", penalty(SanctionImposed), func(w *walk) func(Actor, time.Time) error { return w.objects("过重") }, same(States()...)},
		"decide an objection":   {"v02", penalty(SanctionObjected), func(w *walk) func(Actor, time.Time) error { return w.rejudge("lift") }, same(States()...)},
		"write a self-review":   {"a01", penalty(SanctionImposed), func(w *walk) func(Actor, time.Time) error { return w.reviews("今后先请示。") }, same(States()...)},
		"end a dispute": {"s01", func(w *walk) { w.Disputes = []Dispute{{N: 1, Stage: Court}} }, func(w *walk) func(Actor, time.Time) error { return w.end(1, JudgedCourt) },
			inDispute(Executing)},
		"give a dispute up": {"s01", func(w *walk) { w.Disputes = []Dispute{{N: 1, Stage: Court}} }, func(w *walk) func(Actor, time.Time) error { return w.end(1, GivenUp) },
			inDispute(Proposing)},
		"a hearing of a dispute": {"a01", func(w *walk) { w.Disputes = []Dispute{{N: 1, Stage: Court}} }, func(w *walk) func(Actor, time.Time) error {
			return w.event(1, HearingDate, w.now.AddDate(0, 0, 3))
		}, same(andClosed...)},
	}
	accept := rows["accept"]
	accept.to[Received] = Investigating
	return rows
}

// twin is another complaint of HY, just received.
func twin(o *Org, now time.Time) *Complaint {
	c, err := RecordComplaint(o.as("a01"), now, intake(func(in *Intake) { in.ReceivedAt = now }))
	if err != nil {
		panic(err)
	}
	c.Numbered("TS-HY-20250303-099")
	return c
}

// complete puts everything into a minor complaint that closing needs (rule W7).
func complete(w *walk) {
	w.Responsibility = ByCompany
	w.Causes = []Cause{{Class: "people", Cause: "疏忽"}}
	w.Measures = []Measure{{Kind: Corrective, What: "培训", DoneAt: w.now}}
	w.Answers = append(w.Answers, Answer{Accepted: "yes"})
	w.Proposals = nil
}

func TestW1_EveryMoveFromEveryState(t *testing.T) {
	for name, row := range everyMove() {
		for _, from := range States() {
			t.Run(name+" from "+string(from), func(t *testing.T) {
				w := reached(t, from)
				if row.prepare != nil {
					row.prepare(w)
				}
				do, before := row.do(w), w.Version
				to, allowed := row.to[from]
				if !allowed {
					if name == "reopen" && from == Archived { // there it is the person that is refused
						w.refused(row.by, KindForbidden, do)
					} else {
						w.refused(row.by, KindConflict, do)
					}
					return
				}
				if err := do(w.o.as(row.by), w.now.Add(time.Minute)); err != nil {
					t.Fatal(err)
				}
				if w.State != to {
					t.Errorf("came to %s, want %s", w.State, to)
				}
				j := w.Journal()
				if len(j) != 1 || j[0].From != from || j[0].To != to || j[0].By != row.by || j[0].Version != w.Version {
					t.Errorf("journal %+v", j)
				}
				want := before + 1
				if name == "reveal" || name == "print" || name == "show a paper" || j[0].Action.Confidential() {
					want = before // looking changes nothing, and what is confidential makes nobody's page outdated
				}
				if w.Version != want || w.Changed() != (want != before || j[0].Action.Confidential()) {
					t.Errorf("version %d became %d", before, w.Version)
				}
			})
		}
	}
}

func TestW1_EveryActionOfTheTableIsProved(t *testing.T) {
	seen := map[Action]bool{}
	for _, row := range everyMove() {
		for from := range row.to {
			w := reached(t, from)
			if row.prepare != nil {
				row.prepare(w)
			}
			if err := row.do(w)(w.o.as(row.by), w.now.Add(time.Minute)); err != nil {
				t.Fatal(err)
			}
			seen[w.Journal()[0].Action] = true
		}
	}
	for a := range moves {
		if !seen[a] {
			t.Errorf("no test makes the move %s", a)
		}
	}
}

func TestW1_OnlyWhatWouldBeDoneIsOffered(t *testing.T) {
	w := reached(t, Investigating)
	for a, want := range map[Action]bool{ActionAssign: true, ActionAccept: false, ActionFind: true, ActionPropose: true, ActionSubmit: false, ActionGiveAnswer: false, ActionClose: true, ActionReopen: false, ActionArchive: false} {
		if got := w.Offers(w.o.as("s01"), a); got != want {
			t.Errorf("%s offered to s01: %v", a, got)
		}
	}
	if w.Offers(w.o.as("a01"), ActionClose) || w.Offers(w.o.as("a01"), ActionAccept) || w.Offers(w.o.as("b01"), ActionFind) {
		t.Error("something is offered that would be refused")
	}
}

func TestW1_RefusalsSayWhy(t *testing.T) {
	w := reached(t, Investigating)
	err := w.GiveAnswer(w.o.as("s01"), w.now, Answer{})
	if want := "投诉处于“调查中”，不能答复客户。"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestG7_Assign(t *testing.T) {
	w := record(t, demo(disabled("a02")), "a01", intake(against("b01")))
	w.wrong("s01", "handler", w.assign("", ""))
	w.wrong("s01", "handler", w.assign("nobody", ""))
	w.wrong("s01", "handler", w.assign("a02", ""))
	w.wrong("s01", "handler", w.assign("b01", ""))
	w.wrong("s01", "department", w.assign("a01", "moon"))
	w.refused("a01", KindForbidden, w.assign("a01", ""))
	w.refused("t01", KindNotFound, w.assign("a01", ""))
	w.must("s01", w.assign("a01", "engineering"))
	if w.Handler != "a01" || w.Department != "engineering" || w.State != Received || !w.AcceptedAt.IsZero() {
		t.Errorf("%s, %s, %s, accepted %s", w.Handler, w.Department, w.State, w.AcceptedAt)
	}
	w.must("a01", w.Accept).must("x02", w.assign("a01", ""))
	if w.AcceptedAt.IsZero() || w.Department != "engineering" {
		t.Error("assigned to the same once more, the acceptance or the department is lost")
	}
}

func TestW14_WhoTookItAnswersUntilTheNextHasAccepted(t *testing.T) {
	w := record(t, demo(), "b01", intake()) // taken at another site
	w.refused("a01", KindNotFound, w.Accept)
	w.must("s01", w.assign("a01", ""))
	if w.FirstContact != "b01" {
		t.Errorf("answerable before the acceptance: %s", w.FirstContact)
	}
	reveal := func(by Actor, now time.Time) error { return w.RevealField(by, now, "phone") }
	w.must("b01", reveal)
	w.refused("s01", KindForbidden, w.Accept)
	w.must("a01", w.Accept)
	w.refused("a01", KindConflict, w.Accept)
	if w.FirstContact != "a01" || w.State != Investigating {
		t.Errorf("answerable after it: %s in %s", w.FirstContact, w.State)
	}
	w.refused("b01", KindForbidden, reveal)
	w.must("s01", w.assign("a02", ""))
	if w.FirstContact != "a01" || !w.AcceptedAt.IsZero() {
		t.Errorf("handed over, answerable is %s", w.FirstContact)
	}
	if w.must("a02", w.Accept); w.FirstContact != "a02" || w.State != Investigating {
		t.Errorf("answerable then: %s in %s", w.FirstContact, w.State)
	}
	w.refused("a01", KindNotFound, reveal)
}

func TestW2W15_FindingsOpinionsStatements(t *testing.T) {
	w := record(t, demo(), "a02", intake(against("a01")))
	w.must("x02", w.assign("a02", "engineering")).must("a02", w.Accept)
	text := func(f func(Actor, time.Time, string) error, s string) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error { return f(by, now, s) }
	}
	find := func(by Actor, now time.Time, s string) error { return w.Find(by, now, s, "《物业服务标准》") }
	w.wrong("a02", "finding", text(find, " "))
	w.wrong("e01", "opinion", text(w.GiveOpinion, ""))
	w.wrong("a01", "statement", text(w.GiveStatement, ""))
	w.must("a02", text(find, "电梯控制柜故障")).must("a02", text(find, "更正：轿厢门故障"))
	w.must("e01", text(w.GiveOpinion, "更换门机")).must("a01", text(w.GiveStatement, "当日已报修"))
	if len(w.Findings) != 2 || w.Findings[0].Finding != "电梯控制柜故障" || w.Findings[1].Ground == "" { // rule W11
		t.Errorf("findings %+v", w.Findings)
	}
	if o := w.Opinions[0]; o.By != "e01" || o.Department != "engineering" {
		t.Errorf("opinion %+v", o)
	}
	if s := w.Statements[0]; s.By != "a01" || s.Statement != "当日已报修" {
		t.Errorf("statement %+v", s)
	}
	w.refused("a02", KindForbidden, text(w.GiveStatement, "代写"))
	w.refused("x02", KindForbidden, text(w.GiveStatement, "代写"))
	w.refused("b01", KindNotFound, text(w.GiveStatement, "代写"))
}

func TestW4_Contacts(t *testing.T) {
	w := reached(t, Investigating)
	log := func(change func(*Contact)) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			k := Contact{Way: "phone", Said: "告知进度"}
			change(&k)
			return w.LogContact(by, now, k)
		}
	}
	for _, tt := range []struct {
		field  string
		change func(*Contact)
	}{
		{"way", func(k *Contact) { k.Way = "smoke" }},
		{"said", func(k *Contact) { k.Said = " " }},
		{"at", func(k *Contact) { k.At = hour(1) }},
		{"at", func(k *Contact) { k.At = hour(-1) }},
		{"promised_at", func(k *Contact) { k.Promised = "回电" }},
		{"promised", func(k *Contact) { k.PromisedAt = hour(5) }},
		{"promised_at", func(k *Contact) { k.Promised, k.PromisedAt = "回电", hour(-1) }},
	} {
		w.wrong("a01", tt.field, log(tt.change))
	}
	w.refused("a02", KindNotFound, log(func(*Contact) {}))
	w.refused("e01", KindNotFound, log(func(*Contact) {}))
	w.must("a01", log(func(k *Contact) { k.At = monday }))
	if len(w.Tasks) != 0 || len(w.Contacts) != 1 || w.Contacts[0].Said != "告知进度" || !w.Contacts[0].At.Equal(monday) || w.Contacts[0].By != "a01" {
		t.Errorf("a contact without a promise: %+v, tasks %+v", w.Contacts, w.Tasks)
	}
	w.must("a01", log(func(k *Contact) { k.Promised, k.PromisedAt = "周三回电", hour(48) }))
	if len(w.Tasks) != 1 || w.Tasks[0].What != "周三回电" || !w.Tasks[0].Promise || w.Tasks[0].Who != "a01" || !w.Tasks[0].Due.Equal(hour(48)) {
		t.Errorf("a promise became %+v", w.Tasks)
	}
	w = reached(t, Closed)
	w.wrong("a01", "promised", log(func(k *Contact) { k.Promised, k.PromisedAt = "回电", w.now.AddDate(0, 0, 1) }))
}

// The log says when it was, with whom and what was promised by when, also where it is written down later.
func TestW4_TheJournalTellsTheContact(t *testing.T) {
	w := investigated(t, demo(), intake(), "a01", nil)
	k := Contact{Way: "phone", At: monday, Who: "王太太", Said: "告知进度", Promised: "周三回电", PromisedAt: hour(48)}
	var detail []Change
	w.must("a01", func(by Actor, now time.Time) error {
		err := w.LogContact(by, now, k)
		for _, e := range w.Journal() {
			detail = append(detail, e.Detail...)
		}
		return err
	})
	for _, want := range []Change{Note("at", stamp(monday)), Note("spoken_to", "王太太"), Note("promised", "周三回电"), Note("promised_at", stamp(hour(48)))} {
		if !slices.Contains(detail, want) {
			t.Errorf("the journal lacks %+v: %+v", want, detail)
		}
	}
}

func TestW6_TheNewestWordIsTheSatisfaction(t *testing.T) {
	c := &Complaint{}
	if got := c.Satisfaction(); got != "" {
		t.Errorf("before any word: %q", got)
	}
	c.Results = []Result{{Satisfaction: Unsatisfied}, {Satisfaction: Fair}}
	if got := c.Satisfaction(); got != Fair {
		t.Errorf("after the results: %q", got)
	}
	c.FollowUps = []FollowUp{{Satisfaction: Satisfied}}
	if got := c.Satisfaction(); got != Satisfied {
		t.Errorf("after the follow-up call: %q", got)
	}
}

func TestW4_TimesAreTypedToTheMinute(t *testing.T) {
	received := monday.Add(-10 * time.Second) // 08:59:50
	w := record(t, demo(), "a01", intake(func(in *Intake) { in.ReceivedAt = received }))
	typed := received.Truncate(time.Minute)
	w.must("a01", func(by Actor, now time.Time) error {
		return w.LogContact(by, now, Contact{Way: "phone", Said: "告知", At: typed})
	})
	w.must("a01", w.remind(typed))
	w.now = w.now.Add(30 * time.Second)
	w.must("a01", func(by Actor, now time.Time) error {
		return w.AddTask(by, now, Task{What: "回电", Who: "a01", Due: now.Truncate(time.Minute)})
	})
}

func TestD7_TwoRemindersWithinTwoHoursCountOnce(t *testing.T) {
	for name, tt := range map[string]struct {
		hours []float64 // in the order they were written down
		want  int
	}{
		"one":                     {[]float64{1}, 1},
		"two at once":             {[]float64{1, 1}, 1},
		"just within":             {[]float64{1, 2.99}, 1},
		"two hours apart":         {[]float64{1, 3}, 2},
		"the second starts anew":  {[]float64{1, 2, 3}, 2},
		"a row of many":           {[]float64{1, 2, 3, 4, 5, 6}, 3},
		"written down afterwards": {[]float64{6, 5, 1}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			w := record(t, demo(), "a01", intake())
			w.now = hour(10)
			for _, h := range tt.hours {
				w.must("a01", w.remind(hour(h)))
			}
			if w.Counted() != tt.want || len(w.Reminders) != len(tt.hours) {
				t.Errorf("%d of %d count, want %d", w.Counted(), len(w.Reminders), tt.want)
			}
		})
	}
	w := record(t, demo(), "a01", intake())
	w.wrong("a01", "at", w.remind(hour(1)))
	w.wrong("a01", "at", w.remind(hour(-1)))
	w.wrong("a01", "way", func(by Actor, now time.Time) error { return w.Remind(by, now, Reminder{}) })
}

func TestW5_Tasks(t *testing.T) {
	w := record(t, demo(disabled("a02")), "a01", intake(against("b01"))).handled("x02", "a01")
	add := func(change func(*Task)) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			task := Task{What: "检查电梯", Who: "e01", Due: now.AddDate(0, 0, 1)}
			change(&task)
			return w.AddTask(by, now, task)
		}
	}
	for _, tt := range []struct {
		field  string
		change func(*Task)
	}{
		{"what", func(k *Task) { k.What = "" }}, {"who", func(k *Task) { k.Who = "" }}, {"who", func(k *Task) { k.Who = "a02" }}, {"who", func(k *Task) { k.Who = "b01" }},
		{"due", func(k *Task) { k.Due = time.Time{} }}, {"due", func(k *Task) { k.Due = monday.AddDate(0, 0, -1) }},
	} {
		w.wrong("a01", tt.field, add(tt.change))
	}
	w.must("a01", add(func(*Task) {})).must("a01", add(func(*Task) {})).must("a01", add(func(k *Task) { k.Who = "w01" }))
	end := func(id int64, done, dropped string) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error { return w.EndTask(by, now, id, done, dropped) }
	}
	w.wrong("e01", "done", end(1, " ", ""))
	w.refused("s01", KindForbidden, end(1, "好了", "")) // of the site, but neither worker, handler nor in charge
	w.refused("w01", KindForbidden, end(1, "好了", "")) // has another one
	w.refused("t01", KindNotFound, end(1, "好了", ""))
	w.refused("e01", KindNotFound, end(9, "好了", ""))
	w.must("e01", end(1, "已检查", "")).must("x02", end(2, "", "客户自行解决"))
	w.refused("e01", KindConflict, end(1, "再次", ""))
	if a, b := w.Task(1), w.Task(2); a.Result != "已检查" || a.Dropped || a.EndedBy != "e01" || !b.Dropped || b.Result != "客户自行解决" {
		t.Errorf("got %+v, %+v", a, b)
	}
}

func TestW6_AnswerAndResult(t *testing.T) {
	w := reached(t, Answering)
	give := func(change func(*Answer)) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			a := Answer{Way: FaceToFace, Said: "说明方案", Accepted: "yes"}
			change(&a)
			return w.GiveAnswer(by, now, a)
		}
	}
	w.wrong("s01", "way", give(func(a *Answer) { a.Way = "" }))
	w.wrong("s01", "said", give(func(a *Answer) { a.Said = "" }))
	w.wrong("s01", "accepted", give(func(a *Answer) { a.Accepted = "maybe" }))
	w.must("s01", give(func(a *Answer) { a.Accepted = "pending" })).must("s01", give(func(*Answer) {}))
	if len(w.Answers) != 2 || w.Answers[1].Proposal != 1 || w.Proposal(1).Status != ProposalAgreed || w.SettledAt.IsZero() {
		t.Errorf("answers %+v, proposal %s", w.Answers, w.Proposal(1).Status)
	}
	tell := func(s Satisfaction) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			return w.TellResult(by, now, Result{Way: "phone", Said: "已办", Satisfaction: s})
		}
	}
	w.wrong("a01", "satisfaction", tell("happy"))
	w.must("a01", tell(Unsatisfied)) // the handler may tell it (rule G7)
	if w.Results[0].Satisfaction != Unsatisfied || w.State != Executing {
		t.Errorf("result %+v in %s", w.Results, w.State)
	}
}

func TestG7_WhoAnswers(t *testing.T) {
	for _, tt := range []struct {
		grade    Grade
		yes, not []string
	}{
		{Minor, []string{"s01", "s02", "a01", "p01"}, []string{"e01"}},
		{Important, []string{"x02"}, []string{"a01", "s01", "p01", "v01"}},
		{Major, []string{"v01"}, []string{"a01", "s01", "x02", "v02"}},
		{Internal, []string{"x02"}, []string{"a01", "s01", "v01"}},
	} {
		for _, account := range tt.yes {
			w := graded(t, tt.grade)
			w.must(account, w.answer("yes"))
		}
		for _, account := range tt.not {
			w := graded(t, tt.grade)
			w.refused(account, KindForbidden, w.answer("yes"))
		}
	}
}

// graded is a complaint of a grade that may be answered, with engineering asked.
func graded(t *testing.T, g Grade) *walk {
	w := reached(t, Answering)
	w.must("s01", w.assign("a01", "engineering"))
	if g != Minor {
		w.must("s01", w.assess(func(f *Assessing) { f.Grade, f.GradeReason = g, "依事实" }))
	}
	return w
}

func TestW6_RoundsFollowTheCustomersWord(t *testing.T) {
	w := record(t, demo(), "a01", intake()).handled("s01", "a01")
	if w.Round != 0 {
		t.Errorf("before the first proposal: %d", w.Round)
	}
	for round := 1; round <= 3; round++ {
		if w.offered("s01", 0); w.Round != round || w.Proposals[len(w.Proposals)-1].Round != round {
			t.Errorf("round %d, want %d", w.Round, round)
		}
		w.must("s01", w.answer("no"))
	}
	w.offered("s01", 0).must("s01", w.answer("yes"))
	if w.must("a01", w.propose(0, Help)); w.Round != 5 || w.State != Proposing {
		t.Errorf("a supplementary proposal is of round %d", w.Round)
	}
	if w.Proposal(4).Status != ProposalAgreed {
		t.Errorf("what was agreed is %s", w.Proposal(4).Status)
	}
}

func TestW7_ClosingChecklist(t *testing.T) {
	for _, tt := range []struct {
		what   string
		action Action
		lack   func(w *walk)
	}{
		{"责任界定", ActionAssess, func(w *walk) { w.Responsibility = ByUnknown }},
		{"原因分析", ActionFindCause, func(w *walk) { w.Causes = nil }},
		{"答复及客户意见", ActionGiveAnswer, func(w *walk) { w.Answers = []Answer{{Accepted: "pending"}} }},
		{"执行事项全部办结", ActionEndTask, func(w *walk) { w.Tasks = []Task{{ID: 1, What: "回电"}} }},
		{"补偿付清或撤回", ActionPay, func(w *walk) {
			w.Proposals = []Proposal{{N: 1, Remedies: []string{"compensation"}, Amount: Yuan, Status: ProposalAgreed}}
		}},
		{"纠正措施", ActionAddMeasure, func(w *walk) { w.Measures = []Measure{{Kind: Preventive}} }},
		{"客户签字的处理表", ActionAttach, func(w *walk) { w.Grade = Important }},
		{"客户签字的处理表", ActionAttach, func(w *walk) {
			w.Grade = Major
			w.Attachments = []Attachment{{ID: 1, Kind: SignedForm, WithdrawnAt: w.now}, {ID: 2, Kind: "photo"}}
		}},
	} {
		w := reached(t, Executing)
		complete(w)
		tt.lack(w)
		if gaps := w.Missing(""); len(gaps) != 1 || gaps[0].What != tt.what || gaps[0].Action != tt.action {
			t.Errorf("missing %+v, want %s", gaps, tt.what)
		}
		closer := map[Grade]string{Minor: "s01", Important: "x02", Major: "v01"}[w.Grade]
		w.refused(closer, KindConflict, w.close(Solved, ""))
	}
	w := reached(t, Executing)
	complete(w)
	w.Answers = nil
	w.refused("s01", KindConflict, w.close(FollowedUp, " "))
	w.must("s01", w.close(FollowedUp, "客户失联")) // the reason stands for an answer that cannot be had
	for _, prepare := range []func(w *walk){
		func(w *walk) { w.Grade, w.Attachments = Important, []Attachment{{ID: 1, Kind: SignedForm}} },
		func(w *walk) { w.Tasks = []Task{{ID: 1, EndedAt: w.now, Dropped: true}} },
		func(w *walk) { w.Validity, w.Measures = NotValid, nil },
		func(w *walk) {
			w.Proposals = []Proposal{{N: 1, Remedies: []string{"gift"}, Amount: Yuan, Status: ProposalAgreed}}
		},
	} {
		w := reached(t, Executing)
		complete(w)
		prepare(w)
		w.must("v01", w.close(Solved, ""))
	}
}

func TestW8_WhoCloses(t *testing.T) {
	for _, tt := range []struct {
		grade    Grade
		yes, not []string
	}{
		{Minor, []string{"s01", "s02", "p01", "x02", "v01"}, []string{"a01"}},
		{Important, []string{"x02", "p01", "v02"}, []string{"a01", "s01"}},
		{Major, []string{"v01", "v02", "g01"}, []string{"a01", "s01", "x02"}},
	} {
		for _, account := range append(slices.Clone(tt.yes), tt.not...) {
			w := reached(t, Executing)
			complete(w)
			w.Grade, w.Attachments = tt.grade, []Attachment{{ID: 1, Kind: SignedForm}}
			w.Owner = tt.yes[0]
			if slices.Contains(tt.not, account) {
				w.refused(account, KindForbidden, w.close(Solved, ""))
				continue
			}
			if w.must(account, w.close(Solved, "")); w.Outcome != Solved || w.ClosedBy != account || w.ClosedAt.IsZero() {
				t.Errorf("%s closed by %s at %s", w.Outcome, w.ClosedBy, w.ClosedAt)
			}
		}
	}
	w := reached(t, Executing)
	w.wrong("s01", "outcome", w.close("happy", ""))
	w.wrong("s01", "reason", w.close(Withdrawn, " "))
}

func TestK10_InvalidClosesWithAReasonFromAnywhere(t *testing.T) {
	for _, from := range []State{Received, Investigating, Proposing, Approving, Answering, Executing, InDispute} {
		w := reached(t, from)
		w.wrong("s01", "reason", w.close(InvalidCase, ""))
		w.refused("a01", KindForbidden, w.close(InvalidCase, "重复"))
		w.must("s01", w.close(InvalidCase, "重复投诉"))
		if w.Validity != NotValid || w.CloseReason != "重复投诉" {
			t.Errorf("from %s: %s, %q", from, w.Validity, w.CloseReason)
		}
		if p := w.current(); p != nil {
			t.Errorf("from %s: proposal %d is still %s", from, p.N, p.Status)
		}
	}
}

func TestW10_ReopenAndArchive(t *testing.T) {
	reopen := func(w *walk) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error { return w.Reopen(by, now, "问题复发") }
	}
	w := reached(t, Closed)
	closed := w.ClosedAt
	w.refused("a01", KindForbidden, reopen(w))
	w.wrong("s01", "reason", func(by Actor, now time.Time) error { return w.Reopen(by, now, " ") })
	w.now = closed.Add(90 * 24 * time.Hour)
	w.refused("s01", KindConflict, reopen(w))
	w.now = w.now.Add(-time.Minute)
	if w.must("s01", reopen(w)); w.State != Investigating || !w.ClosedAt.IsZero() || w.Outcome != "" || !w.SettledAt.IsZero() {
		t.Errorf("reopened: %s, closed %s, %s", w.State, w.ClosedAt, w.Outcome)
	}

	w = reached(t, Closed)
	w.now = w.ClosedAt.Add(30*24*time.Hour - 2*time.Minute)
	w.refused("s01", KindConflict, w.Archive)
	w.now = w.now.Add(time.Minute)
	w.must("s01", w.Archive)
	w.refused("x02", KindForbidden, reopen(w))
	w.now = w.now.AddDate(2, 0, 0)
	w.must("v02", reopen(w))
}

func TestW9W10_AFollowUpAllowsArchivingWhatItFollowed(t *testing.T) {
	follow := func(w *walk, change func(*FollowUp)) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			f := FollowUp{At: now, Satisfaction: Satisfied, Said: "没有再发生"}
			change(&f)
			return w.LogFollowUp(by, now, f)
		}
	}
	w := reached(t, Closed)
	for _, tt := range []struct {
		field  string
		change func(*FollowUp)
	}{
		{"at", func(f *FollowUp) { f.At = time.Time{} }}, {"at", func(f *FollowUp) { f.At = f.At.Add(time.Hour) }}, {"at", func(f *FollowUp) { f.At = monday }},
		{"satisfaction", func(f *FollowUp) { f.Satisfaction = "" }}, {"said", func(f *FollowUp) { f.Said = "" }},
	} {
		w.wrong("s02", tt.field, follow(w, tt.change))
	}
	w.refused("a01", KindForbidden, follow(w, func(*FollowUp) {})) // the handler
	w.must("s02", follow(w, func(*FollowUp) {}))
	w.must("s01", func(by Actor, now time.Time) error { return w.Reopen(by, now, "复发") })
	w.must("s01", w.close(Withdrawn, "客户撤回"))
	w.refused("s01", KindConflict, w.Archive) // that call was about the first closing
	w.must("s02", follow(w, func(*FollowUp) {})).must("s01", w.Archive)
}

func TestW12_AStalePageIsRefused(t *testing.T) {
	w := reached(t, Investigating)
	if err := w.Check(w.Version - 1); KindOf(err) != KindStale {
		t.Errorf("got %v", err)
	}
	if err := w.Check(w.Version); err != nil {
		t.Error(err)
	}
	if err := w.Check(0); err != nil {
		t.Error(err)
	}
}

func TestW12_TwoActsOfOneChangeMakeOneVersion(t *testing.T) {
	w := reached(t, Investigating)
	before := w.Version
	for range 2 {
		if err := w.Find(w.o.as("a01"), w.now, "属实", ""); err != nil {
			t.Fatal(err)
		}
	}
	if w.Version != before+1 || len(w.Journal()) != 2 {
		t.Errorf("version %d became %d with %d entries", before, w.Version, len(w.Journal()))
	}
}

func TestW6W7_SettledOnTheSpot(t *testing.T) {
	w := record(t, demo(), "a01", intake())
	settle := func(change func(*Settling)) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			s := Settling{"控制柜跳闸", "重启电梯", "已恢复运行", Satisfied}
			change(&s)
			return w.Settle(by, now, s)
		}
	}
	w.wrong("a01", "cause", settle(func(s *Settling) { s.Cause = "" }))
	w.wrong("a01", "measure", settle(func(s *Settling) { s.Measure = "" }))
	w.wrong("a01", "said", settle(func(s *Settling) { s.Said = "" }))
	w.wrong("a01", "satisfaction", settle(func(s *Settling) { s.Satisfaction = "" }))
	w.refused("a02", KindNotFound, settle(func(*Settling) {}))
	w.must("a01", settle(func(*Settling) {}))
	if w.State != Executing || w.SettledAt.IsZero() || w.Results[0].Satisfaction != Satisfied || w.Causes[0].Cause == "" {
		t.Errorf("%s, %+v", w.State, w.Results)
	}
	if gaps := w.Missing(""); len(gaps) != 1 || gaps[0].Action != ActionAssess { // only the responsibility is left to say
		t.Errorf("closing still needs %+v", gaps)
	}
	w.must("s01", w.assess(func(f *Assessing) { f.Responsibility = ByThird })).must("s01", w.close(Solved, ""))

	w = record(t, demo(), "a01", intake(about("attitude")))
	w.refused("a01", KindForbidden, settle(func(*Settling) {})) // important: whoever is in charge
	w.must("x02", settle(func(s *Settling) { s.Measure = "apology" }))
	if w.Measures[0].What != Apology.Label() {
		t.Errorf("measure %q", w.Measures[0].What)
	}
}

func TestK6_Evidence(t *testing.T) {
	w := reached(t, Investigating)
	attach := func(change func(*Attachment)) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			a := Attachment{Name: "现场.jpg", Hash: "ab12", Size: 3}
			change(&a)
			return w.Attach(by, now, a)
		}
	}
	w.wrong("a01", "file", attach(func(a *Attachment) { a.Name = "" }))
	w.wrong("a01", "file", attach(func(a *Attachment) { a.Hash = "" }))
	w.wrong("a01", "file", attach(func(a *Attachment) { a.Size = 0 }))
	w.wrong("a01", "kind", attach(func(a *Attachment) { a.Kind = "gossip" }))
	w.wrong("a01", "note", attach(func(a *Attachment) { a.Note = strings.Repeat("注", 1001) }))
	w.refused("a02", KindNotFound, attach(func(*Attachment) {}))
	w.must("a01", attach(func(*Attachment) {}))
	withdraw := func(id int64, reason string) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error { return w.WithdrawAttachment(by, now, id, reason) }
	}
	w.wrong("a01", "reason", withdraw(1, ""))
	w.refused("a01", KindNotFound, withdraw(2, "传错"))
	w.must("a01", withdraw(1, "传错"))
	w.refused("a01", KindConflict, withdraw(1, "传错"))
	if a := w.Attachment(1); a == nil || a.WithdrawnBy != "a01" || a.WithdrawReason != "传错" || a.WithdrawnAt.IsZero() || a.Hash != "ab12" || a.Kind != "document" {
		t.Errorf("withdrawn it is %+v", a)
	}
}

func TestP5_Masked(t *testing.T) {
	for s, want := range map[string]string{
		"": "", "13812345678": "138****5678", "138 1234 5678": "138****5678", "44030019900101123X": "440****123X", "0755-2345": "07****45", "1234567": "12****67", "123456": "****",
		"海悦府三栋二单元1201": "海悦府****1201",
	} {
		if got := Mask(s); got != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	}
	for _, n := range []int{1, 2, 6, 7, 10, 11, 18} {
		s := "abcdefghijklmnopqrst"[:n]
		if got := Mask(s); !strings.Contains(got, "****") || strings.Contains(got, s) || n < 7 && got != "****" {
			t.Errorf("%q is shown as %q", s, got)
		}
	}
}

func TestP5_RevealIsJournalled(t *testing.T) {
	w := reached(t, Investigating)
	w.wrong("a01", "field", func(by Actor, now time.Time) error { return w.RevealField(by, now, "name") })
	for _, field := range Protected {
		if err := w.RevealField(w.o.as("a01"), w.now, field); err != nil {
			t.Fatal(err)
		}
	}
	j := w.Journal()
	if len(j) != 3 || j[0].Action != ActionReveal || j[0].By != "a01" || j[0].Detail[0] != Note("field", "phone") || w.Changed() {
		t.Errorf("journal %+v", j)
	}
}
