package huiyin

import "testing"

// Finance hears of an acceptance at once, and sees what it has to pay and to release (U8; rules C6, W17).
func TestC6_FinanceHearsOfAnAcceptance(t *testing.T) {
	w := reached(t, Answering)
	if got := w.OpenPayments(w.o.as("f01")); len(got) != 0 || w.told(NoticePaymentOwed, "") != "" {
		t.Errorf("owed before the customer accepted: %v", got)
	}
	if err := w.GiveAnswer(w.o.as(w.Owner), w.now, Answer{Way: FaceToFace, Said: "按方案补偿", Accepted: "yes"}); err != nil {
		t.Fatal(err)
	}
	if got := w.told(NoticePaymentOwed, ""); got != "f01" {
		t.Errorf("told %q", got)
	}
	owed := w.Proposals[0].Payable()
	got := w.OpenPayments(w.o.as("f01"))
	if len(got) != 1 || got[0].Sum != owed || got[0].Release || !got[0].Due.After(w.now) {
		t.Errorf("owed: %+v", got)
	}
	if got := w.OpenPayments(w.o.as("a01")); len(got) != 0 {
		t.Errorf("a handler is asked to pay: %v", got)
	}
	w = reached(t, Executing).second()
	w.must("f01", w.record(1, 500*Yuan))
	if got := w.OpenPayments(w.o.as("f02")); len(got) != 1 || !got[0].Release || got[0].Sum != 500*Yuan {
		t.Errorf("to be released: %+v", got)
	}
}
