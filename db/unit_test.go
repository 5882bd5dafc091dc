package db_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
	"huiyin/huiyin/units"
)

func unitLine(n int, site, code string, people ...units.Period) units.Line {
	return units.Line{Line: n, Site: site, Code: units.CodeOf(code), Typed: code,
		Values: map[string]string{"area": "98.5", "state": "sold"}, People: people}
}

// takeUnits imports lines as one batch.
func takeUnits(t testing.TB, s *db.Store, who, id string, now, day time.Time, lines ...units.Line) []units.Planned {
	t.Helper()
	by := dbtest.Actor(t, s, who)
	b := db.UnitBatch{ID: id, By: who, Name: "房源.csv", At: now, Sites: []string{lines[0].Site}}
	if err := s.BeginUnits(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	var chosen []db.UnitChoice
	for _, l := range lines {
		chosen = append(chosen, db.UnitChoice{Line: l, Do: units.Take})
	}
	took, err := s.ImportUnits(t.Context(), by, now, id, chosen, day)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.EndUnits(t.Context(), by, now, b); err != nil {
		t.Fatal(err)
	}
	return took
}

// Sums by the unit count within one period of ownership: the buyer does not inherit the former owner's (rules C2, B11).
func TestC2B11_SumsByTheUnitEndWithItsPeriod(t *testing.T) {
	for name, tt := range map[string]struct {
		turned time.Duration // before the second complaint; 0 for never
		other  string        // the unit that turned
		want   huiyin.Money
	}{
		"one owner":            {0, "3栋2单元1201", 3_000},
		"a new owner between":  {24 * time.Hour, "3栋2单元1201", 1_500},
		"another part's owner": {24 * time.Hour, "3栋1单元1201", 3_000},
		"a new owner before":   {72 * time.Hour, "3栋2单元1201", 3_000},
	} {
		t.Run(name, func(t *testing.T) {
			s := dbtest.New(t)
			at := dbtest.Now
			offer := func(number string) *huiyin.Complaint {
				t.Helper()
				for _, do := range []func(*huiyin.Complaint) error{
					func(c *huiyin.Complaint) error { return c.Assign(dbtest.Actor(t, s, c.Owner), at, c.Owner, "") },
					func(c *huiyin.Complaint) error { return c.Accept(dbtest.Actor(t, s, c.Owner), at) },
					func(c *huiyin.Complaint) error {
						return c.Propose(dbtest.Actor(t, s, c.Owner), at, huiyin.ProposalForm{Remedies: []string{"compensation"},
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
			site := dbtest.Intake().Site
			first := dbtest.Complaint(t, s, dbtest.Actor(t, s, "u01"), func(in *huiyin.Intake) {
				in.Unit, in.ReceivedAt = "3栋2单元1201", at.Add(-48*time.Hour)
			})
			second := dbtest.Complaint(t, s, dbtest.Actor(t, s, "u01"), func(in *huiyin.Intake) {
				in.Unit, in.Name, in.Phone = "3-2-1201", "李小红", "13900139000"
			})
			takeUnits(t, s, "q01", "b1", at, at, unitLine(1, site, tt.other, units.Period{Relation: units.Owner, Name: "甲", Phone: "13811110001"}))
			if tt.turned != 0 {
				takeUnits(t, s, "q01", "b2", at, at.Add(-tt.turned),
					unitLine(1, site, tt.other, units.Period{Relation: units.Owner, Name: "乙", Phone: "13811110002"}))
			}
			offer(first.Number)
			if got := offer(second.Number).Proposal(1).Sum; got != tt.want*huiyin.Yuan {
				t.Errorf("the sum is %s, want %s", got, tt.want*huiyin.Yuan)
			}
			clean(t, s)
		})
	}
}

// An import that was stopped in the middle and is run again takes nothing twice (rule B11).
func TestB11_AStoppedImportRunsOn(t *testing.T) {
	s := dbtest.New(t)
	now := dbtest.Now
	var lines []units.Line
	for i := range 20 {
		lines = append(lines, unitLine(i+2, "HY", fmt.Sprintf("%d栋%d", 1+i/5, 101+i), units.Period{Relation: units.Owner,
			Name: fmt.Sprintf("业主%d", i), Phone: fmt.Sprintf("138222200%02d", i)}))
	}
	takeUnits(t, s, "p01", "b1", now, now, lines[:7]...)
	took := takeUnits(t, s, "p01", "b2", now, now, lines...)
	for i, p := range took {
		if want := map[bool]units.Will{true: units.WillSame, false: units.WillNew}[i < 7]; p.Will != want {
			t.Errorf("line %d: %s", i, p.Will)
		}
	}
	clean(t, s)
}

// What the register holds is proven: a unit, its people and the numbers it is filed under (rule J2).
func TestJ2_AnEditedUnitIsFound(t *testing.T) {
	for _, edit := range []string{"UPDATE unit SET price = 1", "UPDATE unit_period SET name = 'x'", "DELETE FROM unit_phone",
		"DELETE FROM unit_period", "UPDATE unit SET gone = 1"} {
		s := dbtest.New(t)
		takeUnits(t, s, "p01", "b1", dbtest.Now, dbtest.Now,
			unitLine(2, "HY", "5栋101", units.Period{Relation: units.Owner, Name: "甲", Phone: "13811110001"}))
		clean(t, s)
		if _, err := raw(t, s.Dir()).Exec(edit); err != nil {
			t.Fatal(err)
		}
		if v, err := s.Verify(t.Context()); err != nil || len(v.Wrong) == 0 {
			t.Errorf("%s: %v %v", edit, v.Wrong, err)
		}
	}
}

// A list of units asks as much of the database however many it shows (rule B11).
func TestB11_AListOfUnitsTakesOneQuery(t *testing.T) {
	s := dbtest.New(t)
	var lines []units.Line
	for i := range 30 {
		lines = append(lines, unitLine(i+2, "HY", fmt.Sprintf("5栋1单元%d", 101+i), units.Period{Relation: units.Owner, Name: "业主",
			Phone: fmt.Sprintf("138000001%02d", i)}))
	}
	takeUnits(t, s, "p01", "b1", dbtest.Now, dbtest.Now, lines...)
	by, before := dbtest.Actor(t, s, "p01"), s.Ran()
	found, _, err := s.UnitsListed(t.Context(), by, db.UnitFilter{Site: "HY"})
	if err != nil || len(found) != 30 {
		t.Fatalf("%d, %v", len(found), err)
	}
	if asked := s.Ran() - before; asked > 3 { // with the beginning and the end of its snapshot
		t.Errorf("%d statements for %d units", asked, len(found))
	}
}

// 200,000 units: a look-up takes at most 5 ms (rule B11). HUIYIN_UNITS=200000 measures it.
func BenchmarkB11_LookUp(b *testing.B) {
	n := 2_000
	if text := os.Getenv("HUIYIN_UNITS"); text != "" {
		_, _ = fmt.Sscan(text, &n)
	}
	s := dbtest.New(b)
	began := time.Now()
	var lines []units.Line
	for i := range min(n, 20_000) { // what one file may hold
		lines = append(lines, unitLine(i+2, "HY", fmt.Sprintf("%d栋%d单元%d", 1+i/400, 1+i/200%2, 101+i%200), units.Period{
			Relation: units.Owner, Name: fmt.Sprintf("业主%d", i), Phone: fmt.Sprintf("138%08d", 10_000_000+i)}))
	}
	takeUnits(b, s, "p01", "b1", dbtest.Now, dbtest.Now, lines...)
	b.Logf("%d units imported in %s", len(lines), time.Since(began).Round(time.Millisecond))
	pool := raw(b, s.Dir())
	for _, q := range []string{ // the rest are copies, in buildings of their own
		`INSERT INTO unit SELECT id + m.n * 20000, site || '/' || (CAST(code AS INTEGER) + m.n * 50) || substr(code, instr(code, '-')),
		version, site, (CAST(code AS INTEGER) + m.n * 50) || substr(code, instr(code, '-')),
		(CAST(room AS INTEGER) + m.n * 50) || substr(room, instr(room, '-')),
		(CAST(typed AS INTEGER) + m.n * 50) || substr(typed, instr(typed, '栋')), building, floor, plan, area, inner_area, use, price,
		price_from, filed, permit, charges, charges_at, state, delivered_at, hand, imported_at, missing_at, gone FROM unit,
		(WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < ?1) SELECT n FROM k) m`,
		`INSERT INTO unit_phone SELECT printf('138%08d', 10000000 + id - 1), id FROM unit WHERE id > 20000 AND ?1`,
		`INSERT INTO unit_period SELECT id + 20000, id, 'owner', 'x', printf('138%08d', 10000000 + id - 1), '', '', NULL, NULL, NULL, 0
		FROM unit WHERE id > 20000 AND ?1`} {
		if n > 20_000 {
			if _, err := pool.Exec(q, n/20_000-1); err != nil {
				b.Fatal(err)
			}
		}
	}
	by := dbtest.Actor(b, s, "s01")
	for name, look := range map[string]func(i int) error{
		"unit": func(i int) error {
			_, err := s.UnitsMeant(b.Context(), by, "HY", fmt.Sprintf("%d-%d-%d", 1+i/400, 1+i/200%2, 101+i%200))
			return err
		},
		"page": func(i int) error {
			_, err := s.UnitAt(b.Context(), by, "HY", fmt.Sprintf("%d-%d-%d", 1+i/400, 1+i/200%2, 101+i%200))
			return err
		},
		"phone": func(i int) error {
			_, err := s.LookUpUnits(b.Context(), by, dbtest.Now.Add(time.Duration(i)*time.Hour),
				huiyin.Question{Phone: fmt.Sprintf("138%08d", 10_000_000+i)})
			return err
		},
		"list": func(i int) error {
			_, _, err := s.UnitsListed(b.Context(), by, db.UnitFilter{Site: "HY", After: fmt.Sprintf("%d-", 1+i/400)})
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			for i := range b.N {
				if err := look(i * 7919 % n); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
