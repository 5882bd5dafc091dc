package demo

import (
	"testing"
	"time"

	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// The figures of the demo company are what one counts by hand, for every account.
func TestM2M4_FiguresOfTheDemoCompany(t *testing.T) {
	t.Parallel()
	dbtest.Whole(t)
	now := time.Date(2026, 3, 20, 2, 0, 0, 0, time.UTC)
	s := told(t, now)
	if n := dbtest.Statistics(t, s, now, huiyin.Month(202602), huiyin.Month(202603)); n < 500 {
		t.Errorf("only %d numbers", n)
	}
}
