package huiyin

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// loopholes are the 24 ways by which hostile counsel or a lazy owner would get round the book (LAW.md section 5). Each
// walks the path and is refused, or what it does is seen.
var loopholes = []struct {
	n, words, rules string
	walk            func(t *testing.T)
}{
	{"H1", "open a dispute, mediate, record an agreement of 300,000", "T1 C3", hMediate},
	{"H2", "three years' fees waived, a difference borne, by the owner", "W3 C2", hWaive},
	{"H3", "swap proposals, a second number, a gift of praise", "C2 C3 C4", hSplit},
	{"H4", "the category, the responsibility and the head-count choose the grade", "G5 G10", hGrade},
	{"H5", "merge five owners into one number", "K7 K8", hMerge},
	{"H6", "found invalid on day 29 and left open", "K10 G8", hInvalid},
	{"H7", "answer no, tick declined, close the next day", "W8 D5 G8", hDeclined},
	{"H8", "type that the customer accepts and is satisfied", "W6 W3 D14", hTyped},
	{"H9", "withdrawn after a taxi coupon", "W6 C12", hCoupon},
	{"H10", "five written reasons in place of everything", "W7 W8", hReasons},
	{"H11", "a call that nobody took, pauses, one's own extension", "D3 D9 D11", hClocks},
	{"H12", "settled on the spot by a colleague of the accused", "W6 P4", hSpot},
	{"H13", "book it as an inquiry, or record it two days later as received now", "W13 D10", hInquiry},
	{"H14", "a friend by a task, an opinion, a delegation or a transfer", "P3 P6 P10 K11", hFriend},
	{"H15", "name and phone of the former wife at the counter", "P9 P11", hCounter},
	{"H16", "20,000 owners in clear the day before leaving", "P5", hExport},
	{"H17", "name the administrator in the text", "P1 P4", hAdministrator},
	{"H18", "a report to the general manager about the general manager", "G6", hGeneral},
	{"H19", "wrong receipts by the hour lock the writers out", "P11 S3", hReceipts},
	{"H20", "record the matter of the staff's voice as an internal complaint", "G4 P8", hInternal},
	{"H21", "the company rewrites and reseals its chain", "J2 J4", hResealed},
	{"H22", "that drawing is not mine, and the witness is yours", "F8", hDrawing},
	{"H23", "24 hours pass over a weekend, it circulates, the objection comes later", "A3", hCircular},
	{"H24", "tick fraud, and legal sleeps", "G1", hFraud},
}

// staffVoice are the rules of the staff's voice: its loopholes (H17 to H20) get their walks with it.
var staffVoice = []string{"S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S9", "S10", "S11", "S12"}

func TestW8K10_The24Loopholes(t *testing.T) {
	if len(loopholes) != 24 {
		t.Errorf("%d loopholes", len(loopholes))
	}
	for i, l := range loopholes {
		if l.n != "H"+strconv.Itoa(i+1) {
			t.Errorf("%s stands at %d", l.n, i+1)
		}
		t.Run(l.n+" "+l.words, func(t *testing.T) {
			l.walk(t)
		})
	}
	for _, id := range staffVoice {
		if !slices.Contains(toCome, id) {
			t.Errorf("%s is built: H17 to H20 are walked through it from now on", id)
		}
	}
}

// act is a move with what it needs.
type act = func(Actor, time.Time) error

func hMediate(t *testing.T) {
	w := reached(t, Answering)
	w.must("s01", w.mediate())
	for _, who := range []string{"s01", "x02", "v01", "g01"} { // within whosever authority
		w.wrong(who, "amount", w.endFor(1, Agreed, 300_000*Yuan))
	}
	n := len(w.Proposals) + 1
	w.must("s01", w.mandate(300_000*Yuan)).wrong("s01", "amount", w.endFor(1, Agreed, 300_000*Yuan))
	if way := w.way(n); way != "manager legal+finance vp" {
		t.Errorf("the mandate climbs %q", way)
	}
	w.refused("f01", KindNotFound, w.payAward(1, 300_000*Yuan))
}

func hWaive(t *testing.T) {
	for _, text := range []string{"协助解决：免三年物业费", "差价由公司承担", "减免全部违约金", "赠送车位一年", "加装新风系统"} {
		w := investigated(t, demo(), intake(), "a01", nil)
		w.must("s01", w.priced(text, Help, []bool{false}, []Money{0})).must("s01", w.submit(1))
		if w.way(1) != "manager vp" || w.Proposal(1).Binding() {
			t.Errorf("%s: climbs %q", text, w.way(1))
		}
		w.refused("s01", KindForbidden, w.decide(1, Approve, ""))
		w.refused("s01", KindConflict, w.answer("yes"))
	}
}

func hSplit(t *testing.T) {
	w := investigated(t, demo(), intake(), "a01", nil) // a supervisor's 1,999 is not another supervisor's
	w.must("s01", w.propose(1_999*Yuan, Compensation)).must("s01", w.submit(1))
	w.refused("s02", KindForbidden, w.decide(1, Approve, ""))
	if w.way(1) != "manager" {
		t.Errorf("climbs %q", w.way(1))
	}
	wife := investigated(t, demo(), intake(), "a01", nil) // the second number of the household
	wife.Elsewhere = []CountedAt{{CountedSum{1_999 * Yuan, false}, wife.now}}
	wife.must("a01", wife.propose(1_999*Yuan, Compensation)).must("a01", wife.submit(1))
	if wife.way(1) != "supervisor manager" {
		t.Errorf("the second number climbs %q", wife.way(1))
	}
	o := demo()
	p := praised(t, o) // and a praise after closing
	p.Elsewhere = []CountedAt{{CountedSum{1_999 * Yuan, false}, monday}}
	if err := p.Thank(o.as("a01"), monday, "果篮", 500*Yuan); err != nil {
		t.Fatal(err)
	}
	if p.MayDecideGift(o.as("s01"), p.Present(1)) || !p.MayDecideGift(o.as("x02"), p.Present(1)) {
		t.Error("a gift of thanks is within a supervisor's word")
	}
}

func hGrade(t *testing.T) {
	w := record(t, demo(), "a01", intake(about("promise_beyond_scope"))) // important, and it may become major
	if w.Grade != Important {
		t.Fatal(w.Grade)
	}
	w.must("a01", w.correctIntake(func(in *Intake) { in.Category = "repair" }, "选错", "category"))
	if w.Grade != Important {
		t.Error("another category has lowered it")
	}
	w.refused("s01", KindForbidden, w.assess(func(f *Assessing) { f.Grade, f.GradeReason = Minor, "已改类别" }))
	w.must("s01", w.assess(func(f *Assessing) { f.Responsibility = ByThird }))
	if w.Grade != Important {
		t.Error("another responsibility has lowered it")
	}
	w = record(t, demo(), "a01", intake(people(5)))
	w.must("a01", w.correctIntake(func(in *Intake) { in.Complainants = 4 }, "数错", "complainants"))
	w.must("s01", w.assess(func(f *Assessing) {}))
	if w.Grade != Important {
		t.Error("one complainant less has lowered it")
	}
	unknown := facts(intake(), Assessment{Validity: Valid, Responsibility: ByUnknown, Loss: 50_000 * Yuan})
	if p := unknown.ProposedGrade(demo()); p.Grade != Important { // heavy loss, and nobody says whose fault
		t.Errorf("not known whose fault: %s", p.Grade)
	}
}

func hMerge(t *testing.T) {
	a, b := pair(t, 0)
	for name, other := range map[string]func(*Intake){
		"another owner":        func(in *Intake) { in.Name, in.Phone, in.Unit = "李先生", "13900000000", "2栋201" },
		"nobody knows whose":   func(in *Intake) { in.Name, in.Phone, in.Unit = "匿名", "", "" },
		"the same name, alone": func(in *Intake) { in.Phone, in.Unit = "13900000000", "" },
	} {
		a, b := a.clone(), b.clone()
		other(&b.Intake)
		w := &walk{b, t, demo(), monday}
		w.wrong("s01", "into", w.into(&walk{a, t, w.o, monday}))
		if w.Merged() {
			t.Errorf("%s is merged", name)
		}
	}
	a.Unit, b.Unit, b.Phone = "3栋 1201", "3栋1201", "13900000000" // one household
	b.must("s01", b.into(a))
}

func hInvalid(t *testing.T) {
	w := record(t, demo(), "a01", intake(about("attitude"))) // in charge is the manager
	invalid := w.assess(func(f *Assessing) { f.Validity, f.Reason = NotValid, "查无实据" })
	w.now = month.AddDate(0, 0, -2)
	w.refused("s01", KindForbidden, invalid)
	w.must("x02", invalid)
	if w.Run(w.o, month); w.Grade != Major || w.Owner != "v01" {
		t.Errorf("left open it sleeps: %s with %s", w.Grade, w.Owner)
	}
}

func hDeclined(t *testing.T) {
	w := unmet(t)
	at := w.Letters[0].FrozenAt
	w.must("s01", w.close(NotAccepted, "多次沟通未果"))
	w.refused("s01", KindForbidden, w.agreeing()) // not alone
	w.must("p01", w.agreeing())
	if w.Run(w.o, at.AddDate(0, 0, 14)); w.State.Settled() {
		t.Error("closed before the customer's time was over")
	}
	w.Run(w.o, at.AddDate(0, 0, 15))
	if w.State != Closed || w.Deadline(D5).Status != Missed {
		t.Errorf("%s, %s", w.State, w.Deadline(D5).Status)
	}
}

func hTyped(t *testing.T) {
	w := spoken(t) // 客户口头接受
	w.refused("s01", KindForbidden, w.calls(len(w.Answers), "yes"))
	w.refused("a01", KindForbidden, w.calls(len(w.Answers), "yes"))
	if w.Run(w.o, month); w.Deadline(D5).Status != Missed || w.Grade != Major {
		t.Errorf("unproven: %s, %s", w.Deadline(D5).Status, w.Grade)
	}
	w = investigated(t, demo(), intake(), "a01", nil) // and a measure without a date
	w.must("a01", w.proposing(ProposalForm{Remedies: []string{"help"}, Text: "协助过户", Who: []string{"a01"},
		Owed: []bool{true}}))
	if w.must("a01", w.submit(1)); slices.ContainsFunc(w.OfferedMeasures, func(m OfferedMeasure) bool { return m.Due.IsZero() }) {
		t.Error("a measure without a date")
	}
}

func hCoupon(t *testing.T) {
	w := reached(t, Investigating)
	w.must("s01", w.close(Withdrawn, "客户撤诉"))
	if w.OpenWord() == nil {
		t.Fatal("a withdrawal counts as it is typed")
	}
	if w.Run(w.o, month); w.Grade != Major {
		t.Error("unproven, the month does not run")
	}
	w = reached(t, Proposing) // and it is not bought
	for _, text := range []string{"撤诉后给打车券", "客户撤回12345投诉的，补偿打车费200元"} {
		w.wrong("a01", "text", w.proposing(ProposalForm{Remedies: []string{"help"}, Text: text}))
	}
}

func hReasons(t *testing.T) {
	w := reached(t, Executing)
	complete(w)
	w.Results, w.Answers = nil, nil
	w.Handler = "s01" // the owner is the handler
	why := []StandIn{{Lacks: LacksResult, Why: LackOther, Words: "已办好"}, {Lacks: LacksAnswer, Why: LackUnreachable,
		Words: "打不通"}}
	w.refused("s01", KindForbidden, w.close(FollowedUp, "已跟进", why...))
	w.refused("s02", KindInvalid, w.close(FollowedUp, "已跟进", StandIn{Lacks: LacksResult, Why: "because", Words: "x"}))
	if w.must("s02", w.close(FollowedUp, "已跟进", why...)); len(w.StandIns) != 2 { // all of them are in the sample of A6
		t.Errorf("kept %+v", w.StandIns)
	}
}

func hClocks(t *testing.T) {
	w := record(t, demo(), "a01", intake()).handled("s01", "a01")
	call := func(k Contact) act {
		return func(by Actor, now time.Time) error { return w.LogContact(by, now, k) }
	}
	w.wrong("a01", "unreached", call(Contact{Way: "phone", Said: "未接通"}))
	w.must("a01", call(Contact{Way: "phone", Said: "未接通", Unreached: true}))
	if w.Deadline(D3).Status != Running {
		t.Error("a call that nobody took is feedback")
	}
	w.must("a01", w.pause("等客户")).must("a01", w.Resume).must("a01", w.pause("等客户")).must("a01", w.Resume)
	w.refused("a01", KindForbidden, w.pause("等客户")) // the third
	w.Handler = "s01"
	if w.must("s01", w.extend(D5, hour(200))); w.Deadline(D5).Due.Equal(hour(200)) {
		t.Error("their own work, by their own word")
	}
	w.now = hour(150)
	if w.Run(w.o, w.now); w.Deadline(D5).LateAt.IsZero() {
		t.Error("the moved date is kept, and the first is forgotten")
	}
}

func hSpot(t *testing.T) {
	settle := func(w *walk) act {
		return func(by Actor, now time.Time) error {
			return w.Settle(by, now, Settling{"people", "误会", "已道歉", "客户满意", Satisfied})
		}
	}
	w := record(t, demo(), "a02", intake(about("attitude"), against("a01")))
	w.refused("a02", KindForbidden, settle(w))
	w.refused("s01", KindForbidden, settle(w))
	w.refused("a01", KindNotFound, settle(w))
}

func hInquiry(t *testing.T) {
	o := demo()
	complains := inquiryForm(func(f *InquiryForm) { f.Matter = "漏水报了三次没人管，我要投诉" })
	_, err := RecordInquiry(o.as("a01"), monday, complains)
	if e, ok := err.(*Error); !ok || e.Field != "why" {
		t.Fatalf("booked as an inquiry: %v", err)
	}
	complains.Why = "客户只想问时间"
	q, err := RecordInquiry(o.as("a01"), monday, complains)
	if err != nil || q.Why == "" {
		t.Fatal(err)
	}
	q.Numbered("ZX-HY-20250303-001")
	s, err := DrawSample(o.as("k01"), monday.AddDate(0, 1, 0), 202503, Seed{Hash: "seed"}, nil, nil, []string{q.Number})
	if err != nil || len(s.Inquiries) != 1 {
		t.Fatalf("nobody looks at it: %v", err)
	}
	if err := s.JudgeInquiry(o.as("k01"), monday.AddDate(0, 1, 1), 1, WasComplaint, "应为投诉", q); err != nil ||
		s.Inquiries[0].Verdict != WasComplaint {
		t.Errorf("%v", err)
	}
	w := record(t, o, "a01", intake(func(in *Intake) { in.ReceivedAt = monday.AddDate(0, 0, -2) }))
	if !w.RecordedLate() || w.due(D5) != 72*time.Hour {
		t.Error("late, and nobody sees it")
	}
	_, err = RecordComplaint(o.as("a01"), monday, intake(func(in *Intake) { in.ReceivedAt = monday.Add(time.Hour) }))
	if KindOf(err) != KindInvalid {
		t.Errorf("received after it was recorded: %v", err)
	}
}

func hFriend(t *testing.T) {
	w := reached(t, Investigating)
	task := func(by Actor, now time.Time) error {
		return w.AddTask(by, now, Task{What: "看看", Who: "b01", Due: now.AddDate(0, 0, 1)})
	}
	w.must("s01", task).must("b01", func(by Actor, now time.Time) error {
		return w.EndTask(by, now, w.Tasks[0].ID, "看过", "")
	})
	if !w.Visible(w.o.as("b01")) {
		t.Error("the task's part has not even begun to end")
	}
	if w.Run(w.o, w.now.AddDate(0, 0, 31)); w.Visible(w.o.as("b01")) {
		t.Error("a reader for ever")
	}
	w = reached(t, Investigating)
	w.must("s01", w.restrict("p01")) // nobody but those named, whatever was handed on
	o := handedOver(t, "s02 p01")
	if w.o = o; w.Visible(o.as("s02")) {
		t.Error("a delegation opens what it does not name")
	}
	w = reached(t, Investigating) // a friendly site sends back or accepts, and both count it
	w.must("s01", func(by Actor, now time.Time) error { return w.Transfer(by, now, "LT", "属龙庭店") })
	if w.Transferring() == nil || !w.Visible(w.o.as("s02")) {
		t.Error("gone without a word")
	}
}

func hCounter(t *testing.T) {
	for _, typed := range []string{"王女士", "5678", "TS-HY-20250303"} {
		if _, err := AskCounter(typed); KindOf(err) != KindInvalid {
			t.Errorf("%s is enough to ask", typed)
		}
	}
	w := reached(t, Investigating)
	say := func(by ...string) act {
		return func(a Actor, now time.Time) error { return w.LeaveMessage(a, now, "她住哪儿", by, ByPhone) }
	}
	w.wrong("a02", "recognised", say("phone"))
	if r := w.CounterRow(w.o.as("a02")); r.Number == "" || r.Opens {
		t.Errorf("%+v", r)
	}
	w.must("s01", w.restrict("s02"))
	if w.CounterShows(w.o.as("a02"), ByPhone) {
		t.Error("the phone tells of a restricted one")
	}
}

func hExport(t *testing.T) {
	o := demo()
	p01, now := o.as("p01"), monday
	if CheckPurpose(" ") == nil || !p01.TooMany(20_000) {
		t.Fatal("exported without a word")
	}
	r, err := AskExport(p01, now, ExportRequest{Purpose: "离职前备份", List: "/complaints", Format: "xlsx", People: 20_000})
	if err != nil {
		t.Fatal(err)
	}
	if r.MayMake(p01, now) == nil || r.MayDecide(p01) == nil || r.MayDecide(o.as("x02")) == nil {
		t.Error("made without a VP's word")
	}
	if mark := ExportMark(p01.Veiled(), now, "离职前备份"); !strings.Contains(mark, "p01") || !strings.Contains(mark, "离职前备份") {
		t.Errorf("marked %s", mark)
	}
}

func hAdministrator(t *testing.T) {
	w := record(t, demo(), "s01", intake(about("internal"), func(in *Intake) { in.Matter = "系统管理员改了我的排班" }))
	if admin := w.o.as("admin"); w.Visible(admin) || Can(admin, ActionRead, w.Complaint) == nil {
		t.Error("the flag opens a complaint")
	}
}

func hGeneral(t *testing.T) {
	w := record(t, demo(), "s01", intake(about("internal"), against("g01")))
	if w.Owner == "g01" || w.Owner == "" || w.Visible(w.o.as("g01")) {
		t.Errorf("in charge: %q", w.Owner)
	}
	alone := record(t, demo(disabled("v01", "v02")), "s01", intake(about("internal"), against("g01")))
	if alone.Owner == "g01" || alone.Visible(alone.o.as("g01")) {
		t.Errorf("with nobody else in charge: %q", alone.Owner)
	}
}

// hReceipts waits for the receipts of S3; that tries count by device and never by number is P11's (web: TestP11).
func hReceipts(t *testing.T) {
	if !slices.Contains(toCome, "S3") {
		t.Error("S3 is built: wrong receipts are walked through it from now on")
	}
}

// hResealed is walked where the journal is kept, on a real file.
func hResealed(t *testing.T) {
	code, err := os.ReadFile("../db/anchor_test.go")
	if err != nil || !strings.Contains(string(code), "func TestJ2J4_H21AResealedChainIsNamed(") {
		t.Errorf("nobody reseals a chain: %v", err)
	}
}

func hInternal(t *testing.T) {
	w := record(t, demo(), "a01", intake(about("internal"), against("s02")))
	if w.Grade != Internal || w.Owner != "x02" || w.Visible(w.o.as("s02")) {
		t.Errorf("%s with %s", w.Grade, w.Owner)
	}
	w.must("x02", w.restrict()) // closed to the site's other supervisors in one step
	if w.Visible(w.o.as("s01")) {
		t.Error("open to every supervisor of the site")
	}
}

func hDrawing(t *testing.T) {
	w := reached(t, Executing)
	w.must("a01", w.show(PaperCustomer))
	for name, put := range map[string]func(*Signature){
		"the handler is the witness": func(s *Signature) { s.Witness = "a01" },
		"the owner is the witness":   func(s *Signature) { s.Witness = "s01" },
		"nobody looked who it was":   func(s *Signature) { s.IDKind = "" },
		"only a picture":             func(s *Signature) { s.Strokes = "" },
		"not the whole paper":        func(s *Signature) { s.Whole = false },
		"no copy handed over":        func(s *Signature) { s.CopyWay = "" },
	} {
		s := signature()
		put(&s)
		if w.refused("a01", KindInvalid, w.sign(1, s)); w.Signed() {
			t.Errorf("%s, and it counts", name)
		}
	}
	w.Proposals = []Proposal{{N: 1, Status: ProposalAgreed, Remedies: []string{"compensation"}, Amount: 1_000 * Yuan}}
	w.wrong("a01", "paper", w.show(PaperSettlement)) // from 1,000 on paper
}

func hCircular(t *testing.T) {
	w := guilty(t, Important)
	w.now = clock("2025-03-07 17:00", shanghai) // a Friday
	w.must("p01", w.penalty("warning", "criticism")).must("v01", w.judge("impose"))
	w.now = clock("2025-03-10 09:00", shanghai)
	k := w.Sanction(1)
	if k.Public(w.now) || k.InEffect(w.now) || !k.ObjectBy.Equal(clock("2025-03-12 17:01", shanghai).Add(time.Minute)) {
		t.Errorf("until %s", k.ObjectBy)
	}
	w.refused("v01", KindConflict, w.circulated())
	w.must("a01", w.objects("过重"))
	w.now = w.now.AddDate(0, 1, 0)
	if k := w.Sanction(1); k.Public(w.now) || k.InEffect(w.now) {
		t.Error("an objection does not suspend it")
	}
}

func hFraud(t *testing.T) {
	w := reached(t, Answering)
	w.must("s01", w.assess(func(f *Assessing) { f.Fraud = true }))
	w.refused("v01", KindConflict, w.answer("yes"))
	w.must("a01", func(by Actor, now time.Time) error {
		return w.LogContact(by, now, Contact{Way: "phone", Said: "正在核查，周五前答复"})
	})
	w.now = w.FraudAt.Add(72 * time.Hour)
	w.must("v01", func(by Actor, now time.Time) error {
		return w.GiveAnswer(by, now, Answer{Way: "phone", Said: "同意", Accepted: "yes", Unheard: "法务未答复，事实已查清"})
	})
}

// No path stops the month but the customer's own word, proven; a finding of invalid that the next role has agreed to; or
// what a court, an arbitrator or both parties have ended (rules G8, D6, W6, K10).
func TestG8_NoPathStopsTheMonthWithoutProof(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := record(t, demo(), "a01", intake(about(rapid.SampledFrom([]string{"repair", "attitude"}).Draw(rt, "category"))))
		acts := append(walkingActs(w), w.agreeing(), w.objecting(), w.rule(Approve), w.rule(Refuse), w.attach(Audio),
			func(by Actor, now time.Time) error { return w.calls(len(w.Answers), "yes")(by, now) },
			func(by Actor, now time.Time) error { return w.calls(0, "yes")(by, now) },
			func(by Actor, now time.Time) error { return w.calls(len(w.Answers), "no")(by, now) })
		for range rapid.IntRange(3, 40).Draw(rt, "steps") {
			do := acts[rapid.IntRange(0, len(acts)-1).Draw(rt, "act")]
			first := rapid.IntRange(0, len(walkers)-1).Draw(rt, "by")
			w.now = w.now.Add(time.Duration(rapid.Int64Range(1, 2*86400).Draw(rt, "later")) * time.Second)
			for i := range walkers {
				if do(w.o.as(walkers[(first+i)%len(walkers)]), w.now) == nil {
					break
				}
			}
			if w.saved(); !w.now.Before(month) || w.Merged() {
				return
			}
		}
		stopped := w.monthStopped()
		w.Run(w.o, month)
		if w.Grade != Major && !stopped {
			rt.Fatalf("%s, %s, %s: it sleeps past its month\n%+v", w.State, w.Outcome, w.Validity, w.CustomerWords)
		}
	})
}

// monthStopped tells by the record alone whether something stops the month.
func (w *walk) monthStopped() bool {
	word := func(v *CustomerWord) bool { return !v.ProvenAt.IsZero() || v.Proof == Oral }
	last := func(n int) *CustomerWord { return w.CustomerWord(n) }
	switch {
	case w.Grade == Major:
		return true
	case w.State == Closed && w.Outcome == InvalidCase: // closed so by whoever is in charge; above minor with the next role
		agreed := slices.ContainsFunc(w.ClosingRequests, func(r ClosingRequest) bool { return r.Done && r.AgreedBy != "" })
		return w.Grade == Minor || agreed
	case w.State == Closed && w.Outcome == Withdrawn:
		v := last(0)
		return v != nil && word(v)
	case w.State == Closed && w.Outcome == NotAccepted:
		return slices.ContainsFunc(w.ClosingRequests, func(r ClosingRequest) bool { return r.Done && r.AgreedBy != "" })
	case w.State.Settled():
		if slices.ContainsFunc(w.Disputes, func(d Dispute) bool { return !d.EndedAt.IsZero() && d.Result != GivenUp }) {
			return true
		}
		v := last(len(w.Answers))
		return v != nil && word(v)
	}
	return false
}
