package db_test

import (
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// finish gives a complaint an end, wilder than the rulebook would.
func (l life) finish(c *huiyin.Complaint) {
	at := c.ReceivedAt.Add(time.Duration(l.IntN(40*24*60)) * time.Minute)
	if l.chance(60) {
		c.SettledAt = at
	}
	if l.chance(40) {
		c.ClosedAt, c.Outcome = at.Add(time.Duration(l.IntN(1000))*time.Hour), pick(l, huiyin.Outcomes()...)
	}
	c.Validity = pick(l, huiyin.Validities()...)
	if l.chance(20) {
		c.GradeRule = "person"
	}
	if l.chance(15) {
		c.Link = "TS-JY-20250101-001"
	}
	if l.chance(10) {
		c.Mergings = []huiyin.Merging{{Number: "TS-JY-20250101-002", ReceivedAt: at, At: at}}
		if l.chance(50) {
			c.Mergings[0].PartedAt = at
		}
	}
	if l.chance(10) {
		c.MergedInto, c.MergedAt = "TS-JY-20250101-003", at
	}
	for range l.IntN(3) {
		c.Payments = append(c.Payments, huiyin.Payment{Proposal: 1, Amount: huiyin.Money(1 + l.IntN(90_000)),
			PaidAt: at.AddDate(0, l.IntN(3), 0), By: "f01", At: at})
		c.Reminders = append(c.Reminders, huiyin.Reminder{At: at, Way: "phone", Counts: l.chance(60)})
		c.Causes = append(c.Causes, huiyin.Cause{At: at, Class: pick(l, append(huiyin.CauseClasses(), "")...),
			Cause: "原因"})
		c.Results = append(c.Results, huiyin.Result{At: at, Satisfaction: pick(l, huiyin.Satisfactions()...)})
		c.Answers = append(c.Answers, huiyin.Answer{At: at, Accepted: pick(l, "yes", "no"), Proposal: l.IntN(2)})
		m := huiyin.Measure{At: at, Kind: pick(l, huiyin.MeasureKinds()...), What: "措施", Person: "a02", Due: at,
			Effective: pick(l, "", "yes", "no")}
		if l.chance(60) {
			m.DoneAt = at
		}
		c.Measures = append(c.Measures, m)
	}
	if l.chance(20) {
		c.FollowUps = append(c.FollowUps, huiyin.FollowUp{At: at, Satisfaction: pick(l, huiyin.Satisfactions()...)})
	}
	if l.chance(10) {
		c.Disputes = append(c.Disputes, huiyin.Dispute{N: 1, Stage: huiyin.Mediation, StartedAt: at})
	}
	for i := range c.Deadlines {
		c.Deadlines[i].Status = pick(l, huiyin.Running, huiyin.Met, huiyin.Missed, huiyin.Waived, huiyin.Paused)
		if l.chance(50) {
			c.Deadlines[i].MetAt = at
		}
	}
}

var testedMonths = []huiyin.Month{202502, 202503}

// Every figure is what one counts by hand over what one may open, and its list holds exactly those.
func TestM2M4P3P4P8_FiguresAgreeWithComplaints(t *testing.T) {
	t.Parallel()
	dbtest.Whole(t)
	for _, handed := range []bool{false, true} {
		s := dbtest.New(t)
		if handed {
			standIns(t, s)
		}
		l := newLife(21, s.Org())
		cs := l.complaints(160, 430, 0)
		for _, c := range cs {
			l.entangle(c)
			l.finish(c)
		}
		if err := s.RecordAll(t.Context(), cs); err != nil {
			t.Fatal(err)
		}
		if n := dbtest.Statistics(t, s, dbtest.Now, testedMonths...); n < 1000 {
			t.Errorf("only %d numbers", n)
		}
	}
}

// Figures follow every change, and counting anew gives the same.
func TestM2_FiguresFollowChanges(t *testing.T) {
	t.Parallel()
	dbtest.Whole(t)
	s := dbtest.New(t)
	l := newLife(22, s.Org())
	cs := l.complaints(150, 60, 10)
	if err := s.RecordAll(t.Context(), cs); err != nil {
		t.Fatal(err)
	}
	at, reopened := dbtest.Now, 0
	for i, c := range append(cs, cs...) {
		at = at.Add(time.Hour)
		_, err := s.ChangeComplaint(t.Context(), db.Once{}, c.Number, 0, func(k *huiyin.Complaint) error {
			for _, p := range s.Org().Active(func(p *huiyin.Person) bool { return true }) {
				by := huiyin.Actor{Person: p, Org: s.Org()}
				switch {
				case i%3 == 0 && k.Offers(by, huiyin.ActionClose):
					return k.Close(by, at, huiyin.Withdrawn, "客户撤回投诉。")
				case k.State == huiyin.Closed && k.Offers(by, huiyin.ActionReopen):
					reopened++
					return k.Reopen(by, at, "客户又有新的情况。")
				case i%3 == 1 && k.Offers(by, huiyin.ActionRemind):
					return k.Remind(by, at, huiyin.Reminder{Way: "phone"})
				}
			}
			l.happen(k, at)
			return nil
		})
		if err != nil && huiyin.KindOf(err) == 0 {
			t.Fatal(err)
		}
	}
	by := dbtest.Actor(t, s, "u01")
	a := dbtest.Complaint(t, s, by, func(in *huiyin.Intake) { in.ReceivedAt = at.Add(-time.Hour) })
	b := dbtest.Complaint(t, s, by, func(in *huiyin.Intake) { in.ReceivedAt = at.Add(-time.Hour) })
	if err := s.ChangeTwo(t.Context(), db.Once{}, a.Number, 0, func(*huiyin.Complaint) string { return b.Number }, func(c, other *huiyin.Complaint) error { return c.Merge(by, at, other) }); err != nil {
		t.Fatal(err)
	}
	if reopened < 10 {
		t.Errorf("only %d reopened", reopened)
	}
	months := []huiyin.Month{202503}
	before := dbtest.Statistics(t, s, at, months...)
	dir := copied(t, s.Dir())
	pool := raw(t, dir)
	for _, query := range []string{"DELETE FROM counted", "UPDATE tally SET n = n + 7",
		"DELETE FROM fact WHERE complaint % 2 = 0"} {
		if _, err := pool.Exec(query); err != nil {
			t.Fatal(err)
		}
	}
	again, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = again.Close() }()
	if after := dbtest.Statistics(t, again, at, months...); after != before {
		t.Errorf("%d numbers after counting anew, %d before", after, before)
	}
}
