package db_test

import (
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// ¥1,500 in each of several complaints of one customer, or of one household with a second number, is one sum: it climbs
// as that, and who decides learns the sum and nothing of the others (rules C2, P3; LAW.md H3).
func TestC2P3_SplittingOverComplaintsDoesNotHelp(t *testing.T) {
	for name, tt := range map[string]struct {
		other func(*huiyin.Intake)
		want  huiyin.Money
	}{
		"the same phone":           {func(in *huiyin.Intake) { in.Unit = "5栋1单元101" }, 3_000},
		"a second number":          {func(in *huiyin.Intake) { in.Name, in.Phone = "李小红", "13900139000" }, 3_000},
		"another phone and unit":   {func(in *huiyin.Intake) { in.Phone, in.Unit = "13900139000", "5栋1单元101" }, 1_500},
		"another site's same unit": {func(in *huiyin.Intake) { in.Phone, in.Site = "13900139000", "HY" }, 1_500},
		"no unit, another phone":   {func(in *huiyin.Intake) { in.Phone, in.Unit = "13900139000", "" }, 1_500},
	} {
		t.Run(name, func(t *testing.T) {
			s := dbtest.New(t)
			offer := func(number string) *huiyin.Complaint {
				at := dbtest.Now
				t.Helper()
				for _, do := range []func(*huiyin.Complaint) error{
					func(c *huiyin.Complaint) error { return c.Assign(dbtest.Actor(t, s, c.Owner), at, c.Owner, "") },
					func(c *huiyin.Complaint) error { return c.Accept(dbtest.Actor(t, s, c.Owner), at) },
					func(c *huiyin.Complaint) error {
						return c.Propose(dbtest.Actor(t, s, c.Owner), at,
							huiyin.ProposalForm{Remedies: []string{"compensation"},
								Text: "补偿", Ground: "合同", Amount: 1_500 * huiyin.Yuan})
					},
					func(c *huiyin.Complaint) error { return c.Submit(dbtest.Actor(t, s, c.Owner), at, 1) },
				} {
					if _, err := s.ChangeComplaint(t.Context(), db.Once{}, number, 0, do); err != nil {
						t.Fatal(err)
					}
				}
				return reload(t, s, number)
			}
			recorder := func(in *huiyin.Intake) string {
				if in.Site == "HY" {
					return "s01"
				}
				return "u01"
			}
			in := dbtest.Intake()
			if tt.other != nil {
				tt.other(&in)
			}
			first := dbtest.Complaint(t, s, dbtest.Actor(t, s, "u01"), nil)
			second := dbtest.Complaint(t, s, dbtest.Actor(t, s, recorder(&in)), tt.other)
			offer(first.Number)
			c := offer(second.Number)
			if got := c.Proposal(1).Sum; got != tt.want*huiyin.Yuan {
				t.Errorf("the sum is %s, want %s", got, tt.want*huiyin.Yuan)
			}
			clean(t, s)
		})
	}
}

// However many complaints a household has, its sums take as many queries; what is older than the months of the setting
// is not looked at, and does not count (rule C2).
func TestC2_TheSumsOfAHouseholdTakeAFixedNumberOfQueries(t *testing.T) {
	s := dbtest.New(t)
	offered := func(at time.Time) string {
		t.Helper()
		c := dbtest.Complaint(t, s, dbtest.Actor(t, s, "u01"), nil)
		for _, do := range []func(*huiyin.Complaint) error{
			func(c *huiyin.Complaint) error { return c.Assign(dbtest.Actor(t, s, c.Owner), at, c.Owner, "") },
			func(c *huiyin.Complaint) error { return c.Accept(dbtest.Actor(t, s, c.Owner), at) },
			func(c *huiyin.Complaint) error {
				return c.Propose(dbtest.Actor(t, s, c.Owner), at, huiyin.ProposalForm{
					Remedies: []string{"compensation"}, Text: "补偿", Ground: "合同", Amount: 100 * huiyin.Yuan})
			},
			func(c *huiyin.Complaint) error { return c.Submit(dbtest.Actor(t, s, c.Owner), at, 1) },
		} {
			if _, err := s.ChangeComplaint(t.Context(), db.Once{}, c.Number, 0, do); err != nil {
				t.Fatal(err)
			}
		}
		return c.Number
	}
	offered(dbtest.Now)
	number := offered(dbtest.Now)
	before, err := s.QueriesToLoad(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		offered(dbtest.Now)
	}
	after, err := s.QueriesToLoad(t.Context(), number)
	if err != nil || after != before {
		t.Errorf("%d queries with one other, %d with six (%v)", before, after, err)
	}
	if c := reload(t, s, number); len(c.Elsewhere) != 6 {
		t.Errorf("%d sums of others, want 6", len(c.Elsewhere))
	}
	if _, err := raw(t, s.Dir()).Exec("UPDATE proposal SET at = at - 400 * 86400000 WHERE complaint <> "+
		"(SELECT id FROM complaint WHERE number = ?)", number); err != nil {
		t.Fatal(err)
	}
	if c := reload(t, s, number); len(c.Elsewhere) != 0 {
		t.Errorf("%d sums of others from before the months", len(c.Elsewhere))
	}
}
