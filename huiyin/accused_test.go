package huiyin

import (
	"strings"
	"testing"
	"time"
)

func (w *walk) accuse(add, clear string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		return w.ChangeAccused(by, now, add, clear, "核查时间内的接待记录")
	}
}

func (w *walk) asks(f StatementForm) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.RequestStatement(by, now, f) }
}

// telling does something and keeps what was told by it.
func (w *walk) telling(by string, do func(Actor, time.Time) error) *walk {
	w.t.Helper()
	w.Loaded()
	w.now = w.now.Add(time.Minute)
	if err := do(w.o.as(by), w.now); err != nil {
		w.t.Fatalf("%s: %v", by, err)
	}
	return w
}

// taken is a complaint as it was just recorded, with what was told by it.
func taken(t *testing.T, in Intake) *Complaint {
	t.Helper()
	c, err := RecordComplaint(demo().as("a01"), monday, in)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestP4_SomebodyNamedLaterLosesTheCaseAtOnce(t *testing.T) {
	w := record(t, demo(), "a01", intake()).handled("s01", "a02")
	w.Tasks = []Task{{ID: 1, What: "回电", Who: "a02", Due: w.now.Add(time.Hour)}}
	w.Measures = []Measure{{ID: 1, Kind: Corrective, What: "培训", Person: "a02", Due: w.now.Add(time.Hour)}}
	for _, account := range []string{"a01", "a02", "w01", "admin"} {
		w.refused(account, w.kindFor(account), w.accuse("a02", ""))
	}
	w.wrong("s01", "add", w.accuse("", ""))
	w.wrong("s01", "add", w.accuse("nobody", ""))
	w.wrong("s01", "clear", w.accuse("", "a02"))
	w.wrong("s01", "reason", func(by Actor, now time.Time) error { return w.ChangeAccused(by, now, "a02", "", " ") })
	w.telling("s01", w.accuse("a02", ""))
	switch {
	case w.Visible(w.o.as("a02")) || w.Known(w.o.as("a02")):
		t.Error("a02 still sees it")
	case w.Grade != Important || w.GradeRule != "G2" || w.Owner != "x02":
		t.Errorf("%s by %s, in charge %s", w.Grade, w.GradeRule, w.Owner)
	case w.Handler != "" || w.FirstContact != "x02" || w.Tasks[0].Who != "x02" || w.Measures[0].Person != "x02":
		t.Errorf("handled by %q, answerable %s, task %s, measure %s", w.Handler, w.FirstContact, w.Tasks[0].Who,
			w.Measures[0].Person)
	case w.told("", "") != "x02 x02":
		t.Errorf("told %+v", w.Notices())
	}
	w.refused("a02", KindNotFound, w.assign("a01", ""))
	w.wrong("x02", "handler", w.assign("a02", ""))
	w.wrong("x02", "add", w.accuse("a02", ""))
	w.must("x02", w.accuse("", "a02"))
	if w.Bars("a02") || len(w.Accused) != 0 || w.Owner != "x02" || w.Grade != Important {
		t.Errorf("cleared: %v, in charge %s, %s", w.Accused, w.Owner, w.Grade)
	}
	w.must("x02", w.assign("a02", ""))
}

func (w *walk) kindFor(account string) Kind {
	if w.Visible(w.o.as(account)) {
		return KindForbidden
	}
	return KindNotFound
}

func TestP4G6_TheOwnerNamedIsSkippedUpwards(t *testing.T) {
	for _, tt := range []struct{ first, named, owner string }{
		{"", "s01", "x02"}, {"", "x02", "v01"}, {"attitude", "x02", "v01"}, {"", "v01", "v02"},
	} {
		w := record(t, demo(), "a01", intake())
		if tt.first != "" {
			w = record(t, demo(), "a01", intake(about(tt.first)))
		}
		w.must("g01", w.accuse(tt.named, ""))
		if w.Owner != tt.owner || w.Visible(w.o.as(tt.named)) {
			t.Errorf("%s named: in charge %s, want %s", tt.named, w.Owner, tt.owner)
		}
		w.must("g01", w.accuse("", tt.named))
		if want := w.route(w.o); w.Owner != want {
			t.Errorf("%s cleared: in charge %s, want %s", tt.named, w.Owner, want)
		}
	}
}

func TestK5P4_TheResponsiblePersonIsBarred(t *testing.T) {
	w := record(t, demo(), "a01", intake()).handled("s01", "a02")
	w.must("s01", w.assess(func(f *Assessing) {
		f.Validity, f.Responsibility, f.ResponsiblePerson = Valid, ByCompany,
			"s01"
	}))
	if w.Visible(w.o.as("s01")) || w.Owner != "x02" || w.Handler != "a02" {
		t.Fatalf("in charge %s, handled by %s", w.Owner, w.Handler)
	}
	w.refused("s01", KindNotFound, settledNow(w))
	w.refused("s01", KindNotFound, func(by Actor, now time.Time) error { return w.Close(by, now, Solved, "") })
	w.must("x02", w.assess(func(f *Assessing) { f.ResponsiblePerson = "a02" }))
	if w.Visible(w.o.as("a02")) || w.Handler != "" || !w.Visible(w.o.as("s01")) {
		t.Errorf("a02 responsible, handled by %q", w.Handler)
	}
	w.telling("x02", w.asks(StatementForm{Wording: "请说明三月三日的接待经过。"}))
	if w.told(NoticeStatementAsked, "") != "a02" {
		t.Errorf("asked: %+v", w.Notices())
	}
	w.must("a02", func(by Actor, now time.Time) error { return w.GiveStatement(by, now, "当日客户较多。") })
}

func TestP4_AHearingIsToldBothWays(t *testing.T) {
	w := record(t, demo(), "a02", intake(against("a01")))
	for _, wording := range []string{"请说明与 138 1234 5678 的通话", "请说明与１３８１２３４５６７８的通话",
		"客户身份证 440300-19900101-123x 的接待", "致电 0755-23456789 的经过"} {
		w.wrong("x02", "wording", w.asks(StatementForm{Wording: wording}))
	}
	w.telling("x02", w.asks(StatementForm{Wording: "请说明三月三日的接待经过。"}))
	if w.told(NoticeStatementAsked, "") != "a01" || !NoticeStatementAsked.Personal() {
		t.Errorf("told %+v", w.Notices())
	}
	w.telling("a01", func(by Actor, now time.Time) error { return w.GiveStatement(by, now, "当日客户较多。") })
	if w.told(NoticeStatementGiven, "") != "x02" {
		t.Errorf("told %+v", w.Notices())
	}
}

func TestP4_AHearingIsPutOffForThreeWorkingDaysAtMost(t *testing.T) {
	w := record(t, demo(), "a02", intake(against("a01")))
	until := w.now.Add(48 * time.Hour)
	wording := "请说明三月三日的接待经过。"
	w.wrong("x02", "reason", w.asks(StatementForm{Wording: wording, PutOff: until}))
	w.wrong("x02", "put_off", w.asks(StatementForm{Wording: wording, PutOff: w.now.AddDate(0, 0, 8), Reason: "保全录像"}))
	w.wrong("x02", "put_off", w.asks(StatementForm{Wording: wording, PutOff: w.now.Add(-time.Hour), Reason: "保全录像"}))
	w.telling("x02", w.asks(StatementForm{Wording: wording, PutOff: until, Reason: "保全录像"}))
	if w.told(NoticeStatementAsked, "") != "" || w.Heard() {
		t.Fatal("a01 hears of it before the evidence is kept")
	}
	say := func(by Actor, now time.Time) error { return w.GiveStatement(by, now, "当日客户较多。") }
	w.refused("a01", KindForbidden, say)
	w.Run(w.o, until)
	if w.told(NoticeStatementAsked, "") != "a01" || !w.Heard() {
		t.Error("a01 is not told when it is over")
	}
	w.now = until
	w.saved()
	w.wrong("x02", "put_off", w.asks(StatementForm{Wording: wording, PutOff: until.Add(time.Hour * 5), Reason: "保全录像"}))
	w.must("a01", say)
}

func TestA3_NothingIsDecidedBeforeThePersonWasHeard(t *testing.T) {
	w := guilty(t, Important)
	delete(w.o.Parameters, ViewWithin)
	w.must("p01", w.penalty("warning"))
	k := w.Sanction(1)
	if want := w.workingDays(w.o, k.At, 3); !w.HeardBy(w.o, k).Equal(want) {
		t.Errorf("heard by %v", w.HeardBy(w.o, k))
	}
	w.refused("v01", KindConflict, w.judge("impose"))
	heard := &walk{w.Complaint.clone(), t, w.o, w.now}
	heard.must("a01", heard.views("当日客户较多。")).must("v01", heard.judge("impose"))
	declined := &walk{w.Complaint.clone(), t, w.o, w.now}
	declined.must("v01", declined.judge("decline")) // in the person's favour nothing waits
	w.now = w.HeardBy(w.o, k).Add(-2 * time.Minute)
	w.refused("v01", KindConflict, w.judge("impose"))
	w.now = w.HeardBy(w.o, k)
	w.must("v01", w.judge("impose"))
}

func TestG1_FraudTellsLegalAndHoldsTheFinalAnswer(t *testing.T) {
	fresh := func() *walk {
		w := record(t, demo(), "a01", intake()).handled("s01", "a01")
		w.telling("s01", w.assess(func(f *Assessing) { f.Fraud = true }))
		if w.told(NoticeFraud, "") != "l01" {
			t.Fatalf("told %+v", w.Notices())
		}
		w.saved()
		return w.offered("v01", 0)
	}
	w := fresh()
	w.refused("v01", KindConflict, w.answer("yes"))
	w.refused("v01", KindConflict, w.answer("no"))
	w.must("v01", w.answer("pending")) // never a word in between
	w.must("a01", func(by Actor, now time.Time) error {
		return w.LogContact(by, now, Contact{Way: "phone", Said: "正在核查"})
	})
	w.refused("v01", KindConflict, func(by Actor, now time.Time) error {
		return w.GiveAnswer(by, now, Answer{Way: "phone", Said: "同意", Accepted: "yes", Unheard: "等不及"})
	})
	w.must("l01", func(by Actor, now time.Time) error { return w.GiveOpinion(by, now, "未见欺诈") })
	w.must("v01", w.answer("yes"))

	w = fresh()
	w.now = w.FraudAt.Add(72 * time.Hour)
	w.wrong("v01", "without_opinion", w.answer("yes"))
	w.must("v01", func(by Actor, now time.Time) error {
		return w.GiveAnswer(by, now, Answer{Way: "phone", Said: "同意", Accepted: "yes", Unheard: "法务出差，事实已查清"})
	})
}

func TestB4_ThePlansFirstAreToldOnce(t *testing.T) {
	for category, told := range map[string]string{"discount": "p01", "wrong_introduction": "p01",
		"fees_not_told": "p01",
		"property_loss": "p01", "noise": ""} {
		w := taken(t, intake(about(category)))
		if got := w.told(NoticePlan, ""); got != told {
			t.Errorf("%s: told %q, want %q", category, got, told)
		}
	}
	w := taken(t, intake(func(in *Intake) { in.Channel = ChannelGovernment }))
	if w.told(NoticePlan, "") != "p01" {
		t.Error("a government transfer is not told")
	}
	w = taken(t, intake(about("discount"), against("p01")))
	if strings.Contains(w.told(NoticePlan, ""), "p01") {
		t.Error("the accused is told")
	}
}

func TestP8_ALeakIsRestrictedByItselfAndLegalIsTold(t *testing.T) {
	o, leak := demo(), taken(t, intake(about(DataLeak), against("a02")))
	switch w := leak; {
	case !w.Restricted || w.told(NoticeLeak, "") == "" || !strings.Contains(w.told(NoticeLeak, ""), "l01"):
		t.Errorf("restricted %v, told %+v", w.Restricted, w.Notices())
	case !w.Visible(o.as("a01")) || !w.Visible(o.as("l01")) || w.Visible(o.as("s01")) || w.Visible(o.as("a02")):
		t.Errorf("named %v", w.Named)
	case !w.Known(o.as("s01")) || w.Known(o.as("a02")):
		t.Error("others of the site see that it exists, the accused does not")
	}
	// Who is answerable keeps it until another has accepted (rule W14).
	w := record(t, demo(), "a01", intake())
	w.must("s01", w.assign("a02", "")).must("s01", w.restrict())
	if !w.Visible(w.o.as("a01")) {
		t.Error("the recorder is answerable and does not see it")
	}
	if w.must("a02", w.Accept); w.Visible(w.o.as("a01")) {
		t.Error("accepted by another, the recorder still sees it")
	}
}

func TestM8_InternalOnesCountNowhereAndComplaintsAgainstAPersonDo(t *testing.T) {
	w := record(t, demo(), "a01", intake(about("internal")))
	if got := w.Indicators(w.o, nil); got != nil {
		t.Errorf("counted %+v", got)
	}
	w.Grade = Major // risen by the month it is still staff's own (rule G8)
	if got := w.Indicators(w.o, nil); got != nil {
		t.Errorf("counted %+v", got)
	}
	w = record(t, demo(), "a01", intake(against("a02")))
	w.ResponsiblePerson = "b01"
	var against []string
	for _, m := range w.Indicators(w.o, nil)[0].Marks {
		if m.Of == CountAgainst {
			against = append(against, m.Value)
		}
	}
	if strings.Join(against, " ") != "a02 b01" {
		t.Errorf("against %v", against)
	}
}

func TestC4P7_AStepNeverWaitsForWhoLeft(t *testing.T) {
	change := func(account string, fn func(*Person)) func(*Org) {
		return func(o *Org) {
			for i := range o.People {
				if o.People[i].Account == account {
					fn(&o.People[i])
				}
			}
		}
	}
	for name, tt := range map[string]struct {
		sum    Money
		gone   []func(*Org)
		before []string // approve before
		who    string   // may decide then
	}{
		"a supervisor leaves":    {500 * Yuan, []func(*Org){disabled("s02")}, nil, "s01"},
		"both supervisors leave": {500 * Yuan, []func(*Org){disabled("s01", "s02")}, nil, "p01 x02"},
		"they move to LT": {500 * Yuan,
			[]func(*Org){change("s01", func(p *Person) { p.Site = "LT" }),
				change("s02", func(p *Person) { p.Site = "LT" })}, nil, "p01 x02"},
		"they are demoted": {500 * Yuan,
			[]func(*Org){change("s01", func(p *Person) { p.Role = Agent }),
				change("s02", func(p *Person) { p.Role = Agent })}, nil, "p01 x02"},
		"the managers leave":      {5_000 * Yuan, []func(*Org){disabled("p01", "x02")}, []string{"s02"}, "v01 v02 g01"},
		"all below the VP":        {500 * Yuan, []func(*Org){disabled("s01", "s02", "p01", "x02")}, nil, "v01 v02 g01"},
		"one VP is left":          {30_000 * Yuan, []func(*Org){disabled("v01", "v02")}, []string{"s02", "x02"}, "g01"},
		"a later step takes over": {5_000 * Yuan, []func(*Org){disabled("s01", "s02")}, nil, "p01 x02"},
	} {
		t.Run(name, func(t *testing.T) {
			w := investigated(t, demo(), intake(), "a01", nil).offered("a01", tt.sum)
			w.approved(tt.before...)
			for _, fn := range tt.gone {
				fn(w.o)
			}
			w.o.Index()
			w.Loaded()
			w.Run(w.o, w.now.Add(time.Minute))
			got := w.who(func(w *walk) func(Actor, time.Time) error { return w.decide(1, Approve, "") })
			if got != tt.who {
				t.Errorf("decided by %q, want %q", got, tt.who)
			}
			if name == "a supervisor leaves" {
				if len(w.Journal()) != 0 {
					t.Error("another of the role decides, nothing is moved")
				}
				return
			}
			if told := w.told(NoticeApprovalWaiting, ""); told == "" && name != "one VP is left" {
				t.Error("nobody is told")
			}
		})
	}
}

func TestC4P6P7_ADelegatesDelegatorLeaves(t *testing.T) {
	o := handedOver(t, "s02 x02") // x02 decides in the place of s02
	w := investigated(t, o, intake(), "a01", nil).offered("a01", 500*Yuan)
	disabled("s01", "s02")(o)
	o.Index()
	w.Run(o, w.now.Add(time.Minute))
	if got := w.who(func(w *walk) func(Actor, time.Time) error { return w.decide(1, Approve, "") }); got != "p01 x02" {
		t.Errorf("decided by %q", got)
	}
}

func TestP4C4_WhoIsNamedWhileAStepWaitsIsPassedOver(t *testing.T) {
	w := investigated(t, demo(disabled("s02")), intake(), "a01", nil).offered("a01", 500*Yuan)
	w.must("x02", w.accuse("s01", ""))
	w.refused("s01", KindNotFound, w.decide(1, Approve, ""))
	if got := w.who(func(w *walk) func(Actor, time.Time) error { return w.decide(1, Approve, "") }); got == "" {
		t.Errorf("nobody decides; %+v", w.Steps)
	}
}

func TestP5_NumbersInFreeTextsAreMasked(t *testing.T) {
	for text, want := range map[string]string{
		"请回电13812345678谢谢":                   "请回电138****5678谢谢",
		"138 1234 5678":                      "138 **** 5678",
		"138-1234-5678、13987654321":          "138-****-5678、139****4321",
		"１３８１２３４５６７８":                        "１３８****５６７８",
		"+86 13812345678":                    "+861 38******5678",
		"身份证440300199001011234":              "身份证440***********1234",
		"身份证 44030019900101123X。":            "身份证 440***********123X。",
		"0755-23456789 转 8012":               "075*-****6789 转 8012",
		"（010）65551234":                      "（010）****1234",
		"投诉编号TS-HY-20250303-001":             "投诉编号TS-HY-20250303-001",
		"三栋1201，面积89.5平方，总价1800000元":         "三栋1201，面积89.5平方，总价1800000元",
		"2025-03-03 10:30 来访，合同HT-2025-0138": "2025-03-03 10:30 来访，合同HT-2025-0138",
	} {
		if strings.HasPrefix(text, "+86") {
			if got := MaskText(text); strings.Contains(got, "13812345678") || !strings.HasSuffix(got, "5678") {
				t.Errorf("%q: %q", text, got)
			}
			continue
		}
		if got := MaskText(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	if got := MaskBeginning("请回电话给我，号码是1381234567"); strings.Contains(got, "1381234567") {
		t.Errorf("the beginning of a number: %q", got)
	}
}

// However a phone or ID number is typed, it is masked, and nothing else of the text changes.
func TestP5_HoweverANumberIsTypedItIsMasked(t *testing.T) {
	wide := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r - '0' + '０'
			}
			return r
		}, s)
	}
	for _, number := range []string{"13812345678", "19900001111", "440300199001011234", "44030019900101123X",
		"075523456789", "8613812345678", "008613812345678"} {
		for _, sep := range []string{"", " ", "-", "－", "　", ". "} {
			for _, every := range []int{3, 4, 6} {
				var typed string
				for i, r := range number {
					if i > 0 && i%every == 0 {
						typed += sep
					}
					typed += string(r)
				}
				for _, text := range []string{typed, wide(typed), "电话" + typed + "，请回", "(" + typed + ")"} {
					got := MaskText(text)
					if len([]rune(got)) != len([]rune(text)) || !strings.Contains(got, "***") &&
						!strings.Contains(got, "*") {
						t.Fatalf("%q stays %q", text, got)
					}
					if MaskText(got) != got {
						t.Fatalf("%q is masked twice: %q", text, MaskText(got))
					}
				}
			}
		}
	}
}
