package db_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// fill gives every exported field under v a value of its own, slices two elements, so that a column
// that is not stored, or stored in another's place, shows.
func fill(v reflect.Value, n *int64, text func() string) {
	*n++
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(dbtest.Now.Add(time.Duration(*n) * time.Millisecond)))
	case v.Kind() == reflect.String:
		v.SetString(fmt.Sprint(text(), *n))
	case v.CanInt():
		v.SetInt(*n)
	case v.Kind() == reflect.Bool:
		v.SetBool(true)
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(v.Index(i), n, text)
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), n, text)
			}
		}
	default:
		panic(v.Type().String())
	}
}

func same(t *testing.T, what string, want, got *huiyin.Complaint) {
	t.Helper()
	if d := cmp.Diff(want, got, cmpopts.IgnoreUnexported(huiyin.Record{}), cmpopts.EquateEmpty()); d != "" {
		t.Fatalf("%s (- stored, + read):\n%s", what, d)
	}
}

// Every field of a complaint and of all its parts comes back, from an insert and from an update, and
// the seal over it fits.
func TestEveryFieldComesBack(t *testing.T) {
	s := dbtest.New(t)
	vp := dbtest.Actor(t, s, "v01")
	hostile := []string{"", "文", "'\";--\n\t", "a\x00b", "𠮷野家", "[]", "\u2028<&>"}
	hash, _, err := s.KeepFile(strings.NewReader("附件"), 100)
	if err != nil {
		t.Fatal(err)
	}
	n := int64(0)
	for first := range hostile {
		text := func() string { return hostile[(first+int(n))%len(hostile)] }
		c, err := huiyin.RecordComplaint(vp, dbtest.Now, dbtest.Intake())
		if err != nil {
			t.Fatal(err)
		}
		fill(reflect.ValueOf(c).Elem(), &n, text)
		unasked(c)
		c.Named = append(c.Named, "v01")
		c.Attachments[0].Hash, c.Attachments[1].Hash = hash, hash
		c.Thanks, c.Elsewhere, c.Over = nil, nil, nil // they lie with the praise, other complaints, the company
		if err := s.RecordAll(t.Context(), []*huiyin.Complaint{c}); err != nil {
			t.Fatal(err)
		}
		got, err := s.Complaint(t.Context(), vp, c.Number)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "inserted", c, got)

		changed, err := s.ChangeComplaint(t.Context(), db.Once{}, c.Number, 0, func(k *huiyin.Complaint) error {
			k.State = huiyin.Investigating
			if err := k.Printed(vp, dbtest.Now, "F1", huiyin.PrintChoice{}); err != nil {
				return err
			}
			kept := *k
			fill(reflect.ValueOf(k).Elem(), &n, text)
			unasked(k)
			k.Named = append(k.Named, "v01")
			// What never changes once recorded.
			k.ID, k.Number, k.Site, k.ReceivedAt, k.Accused = kept.ID, kept.Number, kept.Site, kept.ReceivedAt,
				kept.Accused
			k.Attachments[0].Hash, k.Attachments[1].Hash = hash, hash
			k.Thanks, k.Elsewhere, k.Over = nil, nil, nil
			keepIDs(k, &kept)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if got, err = s.Complaint(t.Context(), vp, c.Number); err != nil {
			t.Fatal(err)
		}
		same(t, "updated", changed, got)
	}
	clean(t, s)
}

// unasked takes back what is asked with a form and not kept (rule C7).
func unasked(c *huiyin.Complaint) {
	for i := range c.Contacts {
		c.Contacts[i].Confirmed, c.Contacts[i].Private = false, false
	}
	for i := range c.Answers {
		c.Answers[i].Confirmed = false
	}
}

// keepIDs gives the parts of c the ids of those of from.
func keepIDs(c, from *huiyin.Complaint) {
	keepIDsOf(reflect.ValueOf(c).Elem(), reflect.ValueOf(from).Elem())
}

func keepIDsOf(to, was reflect.Value) {
	for i := range to.NumField() {
		switch f := to.Field(i); {
		case to.Type().Field(i).Anonymous && f.Kind() == reflect.Struct: // the nouns that a complaint embeds
			keepIDsOf(f, was.Field(i))
		case f.CanSet() && f.Kind() == reflect.Slice && f.Type().Elem().Kind() == reflect.Struct:
			for j := range f.Len() {
				f.Index(j).FieldByName("ID").Set(was.Field(i).Index(j).FieldByName("ID"))
			}
		}
	}
}

// clean fails unless the journal and all records fit.
func clean(t *testing.T, s *db.Store) db.Verdict {
	t.Helper()
	v, err := s.Verify(context.WithoutCancel(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	if len(v.Wrong) > 0 {
		t.Fatalf("verify: %q", v.Wrong)
	}
	return v
}

func TestNumbersHaveNoGapsUnderConcurrency(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "w01")
	var wg sync.WaitGroup
	numbers := make([]string, 60)
	for i := range numbers {
		wg.Go(func() {
			in := dbtest.Intake()
			if i%3 == 0 { // refused: must not use a number up
				in.Matter = ""
			}
			numbers[i], _ = s.Record(t.Context(), db.Once{}, by, dbtest.Now, in)
		})
	}
	wg.Wait()
	got := slices.DeleteFunc(numbers, func(n string) bool { return n == "" })
	slices.Sort(got)
	for i, n := range got {
		if want := fmt.Sprintf("TS-JY-20250303-%03d", i+1); n != want {
			t.Fatalf("number %d is %s, want %s", i+1, n, want)
		}
	}
	if len(got) != 40 {
		t.Fatalf("%d recorded, want 40", len(got))
	}
}

func TestNumbersCountTheLocalDayOfReceiptAndGrow(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "w01")
	lastMinute := time.Date(2025, 3, 2, 15, 59, 59, 0, time.UTC) // 23:59:59 in Shanghai
	for _, tt := range []struct {
		at   time.Time
		want string
	}{
		{lastMinute, "TS-JY-20250302-001"}, {lastMinute.Add(time.Second), "TS-JY-20250303-001"},
		{lastMinute, "TS-JY-20250302-002"},
	} {
		c := dbtest.Complaint(t, s, by, func(in *huiyin.Intake) { in.ReceivedAt = tt.at })
		if c.Number != tt.want {
			t.Errorf("received %v: %s, want %s", tt.at, c.Number, tt.want)
		}
	}
	var many []*huiyin.Complaint
	for range 999 {
		c, err := huiyin.RecordComplaint(by, lastMinute, func() huiyin.Intake {
			in := dbtest.Intake()
			in.ReceivedAt = lastMinute
			return in
		}())
		if err != nil {
			t.Fatal(err)
		}
		many = append(many, c)
	}
	if err := s.RecordAll(t.Context(), many); err != nil {
		t.Fatal(err)
	}
	if got := many[996].Number; got != "TS-JY-20250302-999" {
		t.Errorf("the 999th is %s", got)
	}
	if got := many[997].Number; got != "TS-JY-20250302-1000" {
		t.Errorf("the thousandth is %s", got)
	}
	clean(t, s)
}

func contact(by huiyin.Actor, said string) func(*huiyin.Complaint) error {
	return func(c *huiyin.Complaint) error {
		return c.LogContact(by, dbtest.Now, huiyin.Contact{Way: "phone", At: dbtest.Now, Said: said})
	}
}

func TestW12_AStalePageChangesNothing(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "u01")
	c := dbtest.Complaint(t, s, by, nil)
	if _, err := s.ChangeComplaint(t.Context(), db.Once{}, c.Number, c.Version, contact(by, "第一次")); err != nil {
		t.Fatal(err)
	}
	before := rowCounts(t, s)
	_, err := s.ChangeComplaint(t.Context(), db.Once{}, c.Number, c.Version, contact(by, "第二次"))
	if huiyin.KindOf(err) != huiyin.KindStale {
		t.Fatalf("stale version gives %v", err)
	}
	if d := cmp.Diff(before, rowCounts(t, s)); d != "" {
		t.Fatalf("a refused change left something:\n%s", d)
	}
	// Who may not see it learns nothing of versions either.
	outside := dbtest.Actor(t, s, "b01")
	if _, err := s.ChangeComplaint(t.Context(), db.Once{}, c.Number, c.Version,
		contact(outside, "看不见")); huiyin.KindOf(err) != huiyin.KindNotFound {
		t.Fatalf("outsider with a stale version gets %v", err)
	}
}

func TestW12_OfTwoAtOnceOneIsTold(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "u01")
	c := dbtest.Complaint(t, s, by, nil)
	errs := make([]error, 2)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			_, errs[i] = s.ChangeComplaint(t.Context(), db.Once{}, c.Number, c.Version,
				contact(by, fmt.Sprint("同时", i)))
		})
	}
	wg.Wait()
	if (errs[0] == nil) == (errs[1] == nil) || huiyin.KindOf(errors.Join(errs...)) != huiyin.KindStale {
		t.Fatalf("want one done and one stale, got %v and %v", errs[0], errs[1])
	}
	if c, _ = s.Complaint(t.Context(), by, c.Number); len(c.Contacts) != 1 || c.Version != 2 {
		t.Fatalf("%d contacts, version %d", len(c.Contacts), c.Version)
	}
}

func TestW12_AFormSentTwiceActsOnce(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "w01")
	numbers := make([]string, 8)
	var wg sync.WaitGroup
	for i := range numbers {
		wg.Go(func() {
			var err error
			if numbers[i], err = s.Record(t.Context(), db.Once{Key: "w01 record 1", At: dbtest.Now}, by, dbtest.Now,
				dbtest.Intake()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if numbers = slices.Compact(numbers); len(numbers) != 1 || numbers[0] != "TS-JY-20250303-001" {
		t.Fatalf("the same form gave %v", numbers)
	}
	once := db.Once{Key: "w01 contact 1", At: dbtest.Now}
	for range 2 {
		c, err := s.ChangeComplaint(t.Context(), once, numbers[0], 1, contact(by, "一次"))
		if err != nil || len(c.Contacts) != 1 {
			t.Fatalf("sent again: %v, %d contacts", err, len(c.Contacts))
		}
	}
	// A refused form has not acted; the same key may be sent again, mended.
	retry := db.Once{Key: "w01 contact 2", At: dbtest.Now}
	if _, err := s.ChangeComplaint(t.Context(), retry, numbers[0], 0,
		contact(by, "")); huiyin.KindOf(err) != huiyin.KindInvalid {
		t.Fatal(err)
	}
	if c, err := s.ChangeComplaint(t.Context(), retry, numbers[0], 0, contact(by, "补写")); err != nil ||
		len(c.Contacts) != 2 {
		t.Fatal(err)
	}
}

func TestJ1_AFailedChangeLeavesNothing(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "u01")
	c := dbtest.Complaint(t, s, by, nil)
	before, newest := rowCounts(t, s), newestHash(t, s)
	mishap := errors.New("mishap")
	late := func(fn func(*huiyin.Complaint) error) func(*huiyin.Complaint) error {
		return func(c *huiyin.Complaint) error { return errors.Join(fn(c), mishap) }
	}
	wrong := dbtest.Intake()
	wrong.Demand = ""
	for name, do := range map[string]func() error{
		"change": func() error {
			_, err := s.ChangeComplaint(t.Context(), db.Once{Key: "k", At: dbtest.Now}, c.Number, 0,
				late(contact(by, "不该留下")))
			return err
		},
		"change with what is new in every part": func() error {
			_, err := s.ChangeComplaint(t.Context(), db.Once{}, c.Number, 0, late(func(c *huiyin.Complaint) error {
				n := int64(0)
				fill(reflect.ValueOf(c).Elem(), &n, func() string { return "x" })
				return nil
			}))
			return err
		},
		"change that the database refuses": func() error {
			_, err := s.ChangeComplaint(t.Context(), db.Once{}, c.Number, 0, func(c *huiyin.Complaint) error {
				err := contact(by, "写了一半")(c)
				c.Payments = append(c.Payments, huiyin.Payment{Amount: -1})
				return err
			})
			return err
		},
		"record": func() error {
			_, err := s.Record(t.Context(), db.Once{Key: "k2", At: dbtest.Now}, by, dbtest.Now, wrong)
			return err
		},
		"company": func() error {
			return s.ChangeOrg(t.Context(), db.Once{}, func(o *huiyin.Org) error { o.Company = "别的公司"; return mishap })
		},
		"panic": func() (err error) {
			defer func() { err = fmt.Errorf("%v", recover()) }()
			_, err = s.ChangeComplaint(t.Context(), db.Once{}, c.Number, 0,
				func(*huiyin.Complaint) error { panic("mishap") })
			return err
		},
	} {
		if do() == nil {
			t.Errorf("%s: no error", name)
		}
		if d := cmp.Diff(before, rowCounts(t, s)); d != "" {
			t.Errorf("%s left something:\n%s", name, d)
		}
		if newestHash(t, s) != newest {
			t.Errorf("%s is in the journal", name)
		}
	}
	again, err := s.Complaint(t.Context(), by, c.Number)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "after all", c, again)
	if s.Org().Company != "示例地产" {
		t.Error("a refused change of the company shows")
	}
	clean(t, s)
}

// What changes a record without a word in the journal is a defect, and is refused.
func TestJ1_NothingIsWrittenAroundTheJournal(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "u01")
	c := dbtest.Complaint(t, s, by, nil)
	for name, do := range map[string]func(*huiyin.Complaint){
		"row":     func(c *huiyin.Complaint) { c.Loss = 1 },
		"part":    func(c *huiyin.Complaint) { c.Findings = append(c.Findings, huiyin.Finding{Finding: "x"}) },
		"verdict": func(c *huiyin.Complaint) { c.Deadlines[0].Status = huiyin.Met },
	} {
		_, err := s.ChangeComplaint(t.Context(), db.Once{}, c.Number, 0, func(c *huiyin.Complaint) error {
			do(c)
			return nil
		})
		if err == nil || huiyin.KindOf(err) != 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.ChangeOrg(t.Context(), db.Once{}, func(o *huiyin.Org) error {
		o.Terms = append(o.Terms, huiyin.Term{Figure: huiyin.VPLimit, Value: 1})
		return nil
	}); err == nil {
		t.Error("a figure changed without a journal entry")
	}
	if _, err := s.ChangeComplaint(t.Context(), db.Once{}, c.Number, 0, func(*huiyin.Complaint) error { return nil }); err != nil {
		t.Errorf("doing nothing: %v", err)
	}
}

func TestG8_TheClockActsOnceHoweverLate(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "w01")
	received := time.Date(2025, 1, 31, 1, 0, 0, 0, time.UTC)
	risen := time.Date(2025, 2, 28, 1, 0, 0, 0, time.UTC)
	for i := range 130 { // more than one batch of the clock; it is a holiday: half of D2 comes first
		dbtest.Complaint(t, s, by, func(in *huiyin.Intake) { in.ReceivedAt = received; in.Unit = fmt.Sprint(i) })
	}
	next, err := s.NextDue(t.Context())
	if want := received.Add(12 * time.Hour); err != nil || !next.Equal(want) {
		t.Fatalf("next due %v, %v; want %v", next, err, want)
	}
	if n, err := s.RunDue(t.Context(), next.Add(-time.Millisecond)); err != nil || n != 0 {
		t.Fatalf("before anything is due: %d, %v", n, err)
	}
	late := time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)
	if n, err := s.RunDue(t.Context(), late); err != nil || n != 130 {
		t.Fatalf("clock: %d, %v", n, err)
	}
	before := rowCounts(t, s)
	if n, err := s.RunDue(t.Context(), late); err != nil || n != 0 {
		t.Fatalf("clock run again: %d, %v", n, err)
	}
	if d := cmp.Diff(before, rowCounts(t, s)); d != "" {
		t.Fatalf("the clock acted twice:\n%s", d)
	}
	vp := dbtest.Actor(t, s, "v01")
	c, err := s.Complaint(t.Context(), vp, "TS-JY-20250131-077")
	if err != nil {
		t.Fatal(err)
	}
	if c.Grade != huiyin.Major || c.Owner != "v01" || !c.Risen.Equal(risen) {
		t.Errorf("grade %s, owner %s, risen %v", c.Grade, c.Owner, c.Risen)
	}
	entries, err := s.Journal(t.Context(), c.Number, true, 0, 500)
	if err != nil {
		t.Fatal(err)
	}
	raised := slices.DeleteFunc(entries, func(e huiyin.Entry) bool { return e.Action != huiyin.ActionRaiseGrade })
	if len(raised) != 1 || !raised[0].At.Equal(risen) || !raised[0].Logged.Equal(late) {
		t.Errorf("journal of the rise: %+v", raised)
	}
	if _, err := s.Complaint(t.Context(), by, c.Number); err != nil {
		t.Errorf("who recorded it no longer sees it: %v", err)
	}
	clean(t, s)
}

// The clock and people work on the same complaints at the same time.
func TestG8_TheClockAndPeopleDoNotLoseEachOther(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "u01")
	old := dbtest.Now.AddDate(0, -2, 0)
	var numbers []string
	for range 20 {
		numbers = append(numbers, dbtest.Complaint(t, s, by, func(in *huiyin.Intake) { in.ReceivedAt = old }).Number)
	}
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			if _, err := s.RunDue(t.Context(), dbtest.Now); err != nil {
				t.Error(err)
			}
		})
	}
	for _, number := range numbers {
		wg.Go(func() {
			if _, err := s.ChangeComplaint(t.Context(), db.Once{}, number, 0, contact(by, "联系")); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, number := range numbers {
		entries, err := s.Journal(t.Context(), number, true, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		n := map[huiyin.Action]int{}
		for _, e := range entries {
			n[e.Action]++
		}
		if n[huiyin.ActionRaiseGrade] != 1 || n[huiyin.ActionLogContact] != 1 {
			t.Errorf("%s: %v", number, n)
		}
	}
	clean(t, s)
}

func TestAttachmentsAreKeptByContent(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "u01")
	hash, size, err := s.KeepFile(strings.NewReader("合同扫描件"), 100)
	if err != nil || size != 15 {
		t.Fatal(size, err)
	}
	if again, _, err := s.KeepFile(strings.NewReader("合同扫描件"), 100); err != nil || again != hash {
		t.Fatalf("the same content: %s, %v", again, err)
	}
	if _, _, err := s.KeepFile(strings.NewReader("0123456789x"), 10); huiyin.KindOf(err) != huiyin.KindTooLarge {
		t.Fatalf("11 bytes of 10: %v", err)
	}
	c := dbtest.Complaint(t, s, by, nil)
	c, err = s.ChangeComplaint(t.Context(), db.Once{}, c.Number, 0, func(c *huiyin.Complaint) error {
		return c.Attach(by, dbtest.Now, huiyin.Attachment{Name: "合同.pdf", Hash: hash, Size: size})
	})
	if err != nil {
		t.Fatal(err)
	}
	id := c.Attachments[0].ID
	if a, err := s.Attachment(t.Context(), by, id); err != nil || a.Hash != hash {
		t.Fatal(a, err)
	}
	for _, account := range []string{"b01", "w01", "admin"} {
		if _, err := s.Attachment(t.Context(), dbtest.Actor(t, s, account),
			id); huiyin.KindOf(err) != huiyin.KindNotFound {
			t.Errorf("%s gets the attachment: %v", account, err)
		}
	}
	if _, err := s.Attachment(t.Context(), by, id+1); huiyin.KindOf(err) != huiyin.KindNotFound {
		t.Errorf("unknown attachment: %v", err)
	}
	clean(t, s)
}
