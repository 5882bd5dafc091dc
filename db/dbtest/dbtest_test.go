package dbtest_test

import (
	"testing"

	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// Where important and major complaints of each site go stands in CONTRACT.md.
func TestG6_TheDemoCompanyRoutesAsTheContractSays(t *testing.T) {
	s := dbtest.New(t)
	for _, tt := range []struct {
		site, category string
		owner          string
	}{
		{"HY", "facilities", "s01"}, {"HY", "attitude", "x02"},
		{"LT", "facilities", "t01"}, {"LT", "attitude", "q01"},
		{"JY", "facilities", "u01"}, {"JY", "internal", "q01"},
	} {
		c := dbtest.Complaint(t, s, dbtest.Actor(t, s, "v02"),
			func(in *huiyin.Intake) { in.Site, in.Category = tt.site, tt.category })
		if c.Owner != tt.owner {
			t.Errorf("%s at %s goes to %s, want %s", tt.category, tt.site, c.Owner, tt.owner)
		}
	}
	c := dbtest.Complaint(t, s, dbtest.Actor(t, s, "a01"),
		func(in *huiyin.Intake) { in.Site, in.Accused = "HY", []string{"p01"} })
	if c.Owner != "v01" {
		t.Errorf("against a manager it goes to %s, want v01", c.Owner)
	}
}
