package huiyin

import (
	"testing"
	"time"
)

func (w *walk) handsOn(change func(*DataHanding)) func(Actor, time.Time) error {
	h := DataHanding{Kind: "contractor", To: "示例维修公司", Purpose: "上门维修", What: "姓名、电话、房号", DataGround: "contract"}
	change(&h)
	return func(by Actor, now time.Time) error { return w.HandOnData(by, now, h) }
}

func TestK13_HandingOnIsRecorded(t *testing.T) {
	w := reached(t, Investigating)
	for field, change := range map[string]func(*DataHanding){
		"receiver_kind": func(h *DataHanding) { h.Kind = "friend" },
		"receiver":      func(h *DataHanding) { h.To = " " },
		"purpose":       func(h *DataHanding) { h.Purpose = "" },
		"what":          func(h *DataHanding) { h.What = "" },
		"data_ground":   func(h *DataHanding) { h.DataGround = "habit" },
		"at":            func(h *DataHanding) { h.At = monday.AddDate(1, 0, 0) },
	} {
		w.wrong("a01", field, w.handsOn(change))
	}
	w.wrong("a01", "at", w.handsOn(func(h *DataHanding) { h.At = monday.AddDate(0, 0, -1) }))
	w.refused("b01", KindNotFound, w.handsOn(func(*DataHanding) {}))
	w.must("a01", w.handsOn(func(*DataHanding) {}))
	if h := w.DataHandings[0]; h.By != "a01" || !h.At.Equal(w.now) || h.What == "" {
		t.Errorf("%+v", h)
	}
}

func (w *walk) notes(change func(*Sensitive), agreed bool) func(Actor, time.Time) error {
	s := Sensitive{Kind: HealthData, Text: "左腕骨折", ConsentBy: "王女士"}
	change(&s)
	return func(by Actor, now time.Time) error { return w.NoteSensitive(by, now, s, agreed) }
}

// Health and children stand apart, with a consent of their own, for those alone who would open it restricted.
func TestK13P8_SensitiveDataStandApart(t *testing.T) {
	w := reached(t, Investigating)
	same := func(*Sensitive) {}
	w.wrong("a01", "agreed", w.notes(same, false))
	w.wrong("a01", "sensitive_kind", w.notes(func(s *Sensitive) { s.Kind = "taste" }, true))
	w.wrong("a01", "sensitive", w.notes(func(s *Sensitive) { s.Text = " " }, true))
	w.wrong("a01", "consent_by", w.notes(func(s *Sensitive) { s.ConsentBy = "" }, true))
	w.wrong("a01", "guardian", w.notes(func(s *Sensitive) { s.Kind = ChildData }, true))
	w.refused("b01", KindNotFound, w.notes(same, true))
	w.refused("s02", KindForbidden, w.notes(same, true)) // sees the case, and would not open it restricted
	w.now = w.now.Add(time.Minute)
	if err := w.notes(same, true)(w.o.as("a01"), w.now); err != nil {
		t.Fatal(err)
	}
	for _, e := range w.Journal() {
		for _, d := range e.Detail {
			if d.After == "左腕骨折" || d.After == "王女士" {
				t.Errorf("the journal tells it: %+v", d)
			}
		}
	}
	w.saved()
	w.must("s01", w.notes(func(s *Sensitive) { s.Kind, s.Guardian = ChildData, true }, true))
	for account, want := range map[string]bool{"a01": true, "s01": true, "s02": false, "x02": false, "v01": false,
		"b01": false, "admin": false} {
		if w.OpensSensitive(w.o.as(account)) != want {
			t.Errorf("%s reads it: %v", account, !want)
		}
	}
	erase := func(n int, reason string) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error { return w.EraseSensitive(by, now, n, reason) }
	}
	w.refused("s02", KindForbidden, erase(1, "撤回同意"))
	w.refused("a01", KindNotFound, erase(3, "撤回同意"))
	w.wrong("a01", "reason", erase(1, " "))
	w.must("a01", erase(1, "客户撤回同意"))
	w.refused("a01", KindConflict, erase(1, "再删"))
	if s := w.Sensitive[0]; s.Text != "" || s.ConsentBy != "" || !w.StandingSensitive() {
		t.Errorf("%+v", s)
	}
}
