package huiyin

import (
	"slices"
	"time"
)

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
	paidOnce := func(w *walk) { w.Payments = append(w.Payments, Payment{Proposal: 1, Amount: Yuan, By: "f01"}) }
	lettered := func(w *walk) { w.Answers = append(w.Answers, Answer{By: "s01", Accepted: "no"}) }
	draft := func(status ProposalStatus, amount Money) func(w *walk) {
		return func(w *walk) {
			w.Proposals = append(w.Proposals,
				Proposal{N: len(w.Proposals) + 1, By: "a01", Remedies: []string{"compensation"}, Amount: amount,
					Status: status, Chain: 9, Stage: 1})
			n := len(w.Proposals)
			w.Steps = append(w.Steps, Step{Proposal: n, Chain: 9, Stage: 1, Role: Supervisor})
			w.Answers = append(w.Answers, Answer{Proposal: n, Accepted: "yes"})
		}
	}
	referred := func(w *walk) {
		w.OutsideSource, w.OutsideNumber = "platform", "PT-1"
		w.expect(w.o, w.now, time.Time{}, time.Time{})
	}
	happened := func(k OutsideKind) func(w *walk) {
		return func(w *walk) { referred(w); w.OutsideEvents = []OutsideEvent{{Kind: k}} }
	}
	newest := func(w *walk) int { return len(w.Proposals) }
	rows := map[string]row{
		"assign": {"s01", nil, func(w *walk) func(Actor, time.Time) error { return w.assign("a02", "") },
			same(open...)},
		"accept": {"a01", func(w *walk) { w.Handler, w.AssignedAt, w.AcceptedAt = "a01", w.now, time.Time{} },
			func(w *walk) func(Actor, time.Time) error { return w.Accept }, same(open...)},
		"assess": {"s01", nil,
			func(w *walk) func(Actor, time.Time) error { return w.assess(func(f *Assessing) { f.Impact = 2 }) },
			same(open...)},
		"finding": {"a01", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.Find(by, now, Finding{Finding: "属实"}) }
		}, same(started...)},
		"opinion": {"s01", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.GiveOpinion(by, now, "同意") }
		}, same(open...)},
		"hearing": {"s01", func(w *walk) { w.Accused = []string{"w01"} }, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error {
				return w.RequestStatement(by, now, StatementForm{Wording: "请说明当日接待经过。"})
			}
		}, same(open...)},
		"accused": {"s01", func(w *walk) { w.Accused = []string{"w01"} }, func(w *walk) func(Actor, time.Time) error {
			return w.accuse("", "w01")
		}, same(andClosed...)},
		"statement": {"w01", func(w *walk) { w.Accused = []string{"w01"} }, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.GiveStatement(by, now, "情况说明") }
		}, same(open...)},
		"contact": {"a01", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error {
				return w.LogContact(by, now, Contact{Way: "phone", Said: "告知"})
			}
		}, same(andClosed...)},
		"reminder": {"a01", nil, func(w *walk) func(Actor, time.Time) error { return w.remind(time.Time{}) },
			same(open...)},
		"propose": {"a01", nil, func(w *walk) func(Actor, time.Time) error { return w.propose(0, Apology) },
			into(Proposing, Investigating, Proposing, Executing)},
		"urge": {"a01", func(w *walk) {
			for i := range w.Steps {
				w.Steps[i].OpenedAt = w.now.Add(-3 * time.Hour)
			}
		}, func(w *walk) func(Actor, time.Time) error { return w.Urge }, same(Approving)},
		"submit, nobody asked": {"s01", func(w *walk) {
			w.Proposals = append(w.Proposals,
				Proposal{N: len(w.Proposals) + 1, By: "s01", Remedies: []string{"apology"}, Status: ProposalDraft})
		}, func(w *walk) func(Actor, time.Time) error { return w.submit(newest(w)) }, into(Answering, Proposing)},
		"submit, money": {"s01", draft(ProposalDraft, Yuan),
			func(w *walk) func(Actor, time.Time) error { return w.submit(newest(w)) }, into(Approving, Proposing)},
		"withdraw before agreement": {"s01", draft(ProposalApproved, Yuan), func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.WithdrawProposal(by, now, newest(w)) }
		}, into(Proposing, Proposing, Approving, Answering)},
		"withdraw after agreement": {"s01", draft(ProposalAgreed, Yuan), func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.WithdrawProposal(by, now, newest(w)) }
		}, same(Executing)},
		"approve": {"s02", draft(ProposalPending, Yuan),
			func(w *walk) func(Actor, time.Time) error { return w.decide(newest(w), Approve, "") },
			into(Answering, Approving)},
		"approve, more asked": {"s02", draft(ProposalPending, Yuan), func(w *walk) func(Actor, time.Time) error {
			w.Steps = append(w.Steps, Step{Proposal: newest(w), Chain: 9, Stage: 2, Role: Manager})
			return w.decide(newest(w), Approve, "")
		}, same(Approving)},
		"return": {"s02", draft(ProposalPending, Yuan),
			func(w *walk) func(Actor, time.Time) error { return w.decide(newest(w), Return, "再议") },
			into(Proposing, Approving)},
		"refuse": {"s02", draft(ProposalPending, Yuan),
			func(w *walk) func(Actor, time.Time) error { return w.decide(newest(w), Refuse, "不妥") },
			into(Proposing, Approving)},
		"answer, accepted": {"s01", nil, func(w *walk) func(Actor, time.Time) error { return w.answer("yes") },
			into(Executing, Answering)},
		"answer, refused": {"s01", nil, func(w *walk) func(Actor, time.Time) error { return w.answer("no") },
			into(Proposing, Answering)},
		"answer, undecided": {"s01", nil, func(w *walk) func(Actor, time.Time) error { return w.answer("pending") },
			same(Answering)},
		"a word on what an answer admits": {"p01", func(w *walk) {
			w.Answers = append(w.Answers, Answer{By: "s01", Facts: FactsAdmitted, FactsRole: Manager, FactsOpen: true})
		}, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.DecideFacts(by, now, len(w.Answers), Approve, "") }
		}, same(andClosed...)},
		"letter drafted": {"a01", lettered, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.DraftLetter(by, now, "您好") }
		}, same(Proposing, Answering, Executing, InDispute, Closed)},
		"letter frozen": {"s01", lettered, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.FreezeLetter(by, now, "您好", LetterDispatch{}) }
		}, same(Proposing, Answering, Executing, InDispute, Closed)},
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
		"payment": {"f01", draft(ProposalAgreed, Yuan),
			func(w *walk) func(Actor, time.Time) error { return w.record(newest(w), Yuan) },
			same(append(slices.Clone(started), Closed)...)},
		"let a payment be made": {"p01", draft(ProposalAgreed, 2_000*Yuan),
			func(w *walk) func(Actor, time.Time) error { return w.waive("协议已寄出") },
			same(append(slices.Clone(started), Closed)...)},
		"ask for a reversal": {"f01", paidOnce, func(w *walk) func(Actor, time.Time) error {
			return w.reverse(len(w.Payments), "付错")
		}, same(append(slices.Clone(started), Closed)...)},
		"release a payment": {"p01", func(w *walk) {
			draft(ProposalAgreed, Yuan)(w)
			w.Payments = append(w.Payments, Payment{Proposal: newest(w), Amount: Yuan, By: "f01"})
		}, func(w *walk) func(Actor, time.Time) error { return w.release(len(w.Payments)) },
			same(append(slices.Clone(started), Closed)...)},
		"agree to a reversal": {"p01", func(w *walk) {
			paidOnce(w)
			w.Payments = append(w.Payments, Payment{Proposal: 1, Amount: Yuan, By: "f01", Reverses: len(w.Payments)})
		}, func(w *walk) func(Actor, time.Time) error { return w.agreeReversal(len(w.Payments) - 1) },
			same(append(slices.Clone(started), Closed)...)},
		"cause": {"a01", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.FindCauseOf(by, now, "people", "培训不足") }
		}, same(started...)},
		"measure": {"a01", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error {
				return w.AddMeasureTo(by, now,
					Measure{Kind: Preventive, What: "培训", Unit: "售楼部", Person: "a01", Due: now})
			}
		}, same(append(slices.Clone(started), Closed)...)},
		"measure done": {"e01", measure, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.DoMeasureOf(by, now, 1, "已换") }
		}, same(append(slices.Clone(started), Closed)...)},
		"effect checked": {"s01", func(w *walk) {
			measure(w)
			w.Measures[0].DoneAt, w.Measures[0].DoneBy = w.now, "e01"
		}, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.VerifyMeasure(by, now, 1, "yes", "未再发生") }
		}, same(append(slices.Clone(started), Closed)...)},
		"settle": {"a01", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error {
				return w.Settle(by, now, Settling{"process", "误会", "explanation", "已说明", Satisfied})
			}
		}, into(Executing, Received, Investigating)},
		"close as solved": {"s01", complete, func(w *walk) func(Actor, time.Time) error { return w.close(Solved, "") },
			into(Closed, Executing)},
		"close as not accepted": {"s01", func(w *walk) { complete(w); w.lettered() },
			func(w *walk) func(Actor, time.Time) error { return w.close(NotAccepted, "多次沟通未果") },
			same(Executing, Proposing, Answering)},
		"agree to not accepted": {"v01", func(w *walk) {
			w.lettered()
			w.ClosingRequests = []ClosingRequest{{At: w.now, By: "s01", Outcome: NotAccepted, Reason: "多次沟通未果"}}
		}, func(w *walk) func(Actor, time.Time) error { return w.agreeing() }, same(open...)},
		"agree to invalid": {"v01", func(w *walk) {
			w.ClosingRequests = []ClosingRequest{{At: w.now, By: "s01", Outcome: InvalidCase, Reason: "重复投诉"}}
		}, func(w *walk) func(Actor, time.Time) error { return w.agreeing() }, into(Closed, open...)},
		"object to invalid": {"a01", func(w *walk) { w.Outcome = InvalidCase },
			func(w *walk) func(Actor, time.Time) error { return w.objecting() }, same(Closed)},
		"uphold an objection": {"v01", func(w *walk) {
			w.Outcome, w.Validity = InvalidCase, NotValid
			w.Objections = []Objection{{At: w.now, By: "a01", Seat: Supervisor}}
		}, func(w *walk) func(Actor, time.Time) error { return w.rule(Approve) }, into(Investigating, Closed)},
		"close as invalid": {"s01", nil,
			func(w *walk) func(Actor, time.Time) error { return w.close(InvalidCase, "重复投诉") }, into(Closed, open...)},
		"close as withdrawn": {"s01", nil,
			func(w *walk) func(Actor, time.Time) error { return w.close(Withdrawn, "客户撤回") }, into(Closed, open...)},
		"name who signs": {"s01", func(w *walk) {
			w.Proposals = []Proposal{{N: 1, Status: ProposalApproved}}
		}, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error {
				return w.NameParty(by, now, 1, Party{Name: "王小明", Role: PartySelf}, false)
			}
		}, same(Investigating, Proposing, Approving, Answering, Executing, InDispute, Closed)},
		"reopen": {"s01", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.Reopen(by, now, "复发") }
		}, into(Investigating, Closed)},
		"reopen by a VP": {"v01", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.Reopen(by, now, "复发") }
		}, into(Investigating, Closed, Archived)},
		"follow-up": {"s02", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error {
				return w.LogFollowUp(by, now, FollowUp{At: now, Satisfaction: Satisfied, Said: "满意"})
			}
		}, same(Closed)},
		"answer a follow-up": {"s01", func(w *walk) {
			w.FollowUps = []FollowUp{{At: w.now, Satisfaction: Unsatisfied}}
		}, func(w *walk) func(Actor, time.Time) error { return w.word(1, false, "客户另有所求") }, same(Closed)},
		"reopen after a follow-up": {"v01", func(w *walk) {
			w.FollowUps = []FollowUp{{At: w.now, Satisfaction: Fair, Recurred: true}}
		}, func(w *walk) func(Actor, time.Time) error { return w.word(1, true, "复发") }, into(Investigating, Closed)},
		"confirm a form": {"s01",
			func(w *walk) { w.Attachments = []Attachment{{ID: 1, Name: "表.jpg", Kind: SignedForm}} },
			func(w *walk) func(Actor, time.Time) error { return w.confirm(1) }, same(andClosed...)},
		"provenance": {"a01",
			func(w *walk) { w.Attachments = []Attachment{{ID: 1, Name: "现场.jpg", Kind: "photo"}} },
			func(w *walk) func(Actor, time.Time) error { return w.from(1, EvidenceSource{Origin: OriginPhoto}) },
			same(andClosed...)},
		"law date": {"a01",
			func(w *walk) { w.withLawDate() },
			func(w *walk) func(Actor, time.Time) error { return w.lawDone(1, "") }, same(andClosed...)},
		"attach": {"a01", nil, func(w *walk) func(Actor, time.Time) error { return w.attach("photo") },
			same(andClosed...)},
		"show a paper": {"a01", nil, func(w *walk) func(Actor, time.Time) error { return w.show(PaperCustomer) },
			same(andClosed...)},
		"sign a paper": {"a01",
			func(w *walk) {
				w.Signings = []Signing{{ID: 1, N: 1, Paper: PaperCustomer, Edition: w.Version, Hash: "aa"}}
			},
			func(w *walk) func(Actor, time.Time) error { return w.sign(1, signature()) }, same(andClosed...)},
		"withdraw evidence": {"a01", func(w *walk) { w.Attachments = []Attachment{{ID: 1, Name: "a.jpg"}} },
			func(w *walk) func(Actor, time.Time) error {
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
		"hear": {"s01", nil, func(w *walk) func(Actor, time.Time) error { return w.Hear }, same(States()...)},
		"look up": {"a02", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.LookedUp(by, now, ByNumber) }
		}, same(States()...)},
		"remind at the counter": {"a02", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error {
				return w.RemindAtCounter(by, now, Reminder{Way: "visit"}, ByNumber)
			}
		}, same(open...)},
		"leave a message": {"a02", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.LeaveMessage(by, now, "请回电", nil, ByNumber) }
		}, same(andClosed...)},
		"transfer": {"s01", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.Transfer(by, now, "LT", "属龙庭店") }
		}, same(open...)},
		"accept a transfer": {"v01",
			func(w *walk) { w.Transfers = []Transfer{{N: 1, From: "LT", To: "HY", Due: w.now.Add(time.Hour)}} },
			func(w *walk) func(Actor, time.Time) error { return w.AcceptTransfer }, same(open...)},
		"send back": {"v01",
			func(w *walk) { w.Transfers = []Transfer{{N: 1, From: "LT", To: "HY", Due: w.now.Add(time.Hour)}} },
			func(w *walk) func(Actor, time.Time) error {
				return func(by Actor, now time.Time) error { return w.SendBack(by, now, "不属本项目") }
			}, same(open...)},
		"outside number": {"a01", nil, func(w *walk) func(Actor, time.Time) error {
			return w.refer(OutsideReference{Source: "platform", Number: "PT-1"})
		}, same(andClosed...)},
		"return to who passed it on": {"s01", referred,
			func(w *walk) func(Actor, time.Time) error { return w.returnOutside("不属本公司") }, same(andClosed...)},
		"they take it back": {"s01", happened(OutsideReturned),
			func(w *walk) func(Actor, time.Time) error { return w.answerReturn("yes") }, same(andClosed...)},
		"ask them for a later date": {"a01", referred, func(w *walk) func(Actor, time.Time) error {
			return w.extendOutside(w.Deadline(D16).Due.Add(time.Hour))
		}, same(andClosed...)},
		"they grant a later date": {"s01", happened(OutsideExtensionAsked), func(w *walk) func(Actor, time.Time) error {
			return w.grantOutside(w.Deadline(D16).Due.Add(time.Hour))
		}, same(andClosed...)},
		"answer them": {"s01", referred, func(w *walk) func(Actor, time.Time) error {
			return w.sendOutside(OutsideFinal, "已办结")
		}, same(andClosed...)},
		"passed on again": {"v01", referred, func(w *walk) func(Actor, time.Time) error { return w.again("未解决") },
			func() map[State]State {
				m := same(open...)
				m[Closed], m[Archived] = Investigating, Investigating
				return m
			}()},
		"their verdict": {"a01", referred, func(w *walk) func(Actor, time.Time) error {
			return w.verdict(OutsideEvent{Solved: "yes", On: w.now})
		}, same(States()...)},
		"print": {"s01", nil, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.Printed(by, now, "form", PrintChoice{}) }
		}, same(States()...)},
		"pause": {"a01", nil, func(w *walk) func(Actor, time.Time) error { return w.pause("等客户") },
			same(allBut(open, Executing)...)},
		"resume": {"a01", func(w *walk) { w.Pauses = []Pause{{At: w.now}} },
			func(w *walk) func(Actor, time.Time) error { return w.Resume },
			same(allBut(open, Executing)...)},
		"extend": {"a01", running,
			func(w *walk) func(Actor, time.Time) error { return w.extend(D5, w.Deadline(D5).Due.Add(time.Hour)) },
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
		"part": {"s01", func(w *walk) { w.MergedInto = "TS-HY-20250303-099" },
			func(w *walk) func(Actor, time.Time) error {
				return func(by Actor, now time.Time) error { return w.Unmerge(by, now, twin(w.o, w.now)) }
			}, same(Received, Investigating, Proposing, Answering, Executing)},
		"restrict": {"s01", nil, func(w *walk) func(Actor, time.Time) error { return w.restrict("s02") },
			same(allBut(States(), Archived)...)},
		"lift": {"s01", func(w *walk) { w.Restricted = true },
			func(w *walk) func(Actor, time.Time) error { return w.lift() }, same(allBut(States(), Archived)...)},
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
		"start a dispute": {"s01", nil,
			func(w *walk) func(Actor, time.Time) error { return w.start(Dispute{Stage: Court}) },
			into(InDispute, Proposing, Answering)},
		"propose a consequence": {"p01", justified,
			func(w *walk) func(Actor, time.Time) error { return w.penalty("warning") },
			same(append(allBut(open, Received), Closed)...)},
		"state a view": {"a01", penalty(SanctionProposed),
			func(w *walk) func(Actor, time.Time) error { return w.views("当日客户较多。") }, same(States()...)},
		"decide a consequence": {"v01", penalty(SanctionProposed),
			func(w *walk) func(Actor, time.Time) error { return w.judge("impose") }, same(States()...)},
		"object": {"a01", penalty(SanctionImposed),
			func(w *walk) func(Actor, time.Time) error { return w.objects("过重") }, same(States()...)},
		"decide an objection": {"v02", penalty(SanctionObjected),
			func(w *walk) func(Actor, time.Time) error { return w.rejudge("lift") }, same(States()...)},
		"write a self-review": {"a01", penalty(SanctionImposed),
			func(w *walk) func(Actor, time.Time) error { return w.reviews("今后先请示。") }, same(States()...)},
		"prepare a dismissal": {"p01", func(w *walk) {
			penalty(SanctionProposed)(w)
			w.Sanctions[0].Kinds = []string{"dismissal"}
		}, func(w *walk) func(Actor, time.Time) error { return w.dismissal() }, same(States()...)},
		"deliver a decision": {"p01", penalised,
			func(w *walk) func(Actor, time.Time) error { return w.delivered() }, same(States()...)},
		"undo a consequence": {"v02", penalised,
			func(w *walk) func(Actor, time.Time) error { return w.lifted("查无此事") }, same(States()...)},
		"circulate": {"v02", func(w *walk) {
			penalised(w)
			w.Sanctions[0].Kinds = []string{"criticism"}
		}, func(w *walk) func(Actor, time.Time) error { return w.circulated() }, same(States()...)},
		"object to points": {"a01", pointed(PointsProposed),
			func(w *walk) func(Actor, time.Time) error { return w.objectsToPoints("并非我接待") }, same(States()...)},
		"confirm points": {"s02", pointed(PointsObjected),
			func(w *walk) func(Actor, time.Time) error { return w.confirms("confirm", "属实") }, same(States()...)},
		"confirm the customer's word": {"s02", func(w *walk) {
			w.CustomerWords = append(w.CustomerWords, CustomerWord{At: w.now, Due: w.now.AddDate(0, 0, 3)})
			w.UnprovenSince = w.now
		}, func(w *walk) func(Actor, time.Time) error { return w.calls(0, "yes") },
			same([]State{Executing, Closed}...)},
		"end a dispute": {"s01", func(w *walk) { w.Disputes = []Dispute{{N: 1, Stage: Court}} },
			func(w *walk) func(Actor, time.Time) error { return w.end(1, JudgedCourt) },
			inDispute(Executing)},
		"give a dispute up": {"s01", func(w *walk) { w.Disputes = []Dispute{{N: 1, Stage: Court}} },
			func(w *walk) func(Actor, time.Time) error { return w.end(1, GivenUp) },
			inDispute(Proposing)},
		"put the evidence together": {"v01", nil,
			func(w *walk) func(Actor, time.Time) error { return w.pack("起诉", "区法院") }, same(States()...)},
		"hand on data": {"a01", nil, func(w *walk) func(Actor, time.Time) error { return w.handsOn(func(*DataHanding) {}) },
			same(andClosed...)},
		"note sensitive": {"a01", nil, func(w *walk) func(Actor, time.Time) error {
			return w.notes(func(*Sensitive) {}, true)
		}, same(andClosed...)},
		"erase sensitive": {"a01", func(w *walk) {
			w.Sensitive = []Sensitive{{N: 1, At: w.now, By: "a01", Kind: HealthData, Text: "x", ConsentBy: "y"}}
		}, func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.EraseSensitive(by, now, 1, "撤回同意") }
		}, same(append(slices.Clone(andClosed), Archived)...)},
		"hold": {"v01", nil, func(w *walk) func(Actor, time.Time) error { return w.hold("法院可能调取") },
			same(States()...)},
		"release data": {"s01", func(w *walk) { w.DataReleases = []DataRelease{{Request: 1, Handler: "h01"}} },
			func(w *walk) func(Actor, time.Time) error {
				return func(by Actor, now time.Time) error { return w.ReleaseData(by, now, 1, Approve, "") }
			}, same(States()...)},
		"end a hold": {"v01", func(w *walk) { w.Holds = []Hold{{At: w.now, By: "v01", Reason: "x"}} },
			func(w *walk) func(Actor, time.Time) error { return w.endHold("已无需要") }, same(States()...)},
		"ask for a recusal": {"s01", nil,
			func(w *walk) func(Actor, time.Time) error { return w.recuse("a01", "与客户是亲戚") }, same(andClosed...)},
		"decide a recusal": {"s02",
			func(w *walk) { w.Recusals = []Recusal{{N: 1, By: "s01", Who: "a01", Reason: "x"}} },
			func(w *walk) func(Actor, time.Time) error { return w.decideRecusal(1, RecusalRefused, "没有关系") },
			same(andClosed...)},
		"report what the law wants": {"a01", func(w *walk) {
			w.LawReports = []LawReport{{N: 1, Kind: ReportAccident, From: w.ReceivedAt,
				Due: w.ReceivedAt.Add(time.Hour), Told: 200}}
		}, func(w *walk) func(Actor, time.Time) error {
			return w.reports(1, LawReporting{To: "区应急管理局", At: w.now})
		}, same(andClosed...)},
		"a hearing of a dispute": {"a01", func(w *walk) { w.Disputes = []Dispute{{N: 1, Stage: Court}} },
			func(w *walk) func(Actor, time.Time) error {
				return w.event(1, HearingDate, w.now.AddDate(0, 0, 3))
			}, same(andClosed...)},
	}
	accept := rows["accept"]
	accept.to[Received] = Investigating
	return rows
}
