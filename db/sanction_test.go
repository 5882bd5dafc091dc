package db_test

import (
	"fmt"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// Lists of consequences give what the rules give for each complaint, for everyone: on the desk what they
// decide on, in the register what they see (rules A3, P3, P4, P6, P8).
func TestA3_ListsAgreeWithTheRules(t *testing.T) {
	t.Parallel()
	s := dbtest.New(t)
	standIns(t, s)
	now := dbtest.Now
	var numbers []string
	must := func(number, account string, do func(c *huiyin.Complaint, by huiyin.Actor) error) {
		t.Helper()
		by := dbtest.Actor(t, s, account)
		if _, err := s.ChangeComplaint(t.Context(), db.Once{}, number, 0, func(c *huiyin.Complaint) error { return do(c, by) }); err != nil {
			t.Fatal(account, err)
		}
	}
	n := 0
	for _, grade := range []huiyin.Grade{huiyin.Minor, huiyin.Important} {
		for _, person := range []string{"a01", "s01", "x02", "v02"} {
			for _, handler := range []string{"a02", "v01"} {
				if person == "v02" && handler == "v01" { // g01 proposes, and nobody is left to decide
					continue
				}
				for _, objected := range []bool{false, true} {
					for _, shut := range []bool{false, true} {
						c := dbtest.Complaint(t, s, dbtest.Actor(t, s, "s02"), func(in *huiyin.Intake) {
							in.Site = "HY"
							if n++; n%3 == 0 {
								in.Accused = []string{person}
							}
						})
						numbers = append(numbers, c.Number)
						must(c.Number, "g01",
							func(c *huiyin.Complaint, by huiyin.Actor) error { return c.Assign(by, now, handler, "") })
						must(c.Number, handler,
							func(c *huiyin.Complaint, by huiyin.Actor) error { return c.Accept(by, now) })
						must(c.Number, "g01", func(c *huiyin.Complaint, by huiyin.Actor) error {
							return c.Assess(by, now,
								huiyin.Assessing{Grade: grade, GradeReason: "按事实",
									Assessment: huiyin.Assessment{Validity: huiyin.Valid,
										Responsibility: huiyin.ByCompany, ResponsiblePerson: person}})
						})
						proposer := "p01"
						if person == "x02" || person == "v02" {
							proposer = "g01"
						}
						must(c.Number, proposer, func(c *huiyin.Complaint, by huiyin.Actor) error {
							return c.ProposeSanction(
								by,
								now,
								huiyin.SanctionForm{
									Kinds:    []string{"warning"},
									Wording:  "经过",
									Reason:   "属实",
									Evidence: []string{"matter"},
								},
							)
						})
						if objected {
							done, err := s.Complaint(t.Context(), dbtest.Actor(t, s, "g01"), c.Number)
							if err != nil {
								t.Fatal(err)
							}
							judges := done.SanctionDeciders(s.Org(), done.Sanction(1))
							if len(judges) == 0 {
								t.Fatalf("nobody decides on %s", c.Number)
							}
							must(c.Number, person, func(c *huiyin.Complaint, by huiyin.Actor) error {
								return c.AnswerSanction(by, now, 1, "当日客户较多。", false)
							})
							must(c.Number, judges[0].Account, func(c *huiyin.Complaint, by huiyin.Actor) error {
								return c.DecideSanction(by, now, 1,
									huiyin.SanctionDecision{Decision: "impose", Words: "属实"})
							})
							must(c.Number, person,
								func(c *huiyin.Complaint,
									by huiyin.Actor) error {
									return c.FileObjection(by, now, 1, "过重")
								})
						}
						if shut {
							must(c.Number, "g01", func(c *huiyin.Complaint, by huiyin.Actor) error {
								return c.Restrict(by, now, []string{"e01"}, "涉及隐私")
							})
						}
					}
				}
			}
		}
	}
	decisions := 0
	for _, p := range s.Org().People {
		by := dbtest.Actor(t, s, p.Account)
		waits, seen := map[string]string{}, map[string]bool{}
		for _, number := range numbers {
			if c, err := s.Complaint(t.Context(), by, number); err == nil {
				k := c.Sanction(1)
				if as, ok := c.SanctionDecider(by, k); ok {
					waits[number] = as.For
					decisions++
				}
				if len(c.SanctionsFor(by)) > 0 && by.Role >= huiyin.Manager {
					seen[number] = true
				}
			}
		}
		got := map[string]string{}
		list, err := s.SanctionsWaiting(t.Context(), by, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range list {
			got[w.Number] = w.For
		}
		if fmt.Sprint(got) != fmt.Sprint(waits) {
			t.Errorf("%s: the desk has %v, want %v", p.Account, got, waits)
		}
		if by.Role < huiyin.Manager {
			continue
		}
		listed := map[string]bool{}
		for next, first := int64(0), true; first || next != 0; first = false {
			var rows []huiyin.ListedSanction
			if rows, next, err = s.Sanctions(t.Context(), by, "", next); err != nil {
				t.Fatal(err)
			}
			for _, r := range rows {
				if listed[r.Number] {
					t.Errorf("%s: %s twice", p.Account, r.Number)
				}
				listed[r.Number] = true
			}
		}
		if fmt.Sprint(listed) != fmt.Sprint(seen) {
			t.Errorf("%s: the register has %v, want %v", p.Account, listed, seen)
		}
	}
	if decisions < 50 {
		t.Errorf("only %d decisions wait", decisions)
	}
}

// Who a consequence is about hears of it though they may not see the complaint, by bell and by mail, and of
// nothing else of it (rules A3, P3, P4).
func TestA3P3_ThePersonIsTold(t *testing.T) {
	s := dbtest.New(t)
	now := dbtest.Now
	c := dbtest.Complaint(t, s, dbtest.Actor(t, s, "s02"),
		func(in *huiyin.Intake) { in.Site, in.Accused = "HY", []string{"a01"} })
	x, p := dbtest.Actor(t, s, "x02"), dbtest.Actor(t, s, "p01")
	if _, err := s.ChangeComplaint(t.Context(), db.Once{}, c.Number, 0, func(c *huiyin.Complaint) error {
		for _, err := range []error{
			c.Assign(x, now, "a02", ""), c.Accept(dbtest.Actor(t, s, "a02"), now),
			c.Assess(x, now,
				huiyin.Assessing{Assessment: huiyin.Assessment{Validity: huiyin.Valid, Responsibility: huiyin.ByCompany,
					ResponsiblePerson: "a01"}}),
			c.ProposeSanction(p, now, huiyin.SanctionForm{Kinds: []string{"warning"}, Wording: "经过", Reason: "属实", Evidence: []string{"matter"}}),
		} {
			if err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	got, err := s.Notices(t.Context(), dbtest.Actor(t, s, "a01"), 0, 10)
	if err != nil || len(got) != 1 || got[0].Kind != huiyin.NoticeSanctionHeard || got[0].Grade != "" {
		t.Errorf("told %+v %v", got, err)
	}
	if mine, err := s.MySanctions(t.Context(), dbtest.Actor(t, s, "a01"), now.Add(time.Hour)); err != nil ||
		len(mine) != 1 {
		t.Errorf("on the desk %+v %v", mine, err)
	}
	v, err := s.Verify(t.Context())
	if err != nil || len(v.Wrong) > 0 {
		t.Errorf("verify: %v %v", v.Wrong, err)
	}
}
