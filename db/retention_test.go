package db_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

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
				return c.Attach(u01, at, huiyin.Attachment{Name: "王小明的照片.jpg", Hash: in.Hash, Size: in.Size,
					Type: "image/jpeg", Note: "王小明拍的"})
			},
			func() error {
				return c.Settle(u01, at, huiyin.Settling{Class: "process", Cause: "王小明家外的桶满了", Measure: "清运",
					Said:         "已向王小明说明",
					Satisfaction: huiyin.Satisfied})
			},
			func() error {
				return c.Assess(u01, at,
					huiyin.Assessing{Assessment: huiyin.Assessment{Validity: huiyin.Valid,
						Responsibility: huiyin.ByCompany}})
			},
			func() error { return c.Close(u01, at, huiyin.Solved, "") },
			func() error { return c.Archive(u01, at.AddDate(0, 4, 0)) },
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
	for _, name := range column(t, pool,
		"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'names%' AND name NOT LIKE 'texts%'") {
		cols := column(t, pool, "SELECT name FROM pragma_table_info('"+name+"')")
		if len(cols) == 0 {
			continue
		}
		if n := column(t, pool, "SELECT count(*) FROM "+name+" WHERE instr("+strings.Join(quoted(cols), "||'|'||")+
			", '"+text+"')"); n[0] != "0" {
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
	stands := func(gone time.Time) {
		t.Helper()
		sound(t, s)
		c, err := s.Complaint(t.Context(), v01, twin.Number)
		if err != nil || !c.AnonymisedAt.Equal(gone) || gone.IsZero() == (c.Name == huiyin.Anonymised) ||
			gone.IsZero() == (c.Matter == huiyin.Anonymised) {
			t.Errorf("gone at %v, want %v, %v", c.AnonymisedAt, gone, err)
		}
	}
	if _, err := s.RunDue(t.Context(), end); err != nil {
		t.Fatal(err)
	}
	stands(time.Time{})
	stands(dbtest.Destroy(t, s, end))
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
	at := dbtest.Now.AddDate(3, 1, 0) // late
	run(at)
	run(at)
	gone := dbtest.Destroy(t, s, at)
	run(gone.Add(time.Hour))
	sound(t, s)
	// two complaints are due and go, and the file of the one that had no other; the list is drawn up, signed twice, and
	// settles two
	if n := entries() - before; n != 10 {
		t.Errorf("%d entries", n)
	}
	if c, err = s.Complaint(t.Context(), v01, number); err != nil || c.Name != huiyin.Anonymised || c.Phone != "" ||
		c.Matter != huiyin.Anonymised || !c.AnonymisedAt.Equal(gone) {
		t.Errorf("%+v %v", c.Intake, err)
	}
	if c.Grade != huiyin.Minor || c.Category != "cleaning" || c.Satisfaction() != huiyin.Satisfied ||
		c.Outcome != huiyin.Solved || !c.ClosedAt.Equal(dbtest.Now) || len(c.Contacts) != 1 {
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
	dbtest.Destroy(t, s, dbtest.Now.AddDate(3, 6, 0).Add(time.Hour))
	sound(t, s)
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
	dbtest.Destroy(t, s, dbtest.Now.AddDate(3, 0, 0))
	sound(t, s)
	zeros, a := strings.Repeat("0", 64), "' AND action = 'contacts'"
	for name, tt := range map[string]struct {
		sql    string
		refuse bool
	}{
		"another's words": {"UPDATE journal SET detail = '', digest = '" + zeros + "' WHERE subject = '" +
			kept + a, true},
		"words put back": {"UPDATE journal SET detail = '[]', digest = '' WHERE subject = '" + gone + a,
			true},
		"other words beside it": {"UPDATE journal SET detail = '[{\"f\":\"said\",\"a\":\"x\"}]' WHERE subject = '" +
			gone + a, true},
		"another digest": {"UPDATE journal SET digest = '" + zeros + "' WHERE subject = '" + gone + a, true},
		"the word anonymise itself": {"UPDATE journal SET detail = '', digest = '" + zeros +
			"' WHERE action = 'anonymise'", true},
		"who did it": {"UPDATE journal SET by = 'x', detail = '', digest = '" + zeros +
			"' WHERE subject = '" + gone + "' AND action = 'reveal'", true},
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
