package huiyin

import (
	"strings"
	"testing"
	"time"
)

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
	if a := w.Attachment(1); a == nil || a.WithdrawnBy != "a01" || a.WithdrawReason != "传错" || a.WithdrawnAt.IsZero() ||
		a.Hash != "ab12" || a.Kind != "document" {
		t.Errorf("withdrawn it is %+v", a)
	}
}

func (w *walk) from(id int64, p EvidenceSource) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.TellProvenance(by, now, id, p) }
}
