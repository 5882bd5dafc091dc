package huiyin

import (
	"testing"
	"time"
)

func (w *walk) pack(purpose, receiver string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.PackEvidence(by, now, purpose, receiver) }
}

func TestJ4_WhoMakesAnEvidencePackage(t *testing.T) {
	w := reached(t, Executing)
	w.refused(w.Handler, KindForbidden, w.pack("起诉", "区法院"))
	w.wrong("p01", "purpose", w.pack(" ", "区法院"))
	w.wrong("p01", "receiver", w.pack("起诉", ""))
	w.must("p01", w.pack(" 起诉 ", "区法院"))
	w.must("v01", w.pack("公证", "公证处"))
	if p := w.EvidencePackages; len(p) != 2 || p[0].Purpose != "起诉" || p[1].N != 2 || p[1].By != "v01" {
		t.Errorf("%+v", p)
	}
	fetch := func(n int) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error { return w.FetchEvidence(by, now, n, "00ff") }
	}
	w.refused("p01", KindNotFound, fetch(3))
	w.refused("p01", KindNotFound, fetch(0))
	w.refused(w.Handler, KindForbidden, fetch(1))
	w.must("p01", fetch(1))
}

// A package holds nothing of the house: what an entry of it says is left out, its hash is not (rules F5, J4).
func TestJ4F5_WhatAPackageShows(t *testing.T) {
	for a, want := range map[Action]bool{ActionRecord: true, ActionAttach: true, ActionPay: true, ActionFind: false,
		ActionDecide: false, ActionGiveOpinion: false, ActionAssess: false, ActionFindCause: false, ActionLogContact: false,
		ActionProposeSanction: false} {
		if e := (Entry{Action: a}); e.Outward() != want {
			t.Errorf("%s: %v", a, !want)
		}
	}
	for _, a := range []Attachment{{Kind: HouseForm}, {Kind: "report"}, {Kind: "photo", WithdrawnAt: time.Now()}} {
		if a.GoesOutside() {
			t.Errorf("%+v goes out", a)
		}
	}
	if a := (Attachment{Kind: SignedForm}); !a.GoesOutside() {
		t.Error("the signed form stays")
	}
}
