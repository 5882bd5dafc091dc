package huiyin

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestM7_WhoCallsReadsWritesAndClosesAMeeting(t *testing.T) {
	o := demo()
	now := time.Date(2026, 3, 2, 10, 0, 0, 0, o.Zone)
	none := func(string) bool { return false }
	form := MeetingForm{HeldAt: now, Venue: "会议室", People: []string{"a01", "e01"}, Topics: "交付"}
	for site, want := range map[string]struct{ calls, reads string }{
		"HY": {"s01 s02 p01 x02 v01 v02 g01", "s01 s02 p01 x02 v01 v02 g01 a01 e01"},
		"JY": {"u01 q01 x02 v01 v02 g01", "u01 q01 x02 v01 v02 g01 a01 e01"},
		"":   {"x02 v01 v02 g01", "x02 v01 v02 g01 a01 e01"},
	} {
		var m *Meeting
		for _, p := range o.People {
			got, err := NewMeeting(o.as(p.Account), now, site, form, none)
			if called := err == nil; called != slices.Contains(strings.Fields(want.calls), p.Account) {
				t.Errorf("%q: %s calls: %v", site, p.Account, err)
			}
			if err == nil && (m == nil || p.Account == strings.Fields(want.calls)[0]) {
				m = got
			}
		}
		m.Numbered(MeetingNumber(site, now, 1))
		if m.Journal()[0].Subject != m.Number || m.Period != 202603 {
			t.Errorf("%+v", m)
		}
		m.Loaded()
		for _, p := range o.People {
			by := o.as(p.Account)
			if m.Visible(by) != slices.Contains(strings.Fields(want.reads), p.Account) {
				t.Errorf("%q: %s reads: %v", site, p.Account, m.Visible(by))
			}
			if m.Offers(by, ActionWriteMeeting) != (p.Account == m.By) ||
				m.Offers(by, ActionAssignJob) != (p.Account == m.By) ||
				m.Offers(by, ActionCloseMeeting) != (p.Account == m.By) {
				t.Errorf("%q: %s writes, %s called it", site, p.Account, m.By)
			}
		}
	}
}

func TestM7_MinutesAreWrittenThenFrozen(t *testing.T) {
	o := demo()
	now := time.Date(2026, 3, 2, 10, 0, 0, 0, o.Zone)
	s := o.as("s01")
	seen := []string{"TS-HY-20260301-001", "TS-HY-20260301-002"}
	sees := func(n string) bool { return slices.Contains(seen, n) }
	good := MeetingForm{HeldAt: now.Add(time.Hour), Venue: "会议室", People: []string{"e01", "a01", "a01"},
		Cases: "ts-hy-20260301-001，TS-HY-20260301-002", Topics: "交付"}
	m, err := NewMeeting(s, now, "HY", good, sees)
	if err != nil || !slices.Equal(m.People, []string{"a01", "e01"}) || !slices.Equal(m.Cases, seen) {
		t.Fatalf("%+v %v", m, err)
	}
	m.Loaded()
	for field, change := range map[string]func(*MeetingForm){
		"at":     func(f *MeetingForm) { f.HeldAt = now.AddDate(-2, 0, 0) },
		"venue":  func(f *MeetingForm) { f.Venue = " " },
		"topics": func(f *MeetingForm) { f.Topics = "" },
		"people": func(f *MeetingForm) { f.People = []string{"admin"} },
		"cases":  func(f *MeetingForm) { f.Cases = "TS-HY-20260301-003" },
	} {
		f := good
		change(&f)
		docRefused(t, m, KindInvalid, field, func() error { return m.Write(s, now, f, sees) })
	}
	docRefused(t, m, KindForbidden, "", func() error { return m.Write(o.as("a01"), now, good, sees) })
	docRefused(t, m, KindNotFound, "", func() error { return m.Write(o.as("b01"), now, good, sees) })
	docRefused(t, m, KindConflict, "", func() error { return m.Close(s, now.Add(2*time.Hour)) }) // no minutes
	good.Minutes = "逐件看过"

	// What the writer may not see stays on the meeting, and what they leave out goes.
	seen = seen[:1]
	good.Cases = ""
	if err := m.Write(s, now, good, sees); err != nil || !slices.Equal(m.Cases, []string{"TS-HY-20260301-002"}) {
		t.Fatalf("%v %v", m.Cases, err)
	}
	docRefused(t, m, KindConflict, "", func() error { return m.Close(s, now) }) // not held yet
	if err := m.Resolve(s, now, Job{What: "培训", Who: "b01", Due: now.AddDate(0, 0, 7)}); err != nil {
		t.Fatal(err)
	}
	if err := m.Printable(); KindOf(err) != KindConflict {
		t.Error(err)
	}
	if err := m.Close(s, now.Add(2*time.Hour)); err != nil || m.State != DocClosed || m.Printable() != nil {
		t.Fatalf("%+v %v", m, err)
	}
	docRefused(t, m, KindConflict, "", func() error { return m.Write(s, now, good, sees) })
	docRefused(t, m, KindConflict, "",
		func() error { return m.Resolve(s, now, Job{What: "培训", Who: "a01", Due: now.AddDate(0, 0, 7)}) })
	docRefused(t, m, KindConflict, "", func() error { return m.Close(s, now) })
	if err := EndJob(m, o.as("b01"), now.AddDate(0, 0, 1), 1, "", "另有安排"); err != nil || !m.Jobs[0].Dropped {
		t.Errorf("%+v %v", m.Jobs, err)
	}
	if row := (&JobRow{Kind: DocMeeting, Site: "HY", Caller: "s01", People: m.People}); row.Opens(o.as("b01")) ||
		!row.Opens(o.as("a01")) {
		t.Error("who only works for a meeting does not open its minutes")
	}
}
