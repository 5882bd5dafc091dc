package db_test

import (
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// changed lets the administrator change the company.
func changed(t *testing.T, s *db.Store, do func(by huiyin.Actor, o *huiyin.Org) error) {
	t.Helper()
	err := s.ChangeOrg(t.Context(), db.Once{},
		func(o *huiyin.Org) error { return do(huiyin.Actor{Person: o.Person("admin"), Org: o}, o) })
	if err != nil {
		t.Fatal(err)
	}
}

func sound(t *testing.T, s *db.Store) {
	t.Helper()
	if v, err := s.Verify(t.Context()); err != nil || len(v.Wrong) > 0 {
		t.Errorf("verify: %v, %v", v.Wrong, err)
	}
}

func TestD9_TheCalendarComesBackAsItWas(t *testing.T) {
	s := dbtest.New(t)
	if d := gocmp.Diff(huiyin.SeedDays(), s.Org().Calendar.Days); d != "" {
		t.Errorf("after founding (- seeded, + seen):\n%s", d)
	}
	changed(t, s, func(by huiyin.Actor, o *huiyin.Org) error {
		return o.SetDays(by, dbtest.Now, map[string]huiyin.DayOff{"2025-01-01": "", "2025-01-26": huiyin.Holiday,
			"2027-01-01": huiyin.Holiday})
	})
	week := huiyin.Week{time.Sunday: {{From: 600, To: 1440}}}
	changed(t, s, func(by huiyin.Actor, o *huiyin.Org) error { return o.SetWeek(by, dbtest.Now, "HY", week) })
	changed(t, s, func(by huiyin.Actor, o *huiyin.Org) error { return o.SetWeek(by, dbtest.Now, "LT", week) })
	changed(t, s, func(by huiyin.Actor, o *huiyin.Org) error { return o.SetWeek(by, dbtest.Now, "LT", huiyin.Week{}) })
	want := huiyin.Calendar{Weeks: map[string]huiyin.Week{"HY": week}, Days: huiyin.SeedDays()}
	delete(want.Days, "2025-01-01")
	want.Days["2025-01-26"], want.Days["2027-01-01"] = huiyin.Holiday, huiyin.Holiday
	again, err := db.Open(t.Context(), copied(t, s.Dir()))
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	for name, o := range map[string]*huiyin.Org{"at once": s.Org(), "after a restart": again.Org()} {
		if d := gocmp.Diff(want, o.Calendar, cmpopts.EquateEmpty()); d != "" {
			t.Errorf("%s (- set, + seen):\n%s", name, d)
		}
	}
	sound(t, again)
}

func TestD13_FiguresSwitchOverAtTheirInstant(t *testing.T) {
	s := dbtest.New(t)
	june := dbtest.Now.AddDate(0, 3, 0)
	set := func(from time.Time, v int64) {
		changed(t, s, func(by huiyin.Actor, o *huiyin.Org) error {
			return o.SetParameters(by, dbtest.Now, from, map[huiyin.Parameter]int64{huiyin.FirstFeedback: v})
		})
	}
	set(time.Time{}, 36)
	set(june, 24)
	again, err := db.Open(t.Context(), copied(t, s.Dir()))
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	for name, s := range map[string]*db.Store{"at once": s, "after a restart": again} {
		for _, tt := range []struct {
			at   time.Time
			want int64
		}{{dbtest.Now, 36}, {june.Add(-time.Millisecond), 36}, {june, 24}, {june.Add(-1), 36},
			{dbtest.Now.Add(-1), 48}} {
			if got := s.At(tt.at).Parameters.Get(huiyin.FirstFeedback); got != tt.want ||
				s.Org().Parameters.Get(huiyin.FirstFeedback) != tt.want {
				t.Errorf("%s: at %v it is %d, want %d", name, tt.at, got, tt.want)
			}
		}
	}
	s.At(dbtest.Now)
	changed(t, s, func(by huiyin.Actor, o *huiyin.Org) error {
		return o.DropParameter(by, dbtest.Now, huiyin.FirstFeedback, june)
	})
	if got := s.At(june).Parameters.Get(huiyin.FirstFeedback); got != 36 {
		t.Errorf("taken back, yet it becomes %d", got)
	}
	sound(t, s)
	sound(t, again)
}

// Reminders whose days are counted by a figure come by its new value, planned or not, and nothing waits
// for a date that was reckoned with the old one.
func TestD12_AChangedFigureMovesWhatTheClockWaitsFor(t *testing.T) {
	day := 24 * time.Hour
	for name, from := range map[string]time.Duration{"at once": 0, "later": 4 * day} {
		t.Run(name, func(t *testing.T) {
			s := dbtest.New(t)
			s.At(dbtest.Now)
			dbtest.Complaint(t, s, dbtest.Actor(t, s, "u01"), nil)
			changed(t, s, func(by huiyin.Actor, o *huiyin.Org) error {
				at := time.Time{}
				if from > 0 {
					at = dbtest.Now.Add(from)
				}
				return o.SetParameters(by, dbtest.Now, at, map[huiyin.Parameter]int64{huiyin.SilentAfter: 5})
			})
			sound(t, s)
			told := func(after time.Duration) int {
				for { // as the rehearsal's clock goes
					next, err := s.NextDue(t.Context())
					if err != nil {
						t.Fatal(err)
					}
					if next.IsZero() || next.After(dbtest.Now.Add(after)) {
						break
					}
					if _, err := s.RunDue(t.Context(), next); err != nil {
						t.Fatal(err)
					}
				}
				list, err := s.Notices(t.Context(), dbtest.Actor(t, s, "u01"), 0, 100)
				if err != nil {
					t.Fatal(err)
				}
				n := 0
				for _, notice := range list {
					if notice.Kind == huiyin.NoticeSilent {
						n++
					}
				}
				sound(t, s)
				return n
			}
			if n := told(5*day - time.Minute); n != 0 {
				t.Errorf("told %d times too early", n)
			}
			if n := told(5 * day); n != 1 {
				t.Errorf("told %d times after five days, want 1", n)
			}
		})
	}
}
