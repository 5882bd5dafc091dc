package huiyin

import "testing"

func TestF5_TheJournalTellsWhoAssigned(t *testing.T) {
	got := Assignings([]Entry{ // newest first, as the journal is read
		{Action: ActionAssign, By: "x02", For: "v01", Detail: changes("handler", "a01", "a02")},
		{Action: ActionPrint, By: "a01"},
		{Action: ActionAssign, By: "s01", Detail: append(changes("handler", "", "a01"), changes("department", "", "sales")...)},
	})
	if len(got) != 2 || got[0].By != "s01" || got[0].To != "a01" || got[0].Department != "sales" ||
		got[1].By != "x02" || got[1].For != "v01" || got[1].To != "a02" {
		t.Errorf("%+v", got)
	}
}
