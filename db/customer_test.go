package db_test

import (
	"fmt"
	"slices"
	"testing"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// fileOf is the file of a complaint, as a VP sees it.
func fileOf(t *testing.T, s *db.Store, number string) int64 {
	t.Helper()
	id, err := s.CustomerOf(t.Context(), dbtest.Actor(t, s, "v01"), number)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestB1_ComplaintsOfOneCustomerStandInOneFile(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "u01")
	record := func(change func(*huiyin.Intake)) string { return dbtest.Complaint(t, s, by, change).Number }
	first := record(nil)
	for name, tt := range map[string]struct {
		change func(*huiyin.Intake)
		same   bool
	}{
		"the same phone written otherwise": {func(in *huiyin.Intake) {
			in.Phone, in.Name, in.Unit = "+86 138-0013-8000",
				"小王", ""
		}, true},
		"at another site": {func(in *huiyin.Intake) { in.Site = "HY" }, true},
		"another phone":   {func(in *huiyin.Intake) { in.Phone = "13900139000" }, false},
		"no phone": {func(in *huiyin.Intake) { in.Phone, in.Channel = "", huiyin.ChannelVisit },
			false},
	} {
		if got := fileOf(t, s, record(tt.change)) == fileOf(t, s, first); got != tt.same {
			t.Errorf("%s: the same file is %v", name, got)
		}
	}
	if id := fileOf(t, s, record(func(in *huiyin.Intake) { in.Name, in.Phone = "匿名", "" })); id != 0 {
		t.Errorf("who left nothing stands in file %d", id)
	}
	sound(t, s)
}

// Every list and file shows what Can allows, and nothing hints at the rest (rules P3, P4).
func TestP3_FilesShowWhatTheReaderMaySee(t *testing.T) {
	s := dbtest.New(t)
	if err := s.RecordAll(t.Context(), newLife(7, s.Org()).complaints(150, 40, 6)); err != nil {
		t.Fatal(err)
	}
	phones := []string{"13800138000", "13900139000", "13700137000"}
	for i := range 60 { // few customers with many complaints, at all sites, some about people of ours
		by := dbtest.Actor(t, s, []string{"a01", "b01", "w01"}[i%3])
		dbtest.Complaint(t, s, by, func(in *huiyin.Intake) {
			in.Site, in.Phone, in.Category = []string{"HY", "LT", "JY"}[i%3], phones[i/3%3], "facilities"
			if i%7 == 0 {
				in.Accused = []string{[]string{"s01", "a01", "v01"}[i%3]}
			}
		})
	}
	var every []*huiyin.Complaint // also the restricted ones, which not everybody opens (rule P8)
	for i := range s.Org().People {
		opens, err := s.Whole(t.Context(), huiyin.Actor{Person: &s.Org().People[i], Org: s.Org()}, dbtest.Now,
			huiyin.Filter{})
		if huiyin.KindOf(err) != 0 { // sees none
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range opens {
			if !slices.ContainsFunc(every, func(o *huiyin.Complaint) bool { return o.Number == c.Number }) {
				every = append(every, c)
			}
		}
	}
	total := 0
	for i := range s.Org().People {
		by := huiyin.Actor{Person: &s.Org().People[i], Org: s.Org()}
		want := map[int64][]string{}
		for _, c := range every {
			if huiyin.Can(by, huiyin.ActionRead, c) == nil && len(c.CustomerKeys(by.Org).Own) > 0 {
				id := fileOfAny(t, s, c.Number)
				want[id] = append(want[id], c.Number)
			}
		}
		got := map[int64]int{}
		for page := ""; ; {
			rows, next, err := s.Customers(t.Context(), by, "", page)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rows {
				if _, twice := got[r.ID]; twice {
					t.Errorf("%s: customer %d stands in the list twice", by.Account, r.ID)
				}
				got[r.ID] = r.Complaints
			}
			if page = next; page == "" {
				break
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s is shown %d customers, sees complaints of %d", by.Account, len(got), len(want))
		}
		for id, numbers := range want {
			if got[id] != len(numbers) {
				t.Errorf("%s: customer %d with %d complaints, sees %d", by.Account, id, got[id], len(numbers))
			}
			total++
			f, err := s.Customer(t.Context(), by, id)
			if err != nil {
				t.Fatal(err)
			}
			var seen []string
			for _, c := range f.Seen {
				seen = append(seen, c.Number)
			}
			slices.Sort(seen)
			slices.Sort(numbers)
			if !slices.Equal(seen, numbers) {
				t.Errorf("%s: file %d shows %v, want %v", by.Account, id, seen, numbers)
			}
		}
		for _, c := range every {
			if id := fileOfAny(t, s, c.Number); id != 0 && want[id] == nil {
				if _, err := s.Customer(t.Context(), by, id); huiyin.KindOf(err) != huiyin.KindNotFound {
					t.Errorf("%s opens file %d: %v", by.Account, id, err)
				}
			}
		}
		for _, q := range []string{"13800138000", "8000", "王小明"} {
			rows, _, err := s.Customers(t.Context(), by, q, "")
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rows {
				if want[r.ID] == nil || r.Complaints != len(want[r.ID]) {
					t.Errorf("%s finds %d with %d complaints by %s", by.Account, r.ID, r.Complaints, q)
				}
			}
		}
	}
	if total < 300 {
		t.Errorf("only %d files were compared", total)
	}
}

func fileOfAny(t *testing.T, s *db.Store, number string) int64 {
	t.Helper()
	for _, by := range actors(t, s) { // a restricted one is kept from most
		if id, err := s.CustomerOf(t.Context(), by, number); err == nil {
			return id
		}
	}
	t.Fatalf("nobody sees %s", number)
	return 0
}

// A whole phone number or its last four digits find a customer, anything between does not (rule P5).
func TestP5_APhoneIsFoundWholeOrByItsEnd(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "u01")
	dbtest.Complaint(t, s, by, nil)
	for q, want := range map[string]int{"13800138000": 1, "138 0013 8000": 1, "8000": 1, "1380013800": 0, "38000": 0,
		"138": 0, "王小明": 1, "王小": 1, "wxm": 1, "3栋2单元": 1, "李": 0, "噪音": 0, "%": 0} {
		rows, _, err := s.Customers(t.Context(), by, q, "")
		if err != nil || len(rows) != want {
			t.Errorf("%q finds %d, want %d (%v)", q, len(rows), want, err)
		}
	}
}

// Customers found by words come page by page, each once, by their newest complaint.
func TestCustomersAreFoundPageByPage(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "v01")
	const customers = 60
	for i := range 3 * customers {
		dbtest.Complaint(t, s, dbtest.Actor(t, s, "u01"), func(in *huiyin.Intake) {
			in.Name, in.Phone = fmt.Sprint("王", i%customers), fmt.Sprint(13900000000+i%customers)
		})
	}
	var got []int64
	for page := ""; ; {
		rows, next, err := s.Customers(t.Context(), by, "王", page)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if r.Complaints != 3 {
				t.Errorf("%d complaints of %s, want 3", r.Complaints, r.Name)
			}
			got = append(got, r.Complaint)
		}
		if page = next; page == "" {
			break
		}
	}
	if len(got) != customers {
		t.Fatalf("%d customers, want %d", len(got), customers)
	}
	for i, id := range got {
		if want := int64(3*customers - i); id != want {
			t.Errorf("at place %d the complaint %d, want %d", i, id, want)
		}
	}
}

func TestB1_AMergeIsUndone(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "u01")
	a := dbtest.Complaint(t, s, by, nil).Number
	b := dbtest.Complaint(t, s, by, func(in *huiyin.Intake) { in.Phone = "13900139000" }).Number
	c := dbtest.Complaint(t, s, by, func(in *huiyin.Intake) { in.Phone = "13700137000" }).Number
	fa, fb, fc := fileOf(t, s, a), fileOf(t, s, b), fileOf(t, s, c)
	f, err := s.Customer(t.Context(), by, fa)
	if err != nil || len(f.Doubles) != 2 || f.Doubles[0].Why != "unit" {
		t.Fatalf("doubles %+v, %v", f, err)
	}
	merge := func(into, other int64) {
		t.Helper()
		err := s.ChangeCustomers(t.Context(), db.Once{}, by, into, other, func(f, o *huiyin.CustomerFile) error {
			return f.Customer.Merge(by, dbtest.Now, f.Seen, o.Customer, o.Seen, "同一位业主")
		})
		if err != nil {
			t.Fatal(err)
		}
		sound(t, s)
	}
	part := func(into, other int64) {
		t.Helper()
		err := s.ChangeCustomers(t.Context(), db.Once{}, by, into, other, func(f, o *huiyin.CustomerFile) error {
			return f.Customer.Unmerge(by, dbtest.Now, f.Seen, o.Customer, o.Seen, "不是同一人")
		})
		if err != nil {
			t.Fatal(err)
		}
		sound(t, s)
	}
	in := func(want ...int64) {
		t.Helper()
		if got := []int64{fileOf(t, s, a), fileOf(t, s, b), fileOf(t, s, c)}; !slices.Equal(got, want) {
			t.Errorf("files %v, want %v", got, want)
		}
	}
	merge(fb, fc)
	in(fa, fb, fb)
	merge(fa, fb)
	in(fa, fa, fa)
	later := dbtest.Complaint(t, s, by, func(in *huiyin.Intake) { in.Phone = "13700137000" }).Number
	if fileOf(t, s, later) != fa {
		t.Error("a later complaint does not follow the merge")
	}
	if f, err = s.Customer(t.Context(), by, fa); err != nil || len(f.Merged) != 1 || len(f.Seen) != 4 ||
		len(f.Doubles) != 0 {
		t.Errorf("merged %+v, %v", f, err)
	}
	stranger := dbtest.Actor(t, s, "t01")
	err = s.ChangeCustomers(t.Context(), db.Once{}, stranger, fa, fb, func(f, o *huiyin.CustomerFile) error {
		return f.Customer.Unmerge(stranger, dbtest.Now, f.Seen, o.Customer, o.Seen, "不是同一人")
	})
	if huiyin.KindOf(err) != huiyin.KindNotFound {
		t.Errorf("who sees neither parts them: %v", err)
	}
	in(fa, fa, fa)
	part(fa, fb)
	in(fa, fb, fb)
	part(fb, fc)
	in(fa, fb, fc)
}

// Complaints of an earlier Huiyin are filed when the store opens.
func TestB1_EarlierComplaintsAreFiled(t *testing.T) {
	s := dbtest.New(t)
	if err := s.RecordAll(t.Context(), newLife(3, s.Org()).complaints(40, 40, 3)); err != nil {
		t.Fatal(err)
	}
	number := closedLongAgo(t, s, dbtest.Now, "a", nil)
	dir := copied(t, s.Dir())
	pool := raw(t, dir)
	before := fmt.Sprint(column(t, pool,
		"SELECT number || ' ' || coalesce((SELECT min(key) FROM customer_key WHERE file = complaint.customer), '') FROM complaint "+
			"ORDER BY id"))
	for _, q := range []string{"UPDATE complaint SET file = NULL, customer = NULL", "DELETE FROM customer", "DELETE FROM customer_key",
		"DELETE FROM names WHERE rowid > 0"} {
		if _, err := pool.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	_ = pool.Close()
	again, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	sound(t, again)
	pool = raw(t, dir)
	defer pool.Close()
	if after := fmt.Sprint(column(t, pool,
		"SELECT number || ' ' || coalesce((SELECT min(key) FROM customer_key WHERE file = complaint.customer), '') FROM complaint "+
			"ORDER BY id")); after != before {
		t.Errorf("filed as %s\nwere %s", after, before)
	}
	if rows, _, err := again.Customers(t.Context(), dbtest.Actor(t, again, "v01"), "王小明", ""); err != nil ||
		len(rows) != 1 || fileOf(t, again, number) != rows[0].ID {
		t.Errorf("found %v, %v", rows, err)
	}
}

// A file's number stands in addresses: it does not tell whoever records a phone whether its person has complained
// before, since those of new files neither follow each other nor are near those of old ones.
func TestP3_NumbersOfFilesTellNothing(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "u01")
	var ids []int64
	for i := range 40 {
		c := dbtest.Complaint(t, s, by, func(in *huiyin.Intake) { in.Phone = fmt.Sprintf("138001381%02d", i) })
		f, err := s.CustomerOf(t.Context(), by, c.Number)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, f)
	}
	again := dbtest.Complaint(t, s, by, func(in *huiyin.Intake) { in.Phone = "13800138100" })
	if f, err := s.CustomerOf(t.Context(), by, again.Number); err != nil || f != ids[0] {
		t.Errorf("the same phone has file %d, then %d, %v", ids[0], f, err)
	}
	if slices.IsSorted(ids) {
		t.Errorf("in order: %v", ids)
	}
	slices.Sort(ids)
	for i, id := range ids {
		if id < 1<<32 || id >= 1<<53 || i > 0 && id-ids[i-1] < 1000 {
			t.Errorf("%d of %v", id, ids)
		}
	}
	clean(t, s)
}
