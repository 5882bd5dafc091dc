package db_test

import (
	"fmt"
	"sync"
	"testing"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// oldLines are lines of an old register as a file says them, numbered from the first on.
func oldLines(t testing.TB, o *huiyin.Org, first, n int) []huiyin.OldComplaint {
	t.Helper()
	r := &huiyin.Register{Org: o, Fold: db.Fold}
	r.AddSheet("", false)
	for i, cells := range [][]string{{"編號", "项目", "方式", "日期", "投诉人", "电话", "内容摘要", "诉求", "类别", "完成日期"}, {"旧"}} {
		if err := r.Look(huiyin.RegisterLine{Line: i + 1, Cells: cells}, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Choose(); err != nil {
		t.Fatal(err)
	}
	r.Begin(0)
	out := make([]huiyin.OldComplaint, n)
	for i := range out {
		closed := ""
		if i%3 > 0 {
			closed = "2025-02-20"
		}
		var err error
		out[i], err = r.Read(huiyin.RegisterLine{Line: i + 2, Cells: []string{fmt.Sprintf("旧-%d", first+i), "海悦府", "电话",
			"2025-02-17", "王一", fmt.Sprintf("138%08d", first+i), "漏水", "修", "渗漏", closed}})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// stored is how many complaints there are.
func stored(t testing.TB, s *db.Store) int {
	t.Helper()
	found, err := s.Complaints(t.Context(), dbtest.Actor(t, s, "v01"), dbtest.Now, huiyin.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	return found.Total
}

func TestW12_NoLineIsImportedTwice(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "v01")
	take := func(lines []huiyin.OldComplaint) (fresh, again, refused int) {
		t.Helper()
		taken, err := s.TakeOver(t.Context(), by, dbtest.Now, lines)
		if err != nil || len(taken) != len(lines) {
			t.Fatalf("%d of %d, %v", len(taken), len(lines), err)
		}
		for i, k := range taken {
			switch {
			case k.Line != lines[i].Line:
				t.Errorf("line %d for %d", k.Line, lines[i].Line)
			case k.Refused != nil:
				refused++
			case k.Already:
				again++
			case k.Number == "":
				t.Errorf("line %d has no number", k.Line)
			default:
				fresh++
			}
		}
		return fresh, again, refused
	}
	lines := oldLines(t, by.Org, 1, 30)
	lines[4].Phone = "?"
	tried, err := s.TryOver(t.Context(), by, dbtest.Now, lines)
	if err != nil || tried[4].Refused == nil || tried[0].Already || stored(t, s) != 0 {
		t.Fatalf("tried: %+v, %v, %d stored", tried[4], err, stored(t, s))
	}
	if f, a, r := take(lines); f != 29 || a != 0 || r != 1 {
		t.Errorf("first: %d fresh, %d again, %d refused", f, a, r)
	}
	if f, a, r := take(oldLines(t, by.Org, 1, 40)); f != 11 || a != 29 || r != 0 { // the one put right, and ten more
		t.Errorf("overlapping: %d fresh, %d again, %d refused", f, a, r)
	}
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if _, err := s.TakeOver(t.Context(), by, dbtest.Now, oldLines(t, by.Org, 1, 600)); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	if n := stored(t, s); n != 600 {
		t.Errorf("%d complaints", n)
	}
	c, err := s.Complaint(t.Context(), by, "TS-HY-20250217-600") // no gap
	if err != nil || c.Imported == "" || c.OldNumber == "" {
		t.Errorf("%+v, %v", c, err)
	}
	own := oldLines(t, by.Org, 700, 1)
	own[0].Number = "TS-HY-20250217-001" // exported from here
	if f, a, _ := take(own); f != 0 || a != 1 {
		t.Errorf("one's own: %d fresh, %d again", f, a)
	}
	verified(t, s)
}

// Importing 1,000 lines of an old register.
func BenchmarkTakeOver(b *testing.B) {
	s := dbtest.New(b)
	by := dbtest.Actor(b, s, "v01")
	for i := range b.N {
		if _, err := s.TakeOver(b.Context(), by, dbtest.Now, oldLines(b, by.Org, 1+i*1000, 1000)); err != nil {
			b.Fatal(err)
		}
	}
}
