package db_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

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
		"the same phone written otherwise": {func(in *huiyin.Intake) { in.Phone, in.Name, in.Unit = "+86 138-0013-8000", "小王", "" }, true},
		"at another site":                  {func(in *huiyin.Intake) { in.Site = "HY" }, true},
		"another phone":                    {func(in *huiyin.Intake) { in.Phone = "13900139000" }, false},
		"no phone":                         {func(in *huiyin.Intake) { in.Phone, in.Channel = "", huiyin.ChannelVisit }, false},
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
	every, err := s.Whole(t.Context(), huiyin.System(s.Org()), dbtest.Now, huiyin.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for i := range s.Org().People {
		by := huiyin.Actor{Person: &s.Org().People[i], Org: s.Org()}
		want := map[int64][]string{}
		for _, c := range every {
			if huiyin.Can(by, huiyin.ActionRead, c) == nil && c.CustomerKey() != "" {
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
	id, err := s.CustomerOf(t.Context(), huiyin.System(s.Org()), number)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// A whole phone number or its last four digits find a customer, anything between does not (rule P5).
func TestP5_APhoneIsFoundWholeOrByItsEnd(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "u01")
	dbtest.Complaint(t, s, by, nil)
	for q, want := range map[string]int{"13800138000": 1, "138 0013 8000": 1, "8000": 1, "1380013800": 0, "38000": 0, "138": 0, "王小明": 1, "王小": 1, "wxm": 1, "3栋2单元": 1, "李": 0, "噪音": 0, "%": 0} {
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
	if f, err = s.Customer(t.Context(), by, fa); err != nil || len(f.Merged) != 1 || len(f.Seen) != 4 || len(f.Doubles) != 0 {
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

// closedLongAgo records a complaint of JY with an attachment, closes and archives it.
func closedLongAgo(t *testing.T, s *db.Store, at time.Time, content string, change func(*huiyin.Intake)) string {
	t.Helper()
	u01 := dbtest.Actor(t, s, "u01")
	c := dbtest.Complaint(t, s, u01, func(in *huiyin.Intake) {
		in.ReceivedAt, in.Category, in.Identity, in.Address = at, "cleaning", "110101199003071234", "滨海路八十八号"
		in.Matter, in.Demand = "王小明家门口堆放垃圾。", "请王小明满意。"
		if change != nil {
			change(in)
		}
	})
	in, err := s.Receive(strings.NewReader(content), 1000)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.ChangeComplaint(t.Context(), db.Once{}, c.Number, 0, func(c *huiyin.Complaint) error {
		for _, do := range []func() error{
			func() error { return c.RevealField(u01, at, "phone") },
			func() error {
				return c.LogContact(u01, at, huiyin.Contact{Way: "phone", Who: "王小明", Said: "王小明说垃圾还在。"})
			},
			func() error {
				return c.Attach(u01, at, huiyin.Attachment{Name: "王小明的照片.jpg", Hash: in.Hash, Size: in.Size, Type: "image/jpeg", Note: "王小明拍的"})
			},
			func() error {
				return c.Settle(u01, at, huiyin.Settling{Cause: "王小明家外的桶满了", Measure: "清运", Said: "已向王小明说明", Satisfaction: huiyin.Satisfied})
			},
			func() error {
				return c.Assess(u01, at, huiyin.Assessing{Assessment: huiyin.Assessment{Validity: huiyin.Valid, Responsibility: huiyin.ByCompany}})
			},
			func() error { return c.Close(u01, at, huiyin.Solved, "") },
			func() error { return c.Archive(u01, at.AddDate(0, 2, 0)) },
		} {
			if err := do(); err != nil {
				return err
			}
		}
		return nil
	}, in)
	if err != nil {
		t.Fatal(err)
	}
	return c.Number
}

// holds lists the tables of the database in which a text still stands.
func holds(t *testing.T, s *db.Store, text string) (found []string) {
	t.Helper()
	pool := raw(t, copied(t, s.Dir()))
	for _, name := range column(t, pool, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'names%' AND name NOT LIKE 'texts%'") {
		cols := column(t, pool, "SELECT name FROM pragma_table_info('"+name+"')")
		if len(cols) == 0 {
			continue
		}
		if n := column(t, pool, "SELECT count(*) FROM "+name+" WHERE instr("+strings.Join(quoted(cols), "||'|'||")+", '"+text+"')"); n[0] != "0" {
			found = append(found, name)
		}
	}
	return found
}

func quoted(cols []string) []string {
	out := make([]string, len(cols))
	for i, c := range cols {
		out[i] = "coalesce(\"" + c + "\", '')"
	}
	return out
}

// A merged complaint has no closing of its own: its personal data goes with the one it is merged into, and
// an erasure that is granted reaches both, unless the other one is somebody else's (rules B1, K7).
func TestB1_AMergedComplaintGoesWithItsTarget(t *testing.T) {
	s := dbtest.New(t)
	u01, v01 := dbtest.Actor(t, s, "u01"), dbtest.Actor(t, s, "v01")
	twin := dbtest.Complaint(t, s, dbtest.Actor(t, s, "w01"), func(in *huiyin.Intake) { in.Matter = "秘密原文" })
	target := dbtest.Complaint(t, s, dbtest.Actor(t, s, "w01"), nil)
	into := func(*huiyin.Complaint) string { return target.Number }
	if err := s.ChangeTwo(t.Context(), db.Once{}, twin.Number, 0, into, func(c, other *huiyin.Complaint) error { return c.Merge(u01, dbtest.Now, other) }); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ChangeComplaint(t.Context(), db.Once{}, target.Number, 0, func(c *huiyin.Complaint) error {
		return c.Close(u01, dbtest.Now, huiyin.InvalidCase, "查无此事")
	}); err != nil {
		t.Fatal(err)
	}
	end := dbtest.Now.AddDate(3, 0, 0)
	for _, at := range []time.Time{end.Add(-time.Millisecond), end} {
		if _, err := s.RunDue(t.Context(), at); err != nil {
			t.Fatal(err)
		}
		sound(t, s)
		c, err := s.Complaint(t.Context(), v01, twin.Number)
		if gone := c != nil && c.Name == huiyin.Anonymised && c.Matter == huiyin.Anonymised && c.AnonymisedAt.Equal(end); err != nil || gone != at.Equal(end) {
			t.Errorf("at %v gone is %v, %v", at, gone, err)
		}
	}
	if found := holds(t, s, "秘密原文"); len(found) != 0 {
		t.Errorf("the text still stands in %v", found)
	}
}

// Three years later, however late the clock comes, nothing tells who the customer was: not the records, not
// the journal, the search, the file or the attachments; and the journal's chain still fits (rules B1, J2).
func TestB1_ThreeYearsLaterTheCustomerIsGone(t *testing.T) {
	s := dbtest.New(t)
	v01 := dbtest.Actor(t, s, "v01")
	number := closedLongAgo(t, s, dbtest.Now, "照片", nil)
	same := closedLongAgo(t, s, dbtest.Now.AddDate(0, 6, 0), "照片", nil) // the same customer, the same content
	other := closedLongAgo(t, s, dbtest.Now, "另一张", func(in *huiyin.Intake) {
		in.Name, in.Phone, in.Unit, in.Matter = "赵大海", "13900139000", "9栋901", "路灯不亮。"
	})
	file := fileOf(t, s, number)
	c, err := s.Complaint(t.Context(), v01, number)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(s.Dir(), "files", c.Attachments[0].Hash[:2], c.Attachments[0].Hash)
	run := func(at time.Time) {
		t.Helper()
		s.At(at)
		if _, err := s.RunDue(t.Context(), at); err != nil {
			t.Fatal(err)
		}
		sound(t, s)
	}
	entries := func() int {
		v, err := s.Verify(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return v.Entries
	}
	sound(t, s)
	run(dbtest.Now.AddDate(3, 0, 0).Add(-time.Millisecond))
	if c, _ = s.Complaint(t.Context(), v01, number); c.Name != "王小明" {
		t.Fatal("too early")
	}
	before := entries()
	run(dbtest.Now.AddDate(3, 1, 0)) // late
	run(dbtest.Now.AddDate(3, 1, 0))
	run(dbtest.Now.AddDate(3, 2, 0))
	if n := entries() - before; n != 3 { // two complaints, and the file of the one that had no other
		t.Errorf("%d entries", n)
	}
	if c, err = s.Complaint(t.Context(), v01, number); err != nil || c.Name != huiyin.Anonymised || c.Phone != "" || c.Matter != huiyin.Anonymised || !c.AnonymisedAt.Equal(dbtest.Now.AddDate(3, 0, 0)) {
		t.Errorf("%+v %v", c.Intake, err)
	}
	if c.Grade != huiyin.Minor || c.Category != "cleaning" || c.Satisfaction() != huiyin.Satisfied || c.Outcome != huiyin.Solved || !c.ClosedAt.Equal(dbtest.Now) || len(c.Contacts) != 1 {
		t.Error("what the statistics count has gone too")
	}
	if _, err := os.Stat(path); err != nil {
		t.Error("a content that another complaint holds is gone")
	}
	if id := fileOf(t, s, number); id != 0 {
		t.Errorf("it still stands in file %d", id)
	}
	if id := fileOf(t, s, same); id != file {
		t.Error("the complaint that is still kept has left its file")
	}
	if len(holds(t, s, "赵大海"))+len(holds(t, s, "13900139000")) > 0 {
		t.Errorf("the other customer still stands in %v", holds(t, s, "赵大海"))
	}
	run(dbtest.Now.AddDate(3, 6, 0).Add(time.Hour))
	for _, secret := range []string{"王小明", "13800138000", "00138000", "110101199003071234", "八十八号", "3栋2单元1201", "垃圾"} {
		if found := holds(t, s, secret); len(found) > 0 {
			t.Errorf("%s still stands in %v", secret, found)
		}
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("the attachment is still there: %v", err)
	}
	if err := s.PurgeSearch(t.Context()); err != nil {
		t.Fatal(err)
	}
	if p, err := s.Complaints(t.Context(), v01, dbtest.Now, huiyin.Filter{Q: same}); err != nil || p.Total != 1 {
		t.Errorf("by its number %d are found, %v", p.Total, err)
	}
	for _, q := range []string{"王小明", "13800138000", "8000", "垃圾", "wxm", "3栋2单元1201"} {
		p, err := s.Complaints(t.Context(), v01, dbtest.Now, huiyin.Filter{Q: q})
		rows, _, err2 := s.Customers(t.Context(), v01, q, "")
		if err != nil || err2 != nil || p.Total != 0 || len(rows) != 0 {
			t.Errorf("%s finds %d complaints and %d customers", q, p.Total, len(rows))
		}
	}
	if p, err := s.Complaints(t.Context(), v01, dbtest.Now, huiyin.Filter{}); err != nil || p.Total != 3 {
		t.Errorf("%d complaints are counted, %v", p.Total, err)
	}
	j, err := s.Journal(t.Context(), number, true, 0, 50)
	if err != nil {
		t.Fatal(err)
	}
	looked := 0
	for _, e := range j {
		if e.Action == huiyin.ActionReveal && e.By == "u01" && len(e.Detail) == 1 && e.Detail[0].After == "phone" {
			looked++
		}
	}
	if looked != 1 { // access records are kept (rule B1)
		t.Error("who looked at the phone is no longer known")
	}
	_ = other
	again, err := db.Open(t.Context(), copied(t, s.Dir()))
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	sound(t, again)
}

// The words of an entry go only where their subject was anonymised, and what stands there instead is the
// digest by which it was sealed: everything else verify names, and the journal refuses (rule J2).
func TestJ2_OnlyAnAnonymisedSubjectLosesItsWords(t *testing.T) {
	s := dbtest.New(t)
	gone := closedLongAgo(t, s, dbtest.Now, "a", nil)
	kept := closedLongAgo(t, s, dbtest.Now.AddDate(1, 0, 0), "b", func(in *huiyin.Intake) { in.Phone = "13900139000" })
	s.At(dbtest.Now.AddDate(3, 0, 0))
	if _, err := s.RunDue(t.Context(), dbtest.Now.AddDate(3, 0, 0)); err != nil {
		t.Fatal(err)
	}
	sound(t, s)
	zeros, a := strings.Repeat("0", 64), "' AND action = 'contacts'"
	for name, tt := range map[string]struct {
		sql    string
		refuse bool
	}{
		"another's words":           {"UPDATE journal SET detail = '', digest = '" + zeros + "' WHERE subject = '" + kept + a, true},
		"words put back":            {"UPDATE journal SET detail = '[]', digest = '' WHERE subject = '" + gone + a, true},
		"other words beside it":     {"UPDATE journal SET detail = '[{\"f\":\"said\",\"a\":\"x\"}]' WHERE subject = '" + gone + a, true},
		"another digest":            {"UPDATE journal SET digest = '" + zeros + "' WHERE subject = '" + gone + a, true},
		"the word anonymise itself": {"UPDATE journal SET detail = '', digest = '" + zeros + "' WHERE action = 'anonymise'", true},
		"who did it":                {"UPDATE journal SET by = 'x', detail = '', digest = '" + zeros + "' WHERE subject = '" + gone + "' AND action = 'reveal'", true},
	} {
		for _, guarded := range []bool{true, false} {
			dir := copied(t, s.Dir())
			pool := raw(t, dir)
			if !guarded {
				for _, trigger := range column(t, pool, "SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
					if _, err := pool.Exec("DROP TRIGGER " + trigger); err != nil {
						t.Fatal(err)
					}
				}
			}
			_, err := pool.Exec(tt.sql)
			_ = pool.Close()
			if guarded {
				if err == nil {
					t.Errorf("%s: the journal takes it", name)
				}
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			if wrong := reverify(t, dir); len(wrong) == 0 {
				t.Errorf("%s: verify finds nothing", name)
			}
		}
	}
}

// A request holds the customer's data until it is answered, and an erasure that is granted takes it out,
// its own words too (rules B1, T2).
func TestB1_ARequestHoldsAndErases(t *testing.T) {
	s := dbtest.New(t)
	q01, u01 := dbtest.Actor(t, s, "q01"), dbtest.Actor(t, s, "u01")
	number := closedLongAgo(t, s, dbtest.Now, "a", nil)
	id := fileOf(t, s, number)
	late := dbtest.Now.AddDate(2, 11, 20)
	ask := func(kind huiyin.DataKind) int64 {
		t.Helper()
		err := s.ChangeCustomer(t.Context(), db.Once{}, u01, late, id, func(f *huiyin.CustomerFile) error {
			return f.Customer.AskData(u01, late, f.Seen, f.Barred, huiyin.DataRequest{Kind: kind, Site: "JY", Way: "phone", Asked: "王小明要求办理", Handler: "h01"})
		})
		if err != nil {
			t.Fatal(err)
		}
		list, _, err := s.DataRequests(t.Context(), u01, false, "", 9)
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		return list[0].ID
	}
	answer := func(by huiyin.Actor, at time.Time, request int64, a huiyin.DataAnswer) error {
		err := s.ChangeCustomer(t.Context(), db.Once{}, by, at, id, func(f *huiyin.CustomerFile) error { return f.AnswerAll(by, at, request, a) })
		sound(t, s)
		return err
	}
	name := func() string {
		c, err := s.Complaint(t.Context(), dbtest.Actor(t, s, "v01"), number)
		if err != nil {
			t.Fatal(err)
		}
		return c.Name
	}
	r := ask(huiyin.SeeData)
	after := dbtest.Now.AddDate(3, 0, 1)
	s.At(after)
	if _, err := s.RunDue(t.Context(), after); err != nil || name() != "王小明" {
		t.Fatalf("gone while the customer waits for an answer: %v", err)
	}
	h01 := dbtest.Actor(t, s, "h01")
	f, _, err := s.Extract(t.Context(), h01, after, r)
	if err != nil || len(f.Seen) != 1 || f.Seen[0].Phone != "13800138000" || len(f.Happened) == 0 {
		t.Errorf("extract: %v", err)
	}
	looks, err := s.Looks(t.Context(), q01, id, 0, 9)
	if err != nil || len(looks) != 2 || looks[0].By != "h01" || looks[0].Action != huiyin.ActionPrint || looks[1].Action != huiyin.ActionReveal {
		t.Errorf("looks %+v, %v", looks, err)
	}
	if err := answer(h01, after, r, huiyin.DataAnswer{Outcome: huiyin.DataGranted, Answer: "已交给王小明"}); err != nil {
		t.Fatal(err)
	}
	young := closedLongAgo(t, s, after.AddDate(0, -3, 0), "c", nil) // keeps the file
	if _, err := s.RunDue(t.Context(), after); err != nil || name() != huiyin.Anonymised {
		t.Errorf("not gone after the answer: %v", err)
	}
	number = young
	r = ask(huiyin.EraseData)
	granted := huiyin.DataAnswer{Outcome: huiyin.DataGranted, Answer: "王小明的资料已删除", Reason: "客户要求，无保留义务"}
	if err := answer(h01, after, r, granted); huiyin.KindOf(err) != huiyin.KindForbidden || name() != "王小明" {
		t.Errorf("the administration grants it: %v", err)
	}
	running := dbtest.Complaint(t, s, u01, func(in *huiyin.Intake) { in.ReceivedAt = after.Add(-time.Hour) })
	if err := answer(q01, after, r, granted); huiyin.KindOf(err) != huiyin.KindConflict || name() != "王小明" {
		t.Errorf("with an open complaint: %v", err)
	}
	if _, err := s.ChangeComplaint(t.Context(), db.Once{}, running.Number, 0, func(c *huiyin.Complaint) error {
		return c.Close(u01, after, huiyin.Withdrawn, "客户撤诉")
	}); err != nil {
		t.Fatal(err)
	}
	if err := answer(q01, after, r, granted); err != nil || name() != huiyin.Anonymised {
		t.Errorf("granted by the manager: %v", err)
	}
	for _, secret := range []string{"王小明", "13800138000", "110101199003071234"} {
		if found := holds(t, s, secret); len(found) > 0 {
			t.Errorf("%s still stands in %v", secret, found)
		}
	}
	j, err := s.Journal(t.Context(), number, true, 0, 1)
	if err != nil || j[0].Action != huiyin.ActionAnonymise || j[0].By != "q01" || j[0].Detail[1].After != granted.Reason {
		t.Errorf("journal %+v, %v", j, err)
	}
	list, _, err := s.DataRequests(t.Context(), dbtest.Actor(t, s, "q01"), true, "", 9)
	if err != nil || len(list) != 2 || list[0].Outcome != huiyin.DataGranted || list[0].Asked != huiyin.Anonymised {
		t.Errorf("requests %+v, %v", list, err)
	}
}

// Those complained about by a customer learn nothing of the customer's requests (rule P4).
func TestP4_TheAccusedSeeNoRequest(t *testing.T) {
	s := dbtest.New(t)
	u01 := dbtest.Actor(t, s, "u01")
	c := dbtest.Complaint(t, s, u01, nil)
	dbtest.Complaint(t, s, u01, func(in *huiyin.Intake) { in.Accused = []string{"h01"} })
	err := s.ChangeCustomer(t.Context(), db.Once{}, u01, dbtest.Now, fileOf(t, s, c.Number), func(f *huiyin.CustomerFile) error {
		return f.Customer.AskData(u01, dbtest.Now, f.Seen, f.Barred, huiyin.DataRequest{Kind: huiyin.SeeData, Site: "JY", Way: "phone", Asked: "查阅", Handler: "u01"})
	})
	if err != nil {
		t.Fatal(err)
	}
	for account, want := range map[string]int{"u01": 1, "q01": 1, "v01": 1, "h01": 0, "w01": 0, "a01": 0, "t01": 0} {
		by := dbtest.Actor(t, s, account)
		list, _, err := s.DataRequests(t.Context(), by, false, "", 9)
		if err != nil || len(list) != want {
			t.Errorf("%s sees %d requests, %v", account, len(list), err)
		}
		_, _, err = s.DataRequest(t.Context(), by, 1)
		if (err == nil) != (want == 1) || err != nil && huiyin.KindOf(err) != huiyin.KindNotFound {
			t.Errorf("%s opens the request: %v", account, err)
		}
	}
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
	before := fmt.Sprint(column(t, pool, "SELECT number || ' ' || coalesce((SELECT key FROM customer WHERE id = customer), '') FROM complaint ORDER BY id"))
	for _, q := range []string{"UPDATE complaint SET file = NULL, customer = NULL", "DELETE FROM customer", "DELETE FROM names WHERE rowid > 0"} {
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
	if after := fmt.Sprint(column(t, pool, "SELECT number || ' ' || coalesce((SELECT key FROM customer WHERE id = customer), '') FROM complaint ORDER BY id")); after != before {
		t.Errorf("filed as %s\nwere %s", after, before)
	}
	if rows, _, err := again.Customers(t.Context(), dbtest.Actor(t, again, "v01"), "王小明", ""); err != nil || len(rows) != 1 || fileOf(t, again, number) != rows[0].ID {
		t.Errorf("found %v, %v", rows, err)
	}
}
