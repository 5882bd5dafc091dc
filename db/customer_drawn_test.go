package db_test

import (
	"fmt"
	"slices"
	"testing"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// Files of before numbers were drawn get a drawn one by the upgrade; who may still opens an old link, the journal, the
// holds and the merges know them as before, and whoever may not finds nothing under either number (rule P3, TRUST 20).
func TestP3_CountedNumbersOfFilesAreDrawnAnew(t *testing.T) {
	s := dbtest.New(t)
	ctx, by := t.Context(), dbtest.Actor(t, s, "u01")
	phones := []string{"13800138000", "13900139000", "13700137000", "13600136000"}
	numbers := make([]string, len(phones))
	for i, phone := range phones {
		numbers[i] = dbtest.Complaint(t, s, by, func(in *huiyin.Intake) { in.Phone = phone }).Number
	}
	run := func(queries ...string) {
		t.Helper()
		pool := raw(t, s.Dir())
		defer pool.Close()
		pool.SetMaxOpenConns(1)
		for _, q := range queries {
			if _, err := pool.Exec(q); err != nil {
				t.Fatalf("%s: %v", q, err)
			}
		}
	}
	for i, n := range numbers { // as they were counted
		old := fileOf(t, s, n)
		for _, q := range []string{"UPDATE customer SET id = %d WHERE id = %d", "UPDATE customer_key SET file = %d WHERE file = %d",
			"UPDATE complaint SET file = %[1]d, customer = %[1]d WHERE file = %[2]d"} {
			run(fmt.Sprintf(q, i+1, old))
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(s.ChangeCustomers(ctx, db.Once{}, by, 1, 2, func(f, o *huiyin.CustomerFile) error {
		return f.Customer.Merge(by, dbtest.Now, f.Seen, o.Customer, o.Seen, "同一位业主")
	}))
	must(s.ChangeCustomer(ctx, db.Once{}, by, dbtest.Now, 1, func(f *huiyin.CustomerFile) error {
		return f.AskData(by, dbtest.Now, huiyin.DataRequest{Kind: "see", Site: "JY", Way: "phone", Asked: "看本人记录", Handler: "h01",
			ReceivedAt: dbtest.Now})
	}))
	must(s.ChangeOrg(ctx, db.Once{}, func(o *huiyin.Org) error {
		return o.HoldAll(dbtest.Actor(t, s, "l01"), dbtest.Now, huiyin.Holding{Over: huiyin.HoldOverCustomer, Customer: 2, Case: numbers[1],
			Reason: "诉讼保全"})
	}))
	sound(t, s)
	must(s.Close())
	run("DROP INDEX customer_was", "ALTER TABLE customer DROP COLUMN was", "DELETE FROM goose_db_version WHERE version_id = 124")
	s, err := db.Open(ctx, s.Dir())
	must(err)
	defer s.Close()
	sound(t, s)

	stranger := dbtest.Actor(t, s, "t01")
	var ids []int64
	for i, n := range numbers {
		id := fileOf(t, s, n)
		ids = append(ids, id)
		known := map[bool]int64{true: 1, false: int64(i + 1)}[i < 2] // the second stands in the first
		f, err := s.Customer(ctx, by, known)
		if err != nil || f.Customer.ID != id || id < 1<<32 || f.Customer.Subject() != fmt.Sprint("customer:", known) {
			t.Errorf("%s: file %d, by the old link %+v, %v", n, id, f, err)
		}
		for _, at := range []int64{id, int64(i + 1)} {
			if _, err := s.Customer(ctx, stranger, at); huiyin.KindOf(err) != huiyin.KindNotFound {
				t.Errorf("a stranger opens %d: %v", at, err)
			}
		}
	}
	if ids[0] != ids[1] || slices.IsSorted(ids[1:]) && ids[3]-ids[1] < 1000 {
		t.Errorf("numbers %v", ids)
	}
	c, err := s.Complaint(ctx, dbtest.Actor(t, s, "v01"), numbers[1])
	if err != nil || len(c.Over) != 1 {
		t.Errorf("the hold of the second's file: %+v, %v", c, err)
	}
	if f, _, err := s.DataRequest(ctx, dbtest.Actor(t, s, "h01"), 1); err != nil || f.Customer.ID != ids[0] {
		t.Errorf("request: %+v, %v", f, err)
	}
	must(s.ChangeCustomers(ctx, db.Once{}, by, 1, 2, func(f, o *huiyin.CustomerFile) error {
		return f.Customer.Unmerge(by, dbtest.Now, f.Seen, o.Customer, o.Seen, "不是同一人")
	}))
	must(s.ChangeCustomer(ctx, db.Once{}, by, dbtest.Now, 3, func(f *huiyin.CustomerFile) error {
		f.Customer.Name = ""
		return f.AskData(by, dbtest.Now, huiyin.DataRequest{Kind: "see", Site: "JY", Way: "phone", Asked: "看本人记录", Handler: "h01",
			ReceivedAt: dbtest.Now})
	}))
	if fileOf(t, s, numbers[1]) == ids[0] {
		t.Error("parted, and still in the other's file")
	}
	sound(t, s)
}
