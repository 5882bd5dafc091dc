package huiyin

import (
	"testing"
	"time"
)

// closing closes a complaint as far as its gifts are concerned.
func (w *walk) closing() *walk {
	w.t.Helper()
	complete(w)
	return w.must("s01", w.close(Solved, ""))
}

func TestC9D14_AGiftsTaskOpensAtClosingAndRuns(t *testing.T) {
	w := agreed(t)
	if len(w.Tasks) != 0 {
		t.Fatalf("a task before closing: %+v", w.Tasks)
	}
	w.must("f01", w.pay(1, 100*Yuan)).closing()
	task := w.giftTask(1)
	if task == nil || task.Who != "a01" || !task.Due.Equal(w.now.Add(7*24*time.Hour)) {
		t.Fatalf("%+v", w.Tasks)
	}
	if f := w.NextFulfilment(); f == nil || f.Kind != D14 || !f.Due.Equal(task.Due) || f.Who != "a01" {
		t.Fatalf("next %+v", f)
	}
	w.refused(
		"a01",
		KindConflict,
		func(by Actor, now time.Time) error { return w.EndTask(by, now, w.Tasks[0].ID, "送了", "") },
	)
	w.refused("s01", KindConflict, w.Archive) // rule W10
	w.now = task.Due
	w.Run(w.o, w.now)
	if f := w.NextFulfilment(); w.Tasks[0].Climbed != 100 || f == nil || f.Status != Missed {
		t.Errorf("climbed %d, %+v", w.Tasks[0].Climbed, f)
	}
	w.Run(w.o, w.ClosedAt.AddDate(0, 6, 0))
	if w.State != Closed {
		t.Errorf("%s while a gift is owed", w.State)
	}
	w.now = w.ClosedAt.AddDate(0, 6, 0)
	w.must("a01", w.give(1, Giving{What: "果篮", At: w.now}))
	if w.giftTask(1) != nil || w.NextFulfilment() != nil || w.Tasks[0].Result != "果篮" || w.Tasks[0].Dropped {
		t.Errorf("%+v", w.Tasks)
	}
}

func TestC9W7_ClosingDoesNotAskForTheGift(t *testing.T) {
	w := agreed(t)
	w.must("f01", w.pay(1, 100*Yuan)).closing()
	due := w.giftTask(1).Due
	w.now = w.now.Add(time.Hour)
	w.must("s01", func(by Actor, now time.Time) error { return w.Reopen(by, now, "复发") })
	w.refused("a01", KindConflict, w.give(1, Giving{What: "果篮", At: w.now}))
	for _, g := range w.Missing(w.now) {
		if g.Action == ActionEndTask {
			t.Errorf("closing asks for %s", g.What)
		}
	}
	w.Run(w.o, due.Add(time.Hour)) // it cannot be given, so it is not late
	if task := w.giftTask(1); task.Climbed != 0 || task.Told || w.broken() {
		t.Errorf("%+v", task)
	}
	w.now = due.Add(2 * time.Hour)
	w.State, w.ClosedAt = Closed, w.now
	w.openGifts(w.o.as("s01"), w.now)
	if len(w.Tasks) != 1 || !w.Tasks[0].Due.Equal(w.now.Add(7*24*time.Hour)) {
		t.Errorf("%+v", w.Tasks)
	}
	w.must("a01", w.give(1, Giving{Dropped: "客户谢绝"}))
	if !w.Tasks[0].Dropped || w.Tasks[0].Result != "客户谢绝" {
		t.Errorf("%+v", w.Tasks)
	}
}

// The person and the date of the measure are the task's; who gives it may, and nobody else comes in by that.
func TestC9W3_TheGiftIsGivenByWhomTheProposalNames(t *testing.T) {
	w := investigated(t, demo(), intake(), "a01", nil)
	due := w.now.AddDate(0, 1, 0)
	w.must("a01", w.proposing(ProposalForm{Remedies: []string{"gift"}, Gift: 30 * Yuan, Who: []string{"a02"},
		Due: []time.Time{due}})).must("a01", w.submit(1)).approved("s01").must("s01", w.answer("yes"))
	w.refused("a02", KindNotFound, w.give(1, Giving{What: "果篮", At: w.now}))
	w.closing()
	if task := w.giftTask(1); task.Who != "a02" || !task.Due.Equal(due) {
		t.Errorf("%+v", task)
	}
	w.refused("b01", KindNotFound, w.give(1, Giving{What: "果篮", At: w.now}))
	w.must("a02", w.give(1, Giving{What: "果篮", At: w.now}))
}

func TestC9_GesturesComeToTwoHundredInAll(t *testing.T) {
	w := record(t, demo(), "a01", intake())
	w.wrong("a01", "value", w.gesture(200*Yuan+1))
	w.must("a01", w.gesture(150*Yuan))
	w.wrong("a01", "value", w.gesture(50*Yuan+1))
	w.must("s01", w.agree(1, Refuse, "不必")).must("a01", w.gesture(200*Yuan)) // what was refused does not count
	other := record(t, demo(), "a01", intake())
	other.o.Parameters = Parameters{GestureLimit: int64(300 * Yuan)}
	other.must("a01", other.gesture(300*Yuan))
	other.wrong("a01", "value", other.gesture(1))
}
