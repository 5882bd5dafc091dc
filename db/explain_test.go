package db_test

import (
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
	"huiyin/huiyin/units"
)

// exercise runs every reading and writing method with a few filters, as one person.
func exercise(t *testing.T, s *db.Store, by huiyin.Actor, filters []huiyin.Filter) {
	t.Helper()
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil && huiyin.KindOf(err) == 0 {
			t.Fatal(err)
		}
	}
	for _, f := range filters {
		for range 2 { // first page and, where there is one, the next
			p, err := s.Complaints(ctx, by, dbtest.Now, f)
			must(err)
			if f.Page = p.Next; f.Page == "" {
				f.Page = map[bool]string{true: "~9", false: "1740000000000~9"}[f.Q != ""]
			}
		}
		f.Page = ""
		must(s.Export(ctx, by, dbtest.Now, f, func(huiyin.Listed) error { return nil }))
		_, err := s.Whole(ctx, by, dbtest.Now, f)
		must(err)
	}
	for _, f := range []huiyin.PromiseFilter{{},
		{Site: "JY", Kept: huiyin.PromiseMissed, From: dbtest.Now, To: dbtest.Now, Page: "1~2"},
		{Kept: huiyin.PromiseOpen}, {Kept: huiyin.PromiseKept}} {
		_, err := s.Promises(ctx, by, dbtest.Now, f)
		must(err)
	}
	for _, do := range []func() error{
		func() error {
			_, err := s.Answered(ctx, db.Once{Key: "x"})
			return errors.Join(err, s.Answer(ctx, db.Once{Key: "x", At: dbtest.Now}, "y"))
		},
		func() error {
			_, err := s.CountOpen(ctx, by, []string{"TS-HY-20250303-001", "TS-HY-20250303-002"})
			return err
		},
		func() error { _, err := s.LateCount(ctx, by, dbtest.Now); return err },
		func() error { _, err := s.Suggestions(ctx, by, dbtest.Now, "噪音", 10); return err },
		func() error { _, err := s.Views(ctx, by); return err },
		func() error {
			_, err := s.CountOpenIDs(ctx, by, []int64{1, 2})
			return errors.Join(err, s.NoteExported(ctx, entry(by.Account, huiyin.ActionExport), []int64{1, 2}))
		},
		func() error {
			return s.ChangeViews(ctx, db.Once{}, by, func(vs *huiyin.Views) error {
				for len(vs.List) > 0 {
					if err := vs.Drop(by, dbtest.Now, vs.List[0].ID); err != nil {
						return err
					}
				}
				return vs.Save(by, dbtest.Now, huiyin.View{Name: "x", Query: "late=1"}, nil)
			})
		},
		func() error { _, err := s.Open(ctx, by, 10); return err },
		func() error { _, err := s.Tasks(ctx, by, 10); return err },
		func() error { _, err := s.Dates(ctx, by, dbtest.Now, 10); return err },
		func() error { _, err := s.Waiting(ctx, by, 10); return err },
		func() error { _, err := s.Decided(ctx, by, 10); return err },
		func() error {
			_, err := s.Repeats(ctx, by, db.Question{Most: 5, Phone: "13800138000", Unit: "1栋", Site: "JY",
				Matter: "楼上夜间装修噪音很大，无法休息。"})
			return err
		},
		func() error { _, err := s.Repeats(ctx, by, db.Question{Most: 5, Phone: "13800138000"}); return err },
		func() error { _, err := s.Repeats(ctx, by, db.Question{Most: 5, Unit: "1栋"}); return err },
		func() error {
			k := &huiyin.Complaint{Record: huiyin.Record{Number: "TS"},
				MergeState: huiyin.MergeState{MergedInto: "TS-1",
					Mergings: []huiyin.Merging{{Number: "TS-JY-20250303-001"}}}}
			k.Link = "TS-2"
			_, err := s.Related(ctx, by, k, []string{"TS-1"})
			return err
		},
		func() error { _, _, err := s.LikelyGroup(ctx, by, dbtest.Now, "JY", "repair"); return err },
		func() error { _, err := s.Groups(ctx, by, dbtest.Now); return err },
		func() error { _, err := s.OpenWork(ctx, by.Account); return err },
		func() error { _, err := s.CompanyJournal(ctx, "", false, 0, 5); return err },
		func() error { _, err := s.CompanyJournal(ctx, "account:a01", false, 9, 5); return err },
		func() error { _, err := s.CompanyJournal(ctx, "", true, 9, 5); return err },
		func() error { _, err := s.NumberOfTask(ctx, 1); return err },
		func() error { _, err := s.NumberOfMeasure(ctx, 1); return err },
		func() error { _, err := s.NumberOfAttachment(ctx, 1); return err },
		func() error { _, err := s.NextDue(ctx); return err },
		func() error { _, _, _, err := s.Inquiries(ctx, by, huiyin.ContactRecordFilter{}); return err },
		func() error {
			_, _, _, err := s.Inquiries(ctx, by,
				huiyin.ContactRecordFilter{Q: "噪音", Site: "JY", State: huiyin.ContactOpen, Page: "9~9"})
			return err
		},
		func() error { _, _, _, err := s.Praises(ctx, by, huiyin.ContactRecordFilter{}); return err },
		func() error {
			_, _, _, err := s.Praises(ctx, by,
				huiyin.ContactRecordFilter{Q: "噪音", Site: "JY", State: huiyin.ContactNoted, Page: "9~9"})
			return err
		},
		func() error { _, err := s.OpenInquiries(ctx, by, 5); return err },
		func() error { _, _, err := s.OpenBeside(ctx, by, 5); return err },
		func() error { _, err := s.ContactCustomers(ctx, by, ""); return err },
		func() error { _, err := s.NeverIn(ctx); return err },
		func() error { _, err := s.UnitsOf(ctx, by, []string{"13800000001"}); return err },
		func() error {
			_, err := s.KnownElsewhere(ctx, by, []units.Line{{Site: "HY", Code: "1-1", People: []units.Period{{Name: "王", Phone: "13800000001"}}}})
			return err
		},
		func() error { _, err := s.ContactCustomers(ctx, by, "噪音"); return err },
		func() error { _, err := s.ContactsFound(ctx, by, "噪音"); return err },
		func() error { _, err := s.PraiseCounts(ctx, dbtest.Now, dbtest.Now); return err },
		func() error { _, err := s.Inquiry(ctx, by, "ZX"); return err },
		func() error { _, err := s.Praise(ctx, by, "BY"); return err },
		func() error { _, err := s.RunDue(ctx, dbtest.Now); return err },
		func() error { _, err := s.RunLists(ctx, dbtest.Now); return err },
		func() error { _, err := s.DestructionLists(ctx, by, 5); return err },
		func() error { _, err := s.DestructionList(ctx, by, "XH"); return err },
		func() error { _, err := s.ArchiveLists(ctx, by, 5); return err },
		func() error { _, err := s.ArchiveList(ctx, by, "DA"); return err },
		func() error { _, err := s.ArchiveWaiting(ctx, by, time.Time{}, dbtest.Now); return err },
		func() error {
			_, err := s.DrawArchiveList(ctx, db.Once{}, by, dbtest.Now, "HY", time.Time{}, dbtest.Now)
			return err
		},
		func() error { _, err := s.Notices(ctx, by, 9, 5); return err },
		func() error { _, err := s.SanctionsWaiting(ctx, by, 5); return err },
		func() error { _, err := s.MySanctions(ctx, by, dbtest.Now); return err },
		func() error { _, _, err := s.Sanctions(ctx, by, "", 0); return err },
		func() error { _, _, err := s.Sanctions(ctx, by, huiyin.SanctionImposed, 9); return err },
		func() error { _, err := s.Appraisal(ctx, by, dbtest.Now, by.Appraised("")); return err },
		func() error { _, err := s.Unseen(ctx, by); return err },
		func() error { return s.SeeNotices(ctx, by.Account, 1) },
		func() error { _, err := s.NotificationPreferences(ctx, by.Account); return err },
		func() error {
			return s.SetNotificationPreferences(ctx, db.Once{}, by, dbtest.Now,
				huiyin.NotificationPreferences{Mail: by.Account + "@example.com"})
		},
		func() error {
			parcels, err := s.Outgoing(ctx, dbtest.Now)
			for _, p := range parcels {
				err = errors.Join(err, s.NotSent(ctx, dbtest.Now, p, "away"), s.Sent(ctx, dbtest.Now, p))
			}
			return err
		},
		func() error { _, err := s.NextMessage(ctx); return err },
		func() error { return s.SweepMessages(ctx, dbtest.Now) },
		func() error { _, err := s.NewestHash(ctx); return err },
		func() error { _, err := s.Journal(ctx, "TS", true, 0, 5); return err },
		func() error { _, err := s.Journal(ctx, "TS", false, 9, 5); return err },
		func() error { _, err := s.Revealed(ctx, "TS", by.Account, dbtest.Now); return err },
		func() error { _, err := s.Password(ctx, by.Account); return err },
		func() error { _, err := s.Session(ctx, "x"); return err },
		func() error {
			return s.StartSession(ctx, db.Session{ID: by.Account, Account: by.Account},
				entry(by.Account, huiyin.ActionLogIn))
		},
		func() error { return s.SeeSession(ctx, "x", dbtest.Now) },
		func() error { _, err := s.Sessions(ctx, by.Account, dbtest.Now); return err },
		func() error {
			return s.EndSessions(ctx, by.Account, "", "x", entry(by.Account, huiyin.ActionLogOut))
		},
		func() error { _, err := s.Second(ctx, by.Account); return err },
		func() error {
			return errors.Join(s.OfferSecond(ctx, by.Account, "S"),
				s.TakeSecond(ctx, by.Account, "S", 1, []string{"h"}, "",
					entry(by.Account, huiyin.ActionSetSecondFactor)),
				s.UseStep(ctx, by.Account, 2),
				s.UseRecovery(ctx, by.Account, "h", entry(by.Account, huiyin.ActionSetSecondFactor)),
				s.DropSecond(ctx, entry(by.Account, huiyin.ActionSetSecondFactor), by.Account))
		},
		func() error { _, err := s.Backups(ctx); return err },
		func() error { _, err := s.BackupPlan(ctx); return err },
		func() error { return s.EndSession(ctx, "x", entry(by.Account, huiyin.ActionLogOut)) },
		func() error { return s.EndOldSessions(ctx, time.Time{}) },
		func() error {
			return s.KeepTries(ctx, []db.Tries{{Key: by.Account, Left: 1, Most: 5, At: dbtest.Now}}, dbtest.Now)
		},
		func() error { _, err := s.Tries(ctx, dbtest.Now); return err },
		func() error {
			return s.SetPassword(ctx, by.Account, "h", "", entry(by.Account, huiyin.ActionSetPassword))
		},
		func() error { return s.SetTaste(ctx, by.Account, db.Taste{Lang: "en"}) },
		func() error { _, err := s.Drafts(ctx, by.Account, "/complaints"); return err },
		func() error { return s.KeepDraft(ctx, by.Account, huiyin.Draft{Path: "/complaints", At: dbtest.Now}) },
		func() error { return s.DropDraft(ctx, by.Account, "/complaints", "") },
		func() error { _, _, err := s.Customers(ctx, by, "", ""); return err },
		func() error { _, _, err := s.Customers(ctx, by, "", "1740000000000~9"); return err },
		func() error { _, _, err := s.Customers(ctx, by, "王", ""); return err },
		func() error { _, _, err := s.Customers(ctx, by, "13800138000", "~9"); return err },
		func() error { _, err := s.Unit(ctx, by, "JY", "1栋1单元101"); return err },
		func() error { _, err := s.CustomerOf(ctx, by, "TS"); return err },
		func() error {
			rows, _, err := s.Customers(ctx, by, "", "")
			if err != nil || len(rows) == 0 {
				return err
			}
			f, err := s.Customer(ctx, by, rows[0].ID)
			if err != nil {
				return err
			}
			_, err = s.RevealedOf(ctx, f.Seen, by.Account, dbtest.Now)
			return errors.Join(err, s.NoteExport(ctx, entry(by.Account, huiyin.ActionExport), f.Seen))
		},
		func() error { _, err := s.Looks(ctx, by, &huiyin.Customer{ID: 1}, 0, 5); return err },
		func() error { _, _, err := s.DataRequests(ctx, by, false, "", 5); return err },
		func() error { _, _, err := s.DataRequests(ctx, by, true, "~9", 5); return err },
		func() error { _, _, err := s.DataRequest(ctx, by, 1); return err },
		func() error {
			rows, _, err := s.Customers(ctx, by, "", "")
			if err != nil || len(rows) < 2 {
				return err
			}
			err = s.ChangeCustomer(ctx, db.Once{}, by, dbtest.Now.AddDate(1, 0, 0), rows[0].ID,
				func(f *huiyin.CustomerFile) error {
					return f.AskData(by, dbtest.Now.AddDate(1, 0, 0),
						huiyin.DataRequest{Kind: huiyin.SeeData, Site: rows[0].Site, Way: "phone", Asked: "查阅",
							Handler: "h01"})
				})
			return errors.Join(err, s.ChangeCustomers(ctx, db.Once{}, by, rows[0].ID, rows[1].ID,
				func(f, other *huiyin.CustomerFile) error {
					return f.Customer.Merge(by, dbtest.Now, f.Seen, other.Customer, other.Seen, "同一人")
				}))
		},
		func() error {
			_, _, err := s.Extract(ctx, dbtest.Actor(t, s, "h01"), dbtest.Now.AddDate(1, 0, 0), 1)
			return err
		},
		func() error { _, err := s.Analysis(ctx, by, 202503, ""); return err },
		func() error { _, err := s.Analysis(ctx, by, 202503, "JY"); return err },
		func() error { _, err := s.FollowUps(ctx, by, dbtest.Now, "", dbtest.Now, dbtest.Now); return err },
		func() error { _, err := s.FollowUps(ctx, by, dbtest.Now, "JY", dbtest.Now, dbtest.Now); return err },
		func() error { _, err := s.Duties(ctx, by, dbtest.Now); return err },
		func() error { _, err := s.Reports(ctx, by, dbtest.Now, ""); return err },
		func() error { _, err := s.Reports(ctx, by, dbtest.Now, "JY"); return err },
		func() error {
			_, _, _, err := s.Report(ctx, by, "TJ-JY-202502")
			for m := range 24 {
				for _, site := range []string{"JY", "HY", ""} {
					number := huiyin.ReportNumber(huiyin.Month(202502).Add(-m), site)
					if wrong := s.ChangeReport(ctx, db.Once{}, by, number, 0,
						func(r *huiyin.Report, a *huiyin.Analysis) error {
							return r.CommentOn(by, dbtest.Now, "点评")
						}); huiyin.KindOf(wrong) == 0 {
						err = errors.Join(err, wrong)
					}
				}
			}
			return err
		},
		func() error { _, err := s.Jobs(ctx, by, true, 5); return err },
		func() error { _, err := s.Jobs(ctx, by, false, 5); return err },
		func() error { _, err := s.Quarters(ctx, by, dbtest.Now); return err },
		func() error {
			_, _, err := s.Quarter(ctx, by, "JB-2024Q4")
			for n := range 30 {
				if wrong := s.ChangeQuarter(ctx, db.Once{}, by, huiyin.QuarterNumber(huiyin.QuarterBefore(20244, n)), 0,
					func(q *huiyin.Quarter, _ *huiyin.Evaluation) error {
						return q.Measure(by, dbtest.Now,
							huiyin.Job{What: "培训", Who: "a01", Due: dbtest.Now.AddDate(0, 1, 0)})
					}); huiyin.KindOf(wrong) == 0 {
					err = errors.Join(err, wrong)
				}
			}
			return err
		},
		func() error {
			k, later := dbtest.Actor(t, s, "k01"), dbtest.Now.AddDate(0, 2, 0)
			for _, m := range []huiyin.Month{202502, 202503, 202504} {
				number, err := s.DrawSample(ctx, db.Once{}, k, later, m)
				if err != nil {
					continue
				}
				_ = s.ChangeSample(ctx, db.Once{}, k, number, 1, 0,
					func(v *huiyin.Sample, c *huiyin.Complaint, acted []string) error {
						return v.Ask(k, later, 1, "m01", later, c, acted)
					})
			}
			_, err := s.Samples(ctx, k)
			if _, wrong := s.Samples(ctx, by); err == nil {
				err = wrong
			}
			return err
		},
		func() error { _, err := s.Meetings(ctx, by, 2025); return err },
		func() error {
			form := huiyin.MeetingForm{HeldAt: dbtest.Now, Venue: "会议室", People: []string{"a01"}, Topics: "交付",
				Cases: "TS-JY-20250303-001"}
			for _, site := range []string{"JY", ""} {
				number, err := s.CallMeeting(ctx, db.Once{}, by, dbtest.Now, site, form)
				if err != nil {
					continue
				}
				if _, _, err := s.Meeting(ctx, by, number); err != nil {
					return err
				}
				if err := s.ChangeMeeting(ctx, db.Once{}, by, number, 0, func(m *huiyin.Meeting, sees huiyin.Sees) error { return m.Write(by, dbtest.Now, form, sees) }); err != nil {
					return err
				}
			}
			return nil
		},
		func() error {
			return s.EndJob(ctx, db.Once{}, 1, 0,
				func(d huiyin.WorkDocument, n int) error { return huiyin.EndJob(d, by, dbtest.Now, n, "办好", "") })
		},
		func() error { _, err := s.ImprovementPlans(ctx, by); return err },
		func() error { _, err := s.Rises(ctx, by, dbtest.Now, by.SitesOf()); return err },
		func() error { _, err := s.Behind(ctx, by, dbtest.Now, "", "repair"); return err },
		func() error { _, err := s.Behind(ctx, by, dbtest.Now, "HY", "repair"); return err },
		func() error {
			number, err := s.OpenImprovementPlan(ctx, db.Once{}, by, dbtest.Now,
				huiyin.ImprovementPlanForm{Site: "HY", Category: "repair", Cause: "漏水", Aim: "减半",
					Covered: []string{"TS-HY-20250303-001", "TS-HY-20250303-002"}})
			_, _, _, wrong := s.ImprovementPlan(ctx, by, dbtest.Now, number)
			for _, e := range []error{err, wrong,
				s.TellImprovementPlan(ctx, db.Once{}, by, dbtest.Now, number, 0, "phone", "已整改", nil)} {
				if huiyin.KindOf(e) == 0 {
					err = errors.Join(err, e)
				}
			}
			if huiyin.KindOf(err) != 0 {
				return nil
			}
			return err
		},
		func() error { _, err := s.Scans(ctx, by, 0); return err },
		func() error { _, err := s.Scans(ctx, by, 1); return err },
		func() error { _, err := s.Scan(ctx, by, 1); return err },
		func() error { return s.DiscardScan(ctx, db.Once{}, by, dbtest.Now.AddDate(1, 0, 0), 1, "空白") },
		func() error { _, err := s.PaperTrail(ctx, "TS-JY-20250303-001"); return err },
		func() error {
			_, err := s.ChangesSince(ctx,
				[]huiyin.Scan{{ID: 1, Number: "TS-JY-20250303-001", Paper: "form", Version: 1, FiledAt: dbtest.Now,
					Outdated: []string{"findings"}}})
			return err
		},
		func() error {
			_, err := s.FileScans(ctx, db.Once{}, by, dbtest.Now.AddDate(1, 0, 0),
				[]db.ScanFile{scanned(t, s, by.Account, "TS-JY-20250303-001"), scanned(t, s, "x", "")})
			return err
		},
		func() error {
			return s.AssignScan(ctx, db.Once{}, by, dbtest.Now.AddDate(1, 0, 0), 1, "TS-JY-20250303-001", "form")
		},
		func() error { _, err := s.Verify(ctx); return err },
		func() error { return s.Healthy(ctx, dbtest.Now) },
	} {
		must(do())
	}
}

// shapes are the filters that queries are built from: none, each alone, some together.
func shapes() []huiyin.Filter {
	out := []huiyin.Filter{
		{Site: "JY"}, {Site: "HY"}, {State: huiyin.Received}, {State: huiyin.Closed},
		{Site: "JY", State: huiyin.Closed}, {Grade: huiyin.Major}, {Owner: "s01"}, {Channel: "phone"},
		{Urgency: huiyin.Urgent},
		{Category: "repair"}, {Category: "other"}, {From: dbtest.Now}, {To: dbtest.Now},
		{From: dbtest.Now, To: dbtest.Now}, {Late: true}, {Moved: true},
		{Moved: true, Site: "JY"}, {Moved: true, Q: "噪音"},
		{Q: "噪音"}, {Q: "噪音", Site: "JY"},
		{Site: "JY", State: huiyin.Received}, {Site: "JY", Grade: huiyin.Major, Category: "repair"},
		{Site: "JY", Late: true}, {Owner: "s01", State: huiyin.Received},
		{Figure: huiyin.CountWord, Of: "satisfied,fair", Month: "2025-03"},
		{Figure: huiyin.CountCategory, Of: "repair", Month: "2025-03", Site: "JY"},
		{Figure: huiyin.CountReceived, Month: "2025-03", Q: "噪音"},
		{Figure: huiyin.CountPaid, Month: "2025-03", State: huiyin.Closed},
		{Figure: huiyin.CountSettled, Month: "2025-03", Grade: huiyin.Major, Late: true},
		{Open: true}, {Site: "JY", Category: "repair", From: dbtest.Now, Open: true},
		{State: huiyin.Received, Grade: huiyin.Major, Channel: "phone", Urgency: huiyin.Urgent, From: dbtest.Now,
			To: dbtest.Now},
	}
	for _, f := range slices.Clone(out) {
		f.Sort = "due"
		out = append(out, f)
	}
	return out
}

var (
	bare = regexp.MustCompile(`^SCAN (\w+)( VIRTUAL TABLE INDEX 0:)?$`)
	// What is read beside a complaint is not looked for among all of a site's; a list reads c in its order.
	broad     = regexp.MustCompile(`^SEARCH [abd-z] USING (COVERING )?INDEX \w+ \((site|state)=\?\)$`)
	automatic = regexp.MustCompile(`AUTOMATIC`)
	// What a company has few of; stock has a row for each kind of complaint, however many there are.
	small = []string{"site", "department", "category", "person", "setting", "figure", "special_day", "week",
		"delegation", "directory", "doomed", "counted", "stock", "unindexed", "unindexed_slip", "clause", "clause_reading", "standing_hold", "second_word", "group_word", "group_told",
		"reach", "typed", "second_factor", "recovery_code", "sqlite_schema", "pragma_table_info"}
	// Verify reads everything once, and the follow-up record all calls, which no index leads to.
	wholesale = []string{"ORDER BY f.at, f.id", "SELECT id FROM complaint ORDER BY id",
		"SELECT id FROM inquiry ORDER BY id", "SELECT id FROM praise ORDER BY id", "FROM journal ORDER BY id",
		"SELECT id FROM customer ORDER BY id", "FROM attempt WHERE at >= ?", // read once, at the start
		"SELECT document FROM report ORDER BY document",
		"SELECT document FROM quarter ORDER BY document", "SELECT document FROM meeting ORDER BY document",
		"SELECT document FROM plan ORDER BY document", "SELECT document FROM sample ORDER BY document",
		"SELECT document FROM destruction_list ORDER BY document", "SELECT document FROM archive_list ORDER BY document",
		"FROM scan WHERE removed_at IS NULL ORDER BY id", "UNION SELECT hash FROM doomed",
		"SELECT id, hash, entry, at, server, token FROM timestamp ORDER BY id",
		"SELECT detail FROM journal WHERE action = ? ORDER BY id",
		"SELECT id FROM alarm ORDER BY id", "SELECT id FROM crisis ORDER BY id", "SELECT id FROM holding ORDER BY id", "FROM holding ORDER BY ended_at", "FROM unit ORDER BY id", "FROM unit_period ORDER BY id", "FROM unit_phone ORDER BY key", "FROM unit_batch WHERE 1 ORDER BY", "SELECT entry, complaint FROM exported", "FROM circular_reading",
		"AND c.imported <> '') ORDER BY key", "FROM group_word ORDER BY id",
		"FROM tally", "FROM fact", "FROM counter", "FROM slip_counter", "SELECT id FROM export_request ORDER BY id",
		`detail LIKE '%"internal"%')`}
)

// No query reads a growing table from end to end, and a list without filters sorts nothing, whoever
// asks, before and after the database knows its own statistics.
func TestEveryQueryUsesAnIndex(t *testing.T) {
	t.Parallel()
	dbtest.Whole(t)
	s := dbtest.New(t)
	admin := dbtest.Actor(t, s, "admin")
	if err := s.ChangeDelivery(t.Context(), db.Once{}, dbtest.Now, func(d *huiyin.Delivery) error {
		return d.SetMail(admin, dbtest.Now, "",
			huiyin.MailServer{On: true, Host: "mail.example.com", Port: 25, Security: huiyin.Plain,
				From: "h@example.com"})
	}); err != nil {
		t.Fatal(err)
	}
	for _, account := range []string{"a01", "s01", "q01", "x02", "v01"} {
		if err := s.SetNotificationPreferences(t.Context(), db.Once{}, dbtest.Actor(t, s, account), dbtest.Now,
			huiyin.NotificationPreferences{Mail: account + "@example.com"}); err != nil {
			t.Fatal(err)
		}
	}
	standIns(t, s)
	if err := s.RecordAll(t.Context(), newLife(5, s.Org()).complaints(60, 100, 30)); err != nil {
		t.Fatal(err)
	}
	dir := copied(t, s.Dir())
	for _, analysed := range []bool{false, true} {
		pool := raw(t, dir)
		if analysed {
			if _, err := pool.Exec("ANALYZE"); err != nil {
				t.Fatal(err)
			}
		}
		checked := map[string]bool{}
		check := func(account string, sorted bool, filters ...huiyin.Filter) {
			s, err := db.Open(t.Context(), dir)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = s.Close() }()
			exercise(t, s, dbtest.Actor(t, s, account), filters)
			queries := s.Statements()
			if len(queries) >= 5*db.MostStatements {
				t.Fatal("more statements than are kept")
			}
			for _, query := range queries {
				key := fmt.Sprint(sorted, query)
				if checked[key] || strings.HasPrefix(query, "BEGIN") || query == "COMMIT" || query == "ROLLBACK" {
					continue
				}
				checked[key] = true
				if slices.ContainsFunc(wholesale, func(w string) bool { return strings.HasSuffix(query, w) }) {
					continue
				}
				plan := explain(t, pool, query)
				for _, line := range plan {
					m := bare.FindStringSubmatch(line)
					scans := m != nil && !slices.Contains(small, m[1]) &&
						!slices.ContainsFunc(plan, func(l string) bool {
							return l == "CO-ROUTINE "+m[1] ||
								l == "MATERIALIZE "+m[1]
						})
					sorts := sorted && strings.Contains(query, "OFFSET") && strings.Contains(line, "TEMP B-TREE")
					if scans || sorts || broad.MatchString(line) || automatic.MatchString(line) {
						t.Errorf("%s, statistics %v: %s\n%s\n\t%s", account, analysed, line, query,
							strings.Join(plan, "\n\t"))
					}
				}
			}
		}
		for _, account := range []string{"a01", "s01", "p01", "q01", "x02", "v01", "g01", "f01", "admin"} {
			check(account, true, huiyin.Filter{})
			check(account, false, shapes()...)
		}
		if len(checked) < 300 {
			t.Errorf("only %d statements were looked at", len(checked))
		}
		_ = pool.Close()
	}
}

// explain gives the steps of a query's plan.
func explain(t *testing.T, pool *sql.DB, query string) (out []string) {
	t.Helper()
	args := make([]any, strings.Count(query, "?"))
	rows, err := pool.Query("EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, none int
		var detail string
		if err := rows.Scan(&id, &parent, &none, &detail); err != nil {
			t.Fatal(err)
		}
		out = append(out, detail)
	}
	return out
}
