package db_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

func inquiry(site string, handler string) huiyin.InquiryForm {
	return huiyin.InquiryForm{ContactRecordForm: huiyin.ContactRecordForm{Site: site, Channel: "phone", Name: "赵先生",
		Phone: "13912345678", Unit: "1栋101", Matter: "什么时候交房"}, Handler: handler}
}

func praise(site string, persons ...string) huiyin.PraiseForm {
	return huiyin.PraiseForm{ContactRecordForm: huiyin.ContactRecordForm{Site: site, Channel: "letter", Name: "钱女士",
		Matter: "带看细致耐心"}, Persons: persons}
}

// inquire and extol store one each and give its number.
func inquire(t testing.TB, s *db.Store, by string, at time.Time, f huiyin.InquiryForm) string {
	t.Helper()
	number, err := s.RecordInquiry(t.Context(), db.Once{}, dbtest.Actor(t, s, by), at, f)
	if err != nil {
		t.Fatal(err)
	}
	return number
}

func extol(t testing.TB, s *db.Store, by string, at time.Time, f huiyin.PraiseForm) string {
	t.Helper()
	number, err := s.RecordPraise(t.Context(), db.Once{}, dbtest.Actor(t, s, by), at, f)
	if err != nil {
		t.Fatal(err)
	}
	return number
}

func verified(t testing.TB, s *db.Store) {
	t.Helper()
	if v, err := s.Verify(t.Context()); err != nil || len(v.Wrong) > 0 {
		t.Errorf("verify: %v %v", v.Wrong, err)
	}
}

func TestK0_InquiriesAndPraiseAreNumberedApart(t *testing.T) {
	s := dbtest.New(t)
	var got []string
	got = append(got, inquire(t, s, "a01", dbtest.Now, inquiry("HY", "")))
	if _, err := s.RecordInquiry(t.Context(), db.Once{}, dbtest.Actor(t, s, "a01"), dbtest.Now,
		huiyin.InquiryForm{}); err == nil {
		t.Fatal("an empty inquiry was taken")
	}
	got = append(got, inquire(t, s, "a01", dbtest.Now, inquiry("HY", "")),
		inquire(t, s, "a01", dbtest.Now, inquiry("JY", "")), extol(t, s, "a01", dbtest.Now, praise("HY", "a02")),
		inquire(t, s, "a01", dbtest.Now.Add(24*time.Hour), inquiry("HY", "")))
	want := []string{"ZX-HY-20250303-001", "ZX-HY-20250303-002", "ZX-JY-20250303-001", "BY-HY-20250303-001",
		"ZX-HY-20250304-001"}
	if !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	verified(t, s)
}

func TestP3P4_ListsOfInquiriesAndPraiseAgreeWithVisible(t *testing.T) {
	s := dbtest.New(t)
	people := []string{"a01", "b01", "w01", "s01", "u01", "q01", "m01"}
	var inquiries, praises []string
	for i := range 60 {
		site := []string{"HY", "LT", "JY"}[i%3]
		by, other := people[i%7], people[(i*3+1)%7]
		at := dbtest.Now.Add(time.Duration(i/2) * time.Minute)
		inquiries = append(inquiries, inquire(t, s, by, at, inquiry(site, other)))
		praises = append(praises, extol(t, s, by, at, praise(site, other, people[(i+2)%7])))
		convert := huiyin.Converting{Category: "noise", Demand: "尽快", Phone: "13912345678",
			Accused: []string{people[(i+4)%7]}}
		var err error
		if i%5 == 0 {
			_, err = s.ConvertInquiry(t.Context(), db.Once{}, inquiries[i], 0,
				func(q *huiyin.Inquiry) (*huiyin.Complaint, error) {
					return q.Convert(dbtest.Actor(t, s, by), at, convert)
				})
		}
		if i%7 == 0 {
			_, err2 := s.ConvertPraise(t.Context(), db.Once{}, praises[i], 0,
				func(p *huiyin.Praise) (*huiyin.Complaint, error) {
					return p.Convert(dbtest.Actor(t, s, by), at, convert)
				})
			err = errors.Join(err, err2)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	counts := map[int]bool{}
	for _, by := range actors(t, s) {
		for _, f := range []huiyin.ContactRecordFilter{{}, {Site: "HY"}, {State: huiyin.ContactConverted}, {Q: "交房"},
			{Q: "耐心"}, {Q: "5678"}, {Q: "1391"}} {
			var want, got []string
			for i := len(inquiries) - 1; i >= 0; i-- {
				q, err := s.Inquiry(t.Context(), dbtest.Actor(t, s, "v01"), inquiries[i])
				if err != nil && !slices.Contains([]string{"v01"}, by.Account) {
					t.Fatal(err)
				}
				fits := (f.Site == "" || q.Site == f.Site) && (f.State == "" || q.State == f.State) &&
					(f.Q == "" || f.Q == "交房" || f.Q == "5678")
				if q.Visible(by) && fits {
					want = append(want, q.Number)
				}
				if _, err := s.Inquiry(t.Context(), by, q.Number); (err == nil) != q.Visible(by) {
					t.Fatalf("%s reads %s: %v", by.Account, q.Number, err)
				}
			}
			rows, total, next, err := s.Inquiries(t.Context(), by, f)
			if err != nil {
				t.Fatal(err)
			}
			for next != "" {
				var more []huiyin.Inquiry
				f.Page = next
				if more, _, next, err = s.Inquiries(t.Context(), by, f); err != nil {
					t.Fatal(err)
				}
				rows = append(rows, more...)
			}
			for _, q := range rows {
				got = append(got, q.Number)
			}
			if !slices.Equal(got, want) || total != len(want) {
				t.Errorf("%s %+v: %d of %d\n%v\nwant\n%v", by.Account, f, len(got), total, got, want)
			}
			counts[total] = true

			f.Page = ""
			seen := 0
			for _, number := range praises {
				p, err := s.Praise(t.Context(), dbtest.Actor(t, s, "v01"), number)
				if err != nil {
					t.Fatal(err)
				}
				if p.Visible(by) && (f.Site == "" || p.Site == f.Site) && (f.State == "" || p.State == f.State) &&
					(f.Q == "" || f.Q == "耐心") {
					seen++
				}
			}
			if _, total, _, err := s.Praises(t.Context(), by, f); err != nil || total != seen {
				t.Errorf("%s %+v: %d praises, want %d, %v", by.Account, f, total, seen, err)
			}
		}
	}
	if len(counts) < 5 {
		t.Error("all see all or nothing")
	}
	verified(t, s)
}

func TestD10_TheClockRunsInquiriesAndComplaintsInOrder(t *testing.T) {
	s := dbtest.New(t)
	a := dbtest.Actor(t, s, "a01")
	number := inquire(t, s, "a01", dbtest.Now, inquiry("HY", ""))
	dbtest.Complaint(t, s, dbtest.Actor(t, s, "u01"), nil)
	var order []string
	for at := dbtest.Now; at.Before(dbtest.Now.Add(48 * time.Hour)); {
		next, err := s.NextDue(t.Context())
		if err != nil || next.IsZero() || !next.After(at) {
			t.Fatal(next, err)
		}
		at = next
		if _, err := s.RunDue(t.Context(), at); err != nil {
			t.Fatal(err)
		}
		if n, err := s.RunDue(t.Context(), at); n != 0 || err != nil {
			t.Fatalf("run again it touched %d: %v", n, err)
		}
		order = append(order, at.Sub(dbtest.Now).String())
	}
	for _, want := range []string{"12h0m0s", "19h12m0s", "24h0m0s"} {
		if !slices.Contains(order, want) {
			t.Errorf("nothing happened at %s: %v", want, order)
		}
	}
	q, err := s.Inquiry(t.Context(), a, number)
	if err != nil || q.Status != huiyin.Missed {
		t.Errorf("%v %v", q, err)
	}
	lines, err := s.Journal(t.Context(), number, true, 0, 9)
	if err != nil || len(lines) != 5 || lines[0].At.Sub(dbtest.Now) != 24*time.Hour {
		t.Errorf("%d lines, %v", len(lines), err)
	}
	notices, err := s.Notices(t.Context(), dbtest.Actor(t, s, "x02"), 0, 9)
	if err != nil || !slices.ContainsFunc(notices, func(n huiyin.Notice) bool {
		return n.Number == number && n.Kind == huiyin.NoticeMissed && n.What == "D1"
	}) {
		t.Errorf("the manager was told %+v, %v", notices, err)
	}
	if notices, _ := s.Notices(t.Context(), dbtest.Actor(t, s, "u01"), 0, 99); slices.ContainsFunc(notices,
		func(n huiyin.Notice) bool { return n.Number == number }) {
		t.Error("another site was told")
	}
	verified(t, s)
}

func TestW12W13_ConvertedOnceWithItsVersion(t *testing.T) {
	s := dbtest.New(t)
	a := dbtest.Actor(t, s, "a01")
	number := inquire(t, s, "a01", dbtest.Now, inquiry("HY", ""))
	convert := func(q *huiyin.Inquiry) (*huiyin.Complaint, error) {
		return q.Convert(a, dbtest.Now, huiyin.Converting{Category: "noise", Demand: "尽快"})
	}
	if _, err := s.ConvertInquiry(t.Context(), db.Once{}, number, 7, convert); huiyin.KindOf(err) != huiyin.KindStale {
		t.Errorf("a stale page: %v", err)
	}
	once := db.Once{Key: "x", At: dbtest.Now}
	first, err := s.ConvertInquiry(t.Context(), once, number, 1, convert)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := s.ConvertInquiry(t.Context(), once, number, 1, convert); err != nil || again != first {
		t.Errorf("sent twice: %s %v", again, err)
	}
	if _, err := s.ConvertInquiry(t.Context(), db.Once{}, number, 0,
		convert); huiyin.KindOf(err) != huiyin.KindConflict {
		t.Errorf("converted twice: %v", err)
	}
	c, err := s.Complaint(t.Context(), a, first)
	if err != nil || c.Origin != number || c.Phone != "13912345678" {
		t.Errorf("%+v %v", c, err)
	}
	if p, err := s.Complaints(t.Context(), a, dbtest.Now, huiyin.Filter{}); err != nil || p.Total != 1 {
		t.Errorf("%d complaints, %v", p.Total, err)
	}
	q, err := s.Inquiry(t.Context(), a, number)
	if err != nil || q.Into != first {
		t.Errorf("%+v %v", q, err)
	}
	verified(t, s)
}

func TestJ2_AnInquiryChangedBehindTheJournalShows(t *testing.T) {
	s := dbtest.New(t)
	inquire(t, s, "a01", dbtest.Now, inquiry("HY", ""))
	p := extol(t, s, "a01", dbtest.Now, praise("HY", "a02"))
	if err := s.ChangePraise(t.Context(), db.Once{}, p, 0, func(p *huiyin.Praise) error { return p.Thank(dbtest.Actor(t, s, "a01"), dbtest.Now, "果篮", 100) }); err != nil {
		t.Fatal(err)
	}
	verified(t, s)
	dir := copied(t, s.Dir())
	pool := raw(t, dir)
	for _, spoil := range []string{"UPDATE inquiry SET matter = 'x'", "UPDATE inquiry SET next_due = next_due + 1",
		"UPDATE praise_present SET value = 1"} {
		if _, err := pool.Exec(spoil); err != nil {
			t.Fatal(err)
		}
	}
	_ = pool.Close()
	spoilt, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = spoilt.Close() }()
	if v, err := spoilt.Verify(t.Context()); err != nil || len(v.Wrong) != 3 {
		t.Errorf("%v %v", v.Wrong, err)
	}
	for _, table := range []string{"inquiry", "praise"} {
		if _, err := raw(t, copied(t, s.Dir())).Exec("DELETE FROM " + table); err == nil {
			t.Errorf("%s can be deleted", table)
		}
	}
}

func TestB2A4_PraiseIsCountedByPersonAndMonth(t *testing.T) {
	s := dbtest.New(t)
	extol(t, s, "a01", dbtest.Now, praise("HY", "a02", "s02"))
	extol(t, s, "a01", dbtest.Now.AddDate(0, 0, 5), praise("HY", "a02"))
	extol(t, s, "a01", dbtest.Now.AddDate(0, 1, 0), praise("HY", "a02"))
	gone := extol(t, s, "a01", dbtest.Now, praise("HY", "a02"))
	_, err := s.ConvertPraise(t.Context(), db.Once{}, gone, 0, func(p *huiyin.Praise) (*huiyin.Complaint, error) {
		return p.Convert(dbtest.Actor(t, s, "s01"), dbtest.Now,
			huiyin.Converting{Category: "noise", Demand: "x", Phone: "13912345678"})
	})
	if err != nil {
		t.Fatal(err)
	}
	month := time.Date(2025, 3, 1, 0, 0, 0, 0, s.Org().Zone)
	got, err := s.PraiseCounts(t.Context(), month, month.AddDate(0, 1, 0))
	if want := map[string]int{"a02": 2, "s02": 1}; err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v %v", got, err)
	}
}

func TestP7_OpenInquiriesAreOpenWork(t *testing.T) {
	s := dbtest.New(t)
	number := inquire(t, s, "a01", dbtest.Now, inquiry("HY", "b01"))
	if work, err := s.OpenWork(t.Context(), "b01"); err != nil || !slices.Contains(work, number) {
		t.Errorf("%v %v", work, err)
	}
	if open, err := s.OpenInquiries(t.Context(), dbtest.Actor(t, s, "b01"), 5); err != nil || len(open) != 1 ||
		open[0].Number != number {
		t.Errorf("%v %v", open, err)
	}
}
