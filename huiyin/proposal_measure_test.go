package huiyin

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// offers is a complaint of a01's with a proposal of these measures, submitted and agreed to by s01 within the house.
func offers(t *testing.T, f ProposalForm) *walk {
	t.Helper()
	w := investigated(t, demo(), intake(), "a01", nil)
	f.Text, f.Ground = "当面道歉，并代办过户手续", "服务标准第三条"
	return w.must("s01", w.proposing(f)).must("s01", w.submit(1))
}

// priced proposes one measure with what was said of its worth; nil, nil is a form that does not ask it.
func (w *walk) priced(text string, r Remedy, owed []bool, worth []Money) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		return w.Propose(by, now, ProposalForm{Remedies: []string{string(r)}, Text: text, Ground: "合同第五条",
			Owed: owed, Worth: worth})
	}
}

func TestW3C2_WorthClimbsAsMoney(t *testing.T) {
	yes, no := []bool{true}, []bool{false}
	for name, tt := range map[string]struct {
		by     string
		text   string
		remedy Remedy
		owed   []bool
		worth  []Money
		want   string
	}{
		"owed, by the owner":            {"s01", "维修渗水墙面", Help, yes, nil, ""},
		"owed, by the handler":          {"a01", "维修渗水墙面", Improvement, yes, []Money{0}, "owner"},
		"not asked, by the owner":       {"s01", "维修渗水墙面", Help, nil, nil, ""},
		"not asked, but waived (H2)":    {"s01", "免三年物业费", Help, nil, nil, "manager vp"},
		"not asked, a difference borne": {"s01", "差价由公司承担", Improvement, nil, nil, "manager vp"},
		"an apology has no worth":       {"s01", "致歉", Apology, no, []Money{0}, ""},
		"unknown, by the owner":         {"s01", "协调相邻业主", Help, no, nil, "manager vp"},
		"unknown, by the handler":       {"a01", "协调相邻业主", Help, nil, []Money{0}, "supervisor manager vp"},
		"a supervisor's limit":          {"a01", "加装纱窗", Help, no, []Money{2_000 * Yuan}, "supervisor"},
		"a fen above":                   {"a01", "加装纱窗", Help, no, []Money{2_000*Yuan + 1}, "supervisor manager"},
		"three years' fees":             {"a01", "免三年物业费", Help, no, []Money{21_600 * Yuan}, "supervisor manager vp"},
		"worth enough to hear legal": {"a01", "免租", Improvement, no, []Money{50_000 * Yuan},
			"supervisor manager legal+finance vp"},
		"by a supervisor, one role higher": {"s01", "加装纱窗", Improvement, no, []Money{Yuan}, "manager"},
	} {
		t.Run(name, func(t *testing.T) {
			w := investigated(t, demo(), intake(), "a01", nil)
			w.must(tt.by, w.priced(tt.text, tt.remedy, tt.owed, tt.worth)).must(tt.by, w.submit(1))
			if got := w.way(1); got != tt.want {
				t.Errorf("it climbs %q, want %q", got, tt.want)
			}
			if p := w.Proposal(1); p.Sum != entry(tt.worth, 0) || p.Payable() != 0 {
				t.Errorf("sum %s, payable %s", p.Sum, p.Payable())
			}
		})
	}
}

func TestW3C2_AMeasureIsOwedOrHasItsWorth(t *testing.T) {
	w := investigated(t, demo(), intake(), "a01", nil)
	w.wrong("a01", "worth", w.priced("x", Help, []bool{true}, []Money{Yuan}))
	w.wrong("a01", "worth", w.priced("x", Apology, nil, []Money{Yuan}))
	w.wrong("a01", "worth", w.priced("x", Help, nil, []Money{maxMoney + 1}))
	w.wrong("a01", "measure", w.priced("x", "", []bool{true}, nil))
	w.must("a01", w.priced("维修", Help, []bool{true}, nil))
	if m := w.MeasuresOf(1)[0]; !m.Owed || m.Worth != 0 || m.Unpriced || w.Proposal(1).Climbs() {
		t.Errorf("owed: %+v", m)
	}
}

// A supervisor's ¥1,500 twice is ¥3,000, whether in money or in works; what is unknown stays so for all that follows.
func TestC2_WorthAddsUpAndSplittingDoesNotHelp(t *testing.T) {
	w := investigated(t, demo(), intake(), "a01", nil)
	w.must("a01", w.priced("加装纱窗", Help, nil, []Money{1_500 * Yuan})).must("a01", w.submit(1)).approved("s01")
	w.must("a01", w.answer("yes"))
	w.must("a01", w.propose(1_500*Yuan, Compensation)).must("a01", w.submit(2))
	if w.way(2) != "supervisor manager" || w.Proposal(2).Sum != 3_000*Yuan {
		t.Errorf("%q, %s", w.way(2), w.Proposal(2).Sum)
	}

	u := investigated(t, demo(), intake(), "a01", nil)
	u.must("a01", u.priced("加装纱窗", Help, []bool{false}, nil)).must("a01", u.submit(1)).approved("s01", "x02", "v01")
	u.must("a01", u.answer("yes"))
	u.must("a01", u.propose(Yuan, Compensation)).must("a01", u.submit(2))
	if u.way(2) != "supervisor manager vp" || u.Beside(u.o, u.now).Sum != Yuan {
		t.Errorf("%q, %s", u.way(2), u.Beside(u.o, u.now).Sum)
	}
	text, _ := u.Authority(u.o, u.CountedWith(u.o, u.Proposal(2), u.now))
	if !strings.Contains(text, "价值未知") {
		t.Error(text)
	}
}

// What stands in others of the customer or unit counts for the months of the setting, to the day.
func TestC2_OthersOfTheCustomerCountForTwelveMonths(t *testing.T) {
	for name, tt := range map[string]struct {
		ago      int // months and days
		days     int
		unpriced bool
		want     string
	}{
		"eleven months ago":              {-11, 0, false, "supervisor manager"},
		"a day less than a year ago":     {-12, 1, false, "supervisor manager"},
		"a day more than a year ago":     {-12, -1, false, "supervisor"},
		"of unknown worth":               {-1, 0, true, "supervisor manager vp"},
		"of unknown worth, too long ago": {-13, 0, true, "supervisor"},
	} {
		t.Run(name, func(t *testing.T) {
			w := investigated(t, demo(), intake(), "a01", nil)
			w.Elsewhere = []CountedAt{{CountedSum{1_500 * Yuan, tt.unpriced}, w.now.AddDate(0, tt.ago, tt.days)}}
			w.must("a01", w.propose(600*Yuan, Compensation)).must("a01", w.submit(1))
			if w.way(1) != tt.want {
				t.Errorf("it climbs %q, want %q", w.way(1), tt.want)
			}
		})
	}
}

// What was approved in works may be promised until it is done; withdrawn undone it counts no more, done it does.
func TestC7C2_WorthIsPromisableUntilDone(t *testing.T) {
	w := investigated(t, demo(), intake(), "a01", nil)
	w.must("a01", w.priced("免物业费", Help, nil, []Money{1_500 * Yuan})).must("a01", w.submit(1))
	if w.promisable() != 0 || w.StandingSum(0) != 1_500*Yuan {
		t.Errorf("pending: %s of %s", w.promisable(), w.StandingSum(0))
	}
	w.approved("s01")
	if w.promisable() != 1_500*Yuan || w.mayPromise("减免物业费1500元") != nil || w.mayPromise("减免物业费1501元") == nil {
		t.Errorf("approved: %s, %v", w.promisable(), w.mayPromise("减免物业费1500元"))
	}
	w.must("a01", w.answer("yes"))
	w.Tasks[0].ID = 1
	w.must(w.Tasks[0].Who, func(by Actor, now time.Time) error { return w.EndTask(by, now, 1, "已减免", "") })
	if w.promisable() != 0 || w.StandingSum(0) != 1_500*Yuan {
		t.Errorf("done: %s of %s", w.promisable(), w.StandingSum(0))
	}
	w.Proposals[0].Status = ProposalWithdrawn
	if w.StandingSum(0) != 1_500*Yuan {
		t.Error("what was carried out counts no more")
	}
	w.Tasks[0].Dropped = true
	if w.StandingSum(0) != 0 {
		t.Error("what was never done counts")
	}
}

func TestW3_EachMeasureHasAPersonAndADate(t *testing.T) {
	w := reached(t, Investigating)
	later := w.now.AddDate(0, 0, 2)
	form := func(change func(*ProposalForm)) func(Actor, time.Time) error {
		f := ProposalForm{Remedies: []string{"apology", "help"}, Text: "致歉，代办过户", Ground: "服务标准"}
		change(&f)
		return func(by Actor, now time.Time) error { return w.Propose(by, now, f) }
	}
	for _, tt := range []struct {
		field  string
		row    int
		change func(*ProposalForm)
	}{
		{"who", 1, func(f *ProposalForm) { f.Who = []string{"", "nobody"} }},
		{"due", 1, func(f *ProposalForm) { f.Due = []time.Time{{}, monday.AddDate(0, 0, -1)} }},
		{"measure", 1, func(f *ProposalForm) { f.Remedies[1] = "bribe" }},
		{"measure", 5, func(f *ProposalForm) { f.Remedies = []string{"help", "", "", "", "", "bribe"} }},
		{"measure", 0, func(f *ProposalForm) { f.Remedies = []string{"", ""} }},
		{"measure", 2, func(f *ProposalForm) { f.Who = []string{"", "", "a02"} }},
		{"measure", 0, func(f *ProposalForm) { f.Remedies = slices.Repeat([]string{"help"}, 21) }},
		{"measure", 1, func(f *ProposalForm) {
			f.Remedies, f.Amount, f.Who = []string{"gift", "gift"}, 100, []string{"a01", "a02"}
		}},
	} {
		w.wrong("a01", tt.field, form(tt.change))
		err := form(tt.change)(w.o.as("a01"), w.now.Add(time.Minute))
		if e, ok := err.(*Error); !ok || e.Row != tt.row {
			t.Errorf("%s: row %v, want %d", tt.field, err, tt.row)
		}
	}
	accused := record(t, demo(), "a01", intake(against("a02")))
	accused.must("p01", accused.assign("a01", "")).must("a01", accused.Accept)
	accused.wrong("a01", "who", func(by Actor, now time.Time) error {
		return accused.Propose(by, now,
			ProposalForm{Remedies: []string{"help"}, Who: []string{"a02"}, Text: "x", Ground: "y"})
	})

	w.must("a01", form(func(f *ProposalForm) { f.Who, f.Due = []string{"", "e01"}, []time.Time{{}, later} }))
	got := w.MeasuresOf(1)
	if len(got) != 2 || got[0].Remedy != Apology || got[0].Who != "a01" || !got[0].Due.Equal(w.Deadline(D5).Due) ||
		got[1].Remedy != Help || got[1].Who != "e01" || !got[1].Due.Equal(later) {
		t.Errorf("measures: %+v", got)
	}
	if len(w.Tasks) != 0 {
		t.Error("a task before the customer has accepted")
	}
	w.must("a01", form(func(f *ProposalForm) { // two people help, and the same twice is once
		f.Remedies, f.Who = []string{"help", "help", "help"}, []string{"e01", "a02", "e01"}
	}))
	if got := w.MeasuresOf(2); len(got) != 2 || got[1].Who != "a02" || len(w.Proposal(2).Remedies) != 1 {
		t.Errorf("two who help: %+v", got)
	}
	w.now = w.Deadline(D5).Due.Add(time.Hour) // D5 is over: its time from now on
	w.must("a01", w.propose(0, Help))
	if got := w.MeasuresOf(3)[0].Due; !got.Equal(w.now.Add(w.span(w.o, D5))) {
		t.Errorf("after D5: %s", got)
	}
}

func TestW3D14_WhatIsAcceptedBecomesATaskForTheCustomer(t *testing.T) {
	w := offers(t, ProposalForm{Remedies: []string{"apology", "help"}, Who: []string{"", "e01"}})
	due := w.MeasuresOf(1)[1].Due
	if w.State != Answering {
		t.Fatal(w.State)
	}
	w.must("s01", w.answer("yes"))
	if len(w.Tasks) != 2 || w.Tasks[0].Who != "a01" || w.Tasks[1].Who != "e01" || !w.Tasks[1].ForCustomer ||
		w.Tasks[1].Proposal != 1 || !w.Tasks[1].Due.Equal(due) || w.Tasks[1].What != "协助解决（见方案1）" {
		t.Fatalf("tasks: %+v", w.Tasks)
	}
	if all := w.Fulfilments(); len(all) != 2 || w.NextFulfilment() == nil || !w.NextFulfilment().Due.Equal(due) {
		t.Errorf("owed: %+v", all)
	}
	w.explained()
	w.refused("s01", KindConflict, w.close(Solved, "")) // rule W7
	for id := range int64(2) {
		w.must("a01", func(by Actor, now time.Time) error { return w.EndTask(by, now, id+1, "已办妥", "") })
	}
	if w.NextFulfilment() != nil || w.Fulfilments()[1].Status != Met {
		t.Errorf("kept: %+v", w.Fulfilments())
	}

	w = offers(t, ProposalForm{Remedies: []string{"help"}}) // nothing before, and nothing without, acceptance
	if w.must("s01", w.answer("pending")); len(w.Tasks) != 0 {
		t.Error("a task while the customer thinks it over")
	}
	if w.must("s01", w.answer("no")); len(w.Tasks) != 0 {
		t.Error("a task for what was declined")
	}
}

// Money is owed as a payment, and once; a date that was offered is the payment's.
func TestW3D14_MoneyIsNotCountedTwice(t *testing.T) {
	offered := func(due ...time.Time) *walk {
		w := investigated(t, demo(), intake(), "a01", nil)
		w.must("a01", w.proposing(ProposalForm{Remedies: []string{"compensation", "help"}, Due: due, Amount: 900 * Yuan,
			Text: "补偿九百元，代办过户", Ground: "合同第八条"}))
		return w.must("a01", w.submit(1)).approved("s02").must("s01", w.answer("yes"))
	}
	w := offered()
	all := w.Fulfilments()
	if len(w.Tasks) != 1 || len(all) != 2 || all[0].Proposal != 0 || all[1].Proposal != 1 ||
		!all[1].Due.Equal(w.SettledAt.AddDate(0, 0, 7)) || w.Tasks[0].What != "协助解决：代办过户" {
		t.Fatalf("owed: %+v, tasks %+v", all, w.Tasks)
	}
	due := monday.AddDate(0, 0, 20)
	if w = offered(due); !w.Proposals[0].PayBy.Equal(due) || !w.Fulfilments()[1].Due.Equal(due) {
		t.Errorf("a date of its own: %s", w.Proposals[0].PayBy)
	}
	w.must("s01", func(by Actor, now time.Time) error { return w.WithdrawProposal(by, now, 1) })
	if !w.Tasks[0].Dropped || len(w.Fulfilments()) != 0 || w.broken() {
		t.Errorf("taken back: %+v", w.Fulfilments())
	}
}

// What was offered before measures had persons and dates makes no task, and no alarm.
func TestW3_OldProposalsStayAsTheyAre(t *testing.T) {
	w := offers(t, ProposalForm{Remedies: []string{"apology"}})
	w.OfferedMeasures = nil
	w.must("s01", w.answer("yes"))
	if len(w.Tasks) != 0 || len(w.Fulfilments()) != 0 || strings.Contains(w.LetterDraft(w.o, asWritten), "措施和时间") {
		t.Errorf("tasks %+v", w.Tasks)
	}
	w.Run(w.o, w.now.AddDate(0, 0, 20))
	if got := w.told(NoticeMissed, "D14"); got != "" {
		t.Errorf("told %s", got)
	}
}

// While the customer thought it over, the date has passed and who was to do it has left: the date starts anew, and
// the handler does it.
func TestW3D14_WhatHasPassedByTheAcceptanceStartsAnew(t *testing.T) {
	w := offers(t, ProposalForm{Remedies: []string{"help"}, Who: []string{"e01"}})
	w.o, w.now = demo(disabled("e01")), w.MeasuresOf(1)[0].Due.Add(time.Hour)
	w.must("s01", w.answer("yes"))
	if k := w.Tasks[0]; k.Who != "a01" || !k.Due.After(w.now) || w.Fulfilments()[0].Status != Running {
		t.Errorf("got %+v", k)
	}
}

// The letter tells the measures as approved with their dates and names nobody but its contact.
func TestW3W16_TheLetterTellsMeasuresWithTheirDates(t *testing.T) {
	w := offers(t, ProposalForm{Remedies: []string{"apology", "help"}, Who: []string{"", "e01"},
		Due: []time.Time{monday.AddDate(0, 0, 1), monday.AddDate(0, 0, 30)}})
	got := w.LetterDraft(w.o, asWritten)
	day := func(n int) string { return letterDay(w.o, monday.AddDate(0, 0, n)) }
	unit := w.o.DepartmentName(w.o.Person("e01").Department)
	for _, want := range []string{
		"、措施和时间\n1. 道歉，由" + w.o.PersonName("a01") + "负责，于" + day(1) + "前完成。",
		"2. 协助解决，由" + unit + "负责，于" + day(30) + "前完成。",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the letter lacks %q:\n%s", want, got)
		}
	}
	if strings.Contains(got, w.o.PersonName("e01")) {
		t.Error("the letter names staff")
	}
}
