package huiyin

import (
	"strings"
	"testing"
	"time"
)

func asWritten(s string) string { return s }

func (w *walk) says(f Facts, declines bool) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		a := Answer{Way: FaceToFace, Said: "说明了处理经过", Accepted: "pending", Facts: f}
		if declines {
			a.Declines, a.Ground = true, "认购书第9条"
		}
		return w.GiveAnswer(by, now, a)
	}
}

func (w *walk) wordFacts(n int, d Decision, words string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.DecideFacts(by, now, n, d, words) }
}

func (w *walk) letter(text string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.DraftLetter(by, now, text) }
}

func (w *walk) freeze() func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		return w.FreezeLetter(by, now, w.LetterDraft(w.o, asWritten), LetterDispatch{})
	}
}

// answering is an important complaint of x02's with an approved explanation, ready to be answered.
func answering(t *testing.T, form func(*Assessing)) *walk {
	t.Helper()
	w := investigated(t, demo(), intake(about("attitude")), "a01", form)
	w.must(w.Owner, w.propose(0, Explanation)).must(w.Owner, w.submit(1))
	if w.State != Answering {
		t.Fatal(w.State)
	}
	return w
}

func TestW16_FactsAreAChoiceAndNeverReadOffTheValidity(t *testing.T) {
	w := answering(t, func(f *Assessing) { f.Validity = Valid })
	if w.Owner != "x02" {
		t.Fatal(w.Owner)
	}
	w.wrong("x02", "facts", w.says("nonsense", false))
	w.must("x02", w.says("", true))
	if got := w.LetterDraft(w.o, asWritten); strings.Contains(got, "属实") || w.SaysFacts(1) != FactsUnsaid {
		t.Errorf("a valid complaint admits the facts by itself:\n%s", got)
	}
	w.must("x02", w.says(FactsUnconfirmed, false))
	if got := w.LetterDraft(w.o, asWritten); !strings.Contains(got, "未能证实") {
		t.Error("what was chosen is not said")
	}
}

func TestW16_AnAdmissionTakesTheNextRolesWord(t *testing.T) {
	w := answering(t, nil)
	by := w.o.as("x02")
	if err := w.says(FactsAdmitted, false)(by, w.now.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if got := w.told(NoticeApprovalWaiting, ""); !strings.Contains(got, "v01") || strings.Contains(got, "p01") {
		t.Errorf("told %q", got)
	}
	w.saved()
	if w.SaysFacts(1) != FactsUnsaid || strings.Contains(w.LetterDraft(w.o, asWritten), "属实") {
		t.Error("said before anybody agreed")
	}
	w.refused("x02", KindForbidden, w.wordFacts(1, Approve, ""))
	w.refused("p01", KindForbidden, w.wordFacts(1, Approve, ""))
	w.refused("a02", KindNotFound, w.wordFacts(1, Approve, ""))
	w.refused("v01", KindNotFound, w.wordFacts(2, Approve, ""))
	w.wrong("v01", "decision", w.wordFacts(1, Return, "再想想"))
	w.wrong("v01", "words", w.wordFacts(1, Refuse, " "))
	w.must("v01", w.wordFacts(1, Approve, ""))
	if w.SaysFacts(1) != FactsAdmitted || !strings.Contains(w.LetterDraft(w.o, asWritten), "您反映的情况属实") {
		t.Error("not said though agreed")
	}
	w.refused("v02", KindConflict, w.wordFacts(1, Refuse, "不同意"))
	w.must("x02", w.says(FactsPartly, false))
	w.must("v02", w.wordFacts(2, Refuse, "证据不足"))
	if w.SaysFacts(2) != FactsUnsaid {
		t.Error("a refused admission is said")
	}
	w.must("x02", w.says(FactsPartly, false))
	w.must("x02", w.says(FactsUnsaid, false)) // what is superseded waits for nobody
	w.refused("v01", KindConflict, w.wordFacts(3, Approve, ""))
}

func TestW16_InjuryFraudAndGreatDemandsTakeLegalsWordToo(t *testing.T) {
	for name, form := range map[string]func(*Assessing){
		"fraud": func(f *Assessing) { f.Fraud = true }, "injury": func(f *Assessing) { f.Injury = true },
		"loss": func(f *Assessing) { f.Loss = 20_001 * Yuan },
	} {
		w := investigated(t, demo(), intake(about("attitude")), "a01", form)
		w.must(w.Owner, w.propose(0, Explanation)).must(w.Owner, w.submit(1))
		owner := w.Owner
		w.must(owner, w.says(FactsAdmitted, false))
		next := "v02"
		if owner == "v02" {
			next = "v01"
		}
		w.must(next, w.wordFacts(1, Approve, ""))
		if w.SaysFacts(1) != FactsUnsaid {
			t.Errorf("%s: said without legal", name)
		}
		w.refused(next, KindForbidden, w.wordFacts(1, Approve, "")) // nobody twice
		w.must("l01", w.wordFacts(1, Approve, "措辞可以"))
		if w.SaysFacts(1) != FactsAdmitted {
			t.Errorf("%s: not said", name)
		}
	}
	w := investigated(t, demo(), intake(about("attitude"), func(in *Intake) { in.Demand = "赔偿三万元" }), "a01", nil)
	w.must(w.Owner, w.propose(0, Explanation)).must(w.Owner, w.submit(1))
	w.must("x02", w.says(FactsAdmitted, false))
	if !w.Answers[0].FactsLegal {
		t.Error("a demand above the manager's authority does not ask legal")
	}
}

func TestW16_LetterIsFrozenByWhoeverAnswers(t *testing.T) {
	w := answering(t, nil)
	w.refused("a02", KindNotFound, w.letter("您好"))
	w.wrong("a01", "text", w.letter("  "))
	w.must("a01", w.letter("您好：经研究，答复如下。"))
	w.wrong("a01", "text", w.letter("您好：经研究，答复如下。"))
	w.refused("a01", KindForbidden, w.freeze())
	w.must("x02", w.freeze())
	if l := w.FrozenLetter(); l == nil || l.Text != "您好：经研究，答复如下。" || l.FrozenBy != "x02" || w.LetterOutdated(l) {
		t.Fatalf("%+v", w.FrozenLetter())
	}
	w.refused("x02", KindConflict, w.freeze())
	w.must("x02", w.says("", true)) // a new answer outdates it
	if !w.LetterOutdated(w.FrozenLetter()) {
		t.Error("not outdated by a new answer")
	}
	w.refused("x02", KindConflict, w.freeze())
	w.must("x02", w.letter("您好：依据认购书第9条，不能退还。")).must("x02", w.freeze())
	if len(w.Letters) != 2 || w.Letters[0].Text == w.Letters[1].Text || w.LetterOutdated(w.FrozenLetter()) {
		t.Errorf("%+v", w.Letters)
	}
	w = answering(t, nil) // where nobody saved one, what was drafted is frozen
	w.must("x02", w.freeze())
	if !strings.Contains(w.FrozenLetter().Text, "尊敬的") {
		t.Error(w.FrozenLetter().Text)
	}
}

func TestW16C2_AboveTheirAuthorityWhoeverApprovedFreezes(t *testing.T) {
	w := investigated(t, demo(), intake(about("attitude")), "a01", nil)
	w.offered("a01", 30_000*Yuan).approved("s01", "p01", "v01")
	if w.State != Answering || w.Owner != "x02" {
		t.Fatal(w.State, w.Owner)
	}
	if err := w.letter("您好：补偿人民币30000元。")(w.o.as("x02"), w.now.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if got := w.told(NoticeLetterWaiting, ""); got != "v01" {
		t.Errorf("told %q, want v01", got)
	}
	w.saved()
	for _, account := range []string{"x02", "p01", "s01", "v02"} {
		w.refused(account, KindForbidden, w.freeze())
	}
	w.o.Person("v01").Disabled = true // who left holds nothing up (rule C8)
	w.must("v02", w.freeze())
}

func TestC7_LetterNamesNoMoneyBeyondWhatIsApproved(t *testing.T) {
	w := investigated(t, demo(), intake(about("attitude"), func(in *Intake) { in.Demand = "赔偿五万元" }), "a01", nil)
	w.offered("a01", 800*Yuan).approved("s01", "p01")
	for _, text := range []string{"我们补偿您5万元。", "另给您八百零一元", "同意您的诉求，赔偿五万元整。"} {
		w.wrong("x02", "text", w.letter(text))
	}
	draft := w.LetterDraft(w.o, asWritten)
	if !strings.Contains(draft, "赔偿五万元") || !strings.Contains(draft, "捌佰元整") ||
		!strings.Contains(draft, "不构成责任认定") {
		t.Errorf("the draft:\n%s", draft)
	}
	w.must("x02", w.letter(draft)).must("x02", w.letter("您要求赔偿5万元，我们不能赔偿五万元，同意补偿800元。"))
}

func TestW16_HintsNameStaffAndPhones(t *testing.T) {
	w := answering(t, nil)
	name := w.o.PersonName("a02")
	got := strings.Join(w.LetterHints(w.o, "请找"+name+"，电话 13800138000；联系人"+w.o.PersonName("a01")), " ")
	if !strings.Contains(got, name) || !strings.Contains(got, "138****8000") ||
		strings.Contains(got, w.o.PersonName("a01")) {
		t.Errorf("hints: %s", got)
	}
}
