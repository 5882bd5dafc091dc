package demo

import (
	"testing"
	"time"

	"huiyin/huiyin"
)

// A crowd comes in over three years, more in summer, by day, in the order of its places; no two texts that
// follow one another are alike.
func TestTheCrowdIsBelievable(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("", 8*60*60)
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, zone)
	start := now.AddDate(-crowdYears, 0, 0)
	const n = 36_000
	months := map[time.Month]int{}
	last := start.AddDate(0, 0, -1)
	for i := range n {
		at := arrival(start, now, float64(i+1)/float64(n+1), zone)
		if at.Before(last) || at.After(now) || at.Hour() < 8 || at.Hour() > 21 {
			t.Fatalf("number %d comes in at %v, after %v", i, at, last)
		}
		months[at.Month()], last = months[at.Month()]+1, at
	}
	if summer, winter := months[time.July], months[time.January]; summer < winter*5/4 || winter < n/12/2 {
		t.Errorf("%d in July, %d in January", summer, winter)
	}
	o := huiyin.DemoCompany()
	o.Zone = zone
	o.Index()
	paper := huiyin.Attachment{Name: "x.png", Kind: huiyin.SignedForm, Type: "image/png", Hash: "x", Size: 1}
	sites, grades, matter := map[string]int{}, map[huiyin.Grade]int{}, ""
	for i := range 3000 {
		c, err := live(o, i, now.AddDate(0, 0, -60), now, paper)
		if err != nil {
			t.Fatal(err)
		}
		if c.Matter == matter {
			t.Errorf("number %d says what the one before said", i)
		}
		sites[c.Site], matter = sites[c.Site]+1, c.Matter
		grades[c.Grade]++
	}
	if len(sites) != 3 || len(grades) < 3 {
		t.Errorf("sites %v, grades %v", sites, grades)
	}
}
