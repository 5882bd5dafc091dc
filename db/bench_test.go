//go:build unix

package db_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// benchStores are the stores that benchmarks share, by their number of complaints, made once each.
var benchStores sync.Map

// benchStore opens a store with n complaints spread over three years, all but the last hundredth settled
// long ago, and one with a journal of 40 lines.
func benchStore(b *testing.B, n int) (s *db.Store, long string) {
	b.Helper()
	type made struct {
		s    *db.Store
		long string
	}
	once, _ := benchStores.LoadOrStore(n, sync.OnceValue(func() made {
		dir, err := os.MkdirTemp(benchDir, "stock")
		if err != nil {
			b.Fatal(err)
		}
		s, err := db.Open(b.Context(), dir)
		if err != nil {
			b.Fatal(err)
		}
		if err := s.ChangeOrg(b.Context(), db.Once{}, func(o *huiyin.Org) error { return o.Found(dbtest.Now, huiyin.DemoCompany()) }); err != nil {
			b.Fatal(err)
		}
		l := newLife(uint64(n), s.Org())
		span := 3 * 365 * 24 * time.Hour
		i := 0
		err = s.Load(b.Context(), func() (*huiyin.Complaint, error) {
			if i == n {
				return nil, nil
			}
			at := dbtest.Now.Add(-span + span/time.Duration(n)*time.Duration(i)).Truncate(time.Minute)
			c := l.complaint(at, 0)
			for c.Restricted && !l.chance(1) { // a leak is seldom (rule B7)
				c = l.complaint(at, 0)
			}
			if n-i < n/100 {
				for range l.IntN(8) {
					at = at.Add(time.Hour)
					l.happen(c, at)
				}
			} else {
				l.past(c, at.Add(36*time.Hour))
			}
			c.Run(s.Org(), dbtest.Now)
			i++
			return c, nil
		})
		if err != nil {
			b.Fatal(err)
		}
		by := dbtest.Actor(b, s, "u01")
		c := dbtest.Complaint(b, s, by, nil)
		for i := range 39 {
			if _, err := s.ChangeComplaint(b.Context(), db.Once{}, c.Number, 0,
				contact(by, fmt.Sprint("已与客户电话沟通，说明处理进度，约定下次联系时间。", i))); err != nil {
				b.Fatal(err)
			}
		}
		return made{s, c.Number}
	}))
	m := once.(func() made)()
	return m.s, m.long
}

// past settles a complaint on the spot and closes it as withdrawn, whoever may.
func (l life) past(c *huiyin.Complaint, at time.Time) {
	by := huiyin.Actor{Person: l.org.Person(c.Owner), Org: l.org}
	_ = c.Settle(by, at, huiyin.Settling{Class: "process", Cause: "工作疏忽", Measure: "当面致歉并整改", Said: "客户接受道歉",
		Satisfaction: huiyin.Satisfied})
	_ = c.Close(by, at.Add(time.Hour), huiyin.Withdrawn, "客户撤回投诉")
	// the withdrawal is proven, or the month would make it major (rule W6)
	for _, account := range []string{"v02", "g01"} {
		_ = c.ConfirmWord(huiyin.Actor{Person: l.org.Person(account), Org: l.org}, at.Add(2*time.Hour), 0, "yes",
			"确已撤回")
	}
}

// cpu reports the processor time of an operation too, which a busy machine does not lengthen.
func cpu(b *testing.B, run func()) {
	b.ResetTimer()
	before := dbtest.CPU()
	run()
	b.ReportMetric(float64(dbtest.CPU()-before)/float64(b.N), "cpu-ns/op")
}

func sizes(b *testing.B, run func(b *testing.B, s *db.Store, long string)) {
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			if n > 100_000 && testing.Short() {
				b.Skip("takes minutes to fill")
			}
			s, long := benchStore(b, n)
			b.ReportAllocs()
			cpu(b, func() { run(b, s, long) })
		})
	}
}

// BenchmarkList is the first page of the list without filters.
func BenchmarkList(b *testing.B) {
	for _, account := range []string{"a01", "s01", "q01", "v01"} {
		b.Run(account, func(b *testing.B) {
			sizes(b, func(b *testing.B, s *db.Store, _ string) {
				by := dbtest.Actor(b, s, account)
				for b.Loop() {
					p, err := s.Complaints(b.Context(), by, dbtest.Now, huiyin.Filter{})
					if err != nil || len(p.Rows) != 50 {
						b.Fatal(len(p.Rows), err)
					}
				}
			})
		})
	}
}

// BenchmarkListAfterChange is the same when a complaint has changed since, so that it is counted anew.
func BenchmarkListAfterChange(b *testing.B) {
	for _, account := range []string{"a01", "s01", "q01", "v01"} {
		b.Run(account, func(b *testing.B) {
			sizes(b, func(b *testing.B, s *db.Store, _ string) {
				by := dbtest.Actor(b, s, account)
				for b.Loop() {
					s.ForgetCounts()
					if _, err := s.Complaints(b.Context(), by, dbtest.Now, huiyin.Filter{}); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}

func BenchmarkFiltered(b *testing.B) {
	for name, f := range map[string]huiyin.Filter{
		"late": {Late: true}, "due": {Sort: "due"}, "site and state": {Site: "JY", State: huiyin.Received},
		"emergency": {Urgency: huiyin.Emergency}, "category": {Category: "repair"},
		"common words": {Q: "噪音"}, "rare words": {Q: "1380000"},
	} {
		b.Run(name, func(b *testing.B) {
			sizes(b, func(b *testing.B, s *db.Store, _ string) {
				by := dbtest.Actor(b, s, "u01")
				for b.Loop() {
					s.ForgetCounts()
					if _, err := s.Complaints(b.Context(), by, dbtest.Now, f); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}

// BenchmarkComplaint loads one complaint with 39 contacts and its journal of 40 lines.
func BenchmarkComplaint(b *testing.B) {
	sizes(b, func(b *testing.B, s *db.Store, long string) {
		by := dbtest.Actor(b, s, "u01")
		for b.Loop() {
			if _, err := s.Complaint(b.Context(), by, long); err != nil {
				b.Fatal(err)
			}
			if es, err := s.Journal(b.Context(), long, true, 0, 50); err != nil || len(es) != 40 {
				b.Fatal(len(es), err)
			}
		}
	})
}

// BenchmarkDesk is what the desk asks, counted anew.
func BenchmarkDesk(b *testing.B) {
	for _, account := range []string{"a01", "s01", "v01"} {
		b.Run(account, func(b *testing.B) {
			sizes(b, func(b *testing.B, s *db.Store, _ string) {
				by := dbtest.Actor(b, s, account)
				for b.Loop() {
					s.ForgetCounts()
					_, err1 := s.Desk(b.Context(), by, dbtest.Now, 10)
					_, err2 := s.Counts(b.Context(), by, dbtest.Now)
					if err1 != nil || err2 != nil {
						b.Fatal(err1, err2)
					}
				}
			})
		})
	}
}

// BenchmarkRecord records durably, with journal, deadlines and search text.
func BenchmarkRecord(b *testing.B) {
	sizes(b, func(b *testing.B, s *db.Store, _ string) {
		by := dbtest.Actor(b, s, "u01")
		for b.Loop() {
			if _, err := s.Record(b.Context(), db.Once{}, by, dbtest.Now, dbtest.Intake()); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkChange logs one more contact in a complaint that has 39.
func BenchmarkChange(b *testing.B) {
	sizes(b, func(b *testing.B, s *db.Store, long string) {
		by := dbtest.Actor(b, s, "u01")
		for b.Loop() {
			_, err := s.ChangeComplaint(b.Context(), db.Once{}, long, 0, func(c *huiyin.Complaint) error {
				c.Contacts = c.Contacts[:len(c.Contacts):len(c.Contacts)]
				return c.Printed(by, dbtest.Now, "F1", huiyin.PrintChoice{})
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkBareInsert is the measure for BenchmarkRecord: one durable insert of the same text into one
// table with one index.
func BenchmarkBareInsert(b *testing.B) {
	pool, err := sql.Open("sqlite", "file:"+filepath.ToSlash(filepath.Join(b.TempDir(), "bare.db"))+
		"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		b.Fatal(err)
	}
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	if _, err := pool.Exec("CREATE TABLE c (id INTEGER PRIMARY KEY, number TEXT UNIQUE, at INTEGER, name TEXT, " +
		"phone TEXT, matter TEXT, demand TEXT)"); err != nil {
		b.Fatal(err)
	}
	st, err := pool.Prepare("INSERT INTO c (number, at, name, phone, matter, demand) VALUES (?, ?, ?, ?, ?, ?)")
	if err != nil {
		b.Fatal(err)
	}
	in := dbtest.Intake()
	n := 0
	cpu(b, func() {
		for b.Loop() {
			n++
			if _, err := st.Exec(fmt.Sprint("TS-JY-20250303-", n), dbtest.Now.UnixMilli(), in.Name, in.Phone, in.Matter,
				in.Demand); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkNothingDue is the clock's minute when nothing is due.
func BenchmarkNothingDue(b *testing.B) {
	sizes(b, func(b *testing.B, s *db.Store, _ string) {
		if _, err := s.RunDue(b.Context(), dbtest.Now); err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if n, err := s.RunDue(b.Context(), dbtest.Now); err != nil || n != 0 {
				b.Fatal(n, err)
			}
		}
	})
}

// BenchmarkClock is a minute of the clock with a hundredth of all complaints open, 10,000 of a million.
// Beside the time of a run it tells how many complaints a run touched, and the longest that a
// complaint took that was read all the while.
func BenchmarkClock(b *testing.B) {
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			if n > 100_000 && testing.Short() {
				b.Skip("takes minutes to fill")
			}
			s, long := benchStore(b, n)
			by := dbtest.Actor(b, s, "u01")
			at := dbtest.Now
			if _, err := s.RunDue(b.Context(), at); err != nil {
				b.Fatal(err)
			}
			var slowest, reads, touched int64
			stop, done := make(chan struct{}), make(chan struct{})
			go func() {
				defer close(done)
				for {
					select {
					case <-stop:
						return
					default:
					}
					began := time.Now()
					if _, err := s.Complaint(b.Context(), by, long); err != nil {
						b.Error(err)
						return
					}
					slowest, reads = max(slowest, time.Since(began).Nanoseconds()), reads+1
				}
			}()
			cpu(b, func() {
				for b.Loop() {
					at = at.Add(time.Minute)
					n, err := s.RunDue(b.Context(), at)
					if err != nil {
						b.Fatal(err)
					}
					touched += int64(n)
				}
			})
			close(stop)
			<-done
			b.ReportMetric(float64(touched)/float64(b.N), "complaints/op")
			b.ReportMetric(float64(slowest)/1e6, "slowest-read-ms")
		})
	}
}
