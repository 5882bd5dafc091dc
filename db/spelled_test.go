package db_test

import (
	"slices"
	"testing"

	"huiyin/db"
)

// A name is known by its letters too: whole, by its initials, and in each reading.
func TestSpelled(t *testing.T) {
	for name, want := range map[string][]string{"示例地产": {"shilidichan", "sldc"}, "重庆府": {"chongqingfu", "zhongqingfu"}, "HY": nil} {
		got := db.Spelled(name)
		for _, w := range want {
			if !slices.Contains(got, w) {
				t.Errorf("%s: %q lacks %s", name, got, w)
			}
		}
	}
}
