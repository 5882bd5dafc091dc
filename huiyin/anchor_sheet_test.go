package huiyin

import "testing"

// The seed is fixed in the month and nobody chooses it: the newest night that went out of the house, where the sheet is
// printed the newest at all; without one the month's last entry (rules A6, J4).
func TestA6J4_SeedOfTheMonth(t *testing.T) {
	last := Seed{Hash: "last", Entry: 40}
	nights := []AnchorNight{{Entry: 10, Hash: "a", Mailed: true}, {Entry: 20, Hash: "b", Stamped: "tsa.example"}, {Entry: 30, Hash: "c"}}
	for _, tt := range []struct {
		name   string
		nights []AnchorNight
		sheets bool
		want   Seed
	}{
		{"none", nil, true, Seed{"last", 40, SeedEntry}},
		{"none went out", nights[2:], false, Seed{"last", 40, SeedEntry}},
		{"the newest that went out", nights, false, Seed{"b", 20, SeedAnchor}},
		{"mailed", nights[:1], false, Seed{"a", 10, SeedAnchor}},
		{"sheets", nights, true, Seed{"c", 30, SeedAnchor}},
	} {
		if got := SeedOf(tt.nights, tt.sheets, last); got != tt.want {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
}
