package huiyin

import (
	"strings"
	"testing"
	"time"
)

func TestK6_WhereEvidenceComesFrom(t *testing.T) {
	w := reached(t, Investigating)
	attach := func(p EvidenceSource) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			return w.Attach(by, now, Attachment{Name: "现场.jpg", Hash: "ab12", Size: 3, Kind: "photo", EvidenceSource: p})
		}
	}
	w.wrong("a01", "origin", attach(EvidenceSource{MadeBy: "张三"}))
	w.wrong("a01", "origin", attach(EvidenceSource{Origin: "gossip"}))
	w.wrong("a01", "original", attach(EvidenceSource{Origin: OriginPhoto, Original: "moon"}))
	w.wrong("a01", "made_at", attach(EvidenceSource{Origin: OriginPhoto, MadeAt: w.now.AddDate(0, 0, 1)}))
	w.wrong("a01", "keeper", attach(EvidenceSource{Origin: OriginPhoto, Keeper: strings.Repeat("保", 101)}))
	w.must("a01", attach(EvidenceSource{})) // nobody at the counter is held up
	w.Attachments[0].ID = 1
	if got := w.Attachments[0].MissingProvenance(); len(got) != 1 || got[0] != "来源" {
		t.Errorf("asked for: %v", got)
	}
	whole := EvidenceSource{Origin: OriginPhoto, MadeBy: "张三", MadeAt: w.now, Device: "手机", CameBy: "当面交来",
		Original: OriginalPhone, Keeper: "张三"}
	w.wrong("a01", "origin", w.from(1, EvidenceSource{}))
	w.refused("a02", KindNotFound, w.from(1, whole))
	w.refused("a01", KindNotFound, w.from(2, whole))
	w.must("a01", w.from(1, whole))
	if a := w.Attachment(1); a.EvidenceSource != whole || len(a.MissingProvenance()) != 0 {
		t.Errorf("%+v, asked for: %v", a.EvidenceSource, a.MissingProvenance())
	}
	w.refused("a01", KindConflict, w.from(1, whole))
	better := whole
	better.Keeper = "李四"
	if err := w.TellProvenance(w.o.as("a01"), w.now, 1, better); err != nil {
		t.Fatal(err)
	}
	last := w.journal[len(w.journal)-1]
	if got := last.Detail[len(last.Detail)-1]; got != (Change{"keeper", "张三", "李四"}) {
		t.Errorf("the journal says %v", got)
	}
	w.saved()
	w.must("a01", func(by Actor, now time.Time) error { return w.WithdrawAttachment(by, now, 1, "传错") })
	w.refused("a01", KindConflict, w.from(1, whole))
}

// A scan never replaces the signed original (rule K6).
func TestK6_AScanReplacesNoOriginal(t *testing.T) {
	w := reached(t, Investigating)
	w.must("a01", func(by Actor, now time.Time) error {
		return w.Attach(by, now, Attachment{Name: "协议.pdf", Hash: "ab", Size: 3, Kind: SignedAgreement})
	})
	a := &w.Attachments[0]
	a.ID = 1
	w.wrong("a01", "original", w.from(1, EvidenceSource{Origin: OriginScan, Original: OriginalFile}))
	w.must("a01", w.from(1, EvidenceSource{Origin: OriginScan, Original: OriginalShelf}))
	if !a.OwesOriginal() {
		t.Error("nobody is told to keep the paper")
	}
	if got := strings.Join(a.MissingProvenance(), " "); got != "制作人 制作时间 原件保管人" {
		t.Errorf("asked for: %s", got)
	}
}

// Camera footage has a ground, who asked and who agreed, and others blurred; a call was announced (rule K6).
func TestK6_WhatMayNotComeIn(t *testing.T) {
	w := reached(t, Investigating)
	w.Attachments = []Attachment{{ID: 1, Name: "监控.mp4", Kind: "video"}}
	good := EvidenceSource{Origin: OriginCCTV, CCTV: CCTVInjury, AskedBy: "客户", ConsentBy: "物业经理", Blurred: true}
	for field, change := range map[string]func(*EvidenceSource){
		"cctv_ground": func(p *EvidenceSource) { p.CCTV = "performance" },
		"blurred":     func(p *EvidenceSource) { p.Blurred = false },
		"asked_by":    func(p *EvidenceSource) { p.AskedBy = " " },
		"agreed_by":   func(p *EvidenceSource) { p.ConsentBy = "" },
	} {
		bad := good
		change(&bad)
		w.wrong("a01", field, w.from(1, bad))
	}
	w.must("a01", w.from(1, good))
	if len(w.EvidenceFor("a01")) < 2 {
		t.Error("footage of an injury is no evidence")
	}
	wish := good
	wish.CCTV = CCTVWish
	w.must("a01", w.from(1, wish))
	for _, e := range w.EvidenceFor("a01") {
		if e.Attachment == 1 {
			t.Error("footage that somebody asked for about themselves measures staff")
		}
	}
	w.wrong("a01", "announced", w.from(1, EvidenceSource{Origin: OriginCall}))
	w.must("a01", w.from(1, EvidenceSource{Origin: OriginCall, Announced: true, CCTV: CCTVTheft, AskedBy: "x"}))
	if p := w.Attachments[0].EvidenceSource; p.CCTV != "" || p.AskedBy != "" {
		t.Errorf("a call has what belongs to footage: %+v", p)
	}
}

// A recorded call goes after a year unless it is evidence, proves the customer's word or is held (rules K6, T2).
func TestK6T2_RecordingsGoAfterAYear(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*walk)
		stays  bool
	}{
		"no evidence":      {func(*walk) {}, false},
		"evidence":         {func(w *walk) { w.Attachments[0].Evidence = true }, true},
		"no call":          {func(w *walk) { w.Attachments[0].Origin = OriginRecording }, true},
		"unknown":          {func(w *walk) { w.Attachments[0].EvidenceSource = EvidenceSource{} }, true},
		"held":             {func(w *walk) { w.Holds = []Hold{{At: w.now, By: "v01", Reason: "x"}} }, true},
		"proves the word":  {func(w *walk) { w.CustomerWords = []CustomerWord{{Proof: ProofRecording}} }, true},
		"of a consequence": {func(w *walk) { w.Evidence = []SanctionEvidence{{N: 1, Attachment: 1}} }, true},
	} {
		t.Run(name, func(t *testing.T) {
			w := reached(t, Archived)
			w.Attachments = []Attachment{{ID: 1, At: w.now, Name: "通话.mp3", Kind: Audio, Hash: "ab",
				EvidenceSource: EvidenceSource{Origin: OriginCall, Announced: true}}}
			tt.change(w)
			w.Run(w.o, w.now.AddDate(1, 0, 0).Add(-time.Minute))
			if !w.Attachments[0].RemovedAt.IsZero() {
				t.Fatal("gone before its time")
			}
			w.Run(w.o, w.now.AddDate(1, 0, 0))
			if gone := !w.Attachments[0].RemovedAt.IsZero(); gone == tt.stays {
				t.Errorf("gone: %v", gone)
			}
		})
	}
}

// Outside only what a file is, when it was made and where its original lies are told (rules F5, K6).
func TestK6F5_WhatLeavesTheHouse(t *testing.T) {
	o := reached(t, Investigating).o
	a := Attachment{EvidenceSource: EvidenceSource{Origin: OriginCCTV, MadeBy: "赵某", MadeAt: time.Date(2025, 3, 3, 1, 0, 0, 0,
		time.UTC), Device: "机房", Place: "三层柜", Keeper: "钱某", Original: OriginalCloud, CCTV: CCTVInjury, AskedBy: "孙某",
		ConsentBy: "李某"}}
	if got := a.Outward(o); got != "监控录像摘取，制作于 2025-03-03 09:00，原件：云端或原系统" {
		t.Error(got)
	}
}
