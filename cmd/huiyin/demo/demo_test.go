package demo

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/huiyin"
)

func newStore(t *testing.T) *db.Store {
	t.Helper()
	s, err := db.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// told is the demo company with its complaints as of now, without passwords, which take long.
func told(t *testing.T, now time.Time) *db.Store {
	t.Helper()
	s := newStore(t)
	if err := found(t.Context(), s, now.AddDate(0, 0, -daysOld), storied()); err != nil {
		t.Fatal(err)
	}
	if err := relive(t.Context(), s, now); err != nil {
		t.Fatal(err)
	}
	return s
}

// allComplaints reads them as a VP, who sees all but those about themselves, and those kept from them as the
// manager in charge.
func allComplaints(t *testing.T, s *db.Store, now time.Time) []*huiyin.Complaint {
	t.Helper()
	var all []*huiyin.Complaint
	for _, account := range []string{"g01", "x02"} {
		seen, err := s.Whole(t.Context(), actorOf(s.Org(), account), now, huiyin.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range seen {
			if !slices.ContainsFunc(all, func(k *huiyin.Complaint) bool { return k.Number == c.Number }) {
				all = append(all, c)
			}
		}
	}
	return all
}

func TestDemoLeavesNoPageEmpty(t *testing.T) {
	now := time.Now()
	s := told(t, now)
	all := allComplaints(t, s, now)
	if len(all) < 55 || len(all) > 75 {
		t.Errorf("%d complaints, want 60 to 70", len(all))
	}
	seen, texts := map[string]int{}, map[string]string{}
	for _, c := range all {
		for _, k := range []string{string(c.State), string(c.Grade), string(c.Urgency), string(c.Validity),
			"rule " + c.GradeRule, "site " + c.Site, "outcome " + string(c.Outcome)} {
			seen[k]++
		}
		category := s.Org().Category(c.Category)
		if category.Parent != "" {
			category = s.Org().Category(category.Parent)
		}
		seen["category "+category.Code]++
		for _, d := range c.Deadlines {
			seen[string(d.Kind)+" "+string(d.Status)]++
		}
		if now.Sub(c.ReceivedAt) > daysOld*24*time.Hour {
			t.Errorf("%s was received on %v", c.Number, c.ReceivedAt)
		}
		for _, text := range []string{c.Matter, c.Demand} {
			if other := texts[text]; other != "" {
				t.Errorf("%s and %s tell the same: %s", c.Number, other, text)
			}
			texts[text] = c.Number
		}
	}
	var want []string
	for _, v := range huiyin.States() {
		want = append(want, string(v))
	}
	for _, v := range huiyin.Grades() {
		want = append(want, string(v))
	}
	for _, v := range huiyin.Urgencies() {
		want = append(want, string(v))
	}
	for _, v := range huiyin.Validities() {
		want = append(want, string(v))
	}
	for _, v := range s.Org().Sites {
		want = append(want, "site "+v.Code)
	}
	for _, v := range s.Org().Categories {
		if v.Parent == "" && v.Code != "delivery" && v.Code != "repair" && v.Code != "truthfulness" {
			want = append(want, "category "+v.Code)
		}
	}
	want = append(want, "rule G8", "rule person", "category delivery", "category repair", "category truthfulness",
		"D2 met", "D2 missed", "D3 met", "D3 missed", "D4 met", "D4 missed", "D5 met", "D5 missed", "D5 running",
		"outcome solved", "outcome withdrawn", "outcome invalid", "outcome not_accepted", "outcome mediated")
	for _, k := range want {
		if seen[k] == 0 {
			t.Errorf("no complaint with %s", k)
		}
	}
}

func TestDemoJournalIsChronologicalAndSound(t *testing.T) {
	now := time.Now()
	s := told(t, now)
	v, err := s.Verify(t.Context())
	if err != nil || len(v.Wrong) > 0 {
		t.Fatalf("verify: %v %v", v.Wrong, err)
	}
	var subjects []string
	for _, c := range allComplaints(t, s, now) {
		subjects = append(subjects, c.Number)
	}
	var previous huiyin.Entry
	for _, e := range entries(t, s, subjects...) {
		if e.Logged.Before(previous.Logged) || e.At.After(e.Logged) || e.Logged.After(now) {
			t.Errorf("%s of %s: at %v, written at %v after %v", e.Action, e.Subject, e.At, e.Logged, previous.Logged)
		}
		previous = e
	}
	if v.Entries < 700 {
		t.Errorf("%d journal entries", v.Entries)
	}
}

// The stories hold whatever the hour and the length of the month.
func TestDemoCanBeginAtAnyTime(t *testing.T) {
	starts := []string{
		"2025-03-01T00:00:30+08:00", "2025-03-31T23:59:30+08:00", "2024-02-29T03:00:00+08:00",
		"2025-05-31T12:00:00+08:00", "2026-01-01T00:30:00+08:00",
	}
	if testing.Short() {
		starts = starts[:1]
	}
	for _, start := range starts {
		now, err := time.Parse(time.RFC3339, start)
		if err != nil {
			t.Fatal(err)
		}
		s := told(t, now)
		rule := 0
		for _, c := range allComplaints(t, s, now) {
			if c.GradeRule == "G8" {
				rule++
			}
		}
		if rule != 4 {
			t.Errorf("begun at %s, %d complaints have risen by the month, want 4", start, rule)
		}
	}
}

func TestDemoFillsOnlyWhatIsEmpty(t *testing.T) {
	now := time.Now()
	s := newStore(t)
	if founded, err := Found(t.Context(), s, now, false); err != nil || !founded {
		t.Fatalf("founded %v: %v", founded, err)
	}
	if n := len(allComplaints(t, s, now)); n != 0 {
		t.Errorf("%d complaints for a rehearsal, want none", n)
	}
	hashes := map[string]bool{}
	for _, p := range s.Org().People {
		hash, err := s.Password(t.Context(), p.Account)
		if err != nil || !strings.HasPrefix(hash, "$argon2id$") || hashes[hash] {
			t.Errorf("password of %s: %q, %v", p.Account, hash, err)
		}
		hashes[hash] = true
	}
	before, err := s.NewestHash(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if founded, err := Found(t.Context(), s, now, true); err != nil || founded {
		t.Errorf("founded again: %v, %v", founded, err)
	}
	if after, err := s.NewestHash(t.Context()); err != nil || after != before {
		t.Errorf("the second time changed something: %v", err)
	}
}

// entries gives the journal of several subjects in the order in which it was written.
func entries(t *testing.T, s *db.Store, subjects ...string) []huiyin.Entry {
	t.Helper()
	var all []huiyin.Entry
	for _, subject := range subjects {
		es, err := s.Journal(t.Context(), subject, true, 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, es...)
	}
	slices.SortFunc(all, func(a, b huiyin.Entry) int { return cmp.Compare(a.ID, b.ID) })
	return all
}
