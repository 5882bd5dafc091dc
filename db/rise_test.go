package db

import (
	"testing"
	"time"

	"huiyin/huiyin"
)

// A desk counts what has risen anew, unless that is dear: then it shows for ten minutes what was found, to the
// same person with the same sites, and no longer than until a plan changes (rules A2, M1).
func TestA2M1_DeskRemembersDearRises(t *testing.T) {
	now := time.Date(2025, 3, 3, 9, 0, 0, 0, time.UTC)
	org := (&huiyin.Org{
		Zone: time.UTC, Sites: []huiyin.Site{{Code: "HY", Name: "海悦府"}, {Code: "JY", Name: "景园"}},
		Categories: []huiyin.Category{{Code: "repair", Name: "工程维修"}},
		People: []huiyin.Person{{Account: "p01", Role: huiyin.Manager, Sites: []string{"HY"}},
			{Account: "a01", Role: huiyin.Agent, Site: "HY"}},
	}).Index()
	by := func(account string) huiyin.Actor { return huiyin.Actor{Person: org.Person(account), Org: org} }
	for name, tt := range map[string]struct {
		lately int
		then   func(s *Store)
		who    string
		after  time.Duration
		counts bool
	}{
		"few are counted each time": {lately: dearRises - 1, who: "p01", counts: true},
		"many are remembered":       {lately: dearRises, who: "p01"},
		"until they are old":        {lately: dearRises, who: "p01", after: oldRises, counts: true},
		"or a plan changes":         {lately: dearRises, who: "p01", then: (*Store).forgetRises, counts: true},
		"or the person has a site more": {lately: dearRises, who: "p01",
			then: func(*Store) { org.Person("p01").Sites = []string{"HY", "JY"} }, counts: true},
		"an agent opens no plan": {lately: dearRises, who: "a01"},
	} {
		t.Run(name, func(t *testing.T) {
			org.Person("p01").Sites = []string{"HY"}
			s := &Store{}
			if queries, _ := s.risesOnDesk(by(tt.who), now); (len(queries) > 0) != (tt.who == "p01") {
				t.Fatalf("%d queries at first", len(queries))
			}
			s.rememberRises(by("p01"), now, "HY", &foundRises{[]riseRow{{"since", "HY", "", 202411},
				{"lately", "HY", "repair", tt.lately}}})
			if tt.then != nil {
				tt.then(s)
			}
			queries, found := s.risesOnDesk(by(tt.who), now.Add(tt.after))
			if (len(queries) > 0) != tt.counts {
				t.Errorf("%d queries", len(queries))
			}
			if shown := tt.who == "p01" && !tt.counts; (len(found()) > 0) != shown {
				t.Errorf("shows %+v", found())
			}
		})
	}
}
