package huiyin

import (
	"slices"
	"testing"
	"time"
)

func (w *walk) releasePart(n int, d Decision, reason string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.ReleaseData(by, now, n, d, reason) }
}

// The part of a complaint is released by whoever is in charge of it, never into one's own hands (rules B1, P10).
func TestB1P10_APartIsReleasedByWhoeverIsInCharge(t *testing.T) {
	w := reached(t, Investigating)
	ask := func(handler string) {
		w.AskRelease(w.o.as("h01"), w.now, DataRequest{ID: 7, Handler: handler, Due: w.now.AddDate(0, 0, 15)})
	}
	ask("h01")
	if got := w.heard(NoticeReleaseAsked); !slices.Equal(got, []string{w.Owner}) {
		t.Errorf("asked: %v", got)
	}
	w.refused("a01", KindForbidden, w.releasePart(1, Approve, ""))
	w.refused("t01", KindNotFound, w.releasePart(1, Approve, ""))
	w.refused("s01", KindNotFound, w.releasePart(2, Approve, ""))
	w.wrong("s01", "decision", w.releasePart(1, Return, "x"))
	w.wrong("s01", "reason", w.releasePart(1, Refuse, " "))
	w.must("s01", w.releasePart(1, Refuse, "含他人信息"))
	w.refused("s01", KindConflict, w.releasePart(1, Approve, ""))
	ask("s01")
	w.refused("s01", KindForbidden, w.releasePart(2, Approve, ""))
	w.must("p01", w.releasePart(2, Approve, ""))
	if r := w.DataReleases; r[0].Decision != Refuse || r[0].DecidedBy != "s01" || r[1].Decision != Approve || r[1].Closed {
		t.Errorf("releases %+v", r)
	}
	ask("h01")
	w.EndReleases(w.o.as("h01"), w.now, []int64{8})
	if w.DataReleases[2].Open() || w.DataReleases[2].Decision != "" {
		t.Errorf("asked on after the answer: %+v", w.DataReleases[2])
	}
}

// A restricted complaint's part is released by the role in charge alone (rule P8).
func TestP8_ARestrictedPartIsReleasedByTheRoleInCharge(t *testing.T) {
	w := reached(t, Investigating)
	w.must("s01", func(by Actor, now time.Time) error { return w.Restrict(by, now, []string{"e01"}, "涉及客户资料") })
	w.AskRelease(w.o.as("h01"), w.now, DataRequest{ID: 7, Handler: "h01"})
	for _, who := range []string{"e01", "a01", "s02", "p01", "v01"} {
		w.refused(who, KindForbidden, w.releasePart(1, Approve, ""))
	}
	w.must("s01", w.releasePart(1, Approve, ""))
	if !w.DataReleases[0].Closed {
		t.Error("released without noting that it was restricted")
	}
}

// What goes into an extract: one's own parts and those released; what has been restricted since, and what is refused,
// stays out, and a request whose extract is incomplete is not called granted (rules B1, P8).
func TestB1_AnExtractIsPutTogetherFromParts(t *testing.T) {
	given := &DataRelease{Decision: Approve}
	f := &CustomerFile{Customer: &Customer{ID: 1, Requests: []DataRequest{{ID: 1, Kind: SeeData, Site: "HY",
		RecordedBy: "a01", Handler: "h01"}}}, Parts: map[int64][]DataPart{1: {
		{Number: "own", Own: true}, {Number: "unasked"}, {Number: "asked", Release: &DataRelease{}},
		{Number: "given", Release: given}, {Number: "shut since", Release: given, Restricted: true},
		{Number: "shut", Release: &DataRelease{Decision: Approve, Closed: true}, Restricted: true},
		{Number: "refused", Release: &DataRelease{Decision: Refuse, Reason: "含他人信息"}}}}}
	x := f.ExtractOf(1)
	if !slices.Equal(x.Given, []string{"own", "given", "shut"}) || x.Awaited != 3 ||
		!slices.Equal(x.Refused, []string{"含他人信息"}) {
		t.Errorf("%+v", x)
	}
	var again []string
	for _, p := range f.Parts[1] {
		if p.Unasked() {
			again = append(again, p.Number)
		}
	}
	if !slices.Equal(again, []string{"unasked", "shut since"}) {
		t.Errorf("asked for: %v", again)
	}
	w := reached(t, Investigating)
	h01 := w.o.as("h01")
	a := DataAnswer{Outcome: DataGranted, Answer: "已交付"}
	if err := f.AnswerAll(h01, w.now, 1, a); KindOf(err) != KindInvalid || !f.Customer.Requests[0].Open() {
		t.Errorf("an incomplete one is granted: %v", err)
	}
	if err := f.Extracted(h01, w.now, 1); err != nil || !slices.Equal(f.HandedOut, x.Given) {
		t.Errorf("%v, %v", f.HandedOut, err)
	}
	if d := f.Customer.Journal()[0].Detail; d[len(d)-1].After != "own given shut" {
		t.Errorf("the journal names %+v", d)
	}
	a.Outcome = DataPartly
	if err := f.AnswerAll(h01, w.now, 1, a); err != nil {
		t.Error(err)
	}
}

// Nobody handles a request that they took in where the file holds complaints that they do not see: not when it is
// taken in, not when it is given on, not when it has come to that since (rules B1, P10).
func TestP10_NobodyHandlesTheirOwnRequest(t *testing.T) {
	w := reached(t, Investigating)
	s01 := w.o.as("s01")
	r := DataRequest{Kind: SeeData, Way: "phone", Asked: "要求查阅", Site: w.Site, Handler: "s01"}
	f := &CustomerFile{Customer: &Customer{ID: 1}, Seen: []*Complaint{w.Complaint}, Hides: map[string]bool{"s01": true}}
	if err := f.AskData(s01, w.now, r); KindOf(err) != KindInvalid || len(f.Customer.Requests)+len(f.Customer.Journal()) > 0 {
		t.Errorf("handed to oneself: %v", err)
	}
	r.Handler = "s02"
	if err := f.AskData(s01, w.now, r); err != nil {
		t.Fatal(err)
	}
	q := &f.Customer.Requests[0]
	q.ID = 1
	if err := f.AssignData(w.o.as("s02"), w.now, 1, "s01"); KindOf(err) != KindInvalid || q.Handler != "s02" {
		t.Errorf("given back: %v", err)
	}
	f.Hides = nil
	if err := f.AssignData(w.o.as("s02"), w.now, 1, "s01"); err != nil {
		t.Errorf("who sees all of it: %v", err)
	}
	f.Hides = map[string]bool{"s01": true}
	n := len(f.Customer.Journal())
	if err := f.Extracted(s01, w.now, 1); KindOf(err) != KindForbidden || len(f.HandedOut) > 0 {
		t.Errorf("printed: %v", err)
	}
	if err := f.AnswerAll(s01, w.now, 1, DataAnswer{Outcome: DataPartly, Answer: "x"}); KindOf(err) != KindForbidden ||
		!q.Open() || len(f.Customer.Journal()) != n {
		t.Errorf("answered: %v", err)
	}
}
