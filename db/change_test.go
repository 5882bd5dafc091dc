package db_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// contents is all that stands in the database, table by table.
func contents(t *testing.T, s *db.Store) map[string]string {
	t.Helper()
	pool := raw(t, s.Dir())
	defer pool.Close()
	out := map[string]string{}
	for _, table := range column(t, pool,
		"SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'") {
		rows, err := pool.Query("SELECT * FROM " + table)
		if err != nil {
			t.Fatal(err)
		}
		cols, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		row, into := make([]any, len(cols)), make([]any, len(cols))
		for i := range row {
			into[i] = &row[i]
		}
		var b strings.Builder
		for rows.Next() {
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			fmt.Fprintln(&b, row...)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
		out[table] = b.String()
	}
	return out
}

// secretly changes one record of each kind without a word in the journal, as a form of a version would, and
// ends as it is told.
type secretly struct {
	name      string
	versioned bool
	change    func(version int64, end error) error
}

// silentChanges are those of every kind that the store knows.
func silentChanges(t *testing.T, s *db.Store) []secretly {
	t.Helper()
	ctx, none := t.Context(), db.Once{}
	as := func(account string) huiyin.Actor { return dbtest.Actor(t, s, account) }
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	u01, s01, p01, now := as("u01"), as("s01"), as("p01"), dbtest.Now
	if err := s.RecordAll(ctx, newLife(7, s.Org()).complaints(60, 60, 8)); err != nil {
		t.Fatal(err)
	}
	complaint := dbtest.Complaint(t, s, u01, nil)
	number := complaint.Number
	_, err := s.ChangeComplaint(ctx, none, number, 0, func(c *huiyin.Complaint) error {
		return c.Assign(as(c.Owner), now, c.Owner, "")
	})
	must(err)
	asked := inquire(t, s, "a01", now, inquiry("HY", "a01"))
	lauded := extol(t, s, "a01", now, praise("HY", "a02"))
	later := now.AddDate(0, 1, 0)
	report := "TJ-HY-202503"
	must(s.ChangeReport(ctx, none, s01, report, 0, func(r *huiyin.Report, _ *huiyin.Analysis) error {
		return r.CommentOn(s01, later, "点评")
	}))
	quarter := huiyin.QuarterNumber(20244)
	meeting, err := s.CallMeeting(ctx, none, s01, now, "HY",
		huiyin.MeetingForm{HeldAt: now.Add(time.Hour), Venue: "会议室", People: []string{"a01"}, Topics: "交付"})
	must(err)
	var covered []string
	for range 2 {
		covered = append(covered,
			dbtest.Complaint(t, s, s01, func(in *huiyin.Intake) { in.Site, in.Category = "HY", "repair" }).Number)
	}
	plan, err := s.OpenImprovementPlan(ctx, none, s01, now,
		huiyin.ImprovementPlanForm{Site: "HY", Category: "repair", Cause: "渗漏", Aim: "减半", Covered: covered})
	must(err)
	sample := ""
	for m := huiyin.Month(202501); m <= 202503 && sample == ""; m++ {
		sample, _ = s.DrawSample(ctx, none, as("k01"), now.AddDate(0, 2, 0), m)
	}
	if sample == "" {
		t.Fatal("no month of which a sample can be drawn")
	}
	view := huiyin.View{Name: "我的", Query: "site=JY"}
	must(s.ChangeViews(ctx, none, u01, func(vs *huiyin.Views) error {
		return vs.Save(u01, now, view, map[string][]string{"site": {"JY"}})
	}))
	file := fileOf(t, s, number)
	other := fileOf(t, s, covered[0])
	if other == file {
		other = fileOf(t, s, dbtest.Complaint(t, s, u01, func(in *huiyin.Intake) { in.Phone = "13900139000" }).Number)
	}
	v01 := as("v01")
	return []secretly{
		{"complaint", true, func(v int64, end error) error {
			_, err := s.ChangeComplaint(ctx, none, number, v, func(c *huiyin.Complaint) error {
				c.Loss = 1
				return end
			})
			return err
		}},
		{"part of a complaint", true, func(v int64, end error) error {
			_, err := s.ChangeComplaint(ctx, none, number, v, func(c *huiyin.Complaint) error {
				c.Deadlines[0].Status = huiyin.Met
				return end
			})
			return err
		}},
		{"inquiry", true, func(v int64, end error) error {
			return s.ChangeInquiry(ctx, none, asked, v, func(q *huiyin.Inquiry) error { q.Answer = "x"; return end })
		}},
		{"part of an inquiry", true, func(v int64, end error) error {
			return s.ChangeInquiry(ctx, none, asked, v, func(q *huiyin.Inquiry) error {
				q.Contacts = append(q.Contacts, huiyin.Contact{At: now, Said: "x"})
				return end
			})
		}},
		{"praise", true, func(v int64, end error) error {
			return s.ChangePraise(ctx, none, lauded, v, func(p *huiyin.Praise) error { p.Matter = "x"; return end })
		}},
		{"monthly report", true, func(v int64, end error) error {
			return s.ChangeReport(ctx, none, p01, report, v, func(r *huiyin.Report, _ *huiyin.Analysis) error {
				r.Comment = "x"
				return end
			})
		}},
		{"quarterly report that nobody has begun", true, func(v int64, end error) error {
			return s.ChangeQuarter(ctx, none, v01, quarter, v, func(q *huiyin.Quarter, _ *huiyin.Evaluation) error {
				q.Strengths = "x"
				return end
			})
		}},
		{"meeting", true, func(v int64, end error) error {
			return s.ChangeMeeting(ctx, none, s01, meeting, v, func(m *huiyin.Meeting, _ huiyin.Sees) error {
				m.Venue = "x"
				return end
			})
		}},
		{"improvement plan", true, func(v int64, end error) error {
			return s.ChangeImprovementPlan(ctx, none, s01, plan, v, func(p *huiyin.ImprovementPlan) error {
				p.Aim = "x"
				return end
			})
		}},
		{"sample", true, func(v int64, end error) error {
			return s.ChangeSample(ctx, none, as("k01"), sample, 0, v,
				func(v *huiyin.Sample, _ *huiyin.Complaint, _ []string) error {
					v.Items[0].Number = "x"
					return end
				})
		}},
		{"customer's file", false, func(_ int64, end error) error {
			return s.ChangeCustomer(ctx, none, u01, now, file, func(f *huiyin.CustomerFile) error {
				f.Customer.Phone = "x"
				return end
			})
		}},
		{"request in a customer's file", false, func(_ int64, end error) error {
			return s.ChangeCustomer(ctx, none, u01, now, file, func(f *huiyin.CustomerFile) error {
				f.Customer.Requests = append(f.Customer.Requests, huiyin.DataRequest{ReceivedAt: now, Due: now})
				return end
			})
		}},
		{"first of two customers' files", false, func(_ int64, end error) error {
			return s.ChangeCustomers(ctx, none, v01, file, other, func(f, _ *huiyin.CustomerFile) error {
				f.Customer.Name = "x"
				return end
			})
		}},
		{"second of two customers' files", false, func(_ int64, end error) error {
			return s.ChangeCustomers(ctx, none, v01, file, other, func(_, o *huiyin.CustomerFile) error {
				o.Customer.Into = file
				return end
			})
		}},
		{"company", false, func(_ int64, end error) error {
			return s.ChangeOrg(ctx, none, func(o *huiyin.Org) error { o.Company = "x"; return end })
		}},
		{"password", false, func(_ int64, end error) error {
			return s.ChangeOrg(ctx, none, func(*huiyin.Org) error { return end },
				db.Password{Account: "a01", Hash: "x"})
		}},
		{"delivery", false, func(_ int64, end error) error {
			return s.ChangeDelivery(ctx, none, now, func(d *huiyin.Delivery) error { d.Mail.Host = "x"; return end })
		}},
		{"log-in by the domain", false, func(_ int64, end error) error {
			return s.ChangeDomainLogin(ctx, none, func(d *huiyin.DomainLogin) error { d.Host = "x"; return end })
		}},
		{"backup plan", false, func(_ int64, end error) error {
			return s.ChangeBackupPlan(ctx, none, func(p *huiyin.BackupPlan) error { p.Keep++; return end })
		}},
		{"view", false, func(_ int64, end error) error {
			return s.ChangeViews(ctx, none, u01, func(vs *huiyin.Views) error { vs.List[0].Name = "x"; return end })
		}},
		{"view taken away", false, func(_ int64, end error) error {
			return s.ChangeViews(ctx, none, u01, func(vs *huiyin.Views) error { vs.List = nil; return end })
		}},
	}
}

// What changes anything without a word in the journal is a defect, and nothing of it is stored (rule J1); a
// form of another version than the present one neither, whatever else is wrong with it (rule W12).
func TestJ1_W12_NoKindIsChangedSilentlyOrByAStaleForm(t *testing.T) {
	s := dbtest.New(t)
	changes := silentChanges(t, s)
	before, company := contents(t, s), s.Org()
	settings := []any{*s.Delivery(), *s.DomainLogin()}
	unchanged := func(t *testing.T) {
		t.Helper()
		if d := gocmp.Diff(before, contents(t, s)); d != "" {
			t.Errorf("refused, and yet changed:\n%s", d)
		}
		if s.Org().Company != company.Company ||
			fmt.Sprint(settings...) != fmt.Sprint(*s.Delivery(), *s.DomainLogin()) {
			t.Error("what is kept in memory has changed")
		}
	}
	for _, c := range changes {
		t.Run(c.name, func(t *testing.T) {
			if err := c.change(0, nil); err == nil || huiyin.KindOf(err) != 0 ||
				!strings.Contains(err.Error(), "without a journal entry") {
				t.Errorf("silently: %v", err)
			}
			unchanged(t)
			if err := c.change(0, huiyin.Invalid("x", "x")); huiyin.KindOf(err) != huiyin.KindInvalid {
				t.Errorf("refused by the rule: %v", err)
			}
			unchanged(t)
			if !c.versioned {
				return
			}
			for end, want := range map[error]huiyin.Kind{
				nil: huiyin.KindStale, huiyin.Invalid("x", "x"): huiyin.KindStale,
				huiyin.Conflict("x"): huiyin.KindStale,
				huiyin.NotFound():    huiyin.KindNotFound, huiyin.Forbidden("x"): huiyin.KindForbidden,
			} {
				if err := c.change(99, end); huiyin.KindOf(err) != want {
					t.Errorf("stale, and %v: %v", end, err)
				}
			}
			unchanged(t)
		})
	}
	clean(t, s)
}

// A customer's file was once stored whatever had been done to it, and only the check of the journal told.
func TestJ1_ACustomersFileIsNotChangedWithoutAnEntry(t *testing.T) {
	s := dbtest.New(t)
	u01 := dbtest.Actor(t, s, "u01")
	id := fileOf(t, s, dbtest.Complaint(t, s, u01, nil).Number)
	before := contents(t, s)
	consent := func(note bool) error {
		return s.ChangeCustomer(t.Context(), db.Once{}, u01, dbtest.Now, id, func(f *huiyin.CustomerFile) error {
			if note {
				return f.Customer.SetConsent(u01, dbtest.Now, f.Seen, "given")
			}
			f.Customer.Consent = "given"
			return nil
		})
	}
	if err := consent(false); err == nil || huiyin.KindOf(err) != 0 {
		t.Error(err)
	}
	if d := gocmp.Diff(before, contents(t, s)); d != "" {
		t.Errorf("refused, and yet changed:\n%s", d)
	}
	if err := consent(true); err != nil {
		t.Error(err)
	}
	clean(t, s)
}
