package db_test

import (
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

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
			return f.AskData(u01, late,
				huiyin.DataRequest{Kind: kind, Site: "JY", Way: "phone", Asked: "王小明要求办理", Handler: "h01"})
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
		err := s.ChangeCustomer(t.Context(), db.Once{}, by, at, id,
			func(f *huiyin.CustomerFile) error { return f.AnswerAll(by, at, request, a) })
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
	if waiting, err := s.Desk(t.Context(), u01, after, 9); err != nil || len(waiting.Releases) != 1 {
		t.Errorf("who is in charge is asked for %v, %v", waiting.Releases, err)
	}
	if _, err := s.ChangeComplaint(t.Context(), db.Once{}, number, 0, func(c *huiyin.Complaint) error {
		return c.ReleaseData(u01, after, 1, huiyin.Approve, "")
	}); err != nil {
		t.Fatal(err)
	}
	f, _, err := s.Extract(t.Context(), h01, after, r)
	if err != nil || len(f.Seen) != 1 || f.Seen[0].Phone != "13800138000" || len(f.Happened) == 0 {
		t.Errorf("extract: %v", err)
	}
	looks, err := s.Looks(t.Context(), q01, f.Customer, 0, 9)
	if err != nil || len(looks) != 2 || looks[0].By != "h01" || looks[0].Action != huiyin.ActionPrint ||
		looks[1].Action != huiyin.ActionReveal {
		t.Errorf("looks %+v, %v", looks, err)
	}
	if err := answer(h01, after, r, huiyin.DataAnswer{Outcome: huiyin.DataGranted, Answer: "已交给王小明"}); err != nil {
		t.Fatal(err)
	}
	young := closedLongAgo(t, s, after.AddDate(0, -3, 0), "c", nil) // keeps the file
	if after = dbtest.Destroy(t, s, after); name() != huiyin.Anonymised {
		t.Error("not gone after the answer")
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
	if err := answer(q01, after, r, granted); huiyin.KindOf(err) != huiyin.KindInvalid || name() != "王小明" {
		t.Errorf("erased before the law lets it: %v", err)
	}
	blocked := granted
	blocked.Outcome, blocked.Answer = huiyin.DataPartly, "依法须再保存，已封存。王小明不同意的，可以向人民法院起诉。"
	if err := answer(q01, after, r, blocked); err != nil {
		t.Errorf("blocked by the manager: %v", err)
	}
	if _, err := s.Complaint(t.Context(), dbtest.Actor(t, s, "v01"), number); huiyin.KindOf(err) == 0 {
		t.Errorf("a VP who is not in charge reads what is blocked")
	}
	if c, err := s.Complaint(t.Context(), u01, number); err != nil || c.Name != "王小明" || !c.Blocked() {
		t.Errorf("whoever is in charge: %v", err)
	}
	after = after.AddDate(3, 0, 0) // the floor has passed
	if dbtest.Destroy(t, s, after); name() != huiyin.Anonymised {
		t.Error("blocked for ever")
	}
	for _, secret := range []string{"王小明", "13800138000", "110101199003071234"} {
		if found := holds(t, s, secret); len(found) > 0 {
			t.Errorf("%s still stands in %v", secret, found)
		}
	}
	j, err := s.Journal(t.Context(), number, true, 0, 1)
	if err != nil || j[0].Action != huiyin.ActionAnonymise || j[0].By != "" {
		t.Errorf("journal %+v, %v", j, err)
	}
	list, _, err := s.DataRequests(t.Context(), dbtest.Actor(t, s, "q01"), true, "", 9)
	if err != nil || len(list) != 2 || list[0].Outcome != huiyin.DataPartly || list[0].Asked != huiyin.Anonymised {
		t.Errorf("requests %+v, %v", list, err)
	}
}

// Those complained about by a customer learn nothing of the customer's requests (rule P4).
func TestP4_TheAccusedSeeNoRequest(t *testing.T) {
	s := dbtest.New(t)
	u01 := dbtest.Actor(t, s, "u01")
	c := dbtest.Complaint(t, s, u01, nil)
	dbtest.Complaint(t, s, u01, func(in *huiyin.Intake) { in.Accused = []string{"h01"} })
	err := s.ChangeCustomer(t.Context(), db.Once{}, u01, dbtest.Now, fileOf(t, s, c.Number),
		func(f *huiyin.CustomerFile) error {
			return f.AskData(u01, dbtest.Now,
				huiyin.DataRequest{Kind: huiyin.SeeData, Site: "JY", Way: "phone", Asked: "查阅", Handler: "u01"})
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
